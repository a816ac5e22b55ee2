//! Identifiers: stable under small changes of the text, since each is made of the content that it
//! names, not of its place.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::model::{
    Attr, Block, Document, Inline, Node, Part, visit, visit_blocks_mut, visit_inlines_mut,
};
use crate::text::hex;

/// Assigns an identifier to every block, note and note mark without one: a letter for its kind and
/// eight hexadecimal digits of the SHA-256 of kind and text. Repetitions are distinguished by their
/// occurrence. Identifiers of the source are kept, each once: a second occurrence gets a new one if
/// it needs one, and otherwise none. So all are unique, and an archive is read back with the same
/// ones.
pub(super) fn assign(document: &mut Document) {
    let agents: BTreeSet<String> =
        document.meta.agents.iter().map(|agent| agent.id.clone()).collect();
    let mut taken = agents.clone();
    let mut take = |attr: &Attr| taken.extend(attr.id.clone());
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| match node {
            Node::Block(block) => block.attrs(&mut take),
            Node::Inline(inline) => inline.attrs(&mut take),
        });
    }
    let mut ids = Ids { taken, kept: agents, occurrences: BTreeMap::new() };
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(blocks, &mut |block| ids.block(block));
        visit_inlines_mut(blocks, &mut |inline| ids.inline(inline));
    }
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(blocks, &mut |block| ids.rest_of_block(block));
        visit_inlines_mut(blocks, &mut |inline| ids.rest_of_inline(inline));
    }
}

struct Ids {
    /// Identifiers in use.
    taken: BTreeSet<String>,
    /// Identifiers of agents, and those of the source so far.
    kept: BTreeSet<String>,
    /// The number of occurrences of each content.
    occurrences: BTreeMap<[u8; 32], u32>,
}

impl Ids {
    fn block(&mut self, block: &mut Block) {
        let Some(prefix) = prefix(block) else { return };
        if block.attr_mut().is_some_and(|attr| !self.keeps(attr)) {
            let id = self.new_id(prefix, &naming_text(block));
            block.attr_mut().into_iter().for_each(|attr| attr.id = Some(id.clone()));
        }
    }

    fn inline(&mut self, inline: &mut Inline) {
        let (attr, prefix, text) = match inline {
            Inline::NoteRef(note) => {
                let text = crate::model::plain_text(&note.content);
                (&mut note.attr, "r", format!("{}\0{text}", note.target))
            }
            // The page with its mark finds its text by its identifier.
            Inline::Note(note) => {
                let mut text = String::new();
                push_texts(Part::Blocks(&note.blocks), &mut text);
                (&mut note.attr, "n", text)
            }
            _ => return,
        };
        if !self.keeps(attr) {
            attr.id = Some(self.new_id(prefix, &text));
        }
    }

    /// The other fields of a block that have identifiers.
    fn rest_of_block(&mut self, block: &mut Block) {
        let mut own = prefix(block).is_some();
        block.attrs_mut(&mut |attr| {
            if !std::mem::take(&mut own) {
                self.keeps(attr);
            }
        });
    }

    fn rest_of_inline(&mut self, inline: &mut Inline) {
        if !matches!(inline, Inline::NoteRef(_) | Inline::Note(_)) {
            inline.attrs_mut(&mut |attr| {
                self.keeps(attr);
            });
        }
    }

    /// Whether there is a unique identifier; a duplicate is removed.
    fn keeps(&mut self, attr: &mut Attr) -> bool {
        attr.id = attr.id.take().filter(|id| self.kept.insert(id.clone()));
        attr.id.is_some()
    }

    fn new_id(&mut self, prefix: &str, text: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(prefix);
        hash.update([0]);
        hash.update(text);
        let content = hash.finalize();
        let next = self.occurrences.entry(content.into()).or_default();
        loop {
            let digest = if *next == 0 {
                content
            } else {
                Sha256::new().chain_update(content).chain_update(next.to_be_bytes()).finalize()
            };
            *next += 1;
            let id = format!("{prefix}-{}", hex::lower(&digest[..4]));
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The letter of each kind of block; `None` for those that nothing refers to.
fn prefix(block: &Block) -> Option<&'static str> {
    Some(match block {
        Block::Section(_) => "s",
        Block::Paragraph(_) => "p",
        Block::Note(_) => "n",
        Block::Verse(_) => "v",
        Block::List(_) | Block::DefinitionList(_) => "l",
        Block::Table(_) => "t",
        Block::Figure(_) => "f",
        Block::Quotation(_) | Block::Epigraph(_) => "q",
        Block::Code(_) => "c",
        Block::Math(_) => "m",
        Block::Speech(_) => "d",
        _ => return None,
    })
}

/// The text that names a block: a section's heading, any other block's whole text.
fn naming_text(block: &Block) -> String {
    let mut out = String::new();
    if let Block::Section(section) = block {
        push_texts(Part::Inlines(&section.heading), &mut out);
    } else {
        block.children(&mut |part| push_texts(part, &mut out));
    }
    out
}

fn push_texts(part: Part<'_>, out: &mut String) {
    let mut take = |node: Node<'_>| {
        if let Node::Inline(Inline::Text(text)) = node {
            out.push_str(&text.text);
        }
    };
    match part {
        Part::Blocks(blocks) => visit(blocks, &mut take),
        Part::Inlines(inlines) => crate::model::visit_inlines(inlines, &mut take),
    }
}
