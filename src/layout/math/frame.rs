//! A formula's layout: positioned glyphs and rules, in em of the surrounding text; and its
//! conversion to frames of a page.

use crate::font::{FaceId, GlyphId};
use crate::layout::frame::{Artifact, Glyph, Item, Owner, Pt, Rule, Synthetic, TextRun};
use crate::model::Pieces;

/// A laid-out part of a formula. Its origin is the left end of its baseline, `y` goes down.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    pub(crate) width: f32,
    /// How far it reaches over its baseline.
    pub(crate) ascent: f32,
    /// How far it reaches below, positive.
    pub(crate) descent: f32,
    /// Its italics correction.
    pub(super) italic: f32,
    /// Its glyph, if it is one of the mathematics face, and its size.
    pub(super) glyph: Option<(GlyphId, f32)>,
    /// The attachment point of an accent.
    pub(super) accent: Option<f32>,
    pub(super) items: Vec<FrameItem>,
}

/// Something in its place.
#[derive(Clone, Debug)]
pub(super) struct FrameItem {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) piece: FrameShape,
    pub(super) colour: Option<[u8; 3]>,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub(super) enum FrameShape {
    Glyph {
        face: FaceId,
        id: GlyphId,
        /// The size of the em.
        scale: f32,
        advance: f32,
        /// Its text; empty for a further part of a sign.
        text: String,
    },
    /// A rectangle; its upper left corner is its place.
    Rule { width: f32, height: f32 },
}

impl Frame {
    /// White of this width.
    pub(super) fn space(width: f32) -> Self {
        Self { width, ..Self::default() }
    }

    /// Adds another frame's items, moved.
    pub(super) fn draw(&mut self, other: Self, x: f32, y: f32) {
        self.ascent = self.ascent.max(other.ascent - y);
        self.descent = self.descent.max(other.descent + y);
        self.items.extend(other.items.into_iter().map(|it| FrameItem {
            x: it.x + x,
            y: it.y + y,
            ..it
        }));
    }

    /// Appends another at the right.
    pub(super) fn append(&mut self, other: Self) {
        let (x, width) = (self.width, other.width);
        self.draw(other, x, 0.0);
        self.width += width;
    }

    /// A rectangle.
    pub(super) fn rule(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.ascent = self.ascent.max(-y);
        self.descent = self.descent.max(y + height);
        let piece = FrameShape::Rule { width, height };
        self.items.push(FrameItem { x, y, piece, colour: None });
    }

    /// Moves all items down.
    pub(super) fn lower(mut self, by: f32) -> Self {
        self.items.iter_mut().for_each(|it| it.y += by);
        self.ascent -= by;
        self.descent += by;
        self
    }

    /// Its height.
    pub(super) fn height(&self) -> f32 {
        self.ascent + self.descent
    }

    /// Removes the text of its signs.
    pub(super) fn silence(&mut self) {
        for placed in &mut self.items {
            if let FrameShape::Glyph { text, .. } = &mut placed.piece {
                text.clear();
            }
        }
    }

    /// What is drawn, as items of a page: `size` is the em, `x` and `y` the origin.
    pub(crate) fn items(
        &self,
        owner: Owner,
        size: Pt,
        (x, y): (Pt, Pt),
        colour: [u8; 3],
    ) -> Vec<Item> {
        let mut out: Vec<Item> = Vec::new();
        for placed in &self.items {
            let (left, top) = (x + placed.x * size, y + placed.y * size);
            let colour = placed.colour.unwrap_or(colour);
            match &placed.piece {
                FrameShape::Rule { width, height } => out.push(Item::Rule(Rule {
                    owner: Owner::Artifact(Artifact::Layout),
                    x: left,
                    y: top,
                    width: width * size,
                    height: height * size,
                    colour,
                })),
                FrameShape::Glyph { face, id, scale, advance, text } => {
                    let owner = match text.is_empty() {
                        true => Owner::Artifact(Artifact::Layout),
                        false => owner,
                    };
                    let text = if text.is_empty() { " " } else { text };
                    let end = u32::try_from(text.len()).unwrap_or(0);
                    out.push(Item::Text(TextRun {
                        owner,
                        face: *face,
                        size: scale * size,
                        colour,
                        x: left,
                        y: top,
                        synthetic: Synthetic::default(),
                        text: text.to_owned(),
                        glyphs: vec![Glyph {
                            id: *id,
                            advance: advance * size,
                            dx: 0.0,
                            dy: 0.0,
                            text: 0..end,
                        }],
                        actual_text: None,
                        pieces: Pieces::default(),
                    }));
                }
            }
        }
        out
    }
}
