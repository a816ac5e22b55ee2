//! Formulas that can't be set: takes a document, returns a diagnostic for each of them. Pages and
//! e-books show its TeX.

use crate::diag::{Code, Diagnostic};
use crate::math;
use crate::model::{Block, Document, Inline, Node, Span, plain_text, visit};

/// Reports the formulas that can't be set.
pub fn unset_formulas(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut |node| {
            let content = match node {
                Node::Block(Block::Math(it)) => &it.content,
                Node::Inline(Inline::Math(it)) => &it.content,
                _ => return,
            };
            if let Err(fault) = math::parse(&plain_text(content)) {
                let place = place(content, fault.at);
                found.push(Diagnostic::new(Code::FormulaUnset, [&fault]).at(place));
            }
        });
    }
    found
}

/// The source range of a byte of a formula's TeX: from there to the formula's end.
fn place(content: &[Inline], at: usize) -> Option<Span> {
    let texts = content.iter().filter_map(|inline| match inline {
        Inline::Text(text) => Some(text),
        _ => None,
    });
    let mut before = 0;
    let mut last = None;
    for text in texts {
        let (start, end) = (before, before + text.text.len());
        before = end;
        let Some(span) = text.span else { continue };
        last = Some(span);
        if at < end {
            let skip = u32::try_from(at - start).unwrap_or(0);
            return Some(Span { start: (span.start + skip).min(span.end), ..span });
        }
    }
    last
}
