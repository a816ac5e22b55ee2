//! Constructs that HTML has no element for, by the classes of the e-books of paiban
//! (docs/model.md): credits, separators with signs, boxes, speeches, blanks, notes in the line.
//!
//! In comes an element, out comes its block or inline, if its classes say that it is one of these.

use super::tree::{Id, Tree};
use super::walk::Walk;
use crate::model::{
    Admonition, AdmonitionKind, Attr, Blank, Block, Credit, CreditKind, Inline, Note, NoteKind,
    Paragraph, Speech, ThematicBreak, TitleBlock, TitleKind, TitlePart,
};

const CREDITS: [(&str, CreditKind); 9] = [
    ("byline", CreditKind::Byline),
    ("closing", CreditKind::Closing),
    ("source", CreditKind::Source),
    ("dateline", CreditKind::Dateline),
    ("editor", CreditKind::Editor),
    ("publisher", CreditKind::Publisher),
    ("salutation", CreditKind::Salutation),
    ("signature", CreditKind::Signature),
    ("remark", CreditKind::Other),
];

const TITLES: [(&str, TitleKind); 6] = [
    ("main", TitleKind::Main),
    ("subtitle", TitleKind::Sub),
    ("leading-title", TitleKind::Leading),
    ("parallel-title", TitleKind::Parallel),
    ("alternative-title", TitleKind::Alternative),
    ("volume-title", TitleKind::Volume),
];

const ADMONITIONS: [(&str, AdmonitionKind); 5] = [
    ("note", AdmonitionKind::Note),
    ("tip", AdmonitionKind::Tip),
    ("important", AdmonitionKind::Important),
    ("warning", AdmonitionKind::Warning),
    ("caution", AdmonitionKind::Caution),
];

fn has(tree: &Tree, id: Id, class: &str) -> bool {
    tree.words(id, "class").any(|word| word == class)
}

/// What the classes of an element say by a table.
fn kind<K: Copy>(tree: &Tree, id: Id, table: &[(&str, K)]) -> Option<K> {
    table.iter().find(|(class, _)| has(tree, id, class)).map(|(_, kind)| *kind)
}

/// The block that an element is by its classes.
pub(super) fn block(walk: &mut Walk<'_>, id: Id) -> Option<Block> {
    let tree = walk.tree;
    match tree.name(id) {
        "hgroup" | "div" if has(tree, id, "title") => title(walk, id),
        "aside" if has(tree, id, "margin-note") => {
            let (kind, blocks) = (NoteKind::Margin, walk.blocks(id));
            Some(Block::Note(Box::new(Note { kind, blocks, ..Note::default() })))
        }
        "p" if has(tree, id, "credit") => {
            let kind = kind(tree, id, &CREDITS)?;
            let content = walk.line(id);
            Some(Block::Credit(Box::new(Credit { attr: Attr::default(), kind, content })))
        }
        "div" if has(tree, id, "break") && has_role(tree, id, "separator") => {
            let content = walk.line(id);
            Some(Block::ThematicBreak(ThematicBreak { content, ..ThematicBreak::default() }))
        }
        "div" if has(tree, id, "page-break") => Some(Block::PageBreak(Box::default())),
        "div" if has(tree, id, "admonition") && has_role(tree, id, "note") => {
            let kind = kind(tree, id, &ADMONITIONS)?;
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

/// A title and its neighbours, if all that is there is one of these.
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

/// The inline that an element is by its classes.
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

/// Whether an element holds words that are quoted in the line.
pub(super) fn is_quoted(tree: &Tree, id: Id) -> bool {
    tree.name(id) == "span" && has(tree, id, "quoted")
}

/// The box of a task that an item begins with, and whether it is ticked.
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
