//! Images from unknown sources: what is shown, what is reported, and what is refused.
//! Whatever an image holds, there are a PDF and an e-book.

use std::io::{Cursor, Read as _};

use paiban::config::{Options, OutputFormat};
use paiban::context::{AssetLoader, Context, Wanted};
use paiban::diag::Diagnostic;
use paiban::image::{self, Picture, Unusable};
use paiban::{Input, convert};
use zip::ZipArchive;

const LIMIT: u64 = 1 << 20;

fn svg(content: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"100\" height=\"50\">{content}</svg>"
    )
}

fn drawing(content: &str) -> image::Drawing {
    match image::open(svg(content).as_bytes(), LIMIT) {
        Ok(Picture::Drawing(drawing)) => drawing,
        other => panic!("{content:.200}: {other:?}"),
    }
}

fn file(content: &str) -> String {
    String::from_utf8(drawing(content).file).unwrap()
}

fn is_too_large(text: &str) -> bool {
    matches!(image::open(text.as_bytes(), LIMIT), Err(Unusable::TooLarge))
}

const RECT: &str = "<rect width='9' height='9'/>";

/// Thirty elements, each of which uses the next twice.
fn twice(element: &str, attributes: &str, property: &str) -> String {
    let step = |index: usize| {
        let next = format!("<path d='M0 0h1v1' {property}='url(#x{})'/>", index + 1);
        format!("<{element} id='x{index}' {attributes}>{next}{next}</{element}>")
    };
    let steps: String = (0..30).map(step).collect();
    let last = format!("<{element} id='x30' {attributes}>{RECT}</{element}>");
    svg(&format!("{steps}{last}<path d='M0 0h1v1' {property}='url(#x0)'/>"))
}

/// Readers of e-books know the names of XML's fourth edition.
#[test]
fn identifiers_of_drawings_are_names() {
    let file = file(
        "<defs><path id='𠮷' d='M0 0h9'/><path id='' d='M0 0h8'/></defs><use href='#𠮷'/>",
    );
    assert!(file.contains("id=\"_20BB7_\"") && file.contains("href=\"#_20BB7_\""), "{file}");
    assert!(!file.contains('𠮷') && !file.contains("id=\"\""), "{file}");
}

#[test]
fn drawings_beyond_limits_are_not_drawn() {
    let uses: String = (0..30)
        .map(|n| {
            format!("<g id='u{n}'><use xlink:href='#u{0}'/><use href='#u{0}'/></g>", n + 1)
        })
        .collect();
    let stops = "<stop offset='0'/>".repeat(5000);
    let steps = "h1v1".repeat(20_000);
    let attributes: String = (0..70_000).map(|n| format!(" a{n}='1'")).collect();
    let chain: String =
        (0..3000).map(|n| format!("<linearGradient id='g{n}' href='#g{}'/>", n + 1)).collect();
    let box_units = "clipPathUnits='objectBoundingBox'";
    for (what, text) in [
        ("groups", svg(&format!("{}{RECT}{}", "<g>".repeat(900), "</g>".repeat(900)))),
        ("pattern", twice("pattern", "width='1' height='1'", "fill")),
        ("clip path", twice("clipPath", box_units, "clip-path")),
        ("mask", twice("mask", "", "mask")),
        ("marker", twice("marker", "", "marker-mid")),
        ("pattern by rule", {
            let rule = |n: usize| format!(".c{n}{{fill:url(#x{n})}}");
            let rules: String = (0..=30).map(rule).collect();
            let text = twice("pattern", "width='1' height='1'", "fill");
            let text = text.replace("fill='url(#x", "class='c").replace(")'/>", "'/>");
            text.replacen("<pattern", &format!("<style>{rules}</style><pattern"), 1)
        }),
        ("use", svg(&format!("{uses}<g id='u30'>{RECT}</g><use href='#u0'/>"))),
        ("clip path for each", {
            let shapes = "<rect width='9' height='9' clip-path='url(#c)'/>".repeat(500);
            svg(&format!("<clipPath id='c'><path d='M0 0{steps}'/></clipPath>{shapes}"))
        }),
        ("stops", {
            let shapes = "<rect width='9' height='9' fill='url(#g)'/>".repeat(5000);
            svg(&format!("<linearGradient id='g'>{stops}</linearGradient>{shapes}"))
        }),
        ("chain", svg(&format!("{chain}<rect width='9' height='9' fill='url(#g0)'/>"))),
        ("markers", {
            let marker = format!("<marker id='m'>{}</marker>", RECT.repeat(1000));
            svg(&format!("{marker}<path marker-mid='url(#m)' d='M0 0{steps}'/>"))
        }),
        ("dashes", {
            let dashes = "1 2 ".repeat(1000);
            svg(&format!("<g stroke-dasharray='{dashes}'>{}</g>", RECT.repeat(5000)))
        }),
        ("attributes", svg(&format!("<rect {attributes}/>"))),
        ("steps", svg(&format!("<path d='M0 0{}'/>", "h1v1".repeat(300_000)))),
        ("elements", svg(&RECT.repeat(110_000))),
        ("selectors", {
            let rules = "a a a a a a a b{fill:red}".repeat(50);
            let deep = format!("{}{RECT}{}", "<a>".repeat(100), "</a>".repeat(100));
            svg(&format!("<style>{rules}</style>{deep}"))
        }),
        ("entities", {
            let declared: String = (1..10)
                .map(|n| format!("<!ENTITY a{n} '{}'>", format!("&a{};", n - 1).repeat(10)))
                .collect();
            let text = svg("<text>&a9;</text>");
            format!("<!DOCTYPE svg [<!ENTITY a0 'ha'>{declared}]>{text}")
        }),
    ] {
        assert!(is_too_large(&text), "{what}");
    }
}

