//! Images: the bytes of an asset to what a page can show, found by content, not by name.
//!
//! [`size`] reads headers alone, for layout; [`open`] decodes and checks the whole, for the
//! writer that embeds it. Damaged and overlarge files are refused with the reason; nothing
//! outside the bytes is ever read.

mod jpeg;
mod raster;
mod svg;

use crate::model::AssetKind;

pub use jpeg::Jpeg;
pub use raster::{Colour, Raster};
pub use svg::{Clip, Drawing, Gradient, Paint, Segment, Shape, Stroke};

/// An image, ready to embed.
#[derive(Debug)]
pub enum Picture {
    /// A JPEG, as it is.
    Jpeg(Jpeg),
    /// Samples.
    Raster(Raster),
    /// Shapes.
    Drawing(Drawing),
}

/// Why an image can't be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is cut off or contradicts itself.
    Damaged(String),
    /// It has more samples or shapes than allowed.
    TooLarge,
    /// It is of a kind that can't be embedded.
    Kind(&'static str),
}

/// Width and height in CSS pixels, from the header alone; none if it can't be an image.
pub fn size(data: &[u8]) -> Option<(f32, f32)> {
    #[expect(clippy::cast_precision_loss, reason = "no image has 16 million pixels in a row")]
    let pixels = |(width, height): (u32, u32)| {
        (width > 0 && height > 0).then_some((width as f32, height as f32))
    };
    match AssetKind::of(data) {
        AssetKind::Png => pixels(raster::png_size(data)?),
        AssetKind::Jpeg => jpeg::size(data).and_then(pixels),
        AssetKind::Gif => pixels(raster::gif_size(data)?),
        AssetKind::Webp => pixels(raster::webp_size(data)?),
        AssetKind::Svg => svg::size(data),
        AssetKind::Unknown => None,
    }
}

/// Decodes an image of at most `limit` samples.
///
/// # Errors
///
/// Why it can't be shown.
pub fn open(data: &[u8], limit: u64) -> Result<Picture, Unusable> {
    match AssetKind::of(data) {
        AssetKind::Jpeg => Jpeg::open(data, limit).map(Picture::Jpeg),
        AssetKind::Png => Raster::from_png(data, limit).map(Picture::Raster),
        AssetKind::Gif => Raster::from_gif(data, limit).map(Picture::Raster),
        AssetKind::Webp => Raster::from_webp(data, limit).map(Picture::Raster),
        AssetKind::Svg => Drawing::open(data).map(Picture::Drawing),
        AssetKind::Unknown => Err(Unusable::Kind("unknown")),
    }
}

/// Whether this many samples are allowed.
fn within(width: u32, height: u32, limit: u64) -> Result<(), Unusable> {
    let samples = u64::from(width) * u64::from(height);
    if samples == 0 {
        return Err(Unusable::Damaged("no samples".to_owned()));
    }
    if samples > limit { Err(Unusable::TooLarge) } else { Ok(()) }
}

/// An ICC profile, if it is one for so many components (ICC.1:2004-10 §7.2).
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
