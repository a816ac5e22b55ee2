//! Lists and tables as XHTML.

use super::blocks::alignment_class;
use super::page::{ElementAttributes, PageWriter};
use crate::model::{
    Block, Cell, List, ListItem, ListKind, ListMarker, NumberStyle, Row, Table, plain_text,
};

/// Marks that a list's own bullet replaces.
const BULLETS: &[&str] = &["", "-", "*", "+", "•", "·", "●"];

impl PageWriter<'_, '_> {
    pub(super) fn list(&mut self, list: &List, depth: usize) {
        let attributes = self.attributes(&list.attr);
        let is_ordered = matches!(list.kind, ListKind::Ordered { .. });
        // Numbers in the source are kept as text; otherwise the list is numbered.
        let is_marked = list.items.iter().any(|item| has_mark(item, is_ordered));
        let attributes = match &list.kind {
            ListKind::Bulleted => attributes,
            ListKind::Task => attributes.class("tasks"),
            ListKind::Ordered { start, style, marker } if !is_marked => {
                let attributes = attributes.class(number_class(*style, *marker));
                let start = (*start != 1).then(|| start.to_string());
                attributes.with_some("start", start)
            }
            ListKind::Ordered { .. } => attributes,
        };
        // Without a bullet some screen readers don't announce a list.
        let attributes = if is_marked {
            attributes.class("marked").with("role", "list")
        } else {
            attributes
        };
        self.start_line(if is_ordered { "ol" } else { "ul" }, &attributes);
        for item in &list.items {
            self.item(item, is_marked, depth);
        }
        self.end_line();
    }

    fn item(&mut self, item: &ListItem, is_marked: bool, depth: usize) {
        let attributes = self.attributes(&item.attr);
        self.start_line("li", &attributes);
        let blocks = item.blocks.as_slice();
        let first = blocks.iter().position(super::plan::is_shown);
        let is_marked = is_marked && !item.marker.is_empty();
        // A mark belongs to its line.
        if let Some(first) = first.filter(|_| is_marked || item.checked.is_some())
            && let Block::Paragraph(paragraph) = &blocks[first]
        {
            let attributes = self.attributes(&paragraph.attr);
            self.start_line("p", &attributes);
            self.item_mark(item, is_marked);
            self.inlines(&paragraph.content);
            self.out.end();
            self.shown_blocks(&blocks[first + 1..], depth);
            self.end_line();
            return;
        }
        self.item_mark(item, is_marked);
        self.cell_blocks(blocks, depth);
        self.out.end();
    }

    fn item_mark(&mut self, item: &ListItem, is_marked: bool) {
        if let Some(is_done) = item.checked {
            let labels = self.book.labels;
            let (sign, label) =
                if is_done { ("☑", labels.done) } else { ("☐", labels.open) };
            let attributes = [("class", "box"), ("role", "img"), ("aria-label", label)];
            self.out.element("span", &attributes, sign);
            self.out.text(" ");
        } else if is_marked {
            self.start("span", &ElementAttributes::default().class("marker"));
            self.inlines(&item.marker);
            self.out.end();
        }
    }

    pub(super) fn table(&mut self, table: &Table, depth: usize) {
        let mut attributes = self.attributes(&table.attr);
        if let Some(rules) = table.rules {
            attributes = attributes.class(&format!("rules-{rules}"));
        }
        self.start_line("table", &attributes);
        if !table.caption.is_empty() {
            self.line("caption", &ElementAttributes::default(), &table.caption);
        }
        if table.columns.iter().any(|column| column.width.is_some()) {
            self.start_line("colgroup", &ElementAttributes::default());
            for column in &table.columns {
                let percent = column.width.filter(|width| (0.0..=1.0).contains(width));
                let style = percent.map(|width| format!("width: {:.1}%", width * 100.0));
                self.out.newline();
                self.empty("col", &ElementAttributes::default().with_some("style", style));
            }
            self.end_line();
        }
        let parts = [("thead", &table.head), ("tbody", &table.body), ("tfoot", &table.foot)];
        for (name, rows) in parts {
            if !rows.is_empty() {
                self.start_line(name, &ElementAttributes::default());
                self.rows(table, rows, name == "thead", depth);
                self.end_line();
            }
        }
        self.end_line();
    }

    /// The rows of a part. A cell that reaches down takes its columns in the rows below.
    fn rows(&mut self, table: &Table, rows: &[Row], is_head: bool, depth: usize) {
        // The number of further rows in which each column is occupied from above.
        let mut taken: Vec<u16> = Vec::new();
        for row in rows {
            let attributes = self.attributes(&row.attr);
            self.start_line("tr", &attributes);
            let mut below: Vec<u16> = taken.iter().map(|rows| rows.saturating_sub(1)).collect();
            let mut column = 0;
            for cell in &row.cells {
                while taken.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                self.cell(table, cell, column, is_head, depth);
                let end = column + usize::from(cell.column_span.unwrap_or(1)).max(1);
                if let Some(rows) = cell.row_span.filter(|rows| *rows > 1) {
                    below.resize(below.len().max(end), 0);
                    below[column..end].fill(rows - 1);
                }
                column = end;
            }
            self.end_line();
            taken = below;
        }
    }

    fn cell(&mut self, table: &Table, cell: &Cell, column: usize, is_head: bool, depth: usize) {
        let span = |span: Option<u16>| span.filter(|n| *n > 1).map(|n| n.to_string());
        let align = cell.align.or_else(|| table.columns.get(column).and_then(|c| c.align));
        let attributes = self
            .attributes(&cell.attr)
            .with_some("rowspan", span(cell.row_span))
            .with_some("colspan", span(cell.column_span));
        let attributes = match align {
            Some(align) => attributes.class(&alignment_class(align)),
            None => attributes,
        };
        let is_empty = cell.blocks.iter().all(|block| !super::plan::is_shown(block));
        match (is_head, cell.header) {
            // An empty heading would be announced as one.
            (true, _) if !is_empty => self.start_line("th", &attributes.with("scope", "col")),
            (false, true) if !is_empty => {
                self.start_line("th", &attributes.with("scope", "row"));
            }
            _ => self.start_line("td", &attributes),
        }
        self.cell_blocks(&cell.blocks, depth);
        self.out.end();
    }
}

fn has_mark(item: &ListItem, is_ordered: bool) -> bool {
    let mark = plain_text(&item.marker);
    let mark = mark.trim();
    if is_ordered { !mark.is_empty() } else { !BULLETS.contains(&mark) }
}

/// The class for this numbering (see the style sheet's counter styles).
fn number_class(style: NumberStyle, marker: ListMarker) -> &'static str {
    match (style, marker) {
        (NumberStyle::Chinese, ListMarker::Parentheses) => "chinese-parentheses",
        (NumberStyle::Chinese, _) => "chinese",
        (NumberStyle::Circled, _) => "circled",
        (NumberStyle::LowerAlpha, _) => "lower-alpha",
        (NumberStyle::UpperAlpha, _) => "upper-alpha",
        (NumberStyle::LowerRoman, _) => "lower-roman",
        (NumberStyle::UpperRoman, _) => "upper-roman",
        (NumberStyle::Decimal, ListMarker::Parentheses) => "decimal-parentheses",
        (NumberStyle::Decimal, ListMarker::Closing) => "decimal-closing",
        (NumberStyle::Decimal, ListMarker::Comma) => "decimal-comma",
        (NumberStyle::Decimal, ListMarker::Period | ListMarker::Bare) => "decimal",
    }
}
