//! Glyphs of single characters, with their boxes: the width of a mark in Chinese, independent of
//! its face (`clreq.md` PUN-07, QUO-02), and how much of it is blank (PUN-08).
//!
//! Han have no context, so that each is shaped once and then cached: this is the fast path for
//! nearly all text.

use super::atom::{EM, Units, units};
use crate::font::{FaceId, FaceRun, GlyphId, Library, Role, ShapedGlyph, Shaper, Writing};
use crate::text::clusters::is_ignorable;
use crate::text::language::is_traditional;
use crate::text::punctuation::{Class, class_of};

/// A blank below this is no blank half: the mark is centred in its square, or odd.
const LEAST_BLANK: f32 = 0.3;
/// Blank that stays beside the ink where less than half an em is blank.
const KEPT_BLANK: f32 = 0.02;
/// Blank on both sides that differs by less is a mark centred in its square.
const CENTRED: f32 = 0.12;
/// Where the ink of a quote begins or ends whose face draws it narrow.
const QUOTE_INSET: f32 = 0.05;
/// The middle of an em box over the baseline (`clreq.md` GRD-02).
const MIDDLE: f32 = 0.38;
/// A mark whose width in its face is this near keeps the face's placement.
const SAME_WIDTH: f32 = 0.02;

/// A character's glyph in its box, at full size.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoxedGlyph {
    /// The character, to know the slot by.
    pub(super) c: char,
    pub(super) face: FaceId,
    /// `None` if no face has the character.
    pub(super) glyph: Option<GlyphId>,
    pub(super) width: Units,
    pub(super) dx: Units,
    pub(super) dy: Units,
    pub(super) left: Units,
    pub(super) right: Units,
}

/// The glyphs of a library's faces, by role and language.
#[derive(Debug)]
pub(super) struct Glyphs<'a> {
    pub(super) library: &'a Library,
    pub(super) shaper: Shaper<'a>,
    sets: Vec<GlyphSet<'a>>,
    scratch: Vec<ShapedGlyph>,
    /// Whether pauses and stops are centred in any language.
    pub(super) centred: bool,
}

/// The cache for one role and language.
#[derive(Debug)]
struct GlyphSet<'a> {
    role: Role,
    lang: String,
    chain: &'a [FaceId],
    slots: Vec<BoxedGlyph>,
    /// Middle of the body's Han over the baseline, which other faces are shifted to.
    centre: Option<f32>,
}

/// The id of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SetId(usize);

/// The number of cached characters of a set; a power of two. A character takes the slot of its low
/// bits and replaces the previous one.
const SLOTS: usize = 4096;

impl<'a> Glyphs<'a> {
    pub(super) fn new(library: &'a Library) -> Self {
        let shaper = Shaper::new(library);
        Self { library, shaper, sets: Vec::new(), scratch: Vec::new(), centred: false }
    }

    /// The set for text of this role and language.
    pub(super) fn set(&mut self, role: Role, lang: &str) -> SetId {
        let known = self.sets.iter().position(|set| set.role == role && set.lang == lang);
        SetId(known.unwrap_or_else(|| {
            let chain = self.library.chain(role, lang);
            let body = self.library.chain(Role::Body, lang).first();
            let centre = body.and_then(|face| self.library.face(*face).han_centre());
            let lang = lang.to_owned();
            let slots = Vec::new();
            self.sets.push(GlyphSet { role, lang, chain, slots, centre });
            self.sets.len() - 1
        }))
    }

    /// A text in pieces, by the faces of the set.
    pub(super) fn pieces(&self, set: SetId, text: &str) -> Vec<FaceRun> {
        self.library.pieces(self.sets[set.0].chain, text)
    }

    /// How far a face's glyphs are raised so that its Han are level with the body's
    /// (`clreq.md` GRD-02).
    pub(super) fn raise(&self, set: SetId, face: FaceId) -> f32 {
        let centre = self.sets[set.0].centre;
        let own = self.library.face(face).han_centre();
        centre.zip(own).map_or(0.0, |(body, own)| body - own)
    }

    /// The glyph of a CJK character in its box.
    pub(super) fn chinese(&mut self, set: SetId, c: char) -> BoxedGlyph {
        let slot = c as usize % SLOTS;
        if let Some(known) = self.sets[set.0].slots.get(slot)
            && known.c == c
        {
            return *known;
        }
        let glyph = self.look_up(set, c);
        let slots = &mut self.sets[set.0].slots;
        if slots.is_empty() {
            // U+FFFF is not a character, and so marks free slots.
            slots.resize(SLOTS, BoxedGlyph::missing('\u{FFFF}'));
        }
        slots[slot] = glyph;
        glyph
    }

    /// The glyph of a variation sequence; that of its base if no face knows it.
    pub(super) fn variant(&mut self, set: SetId, c: char, selector: char) -> BoxedGlyph {
        let base = self.chinese(set, c);
        let chain = self.sets[set.0].chain;
        let found = chain.iter().find_map(|face| {
            let glyph = self.library.face(*face).glyph_variant(c, selector)?;
            Some((*face, glyph))
        });
        let Some((face, glyph)) = found else { return base };
        let dy = units(self.raise(set, face));
        BoxedGlyph { face, glyph: Some(glyph), dy, ..base }
    }

