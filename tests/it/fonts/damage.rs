//! Damaged faces of a user: refused by name, or good enough for all that is set in them; never the
//! end of the program. More of them by hand: `fuzz/mutate.py`.

use std::sync::Arc;

use paiban::config::{EmbedFonts, Options, OutputFormat};
use paiban::context::Context;
use paiban::diag::{Code, Error};
use paiban::font::{FontFile, Library, Role};
use paiban::{Input, convert};

use crate::support::face_file;

const WORDS: &str =
    "题目\n\n　　音标 t͡s 与 r̥，中文——“引号”……AV fi 123，樂𠮷葛\u{E0100}，か\u{3099}。\n";

fn bundled(name: &str) -> Vec<u8> {
    std::fs::read(face_file(name)).unwrap()
}

/// A table of a face: where its record is, where it is itself, and its length.
fn tables(face: &[u8]) -> Vec<(usize, usize, usize)> {
    let number = |at: usize| u32::from_be_bytes(face[at..at + 4].try_into().unwrap()) as usize;
    let count = usize::from(u16::from_be_bytes([face[4], face[5]]));
    let records = (0..count).map(|table| 12 + 16 * table);
    records.map(|at| (at, number(at + 8), number(at + 12))).collect()
}

fn table(face: &[u8], tag: &[u8; 4]) -> (usize, usize, usize) {
    let mut found = tables(face).into_iter().filter(|(at, ..)| &face[*at..at + 4] == tag);
    found.next().unwrap()
}

/// Sets some words in a face, as a user's, in a PDF and an e-book.
fn set_in(face: Vec<u8>) -> Result<(), Error> {
    let mut builder = Library::builder();
    builder.add(Role::Body, None, &FontFile::new("face.ttf", face), 0)?;
    let context = Context { fonts: Arc::new(builder.build().0), ..Context::default() };
    let mut options = Options::default();
    options.epub.embed_fonts = EmbedFonts::Subset;
    let input = Input { name: None, bytes: WORDS.as_bytes().into() };
    convert(&input, &[OutputFormat::Pdf, OutputFormat::Epub], &options, &context).map(drop)
}

/// That the error is of the face, and names it.
fn assert_refused(face: Vec<u8>, what: &str) {
    let error = set_in(face).expect_err(what);
    assert_eq!(error.diagnostic().code, Code::FontUnusable, "{what}");
    assert_eq!(error.diagnostic().values, ["face.ttf"], "{what}");
}

#[test]
fn a_face_without_its_tables_is_refused() {
    let whole = bundled("LXGWWenKai-Regular.ttf");
    for tag in [b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"loca", b"glyf"] {
        let mut face = whole.clone();
        let (at, ..) = table(&face, tag);
        face[at..at + 4].copy_from_slice(b"xxxx");
        assert_refused(face, &String::from_utf8_lossy(tag));
    }
}

#[test]
fn a_face_that_is_cut_off_is_refused() {
    let whole = bundled("LXGWWenKai-Regular.ttf");
    for length in [0, 3, 11, 12, 60, 1000, whole.len() / 2, whole.len() - 100] {
        assert_refused(whole[..length].to_vec(), &format!("{length} bytes"));
    }
}

#[test]
fn sizes_that_the_file_does_not_have_are_refused() {
    let whole = bundled("LXGWWenKai-Regular.ttf");
    let (record, place, _) = table(&whole, b"loca");
    let (_, maxp, _) = table(&whole, b"maxp");
    // The length of a table, the place of a glyph, the number of glyphs.
    let damages: [(usize, &[u8]); 4] = [
        (record + 12, &[0x7F, 0xFF, 0xFF, 0xFF]),
        (record + 8, &[0xFF, 0xFF, 0xFF, 0xF0]),
        (place + 4000, &[0xFF, 0xFF, 0xFF, 0xFF]),
        (maxp + 4, &[0xFF, 0xFF]),
    ];
    for (at, bytes) in damages {
        let mut face = whole.clone();
        face[at..at + bytes.len()].copy_from_slice(bytes);
        assert_refused(face, &format!("{bytes:02X?} at {at}"));
    }
}

/// Numbers that follow from each other (Knuth, MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

#[test]
fn no_damage_ends_the_program() {
    let mut dice = Dice(17);
    let faces = ["NotoSerifSC-Regular.ttf", "LXGWWenKai-Regular.ttf"].map(bundled);
    let hostile = [0, 1, 0x7F, 0x80, 0xFF];
    for case in 0..48 {
        let mut face = faces[case % faces.len()].clone();
        let tables = tables(&face);
        // Counts and offsets are in the heads of tables.
        let (_, place, length) = tables[dice.below(tables.len())];
        for _ in 0..=dice.below(16) {
            let at = place + dice.below(length.min(512));
            face[at] = hostile[dice.below(hostile.len())];
        }
        if let Err(error) = set_in(face) {
            assert_eq!(error.diagnostic().code, Code::FontUnusable, "case {case}: {error:?}");
            assert_eq!(error.diagnostic().values, ["face.ttf"], "case {case}");
        }
    }
}
