//! Drawings as form XObjects: shapes are kept as shapes (ISO 32000-1 §8.10, §8.7.4).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use printpdf::{DictItem, ExternalStream};

use super::{dict, map, name, stream};
use crate::image::{Clip, Clips, Drawing, Gradient, Paint, Segment, Shape, Stroke};

/// A drawing as a form of the size of the unit square, as images are.
pub(super) fn form(drawing: &Drawing) -> ExternalStream {
    let mut writer = Writer::default();
    for shape in &drawing.shapes {
        writer.shape(shape);
    }
    writer.close(0);
    let (width, height) = (drawing.width.max(0.01), drawing.height.max(0.01));
    let zero = || DictItem::Int(0);
    // Drawings count from the top, pages from the bottom.
    let matrix =
        vec![real(1.0 / width), zero(), zero(), real(-1.0 / height), zero(), DictItem::Int(1)];
    let entries = map([
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("FormType", DictItem::Int(1)),
        ("BBox", DictItem::Array(vec![zero(), zero(), real(width), real(height)])),
        ("Matrix", DictItem::Array(matrix)),
        (
            "Resources",
            dict([
                ("ExtGState", DictItem::Dict { map: writer.states }),
                ("Pattern", DictItem::Dict { map: writer.patterns }),
            ]),
        ),
    ]);
    stream(entries, writer.content.into_bytes(), true)
}

/// A form's content being written.
#[derive(Default)]
struct Writer {
    content: String,
    states: BTreeMap<String, DictItem>,
    patterns: BTreeMap<String, DictItem>,
    /// The clips of the graphics states that are open, one each.
    open: Vec<Arc<Clip>>,
}

/// The use of a colour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Fill,
    Stroke,
}

impl Writer {
    fn shape(&mut self, shape: &Shape) {
        let rest = self.open_clips(&shape.clips);
        self.content.push_str("q\n");
        for clip in rest {
            self.clip(clip);
        }
        if let Some((paint, _)) = &shape.fill {
            self.paint(paint, Use::Fill);
        }
        if let Some(stroke) = &shape.stroke {
            self.paint(&stroke.paint, Use::Stroke);
            self.pen(stroke);
        }
        self.path(&shape.path);
        self.content.push_str(match (&shape.fill, &shape.stroke) {
            (Some((_, true)), Some(_)) => "B*",
            (Some((_, false)), Some(_)) => "B",
            (Some((_, true)), None) => "f*",
            (Some((_, false)), None) => "f",
            (None, _) => "S",
        });
        self.content.push_str("\nQ\n");
    }

    /// Keeps clips open that the next shape shares with the last, so that a clip is set once for
    /// all its shapes; deeper ones are left to the shape.
    fn open_clips<'a>(&mut self, clips: &'a Clips) -> &'a [Arc<Clip>] {
        let (open, rest) = clips.split_at(clips.len().min(Drawing::OPEN_CLIPS));
        let shared = self.open.iter().zip(open).take_while(|(a, b)| Arc::ptr_eq(a, b)).count();
        self.close(shared);
        for clip in &open[shared..] {
            self.content.push_str("q\n");
            self.clip(clip);
            self.open.push(Arc::clone(clip));
        }
        rest
    }

    /// Closes the graphics states of all clips except the first `kept`.
    fn close(&mut self, kept: usize) {
        while self.open.len() > kept {
            self.open.pop();
            self.content.push_str("Q\n");
        }
    }

    fn clip(&mut self, clip: &Clip) {
        if clip.path.is_empty() {
            // A clip without area hides everything.
            self.content.push_str("0 0 0 0 re ");
        }
        self.path(&clip.path);
        self.content.push_str(if clip.even_odd { "W* n\n" } else { "W n\n" });
    }

    fn path(&mut self, path: &[Segment]) {
        for segment in path {
            match segment {
                Segment::Move(to) => self.operator(to, "m"),
                Segment::Line(to) => self.operator(to, "l"),
                Segment::Curve(points) => self.operator(points.as_flattened(), "c"),
                Segment::Close => self.operator(&[], "h"),
            }
        }
    }

    fn pen(&mut self, stroke: &Stroke) {
        self.operator(&[stroke.width], "w");
        self.operator(&[f32::from(stroke.cap)], "J");
        self.operator(&[f32::from(stroke.join)], "j");
        self.operator(&[stroke.miter.max(1.0)], "M");
        if !stroke.dashes.is_empty() {
            let dashes: Vec<String> = stroke.dashes.iter().map(|dash| number(*dash)).collect();
            let phase = number(stroke.phase);
            let _ = writeln!(self.content, "[{}] {phase} d", dashes.join(" "));
        }
    }

    fn paint(&mut self, paint: &Paint, used: Use) {
        let (opacity, is_fill) = match paint {
            Paint::Plain(_, opacity) => (*opacity, used == Use::Fill),
            Paint::Gradient(gradient) => (gradient.opacity, used == Use::Fill),
        };
        if opacity < 1.0 {
            let state = self.state(opacity, is_fill);
            let _ = writeln!(self.content, "/{state} gs");
        }
        match paint {
            Paint::Plain(colour, _) => {
                let colour = colour.map(|value| f32::from(value) / 255.0);
                self.operator(&colour, if is_fill { "rg" } else { "RG" });
            }
            Paint::Gradient(gradient) => {
                let pattern = format!("P{}", self.patterns.len());
                self.patterns.insert(pattern.clone(), shading(gradient));
                let (space, colour) = if is_fill { ("cs", "scn") } else { ("CS", "SCN") };
                let _ = writeln!(self.content, "/Pattern {space} /{pattern} {colour}");
            }
        }
    }

    /// A graphics state of this opacity; names describe their content, so each is made once.
    fn state(&mut self, opacity: f32, is_fill: bool) -> String {
        let opacity = (opacity * 1000.0).round() / 1000.0;
        let (letter, key) = if is_fill { ("f", "ca") } else { ("s", "CA") };
        let state = format!("{letter}{opacity}").replace('.', "_");
        let entry = dict([("Type", name("ExtGState")), (key, DictItem::Real(opacity))]);
        self.states.insert(state.clone(), entry);
        state
    }

    fn operator(&mut self, operands: &[f32], operator: &str) {
        for operand in operands {
            self.content.push_str(&number(*operand));
            self.content.push(' ');
        }
        self.content.push_str(operator);
        self.content.push('\n');
    }
}

