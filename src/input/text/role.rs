//! What a unit of text can be.

use super::rules::rank;
use crate::model::{CreditKind, SectionKind};

/// What a unit is. Passes claim those that are still [`Role::Body`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Role {
    /// Not claimed: in the end a paragraph.
    Body,
    /// A paragraph, because the user says so.
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

    /// One of this rank, which the reader is to give a level.
    pub(super) fn of(rank: u8, kind: SectionKind, number: Option<u32>) -> Self {
        Self { rank, kind, number, glued: false, level: None }
    }
}

/// What is known of a heading.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heading {
    /// How high its kind ranks: 卷 above 章 above 节 above 一、 above （一）. Levels are made
    /// of the ranks that a text uses.
    pub(super) rank: u8,
    /// What it heads.
    pub(super) kind: SectionKind,
    /// Its number.
    pub(super) number: Option<u32>,
    /// Whether it was glued to a paragraph.
    pub(super) glued: bool,
    /// The level that the user gave it.
    pub(super) level: Option<u8>,
}
