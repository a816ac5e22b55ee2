//! What scholarly editions hold beside the text: readings of witnesses, values of their encoding,
//! notes that are elsewhere, entries of dictionaries. All of it is shown and archived.

use paiban::diag::Code;

use super::again;
use crate::made::{Made, assert_has, make_edition, make_tei, said};

/// What an archive has after its header.
fn text_of(made: &Made) -> &str {
    made.tei.split_once("</teiHeader>").unwrap().1
}

/// That an archive is read back as it was written.
fn is_stable(made: &Made) {
    let (_, second) = again(&made.tei);
    assert_eq!(super::body_of(&second), super::body_of(&made.tei));
}

const WITNESSES: &str = "<listWit><witness xml:id=\"da\">【大】</witness>\
    <witness xml:id=\"song\">【宋】</witness><witness xml:id=\"yuan\">【元】</witness></listWit>";

#[test]
fn readings_of_witnesses_are_notes_with_their_names() {
    let body = "<p>是夜里人皆<app><lem wit=\"#da\">聞</lem><rdg wit=\"#song #yuan\" \
        type=\"variant\">見</rdg><rdg/></app>鐘聲。</p>";
    let made = make_edition(WITNESSES, body, "");
    assert_has(&said(&made), &["里人皆聞", "聞，【宋】【元】作「見」；一無。"]);
    assert_has(
        &made.epub,
        &["epub:type=\"noteref\"", "<aside", "聞，【宋】【元】作「見」；一無。"],
    );
    assert_has(text_of(&made), &["<rdg", ">見</rdg>", "type=\"variant\""]);
    is_stable(&made);
}

#[test]
fn groups_of_readings_and_remarks_belong_to_the_apparatus() {
    let body = "<p>皆<app><lem>聞</lem><rdgGrp><rdg wit=\"甲 乙\">見</rdg><rdg wit=\"丙\">知</rdg>\
        </rdgGrp><note>三本皆通。</note></app>。</p>";
    let made = make_tei(body);
    assert_has(&said(&made), &["聞，甲、乙作「見」；丙作「知」。三本皆通。"]);
    assert_has(text_of(&made), &["<note>三本皆通。</note></app>"]);
}

/// The double end-point method, as CBETA's files have it: the readings are in the back.
#[test]
fn readings_that_are_in_the_back_are_noted_at_their_place() {
    let body = "<p>是夜里人皆<anchor xml:id=\"beg1\"/>聞<anchor xml:id=\"end1\"/>鐘聲。</p>";
    let back = "<back><div type=\"apparatus\"><head>校注</head><p><app from=\"#beg1\" to=\"#end1\">\
        <lem wit=\"#da\">聞</lem><rdg wit=\"#song\">見</rdg></app></p></div></back>";
    let made = make_edition(WITNESSES, body, back);
    assert_has(&said(&made), &["里人皆聞①鐘聲", "聞，【宋】作「見」。"]);
    assert_has(
        text_of(&made),
        &["<app from=\"#beg1\" to=\"#end1\">", "<anchor xml:id=\"end1\"/>"],
    );
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    is_stable(&made);
}

#[test]
fn a_lemma_that_a_note_alone_prints_is_whole() {
    let body = "<p>如是我聞<note><app><lem wit=\"#da\">一切怖懼自然除盡諸佛菩薩漸自降攝<note \
        type=\"cf1\">卷十二同</note></lem><rdg wit=\"#song\">盡</rdg></app></note>。</p>";
    let made = make_edition(WITNESSES, body, "");
    let said = said(&made);
    assert_has(&said, &["一切怖懼自然除盡諸佛菩薩漸自降攝", "卷十二同", "【宋】作「盡」。"]);
}

#[test]
fn values_of_an_encoding_are_carried_into_the_archive() {
    let body = "<div type=\"jing\" n=\"1\"><p rend=\"indent\"><persName key=\"A000294\" \
        ref=\"https://example.org/a/294\">玄覽</persName>以<date when=\"0629\" calendar=\"#lunar\">\
        貞觀三年</date>往<placeName key=\"PL01\" notBefore=\"0600\">天目</placeName>，<pb n=\"12\" \
        facs=\"p12.jpg\"/><note place=\"top\" resp=\"#zhu\">眉批一條</note>還，得<rs type=\"book\" \
        ref=\"#b1\">書</rs><seg type=\"x\" corresp=\"#w1\">三</seg><hi rend=\"large\">卷</hi>。</p></div>";
    let made = make_tei(body);
    let text = text_of(&made);
    assert_has(
        text,
        &[
            "<div type=\"jing\" n=\"1\"",
            "<persName key=\"A000294\" ref=\"https://example.org/a/294\">",
            "<date when=\"0629\" calendar=\"#lunar\">",
            "<placeName key=\"PL01\" notBefore=\"0600\">",
            "<pb n=\"12\" facs=\"p12.jpg\"/>",
            "place=\"top\" resp=\"#zhu\"",
            "<rs type=\"book\" ref=\"#b1\">",
            "<seg type=\"x\" corresp=\"#w1\">",
            " rend=\"large\"",
            " rend=\"indent\"",
        ],
    );
    is_stable(&made);
}

