//! Subsets: the glyphs of a face that a document uses, as a separate font file.

use std::collections::BTreeMap;

use subsetter::GlyphRemapper;

use super::damage::reading;
use super::{Face, GlyphId};
use crate::diag::{Code, Error, Result};

/// Glyphs of one face that a document uses, renumbered in the order of their first use. Glyph 0,
/// `.notdef`, is always included as 0, and never used.
#[derive(Debug, Default)]
pub struct GlyphSet {
    remapper: GlyphRemapper,
    used: BTreeMap<GlyphId, GlyphId>,
}

impl GlyphSet {
    /// No glyph yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a glyph and returns its number in the subset.
    pub fn insert(&mut self, glyph: GlyphId) -> GlyphId {
        // The numbers begin at 1, after glyph 0.
        let new = GlyphId::new(self.remapper.remap(glyph.get())).unwrap_or(GlyphId::MIN);
        self.used.insert(glyph, new);
        new
    }

    /// Whether nothing was used.
    pub fn is_empty(&self) -> bool {
        self.used.is_empty()
    }

    /// The number of a glyph in the subset, if it is included.
    pub fn get(&self, glyph: GlyphId) -> Option<GlyphId> {
        self.used.get(&glyph).copied()
    }
}

/// A font file with some glyphs of a face.
#[derive(Clone, Debug)]
pub struct Subset {
    /// The file: TrueType or CID-keyed CFF in an SFNT wrapper, without `cmap`.
    pub data: Vec<u8>,
}

impl Subset {
    /// The subset of `face` with these glyphs.
    ///
    /// # Errors
    ///
    /// A face that is damaged where its outlines are.
    pub fn of(face: &Face, glyphs: &GlyphSet) -> Result<Self> {
        let file = face.file_name();
        let data = reading(file, || {
            subsetter::subset(face.data(), face.index(), &glyphs.remapper)
                .map_err(|_| Error::new(Code::FontUnusable, [&file]))
        })?;
        Ok(Self { data })
    }
}
