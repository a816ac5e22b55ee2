#!/usr/bin/env python3
"""Converts small documents on Ray, and measures it beside the command.

    benches/cluster.py PAIBAN [-n DOCUMENTS] [--harm] [--rate] [--runs RUNS] [--work FOLDER]

Runs in an environment with the wheel of python/ and `ray[data]`. The documents are made of the
sample article's paragraphs.

`--harm` has three of them overflow the stack, never end and need 8 GB (tests/poison.py), kills a
worker of Ray, then the driver, and runs again; fails unless all outputs are those of the command, byte
for byte, and the ledger is that of an undisturbed run but for times and attempts.

`--rate` measures the run beside `PAIBAN convert --jobs 2`, one after the other, and the time a document
beside that of a tenth of the documents; Ray's start is that of a run over two documents. The command
waits until the disk has each file and Ray's workers don't: a `--work` in memory (/dev/shm), where
neither waits, compares like with like.
"""

import argparse
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds/000_f2a4da441792f317.txt"
POISON = ("深不见底", "没完没了", "贪得无厌")
EXTENSIONS = {"pdf": "pdf", "epub": "epub", "tei": "tei.xml"}
RUN = [sys.executable, "-m", "paiban.ray", "--jobs", "2"]
HARM = ["--filter", "poison:by_title", "--seconds", "10"]


