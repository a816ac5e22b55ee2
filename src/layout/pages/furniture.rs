//! The content around the type area: running heads, page numbers, line numbers. All of it is
//! artifacts.

use super::super::composer::Composer;
use super::super::frame::{Artifact, Item, Owner, Page, PageLabel, Pt, Rule};
use super::super::geometry::{is_verso, outer_is_left};
use super::super::inline::TextLine;
use super::super::strip::{HeadingMark, shift};
use super::super::style::{HeadContent, HeadPosition};
use super::super::template::{TemplateField, TemplatePart, pieces};
use super::Paginator;
use crate::font::Role;
use crate::model::{Alignment, RunningLine};
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

/// What the text of a line has for the number of pages until that is known.
const TOTAL: char = '\u{FFFC}';

/// The author's settings for every page, and the metadata that they use.
#[derive(Clone, Debug, Default)]
pub(in crate::layout) struct EveryPage {
    pub(in crate::layout) header: Option<RunningLine>,
    pub(in crate::layout) footer: Option<RunningLine>,
    pub(in crate::layout) author: String,
    pub(in crate::layout) date: String,
}

/// The places of headers or footers on a page.
#[derive(Clone, Copy, Debug)]
struct LinePlace {
    artifact: Artifact,
    role: Role,
    size: Pt,
    left: Pt,
    y: Pt,
    /// Whether they fit on the paper.
    fits: bool,
}

impl LinePlace {
    fn line(self, text: String, alignment: Alignment) -> FurnitureLine {
        FurnitureLine { text, alignment, place: self }
    }
}

