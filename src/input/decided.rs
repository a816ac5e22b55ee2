//! Decisions of the user about places in web pages and e-books: paragraphs are counted in document
//! order, including those of cells and items. Paragraphs in the flow of a section may be converted;
//! a decision about another place is reported.

use std::collections::BTreeMap;

use crate::config::{Decision, DecisionKind};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Attr, Block, Credit, CreditKind, Document, Inline, Paragraph, Recognition, Residue,
    Section, SectionBuilder, Stanza, ThematicBreak, Title, TitleBlock, TitleKind, TitlePart,
    Verse, VerseLine, paragraphs_in, plain_text,
};

/// The rule's name in reports, and the kind of residue.
const BY_USER: &str = "told";

/// A heading or another block, in the order of the document.
enum DecidedBlock {
    Heading(u8, Section),
    Block(Block),
}

/// Applies decisions to a document.
pub(super) fn apply(document: &mut Document, decisions: &[Decision]) -> Vec<Diagnostic> {
    if decisions.is_empty() {
        return Vec::new();
    }
    let mut open: BTreeMap<usize, &Decision> =
        decisions.iter().map(|decision| (decision.line, decision)).collect();
    let mut pieces = Vec::new();
    for block in document.front.drain(..) {
        unfold(block, 1, &mut pieces);
    }
    let front = pieces.len();
    for block in document.body.drain(..) {
        unfold(block, 1, &mut pieces);
    }
    let mut number = 1;
    for piece in &mut pieces {
        let count = match piece {
            DecidedBlock::Heading(_, section) => usize::from(!section.heading.is_empty()),
            DecidedBlock::Block(block) => paragraphs_in(block),
        };
        if let Some(decision) = open.get(&number)
            && let Some(decided) = decide(piece, decision)
        {
            *piece = decided;
            open.remove(&number);
        }
        number += count;
    }
    if decisions.iter().any(|it| matches!(it.is, DecisionKind::Title | DecisionKind::Subtitle))
    {
        titles(&pieces, document);
    }
    fold(pieces, front, document);
    let unplaced = open.into_values();
    unplaced
        .map(|it| Diagnostic::new(Code::DecisionUnplaced, [&it.line, &it.column.unwrap_or(1)]))
        .collect()
}

/// Flattens a block: a section's heading and its content.
fn unfold(block: Block, level: u8, pieces: &mut Vec<DecidedBlock>) {
    match block {
        Block::Section(mut section) => {
            let inner = std::mem::take(&mut section.blocks);
            pieces.push(DecidedBlock::Heading(level, *section));
            inner.into_iter().for_each(|it| unfold(it, level.saturating_add(1), pieces));
        }
        other => pieces.push(DecidedBlock::Block(other)),
    }
}

/// Converts a piece according to a decision; `None` if it is not of one line.
fn decide(piece: &DecidedBlock, decision: &Decision) -> Option<DecidedBlock> {
    let (level, attr, content): (Option<u8>, &Attr, Vec<Inline>) = match piece {
        DecidedBlock::Heading(level, section) => {
            (Some(*level), &section.attr, section.heading.clone())
        }
        DecidedBlock::Block(Block::Paragraph(it)) => (None, &it.attr, it.content.clone()),
        DecidedBlock::Block(Block::Credit(it)) => (None, &it.attr, it.content.clone()),
        DecidedBlock::Block(Block::Residue(it)) => (None, &it.attr, it.content.clone()),
        DecidedBlock::Block(Block::ThematicBreak(it)) => (None, &it.attr, it.content.clone()),
        DecidedBlock::Block(Block::Title(it)) => {
            let parts = it.parts.iter().map(|part| part.content.clone());
            (None, &it.attr, parts.collect::<Vec<_>>().concat())
        }
        DecidedBlock::Block(_) => return None,
    };
    let recognition = Recognition { rule: BY_USER.to_owned(), confidence: 100 };
    let attr = Attr { recognition: Some(Box::new(recognition)), ..attr.clone() };
    let title = |kind| {
        let part = TitlePart { kind, content: content.clone(), ..TitlePart::default() };
        Block::Title(TitleBlock { attr: attr.clone(), parts: vec![part] })
    };
    Some(DecidedBlock::Block(match decision.is {
        DecisionKind::Heading => {
            let section = match piece {
                DecidedBlock::Heading(_, section) => Section { attr, ..section.clone() },
                DecidedBlock::Block(_) => {
                    Section { attr, heading: content, ..Section::default() }
                }
            };
            return Some(DecidedBlock::Heading(decision.level.or(level).unwrap_or(1), section));
        }
        DecisionKind::Paragraph => Block::Paragraph(Paragraph { attr, content }),
        DecisionKind::Title => title(TitleKind::Main),
        DecisionKind::Subtitle => title(TitleKind::Sub),
        DecisionKind::Credit => {
            Block::Credit(Box::new(Credit { attr, kind: CreditKind::Other, content }))
        }
        DecisionKind::Verse => {
            let line = VerseLine { content, ..VerseLine::default() };
            let stanza = Stanza { lines: vec![line], ..Stanza::default() };
            Block::Verse(Verse { attr, stanzas: vec![stanza] })
        }
        DecisionKind::Separator => Block::ThematicBreak(ThematicBreak { attr, content }),
        DecisionKind::Residue => {
            Block::Residue(Box::new(Residue { attr, kind: BY_USER.to_owned(), content }))
        }
    }))
}

/// Moves the titles of the work out of the pieces.
fn titles(pieces: &[DecidedBlock], document: &mut Document) {
    let parts = pieces.iter().filter_map(|piece| match piece {
        DecidedBlock::Block(Block::Title(title)) => Some(&title.parts),
        _ => None,
    });
    let titles: Vec<Title> = parts
        .flatten()
        .map(|part| {
            let text = plain_text(&part.content).trim().to_owned();
            Title { kind: part.kind, text, lang: None }
        })
        .collect();
    if !titles.is_empty() {
        document.meta.titles = titles;
    }
}

/// Rebuilds the document: the pieces up to the last title before any heading are the front, and the
/// first `front`, if no heading is among them.
fn fold(pieces: Vec<DecidedBlock>, front: usize, document: &mut Document) {
    let before = pieces.iter().take_while(|it| matches!(it, DecidedBlock::Block(_))).count();
    let is_title = |piece: &DecidedBlock| matches!(piece, DecidedBlock::Block(Block::Title(_)));
    let titled = pieces[..before].iter().rposition(is_title).map_or(0, |at| at + 1);
    let front = titled.max(front.min(before));
    let mut sections = SectionBuilder::new();
    for (at, piece) in pieces.into_iter().enumerate() {
        match piece {
            DecidedBlock::Heading(level, section) => sections.open(level, section),
            DecidedBlock::Block(block) if at < front => document.front.push(block),
            DecidedBlock::Block(block) => sections.push(block),
        }
    }
    document.body = sections.finish();
}
