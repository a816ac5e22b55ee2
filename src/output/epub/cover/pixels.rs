//! Rasterises a drawing to PNG: every pixel is shaded by its coverage, in a few steps from ground
//! to ink.

use std::iter::repeat_n;

use super::drawing::{Drawing, Letter};
use crate::diag::{Code, Error, Result};
use crate::font::PathStep;
use crate::image::indexed_png;

/// Pixels per unit of the drawing: shops require 1,600 pixels in height (3 to 4 at 600 by 800).
const SCALE: f32 = 2.0;
/// The number of line segments for a curve: a letter's curves are a few pixels long.
const CURVE_PARTS: u8 = 4;
/// Steps from ground to ink, of the sixteen that four bits a pixel allow: at two pixels a unit
/// more can't be distinguished, and the file would be half as large again.
const STEPS: u8 = 6;
/// The minimum visible coverage of a pixel: half a step.
const LEAST: f32 = 0.1;

/// Draws the pixels and writes the file.
pub(super) fn png(drawing: &Drawing) -> Result<Vec<u8>> {
    let canvas = Canvas::of(drawing);
    let palette: Vec<[u8; 3]> = (0..STEPS)
        .map(|step| {
            let mix = |from: u8, to: u8| {
                let (from, to) = (u16::from(from), u16::from(to));
                let (step, last) = (u16::from(step), u16::from(STEPS - 1));
                u8::try_from((from * (last - step) + to * step) / last).unwrap_or(u8::MAX)
            };
            [0, 1, 2].map(|index| mix(drawing.ground[index], drawing.ink[index]))
        })
        .collect();
    let size = [canvas.width, canvas.height].map(pixels);
    indexed_png(size, &palette, &canvas.rows)
        .map_err(|error| Error::new(Code::EpubFault, [&error]))
}

