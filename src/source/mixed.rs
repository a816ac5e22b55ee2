//! Files of two encodings: for instance a text in UTF-8 with chapters appended in GBK.
//!
//! Takes the bytes of a file, returns its parts with their encodings, if there are two. Line ends
//! are the same bytes in all candidate encodings, so a file is split at them. A line determines its
//! encoding if it contains a sequence of UTF-8 of three bytes and nothing else, or bytes that are
//! invalid in UTF-8; any other line belongs to the one before it. A split is used only if it yields
//! far more usual text than a single encoding.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use super::detect::{guess, surrogates, usual_percent};

/// The minimum share of usual characters in the text of either encoding, in percent.
const USUAL_PERCENT: usize = 10;

/// Bytes in one encoding.
#[derive(Clone, Debug)]
pub(super) struct EncodedRange {
    pub(super) bytes: Range<usize>,
    pub(super) encoding: &'static Encoding,
}

/// The evidence of a line for its encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEncoding {
    Utf8,
    Legacy,
}

/// The parts of a file in UTF-8 and another encoding, in order; `None` if it has only one.
pub(super) fn parts(bytes: &[u8]) -> Option<Vec<EncodedRange>> {
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let mut runs: Vec<(Range<usize>, LineEncoding)> = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        let end = start + line.len();
        match (runs.last_mut(), kind(line)) {
            (Some((run, of)), found) if found.is_none_or(|found| found == *of) => run.end = end,
            (None, None) => continue,
            (_, found) => runs.extend(found.map(|found| (start..end, found))),
        }
        start = end;
    }
    if let Some((first, _)) = runs.first_mut() {
        first.start = 0;
    }
    if runs.len() < 2 {
        return None;
    }
    let all = |of: LineEncoding| -> Vec<u8> {
        let of = runs.iter().filter(|(_, kind)| *kind == of);
        of.flat_map(|(run, _)| &bytes[run.clone()]).copied().collect()
    };
    let (utf8, other) = (all(LineEncoding::Utf8), all(LineEncoding::Legacy));
    let (legacy, _) = guess(&other, None);
    let is_clear = |text: &[u8], right: &'static Encoding, wrong: &'static Encoding| {
        let percent = usual_percent(text, right);
        percent >= USUAL_PERCENT && percent > usual_percent(text, wrong) * 2
    };
    (is_clear(&utf8, UTF_8, legacy) && is_clear(&other, legacy, UTF_8)).then(|| {
        let encoding = |kind| if kind == LineEncoding::Utf8 { UTF_8 } else { legacy };
        runs.into_iter()
            .map(|(bytes, kind)| EncodedRange { bytes, encoding: encoding(kind) })
            .collect()
    })
}

/// The encoding that most bytes are in.
pub(super) fn main_encoding(parts: &[EncodedRange]) -> &'static Encoding {
    let length = |utf8: bool| -> usize {
        let of = parts.iter().filter(|part| (part.encoding == UTF_8) == utf8);
        of.map(|part| part.bytes.len()).sum()
    };
    let legacy = parts.iter().map(|part| part.encoding).find(|encoding| *encoding != UTF_8);
    legacy.filter(|_| length(false) > length(true)).unwrap_or(UTF_8)
}

fn kind(line: &[u8]) -> Option<LineEncoding> {
    if line.is_ascii() {
        return None;
    }
    let long: usize = line
        .utf8_chunks()
        .flat_map(|chunk| chunk.valid().chars())
        .map(|c| Some(c.len_utf8()).filter(|length| *length > 2).unwrap_or(0))
        .sum();
    if std::str::from_utf8(line).is_ok() {
        return (long > 0).then_some(LineEncoding::Utf8);
    }
    let foreign = line.iter().filter(|byte| !byte.is_ascii()).count() - 3 * surrogates(line);
    // A line of UTF-8 that is damaged.
    Some(if long * 2 > foreign { LineEncoding::Utf8 } else { LineEncoding::Legacy })
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, SHIFT_JIS};

    const OWN: &str = "题目\n\n　　正文一段，说的是旧事。abc\n\n那时候山里没有人。\n";
    const OTHER: &str = "後記\n\n　　之後的事，人人都知道了。\n\n他在山上，有一個人。\n";

    fn encodings(bytes: &[u8]) -> Vec<(&'static str, usize)> {
        let parts = parts(bytes).unwrap_or_default();
        assert_eq!(parts.last().map_or(bytes.len(), |part| part.bytes.end), bytes.len());
        parts.iter().map(|part| (part.encoding.name(), part.bytes.start)).collect()
    }

    #[test]
    fn parts_are_found_in_any_order() {
        for legacy in [GB18030, BIG5] {
            let other = legacy.encode(OTHER).0;
            let name = legacy.name();
            let mixed = [OWN.as_bytes(), &other].concat();
            assert_eq!(encodings(&mixed), [("UTF-8", 0), (name, OWN.len())]);
            let mixed = [&other, OWN.as_bytes(), &other].concat();
            let second = other.len();
            let third = second + OWN.len();
            assert_eq!(encodings(&mixed), [(name, 0), ("UTF-8", second), (name, third)]);
            assert_eq!(main_encoding(&parts(&mixed).unwrap()).name(), name);
        }
    }

    #[test]
    fn a_file_in_one_encoding_has_no_parts() {
        for encoding in [GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR] {
            for text in [OWN, OTHER] {
                assert_eq!(encodings(&encoding.encode(text).0), [], "{}", encoding.name());
            }
        }
        assert_eq!(encodings(OWN.as_bytes()), []);
        let damaged = [OWN.as_bytes(), b"\xFF\xFE\n", "他\u{1}".as_bytes(), b"\x80\n"].concat();
        assert_eq!(encodings(&damaged), []);
    }
}
