#!/usr/bin/env python3
"""Measure how well headings of Word documents are found, against gold.jsonl beside this script.

    benches/word/headings.py PAIBAN FOLDER [--half N] [--show]

FOLDER holds the documents under any name: they are known by their SHA-256. They are public and not
part of the project; `repository` names the place on GitHub that has each. A line of the gold: what
kind of document it is (headings declared by styles, made by hand, or none; laws), and its title and
headings, each by number of its paragraph (`w:p`, in document order, those of `mc:Fallback` left out)
with its level; `skip` names paragraphs that may be headings or not. Half 1 may be read while rules
are written, the others were measured alone first. Levels are compared by how many headings are around
each.
"""
import argparse
import collections
import hashlib
import json
import pathlib
import subprocess
import xml.etree.ElementTree as ET
import zipfile

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def key(text):
    return "".join(text.split())


def paragraphs(path):
    """The text of each paragraph, by number."""
    root = ET.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    found = {}

    def walk(element):
        for child in element:
            if child.tag == FALLBACK:
                continue
            if child.tag == WORD + "p":
                found[len(found) + 1] = key("".join(t.text or "" for t in child.iter(WORD + "t")))
            walk(child)

    walk(root)
    return found


def depths(levels):
    """How many headings are around each: 节 right in 编 is as deep as 章 there."""
    around, found = [], []
    for level in levels:
        while around and around[-1] >= level:
            around.pop()
        found.append(len(around))
        around.append(level)
    return found


def judge(paiban, path, gold, show):
    """How many headings were found, how many there are, how many are right without and with level."""
    ran = subprocess.run([paiban, "inspect", "--format", "json", path], capture_output=True)
    if ran.returncode:
        print("no reading:", path.name, ran.stderr.decode()[:200])
    told = json.loads(ran.stdout or '{"headings": []}')
    texts = paragraphs(path)
    gold_depths = depths([level for _, level in gold["headings"]])
    wanted = [(texts[number], depth) for (number, _), depth in zip(gold["headings"], gold_depths)]
    skipped = collections.Counter(texts[number] for number in gold["skip"])
    right = level_right = 0
    left = list(wanted)
    found = []
    for it in told["headings"]:
        text = key(it["text"])
        # The number that Word renders is in front of the text.
        at = next((n for n, (want, _) in enumerate(left) if want and text.endswith(want)), None)
        skip = next((want for want in skipped if skipped[want] and want and text.endswith(want)), None)
        if at is None and skip:
            skipped[skip] -= 1
            continue
        found.append((it, None if at is None else left.pop(at)))
    for (it, gold_of_it), depth in zip(found, depths([it["level"] for it, _ in found])):
        if gold_of_it is None:
            if show:
                print("  invented", it["level"], it["text"][:40], it["reason"])
            continue
        right += 1
        _, level = gold_of_it
        is_level = level == depth
        level_right += is_level
        if show and not is_level:
            print("  level", depth, "for", level, it["text"][:40], it["reason"])
    if show:
        for want, level in left:
            print("  missed", level, want[:40])
    title = key(told.get("title") or "")
    is_titled = not gold["title"] or any(texts[n] and texts[n] in title for n in gold["title"])
    return len(found), len(wanted), right, level_right, is_titled


def f1(found, wanted, right):
    return 2 * right / (found + wanted) if found + wanted else 1.0


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("paiban")
    ask.add_argument("folder", type=pathlib.Path)
    ask.add_argument("--half", type=int)
    ask.add_argument("--show", action="store_true", help="each heading that is wrong")
    ask = ask.parse_args()
    files = {}
    for path in ask.folder.rglob("*.docx"):
        files[hashlib.sha256(path.read_bytes()).hexdigest()] = path
    sums = collections.defaultdict(lambda: [0] * 7)
    lines = (pathlib.Path(__file__).parent / "gold.jsonl").read_text("utf-8").splitlines()
    for gold in map(json.loads, lines):
        if ask.half and gold["half"] != ask.half:
            continue
        path = files.get(gold["sha256"])
        if path is None:
            print("not there:", gold["repository"], gold["sha256"])
            continue
        if ask.show:
            print(gold["kind"], path.name)
        found, wanted, right, level, titled = judge(ask.paiban, path, gold, ask.show)
        total = sums[gold["kind"], gold["half"]]
        for at, add in enumerate((1, found, wanted, right, level, titled, found - right > 0)):
            total[at] += add
        if ask.show:
            print(f"  = {f1(found, wanted, right):.3f} with level {f1(found, wanted, level):.3f} title {titled}")
    print("| headings | half | files | there | found | F1 | F1 with level | titles | files with invented ones |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for (kind, half), (files, found, wanted, right, level, titled, invented) in sorted(sums.items()):
        print(
            f"| {kind} | {half} | {files} | {wanted} | {found} | {f1(found, wanted, right):.3f} "
            f"| {f1(found, wanted, level):.3f} | {titled} | {invented} |"
        )


main()
