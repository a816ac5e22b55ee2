//! Container files: ZIP (APPNOTE.TXT 6.3), as used by EPUB (OCF, EPUB 3.3 §4) and Word documents
//! (OPC, ISO/IEC 29500-2). The input is the bytes of a container, the result those of its members,
//! by path; the unpacked size is limited, since a few bytes may claim to be billions. Nothing is
//! written to disk, so paths can't escape. Writing is in `write`, messages of many parts are in
//! `mime`.

pub(crate) mod mime;
pub(crate) mod write;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::context::Limits;
use crate::diag::{Code, Error, Result};
use crate::source::legacy_name;

/// How far into a broken file the name of a member is searched.
const HEAD: usize = 4096;
/// A member may always unpack to this many bytes, whatever its ratio: pages of blanks are harmless.
const HARMLESS: u64 = 4 << 20;

/// The length of the end record without its comment (APPNOTE 4.3.16).
const END_LENGTH: usize = 22;

type Archive<'a> = ZipArchive<Cursor<Cow<'a, [u8]>>>;

/// An open container.
#[derive(Debug)]
pub(crate) struct Container<'a> {
    archive: Archive<'a>,
    /// The members, by path.
    members: BTreeMap<String, usize>,
    /// The number of bytes that may still be unpacked.
    left: u64,
    limits: &'a Limits,
}

impl<'a> Container<'a> {
    /// Opens a container.
    ///
    /// # Errors
    ///
    /// An incomplete container, more members than `limits` allow.
    pub(crate) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self> {
        let mut archive = archive(bytes).map_err(|it| broken(&it))?;
        let count = archive.len() as u64;
        if count > limits.entries {
            return Err(Error::new(Code::ContainerEntries, [&count, &limits.entries]));
        }
        let mut members = BTreeMap::new();
        for index in 0..archive.len() {
            let member = archive.by_index_raw(index).map_err(|it| broken(&it))?;
            if member.is_file() {
                members.insert(name(member.name_raw(), member.name()).into_owned(), index);
            }
        }
        Ok(Self { archive, members, left: limits.unpacked, limits })
    }

    /// The paths of all members, in order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// Whether there is a member at this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.members.contains_key(path)
    }

    /// The bytes of a member; `None` if there is none at this path. If only the case differs, as
    /// with files made on Windows, that member is returned.
    ///
    /// # Errors
    ///
    /// A damaged or encrypted member, or one that exceeds a limit.
    pub(crate) fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        let folded = || {
            let mut known = self.members.iter();
            known.find(|(known, _)| known.eq_ignore_ascii_case(path)).map(|(_, index)| *index)
        };
        let Some(index) = self.members.get(path).copied().or_else(folded) else {
            return Ok(None);
        };
        let member = match self.archive.by_index(index) {
            Ok(member) => member,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Error::new(Code::ContainerLocked, [&path]));
            }
            Err(error) => return Err(broken(&error)),
        };
        let by_ratio = member.compressed_size().saturating_mul(self.limits.ratio);
        let most = by_ratio.max(HARMLESS);
        let mut data = Vec::new();
        let taken = most.min(self.left).saturating_add(1);
        member.take(taken).read_to_end(&mut data).map_err(|it| broken(&it.into()))?;
        let length = data.len() as u64;
        if length > self.left {
            return Err(Error::new(Code::ContainerUnpacked, [&self.limits.unpacked]));
        }
        if length > most {
            return Err(Error::new(Code::ContainerRatio, [&path, &self.limits.ratio]));
        }
        self.left -= length;
        Ok(Some(data))
    }
}

fn archive(bytes: &[u8]) -> std::result::Result<Archive<'_>, ZipError> {
    let bytes = recounted(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned);
    ZipArchive::new(Cursor::new(bytes))
}

/// The container with the correct number of members in its end record (APPNOTE 4.3.16), if that
/// differs: some e-book makers count folders, or count members twice.
fn recounted(bytes: &[u8]) -> Option<Vec<u8>> {
    const END: &[u8] = b"PK\x05\x06";
    const HEADER: &[u8] = b"PK\x01\x02";
    let begins = bytes.len().checked_sub(END_LENGTH)?;
    let end = (0..=begins).rev().take(1 << 16).find(|at| bytes[*at..].starts_with(END))?;
    let short = |at: usize| {
        let pair = bytes.get(at..at + 2)?;
        Some(usize::from(u16::from_le_bytes([pair[0], pair[1]])))
    };
    let mut at = short(end + 16)? | short(end + 18)? << 16;
    let mut count = 0_u16;
    while bytes.get(at..end).is_some_and(|rest| rest.starts_with(HEADER)) {
        count = count.checked_add(1)?;
        // The lengths of name, extra field and comment (4.3.12).
        at += 46 + short(at + 28)? + short(at + 30)? + short(at + 32)?;
    }
    let is_wrong = [8, 10].iter().any(|field| short(end + field) != Some(count.into()));
    (at == end && is_wrong).then(|| {
        let mut bytes = bytes.to_owned();
        for field in [8, 10] {
            bytes[end + field..end + field + 2].copy_from_slice(&count.to_le_bytes());
        }
        bytes
    })
}

