//! Spaces in Chinese, which is written without them (CLREQ §5.3): a single one is a gap typed on
//! purpose, and a row of them is room for a seal, a date, an answer. Gaps between Han and Latin are
//! made by the layout.
//!
//! | between | one | more |
//! |---|---|---|
//! | Han | stays | half an em each |
//! | anything and a full-width mark | goes | half an em each |
//! | brackets that hold nothing else | one em | half an em each |
//! | Latin words | stays | as HTML has it: one |

use super::flow::Flow;
use super::punctuation::{is_fullwidth_mark, is_han};
use crate::config::{DisplayOptions, Spaces};

/// Two spaces, and a remaining single one: as wide in pages as in any reader of e-books.
const PAIR: &str = "\u{3000}";
const HALF: &str = "\u{2002}";

/// Brackets around an answer.
const BRACKETS: [(char, char); 7] = [
    ('（', '）'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('〔', '〕'),
    ('［', '］'),
    ('「', '」'),
];

/// Displays the spaces of a run by their meaning; in `prose` a single one beside a mark is dropped.
pub(super) fn set(flow: &mut Flow, options: &DisplayOptions, prose: bool) {
    let mut index = 0;
    while index < flow.cells.len() {
        let end = index + run_of_spaces(flow, index);
        if end == index {
            index += 1;
            continue;
        }
        let before = index.checked_sub(1).and_then(|before| flow.get(before));
        if let (Some(before), Some(after)) = (before, flow.get(end)) {
            match shown(before, after, end - index, options, prose) {
                ShownSpace::AsIs => {}
                ShownSpace::Nothing => {
                    (index..end).for_each(|space| flow.replace(space, 1, ""));
                }
                ShownSpace::One => {
                    (index + 1..end).for_each(|space| flow.replace(space, 1, ""));
                }
                ShownSpace::Wide => widen(flow, index, end),
            }
        }
        index = end;
    }
}

/// The displayed form of a run of spaces.
enum ShownSpace {
    AsIs,
    Nothing,
    One,
    Wide,
}

fn shown(
    before: char,
    after: char,
    count: usize,
    options: &DisplayOptions,
    prose: bool,
) -> ShownSpace {
    let closes = is_closed_up(before, after);
    let drops = options.spaces == Some(Spaces::Drop) || options.noise && count == 1;
    if drops {
        return if prose && closes { ShownSpace::Nothing } else { ShownSpace::AsIs };
    }
    if BRACKETS.contains(&(before, after)) {
        return ShownSpace::Wide;
    }
    match count {
        1 if prose && closes && !(is_han(before) && is_han(after)) => ShownSpace::Nothing,
        1 => ShownSpace::AsIs,
        _ if is_chinese(before) || is_chinese(after) => ShownSpace::Wide,
        _ => ShownSpace::One,
    }
}

/// Half an em for each space; one alone, in brackets, is an em.
fn widen(flow: &mut Flow, start: usize, end: usize) {
    if end - start == 1 {
        return flow.replace(start, 1, PAIR);
    }
    let mut at = start;
    while at < end {
        if at + 1 < end && flow.is_joined(at, 2) {
            flow.replace(at, 2, PAIR);
            at += 2;
        } else {
            flow.replace(at, 1, HALF);
            at += 1;
        }
    }
}

fn is_closed_up(before: char, after: char) -> bool {
    is_chinese(before)
        && is_chinese(after)
        && !(is_quote_or_dash(before) && is_quote_or_dash(after))
        || is_fullwidth_mark(before)
        || is_fullwidth_mark(after)
}

fn is_chinese(ch: char) -> bool {
    is_han(ch) || is_fullwidth_mark(ch) || is_quote_or_dash(ch)
}

/// Marks that are Chinese or Latin by their context.
fn is_quote_or_dash(ch: char) -> bool {
    matches!(ch, '“' | '”' | '‘' | '’' | '—' | '…')
}

fn run_of_spaces(flow: &Flow, index: usize) -> usize {
    (index..flow.cells.len()).take_while(|i| flow.editable(*i) == Some(' ')).count()
}
