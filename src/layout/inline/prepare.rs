//! Converts the stream to atoms: glyphs, widths, trims between marks, gaps, and what each joint
//! allows.

use std::ops::Range;

use super::atom::{Atom, AtomKind, Atoms, Break, EM, ExtraGlyph, Stretch, Units, units};
use super::collect::{CharacterLook, InlineStream, OBJECT};
use super::glyphs::{BoxedGlyph, Glyphs, SetId, only_shown};
use super::{ParagraphStyle, PunctuationStyle};
use crate::font::{FaceId, Role, ShapedGlyph, Writing};
use crate::layout::math::FormulaSetter;
use crate::math::tree::MathClass;
use crate::text::breaks::{Joint, LINE_SEPARATOR, is_chinese, joints};
use crate::text::clusters::{first_cluster, is_ignorable, is_mark, is_variation_selector};
use crate::text::language::is_set_in_han;
use crate::text::punctuation::{Class, class_of};
use crate::text::quotes::narrow_quotes;
use crate::text::spacing::{is_han_like, wants_gap};

/// The gap between Han and Latin (`clreq.md` MIX-01).
pub(super) const GAP: Units = EM / 4;
/// The narrowest it gets (JUS-01), and the widest before all gaps grow (JUS-02).
pub(super) const NARROW_GAP: Units = EM / 8;
pub(super) const WIDE_GAP: Units = EM / 2;
/// The space between Latin words in Chinese: a third of an em, from a quarter to a half
/// (MIX-08).
const WORD_SPACE: Units = EM / 3;
pub(super) const NARROW_WORD_SPACE: Units = EM / 4;
pub(super) const WIDE_WORD_SPACE: Units = EM / 2;

/// A blank of this many signs may break, into parts of at least this many.
const LONG_BLANK: usize = 24;
const LEAST_PART: usize = 8;

/// Spaces of half an em and of an em, whatever a face has for them.
const EN_SPACE: char = '\u{2002}';
const EM_SPACE: char = '\u{2003}';
/// A typed space between Han.
const HAN_SPACE: Units = EM / 2;

/// Converts a stream.
pub(super) fn prepare(
    content: &InlineStream,
    style: &ParagraphStyle,
    glyphs: &mut Glyphs<'_>,
) -> Atoms {
    let chinese = is_chinese_language(&style.lang);
    let narrow = narrow_quotes(&content.text, chinese);
    let mut preparation = Preparation {
        content,
        style,
        glyphs,
        narrow: &narrow,
        atoms: Atoms::default(),
        scratch: Vec::new(),
    };
    preparation.atoms.list.reserve(content.text.len() / 3 + 1);
    for index in 0..content.runs.len() {
        preparation.run(index);
    }
    let mut atoms = preparation.atoms;
    let joints = joints(&content.text, &narrow, style.kinsoku);
    join(content, style, &mut atoms.list, &joints);
    squeeze(&content.text, style.punctuation, &mut atoms.list);
    atoms
}

/// Whether a language is set by these rules.
pub(super) fn is_chinese_language(lang: &str) -> bool {
    lang.is_empty() || is_set_in_han(lang)
}

struct Preparation<'a, 'g, 'l> {
    content: &'a InlineStream,
    style: &'a ParagraphStyle,
    glyphs: &'g mut Glyphs<'l>,
    narrow: &'a [u32],
    atoms: Atoms,
    scratch: Vec<ShapedGlyph>,
}

/// The current position in the stream, and its look.
#[derive(Clone, Copy)]
struct Here {
    run: u32,
    look: CharacterLook,
    set: SetId,
}

