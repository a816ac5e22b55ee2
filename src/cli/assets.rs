//! The files beside a manuscript that it refers to: read from its own folder and those that the user
//! gave, and from nowhere else. An image in the text itself (`data:`, RFC 2397) is decoded.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use serde::{Deserialize, Serialize};

use super::files;
use super::journal::Fingerprint;
use crate::context::{AssetLoader, Limits, Wanted, WantedKind};
use crate::diag::{Code, Diagnostic};
use crate::model::AssetKind;
use crate::text::address::percent_decoded;

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

impl Folders {
    /// A folder itself, and those of `--resource-path`.
    pub(super) fn of_folder(folder: &Path, more: &[PathBuf], limits: &Limits) -> Self {
        let roots = std::iter::once(folder.to_owned()).chain(more.iter().cloned()).collect();
        Self { roots, limits: limits.clone() }
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
        let data = files::read(file, &self.limits).map_err(|it| it.diagnostic().clone())?;
        match wanted.kind {
            WantedKind::Image if AssetKind::of(&data) == AssetKind::Unknown => Err(refuse()),
            WantedKind::Image | WantedKind::Part => Ok(data),
        }
    }

    /// Whether what was asked for is as it was then.
    pub(super) fn is_so(&self, asked: &Asked) -> bool {
        let Asked { from, address, kind, .. } = asked;
        let wanted = Wanted { from: from.as_deref(), address, kind: *kind };
        state(&self.load(&wanted)) == asked.state
    }
}

/// What was asked for, and what there was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Asked {
    from: Option<String>,
    address: String,
    kind: WantedKind,
    /// A hash, or why there was nothing.
    state: String,
}

fn state(loaded: &Result<Option<Vec<u8>>, Diagnostic>) -> String {
    match loaded {
        Ok(Some(data)) => Fingerprint::of(data).sha256,
        Ok(None) => "absent".to_owned(),
        Err(found) => found.code.id().to_owned(),
    }
}

/// Folders, with a list of what was read from them.
#[derive(Debug)]
pub(super) struct Recorder {
    folders: Folders,
    seen: Mutex<BTreeSet<Asked>>,
}

impl Recorder {
    pub(super) fn new(folders: Folders) -> Self {
        Self { folders, seen: Mutex::default() }
    }

    /// What was asked for, and what there was.
    pub(super) fn seen(&self) -> Vec<Asked> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl AssetLoader for Recorder {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        let loaded = self.folders.load(wanted);
        if is_embedded(wanted.address) {
            return loaded;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(Asked {
            from: wanted.from.map(str::to_owned),
            address: wanted.address.to_owned(),
            kind: wanted.kind,
            state: state(&loaded),
        });
        loaded
    }
}

impl AssetLoader for Folders {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        let href = wanted.address;
        if is_embedded(href) {
            let rest = &href["data:".len()..];
            let shown: String = href.chars().take(SHOWN).collect();
            return match embedded(rest) {
                Some(data) => Ok(Some(data)),
                None => Err(Diagnostic::new(Code::AssetEmbedded, [&format!("{shown}…")])),
            };
        }
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

/// How much of an image in the text is shown in a message, in characters.
const SHOWN: usize = 32;

/// Whether an image stands in the text itself.
fn is_embedded(href: &str) -> bool {
    href.split_once(':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("data"))
}

/// The bytes of an image in the text: what follows `data:`, its media type, which is left to
/// the bytes to say, and the data.
fn embedded(rest: &str) -> Option<Vec<u8>> {
    // Written over several lines, with or without its padding.
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let (kind, data) = rest.split_once(',')?;
    let mut data = percent_decoded(data);
    if kind.to_ascii_lowercase().ends_with(";base64") {
        data.to_mut().retain(|byte| !byte.is_ascii_whitespace());
        return LENIENT.decode(data.as_ref()).ok();
    }
    Some(data.into_owned())
}
