//! Images: converts the bytes of an asset, identified by content, not by name, to what a page can
//! show.
//!
//! [`Pictures`] decodes each image of a document completely, once for all outputs: layout uses its
//! size, the writers embed it. A truncated image is shown as far as it goes; one that can't be
//! decoded or is too large is refused with the reason. Nothing outside the bytes is ever read.

mod indexed;
mod jpeg;
mod raster;
mod svg;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::diag::{Code, Diagnostic};
use crate::model::{Asset, AssetKind, Document};

pub use indexed::indexed_png;
pub use jpeg::Jpeg;
pub use raster::{Colour, Raster};
pub use svg::{
    Chunk, Clip, Clips, Drawing, Gradient, Lettering, Paint, Segment, Shape, Stroke,
    UniformText,
};

/// An image, ready to embed.
#[derive(Debug)]
pub enum Picture {
    /// A JPEG, embedded unchanged.
    Jpeg(Jpeg),
    /// Samples.
    Raster(Raster),
    /// Shapes.
    Drawing(Drawing),
}

impl Picture {
    /// Width and height in CSS pixels.
    pub fn size(&self) -> (f32, f32) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "no image has 16 million pixels in a row"
        )]
        let pixels = |width: u32, height: u32| (width as f32, height as f32);
        match self {
            Self::Jpeg(jpeg) => pixels(jpeg.width, jpeg.height),
            Self::Raster(raster) => pixels(raster.width, raster.height),
            Self::Drawing(drawing) => (drawing.width, drawing.height),
        }
    }

    /// Whether its end is missing or damaged, and the rest can be shown.
    pub fn is_cut(&self) -> bool {
        match self {
            Self::Jpeg(jpeg) => jpeg.is_cut,
            Self::Raster(raster) => raster.is_cut,
            Self::Drawing(_) => false,
        }
    }
}

/// Why an image can't be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is truncated or inconsistent.
    Damaged(String),
    /// It has more samples or shapes than allowed.
    TooLarge,
    /// Its format can't be embedded.
    Kind(&'static str),
    /// It is not an image.
    Unknown,
}

/// The images of a document, each decoded on first use. Assets with the same bytes are one image,
/// whatever their addresses.
#[derive(Debug)]
pub struct Pictures<'a> {
    limit: u64,
    assets: &'a [Asset],
    /// By asset: the first one with the same bytes.
    same: Vec<usize>,
    /// By asset, filled for the first of equal ones.
    pictures: Vec<OnceLock<Result<Picture, Unusable>>>,
    /// The index of an asset.
    known: BTreeMap<&'a str, usize>,
}

impl<'a> Pictures<'a> {
    /// The images of a document, of at most `limit` samples each.
    pub fn of(document: &'a Document, limit: u64) -> Self {
        let assets = &document.assets;
        let mut first: BTreeMap<&[u8], usize> = BTreeMap::new();
        let same = assets.iter().enumerate().map(|(index, asset)| match &asset.data {
            Some(data) => *first.entry(&data.0).or_insert(index),
            None => index,
        });
        let same = same.collect();
        let pictures = assets.iter().map(|_| OnceLock::new()).collect();
        // Of two assets with one id the first is used.
        let known = assets.iter().enumerate().rev().map(|(index, it)| (it.id.as_str(), index));
        Self { limit, assets, same, pictures, known: known.collect() }
    }

    /// The image of an asset, or why it can't be shown; `None` if no file was loaded.
    pub fn get(&self, asset: &str) -> Option<&Result<Picture, Unusable>> {
        let index = self.identity(asset)?;
        let data = self.assets[index].data.as_ref()?;
        Some(self.pictures[index].get_or_init(|| open(&data.0, self.limit)))
    }

    /// The index of the first asset with the same bytes.
    pub fn identity(&self, asset: &str) -> Option<usize> {
        Some(self.same[*self.known.get(asset)?])
    }

    /// Diagnostics of the images used. Files that are not images are reported where they are named.
    pub fn found(&self) -> Vec<Diagnostic> {
        let found = self.assets.iter().zip(&self.same).filter_map(|(asset, same)| {
            let href = &asset.href;
            match self.pictures[*same].get()? {
                Ok(picture) => {
                    picture.is_cut().then(|| Diagnostic::new(Code::ImageCut, [href]))
                }
                Err(why) => {
                    let why: &str = match why {
                        Unusable::Damaged(what) => what,
                        Unusable::TooLarge => "too large",
                        Unusable::Kind(kind) => kind,
                        Unusable::Unknown => return None,
                    };
                    Some(Diagnostic::new(Code::ImageUndecodable, [href, &why]))
                }
            }
        });
        found.collect()
    }
}

/// Decodes an image of at most `limit` samples.
///
/// # Errors
///
/// Why it can't be shown.
pub fn open(data: &[u8], limit: u64) -> Result<Picture, Unusable> {
    match AssetKind::of(data) {
        AssetKind::Jpeg => jpeg::open(data, limit),
        AssetKind::Png => Raster::from_png(data, limit).map(Picture::Raster),
        AssetKind::Gif => Raster::from_gif(data, limit).map(Picture::Raster),
        AssetKind::Webp => Raster::from_webp(data, limit).map(Picture::Raster),
        AssetKind::Svg => Drawing::open(data, limit).map(Picture::Drawing),
        AssetKind::Unknown => Err(Unusable::Unknown),
    }
}

/// The number of samples by the header; 0 if it can't be read, and for drawings.
pub fn samples(data: &[u8]) -> u64 {
    let size = match AssetKind::of(data) {
        AssetKind::Jpeg => jpeg::size(data),
        kind => Raster::size(kind, data),
    };
    size.map_or(0, |(width, height)| u64::from(width) * u64::from(height))
}

/// Whether this many samples are allowed.
fn within(width: u32, height: u32, limit: u64) -> Result<(), Unusable> {
    let samples = u64::from(width) * u64::from(height);
    if samples == 0 {
        return Err(Unusable::Damaged("no samples".to_owned()));
    }
    if samples > limit { Err(Unusable::TooLarge) } else { Ok(()) }
}

/// An ICC profile, if it is valid for this many components (ICC.1:2004-10 §7.2).
fn profile(data: Vec<u8>, components: u8) -> Option<Vec<u8>> {
    let space: &[u8] = match components {
        1 => b"GRAY",
        3 => b"RGB ",
        4 => b"CMYK",
        _ => return None,
    };
    let length = u32::from_be_bytes(data.get(..4)?.try_into().ok()?);
    let class = data.get(12..16)?;
    let fits = usize::try_from(length) == Ok(data.len())
        && data.get(8).is_some_and(|major| *major <= 4)
        && [b"scnr".as_slice(), b"mntr", b"prtr", b"spac"].contains(&class)
        && data.get(16..20)? == space
        && data.get(36..40)? == b"acsp";
    fits.then_some(data)
}
