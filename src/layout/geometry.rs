//! The type area (版心): a number of characters by a number of lines, on a grid that body lines are
//! aligned to (CLREQ §2.3; `clreq.md` GRD-01, GRD-03).

use super::frame::Pt;
use super::style::{Binding, StyleSheet};
use crate::diag::{Code, Diagnostic};

/// The white between the type area and notes in the margin, in em of body text, and between them
/// and the edge of the paper (10 mm, which printers reach).
const NOTE_GAP: f32 = 1.0;
const EDGE: Pt = 28.0;
/// Notes are set in the margin if it fits lines of this many of their characters.
const LEAST_NOTE: f32 = 8.0;

/// The position of the type area, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Geometry {
    /// Width of the paper.
    pub(super) width: Pt,
    /// Height of the paper.
    pub(super) height: Pt,
    /// The size of body text.
    pub(super) size: Pt,
    /// From baseline to baseline of body text.
    pub(super) pitch: Pt,
    /// The length of a line.
    pub(super) measure: Pt,
    /// Lines on a page.
    pub(super) lines: u16,
    /// Top of the type area.
    pub(super) top: Pt,
    /// Left edge of the type area on the fronts of leaves.
    left: Pt,
    /// Left edge of the type area on the backs of leaves.
    left_verso: Pt,
}

impl Geometry {
    /// The type area of a style. If the type does not fit the paper, margins are reduced first,
    /// then the size of type.
    pub(super) fn of(style: &StyleSheet, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let (width, height) = (style.page.paper.width(), style.page.paper.height());
        let requested = style.body.size.points(1.0);
        let size = requested.min(width).min(height);
        let pitch = style.body.pitch.points(size).max(size);
        let margin = |length: crate::config::Length| length.points(size).max(0.0);
        let [top, bottom, inner, outer] = [
            &style.page.margin.top,
            &style.page.margin.bottom,
            &style.page.margin.inner,
            &style.page.margin.outer,
        ]
        .map(|length| margin(*length));

        let characters = fit(style.page.characters, width - inner - outer, width, size);
        // The last line needs no leading below it.
        let lines = {
            let room = |height: Pt| height - size + pitch;
            fit(style.page.lines, room(height - top - bottom), room(height), pitch)
        };
        // Margins too wide for a single character or line were reduced.
        let squeezed = |count: u16, rest: Pt, unit: Pt| count == 0 && rest < unit - 0.01;
        if size < requested
            || squeezed(style.page.characters, width - inner - outer, size)
            || squeezed(style.page.lines, height - top - bottom, size)
            || at_least_one(style.page.characters) > characters
            || at_least_one(style.page.lines) > lines
        {
            let count = format!("{characters}×{lines}");
            diagnostics.push(Diagnostic::new(Code::PageTooSmall, [&count]));
        }
        let measure = f32::from(characters) * size;
        let area_height = f32::from(lines - 1) * pitch + size;
        let (before, after) = match style.page.binding {
            Binding::Left => (inner, outer),
            Binding::Right => (outer, inner),
        };
        let left = share(width - measure, before, after);
        let left_verso =
            if style.page.two_sided { share(width - measure, after, before) } else { left };
        let top = share(height - area_height, top, bottom);
        Self { width, height, size, pitch, measure, lines, top, left, left_verso }
    }

    /// Limits the size of type to the type area.
    pub(super) fn bound(&self, style: &mut StyleSheet, diagnostics: &mut Vec<Diagnostic>) {
        let most = self.measure.min(self.bottom() - self.top);
        if let Some(requested) = style.bound(most, self.size) {
            let [requested, set] = [requested, most].map(|size| format!("{size:.1}"));
            diagnostics.push(Diagnostic::new(Code::TypeTooLarge, [&requested, &set]));
        }
    }

    /// Left edge of the type area on the page of this number.
    pub(super) fn left_of(&self, number: u32) -> Pt {
        if is_verso(number) { self.left_verso } else { self.left }
    }

    /// The length of a line in the outer margin for notes of this size; `None` if it is too narrow.
    pub(super) fn margin_measure(&self, style: &StyleSheet, size: Pt) -> Option<Pt> {
        let inner_and_area = self.left_inner(style) + self.measure;
        let room = self.width - inner_and_area - NOTE_GAP * self.size - EDGE;
        let characters = (room / size + 0.001).floor();
        (characters >= LEAST_NOTE).then_some(characters * size)
    }

    /// The left edge of such lines in the outer margin of the page of this number.
    pub(super) fn margin_left(&self, style: &StyleSheet, number: u32, measure: Pt) -> Pt {
        let (left, gap) = (self.left_of(number), NOTE_GAP * self.size);
        if outer_is_left(style, number) {
            left - gap - measure
        } else {
            left + self.measure + gap
        }
    }

