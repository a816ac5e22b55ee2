//! Prose and other blocks: quotations, verse, speeches, formulas, breaks.

use super::boxes::Frame;
use super::flow::{Flow, Region, is_blank};
use super::frame::{Artifact, Item, Owner, Pt, Rule, StructureRole};
use super::inline::ParagraphStyle;
use super::strip::{GridFit, Strip};
use crate::font;
use crate::model::{
    self, Admonition, AdmonitionKind, Aligned, Alignment, Attr, Block, Inline, Paragraph,
    Quotation, Speech, Style, Styled, ThematicBreak, Verse,
};

use crate::transform::label_of;

/// What precedes an attribution.
const ATTRIBUTION_DASH: &str = "——";
/// The indent of an epigraph, as a share of the measure.
const EPIGRAPH_INDENT: f32 = 0.4;
/// The length of the rule for a break without signs, in em; its thickness and colour.
const BREAK_RULE: f32 = 6.0;
const RULE: Pt = 0.5;
const RULE_COLOUR: [u8; 3] = [0x66; 3];
/// The indent of a verse line's turnover, in em.
const VERSE_TURNOVER: f32 = 2.0;

impl Flow<'_> {
    /// A quotation, or an epigraph at the head of a work or section.
    pub(super) fn quotation(&mut self, it: &Quotation, region: &Region, epigraph: bool) {
        let parent = self.open(region.parent, StructureRole::BlockQuote, &it.attr);
        let mut inner = self.set_off(region, parent, &self.style.quotation);
        if epigraph {
            let em = inner.size;
            let start = (inner.measure * EPIGRAPH_INDENT / em).floor() * em;
            let start = start.min(inner.measure - em).max(0.0);
            inner.x += start;
            inner.measure -= start;
            inner.indent = 0.0;
        }
        let white = self.style.quotation.space * self.geometry.pitch;
        self.space(white);
        self.blocks(&it.blocks, &inner);
        let inner = Region { align: Alignment::End, indent: 0.0, ..inner };
        let attribution = dashed(&it.attribution);
        self.paragraph(&attribution, &Attr::default(), StructureRole::Paragraph, &inner);
        self.space(white);
    }

    /// An admonition, with its label above it.
    pub(super) fn admonition(&mut self, it: &Admonition, region: &Region) {
        let parent = self.open(region.parent, StructureRole::Division, &it.attr);
        let white = self.style.quotation.space * self.geometry.pitch;
        let label = Inline::Styled(Box::new(Styled {
            style: Style::Strong,
            content: label_of(it, &region.lang).into_owned(),
            ..Styled::default()
        }));
        let outer = Region { parent, on_grid: false, ..region.clone() };
        // A tint ends at the letters of its last line: the white below that line is added.
        let below = white + (region.pitch - region.size);
        self.set_apart(region, (white, below), |flow| {
            flow.boxed(frame(it.kind), &outer, |flow, inner| {
                let of_label = Region { indent: 0.0, align: Alignment::Start, ..inner.clone() };
                flow.keep = flow.keep.max(1);
                flow.paragraph(&[label], &Attr::default(), StructureRole::Paragraph, &of_label);
                flow.blocks(&it.blocks, inner);
                flow.keep = 0;
            });
        });
    }

    /// Verse: each line a line, turned over with an indent (`clreq.md` PAR-09).
    pub(super) fn verse(&mut self, it: &Verse, region: &Region) {
        let verse = self.open(region.parent, StructureRole::Division, &it.attr);
        let white = self.style.verse.space * self.geometry.pitch;
        self.space(white);
        for stanza in &it.stanzas {
            let parent = self.open(verse, StructureRole::Division, &stanza.attr);
            let inner = Region {
                align: Alignment::Start,
                indent: 0.0,
                ..self.set_off(region, parent, &self.style.verse)
            };
            let style = ParagraphStyle {
                hang: VERSE_TURNOVER * inner.size,
                avoid_short_last_line: false,
                ..self.paragraph_style(&inner)
            };
            for line in &stanza.lines {
                if is_blank(&line.content) {
                    continue;
                }
                let owner = self.open(parent, StructureRole::Paragraph, &line.attr);
                self.lines(&line.content, owner, &style, &inner);
            }
            self.space(inner.pitch);
        }
        self.next.before = white;
    }

    /// A speech, the speaker's name before the first words (`clreq.md` PAR-06).
    pub(super) fn speech(&mut self, it: &Speech, region: &Region) {
        let parent = self.open(region.parent, StructureRole::Division, &it.attr);
        let inner = Region { parent, ..region.clone() };
        let name = Inline::Styled(Box::new(Styled {
            style: Style::Strong,
            content: it.speaker.clone(),
            ..Styled::default()
        }));
        let mut blocks = it.blocks.iter();
        let mut content = Vec::new();
        if !is_blank(&it.speaker) {
            content.push(name);
            let ends = model::plain_text(&it.speaker).trim_end().ends_with(['：', ':']);
            content.extend((!ends).then(|| model::text("：")));
        }
        // The name is in the first paragraph; if the speech begins otherwise, on a separate line.
        let first = blocks.by_ref().find(|block| !matches!(block, Block::Gap(_)));
        match first {
            Some(Block::Paragraph(Paragraph { attr, content: words })) => {
                content.extend(words.iter().cloned());
                self.paragraph(&content, attr, StructureRole::Paragraph, &inner);
            }
            other => {
                self.paragraph(&content, &Attr::default(), StructureRole::Paragraph, &inner);
                other.into_iter().for_each(|block| self.block(block, &inner));
            }
        }
        blocks.for_each(|block| self.block(block, &inner));
    }

    /// A break between scenes: its signs in a separate line, or a short rule.
    pub(super) fn thematic_break(&mut self, it: &ThematicBreak, region: &Region) {
        if is_blank(&it.content) {
            self.next.ids.extend(it.attr.id.clone());
            return self.short_rule(BREAK_RULE, region);
        }
        let inner = Region { align: Alignment::Center, indent: 0.0, ..region.clone() };
        self.space(region.pitch * 0.5);
        self.paragraph(&it.content, &it.attr, StructureRole::Paragraph, &inner);
        self.space(region.pitch * 0.5);
    }

    /// A centred rule of this length in em on a separate line; it is not content.
    pub(super) fn short_rule(&mut self, length: f32, region: &Region) {
        let width = (length * region.size).min(region.measure);
        let x = region.x + (region.measure - width) * 0.5;
        let y = (region.size - RULE) * 0.5;
        let owner = Owner::Artifact(Artifact::Layout);
        let rule = Rule { owner, x, y, width, height: RULE, colour: RULE_COLOUR };
        let leading = region.pitch - region.size;
        let grid = if region.on_grid { GridFit::Top } else { GridFit::Free };
        let (height, items) = (region.pitch, vec![Item::Rule(rule)]);
        self.space(region.pitch * 0.5);
        self.emit(Strip { height, leading, grid, items, ..Strip::default() });
        self.space(region.pitch * 0.5);
    }

    /// Blocks that are not set as running text.
    pub(super) fn aligned(&mut self, it: &Aligned, region: &Region) {
        let parent = if it.attr.is_default() {
            region.parent
        } else {
            self.open(region.parent, StructureRole::Division, &it.attr)
        };
        let align = it.align;
        let indent = if align == Alignment::Justify { region.indent } else { 0.0 };
        self.blocks(&it.blocks, &Region { parent, align, indent, ..region.clone() });
    }

    /// The region of a line about the work.
    pub(super) fn lettering(
        &self,
        region: &Region,
        face: font::Role,
        size: f32,
        align: Alignment,
    ) -> Region {
        Region {
            face,
            size,
            pitch: region.pitch.max(size * LINE_PITCH),
            align,
            indent: 0.0,
            on_grid: false,
            ..region.clone()
        }
    }
}

/// An attribution with the dash before it (GB/T 15834 §4.13), which readers of input recognise as a
/// mark.
fn dashed(attribution: &[Inline]) -> Vec<Inline> {
    let begins = model::plain_text(attribution);
    let bare = is_blank(attribution) || begins.trim_start().starts_with(['—', '―', '─']);
    let dash = (!bare).then(|| model::text(ATTRIBUTION_DASH));
    dash.into_iter().chain(attribution.iter().cloned()).collect()
}

/// The more serious the admonition, the darker the bar.
fn frame(kind: AdmonitionKind) -> Frame {
    let bar = match kind {
        AdmonitionKind::Note | AdmonitionKind::Tip => 0x99,
        AdmonitionKind::Important => 0x66,
        AdmonitionKind::Warning | AdmonitionKind::Caution => 0x22,
    };
    Frame { tint: [0xF4; 3], bar: Some([bar; 3]) }
}

/// From baseline to baseline of lines that are larger than the body, in em.
pub(super) const LINE_PITCH: f32 = 1.4;
