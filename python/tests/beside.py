"""Pictures for manuscripts, and what the command makes of them."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from pathlib import Path

FORMS = {"pdf": "pdf", "epub": "epub", "tei": "tei.xml"}


def png(grey: int) -> bytes:
    """A picture of 4 by 2 samples in one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum)

    head = struct.pack(">IIBBBBB", 4, 2, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes([0, *[grey] * 4] * 2))
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*it) for it in chunks)


def command(source: Path, output: Path, *more: str | Path) -> None:
    arguments = [sys.executable, "-m", "paiban", "convert", source, "-o", output, *more]
    subprocess.run(arguments, check=True, capture_output=True)


def written(folder: Path, stem: str) -> dict[str, bytes]:
    return {form: (folder / f"{stem}.{end}").read_bytes() for form, end in FORMS.items()}