#[test]
fn recursive_references_are_not_drawn() {
    for content in [
        "<g id='a'><use href='#a'/></g>",
        "<linearGradient id='a' href='#b'/><linearGradient id='b' href='#a'/>",
        "<clipPath id='a'><rect width='9' height='9' clip-path='url(#a)'/></clipPath>",
        "<style>.p{fill:url(#a)}</style><pattern id='a'><rect class='p'/></pattern>",
    ] {
        let opened = image::open(svg(content).as_bytes(), LIMIT);
        assert!(matches!(opened, Err(Unusable::Damaged(_))), "{content}: {opened:?}");
    }
}

#[test]
fn large_drawings_within_limits_are_drawn() {
    let deep = format!("{}{RECT}{}", "<g opacity='.9'>".repeat(190), "</g>".repeat(190));
    assert_eq!(drawing(&deep).shapes.len(), 1);
    let nested = format!("{}{RECT}{}", "<svg>".repeat(190), "</svg>".repeat(190));
    drawing(&nested);
    let clip = format!("<clipPath id='c'><path d='M0 0{}'/></clipPath>", "h1v1".repeat(20_000));
    let clipped = drawing(&format!("{clip}<g clip-path='url(#c)'>{}</g>", RECT.repeat(2000)));
    assert_eq!(clipped.shapes.len(), 2000);
}

#[test]
fn a_clip_is_drawn_once_for_all_that_it_hides() {
    let clip = "<clipPath id='c'><path d='M0 0h7.25v7z'/></clipPath>";
    let text = svg(&format!("{clip}<g clip-path='url(#c)'>{}</g>{RECT}", RECT.repeat(50)));
    let pdf = made(&[("a.svg", text.as_bytes())], OutputFormat::Pdf).0;
    let mut pdf = streams(&pdf);
    pdf.retain(|stream| stream.contains("7.25"));
    assert_eq!(pdf.len(), 1);
    assert_eq!(pdf[0].matches("W n").count(), 1, "{}", pdf[0]);
    let (open, close) = (pdf[0].matches("q\n").count(), pdf[0].matches("Q\n").count());
    assert_eq!((open, close), (52, 52));
}

