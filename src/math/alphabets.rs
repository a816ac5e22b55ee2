//! Letters of the mathematical alphabets: maps a plain letter and an alphabet to the character of
//! Unicode's block Mathematical Alphanumeric Symbols (The Unicode Standard, §22.2), or to the
//! letter itself if the alphabet lacks it.

use super::tree::{Alphabet, Symbol};

/// Characters that were encoded before the block, and leave holes in it.
const HOLES: [(u32, char); 24] = [
    (0x1D455, 'ℎ'),
    (0x1D49D, 'ℬ'),
    (0x1D4A0, 'ℰ'),
    (0x1D4A1, 'ℱ'),
    (0x1D4A3, 'ℋ'),
    (0x1D4A4, 'ℐ'),
    (0x1D4A7, 'ℒ'),
    (0x1D4A8, 'ℳ'),
    (0x1D4AD, 'ℛ'),
    (0x1D4BA, 'ℯ'),
    (0x1D4BC, 'ℊ'),
    (0x1D4C4, 'ℴ'),
    (0x1D506, 'ℭ'),
    (0x1D50B, 'ℌ'),
    (0x1D50C, 'ℑ'),
    (0x1D515, 'ℜ'),
    (0x1D51D, 'ℨ'),
    (0x1D53A, 'ℂ'),
    (0x1D53F, 'ℍ'),
    (0x1D545, 'ℕ'),
    (0x1D547, 'ℙ'),
    (0x1D548, 'ℚ'),
    (0x1D549, 'ℝ'),
    (0x1D551, 'ℤ'),
];

/// Greek letters in the order of the block, after Ω and ω.
const CAPITALS: &str = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇";
const SMALL: &str = "αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ";

impl Symbol {
    /// The character for it.
    pub(crate) fn shown(&self) -> char {
        shown(self.c, self.alphabet)
    }
}

/// A letter in an alphabet.
fn shown(c: char, alphabet: Alphabet) -> char {
    let alphabet = match alphabet {
        Alphabet::Default if c.is_ascii_alphabetic() => Alphabet::Italic,
        Alphabet::Default if SMALL.contains(c) && c != '∂' => Alphabet::Italic,
        Alphabet::Default => Alphabet::Upright,
        other => other,
    };
    match (c, alphabet) {
        ('ı', Alphabet::Italic | Alphabet::BoldItalic) | ('ı', Alphabet::Upright) => {
            return '𝚤';
        }
        ('ȷ', Alphabet::Italic | Alphabet::BoldItalic) | ('ȷ', Alphabet::Upright) => {
            return '𝚥';
        }
        (_, Alphabet::Upright) => return c,
        _ => {}
    }
    let letters = match alphabet {
        Alphabet::Bold => 0x1D400,
        Alphabet::Italic => 0x1D434,
        Alphabet::BoldItalic => 0x1D468,
        Alphabet::Script => 0x1D49C,
        Alphabet::Fraktur => 0x1D504,
        Alphabet::DoubleStruck => 0x1D538,
        Alphabet::Sans => 0x1D5A0,
        Alphabet::SansItalic => 0x1D608,
        Alphabet::Mono => 0x1D670,
        Alphabet::Default | Alphabet::Upright => return c,
    };
    let found = match c {
        'A'..='Z' => Some(letters + (u32::from(c) - 0x41)),
        'a'..='z' => Some(letters + 26 + (u32::from(c) - 0x61)),
        '0'..='9' => digits(alphabet).map(|zero| zero + (u32::from(c) - 0x30)),
        _ => greek(c, alphabet),
    };
    let Some(code) = found else { return c };
    match HOLES.iter().find(|(hole, _)| *hole == code) {
        Some((_, earlier)) => *earlier,
        None => char::from_u32(code).unwrap_or(c),
    }
}

fn digits(alphabet: Alphabet) -> Option<u32> {
    match alphabet {
        Alphabet::Bold | Alphabet::BoldItalic => Some(0x1D7CE),
        Alphabet::DoubleStruck => Some(0x1D7D8),
        Alphabet::Sans | Alphabet::SansItalic => Some(0x1D7E2),
        Alphabet::Mono => Some(0x1D7F6),
        _ => None,
    }
}

fn greek(c: char, alphabet: Alphabet) -> Option<u32> {
    let base = match alphabet {
        Alphabet::Bold => 0x1D6A8,
        Alphabet::Italic => 0x1D6E2,
        Alphabet::BoldItalic => 0x1D71C,
        _ => return None,
    };
    let place = |letters: &str| letters.chars().position(|letter| letter == c);
    let offset = place(CAPITALS).or_else(|| place(SMALL).map(|at| at + 26))?;
    Some(base + u32::try_from(offset).ok()?)
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::math::tree::Alphabet;

    #[test]
    fn letters_have_the_forms_of_their_alphabets() {
        let cases = [
            ('x', Alphabet::Default, '𝑥'),
            ('h', Alphabet::Default, 'ℎ'),
            ('α', Alphabet::Default, '𝛼'),
            ('ϕ', Alphabet::Default, '𝜙'),
            ('Γ', Alphabet::Default, 'Γ'),
            ('1', Alphabet::Default, '1'),
            ('d', Alphabet::Upright, 'd'),
            ('R', Alphabet::DoubleStruck, 'ℝ'),
            ('A', Alphabet::DoubleStruck, '𝔸'),
            ('1', Alphabet::DoubleStruck, '𝟙'),
            ('L', Alphabet::Script, 'ℒ'),
            ('g', Alphabet::Fraktur, '𝔤'),
            ('Ω', Alphabet::Bold, '𝛀'),
            ('ω', Alphabet::BoldItalic, '𝝎'),
            ('∇', Alphabet::Bold, '𝛁'),
            ('+', Alphabet::Bold, '+'),
        ];
        for (c, alphabet, form) in cases {
            assert_eq!(shown(c, alphabet), form, "{c} {alphabet:?}");
        }
    }
}
