//! Images: which are included, and their names.
//!
//! EPUB 3.3 §3.2 has every reading system support PNG, JPEG, GIF, WebP and SVG; nothing else is
//! included, and no file that can't be decoded (§3.2). Another image is shown as its description.
//! Drawings are included without scripts and external references (§8.2).

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic};
use crate::image::{Picture, Pictures, Unusable};
use crate::model::{Asset, AssetKind, Document};

/// An image in the package.
#[derive(Clone, Debug)]
pub(super) struct ImageFile<'a> {
    /// Its path in the folder of the package.
    pub(super) path: String,
    pub(super) media_type: &'static str,
    pub(super) data: &'a [u8],
    /// Its natural width, in CSS pixels.
    pub(super) width: f32,
}

/// All images that can be shown, by the id of their asset.
#[derive(Debug, Default)]
pub(super) struct Images<'a> {
    files: BTreeMap<&'a str, ImageFile<'a>>,
    /// Assets whose file repeats an earlier one.
    repeated: BTreeSet<&'a str>,
}

impl<'a> Images<'a> {
    /// The images of a document, and diagnostics about the others. The pictures know why one can't
    /// be decoded.
    pub(super) fn of(
        document: &'a Document,
        pictures: &'a Pictures<'a>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut images = Self::default();
        let mut diagnostics = Vec::new();
        let mut paths = BTreeSet::new();
        for asset in &document.assets {
            match pictures.get(&asset.id) {
                // Reported where it is.
                None if asset.is_nameless() => {}
                None => {
                    diagnostics.push(Diagnostic::new(Code::EpubImageMissing, [&asset.href]));
                }
                Some(Err(Unusable::Unknown)) => {
                    diagnostics.push(Diagnostic::new(Code::EpubImageUnknown, [&asset.href]));
                }
                Some(Err(_)) => {}
                Some(Ok(picture)) => {
                    diagnostics.extend(dropped(picture, &asset.href));
                    let first = pictures.identity(&asset.id).unwrap_or_default();
                    let file = image_file(&document.assets[first], picture, first);
                    // A second asset with one id has no separate image.
                    if images.files.contains_key(asset.id.as_str()) {
                        continue;
                    }
                    if !paths.insert(file.path.clone()) {
                        images.repeated.insert(&asset.id);
                    }
                    images.files.insert(&asset.id, file);
                }
            }
        }
        (images, diagnostics)
    }

    /// The image of an asset.
    pub(super) fn get(&self, asset: &str) -> Option<&ImageFile<'a>> {
        self.files.get(asset)
    }

    /// All images, each once, by asset.
    pub(super) fn iter(&self) -> impl Iterator<Item = &ImageFile<'a>> {
        let files = self.files.iter().filter(|(id, _)| !self.repeated.contains(*id));
        files.map(|(_, file)| file)
    }
}

/// The file for an asset. Its kind is determined by its bytes, whatever its name.
fn image_file<'a>(asset: &'a Asset, picture: &'a Picture, index: usize) -> ImageFile<'a> {
    let data = asset.data.as_ref().map_or(&[][..], |data| &data.0);
    let kind = AssetKind::of(data);
    let path = format!("images/image-{:03}.{}", index + 1, kind.extension());
    let (width, _) = picture.size();
    ImageFile { path, media_type: kind.media_type(), data: bytes(picture, data), width }
}

/// The bytes of an image for the book.
pub(super) fn bytes<'a>(picture: &'a Picture, data: &'a [u8]) -> &'a [u8] {
    match picture {
        Picture::Drawing(drawing) => &drawing.file,
        Picture::Jpeg(_) | Picture::Raster(_) => data,
    }
}

/// The parts of a drawing that are removed.
pub(super) fn dropped(picture: &Picture, name: &str) -> Option<Diagnostic> {
    let Picture::Drawing(drawing) = picture else { return None };
    let kinds: Vec<&str> = drawing.dropped.iter().copied().collect();
    let found = || Diagnostic::new(Code::EpubDrawing, [&name, &kinds.join(", ")]);
    (!kinds.is_empty()).then(found)
}
