//! Converts the rows of a table to strips.

use std::collections::VecDeque;

use super::super::flow::{Flow, Region};
use super::super::frame::{ElementId, Item, Pt, Scope, StructureRole, TableSection};
use super::super::strip::Strip;
use super::columns::{PADDING, starts};
use super::grid::{GridRow, Slot};
use super::{INNER_RULE, MeasuredTable, rectangle};
use crate::font;
use crate::model::{Alignment, TableRules};

/// The white above and below the text of a cell, in em.
const WHITE: f32 = 0.35;
/// A row that takes more of a page than this is split, so that pages are not left empty.
const TALLEST: f32 = 0.4;

/// A laid-out cell: strips from the top of its row.
struct Set {
    row: usize,
    rows: usize,
    /// Where it begins in the table, and how wide it is.
    x: Pt,
    width: Pt,
    height: Pt,
    strips: Vec<Strip>,
    middle: bool,
}

impl Flow<'_> {
    /// The strips of rows that spans connect: one, unless that is too high.
    pub(super) fn group(
        &mut self,
        plan: &MeasuredTable<'_>,
        rows: &[GridRow<'_>],
        section: TableSection,
        parent: ElementId,
    ) -> Vec<Strip> {
        let mut cells = Vec::new();
        let mut ids = Vec::new();
        for (index, GridRow { row, slots }) in rows.iter().enumerate() {
            let element =
                self.composer.tree.add_with(parent, StructureRole::TableRow, &row.attr);
            ids.extend(row.attr.id.clone());
            for slot in slots {
                cells.push(self.cell(plan, slot, index, section, element));
            }
        }
        let heights = row_heights(&cells, rows.len());
        let total: Pt = heights.iter().sum();
        let area = self.geometry.bottom() - self.geometry.top;
        let limit = area * TALLEST;
        let frames = match plan.rules {
            TableRules::Grid => frames(&cells, &heights),
            _ => Vec::new(),
        };
        let mut strips = if total > limit {
            // Of a row that pages part, the rules beside the cells are drawn.
            let edges = edges(plan);
            let limit = limit.max(plan.region.pitch);
            let mut strips = slices(cells, &heights, limit, plan.region.size * WHITE);
            if plan.rules == TableRules::Grid {
                for strip in &mut strips {
                    let height = strip.height;
                    let sides = edges.iter().map(|x| upright(*x, 0.0, height));
                    strip.items.splice(0..0, sides);
                }
            }
            strips
        } else {
            let mut strip = whole(cells, &heights);
            strip.items.splice(0..0, frames);
            vec![strip]
        };
        if let Some(first) = strips.first_mut() {
            first.ids.splice(0..0, ids);
        }
        strips
    }

    fn cell(
        &mut self,
        plan: &MeasuredTable<'_>,
        slot: &Slot<'_>,
        row: usize,
        section: TableSection,
        parent: ElementId,
    ) -> Set {
        let head = section == TableSection::Head;
        let scope = match (head, slot.cell.map(|cell| cell.header)) {
            (true, Some(_)) => Some(Scope::Column),
            (false, Some(true)) => Some(Scope::Row),
            (_, None | Some(false)) => None,
        };
        let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let role = StructureRole::TableCell {
            scope,
            row_span: narrow(slot.rows),
            column_span: narrow(slot.columns.len()),
        };
        let left: Pt = plan.columns.lefts[slot.columns.start];
        let width: Pt = plan.columns.widths[slot.columns.clone()].iter().sum();
        let x = plan.region.x + left;
        let Some(cell) = slot.cell else {
            self.composer.tree.add(parent, role);
            let height = plan.region.size * (1.0 + 2.0 * WHITE);
            return Set { row, rows: 1, x, width, height, strips: Vec::new(), middle: false };
        };
        let element = self.open(parent, role, &cell.attr);
        // A table may ask for columns narrower than a character.
        let size = plan.region.size.min(width);
        let padding = (PADDING * size).min((width - size).max(0.0) * 0.5);
        let align = match cell.align {
            Some(align) => align,
            None if head || slot.columns.len() > 1 => Alignment::Center,
            None => plan.columns.align[slot.columns.start],
        };
        let region = Region {
            parent: element,
            x: x + padding,
            measure: width - 2.0 * padding,
            size,
            align,
            face: if scope.is_some() { font::Role::Strong } else { plan.region.face },
            ..plan.region.clone()
        };
        let waiting = (std::mem::take(&mut self.keep), std::mem::take(&mut self.next));
        let mut strips = self.collect(|flow| flow.blocks(&cell.blocks, &region));
        hold(&mut strips);
        let outer = std::mem::replace(&mut self.next, waiting.1);
        self.keep = waiting.0;
        self.next.ids.extend(outer.ids);
        let white = size * WHITE;
        let text: Pt = match strips.last() {
            Some(last) => extent(&strips) - last.leading,
            None => size,
        };
        let height = text + 2.0 * white;
        Set { row, rows: slot.rows, x, width, height, strips, middle: true }
    }
}

