//! Images: which go into the book, under which names.
//!
//! EPUB 3.3 §3.2 has every reading system show PNG, JPEG, GIF, WebP and SVG; nothing else goes
//! in. An image that was not loaded is shown as its description.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::model::{Asset, AssetKind, Document};

/// An image in the package.
#[derive(Clone, Debug)]
pub(super) struct ImageFile<'a> {
    /// Its path in the folder of the package.
    pub(super) path: String,
    pub(super) media_type: &'static str,
    pub(super) data: &'a [u8],
}

/// All images that can be shown, by the id of their asset.
#[derive(Debug, Default)]
pub(super) struct Images<'a> {
    files: BTreeMap<&'a str, ImageFile<'a>>,
}

impl<'a> Images<'a> {
    /// The images of a document, and what is wrong with the others.
    pub(super) fn of(document: &'a Document) -> (Self, Vec<Diagnostic>) {
        let mut images = Self::default();
        let mut diagnostics = Vec::new();
        for (index, asset) in document.assets.iter().enumerate() {
            match image_file(asset, index) {
                Ok(file) => {
                    images.files.entry(&asset.id).or_insert(file);
                }
                Err(code) => diagnostics.push(Diagnostic::new(code, [&asset.href])),
            }
        }
        (images, diagnostics)
    }

    /// The image of an asset.
    pub(super) fn get(&self, asset: &str) -> Option<&ImageFile<'a>> {
        self.files.get(asset)
    }

    /// All images, by asset.
    pub(super) fn iter(&self) -> impl Iterator<Item = &ImageFile<'a>> {
        self.files.values()
    }
}

/// The file for an asset. Its kind is what its bytes show, whatever its name says.
fn image_file(asset: &Asset, index: usize) -> Result<ImageFile<'_>, Code> {
    let Some(data) = &asset.data else { return Err(Code::EpubImageMissing) };
    let kind = AssetKind::of(&data.0);
    if kind == AssetKind::Unknown {
        return Err(Code::EpubImageUnknown);
    }
    let path = format!("images/image-{:03}.{}", index + 1, kind.extension());
    Ok(ImageFile { path, media_type: kind.media_type(), data: &data.0 })
}
