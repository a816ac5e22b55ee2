"""The ledger of many documents: a row each, in Parquet.

A run writes parts, one for each batch of documents, named by the key of the first of them. At its end, and at
the beginning of the next, they are put into one file with one row a document: the newest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_OUTPUT = pa.struct([("format", pa.string()), ("bytes", pa.int64()), ("sha256", pa.string())])

_FOUND = pa.struct(
    [
        ("code", pa.string()),
        ("severity", pa.string()),
        ("message", pa.string()),
        ("source", pa.int32()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)

_PICTURE = pa.struct(
    [
        ("from", pa.string()),
        ("address", pa.string()),
        ("kind", pa.string()),
        ("state", pa.string()),  # a hash, `absent`, or the code of why it was not read
    ]
)

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("state", pa.string()),  # of the file, when it was listed
        ("settings", pa.string()),  # a hash of version, forms, options and filter
        ("key", pa.string()),  # prefix of the names of its outputs
        ("status", pa.string()),  # converted, failed, unreadable, late, ended
        ("code", pa.string()),  # why it failed: a code of docs/diagnostics.md, or `filter`
        ("message", pa.string()),
        ("signal", pa.string()),  # signal that ended its worker
        ("name", pa.string()),
        ("bytes", pa.int64()),
        ("sha256", pa.string()),
        ("outputs", pa.list_(_OUTPUT)),
        ("diagnostics", pa.list_(_FOUND)),
        ("pictures", pa.list_(_PICTURE)),  # those that it names
        ("seconds", pa.float64()),
        ("attempts", pa.int32()),
    ]
)

CONVERTED = "converted"
"""The status of a document that has outputs."""

_FILE = "ledger.parquet"
_PARTS = "ledger"


def write_part(output: Path, rows: pa.Table) -> None:
    """Writes the rows of a batch; those of the same batch are replaced.

    :raises OSError: a full disk, and the like.
    """
    if rows.num_rows:
        # Documents of two batches may be the same.
        row = rows.slice(0, 1).select(["key", "id", "state"]).to_pylist()[0]
        of_batch = hashlib.sha256(f"{row['id']} {row['state']}".encode()).hexdigest()
        _write(output / _PARTS / f"{row['key'][:2]}-{of_batch}.parquet", rows)


def compact(output: Path) -> pa.Table:
    """Puts the parts into the ledger, and returns it.

    :raises OSError: a ledger that can't be read or written.
    """
    parts = sorted((output / _PARTS).glob("*.parquet"))
    paths = [it for it in (output / _FILE, *parts) if it.exists()]
    tables = [pq.read_table(path, schema=SCHEMA) for path in paths]
    rows = pa.concat_tables([SCHEMA.empty_table(), *tables]).combine_chunks()
    # The newest row of each document comes last.
    order = pa.table({"id": rows["id"], "attempts": rows["attempts"]})
    order = order.append_column("row", pa.array(range(rows.num_rows), pa.int64()))
    order = order.sort_by([("id", "ascending"), ("attempts", "ascending"), ("row", "ascending")])
    ids = order["id"].combine_chunks()
    last = pc.not_equal(ids[:-1], ids[1:]) if len(ids) else ids
    if len(ids):
        is_last = pa.concat_arrays([last, pa.array([True])])
        rows = rows.take(order["row"].filter(is_last))
    if parts or not (output / _FILE).exists():
        _write(output / _FILE, rows)
    for part in parts:
        part.unlink()
    if (output / _PARTS).exists() and not any((output / _PARTS).iterdir()):
        (output / _PARTS).rmdir()
    return rows


def missing(
    items: pa.Table,
    rows: pa.Table,
    settings: str,
    retry: bool,
    has: Callable[[dict[str, Any], list[dict[str, Any]]], bool],
) -> pa.Table:
    """The items that have no row for what they are now, with how often each was tried.

    :param retry: whether those that failed are missing, too.
    :param has: whether an item has these pictures now.
    """
    done = rows.filter(pc.field("settings") == settings)
    done = done.filter(pc.is_in(done["id"], items["id"].combine_chunks()))
    if retry:
        done = done.filter(pc.field("status") == CONVERTED)
    shows = done.filter(pc.greater(pc.list_value_length(done["pictures"]), 0))
    if shows.num_rows:
        pictures = dict(zip(shows["id"].to_pylist(), shows["pictures"].to_pylist()))
        of_them = items.filter(pc.is_in(items["id"], shows["id"].combine_chunks()))
        changed = [it["id"] for it in of_them.to_pylist() if not has(it, pictures[it["id"]])]
        done = done.filter(pc.invert(pc.is_in(done["id"], pa.array(changed, pa.string()))))
    left = items.join(done.select(["id", "state"]), ["id", "state"], join_type="left anti")
    tried = left.join(rows.select(["id", "attempts"]), "id", join_type="left outer")
    attempts = pc.fill_null(tried["attempts"], 0)
    return tried.set_column(tried.schema.get_field_index("attempts"), "attempts", attempts)


def _write(path: Path, rows: pa.Table) -> None:
    """Writes a file beside its place, and puts it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}-{os.getpid()}.tmp")
    try:
        pq.write_table(rows, beside, compression="zstd")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
