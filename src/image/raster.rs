//! Samples: PNG, GIF and WebP to rows that PDF takes (PNG §9, ISO 32000-1 §7.4.4.4).
//!
//! PDF reads the very rows of a PNG, filters included. A PNG that holds nothing else is taken
//! over as it is, once it has proved whole; all others are decoded and written as such rows.

use std::io::Cursor;

use png::{BitDepth, ColorType, Transformations};

use super::{Unusable, profile, within};

/// An image of samples.
#[derive(Debug)]
pub struct Raster {
    /// Samples in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bits of a sample.
    pub bits: u8,
    /// What the samples mean.
    pub colour: Colour,
    /// Rows as PNG filters and deflates them.
    pub rows: Vec<u8>,
    /// How opaque each sample is, 8 bits, in such rows.
    pub alpha: Option<Vec<u8>>,
    /// The colour that is left out, a value a component.
    pub key: Vec<u16>,
    /// Its ICC profile.
    pub profile: Option<Vec<u8>>,
}

/// What samples mean.
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
    /// Values of a sample.
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
        let size = reader.output_buffer_size().ok_or(Unusable::TooLarge)?;
        let mut samples = vec![0; size];
        let frame = reader.next_frame(&mut samples).map_err(damaged)?;
        samples.truncate(frame.buffer_size());
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
                let rows = if info.interlaced {
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
                Self { width, height, bits, colour, rows, alpha, key, profile: None }
            }
        };
        // A profile is for the colours that a palette names.
        let components = if matches!(raster.colour, Colour::Grey) { 1 } else { 3 };
        raster.profile = profile(icc, components);
        Ok(raster)
    }

    pub(super) fn from_gif(data: &[u8], limit: u64) -> Result<Self, Unusable> {
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(Cursor::new(data)).map_err(damaged)?;
        let (canvas_width, canvas_height) = (decoder.width(), decoder.height());
        let (width, height) = (u32::from(canvas_width), u32::from(canvas_height));
        within(width, height, limit)?;
        let frame = decoder.read_next_frame().map_err(damaged)?;
        let frame = frame.ok_or_else(|| Unusable::Damaged("no frame".to_owned()))?;
        within(frame.width.into(), frame.height.into(), limit)?;
        // The first frame may cover a part of the picture only.
        let stride = usize::from(canvas_width);
        let mut canvas = vec![0; stride * usize::from(canvas_height) * 4];
        let (left, top) = (usize::from(frame.left), usize::from(frame.top));
        for (y, row) in frame.buffer.chunks(usize::from(frame.width) * 4).enumerate() {
            let fits = stride.saturating_sub(left).min(row.len() / 4) * 4;
            let start = ((top + y) * stride + left) * 4;
            if let Some(target) = canvas.get_mut(start..start + fits) {
                target.copy_from_slice(&row[..fits]);
            }
        }
        Self::with_alpha(width, height, true, 8, &canvas)
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
            let rows = encode(width, height, ColorType::Rgb, BitDepth::Eight, &samples)?;
            Self::opaque(width, height, 8, Colour::Rgb, rows)
        };
        raster.profile = profile(icc, 3);
        Ok(raster)
    }

    fn opaque(width: u32, height: u32, bits: u8, colour: Colour, rows: Vec<u8>) -> Self {
        Self { width, height, bits, colour, rows, alpha: None, key: Vec::new(), profile: None }
    }

    /// Parts colours from opacity. `bits` are 8 or 16.
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
            // The higher byte tells enough of opacity.
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

/// Width and height of a PNG (PNG §11.2.2).
pub(super) fn png_size(data: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?));
    (data.get(12..16)? == b"IHDR").then_some(())?;
    Some((number(16)?, number(20)?))
}

/// Width and height of a GIF (GIF89a §18).
pub(super) fn gif_size(data: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?));
    Some((number(6)?.into(), number(8)?.into()))
}

/// Width and height of a WebP.
pub(super) fn webp_size(data: &[u8]) -> Option<(u32, u32)> {
    image_webp::WebPDecoder::new(Cursor::new(data)).ok().map(|decoder| decoder.dimensions())
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
        // The colours are told elsewhere; a PNG of indexes must have some.
        encoder.set_palette(vec![0; 3]);
    }
    let mut writer = encoder.write_header().map_err(damaged)?;
    writer.write_image_data(samples).map_err(damaged)?;
    writer.finish().map_err(damaged)?;
    Ok(image_data(&file))
}

/// The colour left out (PNG §11.3.2.1), if one is.
fn key(transparency: &[u8], components: usize) -> Vec<u16> {
    let values: Vec<u16> = transparency
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    if values.len() == components { values } else { Vec::new() }
}

/// How opaque each sample of an indexed image is; none if all are wholly.
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
