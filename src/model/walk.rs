//! Walking the tree in source order.
//!
//! All walks recurse; no tree is deeper than [`super::Depth::MAX`], so the stack is bounded.

use super::{Block, Document, GapKind, Inline};

/// A node of a walk.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// A block, before its children.
    Block(&'a Block),
    /// An inline, before its children.
    Inline(&'a Inline),
}

/// Calls `f` for every block and inline of `blocks`, in source order, parents first.
pub fn visit<'a>(blocks: &'a [Block], f: &mut dyn FnMut(Node<'a>)) {
    for block in blocks {
        f(Node::Block(block));
        block.children(&mut |part| match part {
            Part::Blocks(inner) => visit(inner, f),
            Part::Inlines(inner) => visit_inlines(inner, f),
        });
    }
}

/// Calls `f` for every inline of `inlines` and their descendants, in source order, parents first.
pub fn visit_inlines<'a>(inlines: &'a [Inline], f: &mut dyn FnMut(Node<'a>)) {
    for inline in inlines {
        f(Node::Inline(inline));
        inline.children(&mut |part| match part {
            Part::Blocks(inner) => visit(inner, f),
            Part::Inlines(inner) => visit_inlines(inner, f),
        });
    }
}

/// Calls `f` for every block of `blocks`, wherever it is, children first.
pub fn visit_blocks_mut(blocks: &mut [Block], f: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        block.children_mut(&mut |part| match part {
            PartMut::Blocks(inner) => visit_blocks_mut(inner, f),
            PartMut::Inlines(inner) => inner.iter_mut().for_each(|i| blocks_in_inline(i, f)),
        });
        f(block);
    }
}

fn blocks_in_inline(inline: &mut Inline, f: &mut dyn FnMut(&mut Block)) {
    inline.children_mut(&mut |part| match part {
        PartMut::Blocks(inner) => visit_blocks_mut(inner, f),
        PartMut::Inlines(inner) => inner.iter_mut().for_each(|i| blocks_in_inline(i, f)),
    });
}

/// Calls `f` for every inline of `blocks`, wherever it is, children first.
pub fn visit_inlines_mut(blocks: &mut [Block], f: &mut dyn FnMut(&mut Inline)) {
    for block in blocks {
        block.children_mut(&mut |part| match part {
            PartMut::Blocks(inner) => visit_inlines_mut(inner, f),
            PartMut::Inlines(inner) => inlines_in_inlines(inner, f),
        });
    }
}

fn inlines_in_inlines(inlines: &mut [Inline], f: &mut dyn FnMut(&mut Inline)) {
    for inline in inlines {
        inline.children_mut(&mut |part| match part {
            PartMut::Blocks(inner) => visit_inlines_mut(inner, f),
            PartMut::Inlines(inner) => inlines_in_inlines(inner, f),
        });
        f(inline);
    }
}

