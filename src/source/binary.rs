//! Files that are not text: recognised by their first bytes, or by their content.

use crate::diag::{Code, Error};
use crate::text::script;

/// The share of control characters and undecodable bytes, in percent, above which a file is
/// not text. Terminal escapes in old e-texts stay far below it.
pub(super) const CONTROL_PERCENT: usize = 10;

/// How far into a file the marks of a container are searched.
const HEAD: usize = 4096;

/// Formats that open with fixed bytes.
const MAGIC: [(&[u8], &str); 17] = [
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x1F\x8B", "gzip"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip"),
    (b"Rar!\x1A\x07", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xFD7zXZ\x00", "xz"),
    (b"\x89PNG\r\n\x1A\n", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF"),
    (b"\x7FELF", "ELF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"ITSF", "CHM"),
    (b"\x00\x01\x00\x00\x00", "TrueType"),
    (b"OTTO", "OpenType"),
    (b"wOF2", "WOFF2"),
];

/// The content of a ZIP container, by an entry near its beginning.
const CONTAINERS: [(&[u8], &str); 6] = [
    (b"application/vnd.oasis.opendocument.text", "OpenDocument (.odt)"),
    (b"application/epub+zip", "EPUB"),
    (b"word/", "Microsoft Word (.docx)"),
    (b"xl/", "Microsoft Excel (.xlsx)"),
    (b"ppt/", "Microsoft PowerPoint (.pptx)"),
    (b"[Content_Types].xml", "Microsoft Office (.docx)"),
];

/// Unsupported formats of Word and WPS, which other programs convert.
const OLD_WORD: [&str; 4] =
    ["RTF", "WPS (.wps)", "Microsoft Word (.doc)", "OpenDocument (.odt)"];

/// The format according to the first bytes, if it is not plain text.
pub(super) fn magic(name: Option<&str>, bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let found = CONTAINERS.iter().find(|(entry, _)| holds(entry));
        return Some(found.map_or("ZIP", |(_, what)| what));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let suffix = name.and_then(|name| name.rsplit_once('.')).map(|(_, suffix)| suffix);
        return Some(match suffix {
            Some(suffix) if suffix.eq_ignore_ascii_case("wps") => "WPS (.wps)",
            Some(suffix) if suffix.eq_ignore_ascii_case("xls") => "Microsoft Excel (.xls)",
            _ => "Microsoft Word (.doc)",
        });
    }
    None
}

/// The error for a file that is not text; for old Word files it says how to convert them.
pub(super) fn refused(what: &str, bytes: &[u8]) -> Error {
    // In UTF-16, as the directory of a compound file has names (MS-OFFCRYPTO 2.3.4.4).
    let encrypted: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    if OLD_WORD.contains(&what) {
        if bytes.windows(encrypted.len()).any(|it| it == encrypted) {
            return Error::new(Code::SourceEncrypted, []);
        }
        return Error::new(Code::SourceOldWord, [&what]);
    }
    Error::new(Code::SourceBinary, [&what])
}

/// The share of control characters and undecodable bytes, in percent.
pub(super) fn control_percent(text: &str, undecodable: usize) -> usize {
    let (mut all, mut bad) = (0, undecodable);
    for c in text.chars() {
        all += 1;
        let harmless = script::is_space(c) || matches!(c, '\n' | '\r' | '\u{C}' | '\u{1B}');
        bad += usize::from(c.is_control() && !harmless);
    }
    bad * 100 / all.max(1)
}
