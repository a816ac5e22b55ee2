//! The files that a manuscript refers to, read only from folders that the caller allows.

use std::path::{Path, PathBuf};

use super::read::read;
use crate::context::{AssetLoader, Limits, Wanted, WantedKind};
use crate::diag::{Code, Diagnostic};
use crate::model::AssetKind;
use crate::text::address::percent_decoded;

/// Folders that files may be read from, searched in order. Links are resolved first, so that
/// neither they nor `..` lead out of them; if an image is wanted, a file that is not an image by
/// its bytes is refused.
///
/// ```
/// use std::path::Path;
/// use std::sync::Arc;
///
/// use paiban::Context;
/// use paiban::files::Folders;
///
/// let folders = Folders::beside(Path::new("texts/article.md")).and("pictures");
/// let context = Context { assets: Some(Arc::new(folders)), ..Context::default() };
/// ```
#[derive(Clone, Debug)]
pub struct Folders {
    roots: Vec<PathBuf>,
    limits: Limits,
}

impl Folders {
    /// A folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self::none().and(folder)
    }

    /// The folder of a manuscript.
    pub fn beside(manuscript: &Path) -> Self {
        match manuscript.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => Self::new(folder),
            _ => Self::new("."),
        }
    }

    /// No folder: nothing is found.
    pub fn none() -> Self {
        Self { roots: Vec::new(), limits: Limits::default() }
    }

    /// Adds a folder.
    #[must_use]
    pub fn and(mut self, folder: impl Into<PathBuf>) -> Self {
        self.roots.push(folder.into());
        self
    }

    /// Applies the limits of the conversion; only `bytes` is used.
    #[must_use]
    pub fn within(self, limits: &Limits) -> Self {
        Self { limits: limits.clone(), ..self }
    }

    /// The possible paths of a file of this name: in each folder, starting with the subfolder of
    /// the referring file. A name with a leading slash may be relative to the root of a web site
    /// whose pictures these are.
    fn places<'a>(
        &'a self,
        name: &'a str,
        from: Option<&'a str>,
    ) -> impl Iterator<Item = PathBuf> + 'a {
        let whole = Path::new(name);
        let absolute = whole.is_absolute().then(|| whole.to_owned());
        let relative = name.trim_start_matches('/');
        let inner = from.and_then(|from| from.rsplit_once('/')).map(|(folder, _)| folder);
        let inner = inner.filter(|_| relative.len() == name.len());
        let beside = inner.into_iter().flat_map(move |folder| {
            self.roots.iter().map(move |root| root.join(folder).join(relative))
        });
        let below = self.roots.iter().map(move |root| root.join(relative));
        absolute.into_iter().chain(beside).chain(below)
    }

    /// Reads the file if it is of the kind wanted. If an image is wanted, nothing else in these
    /// folders is read, since outputs are published.
    fn read(&self, wanted: &Wanted<'_>, file: &Path) -> Result<Vec<u8>, Diagnostic> {
        let refuse = || Diagnostic::new(Code::AssetNotImage, [&wanted.address]);
        if !file.is_file() {
            return Err(refuse());
        }
        let data = read(file, &self.limits).map_err(|it| it.diagnostic().clone())?;
        match wanted.kind {
            WantedKind::Image if AssetKind::of(&data) == AssetKind::Unknown => Err(refuse()),
            WantedKind::Image | WantedKind::Part => Ok(data),
        }
    }
}

impl AssetLoader for Folders {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        let href = wanted.address;
        let address = href.strip_prefix("file://").unwrap_or(href);
        if address.contains("://") || address.starts_with("//") {
            return Err(Diagnostic::new(Code::AssetRemote, [&href]));
        }
        let roots: Vec<PathBuf> =
            self.roots.iter().filter_map(|root| root.canonicalize().ok()).collect();
        let names = names(address);
        // A path outside is refused without revealing whether the file exists.
        let mut is_outside = names.iter().any(|name| Path::new(name).is_absolute());
        for file in names.iter().flat_map(|name| self.places(name, wanted.from)) {
            let Ok(file) = file.canonicalize() else { continue };
            // The canonical path is checked: neither `..` nor a link leads out of the folders.
            if roots.iter().any(|root| file.starts_with(root)) {
                return self.read(wanted, &file).map(Some);
            }
            is_outside = true;
        }
        if is_outside { Err(Diagnostic::new(Code::AssetOutside, [&href])) } else { Ok(None) }
    }
}

/// The possible names of a file referred to by an address: unchanged, with percent signs decoded
/// (Markdown writes blanks as `%20`), without a query or fragment, with Windows separators.
fn names(address: &str) -> Vec<String> {
    let decoded = String::from_utf8(percent_decoded(address).into_owned()).ok();
    let mut names = vec![address.to_owned()];
    let mut add = |name: &str| {
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    };
    let written = || std::iter::once(address).chain(decoded.as_deref());
    written().for_each(&mut add);
    let bare = |text| str::split(text, ['?', '#']).next().unwrap_or_default();
    written().map(bare).for_each(&mut add);
    written().map(|text| bare(text).replace('\\', "/")).for_each(|name| add(&name));
    names
}
