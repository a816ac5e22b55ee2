//! The EPUB writer.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use paiban::config::{DisplayOptions, EmbedFonts, OutputFormat, Punctuation};
use paiban::context::{Context, Limits};
use paiban::diag::{Code, Diagnostic};
use paiban::identity::Identity;
use paiban::layout;
use paiban::layout::frame::{Item, Page};
use paiban::model::{
    Asset, AssetKind, Attr, Block, Bytes, Document, Image, Inline, Link, ListKind, Meta, Node,
    Note, NoteRef, Part, Section, SectionKind, Title, paragraph, plain_text, text, visit,
};
use paiban::output::epub;
use paiban::text::hex;
use paiban::transform::{display, display_heading};
use paiban::xml::is_xml_char;
use paiban::{Input, config::Options};
use sha2::{Digest as _, Sha256};

use crate::documents::kitchen_sink;
use crate::parts::assert_parts;
use crate::support::corpus_texts;

/// An image.
const GIF: &[u8] = include_bytes!("../fixtures/images/图.gif");

/// The files of an e-book, by path.
fn files(epub: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("a zip");
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("bytes");
            (entry.name().to_owned(), bytes)
        })
        .collect()
}

/// The files that are text, as text.
fn texts(epub: &[u8]) -> BTreeMap<String, String> {
    let texts = files(epub).into_iter().filter_map(|(name, bytes)| {
        let is_text = [".xhtml", ".opf", ".ncx"].iter().any(|end| name.ends_with(end));
        is_text.then(|| (name, String::from_utf8(bytes).expect("UTF-8")))
    });
    texts.collect()
}

fn write_with(document: &Document, options: &Options) -> (Vec<u8>, Vec<Diagnostic>) {
    let identity = Identity::of(document);
    let file = epub::write(
        document,
        &crate::support::pictures(document),
        options,
        &Context::default(),
        &identity,
        None,
    )
    .expect("a book");
    (file.bytes, file.diagnostics)
}

fn write(document: &Document) -> (Vec<u8>, Vec<Diagnostic>) {
    write_with(document, &Options::default())
}

fn document(title: &str, body: Vec<Block>) -> Document {
    let titles = vec![Title { text: title.to_owned(), ..Title::default() }];
    let language = Some("zh-Hans".to_owned());
    let mut document = Document::new(Meta { titles, language, ..Meta::default() });
    document.body = body;
    document
}

fn chapter(heading: &str, blocks: Vec<Block>) -> Block {
    let heading = vec![text(heading)];
    Block::Section(Box::new(Section {
        kind: SectionKind::Chapter,
        heading,
        blocks,
        ..Section::default()
    }))
}

/// A tag, or the characters between two.
enum Token<'x> {
    Tag(&'x str),
    Text(&'x str),
}

fn tokens(xml: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        tokens.push(Token::Text(&rest[..start]));
        let end = start + rest[start..].find('>').expect("a tag ends") + 1;
        tokens.push(Token::Tag(&rest[start..end]));
        rest = &rest[end..];
    }
    tokens
}

/// What one reads in a file: no head, no marks of notes and no ways back, no ruby readings.
fn read_text(xhtml: &str) -> String {
    let mut out = String::new();
    let mut skipped: Vec<&str> = Vec::new();
    for token in tokens(xhtml) {
        match token {
            Token::Tag(tag) => {
                let name = tag.trim_matches(['<', '>', '/']).split(' ').next().expect("a name");
                if tag.starts_with("</") {
                    if skipped.last() == Some(&name) {
                        skipped.pop();
                    }
                } else if !tag.ends_with("/>")
                    && (["head", "rp", "rt"].contains(&name)
                        || tag.contains("doc-noteref")
                        || tag.contains("doc-backlink"))
                {
                    skipped.push(name);
                }
            }
            Token::Text(text) if skipped.is_empty() => out.push_str(text),
            Token::Text(_) => {}
        }
    }
    let mut text = String::new();
    for (index, part) in out.split('&').enumerate() {
        match part.split_once(';') {
            Some((reference, rest)) if index > 0 => {
                text.push(referenced(reference));
                text.push_str(rest);
            }
            _ => text.push_str(part),
        }
    }
    text.retain(|c| !c.is_whitespace());
    text
}