/// The deflated streams of a PDF as text.
fn streams(pdf: &[u8]) -> Vec<String> {
    let mut streams = Vec::new();
    let mut rest = pdf;
    while let Some(at) = rest.windows(7).position(|it| it == b"stream\n") {
        rest = &rest[at + 7..];
        let mut text = Vec::new();
        let _ = flate2::read::ZlibDecoder::new(rest).read_to_end(&mut text);
        streams.push(String::from_utf8_lossy(&text).into_owned());
    }
    streams
}

#[test]
fn drawings_are_shown_without_scripts_and_external_references() {
    let kept = "<circle r='3' style='fill:red' id='c'/>";
    for (content, kind) in [
        ("<script>alert(1)</script>", "script"),
        ("<g onload='alert(1)'/>", "script"),
        ("<rect OnClick='alert(1)'/>", "script"),
        ("<a href='javascript:alert(1)'/>", "link"),
        ("<a xlink:href=' java&#10;script:alert(1)'/>", "link"),
        ("<a><set attributeName='href' to='javascript:alert(1)'/></a>", "animation"),
        ("<animate attributeName='href' values='javascript:alert(1)'/>", "animation"),
        ("<image href='https://example.com/a.png'/>", "outside reference"),
        ("<image href='file:///etc/passwd'/>", "outside reference"),
        ("<image href='a.png'/>", "outside reference"),
        ("<image href='data:image/svg+xml;base64,PHN2Zy8+'/>", "outside reference"),
        ("<image href='data:image/png;base64,iVBORw0KGgo='/>", "outside reference"),
        ("<use href='other.svg#a'/>", "outside reference"),
        ("<filter id='f'><feImage href='#c'/></filter>", "outside reference"),
        ("<rect fill='url(https://example.com/#a)'/>", "outside reference"),
        ("<rect style='fill:url(//example.com/#a)'/>", "outside reference"),
        ("<rect style='fill:u\\72l(x)'/>", "style value with escapes"),
        ("<style>@import 'https://example.com';</style>", "style rule with @"),
        ("<style>@font-face{src:url(https://example.com)}</style>", "style rule with @"),
        ("<style>a{fill:url(https://example.com)}</style>", "outside reference"),
        (
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>",
            "foreignObject",
        ),
        ("<iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/>", "foreign element"),
        ("<handler/>", "script"),
        ("<font-face-uri href='x'/>", "unknown element"),
    ] {
        let drawing = drawing(&format!("{content}{kept}"));
        let dropped: Vec<_> = drawing.dropped.iter().copied().collect();
        assert_eq!(dropped, [kind], "{content}");
        let file = String::from_utf8(drawing.file).unwrap();
        for word in [
            "javascript",
            "alert",
            "example.com",
            "file:",
            "iframe",
            "import",
            "feImage",
            "a.png",
        ] {
            assert!(!file.contains(word), "{content}: {file}");
        }
        assert!(
            file.contains("<circle r=\"3\" id=\"c\" style=\"fill:red;\"></circle>"),
            "{file}"
        );
    }
}

#[test]
fn what_a_drawing_needs_stays() {
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
    for content in [
        "<text x=\"1\" xml:space=\"preserve\">字 <tspan dy=\"1\">角</tspan></text>",
        "<path id=\"a\"></path><use xlink:href=\"#a\"></use>",
        "<a href=\"https://example.com/\"></a>",
        "<linearGradient id=\"c\"></linearGradient><style>.a,g&gt;.b{fill:url(#c);}</style>",
        "<filter id=\"f\"><feGaussianBlur stdDeviation=\"2\"></feGaussianBlur></filter>",
        &format!(
            "<image width=\"1\" height=\"1\" href=\"data:image/png;base64,{png}\"></image>"
        ),
    ] {
        assert!(file(content).contains(content), "{content}: {}", file(content));
    }
    // Ids are names, the same where they are referred to.
    let named = file("<pattern id='框 1'/><rect id='框 1' fill='url(#框 1)'/>");
    let expected = "<pattern id=\"框_20_1\"></pattern><rect fill=\"url(#框_20_1)\"></rect>";
    assert!(named.contains(expected), "{named}");
    // What leads nowhere is not there.
    let nowhere = file("<use href='#x'/><rect fill='url(#x)' stroke='url(#x) red'/>");
    assert!(
        nowhere.contains("<use></use><rect fill=\"none\" stroke=\"red\"></rect>"),
        "{nowhere}"
    );
}

