//! Structural passes: metadata, identifiers, notes, links, language. They are text-neutral: the
//! concatenation of all texts and gaps is the same before and after.

mod blanks;
mod equations;
mod ids;
mod images;
mod lang;
mod links;
mod names;

use crate::diag::Diagnostic;
use crate::model::Document;

/// Completes the document of a reader: metadata without blanks, the names of equations, unique
/// stable ids that are names, note marks tied to notes, the entries of a table of contents to
/// sections, the language. Images and links without an address, references to missing places, notes
/// without a mark and notes in a table of contents are reported.
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

/// Completes a book that was bound from such documents: metadata that no file has, and what leads from
/// file to file. References to missing places are reported.
pub fn structure_book(document: &mut Document) -> Vec<Diagnostic> {
    if document.meta.language.is_none() {
        document.meta.language = lang::detect(document);
    }
    blanks::clear(document);
    links::tie_contents(document);
    links::untied_references(document)
}
