//! The title of a work without one in the front matter: its first heading.
//!
//! Takes the blocks of a document, returns them with the title block, and the metadata with the
//! title. A first heading that is the only one of the first level is the title; any other heading,
//! and that of a chapter in a separate file, names the work and remains the heading of its section.

use crate::model::{
    Block, Document, Inline, Section, SectionKind, Title, TitleBlock, TitleKind, TitlePart,
    plain_text,
};

/// Finds the title of a document in its blocks.
pub(super) fn find(document: &mut Document, blocks: Vec<Block>) -> Vec<Block> {
    let declared = document.meta.title(TitleKind::Main).map(str::to_owned);
    let heading = first_heading(&blocks);
    if declared.is_none() {
        let titles = heading.clone().into_iter();
        let titles = titles.map(|text| Title { kind: TitleKind::Main, text, lang: None });
        document.meta.titles.splice(0..0, titles);
    }
    // A heading that repeats the title of the front matter is the title, too.
    let is_title = declared.is_none() || declared == heading;
    match blocks.iter().position(|block| !may_precede_title(block)) {
        Some(at) if is_title && is_title_of_all(&blocks, at) => unfold(blocks),
        _ => blocks,
    }
}

/// Blocks that may precede a title.
fn may_precede_title(block: &Block) -> bool {
    matches!(block, Block::Gap(_) | Block::Milestone(_) | Block::Contents(_))
}

/// Whether the block at `at` is a plain section that contains all others: not a chapter or an
/// appendix.
fn is_title_of_all(blocks: &[Block], at: usize) -> bool {
    let sections = blocks.iter().filter(|block| matches!(block, Block::Section(_))).count();
    let plain = |it: &Section| it.level.is_none() && it.kind == SectionKind::Section;
    sections == 1
        && matches!(&blocks[at], Block::Section(it) if plain(it) && is_visible(&it.heading))
}

/// Converts the heading of the only section to a title block, followed by its content.
fn unfold(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Section(section) => {
                let Section { attr, heading, blocks: inner, .. } = *section;
                let part =
                    TitlePart { kind: TitleKind::Main, lead: Vec::new(), content: heading };
                out.push(Block::Title(TitleBlock { attr, parts: vec![part] }));
                out.extend(inner);
            }
            block => out.push(block),
        }
    }
    out
}

/// The text of the title block, or of the first non-empty heading.
fn first_heading(blocks: &[Block]) -> Option<String> {
    let title = blocks.iter().find_map(|block| match block {
        Block::Title(title) => {
            let main = title.parts.iter().find(|part| part.kind == TitleKind::Main)?;
            text_of(&main.content)
        }
        _ => None,
    });
    title.or_else(|| blocks.iter().find_map(heading))
}

/// The text of the first heading in a block.
fn heading(block: &Block) -> Option<String> {
    let mut found = match block {
        Block::Section(section) => text_of(&section.heading),
        _ => None,
    };
    block.children(&mut |part| {
        if let crate::model::Part::Blocks(inner) = part
            && found.is_none()
        {
            found = inner.iter().find_map(heading);
        }
    });
    found
}

fn is_visible(heading: &[Inline]) -> bool {
    text_of(heading).is_some()
}

/// A heading in one line, if it is visible.
fn text_of(heading: &[Inline]) -> Option<String> {
    let text = plain_text(heading);
    let words: Vec<&str> = text.split(['\n', '\r']).map(str::trim).collect();
    Some(words.join(" ").trim().to_owned()).filter(|text| !text.is_empty())
}
