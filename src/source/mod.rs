//! Bytes to characters: encoding, byte order mark, line index.
//!
//! Nothing is normalised. Takes the bytes of a file, returns its text with unchanged line ends, and
//! a record of what the text alone lacks ([`SourceInfo`]): encoding, byte order mark, most frequent
//! line end, and each byte that can't be restored by the encoding of the text. Errors: an empty
//! file, a file that is not text, an unknown encoding. The encodings and their names are those of
//! the WHATWG Encoding Standard.

mod binary;
mod decode;
mod detect;
mod encoding;
mod mixed;
mod same;
mod unread;

use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::config::{InputFormat, ReadOptions};
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{Bytes, SourceInfo, Span};
use crate::text::hex;

pub(crate) use detect::legacy_name;
pub(crate) use encoding::is_label_of;
pub use encoding::{Encoder, encode};

/// The share of undecodable bytes, in percent, above which the file is stored whole beside its
/// text, which is then not a faithful picture of it.
const UNDECODABLE_PERCENT: usize = 1;

/// One manuscript, unchanged.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The file's name, never its path; none for standard input.
    pub name: Option<String>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl Input {
    /// A manuscript with the name of its file (never a path) and its bytes.
    pub fn new(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { name: Some(name.into()), bytes: bytes.into() }
    }
}

/// A file that text came from: an input, decoded, or a member of one.
#[derive(Clone, Debug)]
pub struct Source {
    /// The record of the file.
    pub info: SourceInfo,
    /// Its index in `Document::sources`, which spans name.
    pub index: u16,
    /// The decoded text, without byte order mark, line ends as found; spans count its bytes. Empty
    /// for a container.
    pub text: String,
    /// The file itself; `None` for a member, which its container holds.
    pub bytes: Option<Arc<[u8]>>,
    /// Where each line begins, in bytes of the text.
    line_starts: Vec<usize>,
}

impl Source {
    /// Decodes an input.
    ///
    /// # Errors
    ///
    /// As [`Source::decode`].
    pub fn of(input: &Input, options: &ReadOptions) -> Result<(Self, Vec<Diagnostic>)> {
        let (mut source, found) = Self::decode(input.name.as_deref(), &input.bytes, options)?;
        source.bytes = Some(input.bytes.clone());
        Ok((source, found))
    }

    /// An input that is a container: it holds no text itself, its members do.
    pub fn container(input: &Input, format: InputFormat) -> Self {
        let info = SourceInfo {
            name: input.name.clone(),
            format: format.id().to_owned(),
            length: input.bytes.len() as u64,
            sha256: hex::lower(&Sha256::digest(&input.bytes)),
            ..SourceInfo::default()
        };
        let bytes = Some(input.bytes.clone());
        Self { info, index: 0, text: String::new(), bytes, line_starts: vec![0] }
    }

    /// Decodes a member of the container that is the first source, at `path` in it.
    ///
    /// # Errors
    ///
    /// As [`Source::decode`].
    pub fn member(
        path: &str,
        index: u16,
        bytes: &[u8],
        options: &ReadOptions,
    ) -> Result<(Self, Vec<Diagnostic>)> {
        let (mut source, mut found) = Self::decode(Some(path), bytes, options)?;
        source.index = index;
        source.info.within = Some(0);
        source.info.original = None;
        for span in found.iter_mut().filter_map(|it| it.span.as_mut()) {
            span.source = index;
        }
        Ok((source, found))
    }

    /// A member of the container that is the first source, by the text of its paragraphs: a line
    /// for each, whose bytes spans count.
    pub fn extracted(path: &str, index: u16, text: String) -> Self {
        let info = SourceInfo {
            name: Some(path.to_owned()),
            within: Some(0),
            format: InputFormat::Text.id().to_owned(),
            encoding: encoding_rs::UTF_8.name().to_owned(),
            length: text.len() as u64,
            sha256: hex::lower(&Sha256::digest(text.as_bytes())),
            newline: "LF".to_owned(),
            characters: text.chars().count() as u64,
            ..SourceInfo::default()
        };
        let line_starts = line_starts(&text);
        Self { info, index, text, bytes: None, line_starts }
    }