/// Whether a container has a member at this path; a broken one is searched at its beginning.
pub(crate) fn has_member(bytes: &[u8], path: &str) -> bool {
    let is_zip = [b"PK\x03\x04", b"PK\x05\x06"].iter().any(|it| bytes.starts_with(*it));
    is_zip
        && match archive(bytes) {
            Ok(archive) => archive.index_for_name(path).is_some(),
            Err(_) => {
                let head = &bytes[..bytes.len().min(HEAD)];
                head.windows(path.len()).any(|window| window == path.as_bytes())
            }
        }
}

/// A member's path: as UTF-8 if valid, even without the flag, else in the detected
/// encoding; `flagged` is the path according to the flag (APPNOTE 4.4.4, bit 11).
fn name<'a>(bytes: &'a [u8], flagged: &str) -> Cow<'a, str> {
    let name = match std::str::from_utf8(bytes) {
        Ok(name) if name == flagged || !is_doubtful(name) => Cow::Borrowed(name),
        _ => legacy_name(bytes),
    };
    // Some Windows programs write backslashes (forbidden by APPNOTE 4.4.17.1).
    if name.contains('\\') { name.replace('\\', "/").into() } else { name }
}

/// Whether a name that is valid UTF-8 by chance has only characters of scripts around the
/// Mediterranean: pairs of bytes that are Han in GBK (图 is CD BC).
fn is_doubtful(name: &str) -> bool {
    !name.is_ascii() && name.chars().all(|c| c.is_ascii() || ('\u{80}'..'\u{800}').contains(&c))
}

fn broken(error: &ZipError) -> Error {
    Error::new(Code::ContainerBroken, [error])
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::{FileOptions, SimpleFileOptions};
    use zip::{CompressionMethod, ZipWriter};

    use super::*;

    fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options: SimpleFileOptions =
            FileOptions::default().compression_method(CompressionMethod::Deflated);
        for (path, data) in members {
            writer.start_file(*path, options).unwrap();
            writer.write_all(data).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn code(result: Result<Option<Vec<u8>>>) -> Code {
        result.unwrap_err().diagnostic().code
    }

    #[test]
    fn members_by_their_paths() {
        let bytes =
            packed(&[("OEBPS/Ch1.xhtml", b"one"), ("图.png", b"two"), ("../up", b"three")]);
        let limits = Limits::default();
        let mut container = Container::open(&bytes, &limits).unwrap();
        assert_eq!(container.read("OEBPS/ch1.xhtml").unwrap().unwrap(), b"one");
        assert_eq!(container.read("图.png").unwrap().unwrap(), b"two");
        assert_eq!(container.read("none").unwrap(), None);
        assert_eq!(container.paths().count(), 3);
        assert!(has_member(&bytes, "图.png") && !has_member(&bytes, "word/document.xml"));
        assert!(has_member(&bytes[..100], "OEBPS/Ch1.xhtml"), "a broken one by its beginning");
    }

    #[test]
    fn members_that_unpack_beyond_limits_are_refused() {
        let bomb = packed(&[("a", &vec![0; 64 << 20]), ("b", b"b")]);
        let limits = Limits::default();
        let read =
            |limits: &Limits| Container::open(&bomb, limits).and_then(|mut it| it.read("a"));
        assert_eq!(code(read(&limits)), Code::ContainerRatio);
        let small = Limits { unpacked: 1 << 20, ..limits.clone() };
        assert_eq!(code(read(&small)), Code::ContainerUnpacked);
        let few = Limits { entries: 1, ..limits.clone() };
        assert_eq!(code(read(&few)), Code::ContainerEntries);
        let cut = Container::open(&bomb[..bomb.len() - 40], &limits);
        assert_eq!(cut.unwrap_err().diagnostic().code, Code::ContainerBroken);
    }

    #[test]
    fn a_changed_member_is_not_taken_for_whole() {
        let mut bytes = packed(&[("a", "文字".repeat(100).as_bytes())]);
        let at = bytes.windows(1).position(|it| it == b"a").unwrap() + 4;
        bytes[at] ^= 0x55;
        let limits = Limits::default();
        let mut container = Container::open(&bytes, &limits).unwrap();
        assert_eq!(code(container.read("a")), Code::ContainerBroken);
    }

    /// 56 members in the end record of one with 28, as epubBuilder writes it.
    #[test]
    fn a_wrong_count_of_members_is_corrected() {
        let whole = packed(&[("a", b"one"), ("b", b"two")]);
        let limits = Limits::default();
        for (field, count) in [(8, 4_u16), (10, 4), (8, 1)] {
            let mut bytes = whole.clone();
            let end = bytes.len() - END_LENGTH;
            bytes[end + field..end + field + 2].copy_from_slice(&count.to_le_bytes());
            let mut container = Container::open(&bytes, &limits).unwrap();
            assert_eq!(container.read("b").unwrap().unwrap(), b"two", "{field} {count}");
            assert!(has_member(&bytes, "b"));
        }
        assert_eq!(recounted(&whole), None);
        assert_eq!(recounted(&whole[..whole.len() - 4]), None);
    }

    #[test]
    fn names_in_old_encodings_are_read() {
        assert_eq!(name(b"\xCD\xBC\\1.png", "═╝/1.png"), "图/1.png");
        assert_eq!(name("图/1.png".as_bytes(), ""), "图/1.png");
        assert_eq!(name("é.png".as_bytes(), "é.png"), "é.png");
    }
}
