//! Strips: horizontal parts of the column that no page break splits. Blocks are converted to
//! strips, pages are composed of strips.

use super::frame::{Artifact, ElementId, Item, Owner, Pt};
use super::inline::TextLine;
use crate::model::Span;

/// The baseline of an em box, from its top (OS/2 typo metrics; `clreq.md` GRD-02).
pub(super) const BASELINE: f32 = 0.88;

/// A strip of the column. Its x counts from the column's start edge, its y from its own top.
#[derive(Clone, Debug, Default)]
pub(super) struct Strip {
    /// Its height in the column.
    pub(super) height: Pt,
    /// White below its last line that may extend beyond the type area.
    pub(super) leading: Pt,
    /// White above it, dropped at the top of a page.
    pub(super) before: Pt,
    /// Its alignment to the grid.
    pub(super) grid: GridFit,
    /// Whether no page may end with it.
    pub(super) keep: bool,
    /// Whether it begins a page.
    pub(super) start: PageStart,
    /// Rules, boxes and images.
    pub(super) items: Vec<Item>,
    /// Lines of text.
    pub(super) lines: Vec<StripLine>,
    /// The ids of the blocks that begin with it.
    pub(super) ids: Vec<String>,
    /// The headings that are in it.
    pub(super) headings: Vec<HeadingMark>,
    /// Whether it counts in the numbering of lines.
    pub(super) numbered: bool,
    /// What is repeated above it if it begins a page: the head of its table.
    pub(super) repeat: Option<Box<Strip>>,
    /// The entry of the table of contents that it is.
    pub(super) entry: Option<EntryNumber>,
}

/// How a strip is aligned to the grid of body lines (`clreq.md` GRD-03).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum GridFit {
    /// It follows what is before it.
    #[default]
    Free,
    /// Its top is on a line of the grid.
    Top,
    /// The white above it begins on a line of the grid.
    Above,
}

/// Whether a strip begins a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PageStart {
    /// It follows what is before it.
    #[default]
    Flow,
    /// It begins a page.
    Page,
    /// It begins a right page (单页起).
    Recto,
    /// It begins the body: a right page, the first that is numbered in Arabic digits.
    Body,
}

/// A line in its place.
#[derive(Clone, Debug)]
pub(super) struct StripLine {
    /// The line.
    pub(super) line: TextLine,
    /// Where its measure begins.
    pub(super) x: Pt,
    /// Its baseline.
    pub(super) y: Pt,
}

/// A heading, for bookmarks and running heads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HeadingMark {
    /// Its level, 1 the highest.
    pub(super) level: u8,
    /// Its text.
    pub(super) title: String,
    /// Whether it is a section's, not the title of the work.
    pub(super) bookmark: bool,
}

/// The missing page number of an entry of the table of contents.
#[derive(Clone, Debug)]
pub(super) struct EntryNumber {
    /// The id of the section that the entry names.
    pub(super) target: String,
    /// The element that the number belongs to.
    pub(super) owner: ElementId,
    /// Its baseline.
    pub(super) y: Pt,
}

impl Strip {
    /// A strip with one line in it.
    pub(super) fn line(line: TextLine, x: Pt, baseline: Pt, height: Pt) -> Self {
        Self { height, lines: vec![StripLine { line, x, y: baseline }], ..Self::default() }
    }

    /// Makes it no content of the work, as a head that is repeated.
    pub(super) fn make_artifact(&mut self) {
        let owner = Owner::Artifact(Artifact::Layout);
        let texts = self.lines.iter_mut().flat_map(|placed| &mut placed.line.items);
        self.items.iter_mut().chain(texts).for_each(|item| own(item, owner));
        self.items.retain(|item| !matches!(item, Item::Link(_)));
        for placed in &mut self.lines {
            placed.line.items.retain(|item| !matches!(item, Item::Link(_)));
            placed.line.notes.clear();
            placed.line.ids.clear();
        }
    }

    /// Scales everything in it down.
    pub(super) fn scale(&mut self, factor: f32) {
        for length in [&mut self.height, &mut self.leading, &mut self.before] {
            *length *= factor;
        }
        self.items.iter_mut().for_each(|item| scale(item, factor));
        for placed in &mut self.lines {
            (placed.x, placed.y) = (placed.x * factor, placed.y * factor);
            placed.line.scale(factor);
        }
        if let Some(entry) = &mut self.entry {
            entry.y *= factor;
        }
    }

