//! A window on lines: what each laid-out line says and how wide each glyph is, for tests, bug
//! reports and comparison (`paiban inspect --lines`).

use serde::Serialize;

use super::atom::in_em;
use super::{Paragraph, ParagraphStyle, Surroundings, Typesetter};
use crate::diag::Diagnostic;
use crate::font::Library;
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
    /// What it is made of.
    pub glyphs: Vec<GlyphReport>,
}

/// A glyph of a line; lengths in em of the body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GlyphReport {
    /// The text that it sets: two characters for ——.
    pub c: String,
    /// Where its box begins, from the start edge of the measure.
    pub x: f32,
    /// How far it moves the pen, after all trimming and stretching.
    pub w: f32,
}

/// How paragraphs are set that are looked at; lengths in em of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct LineOptions {
    /// The length of a line.
    pub measure: f32,
    /// Where the first line of a paragraph begins.
    pub indent: f32,
    /// How wide punctuation is.
    pub punctuation: super::PunctuationStyle,
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
            kinsoku: super::Kinsoku::default(),
            hanging: false,
            full_start: false,
            lang: "zh-Hans".to_owned(),
        }
    }
}

/// The size at which lines are looked at: lengths are told in em, so that it is as good as any.
const SIZE: f32 = 10.5;

/// The lines of a body paragraph of these inlines.
pub fn inspect_lines(
    inlines: &[Inline],
    options: &LineOptions,
    library: &Library,
) -> (Vec<LineReport>, Vec<Diagnostic>) {
    let style = ParagraphStyle {
        indent: options.indent * SIZE,
        punctuation: options.punctuation,
        kinsoku: options.kinsoku,
        hanging: options.hanging,
        full_start: options.full_start,
        lang: options.lang.clone(),
        ..ParagraphStyle::body(options.measure * SIZE, SIZE)
    };
    let mut tree = Tree::new();
    let mut diagnostics = Vec::new();
    let paragraph = Paragraph { inlines, owner: tree.root(), style: &style };
    let mut around = Surroundings {
        tree: &mut tree,
        mark: &|_| None,
        image: &|_| None,
        diagnostics: &mut diagnostics,
    };
    let mut typesetter = Typesetter::new(library);
    let layout = typesetter.lay_out(paragraph, &mut around);
    let mut reports = Vec::with_capacity(layout.lines.len());
    let mut line = super::place::PlacedLine::default();
    for (index, range) in layout.lines.iter().enumerate() {
        super::place::place(&layout.atoms.list, *range, &layout.fit, &mut line);
        let indent = if range.is_first { options.indent } else { 0.0 };
        let text_of = |atom: u32| {
            let list = &layout.atoms.list;
            let start = list[atom as usize].start as usize;
            let end = list
                .get(atom as usize + 1)
                .map_or(layout.content.text.len(), |next| next.start as usize);
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
        reports.push(LineReport {
            text: text.trim_end_matches(LINE_SEPARATOR).to_owned(),
            width: round(indent + in_em(line.width)),
            measure: options.measure,
            last: index + 1 == layout.lines.len(),
            glyphs,
        });
    }
    (reports, diagnostics)
}

/// To a ten-thousandth of an em.
fn round(value: f32) -> f32 {
    (value * 10_000.0).round() / 10_000.0
}
