//! E-books to the model: what is understood, that nothing breaks it, that archives give it back.

use std::io::{Cursor, Write as _};

use paiban::config::{InputFormat, Options, OutputFormat};
use paiban::context::{Context, Limits};
use paiban::diag::{Code, Result};
use paiban::model::{Block, Document, Inline, Node, plain_text, visit};
use paiban::{Conversion, Input, Reading, convert, read, restore};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use crate::support::corpus_markdown;

const CONTAINER: &str = r#"<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/书.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

const PACKAGE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:title id="t">寒江渡</dc:title><dc:creator opf:role="aut">青石板</dc:creator>
<dc:contributor id="c">王译</dc:contributor><meta refines="#c" property="role">trl</meta>
<dc:contributor opf:role="bkp">calibre</dc:contributor><dc:language>zh-Hans</dc:language>
<dc:identifier id="id">urn:uuid:1</dc:identifier><dc:identifier opf:scheme="ISBN">9787101003079</dc:identifier>
<dc:date>2014-09-23T00:00:00+00:00</dc:date><dc:description>&lt;p&gt;江上&lt;b&gt;旧事&lt;/b&gt;&lt;/p&gt;</dc:description>
<meta name="cover" content="cover-image"/></metadata>
<manifest><item id="cover-image" href="图/cover.png" media-type="image/png"/>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="Text/1.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="Text/2.xhtml" media-type="application/xhtml+xml"/>
<item id="notes" href="Text/notes.xhtml" media-type="application/xhtml+xml"/>
<item id="gone" href="Text/gone.xhtml" media-type="application/xhtml+xml"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
<spine toc="ncx"><itemref idref="cover"/><itemref idref="one"/><itemref idref="two"/>
<itemref idref="gone"/><itemref idref="notes" linear="no"/></spine></package>"##;

const NCX: &str = r#"<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>
<navPoint><navLabel><text>卷一</text></navLabel><content src="Text/1.xhtml"/>
<navPoint><navLabel><text>第一章 起雾</text></navLabel><content src="Text/1.xhtml#c1"/></navPoint></navPoint>
<navPoint><navLabel><text>第二章 渡江</text></navLabel><content src="Text/2.xhtml"/></navPoint>
</navMap></ncx>"#;

fn page(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\
         <head><title>页</title></head><body>{body}</body></html>"
    )
}

fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, data) in members {
        writer.start_file(*path, SimpleFileOptions::default()).expect("a member");
        writer.write_all(data).expect("bytes");
    }
    writer.finish().expect("a container").into_inner()
}

/// A book of EPUB 2 as shops make them: an NCX, a cover in SVG, notes in a file of their own.
fn book(more: &[(&str, &[u8])]) -> Vec<u8> {
    let cover = page(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><image xlink:href=\"图/cover.png\"/></svg>",
    );
    let one = page(
        "<h2>卷一</h2><p class=\"t\" id=\"c1\">第一章　起雾</p><p>江上起了雾<a id=\"r\" \
         href=\"notes.xhtml#n\" epub:type=\"noteref\">[1]</a>。见<a href=\"2.xhtml#c1\">后文</a>。</p>",
    );
    let two =
        page("<p>渡船来了。</p><p id=\"c1\"><img src=\"../图/cover.png\" alt=\"渡口\"/></p>");
    let notes = page("<p id=\"n\"><a href=\"1.xhtml#r\">[1]</a>雾起于江心。</p>");
    let image: &[u8] = include_bytes!("../fixtures/images/图.png");
    let mut members: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OEBPS/书.opf", PACKAGE.as_bytes()),
        ("OEBPS/toc.ncx", NCX.as_bytes()),
        ("OEBPS/cover.xhtml", cover.as_bytes()),
        ("OEBPS/Text/1.xhtml", one.as_bytes()),
        ("OEBPS/Text/2.xhtml", two.as_bytes()),
        ("OEBPS/Text/notes.xhtml", notes.as_bytes()),
        ("OEBPS/图/cover.png", image),
    ];
    members.retain(|(path, _)| more.iter().all(|(other, _)| other != path));
    members.extend(more);
    packed(&members)
}

fn opened(bytes: &[u8]) -> Result<Reading> {
    let input = Input { name: Some("寒江渡.epub".to_owned()), bytes: bytes.into() };
    read(&input, &Options::default(), &Limits::default())
}

fn failing(bytes: &[u8]) -> Code {
    opened(bytes).expect_err("an error").diagnostic().code
}

