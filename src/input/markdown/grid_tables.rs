//! Grid tables of pandoc: borders of `+---+`, a head ended by `+===+`, blocks in cells, cells that
//! span columns and rows.
//!
//! Takes the source of a paragraph, returns which part of each line belongs to which cell. Borders
//! are compared by display columns, two for a Han; if an author counted otherwise, the bars of each
//! line decide.

use super::masks::Masks;
use super::source_cursor::{SourceCursor, gaps};
use super::{Parsed, Reader, formulas};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Alignment, Block, Cell, Gap, Inline, PartMut, Row, Span, Table, TableColumn,
};
use crate::text::script;

/// The maximum number of cells of a table; larger ones are text.
const MOST_CELLS: usize = 100_000;

/// A table that was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grid {
    columns: Vec<Option<Alignment>>,
    /// The number of head rows.
    head: usize,
    /// The first row of the foot.
    foot: usize,
    rows: Vec<Vec<GridCell>>,
    /// Whether its borders are aligned.
    is_regular: bool,
}

/// A cell that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct GridCell {
    row_span: usize,
    column_span: usize,
    /// The byte ranges of its lines, from the beginning of the table.
    lines: Vec<(usize, usize)>,
}

/// A line of the table with the columns of its characters.
struct TableLine<'t> {
    start: usize,
    text: &'t str,
    /// By column, the offset of the character that begins there.
    bytes: Vec<Option<usize>>,
}

impl<'t> TableLine<'t> {
    fn new(start: usize, text: &'t str) -> Self {
        let mut bytes = Vec::new();
        for (at, c) in text.char_indices() {
            let width = script::columns(c.encode_utf8(&mut [0; 4]));
            bytes.extend((0..width).map(|column| (column == 0).then_some(at)));
        }
        Self { start, text, bytes }
    }

    fn at(&self, column: usize) -> Option<char> {
        let byte = (*self.bytes.get(column)?)?;
        self.text[byte..].chars().next()
    }

    /// The bytes between two columns.
    fn between(&self, from: usize, to: usize) -> (usize, usize) {
        let byte = |column: usize| {
            let known = self.bytes.iter().skip(column).find_map(|byte| *byte);
            known.unwrap_or(self.text.len())
        };
        (byte(from), byte(to))
    }

    /// Whether a border runs between two columns.
    fn is_border(&self, from: usize, to: usize) -> bool {
        let (start, end) = self.between(from, to);
        let inner = &self.text[start..end.max(start)];
        !inner.is_empty()
            && inner.chars().all(|c| "-=:+".contains(c))
            && inner.contains(['-', '='])
    }
}

/// The table in the first `length` bytes of `source`.
pub(super) fn find(source: &str, length: usize) -> Option<Grid> {
    let source = source.get(..length)?;
    if !source.starts_with("+-") && !source.starts_with("+=") && !source.starts_with("+:") {
        return None;
    }
    let mut lines = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let text = line.trim_end();
        let lead = text.len() - text.trim_start().len();
        lines.push(TableLine::new(at + lead, &text[lead..]));
        at += line.len();
    }
    let is_whole = |line: &TableLine<'_>| {
        line.text.len() > 2
            && line.text.starts_with('+')
            && line.text.ends_with('+')
            && line.text.chars().all(|c| "+-=:".contains(c))
    };
    let framed = lines.iter().all(|line| line.text.starts_with(['+', '|']));
    if lines.len() < 3 || !framed || !is_whole(&lines[0]) || !is_whole(lines.last()?) {
        return None;
    }
    regular(&lines).or_else(|| by_bars(&lines, is_whole))
}

