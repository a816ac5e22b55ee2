//! Sampled images (ISO 32000-1 §8.9.5).

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream};

use super::{dict, map, name, stream};
use crate::image::{Colour, Jpeg, Raster};

/// A JPEG, unchanged.
pub(super) fn jpeg(jpeg: &Jpeg, data: &[u8]) -> ExternalStream {
    let space = match jpeg.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    let mut entries = header(jpeg.width, jpeg.height, 8);
    let components = jpeg.components;
    entries.insert(
        "ColorSpace".to_owned(),
        colours(jpeg.profile.as_deref(), components, name(space)),
    );
    entries.insert("Filter".to_owned(), name("DCTDecode"));
    if jpeg.is_inverted {
        let decode = [1, 0].into_iter().cycle().take(2 * usize::from(components));
        let decode = decode.map(DictItem::Int).collect();
        entries.insert("Decode".to_owned(), DictItem::Array(decode));
    }
    stream(entries, jpeg.file(data), false)
}

/// Rows of samples.
pub(super) fn raster(raster: &Raster) -> ExternalStream {
    let components = raster.colour.components();
    let mut entries = header(raster.width, raster.height, raster.bits);
    let profile = raster.profile.as_deref();
    let space = match &raster.colour {
        Colour::Grey => colours(profile, 1, name("DeviceGray")),
        Colour::Rgb => colours(profile, 3, name("DeviceRGB")),
        Colour::Indexed(palette) => {
            let highest = i64::try_from(palette.len() / 3).unwrap_or(256).clamp(1, 256) - 1;
            DictItem::Array(vec![
                name("Indexed"),
                colours(profile, 3, name("DeviceRGB")),
                DictItem::Int(highest),
                DictItem::Bytes(palette.clone()),
            ])
        }
    };
    entries.insert("ColorSpace".to_owned(), space);
    deflated(&mut entries, raster.width, components, raster.bits);
    if let Some(alpha) = &raster.alpha {
        let mut mask = header(raster.width, raster.height, 8);
        mask.insert("ColorSpace".to_owned(), name("DeviceGray"));
        deflated(&mut mask, raster.width, 1, 8);
        let mask = DictItem::Stream { stream: stream(mask, alpha.clone(), false) };
        entries.insert("SMask".to_owned(), mask);
    }
    if !raster.key.is_empty() {
        // The same value as lowest and highest.
        let range = raster.key.iter().flat_map(|value| [*value, *value]);
        let range = range.map(|value| DictItem::Int(value.into())).collect();
        entries.insert("Mask".to_owned(), DictItem::Array(range));
    }
    stream(entries, raster.rows.clone(), false)
}

fn header(width: u32, height: u32, bits: u8) -> BTreeMap<String, DictItem> {
    map([
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(width.into())),
        ("Height", DictItem::Int(height.into())),
        ("BitsPerComponent", DictItem::Int(bits.into())),
    ])
}

/// The image's own colour space if it has a profile, else the page's.
fn colours(profile: Option<&[u8]>, components: u8, plain: DictItem) -> DictItem {
    let Some(profile) = profile else { return plain };
    let entries = map([("N", DictItem::Int(components.into()))]);
    let profile = DictItem::Stream { stream: stream(entries, profile.to_vec(), true) };
    DictItem::Array(vec![name("ICCBased"), profile])
}

/// Rows in PNG's form (ISO 32000-1 §7.4.4.4).
fn deflated(entries: &mut BTreeMap<String, DictItem>, width: u32, components: u8, bits: u8) {
    entries.insert("Filter".to_owned(), name("FlateDecode"));
    let parameters = dict([
        ("Predictor", DictItem::Int(15)),
        ("Columns", DictItem::Int(width.into())),
        ("Colors", DictItem::Int(components.into())),
        ("BitsPerComponent", DictItem::Int(bits.into())),
    ]);
    entries.insert("DecodeParms".to_owned(), parameters);
}
