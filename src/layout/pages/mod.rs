//! Pages: strips are taken as they come, and a page is passed on as soon as it is full; pages of
//! a table of contents when all others have their numbers.
//!
//! A page takes strips while they and their footnotes fit, then ends after the last strip that
//! may end a page. What is left over begins the next one. Each strip is looked at on two pages
//! at most, so the time is linear.

mod beside;
mod compose;
mod furniture;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::composer::Composer;
use super::frame::{ElementId, OutlineEntry, Page, PageLabel, PagePoint, Pt};
use super::geometry::{Geometry, is_verso};
use super::strip::{GridFit, PageStart, Strip};
use super::style::StyleSheet;
use crate::diag::{Code, Diagnostic};

use compose::PendingNumber;
use furniture::{FurnitureLine, Running};

pub(super) use furniture::{EveryPage, page_number};

/// The tolerance for rounding in a column that is just full, in points.
const SLACK: Pt = 0.05;
/// Minimum lines of body text beside notes carried over.
const LINES_BESIDE_NOTES: f32 = 2.0;
/// A footnote is split only so that each part has this many lines (`clreq.md` NOT-02).
const SPLIT_LINES: usize = 2;

/// The text of a footnote, ready to be placed.
#[derive(Clone, Debug)]
pub(super) struct NoteBody {
    /// The element of its number.
    pub(super) label: ElementId,
    /// The mark set by its editor, instead of a number.
    pub(super) mark: Option<String>,
    /// Its setting at the foot.
    pub(super) foot: Setting,
    /// Its setting in the margin, if allowed.
    pub(super) beside: Option<Setting>,
}

/// The lines of a note, at the width of their place.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// Its lines.
    pub(super) strips: Vec<Strip>,
    /// Where its number is.
    pub(super) label_x: Pt,
}

impl Setting {
    fn height(&self) -> Pt {
        height(&self.strips)
    }
}

/// The height of strips one below another.
pub(super) fn height<'a>(strips: impl IntoIterator<Item = &'a Strip>) -> Pt {
    strips.into_iter().map(|strip| strip.before + strip.height).sum()
}

/// Makes pages of strips.
pub(super) struct Paginator<'a> {
    geometry: Geometry,
    style: &'a StyleSheet,
    sink: &'a mut dyn FnMut(Page),
    /// Strips that are not on a finished page yet.
    queue: VecDeque<Strip>,
    /// The tops of the leading strips of the queue that fit on this page.
    tops: Vec<Pt>,
    /// The top of the next strip.
    cursor: Pt,
    /// The height of this page's notes so far: at its foot, and in its margin.
    notes: Pt,
    beside: Pt,
    /// Whether a note had to be split, so that nothing more fits.
    closed: bool,
    /// The texts of footnotes whose marks are on no finished page yet, by id.
    bodies: BTreeMap<String, NoteBody>,
    /// The mark that a footnote got, by id.
    numbers: BTreeMap<String, String>,
    /// The footnotes of the page that is being made.
    page_notes: u32,
    /// Lines of notes that did not fit on earlier pages.
    carried: VecDeque<Strip>,
    /// Whether the margins had not enough space for their content.
    crowded: bool,
    /// Pages so far.
    count: u32,
    /// The number of this page.
    number: u32,
    /// Whether numbers are Roman: before the body, which starts again at 1.
    roman: bool,
    /// Whether this is a title page, which has neither head nor folio.
    bare: bool,
    /// The numbers of all pages so far.
    labels: Vec<PageLabel>,
    /// Pages that wait for the numbers in their table of contents.
    held: Vec<Page>,
    pending: Vec<PendingNumber>,
    /// Lines waiting for the number of pages, each with the index of its page.
    waiting: Vec<(u32, FurnitureLine)>,
    /// The author's settings for every page.
    every_page: EveryPage,
    running: Running,
    /// The bookmarks.
    pub(super) outline: Vec<OutlineEntry>,
    /// The places of ids.
    pub(super) places: Vec<(String, PagePoint)>,
}

