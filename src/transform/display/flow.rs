//! Collects the visible characters of each run of text, across its inlines, with the treatment for
//! its place; finds the edits of each run.

use super::{TRIGGERS, TextEdit, punctuation, whitespace};
use crate::config::{DisplayOptions, Punctuation, Spaces};
use crate::model::{
    Alignment, Attr, Block, CreditKind, Gap, GapKind, Inline, List, Table, Text, TitleBlock,
};
use crate::text::language::is_set_in_han;

/// How a run of text is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// Punctuation; runs of spaces keep their width, and single ones beside marks are removed.
    Running,
    /// Punctuation; runs of spaces keep their width.
    Heading,
    /// Runs of spaces keep their width.
    Spaced,
    /// None.
    Untouched,
}

/// Placeholder for a Han-like object: a character outside Unicode, a blank.
const HAN_LIKE: char = '〓';
/// Placeholder for a Latin-like object: code, a formula.
const LATIN_LIKE: char = 'x';
/// Placeholder for an image.
const OBJECT: char = '\u{FFFC}';

/// A visible character of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct VisibleChar {
    /// The character, or its replacement once a rule has set one.
    pub(super) ch: char,
    /// Its place, if it may be edited: the text's number, and the byte in it.
    pub(super) place: Option<(u32, u32)>,
}

/// The visible characters of one run, and the edits found in it.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The characters.
    pub(super) cells: Vec<VisibleChar>,
    edits: Vec<TextEdit>,
}

impl Flow {
    /// The character at `index`.
    pub(super) fn get(&self, index: usize) -> Option<char> {
        self.cells.get(index).map(|cell| cell.ch)
    }

    /// The character at `index`, if it may be edited.
    pub(super) fn editable(&self, index: usize) -> Option<char> {
        self.cells.get(index).filter(|cell| cell.place.is_some()).map(|cell| cell.ch)
    }

    /// Whether `count` cells from `index` are side by side in one text.
    pub(super) fn is_joined(&self, index: usize, count: usize) -> bool {
        let Some((text, byte)) = self.cells.get(index).and_then(|cell| cell.place) else {
            return false;
        };
        (0u32..).zip(&self.cells[index..]).take(count).all(|(offset, cell)| {
            // Runs that are edited as one are ASCII, a byte per character.
            cell.place == Some((text, byte + offset))
        })
    }

    /// Shows `shown` instead of the `count` cells from `index`, which are adjacent. The cells
    /// become its first character, so that later rules see the displayed text.
    pub(super) fn replace(&mut self, index: usize, count: usize, shown: &'static str) {
        let cells = &mut self.cells[index..index + count];
        let Some((text, start)) = cells.first().and_then(|cell| cell.place) else { return };
        let Some((_, last)) = cells.last().and_then(|cell| cell.place) else { return };
        let width = u32::try_from(cells.last().map_or(0, |c| c.ch.len_utf8())).unwrap_or(0);
        self.edits.push(TextEdit { text, range: start..last + width, shown });
        for cell in cells {
            *cell = VisibleChar { ch: shown.chars().next().unwrap_or(' '), place: None };
        }
    }
}

/// Walks a block in source order and finds its edits.
pub(super) struct Collector<'o> {
    options: &'o DisplayOptions,
    /// Whether the language at this place is written in Han.
    chinese: bool,
    /// The number of the next text.
    text: u32,
    edits: Vec<TextEdit>,
}

impl<'o> Collector<'o> {
    pub(super) fn new(options: &'o DisplayOptions, language: &str) -> Self {
        Self { options, chinese: is_han_language(language), text: 0, edits: Vec::new() }
    }

    /// All edits, in source order.
    pub(super) fn finish(mut self) -> Vec<TextEdit> {
        self.edits.sort_by_key(|edit| (edit.text, edit.range.start));
        self.edits
    }

