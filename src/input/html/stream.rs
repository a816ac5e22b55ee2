//! Blocks and lines in document order: a page's tree is converted to them node by node.
//!
//! White space is handled as in browsers (CSS Text 3, 4.1): runs are one space, none at either end
//! of a paragraph; a line end between Han is no space. Two forced breaks, or one before a typed
//! indent (　　), end a paragraph.

use crate::input::text::joins_with_space;
use crate::model::{
    Aligned, Alignment, Anchor, Attr, Block, CodeSpan, Figure, Image, Inline, LanguageSpan,
    Link, MathSpan, Milestone, Paragraph, Part, Quoted, Section, SectionBuilder, Style, Styled,
};

/// A heading or a block, in the order of the page.
#[derive(Debug)]
pub(super) enum StreamItem {
    /// A heading of a level, which opens a section; 0 is that of the work.
    Heading(u8, Section),
    /// Any other block.
    Block(Block),
    /// The end of the section whose heading has this level: a following block is outside it.
    End(u8),
    /// The following content belongs to the section that ended last.
    Resume,
}

/// The inline that encloses part of a line.
#[derive(Clone, Debug)]
pub(super) enum Wrap {
    Style(Style),
    Code,
    Quoted,
    /// An address, and a title.
    Link(String, Option<String>),
    /// A language.
    Language(String),
}

/// The stream.
#[derive(Debug, Default)]
pub(super) struct Stream {
    items: Vec<StreamItem>,
    /// The open inlines, from the outside in, each with its content.
    open: Vec<(Wrap, Vec<Inline>)>,
    line: Vec<Inline>,
    /// The last character of the paragraph.
    last: Option<char>,
    /// Pending white space before the next character.
    space: Space,
    /// Pending forced breaks before the next character.
    breaks: usize,
    /// How many inlines enclose that white space or those breaks.
    level: usize,
    /// Identifiers pending for the next block or character.
    ids: Vec<String>,
    /// Page starts pending likewise.
    pages: Vec<Milestone>,
    /// The identifier of the paragraph.
    id: Option<String>,
    /// The alignment of the paragraph.
    pub(super) align: Option<Alignment>,
}

/// White space between two characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Space {
    #[default]
    None,
    Blank,
    /// With a line end in it, which is dropped beside Han.
    LineEnd,
}

impl Space {
    /// Whether it is a space between two characters.
    fn shows(self, before: char, after: char) -> bool {
        match self {
            Self::None => false,
            Self::Blank => true,
            Self::LineEnd => joins(before, after),
        }
    }
}

/// White space of HTML.
fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

/// White space typed as an indent.
fn is_indent(c: char) -> bool {
    matches!(c, '\u{3000}' | '\u{A0}' | '\u{2002}' | '\u{2003}')
}