/// The character of a reference.
fn referenced(name: &str) -> char {
    match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => {
            let code = match name.strip_prefix("#x") {
                Some(code) => u32::from_str_radix(code, 16),
                None => name.trim_start_matches('#').parse(),
            };
            code.ok().and_then(char::from_u32).expect("a character")
        }
    }
}

/// Every link of an e-book that leads to a place in it leads to one that exists.
fn assert_links_lead_somewhere(epub: &[u8]) {
    let texts = texts(epub);
    let ids: BTreeMap<&str, BTreeSet<&str>> = texts
        .iter()
        .map(|(name, xml)| {
            let ids = xml.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
            (name.as_str(), ids.collect())
        })
        .collect();
    for (name, xml) in texts.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        let hrefs = xml.split("<a ").skip(1).filter_map(|rest| {
            rest.split('>').next()?.split("href=\"").nth(1)?.split('"').next()
        });
        for href in hrefs.filter(|href| !href.contains(':')) {
            let (file, id) = href.split_once('#').unwrap_or((href, ""));
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = if file.is_empty() { name.clone() } else { format!("{folder}/{file}") };
            let ids = ids.get(path.as_str()).unwrap_or_else(|| panic!("{name}: {href}"));
            assert!(id.is_empty() || ids.contains(id), "{name}: no place {href}");
        }
    }
}

#[test]
fn the_kitchen_sink_as_files() {
    let (bytes, diagnostics) = write(&kitchen_sink());
    let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::EpubImageMissing], "{diagnostics:?}");
    assert_parts!("kitchen-sink", dump(&bytes));
}

/// The files of an e-book that are text, one after another; its links lead somewhere.
pub(crate) fn dump(epub: &[u8]) -> String {
    assert_links_lead_somewhere(epub);
    let mut dump = String::new();
    for (name, xml) in texts(epub) {
        dump.push_str(&format!("═══ {name}\n{xml}"));
    }
    let version = concat!("paiban ", env!("CARGO_PKG_VERSION"));
    dump.replace(version, "paiban [version]")
}

#[test]
fn the_same_document_is_the_same_bytes() {
    assert_eq!(write(&kitchen_sink()).0, write(&kitchen_sink()).0);
}

#[test]
fn the_container_is_in_order() {
    let (bytes, _) = write(&kitchen_sink());
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
    let names: Vec<String> =
        (0..4).map(|i| archive.by_index(i).expect("an entry").name().to_owned()).collect();
    let expected = ["mimetype", "META-INF/container.xml", "OEBPS/content.opf"];
    assert_eq!(names[..3], expected);
    assert!(archive.by_name("META-INF/com.apple.ibooks.display-options.xml").is_err());
}

#[test]
fn a_chapter_is_a_file_and_an_article_is_one() {
    let chapters =
        (1..=3).map(|n| chapter(&format!("第{n}回"), vec![paragraph(vec![text("话说")])]));
    let (bytes, _) = write(&document("小说", chapters.collect()));
    assert_eq!(files(&bytes).keys().filter(|name| name.contains("/text/")).count(), 3);
    let sections = ["一、", "二、"].map(|heading| {
        let heading = vec![text(heading)];
        Block::Section(Box::new(Section { heading, ..Section::default() }))
    });
    let (bytes, _) = write(&document("文章", sections.into()));
    assert_eq!(files(&bytes).keys().filter(|name| name.contains("/text/")).count(), 1);
}

