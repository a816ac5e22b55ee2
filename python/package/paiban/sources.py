"""Where many documents are: files of a folder, rows of Parquet and JSON Lines, pages of web archives.

In goes a path, out come items: a table of places, so small that a million fit into memory. A
`Reader` returns the manuscript of a place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from . import _paiban, files
from .conversion import Manuscript

ITEMS = pa.schema(
    [
        ("id", pa.string()),  # the path from the input on, and which of its documents
        ("path", pa.binary()),
        ("place", pa.int64()),  # WHOLE, a row or an offset
        ("state", pa.string()),  # changes when the file does
        ("bytes", pa.int64()),  # about how many
    ]
)

WHOLE = -1
"""The place of a document that is a file."""

_CHUNK = 50_000
"""Items of one table."""

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
"""The media types of pages in a web archive."""


@dataclass(frozen=True)
class Columns:
    """The columns of Parquet, or fields of JSON Lines, that contain a document."""

    data: tuple[str, ...] = ("content", "text", "data")
    """The first of these that is there has the text or bytes."""
    name: tuple[str, ...] = ("name", "path", "filename", "url")
    """The first of these that is there has the name, of which the last part is taken."""


def find(source: str | os.PathLike[str], output: str | os.PathLike[str]) -> Iterator[pa.Table]:
    """The items of a file or folder; the folder of the outputs is passed over.

    :raises OSError: no such file or folder.
    """
    root = os.fspath(source)
    rows: list[tuple[str, bytes, int, str, int]] = []
    for path, name in _files(root, os.path.realpath(output)):
        for row in _items(path, name):
            rows.append(row)
            if len(rows) == _CHUNK:
                yield _table(rows)
                rows = []
    yield _table(rows)


def _table(rows: list[tuple[str, bytes, int, str, int]]) -> pa.Table:
    columns = zip(*rows) if rows else [()] * len(ITEMS)
    arrays = [pa.array(column, it.type) for column, it in zip(columns, ITEMS)]
    return pa.table(arrays, schema=ITEMS)


def _files(root: str, output: str) -> Iterator[tuple[str, str]]:
    """The files that may contain documents, sorted by their names from the root on."""
    if not os.path.isdir(root):
        os.stat(root)
        yield root, os.path.basename(root)
        return
    known = (*(f".{it}" for it in _paiban.EXTENSIONS), *_LISTS)
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(os.path.join(root, folder)) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        names = {entry.name for entry in found}
        for entry in found:
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                # Pictures of a page that a browser saved.
                page = entry.name.removesuffix("_files")
                of_page = {f"{page}.html", f"{page}.htm"} & names if page != entry.name else ()
                if not of_page and os.path.realpath(entry.path) != output:
                    folders.append(name)
            elif entry.name.lower().endswith(known) and entry.is_file():
                yield entry.path, name


def _items(path: str, name: str) -> Iterator[tuple[str, bytes, int, str, int]]:
    """The items of a file. One that can't be listed is one item, whose reading fails."""
    id = os.fsencode(name).decode("utf-8", "backslashreplace")
    key, found = os.fsencode(path), os.stat(path)
    state = f"{found.st_size}-{found.st_mtime_ns}"
    places = next((it for end, it in _LISTS.items() if path.lower().endswith(end)), None)
    if not places:
        try:
            beside = os.stat(path + files.SIDECAR)
            state += f"+{beside.st_size}-{beside.st_mtime_ns}"
        except FileNotFoundError:
            pass
        yield id, key, WHOLE, state, found.st_size
        return
    try:
        for number, (place, size) in enumerate(places(path)):
            yield f"{id}#{number}", key, place, state, size
    except (OSError, ValueError, ImportError):
        yield id, key, WHOLE, state, 0


def _parquet(path: str) -> Iterator[tuple[int, int]]:
    with pq.ParquetFile(path) as file:
        row = 0
        for group in (file.metadata.row_group(it) for it in range(file.num_row_groups)):
            size = group.total_byte_size // max(group.num_rows, 1)
            yield from ((row + it, size) for it in range(group.num_rows))
            row += group.num_rows


