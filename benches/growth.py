#!/usr/bin/env python3
"""Measure whether time grows in proportion to input: one small thing, n times, 2n times, 4n times.

    benches/growth.py PAIBAN [-n TIMES] [--to pdf,epub,tei] [PATTERN ...]

Each pattern is a manuscript of one construct over and over; each is made into each output. Time is
the CPU time of all threads (user and system), less that of a manuscript with the construct once;
growth is the time of 4n over that of 2n: 2 is linear, 4 is quadratic. Prints a Markdown table of
the pattern, the output, the milliseconds, the growth and the peak memory, and fails if anything
grows more than 2.8 times and takes more than a second. A conversion that is refused is shown with
its code.
"""
import argparse
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

GREATEST = 2.8
SHORT = 1.0
TIMEOUT = 120

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>题</title></titleStmt>'
    "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>"
)
TEI_END = "</body></text></TEI>"
PAGE = "<!DOCTYPE html><html><head><title>题</title></head><body>"
PAGE_END = "</body></html>"


def text(unit, before="题目\n\n", after="\n"):
    return (".txt", before, unit, after)


def markdown(unit, before="# 题\n\n", after="\n"):
    return (".md", before, unit, after)


def html(unit, before="", after=""):
    return (".html", PAGE + before, unit, after + PAGE_END)


def tei(unit, before="<p>字", after="</p>"):
    return (".xml", TEI + before, unit, after + TEI_END)


# What stands in a pattern as § is the number of the construct. A pattern may be of fewer constructs
# than others (the last entry divides n), where one costs much more than a character.
PATTERNS = {
    "text: paragraphs": text("春眠不觉晓，处处闻啼鸟。\n\n"),
    "text: short lines": text("字\n"),
    "text: one paragraph": text("春眠不觉晓。"),
    "text: wrapped, with notes in smaller type": text(
        "井" * 36 + "\n", before="题目\n\n" + ("水" * 48 + "\n") * 6 + "水。\n\n", after="井。\n"
    ),
    "text: headings": text("第§章　春眠\n\n字。\n\n"),
    "text: note marks": text("字[§]"),
    "text: notes": text("字[§]\n\n[§] 注。\n\n"),
    "text: spaces": text("字 字  "),
    "text: open brackets": text("（"),
    "text: quotes": text("“字”"),
    "text: one word": text("a"),
    "text: combining marks": text("\u0301"),
    "text: digits": text("1"),
    "text: addresses": text("www."),
    "text: labels": text("作者：某\n"),
    "text: rules": text("——————\n"),
    "text: undecodable": text("\ufffd字"),
    "markdown: paragraphs": markdown("字。\n\n"),
    "markdown: emphasis": markdown("*字* "),
    "markdown: open emphasis": markdown("**字 _字 "),
    "markdown: inline notes": markdown("字[注]{.footnote}"),
    "markdown: bracketed": markdown("[字]{.smallcaps lang=zh}"),
    "markdown: note calls": markdown("字[^1]", after="\n\n[^1]: 注。\n"),
    "markdown: notes": markdown("字[^§]\n\n[^§]: 注。\n\n"),
    "markdown: links": markdown("[字](a§) "),
    "markdown: links to headings": markdown("# 题§\n\n[字](#题§)\n\n"),
    "markdown: open brackets": markdown("["),
    "markdown: pictures": markdown("![字](a§.jpg) "),
    "markdown: addresses": markdown("www."),
    "markdown: backticks": markdown("`字 "),
    "markdown: hard breaks": markdown("字\\\n"),
    "markdown: items": markdown("- 字\n"),
    "markdown: rows": markdown("| 字 | 字 |\n", before="| 甲 | 乙 |\n| --- | --- |\n"),
    "markdown: cells": markdown("| 字 ", before="| 甲 | 乙 |\n| --- | --- |\n"),
    "markdown: headings": markdown("## 题\n\n字\n\n"),
    "markdown: tags": markdown("<b>字</b>"),
    "markdown: open tags": markdown("<i>字"),
    "markdown: code lines": markdown("字\n", before="```\n", after="```\n"),
    "markdown: quotations": markdown("> 字\n\n字\n\n"),
    "markdown: definitions": markdown("[字§]: a§\n"),
    "markdown: verse lines": markdown("| 字\n"),
    "markdown: attributes": markdown("{.字}"),
    "html: paragraphs": html("<p>字</p>"),
    "html: line breaks": html("字<br>", "<p>", "</p>"),
    "html: open bold": html("<b>字"),
    "html: misnested": html("<b><p>字</b></p>"),
    "html: text in tables": html("<tr>字", "<table>", "</table>"),
    "html: rows": html("<tr><td>字</td></tr>", "<table>", "</table>"),
    "html: cells": html("<td>字</td>", "<table><tr>", "</tr></table>"),
    "html: readings": html("<ruby>字<rt>zì</rt></ruby>", "<p>", "</p>"),
    "html: links": html('<a id="a§" href="#a§">字</a>', "<p>", "</p>"),
    "html: notes": html(
        '<p>字<sup><a id="r§" href="#n§">[§]</a></sup></p><p id="n§"><a href="#r§">[§]</a> 注</p>'
    ),
    "html: attributes": html(" a§=b", "<p", ">字</p>"),
    "html: classes": html("c§ ", '<p class="', '">字</p>'),
    "html: entities": html("&#x5b57;&amp;", "<p>", "</p>"),
    "html: spans": html('<span class="a">字</span>', "<p>", "</p>"),
    "html: deep": html("<div>字"),
    "html: pictures": html('<img src="a§.jpg" alt="字">', "<p>", "</p>"),
    "html: items": html("<li>字", "<ul>", "</ul>"),
    "tei: paragraphs": tei("<p>字</p>", "", ""),
    "tei: line beginnings": tei("字<lb/>"),
    "tei: page beginnings": tei("字<pb/>"),
    "tei: page numbers": tei('字<pb n="§"/>'),
    "tei: notes": tei("字<note>注</note>"),
    "tei: segments": tei("<seg>字</seg>"),
    "tei: emphasis": tei('<hi rend="bold">字</hi>'),
    "tei: names": tei("<persName>字</persName>"),
    "tei: references": tei('<ref target="#a§" xml:id="a§">字</ref>'),
    "tei: gaps": tei("字<gap/>"),
    "tei: anchors": tei('字<anchor xml:id="a§"/>'),
    "tei: choices": tei("<choice><orig>字</orig><reg>字</reg></choice>"),
    "tei: readings": tei("<ruby><rb>字</rb><rt>zì</rt></ruby>"),
    "tei: verse lines": tei("<l>字</l>", "<lg>", "</lg>"),
    "tei: rows": tei("<row><cell>字</cell></row>", "<table>", "</table>"),
    "tei: items": tei("<item>字</item>", "<list>", "</list>"),
    "tei: heads": tei("<div><head>字</head><p>字</p></div>", "", ""),
    "tei: comments": tei("字<!-- 注 -->"),
    "tei: attributes": tei(' a§="b"', "<p", ">字</p>"),
    "tei: unknown": tei("<foo>字</foo>"),
    "tei: figures": tei('<figure><graphic url="a§.jpg"/></figure>', "<p>字</p>", ""),
}


