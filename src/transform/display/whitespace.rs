//! Spaces between Han go: Chinese is written without (CLREQ §5.3), and what gaps there are
//! between Han and Latin the line makes itself.

use super::flow::Flow;
use super::punctuation::{is_fullwidth_mark, is_han};

/// Takes out ASCII spaces that stand between Han, or beside a full-width mark.
pub(super) fn close_up(flow: &mut Flow) {
    let mut index = 0;
    while index < flow.cells.len() {
        let end = index + run_of_spaces(flow, index);
        if end == index {
            index += 1;
            continue;
        }
        let before = index.checked_sub(1).and_then(|before| flow.get(before));
        if let (Some(before), Some(after)) = (before, flow.get(end))
            && is_closed_up(before, after)
        {
            (index..end).for_each(|space| flow.replace(space, 1, ""));
        }
        index = end;
    }
}

fn is_closed_up(before: char, after: char) -> bool {
    let han = |ch| is_han(ch) || is_fullwidth_mark(ch) || is_quote_or_dash(ch);
    han(before) && han(after) && !(is_quote_or_dash(before) && is_quote_or_dash(after))
        || is_fullwidth_mark(before)
        || is_fullwidth_mark(after)
}

/// Marks that are Chinese or Latin by what stands around them.
fn is_quote_or_dash(ch: char) -> bool {
    matches!(ch, '“' | '”' | '‘' | '’' | '—' | '…')
}

fn run_of_spaces(flow: &Flow, index: usize) -> usize {
    (index..flow.cells.len()).take_while(|i| flow.editable(*i) == Some(' ')).count()
}
