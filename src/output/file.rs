//! What each writer returns.

use crate::diag::Diagnostic;
use crate::model::Trace;

/// A finished file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The text in it that stands for the source's.
    pub trace: Trace,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
}
