//! Rows and columns: matrices, cases, equations under one another (LaTeX's `array`; amsmath).

use super::frame::Frame;
use super::{FormulaSetter, Size};
use crate::math::tree::{
    Column, EquationNumber, Formula, MathClass, MathList, MathRow, MathStyle, MathTable,
    TableKind,
};

/// From baseline to baseline of rows, and how much of it is over the baseline, in em.
const PITCH: f32 = 1.2;
const STRUT: f32 = 0.7;
/// The least white between rows, in em.
const LEAST_GAP: f32 = 0.3;
/// Both of a small matrix, in em of its own type: lines of 6 pt in text of 10 pt (amsmath).
const SMALL_PITCH: f32 = 6.0 / 7.0;
const SMALL_LEAST_GAP: f32 = 0.1;
/// White between columns, in em.
const COLUMN_GAP: f32 = 1.0;
const SMALL_GAP: f32 = 0.28;
/// White between pairs of columns of equations.
const PAIR_GAP: f32 = 2.0;
/// White beside the relations of `eqnarray`.
const RELATION_GAP: f32 = 0.28;
/// White between displayed rows beside that of other rows.
const JOT: f32 = 0.3;

/// An equation on separate lines.
#[derive(Clone, Debug)]
pub(crate) struct DisplayRow {
    pub(crate) frame: Frame,
    /// Its alignment.
    pub(crate) align: Column,
    /// White below it, in em.
    pub(crate) space: f32,
    /// Its number.
    pub(crate) number: Option<Frame>,
    /// Whether its TeX names it.
    pub(crate) is_named: bool,
}

/// A table measured: cells by row, and the width of each column.
struct MeasuredCells {
    rows: Vec<Vec<Frame>>,
    widths: Vec<f32>,
}

impl FormulaSetter<'_, '_> {
    /// The equations of a displayed formula; `numbers` are those of its rows.
    pub(crate) fn display(
        &mut self,
        formula: &Formula,
        numbers: &[Option<String>],
    ) -> Vec<DisplayRow> {
        let size = self.size(MathStyle::Display, false);
        let mut out = Vec::new();
        let kind = formula.kind.filter(|kind| kind.is_aligned());
        let grid = kind.map(|kind| (self.grid(&formula.rows, size, kind), kind));
        let count = formula.rows.len();
        for (index, row) in formula.rows.iter().enumerate() {
            let frame = match &grid {
                Some((grid, kind)) => line(&grid.rows[index], &grid.widths, *kind),
                None => self.list(&joined(&row.cells), size),
            };
            let align = match formula.kind {
                Some(TableKind::Multline) if index == 0 => Column::Left,
                Some(TableKind::Multline) if index + 1 == count => Column::Right,
                _ => Column::Centre,
            };
            let number = self.number(row, numbers.get(index).and_then(Option::as_deref));
            let is_named = row.label.is_some();
            out.push(DisplayRow { frame, align, space: row.space, number, is_named });
        }
        out
    }

    /// The number of an equation; that of a tag is set as its TeX has it.
    fn number(&mut self, row: &MathRow, number: Option<&str>) -> Option<Frame> {
        let size = self.size(MathStyle::Text, false);
        let face = crate::math::tree::TextFace::Roman;
        let number = number?;
        let mut out = match &row.number {
            EquationNumber::Tag { content, text, .. } => {
                let (open, close) = number.split_once(text.as_str())?;
                let mut out = self.words(open, face, size);
                out.append(self.list(content, size));
                out.append(self.words(close, face, size));
                out
            }
            _ => self.words(number, face, size),
        };
        // The blank half of a mark at the end of a line is in the margin (`clreq.md` PUN-02).
        if number.ends_with('）') {
            out.width -= 0.5 * size.scale;
        }
        Some(out)
    }

    /// Several rows as one frame, for a formula in a line.
    pub(super) fn rows_in_line(&mut self, formula: &Formula) -> Frame {
        let size = self.size(MathStyle::Text, false);
        let kind = formula.kind.unwrap_or(TableKind::Gathered);
        let grid = self.grid(&formula.rows, size, kind);
        let columns = kind.columns().to_vec();
        let table = MathTable {
            kind,
            counts: None,
            open: None,
            close: None,
            columns,
            rows: formula.rows.clone(),
            verticals: Vec::new(),
            horizontals: Vec::new(),
        };
        self.stacked(&table, grid, size)
    }

    /// The cells of rows, set.
    fn grid(&mut self, rows: &[MathRow], size: Size, kind: TableKind) -> MeasuredCells {
        let pairs = matches!(kind, TableKind::Aligned | TableKind::Alignat);
        let mut widths: Vec<f32> = Vec::new();
        let mut out = Vec::new();
        for row in rows {
            let mut cells = Vec::new();
            for (column, cell) in row.cells.iter().enumerate() {
                // A relation at the start of a cell follows what is in the cell before.
                let before = (pairs && column % 2 == 1).then_some(MathClass::Ordinary);
                let cell = self.list_after(cell, size, before);
                if widths.len() <= column {
                    widths.push(0.0);
                }
                widths[column] = widths[column].max(cell.width);
                cells.push(cell);
            }
            out.push(cells);
        }
        MeasuredCells { rows: out, widths }
    }

