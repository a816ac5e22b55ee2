"""Conversion, reading and restoring."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from . import _paiban, files
from .errors import Diagnostic
from .options import (
    Folders,
    Format,
    Options,
    folder_names,
    formats,
    limits_to_json,
    to_json,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

Source: TypeAlias = "bytes | bytearray | memoryview | str | os.PathLike[str]"
"""A manuscript: its bytes, or the path of its file."""

Document: TypeAlias = "dict[str, Any]"
"""A document, as `paiban schema model` describes it."""

Filter: TypeAlias = "Callable[[Document], Document | None]"
"""A filter: returns a new document, or modifies its argument and returns `None`."""

@dataclass(frozen=True)
class Manuscript:
    """A manuscript, and the files that belong to it."""

    data: bytes
    name: str | None = None
    """The name of its file, without folder."""
    sidecar: str | None = None
    """The text of the file that overrides what is recognised."""
    folders: tuple[str, ...] = ()
    """The folders of its pictures."""


@dataclass(frozen=True)
class Stretch:
    """A range of a source with one fate. `docs/ledger.md` explains the fates."""

    source: int
    """Which of the document's sources."""
    start: int
    """Its first byte in the decoded source."""
    end: int
    """One past its last byte."""
    fate: str
    """Its fate."""
    by: str
    """The rule, the construct or the diagnostic's code; empty if there is none."""
    instead: str
    """The replacement text, if it is replaced."""


@dataclass(frozen=True)
class Account:
    """The fates of all characters in an output."""

    counts: dict[str, int]
    """The number of characters by fate and rule."""
    stretches: list[Stretch]
    """Their ranges."""


@dataclass(frozen=True)
class Result:
    """The result of a conversion or a reading."""

    outputs: dict[str, bytes]
    """The bytes of each output, by the name of its format; empty for a reading."""
    diagnostics: list[Diagnostic]
    """The diagnostics, in the order of the source."""
    _conversion: _paiban.Conversion = field(repr=False, compare=False)

    @classmethod
    def _of(cls, conversion: _paiban.Conversion) -> Result:
        found = [Diagnostic.of(record) for record in json.loads(conversion.diagnostics())]
        return cls(conversion.outputs(), found, conversion)

    @cached_property
    def document(self) -> Document:
        """The document that was read."""
        document: Document = json.loads(self._conversion.document())
        return document

    @property
    def _assets(self) -> list[dict[str, Any]]:
        """The pictures that were requested, with the result of each."""
        records: list[dict[str, Any]] = json.loads(self._conversion.assets())
        return records

    @cached_property
    def ledger(self) -> dict[str, Account]:
        """The fates of all characters, by the name of the output's format."""
        ledger: dict[str, Any] = json.loads(self._conversion.ledger())
        return {
            name: Account(it["counts"], [Stretch(**stretch) for stretch in it["stretches"]])
            for name, it in ledger.items()
        }


def convert(
    source: Source,
    to: Format | Iterable[Format] = ("pdf", "epub", "tei"),
    *,
    name: str | None = None,
    input_format: str | None = None,
    folders: Folders | None = None,
    resource_path: Folders = (),
    filter: Filter | Sequence[Filter] = (),
    limits: Mapping[str, int] | None = None,
    threads: int | None = None,
    **options: Unpack[Options],
) -> Result:
    """Reads a manuscript and writes it in each of the formats.

    :param source: the bytes of the manuscript; a `str` or path is that of its file, whose sidecar
        (``a.txt.paiban.toml``) holds. Text is ``convert(text.encode(), name="a.txt")``.
    :param to: the forms.
    :param name: the name of the file, which determines its format and is written into outputs.
    :param input_format: the form of the manuscript, if it is not detected correctly.
    :param folders: the folders that its pictures are read from, and nothing else is; if not said,
        the one that its file is in, and none for bytes.
    :param resource_path: more of them, as the command's ``--resource-path``.
    :param filter: changes the document between reading and writing. It is called in the thread
        that called `convert`; what it raises comes out of `convert`.
    :param limits: what the manuscript may not exceed, for instance ``{"bytes": 1_000_000}``.
    :param threads: how many threads one conversion may have; one a core, if not said. The
        outputs don't depend on it.
    :param options: the options of `paiban.Options`.
    :raises TypeError: an option that does not exist, or a value of the wrong type.
    :raises ValueError: a value that an option does not take.
    :raises OSError: a file that can't be read.
    :raises paiban.Error: anything else that leaves no result, by kind.
    """
    return convert_manuscript(
        _open(source, name, folders, limits),
        to,
        input_format=input_format,
        resource_path=resource_path,
        filter=filter,
        limits=limits,
        threads=threads,
        **options,
    )


def convert_manuscript(
    manuscript: Manuscript,
    to: str | Iterable[str],
    *,
    input_format: str | None = None,
    resource_path: Folders = (),
    filter: Filter | Sequence[Filter] = (),
    limits: Mapping[str, int] | None = None,
    threads: int | None = None,
    **options: Unpack[Options],
) -> Result:
    """Like `convert`, for a manuscript that was read from disk."""
    filters = [filter] if callable(filter) else filter
    if isinstance(threads, int) and not 0 < threads < 1 << 32:
        raise ValueError(f"threads can't be {threads}")
    conversion = _paiban.convert(
        manuscript.data,
        manuscript.name,
        manuscript.sidecar,
        [*manuscript.folders, *folder_names(resource_path)],
        formats(to),
        to_json(options, input_format),
        limits_to_json(limits),
        threads,
        [_on_json(it) for it in filters],
    )
    return Result._of(conversion)


def read(
    source: Source,
    *,
    name: str | None = None,
    input_format: str | None = None,
    folders: Folders | None = None,
    resource_path: Folders = (),
    limits: Mapping[str, int] | None = None,
    **options: Unpack[Options],
) -> Result:
    """Reads a manuscript without writing anything; the arguments are those of `convert`."""
    manuscript = _open(source, name, folders, limits)
    reading = _paiban.read(
        manuscript.data,
        manuscript.name,
        manuscript.sidecar,
        [*manuscript.folders, *folder_names(resource_path)],
        to_json(options, input_format),
        limits_to_json(limits),
    )
    return Result._of(reading)


def restore(archive: Source) -> bytes:
    """The manuscript that a TEI archive was made from, byte for byte.

    :raises paiban.Error: not an archive, or one that restores to other bytes than declared.
    """
    return _paiban.restore(_open(archive, None, (), None).data)


def _open(
    source: Source,
    name: str | None,
    folders: Folders | None,
    limits: Mapping[str, int] | None,
) -> Manuscript:
    """Reads the file of a manuscript, unless it is its bytes."""
    allowed = None if folders is None else tuple(folder_names(folders))
    if isinstance(source, (bytes, bytearray, memoryview)):
        return Manuscript(bytes(source), name, folders=allowed or ())
    if isinstance(source, str) and "\n" in source:
        raise ValueError("a str is a path: pass text as text.encode(), with name='a.txt'")
    path = os.fsdecode(source)
    data = files.read(path, (limits or {}).get("bytes", files.LARGEST))
    own = files.name(path) if name is None else name
    if allowed is None:
        allowed = (files.folder(path),)
    return Manuscript(data, own, files.read_sidecar(path), allowed)


def _on_json(filter: Filter) -> Callable[[bytes], bytes]:
    """A filter in the form that the extension calls."""

    def on_json(data: bytes) -> bytes:
        document = json.loads(data)
        changed = filter(document)
        return json.dumps(document if changed is None else changed, ensure_ascii=False).encode()

    return on_json
