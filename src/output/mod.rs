//! Writers: a document to bytes.

pub mod epub;
pub mod json;
pub mod outline;
pub mod pdf;
mod product;
pub mod tei;

pub use product::is_product;
