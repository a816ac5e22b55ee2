//! Notes and their marks as XHTML: `doc-noteref`, `doc-footnote`, `doc-endnotes`, and a
//! `doc-backlink` for each mark (DPUB-ARIA 1.1; EPUB Accessibility 1.1 §4).

use super::blocks::BlockView;
use super::notes::{NoteAnchor, is_endnote};
use super::page::{ElementAttributes, Footnote, PageWriter};
use super::plan::is_shown;
use crate::model::{Block, Note, NoteKind, NoteRef, Paragraph, plain_text};
use crate::transform::display;

/// The mark of a note without a number.
const UNNUMBERED: &str = "※";

impl PageWriter<'_, '_> {
    /// A note's mark. Its number is assigned here; a mark whose note is lost keeps the source's.
    pub(super) fn note_mark(&mut self, mark: &NoteRef) {
        let book = self.book;
        let Some(place) = book.notes.get(&mark.target) else {
            self.lost_mark(mark);
            return;
        };
        let seen = self.marks.entry(mark.target.clone()).or_default();
        let nth = *seen;
        *seen += 1;
        // The marks are in the order of the files.
        let first = place.marks.partition_point(|mark| mark.file < self.file);
        let here = place.marks.get(first + nth).filter(|mark| mark.file == self.file);
        let id = here.map_or("", |mark| mark.id.as_str());
        let is_first = place.is_footnote && place.file == self.file && nth == 0;
        if is_first {
            self.footnote_count += 1;
            let note = Block::Note(Box::new(place.note.clone()));
            let shown = display(&note, &book.options.display, book.language).0.into_owned();
            if let Block::Note(note) = shown {
                let number = place.number;
                self.footnotes.push(Footnote { id: mark.target.clone(), number, note: *note });
            }
        }
        let href = self.place(place.file, &mark.target);
        // Endnotes are numbered separately from footnotes, and look so; notes in place have no
        // number.
        let label = |number: usize| place.note.mark.clone().unwrap_or(number.to_string());
        let text = match (place.number, place.is_footnote) {
            (0, _) => plain_text(&mark.content),
            (number, true) => format!("[{}]", label(number)),
            (number, false) => format!("〔{}〕", label(number)),
        };
        let text = if text.trim().is_empty() { UNNUMBERED } else { &text };
        self.mark(id, href, text);
    }

    /// A mark whose note has no separate block: it is elsewhere in the text, or is lost.
    fn lost_mark(&mut self, mark: &NoteRef) {
        let attributes = self.attributes(&mark.attr);
        self.start("sup", &attributes);
        match self.find(&mark.target).filter(|_| !self.in_link) {
            Some(href) => {
                self.start("a", &ElementAttributes::default().with("href", href));
                self.in_link = true;
                self.inlines(&mark.content);
                self.in_link = false;
                self.out.end();
            }
            None => self.inlines(&mark.content),
        }
        self.out.end();
    }

    /// A note at its mark.
    pub(super) fn note_here(&mut self, note: &Note) {
        if note.is_in_line() {
            let attributes = self.attributes(&note.attr).class("inline-note");
            self.start("small", &attributes);
            for (index, paragraph) in paragraphs(&note.blocks).enumerate() {
                if index > 0 {
                    self.out.empty("br", &[]);
                }
                self.inlines(&paragraph.content);
            }
            self.out.end();
            return;
        }
        self.footnote_count += 1;
        let number = self.footnote_count;
        let own = note.attr.id.clone().filter(|id| !self.page.ids.contains(id));
        let mut note = note.clone();
        let id = own.unwrap_or_else(|| self.fresh_id("note"));
        // The aside claims both when it is written and the mark comes first.
        self.page.ids.remove(&id);
        note.attr.id = Some(id.clone());
        let mark = self.fresh_id("mark");
        self.page.ids.remove(&mark);
        let label = note.mark.clone().unwrap_or(number.to_string());
        self.mark(&mark, Some(format!("#{id}")), &format!("[{label}]"));
        self.own_marks.insert(id.clone(), mark);
        self.footnotes.push(Footnote { id, number, note });
    }

    fn mark(&mut self, id: &str, href: Option<String>, text: &str) {
        self.out.start("sup", &[]);
        let attributes = ElementAttributes::default();
        let attributes = if self.claim(id) { attributes.with("id", id) } else { attributes };
        match href.filter(|_| !self.in_link) {
            Some(href) => {
                let attributes = attributes.semantics("noteref", Some("doc-noteref"));
                self.start("a", &attributes.with("href", href));
            }
            None => self.start("span", &attributes),
        }
        self.out.text(text);
        self.out.end();
        self.out.end();
    }

    /// Writes all footnotes of this file. A note may contain notes: the list may grow.
    pub(super) fn write_footnotes(&mut self) {
        let mut next = 0;
        while let Some(footnote) = self.footnotes.get(next) {
            let (id, number, note) =
                (footnote.id.clone(), footnote.number, footnote.note.clone());
            let marks = match self.own_marks.get(&id) {
                Some(mark) => vec![NoteAnchor { id: mark.clone(), file: self.file }],
                None => self.book.notes.get(&id).map(|p| p.marks.clone()).unwrap_or_default(),
            };
            self.aside(&id, Some(number), &note, &marks);
            next += 1;
        }
    }

