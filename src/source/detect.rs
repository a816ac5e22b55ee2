//! Detects the encoding of a file.
//!
//! Order: the user's option, byte order mark, UTF-16 by its zeros, ISO-2022-JP by its escapes,
//! valid UTF-8, UTF-16 by its characters, nearly valid UTF-8, the declaration of a page, and last a
//! guess from the frequency of characters, which also overrides a page that is plainly wrong.

use std::borrow::Cow;
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};

use super::encoding::by_label;
use crate::diag::Result;
use crate::text::script;

/// How many bytes of a file are sampled for a guess, from the first that is not ASCII: what comes
/// before is the same in all encodings except UTF-16.
const SAMPLE: usize = 64 * 1024;

/// The sample for a guess. It begins with a whole character: no first byte is ASCII.
fn sample(bytes: &[u8]) -> &[u8] {
    let from = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
    &bytes[from..bytes.len().min(from.saturating_add(SAMPLE))]
}

/// Valid multi-byte sequences of UTF-8 for each invalid one, from which on a file is damaged
/// UTF-8 and not another encoding: in legacy Chinese text nearly none is valid. So it is, too,
/// where sequences of three bytes and more, which no such text has by chance, are most of what is
/// not ASCII: a short file with a line from elsewhere.
const UTF8_DAMAGE_RATIO: usize = 20;

/// The characters that make up about a third of any Chinese or Japanese text, simplified and
/// traditional, with the commonest marks and kana. Text read in a wrong encoding has few.
const COMMON: &str = "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會\
也你对對生能而子那得于於着著下自之年过過发發后後作里用道行所然家事之其者曰無无与與此可如天\
，。、：；！？“”「」『』（）《》　のにはをたがでとしてもなれるっ";

/// [`COMMON`] in ascending order, to be looked up in for each character of a sample.
static COMMON_SORTED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut sorted: Vec<char> = COMMON.chars().collect();
    sorted.sort_unstable();
    sorted
});

/// The detected encoding of a file.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    /// The encoding.
    pub(super) encoding: &'static Encoding,
    /// The byte order mark, empty if there is none.
    pub(super) bom: &'a [u8],
    /// The confidence of a guess, in percent; `None` if the file or the user declares it.
    pub(super) guessed: Option<u8>,
}

/// Detects the encoding of `bytes`; `label` is the user's option.
pub(super) fn choose<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Choice<'a>> {
    let marked = Encoding::for_bom(bytes);
    let with_bom = |encoding, length| Choice { encoding, bom: &bytes[..length], guessed: None };
    if let Some(label) = label {
        let encoding = by_label(label)?;
        return Ok(match marked {
            Some((found, length)) if found == encoding || both_utf16(found, encoding) => {
                with_bom(found, length)
            }
            _ => with_bom(encoding, 0),
        });
    }
    if let Some((encoding, length)) = marked {
        return Ok(with_bom(encoding, length));
    }
    let utf16 = utf16_by_characters(bytes);
    if let Some(encoding) = utf16.filter(|_| bytes.contains(&0)) {
        return Ok(Choice { encoding, bom: &[], guessed: Some(95) });
    }
    if is_iso_2022_jp(bytes) {
        return Ok(Choice { encoding: ISO_2022_JP, bom: &[], guessed: Some(95) });
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(with_bom(UTF_8, 0));
    }
    if let Some(encoding) = utf16 {
        return Ok(Choice { encoding, bom: &[], guessed: Some(90) });
    }
    if is_damaged_utf8(bytes) {
        return Ok(Choice { encoding: UTF_8, bom: &[], guessed: Some(90) });
    }
    let declared = declared(bytes);
    let (encoding, confidence) = guess(bytes, declared);
    let guessed = (declared != Some(encoding)).then_some(confidence);
    Ok(Choice { encoding, bom: &[], guessed })
}

/// The encoding declared in the first kilobyte of a page, in `meta` or in the declaration of XML
/// (HTML Standard, 13.2.3.2).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const HEAD: usize = 1024;
    let head: String =
        bytes[..bytes.len().min(HEAD)].iter().map(|byte| char::from(byte & 0x7F)).collect();
    let head = head.to_ascii_lowercase();
    let start = head.trim_start_matches(|c: char| !c.is_ascii_graphic());
    let named = if start.starts_with("<?xml") {
        start.split_once("?>")?.0.split_once("encoding")?.1
    } else {
        let metas = head.split("<meta").skip(1);
        metas.filter_map(|meta| meta.split_once('>')?.0.split_once("charset")).next()?.1
    };
    let value = named.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let (label, _) = value.split_at(end.unwrap_or(value.len()));
    let found = by_label(label).ok()?;
    (!both_utf16(found, UTF_16LE) && found != UTF_8).then_some(found)
}

fn both_utf16(a: &Encoding, b: &Encoding) -> bool {
    let is_utf16 = |encoding: &Encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    is_utf16(a) && is_utf16(b)
}

/// UTF-16 without byte order mark: nearly all code units are then ASCII, Han or CJK marks in
/// one byte order, and few are in the other.
fn utf16_by_characters(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes[..bytes.len().min(SAMPLE)].as_chunks::<2>();
    if pairs.len() < 2 {
        return None;
    }
    let usual = |unit: u16| {
        matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x2010..=0x2026 | 0x3000..=0x30FF
            | 0x4E00..=0x9FA5 | 0xFF01..=0xFF5E)
    };
    let percent = |read: fn([u8; 2]) -> u16| {
        pairs.iter().filter(|pair| usual(read(**pair))).count() * 100 / pairs.len()
    };
    let (little, big) = (percent(u16::from_le_bytes), percent(u16::from_be_bytes));
    match (little, big) {
        (90.., 0..60) => Some(UTF_16LE),
        (0..60, 90..) => Some(UTF_16BE),
        _ => None,
    }
}

