//! Inline notes with marks elsewhere: they become blocks after the block that contains them, since
//! an inline note is printed in place.

use crate::model::{Block, Inline, Note, NoteKind, PartMut};

/// Whether other places refer to a note.
pub(super) fn is_apart(note: &Note) -> bool {
    note.kind != NoteKind::Inline && !note.references.is_empty() && note.attr.id.is_some()
}

/// Moves such notes out of the lines of blocks.
pub(super) fn move_out(blocks: &mut Vec<Block>) {
    for mut block in std::mem::take(blocks) {
        let mut notes = Vec::new();
        match &mut block {
            // Blocks with divisions keep their notes in them.
            Block::Section(section) => {
                inlines(&mut section.heading, &mut notes);
                move_out(&mut section.blocks);
                section.blocks.splice(0..0, notes.drain(..));
            }
            other => within(other, &mut notes),
        }
        blocks.push(block);
        blocks.append(&mut notes);
    }
}

fn within(block: &mut Block, notes: &mut Vec<Block>) {
    block.children_mut(&mut |part| match part {
        PartMut::Blocks(inner) => inner.iter_mut().for_each(|it| within(it, notes)),
        PartMut::Inlines(inner) => inlines(inner, notes),
    });
}

fn inlines(content: &mut Vec<Inline>, notes: &mut Vec<Block>) {
    for mut inline in std::mem::take(content) {
        inline.children_mut(&mut |part| match part {
            PartMut::Blocks(inner) => inner.iter_mut().for_each(|it| within(it, notes)),
            PartMut::Inlines(inner) => inlines(inner, notes),
        });
        match inline {
            Inline::Note(note) if is_apart(&note) => notes.push(Block::Note(note)),
            other => content.push(other),
        }
    }
}
