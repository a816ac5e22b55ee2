#!/usr/bin/env python3
"""Compare a book of many files with the same text in one file: time and memory.

    benches/books.py PAIBAN [-n CHAPTERS] [-r RUNS] [--to tei,epub,pdf]

Makes a novel of 10,000 chapters of about 1 kB in a temporary folder, once as a file for each chapter
and once as one file, and converts both in turn. Time is the CPU time of all threads (user and
system), memory the peak. Prints a Markdown table of medians and of their quotients, and the median
and the range of the quotients of each pair of runs.
"""
import argparse
import os
import pathlib
import random
import statistics
import subprocess
import tempfile

NUMERALS = "零一二三四五六七八九"
WORDS = "雾又起来了他在渡口等船老人没有说话只看着河心的灯孩子们沿着石阶往下跑风从对岸吹来带着稻草和炊烟的气味"
WORLDS = "渡口旧事清晨来信河上的桥归途故人小镇灯火远山初雪"


def numeral(number):
    """A number below 100,000 in Chinese."""
    out, gap = "", False
    for power, unit in ((10000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            out += ("零" if gap and out else "") + NUMERALS[digit] + unit
        gap = digit == 0
    return out.removeprefix("一") if out.startswith("一十") else out


def chapter(number, chance):
    title = "".join(chance.sample(WORLDS, 4))
    text = f"第{numeral(number)}章　{title}\n\n"
    while len(text.encode()) < 1000:
        sentences = ("".join(chance.choices(WORDS, k=chance.randint(6, 18))) for _ in range(4))
        text += "　　" + "，".join(sentences) + "。\n"
    return text


def measure(paiban, source, form, out, more):
    command = [paiban, "convert", "-q", "--force", "--to", form, *more, "-o", str(out), str(source)]
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    args.add_argument("paiban")
    args.add_argument("-n", "--chapters", type=int, default=10_000)
    args.add_argument("-r", "--runs", type=int, default=5)
    args.add_argument("--to", default="tei,epub")
    args = args.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        many, one, out = work / "many", work / "one.txt", work / "out"
        many.mkdir()
        chapters = [chapter(number, chance) for number in range(1, args.chapters + 1)]
        for number, text in enumerate(chapters, 1):
            (many / f"{number}.txt").write_text(text, encoding="utf-8")
        one.write_text("\n".join(chapters), encoding="utf-8")
        print("| form | files | CPU time, s | times one file | peak memory, MB | times one file |")
        print("| --- | --- | ---: | ---: | ---: | ---: |")
        for form in args.to.split(","):
            runs = {"one": [], "many": []}
            for _ in range(args.runs):
                runs["one"].append(measure(args.paiban, one, form, out, ["--no-book"]))
                runs["many"].append(measure(args.paiban, many, form, out, ["--book"]))
            middle = {name: [statistics.median(it) for it in zip(*each)] for name, each in runs.items()}
            times = [a / b for a, b in zip(middle["many"], middle["one"])]
            pairs = [
                sorted(a[index] / b[index] for a, b in zip(runs["many"], runs["one"]))
                for index in (0, 1)
            ]
            for name in ("one", "many"):
                time, memory = middle[name]
                shown = [f"{it:.2f}" for it in times] if name == "many" else ["", ""]
                files = 1 if name == "one" else args.chapters
                print(f"| {form} | {files:,} | {time:.2f} | {shown[0]} | {memory:.0f} | {shown[1]} |")
            ranges = ", ".join(
                f"{what} {statistics.median(it):.2f} ({it[0]:.2f}–{it[-1]:.2f})"
                for what, it in zip(("time", "memory"), pairs)
            )
            print(f"<!-- {form}, by pairs of runs: {ranges} -->", flush=True)


if __name__ == "__main__":
    main()