impl Stream {
    /// Writes text of the page.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.trim_start_matches(is_white);
            let (white, _) = rest.split_at(rest.len() - word.len());
            if !white.is_empty() {
                self.white(white.contains(['\n', '\r']));
            }
            let end = word.find(is_white).unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            if !word.is_empty() {
                self.word(word);
            }
            rest = after;
        }
    }

    /// Records white space, with or without a line end.
    fn white(&mut self, has_end: bool) {
        if self.space == Space::None && self.breaks == 0 {
            self.level = self.open.len();
        }
        self.space = match self.space {
            Space::None | Space::Blank if !has_end => Space::Blank,
            _ => Space::LineEnd,
        };
    }

    /// Writes text without HTML white space.
    fn word(&mut self, word: &str) {
        let indents = word.starts_with(is_indent) && word.chars().nth(1).is_some_and(is_indent);
        if self.breaks >= 2 || (self.breaks == 1 && indents) {
            self.end_paragraph();
        }
        let word = if self.last.is_none() { word.trim_start_matches(is_indent) } else { word };
        let Some(first) = word.chars().next() else { return };
        self.write_pending(first);
        write(self.content(self.open.len()), word);
        self.last = word.chars().next_back();
    }

    /// Writes other content: an image, ruby, a formula. White space beside it is handled as beside
    /// a Han.
    pub(super) fn inline(&mut self, inline: Inline) {
        if self.breaks >= 2 {
            self.end_paragraph();
        }
        self.write_pending('字');
        self.content(self.open.len()).push(inline);
        self.last = Some('字');
    }

    /// Writes what is pending before the next character: white space and breaks, and identifiers.
    fn write_pending(&mut self, first: char) {
        let (level, deepest) = (self.level, self.open.len());
        match self.last {
            Some(_) if self.breaks > 0 => {
                self.content(level).push(Inline::LineBreak(Box::default()));
            }
            Some(last) if self.space.shows(last, first) => write(self.content(level), " "),
            _ => {}
        }
        (self.breaks, self.space) = (0, Space::None);
        let mut ids = std::mem::take(&mut self.ids).into_iter();
        if self.last.is_none() && self.id.is_none() {
            self.id = ids.next();
        }
        let pages = std::mem::take(&mut self.pages).into_iter();
        let content = self.content(deepest);
        content.extend(ids.map(anchor));
        content.extend(pages.map(|page| Inline::Milestone(Box::new(page))));
    }

    /// The content of the line, or of the open inline at this level.
    fn content(&mut self, level: usize) -> &mut Vec<Inline> {
        match level.checked_sub(1).and_then(|at| self.open.get_mut(at)) {
            Some((_, content)) => content,
            None => &mut self.line,
        }
    }

    /// A forced break (`br`).
    pub(super) fn line_break(&mut self) {
        if self.space == Space::None && self.breaks == 0 {
            self.level = self.open.len();
        }
        if self.last.is_some() {
            self.breaks += 1;
        }
        self.space = Space::None;
    }

    /// An identifier that links point to.
    pub(super) fn id(&mut self, id: impl Into<String>) {
        self.ids.push(id.into());
    }

    /// The beginning of a page: before the next character, or between blocks.
    pub(super) fn milestone(&mut self, page: Milestone, is_block: bool) {
        if is_block {
            self.end_paragraph();
        }
        self.pages.push(page);
        if is_block {
            self.pages_as_blocks();
        }
    }

    /// Writes pending page starts between blocks.
    fn pages_as_blocks(&mut self) {
        let pages = std::mem::take(&mut self.pages).into_iter();
        self.items
            .extend(pages.map(|page| StreamItem::Block(Block::Milestone(Box::new(page)))));
    }

    /// The identifiers pending for a block.
    pub(super) fn take_ids(&mut self) -> Vec<String> {
        std::mem::take(&mut self.ids)
    }

    /// Opens an inline.
    pub(super) fn open(&mut self, wrap: Wrap) {
        self.open.push((wrap, Vec::new()));
    }

    /// Closes the innermost inline.
    pub(super) fn close(&mut self) {
        if let Some((wrap, content)) = self.open.pop()
            && !content.is_empty()
        {
            let outer = self.open.len();
            self.content(outer).push(enclose(wrap, content));
        }
        self.level = self.level.min(self.open.len());
    }

    /// Ends the paragraph, if one has begun; open inlines continue after it.
    pub(super) fn end_paragraph(&mut self) {
        let wraps: Vec<Wrap> = self.open.iter().map(|(wrap, _)| wrap.clone()).collect();
        while !self.open.is_empty() {
            self.close();
        }
        let content = std::mem::take(&mut self.line);
        (self.last, self.space, self.breaks) = (None, Space::None, 0);
        if !content.is_empty() {
            let block = paragraph(self.id.take(), content);
            let block = self.aligned(block);
            self.items.push(StreamItem::Block(block));
        }
        self.open = wraps.into_iter().map(|wrap| (wrap, Vec::new())).collect();
    }

    fn aligned(&self, block: Block) -> Block {
        match self.align {
            Some(align @ (Alignment::Center | Alignment::End)) => {
                Block::Aligned(Aligned { attr: Attr::default(), align, blocks: vec![block] })
            }
            _ => block,
        }
    }

    /// Writes a block, with a pending identifier.
    pub(super) fn block(&mut self, mut block: Block) {
        self.end_paragraph();
        self.pages_as_blocks();
        if let Some(attr) = block.attr_mut()
            && attr.id.is_none()
            && !self.ids.is_empty()
        {
            attr.id = Some(self.ids.remove(0));
        }
        self.items.push(StreamItem::Block(block));
    }

    /// Writes a heading or a block.
    pub(super) fn item(&mut self, item: StreamItem) {
        match item {
            StreamItem::Block(block) => self.block(block),
            heading @ StreamItem::Heading(..) => {
                self.end_paragraph();
                self.pages_as_blocks();
                self.items.push(heading);
            }
            mark @ (StreamItem::End(_) | StreamItem::Resume) => {
                self.end_paragraph();
                self.items.push(mark);
            }
        }
    }

    /// Marks the last formula as numbered.
    pub(super) fn number_formula(&mut self) {
        if let Some(StreamItem::Block(Block::Math(math))) = self.items.last_mut() {
            math.numbered = Some(true);
        }
    }

    /// The number of headings and blocks written so far.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Sets the language of everything written since an item.
    pub(super) fn in_language(&mut self, from: usize, language: &str) {
        let attr = || Attr { lang: Some(language.to_owned()), ..Attr::default() };
        for item in &mut self.items[from..] {
            match item {
                // The section continues beyond the text in that language.
                StreamItem::Heading(_, section) => {
                    let content = std::mem::take(&mut section.heading);
                    let span = LanguageSpan { attr: attr(), content };
                    section.heading = vec![Inline::Span(Box::new(span))];
                }
                StreamItem::Block(block) => {
                    if let Some(own) = block.attr_mut().filter(|own| own.lang.is_none()) {
                        own.lang = attr().lang;
                    }
                }
                StreamItem::End(_) | StreamItem::Resume => {}
            }
        }
    }

    /// The content as one line, for a heading, a caption or a term: paragraphs are separated by
    /// line breaks.
    pub(super) fn into_line(mut self) -> Vec<Inline> {
        self.end_paragraph();
        let mut line = Vec::new();
        for item in self.items {
            let content = match item {
                StreamItem::Block(block) => inlines(block),
                StreamItem::Heading(_, section) => section.heading,
                StreamItem::End(_) | StreamItem::Resume => continue,
            };
            if !line.is_empty() && !content.is_empty() {
                line.push(Inline::LineBreak(Box::default()));
            }
            line.extend(content);
        }
        line.extend(self.ids.into_iter().map(anchor));
        line.extend(self.pages.into_iter().map(|page| Inline::Milestone(Box::new(page))));
        line
    }

    /// The items; identifiers that nothing followed get a separate paragraph.
    pub(super) fn into_items(mut self) -> Vec<StreamItem> {
        self.end_paragraph();
        self.pages_as_blocks();
        if !self.ids.is_empty() {
            let anchors = self.ids.into_iter().map(anchor);
            self.items.push(StreamItem::Block(crate::model::paragraph(anchors.collect())));
        }
        self.items
    }

    /// The blocks, with headings as sections.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        nested(self.into_items())
    }
}

