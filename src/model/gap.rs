//! The source layer: where text came from, and the characters between the content.

use serde::{Deserialize, Serialize};

use super::Bytes;

/// A place in a source: a range of bytes of its decoded text in UTF-8, without byte order mark.
///
/// In JSON an array `[source, start, end]`; the end is never before the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "(u16, u32, u32)", into = "(u16, u32, u32)")]
pub struct Span {
    /// Index into `Document::sources`.
    pub source: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TryFrom<(u16, u32, u32)> for Span {
    type Error = String;

    fn try_from((source, start, end): (u16, u32, u32)) -> Result<Self, String> {
        if end < start {
            return Err(format!("the span [{source},{start},{end}] ends before it begins"));
        }
        Ok(Self { source, start, end })
    }
}

impl From<Span> for (u16, u32, u32) {
    fn from(span: Span) -> Self {
        (span.source, span.start, span.end)
    }
}

impl Span {
    /// A range of bytes of a source, identified by its index in `Document::sources`.
    pub fn new(source: u16, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: clamp(start), end: clamp(end) }
    }

    /// The bytes as a range to slice the decoded text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part at these bytes of its text; clipped to its end, if the text is longer than the
    /// span.
    #[must_use]
    pub fn part(self, bytes: std::ops::Range<usize>) -> Self {
        let at = |offset: usize| {
            let offset = u32::try_from(offset).unwrap_or(u32::MAX);
            self.start.saturating_add(offset).min(self.end)
        };
        Self { start: at(bytes.start), end: at(bytes.end), ..self }
    }
}

/// Characters of the source that are not content: TEI writes them, PDF and EPUB omit them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Gap {
    /// Their kind.
    pub kind: GapKind,
    /// The characters, exactly as decoded.
    pub text: String,
    /// Their place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// The kinds of gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// One or more line ends (LF, CRLF, CR), and nothing else. Inside a paragraph between Han:
    /// ignored.
    LineEnd,
    /// A line end inside a paragraph that is read as a space (between Latin words).
    LineEndAsSpace,
    /// The white space of an otherwise empty line, without its line end.
    Blank,
    /// White space at the start, the end or in the middle of a line of text, not read as text.
    Space,
    /// A form feed (换页符).
    FormFeed,
    /// Characters that the reader consumed as marks: ——, 作者：, brackets of ruby, list markers
    /// of Markdown.
    Delimiter,
    /// Control characters without meaning in the text.
    Control,
}

/// One file that the text came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SourceInfo {
    /// The file's name, never its path; absent for standard input. For a member, its path in the
    /// container.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The container that it belongs to, by its index in `Document::sources`; since 1.1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<u16>,
    /// The reader's name: `text`, `markdown`, `json` …
    pub format: String,
    /// Name of the encoding in the WHATWG Encoding Standard (`UTF-16LE`, never plain `UTF-16`);
    /// empty for a container, which is not text.
    pub encoding: String,
    /// The byte order mark in hexadecimal, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bom: Option<String>,
    /// Length in bytes.
    pub length: u64,
    /// SHA-256 of the bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of the decoded text as UTF-8, if that differs from the bytes and no bytes are raw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256_utf8: Option<String>,
    /// The most frequent line end: `LF`, `CRLF` or `CR`; empty for a container.
    pub newline: String,
    /// Characters of the decoded text.
    pub characters: u64,
    /// Bytes that can't be restored from the decoded text, by offset in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raw: Vec<RawBytes>,
    /// Whether the tree contains every character, so that joined texts and gaps are the decoded
    /// text.
    #[serde(default)]
    pub verbatim: bool,
    /// The file itself, if it can't be restored from the tree (binary input, other formats).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Bytes>,
}

/// Bytes whose character does not encode to them: undecodable (the character is U+FFFD) or
/// ambiguous (the character is the decoder's).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RawBytes {
    /// Offset of the one character in the decoded text, in bytes.
    pub offset: u32,
    /// The bytes in the file, in upper-case hexadecimal.
    pub bytes: String,
}
