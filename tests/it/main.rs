//! The integration tests: one binary, since every binary carries the fonts.

mod architecture;
mod commands;
mod determinism;
mod documents;
mod epub;
mod layout;
mod lossless;
mod model;
mod pdf;
mod readers;
mod support;
mod tei;
