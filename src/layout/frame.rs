//! Frames: the result of layout, for a painter to draw.
//!
//! They are independent of PDF. Lengths are points (1/72 inch), x from the left edge and y from the
//! *top* edge of the page, text at its baseline. Content belongs to a tree of [`Element`]s in
//! reading order (阅读顺序), from which a painter makes tags; everything else is an [`Artifact`].

use std::ops::Range;
use std::sync::Arc;

use crate::font::{FaceId, GlyphId};
use crate::model::{Pieces, Span};

/// A length in points.
pub type Pt = f32;

/// Index of an element in [`Structure::elements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ElementId(pub u32);

/// A finished page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its index, from 0.
    pub index: u32,
    /// Width of the paper.
    pub width: Pt,
    /// Height of the paper.
    pub height: Pt,
    /// Its number.
    pub label: PageLabel,
    /// Its items, in reading order.
    pub items: Vec<Item>,
}

/// A page's number, as printed.
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
    /// A clickable area; draws nothing.
    Link(LinkArea),
}

/// The owner of an item.
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
    /// The origin of the first glyph.
    pub x: Pt,
    /// The baseline.
    pub y: Pt,
    /// Slant and weight added to the face.
    pub synthetic: Synthetic,
    /// The text that the glyphs set.
    pub text: String,
    /// The glyphs, in visual order.
    pub glyphs: Vec<Glyph>,
    /// The text for extraction instead of `text`, if it differs.
    pub actual_text: Option<String>,
    /// The places of the source that its text represents; empty for generated text.
    pub pieces: Pieces,
}

impl TextRun {
    /// Its text for readers and extractors.
    pub fn extracted_text(&self) -> &str {
        self.actual_text.as_deref().unwrap_or(&self.text)
    }
}

/// Synthetic style of a face.
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
    /// Its advance, in points, after all trimming and stretching.
    pub advance: Pt,
    /// Its offset from the pen to the right, in points.
    pub dx: Pt,
    /// Its offset from the pen downwards, in points.
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

/// An image with its position.
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

/// A clickable area.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkArea {
    /// Its link element.
    pub owner: ElementId,
    /// Its target.
    pub target: LinkTarget,
    /// The description of the target.
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

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address outside, not yet percent-encoded.
    Uri(Arc<str>),
    /// An id of the document; its place is in [`Structure::places`].
    Id(String),
}

/// The structure of all pages; complete when the last page is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// The elements in reading order, parents before children; the first is the document.
    pub elements: Vec<Element>,
    /// The bookmarks (书签), nested by level, in reading order.
    pub outline: Vec<OutlineEntry>,
    /// The place of each id of the document, sorted by id.
    pub places: Vec<(String, PagePoint)>,
    /// Whether the binding is at the right, so that pages turn to the right.
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
    /// Its target.
    pub place: PagePoint,
}

/// A node of the logical structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its parent; `None` for the root.
    pub parent: Option<ElementId>,
    /// What it is.
    pub role: StructureRole,
    /// Its id in the document, if it has one.
    pub id: Option<String>,
    /// Its language, if it differs from its parent's.
    pub lang: Option<String>,
    /// Its alternative text.
    pub alt: Option<String>,
    /// The place of its text in the source.
    pub span: Option<Span>,
}

/// The role of an element (ISO 32000-1 §14.8.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StructureRole {
    /// The document.
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
    /// A list with its numbering.
    List(ListNumbering),
    /// An item of a list.
    ListItem,
    /// The label of a list item or note.
    Label,
    /// The content of a list item.
    ListBody,
    /// A table.
    Table,
    /// The head, body or foot of a table.
    TableSection(TableSection),
    /// A row.
    TableRow,
    /// A cell.
    TableCell {
        /// Its scope as a header.
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
    /// Text with its own style or language.
    Span,
    /// A group without meaning of its own.
    Division,
}

/// The numbering of a list (ISO 32000-1 table 347).
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

/// The scope of a header cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Its row.
    Row,
    /// Its column.
    Column,
    /// Both.
    Both,
}
