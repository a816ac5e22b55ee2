//! Files that the text refers to, and bytes in JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A file that belongs to the work: an image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Asset {
    /// The id that images name.
    pub id: String,
    /// The path or address as in the source.
    pub href: String,
    /// The file that refers to it, by its index in the document's sources; since 1.1.
    #[serde(default, skip_serializing_if = "is_first")]
    pub source: u16,
    /// Its kind, by content, not name.
    pub kind: AssetKind,
    /// The file; absent if it could not be loaded or must not be fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Bytes>,
}

/// Whether an index is that of the first source, which is not serialised.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_first(source: &u16) -> bool {
    *source == 0
}

impl Asset {
    /// The image at an address in the first source, to be loaded.
    pub fn named(id: String, href: String) -> Self {
        Self { id, href, source: 0, kind: AssetKind::Unknown, data: None }
    }

    /// Whether there is neither a file nor an address to load one from.
    pub fn is_nameless(&self) -> bool {
        self.data.is_none() && self.href.trim().is_empty()
    }
}

/// The kinds of asset that writers support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AssetKind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
    /// GIF.
    Gif,
    /// Scalable Vector Graphics.
    Svg,
    /// Not loaded, or of an unsupported kind.
    Unknown,
}

impl AssetKind {
    /// The kind according to the first bytes.
    pub fn of(data: &[u8]) -> Self {
        match data {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            _ if is_svg(data) => Self::Svg,
            _ => Self::Unknown,
        }
    }

    /// The media type (IANA), `application/octet-stream` if unknown.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Svg => "image/svg+xml",
            Self::Unknown => "application/octet-stream",
        }
    }

    /// The usual file name extension, without dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Svg => "svg",
            Self::Unknown => "bin",
        }
    }
}

/// Whether this is XML with the root element `svg`, whatever its prefix. Before it may be a
/// declaration, comments and a document type (XML 1.0, 2.8).
fn is_svg(data: &[u8]) -> bool {
    let mut rest = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data).trim_ascii_start();
    loop {
        let after = match rest {
            [b'<', b'?', after @ ..] => behind(after, b"?>"),
            [b'<', b'!', b'-', b'-', after @ ..] => behind(after, b"-->"),
            [b'<', b'!', after @ ..] => behind_document_type(after),
            [b'<', after @ ..] => {
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/>".contains(byte);
                let name = after.split(is_end).next().unwrap_or_default();
                return name.rsplit(|byte| *byte == b':').next() == Some(b"svg");
            }
            _ => None,
        };
        match after {
            Some(after) => rest = after.trim_ascii_start(),
            None => return false,
        }
    }
}

/// The rest after the first `end`.
fn behind<'a>(data: &'a [u8], end: &[u8]) -> Option<&'a [u8]> {
    let at = data.windows(end.len()).position(|window| window == end)?;
    data.get(at + end.len()..)
}

/// The rest after a document type, whose internal subset and literals may contain any brackets.
fn behind_document_type(data: &[u8]) -> Option<&[u8]> {
    let (mut literal, mut in_subset) = (None, false);
    for (at, byte) in data.iter().enumerate() {
        match (literal, byte) {
            (Some(mark), byte) if mark == byte => literal = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => literal = Some(byte),
            (None, b'[') => in_subset = true,
            (None, b']') => in_subset = false,
            (None, b'>') if !in_subset => return data.get(at + 1..),
            _ => {}
        }
    }
    None
}

/// Bytes, in JSON as base64 (RFC 4648 §4).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct Bytes(pub Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

impl TryFrom<String> for Bytes {
    type Error = base64::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        STANDARD.decode(text).map(Self)
    }
}

impl From<Bytes> for String {
    fn from(bytes: Bytes) -> Self {
        STANDARD.encode(bytes.0)
    }
}

#[cfg(test)]
mod tests {
    use super::AssetKind;

    #[test]
    fn a_drawing_is_recognised_by_its_root_element() {
        let is = |text: &str| AssetKind::of(text.as_bytes()) == AssetKind::Svg;
        for drawing in [
            "<svg/>",
            "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
            "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- <a> --> <s:svg>",
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" [<!ENTITY a \"]>\">]>\n<svg>",
        ] {
            assert!(is(drawing), "{drawing}");
        }
        for other in [
            "",
            "<",
            "<!DOCTYPE svg [",
            "{\"secret\": \"<svg\"}",
            "<html><svg/></html>",
            "<svgx/>",
            "<!-- <svg/>",
        ] {
            assert!(!is(other), "{other}");
        }
        let long = format!("<!--{}--><svg/>", "甲".repeat(2000));
        assert!(is(&long), "what comes before may be long");
    }
}
