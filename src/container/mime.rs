//! Saved web pages (MHTML, RFC 2557): a MIME message (RFC 2045, 2046) with a page and its
//! resources.
//!
//! The input is the bytes of a message, the result its decoded parts with the relevant headers.
//! Headers are parsed as leniently as in browsers and mail programs: folded, in any case, with or
//! without quotation marks; a truncated message has the parts that are complete.

use std::borrow::Cow;

use crate::context::Limits;
use crate::diag::{Code, Error, Result};

/// The maximum depth of nested parts.
const DEPTH: usize = 8;

/// The content of a message.
#[derive(Debug, Default)]
pub(crate) struct Message<'a> {
    pub(crate) parts: Vec<Part<'a>>,
    /// The identifier of the part with the page, if given (RFC 2387 §3.2).
    pub(crate) start: Option<String>,
    /// Whether its end is present (RFC 2046 §5.1.1).
    pub(crate) is_whole: bool,
}

/// A part without nested parts.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    /// The media type, in lower case.
    pub(crate) kind: String,
    pub(crate) charset: Option<String>,
    /// The address that it was saved from.
    pub(crate) location: Option<String>,
    /// Its identifier, which `cid:` addresses name (RFC 2392).
    pub(crate) id: Option<String>,
    pub(crate) data: Cow<'a, [u8]>,
}

/// The headers of a message or part; names in lower case.
#[derive(Debug, Default)]
struct Headers(Vec<(String, String)>);

impl Headers {
    /// The headers at the beginning, and the rest after the blank line.
    fn read(bytes: &[u8]) -> (Self, &[u8]) {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut rest = bytes;
        loop {
            let (line, after) = line(rest);
            rest = after;
            let text = String::from_utf8_lossy(trim_end(line)).into_owned();
            if text.is_empty() {
                return (Self(headers), rest);
            }
            if text.starts_with([' ', '\t']) {
                let last = headers.last_mut();
                last.into_iter().for_each(|(_, value)| value.push_str(&text));
            } else if let Some((name, value)) = text.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The media type, in lower case; a part without one is plain text (RFC 2045 §5.2).
    fn kind(&self) -> String {
        let value = self.get("content-type").unwrap_or("text/plain");
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// A parameter of the media type.
    fn parameter(&self, wanted: &str) -> Option<String> {
        let mut rest = self.get("content-type")?.split_once(';')?.1;
        loop {
            let (name, value) = rest.split_once('=')?;
            let value = value.trim_start();
            let (value, after) = match value.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => value.split_once(';').unwrap_or((value, "")),
            };
            if name.trim().trim_start_matches(';').trim().eq_ignore_ascii_case(wanted) {
                return Some(value.trim().to_owned());
            }
            rest = after;
        }
    }
}

/// Whether bytes begin like a saved page: a MIME message of related parts, or of one page.
pub(crate) fn is_message(bytes: &[u8]) -> bool {
    const HEAD: usize = 1 << 13;
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_header =
        |line: &[u8]| line.iter().take_while(|b| **b != b':').all(u8::is_ascii_graphic);
    if !is_header(line(head).0) {
        return false;
    }
    let (headers, _) = Headers::read(head);
    headers.get("mime-version").is_some()
        && match headers.kind().as_str() {
            "multipart/related" => headers.parameter("boundary").is_some(),
            kind => kind == "text/html",
        }
}

/// Reads a message.
///
/// # Errors
///
/// More parts than `limits` allow.
pub(crate) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Message<'a>> {
    let mut message = Message { is_whole: true, ..Message::default() };
    let (headers, _) = Headers::read(bytes);
    message.start = headers.parameter("start").map(|id| bare(&id));
    add(bytes, DEPTH, &mut message);
    let count = message.parts.len() as u64;
    if count > limits.entries {
        return Err(Error::new(Code::ContainerEntries, [&count, &limits.entries]));
    }
    Ok(message)
}

/// Adds a part, or its nested parts.
fn add<'a>(bytes: &'a [u8], depth: usize, message: &mut Message<'a>) {
    let (headers, body) = Headers::read(bytes);
    let kind = headers.kind();
    let boundary = headers.parameter("boundary").filter(|_| kind.starts_with("multipart/"));
    if let Some(boundary) = boundary.filter(|it| !it.is_empty() && depth > 0) {
        let (parts, is_whole) = divided(body, &boundary);
        message.is_whole &= is_whole;
        parts.into_iter().for_each(|part| add(part, depth - 1, message));
        return;
    }
    let encoding = headers.get("content-transfer-encoding").unwrap_or_default();
    let data = match encoding.to_ascii_lowercase().as_str() {
        "base64" => Cow::Owned(base64(body)),
        "quoted-printable" => Cow::Owned(quoted_printable(body)),
        _ => Cow::Borrowed(body),
    };
    message.parts.push(Part {
        kind,
        charset: headers.parameter("charset"),
        // Long addresses are folded.
        location: headers.get("content-location").map(|it| it.split_whitespace().collect()),
        id: headers.get("content-id").map(bare),
        data,
    });
}