impl Preparation<'_, '_, '_> {
    fn run(&mut self, index: usize) {
        let content = self.content;
        let (start, look) = content.runs[index];
        let end =
            content.runs.get(index + 1).map_or(content.text.len(), |(at, _)| *at as usize);
        let lang = content.langs.get(usize::from(look.lang)).map_or("", String::as_str);
        let set = self.glyphs.set(look.role, lang);
        let here = Here { run: u32::try_from(index).unwrap_or(u32::MAX), look, set };
        let mut at = start as usize;
        if let Some(index) = look.math {
            return self.formula(at, index, here);
        }
        while let Some(c) = content.text.get(at..end).and_then(|rest| rest.chars().next()) {
            at = if let Some(sign) = look.blank.filter(|_| c != LINE_SEPARATOR) {
                let width = scale(sign.width, 1.0 / look.scale);
                let glyph = BoxedGlyph { width, dx: 0, ..self.glyphs.chinese(set, ' ') };
                self.push(at, here, AtomKind::Blank, glyph);
                at + c.len_utf8()
            } else if c == OBJECT {
                self.image(at, here);
                at + c.len_utf8()
            } else if c == ' ' {
                self.space(at, here);
                at + 1
            } else if c == LINE_SEPARATOR || is_ignorable(c) {
                self.push(at, here, AtomKind::Nothing, BoxedGlyph::nothing());
                at + c.len_utf8()
            } else if self.is_boxed(at, c) {
                self.boxed(at, end, c, here)
            } else {
                self.letters(at, end, here)
            };
        }
    }

    /// The parts of a formula, an atom for each; a line may break after a relation or, less
    /// gladly, a binary operator (The TeXbook, ch. 18).
    fn formula(&mut self, start: usize, index: u32, here: Here) {
        let formula = &self.content.formulas[index as usize];
        let lang = self.content.langs.get(usize::from(here.look.lang));
        let lang = lang.map_or("", String::as_str);
        let library = self.glyphs.library;
        let Some(mut setter) = FormulaSetter::new(library, &mut self.glyphs.shaper, lang)
        else {
            return;
        };
        let segments = setter.inline(formula);
        let at = u32::try_from(start).unwrap_or(u32::MAX);
        let lacking = std::mem::take(&mut setter.lacking);
        self.atoms.lacking.extend(lacking.into_iter().map(|c| (at, c)));
        for (offset, segment) in segments.into_iter().enumerate() {
            let width = units(segment.frame.width);
            let glyph = BoxedGlyph { width, ..BoxedGlyph::nothing() };
            let kind = if offset == 0 { AtomKind::Formula } else { AtomKind::Term };
            self.push(start + offset, here, kind, glyph);
            let number = u32::try_from(self.atoms.list.len() - 1).unwrap_or(u32::MAX);
            if let Some(atom) = self.atoms.list.last_mut() {
                atom.gap = scale(units(segment.space), here.look.scale);
                atom.joint = match segment.after {
                    Some(MathClass::Relation) => Break::Reluctant,
                    Some(MathClass::Binary) => Break::Loath,
                    _ => Break::Never,
                };
            }
            self.atoms.formulas.push((number, segment.frame));
        }
    }

    /// Whether a character is set in a box of its own, as Chinese is.
    fn is_boxed(&self, at: usize, c: char) -> bool {
        if is_chinese(c) {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            return self.narrow.binary_search(&at).is_err();
        }
        let text = &self.content.text;
        let before = || text[..at].chars().next_back();
        let after = || text[at + c.len_utf8()..].chars().next();
        let between =
            |test: fn(char) -> bool| before().is_some_and(test) && after().is_some_and(test);
        match c {
            '–' => true,
            '/' => before().is_some_and(is_han_like) || after().is_some_and(is_han_like),
            '-' => between(|c| c.is_ascii_digit()) || between(is_han_like),
            _ => false,
        }
    }

    /// One character, or one pair of dashes, in its box; returns where the next begins.
    fn boxed(&mut self, at: usize, end: usize, c: char, here: Here) -> usize {
        let next = at + c.len_utf8();
        let class = class_of(c);
        let kind = match class {
            Some(Class::Space) => AtomKind::FixedSpace,
            Some(class) => AtomKind::Mark(class),
            None if c == '-' => AtomKind::Mark(Class::ShortConnector),
            None => AtomKind::Han,
        };
        let follower = self.content.text.get(next..end).and_then(|rest| rest.chars().next());
        if class == Some(Class::Dash)
            && follower == Some(c)
            && let Some(glyph) = self.glyphs.pair(here.set, c)
        {
            self.push(at, here, kind, glyph);
            return next + c.len_utf8();
        }
        // Most Han are followed by Han.
        let whole = follower.is_some_and(|next| matches!(next, '\u{4E00}'..='\u{9FFF}'));
        let cluster = if whole {
            &self.content.text[at..next]
        } else {
            first_cluster(&self.content.text[at..end])
        };
        let mut extenders = cluster[c.len_utf8()..].chars();
        let glyph = match extenders.next() {
            None if matches!(c, EN_SPACE | EM_SPACE) => {
                let width = if c == EN_SPACE { EM / 2 } else { EM };
                BoxedGlyph { width, dx: 0, ..self.glyphs.chinese(here.set, ' ') }
            }
            None => self.glyphs.chinese(here.set, c),
            Some(selector) if is_variation_selector(selector) && extenders.next().is_none() => {
                self.glyphs.variant(here.set, c, selector)
            }
            Some(_) => BoxedGlyph::nothing(),
        };
        let end = at + cluster.len();
        if glyph.glyph.is_some() {
            self.push(at, here, kind, glyph);
        } else {
            self.pieces(at..end, here.set, kind, here);
        }
        end
    }

    fn push(&mut self, at: usize, here: Here, kind: AtomKind, glyph: BoxedGlyph) {
        let scaled = |value: Units| scale(value, here.look.scale);
        self.atoms.list.push(Atom {
            start: u32::try_from(at).unwrap_or(u32::MAX),
            run: here.run,
            face: glyph.face,
            glyph: glyph.glyph,
            kind,
            joint: Break::Never,
            stretch: Stretch::Never,
            has_extras: false,
            gap: 0,
            width: scaled(glyph.width),
            dx: scaled(glyph.dx),
            dy: scaled(glyph.dy),
            left: scaled(glyph.left),
            right: scaled(glyph.right),
        });
    }

    fn image(&mut self, at: usize, here: Here) {
        let images = &self.content.images;
        let image = images.binary_search_by_key(&at, |image| image.at as usize).ok();
        let image = image.map(|index| &images[index]);
        let width = image.map_or(1.0, |image| image.size.0 / self.style.size);
        let glyph = BoxedGlyph { width: units(width), ..BoxedGlyph::nothing() };
        self.push(
            at,
            Here { look: CharacterLook { scale: 1.0, ..here.look }, ..here },
            AtomKind::Image,
            glyph,
        );
    }

    fn space(&mut self, at: usize, here: Here) {
        let text = &self.content.text;
        let left = text[..at].chars().next_back();
        let right = text[at + 1..].chars().next();
        let joins = |a: Option<char>, b: Option<char>| {
            a.is_some_and(is_han_like) && b.is_some_and(|c| !is_chinese(c) && c != ' ')
        };
        let set = self.latin_set(here);
        let mut glyph = self.glyphs.chinese(set, ' ');
        let (kind, width) = if here.look.is_code {
            (AtomKind::Letter, glyph.width)
        } else if joins(left, right) || joins(right, left) {
            (AtomKind::GapSpace, GAP)
        } else if left.is_some_and(is_han_like) && right.is_some_and(is_han_like) {
            (AtomKind::WordSpace, HAN_SPACE)
        } else if is_chinese_language(&self.style.lang) {
            (AtomKind::WordSpace, WORD_SPACE)
        } else {
            (AtomKind::WordSpace, glyph.width)
        };
        (glyph.width, glyph.dx) = (width, 0);
        self.push(at, here, kind, glyph);
    }

    /// The set that letters of this place take their faces from.
    fn latin_set(&mut self, here: Here) -> SetId {
        if here.look.role == Role::Body && self.glyphs.library.has(Role::Latin) {
            let lang = self.content.langs.get(usize::from(here.look.lang));
            return self.glyphs.set(Role::Latin, lang.map_or("", String::as_str));
        }
        here.set
    }

    /// Letters up to the next space or Chinese character; returns where they end.
    fn letters(&mut self, at: usize, end: usize, here: Here) -> usize {
        let ends = |(offset, c): &(usize, char)| {
            matches!(*c, ' ' | OBJECT | LINE_SEPARATOR) || self.is_boxed(at + offset, *c)
        };
        let mut later = self.content.text[at..end].char_indices().skip(1);
        let end = later.find(ends).map_or(end, |(offset, _)| at + offset);
        let set = self.latin_set(here);
        self.pieces(at..end, set, AtomKind::Letter, here);
        end
    }

    /// A text split by face; `kind` is that of its beginning.
    fn pieces(&mut self, range: Range<usize>, set: SetId, kind: AtomKind, here: Here) {
        let text = &self.content.text[range.clone()];
        for piece in self.glyphs.pieces(set, text) {
            let place = range.start + piece.range.start..range.start + piece.range.end;
            let kind = if piece.range.start == 0 { kind } else { AtomKind::Letter };
            let c = self.content.text[place.clone()].chars().next();
            let written = piece.form.as_deref().unwrap_or(&text[piece.range.clone()]);
            match (piece.face, only_shown(written)) {
                (None, _) => self.missing(place, here),
                (Some(_), Some(c)) if kind != AtomKind::Letter => {
                    let glyph = self.glyphs.chinese(set, c);
                    self.push(place.start, here, kind, glyph);
                }
                (Some(face), _) if c.is_some_and(is_mark) => {
                    self.accent((place, face), piece.form.as_deref(), here);
                }
                (Some(face), _) => self.shape((place, face), piece.form.as_deref(), kind, here),
            }
        }
    }

    /// Missing characters: a box for each visible one.
    fn missing(&mut self, range: Range<usize>, here: Here) {
        for (offset, c) in self.content.text[range.clone()].char_indices() {
            let at = range.start + offset;
            match is_ignorable(c) {
                // It belongs to the preceding atom.
                true if offset > 0 => {}
                true => self.push(at, here, AtomKind::Nothing, BoxedGlyph::nothing()),
                false if self.ballot_box(at, c, here) => {}
                false => self.push(at, here, AtomKind::Missing, BoxedGlyph::missing(c)),
            }
        }
    }

    /// Text of one face, or another spelling of it that is set instead; an atom for each cluster,
    /// so that a word longer than a line can be parted.
    fn shape(
        &mut self,
        (range, face): (Range<usize>, FaceId),
        form: Option<&str>,
        kind: AtomKind,
        here: Here,
    ) {
        let text = form.unwrap_or(&self.content.text[range.clone()]);
        let lang = self.content.langs.get(usize::from(here.look.lang));
        let lang = lang.map_or("", String::as_str);
        let mut shaped = std::mem::take(&mut self.scratch);
        self.glyphs.shaper.shape(face, text, Writing::Letters, lang, &mut shaped);
        if form.is_some() {
            shaped.iter_mut().for_each(|glyph| glyph.cluster = 0);
        }
        let raise = self.glyphs.raise(here.set, face);
        let mut rest = shaped.as_slice();
        while let Some(first) = rest.first() {
            let later = rest.iter().position(|glyph| glyph.cluster > first.cluster);
            let (cluster, after) = rest.split_at(later.unwrap_or(rest.len()));
            rest = after;
            let start = range.start + first.cluster as usize;
            if cluster.iter().any(|glyph| glyph.id.is_none()) {
                let end = rest.first().map(|next| range.start + next.cluster as usize);
                self.missing(start..end.unwrap_or(range.end), here);
                continue;
            }
            for (index, glyph) in cluster.iter().enumerate() {
                let boxed = BoxedGlyph {
                    face,
                    glyph: glyph.id,
                    width: units(glyph.advance),
                    dx: units(glyph.dx),
                    dy: units(glyph.dy + raise),
                    ..BoxedGlyph::nothing()
                };
                match index {
                    0 => self.push(start, here, kind, boxed),
                    _ => self.extend(boxed, here),
                }
            }
        }
        self.scratch = shaped;
    }

    /// A mark whose face lacks the character that it is set on: in the middle over that.
    fn accent(
        &mut self,
        (range, face): (Range<usize>, FaceId),
        form: Option<&str>,
        here: Here,
    ) {
        let first = self.atoms.list.len();
        let base = self.atoms.list.last().filter(|atom| atom.run == here.run).copied();
        self.shape((range, face), form, AtomKind::Letter, here);
        let (Some(base), Some(mark)) = (base, self.atoms.list.get_mut(first)) else { return };
        let ink =
            mark.glyph.and_then(|glyph| self.glyphs.library.face(face).glyph_bounds(glyph));
        let (Some(ink), AtomKind::Letter) = (ink, mark.kind) else { return };
        let middle = units(f32::midpoint(ink.x_min, ink.x_max));
        mark.dx = -base.width / 2 - scale(middle, here.look.scale);
        (mark.kind, mark.width) = (AtomKind::Accent, 0);
    }

    /// A box to tick (☐ ☑ ☒) that no face has: an empty square, and √ or × in it, which every
    /// Chinese face has. Whether it could be made.
    fn ballot_box(&mut self, at: usize, c: char, here: Here) -> bool {
        let sign = match c {
            '☐' => None,
            '☑' => Some('√'),
            '☒' => Some('×'),
            _ => return false,
        };
        let square = self.glyphs.chinese(here.set, '□');
        if square.glyph.is_none() {
            return false;
        }
        let index = u32::try_from(self.atoms.list.len()).unwrap_or(u32::MAX);
        self.push(at, here, AtomKind::Han, square);
        let sign = sign.map(|sign| self.glyphs.chinese(here.set, sign));
        if let (Some(sign), Some(atom)) = (sign, self.atoms.list.last_mut())
            && let Some(glyph) = sign.glyph.filter(|_| sign.face == square.face)
        {
            let dx = scale((square.width - sign.width) / 2 + sign.dx, here.look.scale);
            let dy = scale(sign.dy, here.look.scale);
            self.atoms.extras.push(ExtraGlyph { atom: index, glyph, dx, dy });
            atom.has_extras = true;
        }
        true
    }

    /// A further glyph of the last atom's cluster.
    fn extend(&mut self, glyph: BoxedGlyph, here: Here) {
        let index = self.atoms.list.len().saturating_sub(1);
        let (Some(atom), Some(id)) = (self.atoms.list.last_mut(), glyph.glyph) else { return };
        let scaled = |value: Units| scale(value, here.look.scale);
        self.atoms.extras.push(ExtraGlyph {
            atom: u32::try_from(index).unwrap_or(u32::MAX),
            glyph: id,
            dx: atom.width + scaled(glyph.dx),
            dy: scaled(glyph.dy),
        });
        atom.has_extras = true;
        atom.width += scaled(glyph.width);
    }
}