/// Headings with their levels, and the blocks between them in a word.
fn shape(blocks: &[Block], level: usize, out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Section(section) => {
                out.push(format!("{level} {}", plain_text(&section.heading)));
                shape(&section.blocks, level + 1, out);
            }
            Block::Paragraph(paragraph) => out.push(plain_text(&paragraph.content)),
            Block::Figure(_) => out.push("figure".to_owned()),
            Block::Note(note) => {
                let mut inner = Vec::new();
                shape(&note.blocks, level, &mut inner);
                out.push(format!("note {}", inner.join(" ")));
            }
            other => other.children(&mut |part| {
                if let paiban::model::Part::Blocks(blocks) = part {
                    shape(blocks, level, out);
                }
            }),
        }
    }
}

#[test]
fn a_book_of_several_files() {
    let reading = opened(&book(&[])).expect("a book");
    let document = &reading.document;
    let mut out = Vec::new();
    shape(&document.body, 1, &mut out);
    assert_eq!(
        out,
        [
            "1 卷一",
            "2 第一章　起雾",
            "江上起了雾。见后文。",
            "1 第二章 渡江",
            "渡船来了。",
            "figure",
            "note 雾起于江心。",
        ]
    );
    let codes: Vec<Code> = reading.diagnostics.iter().map(|it| it.code).collect();
    assert!(codes.contains(&Code::BookMember), "a file that is not there: {codes:?}");
    assert!(codes.contains(&Code::BookHeading), "a heading that the contents alone have");
    let mut links = Vec::new();
    visit(&document.body, &mut |node| match node {
        Node::Inline(Inline::Link(link)) => links.push(link.target.clone()),
        Node::Inline(Inline::NoteRef(mark)) => links.push(format!("note {}", mark.target)),
        _ => {}
    });
    assert_eq!(links.len(), 2, "{links:?}");
    assert!(links[1].starts_with('#'), "a link into another file: {links:?}");
}

/// Marks that notes begin with are theirs, whatever the link back holds.
#[test]
fn the_numbers_of_notes_are_their_markers() {
    let one = page(
        "<h1>章</h1><p>甲<a id='m1' href='#n1'><sup>[1]</sup></a>乙<a id='m2' href='#n2'>②</a>丙\
         <a id='m3' href='#n3' epub:type='noteref'>3</a>丁<a id='m4' href='#n4' epub:type='noteref'>4</a></p>\
         <p><a id='n1' href='#m1'>[1]　整条都是链接的注。</a></p><p id='n2'><a href='#m2'>②</a> 圈码注。</p>\
         <aside id='n3' epub:type='footnote'><p>3. 自带号码的注。</p></aside>\
         <aside id='n4' epub:type='footnote'><p>4年之后。<a href='#m4'>↩</a></p></aside>\
         <p>戊<a id='m5' href='#n5'>[5]</a>己<a id='m6' href='#n5'>[6]</a></p>\
         <p id='n5'><a href='#m5'>[5]</a>两注<a href='#m6'>[6]</a>一段。</p>",
    );
    let document = opened(&book(&[("OEBPS/Text/1.xhtml", one.as_bytes())])).expect("a book");
    let mut notes = Vec::new();
    visit(&document.document.body, &mut |node| {
        if let Node::Block(Block::Note(note)) = node {
            let mut text = Vec::new();
            shape(&note.blocks, 1, &mut text);
            notes.push(format!("{}|{}", plain_text(&note.marker), text.join(" ")));
        }
    });
    assert_eq!(
        notes,
        [
            "[1]|整条都是链接的注。",
            "②|圈码注。",
            "3.|自带号码的注。",
            "|4年之后。",
            "[5]|两注[6]一段。"
        ]
    );
}

/// Pages of the printed edition, by elements for them and by the list of pages alone.
#[test]
fn pages_of_the_printed_edition() {
    let one = page(
        "<h1>章</h1><p>甲<span epub:type='pagebreak' id='p2' title='2'/>乙<a id='p3'></a>丙</p>\
         <div role='doc-pagebreak' aria-label='4'></div><p>丁</p>",
    );
    let ncx = NCX.replace(
        "</navMap>",
        "</navMap><pageList><pageTarget><navLabel><text>三</text></navLabel>\
         <content src='Text/1.xhtml#p3'/></pageTarget></pageList>",
    );
    let members: [(&str, &[u8]); 2] =
        [("OEBPS/Text/1.xhtml", one.as_bytes()), ("OEBPS/toc.ncx", ncx.as_bytes())];
    let document = opened(&book(&members)).expect("a book").document;
    let mut found = Vec::new();
    visit(&document.body, &mut |node| match node {
        Node::Inline(Inline::Text(text)) => found.push(text.text.clone()),
        Node::Inline(Inline::Milestone(it)) => found.push(format!("|{:?}", it.label)),
        Node::Block(Block::Milestone(it)) => found.push(format!("||{:?}", it.label)),
        _ => {}
    });
    let end = found.iter().position(|it| it == "丁").expect("the text");
    assert_eq!(
        found[end - 6..end],
        ["甲", "|Some(\"2\")", "乙", "|Some(\"三\")", "丙", "||Some(\"4\")"]
    );
}

