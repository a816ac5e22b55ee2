"""Changes of bytes, text, JSON, XML, pictures and faces: each takes a generator of random numbers
and the bytes of a file, and returns the bytes of a worse one. Those of settings, trees, chunks and
tables mostly leave its syntax sound; where it is not so already, they change bytes or lines.
"""

import io
import json
import re
import struct
import zipfile
import zlib
from xml.dom import minidom
from xml.parsers.expat import ExpatError

NUMBERS = ["0", "-1", "1", "nan", "inf", "-inf", "1e309", "1e-320", "4294967296", "2147483648",
           "65536", "9223372036854775807", "9" * 400, "0.1", "1e38", "-0.0", "0x10", "1_000", "五"]
NUMBER = rb"-?\d+(\.\d+)?"
LENGTHS = ["0", "0mm", "-1mm", "1e9mm", "1e309pt", "nanmm", "1000em", "0.001pt", "50mm", "300mm",
           "1in", "初号", "八号", "3字", "100%"]
WORDS = ["", " ", "\u3000", "\n\n", "（）", "（王小明）", "第一章", "甲" * 4000, "a" * 20000,
         "\u0301", "\u20d7\u0301" * 50, "t\u0361s r\u0325 a\u20d7", "\u202e\u2066文\u200f",
         "\x1b[31m\x07\0", "\ufeff", "\uf8ff", "樂", "\U00020bb7\U000e0100", "\U0010ffff", "\u2028",
         "\u00ad\u200d", "//", "../../x", "javascript:x", "data:,x", "id_rsa", "1.png", "#a",
         "none"]
HOSTILE = [0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000,
           0xFFFFFFF0, 0xFFFFFFFF]
PARTS = {
    "markdown": ["# ", "###### ", "> ", "- ", "1. ", "```", "$$", "$", "| a | b |\n|---|---|\n",
                 "[^a]", "[^a]: [^a]\n", "^[^[", "::: title\n", "::: figure\n", ":::\n", "{#a}",
                 "{#々}", "{.a}", "![](1.png)", "[a](b)", "[]{", "<!--", "---\n", "***", "`", "~~",
                 "\\", "&#0;", "\r", "\t", "> " * 400, "[" * 400, "- " * 200, "*a " * 300],
    "tei": ["<p>", "</p>", "<div>" * 300, "<note/>", "<note><note>甲</note></note>", "<pb n='1'/>",
            "<lb/>", "<head/>", "<l/>", "<lg><l/></lg>", "<table><row/></table>", "<list/>",
            "<gap/>", "<space/>", "<g ref='#a'/>", "<unclear/>", "<figure/>", "<choice/>",
            "<ref target=''>a</ref>", "<graphic url='1.png'/>", "<!--", "-->", "<![CDATA[", "]]>",
            "&a;", "&#0;", "<!DOCTYPE TEI [<!ENTITY a '&b;&b;'><!ENTITY b 'x'>]>", "<?a?>",
            "<xi:include/>", "<standOff/>"],
    "html": ["<p>", "</p>", "<div>" * 400, "<b>" * 300, "<table>", "<td colspan='65535' rowspan='0'>",
             "<tr>", "<ruby>", "<rt>", "<rb>", "<rtc>", "<select>", "<template>", "<svg>", "<math>",
             "<svg><image href='1.png'/></svg>", "<a href='#a' id='a'>1</a>", "<a href='#b'>[1]</a>",
             "<aside epub:type='footnote' id='a'>", "<li>", "<ol start='-1'>", "<dl><dt>", "<h1>",
             "<h6>", "<pre>\n\n", "<!--", "-->", "<![CDATA[", "]]>", "&a;", "&#0;", "<br><br>",
             "<p class='credit byline'>", "<div class='speech'><b class='speaker'>", "<hr/>",
             "<span epub:type='pagebreak' title='1'/>", "<hgroup class='title'><h1>", "<plaintext>",
             "<p style='mso-list:l0 level9 lfo1'>", "<img src='1.png'>", "<span class='blank'>"],
    "svg": ["<g>", "</g>", "<g>" * 900, "<use href='#a'/>", "<clipPath id='a'>", "</clipPath>",
            "<mask id='a'>", "</mask>", "<pattern id='a' width='1' height='1'>", "</pattern>",
            "<marker id='a'>", "</marker>", "<filter id='a'>", "</filter>",
            "<style>*{fill:url(#a)}</style>", "<svg>", "</svg>", "<switch>", "</switch>",
            "<text>文<tspan>", "<script>x</script>", "<foreignObject>x</foreignObject>", "<!--",
            "-->", "<![CDATA[", "]]>", "&a;", "&#0;", "<path d='M0 0 L1e9 1e9'/>",
            "<linearGradient id='a' href='#a'/>", "<image href='1.png'/>",
            "<rect width='1e30' height='1' stroke-dasharray='1e-9'/>"],
    "json": ["{", "}", "[", "]", ",", "null", "[" * 400, '"\\ud800"', '"type":"note",', "\\u0000",
             "//"],
    "toml": ["[page]\n", "[[decision]]\n", "=", "[", "]", '"""', "{", "}", "[heading.99]\n",
             "[heading.1]\n", "a.b.c = 1\n", "#", "nan", "line = 1\n", "level = 0\n",
             'is = "title"\n', 'base = "book"\n', "[[" * 300, "= [" + "[" * 400],
}


