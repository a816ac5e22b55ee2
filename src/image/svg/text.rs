//! The text of a drawing (SVG 2 §11): its position and style, for a page on which it is set as
//! text.
//!
//! Takes the source, returns its characters in chunks (text chunk), each with its own position, and
//! the uniformly styled pieces of a chunk.
//!
//! Transforms, units, paints and visibility are resolved by usvg: on a page a square with sides of
//! one em replaces each text element, and is never drawn. It is identified by its position far above
//! any drawing, since a reused element (`use`) has no id.

use std::collections::BTreeMap;

use super::allowed::ElementUse;
use super::cascade::Cascade;
use super::source::{Source, SvgContent};
use super::write::Audience;
use crate::xml::Writer;

/// A text of a drawing with its transform.
#[derive(Clone, Debug, PartialEq)]
pub struct Lettering {
    /// From its own units to the drawing's pixels: `x' = ax + cy + e`.
    pub matrix: [f32; 6],
    /// Its chunks, in order.
    pub chunks: Vec<Chunk>,
}

/// Text from a given position.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    /// The position of its anchor; the end of the previous chunk, if `None`.
    pub x: Option<f32>,
    /// Its baseline; that of the previous chunk, if `None`.
    pub y: Option<f32>,
    /// The share of it before the anchor: 0, ½ or 1.
    pub before: f32,
    /// Uniformly styled pieces.
    pub pieces: Vec<UniformText>,
}

/// Uniformly styled text.
#[derive(Clone, Debug, PartialEq)]
pub struct UniformText {
    /// Its characters.
    pub text: String,
    /// Its shift to the right, which also applies to the text after it.
    pub dx: f32,
    /// Its shift down, which also applies to the text after it.
    pub dy: f32,
    /// How far its baseline is below that of the chunk.
    pub drop: f32,
    /// The em.
    pub size: f32,
    /// The family, as written.
    pub family: String,
    /// Whether it is bold.
    pub bold: bool,
    /// The colour on white, sRGB; `None` for invisible text, which takes space.
    pub colour: Option<[u8; 3]>,
}

/// A length in pixels and em.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Length(f32, f32);

impl Length {
    fn of(self, size: f32) -> f32 {
        self.0 + self.1 * size
    }
}

/// A character with its positioning attributes.
struct PositionedChar {
    c: char,
    node: usize,
    at: [Option<Length>; 4],
}

/// The texts of a drawing, unresolved.
pub(super) struct Texts<'a> {
    source: &'a Source,
    cascade: Cascade<'a>,
    /// The texts, by their elements.
    all: BTreeMap<usize, Vec<PositionedChar>>,
    /// The text that each element belongs to.
    texts: BTreeMap<usize, usize>,
    /// The width and height that percentages refer to.
    viewport: [f32; 2],
}

/// A square in place of a text element, as resolved by usvg.
pub(super) struct Square {
    pub(super) matrix: [f32; 6],
    pub(super) size: f32,
    pub(super) colour: Option<[u8; 3]>,
}

/// The position of squares above the drawing: whole numbers are still distinct there.
const ABOVE: f32 = -4_194_304.0;
/// The maximum number of characters that are set.
const MOST: usize = 20_000;

