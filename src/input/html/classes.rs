//! Constructs without an HTML element, by the classes of paiban's own e-books (docs/model.md):
//! credits, separators with signs, boxes, speeches, blanks, inline notes.
//!
//! Takes an element, returns its block or inline if its classes identify one of these.

use super::tree::{Id, Tree};
use super::walk::Walk;
use crate::input::elements::{ElementRole, role};
use crate::input::kinds;
use crate::model::{
    Admonition, AdmonitionKind, Aligned, Alignment, Attr, Blank, Block, Contents, Credit,
    CreditKind, Figure, Inline, ListMarker, Note, NoteKind, NumberStyle, Paragraph, Section,
    SectionKind, Speech, ThematicBreak, TitleBlock, TitleKind, TitlePart,
};

const TITLES: [(&str, TitleKind); 6] = [
    ("main", TitleKind::Main),
    ("subtitle", TitleKind::Sub),
    ("leading-title", TitleKind::Leading),
    ("parallel-title", TitleKind::Parallel),
    ("alternative-title", TitleKind::Alternative),
    ("volume-title", TitleKind::Volume),
];

/// Terms of the EPUB 3 Structural Semantics Vocabulary 1.1, and classes where it has no term.
const SECTIONS: [(&str, SectionKind); 19] = [
    ("volume", SectionKind::Volume),
    ("part", SectionKind::Part),
    ("chapter", SectionKind::Chapter),
    ("preface", SectionKind::Preface),
    ("afterword", SectionKind::Afterword),
    ("appendix", SectionKind::Appendix),
    ("abstract", SectionKind::Abstract),
    ("dedication", SectionKind::Dedication),
    ("acknowledgments", SectionKind::Acknowledgements),
    ("bibliography", SectionKind::Bibliography),
    ("endnotes", SectionKind::Notes),
    ("glossary", SectionKind::Glossary),
    ("index", SectionKind::Index),
    ("colophon", SectionKind::Colophon),
    ("poem", SectionKind::Poem),
    ("act", SectionKind::Act),
    ("scene", SectionKind::Scene),
    ("letter", SectionKind::Letter),
    ("entry", SectionKind::Entry),
];

const NUMBERS: [(&str, NumberStyle, ListMarker); 10] = [
    ("chinese", NumberStyle::Chinese, ListMarker::Comma),
    ("chinese-parentheses", NumberStyle::Chinese, ListMarker::Parentheses),
    ("circled", NumberStyle::Circled, ListMarker::Bare),
    ("lower-alpha", NumberStyle::LowerAlpha, ListMarker::Period),
    ("upper-alpha", NumberStyle::UpperAlpha, ListMarker::Period),
    ("lower-roman", NumberStyle::LowerRoman, ListMarker::Period),
    ("upper-roman", NumberStyle::UpperRoman, ListMarker::Period),
    ("decimal-parentheses", NumberStyle::Decimal, ListMarker::Parentheses),
    ("decimal-closing", NumberStyle::Decimal, ListMarker::Closing),
    ("decimal-comma", NumberStyle::Decimal, ListMarker::Comma),
];

/// The kind of a line about the work, by class.
fn credit_kind(class: &str) -> Option<CreditKind> {
    match class {
        "remark" => Some(CreditKind::Other),
        _ => kinds::credit_kind(class),
    }
}

/// The alignment of an element's content.
fn aligned(tree: &Tree, id: Id) -> Option<Alignment> {
    let name = |class: &str| class.strip_prefix("align-").and_then(Alignment::by_name);
    tree.words(id, "class").find_map(name)
}

/// Whether a section has its own heading.
fn is_headed(tree: &Tree, id: Id) -> bool {
    tree.children(id).iter().any(|it| {
        matches!(role(tree.name(*it)), ElementRole::Heading(_))
            || tree.name(*it) == "hgroup"
            || has(tree, *it, "heading")
    })
}

/// Whether a section only wraps the title or the notes.
fn has_wrapper(tree: &Tree, id: Id) -> bool {
    let has_type = |word: &str| tree.words(id, "epub:type").any(|it| it == word);
    has_type("titlepage") || has_type("endnotes") && tree.get(id, "id").is_none()
}

/// Whether a list contains notes.
pub(super) fn are_notes(tree: &Tree, id: Id) -> bool {
    has(tree, id, "notes")
}

/// The kind of section that an element declares.
pub(super) fn section(tree: &Tree, id: Id) -> Option<SectionKind> {
    let kind =
        |word: &str| SECTIONS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind);
    let classes = tree
        .words(id, "class")
        .filter(|class| ["poem", "act", "scene", "letter", "entry"].contains(class));
    tree.words(id, "epub:type").chain(classes).find_map(kind)
}

/// The numbering of a list.
pub(super) fn numbers(tree: &Tree, id: Id) -> Option<(NumberStyle, ListMarker)> {
    let found = NUMBERS.iter().find(|(class, ..)| has(tree, id, class));
    found.map(|(_, style, marker)| (*style, *marker))
}

/// The number or sign at the beginning of an item, as in its source.
pub(super) fn marker(tree: &Tree, item: Id) -> Option<Id> {
    let marked = tree.parent(item).is_some_and(|list| has(tree, list, "marked"));
    let mut first = tree.within(item).filter(|it| tree.name(*it) == "span");
    first.next().filter(|it| marked && has(tree, *it, "marker"))
}

fn has(tree: &Tree, id: Id, class: &str) -> bool {
    tree.words(id, "class").any(|word| word == class)
}

/// Looks the classes of an element up in a table.
fn kind<K: Copy>(tree: &Tree, id: Id, table: &[(&str, K)]) -> Option<K> {
    table.iter().find(|(class, _)| has(tree, id, class)).map(|(_, kind)| *kind)
}

