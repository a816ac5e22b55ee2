//! A drawing as SVG.

use std::fmt::Write as _;

use super::drawing::{Colour, Drawing, Letter};
use crate::diag::Result;
use crate::font::PathStep;
use crate::xml::{Writer, Written, ns};

/// Writes a drawing; `title` says what it shows.
pub(super) fn svg(drawing: &Drawing, title: &str) -> Result<Written> {
    let mut out = Writer::new();
    let (width, height) = (number(drawing.width), number(drawing.height));
    let view = format!("0 0 {width} {height}");
    out.start("svg", &[("xmlns", ns::SVG), ("viewBox", &view), ("role", "img")]);
    out.newline();
    out.element("title", &[], title);
    out.newline();
    let ground = colour(drawing.ground);
    out.empty("rect", &[("width", &width), ("height", &height), ("fill", &ground)]);
    out.newline();
    out.start("g", &[("fill", &colour(drawing.ink))]);
    for [x, y, width, height] in drawing.rectangles.iter().copied() {
        out.newline();
        let (x, y) = (number(x), number(y));
        let (width, height) = (number(width), number(height));
        out.empty("rect", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)]);
    }
    out.newline();
    out.start("g", &[("transform", "scale(.1)")]);
    for letter in &drawing.letters {
        out.newline();
        out.empty("path", &[("d", &path(letter))]);
    }
    out.newline_out();
    out.end();
    out.newline_out();
    out.end();
    out.newline_out();
    out.end();
    out.finish()
}

/// The outline in tenths of a unit, each point relative to the one before.
fn path(letter: &Letter) -> String {
    let mut d = String::new();
    let (mut at, mut start) = ([0, 0], [0, 0]);
    let mut step = |name: char, points: &[[f32; 2]]| {
        d.push(name);
        let from = at;
        for point in points {
            at = letter.place(*point).map(tenths);
            for axis in [0, 1] {
                let distance = at[axis] - from[axis];
                let space = if d.ends_with(|c: char| c.is_ascii_digit()) && distance >= 0 {
                    " "
                } else {
                    ""
                };
                // Writing to a string cannot fail.
                let _ = write!(d, "{space}{distance}");
            }
        }
        match name {
            'm' => start = at,
            // A closed contour ends where it began.
            'z' => at = start,
            _ => {}
        }
    };
    for part in &letter.outline {
        match part {
            PathStep::Move(to) => step('m', &[*to]),
            PathStep::Line(to) => step('l', &[*to]),
            PathStep::Quad(a, to) => step('q', &[*a, *to]),
            PathStep::Cubic(a, b, to) => step('c', &[*a, *b, *to]),
            PathStep::Close => step('z', &[]),
        }
    }
    d
}

fn colour([red, green, blue]: Colour) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

#[expect(clippy::cast_possible_truncation, reason = "a place on the cover is small")]
fn tenths(value: f32) -> i32 {
    (value * 10.0).round() as i32
}

/// A number with a tenth, which on a cover no eye can see beyond.
fn number(value: f32) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