    /// Decodes `bytes`.
    ///
    /// # Errors
    ///
    /// Empty or binary input, an unsupported encoding, and an unknown encoding name.
    pub fn decode(
        name: Option<&str>,
        bytes: &[u8],
        options: &ReadOptions,
    ) -> Result<(Self, Vec<Diagnostic>)> {
        if bytes.is_empty() {
            return Err(Error::new(Code::SourceEmpty, []));
        }
        let is_declared = options.encoding.is_some() || options.from == Some(InputFormat::Text);
        if !is_declared && let Some(what) = binary::magic(name, bytes) {
            return Err(binary::refused(what, bytes));
        }
        if options.encoding.is_none()
            && let Some(name) = unread::name(bytes)
        {
            return Err(Error::new(Code::SourceEncodingUnread, [&name]));
        }
        let mut choice = detect::choose(bytes, options.encoding.as_deref())?;
        let begin = choice.bom.len();
        let parts = options.encoding.is_none().then(|| mixed::parts(&bytes[begin..])).flatten();
        let decoded = match &parts {
            Some(parts) => {
                choice.encoding = mixed::main_encoding(parts);
                choice.guessed = None;
                decode::decode_parts(&bytes[begin..], parts)
            }
            None => decode::decode(&bytes[begin..], choice.encoding),
        };
        if decoded.text.is_empty() {
            return Err(Error::new(Code::SourceEmpty, []));
        }
        // Halves of emoji are truncated text, not the sign of another kind of file.
        let halves = match choice.encoding == encoding_rs::UTF_8 {
            true => 3 * detect::surrogates(bytes),
            false => 0,
        };
        let undecodable_bytes = decoded.undecodable.saturating_sub(halves);
        let percent = binary::control_percent(&decoded.text, undecodable_bytes);
        if !is_declared && percent > binary::CONTROL_PERCENT {
            return Err(Error::new(Code::SourceControls, [&percent]));
        }
        let mut diagnostics = Vec::new();
        if let Some(confidence) = choice.guessed {
            let name = encoding::name(choice.encoding);
            diagnostics
                .push(Diagnostic::new(Code::SourceEncodingGuessed, [&name, &confidence]));
        }
        diagnostics.extend(parts.map(|parts| two_encodings(&parts, begin, &decoded)));
        diagnostics.extend(undecodable(&decoded, encoding::name(choice.encoding)));
        let info = describe(name, bytes, &choice, &decoded);
        let line_starts = line_starts(&decoded.text);
        let source = Self { info, index: 0, text: decoded.text, bytes: None, line_starts };
        Ok((source, diagnostics))
    }

    /// A range of bytes of its text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.index, start, end)
    }

    /// Line and column of a byte of the decoded text, both from 1; the column counts
    /// characters. A line ends with LF, CRLF or CR.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or("");
        (line, before.chars().count() + 1)
    }

    /// The byte of the decoded text at a line and column, both from 1; the end of the line
    /// where it has no such column.
    pub fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.line_starts.get(line.checked_sub(1)?)?;
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        let within = text.char_indices().nth(column.checked_sub(1)?).map(|(at, _)| at);
        Some(start + within.unwrap_or(text.len()))
    }
}

/// A warning for undecodable bytes, at the first of them.
fn undecodable(decoded: &decode::Decoded, encoding: &str) -> Option<Diagnostic> {
    let first = decoded.first_undecodable?;
    let span = Span::new(0, first, first + '\u{FFFD}'.len_utf8());
    let diagnostic =
        Diagnostic::new(Code::SourceUndecodable, [&decoded.undecodable, &encoding]);
    Some(diagnostic.at(span))
}

/// The maximum number of byte ranges that a warning names.
const RANGES: usize = 20;

/// A warning that lists which bytes of the file are not in the encoding that most are in, at the
/// first of them.
fn two_encodings(
    parts: &[mixed::EncodedRange],
    begin: usize,
    decoded: &decode::Decoded,
) -> Diagnostic {
    let main = mixed::main_encoding(parts);
    let others: Vec<_> = parts.iter().filter(|part| part.encoding != main).collect();
    let name = others.first().map_or("", |part| encoding::name(part.encoding));
    let mut ranges: Vec<String> = others
        .iter()
        .take(RANGES)
        .map(|part| format!("{}–{}", begin + part.bytes.start, begin + part.bytes.end))
        .collect();
    if others.len() > RANGES {
        ranges.push(format!("… ({})", others.len()));
    }
    let ranges = ranges.join(", ");
    Diagnostic::new(Code::SourceMixed, [&encoding::name(main), &name, &ranges])
        .at(decoded.first_foreign)
}

fn describe(
    name: Option<&str>,
    bytes: &[u8],
    choice: &detect::Choice<'_>,
    decoded: &decode::Decoded,
) -> SourceInfo {
    let plain_utf8 = choice.encoding == encoding_rs::UTF_8 && choice.bom.is_empty();
    let tree_suffices = !decoded.stateful
        && decoded.undecodable * 100 <= UNDECODABLE_PERCENT * bytes.len().max(1);
    SourceInfo {
        name: name.map(str::to_owned),
        within: None,
        format: InputFormat::Text.id().to_owned(),
        encoding: encoding::name(choice.encoding).to_owned(),
        bom: (!choice.bom.is_empty()).then(|| hex::upper(choice.bom)),
        length: bytes.len() as u64,
        sha256: hex::lower(&Sha256::digest(bytes)),
        sha256_utf8: (!plain_utf8 && decoded.raw.is_empty())
            .then(|| hex::lower(&Sha256::digest(decoded.text.as_bytes()))),
        newline: most_frequent_newline(&decoded.text).to_owned(),
        characters: decoded.text.chars().count() as u64,
        raw: decoded.raw.clone(),
        verbatim: false,
        original: (!tree_suffices).then(|| Bytes(bytes.to_vec())),
    }
}

/// `LF`, `CRLF` or `CR`, whichever is most frequent; on a tie the first named here.
fn most_frequent_newline(text: &str) -> &'static str {
    let crlf = text.matches("\r\n").count();
    let lf = text.matches('\n').count() - crlf;
    let cr = text.matches('\r').count() - crlf;
    if lf >= crlf && lf >= cr {
        "LF"
    } else if crlf >= cr {
        "CRLF"
    } else {
        "CR"
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| {
        **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
    });
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}
