//! Readers: a decoded source to a document.

pub mod json;
