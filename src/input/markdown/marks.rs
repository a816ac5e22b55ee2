//! Marks of common editors: `==重点==` is highlighted, `++插入++` inserted. Takes the items of one
//! level, returns them with pairs of signs as styles. Signs count only without a Latin letter,
//! digit or sign of the same kind outside and without a space inside: `从C++到D++` and `a==b==c` are
//! text.

use super::inlines::{PendingInline, PendingKind, as_gaps, inlines};
use super::spans::PendingText;
use crate::model::{Attr, Inline, Style, Styled};
use crate::text::script;

const MARKS: [(char, Style); 2] = [('=', Style::Highlight), ('+', Style::Inserted)];

/// A sign that may open a style: which, and its position among the items.
struct OpenStyle {
    sign: char,
    index: usize,
}

/// Resolves the signs of one level.
pub(super) fn resolve(items: Vec<PendingInline>, deepest: usize) -> Vec<PendingInline> {
    if !items.iter().any(has_marks) {
        return items;
    }
    let firsts: Vec<Option<char>> = items.iter().map(|it| edge(it, true)).collect();
    let mut out: Vec<PendingInline> = Vec::new();
    let mut open: Vec<OpenStyle> = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let PendingInline { inline: Inline::Text(text), kind: PendingKind::Plain, .. } = &item
        else {
            out.push(item);
            continue;
        };
        if !has_marks(&item) {
            out.push(item);
            continue;
        }
        let piece = PendingText::of(text.clone());
        let before = out.last().and_then(|it| edge(it, false));
        let after = firsts.get(index + 1).copied().flatten();
        let mut done = 0;
        for mark in marks(&text.text, before, after) {
            let at = open.iter().rposition(|open| open.sign == mark.sign && mark.closes);
            let push = |out: &mut Vec<PendingInline>, from: usize, to: usize| {
                if from < to {
                    out.push(PendingInline::plain(piece.text(from, to)));
                }
            };
            match at {
                Some(at) => {
                    push(&mut out, done, mark.at);
                    let begun = open[at].index;
                    open.truncate(at);
                    let close = piece.text(mark.at, mark.at + 2);
                    style(&mut out, begun, mark.sign, close, deepest);
                }
                None if mark.opens => {
                    push(&mut out, done, mark.at);
                    open.push(OpenStyle { sign: mark.sign, index: out.len() });
                    push(&mut out, mark.at, mark.at + 2);
                }
                None => push(&mut out, done, mark.at + 2),
            }
            done = mark.at + 2;
        }
        if done < text.text.len() {
            out.push(PendingInline::plain(piece.text(done, text.text.len())));
        }
    }
    out
}

/// Makes a style of the items from the opening sign on.
fn style(
    out: &mut Vec<PendingInline>,
    begun: usize,
    sign: char,
    close: Inline,
    deepest: usize,
) {
    let depth = out[begun..].iter().map(|it| it.depth).max().unwrap_or(0) + 1;
    let style = MARKS.iter().find(|(mark, _)| *mark == sign).map(|(_, style)| *style);
    let Some(style) = style.filter(|_| depth <= deepest && begun + 1 < out.len()) else {
        return out.push(PendingInline::plain(close));
    };
    let mut held: Vec<PendingInline> = out.drain(begun..).collect();
    let opening = as_gaps(inlines(held.drain(..1).collect()));
    let mut content = opening;
    content.extend(inlines(held));
    content.extend(as_gaps(vec![close]));
    let styled = Styled { attr: Attr::default(), style, content };
    out.push(PendingInline { depth, ..PendingInline::plain(Inline::Styled(Box::new(styled))) });
}

/// A double sign in a text.
struct StyleSign {
    sign: char,
    at: usize,
    opens: bool,
    closes: bool,
}

/// The signs of a text, with the characters before and after it.
fn marks(text: &str, before: Option<char>, after: Option<char>) -> Vec<StyleSign> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut last = before;
    while let Some(c) = text[at..].chars().next() {
        let Some((sign, _)) = MARKS.iter().find(|(sign, _)| *sign == c) else {
            at += c.len_utf8();
            last = Some(c);
            continue;
        };
        let run = text[at..].len() - text[at..].trim_start_matches(c).len();
        let next = text[at + run..].chars().next().or(after);
        let is_outside = |c: Option<char>| {
            !c.is_some_and(|it| {
                it.is_ascii_alphanumeric() || script::is_latin(it) || it == *sign
            })
        };
        let is_inside =
            |c: Option<char>| c.is_some_and(|it| !it.is_whitespace() && it != *sign);
        if run == 2 {
            out.push(StyleSign {
                sign: *sign,
                at,
                opens: is_outside(last) && is_inside(next),
                closes: is_inside(last) && is_outside(next),
            });
        }
        at += run;
        last = Some(c);
    }
    out
}

fn has_marks(item: &PendingInline) -> bool {
    matches!((&item.inline, &item.kind), (Inline::Text(text), PendingKind::Plain)
        if text.text.contains("==") || text.text.contains("++"))
}

/// The first or last character of a text; another construct counts as an unspecific character.
fn edge(item: &PendingInline, first: bool) -> Option<char> {
    match (&item.inline, &item.kind) {
        (Inline::Text(text), _) if first => text.text.chars().next(),
        (Inline::Text(text), _) => text.text.chars().next_back(),
        (Inline::Gap(gap), PendingKind::Plain) => {
            gap.text.chars().any(char::is_whitespace).then_some(' ')
        }
        // Other constructs can be marked.
        _ => Some('\u{FFFC}'),
    }
}