#[test]
fn words_in_another_language_stay() {
    let html = "<foreignObject x='10' y='20' width='40' height='10'>\
        <div xmlns='http://www.w3.org/1999/xhtml'><p>第一行<br/>第 <b>二</b>行</p></div>\
        </foreignObject>";
    let alone = file(html);
    assert!(alone.contains("<tspan x=\"30\" y=\"25\" dy=\"-0.6em\">第一行</tspan>"), "{alone}");
    assert!(alone.contains("<tspan x=\"30\" dy=\"1.2em\">第 二行</tspan>"), "{alone}");
    let beside = file(&format!("<switch>{html}<text>标签</text></switch>"));
    assert!(beside.contains("<switch><text>标签</text></switch>"), "{beside}");
}

#[test]
fn entities_that_a_drawing_declares_are_its_own() {
    let text = "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x.dtd' [\n\
        <!ENTITY ns 'http://www.w3.org/2000/svg'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n\
        <svg xmlns='&ns;' width='9' height='9'><text>&x;</text><rect width='9' height='9'/></svg>";
    let Ok(Picture::Drawing(drawing)) = image::open(text.as_bytes(), LIMIT) else { panic!() };
    assert_eq!(drawing.shapes.len(), 1);
    assert!(drawing.dropped.contains("outside entity"));
    let file = String::from_utf8(drawing.file).unwrap();
    assert!(!file.contains("DOCTYPE") && !file.contains("passwd"), "{file}");
}

/// Images by name.
#[derive(Debug)]
struct Shelf(Vec<(String, Vec<u8>)>);

impl AssetLoader for Shelf {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        Ok(self.0.iter().find(|(name, _)| name == wanted.address).map(|(_, data)| data.clone()))
    }
}

/// A document with these images, one as a figure and again in a line, in one format.
fn made(images: &[(&str, &[u8])], format: OutputFormat) -> (Vec<u8>, Vec<String>) {
    let mut text = "# 图\n".to_owned();
    for (name, _) in images {
        text.push_str(&format!("\n![说明]({name})\n\n文中![行内]({name})有图。\n"));
    }
    let shelf = images.iter().map(|(name, data)| ((*name).to_owned(), data.to_vec()));
    let context = Context {
        assets: Some(std::sync::Arc::new(Shelf(shelf.collect()))),
        ..Context::default()
    };
    let input = Input { name: Some("图.md".to_owned()), bytes: text.into_bytes().into() };
    let made = convert(&input, &[format], &Options::default(), &context).unwrap();
    let found = made.diagnostics.iter().map(ToString::to_string).collect();
    (made.outputs.into_iter().next().unwrap().bytes, found)
}

fn entries(epub: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(epub)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut data = Vec::new();
            entry.read_to_end(&mut data).unwrap();
            (entry.name().to_owned(), data)
        })
        .collect()
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn an_image_that_is_none_is_its_description_in_every_output() {
    let png = fixture("images/图.png");
    let jpg = fixture("pdf/colour.jpg");
    let mut spoilt = png.clone();
    spoilt[16..20].copy_from_slice(&[0x7F; 4]);
    for (name, data) in [
        ("a.png", &png[..33]),
        ("b.png", &spoilt),
        ("a.jpg", &jpg[..200]),
        ("a.gif", b"GIF89a"),
        ("a.webp", &fixture("images/图.webp")[..16]),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><g>"),
        ("deep.svg", svg(&"<g>".repeat(900)).as_bytes()),
    ] {
        for format in [OutputFormat::Pdf, OutputFormat::Epub] {
            let (bytes, found) = made(&[(name, data)], format);
            let reported = found.iter().filter(|it| it.starts_with("pdf-009")).count();
            assert_eq!(reported, 1, "{name}: {found:?}");
            if format == OutputFormat::Epub {
                let entries = entries(&bytes);
                assert!(entries.iter().all(|(name, _)| !name.contains("images/image")));
                let page = entries.iter().find(|(name, _)| name.contains("text")).unwrap();
                let page = String::from_utf8_lossy(&page.1);
                assert!(page.contains("说明") && page.contains("行内"), "{page}");
            } else {
                let dump = paiban::output::pdf::dump(&bytes).unwrap();
                assert!(dump.contains("说明") && dump.contains("文中行内有图"), "{dump}");
            }
        }
    }
}

