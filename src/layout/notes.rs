//! Notes: their numbers, and their texts at the foot of a page or at the end (CLREQ §5.2.3;
//! `clreq.md` NOT-01 to NOT-03).

use std::collections::{BTreeMap, BTreeSet};

use super::flow::{Flow, Region};
use super::frame::{ElementId, Item, Owner, StructureRole};
use super::pages::{NoteBody, Setting};
use super::strip::{Strip, own};
use crate::diag::{Code, Diagnostic};
use crate::model::{self, Block, Document, Inline, Node, Note, NoteKind, SectionKind, visit};
use crate::transform::uncalled;

/// The width of a footnote's number and of the white after it, in em of the note.
const LABEL_WIDTH: f32 = 1.5;
/// Where the measure is no longer than this, in em of the note, its number is above it.
const LEAST_MEASURE: f32 = 3.5;
/// The prefix of a note without a mark.
const UNMARKED: &str = "※";

/// The notes of a document.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    /// By id.
    by_id: BTreeMap<&'a str, &'a Note>,
    /// The ids of endnotes in the order of their marks.
    endnotes: Vec<&'a str>,
    /// The ids of those without a mark in the text.
    uncalled: BTreeSet<&'a str>,
    /// Endnotes that are in a section of notes and are set there.
    in_place: BTreeSet<&'a str>,
}

impl<'a> Notes<'a> {
    /// The notes of a document and their order.
    pub(super) fn of(document: &'a Document) -> Self {
        let mut notes = Self { uncalled: uncalled(document), ..Self::default() };
        let mut order: Vec<&'a str> = Vec::new();
        let mut take = |node: Node<'a>| match node {
            Node::Block(Block::Note(note)) => {
                notes.by_id.extend(note.attr.id.as_deref().map(|id| (id, &**note)));
            }
            Node::Inline(Inline::Note(note)) if note.is_in_line() => {}
            Node::Inline(Inline::Note(note)) => {
                let id = note.attr.id.as_deref();
                notes.by_id.extend(id.map(|id| (id, &**note)));
                order.extend(id);
            }
            Node::Inline(Inline::NoteRef(mark)) => order.push(&mark.target),
            Node::Block(Block::Section(section)) if section.kind == SectionKind::Notes => {
                visit(&section.blocks, &mut |node| {
                    if let Node::Block(Block::Note(note)) = node {
                        notes.in_place.extend(note.attr.id.as_deref());
                    }
                });
            }
            _ => {}
        };
        for part in [&document.front, &document.body, &document.back] {
            visit(part, &mut take);
        }
        let mut marked = BTreeSet::new();
        for id in order {
            let is_new = marked.insert(id);
            if is_new && notes.by_id.get(id).is_some_and(|note| is_endnote(note)) {
                notes.endnotes.push(id);
            }
        }
        notes
    }

    /// The mark of each endnote, and of each note that is set in place, by id.
    pub(super) fn endnote_marks(&self) -> BTreeMap<String, String> {
        let label = |id: &str| self.by_id.get(id).and_then(|note| note.mark.clone());
        let numbered = (1..).zip(&self.endnotes).map(|(number, id): (u32, _)| {
            let mark = label(id).unwrap_or_else(|| number.to_string());
            ((*id).to_owned(), format!("[{mark}]"))
        });
        let in_place = self.by_id.iter().filter(|(id, _)| self.uncalled.contains(*id));
        numbered.chain(in_place.map(|(id, note)| ((*id).to_owned(), own_mark(note)))).collect()
    }

    /// The marks of the notes at the foot of a page, by id: those set by their editor, else one
    /// that is as wide as any number.
    pub(super) fn footnote_marks(&self) -> BTreeMap<String, String> {
        let feet = self.by_id.iter().filter(|(id, note)| self.is_called_to_foot(id, note));
        let mark = |note: &Note| note.mark.clone().unwrap_or_else(|| circled(1));
        feet.map(|(id, note)| ((*id).to_owned(), mark(note))).collect()
    }

    /// Whether a note is set at the foot of the page that has its mark.
    fn is_called_to_foot(&self, id: &str, note: &Note) -> bool {
        is_at_foot(note) && !self.uncalled.contains(id)
    }

    /// Whether a note block is set in place, since nothing else would print it.
    fn is_in_place(&self, note: &Note) -> bool {
        let id = note.attr.id.as_deref();
        id.is_none_or(|id| {
            self.uncalled.contains(id) || self.in_place.contains(id) && is_endnote(note)
        })
    }
}

