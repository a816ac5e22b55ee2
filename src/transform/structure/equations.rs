//! The names that formulas have in their TeX (`\label`): each is an identifier, to which references
//! lead. One name of a formula that has no other is the formula's own.

use crate::math;
use crate::model::{Attr, Block, Document, id_of, plain_text, visit_blocks_mut};

/// Finds the names of equations. Where they are known already they stay, since an identifier may
/// have been made another.
pub(super) fn name(document: &mut Document) {
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(blocks, &mut |block| {
            let Block::Math(it) = block else { return };
            if !it.labels.is_empty() {
                return;
            }
            let mut labels = math::labels(&plain_text(&it.content));
            if let [only] = labels.as_slice()
                && it.attr.id.as_ref().is_none_or(|id| id == only || *id == id_of(only))
            {
                it.attr.id = it.attr.id.take().or(labels.pop());
                return;
            }
            it.labels = labels.into_iter().map(Attr::with_id).collect();
        });
    }
}
