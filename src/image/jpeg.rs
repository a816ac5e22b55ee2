//! JPEG: decoded to its end to check that it is complete, and embedded unchanged (ITU-T T.81 annex
//! B). CMYK colours without a profile are converted to the page's colours (ISO 19005-2 §6.2.4.3).

use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{Picture, Raster, Unusable, profile, within};

/// A JPEG that PDF supports.
#[derive(Debug)]
pub struct Jpeg {
    /// Samples in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// 1 grey, 3 colours, 4 inks.
    pub components: u8,
    /// Its ICC profile.
    pub profile: Option<Vec<u8>>,
    /// Whether its CMYK values are inverted, as Adobe stores them.
    pub is_inverted: bool,
    /// Whether its end is missing or damaged: the rest can be shown.
    pub is_cut: bool,
    has_end: bool,
}

impl Jpeg {
    /// The file of `data`, with an end marker.
    pub fn file(&self, data: &[u8]) -> Vec<u8> {
        let end = if self.has_end { &[][..] } else { &END };
        [data, end].concat()
    }
}

/// A segment: its marker and content.
type MarkerSegment<'a> = (u8, &'a [u8]);

const START_OF_SCAN: u8 = 0xDA;
const HUFFMAN_TABLES: u8 = 0xC4;
const END: [u8; 2] = [0xFF, 0xD9];

/// A JPEG of at most `limit` samples.
pub(super) fn open(data: &[u8], limit: u64) -> Result<Picture, Unusable> {
    let damaged = |what: &str| Unusable::Damaged(what.to_owned());
    let (segments, is_complete) = segments(data);
    let frame = frame(&segments);
    let Some((marker, frame)) = frame else { return Err(damaged("no frame")) };
    // Baseline, extended and progressive; PDF supports no others.
    if !(0xC0..=0xC2).contains(&marker) {
        return Err(Unusable::Kind("lossless or arithmetic JPEG"));
    }
    let &[precision, y1, y0, x1, x0, components, ..] = frame else {
        return Err(damaged("a cut frame"));
    };
    if precision != 8 {
        return Err(Unusable::Kind("JPEG of more than 8 bits"));
    }
    let (height, width) = (u16::from_be_bytes([y1, y0]), u16::from_be_bytes([x1, x0]));
    let (width, height) = (u32::from(width), u32::from(height));
    within(width, height, limit)?;
    if !is_complete {
        return Err(damaged("no image data"));
    }
    let mut tables = segments.iter().filter(|(marker, _)| *marker == HUFFMAN_TABLES);
    if !tables.all(|(_, tables)| are_codes(tables)) {
        return Err(damaged("no Huffman table"));
    }
    let profile = profile(icc(&segments), components);
    let is_adobe = segments
        .iter()
        .any(|(marker, content)| *marker == 0xEE && content.starts_with(b"Adobe"));
    let space = match components {
        1 => ColorSpace::Luma,
        3 => ColorSpace::RGB,
        4 if is_adobe || profile.is_some() => ColorSpace::RGB,
        4 => ColorSpace::CMYK,
        _ => return Err(damaged("an odd number of components")),
    };
    let (samples, is_whole) = decode(data, space)?;
    let has_end = data.windows(2).rev().take(4096).any(|pair| pair == END);
    let is_cut = !is_whole || !has_end;
    if components == 4 && profile.is_none() {
        let samples = if is_adobe { samples } else { from_inks(&samples) };
        let raster = Raster::from_rgb(width, height, &samples)?;
        return Ok(Picture::Raster(Raster { is_cut, ..raster }));
    }
    let is_inverted = components == 4 && is_adobe;
    Ok(Picture::Jpeg(Jpeg { width, height, components, profile, is_inverted, is_cut, has_end }))
}

/// Width and height from the header.
pub(super) fn size(data: &[u8]) -> Option<(u32, u32)> {
    let &[_, y1, y0, x1, x0, ..] = frame(&segments(data).0)?.1 else { return None };
    let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
    Some((side(x1, x0), side(y1, y0)))
}

fn frame<'a>(segments: &[MarkerSegment<'a>]) -> Option<MarkerSegment<'a>> {
    segments.iter().find(|(marker, _)| is_frame(*marker)).copied()
}

