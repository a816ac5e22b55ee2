//! The files beside a manuscript that it refers to: read from folders that the caller allows, and
//! from nowhere else.

use std::path::{Path, PathBuf};

use super::read::read;
use crate::context::{AssetLoader, Limits, Wanted, WantedKind};
use crate::diag::{Code, Diagnostic};
use crate::model::AssetKind;
use crate::text::address::percent_decoded;

/// Folders that files may be read from, looked through in order. Links are resolved first, so that
/// neither they nor `..` lead out of them; where an image is wanted, what is none by its bytes is not
/// taken.
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

    /// The folder that a manuscript is in.
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

    /// These and one more.
    #[must_use]
    pub fn and(mut self, folder: impl Into<PathBuf>) -> Self {
        self.roots.push(folder.into());
        self
    }

    /// The same with the limits of the conversion; of them `bytes` counts.
    #[must_use]
    pub fn within(self, limits: &Limits) -> Self {
        Self { limits: limits.clone(), ..self }
    }

    /// Where a file of this name may be: from each folder on, first from the one in it that the file
    /// which refers is in. One that begins with a slash may be meant from the root of a web site on,
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

    /// Reads the file if it is of the kind wanted. Where an image is wanted, nothing else in these
    /// folders is read, since outputs are passed on to other people.
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
        // One outside is refused whether it is there or not: that is nobody's affair.
        let mut is_outside = names.iter().any(|name| Path::new(name).is_absolute());
        for file in names.iter().flat_map(|name| self.places(name, wanted.from)) {
            let Ok(file) = file.canonicalize() else { continue };
            // The true place counts: neither `..` nor a link leads out of the folders.
            if roots.iter().any(|root| file.starts_with(root)) {
                return self.read(wanted, &file).map(Some);
            }
            is_outside = true;
        }
        if is_outside { Err(Diagnostic::new(Code::AssetOutside, [&href])) } else { Ok(None) }
    }
}

/// The names that a file may have which a text calls so: as it is written, with its percent signs
/// decoded (Markdown writes blanks as `%20`), without a query or fragment, with the separators of
/// Windows.
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
