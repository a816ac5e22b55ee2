//! Pure services on characters: scripts, classes, breaks, numbers. No font, no model.

pub mod numeral;
pub mod script;
