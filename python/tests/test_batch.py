"""Many documents: where they are, what harms a worker, what the ledger records."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import paiban
from paiban import batch, ledger
from paiban.child import Answer, Child, Ended, Settings
from paiban.conversion import Manuscript
from paiban.sources import Columns, Reader, find

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def poison_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers find the filters of `poison.py`."""
    monkeypatch.setenv("PYTHONPATH", str(HERE), prepend=os.pathsep)


def text(title: str) -> bytes:
    return f"{title}\n\n　　雨还没有停。\n".encode()


def ids(source: Path, output: Path) -> list[str]:
    return [it for table in find(source, output) for it in table["id"].to_pylist()]


def manuscripts(source: Path, output: Path) -> Iterator[Manuscript | Exception]:
    reader = Reader()
    for table in find(source, output):
        for item in table.to_pylist():
            try:
                yield reader.manuscript(os.fsdecode(item["path"]), item["place"])
            except (OSError, ValueError) as error:
                yield error


def test_a_folder_has_manuscripts_and_lists_of_them(tmp_path: Path) -> None:
    (tmp_path / "里").mkdir()
    (tmp_path / "里/清明.txt").write_bytes(text("清明"))
    (tmp_path / "里/清明.txt.paiban.toml").write_text("", encoding="utf-8")
    (tmp_path / "雨.md").write_bytes(b"# \xe9\x9b\xa8\n")
    (tmp_path / ".hidden.txt").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/旧.txt").write_bytes(b"")
    lines = [{"name": "a/甲.md", "text": "# 甲\n"}, {"url": "https://x/乙.html", "content": "乙"}]
    said = "\n\n".join(json.dumps(it) for it in lines)
    (tmp_path / "many.jsonl").write_text(said, encoding="utf-8")
    rows = {"path": ["甲.txt", "乙.txt", "丙.txt"], "content": [text(it) for it in "甲乙丙"]}
    pq.write_table(pa.table(rows), tmp_path / "many.parquet", row_group_size=2)

    output = tmp_path / "out"
    known = ["many.jsonl#0", "many.jsonl#1", *(f"many.parquet#{it}" for it in range(3))]
    assert ids(tmp_path, output) == [*known, "雨.md", "里/清明.txt"]
    found = list(manuscripts(tmp_path, output))
    assert [it.name for it in found if isinstance(it, Manuscript)] == [
        "甲.md",
        "乙.html",
        "甲.txt",
        "乙.txt",
        "丙.txt",
        "雨.md",
        "清明.txt",
    ]
    last = found[-1]
    assert isinstance(last, Manuscript) and last.sidecar == ""


def test_files_that_are_none_are_one_item_that_fails(tmp_path: Path) -> None:
    pq.write_table(pa.table({"content": pa.array([], pa.string())}), tmp_path / "empty.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 is not enough")
    (tmp_path / "broken.jsonl").write_text('{"text": 5}\n[]\n{"te', encoding="utf-8")
    pq.write_table(pa.table({"other": ["甲"]}), tmp_path / "other.parquet")
    found = list(manuscripts(tmp_path, tmp_path / "out"))
    assert len(found) == 5 and all(isinstance(it, ValueError) for it in found)


def test_columns_can_be_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"正文": ["甲"], "题名": ["甲.txt"]}), tmp_path / "a.parquet")
    reader = Reader(Columns(data=("正文",), name=("题名",)))
    found = reader.manuscript(str(tmp_path / "a.parquet"), 0)
    assert found == Manuscript("甲".encode(), "甲.txt")


def test_a_web_archive_has_pages(tmp_path: Path) -> None:
    writer = pytest.importorskip("warcio.warcwriter")
    headers = pytest.importorskip("warcio.statusandheaders")
    from io import BytesIO

    path = tmp_path / "site.warc.gz"
    with path.open("wb") as file:
        out = writer.WARCWriter(file, gzip=True)
        for address, kind in (("https://x/a", "text/html; charset=utf-8"), ("https://x/b", "x/y")):
            response_headers = headers.StatusAndHeaders("200 OK", [("Content-Type", kind)], "HTTP/1.1")
            page = BytesIO("<h1>雨</h1>".encode())
            out.write_record(
                out.create_warc_record(address, "response", payload=page, http_headers=response_headers)
            )
    assert list(manuscripts(path, tmp_path)) == [Manuscript("<h1>雨</h1>".encode(), "a.html")]


