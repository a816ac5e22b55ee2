//! A drawing as PNG (ISO/IEC 15948): filled row by row, in a few steps from ground to ink.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::drawing::{Drawing, Letter};
use crate::font::PathStep;

/// Pixels a unit of the drawing: stores ask for 1,600 pixels in height (3 to 4 at 600 by 800).
const SCALE: f32 = 2.0;
/// Rows that a pixel's row is sampled in; across, coverage is exact.
const SAMPLES: usize = 4;
/// Straight parts that a curve is drawn with: a letter's curves are a few pixels long.
const CURVE_PARTS: u8 = 6;
/// Steps from ground to ink, of the sixteen that four bits a pixel allow: at two pixels a unit
/// more can't be told apart, and the file would be half as large again.
const STEPS: u8 = 6;

/// Draws the pixels and writes the file.
pub(super) fn png(drawing: &Drawing) -> Vec<u8> {
    let canvas = Canvas::of(drawing);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(pixels(canvas.width).to_be_bytes());
    header.extend(pixels(canvas.height).to_be_bytes());
    // Four bits a pixel, indexed colour, deflate, no interlace.
    header.extend([4, 3, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &header);
    let palette: Vec<u8> = (0..STEPS)
        .flat_map(|step| {
            let mix = |from: u8, to: u8| {
                let (from, to) = (u16::from(from), u16::from(to));
                let (step, last) = (u16::from(step), u16::from(STEPS - 1));
                u8::try_from((from * (last - step) + to * step) / last).unwrap_or(u8::MAX)
            };
            let mixed = |index: usize| mix(drawing.ground[index], drawing.ink[index]);
            [mixed(0), mixed(1), mixed(2)]
        })
        .collect();
    chunk(&mut out, *b"PLTE", &palette);
    chunk(&mut out, *b"IDAT", &canvas.compressed());
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn pixels(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend(pixels(data.len()).to_be_bytes());
    let start = out.len();
    out.extend(kind);
    out.extend(data);
    let check = crc(&out[start..]);
    out.extend(check.to_be_bytes());
}

/// The check of a chunk (ISO/IEC 15948 Annex D), bit by bit: a cover has few bytes.
fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    })
}

/// What is drawn, as outlines in pixels, and how large the image is. Rows are inked one at a
/// time, so that no page of pixels is ever held.
struct Canvas {
    width: usize,
    height: usize,
    shapes: Vec<Shape>,
}

/// What edges enclose, by the non-zero winding rule.
struct Shape {
    edges: Vec<Edge>,
    top: f32,
    bottom: f32,
    /// Whether it is an upright rectangle: of its edges two are not level, and go straight down.
    upright: bool,
}

/// A straight line on the way down, or up where `winding` is negative.
struct Edge {
    top: f32,
    bottom: f32,
    /// Where it is at its top, and how far it goes to the right a pixel down.
    x: f32,
    slope: f32,
    winding: i32,
}

impl Canvas {
    fn of(drawing: &Drawing) -> Self {
        let rectangles = drawing.rectangles.iter().map(|[x, y, width, height]| {
            let corners =
                [[*x, *y], [x + width, *y], [x + width, y + height], [*x, y + height]];
            let mut edges = Vec::new();
            for (index, from) in corners.iter().enumerate() {
                push_edge(&mut edges, *from, corners[(index + 1) % corners.len()]);
            }
            edges
        });
        let shapes = rectangles.chain(drawing.letters.iter().map(edges)).map(Shape::of);
        Self {
            width: whole(drawing.width * SCALE),
            height: whole(drawing.height * SCALE),
            shapes: shapes.collect(),
        }
    }

    /// The rows, each with filter type 0, two pixels a byte, as a zlib stream.
    fn compressed(&self) -> Vec<u8> {
        // The best compression takes three times as long for a tenth less.
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        let mut ink = vec![0.0; self.width];
        let mut line = vec![0; 1 + self.width.div_ceil(2)];
        let mut passing: Vec<usize> = Vec::new();
        // The shapes of the row before, if all of them fill their part of it from top to bottom.
        let mut before: Option<Vec<usize>> = None;
        for row in 0..self.height {
            passing.clear();
            let (top, bottom) = (real(row), real(row + 1));
            let passes = |shape: &Shape| shape.top < bottom && shape.bottom > top;
            passing.extend((0..self.shapes.len()).filter(|at| passes(&self.shapes[*at])));
            let filled = passing.iter().all(|at| self.shapes[*at].fills(row));
            // Most rows are as the one before: ground, and the sides of the frame.
            if !filled || before.as_ref() != Some(&passing) {
                ink.fill(0.0);
                passing.iter().for_each(|at| self.shapes[*at].ink(row, &mut ink));
                line.fill(0);
                for (index, ink) in ink.iter().enumerate().filter(|(_, ink)| **ink > 0.0) {
                    line[1 + index / 2] |= step(*ink) << if index % 2 == 0 { 4 } else { 0 };
                }
            }
            before = filled.then(|| passing.clone());
            // Writing to memory cannot fail.
            let _ = encoder.write_all(&line);
        }
        encoder.finish().unwrap_or_default()
    }
}