#[test]
fn no_file_is_large() {
    let paragraph = paragraph(vec![text("字".repeat(1000))]);
    let section = |n: usize| {
        let heading = vec![text(format!("第{n}节"))];
        let blocks = vec![paragraph.clone(); 40];
        Block::Section(Box::new(Section { heading, blocks, ..Section::default() }))
    };
    let long = vec![
        chapter("有节的长章", (1..=4).map(section).collect()),
        chapter("无节的长章", vec![paragraph.clone(); 200]),
    ];
    let (bytes, _) = write(&document("长书", long));
    let sizes: Vec<usize> = files(&bytes).values().map(Vec::len).collect();
    assert!(sizes.iter().all(|size| *size <= 260_000), "{sizes:?}");
    let texts = texts(&bytes);
    let pages = texts.iter().filter(|(name, _)| name.ends_with(".xhtml"));
    let all: String = pages.map(|(_, xml)| read_text(xml)).collect();
    assert_eq!(all.matches('字').count(), 360_000);
    assert_eq!(all.matches("无节的长章").count(), 2, "in the contents and above the text");
    assert!(texts.values().any(|xml| xml.contains("aria-label=\"无节的长章（续）\"")));
}

#[test]
fn chapters_hold_the_text_that_is_shown() {
    let source = "他说:\"好,好\"--然 后走了...";
    let body = vec![chapter("第1章: 甲, 乙", vec![paragraph(vec![text(source)])])];
    let text_of = |options: &Options| {
        let (bytes, _) = write_with(&document("书", body.clone()), options);
        read_text(&texts(&bytes)["OEBPS/text/part-0001.xhtml"])
    };
    assert_eq!(text_of(&Options::default()), "第1章：甲，乙他说：“好，好”——然后走了……");
    let display =
        DisplayOptions { punctuation: Punctuation::Keep, ..DisplayOptions::default() };
    let kept = text_of(&Options { display, ..Options::default() });
    assert_eq!(kept, "第1章:甲,乙他说:\"好,好\"--然后走了...");
}

#[test]
fn a_footnote_moves_to_its_first_mark() {
    let mark = |id: &str, target: &str| {
        let target = target.to_owned();
        Inline::NoteRef(Box::new(NoteRef {
            attr: Attr::with_id(id),
            target,
            content: vec![text("①")],
        }))
    };
    let note = |id: &str, words: &str| {
        let blocks = vec![paragraph(vec![text(words)])];
        Block::Note(Box::new(Note { attr: Attr::with_id(id), blocks, ..Note::default() }))
    };
    let here = Inline::Note(Box::new(Note {
        blocks: vec![paragraph(vec![text("就地")])],
        ..Note::default()
    }));
    let mut document = document(
        "书",
        vec![
            chapter("第一章", vec![paragraph(vec![text("甲"), mark("m1", "n2"), here])]),
            chapter("第二章", vec![paragraph(vec![mark("m2", "n2"), mark("m3", "n1")])]),
        ],
    );
    document.back = vec![note("n1", "乙注"), note("n2", "甲注"), note("n3", "无码之注")];
    let (bytes, diagnostics) = write(&document);
    assert!(diagnostics.is_empty());
    assert_links_lead_somewhere(&bytes);
    let texts = texts(&bytes);
    let file = |n: usize| &texts[&format!("OEBPS/text/part-{n:04}.xhtml")];
    assert_eq!(read_text(file(1)), "第一章甲甲注就地");
    assert!(file(1).contains("href=\"part-0002.xhtml#m2\" aria-label=\"返回正文 2\""));
    assert!(file(1).contains(
        "id=\"mark-1\" epub:type=\"noteref\" role=\"doc-noteref\" href=\"#note-1\">[2]<"
    ));
    assert_eq!(read_text(file(2)), "第二章乙注");
    assert!(file(2).contains("href=\"part-0001.xhtml#n2\">[1]<"), "{}", file(2));
    assert_eq!(read_text(file(3)), "无码之注");
}