def test_what_harms_a_worker_is_one_document(tmp_path: Path) -> None:
    settings = Settings(to=("tei",), filter="poison:by_title", memory=1 << 30, seconds=2)
    with Child(settings, tmp_path) as child:
        ends = [
            child.convert(Manuscript(text(title), "文.txt"))
            for title in ("深不见底", "没完没了", "贪得无厌", "突然消失", "说不下去", "清明")
        ]
        files = [it.read_bytes() for it in tmp_path.iterdir()]
    assert ends[:4] == [
        Ended("SIGSEGV", False),
        Ended("SIGALRM", True),
        Ended("SIGABRT", False),
        Ended("SIGKILL", False),
    ]
    raised, converted = ends[4:]
    assert isinstance(raised, Answer) and raised.error and raised.error.code == "filter"
    assert "LookupError" in raised.error.message
    assert isinstance(converted, Answer)
    archive = paiban.convert(text("清明"), "tei", name="文.txt").outputs["tei"]
    written = converted.outputs["tei"]
    assert (written.bytes, written.sha256) == (len(archive), hashlib.sha256(archive).hexdigest())
    assert files == [archive]
    # What was not moved to its place goes with the child.
    assert not list(tmp_path.iterdir())


def test_the_memory_of_the_library_itself_is_limited(tmp_path: Path) -> None:
    large = "长文\n\n" + "　　雨还没有停。\n" * 2_000_000
    with Child(Settings(memory=600 << 20), tmp_path) as child:
        assert isinstance(child.convert(Manuscript(large.encode(), "文.txt")), Ended)


def test_a_worker_without_its_filter_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="did not start"):
        Child(Settings(filter="no_such_module:no"), tmp_path).convert(Manuscript(b""))


def test_settings_are_checked_before_anything_is_done() -> None:
    with pytest.raises(TypeError, match="did you mean 'paper'"):
        batch.settings(papr="A4")
    with pytest.raises(ValueError, match="module:function"):
        batch.settings(filter="poison")
    with pytest.raises(FileNotFoundError):
        batch.settings(resource_path="/nowhere")
    one, other = batch.settings(paper="A5"), batch.settings(paper="A4")
    assert batch.digest(one) != batch.digest(other)
    assert batch.digest(one) == batch.digest(batch.settings(paper="A5", seconds=5))


def rows(*entries: tuple[str, str, int]) -> pa.Table:
    fields = [{"id": id, "key": key, "attempts": attempts} for id, key, attempts in entries]
    return pa.Table.from_pylist(fields, ledger.SCHEMA)


def test_the_ledger_has_one_row_a_document(tmp_path: Path) -> None:
    ledger.write_part(tmp_path, rows(("甲", "k1", 1), ("乙", "k2", 1)))
    ledger.write_part(tmp_path, rows(("甲", "k3", 2)))
    # A batch that is done once more has the same part.
    ledger.write_part(tmp_path, rows(("甲", "k3", 2)))
    whole = ledger.compact(tmp_path)
    assert whole["id"].to_pylist() == ["乙", "甲"] and whole["key"].to_pylist() == ["k2", "k3"]
    assert ledger.compact(tmp_path) == whole
    assert [it.name for it in tmp_path.iterdir()] == ["ledger.parquet"]


def test_batches_that_begin_with_the_same_text_have_parts_of_their_own(tmp_path: Path) -> None:
    ledger.write_part(tmp_path, rows(("甲", "k1", 1), ("乙", "k2", 1)))
    ledger.write_part(tmp_path, rows(("丙", "k1", 1)))
    assert ledger.compact(tmp_path)["id"].to_pylist() == ["丙", "乙", "甲"]


def test_what_is_missing_is_what_has_no_row_as_it_is_now() -> None:
    shown = [{"from": "文.md", "address": "桥.png", "kind": "image", "state": "absent"}]
    known = pa.Table.from_pylist(
        [
            {"id": "图", "state": "1", "settings": "s", "status": "converted", "pictures": shown},
            {"id": "同", "state": "1", "settings": "s", "status": "converted", "attempts": 1},
            {"id": "改", "state": "1", "settings": "s", "status": "converted", "attempts": 1},
            {"id": "坏", "state": "1", "settings": "s", "status": "failed", "attempts": 2},
        ],
        ledger.SCHEMA,
    )
    ids = ["同", "改", "坏", "新", "图"]
    items = pa.table({"id": ids, "state": ["1", "2", "1", "1", "1"]})

    def left(settings: str, retry: bool, has: bool = True) -> dict[str, int]:
        def has_pictures(item: dict[str, Any], pictures: list[dict[str, Any]]) -> bool:
            assert item["id"] == "图" and pictures == shown
            return has

        found = ledger.missing(items, known, settings, retry, has_pictures)
        return dict(zip(found["id"].to_pylist(), found["attempts"].to_pylist()))

    assert left("s", False) == {"改": 1, "新": 0}
    assert left("s", True) == {"改": 1, "坏": 2, "新": 0}
    assert left("s", False, has=False) == {"改": 1, "新": 0, "图": 0}
    assert len(left("t", False)) == 5


def test_a_full_disk_is_an_exception(tmp_path: Path) -> None:
    # A file in the place of a folder stands for anything that can't be written.
    output = tmp_path / "out"
    convert = batch.Converter(output, batch.settings("tei"))
    output.rmdir()
    output.write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        convert([batch.Entry("清明.txt", Manuscript(text("清明")))])
    convert.close()
    with pytest.raises(FileExistsError):
        batch.Converter(output, batch.settings("tei"))
