//! Paragraphs to lines: what holds of any text at any measure.

use paiban::layout::{LineReport, inspect_lines};
use paiban::model::text;
use proptest::prelude::*;

use super::lines::{NEVER_AT_END, NEVER_AT_START, library, options};

/// How far a length may be off, in em.
const TOLERANCE: f32 = 0.01;

fn lines_of(line: &str, measure: f32) -> Vec<LineReport> {
    inspect_lines(&[text(line)], &options(measure), library()).0
}

/// Han, marks, words, numbers and spaces, as they come in Chinese.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[一二三四五六七八九十天地玄黄]{1,6}",
        4 => prop::sample::select(
            "，。、；：？！“”‘’（）《》「」【】·—～／…".chars().collect::<Vec<_>>()
        ).prop_map(String::from),
        1 => prop::sample::select(vec!["——", "……", "。”", "？！", "、《", "）。"]).prop_map(String::from),
        2 => "[a-zA-Z]{1,9}",
        2 => "[0-9]{1,5}(\\.[0-9]{1,2})?%?",
        1 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 1..24).prop_map(|pieces| pieces.concat())
}

/// Whether a break before this byte would leave a mark at the wrong end of a line.
fn is_forbidden(text: &str, at: usize) -> bool {
    let left = text[..at].trim_end_matches(' ').chars().next_back();
    let right = text[at..].chars().next();
    let (Some(left), Some(right)) = (left, right) else { return false };
    let is_dash = right == '—' && text[at..].starts_with("——");
    NEVER_AT_START.contains(right) && !is_dash || NEVER_AT_END.contains(left)
}

/// The least width of text that may not be parted, marks at their narrowest.
fn least_width(text: &str) -> f32 {
    let width = |c: char| match c {
        '一'..='龥' | '…' | '～' | '—' | '／' => 1.0,
        c if c.is_ascii() => 0.3,
        _ => 0.5,
    };
    text.chars().map(width).sum()
}

/// Whether the text around a byte can't be parted anywhere near within a line of this length.
fn is_unavoidable(text: &str, at: usize, measure: f32) -> bool {
    let may_part = |at: &usize| {
        let (left, right) = (text[..*at].chars().next_back(), text[*at..].chars().next());
        let han = |c: Option<char>| c.is_some_and(|c| ('一'..='龥').contains(&c));
        han(left) && !is_forbidden(text, *at) || han(right) && !is_forbidden(text, *at)
    };
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let from = bounds.iter().rev().filter(|b| **b < at).find(|b| may_part(b)).copied();
    let to = bounds.iter().filter(|b| **b > at).find(|b| may_part(b)).copied();
    let chain = &text[from.unwrap_or(0)..to.unwrap_or(text.len())];
    least_width(chain) > measure
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_say_what_the_paragraph_says(line in any_text(), measure in 2_u8..60) {
        let lines = lines_of(&line, f32::from(measure) / 2.0);
        let found: String = lines.iter().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(found, line);
    }

    #[test]
    fn no_line_is_too_long_and_all_but_the_last_are_filled(line in any_text(), measure in 8_u8..60) {
        let measure = f32::from(measure) / 2.0;
        for line in lines_of(&line, measure) {
            prop_assert!(line.width <= measure + TOLERANCE, "{:?}", line);
            let han = line.glyphs.iter().filter(|g| ("一".."龥").contains(&g.c.as_str())).count();
            if !line.last && han >= 2 {
                prop_assert!((line.width - measure).abs() <= TOLERANCE, "{:?}", line);
            }
            for (glyph, next) in line.glyphs.iter().zip(line.glyphs.iter().skip(1)) {
                prop_assert!((glyph.x + glyph.w - next.x).abs() <= 0.001, "{:?}", line);
            }
        }
    }

    #[test]
    fn no_mark_stands_at_the_wrong_end(line in any_text(), measure in 4_u8..60) {
        let measure = f32::from(measure) / 2.0;
        let mut at = 0;
        for found in lines_of(&line, measure) {
            prop_assert!(line[at..].starts_with(&found.text), "{} {:?}", line, found);
            if at > 0 && is_forbidden(&line, at) {
                prop_assert!(is_unavoidable(&line, at, measure), "{} | {}", &line[..at], &line[at..]);
            }
            at += found.text.len();
        }
    }
}
