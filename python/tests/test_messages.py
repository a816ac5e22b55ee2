"""Messages name settings as Python writes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import paiban

FIXTURES = Path(__file__).parents[2] / "tests/fixtures"
FOREIGN = re.compile(r"--[a-z]|\b(read|meta|display|page|pdf|epub|tei|limits|fonts)\.[a-z]|schema/")


@pytest.mark.parametrize(
    ("text", "name", "options", "says"),
    [
        ("　　雨还没有停。\n", "雨.txt", {}, "title"),
        ("# 桥\n\n![](桥.png)\n", "桥.md", {}, "resource_path"),
        ("# 雨\n\n" + "雨 还 没 有 停 。 桥 头 等 船 的 人 。 " * 20, "雨.md", {}, 'spaces="keep"'),
        ("# 雨\n\n𓀀\n", "雨.md", {}, "`paiban convert --font body=FILE`"),
        ("# 雨\n\n" + "> " * 60 + "深\n", "深.md", {}, 'limits={"depth": N}'),
    ],
)
def test_a_finding_suggests_what_python_takes(
    text: str, name: str, options: dict[str, Any], says: str
) -> None:
    found = paiban.convert(text.encode(), "pdf", name=name, **options).diagnostics
    assert any(says in f"{it.message} {it.help}" for it in found), found


@pytest.mark.parametrize(
    ("source", "options", "says"),
    [
        (b"\x00\x01\x02\x03" * 64, {}, "encoding"),
        ("雨\n".encode(), {"limits": {"bytes": 1}}, 'limits={"bytes": N}'),
        ("雨\n".encode(), {"style": "no such"}, "`paiban schema style`"),
        (b"%PDF-1.7\n", {}, "encoding"),
        (
            "雨\n".encode(),
            {"no_headings": True, "headings": [{"pattern": "雨"}]},
            "no_headings and headings contradict each other",
        ),
        ("雨\n".encode(), {"encoding": "nowhere"}, "option encoding does not take"),
        (b'{"body": 1}', {"input_format": "json"}, 'input_format="text"'),
        (b'{"body": 1}', {"input_format": "json"}, "`paiban schema model`"),
    ],
)
def test_an_error_suggests_what_python_takes(
    source: bytes, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(paiban.Error) as raised:
        paiban.convert(source, **options)
    found = raised.value.diagnostic
    assert says in f"{found.message} {found.help}"


def test_no_finding_names_a_setting_in_the_words_of_others() -> None:
    paths = [it for end in ("md", "txt", "html", "tei.xml") for it in FIXTURES.rglob(f"*.{end}")]
    found = []
    for path in sorted(paths):
        try:
            found += paiban.convert(path, ("pdf", "epub", "tei")).diagnostics
        except paiban.Error as error:
            found.append(error.diagnostic)
    assert len({it.code for it in found}) > 10
    own = [f"{it.message} {it.help}".replace("`paiban convert --font", "") for it in found]
    assert not [it for it in own if FOREIGN.search(it.replace("paiban inspect --write", ""))]
