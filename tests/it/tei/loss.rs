//! No character of a text is lost without a word: what the document does not hold, a warning
//! places.

use paiban::config::{Options, OutputFormat};
use paiban::context::{Context, Limits};
use paiban::diag::{Code, Exit, Severity};
use paiban::model::{Block, Document, Inline, Node, source_text, visit};
use paiban::{Input, Reading, convert};

use super::random::Random;

/// The elements of TEI P5 (tei_all 4.12), one a line.
const ELEMENTS: &str = include_str!("../../fixtures/tei/elements.txt");

/// Attributes that decide what an element is taken for.
const ATTRIBUTES: [&str; 16] = [
    "type=\"contents\"",
    "type=\"code\"",
    "type=\"math\"",
    "type=\"title\"",
    "type=\"verse\"",
    "type=\"list\"",
    "type=\"gloss\"",
    "type=\"space\"",
    "type=\"delimiter\"",
    "type=\"note\"",
    "type=\"ruby\"",
    "type=\"choice\"",
    "type=\"gaiji\"",
    "type=\"continuation\"",
    "place=\"inline\"",
    "rendition=\"#align-center\"",
];

fn read(xml: &str) -> paiban::diag::Result<Reading> {
    let input = Input { name: None, bytes: xml.as_bytes().into() };
    paiban::read(&input, &Options::default(), &Limits::default())
}

/// A file with this in its `text`.
fn tei(text: &str) -> String {
    format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><text>{text}</text></TEI>")
}

/// All that a document says: its texts and gaps, and the descriptions of its images.
fn said(document: &Document) -> String {
    let mut out = source_text(document);
    let mut describe = |node: Node<'_>| match node {
        Node::Inline(Inline::Image(image)) => out.push_str(image.alt.as_deref().unwrap_or("")),
        Node::Block(Block::Figure(figure)) => {
            figure.images.iter().for_each(|it| out.push_str(it.alt.as_deref().unwrap_or("")));
        }
        _ => {}
    };
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut describe);
    }
    out
}

/// The words of these that neither the document holds nor a warning places.
fn lost<'w>(xml: &str, words: &'w [String]) -> Vec<&'w str> {
    let conversion = read(xml).unwrap();
    let said = said(&conversion.document);
    let places: Vec<_> = conversion
        .diagnostics
        .iter()
        .filter(|found| found.severity() == Severity::Warning && found.code != Code::TooDeep)
        .filter_map(|found| Some(found.span?.range()))
        .collect();
    let is_lost = |word: &&String| {
        let at = xml.find(word.as_str()).unwrap();
        !said.contains(word.as_str()) && !places.iter().any(|place| place.contains(&at))
    };
    words.iter().filter(is_lost).map(String::as_str).collect()
}

/// An element of any name with texts and elements in it, each text a word of its own.
fn tree(random: &mut Random, names: &[&str], depth: usize, words: &mut Vec<String>) -> String {
    let name = *random.pick(names);
    let attribute = if random.below(3) == 0 { *random.pick(&ATTRIBUTES) } else { "" };
    let mut out = format!("<{name} {attribute}>");
    for _ in 0..random.below(4) {
        if depth == 0 || random.below(2) == 0 {
            words.push(format!("〔{}〕", words.len()));
            out.push_str(words.last().unwrap());
        } else {
            out.push_str(&tree(random, names, depth - 1, words));
        }
    }
    out + &format!("</{name}>")
}

#[test]
fn no_character_of_any_element_is_lost_without_a_word() {
    const TREES: usize = 3000;
    let all: Vec<&str> = ELEMENTS.lines().collect();
    assert!(all.len() > 580, "{}", all.len());
    // Elements that the reader distinguishes are combined more often.
    let known: Vec<&str> = "p ab div head lg l list item label table row cell figure graphic \
        figDesc quote cit bibl note ref q seg hi choice app rdg lem ruby rb rt sp speaker g gap \
        docTitle titlePart byline code formula eg fw pc lb pb anchor text group body \
        teiHeader sourceDoc title date"
        .split_whitespace()
        .collect();
    let mut random = Random(0x5EED_0F7E_1000_0001);
    for number in 0..TREES {
        let names = if number % 2 == 0 { &all } else { &known };
        let mut words = Vec::new();
        let xml = tei(&tree(&mut random, names, 5, &mut words));
        assert_eq!(lost(&xml, &words), [""; 0], "tree {number}\n{xml}");
    }
}

