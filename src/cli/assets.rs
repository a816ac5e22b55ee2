//! The images that a manuscript names: read from its own folder and those that the user gave,
//! and from nowhere else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::files;
use super::journal::Print;
use crate::context::{AssetLoader, Limits};
use crate::diag::{Code, Diagnostic};

/// Folders that files may be read from.
#[derive(Debug)]
pub(super) struct Folders {
    /// Looked through in order.
    roots: Vec<PathBuf>,
    limits: Limits,
}

impl Folders {
    /// The folder of `input`, if it is a file, and those of `--resource-path`.
    pub(super) fn of(input: &Path, more: &[PathBuf], limits: &Limits) -> Self {
        let own = (!files::is_standard(input)).then(|| files::parent(input).to_owned());
        Self {
            roots: own.into_iter().chain(more.iter().cloned()).collect(),
            limits: limits.clone(),
        }
    }
}

impl Folders {
    /// What is behind an address now, in a word: a hash, or why there is none.
    pub(super) fn state(&self, href: &str) -> String {
        state(&self.load(href))
    }
}

fn state(loaded: &Result<Option<Vec<u8>>, Diagnostic>) -> String {
    match loaded {
        Ok(Some(data)) => Print::of(data).sha256,
        Ok(None) => "absent".to_owned(),
        Err(found) => found.code.id().to_owned(),
    }
}

/// Folders, with a list of what was read from them.
#[derive(Debug)]
pub(super) struct Recorder {
    folders: Folders,
    seen: Mutex<BTreeMap<String, String>>,
}

impl Recorder {
    pub(super) fn new(folders: Folders) -> Self {
        Self { folders, seen: Mutex::default() }
    }

    /// What was asked for, and what there was.
    pub(super) fn seen(&self) -> BTreeMap<String, String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl AssetLoader for Recorder {
    fn load(&self, href: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let loaded = self.folders.load(href);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(href.to_owned(), state(&loaded));
        loaded
    }
}

impl AssetLoader for Folders {
    fn load(&self, href: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        if href.contains("://") || href.starts_with("//") {
            return Err(Diagnostic::new(Code::AssetRemote, [&href]));
        }
        let outside = || Diagnostic::new(Code::AssetOutside, [&href]);
        let path = Path::new(href);
        if path.is_absolute() {
            return Err(outside());
        }
        let mut escapes = false;
        for root in &self.roots {
            let (Ok(root), Ok(file)) = (root.canonicalize(), root.join(path).canonicalize())
            else {
                continue;
            };
            // The true place counts: neither `..` nor a link leads out of the folder.
            if !file.starts_with(&root) {
                escapes = true;
                continue;
            }
            return files::read(&file, &self.limits)
                .map(Some)
                .map_err(|error| error.diagnostic().clone());
        }
        if escapes { Err(outside()) } else { Ok(None) }
    }
}
