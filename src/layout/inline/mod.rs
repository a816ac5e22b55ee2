//! Paragraphs: the inlines of one paragraph to lines of frames (CLREQ §3.1, §6;
//! `docs/conformance/clreq.md`).
//!
//! ```text
//!  inlines ─collect─▶ characters and objects ─prepare─▶ atoms with widths, trims, breaks
//!                                                          │ fit: optimum over the paragraph
//!                                                          ▼
//!            lines of frames ◀─paint─ placed atoms ◀─justify─ line ranges
//! ```
//!
//! Nothing fails: what can't be set (a character that no face has, an image that was not
//! loaded) is drawn as a stand-in and reported.

mod atom;
mod bidi;
mod collect;
mod fit;
mod glyphs;
mod inspect;
mod label;
mod measure;
mod paint;
mod place;
mod prepare;
#[cfg(all(test, feature = "bundled-fonts"))]
mod properties;
mod ruby;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::atom::{Atom, AtomKind, Atoms, Break, units};
use self::collect::InlineStream;
use self::fit::{Filling, Fit, LineRange};
use self::glyphs::Glyphs;
use self::label::LabelStyle;
use self::measure::Edges;
use self::place::PlacedLine;
use super::frame::{ElementId, Item, Owner, Pt};
use super::math::{DisplayRow, FormulaSetter};
use super::strip::{scale, shift};
use super::tree::Tree;
use crate::diag::{Code, Diagnostic};
use crate::font::{Library, Role};
use crate::math::Formula;
use crate::model::{Alignment, Image, Inline, Span};
pub use crate::text::breaks::Kinsoku;
use crate::text::clusters::is_ignorable;
use crate::text::direction::is_right_to_left;

pub(super) use self::collect::CODE_SIZE;
pub use self::inspect::{GlyphReport, LineOptions, LineReport, LineSetter, inspect_lines};

/// The style of a paragraph. Lengths are points.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ParagraphStyle {
    /// The length of a line.
    pub(crate) measure: Pt,
    /// Where the first line begins (首行缩进).
    pub(crate) indent: Pt,
    /// Where the other lines begin (悬挂缩进).
    pub(crate) hang: Pt,
    /// The size of the em.
    pub(crate) size: Pt,
    /// The alignment of lines that don't fill the measure.
    pub(crate) alignment: Alignment,
    /// The role of its faces.
    pub(crate) role: Role,
    /// The colour, sRGB.
    pub(crate) colour: [u8; 3],
    /// How wide punctuation is.
    pub(crate) punctuation: PunctuationStyle,
    /// How wide a mark is at a line's end; as `punctuation` has it, if not said.
    pub(crate) line_end: Option<LineEnd>,
    /// Which characters may not begin or end a line.
    pub(crate) kinsoku: Kinsoku,
    /// Whether a comma or stop that would begin a line may hang in the margin (标点悬挂).
    pub(crate) hanging: bool,
    /// Whether an opening mark at the start of the first line keeps its blank half.
    pub(crate) full_start: bool,
    /// Whether a last line of one character is avoided (孤字不成行).
    pub(crate) avoid_short_last_line: bool,
    /// Extra space after each character (字距).
    pub(crate) tracking: Pt,
    /// Whether ragged lines are of even length, as centred ones are.
    pub(crate) even_lines: bool,
    /// Whether links are underlined.
    pub(crate) lined_links: bool,
    /// The language (BCP 47).
    pub(crate) lang: String,
}

impl ParagraphStyle {
    /// A body paragraph of the default style: justified, indented by two em.
    pub(crate) fn body(measure: Pt, size: Pt) -> Self {
        Self {
            measure,
            indent: 2.0 * size,
            hang: 0.0,
            size,
            alignment: Alignment::Justify,
            role: Role::Body,
            colour: [0, 0, 0],
            punctuation: PunctuationStyle::Gb,
            line_end: None,
            kinsoku: Kinsoku::Gb,
            hanging: false,
            full_start: false,
            avoid_short_last_line: true,
            tracking: 0.0,
            even_lines: false,
            lined_links: false,
            lang: "zh-Hans".to_owned(),
        }
    }
}

/// A paragraph to set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paragraph<'a> {
    /// Its content in displayed form; gaps are skipped.
    pub(crate) inlines: &'a [Inline],
    /// The element that it belongs to.
    pub(crate) owner: ElementId,
    /// Its style.
    pub(crate) style: &'a ParagraphStyle,
}