impl Shape {
    fn of(edges: Vec<Edge>) -> Self {
        let top = edges.iter().map(|edge| edge.top).fold(f32::MAX, f32::min);
        let bottom = edges.iter().map(|edge| edge.bottom).fold(0.0, f32::max);
        let upright = edges.len() == 2 && edges.iter().all(|edge| edge.slope == 0.0);
        Self { edges, top, bottom, upright }
    }

    /// Whether it is upright and has as much of a row as of any that it fills.
    fn fills(&self, row: usize) -> bool {
        self.upright && self.top <= real(row) && self.bottom >= real(row + 1)
    }

    /// Adds the share that it has in each pixel of a row, 0 to [`SAMPLES`].
    fn ink(&self, row: usize, ink: &mut [f32]) {
        let (top, bottom) = (real(row), real(row + 1));
        let passing: Vec<&Edge> =
            self.edges.iter().filter(|edge| edge.top < bottom && edge.bottom > top).collect();
        let mut crossings = Vec::with_capacity(passing.len());
        for sample in 0..SAMPLES {
            let y = top + (real(sample) + 0.5) / real(SAMPLES);
            crossings.clear();
            let crossed = passing.iter().filter(|edge| (edge.top..edge.bottom).contains(&y));
            crossings.extend(
                crossed.map(|edge| (edge.x + (y - edge.top) * edge.slope, edge.winding)),
            );
            crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut winding = 0;
            for pair in crossings.windows(2) {
                winding += pair[0].1;
                if winding != 0 {
                    span(ink, pair[0].0, pair[1].0);
                }
            }
        }
    }
}

/// Inks a row from `start` to `end`, the pixels at both ends in part.
fn span(ink: &mut [f32], start: f32, end: f32) {
    let (start, end) = (start.max(0.0), end.min(real(ink.len())));
    if start >= end {
        return;
    }
    let (first, last) = (whole(start), whole(end));
    if first == last {
        ink[first] += end - start;
        return;
    }
    ink[first] += real(first + 1) - start;
    ink[first + 1..last].iter_mut().for_each(|ink| *ink += 1.0);
    // An end on the edge of a pixel has nothing of the next.
    if let Some(ink) = ink.get_mut(last) {
        *ink += end - real(last);
    }
}

/// The step between ground and ink.
fn step(ink: f32) -> u8 {
    let share = (ink / real(SAMPLES)).clamp(0.0, 1.0);
    u8::try_from(whole(share * f32::from(STEPS - 1) + 0.5)).unwrap_or(STEPS - 1)
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
                (1..=CURVE_PARTS).for_each(|n| line(bezier(&[from, a, to], n)));
            }
            PathStep::Cubic(a, b, to) => {
                (1..=CURVE_PARTS).for_each(|n| line(bezier(&[from, a, b, to], n)));
            }
            PathStep::Close => line(start),
        }
    }
    edges
}

/// A point of a curve, by de Casteljau's construction.
fn bezier(points: &[[f32; 2]], part: u8) -> [f32; 2] {
    let t = f32::from(part) / f32::from(CURVE_PARTS);
    let mut points = points.to_vec();
    while points.len() > 1 {
        let between = |pair: &[[f32; 2]]| {
            [0, 1].map(|axis| pair[0][axis] + (pair[1][axis] - pair[0][axis]) * t)
        };
        points = points.windows(2).map(between).collect();
    }
    points[0]
}

/// A line in pixels; level ones enclose nothing.
fn push_edge(edges: &mut Vec<Edge>, from: [f32; 2], to: [f32; 2]) {
    let (from, to) = (from.map(|v| v * SCALE), to.map(|v| v * SCALE));
    let (upper, lower, winding) = if from[1] < to[1] { (from, to, 1) } else { (to, from, -1) };
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
    value.max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a cover are few")]
fn real(value: usize) -> f32 {
    value as f32
}