impl BoxedGlyph {
    fn nothing() -> Self {
        Self { width: 0, ..Self::missing('\u{FFFF}') }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "smaller than what it was")]
#[expect(clippy::cast_precision_loss, reason = "a length of a few em")]
fn scale(value: Units, by: f32) -> Units {
    if by == 1.0 { value } else { (value as f32 * by).round() as Units }
}

/// Determines for each joint whether a line may break there, its gap, and how it may grow.
fn join(content: &InlineStream, style: &ParagraphStyle, atoms: &mut [Atom], joints: &[Joint]) {
    let Some((first, others)) = atoms.split_first_mut() else { return };
    let mut left = *first;
    // An accent is one with what it is on, which is the neighbour of what follows.
    for atom in others.iter_mut().filter(|atom| atom.kind != AtomKind::Accent) {
        let (before, right) = (left, *atom);
        left = right;
        if before.kind == AtomKind::Han
            && right.kind == AtomKind::Han
            && before.run == right.run
        {
            let ruby = content.runs[right.run as usize].1.ruby;
            if ruby.is_none() {
                (atom.joint, atom.stretch) =
                    (break_of(joints[right.start as usize]), Stretch::Equal);
                continue;
            }
        }
        let looks = (&content.runs[before.run as usize].1, &content.runs[right.run as usize].1);
        if looks.1.math.is_some() && looks.0.math == looks.1.math {
            atom.stretch = if atom.gap > 0 { Stretch::Last } else { Stretch::Never };
            continue;
        }
        atom.joint = joint(looks, break_of(joints[right.start as usize]));
        if before.kind == AtomKind::Blank && before.run == right.run {
            atom.joint = Break::Never;
            continue;
        }
        atom.gap = gap(content, looks, before, right);
        atom.stretch = stretch(looks, before.kind, right.kind, atom.gap);
    }
    part_blanks(atoms);
    if style.tracking != 0.0 {
        let tracking = units(style.tracking / style.size);
        atoms.iter_mut().skip(1).filter(|a| a.stretch == Stretch::Equal).for_each(|atom| {
            atom.gap += tracking;
        });
    }
}