# Changes of bytes and text

def flipped(dice, data):
    data = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8, 32]) if data else 0):
        at = dice.randrange(len(data))
        data[at] = dice.choice([dice.randrange(256), 0, 0x7F, 0x80, 0xFF])
    return bytes(data)


def sliced(dice, data):
    """A slice dropped, doubled, repeated, moved, filled or all after it cut off."""
    start = dice.randrange(len(data) + 1)
    end = min(len(data), start + dice.choice([1, 2, 4, 16, 64, 1024]))
    before, part, after = data[:start], data[start:end], data[end:]
    rest = before + after
    to = dice.randrange(len(rest) + 1)
    return dice.choice([rest, before + part * 2 + after, before + part * 51 + after,
                        rest[:to] + part + rest[to:], before + bytes(len(part)) + after, before])


def lined(dice, data):
    """Lines dropped, doubled, moved, or made one."""
    lines = data.split(b"\n")
    start = dice.randrange(len(lines))
    end = start + dice.choice([1, 1, 2, 8])
    part, rest = lines[start:end], lines[:start] + lines[end:]
    to = dice.randrange(len(rest) + 1)
    some = dice.choice([rest, lines[:end] + part + lines[end:], rest[:to] + part + rest[to:],
                        lines[:start] + [b"".join(part)] + lines[end:]])
    return b"\n".join(some)


def replaced(pattern, values):
    """One place that the pattern finds becomes one of the values."""
    def change(dice, data):
        found = list(re.finditer(pattern, data))
        if not found:
            return lined(dice, data)
        start, end = dice.choice(found).span()
        return data[:start] + dice.choice(values).encode("utf-8") + data[end:]
    return change


def inserted(values):
    def change(dice, data):
        ends = (found.end() for found in re.finditer(rb"[>\n\s,]", data))
        place = dice.choice([0, len(data), *ends])
        value = dice.choice(values).encode("utf-8") * dice.choice([1, 1, 1, 3, 100])
        return data[:place] + value + data[place:]
    return change


def text(kind):
    numbers = replaced(NUMBER, NUMBERS)
    words = replaced(rb"(?<=[\"'>])[^\"'<>\n]*(?=[\"'<])", WORDS + NUMBERS)
    parts = inserted(PARTS[kind])
    return [flipped, sliced, lined, numbers, numbers, words, words, parts, parts, inserted(WORDS)]


def copied(pattern):
    """One place that the pattern finds becomes as another."""
    def change(dice, data):
        found = list(re.finditer(pattern, data))
        if not found:
            return lined(dice, data)
        start, end = dice.choice(found).span()
        return data[:start] + dice.choice(found)[0] + data[end:]
    return change