    pub(super) fn block(&mut self, block: &Block, treatment: Treatment) {
        let outer = self.enter(block.attr());
        match block {
            Block::Table(it) => self.table(it),
            Block::List(it) => self.list(it, treatment),
            Block::Title(it) => self.title(it),
            Block::Section(it) => {
                self.run(&it.heading, Treatment::Heading);
                self.blocks(&it.blocks, treatment);
            }
            Block::Quotation(it) | Block::Epigraph(it) => {
                self.blocks(&it.blocks, treatment);
                self.run(&it.attribution, Treatment::Heading);
            }
            Block::DefinitionList(it) => {
                for item in &it.items {
                    self.blocks(&item.lead, Treatment::Untouched);
                    self.run(&item.term, Treatment::Heading);
                    self.blocks(&item.blocks, treatment);
                }
            }
            Block::Speech(it) => {
                self.run(&it.speaker, Treatment::Heading);
                self.blocks(&it.blocks, treatment);
            }
            Block::Note(it) => {
                self.run(&it.marker, Treatment::Untouched);
                self.blocks(&it.blocks, Treatment::Running);
            }
            Block::Admonition(it) => {
                self.run(&it.label, Treatment::Heading);
                self.blocks(&it.blocks, treatment);
            }
            Block::Aligned(it) => self.blocks(&it.blocks, aligned(it.align)),
            Block::Paragraph(it) => self.run(&it.content, treatment),
            Block::Credit(it) => self.run(&it.content, credit(it.kind)),
            Block::Figure(it) => self.run(&it.caption, Treatment::Heading),
            Block::Foreign(it) => self.blocks(&it.blocks, treatment),
            Block::Verse(_) => self.as_it_is(block, Treatment::Spaced),
            // The writers leave these out, or they are not prose.
            Block::Contents(_)
            | Block::Residue(_)
            | Block::Code(_)
            | Block::Math(_)
            | Block::ThematicBreak(_)
            | Block::PageBreak(_)
            | Block::Milestone(_)
            | Block::Gap(_) => self.as_it_is(block, Treatment::Untouched),
        }
        self.chinese = outer;
    }

    fn blocks(&mut self, blocks: &[Block], treatment: Treatment) {
        blocks.iter().for_each(|block| self.block(block, treatment));
    }

    /// Counts the texts of an unchanged block; notes in it are displayed as notes are.
    fn as_it_is(&mut self, block: &Block, treatment: Treatment) {
        block.children(&mut |part| match part {
            crate::model::Part::Blocks(blocks) => self.blocks(blocks, Treatment::Untouched),
            crate::model::Part::Inlines(inlines) => self.run(inlines, treatment),
        });
    }

    fn title(&mut self, title: &TitleBlock) {
        for part in &title.parts {
            self.blocks(&part.lead, Treatment::Untouched);
            self.run(&part.content, Treatment::Heading);
        }
    }

    fn list(&mut self, list: &List, treatment: Treatment) {
        for item in &list.items {
            self.blocks(&item.lead, Treatment::Untouched);
            self.run(&item.marker, Treatment::Untouched);
            self.blocks(&item.blocks, treatment);
        }
    }

    fn table(&mut self, table: &Table) {
        self.run(&table.caption, Treatment::Heading);
        for row in table.head.iter().chain(&table.body).chain(&table.foot) {
            self.blocks(&row.lead, Treatment::Untouched);
            for cell in &row.cells {
                self.blocks(&cell.blocks, Treatment::Spaced);
            }
        }
    }

    /// Finds the edits of one run of inlines.
    pub(super) fn run(&mut self, inlines: &[Inline], treatment: Treatment) {
        let mut flow = Flow::default();
        let editable = treatment != Treatment::Untouched && self.chinese;
        self.inlines(inlines, editable, &mut flow);
        if !editable || !flow.cells.iter().any(|cell| self.is_trigger(cell.ch)) {
            return;
        }
        let widens = self.options.punctuation == Punctuation::Fullwidth;
        if treatment != Treatment::Spaced {
            if self.options.ascii_letters {
                punctuation::narrow_letters(&mut flow);
            }
            if widens {
                punctuation::widen(&mut flow);
            }
        }
        let prose = match treatment {
            Treatment::Running => widens || self.options.spaces == Some(Spaces::Drop),
            // Noise is removed from headings, too.
            _ => treatment == Treatment::Heading && self.options.noise,
        };
        whitespace::set(&mut flow, self.options, prose);
        self.edits.append(&mut flow.edits);
    }

    fn is_trigger(&self, ch: char) -> bool {
        TRIGGERS.contains(&ch)
            || self.options.ascii_letters && punctuation::narrow(ch).is_some()
    }

    fn inlines(&mut self, inlines: &[Inline], editable: bool, flow: &mut Flow) {
        inlines.iter().for_each(|inline| self.inline(inline, editable, flow));
    }

