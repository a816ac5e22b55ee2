//! Kinds of division (章节) and of lines about the work, as the classes of Markdown and web pages and
//! the `type` of TEI name them: as the model does, so that what paiban wrote is read as what it was
//! made from.

use crate::model::{CreditKind, SectionKind};

/// The kind that a word names; no word names a plain section.
pub(super) fn section_kind(word: &str) -> Option<SectionKind> {
    SectionKind::by_name(word).filter(|kind| *kind != SectionKind::Section)
}

/// The kind that a word names; each format has its own word for other lines.
pub(super) fn credit_kind(word: &str) -> Option<CreditKind> {
    CreditKind::by_name(word).filter(|kind| *kind != CreditKind::Other)
}