#[test]
fn bad_input_still_makes_a_book() {
    let image = |asset: &str, alt: Option<&str>| {
        let (asset, alt) = (asset.to_owned(), alt.map(str::to_owned));
        Inline::Image(Box::new(Image { asset, alt, ..Image::default() }))
    };
    let link = |target: &str| {
        Inline::Link(Box::new(Link {
            target: target.to_owned(),
            content: vec![text("链")],
            ..Link::default()
        }))
    };
    let asset = |id: &str, data: &[u8]| Asset {
        id: id.to_owned(),
        href: format!("{id}.png"),
        source: 0,
        kind: AssetKind::Png,
        data: Some(Bytes(data.to_vec())),
    };
    let mut document = document(
        "<书> & \"名\"\u{1B}",
        vec![
            chapter("同名", vec![]),
            chapter("同名", vec![]),
            chapter("", vec![paragraph(vec![text("响\u{7}铃")])]),
            chapter(
                "图与链",
                vec![paragraph(vec![
                    image("text", Some("文字")),
                    image("lost", None),
                    image("gif", None),
                    link("javascript:alert(1)"),
                    link("#nowhere"),
                    link("chapter2.md"),
                    link("http://"),
                ])],
            ),
        ],
    );
    document.assets = vec![asset("text", b"not an image"), asset("gif", GIF)];
    let (bytes, diagnostics) = write(&document);
    let ids: Vec<&str> = diagnostics.iter().map(|d| d.code.id()).collect();
    let expected = [
        "epb-004", "epb-005", "epb-006", "epb-006", "epb-006", "epb-006", "epb-002", "epb-002",
    ];
    assert_eq!(ids, expected);
    let texts = texts(&bytes);
    assert_eq!(read_text(&texts["OEBPS/text/part-0003.xhtml"]), "响铃");
    assert_eq!(read_text(&texts["OEBPS/text/part-0004.xhtml"]), "图与链文字lost链链链链");
    assert!(texts["OEBPS/content.opf"].contains("&lt;书&gt; &amp; \"名\"</dc:title>"));
    assert!(texts["OEBPS/content.opf"].contains("image/gif"));
}

#[test]
fn a_book_without_anything_is_a_book() {
    let (bytes, diagnostics) = write(&Document::new(Meta::default()));
    assert!(diagnostics.is_empty());
    assert_links_lead_somewhere(&bytes);
    assert!(texts(&bytes)["OEBPS/content.opf"].contains("<dc:title>无题</dc:title>"));
}

#[test]
fn dates_are_under_control() {
    let modified = |date: Option<&str>| {
        let context = Context { date: date.map(str::to_owned), ..Context::default() };
        let document = document("书", vec![]);
        let identity = Identity::of(&document);
        let file = epub::write(
            &document,
            &crate::support::pictures(&document),
            &Options::default(),
            &context,
            &identity,
            None,
        )
        .expect("a book");
        let package = &texts(&file.bytes)["OEBPS/content.opf"];
        let value = package.split("dcterms:modified\">").nth(1).expect("a date");
        value.split('<').next().expect("its end").to_owned()
    };
    assert_eq!(modified(None), "2000-01-01T00:00:00Z");
    assert_eq!(modified(Some("2026-11-23")), "2026-11-23T00:00:00Z");
    assert_eq!(modified(Some("2026-11-23T10:20:30Z")), "2026-11-23T10:20:30Z");
}

