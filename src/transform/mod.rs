//! Passes over the model, independent of formats.

mod contents;
mod display;
mod edition;
mod entities;
mod formulas;
mod labels;
mod numbering;
mod page_references;
mod references;
mod spaces;
mod structure;
mod uncalled;

pub use contents::{ContentsPlace, Listed, contents_place, is_named, listed, lists_headings};
pub use display::{Edit, EditMap, display, display_heading};
pub use edition::edition;
pub use entities::tag_entities;
pub use formulas::unset_formulas;
pub use labels::label_of;
pub use numbering::{numbered, own_numbers};
pub use page_references::{refers_to_pages, show_pages};
pub use spaces::{are_noise, without_indent};
pub use structure::{structure, structure_book};
pub use uncalled::uncalled;
