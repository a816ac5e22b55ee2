//! Flattens trees that exceed the maximum depth: the text is kept, the structure below it is
//! dropped.

use crate::diag::{Code, Diagnostic};
use crate::model::{Attr, Block, Depth, Document, Inline, Paragraph, Part, PartMut};

/// Flattens everything deeper than `depth`, and reports it once.
pub(super) fn flatten(
    document: &mut Document,
    depth: Depth,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut flattening = Flattening { levels: depth.levels(), flattened: false };
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        flattening.blocks(blocks, 1);
    }
    let found = Diagnostic::new(Code::TooDeep, [&depth.levels()]);
    if flattening.flattened && !diagnostics.contains(&found) {
        diagnostics.push(found);
    }
}

struct Flattening {
    levels: usize,
    flattened: bool,
}

impl Flattening {
    /// Converts blocks with children at the maximum depth to paragraphs of their texts and gaps, so
    /// that no character is lost.
    fn blocks(&mut self, blocks: &mut [Block], level: usize) {
        for block in blocks {
            if level + 1 >= self.levels && has_inner_nodes(block) {
                let mut content = Vec::new();
                block.children(&mut |part| collect_leaves(part, &mut content));
                let attr = block.attr().cloned().unwrap_or_default();
                let attr = Attr { recognition: None, ..attr };
                *block = Block::Paragraph(Paragraph { attr, content });
                self.flattened = true;
            }
            block.children_mut(&mut |part| self.part(part, level + 1));
        }
    }

    fn part(&mut self, part: PartMut<'_>, level: usize) {
        match part {
            PartMut::Blocks(blocks) => self.blocks(blocks, level),
            PartMut::Inlines(inlines)
                if level >= self.levels && inlines.iter().any(has_children) =>
            {
                let mut leaves = Vec::new();
                collect_leaves(Part::Inlines(inlines), &mut leaves);
                *inlines = leaves;
                self.flattened = true;
            }
            PartMut::Inlines(inlines) => {
                for inline in inlines {
                    inline.children_mut(&mut |part| self.part(part, level + 1));
                }
            }
        }
    }
}

/// Whether a block has children that are not leaves.
fn has_inner_nodes(block: &Block) -> bool {
    let mut found = false;
    block.children(&mut |part| {
        found |= match part {
            Part::Blocks(blocks) => !blocks.is_empty(),
            Part::Inlines(inlines) => inlines.iter().any(has_children),
        };
    });
    found
}

fn has_children(inline: &Inline) -> bool {
    let mut found = false;
    inline.children(&mut |part| {
        found |= match part {
            Part::Blocks(blocks) => !blocks.is_empty(),
            Part::Inlines(inlines) => !inlines.is_empty(),
        };
    });
    found
}

/// Texts, gaps, images and other leaves, in order.
fn collect_leaves(part: Part<'_>, out: &mut Vec<Inline>) {
    match part {
        Part::Blocks(blocks) => blocks.iter().for_each(|block| block_leaves(block, out)),
        Part::Inlines(inlines) => {
            for inline in inlines {
                if has_children(inline) {
                    inline.children(&mut |part| collect_leaves(part, out));
                } else {
                    out.push(inline.clone());
                }
            }
        }
    }
}

fn block_leaves(block: &Block, out: &mut Vec<Inline>) {
    match block {
        Block::Gap(gap) => out.push(Inline::Gap(gap.clone())),
        Block::Milestone(milestone) => out.push(Inline::Milestone(milestone.clone())),
        Block::Figure(figure) => {
            let images = figure.images.iter().cloned();
            out.extend(images.map(|image| Inline::Image(Box::new(image))));
        }
        _ => {}
    }
    block.children(&mut |part| collect_leaves(part, out));
}
