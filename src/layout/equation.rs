//! Displayed formulas (独立公式) on the page: each equation centred in as many whole lines as it needs
//! (占行; `clreq.md` GRD-03), its number at the right.

use super::flow::{Flow, Region, whole_lines};
use super::frame::{Owner, StructureRole};
use super::inline::TextLine;
use super::math::DisplayRow;
use super::strip::{GridFit, Strip};
use crate::diag::{Code, Diagnostic};
use crate::math::{self, tree::Column};
use crate::model::{Alignment, Attr, Inline, MathBlock, MathSpan, Pieces, Span, plain_text};

/// The minimum white above and below an equation together, in em.
const LEAST_WHITE: f32 = 0.4;
/// The least white between an equation and its number, in em.
const NUMBER_GAP: f32 = 1.0;

impl Flow<'_> {
    /// A displayed formula; its TeX, centred, if it can't be set.
    pub(super) fn math(&mut self, it: &MathBlock, region: &Region) {
        let tex = plain_text(&it.content);
        let formula = math::parse(&tex).ok();
        let span = Pieces::of_inlines(&it.content).extent();
        let rows =
            formula.and_then(|of| self.composer.display(&of, &it.numbers, &region.lang, span));
        let Some(rows) = rows else {
            let inner = Region { align: Alignment::Center, indent: 0.0, ..region.clone() };
            let content = it.content.clone();
            let math = MathSpan { attr: Attr::default(), content };
            let math = Inline::Math(Box::new(math));
            return self.paragraph(&[math], &it.attr, StructureRole::Paragraph, &inner);
        };
        let parent = self.open(region.parent, StructureRole::Paragraph, &it.attr);
        let mut labels = it.labels.iter();
        let owner = self.composer.tree.add(parent, StructureRole::Formula);
        self.composer.tree.element_mut(owner).alt = Some(tex.trim().to_owned());
        let last = rows.len().saturating_sub(1);
        for (index, row) in rows.into_iter().enumerate() {
            if row.is_named {
                self.next.ids.extend(labels.next().and_then(|label| label.id.clone()));
            }
            let space = row.space * region.size;
            let owners = (Owner::Element(owner), Owner::Element(parent));
            let mut strip = self.equation(row, owners, region, span);
            // Three or fewer equations are kept on one page.
            strip.keep = index < last && (index == 0 || index + 1 == last);
            self.emit(strip);
            if space > 0.0 && index < last {
                self.space(space);
            }
        }
    }

    /// An equation as a strip.
    fn equation(
        &mut self,
        row: DisplayRow,
        (owner, number_owner): (Owner, Owner),
        region: &Region,
        span: Option<Span>,
    ) -> Strip {
        let colour = [0, 0, 0];
        let size = region.size;
        let number = row.number.as_ref().map_or(0.0, |number| number.width * size);
        let reserved = if number > 0.0 { number + NUMBER_GAP * size } else { 0.0 };
        let natural = row.frame.width * size;
        let room = (region.measure - reserved).max(size);
        // A formula wider than its line is scaled down.
        let factor = (room / natural.max(0.01)).min(1.0);
        if factor < 1.0 {
            self.composer.diagnostics.push(Diagnostic::new(Code::LineTooLong, []).at(span));
        }
        let width = natural * factor;
        let x = match row.align {
            Column::Left => 0.0,
            Column::Right => room - width,
            // Centred in the line, unless it would overlap the number.
            Column::Centre => ((region.measure - width) / 2.0).min(room - width),
        };
        let mut items = row.frame.items(owner, size * factor, (x, 0.0), colour);
        if let Some(number) = &row.number {
            let place = (region.measure - number.width * size, 0.0);
            items.append(&mut number.items(number_owner, size, place, colour));
        }
        for item in &mut items {
            if let super::frame::Item::Text(run) = item {
                run.pieces = Pieces::of(&run.text, span);
            }
        }
        let (ascent, descent) =
            (row.frame.ascent * size * factor, row.frame.descent * size * factor);
        let line =
            TextLine { items, width, ascent, descent, last: true, ..TextLine::default() };
        let leading = region.pitch - size;
        let reach = self.next.reach;
        let height = whole_lines(reach + ascent + descent + LEAST_WHITE * size, region.pitch);
        let middle = (reach + height - leading) / 2.0;
        let baseline = (middle + (ascent - descent) / 2.0).max(ascent);
        let mut strip = Strip::line(line, region.x, baseline, height);
        strip.leading = leading;
        strip.grid = if region.on_grid { GridFit::Top } else { GridFit::Free };
        strip
    }
}