    /// A pair of dashes as the face joins them: one glyph of two em, if it has one.
    pub(super) fn pair(&mut self, set: SetId, c: char) -> Option<BoxedGlyph> {
        let chain = self.sets[set.0].chain;
        let has = |face: &&FaceId| self.library.face(**face).glyph(c).is_some();
        let face = *chain.iter().find(has)?;
        let lang = &self.sets[set.0].lang;
        let text: String = [c, c].iter().collect();
        self.shaper.shape(face, &text, Writing::Chinese, lang, &mut self.scratch);
        let &[glyph] = self.scratch.as_slice() else { return None };
        let spare = units(2.0 - glyph.advance);
        let dy = units(self.raise(set, face) + glyph.dy);
        let (id, dx) = (glyph.id?, spare / 2 + units(glyph.dx));
        Some(BoxedGlyph { c, face, glyph: Some(id), width: 2 * EM, dx, dy, left: 0, right: 0 })
    }

    fn look_up(&mut self, set: SetId, c: char) -> BoxedGlyph {
        let chain = self.sets[set.0].chain;
        let text = c.encode_utf8(&mut [0; 4]).to_owned();
        let mut pieces = self.library.pieces(chain, &text);
        let Some(FaceRun { face: Some(face), form, .. }) = pieces.pop() else {
            return BoxedGlyph::missing(c);
        };
        let text = form.unwrap_or(text);
        let Some(spelling) = only_shown(&text) else { return BoxedGlyph::missing(c) };
        let lang = &self.sets[set.0].lang;
        self.shaper.shape(face, &text, Writing::Chinese, lang, &mut self.scratch);
        let shaped = match self.scratch.as_slice() {
            [glyph, ..] if glyph.id.is_some() => *glyph,
            _ => {
                let id = self.library.face(face).glyph(spelling);
                let advance = id.map_or(1.0, |id| self.library.face(face).advance(id));
                ShapedGlyph { id, cluster: 0, advance, dx: 0.0, dy: 0.0 }
            }
        };
        let raise = self.raise(set, face);
        let centred = self.centred || is_traditional(&self.sets[set.0].lang);
        self.boxed(c, face, shaped, raise, centred)
    }

    /// The glyph in its box. In traditional Chinese pauses and stops are `centred` in theirs (CLREQ
    /// §3.1.3), which a face of other forms does not draw so.
    fn boxed(
        &self,
        c: char,
        face: FaceId,
        shaped: ShapedGlyph,
        raise: f32,
        centred: bool,
    ) -> BoxedGlyph {
        let Some(id) = shaped.id else { return BoxedGlyph::missing(c) };
        let class = class_of(c);
        let width = width_of(c).unwrap_or(shaped.advance);
        let fits = (shaped.advance - width).abs() <= SAME_WIDTH;
        // Only of marks, and of what the face draws in another width, the ink matters.
        let ink = if fits && class.is_none() {
            None
        } else {
            self.library.face(face).glyph_bounds(id)
        };
        let (mut ink_left, mut ink_right) =
            ink.map_or((0.0, width), |ink| (ink.x_min + shaped.dx, ink.x_max + shaped.dx));
        let (mut dx, mut dy) = (0.0, shaped.dy + raise);
        let centred = centred
            && matches!(class, Some(Class::Comma | Class::Stop | Class::Colon))
            && !c.is_ascii();
        if let Some(ink) = ink.filter(|_| centred) {
            dx = (width - ink_left - ink_right) / 2.0;
            dy = MIDDLE - f32::midpoint(ink.y_min, ink.y_max);
        } else if !fits || class == Some(Class::Interpunct) {
            dx = match class {
                Some(Class::Open) => width - QUOTE_INSET - ink_right,
                Some(Class::Close) => QUOTE_INSET - ink_left,
                _ => (width - ink_left - ink_right) / 2.0,
            };
        }
        ink_left += dx;
        ink_right += dx;
        let (left, right) = trims(class, ink_left, width - ink_right);
        BoxedGlyph {
            c,
            face,
            glyph: Some(id),
            width: units(width),
            dx: units(dx + shaped.dx),
            dy: units(dy),
            left: units(left),
            right: units(right),
        }
    }
}

impl BoxedGlyph {
    pub(super) fn missing(c: char) -> Self {
        let face = FaceId(0);
        Self { c, face, glyph: None, width: EM, dx: 0, dy: 0, left: 0, right: 0 }
    }
}

/// The character of a text that shows one alone.
pub(super) fn only_shown(text: &str) -> Option<char> {
    let mut chars = text.chars().filter(|c| !is_ignorable(*c));
    chars.next().filter(|_| chars.next().is_none())
}

