//! XML in and out: the only user of quick-xml.
//!
//! quick-xml neither limits what it reads nor checks what it writes; [`writer`] does.

mod names;
mod writer;

pub use names::{is_name, is_xml_char, ns};
pub use writer::{Writer, Written};
