//! Nothing is lost on the way from bytes to the model and the archive: bytes to text, text to
//! tree, tree to TEI, TEI to bytes.

use paiban::config::{HeadingPattern, Options, OutputFormat, ReadOptions, TeiProfile};
use paiban::context::{Context, Limits};
use paiban::diag::Code;
use paiban::identity::Identity;
use paiban::model::{Document, Identifier, Inline};
use paiban::restore::restore;
use paiban::source::{Encoder, Source};
use paiban::{Input, convert, output, read};

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

/// What is written for each character, a file for each encoding, where `PAIBAN_ENCODERS` says: for
/// `.ci/encoding-tables` to compare with other programs.
#[test]
#[expect(clippy::disallowed_methods, reason = "a script may ask for the tables")]
fn encoders_are_written_for_those_who_compare_them() {
    let Some(folder) = std::env::var_os("PAIBAN_ENCODERS") else { return };
    let single = "IBM866 ISO-8859-2 ISO-8859-3 ISO-8859-4 ISO-8859-5 ISO-8859-6 ISO-8859-7 \
        ISO-8859-8 ISO-8859-10 ISO-8859-13 ISO-8859-14 ISO-8859-15 ISO-8859-16 KOI8-R KOI8-U \
        macintosh windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 \
        windows-1255 windows-1256 windows-1257 windows-1258";
    let several = ["gb18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR"];
    for label in several.into_iter().chain(single.split_whitespace()) {
        let encoder = Encoder::new(label).unwrap();
        let mut table = String::new();
        for c in '\0'..=char::MAX {
            let mut bytes = Vec::new();
            if encoder.char(c, &mut bytes) {
                let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
                table.push_str(&format!("{:X} {hex}\n", u32::from(c)));
            }
        }
        std::fs::write(std::path::Path::new(&folder).join(label), table).unwrap();
    }
}

