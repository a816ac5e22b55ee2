//! Blocks as XHTML. The mapping, construct by construct, is `docs/model.md`.

use super::book::one_line;
use super::page::{ElementAttributes, Heading, PageWriter};
use super::plan::{FilePart, FilePlan};
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::model::{
    Admonition, Aligned, Alignment, Attr, Block, CodeBlock, Credit, CreditKind, DefinitionList,
    Figure, ForeignBlock, Inline, MathBlock, Milestone, PageBreak, Paragraph, Quotation,
    Section, SectionKind, Span, Speech, Text, ThematicBreak, TitleBlock, TitleKind, TitlePart,
    Verse, is_answer_line, text,
};
use crate::transform::{display, display_heading, label_of, without_indent};

/// The deepest heading level of HTML.
const DEEPEST_HEADING: usize = 6;

impl PageWriter<'_, '_> {
    /// The title of a file: its first heading, or the title of the book.
    pub(super) fn title_of(&self, plan: &FilePlan<'_>) -> String {
        let first = plan.pieces.first();
        let section = first.and_then(|piece| piece.section.or(piece.continued));
        let heading = section.map(|section| self.heading_text(section));
        heading.filter(|text| !text.is_empty()).unwrap_or_else(|| self.book.title())
    }

    /// Writes the parts planned for this file.
    pub(super) fn pieces(&mut self, plan: &FilePlan<'_>) {
        let has_title = plan
            .pieces
            .iter()
            .any(|piece| piece.blocks.iter().any(|block| matches!(block, Block::Title(_))));
        let top = plan.pieces.iter().filter_map(FilePart::top).min().unwrap_or_default();
        // The highest heading of a file is h1, or h2 below a title.
        self.base = top;
        self.below_title = has_title;
        if plan.is_title_page {
            let titlepage = ElementAttributes::default().semantics("titlepage", None);
            self.start_line("section", &titlepage.class("titlepage"));
        }
        for piece in &plan.pieces {
            self.piece(piece);
        }
        if plan.is_title_page {
            self.end_line();
        }
        self.write_footnotes();
    }

    fn piece(&mut self, piece: &FilePart<'_>) {
        match (piece.section, piece.continued) {
            (Some(section), _) => {
                self.section(section, piece.blocks, piece.depth, BlockView::Source)
            }
            (None, Some(section)) => {
                let label = self.heading_text(section) + self.book.labels.continued;
                let attributes = section_semantics(section.kind).with("aria-label", label);
                self.start_line("section", &attributes);
                self.blocks(piece.blocks, piece.depth);
                self.end_line();
            }
            (None, None) => self.blocks(piece.blocks, piece.depth),
        }
    }

    /// Writes blocks of the source in displayed form.
    pub(super) fn blocks(&mut self, blocks: &[Block], depth: usize) {
        self.run(blocks, depth, BlockView::Source);
    }

    /// Writes blocks that are already in displayed form.
    pub(super) fn shown_blocks(&mut self, blocks: &[Block], depth: usize) {
        self.run(blocks, depth, BlockView::Shown);
    }

