//! Passes over the model that know no format.

mod display;
mod entities;
mod structure;

pub use display::{Edit, EditMap, display, display_heading};
pub use entities::tag_entities;
pub use structure::structure;
