//! Building trees: short constructors, and nesting a flat run of headings into sections.

use super::{Attr, Block, Gap, GapKind, Inline, Paragraph, Section, Span, Text};

/// A text without a place.
pub fn text(text: impl Into<String>) -> Inline {
    Inline::Text(Text { text: text.into(), span: None })
}

/// A paragraph of these inlines.
pub fn paragraph(content: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph { attr: Attr::default(), content })
}

impl Inline {
    /// A text at `span` of its source.
    pub fn text_at(text: &str, span: Span) -> Self {
        Self::Text(Text { text: text.to_owned(), span: Some(span) })
    }

    /// A gap.
    pub fn gap(kind: GapKind, text: &str, span: Span) -> Self {
        Self::Gap(Gap { kind, text: text.to_owned(), span: Some(span) })
    }
}

impl Block {
    /// A gap.
    pub fn gap(kind: GapKind, text: &str, span: Span) -> Self {
        Self::Gap(Gap { kind, text: text.to_owned(), span: Some(span) })
    }
}

/// Nests a flat run of headings and blocks into sections.
///
/// ```
/// use paiban::model::{Section, SectionBuilder, paragraph, text};
///
/// let mut builder = SectionBuilder::new();
/// builder.open(1, Section { heading: vec![text("第一章")], ..Section::default() });
/// builder.push(paragraph(vec![text("话说……")]));
/// builder.open(2, Section { heading: vec![text("第一节")], ..Section::default() });
/// builder.open(1, Section { heading: vec![text("第二章")], ..Section::default() });
/// assert_eq!(builder.finish().len(), 2);
/// ```
#[derive(Debug, Default)]
pub struct SectionBuilder {
    done: Vec<Block>,
    open: Vec<(u8, Section)>,
}

impl SectionBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a section at `level`, 1 the highest, and closes all that are not above it. Skipped
    /// levels are allowed: the section is nested directly.
    pub fn open(&mut self, level: u8, section: Section) {
        self.close_to(level);
        self.open.push((level, section));
    }

    /// Closes all sections that are not above `level`.
    pub fn close_to(&mut self, level: u8) {
        while self.open.last().is_some_and(|(open, _)| *open >= level) {
            if let Some((_, section)) = self.open.pop() {
                self.push(Block::Section(Box::new(section)));
            }
        }
    }

    /// Adds a block to the innermost open section.
    pub fn push(&mut self, block: Block) {
        match self.open.last_mut() {
            Some((_, section)) => section.blocks.push(block),
            None => self.done.push(block),
        }
    }

    /// The blocks of the innermost open section so far.
    pub fn innermost_mut(&mut self) -> &mut Vec<Block> {
        match self.open.last_mut() {
            Some((_, section)) => &mut section.blocks,
            None => &mut self.done,
        }
    }

    /// The number of sections that stay open when one of `level` is opened.
    pub fn depth_after(&self, level: u8) -> usize {
        self.open.iter().take_while(|(open, _)| *open < level).count()
    }

    /// The number of open sections.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Closes all sections and returns the blocks.
    pub fn finish(mut self) -> Vec<Block> {
        self.close_to(0);
        self.done
    }
}
