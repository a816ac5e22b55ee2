#!/usr/bin/env python3
"""Sets the formulas of tests/fixtures/math with paiban and with typst, and compares the width and
the height of their ink.

    benches/formulas.py PAIBAN [--sheet SHEET.png] [--only N,N...]
    benches/formulas.py PAIBAN --cost [--before PAIBAN] [--text FILE]

Needs GNU time and `pip install typst pypandoc_binary pymupdf pillow`: pandoc translates TeX for typst. What it
can't translate is compared with nothing and counted. Prints each formula that differs by more than
the bound; the exit status is 1 if one does that is not in ACCEPTED.

`--cost` measures CPU time and memory of a thousand formulas, of typst too, the median of five runs;
`--before` is another paiban, whose size and time for a text without formulas are compared.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

import fitz
import pypandoc
import typst
from PIL import Image, ImageDraw

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "tests/fixtures/math/formulas.txt"
BOUND = 0.08
# Differences that a point of ink makes are no differences.
LEAST = 1.0
SIZE = 12  # points; the size of paiban's `article`
DPI = 432
# What pandoc can't translate, in typst's language.
OWN = {
    r"x=a_0+\cfrac{1^2}{a_1 +\cfrac{2^2}{a_2 +\cfrac{3^2}{a_3 +\cfrac{4^2}{a_4+\cdots}}}}":
        "x=a_0+1^2/display(a_1+2^2/display(a_2+3^2/display(a_3+4^2/display(a_4+dots.c))))",
    r"\begin{pmatrix} 0 & 1 \cr 2 & 1 \end{pmatrix}": 'mat(delim: "(", 0, 1; 2, 1)',
    r"\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}": 'mat(delim: "|", 1, 2; 3, 4)',
    r"\begin{Vmatrix} 1 & 2 \\ 3 & 4 \end{Vmatrix}": 'mat(delim: "‖", 1, 2; 3, 4)',
    r"\det A=\begin{vmatrix} a & b & c \\ d & e & f \\ g & h & i \end{vmatrix}":
        'det A = mat(delim: "|", a, b, c; d, e, f; g, h, i)',
    r"\begin{dcases} \int_0^1 f & a \\ \sum_i g_i & b \end{dcases}":
        "cases(display(integral_0^1 f) quad & a, display(sum_i g_i) quad & b)",
    r"\begin{rcases} x \\ y \end{rcases} z": "cases(reverse: #true, x, y) z",
    r"B = \begin{cases} \dfrac{\mu_0 I r}{2\pi R^2} & r<R \\ \dfrac{\mu_0 I}{2 \pi r} & r \geq R \end{cases}":
        "B = cases(display((mu_0 I r)/(2 pi R^2)) quad & r<R, display((mu_0 I)/(2 pi r)) quad & r >= R)",
    r"\ce{[Cu(NH3)4]^2+}": 'class("normal", \[) upright("Cu") (upright("NH")_3)_4 \]^(2+)',
    r"\ce{^{227}_{90}Th+}": '""_90^227 upright("Th")^+',
    r"\ce{CuSO4*5H2O}": 'upright("CuSO")_4 class("normal", dot) 5 thin upright("H")_2 upright("O")',
    r"\ce{CH2=CH2}": 'upright("CH")_2 class("normal", =) upright("CH")_2',
    r"\ce{CH3-CHO}": 'upright("CH")_3 class("normal", minus) upright("CHO")',
    r"\ce{HC#CH}": 'upright("HC") class("normal", equiv) upright("CH")',
    r"\frac{2}{\|\boldsymbol{w}\|}": "2/(lr(‖bold(italic(w))‖))",
    r"\Omega\left(\|h\|_{\mathbb{H}}\right)=\frac{1}{2}\|\boldsymbol{w}\|^2":
        "Omega lr((norm(h)_HH)) = 1/2 norm(bold(w))^2",
    r"\left\|\frac{v}{w}\right\|": "lr(‖ v/w ‖)",
    r"\tfrac12 m v^2": "inline(1/2) m v^2",
    r"R_{\mu\nu}-\tfrac12 Rg_{\mu\nu}=\frac{8\pi G}{c^4}T_{\mu\nu}":
        "R_(mu nu) - inline(1/2) R g_(mu nu) = (8 pi G)/c^4 T_(mu nu)",
    r"\int\limits_0^1 x^n\,dx=\frac1{n+1}": "limits(integral)_0^1 x^n thin d x = 1/(n+1)",
    r"\left.\frac{df}{dx}\right|_{x=0}": "lr((d f)/(d x)|)_(x=0)",
    r"\left.\frac{x^3}{3}\right|_0^1": "lr(x^3/3|)_0^1",
    r"\left(\begin{matrix} a \\ b \end{matrix}\right]": 'mat(delim: #("(", "]"), a; b)',
    r"\begin{matrix} 1 & x & x^2 \\ 1 & y & y^2 \end{matrix}": "mat(delim: #none, 1, x, x^2; 1, y, y^2)",
    r"\left\{ \begin{array}{c} a_1x+b_1y+c_1z=d_1 \\ a_2x+b_2y+c_2z=d_2 \\ a_3x+b_3y+c_3z=d_3 \end{array} \right.":
        'mat(delim: #("{", none), a_1 x+b_1 y+c_1 z=d_1; a_2 x+b_2 y+c_2 z=d_2; a_3 x+b_3 y+c_3 z=d_3)',
    r"\mathbf{1}_{0}=\left[ \begin{array}{c} 1\\ 0\\ 1\\ 0\\ \end{array} \right]\in \mathbb{R}^{4\times 1}":
        'bold(1)_0 = mat(delim: "[", 1; 0; 1; 0) in RR^(4 times 1)',
    r"\left[ \begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array} \right]":
        'mat(delim: "[", augment: #2, 1, 2, 3; 4, 5, 6)',
    r"\begin{array}{r|l} x & y \\ \hline 1 & 10 \\ 2 & 200 \end{array}":
        "mat(delim: #none, augment: #(hline: 1, vline: 1), x, y; 1, 10; 2, 200)",
    r"\bigl(\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}\bigr)":
        'script(mat(delim: "(", column-gap: #0.4em, a, b; c, d))',
    r"|x|=\begin{cases} x, & x\ge0 \\ -x, & x<0 \end{cases}": "abs(x) = cases(x\\, quad & x >= 0, -x\\, quad & x<0)",
    r"\operatorname{sgn}x=\begin{cases} 1 & x>0 \\ 0 & x=0 \\ -1 & x<0 \end{cases}":
        'op("sgn") x = cases(1 quad & x>0, 0 quad & x=0, -1 quad & x<0)',
    r"f(n)= \begin{cases} \frac{n}{2},&\text{if $n$ is even} \\[2ex] 3n+1,&\text{if $n$ is odd} \end{cases}":
        'f(n) = cases(gap: #1.06em, n/2\\, quad & "if " n " is even", 3n+1\\, quad & "if " n " is odd")',
    r"f(x)=\begin{cases} 1 & \text{若 }x\text{ 为有理数} \\ 0 & \text{其他} \end{cases}":
        'f(x) = cases(1 quad & "若 " x " 为有理数", 0 quad & "其他")',
    r"\overline{A}\;\overline{AA}\;\overline{AAA}": "overline(A) thick overline(A A) thick overline(A A A)",
    r"\widehat{D}\;\widehat{DD}\;\widehat{DDD}": "hat(D) thick hat(D D) thick hat(D D D)",
    r"\widetilde{C}\;\widetilde{CC}\;\widetilde{CCC}": "tilde(C) thick tilde(C C) thick tilde(C C C)",
    r"\hat{\xi}_i=0,\ \tilde{\boldsymbol x},\ \bar{\varepsilon}_\nu":
        "hat(xi)_i=0, #h(0.333em) tilde(bold(italic(x))), #h(0.333em) macron(epsilon)_nu",
    r"\mathrm{d}x,\ \mathit{diff},\ \mathsf{S},\ \mathtt{code}":
        "upright(d) x, #h(0.333em) italic(d i f f), #h(0.333em) sans(S), #h(0.333em) mono(c o d e)",
    r"\overbrace{1+2+\cdots+n}^{n}": "overbrace(1+2+dots.c+n, n)",
    r"\overbrace{a+a+\cdots+a}^{n\text{ 个}}=na": 'overbrace(a+a+dots.c+a, n " 个")=n a',
    r"\vec{a}\cdot\vec{b}=|\vec{a}||\vec{b}|\cos\theta":
        'arrow(a) dot arrow(b) = class("normal", |) arrow(a) class("normal", |) '
        'class("normal", |) arrow(b) class("normal", |) cos theta',
    r"|(x,y)|=mn=|C_m\times C_n|": "abs((x,y))=m n=abs(C_m times C_n)",
    r"\hat H|\psi\rangle=E|\psi\rangle":
        'hat(H) class("normal", |) psi chevron.r = E class("normal", |) psi chevron.r',
    r"\langle\phi|\hat A|\psi\rangle":
        'chevron.l phi class("normal", |) hat(A) class("normal", |) psi chevron.r',
    r"Q_k>0 \iff 0<Q_k\le 2\sqrt{D}": "Q_k>0 thick arrow.l.r.double.long thick 0<Q_k<=2 sqrt(D)",
    r"f\colon X\to Y": 'f class("punctuation", :) #h(2em/18) X -> Y',
    r"a\equiv b\pmod n": "a equiv b quad (mod thin thin n)",
    r"\bigl[a,b\bigr]": r"lr(\[, size: #1.2em) a, b lr(\], size: #1.2em)",
    r"\Biggl(\biggl(\Bigl(\bigl((x)\bigr)\Bigr)\biggr)\Biggr)":
        r"lr(\(, size: #3em) lr(\(, size: #2.4em) lr(\(, size: #1.8em) lr(\(, size: #1.2em) (x) "
        r"lr(\), size: #1.2em) lr(\), size: #1.8em) lr(\), size: #2.4em) lr(\), size: #3em)",
    r"\begin{aligned} x &= r\cos\theta, & y &= r\sin\theta \\ r &= \sqrt{x^2+y^2}, & \tan\theta &= \frac yx \end{aligned}":
        "x &= r cos theta, & #h(2em) y &= r sin theta \\ r &= sqrt(x^2+y^2), & #h(2em) tan theta &= y/x",
    r"\begin{eqnarray*} x & = & y+1 \\ & < & z \end{eqnarray*}": "x &= y+1 \\ & < z",
    r"\underset{\text{葡萄糖}}{\ce{C6H12O6}}":
        'limits(upright("C")_6 upright("H")_12 upright("O")_6)_"葡萄糖"',
}
# Names that typst has changed since pandoc learned them.
RENAMED = {"sect": "inter", "dot.circle": "dot.o", "paren.l.double": "paren.l.stroked", "circle.stroked.tiny": "compose"}
# Where typst's words for TeX mean something else, or it has another convention.
SIDES = "TeX has white at the sides of an array"
PITCH = "TeX has 1.2 em from baseline to baseline"
GRID = "rows are on the grid of the page"
LINES = "TeX has 1.5 em from baseline to baseline, typst white between the ink of lines"
ACCEPTED = {
    r"\left[ \begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array} \right]": SIDES,
    r"\begin{array}{r|l} x & y \\ \hline 1 & 10 \\ 2 & 200 \end{array}": SIDES,
    r"\bigl(\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}\bigr)": "typst has no small matrix",
    r"\begin{aligned} \vec\nabla\cdot \vec{E}&=\dfrac{\rho}{\epsilon_0} & \oint\vec{E}\cdot d\vec{A} &= \dfrac{q_\text{enc}}{\epsilon_0} \\ \vec\nabla\cdot \vec{B}&=0 & \oint\vec{B}\cdot d\vec{A} &= 0 \end{aligned}":
        "typst has no white between pairs",
    r"\begin{matrix} 1 & x & x^2 \\ 1 & y & y^2 \end{matrix}": PITCH,
    r"\begin{aligned} (a+b)^2 &= (a+b)(a+b) \\ &= a^2+2ab+b^2 \end{aligned}": LINES,
    r"\begin{split} f(x) &= x^2-2x+1 \\ &= (x-1)^2 \end{split}": LINES,
    r"\begin{align*} a &= b \\ c &= d \end{align*}": GRID,
    r"\begin{gather*} a+b=c \\ d=e \end{gather*}": GRID,
    r"\begin{eqnarray*} x & = & y+1 \\ & < & z \end{eqnarray*}": GRID,
    r"\begin{multline*} a+b+c+d \\ +e+f+g \end{multline*}": "typst has no such environment",
    r"\begin{cases} \begin{aligned} x+y&=1 \\ x-y&=3 \end{aligned} \end{cases}": LINES,
    r"\left.\begin{aligned} A &= \pi r^2 \\ C &= 2\pi r \end{aligned}\right\}": LINES,
    r"\overrightarrow{\boldsymbol{x}_1\boldsymbol{x}_0}": "TeX's arrow is as wide as its body",
    r"\bigl[a,b\bigr]": "the face has no bracket of this height: the next is taken",
    r"A\xrightarrow{f}B\xleftarrow[g]{h}C": "typst's arrow is no longer than its own sign",
    r"\ce{[Cu(NH3)4]^2+}": "typst makes the brackets grow",
    r"\ce{HC#CH}": "typst has white beside the bond",
}


def formulas():
    kinds = (line for line in FIXTURE.read_text(encoding="utf-8").splitlines())
    return [line[2:] for line in kinds if line[:2] in ("c ", "p ")]


def ours(paiban, tex, folder):
    """One formula a page, between marks, so that each page has its formula alone."""
    text = "\n\n".join(f"$$\n{it}\n$$\n\n\\newpage" for it in tex)
    (folder / "ours.md").write_text(text, encoding="utf-8")
    command = [paiban, "ours.md", "--to", "pdf", "--force", "-o", "."]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return fitz.open(folder / "ours.pdf")


def translated(tex):
    """The formulas in typst's language; none for what pandoc can't translate."""
    text = "".join(f"SEPARATOR\n\n$$\n{it}\n$$\n\n" for it in tex)
    out = pypandoc.convert_text(text, "typst", format="markdown")
    for old, new in RENAMED.items():
        out = re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w(])", new, out)
    parts = [part.strip() for part in out.split("SEPARATOR")[1:]]
    parts = [part if part.startswith("$") else None for part in parts]
    return [f"$ {OWN[it]} $" if it in OWN else part for it, part in zip(tex, parts)]


def theirs(parts, folder):
    head = (
        f'#set page(width: 600pt, height: 400pt, margin: 20pt)\n#set text(font: "Noto Serif SC", '
        f'size: {SIZE}pt)\n#show math.equation: set text(font: ("STIX Two Math", "Noto Serif SC"))\n'
        # The white between columns is TeX's.
        "#set math.mat(column-gap: 1em)\n"
    )
    pages = "\n#pagebreak()\n".join(part or "" for part in parts)
    (folder / "theirs.typ").write_text(head + pages, encoding="utf-8")
    fonts = [str(ROOT / "fonts")]
    out = folder / "theirs.pdf"
    typst.compile(
        folder / "theirs.typ", output=out, font_paths=fonts, ignore_system_fonts=True
    )
    return fitz.open(out)


def ink(page, bottom):
    """The picture of what is above `bottom` of a page, cut to its ink, and its size in points."""
    clip = fitz.Rect(0, 0, page.rect.width, page.rect.height * bottom)

    def box(dpi, clip):
        pixels = page.get_pixmap(dpi=dpi, clip=clip, colorspace=fitz.csGRAY)
        image = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
        return image, image.point(lambda v: 255 if v < 200 else 0).getbbox()

    _, rough = box(72, clip)
    if rough is None:
        return None, (0.0, 0.0)
    left, top, right, low = rough
    near = fitz.Rect(left - 3, top - 3, right + 3, low + 3) & clip
    image, exact = box(DPI, near)
    image = image.crop(exact)
    return image, (image.width * 72 / DPI, image.height * 72 / DPI)


def sheet(rows, path):
    """Each formula beside typst's, in columns."""
    scale = 100 / DPI
    width, columns = 560, 2
    cells = []
    for number, mine, other in rows:
        pair = [
            im and im.resize((max(1, int(im.width * scale)), max(1, int(im.height * scale))))
            for im in (mine, other)
        ]
        factor = min(1.0, *(250 / im.width for im in pair if im))
        pair = [
            im and im.resize((max(1, int(im.width * factor)), max(1, int(im.height * factor))))
            for im in pair
        ]
        height = max([im.height for im in pair if im] + [12]) + 8
        cell = Image.new("L", (width, height), 255)
        ImageDraw.Draw(cell).text((2, height // 2 - 6), str(number), fill=128)
        for x, im in zip((34, 298), pair):
            if im:
                cell.paste(im, (x, (height - im.height) // 2))
        cells.append(cell)
    rest, sides = sum(cell.height for cell in cells) / columns, []
    while cells:
        side, high = [], 0
        while cells and (high < rest or len(sides) == columns - 1):
            high += cells[0].height
            side.append(cells.pop(0))
        sides.append(side)
    high = max(sum(cell.height for cell in side) for side in sides)
    out = Image.new("L", (width * columns, high), 255)
    for column, side in enumerate(sides):
        y = 0
        for cell in side:
            out.paste(cell, (column * width, y))
            y += cell.height
    out.quantize(16).save(path, optimize=True)


def cost(command, folder, runs=5):
    """CPU seconds and peak memory in MB of a command, each the median of some runs."""
    seconds, peaks = [], []
    for _ in range(runs):
        timed = ["/usr/bin/time", "-f", "%U %S %M", *command]
        done = subprocess.run(timed, cwd=folder, check=True, capture_output=True, text=True)
        user, system, peak = done.stderr.split("\n")[-2].split()
        seconds.append(float(user) + float(system))
        peaks.append(int(peak) / 1024)
    return statistics.median(seconds), statistics.median(peaks)


def costs(paiban, before, text, tex, parts, folder):
    """The cost of a thousand formulas, and of a text without any."""
    both = [(it, part) for it, part in zip(tex, parts) if part]
    thousand = (both * (1000 // len(both) + 1))[:1000]
    (folder / "ours.md").write_text("\n\n".join(f"$${it}$$" for it, _ in thousand), encoding="utf-8")
    head = '#show math.equation: set text(font: ("STIX Two Math", "Noto Serif SC"))\n\n'
    pages = head + "\n\n".join(part for _, part in thousand)
    (folder / "theirs.typ").write_text(pages, encoding="utf-8")
    compile_it = (
        "import typst; typst.compile('theirs.typ', output='theirs.pdf', "
        f"font_paths=[{str(ROOT / 'fonts')!r}], ignore_system_fonts=True)"
    )
    convert = ["--to", "pdf", "--force", "-o", "."]
    for name, command in (
        ("paiban, 1,000 formulas", [paiban, "ours.md", *convert]),
        ("typst, 1,000 formulas (with Python)", [sys.executable, "-c", compile_it]),
        ("Python and typst alone", [sys.executable, "-c", "import typst"]),
    ):
        seconds, peak = cost(command, folder)
        print(f"{name}: {seconds:.3f} s CPU, {peak:.0f} MB")
    for name, program in (("paiban", paiban), ("before", before)):
        if program:
            seconds, peak = cost([program, str(text), *convert], folder)
            size = os.path.getsize(program) / 1e6
            print(f"{name}, a text without formulas: {seconds:.3f} s CPU, {peak:.0f} MB; "
                  f"the program has {size:.1f} MB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("paiban")
    arguments.add_argument("--sheet")
    arguments.add_argument("--only")
    arguments.add_argument("--cost", action="store_true")
    arguments.add_argument("--before")
    arguments.add_argument("--text", default=ROOT / "seeds/000_f2a4da441792f317.txt")
    asked = arguments.parse_args()
    tex = formulas()
    numbers = list(range(1, len(tex) + 1))
    if asked.only:
        numbers = [int(it) for it in asked.only.split(",")]
        tex = [tex[number - 1] for number in numbers]
    parts = translated(tex)
    if asked.cost:
        programs = [it and str(pathlib.Path(it).resolve()) for it in (asked.paiban, asked.before)]
        with tempfile.TemporaryDirectory() as folder:
            costs(*programs, asked.text, tex, parts, pathlib.Path(folder))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        mine = ours(str(pathlib.Path(asked.paiban).resolve()), tex, folder)
        other = theirs(parts, folder)
        rows, wrong, alone, worst = [], 0, 0, []
        for index, (number, it) in enumerate(zip(numbers, tex)):
            # Beside the formula a page has its number, at the foot.
            (left, size), (right, wanted) = ink(mine[index], 0.85), ink(other[index], 1.0)
            rows.append((number, left, right))
            if parts[index] is None:
                alone += 1
                continue
            differs = [
                (own - their) / their if their and abs(own - their) > LEAST else 0.0
                for own, their in zip(size, wanted)
            ]
            if max(map(abs, differs)) > BOUND:
                wrong += it not in ACCEPTED
                worst.append((number, it, differs, size, wanted))
        for number, it, (w, h), size, wanted in worst:
            reason = ACCEPTED.get(it, "")
            print(f"{number}\t{w:+.0%} × {h:+.0%}\t{size[0]:.1f} × {size[1]:.1f}\t"
                  f"{wanted[0]:.1f} × {wanted[1]:.1f}\t{it}\t{reason}")
        print(f"{len(tex)} formulas; {alone} that pandoc can't translate; {len(worst)} differ by more "
              f"than {BOUND:.0%}, {len(worst) - wrong} of them for known reasons")
        if asked.sheet:
            sheet(rows, asked.sheet)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
