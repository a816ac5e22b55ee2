//! The text that is extracted equals the text that was set: by poppler, by MuPDF, and by our own dump (`clreq.md` PDF-01).

use std::collections::BTreeMap;

use paiban::context::Limits;
use paiban::diag::{Code, Diagnostic};
use paiban::font::GlyphId;
use paiban::layout::lay_out;
use paiban::model::{Block, Inline, Link, paragraph, text};

use super::*;
use crate::documents::kitchen_sink;

pub(super) fn of(blocks: Vec<Block>) -> Document {
    Document { body: blocks, ..document() }
}

pub(super) fn written(document: &Document) -> (Vec<u8>, Vec<Diagnostic>) {
    let identity = Identity::of(document);
    let file =
        pdf::write(document, &Options::default(), &Context::default(), &identity, &[]).unwrap();
    (file.bytes, file.diagnostics)
}

/// The characters of a text but white space, sorted.
fn characters_of(text: &str) -> Vec<char> {
    let mut all: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    all.sort_unstable();
    all
}

/// What layout sets on each page, but leaders.
fn set(document: &Document) -> Vec<String> {
    let mut pages = Vec::new();
    let said = |item: Item| match item {
        Item::Text(run) if run.owner != Owner::Artifact(Artifact::Layout) => {
            run.actual_text.unwrap_or(run.text)
        }
        _ => String::new(),
    };
    lay_out(
        document,
        &crate::support::pictures(document),
        &Options::default(),
        &Context::default(),
        &mut |page| {
            pages.push((page.index, page.items.into_iter().map(said).collect()));
        },
    )
    .unwrap();
    pages.sort();
    pages.into_iter().map(|(_, text)| text).collect()
}

/// Pages as a program reads them in the order of painting; without white space.
fn pages_read(
    program: &str,
    before: &[&str],
    after: &[&str],
    pdf: &Path,
) -> Option<Vec<String>> {
    let text = extracted(program, before, after, pdf)?;
    let pages = text.split('\u{c}').map(|page| page.split_whitespace().collect());
    Some(pages.filter(|page: &String| !page.is_empty()).collect())
}

#[test]
fn pages_are_read_as_they_were_set() {
    let seed = include_str!("../../../seeds/000_f2a4da441792f317.txt");
    let input = paiban::Input { name: None, bytes: seed.as_bytes().into() };
    let seed = paiban::read(&input, &Options::default(), &Limits::default()).unwrap().document;
    for (name, document) in [("set-seed.pdf", seed), ("set-sink.pdf", kitchen_sink())] {
        let expected: Vec<Vec<char>> =
            set(&document).iter().map(|page| characters_of(page)).collect();
        let pdf = file(name, &written(&document).0);
        // Raw: else poppler joins words at a hyphen that ends a line.
        let poppler = ["-raw", "-enc", "UTF-8"];
        let mupdf = ["draw", "-q", "-F", "text", "-o", "-"];
        for read in [
            pages_read("pdftotext", &poppler, &["-"], &pdf),
            pages_read("mutool", &mupdf, &[], &pdf),
        ]
        .into_iter()
        .flatten()
        {
            let read: Vec<Vec<char>> = read.iter().map(|page| characters_of(page)).collect();
            assert!(expected.len() > 1);
            assert_eq!(read, expected, "{name}");
        }
    }
}

/// Characters that change or join their neighbours, and are read with them.
fn is_joined(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}' | '\u{3099}' | '\u{309A}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || c.is_whitespace()
        || c.is_control()
}

/// All characters that share a glyph of the body's face with another.
fn all_doubles(desk: &Desk) -> Vec<char> {
    let face = desk.context.fonts.face(FaceId(0));
    let mut of_glyph: BTreeMap<GlyphId, Vec<char>> = BTreeMap::new();
    for c in ('\u{21}'..='\u{FFFF}').chain('\u{20000}'..='\u{2FFFF}') {
        let private = matches!(c, '\u{E000}'..='\u{F8FF}');
        if let Some(glyph) = face.glyph(c).filter(|_| !private && !is_joined(c)) {
            of_glyph.entry(glyph).or_default().push(c);
        }
    }
    of_glyph.into_values().filter(|all| all.len() > 1).flatten().collect()
}

