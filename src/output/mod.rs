//! Writers: a document to bytes.

pub mod epub;
mod file;
pub mod json;
pub mod outline;
pub mod pdf;
mod product;
pub mod tei;

pub use file::File;
pub use product::is_product;