#[test]
fn the_cover_is_drawn_or_given() {
    let drawn = files(&write(&document("书", vec![])).0);
    let png = &drawn["OEBPS/images/cover.png"];
    assert_eq!(AssetKind::of(png), AssetKind::Png);
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().expect("a header");
    assert_eq!(reader.info().size(), (1200, 1600));
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut pixels).expect("rows");
    // Whatever compresses them, the pixels stay.
    assert_eq!(
        hex::lower(&Sha256::digest(&pixels)),
        "5c2fb6427da946e9f3bc58b7b57ed08ed539f7705dd7ecfca3e1d7ac478a6a98"
    );
    let svg = String::from_utf8(drawn["OEBPS/images/cover.svg"].clone()).expect("UTF-8");
    assert!(svg.contains("<title>封面：书</title>") && svg.contains("<path d=\"m"));
    let gif = Bytes(GIF.to_vec());
    let mut options = Options::default();
    options.epub.cover = Some(gif.clone());
    let given = files(&write_with(&document("书", vec![]), &options).0);
    assert_eq!(given["OEBPS/images/cover.gif"], gif.0);
    assert!(!given.contains_key("OEBPS/images/cover.png"));
    options.epub.cover = Some(Bytes(b"%PDF-1.7".to_vec()));
    let document = document("书", vec![]);
    let identity = Identity::of(&document);
    let error = epub::write(
        &document,
        &crate::support::pictures(&document),
        &options,
        &Context::default(),
        &identity,
        None,
    );
    assert_eq!(error.expect_err("not an image").diagnostic().code, Code::EpubCoverUnknown);
}

#[test]
fn conformance_is_claimed_by_a_person_alone() {
    let package = |options: &Options| {
        texts(&write_with(&document("书", vec![]), options).0)["OEBPS/content.opf"].clone()
    };
    let mut options = Options::default();
    let plain = package(&options);
    assert!(!plain.contains("conformsTo") && !plain.contains("certifiedBy"));
    options.epub.a11y_certified_by = Some("无障碍中心".to_owned());
    let certified = package(&options);
    let claim = certified.lines().position(|line| {
        line.contains("property=\"dcterms:conformsTo\"")
            && line.contains(">EPUB Accessibility 1.1 - WCAG 2.2 Level AA<")
    });
    let lines: Vec<&str> = certified.lines().collect();
    let claim = claim.expect("a claim");
    let id = lines[claim].split("id=\"").nth(1).and_then(|rest| rest.split('"').next());
    let by = format!("refines=\"#{}\" property=\"a11y:certifiedBy\"", id.expect("an id"));
    assert!(lines[claim + 1].contains(&by) && lines[claim + 1].contains(">无障碍中心<"));
}

/// The accessibility metadata of the package, by property.
fn accessibility(document: &Document) -> BTreeMap<String, Vec<String>> {
    let package = texts(&write(document).0)["OEBPS/content.opf"].clone();
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for meta in package.split("property=\"schema:").skip(1) {
        let (name, rest) = meta.split_once("\">").expect("a name");
        let value = rest.split('<').next().expect("a value").to_owned();
        values.entry(name.to_owned()).or_default().push(value);
    }
    values
}

#[test]
fn accessibility_metadata_is_present() {
    let image = |alt: Option<&str>, decorative: bool| {
        let alt = alt.map(str::to_owned);
        Inline::Image(Box::new(Image {
            asset: "gif".to_owned(),
            alt,
            decorative,
            ..Image::default()
        }))
    };
    let of_content = |heading: &str, inlines: Vec<Inline>| {
        let mut document = document("书", vec![chapter(heading, vec![paragraph(inlines)])]);
        document.assets = vec![Asset {
            id: "gif".to_owned(),
            href: "a.gif".to_owned(),
            source: 0,
            kind: AssetKind::Gif,
            data: Some(Bytes(GIF.to_vec())),
        }];
        accessibility(&document)
    };
    let always = ["tableOfContents", "readingOrder", "displayTransformability"];
    let with = |more: &'static str| [&always[..], &[more]].concat();
    let bare = of_content("", vec![text("字")]);
    assert_eq!(bare["accessMode"], ["textual"]);
    assert_eq!(bare["accessModeSufficient"], ["textual"]);
    assert_eq!(bare["accessibilityFeature"], always);
    assert_eq!(bare["accessibilityHazard"], ["none"]);
    assert!(!bare["accessibilitySummary"][0].contains("图像"));
    let headed = of_content("章", vec![text("字")]);
    assert_eq!(headed["accessibilityFeature"], with("structuralNavigation"));
    let described = of_content("", vec![image(Some("山"), false), image(None, true)]);
    assert_eq!(described["accessMode"], ["textual", "visual"]);
    assert_eq!(described["accessModeSufficient"], ["textual"]);
    assert_eq!(described["accessibilityFeature"], with("alternativeText"));
    let undescribed = of_content("", vec![image(Some("山"), false), image(None, false)]);
    assert_eq!(undescribed["accessModeSufficient"], ["textual,visual"]);
    assert_eq!(undescribed["accessibilityFeature"], always);
    assert_ne!(described["accessibilitySummary"], undescribed["accessibilitySummary"]);
    let sink = accessibility(&kitchen_sink());
    for feature in ["rubyAnnotations", "pageBreakMarkers", "pageNavigation", "latex"] {
        assert!(sink["accessibilityFeature"].iter().any(|it| it == feature), "{feature}");
    }
}

