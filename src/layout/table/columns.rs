//! The widths of a table's columns.

use std::borrow::Cow;

use super::super::frame::Pt;
use super::grid::column_count;
use crate::layout::composer::Composer;
use crate::model::{
    Alignment, Block, Inline, Node, Row, Table, text, visit, visit_inlines_mut,
};
use crate::text::script::{self, columns as text_columns};

/// The white at either side of a cell, in em.
pub(super) const PADDING: f32 = 0.5;
/// The minimum width of a column, in em, at full type size.
const NARROWEST: f32 = 1.6;
/// Columns whose cells are no longer than this, in em, are set in the middle.
const SHORT: f32 = 9.0;
/// Cells no longer than this, in em, are words.
const SHORT_CELL: f32 = 5.0;
/// Longer words, in columns, are addresses, and may be split.
const LONGEST_WORD: usize = 30;
/// The minimum size of the type of a table that keeps its words whole.
pub(super) const SMALLEST: f32 = 0.8;

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Columns {
    /// Their widths.
    pub(super) widths: Vec<Pt>,
    /// Where each begins.
    pub(super) lefts: Vec<Pt>,
    /// The alignment of their cells.
    pub(super) align: Vec<Alignment>,
    /// The size of type: smaller than requested if there are very many columns.
    pub(super) size: Pt,
}

impl Columns {
    /// Columns for a table in this measure. A word is not split if the other columns can be
    /// narrower, or if slightly smaller type keeps it whole.
    pub(super) fn of(
        table: &Table,
        measure: Pt,
        size: Pt,
        composer: &mut Composer<'_>,
    ) -> Self {
        let count = column_count(table);
        let shown = with_formulas_measured(table, composer);
        let table = shown.as_ref();
        let natural_widths = natural(table, count);
        #[expect(clippy::cast_precision_loss, reason = "columns of a table")]
        let even = measure / count as f32;
        // Very many columns: the type shrinks until each holds a character.
        let mut size = size.min(even / NARROWEST);
        let widths = declared(table, count, measure).unwrap_or_else(|| {
            let whole = |em: &f32| em + 2.0 * PADDING;
            let natural_widths: Vec<f32> = natural_widths.iter().map(whole).collect();
            let least = |short: f32, composer: &mut Composer<'_>| -> Vec<f32> {
                longest_words(table, count, short, composer).iter().map(whole).collect()
            };
            let fits = |least: &[f32], size: Pt| least.iter().sum::<f32>() * size <= measure;
            let mut kept = vec![NARROWEST; count];
            if natural_widths.iter().sum::<f32>() * size > measure {
                // Short cells are words, too, as long as there is room.
                for short in [SHORT_CELL, 0.0] {
                    let least = least(short, composer);
                    let total = least.iter().sum::<f32>();
                    let smaller = measure / total;
                    if fits(&least, size) {
                        kept = least;
                        break;
                    }
                    if short == 0.0 && smaller >= size * SMALLEST {
                        size = smaller * 0.999;
                        kept = least;
                    }
                }
            }
            let points = |em: &[f32]| em.iter().map(|em| em * size).collect::<Vec<Pt>>();
            let natural_widths =
                points(&natural_widths).into_iter().map(|width| width.min(measure));
            share(natural_widths.collect(), measure, &points(&kept))
        });
        let align = (0..count)
            .map(|column| {
                table.columns.get(column).and_then(|c| c.align).unwrap_or(
                    if natural_widths[column] <= SHORT {
                        Alignment::Center
                    } else {
                        Alignment::Start
                    },
                )
            })
            .collect();
        Self { lefts: starts(&widths), widths, align, size }
    }
}

/// The table with its formulas replaced by digits of the same width: their TeX does not show their
/// width.
fn with_formulas_measured<'t>(table: &'t Table, composer: &mut Composer<'_>) -> Cow<'t, Table> {
    let cells = rows(table).flat_map(|row| &row.cells);
    let has_formula = cells.into_iter().any(|cell| {
        let mut found = false;
        visit(&cell.blocks, &mut |node| {
            found |= matches!(node, Node::Inline(Inline::Math(_)));
        });
        found
    });
    if !has_formula {
        return Cow::Borrowed(table);
    }
    let mut table = table.clone();
    let all = table.head.iter_mut().chain(&mut table.body).chain(&mut table.foot);
    for cell in all.flat_map(|row| &mut row.cells) {
        visit_inlines_mut(&mut cell.blocks, &mut |inline| {
            let Inline::Math(math) = &*inline else { return };
            let Some(width) = composer.formula_width(&math.content) else { return };
            #[expect(clippy::cast_possible_truncation, reason = "a width of a few em")]
            #[expect(clippy::cast_sign_loss, reason = "at least one")]
            let digits = (width * 2.0).ceil().clamp(1.0, 200.0) as usize;
            *inline = text("0".repeat(digits));
        });
    }
    Cow::Owned(table)
}

