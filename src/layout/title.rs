//! The head of a work: its title, its authors, and other lines about it.

use super::blocks::LINE_PITCH;
use super::flow::{Flow, Region, is_blank, one_line};
use super::frame::{ElementId, Pt, StructureRole};
use super::heading_breaks::{divide, one_line_size};
use super::inline::ParagraphStyle;
use super::strip::{BASELINE, HeadingMark, Strip};
use crate::model::{
    self, AgentRole, Alignment, Attr, Block, Credit, CreditKind, Document, Inline, TitleBlock,
    TitleKind, TitlePart, plain_text,
};
use crate::transform::is_named;

/// What is before a subtitle (GB/T 15834 §4.13: a dash leads a subtitle in).
const SUBTITLE_DASH: &str = "——";
/// Between the names of several authors.
const NAME_SPACE: &str = "　";
/// The white between title and credits, and above closing credits, in lines.
const CREDIT_WHITE: f32 = 0.5;
/// The rule below a title without anything below it, in em.
const TITLE_RULE: f32 = 4.0;
/// How far a signature is from the right edge, in em.
const SIGNATURE_INDENT: f32 = 2.0;

/// The blocks at the head of a work that make its title block.
pub(super) fn head_of(document: &Document) -> usize {
    let is_head = |block: &&Block| {
        matches!(
            block,
            Block::Title(_)
                | Block::Credit(_)
                | Block::Gap(_)
                | Block::Residue(_)
                | Block::Milestone(_)
        )
    };
    document.front.iter().take_while(is_head).count()
}