/// The samples, and whether they are complete. A decoder in strict mode reports missing ones;
/// otherwise it fills them with grey.
fn decode(data: &[u8], space: ColorSpace) -> Result<(Vec<u8>, bool), Unusable> {
    let side = usize::from(u16::MAX);
    let options = DecoderOptions::default().set_max_width(side).set_max_height(side);
    let options = options.jpeg_set_out_colorspace(space);
    let decode = |is_strict| {
        let options = options.set_strict_mode(is_strict);
        JpegDecoder::new_with_options(Cursor::new(data), options).decode()
    };
    if let Ok(samples) = decode(true) {
        return Ok((samples, true));
    }
    let samples = decode(false).map_err(|error| Unusable::Damaged(format!("{error:?}")))?;
    Ok((samples, false))
}

/// CMYK to RGB: each ink, and black, subtracts its share.
fn from_inks(samples: &[u8]) -> Vec<u8> {
    let light = |ink: u8| u16::from(u8::MAX - ink);
    let mut colours = Vec::with_capacity(samples.len() / 4 * 3);
    for inks in samples.chunks_exact(4) {
        let left = inks[..3].iter().map(|ink| light(*ink) * light(inks[3]) / 255);
        colours.extend(left.map(|value| u8::try_from(value).unwrap_or(u8::MAX)));
    }
    colours
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// Whether tables hold codes that can be distinguished (ITU-T T.81 §B.2.4.2, annex C).
fn are_codes(mut tables: &[u8]) -> bool {
    while let [_, rest @ ..] = tables {
        let Some((counts, rest)) = rest.split_at_checked(16) else { return false };
        // Codes of each length that are left free by the shorter ones.
        let mut free = 1i32;
        for count in counts {
            free = free * 2 - i32::from(*count);
            if free < 0 {
                return false;
            }
        }
        let symbols: usize = counts.iter().map(|count| usize::from(*count)).sum();
        let Some(rest) = rest.get(symbols..) else { return false };
        tables = rest;
    }
    true
}

/// The segments before the image data, and whether such data follow.
fn segments(data: &[u8]) -> (Vec<MarkerSegment<'_>>, bool) {
    let mut segments = Vec::new();
    let mut rest = data.get(2..).unwrap_or_default();
    while let [0xFF, marker, after @ ..] = rest {
        match *marker {
            0xFF => rest = &rest[1..],
            0x01 | 0xD0..=0xD8 => rest = after,
            marker => {
                let [high, low, ..] = after else { break };
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let Some(content) = after.get(2..length) else { break };
                segments.push((marker, content));
                rest = &after[length..];
                if marker == START_OF_SCAN {
                    return (segments, !rest.is_empty());
                }
            }
        }
    }
    (segments, false)
}

/// The profile, joined from its pieces (ICC.1:2004-10 §B.4).
fn icc(segments: &[MarkerSegment<'_>]) -> Vec<u8> {
    let mut pieces: Vec<(u8, &[u8])> = segments
        .iter()
        .filter(|(marker, _)| *marker == 0xE2)
        .filter_map(|(_, content)| match content.strip_prefix(b"ICC_PROFILE\0")? {
            [number, _, piece @ ..] => Some((*number, piece)),
            _ => None,
        })
        .collect();
    pieces.sort_by_key(|(number, _)| *number);
    pieces.into_iter().flat_map(|(_, piece)| piece.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::{from_inks, open};
    use crate::image::{Picture, Unusable};

    const WHOLE: &[u8] = include_bytes!("../../tests/fixtures/pdf/colour.jpg");

    #[test]
    fn a_missing_end_is_added() {
        for (data, is_cut) in [(&WHOLE[..WHOLE.len() - 2], true), (WHOLE, false)] {
            let Ok(Picture::Jpeg(jpeg)) = open(data, 1 << 20) else { panic!("no JPEG") };
            assert_eq!(jpeg.is_cut, is_cut);
            assert_eq!(jpeg.file(data), WHOLE);
        }
    }

    #[test]
    fn damaged_and_oversized_images_are_refused() {
        assert_eq!(open(WHOLE, 100).unwrap_err(), Unusable::TooLarge);
        assert!(matches!(open(&WHOLE[..24], 1 << 20), Err(Unusable::Damaged(_))));
    }

    #[test]
    fn inks_take_light_away() {
        let white_cyan_black = [0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255];
        assert_eq!(from_inks(&white_cyan_black), [255, 255, 255, 0, 255, 255, 0, 0, 0]);
    }
}