/// Width and height of an image in points, or its replacement if it can't be shown.
pub(crate) type ImageSize = Result<(Pt, Pt), Lost>;

/// The replacement of an image.
#[derive(Debug)]
pub(crate) struct Lost {
    /// Its text.
    pub(crate) text: String,
    /// The diagnostic, unless it is reported elsewhere.
    pub(crate) found: Option<Diagnostic>,
}

/// The environment of a paragraph.
pub(crate) struct Surroundings<'a> {
    /// Receives the elements of links, ruby and so on.
    pub(crate) tree: &'a mut Tree,
    /// The mark of the note with this id; `None` for the printed mark of the text.
    pub(crate) mark: &'a dyn Fn(&str) -> Option<String>,
    /// The size of an inline image.
    pub(crate) image: &'a dyn Fn(&Image) -> ImageSize,
    /// Receives diagnostics.
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
}

/// A line. Its items' x counts from the start edge of the measure (indent and alignment are
/// in it), y from the baseline, downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TextLine {
    /// Its items, in reading order.
    pub(crate) items: Vec<Item>,
    /// From the start of the first to the end of the last character, indent not counted.
    pub(crate) width: Pt,
    /// Its extent above the baseline, annotations included.
    pub(crate) ascent: Pt,
    /// Its extent below the baseline, marks below included; positive.
    pub(crate) descent: Pt,
    /// The marks of notes that are in it.
    pub(crate) notes: Vec<NoteMark>,
    /// The ids that are in it, with their x.
    pub(crate) ids: Vec<(String, Pt)>,
    /// Whether it is the paragraph's last.
    pub(crate) last: bool,
}

impl TextLine {
    /// Scales it down.
    pub(crate) fn scale(&mut self, factor: f32) {
        for length in [&mut self.width, &mut self.ascent, &mut self.descent] {
            *length *= factor;
        }
        self.items.iter_mut().for_each(|item| scale(item, factor));
        self.ids.iter_mut().for_each(|(_, x)| *x *= factor);
    }

    /// Scales a line that begins at `start` down to its measure.
    fn narrow(&mut self, start: Pt, measure: Pt) {
        let factor = (measure / self.width).min(1.0);
        self.scale(factor);
        let dx = start * (1.0 - factor);
        self.items.iter_mut().for_each(|item| shift(item, dx, 0.0));
        self.ids.iter_mut().for_each(|(_, x)| *x += dx);
    }
}

/// A note's mark in a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NoteMark {
    /// The note's id.
    pub(crate) note: String,
    /// Index of its text in [`TextLine::items`], for [`Typesetter::renumber`].
    pub(crate) item: usize,
    /// What it is set in.
    role: Role,
    lang: String,
}

/// Sets paragraphs; caches what it reads from faces.
#[derive(Debug)]
pub(crate) struct Typesetter<'a> {
    glyphs: Glyphs<'a>,
    /// The characters without a glyph that were reported.
    missing: BTreeSet<char>,
}

/// A paragraph with known lines, not drawn yet.
#[derive(Debug)]
struct Layout {
    content: InlineStream,
    atoms: Atoms,
    fit: Fit,
    lines: Vec<LineRange>,
}

impl Layout {
    /// Reports that a line is longer than its measure.
    fn too_long(&self, range: LineRange) -> Diagnostic {
        let first = self.atoms.list.get(range.start as usize);
        let span = first.and_then(|atom| self.content.source_of(atom.start));
        Diagnostic::new(Code::LineTooLong, []).at(span)
    }

    /// Reports unbreakable text that was split: each word once.
    fn parted(&self, diagnostics: &mut Vec<Diagnostic>) {
        let list = &self.atoms.list;
        let whole =
            |atom: &Atom| matches!(atom.joint, Break::Never | Break::Rescue | Break::Desperate);
        let mut checked = 0;
        for range in &self.lines {
            let at = range.next as usize;
            let parts = list
                .get(at)
                .is_some_and(|atom| matches!(atom.joint, Break::Rescue | Break::Desperate));
            if !parts || at < checked {
                continue;
            }
            let start = list[..at].iter().rposition(|atom| !whole(atom)).unwrap_or(0);
            let end = list[at..].iter().position(|atom| !whole(atom));
            checked = end.map_or(list.len(), |length| at + length);
            let (from, to) = (list[start].start, list.get(checked).map(|atom| atom.start));
            let to = to.map_or(self.content.text.len(), |to| to as usize);
            let word = shortened(self.content.text[from as usize..to].trim_end());
            let span = self.content.source_of(from);
            diagnostics.push(Diagnostic::new(Code::WordParted, [&word]).at(span));
        }
    }
}

