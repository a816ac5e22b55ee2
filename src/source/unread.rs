//! Encodings that are recognised but not supported: the WHATWG Encoding Standard has none of them,
//! and read as another one they would be nonsense. Takes bytes, returns the name of their encoding
//! in `iconv`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::text::script;

/// How much of a file is looked at, in bytes.
const SAMPLE: usize = 1 << 16;
/// The minimum number of Chinese characters in text that looks like UTF-7.
const ENOUGH: usize = 4;

/// The encoding of `bytes`, if it is one of these.
pub(super) fn name(bytes: &[u8]) -> Option<&'static str> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(name) = utf32(sample) {
        return Some(name);
    }
    if !sample.is_ascii() {
        return None;
    }
    // ISO/IEC 2022 names its sets by escapes (RFC 1922, RFC 1557).
    let has = |part: &[u8]| sample.windows(part.len()).any(|window| window == part);
    if has(b"\x1B$)A") || has(b"\x1B$)G") {
        return Some("ISO-2022-CN");
    }
    if has(b"\x1B$)C") {
        return Some("ISO-2022-KR");
    }
    let sample = std::str::from_utf8(sample).ok()?;
    if is_hz(sample) {
        return Some("HZ");
    }
    is_utf7(sample).then_some("UTF-7")
}

/// UTF-32 by its mark, or by the zeros that each character has (Unicode §3.10).
fn utf32(sample: &[u8]) -> Option<&'static str> {
    let (quads, _) = sample.as_chunks::<4>();
    let is_character = |unit: u32| unit != 0 && char::from_u32(unit).is_some();
    let all = |read: fn([u8; 4]) -> u32| {
        quads.len() > 1 && quads.iter().all(|quad| is_character(read(*quad)))
    };
    if all(u32::from_le_bytes) {
        return Some("UTF-32LE");
    }
    all(u32::from_be_bytes).then_some("UTF-32BE")
}

/// HZ: `~{` and `~}` around characters of GB 2312 in seven bits (RFC 1843).
fn is_hz(sample: &str) -> bool {
    let mut runs = sample.split("~{").skip(1).filter_map(|rest| rest.split_once("~}"));
    let is_run = |(inner, _): (&str, &str)| {
        let (pairs, rest) = inner.as_bytes().as_chunks::<2>();
        let is_character =
            |[row, cell]: &[u8; 2]| matches!(row, 0x21..=0x77) && matches!(cell, 0x21..=0x7E);
        rest.is_empty() && !pairs.is_empty() && pairs.iter().all(is_character)
    };
    let first = runs.next();
    first.is_some_and(|run| is_run(run) && runs.all(is_run))
}

/// UTF-7: `+` and `-` around UTF-16 in Base64 (RFC 2152).
fn is_utf7(sample: &str) -> bool {
    let mut chinese = 0;
    for rest in sample.split('+').skip(1) {
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(rest.len());
        let Ok(bytes) = STANDARD_NO_PAD.decode(&rest[..end]) else { continue };
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
        for c in char::decode_utf16(units) {
            let Ok(c) = c else { return false };
            chinese += usize::from(script::is_han(c) || script::is_cjk_punctuation(c));
        }
    }
    chinese >= ENOUGH
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "题目\n\n　　正文一段。\n";

    #[test]
    fn encodings_that_are_not_read_are_named() {
        let units = |write: fn(u32) -> [u8; 4], mark: bool| -> Vec<u8> {
            let mark = mark.then_some('\u{FEFF}');
            mark.into_iter().chain(TEXT.chars()).flat_map(|c| write(u32::from(c))).collect()
        };
        for mark in [false, true] {
            assert_eq!(name(&units(u32::to_le_bytes, mark)), Some("UTF-32LE"));
            assert_eq!(name(&units(u32::to_be_bytes, mark)), Some("UTF-32BE"));
        }
        assert_eq!(name(b"~{VPND~}\n\n~{R;6N~} abc\n"), Some("HZ"));
        assert_eq!(name(b"+mJh27g-\n\n+bWN+hw +ZYdbVw-\n"), Some("UTF-7"));
        assert_eq!(name(b"\x1B$)A\x0EVPND\x0F\n"), Some("ISO-2022-CN"));
        assert_eq!(name(b"\x1B$)C\x0EHQ18\x0F\n"), Some("ISO-2022-KR"));
    }

    #[test]
    fn text_that_only_looks_so_is_text() {
        for text in [
            TEXT,
            "a",
            "~{}~} ~{x~}",
            "if (a+b-c) { x+=y-1 }",
            "a+mJh27g-b",
            "1+1=2\n",
            "C++ and +ABCD-",
        ] {
            assert_eq!(name(text.as_bytes()), None, "{text}");
        }
        let utf16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(name(&utf16), None);
        assert_eq!(name(&encoding_rs::GB18030.encode(TEXT).0), None);
    }
}
