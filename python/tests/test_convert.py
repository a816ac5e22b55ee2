"""Conversion, reading and restoring, from Python."""

from __future__ import annotations

import _thread
import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest

import paiban

TEXT = "清明\n\n　　雨还没有停。桥头等船的人都收了伞。\n"
MARKDOWN = "# 雨\n\n## 清晨\n\n雨**还**没有停。\n"


def long_text(paragraphs: int) -> bytes:
    """A text whose conversion takes a while."""
    line = "　　雨还没有停。桥头等船的人都收了伞，河水比昨天涨了一指。\n"
    return ("长文\n\n" + line * paragraphs).encode()


def text_of(node: object) -> str:
    """All text of a document."""
    if isinstance(node, dict):
        own = node["text"] if node.get("type") == "text" else ""
        return own + "".join(text_of(it) for it in node.values())
    return "".join(text_of(it) for it in node) if isinstance(node, list) else ""


def test_bytes_become_all_three_forms() -> None:
    result = paiban.convert(TEXT.encode(), name="清明.txt")
    assert list(result.outputs) == ["pdf", "epub", "tei"]
    assert result.outputs["pdf"].startswith(b"%PDF")
    assert result.outputs["epub"].startswith(b"PK")
    assert result.outputs["tei"].startswith(b"<?xml")
    assert result.diagnostics == []


def test_a_path_is_read_with_its_sidecar_and_named(tmp_path: Path) -> None:
    manuscript = tmp_path / "清明.txt"
    manuscript.write_text("今天\n\n　　雨还没有停。\n", encoding="utf-8")
    for source in (manuscript, str(manuscript)):
        assert paiban.convert(source, "tei").document["sources"][0]["name"] == "清明.txt"
    sidecar = tmp_path / "清明.txt.paiban.toml"
    sidecar.write_text('[[decision]]\nline = 3\nis = "heading"\n', encoding="utf-8")
    kinds = [block["type"] for block in paiban.read(manuscript).document["body"]]
    assert "section" in kinds


def test_a_file_may_have_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xd3\xea.txt"
    Path(os.fsdecode(path)).write_text(TEXT, encoding="utf-8")
    result = paiban.convert(os.fsdecode(path), "tei")
    assert result.document["sources"][0]["name"] == "\ufffd\ufffd.txt"


def test_outputs_depend_on_nothing_but_the_input() -> None:
    one = paiban.convert(MARKDOWN.encode(), name="雨.md", threads=1)
    two = paiban.convert(bytearray(MARKDOWN.encode()), name="雨.md")
    assert one == two


def test_reading_gives_the_document() -> None:
    reading = paiban.read(MARKDOWN.encode(), name="雨.md")
    assert reading.outputs == {} and reading.ledger == {}
    assert "雨还没有停。" in text_of(reading.document)
    again = paiban.convert(json.dumps(reading.document).encode(), "tei", name="雨.json")
    assert again.outputs["tei"].startswith(b"<?xml")


def test_an_archive_gives_its_source_back() -> None:
    source = TEXT.encode("gb18030")
    archive = paiban.convert(source, "tei", name="清明.txt").outputs["tei"]
    assert paiban.restore(archive) == source
    with pytest.raises(paiban.MalformedError) as raised:
        paiban.restore(archive.replace("雨".encode(), "雪".encode()))
    assert raised.value.code == "tei-010"


def test_the_ledger_accounts_for_each_character() -> None:
    ledger = paiban.convert(MARKDOWN.encode(), ("pdf", "tei"), name="雨.md").ledger
    assert set(ledger) == {"pdf", "tei"}
    assert sum(ledger["pdf"].counts.values()) == len(MARKDOWN)
    assert "markup: heading mark" in ledger["pdf"].counts
    assert any(it.fate == "shown" for it in ledger["pdf"].stretches)


