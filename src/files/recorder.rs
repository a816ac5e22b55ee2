//! A record of the files beside a manuscript that its conversion requested, each with its hash, so
//! that a later run can check whether they changed.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::folders::Folders;
use crate::context::{AssetLoader, Wanted, WantedKind};
use crate::diag::Diagnostic;
use crate::text::hex;

/// A requested file, and the result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AssetRecord {
    from: Option<String>,
    address: String,
    kind: WantedKind,
    /// A hash, or why there was nothing.
    state: String,
}

impl AssetRecord {
    /// Whether the same request to these folders has the same result now.
    pub fn is_current(&self, folders: &Folders) -> bool {
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

/// Folders that record each request.
#[derive(Debug)]
pub struct Recorder {
    folders: Folders,
    seen: Mutex<BTreeSet<AssetRecord>>,
}

impl Recorder {
    /// Folders without any request so far.
    pub fn new(folders: Folders) -> Self {
        Self { folders, seen: Mutex::default() }
    }

    /// The requests so far, each once, in order.
    pub fn records(&self) -> Vec<AssetRecord> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl AssetLoader for Recorder {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        let loaded = self.folders.load(wanted);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(AssetRecord {
            from: wanted.from.map(str::to_owned),
            address: wanted.address.to_owned(),
            kind: wanted.kind,
            state: state(&loaded),
        });
        loaded
    }
}
