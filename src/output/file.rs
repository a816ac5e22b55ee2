//! The result of each writer.

use crate::diag::Diagnostic;
use crate::model::Trace;

/// A finished file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its text with the places in the source.
    pub trace: Trace,
    /// The diagnostics of writing it.
    pub diagnostics: Vec<Diagnostic>,
}
