//! Painting: pages of frames to content streams.
//!
//! Each page is painted as soon as layout passes it on; only its compressed content stream and its
//! marks are kept.

use super::content::{ContentStream, Paint, Point};
use super::deflate::Streams;
use super::fonts::Fonts;
use super::images::Images;
use super::tags::{Area, Tags};
use super::text::{self, hundredth};
use crate::font::Library;
use crate::layout::frame::{
    Artifact, Glyph, ImageItem, Item, Owner, Page, PageLabel, Pt, Rule, TextRun,
};
use crate::model::Trace;
use lopdf::Stream;

/// A finished page.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its index, from 0.
    index: u32,
    pub(super) width: Pt,
    pub(super) height: Pt,
    pub(super) label: PageLabel,
    /// Its content stream.
    pub(super) content: Stream,
}

/// Finished pages, in order, and the resources that they use.
#[derive(Debug)]
pub(super) struct Painting<'a> {
    pub(super) sheets: Vec<Sheet>,
    pub(super) fonts: Fonts<'a>,
    pub(super) images: Images<'a>,
    pub(super) tags: Tags,
    /// The text with its places in the source.
    pub(super) trace: Trace,
}

/// Paints pages one by one.
#[derive(Debug)]
pub(super) struct Painter<'a> {
    done: Painting<'a>,
    deflate: Streams,
    brush: Brush,
}

/// The state of drawing on the current page.
#[derive(Debug, Default)]
struct Brush {
    content: ContentStream,
    height: Pt,
    owner: Option<Owner>,
    bold: bool,
}

impl<'a> Painter<'a> {
    /// A painter with these faces and images.
    pub(super) fn new(library: &'a Library, images: Images<'a>) -> Self {
        let done = Painting {
            sheets: Vec::new(),
            fonts: Fonts::new(library),
            images,
            tags: Tags::default(),
            trace: Trace::default(),
        };
        Self { done, deflate: Streams::new(), brush: Brush::default() }
    }

    /// Paints a page.
    pub(super) fn page(&mut self, page: &Page) {
        self.done.tags.begin_page(page.index);
        let content = std::mem::take(&mut self.brush.content);
        self.brush = Brush { content, height: page.height, ..Brush::default() };
        let mut items = page.items.as_slice();
        while let Some(item) = items.first() {
            let taken = match item {
                Item::Text(run) => self.line(run, items),
                Item::Rule(rule) => self.rule(rule),
                Item::Outline(rule) => self.outline(rule),
                Item::Wave(rule) => self.wave(rule),
                Item::Dot(rule) => self.dot(rule),
                Item::Image(image) => self.image(image),
                Item::Link(link) => {
                    self.done.tags.link(link.clone());
                    1
                }
            };
            items = &items[taken..];
        }
        self.close();
        let content = self.deflate.stream(self.brush.content.next_page());
        let (width, height) = (hundredth(page.width), hundredth(page.height));
        let (index, label) = (page.index, page.label);
        self.done.sheets.push(Sheet { index, width, height, label, content });
    }

