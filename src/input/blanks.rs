//! Blanks (填空): runs of `_` to be filled in, in the text of any reader.
//!
//! Takes a text, and later the blocks made from it; returns the places of its blanks, and the
//! blocks with an inline for each. A run of three or more signs is a blank, `_` and `＿` alike, and
//! so are two alone inside brackets. Where `_` means emphasis in Markdown (CommonMark 0.31, 6.2)
//! [`Signs::Markdown`] leaves it: `___着重___` between white space.

use std::ops::Range;

use crate::model::{
    Attr, Blank, Block, Gap, GapKind, Inline, Paragraph, PartMut, Span, Text, plain_text,
};

/// The minimum number of signs of a blank anywhere.
const LEAST: usize = 3;
/// The minimum number alone on a line for a line to write on; three are a break between scenes.
const LEAST_OF_A_LINE: usize = 4;
/// Brackets in which two signs are a blank.
const BRACKETS: [(char, char); 9] = [
    ('（', '）'),
    ('(', ')'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('〔', '〕'),
    ('［', '］'),
    ('[', ']'),
    ('「', '」'),
];

/// The syntax in which `_` occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signs {
    /// None.
    Text,
    /// `_` is also used for emphasis and breaks between scenes; `\_` is the character itself.
    Markdown,
}

/// A run of signs.
#[derive(Clone, Debug)]
struct Run {
    range: Range<usize>,
    count: usize,
    /// Whether all are `_` without a `\` before them.
    bare: bool,
}

/// The places of the blanks in `text`, in order; `from` is the offset of the text.
pub(super) fn find(text: &str, from: usize, signs: Signs) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = runs(text, from, signs == Signs::Markdown).into_iter().peekable();
    while let Some(run) = rest.next() {
        if signs == Signs::Markdown {
            let closing = rest.next_if(|next| is_emphasis(text, &run, next));
            if closing.is_some() || is_break(text, &run) {
                continue;
            }
        }
        if run.count >= LEAST || run.count == 2 && is_bracketed(text, &run.range) {
            found.push(run.range);
        }
    }
    found
}

fn runs(text: &str, from: usize, escapes: bool) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let mut chars = text[from..].char_indices().map(|(at, c)| (from + at, c)).peekable();
    while let Some((start, c)) = chars.next() {
        let escaped = escapes && c == '\\';
        let sign = match (escaped, chars.peek()) {
            (true, Some((_, next))) => {
                let sign = *next == '_';
                chars.next();
                sign
            }
            _ => matches!(c, '_' | '＿'),
        };
        if !sign {
            continue;
        }
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        match found.last_mut().filter(|run| run.range.end == start) {
            Some(run) => {
                run.range.end = end;
                run.count += 1;
                run.bare &= c == '_';
            }
            None => found.push(Run { range: start..end, count: 1, bare: c == '_' }),
        }
    }
    found
}

/// Whether two consecutive runs are the marks of emphasis: equally long, white space outside,
/// letters inside, and no paragraph end between them.
fn is_emphasis(text: &str, opening: &Run, closing: &Run) -> bool {
    let inside = &text[opening.range.end..closing.range.start];
    let outside = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    opening.count >= LEAST
        && opening.count == closing.count
        && opening.bare
        && closing.bare
        && outside(text[..opening.range.start].chars().next_back())
        && outside(text[closing.range.end..].chars().next())
        && is_letter(inside.chars().next())
        && is_letter(inside.chars().next_back())
        && !inside.lines().skip(1).any(|line| line.trim().is_empty())
}

/// Whether a run of three is alone on its line, except for the marks of quotations and lists. It
/// looks in both directions only as far as the first deciding character, since a line may have any
/// number of runs.
fn is_break(text: &str, run: &Run) -> bool {
    let marks = |c: &char| c.is_whitespace() || c.is_ascii_digit() || ">-+*.)".contains(*c);
    let lead = text[..run.range.start].chars().rev().take_while(|c| *c != '\n');
    let mut line = text[run.range.end..].chars().take_while(|c| *c != '\n');
    (LEAST..LEAST_OF_A_LINE).contains(&run.count)
        && run.bare
        && line.all(char::is_whitespace)
        && lead.skip_while(marks).all(|c| c == '\u{FEFF}')
}

