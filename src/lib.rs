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
//! ```
//! use paiban::{Context, Input, Options, OutputFormat, convert};
//!
//! let input = Input::new("清明.txt", "清明\n\n　　雨还没有停。\n".as_bytes());
//! let conversion =
//!     convert(&input, &[OutputFormat::Tei], &Options::default(), &Context::default())?;
//! assert!(conversion.outputs[0].bytes.starts_with(b"<?xml"));
//! # Ok::<(), paiban::diag::Error>(())
//! ```
//!
//! Every stage is a function of its arguments: time, fonts and limits come in a
//! [`context::Context`], choices in [`config::Options`]. What a stage cannot express it
//! reports as a [`diag::Diagnostic`].

// The surface.
pub mod book;
pub mod config;
pub mod context;
pub mod diag;
#[cfg(feature = "files")]
pub mod files;
pub mod font;
pub mod ledger;
pub mod model;
pub mod restore;
pub mod source;

// Stages, which tests and benchmarks look into; no promise is made of them.
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod estimate;
#[doc(hidden)]
pub mod identity;
#[doc(hidden)]
pub mod image;
#[doc(hidden)]
pub mod input;
#[doc(hidden)]
pub mod layout;
#[doc(hidden)]
pub mod output;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod transform;
#[doc(hidden)]
pub mod xml;

mod container;
mod convert;
mod deflate;
mod math;
mod names;
mod parallel;
mod values;

pub use config::{InputFormat, Options, OutputFormat};
pub use context::Context;
pub use convert::{
    ChapterFile, Conversion, Output, convert, convert_book, load_pictures, read, read_book,
    write,
};
pub use input::Reading;
pub use restore::restore;
pub use source::Input;

/// The examples of the guide are tested.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct Guide;
