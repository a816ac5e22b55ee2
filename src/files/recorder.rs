//! What a conversion asked of the files beside its manuscript, so that a later run can ask again: in
//! go folders, out come names, each with a hash of what there was.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::folders::Folders;
use crate::context::{AssetLoader, Wanted, WantedKind};
use crate::diag::Diagnostic;
use crate::text::hex;

/// What was asked for, and what there was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Asked {
    from: Option<String>,
    address: String,
    kind: WantedKind,
    /// A hash, or why there was nothing.
    state: String,
}

impl Asked {
    /// Whether these folders have the same now.
    pub fn is_so(&self, folders: &Folders) -> bool {
        let wanted =
            Wanted { from: self.from.as_deref(), address: &self.address, kind: self.kind };
        state(&folders.load(&wanted)) == self.state
    }
}

fn state(loaded: &Result<Option<Vec<u8>>, Diagnostic>) -> String {
    match loaded {
        Ok(Some(data)) => hex::lower(&Sha256::digest(data)),
        Ok(None) => "absent".to_owned(),
        Err(found) => found.code.id().to_owned(),
    }
}

/// Folders, with a list of what was read from them.
#[derive(Debug)]
pub struct Recorder {
    folders: Folders,
    seen: Mutex<BTreeSet<Asked>>,
}

impl Recorder {
    /// These folders, of which nothing was read yet.
    pub fn new(folders: Folders) -> Self {
        Self { folders, seen: Mutex::default() }
    }

    /// What was asked for, and what there was.
    pub fn seen(&self) -> Vec<Asked> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl AssetLoader for Recorder {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        let loaded = self.folders.load(wanted);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(Asked {
            from: wanted.from.map(str::to_owned),
            address: wanted.address.to_owned(),
            kind: wanted.kind,
            state: state(&loaded),
        });
        loaded
    }
}
