#!/usr/bin/env bash
# Runs paiban beside typst and pandoc on the same text, and writes the tables of
# docs/benchmarks.md to standard output.
#
#   benches/compare.sh [-n CHARACTERS]... [FILE]
#
# FILE is a plain text, one paragraph a line (default: the sample article); its paragraphs are
# taken over and over until there are so many characters (default: 100,000 and 1,000,000).
# Before them comes the sample article in all three forms, beside typst (PDF) and pandoc (EPUB,
# TEI) one after the other.
# Needs hyperfine, GNU time, python3, typst (cargo install typst-cli, or its engine alone by pip
# install typst) and pandoc (pip install pypandoc_binary); what is missing is left out and said
# so. PAIBAN, TYPST and PANDOC name others; RUNS says how often each is run (default: 5).
set -euo pipefail
cd "$(dirname "$0")/.."

sizes=()
while getopts n: option; do
  case $option in
  n) sizes+=("$OPTARG") ;;
  *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ ${#sizes[@]} -gt 0 ] || sizes=(100000 1000000)
file=${1:-seeds/000_f2a4da441792f317.txt}
paiban=${PAIBAN:-target/dist/paiban}
typst=${TYPST:-$(command -v typst || true)}
pandoc=${PANDOC:-$(command -v pandoc ||
  python3 -c 'import pypandoc; print(pypandoc.get_pandoc_path())' 2>/dev/null || true)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "$typst" ] && python3 -c 'import typst' 2>/dev/null; then
  typst=$work/typst
  cat >"$typst" <<'SHELL'
#!/bin/sh
# typst compile --ignore-system-fonts --font-path FOLDER INPUT OUTPUT
exec python3 -c 'import sys, typst
folder, source, output = sys.argv[1:]
typst.compile(source, output=output, font_paths=[folder], ignore_system_fonts=True)' "$4" "$5" "$6"
SHELL
  chmod +x "$typst"
fi

for need in hyperfine python3 /usr/bin/time "$paiban"; do
  command -v "$need" >/dev/null || { echo "$need is missing" >&2; exit 1; }
done

write_text() { # write_text CHARACTERS: the same text for each program
  python3 - "$file" "$1" "$work/text" <<'PYTHON'
import itertools, re, sys
path, limit, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
lines = [line.strip() for line in open(path, encoding="utf-8")]
taken, count = [], 0
for line in itertools.cycle([line for line in lines if line]):
    taken.append(line[: limit - count])
    count += len(taken[-1])
    if count >= limit:
        break
heading = re.compile(r"^(?:.{0,4}第[一二三四五六七八九十百○零]+[回章]|[一二三四五六七八九十]+、).{0,36}$")
def typst(line):
    marked = re.sub(r"([\\#*_`$<>@=\-+/\[\]~\"'])", r"\\\1", line)
    return ("= " if heading.match(line) else "") + marked
def markdown(line):
    return ("# " if heading.match(line) else "") + re.sub(r"([\\`*_{}\[\]()#+\-.!<>|~^$@'\"])", r"\\\1", line)
# What paiban's `article` does: size, measure, indent, faces; typst breaks to the optimum, too.
style = """#set page(paper: "a4", margin: 75.6pt)
#set text(font: "Noto Serif SC", size: 12pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 8.4pt, spacing: 8.4pt)
#show heading: set text(font: "Noto Sans SC")
"""
open(out + ".txt", "w", encoding="utf-8").write("\n\n".join(taken) + "\n")
open(out + ".typ", "w", encoding="utf-8").write(style + "\n\n".join(map(typst, taken)) + "\n")
open(out + ".md", "w", encoding="utf-8").write("\n\n".join(map(markdown, taken)) + "\n")
PYTHON
}

measure() { # measure NAME OUTPUT COMMAND: appends name, seconds, CPU, megabytes, output size
  local name=$1 output=$2 command=$3 peak
  hyperfine --style none --warmup 1 --runs "${RUNS:-5}" --export-json "$work/run.json" \
    "$command" >/dev/null
  peak=$(/usr/bin/time -f %M -o /dev/stdout sh -c "exec $command" 2>/dev/null | tail -n 1)
  python3 - "$name" "$output" "$peak" "$work/run.json" >>"$work/runs" <<'PYTHON'
import json, os, sys
name, output, peak, run = sys.argv[1:]
result = json.load(open(run))["results"][0]
size = os.path.getsize(output)
print(name, result["median"], result["user"] + result["system"], int(peak) / 1000, size, sep="\t")
PYTHON
}

table() { # table CHARACTERS: all of a kind beside paiban
  python3 - "$1" "$work/runs" <<'PYTHON'
import sys
characters, path = int(sys.argv[1]), sys.argv[2]
runs = [line.rstrip("\n").split("\t") for line in open(path)]
base = {run[0].split()[-1]: run for run in runs if run[0].startswith("paiban")}
print(f"\n### {characters:,} characters\n")
print("| | wall time, s | CPU time, s | peak memory, MB | file, MB | paiban's share: wall | CPU | memory |")
print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
for name, wall, cpu, peak, size in runs:
    own = base[name.split()[-1]]
    shares = [float(mine) / float(other) for mine, other in zip(own[1:4], (wall, cpu, peak))]
    cells = [""] * 3 if name.startswith("paiban") else [f"{share:.2f}" for share in shares]
    row = [name, f"{float(wall):.2f}", f"{float(cpu):.2f}", f"{float(peak):.0f}", f"{int(size) / 1e6:.1f}"]
    print("| " + " | ".join(row + cells) + " |")
PYTHON
}

one_article() { # the sample article to all three forms, beside the others' three commands
  [ -n "$typst" ] && [ -n "$pandoc" ] || return 0
  local file=seeds/000_f2a4da441792f317.txt others
  write_text "$(python3 -c 'import sys
print(sum(len(line.strip()) for line in open(sys.argv[1], encoding="utf-8")))' $file)"
  cp $file "$work/one.txt"
  others="$typst compile --ignore-system-fonts --font-path fonts $work/text.typ $work/t.pdf &&
    $pandoc $work/text.md -o $work/d.epub && $pandoc -s -t tei $work/text.md -o $work/d.xml"
  hyperfine --style none --warmup 1 --runs "${RUNS:-5}" --export-json "$work/run.json" \
    "$paiban convert -q -o $work/one $work/one.txt" "$others" >/dev/null
  python3 - "$work/run.json" <<'PYTHON'
import json, sys
own, others = (run["median"] for run in json.load(open(sys.argv[1]))["results"])
print("\n### The sample article to PDF, EPUB and TEI\n")
print("| | wall time, s | paiban's share |\n| --- | ---: | ---: |")
print(f"| paiban | {own:.3f} | |")
print(f"| typst, pandoc, pandoc | {others:.3f} | {own / others:.2f} |")
PYTHON
}

one_article
for size in "${sizes[@]}"; do
  write_text "$size"
  : >"$work/runs"
  for format in pdf epub; do
    measure "paiban → $format" "$work/p.$format" \
      "$paiban convert --from text --to $format -o $work/p.$format $work/text.txt"
  done
  measure "paiban → tei" "$work/p.tei.xml" \
    "$paiban convert --from text --to tei -o $work/p.tei.xml $work/text.txt"
  if [ -n "$typst" ]; then
    measure "typst → pdf" "$work/t.pdf" \
      "$typst compile --ignore-system-fonts --font-path fonts $work/text.typ $work/t.pdf"
  else
    echo "typst is missing: left out" >&2
  fi
  if [ -n "$pandoc" ]; then
    measure "pandoc → epub" "$work/d.epub" "$pandoc $work/text.md -o $work/d.epub"
    measure "pandoc → tei" "$work/d.xml" "$pandoc -s -t tei $work/text.md -o $work/d.xml"
  else
    echo "pandoc is missing: left out" >&2
  fi
  table "$size"
done
