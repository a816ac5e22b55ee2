//! The entries of a table of contents, and the author's place for it: `[TOC]`.

use crate::model::{Block, Document, Inline, List, Part, Section, plain_text};
use crate::text::clusters::is_ignorable;

/// A heading of a table of contents.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Its section.
    pub section: &'a Section,
    /// Its level, 1 the highest: sections without a heading have none.
    pub level: u8,
    /// Its index among all sections, from 0, in the order of the source.
    pub index: usize,
}

/// The headings of a document for its table of contents. The heading of the contents themselves
/// (目录) is excluded.
pub fn listed(document: &Document) -> Vec<Listed<'_>> {
    let mut out = Vec::new();
    let mut count = 0;
    for blocks in [&document.front, &document.body, &document.back] {
        collect(blocks, 0, &mut count, &mut out);
    }
    out
}

fn collect<'a>(blocks: &'a [Block], level: u8, count: &mut usize, out: &mut Vec<Listed<'a>>) {
    for block in blocks {
        match block {
            Block::Section(section) => {
                let index = *count;
                *count += 1;
                let titled = is_named(&section.heading);
                let level = level.saturating_add(u8::from(titled));
                if titled && !heads_contents(section) {
                    out.push(Listed { section, level, index });
                }
                collect(&section.blocks, level, count, out);
            }
            other => other.children(&mut |part| {
                if let Part::Blocks(inner) = part {
                    collect(inner, level, count, out);
                }
            }),
        }
    }
}

/// Whether a heading has text.
pub fn is_named(heading: &[Inline]) -> bool {
    let is_seen = |c: char| !c.is_whitespace() && !c.is_control() && !is_ignorable(c);
    plain_text(heading).chars().any(is_seen)
}

/// The place where the author wants a table of contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentsPlace {
    /// Whether the author wrote a heading above it.
    pub is_headed: bool,
}

/// The first such place among blocks.
pub fn contents_place<'a>(
    blocks: impl IntoIterator<Item = &'a Block>,
) -> Option<ContentsPlace> {
    blocks.into_iter().find_map(place_in)
}

/// Whether the author lists the headings: a list of only links within the text, at least this many.
pub fn lists_headings<'a>(blocks: impl IntoIterator<Item = &'a Block>, least: usize) -> bool {
    blocks.into_iter().any(|block| match block {
        Block::List(list) => links_of(list).is_some_and(|links| links >= least),
        Block::Section(section) => lists_headings(&section.blocks, least),
        _ => false,
    })
}

/// The number of links within the text in a list; `None` if it has anything else.
fn links_of(list: &List) -> Option<usize> {
    let mut links = 0;
    for block in list.items.iter().flat_map(|item| &item.blocks) {
        links += match block {
            Block::Gap(_) => 0,
            Block::List(inner) => links_of(inner)?,
            Block::Paragraph(it) => {
                let mut seen = it.content.iter().filter(|inline| match inline {
                    Inline::Gap(_) => false,
                    Inline::Text(text) => !text.text.trim().is_empty(),
                    _ => true,
                });
                match (seen.next(), seen.next()) {
                    (Some(Inline::Link(link)), None) if link.target.starts_with('#') => 1,
                    _ => return None,
                }
            }
            _ => return None,
        };
    }
    Some(links)
}

fn place_in(block: &Block) -> Option<ContentsPlace> {
    match block {
        Block::Contents(contents) if contents.is_place() => {
            return Some(ContentsPlace { is_headed: false });
        }
        Block::Section(section) if heads_contents(section) => {
            return Some(ContentsPlace { is_headed: is_named(&section.heading) });
        }
        _ => {}
    }
    let mut found = None;
    block.children(&mut |part| {
        if let Part::Blocks(inner) = part
            && found.is_none()
        {
            found = contents_place(inner);
        }
    });
    found
}

/// Whether a section contains only a place for contents.
pub(super) fn heads_contents(section: &Section) -> bool {
    let is_mark = |block: &&Block| {
        matches!(
            block,
            Block::Gap(_) | Block::Milestone(_) | Block::PageBreak(_) | Block::ThematicBreak(_)
        )
    };
    let mut shown = section.blocks.iter().filter(|block| !is_mark(block));
    let is_place = |block: &Block| matches!(block, Block::Contents(it) if it.is_place());
    shown.next().is_some_and(is_place) && shown.next().is_none()
}