/// Nests headings as sections. One extends to the next heading of its level or above, or to its own
/// end: deeper ones may be in another file.
pub(super) fn nested(items: Vec<StreamItem>) -> Vec<Block> {
    let mut builder = SectionBuilder::new();
    let mut ended: Option<u8> = None;
    for item in items {
        match item {
            StreamItem::Heading(level, section) => {
                ended = None;
                builder.open(level.max(1), section);
            }
            StreamItem::Block(block) => {
                if let Some(level) = ended.take() {
                    builder.close_to(level.max(1));
                }
                builder.push(block);
            }
            StreamItem::Resume => ended = None,
            StreamItem::End(level) => {
                ended = Some(ended.map_or(level, |known| known.min(level)))
            }
        }
    }
    builder.finish()
}

/// Whether white space between two characters is a space.
fn joins(before: char, after: char) -> bool {
    let (mut a, mut b) = ([0; 4], [0; 4]);
    joins_with_space(before.encode_utf8(&mut a), after.encode_utf8(&mut b))
}

/// Writes text unchanged.
fn write(content: &mut Vec<Inline>, text: &str) {
    match content.last_mut() {
        Some(Inline::Text(written)) => written.text.push_str(text),
        _ => content.push(crate::model::text(text)),
    }
}

fn anchor(id: String) -> Inline {
    Inline::Anchor(Box::new(Anchor { attr: Attr::with_id(id) }))
}

