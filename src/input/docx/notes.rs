//! Footnotes, endnotes and comments (ISO/IEC 29500-1, 17.11 and 17.13.4): each with its part.

use std::collections::BTreeMap;

use super::package::{Package, Relations};
use super::tree::OoxmlElement;
use crate::diag::Result;
use crate::model::NoteKind;

/// The marks of notes, the relationship to their part, and the element of a note.
const KINDS: [(&str, &str, &str); 3] = [
    ("w:footnoteReference", "footnotes", "w:footnote"),
    ("w:endnoteReference", "endnotes", "w:endnote"),
    ("w:commentReference", "comments", "w:comment"),
];

/// The notes of a document that are not placed yet.
#[derive(Debug, Default)]
pub(super) struct PendingNotes {
    /// By the name of their mark, and their identifier.
    notes: BTreeMap<(&'static str, String), OoxmlElement>,
    relations: BTreeMap<&'static str, Relations>,
}

impl PendingNotes {
    /// Reads the notes of the parts related to the main part.
    ///
    /// # Errors
    ///
    /// A part that is not well-formed, or beyond a limit.
    pub(super) fn read(package: &mut Package<'_>, relations: &Relations) -> Result<Self> {
        let mut notes = Self::default();
        for (mark, kind, name) in KINDS {
            let Some(part) = relations.values().find(|it| it.kind == kind && !it.external)
            else {
                continue;
            };
            let Some(root) = package.xml(&part.target)? else { continue };
            notes.relations.insert(mark, package.relations(&part.target));
            for note in root.children.into_iter().filter(|it| it.name == name) {
                // Notes with a type are separators.
                if note.get("type").is_none_or(|it| it == "normal")
                    && let Some(id) = note.get("id").map(str::to_owned)
                {
                    notes.notes.insert((mark, id), note);
                }
            }
        }
        Ok(notes)
    }

    /// Takes the note of a mark: its author, its date, and its element.
    pub(super) fn take(
        &mut self,
        mark: &str,
        id: &str,
    ) -> Option<(Option<String>, Option<String>, OoxmlElement)> {
        let (mark, ..) = KINDS.into_iter().find(|(it, ..)| *it == mark)?;
        let note = self.notes.remove(&(mark, id.to_owned()))?;
        let of = |name: &str| note.get(name).map(str::to_owned);
        Some((of("author"), of("date"), note))
    }

    /// The relationships of the part of a mark's notes.
    pub(super) fn relations(&self, mark: &str) -> Relations {
        self.relations.get(mark).cloned().unwrap_or_default()
    }
}

/// The kind of note, by the name of its mark.
pub(super) fn kind(name: &str) -> NoteKind {
    if name.starts_with("w:endnote") { NoteKind::Endnote } else { NoteKind::Footnote }
}
