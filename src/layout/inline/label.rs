//! Labels: short texts that are set separately, without lines: readings, note marks, the boxes of
//! missing characters.

use super::atom::in_em;
use super::glyphs::{Glyphs, SetId, only_shown};
use super::paint::ASCENT;
use crate::font::{FaceId, FaceRun, Role, ShapedGlyph, Writing};
use crate::layout::frame::{Artifact, Glyph, Item, Owner, Pt, Rule, Synthetic, TextRun};
use crate::layout::strip::shift;
use crate::model::Pieces;
use crate::text::breaks::is_chinese;
use crate::text::clusters::{first_cluster, is_ignorable, is_mark};

/// A short text, set; its items' x counts from its start, y from its baseline.
#[derive(Clone, Debug, Default)]
pub(super) struct Label {
    pub(super) items: Vec<Item>,
    pub(super) width: Pt,
}

/// The style of a label.
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
    let mut setter = LabelSetter { owner, style, set, glyphs, label: Label::default() };
    for FaceRun { range, face, form } in setter.glyphs.pieces(set, text) {
        let part = &text[range];
        match (face, form) {
            (Some(face), Some(form)) => setter.show(part, &form, face),
            (Some(face), None) => {
                chunks(part).into_iter().for_each(|chunk| setter.show(chunk, chunk, face));
            }
            (None, _) => setter.missing(part),
        }
    }
    setter.label
}

/// The box of a missing character, one em wide, as [`Label::items`]: a frame with the code point in
/// it, and a blank that is read as the character (ISO 32000-1 §14.9.4). The code point is not read,
/// unless there is no blank.
pub(super) fn missing(
    character: &str,
    owner: Owner,
    style: LabelStyle<'_>,
    glyphs: &mut Glyphs<'_>,
) -> Vec<Item> {
    let LabelStyle { size, colour, .. } = style;
    let inset = 0.06 * size;
    let side = size - 2.0 * inset;
    let (x, y) = (inset, inset - ASCENT * size);
    let owner_of_frame = Owner::Artifact(Artifact::Layout);
    let frame = Rule { owner: owner_of_frame, x, y, width: side, height: side, colour };
    let mut items = vec![Item::Outline(frame)];
    let code = character.chars().next().map_or(0, u32::from);
    let blank = blank(character, owner, style, glyphs);
    let style = LabelStyle { size: size * 0.34, ..style };
    if let Some(mut digits) = whole(&format!("{code:04X}"), owner, style, glyphs) {
        two_rows(&mut digits, size);
        let text = if blank.is_some() { "" } else { character };
        digits.actual_text = Some(text.to_owned());
        items.push(Item::Text(digits));
    }
    items.extend(blank.map(Item::Text));
    items
}

/// A blank glyph that is read as a text: extractors find it on the line, in the size of its
/// neighbours.
fn blank(
    text: &str,
    owner: Owner,
    style: LabelStyle<'_>,
    glyphs: &mut Glyphs<'_>,
) -> Option<TextRun> {
    let mut run =
        ["\u{3000}", " "].iter().find_map(|blank| whole(blank, owner, style, glyphs))?;
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    for glyph in &mut run.glyphs {
        (glyph.advance, glyph.text) = (style.size, 0..end);
    }
    text.clone_into(&mut run.text);
    run.actual_text = Some(text.to_owned());
    Some(run)
}

/// Puts the digits of a code point into two rows in a square of one em.
fn two_rows(run: &mut TextRun, em: Pt) {
    let columns = run.glyphs.len().div_ceil(2);
    let mut pen = 0.0;
    for (index, glyph) in run.glyphs.iter_mut().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "three columns")]
        let (column, cell) = ((index % columns) as f32, em * 0.8 / columns as f32);
        let x = em * 0.1 + column * cell + (cell - glyph.advance) / 2.0;
        glyph.dx = x - pen;
        glyph.dy = if index < columns { -em * 0.44 } else { -em * 0.08 };
        pen += glyph.advance;
    }
    if let Some(last) = run.glyphs.last_mut() {
        last.advance += em - pen;
    }
}

