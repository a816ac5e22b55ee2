//! TEI P5: our own archives, and the editions of others.
//!
//! An archive of ours that makes a restore claim is read back as it was written: white space
//! counts, `lb` is a line end, `fw` a gap or residue. In other files white space is XML's own
//! and `lb` and `pb` are the boundaries of the edition. What the model has no construct for
//! keeps its text, and is reported by name and count. No DTD is fetched and no entity
//! expanded (`xml::Reader`).

mod header;
mod parts;
mod phrases;
mod structure;
mod tree;
mod walk;

use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{Block, Depth, Document, SourceInfo};
use crate::source::Source;
use tree::{Node, Tag};
use walk::Walk;

/// Parts of a TEI document that editions keep in files of their own.
const PARTS: [&str; 6] = ["text", "group", "front", "body", "back", "div"];

/// Whether a text looks like TEI: an XML document whose root is `TEI`, or of its namespace.
pub(super) fn is_tei(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let head: String = text.chars().take(4096).collect();
    let named = ["<TEI ", "<TEI>", crate::xml::ns::TEI];
    head.starts_with('<') && named.iter().any(|name| head.contains(name))
}

/// Reads a TEI file.
///
/// # Errors
///
/// A text that is not well-formed, exceeds a limit, or is not TEI.
pub(super) fn read(source: &Source, depth: Depth) -> Result<(Document, Vec<Diagnostic>)> {
    let (root, entities) = tree::read(&source.text, depth.nesting())?;
    let part = root.own && PARTS.contains(&root.name.as_str());
    if !part && !["TEI", "teiCorpus"].contains(&root.name.as_str()) {
        return Err(Error::new(Code::TeiRoot, [&root.name]));
    }
    let none = Tag::default();
    let header = root.tag("teiHeader").unwrap_or(&none);
    let archived = header::source(header);
    let lossless = archived.as_ref().is_some_and(|source| source.verbatim);
    let mut walk = Walk {
        declared: header::declarations(header),
        lossless,
        // It writes hard line breaks so, and no others.
        lb_breaks: header::is_by_pandoc(header),
        newline: archived.as_ref().map(|it| it.newline.clone()).unwrap_or_default(),
        ..Walk::default()
    };
    let mut document = Document::new(header::meta(header, root.get("xml:lang")));
    if part && root.name != "text" {
        document.body = walk.blocks(&[Node::Tag(root)]);
    } else {
        texts(&mut walk, &root, &mut document);
    }
    let info = match archived {
        Some(mut info) if lossless => {
            info.raw = std::mem::take(&mut walk.raw);
            info
        }
        _ => SourceInfo { format: "tei".to_owned(), ..source.info.clone() },
    };
    document.sources.push(info);
    let mut diagnostics = Vec::new();
    for (name, count) in walk.unknown {
        diagnostics.push(Diagnostic::new(Code::TeiUnknownElement, [&name, &count]));
    }
    for (name, count) in entities {
        diagnostics.push(Diagnostic::new(Code::TeiEntity, [&name, &count]));
    }
    Ok((document, diagnostics))
}

/// The texts of a document or of a corpus, one after the other.
fn texts(walk: &mut Walk, tag: &Tag, document: &mut Document) {
    match tag.name.as_str() {
        "text" => whole(walk, tag, document),
        _ => {
            let inner = tag.tags().filter(|it| matches!(it.name.as_str(), "TEI" | "text"));
            inner.for_each(|it| texts(walk, it, document));
        }
    }
}

/// The `text` element: what stands around `front`, `body` and `back` goes to what it touches.
fn whole(walk: &mut Walk, text: &Tag, document: &mut Document) {
    let mut around = Vec::new();
    let mut seen = "";
    for node in &text.children {
        match node {
            Node::Tag(tag)
                if ["front", "body", "back", "group"].contains(&tag.name.as_str()) =>
            {
                let before = std::mem::take(&mut around);
                walk.front = tag.name == "front";
                let blocks = walk.blocks(&tag.children);
                let part = match tag.name.as_str() {
                    "front" => &mut document.front,
                    "back" => &mut document.back,
                    _ => &mut document.body,
                };
                match (seen, tag.name.as_str()) {
                    ("", "body") => document.front.extend(before),
                    ("body", _) => document.body.extend(before),
                    _ => part.extend(before),
                }
                let part = match tag.name.as_str() {
                    "front" => &mut document.front,
                    "back" => &mut document.back,
                    _ => &mut document.body,
                };
                extend(part, blocks);
                seen = match tag.name.as_str() {
                    "front" => "front",
                    "back" => "back",
                    _ => "body",
                };
            }
            other => extend(&mut around, walk.blocks(std::slice::from_ref(other))),
        }
    }
    let last = if document.back.is_empty() { &mut document.body } else { &mut document.back };
    extend(last, around);
}

fn extend(blocks: &mut Vec<Block>, more: Vec<Block>) {
    for block in more {
        match block {
            Block::Gap(gap) => walk::push_gap(blocks, gap),
            other => blocks.push(other),
        }
    }
}
