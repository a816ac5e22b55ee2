#!/usr/bin/env python3
"""Runs the command on changed fonts, images, SVG, JSON, TEI, Markdown, web pages, e-books, Word
documents, styles and sidecars.

    fuzz/mutate.py BIN [--count N] [--seed S] [--from N] [--only KIND] [--keep FOLDER] [--embed full]

All follows from the seed, the kind and the number of a mutant, so a run can be repeated. Mutants
share a process, fonts and styles excepted. Right is: an end in time and memory with a status of the
command's own, a report with a line for each manuscript, outputs that are well-formed, no control
character in the messages, no other file changed or added. All else is a fault: it is narrowed to
its mutant, which is made smaller while the fault is the same, and kept with its manuscript and
what the command said. The exit status is then 1. Python 3.9, nothing else; Linux or macOS.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

import mutations as to

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests/fixtures"
SECONDS = 20
MEMORY = 4 << 30
FORMATS = ["pdf", "epub", "tei", "json"]
# Codes of faults of the program's own.
OWN = set(re.findall(r"(?m)^\| (\S+) \| error, 70 ",
                     (ROOT / "docs/diagnostics.md").read_text("utf-8")))
CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PICTURE = "# 图\n\n![说明]({0})\n\n行内![图]({0})。\n"
FACED = "题目\n\n　　音标 t͡s 与 r̥，中文——“引号”……AV fi 123，樂𠮷葛\U000e0100，か\u3099。《书》（注）\n"


@dataclass
class Kind:
    """How many of a hundred mutants are of this kind and how many share a process; what is changed,
    in sound files first, then, in some mutants, in any."""
    share: float
    batch: int
    first: list
    then: list


KINDS = {
    "markdown": Kind(10, 50, to.text("markdown"), [to.flipped]),
    "json": Kind(20, 50, [to.in_json], to.text("json")),
    "tei": Kind(15, 50, [to.in_xml], to.text("tei")),
    "html": Kind(5, 50, to.text("html"), [to.flipped]),
    "epub": Kind(5, 50, [to.in_members], [to.in_members, to.flipped, to.sliced]),
    "docx": Kind(5, 50, [to.in_parts], [to.in_parts, to.flipped, to.sliced]),
    "sidecars": Kind(12.5, 50, to.settings(), to.text("toml")),
    "styles": Kind(12.5, 1, to.settings(), to.text("toml")),
    "svg": Kind(7.5, 50, [to.in_xml], to.text("svg")),
    "images": Kind(5, 50, [to.in_chunks], [to.flipped, to.sliced]),
    "fonts": Kind(2.5, 1, [to.in_tables], [to.flipped]),
}


@dataclass
class Case:
    """A mutant: the files by name, which of them is changed, which one is the manuscript."""
    files: dict
    changed: str
    manuscript: str
    options: list = field(default_factory=list)


def called(binary, *words, **more):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return subprocess.run([binary, *words], capture_output=True, preexec_fn=limit, **more)


def read(*paths):
    return [(path.suffix, path.read_bytes(), b"") for path in paths]


def seeds(binary, kind):
    """The suffix and the bytes of each sound file; for a sidecar, the bytes of its text, too."""
    kitchen, signs = FIXTURES / "kitchen-sink.md", FIXTURES / "markdown/signs.md"
    tei = sorted((FIXTURES / "tei").glob("*.xml"))
    pictures = sorted(path for name in ("images", "pdf") for path in (FIXTURES / name).iterdir())

    def written(path, form, suffix):
        return suffix, called(binary, "convert", path, "--to", form, "-o", "-").stdout, b""
    if kind == "markdown":
        parts = re.split(rb"(?m)^(?=## )", kitchen.read_bytes())
        return read(kitchen, signs) + [(".md", part, b"") for part in parts]
    if kind == "json":
        found = [written(path, "json", ".json") for path in (signs, *tei)]
        return read(FIXTURES / "model/1.0.json") + found
    if kind == "tei":
        return read(*tei) * 2 + [written(path, "tei", ".xml") for path in (kitchen, signs)]
    if kind == "html":
        pages = read(*sorted((FIXTURES / "html").glob("*.*html")))
        return [(".html", data, b"") for _, data, _ in pages]
    if kind == "epub":
        return [written(path, "epub", ".epub") for path in (kitchen, signs, *tei)]
    if kind == "docx":
        return read(*sorted((FIXTURES / "docx").glob("*.docx")))
    if kind == "styles":
        return read(*sorted((ROOT / "src/layout/presets").glob("*.toml")))
    if kind == "svg":
        return read(*(path for path in pictures if path.suffix == ".svg"))
    if kind == "images":
        made = [(".png", to.png(depth, colour), b"") for depth, colour in
                [(1, 0), (16, 0), (8, 2), (16, 2), (4, 3), (8, 4), (8, 6)]]
        return read(*(path for path in pictures if path.suffix != ".svg")) + made
    if kind == "fonts":
        bundled = read(*sorted((ROOT / "fonts").glob("*.ttf")))
        return [(suffix, to.lightened(data), b"") for suffix, data, _ in bundled]
    with tempfile.TemporaryDirectory() as folder:
        folder, found = pathlib.Path(folder), []
        for path in sorted((FIXTURES / "readers").glob("*.txt")):
            if path.stat().st_size < 4000:
                (folder / path.name).write_bytes(path.read_bytes())
                called(binary, "inspect", "--write-sidecar", path.name, cwd=folder)
                sidecar = (folder / f"{path.name}.paiban.toml").read_bytes()
                found.append((".txt", sidecar, path.read_bytes()))
        return found


def made(kind, sound, number, dice, embed):
    """The mutant of this number."""
    suffix, data, text = dice.choice(sound)
    for _ in range(dice.choice([1, 1, 1, 2, 4])):
        if data:
            data = dice.choice(KINDS[kind].first)(dice, data)
    for _ in range(dice.choice([0] * 8 + [1, 3])):
        data = dice.choice(KINDS[kind].then)(dice, data)
    name = f"{number}{suffix}"
    if kind in ("images", "svg"):
        page = PICTURE.format(name).encode("utf-8")
        return Case({f"{number}.md": page, name: data}, name, f"{number}.md")
    if kind == "sidecars":
        return Case({name: text, f"{name}.paiban.toml": data}, f"{name}.paiban.toml", name)
    if kind == "styles":
        kitchen = (FIXTURES / "kitchen-sink.md").read_bytes()
        return Case({f"{number}.md": kitchen, name: data}, name, f"{number}.md", ["--style", name])
    if kind == "fonts":
        role = dice.choice(["body", "latin", "heading"])
        options = ["--font", f"{role}={name}", "--embed-fonts", embed]
        page = FACED.encode("utf-8")
        return Case({f"{number}.txt": page, name: data}, name, f"{number}.txt", options)
    return Case({name: data}, name, name)


def malformed(path):
    """What is wrong with a file that was written; none if nothing is."""
    data, place = path.read_bytes(), path.suffix
    try:
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    part = book.read(name)
                    if name.endswith((".xhtml", ".opf", ".ncx", ".xml", ".svg")):
                        place = re.sub("[0-9]+", "N", name)
                        ElementTree.fromstring(part)
        elif path.suffix == ".xml":
            ElementTree.fromstring(data)
        elif path.suffix == ".json":
            json.loads(data.decode("utf-8"))
        elif data[:5] != b"%PDF-" or b"%%EOF" not in data[-32:]:
            return f"malformed {path.suffix}"
    except (ElementTree.ParseError, ValueError, zipfile.BadZipFile) as error:
        return f"malformed {place}: {re.sub('[0-9]+', 'N', str(error))}"
    return None


def states(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: hashlib.sha256(path.read_bytes()).digest() for path in files}


def tried(binary, cases, counts):
    """The faults of these mutants in one process, each with its case where that is known, and what
    the command said."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "in"
        (folder / "images").mkdir(parents=True)
        for path in (FIXTURES / "images").iterdir():
            (folder / "images" / path.name).write_bytes(path.read_bytes())
        for case in cases:
            for file, data in case.files.items():
                (folder / file).write_bytes(data)
        before, out, report = states(folder), folder.parent / "out", folder.parent / "report.jsonl"
        words = ["convert", *(case.manuscript for case in cases), *cases[0].options,
                 "--to", ",".join(FORMATS), "-o", out, "--report", report]
        seconds = SECONDS if len(cases) == 1 else 3 * SECONDS
        try:
            ended = called(binary, *words, cwd=folder, timeout=seconds)
        except subprocess.TimeoutExpired:
            return [(None, "no end in time")], ""
        said = ended.stderr.decode("utf-8", "replace")
        lines = report.read_text("utf-8").split("\n")[:-1] if report.exists() else []
        lines = [json.loads(line) for line in lines]
        if not lines and len(cases) == 1 and ended.returncode and said.strip():
            lines = [{"status": "refused", "outputs": [], "seconds": 0}]
        counts.update(line["status"] for line in lines)
        found = [(case, reported(line, folder)) for case, line in zip(cases, lines)]
        found.append((None, ended_wrongly(cases, ended.returncode, said, len(lines))))
        if states(folder) != before:
            found.append((None, "another file changed or added"))
        return [(case, fault) for case, fault in found if fault], said


