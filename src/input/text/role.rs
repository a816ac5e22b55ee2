//! The roles of units.

use super::rules::rank;
use crate::model::{CreditKind, SectionKind};

/// The role of a unit. Passes claim those that are still [`Role::Body`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Role {
    /// Not claimed: it becomes a paragraph.
    Body,
    /// A paragraph by the user's decision.
    Paragraph,
    /// A part of the title; a new part of the block where `sub`.
    Title {
        /// Whether it is the subtitle.
        sub: bool,
    },
    /// A line about the work.
    Credit(CreditKind),
    /// A heading.
    Heading(Heading),
    /// The heading of the table of contents.
    ContentsHeading,
    /// An entry of the table of contents.
    ContentsEntry,
    /// Text that is not part of the work, by kind.
    Residue(&'static str),
    /// A line of verse.
    Verse,
    /// The text of a note.
    Note {
        /// Its identifier.
        id: String,
        /// The length of its label in bytes.
        label: usize,
    },
    /// A break between scenes.
    Separator,
    /// A caption whose image is lost.
    Caption,
    /// An item of a bulleted list; the length of its marker in bytes.
    Item(usize),
}

impl Role {
    /// Its name in reports.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Body | Self::Paragraph => "paragraph",
            Self::Title { sub: false } => "title",
            Self::Title { sub: true } => "subtitle",
            Self::Credit(_) => "credit",
            Self::Heading(_) => "heading",
            Self::ContentsHeading => "contents-heading",
            Self::ContentsEntry => "contents-entry",
            Self::Residue(_) => "residue",
            Self::Verse => "verse",
            Self::Note { .. } => "note",
            Self::Separator => "separator",
            Self::Caption => "caption",
            Self::Item(_) => "item",
        }
    }
}

impl Heading {
    /// A section without a number.
    pub(super) fn bare() -> Self {
        Self::of(rank::BARE, SectionKind::Section, None)
    }

    /// A heading of this rank, whose level the reader determines.
    pub(super) fn of(rank: u8, kind: SectionKind, number: Option<u32>) -> Self {
        Self { rank, kind, number, glued: false, level: None }
    }
}

/// The properties of a heading.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heading {
    /// The rank of its kind: 卷 above 章 above 节 above 一、 above （一）. Levels are made from the ranks
    /// that occur in a text.
    pub(super) rank: u8,
    /// The kind of its section.
    pub(super) kind: SectionKind,
    /// Its number.
    pub(super) number: Option<u32>,
    /// Whether it was run in with a paragraph.
    pub(super) glued: bool,
    /// The level set by the user.
    pub(super) level: Option<u8>,
}
