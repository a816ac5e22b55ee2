//! Blocks: converts the parser's blocks to the model's.

use comrak::Node;
use comrak::nodes::{NodeCodeBlock, NodeHeading, NodeValue};

use super::attributes::Attributes;
use super::displayed::{self, ParagraphPart};
use super::inlines::{PendingInline, PendingKind, as_gaps, inlines, merge, tidy};
use super::quotations::quotation;
use super::tables::is_caption;
use super::{
    Reader, callouts, classes, crossref, grid_tables, lines, page_breaks, tables, verse,
};
use crate::input::kinds::section_kind;
use crate::model::{
    Attr, Block, CodeBlock, Figure, Gap, GapKind, Inline, MathBlock, NO_INDENT, Note,
    Paragraph, PartMut, SIDE_BY_SIDE, Section, SectionBuilder, SectionKind, Span, Style,
    Styled, Text, ThematicBreak, plain_text,
};

/// Builds blocks, nested into sections where headings open them.
pub(super) struct BlockBuilder {
    builder: SectionBuilder,
    sections: bool,
}

impl BlockBuilder {
    pub(super) fn new(sections: bool) -> Self {
        Self { builder: SectionBuilder::new(), sections }
    }

    pub(super) fn push(&mut self, block: Block) {
        self.builder.push(block);
    }

    pub(super) fn gaps(&mut self, gaps: Vec<Gap>) {
        gaps.into_iter().for_each(|gap| self.push(page_breaks::of_gap(gap)));
    }

    /// Opens a section at its own level.
    pub(super) fn open(&mut self, section: Section) {
        self.open_as(section, None, None);
    }

    /// Opens a section at its own level; `kind` and `level_shown` are its kind and its displayed level, if
    /// given.
    fn open_as(
        &mut self,
        mut section: Section,
        kind: Option<SectionKind>,
        level_shown: Option<u8>,
    ) {
        if !self.sections {
            // A heading in a quotation opens no section.
            let (attr, content) = (section.attr, section.heading);
            let styled = Styled { attr: Attr::default(), style: Style::Strong, content };
            let content = vec![Inline::Styled(Box::new(styled))];
            return self.push(Block::Paragraph(Paragraph { attr, content }));
        }
        let text = plain_text(&section.heading);
        let found = crate::input::text::kind_of_heading(&text);
        let found = found.filter(|(found, _)| kind.is_none_or(|kind| kind == *found));
        let (found, number) = found.unwrap_or_default();
        section.kind = kind.unwrap_or(found);
        section.number = section.number.or(number.map(|number| number.to_string()));
        let level = section.level.unwrap_or(1);
        let nested = self.builder.depth_after(level) + 1;
        section.level = level_shown.or((usize::from(level) != nested).then_some(level));
        self.builder.open(level, section);
    }

    /// Whether the flow ends with a displayed formula without a blank line after it, so that the
    /// next text continues its sentence.
    fn interrupts(&mut self) -> bool {
        let mut line_ends = 0;
        for block in self.builder.innermost_mut().iter().rev() {
            match block {
                Block::Gap(gap) => {
                    let text = gap.text.replace("\r\n", "\n");
                    line_ends += text.matches(['\n', '\r']).count();
                }
                Block::Math(_) => return line_ends < 2,
                _ => break,
            }
        }
        false
    }

    /// The table at the end of the flow, if it has no caption.
    fn bare_table(&mut self) -> Option<&mut Block> {
        let mut blocks = self.builder.innermost_mut().iter_mut().rev();
        let last = blocks.find(|block| !matches!(block, Block::Gap(_)));
        last.filter(|it| matches!(it, Block::Table(table) if table.caption.is_empty()))
    }

    /// Whether a caption belongs to the table before it: pandoc's caption follows its table.
    fn wants_caption(&mut self, caption: &Block) -> bool {
        tables::follows(caption) && self.bare_table().is_some()
    }

    /// A caption without a following table: that of the previous table, or a paragraph.
    fn caption(&mut self, caption: Block) {
        match (self.bare_table(), caption) {
            (Some(table), Block::Paragraph(paragraph)) => {
                tables::give_caption(table, paragraph)
            }
            (_, paragraph) => self.push(paragraph),
        }
    }

    /// Sections made elsewhere end those of their level.
    pub(super) fn adopt(&mut self, level: u8, blocks: Vec<Block>) {
        self.builder.close_to(level);
        blocks.into_iter().for_each(|block| self.push(block));
    }

