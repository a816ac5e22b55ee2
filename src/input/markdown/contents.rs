//! Places for a table of contents: `[TOC]` and what else programs know.
//!
//! In comes a paragraph of the parser's, out comes a place where writers make the contents, if it
//! is one.

use comrak::Node;
use comrak::nodes::NodeValue;

use super::Reader;
use crate::model::{Attr, Block, Contents, Span};

/// What is written where the contents are to be, in lower case: Typora, GitLab, markdown-it
/// and its kin, pandoc's TeX.
const MARKS: [&str; 6] =
    ["[toc]", "[[toc]]", "[[_toc_]]", "@[toc]", "${toc}", "\\tableofcontents"];

impl Reader<'_> {
    /// A paragraph that is nothing but a mark for the contents, and where the mark ends.
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
