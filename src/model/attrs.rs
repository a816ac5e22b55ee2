//! The attributes of blocks and inlines, and of their parts: items, rows, lines, readings.

use super::{Attr, Block, Inline};

/// The attributes of a block: one description for both the shared and the mutable view, so that
/// they cannot differ.
macro_rules! block_attr {
    ($block:ident $(, $mutable:tt)?) => {
        Some(match $block {
            Block::Title(it) => &$($mutable)? it.attr,
            Block::Credit(it) => &$($mutable)? it.attr,
            Block::Section(it) => &$($mutable)? it.attr,
            Block::Paragraph(it) => &$($mutable)? it.attr,
            Block::Quotation(it) | Block::Epigraph(it) => &$($mutable)? it.attr,
            Block::List(it) => &$($mutable)? it.attr,
            Block::DefinitionList(it) => &$($mutable)? it.attr,
            Block::Table(it) => &$($mutable)? it.attr,
            Block::Figure(it) => &$($mutable)? it.attr,
            Block::Verse(it) => &$($mutable)? it.attr,
            Block::Speech(it) => &$($mutable)? it.attr,
            Block::Code(it) => &$($mutable)? it.attr,
            Block::Math(it) => &$($mutable)? it.attr,
            Block::Note(it) => &$($mutable)? it.attr,
            Block::ThematicBreak(it) => &$($mutable)? it.attr,
            Block::PageBreak(it) => &$($mutable)? it.attr,
            Block::Admonition(it) => &$($mutable)? it.attr,
            Block::Aligned(it) => &$($mutable)? it.attr,
            Block::Contents(it) => &$($mutable)? it.attr,
            Block::Residue(it) => &$($mutable)? it.attr,
            Block::Milestone(it) => &$($mutable)? it.attr,
            Block::Foreign(it) => &$($mutable)? it.attr,
            Block::Gap(_) => return None,
        })
    };
}

/// The attributes of a block's parts; see [`block_attr`].
macro_rules! part_attrs {
    ($block:ident, $f:ident, $iter:ident $(, $mutable:tt)?) => {
        match $block {
            Block::List(it) => it.items.$iter().for_each(|it| $f(&$($mutable)? it.attr)),
            Block::DefinitionList(it) => {
                it.items.$iter().for_each(|it| $f(&$($mutable)? it.attr));
            }
            Block::Table(it) => {
                for row in it.head.$iter().chain(it.body.$iter()).chain(it.foot.$iter()) {
                    $f(&$($mutable)? row.attr);
                    row.cells.$iter().for_each(|it| $f(&$($mutable)? it.attr));
                }
            }
            Block::Math(it) => it.labels.$iter().for_each(|it| $f(&$($mutable)? *it)),
            Block::Figure(it) => it.images.$iter().for_each(|it| $f(&$($mutable)? it.attr)),
            Block::Verse(it) => for stanza in it.stanzas.$iter() {
                $f(&$($mutable)? stanza.attr);
                stanza.lines.$iter().for_each(|it| $f(&$($mutable)? it.attr));
            },
            _ => {}
        }
    };
}

/// The attributes of an inline; see [`block_attr`].
macro_rules! inline_attr {
    ($inline:ident $(, $mutable:tt)?) => {
        Some(match $inline {
            Inline::Styled(it) => &$($mutable)? it.attr,
            Inline::Link(it) => &$($mutable)? it.attr,
            Inline::Anchor(it) => &$($mutable)? it.attr,
            Inline::Ruby(it) => &$($mutable)? it.attr,
            Inline::Code(it) => &$($mutable)? it.attr,
            Inline::Math(it) => &$($mutable)? it.attr,
            Inline::NoteRef(it) => &$($mutable)? it.attr,
            Inline::Note(it) => &$($mutable)? it.attr,
            Inline::Blank(it) => &$($mutable)? it.attr,
            Inline::Reference(it) => &$($mutable)? it.attr,
            Inline::Milestone(it) => &$($mutable)? it.attr,
            Inline::Quoted(it) => &$($mutable)? it.attr,
            Inline::Span(it) => &$($mutable)? it.attr,
            Inline::Gaiji(it) => &$($mutable)? it.attr,
            Inline::Choice(it) => &$($mutable)? it.attr,
            Inline::Name(it) => &$($mutable)? it.attr,
            Inline::Image(it) => &$($mutable)? it.attr,
            Inline::Residue(it) => &$($mutable)? it.attr,
            Inline::Foreign(it) => &$($mutable)? it.attr,
            Inline::Text(_) | Inline::Gap(_) | Inline::LineBreak(_) => return None,
        })
    };
}

impl Block {
    /// The attributes, of all blocks but gaps.
    pub fn attr(&self) -> Option<&Attr> {
        block_attr!(self)
    }

    /// The attributes, to change them.
    pub fn attr_mut(&mut self) -> Option<&mut Attr> {
        block_attr!(self, mut)
    }

    /// Calls `f` with the attributes of the block and of its parts.
    pub fn attrs<'a>(&'a self, f: &mut dyn FnMut(&'a Attr)) {
        self.attr().into_iter().for_each(&mut *f);
        part_attrs!(self, f, iter);
    }

    /// Calls `f` with the attributes of the block and of its parts, to change them.
    pub fn attrs_mut(&mut self, f: &mut dyn FnMut(&mut Attr)) {
        self.attr_mut().into_iter().for_each(&mut *f);
        part_attrs!(self, f, iter_mut, mut);
    }
}

impl Inline {
    /// The attributes, of all inlines but texts, gaps and line breaks.
    pub fn attr(&self) -> Option<&Attr> {
        inline_attr!(self)
    }

    /// The attributes, to change them.
    pub fn attr_mut(&mut self) -> Option<&mut Attr> {
        inline_attr!(self, mut)
    }

    /// Calls `f` with the attributes of the inline and of its variants.
    pub fn attrs<'a>(&'a self, f: &mut dyn FnMut(&'a Attr)) {
        self.attr().into_iter().for_each(&mut *f);
        if let Self::Choice(choice) = self {
            choice.variants.iter().for_each(|it| f(&it.attr));
        }
    }

    /// Calls `f` with the attributes of the inline and of its variants, to change them.
    pub fn attrs_mut(&mut self, f: &mut dyn FnMut(&mut Attr)) {
        self.attr_mut().into_iter().for_each(&mut *f);
        if let Self::Choice(choice) = self {
            choice.variants.iter_mut().for_each(|it| f(&mut it.attr));
        }
    }
}