/// Text in seven bits that begins its sets of characters with escapes, as RFC 1468 names them.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let escapes: [&[u8]; 2] = [b"\x1B$B", b"\x1B$@"];
    bytes.is_ascii() && bytes.windows(3).any(|window| escapes.contains(&window))
}

fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let sample = sample(bytes);
    let (mut valid, mut invalid, mut long) = (0usize, 0usize, 0usize);
    for chunk in sample.utf8_chunks() {
        for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
            valid += 1;
            long += Some(c.len_utf8()).filter(|length| *length > 2).unwrap_or(0);
        }
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    let surrogates = surrogates(sample);
    let foreign = sample.iter().filter(|byte| !byte.is_ascii()).count() - 3 * surrogates;
    if valid == 0 {
        return surrogates > 0 && foreign == 0;
    }
    // Each of their bytes is one that does not fit.
    let invalid = invalid.saturating_sub(3 * surrogates);
    valid >= invalid.saturating_mul(UTF8_DAMAGE_RATIO) || long * 2 > foreign
}

/// The number of surrogates in `bytes` encoded as if they were characters of UTF-8, which has none
/// (Unicode §3.9, D92): halves of emoji from programs that work in UTF-16.
pub(super) fn surrogates(bytes: &[u8]) -> usize {
    let is_one = |window: &&[u8]| matches!(window, [0xED, 0xA0..=0xBF, 0x80..=0xBF]);
    bytes.windows(3).filter(is_one).count()
}

/// A file name in its detected legacy encoding: archivers wrote that of their system.
pub(crate) fn legacy_name(bytes: &[u8]) -> Cow<'_, str> {
    guess(bytes, None).0.decode_without_bom_handling(bytes).0
}

/// The declared encoding, else the detector's guess, unless another East Asian encoding yields far
/// more usual text.
pub(super) fn guess(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> (&'static Encoding, u8) {
    let sample = sample(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() < SAMPLE);
    // The hint decides short texts for simplified Chinese.
    let guess = by_label(detector.guess(Some(b"cn"), Utf8Detection::Deny).name());
    let guess = declared.or(guess.ok()).unwrap_or(GB18030);
    let mut best = (guess, usual_percent(sample, guess));
    for encoding in [GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR] {
        let percent = usual_percent(sample, encoding);
        if percent > best.1 * 3 / 2 && percent >= 10 {
            best = (encoding, percent);
        }
    }
    let (encoding, percent) = best;
    // Common characters make up about a third of real text.
    let confidence = u8::try_from((40 + percent * 2).min(99)).unwrap_or(99);
    (encoding, confidence)
}

/// The share of common characters among those that are not ASCII, in percent; undecodable
/// bytes count against it.
pub(super) fn usual_percent(sample: &[u8], encoding: &'static Encoding) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut all, mut common, mut bad) = (0usize, 0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        bad += usize::from(c == char::REPLACEMENT_CHARACTER);
        let cjk = script::is_han(c) || script::is_cjk_punctuation(c) || script::is_kana(c);
        let usual = (cjk || c == '\u{3000}') && COMMON_SORTED.binary_search(&c).is_ok();
        common += usize::from(usual);
    }
    common.saturating_sub(bad * 3) * 100 / all.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(bytes: &[u8]) -> &'static str {
        choose(bytes, None).unwrap().encoding.name()
    }

    /// A line from elsewhere is damage of the file, not its encoding; in whole texts of other
    /// encodings hardly anything looks like UTF-8.
    #[test]
    fn a_foreign_line_does_not_make_a_file_foreign() {
        let own = "题目\n\n　　正文一段，说的是旧事。\n";
        let line = "转自某处的一行。\n";
        for foreign in [GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR] {
            let (bytes, ..) = foreign.encode(line);
            let mixed = [own.as_bytes(), &bytes].concat();
            assert_eq!(chosen(&mixed), "UTF-8", "{}", foreign.name());
        }
        let whole = GB18030.encode(own).0;
        assert_eq!(chosen(&whole), "gb18030");
        assert_eq!(chosen(&[&whole, line.as_bytes()].concat()), "gb18030");
        assert_eq!(chosen(&BIG5.encode("題目\n\n　　正文一段，說的是舊事。\n").0), "Big5");
    }

    /// Half an emoji, as programs that work in UTF-16 leave it.
    #[test]
    fn a_lone_surrogate_does_not_make_a_file_foreign() {
        for around in ["好", "abc", "他说：", "é", ""] {
            let bytes = [around.as_bytes(), b"\xED\xA0\xBD", "\n".as_bytes()].concat();
            assert_eq!(chosen(&bytes), "UTF-8", "{around}");
        }
        // The same bytes are half of 恚啊 where no UTF-8 is beside them.
        assert_eq!(chosen(b"\xED\xA1\xB0\xA1\xA3\xAC\n"), "gb18030");
    }

    #[test]
    fn escapes_show_iso_2022_jp() {
        assert_eq!(chosen(b"\x1B$BF|K\\8l\x1B(B\n"), "ISO-2022-JP");
        assert_eq!(chosen(b"\x1B[1m\xE6\x96\x87\x1B[0m $B\n"), "UTF-8");
    }
}
