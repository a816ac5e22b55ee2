#!/usr/bin/env python3
"""Count which characters of Word documents are lost.

    benches/word/count.py PAIBAN FILE-OR-FOLDER... [--others] [--soffice SOFFICE] [--show]

Counted are `w:t`, `m:t`, `w:sym` and tabs of the body, of tables, notes and text boxes (one branch of
`mc:AlternateContent`), and the numbers of lists that Word renders, which soffice tells if it is given.
All must be in TEI, and so must deleted text, comments, headers and footers; PDF and EPUB must have
all but these and the file's own table of contents. Results of fields are read as they are, as are
readings of ruby. Each code point is compared by number, letters in compatible form (NFKC), quotation
marks, dots and dashes as one each, since outputs set them rightly; white space is not compared. A
formula's signs may be commands of TeX or MathML. Exit 1: something is lost.

With --others, pandoc and mammoth (packages pypandoc and mammoth) read the same files.
"""
import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": M[1:-1].encode(),
}
# What a branch of mc:AlternateContent must have to be read.
KNOWN = {W + "t", W + "p", M + "oMath", "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"}


class Wanted:
    """What is counted of one document."""

    def __init__(self):
        self.text = []  # printed everywhere
        self.contents = []  # the file's own table of contents
        self.apart = []  # deleted, hidden, comments, headers, footers: in TEI
        self.math = []
        self.signs = 0  # w:sym: what character each is, its font decides
        self.tabs = 0
        self.glued = []  # what would be there if a tab were lost

    def all(self):
        return "".join(self.text + self.contents + self.apart)

    def printed(self):
        return "".join(self.text)


class Story:
    """Walks one part, with the fields that are open around each place."""

    def __init__(self, wanted, into):
        self.wanted, self.into = wanted, into
        self.fields = []

    def target(self, deleted, hidden, contents):
        if deleted or hidden or self.into is self.wanted.apart:
            return self.wanted.apart
        in_toc = any(it["result"] and it["name"].upper().startswith("TOC") for it in self.fields)
        return self.wanted.contents if contents or in_toc else self.into

    def walk(self, element, deleted=False, contents=False):
        for child in element:
            tag = child.tag
            if tag == MC + "AlternateContent":
                choices = [it for it in child if it.tag == MC + "Choice"]
                branch = next((it for it in choices if any(x.tag in KNOWN for x in it.iter())), None)
                branch = branch if branch is not None else child.find(MC + "Fallback")
                if branch is not None:
                    self.walk(branch, deleted, contents)
            elif tag in (W + "del", W + "moveFrom"):
                self.walk(child, True, contents)
            elif tag == W + "sdt":
                gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                is_toc = gallery is not None and gallery.get(W + "val") == "Table of Contents"
                self.walk(child, deleted, contents or is_toc)
            elif tag == W + "tc":
                merged = child.find(f"{W}tcPr/{W}vMerge")
                # Word shows no text of a cell that goes on from the one above.
                covered = merged is not None and merged.get(W + "val", "continue") == "continue"
                self.walk(child, deleted or covered, contents)
            elif tag == W + "r":
                self.run(child, deleted, contents)
            elif tag == W + "p":
                self.paragraph(child, deleted, contents)
            elif tag == W + "fldSimple":
                self.fields.append({"name": child.get(W + "instr", "").strip(), "result": True})
                self.walk(child, deleted, contents)
                self.fields.pop()
            elif tag == M + "t":
                self.wanted.math.append(child.text or "")
            elif tag in (W + "pPr", W + "rPr", W + "sectPr", W + "tblPr", W + "tcPr", W + "trPr"):
                continue
            else:
                self.walk(child, deleted, contents)

    def paragraph(self, paragraph, deleted, contents):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = self.wanted.styles.get(style.get(W + "val") if style is not None else None, "")
        is_entry = re.fullmatch(r"(toc|目录|wpsoffice手动目录)\s*\d", name.lower()) is not None
        # The heading of the contents belongs to them.
        words = key("".join(it.text or "" for it in paragraph.iter(W + "t")))
        contents = contents or is_entry or is_head_of_contents(words) or paragraph in self.wanted.typed
        self.walk(paragraph, deleted, contents)
        self.target(deleted, False, contents).append("\n")

    def run(self, run, deleted, contents):
        hidden = run.find(f"{W}rPr/{W}vanish")
        hidden = hidden is not None and hidden.get(W + "val") not in ("0", "false")
        for child in run:
            shown = all(it["result"] for it in self.fields)
            tag = child.tag
            if tag == W + "fldChar":
                kind = child.get(W + "fldCharType")
                if kind == "begin":
                    self.fields.append({"name": "", "result": False})
                elif kind == "separate" and self.fields:
                    self.fields[-1]["result"] = True
                elif kind == "end" and self.fields:
                    self.fields.pop()
            elif tag == W + "instrText":
                if self.fields and not self.fields[-1]["result"]:
                    self.fields[-1]["name"] = (self.fields[-1]["name"] + (child.text or "")).lstrip()
            elif not shown:
                continue
            elif tag in (W + "t", W + "delText"):
                is_deleted = deleted or tag == W + "delText"
                self.target(is_deleted, hidden, contents).append(child.text or "")
            elif tag == W + "sym":
                self.wanted.signs += not deleted
            elif tag == W + "tab":
                is_text = self.target(deleted, hidden, contents) is self.wanted.text
                self.wanted.tabs += is_text
            else:
                self.walk(child if tag != MC + "AlternateContent" else [child], deleted, contents)


