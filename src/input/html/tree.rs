//! A page as a tree: the sink of html5ever's tree builder (HTML Standard, 13.2.6).
//!
//! Nodes are in one list and refer to each other by index, so that a page of any depth is dropped
//! without recursion. Nodes deeper than [`DEEPEST`] are attached to the last level that is kept, as
//! in browsers. A page with excessively nested or repeated tags is refused, since the tree
//! builder's time grows with the open elements (13.2.4.3).

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, ns, parse_document};

/// The maximum number of levels kept.
const DEEPEST: usize = 256;
/// The number of levels at which a page is refused: the tree builder searches all open elements.
const HOPELESS: usize = 8192;
/// The number of nodes per byte at which a page is refused: every block reopens elements that were
/// never closed.
const MOST_PER_BYTE: usize = 4;
/// The number of nodes that is always allowed.
const ALWAYS: usize = 100_000;
/// The number of bytes parsed between checks.
const PIECE: usize = 1 << 10;

/// The index of a node.
pub(super) type Id = usize;

/// A page.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<TreeNode>,
}

#[derive(Debug)]
struct TreeNode {
    parent: Option<Id>,
    children: Vec<Id>,
    /// From 1.
    line: usize,
    /// The index of its page, if several are joined.
    page: usize,
    /// Its depth when it was inserted.
    depth: usize,
    kind: NodeKind,
}

impl TreeNode {
    fn root() -> Self {
        let (children, kind) = (Vec::new(), NodeKind::Other);
        Self { parent: None, children, line: 1, page: 0, depth: 0, kind }
    }
}

#[derive(Debug)]
enum NodeKind {
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(String),
    /// The document, a comment.
    Other,
}

impl Tree {
    /// The root.
    pub(super) const ROOT: Id = 0;

    /// Parses a page; `None` if its tags nest or repeat excessively.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parser = parse_document(Sink::default(), ParseOpts::default());
        let mut rest = text;
        while !rest.is_empty() {
            let end = (PIECE..rest.len()).find(|at| rest.is_char_boundary(*at));
            let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
            parser.process(StrTendril::from(piece));
            let read = text.len() - after.len();
            if parser.tokenizer.sink.sink.is_hopeless(read) {
                return None;
            }
            rest = after;
        }
        Some(parser.finish())
    }

    /// Joins several pages in order.
    pub(super) fn joined(pages: Vec<Self>) -> Self {
        let mut nodes = vec![TreeNode::root()];
        for (page, tree) in pages.into_iter().enumerate() {
            let offset = nodes.len();
            let moved = |id: Id| if id == Self::ROOT { Self::ROOT } else { id + offset };
            for (id, mut node) in tree.nodes.into_iter().enumerate() {
                node.page = page;
                node.parent = node.parent.map(moved);
                node.children.iter_mut().for_each(|child| *child = moved(*child));
                if id == Self::ROOT {
                    let children = std::mem::take(&mut node.children);
                    nodes[Self::ROOT].children.extend(children);
                }
                // The root of a page is kept, without children, so that all indexes stay valid.
                nodes.push(node);
            }
        }
        Self { nodes }
    }

    /// The index of a node's page, if several are joined.
    pub(super) fn page(&self, id: Id) -> usize {
        self.nodes[id].page
    }

    /// Removes a page from several that are joined.
    pub(super) fn leave_out(&mut self, page: usize) {
        let mut children = std::mem::take(&mut self.nodes[Self::ROOT].children);
        children.retain(|child| self.nodes[*child].page != page);
        self.nodes[Self::ROOT].children = children;
    }

    /// Sets an attribute of an element.
    pub(super) fn set(&mut self, id: Id, wanted: &str, value: &str) {
        let NodeKind::Element { attributes, .. } = &mut self.nodes[id].kind else { return };
        match attributes.iter_mut().find(|it| *it.name.local == *wanted) {
            Some(attribute) => attribute.value = StrTendril::from(value),
            None => attributes.push(Attribute {
                name: QualName::new(None, ns!(), LocalName::from(wanted)),
                value: StrTendril::from(value),
            }),
        }
    }

    /// An element's name, in lower case except in SVG; empty for other nodes.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.nodes[id].kind {
            NodeKind::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    /// A text node's text.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[id].kind {
            NodeKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of an attribute.
    pub(super) fn get(&self, id: Id, wanted: &str) -> Option<&str> {
        let NodeKind::Element { attributes, .. } = &self.nodes[id].kind else { return None };
        let found = attributes.iter().find(|attribute| *attribute.name.local == *wanted);
        found.map(|attribute| &*attribute.value)
    }

    /// The values of an attribute that is a list.
    pub(super) fn words(&self, id: Id, attribute: &str) -> impl Iterator<Item = &str> {
        self.get(id, attribute).unwrap_or_default().split_ascii_whitespace()
    }

    /// The children of a node.
    pub(super) fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// The parent of a node.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// The line that a node begins on, from 1.
    pub(super) fn line(&self, id: Id) -> usize {
        self.nodes[id].line
    }

    /// A node and its descendants, in document order.
    pub(super) fn within(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut stack = vec![id];
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            stack.extend(self.nodes[next].children.iter().rev());
            Some(next)
        })
    }

    /// All text within a node.
    pub(super) fn text_within(&self, id: Id) -> String {
        self.within(id).filter_map(|id| self.text(id)).collect()
    }
}

/// The sink of the tree builder.
#[derive(Debug)]
struct Sink {
    nodes: RefCell<Vec<TreeNode>>,
    line: Cell<usize>,
    deepest: Cell<usize>,
}

