//! JPEG: taken over as it is; only its segments are read (ITU-T T.81 annex B).

use super::{Unusable, profile, within};

/// A JPEG that PDF and its readers can show.
#[derive(Debug)]
pub struct Jpeg {
    /// The file.
    pub data: Vec<u8>,
    /// Samples in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// 1 grey, 3 colours, 4 inks.
    pub components: u8,
    /// Its ICC profile.
    pub profile: Option<Vec<u8>>,
    /// Whether its inks are stored as their complement, as Adobe does.
    pub is_inverted: bool,
    /// Whether its end is missing: what there is of it can be shown.
    pub is_cut: bool,
}

/// A segment: its marker and what it holds.
type Segment<'a> = (u8, &'a [u8]);

const START_OF_SCAN: u8 = 0xDA;
const HUFFMAN_TABLES: u8 = 0xC4;
const END: [u8; 2] = [0xFF, 0xD9];

impl Jpeg {
    pub(super) fn open(data: &[u8], limit: u64) -> Result<Self, Unusable> {
        let damaged = |what: &str| Unusable::Damaged(what.to_owned());
        let (segments, is_complete) = segments(data);
        let frame = segments.iter().find(|(marker, _)| is_frame(*marker));
        let Some(&(marker, frame)) = frame else { return Err(damaged("no frame")) };
        // Baseline, extended and progressive; readers of PDF know no others.
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
        match components {
            1 | 3 => {}
            // The page's colours are sRGB; inks need a profile of their own
            // (ISO 19005-2 §6.2.4.3).
            4 if profile.is_some() => {}
            4 => return Err(Unusable::Kind("CMYK JPEG without a colour profile")),
            _ => return Err(damaged("an odd number of components")),
        }
        let mut data = data.to_vec();
        let is_cut = !data.windows(2).rev().take(4096).any(|pair| pair == END);
        if is_cut {
            data.extend(END);
        }
        let is_inverted = components == 4 && is_adobe;
        Ok(Self { data, width, height, components, profile, is_inverted, is_cut })
    }
}

/// Width and height.
pub(super) fn size(data: &[u8]) -> Option<(u32, u32)> {
    let (segments, _) = segments(data);
    let (_, frame) = segments.into_iter().find(|(marker, _)| is_frame(*marker))?;
    let number = |at: usize| {
        Some(u32::from(u16::from_be_bytes(frame.get(at..at + 2)?.try_into().ok()?)))
    };
    Some((number(3)?, number(1)?))
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// Whether tables hold codes that can be told apart (ITU-T T.81 §B.2.4.2, annex C).
fn are_codes(mut tables: &[u8]) -> bool {
    while let [_, rest @ ..] = tables {
        let Some((counts, rest)) = rest.split_at_checked(16) else { return false };
        // Codes of each length that the shorter ones leave free.
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
fn segments(data: &[u8]) -> (Vec<Segment<'_>>, bool) {
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

/// The profile, put together from its pieces (ICC.1:2004-10 §B.4).
fn icc(segments: &[Segment<'_>]) -> Vec<u8> {
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
    use super::{Jpeg, size};
    use crate::image::Unusable;

    const SMALL: &[u8] =
        b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x80\x01\0\x01\x01\x11\0\
        \xff\xda\0\x08\x01\x01\0\0\x3f\0data";

    #[test]
    fn the_frame_tells_the_size() {
        assert_eq!(size(SMALL), Some((256, 128)));
        assert_eq!(size(&SMALL[..14]), None);
    }

    #[test]
    fn a_missing_end_is_added() {
        let jpeg = Jpeg::open(SMALL, 1 << 20).unwrap();
        assert!(jpeg.data.ends_with(b"data\xff\xd9"));
        assert_eq!(jpeg.components, 1);
        assert!(jpeg.is_cut);
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        assert_eq!(Jpeg::open(SMALL, 100).unwrap_err(), Unusable::TooLarge);
        assert!(matches!(Jpeg::open(&SMALL[..24], 1 << 20), Err(Unusable::Damaged(_))));
    }
}