/// Contents that list themselves, a part that is a picture alone, a text for other readers, one
/// that is in no order.
#[test]
fn items_of_the_package_are_read_or_reported() {
    let package = PACKAGE
        .replace(
            "linear=\"no\"/>",
            "/><itemref idref=\"game\"/><itemref idref=\"nowhere\"/>",
        )
        .replace(
            "<item id=\"gone\" href=\"Text/gone.xhtml\" media-type=\"application/xhtml+xml\"/>",
            "<item id=\"gone\" href=\"Text/part.xhtml\" media-type=\"application/xhtml+xml\"/>\
             <item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\" media-type=\"application/xhtml+xml\"/>\
             <item id=\"game\" href=\"game.json\" media-type=\"application/json\" fallback=\"flat\"/>\
             <item id=\"flat\" href=\"flat.xhtml\" media-type=\"application/xhtml+xml\"/>\
             <item id=\"stray\" href=\"stray.xhtml\" media-type=\"application/xhtml+xml\"/>",
        );
    let nav = page(
        "<nav epub:type='toc'><ol><li><a href='nav.xhtml'>目录</a></li><li><a href='cover.xhtml'>封面</a></li>\
         <li><a href='Text/1.xhtml'>卷一</a></li><li><a href='Text/part.xhtml'>下卷</a></li></ol></nav>",
    );
    let part = page("<p><img src='../图/扉.png'/></p>");
    let bytes = book(&[
        ("OEBPS/书.opf", package.as_bytes()),
        ("OEBPS/nav.xhtml", nav.as_bytes()),
        ("OEBPS/Text/part.xhtml", part.as_bytes()),
        ("OEBPS/game.json", b"{}"),
        ("OEBPS/flat.xhtml", page("<p>平铺。</p>").as_bytes()),
        ("OEBPS/stray.xhtml", page("<p>散页。</p>").as_bytes()),
    ]);
    let reading = opened(&bytes).expect("a book");
    let mut out = Vec::new();
    shape(&reading.document.body, 1, &mut out);
    let expected = ["1 卷一", "第一章　起雾", "1 下卷", "figure", "平铺。"];
    let missing: Vec<_> =
        expected.iter().filter(|it| !out.iter().any(|own| own == *it)).collect();
    assert!(missing.is_empty() && !out.iter().any(|it| it.contains("封面")), "{out:?}");
    let found: Vec<_> = reading
        .diagnostics
        .iter()
        .filter(|it| matches!(it.code, Code::BookMember | Code::BookUnlisted | Code::BookOrder))
        .map(|it| (it.code, it.values[0].as_str()))
        .collect();
    assert_eq!(
        found,
        [(Code::BookOrder, "nowhere"), (Code::BookUnlisted, "OEBPS/stray.xhtml")]
    );
}

#[test]
fn metadata_and_cover_of_a_book() {
    let document = opened(&book(&[])).expect("a book").document;
    let meta = &document.meta;
    let agents: Vec<_> =
        meta.agents.iter().map(|it| (it.name.as_str(), it.role.relator())).collect();
    assert_eq!(agents, [("青石板", "aut"), ("王译", "trl")]);
    assert_eq!(meta.full_title().as_deref(), Some("寒江渡"));
    assert_eq!(meta.description.as_deref(), Some("江上旧事"));
    assert_eq!(meta.dates[0].iso.as_deref(), Some("2014-09-23"));
    let identifiers: Vec<_> =
        meta.identifiers.iter().map(|it| (it.scheme.as_str(), it.value.as_str())).collect();
    assert_eq!(identifiers, [("isbn", "9787101003079")]);
    let cover = document.asset(meta.cover.as_deref().expect("a cover")).expect("its image");
    assert!(cover.data.is_some() && cover.href == "OEBPS/图/cover.png");
}

#[test]
fn the_archive_of_a_book_restores_it() {
    let bytes = book(&[]);
    let input =
        Input { name: Some("寒江渡.epub".to_owned()), bytes: bytes.as_slice().into() };
    let formats =
        [OutputFormat::Tei, OutputFormat::Json, OutputFormat::Epub, OutputFormat::Pdf];
    let made =
        convert(&input, &formats, &Options::default(), &Context::default()).expect("files");
    let tei = &made.outputs[0].bytes;
    assert!(restore::restore(tei).expect("a book") == bytes);
    let tei = String::from_utf8_lossy(tei);
    assert_eq!(tei.matches("<bibl xml:id=\"source-file\" type=\"file\"").count(), 1);
    assert_eq!(tei.matches("type=\"member\"").count(), 4);
    assert!(tei.contains("<idno type=\"path\">OEBPS/Text/1.xhtml</idno>"));
    let sources = &made.document.sources;
    assert_eq!((sources[0].format.as_str(), sources[0].within), ("epub", None));
    assert!(sources[1..].iter().all(|it| it.within == Some(0) && it.original.is_none()));
    let found = made.diagnostics.iter().filter_map(|it| it.span);
    assert!(found.clone().all(|span| usize::from(span.source) < sources.len()));
}

