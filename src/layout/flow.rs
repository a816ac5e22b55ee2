//! Flow: blocks to strips, in reading order. The context of a block is its [`Region`]; what is
//! pending for the next strip is in [`Next`].

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};

use super::composer::Composer;
use super::contents::InText;
use super::frame::{ElementId, Pt, StructureRole};
use super::geometry::Geometry;
use super::inline::{ParagraphStyle, TextLine};
use super::notes::Notes;
use super::pages::Paginator;
use super::strip::{BASELINE, GridFit, HeadingMark, PageStart, Strip};
use super::style::{SetOff, StyleSheet};
use crate::config::DisplayOptions;
use crate::context::Cancel;
use crate::font;
use crate::model::{self, Alignment, Attr, Block, Document, Inline};
use crate::text::words::Words;
use crate::transform::{display, without_indent};

/// A label hangs before its text if that leaves a column of this width in em; otherwise it is on a
/// separate line.
const LEAST_COLUMN: f32 = 2.0;

/// How far content above a line may overlap content below the previous line, in em: they are seldom
/// directly above each other.
const TOUCH: f32 = 0.15;

/// The white above a line to write on, in lines.
const ANSWER_SPACE: f32 = 0.5;

/// Where and how blocks are set.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// Their parent element.
    pub(super) parent: ElementId,
    /// Its left edge in the column.
    pub(super) x: Pt,
    /// The length of its lines.
    pub(super) measure: Pt,
    /// The size of type.
    pub(super) size: Pt,
    /// From baseline to baseline.
    pub(super) pitch: Pt,
    /// The indent of paragraphs.
    pub(super) indent: Pt,
    /// The role of its faces.
    pub(super) face: font::Role,
    /// The alignment of lines.
    pub(super) align: Alignment,
    /// The language (BCP 47).
    pub(super) lang: String,
    /// The level of the heading above it, 0 for none.
    pub(super) level: u8,
    /// Whether its lines keep to the grid.
    pub(super) on_grid: bool,
    /// Whether its blocks are already in displayed form.
    pub(super) shown: bool,
}

/// What is pending for the next strip.
#[derive(Debug, Default)]
pub(super) struct Next {
    /// White above it.
    pub(super) before: Pt,
    /// The ids of the blocks that begin with it.
    pub(super) ids: Vec<String>,
    /// The headings at its beginning.
    pub(super) headings: Vec<HeadingMark>,
    /// Whether it begins a page.
    pub(super) start: PageStart,
    /// How far the previous line extends into the white below it, as formulas do.
    pub(super) reach: Pt,
}

/// Sets blocks.
pub(super) struct Flow<'a> {
    pub(super) composer: Composer<'a>,
    pub(super) cancel: &'a Cancel,
    pub(super) pages: Paginator<'a>,
    pub(super) document: &'a Document,
    pub(super) display: &'a DisplayOptions,
    pub(super) style: &'a StyleSheet,
    pub(super) geometry: Geometry,
    pub(super) notes: Notes<'a>,
    /// The footnotes that are set already.
    pub(super) prepared: BTreeSet<String>,
    /// Footnotes whose marks are set, but not their texts.
    pub(super) called: VecDeque<String>,
    pub(super) next: Next,
    /// How many of the next strips must not end a page, since they follow a heading.
    pub(super) keep: u8,
    /// Buffers that collect strips instead of the pages, innermost last.
    pub(super) buffers: Vec<Vec<Strip>>,
    /// The number of sections so far.
    pub(super) sections: usize,
    /// The number of open lists.
    pub(super) depth: usize,
    /// Whether this is the head of the work.
    pub(super) in_head: bool,
    /// Whether the block before was a credit.
    pub(super) in_credits: bool,
    /// The first heading, as in the source.
    pub(super) first_heading: Option<String>,
    /// The table of contents, until its place in the text is reached.
    pub(super) contents_in_text: Option<InText<'a>>,
}

