//! Writers: a document to bytes.

pub mod epub;
pub mod json;
pub mod outline;
pub mod pdf;
pub mod tei;
