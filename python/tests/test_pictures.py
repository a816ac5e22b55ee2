"""Pictures beside a manuscript: those that the command reads, and no others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from beside import command, png, written

import paiban
from paiban import batch
from paiban.conversion import Manuscript


def codes(result: paiban.Result) -> list[str]:
    return [it.code for it in result.diagnostics]


def test_pictures_are_those_of_the_command(texts: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    command(texts / "桥.md", tmp_path / "own")
    own = paiban.convert(texts / "桥.md")
    assert own.outputs == written(tmp_path / "own", "桥")
    command(texts / "桥.md", tmp_path / "all", "--resource-path", more)
    all_ = paiban.convert(texts / "桥.md", resource_path=[more])
    assert all_.outputs == written(tmp_path / "all", "桥")
    assert all_.outputs["pdf"].count(b"/Subtype/Image") == 2
    assert len(codes(own)) == len(codes(all_)) + 1


def test_a_manuscript_in_the_folder_of_the_process_has_its_pictures(
    texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = paiban.convert(texts / "桥.md", "epub")
    monkeypatch.chdir(texts)
    assert paiban.convert("桥.md", "epub") == whole


def test_bytes_have_pictures_where_folders_are_named(texts: Path, tmp_path: Path) -> None:
    data, whole = (texts / "桥.md").read_bytes(), paiban.convert(texts / "桥.md")
    assert paiban.convert(data, name="桥.md", folders=texts) == whole
    assert paiban.convert(data, name="桥.md", resource_path=str(texts)) == whole
    alone = paiban.convert(data, name="桥.md")
    assert alone.outputs["pdf"].count(b"/Subtype/Image") == 0
    assert paiban.convert(texts / "桥.md", folders=()) == alone
    command(texts / "桥.md", tmp_path / "own")
    with_stdin = [sys.executable, "-m", "paiban", "convert", "-", "--from", "markdown", "--to", "tei"]
    piped = subprocess.run([*with_stdin, "-o", "-"], input=data, capture_output=True, check=True)
    assert paiban.convert(data, "tei", input_format="markdown").outputs["tei"] == piped.stdout


def test_a_reading_has_the_pictures_of_a_conversion(texts: Path) -> None:
    reading, whole = paiban.read(texts / "桥.md"), paiban.convert(texts / "桥.md", "json")
    assert reading.document == whole.document
    assert sum("data" in it for it in reading.document["assets"]) == 1
    assert codes(reading) == [it for it in codes(whole) if it in codes(reading)]
    none = paiban.read(texts / "桥.md", folders=())
    assert not any("data" in it for it in none.document["assets"])


@pytest.mark.parametrize(
    ("folders", "raised"),
    [(5, TypeError), ([5], TypeError), (b"texts", TypeError), ("/nowhere", FileNotFoundError)],
)
def test_folders_that_are_none_are_exceptions(folders: object, raised: type[Exception]) -> None:
    for name in ("folders", "resource_path"):
        with pytest.raises(raised):
            paiban.convert("雨\n".encode(), **{name: folders})  # type: ignore[arg-type]
    with pytest.raises(NotADirectoryError):
        paiban.convert("雨\n".encode(), folders=__file__)


def test_a_picture_beyond_the_limit_is_not_read(texts: Path) -> None:
    with (texts / "图/桥.png").open("ab") as file:
        file.truncate(1 << 30)
    found = paiban.convert(texts / "桥.md", "tei", limits={"bytes": 10_000})
    assert "fil-005" in codes(found)


def test_a_row_is_keyed_by_the_pictures(texts: Path, tmp_path: Path) -> None:
    settings = batch.settings("tei", resource_path=tmp_path / "more")
    data = (texts / "桥.md").read_bytes()
    manuscripts = [Manuscript(data, "桥.md", folders=(str(it),)) for it in (texts, tmp_path)]
    convert = batch.Converter(tmp_path / "out", settings)
    rows = convert(batch.Entry(str(it), manuscript) for it, manuscript in enumerate(manuscripts))
    convert.close()
    one, other = rows.to_pylist()
    assert one["key"] != other["key"]
    expected = paiban.convert(texts / "桥.md", "tei", resource_path=tmp_path / "more")
    assert (tmp_path / "out" / one["key"][:2] / f"{one['key']}.tei.xml").read_bytes() == (
        expected.outputs["tei"]
    )
    own = [str(texts)]
    assert batch.has_pictures(one["pictures"], own, settings)
    assert not batch.has_pictures(one["pictures"], own, batch.settings("tei"))
    (texts / "图/桥.png").write_bytes(png(1))
    assert not batch.has_pictures(one["pictures"], own, settings)
