//! Ties references to their targets: note marks to notes, contents to sections.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic};
use crate::model::{
    Block, Document, Inline, Node, Span, plain_text, visit, visit_blocks_mut, visit_inlines_mut,
};
use crate::text::script;
use crate::transform::uncalled;

/// Lists the marks of each note in it.
pub(super) fn tie_notes(document: &mut Document) {
    let mut marks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Inline(Inline::NoteRef(mark)) = node
                && let Some(id) = &mark.attr.id
            {
                marks.entry(mark.target.clone()).or_default().push(id.clone());
            }
        });
    }
    if marks.is_empty() {
        return;
    }
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(blocks, &mut |block| {
            if let Block::Note(note) = block
                && let Some(found) = note.attr.id.as_ref().and_then(|id| marks.get(id))
            {
                note.references.clone_from(found);
            }
        });
        visit_inlines_mut(blocks, &mut |inline| {
            if let Inline::Note(note) = inline
                && let Some(found) = note.attr.id.as_ref().and_then(|id| marks.get(id))
            {
                note.references.clone_from(found);
            }
        });
    }
}

/// The ids of notes in a source: these notes expect marks.
pub(super) fn named_notes(document: &Document) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Block(Block::Note(note)) = node {
                ids.extend(note.attr.id.clone());
            }
        });
    }
    ids
}

/// Reports the notes without a mark that leads to them, if they have a name or a mark of their own.
/// Others belong at their place.
pub(super) fn untied_notes(document: &Document, named: &BTreeSet<String>) -> Vec<Diagnostic> {
    let untied = uncalled(document);
    let mut found = Vec::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Block(Block::Note(note)) = node
                && let Some(id) = note.attr.id.as_deref().filter(|id| untied.contains(id))
            {
                let marker = plain_text(&note.marker);
                let name = Some(marker.trim()).filter(|marker| !marker.is_empty());
                let name = name.or(Some(id).filter(|id| named.contains(*id)));
                found.extend(name.map(|name| {
                    Diagnostic::new(Code::NoteUncalled, [&name]).at(note.attr.span)
                }));
            }
        });
    }
    found
}

/// Reports links without an address.
pub(super) fn without_address(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Inline(Inline::Link(link)) = node
                && link.target.trim().is_empty()
            {
                let place = link.attr.span.or_else(|| place_of(&link.content));
                found.push(Diagnostic::new(Code::LinkNameless, []).at(place));
            }
        });
    }
    found
}

/// Reports references to places that the document does not have, each place once.
pub(super) fn untied_references(document: &Document) -> Vec<Diagnostic> {
    let mut targets = BTreeMap::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Inline(Inline::Reference(it)) = node {
                let place = it.attr.span.or_else(|| place_of(&it.content));
                let written = plain_text(&it.content);
                let name = if written.is_empty() { it.target.clone() } else { written };
                targets.entry(it.target.clone()).or_insert((name, place));
            }
        });
    }
    if !targets.is_empty() {
        document.attrs(&mut |attr| {
            attr.id.iter().for_each(|id| drop(targets.remove(id)));
        });
    }
    let found = targets.into_values();
    found
        .map(|(name, place)| Diagnostic::new(Code::ReferenceNowhere, [&name]).at(place))
        .collect()
}

/// The start of inlines in the source.
fn place_of(inlines: &[Inline]) -> Option<Span> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text(text) => text.span,
        Inline::Gap(gap) => gap.span,
        _ => None,
    })
}

/// Reports notes that are in place in a table of contents, which is rebuilt in outputs.
pub(super) fn notes_in_contents(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            let Node::Block(contents @ Block::Contents(_)) = node else { return };
            visit(std::slice::from_ref(contents), &mut |node| {
                if let Node::Inline(Inline::Note(note)) = node {
                    let mut text = String::new();
                    visit(&note.blocks, &mut |node| {
                        if let Node::Inline(Inline::Text(it)) = node {
                            text.push_str(&it.text);
                        }
                    });
                    found.push(
                        Diagnostic::new(Code::NoteInContents, [&text]).at(note.attr.span),
                    );
                }
            });
        });
    }
    found
}

/// Ties each entry of a table of contents to the section with its heading.
pub(super) fn tie_contents(document: &mut Document) {
    let mut has_contents = false;
    let mut headed = Vec::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| match node {
            Node::Block(Block::Section(section)) => headed.push(section),
            Node::Block(Block::Contents(_)) => has_contents = true,
            _ => {}
        });
    }
    if !has_contents {
        return;
    }
    let mut sections: BTreeMap<String, String> = BTreeMap::new();
    for section in headed {
        let Some(id) = &section.attr.id else { continue };
        for name in names(&plain_text(&section.heading)) {
            sections.entry(name).or_insert_with(|| id.clone());
        }
    }
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(blocks, &mut |block| {
            let Block::Contents(contents) = block else { return };
            for entry in contents.entries.iter_mut().filter(|entry| entry.target.is_none()) {
                let text = plain_text(&entry.content);
                entry.target = names(&text).iter().find_map(|name| sections.get(name).cloned());
            }
        });
    }
}

/// The forms of a heading in a table of contents: its text, and its text without the first word,
/// which may be a number in another form; white space and page numbers are ignored.
fn names(text: &str) -> Vec<String> {
    let bare = |text: &str| -> String {
        text.trim_end_matches(|c: char| {
            c.is_ascii_digit() || script::is_space(c) || "….·．-()（）".contains(c)
        })
        .chars()
        .filter(|c| !script::is_space(*c))
        .collect()
    };
    let label = text.trim().split_once(script::is_space).map(|(_, rest)| bare(rest));
    let mut names = vec![bare(text)];
    names.extend(label);
    names.retain(|name| name.chars().count() > 1 || text.chars().count() == 1);
    names
}