    /// The result.
    pub(super) fn finish(mut self) -> Painting<'a> {
        self.done.sheets.sort_by_key(|sheet| sheet.index);
        self.done.tags.put_in_order();
        self.done
    }

    /// Shows the runs on one line with the first; returns their number.
    fn line(&mut self, first: &TextRun, items: &[Item]) -> usize {
        let mut end = first.x;
        let runs: Vec<&TextRun> = items
            .iter()
            .map_while(|item| match item {
                Item::Text(run) if is_continued(first, run) && !is_apart(run, end) => {
                    end = run.x + advance(run);
                    Some(run)
                }
                _ => None,
            })
            .collect();
        if let Owner::Element(element) = first.owner {
            for run in &runs {
                let width = advance(run);
                let area = Area {
                    left: run.x,
                    top: run.y - run.size,
                    right: run.x + width,
                    bottom: run.y + run.size * DESCENT,
                };
                self.done.tags.cover(element, area);
                self.done.trace.add_pieces(run.extracted_text(), &run.pieces);
            }
        }
        self.open(first.owner);
        self.brush.content.fill(first.colour);
        self.embolden(first.synthetic.embolden, first.colour);
        let next = items[runs.len()..].iter().find_map(|item| match item {
            Item::Text(run) => Some(run),
            _ => None,
        });
        let next = next.filter(|run| is_level(first, run) && run.owner != first.owner);
        let count = runs.len();
        // Leaders and hyphens are drawn with glyphs, but are not text. Extractors without support
        // for artifacts and replaced text find blanks.
        let is_silent = first.owner == Owner::Artifact(Artifact::Layout);
        let silent: Vec<TextRun> = match is_silent {
            true => runs.iter().map(|run| silenced(run)).collect(),
            false => Vec::new(),
        };
        let runs = if is_silent { silent.iter().collect() } else { runs };
        let line = text::ElementLine { runs: &runs, next, page: self.brush.height };
        let content = &mut self.brush.content;
        if is_silent {
            content.begin_span("");
        }
        text::show(&line, &mut self.done.fonts, content);
        if is_silent {
            content.end_marked();
        }
        count
    }

    fn rule(&mut self, rule: &Rule) -> usize {
        self.open_box(rule);
        self.brush.content.fill(rule.colour);
        self.rectangle(rule, Paint::Fill);
        1
    }

    fn outline(&mut self, rule: &Rule) -> usize {
        self.open_box(rule);
        self.brush.content.pen(HAIRLINE, rule.colour);
        self.rectangle(rule, Paint::Stroke);
        1
    }

    fn wave(&mut self, rule: &Rule) -> usize {
        self.open_box(rule);
        self.brush.content.pen(HAIRLINE, rule.colour);
        let (from, curves) = wave(rule, self.brush.height);
        self.brush.content.curves(from, &curves, Paint::Stroke);
        1
    }

    fn dot(&mut self, rule: &Rule) -> usize {
        self.open_box(rule);
        self.brush.content.fill(rule.colour);
        let (from, curves) = circle(rule, self.brush.height);
        self.brush.content.curves(from, &curves, Paint::Fill);
        1
    }

    fn image(&mut self, image: &ImageItem) -> usize {
        self.open(image.owner);
        let area = Area {
            left: image.x,
            top: image.y,
            right: image.x + image.width,
            bottom: image.y + image.height,
        };
        if let Owner::Element(element) = image.owner {
            self.done.tags.cover(element, area);
        }
        let bottom = self.brush.height - area.bottom;
        self.done.images.draw(image, bottom, &mut self.brush.content);
        self.letters(image);
        1
    }

    /// The text of a drawing, above its shapes.
    fn letters(&mut self, image: &ImageItem) {
        let found = self.done.images.letters(&image.asset, self.done.fonts.library());
        let Some((letters, [width, height])) = found else { return };
        let (across, down) = (image.width / width, image.height / height);
        let corner =
            (hundredth(image.x), hundredth(self.brush.height - image.y - image.height));
        let size = (hundredth(image.width), hundredth(image.height));
        for it in letters.iter() {
            // Drawings count from the top, pages from the bottom, and so do the glyphs.
            let [a, b, c, d, e, f] = it.matrix;
            let matrix = [
                a * across,
                -b * down,
                -c * across,
                d * down,
                image.x + e * across,
                self.brush.height - image.y - f * down,
            ];
            let bold = self.brush.bold;
            self.brush.content.begin_state(corner, size, matrix);
            for run in &it.runs {
                self.brush.content.fill(run.colour);
                self.embolden(run.synthetic.embolden, run.colour);
                let line = text::ElementLine { runs: &[run], next: None, page: 0.0 };
                text::show(&line, &mut self.done.fonts, &mut self.brush.content);
            }
            self.brush.content.end_state();
            self.brush.bold = bold;
        }
    }

    /// Begins a marked-content sequence for this owner, unless one is open.
    fn open(&mut self, owner: Owner) {
        if self.brush.owner == Some(owner) {
            return;
        }
        self.close();
        let content = &mut self.brush.content;
        match owner {
            Owner::Element(element) => content.begin_marked(self.done.tags.mark(element)),
            Owner::Artifact(artifact) => match artifact {
                Artifact::Header => content.begin_artifact("Pagination", Some("Header")),
                Artifact::Footer => content.begin_artifact("Pagination", Some("Footer")),
                Artifact::Layout => content.begin_artifact("Layout", None),
            },
        }
        self.brush.owner = Some(owner);
    }

    fn open_box(&mut self, rule: &Rule) {
        if let Owner::Element(element) = rule.owner {
            let area = Area {
                left: rule.x,
                top: rule.y,
                right: rule.x + rule.width,
                bottom: rule.y + rule.height,
            };
            self.done.tags.cover(element, area);
        }
        self.open(rule.owner);
    }

    fn close(&mut self) {
        if self.brush.owner.take().is_some() {
            self.brush.content.end_marked();
        }
    }

    /// Strokes the outlines of glyphs too, so that they look bolder.
    fn embolden(&mut self, width: Pt, colour: [u8; 3]) {
        let bold = width > 0.0;
        if bold {
            self.brush.content.pen(width, colour);
        }
        if self.brush.bold != bold {
            self.brush.content.embolden(bold);
        }
        self.brush.bold = bold;
    }

    fn rectangle(&mut self, rule: &Rule, paint: Paint) {
        let corner = (hundredth(rule.x), hundredth(self.brush.height - rule.y - rule.height));
        let size = (hundredth(rule.width), hundredth(rule.height));
        self.brush.content.rectangle(corner, size, paint);
    }
}

