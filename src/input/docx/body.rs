//! Reads the body of a document in one pass: paragraphs, tables and the elements around them.
//!
//! Takes the tree of a part, returns paragraphs with their properties, and blocks. Every paragraph
//! has a number, from the first of the body to the last, including those in cells and text boxes:
//! its line in the text that decisions and places refer to.

use std::collections::BTreeSet;

use super::fields::Fields;
use super::numbering::{Label, Numbering};
use super::package::{Package, Relations};
use super::runs::ParagraphBuilder;
use super::styles::{Declared, Styles};
use super::tables;
use super::tree::OoxmlElement;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Aligned, Alignment, Asset, Attr, Block, Figure, Image, Inline, List, ListItem, ListKind,
    MathBlock, PageBreak, Paragraph, plain_text, text,
};

/// A paragraph with its properties.
#[derive(Clone, Debug)]
pub(super) struct Para {
    /// Its number, from 0.
    pub(super) line: usize,
    /// What the document declares it to be, and how.
    pub(super) declared: Option<(Declared, String)>,
    pub(super) look: RunLook,
    /// Whether all of it is bold; its content is then not marked.
    pub(super) is_bold: bool,
    pub(super) align: Option<Alignment>,
    /// Its number or sign; a number is part of the content.
    pub(super) label: Option<Label>,
    /// The list whose number it has.
    pub(super) list: Option<u32>,
    pub(super) content: Vec<Inline>,
}

/// The formatting of most of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RunLook {
    /// In half points; 0 if unknown.
    pub(super) size: u32,
    pub(super) bold: bool,
    /// The font of Han; empty if unknown.
    pub(super) face: String,
}

/// An item of the body.
#[derive(Clone, Debug)]
pub(super) enum BodyItem {
    Paragraph(Box<Para>),
    Block(Block),
}

/// Reads a document.
pub(super) struct BodyWalk<'a, 'p> {
    pub(super) package: &'a mut Package<'p>,
    pub(super) styles: &'a Styles,
    pub(super) numbering: Numbering,
    /// The relationships of the current part.
    pub(super) relations: Relations,
    pub(super) fields: Fields,
    /// Footnotes, endnotes and comments by kind and identifier.
    pub(super) notes: super::notes::PendingNotes,
    pub(super) assets: Vec<Asset>,
    /// The bytes of pictures that are in the main part (Word 2003), by name.
    pub(super) binaries: Vec<(String, Vec<u8>)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The text of each paragraph.
    pub(super) lines: Vec<String>,
    /// The bookmarks that links lead to.
    pub(super) targets: BTreeSet<String>,
    /// Whether each section begins a page.
    sections: Vec<bool>,
    /// How many sections have ended.
    ended: usize,
    /// Whether the contents of the file are read.
    in_contents: bool,
    /// The current nesting of tables and boxes, and its maximum.
    depth: usize,
    deepest: usize,
}

impl<'a, 'p> BodyWalk<'a, 'p> {
    pub(super) fn new(
        package: &'a mut Package<'p>,
        styles: &'a Styles,
        numbering: Numbering,
        body: &OoxmlElement,
        deepest: usize,
    ) -> Self {
        let sections = body.within().filter(|node| node.name == "w:sectPr");
        let sections =
            sections.map(|it| !matches!(it.val("w:type"), Some("continuous" | "nextColumn")));
        Self {
            package,
            styles,
            numbering,
            relations: Relations::new(),
            fields: Fields::default(),
            notes: super::notes::PendingNotes::default(),
            assets: Vec::new(),
            binaries: Vec::new(),
            diagnostics: Vec::new(),
            lines: Vec::new(),
            targets: super::fields::targets(body),
            sections: sections.collect(),
            ended: 0,
            in_contents: false,
            depth: 0,
            deepest,
        }
    }

    /// The content of an element of the body, a cell, a box or a note.
    pub(super) fn items(&mut self, parent: &OoxmlElement) -> Vec<BodyItem> {
        let mut items = Vec::new();
        self.flow(parent, &mut items);
        items
    }

    /// The content of an element as blocks, without headings.
    pub(super) fn blocks(&mut self, parent: &OoxmlElement) -> Vec<Block> {
        let outer = std::mem::replace(&mut self.in_contents, false);
        let items = self.items(parent);
        self.in_contents = outer;
        blocks(items)
    }