/// A picture is what its bytes are: many addresses of one file are one image in every output.
#[test]
fn one_picture_under_many_spellings_is_embedded_once() {
    let jpeg = fixture("pdf/colour.jpg");
    let spellings = ["a.jpg", "./a.jpg", "././a.jpg", "b/../a.jpg"].map(|name| (name, &*jpeg));
    let (pdf, _) = made(&spellings, OutputFormat::Pdf);
    let begin = &jpeg[..20];
    assert_eq!(pdf.windows(begin.len()).filter(|it| *it == begin).count(), 1);
    let (epub, _) = made(&spellings, OutputFormat::Epub);
    let entries = entries(&epub);
    let files = entries.iter().filter(|(name, _)| name.ends_with(".jpg"));
    assert_eq!(files.count(), 1, "{:?}", entries.iter().map(|it| &it.0).collect::<Vec<_>>());
    let pages: String = entries
        .iter()
        .filter(|(name, _)| name.ends_with(".xhtml"))
        .map(|(_, data)| String::from_utf8_lossy(data).into_owned())
        .collect();
    assert_eq!(pages.matches("images/image-001.jpg").count(), 2 * spellings.len(), "{pages}");
}

#[test]
fn a_second_asset_of_one_id_takes_no_image_away() {
    let text = "# 图\n\n![说明](a.jpg)\n";
    let input = Input { name: Some("图.md".to_owned()), bytes: text.as_bytes().into() };
    let mut read =
        paiban::read(&input, &Options::default(), &Default::default()).unwrap().document;
    read.assets[0].data = Some(paiban::model::Bytes(fixture("pdf/colour.jpg")));
    read.assets.push(paiban::model::Asset { data: None, ..read.assets[0].clone() });
    let context = Context::default();
    let formats = [OutputFormat::Epub];
    let (outputs, _) =
        paiban::write(&read, &[], &formats, &Options::default(), &context).unwrap();
    let entries = entries(&outputs[0].bytes);
    assert!(entries.iter().any(|(name, _)| name.ends_with("images/image-001.jpg")));
}

#[test]
fn a_truncated_image_is_shown_in_part() {
    let png = rows(64);
    let gif = fixture("images/图.gif");
    let jpg = fixture("pdf/colour.jpg");
    let progressive = fixture("pdf/progressive.jpg");
    for (name, data) in [
        ("a.png", &png[..png.len() * 2 / 3]),
        ("end.png", &png[..png.len() - 12]),
        ("a.gif", &gif[..gif.len() - 1]),
        ("a.jpg", &jpg[..jpg.len() - 100]),
        ("b.jpg", &progressive[..progressive.len() - 100]),
    ] {
        for format in [OutputFormat::Pdf, OutputFormat::Epub] {
            let (bytes, found) = made(&[(name, data)], format);
            let reported = found.iter().filter(|it| it.starts_with("pdf-011")).count();
            assert_eq!(reported, 1, "{name}: {found:?}");
            if format == OutputFormat::Epub {
                let entries = entries(&bytes);
                assert!(entries.iter().any(|(name, _)| name.contains("images/image")));
            }
        }
    }
}

/// A PNG of this many rows that don't compress to nothing.
fn rows(count: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 64, count);
    encoder.set_color(png::ColorType::Rgb);
    let samples: Vec<u8> = (0..64 * 3 * count).map(|n| (n * n / 7 % 251) as u8).collect();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&samples).unwrap();
    writer.finish().unwrap();
    file
}

