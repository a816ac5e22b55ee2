//! The line below the title that names the author given in the page's head: a credit of the work,
//! which outputs don't repeat.
//!
//! The input is a document whose front matter ends with its title. The byline, and the blocks between
//! the title and it, are moved to the front matter.

use crate::model::{AgentRole, Block, Credit, CreditKind, Document, Inline, plain_text};

/// The maximum number of blocks between the title and the line.
const NEAR: usize = 6;

/// The maximum number of characters in the line besides the name.
const LONGEST: usize = 48;

/// Converts the line to a credit.
pub(super) fn mark(document: &mut Document) {
    let authors = document.meta.agents_with(AgentRole::Author);
    let names: Vec<String> = authors.map(|agent| agent.name.clone()).collect();
    let is_byline = |block: &Block| {
        line(block).is_some_and(|line| names.iter().any(|it| is_name_line(line, it)))
    };
    if let Some(block) = document.front.iter_mut().find(|block| is_byline(block)) {
        return make_credit(block);
    }
    let near = document.body.iter().take(NEAR).take_while(|block| line(block).is_some());
    if let Some(at) = near.into_iter().position(is_byline) {
        make_credit(&mut document.body[at]);
        document.front.extend(document.body.drain(..=at));
    }
}

/// The content of a paragraph, aligned or not.
fn line(block: &Block) -> Option<&[Inline]> {
    match block {
        Block::Paragraph(paragraph) => Some(&paragraph.content),
        Block::Aligned(aligned) => match aligned.blocks.as_slice() {
            [inner] => line(inner),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a line contains little besides a name: a label, a date, the publisher.
fn is_name_line(line: &[Inline], name: &str) -> bool {
    let text = plain_text(line);
    let Some((before, after)) = text.split_once(name) else { return false };
    let is_prose = |c: char| "。！？；，“”!?;".contains(c);
    before.chars().chain(after.chars()).count() <= LONGEST
        && !before.contains(is_prose)
        && !after.contains(is_prose)
}

fn make_credit(block: &mut Block) {
    let (attr, content) = match block {
        Block::Paragraph(it) => (std::mem::take(&mut it.attr), std::mem::take(&mut it.content)),
        Block::Aligned(aligned) if aligned.blocks.len() == 1 => {
            let mut inner = aligned.blocks.remove(0);
            make_credit(&mut inner);
            return *block = inner;
        }
        _ => return,
    };
    *block = Block::Credit(Box::new(Credit { attr, kind: CreditKind::Byline, content }));
}
