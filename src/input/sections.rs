//! The kinds of division (章节) as Markdown's classes and the `type` of TEI's `div` name them: as the
//! model does, so that an archive of ours is read as the Markdown that it was made from.

use crate::model::SectionKind;

/// The kind that a word names; no word names a plain section.
pub(super) fn section_kind(word: &str) -> Option<SectionKind> {
    SectionKind::by_name(word).filter(|kind| *kind != SectionKind::Section)
}
