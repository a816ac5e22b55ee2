//! Documents without places: takes a document, returns it or a copy in which all texts have places,
//! so that the written text can be traced. Missing places (web pages, Word documents, JSON,
//! filters, decoded signs) refer to a separate text of these leaves, in the order of the tree.

use std::borrow::Cow;

use crate::model::{
    Block, Document, Inline, Node, Span, visit, visit_blocks_mut, visit_inlines_mut,
};

/// The source of places in no file.
pub const NOWHERE: u16 = u16::MAX;

/// The document with a place for each text and gap.
pub fn placed(document: &Document) -> Cow<'_, Document> {
    let mut lacks = false;
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut |node| {
            lacks |= match node {
                Node::Inline(Inline::Text(text)) => text.span.is_none(),
                Node::Inline(Inline::Gap(gap)) | Node::Block(Block::Gap(gap)) => {
                    gap.span.is_none()
                }
                _ => false,
            };
        });
    }
    if !lacks {
        return Cow::Borrowed(document);
    }
    let mut placed = document.clone();
    let mut at = 0;
    let mut place = |text: &str, span: &mut Option<Span>| {
        if span.is_none() {
            *span = Some(Span::new(NOWHERE, at, at + text.len()));
            at += text.len();
        }
    };
    for part in [&mut placed.front, &mut placed.body, &mut placed.back] {
        visit_inlines_mut(part, &mut |inline| match inline {
            Inline::Text(text) => place(&text.text, &mut text.span),
            Inline::Gap(gap) => place(&gap.text, &mut gap.span),
            _ => {}
        });
        visit_blocks_mut(part, &mut |block| {
            if let Block::Gap(gap) = block {
                place(&gap.text, &mut gap.span);
            }
        });
    }
    Cow::Owned(placed)
}