impl Default for Sink {
    fn default() -> Self {
        let nodes = RefCell::new(vec![TreeNode::root()]);
        Self { nodes, line: Cell::new(1), deepest: Cell::new(0) }
    }
}

impl Sink {
    fn add(&self, kind: NodeKind) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        let line = self.line.get();
        nodes.push(TreeNode {
            parent: None,
            children: Vec::new(),
            line,
            page: 0,
            depth: 0,
            kind,
        });
        nodes.len() - 1
    }

    /// Whether a page, after `read` bytes, has too many levels or nodes.
    fn is_hopeless(&self, read: usize) -> bool {
        let most = read.saturating_mul(MOST_PER_BYTE).saturating_add(ALWAYS);
        self.deepest.get() > HOPELESS || self.nodes.borrow().len() > most
    }

    /// Inserts a node or text among the children of `parent`, before the one at `place`.
    fn insert(&self, parent: Id, place: usize, child: NodeOrText<Id>) {
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = place.checked_sub(1).map(|at| nodes[parent].children[at]);
                if let Some(before) = before
                    && let NodeKind::Text(written) = &mut nodes[before].kind
                {
                    written.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(NodeKind::Text(text.to_string()))
            }
        };
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        self.deepest.set(self.deepest.get().max(depth));
        nodes[child].parent = Some(parent);
        nodes[child].depth = depth;
        let place = place.min(nodes[parent].children.len());
        nodes[parent].children.insert(place, child);
    }

    fn last(&self, parent: Id) -> usize {
        self.nodes.borrow()[parent].children.len()
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].parent.take() {
            let siblings = &mut nodes[parent].children;
            // The moved node is nearly always among the last.
            if let Some(at) = siblings.iter().rposition(|child| *child == id) {
                siblings.remove(at);
            }
        }
    }
}

/// An element's name, its own.
#[derive(Debug)]
struct ElementName(QualName);

impl ElemName for ElementName {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = ElementName;

    fn finish(self) -> Tree {
        let mut nodes = self.nodes.into_inner();
        flatten(&mut nodes);
        Tree { nodes }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> ElementName {
        match &self.nodes.borrow()[*target].kind {
            NodeKind::Element { name, .. } => ElementName(name.clone()),
            _ => ElementName(QualName::new(None, ns!(), LocalName::from(""))),
        }
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Id {
        self.add(NodeKind::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(NodeKind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(NodeKind::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(*parent, self.last(*parent), child);
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let Some(parent) = self.nodes.borrow()[*sibling].parent else { return };
        let place = self.nodes.borrow()[parent].children.iter().rposition(|it| it == sibling);
        self.insert(parent, place.unwrap_or_default(), child);
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        if let NodeKind::Element { attributes, .. } = &mut self.nodes.borrow_mut()[*target].kind
        {
            for attribute in more {
                if attributes.iter().all(|known| known.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[*node].children);
        let mut nodes = self.nodes.borrow_mut();
        for child in &children {
            nodes[*child].parent = Some(*parent);
        }
        nodes[*parent].children.extend(children);
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
    }
}

/// Attaches nodes deeper than [`DEEPEST`] to the last level that is kept, in order.
fn flatten(nodes: &mut [TreeNode]) {
    let mut open = vec![(Tree::ROOT, Tree::ROOT, 0)];
    while let Some((id, parent, depth)) = open.pop() {
        let children = std::mem::take(&mut nodes[id].children);
        if id != Tree::ROOT {
            nodes[id].parent = Some(parent);
            nodes[parent].children.push(id);
        }
        let home = if depth < DEEPEST { (id, depth + 1) } else { (parent, depth) };
        open.extend(children.into_iter().rev().map(|child| (child, home.0, home.1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The levels of a tree.
    fn levels(tree: &Tree) -> usize {
        let up = |id| std::iter::successors(Some(id), |id| tree.parent(*id)).count();
        tree.within(Tree::ROOT).map(up).max().unwrap_or(0)
    }

    #[test]
    fn a_page_of_any_depth_ends() {
        let deep = format!("{}甲{}乙", "<div>".repeat(2000), "</div>".repeat(1000));
        let tree = Tree::parse(&deep).expect("a tree");
        assert_eq!(tree.text_within(Tree::ROOT), "甲乙");
        assert!(levels(&tree) <= DEEPEST + 1, "{}", levels(&tree));
        assert!(Tree::parse(&"<div>".repeat(100_000)).is_none());
    }

    /// Each end tag puts a clone of its element around what the block has (13.2.6.4.7).
    #[test]
    fn misnested_tags_make_no_deeper_tree() {
        let tags = |form: fn(usize) -> String| (0..1000).map(form).collect::<String>();
        let open = tags(|n| format!("<b id=b{n}>"));
        let page = format!("{open}<div><p>字{}", "</b>".repeat(1000));
        let tree = Tree::parse(&page).expect("a tree");
        assert_eq!(tree.text_within(Tree::ROOT), "字");
        assert!(levels(&tree) <= DEEPEST + 1, "{}", levels(&tree));
    }

    #[test]
    fn tags_that_are_never_closed_are_not_repeated_for_ever() {
        let open = (0..5000).map(|n| format!("<font size={n}>")).collect::<String>();
        assert!(Tree::parse(&format!("<p>{open}{}", "<p>字".repeat(10_000))).is_none());
    }

    #[test]
    fn text_among_rows_is_kept_before_the_table() {
        let tree = Tree::parse("<table>前<tr><td>格</td></tr></table>").expect("a tree");
        assert_eq!(tree.text_within(Tree::ROOT), "前格");
    }
}
