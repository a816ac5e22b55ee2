//! Conversion and reading: bytes and names in, a [`Conversion`] out.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;

use paiban::context::Limits;
use paiban::diag::{Code, Error, Result};
use paiban::files::{AssetRecord, Folders, Recorder};
use paiban::ledger::Account;
use paiban::{Context, Input, Options, OutputFormat};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use serde::Serialize;
use serde_json::json;

use crate::options;
use crate::run::{self, Work};
use crate::spelling;

/// A document, and the outputs that were made of it.
#[pyclass(frozen, module = "paiban._paiban")]
pub(crate) struct Conversion {
    conversion: paiban::Conversion,
    asset_records: Vec<AssetRecord>,
}

#[pymethods]
impl Conversion {
    /// The bytes of each output, by the name of its format.
    fn outputs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let outputs = PyDict::new(py);
        for output in &self.conversion.outputs {
            let bytes = PyBytes::new(py, &output.bytes);
            outputs.set_item(output.format.name(), bytes)?;
        }
        Ok(outputs)
    }

    /// The document, in the model's JSON.
    fn document(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| json(&self.conversion.document))
    }

    /// The diagnostics, a list in JSON.
    fn diagnostics(&self, py: Python<'_>) -> PyResult<String> {
        let records = || self.conversion.diagnostics.iter().map(spelling::record);
        py.detach(|| json(&records().collect::<Vec<_>>()))
    }

    /// The requests to the folders with their results: a list in JSON for [`are_current`].
    fn assets(&self) -> PyResult<String> {
        json(&self.asset_records)
    }

    /// What became of each character in each output, in JSON.
    fn ledger(&self, py: Python<'_>) -> PyResult<String> {
        let account =
            |(format, account): &(OutputFormat, Account)| (format.name(), record(account));
        py.detach(|| {
            json(&self.conversion.accounts.iter().map(account).collect::<BTreeMap<_, _>>())
        })
    }
}

/// Counts by fate, and the ranges of the sources with their fates.
fn record(account: &Account) -> serde_json::Value {
    let counts: BTreeMap<String, u64> =
        account.counts.iter().map(|(entry, count)| (entry.name(), *count)).collect();
    let stretches = account.stretches.iter().map(|stretch| {
        json!({
            "source": stretch.source,
            "start": stretch.bytes.start,
            "end": stretch.bytes.end,
            "fate": stretch.entry.fate,
            "by": stretch.entry.by,
            "instead": stretch.instead,
        })
    });
    json!({ "counts": counts, "stretches": stretches.collect::<Vec<_>>() })
}

/// As JSON.
pub(crate) fn json(value: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Reads a manuscript and writes it in each of the formats.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the package alone calls it, by name")]
#[pyo3(signature = (data, name, sidecar, folders, formats, options, limits, threads, filters))]
pub(crate) fn convert(
    py: Python<'_>,
    data: Vec<u8>,
    name: Option<String>,
    sidecar: Option<String>,
    folders: Vec<PathBuf>,
    formats: Vec<String>,
    options: &str,
    limits: &str,
    threads: Option<NonZero<usize>>,
    filters: Vec<Py<PyAny>>,
) -> PyResult<Conversion> {
    let formats = options::formats(&formats)?;
    let mut options = options::options(options)?;
    let mut context = context(&options, limits)?;
    context.threads = threads;
    let input = input(data, name);
    let work = Work { cancel: context.cancel.clone(), filters };
    run::run(py, &work, move |filters| {
        context.filters = filters;
        within(&input, &context.limits)?;
        decide(&mut options, sidecar.as_deref())?;
        let recorder = Arc::new(Recorder::new(allowed(folders, &context.limits)));
        context.assets = Some(recorder.clone());
        let conversion = paiban::convert(&input, &formats, &options, &context)?;
        Ok(Conversion { conversion, asset_records: recorder.records() })
    })
}

/// Reads a manuscript without writing anything.
#[pyfunction]
#[pyo3(signature = (data, name, sidecar, folders, options, limits))]
pub(crate) fn read(
    py: Python<'_>,
    data: Vec<u8>,
    name: Option<String>,
    sidecar: Option<String>,
    folders: Vec<PathBuf>,
    options: &str,
    limits: &str,
) -> PyResult<Conversion> {
    let mut options = options::options(options)?;
    let mut context = context(&options, limits)?;
    let input = input(data, name);
    run::run(py, &Work::default(), move |_| {
        within(&input, &context.limits)?;
        decide(&mut options, sidecar.as_deref())?;
        let mut reading = paiban::read(&input, &options, &context.limits)?;
        let recorder = Arc::new(Recorder::new(allowed(folders, &context.limits)));
        context.assets = Some(recorder.clone());
        paiban::load_pictures(&mut reading, &context)?;
        let conversion = paiban::Conversion {
            document: reading.document,
            sources: reading.sources,
            outputs: Vec::new(),
            accounts: Vec::new(),
            diagnostics: reading.diagnostics,
        };
        Ok(Conversion { conversion, asset_records: recorder.records() })
    })
}

/// Whether the folders still have what they had for a conversion: `records` is its `assets()`.
#[pyfunction]
pub(crate) fn are_current(
    py: Python<'_>,
    records: &str,
    folders: Vec<PathBuf>,
    limits: &str,
) -> PyResult<bool> {
    let records: Vec<AssetRecord> = serde_json::from_str(records)
        .map_err(|error| PyValueError::new_err(format!("records: {error}")))?;
    let folders = allowed(folders, &options::limits(limits)?);
    Ok(py.detach(|| records.iter().all(|it| it.is_current(&folders))))
}

/// The folders that pictures may be read from.
fn allowed(folders: Vec<PathBuf>, limits: &Limits) -> Folders {
    folders.into_iter().fold(Folders::none(), Folders::and).within(limits)
}

fn input(data: Vec<u8>, name: Option<String>) -> Input {
    Input { name, bytes: data.into() }
}

/// Refuses a file that is too large; the package reads at most one byte more than the limit.
fn within(input: &Input, limits: &Limits) -> Result<()> {
    if input.bytes.len() as u64 <= limits.bytes {
        return Ok(());
    }
    let name = input.name.as_deref().unwrap_or("-");
    Err(Error::new(Code::FileTooLarge, [&name, &limits.bytes]))
}

/// Adds the decisions of a sidecar file.
fn decide(options: &mut Options, sidecar: Option<&str>) -> Result<()> {
    sidecar.map_or(Ok(()), |text| paiban::input::sidecar::parse(text, &mut options.read))
}

/// The context of a conversion.
fn context(options: &Options, limits: &str) -> PyResult<Context> {
    // The date of a work is also that of its files.
    let date = options.meta.date.as_ref().map(ToString::to_string);
    Ok(Context { limits: options::limits(limits)?, date, ..Context::default() })
}
