//! paiban for Python: the extension module `paiban._paiban`.
//!
//! Trees (options, documents, diagnostics, ledgers) cross as JSON; the package around it
//! (`python/package`) makes Python's values of them. No work is done with the interpreter held.

mod conversion;
mod errors;
mod options;
mod run;
mod spelling;

use std::ffi::OsString;

use paiban::diag::keep_panics;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict as _, PyBytes};

/// The extension module.
#[pymodule]
fn _paiban(module: &Bound<'_, PyModule>) -> PyResult<()> {
    keep_panics();
    module.add("VERSION", env!("CARGO_PKG_VERSION"))?;
    module.add("OPTIONS", options::names())?;
    module.add("LIMITS", options::limit_names())?;
    module.add("FORMATS", options::output_formats().into_py_dict(module.py())?)?;
    module.add("EXTENSIONS", options::extensions())?;
    module.add_class::<conversion::Conversion>()?;
    module.add_function(wrap_pyfunction!(conversion::convert, module)?)?;
    module.add_function(wrap_pyfunction!(conversion::read, module)?)?;
    module.add_function(wrap_pyfunction!(conversion::are_current, module)?)?;
    module.add_function(wrap_pyfunction!(restore, module)?)?;
    module.add_function(wrap_pyfunction!(command, module)?)
}

/// The source of a TEI archive.
#[pyfunction]
fn restore<'py>(py: Python<'py>, tei: Vec<u8>) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = run::run(py, &run::Work::default(), move |_| paiban::restore(&tei))?;
    Ok(PyBytes::new(py, &bytes))
}

/// Runs the command with these arguments, the program's name first; returns its status.
#[pyfunction]
fn command(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| paiban::cli::status(arguments))
}
