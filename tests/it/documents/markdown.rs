//! The kitchen sink in Markdown: it reads to the model that is built in code, and goes through
//! every writer and every validator.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use paiban::config::{Options, OutputFormat};
use paiban::context::{AssetLoader, Context, Wanted};
use paiban::diag::{Code, Diagnostic, Language};
use paiban::model::{Document, dump};
use paiban::output::pdf;
use paiban::{Conversion, Input, output};
use serde_json::Value;

use super::{coverage, fixture, kitchen_sink};
use crate::parts::assert_parts;
use crate::support::shared;

/// Parts of the model that the Markdown file does not use, and why.
const NO_SIGNS: [(&str, &[&str]); 6] = [
    (
        "a document has one numbering, and the file has another",
        &[
            "Numbering = chapter",
            "Numbering = chinese",
            "Numbering = none",
            "Numbering = style",
        ],
    ),
    (
        "what is written is what it is: nothing is guessed",
        &["Attr.recognition", "Recognition.confidence", "Recognition.rule"],
    ),
    ("these characters are text, as others are", &["GapKind = control", "GapKind = form-feed"]),
    (
        "brackets are all the mark that it has",
        &["Block note.mark", "Inline note.mark", "Inline note.marker"],
    ),
    (
        "present for files that are not plain UTF-8",
        &[
            "RawBytes.bytes",
            "RawBytes.offset",
            "SourceInfo.bom",
            "SourceInfo.raw",
            "SourceInfo.sha256-utf8",
        ],
    ),
    ("of works of several files, and of containers", &["Asset.source", "SourceInfo.within"]),
];

/// Fields that tell how a file says what it says: where, with which marks, and how that was
/// understood.
const OF_THE_FILE: [&str; 4] = ["span", "recognition", "marker", "mark"];

/// Loads images from the folder of the manuscript, as the command does.
#[derive(Debug)]
struct Fixtures;

impl AssetLoader for Fixtures {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        Ok(std::fs::read(fixture(wanted.address)).ok())
    }
}

/// The file, read and written in these formats.
fn convert(formats: &[OutputFormat]) -> Conversion {
    let text = include_bytes!("../../fixtures/kitchen-sink.md");
    let input = Input { name: Some("kitchen-sink.md".to_owned()), bytes: text[..].into() };
    let context = Context { assets: Some(Arc::new(Fixtures)), ..Context::default() };
    paiban::convert(&input, formats, &Options::default(), &context).unwrap()
}

fn written(format: OutputFormat) -> Vec<u8> {
    convert(&[format]).outputs.remove(0).bytes
}

#[test]
fn the_kitchen_sink_in_markdown_is_the_one_in_code() {
    let (read, built) = (common(&convert(&[]).document), common(&kitchen_sink()));
    let differ = read.lines().zip(built.lines()).enumerate().find(|(_, (a, b))| a != b);
    if let Some((line, (read, built))) = differ {
        panic!("line {line} is {read}, and should be {built}");
    }
    assert_eq!(read.len(), built.len());
}

#[test]
fn fields_left_out_of_the_comparison_exist() {
    let built = output::json::write(&kitchen_sink());
    for field in OF_THE_FILE {
        assert!(built.contains(&format!("\"{field}\":")), "{field}");
    }
    assert!(is_made("p-0123abcd") && !is_made("note-1"));
}

#[test]
fn what_markdown_has_no_signs_for_is_documented() {
    let schema = serde_json::to_value(output::json::schema()).unwrap();
    let value = serde_json::to_value(convert(&[]).document).unwrap();
    let mut names: Vec<&str> =
        NO_SIGNS.iter().flat_map(|(_, parts)| parts.iter().copied()).collect();
    names.sort_unstable();
    assert_eq!(coverage::missing(&schema, &value), names);
    let page = include_str!("../../../docs/markdown.md");
    let (_, page) = page.split_once("## What Markdown has no signs for").unwrap();
    for (why, parts) in NO_SIGNS {
        let parts: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
        let row = format!("| {} | {why} |", parts.join(", "));
        assert!(page.contains(&row), "docs/markdown.md doesn't say: {row}");
    }
}

#[test]
fn every_writer_expresses_the_file() {
    let conversion = convert(&OutputFormat::ALL);
    let documented = include_str!("../../../docs/model.md");
    for found in &conversion.diagnostics {
        let message = found.message(Language::English);
        match found.code {
            Code::TeiCannotExpress => panic!("{message}"),
            Code::EpubCannotExpress | Code::LayoutCannotExpress => {
                assert!(documented.contains(&message), "docs/model.md doesn't say: {message}");
            }
            // The image that the network alone has.
            Code::ImageUnusable => assert!(message.contains("lost.png"), "{message}"),
            _ => {}
        }
    }
    for output in &conversion.outputs {
        match output.format {
            OutputFormat::Pdf => {
                assert_valid("check-pdfa", &["-p", "2a"], &output.bytes, "pdf");
                assert_valid("check-pdfua", &["-p", "ua1"], &output.bytes, "pdf");
            }
            OutputFormat::Epub => assert_valid("check-epub", &[], &output.bytes, "epub"),
            OutputFormat::Tei => assert_valid("check-tei", &[], &output.bytes, "xml"),
            _ => {}
        }
    }
}

