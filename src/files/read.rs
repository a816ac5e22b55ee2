//! Reading one file; every failure is a diagnostic with advice.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use crate::context::Limits;
use crate::diag::{Code, Error, Result};

/// Reads a regular file: a pipe may never end, and a device is no file (POSIX.1-2024, 4.4).
///
/// # Errors
///
/// A file that is missing, not a regular file, not readable, changing while it is read, or larger
/// than the limit.
pub fn read(path: &Path, limits: &Limits) -> Result<Vec<u8>> {
    let failed = |error: io::Error| unreadable(path, &error);
    let limit = limits.bytes;
    // Checked before it is opened, since opening a pipe waits for its writer.
    let mut before = fs::metadata(path).map_err(failed)?;
    if before.is_dir() {
        return Err(folder(path));
    }
    if !before.is_file() {
        return Err(Error::new(Code::FileSpecial, [&path.display()]));
    }
    let mut file = File::open(path).map_err(failed)?;
    // Room for one byte more shows the end without growing.
    let expected = before.len().min(limit).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    for _ in 0..READINGS {
        (&file).take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
        let after = file.metadata().map_err(failed)?;
        if is_same(&before, &after) {
            return within(path, bytes, limit);
        }
        before = after;
        bytes.clear();
        file.rewind().map_err(failed)?;
    }
    Err(Error::new(Code::FileChanging, [&path.display()]))
}

/// How many times a changing file is read.
const READINGS: usize = 3;

/// Whether a file did not change between two checks.
fn is_same(before: &Metadata, after: &Metadata) -> bool {
    before.len() == after.len() && before.modified().ok() == after.modified().ok()
}

pub(crate) fn within(path: &Path, bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>> {
    if bytes.len() as u64 > limit {
        return Err(Error::new(Code::FileTooLarge, [&path.display(), &limit]));
    }
    Ok(bytes)
}

/// Why a file or folder can't be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => match similar(path) {
            Some(other) => {
                Error::new(Code::FileMissingSimilar, [&path.display(), &other.display()])
            }
            None => Error::new(Code::FileMissing, [&path.display()]),
        },
        ErrorKind::IsADirectory => folder(path),
        _ => Error::new(Code::FileUnreadable, [&path.display(), &plain(error)]),
    }
}

fn folder(path: &Path) -> Error {
    let example = entries(path)
        .into_iter()
        .find(|entry| entry.extension().is_some_and(|ext| ext == "txt"))
        .unwrap_or_else(|| path.join("*.txt"));
    Error::new(Code::FileIsFolder, [&path.display(), &example.display()])
}

/// The system's message without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

/// The entries of a folder, in order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}

/// The entry of the same folder whose name is nearest to that of a missing one: with the same stem,
/// or with at most half of its characters changed.
fn similar(path: &Path) -> Option<PathBuf> {
    let characters =
        |name: &std::ffi::OsStr| -> Vec<char> { name.to_string_lossy().chars().collect() };
    let wanted = characters(path.file_name()?);
    let tolerance = characters(path.file_stem()?).len() / 2;
    let folder = path.parent()?;
    entries(folder)
        .into_iter()
        .filter_map(|entry| {
            // A dangling link is present, but of no use.
            let name = entry.file_name().filter(|name| Some(*name) != path.file_name())?;
            let same_stem = entry.file_stem() == path.file_stem();
            let distance = if same_stem { 0 } else { distance(&wanted, &characters(name)) };
            (distance <= tolerance).then(|| (distance, folder.join(name)))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, entry)| entry)
}

/// The edit distance between `a` and `b` (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distance_counts_changes() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(distance(&chars("文章.txt"), &chars("文章.txt")), 0);
        assert_eq!(distance(&chars("文章.txt"), &chars("文.txt")), 1);
        assert_eq!(distance(&chars("artcile"), &chars("article")), 2);
        assert_eq!(distance(&[], &chars("abc")), 3);
    }
}