/// A paragraph; a single image is a figure.
fn paragraph(id: Option<String>, mut content: Vec<Inline>) -> Block {
    trim_end(&mut content);
    let attr = Attr { id, ..Attr::default() };
    match content.as_slice() {
        [Inline::Image(image)] => {
            let images = vec![Image::clone(image)];
            Block::Figure(Box::new(Figure { attr, images, ..Figure::default() }))
        }
        _ => Block::Paragraph(Paragraph { attr, content }),
    }
}

/// Trims the end of a line.
fn trim_end(content: &mut [Inline]) {
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.text.truncate(text.text.trim_end_matches(is_indent).len());
    }
}

/// The content of a block as one line: its identifier, its texts, separated by line breaks.
pub(super) fn inlines(mut block: Block) -> Vec<Inline> {
    let id = block.attr_mut().and_then(|attr| attr.id.take());
    let mut line: Vec<Inline> = id.map(anchor).into_iter().collect();
    match block {
        Block::Paragraph(paragraph) => line.extend(paragraph.content),
        Block::Code(code) => line.extend(code.content),
        Block::Math(math) => {
            let span = MathSpan { attr: Attr::default(), content: math.content };
            line.push(Inline::Math(Box::new(span)));
        }
        Block::Figure(figure) => {
            line.extend(figure.images.into_iter().map(|it| Inline::Image(Box::new(it))));
            line.extend(figure.caption);
        }
        other => other.children(&mut |part| {
            let parts: Vec<Vec<Inline>> = match part {
                Part::Inlines(content) => vec![content.to_vec()],
                Part::Blocks(blocks) => blocks.iter().cloned().map(inlines).collect(),
            };
            for content in parts.into_iter().filter(|content| !content.is_empty()) {
                if !line.is_empty() {
                    line.push(Inline::LineBreak(Box::default()));
                }
                line.extend(content);
            }
        }),
    }
    line
}

fn enclose(wrap: Wrap, mut content: Vec<Inline>) -> Inline {
    // Note marks are raised by default.
    if let (Wrap::Style(Style::Superscript), [Inline::NoteRef(mark)]) =
        (&wrap, content.as_mut_slice())
    {
        return Inline::NoteRef(std::mem::take(mark));
    }
    let attr = Attr::default();
    match wrap {
        Wrap::Style(style) => Inline::Styled(Box::new(Styled { attr, style, content })),
        Wrap::Code => Inline::Code(Box::new(CodeSpan { attr, content: plain(content) })),
        Wrap::Quoted => Inline::Quoted(Box::new(Quoted { attr, content })),
        Wrap::Link(target, title) => {
            Inline::Link(Box::new(Link { attr, target, title, content }))
        }
        Wrap::Language(lang) => {
            let attr = Attr { lang: Some(lang), ..attr };
            Inline::Span(Box::new(LanguageSpan { attr, content }))
        }
    }
}

/// Only the text, as for code.
fn plain(content: Vec<Inline>) -> Vec<Inline> {
    let mut texts = Vec::new();
    for inline in content {
        match inline {
            Inline::Styled(styled) => texts.extend(plain(styled.content)),
            Inline::Span(span) => texts.extend(plain(span.content)),
            other => texts.push(other),
        }
    }
    texts
}
