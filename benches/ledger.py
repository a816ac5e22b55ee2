#!/usr/bin/env python3
"""The cost of the ledger in a conversion: the instructions of its functions, with all that they call,
as a share of those of the whole conversion.

    CARGO_PROFILE_DIST_DEBUG=line-tables-only cargo build --profile dist
    benches/ledger.py target/dist/paiban [CHARACTERS] [FILE]

FILE is a plain text, a paragraph a line (default: the sample article); its paragraphs are taken over and
over until there are so many characters (default: 1,000,000). Each output has a row. Fails where a share is
above the bound. Needs valgrind.

Counted is what lines of `src/ledger` and of `src/model/trace.rs` take, wherever they are inlined, what
functions of these take of the standard library, and `Painter::pieces`, which gathers places for them.
"""

import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

BOUND = 3.0
FORMATS = ["pdf", "epub", "tei"]
FILES = ("src/ledger/", "src/model/trace.rs")
FUNCTIONS = ("paiban::ledger::", "paiban::model::trace::", "paint::Painter::pieces")
COST = re.compile(r"^(?:[+-]?\d+|\*) (\d+)$")
NAME = re.compile(r"^\((\d+)\)(?: (.*))?$")


def is_own(file, function):
    return any(part in file for part in FILES) or any(part in function for part in FUNCTIONS)


def named(text, names):
    """A name of callgrind's format, which is written once and has a number from then on."""
    found = NAME.match(text)
    if not found:
        return text
    number, name = found.groups()
    if name is not None:
        names[number] = name
    return names.get(number, "")


def share(profile):
    """The instructions of all, and those of the ledger."""
    files, functions = {}, {}
    file = function = callee = ""
    total = own = 0
    is_call = False
    for line in profile.open(encoding="utf-8", errors="replace"):
        line = line.rstrip("\n")
        key, _, value = line.partition("=")
        if key in ("fl", "fi", "fe"):
            file = named(value, files)
        elif key in ("cfi", "cfl"):
            named(value, files)
        elif key == "fn":
            function = named(value, functions)
        elif key == "cfn":
            callee = named(value, functions)
        elif key == "calls":
            is_call = True
        elif found := COST.match(line):
            cost = int(found.group(1))
            # What the ledger's own functions call is theirs, what they call of each other counted there.
            if is_call:
                own += cost if is_own(file, function) and not is_own("", callee) else 0
            else:
                total += cost
                own += cost if is_own(file, function) else 0
            is_call = False
    return total, own


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    paiban = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    root = pathlib.Path(__file__).parent.parent
    source = sys.argv[3] if len(sys.argv) > 3 else root / "seeds/000_f2a4da441792f317.txt"
    lines = [line.strip() for line in pathlib.Path(source).read_text(encoding="utf-8").splitlines()]
    taken, length = [], 0
    for line in itertools.cycle([line for line in lines if line]):
        taken.append(line[: count - length])
        length += len(taken[-1])
        if length >= count:
            break
    worst = 0.0
    print("| | instructions, millions | the ledger's | share |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        text, profile = pathlib.Path(folder, "text.txt"), pathlib.Path(folder, "profile")
        text.write_text("\n\n".join(taken) + "\n", encoding="utf-8")
        for form in FORMATS:
            command = [paiban, "convert", "-q", "--from", "text", "--to", form, str(text)]
            command += ["-o", f"{folder}/out.{form}"]
            callgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"]
            subprocess.run(callgrind + command, check=True, capture_output=True)
            total, own = share(profile)
            percent = 100 * own / total
            worst = max(worst, percent)
            print(f"| {form} | {total / 1e6:,.0f} | {own / 1e6:,.0f} | {percent:.1f} % |", flush=True)
    if worst > BOUND:
        sys.exit(f"the ledger takes more than {BOUND} %")


if __name__ == "__main__":
    main()
