//! `--sums`: the checksums of a run's files in `SHA256SUMS`, in the format of `sha256sum -c` (GNU
//! coreutils).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::files::{self, Draft};
use super::plan;
use crate::context::Limits;
use crate::diag::{Code, Error, Result};

/// The name of the list.
const NAME: &str = "SHA256SUMS";

/// A line of checksums; lines are sorted by name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    /// The file's path relative to the folder of the list.
    pub(super) name: PathBuf,
    pub(super) sha256: String,
}

impl Sum {
    /// In the format of `sha256sum`: a leading backslash says that the name contains escapes.
    fn line(&self) -> Vec<u8> {
        let name = self.name.as_os_str().as_encoded_bytes();
        let escape = |byte: &u8| match byte {
            b'\\' if cfg!(windows) => b"/".to_vec(),
            b'\\' => b"\\\\".to_vec(),
            b'\n' => b"\\n".to_vec(),
            b'\r' => b"\\r".to_vec(),
            byte => vec![*byte],
        };
        let escaped: Vec<u8> = name.iter().flat_map(escape).collect();
        let mark: &[u8] = if escaped.len() == name.len() { b"" } else { b"\\" };
        [mark, self.sha256.as_bytes(), b"  ", &escaped, b"\n"].concat()
    }
}

/// The path of a folder's list.
pub(super) fn place(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// Writes the list, sorted by name.
///
/// # Errors
///
/// A place that can't be written.
pub(super) fn write(folder: &Path, mut sums: Vec<Sum>) -> Result<()> {
    sums.sort();
    let text: Vec<u8> = sums.iter().flat_map(Sum::line).collect();
    let mut draft = Draft::begin(&place(folder))?;
    draft.write(&text)?;
    draft.place()
}

/// The name of the file at `path` in the list of `folder`.
pub(super) fn name<'a>(path: &'a Path, folder: &Path) -> &'a Path {
    path.strip_prefix(folder).unwrap_or(path)
}

/// Refuses to replace a list not written by paiban. Each line must name an output: one that is in
/// the folder or, if it was deleted, one of those `wanted` in this run.
///
/// # Errors
///
/// Another file there.
pub(super) fn check<'a>(folder: &Path, wanted: impl Iterator<Item = &'a Path>) -> Result<()> {
    let place = place(folder);
    if fs::symlink_metadata(&place).is_err() {
        return Ok(());
    }
    let wanted: BTreeSet<&Path> = wanted.map(|path| name(path, folder)).collect();
    let is_output = |name: PathBuf| {
        let inside = name.components().all(|part| matches!(part, Component::Normal(_)));
        let is_there = || folder.join(&name).is_file() || wanted.contains(name.as_path());
        inside && plan::format_of(&name).is_some() && is_there()
    };
    let is_ours = |text: &[u8]| {
        let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.all(|line| named(line).is_some_and(is_output))
    };
    match files::read(&place, &Limits::default()) {
        Ok(text) if is_ours(&text) => Ok(()),
        _ => Err(Error::new(Code::SumsForeign, [&place.display()])),
    }
}

/// The name in a line, in the format of [`Sum::line`].
fn named(line: &[u8]) -> Option<PathBuf> {
    let plain = line.strip_prefix(b"\\");
    let (hash, rest) = plain.unwrap_or(line).split_at_checked(64)?;
    let written =
        rest.strip_prefix(b"  ").filter(|_| hash.iter().all(u8::is_ascii_hexdigit))?;
    let mut name = Vec::new();
    let mut bytes = written.iter();
    while let Some(byte) = bytes.next() {
        name.push(match byte {
            b'\\' if plain.is_some() => match bytes.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                other => *other,
            },
            byte => *byte,
        });
    }
    path_of(name)
}

#[cfg(unix)]
fn path_of(name: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(std::ffi::OsString::from_vec(name).into())
}

#[cfg(not(unix))]
fn path_of(name: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(name).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_sums_round_trip() {
        for name in ["书/一.pdf", "两\n行.pdf", "a\\b\r.epub", " .json"] {
            let sum = Sum { name: name.into(), sha256: "0".repeat(64) };
            let line = sum.line();
            let line = line.strip_suffix(b"\n").unwrap();
            assert_eq!(named(line), Some(name.into()), "{name:?}");
        }
        let other = ["", "0", "文  a.pdf", &format!("{} *a.pdf", "0".repeat(64))];
        assert!(other.iter().all(|line| named(line.as_bytes()).is_none()));
    }
}
