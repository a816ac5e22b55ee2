//! Divisions: which block may be where (TEI P5 ch. 4, content of `front`, `body`, `back`, `div`).
//!
//! TEI prescribes the order in a division: headings and bylines first, then blocks, then divisions,
//! then closing lines. The model does not. A block that comes too late is written in a form that is
//! allowed there (`ab` with a type), and blocks after a division go into a division of type
//! `continuation`.

use super::attributes::Attributes;
use super::body::Body;
use crate::model::{
    Block, Contents, Credit, CreditKind, Inline, Section, TitleBlock, TitleKind,
};

/// The parent of blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockContext {
    Front,
    Body,
    Back,
    Div,
    /// `quote`, `item`, `cell`, `note` …: mixed content, in any order.
    Flow,
    /// `sp`.
    Speech,
}

impl BlockContext {
    fn is_division(self) -> bool {
        !matches!(self, Self::Flow | Self::Speech)
    }
}

/// The current phase of a division.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Headings and bylines.
    Top,
    /// Blocks.
    Blocks,
    /// Divisions.
    Divisions,
    /// Closing lines.
    Bottom,
}

/// The class of a block in the schema.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockClass {
    /// Anywhere: `fw`, `note`, `figure`, `milestone`.
    Global,
    /// `p`, `ab`.
    Paragraph,
    /// `list`, `table`.
    List,
    /// `quote`, `cit`, `lg`, `sp`, `floatingText`.
    Common,
    /// `div`.
    Division,
    /// Title, credit, epigraph: depends on its place.
    Line,
}

impl BlockClass {
    fn of(block: &Block) -> Self {
        match block {
            block if super::is_anywhere(block) => Self::Global,
            Block::Paragraph(_) | Block::ThematicBreak(_) | Block::Code(_) | Block::Math(_) => {
                Self::Paragraph
            }
            Block::List(_) | Block::DefinitionList(_) | Block::Table(_) => Self::List,
            Block::Quotation(_)
            | Block::Verse(_)
            | Block::Speech(_)
            | Block::Foreign(_)
            | Block::Aligned(_) => Self::Common,
            Block::Section(_) | Block::Contents(_) => Self::Division,
            _ => Self::Line,
        }
    }

    /// Whether it is allowed here.
    fn is_allowed(self, place: BlockContext, phase: Phase) -> bool {
        let blocks = phase <= Phase::Blocks;
        match (self, place) {
            (_, BlockContext::Flow | BlockContext::Speech) | (Self::Global, _) => true,
            (Self::Division, _) => phase <= Phase::Divisions,
            (Self::List, BlockContext::Front)
            | (Self::Common, BlockContext::Front | BlockContext::Back) => false,
            _ => blocks,
        }
    }
}

/// A block with what it inherits from those around it.
struct InheritingBlock<'a> {
    block: &'a Block,
    /// The ids of those, if it is the first in them.
    anchors: Vec<String>,
    /// Their attributes.
    inherited: Vec<(&'static str, String)>,
    /// Its number among its sibling sections, from 1.
    ordinal: usize,
}

impl<'a> Body<'a> {
    /// The blocks of a division, in order.
    pub(super) fn division(&mut self, blocks: &'a [Block], place: BlockContext) {
        let items = self.numbered(blocks);
        self.items(&items, place);
    }

    /// The blocks of an element of mixed content.
    pub(super) fn flow(&mut self, blocks: &'a [Block], place: BlockContext) {
        for item in self.numbered(blocks) {
            self.item(&item, place, Phase::Blocks);
        }
        self.flush();
    }

