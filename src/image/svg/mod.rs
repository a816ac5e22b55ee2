//! SVG: a drawing as shapes in its own pixels, `y` downwards (SVG 2), and as a file that is safe
//! to hand on.
//!
//! ```text
//! bytes ─entities─▶ text ─source─▶ parts to keep ─cost─▶ ─write─▶ file for e-books
//!                                                            └─write─▶ usvg ─▶ shapes
//! ```
//!
//! usvg resolves styles, references and units; what it leaves are groups and paths. [`text`] says
//! where text is, which stays text. What a page can't draw is left out and named, never replaced by
//! samples.

mod allowed;
mod cascade;
mod cost;
mod css;
mod entities;
mod foreign;
mod pointers;
mod source;
mod text;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use usvg::tiny_skia_path::{PathSegment, Transform};
use usvg::{Group, ImageHrefResolver, Node, Options, SpreadMethod, Tree};

use self::source::Source;
use self::text::{Square, Texts};
use self::write::Audience;
use super::Unusable;
use crate::parallel;

pub use self::text::{Chunk, Lettering, UniformText};

/// The most steps of outlines that are drawn: arcs have several for one that is written.
const MOST_SEGMENTS: u64 = 2 * cost::MOST;

/// A drawing.
#[derive(Debug)]
pub struct Drawing {
    /// Its width in pixels.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Its shapes, the lowest first.
    pub shapes: Vec<Shape>,
    /// Its texts, painted above the shapes.
    pub letterings: Vec<Lettering>,
    /// The kinds of its content that are neither shapes nor text.
    pub left_out: BTreeSet<&'static str>,
    /// The drawing as a file, with text and effects, without scripts and external references.
    pub file: Vec<u8>,
    /// The kinds of content removed from the file.
    pub dropped: BTreeSet<&'static str>,
}

/// A path, filled or stroked.
#[derive(Debug)]
pub struct Shape {
    /// Its outline.
    pub path: Vec<Segment>,
    /// Its fill, and whether by the even-odd rule.
    pub fill: Option<(Paint, bool)>,
    /// Its stroke.
    pub stroke: Option<Stroke>,
    /// Its clips, all of which apply.
    pub clips: Clips,
}

/// Nested clips; shapes of one group share them.
pub type Clips = Arc<[Arc<Clip>]>;

/// A path segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Moves to a point.
    Move([f32; 2]),
    /// A line to a point.
    Line([f32; 2]),
    /// A cubic curve with two control points.
    Curve([[f32; 2]; 3]),
    /// Closes the contour.
    Close,
}

/// The paint of a shape.
#[derive(Clone, Debug)]
pub enum Paint {
    /// One colour, sRGB, and its opacity.
    Plain([u8; 3], f32),
    /// A gradient.
    Gradient(Gradient),
}

/// A linear or radial gradient.
#[derive(Clone, Debug)]
pub struct Gradient {
    /// The start point; for a radial gradient the first centre.
    pub from: [f32; 2],
    /// The end point.
    pub to: [f32; 2],
    /// The radii at both, of a radial one.
    pub radii: Option<[f32; 2]>,
    /// Its matrix.
    pub matrix: [f32; 6],
    /// The colour stops, offsets from 0 to 1, ascending.
    pub stops: Vec<(f32, [u8; 3])>,
    /// Its opacity.
    pub opacity: f32,
}

/// The stroke of an outline.
#[derive(Clone, Debug)]
pub struct Stroke {
    /// Its paint.
    pub paint: Paint,
    /// Its width.
    pub width: f32,
    /// The line cap: 0 butt, 1 round, 2 square.
    pub cap: u8,
    /// The line join: 0 miter, 1 round, 2 bevel.
    pub join: u8,
    /// The miter limit.
    pub miter: f32,
    /// Dashes and gaps.
    pub dashes: Vec<f32>,
    /// The dash phase.
    pub phase: f32,
}

/// A clip.
#[derive(Debug)]
pub struct Clip {
    /// Its outline.
    pub path: Vec<Segment>,
    /// Whether it is filled by the even-odd rule.
    pub even_odd: bool,
}

impl Drawing {
    /// The maximum number of nested clips that stay open from shape to shape: graphics states nest
    /// at most 28 deep (ISO 19005-2 §6.1.13), including those of the page and of the shape.
    pub const OPEN_CLIPS: usize = 20;

    /// Reads a drawing; images in it have at most `limit` samples. A failure inside affects only
    /// that part.
    pub(super) fn open(data: &[u8], limit: u64) -> Result<Self, Unusable> {
        parallel::deep(|| Self::read(data, limit))
            .unwrap_or_else(|| Err(Unusable::Damaged("it can't be understood".to_owned())))
    }

