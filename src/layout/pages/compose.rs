//! Composes one page from its strips: everything gets its position, footnotes get their numbers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::super::composer::Composer;
use super::super::frame::{
    Artifact, ElementId, Item, OutlineEntry, Owner, Page, PageLabel, PagePoint, Pt, Rule,
};
use super::super::notes;
use super::super::strip::{EntryNumber, HeadingMark, Strip, StripLine, shift};
use super::beside::Beside;
use super::{NoteBody, Paginator, Setting, height};
use crate::diag::{Code, Diagnostic};
use crate::font::Role;
use crate::model::{self, Alignment};

/// A page number that the table of contents still lacks.
#[derive(Debug)]
pub(super) struct PendingNumber {
    /// Index of the page.
    page: u32,
    /// Its position in the page's items.
    at: usize,
    /// Left edge of the type area there.
    left: Pt,
    /// Its baseline on the page.
    y: Pt,
    entry: EntryNumber,
}

/// The texts of the notes whose marks are on a page.
#[derive(Default)]
struct PageNotes {
    foot: Vec<Strip>,
    beside: Vec<Beside>,
    /// How high those in the margin are.
    height: Pt,
}

/// A note whose first mark is on a page.
struct Called {
    body: NoteBody,
    mark: String,
    /// The baseline of the line with its mark.
    baseline: Pt,
}

/// The thickness of rules.
const RULE: Pt = 0.5;