def part(package, name):
    data = package.read(name)
    for strict, usual in STRICT.items():
        data = data.replace(strict, usual)
    return ET.fromstring(data)


def is_head_of_contents(words):
    return words.lower() in ("目录", "目錄", "目次", "contents", "tableofcontents")


def typed_contents(body):
    """The entries of contents that are typed: each, or its number, begins a line further down, too."""

    def label(words):
        found = re.match(r"第[^编章节]{1,5}[编章节]", words)
        return found.group() if found else words

    lines = [(it, key("".join(t.text or "" for t in it.iter(W + "t")))) for it in body.iter(W + "p")]
    lines = [line for line in lines if line[1]]
    found = set()
    for at, (_, words) in enumerate(lines):
        if is_head_of_contents(words):
            left = collections.Counter(label(words) for _, words in lines[at + 1 :])
            for paragraph, words in lines[at + 1 :]:
                left[label(words)] -= 1
                if not left[label(words)]:
                    break
                found.add(paragraph)
            break
    return found


def wanted(path):
    package = zipfile.ZipFile(path)
    found = Wanted()
    found.styles = {}
    names = package.namelist()
    if "word/styles.xml" in names:
        for style in part(package, "word/styles.xml").iter(W + "style"):
            name = style.find(W + "name")
            found.styles[style.get(W + "styleId")] = "" if name is None else name.get(W + "val", "")
    main = next(it for it in names if re.fullmatch(r"word/document\d*\.xml", it))
    body = part(package, main)
    found.typed = typed_contents(body)
    Story(found, found.text).walk(body)
    referred = {it.tag: set() for it in body.iter() if it.tag.endswith("Reference")}
    for it in body.iter():
        if it.tag in referred:
            referred[it.tag].add(it.get(W + "id"))
    for kind, file in (("footnote", "footnotes"), ("endnote", "endnotes"), ("comment", "comments")):
        if f"word/{file}.xml" in names:
            for note in part(package, f"word/{file}.xml"):
                if note.get(W + "id") in referred.get(f"{W}{kind}Reference", set()):
                    Story(found, found.apart if kind == "comment" else found.text).walk(note)
    relations = {}
    rels = main.replace("word/", "word/_rels/") + ".rels"
    if rels in names:
        relations = {it.get("Id"): it.get("Target") for it in ET.fromstring(package.read(rels))}
    used = set()
    for it in body.iter():
        if it.tag in (W + "headerReference", W + "footerReference"):
            ids = [value for name, value in it.attrib.items() if name.endswith("}id")]
            used.update(relations.get(id, "") for id in ids)
    for target in sorted(used):
        name = target.lstrip("/") if target.startswith("/") else "word/" + target
        if name in names:
            Story(found, found.apart).walk(part(package, name))
    return found


def numbers(path, soffice, folder):
    """The numbers of paragraphs, as LibreOffice renders them: what is before the text of a line."""
    command = [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to"]
    command += ["txt:Text (encoded):UTF8", "--outdir", folder, path]
    subprocess.run(command, capture_output=True, timeout=300)
    text = pathlib.Path(folder, path.stem + ".txt")
    if not text.exists():
        return []
    lines = iter(text.read_text("utf-8-sig").splitlines())
    package = zipfile.ZipFile(path)
    main = next(it for it in package.namelist() if re.fullmatch(r"word/document\d*\.xml", it))
    found = []
    for paragraph in part(package, main).iter(W + "p"):
        own = key("".join(it.text or "" for it in paragraph.iter(W + "t")))
        if not own:
            continue
        ahead = []
        for line in lines:
            ahead.append(line)
            if key(line).endswith(own):
                label = key(line)[: -len(own)]
                if any(c.isalnum() for c in label) and len(label) <= 12:
                    found.append(label)
                ahead = None
                break
        if ahead is not None:
            lines = iter(ahead)
    return found


def key(text):
    return "".join(text.split())


DOTS, DASHES = re.compile(r"[.．。⋯·]{3,}|…+"), re.compile(r"[-‐‑–—―─－_＿]+|⸺")


def fold(text):
    text = DASHES.sub("-", DOTS.sub("…", text.replace("\u00ad", "")))
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[“”„‟「」『』〝〞‘’\"'`´]", '"', DASHES.sub("-", text.replace("...", "…")))
    return collections.Counter(c for c in text if not c.isspace() and unicodedata.category(c)[0] != "C")


def lost(found, labels, output, has_apart, commands=0):
    """What of a document is not in an output, by code point, with how many signs of fonts are not."""
    want = fold((found.all() if has_apart else found.printed()) + "".join(labels))
    got = fold(output)
    missing = want - got
    extra = sum((got - want).values())
    math = fold("".join(found.math)) - (got - want)
    # Signs that TeX or MathML has a command or an element for.
    math = collections.Counter({c: n for c, n in math.items() if c.isalnum() and ord(c) < 0x3000 and c.isascii()})
    missing += math
    if found.signs > extra:
        missing["(w:sym)"] = found.signs - extra
    return missing


def of_tei(path):
    root = ET.parse(path).getroot()
    text = root.find("{http://www.tei-c.org/ns/1.0}text")
    return "".join(text.itertext())


def of_epub(path):
    package = zipfile.ZipFile(path)
    texts = []
    for name in package.namelist():
        if name.endswith(".xhtml") and "nav" not in name:
            body = ET.fromstring(package.read(name)).find("{http://www.w3.org/1999/xhtml}body")
            for it in body.iter():
                if it.tag.endswith("}annotation"):
                    it.text = ""
            texts.append("".join(body.itertext()))
    return "".join(texts)


def of_pdf(path):
    ran = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True)
    return ran.stdout.decode("utf-8", "replace")


