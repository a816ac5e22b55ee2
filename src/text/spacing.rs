//! The gap between Han and Latin letters or numbers (中西文间距; CLREQ §3.2.2, `clreq.md` MIX-01 to
//! MIX-03): where it belongs. Its width is determined in layout.

use super::clusters::is_mark;
use super::script::{is_cjk, is_han, is_hangul, is_kana, is_zhuyin};

/// Whether a character takes a gap on its Latin side.
pub fn is_han_like(c: char) -> bool {
    is_han(c) || is_kana(c) || is_zhuyin(c)
}

/// A letter of a script that is set with spaces, or an ASCII digit.
fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && !is_cjk(c) && !is_hangul(c) && c.is_alphabetic())
}

/// Signs that are before a number and belong to it: the gap comes before them.
fn is_number_prefix(c: char) -> bool {
    matches!(
        c,
        '¥' | '￥'
            | '$'
            | '£'
            | '€'
            | '₩'
            | '+'
            | '-'
            | '−'
            | '±'
            | '#'
            | '№'
            | '<'
            | '>'
            | '≈'
            | '≤'
            | '≥'
    )
}

/// Signs that are after a number and belong to it: the gap comes after them.
fn is_number_suffix(c: char) -> bool {
    matches!(c, '%' | '‰' | '‱' | '°' | '′' | '″' | '℃' | '℉' | '¢' | '+')
}

/// Whether a gap belongs between `before` and `after`, two parts of a line that touch.
pub fn wants_gap(before: &str, after: &str) -> bool {
    let (Some(left), Some(right)) =
        (before.chars().rfind(|c| !is_mark(*c)), after.chars().next())
    else {
        return false;
    };
    if is_han_like(left) {
        let first = after.chars().find(|c| !is_number_prefix(*c));
        is_letter_or_digit(right)
            || is_number_prefix(right) && first.is_some_and(|c| c.is_ascii_digit())
    } else if is_han_like(right) {
        let last = before.chars().rev().find(|c| !is_number_suffix(*c) && !is_mark(*c));
        is_letter_or_digit(left)
            || is_number_suffix(left) && last.is_some_and(|c| c.is_ascii_digit())
    } else {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::wants_gap;

    #[test]
    fn mix_03_the_gap_is_outside_the_numeric_token() {
        for (before, after, gap) in [
            ("中", "A", true),
            ("A", "国", true),
            ("第", "1回", true),
            ("增长", "25%的", true),
            ("25%", "的", true),
            ("25", "%的", false),
            ("", "¥100", false),
            ("价", "¥100", true),
            ("价", "¥元", false),
            ("100", "元", true),
            ("，", "A", false),
            ("A", "。", false),
            ("（", "A", false),
            ("中", "Ａ", false),
            ("中", "①", false),
            ("中", "℃", false),
            ("25℃", "的", true),
            ("中", "№5", true),
            ("中", "★", false),
            ("中", "(", false),
            ("α", "中", true),
            ("中", "Ж", true),
            ("中", "é", true),
            ("か", "A", true),
            ("Pe\u{30D}h", "字", true),
            ("m\u{300}", "字", true),
            ("〇", "A", true),
            ("中", "국", false),
        ] {
            assert_eq!(wants_gap(before, after), gap, "{before}|{after}");
        }
    }
}
