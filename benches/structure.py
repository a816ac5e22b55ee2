#!/usr/bin/env python3
"""Measure how well the structure of plain texts is recovered: the tables of docs/structure-recovery.md.

    benches/structure.py PAIBAN CORPUS              the open texts
    benches/structure.py PAIBAN CORPUS --set-aside  the fifth of silver's origins that no rule has seen

PAIBAN is the command, CORPUS a folder with score.py, gold/, more/gold/ and silver/ (texts, gold,
MANIFEST.tsv). An origin is set aside if the number sha256(origin) is a multiple of five. Prints Markdown.
"""
import collections
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

FIELDS = ["title", "authors", "date", "headings_text", "headings_level", "residue", "split_glued"]


def is_set_aside(origin):
    return int(hashlib.sha256(origin.encode()).hexdigest(), 16) % 5 == 0


def find(corpus, gold):
    """The text that a description belongs to: its path begins at one of three folders."""
    file = json.loads(gold.read_text("utf-8"))["file"]
    places = [corpus / file, corpus.parent / file, gold.parent.parent / file]
    places.append(corpus / pathlib.PurePath(*pathlib.PurePath(file).parts[1:]))
    return next(place for place in places if place.is_file())


def predict(paiban, corpus, golds, folder):
    """Runs the reader over each text; what it prints has the form of the gold."""
    for gold in golds:
        ran = subprocess.run(
            [paiban, "inspect", "--format", "json", find(corpus, gold)], capture_output=True
        )
        (folder / gold.name).write_bytes(ran.stdout or b"{}")


def score(corpus, golds, folder):
    names = ",".join(gold.stem for gold in golds)
    command = [sys.executable, corpus / "score.py", folder, "--gold", golds[0].parent, "--only", names]
    fields = json.loads(subprocess.run(command + ["--json"], capture_output=True, check=True).stdout)
    text = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    within = [word for word in text.split() if word.startswith("within10%=")]
    fields["paragraphs"] = {"f1": float(within[0].split("=")[1]) if within else 1.0}
    return fields


def key(text):
    return "".join(text.split())


def headings(gold, folder):
    """Each predicted heading that is judged: its confidence, and whether it is one."""
    told = json.loads(gold.read_text("utf-8"))
    left = collections.Counter(key(it["text"]) for it in told["headings"])
    left.update(key(alt) for it in told["headings"] for alt in it.get("alt", []))
    optional = {key(it["text"] if isinstance(it, dict) else it) for it in told.get("headings_optional", [])}
    for found in json.loads((folder / gold.name).read_text("utf-8")).get("headings", []):
        right = left[key(found["text"])] > 0
        if right:
            left[key(found["text"])] -= 1
        elif key(found["text"]) in optional:
            continue
        yield found["confidence"], right


def main():
    paiban, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    aside = "--set-aside" in sys.argv[3:]
    silver = sorted((corpus / "silver/gold").glob("*.json"))
    origins = {gold: json.loads(gold.read_text("utf-8")) for gold in silver}
    silver = [gold for gold in silver if is_set_aside(origins[gold]["origin"]) == aside]
    sets = {"silver, set aside": silver}
    if not aside:
        sets = {
            "described": sorted((corpus / "gold").glob("*.json")),
            "described later": sorted((corpus / "more/gold").glob("*.json")),
            "silver": silver,
        }
    with tempfile.TemporaryDirectory() as place:
        folders = {}
        for number, (name, golds) in enumerate(sets.items()):
            folders[name] = pathlib.Path(place) / str(number)
            folders[name].mkdir()
            predict(paiban, corpus, golds, folders[name])
        rows = {name: score(corpus, golds, folders[name]) for name, golds in sets.items()}
        print("| field, F1 |", " | ".join(f"{name}, {len(golds)} texts" for name, golds in sets.items()), "|")
        print("| --- |" + " --- |" * len(sets))
        for field in FIELDS:
            print(f"| {field} |", " | ".join(f"{rows[name][field]['f1']:.3f}" for name in sets), "|")
        print("| paragraph counts within 10 % |", end=" ")
        print(" | ".join(f"{rows[name]['paragraphs']['f1']:.3f}" for name in sets), "|\n")

        name = next(reversed(sets))
        glued = rows[name]["split_glued"]
        print(f"Glued headings of {name}: precision {glued['p']:.2f}, recall {glued['r']:.2f}.")
        groups = collections.defaultdict(list)
        for gold in silver:
            groups[origins[gold]["group"]].append(gold)
        means = [score(corpus, golds, folders[name])["headings_text"]["f1"] for golds in groups.values()]
        print(f"Heading text as the mean of {len(means)} groups: {sum(means) / len(means):.3f}.")
        without = [gold for gold in silver if not origins[gold]["headings"]]
        invented = sum(any(not right for _, right in headings(gold, folders[name])) for gold in without)
        print(f"Headings invented in {invented} of {len(without)} texts without any.\n")

        shares = collections.defaultdict(list)
        for name, golds in sets.items():
            for gold in golds:
                for confidence, right in headings(gold, folders[name]):
                    shares[min(confidence, 99) // 10].append(right)
        print("| confidence of a heading | headings | right |\n| --- | --- | --- |")
        for ten, found in sorted(shares.items()):
            print(f"| {ten}0 to {ten}9 % | {len(found)} | {100 * sum(found) / len(found):.0f} % |")


if __name__ == "__main__":
    main()