/// What is found of this text: codes, with the part of the file that each places.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let xml = tei(text);
    let conversion = read(&xml).unwrap();
    let shown = conversion.diagnostics.iter().map(|found| {
        let place = found.span.map(|span| xml[span.range()].to_owned()).unwrap_or_default();
        (found.code.id(), place)
    });
    shown.collect()
}

#[test]
fn text_without_a_place_is_reported_in_its_place() {
    for (text, place) in [
        ("<body><p>甲</p><list>乙<item>丙</item></list></body>", "乙"),
        ("<body><p>甲</p><table>乙<row><cell>丙</cell></row></table></body>", "乙"),
        (
            "<body><p>甲<binaryObject>bGFsYQ==</binaryObject></p></body>",
            "<binaryObject>bGFsYQ==</binaryObject>",
        ),
        ("<body><p>甲<app>乙<lem>丙</lem></app></p></body>", "乙"),
    ] {
        assert_eq!(found(text), [("tei-024", place.to_owned())], "{text}");
    }
    let beside = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><standOff><listPerson><person>乙</person></listPerson></standOff><text><body><p>甲</p></body></text><sourceDoc><line>丙</line></sourceDoc></TEI>";
    let conversion = read(beside).unwrap();
    assert_eq!(source_text(&conversion.document), "甲");
    let found: Vec<String> = conversion.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "tei-024: text in standOff has no place in the document and was left out: 乙",
            "tei-024: text in sourceDoc has no place in the document and was left out: 丙",
        ]
    );
}

#[test]
fn parts_that_are_other_files_are_reported_and_never_opened() {
    let include =
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"卷二.xml\"/>";
    for text in [
        format!("<body><p>甲</p>{include}</body>"),
        format!("<body><p>甲{include}</p></body>"),
        format!("<body><div><p>甲</p></div></body>{include}"),
    ] {
        assert_eq!(found(&text), [("tei-025", include.to_owned())], "{text}");
    }
    let fallback = "<body><p>甲</p><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"x\"><xi:fallback><p>乙</p></xi:fallback></xi:include></body>";
    assert_eq!(source_text(&read(&tei(fallback)).unwrap().document), "甲乙");
}

#[test]
fn a_file_without_text_has_its_words_in_the_transcription() {
    let xml = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><sourceDoc><surface n=\"1\"><zone><line>第一行</line><line>第二行</line></zone></surface></sourceDoc></TEI>";
    let conversion = read(xml).unwrap();
    assert!(conversion.diagnostics.is_empty(), "{:?}", conversion.diagnostics);
    assert_eq!(conversion.document.body.len(), 2);
    assert_eq!(source_text(&conversion.document), "第一行第二行");
}

#[test]
fn markup_of_another_kind_is_refused_by_the_name_of_its_root() {
    for (xml, code, root) in [
        (
            "<?xml version='1.0'?><book xmlns='http://docbook.org/ns/docbook'><para>甲</para></book>",
            Code::TeiRoot,
            "book",
        ),
        ("<书><章>甲</章></书>", Code::TeiRoot, "书"),
        ("<TEI.2><text><body><p>甲</p></body></text></TEI.2>", Code::TeiP4, "TEI.2"),
        ("<!DOCTYPE TEI.2 SYSTEM 'tei2.dtd'><TEI.2><teiHeader/></TEI.2>", Code::TeiP4, "TEI.2"),
    ] {
        let error = read(xml).unwrap_err();
        assert_eq!((error.diagnostic().code, error.exit()), (code, Exit::Malformed), "{xml}");
        assert!(error.to_string().ends_with(root), "{error}");
    }
    let broken = read("<?xml version='1.0'?><book><p>甲</book>").unwrap_err();
    assert_eq!(broken.diagnostic().code, Code::XmlMalformed);
}