    /// A note as an aside, with a back link to each of its marks.
    fn aside(&mut self, id: &str, number: Option<usize>, note: &Note, marks: &[NoteAnchor]) {
        let mut attributes = self.attributes(&note.attr);
        if note.attr.id.is_none() && self.claim(id) {
            attributes = attributes.with("id", id);
        }
        let attributes = match (note.kind, number) {
            (NoteKind::Footnote | NoteKind::Endnote, _) | (_, Some(_)) => {
                attributes.semantics("footnote", Some("doc-footnote"))
            }
            (NoteKind::Margin, None) => attributes.class("margin-note"),
            (NoteKind::Inline, None) => attributes.class("inline-note"),
        };
        self.start_line("aside", &attributes);
        self.note_text(note, marks, number);
        self.end_line();
    }

    /// The text of a note: the first back link is its number, others follow its end.
    fn note_text(&mut self, note: &Note, marks: &[NoteAnchor], number: Option<usize>) {
        let first = note.blocks.iter().position(is_shown);
        let (lead, rest) = match first {
            Some(first) => match &note.blocks[first] {
                Block::Paragraph(paragraph) => (Some(paragraph), &note.blocks[first + 1..]),
                _ => (None, &note.blocks[first..]),
            },
            None => (None, &note.blocks[..0]),
        };
        let attributes = match lead {
            Some(paragraph) => self.attributes(&paragraph.attr),
            None => ElementAttributes::default(),
        };
        self.start_line("p", &attributes);
        match (number, marks.first()) {
            (Some(number), Some(mark)) => {
                let label = note.mark.clone().unwrap_or(number.to_string());
                self.backlink(mark, &format!("[{label}]"), Some(number));
                self.out.text(" ");
            }
            _ if !note.marker.is_empty() && number.is_none() && !self.in_endnotes => {
                self.inlines(&note.marker);
                self.out.text(" ");
            }
            _ => {}
        }
        if let Some(paragraph) = lead {
            self.inlines(&paragraph.content);
        }
        let is_last = !rest.iter().any(is_shown);
        let done = usize::from(number.is_some());
        if is_last {
            self.backlinks(marks.get(done..).unwrap_or_default(), done);
            self.out.end();
            return;
        }
        self.out.end();
        self.shown_blocks(rest, self.base);
        if marks.len() > done {
            self.start_line("p", &ElementAttributes::default());
            self.backlinks(&marks[done..], done);
            self.out.end();
        }
    }

    fn backlinks(&mut self, marks: &[NoteAnchor], done: usize) {
        for (index, mark) in marks.iter().enumerate() {
            self.out.text(" ");
            self.backlink(mark, "↩", Some(done + index + 1));
        }
    }

    fn backlink(&mut self, mark: &NoteAnchor, text: &str, number: Option<usize>) {
        let Some(href) = self.place(mark.file, &mark.id) else { return };
        let label = match number {
            Some(number) => format!("{} {number}", self.book.labels.back),
            None => self.book.labels.back.to_owned(),
        };
        let attributes =
            ElementAttributes::default().semantics("backlink", Some("doc-backlink"));
        self.start("a", &attributes.with("href", href).with("aria-label", label));
        self.out.text(text);
        self.out.end();
    }

    /// Notes in separate blocks: a run of endnotes is a list, a footnote without a mark an aside,
    /// and one with a mark is written at the end of its file. Returns the blocks after the run.
    pub(super) fn notes_in_place<'n>(
        &mut self,
        first: &'n Block,
        after: &'n [Block],
        depth: usize,
        view: BlockView,
    ) -> &'n [Block] {
        let Block::Note(note) = first else { return after };
        if !is_endnote(note, self.in_notes) {
            let id = note.attr.id.as_deref();
            let place = id.and_then(|id| self.book.notes.get(id));
            let is_elsewhere = place.is_some_and(|it| it.is_footnote && !it.marks.is_empty());
            // A mark that was written nowhere takes no note along.
            let is_lost =
                self.targets.zip(id).is_some_and(|(targets, id)| targets.find(id).is_none());
            if !is_elsewhere || is_lost {
                let marks = place.map(|place| place.marks.clone()).unwrap_or_default();
                let note = self.shown_note(first, view);
                let id = note.attr.id.clone().unwrap_or_else(|| self.fresh_id("note"));
                self.aside(&id, None, &note, &marks);
            }
            return after;
        }
        let is_more = |block: &Block| match block {
            Block::Note(note) => is_endnote(note, self.in_notes),
            other => !is_shown(other),
        };
        let count = after.iter().take_while(|block| is_more(block)).count();
        let (run, rest) = after.split_at(count);
        if !self.in_notes {
            let attributes =
                ElementAttributes::default().semantics("endnotes", Some("doc-endnotes"));
            self.start_line("section", &attributes);
        }
        self.start_line("ol", &ElementAttributes::default().class("notes"));
        let outer = std::mem::replace(&mut self.in_endnotes, true);
        for block in std::iter::once(first).chain(run) {
            if let Block::Note(_) = block {
                self.endnote(block, view);
            }
        }
        self.in_endnotes = outer;
        self.end_line();
        if !self.in_notes {
            self.end_line();
        }
        let _ = depth;
        rest
    }

    fn endnote(&mut self, block: &Block, view: BlockView) {
        let note = self.shown_note(block, view);
        let place = note.attr.id.as_deref().and_then(|id| self.book.notes.get(id));
        let marks = place.map(|place| place.marks.clone()).unwrap_or_default();
        let attributes = self.attributes(&note.attr);
        self.start_line("li", &attributes);
        self.note_text(&note, &marks, None);
        self.end_line();
    }

    fn shown_note(&self, block: &Block, view: BlockView) -> Note {
        let book = self.book;
        let shown = match view {
            BlockView::Source => {
                display(block, &book.options.display, book.language).0.into_owned()
            }
            BlockView::Shown => block.clone(),
        };
        match shown {
            Block::Note(note) => *note,
            _ => Note::default(),
        }
    }
}

fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &Paragraph> {
    blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    })
}
