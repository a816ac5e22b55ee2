"""The files that a manuscript has: regular ones, read no further than a limit."""

from __future__ import annotations

import errno
import os
import stat

LARGEST = 1 << 30
"""The maximum size of a file in bytes, unless `limits` sets another."""

SIDECAR = ".paiban.toml"
"""The extension of a file that overrides the results for the file beside it."""


def read(path: str | os.PathLike[str], largest: int = LARGEST) -> bytes:
    """The bytes of a file; of one that is too large, one more than the limit.

    :raises OSError: a file that can't be read, a pipe or device, which is never opened.
    """
    mode = os.stat(path).st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "neither a file nor a link to one", os.fspath(path))
    with open(path, "rb") as file:
        return file.read(largest + 1)


def name(path: str) -> str:
    """The name of a file; outputs have no names that are not UTF-8."""
    return os.fsencode(os.path.basename(path)).decode("utf-8", "replace")


def folder(path: str) -> str:
    """The folder that a file is in."""
    return os.path.dirname(path) or os.curdir


def read_sidecar(path: str) -> str | None:
    """The text of the sidecar beside a manuscript, if it has one.

    :raises OSError: one that can't be read.
    :raises UnicodeDecodeError: one that is not UTF-8.
    """
    try:
        return read(path + SIDECAR).decode()
    except FileNotFoundError:
        return None
