//! Readers: a decoded source to a document.

pub mod json;
mod markdown;
pub mod sidecar;
mod tei;
mod text;

use crate::config::{InputFormat, ReadOptions};
use crate::diag::{Code, Diagnostic, Result};
use crate::model::Document;
use crate::source::Source;

/// Reads a source in the form that `options` name, else in the one that its content shows.
///
/// # Errors
///
/// Input that is not what it is said to be.
pub fn read(source: &Source, options: &ReadOptions) -> Result<(Document, Vec<Diagnostic>)> {
    match options.from {
        Some(InputFormat::Json) => json::read(&source.text),
        Some(InputFormat::Text) => text::read(source, options),
        Some(InputFormat::Markdown) => markdown::read(source),
        Some(InputFormat::Tei) => tei::read(source),
        None if tei::is_tei(&source.text) => tei::read(source),
        None if json::is_document(&source.text) => json::read(&source.text),
        None if is_markdown(source) => markdown::read(source),
        None => {
            let (document, mut diagnostics) = text::read(source, options)?;
            if json::is_json(&source.text) {
                diagnostics.insert(0, Diagnostic::new(Code::JsonForeign, []));
            }
            Ok((document, diagnostics))
        }
    }
}

/// Whether the file's name says that it is Markdown: its signs stand in plain text, too.
fn is_markdown(source: &Source) -> bool {
    let name = source.info.name.as_deref().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("md" | "markdown" | "mdown" | "mkd"))
}
