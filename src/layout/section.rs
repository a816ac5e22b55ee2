//! Sections and their headings (CLREQ §4.2; `clreq.md` HED-01 to HED-03).

use super::blocks::LINE_PITCH;
use super::flow::{Flow, Region, one_line, whole};
use super::frame::{ElementId, StructureRole};
use super::heading_breaks::{divide, one_line_size};
use super::inline::{ParagraphStyle, TextLine};
use super::strip::{BASELINE, GridFit, HeadingMark, PageStart, Strip};
use super::style::{HeadingStart, HeadingStyle};
use crate::model::{Alignment, Attr, Inline, Section};
use crate::text::script::is_han;
use crate::transform::{display_heading, is_named};

/// The part of a heading's white that is above it: it belongs to what follows.
const WHITE_ABOVE: f32 = 0.58;
/// The part of the white around a heading of one line that one of several lines has at least.
const LEAST_WHITE: f32 = 0.5;
/// How much short headings are spaced out, by their number of characters, in em (HED-03).
const SHORT_TRACKING: [(usize, f32); 2] = [(2, 1.0), (3, 0.5)];
/// How much smaller a heading may be set so that it fits one line.
const SMALLEST: f32 = 0.88;
/// Strips after a heading that stay with it, so that two lines follow it at least (HED-01).
const LINES_KEPT: u8 = 1;

impl Flow<'_> {
    /// A section with its heading.
    pub(super) fn section(&mut self, it: &Section, region: &Region) {
        let lang = it.attr.lang.clone().unwrap_or_else(|| region.lang.clone());
        let element = self.open(region.parent, StructureRole::Section, &it.attr);
        let key = section_key(self.sections);
        self.sections += 1;
        self.next.ids.push(key);
        let mut inner = Region { parent: element, lang, ..region.clone() };
        if is_named(&it.heading) {
            inner.level = region.level.saturating_add(1);
            let shown = if region.shown {
                std::borrow::Cow::Borrowed(it.heading.as_slice())
            } else {
                display_heading(&it.heading, self.display, self.language()).0
            };
            let own = self.start_of(inner.level);
            self.heading(&shown, inner.level, element, &inner, own);
        } else {
            // A note or an image alone is not a name.
            let own = Attr::default();
            self.paragraph(&it.heading, &own, StructureRole::Paragraph, &inner);
        }
        self.blocks(&it.blocks, &inner);
    }

    fn start_of(&self, level: u8) -> Option<PageStart> {
        match self.style.heading(level).start {
            HeadingStart::Flow => None,
            HeadingStart::Page => Some(PageStart::Page),
            HeadingStart::Recto => Some(PageStart::Recto),
        }
    }

    /// A heading. Its lines stay together and with the text that follows; with the white above
    /// and below it takes whole lines of the grid (占行).
    pub(super) fn heading(
        &mut self,
        content: &[Inline],
        level: u8,
        parent: ElementId,
        region: &Region,
        start: Option<PageStart>,
    ) {
        let title = one_line(content);
        // A section of one line needs no more lines after it than it has.
        if self.keep == 0 {
            self.allow_break();
        }
        let owner = self.composer.tree.add(parent, StructureRole::Heading(level));
        self.next.headings.push(HeadingMark { level, title: title.clone(), bookmark: true });
        if let Some(start) = start.filter(|_| self.buffers.is_empty()) {
            self.next.start = self.next.start.max(start);
        }
        let style = self.style.heading(level);
        let mut set = self.heading_style(style, &title, region);
        let room = set.measure - set.indent;
        let divided = divide(content, room / set.size);
        if divided.is_none() {
            set.size = one_line_size(content, room, set.size, SMALLEST);
        }
        let lines = self.composer.set(divided.as_deref().unwrap_or(content), owner, &set);
        let strips = self.heading_strips(lines, style, set.size, region);
        self.prepare_notes(&strips, region.parent);
        self.emit_all(strips);
        self.keep = LINES_KEPT;
    }

    fn heading_style(
        &self,
        style: &HeadingStyle,
        title: &str,
        region: &Region,
    ) -> ParagraphStyle {
        let size = style.size.points(self.geometry.size).min(region.measure);
        let alignment = style.align;
        let han = title.chars().all(is_han);
        let tracking = SHORT_TRACKING
            .iter()
            .find(|(count, _)| {
                han && alignment == Alignment::Center && title.chars().count() == *count
            })
            .map_or(0.0, |(_, em)| em * size);
        ParagraphStyle {
            indent: style.indent.points(self.geometry.size),
            hang: style.indent.points(self.geometry.size),
            size,
            // Headings are never justified.
            alignment: if alignment == Alignment::Justify {
                Alignment::Start
            } else {
                alignment
            },
            even_lines: true,
            role: style.face,
            tracking,
            ..self.paragraph_style(region)
        }
    }

    fn heading_strips(
        &self,
        lines: Vec<TextLine>,
        style: &HeadingStyle,
        size: f32,
        region: &Region,
    ) -> Vec<Strip> {
        let pitch = self.geometry.pitch;
        let own =
            if size <= self.geometry.size { pitch } else { (size * LINE_PITCH).max(pitch) };
        #[expect(clippy::cast_precision_loss, reason = "lines of a heading")]
        let count = lines.len() as f32;
        let text = count * own - (own - size);
        let requested = f32::from(style.lines);
        let least = ((requested * pitch - size) * LEAST_WHITE).max(size * 0.2);
        // The white that the body's own leading leaves above counts.
        let height = whole(((text + least) / pitch).ceil()).max(requested);
        let white = (height * pitch - text + self.geometry.leading()).max(0.0);
        let above = (white * WHITE_ABOVE - self.geometry.leading()).max(0.0);
        let below = height * pitch - text - above;
        let last = lines.len().saturating_sub(1);
        lines
            .into_iter()
            .enumerate()
            .map(|(index, line)| {
                let height = if index == last { size + below.max(0.0) } else { own };
                let mut strip = Strip::line(line, region.x, BASELINE * size, height);
                strip.leading = height - size;
                strip.keep = true;
                if index == 0 {
                    strip.before = above;
                    strip.grid = GridFit::Above;
                }
                strip
            })
            .collect()
    }
}

/// The name of the n-th section's place; no id of a document looks like it.
pub(super) fn section_key(index: usize) -> String {
    format!("#section-{index}")
}