    /// The width of the inner margin.
    fn left_inner(&self, style: &StyleSheet) -> Pt {
        match style.page.binding {
            Binding::Left => self.left,
            Binding::Right => self.width - self.measure - self.left,
        }
    }

    /// Bottom of the type area: the last line's em box.
    pub(super) fn bottom(&self) -> Pt {
        self.top + f32::from(self.lines - 1) * self.pitch + self.size
    }

    /// The white between two body lines.
    pub(super) fn leading(&self) -> Pt {
        self.pitch - self.size
    }

    /// The first line of the grid at or below `y`, both counted from the top of the area.
    pub(super) fn snap(&self, y: Pt) -> Pt {
        // A hundredth of a line is rounding, not a line missed.
        ((y / self.pitch - 0.01).ceil() * self.pitch).max(0.0)
    }
}

/// Whether pages of this number are the backs of leaves: on the left of a spread, if the binding is
/// at the left.
pub(super) fn is_verso(number: u32) -> bool {
    number.is_multiple_of(2)
}

/// Whether the outer margin of the page of this number is the left one.
pub(super) fn outer_is_left(style: &StyleSheet, number: u32) -> bool {
    let verso = is_verso(number) && style.page.two_sided;
    verso != (style.page.binding == Binding::Right)
}

fn at_least_one(count: u16) -> u16 {
    count.max(1)
}

/// The number of units: as many as requested if the paper fits them, as the space fits if none are
/// requested, half of the paper if the margins leave no space, and at least one.
fn fit(requested: u16, room: Pt, paper: Pt, unit: Pt) -> u16 {
    // A measure that is short by a thousandth of an em is rounding.
    let holds = |length: Pt| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let count = (length / unit + 0.001).floor().clamp(0.0, 10_000.0) as u16;
        count
    };
    let count = match requested {
        0 if holds(room) == 0 => holds(paper * 0.5),
        0 => holds(room),
        requested => requested,
    };
    count.max(1).min(holds(paper).max(1))
}

/// The share of `rest` for the first margin, in the proportion of both.
fn share(rest: Pt, before: Pt, after: Pt) -> Pt {
    let part = if before + after > 0.0 { before / (before + after) } else { 0.5 };
    (rest * part).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PageOptions;

    fn geometry(paper: &str, size: &str) -> (Geometry, usize) {
        let options = PageOptions {
            paper: Some(paper.parse().unwrap()),
            size: Some(size.parse().unwrap()),
            ..PageOptions::default()
        };
        let mut diagnostics = Vec::new();
        let geometry = Geometry::of(&StyleSheet::of(&options).unwrap(), &mut diagnostics);
        (geometry, diagnostics.len())
    }

    #[test]
    fn the_measure_is_integral_and_the_area_on_the_paper() {
        for (paper, size) in [("A4", "小四"), ("A5", "五号"), ("60x60mm", "10pt")] {
            let (g, found) = geometry(paper, size);
            let characters = g.measure / g.size;
            assert!((characters - characters.round()).abs() < 1e-3, "{paper} {characters}");
            assert!(g.left_of(1) > 0.0 && g.left_of(1) + g.measure < g.width);
            assert!(g.top > 0.0 && g.bottom() < g.height);
            assert_eq!(found, 0, "{paper}");
        }
    }

    #[test]
    fn the_spine_is_where_leaves_are_bound() {
        let mut style = StyleSheet::of(&PageOptions {
            preset: Some(crate::config::Preset::Book),
            ..PageOptions::default()
        })
        .unwrap();
        let [top, bottom] = [style.page.margin.top, style.page.margin.bottom];
        style.page.margin = crate::layout::style::Margins {
            top,
            bottom,
            inner: crate::layout::Length::Em(3.0),
            outer: crate::layout::Length::Em(1.0),
        };
        let mut edges = |binding| {
            style.page.binding = binding;
            let geometry = Geometry::of(&style, &mut Vec::new());
            [geometry.left_of(1), geometry.left_of(2)]
        };
        let (at_left, at_right) = (edges(Binding::Left), edges(Binding::Right));
        assert!(at_left[0] > at_left[1], "{at_left:?}");
        assert_eq!(at_right, [at_left[1], at_left[0]]);
    }

    #[test]
    fn a_page_too_small_for_one_line_still_holds_one() {
        let (g, found) = geometry("10x10mm", "初号");
        assert_eq!((g.lines, found), (1, 1));
        assert!(g.measure <= g.width && g.bottom() <= g.height + 0.01);
    }
}