def settings():
    """Changes of TOML that most often leave values that may be meant."""
    return [
        replaced(NUMBER, NUMBERS[:NUMBERS.index("0x10")]),
        replaced(NUMBER, ["0", "1", "2", "3", "9", "0.5", "-1", "40", "999"]),
        replaced(rb'(?<=")[\d.]+[a-z%]+(?=")', LENGTHS),
        replaced(rb'(?<=")[^"\n]*(?=")', WORDS[2:9] + LENGTHS),
        replaced(rb"true|false", ["true", "false"]),
        copied(rb"(?<== )[^\n#]+(?=\n)"),
        copied(rb'"[^"\n]*"'),
        copied(NUMBER),
    ]


# Changes of trees

def in_json(dice, data):
    """Values dropped, doubled, copied over their like, renamed, emptied, nested or made odd."""
    try:
        tree = json.loads(data)
    except ValueError:
        return flipped(dice, data)

    def places(node, role):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            own = key if isinstance(node, dict) else f"{role}[]"
            yield node, key, own
            if isinstance(value, (dict, list)):
                yield from places(value, own)
    for _ in range(dice.choice([1, 1, 2, 4])):
        found = list(places(tree, ""))
        if not found:
            break
        node, key, role = dice.choice(found)
        others = [place for place in found if place[2] == role] if dice.random() < 0.97 else found
        other, name, _ = dice.choice(others)
        value, listed = node[key], isinstance(node, list)
        sound = ["like", "like", "like", "odd", "odd", *(["drop", "double"] if listed else [])]
        worse = ["drop", "empty", "rename", "nest", "any"]
        way = dice.choice(sound if dice.random() < 0.95 else worse)
        if way == "like":
            node[key] = json.loads(json.dumps(other[name]))
        elif way == "drop":
            del node[key]
        elif way == "double":
            node[key:key] = [json.loads(json.dumps(value)) for _ in range(dice.choice([1, 1, 30]))]
        elif way == "odd" and isinstance(value, str) and key != "type":
            node[key] = dice.choice(WORDS)
        elif way == "odd" and isinstance(value, (int, float)) and not isinstance(value, bool):
            node[key] = max(0, value + dice.choice([-1, 1, 2, 50, 2**16, 2**32]))
        elif way == "odd" and isinstance(value, list):
            dice.shuffle(value)
        elif way == "empty":
            node[key] = type(value)()
        elif way == "rename" and not listed:
            node[dice.choice([str(name), "x", ""])] = node.pop(key)
        elif way == "nest":
            for _ in range(dice.choice([1, 2, 100])):
                value = [value] if listed else {**dict(list(node.items())[:4]), key: value}
            node[key] = value
        elif way == "any":
            node[key] = f"@raw:{dice.choice(NUMBERS + ['null', 'true'])}@"
    return re.sub(r'"@raw:([^"@]*)@"', r"\1", json.dumps(tree, ensure_ascii=False)).encode("utf-8")


def in_xml(dice, data):
    """Nodes dropped, doubled, copied, renamed, emptied or nested, attributes and text made odd."""
    try:
        tree = minidom.parseString(data)
    except (ExpatError, LookupError):
        return flipped(dice, data)
    for _ in range(dice.choice([1, 1, 1, 2, 4])):
        elements = tree.getElementsByTagName("*")[1:]
        nodes = [child for element in elements for child in element.childNodes]
        if not nodes:
            break
        node, other, way = dice.choice(nodes), dice.choice(elements), dice.randrange(9)
        word = re.sub(r"[\0-\x08\x0b-\x1f]", "", dice.choice(WORDS + NUMBERS))
        parent = node.parentNode
        if way == 0:
            parent.removeChild(node)
        elif way == 1:
            for _ in range(dice.choice([1, 1, 30])):
                parent.insertBefore(node.cloneNode(True), node)
        elif way == 2:
            parent.replaceChild(other.cloneNode(True), node)
        elif way == 3:
            other.appendChild(node.cloneNode(True))
        elif way == 4:
            other.tagName = other.nodeName = dice.choice(elements).tagName
        elif way == 5:
            other.childNodes = minidom.NodeList()
        elif way == 6:
            parent.removeChild(node)
            for _ in range(dice.choice([1, 3, 100])):
                outer = other.cloneNode(False)
                outer.appendChild(node)
                node = outer
            parent.appendChild(node)
        elif way == 7:
            names = [name for element in elements for name in element.attributes.keys()]
            other.setAttribute(dice.choice(names or ["n"]), word)
        else:
            parent.insertBefore(tree.createTextNode(word), node)
    return tree.toxml().encode("utf-8")