/// A line of a header or footer.
#[derive(Clone, Debug)]
pub(super) struct FurnitureLine {
    text: String,
    alignment: Alignment,
    place: LinePlace,
}

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

    /// Records the headings of a finished page.
    pub(super) fn pass(&mut self, headings: &[HeadingMark]) {
        for heading in headings.iter().filter(|heading| heading.bookmark) {
            self.sections.truncate(usize::from(heading.level.saturating_sub(1)));
            self.sections.push(heading.title.clone());
        }
    }

    /// The text of a head on a page with these headings: the first of them, else the current one.
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
    /// Adds header and footer. Of the style's own, a page that opens a chapter, like the first
    /// page of all, has no running head (`clreq.md` PGN-02); the author's are on every page.
    pub(super) fn furnish(
        &mut self,
        page: &mut Page,
        left: Pt,
        headings: &[HeadingMark],
        opens: bool,
        composer: &mut Composer<'_>,
    ) {
        let head = &self.style.head;
        let size = head.size.points(self.geometry.size);
        let place = self.head_place(left);
        match self.every_page.header.clone() {
            Some(line) => {
                let (header, fits) = self.fill(&line, place, page.label, headings);
                if fits && !header.is_empty() && head.rule {
                    self.add_rule(page, place);
                }
                self.crowded |= !fits;
                self.add_lines(page, header, composer);
            }
            None if self.count > 0 && !opens => {
                let verso = is_verso(self.count + 1) || !self.style.page.two_sided;
                let content = if verso { head.verso } else { head.recto };
                if let Some(text) = self.running.text(content, headings) {
                    let text = cut(&text, self.geometry.measure / size);
                    let alignment = self.alignment(head.position);
                    let fits = place.fits
                        && self.add_line(page, &place.line(text, alignment), composer);
                    self.crowded |= !fits;
                    if fits && head.rule {
                        self.add_rule(page, place);
                    }
                }
            }
            None => {}
        }
        let folio = &self.style.folio;
        let place = self.foot_place(left);
        match self.every_page.footer.clone() {
            Some(line) => {
                let (footer, fits) = self.fill(&line, place, page.label, headings);
                self.crowded |= !fits;
                self.add_lines(page, footer, composer);
            }
            None if !folio.form.is_empty() => {
                let text = folio.form.replace("{}", &page_number(page.label));
                let line = place.line(text, self.alignment(folio.position));
                let fits = place.fits && self.add_line(page, &line, composer);
                self.crowded |= !fits;
            }
            None => {}
        }
    }

    /// Where headers are.
    fn head_place(&self, left: Pt) -> LinePlace {
        let head = &self.style.head;
        let size = head.size.points(self.geometry.size);
        let y = self.geometry.top - head.distance.points(self.geometry.size);
        let y = y.min(self.geometry.top - size * HEAD_RULE_DROP);
        let fits = y >= size;
        LinePlace { artifact: Artifact::Header, role: head.face, size, left, y, fits }
    }

    /// Where footers are.
    fn foot_place(&self, left: Pt) -> LinePlace {
        let folio = &self.style.folio;
        let size = folio.size.points(self.geometry.size);
        let bottom = self.geometry.bottom();
        let y = bottom + folio.distance.points(self.geometry.size);
        // If there is not enough paper below, it is set as low as possible.
        let y = y.min(self.geometry.height - size * 0.5).max(bottom + size * DIGITS);
        let fits = y + size * BELOW <= self.geometry.height;
        LinePlace { artifact: Artifact::Footer, role: Role::Body, size, left, y, fits }
    }

    fn alignment(&self, position: HeadPosition) -> Alignment {
        match position {
            HeadPosition::Center => Alignment::Center,
            HeadPosition::Outer if outer_is_left(self.style, self.count + 1) => {
                Alignment::Start
            }
            HeadPosition::Outer => Alignment::End,
        }
    }

    fn add_rule(&self, page: &mut Page, place: LinePlace) {
        page.items.push(Item::Rule(Rule {
            owner: Owner::Artifact(Artifact::Header),
            x: place.left,
            y: place.y + HEAD_RULE_DROP * place.size,
            width: self.geometry.measure,
            height: HEAD_RULE,
            colour: [0, 0, 0],
        }));
    }

    /// The non-empty parts of an author's header or footer on this page, and whether they fit.
    fn fill(
        &self,
        line: &RunningLine,
        place: LinePlace,
        label: PageLabel,
        headings: &[HeadingMark],
    ) -> (Vec<FurnitureLine>, bool) {
        let parts = [
            (&line.left, Alignment::Start),
            (&line.center, Alignment::Center),
            (&line.right, Alignment::End),
        ];
        let filled = parts.iter().filter(|(template, _)| !template.trim().is_empty()).count();
        // Parts beside one another share the measure; a middle stays in the middle.
        let share = match filled {
            0 | 1 => 1.0,
            2 if line.center.trim().is_empty() => 2.0,
            _ => 3.0_f32,
        };
        let room = self.geometry.measure / share / place.size;
        let filled = parts.into_iter().filter_map(|(template, alignment)| {
            let text = self.text_of(template, label, headings);
            let text = cut(text.trim(), room);
            (!text.is_empty()).then(|| place.line(text, alignment))
        });
        let filled: Vec<FurnitureLine> = filled.collect();
        let fits = place.fits || filled.is_empty();
        (if fits { filled } else { Vec::new() }, fits)
    }

    /// The text of a template on a page.
    fn text_of(&self, template: &str, label: PageLabel, headings: &[HeadingMark]) -> String {
        let head = |content| self.running.text(content, headings).unwrap_or_default();
        let pieces = pieces(template).into_iter().map(|piece| match piece {
            TemplatePart::Text(text) | TemplatePart::Unknown(text) => text.to_owned(),
            TemplatePart::Field(TemplateField::Title) => head(HeadContent::Title),
            TemplatePart::Field(TemplateField::Chapter) => head(HeadContent::Chapter),
            TemplatePart::Field(TemplateField::Section) => head(HeadContent::Section),
            TemplatePart::Field(TemplateField::Author) => self.every_page.author.clone(),
            TemplatePart::Field(TemplateField::Date) => self.every_page.date.clone(),
            TemplatePart::Field(TemplateField::Page) => page_number(label),
            TemplatePart::Field(TemplateField::Pages) => TOTAL.to_string(),
        });
        pieces.collect()
    }

    /// Adds the lines of a header or footer; those with the number of pages wait for it.
    fn add_lines(
        &mut self,
        page: &mut Page,
        lines: Vec<FurnitureLine>,
        composer: &mut Composer<'_>,
    ) {
        for line in lines {
            if line.text.contains(TOTAL) {
                self.waiting.push((page.index, line));
            } else {
                self.crowded |= !self.add_line(page, &line, composer);
            }
        }
    }

    /// Adds the lines that waited for the number of pages to the pages that were held for them.
    pub(super) fn add_waiting(&mut self, composer: &mut Composer<'_>) {
        let last =
            |roman: bool| self.labels.iter().rfind(|label| label.roman == roman).copied();
        let totals = [last(false), last(true)];
        let mut waiting = std::mem::take(&mut self.waiting).into_iter().peekable();
        let mut held = std::mem::take(&mut self.held);
        for page in &mut held {
            while let Some((_, mut line)) = waiting.next_if(|(index, _)| *index == page.index) {
                let total = totals[usize::from(page.label.roman)].map(page_number);
                line.text = line.text.replace(TOTAL, &total.unwrap_or_default());
                self.crowded |= !self.add_line(page, &line, composer);
            }
        }
        self.held = held;
    }

    /// Adds a separate line, if it is one and fits.
    fn add_line(
        &self,
        page: &mut Page,
        line: &FurnitureLine,
        composer: &mut Composer<'_>,
    ) -> bool {
        let place = line.place;
        let style =
            composer.line_style(self.geometry.measure, place.size, place.role, line.alignment);
        let set = composer.set_artifact(&line.text, place.artifact, &style);
        let set = set.filter(|set| set.last);
        let fits = set.is_some();
        set.into_iter().for_each(|set| add(page, set, place.left, place.y));
        fits
    }

    /// Numbers the lines whose baselines these are: on their left, or on their right where notes
    /// are on the left.
    pub(super) fn number_lines(
        &mut self,
        page: &mut Page,
        left: Pt,
        baselines: &[Pt],
        composer: &mut Composer<'_>,
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
        let style = composer.line_style(room.max(size), size, Role::Body, align);
        for (index, y) in baselines.iter().enumerate().skip(step - 1).step_by(step) {
            let number = (index + 1).to_string();
            let line = composer.set_artifact(&number, Artifact::Layout, &style);
            let line = line.filter(|line| line.last && line.width <= room);
            self.crowded |= line.is_none();
            line.into_iter().for_each(|line| add(page, line, x, *y));
        }
    }
}

fn add(page: &mut Page, line: TextLine, x: Pt, y: Pt) {
    page.items.extend(line.items.into_iter().map(|mut item| {
        shift(&mut item, x, y);
        item
    }));
}

/// A running head of one line, cut with an ellipsis if too long.
fn cut(text: &str, measure_em: f32) -> String {
    let mut room = measure_em - 1.0;
    let fits = |c: &char| {
        room -= if c.is_ascii() { 0.6 } else { 1.0 };
        room >= 0.0
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() == text.len() { kept } else { kept + "…" }
}

/// A page's number as printed.
pub(crate) fn page_number(label: PageLabel) -> String {
    if label.roman {
        to_roman(label.number).to_ascii_lowercase()
    } else {
        label.number.to_string()
    }
}
