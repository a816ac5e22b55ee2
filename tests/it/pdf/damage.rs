//! Bad input: whatever the images, fonts and metadata are, the PDF is valid and says what it
//! left out.

use paiban::diag::Code;
use paiban::model::{Asset, AssetKind, Bytes};

use super::images::{images, write_document};
use super::*;
use crate::support::{TestDir, face_file, paiban};

/// A PDF that shows each of these images, and what was found.
fn shown(images: Vec<(String, Vec<u8>)>) -> (Vec<u8>, Vec<String>) {
    let mut document = document();
    let mut desk = Desk::new();
    for (index, (name, data)) in images.into_iter().enumerate() {
        let kind = AssetKind::of(&data);
        let id = format!("asset-{index}");
        document.assets.push(Asset {
            id: id.clone(),
            href: name.clone(),
            source: 0,
            kind,
            data: Some(Bytes(data)),
        });
        let figure = desk.top(StructureRole::Figure);
        desk.structure.elements[figure.0 as usize].alt = Some(name);
        desk.put(Item::Image(ImageItem {
            owner: Owner::Element(figure),
            asset: id,
            x: 60.0,
            y: 60.0,
            width: 96.0,
            height: 64.0,
        }));
    }
    write_document(desk, &document)
}

fn assert_sound(name: &str, bytes: &[u8]) {
    let pdf = file(name, bytes);
    assert!(pdf::dump(bytes).is_ok());
    assert_valid("check-pdfa", "2a", std::slice::from_ref(&pdf));
    if let Some(messages) = extracted("qpdf", &["--check"], &[], &pdf) {
        assert!(messages.contains("No syntax or stream encoding errors"), "{messages}");
    }
}

#[test]
fn damaged_images_are_reported_and_framed() {
    let mut damaged = Vec::new();
    for (name, data) in images().into_iter().filter(|(name, _)| !name.starts_with("cut")) {
        for part in [1, 2, 3] {
            damaged.push((format!("{name} {part}/4"), data[..data.len() * part / 4].to_vec()));
        }
        // A stretch of its middle is noise.
        let mut noise = data.clone();
        let (from, to) = (data.len() / 3, data.len() / 3 + data.len().min(90) / 3);
        for (index, byte) in noise[from..to].iter_mut().enumerate() {
            *byte ^= u8::try_from(index * 37 % 251).unwrap() | 1;
        }
        damaged.push((format!("{name} noise"), noise));
    }
    // Noise may change only a colour; truncation is always reported.
    let cut = damaged.iter().map(|(name, _)| name.clone()).filter(|name| name.ends_with("/4"));
    let cut: Vec<String> = cut.collect();
    // Of a JPEG that is cut the rest is shown, of which qpdf complains.
    let (photographs, others): (Vec<_>, Vec<_>) =
        damaged.into_iter().partition(|(name, _)| name.contains(".jpg"));
    let (bytes, mut found) = shown(photographs);
    assert_valid("check-pdfa", "2a", &[file("damaged-photographs.pdf", &bytes)]);
    let (bytes, more) = shown(others);
    assert_sound("damaged-images.pdf", &bytes);
    found.extend(more);
    for name in cut {
        assert!(found.iter().any(|it| it.contains(&name)), "{name}: {}", found.join("\n"));
    }
}

