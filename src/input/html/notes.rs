//! Notes of a page: which links are note marks, and which elements are notes.
//!
//! A mark is declared (`epub:type="noteref"`, DPUB's `role="doc-noteref"`), or it is a short link
//! to an element of this page that links back to it, as word processors and pandoc write notes.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Id, Tree};
use crate::input::elements::{self, ElementRole};
use crate::model::{Block, Inline, NoteKind, text};

/// Links within a page.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Identifiers that some link points to.
    targets: BTreeSet<String>,
    /// The marks of notes, each with the identifier of its note.
    marks: BTreeMap<Id, String>,
    /// The elements that are notes.
    notes: BTreeMap<Id, Known>,
    /// Links back from a note to its mark.
    back: BTreeSet<Id>,
}

/// A note with its first mark.
#[derive(Debug)]
struct Known {
    /// Its identifier.
    name: String,
    kind: NoteKind,
    /// The mark's text.
    mark: String,
}

/// The maximum length of a note mark, in characters: 〔123〕.
const LONGEST_MARK: usize = 6;

/// The classes of marks: pandoc's, LibreOffice's.
const MARKS: [&str; 3] = ["footnote-ref", "sdfootnoteanc", "sdendnoteanc"];

impl Links {
    /// Finds the links in one pass.
    pub(super) fn find(tree: &Tree) -> Self {
        let mut places: BTreeMap<&str, Id> = BTreeMap::new();
        let mut links: Vec<(Id, &str)> = Vec::new();
        for id in tree.within(Tree::ROOT) {
            let name = tree.get(id, "name").filter(|_| tree.name(id) == "a");
            for own in tree.get(id, "id").into_iter().chain(name) {
                places.entry(own).or_insert(id);
            }
            if tree.name(id) == "a"
                && let Some(fragment) = tree.get(id, "href").and_then(|it| it.strip_prefix('#'))
                && !fragment.is_empty()
            {
                links.push((id, fragment));
            }
        }
        let mut found = Self::default();
        let outgoing: BTreeSet<(Id, &str)> = links
            .iter()
            .flat_map(|(link, fragment)| {
                ancestors(tree, *link).map(move |block| (block, *fragment))
            })
            .collect();
        for (link, fragment) in &links {
            let (link, fragment) = (*link, *fragment);
            let Some(note) = places.get(fragment).and_then(|place| block_of(tree, *place))
            else {
                continue;
            };
            // Both links of a pair look alike; the mark comes first.
            let in_note =
                block_of(tree, link).is_some_and(|own| found.notes.contains_key(&own));
            if !in_note && is_mark(tree, link, note, &outgoing) {
                let known = found.notes.entry(note).or_insert_with(|| Known {
                    name: fragment.to_owned(),
                    kind: kind(tree, note),
                    mark: tree.text_within(link).trim().to_owned(),
                });
                found.marks.insert(link, known.name.clone());
            }
        }
        found.back = found.links_back(tree);
        let others = links
            .iter()
            .filter(|(link, _)| !found.back.contains(link) && !found.marks.contains_key(link));
        found.targets = others.map(|(_, fragment)| (*fragment).to_owned()).collect();
        found
    }

    /// Links within the notes to their marks, which writers regenerate.
    fn links_back(&self, tree: &Tree) -> BTreeSet<Id> {
        let own = |id: &Id| ids_around(tree, *id).collect::<Vec<&str>>();
        let marked: BTreeSet<&str> = self.marks.keys().flat_map(own).collect();
        let within = self.notes.keys().flat_map(|note| tree.within(*note));
        let back = within.filter(|id| {
            tree.name(*id) == "a"
                && tree
                    .get(*id, "href")
                    .and_then(|href| href.strip_prefix('#'))
                    .is_some_and(|target| marked.contains(target))
        });
        back.collect()
    }

    /// The identifier of the note of a mark.
    pub(super) fn mark(&self, id: Id) -> Option<&str> {
        self.marks.get(&id).map(String::as_str)
    }

    /// The identifier of a note's element.
    pub(super) fn note(&self, id: Id) -> Option<&str> {
        self.notes.get(&id).map(|known| known.name.as_str())
    }

    /// The mark in the text of a note's element.
    pub(super) fn mark_of(&self, id: Id) -> &str {
        self.notes.get(&id).map_or("", |known| known.mark.as_str())
    }

    /// The position of a note's element.
    pub(super) fn kind(&self, id: Id) -> NoteKind {
        self.notes.get(&id).map(|known| known.kind).unwrap_or_default()
    }

    /// Whether a link leads from a note back to its mark.
    pub(super) fn is_back(&self, id: Id) -> bool {
        self.back.contains(&id)
    }

    /// Whether a link points to this identifier, except note marks.
    pub(super) fn is_target(&self, id: &str) -> bool {
        self.targets.contains(id)
    }
}

/// Whether a text is short enough for a note mark.
pub(super) fn fits_mark(text: &str) -> bool {
    (1..=LONGEST_MARK).contains(&text.chars().count())
}

/// Whether a back link contains only an arrow: ↩︎, ↑, ^.
pub(super) fn is_arrow(text: &str) -> bool {
    text.chars().all(|c| "↩↪↑⇧⇑⬆▲←⏎↵⤴⤶^\u{FE0E}\u{FE0F}".contains(c))
}

