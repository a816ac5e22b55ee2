//! Strips: what stands across the column and no page break cuts. Blocks are made into strips,
//! pages are made of strips.

use super::frame::{Artifact, ElementId, Item, Owner, Pt};
use super::inline::Line;

/// A strip of the column. Its x counts from the column's start edge, its y from its own top.
#[derive(Clone, Debug, Default)]
pub(super) struct Strip {
    /// How much of the column it takes.
    pub(super) height: Pt,
    /// White below its last line that may reach out of the type area.
    pub(super) leading: Pt,
    /// White above it, which the head of a page drops.
    pub(super) before: Pt,
    /// How it keeps to the grid.
    pub(super) grid: Grid,
    /// Whether no page may end with it.
    pub(super) keep: bool,
    /// Whether it begins a page.
    pub(super) start: PageStart,
    /// Rules, boxes and images.
    pub(super) items: Vec<Item>,
    /// Lines of text.
    pub(super) lines: Vec<Placed>,
    /// The ids of the blocks that begin with it.
    pub(super) ids: Vec<String>,
    /// The headings that stand in it.
    pub(super) headings: Vec<HeadingMark>,
    /// Whether it counts in the numbering of lines.
    pub(super) numbered: bool,
    /// What stands above it where it begins a page: the head of its table.
    pub(super) repeat: Option<Box<Strip>>,
    /// The entry of the table of contents that it is.
    pub(super) entry: Option<EntryNumber>,
}

/// How a strip keeps to the grid of body lines (digest GRD-03).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Grid {
    /// It follows what stands before it.
    #[default]
    Free,
    /// Its top stands on a line of the grid.
    Top,
    /// The white above it begins on a line of the grid.
    Above,
}

/// Whether a strip begins a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PageStart {
    /// It follows what stands before it.
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
pub(super) struct Placed {
    /// The line.
    pub(super) line: Line,
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

/// The page number that an entry of the table of contents still lacks.
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
    pub(super) fn line(line: Line, x: Pt, baseline: Pt, height: Pt) -> Self {
        Self { height, lines: vec![Placed { line, x, y: baseline }], ..Self::default() }
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

/// Gives an item another owner. A link has none but its element.
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
