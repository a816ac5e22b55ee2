//! Access to the file system (feature `files`): takes paths, returns bytes. Without this feature
//! the library opens no file.

mod folders;
mod read;
mod recorder;

pub use folders::Folders;
pub use read::read;
#[cfg(feature = "cli")]
pub(crate) use read::{plain, unreadable, within};
pub use recorder::{AssetRecord, Recorder};
