//! The images that a manuscript names: read from its own folder and those that the user gave,
//! and from nowhere else.

use std::path::{Path, PathBuf};

use super::files;
use crate::context::{AssetLoader, Limits};
use crate::diag::{Code, Diagnostic};

/// Folders that files may be read from.
#[derive(Debug)]
pub(super) struct Folders {
    /// Looked through in order.
    roots: Vec<PathBuf>,
    limits: Limits,
}

impl Folders {
    /// The folder of `input`, if it is a file, and those of `--resource-path`.
    pub(super) fn of(input: &Path, more: &[PathBuf], limits: &Limits) -> Self {
        let own = (!files::is_standard(input)).then(|| files::parent(input).to_owned());
        Self {
            roots: own.into_iter().chain(more.iter().cloned()).collect(),
            limits: limits.clone(),
        }
    }
}

impl AssetLoader for Folders {
    fn load(&self, href: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        if href.contains("://") || href.starts_with("//") {
            return Err(Diagnostic::new(Code::AssetRemote, [&href]));
        }
        let outside = || Diagnostic::new(Code::AssetOutside, [&href]);
        let path = Path::new(href);
        if path.is_absolute() {
            return Err(outside());
        }
        let mut escapes = false;
        for root in &self.roots {
            let (Ok(root), Ok(file)) = (root.canonicalize(), root.join(path).canonicalize())
            else {
                continue;
            };
            // The true place counts: neither `..` nor a link leads out of the folder.
            if !file.starts_with(&root) {
                escapes = true;
                continue;
            }
            return files::read(&file, &self.limits)
                .map(Some)
                .map_err(|error| error.diagnostic().clone());
        }
        if escapes { Err(outside()) } else { Ok(None) }
    }
}
