//! TEI as a tree: elements with attributes and children, and whole texts, each with its place.
//!
//! The tree is as deep as the caller allows; elements of foreign namespaces have no prefix. Each
//! text records whether it was consumed, so that text without a construct can be reported
//! ([`Tag::left_out`]).

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::walk::is_white;
use crate::diag::Result;
use crate::model::Span;
use crate::xml::{Event, Limits, Reader, ns};

/// An element.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// Its name without prefix.
    pub(super) name: String,
    /// Whether it is in TEI's namespace, or in none.
    pub(super) own: bool,
    attributes: BTreeMap<String, String>,
    /// Its children.
    pub(super) children: Vec<Node>,
    /// Its place in the file, from start tag to end tag.
    pub(super) place: Range<usize>,
}

/// An element or text.
#[derive(Debug)]
pub(super) enum Node {
    Tag(Tag),
    Text(Chars),
}

/// Characters between tags.
#[derive(Debug)]
pub(super) struct Chars {
    text: String,
    place: Range<usize>,
    taken: Cell<bool>,
}

impl Chars {
    /// Consumes the characters for the document.
    pub(super) fn take(&self) -> &str {
        self.taken.set(true);
        &self.text
    }

    /// Reads the characters without consuming them.
    pub(super) fn look(&self) -> &str {
        &self.text
    }
}

/// Text that is not in the document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// Its parent element.
    pub(super) name: String,
    /// Its beginning.
    pub(super) begins: String,
    /// The place of the element, or of the text if other text of the element was consumed.
    pub(super) span: Span,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The value of `type`; empty if there is none.
    pub(super) fn kind(&self) -> &str {
        self.get("type").unwrap_or_default()
    }

    /// All attributes, by name.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Its child elements.
    pub(super) fn tags(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Tag(tag) => Some(tag),
            Node::Text(_) => None,
        })
    }

    /// The first child element of this name.
    pub(super) fn tag(&self, name: &str) -> Option<&Self> {
        self.tags().find(|tag| tag.name == name)
    }

    /// The element at the end of a path of names.
    pub(super) fn path(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |tag, name| tag.tag(name))
    }

    /// All descendants of this name.
    pub(super) fn all<'t>(&'t self, name: &str, out: &mut Vec<&'t Self>) {
        for tag in self.tags() {
            if tag.name == name {
                out.push(tag);
            }
            tag.all(name, out);
        }
    }

    /// Its text, white space collapsed.
    pub(super) fn words(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text.split([' ', '\t', '\n', '\r'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Its text unchanged.
    pub(super) fn words_as_written(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    /// Its text unchanged, with line breaks as line ends: program text, where white space is
    /// significant.
    pub(super) fn lines_as_written(&self) -> String {
        let mut text = String::new();
        self.push_lines(&mut text, &mut false);
        text
    }

    /// `broken` is whether a line break came last: a line end after it belongs to it.
    fn push_lines(&self, out: &mut String, broken: &mut bool) {
        for node in &self.children {
            match node {
                Node::Tag(tag) if tag.name == "lb" => {
                    out.push('\n');
                    *broken = true;
                }
                Node::Tag(tag) => tag.push_lines(out, broken),
                Node::Text(text) => {
                    let text = text.take();
                    let rest = text.strip_prefix('\n').filter(|_| *broken);
                    out.push_str(rest.unwrap_or(text));
                    *broken = false;
                }
            }
        }
    }

    fn push_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Tag(tag) => tag.push_text(out),
                Node::Text(text) => out.push_str(text.take()),
            }
        }
    }

    /// The place as a diagnostic has it.
    pub(super) fn span(&self) -> Span {
        Span::new(0, self.place.start, self.place.end)
    }

    /// Collects the texts that were not consumed, and returns whether any was. An element of which
    /// nothing was consumed is reported as a whole. The header of a text contains metadata, no
    /// text.
    pub(super) fn left_out(&self, out: &mut Vec<LeftOut>) -> bool {
        let before = out.len();
        let mut taken = false;
        let headed = ["TEI", "teiCorpus"].contains(&self.name.as_str());
        for node in &self.children {
            match node {
                Node::Tag(tag) if headed && tag.name == "teiHeader" => {}
                Node::Tag(tag) => taken |= tag.left_out(out),
                Node::Text(text) if is_white(&text.text) => {}
                Node::Text(text) if text.taken.get() => taken = true,
                Node::Text(text) => out.push(LeftOut {
                    name: self.name.clone(),
                    begins: beginning(&text.text),
                    span: Span::new(0, text.place.start, text.place.end),
                }),
            }
        }
        if !taken && let Some(first) = out.get_mut(before) {
            first.name.clone_from(&self.name);
            first.span = self.span();
            out.truncate(before + 1);
        }
        taken
    }
}

/// Parses a document with elements nested no deeper than `depth`; returns its root, and the unknown
/// entities.
pub(super) fn read(text: &str, depth: usize) -> Result<(Tag, BTreeMap<String, usize>)> {
    let mut reader = Reader::new(text, Limits { depth, ..Limits::default() });
    let mut open: Vec<Tag> = vec![Tag::default()];
    let mut entities = BTreeMap::new();
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Start(element) => {
                let own = element.namespace.is_empty() || element.namespace == ns::TEI;
                let attributes = element.attributes.into_iter().collect();
                let (name, place, children) = (element.name, reader.place(), Vec::new());
                open.push(Tag { name, own, attributes, children, place });
            }
            Event::Text(text) => add(&mut open, chars(text, &reader)),
            Event::Entity(name) => {
                let text = reader.entity(&name).unwrap_or_else(|| {
                    let shown = format!("&{name};");
                    *entities.entry(name).or_default() += 1;
                    shown
                });
                add(&mut open, chars(text, &reader));
            }
            Event::End => {
                if let Some(mut tag) = open.pop() {
                    tag.place.end = reader.place().end;
                    add(&mut open, Node::Tag(tag));
                }
            }
        }
    }
    let root = open.pop().and_then(|mut outer| outer.children.pop());
    Ok(match root {
        Some(Node::Tag(root)) => (root, entities),
        _ => (Tag::default(), entities),
    })
}

/// The first words of a text, for a message.
fn beginning(text: &str) -> String {
    const ENOUGH: usize = 24;
    let words = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

fn chars(text: String, reader: &Reader<'_>) -> Node {
    Node::Text(Chars { text, place: reader.place(), taken: Cell::new(false) })
}

fn add(open: &mut [Tag], node: Node) {
    if let Some(tag) = open.last_mut() {
        tag.children.push(node);
    }
}
