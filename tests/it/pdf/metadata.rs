//! The metadata of the file: XMP, Info, labels, destinations, attachments.

use lopdf::{Dictionary, Object};
use paiban::config::{PageOptions, Preset};

use super::*;
use crate::documents::kitchen_sink;

fn sink(options: &Options) -> Vec<u8> {
    let document = kitchen_sink();
    let identity = Identity::of(&document);
    let context =
        Context { date: Some("2026-11-23T12:30:05Z".to_owned()), ..Context::default() };
    pdf::write(&document, options, &context, &identity, &[]).unwrap().bytes
}

/// The values of a property in a part of the dump.
fn values<'a>(dump: &'a str, part: &str, name: &str) -> Vec<&'a str> {
    let lines = dump.lines().skip_while(|line| *line != part).skip(1);
    let lines = lines.take_while(|line| line.starts_with("  "));
    lines.filter_map(|line| line.trim_start().strip_prefix(name)?.strip_prefix(' ')).collect()
}

#[test]
fn xmp_and_info_agree() {
    let dump = pdf::dump(&sink(&Options::default())).unwrap();
    for (info, xmp, between) in [
        ("Title", "dc:title", ""),
        ("Author", "dc:creator", "; "),
        ("Subject", "dc:description", ""),
        ("Keywords", "pdf:Keywords", ""),
        ("Keywords", "dc:subject", ", "),
        ("Creator", "xmp:CreatorTool", ""),
        ("Producer", "pdf:Producer", ""),
    ] {
        let entries = values(&dump, "Info", info);
        assert_eq!(entries.len(), 1, "{info}");
        assert_eq!(values(&dump, "XMP", xmp).join(between), entries[0], "{info}");
    }
    for (info, xmp) in [("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")] {
        assert_eq!(values(&dump, "Info", info), ["D:20261123123005Z"]);
        assert_eq!(values(&dump, "XMP", xmp), ["2026-11-23T12:30:05Z"]);
    }
    assert_eq!(values(&dump, "XMP", "dc:language"), ["zh-Hans"]);
    assert_eq!(values(&dump, "XMP", "dc:publisher"), ["百格书局"]);
    assert_eq!(values(&dump, "XMP", "dc:date"), ["2014-09-23"]);
    assert!(values(&dump, "XMP", "dc:rights")[0].starts_with("© 2014 百格书局"));
}

#[test]
fn the_file_names_its_source_and_its_work() {
    let document = kitchen_sink();
    let dump = pdf::dump(&sink(&Options::default())).unwrap();
    let hash = &document.sources[0].sha256;
    assert_eq!(values(&dump, "XMP", "dc:source"), [format!("万物有文.txt (sha256:{hash})")]);
    let work = Identity::of(&document).work;
    assert_eq!(values(&dump, "XMP", "dc:identifier"), [format!("urn:uuid:{work}")]);
}

#[test]
fn viewers_show_the_title_and_speak_the_language() {
    let dump = pdf::dump(&sink(&Options::default())).unwrap();
    for said in ["  Lang zh-Hans\n", "  DisplayDocTitle true\n", "  PageMode UseOutlines\n"] {
        assert!(dump.contains(said), "{said}");
    }
}

#[test]
fn the_front_matter_of_a_book_has_roman_numbers() {
    let page = PageOptions { preset: Some(Preset::Book), ..PageOptions::default() };
    let dump = pdf::dump(&sink(&Options { page, ..Options::default() })).unwrap();
    let labels: Vec<&str> = dump
        .lines()
        .skip_while(|line| *line != "Pages")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.strip_prefix("  “")?.split('”').next())
        .collect();
    let body = labels.iter().position(|label| *label == "1").expect("a first page of the body");
    assert!(body > 1 && body < labels.len() - 1, "{labels:?}");
    assert_eq!(&labels[..2], ["i", "ii"]);
    let numbers: Vec<String> =
        (1..=labels.len() - body).map(|number| number.to_string()).collect();
    assert_eq!(labels[body..], numbers);
}

/// The name tree under this name: its keys in the file, and what they lead to.
fn name_tree(document: &lopdf::Document, name: &[u8]) -> Vec<(Vec<u8>, Object)> {
    let dict = |dict: &Dictionary, key: &[u8]| {
        document.get_dict_in_dict(dict, key).unwrap_or_else(|_| panic!("{key:?}")).clone()
    };
    let names = dict(document.catalog().unwrap(), b"Names");
    let root = dict(&names, name);
    let mut nodes = vec![root];
    let mut found = Vec::new();
    while let Some(node) = nodes.pop() {
        if let Ok(kids) = node.get(b"Kids").and_then(Object::as_array) {
            let kids = kids.iter().rev().map(|kid| {
                document.get_dictionary(kid.as_reference().unwrap()).unwrap().clone()
            });
            nodes.extend(kids);
        }
        if let Ok(entries) = node.get(b"Names").and_then(Object::as_array) {
            let pairs = entries.chunks(2);
            found.extend(
                pairs.map(|pair| (pair[0].as_str().unwrap().to_vec(), pair[1].clone())),
            );
        }
    }
    found
}

#[test]
fn ids_are_destinations_on_the_pages() {
    let bytes = sink(&Options::default());
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<_> = document.get_pages().into_values().collect();
    let destinations = name_tree(&document, b"Dests");
    assert!(destinations.len() > 5, "{destinations:?}");
    assert!(destinations.is_sorted_by(|a, b| a.0 < b.0));
    for id in ["note-1", "appendix"] {
        assert!(destinations.iter().any(|(key, _)| key == id.as_bytes()), "{id}");
    }
    for (_, place) in &destinations {
        let place = place.as_array().unwrap();
        assert!(pages.contains(&place[0].as_reference().unwrap()));
        assert_eq!(place[1], Object::Name(b"XYZ".to_vec()));
    }
}

#[test]
fn attachments_are_listed_twice_with_their_kind() {
    let mut options = Options::default();
    options.pdf.attach = vec![Attached::Source, Attached::Tei];
    let mut desk = everything();
    desk.context.date = Some("2026-11-23".to_owned());
    let bytes = desk.write_with(&options, &attachments());
    let dump = pdf::dump(&bytes).unwrap();
    let lines: Vec<&str> = dump
        .lines()
        .skip_while(|line| *line != "Attachments")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .collect();
    assert_eq!(
        lines,
        [
            "  手稿.txt Source text/plain 6 D:20261123 “来源文件（GB18030）”",
            "  archive.tei.xml Alternative application/tei+xml 6 D:20261123 “TEI”",
        ]
    );
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let files = name_tree(&document, b"EmbeddedFiles");
    let associated = document.catalog().unwrap().get(b"AF").unwrap().as_array().unwrap();
    assert_eq!(files.len(), 2);
    for (_, file) in files {
        assert!(associated.contains(&file));
        let file = document.get_dictionary(file.as_reference().unwrap()).unwrap();
        assert_eq!(file.get(b"F").unwrap(), file.get(b"UF").unwrap());
        let streams = document.get_dict_in_dict(file, b"EF").unwrap();
        assert!(streams.has(b"F") && streams.has(b"UF"));
    }
}

#[test]
fn books_bound_at_the_right_turn_to_the_right() {
    for (sheet, expected) in [("", false), ("[page]\nbinding = \"right\"", true)] {
        let mut options = Options::default();
        options.page.preset = Some(Preset::Book);
        options.page.style = Some(sheet.to_owned());
        let dump = pdf::dump(&sink(&options)).unwrap();
        assert_eq!(dump.contains("\n  Direction R2L\n"), expected, "{sheet}");
    }
}
