"""A child process that converts one document after another, seen from its parent.

A document can harm the process that converts it, by a fault of ours or by what it is: it ends with
the child, and the next has a new one. The child is `python -m paiban.worker`; both ends speak
`multiprocessing.connection` over the child's standard input and output. Outputs don't cross: the
child writes them to files beside their places.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from .conversion import Manuscript
from .errors import Diagnostic

_GRACE = 5.0
"""Seconds that a child has to exit by itself."""

TEMPORARY = ".paiban-{pid}-{name}.tmp"
"""The name of an output that is not in its place yet, by the process that writes it."""

_ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TOP_PAD_": str(16 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
}
"""Has glibc keep the memory of a document for the next one; others ignore it."""


@dataclass(frozen=True)
class Settings:
    """The settings common to all documents of a child."""

    to: tuple[str, ...] = ("pdf", "epub", "tei")
    options: Mapping[str, Any] = field(default_factory=dict)
    """The options of `paiban.convert`, `input_format`, `limits` and `resource_path` among them."""
    filter: str | None = None
    """A function that changes each document: ``module:function``."""
    memory: int = 2 << 30
    """Bytes that the child may address."""
    seconds: float = 300.0
    """What one document may take."""


@dataclass(frozen=True)
class Output:
    """An output, in a file of the folder of outputs."""

    path: str
    """Its temporary name; the parent moves it to its place."""
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Answer:
    """The result of a document: its outputs, or why there are none."""

    outputs: Mapping[str, Output] = field(default_factory=dict)
    """By the names of their forms."""
    diagnostics: tuple[Diagnostic, ...] = ()
    pictures: Sequence[Mapping[str, Any]] = ()
    """Those that were requested, with the result of each."""
    error: Diagnostic | None = None


@dataclass(frozen=True)
class Ended:
    """The child ended with its document."""

    signal: str
    """The signal that killed it, or its exit status."""
    is_late: bool
    """Whether it took too long."""


class Child:
    """The child process, started when a document is there for it."""

    def __init__(self, settings: Settings, folder: str | os.PathLike[str]) -> None:
        self._settings = settings
        self._folder = Path(folder)
        self._process: subprocess.Popen[bytes] | None = None

    def convert(self, manuscript: Manuscript) -> Answer | Ended:
        """Converts a document in the child; its outputs are in the folder until the next is converted.

        :raises OSError: an output that can't be written: a full disk, and the like.
        :raises RuntimeError: no child can be had.
        """
        process = self._process or self._start()
        try:
            self._requests.send(manuscript)
            if not self._answers.poll(self._settings.seconds + _GRACE):
                process.kill()
            answer: Answer | OSError = self._answers.recv()
        except (EOFError, OSError):
            return self._end(process)
        if isinstance(answer, OSError):
            raise answer
        return answer

    def close(self) -> None:
        """Ends the child."""
        if self._process:
            self._process.kill()
            self._end(self._process)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "paiban.worker"]
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, bufsize=0, env=os.environ | _ENVIRONMENT
        )
        assert process.stdin and process.stdout
        self._requests = Connection(os.dup(process.stdin.fileno()), readable=False)
        self._answers = Connection(os.dup(process.stdout.fileno()), writable=False)
        process.stdin.close()
        process.stdout.close()
        self._process = process
        try:
            self._requests.send((self._settings, self._folder))
            # It reports when it has its limits and the filter.
            self._answers.recv()
        except (EOFError, OSError):
            ended = self._end(process)
            raise RuntimeError(f"the worker did not start ({ended.signal})") from None
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> Ended:
        """How the child ended, after it closed its pipes or was killed."""
        status = process.wait()
        self._requests.close()
        self._answers.close()
        self._process = None
        for left in self._folder.glob(TEMPORARY.format(pid=process.pid, name="*")):
            left.unlink(missing_ok=True)
        name = signal.Signals(-status).name if status < 0 else f"status {status}"
        return Ended(name, is_late=name == "SIGALRM")