/// The maximum coordinate, in pixels: integers end at 2³¹ (ISO 19005-2 §6.1.13).
const FURTHEST: f32 = 2e9;

/// A number with at most three decimals; 0 for an invalid one.
fn number(value: f32) -> String {
    let value = (value * 1000.0).round() / 1000.0;
    if value.is_nan() { "0".to_owned() } else { value.clamp(-FURTHEST, FURTHEST).to_string() }
}

fn real(value: f32) -> DictItem {
    DictItem::Real(if value.is_nan() { 0.0 } else { value.clamp(-FURTHEST, FURTHEST) })
}

/// A gradient as a shading pattern of type 2 or 3 (ISO 32000-1 §8.7.4.5.3).
fn shading(gradient: &Gradient) -> DictItem {
    let reals = |values: &[f32]| DictItem::Array(values.iter().copied().map(real).collect());
    let Gradient { from, to, radii, .. } = gradient;
    let (kind, coordinates) = match radii {
        None => (2, vec![from[0], from[1], to[0], to[1]]),
        Some([first, last]) => (3, vec![from[0], from[1], *first, to[0], to[1], *last]),
    };
    let always = DictItem::Bool(true);
    let shading = dict([
        ("ShadingType", DictItem::Int(kind)),
        ("ColorSpace", name("DeviceRGB")),
        ("Coords", reals(&coordinates)),
        ("Function", colours(&gradient.stops)),
        ("Extend", DictItem::Array(vec![always.clone(), always])),
    ]);
    dict([
        ("Type", name("Pattern")),
        ("PatternType", DictItem::Int(2)),
        ("Matrix", reals(&gradient.matrix)),
        ("Shading", shading),
    ])
}

/// From colour to colour, as functions of type 2 stitched by one of type 3.
fn colours(stops: &[(f32, [u8; 3])]) -> DictItem {
    let reals =
        |values: Vec<f32>| DictItem::Array(values.into_iter().map(DictItem::Real).collect());
    let colour = |colour: [u8; 3]| {
        reals(colour.map(|value| (f32::from(value) / 0.255).round() / 1000.0).to_vec())
    };
    // What lies before the first stop and after the last has their colours.
    let mut all: Vec<(f32, [u8; 3])> = Vec::with_capacity(stops.len() + 2);
    all.extend(stops.first().map(|stop| (0.0, stop.1)));
    all.extend_from_slice(stops);
    all.extend(stops.last().map(|stop| (1.0, stop.1)));
    let pieces: Vec<_> = all.windows(2).filter(|pair| pair[0].0 < pair[1].0).collect();
    let functions = pieces.iter().map(|pair| {
        dict([
            ("FunctionType", DictItem::Int(2)),
            ("Domain", reals(vec![0.0, 1.0])),
            ("C0", colour(pair[0].1)),
            ("C1", colour(pair[1].1)),
            ("N", DictItem::Int(1)),
        ])
    });
    let bounds = pieces.iter().skip(1).map(|pair| pair[0].0).collect();
    let encode = pieces.iter().flat_map(|_| [0.0, 1.0]).collect();
    dict([
        ("FunctionType", DictItem::Int(3)),
        ("Domain", reals(vec![0.0, 1.0])),
        ("Functions", DictItem::Array(functions.collect())),
        ("Bounds", reals(bounds)),
        ("Encode", reals(encode)),
    ])
}
