//! Frames: what layout makes and a painter draws. They know nothing of PDF.
//!
//! Lengths are points (1/72 inch), x from the left edge and y from the *top* edge of the page,
//! text at its baseline. Content hangs on a tree of [`Element`]s in reading order (阅读顺序),
//! from which a painter makes tags; what is not content is an [`Artifact`].

use std::ops::Range;
use std::sync::Arc;

use crate::font::{FaceId, GlyphId};
use crate::model::{Pieces, Span};

/// A length in points.
pub type Pt = f32;

/// Index of an element in [`Structure::elements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ElementId(pub u32);

/// One page, done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Which page it is, from 0.
    pub index: u32,
    /// Width of the paper.
    pub width: Pt,
    /// Height of the paper.
    pub height: Pt,
    /// How the page is numbered.
    pub label: PageLabel,
    /// What is on it, in reading order.
    pub items: Vec<Item>,
}

/// A page's number, as readers see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageLabel {
    /// Lower-case Roman (front matter) instead of Arabic digits.
    pub roman: bool,
    /// The number, from 1.
    pub number: u32,
}

/// Something drawn on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Glyphs on one baseline.
    Text(TextRun),
    /// A filled rectangle: rules, underlines, emphasis by line.
    Rule(Rule),
    /// The outline of a rectangle: the frame of a missing glyph, a table's box.
    Outline(Rule),
    /// A wavy line below a book title (书名号甲式), from `x` to `x + width`.
    Wave(Rule),
    /// A filled circle in a square: an emphasis dot (着重号). Drawn, not set, so that no
    /// character of it is copied with the text.
    Dot(Rule),
    /// An image.
    Image(ImageItem),
    /// An area that leads somewhere when clicked; draws nothing.
    Link(LinkArea),
}

/// Whose content an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Content of an element.
    Element(ElementId),
    /// Not content.
    Artifact(Artifact),
}

/// Why an item is not content (ISO 32000-1 §14.8.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// Running head (页眉).
    Header,
    /// Folio (页码).
    Footer,
    /// A rule, a leader, a repeated table head, a box.
    Layout,
}

/// Glyphs of one face and size on one baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    /// Whose content it is.
    pub owner: Owner,
    /// The face.
    pub face: FaceId,
    /// The size of the em.
    pub size: Pt,
    /// The fill colour, sRGB.
    pub colour: [u8; 3],
    /// Where the first glyph's origin is.
    pub x: Pt,
    /// The baseline.
    pub y: Pt,
    /// Slant and boldness that the face does not have.
    pub synthetic: Synthetic,
    /// The text that the glyphs set.
    pub text: String,
    /// The glyphs, in visual order.
    pub glyphs: Vec<Glyph>,
    /// The text that extraction must give instead of `text`, where it differs.
    pub actual_text: Option<String>,
    /// The places of the source that its text represents; none for text that layout adds.
    pub pieces: Pieces,
}

impl TextRun {
    /// What it says to readers and extractors.
    pub fn said(&self) -> &str {
        self.actual_text.as_deref().unwrap_or(&self.text)
    }
}

/// What is done to a face that lacks a style.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Synthetic {
    /// Stroke around the outline, in points; 0 for none.
    pub embolden: Pt,
}

/// One glyph.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Its index in the face.
    pub id: GlyphId,
    /// How far the pen moves, in points, after all trimming and stretching.
    pub advance: Pt,
    /// How far the glyph is drawn from the pen, in points, to the right.
    pub dx: Pt,
    /// How far the glyph is drawn from the pen, in points, downwards.
    pub dy: Pt,
    /// The bytes of [`TextRun::text`] that it sets; empty for the later glyphs of a cluster.
    pub text: Range<u32>,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Whose content it is.
    pub owner: Owner,
    /// Left edge.
    pub x: Pt,
    /// Top edge.
    pub y: Pt,
    /// Width.
    pub width: Pt,
    /// Height; of an outline or wave, the box in which it is drawn.
    pub height: Pt,
    /// The colour, sRGB.
    pub colour: [u8; 3],
}

/// An image in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageItem {
    /// Whose content it is.
    pub owner: Owner,
    /// The asset's id.
    pub asset: String,
    /// Left edge.
    pub x: Pt,
    /// Top edge.
    pub y: Pt,
    /// Width.
    pub width: Pt,
    /// Height.
    pub height: Pt,
}