def reported(line, folder):
    """The fault that a line of the report or one of its outputs shows; none if all is right."""
    if line["status"] == "failed" and line["error"]["code"] in OWN:
        return f"{line['error']['code']} {line['error']['message']}"
    if line["seconds"] > SECONDS:
        return "slow"
    if line["status"] == "converted" and len(line["outputs"]) != len(FORMATS):
        return "an output is missing"
    wrong = (malformed(folder / place["path"]) for place in line["outputs"])
    return next(filter(None, wrong), None)


def ended_wrongly(cases, status, said, lines):
    if (not 0 <= status <= 7 and status != 70) or "panicked" in said:
        return f"status {status}"
    if CONTROL.search(said):
        return f"control character {CONTROL.search(said)[0]!r} in the messages"
    if lines != len(cases):
        return "a line is missing from the report"
    if cases[0].changed.endswith(".ttf"):
        if status not in (0, 5, 6):
            return f"status {status} for a face"
        if status == 6 and cases[0].changed not in said:
            return "the message does not name the face"
    return None


def narrowed(binary, cases, counts):
    """The cases among these that are at fault, each with the fault."""
    faults, said = tried(binary, cases, counts)
    if all(case for case, _ in faults) or len(cases) == 1:
        return [(case or cases[0], fault, said) for case, fault in faults]
    half, nothing = len(cases) // 2, collections.Counter()
    found = narrowed(binary, cases[:half], nothing) + narrowed(binary, cases[half:], nothing)
    return found or [(cases[0], f"only together, {len(cases)} from here: {faults[0][1]}", said)]