#[test]
fn lines_may_run_from_top_to_bottom() {
    let mut options = Options::default();
    options.epub.vertical = true;
    options.epub.css = Some("p { color: red }".to_owned());
    let (bytes, _) = write_with(&document("书", vec![]), &options);
    let package = &texts(&bytes)["OEBPS/content.opf"];
    assert!(package.contains("page-progression-direction=\"rtl\""));
    let style =
        String::from_utf8(files(&bytes)["OEBPS/stylesheet.css"].clone()).expect("UTF-8");
    let (vertical, own) = style.split_once("/* --css */").expect("the user's sheet");
    assert!(vertical.contains("writing-mode: vertical-rl") && own.contains("color: red"));
}

#[test]
fn faces_come_along_on_demand() {
    let body = vec![chapter("黑体", vec![paragraph(vec![text("宋体，")])])];
    let document = document("书", body);
    let mut options = Options::default();
    let plain = files(&write_with(&document, &options).0);
    assert!(!plain.keys().any(|name| name.contains("/fonts/")));
    options.epub.embed_fonts = EmbedFonts::Subset;
    let (bytes, diagnostics) = write_with(&document, &options);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(bytes, write_with(&document, &options).0);
    let with = files(&bytes);
    let faces: Vec<&str> = with.keys().filter_map(|n| n.strip_prefix("OEBPS/fonts/")).collect();
    // Song for the text, its bold for terms of the colophon, Hei for headings; nothing is
    // emphasised, so there is no Kai.
    assert_eq!(faces, ["face-1.woff2", "face-2.woff2", "face-3.woff2"]);
    for face in &faces {
        let data = &with[&format!("OEBPS/fonts/{face}")];
        assert!(data.starts_with(b"wOF2") && data.len() < 60_000, "{face}: {}", data.len());
    }
    let style = String::from_utf8(with["OEBPS/stylesheet.css"].clone()).expect("UTF-8");
    assert!(style.contains("src: url(fonts/face-3.woff2) format(\"woff2\");"));
    assert!(style.contains(
        "\nh1, h2, h3, h4, h5, h6, .heading { font-family: \"face-3\", \"face-1\", sans-serif; }"
    ));
    let texts = texts(&bytes);
    assert!(texts["OEBPS/content.opf"].contains("media-type=\"font/woff2\""));
    let colophon = &texts["OEBPS/colophon.xhtml"];
    assert!(colophon.contains("<dd>Noto Serif SC、Noto Sans SC</dd>"));
    assert_eq!(colophon.matches("SIL Open Font License, Version 1.1").count(), 1, "{colophon}");
}

