//! Errors of the library as exceptions of `paiban.errors`, one class for each exit status.

use paiban::diag::{Error, Exit};
use pyo3::prelude::*;

use crate::conversion::json;
use crate::spelling;

/// The exception of an error; if none can be made, why.
pub(crate) fn exception(py: Python<'_>, error: &Error) -> PyErr {
    let name = match error.exit() {
        Exit::Denied => "Cancelled",
        Exit::Usage => "UsageError",
        Exit::Unreadable => "UnreadableError",
        Exit::Malformed => "MalformedError",
        Exit::Limit => "LimitError",
        Exit::Asset => "AssetError",
        Exit::Output => "OutputError",
        Exit::Internal => "Fault",
    };
    let made = || {
        let class = py.import("paiban.errors")?.getattr(name)?;
        class.call_method1("of", (json(&spelling::record(error.diagnostic()))?,))
    };
    made().map_or_else(|failed| failed, PyErr::from_value)
}