#[test]
fn bad_books_are_refused_by_name() {
    let whole = book(&[]);
    assert_eq!(failing(&whole[..whole.len() / 2]), Code::ContainerBroken);
    let locked = |method: &str, uri: &str| {
        format!(
            "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container' \
             xmlns:e='http://www.w3.org/2001/04/xmlenc#'><e:EncryptedData><e:EncryptionMethod \
             Algorithm='{method}'/><e:CipherData><e:CipherReference URI='{uri}'/></e:CipherData>\
             </e:EncryptedData></encryption>"
        )
    };
    let with = |text: &str| book(&[("META-INF/encryption.xml", text.as_bytes())]);
    let aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc";
    assert_eq!(failing(&with(&locked(aes, "OEBPS/Text/1.xhtml"))), Code::BookLocked);
    let font = locked("http://www.idpf.org/2008/embedding", "OEBPS/f.otf");
    opened(&with(&font)).expect("obfuscated fonts are no protection");
    let none = book(&[("OEBPS/书.opf", b"<package/>")]);
    assert_eq!(failing(&none), Code::BookPart);
    let cut = book(&[("OEBPS/书.opf", b"<package><")]);
    assert_eq!(failing(&cut), Code::BookUnread);
    // Contents that lead in circles or nowhere harm nothing.
    let circle = NCX.replace("Text/2.xhtml", "toc.ncx#a").replace("#c1", "#nowhere");
    opened(&book(&[("OEBPS/toc.ncx", circle.as_bytes())])).expect("a book");
}

/// All text of a document, without white space.
fn letters(document: &Document) -> String {
    let mut out = String::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Inline(Inline::Text(text)) = node {
                out.push_str(&text.text);
            }
        });
    }
    let mut letters: Vec<char> = out.chars().filter(|c| c.is_alphabetic()).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

fn written(name: &str, bytes: &[u8], format: InputFormat) -> Conversion {
    let mut options = Options::default();
    options.read.from = Some(format);
    let input = Input { name: Some(name.to_owned()), bytes: bytes.into() };
    convert(&input, &[OutputFormat::Epub], &options, &Context::default()).expect("a book")
}

/// Our own e-books give back the headings and their order, and lose no letter.
#[test]
fn our_own_books_are_read_back() {
    let mut texts: Vec<(String, Vec<u8>)> = vec![(
        "seed.txt".to_owned(),
        include_bytes!("../../seeds/000_f2a4da441792f317.txt").to_vec(),
    )];
    texts.extend(corpus_markdown().into_iter().take(8));
    for (name, bytes) in texts {
        let format =
            if name.ends_with("md") { InputFormat::Markdown } else { InputFormat::Text };
        let first = written(&name, &bytes, format);
        let second = opened(&first.outputs[0].bytes).expect("our own book").document;
        // Titles and credits are on a page that is made of the metadata, and not read again.
        let body = Document { front: Vec::new(), ..first.document.clone() };
        let (before, after) = (letters(&body), letters(&second));
        let lost = before.chars().count().saturating_sub(after.chars().count());
        assert!(lost == 0, "{name}: {lost} letters lost");
        let headings = |document: &Document| {
            let mut out = Vec::new();
            visit(&document.body, &mut |node| {
                if let Node::Block(Block::Section(section)) = node
                    && !section.heading.is_empty()
                {
                    let letters = plain_text(&section.heading);
                    out.push(letters.chars().filter(|c| c.is_alphabetic()).collect::<String>());
                }
            });
            out
        };
        let (before, after) = (headings(&first.document), headings(&second));
        assert!(before.iter().all(|it| after.contains(it)), "{name}: {before:?} {after:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Changed bytes end in a book or an error.
    #[test]
    fn changed_books_end(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = book(&[]);
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let _ = opened(&bytes);
    }

    /// So do changed pages and contents within a sound container.
    #[test]
    fn changed_members_end(
        member in 2_usize..8,
        at in any::<prop::sample::Index>(),
        piece in "[<>/a\"'&#第 ]{0,6}",
        cut in 0_usize..40,
    ) {
        let bytes = book(&[]);
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a container");
        let name = archive.name_for_index(member).expect("a member").to_owned();
        let mut data = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_index(member).expect("it"), &mut data).expect("bytes");
        let at = at.index(data.len());
        let end = (at + cut).min(data.len());
        data.splice(at..end, piece.bytes());
        let _ = opened(&book(&[(&name, &data)]));
    }
}