impl Flow<'_> {
    /// The region of running text.
    pub(super) fn region(&self, parent: ElementId) -> Region {
        let body = &self.style.body;
        Region {
            parent,
            x: 0.0,
            measure: self.geometry.measure,
            size: self.geometry.size,
            pitch: self.geometry.pitch,
            indent: body.indent.points(self.geometry.size),
            face: font::Role::Body,
            align: body.align,
            lang: self.language().to_owned(),
            level: 0,
            on_grid: true,
            shown: false,
        }
    }

    /// The language of the work; Chinese if unknown.
    pub(super) fn language(&self) -> &str {
        self.document.meta.language.as_deref().unwrap_or("zh-Hans")
    }

    /// The generated words on pages.
    pub(super) fn words(&self) -> &'static Words {
        self.composer.words
    }

    /// A region that is set off within another one.
    pub(super) fn set_off(&self, region: &Region, parent: ElementId, style: &SetOff) -> Region {
        let em = self.geometry.size;
        // In a narrow column the text needs the space more than the white does.
        let narrow = (region.measure / (em * 16.0)).min(1.0);
        let size = style.size.points(em).min(region.measure);
        let spare = region.measure - size;
        let start = (style.start.points(em) * narrow).clamp(0.0, spare);
        let end = (style.end.points(em) * narrow).clamp(0.0, spare - start);
        let measure = whole((region.measure - start - end) / size) * size;
        Region {
            parent,
            x: region.x + start,
            measure,
            size,
            pitch: style.pitch.map_or(region.pitch, |pitch| pitch.points(em)).max(size),
            indent: region.indent,
            face: style.face,
            on_grid: false,
            ..region.clone()
        }
    }

    /// The block in displayed form.
    pub(super) fn show<'b>(&self, block: &'b Block) -> Cow<'b, Block> {
        display(block, self.display, self.language()).0
    }

    /// Sets blocks one after another.
    pub(super) fn blocks(&mut self, blocks: &[Block], region: &Region) {
        for block in blocks {
            // The pages of a cancelled conversion are discarded.
            if self.cancel.is_cancelled() {
                return;
            }
            self.block(block, region);
        }
    }

    /// Sets a block.
    pub(super) fn block(&mut self, block: &Block, region: &Region) {
        if let Block::Section(section) = block {
            return self.section(section, region);
        }
        let shown;
        let block = if region.shown {
            block
        } else {
            shown = self.show(block);
            shown.as_ref()
        };
        let mut region = Region { shown: true, ..region.clone() };
        if let Some(lang) = block.attr().and_then(|attr| attr.lang.as_ref()) {
            region.lang.clone_from(lang);
        }
        let region = &region;
        self.in_credits &=
            matches!(block, Block::Credit(_) | Block::Gap(_) | Block::Residue(_));
        match block {
            Block::Title(it) => self.title_block(it, region),
            Block::Credit(it) => self.credit(it, region),
            Block::Paragraph(it) if it.is_flush() => {
                let region = Region { indent: 0.0, ..region.clone() };
                self.paragraph(&it.content, &it.attr, StructureRole::Paragraph, &region);
            }
            Block::Paragraph(it) => {
                self.paragraph(&it.content, &it.attr, StructureRole::Paragraph, region);
            }
            Block::Quotation(it) => self.quotation(it, region, false),
            Block::Epigraph(it) => self.quotation(it, region, true),
            Block::List(it) => self.list(it, region),
            Block::DefinitionList(it) => self.definition_list(it, region),
            Block::Table(it) => self.table(it, region),
            Block::Figure(it) => self.figure(it, region),
            Block::Verse(it) => self.verse(it, region),
            Block::Speech(it) => self.speech(it, region),
            Block::Code(it) => self.code(it, region),
            Block::Math(it) => self.math(it, region),
            Block::Note(it) => self.note_block(it, region),
            Block::ThematicBreak(it) => self.thematic_break(it, region),
            Block::PageBreak(it) => {
                self.next.ids.extend(it.attr.id.clone());
                self.next.start = self.next.start.max(PageStart::Page);
            }
            Block::Admonition(it) => self.admonition(it, region),
            Block::Aligned(it) => self.aligned(it, region),
            Block::Foreign(it) => {
                let parent = self.open(region.parent, StructureRole::Division, &it.attr);
                self.blocks(&it.blocks, &Region { parent, ..region.clone() });
            }
            Block::Milestone(it) => self.next.ids.extend(it.attr.id.clone()),
            Block::Contents(it) if it.is_place() => self.contents_here(region),
            // Not read as part of the work; pages have their own table of contents.
            Block::Contents(_) | Block::Residue(_) | Block::Gap(_) => {}
            Block::Section(_) => {}
        }
    }

    /// An element for a block; its id is pending for the next strip.
    pub(super) fn open(
        &mut self,
        parent: ElementId,
        role: StructureRole,
        attr: &Attr,
    ) -> ElementId {
        self.next.ids.extend(attr.id.clone());
        self.composer.tree.add_with(parent, role, attr)
    }

    /// The style of paragraphs in a region.
    pub(super) fn paragraph_style(&self, region: &Region) -> ParagraphStyle {
        let body = &self.style.body;
        ParagraphStyle {
            measure: region.measure,
            // In a narrow column one em is enough (`clreq.md` PAR-01), in a very narrow one none.
            indent: match region.measure / region.size {
                ..3.0 => 0.0,
                ..15.0 => region.indent.min(region.size),
                _ => region.indent,
            },
            alignment: region.align,
            role: region.face,
            punctuation: body.punctuation,
            line_end: body.line_end,
            kinsoku: body.kinsoku,
            hanging: body.hanging,
            full_start: body.full_start,
            lined_links: body.lined_links,
            lang: region.lang.clone(),
            ..ParagraphStyle::body(region.measure, region.size)
        }
    }

    /// A paragraph of running text.
    pub(super) fn paragraph(
        &mut self,
        content: &[Inline],
        attr: &Attr,
        role: StructureRole,
        region: &Region,
    ) {
        if is_blank(content) {
            self.next.ids.extend(attr.id.clone());
            return;
        }
        let owner = self.open(region.parent, role, attr);
        let mut style = self.paragraph_style(region);
        if model::is_answer_line(content) {
            // Space to write above the rule.
            style.indent = 0.0;
            self.space(region.pitch * ANSWER_SPACE);
        }
        if style.indent == 0.0 {
            return self.lines(content, owner, &style, region);
        }
        // The style's indent replaces a typed one; a line after a forced break has it if the style
        // says so.
        let content = without_indent(content);
        let breaks = |inline: &Inline| {
            self.style.body.break_indent && matches!(inline, Inline::LineBreak(_))
        };
        let parts: Vec<&[Inline]> =
            content.split(breaks).filter(|part| !is_blank(part)).collect();
        let mut lines = Vec::new();
        for part in parts {
            lines.append(&mut self.composer.set(part, owner, &style));
        }
        self.strips(lines, region);
    }

    /// Sets inlines and passes on their lines.
    pub(super) fn lines(
        &mut self,
        content: &[Inline],
        owner: ElementId,
        style: &ParagraphStyle,
        region: &Region,
    ) {
        let lines = self.composer.set(content, owner, style);
        self.strips(lines, region);
    }

    /// Passes on the lines of a paragraph, two of which stay together at either end (孤行不成页;
    /// `clreq.md` PAR-05).
    pub(super) fn strips(&mut self, lines: Vec<TextLine>, region: &Region) {
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let reach = reach(&line, region);
            let mut strip = line_strip(line, region, self.next.reach);
            strip.keep = count > 1 && (index == 0 || index + 2 == count);
            if strip.lines.iter().any(|placed| !placed.line.notes.is_empty()) {
                self.prepare_notes(std::slice::from_ref(&strip), region.parent);
            }
            self.emit(strip);
            self.next.reach = reach;
        }
    }

    /// Passes on a strip, with what is pending for it.
    pub(super) fn emit(&mut self, mut strip: Strip) {
        let next = std::mem::take(&mut self.next);
        strip.before = strip.before.max(next.before);
        strip.ids.splice(0..0, next.ids);
        strip.headings.splice(0..0, next.headings);
        if strip.start == PageStart::Flow {
            strip.start = next.start;
        }
        if self.keep > 0 {
            self.keep -= 1;
            strip.keep = true;
        }
        match self.buffers.last_mut() {
            Some(buffer) => buffer.push(strip),
            None => self.pages.push(strip, &mut self.composer),
        }
    }

    /// Allows the page to end here, whatever the previous strip requires.
    pub(super) fn allow_break(&mut self) {
        let last = match self.buffers.last_mut() {
            Some(buffer) => buffer.last_mut(),
            None => self.pages.last_strip(),
        };
        if let Some(last) = last {
            last.keep = false;
        }
    }

    /// White before the next strip; of several, the largest counts.
    pub(super) fn space(&mut self, white: Pt) {
        self.next.before = self.next.before.max(white);
    }

    /// The result of `body`, with white above and below it. The remainder to the next line of the
    /// grid is divided: half of it is added above, half is left below (占行; `clreq.md` GRD-03).
    pub(super) fn set_apart(
        &mut self,
        region: &Region,
        (above, below): (Pt, Pt),
        body: impl FnOnce(&mut Self),
    ) {
        self.space(above);
        let mut strips = self.collect(body);
        let height: Pt = strips.iter().map(|strip| strip.before + strip.height).sum();
        let spare = match region.on_grid {
            true => whole_lines(height + below, region.pitch) - (height + below),
            false => 0.0,
        };
        if let Some(first) = strips.first_mut() {
            first.before += spare / 2.0;
            let waiting = std::mem::take(&mut self.keep);
            self.pass_on(strips);
            self.keep = waiting;
            self.space(below);
        }
    }

    /// Collects the strips of `f` instead of passing them on.
    pub(super) fn collect(&mut self, f: impl FnOnce(&mut Self)) -> Vec<Strip> {
        self.buffers.push(Vec::new());
        f(self);
        self.buffers.pop().unwrap_or_default()
    }

    /// Passes on strips one after another.
    pub(super) fn emit_all(&mut self, strips: Vec<Strip>) {
        strips.into_iter().for_each(|strip| self.emit(strip));
    }

    /// Passes on collected strips: they include what was pending for them, and what is pending now
    /// is for the next ones.
    pub(super) fn pass_on(&mut self, strips: Vec<Strip>) {
        let after = std::mem::take(&mut self.next);
        self.emit_all(strips);
        self.next = after;
    }

    /// Blocks with a label that hangs before the first line, or is above it if there is not enough
    /// space. `width` is the label's width; `None` for as much as it needs.
    pub(super) fn labelled(
        &mut self,
        label: &[Inline],
        owner: ElementId,
        region: &Region,
        width: Option<Pt>,
        body: impl FnOnce(&mut Self, &Region),
    ) {
        let style = ParagraphStyle {
            indent: 0.0,
            alignment: Alignment::Start,
            ..self.paragraph_style(region)
        };
        let lines = self.composer.set(label, owner, &style);
        let natural = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        let width = width.unwrap_or_else(|| label_width(natural, region.size));
        let width = width.min(region.measure * 0.5);
        if lines.len() > 1 || region.measure - width < LEAST_COLUMN * region.size {
            let strips = self.collect(|flow| flow.strips(lines, region));
            self.pass_on(strips);
            self.keep = self.keep.max(1);
            return body(self, &Region { indent: 0.0, ..region.clone() });
        }
        let inner = Region {
            x: region.x + width,
            measure: whole((region.measure - width) / region.size) * region.size,
            indent: 0.0,
            ..region.clone()
        };
        let waiting = std::mem::take(&mut self.keep);
        let mut strips = self.collect(|flow| body(flow, &inner));
        self.keep = waiting;
        if let Some(line) = lines.into_iter().next() {
            let label = line_strip(line, region, 0.0);
            self.prepare_notes(std::slice::from_ref(&label), region.parent);
            match strips.first_mut() {
                Some(first) => {
                    let lines = label.lines.into_iter().map(|mut placed| {
                        // The label shares the baseline of the text.
                        placed.y = first.lines.first().map_or(placed.y, |text| text.y);
                        placed
                    });
                    let lines: Vec<_> = lines.collect();
                    first.lines.splice(0..0, lines);
                }
                None => strips.push(label),
            }
        }
        self.pass_on(strips);
    }
}

