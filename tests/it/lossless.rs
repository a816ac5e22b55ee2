//! Nothing is lost on the way from bytes to the model and the archive: bytes to text, text to
//! tree, tree to TEI, TEI to bytes.

use std::borrow::Cow;

use paiban::config::{Options, ReadOptions};
use paiban::context::Context;
use paiban::identity::Identity;
use paiban::restore::restore;
use paiban::source::{Encoder, Source};
use paiban::{Input, output, read};

use crate::support::corpus_texts;

/// Puts a file together again from what is recorded of it.
fn rebuild(source: &Source) -> Option<Vec<u8>> {
    let info = &source.info;
    if let Some(original) = &info.original {
        return Some(original.0.clone());
    }
    let encoder = Encoder::new(&info.encoding).ok()?;
    let mut out = unhex(info.bom.as_deref().unwrap_or(""));
    let mut raw = info.raw.iter().peekable();
    for (offset, c) in source.text.char_indices() {
        match raw.next_if(|raw| raw.offset as usize == offset) {
            Some(raw) => out.extend(unhex(&raw.bytes)),
            None if encoder.char(c, &mut out) => {}
            None => return None,
        }
    }
    Some(out)
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hexadecimal"))
        .collect()
}

fn decode(bytes: &[u8], encoding: &str) -> Source {
    let options = ReadOptions { encoding: Some(encoding.to_owned()), ..ReadOptions::default() };
    Source::decode(None, bytes, &options).expect("text").0
}

#[test]
fn every_corpus_file_is_rebuilt_from_its_decoded_text() {
    for (name, bytes) in corpus_texts() {
        let (source, _) =
            Source::decode(Some(&name), &bytes, &ReadOptions::default()).expect("text");
        assert_eq!(rebuild(&source).as_deref(), Some(&bytes[..]), "{name}");
    }
}

#[test]
fn any_bytes_in_any_encoding_are_rebuilt() {
    let encodings = [
        "utf-8",
        "gb18030",
        "gb2312",
        "big5",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "utf-16le",
        "utf-16be",
        "windows-1252",
        "koi8-r",
        "iso-2022-jp",
    ];
    // A fixed sequence (the constants are Knuth's): bytes that lean to what legacy encodings
    // use.
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u32
    };
    for round in 0..600u32 {
        let length = next() % 200 + 1;
        let bytes: Vec<u8> = (0..length)
            .map(|_| match next() % 4 {
                0 => (next() % 128) as u8,
                1 => (0x81 + next() % 0x7E) as u8,
                2 => (0xA1 + next() % 0x5E) as u8,
                _ => (0x30 + next() % 10) as u8,
            })
            .collect();
        let encoding = encodings[round as usize % encodings.len()];
        let source = match std::panic::catch_unwind(|| decode(&bytes, encoding)) {
            Ok(source) => source,
            Err(_) => panic!("{encoding} {bytes:02X?}"),
        };
        assert_eq!(rebuild(&source), Some(bytes), "{encoding}");
    }
}

#[test]
fn sequences_that_are_written_otherwise_are_recorded() {
    // The ideographic space twice, plain and as A3A0, and the euro sign as one byte.
    let source = decode(&[0xA1, 0xA1, 0xA3, 0xA0, 0x80], "gbk");
    assert_eq!(source.info.encoding, "gb18030");
    assert_eq!(source.text, "\u{3000}\u{3000}€");
    let raw: Vec<_> =
        source.info.raw.iter().map(|raw| (raw.offset, raw.bytes.as_str())).collect();
    assert_eq!(raw, [(3, "A3A0"), (6, "80")]);
}

#[test]
fn a_sequence_of_two_characters_is_shared_out() {
    let source = decode(&[0x88, 0x62, 0xBA, 0x7E], "big5");
    assert_eq!(source.text, "Ê\u{304}漢");
    assert_eq!(rebuild(&source), Some(vec![0x88, 0x62, 0xBA, 0x7E]));
}

