//! Lists: markers that hang before their items (`clreq.md` PAR-06).

use super::flow::{Flow, Region, label_width};
use super::frame::{ListNumbering, Pt, StructureRole};
use super::inline::ParagraphStyle;
use super::notes::circled;
use crate::font;
use crate::model::{
    self, Alignment, Definition, DefinitionList, Inline, List, ListItem, ListKind, ListMarker,
    NumberStyle, plain_text,
};
use crate::text::numeral::{to_chinese, to_roman};

/// The signs of bulleted lists by depth, and the boxes of tasks.
const BULLETS: [&str; 3] = ["▪", "–", "·"];
const BOX_OPEN: &str = "☐";
const BOX_DONE: &str = "☑";
/// The indent of a definition, in em.
const DEFINITION_INDENT: f32 = 2.0;

impl Flow<'_> {
    /// A list.
    pub(super) fn list(&mut self, it: &List, region: &Region) {
        let parent =
            self.open(region.parent, StructureRole::List(numbering(&it.kind)), &it.attr);
        let inner = self.list_region(region);
        let markers: Vec<Vec<Inline>> =
            (0..).zip(&it.items).map(|(index, item)| self.marker(it, item, index)).collect();
        let width = self.marker_column(&markers, &inner);
        self.depth += 1;
        for (item, marker) in it.items.iter().zip(&markers) {
            let element = self.open(parent, StructureRole::ListItem, &item.attr);
            let label = self.composer.tree.add(element, StructureRole::Label);
            let body = self.composer.tree.add(element, StructureRole::ListBody);
            let region = Region { parent: body, ..inner.clone() };
            self.labelled(marker, label, &region, Some(width), |flow, inner| {
                flow.blocks(&item.blocks, inner);
            });
        }
        self.depth -= 1;
    }

    /// A list in running text begins at the paragraphs' indent.
    fn list_region(&self, region: &Region) -> Region {
        let indent = self.paragraph_style(region).indent;
        let measure = region.measure - indent;
        // Its items are aligned, even in a centred cell.
        let align = match region.align {
            Alignment::Center | Alignment::End => Alignment::Start,
            align => align,
        };
        if measure < 8.0 * region.size {
            return Region { align, ..region.clone() };
        }
        Region { x: region.x + indent, measure, align, ..region.clone() }
    }

    fn marker(&self, list: &List, item: &ListItem, index: u32) -> Vec<Inline> {
        if !plain_text(&item.marker).trim().is_empty() {
            return item.marker.clone();
        }
        let text = match &list.kind {
            ListKind::Bulleted => BULLETS[self.depth.min(BULLETS.len() - 1)].to_owned(),
            ListKind::Task if item.checked == Some(true) => BOX_DONE.to_owned(),
            ListKind::Task => BOX_OPEN.to_owned(),
            ListKind::Ordered { start, style, marker } => {
                around(*marker, &number(*style, u64::from(*start) + u64::from(index)))
            }
        };
        vec![model::text(text)]
    }

    /// One column for the markers of all items.
    fn marker_column(&mut self, markers: &[Vec<Inline>], region: &Region) -> Pt {
        let widest =
            markers.iter().map(|marker| em_width(&plain_text(marker))).fold(0.0, f32::max);
        label_width(widest * region.size, region.size)
    }

    /// A list of terms: the term on a separate line, the definition indented.
    pub(super) fn definition_list(&mut self, it: &DefinitionList, region: &Region) {
        let parent =
            self.open(region.parent, StructureRole::List(ListNumbering::None), &it.attr);
        for definition in &it.items {
            self.definition(definition, parent, region);
        }
    }

    fn definition(
        &mut self,
        it: &Definition,
        parent: super::frame::ElementId,
        region: &Region,
    ) {
        let element = self.open(parent, StructureRole::ListItem, &it.attr);
        let label = self.composer.tree.add(element, StructureRole::Label);
        let style = ParagraphStyle {
            indent: 0.0,
            role: font::Role::Strong,
            alignment: Alignment::Start,
            ..self.paragraph_style(region)
        };
        let lines = self.composer.set(&it.term, label, &style);
        self.strips(lines, region);
        self.keep = 1;
        let body = self.composer.tree.add(element, StructureRole::ListBody);
        let spare = (region.measure - region.size).max(0.0);
        let dx = (DEFINITION_INDENT * region.size).min(region.measure * 0.25).min(spare);
        let inner = Region {
            parent: body,
            x: region.x + dx,
            measure: region.measure - dx,
            indent: 0.0,
            ..region.clone()
        };
        self.blocks(&it.blocks, &inner);
    }
}

