//! Which cell stands where: spans take places in the rows below.

use std::ops::Range;

use crate::model::{Cell, Row};

/// A cell in its place.
#[derive(Clone, Debug)]
pub(super) struct Slot<'r> {
    /// Its row.
    pub(super) row: &'r Row,
    /// The cell; none for a row that has no cell of its own.
    pub(super) cell: Option<&'r Cell>,
    /// The columns that it takes.
    pub(super) columns: Range<usize>,
    /// Rows that it takes.
    pub(super) rows: usize,
}

/// The rows of a section of a table.
#[derive(Debug)]
pub(super) struct Grid<'r> {
    rows: Vec<Vec<Slot<'r>>>,
}

impl<'r> Grid<'r> {
    /// Gives each cell its columns.
    pub(super) fn of(rows: &'r [Row], columns: usize) -> Self {
        // How many more rows each column is taken from above.
        let mut taken = vec![0_usize; columns];
        let count = rows.len();
        let rows = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let mut slots = Vec::new();
                let mut column = 0;
                let mut below = taken.iter().map(|n| n.saturating_sub(1)).collect::<Vec<_>>();
                for cell in &row.cells {
                    while taken.get(column).is_some_and(|n| *n > 0) {
                        column += 1;
                    }
                    // A cell that has no column left is set in the last one.
                    let start = column.min(columns - 1);
                    let span = usize::from(cell.column_span.unwrap_or(1)).max(1);
                    let end = (start + span).min(columns);
                    let rows =
                        usize::from(cell.row_span.unwrap_or(1)).max(1).min(count - index);
                    below[start..end].iter_mut().for_each(|n| *n = (*n).max(rows - 1));
                    slots.push(Slot { row, cell: Some(cell), columns: start..end, rows });
                    column = end;
                }
                if slots.is_empty() {
                    slots.push(Slot { row, cell: None, columns: 0..columns, rows: 1 });
                }
                taken = below;
                slots
            })
            .collect();
        Self { rows }
    }

    /// The cells of a row.
    pub(super) fn row(&self, index: usize) -> Vec<Slot<'r>> {
        self.rows[index].clone()
    }

    /// Rows that spans tie together.
    pub(super) fn groups(&self) -> Vec<Range<usize>> {
        let mut groups: Vec<Range<usize>> = Vec::new();
        let mut tied = 0;
        for (index, row) in self.rows.iter().enumerate() {
            match groups.last_mut().filter(|_| index < tied) {
                Some(group) => group.end = index + 1,
                None => groups.push(index..index + 1),
            }
            let reach = row.iter().map(|slot| index + slot.rows).max();
            tied = tied.max(reach.unwrap_or(0));
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(rows: u16, columns: u16) -> Cell {
        Cell { row_span: Some(rows), column_span: Some(columns), ..Cell::default() }
    }

    #[test]
    fn spans_take_places_below_and_tie_rows() {
        let rows = [
            Row { cells: vec![cell(2, 1), cell(1, 2)], ..Row::default() },
            Row { cells: vec![cell(1, 1), cell(1, 1)], ..Row::default() },
            Row { cells: vec![cell(1, 3)], ..Row::default() },
        ];
        let grid = Grid::of(&rows, 3);
        let places = |row: usize| -> Vec<_> {
            grid.row(row).into_iter().map(|slot| slot.columns).collect()
        };
        assert_eq!(places(0), [0..1, 1..3]);
        assert_eq!(places(1), [1..2, 2..3]);
        assert_eq!(grid.groups(), [0..2, 2..3]);
    }

    #[test]
    fn spans_that_reach_too_far_are_cut() {
        let rows = [Row { cells: vec![cell(9, 9), cell(1, 1)], ..Row::default() }];
        let grid = Grid::of(&rows, 2);
        assert_eq!(grid.row(0)[0].columns, 0..2);
        assert_eq!(grid.row(0)[0].rows, 1);
        assert_eq!(grid.row(0)[1].columns, 1..2);
    }
}
