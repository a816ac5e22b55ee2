"""What was found on the way, and the exceptions of what leaves no result."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Diagnostic:
    """One finding. `docs/diagnostics.md` explains each code."""

    code: str
    """What was found: `fil-001`."""
    severity: str
    """`note`, `warning` or `error`."""
    message: str
    """What was found, in one line of English."""
    values: tuple[str, ...] = ()
    """The values that the message names."""
    help: str = ""
    """What to do about it; empty if there is nothing to do."""
    span: tuple[int, int, int] | None = None
    """Where it was found: the source's index, the first byte, one past the last."""

    @classmethod
    def of(cls, record: dict[str, Any]) -> Diagnostic:
        """The finding of a record."""
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
    """There is no result; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic

    @classmethod
    def of(cls, record: str) -> Error:
        """The error of a diagnostic in JSON."""
        return cls(Diagnostic.of(json.loads(record)))

    @property
    def code(self) -> str:
        """What was found: `fil-001`."""
        return self.diagnostic.code

    def __str__(self) -> str:
        return str(self.diagnostic)


class UsageError(Error, ValueError):
    """An option has a value that it does not take."""


class UnreadableError(Error):
    """The input can't be read."""


class MalformedError(Error):
    """The input is not what it should be."""


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
