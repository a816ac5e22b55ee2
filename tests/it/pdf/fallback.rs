//! Characters that the first face of a chain lacks: another face sets them, or another spelling of
//! them is set, or a box is drawn. Never is `.notdef` shown (ISO 19005-2 §6.2.11.8), and what is
//! read is what was written.

use lopdf::content::Content;
use paiban::diag::Code;
use paiban::model::{paragraph, text};

use super::text::{of, written};
use super::*;

/// Words with what no bundled face has of them.
const WORDS: &[(&str, &str)] = &[
    // Latin with marks: IPA, Taiwanese, Pinyin, Vietnamese as macOS writes it, Sanskrit, vectors.
    ("音标 t͡s 与 t͡ɕ。", ""),
    ("r̥ l̥", "\u{325}"),
    ("hr̥daya mātr̥kā, dattaṃ kr̥tam.", "\u{325}"),
    ("Pe̍h pa̍k", ""),
    ("ǖ ǘ ê̄ m̀ ńg ê̌ ḿ hm̀ ẑ ü̇", ""),
    ("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t o\u{31b}\u{309}", ""),
    ("a⃗ b⃗", "\u{20D7}"),
    // Marks alone, at the beginning and after Chinese.
    ("\u{301}甲", ""),
    ("\u{20D7}", "\u{20D7}"),
    ("中\u{304}文\u{325}", "\u{325}"),
    ("か\u{3099}は\u{309A}か\u{309A}", ""),
    // Signs that show nothing of their own.
    ("甲\u{200D}乙a\u{200D}b\u{200C}c\u{34F}d", ""),
    ("葛\u{E0100}𮯠\u{E0101}", "𮯠"),
    ("甲\u{E0001}\u{E0061}a\u{E0062}", ""),
    // Emoji in sequences, other scripts.
    ("👩\u{200D}👧👍🏽❤\u{FE0F}1\u{FE0F}\u{20E3}", ""),
    ("स्ते", "स\u{94D}त\u{947}"),
    ("한국어 각", ""),
    // Private use, in all three places.
    ("甲\u{E000}乙\u{F0000}丙\u{10FFFD}", "\u{E000}\u{F0000}\u{10FFFD}"),
    // Spellings that mean the same, or look alike.
    ("\u{F914}\u{F91D}Ӂ↚⼁⺟", ""),
    ("㌬甲ﬅ𝐀㋿", ""),
];

/// The codes that the text operators of a file show.
fn codes(bytes: &[u8]) -> Vec<u16> {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let mut codes = Vec::new();
    for page in document.get_pages().into_values() {
        let content = document.get_page_content(page);
        for operation in Content::decode(&content).unwrap().operations {
            let strings = operation.operands.iter().flat_map(|operand| match operand {
                lopdf::Object::Array(parts) => parts.as_slice(),
                one => std::slice::from_ref(one),
            });
            if matches!(operation.operator.as_str(), "Tj" | "TJ" | "'" | "\"") {
                let bytes = strings.filter_map(|string| string.as_str().ok()).flatten();
                let bytes: Vec<u8> = bytes.copied().collect();
                codes
                    .extend(bytes.chunks(2).map(|code| u16::from_be_bytes([code[0], code[1]])));
            }
        }
    }
    codes
}

#[test]
fn missing_glyphs_are_set_in_another_face_or_as_reported_boxes() {
    let mut files = Vec::new();
    for (number, (words, lacking)) in WORDS.iter().enumerate() {
        let (bytes, found) = written(&of(vec![paragraph(vec![text(*words)])]));
        let expected: String =
            lacking.chars().map(|c| format!("U+{:04X} ", u32::from(c))).collect();
        let reported: String = found
            .iter()
            .filter(|it| it.code == Code::MissingGlyph)
            .map(|it| format!("{} ", it.values[1]))
            .collect();
        assert_eq!(reported, expected, "{words}");
        assert!(!codes(&bytes).contains(&0), "{words}");
        let pdf = file(&format!("fallback-{number}.pdf"), &bytes);
        if let Some(text) = by_poppler(&pdf) {
            let read = |text: &str| text.split_whitespace().collect::<String>();
            // What goes from right to left is reordered by poppler; nothing here does.
            assert!(read(&text.concat()).contains(&read(words)), "{words}: {text:?}");
        }
        files.push(pdf);
    }
    assert_valid("check-pdfa", "2a", &files);
    assert_valid("check-pdfua", "ua1", &files);
}

#[test]
fn private_use_is_reported_from_any_encoding() {
    let words = "题目\n\n　　这些字的编码各不相同，其中有一个自造的字：甲\u{E000}乙，没有字体含有它。\n";
    let utf16 = |word: u16| word.to_le_bytes();
    let (gb18030, _, _) = encoding_rs::GB18030.encode(words);
    let little: Vec<u8> =
        std::iter::once(0xFEFF).chain(words.encode_utf16()).flat_map(utf16).collect();
    for bytes in [words.as_bytes(), &gb18030, &little] {
        let input = paiban::Input { name: None, bytes: bytes.into() };
        let formats = [paiban::config::OutputFormat::Pdf];
        let made = paiban::convert(&input, &formats, &Options::default(), &Context::default())
            .unwrap();
        let missing: Vec<_> =
            made.diagnostics.iter().filter(|it| it.code == Code::MissingGlyph).collect();
        assert_eq!(missing.len(), 1, "{:?}", made.diagnostics);
        assert_eq!(missing[0].values[1], "U+E000");
        assert!(missing[0].span.is_some());
    }
}

#[test]
fn a_box_is_drawn_and_the_character_is_read_in_its_place() {
    let (bytes, _) = written(&of(vec![paragraph(vec![text("甲\u{20D7}乙")])]));
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let page = document.get_pages()[&1];
    let content = String::from_utf8_lossy(&document.get_page_content(page)).into_owned();
    let frame = content.find(" re\nS\n").expect("a rectangle, stroked");
    let spoken = content.find("/ActualText<FEFF20D7").expect("the character as ActualText");
    assert!(frame < spoken, "{content}");
}

/// Readings are set as labels, without lines, and notes' marks too.
#[test]
fn labels_fall_back_too() {
    use paiban::model::{Inline, Reading, Ruby, RubyPair};
    let ruby = |reading: &str| {
        let reading = Reading { content: vec![text(reading)], ..Reading::default() };
        let pair = RubyPair { base: vec![text("字")], readings: vec![reading] };
        Inline::Ruby(Box::new(Ruby { pairs: vec![pair], ..Ruby::default() }))
    };
    let words = ["t͡s", "ê̄", "r̥", "か\u{3099}", "\u{F914}", "\u{E000}"];
    let (bytes, found) = written(&of(vec![paragraph(words.map(ruby).to_vec())]));
    let missing = found.iter().filter(|it| it.code == Code::MissingGlyph).count();
    assert_eq!(missing, 2, "{found:?}");
    assert!(!codes(&bytes).contains(&0));
    let dump = pdf::dump(&bytes).unwrap().replace("” “", "");
    for reading in words {
        assert!(dump.contains(reading), "{reading}: {dump}");
    }
}
