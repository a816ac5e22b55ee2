//! The composer: sets lines for all parts of layout, and holds the state that they share.

use std::collections::BTreeMap;

use super::figure::{Natural, lost};
use super::frame::{Artifact, ElementId, Owner, Pt};
use super::inline::{Paragraph, ParagraphStyle, Surroundings, TextLine, Typesetter};
use super::math::DisplayRow;
use super::strip::own;
use super::style::StyleSheet;
use super::tree::Tree;
use crate::diag::{Code, Diagnostic};
use crate::font::{Library, Role};
use crate::math::Formula;
use crate::model::{self, Alignment, Image, Inline, Span};
use crate::text::words::Words;

/// A typesetter with its environment.
pub(super) struct Composer<'a> {
    /// Sets paragraphs.
    pub(super) typesetter: Typesetter<'a>,
    /// The structure being built.
    pub(super) tree: Tree,
    /// What was found.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The marks of endnotes by id; other notes are footnotes.
    pub(super) endnotes: BTreeMap<String, String>,
    /// The marks of all footnotes by id, as set before their page is known.
    pub(super) footnotes: BTreeMap<String, String>,
    /// The images, by asset.
    pub(super) images: BTreeMap<String, Natural>,
    /// The generated words on pages.
    pub(super) words: &'static Words,
    /// How pages look.
    pub(super) style: &'a StyleSheet,
}

impl<'a> Composer<'a> {
    pub(super) fn new(library: &'a Library, style: &'a StyleSheet) -> Self {
        Self {
            typesetter: Typesetter::new(library).centre_marks(style.body.centred_marks),
            tree: Tree::new(),
            diagnostics: Vec::new(),
            endnotes: BTreeMap::new(),
            footnotes: BTreeMap::new(),
            images: BTreeMap::new(),
            words: Words::of(""),
            style,
        }
    }

    /// The lines of a paragraph.
    pub(super) fn set(
        &mut self,
        inlines: &[Inline],
        owner: ElementId,
        style: &ParagraphStyle,
    ) -> Vec<TextLine> {
        let (endnotes, footnotes, images) = (&self.endnotes, &self.footnotes, &self.images);
        let mark = |id: &str| endnotes.get(id).or_else(|| footnotes.get(id)).cloned();
        let words = self.words;
        let image = |image: &Image| {
            let natural = images.get(&image.asset);
            match natural.and_then(|natural| natural.size) {
                Some(size) => Ok(inline_size(image, size, style)),
                None => Err(lost(image, natural, words)),
            }
        };
        let mut around = Surroundings {
            tree: &mut self.tree,
            mark: &mark,
            image: &image,
            diagnostics: &mut self.diagnostics,
        };
        self.typesetter.set(Paragraph { inlines, owner, style }, &mut around)
    }

    /// The width of a word in bold body type, in em.
    pub(super) fn width(&mut self, word: &str) -> f32 {
        const EM: Pt = 10.0;
        let count = self.diagnostics.len();
        let style = self.line_style(1e5, EM, Role::Strong, Alignment::Start);
        let root = self.tree.root();
        let lines = self.set(&[model::text(word)], root, &style);
        // It is set again at its place, and reported there.
        self.diagnostics.truncate(count);
        lines.iter().map(|line| line.width).fold(0.0, f32::max) / EM
    }

    /// The width of a formula in a line, in em; `None` if it can't be set.
    pub(super) fn formula_width(&mut self, content: &[model::Inline]) -> Option<f32> {
        let formula = crate::math::parse(&model::plain_text(content)).ok()?;
        self.typesetter.formula_width(&formula)
    }

    /// The equations of a displayed formula; missing characters are reported.
    pub(super) fn display(
        &mut self,
        formula: &Formula,
        numbers: &[Option<String>],
        lang: &str,
        span: Option<Span>,
    ) -> Option<Vec<DisplayRow>> {
        let (rows, lacking) = self.typesetter.display(formula, numbers, lang)?;
        self.diagnostics.extend(lacking.into_iter().map(|c| {
            let number = format!("U+{:04X}", u32::from(c));
            Diagnostic::new(Code::MissingGlyph, [&c, &number]).at(span)
        }));
        Some(rows)
    }

    /// One line of plain text that is not content.
    pub(super) fn set_artifact(
        &mut self,
        text: &str,
        artifact: Artifact,
        style: &ParagraphStyle,
    ) -> Option<TextLine> {
        let root = self.tree.root();
        let count = self.diagnostics.len();
        let mut line = self.set(&[model::text(text)], root, style).into_iter().next()?;
        // The caller decides whether it fits.
        let about_room =
            |it: &Diagnostic| matches!(it.code, Code::WordParted | Code::LineTooLong);
        let found = self.diagnostics.split_off(count);
        self.diagnostics.extend(found.into_iter().filter(|it| !about_room(it)));
        for item in &mut line.items {
            own(item, Owner::Artifact(artifact));
        }
        Some(line)
    }

    /// The style of a separate line.
    pub(super) fn line_style(
        &self,
        measure: Pt,
        size: Pt,
        role: Role,
        alignment: Alignment,
    ) -> ParagraphStyle {
        ParagraphStyle {
            indent: 0.0,
            alignment,
            role,
            punctuation: self.style.body.punctuation,
            line_end: self.style.body.line_end,
            kinsoku: self.style.body.kinsoku,
            ..ParagraphStyle::body(measure, size)
        }
    }
}

/// An inline image is no wider than the line, and no higher than a few lines.
fn inline_size(image: &Image, natural: (Pt, Pt), style: &ParagraphStyle) -> (Pt, Pt) {
    const LINES: f32 = 6.0;
    let (width, height) =
        super::figure::requested_size(image, natural, style.measure, style.size);
    // It may come to be in the first line, or in another.
    let room = [style.indent, style.hang].map(|start| style.measure - start.max(0.0));
    let room = room.into_iter().fold(style.measure, f32::min).max(style.size);
    let scale = (room / width).min(LINES * style.size / height).min(1.0);
    (width * scale, height * scale)
}