/// The beginning of a word, enough to know it by.
fn shortened(word: &str) -> String {
    const ENOUGH: usize = 24;
    match word.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

impl<'a> Typesetter<'a> {
    /// One that sets with these faces.
    pub(crate) fn new(library: &'a Library) -> Self {
        Self { glyphs: Glyphs::new(library), missing: BTreeSet::new() }
    }

    /// Sets pauses and stops in the middle of their em, whatever the language.
    pub(crate) fn centre_marks(mut self, centred: bool) -> Self {
        self.glyphs.centred = centred;
        self
    }

    /// The lines of a paragraph; none if it is empty.
    pub(crate) fn set(
        &mut self,
        paragraph: Paragraph<'_>,
        around: &mut Surroundings<'_>,
    ) -> Vec<TextLine> {
        let layout = self.lay_out(paragraph, around);
        let mut lines = Vec::with_capacity(layout.lines.len());
        let mut placed = PlacedLine::default();
        let turns = layout.content.text.contains(is_right_to_left);
        for range in &layout.lines {
            place::place(&layout.atoms.list, *range, &layout.fit, &mut placed);
            if turns {
                bidi::reorder(&layout, &mut placed);
            }
            let mut line =
                paint::paint(&layout, &placed, *range, paragraph.style, &mut self.glyphs);
            if placed.excess > 0 {
                around.diagnostics.push(layout.too_long(*range));
                let style = paragraph.style;
                let start = style.start(range.is_first);
                line.narrow(start, style.measure - start);
            }
            lines.push(line);
        }
        lines
    }

    /// Replaces a note's mark in a line, keeping its width as far as possible: marks that restart
    /// on each page are known only when the line has its page.
    pub(crate) fn renumber(&mut self, line: &mut TextLine, note: &NoteMark, mark: &str) {
        let Some(Item::Text(run)) = line.items.get_mut(note.item) else { return };
        let (size, colour) = (run.size, run.colour);
        let style = LabelStyle { role: note.role, lang: &note.lang, size, colour };
        let label = label::label(mark, run.owner, style, &mut self.glyphs);
        let old: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        let text = |item| if let Item::Text(run) = item { Some(run) } else { None };
        let Some(mut new) = label.items.into_iter().find_map(text) else { return };
        // What is after the mark keeps its position.
        if let Some(last) = new.glyphs.last_mut() {
            last.advance += old - label.width;
        }
        (new.x, new.y) = (run.x, run.y);
        let owner = run.owner;
        *run = new;
        for item in &mut line.items {
            if let Item::Link(link) = item
                && Owner::Element(link.owner) == owner
            {
                mark.clone_into(&mut link.description);
            }
        }
    }

    /// The width of a formula in a line, in em; none without a mathematics face.
    pub(crate) fn formula_width(&mut self, formula: &Formula) -> Option<f32> {
        let library = self.glyphs.library;
        let mut setter = FormulaSetter::new(library, &mut self.glyphs.shaper, "")?;
        let parts = setter.inline(formula);
        Some(parts.iter().map(|part| part.space + part.frame.width).sum())
    }

    /// The equations of a displayed formula, and the characters in them that no face has; none
    /// without a mathematics face.
    pub(crate) fn display(
        &mut self,
        formula: &Formula,
        numbers: &[Option<String>],
        lang: &str,
    ) -> Option<(Vec<DisplayRow>, Vec<char>)> {
        let library = self.glyphs.library;
        let mut setter = FormulaSetter::new(library, &mut self.glyphs.shaper, lang)?;
        let rows = setter.display(formula, numbers);
        Some((rows, setter.lacking))
    }

    fn lay_out(&mut self, paragraph: Paragraph<'_>, around: &mut Surroundings<'_>) -> Layout {
        let maths = self.glyphs.library.maths().is_some();
        let content = collect::collect(paragraph, around, maths);
        let style = paragraph.style;
        let mut atoms = prepare::prepare(&content, style, &mut self.glyphs);
        ruby::widen(&content, style, &mut atoms.list, &mut self.glyphs);
        self.report_missing(&content, &atoms, style, around);
        let fit = style.fit();
        fit::rescue(&mut atoms.list, &content.text, &fit, style.kinsoku);
        let lines = fit::fit(&atoms.list, &fit);
        let layout = Layout { content, atoms, fit, lines };
        layout.parted(around.diagnostics);
        layout
    }
}

impl Typesetter<'_> {
    /// Reports each missing or unsupported character once, at its first place.
    fn report_missing(
        &mut self,
        content: &InlineStream,
        atoms: &Atoms,
        style: &ParagraphStyle,
        around: &mut Surroundings<'_>,
    ) {
        for atom in atoms.list.iter().filter(|atom| atom.kind == AtomKind::Missing) {
            let rest = &content.text[atom.start as usize..];
            let Some(c) = rest.chars().next() else { continue };
            self.report(Code::MissingGlyph, c, || content.source_of(atom.start), around);
        }
        for reading in content.rubies.iter().flat_map(|pair| &pair.readings) {
            let set = self.glyphs.set(style.role, &style.lang);
            for piece in self.glyphs.pieces(set, &reading.text) {
                let mut characters = reading.text[piece.range].chars();
                let missing = characters.find(|c| piece.face.is_none() && !is_ignorable(*c));
                if let Some(c) = missing {
                    self.report(Code::MissingGlyph, c, || reading.pieces.place(), around);
                }
            }
        }
        for (place, c) in &atoms.lacking {
            self.report(Code::MissingGlyph, *c, || content.source_of(*place), around);
        }
        for (place, c) in &content.left_out {
            self.report(Code::InvisibleCharacter, *c, || content.source_of(*place), around);
        }
    }

    /// Reports a character at the place where it is encountered first.
    fn report(
        &mut self,
        code: Code,
        c: char,
        place: impl FnOnce() -> Option<Span>,
        around: &mut Surroundings<'_>,
    ) {
        if self.missing.insert(c) {
            let number = format!("U+{:04X}", u32::from(c));
            let diagnostic = match code {
                Code::MissingGlyph => Diagnostic::new(code, [&c, &number]),
                _ => Diagnostic::new(code, [&number]),
            };
            around.diagnostics.push(diagnostic.at(place()));
        }
    }
}