fn pixels(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The image, row by row, two pixels a byte.
struct Canvas {
    width: usize,
    height: usize,
    rows: Vec<u8>,
}

/// A straight line on the way down, or up where `winding` is negative.
struct Edge {
    top: f32,
    bottom: f32,
    /// Where it is at its top, and how far it goes to the right a pixel down.
    x: f32,
    slope: f32,
    winding: f32,
}

impl Canvas {
    fn of(drawing: &Drawing) -> Self {
        let (width, height) = (whole(drawing.width * SCALE), whole(drawing.height * SCALE));
        // Written, not allocated as zeros by the system: a zero of the system's that is read before it is
        // written costs as much as to draw what is there.
        let mut rows = Vec::new();
        rows.extend(repeat_n(0, width.div_ceil(2) * height));
        let mut canvas = Self { width, height, rows };
        let mut gains = Vec::new();
        for [x, y, width, height] in &drawing.rectangles {
            let corners =
                [[*x, *y], [x + width, *y], [x + width, y + height], [*x, y + height]];
            let mut edges = Vec::new();
            for (index, from) in corners.iter().enumerate() {
                push_edge(&mut edges, *from, corners[(index + 1) % corners.len()]);
            }
            canvas.fill(&edges, &mut gains);
        }
        drawing.letters.iter().for_each(|letter| canvas.fill(&edges(letter), &mut gains));
        canvas
    }

    /// Fills the area of the edges, by the non-zero winding rule. `gains` is a work buffer.
    fn fill(&mut self, edges: &[Edge], gains: &mut Vec<f32>) {
        let ends = || edges.iter().flat_map(|edge| [edge.x, edge.at(edge.bottom)]);
        let left = whole(ends().fold(f32::MAX, f32::min)).min(self.width);
        let right = whole(ends().fold(0.0, f32::max) + 1.0).min(self.width);
        let top = edges.iter().map(|edge| edge.top).fold(f32::MAX, f32::min);
        let bottom = edges.iter().map(|edge| edge.bottom).fold(0.0, f32::max);
        let (top, bottom) = (whole(top), whole(bottom + 1.0).min(self.height));
        // What each pixel has more of it than the one before it; two columns for what ends there.
        let width = right.saturating_sub(left) + 2;
        gains.clear();
        gains.resize(width * bottom.saturating_sub(top), 0.0);
        for edge in edges {
            for row in whole(edge.top)..whole(edge.bottom + 1.0).min(bottom) {
                edge.gain(row, left, &mut gains[(row - top) * width..][..width]);
            }
        }
        for (row, gains) in (top..bottom).zip(gains.chunks_exact(width)) {
            let (mut winding, start) = (0.0_f32, row * self.width.div_ceil(2));
            for (column, gain) in (left..right).zip(gains) {
                winding += gain;
                if winding.abs() > LEAST {
                    let step = step(winding.abs());
                    darken(&mut self.rows[start + column / 2], column % 2, step);
                }
            }
        }
    }
}

impl Edge {
    /// Where it is at this height.
    fn at(&self, y: f32) -> f32 {
        self.x + (y - self.top) * self.slope
    }

    /// Adds what the pixels of a row, from the column `left` on, gain by it: of the one that it
    /// goes through the part to its right, of the next one the rest.
    fn gain(&self, row: usize, left: usize, gains: &mut [f32]) {
        let (top, bottom) = (self.top.max(real(row)), self.bottom.min(real(row + 1)));
        if top >= bottom {
            return;
        }
        let inside = |x: f32| (x - real(left)).clamp(0.0, real(gains.len() - 2));
        let (from, to) = (inside(self.at(top)), inside(self.at(bottom)));
        let (from, to) = (from.min(to), from.max(to));
        let height = (bottom - top) * self.winding;
        for column in whole(from)..=whole(to) {
            let (start, end) = (from.max(real(column)), to.min(real(column + 1)));
            let share = if to > from { height * (end - start) / (to - from) } else { height };
            let behind = share * ((start + end) / 2.0 - real(column));
            gains[column] += share - behind;
            gains[column + 1] += behind;
        }
    }
}

/// The step between ground and ink.
fn step(share: f32) -> u8 {
    let step = share.min(1.0) * f32::from(STEPS - 1) + 0.5;
    u8::try_from(whole(step)).unwrap_or(STEPS - 1)
}

/// Makes the first or the second pixel of a byte at least this dark.
fn darken(byte: &mut u8, second: usize, step: u8) {
    let (first, last) = (*byte >> 4, *byte & 0x0F);
    *byte = if second == 0 { first.max(step) << 4 | last } else { first << 4 | last.max(step) };
}

fn edges(letter: &Letter) -> Vec<Edge> {
    let mut edges = Vec::new();
    let (mut start, mut at) = ([0.0; 2], [0.0; 2]);
    for part in &letter.outline {
        let from = at;
        let mut line = |to: [f32; 2]| {
            push_edge(&mut edges, letter.place(at), letter.place(to));
            at = to;
        };
        match *part {
            PathStep::Move(to) => {
                (start, at) = (to, to);
            }
            PathStep::Line(to) => line(to),
            PathStep::Quad(a, to) => {
                (1..=CURVE_PARTS).for_each(|n| line(bezier([from, a, to], n)));
            }
            PathStep::Cubic(a, b, to) => {
                (1..=CURVE_PARTS).for_each(|n| line(bezier([from, a, b, to], n)));
            }
            PathStep::Close => line(start),
        }
    }
    edges
}

/// A point of a curve, by de Casteljau's construction.
fn bezier<const N: usize>(mut points: [[f32; 2]; N], part: u8) -> [f32; 2] {
    let t = f32::from(part) / f32::from(CURVE_PARTS);
    for last in (1..N).rev() {
        for index in 0..last {
            let (from, to) = (points[index], points[index + 1]);
            points[index] = [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * t);
        }
    }
    points[0]
}

/// A line in pixels; level ones enclose nothing.
fn push_edge(edges: &mut Vec<Edge>, from: [f32; 2], to: [f32; 2]) {
    let (from, to) = (from.map(|v| v * SCALE), to.map(|v| v * SCALE));
    let (upper, lower, winding) =
        if from[1] < to[1] { (from, to, 1.0) } else { (to, from, -1.0) };
    let height = lower[1] - upper[1];
    if height > f32::EPSILON {
        let slope = (lower[0] - upper[0]) / height;
        edges.push(Edge { top: upper[1], bottom: lower[1], x: upper[0], slope, winding });
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a cover: non-negative and small"
)]
fn whole(value: f32) -> usize {
    value as u32 as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "pixels of a cover are few; of 32 bits, processors make a number at once"
)]
fn real(value: usize) -> f32 {
    value as u32 as f32
}