/// Allows breaks in long blanks, so that a good part of them is on either line.
fn part_blanks(atoms: &mut [Atom]) {
    let is_blank = |atom: &Atom| atom.kind == AtomKind::Blank;
    let mut rest = atoms;
    while let Some(start) = rest.iter().position(is_blank) {
        let run = rest[start].run;
        let signs = &mut rest[start..];
        let length =
            signs.iter().position(|atom| atom.kind != AtomKind::Blank || atom.run != run);
        let (signs, after) = signs.split_at_mut(length.unwrap_or(signs.len()));
        let last = signs.len().saturating_sub(LEAST_PART);
        if signs.len() >= LONG_BLANK {
            signs[LEAST_PART..=last].iter_mut().for_each(|atom| atom.joint = Break::Reluctant);
        }
        rest = after;
    }
}

fn break_of(joint: Joint) -> Break {
    match joint {
        Joint::Never => Break::Never,
        Joint::Loath => Break::Loath,
        Joint::Reluctant => Break::Reluctant,
        Joint::Free => Break::Free,
        Joint::Forced => Break::Forced,
    }
}

/// A note's mark stays with what it marks (`clreq.md` KIN-08), a ruby base is one (UNB-05).
fn joint(looks: (&CharacterLook, &CharacterLook), joint: Break) -> Break {
    let (left, right) = looks;
    let is_one = right.note.is_some() || (right.ruby.is_some() && left.ruby == right.ruby);
    if is_one && joint != Break::Forced { Break::Never } else { joint }
}

