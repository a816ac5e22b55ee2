//! The output intent: the colour space (ISO 19005-2 §6.2.3).
//!
//! All colours are sRGB. The profile is generated from the numbers of IEC 61966-2-1, by the rules
//! of ICC.1:2004-10, which PDF 1.7 supports.

use lopdf::{Object, Stream, dictionary};

use super::Pdf;
use crate::config::PdfStandard;

/// The white of the connection space, D50.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
/// The primaries of sRGB, adapted to that white: columns of the matrix to XYZ.
const RED: [f64; 3] = [0.436_07, 0.222_49, 0.013_92];
const GREEN: [f64; 3] = [0.385_15, 0.716_87, 0.097_08];
const BLUE: [f64; 3] = [0.143_07, 0.060_61, 0.714_10];
/// How it was adapted from D65 (Bradford).
const ADAPTATION: [f64; 9] = [
    1.047_886, 0.022_919, -0.050_216, 0.029_582, 0.990_484, -0.017_079, -0.009_252, 0.015_073,
    0.751_678,
];
/// The curve of sRGB: exponent, slope and offset, slope below the last value.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];

/// Declares sRGB as the output intent.
pub(super) fn add(pdf: &mut Pdf, standard: PdfStandard) {
    if standard == PdfStandard::None {
        return;
    }
    let profile = pdf.add(Stream::new(dictionary! { "N" => 3 }, profile()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    pdf.catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
}

/// The profile (ICC.1:2004-10 §7).
fn profile() -> Vec<u8> {
    let curve = parametric_curve();
    let tags: [(&[u8; 4], Vec<u8>); 8] = [
        (b"desc", localised("sRGB")),
        (b"cprt", localised("CC0")),
        (b"wtpt", xyz(WHITE)),
        (b"chad", numbers(b"sf32", &ADAPTATION)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve),
    ];
    // The three curves are one and share their data.
    let entries = tags.len() + 2;
    let mut table = Vec::new();
    let mut data = Vec::new();
    let mut offset = 128 + 4 + 12 * entries;
    for (signature, content) in &tags {
        let names: &[&[u8; 4]] =
            if *signature == b"rTRC" { &[b"rTRC", b"gTRC", b"bTRC"] } else { &[signature] };
        for name in names {
            table.extend_from_slice(*name);
            table.extend(long(offset));
            table.extend(long(content.len()));
        }
        offset += content.len();
        data.extend_from_slice(content);
    }
    let mut profile = header(offset);
    profile.extend(long(entries));
    profile.extend(table);
    profile.extend(data);
    profile
}

/// The header: version 4.2, a display's profile from RGB to XYZ.
fn header(size: usize) -> Vec<u8> {
    let mut header = long(size).to_vec();
    header.extend([0, 0, 0, 0, 4, 0x20, 0, 0]);
    header.extend_from_slice(b"mntrRGB XYZ ");
    // The day from which these numbers hold; a profile must have a date.
    for part in [1999u16, 10, 18, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend_from_slice(b"acsp");
    header.resize(68, 0);
    header.extend(WHITE.into_iter().flat_map(fixed));
    header.resize(128, 0);
    header
}

/// A text in one language (`mluc`).
fn localised(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
    out.extend(long(units.len()));
    out.extend(long(28));
    out.extend(units);
    pad(out)
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    numbers(b"XYZ ", &values)
}

fn numbers(signature: &[u8; 4], values: &[f64]) -> Vec<u8> {
    let mut out = signature.to_vec();
    out.extend([0; 4]);
    out.extend(values.iter().copied().flat_map(fixed));
    out
}

/// A curve of type 3: a power over the last value, a line under it.
fn parametric_curve() -> Vec<u8> {
    let mut out = b"para\0\0\0\0\0\x03\0\0".to_vec();
    out.extend(CURVE.into_iter().flat_map(fixed));
    out
}

/// A number with 16 binary places (`s15Fixed16Number`).
fn fixed(value: f64) -> [u8; 4] {
    #[expect(clippy::cast_possible_truncation, reason = "all values here are below 3")]
    let scaled = (value * 65_536.0).round() as i32;
    scaled.to_be_bytes()
}

fn long(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

/// Tags begin at multiples of four.
fn pad(mut data: Vec<u8>) -> Vec<u8> {
    data.resize(data.len().next_multiple_of(4), 0);
    data
}
