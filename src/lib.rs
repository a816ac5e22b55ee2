//! paiban (排版) turns a Chinese manuscript into a PDF to print, an EPUB to read and a TEI P5
//! file to archive.
//!
//! ```text
//!  bytes ─source─▶ Source ─input─▶ Document ─transform::structure─▶ Document ─▶ output::json
//!                                                                     │
//!            ┌─────────────────────────────┬──────────────────────────┤
//!            ▼                             ▼                          ▼
//!       output::tei            transform::display, block by block ─▶ output::epub
//!    (every character)                     │
//!                                          ▼
//!                                   layout ─▶ pages ─▶ output::pdf
//! ```
//!
//! Every stage is a function of its arguments: time, fonts and limits come in a
//! [`context::Context`], choices in [`config::Options`]. What a stage cannot express it
//! reports as a [`diag::Diagnostic`].

pub mod book;
pub mod config;
mod container;
pub mod context;
mod convert;
mod deflate;
pub mod diag;
pub mod estimate;
pub mod font;
pub mod identity;
pub mod image;
pub mod input;
pub mod layout;
pub mod ledger;
mod math;
pub mod model;
pub mod output;
mod parallel;
pub mod restore;
pub mod source;
pub mod text;
pub mod transform;
mod values;
pub mod xml;

#[cfg(feature = "cli")]
pub mod cli;

pub use convert::{
    ChapterFile, Conversion, Output, convert, convert_book, read, read_book, write,
};
pub use input::Reading;
pub use source::Input;
