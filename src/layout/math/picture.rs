//! A formula as a picture, for e-book readers without MathML: the outlines of its signs, and
//! rectangles. All lengths are in em of the surrounding text.

use super::frame::FrameShape;
use super::{FormulaSetter, Frame};
use crate::font::{Library, PathStep, Shaper};
use crate::math::{self, tree::Column};

/// A drawn formula. Its origin is the left end of its baseline, `y` goes down.
#[derive(Clone, Debug)]
pub struct FormulaPicture {
    /// Its width.
    pub width: f32,
    /// How far it reaches over its baseline, and below it.
    pub ascent: f32,
    /// See `ascent`.
    pub descent: f32,
    /// Its parts.
    pub shapes: Vec<Shape>,
}

/// A part of a picture.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its place.
    pub x: f32,
    /// See `x`.
    pub y: f32,
    /// A shape.
    pub form: PictureShape,
    /// Its colour, if it differs from that of the text.
    pub colour: Option<[u8; 3]>,
}

/// A shape.
#[derive(Clone, Debug)]
pub enum PictureShape {
    /// An outline, `y` upwards, and the size of its em.
    Outline(Vec<PathStep>, f32),
    /// A rectangle of this width and height, its upper left corner in its place.
    Rectangle(f32, f32),
}

/// Draws a formula; `numbers` are those of its equations, if there are several. `None` if it can't
/// be set.
pub fn picture(
    library: &Library,
    tex: &str,
    displayed: bool,
    numbers: &[Option<String>],
    lang: &str,
) -> Option<FormulaPicture> {
    let formula = math::parse(tex).ok()?;
    let mut shaper = Shaper::new(library);
    let mut setter = FormulaSetter::new(library, &mut shaper, lang)?;
    let frame = match displayed {
        true => displayed_frame(&mut setter, &formula, numbers),
        false => setter.inline(&formula).into_iter().fold(Frame::default(), |mut out, part| {
            out.width += part.space;
            out.append(part.frame);
            out
        }),
    };
    let shapes = frame.items.into_iter().map(|placed| {
        let form = match placed.piece {
            FrameShape::Rule { width, height } => PictureShape::Rectangle(width, height),
            FrameShape::Glyph { face, id, scale, .. } => {
                PictureShape::Outline(library.face(face).outline(id), scale)
            }
        };
        Shape { x: placed.x, y: placed.y, form, colour: placed.colour }
    });
    Some(FormulaPicture {
        width: frame.width,
        ascent: frame.ascent,
        descent: frame.descent,
        shapes: shapes.collect(),
    })
}

/// From baseline to baseline of equations, at least, the white between them, and that before their
/// numbers.
const PITCH: f32 = 1.5;
const WHITE: f32 = 0.4;
const NUMBER_GAP: f32 = 2.0;

/// Equations one below another, with their numbers.
fn displayed_frame(
    setter: &mut FormulaSetter<'_, '_>,
    formula: &math::Formula,
    numbers: &[Option<String>],
) -> Frame {
    let numbers = if formula.rows.len() > 1 { numbers } else { &[] };
    let rows = setter.display(formula, numbers);
    let width = rows.iter().map(|row| row.frame.width).fold(0.0, f32::max);
    let mut out = Frame::space(width);
    let mut y = 0.0;
    let mut below: Option<f32> = None;
    for row in rows {
        if let Some(below) = below {
            y += (below + WHITE + row.frame.ascent).max(PITCH);
        }
        below = Some(row.frame.descent + row.space);
        let spare = width - row.frame.width;
        let x = match row.align {
            Column::Left => 0.0,
            Column::Centre => spare / 2.0,
            Column::Right => spare,
        };
        out.draw(row.frame, x, y);
        if let Some(number) = row.number {
            out.width = out.width.max(width + NUMBER_GAP + number.width);
            out.draw(number, width + NUMBER_GAP, y);
        }
    }
    out
}
