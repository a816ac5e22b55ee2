//! The document model: the only thing that readers and writers share.
//!
//! Readers make a [`Document`], writers consume it, and they never meet. The model speaks of
//! meaning, never of appearance.
//!
//! # The source layer
//!
//! Document order is source order. Each character of a source occurs exactly once in the tree:
//! as content (the text of a paragraph, a title, a credit line, a note, residue …) or as a
//! [`Gap`] (a line end, an indent, a delimiter that the reader consumed). Walking `front`,
//! `body`, `back` in order and joining every [`Text`] and [`Gap`] gives the decoded source
//! back: that is what makes an archive lossless, and what a filter must not break unless it
//! means to. Metadata in [`Meta`] is *derived* from those places and never moved out of them.
//!
//! # Invariants
//!
//! - A section alone carries a heading; its depth is its nesting. The level that the source
//!   gave is in [`Section::level`].
//! - After `transform::structure`, ids are unique names ([`is_id`]) and every link, note mark and agent
//!   reference names an id that exists.
//! - `lead` fields hold only gaps, residue and milestones: what is in the source between
//!   two parts of one construct.
//! - Adjacent gaps of one kind are one gap; adjacent [`Text`]s whose spans touch are one text.
//! - No tree is deeper than [`Depth::MAX`].

mod asset;
mod attr;
mod attrs;
mod block;
mod build;
mod claim;
mod depth;
mod dictionary;
mod document;
mod dump;
mod gap;
mod id;
mod inline;
mod meta;
mod numbered;
mod pages;
mod table;
mod trace;
mod walk;

pub use asset::{Asset, AssetKind, Bytes};
pub use attr::{Attr, Certainty, Recognition};
pub use block::{
    Admonition, AdmonitionKind, Aligned, Alignment, Block, CodeBlock, Contents, ContentsEntry,
    Credit, CreditKind, Definition, DefinitionList, Figure, ForeignBlock, List, ListItem,
    ListKind, ListMarker, MathBlock, NO_INDENT, Note, NoteKind, NumberStyle, PageBreak,
    Paragraph, Quotation, Residue, SIDE_BY_SIDE, Section, SectionKind, Speech, Stanza,
    ThematicBreak, TitleBlock, TitlePart, Verse, VerseLine,
};
pub use build::{SectionBuilder, paragraph, text};
pub use claim::{Claim, Verdict};
pub use depth::Depth;
pub use dictionary::{is_entry, is_field, may_hold};
pub use document::{Document, VERSION};
pub use dump::dump;
pub use gap::{Gap, GapKind, RawBytes, SourceInfo, Span};
pub use id::{id_of, is_id};
pub use inline::{
    Anchor, Blank, Choice, ChoiceKind, CodeSpan, ForeignInline, Gaiji, Image, Inline,
    InlineResidue, LanguageSpan, LineBreak, Link, MathSpan, Milestone, MilestoneUnit, Name,
    NameKind, NoteRef, Quoted, Reading, ReadingKind, Reference, ReferenceShows, Ruby, RubyPair,
    RubySide, Style, Styled, Text, Variant, is_answer_line,
};
pub use meta::{
    Agent, AgentRole, CHANGE, Date, DateKind, Identifier, Meta, Rights, Series, Title,
    TitleKind,
};
pub use numbered::{Numbered, numbered, paragraphs_in};
pub use pages::{Numbering, RunningLine};
pub use table::{Cell, Row, Table, TableColumn, TableRules};
pub use trace::{Piece, Pieces, Trace};
pub use walk::{
    Node, Part, PartMut, fold_texts, plain_text, source_text, visit, visit_blocks_mut,
    visit_inlines, visit_inlines_mut,
};
