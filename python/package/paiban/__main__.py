"""The command `paiban`, which is in the extension: `python -m paiban`."""

import signal
import sys

from . import _paiban


def main() -> int:
    """Runs the command with the arguments of the process; returns its status."""
    # The command ends itself, and Python's own handler would wait for it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _paiban.command(["paiban", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
