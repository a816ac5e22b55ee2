//! The cells of a table by place: spans occupy places in the rows below, and every place belongs to
//! exactly one cell (ISO 14289-1 §7.5: a table is regular).

use std::ops::Range;

use crate::model::{Cell, Row, Table};

/// The maximum column span in a table that does not declare its columns.
const MOST_SPANNED: usize = 100;

/// A cell in its place.
#[derive(Clone, Debug)]
pub(super) struct Slot<'r> {
    /// The cell; `None` for empty places.
    pub(super) cell: Option<&'r Cell>,
    /// The columns that it takes.
    pub(super) columns: Range<usize>,
    /// Rows that it takes.
    pub(super) rows: usize,
}

/// A row with its cells in their places.
#[derive(Clone, Debug)]
pub(super) struct GridRow<'r> {
    /// The row.
    pub(super) row: &'r Row,
    /// The slots that begin in it, from left to right.
    pub(super) slots: Vec<Slot<'r>>,
}

/// The rows of a section of a table.
#[derive(Debug)]
pub(super) struct Grid<'r> {
    rows: Vec<GridRow<'r>>,
}

/// The number of columns of a table: the declared ones, and those in which a cell begins. Further
/// columns are only reached by excessive spans.
pub(super) fn column_count(table: &Table) -> usize {
    let most = most_spanned(table);
    let sections = [&table.head, &table.body, &table.foot];
    let slots =
        sections.into_iter().flat_map(|rows| place(rows, most)).flat_map(|row| row.slots);
    let begun = slots.map(|slot| slot.columns.start + 1).max().unwrap_or(0);
    begun.max(table.columns.len()).max(1)
}

/// How many columns one cell may span.
fn most_spanned(table: &Table) -> usize {
    if table.columns.is_empty() { MOST_SPANNED } else { table.columns.len() }
}

/// Assigns each cell the first free columns of its row.
fn place(rows: &[Row], most: usize) -> Vec<GridRow<'_>> {
    // The number of further rows in which each column is occupied from above.
    let mut taken: Vec<usize> = Vec::new();
    let count = rows.len();
    let placed = rows.iter().enumerate().map(|(index, row)| {
        let mut below: Vec<usize> = taken.iter().map(|rows| rows.saturating_sub(1)).collect();
        let is_free = |column: usize| taken.get(column).is_none_or(|rows| *rows == 0);
        let mut column = 0;
        let mut slots = Vec::new();
        for cell in &row.cells {
            while !is_free(column) {
                column += 1;
            }
            let span = usize::from(cell.column_span.unwrap_or(1)).clamp(1, most);
            let end =
                (column + 1..column + span).find(|at| !is_free(*at)).unwrap_or(column + span);
            let rows = usize::from(cell.row_span.unwrap_or(1)).clamp(1, count - index);
            below.resize(below.len().max(end), 0);
            below[column..end].fill(rows - 1);
            slots.push(Slot { cell: Some(cell), columns: column..end, rows });
            column = end;
        }
        taken = below;
        GridRow { row, slots }
    });
    placed.collect()
}

impl<'r> Grid<'r> {
    /// The rows of a section in a table of this many columns.
    pub(super) fn of(table: &Table, rows: &'r [Row], columns: usize) -> Self {
        let mut rows = place(rows, most_spanned(table));
        let mut taken = vec![0_usize; columns];
        for index in 0..rows.len() {
            let row = &mut rows[index];
            for slot in &mut row.slots {
                slot.columns.end = slot.columns.end.min(columns);
                taken[slot.columns.clone()].fill(slot.rows);
            }
            fill(&mut row.slots, &mut taken);
            taken.iter_mut().for_each(|rows| *rows -= 1);
        }
        drop_spanned(&mut rows);
        Self { rows }
    }

    /// A row.
    pub(super) fn row(&self, index: usize) -> GridRow<'r> {
        self.rows[index].clone()
    }

    /// Rows that are connected by spans.
    pub(super) fn groups(&self) -> Vec<Range<usize>> {
        let mut groups: Vec<Range<usize>> = Vec::new();
        let mut tied = 0;
        for (index, row) in self.rows.iter().enumerate() {
            match groups.last_mut().filter(|_| index < tied) {
                Some(group) => group.end = index + 1,
                None => groups.push(index..index + 1),
            }
            let reach = row.slots.iter().map(|slot| index + slot.rows).max();
            tied = tied.max(reach.unwrap_or(0));
        }
        groups
    }
}

