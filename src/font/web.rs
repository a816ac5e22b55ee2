//! Faces for e-books: WOFF2 files with the characters of a book, or whole. Unlike a PDF, an e-book
//! is laid out from characters by the reading system. So a subset keeps the `cmap`, the vertical
//! metrics and those OpenType features that readers apply by themselves or that `text-spacing-trim`
//! requires. Names are kept, too: they contain copyright and licence.

use std::collections::BTreeSet;

use skera::{Plan, SubsetFlags, subset_font};
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{GlyphId, NameId, Tag};
use skrifa::raw::{FontRef, TableProvider as _};
use ttf2woff2::BrotliQuality;

use super::Face;
use super::damage::reading;
use crate::diag::{Code, Error, Result};

/// Features that a subset keeps: forms by place and language, marks, kerning and ligatures,
/// vertical forms, and the half widths of punctuation.
const FEATURES: [&[u8; 4]; 18] = [
    b"ccmp", b"locl", b"rlig", b"liga", b"calt", b"clig", b"kern", b"mark", b"mkmk", b"vert",
    b"vrt2", b"vkrn", b"halt", b"vhal", b"chws", b"vchw", b"rclt", b"dist",
];

/// Names that a subset keeps: copyright, family, style, full and PostScript name, version,
/// trademark, maker, licence and its address (OpenType `name`).
const NAMES: [u16; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 14, 16, 17];

/// The Brotli quality of a subset. The best (11) takes eight times as long for three percent.
const QUALITY: u8 = 9;
/// The Brotli quality of a whole face, which takes nearly all of the time of a book: a quarter of
/// the work for five percent more.
const QUALITY_OF_WHOLE: u8 = 6;

/// A font file for an e-book.
#[derive(Clone, Debug)]
pub struct WebFont {
    /// The file.
    pub data: Vec<u8>,
    /// Its format.
    pub format: WebFormat,
    /// Whether it has all glyphs of the face.
    pub is_whole: bool,
}

/// A kind of font file (EPUB 3.3 §3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebFormat {
    /// WOFF2.
    Woff2,
    /// OpenType with CFF outlines, unchanged.
    OpenType,
}

impl WebFormat {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Woff2 => "font/woff2",
            Self::OpenType => "font/otf",
        }
    }

    /// The extension of its files, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Woff2 => "woff2",
            Self::OpenType => "otf",
        }
    }

    /// Its name in a style sheet (CSS Fonts 4 §4.3.1).
    pub fn css_name(self) -> &'static str {
        match self {
            Self::Woff2 => "woff2",
            Self::OpenType => "opentype",
        }
    }
}

impl WebFont {
    /// A file with these characters of a face; the whole face if its outlines are CFF, which skera
    /// does not subset.
    ///
    /// # Errors
    ///
    /// A face that is damaged, or of a collection and with CFF outlines.
    pub fn subset(face: &Face, characters: &BTreeSet<char>) -> Result<Self> {
        reading(face.file_name(), || Self::subset_of(face, characters))
    }

    /// A file with the whole face.
    ///
    /// # Errors
    ///
    /// As [`Self::subset`].
    pub fn whole(face: &Face) -> Result<Self> {
        reading(face.file_name(), || Self::whole_of(face))
    }

    fn subset_of(face: &Face, characters: &BTreeSet<char>) -> Result<Self> {
        let font = font(face)?;
        if font.glyf().is_err() {
            return Self::whole_of(face);
        }
        let unicodes = characters.iter().map(|c| u32::from(*c)).collect();
        let features = FEATURES.iter().map(|tag| Tag::new(tag)).collect();
        let data = cut(face, &font, &IntSet::empty(), &unicodes, &features)?;
        Ok(Self {
            data: compress(face, &data, QUALITY)?,
            format: WebFormat::Woff2,
            is_whole: false,
        })
    }

    fn whole_of(face: &Face) -> Result<Self> {
        let font = font(face)?;
        let is_single = !face.data().starts_with(b"ttcf");
        let (data, format) = match (font.glyf().is_ok(), is_single) {
            (true, true) => (compress(face, face.data(), QUALITY_OF_WHOLE)?, WebFormat::Woff2),
            (true, false) => {
                let glyphs = font.maxp().map_or(0, |maxp| maxp.num_glyphs());
                let glyphs = (0..u32::from(glyphs)).map(GlyphId::from).collect();
                let all = cut(face, &font, &glyphs, &IntSet::all(), &IntSet::all())?;
                (compress(face, &all, QUALITY_OF_WHOLE)?, WebFormat::Woff2)
            }
            (false, true) => (face.data().to_vec(), WebFormat::OpenType),
            (false, false) => return Err(unusable(face)),
        };
        Ok(Self { data, format, is_whole: true })
    }
}