/// The start of each of these lengths, in sequence.
pub(super) fn starts(lengths: &[Pt]) -> Vec<Pt> {
    let next = |end: &mut Pt, length: &Pt| Some(std::mem::replace(end, *end + length));
    lengths.iter().scan(0.0, next).collect()
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

/// The longest words of each column's cells, as they are set, in em: letters and digits that no
/// space or Han parts, and whole cells that are no longer than `short`.
fn longest_words(
    table: &Table,
    count: usize,
    short: f32,
    composer: &mut Composer<'_>,
) -> Vec<f32> {
    // The longest by their columns; of those few, the width is measured.
    let mut longest = vec![String::new(); count];
    for row in rows(table) {
        let mut column = 0;
        for cell in &row.cells {
            let span = usize::from(cell.column_span.unwrap_or(1)).max(1);
            if let Some(known) = longest.get_mut(column).filter(|_| span == 1) {
                for word in words(&cell.blocks, short) {
                    if weight(&word) > weight(known) {
                        *known = word;
                    }
                }
            }
            column += span;
        }
    }
    longest.iter().map(|word| composer.width(word).max(NARROWEST - 2.0 * PADDING)).collect()
}

/// A guess at the width of a word: capitals are wider.
fn weight(word: &str) -> usize {
    text_columns(word) * 4 + word.chars().filter(char::is_ascii_uppercase).count()
}

/// The words of a cell that no line should part.
fn words(blocks: &[Block], short: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    visit(blocks, &mut |node| match node {
        Node::Block(Block::Gap(_)) => {}
        Node::Block(_) | Node::Inline(Inline::LineBreak(_)) => lines.push(String::new()),
        Node::Inline(Inline::Text(text)) => {
            lines.last_mut().into_iter().for_each(|line| line.push_str(&text.text));
        }
        Node::Inline(_) => {}
    });
    let mut out = Vec::new();
    for line in lines {
        #[expect(clippy::cast_precision_loss, reason = "a line that is short")]
        let is_short = text_columns(&line) as f32 * 0.5 <= short;
        if is_short && !line.contains(' ') {
            out.push(line);
            continue;
        }
        let parts = line.split(|c: char| {
            c.is_whitespace()
                || script::is_han(c)
                || script::is_cjk_punctuation(c)
                || script::is_fullwidth_form(c)
        });
        let fits = |word: &&str| !word.is_empty() && text_columns(word) <= LONGEST_WORD;
        out.extend(parts.filter(fits).map(str::to_owned));
    }
    out
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

/// The widths set in the table, if for all columns.
fn declared(table: &Table, count: usize, measure: Pt) -> Option<Vec<Pt>> {
    let shares: Vec<f32> = table.columns.iter().filter_map(|column| column.width).collect();
    let total: f32 = shares.iter().sum();
    let sound = shares.len() == count && shares.iter().all(|share| *share > 0.0);
    (sound && total > 0.0 && total.is_finite())
        .then(|| shares.iter().map(|share| share / total * measure).collect())
}

/// Distributes the measure: the wanted widths if they fit; otherwise the narrow columns get theirs
/// and the others the same share of the rest, each at least its minimum.
fn share(natural_widths: Vec<Pt>, measure: Pt, least: &[Pt]) -> Vec<Pt> {
    let total: Pt = natural_widths.iter().sum();
    if total <= measure {
        let factor = measure / total;
        return natural_widths.into_iter().map(|width| width * factor).collect();
    }
    let needed: Pt = least.iter().sum();
    // Where not even that fits, all have the same share of what they need.
    let scale = (measure / needed).min(1.0);
    let least: Vec<Pt> = least.iter().map(|width| width * scale).collect();
    let most: Vec<Pt> =
        natural_widths.iter().zip(&least).map(|(natural, least)| natural.max(*least)).collect();
    let total = |level: Pt| {
        least.iter().zip(&most).map(|(least, most)| most.min(level).max(*least)).sum()
    };
    let mut levels: Vec<Pt> = least.iter().chain(&most).copied().collect();
    levels.sort_by(Pt::total_cmp);
    // Between two neighbouring levels the sum of all widths grows evenly.
    let reached = levels.partition_point(|level| {
        let sum: Pt = total(*level);
        sum < measure
    });
    let level = match reached.checked_sub(1).map(|below| levels[below]) {
        None => levels.first().copied().unwrap_or_default(),
        Some(below) => {
            let grows = least.iter().zip(&most);
            let open = grows.filter(|(least, most)| **least <= below && **most > below).count();
            let sum: Pt = total(below);
            #[expect(clippy::cast_precision_loss, reason = "columns of a table")]
            let open = open.max(1) as f32;
            below + (measure - sum) / open
        }
    };
    least.iter().zip(&most).map(|(least, most)| most.min(level).max(*least)).collect()
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn narrow_columns_get_their_natural_width() {
        assert_eq!(share(vec![10.0, 300.0, 300.0], 210.0, &[5.0; 3]), [10.0, 100.0, 100.0]);
    }

    #[test]
    fn spare_room_is_shared_in_proportion() {
        assert_eq!(share(vec![10.0, 30.0], 80.0, &[5.0; 2]), [20.0, 60.0]);
    }

    #[test]
    fn columns_have_the_room_that_their_words_need() {
        let widths = share(vec![20.0, 90.0, 300.0], 200.0, &[20.0, 80.0, 10.0]);
        assert_eq!(widths, [20.0, 90.0, 90.0]);
        let widths = share(vec![120.0, 300.0, 300.0], 200.0, &[110.0, 10.0, 10.0]);
        assert_eq!(widths, [110.0, 45.0, 45.0]);
        // Where not even the words fit, the measure holds.
        let widths = share(vec![400.0, 400.0], 200.0, &[300.0, 100.0]);
        assert_eq!(widths, [150.0, 50.0]);
    }
}
