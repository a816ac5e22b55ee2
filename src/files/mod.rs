//! The files of a system (feature `files`): in go paths, out come bytes. Without this feature the
//! library opens nothing.

mod folders;
mod read;
mod recorder;

pub use folders::Folders;
pub use read::read;
#[cfg(feature = "cli")]
pub(crate) use read::{plain, unreadable, within};
pub use recorder::{AssetRecord, Recorder};
