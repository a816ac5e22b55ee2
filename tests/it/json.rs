//! The model as JSON: what is written keeps to the published schema, and is read back the same.

mod schema;

use paiban::config::{Options, OutputFormat};
use paiban::context::{Context, Limits};
use paiban::diag::Code;
use paiban::model::{Depth, Document};
use paiban::{Conversion, Input, convert, input, output};
use serde_json::{Value, json};

use crate::documents::kitchen_sink;
use crate::support::{corpus_markdown, corpus_texts};

fn published() -> Value {
    serde_json::to_value(output::json::schema()).unwrap()
}

/// A file as it is read.
fn read(name: &str, bytes: &[u8]) -> Document {
    let name = name.rsplit('/').next().map(str::to_owned);
    let input = Input { name, bytes: bytes.into() };
    paiban::read(&input, &Options::default(), &Limits::default()).unwrap().document
}

fn assert_keeps(name: &str, document: &Document, schema: &Value) {
    let json = output::json::write(document);
    let fault = schema::fault(schema, &serde_json::from_str(&json).unwrap());
    assert_eq!(fault, None, "{name}");
    let (again, diagnostics) = input::json::read(&json, Depth::default()).unwrap();
    assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
    assert!(again == *document, "{name} is read back as another document");
}

#[test]
fn every_document_keeps_to_the_schema_and_is_read_back_the_same() {
    let schema = published();
    assert_keeps("the kitchen sink", &kitchen_sink(), &schema);
    let fixtures: [(&str, &[u8]); 2] = [
        ("kitchen-sink.md", include_bytes!("../fixtures/kitchen-sink.md")),
        ("signs.md", include_bytes!("../fixtures/markdown/signs.md")),
    ];
    let fixtures = fixtures.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    for (name, bytes) in fixtures.into_iter().chain(corpus_markdown()).chain(corpus_texts()) {
        assert_keeps(&name, &read(&name, &bytes), &schema);
    }
}

/// What every version wrote is what today's schema describes.
#[test]
fn every_version_keeps_to_the_schema() {
    for written in
        [include_str!("../fixtures/model/1.0.json"), include_str!("../fixtures/model/1.1.json")]
    {
        let value = serde_json::from_str(written).unwrap();
        assert_eq!(schema::fault(&published(), &value), None, "{written:.20}");
    }
}

#[test]
fn the_schema_refuses_what_is_no_document() {
    let schema = published();
    let document = |block: Value| json!({ "version": "1.0", "meta": {}, "body": [block] });
    let good =
        document(json!({ "type": "paragraph", "content": [{ "type": "text", "text": "文" }] }));
    assert_eq!(schema::fault(&schema, &good), None);
    for (bad, place) in [
        (json!({ "type": "paragraph", "contents": [] }), "/body/0"),
        (json!({ "type": "paragraf" }), "/body/0"),
        (json!({ "type": "paragraph", "content": "文" }), "/body/0/content"),
        (json!({ "type": "credit", "kind": "writer" }), "/body/0/kind"),
        (json!({ "type": "section", "level": 300 }), "/body/0/level"),
        (
            json!({ "type": "gap", "kind": "space", "text": " ", "span": [0, 1] }),
            "/body/0/span",
        ),
    ] {
        let fault = schema::fault(&schema, &document(bad.clone()));
        let fault = fault.unwrap_or_else(|| panic!("{bad} is taken"));
        assert!(fault.starts_with(place), "{bad}: {fault}");
    }
    assert!(schema::fault(&schema, &json!({ "version": 1 })).is_some());
}

/// Paragraphs of one text each, with these spans, in all outputs; the e-book lists the pages.
fn converted(spans: &[[u32; 3]]) -> paiban::diag::Result<Conversion> {
    let text = |span: &[u32; 3]| json!({ "type": "paragraph", "content": [{ "type": "text", "text": "第一章的正文2024年", "span": span }] });
    let body: Vec<Value> = spans.iter().map(text).collect();
    let document = json!({ "version": "1.0", "meta": {}, "body": body }).to_string();
    let input = Input { name: None, bytes: document.into_bytes().into() };
    let mut options = Options::default();
    options.epub.page_list = true;
    options.tei.tag_entities = true;
    let formats = [OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei];
    convert(&input, &formats, &options, &Context::default())
}

/// A span is a claim of whoever wrote the JSON; no place in the text follows from it.
#[test]
fn spans_that_no_reader_makes_do_no_harm() {
    const LAST: u32 = u32::MAX;
    for spans in [
        &[[0, 0, 0], [0, 0, 0]][..],
        &[[0, 0, 90], [0, 3, 9]],
        &[[0, 9, 30], [0, 0, 3], [0, 2, 20]],
        &[[0, 1, 2], [0, 2, 1000]],
        &[[9, 0, 27], [0, 0, 27], [65_535, 5, 6]],
        &[[0, LAST - 5, LAST], [0, LAST, LAST], [0, 0, LAST]],
    ] {
        let conversion = converted(spans).unwrap_or_else(|error| panic!("{spans:?}: {error}"));
        assert_eq!(conversion.outputs.len(), 3, "{spans:?}");
    }
}

#[test]
fn a_span_that_ends_before_it_begins_is_refused() {
    for spans in [&[[0, 5, 0], [0, 3, 30]][..], &[[0, u32::MAX, 0]]] {
        let error = converted(spans).unwrap_err();
        assert_eq!(error.diagnostic().code, Code::JsonMalformed);
        assert!(error.to_string().contains("ends before it begins"), "{error}");
    }
}
