//! Valid identifiers: names without colon in every edition of XML (XML 1.0, 4th edition, appendix
//! B, which XML Schema 1.0 and so `xml:id` and EPUB's `id` are based on; the 5th edition allows
//! more), restricted to letters of the scripts that identifiers are written in.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether this is a valid identifier.
pub fn is_id(id: &str) -> bool {
    let mut chars = id.chars();
    chars.next().is_some_and(is_start) && chars.all(is_part)
}

/// The identifier for a name: itself if valid, otherwise with each invalid character as its code
/// point between low lines (`第１章` becomes `第_FF11_章`).
pub fn id_of(name: &str) -> Cow<'_, str> {
    if is_id(name) {
        return Cow::Borrowed(name);
    }
    let mut id = String::with_capacity(name.len() + 8);
    for c in name.chars() {
        if if id.is_empty() { is_start(c) } else { is_part(c) } {
            id.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(id, "_{:X}_", u32::from(c));
        }
    }
    Cow::Owned(id)
}

fn is_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z'
        // Latin, Greek, Cyrillic
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{131}'
        | '\u{134}'..='\u{13E}' | '\u{141}'..='\u{148}' | '\u{14A}'..='\u{17E}'
        | '\u{180}'..='\u{1C3}' | '\u{1CD}'..='\u{1F0}' | '\u{38E}'..='\u{3A1}'
        | '\u{3A3}'..='\u{3CE}' | '\u{401}'..='\u{40C}' | '\u{40E}'..='\u{44F}'
        | '\u{451}'..='\u{45C}' | '\u{45E}'..='\u{481}'
        // Han, kana, bopomofo, Hangul
        | '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3041}'..='\u{3094}'
        | '\u{30A1}'..='\u{30FA}' | '\u{3105}'..='\u{312C}' | '\u{4E00}'..='\u{9FA5}'
        | '\u{AC00}'..='\u{D7A3}')
}

fn is_part(c: char) -> bool {
    is_start(c)
        || matches!(c,
            '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{345}' | '\u{3005}'
            | '\u{309D}'..='\u{309E}' | '\u{30FC}'..='\u{30FE}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_every_edition_of_xml_allows_stay() {
        for id in ["第二章", "佐々木", "note-1", "_a.b", "é", "ルビー"] {
            assert_eq!(id_of(id), id);
        }
    }

    #[test]
    fn other_characters_become_their_code_points() {
        let named = [
            ("第１章", "第_FF11_章"),
            ("𠮷野", "_20BB7_野"),
            ("々", "_3005_"),
            ("1", "_31_"),
            ("a:b c", "a_3A_b_20_c"),
        ];
        for (name, id) in named {
            assert_eq!(id_of(name), id);
            assert!(is_id(id));
        }
    }
}