    fn numbered(&mut self, blocks: &'a [Block]) -> Vec<InheritingBlock<'a>> {
        let mut items = self.flatten(blocks);
        let sections = items.iter_mut().filter(|item| matches!(item.block, Block::Section(_)));
        sections.zip(1..).for_each(|(item, ordinal)| item.ordinal = ordinal);
        items
    }

    /// Aligned blocks are replaced by their content: TEI declares the alignment on each block.
    fn flatten(&mut self, blocks: &'a [Block]) -> Vec<InheritingBlock<'a>> {
        let mut items = Vec::with_capacity(blocks.len());
        for block in blocks {
            let Block::Aligned(aligned) = block else {
                items.push(InheritingBlock {
                    block,
                    anchors: Vec::new(),
                    inherited: Vec::new(),
                    ordinal: 0,
                });
                continue;
            };
            let rendition = self.declared.alignment(&mut self.ids, aligned.align);
            let attributes = self.attributes(&aligned.attr).set("rendition", rendition);
            // What holds for every element, as these are none yet.
            let attributes = self.settled("", &attributes).into_owned();
            let (ids, others): (Vec<_>, Vec<_>) =
                attributes.into_iter().partition(|(name, _)| *name == "xml:id");
            let mut ids = ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>();
            for mut item in self.flatten(&aligned.blocks) {
                if !matches!(item.block, Block::Gap(_)) {
                    item.anchors.append(&mut ids);
                    item.inherited.extend(others.iter().cloned());
                }
                items.push(item);
            }
        }
        items
    }

    fn items(&mut self, items: &[InheritingBlock<'a>], place: BlockContext) {
        let has_blocks = items.iter().any(|item| {
            !matches!(BlockClass::of(item.block), BlockClass::Global | BlockClass::Line)
        });
        // A `body` of lines alone is invalid: there they are blocks.
        let tail =
            if has_blocks || place != BlockContext::Body { tail(items) } else { items.len() };
        let mut phase = match place {
            BlockContext::Div => Phase::Top,
            BlockContext::Body if has_blocks => Phase::Top,
            _ => Phase::Blocks,
        };
        let mut index = 0;
        while let Some(item) = items.get(index) {
            let closes = index >= tail && phase > Phase::Top && place.is_division();
            let closes = closes
                && (phase > Phase::Blocks
                    || matches!(place, BlockContext::Body | BlockContext::Div));
            if closes && BlockClass::of(item.block) == BlockClass::Line {
                phase = Phase::Bottom;
            }
            let class = BlockClass::of(item.block);
            if phase == Phase::Bottom || class.is_allowed(place, phase) {
                phase = phase.max(self.item(item, place, phase));
                index += 1;
                continue;
            }
            let rest = &items[index..tail.max(index + 1)];
            let end =
                rest.iter().position(|item| BlockClass::of(item.block) == BlockClass::Division);
            let end = end.unwrap_or(rest.len());
            self.flush();
            self.open("div", &Attributes::new().set("type", "continuation"));
            self.items(&rest[..end], BlockContext::Div);
            self.close();
            phase = Phase::Divisions;
            index += end;
        }
    }

    /// Writes one block; returns the phase that it belongs to.
    fn item(&mut self, item: &InheritingBlock<'a>, place: BlockContext, phase: Phase) -> Phase {
        if let Block::Gap(gap) = item.block {
            self.wait(gap);
            return phase;
        }
        self.flush();
        for id in &item.anchors {
            self.line();
            self.empty("anchor", &Attributes::new().set("xml:id", id.as_str()));
            self.stay_on_line();
        }
        self.inherited.clone_from(&item.inherited);
        let class = BlockClass::of(item.block);
        match item.block {
            Block::Section(section) => self.section(section, place, item.ordinal),
            // The schema of `body` has `divGen` before its blocks or behind its divisions alone.
            Block::Contents(contents)
                if contents.is_place()
                    && place == BlockContext::Body
                    && phase == Phase::Blocks =>
            {
                self.contents(contents, BlockContext::Flow);
                return phase;
            }
            Block::Contents(contents) => self.contents(contents, place),
            Block::Title(title) => self.title(title, place, phase),
            Block::Credit(credit) => return self.credit(credit, place, phase),
            Block::Epigraph(quotation) => {
                let top = phase == Phase::Top
                    || (phase <= Phase::Blocks
                        && matches!(place, BlockContext::Front | BlockContext::Back));
                self.epigraph(quotation, top);
                return if top { phase } else { Phase::Blocks };
            }
            // `sp` does not hold another.
            Block::Speech(_) if place == BlockContext::Speech => {
                let attributes = Attributes::new().set("type", "speech");
                self.open("quote", &attributes);
                self.block(item.block, BlockContext::Flow);
                self.close();
            }
            block => self.block(block, place),
        }
        match class {
            BlockClass::Global => phase,
            BlockClass::Division => Phase::Divisions,
            _ => Phase::Blocks,
        }
    }

    /// A division; without a number of its own, it is counted among its siblings.
    fn section(&mut self, section: &'a Section, place: BlockContext, ordinal: usize) {
        let mut attributes = self.attributes_numbered(&section.attr, section.numbered);
        let number = section.number.clone().unwrap_or_else(|| ordinal.to_string());
        if section.number.is_none() {
            let text = "numbered by its place; the source gives no number";
            attributes.push("ana", self.declared.category(&mut self.ids, "counted", text));
        }
        let attributes = attributes
            .set("type", section.kind.name())
            .set_some("subtype", section.level.map(|level| format!("level-{level}")))
            .set("n", number);
        let attributes = self.recognised(attributes, section.attr.recognition.as_deref());
        let floats = !place.is_division();
        if floats {
            self.open("floatingText", &Attributes::new().set("type", "section"));
            self.open("body", &Attributes::new());
        }
        self.open("div", &attributes);
        if !section.heading.is_empty() {
            self.open("head", &Attributes::new());
            self.inlines(&section.heading);
            self.end();
        }
        self.division(&section.blocks, BlockContext::Div);
        self.close();
        if floats {
            self.flush();
            self.close();
            self.close();
        }
    }

    fn contents(&mut self, contents: &'a Contents, place: BlockContext) {
        let attributes = self.attributes(&contents.attr).set("type", "contents");
        let divides = place.is_division();
        if divides && contents.is_place() {
            // `divGen` holds nothing; a heading that says nothing has gaps alone.
            self.line();
            let attributes = self.attributes(&contents.attr).set("type", "toc");
            self.empty("divGen", &attributes);
            for inline in &contents.heading {
                if let Inline::Gap(gap) = inline {
                    self.wait(gap);
                }
            }
            return;
        } else if divides {
            self.open("div", &attributes);
        } else if contents.entries.is_empty() {
            self.open("ab", &attributes);
            self.inlines(&contents.heading);
            self.end();
            return;
        } else {
            self.open("list", &attributes);
        }
        if !contents.heading.is_empty() {
            self.open("head", &Attributes::new());
            self.inlines(&contents.heading);
            self.end();
        }
        if !contents.entries.is_empty() {
            if divides {
                self.open("list", &Attributes::new());
            }
            for entry in &contents.entries {
                self.lead(&entry.lead);
                self.contents_entry(entry);
            }
            if divides {
                self.close();
            }
        }
        self.close();
    }

    fn title(&mut self, title: &'a TitleBlock, place: BlockContext, phase: Phase) {
        let attributes = self.attributes(&title.attr);
        let front =
            place == BlockContext::Front && phase <= Phase::Blocks && !title.parts.is_empty();
        let (outer, inner) = if front { ("docTitle", "titlePart") } else { ("ab", "title") };
        let attributes = if front { attributes } else { attributes.set("type", "title") };
        self.open(outer, &attributes);
        self.mixed += 1;
        for part in &title.parts {
            self.lead(&part.lead);
            self.start(inner, &Attributes::new().set("type", title_type(part.kind)));
            self.inlines(&part.content);
            self.end();
        }
        self.mixed -= 1;
        self.end();
    }

    /// A credit line in the form that its place allows; returns its phase.
    fn credit(&mut self, credit: &'a Credit, place: BlockContext, phase: Phase) -> Phase {
        use CreditKind as K;
        let free =
            phase <= Phase::Blocks && matches!(place, BlockContext::Front | BlockContext::Back);
        let divides = matches!(place, BlockContext::Body | BlockContext::Div);
        let element = match (credit.kind, phase) {
            (K::Byline, _) if free => Some("byline"),
            (K::Dateline, _) if free => Some("dateline"),
            (K::Source, _) if free => Some("docImprint"),
            (K::Byline, Phase::Top) if divides => Some("byline"),
            (K::Dateline, Phase::Top) if divides => Some("dateline"),
            (K::Salutation, Phase::Top) if divides => Some("salute"),
            (K::Signature, Phase::Top) if divides => Some("signed"),
            (K::Closing, Phase::Bottom) if place != BlockContext::Back => Some("byline"),
            (K::Dateline, Phase::Bottom) if place != BlockContext::Back => Some("dateline"),
            (K::Salutation, Phase::Bottom) if place != BlockContext::Back => Some("salute"),
            (K::Signature, Phase::Bottom) => Some("signed"),
            _ => None,
        };
        let attributes = self.attributes(&credit.attr);
        let (name, attributes, after) = match (element, phase) {
            (Some(name), _) => (name, attributes, phase),
            (None, Phase::Bottom) => {
                let typed = attributes.set("type", "credit").set("subtype", credit.kind.name());
                ("trailer", typed, phase)
            }
            (None, _) => {
                let typed = attributes.set("type", "credit").set("subtype", credit.kind.name());
                ("ab", typed, Phase::Blocks)
            }
        };
        self.open(name, &attributes);
        self.in_byline = name == "byline";
        self.inlines(&credit.content);
        self.in_byline = false;
        self.end();
        after
    }
}

/// The start of the closing lines of a division: credits and what may be among them.
fn tail(items: &[InheritingBlock<'_>]) -> usize {
    let closes = |item: &InheritingBlock<'_>| {
        matches!(
            item.block,
            Block::Credit(_) | Block::Gap(_) | Block::Residue(_) | Block::Milestone(_)
        )
    };
    items.iter().rposition(|item| !closes(item)).map_or(0, |last| last + 1)
}

/// The `title/@type` and `titlePart/@type` of a title.
pub(super) fn title_type(kind: TitleKind) -> &'static str {
    match kind {
        TitleKind::Main => "main",
        TitleKind::Sub => "sub",
        TitleKind::Leading => "leading",
        TitleKind::Parallel => "parallel",
        TitleKind::Alternative => "alt",
        TitleKind::Volume => "volume",
    }
}