#[test]
fn one_fault_is_reported_once_for_all_outputs() {
    let text = "![说明](a.png)\n\n![说明](a.png)\n";
    let shelf = Shelf(vec![("a.png".to_owned(), fixture("images/图.png")[..40].to_vec())]);
    let context = Context { assets: Some(std::sync::Arc::new(shelf)), ..Context::default() };
    let input = Input { name: Some("图.md".to_owned()), bytes: text.as_bytes().into() };
    let formats = [OutputFormat::Pdf, OutputFormat::Epub];
    let made = convert(&input, &formats, &Options::default(), &context).unwrap();
    let reported: Vec<_> =
        made.diagnostics.iter().filter(|it| it.code.id() == "pdf-009").collect();
    assert_eq!(reported.len(), 1, "{:?}", made.diagnostics);
}

/// Mutations of small images, always the same: nothing fails, and there is always a file.
#[test]
fn no_mutation_of_an_image_does_harm() {
    let whole = ["图.png", "图.jpg", "图.gif", "图.webp", "图.svg"];
    let mut state = 1_u32;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for name in whole {
        let data = fixture(&format!("images/{name}"));
        for _ in 0..200 {
            let mut changed = data.clone();
            for _ in 0..=next(3) {
                let at = next(changed.len().max(1));
                match next(4) {
                    0 => changed.truncate(at.max(4)),
                    1 => changed[at % data.len().min(4)..].rotate_left(1),
                    2 => changed.insert(at, next(256) as u8),
                    _ => {
                        if let Some(byte) = changed.get_mut(at) {
                            *byte = next(256) as u8;
                        }
                    }
                }
            }
            let _ = image::open(&changed, LIMIT);
        }
    }
}

/// Text of a drawing, in units of the drawing.
#[test]
fn text_of_a_drawing_stays_text_in_its_place() {
    let text = |content: &str| {
        let drawing = drawing(content);
        assert!(drawing.left_out.is_empty(), "{content}: {:?}", drawing.left_out);
        drawing.letterings
    };
    let all = text(
        "<style>.b{fill:#00f;font-weight:700} text{font-size:20px}</style>\
         <g transform='translate(10 5)' fill='red'><text x='50%' y='40' text-anchor='middle'>开\
         <tspan class='b' dx='2' dy='.5em' font-size='10'>始 A</tspan>\n</text></g>",
    );
    let [one] = &all[..] else { panic!("{all:?}") };
    assert_eq!(one.matrix, [1.0, 0.0, 0.0, 1.0, 10.0, 5.0]);
    let [chunk] = &one.chunks[..] else { panic!("{one:?}") };
    assert_eq!((chunk.x, chunk.y, chunk.before), (Some(50.0), Some(40.0), 0.5));
    let reported: Vec<_> = chunk
        .pieces
        .iter()
        .map(|it| (it.text.as_str(), it.dx, it.dy, it.size, it.bold, it.colour))
        .collect();
    assert_eq!(
        reported,
        [
            ("开", 0.0, 0.0, 20.0, false, Some([255, 0, 0])),
            ("始 A", 2.0, 5.0, 10.0, true, Some([0, 0, 255])),
        ]
    );
    // Lines of a label, each from a place of its own; a list of places parts the characters.
    let lines =
        text("<text><tspan x='5' y='9'>甲</tspan>\n<tspan x='5' dy='12'>乙</tspan></text>");
    let places: Vec<_> = lines[0].chunks.iter().map(|it| (it.x, it.y)).collect();
    assert_eq!(places, [(Some(5.0), Some(9.0)), (Some(5.0), None)]);
    assert_eq!(lines[0].chunks[1].pieces[0].dy, 12.0);
    let apart = text("<text x='1 11 21' y='9'>甲乙丙丁</text>");
    let said = |it: &paiban::image::Chunk| it.pieces.iter().map(|it| it.text.clone()).collect();
    let said: Vec<String> = apart[0].chunks.iter().map(said).collect();
    assert_eq!(said, ["甲", "乙", "丙丁"]);
    // What is used again is there again; what is hidden takes room and has no colour.
    let again =
        text("<defs><text id='t'>甲</text></defs><use href='#t'/><use href='#t' x='9'/>");
    let xs: Vec<f32> = again.iter().map(|it| it.matrix[4]).collect();
    assert_eq!(xs, [0.0, 9.0]);
    assert_eq!(text("<text visibility='hidden'>甲</text>"), []);
    assert_eq!(
        text("<text fill-opacity='.5'>甲</text>")[0].chunks[0].pieces[0].colour,
        Some([128; 3])
    );
    // Rules about shapes are about shapes.
    let plain = text("<style>rect,g{fill:red;opacity:.1;font-size:1px}</style><text>甲</text>");
    let piece = &plain[0].chunks[0].pieces[0];
    assert_eq!((piece.colour, piece.size), (Some([0; 3]), 16.0));
}