fn is_bracketed(text: &str, run: &Range<usize>) -> bool {
    let before = text[..run.start].trim_end_matches([' ', '\u{3000}']).chars().next_back();
    let after = text[run.end..].trim_start_matches([' ', '\u{3000}']).chars().next();
    BRACKETS.iter().any(|(open, close)| before == Some(*open) && after == Some(*close))
}

/// Makes blanks of the texts at these places; lines with nothing else become separate paragraphs,
/// as wide as the measure. Cells of a table are excluded.
pub(super) fn mark(blocks: &mut Vec<Block>, places: &[Range<usize>]) {
    if !places.is_empty() {
        mark_in(blocks, places, true);
    }
}

fn mark_in(blocks: &mut Vec<Block>, places: &[Range<usize>], lines: bool) {
    let mut out = Vec::with_capacity(blocks.len());
    for mut block in blocks.drain(..) {
        match &mut block {
            // Their signs are literal.
            Block::Code(_)
            | Block::Math(_)
            | Block::ThematicBreak(_)
            | Block::Residue(_)
            | Block::Contents(_) => {}
            Block::Paragraph(it) => {
                inlines(&mut it.content, places);
                if lines && it.content.iter().any(is_long) {
                    let paragraph = std::mem::take(it);
                    split(paragraph, &mut out);
                    continue;
                }
            }
            other => {
                let lines = lines && !matches!(other, Block::Table(_));
                other.children_mut(&mut |part| match part {
                    PartMut::Blocks(inner) => mark_in(inner, places, lines),
                    PartMut::Inlines(inner) => inlines(inner, places),
                });
            }
        }
        out.push(block);
    }
    *blocks = out;
}

fn inlines(content: &mut Vec<Inline>, places: &[Range<usize>]) {
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for mut inline in content.drain(..) {
        match inline {
            Inline::Text(text) => of_text(text, places, &mut out),
            // The `\` before a sign belongs to the blank.
            Inline::Gap(gap) if is_within(gap.span, places) => {
                push(Inline::Gap(gap), &mut out);
            }
            Inline::Code(_) | Inline::Math(_) | Inline::Blank(_) => out.push(inline),
            Inline::Link(ref it) if it.target.ends_with(plain_text(&it.content).as_str()) => {
                out.push(inline);
            }
            _ => {
                inline.children_mut(&mut |part| match part {
                    PartMut::Inlines(inner) => inlines(inner, places),
                    PartMut::Blocks(inner) => mark(inner, places),
                });
                out.push(inline);
            }
        }
    }
    *content = out;
}

/// The blank that contains a place, if any.
fn place_at(start: usize, places: &[Range<usize>]) -> Option<&Range<usize>> {
    let next = places.partition_point(|place| place.end <= start);
    places.get(next)
}

fn is_within(span: Option<Span>, places: &[Range<usize>]) -> bool {
    span.is_some_and(|span| {
        let range = span.range();
        place_at(range.start, places)
            .is_some_and(|it| it.start <= range.start && range.end <= it.end)
    })
}

/// A text, split at its blanks.
fn of_text(text: Text, places: &[Range<usize>], out: &mut Vec<Inline>) {
    let exact = text.span.filter(|span| span.range().len() == text.text.len());
    let Some(span) = exact else { return out.push(Inline::Text(text)) };
    let whole = span.range();
    let mut at = whole.start;
    while at < whole.end {
        let place = place_at(at, places).filter(|place| place.start < whole.end);
        let (end, blank) = match place {
            Some(place) if place.start <= at => (place.end.min(whole.end), true),
            Some(place) => (place.start, false),
            None => (whole.end, false),
        };
        let part = span.part(at - whole.start..end - whole.start);
        let piece = Inline::text_at(&text.text[at - whole.start..end - whole.start], part);
        if blank {
            push(piece, out);
        } else {
            out.push(piece);
        }
        at = end;
    }
}

/// Appends a piece to the blank that ends where it begins, or to a new one.
fn push(piece: Inline, out: &mut Vec<Inline>) {
    let span = |inline: &Inline| match inline {
        Inline::Text(it) => it.span,
        Inline::Gap(it) => it.span,
        _ => None,
    };
    let start = span(&piece).map(|span| span.start);
    if let Some(Inline::Blank(blank)) = out.last_mut()
        && blank.content.last().and_then(span).map(|span| span.end) == start
    {
        return blank.content.push(piece);
    }
    let blank = Blank { content: vec![piece], ..Blank::default() };
    out.push(Inline::Blank(Box::new(blank)));
}