def fill(folder, count, poisoned):
    """So many documents of 2 to 13 paragraphs; three of them with the titles of poison."""
    lines = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    folder.mkdir()
    at = {count * (index + 1) // 4: title for index, title in enumerate(POISON)}
    for number in range(count):
        title = at.get(number) if poisoned else None
        body = [lines[(number + it) % len(lines)].strip() for it in range(2 + number % 12)]
        text = "\n".join([title or f"第{number}篇", "", *(f"　　{it}" for it in body), ""])
        (folder / f"{number:07}.txt").write_text(text, encoding="utf-8")


def environment():
    return os.environ | {"PYTHONPATH": str(ROOT / "python/tests")}


def rows_of(output):
    """How many rows there are by now."""
    paths = [*output.glob("ledger/*.parquet"), *output.glob("ledger.parquet")]
    return sum(pq.read_metadata(path).num_rows for path in paths)


def wait_for(output, count, process):
    while rows_of(output) < count and process.poll() is None:
        time.sleep(0.5)
    if process.poll() is not None:
        sys.exit(f"the run ended before it had {count} rows")


def workers(driver):
    """The processes of Ray that convert for this driver."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            name = (entry / "cmdline").read_bytes()
            session = int((entry / "stat").read_text().rpartition(")")[2].split()[3])
        except (OSError, ValueError, IndexError):
            continue
        if name.startswith(b"ray::") and b"_Convert" in name and session == driver:
            found.append(int(entry.name))
    return found


def harm(paiban, source, count, work):
    """An undisturbed run, a disturbed one, and the command's; returns what is wrong."""
    calm, harmed, command = work / "calm", work / "harmed", work / "command"
    subprocess.run([*RUN, *HARM, source, calm], env=environment())
    # A session of its own, by which its workers are known.
    start = lambda: subprocess.Popen(  # noqa: E731
        [*RUN, *HARM, source, harmed], env=environment(), start_new_session=True
    )
    process = start()
    wait_for(harmed, count // 5, process)
    victims = workers(process.pid)
    print(f"killing worker {victims[0]} of {len(victims)} at {rows_of(harmed)} rows")
    os.kill(victims[0], signal.SIGKILL)
    wait_for(harmed, count // 2, process)
    print(f"killing the driver at {rows_of(harmed)} rows")
    process.kill()
    process.wait()
    time.sleep(5)
    print(f"{rows_of(harmed)} rows are there; again:")
    start().wait()
    subprocess.run([paiban, "convert", source, "-o", command, "--jobs", "2", "--quiet"])

    wrong = []
    ledgers = [pq.read_table(it / "ledger.parquet") for it in (calm, harmed)]
    calm_rows, rows = (it.drop_columns(["seconds", "attempts"]).to_pylist() for it in ledgers)
    if calm_rows != rows:
        wrong.append("the ledgers differ")
    if len(rows) != count or len({row["id"] for row in rows}) != count:
        wrong.append(f"{len(rows)} rows for {count} documents")
    for row in rows:
        if row["status"] != "converted":
            print(f"{row['id']}: {row['status']} {row['signal']} {row['message']}")
            continue
        for form, extension in EXTENSIONS.items():
            ours = harmed / row["key"][:2] / f"{row['key']}.{extension}"
            theirs = command / f"{pathlib.Path(row['id']).stem}.{extension}"
            if ours.read_bytes() != theirs.read_bytes():
                wrong.append(f"{row['id']}: its {form} is not the command's")
    if sum(row["status"] != "converted" for row in rows) != len(POISON):
        wrong.append("others than the poisoned failed")
    attempts = ledgers[1]["attempts"].to_pylist()
    print(f"{count} documents, {len(attempts) - attempts.count(1)} with more than one attempt")
    return wrong


def timed(command, **more):
    start = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, **more)
    return time.perf_counter() - start


def rate(paiban, source, few, two, count, runs, work):
    """Prints the figures of docs/benchmarks.md; those of one run are compared, since the load may change."""
    ray, command, tenth, start = [], [], [], []
    for run in range(runs):
        outputs = [work / f"{name}-{run}" for name in ("two", "few", "ray", "command")]
        start.append(timed([*RUN, two, outputs[0]]))
        tenth.append(timed([*RUN, few, outputs[1]]))
        ray.append(timed([*RUN, source, outputs[2]]))
        command.append(timed([paiban, "convert", source, "-o", outputs[3], "--jobs", "2", "--quiet"]))
        if run < runs - 1:
            for folder in outputs:
                shutil.rmtree(folder)
        load = os.getloadavg()[0]
        print(
            f"run {run + 1}: start {start[-1]:.1f} s, {count // 10} in {tenth[-1]:.1f} s, "
            f"{count} in {ray[-1]:.1f} s, command {command[-1]:.1f} s, load {load:.1f}"
        )
    net = [(all_ - begin) / (count - 2) for all_, begin in zip(ray, start)]
    net_tenth = [(some - begin) / (count // 10 - 2) for some, begin in zip(tenth, start)]
    theirs = [all_ / count for all_ in command]
    median_of = lambda ones, others: statistics.median(  # noqa: E731
        one / other for one, other in zip(ones, others)
    )
    sizes = [it.stat().st_size for it in outputs[2].rglob("*") if it.is_file()]
    ledger = (outputs[2] / "ledger.parquet").stat().st_size
    print(f"ms a document: {statistics.median(net) * 1000:.2f} on Ray", end=", ")
    print(f"{statistics.median(theirs) * 1000:.2f} by the command")
    print(f"rate on Ray by the command's: {median_of(theirs, net):.2f}")
    print(f"a document of {count} by one of {count // 10}: {median_of(net, net_tenth):.2f}")
    print(f"bytes a document: {(sum(sizes) - ledger) / count:.0f}, of the ledger {ledger / count:.0f}")
    print(f"Ray's start: {statistics.median(start):.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paiban")
    parser.add_argument("-n", type=int, default=10_000)
    parser.add_argument("--harm", action="store_true")
    parser.add_argument("--rate", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", help="where inputs and outputs are kept meanwhile")
    given = parser.parse_args()
    paiban = os.path.abspath(given.paiban)
    with tempfile.TemporaryDirectory(dir=given.work) as name:
        work = pathlib.Path(name)
        wrong = []
        if given.harm:
            fill(work / "poisoned", given.n, True)
            wrong = harm(paiban, work / "poisoned", given.n, work)
        if given.rate:
            for count, folder in ((given.n, "all"), (given.n // 10, "few"), (2, "two")):
                fill(work / folder, count, False)
            folders = (work / it for it in ("all", "few", "two"))
            rate(paiban, *folders, given.n, given.runs, work)
    print("\n".join(wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