/// The columns of the bars: every plus of a border over the whole line.
fn places(lines: &[TableLine<'_>]) -> Vec<usize> {
    let mut found = std::collections::BTreeSet::new();
    for line in lines.iter().filter(|line| line.text.starts_with('+')) {
        let pluses = (0..line.bytes.len()).filter(|at| line.at(*at) == Some('+'));
        found.extend(pluses);
    }
    found.into_iter().collect()
}

/// A table with aligned bars.
fn regular(lines: &[TableLine<'_>]) -> Option<Grid> {
    let places = places(lines);
    let width = *places.last()?;
    let count = places.len() - 1;
    if count == 0 || lines.iter().any(|line| line.bytes.len() != width + 1) {
        return None;
    }
    let borders = |line: &TableLine<'_>| -> Vec<bool> {
        places.windows(2).map(|pair| line.is_border(pair[0] + 1, pair[1])).collect()
    };
    // A line with a border in some column separates the rows there.
    let bands: Vec<(Vec<bool>, usize)> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (borders(line), at))
        .filter(|(border, _)| border.iter().any(|it| *it))
        .collect();
    let rows = bands.len() - 1;
    if rows * count > MOST_CELLS {
        return None;
    }
    // Whether a bar precedes a column throughout a row.
    let barred = |row: usize, column: usize| {
        let (from, to) = (bands[row].1 + 1, bands[row + 1].1);
        from == to
            || lines[from..to]
                .iter()
                .any(|line| matches!(line.at(places[column]), Some('|' | '+')))
    };
    let mut taken = vec![vec![false; count]; rows];
    let mut found = Vec::new();
    for row in 0..rows {
        let mut cells = Vec::new();
        for column in 0..count {
            if taken[row][column] {
                continue;
            }
            let right = (column + 1..count).find(|at| barred(row, *at)).unwrap_or(count);
            let open = |at: usize| !bands[at].0[column..right].iter().any(|it| *it);
            let below = (row + 1..rows).find(|at| !open(*at)).unwrap_or(rows);
            if taken[row..below].iter().any(|it| it[column..right].iter().any(|it| *it)) {
                return None;
            }
            taken[row..below].iter_mut().for_each(|it| it[column..right].fill(true));
            let inner = &lines[bands[row].1 + 1..bands[below].1];
            let lines = inner.iter().filter_map(|line| {
                segment(line, line.between(places[column] + 1, places[right]))
            });
            cells.push(GridCell {
                row_span: below - row,
                column_span: right - column,
                lines: lines.collect(),
            });
        }
        found.push(cells);
    }
    let doubled = |band: usize| lines[bands[band].1].text.contains('=');
    let aligned = (1..rows).find(|band| doubled(*band)).unwrap_or(0);
    let head = aligned;
    let foot = (head + 1..rows).rev().find(|band| doubled(*band)).unwrap_or(rows);
    let line = &lines[bands[aligned].1];
    let columns = places.windows(2).map(|pair| alignment(line, pair[0] + 1, pair[1]));
    Some(Grid { columns: columns.collect(), head, foot, rows: found, is_regular: true })
}

/// A part of a line without trailing white space.
fn segment(line: &TableLine<'_>, (from, to): (usize, usize)) -> Option<(usize, usize)> {
    let to = from + line.text.get(from..to)?.trim_end().len();
    Some((line.start + from, line.start + to))
}

fn alignment(line: &TableLine<'_>, from: usize, to: usize) -> Option<Alignment> {
    match (line.at(from) == Some(':'), line.at(to.checked_sub(1)?) == Some(':')) {
        (true, true) => Some(Alignment::Center),
        (true, false) => Some(Alignment::Start),
        (false, true) => Some(Alignment::End),
        (false, false) => None,
    }
}

/// A table with unaligned bars: each line has as many as the first border.
fn by_bars(lines: &[TableLine<'_>], is_whole: impl Fn(&TableLine<'_>) -> bool) -> Option<Grid> {
    let count = lines[0].text.matches('+').count() - 1;
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    let mut head = 0;
    for (at, line) in lines.iter().enumerate() {
        if is_whole(line) {
            if line.text.contains('=') && head == 0 && at + 1 < lines.len() {
                head = rows.len();
            }
            if at + 1 < lines.len() {
                let cell = GridCell { row_span: 1, column_span: 1, lines: Vec::new() };
                rows.push(vec![cell; count]);
            }
            continue;
        }
        let bars: Vec<usize> = line.text.match_indices('|').map(|(at, _)| at).collect();
        if bars.len() < 2 {
            return None;
        }
        let ends = line.text.ends_with('|');
        let closed = bars.len() - usize::from(ends);
        let row = rows.last_mut()?;
        for (column, bar) in bars.iter().take(closed).enumerate() {
            let to = bars.get(column + 1).copied().unwrap_or(line.text.len());
            // The rest belongs to the last cell.
            let cell = row.get_mut(column).or(None);
            match cell {
                Some(cell) => cell.lines.extend(segment(line, (bar + 1, to))),
                None => row.last_mut()?.lines.extend(segment(line, (bar + 1, to))),
            }
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.lines.is_empty()));
    let foot = rows.len();
    let head = head.min(foot);
    (count > 0 && foot > 0).then(|| Grid {
        columns: vec![None; count],
        head,
        foot,
        rows,
        is_regular: false,
    })
}

