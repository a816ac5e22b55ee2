"""Many documents on Ray."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from beside import command, png, written

import paiban

ray = pytest.importorskip("ray")
HERE = Path(__file__).parent


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    environment = {"env_vars": {"PYTHONPATH": str(HERE)}}
    ray.init(num_cpus=2, include_dashboard=False, logging_level=40, runtime_env=environment)
    yield
    ray.shutdown()


def fill(folder: Path) -> None:
    folder.mkdir()
    for number in range(6):
        text = f"清明之{'一二三四五六'[number]}\n\n　　雨还没有停。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "深.txt").write_text("深不见底\n\n　　雨还没有停。\n", encoding="utf-8")
    pq.write_table(pa.table({"content": pa.array([], pa.string())}), folder / "无.parquet")


def test_documents_become_rows_and_a_rerun_does_what_is_missing(tmp_path: Path) -> None:
    from paiban.ray import convert_files

    source, output = tmp_path / "in", tmp_path / "out"
    fill(source)

    def run(retry: bool = False) -> tuple[int, int, dict[str, int]]:
        summary = convert_files(source, output, filter="poison:by_title", jobs=2, retry=retry)
        return summary.documents, summary.skipped, summary.statuses

    assert run() == (8, 0, {"converted": 6, "failed": 1, "ended": 1})
    rows = {it["id"]: it for it in pq.read_table(output / "ledger.parquet").to_pylist()}
    assert len(rows) == 8
    assert rows["深.txt"]["signal"] == "SIGSEGV" and rows["深.txt"]["outputs"] == []
    assert rows["空.txt"]["code"] == "src-001"
    for name in ("0.txt", "5.txt"):
        key = rows[name]["key"]
        outputs = paiban.convert(source / name).outputs
        for form, extension in (("pdf", "pdf"), ("epub", "epub"), ("tei", "tei.xml")):
            written = (output / key[:2] / f"{key}.{extension}").read_bytes()
            assert written == outputs[form]
    files = sorted(output.rglob("*"))

    assert run() == (8, 8, {})
    (source / "3.txt").write_text("谷雨\n\n　　天晴了。\n", encoding="utf-8")
    assert run() == (8, 7, {"converted": 1})
    assert run(retry=True) == (8, 6, {"failed": 1, "ended": 1})
    rows = {it["id"]: it for it in pq.read_table(output / "ledger.parquet").to_pylist()}
    assert len(rows) == 8 and rows["3.txt"]["attempts"] == 2
    assert len(sorted(output.rglob("*"))) >= len(files)


def test_what_has_no_documents_has_an_empty_ledger(tmp_path: Path) -> None:
    from paiban.ray import convert_files

    (tmp_path / "in").mkdir()
    assert convert_files(tmp_path / "in", tmp_path / "out").documents == 0
    assert pq.read_table(tmp_path / "out/ledger.parquet").num_rows == 0


def test_no_input_and_no_option_are_exceptions(tmp_path: Path) -> None:
    from paiban.ray import convert_files

    with pytest.raises(FileNotFoundError):
        convert_files(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(TypeError, match="did you mean 'paper'"):
        convert_files(tmp_path, tmp_path / "out", papr="A4")


def test_pictures_on_ray_are_those_of_the_command(texts: Path, tmp_path: Path) -> None:
    from paiban.ray import convert_files

    (texts / "里").mkdir()
    (texts / "里/河.md").write_bytes("# 河\n\n![](河.png)\n\n![](桥.png)\n".encode())
    (texts / "里/桥.png").write_bytes(png(64))
    more, output = tmp_path / "more", tmp_path / "out"

    def run() -> tuple[int, dict[str, int]]:
        summary = convert_files(texts, output, jobs=2, resource_path=more)
        return summary.skipped, summary.statuses

    assert run() == (0, {"converted": 2})
    command(texts, tmp_path / "all", "--resource-path", more)
    for row in pq.read_table(output / "ledger.parquet").to_pylist():
        mirrored = tmp_path / "all" / Path(row["id"]).parent
        assert written(output / row["key"][:2], row["key"]) == (
            written(mirrored, Path(row["id"]).stem)
        )
    assert run() == (2, {})
    (texts / "里/桥.png").write_bytes(png(65))
    assert run() == (1, {"converted": 1})
    (texts / "nowhere.png").write_bytes(png(2))
    assert run() == (1, {"converted": 1})
    assert run() == (2, {})