/// The thickness of lines without their own.
pub(super) const HAIRLINE: Pt = 0.5;
/// The depth of Chinese text below its baseline, in em.
const DESCENT: Pt = 0.12;

/// The least distance between parts of a header or footer, in em.
const APART: Pt = 1.0;

/// The end of a run.
fn advance(run: &TextRun) -> Pt {
    run.glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// Whether a run is another part of a header or footer than the one that ends at `end`: words of an
/// element are one text however far apart they are.
fn is_apart(run: &TextRun, end: Pt) -> bool {
    matches!(run.owner, Owner::Artifact(_)) && run.x - end > APART * run.size
}

/// Whether a run is on the same line as the first, of the same element and look.
fn is_continued(first: &TextRun, run: &TextRun) -> bool {
    first.owner == run.owner
        && is_level(first, run)
        && first.colour == run.colour
        && is_near(first.synthetic.embolden, run.synthetic.embolden)
}

/// A run whose glyphs represent blanks.
fn silenced(run: &TextRun) -> TextRun {
    let glyphs = run.glyphs.iter().map(|glyph| Glyph { text: 0..1, ..glyph.clone() });
    TextRun { text: " ".to_owned(), glyphs: glyphs.collect(), actual_text: None, ..run.clone() }
}

/// Whether runs are on one baseline.
fn is_level(a: &TextRun, b: &TextRun) -> bool {
    is_near(a.y, b.y)
}

fn is_near(a: Pt, b: Pt) -> bool {
    (a - b).abs() < 0.01
}

/// The length of a wave of this height: that of the wavy mark in print (GB/T 15834 §5.1.2).
const WAVE_RATIO: Pt = 3.0;

/// A wave that fills the box, as cubic curves: half a period is a curve whose controls are
/// at a third and two thirds.
fn wave(rule: &Rule, page: Pt) -> (Point, Vec<[Point; 3]>) {
    let half = (rule.height * WAVE_RATIO / 2.0).max(0.5);
    let middle = page - rule.y - rule.height / 2.0;
    let point = |x: Pt, y: Pt| (hundredth(x), hundredth(y));
    let mut curves = Vec::new();
    let mut x = rule.x;
    let mut up = 1.0;
    let right = rule.x + rule.width;
    while x < right - 0.01 {
        let step = half.min(right - x);
        // The curve reaches three quarters of its controls' height.
        let control = middle + up * rule.height / 2.0 / 0.75;
        curves.push([
            point(x + step / 3.0, control),
            point(x + step * 2.0 / 3.0, control),
            point(x + step, middle),
        ]);
        x += step;
        up = -up;
    }
    (point(rule.x, middle), curves)
}

/// The circle in a square, as four curves.
fn circle(rule: &Rule, page: Pt) -> (Point, [[Point; 3]; 4]) {
    /// Distance of a quarter circle's controls from its ends, in radii.
    const CONTROL: Pt = 0.552_285;
    let radius = rule.width.min(rule.height) / 2.0;
    let (x, y) = (rule.x + rule.width / 2.0, page - rule.y - rule.height / 2.0);
    let point = |(dx, dy): Point| (hundredth(x + dx * radius), hundredth(y + dy * radius));
    let corners: [Point; 5] = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
    let curves = std::array::from_fn(|quarter| {
        let (from, to) = (corners[quarter], corners[quarter + 1]);
        [
            point((from.0 + to.0 * CONTROL, from.1 + to.1 * CONTROL)),
            point((to.0 + from.0 * CONTROL, to.1 + from.1 * CONTROL)),
            point(to),
        ]
    });
    (point(corners[0]), curves)
}