/// Encoders differ on a few characters; an archive declares the bytes of each.
#[test]
fn characters_that_others_write_otherwise_declare_their_bytes() {
    for (label, text, glyphs) in [
        ("gb18030", "山记ḿ龴︐，春天来了。\n", ["A8BC", "FE59", "A6D9"].as_slice()),
        ("big5", "山記～／￥，春天來了。\n", &["A1E3", "A1FE", "A244"]),
        ("shift_jis", "山記～①、春が来た。\n", &["8160", "8740"]),
        ("euc-jp", "山記～①、春が来た。\n", &["A1C1", "ADA1"]),
        ("euc-kr", "갂이 왔다.\n", &["8141"]),
    ] {
        let mut options = Options::default();
        options.read.encoding = Some(label.to_owned());
        let encoder = Encoder::new(label).unwrap();
        let mut bytes = Vec::new();
        assert!(text.chars().all(|c| encoder.char(c, &mut bytes)), "{label}");
        let xml = archive("a.txt", &bytes, &options);
        let declared: Vec<&str> = xml
            .split("<localProp name=\"bytes\" value=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(declared, glyphs, "{label}");
        assert_eq!(restore(xml.as_bytes()).as_deref(), Ok(&bytes[..]), "{label}");
        assert!(!xml.contains("binaryObject"), "{label}");
    }
}

/// Chapters of another encoding were appended: each is read as what it is, and the archive has the
/// file itself.
#[test]
fn a_file_of_two_encodings_is_read_by_paragraph() {
    let own = "题目\n\n　　正文一段，说的是旧事。\n";
    let other = "第二章\n\n　　后来他们都走了，只有一个人在这里。\n";
    let gbk = |text: &str| {
        let mut bytes = Vec::new();
        let encoder = Encoder::new("gbk").unwrap();
        assert!(text.chars().all(|c| encoder.char(c, &mut bytes)));
        bytes
    };
    for (bytes, text, main, range) in [
        (
            [own.repeat(9).as_bytes(), &gbk(other)].concat(),
            own.repeat(9) + other,
            "UTF-8",
            "432–479",
        ),
        ([own.as_bytes(), &gbk(other)].concat(), own.to_owned() + other, "UTF-8", "48–95"),
        ([&gbk(own), other.as_bytes()].concat(), own.to_owned() + other, "UTF-8", "0–33"),
        (
            [&gbk(&other.repeat(9)), own.as_bytes()].concat(),
            other.repeat(9) + own,
            "gb18030",
            "423–471",
        ),
    ] {
        let (source, found) = Source::decode(None, &bytes, &ReadOptions::default()).unwrap();
        assert_eq!(
            (source.text.as_str(), source.info.encoding.as_str()),
            (text.as_str(), main)
        );
        let found: Vec<_> =
            found.iter().map(|found| (found.code, &found.values[2][..])).collect();
        assert_eq!(found, [(Code::SourceMixed, range)]);
        let xml = archive("a.txt", &bytes, &Options::default());
        assert_eq!(claim(&xml), "binary");
        assert_eq!(restore(xml.as_bytes()).as_deref(), Ok(&bytes[..]));
    }
}

/// The archive of a file, as XML; no claim is made that does not hold.
fn archive(name: &str, bytes: &[u8], options: &Options) -> String {
    let input = Input { name: Some(name.to_owned()), bytes: bytes.into() };
    let conversion = read(&input, options, &Limits::default()).unwrap();
    let identity = Identity::of(&conversion.document);
    let file = output::tei::write(
        &conversion.document,
        Some(bytes),
        options,
        &Context::default(),
        &identity,
    )
    .unwrap();
    String::from_utf8(file.bytes).unwrap()
}

#[test]
fn every_corpus_file_is_restored_from_its_archive() {
    for (name, bytes) in corpus_texts() {
        let xml = archive(&name, &bytes, &Options::default());
        assert!(restore(xml.as_bytes()).unwrap() == bytes, "{name}");
        assert!(!xml.contains("binaryObject"), "{name} was embedded");
    }
}

/// How many random files are archived; `PAIBAN_RANDOM_FILES` asks for more or fewer.
const RANDOM_FILES: usize = 10_000;

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

/// Every encoding of the WHATWG Encoding Standard; GBK is read as GB18030.
const LABELS: [&str; 38] = [
    "utf-8",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "utf-16le",
    "utf-16be",
    "iso-2022-jp",
    "ibm866",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "windows-874",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "x-mac-cyrillic",
    "x-user-defined",
];

/// 漢字 in ISO-2022-JP, the one encoding with states.
const KANJI: &[u8] = b"\x1B$B4A;z\x1B(B";

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
        let encoder = Encoder::new(label);
        let put = |text: &str, bytes: &mut Vec<u8>| match &encoder {
            Ok(encoder) => text.chars().for_each(|c| {
                encoder.char(c, bytes);
            }),
            Err(_) if text.is_ascii() => bytes.extend_from_slice(text.as_bytes()),
            Err(_) => bytes.extend_from_slice(KANJI),
        };
        let mut bytes = Vec::new();
        let broken = below(3) == 0;
        if below(4) == 0 {
            put("\u{FEFF}", &mut bytes);
        }
        for _ in 0..=below(60) {
            put(SCRAPS[below(SCRAPS.len())], &mut bytes);
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

/// The archive of a document, and the codes that its writer reported.
fn written(
    document: &Document,
    original: Option<&[u8]>,
    options: &Options,
) -> (String, Vec<Code>) {
    let identity = Identity::of(document);
    let file = output::tei::write(document, original, options, &Context::default(), &identity)
        .unwrap();
    (
        String::from_utf8(file.bytes).unwrap(),
        file.diagnostics.iter().map(|found| found.code).collect(),
    )
}

fn claim(xml: &str) -> &str {
    let (_, rest) = xml.split_once("<note type=\"restore\">").unwrap();
    rest.split('<').next().unwrap()
}

fn document(bytes: &[u8], encoding: &str) -> Document {
    let mut options = Options::default();
    options.read.encoding = Some(encoding.to_owned());
    read(&Input { name: None, bytes: bytes.into() }, &options, &Limits::default())
        .unwrap()
        .document
}

#[test]
fn bytes_beyond_one_percent_travel_whole() {
    let text = "　　话说天下大势，分久必合，合久必分。\n".repeat(100);
    for (broken, expected) in [(40, "text"), (90, "binary")] {
        let mut bytes = text.clone().into_bytes();
        (0..broken).for_each(|n| bytes.insert(n * 59, 0xFF));
        let (xml, codes) = written(&document(&bytes, "utf-8"), None, &Options::default());
        assert_eq!(claim(&xml), expected);
        assert_eq!(codes.contains(&Code::TeiEmbedded), expected == "binary");
        assert!(restore(xml.as_bytes()).unwrap() == bytes);
    }
}

/// A filter may lose the places of a text, and with them which bytes it had.
#[test]
fn a_text_whose_check_fails_is_embedded() {
    let mut bytes = [0xC9, 0xBD].repeat(9);
    bytes.extend([0xA3, 0xA0, 0xC9, 0xBD, 0xA3, 0xAC]);
    let mut changed = document(&bytes, "gbk");
    paiban::model::visit_inlines_mut(&mut changed.body, &mut |inline| match inline {
        Inline::Text(text) => text.span = None,
        Inline::Gap(gap) => gap.span = None,
        _ => {}
    });
    let (xml, codes) = written(&changed, Some(&bytes), &Options::default());
    assert_eq!((claim(&xml), &codes[..]), ("binary", &[Code::TeiEmbedded][..]));
    assert_eq!(restore(xml.as_bytes()).as_deref(), Ok(&bytes[..]));
    // Without the file, or a place for it, no claim is made.
    let mut simple = Options::default();
    simple.tei.profile = TeiProfile::Simple;
    let mut alone = Options::default();
    alone.tei.no_embed_source = true;
    for (original, options) in
        [(None, Options::default()), (Some(&bytes[..]), simple), (Some(&bytes[..]), alone)]
    {
        let (xml, codes) = written(&changed, original, &options);
        assert_eq!((claim(&xml), &codes[..]), ("none", &[Code::TeiNotRestorable][..]));
        assert!(restore(xml.as_bytes()).is_err());
    }
}

/// Somebody changed the words: they are not the source's any more, and it is not theirs.
#[test]
fn a_changed_text_makes_no_claim() {
    let bytes = "山居记\n\n　　春天来了，山上的花都开了。\n".as_bytes();
    let original = document(bytes, "utf-8");
    let json = String::from_utf8(convert_to(bytes, OutputFormat::Json)).unwrap();
    assert_eq!(claim(&written(&original, Some(bytes), &Options::default()).0), "text");
    for (json, expected) in [(json.clone(), "text"), (json.replace("春天", "秋天"), "none")]
    {
        let input = Input { name: None, bytes: json.as_bytes().into() };
        let conversion =
            convert(&input, &[OutputFormat::Tei], &Options::default(), &Context::default())
                .unwrap();
        let xml = String::from_utf8(conversion.outputs[0].bytes.clone()).unwrap();
        assert_eq!(claim(&xml), expected);
        let is_reported =
            conversion.diagnostics.iter().any(|it| it.code == Code::TeiNotRestorable);
        assert_eq!(is_reported, expected == "none");
    }
    // Even if the file is available, as with a filter.
    let mut changed = original;
    paiban::model::visit_inlines_mut(&mut changed.body, &mut |inline| {
        if let Inline::Text(text) = inline {
            text.text = text.text.replace("春天", "秋天");
        }
    });
    let (xml, codes) = written(&changed, Some(bytes), &Options::default());
    assert_eq!((claim(&xml), &codes[..]), ("none", &[Code::TeiNotRestorable][..]));
    assert!(!xml.contains("binaryObject"));
}

fn convert_to(bytes: &[u8], format: OutputFormat) -> Vec<u8> {
    let input = Input { name: None, bytes: bytes.into() };
    let conversion =
        convert(&input, &[format], &Options::default(), &Context::default()).unwrap();
    conversion.outputs.into_iter().next().unwrap().bytes
}

/// A title and an author by option change the metadata of the text.
#[test]
fn what_a_user_knows_better_changes_the_header_alone() {
    let bytes = "山居记\n作者：刘奇\n\n　　春天来了，山上的花都开了。\n".as_bytes();
    let mut options = Options::default();
    options.meta.title = Some("另一题目".to_owned());
    options.meta.authors = vec!["林溪".to_owned()];
    let plain = archive("a.txt", bytes, &Options::default());
    let declared = archive("a.txt", bytes, &options);
    assert!(declared.contains("<title type=\"main\" xml:lang=\"zh-Hans\">另一题目</title>"));
    assert!(declared.contains("Overruled decisions: title; author."));
    let text = |xml: &str| {
        let text = xml[xml.find("<text").unwrap()..].to_owned();
        text.replace(" corresp=\"#agent-1\"", "").replace("docAuthor", "persName")
    };
    assert_eq!(text(&declared), text(&plain));
    assert_eq!(
        (claim(&declared), restore(declared.as_bytes()).as_deref()),
        ("text", Ok(bytes))
    );
}

/// The header says which decisions the reader had; the text is still the source's.
#[test]
fn decisions_of_users_are_recorded_and_change_no_character() {
    let bytes = "山居记\n开头\n春天来了，山上的花都开了。尾声\n页:\n".as_bytes();
    let sidecar = "[[decision]]\nline = 2\nis = \"paragraph\"\n\
        [[decision]]\nline = 3\ncolumn = 14\nis = \"heading\"\nlevel = 1\n";
    let mut options = Options::default();
    paiban::input::sidecar::parse(sidecar, &mut options.read).unwrap();
    options.read.headings =
        vec![HeadingPattern { pattern: "^第.+场$".to_owned(), level: Some(2) }];
    options.read.keep_residue = true;
    options.read.title_line = Some(1);
    options.meta.identifiers =
        vec![Identifier { scheme: "isbn".to_owned(), value: "9787020002207".to_owned() }];
    let declared = archive("a.txt", bytes, &options);
    assert!(
        declared.contains(
            "Options: headings ^第.+场$=2; title-line 1; identifier isbn:9787020002207; \
             keep-residue. Overruled decisions: line 2 is a paragraph; line 3, column 14 is a \
             heading of level 1."
        ),
        "{declared}"
    );
    assert!(declared.contains(">尾声</head>"), "{declared}");
    assert_eq!(
        (claim(&declared), restore(declared.as_bytes()).as_deref()),
        ("text", Ok(bytes))
    );
}

#[test]
fn sources_that_the_text_cannot_restore_are_embedded() {
    let tei =
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>甲</p></body></text></TEI>";
    let xml = archive("other.xml", tei.as_bytes(), &Options::default());
    assert_eq!(restore(xml.as_bytes()).as_deref(), Ok(tei.as_bytes()));
}

/// However often an archive names long bytes, no more are written than its header says about.
#[test]
fn restoring_stops_at_the_recorded_length() {
    let bytes = ["甲".repeat(400).as_bytes(), b"\xFF"].concat();
    let (xml, _) = written(&document(&bytes, "utf-8"), None, &Options::default());
    let declared = "name=\"bytes\" value=\"FF\"";
    assert!(xml.contains(declared), "{xml}");
    let long = declared.replace("FF", &"FF".repeat(500_000));
    let (begin, rest) = xml.split_once("<g ").unwrap();
    let (g, end) = rest.split_once("</g>").unwrap();
    let often = format!("<g {g}</g>").repeat(100_000);
    let bomb = format!("{begin}{often}{end}").replace(declared, &long);
    let refused = restore(bomb.as_bytes()).unwrap_err();
    assert_eq!(refused.diagnostic().code, Code::RestoreMismatch);
}
