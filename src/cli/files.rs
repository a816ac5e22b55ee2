//! Reading and writing files; every failure is a diagnostic with advice.
//!
//! Outputs are written to temporary files beside their places and renamed when all of a document's
//! are complete; if a rename fails, the previous files are restored. A temporary file is locked
//! while its writer lives; an unlocked one is left over, and deleted.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use super::interrupt;
use crate::context::Limits;
use crate::diag::{self, Code, Error, Result};
use crate::files;

pub(super) use crate::files::plain;

/// Reads a file, or standard input for `-`.
///
/// # Errors
///
/// A file that is missing, not a regular file, not readable, or larger than the limit.
pub(super) fn read(path: &Path, limits: &Limits) -> Result<Vec<u8>> {
    if !is_standard(path) {
        return files::read(path, limits);
    }
    let mut bytes = Vec::new();
    let limit = limits.bytes;
    let failed = |error: io::Error| unreadable(path, &error);
    io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    files::within(path, bytes, limit)
}

/// Whether a path means standard input or output.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A path as shown in messages.
pub(super) fn shown(path: &Path) -> String {
    if is_standard(path) {
        return "stdin".to_owned();
    }
    diag::shown(&path.to_string_lossy())
}

/// Why a file or folder can't be read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Error {
    if is_standard(path) {
        return Error::new(Code::FileUnreadable, [&"stdin", &plain(error)]);
    }
    files::unreadable(path, error)
}

/// A temporary file beside the place that it will be renamed to.
#[derive(Debug)]
pub(super) struct Draft {
    /// Locked, to show that its writer lives.
    file: File,
    temporary: PathBuf,
    place: PathBuf,
}

impl Draft {
    /// Creates an empty file beside `place`, with the mode of the file that it will replace.
    ///
    /// # Errors
    ///
    /// A folder that can't be created or written to, a place with something other than a regular
    /// file.
    pub(super) fn begin(place: &Path) -> Result<Self> {
        let failed = |error: io::Error| unwritable(place, &error);
        fs::create_dir_all(parent(place)).map_err(failed)?;
        let old = replaceable(place)?;
        let (file, temporary) = beside(place, create).map_err(failed)?;
        let draft = Self { file, temporary, place: place.to_owned() };
        // Elsewhere a mode is a read-only mark, which would apply to the draft, too.
        if let Some(old) = old.filter(|_| cfg!(unix)) {
            draft.file.set_permissions(old.permissions()).map_err(failed)?;
        }
        Ok(draft)
    }

    /// Appends to the file.
    ///
    /// # Errors
    ///
    /// A full disk, and the like.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(|error| unwritable(&self.place, &error))
    }

    /// Renames the file to its place.
    ///
    /// # Errors
    ///
    /// A place that can't be replaced.
    pub(super) fn place(self) -> Result<()> {
        Placement { drafts: vec![self] }.place()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Once renamed it has this name no more; otherwise a failure to delete it is ignored.
        let mut listed = interrupt::temporary();
        let _ = fs::remove_file(&self.temporary);
        listed.remove(&self.temporary);
    }
}

/// What a file would replace, `None` if nothing: a regular file or a link to one, but no folder,
/// pipe, device or dangling link.
fn replaceable(place: &Path) -> Result<Option<Metadata>> {
    let failed = |error: io::Error| unwritable(place, &error);
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
        Ok(_) => {}
    }
    match fs::metadata(place) {
        Ok(there) if there.is_file() => Ok(Some(there)),
        Ok(there) if there.is_dir() => Err(failed(ErrorKind::IsADirectory.into())),
        _ => Err(Error::new(Code::OutputSpecial, [&place.display()])),
    }
}

/// Files that are renamed to their places together.
#[derive(Debug, Default)]
pub(super) struct Placement {
    drafts: Vec<Draft>,
}

impl Placement {
    /// Writes a file beside its place.
    ///
    /// # Errors
    ///
    /// As [`Draft::begin`] and [`Draft::write`].
    pub(super) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut draft = Draft::begin(path)?;
        draft.write(bytes)?;
        self.drafts.push(draft);
        Ok(())
    }

    /// Renames all files to their places. If one fails, all places are restored.
    ///
    /// # Errors
    ///
    /// A place that can't be replaced, a full disk.
    pub(super) fn place(self) -> Result<()> {
        for draft in &self.drafts {
            draft.file.sync_all().map_err(|error| unwritable(&draft.place, &error))?;
        }
        // Held until all are renamed, so that an interrupt sees all or none.
        let mut listed = interrupt::temporary();
        let mut replaced: Vec<Replaced<'_>> = Vec::new();
        let last = self.drafts.len().saturating_sub(1);
        for (index, draft) in self.drafts.iter().enumerate() {
            // Nothing after the last rename can fail.
            let kept = if index < last { keep(&draft.place) } else { Ok(None) };
            let done = kept.and_then(|old| match fs::rename(&draft.temporary, &draft.place) {
                Ok(()) => Ok(old),
                Err(error) => {
                    old.into_iter().for_each(Kept::forget);
                    Err(error)
                }
            });
            match done {
                Ok(old) => replaced.push(Replaced { place: &draft.place, old }),
                Err(error) => {
                    replaced.into_iter().rev().for_each(Replaced::undo);
                    return Err(unwritable(&draft.place, &error));
                }
            }
            listed.remove(&draft.temporary);
        }
        replaced.into_iter().filter_map(|it| it.old).for_each(Kept::forget);
        Ok(())
    }
}

/// A place after its rename, with the previous file.
struct Replaced<'a> {
    place: &'a Path,
    old: Option<Kept>,
}

