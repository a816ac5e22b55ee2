//! What is where it is seldom found is shown all the same, in a PDF as in an e-book; where it
//! can't be, that is reported with its place.

use std::io::{Cursor, Read as _};

use paiban::config::{InputFormat, Options, OutputFormat};
use paiban::context::Context;
use paiban::diag::Code;
use paiban::model::{
    Block, CodeBlock, Contents, ContentsEntry, Document, Inline, Meta, Note, Reading, Ruby,
    RubyPair, Style, Styled, text,
};
use paiban::output::{json, pdf};
use paiban::{Conversion, Input};

/// A conversion, the structure and text of its PDF, and the text of its e-book.
fn made(bytes: &[u8], options: &Options) -> (Conversion, [String; 2]) {
    let input = Input { name: None, bytes: bytes.into() };
    let formats = [OutputFormat::Pdf, OutputFormat::Epub];
    let made = paiban::convert(&input, &formats, options, &Context::default()).unwrap();
    let sheets = pdf::dump(&made.outputs[0].bytes).unwrap();
    let mut book = zip::ZipArchive::new(Cursor::new(&made.outputs[1].bytes)).unwrap();
    let mut page = String::new();
    let mut file = book.by_name("OEBPS/text/part-0001.xhtml").unwrap();
    file.read_to_string(&mut page).unwrap();
    drop(file);
    (made, [sheets, page])
}

fn of_blocks(body: Vec<Block>) -> (Conversion, [String; 2]) {
    let mut document = Document::new(Meta::default());
    document.body = body;
    made(json::write(&document).as_bytes(), &Options::default())
}

/// Each of the outputs has each of the words.
fn assert_shown(outputs: &[String; 2], words: &[&str]) {
    for output in outputs {
        for word in words {
            assert!(output.contains(word), "{word} is not in {output}");
        }
    }
}

fn note(words: &str) -> Inline {
    Inline::Note(Box::new(Note { blocks: vec![line(vec![text(words)])], ..Note::default() }))
}

fn ruby(base: Vec<Inline>, reading: Vec<Inline>) -> Inline {
    let readings = vec![Reading { content: reading, ..Reading::default() }];
    let pairs = vec![RubyPair { base, readings }];
    Inline::Ruby(Box::new(Ruby { pairs, ..Ruby::default() }))
}

fn line(content: Vec<Inline>) -> Block {
    paiban::model::paragraph(content)
}

#[test]
fn program_text_has_all_that_a_line_may_have() {
    let strong =
        Styled { style: Style::Strong, content: vec![text("粗\n体")], ..Styled::default() };
    let content = vec![
        text("甲 {\n"),
        Inline::Styled(Box::new(strong)),
        note("代码的注"),
        ruby(vec![text("乙")], vec![text("yǐ")]),
        text("\n}"),
    ];
    let (_, outputs) =
        of_blocks(vec![Block::Code(Box::new(CodeBlock { content, ..Default::default() }))]);
    assert_shown(&outputs, &["甲 {", "粗", "体", "代码的注", "乙", "yǐ", "}"]);
    assert!(outputs[1].contains("粗\n体"));
}

/// A block note that is called in program text alone is set at the foot.
#[test]
fn a_mark_in_program_text_calls_its_note() {
    let (made, outputs) = of_blocks(vec![
        Block::Code(Box::new(CodeBlock {
            content: vec![
                text("甲"),
                Inline::NoteRef(Box::new(paiban::model::NoteRef {
                    target: "n".to_owned(),
                    ..Default::default()
                })),
            ],
            ..Default::default()
        })),
        Block::Note(Box::new(Note {
            attr: paiban::model::Attr { id: Some("n".to_owned()), ..Default::default() },
            blocks: vec![line(vec![text("脚下之注")])],
            ..Note::default()
        })),
    ]);
    assert_shown(&outputs, &["脚下之注"]);
    assert!(!made.diagnostics.iter().any(|it| it.code == Code::NoteUncalled));
}

#[test]
fn readings_keep_their_notes_and_those_without_a_base_are_in_the_line() {
    let (_, outputs) = of_blocks(vec![
        line(vec![ruby(vec![text("汉")], vec![text("hàn"), note("读音之注")]), text("字")]),
        line(vec![ruby(Vec::new(), vec![text("wú")]), text("后文")]),
        line(vec![ruby(vec![ruby(vec![text("内")], vec![text("nèi")])], vec![text("wài")])]),
    ]);
    assert_shown(&outputs, &["hàn", "读音之注", "wú", "后文", "内", "nèi", "wài"]);
    assert!(outputs[0].contains("（wú）"), "{}", outputs[0]);
}

