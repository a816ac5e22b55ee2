//! Shaping: runs of text in one face to glyphs (OpenType GSUB, GPOS, kern).
//!
//! Chinese is shaped as script Hani with the text's language; otherwise the dash `——` would come out
//! as two short strokes and pan-CJK faces would show Japanese forms (`clreq.md` PUN-07, GLY-02).
//! Nothing fails: if a face is too damaged to shape, glyphs come from its cmap.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use harfrust::{Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan};
use harfrust::{ShaperFont, Tag};

use super::damage::reading;
use super::{FaceId, GlyphId, Library};

/// How a run is to be shaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Writing {
    /// Han and CJK punctuation.
    Chinese,
    /// Letters with kerning and ligatures; its quotes are narrow (`pwid`).
    Letters,
}

/// A glyph of a shaped run; lengths in em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ShapedGlyph {
    /// Its index in the face, if the face has it.
    pub(crate) id: Option<GlyphId>,
    /// The byte offset of its cluster in the run.
    pub(crate) cluster: u32,
    /// Its advance.
    pub(crate) advance: f32,
    /// Its horizontal offset from the pen.
    pub(crate) dx: f32,
    /// Its vertical offset above the pen.
    pub(crate) dy: f32,
}

/// Shapes runs, and caches prepared faces and plans.
pub(crate) struct Shaper<'a> {
    library: &'a Library,
    fonts: BTreeMap<FaceId, ShaperFont<'a, 'static>>,
    /// By face, writing and script, for one language.
    plans: BTreeMap<(FaceId, Writing, u32), ShapePlan>,
    language: String,
    buffer: Buffer,
    /// Faces that are too damaged to shape.
    damaged: BTreeSet<FaceId>,
}

impl fmt::Debug for Shaper<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shaper({} faces, {} plans)", self.fonts.len(), self.plans.len())
    }
}

impl<'a> Shaper<'a> {
    /// One for the faces of a library.
    pub(crate) fn new(library: &'a Library) -> Self {
        Self {
            library,
            fonts: BTreeMap::new(),
            plans: BTreeMap::new(),
            language: String::new(),
            buffer: Buffer::new(),
            damaged: BTreeSet::new(),
        }
    }

    /// Appends the glyphs of `text` in `face` to `glyphs`, in the order of the characters.
    pub(crate) fn shape(
        &mut self,
        face: FaceId,
        text: &str,
        writing: Writing,
        lang: &str,
        glyphs: &mut Vec<ShapedGlyph>,
    ) {
        glyphs.clear();
        if self.language != lang {
            self.plans.clear();
            lang.clone_into(&mut self.language);
        }
        if !self.damaged.contains(&face) {
            let file = self.library.face(face).file_name();
            let shaped = reading(file, || Ok(self.try_shape(face, text, writing, glyphs)));
            match shaped {
                Ok(Some(())) => return,
                Ok(None) => {}
                Err(_) => {
                    self.damaged.insert(face);
                    self.plans.clear();
                    self.buffer = Buffer::new();
                }
            }
        }
        self.fall_back(face, text, glyphs);
    }

    fn try_shape(
        &mut self,
        face: FaceId,
        text: &str,
        writing: Writing,
        glyphs: &mut Vec<ShapedGlyph>,
    ) -> Option<()> {
        let library = self.library;
        let font = self
            .fonts
            .entry(face)
            .or_insert_with(|| ShaperFont::new(library.face(face).font()));
        self.buffer.reset();
        self.buffer.push_str(text);
        self.buffer.guess_segment_properties();
        let turns =
            writing == Writing::Letters && self.buffer.direction() == Direction::RightToLeft;
        let direction = if turns { Direction::RightToLeft } else { Direction::LeftToRight };
        self.buffer.set_direction(direction);
        if writing == Writing::Chinese {
            self.buffer.set_script(Some(Script::HAN));
        }
        let language = Language::new(&self.language);
        self.buffer.set_language(language.clone());
        let script = self.buffer.script();
        let tag = script.map_or(0, |script| u32::from_be_bytes(script.tag().to_be_bytes()));
        let narrow = [Feature::new(Tag::new(b"pwid"), 1, ..)];
        let features: &[Feature] = match writing {
            Writing::Chinese => &[],
            Writing::Letters if text.contains(['“', '”', '‘', '’']) => &narrow,
            Writing::Letters => &[],
        };
        let key = (face, writing, tag ^ u32::from(!features.is_empty()));
        let plan = self.plans.entry(key).or_insert_with(|| {
            ShapePlan::new(
                library.face(face).font(),
                direction,
                script,
                language.as_ref(),
                features,
            )
        });
        let options = ShapeOptions::new().plan(Some(plan)).features(features);
        harfrust::shape(font, &mut self.buffer, options).ok()?;
        let em = f32::from(library.face(face).units_per_em().max(1));
        #[expect(clippy::cast_precision_loss, reason = "font units are small")]
        let in_em = |units: i32| units as f32 / em;
        let placed = self.buffer.glyph_infos().iter().zip(self.buffer.glyph_positions());
        glyphs.extend(placed.map(|(info, position)| ShapedGlyph {
            id: u16::try_from(info.glyph_id).ok().and_then(GlyphId::new),
            cluster: info.cluster,
            advance: in_em(position.x_advance),
            dx: in_em(position.x_offset),
            dy: in_em(position.y_offset),
        }));
        if turns {
            glyphs.reverse();
            glyphs.chunk_by_mut(|a, b| a.cluster == b.cluster).for_each(in_their_box);
        }
        Some(())
    }

    fn fall_back(&self, face: FaceId, text: &str, glyphs: &mut Vec<ShapedGlyph>) {
        let face = self.library.face(face);
        glyphs.clear();
        glyphs.extend(text.char_indices().map(|(at, c)| {
            let id = face.glyph(c);
            let cluster = u32::try_from(at).unwrap_or(u32::MAX);
            let advance = id.map_or(1.0, |id| face.advance(id));
            ShapedGlyph { id, cluster, advance, dx: 0.0, dy: 0.0 }
        }));
    }
}

/// Reorders the glyphs of a right-to-left cluster to the order of its characters; each keeps its
/// position.
fn in_their_box(cluster: &mut [ShapedGlyph]) {
    let mut after: f32 = cluster.iter().map(|glyph| glyph.advance).sum();
    let mut before = 0.0;
    for glyph in cluster {
        after -= glyph.advance;
        glyph.dx += after - before;
        before += glyph.advance;
    }
}
