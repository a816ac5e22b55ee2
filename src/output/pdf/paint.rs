//! Painting: pages of frames to content streams, through printpdf.
//!
//! Each page goes to the press as soon as layout hands it on; of a page done nothing is kept but
//! its content stream, compressed, and its marks.

use lopdf::{Dictionary, Stream};
use printpdf::{
    Color, DictItem, Line, LinePoint, Op, PaintMode, PdfSaveOptions, Point, Polygon,
    PolygonRing, Pt as PdfPt, Rect, Rgb, TextRenderingMode, WindingOrder,
};

use super::fonts::Fonts;
use super::images::Images;
use super::press::Press;
use super::tags::{Area, Tags};
use super::text::{self, hundredth};
use crate::font::Library;
use crate::layout::frame::{
    Artifact, ImageItem, Item, Owner, Page, PageLabel, Pt, Rule, TextRun,
};

/// A page done.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) width: Pt,
    pub(super) height: Pt,
    pub(super) label: PageLabel,
    /// Its content stream.
    pub(super) content: Stream,
}

/// Pages done and what they use.
#[derive(Debug)]
pub(super) struct Painting<'a> {
    pub(super) sheets: Vec<Sheet>,
    pub(super) fonts: Fonts,
    pub(super) images: Images<'a>,
    pub(super) tags: Tags,
}

/// Paints pages one by one.
#[derive(Debug)]
pub(super) struct Painter<'a> {
    library: &'a Library,
    done: Painting<'a>,
    press: Press,
    brush: Brush,
}

/// What is being drawn on the current page, and in which state.
#[derive(Debug, Default)]
struct Brush {
    ops: Vec<Op>,
    height: Pt,
    owner: Option<Owner>,
    fill: [u8; 3],
    stroke: [u8; 3],
    embolden: Pt,
}

impl<'a> Painter<'a> {
    /// A painter with these faces and images, that may use so many threads.
    pub(super) fn new(library: &'a Library, images: Images<'a>, threads: usize) -> Self {
        let done = Painting {
            sheets: Vec::new(),
            fonts: Fonts::default(),
            images,
            tags: Tags::default(),
        };
        Self { library, done, press: Press::new(threads), brush: Brush::default() }
    }

    /// Paints the next page.
    pub(super) fn page(&mut self, page: &Page) {
        self.done.tags.begin_page();
        self.brush = Brush { height: page.height, ..Brush::default() };
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
        let ops = std::mem::take(&mut self.brush.ops);
        self.press.page(ops);
        let content = Stream::new(Dictionary::new(), Vec::new());
        let (width, height) = (hundredth(page.width), hundredth(page.height));
        self.done.sheets.push(Sheet { width, height, label: page.label, content });
    }