impl ParagraphStyle {
    fn label(&self, size: Pt) -> LabelStyle<'_> {
        LabelStyle { role: self.role, lang: &self.lang, size, colour: self.colour }
    }

    /// Where a line begins; a measure too narrow for its indent keeps an em.
    fn start(&self, is_first: bool) -> Pt {
        let indent = if is_first { self.indent } else { self.hang };
        indent.min(self.measure - self.size).max(0.0)
    }

    fn fit(&self) -> Fit {
        let in_units = |length: Pt| i64::from(units(length / self.size));
        let [first, others] = [true, false].map(|first| self.measure - self.start(first));
        let is_full = self.punctuation == PunctuationStyle::Full;
        Fit {
            first_measure: in_units(first),
            measure: in_units(others),
            edges: Edges {
                trims_start: !is_full,
                trims_first: !is_full && !self.full_start,
                end: self.line_end.unwrap_or(self.punctuation.line_end()),
            },
            hangs: self.hanging,
            avoids_short_last: self.avoid_short_last_line,
            filling: match self.alignment {
                Alignment::Justify => Filling::Full,
                Alignment::Center => Filling::Even,
                _ if self.even_lines => Filling::Even,
                Alignment::Start | Alignment::End => Filling::Ragged,
            },
        }
    }
}

/// How wide punctuation is (标点宽度; `clreq.md` PUN-01).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PunctuationStyle {
    /// 全角式: one em, one and a half for two in a row, half at the line's end.
    #[default]
    Gb,
    /// 开明式: stops that end a sentence one em, all others half.
    Kaiming,
    /// 半角式: all half an em.
    Banjiao,
    /// 行末半角式: one em each, half at the line's end.
    LineEndHalf,
    /// One em each, everywhere.
    Full,
}

impl PunctuationStyle {
    /// The width of a mark at a line's end, by default.
    fn line_end(self) -> LineEnd {
        if self == Self::Full { LineEnd::Full } else { LineEnd::Half }
    }
}

/// The width of a mark at a line's end (行末标点; `clreq.md` PUN-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LineEnd {
    /// Half an em, always.
    Half,
    /// Half an em where the line would else be too long.
    Auto,
    /// One em.
    Full,
}