fn gap(
    content: &InlineStream,
    looks: (&CharacterLook, &CharacterLook),
    left: Atom,
    right: Atom,
) -> Units {
    let (before, after) = looks;
    let chinese = |kind| matches!(kind, AtomKind::Han | AtomKind::Blank | AtomKind::Mark(_));
    if chinese(left.kind) == chinese(right.kind)
        || before.rise != 0.0
        || after.rise != 0.0
        || before.is_code && after.is_code
    {
        return 0;
    }
    let at = right.start as usize;
    let needs_gap = if before.is_code != after.is_code {
        // Beside program text the gap is whatever it begins with.
        left.kind == AtomKind::Han || right.kind == AtomKind::Han
    } else {
        // A numeric token's signs are few; a window keeps this linear.
        const REACH: usize = 32;
        let text = &content.text;
        let from = text[..at].char_indices().rev().take(REACH).last().map_or(at, |(i, _)| i);
        let to = text[at..].char_indices().nth(REACH).map_or(text.len(), |(i, _)| at + i);
        wants_gap(&text[from..at], &text[at..to])
    };
    if needs_gap { GAP } else { 0 }
}

fn stretch(
    looks: (&CharacterLook, &CharacterLook),
    left: AtomKind,
    right: AtomKind,
    gap: Units,
) -> Stretch {
    let (before, after) = looks;
    if after.note.is_some() || (after.ruby.is_some() && before.ruby == after.ruby) {
        return Stretch::Never;
    }
    if before.is_code && after.is_code || before.rise != after.rise && gap == 0 {
        return Stretch::Never;
    }
    let square = |kind| {
        matches!(kind, AtomKind::Han | AtomKind::Blank | AtomKind::Missing | AtomKind::Image)
    };
    match (left, right) {
        (AtomKind::Letter, AtomKind::Letter)
        | (AtomKind::Nothing, _)
        | (_, AtomKind::Nothing) => Stretch::Never,
        (AtomKind::Mark(a), AtomKind::Mark(b)) if is_unit(a) && a == b => Stretch::Never,
        // Inside a number nothing grows.
        (AtomKind::Letter, AtomKind::Mark(Class::ShortConnector | Class::Solidus))
        | (AtomKind::Mark(Class::ShortConnector | Class::Solidus), AtomKind::Letter) => {
            Stretch::Never
        }
        (AtomKind::WordSpace | AtomKind::GapSpace | AtomKind::FixedSpace, _)
        | (_, AtomKind::WordSpace | AtomKind::GapSpace | AtomKind::FixedSpace) => Stretch::Last,
        (AtomKind::Mark(a), AtomKind::Mark(b)) => {
            let tight =
                a == Class::Open || a.is_connector() || b.is_tight_before() || b.is_connector();
            if tight { Stretch::Last } else { Stretch::Equal }
        }
        (AtomKind::Mark(a), _) if a == Class::Open || a.is_connector() => Stretch::Last,
        (_, AtomKind::Mark(b)) if b.is_tight_before() || b.is_connector() => Stretch::Last,
        (AtomKind::Mark(_), _) | (_, AtomKind::Mark(_)) => Stretch::Equal,
        (a, b) if square(a) && square(b) || gap > 0 => Stretch::Equal,
        _ => Stretch::Last,
    }
}