    /// What was painted.
    pub(super) fn finish(self) -> Painting<'a> {
        let mut done = self.done;
        for (sheet, content) in done.sheets.iter_mut().zip(self.press.finish()) {
            sheet.content = content;
        }
        done
    }

    /// Shows the runs that stand on one line with the first; gives how many.
    fn line(&mut self, first: &TextRun, items: &[Item]) -> usize {
        let runs: Vec<&TextRun> = items
            .iter()
            .map_while(|item| match item {
                Item::Text(run) if is_continued(first, run) => Some(run),
                _ => None,
            })
            .collect();
        if let Owner::Element(element) = first.owner {
            for run in &runs {
                let width: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
                let area = Area {
                    left: run.x,
                    top: run.y - run.size,
                    right: run.x + width,
                    bottom: run.y + run.size * DESCENT,
                };
                self.done.tags.cover(element, area);
            }
        }
        self.open(first.owner);
        self.fill(first.colour);
        self.embolden(first.synthetic.embolden, first.colour);
        let next = items[runs.len()..].iter().find_map(|item| match item {
            Item::Text(run) => Some(run),
            _ => None,
        });
        let next = next.filter(|run| is_level(first, run) && run.owner != first.owner);
        let line = text::Line { runs: &runs, next, page: self.brush.height };
        let ops = &mut self.brush.ops;
        // Leaders are drawn with glyphs, but say nothing; extractors that don't know of
        // artifacts are told so too.
        let is_silent = first.owner == Owner::Artifact(Artifact::Layout);
        if is_silent {
            ops.push(text::span(""));
        }
        text::show(&line, self.library, &mut self.done.fonts, ops);
        if is_silent {
            ops.push(Op::EndMarkedContent);
        }
        runs.len()
    }

    fn rule(&mut self, rule: &Rule) -> usize {
        self.open_box(rule);
        self.fill(rule.colour);
        self.rectangle(rule, PaintMode::Fill);
        1
    }

    fn outline(&mut self, rule: &Rule) -> usize {
        self.open_box(rule);
        self.pen(HAIRLINE, rule.colour);
        self.rectangle(rule, PaintMode::Stroke);
        1
    }

    fn wave(&mut self, rule: &Rule) -> usize {
        self.open_box(rule);
        self.pen(HAIRLINE, rule.colour);
        let line = Line { points: wave(rule, self.brush.height), is_closed: false };
        self.brush.ops.push(Op::DrawLine { line });
        1
    }

    fn dot(&mut self, rule: &Rule) -> usize {
        self.open_box(rule);
        self.fill(rule.colour);
        let rings = vec![PolygonRing { points: circle(rule, self.brush.height) }];
        let (mode, winding_order) = (PaintMode::Fill, WindingOrder::NonZero);
        self.brush
            .ops
            .push(Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order } });
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
        self.done.images.draw(image, bottom, &mut self.brush.ops);
        1
    }

    /// Begins a marked-content sequence for this owner, unless one is open.
    fn open(&mut self, owner: Owner) {
        if self.brush.owner == Some(owner) {
            return;
        }
        self.close();
        let op = match owner {
            Owner::Element(element) => {
                let mcid = self.done.tags.mark(element);
                marked("P", [("MCID", DictItem::Int(mcid.into()))])
            }
            Owner::Artifact(artifact) => {
                let name = |name: &str| DictItem::Name(name.into());
                match artifact {
                    Artifact::Header => marked(
                        "Artifact",
                        [("Type", name("Pagination")), ("Subtype", name("Header"))],
                    ),
                    Artifact::Footer => marked(
                        "Artifact",
                        [("Type", name("Pagination")), ("Subtype", name("Footer"))],
                    ),
                    Artifact::Layout => marked("Artifact", [("Type", name("Layout"))]),
                }
            }
        };
        self.brush.ops.push(op);
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
            self.brush.ops.push(Op::EndMarkedContent);
        }
    }

    fn fill(&mut self, colour: [u8; 3]) {
        if self.brush.fill != colour {
            self.brush.ops.push(Op::SetFillColor { col: rgb(colour) });
            self.brush.fill = colour;
        }
    }

    fn pen(&mut self, thickness: Pt, colour: [u8; 3]) {
        self.brush.ops.push(Op::SetOutlineThickness { pt: PdfPt(thickness) });
        if self.brush.stroke != colour {
            self.brush.ops.push(Op::SetOutlineColor { col: rgb(colour) });
            self.brush.stroke = colour;
        }
    }

    /// Strokes the outlines of glyphs too, so that they look bolder.
    fn embolden(&mut self, width: Pt, colour: [u8; 3]) {
        if width > 0.0 {
            self.pen(width, colour);
        }
        if (self.brush.embolden > 0.0) != (width > 0.0) {
            let mode = if width > 0.0 {
                TextRenderingMode::FillStroke
            } else {
                TextRenderingMode::Fill
            };
            self.brush.ops.push(Op::SetTextRenderingMode { mode });
        }
        self.brush.embolden = width;
    }

    fn rectangle(&mut self, rule: &Rule, mode: PaintMode) {
        let rectangle = Rect {
            x: PdfPt(hundredth(rule.x)),
            y: PdfPt(hundredth(self.brush.height - rule.y - rule.height)),
            width: PdfPt(hundredth(rule.width)),
            height: PdfPt(hundredth(rule.height)),
            mode: Some(mode),
            winding_order: None,
        };
        self.brush.ops.push(Op::DrawRectangle { rectangle });
    }
}