    fn inline(&mut self, inline: &Inline, editable: bool, flow: &mut Flow) {
        match inline {
            Inline::Text(text) => self.text(text, editable, flow),
            Inline::Gap(Gap { kind: GapKind::LineEndAsSpace, .. }) => {
                flow.cells.push(seen(' '))
            }
            Inline::Gap(_) | Inline::Anchor(_) | Inline::Milestone(_) => {}
            Inline::Image(_) => flow.cells.push(seen(OBJECT)),
            Inline::LineBreak(it) => {
                self.inlines(&it.content, false, &mut Flow::default());
                flow.cells.push(seen('\n'));
            }
            Inline::Code(it) => self.opaque(&it.content, LATIN_LIKE, flow),
            Inline::Math(it) => self.opaque(&it.content, LATIN_LIKE, flow),
            Inline::Blank(it) => self.opaque(&it.content, HAN_LIKE, flow),
            Inline::Gaiji(it) => self.opaque(&it.content, HAN_LIKE, flow),
            Inline::NoteRef(it) => self.inlines(&it.content, false, &mut Flow::default()),
            Inline::Residue(it) => self.inlines(&it.content, false, &mut Flow::default()),
            Inline::Note(it) => {
                self.run(&it.marker, Treatment::Untouched);
                self.blocks(&it.blocks, Treatment::Running);
            }
            Inline::Ruby(it) => {
                for pair in &it.pairs {
                    self.inlines(&pair.base, editable, flow);
                    for reading in &pair.readings {
                        self.inlines(&reading.content, false, &mut Flow::default());
                    }
                }
            }
            Inline::Choice(it) => {
                for (index, variant) in it.variants.iter().enumerate() {
                    if index == usize::from(it.chosen) {
                        self.inlines(&variant.content, editable, flow);
                    } else {
                        self.inlines(&variant.content, false, &mut Flow::default());
                    }
                }
            }
            Inline::Styled(it) => self.held(&it.attr, &it.content, editable, flow),
            Inline::Link(it) => self.held(&it.attr, &it.content, editable, flow),
            Inline::Reference(it) => self.held(&it.attr, &it.content, editable, flow),
            Inline::Quoted(it) => self.held(&it.attr, &it.content, editable, flow),
            Inline::Span(it) => self.held(&it.attr, &it.content, editable, flow),
            Inline::Name(it) => self.held(&it.attr, &it.content, editable, flow),
            Inline::Foreign(it) => self.held(&it.attr, &it.content, editable, flow),
        }
    }

    /// The content of an inline that is part of the run, in its own language.
    fn held(&mut self, attr: &Attr, content: &[Inline], editable: bool, flow: &mut Flow) {
        let outer = self.enter(Some(attr));
        self.inlines(content, editable && self.chinese, flow);
        self.chinese = outer;
    }

    /// Content that is one object for the run.
    fn opaque(&mut self, content: &[Inline], as_seen: char, flow: &mut Flow) {
        self.inlines(content, false, &mut Flow::default());
        flow.cells.push(seen(as_seen));
    }

    fn text(&mut self, text: &Text, editable: bool, flow: &mut Flow) {
        let number = self.text;
        self.text += 1;
        flow.cells.extend(text.text.char_indices().map(|(byte, ch)| VisibleChar {
            ch,
            place: u32::try_from(byte).ok().filter(|_| editable).map(|byte| (number, byte)),
        }));
    }

    /// Sets the language of a construct; returns the previous one.
    fn enter(&mut self, attr: Option<&Attr>) -> bool {
        let outer = self.chinese;
        if let Some(language) = attr.and_then(|attr| attr.lang.as_deref()) {
            self.chinese = is_han_language(language);
        }
        outer
    }
}

/// A visible character that can't be edited.
fn seen(ch: char) -> VisibleChar {
    VisibleChar { ch, place: None }
}

/// Whether text in this language is set with full-width marks; text of unknown language is.
fn is_han_language(tag: &str) -> bool {
    matches!(tag, "" | "und") || is_set_in_han(tag)
}

/// Signatures and datelines have spaces on purpose: 张　三, 二〇一四年 九月.
fn credit(kind: CreditKind) -> Treatment {
    match kind {
        CreditKind::Signature | CreditKind::Dateline => Treatment::Spaced,
        _ => Treatment::Heading,
    }
}

/// Blocks aligned to the right are signatures, centred ones are headings of a kind.
fn aligned(align: Alignment) -> Treatment {
    match align {
        Alignment::End => Treatment::Spaced,
        Alignment::Center => Treatment::Heading,
        Alignment::Start | Alignment::Justify => Treatment::Running,
    }
}
