//! Notes without a mark that leads to them: they are shown at their place, since they would not be
//! shown otherwise.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Block, Document, Inline, Node, Note, NoteKind, Part, visit};

/// The ids of the notes in blocks of their own that are shown at their place. Marks count if
/// readers see them: in the text, in endnotes, and in notes that are themselves shown. Of notes
/// that only call each other the first is shown at its place.
pub fn uncalled(document: &Document) -> BTreeSet<&str> {
    let mut notes: Vec<(&str, &Note)> = Vec::new();
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut |node| {
            if let Node::Block(Block::Note(note)) = node {
                notes.extend(note.attr.id.as_deref().map(|id| (id, &**note)));
            }
        });
    }
    let mut uncalled = BTreeSet::new();
    if notes.is_empty() {
        return uncalled;
    }
    let mut walk = VisibleMarks { called: BTreeSet::new(), waiting: Vec::new() };
    for part in [&document.front, &document.body, &document.back] {
        walk.blocks(part);
    }
    let by_id = notes.iter().copied().collect();
    walk.follow(&by_id);
    for (id, note) in notes {
        if !walk.called.contains(id) {
            uncalled.insert(id);
            walk.called.insert(id);
            walk.blocks(&note.blocks);
            walk.follow(&by_id);
        }
    }
    uncalled
}

/// Finds the marks that readers see.
struct VisibleMarks<'a> {
    called: BTreeSet<&'a str>,
    /// Notes that were called and not yet walked.
    waiting: Vec<&'a str>,
}

impl<'a> VisibleMarks<'a> {
    /// Walks the notes that were called, and those that they call.
    fn follow(&mut self, notes: &BTreeMap<&'a str, &'a Note>) {
        while let Some(id) = self.waiting.pop() {
            if let Some(note) = notes.get(id).filter(|note| note.kind != NoteKind::Endnote) {
                self.blocks(&note.blocks);
            }
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match block {
                // Endnotes are shown in any case, other notes if they are called.
                Block::Note(note) if note.kind != NoteKind::Endnote => {}
                Block::Note(note) => self.blocks(&note.blocks),
                Block::Residue(_) | Block::Contents(_) => {}
                // Content before their parts is not shown, nor are marks in markers.
                Block::Title(it) => {
                    it.parts.iter().for_each(|part| self.inlines(&part.content));
                }
                Block::List(it) => it.items.iter().for_each(|it| self.blocks(&it.blocks)),
                Block::DefinitionList(it) => it.items.iter().for_each(|it| {
                    self.inlines(&it.term);
                    self.blocks(&it.blocks);
                }),
                Block::Table(it) => {
                    self.inlines(&it.caption);
                    let rows = it.head.iter().chain(&it.body).chain(&it.foot);
                    let cells = rows.flat_map(|row| &row.cells);
                    cells.for_each(|cell| self.blocks(&cell.blocks));
                }
                Block::Verse(it) => {
                    let lines = it.stanzas.iter().flat_map(|stanza| &stanza.lines);
                    lines.for_each(|line| self.inlines(&line.content));
                }
                other => other.children(&mut |part| self.part(part)),
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
                Inline::NoteRef(mark) => {
                    if self.called.insert(&mark.target) {
                        self.waiting.push(&mark.target);
                    }
                }
                Inline::Note(note) => self.blocks(&note.blocks),
                Inline::Residue(_) => {}
                Inline::Choice(choice) => {
                    if let Some(variant) = choice.variants.get(usize::from(choice.chosen)) {
                        self.inlines(&variant.content);
                    }
                }
                other => other.children(&mut |part| self.part(part)),
            }
        }
    }
}
