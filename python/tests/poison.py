"""Filters that do what a document that harms its converter does; the tests alone name them."""

from __future__ import annotations

import functools
import os
import sys
import time
from typing import Any


def by_title(document: dict[str, Any]) -> None:
    """Does what the document's title says."""
    for title in document.get("meta", {}).get("titles", []):
        for word, harm in _HARMS.items():
            if word in title["text"]:
                harm()


def _overflow() -> None:
    """Goes deeper than the stack: calls that C code makes, which no counter of Python's ends."""
    sys.setrecursionlimit(1 << 30)

    def deeper(_: int, __: int) -> int:
        return functools.reduce(deeper, (0, 0))

    deeper(0, 0)


def _endless() -> None:
    while True:
        time.sleep(0.01)


def _greedy() -> None:
    bytearray(8 << 30)


def _raise() -> None:
    raise LookupError("no such character")


def _kill() -> None:
    os.kill(os.getpid(), 9)


_HARMS = {
    "深不见底": _overflow,
    "没完没了": _endless,
    "贪得无厌": _greedy,
    "说不下去": _raise,
    "突然消失": _kill,
}
