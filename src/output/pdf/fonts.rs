//! Font resources: subsets of faces in which each glyph represents one text.
//!
//! A face may have one glyph for several characters: Noto Serif SC draws U+7ACB 立 and the
//! radical U+2F74 ⽴ with one, 488 such in all. A reader of the file finds the text by the
//! glyph's code alone (ISO 32000-1 §9.10), so the second text of a glyph goes into a second
//! subset of the face, and every reader gets the characters that were set (`clreq.md` PDF-01).

use std::collections::BTreeMap;

use printpdf::{Codepoint, FontId, Op, ParsedFont, PdfFont, PdfFontHandle, Pt, TextItem};
use sha2::{Digest as _, Sha256};

use crate::diag::{Code, Error, Result, guarded};
use crate::font::{Face, FaceId, GlyphId, GlyphSet, Library, Subset};

/// A glyph in a font resource.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ResourceGlyph {
    /// Index of the resource.
    pub(super) resource: usize,
    /// The glyph's number in it.
    pub(super) glyph: GlyphId,
    /// Its advance in thousandths of an em.
    pub(super) width: f32,
}

/// One subset of a face.
#[derive(Debug)]
struct Resource {
    face: FaceId,
    glyphs: GlyphSet,
    /// The text of each glyph, by its number in the subset, from 1.
    texts: Vec<String>,
}

/// The font resources of a document.
#[derive(Debug)]
pub(super) struct Fonts<'a> {
    library: &'a Library,
    resources: Vec<Resource>,
    /// The resources of a face, in which its glyphs get their first, second … text.
    of_face: BTreeMap<FaceId, Vec<usize>>,
    /// By face and glyph: one more than the index into `places`; 0 where it was not used.
    known: Vec<Vec<u32>>,
    /// The places of each used glyph.
    places: Vec<Vec<ResourceGlyph>>,
}

impl<'a> Fonts<'a> {
    /// Subsets of the faces of a library.
    pub(super) fn new(library: &'a Library) -> Self {
        Self {
            library,
            resources: Vec::new(),
            of_face: BTreeMap::new(),
            known: Vec::new(),
            places: Vec::new(),
        }
    }

    /// The library of the faces.
    pub(super) fn library(&self) -> &'a Library {
        self.library
    }

    /// The place of a glyph that represents `text`.
    pub(super) fn place(&mut self, face: FaceId, glyph: GlyphId, text: &str) -> ResourceGlyph {
        let index = self.index_of(face, glyph);
        let places = &mut self.places[index];
        let known = places.iter().find(|placed| {
            self.resources[placed.resource].texts[usize::from(placed.glyph.get()) - 1] == text
        });
        if let Some(placed) = known {
            return *placed;
        }
        let resources = self.of_face.entry(face).or_default();
        let resource = *resources.get(places.len()).unwrap_or(&self.resources.len());
        if resource == self.resources.len() {
            resources.push(resource);
            self.resources.push(Resource { face, glyphs: GlyphSet::new(), texts: Vec::new() });
        }
        let subset = &mut self.resources[resource];
        let width = width(self.library.face(face), glyph);
        let placed = ResourceGlyph { resource, glyph: subset.glyphs.insert(glyph), width };
        subset.texts.push(text.to_owned());
        places.push(placed);
        placed
    }

    /// The index of a glyph into `places`.
    fn index_of(&mut self, face: FaceId, glyph: GlyphId) -> usize {
        let (face, glyph) = (usize::from(face.0), usize::from(glyph.get()));
        if self.known.len() <= face {
            self.known.resize_with(face + 1, Vec::new);
        }
        let known = &mut self.known[face];
        if known.len() <= glyph {
            known.resize(glyph + 1, 0);
        }
        if known[glyph] == 0 {
            self.places.push(Vec::new());
            known[glyph] = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        }
        known[glyph] as usize - 1
    }

    /// The name of a resource.
    pub(super) fn name(resource: usize) -> String {
        format!("T{resource}")
    }

    /// The resource as printpdf calls it.
    pub(super) fn handle(resource: usize) -> PdfFontHandle {
        PdfFontHandle::External(FontId(Self::name(resource)))
    }

    /// Operations that show every glyph once. printpdf embeds only fonts that a page shows,
    /// with the widths of the glyphs shown.
    pub(super) fn showing_all(&self) -> Vec<Op> {
        let mut ops = vec![Op::StartTextSection];
        for (resource, subset) in self.resources.iter().enumerate() {
            ops.push(Op::SetFont { font: Self::handle(resource), size: Pt(1.0) });
            let glyphs = (1u16..).zip(&subset.texts);
            let glyphs = glyphs.map(|(gid, _)| Codepoint::new(gid, 0.0)).collect();
            ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
        }
        ops.push(Op::EndTextSection);
        ops
    }

    /// The subsets, ready to embed.
    pub(super) fn subset(&self) -> Result<BTreeMap<FontId, PdfFont>> {
        let mut fonts = BTreeMap::new();
        for (number, resource) in self.resources.iter().enumerate() {
            let face = self.library.face(resource.face);
            let subset = Subset::of(face, &resource.glyphs)?;
            // A subset has no `cmap`, of which the parser warns; codes are glyph numbers here.
            let unusable = || Error::new(Code::FontUnusable, [&face.file_name()]);
            // A damaged glyph stays damaged in a subset.
            let parsed = guarded(|| {
                ParsedFont::from_bytes(&subset.data, 0, &mut Vec::new()).ok_or_else(unusable)
            });
            let mut font = parsed.map_err(|_| unusable())?;
            font.font_name = Some(base_font(face, number, &subset.data));
            fonts.insert(FontId(Self::name(number)), PdfFont::new(font));
        }
        Ok(fonts)
    }

    /// The ToUnicode map of each resource, by name.
    pub(super) fn to_unicode(&self) -> impl Iterator<Item = (String, String)> {
        let named = self.resources.iter().enumerate();
        named.map(|(number, resource)| (Self::name(number), character_map(&resource.texts)))
    }
}

