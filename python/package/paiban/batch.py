"""Many documents, one after another: each to its outputs and its row of the ledger.

Engines that spread work over machines, Ray and Spark, call this for their batches.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from . import _paiban, ledger
from .child import Answer, Child, Ended, Output, Settings
from .conversion import Manuscript
from .errors import Diagnostic
from .options import folder_names, formats, limits_to_json, to_json


def settings(
    to: str | Iterable[str] = ("pdf", "epub", "tei"),
    *,
    filter: str | None = None,
    memory: int = 2 << 30,
    seconds: float = 300.0,
    **options: Any,
) -> Settings:
    """The settings common to all documents of a batch.

    :param filter: a function that changes each document, as ``module:function``.
    :param memory: bytes that the process of a document may address.
    :param seconds: what a document may take.
    :param options: those of `paiban.convert`, ``limits``, ``input_format`` and ``resource_path``
        among them.
    :raises TypeError: an option that does not exist.
    :raises OSError: a folder that can't be read.
    """
    given = {name: value for name, value in options.items() if name not in _BESIDE}
    to_json(given, options.get("input_format"))
    limits_to_json(options.get("limits"))
    # Workers may have another folder of their own.
    folders = [os.path.abspath(it) for it in folder_names(options.get("resource_path", ()))]
    options["resource_path"] = folders
    if filter is not None and ":" not in filter:
        raise ValueError(f"a filter is module:function, not {filter!r}")
    return Settings(tuple(formats(to)), options, filter, memory, seconds)


_BESIDE = ("input_format", "limits", "resource_path")
"""The arguments of `paiban.convert` besides the options of the schema."""


def digest(settings: Settings) -> str:
    """A hash of everything that outputs depend on besides the manuscript and its pictures."""
    options = {name: it for name, it in settings.options.items() if name not in _BESIDE}
    given = [
        _paiban.VERSION,
        settings.to,
        sorted(json.loads(to_json(options, settings.options.get("input_format"))).items()),
        sorted((settings.options.get("limits") or {}).items()),
        settings.filter,
    ]
    return _hash(json.dumps(given).encode())


def has_pictures(
    pictures: Sequence[Mapping[str, Any]], folders: Sequence[str], settings: Settings
) -> bool:
    """Whether the pictures of a row are unchanged in a manuscript's folders."""
    allowed = [*folders, *settings.options["resource_path"]]
    limits = limits_to_json(settings.options.get("limits"))
    return _paiban.are_current(json.dumps(list(pictures)), allowed, limits)


@dataclass(frozen=True)
class Entry:
    """A document of a batch."""

    id: str
    manuscript: Manuscript | OSError | ValueError
    """The manuscript, or why it could not be read."""
    state: str = ""
    """Changes when the file does."""
    attempts: int = 0
    """The number of earlier attempts."""


class Converter:
    """Converts batches of documents in a child process.

    :raises OSError: a folder for the outputs that can't be made.
    """

    def __init__(self, output: str | os.PathLike[str], settings: Settings) -> None:
        self._output = Path(output)
        self._output.mkdir(parents=True, exist_ok=True)
        self._settings = settings
        self._digest = digest(settings)
        self._child = Child(settings, self._output)
        self._folders: set[str] = set()

    def __call__(self, entries: Iterable[Entry]) -> pa.Table:
        """Writes the outputs of the documents; returns their rows.

        :raises OSError: an output that can't be written: a full disk, and the like.
        :raises RuntimeError: no child can be had.
        """
        return pa.Table.from_pylist([self._row(it) for it in entries], ledger.SCHEMA)

    def close(self) -> None:
        """Ends the child."""
        self._child.close()

    def _row(self, entry: Entry) -> dict[str, Any]:
        row: dict[str, Any] = {
            "id": entry.id,
            "state": entry.state,
            "settings": self._digest,
            "attempts": entry.attempts + 1,
            "outputs": [],
            "diagnostics": [],
            "pictures": [],
        }
        start = time.perf_counter()
        manuscript = entry.manuscript
        if not isinstance(manuscript, Manuscript):
            said = f"{type(manuscript).__name__}: {manuscript}"
            key = _hash(json.dumps([self._digest, entry.id, entry.state]).encode())
            return row | {"key": key, "status": "unreadable", "message": said, "seconds": 0.0}
        row |= {
            "name": manuscript.name,
            "bytes": len(manuscript.data),
            "sha256": _hash(manuscript.data),
        }
        answer = self._child.convert(manuscript)
        pictures = answer.pictures if isinstance(answer, Answer) else ()
        row["key"] = self._key(manuscript, pictures)
        row |= self._ended(answer) if isinstance(answer, Ended) else self._answered(answer)
        if isinstance(answer, Answer):
            self._place(row["key"], answer.outputs)
        return row | {"seconds": time.perf_counter() - start}

    def _key(self, manuscript: Manuscript, pictures: Sequence[Mapping[str, Any]]) -> str:
        parts = [manuscript.data, (manuscript.sidecar or "").encode()]
        given = [self._digest, manuscript.name, *map(_hash, parts), *pictures]
        return _hash(json.dumps(given).encode())

    def _ended(self, ended: Ended) -> Mapping[str, Any]:
        if ended.is_late:
            said = f"took more than {self._settings.seconds:g} s"
            return {"status": "late", "signal": ended.signal, "message": said}
        return {"status": "ended", "signal": ended.signal, "message": "ended its worker"}

    def _answered(self, answer: Answer) -> Mapping[str, Any]:
        if answer.error:
            why = answer.error
            return {"status": "failed", "code": why.code, "message": why.message}
        outputs = [
            {"format": name, "bytes": output.bytes, "sha256": output.sha256}
            for name, output in answer.outputs.items()
        ]
        found = [_found(it) for it in answer.diagnostics]
        return {
            "status": ledger.CONVERTED,
            "outputs": outputs,
            "diagnostics": found,
            "pictures": answer.pictures,
        }

    def _place(self, key: str, outputs: Mapping[str, Output]) -> None:
        """Moves outputs to their places."""
        folder = os.path.join(self._output, key[:2])
        if outputs and folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        for name, output in outputs.items():
            os.replace(output.path, os.path.join(folder, f"{key}.{_paiban.FORMATS[name]}"))


def _found(found: Diagnostic) -> dict[str, Any]:
    source, start, end = found.span or (None, None, None)
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message,
        "source": source,
        "start": start,
        "end": end,
    }


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
