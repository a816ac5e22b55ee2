//! Passes over the model that know no format.

mod display;

pub use display::{Edit, EditMap, display, display_heading};