/// Angle brackets are signs of plain text, too.
#[test]
fn prose_with_angle_brackets_is_no_markup() {
    for text in ["<前言>\n　　正文。\n", "<红楼梦>是一部书。\n", "<甲> <乙>\n正文。\n"]
    {
        let conversion = read(text).unwrap();
        assert_eq!(source_text(&conversion.document), text);
    }
}

#[test]
fn empty_documents_are_refused() {
    let empty =
        [" \n　\n".to_owned(), tei("<body><p/></body>"), tei("<body><p><lb/> </p></body>")];
    for text in empty {
        let input = Input { name: None, bytes: text.as_bytes().into() };
        let formats = [OutputFormat::Tei];
        let error =
            convert(&input, &formats, &Options::default(), &Context::default()).unwrap_err();
        assert_eq!(error.diagnostic().code, Code::NothingToSet, "{text}");
        assert_eq!(error.exit(), Exit::Malformed);
    }
    let picture = tei("<body><p><graphic url=\"图.png\"/></p></body>");
    let input = Input { name: None, bytes: picture.as_bytes().into() };
    assert!(
        convert(&input, &[OutputFormat::Tei], &Options::default(), &Context::default()).is_ok()
    );
}

/// Rare characters (缺字): what a character is mapped to, else its composition, else 〓.
#[test]
fn characters_outside_unicode_are_written_as_declared() {
    let xml = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><encodingDesc><charDecl><char xml:id=\"CB1\"><localProp name=\"composition\" value=\"[馬*立]\"/><mapping type=\"unicode\">U+99C0</mapping></char><char xml:id=\"CB2\"><localProp name=\"composition\" value=\"[言*頁]\"/></char></charDecl></encodingDesc></teiHeader><text><body><p>甲<g ref=\"#CB1\"/>乙<g ref=\"#CB2\"/>丙<g ref=\"#CB3\"/>丁</p></body></text></TEI>";
    let conversion = read(xml).unwrap();
    assert_eq!(source_text(&conversion.document), "甲駀乙[言*頁]丙〓丁");
    let [found] = conversion.diagnostics.as_slice() else { panic!("{conversion:?}") };
    assert_eq!(
        (found.code, &xml[found.span.unwrap().range()]),
        (Code::TeiUnwritten, "<g ref=\"#CB3\"/>")
    );
}

#[test]
fn entities_that_the_file_declares_are_its_text() {
    let xml = format!(
        "<!DOCTYPE TEI [<!ENTITY 甲 \"[言*頁]\"><!ENTITY han '漢字'>]>{}",
        tei("<body><p>前&甲;中&han;後&無;。</p></body>")
    );
    let conversion = read(&xml).unwrap();
    assert_eq!(source_text(&conversion.document), "前[言*頁]中漢字後&無;。");
    let codes: Vec<_> = conversion.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::TeiEntity]);
}

/// Korean and Sanskrit part words by spaces, also where a line of the file or of an edition ends;
/// Chinese and Japanese do not (TEI P5 §3.11.3, `break`).
#[test]
fn words_of_spaced_scripts_stay_apart_at_line_ends() {
    for (content, text) in [
        ("오늘은\n비가", "오늘은 비가"),
        ("南山\n北谷", "南山北谷"),
        ("jalaṃ<lb n=\"2\"/>śītalam", "jalaṃ śītalam"),
        ("jalaṃ <lb n=\"2\"/>śītalam", "jalaṃ śītalam"),
        ("grā<lb n=\"4\" break=\"no\"/>me", "grāme"),
        ("南山<lb n=\"4\"/>北谷", "南山北谷"),
    ] {
        let conversion = read(&tei(&format!("<body><p>{content}</p></body>"))).unwrap();
        assert_eq!(source_text(&conversion.document), text, "{content}");
    }
}