/// Adds space for content above the first line or below the last, as with formulas: a cell has no
/// white of other lines around it.
fn hold(strips: &mut [Strip]) {
    if let Some(first) = strips.first_mut() {
        let over = first.lines.iter().map(|it| it.line.ascent - it.y).fold(0.0, Pt::max);
        first.shift(0.0, over);
        first.height += over;
    }
    if let Some(last) = strips.last_mut() {
        let end = last.height - last.leading;
        let under = last.lines.iter().map(|it| it.y + it.line.descent - end);
        last.height += under.fold(0.0, Pt::max);
    }
}

/// The rules around cells: below each and at its end, and at the start of the table.
fn frames(cells: &[Set], heights: &[Pt]) -> Vec<Item> {
    let start = cells.iter().map(|cell| cell.x).fold(Pt::INFINITY, Pt::min);
    let mut out = Vec::new();
    for cell in cells {
        let top: Pt = heights[..cell.row].iter().sum();
        let end = (cell.row + cell.rows).min(heights.len());
        let height: Pt = heights[cell.row..end].iter().sum();
        let below = top + height - INNER_RULE;
        out.push(rectangle(cell.x, below, cell.width, INNER_RULE, [0; 3]));
        out.push(upright(cell.x + cell.width, top, height));
        if cell.x <= start {
            out.push(upright(cell.x, top, height));
        }
    }
    out
}

/// A rule down the table, its middle at `x`.
fn upright(x: Pt, y: Pt, height: Pt) -> Item {
    rectangle(x - INNER_RULE * 0.5, y, INNER_RULE, height, [0; 3])
}

/// Where the columns begin, and where the last ends.
fn edges(plan: &MeasuredTable<'_>) -> Vec<Pt> {
    let mut x = plan.region.x;
    let ends = plan.columns.widths.iter().map(|width| {
        x += width;
        x
    });
    std::iter::once(plan.region.x).chain(ends).collect()
}

/// The height of strips one below another.
fn extent(strips: &[Strip]) -> Pt {
    strips
        .iter()
        .enumerate()
        .map(|(index, strip)| strip.height + if index > 0 { strip.before } else { 0.0 })
        .sum()
}

/// The height of each row: what its cells need; the last row of a span takes the remainder.
fn row_heights(cells: &[Set], rows: usize) -> Vec<Pt> {
    let mut heights = vec![0.0_f32; rows];
    for cell in cells.iter().filter(|cell| cell.rows == 1) {
        heights[cell.row] = heights[cell.row].max(cell.height);
    }
    for cell in cells.iter().filter(|cell| cell.rows > 1) {
        let rows = cell.row..(cell.row + cell.rows).min(heights.len());
        let has: Pt = heights[rows.clone()].iter().sum();
        if let Some(last) = heights[rows].last_mut() {
            *last += (cell.height - has).max(0.0);
        }
    }
    heights
}

/// All rows as one strip.
fn whole(cells: Vec<Set>, heights: &[Pt]) -> Strip {
    let mut strip = Strip { height: heights.iter().sum(), ..Strip::default() };
    let tops = starts(heights);
    for cell in cells {
        let top = tops[cell.row];
        let end = (cell.row + cell.rows).min(heights.len());
        let room: Pt = heights[cell.row..end].iter().sum();
        let drop = if cell.middle { (room - cell.height) * 0.5 } else { 0.0 };
        let size = (cell.height - extent_of(&cell.strips)) * 0.5;
        add(&mut strip, cell.strips, top + drop + size);
    }
    strip
}

fn extent_of(strips: &[Strip]) -> Pt {
    extent(strips) - strips.last().map_or(0.0, |last| last.leading)
}

/// Puts strips one below another into a larger one.
fn add(into: &mut Strip, strips: Vec<Strip>, top: Pt) {
    let mut y = top;
    for (index, mut strip) in strips.into_iter().enumerate() {
        y += if index > 0 { strip.before } else { 0.0 };
        strip.shift(0.0, y);
        y += strip.height;
        into.items.append(&mut strip.items);
        into.lines.append(&mut strip.lines);
        into.ids.append(&mut strip.ids);
        into.headings.append(&mut strip.headings);
    }
}

/// Rows that are too high for a page, split into strips that fit: each takes from every cell what
/// fits.
fn slices(cells: Vec<Set>, heights: &[Pt], limit: Pt, white: Pt) -> Vec<Strip> {
    let mut done = Vec::new();
    let mut rows: Vec<Vec<VecDeque<Strip>>> = vec![Vec::new(); heights.len()];
    for cell in cells {
        rows[cell.row].push(cell.strips.into());
    }
    for mut rest in rows {
        loop {
            let mut slice = Strip::default();
            let mut height: Pt = 0.0;
            for cell in &mut rest {
                let mut taken = Vec::new();
                let mut used = 0.0;
                while let Some(strip) = cell.front() {
                    let with =
                        used + strip.height + if used > 0.0 { strip.before } else { 0.0 };
                    if with > limit && !taken.is_empty() {
                        break;
                    }
                    used = with;
                    taken.extend(cell.pop_front());
                }
                height = height.max(used);
                add(&mut slice, taken, white);
            }
            slice.height = height + 2.0 * white;
            done.push(slice);
            if rest.iter().all(VecDeque::is_empty) {
                break;
            }
        }
    }
    done
}