impl Replaced<'_> {
    /// Restores the previous file.
    fn undo(self) {
        // A failure to restore is ignored.
        let _ = match &self.old {
            Some(kept) => fs::rename(&kept.name, self.place),
            None => fs::remove_file(self.place),
        };
    }
}

/// A second name of a file, kept while it may have to be restored.
struct Kept {
    name: PathBuf,
    /// Locked, so that no other run deletes it.
    _file: Option<File>,
}

impl Kept {
    /// Removes the second name.
    fn forget(self) {
        // If this fails, a later run deletes it.
        let _ = fs::remove_file(self.name);
    }
}

/// Keeps the file at `place` under a second name; `None` if there is none.
fn keep(place: &Path) -> io::Result<Option<Kept>> {
    if fs::symlink_metadata(place).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    // An unreadable file can have a second name as well.
    let file = File::open(place).ok();
    // A lock held by another run serves as well.
    let _ = file.as_ref().map(File::try_lock);
    let link = |name: &Path| match fs::hard_link(place, name) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Not all file systems have links, and the number of links is limited.
        Err(_) => fs::copy(place, name).map(drop),
        Ok(()) => Ok(()),
    };
    let ((), name) = beside(place, link)?;
    Ok(Some(Kept { name, _file: file }))
}

/// The identity of a file, however its path is spelt: device and file number.
#[cfg(unix)]
pub(super) type Identity = (u64, u64);

/// The identity of a file, however its path is spelt: its canonical path.
#[cfg(not(unix))]
pub(super) type Identity = PathBuf;

/// The identity of the file at a path, links followed; `None` if there is no file.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).ok().map(|it| (it.dev(), it.ino()))
}

/// The identity of the file at a path, links followed; `None` if there is no file.
#[cfg(not(unix))]
pub(super) fn identity(path: &Path) -> Option<Identity> {
    path.canonicalize().ok()
}

/// The folder that a file is in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The prefix and suffix of temporary files' names.
const TEMPORARY: (&str, &str) = (".paiban-", ".tmp");

/// A counter for names of temporary files. None is reused: if a folder is deleted and created
/// again, a file of the same name would be renamed in place of the lost one.
static TRIED: AtomicU64 = AtomicU64::new(0);

/// Creates a file or link with `make` beside `path`, under an unused hidden name.
pub(super) fn beside<T>(
    path: &Path,
    make: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(T, PathBuf)> {
    /// More failures than this mean that something else is wrong.
    const TRIES: u32 = 1000;
    let (head, tail) = TEMPORARY;
    for _ in 0..TRIES {
        let number = TRIED.fetch_add(1, Ordering::Relaxed);
        // Short, since the file's own name may be as long as names can be.
        let name = format!("{head}{}-{number}{tail}", process::id());
        let temporary = parent(path).join(name);
        match make(&temporary) {
            Ok(made) => return Ok((made, temporary)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Creates a file, locked and listed.
fn create(temporary: &Path) -> io::Result<File> {
    let mut listed = interrupt::temporary();
    let file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    // File systems without locks are not swept.
    let _ = file.lock();
    // It may have been deleted before it was locked.
    if !temporary.exists() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    listed.insert(temporary.to_owned());
    Ok(file)
}

/// Deletes temporary files of killed runs in a folder.
pub(super) fn sweep(folder: &Path) {
    let (head, tail) = TEMPORARY;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with(head) && name.ends_with(tail)) {
            continue;
        }
        // The lock is held until the file is deleted, so that its creator notices.
        if entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            // What can't be deleted is left to the next run.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes to standard output. A closed pipe is not a failure.
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
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Draft, Placement};
    use crate::diag::Code;

    /// An empty folder of a test's own, beside the test's program.
    fn folder(name: &str) -> PathBuf {
        let program = std::env::current_exe().unwrap();
        let path = program.with_file_name(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries.map(|it| it.into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// A folder comes between the writing and the placing of files: those that have their places
    /// by then leave them, and the old ones are there again.
    #[test]
    fn files_take_their_places_together_or_not_at_all() {
        let folder = folder("placement");
        let place = |name: &str| folder.join(name);
        fs::write(place("一.pdf"), "old").unwrap();
        let mut placement = Placement::default();
        for name in ["一.pdf", "一.epub", "一.tei.xml"] {
            placement.write(&place(name), b"new").unwrap();
        }
        fs::create_dir_all(place("一.tei.xml/里")).unwrap();
        let error = placement.place().unwrap_err();
        assert_eq!(error.diagnostic().code, Code::OutputUnwritable, "{error}");
        assert_eq!(fs::read(place("一.pdf")).unwrap(), b"old");
        assert_eq!(names(&folder), ["一.pdf", "一.tei.xml"]);

        fs::remove_dir_all(place("一.tei.xml")).unwrap();
        let mut placement = Placement::default();
        for name in ["一.pdf", "一.tei.xml"] {
            placement.write(&place(name), b"new").unwrap();
        }
        placement.place().unwrap();
        assert_eq!(fs::read(place("一.pdf")).unwrap(), b"new");
        assert_eq!(names(&folder), ["一.pdf", "一.tei.xml"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_dropped_draft_leaves_no_file() {
        let folder = folder("draft");
        let mut draft = Draft::begin(&folder.join("一.pdf")).unwrap();
        draft.write(b"half").unwrap();
        assert_eq!(names(&folder).len(), 1);
        drop(draft);
        assert!(names(&folder).is_empty());
        fs::remove_dir_all(&folder).unwrap();
    }
}
