//! One face: its bytes, its names, and the glyphs of characters.
//!
//! Opening a face reads its table directory and names; no table is parsed whole.

use std::fmt;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};
use skrifa::font::{Blob, Font};
use skrifa::raw::TableProvider as _;
use skrifa::raw::types::NameId;

use super::damage::{is_sound, reading};
use super::{Bounds, GlyphId, Metrics};
use crate::text::clusters::is_ignorable;
use crate::text::hex;

/// A font file that was read: its name, for display, and its bytes.
#[derive(Clone)]
pub struct FontFile {
    name: String,
    data: Blob,
}

impl FontFile {
    /// A file of these bytes.
    pub fn new(name: impl Into<String>, data: Vec<u8>) -> Self {
        Self { name: name.into(), data: data.into() }
    }

    /// A file that is part of the program.
    #[cfg_attr(not(feature = "bundled-fonts"), expect(dead_code, reason = "none is bundled"))]
    pub(super) fn bundled(name: &str, data: &'static [u8]) -> Self {
        Self { name: name.to_owned(), data: data.into() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of faces in it; `None` if it is not a font.
    pub(super) fn faces(&self) -> Option<u32> {
        skrifa::font::Format::new(&self.data).map(|format| format.num_fonts())
    }
}

impl fmt::Debug for FontFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FontFile({}, {} bytes)", self.name, self.data.len())
    }
}

/// Why a face can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// Not a font, a damaged one, or outlines of a kind that PDF does not support.
    Format,
    /// Its licence bits forbid to embed a subset (OpenType OS/2 `fsType`).
    Restricted,
}

/// An open face.
pub struct Face {
    file: FontFile,
    index: u32,
    font: Font,
    postscript_name: String,
    family: String,
    metrics: Metrics,
    sha256: OnceLock<String>,
    han_centre: OnceLock<Option<f32>>,
}

impl Face {
    /// `fsType`: embedding not allowed at all.
    const RESTRICTED: u16 = 0x0002;
    /// `fsType`: may be embedded whole, not as a subset.
    const NO_SUBSETTING: u16 = 0x0100;
    /// `fsType`: only bitmaps may be embedded.
    const BITMAP_ONLY: u16 = 0x0200;

    /// Opens a face that may be damaged.
    pub(super) fn open(file: &FontFile, index: u32) -> Result<Self, Unusable> {
        let opened = reading(file.name(), || {
            let is_sound = is_sound(&file.data, index);
            Ok(if is_sound { Self::read(file, index) } else { Err(Unusable::Format) })
        });
        opened.unwrap_or(Err(Unusable::Format))
    }

    /// Opens a face that is known to be sound.
    pub(super) fn read(file: &FontFile, index: u32) -> Result<Self, Unusable> {
        let font = Font::new(file.data.clone(), index).ok_or(Unusable::Format)?;
        let tables = font.tables();
        // Only these outlines can be subset and embedded (ISO 32000-1 §9.9).
        if tables.glyf().is_err() && tables.cff().is_err() {
            return Err(Unusable::Format);
        }
        let fs_type = tables.os2().map_or(0, |os2| os2.fs_type());
        if fs_type & (Self::RESTRICTED | Self::NO_SUBSETTING | Self::BITMAP_ONLY) != 0 {
            return Err(Unusable::Restricted);
        }
        let family = name(&font, NameId::FAMILY_NAME).unwrap_or_else(|| file.name.clone());
        let postscript_name =
            name(&font, NameId::POSTSCRIPT_NAME).unwrap_or_else(|| family.replace(' ', ""));
        Ok(Self {
            index,
            postscript_name,
            family,
            metrics: Metrics::of(&font),
            font,
            file: file.clone(),
            sha256: OnceLock::new(),
            han_centre: OnceLock::new(),
        })
    }

    /// The bytes of its file.
    pub fn data(&self) -> &[u8] {
        &self.file.data
    }

    /// Its number in the file, which may be a collection.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The name of its file.
    pub fn file_name(&self) -> &str {
        &self.file.name
    }