    /// A table.
    pub(super) fn table(&mut self, it: &MathTable, size: Size) -> Frame {
        let inner = match it.kind {
            kind if kind.is_displayed() => self.restyle(size, MathStyle::Display),
            TableKind::Substack | TableKind::Small => size,
            _ => self.restyle(size, MathStyle::Text),
        };
        let grid = self.grid(&it.rows, inner, it.kind);
        let frame = self.stacked(it, grid, inner);
        match (it.open, it.close) {
            (None, None) => frame,
            (open, close) => self.surround(open, frame, close, size),
        }
    }

    /// Rows one below another, centred on the axis.
    fn stacked(&self, it: &MathTable, grid: MeasuredCells, size: Size) -> Frame {
        let s = size.scale;
        let gaps = gaps(it, grid.widths.len(), s);
        let loose = if it.kind.is_displayed() { JOT * s } else { 0.0 };
        let (pitch, least_gap) = match it.kind {
            TableKind::Substack => (PITCH * 0.8, LEAST_GAP),
            TableKind::Small => (SMALL_PITCH, SMALL_LEAST_GAP),
            _ => (PITCH, LEAST_GAP),
        };
        let (above, below) = (STRUT * pitch * s, (1.0 - STRUT) * pitch * s);
        let mut out = Frame::default();
        let rule = self.maths.constants.fraction_rule_thickness * s;
        let width: f32 = grid.widths.iter().sum::<f32>() + gaps.iter().sum::<f32>();
        let mut lefts = Vec::new();
        let mut x = 0.0;
        for (column, own) in grid.widths.iter().enumerate() {
            x += gaps.get(column).copied().unwrap_or(0.0);
            lefts.push(x);
            x += own;
        }
        let (mut y, mut lines) = (0.0, Vec::new());
        let count = grid.rows.len();
        for (index, cells) in grid.rows.into_iter().enumerate() {
            let lean = least_gap * s / 2.0;
            // A row higher than a line has white above and below it.
            let room = |least: f32, own: f32| if own > least { own + lean } else { least };
            let top = cells.iter().map(|cell| room(above, cell.ascent)).fold(above, f32::max);
            let bottom =
                cells.iter().map(|cell| room(below, cell.descent)).fold(below, f32::max);
            if it.horizontals.contains(&index) {
                lines.push(y);
            }
            y += top;
            for (column, cell) in cells.into_iter().enumerate() {
                let spare = grid.widths[column] - cell.width;
                let by = match column_of(it, column, index, count) {
                    Column::Left => 0.0,
                    Column::Centre => spare / 2.0,
                    Column::Right => spare,
                };
                out.draw(cell, lefts[column] + by, y);
            }
            y += bottom;
            if index + 1 < count {
                y += loose + it.rows.get(index).map_or(0.0, |row| row.space);
            }
        }
        if it.horizontals.contains(&count) {
            lines.push(y);
        }
        for line in lines {
            out.rule(0.0, line - rule / 2.0, width, rule);
        }
        for (column, drawn) in it.verticals.iter().enumerate() {
            if *drawn {
                let x = match lefts.get(column) {
                    Some(left) if column > 0 => left - gaps[column] / 2.0,
                    Some(_) => 0.0,
                    None => width,
                };
                out.rule(x - rule / 2.0, 0.0, rule, y);
            }
        }
        (out.width, out.ascent, out.descent) = (width, 0.0, y);
        let by = -(y / 2.0) - self.axis(size);
        out.lower(by)
    }
}

/// Where a cell is in its column.
fn column_of(it: &MathTable, column: usize, row: usize, rows: usize) -> Column {
    match it.kind {
        kind if kind.is_aligned() => kind.columns()[column % kind.columns().len()],
        TableKind::Multline if row == 0 => Column::Left,
        TableKind::Multline if row + 1 == rows => Column::Right,
        TableKind::Multline => Column::Centre,
        _ => it.columns.get(column).or(it.columns.last()).copied().unwrap_or(Column::Centre),
    }
}

/// The white before each column; after the last of an array with lines at its sides, too.
fn gaps(it: &MathTable, columns: usize, scale: f32) -> Vec<f32> {
    let gap = match it.kind {
        TableKind::Small => SMALL_GAP / 0.7,
        _ => COLUMN_GAP,
    };
    let side = if it.verticals.iter().any(|line| *line) || !it.horizontals.is_empty() {
        gap / 2.0
    } else {
        0.0
    };
    let mut gaps: Vec<f32> = (0..columns)
        .map(|column| {
            let own = match column {
                0 => side,
                _ if it.kind.is_aligned() => aligned_gap(it.kind, column),
                _ => gap,
            };
            scale * own
        })
        .collect();
    gaps.push(side * scale);
    gaps
}

/// The white before a column of equations, in em.
fn aligned_gap(kind: TableKind, column: usize) -> f32 {
    match kind {
        TableKind::Aligned if column > 0 && column.is_multiple_of(2) => PAIR_GAP,
        TableKind::Eqnarray if column > 0 => RELATION_GAP,
        _ => 0.0,
    }
}

/// A row of aligned equations: all columns, each as wide as it is in any row.
fn line(cells: &[Frame], widths: &[f32], kind: TableKind) -> Frame {
    let mut out = Frame::default();
    for (column, width) in widths.iter().enumerate() {
        out.width += aligned_gap(kind, column);
        if let Some(cell) = cells.get(column) {
            let spare = width - cell.width;
            let x = match kind.columns()[column % kind.columns().len()] {
                Column::Left => 0.0,
                Column::Centre => spare / 2.0,
                Column::Right => spare,
            };
            out.draw(cell.clone(), out.width + x, 0.0);
        }
        out.width += width;
    }
    out
}

fn joined(cells: &[MathList]) -> MathList {
    cells.concat()
}
