#!/usr/bin/env python3
"""Mutations of images through the command, to PDF and EPUB.

    fuzz/mutate_images.py BINARY [COUNT [SEED]]

Each manuscript names fifty images, changed by a generator that starts from SEED: bytes set, cut,
repeated and swapped in PNG, JPEG, GIF and WebP; in SVG also tags, attributes and numbers. The
command must end in time, with a status of its own and with both files. What does not is
kept beside the script's output, image by image, and the exit status is 1.
"""

import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = sorted(
    path
    for folder in ("images", "pdf")
    for path in (ROOT / "tests/fixtures" / folder).iterdir()
    if path.suffix in {".png", ".jpg", ".gif", ".webp", ".svg"}
)
EACH = 50
SECONDS = 120
VALUES = [
    b"0", b"-1", b"1e38", b"1e-38", b"nan", b"100%", b"url(#a)", b"url(#x)", b"#a", b"none",
    b"inherit", b"currentColor", b"rotate(1e9)", b"matrix(0 0 0 0 0 0)", b"M0 0", b"javascript:x",
]
PARTS = [
    b"<g>", b"</g>", b"<use href='#a'/>", b"<clipPath id='a'>", b"</clipPath>", b"<mask id='a'>",
    b"</mask>", b"<pattern id='a' width='1' height='1'>", b"</pattern>", b"<marker id='a'>",
    b"</marker>", b"<style>*{fill:url(#a)}</style>", b"<svg>", b"</svg>", b"<switch>", b"</switch>",
    b"<foreignObject>x</foreignObject>", b"<text>x</text>", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<linearGradient id='a' href='#a'/>", b"<symbol id='a'>", b"</symbol>", b"&a;", b"&#0;",
]


def mutated(data: bytes, is_text: bool, rng: random.Random) -> bytes:
    data = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        length = rng.choice([1, 2, 4, 16, 64])
        kind = rng.randrange(8 if is_text else 6)
        if kind == 0:
            data[at:at + 1] = bytes([rng.randrange(256)])
        elif kind == 1:
            data[at:at + length] = bytes([rng.choice([0, 0x7F, 0x80, 0xFF])]) * length
        elif kind == 2 and rng.random() < 0.3:
            del data[at:]
        elif kind == 3:
            del data[at:at + length]
        elif kind == 4:
            data[at:at] = data[at:at + length] * rng.choice([1, 2, 20])
        elif kind == 5:
            other = rng.randrange(len(data) + 1)
            data[at:at + length] = data[other:other + length]
        elif kind == 6:
            data[at:at] = rng.choice(PARTS) * rng.choice([1, 1, 3, 300])
        elif kind == 7:
            places = list(re.finditer(rb"(?<=[\"'])[^\"'<>]*(?=[\"'])", bytes(data)))
            if places:
                place = rng.choice(places)
                data[place.start():place.end()] = rng.choice(VALUES)
        if not data:
            break
    return bytes(data)


def fault(binary: str, folder: Path, names: list[str]) -> str | None:
    """What is wrong with a manuscript that names these images; none if nothing is."""
    lines = [f"![说明]({name})\n\n行内![图]({name})。\n" for name in names]
    (folder / "a.md").write_text("# 图\n\n" + "\n".join(lines), encoding="utf-8")
    command = [binary, "convert", "a.md", "--to", "pdf,epub", "-o", "out"]
    try:
        ended = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return "no end"
    if ended.returncode != 0:
        return f"status {ended.returncode}: {ended.stderr.decode(errors='replace')[:300]}"
    made = [folder / "out" / f"a.{kind}" for kind in ("pdf", "epub")]
    return None if all(path.is_file() for path in made) else "a file is missing"


def main() -> int:
    binary = str(Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    faults = 0
    for first in range(0, count, EACH):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            names = []
            for index in range(first, min(first + EACH, count)):
                seed = SEEDS[index % len(SEEDS)]
                data = mutated(seed.read_bytes(), seed.suffix == ".svg", rng)
                names.append(f"{index}{seed.suffix}")
                (folder / names[-1]).write_bytes(data)
            if fault(binary, folder, names) is None:
                continue
            for name in names:
                found = fault(binary, folder, [name])
                if found:
                    faults += 1
                    print(f"{name}: {found}")
                    Path(f"fault-{name}").write_bytes((folder / name).read_bytes())
    print(f"{count} images, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
