//! A drawing of two colours: rectangles and letters.

use crate::font::PathStep;

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

/// A drawing; `y` goes down from the upper edge.
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) ground: Colour,
    pub(super) ink: Colour,
    /// Left, top, width, height.
    pub(super) rectangles: Vec<[f32; 4]>,
    pub(super) letters: Vec<Letter>,
}

/// A glyph with its origin and size.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) outline: Vec<PathStep>,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
}

impl Letter {
    /// A point of the outline on the drawing.
    pub(super) fn place(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [self.x + x * self.size, self.y - y * self.size]
    }
}