/// Whether a blank is long enough for a separate line.
fn is_long(inline: &Inline) -> bool {
    matches!(inline, Inline::Blank(it) if plain_text(&it.content).chars().count() >= LEAST_OF_A_LINE)
}

fn ends_line(inline: &Inline) -> bool {
    match inline {
        Inline::Gap(gap) => matches!(gap.kind, GapKind::LineEnd | GapKind::LineEndAsSpace),
        Inline::LineBreak(_) => true,
        _ => false,
    }
}

/// Splits a paragraph at the lines that contain only a long blank.
fn split(paragraph: Paragraph, out: &mut Vec<Block>) {
    let mut attr = Some(paragraph.attr);
    let mut open: Vec<Inline> = Vec::new();
    let mut after_blank = false;
    let lines = paragraph.content.split_inclusive(ends_line);
    for line in lines {
        let (content, end) = match line.split_last() {
            Some((last, content)) if ends_line(last) => (content, Some(last)),
            _ => (line, None),
        };
        let mut seen = content.iter().filter(|it| !matches!(it, Inline::Gap(_)));
        let alone = matches!((seen.next(), seen.next()), (Some(it), None) if is_long(it));
        if alone || after_blank {
            close(&mut open, &mut attr, out);
        }
        open.extend(content.iter().cloned());
        if alone {
            for inline in &mut open {
                if let Inline::Blank(blank) = inline {
                    blank.whole_line = true;
                }
            }
        }
        open.extend(end.cloned());
        after_blank = alone;
    }
    close(&mut open, &mut attr, out);
}

/// Puts a paragraph among the blocks; the line end after it is between them.
fn close(open: &mut Vec<Inline>, attr: &mut Option<Attr>, out: &mut Vec<Block>) {
    let mut content = std::mem::take(open);
    if content.is_empty() {
        return;
    }
    let last =
        content.iter().rposition(|it| !matches!(it, Inline::Gap(_) | Inline::LineBreak(_)));
    let after = content.split_off(last.map_or(0, |at| at + 1));
    if !content.is_empty() {
        let attr = attr.take().unwrap_or_default();
        out.push(Block::Paragraph(Paragraph { attr, content }));
    }
    for inline in after {
        let gaps = match inline {
            Inline::LineBreak(it) => it.content,
            other => vec![other],
        };
        out.extend(gaps.into_iter().filter_map(|inline| match inline {
            Inline::Gap(Gap { kind: GapKind::LineEndAsSpace, text, span }) => {
                Some(Block::Gap(Gap { kind: GapKind::LineEnd, text, span }))
            }
            Inline::Gap(gap) => Some(Block::Gap(gap)),
            _ => None,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanks(text: &str, signs: Signs) -> Vec<&str> {
        find(text, 0, signs).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn three_signs_are_a_blank_wherever_they_are() {
        for (text, found) in [
            ("（____）是（____）的。", &["____", "____"][..]),
            ("租金____元整（¥________）", &["____", "________"]),
            ("姓名＿＿＿＿，学号\\_\\_\\_\\_", &["＿＿＿＿", "\\_\\_\\_\\_"]),
            ("（__）与《 __ 》与__init__与a__b", &["__", "__"]),
            ("____，____", &["____", "____"]),
            ("a_b_c", &[]),
            ("\\\\___", &["___"]),
        ] {
            assert_eq!(blanks(text, Signs::Markdown), found, "{text}");
        }
    }

    #[test]
    fn what_markdown_means_stays() {
        for (text, found) in [
            ("___着重___", &[][..]),
            ("看 ___着重___ 看", &[]),
            ("看___着重___看", &["___", "___"]),
            ("___着重____", &["___", "____"]),
            ("___ 着重 ___", &["___", "___"]),
            ("___着_重___", &["___", "___"]),
            ("甲\n\n___\n\n乙", &[]),
            ("> - ___", &[]),
            ("甲\n____\n乙", &["____"]),
            ("甲：___", &["___"]),
        ] {
            assert_eq!(blanks(text, Signs::Markdown), found, "{text}");
        }
        assert_eq!(blanks("___着重___\n___", Signs::Text), ["___", "___", "___"]);
    }
}
