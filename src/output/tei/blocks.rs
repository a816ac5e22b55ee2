//! Blocks except divisions: paragraphs, lists, verse, tables, figures, notes …

use std::borrow::Cow;

use super::attributes::{Attributes, measurement, pointer, word};
use super::body::Body;
use super::structure::BlockContext;
use crate::config::TeiProfile;
use crate::model::{
    Admonition, Alignment, Asset, Attr, Block, Cell, CodeBlock, ContentsEntry, DefinitionList,
    Figure, ForeignBlock, Image, Inline, List, ListKind, ListMarker, MathBlock, Milestone,
    MilestoneUnit, Note, NoteKind, NumberStyle, PageBreak, Paragraph, Quotation, Residue, Row,
    Speech, Stanza, Table, TableRules, ThematicBreak, Verse, is_entry,
};
use crate::text::address::join;

impl<'a> Body<'a> {
    /// Writes a block whose form does not depend on its place.
    pub(super) fn block(&mut self, block: &'a Block, place: BlockContext) {
        match block {
            Block::Paragraph(it) => self.paragraph(it, place),
            Block::Quotation(it) => self.quotation(it, None),
            Block::List(it) => self.list(it),
            Block::DefinitionList(it) => self.definition_list(it),
            Block::Table(it) => self.table(it),
            Block::Figure(it) => self.figure(it),
            Block::Verse(it) => self.verse(it),
            Block::Speech(it) => self.speech(it),
            Block::Code(it) => self.code_block(it),
            Block::Math(it) => self.math_block(it),
            Block::Note(it) => {
                self.line();
                self.note(it);
            }
            Block::ThematicBreak(it) => self.thematic_break(it),
            Block::PageBreak(it) => self.page_break(it),
            Block::Admonition(it) => self.admonition(it),
            Block::Residue(it) => self.residue(it),
            Block::Milestone(it) => {
                self.line();
                self.milestone(it);
            }
            Block::Foreign(it) => self.foreign_block(it),
            Block::Gap(gap) => self.gap_between(gap),
            // The others depend on their place; see `structure`.
            Block::Title(_)
            | Block::Credit(_)
            | Block::Section(_)
            | Block::Epigraph(_)
            | Block::Aligned(_)
            | Block::Contents(_) => self.flow(std::slice::from_ref(block), place),
        }
    }

    /// Content before a part of a construct: gaps, residue, milestones.
    pub(super) fn lead(&mut self, lead: &'a [Block]) {
        for block in lead {
            match block {
                Block::Gap(gap) => self.gap_between(gap),
                block if super::is_anywhere(block) => self.block(block, BlockContext::Flow),
                // No reader puts others here; a note may hold them all.
                other => {
                    self.open("note", &Attributes::new().set("type", "lead"));
                    self.flow(std::slice::from_ref(other), BlockContext::Flow);
                    self.close();
                }
            }
        }
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph, place: BlockContext) {
        let mut attributes = self.attributes(&paragraph.attr);
        if !matches!(place, BlockContext::Flow | BlockContext::Speech) {
            self.paragraphs += 1;
            attributes = attributes.set("n", self.paragraphs.to_string());
        }
        self.open("p", &attributes);
        self.inlines(&paragraph.content);
        self.end();
    }

    /// The blocks of a construct of mixed content; a single bare paragraph is replaced by its text.
    fn content(&mut self, blocks: &'a [Block]) -> MixedContent {
        match blocks {
            [] => MixedContent::Inline,
            [Block::Paragraph(only)] if is_bare(&only.attr) && !only.content.is_empty() => {
                self.inlines(&only.content);
                MixedContent::Inline
            }
            _ => {
                self.flow(blocks, BlockContext::Flow);
                MixedContent::Blocks
            }
        }
    }

    fn finish(&mut self, content: MixedContent) {
        match content {
            MixedContent::Inline => self.end(),
            MixedContent::Blocks => self.close(),
        }
    }

    fn quotation(&mut self, quotation: &'a Quotation, kind: Option<&str>) {
        let attributes = self.attributes(&quotation.attr).set_some("type", kind);
        if quotation.attribution.is_empty() {
            self.open("quote", &attributes);
            self.flow(&quotation.blocks, BlockContext::Flow);
            self.close();
        } else {
            self.cited(quotation, &attributes);
        }
    }

    /// A quotation with its source.
    fn cited(&mut self, quotation: &'a Quotation, attributes: &Attributes) {
        self.open("cit", attributes);
        self.open("quote", &Attributes::new());
        self.flow(&quotation.blocks, BlockContext::Flow);
        self.close();
        self.open("bibl", &Attributes::new());
        self.phrases_in_bibl(&quotation.attribution);
        self.end();
        self.close();
    }