/// Removes a repeated mark from the beginning of a note: `[1]　注文`. A number is removed only before
/// a stop or white space, since it may be a year.
pub(super) fn take_mark(blocks: &mut [Block], mark: &str) -> Vec<Inline> {
    let Some(first) = blocks.first_mut().and_then(|block| match block {
        Block::Paragraph(paragraph) => first_text(&mut paragraph.content),
        _ => None,
    }) else {
        return Vec::new();
    };
    let is_white = |c: char| c.is_whitespace();
    let Some(rest) = first.strip_prefix(mark).filter(|_| !mark.is_empty()) else {
        return Vec::new();
    };
    let stop = match mark.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        false => "",
        true => match rest.chars().next() {
            Some(c) if ".．、:：)）".contains(c) => &rest[..c.len_utf8()],
            Some(c) if !is_white(c) => return Vec::new(),
            _ => "",
        },
    };
    let marker = format!("{mark}{stop}");
    *first = rest[stop.len()..].trim_start_matches(is_white).to_owned();
    vec![text(marker)]
}

/// The first text of a line, in whatever encloses it.
fn first_text(line: &mut [Inline]) -> Option<&mut String> {
    match line.first_mut()? {
        Inline::Text(text) => Some(&mut text.text),
        Inline::Styled(styled) => first_text(&mut styled.content),
        Inline::Span(span) => first_text(&mut span.content),
        Inline::Link(link) => first_text(&mut link.content),
        _ => None,
    }
}

/// Whether a link is the mark of this note: it is declared, or the note links back to it.
fn is_mark(tree: &Tree, link: Id, note: Id, outgoing: &BTreeSet<(Id, &str)>) -> bool {
    // A link within the note itself is the back link; an element with headings is not a note.
    let heads = |id: Id| matches!(elements::role(tree.name(id)), ElementRole::Heading(_));
    if ancestors(tree, link).any(|it| it == note) || tree.within(note).any(heads) {
        return false;
    }
    let is_declared = tree.words(link, "epub:type").any(|word| word == "noteref")
        || tree.words(link, "role").any(|word| word == "doc-noteref")
        || tree.words(link, "class").any(|word| MARKS.contains(&word));
    let written = tree.text_within(link);
    let written = written.trim();
    let short = fits_mark(written);
    let counts = written.chars().any(|c| c.is_numeric() || "*＊†‡注".contains(c));
    is_declared
        || (short && counts && ids_around(tree, link).any(|id| outgoing.contains(&(note, id))))
}

/// The kind of a note, by its own declarations or those of its ancestors: the vocabularies of EPUB
/// and DPUB-ARIA, the names of Word (`edn1`) and LibreOffice (`sdendnote1`).
fn kind(tree: &Tree, note: Id) -> NoteKind {
    let is_endnote = |id: Id| {
        tree.words(id, "epub:type")
            .chain(tree.words(id, "role"))
            .any(|word| matches!(word, "endnote" | "rearnote" | "doc-endnote"))
            || tree
                .get(id, "id")
                .is_some_and(|id| id.starts_with("edn") || id.starts_with("sdendnote"))
    };
    let is_listed = ancestors(tree, note).any(|it| {
        tree.words(it, "epub:type")
            .chain(tree.words(it, "role"))
            .any(|word| matches!(word, "endnotes" | "rearnotes" | "doc-endnotes"))
    });
    if is_endnote(note) || is_listed { NoteKind::Endnote } else { NoteKind::Footnote }
}

/// The identifiers of an element, its descendants and the lines around it: possible targets of a
/// back link.
fn ids_around(tree: &Tree, id: Id) -> impl Iterator<Item = &str> {
    let line = ancestors(tree, id)
        .take_while(|id| !elements::is_block(elements::role(tree.name(*id))));
    let around = line.chain(tree.within(id));
    around.flat_map(|id| {
        let name = tree.get(id, "name").filter(|_| tree.name(id) == "a");
        tree.get(id, "id").into_iter().chain(name)
    })
}

/// An element and its ancestors, from the inside out.
fn ancestors(tree: &Tree, id: Id) -> impl Iterator<Item = Id> {
    std::iter::successors(Some(id), |id| tree.parent(*id))
}

/// The block of an element that is a note's target; the enclosing item or division of a word
/// processor, if that is the whole note.
fn block_of(tree: &Tree, id: Id) -> Option<Id> {
    let block = ancestors(tree, id).find(|id| {
        let role = elements::role(tree.name(*id));
        elements::is_block(role)
            && !matches!(role, ElementRole::List | ElementRole::Ordered | ElementRole::Table)
    })?;
    let whole = tree.parent(block).filter(|outer| {
        let named = tree.get(*outer, "id").unwrap_or_default();
        let begins = tree.children(*outer).iter().find(|it| !tree.name(**it).is_empty());
        let processor = ["ftn", "edn", "sdfootnote", "sdendnote"];
        begins == Some(&block)
            && (matches!(tree.name(*outer), "li" | "aside")
                || processor.iter().any(|prefix| named.starts_with(prefix)))
    });
    Some(whole.unwrap_or(block))
}