# Changes of pictures and faces

def chunks(data):
    """The parts of a PNG, JPEG or RIFF file: its head, then name and body of each, then a tail."""
    parts, at = [], {b"\x89P": 8, b"\xff\xd8": 2, b"RI": 12}.get(data[:2], len(data))
    head = data[:at]
    while at + 8 <= len(data):
        if head[:2] == b"\xff\xd8":
            name, size, start = data[at:at + 2], struct.unpack_from(">H", data, at + 2)[0], at + 4
            if name[:1] != b"\xff" or name == b"\xff\xda" or size < 2:
                break
            end = after = at + 2 + size
        elif head[:1] == b"\x89":
            (size, name), start = struct.unpack_from(">I4s", data, at), at + 8
            end, after = start + size, start + size + 4
        else:
            (name, size), start = struct.unpack_from("<4sI", data, at), at + 8
            end = after = start + size + size % 2
        parts.append([name, data[start:end]])
        at = after
    return head, parts, data[at:]


def in_chunks(dice, data):
    head, parts, tail = chunks(data)
    if not parts:
        return flipped(dice, data)
    at, sound = dice.randrange(len(parts)), dice.random() < 0.7
    name, body = parts[at]
    way = dice.randrange(8)
    if way == 0:
        del parts[at]
    elif way == 1:
        parts[at:at] = [parts[at]] * dice.choice([1, 1, 50])
    elif way == 2:
        parts.insert(dice.randrange(len(parts)), parts.pop(at))
    elif way == 3:
        parts[at] = [dice.choice(parts)[0], body]
    elif way == 4 and name == b"IDAT":
        try:
            samples = dice.choice([flipped, sliced])(dice, zlib.decompress(body))
            parts[at] = [name, zlib.compress(samples)]
        except zlib.error:
            pass
    elif len(body) >= 4 and way in (5, 6):
        place, form = dice.randrange(len(body) - 3), dice.choice([">I", "<I", ">H", ">B"])
        value = struct.pack(form, dice.choice(HOSTILE) & (1 << 8 * struct.calcsize(form)) - 1)
        parts[at] = [name, body[:place] + value + body[place + len(value):]]
    else:
        parts[at] = [name, dice.choice([flipped, sliced])(dice, body)]
    out = head
    for name, body in parts:
        size = len(body) if sound or dice.random() < 0.8 else dice.choice(HOSTILE)
        if head[:1] == b"\x89":
            crc = zlib.crc32(name + body) if sound else 0
            out += struct.pack(">I4s", size, name) + body + struct.pack(">I", crc)
        elif head[:2] == b"\xff\xd8":
            out += name + struct.pack(">H", (size + 2) & 0xFFFF) + body
        else:
            out += struct.pack("<4sI", name, size) + body + bytes(len(body) % 2)
    return out + tail


def png(depth, colour):
    """A PNG of 9 by 5 samples."""
    def chunk(name, body):
        crc = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I4s", len(body), name) + body + crc
    bits = 9 * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    line = b"\0" + bytes(range((bits + 7) // 8))
    size = struct.pack(">IIBBBBB", 9, 5, depth, colour, 0, 0, 0)
    palette = chunk(b"PLTE", bytes(range(24)) * 2) if colour == 3 else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"gAMA", struct.pack(">I", 45455))
            + chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1)) + palette
            + chunk(b"IDAT", zlib.compress(line * 5)) + chunk(b"IEND", b""))


def tables(data):
    """The records of the table directory: where each stands, its tag, offset and length."""
    start = 16 if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0] if len(data) > start + 6 else 0
    places = [at for at in range(start + 12, start + 12 + 16 * count, 16) if at + 16 <= len(data)]
    records = [(at, *struct.unpack_from(">4s4xII", data, at)) for at in places]
    return [record for record in records if record[2] + record[3] <= len(data)]


