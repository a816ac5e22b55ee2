//! Notes (TEI P5 §3.9): at their marks, or apart from the places that they point to; and the marks
//! set by editors.

use super::tree::{Node, Tag};
use super::walk::{Walk, is_white, pointers};
use crate::model::{Block, Inline, Note, NoteKind, Paragraph};

/// A longer value is an internal name, not a printed mark.
const LONGEST_MARK: usize = 6;

/// The words in `place`, `type` and `rend` that determine where a note is set. Notes in double
/// lines of old prints (雙行小注) are set inline.
const PLACES: [(&str, NoteKind); 27] = [
    ("bottom", NoteKind::Footnote),
    ("foot", NoteKind::Footnote),
    ("end", NoteKind::Endnote),
    ("endnote", NoteKind::Endnote),
    ("margin", NoteKind::Margin),
    ("marg", NoteKind::Margin),
    ("left", NoteKind::Margin),
    ("right", NoteKind::Margin),
    ("top", NoteKind::Margin),
    ("above", NoteKind::Margin),
    ("eyebrow", NoteKind::Margin),
    ("眉批", NoteKind::Margin),
    ("旁批", NoteKind::Margin),
    ("inline", NoteKind::Inline),
    ("interlinear", NoteKind::Inline),
    ("inter-linear", NoteKind::Inline),
    ("double-line", NoteKind::Inline),
    ("doubleline", NoteKind::Inline),
    ("double-column", NoteKind::Inline),
    ("warichu", NoteKind::Inline),
    ("jiazhu", NoteKind::Inline),
    ("夹注", NoteKind::Inline),
    ("夾注", NoteKind::Inline),
    ("夾註", NoteKind::Inline),
    ("割注", NoteKind::Inline),
    ("双行小注", NoteKind::Inline),
    ("雙行小注", NoteKind::Inline),
];

/// Where a note is set.
fn kind_of(tag: &Tag) -> NoteKind {
    let words = ["place", "rend", "type"].into_iter().flat_map(|name| pointers(tag, name));
    let kinds = words.filter_map(|word| PLACES.iter().find(|(name, _)| *name == word));
    kinds.map(|(_, kind)| *kind).next().unwrap_or_default()
}

/// The mark set by an editor (`n`). CBETA writes page and number: 0001012 is 12.
pub(super) fn mark_of(tag: &Tag) -> Option<String> {
    let mark = tag.get("n")?.trim();
    let mark = match mark.as_bytes() {
        digits if digits.len() == 7 && digits.iter().all(u8::is_ascii_digit) => {
            mark[4..].trim_start_matches('0')
        }
        _ => mark,
    };
    let fits = !mark.is_empty() && mark.chars().count() <= LONGEST_MARK;
    let is_mark = fits && !mark.contains(char::is_whitespace);
    (is_mark && kind_of(tag) != NoteKind::Inline).then(|| mark.to_owned())
}

/// Whether readings are apart from the place that they refer to (TEI P5 §12.2.2, §12.2.4).
pub(super) fn is_set_apart(tag: &Tag) -> bool {
    tag.name == "app" && ["from", "to"].iter().any(|name| tag.get(name).is_some())
}

/// Whether an element contains only notes and readings that are apart.
pub(super) fn are_all_apart(tag: &Tag) -> bool {
    let is_apart = |node: &Node| match node {
        Node::Tag(it) => is_set_apart(it) || (it.name == "note" && it.get("target").is_some()),
        Node::Text(text) => is_white(text.look()),
    };
    tag.tags().next().is_some() && tag.children.iter().all(is_apart)
}

impl Walk {
    /// A note, in a line or between blocks.
    pub(super) fn note(&mut self, tag: &Tag) -> Note {
        let mut note = Note { attr: self.attr(tag), kind: kind_of(tag), ..Note::default() };
        note.mark = mark_of(tag);
        note.references = ids(tag, "target");
        let outer = std::mem::replace(&mut self.in_note, true);
        let (marker, rest) = self.label(&tag.children);
        note.marker = marker;
        note.blocks = self.labelled_blocks(rest);
        self.in_note = outer;
        note
    }

    /// Readings that are apart from their place: a note on it.
    pub(super) fn app_apart(&mut self, tag: &Tag) -> Note {
        let attr = self.attr(tag);
        let ends = ids(tag, "to");
        let references = if ends.is_empty() { ids(tag, "from") } else { ends };
        let content = vec![self.choice(tag, attr)];
        let paragraph = Paragraph { content, ..Paragraph::default() };
        let (mark, blocks) = (mark_of(tag), vec![Block::Paragraph(paragraph)]);
        Note { mark, references, blocks, ..Note::default() }
    }

    /// Readings in a line: beside their lemma, or at the end of a lemma that begins elsewhere.
    pub(super) fn app(&mut self, tag: &Tag) -> Inline {
        if !is_set_apart(tag) || self.in_note {
            let attr = self.attr(tag);
            return self.choice(tag, attr);
        }
        let mut note = self.app_apart(tag);
        if tag.get("to").is_none() {
            note.references.clear();
        }
        Inline::Note(Box::new(note))
    }

    /// The notes of a `standOff` (TEI P5 §16.10).
    pub(super) fn notes_of(&mut self, tag: &Tag) -> Vec<Block> {
        let mut out = Vec::new();
        for part in tag.tags() {
            match part.name.as_str() {
                "note" => out.push(Block::Note(Box::new(self.note(part)))),
                "app" => out.push(Block::Note(Box::new(self.app_apart(part)))),
                "listAnnotation" | "annotation" | "noteGrp" | "listApp" | "standOff"
                | "list" => {
                    out.extend(self.notes_of(part));
                }
                _ => {}
            }
        }
        out
    }
}

/// The targets of an attribute in this file.
fn ids(tag: &Tag, name: &str) -> Vec<String> {
    pointers(tag, name).map(|it| it.trim_start_matches('#').to_owned()).collect()
}