    /// Keeps everything within a sheet on which its own corner is at `left`, `top`: content that
    /// sticks out is moved in, content larger than the sheet scaled down. Returns whether it was
    /// scaled.
    pub(super) fn confine(&mut self, left: Pt, top: Pt, width: Pt, height: Pt) -> bool {
        let edges = self.edges();
        let (wide, high) = (edges.right - edges.left, edges.bottom - edges.top);
        let factor = (width / wide).min(height / high).min(1.0);
        if factor < 1.0 {
            self.scale(factor);
        }
        let Edges { left: x, top: y, right, bottom } = edges.scaled(factor);
        let dx = (-left - x).max(0.0) - (left + right - width).max(0.0);
        let dy = (-top - y).max(0.0) - (top + bottom - height).max(0.0);
        if dx != 0.0 || dy != 0.0 {
            self.shift(dx, dy);
        }
        factor < 1.0
    }

    /// The edges of what is drawn; all 0 if there is nothing.
    fn edges(&self) -> Edges {
        let texts = self.lines.iter().flat_map(|placed| {
            placed.line.items.iter().map(|item| Edges::of(item).moved(placed.x, placed.y))
        });
        self.items.iter().map(Edges::of).chain(texts).reduce(Edges::around).unwrap_or_default()
    }

    /// Where its text is in the source.
    pub(super) fn source(&self) -> Option<Span> {
        let items = self.lines.iter().flat_map(|placed| &placed.line.items);
        items.into_iter().find_map(|item| match item {
            Item::Text(run) => run.pieces.place(),
            _ => None,
        })
    }

    /// Moves everything in it.
    pub(super) fn shift(&mut self, dx: Pt, dy: Pt) {
        self.items.iter_mut().for_each(|item| shift(item, dx, dy));
        for placed in &mut self.lines {
            placed.x += dx;
            placed.y += dy;
        }
    }
}

/// Moves an item.
pub(super) fn shift(item: &mut Item, dx: Pt, dy: Pt) {
    let (x, y) = match item {
        Item::Text(it) => (&mut it.x, &mut it.y),
        Item::Rule(it) | Item::Outline(it) | Item::Wave(it) | Item::Dot(it) => {
            (&mut it.x, &mut it.y)
        }
        Item::Image(it) => (&mut it.x, &mut it.y),
        Item::Link(it) => (&mut it.x, &mut it.y),
    };
    *x += dx;
    *y += dy;
}

/// Scales an item towards the origin.
pub(super) fn scale(item: &mut Item, factor: f32) {
    let lengths = match item {
        Item::Text(it) => {
            for glyph in &mut it.glyphs {
                for length in [&mut glyph.advance, &mut glyph.dx, &mut glyph.dy] {
                    *length *= factor;
                }
            }
            [&mut it.x, &mut it.y, &mut it.size, &mut it.synthetic.embolden]
        }
        Item::Rule(it) | Item::Outline(it) | Item::Wave(it) | Item::Dot(it) => {
            [&mut it.x, &mut it.y, &mut it.width, &mut it.height]
        }
        Item::Image(it) => [&mut it.x, &mut it.y, &mut it.width, &mut it.height],
        Item::Link(it) => [&mut it.x, &mut it.y, &mut it.width, &mut it.height],
    };
    lengths.into_iter().for_each(|length| *length *= factor);
}

/// The edges of what is drawn.
#[derive(Clone, Copy, Debug, Default)]
struct Edges {
    left: Pt,
    top: Pt,
    right: Pt,
    bottom: Pt,
}

impl Edges {
    /// Those of an item; of type, the em boxes count.
    fn of(item: &Item) -> Self {
        let (left, top, width, height) = match item {
            Item::Text(it) => {
                let width = it.glyphs.iter().map(|glyph| glyph.advance).sum();
                (it.x, it.y - BASELINE * it.size, width, it.size)
            }
            Item::Rule(it) | Item::Outline(it) | Item::Wave(it) | Item::Dot(it) => {
                (it.x, it.y, it.width, it.height)
            }
            Item::Image(it) => (it.x, it.y, it.width, it.height),
            Item::Link(it) => (it.x, it.y, it.width, it.height),
        };
        Self { left, top, right: left + width, bottom: top + height }
    }

    fn moved(self, dx: Pt, dy: Pt) -> Self {
        Self {
            left: self.left + dx,
            top: self.top + dy,
            right: self.right + dx,
            bottom: self.bottom + dy,
        }
    }

    fn scaled(self, factor: f32) -> Self {
        Self {
            left: self.left * factor,
            top: self.top * factor,
            right: self.right * factor,
            bottom: self.bottom * factor,
        }
    }

    /// The edges of both.
    fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// Assigns an item another owner. A link has none but its element.
pub(super) fn own(item: &mut Item, owner: Owner) {
    match item {
        Item::Text(it) => it.owner = owner,
        Item::Rule(it) | Item::Outline(it) | Item::Wave(it) | Item::Dot(it) => {
            it.owner = owner;
        }
        Item::Image(it) => it.owner = owner,
        Item::Link(_) => {}
    }
}
