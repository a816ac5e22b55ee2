//! The journal of a folder of outputs: what earlier runs did there, so that a run that was
//! interrupted resumes, and what has not changed is not converted again.
//!
//! A line of JSON per document, added when its files are in their places. Entries are found by a
//! key: the hash of everything that the conversion depends on – the program's version, all options,
//! style sheets, cover, fonts and filters among them, the input, its sidecar, its path. The files
//! that the text refers to are known only once it is read, so the entry lists them with their
//! hashes. An entry is used only if all files still have the recorded hashes. Concurrent runs
//! append whole lines; a lost or broken line costs only another conversion.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::files::{self, Placement};
use super::filter::Program;
use super::fonts;
use crate::config::Options;
use crate::context::Context;
use crate::diag::{Code, Diagnostic};
use crate::files::AssetRecord;
use crate::text::hex;

/// Its name; hidden, since readers of the books don't need it.
const NAME: &str = ".paiban-journal.jsonl";

/// Where the journal of a folder is.
pub(super) fn place(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// The number of obsolete lines above which the file is rewritten.
const STALE: usize = 1000;

/// The record of one document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct JournalEntry {
    /// The key of its conversion.
    pub(super) key: String,
    /// The input, for people.
    pub(super) input: String,
    /// The files beside the input that it refers to.
    pub(super) assets: Vec<AssetRecord>,
    /// The outputs, in the order of the formats.
    pub(super) outputs: Vec<Fingerprint>,
    /// The number of diagnostics by code; a line with another sum is broken.
    pub(super) found: BTreeMap<String, u32>,
}

/// Identifies the content of a written file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprint {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Fingerprint {
    pub(super) fn of(data: &[u8]) -> Self {
        Self { bytes: data.len() as u64, sha256: hex::lower(&Sha256::digest(data)) }
    }

    /// Whether the file at `path` has this fingerprint.
    pub(super) fn is_of(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|it| it.is_file() && it.len() == self.bytes)
            && fs::read(path).is_ok_and(|data| Self::of(&data) == *self)
    }
}

/// A key being computed: each part is hashed with its length, so that parts can't run together.
#[derive(Clone, Debug)]
pub(super) struct Key(Sha256);

impl Key {
    /// The part of the key common to all documents of the run.
    pub(super) fn of_run(
        options: &Options,
        context: &Context,
        filters: &[Arc<Program>],
    ) -> Self {
        let mut key = Self(Sha256::new());
        key.add(env!("CARGO_PKG_VERSION").as_bytes());
        // Options are read from JSON, so they can be written as JSON.
        key.add(&serde_json::to_vec(options).unwrap_or_default());
        key.add(format!("{:?} {:?}", context.date, context.limits).as_bytes());
        key.add(fonts::signature(&context.fonts).as_bytes());
        filters.iter().for_each(|filter| key.add(&filter.signature()));
        key
    }

    pub(super) fn add(&mut self, part: &[u8]) {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    pub(super) fn finish(self) -> String {
        hex::lower(&self.0.finalize())
    }
}

/// The entries of earlier runs, as of the start of this one.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    known: BTreeMap<String, JournalEntry>,
}

impl Journal {
    /// Opens the journal of a folder, which need not exist yet.
    pub(super) fn open(folder: &Path) -> Self {
        let path = place(folder);
        let text = if is_usable(&path) { fs::read(&path).ok() } else { None };
        let text = text.unwrap_or_default();
        let mut known: BTreeMap<String, JournalEntry> = BTreeMap::new();
        let mut lines = 0;
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            lines += 1;
            if let Ok(entry) = serde_json::from_slice::<JournalEntry>(line) {
                known.insert(entry.key.clone(), entry);
            }
        }
        let journal = Self { path, known };
        if lines > journal.known.len() + STALE {
            journal.renew();
        }
        journal
    }

    /// Rewrites the file without obsolete lines. Entries that a concurrent run appends to the old
    /// file are lost, and those documents converted again one day.
    fn renew(&self) {
        let text: String = self.known.values().map(line).collect();
        let mut placement = Placement::default();
        // If this fails, the old file is used.
        if placement.write(&self.path, text.as_bytes()).is_ok() {
            let _ = placement.place();
        }
    }

    /// The entry for this key.
    pub(super) fn entry(&self, key: &str) -> Option<&JournalEntry> {
        self.known.get(key)
    }

    /// A writer that appends to it.
    pub(super) fn writer(&self) -> JournalWriter {
        JournalWriter { path: self.path.clone(), file: None }
    }
}

/// Appends to a journal.
#[derive(Debug)]
pub(super) struct JournalWriter {
    path: PathBuf,
    /// `None` before the first line, since the folder may not exist yet.
    file: Option<File>,
}

impl JournalWriter {
    /// Appends an entry.
    ///
    /// # Errors
    ///
    /// A file that can't be written.
    pub(super) fn add(&mut self, entry: &JournalEntry) -> Result<(), Diagnostic> {
        if self.file.is_none() && !is_usable(&self.path) {
            return Err(Diagnostic::new(Code::JournalLinked, [&self.path.display()]));
        }
        // One call per line, so that concurrent runs don't mix lines.
        self.open().and_then(|mut file| file.write_all(line(entry).as_bytes())).map_err(
            |error| {
                let values: [&dyn std::fmt::Display; 2] =
                    [&self.path.display(), &files::plain(&error)];
                Diagnostic::new(Code::JournalUnwritable, values)
            },
        )
    }

    fn open(&mut self) -> io::Result<&File> {
        let file = match self.file.take() {
            Some(file) => file,
            None => {
                let mut options = OpenOptions::new();
                let mut file = options.create(true).read(true).append(true).open(&self.path)?;
                // Terminates an incomplete last line of a killed run.
                if is_torn(&mut file)? {
                    file.write_all(b"\n")?;
                }
                file
            }
        };
        Ok(self.file.insert(file))
    }
}

/// Whether the journal is missing or a regular file with a single name: appending through a link
/// would change a file of another name.
fn is_usable(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(there) => there.is_file() && names(&there) == 1,
        Err(error) => error.kind() == ErrorKind::NotFound,
    }
}

/// The number of hard links of a file.
#[cfg(unix)]
fn names(file: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(file)
}

/// The number of hard links of a file, as far as known.
#[cfg(not(unix))]
fn names(_: &Metadata) -> u64 {
    1
}

/// Whether the last line is incomplete.
fn is_torn(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

fn line(entry: &JournalEntry) -> String {
    // Every value of an entry is valid JSON.
    serde_json::to_string(entry).unwrap_or_default() + "\n"
}