impl<'a> Texts<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        let number = |value: Option<&str>| value.and_then(|it| plain(it.trim()));
        let root = &source.nodes[0];
        let view = root.attribute("viewBox").unwrap_or_default();
        let mut view = view.split([' ', ',']).filter(|it| !it.is_empty()).skip(2).map(plain);
        let viewport = ["width", "height"].map(|name| {
            let of_view = view.next().flatten();
            of_view.or_else(|| number(root.attribute(name))).unwrap_or(100.0)
        });
        let cascade = Cascade::of(source);
        let mut texts =
            Self { source, cascade, all: BTreeMap::new(), texts: BTreeMap::new(), viewport };
        let mut left = MOST;
        for (index, node) in source.nodes.iter().enumerate() {
            if node.name == "text" {
                let mut cells = Vec::new();
                let mut pending = Default::default();
                texts.read(index, &mut cells, &mut pending, false);
                texts.texts.insert(index, index);
                texts.texts.extend(cells.iter().map(|cell| (cell.node, index)));
                while cells.last().is_some_and(|cell| cell.c == ' ') {
                    cells.pop();
                }
                cells.truncate(left);
                left -= cells.len();
                texts.all.insert(index, cells);
            }
        }
        texts
    }

    /// Whether text was left out because there is too much.
    pub(super) fn is_cut(&self) -> bool {
        self.all.values().map(Vec::len).sum::<usize>() >= MOST
    }

    /// Reads the characters of an element, with white space as in HTML and the positions of lists.
    fn read(
        &self,
        index: usize,
        cells: &mut Vec<PositionedChar>,
        pending: &mut [BTreeMap<usize, Length>; 4],
        kept: bool,
    ) {
        let node = &self.source.nodes[index];
        let start = cells.len();
        for (axis, name) in ["x", "y", "dx", "dy"].into_iter().enumerate() {
            let value = node
                .attribute(name)
                .filter(|_| node.part == ElementUse::Text)
                .unwrap_or_default();
            let lengths = value.split([',', ' ', '\n', '\t']).filter(|it| !it.is_empty());
            for (offset, value) in lengths.enumerate().take(MOST) {
                if let Some(length) = self.length(value, axis % 2) {
                    pending[axis].insert(start + offset, length);
                }
            }
        }
        let kept = match node.attribute("xml:space") {
            Some(value) => value == "preserve",
            None => kept,
        };
        for content in &node.content {
            match content {
                SvgContent::Node(child) => {
                    let child_node = &self.source.nodes[*child];
                    if child_node.name == "tspan" || child_node.name == "a" {
                        self.read(*child, cells, pending, kept);
                    }
                }
                SvgContent::Text(text) if cells.len() < MOST => {
                    for c in text.chars() {
                        let c = if c.is_ascii_whitespace() { ' ' } else { c };
                        let again = cells.last().is_none_or(|last| last.c == ' ');
                        if c == ' ' && again && !kept {
                            continue;
                        }
                        let place = cells.len();
                        let at = [0, 1, 2, 3].map(|axis| pending[axis].get(&place).copied());
                        cells.push(PositionedChar { c, node: index, at });
                    }
                }
                SvgContent::Text(_) => {}
            }
        }
    }

    fn length(&self, value: &str, axis: usize) -> Option<Length> {
        const UNITS: [(&str, f32); 7] = [
            ("px", 1.0),
            ("pt", 4.0 / 3.0),
            ("pc", 16.0),
            ("mm", 96.0 / 25.4),
            ("cm", 96.0 / 2.54),
            ("in", 96.0),
            ("", 1.0),
        ];
        let number = |suffix: &str| value.strip_suffix(suffix).and_then(plain);
        if let Some(part) = number("%") {
            return Some(Length(part * 0.01 * self.viewport[axis], 0.0));
        }
        if let Some(em) = number("em").or_else(|| number("ex").map(|it| it * 0.5)) {
            return Some(Length(0.0, em));
        }
        let found = UNITS.iter().find_map(|(unit, px)| number(unit).map(|it| it * px));
        found.map(|px| Length(px, 0.0))
    }

    /// Writes the replacement of a text for a page.
    pub(super) fn write(&self, index: usize, out: &mut Writer) {
        if self.all.contains_key(&index) {
            self.squares(index, out);
        }
    }

    fn squares(&self, index: usize, out: &mut Writer) {
        // The properties taken from a text element, and the initial values for its group.
        const TAKEN: [(&str, &str); 9] = [
            ("clip-path", "none"),
            ("color", "inherit"),
            ("display", "inline"),
            ("fill", "inherit"),
            ("fill-opacity", "inherit"),
            ("font-size", "inherit"),
            ("opacity", "1"),
            ("stroke", "inherit"),
            ("visibility", "inherit"),
        ];
        // Rules for shapes or groups must not apply to the square in place of a text.
        const PLAIN: &str = "fill:inherit;fill-opacity:inherit;stroke:inherit;opacity:1;\
            visibility:inherit;font-size:inherit;stroke-width:1;stroke-dasharray:none";
        let node = &self.source.nodes[index];
        let own = self.cascade.own(index);
        let style: String = TAKEN
            .iter()
            .map(|(property, plain)| {
                let value =
                    own.get(property).filter(|value| Audience::Page.takes(property, value));
                format!("{property}:{};", value.unwrap_or(plain))
            })
            .collect();
        let mut attributes = vec![("style", style.as_str())];
        attributes.extend(node.attribute("id").map(|id| ("id", id)));
        let transform = node.attribute("transform").or_else(|| own.get("transform").copied());
        attributes.extend(transform.map(|value| ("transform", value)));
        out.start("g", &attributes);
        let (x, y) = (index.to_string(), ABOVE.to_string());
        let square = [
            ("x", x.as_str()),
            ("y", y.as_str()),
            ("width", "1em"),
            ("height", "1"),
            ("style", PLAIN),
        ];
        out.start("rect", &square);
        out.end();
        for child in node.children() {
            if matches!(self.source.nodes[child].name, "tspan" | "a") {
                self.squares(child, out);
            }
        }
        out.end();
    }

    /// The text, and its element, that a shape replaces.
    pub(super) fn replaced(&self, shape: &usvg::Path) -> Option<(usize, usize)> {
        let place = shape.data().bounds();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the number of an element, or it is in no text"
        )]
        let node = place.left() as usize;
        (place.top() <= ABOVE).then_some(())?;
        Some((*self.texts.get(&node)?, node))
    }

    /// Makes a text from the squares resolved by usvg.
    pub(super) fn lettering(
        &self,
        text: usize,
        squares: &BTreeMap<usize, Square>,
    ) -> Option<Lettering> {
        let cells = self.all.get(&text).filter(|cells| !cells.is_empty())?;
        let any = squares.values().next()?;
        let mut chunks: Vec<Chunk> = Vec::new();
        let mut last = None;
        for (place, cell) in cells.iter().enumerate() {
            let square = squares.get(&cell.node);
            let size = square.map_or(any.size, |square| square.size);
            let [x, y, dx, dy] = cell.at.map(|it| it.map(|length| length.of(size)));
            if place == 0 || x.is_some() || y.is_some() {
                if let Some(chunk) = chunks.last_mut() {
                    trim(chunk);
                }
                let first = (place == 0).then_some(0.0);
                let before = self.before(cell.node);
                chunks.push(Chunk {
                    x: x.or(first),
                    y: y.or(first),
                    before,
                    pieces: Vec::new(),
                });
                last = None;
            }
            let Some(chunk) = chunks.last_mut() else { continue };
            let (dx, dy) = (dx.unwrap_or(0.0), dy.unwrap_or(0.0));
            match chunk.pieces.last_mut() {
                Some(piece) if last == Some(cell.node) && dx == 0.0 && dy == 0.0 => {
                    piece.text.push(cell.c);
                }
                _ => chunk.pieces.push(UniformText {
                    text: cell.c.to_string(),
                    dx,
                    dy,
                    size,
                    colour: square.and_then(|square| square.colour),
                    ..self.look(cell.node, size)
                }),
            }
            last = Some(cell.node);
        }
        Some(Lettering { matrix: any.matrix, chunks })
    }

    /// The share of a text before its anchor.
    fn before(&self, node: usize) -> f32 {
        match self.cascade.inherited(node, "text-anchor") {
            Some("middle") => 0.5,
            Some("end") => 1.0,
            _ => 0.0,
        }
    }

    /// A piece without text, in the style of an element of this size.
    fn look(&self, node: usize, size: f32) -> UniformText {
        let inherited = |property| self.cascade.inherited(node, property).unwrap_or_default();
        let own = self.cascade.own(node);
        let aligned = own.get("alignment-baseline").copied().filter(|it| *it != "auto");
        // Parts of an em from the baseline: Han reach from 0.88 above it to 0.12 below.
        let drop = match aligned.unwrap_or(inherited("dominant-baseline")) {
            "central" => 0.38,
            "middle" => 0.3,
            "hanging" => 0.8,
            "text-before-edge" | "text-top" | "before-edge" => 0.88,
            "text-after-edge" | "text-bottom" | "ideographic" | "after-edge" => -0.12,
            _ => 0.0,
        };
        let weight = inherited("font-weight");
        let bold = matches!(weight, "bold" | "bolder")
            || weight.parse::<f32>().is_ok_and(|weight| weight >= 600.0);
        let family = inherited("font-family").to_owned();
        UniformText {
            text: String::new(),
            dx: 0.0,
            dy: 0.0,
            drop: drop * size,
            size,
            family,
            bold,
            colour: None,
        }
    }
}

/// Trailing space of a chunk is dropped.
fn trim(chunk: &mut Chunk) {
    if let Some(piece) = chunk.pieces.last_mut() {
        piece.text.truncate(piece.text.trim_end_matches(' ').len());
    }
}

/// Parses a plain number.
fn plain(text: &str) -> Option<f32> {
    text.trim().trim_end_matches("px").parse::<f32>().ok().filter(|it| it.is_finite())
}
