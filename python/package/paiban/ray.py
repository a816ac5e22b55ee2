"""Many documents on many cores, with Ray: `python -m paiban.ray INPUT OUTPUT`.

Each worker of Ray holds one child that converts, so that a document that harms it costs one row.
What was done is in the ledger of the folder of the outputs; a run does what is missing there.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from . import ledger
from .batch import Converter, Entry, digest, has_pictures, settings
from .child import TEMPORARY, Settings
from .sources import Columns, Reader, find, folders

_DOCUMENTS = range(32, 513)
"""Documents of a block: Ray takes some 50 ms for each block, and a worker that is killed loses one."""

_SHARES = 4
"""Blocks of a worker where there are few documents, so that all workers end together."""

_BYTES = 32 << 20
"""About how many bytes a block may have."""


@dataclass(frozen=True)
class Summary:
    """What a run did."""

    documents: int
    """How many the input has."""
    skipped: int
    """How many the ledger had already."""
    statuses: dict[str, int]
    """How many of the others ended how."""


def convert_files(
    source: str | os.PathLike[str],
    output: str | os.PathLike[str],
    to: str | Iterable[str] = ("pdf", "epub", "tei"),
    *,
    jobs: int | None = None,
    retry: bool = False,
    columns: Columns = Columns(),
    **more: Any,
) -> Summary:
    """Converts all documents of a file or folder that the ledger in `output` lacks.

    :param source: a manuscript, a Parquet, JSON Lines or WARC file, or a folder of such.
    :param output: the folder of ``ledger.parquet`` and of the outputs, ``KK/KEY.pdf``.
    :param to: the forms.
    :param jobs: how many documents are converted at a time; one a core of Ray's, if not said.
    :param retry: whether documents that failed are tried again.
    :param columns: where rows have their documents.
    :param more: the arguments of `paiban.batch.settings`: ``filter``, ``memory``, ``seconds`` and
        the options of `paiban.convert`.
    :raises TypeError: an option that does not exist.
    :raises OSError: an input or output that can't be had. What was done is kept.
    """
    common = settings(to, **more)
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)

    def has(item: dict[str, Any], pictures: list[dict[str, Any]]) -> bool:
        own = folders(os.fsdecode(item["path"]), item["place"])
        return has_pictures(pictures, own, common)

    with _alone(folder):
        for left in folder.glob(TEMPORARY.format(pid="*", name="*")):
            left.unlink(missing_ok=True)
        rows = ledger.compact(folder)
        documents, statuses = 0, Counter[str]()
        for items in find(source, folder):
            documents += items.num_rows
            todo = ledger.missing(items, rows, digest(common), retry, has)
            statuses += _run(todo, folder, common, columns, jobs)
        ledger.compact(folder)
    return Summary(documents, documents - statuses.total(), dict(statuses))


def _run(
    items: pa.Table, output: Path, settings: Settings, columns: Columns, jobs: int | None
) -> Counter[str]:
    """Converts the items; returns how many ended how."""
    done = Counter[str]()
    if not items.num_rows:
        return done
    # Usage statistics are not sent.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    logging.getLogger("ray.data").setLevel(logging.WARNING)
    if not ray.is_initialized():
        ray.init(include_dashboard=False, logging_level=logging.WARNING)
    workers = jobs or int(ray.cluster_resources()["CPU"])
    documents = items.num_rows // (_SHARES * workers)
    documents = max(_DOCUMENTS.start, min(documents, _DOCUMENTS.stop - 1))
    ordered = items.sort_by([("path", "ascending"), ("place", "ascending")])
    blocks = list(_blocks(ordered, documents))
    batches = ray.data.from_arrow(blocks).map_batches(
        _Convert,
        fn_constructor_args=(str(output.absolute()), settings, columns),
        batch_size=None,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=min(workers, len(blocks))),
    )
    for batch in batches.iter_batches(batch_size=None, batch_format="pyarrow"):
        for row in batch.to_pylist():
            if row["problem"]:
                raise OSError(*row["problem"].values())
            done[row["status"]] += row["count"]
    return done


_DONE = pa.schema(
    [
        ("status", pa.string()),
        ("count", pa.int64()),
        # Ray keeps no exception's class.
        ("problem", pa.struct([("errno", pa.int32()), ("said", pa.string()), ("file", pa.string())])),
    ]
)
"""The result of a block: how many documents ended how, or why the worker could not continue."""


class _Convert:
    """Converts blocks of items, in a worker of Ray."""

    def __init__(self, output: str, settings: Settings, columns: Columns) -> None:
        self._output = Path(output)
        self._convert = Converter(output, settings)
        self._reader = Reader(columns)

    def __call__(self, items: pa.Table) -> pa.Table:
        try:
            rows = self._convert(map(self._entry, items.to_pylist()))
            ledger.write_part(self._output, rows)
        except OSError as error:
            file = str(error.filename or self._output)
            problem = {"errno": error.errno, "said": error.strerror or str(error), "file": file}
            return pa.Table.from_pylist([{"problem": problem}], _DONE)
        counts = Counter(rows["status"].to_pylist()).items()
        done = [{"status": status, "count": count} for status, count in counts]
        return pa.Table.from_pylist(done, _DONE)

    def _entry(self, item: dict[str, Any]) -> Entry:
        try:
            manuscript = self._reader.manuscript(os.fsdecode(item["path"]), item["place"])
        except (OSError, ValueError) as error:
            return Entry(item["id"], error, item["state"], item["attempts"])
        return Entry(item["id"], manuscript, item["state"], item["attempts"])


def _blocks(items: pa.Table, documents: int) -> Iterator[pa.Table]:
    """The items in blocks: so many small ones in one, a large one alone."""
    start, size = 0, 0
    for row, count in enumerate(items["bytes"].to_pylist()):
        if row > start and (size + count > _BYTES or row - start == documents):
            yield items.slice(start, row - start).combine_chunks()
            start, size = row, 0
        size += count
    yield items.slice(start).combine_chunks()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps other runs away from a folder.

    :raises BlockingIOError: one is there already.
    """
    with open(folder / ".paiban-lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            error.strerror, error.filename = "another run writes here", str(folder)
            raise
        yield


def main() -> int:
    """The command; returns its status."""
    parser = argparse.ArgumentParser(prog="python -m paiban.ray", description=__doc__)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--to", default="pdf,epub,tei", help="the forms (%(default)s)")
    parser.add_argument("--jobs", type=int, help="documents at a time")
    parser.add_argument("--retry", action="store_true", help="try again what failed")
    parser.add_argument("--filter", metavar="MODULE:FUNCTION", help="changes each document")
    parser.add_argument(
        "--resource-path",
        metavar="DIR",
        action="append",
        default=[],
        help="a folder beside a manuscript's own that pictures are read from; repeat it for more",
    )
    parser.add_argument("--memory", type=int, default=2048, help="MB a document (%(default)s)")
    parser.add_argument("--seconds", type=float, default=300.0, help="a document (%(default)s)")
    parser.add_argument(
        "--options", type=json.loads, default={}, help='in JSON: \'{"paper": "A5"}\''
    )
    given = parser.parse_args()
    try:
        summary = convert_files(
            given.input,
            given.output,
            given.to.split(","),
            jobs=given.jobs,
            retry=given.retry,
            filter=given.filter,
            memory=given.memory << 20,
            seconds=given.seconds,
            resource_path=given.resource_path,
            **given.options,
        )
    except (TypeError, ValueError) as error:
        parser.error(str(error))
    except OSError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 7
    counts = ", ".join(f"{count} {status}" for status, count in sorted(summary.statuses.items()))
    print(f"{summary.documents} documents: {counts or 'nothing to do'}", file=sys.stderr)
    return 0 if set(summary.statuses) <= {ledger.CONVERTED} else 1


if __name__ == "__main__":
    sys.exit(main())