def test_a_filter_changes_the_document() -> None:
    def shout(document: paiban.Document) -> None:
        for block in document["body"]:
            if "content" in block:
                block["content"] = [{"type": "text", "text": "雪。"}]

    def renamed(document: paiban.Document) -> paiban.Document:
        return {**document, "meta": {"titles": [{"kind": "main", "text": "雪"}]}}

    result = paiban.convert(TEXT.encode(), "tei", name="清明.txt", filter=[shout, renamed])
    assert "雪。" in result.outputs["tei"].decode()
    assert paiban.convert(TEXT.encode(), "tei", filter=lambda it: it).outputs["tei"]


def test_a_filter_runs_in_the_thread_of_its_owner() -> None:
    seen = []

    def note(document: paiban.Document) -> None:
        seen.append(threading.get_ident())

    paiban.convert(TEXT.encode(), "json", filter=note)
    assert seen == [threading.get_ident()]


def test_what_a_filter_raises_comes_out() -> None:
    def broken(document: paiban.Document) -> paiban.Document:
        raise LookupError("no such character")

    with pytest.raises(LookupError, match="no such character"):
        paiban.convert(TEXT.encode(), filter=broken)


@pytest.mark.parametrize("answer", [5, {"body": 1}, object()])
def test_what_a_filter_answers_must_be_a_document(answer: object) -> None:
    with pytest.raises((paiban.Error, TypeError)):
        paiban.convert(TEXT.encode(), filter=lambda document: answer)  # type: ignore


def test_the_interpreter_is_free_during_a_conversion() -> None:
    turns, done = 0, False

    def turn() -> None:
        nonlocal turns
        while not done:
            turns += 1

    data = long_text(2_000)
    spinning = threading.Thread(target=turn)
    spinning.start()
    before = turns
    try:
        paiban.convert(data, "tei")
        after = turns
    finally:
        done = True
        spinning.join()
    # Held, the interpreter would change threads every 5 ms at its ends alone.
    assert after - before > 10_000


def test_threads_convert_at_once() -> None:
    inside = threading.Barrier(2, timeout=60)
    results = {}

    def work(name: str) -> None:
        def meet(document: paiban.Document) -> None:
            inside.wait()

        results[name] = paiban.convert(f"{name}\n\n　　正文。\n".encode(), "tei", filter=meet)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(name in results[name].outputs["tei"].decode() for name in ("甲", "乙"))


def test_ctrl_c_ends_a_conversion() -> None:
    # A shell ignores the signal in what it runs in the background.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        interrupted()
    finally:
        signal.signal(signal.SIGINT, before)
    # Nothing is left behind that harms the next.
    assert paiban.convert(TEXT.encode(), "tei").outputs


def interrupted() -> None:
    timer = threading.Timer(0.3, _thread.interrupt_main)
    data = long_text(200_000)
    timer.start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        paiban.convert(data)
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    ("source", "raised"),
    [
        (b"", paiban.MalformedError),
        (b"\x00\x01\x02\x03" * 64, paiban.MalformedError),
        ("/nowhere/清明.txt", FileNotFoundError),
        (Path("/"), IsADirectoryError),
        (TEXT, ValueError),
        (5, TypeError),
        (None, TypeError),
        (["清明.txt"], TypeError),
    ],
)
def test_input_that_is_none_is_an_exception(source: object, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        paiban.convert(source)  # type: ignore[arg-type]


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.txt")
    with pytest.raises(OSError, match="neither a file"):
        paiban.convert(tmp_path / "管.txt")


def test_a_limit_is_an_exception() -> None:
    with pytest.raises(paiban.LimitError) as raised:
        paiban.convert(long_text(100), limits={"bytes": 1000})
    error = raised.value
    assert error.diagnostic.severity == "error" and error.code == error.diagnostic.code
    assert str(error).startswith(error.code)


def test_a_file_beyond_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "大.txt"
    with large.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(paiban.LimitError):
        paiban.convert(large, limits={"bytes": 1000})
