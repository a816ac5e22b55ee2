//! Pure services on characters: scripts, languages, classes, breaks, numbers, dates, addresses, and
//! the generated words of a document. No font, no model.

pub mod address;
pub mod breaks;
pub mod clusters;
pub mod dates;
pub mod direction;
pub mod fold;
pub mod hex;
mod host;
pub mod language;
pub mod numeral;
pub mod punctuation;
pub mod quotes;
pub mod script;
pub mod spacing;
pub mod words;