/// The block for an element by its classes.
pub(super) fn block(walk: &mut Walk<'_>, id: Id) -> Option<Block> {
    let tree = walk.tree;
    match tree.name(id) {
        "hgroup" | "div" if has(tree, id, "title") => title(walk, id),
        "aside" if has(tree, id, "margin-note") => {
            let (kind, blocks) = (NoteKind::Margin, walk.blocks(id));
            Some(Block::Note(Box::new(Note { kind, blocks, ..Note::default() })))
        }
        "p" if has(tree, id, "caption") => {
            let caption = walk.line(id);
            Some(Block::Figure(Box::new(Figure { caption, ..Figure::default() })))
        }
        "nav" if has(tree, id, "contents") && has_role(tree, id, "doc-toc") => {
            Some(Block::Contents(Box::<Contents>::default()))
        }
        "p" if has(tree, id, "credit") => {
            let kind = tree.words(id, "class").find_map(credit_kind)?;
            let content = walk.line(id);
            Some(Block::Credit(Box::new(Credit { attr: Attr::default(), kind, content })))
        }
        "div" if has(tree, id, "break") && has_role(tree, id, "separator") => {
            let content = walk.line(id);
            Some(Block::ThematicBreak(ThematicBreak { content, ..ThematicBreak::default() }))
        }
        "section" if walk.own && !is_headed(tree, id) => {
            if tree.get(id, "aria-label").is_some() || has_wrapper(tree, id) {
                return None;
            }
            let kind = section(tree, id).unwrap_or_default();
            let blocks = walk.blocks(id);
            let it = Section { attr: walk.attr(id), kind, blocks, ..Section::default() };
            Some(Block::Section(Box::new(it)))
        }
        "div" if walk.own && aligned(tree, id).is_some() => {
            let align = aligned(tree, id)?;
            let blocks = walk.blocks(id);
            Some(Block::Aligned(Aligned { attr: walk.attr(id), align, blocks }))
        }
        "div" if has(tree, id, "page-break") => Some(Block::PageBreak(Box::default())),
        "div" if has(tree, id, "admonition") && has_role(tree, id, "note") => {
            let kind = tree.words(id, "class").find_map(AdmonitionKind::by_name)?;
            let label_at = child(tree, id, "label");
            let label = label_at.map(|it| walk.line(it)).unwrap_or_default();
            let blocks = walk.blocks_without(id, label_at);
            let it = Admonition { kind, label, blocks, ..Admonition::default() };
            Some(Block::Admonition(Box::new(it)))
        }
        "div" if has(tree, id, "speech") => {
            let speaker_at = tree.within(id).find(|it| has(tree, *it, "speaker"))?;
            let speaker = walk.line(speaker_at);
            let blocks = walk.blocks_without(id, Some(speaker_at));
            Some(Block::Speech(Box::new(Speech { speaker, blocks, ..Speech::default() })))
        }
        _ => None,
    }
}

/// A title block, if all its children are lines of one.
fn title(walk: &mut Walk<'_>, id: Id) -> Option<Block> {
    let tree = walk.tree;
    let lines = tree.children(id).iter().copied().filter(|it| !tree.name(*it).is_empty());
    let lines: Option<Vec<(TitleKind, Id)>> = lines
        .map(|it| match tree.name(it) {
            "h1" => Some((TitleKind::Main, it)),
            "p" => Some((kind(tree, it, &TITLES)?, it)),
            _ => None,
        })
        .collect();
    let lines = lines.filter(|lines| !lines.is_empty())?;
    let attr = walk.attr(lines[0].1);
    let part =
        |(kind, line)| TitlePart { kind, content: walk.line(line), ..TitlePart::default() };
    let parts = lines.into_iter().map(part).collect();
    Some(Block::Title(TitleBlock { attr, parts }))
}

/// The inline for an element by its classes.
pub(super) fn inline(walk: &mut Walk<'_>, id: Id) -> Option<Inline> {
    let tree = walk.tree;
    match tree.name(id) {
        "span" if has(tree, id, "blank") => {
            let content = walk.line(id);
            let whole_line = tree.parent(id).is_some_and(|it| has(tree, it, "answer-line"));
            Some(Inline::Blank(Box::new(Blank { whole_line, content, ..Blank::default() })))
        }
        "small" if has(tree, id, "inline-note") => {
            let content = walk.line(id);
            let blocks = vec![Block::Paragraph(Paragraph { content, ..Paragraph::default() })];
            let note = Note { kind: NoteKind::Inline, blocks, ..Note::default() };
            Some(Inline::Note(Box::new(note)))
        }
        _ => None,
    }
}

/// Whether an element is the generated number of a formula.
pub(super) fn is_number(tree: &Tree, id: Id) -> bool {
    let beside = || tree.parent(id).is_some_and(|it| has(tree, it, "math"));
    has(tree, id, "equation-number") && beside()
}

/// Whether an element is an inline quotation.
pub(super) fn is_quoted(tree: &Tree, id: Id) -> bool {
    tree.name(id) == "span" && has(tree, id, "quoted")
}

/// The checkbox at the beginning of an item, and whether it is ticked.
pub(super) fn ticked(tree: &Tree, item: Id) -> Option<(Id, bool)> {
    let sign =
        tree.within(item).find(|it| has(tree, *it, "box") && has_role(tree, *it, "img"))?;
    match tree.text_within(sign).trim() {
        "☑" => Some((sign, true)),
        "☐" => Some((sign, false)),
        _ => None,
    }
}

fn has_role(tree: &Tree, id: Id, role: &str) -> bool {
    tree.words(id, "role").any(|word| word == role)
}

fn child(tree: &Tree, id: Id, class: &str) -> Option<Id> {
    tree.children(id).iter().copied().find(|it| has(tree, *it, class))
}
