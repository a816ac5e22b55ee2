//! Kinds of divisions (章节) and of lines about the work, as named in the classes of Markdown and web
//! pages and the `type` of TEI. They have the model's names, so that what paiban wrote is read as
//! what it was made from.

use crate::model::{CreditKind, SectionKind};

/// The section kind of this name; plain sections have none.
pub(super) fn section_kind(word: &str) -> Option<SectionKind> {
    SectionKind::by_name(word).filter(|kind| *kind != SectionKind::Section)
}

/// The credit kind of this name; each format has its own name for other lines.
pub(super) fn credit_kind(word: &str) -> Option<CreditKind> {
    CreditKind::by_name(word).filter(|kind| *kind != CreditKind::Other)
}