def of_pandoc(path):
    import pypandoc

    page = pypandoc.convert_file(str(path), "html5", format="docx", extra_args=["--track-changes=all", "--mathml"])
    return re.sub(r"<[^>]*>", "", re.sub(r"<annotation.*?</annotation>", "", page, flags=re.S))


def of_mammoth(path):
    import mammoth

    with open(path, "rb") as file:
        page = mammoth.convert_to_html(file, style_map="comment-reference => sup").value
    return re.sub(r"<[^>]*>", "", page)


def unescaped(text):
    for name, sign in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("#39", "'"), ("amp", "&")):
        text = text.replace(f"&{name};", sign)
    return text


def files(places):
    for place in map(pathlib.Path, places):
        if place.is_dir():
            yield from sorted(it for it in place.rglob("*.docx") if not it.name.startswith("~$"))
        else:
            yield place


def outputs(paiban, path, folder):
    ran = subprocess.run([paiban, "convert", path, "-o", folder], capture_output=True, timeout=600)
    if ran.returncode:
        return ran.returncode, ran.stderr.decode("utf-8", "replace")
    of = {"xml": of_tei, "epub": of_epub, "pdf": of_pdf}
    return 0, {ext: of[ext](next(folder.glob("*." + ext))) for ext in of}


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("paiban")
    ask.add_argument("places", nargs="+")
    ask.add_argument("--others", action="store_true")
    ask.add_argument("--soffice")
    ask.add_argument("--show", action="store_true", help="what is lost of each document")
    ask = ask.parse_args()
    totals, count, refused = collections.defaultdict(lambda: [0, 0, 0]), 0, []
    for path in files(ask.places):
        try:
            found = wanted(path)
        except (zipfile.BadZipFile, KeyError, StopIteration, ET.ParseError) as error:
            print(f"{path.name}: not counted, {type(error).__name__}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            labels = numbers(path, ask.soffice, folder) if ask.soffice else []
            (pathlib.Path(folder) / "out").mkdir()
            status, made = outputs(ask.paiban, path, pathlib.Path(folder) / "out")
        if status:
            refused.append((path.name, status, " ".join(made.split())[:120]))
            continue
        count += 1
        read = {"tei": (made["xml"], True), "epub": (made["epub"], False), "pdf": (made["pdf"], False)}
        if ask.others:
            for name, of in (("pandoc", of_pandoc), ("mammoth", of_mammoth)):
                try:
                    page = unescaped(of(path))
                except Exception as error:  # noqa: BLE001 they stop in many ways
                    print(f"{path.name}: {name} stopped, {str(error)[:80]}")
                    page = ""
                read[name] = (page, False)
                read[name + ", all"] = (page, True)
        for name, (text, has_apart) in read.items():
            missing = lost(found, labels, text, has_apart)
            number = sum(missing.values())
            total = totals[name]
            total[0] += number > 0
            total[1] += number
            total[2] += sum(fold(found.all() if has_apart else found.printed()).values())
            if number and ask.show and "," not in name:
                some = " ".join(f"{c}{n}" for c, n in missing.most_common(12))
                print(f"{path.name}: {name} lacks {number}: {some}")
    print(f"{count} documents")
    for line in refused:
        print("refused:", *line)
    print("| read by | counted | lost | documents with a loss |")
    print("| --- | --- | --- | --- |")
    for name, (documents, number, of) in totals.items():
        print(f"| {name} | {of} | {number} | {documents} |")
    sys.exit(any(totals[name][1] for name in ("tei", "epub", "pdf")))


if __name__ == "__main__":
    main()
