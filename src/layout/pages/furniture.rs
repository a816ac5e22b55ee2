//! What stands around the type area: running heads, page numbers, numbers of lines. None of it
//! is content.

use super::super::bench::Bench;
use super::super::frame::{Artifact, Item, Owner, Page, PageLabel, Pt, Rule};
use super::super::geometry::{is_verso, outer_is_left};
use super::super::inline::{Alignment, Line};
use super::super::strip::{HeadingMark, shift};
use super::super::style::{HeadContent, HeadPosition};
use super::Paginator;
use crate::font::Role;
use crate::text::numeral::to_roman;

/// The rule below a running head: how thick, and how far below the baseline, in em.
const HEAD_RULE: Pt = 0.4;
const HEAD_RULE_DROP: f32 = 0.45;
/// How far digits reach above and below their baseline, in em.
const DIGITS: f32 = 0.75;
const BELOW: f32 = 0.15;
/// Numbers of lines: their size and their distance from the text, in em of body text.
const LINE_NUMBER_SIZE: f32 = 0.6;
const LINE_NUMBER_GAP: f32 = 1.0;

/// The headings in force.
#[derive(Debug)]
pub(super) struct Running {
    title: Option<String>,
    /// The last heading of each level, the highest first.
    sections: Vec<String>,
}

impl Running {
    pub(super) fn new(title: Option<String>) -> Self {
        Self { title, sections: Vec::new() }
    }

    /// Notes the headings of a finished page.
    pub(super) fn pass(&mut self, headings: &[HeadingMark]) {
        for heading in headings.iter().filter(|heading| heading.bookmark) {
            self.sections.truncate(usize::from(heading.level.saturating_sub(1)));
            self.sections.push(heading.title.clone());
        }
    }

    /// What a head says on a page with these headings: the first of them, else what is in
    /// force from before.
    fn text(&self, content: HeadContent, headings: &[HeadingMark]) -> Option<String> {
        let mut bookmarks = headings.iter().filter(|heading| heading.bookmark);
        match content {
            HeadContent::None => None,
            HeadContent::Title => self.title.clone(),
            HeadContent::Chapter => self
                .sections
                .first()
                .cloned()
                .or_else(|| bookmarks.find(|h| h.level == 1).map(|h| h.title.clone())),
            HeadContent::Section => bookmarks
                .next()
                .map(|heading| heading.title.clone())
                .or_else(|| self.sections.last().cloned()),
        }
    }
}

impl Paginator<'_> {
    /// Adds running head and page number. A page that opens a chapter, like the first page of
    /// all, has no running head (digest PGN-02).
    pub(super) fn furnish(
        &mut self,
        page: &mut Page,
        left: Pt,
        headings: &[HeadingMark],
        opens: bool,
        bench: &mut Bench<'_>,
    ) {
        let verso = is_verso(self.count + 1);
        if self.count > 0 && !opens {
            let head = &self.style.head;
            let content =
                if verso || !self.style.page.two_sided { head.verso } else { head.recto };
            if let Some(text) = self.running.text(content, headings) {
                let size = head.size.points(self.geometry.size);
                let text = cut(&text, self.geometry.measure / size);
                self.add_head(page, left, &text, bench);
            }
        }
        let folio = &self.style.folio;
        if !folio.form.is_empty() {
            let text = folio.form.replace("{}", &page_number(page.label));
            let size = folio.size.points(self.geometry.size);
            let bottom = self.geometry.bottom();
            let y = bottom + folio.distance.points(self.geometry.size);
            // What the paper has no room for below is set as low as it goes.
            let y = y.min(self.geometry.height - size * 0.5).max(bottom + size * DIGITS);
            let fits = y + size * BELOW <= self.geometry.height
                && self.add_line(
                    page,
                    left,
                    y,
                    (&text, Artifact::Footer),
                    (Role::Body, size, folio.position),
                    bench,
                );
            self.crowded |= !fits;
        }
    }

    fn add_head(&mut self, page: &mut Page, left: Pt, text: &str, bench: &mut Bench<'_>) {
        let head = &self.style.head;
        let size = head.size.points(self.geometry.size);
        let y = self.geometry.top - head.distance.points(self.geometry.size);
        let y = y.min(self.geometry.top - size * HEAD_RULE_DROP);
        let fits = y >= size
            && self.add_line(
                page,
                left,
                y,
                (text, Artifact::Header),
                (head.face, size, head.position),
                bench,
            );
        self.crowded |= !fits;
        if fits && head.rule {
            page.items.push(Item::Rule(Rule {
                owner: Owner::Artifact(Artifact::Header),
                x: left,
                y: y + HEAD_RULE_DROP * size,
                width: self.geometry.measure,
                height: HEAD_RULE,
                colour: [0, 0, 0],
            }));
        }
    }

    /// Sets a line of its own, if it is one and there is room.
    fn add_line(
        &self,
        page: &mut Page,
        left: Pt,
        y: Pt,
        (text, artifact): (&str, Artifact),
        (role, size, position): (Role, Pt, HeadPosition),
        bench: &mut Bench<'_>,
    ) -> bool {
        let alignment = match position {
            HeadPosition::Center => Alignment::Center,
            HeadPosition::Outer if outer_is_left(self.style, self.count + 1) => {
                Alignment::Start
            }
            HeadPosition::Outer => Alignment::End,
        };
        let style = bench.line_style(self.geometry.measure, size, role, alignment);
        let line = bench.set_artifact(text, artifact, &style).filter(|line| line.last);
        let fits = line.is_some();
        line.into_iter().for_each(|line| add(page, line, left, y));
        fits
    }

    /// Numbers the lines whose baselines these are: on their left, or on their right where notes
    /// stand on the left.
    pub(super) fn number_lines(
        &mut self,
        page: &mut Page,
        left: Pt,
        baselines: &[Pt],
        bench: &mut Bench<'_>,
    ) {
        let step = usize::from(self.style.page.line_numbers);
        if step == 0 {
            return;
        }
        let size = LINE_NUMBER_SIZE * self.geometry.size;
        let gap = LINE_NUMBER_GAP * self.geometry.size;
        let at_right = self.style.note.margin && outer_is_left(self.style, self.count + 1);
        let start = left + self.geometry.measure + gap;
        let (x, room, align) = if at_right {
            (start, page.width - start, Alignment::Start)
        } else {
            (0.0, left - gap, Alignment::End)
        };
        let style = bench.line_style(room.max(size), size, Role::Body, align);
        for (index, y) in baselines.iter().enumerate().skip(step - 1).step_by(step) {
            let number = (index + 1).to_string();
            let line = bench.set_artifact(&number, Artifact::Layout, &style);
            let line = line.filter(|line| line.last && line.width <= room);
            self.crowded |= line.is_none();
            line.into_iter().for_each(|line| add(page, line, x, *y));
        }
    }
}

fn add(page: &mut Page, line: Line, x: Pt, y: Pt) {
    page.items.extend(line.items.into_iter().map(|mut item| {
        shift(&mut item, x, y);
        item
    }));
}

/// A running head of one line: what is too long ends with an ellipsis.
fn cut(text: &str, measure_em: f32) -> String {
    let mut room = measure_em - 1.0;
    let fits = |c: &char| {
        room -= if c.is_ascii() { 0.6 } else { 1.0 };
        room >= 0.0
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() == text.len() { kept } else { kept + "…" }
}

/// A page's number as it is printed.
pub(crate) fn page_number(label: PageLabel) -> String {
    if label.roman {
        to_roman(label.number).to_ascii_lowercase()
    } else {
        label.number.to_string()
    }
}