/// How far a line extends into the white below it.
fn reach(line: &TextLine, region: &Region) -> Pt {
    let leading = region.pitch - region.size;
    (line.descent - (1.0 - BASELINE) * region.size).clamp(0.0, leading.max(0.0))
}

/// A strip with one line of a region; `reach` is how much of the white above it is occupied.
pub(super) fn line_strip(line: TextLine, region: &Region, reach: Pt) -> Strip {
    let ascent = BASELINE * region.size;
    let leading = region.pitch - region.size;
    // What rises over the line may use the white above it (a reading); what needs more (an
    // image, a formula) makes the strip higher, so that at the head of a page it stays in it.
    let over = line.ascent - ascent;
    let room = leading - reach + if reach > 0.0 { TOUCH * region.size } else { 0.0 };
    let rise = if over > 0.0 && over > room { over } else { 0.0 };
    let drop = (line.descent - (region.size - ascent) - leading).max(0.0);
    let mut strip = Strip::line(line, region.x, ascent + rise, region.pitch + rise + drop);
    strip.leading = leading;
    strip.grid = if region.on_grid { GridFit::Top } else { GridFit::Free };
    strip.numbered = region.on_grid;
    strip
}

/// The column for a label of this width: whole em, with at least a quarter of white.
pub(super) fn label_width(natural: Pt, size: Pt) -> Pt {
    ((natural / size + 0.25 - 0.02).ceil()).max(1.0) * size
}

/// The number of whole units in a length, at least one.
pub(super) fn whole(length: f32) -> f32 {
    (length + 0.001).floor().max(1.0)
}

/// The text of a heading in one line; its full-width spaces are kept.
pub(super) fn one_line(inlines: &[Inline]) -> String {
    let text = model::plain_text(inlines);
    let words: Vec<&str> =
        text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether inlines print nothing.
pub(super) fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) => text.text.trim().is_empty(),
        Inline::Gap(_) | Inline::Residue(_) | Inline::Anchor(_) | Inline::Milestone(_) => true,
        Inline::LineBreak(_) => true,
        Inline::Styled(it) => is_blank(&it.content),
        Inline::Span(it) => is_blank(&it.content),
        _ => false,
    })
}

/// The height of the whole lines that contain this.
pub(super) fn whole_lines(height: Pt, pitch: Pt) -> Pt {
    (height / pitch - 0.001).ceil().max(1.0) * pitch
}