/// Adds a slot without a cell for each run of free columns.
fn fill(slots: &mut Vec<Slot<'_>>, taken: &mut [usize]) {
    let columns: Vec<usize> = (0..taken.len()).filter(|column| taken[*column] == 0).collect();
    for run in columns.chunk_by(|a, b| a + 1 == *b) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        slots.push(Slot { cell: None, columns: *first..last + 1, rows: 1 });
        taken[*first..=*last].fill(1);
    }
    slots.sort_by_key(|slot| slot.columns.start);
}

/// Removes rows that cells from above cover completely; those span one row less.
fn drop_spanned(rows: &mut Vec<GridRow<'_>>) {
    let mut index = 0;
    while index < rows.len() {
        if !rows[index].slots.is_empty() {
            index += 1;
            continue;
        }
        for (above, row) in rows[..index].iter_mut().enumerate() {
            let reach = row.slots.iter_mut().filter(|slot| above + slot.rows > index);
            reach.for_each(|slot| slot.rows -= 1);
        }
        rows.remove(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TableColumn;

    fn cell(rows: u16, columns: u16) -> Cell {
        Cell { row_span: Some(rows), column_span: Some(columns), ..Cell::default() }
    }

    fn row(cells: Vec<Cell>) -> Row {
        Row { cells, ..Row::default() }
    }

    /// The columns and rows of each slot, a line a row; places without a cell in brackets.
    fn drawn(declared: usize, rows: Vec<Row>) -> Vec<String> {
        let columns = vec![TableColumn::default(); declared];
        let table = Table { columns, body: rows, ..Table::default() };
        let grid = Grid::of(&table, &table.body, column_count(&table));
        let slot = |slot: &Slot<'_>| {
            let place = format!("{:?}×{}", slot.columns, slot.rows);
            if slot.cell.is_some() { place } else { format!("[{place}]") }
        };
        let line = |row: &GridRow<'_>| row.slots.iter().map(slot).collect::<Vec<_>>().join(" ");
        grid.rows.iter().map(line).collect()
    }

    #[test]
    fn spans_take_places_below_and_tie_rows() {
        let rows = vec![
            row(vec![cell(2, 1), cell(1, 2)]),
            row(vec![cell(1, 1), cell(1, 1)]),
            row(vec![cell(1, 3)]),
        ];
        assert_eq!(drawn(3, rows.clone()), ["0..1×2 1..3×1", "1..2×1 2..3×1", "0..3×1"]);
        let table = Table { body: rows, ..Table::default() };
        assert_eq!(Grid::of(&table, &table.body, 3).groups(), [0..2, 2..3]);
    }

    #[test]
    fn spans_that_reach_too_far_are_cut() {
        assert_eq!(drawn(2, vec![row(vec![cell(9, 9)])]), ["0..2×1"]);
        assert_eq!(drawn(0, vec![row(vec![cell(1, 1), cell(1, 900)])]), ["0..1×1 1..2×1"]);
        // A cell has a column of its own, whatever the table says.
        assert_eq!(drawn(2, vec![row(vec![cell(1, 9), cell(1, 1)])]), ["0..2×1 2..3×1"]);
    }

    #[test]
    fn every_place_belongs_to_one_cell() {
        let uneven = vec![row(vec![cell(1, 1); 3]), row(vec![cell(1, 1)]), row(vec![])];
        assert_eq!(drawn(0, uneven), ["0..1×1 1..2×1 2..3×1", "0..1×1 [1..3×1]", "[0..3×1]"]);
        let around = vec![row(vec![cell(1, 1), cell(2, 1)]), row(vec![cell(1, 3)])];
        assert_eq!(drawn(0, around), ["0..1×1 1..2×2", "0..1×1"]);
    }

    #[test]
    fn rows_that_cells_from_above_take_are_dropped() {
        let rows = vec![row(vec![cell(3, 1), cell(2, 1)]), row(vec![]), row(vec![cell(1, 1)])];
        assert_eq!(drawn(0, rows), ["0..1×2 1..2×1", "1..2×1"]);
    }
}