/// Fails unless a validator takes the file; one that cannot run here says so.
fn assert_valid(program: &str, arguments: &[&str], bytes: &[u8], extension: &str) {
    let Some(shared) = shared() else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kitchen-sink-in-markdown");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(program).with_extension(extension);
    std::fs::write(&path, bytes).unwrap();
    let mut check = Command::new(shared.join("validators").join(program));
    let output = check.args(arguments).arg(path).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    match output.status.code() {
        Some(2) => eprintln!("SKIPPED: {program} cannot run here: {said}"),
        code => assert_eq!(code, Some(0), "{said}"),
    }
}

#[test]
fn the_file_as_a_model() {
    assert_parts!("model", dump(&convert(&[]).document));
}

#[test]
fn the_file_as_tei() {
    let tei = String::from_utf8(written(OutputFormat::Tei)).unwrap();
    let filters =
        [(r#"version="[0-9.]+""#, "version=\"…\""), ("(<binaryObject [^>]*>)[^<]*", "$1…")];
    insta::with_settings!({ filters => filters }, { assert_parts!("tei", tei) });
}

#[test]
fn the_file_as_an_e_book() {
    assert_parts!("e-book", crate::epub::dump(&written(OutputFormat::Epub)));
}

#[test]
fn the_file_as_tags() {
    insta::assert_snapshot!(pdf::dump(&written(OutputFormat::Pdf)).unwrap());
}

/// What a document says, without what belongs to the file that says it: see [`OF_THE_FILE`].
/// Titles are in the order of their kinds, images by their addresses.
fn common(document: &Document) -> String {
    let mut document = document.clone();
    document.sources.clear();
    document.meta.titles.sort_by_key(|title| title.kind);
    document.assets.sort_by(|a, b| a.href.cmp(&b.href));
    document.assets.iter_mut().for_each(|asset| asset.source = 0);
    let mut value = serde_json::to_value(&document).unwrap();
    for asset in value["assets"].as_array_mut().into_iter().flatten() {
        asset["id"] = asset["href"].clone();
    }
    let by_address = |id: &mut Value| {
        let asset = id.as_str().and_then(|id| document.asset(id));
        *id = asset.map(|asset| asset.href.clone()).into();
    };
    project(&mut value, &by_address);
    serde_json::to_string_pretty(&value).unwrap()
}

fn project(value: &mut Value, by_address: &dyn Fn(&mut Value)) {
    match value {
        Value::Object(fields) => {
            for field in ["asset", "cover"] {
                fields.get_mut(field).into_iter().for_each(by_address);
            }
            fields.values_mut().for_each(|value| project(value, by_address));
            fields.retain(|name, value| !is_of_the_file(name, value));
        }
        Value::Array(parts) => {
            parts.iter_mut().for_each(|part| project(part, by_address));
            *parts = said(std::mem::take(parts));
        }
        _ => {}
    }
}

/// Whether a field is about the file, or nothing. (Of the fields that are called `marker`, those
/// of lists and notes are texts; that of a kind of list says how it is numbered.)
fn is_of_the_file(name: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => name == "mark" || name == "id" && is_made(text),
        Value::Array(parts) => parts.is_empty() || OF_THE_FILE.contains(&name),
        Value::Object(fields) => fields.is_empty() || OF_THE_FILE.contains(&name),
        _ => false,
    }
}

/// Whether `transform::structure` made this identifier: a letter and eight hexadecimal digits.
fn is_made(id: &str) -> bool {
    id.split_once('-').is_some_and(|(kind, digest)| {
        kind.len() == 1
            && digest.len() == 8
            && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Parts without gaps and what holds no text; a line end between words is a space, and texts
/// that then touch are one.
fn said(parts: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for mut part in parts {
        if part["kind"] == "line-end-as-space" {
            part = serde_json::json!({ "type": "text", "text": " " });
        }
        match part["type"].as_str() {
            Some("gap") => {}
            Some("paragraph") if part.get("content").is_none() => {}
            Some("text") => {
                let text = part["text"].as_str().unwrap_or_default();
                match out.last_mut().filter(|last| last["type"] == "text") {
                    Some(last) => {
                        last["text"] =
                            format!("{}{text}", last["text"].as_str().unwrap()).into();
                    }
                    None if text.is_empty() => {}
                    None => out.push(part),
                }
            }
            _ => out.push(part),
        }
    }
    out
}
