//! Strings for PDF: cleaned, encoded, of limited length.

use std::borrow::Cow;
use std::cmp::Ordering;

use lopdf::{Object, StringFormat};

use crate::text::hex;
use crate::text::script::is_noncharacter;

/// The maximum length of a string, in bytes (ISO 19005-2 §6.1.13).
const LONGEST: usize = 32_767;

/// UTF-16BE with byte order mark (ISO 32000-1 §7.9.2.2).
pub(super) fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

/// A text string: ASCII unchanged, anything else in UTF-16 (ISO 32000-1 §7.9.2.2).
pub(super) fn text(text: &str) -> Object {
    let plain = is_plain(text);
    let mut bytes = if plain { text.as_bytes().to_vec() } else { utf16(text) };
    if bytes.len() > LONGEST {
        // Never through the middle of a surrogate pair.
        let end = LONGEST - 3;
        let low = !plain && (0xDC..=0xDF).contains(&bytes[end]);
        bytes.truncate(if low { end - 2 } else { end });
    }
    Object::String(bytes, StringFormat::Literal)
}

/// The order of the bytes of text strings: UTF-16 begins with a mark that ASCII has not.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    match (is_plain(a), is_plain(b)) {
        (true, true) => a.cmp(b),
        (false, false) => a.encode_utf16().cmp(b.encode_utf16()),
        (a, b) => b.cmp(&a),
    }
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7F).contains(&byte))
}

/// Text for metadata, bookmarks and descriptions: in one line, without control characters, which
/// XML and viewers refuse.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_control() || is_noncharacter(c) || c == '\u{FEFF}' => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// The text that a glyph may map to: U+0000, U+FEFF and U+FFFE are forbidden
/// (ISO 19005-2 §6.2.11.7.2). Never empty.
pub(super) fn mappable(text: &str) -> Cow<'_, str> {
    const FORBIDDEN: [char; 3] = ['\0', '\u{FEFF}', '\u{FFFE}'];
    if !text.is_empty() && !text.contains(FORBIDDEN) {
        return Cow::Borrowed(text);
    }
    let kept = text.replace(FORBIDDEN, "");
    Cow::Owned(if kept.is_empty() { '\u{FFFD}'.to_string() } else { kept })
}

/// Whether a character has no defined meaning (Private Use Area), so that its text must be declared
/// (ISO 19005-2 §6.2.11.7.3).
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// A URI with invalid characters percent-encoded (RFC 3986 §2.1); existing escapes are kept.
pub(super) fn uri(address: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(address.len());
    for byte in address.trim().bytes() {
        let stays = byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
        if stays {
            out.push(byte);
        } else {
            out.push(b'%');
            out.extend(hex::digits(byte));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use lopdf::Object;

    use super::{clean, mappable, order, text, uri};

    #[test]
    fn metadata_is_one_clean_line() {
        assert_eq!(clean("题\u{0}名\u{1b}[0m\r\n第二行\u{FFFE}\u{FEFF} "), "题名[0m 第二行");
    }

    #[test]
    fn a_long_string_ends_between_characters() {
        let Object::String(bytes, _) = text(&"\u{20000}".repeat(10_000)) else { panic!() };
        assert!(bytes.len() <= 32_767);
        let units: Vec<u16> =
            bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        assert!(String::from_utf16(&units).is_ok());
    }

    #[test]
    fn keys_are_in_the_order_of_their_bytes() {
        let mut keys = ["字", "b", "\u{20000}", "", "\u{FF01}", "a", "é"];
        keys.sort_by(|a, b| order(a, b));
        let written = keys.map(|key| text(key).as_str().expect("a string").to_vec());
        assert!(written.is_sorted(), "{keys:?}");
    }

    #[test]
    fn forbidden_characters_are_not_mapped() {
        assert_eq!(mappable("\u{FEFF}字\0"), "字");
        assert_eq!(mappable("\0"), "\u{FFFD}");
    }

    #[test]
    fn addresses_are_percent_encoded_once() {
        assert_eq!(uri("https://例.cn/a b?q=%E4"), b"https://%E4%BE%8B.cn/a%20b?q=%E4");
    }
}
