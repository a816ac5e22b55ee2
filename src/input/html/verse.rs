//! Verse (诗、词) of a page, declared by classes or structural semantics (EPUB 3 Structural Semantics
//! Vocabulary, Z39.98).

use super::stream::{Stream, StreamItem, inlines};
use super::tree::{Id, Tree};
use super::walk::Walk;
use crate::input::elements::{ElementRole, role};
use crate::model::{Block, Inline, Stanza, Verse, VerseLine};

/// The classes of verse.
const CLASSES: [&str; 4] = ["verse", "poem", "poetry", "line-block"];

/// Whether an element is verse.
pub(super) fn is_verse(tree: &Tree, id: Id) -> bool {
    let known = |word: &str| {
        let word = word.strip_prefix("z3998:").unwrap_or(word);
        CLASSES.contains(&word)
    };
    tree.words(id, "class").chain(tree.words(id, "epub:type")).any(known)
}

/// Writes verse; other content in it (a title, an author) is placed between stanzas.
pub(super) fn verse(walk: &mut Walk<'_>, id: Id, stream: &mut Stream) {
    let mut stanzas = Vec::new();
    parts(walk, id, &mut stanzas, stream);
    flush(&mut stanzas, stream);
}

/// Each innermost division is a stanza, or several.
fn parts(walk: &mut Walk<'_>, id: Id, stanzas: &mut Vec<Stanza>, stream: &mut Stream) {
    let tree = walk.tree;
    let is_division = |it: &Id| role(tree.name(*it)) == ElementRole::Division;
    if !tree.children(id).iter().any(is_division) {
        return lines(walk.content(id), stanzas, stream);
    }
    for child in tree.children(id).iter().copied() {
        if is_division(&child) {
            parts(walk, child, stanzas, stream);
        } else {
            let mut part = Stream::default();
            walk.node(child, &mut part);
            lines(part, stanzas, stream);
        }
    }
}

/// Paragraphs are stanzas if they have several lines, otherwise lines.
fn lines(content: Stream, stanzas: &mut Vec<Stanza>, stream: &mut Stream) {
    let mut found: Vec<Vec<VerseLine>> = Vec::new();
    for item in content.into_items() {
        match item {
            StreamItem::Block(block @ (Block::Paragraph(_) | Block::Aligned(_))) => {
                found.push(split(inlines(block)));
            }
            item => {
                group(&mut found, stanzas);
                flush(stanzas, stream);
                stream.item(item);
            }
        }
    }
    group(&mut found, stanzas);
}

fn group(found: &mut Vec<Vec<VerseLine>>, stanzas: &mut Vec<Stanza>) {
    let found = std::mem::take(found);
    if found.iter().all(|lines| lines.len() == 1) {
        let lines: Vec<VerseLine> = found.into_iter().flatten().collect();
        stanzas.extend((!lines.is_empty()).then(|| Stanza { lines, ..Stanza::default() }));
    } else {
        stanzas.extend(found.into_iter().map(|lines| Stanza { lines, ..Stanza::default() }));
    }
}

fn flush(stanzas: &mut Vec<Stanza>, stream: &mut Stream) {
    let stanzas = std::mem::take(stanzas);
    if !stanzas.is_empty() {
        stream.block(Block::Verse(Verse { stanzas, ..Verse::default() }));
    }
}

/// Lines end at breaks.
fn split(content: Vec<Inline>) -> Vec<VerseLine> {
    let mut lines = vec![VerseLine::default()];
    for inline in content {
        match (inline, lines.last_mut()) {
            (Inline::LineBreak(_), _) => lines.push(VerseLine::default()),
            (inline, Some(line)) => line.content.push(inline),
            (_, None) => {}
        }
    }
    lines
}
