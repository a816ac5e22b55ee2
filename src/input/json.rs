//! The model's own JSON: parses a document and checks version and depth.
//!
//! JSON that is not a document is plain text to paiban; [`is_document`] decides. Invalid JSON that
//! claims to be a document, for instance a truncated one, is refused.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{Depth, Document, VERSION};
use crate::source::Source;

use super::flatten::flatten;

/// The two keys of every document, whatever its version.
#[derive(Deserialize)]
struct VersionHead {
    version: String,
    #[serde(rename = "meta")]
    _meta: IgnoredAny,
}

/// Whether `text` is a document in JSON, of any version.
pub fn is_document(text: &str) -> bool {
    text.trim_start().starts_with('{') && serde_json::from_str::<VersionHead>(text).is_ok()
}

/// Whether `text` is JSON at all: an object or an array.
pub fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Whether a source claims to be JSON but cannot be parsed. The extension `.json` is a claim, and
/// so is the beginning that every document has.
pub(super) fn is_cut_off(source: &Source) -> bool {
    let name = source.info.name.as_deref().unwrap_or_default();
    let by_name = name.rsplit_once('.').is_some_and(|(_, it)| it.eq_ignore_ascii_case("json"));
    let inside = source.text.trim_start().strip_prefix('{').map(str::trim_start);
    let begins = inside.is_some_and(|inside| inside.starts_with("\"version\""));
    (by_name || begins) && serde_json::from_str::<IgnoredAny>(&source.text).is_err()
}

fn malformed(error: &serde_json::Error) -> Error {
    Error::new(Code::JsonMalformed, [error])
}

/// Reads a document, and flattens everything deeper than `depth`.
///
/// # Errors
///
/// Text that is not a document, a newer major version, a newer minor one with a type or field
/// that this one does not know, and arrays nested too deeply.
pub fn read(text: &str, depth: Depth) -> Result<(Document, Vec<Diagnostic>)> {
    let mut document = parse(text, depth)?;
    let mut diagnostics = Vec::new();
    flatten(&mut document, depth, &mut diagnostics);
    Ok((document, diagnostics))
}

/// Parses a document of any depth.
pub(super) fn parse(text: &str, depth: Depth) -> Result<Document> {
    // RFC 8259 §9 lets a parser set a limit.
    let limit = depth.nesting();
    if nesting(text) > limit {
        return Err(Error::new(Code::JsonNesting, [&limit]));
    }
    let head: VersionHead = serde_json::from_str(text).map_err(|error| {
        // The place of a syntax error is more helpful than a missing key.
        malformed(&serde_json::from_str::<IgnoredAny>(text).err().unwrap_or(error))
    })?;
    let newer = || Error::new(Code::JsonVersion, [&head.version]);
    if numbers(&head.version).0 > numbers(VERSION).0 {
        return Err(newer());
    }
    let refused = |error: serde_json::Error| {
        // Types and fields of a newer minor version that are unknown here.
        let unknown = error.is_data() && numbers(&head.version) > numbers(VERSION);
        if unknown { newer() } else { malformed(&error) }
    };
    let mut parser = serde_json::Deserializer::from_str(text);
    // Safe: the nesting was measured above.
    parser.disable_recursion_limit();
    let mut document = Document::deserialize(&mut parser).map_err(refused)?;
    parser.end().map_err(|error| malformed(&error))?;
    document.version = VERSION.to_owned();
    Ok(document)
}

/// The major and the minor number; an invalid number counts as newer than any.
fn numbers(version: &str) -> (u32, u32) {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    let number = |text: &str| text.parse().unwrap_or(u32::MAX);
    (number(major), number(minor))
}

/// The nesting of brackets outside strings.
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
