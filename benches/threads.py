#!/usr/bin/env python3
"""Two Python threads beside one: how many times as many documents they convert in the same time.

    benches/threads.py [-n DOCUMENTS] [--runs RUNS]

Runs in an environment with the wheel of python/, on a machine with two free cores. Each document is
converted to all three forms with `threads=1`; runs of one thread and of two alternate.
"""

import argparse
import os
import pathlib
import statistics
import threading
import time

import paiban

SEED = pathlib.Path(__file__).resolve().parent.parent / "seeds/000_f2a4da441792f317.txt"


def seconds(threads, documents):
    """What it takes until each of the threads has converted so many documents."""
    data = SEED.read_bytes()

    def work():
        for _ in range(documents):
            paiban.convert(data, name=SEED.name, threads=1)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=100)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    seconds(1, 5)
    rates = []
    for run in range(given.runs):
        one, two = (seconds(threads, given.n) for threads in (1, 2))
        rates.append(2 * one / two)
        print(f"run {run + 1}: one {one:.2f} s, two {two:.2f} s: {rates[-1]:.2f}")
    print(f"median {statistics.median(rates):.2f}, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