    fn read(data: &[u8], limit: u64) -> Result<Self, Unusable> {
        let source = Source::read(data, limit)?;
        cost::check(&source)?;
        let texts = Texts::of(&source);
        let written = |view| {
            write::write(&source, &texts, view)
                .map_err(|error| Unusable::Damaged(error.to_string()))
        };
        let tree = parse(&written(Audience::Page)?)?;
        let mut artist = Artist {
            shapes: Vec::new(),
            left_out: source.beyond_shapes(),
            segments: 0,
            texts: &texts,
            squares: Vec::new(),
        };
        artist.group(tree.root(), 1.0, &Arc::default())?;
        if texts.is_cut() {
            artist.left_out.insert("text");
        }
        let squares = artist.squares.iter();
        let letterings = squares.filter_map(|(text, squares)| texts.lettering(*text, squares));
        Ok(Self {
            width: tree.size().width(),
            height: tree.size().height(),
            letterings: letterings.collect(),
            shapes: artist.shapes,
            left_out: artist.left_out,
            file: written(Audience::Book)?,
            dropped: source.dropped,
        })
    }
}

fn parse(data: &[u8]) -> Result<Tree, Unusable> {
    let options = Options {
        // The default of browsers (CSS Fonts 4 §2.5).
        font_size: 16.0,
        image_href_resolver: ImageHrefResolver {
            // Images in a drawing are left out, and no file is ever opened.
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_data(data, &options).map_err(|error| match error {
        usvg::Error::ElementsLimitReached => Unusable::TooLarge,
        error => Unusable::Damaged(error.to_string()),
    })
}

struct Artist<'a> {
    shapes: Vec<Shape>,
    left_out: BTreeSet<&'static str>,
    segments: u64,
    texts: &'a Texts<'a>,
    /// The squares of each text, by its elements; those of a reused element occur again.
    squares: Vec<(usize, BTreeMap<usize, Square>)>,
}

impl Artist<'_> {
    fn group(&mut self, group: &Group, opacity: f32, clips: &Clips) -> Result<(), Unusable> {
        let mut own = Vec::new();
        let mut next = group.clip_path();
        while let Some(clip) = next {
            let place = group.abs_transform().pre_concat(clip.transform());
            own.push(Arc::new(self.clip(clip.root(), place)?));
            next = clip.clip_path();
        }
        let clips = if own.is_empty() {
            clips.clone()
        } else {
            clips.iter().cloned().chain(own).collect()
        };
        // In a group that is partly transparent, a lower shape shows through a higher one.
        let opacity = opacity * group.opacity().get();
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, opacity, &clips)?,
                Node::Path(path) if path.is_visible() => match self.texts.replaced(path) {
                    Some((text, node)) => self.square(text, node, path, opacity),
                    None => self.path(path, opacity, &clips)?,
                },
                Node::Path(_) => {}
                // Neither occurs in usvg's input.
                Node::Image(_) | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// Records what usvg resolved for a square, in place of its text.
    fn square(&mut self, text: usize, node: usize, path: &usvg::Path, opacity: f32) {
        let place = path.abs_transform();
        let fill = path.fill().map(|fill| (fill.paint(), fill.opacity().get()));
        let stroke = path.stroke().map(|stroke| (stroke.paint(), stroke.opacity().get()));
        let paint = fill.or(stroke);
        let square = Square {
            matrix: [place.sx, place.ky, place.kx, place.sy, place.tx, place.ty],
            size: path.data().bounds().width(),
            colour: paint.and_then(|(paint, own)| on_white(paint, opacity * own)),
        };
        match self.squares.last_mut() {
            Some((last, squares)) if *last == text && !squares.contains_key(&node) => {
                squares.insert(node, square);
            }
            _ => self.squares.push((text, BTreeMap::from([(node, square)]))),
        }
    }

    fn path(&mut self, path: &usvg::Path, opacity: f32, clips: &Clips) -> Result<(), Unusable> {
        let transform = path.abs_transform();
        let fill = path.fill().and_then(|fill| {
            let paint = self.paint(fill.paint(), opacity * fill.opacity().get(), transform)?;
            Some((paint, fill.rule() == usvg::FillRule::EvenOdd))
        });
        let scale = transform.sx.hypot(transform.ky).midpoint(transform.kx.hypot(transform.sy));
        let stroke = path.stroke().and_then(|stroke| {
            let opacity = opacity * stroke.opacity().get();
            Some(Stroke {
                paint: self.paint(stroke.paint(), opacity, transform)?,
                width: stroke.width().get() * scale,
                cap: stroke.linecap() as u8,
                join: match stroke.linejoin() {
                    usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => 0,
                    usvg::LineJoin::Round => 1,
                    usvg::LineJoin::Bevel => 2,
                },
                miter: stroke.miterlimit().get(),
                dashes: stroke
                    .dasharray()
                    .unwrap_or_default()
                    .iter()
                    .map(|length| length * scale)
                    .collect(),
                phase: stroke.dashoffset() * scale,
            })
        });
        if fill.is_none() && stroke.is_none() {
            return Ok(());
        }
        let path = self.outline(path, transform)?;
        // Clips that can't stay open are set for each shape.
        let again = clips.iter().skip(Drawing::OPEN_CLIPS);
        self.count(again.map(|clip| clip.path.len()).sum())?;
        self.shapes.push(Shape { path, fill, stroke, clips: clips.clone() });
        Ok(())
    }

    /// The outlines of all paths of a clip.
    fn clip(&mut self, group: &Group, place: Transform) -> Result<Clip, Unusable> {
        let mut clip = Clip { path: Vec::new(), even_odd: false };
        let mut open = vec![group];
        while let Some(group) = open.pop() {
            for node in group.children() {
                match node {
                    Node::Group(group) => open.push(group),
                    Node::Path(path) => {
                        let outline =
                            self.outline(path, place.pre_concat(path.abs_transform()))?;
                        clip.path.extend(outline);
                        clip.even_odd |= path
                            .fill()
                            .is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
                    }
                    Node::Image(_) | Node::Text(_) => {}
                }
            }
        }
        Ok(clip)
    }

    fn outline(
        &mut self,
        path: &usvg::Path,
        transform: Transform,
    ) -> Result<Vec<Segment>, Unusable> {
        let map = |point: usvg::tiny_skia_path::Point| {
            [
                transform.sx * point.x + transform.kx * point.y + transform.tx,
                transform.ky * point.x + transform.sy * point.y + transform.ty,
            ]
        };
        let mut outline = Vec::new();
        let mut at = [0.0; 2];
        for segment in path.data().segments() {
            let segment = match segment {
                PathSegment::MoveTo(to) => Segment::Move(map(to)),
                PathSegment::LineTo(to) => Segment::Line(map(to)),
                PathSegment::QuadTo(control, to) => {
                    Segment::Curve(raise(at, map(control), map(to)))
                }
                PathSegment::CubicTo(first, second, to) => {
                    Segment::Curve([map(first), map(second), map(to)])
                }
                PathSegment::Close => Segment::Close,
            };
            if let Segment::Move(to) | Segment::Line(to) | Segment::Curve([_, _, to]) = segment
            {
                at = to;
            }
            outline.push(segment);
        }
        self.count(outline.len())?;
        Ok(outline)
    }

    /// Counts steps that are drawn.
    fn count(&mut self, steps: usize) -> Result<(), Unusable> {
        self.segments = self.segments.saturating_add(steps as u64);
        if self.segments > MOST_SEGMENTS { Err(Unusable::TooLarge) } else { Ok(()) }
    }

    fn paint(
        &mut self,
        paint: &usvg::Paint,
        opacity: f32,
        transform: Transform,
    ) -> Option<Paint> {
        let gradient = |base: &usvg::BaseGradient, from, to, radii| {
            let matrix = transform.pre_concat(base.transform());
            let stops: Vec<_> = base
                .stops()
                .iter()
                .map(|stop| {
                    let colour = stop.color();
                    (stop.offset().get(), [colour.red, colour.green, colour.blue])
                })
                .collect();
            let opaque = base.stops().iter().map(|stop| stop.opacity().get()).sum::<f32>();
            #[expect(clippy::cast_precision_loss, reason = "a handful of stops")]
            let opaque = opaque / base.stops().len().max(1) as f32;
            Paint::Gradient(Gradient {
                from,
                to,
                radii,
                matrix: [matrix.sx, matrix.ky, matrix.kx, matrix.sy, matrix.tx, matrix.ty],
                stops,
                opacity: opacity * opaque,
            })
        };
        match paint {
            usvg::Paint::Color(colour) => {
                Some(Paint::Plain([colour.red, colour.green, colour.blue], opacity))
            }
            usvg::Paint::LinearGradient(it) => {
                self.note_spread(it.spread_method());
                Some(gradient(it, [it.x1(), it.y1()], [it.x2(), it.y2()], None))
            }
            usvg::Paint::RadialGradient(it) => {
                self.note_spread(it.spread_method());
                let radii = Some([it.fr().get(), it.r().get()]);
                Some(gradient(it, [it.fx(), it.fy()], [it.cx(), it.cy()], radii))
            }
            usvg::Paint::Pattern(_) => {
                self.left_out.insert("pattern");
                None
            }
        }
    }

    fn note_spread(&mut self, method: SpreadMethod) {
        if method != SpreadMethod::Pad {
            self.left_out.insert("repeated gradient");
        }
    }
}

/// The colour of a paint on white paper; of a gradient its first colour.
fn on_white(paint: &usvg::Paint, opacity: f32) -> Option<[u8; 3]> {
    let colour = match paint {
        usvg::Paint::Color(colour) => *colour,
        usvg::Paint::LinearGradient(it) => it.stops().first()?.color(),
        usvg::Paint::RadialGradient(it) => it.stops().first()?.color(),
        usvg::Paint::Pattern(_) => return None,
    };
    let opacity = opacity.clamp(0.0, 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 255"
    )]
    let mixed =
        |value: u8| (f32::from(value) * opacity + 255.0 * (1.0 - opacity)).round() as u8;
    (opacity > 0.0).then(|| [colour.red, colour.green, colour.blue].map(mixed))
}

/// The cubic curve equal to a quadratic one.
fn raise(from: [f32; 2], control: [f32; 2], to: [f32; 2]) -> [[f32; 2]; 3] {
    let third = |end: [f32; 2]| {
        [0, 1].map(|axis: usize| end[axis] + (control[axis] - end[axis]) * 2.0 / 3.0)
    };
    [third(from), third(to), to]
}
