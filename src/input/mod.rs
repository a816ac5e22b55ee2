//! Readers: an input to a document. The reader of each format, and the signs by which formats are
//! detected, are here; their names are in `config::InputFormat`.

mod assets;
mod blanks;
mod decided;
mod docx;
mod elements;
mod epub;
mod flatten;
mod html;
pub mod json;
mod kinds;
mod markdown;
mod mhtml;
pub mod sidecar;
mod tei;
mod text;

use crate::config::{InputFormat, Place, ReadOptions};
use crate::container;
use crate::context::Limits;
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::estimate;
use crate::model::{Claim, Depth, Document, Meta};
use crate::source::{Input, Source};

pub use text::FileOfSeries;

/// The result of reading an input.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// The input first, then the members of a container, in the order of `Document::sources`.
    pub sources: Vec<Source>,
    /// Diagnostics.
    pub diagnostics: Vec<Diagnostic>,
    /// The claims about a plain text, in its order, with their verdicts.
    pub claims: Vec<Claim>,
}

/// The result of reading a decoded text.
struct TextReading {
    document: Document,
    diagnostics: Vec<Diagnostic>,
    claims: Vec<Claim>,
}

impl From<(Document, Vec<Diagnostic>)> for TextReading {
    fn from((document, diagnostics): (Document, Vec<Diagnostic>)) -> Self {
        Self { document, diagnostics, claims: Vec::new() }
    }
}

/// A detection function of a format.
type Shows<T> = fn(&T) -> bool;

/// The reader of a format.
enum FormatReader {
    /// From decoded text.
    Text(fn(&Source, &ReadOptions, Depth) -> Result<TextReading>),
    /// From bytes: a container, whose members are decoded one by one.
    Bytes(fn(&Input, &ReadOptions, &Limits) -> Result<Reading>),
}

/// The reader of a format.
fn reader(format: InputFormat) -> FormatReader {
    FormatReader::Text(match format {
        InputFormat::Docx => return FormatReader::Bytes(docx::read),
        InputFormat::Text => |source, options, _| {
            let mut text = text::read(source, options)?;
            if options.from.is_none() && json::is_json(&source.text) {
                text.diagnostics.insert(0, Diagnostic::new(Code::JsonForeign, []));
            }
            let (document, diagnostics, claims) =
                (text.document, text.diagnostics, text.claims);
            Ok(TextReading { document, diagnostics, claims })
        },
        InputFormat::Markdown => {
            |source, options, depth| Ok(markdown::read(source, options.line_ends, depth)?.into())
        }
        InputFormat::Epub => return FormatReader::Bytes(epub::read),
        InputFormat::Mhtml => return FormatReader::Bytes(mhtml::read),
        InputFormat::Html => |source, _, _| Ok(html::read(source)?.into()),
        InputFormat::Tei => |source, _, depth| Ok(tei::read(source, depth)?.into()),
        InputFormat::Json => {
            |source, _, depth| Ok((json::parse(&source.text, depth)?, Vec::new()).into())
        }
    })
}

/// Detection of containers, by their bytes.
const CONTAINERS: &[(InputFormat, Shows<[u8]>)] = &[
    (InputFormat::Epub, |bytes| container::has_member(bytes, epub::CONTAINER)),
    (InputFormat::Docx, docx::is_word),
    (InputFormat::Mhtml, mhtml::is_message),
];

/// Detection of texts, the most reliable signs first; a text without any is plain.
const SIGNS: &[(InputFormat, Shows<Source>)] = &[
    (InputFormat::Tei, |source| tei::is_tei(&source.text)),
    // A truncated one is refused by the reader, so that no half of it is set as text.
    (InputFormat::Json, |source| json::is_document(&source.text) || json::is_cut_off(source)),
    // A page need not begin like one; the signs of Markdown occur in plain text, too.
    (InputFormat::Html, |source| {
        html::is_page(&source.text) || is_named(source, InputFormat::Html)
    }),
    (InputFormat::Markdown, |source| is_named(source, InputFormat::Markdown)),
    // Refused by name: other XML is not a manuscript.
    (InputFormat::Tei, tei::is_xml),
];

/// Checks the options that are independent of the input.
///
/// # Errors
///
/// An invalid pattern, or invalid rules.
pub fn check(options: &ReadOptions) -> Result<()> {
    text::check(options)
}

/// An input of known format: decoded, if it is a text.
#[derive(Clone, Debug)]
pub struct Opened {
    input: Input,
    format: InputFormat,
    /// `None` for a container, whose members are decoded one by one.
    source: Option<Source>,
    diagnostics: Vec<Diagnostic>,
}

impl Opened {
    /// The text, if it is plain text.
    fn plain_text(&self) -> Option<&Source> {
        self.source.as_ref().filter(|_| self.format == InputFormat::Text)
    }
}