    fn run(&mut self, blocks: &[Block], depth: usize, view: BlockView) {
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            rest = after;
            match block {
                Block::Section(it) => self.section(it, &it.blocks, depth, view),
                Block::Note(_) => rest = self.notes_in_place(block, after, depth, view),
                _ if view == BlockView::Source => {
                    let (shown, _) =
                        display(block, &self.book.options.display, self.book.language);
                    self.block(&shown, depth);
                }
                _ => self.block(block, depth),
            }
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        match block {
            Block::Title(it) => self.title(it),
            Block::Credit(it) => self.credit(it),
            Block::Paragraph(it) => self.paragraph(it),
            Block::Quotation(it) => self.quotation(it, ElementAttributes::default(), depth),
            Block::Epigraph(it) => {
                let semantics =
                    ElementAttributes::default().semantics("epigraph", Some("doc-epigraph"));
                self.quotation(it, semantics, depth);
            }
            Block::List(it) => self.list(it, depth),
            Block::DefinitionList(it) => self.definitions(it, depth),
            Block::Table(it) => self.table(it, depth),
            Block::Figure(it) => self.figure(it),
            Block::Verse(it) => self.verse(it),
            Block::Speech(it) => self.speech(it, depth),
            Block::Code(it) => self.code(it),
            Block::Math(it) => self.math(it),
            Block::ThematicBreak(it) => self.thematic_break(it),
            Block::PageBreak(it) => self.page_end(it),
            Block::Admonition(it) => self.admonition(it, depth),
            Block::Aligned(it) => self.aligned(it, depth),
            Block::Milestone(it) => self.milestone_block(it),
            Block::Foreign(it) => self.foreign(it, depth),
            Block::Section(it) => self.section(it, &it.blocks, depth, BlockView::Shown),
            Block::Note(_) => self.shown_blocks(std::slice::from_ref(block), depth),
            Block::Contents(it) if it.is_place() => self.contents_here(),
            // A table of contents is regenerated; residue is not part of the work.
            Block::Contents(_) | Block::Residue(_) | Block::Gap(_) => {}
        }
    }

    fn section(&mut self, section: &Section, blocks: &[Block], depth: usize, view: BlockView) {
        let outer = std::mem::replace(&mut self.in_notes, section.kind == SectionKind::Notes);
        let mut attributes = self.attributes(&section.attr);
        let id = match section.attr.id.as_deref() {
            Some(id) if self.page.ids.contains(id) => id.to_owned(),
            _ => {
                let id = self.fresh_id("section");
                attributes = attributes.with("id", id.as_str());
                id
            }
        };
        self.start_line("section", &attributes.and(section_semantics(section.kind)));
        let heading = match view {
            BlockView::Source => self.shown_heading(section),
            BlockView::Shown => section.heading.clone(),
        };
        let text = one_line(&heading);
        if text.is_empty() {
            // A note, an image, an anchor: content, but no name.
            if heading.iter().any(is_written) {
                self.line("p", &ElementAttributes::default().class("heading"), &heading);
            }
        } else {
            self.heading(&heading, depth);
            // In a single file with the title, sections are below it.
            let depth = depth + usize::from(self.below_title);
            self.page.headings.push(Heading { depth, text, id });
        }
        self.run(blocks, depth + 1, view);
        self.end_line();
        self.in_notes = outer;
    }

    fn heading(&mut self, heading: &[Inline], depth: usize) {
        let level = depth.saturating_sub(self.base) + 1 + usize::from(self.below_title);
        if level <= DEEPEST_HEADING {
            self.start_line(&format!("h{level}"), &ElementAttributes::default());
        } else {
            let attributes =
                ElementAttributes::default().class("heading").with("role", "heading");
            self.start_line("p", &attributes.with("aria-level", level.to_string()));
        }
        self.inlines(heading);
        self.out.end();
    }

    fn shown_heading(&self, section: &Section) -> Vec<Inline> {
        let options = &self.book.options.display;
        display_heading(&section.heading, options, self.book.language).0.into_owned()
    }

    /// The heading of a section in one line.
    pub(super) fn heading_text(&self, section: &Section) -> String {
        one_line(&self.shown_heading(section))
    }

    fn title(&mut self, title: &TitleBlock) {
        let attributes = self.attributes(&title.attr);
        let is_main = |part: &TitlePart| {
            part.kind == TitleKind::Main && !one_line(&part.content).is_empty()
        };
        // A page has one main title; a second would be a second h1.
        let main = title.parts.iter().position(is_main);
        // A group requires a heading (HTML, `hgroup`).
        let group = if main.is_some() { "hgroup" } else { "div" };
        self.start_line(group, &attributes.class("title"));
        for (index, part) in title.parts.iter().enumerate() {
            let attributes = ElementAttributes::default().class(title_class(part.kind));
            match part.kind {
                _ if Some(index) == main => {
                    let id = self.fresh_id("title");
                    let text = one_line(&part.content);
                    self.start_line(
                        "h1",
                        &ElementAttributes::default().with("id", id.as_str()),
                    );
                    self.page.headings.push(Heading { depth: 0, text, id });
                }
                TitleKind::Sub => {
                    let semantics = attributes.semantics("subtitle", Some("doc-subtitle"));
                    self.start_line("p", &semantics);
                }
                _ => self.start_line("p", &attributes),
            }
            self.inlines(&part.content);
            self.out.end();
        }
        self.end_line();
    }