/// Each line of a link has an area: their description is written once, or short, so that the work
/// grows with the text alone.
#[test]
fn a_link_of_many_lines_repeats_nothing_long() {
    let address = format!("http://a.cn/{}", "a".repeat(20_000));
    let link = paiban::model::Link {
        target: address.clone(),
        content: vec![text("长链接".repeat(4_000))],
        ..Default::default()
    };
    let (made, _) = of_blocks(vec![line(vec![Inline::Link(Box::new(link))])]);
    let file = lopdf::Document::load_mem(&made.outputs[0].bytes).unwrap();
    let dictionaries: Vec<_> =
        file.objects.values().filter_map(|it| it.as_dict().ok()).collect();
    let addresses = dictionaries.iter().filter_map(|it| it.get(b"URI").ok()?.as_str().ok());
    assert_eq!(addresses.collect::<Vec<_>>(), [address.as_bytes()]);
    let areas: Vec<usize> = dictionaries
        .iter()
        .filter(|it| it.get(b"Subtype").is_ok_and(|kind| kind.as_name().ok() == Some(b"Link")))
        .map(|it| it.get(b"Contents").unwrap().as_str().unwrap().len())
        .collect();
    assert!(areas.len() > 100, "{} areas", areas.len());
    // In UTF-16, with a mark before.
    assert!(areas.iter().all(|length| *length <= 2 + 2 * 301), "{areas:?}");
}

/// Notes at their marks are named one after another, passing over names that are taken.
#[test]
fn marks_of_notes_are_numbered_on() {
    let mut anchored = vec![Inline::Anchor(Box::new(paiban::model::Anchor {
        attr: paiban::model::Attr { id: Some("mark-2".to_owned()), ..Default::default() },
    }))];
    anchored.extend((0..3).map(|n| note(&format!("注{n}"))));
    let (_, [_, page]) = of_blocks(vec![line(anchored)]);
    let marks: Vec<&str> =
        page.split("<sup><a id=\"").skip(1).map(|it| it.split('"').next().unwrap()).collect();
    assert_eq!(marks, ["mark-1", "mark-3", "mark-4"]);
}

#[test]
fn escape_sequences_are_reported() {
    let bytes = "题目\n\n　　正\u{1b}[31m文\u{1b}[0m一段。\n".as_bytes();
    let (made, outputs) = made(bytes, &Options::default());
    assert_shown(&outputs, &["正文一段。"]);
    let found: Vec<_> =
        made.diagnostics.iter().filter(|it| it.code == Code::EscapesLeftOut).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].values, ["2"]);
}

/// A table of contents is made anew, so its text has no place.
#[test]
fn notes_in_a_table_of_contents_are_reported() {
    let entry = ContentsEntry {
        content: vec![text("第一章"), note("条目之注")],
        ..Default::default()
    };
    let contents = Contents {
        heading: vec![text("目录"), note("目录之注")],
        entries: vec![entry],
        ..Default::default()
    };
    let (made, _) =
        of_blocks(vec![Block::Contents(Box::new(contents)), line(vec![text("正文。")])]);
    let found: Vec<_> =
        made.diagnostics.iter().filter(|it| it.code == Code::NoteInContents).collect();
    let values: Vec<_> = found.iter().map(|it| it.values[0].as_str()).collect();
    assert_eq!(values, ["目录之注", "条目之注"]);
}

#[test]
fn text_of_a_table_outside_its_cells_is_shown() {
    let markdown = "# 题\n\n<table>\n表中直书\n<tr>行中<td>甲</td>格间<td>乙</td></tr>\n\
        <td>丙</td><td>丁</td>\n散 <b>文</b>\n</table>\n\n\
        <table><b></b><tr><i></i><td>空</td></tr></tr></table>\n";
    let mut options = Options::default();
    options.read.from = Some(InputFormat::Markdown);
    let (made, outputs) = made(markdown.as_bytes(), &options);
    assert_eq!(paiban::model::source_text(&made.document), markdown);
    assert_shown(
        &outputs,
        &["表中直书", "行中", "甲", "格间", "乙", "丙", "丁", "散", "文", "空"],
    );
    let rows: Vec<usize> = made
        .document
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .flat_map(|table| table.body.iter().map(|row| row.cells.len()))
        .collect();
    assert_eq!(rows, [1, 4, 3, 1]);
}