fn svg(inside: &str) -> Vec<u8> {
    let namespaces =
        r#"xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#;
    format!(r#"<svg {namespaces} width="40" height="40">{inside}</svg>"#).into_bytes()
}

/// Each group uses the one before ten times: ten to the twelfth rectangles.
fn uses_of_uses() -> Vec<u8> {
    let mut inside = String::from(r#"<defs><g id="g0"><rect width="1" height="1"/></g>"#);
    for level in 1..=12 {
        inside.push_str(&format!(r#"<g id="g{level}">"#));
        for _ in 0..10 {
            let below = level - 1;
            inside.push_str(&format!(r##"<use xlink:href="#g{below}"/>"##));
        }
        inside.push_str("</g>");
    }
    inside.push_str(r##"</defs><use xlink:href="#g12"/>"##);
    svg(&inside)
}

/// Entities that stand for ten others each.
fn entities_of_entities() -> Vec<u8> {
    let mut inside = String::from("<!DOCTYPE svg [<!ENTITY e0 'aaaaaaaaaa'>");
    for level in 1..=12 {
        let below = format!("&e{};", level - 1).repeat(10);
        inside.push_str(&format!("<!ENTITY e{level} '{below}'>"));
    }
    inside.push_str("]>");
    inside.push_str(&String::from_utf8(svg("<desc>&e12;</desc>")).unwrap());
    inside.into_bytes()
}

#[test]
fn drawings_that_explode_are_refused() {
    let vast = r#"<rect width="1e38" height="1e38" stroke="red" stroke-width="1e30"/>"#;
    let huge = br#"<svg xmlns="http://www.w3.org/2000/svg" width="1e30" height="1e-30"/>"#;
    let itself = r##"<g id="a"><use xlink:href="#a"/></g>"##;
    let deep = format!("{}{}", "<g>".repeat(50_000), "</g>".repeat(50_000));
    let (bytes, found) = shown(vec![
        ("uses.svg".to_owned(), uses_of_uses()),
        ("entities.svg".to_owned(), entities_of_entities()),
        ("deep.svg".to_owned(), svg(&deep)),
        ("vast.svg".to_owned(), svg(vast)),
        ("huge.svg".to_owned(), huge.to_vec()),
        ("itself.svg".to_owned(), svg(itself)),
        (
            "text.svg".to_owned(),
            svg(
                r#"<text x="1e30" y="-1e30" dx="1e38" font-size="1e-30">字</text><text>字</text>"#,
            ),
        ),
        ("outside.svg".to_owned(), svg(r#"<image width="9" height="9" href="/etc/passwd"/>"#)),
    ]);
    let count = |name: &str| found.iter().filter(|it| it.contains(name)).count();
    for name in ["uses.svg", "entities.svg", "deep.svg"] {
        assert_eq!(count(name), 1, "{name}: {found:?}");
    }
    assert!(!String::from_utf8_lossy(&bytes).contains("root:"));
    assert_sound("exploding.pdf", &bytes);
}

#[test]
fn metadata_of_any_kind_stays_valid() {
    let mut document = document();
    let long = "题".repeat(9_999) + "\u{20000}";
    document.meta.titles[0].text = long.clone();
    document.meta.agents[0].name = "作\u{0}者\u{1b}[31m\r\n二\u{FFFE}\u{B}".to_owned();
    document.meta.description = Some("<x>&amp;]]>\u{8}".to_owned());
    document.meta.subjects = vec!["\u{1}".to_owned(), "a;b".to_owned()];
    document.meta.publisher = Some("\u{2}".to_owned());
    document.meta.language = Some("zh_CN".to_owned());
    document.sources[0].name = Some("a\u{7}\n.txt".to_owned());
    document.body = vec![paiban::model::paragraph(vec![paiban::model::text("正文。")])];
    let identity = Identity::of(&document);
    let written =
        pdf::write(&document, &Options::default(), &Context::default(), &identity, &[])
            .unwrap();
    let (bytes, found) = (written.bytes, written.diagnostics);
    assert!(found.iter().any(|it| it.code == Code::PdfLanguage));
    let dump = pdf::dump(&bytes).unwrap();
    assert!(dump.contains(&format!("  Title {long}\n")), "the title is cut");
    assert!(dump.contains("  Author 作者[31m 二\n"), "{}", &dump[dump.len() - 2000..]);
    assert!(!dump.contains(|c: char| c.is_control() && c != '\n'));
    assert_sound("metadata.pdf", &bytes);
    assert_valid("check-pdfua", "ua1", &[file("metadata.pdf", &bytes)]);
}

#[test]
fn a_damaged_font_is_refused_or_does_no_harm() {
    let folder = TestDir::new("damaged-fonts");
    folder.write("文.txt", "题目\n\n　　正文是这样的。\n");
    let font = std::fs::read(face_file("LXGWWenKai-Regular.ttf")).unwrap();
    let mut refused = 0;
    let mut fonts: Vec<Vec<u8>> = [40, 4_000, font.len() / 2, font.len() - 9]
        .iter()
        .map(|n| font[..*n].to_vec())
        .collect();
    // Noise in its tables: in the directory, the middle, all over.
    for (from, step) in [(12, 7), (font.len() / 2, 3), (1_000, 4_099)] {
        let mut noise = font.clone();
        let last = if step == 4_099 { noise.len() } else { from + 400 };
        for index in (from..last).step_by(step) {
            noise[index] ^= 0xA5;
        }
        fonts.push(noise);
    }
    for (index, data) in fonts.iter().enumerate() {
        folder.write("坏.ttf", data);
        let mut command = paiban();
        command.current_dir(folder.path());
        command.args([
            "convert",
            "文.txt",
            "--to",
            "pdf",
            "--font",
            "body=坏.ttf",
            "-o",
            "文.pdf",
        ]);
        let output = command.output().unwrap();
        let messages = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => {
                let bytes = std::fs::read(folder.path().join("文.pdf")).unwrap();
                assert!(pdf::dump(&bytes).is_ok(), "font {index}");
            }
            Some(6) => {
                refused += 1;
                assert!(
                    messages.contains("fnt-") && messages.contains("坏.ttf"),
                    "font {index}: {messages}"
                );
                assert!(!folder.path().join("文.pdf").exists(), "font {index}");
            }
            status => panic!("font {index}: {status:?} {messages}"),
        }
        let _ = std::fs::remove_file(folder.path().join("文.pdf"));
    }
    assert!(refused >= 3, "{refused}");
}
