//! Form feeds of plain text (换页符): page breaks between paragraphs, otherwise gaps. Text extracted
//! from pages has them at its page ends, all equally far apart or after page numbers.
//!
//! Takes the text and the blocks that were made of it, returns the blocks with page breaks.

use super::lines::ends_sentence;
use super::pagination;
use crate::model::{Attr, Block, Gap, GapKind, Inline, PageBreak, PartMut, plain_text};

/// How far pages of one length differ, in lines.
const SLACK: usize = 2;

/// Converts the author's form feeds to page breaks.
pub(super) fn mark(blocks: &mut Vec<Block>, text: &str) {
    if text.contains('\u{C}') && !are_of_one_length(text) && !are_numbered(text) {
        part(blocks);
    }
}

/// Whether the pages but the last have the same number of lines.
fn are_of_one_length(text: &str) -> bool {
    let mut pages: Vec<usize> = text.split('\u{C}').map(|page| page.lines().count()).collect();
    pages.pop();
    let (least, most) = (pages.iter().min(), pages.iter().max());
    pages.len() > 1 && least.zip(most).is_some_and(|(least, most)| most - least <= SLACK)
}

/// Whether most pages end in their number.
fn are_numbered(text: &str) -> bool {
    let last = |page: &str| {
        page.lines().map(str::trim).rfind(|line| !line.is_empty()).map(pagination::is_number)
    };
    let pages: Vec<bool> = text.split('\u{C}').filter_map(last).collect();
    pages.iter().filter(|numbered| **numbered).count() * 2 > pages.len()
}

fn part(blocks: &mut Vec<Block>) {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks.drain(..) {
        match block {
            Block::Gap(gap) if gap.kind == GapKind::FormFeed && ends_block(&out) => {
                out.push(page_break(gap));
                continue;
            }
            Block::Section(ref mut section) => part(&mut section.blocks),
            Block::Paragraph(ref mut it) if ends_block(&out) => {
                // One before the indent of a paragraph belongs to it.
                let feeds = it.content.iter().take_while(|it| is_feed(it)).count();
                out.extend(it.content.drain(..feeds).filter_map(|inline| match inline {
                    Inline::Gap(gap) => Some(page_break(gap)),
                    _ => None,
                }));
            }
            _ => block.children_mut(&mut |inner| {
                if let PartMut::Blocks(blocks) = inner
                    && blocks.iter().any(|it| matches!(it, Block::Section(_)))
                {
                    part(blocks);
                }
            }),
        }
        out.push(block);
    }
    *blocks = out;
}

fn is_feed(inline: &Inline) -> bool {
    matches!(inline, Inline::Gap(gap) if gap.kind == GapKind::FormFeed)
}

fn page_break(gap: Gap) -> Block {
    let attr = Attr { span: gap.span, ..Attr::default() };
    Block::PageBreak(Box::new(PageBreak { attr, content: vec![Inline::Gap(gap)] }))
}

/// Whether the text above is complete: its last paragraph does not continue on the next page.
fn ends_block(before: &[Block]) -> bool {
    match before.iter().rfind(|block| !matches!(block, Block::Gap(_))) {
        Some(Block::Paragraph(it)) => ends_sentence(&plain_text(&it.content)),
        Some(Block::Residue(_) | Block::PageBreak(_)) | None => false,
        Some(_) => true,
    }
}
