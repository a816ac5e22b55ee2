#!/usr/bin/env bash
# Runs paiban on a hundred thousand, a million and ten million characters, and on a thousand
# articles with one and two jobs, and writes the tables of docs/benchmarks.md to standard output.
#
#   benches/scale.sh [FILE]
#
# FILE is a plain text, one paragraph a line (default: the sample article); its paragraphs are
# taken over and over. Needs GNU time and python3. PAIBAN names another paiban; RUNS says how
# often each is run (default: 3); the median counts.
set -euo pipefail
cd "$(dirname "$0")/.."
file=${1:-seeds/000_f2a4da441792f317.txt}
paiban=${PAIBAN:-target/dist/paiban}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for need in python3 /usr/bin/time "$paiban"; do
  command -v "$need" >/dev/null || { echo "$need is missing" >&2; exit 1; }
done

python3 - "$file" "$work" <<'PYTHON'
import itertools, os, sys
path, work = sys.argv[1:]
lines = [line.strip() for line in open(path, encoding="utf-8")]
lines = [line for line in lines if line]
def write(name, characters, source):
    taken, count = [], 0
    for line in source:
        taken.append(line[: characters - count])
        count += len(taken[-1])
        if count >= characters:
            break
    open(f"{work}/{name}.txt", "w", encoding="utf-8").write("\n\n".join(taken) + "\n")
for characters in (100_000, 1_000_000, 10_000_000):
    write(characters, characters, itertools.cycle(lines))
os.mkdir(f"{work}/articles")
endless = itertools.cycle(lines)
for number in range(1000):
    write(f"articles/{number:04}", 3000, endless)
PYTHON

run() { # run COMMAND…: the medians of seconds, CPU seconds and megabytes
  for _ in $(seq "${RUNS:-3}"); do
    /usr/bin/time -f '%e %U %S %M' -o /dev/stdout "$@" 2>/dev/null | tail -n 1
  done | python3 -c '
import statistics, sys
runs = [[float(word) for word in line.split()] for line in sys.stdin]
wall, user, system, peak = (statistics.median(column) for column in zip(*runs))
print(wall, user + system, peak / 1000)'
}

echo '| | characters | wall time, s | CPU time, s | times the CPU | peak memory, MB | bytes a character |'
echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: |'
for format in pdf epub tei; do
  before=
  for characters in 100000 1000000 10000000; do
    read -r wall cpu peak < <(run "$paiban" convert -q --from text --to $format \
      -o "$work/out" "$work/$characters.txt")
    python3 - $format $characters "$wall" "$cpu" "$peak" $before <<'PYTHON'
import sys
name, characters, wall, cpu, peak, *before = sys.argv[1:]
growth = f"{float(cpu) / float(before[0]):.1f}" if before else ""
each = float(peak) * 1e6 / int(characters)
print(f"| {name} | {int(characters):,} | {float(wall):.2f} | {float(cpu):.2f} | {growth} | {float(peak):.0f} | {each:.0f} |")
PYTHON
    before=$cpu
  done
done

echo
echo '| 1,000 articles of 3,000 characters, to all three forms | wall time, s | CPU time, s | peak memory, MB | rate |'
echo '| --- | ---: | ---: | ---: | ---: |'
alone=
for jobs in 1 2; do
  read -r wall cpu peak < <(run "$paiban" convert -q --from text --force --jobs $jobs \
    -o "$work/many-$jobs" "$work/articles")
  alone=${alone:-$wall}
  python3 - $jobs "$wall" "$cpu" "$peak" "$alone" <<'PYTHON'
import sys
jobs, wall, cpu, peak, alone = (float(word) for word in sys.argv[1:])
print(f"| {jobs:.0f} at once | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {alone / wall:.2f} |")
PYTHON
done