/// A run of children, in source order.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// Blocks.
    Blocks(&'a [Block]),
    /// Inlines.
    Inlines(&'a [Inline]),
}

/// A run of children, to change.
#[derive(Debug)]
pub enum PartMut<'a> {
    /// Blocks.
    Blocks(&'a mut Vec<Block>),
    /// Inlines.
    Inlines(&'a mut Vec<Inline>),
}

/// The children of a block in source order: one description for both the shared and the
/// mutable walk, so that they cannot differ.
macro_rules! block_children {
    ($block:ident, $f:ident, $part:ident, $iter:ident $(, $mutable:tt)?) => {
        match $block {
            Block::Title(it) => for part in it.parts.$iter() {
                $f($part::Blocks(&$($mutable)? part.lead));
                $f($part::Inlines(&$($mutable)? part.content));
            },
            Block::Credit(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Block::Section(it) => {
                $f($part::Inlines(&$($mutable)? it.heading));
                $f($part::Blocks(&$($mutable)? it.blocks));
            }
            Block::Paragraph(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Block::Quotation(it) | Block::Epigraph(it) => {
                $f($part::Blocks(&$($mutable)? it.blocks));
                $f($part::Inlines(&$($mutable)? it.attribution));
            }
            Block::List(it) => for item in it.items.$iter() {
                $f($part::Blocks(&$($mutable)? item.lead));
                $f($part::Inlines(&$($mutable)? item.marker));
                $f($part::Blocks(&$($mutable)? item.blocks));
            },
            Block::DefinitionList(it) => for item in it.items.$iter() {
                $f($part::Blocks(&$($mutable)? item.lead));
                $f($part::Inlines(&$($mutable)? item.term));
                $f($part::Blocks(&$($mutable)? item.blocks));
            },
            Block::Table(it) => {
                $f($part::Inlines(&$($mutable)? it.caption));
                for row in it.head.$iter().chain(it.body.$iter()).chain(it.foot.$iter()) {
                    $f($part::Blocks(&$($mutable)? row.lead));
                    for cell in row.cells.$iter() {
                        $f($part::Blocks(&$($mutable)? cell.blocks));
                    }
                }
            }
            Block::Figure(it) => $f($part::Inlines(&$($mutable)? it.caption)),
            Block::Verse(it) => for stanza in it.stanzas.$iter() {
                $f($part::Blocks(&$($mutable)? stanza.lead));
                for line in stanza.lines.$iter() {
                    $f($part::Blocks(&$($mutable)? line.lead));
                    $f($part::Inlines(&$($mutable)? line.content));
                }
            },
            Block::Speech(it) => {
                $f($part::Inlines(&$($mutable)? it.speaker));
                $f($part::Blocks(&$($mutable)? it.blocks));
            }
            Block::Code(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Block::Math(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Block::Note(it) => {
                $f($part::Inlines(&$($mutable)? it.marker));
                $f($part::Blocks(&$($mutable)? it.blocks));
            }
            Block::ThematicBreak(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Block::PageBreak(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Block::Admonition(it) => {
                $f($part::Inlines(&$($mutable)? it.label));
                $f($part::Blocks(&$($mutable)? it.blocks));
            }
            Block::Aligned(it) => $f($part::Blocks(&$($mutable)? it.blocks)),
            Block::Contents(it) => {
                $f($part::Inlines(&$($mutable)? it.heading));
                for entry in it.entries.$iter() {
                    $f($part::Blocks(&$($mutable)? entry.lead));
                    $f($part::Inlines(&$($mutable)? entry.content));
                }
            }
            Block::Residue(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Block::Foreign(it) => $f($part::Blocks(&$($mutable)? it.blocks)),
            Block::Milestone(_) | Block::Gap(_) => {}
        }
    };
}

/// The children of an inline in source order; see [`block_children`].
macro_rules! inline_children {
    ($inline:ident, $f:ident, $part:ident, $iter:ident $(, $mutable:tt)?) => {
        match $inline {
            Inline::Styled(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Link(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Ruby(it) => for pair in it.pairs.$iter() {
                $f($part::Inlines(&$($mutable)? pair.base));
                for reading in pair.readings.$iter() {
                    $f($part::Inlines(&$($mutable)? reading.content));
                }
            },
            Inline::Code(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Math(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::NoteRef(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Note(it) => {
                $f($part::Inlines(&$($mutable)? it.marker));
                $f($part::Blocks(&$($mutable)? it.blocks));
            }
            Inline::LineBreak(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Blank(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Reference(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Quoted(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Span(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Gaiji(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Choice(it) => for variant in it.variants.$iter() {
                $f($part::Inlines(&$($mutable)? variant.content));
            },
            Inline::Name(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Residue(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Foreign(it) => $f($part::Inlines(&$($mutable)? it.content)),
            Inline::Text(_) | Inline::Gap(_) | Inline::Anchor(_) | Inline::Milestone(_)
            | Inline::Image(_) => {}
        }
    };
}

impl Block {
    /// Calls `f` for each run of children, in source order.
    pub fn children<'a>(&'a self, f: &mut dyn FnMut(Part<'a>)) {
        block_children!(self, f, Part, iter);
    }

    /// Calls `f` for each run of children, to change it.
    pub fn children_mut(&mut self, f: &mut dyn FnMut(PartMut<'_>)) {
        block_children!(self, f, PartMut, iter_mut, mut);
    }
}

impl Inline {
    /// Calls `f` for each run of children, in source order.
    pub fn children<'a>(&'a self, f: &mut dyn FnMut(Part<'a>)) {
        inline_children!(self, f, Part, iter);
    }

    /// Calls `f` for each run of children, to change it.
    pub fn children_mut(&mut self, f: &mut dyn FnMut(PartMut<'_>)) {
        inline_children!(self, f, PartMut, iter_mut, mut);
    }
}

/// Calls `f` with every text and gap of the document, in source order: joined, they are the decoded
/// source.
pub fn fold_texts<'a>(document: &'a Document, f: &mut dyn FnMut(&'a str)) {
    let mut take = |node: Node<'a>| match node {
        Node::Block(Block::Gap(gap)) | Node::Inline(Inline::Gap(gap)) => f(&gap.text),
        Node::Inline(Inline::Text(text)) => f(&text.text),
        _ => {}
    };
    visit(&document.front, &mut take);
    visit(&document.body, &mut take);
    visit(&document.back, &mut take);
}

/// The decoded source, joined from the tree.
pub fn source_text(document: &Document) -> String {
    let mut out = String::new();
    fold_texts(document, &mut |text| out.push_str(text));
    out
}

/// The text of inlines for reading: without gaps and residue, with a space for a line end that is
/// read as one, the chosen reading of a choice, the base of ruby, no note marks.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain_text(inlines, &mut out);
    out
}

fn push_plain_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&text.text),
            Inline::Gap(gap) if gap.kind == GapKind::LineEndAsSpace => out.push(' '),
            Inline::LineBreak(_) => out.push('\n'),
            Inline::Choice(choice) => {
                if let Some(variant) = choice.variants.get(usize::from(choice.chosen)) {
                    push_plain_text(&variant.content, out);
                }
            }
            Inline::Ruby(ruby) => {
                ruby.pairs.iter().for_each(|pair| push_plain_text(&pair.base, out));
            }
            Inline::Gap(_) | Inline::Residue(_) | Inline::NoteRef(_) | Inline::Note(_) => {}
            _ => inline.children(&mut |part| {
                if let Part::Inlines(inner) = part {
                    push_plain_text(inner, out);
                }
            }),
        }
    }
}