    pub(super) fn finish(self) -> Vec<Block> {
        self.builder.finish()
    }
}

impl Reader<'_> {
    /// The child blocks of a node; `depth` is their depth.
    pub(super) fn blocks(
        &mut self,
        node: Node<'_>,
        depth: usize,
        sections: bool,
    ) -> Vec<Block> {
        let mut flow = BlockBuilder::new(sections);
        let mut caption = None;
        for child in node.children() {
            self.block(child, depth, &mut flow, &mut caption);
        }
        if let Some(block) = caption {
            flow.caption(block);
        }
        flow.finish()
    }

    fn block(
        &mut self,
        node: Node<'_>,
        depth: usize,
        flow: &mut BlockBuilder,
        caption: &mut Option<Block>,
    ) {
        let (value, place) = {
            let data = node.data();
            (data.value.clone(), data.sourcepos)
        };
        let (start, end) = self.range(place);
        if let Some(block) = caption.take() {
            match &value {
                NodeValue::Table(table) if !flow.wants_caption(&block) => {
                    return self.captioned(node, table, start, block, flow);
                }
                _ => flow.caption(block),
            }
        }
        let gaps = self.cover.gaps(start);
        flow.gaps(gaps);
        if depth >= self.deepest && holds_blocks(&value) {
            let flat = self.flat(node);
            return flow.push(flat);
        }
        match value {
            NodeValue::Paragraph => match grid_tables::find(self.source(start), end - start) {
                Some(grid) => {
                    let table = self.grid_table(&grid, (start, end), depth);
                    flow.push(table);
                }
                None => self.paragraph(node, flow, caption),
            },
            NodeValue::Heading(heading) => self.heading(node, heading, end, flow),
            NodeValue::ThematicBreak => {
                let content = self.cover.gaps(end).into_iter().map(Inline::Gap).collect();
                let attr = Attr::default();
                flow.push(Block::ThematicBreak(ThematicBreak { attr, content }));
            }
            NodeValue::BlockQuote => {
                let blocks = self.blocks(node, depth + 1, false);
                flow.push(match callouts::of_quotation(blocks) {
                    Ok(it) => Block::Admonition(Box::new(it)),
                    Err(blocks) => Block::Quotation(Box::new(quotation(blocks))),
                });
            }
            NodeValue::List(list) => self.list(node, &list, depth, flow),
            NodeValue::DescriptionList => self.definitions(node, depth, flow),
            NodeValue::Table(table) => {
                let table = self.table(node, &table);
                flow.push(table);
            }
            NodeValue::CodeBlock(code) => {
                let code = self.code_block(&code, end);
                flow.push(code);
            }
            NodeValue::HtmlBlock(html) => {
                for block in self.html(&html.literal, start, end) {
                    match block {
                        Block::Section(section) => flow.open(*section),
                        other => flow.push(other),
                    }
                }
            }
            NodeValue::FootnoteDefinition(note) => {
                let note = self.note(node, &note.name, start, depth);
                flow.push(Block::Note(Box::new(note)));
            }
            NodeValue::BlockDirective(fence) => {
                self.fenced(node, &fence.info, (start, end), depth, flow);
            }
            _ => {
                let flat = self.flat(node);
                flow.push(flat);
            }
        }
    }

    /// A block that is too deep, or of an unsupported kind: its texts as a paragraph.
    fn flat(&mut self, node: Node<'_>) -> Block {
        self.flattened = true;
        let mut content = Vec::new();
        for inner in node.descendants() {
            let (value, place) = {
                let data = inner.data();
                (data.value.clone(), data.sourcepos)
            };
            if value.contains_inlines() {
                content.append(&mut self.line(inner));
            } else if let NodeValue::CodeBlock(code) = value {
                let (start, _) = self.range(place);
                self.cover.inline_gaps(start, &mut content);
                self.verbatim(&code.literal, &mut content);
            }
        }
        tidy(&mut content);
        Block::Paragraph(Paragraph { attr: Attr::default(), content })
    }

    fn paragraph(
        &mut self,
        node: Node<'_>,
        flow: &mut BlockBuilder,
        caption: &mut Option<Block>,
    ) {
        if let Some((place, end)) = self.contents_place(node) {
            flow.push(place);
            let gaps = self.cover.gaps(end);
            return flow.gaps(gaps);
        }
        let items = self.items(node, 0);
        if let Some(figure) = figure(&items) {
            return self.figure(items, figure, flow);
        }
        let mut content = inlines(items);
        tidy(&mut content);
        for part in displayed::part(content) {
            match part {
                ParagraphPart::Formula(formula) => flow.push(Block::Math(Box::new(formula))),
                ParagraphPart::Between(gaps) => flow.gaps(gaps),
                ParagraphPart::Text(content) => self.text(content, flow, caption),
            }
        }
    }

    /// A paragraph, or its part before, between or after formulas.
    fn text(
        &mut self,
        mut content: Vec<Inline>,
        flow: &mut BlockBuilder,
        caption: &mut Option<Block>,
    ) {
        if verse::is_verse(&content) {
            return flow.push(Block::Verse(verse::verse(content)));
        }
        lines::keep(&mut content, self.line_ends);
        let mut attr = trailing_attributes(&mut content);
        if flow.interrupts() {
            attr.classes.push(NO_INDENT.to_owned());
        }
        let mut blocks = page_breaks::split(Paragraph { attr, content });
        *caption = blocks.pop_if(|block| is_caption(block));
        blocks.into_iter().for_each(|block| flow.push(block));
    }

    fn heading(
        &mut self,
        node: Node<'_>,
        heading: NodeHeading,
        end: usize,
        flow: &mut BlockBuilder,
    ) {
        let mut content = self.line(node);
        let mut attributes = trailing(&mut content).unwrap_or_default();
        self.cover.inline_gaps(end, &mut content);
        merge(&mut content);
        let named = attributes.classes.iter().position(|it| section_kind(it).is_some());
        let kind = named.and_then(|at| section_kind(&attributes.classes.remove(at)));
        let number = attributes.take("number");
        let level = attributes.take("level").and_then(|level| level.parse().ok());
        let numbered = attributes.numbered();
        let section = Section {
            attr: attributes.attr(),
            number,
            numbered,
            level: Some(heading.level),
            heading: content,
            ..Section::default()
        };
        flow.open_as(section, kind, level);
    }

    fn figure(&mut self, items: Vec<PendingInline>, attr: Attr, flow: &mut BlockBuilder) {
        let mut figure = Figure { attr, ..Figure::default() };
        let mut caption = Vec::new();
        for item in items {
            match (item.inline, item.kind) {
                (Inline::Image(image), PendingKind::Image(content)) => {
                    caption.extend(content);
                    figure.images.push(*image);
                }
                (Inline::Gap(gap), _) => caption.push(Inline::Gap(gap)),
                (Inline::Text(text), _) => caption.extend(as_gaps(vec![Inline::Text(text)])),
                _ => {}
            }
        }
        tidy(&mut caption);
        let ids = figure.images.iter().filter_map(|image| image.attr.id.as_deref());
        figure.numbered = { ids }.any(crossref::is_counted).then_some(true);
        if figure.images.len() > 1 {
            figure.attr.classes.push(SIDE_BY_SIDE.to_owned());
        }
        if figure.images.len() > 1 || plain_text(&caption).trim().is_empty() {
            // A caption belongs to a single image; with several, the brackets are captions of each.
            caption = as_gaps(caption);
        }
        figure_with(figure, caption, flow);
    }

    /// A figure if a line contains only an image, else a paragraph.
    pub(super) fn figure_or_paragraph(
        &mut self,
        content: Vec<Inline>,
        attr: Attr,
    ) -> Vec<Block> {
        let images = content.iter().filter(|it| matches!(it, Inline::Image(_))).count();
        let other = content.iter().any(|it| !matches!(it, Inline::Image(_) | Inline::Gap(_)));
        if images == 0 || other {
            return vec![Block::Paragraph(Paragraph { attr, content })];
        }
        let mut figure = Figure { attr, ..Figure::default() };
        let mut gaps = Vec::new();
        for inline in content {
            match inline {
                Inline::Image(image) => figure.images.push(*image),
                gap => gaps.push(gap),
            }
        }
        let mut flow = BlockBuilder::new(false);
        figure_with(figure, gaps, &mut flow);
        flow.finish()
    }

    fn code_block(&mut self, code: &NodeCodeBlock, end: usize) -> Block {
        let mut attributes = Attributes::of_info(&code.info);
        // A class in braces about the display of lines is not a language.
        let is_named =
            !attributes.classes.is_empty() && !is_about_lines(&attributes.classes[0]);
        let language = is_named.then(|| attributes.classes.remove(0));
        let mut content = Vec::new();
        if code.fenced {
            let to = self.line_break(self.cover.at);
            self.cover.inline_gaps(to, &mut content);
        }
        // The last line end belongs to the fence.
        let whole = code.literal.as_str();
        let ends = ["\r\n", "\n", "\r"];
        let literal = ends.iter().find_map(|end| whole.strip_suffix(end)).unwrap_or(whole);
        let literal =
            if code.fenced { literal } else { literal.trim_end_matches(['\n', '\r']) };
        if !code.literal.is_empty() {
            self.verbatim(literal, &mut content);
        }
        if code.fenced {
            self.cover.inline_gaps(end, &mut content);
        }
        if language.as_deref() == Some("math") {
            let numbered = attributes.numbered();
            let attr = attributes.attr();
            return Block::Math(Box::new(MathBlock {
                attr,
                numbered,
                content,
                ..MathBlock::default()
            }));
        }
        Block::Code(Box::new(CodeBlock { attr: attributes.attr(), language, content }))
    }

    /// One past the line end after `at`.
    fn line_break(&self, at: usize) -> usize {
        let rest = self.source(at);
        match rest.find(['\n', '\r']) {
            Some(end) if rest[end..].starts_with("\r\n") => at + end + 2,
            Some(end) => at + end + 1,
            None => self.cover.text.len(),
        }
    }

    fn note(&mut self, node: Node<'_>, name: &str, start: usize, depth: usize) -> Note {
        let mut marker = Vec::new();
        self.cover.inline_gaps(start, &mut marker);
        if self.source(start).starts_with(&format!("[^{name}]:")) {
            self.cover.inline_gaps(start + 2, &mut marker);
            marker.push(Inline::Text(self.cover.take(start + 2 + name.len())));
            let first = node.first_child().map(|it| self.range(it.data().sourcepos).0);
            let after = self.cover.at + 2;
            let line =
                self.source(after).find(['\n', '\r']).map_or(usize::MAX, |at| after + at);
            self.cover.inline_gaps(first.unwrap_or(after).min(line), &mut marker);
        }
        let mut blocks = self.blocks(node, depth + 1, false);
        let mut attributes = leading(&mut blocks).unwrap_or_default();
        let kind = classes::note_kind(&mut attributes);
        let mut attr = attributes.attr();
        let id = self.note_id(name);
        match &attr.id {
            Some(own) => {
                self.renamed.insert(id, own.clone());
            }
            None => attr.id = Some(id),
        }
        let kind = kind.unwrap_or_default();
        Note { attr, kind, marker, blocks, ..Note::default() }
    }
}

