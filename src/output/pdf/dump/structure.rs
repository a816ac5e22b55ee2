//! The structure tree as text: roles with their attributes, and their content.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::content::PageText;
use super::{Dump, quoted, string, value_of};

/// Something to show, with its depth.
enum DumpStep<'a> {
    Element(usize, &'a Object),
    Text(usize, String),
}

/// Describes the tags of a document, if it has any.
pub(super) fn add<'a>(
    dump: &mut Dump<'a>,
    catalog: &'a Dictionary,
    pages: &[ObjectId],
    texts: &[PageText],
) {
    let Some(root) = dump.dict(catalog, b"StructTreeRoot") else { return };
    let mut line = "Structure".to_owned();
    if let Some(map) = dump.dict(root, b"RoleMap") {
        for (role, standard) in map.iter() {
            let role = String::from_utf8_lossy(role);
            line.push_str(&format!(" {role}={}", value_of(standard)));
        }
    }
    dump.line(0, &line);
    let kids = dump.array(root, b"K");
    let mut steps: Vec<DumpStep<'a>> =
        kids.iter().rev().map(|kid| DumpStep::Element(1, kid)).collect();
    // A damaged file may lead in circles.
    let mut seen: BTreeSet<ObjectId> = BTreeSet::new();
    while let Some(step) = steps.pop() {
        match step {
            DumpStep::Text(depth, text) => dump.line(depth, &text),
            DumpStep::Element(depth, object) => {
                if object.as_reference().is_ok_and(|id| !seen.insert(id)) {
                    continue;
                }
                let Some(element) = dump.as_dict(object) else { continue };
                let mut line = head(dump, element);
                let mut kids = kids_of(dump, element, pages, texts, depth + 1);
                if kids.iter().all(|kid| matches!(kid, DumpStep::Text(..))) {
                    for kid in kids.drain(..) {
                        let DumpStep::Text(_, text) = kid else { continue };
                        line.push(' ');
                        line.push_str(&text);
                    }
                }
                dump.line(depth, &line);
                steps.extend(kids.into_iter().rev());
            }
        }
    }
}

/// An element's role and attributes.
fn head<'a>(dump: &Dump<'a>, element: &'a Dictionary) -> String {
    let mut line = dump.get(element, b"S").map(value_of).unwrap_or_default();
    for key in ["ID", "Lang", "Alt", "ActualText", "E"] {
        if let Some(value) = dump.get(element, key.as_bytes()) {
            line.push_str(&format!(" {key}={}", string(value)));
        }
    }
    for attributes in dump.array(element, b"A") {
        let Some(attributes) = dump.as_dict(attributes) else { continue };
        for (key, value) in attributes.iter().filter(|(key, _)| *key != b"O") {
            line.push_str(&format!(" {}={}", String::from_utf8_lossy(key), value_of(value)));
        }
    }
    line
}

/// The children of an element. Text on another page than the element's first begins with that
/// page's number.
fn kids_of<'a>(
    dump: &Dump<'a>,
    element: &'a Dictionary,
    pages: &[ObjectId],
    texts: &[PageText],
    depth: usize,
) -> Vec<DumpStep<'a>> {
    let page_of = |dict: &Dictionary| {
        let page = dict.get(b"Pg").ok()?.as_reference().ok()?;
        pages.iter().position(|id| *id == page)
    };
    let own_page = page_of(element);
    let marked = |page: Option<usize>, mcid: i64| {
        let text =
            page.and_then(|page| texts.get(page)).and_then(|page| page.marked.get(&mcid));
        let text = quoted(text.map_or("\u{FFFD}", String::as_str));
        match page {
            Some(page) if Some(page) != own_page => format!("[{}]{text}", page + 1),
            _ => text,
        }
    };
    let mut steps = Vec::new();
    for kid in dump.array(element, b"K") {
        if let Object::Integer(mcid) = kid {
            steps.push(DumpStep::Text(depth, marked(own_page, *mcid)));
            continue;
        }
        let Some(dict) = dump.as_dict(kid) else { continue };
        match dict.get_type() {
            Ok(b"MCR") => {
                let mcid = dict.get(b"MCID").and_then(Object::as_i64).unwrap_or(-1);
                steps.push(DumpStep::Text(depth, marked(page_of(dict).or(own_page), mcid)));
            }
            Ok(b"OBJR") => {
                let text = dump.dict(dict, b"Obj").map(|object| annotation(dump, object));
                steps.push(DumpStep::Text(depth, text.unwrap_or_default()));
            }
            _ => steps.push(DumpStep::Element(depth, kid)),
        }
    }
    steps
}

/// An annotation: its target and its description.
fn annotation<'a>(dump: &Dump<'a>, annotation: &'a Dictionary) -> String {
    let action = dump.dict(annotation, b"A");
    let uri = action.and_then(|action| dump.get(action, b"URI")).map(string);
    let target = uri.or_else(|| {
        dump.get(annotation, b"Dest").map(|target| format!("#{}", value_of(target)))
    });
    let contents = dump.get(annotation, b"Contents").map(string).unwrap_or_default();
    format!("→ {} ({contents})", target.unwrap_or_default())
}
