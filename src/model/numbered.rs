//! Paragraphs by number, in the order of a document: by these, decisions refer to places in markup
//! formats, whose lines mean nothing.

use super::{Block, Document, Inline, Node, Part, visit};

/// A heading, a paragraph or another counted block, with its number.
#[derive(Clone, Copy, Debug)]
pub struct Numbered<'a> {
    /// From 1; those of cells, items and notes are counted, too.
    pub number: usize,
    /// Of a heading, how deep its section is, 1 the highest.
    pub level: u8,
    /// The block.
    pub block: &'a Block,
}

/// All counted blocks, in order.
pub fn numbered(document: &Document) -> Vec<Numbered<'_>> {
    let mut found = Vec::new();
    document.blocks().for_each(|block| count(block, 1, &mut found));
    found
}

fn count<'a>(block: &'a Block, level: u8, found: &mut Vec<Numbered<'a>>) {
    if is_paragraph(block) {
        found.push(Numbered { number: found.len() + 1, level, block });
    }
    let level = level.saturating_add(u8::from(matches!(block, Block::Section(_))));
    block.children(&mut |part| match part {
        Part::Blocks(blocks) => blocks.iter().for_each(|it| count(it, level, found)),
        Part::Inlines(inlines) => inlines.iter().for_each(|it| count_within(it, level, found)),
    });
}

fn count_within<'a>(inline: &'a Inline, level: u8, found: &mut Vec<Numbered<'a>>) {
    inline.children(&mut |part| match part {
        Part::Blocks(blocks) => blocks.iter().for_each(|it| count(it, level, found)),
        Part::Inlines(inlines) => inlines.iter().for_each(|it| count_within(it, level, found)),
    });
}

/// The number of paragraphs in a block.
pub fn paragraphs_in(block: &Block) -> usize {
    let mut count = 0;
    visit(std::slice::from_ref(block), &mut |node| {
        if let Node::Block(block) = node {
            count += usize::from(is_paragraph(block));
        }
    });
    count
}

/// Whether a block is counted.
fn is_paragraph(block: &Block) -> bool {
    match block {
        Block::Title(_) | Block::Credit(_) | Block::Paragraph(_) | Block::Residue(_) => true,
        Block::Section(section) => !section.heading.is_empty(),
        Block::ThematicBreak(it) => !it.content.is_empty(),
        _ => false,
    }
}