def write(path, pattern, times):
    _, before, unit, after = pattern
    units = (unit.replace("§", str(i)) for i in range(1, times + 1))
    path.write_text(before + "".join(units) + after, "utf-8", newline="")


def run(paiban, source, form, folder):
    """CPU seconds, megabytes and the first code of an error, if there was one."""
    command = [paiban, "convert", "-q", "--to", form, "-o", folder / "out", source]
    errors = open(folder / "errors", "w+b")
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
    try:
        # The alarm is the child's own limit of CPU time.
        resource.prlimit(child.pid, resource.RLIMIT_CPU, (TIMEOUT, TIMEOUT))
    except (ProcessLookupError, PermissionError):
        pass
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    errors.seek(0)
    said = errors.read().decode("utf-8", "replace")
    errors.close()
    code = ""
    if child.returncode < 0:
        code = f"signal {-child.returncode}"
    elif not (folder / "out").is_dir():
        found = re.search(r"\b[a-z]{3}-\d{3}\b", said)
        code = found.group() if found else f"status {child.returncode}"
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, code


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paiban")
    parser.add_argument("-n", type=int, default=10_000)
    parser.add_argument("--to", default="pdf,epub,tei")
    parser.add_argument("patterns", nargs="*")
    asked = parser.parse_intermixed_args()
    paiban = str(pathlib.Path(asked.paiban).resolve())
    names = [name for name in PATTERNS if not asked.patterns or any(p in name for p in asked.patterns)]
    bad = 0
    print("| pattern | output | n, ms | 2n, ms | 4n, ms | growth | memory, MB | |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for name in names:
        pattern = PATTERNS[name]
        for form in asked.to.split(","):
            with tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                source = folder / ("source" + pattern[0])
                times, said = [], ""
                for factor in (0, 1, 2, 4):
                    write(source, pattern, asked.n * factor or 1)
                    shutil.rmtree(folder / "out", ignore_errors=True)
                    cpu, memory, said = run(paiban, source, form, folder)
                    times.append(cpu)
                once, *times = times
                times = [max(cpu - once, 0.001) for cpu in times]
                growth = times[2] / times[1]
                told = [said] if said else []
                if growth > GREATEST and times[2] > SHORT:
                    bad += 1
                    told.append("**grows**")
                cells = [name, form, *(f"{cpu * 1000:.0f}" for cpu in times)]
                cells += [f"{growth:.1f}", f"{memory:.0f}", " ".join(told)]
                print("| " + " | ".join(cells) + " |", flush=True)
    print(f"\n{len(names)} patterns, {bad} grow more than {GREATEST} times.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
