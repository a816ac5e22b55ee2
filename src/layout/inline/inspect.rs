//! Reports of laid-out lines: the text of each and the width of each glyph, for tests, bug reports
//! and comparison (`paiban inspect --lines`).

use serde::Serialize;

use super::atom::in_em;
use super::fit::LineRange;
use super::place::{self, PlacedLine};
use super::{Layout, Lost, Paragraph, ParagraphStyle, Surroundings, Typesetter};
use crate::diag::Diagnostic;
use crate::font::Library;
use crate::layout::geometry::Geometry;
use crate::layout::style::StyleSheet;
use crate::layout::tree::Tree;
use crate::model::Inline;
use crate::text::breaks::LINE_SEPARATOR;

/// A laid-out line; lengths in em of the body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineReport {
    /// Its text; spaces at its end have no width.
    pub text: String,
    /// From the start edge of the measure to the end of its last character; a mark hanging in
    /// the margin is not counted.
    pub width: f32,
    /// The length that a line may have.
    pub measure: f32,
    /// Whether it is the paragraph's last.
    pub last: bool,
    /// Its glyphs.
    pub glyphs: Vec<GlyphReport>,
}

/// A glyph of a line; lengths in em of the body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GlyphReport {
    /// Its text: two characters for ——.
    pub c: String,
    /// Where its box begins, from the start edge of the measure.
    pub x: f32,
    /// Its advance, after all trimming and stretching.
    pub w: f32,
}

/// The style of the paragraphs; lengths in em of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct LineOptions {
    /// The length of a line; at least one em.
    pub measure: f32,
    /// Where the first line of a paragraph begins.
    pub indent: f32,
    /// How wide punctuation is.
    pub punctuation: super::PunctuationStyle,
    /// How wide a mark is at a line's end; as `punctuation` has it, if not said.
    pub line_end: Option<super::LineEnd>,
    /// Which characters may not begin or end a line.
    pub kinsoku: super::Kinsoku,
    /// Whether a comma or stop may hang in the margin.
    pub hanging: bool,
    /// Whether an opening mark at the start of a paragraph keeps its blank half.
    pub full_start: bool,
    /// The language (BCP 47).
    pub lang: String,
}

impl Default for LineOptions {
    fn default() -> Self {
        Self {
            measure: 38.0,
            indent: 2.0,
            punctuation: super::PunctuationStyle::default(),
            line_end: None,
            kinsoku: super::Kinsoku::default(),
            hanging: false,
            full_start: false,
            lang: "zh-Hans".to_owned(),
        }
    }
}

/// The size of type in reports: lengths are in em, so that any size will do.
const SIZE: f32 = 10.5;

impl LineOptions {
    /// How body paragraphs of a style are set.
    pub fn of(style: &StyleSheet) -> Self {
        let body = &style.body;
        let geometry = Geometry::of(style, &mut Vec::new());
        Self {
            measure: geometry.measure / geometry.size,
            indent: body.indent.points(geometry.size) / geometry.size,
            punctuation: body.punctuation,
            line_end: body.line_end,
            kinsoku: body.kinsoku,
            hanging: body.hanging,
            full_start: body.full_start,
            ..Self::default()
        }
    }
}

/// Sets paragraphs for reports.
#[derive(Debug)]
pub struct LineSetter<'a> {
    typesetter: Typesetter<'a>,
    options: LineOptions,
    style: ParagraphStyle,
}

impl<'a> LineSetter<'a> {
    /// One that sets with these faces.
    pub fn new(options: &LineOptions, library: &'a Library) -> Self {
        let style = ParagraphStyle {
            indent: options.indent * SIZE,
            punctuation: options.punctuation,
            line_end: options.line_end,
            kinsoku: options.kinsoku,
            hanging: options.hanging,
            full_start: options.full_start,
            lang: options.lang.clone(),
            ..ParagraphStyle::body(options.measure * SIZE, SIZE)
        };
        Self { typesetter: Typesetter::new(library), options: options.clone(), style }
    }

    /// The lines of a body paragraph of these inlines.
    pub fn set(&mut self, inlines: &[Inline]) -> (Vec<LineReport>, Vec<Diagnostic>) {
        let mut tree = Tree::new();
        let mut diagnostics = Vec::new();
        let paragraph = Paragraph { inlines, owner: tree.root(), style: &self.style };
        let mut around = Surroundings {
            tree: &mut tree,
            mark: &|_| None,
            image: &|image| Err(Lost { text: image.asset.clone(), found: None }),
            diagnostics: &mut diagnostics,
        };
        let layout = self.typesetter.lay_out(paragraph, &mut around);
        let mut placed = PlacedLine::default();
        let reports = layout.lines.iter().map(|range| {
            place::place(&layout.atoms.list, *range, &layout.fit, &mut placed);
            if placed.excess > 0 {
                diagnostics.push(layout.too_long(*range));
            }
            self.report(&layout, *range, &placed)
        });
        let reports = reports.collect();
        (reports, diagnostics)
    }

    fn report(&self, layout: &Layout, range: LineRange, line: &PlacedLine) -> LineReport {
        let indent = if range.is_first { self.options.indent } else { 0.0 };
        let list = &layout.atoms.list;
        let text_of = |atom: u32| {
            let start = list[atom as usize].start as usize;
            let next = list.get(atom as usize + 1);
            let end = next.map_or(layout.content.text.len(), |next| next.start as usize);
            &layout.content.text[start..end]
        };
        let glyphs: Vec<GlyphReport> = line
            .atoms
            .iter()
            .map(|placed| GlyphReport {
                c: text_of(placed.atom).to_owned(),
                x: round(indent + in_em(placed.x)),
                w: round(in_em(placed.width)),
            })
            .collect();
        let text: String = glyphs.iter().map(|glyph| glyph.c.as_str()).collect();
        LineReport {
            text: text.trim_end_matches(LINE_SEPARATOR).to_owned(),
            width: round(indent + in_em(line.width)),
            measure: self.options.measure,
            last: range.next as usize == list.len(),
            glyphs,
        }
    }
}

/// The lines of a body paragraph of these inlines.
pub fn inspect_lines(
    inlines: &[Inline],
    options: &LineOptions,
    library: &Library,
) -> (Vec<LineReport>, Vec<Diagnostic>) {
    LineSetter::new(options, library).set(inlines)
}

/// To a ten-thousandth of an em.
fn round(value: f32) -> f32 {
    (value * 10_000.0).round() / 10_000.0
}
