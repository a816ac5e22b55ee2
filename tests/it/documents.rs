//! The kitchen sink: one document with every construct, field and enum value of the model.
//!
//! Writers' tests run it through every writer. That nothing is missing is checked against the
//! model's own JSON Schema: a new variant or field fails here until the sink has it.

mod back;
mod body;
mod coverage;
mod degenerate;
mod front;
mod inlines;
mod markdown;
mod matter;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use paiban::config::{Options, OutputFormat};
use paiban::context::{Context, Limits};
use paiban::diag::{Code, Language};
use paiban::model::{
    Attr, Block, Cell, Depth, Document, Gap, GapKind, Inline, Meta, Node, Numbering, Residue,
    Row, RunningLine, Section, SectionKind, Table, VERSION, paragraph, source_text, visit,
};
use paiban::{Input, input, output};
use serde_json::Value;

/// The document with everything in it. Its tree is its source: joining its texts and gaps
/// gives the file that `sources[0]` describes.
pub(crate) fn kitchen_sink() -> Document {
    let mut document = Document::new(matter::meta());
    document.header = Some(RunningLine {
        left: "{title}".to_owned(),
        center: "{section}".to_owned(),
        right: "样书".to_owned(),
    });
    document.footer = Some(RunningLine::default());
    document.numbering = Some(Numbering::Decimal);
    document.front = front::blocks();
    document.body = body::blocks();
    document.back = back::blocks();
    document.assets = matter::assets();
    matter::place(&mut document);
    document
}

/// A file of the sink's own.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A text without a place; `matter::place` finds it one.
fn t(text: &str) -> Inline {
    paiban::model::text(text)
}

/// A paragraph of one text.
fn p(text: &str) -> Block {
    paragraph(vec![t(text)])
}

/// A gap between blocks.
fn gap(kind: GapKind, text: &str) -> Block {
    Block::Gap(Gap { kind, text: text.to_owned(), span: None })
}

/// A gap in a line.
fn inline_gap(kind: GapKind, text: &str) -> Inline {
    Inline::Gap(Gap { kind, text: text.to_owned(), span: None })
}

/// What is between two lines of one construct.
fn line_end() -> Vec<Block> {
    vec![gap(GapKind::LineEnd, "\n")]
}

/// Blocks on lines of their own.
fn lines(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        let ended = matches!(block, Block::Section(_));
        out.push(block);
        out.extend((!ended).then(|| gap(GapKind::LineEnd, "\n")));
    }
    out
}

/// A section, its blocks on lines of their own.
fn section(kind: SectionKind, id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    let mut inner = line_end();
    inner.extend(lines(blocks));
    Section {
        attr: Attr::with_id(id),
        kind,
        heading: vec![t(heading)],
        blocks: inner,
        ..Section::default()
    }
}

/// A line that is not part of the work.
fn residue(kind: &str, text: &str) -> Block {
    Block::Residue(Box::new(Residue {
        kind: kind.to_owned(),
        content: vec![t(text)],
        ..Residue::default()
    }))
}

#[test]
fn the_kitchen_sink_has_every_construct() {
    let schema = serde_json::to_value(output::json::schema()).unwrap();
    let value = serde_json::to_value(kitchen_sink()).unwrap();
    // A document has one numbering; the sink has one of them.
    let others = |name: &String| !name.starts_with("Numbering = ");
    let missing: Vec<String> =
        coverage::missing(&schema, &value).into_iter().filter(others).collect();
    assert!(missing.is_empty(), "the kitchen sink lacks:\n{}", missing.join("\n"));
}

#[test]
fn coverage_reports_missing_text() {
    let schema = serde_json::to_value(output::json::schema()).unwrap();
    let mut document = kitchen_sink();
    document.back.clear();
    document.meta.series = None;
    let missing: BTreeSet<String> =
        coverage::missing(&schema, &serde_json::to_value(document).unwrap())
            .into_iter()
            .collect();
    assert!(missing.contains("Meta.series"), "{missing:?}");
    assert!(missing.contains("SectionKind = appendix"), "{missing:?}");
}

