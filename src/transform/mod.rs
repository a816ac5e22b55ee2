//! Passes over the model that know no format.

mod display;
mod structure;

pub use display::{Edit, EditMap, display, display_heading};
pub use structure::structure;
