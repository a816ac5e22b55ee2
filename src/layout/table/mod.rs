//! Tables: three rules and no verticals (三线表) or as set, columns by need, header rows repeated on
//! each page.

mod columns;
mod grid;
mod rows;

use super::flow::{Flow, Region};
use super::frame::{Artifact, ElementId, Item, Owner, Pt, Rule, StructureRole, TableSection};
use super::strip::Strip;
use crate::diag::{Code, Diagnostic};
use crate::model::{Row, Table, TableRules};

use columns::Columns;
use grid::Grid;

/// The thickness of the rules above and below the table, and below its head (GB/T 1.1 leaves
/// them open; 1 pt and ½ pt are usual).
const OUTER_RULE: Pt = 1.0;
const INNER_RULE: Pt = 0.5;
/// The thickness and colour of rules that only separate rows.
const FINE_RULE: Pt = 0.25;
const FINE_COLOUR: [u8; 3] = [0x99; 3];

/// One table, measured.
struct MeasuredTable<'t> {
    table: &'t Table,
    columns: Columns,
    region: Region,
    rules: TableRules,
}

impl Flow<'_> {
    /// A table with its caption above it.
    pub(super) fn table(&mut self, it: &Table, region: &Region) {
        let element = self.open(region.parent, StructureRole::Table, &it.attr);
        let white = self.style.table.space * self.geometry.pitch;
        self.set_apart(region, (white, white), |flow| {
            flow.caption_and_rows(it, element, region)
        });
    }

    /// The parts of a table between the white above and below it.
    fn caption_and_rows(&mut self, it: &Table, element: ElementId, region: &Region) {
        self.caption(&it.caption, element, region, true);
        let mut inner = self.set_off(region, element, &self.style.table.set_off());
        inner.measure = region.measure - (inner.x - region.x);
        inner.indent = 0.0;
        let columns = Columns::of(it, inner.measure, inner.size, &mut self.composer);
        if columns.size < inner.size * columns::SMALLEST {
            let count = columns.widths.len();
            let found = Diagnostic::new(Code::TableCrowded, [&count]).at(it.attr.span);
            self.composer.diagnostics.push(found);
        }
        inner.pitch *= columns.size / inner.size;
        inner.size = columns.size;
        let rules = it.rules.unwrap_or(self.style.table.rules);
        let plan = MeasuredTable { table: it, columns, region: inner, rules };
        self.sections_of_table(&plan);
    }

    fn sections_of_table(&mut self, plan: &MeasuredTable<'_>) {
        let table = plan.table;
        let parts: [(TableSection, &[Row]); 3] = [
            (TableSection::Head, &table.head),
            (TableSection::Body, &table.body),
            (TableSection::Foot, &table.foot),
        ];
        let last = parts.iter().rposition(|(_, rows)| !rows.is_empty());
        let mut head: Option<Strip> = None;
        for (index, (section, rows)) in parts.into_iter().enumerate() {
            if rows.is_empty() {
                continue;
            }
            // Without a body there is neither head nor foot (ISO 32000-1 §14.8.4.3.4).
            let tagged = if table.body.is_empty() { TableSection::Body } else { section };
            let parent =
                self.composer.tree.add(plan.region.parent, StructureRole::TableSection(tagged));
            let mut strips = self.section_rows(plan, rows, section, parent);
            let count = strips.len();
            let begins = section == TableSection::Head || (head.is_none() && index == 1);
            plan.rule(&mut strips, section, begins, Some(index) == last);
            if section == TableSection::Head {
                head = self.repeatable(&strips);
                strips.iter_mut().for_each(|strip| strip.keep = true);
            } else {
                for strip in &mut strips {
                    strip.repeat.clone_from(&head.clone().map(Box::new));
                }
            }
            // The first two rows and the last two are kept together, like lines of a paragraph.
            if section == TableSection::Body && count > 1 {
                strips[0].keep = true;
                strips[count - 2].keep = true;
            }
            self.emit_all(strips);
        }
    }

    /// The head as repeated on the next page, where it is an artifact; `None` if it would take too
    /// much of each page.
    fn repeatable(&self, strips: &[Strip]) -> Option<Strip> {
        let mut head = super::figure::stack(strips.to_vec());
        let area = self.geometry.bottom() - self.geometry.top;
        if head.height > area * 0.3 {
            return None;
        }
        head.ids.clear();
        head.make_artifact();
        Some(head)
    }

    fn section_rows(
        &mut self,
        plan: &MeasuredTable<'_>,
        rows: &[Row],
        section: TableSection,
        parent: ElementId,
    ) -> Vec<Strip> {
        let grid = Grid::of(plan.table, rows, plan.columns.widths.len());
        let mut strips = Vec::new();
        for group in grid.groups() {
            let rows: Vec<_> = group.map(|row| grid.row(row)).collect();
            strips.extend(self.group(plan, &rows, section, parent));
        }
        strips
    }
}

impl MeasuredTable<'_> {
    /// Draws the horizontal rules of a part of the table.
    fn rule(&self, strips: &mut [Strip], section: TableSection, begins: bool, ends: bool) {
        let strong = match self.rules {
            TableRules::None => return,
            TableRules::ThreeLine | TableRules::Rows => OUTER_RULE,
            TableRules::Grid => INNER_RULE,
        };
        // Rows of several lines are separated by a fine rule.
        let wrapped = section != TableSection::Head && strips.iter().any(is_wrapped);
        let (between, colour) = match self.rules {
            TableRules::Rows => (Some(INNER_RULE), [0; 3]),
            TableRules::ThreeLine if wrapped => (Some(FINE_RULE), FINE_COLOUR),
            // A grid is drawn cell by cell.
            _ => (None, [0; 3]),
        };
        if begins && let Some(first) = strips.first_mut() {
            first.items.insert(0, self.line(0.0, strong, [0; 3]));
        }
        let last = strips.len().saturating_sub(1);
        for (index, strip) in strips.iter_mut().enumerate() {
            let rule = match index == last {
                true => Some((if ends { strong } else { INNER_RULE }, [0; 3])),
                false => between.map(|thickness| (thickness, colour)),
            };
            if let Some((thickness, colour)) = rule {
                let y = strip.height - strip.leading - thickness;
                strip.items.push(self.line(y, thickness, colour));
            }
        }
    }

    /// A line across all columns.
    fn line(&self, y: Pt, height: Pt, colour: [u8; 3]) -> Item {
        let width = self.columns.widths.iter().sum();
        rectangle(self.region.x, y, width, height, colour)
    }
}

/// A rule as an artifact.
fn rectangle(x: Pt, y: Pt, width: Pt, height: Pt, colour: [u8; 3]) -> Item {
    let owner = Owner::Artifact(Artifact::Layout);
    Item::Rule(Rule { owner, x, y, width, height, colour })
}

/// Whether a row has cells of several lines.
fn is_wrapped(strip: &Strip) -> bool {
    let mut lines = strip.lines.iter().map(|placed| (placed.x, placed.y));
    let first = lines.next();
    first.is_some_and(|(_, top)| lines.any(|(_, y)| (y - top).abs() > 1.0))
}