/// Whether a node of this kind holds blocks.
fn holds_blocks(value: &NodeValue) -> bool {
    matches!(
        value,
        NodeValue::BlockQuote
            | NodeValue::List(_)
            | NodeValue::DescriptionList
            | NodeValue::BlockDirective(_)
            | NodeValue::FootnoteDefinition(_)
    )
}

/// A gap as a line between blocks.
pub(super) fn block_gap(inline: Inline) -> Option<Block> {
    match inline {
        Inline::Gap(gap) => Some(Block::Gap(Gap {
            kind: match gap.kind {
                GapKind::LineEndAsSpace => GapKind::LineEnd,
                kind => kind,
            },
            ..gap
        })),
        _ => None,
    }
}

/// Adds a figure to the flow; without a caption, its marks come before it.
fn figure_with(mut figure: Figure, caption: Vec<Inline>, flow: &mut BlockBuilder) {
    if plain_text(&caption).trim().is_empty() {
        let gaps = as_gaps(caption).into_iter().filter_map(|inline| match inline {
            Inline::Gap(gap) => Some(gap),
            _ => None,
        });
        flow.gaps(gaps.collect());
    } else {
        figure.caption = caption;
    }
    flow.push(Block::Figure(Box::new(figure)));
}

/// Whether the items of a line are only images, so that it is a figure.
fn figure(items: &[PendingInline]) -> Option<Attr> {
    let is_image = |item: &&PendingInline| matches!(item.kind, PendingKind::Image(_));
    let is_space = |item: &PendingInline| match &item.inline {
        Inline::Gap(_) => true,
        Inline::Text(text) => text.text.trim().is_empty(),
        _ => false,
    };
    let images = items.iter().filter(is_image).count();
    let all = images > 0 && items.iter().all(|item| is_image(&item) || is_space(item));
    all.then(Attr::default)
}

