//! The integration tests: one binary, since every binary carries the fonts.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a test stops at once, says what it skips, and knows its numbers"
)]

mod architecture;
mod batch;
mod book;
mod claims;
mod commands;
mod course;
mod designer;
mod determinism;
mod display;
mod documents;
mod docx;
mod e_books;
mod epub;
#[cfg(unix)]
mod faults;
mod fonts;
mod formulas;
mod front;
mod generated;
mod gold;
mod handout;
mod html;
mod images;
mod json;
mod layout;
mod ledger;
mod library;
mod lossless;
mod made;
mod markdown;
mod model;
mod odd_places;
mod own_books;
mod paged;
mod pages;
mod panics;
mod parts;
mod pdf;
#[cfg(unix)]
mod places;
mod programs;
mod readers;
mod settings;
mod support;
mod tei;
mod validity;
mod wording;
mod words;