#[test]
fn the_kitchen_sink_is_its_source() {
    let document = kitchen_sink();
    let source = &document.sources[0];
    let text = source_text(&document);
    assert!(source.verbatim);
    assert_eq!(source.characters, text.chars().count() as u64);
    let mut take = |node: Node<'_>| {
        let (run, span) = match node {
            Node::Block(Block::Gap(it)) | Node::Inline(Inline::Gap(it)) => (&it.text, it.span),
            Node::Inline(Inline::Text(it)) => (&it.text, it.span),
            _ => return,
        };
        assert_eq!(&text[span.unwrap().range()], run);
    };
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut take);
    }
}

#[test]
fn ids_are_unique_and_references_find_them() {
    let mut ids = BTreeSet::new();
    let mut references = BTreeSet::new();
    let value = serde_json::to_value(kitchen_sink()).unwrap();
    collect_ids(&value, &mut ids, &mut references);
    assert!(references.contains("note-1-ref"), "{references:?}");
    let lost: Vec<_> = references.difference(&ids).collect();
    assert!(lost.is_empty(), "nothing has the ids {lost:?}");
}

fn collect_ids(value: &Value, ids: &mut BTreeSet<String>, references: &mut BTreeSet<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        match (key.as_str(), value) {
            ("id", Value::String(id)) => assert!(ids.insert(id.clone()), "{id} twice"),
            ("asset" | "cover", Value::String(id)) => drop(references.insert(id.clone())),
            ("target", Value::String(target)) if !target.starts_with("http") => {
                references.insert(target.trim_start_matches('#').to_owned());
            }
            ("references", Value::Array(list)) => {
                references.extend(list.iter().filter_map(|id| id.as_str().map(str::to_owned)));
            }
            _ => collect_ids(value, ids, references),
        }
    }
    for value in value.as_array().into_iter().flatten() {
        collect_ids(value, ids, references);
    }
}

/// TEI can express everything; what EPUB and PDF can't is documented in `docs/model.md`.
#[test]
fn what_writers_cannot_express_is_documented() {
    let json = output::json::write(&kitchen_sink());
    let input = Input { name: None, bytes: json.as_bytes().into() };
    let conversion =
        paiban::convert(&input, &OutputFormat::ALL, &Options::default(), &Context::default())
            .unwrap();
    assert_eq!(conversion.outputs.len(), OutputFormat::ALL.len());
    let documented = include_str!("../../docs/model.md");
    for found in conversion.diagnostics {
        let message = found.message(Language::English);
        match found.code {
            Code::TeiCannotExpress => panic!("{message}"),
            Code::EpubCannotExpress | Code::LayoutCannotExpress => {
                assert!(documented.contains(&message), "docs/model.md doesn't say: {message}");
            }
            _ => {}
        }
    }
}

#[test]
fn json_gives_the_document_back() {
    let document = kitchen_sink();
    let json = output::json::write(&document);
    let (read, diagnostics) = input::json::read(&json, Depth::default()).unwrap();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(read, document);
    assert_eq!(output::json::write(&read), json, "the second writing differs");
}

/// Tables in tables nest the JSON deepest.
#[test]
fn json_carries_the_deepest_tree() {
    let document = nested(Depth::default().levels() - 1);
    let (read, diagnostics) =
        input::json::read(&output::json::write(&document), Depth::default()).unwrap();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(read, document);
}

#[test]
fn a_deeper_tree_is_flattened_and_keeps_its_text() {
    let document = nested(Depth::default().levels());
    let (read, diagnostics) =
        input::json::read(&output::json::write(&document), Depth::default()).unwrap();
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, Code::TooDeep);
    assert_eq!(source_text(&read), source_text(&document));
    let (again, diagnostics) =
        input::json::read(&output::json::write(&read), Depth::default()).unwrap();
    assert!(diagnostics.is_empty(), "flattened twice: {diagnostics:?}");
    assert_eq!(again, read);
}