/// The first bytes of a text as a gap, the rest as text.
pub(super) fn split_text(text: &Text, length: usize) -> Vec<Inline> {
    let (mark, rest) = text.text.split_at(length);
    let start = text.span.map(|span| span.start as usize);
    let span =
        |from: usize, to: usize| start.map(|start| Span::new(0, start + from, start + to));
    let mut out = Vec::new();
    if let Some(span) = span(0, length) {
        out.extend(
            super::source_cursor::gaps(mark, span.start as usize).into_iter().map(Inline::Gap),
        );
    }
    if !rest.is_empty() {
        let span = span(length, text.text.len());
        out.push(Inline::Text(Text { text: rest.to_owned(), span }));
    }
    out
}

/// Attributes at the end of a line, after a space: they belong to the paragraph.
pub(super) fn trailing(content: &mut Vec<Inline>) -> Option<Attributes> {
    let at = content.iter().rposition(|it| !matches!(it, Inline::Gap(_)))?;
    let Some(Inline::Text(text)) = content.get(at).cloned() else { return None };
    let trimmed = text.text.trim_end();
    let open = trimmed.rfind('{')?;
    let attributes = Attributes::parse(&trimmed[open..])?;
    let before = trimmed[..open].trim_end();
    if open + attributes.length != trimmed.len() || (before.len() == open && open > 0) {
        return None;
    }
    let mut kept = Vec::new();
    if !before.is_empty() {
        let span = text.span.map(|span| {
            let start = span.start as usize;
            Span::new(0, start, start + before.len())
        });
        kept.push(Inline::Text(Text { text: before.to_owned(), span }));
    }
    if let Some(span) = text.span {
        let start = span.start as usize + before.len();
        let gaps = super::source_cursor::gaps(&text.text[before.len()..], start);
        kept.extend(gaps.into_iter().map(Inline::Gap));
    }
    content.splice(at..=at, kept);
    Some(attributes)
}

