"""The options of a conversion: the leaves of the schema, in snake case, with values of Python."""

from __future__ import annotations

import base64
import datetime
import difflib
import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypedDict

from . import _paiban, files

Format: TypeAlias = Literal["pdf", "epub", "tei", "dc", "json"]
"""A form that is written."""

File: TypeAlias = "str | os.PathLike[str]"
"""A text as a `str`, or the path of its file as a `pathlib.Path`."""


Folder: TypeAlias = "str | os.PathLike[str]"
"""The path of a folder."""

Folders: TypeAlias = "Folder | Iterable[Folder]"
"""A folder, or several, looked through in order."""


class Options(TypedDict, total=False):
    """The options of a conversion; all are optional. `paiban schema config` explains each."""

    # how the input is read
    encoding: str | None
    headings: Sequence[Mapping[str, Any]]
    no_headings: bool
    headings_only: bool
    residue: Sequence[str]
    rules: Sequence[File]
    keep_residue: bool
    title_line: int | None
    line_ends: Literal["auto", "keep", "join"] | None
    decisions: Sequence[Mapping[str, Any]]
    decided_for: str | None
    # metadata of the work
    title: str | None
    authors: Sequence[str]
    language: str | None
    identifiers: Sequence[Mapping[str, str]]
    rights: str | None
    licence: str | None
    publisher: str | None
    date: str | datetime.date | None
    # how text is shown
    punctuation: Literal["fullwidth", "keep"]
    ascii_letters: bool
    spaces: Literal["auto", "keep", "drop"] | None
    # how pages look
    preset: str | None
    style: File | None
    paper: str | None
    size: str | None
    toc: bool | None
    toc_depth: int | None
    margins: Mapping[str, str]
    header: Mapping[str, str] | None
    footer: Mapping[str, str] | None
    numbering: str | None
    caption_numbers: Literal["1", "1-1", "1.1"] | None
    # PDF
    standard: str | None
    attach: Sequence[Literal["source", "tei"]]
    # EPUB
    cover: bytes | os.PathLike[str] | None
    css: File | None
    vertical: bool
    a11y_certified_by: str | None
    page_list: bool
    embed_fonts: Literal["none", "subset", "full"]
    math: Literal["mathml", "svg"] | None
    # TEI
    profile: Literal["all", "simple"]
    reviewed_by: str | None
    no_embed_source: bool
    tag_entities: bool


BINARY = frozenset({"cover"})
"""The options that take bytes."""

INPUT_FORMAT = "from"
"""The option that Python calls `input_format`, since its own name is a word of the language."""


def to_json(options: Mapping[str, Any], input_format: str | None) -> str:
    """The options as the extension takes them.

    :raises TypeError: an option that does not exist, or a value of the wrong type.
    """
    known = [name for name in _paiban.OPTIONS if name != INPUT_FORMAT]
    given: dict[str, Any] = {}
    for name, value in options.items():
        if name not in known:
            raise TypeError(f"there is no option {name!r}{nearest(name, known)}")
        given[name] = _plain(name, value)
    if input_format is not None:
        given[INPUT_FORMAT] = input_format
    return json.dumps(given)


def limits_to_json(limits: Mapping[str, int] | None) -> str:
    """The limits as the extension takes them.

    :raises TypeError: a limit that does not exist, or a value that is no number.
    """
    given = dict(limits or {})
    for name in given:
        if name not in _paiban.LIMITS:
            raise TypeError(f"there is no limit {name!r}{nearest(name, _paiban.LIMITS)}")
    return json.dumps(given)


def formats(to: str | Iterable[str]) -> list[str]:
    """The names of forms, of which there is at least one.

    :raises ValueError: a form that does not exist, or none at all.
    """
    names = [to] if isinstance(to, str) else list(to)
    if not names:
        raise ValueError(f"to names no form; there are {', '.join(_paiban.FORMATS)}")
    for name in names:
        if name not in _paiban.FORMATS:
            raise ValueError(f"there is no form {name!r}{nearest(name, list(_paiban.FORMATS))}")
    return names


def folder_names(given: Folders) -> list[str]:
    """The paths of folders.

    :raises TypeError: an item that is no path.
    :raises OSError: a path that is no folder, or can't be read.
    """
    folders = [given] if isinstance(given, (str, os.PathLike)) else list(given)
    names = [os.fspath(folder) for folder in folders]
    for name in names:
        os.scandir(name).close()
    return names


def nearest(name: str, known: Sequence[str]) -> str:
    """Which of the known names may be meant."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(known)}"


def _plain(name: str, value: Any) -> Any:
    """A value as JSON has it; paths are read."""
    if isinstance(value, os.PathLike):
        data = files.read(value)
        return _plain(name, data if name in BINARY else data.decode("utf-8-sig"))
    if isinstance(value, (bytes, bytearray, memoryview)):
        if name not in BINARY:
            raise TypeError(f"{name} takes text, not bytes")
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, Mapping):
        return {str(key): _plain(name, it) for key, it in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(name, it) for it in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{name} can't be {value}")
    if isinstance(value, str) and not value.isascii():
        _check_unicode(name, value)
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise TypeError(f"{name} can't be a {type(value).__name__}")


def _check_unicode(name: str, text: str) -> None:
    """Refuses a text that UTF-8 has no bytes for."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name} is no Unicode text: {error}") from None