    fn flow(&mut self, parent: &OoxmlElement, items: &mut Vec<BodyItem>) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:p" => self.paragraph(node, items),
                "w:tbl" => self.table(node, items),
                "w:sdt" => {
                    let gallery = node.at(&["w:sdtPr", "w:docPartObj", "w:docPartGallery"]);
                    let outer = self.in_contents;
                    self.in_contents |= gallery
                        .and_then(|it| it.get("val"))
                        .is_some_and(|it| it == "Table of Contents");
                    node.all("w:sdtContent").for_each(|it| self.flow(it, items));
                    self.in_contents = outer;
                }
                "mc:AlternateContent" => {
                    if let Some(branch) = super::pictures::branch(node) {
                        self.flow(branch, items);
                    }
                }
                "m:oMathPara" => self.formula(node, items),
                "w:del" | "w:moveFrom" | "w:ins" | "w:moveTo" | "w:customXml"
                | "w:smartTag" | "wx:sect" | "wx:sub-section" | "w:sect" | "wx:pBdrGroup"
                | "w:body" => {
                    self.flow(node, items);
                }
                "w:altChunk" => {
                    self.diagnostics.push(Diagnostic::new(Code::WordLeftOut, [&"altChunk"]))
                }
                _ => {}
            }
        }
    }

    fn formula(&mut self, node: &OoxmlElement, items: &mut Vec<BodyItem>) {
        for formula in node.within().filter(|it| it.name == "m:oMath") {
            let tex = super::formulas::tex(formula);
            let math = MathBlock { content: vec![text(tex)], ..MathBlock::default() };
            items.push(BodyItem::Block(Block::Math(Box::new(math))));
        }
    }

    fn table(&mut self, node: &OoxmlElement, items: &mut Vec<BodyItem>) {
        if self.depth >= self.deepest {
            // The text of tables beyond the maximum depth is kept without them.
            let cells =
                node.within().filter(|it| it.name == "w:p" && it.find("w:tbl").is_none());
            cells.for_each(|it| self.paragraph(it, items));
            return;
        }
        self.depth += 1;
        items.extend(tables::table(self, node).into_iter().map(BodyItem::Block));
        self.depth -= 1;
    }

    /// Reads the content of a text box, at the place of its anchor.
    pub(super) fn boxed(&mut self, content: &OoxmlElement) -> Vec<Block> {
        if self.depth >= self.deepest {
            return Vec::new();
        }
        self.depth += 1;
        let fields = std::mem::take(&mut self.fields);
        let blocks = self.blocks(content);
        self.fields = fields;
        self.depth -= 1;
        blocks
    }

    /// Reads a part outside the body: a note, a header. Its paragraphs are not counted.
    pub(super) fn apart(&mut self, content: &OoxmlElement) -> Vec<Block> {
        let lines = self.lines.len();
        let blocks = self.boxed(content);
        self.lines.truncate(lines);
        blocks
    }

    fn paragraph(&mut self, node: &OoxmlElement, items: &mut Vec<BodyItem>) {
        let line = self.lines.len();
        self.lines.push(String::new());
        let own = node.child("w:pPr");
        let (properties, list_of) = self.styles.paragraph(own);
        let mut declared = self.styles.declared(
            own.and_then(|it| it.number("w:outlineLvl")),
            properties.style.as_deref(),
        );
        let inherited = self.styles.run_of_paragraph(properties.style.as_deref());
        let was_in_contents = self.fields.in_contents();
        let mut read = ParagraphBuilder::new(inherited);
        read.runs(self, node);
        if self.in_contents || was_in_contents || self.fields.in_contents() {
            declared = match declared {
                kept @ Some((Declared::Contents | Declared::ContentsHeading, _)) => kept,
                // The heading above the field is in the same control.
                _ if self.in_contents && !was_in_contents && !self.fields.in_contents() => {
                    Some((Declared::ContentsHeading, "contents-field".to_owned()))
                }
                _ => Some((Declared::Contents, "contents-field".to_owned())),
            };
        }
        let has_text = read.has_text();
        let label = self.label(&properties, list_of.as_deref()).filter(|_| has_text);
        if let Some(label) = label.as_ref().filter(|label| !label.is_bullet) {
            read.prefix(&label.text);
        }
        let (before, after) = (read.page_break_before, read.page_break_after);
        let before = before || properties.page_break_before == Some(true) && has_text;
        let ends_section = own.is_some_and(|it| it.child("w:sectPr").is_some());
        let (content, look, is_bold, boxes) = read.finish();
        let mut written = plain_text(&content).replace(['\n', '\r'], " ");
        if label.as_ref().is_some_and(|label| label.is_bullet) {
            written.insert_str(0, "• ");
        }
        self.lines[line] = written;
        let page_break = |items: &mut Vec<BodyItem>| {
            items.push(BodyItem::Block(Block::PageBreak(Box::<PageBreak>::default())));
        };
        if before && !items.is_empty() {
            page_break(items);
        }
        if !content.is_empty() {
            let align = properties.align;
            let list = properties.list;
            let para = Para { line, declared, look, is_bold, align, label, list, content };
            items.push(BodyItem::Paragraph(Box::new(para)));
        }
        items.extend(boxes.into_iter().map(BodyItem::Block));
        let section_breaks = ends_section && {
            self.ended += 1;
            self.sections.get(self.ended).copied().unwrap_or(false)
        };
        if after || section_breaks {
            page_break(items);
        }
    }

    /// The number of a paragraph.
    fn label(
        &mut self,
        properties: &super::styles::ParagraphProperties,
        list_of: Option<&str>,
    ) -> Option<Label> {
        let list = properties.list.filter(|list| *list > 0)?;
        let of_style = list_of.and_then(|style| self.numbering.level_of_style(list, style));
        let level = of_style.or(properties.level).unwrap_or(0);
        self.numbering.next(list, level)
    }
}

