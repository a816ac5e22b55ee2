//! Readers: a decoded source to a document.

mod assets;
mod blanks;
mod elements;
mod flatten;
mod html;
pub mod json;
mod markdown;
pub mod sidecar;
mod tei;
mod text;

use crate::config::{InputFormat, ReadOptions};
use crate::diag::{Code, Diagnostic, Result};
use crate::model::{Claim, Depth, Document};
use crate::source::Source;

/// Refuses options that no input can mend.
///
/// # Errors
///
/// A pattern that is none, or rules that are none.
pub fn check(options: &ReadOptions) -> Result<()> {
    text::check(options)
}

/// Reads a source in the form that `options` name, else in the one that its content shows; what
/// is deeper than `depth` is flattened.
///
/// # Errors
///
/// Input that is not what it is said to be.
pub fn read(
    source: &Source,
    options: &ReadOptions,
    depth: Depth,
) -> Result<(Document, Vec<Diagnostic>)> {
    read_claims(source, options, depth)
        .map(|(document, diagnostics, _)| (document, diagnostics))
}

/// As [`read`], with what was claimed of a plain text, in its order: what the document was made of,
/// and what was rejected.
///
/// # Errors
///
/// As [`read`].
pub fn read_claims(
    source: &Source,
    options: &ReadOptions,
    depth: Depth,
) -> Result<(Document, Vec<Diagnostic>, Vec<Claim>)> {
    let mut claims = Vec::new();
    let (mut document, mut diagnostics) = read_whole(source, options, depth, &mut claims)?;
    flatten::flatten(&mut document, depth, &mut diagnostics);
    Ok((document, diagnostics, claims))
}

/// Reads a source; the tree may be deeper than `depth`, but no more than the stack bears.
fn read_whole(
    source: &Source,
    options: &ReadOptions,
    depth: Depth,
    claims: &mut Vec<Claim>,
) -> Result<(Document, Vec<Diagnostic>)> {
    let mut of_text = || {
        let text = text::read(source, options)?;
        *claims = text.claims;
        Ok((text.document, text.diagnostics))
    };
    let of_json = || Ok((json::parse(&source.text, depth)?, Vec::new()));
    match options.from {
        Some(InputFormat::Json) => of_json(),
        Some(InputFormat::Text) => of_text(),
        Some(InputFormat::Markdown) => markdown::read(source, options.line_ends, depth),
        Some(InputFormat::Tei) => tei::read(source, depth),
        Some(InputFormat::Html) => html::read(source),
        None if tei::is_tei(&source.text) => tei::read(source, depth),
        None if json::is_document(&source.text) => of_json(),
        // Refused by the reader, so that no half of a document is set as text.
        None if json::is_cut_off(source) => of_json(),
        None if html::is_page(&source.text) || has_extension(source, InputFormat::Html) => {
            html::read(source)
        }
        None if has_extension(source, InputFormat::Markdown) => {
            markdown::read(source, options.line_ends, depth)
        }
        // Refused by name: prose with its tags is no work of anybody's.
        None if tei::is_xml(source) => tei::read(source, depth),
        None => {
            let (document, mut diagnostics) = of_text()?;
            if json::is_json(&source.text) {
                diagnostics.insert(0, Diagnostic::new(Code::JsonForeign, []));
            }
            Ok((document, diagnostics))
        }
    }
}

/// The lines of a plain text that may be headings, a row each with tabs between its fields: the
/// line's number, its text, how it is set, its indent, and the features by which it is judged. The
/// first row names them. The weights of the reader are learned from such tables.
///
/// # Errors
///
/// A heading pattern of the user's that is no regular expression.
pub fn heading_features(source: &Source, options: &ReadOptions) -> Result<String> {
    text::features(source, options)
}

/// Whether the file's name says that it has this format: the signs of Markdown occur in plain text,
/// too, and a page need not begin as one.
fn has_extension(source: &Source, format: InputFormat) -> bool {
    let name = source.info.name.as_deref().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| format.extensions().contains(&extension.as_str()))
}