#[test]
fn characters_without_an_embedded_face_are_reported() {
    let words = paragraph(vec![text("r\u{325}和\u{E000}，t͡s与樂。")]);
    let document = document("书", vec![chapter("章", vec![words])]);
    let mut options = Options::default();
    assert!(write_with(&document, &options).1.is_empty());
    options.epub.embed_fonts = EmbedFonts::Subset;
    let found = write_with(&document, &options).1;
    let lacking: Vec<_> = found.iter().map(|it| (it.code, it.values[1].as_str())).collect();
    assert_eq!(lacking, [(Code::EpubNoGlyph, "U+0325"), (Code::EpubNoGlyph, "U+E000")]);
}

#[test]
fn pages_of_the_pdf_are_listed_where_they_begin() {
    let chapter = |n: usize| {
        let words = format!("第{n}段。") + &"字".repeat(90);
        format!("第{n}章 名\n\n{}", format!("　　{words}\n").repeat(40))
    };
    let source = format!("书名\n\n{}", (1..=3).map(chapter).collect::<String>());
    let input = Input { name: None, bytes: source.as_bytes().into() };
    let mut options = Options::default();
    options.epub.page_list = true;
    let formats = [OutputFormat::Epub, OutputFormat::Pdf];
    let context = Context::default();
    let made = paiban::convert(&input, &formats, &options, &context).expect("both files");
    assert!(made.diagnostics.iter().all(|it| it.code != Code::EpubNoPages));
    let texts = texts(&made.outputs[0].bytes);
    assert_links_lead_somewhere(&made.outputs[0].bytes);
    let urn = paiban::identity::urn(Identity::of(&made.document).output(OutputFormat::Pdf));
    let package = &texts["OEBPS/content.opf"];
    assert!(package.contains(&format!("<meta property=\"pageBreakSource\">{urn}</meta>")));
    assert!(package.contains(">pageNavigation<") && package.contains(">pageBreakMarkers<"));
    // Each page begins in the e-book with the character that is first on the paper.
    let mut first = Vec::new();
    let mut sink = |page: Page| {
        let run = page.items.iter().find_map(|item| match item {
            Item::Text(run) if run.pieces.place().is_some() => Some(run.text.clone()),
            _ => None,
        });
        first.extend(run.map(|run| (page.index, run)));
    };
    layout::lay_out(
        &made.document,
        &crate::support::pictures(&made.document),
        &options,
        &context,
        &mut sink,
    )
    .expect("pages");
    first.sort();
    let first: Vec<String> = first.into_iter().map(|(_, run)| run).collect();
    let marked: Vec<String> = texts
        .iter()
        .filter(|(name, _)| name.starts_with("OEBPS/text/"))
        .flat_map(|(_, xml)| xml.split("role=\"doc-pagebreak\"").skip(1))
        .map(|after| {
            let (_, text) = after.split_once("></span>").expect("a mark");
            // The next mark's tag is cut off here.
            read_text(text.rsplit_once('<').map_or(text, |(whole, _)| whole))
        })
        .collect();
    assert!(first.len() > 4 && first.len() == marked.len(), "{} {}", first.len(), marked.len());
    for (page, text) in first.iter().zip(&marked) {
        let start: String = page.chars().filter(|c| !c.is_whitespace()).take(8).collect();
        assert!(text.starts_with(&start), "{start} {text}");
    }
    let nav = &texts["OEBPS/nav.xhtml"];
    assert!(nav.contains("<nav epub:type=\"page-list\" role=\"doc-pagelist\" hidden"));
    // Alone, the e-book has no pages to tell, and says so.
    let alone = paiban::convert(&input, &formats[..1], &options, &context).expect("an e-book");
    assert!(alone.diagnostics.iter().any(|it| it.code == Code::EpubNoPages));
}

