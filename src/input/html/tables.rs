//! Tables of a page (HTML Standard, 4.9); layout tables are ignored, and their content is read.

use super::attributes::{self, is_hidden};
use super::lists::as_block;
use super::stream::Stream;
use super::tree::{Id, Tree};
use super::walk::Walk;
use crate::input::elements::{ElementRole, role};
use crate::model::{Alignment, Block, Cell, Row, Table, TableColumn};

/// The maximum column span of a cell (HTML Standard, 4.9.11).
const MOST_COLUMNS: u16 = 1000;

/// Writes a table, or the content of a layout table.
pub(super) fn table(walk: &mut Walk<'_>, id: Id, stream: &mut Stream) {
    let parts = Parts::of(walk.tree, id);
    for other in &parts.others {
        walk.node(*other, stream);
    }
    if !walk.own && parts.is_layout(walk.tree, id) {
        for part in parts.caption.into_iter().chain(parts.rows()) {
            walk.node(part, stream);
        }
        return;
    }
    let caption = parts.caption.map(|caption| walk.line(caption)).unwrap_or_default();
    let mut head = rows(walk, &parts.head, stream);
    let mut body = rows(walk, &parts.body, stream);
    let foot = rows(walk, &parts.foot, stream);
    // Rows at the top with only header cells are the head, even if not declared.
    if head.is_empty() {
        let heads = body.iter().take_while(|row| {
            !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header)
        });
        let count = heads.count();
        let closed = body[..count].iter().enumerate().all(|(at, row)| {
            row.cells.iter().all(|cell| usize::from(cell.row_span.unwrap_or(1)) <= count - at)
        });
        if count < body.len() && closed {
            head = body.drain(..count).collect();
        }
    }
    let width = [&head, &body, &foot].into_iter().map(|rows| width(rows)).max().unwrap_or(0);
    let columns = vec![TableColumn::default(); width];
    let table = Table { caption, columns, head, body, foot, ..Table::default() };
    if width > 0 || !table.caption.is_empty() {
        stream.block(Block::Table(Box::new(table)));
    }
}

/// The number of columns, including cells that span down from rows above.
fn width(rows: &[Row]) -> usize {
    // For each column, how many further rows a cell covers.
    let mut covered: Vec<u16> = Vec::new();
    for row in rows {
        let mut at = 0;
        for cell in &row.cells {
            while covered.get(at).is_some_and(|rows| *rows > 0) {
                at += 1;
            }
            let end = at + usize::from(cell.column_span.unwrap_or(1));
            covered.resize(covered.len().max(end), 0);
            covered[at..end].fill(cell.row_span.unwrap_or(1));
            at = end;
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }
    covered.len()
}

/// The parts of a table.
#[derive(Default)]
struct Parts {
    caption: Option<Id>,
    head: Vec<Id>,
    body: Vec<Id>,
    foot: Vec<Id>,
    /// Other elements allowed in a table: scripts, templates.
    others: Vec<Id>,
}

impl Parts {
    fn of(tree: &Tree, id: Id) -> Self {
        let mut parts = Self::default();
        for child in tree.children(id).iter().copied() {
            let rows = || {
                let rows = tree.children(child).iter().copied();
                rows.filter(|row| tree.name(*row) == "tr").collect::<Vec<Id>>()
            };
            match tree.name(child) {
                "caption" => parts.caption = parts.caption.or(Some(child)),
                "thead" => parts.head.extend(rows()),
                "tbody" => parts.body.extend(rows()),
                "tfoot" => parts.foot.extend(rows()),
                "tr" => parts.body.push(child),
                _ => parts.others.push(child),
            }
        }
        parts
    }

    fn rows(&self) -> impl Iterator<Item = Id> {
        self.head.iter().chain(&self.body).chain(&self.foot).copied()
    }

    /// Whether a table is used for layout: it says so, contains another table or headings, or has
    /// one column without a header.
    fn is_layout(&self, tree: &Tree, id: Id) -> bool {
        if matches!(tree.get(id, "role"), Some("presentation" | "none")) {
            return true;
        }
        let cells = |row: Id| {
            let all = tree.children(row).iter().map(|it| tree.name(*it));
            all.filter(|name| matches!(*name, "td" | "th"))
        };
        let headed = self.caption.is_some()
            || self.rows().any(|row| cells(row).any(|name| name == "th"));
        let arranges = |part: Id| {
            let mut inner = tree.within(part).map(|it| tree.name(it));
            inner.any(|name| name == "table" || matches!(role(name), ElementRole::Heading(_)))
        };
        !headed && (self.rows().all(|row| cells(row).count() <= 1) || self.rows().any(arranges))
    }
}

/// The rows of a part of a table; hidden ones are left out.
fn rows(walk: &mut Walk<'_>, rows: &[Id], stream: &mut Stream) -> Vec<Row> {
    let tree = walk.tree;
    let (shown, hidden): (Vec<Id>, Vec<Id>) =
        rows.iter().partition(|row| !is_hidden(tree, **row));
    hidden.iter().for_each(|row| walk.node(*row, stream));
    let count = shown.len();
    shown
        .iter()
        .enumerate()
        .map(|(at, row)| self::row(walk, *row, count - at, stream))
        .collect()
}

/// A row; `left` is the number of rows up to the end of its part, itself included.
fn row(walk: &mut Walk<'_>, id: Id, left: usize, stream: &mut Stream) -> Row {
    let tree = walk.tree;
    let mut row = Row { attr: walk.attr(id), ..Row::default() };
    for cell in tree.children(id).iter().copied() {
        let header = tree.name(cell) == "th";
        if !(header || tree.name(cell) == "td") || is_hidden(tree, cell) {
            walk.node(cell, stream);
            continue;
        }
        let span =
            |name: &str| tree.get(cell, name).and_then(|it| it.trim().parse::<u16>().ok());
        // 0 means all remaining rows (4.9.11).
        let left = u16::try_from(left).unwrap_or(u16::MAX);
        let rows =
            span("rowspan").map_or(1, |rows| if rows == 0 { left } else { rows.min(left) });
        let columns = span("colspan").unwrap_or(1).min(MOST_COLUMNS);
        let align = attributes::alignment(tree, cell).filter(|it| *it != Alignment::Start);
        let attr = walk.attr(cell);
        let blocks = walk.content(cell).into_items().into_iter().filter_map(as_block).collect();
        row.cells.push(Cell {
            attr,
            header,
            row_span: (rows > 1).then_some(rows),
            column_span: (columns > 1).then_some(columns),
            align,
            blocks,
        });
    }
    row
}