impl Reader<'_> {
    /// The table that is at `start..end`.
    pub(super) fn grid_table(
        &mut self,
        grid: &Grid,
        (start, end): (usize, usize),
        depth: usize,
    ) -> Block {
        if !grid.is_regular {
            let found = Diagnostic::new(Code::MarkdownGrid, []);
            self.diagnostics.push(found.at(Span::new(0, start, end)));
        }
        let column = |align: &Option<Alignment>| TableColumn { align: *align, width: None };
        let columns = grid.columns.iter().map(column).collect();
        let mut table = Table { columns, ..Table::default() };
        let mut covered = Vec::new();
        for (index, cells) in grid.rows.iter().enumerate() {
            let mut row = Row::default();
            for found in cells {
                let lines: Vec<(usize, usize)> =
                    found.lines.iter().map(|(from, to)| (start + from, start + to)).collect();
                let span = |count: usize| (count > 1).then(|| u16::try_from(count).ok())?;
                let blocks = self.cell(&lines, depth);
                row.cells.push(Cell {
                    row_span: span(found.row_span),
                    column_span: span(found.column_span),
                    blocks,
                    ..Cell::default()
                });
                covered.extend(lines);
            }
            match index {
                _ if index < grid.head => table.head.push(row),
                _ if index >= grid.foot => table.foot.push(row),
                _ => table.body.push(row),
            }
        }
        // The borders are gaps before the first row.
        let marks = self.marks(covered, (start, end));
        let first = [&mut table.head, &mut table.body, &mut table.foot];
        if let Some(row) = first.into_iter().find_map(|rows| rows.first_mut()) {
            row.lead = marks.into_iter().map(Block::Gap).collect();
        }
        self.cover.at = end;
        Block::Table(Box::new(table))
    }

    /// The parts of `start..end` outside cells.
    fn marks(
        &self,
        mut covered: Vec<(usize, usize)>,
        (start, end): (usize, usize),
    ) -> Vec<Gap> {
        covered.sort_unstable();
        let mut out = Vec::new();
        let mut at = start;
        for (from, to) in covered.into_iter().chain([(end, end)]) {
            if at < from {
                out.extend(gaps(&self.cover.text[at..from], at));
            }
            at = at.max(to);
        }
        out
    }

    /// The blocks of a cell with lines at these offsets.
    fn cell(&mut self, lines: &[(usize, usize)], depth: usize) -> Vec<Block> {
        let indent = |(from, to): &(usize, usize)| {
            let text = &self.cover.text[*from..*to];
            (!text.trim().is_empty()).then(|| text.len() - text.trim_start_matches(' ').len())
        };
        let indent = lines.iter().filter_map(indent).min().unwrap_or(0);
        let mut text = String::new();
        // Where each line begins in the cell, and where in the source.
        let mut places = Vec::new();
        for (from, to) in lines {
            let from = (from + indent).min(*to);
            places.push((text.len(), from));
            text.push_str(&self.cover.text[from..*to]);
            text.push('\n');
        }
        let mut blocks = self.aside(&text, depth);
        let place = |span: &mut Option<Span>| {
            *span = span.and_then(|span| {
                let at = span.start as usize;
                let line = places.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
                let (start, source) = places[line];
                let next = places.get(line + 1).map_or(text.len(), |(start, _)| *start);
                // The line ends are the cell's, not the source's.
                ((span.end as usize) < next).then(|| {
                    Span::new(0, source + at - start, source + span.end as usize - start)
                })
            });
        };
        replace(&mut blocks, &place);
        // White space at either side of a cell is a gap.
        for (from, to) in lines {
            let to = (from + indent).min(*to);
            if *from < to {
                let white = gaps(&self.cover.text[*from..to], *from);
                blocks.extend(white.into_iter().map(Block::Gap));
            }
        }
        blocks
    }

    /// The blocks of a text that is parsed separately.
    fn aside(&mut self, text: &str, depth: usize) -> Vec<Block> {
        if depth >= self.deepest {
            return vec![crate::model::paragraph(vec![crate::model::text(text.trim())])];
        }
        let arena = comrak::Arena::new();
        let found = formulas::find(text, 0);
        let masked = Masks::put(text, &[("$", &found.money)]);
        let parsed = masked.as_ref().map_or(text, |(text, _)| text);
        let cover = SourceCursor::new(text, parsed, 0);
        let deepest = self.deepest.max(super::DEEPEST_MARKS);
        let Parsed { root, formulas, shallow } =
            super::parse(&arena, parsed, (0, deepest), &cover, found.formulas);
        if let Some((_, masks)) = &masked {
            masks.lift(root);
        }
        let mut inner = Reader {
            cover,
            formulas,
            diagnostics: Vec::new(),
            assets: std::mem::take(&mut self.assets),
            notes: std::mem::take(&mut self.notes),
            renamed: std::mem::take(&mut self.renamed),
            unknown: std::mem::take(&mut self.unknown),
            open: super::page_breaks::OpenElements::default(),
            paged: super::page_breaks::Classes::default(),
            line_ends: self.line_ends,
            deepest: self.deepest,
            flattened: self.flattened || shallow,
        };
        let mut blocks = inner.blocks(root, depth + 1, false);
        let rest = inner.cover.gaps(text.len());
        blocks.extend(rest.into_iter().map(Block::Gap));
        // Their places refer to the cell's text.
        let found = inner.diagnostics.into_iter();
        self.diagnostics.extend(found.map(|it| it.at(None)));
        self.assets = inner.assets;
        self.notes = inner.notes;
        self.renamed = inner.renamed;
        self.unknown = inner.unknown;
        self.flattened = inner.flattened;
        blocks
    }
}

