//! Places for a table of contents: `[TOC]` and the marks of other programs. Takes a paragraph of
//! the parser, returns a place for the generated contents, if it is one.

use comrak::Node;
use comrak::nodes::NodeValue;

use super::Reader;
use crate::model::{Attr, Block, Contents, Span};

/// The marks for the contents, in lower case: Typora, GitLab, markdown-it and derivatives, pandoc's
/// TeX.
const MARKS: [&str; 6] =
    ["[toc]", "[[toc]]", "[[_toc_]]", "@[toc]", "${toc}", "\\tableofcontents"];

impl Reader<'_> {
    /// The place of a paragraph that contains only a mark for the contents, and the end of the
    /// mark.
    pub(super) fn contents_place(&self, node: Node<'_>) -> Option<(Block, usize)> {
        let (start, end) = self.range(node.data().sourcepos);
        let written = self.cover.text.get(start..end)?.trim();
        let is_linked = node.children().any(|it| matches!(it.data().value, NodeValue::Link(_)));
        if is_linked || !MARKS.iter().any(|mark| written.eq_ignore_ascii_case(mark)) {
            return None;
        }
        let attr = Attr { span: Some(Span::new(0, start, end)), ..Attr::default() };
        Some((Block::Contents(Box::new(Contents { attr, ..Contents::default() })), end))
    }
}