#[test]
fn every_character_that_shares_a_glyph_is_read_as_itself() {
    let mut desk = Desk::new();
    let all = all_doubles(&desk);
    assert!(all.len() > 800, "{}", all.len());
    let lines: Vec<String> = all.chunks(40).map(|line| line.iter().collect()).collect();
    let paragraph = desk.top(StructureRole::Paragraph);
    for (page, lines) in lines.chunks(30).enumerate() {
        if page > 0 {
            desk.page();
        }
        for (index, line) in (0u8..).zip(lines) {
            let y = 60.0 + 24.0 * f32::from(index);
            desk.text(Owner::Element(paragraph), 60.0, y, line);
        }
    }
    let pdf = file("doubles.pdf", &desk.write(&Options::default()));
    if let Some(text) = by_poppler(&pdf) {
        assert_eq!(text, lines);
    }
    if let Some(text) = by_mupdf(&pdf) {
        assert_eq!(text, lines.concat());
    }
}

#[test]
fn rare_characters_and_variations_survive() {
    let words = "𠮷野家，葛\u{E0100}城、辻\u{E0101}堂与㐂";
    // These no bundled face has: a frame stands for them.
    let framed = "𠀀与𪚥";
    let body = [words, framed].map(|words| paragraph(vec![text(words)]));
    let (bytes, _) = written(&of(body.to_vec()));
    let dump = pdf::dump(&bytes).unwrap();
    // Faces change within the line.
    for words in [words, framed] {
        assert!(dump.replace("” “", "").contains(&format!("“{words}”")), "{dump}");
    }
    let pdf = file("rare.pdf", &bytes);
    if let Some(text) = by_poppler(&pdf) {
        assert!(text.iter().any(|line| line == words), "{text:?}");
        assert!(text.concat().replace(' ', "").contains(framed), "{text:?}");
    }
    assert_valid("check-pdfa", "2a", &[pdf]);
}

#[test]
fn characters_without_a_glyph_are_left_out_and_reported() {
    let words = "甲\0乙\u{FEFF}丙\u{93}丁\u{FFFE}戊";
    let (bytes, found) = written(&of(vec![paragraph(vec![text(words)])]));
    let count = |code| found.iter().filter(|it| it.code == code).count();
    assert_eq!(count(Code::InvisibleCharacter), 3, "{found:?}");
    assert_eq!(count(Code::MissingGlyph), 1, "{found:?}");
    let dump = pdf::dump(&bytes).unwrap();
    assert!(dump.contains("“甲乙丙丁"), "{dump}");
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let maps = document.objects.values().filter_map(|object| {
        let map = object.as_stream().ok()?.get_plain_content().ok()?;
        String::from_utf8(map).ok().filter(|map| map.contains("begincmap"))
    });
    let mut seen = 0;
    for map in maps {
        seen += 1;
        for forbidden in ["> <0000>", "> <FEFF>", "> <FFFE>"] {
            assert!(!map.to_uppercase().contains(forbidden), "{map}");
        }
    }
    assert!(seen > 0);
    assert_valid("check-pdfa", "2a", &[file("forbidden.pdf", &bytes)]);
}

#[test]
fn a_document_of_two_characters_is_small() {
    let (bytes, _) = written(&of(vec![paragraph(vec![text("你好")])]));
    assert!(bytes.len() < 30_000, "{}", bytes.len());
}

#[test]
fn links_lead_only_where_a_viewer_may_go() {
    let link = |target: &str| {
        let content = vec![text("去处")];
        Inline::Link(Box::new(Link { target: target.to_owned(), content, ..Link::default() }))
    };
    let refused = [
        "javascript:app.alert(1)",
        " JavaScript:app.alert(1)",
        "java\nscript:app.alert(1)",
        "java%73cript:app.alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "smb://host/share",
        "vbscript:x",
        "//host/share",
        "x.exe",
    ];
    let allowed = ["HTTPS://example.com/一", "mailto:a@example.com", "tel:+8610", "doi:10.1/2"];
    let links = refused.iter().chain(&allowed).map(|target| link(target)).collect();
    let (bytes, found) = written(&of(vec![paragraph(links)]));
    let dump = pdf::dump(&bytes).unwrap();
    assert!(dump.contains(&format!("“{}”", "去处".repeat(refused.len()))), "{dump}");
    assert_eq!(dump.matches("→ ").count(), allowed.len(), "{dump}");
    let found: Vec<&str> = found
        .iter()
        .filter(|it| it.code == Code::LinkAddress)
        .map(|it| it.values[0].as_str())
        .collect();
    assert_eq!(found, refused);
}