fn font(face: &Face) -> Result<FontRef<'_>> {
    FontRef::from_index(face.data(), face.index()).map_err(|_| unusable(face))
}

/// A font file with these glyphs and characters, and the glyphs that features substitute for them.
fn cut(
    face: &Face,
    font: &FontRef<'_>,
    glyphs: &IntSet<GlyphId>,
    unicodes: &IntSet<u32>,
    features: &IntSet<Tag>,
) -> Result<Vec<u8>> {
    // A signature would be invalid, and hints are for old screens.
    let dropped: IntSet<Tag> = [Tag::new(b"DSIG")].into_iter().collect();
    let names = NAMES.iter().map(|id| NameId::new(*id)).collect();
    let plan = Plan::new(
        glyphs,
        unicodes,
        font,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING,
        &dropped,
        &IntSet::all(),
        features,
        &names,
        &IntSet::all(),
    );
    subset_font(font, &plan).map_err(|_| unusable(face))
}

fn compress(face: &Face, data: &[u8], quality: u8) -> Result<Vec<u8>> {
    ttf2woff2::encode(data, BrotliQuality::from(quality)).map_err(|_| unusable(face))
}

fn unusable(face: &Face) -> Error {
    Error::new(Code::FontUnusable, [&face.file_name()])
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use std::str::FromStr as _;

    use harfrust::{Buffer, Direction, Language, ShapeOptions, ShaperFont};

    use super::*;
    use crate::font::{FontFile, GlyphId, Library, Role};

    /// The boxes of the glyphs of a text, and their advances.
    fn shaped(face: &Face, text: &str, lang: &str, direction: Direction) -> Vec<String> {
        let font = ShaperFont::new(face.font());
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_language(Some(Language::from_str(lang).expect("a language")));
        buffer.set_direction(direction);
        harfrust::shape(&font, &mut buffer, ShapeOptions::new()).expect("shaped");
        let infos = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
        infos
            .map(|(info, at)| {
                let number = u16::try_from(info.glyph_id).expect("a glyph of the face");
                let glyph = GlyphId::new(number).expect(text);
                format!("{:?} {} {}", face.glyph_bounds(glyph), at.x_advance, at.y_advance)
            })
            .collect()
    }

    #[test]
    fn a_subset_shapes_as_its_face_does() {
        let library = Library::bundled();
        let text = "骨直令，。「」（）——……：；！？fi AV 人";
        for role in [Role::Body, Role::Strong, Role::Heading, Role::Emphasis] {
            let face = library.face(library.chain(role, "zh-Hans")[0]);
            let font = font(face).expect("open");
            let unicodes = text.chars().map(u32::from).collect();
            let features = FEATURES.iter().map(|tag| Tag::new(tag)).collect();
            let data =
                cut(face, &font, &IntSet::empty(), &unicodes, &features).expect("a subset");
            assert!(data.len() < 40_000, "{} bytes", data.len());
            let subset = Face::open(&FontFile::new("subset", data), 0).expect("a face");
            assert_eq!(subset.family(), face.family());
            for lang in ["zh-Hans", "zh-Hant", "ja"] {
                for direction in [Direction::LeftToRight, Direction::TopToBottom] {
                    let whole = shaped(face, text, lang, direction);
                    assert_eq!(
                        shaped(&subset, text, lang, direction),
                        whole,
                        "{role:?} {lang}"
                    );
                }
            }
            // The test can see a difference: upright and turned marks differ.
            let turned = shaped(&subset, "「", "zh-Hans", Direction::TopToBottom);
            assert_ne!(
                turned[0][..40],
                shaped(&subset, "「", "zh-Hans", Direction::LeftToRight)[0][..40]
            );
        }
    }

    #[test]
    fn the_licence_travels_in_the_file() {
        let library = Library::bundled();
        for (_, face) in library.faces() {
            let font = font(face).expect("open");
            let unicodes = [u32::from('字')].into_iter().collect();
            let data = cut(face, &font, &IntSet::empty(), &unicodes, &IntSet::empty());
            let data = data.expect("a subset");
            let named = |needle: &str| {
                let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_be_bytes).collect();
                data.windows(wide.len()).any(|window| window == wide)
            };
            assert!(named("SIL Open Font License"), "{}", face.file_name());
            let web = WebFont::subset(face, &BTreeSet::from(['字'])).expect("a web font");
            // Outlines of CFF are embedded as they are.
            let form: &[u8] =
                if face.file_name().ends_with(".otf") { b"OTTO" } else { b"wOF2" };
            assert_eq!(&web.data[..4], form, "{}", face.file_name());
        }
    }
}