impl Flow<'_> {
    /// The title block of the work: from the head of the text, completed from the metadata.
    pub(super) fn head(&mut self, blocks: &[Block], region: &Region) {
        let white = self.style.title.before * self.geometry.pitch;
        let has_title = self.document.blocks().any(|block| matches!(block, Block::Title(_)));
        let title = if has_title { TitleBlock::default() } else { self.title_of_metadata() };
        let titled = has_title || !title.parts.is_empty();
        let area = self.geometry.bottom() - self.geometry.top;
        let leaves_room = white + 2.0 * self.geometry.pitch < area;
        if titled && white > 0.0 && leaves_room {
            // The head of a page drops white; this is wanted.
            self.emit(Strip { height: white, keep: true, ..Strip::default() });
        }
        if !has_title {
            self.title_block(&title, region);
        }
        let mut authors = self.authors_of_metadata();
        for block in blocks {
            // The author's line follows the title, before the other lines.
            let is_title = matches!(block, Block::Title(_) | Block::Gap(_) | Block::Residue(_));
            if !is_title && let Some(line) = authors.take() {
                self.credit_line(&line, &Attr::default(), Alignment::Center, region);
            }
            self.block(block, region);
        }
        let is_credit = |block: &Block| matches!(block, Block::Credit(_));
        let is_bare = authors.is_none() && !self.in_credits && !blocks.iter().any(is_credit);
        if let Some(line) = authors {
            self.credit_line(&line, &Attr::default(), Alignment::Center, region);
        }
        if titled && is_bare && self.style.title.page {
            // A page that has the title alone is not bare.
            self.short_rule(TITLE_RULE, region);
        }
        if titled {
            self.space(self.style.title.after * self.geometry.pitch);
        }
    }

    /// The title in the metadata; `None` if the first heading repeats it.
    fn title_of_metadata(&self) -> TitleBlock {
        let titles = self.document.meta.titles.iter();
        let shown = |kind| {
            matches!(
                kind,
                TitleKind::Main | TitleKind::Sub | TitleKind::Leading | TitleKind::Volume
            )
        };
        let parts = titles.filter(|title| shown(title.kind)).map(|title| TitlePart {
            kind: title.kind,
            content: vec![model::text(title.text.clone())],
            ..TitlePart::default()
        });
        let parts: Vec<TitlePart> = parts.collect();
        let is_repeated = match parts.as_slice() {
            [part] => self.first_heading == Some(one_line(&part.content)),
            _ => false,
        };
        let parts = if is_repeated { Vec::new() } else { parts };
        TitleBlock { parts, ..TitleBlock::default() }
    }

    /// The names of the authors, unless a line under the title names them.
    fn authors_of_metadata(&self) -> Option<Vec<Inline>> {
        let named = self.document.front.iter().any(
            |block| matches!(block, Block::Credit(credit) if credit.kind == CreditKind::Byline),
        );
        let names: Vec<_> = self
            .document
            .meta
            .agents_with(AgentRole::Author)
            .map(|agent| agent.name.as_str())
            .collect();
        (!named && !names.is_empty()).then(|| vec![model::text(names.join(NAME_SPACE))])
    }

    /// The title, its parts on separate lines.
    pub(super) fn title_block(&mut self, it: &TitleBlock, region: &Region) {
        if it.parts.iter().all(|part| is_blank(&part.content)) {
            return;
        }
        let owner = self.open(region.parent, StructureRole::Title, &it.attr);
        let main: String = it
            .parts
            .iter()
            .filter(|part| part.kind == TitleKind::Main)
            .map(|part| plain_text(&part.content))
            .collect();
        let mark = HeadingMark { level: 0, title: main, bookmark: false };
        self.next.headings.push(mark);
        for part in it.parts.iter().filter(|part| !is_blank(&part.content)) {
            self.title_part(part, owner, region);
        }
    }

    fn title_part(&mut self, part: &TitlePart, owner: ElementId, region: &Region) {
        let style = &self.style.title;
        let em = self.geometry.size;
        let (size, face) = match part.kind {
            TitleKind::Main => (style.size, style.face),
            _ => (style.sub_size, style.sub_face),
        };
        let size = size.points(em).min(region.measure);
        let alignment = style.align;
        let dashed = part.kind == TitleKind::Sub
            && !plain_text(&part.content).trim_start().starts_with('—');
        let dash = dashed.then(|| model::text(SUBTITLE_DASH));
        let content: Vec<Inline> =
            dash.into_iter().chain(part.content.iter().cloned()).collect();
        let divided = divide(&content, region.measure / size);
        let size = match divided {
            Some(_) => size,
            None => one_line_size(&content, region.measure, size, SMALLEST),
        };
        let set = ParagraphStyle {
            indent: 0.0,
            size,
            alignment,
            role: face,
            ..self.paragraph_style(region)
        };
        let lines = self.composer.set(divided.as_deref().unwrap_or(&content), owner, &set);
        self.space(size * TITLE_WHITE);
        for line in lines {
            let mut strip = Strip::line(line, region.x, BASELINE * size, size * LINE_PITCH);
            strip.leading = size * (LINE_PITCH - 1.0);
            strip.keep = true;
            self.prepare_notes(std::slice::from_ref(&strip), region.parent);
            self.emit(strip);
        }
    }

    /// A line about the work: in the middle under the title, at the right after the text, except
    /// for notes.
    pub(super) fn credit(&mut self, it: &Credit, region: &Region) {
        let at_head = self.in_head;
        let alignment = match it.kind {
            CreditKind::Salutation => Alignment::Start,
            CreditKind::Signature => Alignment::End,
            _ if at_head => self.style.credit.align,
            CreditKind::Byline
            | CreditKind::Closing
            | CreditKind::Source
            | CreditKind::Dateline
            | CreditKind::Editor
            | CreditKind::Publisher => Alignment::End,
            // 关键词：…, （此件公开发布）: notes begin at the left (GB/T 9704 §7.3.6).
            CreditKind::Other => Alignment::Start,
        };
        if it.kind == CreditKind::Salutation {
            // Opens a letter or speech: flush left, as the body is set (称呼顶格).
            let region = Region { indent: 0.0, align: Alignment::Start, ..region.clone() };
            return self.paragraph(&it.content, &it.attr, StructureRole::Paragraph, &region);
        }
        let mut region = region.clone();
        let letter = matches!(it.kind, CreditKind::Signature | CreditKind::Dateline);
        if letter && !at_head {
            let least = region.size.min(region.measure);
            region.measure = (region.measure - SIGNATURE_INDENT * region.size).max(least);
        }
        self.credit_line(&it.content, &it.attr, alignment, &region);
    }

    fn credit_line(
        &mut self,
        content: &[Inline],
        attr: &Attr,
        align: Alignment,
        region: &Region,
    ) {
        if is_blank(content) {
            return;
        }
        let style = &self.style.credit;
        let size: Pt = style.size.points(self.geometry.size);
        let mut inner = self.lettering(region, style.face, size, align);
        if align == Alignment::Start && !self.in_head {
            inner.indent = region.indent;
        }
        let white = CREDIT_WHITE * self.geometry.pitch;
        self.space(if self.in_credits { 0.0 } else { white });
        self.paragraph(content, attr, StructureRole::Paragraph, &inner);
        self.in_credits = true;
    }
}

/// The first heading among blocks.
pub(super) fn first_heading<'a>(mut blocks: impl Iterator<Item = &'a Block>) -> Option<String> {
    blocks.find_map(|block| match block {
        Block::Section(section) if is_named(&section.heading) => {
            Some(one_line(&section.heading))
        }
        Block::Section(section) => first_heading(&mut section.blocks.iter()),
        _ => None,
    })
}

/// The minimum scale of a title to fit on one line.
const SMALLEST: f32 = 0.66;
/// The white above a part of a title, in em of its own.
const TITLE_WHITE: f32 = 0.2;
