//! Raster images: converts PNG, GIF and WebP to rows for PDF (PNG §9, ISO 32000-1 §7.4.4.4).
//!
//! PDF can embed the rows of a PNG, filters included. A PNG with nothing else is embedded unchanged
//! once it was checked; all others are decoded and encoded again as such rows.

use std::io::Cursor;

use png::{BitDepth, ColorType, Transformations};

use super::{Unusable, profile, within};
use crate::model::AssetKind;

/// A raster image.
#[derive(Debug)]
pub struct Raster {
    /// Samples in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bits per sample.
    pub bits: u8,
    /// The colour space of the samples.
    pub colour: Colour,
    /// Rows, filtered and deflated as in PNG.
    pub rows: Vec<u8>,
    /// The alpha channel, 8 bits, in such rows.
    pub alpha: Option<Vec<u8>>,
    /// The transparent colour, one value per component.
    pub key: Vec<u16>,
    /// Its ICC profile.
    pub profile: Option<Vec<u8>>,
    /// Whether its end is missing or damaged: the rest is shown, on transparent or white.
    pub is_cut: bool,
}

/// Colour spaces of samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Shades of grey.
    Grey,
    /// Red, green and blue.
    Rgb,
    /// Indexes of these colours.
    Indexed(Vec<u8>),
}

impl Colour {
    /// Values per sample.
    pub fn components(&self) -> u8 {
        if *self == Self::Rgb { 3 } else { 1 }
    }
}

impl Raster {
    pub(super) fn from_png(data: &[u8], limit: u64) -> Result<Self, Unusable> {
        let mut decoder = png::Decoder::new(Cursor::new(data));
        decoder.set_transformations(Transformations::IDENTITY);
        decoder.set_ignore_text_chunk(true);
        let header = decoder.read_header_info().map_err(damaged)?;
        within(header.width, header.height, limit)?;
        let mut reader = decoder.read_info().map_err(damaged)?;
        let (samples, is_cut) = png_samples(&mut reader)?;
        let info = reader.info();
        let (colour, bits) = (info.color_type, info.bit_depth as u8);
        let icc = info.icc_profile.as_ref().map(|icc| icc.to_vec()).unwrap_or_default();
        let transparency = info.trns.as_deref().unwrap_or_default();
        let (width, height) = (info.width, info.height);
        let mut raster = match colour {
            ColorType::GrayscaleAlpha | ColorType::Rgba => {
                Self::with_alpha(width, height, colour == ColorType::Rgba, bits, &samples)?
            }
            ColorType::Grayscale | ColorType::Rgb | ColorType::Indexed => {
                let rows = if info.interlaced || is_cut {
                    encode(width, height, colour, info.bit_depth, &samples)?
                } else {
                    image_data(data)
                };
                let (colour, alpha, key) = match colour {
                    ColorType::Indexed => {
                        let palette = info.palette.as_deref().unwrap_or_default().to_vec();
                        let alpha = index_alpha(width, bits, &samples, transparency);
                        (Colour::Indexed(palette), alpha, Vec::new())
                    }
                    ColorType::Rgb => (Colour::Rgb, None, key(transparency, 3)),
                    _ => (Colour::Grey, None, key(transparency, 1)),
                };
                let alpha = alpha.map(|alpha| {
                    encode(width, height, ColorType::Grayscale, BitDepth::Eight, &alpha)
                });
                let alpha = alpha.transpose()?;
                Self { alpha, key, ..Self::opaque(width, height, bits, colour, rows) }
            }
        };
        // A profile applies to the colours of the palette.
        let components = if matches!(raster.colour, Colour::Grey) { 1 } else { 3 };
        raster.profile = profile(icc, components);
        raster.is_cut = is_cut;
        Ok(raster)
    }

