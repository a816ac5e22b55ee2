//! Structural passes: metadata, identifiers, notes, links, language. They are text-neutral: what
//! joining all texts and gaps yields is the same before and after.

mod blanks;
mod equations;
mod ids;
mod images;
mod lang;
mod links;
mod names;

use crate::diag::Diagnostic;
use crate::model::Document;

/// Completes a document that a reader made: metadata without blanks, the names of equations, unique stable ids that are
/// names, note marks tied to notes, the entries of a table of contents to sections, the language.
/// Images and links without an address, references to nothing, notes that no mark leads to and those in a table of contents are
/// reported.
pub fn structure(document: &mut Document) -> Vec<Diagnostic> {
    if document.meta.language.is_none() {
        document.meta.language = lang::detect(document);
    }
    blanks::clear(document);
    equations::name(document);
    names::make_names(document);
    let named = links::named_notes(document);
    ids::assign(document);
    links::tie_notes(document);
    links::tie_contents(document);
    let mut found = images::without_address(document);
    found.append(&mut links::without_address(document));
    found.append(&mut links::untied_references(document));
    found.append(&mut links::untied_notes(document, &named));
    found.append(&mut links::notes_in_contents(document));
    found
}
