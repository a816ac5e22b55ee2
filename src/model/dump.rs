//! The model as text for goldens and bug reports: one line per block, inlines in short marks.
//!
//! The form is for people and tests; programs read the JSON.

use serde_json::Value;

use super::{Block, Document, Inline, Part};

/// The document as indented text.
pub fn dump(document: &Document) -> String {
    let mut out = String::new();
    let meta = serde_json::to_value(&document.meta).unwrap_or_default();
    if let Some(fields) = meta.as_object() {
        for (name, value) in fields {
            out.push_str(&format!("meta {name}: {value}\n"));
        }
    }
    for (name, line) in [("header", &document.header), ("footer", &document.footer)] {
        if let Some(line) = line {
            let value = serde_json::to_value(line).unwrap_or_default();
            out.push_str(&format!("{name}:{}\n", facts(&value)));
        }
    }
    if let Some(numbering) = document.numbering {
        out.push_str(&format!("numbering: {numbering:?}\n"));
    }
    let parts =
        [("front", &document.front), ("body", &document.body), ("back", &document.back)];
    for (name, blocks) in parts {
        if !blocks.is_empty() {
            out.push_str(name);
            out.push('\n');
            blocks.iter().for_each(|block| dump_block(block, 1, &mut out));
        }
    }
    out
}

/// The fields of a node that are not children: its serialised form without nested nodes. Parts that
/// are not nodes (items, rows, cells, pairs of ruby) have theirs in brackets.
fn facts(value: &Value) -> String {
    let Value::Object(fields) = value else { return String::new() };
    let mut out = String::new();
    for (name, value) in fields {
        match value {
            _ if ["type", "span", "text"].contains(&name.as_str()) => {}
            _ if name == "attr" => out.push_str(&facts(value)),
            Value::Array(parts) if parts.iter().any(Value::is_object) => {
                let parts_facts: Vec<String> = parts.iter().map(facts).collect();
                let is_node = |part: &Value| part.get("type").is_some();
                if !parts.iter().any(is_node) && parts_facts.iter().any(|part| !part.is_empty())
                {
                    let parts_facts: Vec<&str> =
                        parts_facts.iter().map(|part| part.trim()).collect();
                    out.push_str(&format!(" {name}=[{}]", parts_facts.join("; ")));
                }
            }
            value => out.push_str(&format!(" {name}={}", value.to_string().trim_matches('"'))),
        }
    }
    out
}

fn dump_block(block: &Block, depth: usize, out: &mut String) {
    if let Block::Gap(gap) = block {
        let line =
            format!("{:width$}gap {:?} {:?}\n", "", gap.kind, gap.text, width = depth * 2);
        out.push_str(&line);
        return;
    }
    let value = serde_json::to_value(block).unwrap_or_default();
    let name = value.get("type").and_then(|name| name.as_str()).unwrap_or("?").to_owned();
    out.push_str(&format!("{:width$}{name}{}\n", "", facts(&value), width = depth * 2));
    block.children(&mut |part| match part {
        Part::Blocks(blocks) => blocks.iter().for_each(|b| dump_block(b, depth + 1, out)),
        Part::Inlines([]) => {}
        Part::Inlines(inlines) => {
            out.push_str(&" ".repeat(depth * 2 + 2));
            out.push_str("| ");
            dump_inlines(inlines, depth, out);
            out.push('\n');
        }
    });
}

fn dump_inlines(inlines: &[Inline], depth: usize, out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&text.text),
            Inline::Gap(gap) => out.push_str(&format!("‹{:?} {:?}›", gap.kind, gap.text)),
            other => {
                let value = serde_json::to_value(other).unwrap_or_default();
                let name =
                    value.get("type").and_then(|name| name.as_str()).unwrap_or("?").to_owned();
                out.push_str(&format!("‹{name}{}", facts(&value)));
                other.children(&mut |part| match part {
                    Part::Inlines(inner) => {
                        out.push_str(" : ");
                        dump_inlines(inner, depth, out);
                    }
                    Part::Blocks(blocks) => {
                        out.push('\n');
                        blocks.iter().for_each(|b| dump_block(b, depth + 2, out));
                    }
                });
                out.push('›');
            }
        }
    }
}
