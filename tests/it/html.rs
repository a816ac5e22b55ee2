//! Pages to the model: what is understood, that no text is lost, that nothing breaks it.

use std::fmt::Write as _;

use paiban::config::{InputFormat, Options, OutputFormat, ReadOptions};
use paiban::context::{Context, Limits};
use paiban::diag::{Code, Error};
use paiban::model::{Block, Depth, Document, Inline, Node, dump, plain_text, visit};
use paiban::source::Source;
use paiban::{Input, input, restore, transform};
use proptest::prelude::*;

fn read_bytes(name: &str, bytes: &[u8]) -> Result<(Document, Vec<Code>), Error> {
    let options = ReadOptions::default();
    let (source, mut found) = Source::decode(Some(name), bytes, &options)?;
    let (mut document, mut more) = input::read(&source, &options, Depth::default())?;
    found.append(&mut more);
    found.append(&mut transform::structure(&mut document));
    Ok((document, found.iter().map(|it| it.code).collect()))
}

fn read(text: &str) -> (Document, Vec<Code>) {
    read_bytes("a.html", text.as_bytes()).expect("a page")
}

/// All text of a document, parts of a block one after another, without white space.
fn letters(document: &Document) -> String {
    let mut out = String::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| match node {
            Node::Inline(Inline::Text(text)) => out.push_str(&text.text),
            Node::Inline(Inline::Gap(gap)) => out.push_str(&gap.text),
            _ => {}
        });
    }
    out.retain(|c| !c.is_whitespace());
    out
}

/// The model of a page, and what was reported of it.
fn shown(name: &str, page: &str) -> String {
    let (document, codes) = read_bytes(name, page.as_bytes()).expect("a page");
    let mut out = dump(&document);
    for code in codes {
        writeln!(out, "reported: {}", code.id()).expect("a string");
    }
    out
}

#[test]
fn blocks_of_a_page() {
    insta::assert_snapshot!(shown("a.html", include_str!("../fixtures/html/blocks.html")));
}

#[test]
fn what_is_in_a_line() {
    insta::assert_snapshot!(shown("a.html", include_str!("../fixtures/html/lines.html")));
}

#[test]
fn notes_in_all_forms() {
    insta::assert_snapshot!(shown("a.html", include_str!("../fixtures/html/notes.html")));
}

#[test]
fn tables_of_data_and_of_layout() {
    insta::assert_snapshot!(shown("a.html", include_str!("../fixtures/html/tables.html")));
}

#[test]
fn a_page_that_word_saved() {
    insta::assert_snapshot!(shown("a.htm", include_str!("../fixtures/html/word.html")));
}

#[test]
fn a_chapter_in_xml() {
    insta::assert_snapshot!(shown("a.xhtml", include_str!("../fixtures/html/chapter.xhtml")));
}

#[test]
fn the_archive_of_a_page() {
    let page = include_str!("../fixtures/html/blocks.html");
    let input = Input { name: Some("老街.html".to_owned()), bytes: page.as_bytes().into() };
    let options = Options::default();
    let made = paiban::convert(&input, &[OutputFormat::Tei], &options, &Context::default());
    let tei = made.expect("an archive").outputs.remove(0).bytes;
    let restored = restore::restore(&tei).expect("the page");
    assert_eq!(restored, page.as_bytes());
    let tei = String::from_utf8(tei).expect("UTF-8");
    let text = tei.split_once("<text").expect("a text").1;
    insta::assert_snapshot!(text);
}

#[test]
fn pages_are_recognised_without_a_name() {
    let (document, _) = read_bytes("a.txt", b"<!-- saved -->\n<html><p>text").expect("a page");
    assert_eq!(document.sources[0].format, "html");
    assert_eq!(document.sources[0].format, "html");
}