/// Every reader and writer supports a tree of the maximum depth that may be set, on a stack
/// half as large as that of paiban's own threads.
#[test]
fn the_maximum_depth_is_supported() {
    let work = || {
        let document = nested(Depth::MAX.levels() - 1);
        let limits = Limits { depth: u64::MAX, ..Limits::default() };
        let context = Context { limits, ..Context::default() };
        let formats =
            [OutputFormat::Json, OutputFormat::Tei, OutputFormat::Epub, OutputFormat::Pdf];
        let convert = |bytes: &[u8]| {
            let input = Input { name: None, bytes: bytes.into() };
            paiban::convert(&input, &formats, &Options::default(), &context).unwrap()
        };
        let made = convert(output::json::write(&document).as_bytes());
        assert!(made.diagnostics.iter().all(|it| it.code != Code::TooDeep));
        let [json, tei, ..] = made.outputs.as_slice() else { panic!("no outputs") };
        assert_eq!(convert(&json.bytes).document, made.document);
        let read = convert(&tei.bytes);
        assert!(read.diagnostics.iter().all(|it| it.code != Code::TooDeep));
        assert_eq!(source_text(&read.document), source_text(&document));
    };
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(work).unwrap();
    thread.join().unwrap();
    assert!(Depth::MAX.nesting() <= paiban::xml::Limits::default().depth);
}

#[test]
fn json_that_nests_without_end_is_refused() {
    let error = input::json::read(&"[".repeat(1_000_000), Depth::default()).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::JsonNesting);
}

/// A paragraph with a text in tables in tables: the text is at level `depth` + 1.
fn nested(depth: usize) -> Document {
    let mut block = p("底");
    for _ in 1..depth {
        let cell = Cell { blocks: vec![block], ..Cell::default() };
        let row = Row { cells: vec![cell], ..Row::default() };
        block = Block::Table(Box::new(Table { body: vec![row], ..Table::default() }));
    }
    let mut document = Document::new(Meta::default());
    document.body = vec![block];
    document
}

/// A newer major is refused whatever it holds, a newer minor if it holds what is not known; it
/// says so by `doc-002`, since the hint of `doc-001` would lead nowhere.
#[test]
fn a_newer_version_is_refused_where_it_is_not_understood() {
    let json = output::json::write(&nested(1));
    let code = |json: String| {
        input::json::read(&json, Depth::default()).err().map(|error| error.diagnostic().code)
    };
    let newer = |version: &str| json.replacen(VERSION, version, 1);
    let with = |version: &str, old: &str, new: &str| newer(version).replacen(old, new, 1);
    assert_eq!(code(newer("2.0")), Some(Code::JsonVersion));
    assert_eq!(code(newer("1.999")), None);
    for (old, new) in [
        (r#""type":"paragraph""#, r#""type":"carousel""#),
        (r#""text":"底""#, r#""text":"底","weather":"fine""#),
        (r#""meta":{}"#, r#""meta":{},"music":[]"#),
    ] {
        assert_ne!(with("1.999", old, new), newer("1.999"), "{old} is there");
        assert_eq!(code(with("1.999", old, new)), Some(Code::JsonVersion), "{new}");
        assert_eq!(code(with(VERSION, old, new)), Some(Code::JsonMalformed), "{new}");
    }
    let cut = newer("1.999");
    let cut = cut[..cut.len() - 4].to_owned();
    assert_eq!(code(cut), Some(Code::JsonMalformed), "what is no JSON is no version");
}

#[test]
fn foreign_json_is_distinguished_from_a_document() {
    assert!(input::json::is_document(&output::json::write(&nested(1))));
    for foreign in ["{\"title\": \"诗\"}", "[1, 2]", "{not json", "{\"version\": 1}"] {
        assert!(!input::json::is_document(foreign), "{foreign}");
    }
    let error = input::json::read("{\"title\": \"诗\"}", Depth::default()).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::JsonMalformed);
}
