//! Signs of symbol fonts (`w:sym`, ISO/IEC 29500-1, 17.3.3.30): the Unicode characters that look
//! like them.
//!
//! Takes a font and a code in it, returns a character; if none is known, a character outside
//! Unicode (外字) named after the font and the code.

use crate::model::{Attr, Gaiji, Inline, text};

/// Fonts, and their signs with the corresponding characters.
const FONTS: [(&str, &[(u32, char)]); 4] = [
    (
        "wingdings",
        &[
            (0x22, '✂'),
            (0x28, '☎'),
            (0x2A, '✉'),
            (0x41, '✌'),
            (0x46, '☞'),
            (0x4A, '☺'),
            (0x52, '☼'),
            (0x6C, '●'),
            (0x6D, '❍'),
            (0x6E, '■'),
            (0x6F, '□'),
            (0x71, '❑'),
            (0x72, '❒'),
            (0x74, '⧫'),
            (0x75, '◆'),
            (0x76, '❖'),
            (0x77, '⬥'),
            (0x9E, '·'),
            (0x9F, '•'),
            (0xA1, '○'),
            (0xA7, '▪'),
            (0xA8, '◻'),
            (0xAB, '★'),
            (0xD8, '➢'),
            (0xDF, '←'),
            (0xE0, '→'),
            (0xE1, '↑'),
            (0xE2, '↓'),
            (0xE8, '➔'),
            (0xF0, '⇨'),
            (0xFB, '✗'),
            (0xFC, '✓'),
            (0xFD, '☒'),
            (0xFE, '☑'),
        ],
    ),
    (
        "wingdings 2",
        &[
            (0x4F, '✗'),
            (0x50, '✓'),
            (0x51, '☒'),
            (0x52, '☑'),
            (0x53, '☒'),
            (0x54, '☒'),
            (0x97, '●'),
            (0x98, '•'),
            (0xA2, '■'),
            (0xA3, '□'),
            (0xAE, '◆'),
        ],
    ),
    ("wingdings 3", &[(0x7D, '▶'), (0x7C, '◀'), (0x70, '▲'), (0x71, '▼')]),
    (
        "symbol",
        &[
            (0xA3, '≤'),
            (0xA5, '∞'),
            (0xAE, '→'),
            (0xAC, '←'),
            (0xB0, '°'),
            (0xB1, '±'),
            (0xB3, '≥'),
            (0xB4, '×'),
            (0xB7, '•'),
            (0xB8, '÷'),
            (0xB9, '≠'),
            (0xBB, '≈'),
            (0xC5, '⊕'),
            (0xC7, '∩'),
            (0xC8, '∪'),
            (0xCE, '∈'),
            (0xD0, '∠'),
            (0xD6, '√'),
            (0xD7, '⋅'),
            (0xDE, '⇒'),
            (0xE5, '∑'),
            (0xF2, '∫'),
            (0x5E, '⊥'),
            (0x40, '≅'),
        ],
    ),
];

/// The Greek letters of the font Symbol, from `A` and `a`.
const GREEK: [&str; 2] = ["ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"];

/// The character for a sign; a character outside Unicode if none is known.
pub(super) fn sign(font: Option<&str>, place: Option<&str>) -> Result<char, Inline> {
    let name = font.unwrap_or_default().to_lowercase();
    let place = place.unwrap_or_default();
    let code = u32::from_str_radix(place, 16).unwrap_or_default();
    // Symbol fonts begin at U+F000.
    let own = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let known = FONTS
        .iter()
        .find(|(font, _)| *font == name)
        .and_then(|(_, signs)| signs.iter().find(|(at, _)| *at == own).map(|(_, sign)| *sign));
    let greek = || {
        let row = GREEK[usize::from(own >= 0x61)];
        let from = if own >= 0x61 { 0x61 } else { 0x41 };
        let at = own.checked_sub(from).filter(|_| name == "symbol")?;
        row.chars().nth(at as usize)
    };
    // Other fonts have Unicode signs, except in the private use area.
    let plain = || {
        let of_unicode = !(0xE000..=0xF8FF).contains(&code) && code >= 0x20;
        char::from_u32(code).filter(|_| of_unicode && !FONTS.iter().any(|(it, _)| *it == name))
    };
    known.or_else(greek).or_else(plain).ok_or_else(|| {
        let gaiji = Gaiji {
            attr: Attr::default(),
            name: format!("{} {place}", font.unwrap_or("?")),
            content: vec![text("□")],
            mappings: Vec::new(),
        };
        Inline::Gaiji(Box::new(gaiji))
    })
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn signs_by_font_and_place() {
        assert_eq!(sign(Some("Wingdings"), Some("F0FE")).ok(), Some('☑'));
        assert_eq!(sign(Some("Wingdings 2"), Some("0052")).ok(), Some('☑'));
        assert_eq!(sign(Some("Symbol"), Some("F061")).ok(), Some('α'));
        assert_eq!(sign(Some("Symbol"), Some("F0B1")).ok(), Some('±'));
        assert_eq!(sign(Some("宋体"), Some("2460")).ok(), Some('①'));
        assert!(sign(Some("Webdings"), Some("F061")).is_err());
    }
}