/// A text that one face sets as a whole.
fn whole(
    text: &str,
    owner: Owner,
    style: LabelStyle<'_>,
    glyphs: &mut Glyphs<'_>,
) -> Option<TextRun> {
    let set = glyphs.set(style.role, style.lang);
    let piece = glyphs.pieces(set, text).into_iter().next()?;
    let face = piece.face.filter(|_| piece.range.end == text.len())?;
    let mut shaped = Vec::new();
    glyphs.shaper.shape(face, text, Writing::Letters, style.lang, &mut shaped);
    run(text, &shaped, face, (owner, style), 0.0)
}

/// A text split into parts that are set in boxes, as Chinese is, and others.
fn chunks(text: &str) -> Vec<&str> {
    let is_boxed = |cluster: &str| only_shown(cluster).is_some_and(is_chinese);
    let mut chunks = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut before = None;
    while at < text.len() {
        let cluster = first_cluster(&text[at..]);
        let boxed = is_boxed(cluster);
        if before.is_some_and(|before| before != boxed) {
            chunks.push(&text[start..at]);
            start = at;
        }
        before = Some(boxed);
        at += cluster.len();
    }
    chunks.push(&text[start..]);
    chunks
}

struct LabelSetter<'a, 'g, 'l> {
    owner: Owner,
    style: LabelStyle<'a>,
    set: SetId,
    glyphs: &'g mut Glyphs<'l>,
    label: Label,
}

impl LabelSetter<'_, '_, '_> {
    /// Text of one face, in the spelling that the face has.
    fn show(&mut self, text: &str, form: &str, face: FaceId) {
        let mut shaped = Vec::new();
        if form.chars().all(|c| is_chinese(c) && !is_mark(c)) {
            shaped = boxed(form, self.set, self.glyphs);
        } else {
            let lang = self.style.lang;
            self.glyphs.shaper.shape(face, form, Writing::Letters, lang, &mut shaped);
        }
        if text != form {
            shaped.iter_mut().for_each(|glyph| glyph.cluster = 0);
        }
        let x = self.label.width;
        let Some(mut run) = run(text, &shaped, face, (self.owner, self.style), x) else {
            return self.missing(text);
        };
        let mut width = run.glyphs.iter().map(|glyph| glyph.advance).sum::<Pt>();
        if text.starts_with(is_mark)
            && let Some(base) = self.last_advance()
            && let Some(ink) = run
                .glyphs
                .first()
                .and_then(|glyph| self.glyphs.library.face(face).glyph_bounds(glyph.id))
        {
            // Centred over a character of another face.
            let middle = f32::midpoint(ink.x_min, ink.x_max) * self.style.size;
            run.glyphs[0].dx = 0.0;
            run.x -= base / 2.0 + middle;
            width = 0.0;
        }
        self.label.width += width;
        self.label.items.push(Item::Text(run));
    }

    fn last_advance(&self) -> Option<Pt> {
        match self.label.items.last()? {
            Item::Text(run) => run.glyphs.last().map(|glyph| glyph.advance),
            _ => None,
        }
    }

    /// Boxes for the visible characters of a text.
    fn missing(&mut self, text: &str) {
        for c in text.chars().filter(|c| !is_ignorable(*c)) {
            let c = c.encode_utf8(&mut [0; 4]).to_owned();
            let mut items = missing(&c, self.owner, self.style, self.glyphs);
            items.iter_mut().for_each(|item| shift(item, self.label.width, 0.0));
            self.label.items.append(&mut items);
            self.label.width += self.style.size;
        }
    }
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

/// A run of these glyphs, if the face has them all.
fn run(
    text: &str,
    shaped: &[ShapedGlyph],
    face: FaceId,
    (owner, style): (Owner, LabelStyle<'_>),
    x: Pt,
) -> Option<TextRun> {
    let LabelStyle { size, colour, .. } = style;
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut glyphs = Vec::with_capacity(shaped.len());
    for (index, glyph) in shaped.iter().enumerate() {
        let is_first = index == 0 || shaped[index - 1].cluster != glyph.cluster;
        let next = shaped[index..].iter().find(|later| later.cluster != glyph.cluster);
        let to = if is_first { next.map_or(end, |next| next.cluster) } else { glyph.cluster };
        glyphs.push(Glyph {
            id: glyph.id?,
            advance: glyph.advance * size,
            dx: glyph.dx * size,
            dy: -glyph.dy * size,
            text: glyph.cluster..to,
        });
    }
    Some(TextRun {
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
        pieces: Pieces::default(),
    })
}
