//! XML that means harm, and XML that is broken: nothing is fetched, nothing grows beyond its
//! bound, and the message says what is wrong.

use paiban::config::{InputFormat, Options};
use paiban::context::Limits;
use paiban::diag::Code;
use paiban::model::{Depth, source_text};
use paiban::restore::restore;

fn options() -> Options {
    let mut options = Options::default();
    options.read.from = Some(InputFormat::Tei);
    options
}

fn read(xml: &[u8]) -> paiban::diag::Result<paiban::Reading> {
    paiban::read(
        &paiban::Input { name: None, bytes: xml.into() },
        &options(),
        &Limits::default(),
    )
}

fn tei(body: &str) -> String {
    format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>{body}</body></text></TEI>")
}

#[test]
fn no_entity_grows_beyond_its_bound() {
    let declared: String = ('b'..='j')
        .map(|c| {
            let before = char::from_u32(u32::from(c) - 1).unwrap();
            format!("<!ENTITY {c} \"{}\">", format!("&{before};").repeat(10))
        })
        .collect();
    let laughs =
        format!("<!DOCTYPE TEI [<!ENTITY a \"哈\">{declared}]>{}", tei("<p>笑：&j;</p>"));
    let conversion = read(laughs.as_bytes()).unwrap();
    assert_eq!(source_text(&conversion.document).trim(), "笑：&j;");
    let codes: Vec<_> = conversion.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::TeiEntity]);
}

#[test]
fn nothing_is_fetched() {
    let folder = crate::support::TestDir::new("external-entity");
    let secret = folder.write("secret.txt", "秘密");
    let xml = format!(
        "<!DOCTYPE TEI SYSTEM \"http://localhost:9/tei.dtd\" [<!ENTITY % all SYSTEM \"file://{0}\">%all;<!ENTITY own SYSTEM \"file://{0}\">]>{1}",
        secret.display(),
        tei("<p>&own;</p>")
    );
    let conversion = read(xml.as_bytes()).unwrap();
    assert_eq!(source_text(&conversion.document).trim(), "&own;");
}

#[test]
fn limits_are_reported_by_name() {
    let deep = tei(&format!("{}甲{}", "<seg>".repeat(300), "</seg>".repeat(300)));
    let attributes: String = (0..300).map(|n| format!(" a{n}=\"\"")).collect();
    let many = tei(&format!("<p{attributes}>甲</p>"));
    let long = tei(&format!("<p n=\"{}\">甲</p>", "长".repeat(1 << 19)));
    for (xml, limit) in [(deep, "depth"), (many, "attributes"), (long, "value")] {
        let error = read(xml.as_bytes()).unwrap_err();
        assert_eq!(error.diagnostic().code, Code::XmlLimit);
        assert!(error.to_string().contains(limit), "{error}");
    }
}

/// Other editions may nest deeper than our trees: their text stays, and what is written of them
/// is read again.
#[test]
fn deep_structure_is_flattened() {
    for (open, close) in [("<quote>", "</quote>"), ("<div>", "</div>"), ("<hi>", "</hi>")] {
        let xml = tei(&format!("{}甲{}", open.repeat(200), close.repeat(200)));
        let conversion = read(xml.as_bytes()).unwrap();
        let codes: Vec<_> = conversion.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::TooDeep], "{open}");
        assert_eq!(source_text(&conversion.document).trim(), "甲", "{open}");
        let json = paiban::output::json::write(&conversion.document);
        let (again, found) = paiban::input::json::read(&json, Depth::default()).unwrap();
        assert!(again == conversion.document && found.is_empty(), "{open}");
    }
}

#[test]
fn characters_that_xml_forbids_are_refused() {
    for body in
        ["<p>\u{1}</p>", "<p>&#x1;</p>", "<p>&#xD800;</p>", "<p>\u{FFFE}</p>", "<p>&#0;</p>"]
    {
        assert_eq!(
            read(tei(body).as_bytes()).unwrap_err().diagnostic().code,
            Code::XmlMalformed,
            "{body}"
        );
    }
}

/// A surrogate without its other half is no character: it is kept as its two bytes.
#[test]
fn lone_surrogates_of_a_text_are_kept_as_bytes() {
    let text = "上篇\n　　话说天下大势，分久必合，合久必分。".repeat(8);
    for (label, little) in [("utf-16le", true), ("utf-16be", false)] {
        let unit = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
        bytes.splice(8..8, unit(0xD83D));
        let mut options = Options::default();
        options.read.encoding = Some(label.to_owned());
        let input = paiban::Input { name: None, bytes: bytes.clone().into() };
        let document = paiban::read(&input, &options, &Limits::default()).unwrap().document;
        let (xml, _) = super::write(&document, paiban::config::TeiProfile::All);
        assert!(
            xml.contains(if little { "value=\"3DD8\"" } else { "value=\"D83D\"" }),
            "{xml}"
        );
        assert_eq!(restore(xml.as_bytes()).unwrap(), bytes);
    }
}

/// Prefixes are the file's own business, and elements of other vocabularies are no TEI.
#[test]
fn namespaces_decide_not_prefixes() {
    let prefixed = "<t:TEI xmlns:t=\"http://www.tei-c.org/ns/1.0\"><t:text><t:body><t:p>甲</t:p></t:body></t:text></t:TEI>";
    let conversion = read(prefixed.as_bytes()).unwrap();
    assert_eq!(source_text(&conversion.document), "甲");
    let foreign = tei("<p>甲<x:p xmlns:x=\"urn:x\">乙</x:p></p>");
    let conversion = read(foreign.as_bytes()).unwrap();
    assert_eq!(source_text(&conversion.document), "甲乙");
    assert_eq!(conversion.diagnostics[0].code, Code::TeiUnknownElement);
}
