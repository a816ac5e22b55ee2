//! XML in and out: the only user of quick-xml.
//!
//! quick-xml neither limits what it reads nor checks what it writes: [`Reader`] and [`Writer`]
//! do.

mod carried;
mod condition;
mod entities;
mod names;
mod reader;
mod writer;

pub use carried::{Held, carried, is_carried};
pub use condition::Condition;
pub use names::{is_xml_char, ns};
pub use reader::{Element, Event, Limits, Reader, line_column};
pub use writer::{Writer, Written};
