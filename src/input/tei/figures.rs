//! Tables and figures, and which constructs are numbered.

use super::parts::Around;
use super::tree::Tag;
use super::walk::{Walk, alignment, pointers};
use crate::model::{Alignment, Attr, Cell, Figure, Row, Table, TableColumn, TableRules};

impl Walk {
    pub(super) fn table(&mut self, tag: &Tag, attr: Attr, around: &mut Around) -> Table {
        let mut table = Table { attr, ..Table::default() };
        let mut width = tag.get("cols").and_then(|it| it.parse().ok()).unwrap_or(0);
        for part in tag.tags() {
            match part.name.as_str() {
                "head" => table.caption.extend(self.inlines(&part.children)),
                "row" => {
                    let mut row = Row { attr: self.attr(part), ..Row::default() };
                    row.lead = around.part();
                    row.cells = part.tags().map(|cell| self.cell(cell)).collect();
                    width = width.max(row.cells.len());
                    match part.get("role") {
                        Some("label") if table.body.is_empty() => table.head.push(row),
                        Some("sum") => table.foot.push(row),
                        _ => table.body.push(row),
                    }
                }
                _ => self.between(part, around),
            }
        }
        table.numbered = numbered(tag);
        let mut looks = pointers(tag, "rendition");
        table.rules =
            looks.find_map(|it| it.strip_prefix("#rules-").and_then(TableRules::by_name));
        table.columns = self.columns(tag).unwrap_or_default();
        table.columns.resize_with(width.min(1 << 10), TableColumn::default);
        table
    }

    /// The columns, in the text form of our archives.
    fn columns(&self, tag: &Tag) -> Option<Vec<TableColumn>> {
        let pointer = pointers(tag, "rendition").find(|it| it.starts_with("#columns"))?;
        let words = self.declared.renditions.get(pointer)?;
        let column = |words: &str| {
            let (name, width) = match words.rsplit_once(' ') {
                Some((name, width)) if width.parse::<f32>().is_ok() => {
                    (name, width.parse().ok())
                }
                _ => (words, None),
            };
            TableColumn { align: Alignment::by_name(name), width }
        };
        Some(words.split(", ").map(column).collect())
    }

    fn cell(&mut self, tag: &Tag) -> Cell {
        let span = |name| tag.get(name).and_then(|it| it.parse().ok()).filter(|n| *n > 1);
        Cell {
            attr: self.attr(tag),
            header: tag.get("role") == Some("label"),
            row_span: span("rows"),
            column_span: span("cols"),
            align: alignment(tag),
            blocks: self.blocks(&tag.children),
        }
    }

    /// Pictures, their descriptions and their caption.
    pub(super) fn figure(&mut self, tag: &Tag, attr: Attr) -> Figure {
        let mut figure = Figure { attr, numbered: numbered(tag), ..Figure::default() };
        for part in tag.tags() {
            match part.name.as_str() {
                "graphic" => figure.images.push(self.image(part)),
                "figDesc" => {}
                _ => figure.caption.extend(self.inlines(&part.children)),
            }
        }
        // A description without its picture is the only content.
        let mut images = figure.images.iter_mut().filter(|image| image.alt.is_none());
        for part in tag.tags().filter(|it| it.name == "figDesc") {
            match images.next() {
                Some(image) => image.alt = Some(part.words()),
                None => figure.caption.extend(self.description(part)),
            }
        }
        figure
    }
}

/// Whether an element is numbered, in the form of our archives.
pub(super) fn numbered(tag: &Tag) -> Option<bool> {
    pointers(tag, "rendition").find_map(|it| match it {
        "#numbered" => Some(true),
        "#unnumbered" => Some(false),
        _ => None,
    })
}