/// Maps places in a cell to places in the source.
fn replace(blocks: &mut Vec<Block>, place: &dyn Fn(&mut Option<Span>)) {
    blocks.iter_mut().for_each(|block| replace_in(block, place));
    blocks.retain(|block| !matches!(block, Block::Gap(gap) if gap.span.is_none()));
}

fn replace_in(block: &mut Block, place: &dyn Fn(&mut Option<Span>)) {
    if let Block::Gap(gap) = block {
        place(&mut gap.span);
    }
    block.attrs_mut(&mut |attr| place(&mut attr.span));
    block.children_mut(&mut |part| match part {
        PartMut::Blocks(inner) => replace(inner, place),
        PartMut::Inlines(inner) => replace_inlines(inner, place),
    });
}

fn replace_inlines(inlines: &mut [Inline], place: &dyn Fn(&mut Option<Span>)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => place(&mut text.span),
            Inline::Gap(gap) => place(&mut gap.span),
            other => {
                other.attrs_mut(&mut |attr| place(&mut attr.span));
                other.children_mut(&mut |part| match part {
                    PartMut::Blocks(inner) => replace(inner, place),
                    PartMut::Inlines(inner) => replace_inlines(inner, place),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(table: &str) -> Vec<String> {
        let Some(grid) = find(table, table.len()) else { return Vec::new() };
        let cell = |cell: &GridCell| {
            let lines = cell.lines.iter().map(|(from, to)| table[*from..*to].trim());
            let text = lines.filter(|it| !it.is_empty()).collect::<Vec<_>>().join("/");
            match (cell.row_span, cell.column_span) {
                (1, 1) => text,
                (rows, columns) => format!("{text}({rows}×{columns})"),
            }
        };
        let row = |(at, row): (usize, &Vec<GridCell>)| {
            let cells: Vec<String> = row.iter().map(cell).collect();
            let sign = if at < grid.head {
                "="
            } else if at >= grid.foot {
                "_"
            } else {
                ""
            };
            format!("{sign}{}", cells.join(" | "))
        };
        grid.rows.iter().enumerate().map(row).collect()
    }

    #[test]
    fn cells_are_between_borders() {
        let table = "+------+----:+\n| 名称 | 数  |\n+======+=====+\n| 井   | 1   |\n| 台   |     |\n+------+-----+\n| 桥   | 22  |\n+------+-----+";
        assert_eq!(shown(table), ["=名称 | 数", "井/台 | 1", "桥 | 22"]);
    }

    #[test]
    fn cells_span_columns_and_rows() {
        let table = "+---+---+---+\n| a     | b |\n+---+---+   +\n| c | d |   |\n+---+---+---+";
        assert_eq!(shown(table), ["a(1×2) | b(2×1)", "c | d"]);
    }

    #[test]
    fn ragged_borders_are_read_by_their_bars() {
        let table = "+----+----+\n| 名称 | 数 |\n+====+====+\n| 井 | 1 |\n+----+----+";
        assert_eq!(shown(table), ["=名称 | 数", "井 | 1"]);
        assert!(!find(table, table.len()).unwrap().is_regular);
    }

    #[test]
    fn text_without_a_frame_is_no_table() {
        for text in
            ["+---+", "+---+\n| a |", "+---+\na\n+---+", "+ a\n+ b\n+ c", "+---+\n|\n+---+"]
        {
            assert_eq!(find(text, text.len()), None, "{text}");
        }
    }
}