def _json_lines(path: str) -> Iterator[tuple[int, int]]:
    with open(path, "rb") as file:
        offset = 0
        for line in file:
            if line.strip():
                yield offset, len(line)
            offset += len(line)


def _web_archive(path: str) -> Iterator[tuple[int, int]]:
    from warcio.archiveiterator import ArchiveIterator

    with open(path, "rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            if _is_page(record):
                size = int(record.rec_headers.get_header("Content-Length") or 0)
                yield records.get_record_offset(), size


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or not record.http_headers:
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    return record.http_headers.get_statuscode() == "200" and kind.partition(";")[0] in _PAGES


_LISTS: dict[str, Callable[[str], Iterable[tuple[int, int]]]] = {
    ".parquet": _parquet,
    ".jsonl": _json_lines,
    ".warc": _web_archive,
    ".warc.gz": _web_archive,
}
"""Files of many documents: their extensions, and the places of their documents."""


def folders(path: str, place: int) -> tuple[str, ...]:
    """The place of the pictures of an item: beside its file, unless that contains many."""
    return (files.folder(path),) if place == WHOLE else ()


class Reader:
    """Reads the manuscripts of items; best in their order."""

    def __init__(self, columns: Columns = Columns()) -> None:
        self._columns = columns
        # Of Parquet, the rows that were read last: their file, the first of them, the rows.
        self._rows: tuple[str, int, pa.Table] | None = None

    def manuscript(self, path: str, place: int) -> Manuscript:
        """The manuscript of an item.

        :raises OSError: a file that can't be read.
        :raises ValueError: a file that is not what its name says, a row without a text.
        """
        low = path.lower()
        if not low.endswith(tuple(_LISTS)):
            return self._whole(path)
        if place == WHOLE:
            # Why it could not be listed.
            for _ in next(it for end, it in _LISTS.items() if low.endswith(end))(path):
                pass
            raise ValueError(f"{path} has changed")
        if low.endswith(".parquet"):
            return self._of_record(self._row(path, place))
        with open(path, "rb") as file:
            file.seek(place)
            if low.endswith(".jsonl"):
                record = json.loads(file.readline())
                if not isinstance(record, dict):
                    raise ValueError("a line is no object")
                return self._of_record(record)
            return self._page(file)

    def _whole(self, path: str) -> Manuscript:
        return Manuscript(files.read(path), files.name(path), files.read_sidecar(path), folders(path, WHOLE))

    def _row(self, path: str, row: int) -> dict[str, Any]:
        known = self._rows
        if not known or known[0] != path or not 0 <= row - known[1] < known[2].num_rows:
            with pq.ParquetFile(path) as file:
                names = set(file.schema_arrow.names)
                wanted = [it for it in (*self._columns.data, *self._columns.name) if it in names]
                first = 0
                for group in range(file.num_row_groups):
                    count = file.metadata.row_group(group).num_rows
                    if row < first + count:
                        known = (path, first, file.read_row_group(group, columns=wanted))
                        break
                    first += count
                else:
                    raise ValueError(f"{path} has changed")
            self._rows = known
        record: dict[str, Any] = known[2].slice(row - known[1], 1).to_pylist()[0]
        return record

    def _of_record(self, record: dict[str, Any]) -> Manuscript:
        columns = self._columns
        data = next((record[it] for it in columns.data if record.get(it) is not None), None)
        if isinstance(data, str):
            data = data.encode()
        if not isinstance(data, bytes):
            raise ValueError(f"none of {', '.join(columns.data)} holds a text or bytes")
        name = next((record[it] for it in columns.name if isinstance(record.get(it), str)), None)
        return Manuscript(data, name.rstrip("/").rpartition("/")[2] if name else None)

    def _page(self, file: Any) -> Manuscript:
        from warcio.archiveiterator import ArchiveIterator

        record = next(iter(ArchiveIterator(file)))
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        name = address.partition("?")[0].rstrip("/").rpartition("/")[2] or "page"
        name = name if name.endswith((".html", ".htm", ".xhtml")) else f"{name}.html"
        return Manuscript(record.content_stream().read(), name)
