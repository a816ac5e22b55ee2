//! Entries of a dictionary (词条; TEI P5 ch. 9): one block each; their fields keep their names.

use super::structure::holds_blocks;
use super::tree::Tag;
use super::walk::Walk;
use crate::model::{Attr, Block, ForeignBlock, ForeignInline, Inline, Paragraph};

impl Walk {
    /// An entry. Its fields are in one paragraph unless one of them is a block.
    pub(super) fn entry(&mut self, tag: &Tag, attr: Attr) -> Block {
        let blocks = if holds_blocks(tag) {
            self.blocks(&tag.children)
        } else {
            let content = self.lines(&tag.children);
            vec![Block::Paragraph(Paragraph { content, ..Paragraph::default() })]
        };
        Block::Foreign(Box::new(ForeignBlock { attr, name: tag.name.clone(), blocks }))
    }

    /// A field of an entry.
    pub(super) fn field(&mut self, tag: &Tag, attr: Attr) -> Inline {
        let content = self.inlines(&tag.children);
        Inline::Foreign(Box::new(ForeignInline { attr, name: tag.name.clone(), content }))
    }
}