    fn credit(&mut self, credit: &Credit) {
        let attributes = self.attributes(&credit.attr).class("credit");
        let attributes = attributes.class(match credit.kind {
            CreditKind::Other => "remark",
            kind => kind.name(),
        });
        self.line("p", &attributes, &credit.content);
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let mut attributes = self.attributes(&paragraph.attr);
        if is_answer_line(&paragraph.content) {
            attributes = attributes.class("answer-line");
        }
        // The style indents; a typed indent would be added to it.
        self.line("p", &attributes, &without_indent(&paragraph.content));
    }

    /// An element with inlines, on a separate line.
    pub(super) fn line(
        &mut self,
        name: &str,
        attributes: &ElementAttributes,
        content: &[Inline],
    ) {
        self.start_line(name, attributes);
        self.inlines(content);
        self.out.end();
    }

    fn quotation(&mut self, quotation: &Quotation, semantics: ElementAttributes, depth: usize) {
        let attributes = self.attributes(&quotation.attr);
        self.start_line("blockquote", &attributes.and(semantics));
        self.shown_blocks(&quotation.blocks, depth);
        if !quotation.attribution.is_empty() {
            let class = ElementAttributes::default().class("attribution");
            self.line("p", &class, &quotation.attribution);
        }
        self.end_line();
    }

    fn definitions(&mut self, list: &DefinitionList, depth: usize) {
        let attributes = self.attributes(&list.attr);
        self.start_line("dl", &attributes);
        for item in &list.items {
            let attributes = self.attributes(&item.attr);
            self.line("dt", &attributes, &item.term);
            self.start_line("dd", &ElementAttributes::default());
            self.cell_blocks(&item.blocks, depth);
            self.out.end();
        }
        self.end_line();
    }

    fn figure(&mut self, figure: &Figure) {
        let attributes = self.attributes(&figure.attr);
        if figure.images.is_empty() {
            self.line("p", &attributes.class("caption"), &figure.caption);
            return;
        }
        self.start_line("figure", &attributes);
        for image in &figure.images {
            let caption = image.alt.as_deref().filter(|_| figure.is_side_by_side());
            match caption.filter(|alt| !alt.trim().is_empty()) {
                Some(caption) => {
                    self.start_line("figure", &ElementAttributes::default());
                    self.out.newline();
                    let caption = [text(caption)];
                    self.image(image, &caption);
                    self.line("figcaption", &ElementAttributes::default(), &caption);
                    self.end_line();
                }
                None => {
                    self.out.newline();
                    self.image(image, &figure.caption);
                }
            }
        }
        if !figure.caption.is_empty() {
            self.line("figcaption", &ElementAttributes::default(), &figure.caption);
        }
        self.end_line();
    }

    fn verse(&mut self, verse: &Verse) {
        let attributes = self.attributes(&verse.attr).class("verse");
        self.start_line("div", &attributes);
        for stanza in &verse.stanzas {
            let attributes = self.attributes(&stanza.attr).class("stanza");
            self.start_line("div", &attributes);
            for line in &stanza.lines {
                let attributes = self.attributes(&line.attr);
                self.line("p", &attributes, &line.content);
            }
            self.end_line();
        }
        self.end_line();
    }

