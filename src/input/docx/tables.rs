//! Tables (ISO/IEC 29500-1, 17.4): horizontal spans (`gridSpan`, old `hMerge`) and vertical ones
//! (`vMerge`), head rows, nested tables. The columns follow from the rows; the grid adds their
//! widths.

use super::body::BodyWalk;
use super::tree::OoxmlElement;
use crate::model::{Aligned, Alignment, Block, Cell, Residue, Row, Table, TableColumn, text};

/// The maximum column span of a cell.
const MOST_COLUMNS: u16 = 1000;

/// A table, and its content outside rows.
pub(super) fn table(walk: &mut BodyWalk<'_, '_>, node: &OoxmlElement) -> Vec<Block> {
    let mut read = Rows::default();
    rows(walk, node, &mut read);
    let width = read.width;
    if width == 0 {
        return Vec::new();
    }
    let mut body = read.rows;
    let heads = read.heads.min(body.len().saturating_sub(1));
    let closed = body[..heads].iter().enumerate().all(|(at, row)| {
        row.cells.iter().all(|cell| usize::from(cell.row_span.unwrap_or(1)) <= heads - at)
    });
    let head = if closed { body.drain(..heads).collect() } else { Vec::new() };
    let table = Table { columns: columns(node, width), head, body, ..Table::default() };
    vec![Block::Table(Box::new(table))]
}

/// The columns of a table, with their shares of its width if the grid has all of them.
fn columns(node: &OoxmlElement, width: usize) -> Vec<TableColumn> {
    let grid = node.child("w:tblGrid");
    let widths = grid.into_iter().flat_map(|grid| grid.all("w:gridCol"));
    let widths: Option<Vec<f32>> = widths.map(|it| it.get("w")?.parse().ok()).collect();
    let widths = widths.filter(|it| it.len() == width && it.iter().all(|width| *width > 0.0));
    let all: f32 = widths.iter().flatten().sum();
    let column = |at: usize| {
        let width = widths.as_ref().and_then(|widths| widths.get(at)).map(|it| it / all);
        TableColumn { align: None, width }
    };
    (0..width).map(column).collect()
}

/// The rows of a table.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    /// The number of head rows at the top.
    heads: usize,
    width: usize,
    /// The cells that may continue below, by their first column: row, cell, columns.
    open: std::collections::BTreeMap<usize, (usize, usize, u16)>,
}

fn rows(walk: &mut BodyWalk<'_, '_>, parent: &OoxmlElement, read: &mut Rows) {
    for node in &parent.children {
        match node.name.as_str() {
            "w:tr" => row(walk, node, read),
            "w:sdt" | "w:sdtContent" | "w:ins" | "w:moveTo" | "w:customXml" => {
                rows(walk, node, read);
            }
            _ => {}
        }
    }
}

fn row(walk: &mut BodyWalk<'_, '_>, node: &OoxmlElement, read: &mut Rows) {
    let properties = node.child("w:trPr");
    let is_head = properties.and_then(|it| it.switch("w:tblHeader")) == Some(true);
    let index = read.rows.len();
    if is_head && read.heads == index {
        read.heads += 1;
    }
    let before = properties.and_then(|it| it.number::<u16>("w:gridBefore")).unwrap_or(0);
    let mut state =
        At { column: 0, row: Row::default(), next: std::collections::BTreeMap::new() };
    if before > 0 {
        state.empty(before.min(MOST_COLUMNS));
    }
    cells(walk, node, read, &mut state);
    let after = properties.and_then(|it| it.number::<u16>("w:gridAfter")).unwrap_or(0);
    if after > 0 {
        state.empty(after.min(MOST_COLUMNS));
    }
    read.width = read.width.max(state.column);
    read.open = state.next;
    read.rows.push(state.row);
}

/// The current row.
struct At {
    column: usize,
    row: Row,
    /// The cells that may continue in the next row.
    next: std::collections::BTreeMap<usize, (usize, usize, u16)>,
}

impl At {
    /// Skips empty columns.
    fn empty(&mut self, columns: u16) {
        let column_span = (columns > 1).then_some(columns);
        self.row.cells.push(Cell { column_span, ..Cell::default() });
        self.column += usize::from(columns);
    }
}

fn cells(walk: &mut BodyWalk<'_, '_>, parent: &OoxmlElement, read: &mut Rows, at: &mut At) {
    for node in &parent.children {
        match node.name.as_str() {
            "w:tc" => cell(walk, node, read, at),
            "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins" | "w:del" => {
                cells(walk, node, read, at);
            }
            _ => {}
        }
    }
}

fn cell(walk: &mut BodyWalk<'_, '_>, node: &OoxmlElement, read: &mut Rows, at: &mut At) {
    let properties = node.child("w:tcPr");
    let merge = |name: &str| {
        let merge = properties?.child(name)?;
        Some(merge.get("val").unwrap_or("continue") == "restart")
    };
    let span = properties.and_then(|it| it.number::<u16>("w:gridSpan")).unwrap_or(1);
    let span = span.clamp(1, MOST_COLUMNS);
    let (mut blocks, align) = aligned(walk.blocks(node));
    let column = at.column;
    at.column += usize::from(span);
    let down = merge("w:vMerge").or_else(|| merge("w:vmerge"));
    if merge("w:hMerge") == Some(false)
        && let Some(last) = at.row.cells.last_mut()
    {
        last.column_span = Some(last.column_span.unwrap_or(1).saturating_add(span));
        last.blocks.append(&mut blocks);
        return;
    }
    // A continuation without a cell above begins a new cell.
    if down == Some(false)
        && let Some((row, index, columns)) = read.open.get(&column).copied()
        && columns == span
    {
        let above = &mut read.rows[row].cells[index];
        above.row_span = Some(above.row_span.unwrap_or(1).saturating_add(1));
        // The content of a covered cell is not visible in Word.
        let hidden: String = blocks.iter().map(super::plain).collect();
        if !hidden.trim().is_empty() {
            let content = vec![text(hidden)];
            let residue = Residue { kind: "hidden".to_owned(), content, ..Residue::default() };
            above.blocks.push(Block::Residue(Box::new(residue)));
        }
        at.next.insert(column, (row, index, columns));
        return;
    }
    if down.is_some() {
        at.next.insert(column, (read.rows.len(), at.row.cells.len(), span));
    }
    let column_span = (span > 1).then_some(span);
    at.row.cells.push(Cell { column_span, align, blocks, ..Cell::default() });
}

/// Unwraps blocks that all have the same alignment, and returns it.
fn aligned(blocks: Vec<Block>) -> (Vec<Block>, Option<Alignment>) {
    let of = |block: &Block| match block {
        Block::Aligned(aligned) => Some(aligned.align),
        _ => None,
    };
    let first = blocks.first().and_then(of);
    if first.is_none() || !blocks.iter().all(|block| of(block) == first) {
        return (blocks, None);
    }
    let inner = |block| match block {
        Block::Aligned(Aligned { blocks, .. }) => blocks,
        other => vec![other],
    };
    (blocks.into_iter().flat_map(inner).collect(), first)
}