/// The thickness of lines that have none of their own.
const HAIRLINE: Pt = 0.5;
/// How far Chinese text reaches under its baseline, in em.
const DESCENT: Pt = 0.12;

/// Whether a run stands on the same line as the first, of the same element and look.
fn is_continued(first: &TextRun, run: &TextRun) -> bool {
    first.owner == run.owner
        && is_level(first, run)
        && first.colour == run.colour
        && is_near(first.synthetic.embolden, run.synthetic.embolden)
}

/// Whether runs stand on one baseline.
fn is_level(a: &TextRun, b: &TextRun) -> bool {
    is_near(a.y, b.y)
}

fn is_near(a: Pt, b: Pt) -> bool {
    (a - b).abs() < 0.01
}

fn marked<const N: usize>(tag: &str, properties: [(&str, DictItem); N]) -> Op {
    let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties {
        tag: tag.to_owned(),
        properties: DictItem::Dict { map },
    }
}

fn rgb(colour: [u8; 3]) -> Color {
    // Three decimals tell all 256 steps apart.
    let [r, g, b] = colour.map(|value| (f32::from(value) / 0.255).round() / 1000.0);
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}

/// The length of a wave of this height: that of the wavy mark in print (GB/T 15834 §5.1.2).
const WAVE_RATIO: Pt = 3.0;

/// A wave that fills the box, as cubic curves: half a period is a curve whose controls stand
/// at a third and two thirds.
fn wave(rule: &Rule, page: Pt) -> Vec<LinePoint> {
    let half = (rule.height * WAVE_RATIO / 2.0).max(0.5);
    let middle = page - rule.y - rule.height / 2.0;
    let point = |x: Pt, y: Pt, bezier| LinePoint {
        p: Point { x: PdfPt(hundredth(x)), y: PdfPt(hundredth(y)) },
        bezier,
    };
    let mut points = vec![point(rule.x, middle, false)];
    let mut x = rule.x;
    let mut up = 1.0;
    let right = rule.x + rule.width;
    while x < right - 0.01 {
        let step = half.min(right - x);
        // The curve reaches three quarters of its controls' height.
        let control = middle + up * rule.height / 2.0 / 0.75;
        points.push(point(x + step / 3.0, control, true));
        points.push(point(x + step * 2.0 / 3.0, control, true));
        points.push(point(x + step, middle, false));
        x += step;
        up = -up;
    }
    points
}

/// The circle in a square, as four curves.
fn circle(rule: &Rule, page: Pt) -> Vec<LinePoint> {
    /// Distance of a quarter circle's controls from its ends, in radii.
    const CONTROL: Pt = 0.552_285;
    let radius = rule.width.min(rule.height) / 2.0;
    let (x, y) = (rule.x + rule.width / 2.0, page - rule.y - rule.height / 2.0);
    let point = |(dx, dy): (Pt, Pt), bezier| LinePoint {
        p: Point { x: PdfPt(hundredth(x + dx * radius)), y: PdfPt(hundredth(y + dy * radius)) },
        bezier,
    };
    let mut points = vec![point((1.0, 0.0), false)];
    let mut from: (Pt, Pt) = (1.0, 0.0);
    for to in [(0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)] {
        let (first, second): ((Pt, Pt), (Pt, Pt)) = (from, to);
        points.push(point((first.0 + second.0 * CONTROL, first.1 + second.1 * CONTROL), true));
        points.push(point((second.0 + first.0 * CONTROL, second.1 + first.1 * CONTROL), true));
        points.push(point(second, false));
        from = to;
    }
    points
}

/// How printpdf is told to write: everything as it is, fonts whole, since they are subsets.
pub(super) fn save_options() -> PdfSaveOptions {
    PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    }
}