#[test]
fn the_encoding_of_a_page() {
    let page = |label: &str| {
        format!(
            "<html><meta http-equiv=Content-Type content=\"text/html; charset={label}\">\
             <title>古井</title><p>井在老街的尽头，没有人知道它是谁挖的。"
        )
    };
    let gbk = |label: &str| encoding_rs::GBK.encode(&page(label)).0.into_owned();
    let read = |bytes: &[u8]| {
        let (document, codes) = read_bytes("a.html", bytes).expect("a page");
        assert!(letters(&document).contains("井在老街的尽头"), "{document:?}");
        (document.sources[0].encoding.clone(), codes)
    };
    // gb2312 means GB 18030.
    assert_eq!(read(&gbk("gb2312")), ("gb18030".to_owned(), vec![]));
    // UTF-8 is no accident; the page is wrong.
    let utf8 = read(page("gb2312").as_bytes());
    assert_eq!(utf8, ("UTF-8".to_owned(), vec![Code::HtmlEncoding]));
    // Nor is text that has the usual characters.
    for label in ["utf-8", "iso-8859-1", "big5", "x-unknown"] {
        let (encoding, codes) = read(&gbk(label));
        assert_eq!(encoding, "gb18030", "{label}");
        assert!(codes.contains(&Code::HtmlEncoding), "{label}: {codes:?}");
        assert!(codes.contains(&Code::SourceEncodingGuessed), "{label}: {codes:?}");
    }
    // A page in Latin letters is what it says.
    let (latin, _) =
        read_bytes("a.html", b"<meta charset=iso-8859-1><p>caf\xE9").expect("a page");
    assert_eq!(letters(&latin), "café");
}

#[test]
fn pages_without_text_say_why() {
    let code = |page: &str| {
        read_bytes("a.html", page.as_bytes()).expect_err("no text").diagnostic().code
    };
    let filled =
        "<!DOCTYPE html><div id=app></div><noscript>请打开脚本</noscript><script>go()</script>";
    assert_eq!(code(filled), Code::HtmlScripted);
    assert_eq!(code("<!DOCTYPE html><p>&nbsp;</p>"), Code::NothingToSet);
    assert_eq!(code(&"<div>".repeat(100_000)), Code::HtmlTooDeep);
    assert_eq!(code(&"<span>".repeat(100_000)), Code::HtmlTooDeep);
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=b")).collect();
    assert_eq!(code(&format!("<!DOCTYPE html><p{attributes}>字")), Code::HtmlAttributes);
}

#[test]
fn broken_pages_keep_their_text() {
    for (page, wanted) in [
        ("<html><p>甲</html><p>乙</html>丙", "甲乙丙"),
        ("<p>甲<b>乙<i>丙<div>丁</b>戊", "甲乙丙丁戊"),
        ("<table><tr><td>甲<tr>乙<td>丙</table>丁", "乙甲丙丁"),
        ("<li>甲<dd>乙<td>丙<option>丁", "甲乙丙丁"),
        ("<p>甲\0乙", "甲乙"),
        ("<ul>甲<li>乙</ul><dl>丙<dd>丁</dl>", "甲乙丙丁"),
        ("<ol><li hidden>甲</li><li>乙</ol>", "乙"),
        ("<div style='font-size: 0px'>甲<i style='opacity: 0'>乙</i></div>", "甲乙"),
        ("<ruby>甲<rt>乙", "甲乙"),
        ("<pre>甲<br>乙", "甲乙"),
        ("<h1>", ""),
        ("<p>甲</p><!-- 乙", "甲"),
        ("<a href='#x'>甲<a id=x>乙", "甲乙"),
    ] {
        let page = format!("<!DOCTYPE html>{page}<p>末");
        let found = read_bytes("a.html", page.as_bytes()).map(|(it, _)| letters(&it));
        let found = found.unwrap_or_default();
        let expected =
            if page.contains("<!-- 乙") { wanted.to_owned() } else { format!("{wanted}末") };
        assert_eq!(found, expected, "{page}");
    }
}

#[test]
fn large_pages_take_time_in_proportion() {
    let n = 100_000;
    let rows = "<tr><td>格".repeat(n / 10);
    let pages = [
        format!("<table>{}", "字<b>字</b>".repeat(n)),
        format!("<table>{rows}</table>"),
        "<p>字".repeat(n),
        "字<br>".repeat(n),
        "<ul><li>字".repeat(1000),
        "<table><tr><td>字".repeat(1000),
        (0..n / 10).map(|i| format!("<a href=#n{i} id=r{i}>[{i}]</a>")).collect::<String>()
            + &(0..n / 10)
                .map(|i| format!("<p id=n{i}><a href=#r{i}>↑</a>注"))
                .collect::<String>(),
    ];
    for page in pages {
        let page = format!("<!DOCTYPE html>{page}");
        let wanted = page.matches(['字', '格', '注']).count();
        let (document, _) = read(&page);
        let found = letters(&document).matches(['字', '格', '注']).count();
        assert_eq!(found, wanted, "{}", page.chars().take(60).collect::<String>());
    }
}

