//! Labels: short texts set by themselves, without lines: readings, note marks, the code points
//! of missing glyphs.

use super::atom::in_em;
use super::glyphs::{Glyphs, SetId};
use crate::font::{FaceId, Role, ShapedGlyph, Writing};
use crate::layout::frame::{Glyph, Owner, Pt, Synthetic, TextRun};
use crate::text::breaks::is_chinese;

/// A short text, shaped; its runs' x counts from its start, y from its baseline.
#[derive(Clone, Debug, Default)]
pub(super) struct Label {
    pub(super) runs: Vec<TextRun>,
    pub(super) width: Pt,
}

/// How a label looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct LabelStyle<'a> {
    pub(super) role: Role,
    pub(super) lang: &'a str,
    pub(super) size: Pt,
    pub(super) colour: [u8; 3],
}

/// Sets a short text.
pub(super) fn label(
    text: &str,
    owner: Owner,
    style: LabelStyle<'_>,
    glyphs: &mut Glyphs<'_>,
) -> Label {
    let set = glyphs.set(style.role, style.lang);
    let mut label = Label::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let kind = (is_chinese(c), glyphs.face_of(set, c));
        let length = rest
            .char_indices()
            .find(|(_, c)| (is_chinese(*c), glyphs.face_of(set, *c)) != kind)
            .map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(length);
        rest = after;
        // What no face has was reported with the text that it stands by.
        let (is_chinese, Some(face)) = kind else { continue };
        let shaped = if is_chinese {
            boxed(piece, set, glyphs)
        } else {
            let mut shaped = Vec::new();
            glyphs.shaper.shape(face, piece, Writing::Letters, style.lang, &mut shaped);
            shaped
        };
        let run = run(piece, &shaped, face, (owner, style.size, style.colour), label.width);
        label.width += run.glyphs.iter().map(|glyph| glyph.advance).sum::<Pt>();
        label.runs.push(run);
    }
    label
}

fn boxed(text: &str, set: SetId, glyphs: &mut Glyphs<'_>) -> Vec<ShapedGlyph> {
    text.char_indices()
        .map(|(at, c)| {
            let glyph = glyphs.chinese(set, c);
            ShapedGlyph {
                id: glyph.glyph,
                cluster: u32::try_from(at).unwrap_or(u32::MAX),
                advance: in_em(glyph.width),
                dx: in_em(glyph.dx),
                dy: in_em(glyph.dy),
            }
        })
        .collect()
}

fn run(
    text: &str,
    shaped: &[ShapedGlyph],
    face: FaceId,
    (owner, size, colour): (Owner, Pt, [u8; 3]),
    x: Pt,
) -> TextRun {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut glyphs = Vec::with_capacity(shaped.len());
    for (index, glyph) in shaped.iter().enumerate() {
        let is_first = index == 0 || shaped[index - 1].cluster != glyph.cluster;
        let next = shaped[index..].iter().find(|later| later.cluster != glyph.cluster);
        let to = if is_first { next.map_or(end, |next| next.cluster) } else { glyph.cluster };
        glyphs.push(Glyph {
            id: glyph.id,
            advance: glyph.advance * size,
            dx: glyph.dx * size,
            dy: -glyph.dy * size,
            text: glyph.cluster..to,
        });
    }
    TextRun {
        owner,
        face,
        size,
        colour,
        x,
        y: 0.0,
        synthetic: Synthetic::default(),
        text: text.to_owned(),
        glyphs,
        actual_text: None,
        source: None,
    }
}
