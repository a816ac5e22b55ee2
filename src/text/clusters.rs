//! Clusters: a character with the marks and joiners set on it, which one face must set as a
//! whole (Unicode Standard Annex 29 §3, as far as faces are concerned), and the other spellings
//! of the same text (Annex 15).

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::breaks::is_chinese;

const JOINER: char = '\u{200D}';

/// The first cluster of a text; nothing of an empty one.
pub fn first_cluster(text: &str) -> &str {
    let mut chars = text.char_indices();
    let mut previous = chars.next().map_or('\0', |(_, c)| c);
    for (at, c) in chars {
        if !joins(previous, c) {
            return &text[..at];
        }
        previous = c;
    }
    text
}

/// Whether a character belongs to the cluster of the one before it.
fn joins(previous: char, c: char) -> bool {
    if c < '\u{300}' || matches!(c, '\u{4E00}'..='\u{9FFF}') {
        return false;
    }
    is_extender(c)
        || is_jamo(previous) && matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FB}')
        || previous == JOINER && (c.is_alphabetic() || is_pictograph(c)) && !is_chinese(c)
}

/// Whether this is a combining mark (general category M), a variation selector among them.
pub fn is_mark(c: char) -> bool {
    c >= '\u{300}' && is_combining_mark(c)
}

/// Whether a character belongs to what is before it: a mark, a joiner, the colour of an
/// emoji's skin, a tag.
fn is_extender(c: char) -> bool {
    is_mark(c)
        || matches!(c, '\u{200C}' | JOINER | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97C}' | '\u{AC00}'..='\u{D7FB}')
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Whether a character is invisible if a face does not have it (Unicode
/// `Default_Ignorable_Code_Point`, with the end of a line).
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}'
        | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character chooses a variant of the one before it.
pub fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}')
}

/// The other spellings of a text that mean exactly the same: composed (NFC) and decomposed
/// (NFD).
pub fn canonical_forms(text: &str) -> impl Iterator<Item = String> {
    [text.nfc().collect::<String>(), text.nfd().collect()]
        .into_iter()
        .filter(move |form| form != text)
}

/// The spellings that look alike (NFKC, NFKD); none if a sign would lose its height over the line,
/// and with it what it says: `tʰ` is not `th`.
pub fn compatible_forms(text: &str) -> impl Iterator<Item = String> {
    let is_raised = text.chars().any(is_raised_or_lowered);
    [text.nfkc().collect::<String>(), text.nfkd().collect()]
        .into_iter()
        .filter(move |form| !is_raised && form != text)
}

/// Whether the compatibility mapping of a character is tagged `<super>` or `<sub>` (UnicodeData).
fn is_raised_or_lowered(c: char) -> bool {
    matches!(c, 'ª' | '²' | '³' | '¹' | 'º' | '\u{2B0}'..='\u{2B8}' | '\u{2E0}'..='\u{2E4}'
        | '\u{10FC}' | '\u{1D2C}'..='\u{1D6A}' | '\u{1D78}' | '\u{1D9B}'..='\u{1DBF}'
        | '\u{2070}'..='\u{209C}' | '\u{2120}' | '\u{2122}' | '\u{2C7C}' | '\u{2C7D}'
        | '\u{2D6F}' | '\u{3192}'..='\u{319F}' | '\u{A69C}' | '\u{A69D}' | '\u{A770}'
        | '\u{A7F2}'..='\u{A7F4}' | '\u{A7F8}' | '\u{A7F9}' | '\u{AB5C}'..='\u{AB5F}'
        | '\u{AB69}' | '\u{10781}'..='\u{107BA}' | '\u{1E030}'..='\u{1E06D}'
        | '\u{1F16A}'..='\u{1F16C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_joiners_stay_with_their_base() {
        for (text, first) in [
            ("t\u{361}s", "t\u{361}"),
            ("e\u{302}\u{304}h", "e\u{302}\u{304}"),
            ("\u{301}a", "\u{301}"),
            ("か\u{3099}き", "か\u{3099}"),
            ("葛\u{E0100}城", "葛\u{E0100}"),
            ("❤\u{FE0F}!", "❤\u{FE0F}"),
            ("👩\u{200D}👧。", "👩\u{200D}👧"),
            ("👍🏽👍", "👍🏽"),
            ("ᄒ\u{1161}\u{11AB}ᄀ", "ᄒ\u{1161}\u{11AB}"),
            ("क\u{94D}\u{200D}ष", "क\u{94D}\u{200D}ष"),
            ("a\u{200D}字", "a\u{200D}"),
            ("字典", "字"),
            ("ab", "a"),
            ("", ""),
        ] {
            assert_eq!(first_cluster(text), first);
        }
    }

    #[test]
    fn the_same_text_has_other_spellings() {
        let canonical = |text: &str| canonical_forms(text).collect::<Vec<_>>();
        let compatible = |text: &str| compatible_forms(text).collect::<Vec<_>>();
        assert_eq!(canonical("\u{F914}")[0], "樂");
        assert_eq!(canonical("e\u{301}"), ["é"]);
        assert_eq!(canonical("é"), ["e\u{301}"]);
        assert_eq!(canonical("字"), Vec::<String>::new());
        assert_eq!(compatible("⼀")[0], "一");
        assert_eq!(compatible("㍿")[0], "株式会社");
        for raised in ["²", "ʰ", "ₐ", "ᵃ", "㆓", "™"] {
            assert_eq!(compatible(raised), Vec::<String>::new(), "{raised}");
        }
    }
}
