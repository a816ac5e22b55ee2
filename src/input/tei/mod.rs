//! TEI P5: our own archives, and editions by others.
//!
//! An archive of ours with a restore claim is read back exactly: white space is significant, `lb`
//! is a line end, `fw` a gap or residue. In other files white space follows XML conventions, and
//! `lb` and `pb` are boundaries of the edition. Unsupported constructs keep their text, and are
//! reported by name and count; text that no construct consumed is reported with its place, so that
//! none is lost silently. Entities are those that the file itself declares; no DTD is fetched and
//! no other file opened (`xml::Reader`).

mod apparatus;
mod attributes;
mod corpus;
mod dictionary;
mod elsewhere;
mod figures;
mod header;
mod notes;
mod parts;
mod phrases;
mod ruby;
mod structure;
mod tree;
mod walk;

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{Block, Depth, Document, SourceInfo, Span};
use crate::source::Source;
use crate::xml::{Element, Event, Limits, Reader, ns};
use tree::{Node, Tag};
use walk::Walk;

/// Parts of a TEI document that editions keep in separate files.
const PARTS: [&str; 6] = ["text", "group", "front", "body", "back", "div"];

/// Whether a text is TEI: an XML document whose root is in TEI's namespace, or has its name.
pub(super) fn is_tei(text: &str) -> bool {
    let root = root(text);
    root.is_some_and(|it| it.namespace == ns::TEI || ["TEI", "teiCorpus"].contains(&&*it.name))
}

/// Whether a source is XML: by its first characters or its name, or because it is well-formed.
pub(super) fn is_xml(source: &Source) -> bool {
    let text = source.text.trim_start_matches('\u{FEFF}').trim_start();
    if !text.starts_with('<') {
        return false;
    }
    let name = source.info.name.as_deref().unwrap_or_default().to_ascii_lowercase();
    let declared = ["<?xml ", "<!DOCTYPE ", "<!doctype "].iter().any(|it| text.starts_with(it));
    declared || name.ends_with(".xml") || is_well_formed(text)
}

/// The root element of a text that begins like XML.
fn root(text: &str) -> Option<Element> {
    if !text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') {
        return None;
    }
    match Reader::new(text, Limits::default()).next_event() {
        Ok(Some(Event::Start(root))) => Some(root),
        _ => None,
    }
}

fn is_well_formed(text: &str) -> bool {
    let mut reader = Reader::new(text, Limits::default());
    loop {
        match reader.next_event() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
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
        let p4 = ["TEI.2", "teiCorpus.2"].contains(&root.name.as_str());
        let code = if p4 { Code::TeiP4 } else { Code::TeiRoot };
        return Err(Error::new(code, [&root.name]));
    }
    let none = Tag::default();
    let header = root.tag("teiHeader").unwrap_or(&none);
    let archived = header::source(header);
    let lossless = archived.as_ref().is_some_and(|source| source.verbatim);
    let mut walk = Walk {
        declared: header::declarations(header),
        lossless,
        archived: archived.is_some(),
        // pandoc writes hard line breaks this way, and no others.
        lb_breaks: header::is_by_pandoc(header),
        newline: archived.as_ref().map(|it| it.newline.clone()).unwrap_or_default(),
        ..Walk::default()
    };
    let mut document = Document::new(header::meta(header, root.get("xml:lang")));
    walk.agents = document.meta.agents.iter().map(|agent| agent.id.clone()).collect();
    header::page_settings(&mut document);
    match root.name.as_str() {
        "teiCorpus" => document.body = walk.members(&root),
        "TEI" | "text" => texts(&mut walk, &root, &mut document),
        _ => walk.block(&root, None, &mut document.body),
    }
    if !lossless {
        elsewhere::tie(&mut document);
    }
    let info = match archived {
        Some(mut info) if lossless => {
            info.raw = std::mem::take(&mut walk.raw);
            info
        }
        _ => SourceInfo { format: "tei".to_owned(), ..source.info.clone() },
    };
    document.sources.push(info);
    let diagnostics = findings(walk, &root, entities);
    Ok((document, diagnostics))
}

/// The diagnostics of a file: unsupported constructs, entities, other files, and text that is not
/// in the document.
fn findings(walk: Walk, root: &Tag, entities: BTreeMap<String, usize>) -> Vec<Diagnostic> {
    // The places of an archive of ours refer to the file that it was made from.
    let at = |found: Diagnostic, span: Span| found.at((!walk.lossless).then_some(span));
    let mut diagnostics = Vec::new();
    for (name, (count, span)) in &walk.unknown {
        let found = Diagnostic::new(Code::TeiUnknownElement, [name, count]);
        diagnostics.push(at(found, *span));
    }
    for (name, count) in entities {
        diagnostics.push(Diagnostic::new(Code::TeiEntity, [&name, &count]));
    }
    for (name, span) in &walk.included {
        diagnostics.push(at(Diagnostic::new(Code::TeiIncluded, [name]), *span));
    }
    for (name, span) in &walk.unwritten {
        diagnostics.push(at(Diagnostic::new(Code::TeiUnwritten, [name]), *span));
    }
    let mut left_out = Vec::new();
    root.left_out(&mut left_out);
    for left in left_out {
        let found = Diagnostic::new(Code::TeiLeftOut, [&left.name, &left.begins]);
        diagnostics.push(at(found, left.span));
    }
    diagnostics
}

/// The texts of a file, in order. A file without any has its text in the transcriptions of its
/// pages.
fn texts(walk: &mut Walk, tag: &Tag, document: &mut Document) {
    if tag.name == "text" {
        return whole(walk, tag, document);
    }
    for part in tag.tags() {
        match part.name.as_str() {
            "text" => whole(walk, part, document),
            "standOff" => document.back.extend(walk.notes_of(part)),
            "include" => walk.include(part, &mut document.body),
            _ => {}
        }
    }
    if tag.tag("text").is_none() {
        let transcribed = tag.tags().filter(|it| it.name == "sourceDoc");
        transcribed.for_each(|it| document.body.extend(walk.transcription(it)));
    }
}

/// The `text` element: content around `front`, `body` and `back` is added to the adjacent one.
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
