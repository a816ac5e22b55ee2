//! Images of every kind in the PDF. PNG, GIF and WebP are made here; JPEG and SVG are files.

use paiban::model::{Asset, AssetKind, Bytes, Document};
use png::{BitDepth, ColorType};

use super::*;

const WIDTH: u32 = 24;
const HEIGHT: u32 = 16;

/// A PNG of a slope of colours.
fn png(colour: ColorType, depth: BitDepth, transparency: &[u8]) -> Vec<u8> {
    let bits = colour.samples() * depth as usize;
    let row = (WIDTH as usize * bits).div_ceil(8);
    let samples: Vec<u8> = (0..HEIGHT as usize)
        .flat_map(|y| (0..row).map(move |x| u8::try_from((x * 240 / row + y) % 256).unwrap()))
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, WIDTH, HEIGHT);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == ColorType::Indexed {
        let count = 1u8 << (depth as u8).min(7);
        let palette: Vec<u8> = (0..count).flat_map(|n| [n * 10, 255 - n * 10, 90]).collect();
        encoder.set_palette(palette);
    }
    if !transparency.is_empty() {
        encoder.set_trns(transparency.to_vec());
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&samples).unwrap();
    writer.finish().unwrap();
    file
}

fn gif() -> Vec<u8> {
    let mut file = Vec::new();
    let (width, height) = (u16::try_from(WIDTH).unwrap(), u16::try_from(HEIGHT).unwrap());
    let palette = [0xFF, 0, 0, 0, 0x80, 0, 0, 0, 0xFF];
    let mut encoder = gif::Encoder::new(&mut file, width, height, &palette).unwrap();
    // A frame that covers the middle alone.
    let samples: Vec<u8> = (0..12 * 8).map(|n| u8::try_from(n % 3).unwrap()).collect();
    let mut frame = gif::Frame::from_indexed_pixels(12, 8, samples, Some(0));
    (frame.left, frame.top) = (6, 4);
    encoder.write_frame(&frame).unwrap();
    drop(encoder);
    file
}

fn webp() -> Vec<u8> {
    let samples: Vec<u8> = (0..WIDTH * HEIGHT)
        .flat_map(|n| {
            [u8::try_from(n % 256).unwrap(), 40, 200, u8::try_from(n * 255 / 384).unwrap()]
        })
        .collect();
    let mut file = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut file);
    encoder.encode(&samples, WIDTH, HEIGHT, image_webp::ColorType::Rgba8).unwrap();
    file
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pdf").join(name))
        .unwrap()
}

/// All images, by what they are.
pub(super) fn images() -> Vec<(&'static str, Vec<u8>)> {
    use BitDepth::{Eight, Four, One, Sixteen};
    use ColorType::{Grayscale, GrayscaleAlpha, Indexed, Rgb, Rgba};
    vec![
        ("grey-1.png", png(Grayscale, One, &[])),
        ("grey-16.png", png(Grayscale, Sixteen, &[])),
        ("grey-alpha.png", png(GrayscaleAlpha, Eight, &[])),
        ("colour.png", png(Rgb, Eight, &[])),
        ("colour-16.png", png(Rgb, Sixteen, &[])),
        ("colour-key.png", png(Rgb, Eight, &[0, 3, 0, 6, 0, 9])),
        ("alpha.png", png(Rgba, Eight, &[])),
        ("alpha-16.png", png(Rgba, Sixteen, &[])),
        ("palette-4.png", png(Indexed, Four, &[])),
        ("palette-alpha.png", png(Indexed, Four, &[0, 64, 128, 192])),
        ("part.gif", gif()),
        ("alpha.webp", webp()),
        ("colour.jpg", fixture("colour.jpg")),
        ("progressive.jpg", fixture("progressive.jpg")),
        ("drawing.svg", fixture("drawing.svg")),
        ("inks.jpg", fixture("inks.jpg")),
        ("cut.png", png(Rgb, Eight, &[])[..70].to_vec()),
        ("cut.jpg", fixture("colour.jpg")[..300].to_vec()),
    ]
}

fn sheet() -> (Vec<u8>, Vec<String>) {
    let mut document = document();
    let mut desk = Desk::new();
    for (index, (name, data)) in (0u8..).zip(images()) {
        let kind = AssetKind::of(&data);
        let (id, href) = (format!("asset-{index}"), name.to_owned());
        let named = Asset::named(id.clone(), href);
        document.assets.push(Asset { kind, data: Some(Bytes(data)), ..named });
        let figure = desk.top(StructureRole::Figure);
        desk.structure.elements[figure.0 as usize].alt = Some(name.to_owned());
        desk.put(Item::Image(ImageItem {
            owner: Owner::Element(figure),
            asset: id,
            x: 60.0 + 120.0 * f32::from(index % 4),
            y: 60.0 + 80.0 * f32::from(index / 4),
            width: 96.0,
            height: 64.0,
        }));
    }
    write_document(desk, &document)
}

pub(super) fn write_document(desk: Desk, document: &Document) -> (Vec<u8>, Vec<String>) {
    let identity = Identity::of(document);
    let Desk { context, structure, pages } = desk;
    let mut pages = Some(pages);
    let source = &mut |sink: &mut dyn FnMut(Page)| {
        pages.take().unwrap().into_iter().for_each(sink);
        Ok((structure.clone(), Vec::new()))
    };
    let options = Options::default();
    let pictures = crate::support::pictures(document);
    let mut file =
        pdf::write_pages(document, &pictures, &options, &context, &identity, &[], source)
            .unwrap();
    file.diagnostics.extend(pictures.found());
    (file.bytes, file.diagnostics.iter().map(ToString::to_string).collect())
}

#[test]
fn images_of_every_kind_are_shown() {
    let (bytes, found) = sheet();
    insta::assert_snapshot!(
        "images",
        format!("{}\n{}", found.join("\n"), pdf::dump(&bytes).unwrap())
    );
    let pdf = file("images.pdf", &bytes);
    assert_valid("check-pdfa", "2a", std::slice::from_ref(&pdf));
    assert_valid("check-pdfua", "ua1", std::slice::from_ref(&pdf));
    assert!(sheet().0 == bytes);
}
