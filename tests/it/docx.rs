//! Word documents to the model: one document for each construct, and documents that are broken.
//!
//! `tests/fixtures/docx/make.py` writes the documents and what is wanted of each.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use paiban::config::{Options, OutputFormat};
use paiban::context::{Context, Limits};
use paiban::diag::{Code, Error};
use paiban::model::{Inline, Node, visit};
use paiban::output::outline::outline;
use paiban::{Conversion, Input, Reading, restore};
use serde_json::Value;
use zip::write::{FileOptions, SimpleFileOptions};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/docx")
}

fn wanted() -> Vec<(String, Value)> {
    let text = std::fs::read_to_string(folder().join("wanted.json")).expect("wanted");
    let all: serde_json::Map<String, Value> = serde_json::from_str(&text).expect("JSON");
    all.into_iter().collect()
}

fn input(name: &str) -> Input {
    let bytes = std::fs::read(folder().join(format!("{name}.docx"))).expect("a document");
    Input { name: Some(format!("{name}.docx")), bytes: bytes.into() }
}

fn read(input: &Input) -> Result<Reading, Error> {
    paiban::read(input, &Options::default(), &Limits::default())
}

fn archive(input: &Input) -> Conversion {
    let context = Context::default();
    paiban::convert(input, &[OutputFormat::Tei], &Options::default(), &context).expect("TEI")
}

/// What a page shows, without white space.
fn letters(reading: &Reading) -> String {
    let mut out = String::new();
    for blocks in [&reading.document.front, &reading.document.body, &reading.document.back] {
        visit(blocks, &mut |node| {
            if let Node::Inline(Inline::Text(text)) = node {
                out.push_str(&text.text);
            }
            // What is set apart is taken out again.
            if let Node::Inline(Inline::Residue(residue)) = node {
                out.push('\u{1}');
                let hidden = paiban::model::plain_text(&residue.content);
                out.push_str(&format!("{}\u{2}", hidden.chars().count()));
            }
        });
    }
    shown(&out)
}

/// The letters with those left out that a mark counts.
fn shown(marked: &str) -> String {
    let mut out = String::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('\u{1}') {
        out.push_str(before);
        let (count, after) = after.split_once('\u{2}').expect("a count");
        let skipped = after.chars().take(count.parse().expect("a number"));
        rest = &after[skipped.map(char::len_utf8).sum::<usize>()..];
    }
    out.push_str(rest);
    tight(&out)
}

fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn strings<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    let all = value[key].as_array().into_iter().flatten();
    all.map(|it| it.as_str().expect("a string")).collect()
}

/// What is wrong with what was read of a document.
fn faults(name: &str, wanted: &Value) -> Vec<String> {
    let input = input(name);
    let reading = read(&input).expect("a document");
    let outline = outline(&reading.document, &reading.sources);
    let mut faults = Vec::new();
    if let Some(title) = wanted["title"].as_str()
        && outline.title.as_deref() != Some(title)
    {
        faults.push(format!("the title is {:?}", outline.title));
    }
    if let Some(headings) = wanted.get("headings") {
        let found = outline.headings.iter().map(|it| serde_json::json!([it.level, it.text]));
        let found = Value::Array(found.collect());
        if found != *headings {
            faults.push(format!("the headings are {found}"));
        }
    }
    let letters = letters(&reading);
    let mut rest = letters.as_str();
    for piece in strings(wanted, "text") {
        match rest.split_once(&tight(piece)) {
            Some((_, after)) => rest = after,
            None => faults.push(format!("{piece} is not in {rest}")),
        }
    }
    let seen = strings(wanted, "without").into_iter().filter(|it| letters.contains(&tight(it)));
    faults.extend(seen.map(|it| format!("{it} is shown")));
    let twice =
        strings(wanted, "once").into_iter().filter(|it| letters.matches(*it).count() != 1);
    faults.extend(twice.map(|it| format!("{it} is not there once")));
    let made = archive(&input);
    let tei = String::from_utf8(made.outputs[0].bytes.clone()).expect("UTF-8");
    let (header, text) = tei.split_once("</teiHeader>").expect("a text");
    let untold = strings(wanted, "header").into_iter().filter(|it| !header.contains(it));
    faults.extend(untold.map(|it| format!("the header lacks {it}")));
    let lacking = strings(wanted, "tei").into_iter().filter(|it| !text.contains(it));
    faults.extend(lacking.map(|it| format!("the archive lacks {it}")));
    let reported: Vec<&str> = made.diagnostics.iter().map(|it| it.code.id()).collect();
    let silent = strings(wanted, "reported").into_iter().filter(|it| !reported.contains(it));
    faults.extend(silent.map(|it| format!("{it} was not reported")));
    faults
}