/// The width of a glyph as printpdf writes it into the font: whole thousandths of an em.
fn width(face: &Face, glyph: GlyphId) -> f32 {
    let em = f32::from(face.units_per_em().max(1));
    let units = (face.advance(glyph) * em).round();
    (units * 1000.0 / em).trunc()
}

/// The name of a subset: a tag of six letters and the PostScript name (ISO 32000-1 §9.6.4).
fn base_font(face: &Face, number: usize, data: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(number.to_be_bytes());
    hash.update(data);
    let tag: String =
        hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let name: String = face
        .postscript_name()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .take(80)
        .collect();
    format!("{tag}+{name}")
}

/// Entries of one `bfchar` block (Adobe Technical Note #5014 §1.4).
const BLOCK: usize = 100;

/// A ToUnicode map from glyph numbers to texts (ISO 32000-1 §9.10.3).
fn character_map(texts: &[String]) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let entries: Vec<String> = (1u16..)
        .zip(texts)
        .map(|(code, text)| {
            let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            format!("<{code:04X}> <{units}>\n")
        })
        .collect();
    for block in entries.chunks(BLOCK) {
        map.push_str(&format!("{} beginbfchar\n{}endbfchar\n", block.len(), block.concat()));
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use super::Fonts;
    use crate::font::{FaceId, GlyphId, Library};

    fn glyph(number: u16) -> GlyphId {
        GlyphId::new(number).expect("a glyph")
    }

    #[test]
    fn a_second_text_of_a_glyph_needs_a_second_resource() {
        let library = Library::bundled();
        let mut fonts = Fonts::new(&library);
        let first = fonts.place(FaceId(0), glyph(7), "立");
        assert_eq!((first.resource, first.glyph.get()), (0, 1));
        let radical = fonts.place(FaceId(0), glyph(7), "⽴");
        assert_eq!((radical.resource, radical.glyph.get()), (1, 1));
        assert_eq!(fonts.place(FaceId(0), glyph(7), "立"), first);
        let other = fonts.place(FaceId(0), glyph(9), "一");
        assert_eq!((other.resource, other.glyph.get()), (0, 2));
        assert_eq!(fonts.place(FaceId(0), glyph(9), "⼀").resource, 1);
    }

    #[test]
    fn a_face_has_resources_of_its_own() {
        let library = Library::bundled();
        let mut fonts = Fonts::new(&library);
        fonts.place(FaceId(0), glyph(7), "立");
        assert_eq!(fonts.place(FaceId(1), glyph(7), "立").resource, 1);
    }
}