#[test]
fn notes_are_tied_to_their_marks() {
    let (document, codes) = read(include_str!("../fixtures/html/notes.html"));
    let (mut marks, mut notes) = (0, 0);
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| match node {
            Node::Inline(Inline::NoteRef(_)) => marks += 1,
            Node::Block(Block::Note(note)) if !note.references.is_empty() => notes += 1,
            _ => {}
        });
    }
    assert_eq!((marks, notes), (6, 6));
    assert_eq!(codes, []);
}

/// What a page shows of tags and texts put together at random: all texts, in some order, for the
/// parser moves the content of a table that is outside its cells before the table.
fn sorted(text: &str) -> Vec<char> {
    let mut all: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    all.sort_unstable();
    all
}

const TAGS: [&str; 42] = [
    "p",
    "/p",
    "div",
    "/div",
    "b",
    "/b",
    "i",
    "/i",
    "a",
    "/a",
    "a href=#x",
    "p id=x",
    "table",
    "/table",
    "tr",
    "td",
    "/td",
    "th",
    "ul",
    "/ul",
    "li",
    "ol",
    "dl",
    "dt",
    "dd",
    "h1",
    "h3",
    "/h3",
    "br",
    "hr",
    "ruby",
    "rb",
    "rt",
    "/ruby",
    "blockquote",
    "/blockquote",
    "figure",
    "figcaption",
    "span lang=en",
    "/span",
    "pre",
    "/pre",
];

proptest! {
    #[test]
    fn all_text_is_in_the_model(parts in prop::collection::vec((0..TAGS.len(), "[a-z井]{0,3}"), 1..60)) {
        let page: String = parts.iter().map(|(tag, text)| format!("<{}>{text}", TAGS[*tag])).collect();
        let text: String = parts.iter().map(|(_, text)| text.as_str()).collect();
        match read_bytes("a.html", page.as_bytes()) {
            Ok((document, _)) => prop_assert_eq!(sorted(&letters(&document)), sorted(&text)),
            Err(error) => prop_assert!(text.is_empty(), "{error:?}"),
        }
    }

    #[test]
    fn no_page_breaks_anything(page in "[<>/=\"' !a-z字#;&\\x00-\\x7f-]{0,300}") {
        let options = ReadOptions { from: Some(InputFormat::Html), ..ReadOptions::default() };
        if let Ok((source, _)) = Source::decode(None, page.as_bytes(), &options) {
            let _ = input::read(&source, &options, Depth::default());
        }
    }
}