/// The archive of a file, as XML; no claim is made that does not hold.
fn archive(name: &str, bytes: &[u8], options: &Options) -> String {
    let input = Input { name: Some(name.to_owned()), bytes: Cow::Borrowed(bytes) };
    let conversion = read(&input, options).unwrap();
    let identity = Identity::of(&conversion.document);
    let (xml, _) =
        output::tei::write(&conversion.document, options, &Context::default(), &identity)
            .unwrap();
    String::from_utf8(xml).unwrap()
}

#[test]
fn every_corpus_file_is_restored_from_its_archive() {
    for (name, bytes) in corpus_texts() {
        let xml = archive(&name, &bytes, &Options::default());
        assert!(restore(xml.as_bytes()).unwrap() == bytes, "{name}");
        assert!(!xml.contains("binaryObject"), "{name} was embedded");
    }
}

/// How many random files are archived; `PAIBAN_RANDOM_FILES` asks for more.
const RANDOM_FILES: usize = 1_000;

/// What random files are made of: text of all kinds, line ends, forms that readers look for,
/// what XML forbids, what is ambiguous in legacy encodings.
const SCRAPS: [&str; 44] = [
    "第一章 山居",
    "　　话说天下大势，",
    "作者：刘奇",
    "——",
    "……",
    "《论语》",
    "“你好,”他说。",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\n　　\n",
    "\n",
    "\r\n",
    " ",
    "\t",
    "　",
    "[1]",
    "注[1] 高士",
    "第 3 页",
    "页:",
    "***",
    "一、",
    "1.",
    "-",
    "and Latin words",
    "a-\n",
    "\u{1B}[32m",
    "\0",
    "\u{7}",
    "\u{B}",
    "\u{C}",
    "\u{7F}",
    "\u{85}",
    "\u{A0}",
    "\u{200B}",
    "\u{2028}",
    "\u{FEFF}",
    "\u{FFFE}",
    "\u{E000}",
    "😀",
    "<&>\"']]>",
    "目录",
];

const LABELS: [&str; 10] = [
    "utf-8",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "koi8-r",
];

#[test]
fn random_files_in_every_encoding_are_restored() {
    #[expect(clippy::disallowed_methods, reason = "a longer run may be asked for")]
    let asked = std::env::var("PAIBAN_RANDOM_FILES").ok().and_then(|it| it.parse().ok());
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % end as u64).unwrap()
    };
    for round in 0..asked.unwrap_or(RANDOM_FILES) {
        let label = LABELS[round % LABELS.len()];
        let encoder = Encoder::new(label).unwrap();
        let mut bytes = Vec::new();
        let broken = below(3) == 0;
        if below(4) == 0 {
            encoder.char('\u{FEFF}', &mut bytes);
        }
        for _ in 0..=below(60) {
            SCRAPS[below(SCRAPS.len())].chars().for_each(|c| {
                encoder.char(c, &mut bytes);
            });
        }
        for _ in 0..if broken { bytes.len() / 200 + 1 } else { 0 } {
            let at = below(bytes.len() + 1);
            bytes.insert(at, u8::try_from(below(256)).unwrap());
        }
        if bytes.is_empty() {
            continue;
        }
        let mut options = Options::default();
        options.read.encoding = Some(label.to_owned());
        let xml = archive("random.txt", &bytes, &options);
        let restored = restore(xml.as_bytes());
        assert_eq!(restored.as_deref(), Ok(&bytes[..]), "{round} {label}\n{xml}");
    }
}

#[test]
fn what_no_text_gives_back_travels_whole() {
    let tei =
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>甲</p></body></text></TEI>";
    let xml = archive("other.xml", tei.as_bytes(), &Options::default());
    assert_eq!(restore(xml.as_bytes()).as_deref(), Ok(tei.as_bytes()));
}