fn is_endnote(note: &Note) -> bool {
    note.kind == NoteKind::Endnote
}

/// Notes in the margin and in the line go to the foot too, where there is room in any case; but
/// those of the margin may be set beside their marks instead.
fn is_at_foot(note: &Note) -> bool {
    !is_endnote(note)
}

/// Reassigns what belongs to elements from `end` on to those that are `back` before them.
fn give_back(strip: &mut Strip, end: usize, back: u32) {
    let before = |id: ElementId| {
        let is_later = usize::try_from(id.0).is_ok_and(|index| index >= end);
        if is_later { ElementId(id.0 - back) } else { id }
    };
    let of_lines = strip.lines.iter_mut().flat_map(|placed| &mut placed.line.items);
    for item in strip.items.iter_mut().chain(of_lines) {
        match item {
            Item::Link(link) => link.owner = before(link.owner),
            other => {
                if let Some(Owner::Element(id)) = owner(other) {
                    own(other, Owner::Element(before(id)));
                }
            }
        }
    }
}

fn owner(item: &Item) -> Option<Owner> {
    match item {
        Item::Text(it) => Some(it.owner),
        Item::Rule(it) | Item::Outline(it) | Item::Wave(it) | Item::Dot(it) => Some(it.owner),
        Item::Image(it) => Some(it.owner),
        Item::Link(_) => None,
    }
}

/// The mark of a footnote: ① to ㊿, then numbers in parentheses.
pub(super) fn circled(number: u32) -> String {
    let base = match number {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return format!("({number})"),
    };
    char::from_u32(base + number).map_or_else(|| number.to_string(), String::from)
}

