//! How wide the columns of a table are.

use super::super::frame::Pt;
use super::grid::column_count;
use crate::model::{Alignment, Block, Node, Row, Table, visit};
use crate::text::script::columns as text_columns;

/// The white at either side of a cell, in em.
pub(super) const PADDING: f32 = 0.5;
/// No column is narrower than this, in em, while the type keeps its size.
const NARROWEST: f32 = 1.6;
/// Columns whose cells are no longer than this, in em, are set in the middle.
const SHORT: f32 = 9.0;

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Columns {
    /// Their widths.
    pub(super) widths: Vec<Pt>,
    /// How their cells are set.
    pub(super) align: Vec<Alignment>,
    /// The size of type: smaller than asked for where there are very many.
    pub(super) size: Pt,
}

impl Columns {
    /// Columns for a table in this measure.
    pub(super) fn of(table: &Table, measure: Pt, size: Pt) -> Self {
        let count = column_count(table);
        let wanted = natural(table, count);
        #[expect(clippy::cast_precision_loss, reason = "columns of a table")]
        let even = measure / count as f32;
        // Very many columns: the type gives way until each holds a character.
        let size = size.min(even / NARROWEST);
        let given = given(table, count, measure);
        let widths = given.unwrap_or_else(|| {
            let wanted = wanted.iter().map(|em| ((em + 2.0 * PADDING) * size).min(measure));
            share(wanted.collect(), measure, NARROWEST * size)
        });
        let align = (0..count)
            .map(|column| {
                table.columns.get(column).and_then(|c| c.align).unwrap_or(
                    if wanted[column] <= SHORT { Alignment::Center } else { Alignment::Start },
                )
            })
            .collect();
        Self { widths, align, size }
    }
}

fn rows(table: &Table) -> impl Iterator<Item = &Row> {
    table.head.iter().chain(&table.body).chain(&table.foot)
}

/// The longest line of each column's cells, in em.
fn natural(table: &Table, count: usize) -> Vec<f32> {
    let mut widths = vec![1.0_f32; count];
    for row in rows(table) {
        // Spans from above shift cells to the right; for an estimate that does not matter.
        let mut column = 0;
        for cell in &row.cells {
            let span = usize::from(cell.column_span.unwrap_or(1)).max(1);
            if let Some(width) = widths.get_mut(column).filter(|_| span == 1) {
                *width = width.max(longest_line(&cell.blocks));
            }
            column += span;
        }
    }
    widths
}

fn longest_line(blocks: &[Block]) -> f32 {
    let mut longest = 0;
    let mut line = 0;
    visit(blocks, &mut |node| match node {
        Node::Block(Block::Gap(_)) => {}
        Node::Block(_) => line = 0,
        Node::Inline(crate::model::Inline::LineBreak(_)) => line = 0,
        Node::Inline(crate::model::Inline::Text(text)) => {
            line += text_columns(&text.text);
            longest = longest.max(line);
        }
        Node::Inline(_) => {}
    });
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let em = longest as f32 * 0.5;
    // Latin letters are a little wider than half an em.
    em * 1.05
}

/// The widths that the table asks for, if it does for all columns.
fn given(table: &Table, count: usize, measure: Pt) -> Option<Vec<Pt>> {
    let shares: Vec<f32> = table.columns.iter().filter_map(|column| column.width).collect();
    let total: f32 = shares.iter().sum();
    let sound = shares.len() == count && shares.iter().all(|share| *share > 0.0);
    (sound && total > 0.0 && total.is_finite())
        .then(|| shares.iter().map(|share| share / total * measure).collect())
}

/// Shares the measure: what is wanted where there is room; else the narrow columns get what
/// they want and the others the same share of the rest.
fn share(wanted: Vec<Pt>, measure: Pt, narrowest: Pt) -> Vec<Pt> {
    let total: Pt = wanted.iter().sum();
    if total <= measure {
        let factor = measure / total;
        return wanted.into_iter().map(|width| width * factor).collect();
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut widths = vec![0.0; wanted.len()];
    let mut rest = measure;
    for (done, column) in order.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "columns of a table")]
        let even = rest / (wanted.len() - done) as f32;
        widths[*column] = wanted[*column].min(even).max(narrowest.min(even));
        rest -= widths[*column];
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn narrow_columns_get_what_they_want() {
        assert_eq!(share(vec![10.0, 300.0, 300.0], 210.0, 5.0), [10.0, 100.0, 100.0]);
    }

    #[test]
    fn spare_room_is_shared_in_proportion() {
        assert_eq!(share(vec![10.0, 30.0], 80.0, 5.0), [20.0, 60.0]);
    }
}