/// An identifier without its brackets.
fn bare(id: &str) -> String {
    id.trim().trim_matches(['<', '>']).to_owned()
}

/// The parts between the boundaries, and whether the last boundary is present. The line end before
/// a boundary belongs to it.
fn divided<'a>(body: &'a [u8], boundary: &str) -> (Vec<&'a [u8]>, bool) {
    let open = format!("--{boundary}");
    let (mut parts, mut begun) = (Vec::new(), None);
    let mut rest = body;
    while !rest.is_empty() {
        let at = body.len() - rest.len();
        let (line, after) = line(rest);
        rest = after;
        let Some(tail) = trim_end(line).strip_prefix(open.as_bytes()) else { continue };
        if !matches!(tail, b"" | b"--") {
            continue;
        }
        parts.extend(begun.map(|begun| without_line_end(&body[begun..at.max(begun)])));
        if tail == b"--" {
            return (parts, true);
        }
        begun = Some(body.len() - rest.len());
    }
    parts.extend(begun.map(|begun| &body[begun..]));
    (parts, false)
}

/// The first line with its line end, and the rest.
fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    bytes.split_at(end)
}

fn trim_end(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| !b" \t\r\n".contains(byte)).map_or(0, |at| at + 1);
    &line[..end]
}

fn without_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

/// Bytes of base64; other characters are skipped (RFC 2045 §6.8).
fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.extend(u8::try_from(bits >> count & 0xFF));
        }
    }
    out
}

/// Decodes quoted-printable text (RFC 2045 §6.7): a `=` at the end of a line joins it with the
/// next, one without two hexadecimal digits is kept, trailing white space is removed.
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (whole, after) = line(rest);
        rest = after;
        let written = trim_end(whole);
        let (written, is_joined) = match written.strip_suffix(b"=") {
            Some(written) => (written, true),
            None => (written, false),
        };
        let mut at = 0;
        while at < written.len() {
            let hex = |at: usize| char::from(*written.get(at)?).to_digit(16);
            match (written[at], hex(at + 1), hex(at + 2)) {
                (b'=', Some(high), Some(low)) => {
                    out.extend(u8::try_from(high * 16 + low));
                    at += 3;
                }
                (byte, ..) => {
                    out.push(byte);
                    at += 1;
                }
            }
        }
        if !is_joined {
            let end =
                whole.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |at| at + 1);
            out.extend(&whole[end..]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_encodings() {
        assert_eq!(base64(b"5paH\r\n5a2X\r\n"), "文字".as_bytes());
        assert_eq!(base64(b"5Q=="), [0xE5]);
        assert_eq!(base64("!YWI=后".as_bytes()), b"ab");
        assert_eq!(
            quoted_printable(b"=E6=96=87=\r\n=E5=AD=97 \r\n=3D"),
            "文字\r\n=".as_bytes()
        );
        assert_eq!(quoted_printable("a=zz 文= \nb".as_bytes()), "a=zz 文b".as_bytes());
    }

    #[test]
    fn parts_of_parts_and_a_message_that_is_cut_off() {
        let text = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
            \ttype=\"text/html\"; boundary=\"--b; c\"\r\n\r\npreamble\r\n----b; c\r\n\
            CONTENT-TYPE: multipart/alternative; boundary=x\r\n\r\n--x\r\n\r\nplain\r\n--x\r\n\
            Content-Type: text/html; charset=gb2312\r\nContent-Location: http://a/\r\n b.htm\r\n\r\n\
            <p>\r\n--x--\r\n----b; c\r\nContent-ID: <i@b>\r\nContent-Type: image/png\r\n\
            Content-Transfer-Encoding: BASE64\r\n\r\nYWI=\r\n";
        assert!(is_message(text.as_bytes()) && !is_message(b"MIME-Version: 1.0\r\n\r\n"));
        assert!(!is_message("正文：MIME-Version: 1.0".as_bytes()));
        let message = read(text.as_bytes(), &Limits::default()).unwrap();
        let shown: Vec<String> = message
            .parts
            .iter()
            .map(|it| {
                format!("{} {:?} {}", it.kind, it.location, String::from_utf8_lossy(&it.data))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "text/plain None plain",
                "text/html Some(\"http://a/b.htm\") <p>",
                "image/png None ab"
            ]
        );
        assert_eq!(message.parts[1].charset.as_deref(), Some("gb2312"));
        assert_eq!(message.parts[2].id.as_deref(), Some("i@b"));
        assert!(!message.is_whole);
        let whole = format!("{text}----b; c--\r\n");
        assert!(read(whole.as_bytes(), &Limits::default()).unwrap().is_whole);
    }
}