/// Determines the format of an input, from `options` or its bytes, and decodes it.
///
/// # Errors
///
/// Input that is empty, not text, or beyond a limit.
pub fn decode(input: &Input, options: &ReadOptions, limits: &Limits) -> Result<Opened> {
    let shown = || CONTAINERS.iter().find(|(_, shows)| shows(&input.bytes));
    let format = options.from.or_else(|| shown().map(|(format, _)| *format));
    let input = input.clone();
    if let Some((format, FormatReader::Bytes(_))) =
        format.map(|format| (format, reader(format)))
    {
        return Ok(Opened { input, format, source: None, diagnostics: Vec::new() });
    }
    let (mut source, diagnostics) = Source::of(&input, options)?;
    estimate::of_text(&source.text, limits)?;
    let format = format_of(&source, options);
    source.info.format = format.id().to_owned();
    Ok(Opened { input, format, source: Some(source), diagnostics })
}

/// Reads a decoded input, and flattens everything deeper than the limit.
///
/// # Errors
///
/// Input that is not in the given format.
pub fn read_opened(opened: Opened, options: &ReadOptions, limits: &Limits) -> Result<Reading> {
    let depth = limits.depth();
    let Opened { input, format, source, mut diagnostics } = opened;
    let mut reading = match (reader(format), source) {
        (FormatReader::Bytes(read), _) => read(&input, options, limits)?,
        (FormatReader::Text(read), Some(source)) => {
            let mut read = read(&source, options, depth)?;
            diagnostics.append(&mut read.diagnostics);
            let TextReading { document, claims, .. } = read;
            Reading { document, sources: vec![source], diagnostics, claims }
        }
        (FormatReader::Text(_), None) => return Err(Error::new(Code::SourceEmpty, [])),
    };
    if format.place() == Place::Block {
        let unplaced = decided::apply(&mut reading.document, &options.decisions);
        reading.diagnostics.extend(unplaced);
        reading.diagnostics.extend(text::stale(&reading.sources[0], options));
    }
    flatten::flatten(&mut reading.document, depth, &mut reading.diagnostics);
    Ok(reading)
}

/// Reads an input: [`decode`] and [`read_opened`].
///
/// # Errors
///
/// Input that is empty, not text, beyond a limit, or not in the given format.
pub fn open(input: &Input, options: &ReadOptions, limits: &Limits) -> Result<Reading> {
    read_opened(decode(input, options, limits)?, options, limits)
}

/// The place of each file of a book in the series; `None` for a file that is not plain text or in
/// no series. Takes the names and decoded texts in the order of the book.
pub fn series(files: &[Option<(&str, &Opened)>]) -> Vec<Option<FileOfSeries>> {
    let mut texts = Vec::new();
    for file in files {
        texts.push(file.and_then(|(name, opened)| Some((name, opened.plain_text()?))));
    }
    text::series_of_files(&texts)
}

/// Names a book by its folder, if it has no other name. Returns a note about it.
pub fn name_by_folder(meta: &mut Meta, name: &str) -> Option<Diagnostic> {
    text::name_by_folder(meta, name)
}

/// Whether a text begins like TEI.
pub fn begins_as_tei(text: &str) -> bool {
    tei::is_tei(text)
}

/// Reads a decoded text in the format that `options` name, else in the detected one, and flattens
/// everything deeper than `depth`.
///
/// # Errors
///
/// Input that is not in the given format.
pub fn read(
    source: &Source,
    options: &ReadOptions,
    depth: Depth,
) -> Result<(Document, Vec<Diagnostic>)> {
    read_claims(source, options, depth)
        .map(|(document, diagnostics, _)| (document, diagnostics))
}

/// Like [`read`], with the claims about a plain text, in its order: those that the document was
/// made from, and the rejected ones.
///
/// # Errors
///
/// As [`read`].
pub fn read_claims(
    source: &Source,
    options: &ReadOptions,
    depth: Depth,
) -> Result<(Document, Vec<Diagnostic>, Vec<Claim>)> {
    let TextReading { mut document, mut diagnostics, claims } =
        read_whole(source, options, depth)?;
    flatten::flatten(&mut document, depth, &mut diagnostics);
    Ok((document, diagnostics, claims))
}

/// Reads a text; the tree may be deeper than `depth`, but not deeper than the stack allows.
fn read_whole(source: &Source, options: &ReadOptions, depth: Depth) -> Result<TextReading> {
    let format = format_of(source, options);
    match reader(format) {
        FormatReader::Text(read) => read(source, options, depth),
        // A container that was decoded as text can't be read.
        FormatReader::Bytes(_) => Err(Error::new(Code::SourceBinary, [&format.english()])),
    }
}

/// The format of a text.
fn format_of(source: &Source, options: &ReadOptions) -> InputFormat {
    let shown = || SIGNS.iter().find(|(_, shows)| shows(source));
    let format = options.from.or_else(|| shown().map(|(format, _)| *format));
    format.unwrap_or(InputFormat::Text)
}

/// The lines of a plain text that may be headings, one row each with tabs between its fields: the
/// line's number, its text, its alignment, its indent, and the features by which it is judged. The
/// first row names them. The weights of the reader are learned from such tables.
///
/// # Errors
///
/// An invalid heading pattern.
pub fn heading_features(source: &Source, options: &ReadOptions) -> Result<String> {
    text::features(source, options)
}

/// Whether the file's name has an extension of this format.
fn is_named(source: &Source, format: InputFormat) -> bool {
    source.info.name.as_deref().is_some_and(|name| format.names(name))
}
