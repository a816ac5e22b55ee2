"""Converts documents from standard input: `python -m paiban.worker`.

The other end is `paiban.child`. The system itself holds the limits: an address space that ends,
and an alarm that nobody handles, so that the process ends however deep in a document it is.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import resource
import signal
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

import paiban
from paiban import _paiban
from paiban.child import TEMPORARY, Answer, Output, Settings
from paiban.conversion import Manuscript, convert_manuscript
from paiban.errors import Diagnostic


def main() -> None:
    """Answers each request, until there are no more."""
    requests = Connection(os.dup(0), writable=False)
    answers = Connection(os.dup(1), readable=False)
    # What a filter prints is no answer.
    os.dup2(2, 1)
    settings: Settings
    folder: Path
    settings, folder = requests.recv()
    change = _function(settings.filter)
    # Whoever interrupts the run ends the parent, and that is the end of requests.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (settings.memory, settings.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers.send(os.getpid())
    while True:
        try:
            manuscript = requests.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, settings.seconds)
        try:
            answer = _answer(manuscript, settings, change, folder)
        except MemoryError:
            # What is left of the process is not to be trusted.
            os.abort()
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.send(answer)


def _answer(
    manuscript: Manuscript, settings: Settings, change: paiban.Filter | None, folder: Path
) -> Answer | OSError:
    try:
        result = convert_manuscript(
            manuscript,
            settings.to,
            filter=[change] if change else [],
            threads=1,
            **settings.options,
        )
    except paiban.Error as error:
        return Answer(error=error.diagnostic)
    except MemoryError:
        raise
    except Exception as error:
        # The filter's; the document's own are all of the kind above.
        said = f"{type(error).__name__}: {error}"
        return Answer(error=Diagnostic("filter", "error", said))
    try:
        outputs = _write(result.outputs, folder)
    except OSError as error:
        return error
    return Answer(outputs, tuple(result.diagnostics), result._assets)


def _write(outputs: Mapping[str, bytes], folder: Path) -> dict[str, Output]:
    """Writes each output to a file of its own; returns their paths."""
    written = {}
    for name, data in outputs.items():
        path = os.path.join(folder, TEMPORARY.format(pid=os.getpid(), name=_paiban.FORMATS[name]))
        with open(path, "wb") as file:
            file.write(data)
        written[name] = Output(path, len(data), hashlib.sha256(data).hexdigest())
    return written


def _function(name: str | None) -> paiban.Filter | None:
    """The function of ``module:function``."""
    if name is None:
        return None
    module, _, function = name.partition(":")
    found: paiban.Filter = getattr(importlib.import_module(module), function)
    return found


if __name__ == "__main__":
    main()
