//! The outline of a glyph, to be drawn where fonts can't be used: on a cover.

use skrifa::font::glyph::outline::PathSink;
use skrifa::{DrawMemory, ScalerFont};

use super::{Face, GlyphId};

/// One step of an outline, in em from the glyph's origin, `y` upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PathStep {
    /// Begins a contour.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A quadratic curve: control point, end.
    Quad([f32; 2], [f32; 2]),
    /// A cubic curve: control points, end.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// Closes the contour.
    Close,
}

impl Face {
    /// The outline of a glyph, to be filled by the non-zero winding rule; empty for a glyph without
    /// ink or a damaged one.
    pub fn outline(&self, glyph: GlyphId) -> Vec<PathStep> {
        let scaler = ScalerFont::unhinted(self.font().clone(), Some(1.0));
        let mut path = Path(Vec::new());
        let drawn = scaler
            .outline(glyph.get().into())
            .map(|outline| outline.draw(DrawMemory::Scratch, &mut path).is_ok());
        if drawn == Some(true) { path.0 } else { Vec::new() }
    }
}

struct Path(Vec<PathStep>);

impl PathSink for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(PathStep::Move([x, y]));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(PathStep::Line([x, y]));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.push(PathStep::Quad([cx0, cy0], [x, y]));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.push(PathStep::Cubic([cx0, cy0], [cx1, cy1], [x, y]));
    }

    fn close(&mut self) {
        self.0.push(PathStep::Close);
    }
}
