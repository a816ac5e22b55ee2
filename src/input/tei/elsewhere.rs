//! Notes that are apart from their places, in the back or beside the text (TEI P5 §3.9, §17.1.7):
//! the target of a note, and a reference to a note, become its mark.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Attr, Block, Document, Inline, Node, Note, NoteKind, NoteRef, PartMut, plain_text, visit,
    visit_blocks_mut, visit_inlines_mut,
};

/// A longer reference is not a note mark.
const LONGEST_MARK: usize = 6;

/// Links separate notes to their places.
pub(super) fn tie(document: &mut Document) {
    let mut ties = Ties::of(document);
    for part in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(part, &mut |block| {
            if let Block::Note(note) = block {
                ties.name(note);
            }
        });
        visit_inlines_mut(part, &mut |inline| {
            if let Inline::Note(note) = inline {
                ties.name(note);
            }
        });
    }
    if ties.calls.is_empty() && ties.named.is_empty() {
        return;
    }
    for part in [&mut document.front, &mut document.body, &mut document.back] {
        ties.blocks(part);
    }
    for part in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(part, &mut |block| {
            if let Block::Note(note) = block
                && note.mark.is_none()
            {
                note.mark = note.attr.id.as_ref().and_then(|id| ties.labels.remove(id));
            }
        });
    }
}

#[derive(Default)]
struct Ties {
    /// The ids of the document.
    taken: BTreeSet<String>,
    /// The ids of existing marks.
    marks: BTreeSet<String>,
    /// The notes between blocks, as possible targets of references.
    named: BTreeSet<String>,
    /// The notes that point to a place, by its id.
    calls: BTreeMap<String, Vec<String>>,
    /// The text of references to a note, by its id.
    labels: BTreeMap<String, String>,
}

impl Ties {
    fn of(document: &Document) -> Self {
        let mut ties = Self::default();
        document.attrs(&mut |attr| ties.taken.extend(attr.id.clone()));
        for part in [&document.front, &document.body, &document.back] {
            visit(part, &mut |node| match node {
                Node::Inline(Inline::NoteRef(mark)) => ties.marks.extend(mark.attr.id.clone()),
                Node::Block(Block::Note(note)) => ties.named.extend(note.attr.id.clone()),
                _ => {}
            });
        }
        ties
    }

    /// Records the targets of a note; one without an identifier gets one.
    fn name(&mut self, note: &mut Note) {
        let ends = note.attr.keys.iter().find(|(name, _)| name == "targetEnd");
        let ends: Vec<String> = ends.map_or(Vec::new(), |(_, ends)| {
            ends.split_ascii_whitespace()
                .map(|it| it.trim_start_matches('#').to_owned())
                .collect()
        });
        let places = if ends.is_empty() { &note.references } else { &ends };
        let places: Vec<String> = places
            .iter()
            .filter(|id| self.taken.contains(*id) && !self.marks.contains(*id))
            .cloned()
            .collect();
        if places.is_empty() || note.kind == NoteKind::Inline {
            return;
        }
        let id = note.attr.id.get_or_insert_with(|| {
            let mut id = format!("note-{}", places[0]);
            while self.taken.contains(&id) {
                id.push_str("-x");
            }
            id
        });
        self.taken.insert(id.clone());
        for place in places.into_iter().filter(|place| place != id) {
            self.calls.entry(place).or_default().push(id.clone());
        }
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            block.children_mut(&mut |part| match part {
                PartMut::Blocks(inner) => self.blocks(inner),
                PartMut::Inlines(inner) => self.inlines(inner),
            });
            self.parts(block);
            let marks = block.attr().map(|attr| self.called(attr)).unwrap_or_default();
            match block {
                _ if marks.is_empty() => {}
                Block::Section(section) => section.heading.extend(marks),
                other => append(other, marks),
            }
        }
    }

    /// The parts of a block that notes may point to: lines of verse, items, cells.
    fn parts(&mut self, block: &mut Block) {
        match block {
            Block::Verse(verse) => {
                for stanza in &mut verse.stanzas {
                    for line in &mut stanza.lines {
                        line.content.extend(self.called(&line.attr));
                    }
                    let marks = self.called(&stanza.attr);
                    if let Some(last) = stanza.lines.last_mut() {
                        last.content.extend(marks);
                    }
                }
            }
            Block::List(list) => {
                for item in &mut list.items {
                    append_to(&mut item.blocks, self.called(&item.attr));
                }
            }
            Block::Table(table) => {
                let rows = table.head.iter_mut().chain(&mut table.body).chain(&mut table.foot);
                for cell in rows.flat_map(|row| &mut row.cells) {
                    append_to(&mut cell.blocks, self.called(&cell.attr));
                }
            }
            _ => {}
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for mut inline in std::mem::take(inlines) {
            inline.children_mut(&mut |part| match part {
                PartMut::Blocks(inner) => self.blocks(inner),
                PartMut::Inlines(inner) => self.inlines(inner),
            });
            inline = self.reference(inline);
            let mut marks = inline.attr().map(|attr| self.called(attr)).unwrap_or_default();
            match inline {
                // The place itself is the first mark.
                Inline::Anchor(anchor) if !marks.is_empty() => {
                    if let Some(Inline::NoteRef(mark)) = marks.first_mut() {
                        mark.attr = anchor.attr;
                    }
                }
                other => inlines.push(other),
            }
            inlines.append(&mut marks);
        }
    }

    /// The marks of the notes that point to a place.
    fn called(&mut self, attr: &Attr) -> Vec<Inline> {
        let notes = attr.id.as_ref().and_then(|id| self.calls.remove(id)).unwrap_or_default();
        let mark = |target| NoteRef { target, ..NoteRef::default() };
        notes.into_iter().map(|target| Inline::NoteRef(Box::new(mark(target)))).collect()
    }

    /// A reference to a note becomes its mark.
    fn reference(&mut self, inline: Inline) -> Inline {
        let Inline::Link(link) = inline else { return inline };
        match link.target.strip_prefix('#') {
            Some(id) if self.named.contains(id) => {
                let label = plain_text(&link.content).trim().to_owned();
                if !label.is_empty() && label.chars().count() <= LONGEST_MARK {
                    self.labels.entry(id.to_owned()).or_insert(label);
                }
                let (target, content) = (id.to_owned(), link.content);
                Inline::NoteRef(Box::new(NoteRef { attr: link.attr, target, content }))
            }
            _ => Inline::Link(link),
        }
    }
}

/// Appends marks to the last text of blocks.
fn append_to(blocks: &mut [Block], marks: Vec<Inline>) {
    if let Some(last) = blocks.iter_mut().rfind(|it| !matches!(it, Block::Gap(_)))
        && !marks.is_empty()
    {
        append(last, marks);
    }
}

/// Appends marks to the last text of a block.
fn append(block: &mut Block, marks: Vec<Inline>) {
    if let Block::Quotation(quotation) = block
        && quotation.attribution.is_empty()
    {
        return append_to(&mut quotation.blocks, marks);
    }
    let mut count = 0;
    block.children(&mut |_| count += 1);
    let mut marks = Some(marks);
    block.children_mut(&mut |part| {
        count -= 1;
        if count == 0
            && let Some(marks) = marks.take()
        {
            match part {
                PartMut::Inlines(inlines) => inlines.extend(marks),
                PartMut::Blocks(blocks) => append_to(blocks, marks),
            }
        }
    });
}