    fn speech(&mut self, speech: &Speech, depth: usize) {
        let attributes = self.attributes(&speech.attr).class("speech");
        self.start_line("div", &attributes);
        let speaker = ElementAttributes::default().class("speaker");
        // The name is run in with the speech, as plays are set.
        let first = speech.blocks.iter().position(|it| !matches!(it, Block::Gap(_)));
        let rest = match first.map(|at| (at, &speech.blocks[at])) {
            Some((first, Block::Paragraph(paragraph))) => {
                let attributes = self.attributes(&paragraph.attr);
                self.start_line("p", &attributes);
                self.start("b", &speaker);
                self.inlines(&speech.speaker);
                self.out.end();
                self.out.text(" ");
                self.inlines(&paragraph.content);
                self.out.end();
                &speech.blocks[first + 1..]
            }
            _ => {
                self.line("p", &speaker, &speech.speaker);
                &speech.blocks[..]
            }
        };
        self.shown_blocks(rest, depth);
        self.end_line();
    }

    fn code(&mut self, code: &CodeBlock) {
        let number = code.attr.first_line_number();
        let text = |inline: &Inline| matches!(inline, Inline::Text(_) | Inline::Gap(_));
        let numbered = number.filter(|_| code.content.iter().all(text));
        let counter = numbered.map(|first| format!("counter-reset: line {}", first.max(1) - 1));
        let attributes = self.attributes(&code.attr).with_some("style", counter);
        self.start_line("pre", &attributes);
        let language = code.language.as_deref().filter(|name| !name.contains(' '));
        let class = language.map(|name| format!("language-{name}"));
        self.start("code", &ElementAttributes::default().with_some("class", class));
        match numbered {
            Some(_) => self.numbered_lines(&code.content),
            None => self.inlines(&code.content),
        }
        self.out.end();
        self.out.end();
    }

    /// Program text whose lines the style sheet numbers, so that they are copied without.
    fn numbered_lines(&mut self, content: &[Inline]) {
        let mut open = false;
        for inline in content {
            let Inline::Text(text) = inline else {
                self.inlines(std::slice::from_ref(inline));
                continue;
            };
            let mut at = 0;
            for piece in text.text.split_inclusive('\n') {
                if !std::mem::replace(&mut open, true) {
                    self.start("span", &ElementAttributes::default().with("class", "line"));
                }
                let part = at..at + piece.len();
                at = part.end;
                let is_source =
                    |span: &Span| (span.end - span.start) as usize == text.text.len();
                let span = text.span.map(|span| match is_source(&span) {
                    true => span.part(part),
                    false => span,
                });
                self.text(&Text { text: piece.to_owned(), span });
                if piece.ends_with('\n') {
                    self.out.end();
                    open = false;
                }
            }
        }
        if open {
            self.out.end();
        }
    }

    fn math(&mut self, math: &MathBlock) {
        self.out.newline();
        self.displayed_formula(math);
    }

    fn thematic_break(&mut self, mark: &ThematicBreak) {
        let attributes = self.attributes(&mark.attr);
        if !mark.content.iter().any(is_written) {
            self.out.newline();
            self.empty("hr", &attributes);
        } else {
            let attributes = attributes.class("break").with("role", "separator");
            self.line("div", &attributes, &mark.content);
        }
    }

    /// A page break: the file ends here, or, within a list or a quotation, the page.
    fn page_end(&mut self, it: &PageBreak) {
        let attributes = self.attributes(&it.attr).class("page-break");
        self.start_line("div", &attributes);
        self.out.end();
    }

    fn admonition(&mut self, it: &Admonition, depth: usize) {
        let attributes = self.attributes(&it.attr).class("admonition").class(it.kind.name());
        self.start_line("div", &attributes.with("role", "note"));
        let label = label_of(it, self.book.language);
        self.line("p", &ElementAttributes::default().class("label"), &label);
        self.shown_blocks(&it.blocks, depth);
        self.end_line();
    }

    fn aligned(&mut self, aligned: &Aligned, depth: usize) {
        let attributes = self.attributes(&aligned.attr).class(&alignment_class(aligned.align));
        self.start_line("div", &attributes);
        self.shown_blocks(&aligned.blocks, depth);
        self.end_line();
    }

    fn milestone_block(&mut self, milestone: &Milestone) {
        self.start_line("div", &ElementAttributes::default().class("milestone"));
        self.milestone(milestone);
        self.out.end();
    }

