//! Content beside a `text`, or in its place: the members of a corpus (TEI P5 §15.1), the
//! transcription of pages (§12.1), parts in other files (XInclude).

use super::header;
use super::tree::{Node, Tag};
use super::walk::Walk;
use crate::model::{
    AgentRole, Attr, Block, Credit, CreditKind, Document, Meta, Paragraph, Section,
    SectionKind, TitleKind,
};

impl Walk {
    /// The members of a corpus (丛书), each a part under its title and authors.
    pub(super) fn members(&mut self, corpus: &Tag) -> Vec<Block> {
        let mut out = Vec::new();
        for member in corpus.tags() {
            match member.name.as_str() {
                "TEI" => out.push(self.member(member)),
                "teiCorpus" => {
                    let mut part = self.part_of(member);
                    part.blocks.extend(self.members(member));
                    out.push(Block::Section(Box::new(part)));
                }
                "include" => self.include(member, &mut out),
                _ => {}
            }
        }
        out
    }

    fn member(&mut self, member: &Tag) -> Block {
        let mut part = self.part_of(member);
        let mut inner = Document::new(Meta::default());
        super::texts(self, member, &mut inner);
        for blocks in [inner.front, inner.body, inner.back] {
            part.blocks.extend(blocks);
        }
        Block::Section(Box::new(part))
    }

    /// A part under the title and the authors in the header of a member.
    fn part_of(&mut self, member: &Tag) -> Section {
        let mut part = Section { kind: SectionKind::Part, ..Section::default() };
        part.attr = self.bare_attr(member);
        let Some(header) = member.tag("teiHeader") else { return part };
        self.declared.extend(header::declarations(header));
        let meta = header::meta(header, None);
        part.heading =
            meta.title(TitleKind::Main).map(|it| self.text(it)).into_iter().collect();
        for agent in meta.agents_with(AgentRole::Author) {
            let content = vec![self.text(&agent.name)];
            let kind = CreditKind::Byline;
            let credit = Credit { attr: Attr::default(), kind, content };
            part.blocks.push(Block::Credit(Box::new(credit)));
        }
        part
    }

    /// Surfaces and zones of a transcription: each line is a paragraph.
    pub(super) fn transcription(&mut self, tag: &Tag) -> Vec<Block> {
        let mut out = Vec::new();
        for node in &tag.children {
            match node {
                Node::Tag(part) if is_page_part(part) => out.extend(self.transcription(part)),
                Node::Tag(line) if line.name == "line" => {
                    let content = self.lines(&line.children);
                    let attr = self.attr(line);
                    out.push(Block::Paragraph(Paragraph { attr, content }));
                }
                other => out.extend(self.blocks(std::slice::from_ref(other))),
            }
        }
        out
    }

    /// A part in another file, which is never opened: the fallback of the including file (XInclude
    /// 1.0 §4.4).
    pub(super) fn include(&mut self, tag: &Tag, out: &mut Vec<Block>) {
        self.note_included(tag);
        for fallback in tag.tags().filter(|it| it.name == "fallback") {
            out.extend(self.blocks(&fallback.children));
        }
    }

    /// Records another file that is part of this one.
    pub(super) fn note_included(&mut self, tag: &Tag) {
        let target = tag.get("href").unwrap_or_default();
        self.included.push((target.to_owned(), tag.span()));
    }
}

fn is_page_part(tag: &Tag) -> bool {
    ["surfaceGrp", "surface", "zone"].contains(&tag.name.as_str())
}
