//! `--ledger`: a line of JSON for each range of a manuscript with one fate in an output, in the
//! order of the inputs, the outputs and the source (`docs/ledger.md`).

use serde::Serialize;

use crate::Conversion;
use crate::ledger::{Fate, NOWHERE};
use crate::source::Source;

/// A line of it.
#[derive(Serialize)]
struct StretchLine<'a> {
    input: &'a str,
    /// Which of its files, if it is a container.
    #[serde(skip_serializing_if = "is_first")]
    source: u16,
    output: &'a str,
    fate: Fate,
    #[serde(skip_serializing_if = "str::is_empty")]
    by: &'a str,
    /// Bytes of the decoded source in UTF-8.
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// The characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// The text in its place.
    #[serde(skip_serializing_if = "str::is_empty")]
    instead: &'a str,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_first(source: &u16) -> bool {
    *source == 0
}

/// The lines of a document.
pub(super) fn lines(input: &str, conversion: &Conversion) -> String {
    let mut out = String::new();
    for (format, account) in &conversion.accounts {
        for stretch in &account.stretches {
            let (fate, bytes) = (stretch.entry.fate, stretch.bytes.clone());
            // The text of a document in JSON belongs to another file.
            let info = conversion.document.sources.get(usize::from(stretch.source));
            let of = |it: &&Source| info.is_some_and(|info| info.sha256 == it.info.sha256);
            let source = conversion.sources.iter().find(of);
            let text = match stretch.source {
                NOWHERE => Some(account.unplaced.as_str()),
                _ => source.map(|source| source.text.as_str()),
            };
            let place = source.map(|source| source.line_column(bytes.start));
            let line = StretchLine {
                input,
                source: stretch.source,
                output: format.extension(),
                fate,
                by: stretch.entry.by,
                start: bytes.start,
                end: bytes.end,
                line: place.map(|(line, _)| line),
                column: place.map(|(_, column)| column),
                text: text.and_then(|text| text.get(bytes)),
                instead: &stretch.instead,
            };
            // Every value of a line is valid JSON.
            out.push_str(&serde_json::to_string(&line).unwrap_or_default());
            out.push('\n');
        }
    }
    out
}
