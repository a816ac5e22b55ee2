//! The integration tests: one binary, since every binary carries the fonts.

mod architecture;
mod commands;
mod determinism;
mod display;
mod documents;
mod epub;
mod fonts;
mod layout;
mod lossless;
mod model;
mod pages;
mod pdf;
mod readers;
mod support;
mod tei;
