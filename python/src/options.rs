//! Options of Python to those of the library: `{"paper": "A5"}`, flat and in snake case, since the
//! names of the schema's leaves are unique.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use paiban::context::{Limit, Limits};
use paiban::{InputFormat, Options, OutputFormat};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use serde::Deserialize as _;
use serde_json::Value;

/// The group of each option, by the option's name in Python.
static GROUPS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let Ok(Value::Object(groups)) = serde_json::to_value(Options::default()) else {
        return BTreeMap::new();
    };
    let names = |(group, options): (String, Value)| {
        let names: Vec<String> =
            options.as_object().into_iter().flat_map(|it| it.keys().cloned()).collect();
        names.into_iter().map(move |name| (snake(&name), group.clone()))
    };
    groups.into_iter().flat_map(names).collect()
});

/// Whether options have a group of this name.
pub(crate) fn is_group(name: &str) -> bool {
    GROUPS.values().any(|group| group == name)
}

/// The name of an option in Python.
pub(crate) fn snake(name: &str) -> String {
    name.replace('-', "_")
}

/// The names of all options, as Python has them.
pub(crate) fn names() -> Vec<String> {
    GROUPS.keys().cloned().collect()
}

/// The names of all limits.
pub(crate) fn limit_names() -> Vec<&'static str> {
    Limit::ALL.map(|limit| limit.name).to_vec()
}

/// The names of all output formats, with the extensions of their files.
pub(crate) fn output_formats() -> Vec<(&'static str, &'static str)> {
    OutputFormat::ALL.into_iter().map(|it| (it.name(), it.extension())).collect()
}

/// The extensions of manuscripts, without the full stop.
pub(crate) fn extensions() -> Vec<&'static str> {
    let forms = InputFormat::ALL.into_iter().filter(|form| form.is_manuscript());
    forms.flat_map(InputFormat::extensions).copied().collect()
}

/// The formats of these names.
pub(crate) fn formats(names: &[String]) -> PyResult<Vec<OutputFormat>> {
    let format = |name: &String| {
        name.parse().map_err(|error| PyValueError::new_err(format!("to: {error}")))
    };
    names.iter().map(format).collect()
}

/// Parses options from JSON, by name.
///
/// # Errors
///
/// An option that does not exist, or an invalid value.
pub(crate) fn options(json: &str) -> PyResult<Options> {
    let malformed = |error: serde_json::Error| PyValueError::new_err(error.to_string());
    let given: BTreeMap<String, Value> = serde_json::from_str(json).map_err(malformed)?;
    let mut tree = Value::Object(serde_json::Map::new());
    for (name, value) in given {
        let Some(group) = GROUPS.get(&name) else {
            return Err(PyTypeError::new_err(format!("unknown option {name}")));
        };
        tree[group.as_str()][name.replace('_', "-")] = value;
        // One by one, to report which one is invalid.
        Options::deserialize(&tree).map_err(|error| wrong(&name, &error))?;
    }
    Options::deserialize(&tree).map_err(malformed)
}

/// Parses limits from JSON, by name.
pub(crate) fn limits(json: &str) -> PyResult<Limits> {
    let refused = |error| wrong("limits", &error);
    let given: Value = serde_json::from_str(json).map_err(refused)?;
    let given: BTreeMap<String, u64> = BTreeMap::deserialize(given).map_err(refused)?;
    let mut limits = Limits::default();
    for (name, value) in given {
        let limit = Limit::from_name(&name)
            .ok_or_else(|| PyTypeError::new_err(format!("unknown limit {name}")))?;
        if value > limit.greatest {
            let greatest = limit.greatest;
            let said = format!("limits: {name} can be {greatest} at most");
            return Err(PyValueError::new_err(said));
        }
        limit.set(&mut limits, value);
    }
    Ok(limits)
}

/// A value of the wrong type, or an invalid value of the right type.
fn wrong(name: &str, error: &serde_json::Error) -> PyErr {
    let said = format!("{name}: {error}");
    if error.to_string().starts_with("invalid type") {
        PyTypeError::new_err(said)
    } else {
        PyValueError::new_err(said)
    }
}