/// The approximate width of a marker, in em: letters, digits and small signs half, others one. The
/// blank half of a mark at its end is enough white.
fn em_width(text: &str) -> f32 {
    let narrow = |c: char| c.is_ascii() || matches!(c, '–' | '·');
    let text = text.trim_end_matches(['、', '）']);
    text.chars().map(|c| if narrow(c) { 0.5 } else { 1.0 }).sum()
}

fn number(style: NumberStyle, n: u64) -> String {
    // Beyond all numerals.
    let Ok(n) = u32::try_from(n) else { return n.to_string() };
    match style {
        NumberStyle::Decimal => n.to_string(),
        NumberStyle::Chinese => to_chinese(n),
        NumberStyle::Circled => circled(n),
        NumberStyle::LowerAlpha => alpha(n),
        NumberStyle::UpperAlpha => alpha(n).to_ascii_uppercase(),
        NumberStyle::LowerRoman => to_roman(n).to_ascii_lowercase(),
        NumberStyle::UpperRoman => to_roman(n),
    }
}

/// a … z, aa, ab …; 0, which has no letter, as a digit.
fn alpha(mut n: u32) -> String {
    if n == 0 {
        return n.to_string();
    }
    let mut letters = Vec::new();
    while n > 0 {
        n -= 1;
        letters.push(char::from(b'a' + u8::try_from(n % 26).unwrap_or(0)));
        n /= 26;
    }
    letters.iter().rev().collect()
}

/// The number with its signs (GB/T 15834 B.3).
fn around(marker: ListMarker, number: &str) -> String {
    match marker {
        ListMarker::Period => format!("{number}."),
        ListMarker::Comma => format!("{number}、"),
        ListMarker::Parentheses => format!("（{number}）"),
        ListMarker::Closing => format!("{number})"),
        ListMarker::Bare => number.to_owned(),
    }
}

fn numbering(kind: &ListKind) -> ListNumbering {
    match kind {
        ListKind::Bulleted | ListKind::Task => ListNumbering::Disc,
        ListKind::Ordered { style, .. } => match style {
            NumberStyle::Decimal | NumberStyle::Chinese | NumberStyle::Circled => {
                ListNumbering::Decimal
            }
            NumberStyle::LowerAlpha => ListNumbering::LowerAlpha,
            NumberStyle::UpperAlpha => ListNumbering::UpperAlpha,
            NumberStyle::LowerRoman => ListNumbering::LowerRoman,
            NumberStyle::UpperRoman => ListNumbering::UpperRoman,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{NumberStyle, alpha, circled, number};

    #[test]
    fn letters_continue_after_z() {
        assert_eq!([1, 26, 27, 52, 53].map(alpha), ["a", "z", "aa", "az", "ba"]);
    }

    #[test]
    fn every_number_is_short_in_every_style() {
        let last = u64::from(u32::MAX) + 1;
        for style in [
            NumberStyle::Decimal,
            NumberStyle::Chinese,
            NumberStyle::Circled,
            NumberStyle::LowerAlpha,
            NumberStyle::UpperAlpha,
            NumberStyle::LowerRoman,
            NumberStyle::UpperRoman,
        ] {
            for n in [0, 999_999_999, last - 1, last] {
                let written = number(style, n);
                assert!((1..=12).contains(&written.len()), "{style:?} {n}: {written}");
            }
            assert_eq!(number(style, last), "4294967296");
        }
    }

    #[test]
    fn circles_continue_after_twenty() {
        assert_eq!(
            [1, 20, 21, 35, 36, 50, 51].map(circled),
            ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "(51)"]
        );
    }
}
