"""Options: the schema's leaves, in snake case."""

from __future__ import annotations

import datetime
import inspect
import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

import paiban
from paiban import _paiban
from paiban.options import BINARY, INPUT_FORMAT, Format

TEXT = "清明\n\n　　雨还没有停。\n".encode()
SCHEMA = json.loads((Path(__file__).parents[2] / "schema/config.json").read_text(encoding="utf-8"))


def leaves() -> dict[str, Any]:
    """The leaves of the schema, by name; each once."""
    found: dict[str, Any] = {}
    for group in SCHEMA["properties"].values():
        room = SCHEMA["$defs"][group["$ref"].rpartition("/")[2]]
        for name, leaf in room["properties"].items():
            assert name not in found, f"{name} is in two groups"
            found[name] = leaf
    return found


def test_names_are_those_of_the_schema() -> None:
    names = {name.replace("-", "_") for name in leaves()}
    assert set(_paiban.OPTIONS) == names
    assert set(paiban.Options.__annotations__) == names - {INPUT_FORMAT}


def words(leaf: Any) -> set[str]:
    """The words that a leaf of the schema takes; none where it takes any text."""
    if isinstance(leaf, list):
        return set().union(*(words(it) for it in leaf))
    if not isinstance(leaf, dict):
        return set()
    if "$ref" in leaf:
        return words(SCHEMA["$defs"][leaf["$ref"].rpartition("/")[2]])
    own = {leaf["const"]} if "const" in leaf else set(leaf.get("enum", []))
    inner = ("anyOf", "oneOf", "items")
    return set().union(own, *(words(leaf[key]) for key in inner if key in leaf))


def test_types_name_the_words_of_the_schema() -> None:
    hints = paiban.Options.__annotations__
    named = {name: re.findall(r"'(.+?)'", hint.__forward_arg__) for name, hint in hints.items()}
    assert sum(map(bool, named.values())) >= 8
    for name, literals in named.items():
        if literals:
            assert set(literals) == words(leaves()[name.replace("_", "-")]), name
    assert set(get_args(Format)) == set(_paiban.FORMATS)


def test_names_are_not_those_of_parameters() -> None:
    parameters = set(inspect.signature(paiban.convert).parameters) - {"options"}
    assert not parameters & set(paiban.Options.__annotations__)


def test_options_that_take_bytes_are_known() -> None:
    binary = {name for name, leaf in leaves().items() if "/Bytes" in json.dumps(leaf)}
    assert binary == BINARY


def test_values_are_those_of_python(tmp_path: Path) -> None:
    css = tmp_path / "own.css"
    css.write_text("p { color: red }", encoding="utf-8")
    result = paiban.convert(
        TEXT,
        "epub",
        title="雨天",
        authors=["刘奇", "王小"],
        date=datetime.date(2014, 9, 23),
        paper="A5",
        toc=True,
        toc_depth=2,
        margins={"top": "25mm"},
        css=css,
        vertical=False,
        input_format="text",
    )
    assert result.outputs["epub"].startswith(b"PK")
    assert "雨天" in json.dumps(result.document["meta"], ensure_ascii=False)


def test_a_cover_is_bytes_or_a_path(tmp_path: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>'
    path = tmp_path / "cover.svg"
    path.write_bytes(drawing)
    by_bytes = paiban.convert(TEXT, "epub", cover=drawing)
    assert by_bytes.outputs == paiban.convert(TEXT, "epub", cover=path).outputs


@pytest.mark.parametrize(
    ("options", "raised", "says"),
    [
        ({"papr": "A4"}, TypeError, "did you mean 'paper'"),
        ({"toc-depth": 2}, TypeError, "did you mean 'toc_depth'"),
        ({"from": "text"}, TypeError, "there is no option 'from'"),
        ({"paper": 5}, TypeError, "paper"),
        ({"toc": "yes"}, TypeError, "toc"),
        ({"authors": "刘奇"}, TypeError, "authors"),
        ({"title": object()}, TypeError, "title can't be a object"),
        ({"css": b"p {}"}, TypeError, "css takes text"),
        ({"punctuation": "half"}, ValueError, "punctuation"),
        ({"toc_depth": -1}, ValueError, "toc_depth"),
        ({"paper": "A99"}, ValueError, "A99"),
        ({"preset": "poster"}, ValueError, "poster"),
        ({"css": Path("/nowhere.css")}, FileNotFoundError, "nowhere"),
        ({"input_format": "pages"}, ValueError, "pages"),
        ({"to": "pfd"}, ValueError, "did you mean 'pdf'"),
        ({"to": ["pdf", "word"]}, ValueError, "word"),
        ({"limits": {"byte": 1}}, TypeError, "did you mean 'bytes'"),
        ({"limits": {"bytes": "many"}}, TypeError, "limits"),
        ({"limits": {"depth": 10**6}}, ValueError, "depth"),
        ({"limits": {"bytes": -1}}, ValueError, "limits"),
        ({"to": []}, ValueError, "no form"),
        ({"toc_depth": float("nan")}, ValueError, "toc_depth can't be nan"),
        ({"title": "\udcff"}, ValueError, "title is no Unicode text"),
        ({"threads": 0}, ValueError, "threads"),
        ({"threads": -1}, ValueError, "threads"),
        ({"threads": 10**30}, ValueError, "threads"),
        ({"threads": "two"}, TypeError, ""),
        ({"filter": 5}, TypeError, ""),
    ],
)
def test_what_no_option_takes_is_an_exception(
    options: dict[str, Any], raised: type[Exception], says: str
) -> None:
    with pytest.raises(raised) as caught:
        paiban.convert(TEXT, **options)
    assert says in str(caught.value)
