//! `--tag-entities`: names that the text marks itself.

use paiban::config::{Options, TeiProfile};
use paiban::context::Limits;
use paiban::model::{Document, source_text};

use super::{PROFILES, Schematron, again, assert_valid, write};

const TEXT: &str = "谈《红楼梦》的版本——读书札记\n北京大学教授 刘奇\n　　2014年3月5日，我读了《红楼梦》的“甲戌本”[1]。\n　　1990年代以前，《史记》与《论〈红楼梦〉》都有；二〇一四年五月再读。\n[1] 见《石头记》，一九二七年。\n（作者单位：北京大学中文系）\n";

fn document(tagged: bool) -> Document {
    let mut options = Options::default();
    options.tei.tag_entities = tagged;
    let input = paiban::Input { name: None, bytes: TEXT.as_bytes().into() };
    paiban::read(&input, &options, &Limits::default()).unwrap().document
}

#[test]
fn names_are_tagged_in_the_archive() {
    let (xml, _) = write(&document(true), TeiProfile::All);
    for expected in [
        "<title>《红楼梦》</title>",
        "<title>《论〈红楼梦〉》</title>",
        "<date when=\"2014-03-05\">2014年3月5日</date>",
        "<date when=\"2014-05\">二〇一四年五月</date>",
        "<date when=\"1927\">一九二七年</date>",
        "<persName>刘奇</persName></docAuthor>",
        "<roleName type=\"office\">",
    ] {
        assert!(xml.contains(expected), "{expected}\n{xml}");
    }
    assert!(!xml.contains("when=\"1990\""), "{xml}");
    let (untagged, _) = write(&document(false), TeiProfile::All);
    let text = &untagged[untagged.find("<text").unwrap()..];
    assert!(!text.contains("<title>") && !text.contains("<date"), "{text}");
}

#[test]
fn tagged_archives_are_valid_and_restore_their_source() {
    let document = document(true);
    assert_eq!(source_text(&document), TEXT);
    for (profile, schema) in PROFILES {
        let (xml, diagnostics) = write(&document, profile);
        assert_eq!(diagnostics, [], "{schema}");
        assert_eq!(paiban::restore::restore(xml.as_bytes()).unwrap(), TEXT.as_bytes());
        let full = ["<persName", "<roleName"].iter().any(|name| xml.contains(name));
        assert_eq!(full, profile == TeiProfile::All, "{xml}");
        assert_valid(&[("tagged.xml".to_owned(), xml)], schema, Schematron::Yes);
    }
}

#[test]
fn tagged_archives_are_read_back_as_they_were_written() {
    let (xml, _) = write(&document(true), TeiProfile::All);
    let (_, second) = again(&xml);
    assert_eq!(second, xml);
}

#[test]
fn tagged_names_are_not_tagged_again() {
    let mut document = document(true);
    let once = document.clone();
    paiban::transform::tag_entities(&mut document);
    assert_eq!(document, once);
}
