//! The kinds of division (章节) by the names that Markdown's classes and the `type` of TEI's `div` have
//! for them: one table, so that an archive of ours is read as the Markdown that it was made from.

use crate::model::SectionKind;

/// All kinds but the plain section.
pub(super) const SECTIONS: [(&str, SectionKind); 20] = [
    ("volume", SectionKind::Volume),
    ("part", SectionKind::Part),
    ("chapter", SectionKind::Chapter),
    ("subsection", SectionKind::Subsection),
    ("preface", SectionKind::Preface),
    ("afterword", SectionKind::Afterword),
    ("appendix", SectionKind::Appendix),
    ("abstract", SectionKind::Abstract),
    ("dedication", SectionKind::Dedication),
    ("acknowledgements", SectionKind::Acknowledgements),
    ("bibliography", SectionKind::Bibliography),
    ("notes", SectionKind::Notes),
    ("glossary", SectionKind::Glossary),
    ("index", SectionKind::Index),
    ("colophon", SectionKind::Colophon),
    ("poem", SectionKind::Poem),
    ("act", SectionKind::Act),
    ("scene", SectionKind::Scene),
    ("letter", SectionKind::Letter),
    ("entry", SectionKind::Entry),
];
