//! Maps the displayed text back to the source.

use std::ops::Range;

use crate::model::Span;

/// A place where the displayed text differs from the author's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The displayed bytes, counted over all texts of the displayed block in source order; empty
    /// where characters are left out.
    pub display: Range<usize>,
    /// The source range that they represent; `None` if the text has no place in a source.
    pub source: Option<Span>,
}

/// All edits of a block, in source order.
///
/// The texts of a displayed block are split at its edits: a text whose length is not that of its
/// span is an edit as a whole, every other is a copy of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditMap {
    edits: Vec<Edit>,
}

impl EditMap {
    /// The edits, in source order.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Whether the block is displayed unchanged.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub(super) fn push(&mut self, edit: Edit) {
        self.edits.push(edit);
    }
}
