//! Readers: an input to a document. Which reader a form has, and by what signs it is known, is here;
//! its names are in `config::InputFormat`.

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

/// What was understood of an input.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// The input first; the members of a container after it, in the order of `Document::sources`.
    pub sources: Vec<Source>,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
    /// What was claimed of a plain text, in its order, with what became of each claim.
    pub claims: Vec<Claim>,
}

/// What was understood of a decoded text.
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

/// A sign of a form.
type Shows<T> = fn(&T) -> bool;

/// How a form is read.
enum FormatReader {
    /// From its decoded text.
    Text(fn(&Source, &ReadOptions, Depth) -> Result<TextReading>),
    /// From its bytes: a container, whose members are decoded one by one.
    Bytes(fn(&Input, &ReadOptions, &Limits) -> Result<Reading>),
}

/// The reader of a form.
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

/// How containers show what they are, by their bytes.
const CONTAINERS: &[(InputFormat, Shows<[u8]>)] = &[
    (InputFormat::Epub, |bytes| container::has_member(bytes, epub::CONTAINER)),
    (InputFormat::Docx, docx::is_word),
    (InputFormat::Mhtml, mhtml::is_message),
];

/// How texts show what they are, the surest signs first; what has none is plain text.
const SIGNS: &[(InputFormat, Shows<Source>)] = &[
    (InputFormat::Tei, |source| tei::is_tei(&source.text)),
    // One that is cut off is refused by the reader, so that no half of it is set as text.
    (InputFormat::Json, |source| json::is_document(&source.text) || json::is_cut_off(source)),
    // A page need not begin as one; the signs of Markdown occur in plain text, too.
    (InputFormat::Html, |source| {
        html::is_page(&source.text) || is_named(source, InputFormat::Html)
    }),
    (InputFormat::Markdown, |source| is_named(source, InputFormat::Markdown)),
    // Refused by name: prose with its tags is no work of anybody's.
    (InputFormat::Tei, tei::is_xml),
];

/// Refuses options that no input can mend.
///
/// # Errors
///
/// A pattern that is none, or rules that are none.
pub fn check(options: &ReadOptions) -> Result<()> {
    text::check(options)
}

/// An input whose form is known: decoded, where it is a text.
#[derive(Clone, Debug)]
pub struct Opened {
    input: Input,
    format: InputFormat,
    /// None for a container, whose members are decoded one by one.
    source: Option<Source>,
    diagnostics: Vec<Diagnostic>,
}

impl Opened {
    /// The text, if it is a plain one.
    fn plain_text(&self) -> Option<&Source> {
        self.source.as_ref().filter(|_| self.format == InputFormat::Text)
    }
}

/// Finds the form of an input, which `options` name, else its bytes show, and decodes it.
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

/// Reads what was decoded; what is deeper than the limit is flattened.
///
/// # Errors
///
/// Input that is not what it is said to be.
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
/// Input that is empty, not text, beyond a limit, or not what it is said to be.
pub fn open(input: &Input, options: &ReadOptions, limits: &Limits) -> Result<Reading> {
    read_opened(decode(input, options, limits)?, options, limits)
}

/// What each of the files of a book is in the series over all of them; none for a file that is no
/// plain text or in no series. In come, in the order of the book, the name of each and what was
/// decoded of it.
pub fn series(files: &[Option<(&str, &Opened)>]) -> Vec<Option<FileOfSeries>> {
    let mut texts = Vec::new();
    for file in files {
        texts.push(file.and_then(|(name, opened)| Some((name, opened.plain_text()?))));
    }
    text::series_of_files(&texts)
}

/// Names a book by its folder, where nothing else does. Returns a note that it did.
pub fn name_by_folder(meta: &mut Meta, name: &str) -> Option<Diagnostic> {
    text::name_by_folder(meta, name)
}

/// Whether a text is TEI by what it begins with.
pub fn begins_as_tei(text: &str) -> bool {
    tei::is_tei(text)
}

/// Reads a decoded text in the form that `options` name, else in the one that it shows; what is
/// deeper than `depth` is flattened.
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
    let TextReading { mut document, mut diagnostics, claims } =
        read_whole(source, options, depth)?;
    flatten::flatten(&mut document, depth, &mut diagnostics);
    Ok((document, diagnostics, claims))
}

/// Reads a text; the tree may be deeper than `depth`, but no more than the stack bears.
fn read_whole(source: &Source, options: &ReadOptions, depth: Depth) -> Result<TextReading> {
    let format = format_of(source, options);
    match reader(format) {
        FormatReader::Text(read) => read(source, options, depth),
        // Of a container that was decoded as text nothing can be made.
        FormatReader::Bytes(_) => Err(Error::new(Code::SourceBinary, [&format.english()])),
    }
}

/// The form of a text.
fn format_of(source: &Source, options: &ReadOptions) -> InputFormat {
    let shown = || SIGNS.iter().find(|(_, shows)| shows(source));
    let format = options.from.or_else(|| shown().map(|(format, _)| *format));
    format.unwrap_or(InputFormat::Text)
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

/// Whether the file's name says that it has this format.
fn is_named(source: &Source, format: InputFormat) -> bool {
    source.info.name.as_deref().is_some_and(|name| format.names(name))
}