    /// `bibl` holds neither `ruby` nor `formula`, `seg` does.
    fn phrases_in_bibl(&mut self, attribution: &'a [Inline]) {
        let simple = attribution
            .iter()
            .all(|inline| matches!(inline, Inline::Text(_) | Inline::Gap(_) | Inline::Name(_)));
        if simple {
            self.inlines(attribution);
        } else {
            self.start("seg", &Attributes::new());
            self.inlines(attribution);
            self.end();
        }
    }

    /// An epigraph, as such only at the head of its division.
    pub(super) fn epigraph(&mut self, quotation: &'a Quotation, top: bool) {
        if !top {
            self.quotation(quotation, Some("epigraph"));
            return;
        }
        let attributes = self.attributes(&quotation.attr);
        self.open("epigraph", &attributes);
        if quotation.attribution.is_empty() {
            self.flow(&quotation.blocks, BlockContext::Flow);
        } else {
            self.cited(quotation, &Attributes::new());
        }
        self.close();
    }

    fn list(&mut self, list: &'a List) {
        let attributes = self.attributes(&list.attr);
        if list.items.is_empty() {
            self.empty_block(attributes, "list");
            return;
        }
        let (kind, start) = match &list.kind {
            ListKind::Bulleted => ("bulleted", None),
            ListKind::Task => ("task", None),
            ListKind::Ordered { start, .. } => ("ordered", Some(*start)),
        };
        let mut attributes = attributes.set("type", kind);
        if let ListKind::Ordered { style, marker, .. } = &list.kind {
            let (name, words) = numbering(*style, *marker);
            attributes.push("rendition", self.declared.free(&mut self.ids, &name, &words));
        }
        self.open("list", &attributes);
        for (index, item) in list.items.iter().enumerate() {
            self.lead(&item.lead);
            let number = start.map(|start| (u64::from(start) + index as u64).to_string());
            let mut attributes = self.attributes(&item.attr).set_some("n", number);
            if let Some(checked) = item.checked {
                let name = if checked { "checked" } else { "unchecked" };
                attributes.push("rendition", self.declared.free(&mut self.ids, name, name));
            }
            self.open("item", &attributes);
            self.label(&item.marker);
            let content = self.content(&item.blocks);
            self.finish(content);
        }
        self.close();
    }

    fn label(&mut self, marker: &'a [Inline]) {
        if !marker.is_empty() {
            self.start("label", &Attributes::new());
            self.inlines(marker);
            self.end();
        }
    }

    /// An empty construct, where the schema requires content.
    fn empty_block(&mut self, attributes: Attributes, kind: &str) {
        self.line();
        self.empty("ab", &attributes.set("type", kind));
    }

    fn definition_list(&mut self, list: &'a DefinitionList) {
        let attributes = self.attributes(&list.attr);
        if list.items.is_empty() {
            self.empty_block(attributes, "gloss");
            return;
        }
        self.open("list", &attributes.set("type", "gloss"));
        for item in &list.items {
            self.lead(&item.lead);
            self.open("label", &Attributes::new());
            self.inlines(&item.term);
            self.end();
            let attributes = self.attributes(&item.attr);
            self.start("item", &attributes);
            let content = self.content(&item.blocks);
            self.finish(content);
        }
        self.close();
    }

    /// An entry of the source's own table of contents.
    pub(super) fn contents_entry(&mut self, entry: &'a ContentsEntry) {
        let mut attributes = Attributes::new();
        if let Some(level) = entry.level {
            let words = format!("contents entry of level {level}");
            let name = format!("contents-{level}");
            attributes.push("rendition", self.declared.free(&mut self.ids, &name, &words));
        }
        self.open("item", &attributes);
        match &entry.target {
            Some(target) => {
                let mut attributes = Attributes::new();
                self.point(&mut attributes, "target", target);
                self.start("ref", &attributes);
                self.inlines(&entry.content);
                self.end();
            }
            None => self.inlines(&entry.content),
        }
        self.end();
    }

