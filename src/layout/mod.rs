//! Layout: blocks to pages of frames, to the W3C's *Requirements for Chinese Text Layout*.

pub mod frame;
#[allow(dead_code, reason = "the pages ask for it")]
mod inline;
#[allow(dead_code, reason = "the pages ask for it")]
mod tree;

pub use inline::{Kinsoku, PunctuationStyle};