/// A page as Internet Explorer saves it: GBK in quoted-printable, images beside it.
#[test]
fn a_saved_page_with_its_images() {
    let image = include_bytes!("../fixtures/images/图.png");
    let parts = |end: &str| {
        let gbk = "<html><head><meta http-equiv=3D\"Content-Type\" content=3D\"text/html; =\r\n\
             charset=3Dgb2312\"><title>=CD=BC</title></head><body><h1>=CD=BC</h1><p>=D5=FD=CE=C4=\r\n\
             =A1=A3</p><img src=3D\"t/a.png\"><img src=3D\"cid:b@x\"></body></html>";
        let image = paiban::model::Bytes(image.to_vec());
        let image = serde_json::to_value(&image).expect("base64");
        let image = image.as_str().expect("base64");
        format!(
            "From: <Saved by Microsoft Internet Explorer 5>\r\nMIME-Version: 1.0\r\nContent-Type: \
             multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"=_B\"\r\n\r\nThis is a \
             multi-part message.\r\n\r\n--=_B\r\nContent-Type: text/html;\r\n\tcharset=\"gb2312\"\r\n\
             Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://a.cn/b/c.htm\r\n\r\n\
             {gbk}\r\n--=_B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Location: http://a.cn/b/t/a.png\r\n\r\n{image}\r\n--=_B\r\nContent-Type: \
             image/png\r\nContent-ID: <b@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n{image}\r\n{end}"
        )
    };
    let read = |text: &str, name: &str| {
        let input = Input { name: Some(name.to_owned()), bytes: text.as_bytes().into() };
        paiban::read(&input, &Options::default(), &Limits::default())
    };
    let whole = parts("--=_B--\r\n");
    // Recognised by its content, whatever its name.
    let reading = read(&whole, "页.txt").expect("a page");
    let document = &reading.document;
    assert_eq!(document.meta.full_title().as_deref(), Some("图"));
    let mut text = String::new();
    visit(&document.body, &mut |node| {
        if let Node::Inline(Inline::Text(it)) = node {
            text.push_str(&it.text);
        }
    });
    assert_eq!(text, "正文。");
    let images = document.assets.iter().filter_map(|it| it.data.as_ref());
    assert_eq!(images.filter(|it| it.0 == image).count(), 2);
    let sources: Vec<_> = document
        .sources
        .iter()
        .map(|it| (it.format.as_str(), it.name.as_deref().unwrap_or_default(), it.within))
        .collect();
    assert_eq!(sources, [("mhtml", "页.txt", None), ("html", "http://a.cn/b/c.htm", Some(0))]);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    let made = |text: &str| {
        let input = Input { name: Some("页.mht".to_owned()), bytes: text.as_bytes().into() };
        paiban::convert(&input, &[OutputFormat::Tei], &Options::default(), &Context::default())
    };
    let tei = &made(&whole).expect("an archive").outputs[0].bytes;
    assert!(paiban::restore::restore(tei).expect("the page") == whole.as_bytes());
    // One that is cut off is read as far as it goes; one without a page is refused.
    let cut = read(&parts(""), "页.mht").expect("a page");
    assert!(cut.diagnostics.iter().any(|it| it.code == Code::MhtmlCut));
    let none = whole.replace("text/html;", "text/css;");
    let error = read(&none.replace("related", "related; x=y"), "页.mht").expect_err("no page");
    assert_eq!(error.diagnostic().code, Code::MhtmlNoPage);
}

/// A base that is wider than the units of a line count is set as any other.
#[test]
fn ruby_over_tens_of_thousands_of_characters() {
    let text = format!("<p><ruby>{}<rt>甲</rt></ruby></p>", "乙".repeat(40_000));
    let input = Input { name: Some("a.html".to_owned()), bytes: text.into_bytes().into() };
    let (options, context) = (Options::default(), Context::default());
    paiban::convert(&input, &[OutputFormat::Pdf], &options, &context).expect("pages");
}

/// Paragraphs are counted in the order of the document, those of cells included; what a decision says
/// of one in the flow is done, and one about a cell is reported.
#[test]
fn decisions_name_paragraphs() {
    let page = "<h1>渡口</h1><p>林小满</p><table><tr><td>一格</td><td>二格</td></tr></table>\
                <p>早市</p><p>天亮以前就有人。</p><h2>夜</h2><p>收了摊。</p>";
    let input = Input { name: Some("a.html".to_owned()), bytes: page.as_bytes().into() };
    let read = |sidecar: &str| {
        let mut options = Options::default();
        input::sidecar::parse(sidecar, &mut options.read).expect("a sidecar");
        paiban::read(&input, &options, &Limits::default()).expect("a page")
    };
    let reading = read(
        "[[decision]]\nparagraph = 2\nis = \"credit\"\n\
         [[decision]]\nparagraph = 4\nis = \"heading\"\n\
         [[decision]]\nparagraph = 5\nis = \"heading\"\nlevel = 1\n\
         [[decision]]\nparagraph = 7\nis = \"paragraph\"\n",
    );
    let unplaced = reading.diagnostics.iter().filter(|it| it.code == Code::DecisionUnplaced);
    let unplaced: Vec<_> = unplaced.map(|it| it.values[0].as_str()).collect();
    assert_eq!(unplaced, ["4"]);
    let headings = |document: &Document| -> Vec<String> {
        let sections = document.body.iter().filter_map(|block| match block {
            Block::Section(section) => Some(plain_text(&section.heading)),
            _ => None,
        });
        sections.collect()
    };
    assert_eq!(headings(&reading.document), ["早市"]);
    let sidecar = input::sidecar::write(&reading.document, &reading.sources, &[]);
    assert!(
        sidecar.contains("  (told, 100 %)\nparagraph = 5\nis = \"heading\"\nlevel = 1\n"),
        "{sidecar}"
    );
    // What was written is done again; that 夜 is no heading, it does not say.
    assert_eq!(headings(&read(&sidecar).document), ["早市", "夜"]);
}