impl Paginator<'_> {
    /// Ends this page after the first `count` strips of the queue.
    pub(super) fn end_page(&mut self, count: usize, composer: &mut Composer<'_>) {
        let geometry = self.geometry;
        let mut page = Page {
            index: self.count,
            width: geometry.width,
            height: geometry.height,
            label: PageLabel { roman: self.roman, number: self.number },
            items: Vec::new(),
        };
        let left = geometry.left_of(self.count + 1);
        let tops: Vec<Pt> = self.tops.drain(..).take(count).collect();
        let mut end = 0.0;
        let mut notes = PageNotes::default();
        let mut headings = Vec::new();
        let mut numbered = Vec::new();
        let opens = self.queue.front().is_some_and(|strip| strip.start != Default::default());
        for top in tops {
            let Some(mut strip) = self.queue.pop_front() else { break };
            if let Some(head) = strip.repeat.take().filter(|_| end == 0.0) {
                self.place(*head, left, geometry.top, &mut page, composer);
            }
            end = top + strip.height - strip.leading;
            self.number_notes(&mut strip, top, &mut notes, composer);
            if strip.numbered {
                numbered
                    .extend(strip.lines.first().map(|placed| geometry.top + top + placed.y));
            }
            headings.append(&mut strip.headings.clone());
            self.place(strip, left, geometry.top + top, &mut page, composer);
        }
        let empty = end == 0.0 && notes.foot.is_empty() && self.carried.is_empty();
        self.place_beside(notes.beside, &mut page, composer);
        self.place_notes(end, notes.foot, left, &mut page, composer);
        if !empty && !self.bare {
            self.furnish(&mut page, left, &headings, opens, composer);
            self.number_lines(&mut page, left, &numbered, composer);
        }
        self.running.pass(&headings);
        self.hand_on(page);
        self.bare = self.bare && self.roman && empty;
        self.begin_page();
    }

    /// Passes a page on, unless numbers are missing.
    fn hand_on(&mut self, page: Page) {
        self.count += 1;
        self.number += 1;
        self.labels.push(page.label);
        let lacks_numbers =
            self.pending.last().is_some_and(|pending| pending.page == page.index);
        let waits = self.waiting.last().is_some_and(|(index, _)| *index == page.index);
        if lacks_numbers || waits {
            self.held.push(page);
        } else {
            (self.sink)(page);
        }
    }

    /// Numbers the marks of a strip's footnotes (①, restarting on each page; `clreq.md` NOT-01) and
    /// adds the texts of new ones: to the margin, if allowed and they fit.
    fn number_notes(
        &mut self,
        strip: &mut Strip,
        top: Pt,
        notes: &mut PageNotes,
        composer: &mut Composer<'_>,
    ) {
        // Notes that notes hold are numbered after those that hold them.
        let mut called = VecDeque::new();
        self.number_marks(strip, None, &mut called, composer);
        while let Some(Called { body, mark, baseline }) = called.pop_front() {
            let (setting, beside) = match self.room_beside(&body, notes.height) {
                Some(height) => {
                    notes.height += height;
                    (body.beside.unwrap_or(body.foot), true)
                }
                None => (body.foot, false),
            };
            let mut strips = self.label(setting, body.label, &mark, composer);
            for strip in &mut strips {
                self.number_marks(strip, Some(baseline), &mut called, composer);
            }
            if beside {
                notes.beside.push(Beside { baseline: top + baseline, strips });
            } else {
                notes.foot.extend(strips);
            }
        }
    }

    /// Writes the numbers of the notes at the marks of a strip; new notes get the next ones.
    /// `baseline` is that of the line that called the note which holds the strip.
    fn number_marks(
        &mut self,
        strip: &mut Strip,
        baseline: Option<Pt>,
        called: &mut VecDeque<Called>,
        composer: &mut Composer<'_>,
    ) {
        for placed in &mut strip.lines {
            for note in placed.line.notes.clone() {
                if let Some(body) = self.bodies.remove(&note.note) {
                    let mark = body.mark.clone().unwrap_or_else(|| {
                        self.page_notes += 1;
                        notes::circled(self.page_notes)
                    });
                    self.numbers.insert(note.note.clone(), mark.clone());
                    let baseline = baseline.unwrap_or(placed.y);
                    called.push_back(Called { body, mark, baseline });
                }
                let Some(mark) = self.numbers.get(&note.note) else { continue };
                composer.typesetter.renumber(&mut placed.line, &note, mark);
            }
        }
    }

    /// Puts its number before a note's first line.
    fn label(
        &self,
        body: Setting,
        label: ElementId,
        mark: &str,
        composer: &mut Composer<'_>,
    ) -> Vec<Strip> {
        let mut strips = body.strips;
        let size = composer.style.note.size.points(self.geometry.size);
        let style =
            composer.line_style(self.geometry.measure, size, Role::Body, Alignment::Start);
        let label = composer.set(&[model::text(mark)], label, &style).into_iter().next();
        if let (Some(first), Some(line)) = (strips.first_mut(), label) {
            let y = first.lines.first().map_or(style.size, |placed| placed.y);
            first.lines.insert(0, StripLine { line, x: body.label_x, y });
        }
        strips
    }

    /// Places a strip on the page. Nothing leaves the paper, even if it sticks out of the strip.
    pub(super) fn place(
        &mut self,
        mut strip: Strip,
        left: Pt,
        top: Pt,
        page: &mut Page,
        composer: &mut Composer<'_>,
    ) {
        if strip.confine(left, top, page.width, page.height) {
            composer
                .diagnostics
                .push(Diagnostic::new(Code::LineTooLong, []).at(strip.source()));
        }
        let here = |x: Pt, y: Pt| PagePoint { page: self.count, x: left + x, y: top + y };
        self.places.extend(strip.ids.into_iter().map(|id| (id, here(0.0, 0.0))));
        let bookmarks = strip.headings.into_iter().filter(|heading| heading.bookmark);
        self.outline.extend(bookmarks.map(|HeadingMark { level, title, .. }| OutlineEntry {
            title,
            level,
            place: here(0.0, 0.0),
        }));
        page.items.extend(strip.items.into_iter().map(|mut item| {
            shift(&mut item, left, top);
            item
        }));
        for placed in strip.lines {
            let (x, y) = (placed.x, placed.y);
            // A place is the top of its line, not the baseline.
            let up = placed.line.ascent;
            let ids = placed.line.ids.into_iter();
            self.places.extend(ids.map(|(id, dx)| (id, here(x + dx, y - up))));
            page.items.extend(placed.line.items.into_iter().map(|mut item| {
                shift(&mut item, left + x, top + y);
                item
            }));
        }
        if let Some(entry) = strip.entry {
            let (page, at) = (page.index, page.items.len());
            self.pending.push(PendingNumber { page, at, left, y: top + entry.y, entry });
        }
    }

    /// Sets the notes at the foot of the type area, those carried over first, and carries over
    /// those that don't fit.
    fn place_notes(
        &mut self,
        end: Pt,
        new: Vec<Strip>,
        left: Pt,
        page: &mut Page,
        composer: &mut Composer<'_>,
    ) {
        self.page_notes = 0;
        self.carried.extend(new);
        if self.carried.is_empty() {
            return;
        }
        let leading = self.note_gap() - self.style.note.size.points(self.geometry.size);
        let room = self.area() - end - self.note_gap() + super::SLACK;
        let mut used = 0.0;
        let mut strips = Vec::new();
        while let Some(strip) = self.carried.front() {
            let with = used + height([strip]);
            // An empty page takes one line in any case: there must be progress.
            if with > room + leading && !(end == 0.0 && strips.is_empty()) {
                break;
            }
            used = with;
            strips.extend(self.carried.pop_front());
        }
        let Some(_) = strips.first() else { return };
        let mut y = self.geometry.bottom() - used + leading;
        self.note_rule(y, left, page);
        for strip in strips {
            y += strip.before;
            let below = strip.height;
            self.place(strip, left, y, page, composer);
            y += below;
        }
    }

    fn note_rule(&self, notes_top: Pt, left: Pt, page: &mut Page) {
        let width = self.style.note.rule.min(1.0) * self.geometry.measure;
        let y = notes_top - self.note_gap() * 0.5;
        if width > 0.0 && y > 0.0 {
            page.items.push(Item::Rule(Rule {
                owner: Owner::Artifact(Artifact::Layout),
                x: left,
                y,
                width,
                height: RULE,
                colour: [0, 0, 0],
            }));
        }
    }

    /// Passes on the pages that waited for the numbers of the table of contents.
    pub(super) fn release(&mut self, composer: &mut Composer<'_>) {
        let targets: BTreeSet<&str> =
            self.pending.iter().map(|pending| pending.entry.target.as_str()).collect();
        let mut pages: BTreeMap<String, u32> = BTreeMap::new();
        for (id, place) in self.places.iter().filter(|(id, _)| targets.contains(id.as_str())) {
            pages.entry(id.clone()).or_insert(place.page);
        }
        // From the back, so that what is put in moves no place that is still to come.
        for pending in std::mem::take(&mut self.pending).into_iter().rev() {
            let page = pages.get(&pending.entry.target);
            let label = page.and_then(|page| self.labels.get(*page as usize));
            let Some(label) = label else { continue };
            let items = self.number_items(&pending, *label, composer);
            let held = self.held.iter_mut().find(|page| page.index == pending.page);
            if let Some(page) = held {
                page.items.splice(pending.at..pending.at, items);
            }
        }
        for page in std::mem::take(&mut self.held) {
            (self.sink)(page);
        }
    }

    fn number_items(
        &self,
        pending: &PendingNumber,
        label: PageLabel,
        composer: &mut Composer<'_>,
    ) -> Vec<Item> {
        let size = self.geometry.size;
        let style =
            composer.line_style(self.geometry.measure, size, Role::Body, Alignment::End);
        let owner: ElementId = pending.entry.owner;
        let text = [model::text(super::furniture::page_number(label))];
        let line = composer.set(&text, owner, &style).into_iter().next().unwrap_or_default();
        let (x, y) = (pending.left, pending.y);
        let mut items = line.items;
        items.iter_mut().for_each(|item| shift(item, x, y));
        items
    }
}
