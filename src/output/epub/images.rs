//! Images: which go into the book, under which names.
//!
//! EPUB 3.3 §3.2 has every reading system show PNG, JPEG, GIF, WebP and SVG; nothing else goes
//! in, and no file that can't be decoded (§3.2). An image that is none of these is shown as its
//! description. Drawings go in as they were read: with nothing that acts or leads out (§8.2).

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
    /// Its width by nature, in CSS pixels.
    pub(super) width: f32,
}

/// All images that can be shown, by the id of their asset.
#[derive(Debug, Default)]
pub(super) struct Images<'a> {
    files: BTreeMap<&'a str, ImageFile<'a>>,
    /// The assets whose file is that of one before.
    repeated: BTreeSet<&'a str>,
}

impl<'a> Images<'a> {
    /// The images of a document, and what is wrong with the others. Why one can't be decoded the
    /// pictures hold.
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
                    // A second asset of one id has no image of its own.
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

/// The file for an asset. Its kind is what its bytes show, whatever its name says.
fn image_file<'a>(asset: &'a Asset, picture: &'a Picture, index: usize) -> ImageFile<'a> {
    let data = asset.data.as_ref().map_or(&[][..], |data| &data.0);
    let kind = AssetKind::of(data);
    let path = format!("images/image-{:03}.{}", index + 1, kind.extension());
    let (width, _) = picture.size();
    ImageFile { path, media_type: kind.media_type(), data: bytes(picture, data), width }
}

/// What goes into the book of an image.
pub(super) fn bytes<'a>(picture: &'a Picture, data: &'a [u8]) -> &'a [u8] {
    match picture {
        Picture::Drawing(drawing) => &drawing.file,
        Picture::Jpeg(_) | Picture::Raster(_) => data,
    }
}

/// What of a drawing does not go into the book.
pub(super) fn dropped(picture: &Picture, name: &str) -> Option<Diagnostic> {
    let Picture::Drawing(drawing) = picture else { return None };
    let kinds: Vec<&str> = drawing.dropped.iter().copied().collect();
    let found = || Diagnostic::new(Code::EpubDrawing, [&name, &kinds.join(", ")]);
    (!kinds.is_empty()).then(found)
}