#[test]
fn text_on_a_path_and_filters_on_text_are_reported() {
    for (content, what, letters) in [
        (
            "<path id='p' d='M0 0h9'/><text><textPath href='#p'>甲</textPath></text>",
            "text on a path",
            0,
        ),
        ("<filter id='f'><feOffset/></filter><text filter='url(#f)'>甲</text>", "filter", 1),
    ] {
        let drawing = drawing(content);
        assert!(drawing.left_out.contains(what), "{content}: {:?}", drawing.left_out);
        assert_eq!(drawing.letterings.len(), letters, "{content}");
    }
    let long = format!("<text>{}</text>", "甲乙 ".repeat(50_000));
    assert!(drawing(&long).left_out.contains("text"));
}

/// Text of drawings is content of the figure: it is found, copied and subset as any other.
#[test]
fn text_of_a_drawing_is_text_in_the_pdf() {
    let text = svg(
        "<text x='50' y='20' text-anchor='middle' transform='rotate(-90 50 20)'>纵轴</text>\
        <text x='5' y='40'>开始 <tspan font-weight='bold'>A</tspan></text>",
    );
    let (pdf, _) = made(&[("a.svg", text.as_bytes())], OutputFormat::Pdf);
    let dump = paiban::output::pdf::dump(&pdf).unwrap();
    for word in ["纵轴", "开始", "A"] {
        assert!(dump.contains(word), "{word}: {dump}");
    }
}

/// `{zoom=50%}` and `style="zoom:50%"` make a picture half as large, on pages and in e-books.
#[test]
fn a_picture_is_as_large_as_its_zoom_says() {
    for picture in [
        "![说明](图.svg){zoom=50%}",
        "![说明](图.svg){zoom=0.5}",
        "<img src=\"图.svg\" alt=\"说明\" style=\"zoom:50%\">",
    ] {
        let context = Context {
            assets: Some(std::sync::Arc::new(Shelf(
                vec![("图.svg".to_owned(), svg(RECT).into_bytes())].into_iter().collect(),
            ))),
            ..Context::default()
        };
        let text = format!("# 图\n\n{picture}\n");
        let input = Input { name: Some("图.md".to_owned()), bytes: text.into_bytes().into() };
        let formats = [OutputFormat::Pdf, OutputFormat::Epub];
        let made = convert(&input, &formats, &Options::default(), &context).unwrap();
        // 100 × 50 pixels are 75 × 37.5 points.
        let pdf = paiban::output::pdf::dump(&made.outputs[0].bytes).unwrap();
        let boxed = pdf.split("Alt=说明 BBox=[").nth(1).unwrap().split(']').next().unwrap();
        let sides: Vec<f32> = boxed.split(' ').map(|it| it.parse().unwrap()).collect();
        assert!((sides[2] - sides[0] - 37.5).abs() < 0.1, "{picture} {boxed}");
        assert!((sides[3] - sides[1] - 18.75).abs() < 0.1, "{picture} {boxed}");
        let epub = entries(&made.outputs[1].bytes);
        let has = |(_, data): &(String, Vec<u8>)| {
            String::from_utf8_lossy(data).contains("width: 50px")
        };
        assert!(epub.iter().any(has), "{picture}");
    }
}
