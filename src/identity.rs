//! The identifiers of a work and of each of its outputs.
//!
//! They are UUIDs of version 5 (RFC 9562 §5.5), made from the source's SHA-256, so that the same
//! source has the same identifiers everywhere, without a registry or a clock.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::config::OutputFormat;
use crate::model::Document;
use crate::text::hex;

/// The name space of paiban's identifiers: version 5 of the URL name space and
/// `https://crates.io/crates/paiban`.
const NAMESPACE: Uuid = Uuid::from_u128(0xa8bac617_8691_5689_8f1b_29a28155250e);

/// The identifiers derived from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// SHA-256 of the source, 64 hexadecimal digits.
    pub sha256: String,
    /// The work's identifier.
    pub work: Uuid,
}

impl Identity {
    /// The identity of a document: by its source, by all its files if it is a book of many, or by
    /// its text if it has no source.
    pub fn of(document: &Document) -> Self {
        let files: Vec<&str> = document.files().map(|file| file.sha256.as_str()).collect();
        let is_book = files.len() > 1 && document.files().all(|file| file.original.is_some());
        let sha256 = match document.file() {
            Some(_) if is_book => hex::lower(&Sha256::digest(files.join("\n"))),
            Some(source) if source.sha256.len() == 64 => source.sha256.clone(),
            _ => {
                let json = serde_json::to_vec(document).unwrap_or_default();
                hex::lower(&Sha256::digest(&json))
            }
        };
        let work = Uuid::new_v5(&NAMESPACE, sha256.as_bytes());
        Self { sha256, work }
    }

    /// The identifier of the output in this format.
    pub fn output(&self, format: OutputFormat) -> Uuid {
        let name = format!("{}:{}", self.sha256, format.extension());
        Uuid::new_v5(&NAMESPACE, name.as_bytes())
    }
}

/// A UUID as a URN (RFC 9562 §4).
pub fn urn(uuid: Uuid) -> String {
    uuid.urn().to_string()
}