    fn table(&mut self, table: &'a Table) {
        let mut attributes = self.attributes_numbered(&table.attr, table.numbered);
        let rows = table.head.len() + table.body.len() + table.foot.len();
        if rows == 0 {
            self.open("ab", &attributes.set("type", "table"));
            self.inlines(&table.caption);
            self.end();
            return;
        }
        attributes.push("rows", rows.to_string());
        if !table.columns.is_empty() {
            attributes.push("cols", table.columns.len().to_string());
        }
        if let Some(words) = columns(table) {
            attributes.push("rendition", self.declared.free(&mut self.ids, "columns", &words));
        }
        if let Some(rules) = table.rules {
            let words = match rules {
                TableRules::None => "no rules",
                TableRules::ThreeLine => "three rules",
                TableRules::Rows => "rules between rows",
                TableRules::Grid => "rules around all cells",
            };
            let name = format!("rules-{rules}");
            attributes.push("rendition", self.declared.free(&mut self.ids, &name, words));
        }
        self.open("table", &attributes);
        if !table.caption.is_empty() {
            self.open("head", &Attributes::new());
            self.inlines(&table.caption);
            self.end();
        }
        let parts =
            [(&table.head, Some("label")), (&table.body, None), (&table.foot, Some("sum"))];
        for (rows, role) in parts {
            rows.iter().for_each(|row| self.row(row, role));
        }
        self.close();
    }

    fn row(&mut self, row: &'a Row, role: Option<&str>) {
        self.lead(&row.lead);
        let attributes = self.attributes(&row.attr).set_some("role", role);
        self.open("row", &attributes);
        if row.cells.is_empty() {
            // A row holds at least one cell (TEI P5 §14.1.1); this one is taken from above.
            self.empty("cell", &Attributes::new().set("cols", "1"));
        }
        for cell in &row.cells {
            self.cell(cell);
        }
        self.close();
    }

    fn cell(&mut self, cell: &'a Cell) {
        let span = |count: Option<u16>| count.filter(|n| *n > 1).map(|n| n.to_string());
        let mut attributes = self
            .attributes(&cell.attr)
            .set_some("role", cell.header.then_some("label"))
            .set_some("rows", span(cell.row_span))
            .set_some("cols", span(cell.column_span));
        if let Some(align) = cell.align {
            attributes.push("rendition", self.declared.alignment(&mut self.ids, align));
        }
        self.open("cell", &attributes);
        let content = self.content(&cell.blocks);
        self.finish(content);
    }

    fn figure(&mut self, figure: &'a Figure) {
        let attributes = self.attributes_numbered(&figure.attr, figure.numbered);
        self.open("figure", &attributes);
        for image in &figure.images {
            self.line();
            self.image(image);
        }
        if !figure.caption.is_empty() {
            self.open("head", &Attributes::new());
            self.inlines(&figure.caption);
            self.end();
        }
        self.close();
    }

