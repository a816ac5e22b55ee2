//! Formulas as pictures (`--math svg`), for readers without MathML: one SVG for each distinct
//! formula, with its TeX as the description, on the baseline of its line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::page::{ElementAttributes, PageWriter};
use crate::config::{FormulaForm, Options};
use crate::diag::Result;
use crate::font::{Library, PathStep};
use crate::layout::{FormulaPicture, PictureShape, Shape, formula_picture};
use crate::model::{Block, Document, Inline, Node, Pieces, plain_text, visit};
use crate::xml::{Writer, ns};

/// Units of a drawing in an em.
const UNITS: f32 = 1000.0;

/// A formula drawn as a file.
#[derive(Debug)]
pub(super) struct DrawnFormula {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// Its size and place in its line, as CSS.
    style: String,
}

/// The formulas of a book that are drawn.
#[derive(Debug, Default)]
pub(super) struct Drawn(BTreeMap<PictureKey, DrawnFormula>);

/// The key of a picture: TeX, whether it is displayed, its numbers.
type PictureKey = (String, bool, Vec<Option<String>>);

impl Drawn {
    /// Draws the formulas of a document, if the options ask for it.
    pub(super) fn of(
        document: &Document,
        options: &Options,
        library: &Library,
        lang: &str,
    ) -> Result<Self> {
        let mut keys: BTreeMap<PictureKey, usize> = BTreeMap::new();
        if options.epub.math != Some(FormulaForm::Svg) {
            return Ok(Self::default());
        }
        for part in [&document.front, &document.body, &document.back] {
            visit(part, &mut |node| {
                let key = match node {
                    Node::Block(Block::Math(it)) => {
                        (plain_text(&it.content), true, it.numbers.clone())
                    }
                    Node::Inline(Inline::Math(it)) => {
                        (plain_text(&it.content), false, Vec::new())
                    }
                    _ => return,
                };
                let next = keys.len() + 1;
                keys.entry(key).or_insert(next);
            });
        }
        let mut drawn = BTreeMap::new();
        for (key, number) in keys {
            let (tex, displayed, numbers) = &key;
            let Some(picture) = formula_picture(library, tex, *displayed, numbers, lang) else {
                continue;
            };
            let formula = DrawnFormula {
                path: format!("images/formula-{number:04}.svg"),
                bytes: svg(&picture)?,
                style: style(&picture),
            };
            drawn.insert(key, formula);
        }
        Ok(Self(drawn))
    }

    /// The files, in the order of their names.
    pub(super) fn files(&self) -> Vec<&DrawnFormula> {
        let mut files: Vec<_> = self.0.values().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

impl PageWriter<'_, '_> {
    /// Writes the picture of a formula, if there is one.
    pub(super) fn drawn(
        &mut self,
        content: &[Inline],
        displayed: bool,
        numbers: &[Option<String>],
    ) -> bool {
        let tex = plain_text(content);
        let key = (tex.clone(), displayed, numbers.to_vec());
        let Some(drawn) = self.book.drawn.0.get(&key) else { return false };
        self.page.features.images = true;
        self.page.features.latex = true;
        let attributes = ElementAttributes::default()
            .with("src", format!("../{}", drawn.path))
            .with("alt", tex.trim())
            .with("style", drawn.style.as_str());
        self.empty("img", &attributes);
        self.page.trace.add_element(Pieces::of_inlines(content).extent());
        true
    }
}

/// Its size, and its depth below the baseline.
fn style(picture: &FormulaPicture) -> String {
    let em = |value: f32| (value * 1000.0).round() / 1000.0;
    let height = picture.ascent + picture.descent;
    format!(
        "width: {}em; height: {}em; vertical-align: {}em",
        em(picture.width),
        em(height),
        em(-picture.descent)
    )
}

fn svg(picture: &FormulaPicture) -> Result<Vec<u8>> {
    let mut out = Writer::new();
    let [left, top] = [0, units(-picture.ascent)];
    let [width, height] = [units(picture.width), units(picture.ascent + picture.descent)];
    let view = format!("{left} {top} {} {}", width.max(1), height.max(1));
    out.start("svg", &[("xmlns", ns::SVG), ("viewBox", &view)]);
    for shape in &picture.shapes {
        let colour = shape.colour.map(|[r, g, b]| format!("#{r:02X}{g:02X}{b:02X}"));
        let fill = colour.as_deref().map(|colour| ("fill", colour));
        let [x, y] = [units(shape.x), units(shape.y)].map(|it| it.to_string());
        match &shape.form {
            PictureShape::Rectangle(width, height) => {
                let [width, height] = [*width, *height].map(|it| units(it).max(1).to_string());
                let mut attributes =
                    vec![("x", x.as_str()), ("y", &y), ("width", &width), ("height", &height)];
                attributes.extend(fill);
                out.empty("rect", &attributes);
            }
            PictureShape::Outline(steps, scale) => {
                let d = path(steps, shape, *scale);
                let mut attributes = vec![("d", d.as_str())];
                attributes.extend(fill);
                if !d.is_empty() {
                    out.empty("path", &attributes);
                }
            }
        }
    }
    out.end();
    Ok(out.finish()?.bytes)
}

/// An outline in its place.
fn path(steps: &[PathStep], shape: &Shape, scale: f32) -> String {
    let mut d = String::new();
    for step in steps {
        let (name, points): (char, &[[f32; 2]]) = match step {
            PathStep::Move(to) => ('M', &[*to]),
            PathStep::Line(to) => ('L', &[*to]),
            PathStep::Quad(a, to) => ('Q', &[*a, *to]),
            PathStep::Cubic(a, b, to) => ('C', &[*a, *b, *to]),
            PathStep::Close => ('Z', &[]),
        };
        d.push(name);
        for (index, [x, y]) in points.iter().enumerate() {
            let x = units(shape.x + x * scale);
            let y = units(shape.y - y * scale);
            let space = if index > 0 && x >= 0 { " " } else { "" };
            let between = if y >= 0 { " " } else { "" };
            // Writing to a string cannot fail.
            let _ = write!(d, "{space}{x}{between}{y}");
        }
    }
    d
}

#[expect(clippy::cast_possible_truncation, reason = "a formula of a few hundred em at most")]
fn units(em: f32) -> i32 {
    (em * UNITS).round() as i32
}