/// An area that leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkArea {
    /// The link element that it belongs to.
    pub owner: ElementId,
    /// Where it leads.
    pub target: LinkTarget,
    /// What is said of the target to a reader.
    pub description: String,
    /// Left edge.
    pub x: Pt,
    /// Top edge.
    pub y: Pt,
    /// Width.
    pub width: Pt,
    /// Height.
    pub height: Pt,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address outside, not yet percent-encoded.
    Uri(Arc<str>),
    /// An id of the document; its place is in [`Structure::places`].
    Id(String),
}

/// What the pages say as a whole; complete when the last page is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// The elements in reading order, parents before children; the first is the document.
    pub elements: Vec<Element>,
    /// The bookmarks (书签), nested by level, in reading order.
    pub outline: Vec<OutlineEntry>,
    /// Where each id of the document is, sorted by id.
    pub places: Vec<(String, PagePoint)>,
    /// Whether leaves are bound at the right, so that pages turn to the right.
    pub right_bound: bool,
}

/// A point on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PagePoint {
    /// Index of the page.
    pub page: u32,
    /// Distance from the left edge.
    pub x: Pt,
    /// Distance from the top edge.
    pub y: Pt,
}

/// A bookmark.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineEntry {
    /// Its text.
    pub title: String,
    /// Its level, 1 the highest.
    pub level: u8,
    /// Where it leads.
    pub place: PagePoint,
}

/// A node of the logical structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The element that holds it; none for the first.
    pub parent: Option<ElementId>,
    /// What it is.
    pub role: StructureRole,
    /// Its id in the document, if it has one.
    pub id: Option<String>,
    /// Its language, where it differs from its parent's.
    pub lang: Option<String>,
    /// What it shows, for those who can't see it.
    pub alt: Option<String>,
    /// Where its text is in the source.
    pub span: Option<Span>,
}

/// What an element is (ISO 32000-1 §14.8.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StructureRole {
    /// The whole.
    Document,
    /// Front matter, body, back matter.
    Part,
    /// A section.
    Section,
    /// The work's title.
    Title,
    /// A heading of this level, 1 the highest.
    Heading(u8),
    /// A paragraph, or a line of verse.
    Paragraph,
    /// A quotation set apart.
    BlockQuote,
    /// A list; how it is numbered, if it is.
    List(ListNumbering),
    /// An item of a list.
    ListItem,
    /// The label of a list item or note.
    Label,
    /// What a list item holds.
    ListBody,
    /// A table.
    Table,
    /// The head, body or foot of a table.
    TableSection(TableSection),
    /// A row.
    TableRow,
    /// A cell.
    TableCell {
        /// What it heads, if it does.
        scope: Option<Scope>,
        /// Rows that it covers.
        row_span: u16,
        /// Columns that it covers.
        column_span: u16,
    },
    /// An image, or verse and formulae drawn as such, with `alt`.
    Figure,
    /// A displayed or inline formula, with `alt`.
    Formula,
    /// The caption of a figure or table.
    Caption,
    /// A note's text.
    Note,
    /// A note's mark in the text.
    Reference,
    /// A table of contents.
    Contents,
    /// An entry of a table of contents.
    ContentsItem,
    /// A link.
    Link,
    /// Characters with a reading.
    Ruby,
    /// The characters of a ruby.
    RubyBase,
    /// The reading of a ruby.
    RubyText,
    /// Program text.
    Code,
    /// Quoted words in the line.
    Quote,
    /// Text in a style or language of its own.
    Span,
    /// A group without meaning of its own.
    Division,
}

/// How a list is numbered (ISO 32000-1 table 347).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListNumbering {
    /// Without labels.
    None,
    /// With signs.
    Disc,
    /// 1 2 3, also 一 二 三 and ① ② ③, which PDF has no name for.
    Decimal,
    /// a b c.
    LowerAlpha,
    /// A B C.
    UpperAlpha,
    /// i ii iii.
    LowerRoman,
    /// I II III.
    UpperRoman,
}

/// The parts of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableSection {
    /// Header rows.
    Head,
    /// Body rows.
    Body,
    /// Footer rows.
    Foot,
}

/// What a header cell heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Its row.
    Row,
    /// Its column.
    Column,
    /// Both.
    Both,
}