    pub(super) fn from_gif(data: &[u8], limit: u64) -> Result<Self, Unusable> {
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(Cursor::new(data)).map_err(damaged)?;
        let (canvas_width, canvas_height) = (decoder.width(), decoder.height());
        let (width, height) = (u32::from(canvas_width), u32::from(canvas_height));
        within(width, height, limit)?;
        let frame = decoder.next_frame_info().map_err(damaged)?;
        let frame = frame.ok_or_else(|| Unusable::Damaged("no frame".to_owned()))?;
        let frame = (frame.left, frame.top, frame.width, frame.height);
        let (left, top, frame_width, frame_height) = frame;
        within(frame_width.into(), frame_height.into(), limit)?;
        let mut samples = vec![0; decoder.buffer_size()];
        let read = decoder.read_into_buffer(&mut samples);
        if let Err(error) = &read
            && samples.iter().all(|value| *value == 0)
        {
            return Err(damaged(error));
        }
        let is_cut = read.is_err() || !ends(data);
        // The first frame may cover only a part of the picture.
        let stride = usize::from(canvas_width);
        let mut canvas = vec![0; stride * usize::from(canvas_height) * 4];
        let (left, top) = (usize::from(left), usize::from(top));
        for (y, row) in samples.chunks(usize::from(frame_width) * 4).enumerate() {
            let fits = stride.saturating_sub(left).min(row.len() / 4) * 4;
            let start = ((top + y) * stride + left) * 4;
            if let Some(target) = canvas.get_mut(start..start + fits) {
                target.copy_from_slice(&row[..fits]);
            }
        }
        let raster = Self::with_alpha(width, height, true, 8, &canvas)?;
        Ok(Self { is_cut, ..raster })
    }

    pub(super) fn from_webp(data: &[u8], limit: u64) -> Result<Self, Unusable> {
        let mut decoder = image_webp::WebPDecoder::new(Cursor::new(data)).map_err(damaged)?;
        let (width, height) = decoder.dimensions();
        within(width, height, limit)?;
        let mut samples = vec![0; decoder.output_buffer_size().ok_or(Unusable::TooLarge)?];
        decoder.read_image(&mut samples).map_err(damaged)?;
        let icc = decoder.icc_profile().ok().flatten().unwrap_or_default();
        let mut raster = if decoder.has_alpha() {
            Self::with_alpha(width, height, true, 8, &samples)?
        } else {
            Self::from_rgb(width, height, &samples)?
        };
        raster.profile = profile(icc, 3);
        Ok(raster)
    }

    /// Width and height from the header; `None` if it can't be read.
    pub(super) fn size(kind: AssetKind, data: &[u8]) -> Option<(u32, u32)> {
        let data = Cursor::new(data);
        match kind {
            AssetKind::Png => {
                let mut decoder = png::Decoder::new(data);
                let header = decoder.read_header_info().ok()?;
                Some((header.width, header.height))
            }
            AssetKind::Gif => {
                let decoder = gif::DecodeOptions::new().read_info(data).ok()?;
                Some((decoder.width().into(), decoder.height().into()))
            }
            AssetKind::Webp => Some(image_webp::WebPDecoder::new(data).ok()?.dimensions()),
            AssetKind::Jpeg | AssetKind::Svg | AssetKind::Unknown => None,
        }
    }

    /// Samples of red, green and blue, 8 bits each.
    pub(super) fn from_rgb(width: u32, height: u32, samples: &[u8]) -> Result<Self, Unusable> {
        let rows = encode(width, height, ColorType::Rgb, BitDepth::Eight, samples)?;
        Ok(Self::opaque(width, height, 8, Colour::Rgb, rows))
    }

    fn opaque(width: u32, height: u32, bits: u8, colour: Colour, rows: Vec<u8>) -> Self {
        let (alpha, key, profile, is_cut) = (None, Vec::new(), None, false);
        Self { width, height, bits, colour, rows, alpha, key, profile, is_cut }
    }

    /// Separates colours from alpha. `bits` are 8 or 16.
    fn with_alpha(
        width: u32,
        height: u32,
        is_rgb: bool,
        bits: u8,
        samples: &[u8],
    ) -> Result<Self, Unusable> {
        let bytes = usize::from(bits / 8);
        let components = if is_rgb { 3 } else { 1 };
        let mut colours = Vec::with_capacity(samples.len());
        let mut alpha = Vec::new();
        for sample in samples.chunks_exact((components + 1) * bytes) {
            let (colour, opacity) = sample.split_at(components * bytes);
            colours.extend_from_slice(colour);
            // The higher byte is enough for alpha.
            alpha.push(opacity[0]);
        }
        let (colour, kind) = if is_rgb {
            (Colour::Rgb, ColorType::Rgb)
        } else {
            (Colour::Grey, ColorType::Grayscale)
        };
        let depth = if bits == 16 { BitDepth::Sixteen } else { BitDepth::Eight };
        let rows = encode(width, height, kind, depth, &colours)?;
        let mut raster = Self::opaque(width, height, bits, colour, rows);
        if alpha.iter().any(|opacity| *opacity != u8::MAX) {
            let kind = ColorType::Grayscale;
            raster.alpha = Some(encode(width, height, kind, BitDepth::Eight, &alpha)?);
        }
        Ok(raster)
    }
}