fn is_unit(class: Class) -> bool {
    matches!(class, Class::Dash | Class::LongDash | Class::Ellipsis)
}

/// Trims marks according to style and neighbours (`clreq.md` PUN-02, PUN-03).
fn squeeze(text: &str, style: PunctuationStyle, atoms: &mut [Atom]) {
    narrow_marks(style, atoms);
    if style == PunctuationStyle::Gb {
        squeeze_pairs(text, atoms);
    }
    if !matches!(style, PunctuationStyle::Full | PunctuationStyle::LineEndHalf) {
        squeeze_exclamations(atoms);
    }
}

/// The marks that a style sets half an em wide.
fn narrow_marks(style: PunctuationStyle, atoms: &mut [Atom]) {
    let is_half = |class: Class| match style {
        PunctuationStyle::Kaiming => {
            matches!(class, Class::Open | Class::Close | Class::Comma | Class::Colon)
        }
        PunctuationStyle::Banjiao => class.is_trimmable(),
        _ => false,
    };
    for atom in atoms {
        if matches!(atom.kind, AtomKind::Mark(class) if is_half(class)) {
            let (left, right) = (atom.left, atom.right);
            take_left(atom, left);
            take_right(atom, right);
        }
    }
}

/// Trims half an em of the blank between two marks, from the first before the second; a
/// proportional closing bracket counts as a mark too (PUN-11).
fn squeeze_pairs(text: &str, atoms: &mut [Atom]) {
    for index in 1..atoms.len() {
        let [left, right] = &mut atoms[index - 1..=index] else { continue };
        let AtomKind::Mark(first) = left.kind else { continue };
        let joins = match right.kind {
            AtomKind::Mark(second) => second.is_trimmable(),
            AtomKind::Letter => {
                text[right.start as usize..].starts_with([')', ']', '"', '”', '’'])
            }
            _ => false,
        };
        if !first.is_trimmable() || !joins {
            continue;
        }
        let from_left = left.right.min(EM / 2);
        let from_right = right.left.min(EM / 2 - from_left);
        take_right(left, from_left);
        take_left(right, from_right);
    }
}

/// Two consecutive ？ and ！ share one em.
fn squeeze_exclamations(atoms: &mut [Atom]) {
    let mut index = 0;
    let is_mark = |atom: &Atom| atom.kind == AtomKind::Mark(Class::Exclamation);
    while index + 1 < atoms.len() {
        if is_mark(&atoms[index]) && is_mark(&atoms[index + 1]) {
            for atom in &mut atoms[index..index + 2] {
                let right = atom.right;
                take_right(atom, right);
            }
            index += 1;
        }
        index += 1;
    }
}

pub(super) fn take_left(atom: &mut Atom, amount: Units) {
    atom.left -= amount;
    atom.width -= amount;
    atom.dx -= amount;
}

pub(super) fn take_right(atom: &mut Atom, amount: Units) {
    atom.right -= amount;
    atom.width -= amount;
}
