//! The model's own JSON: a document to text, and the schema that describes it.
//!
//! One line, keys in the order of the model's fields, defaults left out, a line end at the end.

#[cfg(feature = "schema")]
use schemars::{Schema, generate::SchemaSettings};

#[cfg(feature = "schema")]
use crate::config::Options;
use crate::model::Document;

/// Writes a document; `input::json::read` is the inverse.
pub fn write(document: &Document) -> String {
    // The model holds no map with keys other than strings and no number that JSON lacks.
    let mut json = serde_json::to_string(document).unwrap_or_default();
    json.push('\n');
    json
}

/// The JSON Schema (draft 2020-12) of a document.
#[cfg(feature = "schema")]
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Document>()
}

/// The JSON Schema of the options.
#[cfg(feature = "schema")]
pub fn options_schema() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Options>()
}