/// The samples of a PNG as far as they can be read, and whether it is truncated.
fn png_samples(reader: &mut png::Reader<Cursor<&[u8]>>) -> Result<(Vec<u8>, bool), Unusable> {
    let size = reader.output_buffer_size().ok_or(Unusable::TooLarge)?;
    let (colour, depth) = reader.output_color_type();
    let stride = reader.output_line_size(reader.info().width).ok_or(Unusable::TooLarge)?;
    // Missing samples are white; transparent if there is an alpha channel; the first colour of a
    // palette.
    let is_light = matches!(colour, ColorType::Grayscale | ColorType::Rgb);
    let mut samples = vec![if is_light { u8::MAX } else { 0 }; size];
    #[expect(clippy::cast_possible_truncation, reason = "at most 4 components")]
    let bits = colour.samples() as u8 * depth as u8;
    let mut rows = 0_usize;
    let end = loop {
        match reader.next_interlaced_row() {
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
            Ok(Some(row)) => match row.interlace() {
                png::InterlaceInfo::Adam7(place) => {
                    png::expand_interlaced_row(&mut samples, stride, row.data(), place, bits);
                }
                png::InterlaceInfo::Null(_) => {
                    let place = samples.get_mut(rows * stride..(rows + 1) * stride);
                    if let (Some(place), Some(row)) = (place, row.data().get(..stride)) {
                        place.copy_from_slice(row);
                    }
                }
            },
        }
        rows += 1;
    };
    match end.and_then(|()| reader.finish()) {
        Ok(()) => Ok((samples, false)),
        Err(_) if rows > 0 => Ok((samples, true)),
        Err(error) => Err(damaged(error)),
    }
}

/// Whether a GIF has all its frames up to the trailer (GIF89a §27). They aren't decoded.
fn ends(data: &[u8]) -> bool {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let Ok(mut decoder) = options.read_info(Cursor::new(data)) else { return false };
    loop {
        match decoder.next_frame_info() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

fn damaged(error: impl std::fmt::Display) -> Unusable {
    Unusable::Damaged(error.to_string())
}

/// The `IDAT` chunks of a PNG, joined (PNG §11.2.4).
fn image_data(data: &[u8]) -> Vec<u8> {
    let mut rows = Vec::new();
    let mut rest = data.get(8..).unwrap_or_default();
    while let [a, b, c, d, after @ ..] = rest {
        let length =
            usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
        let Some((kind, content)) = after.split_at_checked(4) else { break };
        let Some((content, next)) = content.split_at_checked(length) else { break };
        if kind == b"IDAT" {
            rows.extend_from_slice(content);
        }
        rest = next.get(4..).unwrap_or_default();
    }
    rows
}

/// Samples as rows of a PNG.
fn encode(
    width: u32,
    height: u32,
    colour: ColorType,
    depth: BitDepth,
    samples: &[u8],
) -> Result<Vec<u8>, Unusable> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == ColorType::Indexed {
        // The palette is written elsewhere, but the encoder requires one.
        encoder.set_palette(vec![0; 3]);
    }
    let mut writer = encoder.write_header().map_err(damaged)?;
    writer.write_image_data(samples).map_err(damaged)?;
    writer.finish().map_err(damaged)?;
    Ok(image_data(&file))
}

/// The transparent colour (PNG §11.3.2.1), if any.
fn key(transparency: &[u8], components: usize) -> Vec<u16> {
    let values: Vec<u16> = transparency
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    if values.len() == components { values } else { Vec::new() }
}

/// The alpha of each sample of an indexed image; `None` if all are opaque.
fn index_alpha(width: u32, bits: u8, samples: &[u8], transparency: &[u8]) -> Option<Vec<u8>> {
    if transparency.iter().all(|opacity| *opacity == u8::MAX) {
        return None;
    }
    let width = usize::try_from(width).ok()?;
    let row_bytes = (width * usize::from(bits)).div_ceil(8);
    let opacity = |index: u8| transparency.get(usize::from(index)).copied().unwrap_or(u8::MAX);
    let mut alpha = Vec::with_capacity(samples.len());
    for row in samples.chunks_exact(row_bytes) {
        let indexes = row.iter().flat_map(|byte| {
            let steps = (0..8 / bits).rev();
            let mask = u8::MAX >> (8 - bits);
            steps.map(move |step| (byte >> (step * bits)) & mask)
        });
        alpha.extend(indexes.take(width).map(opacity));
    }
    Some(alpha)
}
