//! Folding (归一): maps all characters that are read alike to one, so that a pattern is written once.
//!
//! Traditional characters fold to simplified ones (繁简), full-width Latin and digits to ASCII, marks
//! that only look different to the usual one, and Latin disguised by rings or Cyrillic to plain
//! Latin; invisible signs are skipped. The marks of Chinese text ，；：！？（） stay full-width: a pattern
//! distinguishes them from those of a Latin text. Folding is only for comparison: stored and
//! displayed text is never folded. `simplified.txt` has the pairs of traditional and simplified
//! characters of OpenCC (Apache-2.0), each the first in its table of characters.

use std::sync::LazyLock;

/// The Han characters in the table: Extension A to the end of the first block.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9FFF}';

/// The folded form of each of these characters; 0 if unchanged.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; LAST as usize - FIRST as usize + 1];
    for pair in include_str!("simplified.txt").split_ascii_whitespace() {
        let mut pair = pair.chars();
        if let (Some(from), Some(to)) = (pair.next(), pair.next())
            && let Some(entry) = table.get_mut((from as usize).wrapping_sub(FIRST as usize))
        {
            *entry = u16::try_from(to).unwrap_or(0);
        }
    }
    table
});

/// Characters that look like another one, which is the second of each.
const LOOKALIKES: [(char, char); 34] = [
    ('︰', '：'),
    ('﹕', '：'),
    ('∶', '：'),
    ('‧', '·'),
    ('・', '·'),
    ('•', '·'),
    ('∙', '·'),
    ('⋅', '·'),
    ('―', '—'),
    ('﹣', '-'),
    ('‐', '-'),
    ('‑', '-'),
    ('−', '-'),
    ('﹐', '，'),
    ('﹔', '；'),
    ('﹗', '！'),
    ('﹖', '？'),
    ('﹙', '（'),
    ('﹚', '）'),
    // Cyrillic
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('А', 'A'),
    ('Е', 'E'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
];

/// The folded form of `c`; `None` for an invisible one.
pub fn fold(c: char) -> Option<char> {
    Some(match c {
        '\0'..='\u{7F}' => c,
        FIRST..=LAST => match SIMPLIFIED[c as usize - FIRST as usize] {
            0 => c,
            simplified => char::from_u32(u32::from(simplified)).unwrap_or(c),
        },
        '（' | '）' | '，' | '：' | '；' | '！' | '？' => c,
        '\u{FF01}'..='\u{FF5E}' => shifted(c, '！', '!'),
        'Ⓐ'..='Ⓩ' => shifted(c, 'Ⓐ', 'A'),
        'ⓐ'..='ⓩ' => shifted(c, 'ⓐ', 'a'),
        // Zero-width signs, the soft hyphen, the byte order mark, variation selectors.
        '\u{AD}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' => return None,
        _ => LOOKALIKES.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to),
    })
}

/// The character at the same distance from `to` as `c` is from `from`.
fn shifted(c: char, from: char, to: char) -> char {
    char::from_u32(c as u32 - from as u32 + to as u32).unwrap_or(c)
}

/// A folded text.
pub fn folded(text: &str) -> String {
    text.chars().filter_map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_alike() {
        for (text, expected) in [
            ("著者︰青石板", "著者：青石板"),
            ("責任編輯：陳大文", "责任编辑：陈大文"),
            ("书袋网 ｗｗw.ｅxample．ｃom", "书袋网 www.example.com"),
            ("ⓦⓦⓦ.еxаmрle.соm", "www.example.com"),
            ("第\u{200B}１\u{FEFF}章", "第1章"),
            ("清‧曹雪芹", "清·曹雪芹"),
            ("（一）目标，“好”。", "（一）目标，“好”。"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn folding_is_idempotent() {
        let all = (0..=0x10FFFF).filter_map(char::from_u32);
        for (once, c) in all.filter_map(|c| Some((fold(c)?, c))) {
            assert_eq!(fold(once), Some(once), "{c}");
        }
    }
}
