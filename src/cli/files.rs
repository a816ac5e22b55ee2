//! Reading and writing files, every failure a diagnostic that says what to do.
//!
//! Outputs are written whole to a temporary file beside their place and renamed when all of a
//! document's are there: an old file is never lost, a half one never left. A temporary file is
//! locked as long as its writer lives; one that isn't is left over, and swept up.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek as _, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use super::interrupt;
use crate::context::Limits;
use crate::diag::{Code, Error, Result};

/// Reads a file, or standard input for `-`.
///
/// # Errors
///
/// What is not there, is a folder, may not be read, or is larger than the limit.
pub(super) fn read(path: &Path, limits: &Limits) -> Result<Vec<u8>> {
    let failed = |error: io::Error| unreadable(path, &error);
    let mut bytes = Vec::new();
    let limit = limits.bytes;
    if is_standard(path) {
        io::stdin().lock().take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let mut file = File::open(path).map_err(failed)?;
        let mut before = file.metadata().map_err(failed)?;
        if before.is_dir() {
            return Err(folder(path));
        }
        for _ in 0..READINGS {
            (&file).take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
            let after = file.metadata().map_err(failed)?;
            if !before.is_file() || is_same(&before, &after) {
                return within(path, bytes, limit);
            }
            before = after;
            bytes.clear();
            file.rewind().map_err(failed)?;
        }
        return Err(Error::new(Code::FileChanging, [&path.display()]));
    }
    within(path, bytes, limit)
}

/// How often a file is read that changes meanwhile.
const READINGS: usize = 3;

/// Whether a file did not change between two looks at it.
fn is_same(before: &Metadata, after: &Metadata) -> bool {
    before.len() == after.len() && before.modified().ok() == after.modified().ok()
}

fn within(path: &Path, bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>> {
    if bytes.len() as u64 > limit {
        return Err(Error::new(Code::FileTooLarge, [&path.display(), &limit]));
    }
    Ok(bytes)
}

/// Whether a path stands for standard input or output.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A path as messages name it.
pub(super) fn shown(path: &Path) -> String {
    if is_standard(path) {
        return "stdin".to_owned();
    }
    harmless(&path.to_string_lossy())
}

/// A text without line ends and commands to the terminal, which a name may hold.
pub(super) fn harmless(text: &str) -> String {
    let safe = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.into() };
    text.chars().map(safe).collect()
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
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

/// What the system says, without its number.
pub(super) fn plain(error: &io::Error) -> String {
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

/// The entry of the same folder whose name is nearest to that of a missing one: with the same
/// stem, or with at most half of the stem's characters changed.
fn similar(path: &Path) -> Option<PathBuf> {
    let characters =
        |name: &std::ffi::OsStr| -> Vec<char> { name.to_string_lossy().chars().collect() };
    let wanted = characters(path.file_name()?);
    let tolerance = characters(path.file_stem()?).len() / 2;
    let folder = path.parent()?;
    entries(folder)
        .into_iter()
        .filter_map(|entry| {
            let name = entry.file_name()?;
            let same_stem = entry.file_stem() == path.file_stem();
            let distance = if same_stem { 0 } else { distance(&wanted, &characters(name)) };
            (distance <= tolerance).then(|| (distance, folder.join(name)))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, entry)| entry)
}

/// How many characters must be put in, taken out or changed to make `a` into `b` (Levenshtein).
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
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

/// Files that take their places together.
#[derive(Debug, Default)]
pub(super) struct Placement {
    files: Vec<Waiting>,
}

/// A file that is written and not yet in its place.
#[derive(Debug)]
struct Waiting {
    /// Locked, to show that someone waits.
    _file: File,
    temporary: PathBuf,
    place: PathBuf,
}

impl Placement {
    /// Writes a file beside its place.
    ///
    /// # Errors
    ///
    /// A folder that can't be made, a file that can't be written, a full disk.
    pub(super) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        let failed = |error: io::Error| unwritable(path, &error);
        fs::create_dir_all(parent(path)).map_err(failed)?;
        if path.is_dir() {
            return Err(failed(ErrorKind::IsADirectory.into()));
        }
        let (mut file, temporary) = create_beside(path).map_err(failed)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        self.files.push(Waiting { _file: file, temporary, place: path.to_owned() });
        written.map_err(failed)
    }

    /// Puts all files in their places.
    ///
    /// # Errors
    ///
    /// A place that can't be taken.
    pub(super) fn place(mut self) -> Result<()> {
        let mut listed = interrupt::temporary();
        while let Some(Waiting { temporary, place, .. }) = self.files.first() {
            let renamed = fs::rename(temporary, place);
            if let Err(error) = renamed {
                let error = unwritable(place, &error);
                drop(listed);
                return Err(error);
            }
            listed.remove(temporary);
            self.files.remove(0);
        }
        Ok(())
    }
}

impl Drop for Placement {
    fn drop(&mut self) {
        let mut listed = interrupt::temporary();
        for Waiting { temporary, .. } in &self.files {
            // Nothing more can be done if it stays.
            let _ = fs::remove_file(temporary);
            listed.remove(temporary);
        }
    }
}

/// The folder that a file stands in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// What the names of temporary files begin and end with.
const TEMPORARY: (&str, &str) = (".paiban-", ".tmp");

/// How many names of temporary files were tried. None is used twice: where a folder vanishes and
/// is made again, a file of the same name would be put in the place of the lost one.
static TRIED: AtomicU64 = AtomicU64::new(0);

/// A new file beside `path`, hidden, locked, of a name that nothing has or had.
fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    /// More would mean that something else is wrong.
    const TRIES: u32 = 1000;
    let (head, tail) = TEMPORARY;
    let mut listed = interrupt::temporary();
    for _ in 0..TRIES {
        let number = TRIED.fetch_add(1, Ordering::Relaxed);
        // Short, since the file's own name may be as long as a name can be.
        let name = format!("{head}{}-{number}{tail}", process::id());
        let temporary = parent(path).join(name);
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => {
                // File systems without locks have nothing swept.
                let _ = file.lock();
                // A sweeper may have come before the lock.
                if temporary.exists() {
                    listed.insert(temporary.clone());
                    return Ok((file, temporary));
                }
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Removes the temporary files that runs which were killed left in a folder.
pub(super) fn sweep(folder: &Path) {
    let (head, tail) = TEMPORARY;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with(head) && name.ends_with(tail)) {
            continue;
        }
        // The lock is held until the file is gone, so that its maker sees that it is.
        if let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            // What can't be removed stays for the next.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes to standard output. A reader that has gone away is no failure.
///
/// # Errors
///
/// A full disk behind a redirection, and the like.
pub(super) fn write_standard(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(unwritable(Path::new("stdout"), &error))
        }
        _ => Ok(()),
    }
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Error {
    match error.kind() {
        ErrorKind::InvalidFilename => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Error::new(Code::OutputNameLong, [&name])
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Error::new(Code::OutputDiskFull, [&path.display()])
        }
        _ => Error::new(Code::OutputUnwritable, [&path.display(), &plain(error)]),
    }
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
