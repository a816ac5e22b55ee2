//! Tables: three rules and no verticals (三线表), columns by need, header rows repeated on each
//! page.

mod columns;
mod grid;
mod rows;

use super::flow::{Flow, Region};
use super::frame::{Pt, Role, TableSection};
use super::strip::Strip;
use crate::diag::{Code, Diagnostic};
use crate::model::{Row, Table};

use columns::Columns;
use grid::Grid;

/// The thickness of the rules above and below the table, and below its head (GB/T 1.1 leaves
/// them open; 1 pt and ½ pt are usual).
const OUTER_RULE: Pt = 1.0;
const INNER_RULE: Pt = 0.5;

/// One table, measured.
struct Plan<'t> {
    table: &'t Table,
    columns: Columns,
    region: Region,
}

impl Flow<'_> {
    /// A table with its caption above it.
    pub(super) fn table(&mut self, it: &Table, region: &Region) {
        let element = self.open(region.parent, Role::Table, &it.attr);
        let white = self.style.table.space * self.geometry.pitch;
        self.space(white);
        self.caption(&it.caption, element, region, true);
        let mut inner = self.set_off(region, element, &self.style.table);
        inner.measure = region.measure - (inner.x - region.x);
        inner.indent = 0.0;
        let columns = Columns::of(it, inner.measure, inner.size);
        if columns.size < inner.size {
            let count = columns.widths.len();
            let found = Diagnostic::new(Code::TableCrowded, [&count]).at(it.attr.span);
            self.bench.diagnostics.push(found);
            inner.pitch *= columns.size / inner.size;
            inner.size = columns.size;
        }
        let plan = Plan { table: it, columns, region: inner };
        self.sections_of_table(&plan);
        self.space(white);
    }

    fn sections_of_table(&mut self, plan: &Plan<'_>) {
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
            let parent = self.bench.tree.add(plan.region.parent, Role::TableSection(tagged));
            let mut strips = self.section_rows(plan, rows, section, parent);
            let count = strips.len();
            if section == TableSection::Head || (head.is_none() && index == 1) {
                strips.first_mut().into_iter().for_each(|s| plan.rule_above(s, OUTER_RULE));
            }
            if let Some(strip) = strips.last_mut() {
                let thickness = if Some(index) == last { OUTER_RULE } else { INNER_RULE };
                plan.rule_below(strip, thickness);
            }
            if section == TableSection::Head {
                head = self.repeatable(&strips);
                strips.iter_mut().for_each(|strip| strip.keep = true);
            } else {
                for strip in &mut strips {
                    strip.repeat.clone_from(&head.clone().map(Box::new));
                }
            }
            // The first two rows and the last two stay together, as lines of a paragraph do.
            if section == TableSection::Body && count > 1 {
                strips[count - 2].keep = true;
            }
            self.emit_all(strips);
        }
    }

    /// The head as it stands again on the next page, where it is no content; none if it would
    /// take too much of each page.
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
        plan: &Plan<'_>,
        rows: &[Row],
        section: TableSection,
        parent: super::frame::ElementId,
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

impl Plan<'_> {
    fn rule_above(&self, strip: &mut Strip, thickness: Pt) {
        strip.items.insert(0, self.rule(0.0, thickness));
    }

    fn rule_below(&self, strip: &mut Strip, thickness: Pt) {
        let y = strip.height - strip.leading - thickness;
        strip.items.push(self.rule(y, thickness));
    }

    fn rule(&self, y: Pt, height: Pt) -> super::frame::Item {
        super::frame::Item::Rule(super::frame::Rule {
            owner: super::frame::Owner::Artifact(super::frame::Artifact::Layout),
            x: self.region.x,
            y,
            width: self.columns.widths.iter().sum(),
            height,
            colour: [0, 0, 0],
        })
    }
}