#[test]
fn each_construct_is_read_as_expected() {
    let mut wrong = Vec::new();
    for (name, wanted) in wanted() {
        wrong
            .extend(faults(&name, &wanted).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_archive_gives_the_document_back() {
    let input = input("look-notice");
    let made = archive(&input);
    let given = restore::restore(&made.outputs[0].bytes).expect("an archive");
    assert!(given == *input.bytes);
}

fn packed(parts: &[(&str, &[u8])]) -> Input {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options: SimpleFileOptions = FileOptions::default();
    for (path, data) in parts {
        writer.start_file(*path, options).expect("a member");
        writer.write_all(data).expect("written");
    }
    let bytes = writer.finish().expect("a package").into_inner();
    Input { name: Some("a.docx".to_owned()), bytes: bytes.into() }
}

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn of_body(body: &str) -> Input {
    let part =
        format!("<w:document xmlns:w='{NAMESPACE}'><w:body>{body}</w:body></w:document>");
    packed(&[("word/document.xml", part.as_bytes())])
}

fn code(input: &Input) -> Code {
    read(input).expect_err("refused").diagnostic().code
}

#[test]
fn a_document_without_text_is_refused() {
    let part = format!("<w:document xmlns:w='{NAMESPACE}'/>");
    assert_eq!(code(&packed(&[("word/document.xml", part.as_bytes())])), Code::WordNoText);
    let context = Context::default();
    let empty = of_body("<w:p/>");
    let made = paiban::convert(&empty, &[OutputFormat::Tei], &Options::default(), &context);
    assert_eq!(made.expect_err("empty").diagnostic().code, Code::NothingToSet);
}

#[test]
fn tables_in_tables_without_end_are_an_error_or_flat() {
    let nested = |count: usize| {
        let (open, close) = ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>");
        let text = "<w:p><w:r><w:t>底</w:t></w:r></w:p>";
        of_body(&format!("{}{text}{}", open.repeat(count), close.repeat(count)))
    };
    assert!(letters(&read(&nested(100)).expect("flattened")).contains('底'));
    assert!(read(&nested(10_000)).is_err());
}

#[test]
fn a_part_that_is_missing_or_damaged_is_reported() {
    let document = format!(
        "<w:document xmlns:w='{NAMESPACE}'><w:body><w:p><w:r><w:t>字</w:t></w:r></w:p></w:body></w:document>"
    );
    let relations = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
        <Relationship Id='a' Type='http://x/styles' Target='styles.xml'/>\
        <Relationship Id='b' Type='http://x/numbering' Target='gone.xml'/></Relationships>";
    let input = packed(&[
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/styles.xml", b"<w:styles"),
    ]);
    let reading = read(&input).expect("the text is there");
    let reported = reading.diagnostics.iter().filter(|it| it.code == Code::WordNoPart).count();
    assert_eq!(reported, 2);
}

/// A document in one XML file: flat OPC, and Word 2003's own form.
#[test]
fn single_files_of_xml_are_read() {
    let body = "<w:body><w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>一句话。</w:t></w:r></w:p></w:body>";
    let flat = format!(
        "<?xml version='1.0'?><pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>\
         <pkg:part pkg:name='/word/document.xml'><pkg:xmlData>\
         <w:document xmlns:w='{NAMESPACE}'>{body}</w:document></pkg:xmlData></pkg:part></pkg:package>"
    );
    let old = format!(
        "<?xml version='1.0'?><w:wordDocument \
         xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'>{body}</w:wordDocument>"
    );
    for text in [flat, old] {
        let input = Input { name: Some("a.xml".to_owned()), bytes: text.into_bytes().into() };
        assert_eq!(letters(&read(&input).expect("a document")), "一句话。");
    }
}

#[test]
fn old_and_encrypted_files_are_named() {
    let of = |bytes: &[u8]| Input { name: Some("a.doc".to_owned()), bytes: bytes.into() };
    assert_eq!(code(&of(b"{\\rtf1 a}")), Code::SourceOldWord);
    let mut compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    assert_eq!(code(&of(&compound)), Code::SourceOldWord);
    compound.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
    assert_eq!(code(&of(&compound)), Code::SourceEncrypted);
}
