//! What a scholarly edition leaves to its printer. Takes a document, returns the same or a copy for
//! pages and e-books, in which
//!
//! - readings of other witnesses are notes at their place (校勘记),
//! - notes with marks elsewhere are beside the text that contains them,
//! - the fields of a dictionary entry are separated, its headword is strong, its senses are
//!   numbered.
//!
//! The archive and the JSON keep the document itself.

mod apart;
mod apparatus;
mod dictionary;

use std::borrow::Cow;

use crate::model::{Block, Document, Inline, Node, is_entry, visit};

/// The document as printed.
pub fn edition(document: &Document) -> Cow<'_, Document> {
    let mut needs = Needs::default();
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut |node| match node {
            Node::Inline(Inline::Choice(choice)) => {
                needs.notes |= apparatus::has_others(choice);
            }
            Node::Inline(Inline::Note(note)) => needs.moves |= apart::is_apart(note),
            Node::Block(Block::Foreign(block)) => needs.fields |= is_entry(&block.name),
            _ => {}
        });
    }
    if !(needs.notes || needs.moves || needs.fields) {
        return Cow::Borrowed(document);
    }
    let mut shown = document.clone();
    let language = document.meta.language.clone().unwrap_or_default();
    for part in [&mut shown.front, &mut shown.body, &mut shown.back] {
        if needs.fields {
            dictionary::set_apart(part);
        }
        if needs.moves {
            apart::move_out(part);
        }
    }
    if needs.notes {
        apparatus::note(&mut shown, &language);
    }
    Cow::Owned(shown)
}

#[derive(Default)]
struct Needs {
    notes: bool,
    moves: bool,
    fields: bool,
}