/// See [`trailing`].
pub(super) fn trailing_attributes(content: &mut Vec<Inline>) -> Attr {
    trailing(content).map(Attributes::attr).unwrap_or_default()
}

/// Attributes at the beginning of the first paragraph: they belong to the item or note.
fn leading(blocks: &mut [Block]) -> Option<Attributes> {
    let first = blocks.iter_mut().find(|block| !matches!(block, Block::Gap(_)))?;
    let Block::Paragraph(paragraph) = first else { return None };
    let at = paragraph.content.iter().position(|it| !matches!(it, Inline::Gap(_)))?;
    let Some(Inline::Text(text)) = paragraph.content.get(at).cloned() else { return None };
    let attributes = Attributes::parse(&text.text)?;
    let rest = text.text[attributes.length..].trim_start().len();
    paragraph.content.splice(at..=at, split_text(&text, text.text.len() - rest));
    Some(attributes)
}

/// See [`leading`].
pub(super) fn leading_attributes(blocks: &mut [Block]) -> Attr {
    leading(blocks).map(Attributes::attr).unwrap_or_default()
}

/// Attaches the attributes of a fence to the block in it.
pub(super) fn add_attributes(block: &mut Block, mut attributes: Attributes) {
    if let Block::Table(table) = block {
        let rules = attributes.take("rules").and_then(|it| classes::table_rules(&it));
        table.rules = rules.or(table.rules);
    }
    let numbered = match block {
        Block::Section(it) => Some(&mut it.numbered),
        Block::Table(it) => Some(&mut it.numbered),
        Block::Figure(it) => Some(&mut it.numbered),
        Block::Math(it) => Some(&mut it.numbered),
        _ => None,
    };
    if let Some(numbered) = numbered {
        *numbered = attributes.numbered().or(*numbered);
    }
    if let Some(attr) = block.attr_mut() {
        attributes.add_to(attr);
    }
}

/// The inlines of blocks, joined: content between blocks is kept as gaps.
pub(super) fn joined(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out = Vec::new();
    for mut block in blocks {
        if let Block::Gap(gap) = block {
            out.push(Inline::Gap(gap));
            continue;
        }
        block.children_mut(&mut |part| match part {
            PartMut::Blocks(inner) => out.append(&mut joined(std::mem::take(inner))),
            PartMut::Inlines(inner) => out.append(inner),
        });
    }
    out
}
/// Whether a class of program text is about the display of its lines.
fn is_about_lines(class: &str) -> bool {
    let attr = Attr { classes: vec![class.to_owned()], ..Attr::default() };
    attr.first_line_number().is_some() || class == "unnumbered"
}