impl Flow<'_> {
    /// Prepares the texts of the footnotes whose marks are in these strips.
    pub(super) fn prepare_notes(&mut self, strips: &[Strip], parent: ElementId) {
        let marks = strips.iter().flat_map(|strip| &strip.lines);
        let ids = marks.flat_map(|placed| placed.line.notes.iter().map(|mark| &mark.note));
        let first = self.called.is_empty();
        self.called.extend(ids.cloned());
        // Notes in notes wait until the note that holds them is done, however long the chain.
        while first && let Some(id) = self.called.front().cloned() {
            if let Some(note) = self.notes.by_id.get(id.as_str()).copied()
                && self.notes.is_called_to_foot(&id, note)
                && self.prepared.insert(id.clone())
            {
                let body = self.footnote(note, &id, parent);
                self.pages.add_note(&id, body);
            }
            self.called.pop_front();
        }
    }

    fn footnote(&mut self, note: &Note, id: &str, parent: ElementId) -> NoteBody {
        let element = self.composer.tree.add_with(parent, StructureRole::Note, &note.attr);
        self.composer.tree.element_mut(element).id = Some(id.to_owned());
        let label = self.composer.tree.add(element, StructureRole::Label);
        let size = self.style.note.size.points(self.geometry.size);
        // In the narrowest of columns the number has a line of its own.
        let hangs = self.geometry.measure >= LEAST_MEASURE * size;
        let wide = note.mark.as_deref().map_or(0.0, width_of);
        let label_width = if hangs { LABEL_WIDTH.max(wide) } else { 0.0 };
        let region = self.note_region(element, label_width);
        let blocks = self.shown_note(note);
        let made = self.composer.tree.len();
        let mut strips = self.note_strips(&blocks, &region);
        let beside = self.beside(note, id, &blocks, &region, made);
        if strips.is_empty() || !hangs {
            let leading = region.pitch - region.size;
            strips.insert(0, Strip { height: region.pitch, leading, ..Strip::default() });
        }
        if super::pages::height(&strips) > self.geometry.bottom() - self.geometry.top {
            let found = Diagnostic::new(Code::NoteLong, [&id]).at(note.attr.span);
            self.composer.diagnostics.push(found);
        }
        strips[0].ids.push(id.to_owned());
        let foot = Setting { strips, label_x: region.x - label_width * region.size };
        NoteBody { label, mark: note.mark.clone(), foot, beside }
    }

    fn note_strips(&mut self, blocks: &[Block], region: &Region) -> Vec<Strip> {
        let outer = std::mem::take(&mut self.next);
        let strips = self.collect(|flow| flow.blocks(blocks, region));
        self.next = outer;
        strips
    }

    /// A marginal note as set beside its mark, if allowed. Which of its settings a page has space
    /// for is known later, so both belong to the same elements, made from `made` on.
    fn beside(
        &mut self,
        note: &Note,
        id: &str,
        blocks: &[Block],
        region: &Region,
        made: usize,
    ) -> Option<Setting> {
        if note.kind != NoteKind::Margin || !self.style.note.margin {
            return None;
        }
        let size = region.size;
        let column = self.geometry.margin_measure(self.style, size)?;
        let measure = ((column - LABEL_WIDTH * size) / size).floor() * size;
        let region = Region { x: column - measure, measure, ..region.clone() };
        let (end, reported) = (self.composer.tree.len(), self.composer.diagnostics.len());
        let sections = self.sections;
        let mut strips = self.note_strips(blocks, &region);
        self.sections = sections;
        self.composer.diagnostics.truncate(reported);
        let again = self.composer.tree.len() - end;
        self.composer.tree.truncate(end);
        if again != end - made || strips.is_empty() {
            return None;
        }
        let back = u32::try_from(again).ok()?;
        strips.iter_mut().for_each(|strip| give_back(strip, end, back));
        strips[0].ids.push(id.to_owned());
        Some(Setting { strips, label_x: column - measure - LABEL_WIDTH * size })
    }

    /// The region of notes: the measure is integral in their own size, what is left over goes
    /// to the start (`clreq.md` NOT-02).
    fn note_region(&self, parent: ElementId, label: f32) -> Region {
        let geometry = self.geometry;
        let size = self.style.note.size.points(geometry.size);
        let pitch = self.style.note.pitch.points(geometry.size);
        let measure = ((geometry.measure - label * size) / size).floor().max(1.0) * size;
        Region {
            parent,
            x: geometry.measure - measure,
            measure,
            size,
            pitch,
            indent: 0.0,
            on_grid: false,
            ..self.region(parent)
        }
    }

    fn shown_note(&self, note: &Note) -> Vec<Block> {
        let block = Block::Note(Box::new(note.clone()));
        match self.show(&block).into_owned() {
            Block::Note(shown) => shown.blocks,
            _ => Vec::new(),
        }
    }

    /// A note at its place in the document.
    pub(super) fn note_block(&mut self, note: &Note, region: &Region) {
        if self.notes.is_in_place(note) {
            self.endnote(note, region);
        }
    }

    /// The endnotes for which the document has no section.
    pub(super) fn endnotes(&mut self) {
        let ids: Vec<&str> = self
            .notes
            .endnotes
            .iter()
            .copied()
            .filter(|id| !self.notes.in_place.contains(id))
            .collect();
        if ids.is_empty() {
            return;
        }
        let root = self.composer.tree.root();
        let section = self.composer.tree.add(root, StructureRole::Section);
        self.heading(
            &[model::text(self.words().notes)],
            1,
            section,
            &self.region(section),
            None,
        );
        for id in ids {
            if let Some(note) = self.notes.by_id.get(id).copied() {
                let region = self.region(section);
                self.endnote(note, &region);
            }
        }
    }

    /// A note as a paragraph with a hanging number.
    fn endnote(&mut self, note: &Note, region: &Region) {
        let element =
            self.composer.tree.add_with(region.parent, StructureRole::Note, &note.attr);
        let label = self.composer.tree.add(element, StructureRole::Label);
        let mark = note
            .attr
            .id
            .as_ref()
            .and_then(|id| self.composer.endnotes.get(id).cloned())
            .unwrap_or_else(|| own_mark(note));
        let blocks = self.shown_note(note);
        self.next.ids.extend(note.attr.id.clone());
        let region = Region { shown: true, ..self.note_region(element, 0.0) };
        self.labelled(&[model::text(mark)], label, &region, None, |flow, inner| {
            flow.blocks(&blocks, inner);
        });
    }
}

/// The mark of a note in the source: `注[1]`.
fn own_mark(note: &Note) -> String {
    let mark = model::plain_text(&note.marker);
    let label = || note.mark.clone().unwrap_or_else(|| UNMARKED.to_owned());
    if mark.trim().is_empty() { label() } else { mark }
}

/// The approximate width of a mark with the white after it, in em.
fn width_of(mark: &str) -> f32 {
    let wide = |c: char| if c.is_ascii() { 0.6 } else { 1.0 };
    mark.chars().map(wide).sum::<f32>() + 0.5
}