/// The width of a character in Chinese, independent of its face.
fn width_of(c: char) -> Option<f32> {
    match c {
        // Beside Han or between numbers alone do these come here.
        '/' | '-' => Some(0.5),
        '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}' => Some(1.0),
        _ => class_of(c)?.width(),
    }
}

/// How much of a mark may be trimmed at its start and end.
fn trims(class: Option<Class>, left: f32, right: f32) -> (f32, f32) {
    let trim = |blank: f32| {
        if blank < LEAST_BLANK {
            0.0
        } else if blank >= 0.5 {
            0.5
        } else {
            blank - KEPT_BLANK
        }
    };
    match class {
        Some(class) if !class.is_trimmable() => (0.0, 0.0),
        Some(_) if (left - right).abs() < CENTRED => (0.0, 0.0),
        Some(Class::Open) => (trim(left), 0.0),
        Some(_) => (0.0, trim(right)),
        None => (0.0, 0.0),
    }
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use super::super::atom::in_em;
    use super::*;

    #[test]
    fn gly_01_dashes_and_dots_are_in_the_middle_of_the_em_box() {
        let library = Library::bundled();
        let mut glyphs = Glyphs::new(&library);
        for role in [Role::Body, Role::Strong, Role::Heading] {
            let set = glyphs.set(role, "zh-Hans");
            let dash = glyphs.pair(set, '—').expect("the face joins dashes");
            assert_eq!(dash.width, 2 * EM);
            for glyph in [dash, glyphs.chinese(set, '…')] {
                let ink = library
                    .face(glyph.face)
                    .glyph_bounds(glyph.glyph.expect("a glyph"))
                    .expect("ink");
                let centre = f32::midpoint(ink.y_min, ink.y_max) + in_em(glyph.dy);
                assert!((centre - 0.38).abs() <= 0.02, "{role:?} {} {centre}", glyph.c);
            }
        }
    }

    #[test]
    fn pauses_and_stops_of_traditional_chinese_are_in_the_middle_of_their_em() {
        let library = Library::bundled();
        for (lang, centred, is_centred) in [
            ("zh-Hant", false, true),
            ("zh-Hant-TW", false, true),
            ("zh-HK", false, true),
            ("zh-Hans", true, true),
            ("zh-Hans", false, false),
            ("ja", false, false),
        ] {
            let mut glyphs = Glyphs { centred, ..Glyphs::new(&library) };
            for role in [Role::Body, Role::Strong, Role::Heading, Role::Emphasis] {
                let set = glyphs.set(role, lang);
                for c in "、，。；：".chars() {
                    let glyph = glyphs.chinese(set, c);
                    let ink =
                        library.face(glyph.face).glyph_bounds(glyph.glyph.unwrap()).unwrap();
                    let x = f32::midpoint(ink.x_min, ink.x_max) + in_em(glyph.dx) - 0.5;
                    let y = f32::midpoint(ink.y_min, ink.y_max) + in_em(glyph.dy) - 0.38;
                    let at_centre = x.abs() <= 0.05 && y.abs() <= 0.05;
                    assert_eq!(at_centre, is_centred, "{lang} {role:?} {c} {x} {y}");
                    assert!(!is_centred || (glyph.left, glyph.right) == (0, 0), "{c}");
                }
            }
        }
    }

    #[test]
    fn quo_02_narrow_quotes_of_a_face_are_in_boxes_of_one_em() {
        let library = Library::bundled();
        let mut glyphs = Glyphs::new(&library);
        let set = glyphs.set(Role::Emphasis, "zh-Hans");
        for (c, left, right) in [('“', EM / 2, 0), ('”', 0, EM / 2), ('‘', EM / 2, 0)] {
            let glyph = glyphs.chinese(set, c);
            assert_eq!((glyph.width, glyph.left, glyph.right), (EM, left, right), "{c}");
            let ink = library
                .face(glyph.face)
                .glyph_bounds(glyph.glyph.expect("a glyph"))
                .expect("ink");
            let (from, to) = (ink.x_min + in_em(glyph.dx), ink.x_max + in_em(glyph.dx));
            let edge = if left > 0 { 1.0 - to } else { from };
            assert!((edge - QUOTE_INSET).abs() < 0.01, "{c} {from} {to}");
        }
    }

    #[test]
    fn pun_08_trimmed_space_is_without_ink() {
        let library = Library::bundled();
        let mut glyphs = Glyphs::new(&library);
        for role in Role::ALL {
            let set = glyphs.set(role, "zh-Hans");
            for c in "，。、；：？！“”‘’（）《》「」『』【】〔〕".chars()
            {
                let glyph = glyphs.chinese(set, c);
                let ink = library
                    .face(glyph.face)
                    .glyph_bounds(glyph.glyph.expect("a glyph"))
                    .expect("ink");
                let (from, to) = (ink.x_min + in_em(glyph.dx), ink.x_max + in_em(glyph.dx));
                assert!(in_em(glyph.left) <= from + 0.001, "{role:?} {c} {from}");
                assert!(in_em(glyph.right) <= 1.0 - to + 0.001, "{role:?} {c} {to}");
            }
        }
    }
}
