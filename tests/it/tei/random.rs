//! Random documents: constructs of the kitchen sink in places where nobody expects them.

use paiban::model::{
    Block, Bytes, Document, Inline, Meta, Node, PartMut, SourceInfo, source_text, visit,
};
use sha2::{Digest, Sha256};

use crate::documents::kitchen_sink;

/// A small generator of numbers (Marsaglia's xorshift), the same for every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What random documents are made of.
pub(crate) struct Pool {
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
}

impl Pool {
    /// Every block and inline of the kitchen sink.
    pub(crate) fn new() -> Self {
        let sink = kitchen_sink();
        let mut pool = Self { blocks: Vec::new(), inlines: Vec::new() };
        for blocks in [&sink.front, &sink.body, &sink.back] {
            visit(blocks, &mut |node| match node {
                Node::Block(block) => pool.blocks.push(block.clone()),
                Node::Inline(inline) => pool.inlines.push(inline.clone()),
            });
        }
        pool
    }

    /// A document whose tree is its source.
    pub(crate) fn document(&self, random: &mut Random) -> Document {
        let mut document = Document::new(Meta::default());
        document.front = self.blocks(random, 3);
        document.body = self.blocks(random, 4);
        document.back = self.blocks(random, 3);
        let text = source_text(&document);
        document.sources = vec![SourceInfo {
            format: "text".to_owned(),
            encoding: "UTF-8".to_owned(),
            length: text.len() as u64,
            sha256: Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect(),
            newline: "LF".to_owned(),
            verbatim: true,
            original: None::<Bytes>,
            ..SourceInfo::default()
        }];
        document
    }

    fn blocks(&self, random: &mut Random, depth: usize) -> Vec<Block> {
        let count = if depth == 0 { 0 } else { random.below(6) };
        (0..count)
            .map(|_| {
                let mut block = random.pick(&self.blocks).clone();
                block.children_mut(&mut |part| self.refill(part, random, depth));
                place_nowhere(&mut block);
                block
            })
            .collect()
    }

    fn inlines(&self, random: &mut Random, depth: usize) -> Vec<Inline> {
        let count = if depth == 0 { 0 } else { random.below(5) };
        (0..count)
            .map(|_| {
                let mut inline = random.pick(&self.inlines).clone();
                inline.children_mut(&mut |part| self.refill(part, random, depth));
                match &mut inline {
                    Inline::Text(text) => text.span = None,
                    Inline::Gap(gap) => gap.span = None,
                    _ => {}
                }
                inline
            })
            .collect()
    }

    /// New children now and then; the old ones with their places forgotten otherwise.
    fn refill(&self, part: PartMut<'_>, random: &mut Random, depth: usize) {
        match part {
            PartMut::Blocks(blocks) => *blocks = self.blocks(random, depth - 1),
            PartMut::Inlines(inlines) => *inlines = self.inlines(random, depth - 1),
        }
    }
}

fn place_nowhere(block: &mut Block) {
    if let Block::Gap(gap) = block {
        gap.span = None;
    }
}
