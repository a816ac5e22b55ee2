//! Names of formulas in their TeX (`\label`): each is an identifier that references lead to. One
//! name of a formula without another is the formula's own.

use crate::math;
use crate::model::{Attr, Block, Document, id_of, plain_text, visit_blocks_mut};

/// Finds the names of equations. Known ones stay, since an identifier may have been renamed.
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
