//! The model's own JSON: text to document, version and depth checked.
//!
//! JSON that is not a document is plain text to paiban; [`is_document`] tells which it is.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{Depth, Document, VERSION};

use super::flatten::flatten;

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

/// Reads a document; what is deeper than `depth` is flattened.
///
/// # Errors
///
/// Text that is not a document, a newer major version, and arrays nested too deeply.
pub fn read(text: &str, depth: Depth) -> Result<(Document, Vec<Diagnostic>)> {
    let mut document = parse(text, depth)?;
    let mut diagnostics = Vec::new();
    flatten(&mut document, depth, &mut diagnostics);
    Ok((document, diagnostics))
}

/// Reads a document as deep as it is.
pub(super) fn parse(text: &str, depth: Depth) -> Result<Document> {
    // RFC 8259 §9 lets a parser set a limit.
    let limit = depth.nesting();
    if nesting(text) > limit {
        return Err(Error::new(Code::JsonNesting, [&limit]));
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
    Ok(document)
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
