//! Whatever comes, what is written is valid: the smallest documents that once made invalid files,
//! and what they become. The public validators judge many more (`.ci/validate-degenerate`).

use std::io::{Cursor, Read};

use paiban::config::{InputFormat, Options, OutputFormat};
use paiban::context::Context;
use paiban::diag::{Code, Diagnostic};
use paiban::model::{
    Agent, Attr, Block, Cell, Credit, Date, Document, Identifier, Inline, Link, List, ListItem,
    Meta, Milestone, Note, NoteRef, Paragraph, Row, Ruby, RubyPair, Section, Series, Stanza,
    Table, Title, TitleBlock, TitleKind, TitlePart, Verse, VerseLine, paragraph, text,
};
use paiban::output::{json, pdf};
use paiban::{Conversion, Input};

/// One document in all forms.
struct Made {
    document: Document,
    /// All pages of the e-book's text, one after another.
    pages: String,
    /// Its package document.
    package: String,
    ncx: String,
    /// The structure and text of the PDF.
    tags: String,
    tei: String,
    diagnostics: Vec<Diagnostic>,
}

impl Made {
    fn of(conversion: Conversion) -> Self {
        let [book, tei, sheets] = conversion.outputs.as_slice() else {
            panic!("three outputs")
        };
        let mut archive = zip::ZipArchive::new(Cursor::new(&book.bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
        let mut read = |end: &str| {
            let mut all = String::new();
            for name in names.iter().filter(|name| name.ends_with(end)) {
                archive.by_name(name).unwrap().read_to_string(&mut all).unwrap();
            }
            all
        };
        let mut pages = String::new();
        for number in 1..10 {
            pages.push_str(&read(&format!("text/part-{number:04}.xhtml")));
        }
        Self {
            pages,
            package: read(".opf"),
            ncx: read(".ncx"),
            tags: pdf::dump(&sheets.bytes).unwrap(),
            tei: String::from_utf8(tei.bytes.clone()).unwrap(),
            document: conversion.document,
            diagnostics: conversion.diagnostics,
        }
    }

    fn has(&self, code: Code) -> bool {
        self.diagnostics.iter().any(|found| found.code == code)
    }
}

fn make(bytes: &[u8], options: &Options) -> Made {
    let input = Input { name: None, bytes: bytes.into() };
    let formats = [OutputFormat::Epub, OutputFormat::Tei, OutputFormat::Pdf];
    Made::of(paiban::convert(&input, &formats, options, &Context::default()).unwrap())
}

fn of_document(document: &Document) -> Made {
    make(json::write(document).as_bytes(), &Options::default())
}

fn of_blocks(body: Vec<Block>) -> Made {
    let mut document = Document::new(Meta::default());
    document.body = body;
    of_document(&document)
}

/// A document of one word with this metadata.
fn of_meta(meta: Meta) -> Document {
    let mut document = Document::new(meta);
    document.body = vec![named("p", "甲")];
    document
}

fn of_markdown(markdown: &str) -> Made {
    let mut options = Options::default();
    options.read.from = Some(InputFormat::Markdown);
    make(markdown.as_bytes(), &options)
}

fn named(id: &str, content: &str) -> Block {
    let content = vec![text(content)];
    Block::Paragraph(Paragraph { attr: Attr::with_id(id), content })
}

fn call(note: &str) -> Inline {
    Inline::NoteRef(Box::new(NoteRef { target: note.to_owned(), ..NoteRef::default() }))
}

fn note(id: &str, blocks: Vec<Block>) -> Block {
    Block::Note(Box::new(Note { attr: Attr::with_id(id), blocks, ..Note::default() }))
}

/// How often a piece is in a text.
fn count(text: &str, piece: &str) -> usize {
    text.matches(piece).count()
}

#[test]
fn identifiers_are_names_in_every_output() {
    let made = of_markdown(
        "甲[乙](#第１章)[丙](#𠮷野)[丁](#々)\n\n# 一 {#第１章}\n\n# 二 {#𠮷野}\n\n# 三 {#々}\n",
    );
    for id in ["第_FF11_章", "_20BB7_野", "_3005_"] {
        assert_eq!(count(&made.pages, &format!("id=\"{id}\"")), 1, "{id} in the e-book");
        assert_eq!(count(&made.pages, &format!("#{id}\"")), 1, "the link to {id}");
        assert_eq!(count(&made.tei, &format!("xml:id=\"{id}\"")), 1, "{id} in TEI");
        assert_eq!(count(&made.tei, &format!("target=\"#{id}\"")), 1, "the pointer to {id}");
        assert!(made.tags.contains(id), "{id} in the PDF");
    }
}

/// The fourth edition of XML, which readers of e-books know, has fewer names than the fifth.
#[test]
fn names_of_values_are_names_in_every_edition_of_xml() {
    let made =
        of_markdown("# 题\n\n[文]{.x 𠮷=1 a:b=2 Ｃ=3 词=4}\n\n::: {.h &#0;=5 7=6}\n文\n:::\n");
    for written in [
        "data-_20bb7_=\"1\"",
        "data-a-b=\"2\"",
        "data-_ff43_=\"3\"",
        "data-词=\"4\"",
        "data-_37_=\"6\"",
    ] {
        assert_eq!(count(&made.pages, written), 1, "{written} in {}", made.pages);
    }
    let names = made.pages.split("data-").skip(1).map(|it| it.split('=').next().unwrap());
    assert!(names.map(|it| format!("_{it}")).all(|name| paiban::model::is_id(&name)));
}

#[test]
fn identifiers_that_differ_stay_different() {
    let link =
        Link { target: "#々".to_owned(), content: vec![text("往")], ..Link::default() };
    let link = paragraph(vec![Inline::Link(Box::new(link))]);
    let made = of_blocks(vec![named("々", "甲"), named("_3005_", "乙"), link]);
    assert!(made.tei.contains("xml:id=\"_3005_\">乙"), "a name stays as it is");
    assert!(made.tei.contains("xml:id=\"_3005_-2\">甲"));
    assert!(made.tei.contains("target=\"#_3005_-2\""));
    assert!(made.pages.contains("href=\"#_3005_-2\""));
}

#[test]
fn identifiers_that_a_filter_doubled_are_distinguished() {
    let agent = || Agent { id: "a".to_owned(), name: "甲".to_owned(), ..Agent::default() };
    let meta = Meta { agents: vec![agent(), agent()], ..Meta::default() };
    let mut document = Document::new(meta);
    document.body = vec![named("a", "一"), named("b", "二"), named("b", "三"), named("", "四")];
    let made = of_document(&document);
    let ids: Vec<&str> = made.tei.split("xml:id=\"").skip(1).collect();
    let ids: Vec<&str> = ids.iter().filter_map(|piece| piece.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
    assert!(made.pages.contains("id=\"b\">二"), "the first keeps it");
}

#[test]
fn an_identifier_like_one_of_ours_stays_where_it_is() {
    let heading = Block::Section(Box::new(Section {
        heading: vec![text("章")],
        attr: Attr::with_id("第 一"),
        ..Section::default()
    }));
    let title =
        |content: &str| TitlePart { content: vec![text(content)], ..TitlePart::default() };
    let title = Block::Title(TitleBlock { parts: vec![title("题")], ..TitleBlock::default() });
    let made = of_blocks(vec![title, heading, named("title-1", "甲")]);
    assert_eq!(count(&made.pages, "id=\"title-1\""), 1);
    assert!(made.pages.contains("id=\"title-1\">甲"));
}

#[test]
fn a_heading_without_words_is_no_entry() {
    let made = of_markdown("# 题\n\n甲\n\n#\n\n乙\n");
    assert!(!made.pages.contains("<h2></h2>") && !made.pages.contains("<h1></h1>"));
    assert_eq!(count(&made.ncx, "<text></text>"), 0);
    let made = of_markdown("#\n\n甲\n");
    assert!(made.pages.contains("甲") && made.tags.contains("甲"));
}

#[test]
fn a_heading_of_a_note_alone_keeps_it() {
    let made = of_markdown("# [^1]\n\n甲\n\n[^1]: 注文。\n");
    assert!(made.pages.contains("role=\"doc-noteref\""), "{}", made.pages);
    assert!(made.pages.contains("注文。") && made.tags.contains("注文。"));
    assert_eq!(count(&made.ncx, "<text></text>"), 0);
    assert!(!made.tags.contains("\n  “”"), "a bookmark has a name");
}

#[test]
fn a_title_without_a_line_is_none() {
    let made = of_markdown("---\ntitle: 书名\n---\n\n::: title\n:::\n\n甲\n");
    assert!(!made.pages.contains("hgroup") && !made.tei.contains("<docTitle"));
    assert!(made.document.blocks().all(|block| !matches!(block, Block::Title(_))));
    assert!(made.tags.contains("书名"), "the metadata tells it");
    let empty = of_blocks(vec![Block::Title(TitleBlock::default()), named("a", "甲")]);
    assert!(!empty.pages.contains("<hgroup") && empty.tags.contains("甲"));
}

#[test]
fn a_subtitle_alone_is_no_group_of_headings() {
    let sub =
        TitlePart {
            kind: TitleKind::Sub, content: vec![text("副题")], ..TitlePart::default()
        };
    let byline = Credit { content: vec![text("王小明")], ..Credit::default() };
    let title = Block::Title(TitleBlock { parts: vec![sub], ..TitleBlock::default() });
    let made = of_blocks(vec![Block::Credit(Box::new(byline)), title, named("a", "甲")]);
    assert!(!made.pages.contains("<hgroup"));
    assert!(made.pages.contains("role=\"doc-subtitle\">副题"));
}

fn row(cells: usize) -> Row {
    let cell = || Cell { blocks: vec![paragraph(vec![text("格")])], ..Cell::default() };
    Row { cells: (0..cells).map(|_| cell()).collect(), ..Row::default() }
}

#[test]
fn a_table_without_a_body_has_no_head_either() {
    let only_head = Table { head: vec![row(2)], ..Table::default() };
    let made = of_blocks(vec![Block::Table(Box::new(only_head))]);
    assert!(made.tags.contains("TBody") && !made.tags.contains("THead"), "{}", made.tags);
    assert_eq!(count(&made.tags, " TH"), 2, "its cells still head their columns");
}

#[test]
fn rows_have_as_many_cells_as_columns() {
    let uneven = Table { body: vec![row(3), row(1), row(0)], ..Table::default() };
    let made = of_blocks(vec![Block::Table(Box::new(uneven))]);
    let cells = |row: &str| {
        let spans = row.split("ColSpan=").skip(1).map(|span| &span[..1]);
        let more: usize = spans.map(|span| span.parse::<usize>().unwrap() - 1).sum();
        count(row, " TD") + more
    };
    let rows: Vec<usize> = made.tags.split(" TR").skip(1).map(cells).collect();
    assert_eq!(rows, [3, 3, 3], "{}", made.tags);
}

#[test]
fn a_note_of_a_caption_is_in_it() {
    let table =
        Table { caption: vec![text("表"), call("n")], body: vec![row(1)], ..Table::default() };
    let made =
        of_blocks(vec![Block::Table(Box::new(table)), note("n", vec![named("p", "注文")])]);
    let table = made.tags.find(" Table").unwrap();
    let indent = |at: usize| at - made.tags[..at].rfind('\n').unwrap();
    let note = made.tags.find(" Note").unwrap();
    let caption = made.tags.find(" Caption").unwrap();
    assert!(indent(table) < indent(caption) && indent(caption) < indent(note), "{}", made.tags);
}

#[test]
fn a_page_number_counts_once() {
    let page = || {
        let label = Some("1".to_owned());
        Block::Milestone(Box::new(Milestone { label, ..Milestone::default() }))
    };
    let made = of_blocks(vec![page(), named("a", "甲"), page(), named("b", "乙")]);
    assert_eq!(count(&made.ncx, "<pageTarget"), 2);
    assert_eq!(count(&made.ncx, "value=\"1\""), 1);
}

#[test]
fn empty_metadata_is_left_out() {
    let blank = || " \u{1B}".to_owned();
    let mut meta = Meta {
        titles: vec![Title { text: blank(), ..Title::default() }],
        agents: vec![Agent { name: blank(), ..Agent::default() }],
        dates: vec![Date::default()],
        identifiers: vec![Identifier { scheme: "isbn".to_owned(), value: blank() }],
        sources: vec![blank()],
        publisher: Some(blank()),
        series: Some(Series { name: blank(), position: Some(blank()) }),
        subjects: vec![blank()],
        description: Some(blank()),
        ..Meta::default()
    };
    meta.rights.statement = Some(String::new());
    meta.rights.licence = Some(blank());
    let made = of_document(&of_meta(meta));
    let left = Meta { language: made.document.meta.language.clone(), ..Meta::default() };
    assert_eq!(made.document.meta, left);
    for empty in ["></dc:", "></meta>"] {
        assert!(!made.package.contains(empty), "{}", made.package);
    }
    assert!(!made.tei.contains("></idno>"));
}

#[test]
fn dates_of_no_calendar_are_words_alone() {
    let date =
        Date {
            text: "某日".to_owned(), iso: Some("2014-13-40".to_owned()), ..Date::default()
        };
    let made = of_document(&of_meta(Meta { dates: vec![date], ..Meta::default() }));
    assert!(!made.package.contains("2014-13-40"));
    assert!(made.tei.contains(">某日</date>") && !made.tei.contains("when=\"2014-13"));
}

#[test]
fn an_empty_certifier_is_left_out() {
    let mut options = Options::default();
    options.epub.a11y_certified_by = Some(" ".to_owned());
    let made = make(json::write(&of_meta(Meta::default())).as_bytes(), &options);
    assert!(!made.package.contains("certifiedBy") && !made.package.contains("conformsTo"));
}

#[test]
fn addresses_that_lead_nowhere_become_no_address() {
    let made = of_markdown(
        "---\nlicense: \"://\"\n---\n\n[甲](http://)[乙](mailto:)[丙](https://a.cn/%zz#b#c)[丁](doi:10.1/2)\n",
    );
    for target in ["\"%3A//\"", "\"http%3A//\"", "\"mailto%3A\"", "https://a.cn/%25zz#b%23c"] {
        assert!(made.tei.contains(target), "{target} in {}", made.tei);
    }
    assert_eq!(count(&made.pages, "href=\"http"), 2, "{}", made.pages);
    for href in ["https://a.cn/%25zz#b%23c", "https://doi.org/10.1/2"] {
        assert!(made.pages.contains(&format!("href=\"{href}\"")), "{href}");
    }
}

#[test]
fn a_ruby_has_a_reading_or_is_none() {
    let ruby = |pairs| Inline::Ruby(Box::new(Ruby { pairs, ..Ruby::default() }));
    let bare = RubyPair { base: vec![text("字")], ..RubyPair::default() };
    let made = of_blocks(vec![paragraph(vec![ruby(vec![]), ruby(vec![bare])])]);
    assert_eq!(count(&made.pages, "<ruby"), count(&made.pages, "<rt"), "{}", made.pages);
}

#[test]
fn no_link_is_in_a_link() {
    let link = Link {
        target: "https://example.org/".to_owned(),
        content: vec![text("外")],
        ..Link::default()
    };
    let mark = NoteRef {
        target: "a".to_owned(),
        content: vec![Inline::Link(Box::new(link))],
        ..NoteRef::default()
    };
    let mark = paragraph(vec![Inline::NoteRef(Box::new(mark))]);
    let made = of_blocks(vec![named("a", "甲"), mark]);
    let outer = made.pages.split("<a ").nth(1).unwrap();
    assert!(outer.find("</a>").unwrap() > outer.find('外').unwrap());
    assert_eq!(count(&made.pages, "<a "), 1, "{}", made.pages);
}

#[test]
fn notes_in_notes_are_set_after_them() {
    let made = of_markdown(
        "甲[^1]乙[^2]\n\n[^1]: 外注[^3]。\n\n[^2]: 次注。\n\n[^3]: 内注[^4]。\n\n[^4]: 深注。\n",
    );
    let places: Vec<_> = ["外注", "次注", "内注", "深注"]
        .map(|said| made.tags.find(said).unwrap_or_else(|| panic!("{said} is lost")))
        .into();
    assert!(places.is_sorted(), "{places:?}");
    for mark in ["“①”", "“②”", "“③”", "“④”"] {
        assert_eq!(count(&made.tags, mark), 2, "{mark} in the text and before its note");
    }
    for said in ["外注", "次注", "内注", "深注"] {
        assert_eq!(count(&made.pages, said), 1, "{said} in the e-book");
    }
    assert!(!made.has(Code::NoteUncalled));
}

#[test]
fn a_note_that_only_an_uncalled_note_calls_is_set() {
    let outer = note("outer", vec![paragraph(vec![text("外注"), call("inner")])]);
    let made =
        of_blocks(vec![named("a", "甲"), outer, note("inner", vec![named("p", "内注")])]);
    assert!(made.has(Code::NoteUncalled));
    for said in ["外注", "内注"] {
        assert_eq!(count(&made.pages, said), 1, "{said} in the e-book");
        assert_eq!(count(&made.tags, said), 1, "{said} in the PDF");
        assert_eq!(count(&made.tei, said), 1, "{said} in TEI");
    }
}

#[test]
fn notes_that_call_each_other_are_set() {
    let one = note("one", vec![paragraph(vec![text("此注"), call("two")])]);
    let two = note("two", vec![paragraph(vec![text("彼注"), call("one")])]);
    let made = of_blocks(vec![named("a", "甲"), one, two]);
    for said in ["此注", "彼注"] {
        assert_eq!(count(&made.pages, said), 1, "{said} in the e-book");
        assert_eq!(count(&made.tags, said), 1, "{said} in the PDF");
    }
}

#[test]
fn a_note_in_a_list_marker_is_set() {
    let marker = vec![text("甲"), call("n")];
    let item = ListItem { marker, blocks: vec![named("p", "乙")], ..ListItem::default() };
    let list = Block::List(Box::new(List { items: vec![item], ..List::default() }));
    let made = of_blocks(vec![list, note("n", vec![named("q", "注文")])]);
    assert!(made.tags.contains("注文") && made.pages.contains("注文"), "{}", made.tags);
}

#[test]
fn an_invisible_heading_has_no_level() {
    let inner = Section { heading: vec![text("见")], ..Section::default() };
    let outer = Section {
        heading: vec![text("\u{200B}\u{202E}")],
        blocks: vec![Block::Section(Box::new(inner))],
        ..Section::default()
    };
    let made = of_blocks(vec![Block::Section(Box::new(outer)), named("p", "甲")]);
    assert!(made.tags.contains(" H1") && !made.tags.contains(" H2"), "{}", made.tags);
}

#[test]
fn blocks_in_a_note_of_a_verse_have_a_text_of_their_own() {
    let table = Block::Table(Box::new(Table { body: vec![row(2)], ..Table::default() }));
    let note = Inline::Note(Box::new(Note { blocks: vec![table], ..Note::default() }));
    let line = VerseLine { content: vec![text("句"), note], ..VerseLine::default() };
    let stanza = Stanza { lines: vec![line], ..Stanza::default() };
    let made =
        of_blocks(vec![Block::Verse(Verse { stanzas: vec![stanza], ..Verse::default() })]);
    let verse = &made.tei[made.tei.find("<l>").unwrap()..];
    assert!(verse.find("<floatingText").unwrap() < verse.find("<table").unwrap(), "{verse}");
}

/// Each calls the next: no thread has a stack for as many.
#[test]
fn a_long_chain_of_notes_is_set() {
    let length = 3_000;
    let mut body = vec![paragraph(vec![text("甲"), call("n0")])];
    body.extend((0..length).map(|number| {
        let next = call(&format!("n{}", number + 1));
        note(&format!("n{number}"), vec![paragraph(vec![text(format!("注{number}。")), next])])
    }));
    let made = of_blocks(body);
    for said in ["注0。", "注1500。", "注2999。"] {
        assert!(made.tags.contains(said) && made.pages.contains(said), "{said}");
    }
}

#[test]
fn a_figure_keeps_all_of_its_blocks() {
    let made =
        of_markdown("::: figure\n![图示](a.png \"题\")\n\n图一 山居\n\n资料来源：县志\n:::\n");
    for said in ["图一 山居", "资料来源：县志"] {
        assert!(made.pages.contains(said), "{said} in {}", made.pages);
        assert!(made.tags.contains(said), "{said} in {}", made.tags);
        assert!(made.tei.contains(said), "{said} in {}", made.tei);
    }
}

/// `body` has `divGen` before its blocks or behind its divisions alone (TEI P5, `body`): between
/// blocks the place of the contents is a block, and read back as one.
#[test]
fn a_place_for_the_contents_may_be_between_paragraphs() {
    let made = of_markdown("前言。\n\n[TOC]\n\n## 安装\n\n放好。\n");
    assert!(made.tei.contains("<ab type=\"contents\">"), "{}", made.tei);
    assert!(!made.tei.contains("divGen"), "{}", made.tei);
    let options = Options::default();
    let back = make(made.tei.as_bytes(), &options).document;
    assert!(back.body.iter().any(|block| matches!(block, Block::Contents(_))), "{back:#?}");
}
