#!/usr/bin/env python3
"""Sets the formulas of tests/fixtures/math with paiban and with typst, and compares the width and
the height of their ink.

    benches/formulas.py PAIBAN [--sheet SHEET.png] [--only N,N...]
    benches/formulas.py PAIBAN --cost [--before PAIBAN] [--text FILE]

Needs GNU time and `pip install typst pypandoc_binary pymupdf pillow`. Pandoc translates TeX for typst; what
it can't translate, or translates to another formula, is in OWN. Prints each formula that differs by
more than the bound; the exit status is 1 if one does.

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

import pymupdf
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
# Names for the table below. `row` is the strut that TeX has in each row of an array, 1.2 em high;
# `bare` is a sign without white, as in a group of TeX.
HEAD = f'''
#set page(width: 600pt, height: 400pt, margin: 20pt)
#set text(font: "Noto Serif SC", size: {SIZE}pt)
#show math.equation: set text(font: ("STIX Two Math", "Noto Serif SC"))
// The white between columns is TeX's.
#set math.mat(column-gap: 1em)
#let row = box(width: 0pt, height: 1.2em, baseline: 0.36em)
#let bare(it) = math.class("normal", it)
#let up(it) = math.upright(it)
#let line(side, it) = box(width: 37em, align(side, it))
'''
# Between the rows of `aligned`: 1.5 em from baseline to baseline. Equations of their own are on the
# grid of the page, 1.7 em.
JOT = "#set par(leading: 0.3em)\n"
GRID = "#set par(leading: 0.5em)\n"
# What pandoc can't translate, or translates to something else, in typst's language.
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
    r"\ce{[Cu(NH3)4]^2+}":
        r'#bare("[") up("Cu")#bare("(")up("NH")_3#bare(")")_4 #bare("]")^(2+)',
    r"\ce{^{227}_{90}Th+}": '""_90^227 upright("Th")^+',
    r"\ce{CuSO4*5H2O}": 'upright("CuSO")_4 class("normal", dot) 5 thin upright("H")_2 upright("O")',
    r"\ce{CH2=CH2}":
        'up("CH")_2class("normal", =)up("CH")_2',
    r"\ce{CH3-CHO}":
        'up("CH")_3class("normal", minus)up("CHO")',
    r"\ce{HC#CH}":
        'up("HC")class("normal", equiv)up("CH")',
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
    r"\begin{matrix} 1 & x & x^2 \\ 1 & y & y^2 \end{matrix}":
        "mat(delim: #none, row-gap: #0em, 1 #row, x, x^2; 1 #row, y, y^2)",
    r"\left\{ \begin{array}{c} a_1x+b_1y+c_1z=d_1 \\ a_2x+b_2y+c_2z=d_2 \\ a_3x+b_3y+c_3z=d_3 \end{array} \right.":
        'mat(delim: #("{", none), a_1 x+b_1 y+c_1 z=d_1; a_2 x+b_2 y+c_2 z=d_2; a_3 x+b_3 y+c_3 z=d_3)',
    r"\mathbf{1}_{0}=\left[ \begin{array}{c} 1\\ 0\\ 1\\ 0\\ \end{array} \right]\in \mathbb{R}^{4\times 1}":
        'bold(1)_0 = mat(delim: "[", 1; 0; 1; 0) in RR^(4 times 1)',
    r"\left[ \begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array} \right]":
        'mat(delim: "[", augment: #2, #h(0.5em) 1, 2, 3 #h(0.5em) ; 4, 5, 6)',
    r"\begin{array}{r|l} x & y \\ \hline 1 & 10 \\ 2 & 200 \end{array}":
        "mat(delim: #none, row-gap: #0em, augment: #(hline: 1, vline: 1), "
        "x #row, y; 1 #row, 10; #h(0.5em) 2 #row, 200 #h(0.5em) )",
    r"\bigl(\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}\bigr)":
        r"lr(\(, size: #1.2em) script(mat(delim: #none, column-gap: #0.4em, a, b; c, d)) lr(\), size: #1.2em)",
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
    r"\begin{eqnarray*} x & = & y+1 \\ & < & z \end{eqnarray*}":
        GRID + "$ x &= y+1 #row \\ & < z #row $",
    r"\underset{\text{葡萄糖}}{\ce{C6H12O6}}":
        'limits(upright("C")_6 upright("H")_12 upright("O")_6)_"葡萄糖"',
    r"\begin{aligned} \vec\nabla\cdot \vec{E}&=\dfrac{\rho}{\epsilon_0} & \oint\vec{E}\cdot d\vec{A} &= \dfrac{q_\text{enc}}{\epsilon_0} \\ \vec\nabla\cdot \vec{B}&=0 & \oint\vec{B}\cdot d\vec{A} &= 0 \end{aligned}":
        'arrow(nabla) dot arrow(E) &= rho/epsilon.alt_0 & #h(2em) integral.cont arrow(E) dot d arrow(A) '
        r'&= q_"enc"/epsilon.alt_0 \ arrow(nabla) dot arrow(B) &= 0 & '
        '#h(2em) integral.cont arrow(B) dot d arrow(A) &= 0',
    r"\begin{aligned} (a+b)^2 &= (a+b)(a+b) \\ &= a^2+2ab+b^2 \end{aligned}":
        JOT + r"$ \(a+b\)^2 &= \(a+b\)\(a+b\) #row \ &= a^2+2a b+b^2 #row $",
    r"\begin{split} f(x) &= x^2-2x+1 \\ &= (x-1)^2 \end{split}":
        JOT + r"$ f\(x\) &= x^2-2x+1 #row \ &= \(x-1\)^2 #row $",
    r"\begin{align*} a &= b \\ c &= d \end{align*}":
        GRID + r"$ a &= b #row \ c &= d #row $",
    r"\begin{gather*} a+b=c \\ d=e \end{gather*}":
        GRID + r"$ a+b=c #row \ d=e #row $",
    r"\begin{multline*} a+b+c+d \\ +e+f+g \end{multline*}":
        GRID + r"$ #line(left, $a+b+c+d$) #row \ #line(right, $+e+f+g$) #row $",
    r"\begin{cases} \begin{aligned} x+y&=1 \\ x-y&=3 \end{aligned} \end{cases}":
        'mat(delim: #("{", none), align: #right, row-gap: #0.3em, column-gap: #0em, '
        'x+y #row, =1; x-y #row, =3)',
    r"\left.\begin{aligned} A &= \pi r^2 \\ C &= 2\pi r \end{aligned}\right\}":
        "lr(mat(delim: #none, row-gap: #0.3em, A&=pi r^2 #row ; C&=2pi r #row) })",
    r"\overrightarrow{\boldsymbol{x}_1\boldsymbol{x}_0}":
        "accent(bold(x)_1 bold(x)_0, arrow, size: #120%)",
    r"A\xrightarrow{f}B\xleftarrow[g]{h}C":
        "A stretch(->, size: #1.6em)^f B stretch(<-, size: #1.6em)_g^h C",
    r"\ce{2H2 + O2 -> 2H2O}":
        '2up("H")_2 + up("O")_2 stretch(->, size: #1.6em) 2up("H")_2up("O")',
    r"\ce{NH3 + H2O <=> NH4+ + OH-}":
        'up("NH")_3+up("H")_2up("O") stretch(harpoons.rtlb, size: #1.6em) up("NH")_4^(+)+up("OH")^(-)',
    r"\ce{MnO4^- + 5Fe^2+ + 8H+ -> Mn^2+ + 5Fe^3+ + 4H2O}":
        'up("MnO")_4^(-)+5up("Fe")^(2+)+8up("H")^(+) stretch(->, size: #1.6em) '
        'up("Mn")^(2+)+5up("Fe")^(3+)+4up("H")_2up("O")',
    r"\ce{CaCO3 ->[heat] CaO + CO2 ^}":
        'up("CaCO")_3 stretch(->, size: #2.37em)^up("heat") up("CaO")+up("CO")_2 thick arrow.t',
    r"\ce{AgNO3 + NaCl -> AgCl v + NaNO3}":
        'up("AgNO")_3+up("NaCl") stretch(->, size: #1.6em) up("AgCl") thick arrow.b thick + up("NaNO")_3',
    r"\ce{N2 + H2 ->[{催化剂}][{高温高压}] NH3}":
        'up("N")_2+up("H")_2 stretch(->, size: #3.6em)^"催化剂"_"高温高压" up("NH")_3',
    r"\ce{2KMnO4 + 5H2O2 + 3H2SO4 -> K2SO4 + 2MnSO4 + 5O2 ^ + 8H2O}":
        '2up("KMnO")_4+5up("H")_2up("O")_2+3up("H")_2up("SO")_4 stretch(->, size: #1.6em) '
        'up("K")_2up("SO")_4+2up("MnSO")_4+5up("O")_2 thick arrow.t thick + 8up("H")_2up("O")',
    r"\ce{A\bond{~}B\bond{...}C}":
        'up("A")#bare("‐")#bare("‐")#bare("‐")up("B")#bare($dot$)#bare($dot$)#bare($dot$)up("C")',
    r"\ce{SO4^2- + Ba^2+ -> BaSO4 v}":
        'up("SO")_4^(2-)+up("Ba")^(2+) stretch(->, size: #1.6em) up("BaSO")_4 thick arrow.b',
}
# Names that typst has changed since pandoc learned them.
RENAMED = {"sect": "inter", "dot.circle": "dot.o", "paren.l.double": "paren.l.stroked", "circle.stroked.tiny": "compose"}


def formulas():
    kinds = (line for line in FIXTURE.read_text(encoding="utf-8").splitlines())
    return [line[2:] for line in kinds if line[:2] in ("c ", "p ")]


def ours(paiban, tex, folder):
    """One formula a page, between marks, so that each page has its formula alone."""
    text = "\n\n".join(f"$$\n{it}\n$$\n\n\\newpage" for it in tex)
    (folder / "ours.md").write_text(text, encoding="utf-8")
    command = [paiban, "ours.md", "--to", "pdf", "--force", "-o", "."]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return pymupdf.open(folder / "ours.pdf")


def translated(tex):
    """The formulas in typst's language; none for what pandoc can't translate."""
    text = "".join(f"SEPARATOR\n\n$$\n{it}\n$$\n\n" for it in tex)
    out = pypandoc.convert_text(text, "typst", format="markdown")
    for old, new in RENAMED.items():
        out = re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w(])", new, out)
    parts = [part.strip() for part in out.split("SEPARATOR")[1:]]
    parts = [part if part.startswith("$") else None for part in parts]
    return [own(it) or part for it, part in zip(tex, parts)]


def own(tex):
    """A formula of the table: whole markup, or what is between its dollars."""
    it = OWN.get(tex)
    return it if it is None or it.startswith("#set") else f"$ {it} $"


def theirs(parts, folder):
    pages = "\n#pagebreak()\n".join(f"#[\n{part or ''}\n]" for part in parts)
    (folder / "theirs.typ").write_text(HEAD + pages, encoding="utf-8")
    fonts = [str(ROOT / "fonts")]
    out = folder / "theirs.pdf"
    typst.compile(
        folder / "theirs.typ", output=out, font_paths=fonts, ignore_system_fonts=True
    )
    return pymupdf.open(out)


def ink(page, bottom):
    """The picture of what is above `bottom` of a page, cut to its ink, and its size in points."""
    clip = pymupdf.Rect(0, 0, page.rect.width, page.rect.height * bottom)

    def box(dpi, clip):
        pixels = page.get_pixmap(dpi=dpi, clip=clip, colorspace=pymupdf.csGRAY)
        image = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
        return image, image.point(lambda v: 255 if v < 200 else 0).getbbox()

    _, rough = box(72, clip)
    if rough is None:
        return None, (0.0, 0.0)
    left, top, right, low = rough
    near = pymupdf.Rect(left - 3, top - 3, right + 3, low + 3) & clip
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
    pages = HEAD.replace("height: 400pt", "height: 800pt") + "\n\n".join(f"#[\n{part}\n]" for _, part in thousand)
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
        rows, alone, worst = [], 0, []
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
                worst.append((number, it, differs, size, wanted))
        for number, it, (w, h), size, wanted in worst:
            print(f"{number}\t{w:+.0%} × {h:+.0%}\t{size[0]:.1f} × {size[1]:.1f}\t"
                  f"{wanted[0]:.1f} × {wanted[1]:.1f}\t{it}")
        print(f"{len(tex)} formulas; {alone} that pandoc can't translate; {len(worst)} differ by more "
              f"than {BOUND:.0%}")
        if asked.sheet:
            sheet(rows, asked.sheet)
    return int(bool(worst))


if __name__ == "__main__":
    sys.exit(main())