/// A value that the schema has no place for is kept as a named one.
#[test]
fn values_that_fit_no_attribute_are_kept_by_name() {
    let made = make_tei("<p wit=\"a b\"><date notBefore=\"貞觀\" key=\"7\">三年</date></p>");
    assert_has(
        &made.tei,
        &["<term type=\"wit\">a b</term>", "<term type=\"notBefore\">貞觀</term>"],
    );
    assert_has(text_of(&made), &["<date key=\"7\""]);
    is_stable(&made);
}

#[test]
fn a_note_between_the_lines_is_in_its_line() {
    for note in [
        "<note place=\"inline\" rend=\"double-line\">繩者井繩也</note>",
        "<note place=\"interlinear\">繩者井繩也</note>",
        "<note type=\"夾注\">繩者井繩也</note>",
    ] {
        let made = make_tei(&format!("<p>凡汲水者必先正其繩{note}乃下其桶</p>"));
        assert_has(&said(&made), &["必先正其繩繩者井繩也乃下其桶"]);
        assert!(!made.epub.contains("noteref") && made.epub.contains("繩者井繩也</small>"));
        assert_has(text_of(&made), &[" place=\"in"]);
    }
}

#[test]
fn a_note_that_is_elsewhere_has_its_mark_at_its_place() {
    for (body, back) in [
        (
            "<p>原文<anchor xml:id=\"a1\"/>續。</p><note target=\"#a1\" n=\"7\">外置之注。</note>",
            "",
        ),
        (
            "<p>原文<anchor xml:id=\"a1\"/>續。<note target=\"#a1\" n=\"7\">外置之注。</note></p>",
            "",
        ),
        (
            "<p><seg xml:id=\"a1\">原文</seg>續。</p>",
            "<back><div><note target=\"#a1\" n=\"7\">外置之注。</note></div></back>",
        ),
        (
            "<p>原文<ref target=\"#n\">7</ref>續。</p>",
            "<back><div type=\"notes\"><note xml:id=\"n\">外置之注。</note></div></back>",
        ),
    ] {
        let made = make_edition("", body, back);
        assert_has(&said(&made), &["原文7續。", "外置之注。"]);
        let marked = ["[7]</a>", "〔7〕</a>"].iter().any(|mark| made.epub.contains(mark));
        assert!(marked, "{}", made.epub);
        assert_has(&made.epub, &["外置之注。"]);
        assert!(!made.codes().contains(&Code::NoteUncalled), "{body}: {:?}", made.codes());
        is_stable(&made);
    }
    let verse = "<lg><l xml:id=\"l1\">床前明月光</l><l>疑是地上霜</l></lg>";
    let made = make_edition("", verse, "<back><note target=\"#l1\">一作看。</note></back>");
    assert_has(&said(&made), &["床前明月光①", "一作看。"]);
}

/// CBETA numbers its notes by page and note.
#[test]
fn the_mark_of_an_editor_is_printed() {
    for (n, mark) in [("0001012", "12"), ("甲", "甲"), ("*", "*")] {
        let made = make_tei(&format!("<p>原文<note n=\"{n}\">注。</note>續。</p>"));
        assert_has(&said(&made), &[&format!("原文{mark}續")]);
        assert_has(text_of(&made), &[&format!(" n=\"{n}\"")]);
    }
    let made = make_tei("<p>原文<note n=\"a-long-name\">注。</note>續。</p>");
    assert_has(&said(&made), &["原文①續"]);
}

#[test]
fn the_fields_of_an_entry_are_apart() {
    let body = "<div><entry xml:id=\"e1\" type=\"main\"><form><orth>道</orth><pron>dào</pron></form>\
        <gramGrp><pos>名</pos></gramGrp><sense n=\"1\"><def>路也</def></sense><sense n=\"2\">\
        <def>理也</def></sense></entry><entry><form><orth>德</orth></form><sense><def>得也</def>\
        </sense></entry></div>";
    let made = make_tei(body);
    assert_has(&said(&made), &["道 dào 名 1 路也 2 理也", "德 得也"]);
    assert_has(&made.epub, &["<strong>道</strong>"]);
    assert_has(
        text_of(&made),
        &[
            "<entryFree type=\"main\" xml:id=\"e1\"><form><orth>道</orth><pron>dào</pron></form>",
            "<sense n=\"2\"><def>理也</def></sense></entryFree>",
        ],
    );
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    is_stable(&made);
}
