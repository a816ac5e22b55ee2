//! Writers: a document to bytes.

pub mod json;
