//! Quotations and their attribution: a last paragraph or line that begins with a dash (出处).
//!
//! Takes the blocks of a quotation, returns the quotation; the dash is a gap, which writers
//! regenerate.

use super::blocks::split_text;
use super::inlines::merge;
use crate::model::{Attr, Block, GapKind, Inline, Quotation, Text};

/// A quotation; its last paragraph is the attribution if it begins with a dash.
pub(super) fn quotation(mut blocks: Vec<Block>) -> Quotation {
    let last = blocks.iter().rposition(|block| !matches!(block, Block::Gap(_)));
    let mut attribution = Vec::new();
    if let Some(at) = last
        && let Some(Block::Paragraph(paragraph)) = blocks.get_mut(at)
        && let Some(split) = attribution_start(&paragraph.content)
    {
        let mut content = paragraph.content.split_off(split);
        let whole = paragraph.content.iter().all(|it| matches!(it, Inline::Gap(_)));
        mark_dash(&mut content);
        if whole && at > 0 {
            let before = std::mem::take(&mut paragraph.content);
            let after: Vec<Inline> =
                blocks.drain(at..).skip(1).filter_map(gap_inline).collect();
            blocks.extend(before.into_iter().filter_map(|inline| match inline {
                Inline::Gap(gap) => Some(Block::Gap(gap)),
                _ => None,
            }));
            content.extend(after);
            attribution = content;
        } else if !whole && at + 1 == blocks.len() {
            attribution = content;
        } else {
            unmark_dash(&mut content);
            paragraph_at(&mut blocks, at).extend(content);
        }
    }
    Quotation { attr: Attr::default(), blocks, attribution }
}

fn paragraph_at(blocks: &mut [Block], at: usize) -> &mut Vec<Inline> {
    match &mut blocks[at] {
        Block::Paragraph(paragraph) => &mut paragraph.content,
        _ => unreachable!("a paragraph was found at this place"),
    }
}

fn gap_inline(block: Block) -> Option<Inline> {
    match block {
        Block::Gap(gap) => Some(Inline::Gap(gap)),
        _ => None,
    }
}

/// The start of the last line of a paragraph, if it begins with a dash.
fn attribution_start(content: &[Inline]) -> Option<usize> {
    let line_end = |inline: &Inline| {
        matches!(inline, Inline::LineBreak(_))
            || matches!(inline, Inline::Gap(gap)
                if matches!(gap.kind, GapKind::LineEnd | GapKind::LineEndAsSpace))
    };
    let line = content.iter().rposition(line_end).map_or(0, |at| at + 1);
    let first = content[line..].iter().position(|it| !matches!(it, Inline::Gap(_)))? + line;
    match &content[first] {
        Inline::Text(text) if dash_length(&text.text) > 0 => Some(first),
        _ => None,
    }
}

/// The length of —— or -- at the beginning, white space after it included.
fn dash_length(text: &str) -> usize {
    let dashes = text.trim_start_matches(['—', '―', '─']);
    let length = text.len() - dashes.len();
    let length = if length == 0 && text.starts_with("--") { 2 } else { length };
    if length < 2 || text.len() == length {
        return 0;
    }
    let rest = text[length..].trim_start();
    text.len() - rest.len()
}

/// Makes the dash a gap.
fn mark_dash(content: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = content.first().cloned() {
        let length = dash_length(&text.text);
        content.splice(0..1, split_text(&text, length));
    }
}

fn unmark_dash(content: &mut Vec<Inline>) {
    if let Some(Inline::Gap(gap)) = content.first().cloned() {
        content[0] = Inline::Text(Text { text: gap.text, span: gap.span });
        merge(content);
    }
}