def lightened(data):
    """A face with the outlines of its first thousand glyphs and of every hundredth, for speed."""
    found = {tag: (at, offset, length) for at, tag, offset, length in tables(data)}
    loca = struct.unpack_from(f">{found[b'loca'][2] // 4}I", data, found[b"loca"][1])
    glyf = found[b"glyf"][1]
    outlines = [data[glyf + start:glyf + end] if number < 1000 or number % 100 == 0 else b""
                for number, (start, end) in enumerate(zip(loca, loca[1:]))]
    places = [0]
    for outline in outlines:
        places.append(places[-1] + len(outline))
    bodies = {tag: data[offset:offset + length] for tag, (_, offset, length) in found.items()}
    bodies.update({b"glyf": b"".join(outlines), b"loca": struct.pack(f">{len(places)}I", *places)})
    head, body = bytearray(data[:12 + 16 * len(bodies)]), b""
    for tag, (at, _, _) in found.items():
        struct.pack_into(">II", head, at + 8, len(head) + len(body), len(bodies[tag]))
        body += bodies[tag] + bytes(-len(bodies[tag]) % 4)
    return bytes(head) + body


def in_tables(dice, data):
    """Records and numbers of a face made odd, the heads of tables above all: they hold counts
    and offsets."""
    if data[:4] != b"ttcf" and dice.random() < 0.05:
        head = bytearray(data)
        for at, _, offset, _ in tables(data):
            struct.pack_into(">I", head, at + 8, offset + 16)
        return struct.pack(">4sIII", b"ttcf", 0x10000, 1, 16) + bytes(head)
    found, data = tables(data), bytearray(data)
    if not found:
        return bytes(data)
    (at, tag, offset, length), other = dice.choice(found), dice.choice(found)
    way = dice.randrange(10)
    if way == 0:
        tags = [b"xxxx", b"CFF ", b"CFF2", b"gvar", b"fvar", b"glyf", tag.lower()]
        data[at:at + 4] = dice.choice(tags)
    elif way == 1:
        struct.pack_into(">I", data, at + dice.choice([8, 12]), dice.choice(HOSTILE))
    elif way == 2:
        less = dice.choice([dice.randrange(64), length // 2, max(0, length - 1)])
        struct.pack_into(">I", data, at + 12, less)
    elif way == 3:
        del data[dice.choice([dice.randrange(len(data)), offset, offset + length // 2, at, 12]):]
    elif way == 4:
        data[at + 8:at + 16] = data[other[0] + 8:other[0] + 16]
    elif way == 5:
        filled = bytes(length) if dice.random() < 0.5 else dice.randbytes(length)
        data[offset:offset + length] = filled
    else:
        reach = max(1, min(length, dice.choice([8, 16, 64, 512, 4096, length])))
        for _ in range(dice.choice([1, 1, 2, 4, 16, 64])):
            place, form = offset + dice.randrange(reach), dice.choice([">H", ">H", ">I", ">B"])
            value = dice.choice(HOSTILE) & (1 << 8 * struct.calcsize(form)) - 1
            if place + struct.calcsize(form) <= len(data):
                struct.pack_into(form, data, place, value)
    return bytes(data)


def in_members(dice, data):
    """One member of an e-book changed as text, or left out; bytes where it is none."""
    return in_container(dice, data, (".xhtml", ".opf", ".ncx", ".xml"), text("html"))


def in_parts(dice, data):
    """One part of a Word document changed as XML or as text, or left out; bytes where it is none."""
    return in_container(dice, data, (".xml", ".rels"), [in_xml, in_xml, *text("html")])


def in_container(dice, data, suffixes, changes):
    """One member of a ZIP container changed, or left out; bytes where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            members = [(name, old.read(name)) for name in old.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, zlib.error, OSError):
        return flipped(dice, data)
    texts = [name for name, _ in members if name.endswith(suffixes)]
    if not texts:
        return flipped(dice, data)
    chosen, out = dice.choice(texts), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, member in members:
            if name == chosen:
                if dice.random() < 0.05:
                    continue
                member = dice.choice(changes)(dice, member)
            new.writestr(zipfile.ZipInfo(name), member)
    return out.getvalue()