/// What is shown of blocks, one by one, white space aside; without options, what the model has.
fn shown_text(blocks: &[Block], how: Option<&DisplayOptions>, lang: &str, out: &mut String) {
    for block in blocks {
        match (block, how) {
            (Block::Section(section), Some(options)) => {
                let heading = display_heading(&section.heading, options, lang).0;
                out.push_str(&plain_text(&heading));
                shown_text(&section.blocks, how, lang, out);
            }
            (Block::Section(section), None) => {
                out.push_str(&plain_text(&section.heading));
                shown_text(&section.blocks, how, lang, out);
            }
            (_, Some(options)) => push_shown(&display(block, options, lang).0, out),
            (_, None) => push_shown(block, out),
        }
    }
}

fn push_shown(block: &Block, out: &mut String) {
    match block {
        Block::Residue(_) | Block::Contents(_) => return,
        // A bullet of the e-book stands for that of the source.
        Block::List(list) if matches!(list.kind, ListKind::Bulleted) => {
            list.items.iter().flat_map(|item| &item.blocks).for_each(|b| push_shown(b, out));
            return;
        }
        _ => {}
    }
    block.children(&mut |part| match part {
        Part::Blocks(blocks) => blocks.iter().for_each(|block| push_shown(block, out)),
        Part::Inlines(inlines) => out.push_str(&plain_text(inlines)),
    });
}

#[test]
fn chapters_of_real_texts_hold_the_text_that_is_shown() {
    let mut compared = 0;
    for (path, bytes) in corpus_texts() {
        let input = Input { name: Some(path.clone()), bytes: bytes.into() };
        // What can't be read is no matter of the e-book's.
        let Ok(conversion) = paiban::read(&input, &Options::default(), &Limits::default())
        else {
            continue;
        };
        let document = conversion.document;
        let mut has_notes = false;
        visit(&document.body, &mut |node| {
            has_notes |=
                matches!(node, Node::Block(Block::Note(_)) | Node::Inline(Inline::Note(_)));
        });
        // Notes are elsewhere in an e-book.
        if has_notes {
            continue;
        }
        let display =
            DisplayOptions { punctuation: Punctuation::Keep, ..DisplayOptions::default() };
        let kept = Options { display, ..Options::default() };
        let shown = DisplayOptions::default();
        for (options, how) in [(Options::default(), Some(&shown)), (kept, None)] {
            let mut expected = String::new();
            let parts = [&document.front, &document.body, &document.back];
            for blocks in parts {
                shown_text(blocks, how, document.meta.language_tag(), &mut expected);
            }
            expected.retain(|c| !c.is_whitespace() && is_xml_char(c));
            let pages = texts(&write_with(&document, &options).0);
            let pages = pages.iter().filter(|(name, _)| name.starts_with("OEBPS/text/"));
            let shown: String = pages.map(|(_, xml)| read_text(xml)).collect();
            let same = shown.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
            let around =
                |text: &str| text.chars().skip(same.max(10) - 10).take(40).collect::<String>();
            assert!(shown == expected, "{path}: {} for {}", around(&shown), around(&expected));
        }
        compared += 1;
    }
    assert!(compared > 0, "nothing was compared");
}

/// `docs/conformance/epub.md` names a test that there is for each clause.
#[test]
fn the_conformance_tables_name_tests() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect(path);
    let table = read("docs/conformance/epub.md");
    let code: String =
        ["tests/it/epub.rs", "tests/it/display.rs", "src/font/web.rs"].map(read).concat();
    let rows = table.lines().filter(|row| row.starts_with("| ") && !row.starts_with("| ---"));
    let mut clauses = 0;
    for row in rows.filter(|row| !row.starts_with("| clause ")) {
        let shown_by = row.trim_end_matches(" |").rsplit(" | ").next().expect("a cell");
        let names: Vec<&str> = shown_by.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty() || shown_by.contains("golden"), "no test: {row}");
        for name in names {
            assert!(code.contains(&format!("fn {name}(")), "no test {name}: {row}");
        }
        clauses += 1;
    }
    assert!(clauses > 20, "{clauses}");
}