    /// The address of an image relative to the manuscript's folder: files of a book refer to theirs
    /// relative to their own folders.
    fn place(&self, asset: &'a Asset) -> Cow<'a, str> {
        let from = self.document.sources.get(usize::from(asset.source));
        let from = from.and_then(|source| source.name.as_deref());
        let near = from.filter(|from| from.contains('/') && !asset.href.contains(':'));
        let path = near.and_then(|from| join(from, &asset.href));
        path.map_or(Cow::Borrowed(&asset.href), Cow::Owned)
    }

    /// An image. Its description is not text of the source, so if the source can be restored from
    /// the text it is in the header.
    pub(super) fn image(&mut self, image: &'a Image) {
        let asset = self.document.asset(&image.asset);
        let href = asset.map_or(Cow::Borrowed(image.asset.as_str()), |it| self.place(it));
        let mut attributes = self
            .attributes(&image.attr)
            .set_some("type", image.decorative.then_some("decorative"))
            .set_some("n", (image.asset != href).then_some(image.asset.as_str()))
            .set("url", pointer(&href));
        for (name, value) in [("width", &image.width), ("height", &image.height)] {
            match value.as_deref().map(|value| (value, measurement(value))) {
                Some((_, Some(measure))) => attributes.push(name, measure),
                Some((value, None)) => {
                    let keys = [(name.to_owned(), value.to_owned())];
                    attributes.push("ana", self.declared.keys(&mut self.ids, &keys));
                }
                None => {}
            }
        }
        match &image.alt {
            Some(alt) if !self.tiled => {
                self.start("graphic", &attributes);
                self.writer.element("desc", &[], alt);
                self.end();
            }
            Some(alt) => {
                let keys = [("alt".to_owned(), alt.clone())];
                attributes.push("ana", self.declared.keys(&mut self.ids, &keys));
                self.empty("graphic", &attributes);
            }
            None => self.empty("graphic", &attributes),
        }
    }

    fn verse(&mut self, verse: &'a Verse) {
        let attributes = self.attributes(&verse.attr);
        match verse.stanzas.as_slice() {
            stanzas if stanzas.iter().all(|stanza| stanza.lines.is_empty()) => {
                self.empty_block(attributes, "verse");
                stanzas.iter().for_each(|stanza| self.lead(&stanza.lead));
            }
            [only] if is_bare(&only.attr) => {
                self.open("lg", &attributes);
                self.stanza(only);
                self.close();
            }
            stanzas => {
                self.open("lg", &attributes.set("type", "poem"));
                for stanza in stanzas {
                    self.lead(&stanza.lead);
                    if !stanza.lines.is_empty() {
                        let attributes = self.attributes(&stanza.attr).set("type", "stanza");
                        self.open("lg", &attributes);
                        self.lines(stanza);
                        self.close();
                    }
                }
                self.close();
            }
        }
    }

    fn stanza(&mut self, stanza: &'a Stanza) {
        self.lead(&stanza.lead);
        self.lines(stanza);
    }

    fn lines(&mut self, stanza: &'a Stanza) {
        for line in &stanza.lines {
            self.lead(&line.lead);
            let attributes = self.attributes(&line.attr);
            self.open("l", &attributes);
            let outer = std::mem::replace(&mut self.in_verse, true);
            self.inlines(&line.content);
            self.in_verse = outer;
            self.end();
        }
    }

    fn speech(&mut self, speech: &'a Speech) {
        let attributes = self.attributes(&speech.attr);
        self.open("sp", &attributes);
        if !speech.speaker.is_empty() {
            self.open("speaker", &Attributes::new());
            self.inlines(&speech.speaker);
            self.end();
        }
        self.flow(&speech.blocks, BlockContext::Speech);
        if speech.blocks.iter().all(super::is_anywhere) {
            // A speech holds at least one block (TEI simplePrint).
            self.line();
            self.empty("p", &Attributes::new());
        }
        self.close();
    }

    fn code_block(&mut self, code: &'a CodeBlock) {
        let attributes = self
            .attributes(&code.attr)
            .set("type", "code")
            .set_some("subtype", code.language.as_deref().map(word));
        self.open("ab", &attributes);
        self.inlines(&code.content);
        self.end();
    }

    fn math_block(&mut self, math: &'a MathBlock) {
        let attributes = self.attributes_numbered(&math.attr, math.numbered);
        let attributes = attributes.set("type", "math");
        self.open("ab", &attributes);
        for label in math.labels.iter().filter(|label| label.id.is_some()) {
            let attributes = self.attributes(label);
            self.empty("anchor", &attributes);
        }
        self.formula(&math.content);
        self.end();
    }

    /// A note among blocks or in text.
    pub(super) fn note(&mut self, note: &'a Note) {
        let place = match note.kind {
            NoteKind::Footnote => "bottom",
            NoteKind::Endnote => "end",
            NoteKind::Margin => "margin",
            NoteKind::Inline => "inline",
        };
        let mut attributes = self.attributes(&note.attr).set("place", place);
        if !attributes.carried.iter().any(|(name, _)| name == "n") {
            attributes = attributes.set_some("n", note.mark.as_deref());
        }
        for reference in &note.references {
            self.point(&mut attributes, "target", reference);
        }
        self.start("note", &attributes);
        self.label(&note.marker);
        let is_plain = |block: &Block| matches!(block, Block::Gap(_) | Block::Paragraph(_));
        if self.in_verse && !note.blocks.iter().all(is_plain) {
            self.floating(&note.blocks);
            return self.close();
        }
        let content = self.content(&note.blocks);
        self.finish(content);
    }

    /// The blocks of a note in a line of verse: the schema allows them only in a separate text (the
    /// Schematron rules of `p` and `ab`).
    fn floating(&mut self, blocks: &'a [Block]) {
        let outer = std::mem::take(&mut self.in_verse);
        self.open("floatingText", &Attributes::new().set("type", "note"));
        self.open("body", &Attributes::new());
        self.division(blocks, BlockContext::Body);
        if !blocks.iter().any(super::holds_text) {
            self.line();
            self.empty("p", &Attributes::new());
        }
        self.flush();
        self.close();
        self.close();
        self.in_verse = outer;
    }

    fn thematic_break(&mut self, it: &'a ThematicBreak) {
        let attributes = self.attributes(&it.attr).set("type", "separator");
        self.open("ab", &attributes);
        self.inlines(&it.content);
        self.end();
    }

    /// A page break: a `milestone`, and its source characters. Not `pb`, which is a page of another
    /// edition, or a form feed alone.
    fn page_break(&mut self, it: &'a PageBreak) {
        let attributes = self.attributes(&it.attr).set("unit", "page-break");
        if it.content.is_empty() {
            self.line();
            return self.empty("milestone", &attributes);
        }
        self.open("fw", &Attributes::new().set("type", "page-break"));
        self.counts.fw += 1;
        self.empty("milestone", &attributes);
        self.in_page_break = true;
        self.inlines(&it.content);
        self.in_page_break = false;
        self.end();
    }

    fn admonition(&mut self, it: &'a Admonition) {
        let attributes = self.attributes(&it.attr);
        self.open("note", &attributes.set("type", "admonition").set("subtype", it.kind.name()));
        self.label(&it.label);
        self.flow(&it.blocks, BlockContext::Flow);
        self.close();
    }

    /// The attributes of a construct that may be numbered.
    pub(super) fn attributes_numbered(
        &mut self,
        attr: &Attr,
        numbered: Option<bool>,
    ) -> Attributes {
        let mut attributes = self.attributes(attr);
        if let Some(numbered) = numbered {
            let name = if numbered { "numbered" } else { "unnumbered" };
            attributes.push("rendition", self.declared.free(&mut self.ids, name, name));
        }
        attributes
    }

    fn residue(&mut self, residue: &'a Residue) {
        let attributes = self
            .attributes(&residue.attr)
            .set("type", "residue")
            .set("subtype", word(&residue.kind));
        self.open("fw", &attributes);
        self.counts.fw += 1;
        self.inlines(&residue.content);
        self.end();
    }

    /// A boundary; `pb` and `lb` are characters if the source can be restored from the text.
    pub(super) fn milestone(&mut self, milestone: &Milestone) {
        let attributes = self
            .attributes(&milestone.attr)
            .set_some("n", milestone.label.as_deref())
            .set_some("ed", milestone.edition.as_deref().map(word));
        match (&milestone.unit, self.tiled) {
            (MilestoneUnit::Page, false) => self.empty("pb", &attributes),
            (MilestoneUnit::Line, false) => self.empty("lb", &attributes),
            (MilestoneUnit::Column, _) => self.empty("cb", &attributes),
            (unit, _) => {
                self.empty("milestone", &attributes.set("unit", word(unit.name())));
            }
        }
    }

    fn foreign_block(&mut self, foreign: &'a ForeignBlock) {
        if let [Block::Paragraph(only)] = foreign.blocks.as_slice()
            && is_entry(&foreign.name)
            && is_bare(&Attr { id: None, ..only.attr.clone() })
            && self.profile == TeiProfile::All
            && !self.tiled
        {
            return self.entry(foreign, only);
        }
        let attributes = self
            .attributes(&foreign.attr)
            .set("type", "foreign")
            .set("subtype", word(&foreign.name));
        self.open("quote", &attributes);
        self.flow(&foreign.blocks, BlockContext::Flow);
        self.close();
    }
}

impl<'a> Body<'a> {
    /// An entry of a dictionary whose fields are in one paragraph (TEI P5 §9.2).
    fn entry(&mut self, entry: &'a ForeignBlock, content: &'a Paragraph) {
        let attributes = self.attributes(&entry.attr);
        self.open("entryFree", &attributes);
        let outer = self.field.replace("entryFree");
        self.inlines(&content.content);
        self.field = outer;
        self.end();
    }
}

/// The content written into an element of mixed content.
#[derive(Clone, Copy)]
enum MixedContent {
    Inline,
    Blocks,
}

/// Whether a paragraph has only text.
fn is_bare(attr: &Attr) -> bool {
    attr.id.is_none() && attr.lang.is_none() && attr.classes.is_empty() && attr.keys.is_empty()
}

fn numbering(style: NumberStyle, marker: ListMarker) -> (String, String) {
    let sample = match style {
        NumberStyle::Decimal => "1",
        NumberStyle::Chinese => "一",
        NumberStyle::Circled => "①",
        NumberStyle::LowerAlpha => "a",
        NumberStyle::UpperAlpha => "A",
        NumberStyle::LowerRoman => "i",
        NumberStyle::UpperRoman => "I",
    };
    let (before, after) = match marker {
        ListMarker::Period => ("", "."),
        ListMarker::Comma => ("", "、"),
        ListMarker::Parentheses => ("（", "）"),
        ListMarker::Closing => ("", ")"),
        ListMarker::Bare => ("", ""),
    };
    (format!("{style}-{marker}"), format!("numbered {before}{sample}{after}"))
}

/// The columns of a table as text; `None` if they have no properties.
fn columns(table: &Table) -> Option<String> {
    if table.columns.iter().all(|column| column.align.is_none() && column.width.is_none()) {
        return None;
    }
    let words: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let align = column.align.map_or("as is", Alignment::name);
            match column.width {
                Some(width) => format!("{align} {width}"),
                None => align.to_owned(),
            }
        })
        .collect();
    Some(words.join(", "))
}
