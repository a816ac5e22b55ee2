//! The context of a conversion: everything from outside, shared and immutable.

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use crate::diag::Diagnostic;
use crate::font::Library;

/// Reads the files that a text names: images. What it may read is its own affair; it never
/// goes to a network.
pub trait AssetLoader: std::fmt::Debug + Send + Sync {
    /// The bytes at an address as the text gives it; none where there is no such file.
    ///
    /// # Errors
    ///
    /// Why a file that may be there was not read.
    fn load(&self, href: &str) -> Result<Option<Vec<u8>>, Diagnostic>;
}

/// What a conversion may know of the world beside its input and options.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The fonts, with their fallback chains.
    pub fonts: Arc<Library>,
    /// The date to write into outputs, ISO 8601 (`2026-11-23` or with a time in UTC); none is
    /// written if there is none.
    pub date: Option<String>,
    /// What no input may exceed.
    pub limits: Limits,
    /// What reads the images that a text names; without it none is read.
    pub assets: Option<Arc<dyn AssetLoader>>,
    /// The threads that one conversion may use, its own counted; none for as many as there are
    /// processor cores. The bytes of the outputs don't depend on it.
    pub threads: Option<NonZero<usize>>,
}

impl Context {
    /// How many threads one conversion may use, its own counted.
    pub fn threads(&self) -> usize {
        let cores = || thread::available_parallelism().ok();
        self.threads.or_else(cores).map_or(1, NonZero::get)
    }
}

/// What no input may exceed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one input.
    pub input_bytes: u64,
    /// Samples of one image.
    pub image_samples: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { input_bytes: 1 << 30, image_samples: 100_000_000 }
    }
}
