//! Scripts of characters, for reading and typesetting Chinese; widths follow Unicode Standard Annex
//! 11.

/// Whether this is a Han character (汉字), radicals and 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '\u{2E80}'..='\u{2FDF}' | '〇' | '々' | '〻'
        | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303A}')
}

/// Whether this is hiragana or katakana.
pub fn is_kana(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' | '\u{1B000}'..='\u{1B16F}')
}

/// Whether this is a zhuyin letter (注音符号).
pub fn is_zhuyin(c: char) -> bool {
    matches!(c, '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}')
}

/// Whether this is hangul.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}')
}

/// Whether this is a letter of the Latin script.
pub fn is_latin(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | 'ª' | 'º' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2B8}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}'
        | '\u{A722}'..='\u{A787}')
}

/// Whether this is a character that is set among Han without a space around it: Han, kana,
/// zhuyin, CJK punctuation, full-width forms.
pub fn is_cjk(c: char) -> bool {
    is_han(c) || is_kana(c) || is_zhuyin(c) || is_cjk_punctuation(c) || is_fullwidth_form(c)
}

/// Whether this is a full-width form of an ASCII character: Ａ, １, ！.
pub fn is_fullwidth_form(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}')
}

/// Whether this is punctuation of CJK text: of the CJK block, full-width, or one of the marks
/// that CJK shares with Latin (“ ” ‘ ’ — … ·).
pub fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}'
        | '\u{3030}' | '\u{303D}' | '\u{30A0}' | '\u{30FB}' | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE6F}' | '！' | '＂' | '＇' | '（' | '）' | '，' | '－' | '．' | '／'
        | '：' | '；' | '？' | '［' | '］' | '｛' | '｝' | '～' | '｟' | '｠' | '｡'..='･'
        | '“' | '”' | '‘' | '’' | '—' | '―' | '…' | '‥' | '·' | '•' | '‧' | '⸺')
}

/// Whether this is white space that plain text indents and pads with: U+0020, tab, U+00A0,
/// U+3000 and the spaces of U+2000–200A, the zero-width ones and U+FEFF included; no line end.
pub fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200B}' | '\u{202F}' | '\u{205F}' | '\u{3000}' | '\u{FEFF}'
    )
}

/// Whether this has the width of a Han character in a fixed-width font (East Asian Wide or
/// Fullwidth of UAX 11, and the ambiguous marks that Chinese sets wide).
pub fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{33FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{A4CF}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1B000}'..='\u{1B2FF}' | '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}')
        || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '①'..='⑳' | '⑴'..='⒇')
}

/// The columns of a text in a fixed-width font: 2 for a wide character, else 1; 0 for control
/// characters and zero-width ones.
pub fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            // Nearly all of any Chinese text.
            '\u{4E00}'..='\u{9FFF}' => 2,
            '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' => {
                0
            }
            _ if is_wide(c) => 2,
            _ => 1,
        })
        .sum()
}

/// Whether Unicode never assigns a character to the code point (Unicode §23.7).
pub fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_common_characters() {
        assert!(is_han('汉') && is_han('〇') && is_han('𠮷') && !is_han('か') && !is_han('，'));
        assert!(is_kana('か') && is_kana('ー') && !is_kana('・'));
        assert!(
            is_cjk_punctuation('，') && is_cjk_punctuation('“') && !is_cjk_punctuation(',')
        );
        assert!(is_space('\u{3000}') && is_space('\u{A0}') && !is_space('\n'));
    }

    #[test]
    fn columns_count_wide_characters_twice() {
        assert_eq!(columns("中文 ab，"), 9);
        assert_eq!(columns("\u{1B}[m"), 2);
    }
}
