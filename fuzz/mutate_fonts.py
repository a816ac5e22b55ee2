#!/usr/bin/env python3
"""Damages faces and gives each to the command as a user's font, for a PDF and an e-book.

    mutate_fonts.py BIN [--count N] [--from N] [--face FILE]... [--embed full] [--keep FOLDER]

Each case has a number, from which all of it follows, so that it can be run again. Right is an end
with status 0 (the face was good enough), 5 (limit) or 6 (refused by name) within its time and
memory; anything else is printed with its number, and the exit status is 1. Python 3.9, nothing
else; Linux or macOS.
"""

import argparse
import pathlib
import random
import resource
import struct
import subprocess
import sys
import tempfile

TEXT = "题目\n\n　　音标 t͡s 与 r̥，中文——“引号”……AV fi 123，樂𠮷葛\U000e0100，か\u3099。《书》（注）\n"
HOSTILE = [0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000,
           0xFFFFFFF0, 0xFFFFFFFF]
MEMORY = 3 << 30
SECONDS = 60
RIGHT = {0, 5, 6}


def tables(data, start=0):
    """The records of the table directory: where each stands, its tag, offset and length."""
    count = struct.unpack_from(">H", data, start + 4)[0] if len(data) > start + 6 else 0
    places = [start + 12 + 16 * number for number in range(count)]
    places = [at for at in places if at + 16 <= len(data)]
    records = [(at, *struct.unpack_from(">4s4xII", data, at)) for at in places]
    return [record for record in records if record[2] + record[3] <= len(data)]


def collection(face):
    """A collection of one face."""
    data = bytearray(face)
    for at, _, offset, _ in tables(data):
        struct.pack_into(">I", data, at + 8, offset + 16)
    return bytearray(struct.pack(">4sIII", b"ttcf", 0x10000, 1, 16)) + data


def number(dice, data, at):
    """Puts a hostile number, of two bytes or four."""
    value = dice.choice(HOSTILE) if dice.random() < 0.8 else dice.getrandbits(32)
    form, value = (">H", value & 0xFFFF) if dice.random() < 0.6 else (">I", value)
    if at + struct.calcsize(form) <= len(data):
        struct.pack_into(form, data, at, value)


def mutate(dice, data):
    """One damage."""
    found = tables(data, 16 if data[:4] == b"ttcf" else 0)
    if not found:
        return data
    at, tag, offset, length = dice.choice(found)
    kind = dice.randrange(9)
    if kind == 0:
        data[at:at + 4] = dice.choice([b"xxxx", b"CFF ", b"CFF2", b"gvar", b"glyf", tag.lower()])
    elif kind == 1:
        struct.pack_into(">I", data, at + dice.choice([8, 12]), dice.choice(HOSTILE))
    elif kind == 2:
        small = dice.randrange(1, max(2, min(length, 64)))
        struct.pack_into(">I", data, at + 12, dice.choice([small, length // 2, max(0, length - 1)]))
    elif kind == 3:
        cut = dice.choice([dice.randrange(len(data)), offset, offset + length // 2, at, 12])
        del data[cut:]
    elif kind == 4:
        number(dice, data, dice.choice([4, 6, 8, 10]))
    elif kind == 5:
        other = dice.choice(found)
        data[at + 8:at + 16] = data[other[0] + 8:other[0] + 16]
    elif kind == 6:
        data[offset:offset + length] = bytes(length) if dice.random() < 0.5 else dice.randbytes(length)
    else:
        # The heads of tables hold their counts and offsets.
        reach = min(length, dice.choice([16, 64, 512, 4096, length]))
        for _ in range(dice.choice([1, 1, 2, 4, 16, 64])):
            place = offset + dice.randrange(max(1, reach))
            if kind == 7:
                number(dice, data, place)
            elif place < len(data):
                data[place] ^= 1 << dice.randrange(8)
    return data


def case(which, faces):
    """The face and the options of a case."""
    dice = random.Random(which)
    data = bytearray(faces[dice.randrange(len(faces))])
    if dice.random() < 0.1:
        data = collection(data)
    for _ in range(dice.choice([1, 1, 1, 2, 4])):
        data = mutate(dice, data)
    role = dice.choice(["body", "latin", "heading"])
    return data, ["--font", f"{role}=face.ttf"]


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, folder):
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS,
                              preexec_fn=limited)
    except subprocess.TimeoutExpired:
        return "no end", ""
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode not in RIGHT or "panick" in said:
        return f"status {done.returncode}", said
    # Without the bundled faces a damaged one may be left with no character at all (fnt-007).
    if done.returncode == 6 and "face.ttf" not in said and "fnt-007" not in said:
        return "the message does not name the file", said
    return None, said


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--face", type=pathlib.Path, action="append", help="a face; the bundled ones")
    parser.add_argument("--embed", choices=["subset", "full"], default="subset",
                        help="full takes long with the bundled faces: build without them")
    parser.add_argument("--keep", type=pathlib.Path, help="keeps the faces that did wrong")
    options = parser.parse_args()
    bundled = sorted((pathlib.Path(__file__).parent.parent / "fonts").glob("*.ttf"))
    faces = [path.read_bytes() for path in options.face or bundled]
    wrong, used = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "文.txt").write_text(TEXT, "utf-8")
        command = [options.program.resolve(), "convert", "文.txt", "--to", "pdf,epub", "-o", "书",
                   "--force", "--embed-fonts", options.embed]
        for which in range(options.first, options.first + options.count):
            data, choices = case(which, faces)
            (folder / "face.ttf").write_bytes(data)
            fault, said = run(command + choices, folder)
            used += "used the font" in said
            if fault:
                wrong += 1
                print(f"case {which}: {fault}", *said.strip().splitlines()[:4], sep="\n    ", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{which}.ttf").write_bytes(data)
    print(f"{options.count} cases, {used} faces used, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