impl<'a> Paginator<'a> {
    pub(super) fn new(
        geometry: Geometry,
        style: &'a StyleSheet,
        title: Option<String>,
        every_page: EveryPage,
        sink: &'a mut dyn FnMut(Page),
    ) -> Self {
        Self {
            geometry,
            style,
            sink,
            queue: VecDeque::new(),
            tops: Vec::new(),
            cursor: 0.0,
            notes: 0.0,
            beside: 0.0,
            closed: false,
            bodies: BTreeMap::new(),
            numbers: BTreeMap::new(),
            page_notes: 0,
            carried: VecDeque::new(),
            crowded: false,
            count: 0,
            number: 1,
            roman: false,
            bare: false,
            labels: Vec::new(),
            held: Vec::new(),
            pending: Vec::new(),
            waiting: Vec::new(),
            every_page,
            running: Running::new(title),
            outline: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Declares that the body begins later, on a right page of its own.
    pub(super) fn begin_front(&mut self, title_page: bool) {
        self.roman = true;
        self.bare = title_page;
    }

    /// Adds the text of a footnote, before the strip with its mark.
    pub(super) fn add_note(&mut self, id: &str, body: NoteBody) {
        self.bodies.insert(id.to_owned(), body);
    }

    /// Adds the next strip.
    pub(super) fn push(&mut self, strip: Strip, composer: &mut Composer<'_>) {
        self.queue.push_back(strip);
        self.advance(composer);
    }

    /// The last strip, if it is not on a finished page yet.
    pub(super) fn last_strip(&mut self) -> Option<&mut Strip> {
        self.queue.back_mut()
    }

    /// Ends the last page and passes on what waits.
    pub(super) fn finish(&mut self, composer: &mut Composer<'_>) {
        while !self.queue.is_empty() || !self.carried.is_empty() {
            self.advance(composer);
            self.end_page(self.tops.len(), composer);
        }
        if self.count == 0 {
            self.end_page(0, composer);
        }
        self.add_waiting(composer);
        if self.crowded {
            composer.diagnostics.push(Diagnostic::new(Code::MarginsCrowded, []));
        }
        self.release(composer);
    }

    /// Fits strips of the queue on this page, and ends it where they don't fit.
    fn advance(&mut self, composer: &mut Composer<'_>) {
        while let Some(strip) = self.queue.get(self.tops.len()) {
            if self.must_break_before(strip) {
                self.end_page(self.tops.len(), composer);
                continue;
            }
            if strip.start == PageStart::Body && self.roman {
                (self.roman, self.bare, self.number) = (false, false, 1);
            }
            let strip = &self.queue[self.tops.len()];
            let top = self.top_of(strip);
            match self.fit(strip, top) {
                Fit::Whole(notes) => self.accept(top, notes),
                Fit::Split => {
                    self.accept(top, NoteHeights::default());
                    self.closed = true;
                }
                Fit::None if self.tops.is_empty() && self.carried.is_empty() => {
                    let top = self.make_fit(top, composer);
                    self.accept(top, NoteHeights::default());
                    self.closed = true;
                }
                Fit::None => {
                    let count = self.best_break();
                    self.end_page(count, composer);
                }
            }
        }
    }

    /// Places the first strip of an empty page, and makes it smaller if it is
    /// higher than a page: first the white above it shrinks, then the repeated head.
    fn make_fit(&mut self, top: Pt, composer: &mut Composer<'_>) -> Pt {
        let area = self.area();
        let Some(strip) = self.queue.front_mut() else { return top };
        let height = strip.height - strip.leading;
        if height > area + SLACK {
            composer
                .diagnostics
                .push(Diagnostic::new(Code::TallerThanPage, []).at(strip.source()));
            strip.scale(area / height);
        }
        let spare = area - (strip.height - strip.leading);
        if strip.repeat.as_ref().is_some_and(|head| head.height > spare) {
            strip.repeat = None;
        }
        let head = strip.repeat.as_ref().map_or(0.0, |head| head.height);
        top.min(spare).max(head)
    }

    fn accept(&mut self, top: Pt, notes: NoteHeights) {
        let strip = &self.queue[self.tops.len()];
        self.cursor = top + strip.height;
        self.notes += notes.foot;
        self.beside += notes.beside;
        self.tops.push(top);
    }

    /// Whether a strip may not be on this page, however much space there is.
    fn must_break_before(&self, strip: &Strip) -> bool {
        let fresh = self.tops.is_empty() && self.notes == 0.0;
        match strip.start {
            PageStart::Flow => false,
            PageStart::Page => !fresh,
            PageStart::Recto => !fresh || is_verso(self.count + 1),
            // The number shows whether the body has begun with this page.
            PageStart::Body => !fresh || (self.roman && is_verso(self.count + 1)),
        }
    }

    fn top_of(&self, strip: &Strip) -> Pt {
        if self.tops.is_empty() {
            // A chapter that opens a page keeps its white; what only happens to be first
            // does not.
            let white = if strip.start == PageStart::Flow { 0.0 } else { strip.before };
            return white + strip.repeat.as_ref().map_or(0.0, |head| head.height);
        }
        match strip.grid {
            GridFit::Free => self.cursor + strip.before,
            GridFit::Top => self.geometry.snap(self.cursor + strip.before),
            GridFit::Above => self.geometry.snap(self.cursor) + strip.before,
        }
    }

    fn area(&self) -> Pt {
        self.geometry.bottom() - self.geometry.top
    }

    /// The height taken by notes of this height, including the rule above them.
    fn notes_room(&self, notes: Pt) -> Pt {
        if notes == 0.0 { 0.0 } else { notes + self.note_gap() }
    }

    fn note_gap(&self) -> Pt {
        self.style.note.pitch.points(self.geometry.size)
    }

    fn fit(&self, strip: &Strip, top: Pt) -> Fit {
        let bottom = top + strip.height - strip.leading;
        let fits = |notes: Pt| bottom <= self.area() - self.notes_room(notes) + SLACK;
        if self.closed {
            return Fit::None;
        }
        let mut beside = self.beside;
        let mut new: Vec<&Setting> = Vec::new();
        for body in self.new_notes(strip) {
            match self.room_beside(body, beside) {
                Some(height) => beside += height,
                None => new.push(&body.foot),
            }
        }
        let whole: Pt = new.iter().map(|body| body.height()).sum();
        if fits(self.notes + whole) {
            return Fit::Whole(NoteHeights { foot: whole, beside: beside - self.beside });
        }
        let Some(last) = new.last().filter(|last| last.strips.len() >= 2 * SPLIT_LINES) else {
            return Fit::None;
        };
        let part = whole - last.height() + height(&last.strips[..SPLIT_LINES]);
        if fits(self.notes + part) { Fit::Split } else { Fit::None }
    }

    /// The notes whose first mark is in this strip, or in one of these notes.
    fn new_notes<'s>(&'s self, strip: &'s Strip) -> Vec<&'s NoteBody> {
        let mut found: Vec<&NoteBody> = Vec::new();
        let mut ids = BTreeSet::new();
        let mut take = |strip: &'s Strip, found: &mut Vec<&'s NoteBody>| {
            let marks = strip.lines.iter().flat_map(|placed| &placed.line.notes);
            let new = marks.filter(|mark| !self.numbers.contains_key(&mark.note));
            let new = new.filter(|mark| ids.insert(&mark.note));
            found.extend(new.filter_map(|mark| self.bodies.get(&mark.note)));
        };
        take(strip, &mut found);
        let mut next = 0;
        while let Some(body) = found.get(next).copied() {
            body.foot.strips.iter().for_each(|strip| take(strip, &mut found));
            next += 1;
        }
        found
    }

    /// The number of strips that fit after which the page should end.
    fn best_break(&self) -> usize {
        let count = self.tops.len();
        (1..=count).rev().find(|at| !self.queue[at - 1].keep).unwrap_or(count)
    }

    /// Starts an empty page: notes that were carried over reserve their space.
    fn begin_page(&mut self) {
        self.tops.clear();
        self.cursor = 0.0;
        self.closed = false;
        (self.notes, self.beside) = (0.0, 0.0);
        let limit = if self.queue.is_empty() {
            self.area()
        } else {
            self.area() - LINES_BESIDE_NOTES * self.geometry.pitch
        } - self.note_gap();
        for (index, strip) in self.carried.iter().enumerate() {
            let with = self.notes + strip.before + strip.height;
            if index > 0 && with > limit {
                break;
            }
            self.notes = with;
        }
    }
}

/// The height that the notes of a strip take.
#[derive(Clone, Copy, Default)]
struct NoteHeights {
    foot: Pt,
    beside: Pt,
}

/// Whether a strip fits on a page.
enum Fit {
    /// With its notes.
    Whole(NoteHeights),
    /// With the beginning of its last note.
    Split,
    /// Not at all.
    None,
}