    /// Its PostScript name: `NotoSerifSC-Regular`.
    pub fn postscript_name(&self) -> &str {
        &self.postscript_name
    }

    /// The name of its family: `Noto Serif SC`.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// Its licence text, and the address of the licence (OpenType `name` 13 and 14).
    pub fn licence(&self) -> [Option<String>; 2] {
        [NameId::LICENSE_DESCRIPTION, NameId::LICENSE_URL].map(|id| name(&self.font, id))
    }

    /// SHA-256 of its file, 64 hexadecimal digits; computed on first use.
    pub fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| hex::lower(&Sha256::digest(self.data())))
    }

    /// Its metrics.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Units per em.
    pub fn units_per_em(&self) -> u16 {
        self.font.units_per_em()
    }

    /// The glyph of a character, if it has one.
    pub fn glyph(&self, c: char) -> Option<GlyphId> {
        self.font.charmap().map_unicode(c).and_then(narrow)
    }

    /// The glyph of a character in the variant that a selector names (IVS), if it has one.
    pub fn glyph_variant(&self, c: char, selector: char) -> Option<GlyphId> {
        self.font.charmap().map_unicode_variant(c, selector).and_then(narrow)
    }

    /// Whether it has every visible character of a text.
    pub fn covers(&self, text: &str) -> bool {
        let mut shown = text.chars().filter(|c| !is_ignorable(*c)).peekable();
        if shown.peek().is_none() {
            return text.chars().all(|c| self.glyph(c).is_some());
        }
        shown.all(|c| self.glyph(c).is_some())
    }

    /// The horizontal advance of a glyph, in em.
    pub fn advance(&self, glyph: GlyphId) -> f32 {
        self.in_em(self.font.glyph_metrics().h_advance(glyph.get().into()))
    }

    /// The bounding box of a glyph's ink; `None` if it is empty.
    pub fn glyph_bounds(&self, glyph: GlyphId) -> Option<Bounds> {
        let ink = self.font.glyph_metrics().extents(glyph.get().into())?;
        (ink.width > 0.0 && ink.height > 0.0).then(|| Bounds {
            x_min: self.in_em(ink.x_bearing),
            x_max: self.in_em(ink.x_bearing + ink.width),
            y_max: self.in_em(ink.y_bearing),
            y_min: self.in_em(ink.y_bearing - ink.height),
        })
    }

    /// Height of the middle of its Han over the baseline, in em; `None` without Han. Faces in a
    /// line are aligned by this, not by their baselines (`clreq.md` GRD-02).
    pub fn han_centre(&self) -> Option<f32> {
        *self.han_centre.get_or_init(|| {
            let centres: Vec<f32> = SQUARE_HAN
                .chars()
                .filter_map(|c| self.glyph_bounds(self.glyph(c)?))
                .map(|ink| f32::midpoint(ink.y_min, ink.y_max))
                .collect();
            #[expect(clippy::cast_precision_loss, reason = "a dozen characters")]
            let count = centres.len() as f32;
            (!centres.is_empty()).then(|| centres.iter().sum::<f32>() / count)
        })
    }

    /// The face for a shaper.
    pub(super) fn font(&self) -> &Font {
        &self.font
    }

    fn in_em(&self, units: f32) -> f32 {
        units / f32::from(self.units_per_em().max(1))
    }
}

/// Characters that fill their square in height, by which a face's Han are centred.
const SQUARE_HAN: &str = "国東永画置酬鬱書高章音重";

/// One of a face's names, in English if available.
fn name(font: &Font, id: NameId) -> Option<String> {
    let name = font.names().get(id)?.english_or_first()?;
    Some(name.name().chars().collect())
}

/// PDF addresses at most 65,536 glyphs of a font.
fn narrow(glyph: skrifa::GlyphId) -> Option<GlyphId> {
    u16::try_from(glyph.to_u32()).ok().and_then(GlyphId::new)
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({}, {}#{})", self.postscript_name, self.file.name, self.index)
    }
}
