//! Notes and their marks: the file, number and references of each note.
//!
//! A footnote is at the end of the file that first refers to it, wherever it is in the source; an
//! endnote keeps its place. Numbers are assigned here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::plan::{FilePlan, is_shown};
use crate::model::{Block, Inline, Note, NoteKind, NoteRef, Part, SectionKind, is_id};

/// A note in a separate block.
#[derive(Debug)]
pub(super) struct NotePlace<'a> {
    pub(super) note: &'a Note,
    /// Whether it is moved to the end of the file that first refers to it.
    pub(super) is_footnote: bool,
    /// Its file.
    pub(super) file: usize,
    /// Its number there.
    pub(super) number: usize,
    /// The marks that refer to it, in reading order.
    pub(super) marks: Vec<NoteAnchor>,
}

/// A mark in the text.
#[derive(Clone, Debug)]
pub(super) struct NoteAnchor {
    pub(super) id: String,
    pub(super) file: usize,
}

/// All notes in separate blocks with an id, by id.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    places: BTreeMap<&'a str, NotePlace<'a>>,
    /// Marks that had no id so far.
    nameless: usize,
}

impl<'a> Notes<'a> {
    /// Finds the notes of a book and places them; those in `uncalled` stay in place.
    pub(super) fn of(files: &[FilePlan<'a>], uncalled: &BTreeSet<&str>) -> Self {
        let mut notes = Self::default();
        for (file, plan) in files.iter().enumerate() {
            for piece in &plan.pieces {
                let section = piece.section.or(piece.continued);
                let in_notes = section.is_some_and(|s| s.kind == SectionKind::Notes);
                notes.define(piece.blocks, file, in_notes, uncalled);
            }
        }
        for (file, plan) in files.iter().enumerate() {
            let mut walk =
                MarkWalk { notes: &mut notes, file, number: 0, queue: VecDeque::new() };
            for piece in &plan.pieces {
                if let Some(section) = piece.section {
                    walk.inlines(&section.heading);
                }
                walk.blocks(piece.blocks);
            }
            while let Some(blocks) = walk.queue.pop_front() {
                walk.blocks(blocks);
            }
        }
        notes
    }

    /// The ids of all notes in separate blocks.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.places.keys().copied()
    }

    /// The place of a note, by its id.
    pub(super) fn get(&self, id: &str) -> Option<&NotePlace<'a>> {
        self.places.get(id)
    }

    /// Whether this is a note that moves to its first mark.
    fn is_footnote(&self, note: &Note) -> bool {
        let place = note.attr.id.as_deref().and_then(|id| self.get(id));
        place.is_some_and(|place| place.is_footnote)
    }

    /// Records the notes among blocks, at any depth.
    fn define(
        &mut self,
        blocks: &'a [Block],
        file: usize,
        in_notes: bool,
        uncalled: &BTreeSet<&str>,
    ) {
        let mut endnote = 0;
        for block in blocks.iter().filter(|block| is_shown(block)) {
            if let Block::Note(note) = block {
                let is_endnote = is_endnote(note, in_notes);
                endnote += usize::from(is_endnote);
                if let Some(id) = note.attr.id.as_deref() {
                    // There is no margin, and no place between lines: such notes go to the end
                    // of the file, too.
                    let is_footnote = !is_endnote && !uncalled.contains(id);
                    let place =
                        NotePlace { note, is_footnote, file, number: endnote, marks: vec![] };
                    self.places.entry(id).or_insert(place);
                }
            } else {
                endnote = 0;
            }
            let in_notes = match block {
                Block::Section(section) => section.kind == SectionKind::Notes,
                _ => in_notes,
            };
            block.children(&mut |part| {
                if let Part::Blocks(inner) = part {
                    self.define(inner, file, in_notes, uncalled);
                }
            });
        }
    }
}

/// Whether a note is shown in a list of notes in place. A section of notes in the source is kept.
pub(super) fn is_endnote(note: &Note, in_notes: bool) -> bool {
    note.kind == NoteKind::Endnote || note.kind == NoteKind::Footnote && in_notes
}

/// Walks the content of one file, in the order in which it is written.
struct MarkWalk<'n, 'a> {
    notes: &'n mut Notes<'a>,
    file: usize,
    /// Footnotes of this file so far.
    number: usize,
    /// Texts of footnotes that are still to be walked: they are at the end of the file.
    queue: VecDeque<&'a [Block]>,
}

impl<'a> MarkWalk<'_, 'a> {
    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks.iter().filter(|block| is_shown(block)) {
            // A footnote's text is walked where it is shown.
            if !matches!(block, Block::Note(note) if self.notes.is_footnote(note)) {
                block.children(&mut |part| self.part(part));
            }
        }
    }

    fn part(&mut self, part: Part<'a>) {
        match part {
            Part::Blocks(blocks) => self.blocks(blocks),
            Part::Inlines(inlines) => self.inlines(inlines),
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::NoteRef(mark) => self.mark(mark),
                Inline::Note(note) if note.kind == NoteKind::Inline => {
                    self.blocks(&note.blocks);
                }
                Inline::Note(note) => {
                    self.number += 1;
                    self.queue.push_back(&note.blocks);
                }
                Inline::Residue(_) => {}
                Inline::Choice(choice) => {
                    if let Some(variant) = choice.variants.get(usize::from(choice.chosen)) {
                        self.inlines(&variant.content);
                    }
                }
                _ => inline.children(&mut |part| self.part(part)),
            }
        }
    }

    fn mark(&mut self, mark: &'a NoteRef) {
        let Some(place) = self.notes.places.get_mut(mark.target.as_str()) else { return };
        let id = mark.attr.id.clone().filter(|id| is_id(id)).unwrap_or_else(|| {
            self.notes.nameless += 1;
            format!("noteref-{}", self.notes.nameless)
        });
        if place.is_footnote && place.marks.is_empty() {
            self.number += 1;
            place.file = self.file;
            place.number = self.number;
            self.queue.push_back(&place.note.blocks);
        }
        place.marks.push(NoteAnchor { id, file: self.file });
    }
}
