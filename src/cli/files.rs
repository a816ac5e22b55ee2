//! Reading and writing files, every failure a diagnostic that says what to do.
//!
//! Outputs are written whole to a temporary file beside their place and renamed when all of
//! a document's are there; if one cannot take its place, the old files return to theirs. A
//! temporary file is locked as long as its writer lives; one that isn't is left over, and swept
//! up.

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
/// What is not there, is no regular file, may not be read, or is larger than the limit.
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

/// Whether a path stands for standard input or output.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A path as messages name it.
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

/// A file that is written beside its place, to take it later.
#[derive(Debug)]
pub(super) struct Draft {
    /// Locked, to show that someone waits.
    file: File,
    temporary: PathBuf,
    place: PathBuf,
}

impl Draft {
    /// An empty file beside `place`, with the mode of the file that it is to replace.
    ///
    /// # Errors
    ///
    /// A folder that can't be made or written to, a place where something else than a regular
    /// file is.
    pub(super) fn begin(place: &Path) -> Result<Self> {
        let failed = |error: io::Error| unwritable(place, &error);
        fs::create_dir_all(parent(place)).map_err(failed)?;
        let old = replaceable(place)?;
        let (file, temporary) = beside(place, create).map_err(failed)?;
        let draft = Self { file, temporary, place: place.to_owned() };
        // Elsewhere a mode is a mark against writing, which would hold for the draft, too.
        if let Some(old) = old.filter(|_| cfg!(unix)) {
            draft.file.set_permissions(old.permissions()).map_err(failed)?;
        }
        Ok(draft)
    }

    /// Adds to the file.
    ///
    /// # Errors
    ///
    /// A full disk, and the like.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(|error| unwritable(&self.place, &error))
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    ///
    /// A place that can't be taken.
    pub(super) fn place(self) -> Result<()> {
        Placement { drafts: vec![self] }.place()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // In its place it has this name no more; else nothing more can be done if it stays.
        let mut listed = interrupt::temporary();
        let _ = fs::remove_file(&self.temporary);
        listed.remove(&self.temporary);
    }
}

/// What is at a place that a file may replace, none where nothing is: a regular file or a link to
/// one, no folder, pipe or device, and no link that leads nowhere.
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

/// Files that take their places together.
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

    /// Puts all files in their places. If one can't take its own, all places are as before.
    ///
    /// # Errors
    ///
    /// A place that can't be taken, a full disk.
    pub(super) fn place(self) -> Result<()> {
        for draft in &self.drafts {
            draft.file.sync_all().map_err(|error| unwritable(&draft.place, &error))?;
        }
        // Held until all are in place, so that an interrupt finds all or none.
        let mut listed = interrupt::temporary();
        let mut taken: Vec<Taken<'_>> = Vec::new();
        let last = self.drafts.len().saturating_sub(1);
        for (index, draft) in self.drafts.iter().enumerate() {
            // Nothing that comes after the last can fail.
            let kept = if index < last { keep(&draft.place) } else { Ok(None) };
            let done = kept.and_then(|old| match fs::rename(&draft.temporary, &draft.place) {
                Ok(()) => Ok(old),
                Err(error) => {
                    old.into_iter().for_each(Kept::forget);
                    Err(error)
                }
            });
            match done {
                Ok(old) => taken.push(Taken { place: &draft.place, old }),
                Err(error) => {
                    taken.into_iter().rev().for_each(Taken::undo);
                    return Err(unwritable(&draft.place, &error));
                }
            }
            listed.remove(&draft.temporary);
        }
        taken.into_iter().filter_map(|it| it.old).for_each(Kept::forget);
        Ok(())
    }
}

/// A place that a file took, with the one that was there before.
struct Taken<'a> {
    place: &'a Path,
    old: Option<Kept>,
}

impl Taken<'_> {
    /// Makes the place as it was.
    fn undo(self) {
        // Nothing more can be done where it fails.
        let _ = match &self.old {
            Some(kept) => fs::rename(&kept.name, self.place),
            None => fs::remove_file(self.place),
        };
    }
}

/// A file under a second name, as long as it may have to return to its place.
struct Kept {
    name: PathBuf,
    /// Locked, so that nobody sweeps it up.
    _file: Option<File>,
}

impl Kept {
    /// Removes the second name.
    fn forget(self) {
        // What stays is swept up by a later run.
        let _ = fs::remove_file(self.name);
    }
}

/// Keeps what is at `place` under a second name; none where nothing is.
fn keep(place: &Path) -> io::Result<Option<Kept>> {
    if fs::symlink_metadata(place).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    // One that may not be read can have a second name all the same.
    let file = File::open(place).ok();
    // Where another run holds the lock, it does as well.
    let _ = file.as_ref().map(File::try_lock);
    let link = |name: &Path| match fs::hard_link(place, name) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Not all file systems have links, and not every file may have another.
        Err(_) => fs::copy(place, name).map(drop),
        Ok(()) => Ok(()),
    };
    let ((), name) = beside(place, link)?;
    Ok(Some(Kept { name, _file: file }))
}

/// Which file is behind a path, however it is spelt: device and file number.
#[cfg(unix)]
pub(super) type Identity = (u64, u64);

/// Which file is behind a path, however it is spelt: its one path without links.
#[cfg(not(unix))]
pub(super) type Identity = PathBuf;

/// The identity of the file behind a path, links followed; none where there is no file.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).ok().map(|it| (it.dev(), it.ino()))
}

/// The identity of the file behind a path, links followed; none where there is no file.
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

/// What the names of temporary files begin and end with.
const TEMPORARY: (&str, &str) = (".paiban-", ".tmp");

/// How many names of temporary files were tried. None is used twice: where a folder vanishes and
/// is made again, a file of the same name would be put in the place of the lost one.
static TRIED: AtomicU64 = AtomicU64::new(0);

/// What `make` makes beside `path`, under a hidden name that nothing has or had.
pub(super) fn beside<T>(
    path: &Path,
    make: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(T, PathBuf)> {
    /// More would mean that something else is wrong.
    const TRIES: u32 = 1000;
    let (head, tail) = TEMPORARY;
    for _ in 0..TRIES {
        let number = TRIED.fetch_add(1, Ordering::Relaxed);
        // Short, since the file's own name may be as long as a name can be.
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

/// A new file, locked and listed.
fn create(temporary: &Path) -> io::Result<File> {
    let mut listed = interrupt::temporary();
    let file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    // File systems without locks have nothing swept.
    let _ = file.lock();
    // A sweeper may have come before the lock.
    if !temporary.exists() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    listed.insert(temporary.to_owned());
    Ok(file)
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
        if entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
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
    fn a_draft_that_is_given_up_leaves_nothing() {
        let folder = folder("draft");
        let mut draft = Draft::begin(&folder.join("一.pdf")).unwrap();
        draft.write(b"half").unwrap();
        assert_eq!(names(&folder).len(), 1);
        drop(draft);
        assert!(names(&folder).is_empty());
        fs::remove_dir_all(&folder).unwrap();
    }
}