def shrunk(binary, case, fault, until):
    """The case with the least of the changed file that has the same fault, as far as time goes."""
    data = case.files[case.changed]
    size = len(data)
    while (size := size // 2) and time.monotonic() < until:
        at = 0
        while at < len(data) and time.monotonic() < until:
            less = replace(case, files={**case.files, case.changed: data[:at] + data[at + size:]})
            found, _ = tried(binary, [less], collections.Counter())
            if fault in (other for _, other in found):
                data, case = less.files[case.changed], less
            else:
                at += size
    return case


def run(binary, kind, count, options):
    """Tries so many mutants of a kind; how many faults there were."""
    sound, begun = seeds(binary, kind), time.monotonic()
    counts, faults = collections.Counter(), collections.Counter()
    assert sound and all(data for _, data, _ in sound), f"a seed of {kind} is empty"
    end = options.start + count
    for first in range(options.start, end, KINDS[kind].batch):
        numbers = range(first, min(first + KINDS[kind].batch, end))
        dice = [random.Random(f"{options.seed} {kind} {number}") for number in numbers]
        cases = [made(kind, sound, *which, options.embed) for which in zip(numbers, dice)]
        for case, fault, said in narrowed(binary, cases, counts):
            faults[fault] += 1
            print(f"{kind} {case.changed}: {fault}", flush=True)
            if faults[fault] <= 3:
                case = shrunk(binary, case, fault, time.monotonic() + SECONDS)
            folder = options.keep / f"{kind}-{case.changed}"
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in {**case.files, "stderr.txt": said.encode("utf-8")}.items():
                (folder / name).write_bytes(data)
            print(f"    kept in {folder}", *case.options, flush=True)
    told = ", ".join(f"{number} {status}" for status, number in sorted(counts.items()))
    total, seconds = sum(faults.values()), time.monotonic() - begun
    print(f"{kind}: {count} mutants ({told}), {total} at fault in {len(faults)} ways,",
          f"{seconds:.0f} s", flush=True)
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=20000, help="in all, or of the one kind")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--from", type=int, default=0, dest="start", help="the first one's number")
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("--keep", type=pathlib.Path, default="fuzz/artifacts/mutate",
                        help="the folder of mutants at fault [default: %(default)s]")
    parser.add_argument("--embed", choices=["subset", "full"], default="subset",
                        help="full takes long with the bundled faces: build without them")
    options = parser.parse_args()
    sys.setrecursionlimit(20000)
    faults = 0
    for kind in [options.only] if options.only else KINDS:
        count = options.count if options.only else round(options.count * KINDS[kind].share / 100)
        faults += run(options.binary.resolve(), kind, count, options)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
