//! Blocks with parts: verse, lists, tables. Other content between the parts keeps its text: gaps,
//! residue and milestones are pending for the next part; a heading is moved before the block, a
//! closing line after it.

use super::tree::{Node, Tag};
use super::walk::{Walk, is_white, push_gap};
use crate::model::{
    Attr, Block, Definition, DefinitionList, Inline, InlineResidue, Stanza, Verse, VerseLine,
};

/// The content around a block being built.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Content before the first part that no part can contain.
    before: Vec<Block>,
    /// Content pending for the next part.
    lead: Vec<Block>,
    /// Content after the first part that no part can contain.
    after: Vec<Block>,
    begun: bool,
}

impl Around {
    /// A part begins; returns the pending content.
    pub(super) fn part(&mut self) -> Vec<Block> {
        self.begun = true;
        std::mem::take(&mut self.lead)
    }

    /// Ends the block and appends it to `out` with the content around it.
    pub(super) fn close(mut self, block: Block, out: &mut Vec<Block>) {
        out.append(&mut self.before);
        out.push(block);
        out.append(&mut self.after);
        out.append(&mut self.lead);
    }

    fn push(&mut self, block: Block) {
        match block {
            Block::Gap(gap) => push_gap(&mut self.lead, gap),
            Block::Residue(_) | Block::Milestone(_) => self.lead.push(block),
            other if self.begun => {
                self.after.append(&mut self.lead);
                self.after.push(other);
            }
            other => {
                self.before.append(&mut self.lead);
                self.before.push(other);
            }
        }
    }
}

impl Walk {
    /// An element that is not a part of the block.
    pub(super) fn between(&mut self, tag: &Tag, around: &mut Around) {
        let mut found = Vec::new();
        self.block(tag, None, &mut found);
        found.into_iter().for_each(|block| around.push(block));
    }

    /// Verse: nested groups of lines are flattened to stanzas.
    pub(super) fn verse(&mut self, tag: &Tag, attr: Attr, around: &mut Around) -> Verse {
        let mut verse = Verse { attr, stanzas: Vec::new() };
        self.verse_lines(tag, &mut verse, around);
        verse
    }

    fn verse_lines(&mut self, group: &Tag, verse: &mut Verse, around: &mut Around) {
        // Lines beside groups are a separate stanza.
        let mut opens = verse.stanzas.is_empty();
        for node in &group.children {
            let (attr, content) = match node {
                Node::Text(text) if is_white(text.look()) => continue,
                Node::Tag(part) if part.name == "lg" => {
                    if !part.tags().any(|it| it.name == "lg") {
                        let lead = around.part();
                        let attr = self.attr(part);
                        verse.stanzas.push(Stanza { attr, lead, lines: Vec::new() });
                    }
                    self.verse_lines(part, verse, around);
                    opens = true;
                    continue;
                }
                Node::Tag(part) if part.name != "l" => {
                    self.between(part, around);
                    continue;
                }
                Node::Tag(line) => (self.attr(line), line.children.as_slice()),
                Node::Text(_) => (Attr::default(), std::slice::from_ref(node)),
            };
            let start = self.offset;
            let content = self.lines(content);
            let attr = Attr { span: self.since(start), ..attr };
            if std::mem::take(&mut opens) {
                verse.stanzas.push(Stanza::default());
            }
            if let Some(stanza) = verse.stanzas.last_mut() {
                stanza.lines.push(VerseLine { attr, lead: around.part(), content });
            }
        }
        // Pending content after the last line has no lead.
        if let Some(last) = verse.stanzas.last_mut().and_then(|it| it.lines.last_mut()) {
            last.content.extend(around.part().into_iter().filter_map(in_line));
        }
    }

    /// Terms and definitions.
    pub(super) fn definitions(
        &mut self,
        tag: &Tag,
        attr: Attr,
        around: &mut Around,
    ) -> DefinitionList {
        let mut list = DefinitionList { attr, items: Vec::new() };
        // A term without a definition yet.
        let mut open: Option<Definition> = None;
        for part in tag.tags() {
            match part.name.as_str() {
                "label" | "term" => {
                    list.items.extend(open.take());
                    let term = self.inlines(&part.children);
                    open =
                        Some(Definition { lead: around.part(), term, ..Definition::default() });
                }
                "item" | "gloss" => {
                    let mut definition = open.take().unwrap_or_default();
                    definition.attr = self.attr(part);
                    definition.lead.append(&mut around.part());
                    definition.blocks = self.blocks(&part.children);
                    list.items.push(definition);
                }
                _ => self.between(part, around),
            }
        }
        list.items.extend(open);
        list
    }
}

/// A lead as it is in a line.
fn in_line(block: Block) -> Option<Inline> {
    Some(match block {
        Block::Gap(gap) => Inline::Gap(gap),
        Block::Milestone(milestone) => Inline::Milestone(milestone),
        Block::Residue(residue) => {
            let (attr, kind, content) = (residue.attr, residue.kind, residue.content);
            Inline::Residue(Box::new(InlineResidue { attr, kind, content }))
        }
        _ => return None,
    })
}
