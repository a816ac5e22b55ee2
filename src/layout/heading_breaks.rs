//! Line breaks in headings of two lines: after a phrase, not within one (`clreq.md` HED-03).

use crate::model::{Inline, Text, plain_text};
use crate::text::punctuation::{is_closing, is_dash, is_opening};

/// Marks after which a phrase ends.
const PHRASE_END: [char; 8] = ['，', '；', '：', '！', '？', '。', ',', '　'];
/// The minimum length of a line in a heading, in em.
const SHORTEST: f32 = 3.0;
/// The maximum share of the measure for a line, since letters are wider than their columns.
const FULLEST: f32 = 0.97;

/// The heading with a line break after the phrase that divides it best; `None` if it fits on one
/// line, needs three, or has no phrase to break after.
pub(super) fn divide(content: &[Inline], measure_em: f32) -> Option<Vec<Inline>> {
    let text = plain_text(content);
    let room = measure_em * FULLEST;
    if em(&text) <= room || text.contains('\n') {
        return None;
    }
    let at = ends(&text)
        .into_iter()
        .filter(|at| {
            let (left, right) = text.split_at(*at);
            [left, right].iter().all(|part| (SHORTEST..=room).contains(&em(part)))
        })
        .min_by(|a, b| uneven(&text, *a).total_cmp(&uneven(&text, *b)))?;
    insert(content, at)
}

/// The size at which a heading without such a phrase fits on one line, if that is not much smaller:
/// a split word looks worse.
pub(super) fn one_line_size(content: &[Inline], measure: f32, size: f32, least: f32) -> f32 {
    let fitting = measure * FULLEST / em(&plain_text(content)).max(1.0);
    if fitting < size && fitting >= size * least { fitting } else { size }
}

fn em(text: &str) -> f32 {
    text.trim().chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

fn uneven(text: &str, at: usize) -> f32 {
    let (left, right) = text.split_at(at);
    (em(left) - em(right)).abs()
}

/// The bytes after which phrases end, outside quotation marks and brackets.
fn ends(text: &str) -> Vec<usize> {
    let mut depth = 0_u32;
    let mut ends = Vec::new();
    let mut dashes = 0;
    for (at, c) in text.char_indices() {
        if is_opening(c) {
            depth += 1;
        } else if is_closing(c) && !PHRASE_END.contains(&c) {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 && PHRASE_END.contains(&c) {
            ends.push(at + c.len_utf8());
        }
        // A dash belongs to the text after it.
        if depth == 0 && is_dash(c) {
            dashes += 1;
            if dashes == 1 && at > 0 {
                ends.push(at);
            }
        } else {
            dashes = 0;
        }
    }
    ends
}

/// Breaks the line at an offset of the plain text, if a top-level text contains it.
fn insert(content: &[Inline], at: usize) -> Option<Vec<Inline>> {
    let mut out = Vec::with_capacity(content.len() + 2);
    let mut passed = 0;
    let mut done = false;
    for inline in content {
        let length = plain_text(std::slice::from_ref(inline)).len();
        match inline {
            Inline::Text(text) if !done && at >= passed && at < passed + length => {
                let (left, right) = text.text.split_at(at - passed);
                out.extend(part(text, left, 0));
                out.push(Inline::LineBreak(Box::default()));
                out.extend(part(
                    text,
                    right.trim_start(),
                    text.text.len() - right.trim_start().len(),
                ));
                done = true;
            }
            other => out.push(other.clone()),
        }
        passed += length;
    }
    done.then_some(out)
}

/// A piece of a text that begins `offset` bytes into it.
fn part(text: &Text, piece: &str, offset: usize) -> Option<Inline> {
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let exact = text.span.filter(|span| (span.end - span.start) == clamp(text.text.len()));
    let span = match exact {
        Some(span) => Some(span.part(offset..offset + piece.len())),
        // A shown text that is not the source's letter for letter represents all of it.
        None => text.span,
    };
    (!piece.is_empty()).then(|| Inline::Text(Text { text: piece.to_owned(), span }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text;

    fn divided(heading: &str, measure: f32) -> Option<String> {
        divide(&[text(heading)], measure).map(|inlines| plain_text(&inlines))
    }

    #[test]
    fn a_heading_breaks_after_a_phrase() {
        let heading = "构建走亲连心的长效机制，使“带着感情经常走、带着问题及时走”成为常态";
        assert_eq!(
            divided(heading, 30.0).as_deref(),
            Some("构建走亲连心的长效机制，\n使“带着感情经常走、带着问题及时走”成为常态")
        );
        assert_eq!(divided(heading, 40.0), None, "it fits one line");
        assert_eq!(divided(heading, 15.0), None, "it needs three");
    }

    #[test]
    fn no_break_is_inside_quotation_marks_or_leaves_a_character_alone() {
        assert_eq!(divided("他说：“来，来，来，都来，都到这里来”", 10.0), None);
        assert_eq!(
            divided("第一章　风雪山神庙——林冲夜奔", 10.0).as_deref(),
            Some("第一章　风雪山神庙\n——林冲夜奔")
        );
    }
}