    fn foreign(&mut self, foreign: &ForeignBlock, depth: usize) {
        let attributes = self.attributes(&foreign.attr).class("foreign");
        self.start_line("div", &attributes.with("data-element", foreign.name.as_str()));
        self.shown_blocks(&foreign.blocks, depth);
        self.end_line();
    }

    /// The blocks of a cell, item or definition: a single paragraph needs no element.
    pub(super) fn cell_blocks(&mut self, blocks: &[Block], depth: usize) {
        let mut shown = blocks.iter().filter(|block| super::plan::is_shown(block));
        match (shown.next(), shown.next()) {
            (Some(Block::Paragraph(Paragraph { attr, content })), None) if is_bare(attr) => {
                self.inlines(content);
            }
            (None, _) => {}
            _ => {
                self.shown_blocks(blocks, depth);
                self.out.newline_out();
            }
        }
    }

    /// Reports an image without a description.
    pub(super) fn report_undescribed(&mut self, name: &str, attr: &Attr) {
        self.page.features.undescribed_images = true;
        self.report(Diagnostic::new(Code::EpubNoDescription, [&name]).at(attr.span));
    }
}

/// Whether blocks are already in displayed form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockView {
    Source,
    Shown,
}

/// Whether an inline writes anything but white space.
fn is_written(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => !text.text.trim().is_empty(),
        Inline::Gap(_) | Inline::Residue(_) | Inline::LineBreak(_) => false,
        _ => true,
    }
}

/// Whether attributes contain nothing for an element.
fn is_bare(attr: &Attr) -> bool {
    attr.id.is_none() && attr.lang.is_none() && attr.classes.is_empty() && attr.keys.is_empty()
}

/// The class for this alignment.
pub(super) fn alignment_class(align: Alignment) -> String {
    format!("align-{align}")
}

fn title_class(kind: TitleKind) -> &'static str {
    match kind {
        TitleKind::Main => "main",
        TitleKind::Sub => "subtitle",
        TitleKind::Leading => "leading-title",
        TitleKind::Parallel => "parallel-title",
        TitleKind::Alternative => "alternative-title",
        TitleKind::Volume => "volume-title",
    }
}

/// The term for a section in EPUB Structural Semantics 1.1 and DPUB-ARIA 1.1; a class if neither
/// has one.
fn section_semantics(kind: SectionKind) -> ElementAttributes {
    let none = ElementAttributes::default();
    match kind {
        SectionKind::Section | SectionKind::Subsection => none,
        SectionKind::Volume => none.semantics("volume", None),
        SectionKind::Part => none.semantics("part", Some("doc-part")),
        SectionKind::Chapter => none.semantics("chapter", Some("doc-chapter")),
        SectionKind::Preface => none.semantics("preface", Some("doc-preface")),
        SectionKind::Afterword => none.semantics("afterword", Some("doc-afterword")),
        SectionKind::Appendix => none.semantics("appendix", Some("doc-appendix")),
        SectionKind::Abstract => none.semantics("abstract", Some("doc-abstract")),
        SectionKind::Dedication => none.semantics("dedication", Some("doc-dedication")),
        SectionKind::Acknowledgements => {
            none.semantics("acknowledgments", Some("doc-acknowledgments"))
        }
        SectionKind::Bibliography => none.semantics("bibliography", Some("doc-bibliography")),
        SectionKind::Notes => none.semantics("endnotes", Some("doc-endnotes")),
        SectionKind::Glossary => none.semantics("glossary", Some("doc-glossary")),
        SectionKind::Index => none.semantics("index", Some("doc-index")),
        SectionKind::Colophon => none.semantics("colophon", Some("doc-colophon")),
        SectionKind::Poem => none.class("poem"),
        SectionKind::Act => none.class("act"),
        SectionKind::Scene => none.class("scene"),
        SectionKind::Letter => none.class("letter"),
        SectionKind::Entry => none.class("entry"),
    }
}
