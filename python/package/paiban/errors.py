"""Diagnostics, and the exceptions of failed calls."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Diagnostic:
    """A diagnostic. `docs/diagnostics.md` explains each code."""

    code: str
    """Its code: `fil-001`."""
    severity: str
    """`note`, `warning` or `error`."""
    message: str
    """The message, in one line of English."""
    values: tuple[str, ...] = ()
    """The values that the message names."""
    help: str = ""
    """The advice; empty if there is none."""
    span: tuple[int, int, int] | None = None
    """Its place: the source's index, the first byte, one past the last."""

    @classmethod
    def of(cls, record: dict[str, Any]) -> Diagnostic:
        """The diagnostic of a record."""
        span = record.get("span")
        return cls(
            code=record["code"],
            severity=record["severity"],
            message=record["message"],
            values=tuple(record["values"]),
            help=record.get("help", ""),
            span=tuple(span) if span else None,
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Error(Exception):
    """A call failed; `diagnostic` has the reason."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic

    @classmethod
    def of(cls, record: str) -> Error:
        """The error of a diagnostic in JSON."""
        return cls(Diagnostic.of(json.loads(record)))

    @property
    def code(self) -> str:
        """Its code: `fil-001`."""
        return self.diagnostic.code

    def __str__(self) -> str:
        return str(self.diagnostic)


class UsageError(Error, ValueError):
    """An option has an invalid value."""


class UnreadableError(Error):
    """The input can't be read."""


class MalformedError(Error):
    """The input is invalid."""


class LimitError(Error):
    """A limit was exceeded."""


class AssetError(Error):
    """A font or image is missing."""


class OutputError(Error):
    """An output can't be written."""


class Cancelled(Error):
    """The conversion was cancelled."""


class Fault(Error):
    """A fault of paiban itself."""
