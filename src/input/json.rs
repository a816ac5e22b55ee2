//! The model's own JSON: text to document, version and depth checked.
//!
//! JSON that is not a document is plain text to paiban; [`is_document`] tells which it is.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{
    Attr, Block, Document, Inline, MAX_DEPTH, Paragraph, Part, PartMut, VERSION,
};

/// How deep arrays and objects may nest (RFC 8259 §9 lets a parser set a limit): six to a level,
/// as a table's cells take, so that every document that a reader may build is read back.
const MAX_NESTING: usize = 6 * MAX_DEPTH + 8;

/// The two keys that every document has, whatever its version.
#[derive(Deserialize)]
struct Head {
    version: String,
    #[serde(rename = "meta")]
    _meta: IgnoredAny,
}

/// Whether `text` is a document in JSON, of any version.
pub fn is_document(text: &str) -> bool {
    text.trim_start().starts_with('{') && serde_json::from_str::<Head>(text).is_ok()
}

/// Whether `text` is JSON at all: an object or an array.
pub fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Reads a document.
///
/// # Errors
///
/// Text that is not a document, a newer major version, and arrays nested too deeply.
pub fn read(text: &str) -> Result<(Document, Vec<Diagnostic>)> {
    if nesting(text) > MAX_NESTING {
        return Err(Error::new(Code::JsonNesting, [&MAX_NESTING]));
    }
    let malformed = |error: serde_json::Error| Error::new(Code::JsonMalformed, [&error]);
    let head: Head = serde_json::from_str(text).map_err(malformed)?;
    if major(&head.version) > major(VERSION) {
        return Err(Error::new(Code::JsonVersion, [&head.version]));
    }
    let mut parser = serde_json::Deserializer::from_str(text);
    // Safe: the nesting was measured above.
    parser.disable_recursion_limit();
    let mut document = Document::deserialize(&mut parser).map_err(malformed)?;
    parser.end().map_err(malformed)?;
    document.version = VERSION.to_owned();
    let mut flattened = false;
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        flatten_blocks(blocks, 1, &mut flattened);
    }
    let diagnostics =
        flattened.then(|| Diagnostic::new(Code::TooDeep, [&MAX_DEPTH])).into_iter().collect();
    Ok((document, diagnostics))
}

/// The number before the dot; what is no number is taken as newer than anything.
fn major(version: &str) -> u32 {
    version.split('.').next().and_then(|number| number.parse().ok()).unwrap_or(u32::MAX)
}

/// How deep brackets nest outside strings.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Turns blocks at the deepest level that hold others into paragraphs of their texts and gaps,
/// so that no character is lost.
fn flatten_blocks(blocks: &mut [Block], depth: usize, flattened: &mut bool) {
    for block in blocks {
        if depth + 1 >= MAX_DEPTH && has_inner_nodes(block) {
            let mut content = Vec::new();
            block.children(&mut |part| collect_leaves(part, &mut content));
            let attr = block.attr().cloned().unwrap_or_default();
            let attr = Attr { recognition: None, ..attr };
            *block = Block::Paragraph(Paragraph { attr, content });
            *flattened = true;
        }
        block.children_mut(&mut |part| flatten_part(part, depth + 1, flattened));
    }
}

fn flatten_part(part: PartMut<'_>, depth: usize, flattened: &mut bool) {
    match part {
        PartMut::Blocks(blocks) => flatten_blocks(blocks, depth, flattened),
        PartMut::Inlines(inlines) if depth >= MAX_DEPTH && inlines.iter().any(has_children) => {
            let mut leaves = Vec::new();
            collect_leaves(Part::Inlines(inlines), &mut leaves);
            *inlines = leaves;
            *flattened = true;
        }
        PartMut::Inlines(inlines) => {
            for inline in inlines {
                inline.children_mut(&mut |part| flatten_part(part, depth + 1, flattened));
            }
        }
    }
}

/// Whether a block holds more than leaves.
fn has_inner_nodes(block: &Block) -> bool {
    let mut found = false;
    block.children(&mut |part| {
        found |= match part {
            Part::Blocks(blocks) => !blocks.is_empty(),
            Part::Inlines(inlines) => inlines.iter().any(has_children),
        };
    });
    found
}

fn has_children(inline: &Inline) -> bool {
    let mut found = false;
    inline.children(&mut |part| {
        found |= match part {
            Part::Blocks(blocks) => !blocks.is_empty(),
            Part::Inlines(inlines) => !inlines.is_empty(),
        };
    });
    found
}

/// Texts, gaps and what else holds nothing, in order.
fn collect_leaves(part: Part<'_>, out: &mut Vec<Inline>) {
    match part {
        Part::Blocks(blocks) => {
            for block in blocks {
                if let Block::Gap(gap) = block {
                    out.push(Inline::Gap(gap.clone()));
                }
                block.children(&mut |part| collect_leaves(part, out));
            }
        }
        Part::Inlines(inlines) => {
            for inline in inlines {
                if has_children(inline) {
                    inline.children(&mut |part| collect_leaves(part, out));
                } else {
                    out.push(inline.clone());
                }
            }
        }
    }
}
