//! Structural passes: identifiers, notes, links, language. They are text-neutral: what joining
//! all texts and gaps gives is the same before and after.

mod ids;
mod images;
mod lang;
mod links;

use crate::diag::Diagnostic;
use crate::model::Document;

/// Completes a document that a reader made: unique stable ids, note marks tied to notes, the
/// entries of a table of contents to sections, the language. Images without an address are
/// reported.
pub fn structure(document: &mut Document) -> Vec<Diagnostic> {
    if document.meta.language.is_none() {
        document.meta.language = lang::detect(document);
    }
    ids::assign(document);
    links::tie_notes(document);
    links::tie_contents(document);
    images::without_address(document)
}