/// Paragraphs and blocks without any headings; runs of bulleted paragraphs are lists.
pub(super) fn blocks(items: Vec<BodyItem>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for item in items {
        match item {
            BodyItem::Block(block) => blocks.push(block),
            BodyItem::Paragraph(para) => push(&mut blocks, *para, Attr::default()),
        }
    }
    blocks
}

/// Adds a paragraph to blocks: to the list at their end, or as a paragraph, aligned as it is.
pub(super) fn push(blocks: &mut Vec<Block>, para: Para, attr: Attr) {
    match &para.label {
        Some(label) if label.is_bullet => {
            let level = label.level;
            into_list(
                blocks,
                level,
                ListItem {
                    attr,
                    blocks: vec![crate::model::paragraph(para.content)],
                    ..ListItem::default()
                },
            );
        }
        _ => blocks.push(block(para, attr)),
    }
}

/// Adds an item to the list of its level at the end of the blocks, else to a new one.
fn into_list(blocks: &mut Vec<Block>, level: u8, item: ListItem) {
    if let Some(Block::List(list)) = blocks.last_mut() {
        match list.items.last_mut().filter(|_| level > 0) {
            Some(last) => into_list(&mut last.blocks, level - 1, item),
            None => list.items.push(item),
        }
        return;
    }
    let list = List { kind: ListKind::Bulleted, items: vec![item], ..List::default() };
    blocks.push(Block::List(Box::new(list)));
}

/// The block of a paragraph: a figure for a single image, a formula for a single one; aligned if it
/// is centred or at the end of the line.
pub(super) fn block(para: Para, attr: Attr) -> Block {
    let block = match para.content.as_slice() {
        [Inline::Math(math)] => {
            let content = math.content.clone();
            return Block::Math(Box::new(MathBlock { attr, content, ..MathBlock::default() }));
        }
        all if !all.is_empty() && all.iter().all(|it| matches!(it, Inline::Image(_))) => {
            let images = all.iter().filter_map(|it| match it {
                Inline::Image(image) => Some(Image::clone(image)),
                _ => None,
            });
            let images = images.collect();
            return Block::Figure(Box::new(Figure { attr, images, ..Figure::default() }));
        }
        _ => Block::Paragraph(Paragraph { attr, content: para.content }),
    };
    match para.align {
        Some(align @ (Alignment::Center | Alignment::End)) => {
            Block::Aligned(Aligned { attr: Attr::default(), align, blocks: vec![block] })
        }
        _ => block,
    }
}
