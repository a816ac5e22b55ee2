//! TEI that others wrote: its text is kept, its structure is understood as far as the model
//! goes, and what it has no construct for is reported by name and count.

use std::path::{Path, PathBuf};

use paiban::config::{InputFormat, Options, OutputFormat};
use paiban::context::{Context, Limits};
use paiban::diag::Code;
use paiban::model::source_text;
use paiban::{Input, Reading, convert};

use super::{PROFILES, Schematron, assert_valid, write};
use crate::support::shared;

fn read(path: &Path) -> Reading {
    let bytes = std::fs::read(path).unwrap();
    paiban::read(
        &Input { name: None, bytes: bytes.into() },
        &Options::default(),
        &Limits::default(),
    )
    .unwrap()
}

/// A file of this folder's fixtures, as the model's dump shows it, and what was reported.
fn fixture(name: &str) -> (String, Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tei");
    let conversion = read(&folder.join(name));
    let found = conversion.diagnostics.iter().map(ToString::to_string).collect();
    (paiban::model::dump(&conversion.document), found)
}

#[test]
fn archives_of_pandoc_are_read() {
    let (dump, found) = fixture("pandoc.xml");
    insta::assert_snapshot!("pandoc", dump);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn tei_lite_is_read() {
    let (dump, found) = fixture("lite.xml");
    insta::assert_snapshot!("lite", dump);
    assert_eq!(found.len(), 2, "{found:?}");
    for name in ["stage", "term"] {
        assert!(found.iter().any(|it| it.contains(name)), "{name}: {found:?}");
    }
}

/// The editions of the corpus, whole files and parts.
fn editions() -> Vec<PathBuf> {
    let Some(shared) = shared() else { return Vec::new() };
    let mut found = Vec::new();
    for folder in ["cbeta", "aozora-ja", "dict", "dila-biographies"] {
        let entries = std::fs::read_dir(shared.join("corpus/e_tei").join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        found.extend(paths.filter(|path| path.extension().is_some_and(|it| it == "xml")));
    }
    found.sort();
    assert!(!found.is_empty(), "no edition in the corpus");
    found
}

/// The characters of a text, without white space, by a scan that knows only tags.
fn characters(xml: &str) -> String {
    let from = xml.find("<text").or(xml.find("<div")).unwrap();
    let to = xml.rfind("</text>").or(xml.rfind("</div>")).unwrap();
    let mut rest = &xml[from..to];
    let mut out = String::new();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("<!--") { "-->" } else { ">" };
        rest = &rest[at + rest[at..].find(end).unwrap() + end.len()..];
    }
    let references = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    let text = references.iter().fold(out, |text, (name, c)| text.replace(name, c));
    text.split_whitespace().collect()
}

#[test]
fn editions_of_others_keep_their_text() {
    for path in editions() {
        let text: String = source_text(&read(&path).document).split_whitespace().collect();
        let xml = std::fs::read_to_string(&path).unwrap();
        assert!(text == characters(&xml), "{}", path.display());
    }
}

/// Elements of an edition's own, and how often it has them.
#[test]
fn elements_without_a_construct_are_reported_by_name_and_count() {
    for path in editions() {
        let found = read(&path).diagnostics;
        let known = [Code::TeiUnknownElement, Code::TeiIncluded];
        assert!(found.iter().all(|it| known.contains(&it.code)), "{}", path.display());
        let xml = std::fs::read_to_string(&path).unwrap();
        let expected: &[(&str, &str)] = match path.file_name().unwrap().to_str().unwrap() {
            "T19n0920_001.xml" => {
                &[("docNumber", "cb:docNumber"), ("tt", "cb:tt"), ("jhead", "cb:jhead")]
            }
            _ => &[],
        };
        for (name, tag) in expected {
            let count = xml.matches(&format!("<{tag}>")).count()
                + xml.matches(&format!("<{tag} ")).count();
            let message = format!(
                "the element {name} has no construct in the model; the text of {count} of them was kept"
            );
            assert!(
                found.iter().any(|it| it.to_string().ends_with(&message)),
                "{message}\n{found:?}"
            );
        }
    }
}

/// The text of an archive, without its header, which describes the file that was read.
fn archived(bytes: &[u8]) -> String {
    let mut options = Options::default();
    options.read.from = Some(InputFormat::Tei);
    let input = Input { name: None, bytes: bytes.into() };
    let made = convert(&input, &[OutputFormat::Tei], &options, &Context::default()).unwrap();
    String::from_utf8(made.outputs[0].bytes.clone()).unwrap()
}

#[test]
fn archives_of_editions_are_read_and_written_alike() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tei");
    let mut files = editions();
    files.extend(["pandoc.xml", "lite.xml"].map(|name| fixtures.join(name)));
    // The largest take minutes in a debug build.
    files.retain(|path| std::fs::metadata(path).unwrap().len() < 400_000);
    // This one has its text in other files.
    files.retain(|path| !path.ends_with("Jushi_Zhuan-JSZwrapper-JuShiZhuan.xml"));
    for path in files {
        let first = archived(&std::fs::read(&path).unwrap());
        let second = archived(first.as_bytes());
        let text = |xml: &str| xml.split_once("</teiHeader>").unwrap().1.to_owned();
        assert!(text(&first) == text(&second), "{}", path.display());
    }
}

/// Headings, closing lines and notes in verse, lists and tables, groups of groups of lines.
#[test]
fn text_between_parts_is_kept() {
    let (dump, found) = fixture("parts.xml");
    insta::assert_snapshot!("parts", dump);
    assert!(found.is_empty(), "{found:?}");
    is_archived_once(include_bytes!("../../fixtures/tei/parts.xml"));
}

/// The archive of the archive has the text of the archive, tags and all; gives the archive.
fn is_archived_once(bytes: &[u8]) -> String {
    let archive = |bytes: &[u8]| {
        let input = Input { name: None, bytes: bytes.into() };
        let formats = [OutputFormat::Tei];
        let made = convert(&input, &formats, &Options::default(), &Context::default());
        let xml = String::from_utf8(made.unwrap().outputs.remove(0).bytes).unwrap();
        let text = xml[xml.find("<text").unwrap()..].to_owned();
        (xml, text)
    };
    let (first, text) = archive(bytes);
    assert_eq!(archive(first.as_bytes()).1, text);
    text
}

/// Identifiers that XML forbids or that are twice: the first archive has those that the archive
/// of the archive has.
#[test]
fn broken_ids_are_corrected_at_once() {
    let text = is_archived_once(include_bytes!("../../fixtures/tei/ids.xml"));
    let mut ids: Vec<_> = text.split("xml:id=\"").map(str::to_owned).skip(1).collect();
    ids.iter_mut().for_each(|id| id.truncate(id.find('"').unwrap()));
    for id in ["p1", "秋", "_31__20_春", "t", "x", "y", "z"] {
        assert_eq!(ids.iter().filter(|it| *it == id).count(), 1, "{id}: {ids:?}");
    }
    assert!(text.contains("<note xml:id=\"z\""), "the mark has lost its note");
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
}

/// What is lost, doubtful or supplied is shown, and the archive has the elements themselves: valid,
/// and the same in every later archive.
#[test]
fn the_condition_of_a_text_is_kept() {
    let elements = [
        "<gap agent=\"water\" quantity=\"3\" reason=\"lost damage\" unit=\"character\"/>",
        "<gap/>",
        "<unclear cert=\"low\" reason=\"damage\">遞</unclear>",
        "<supplied cert=\"high\" reason=\"lost\">大唐</supplied>",
        "<space quantity=\"2\" unit=\"character\"/>",
        "<surplus reason=\"repeated\">年</surplus>",
        "<damage agent=\"rubbing\">月</damage>",
    ];
    let text = elements.concat();
    let verse = "<lg><l>春水初生<caesura/>渡船未滿</l></lg>";
    let xml = format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><text><body><p>甲{text}乙</p>{verse}</body></text></TEI>"
    );
    let input = Input { name: None, bytes: xml.as_bytes().into() };
    let conversion = paiban::read(&input, &Options::default(), &Limits::default()).unwrap();
    assert_eq!(conversion.diagnostics, []);
    assert_eq!(
        source_text(&conversion.document),
        "甲□□□［…］遞大唐　　年月乙春水初生　渡船未滿"
    );
    let archive = is_archived_once(xml.as_bytes());
    for element in elements.into_iter().chain(["<caesura/>"]) {
        assert!(archive.contains(element), "{element}\n{archive}");
    }
    for (profile, schema) in PROFILES {
        let (xml, _) = write(&conversion.document, profile);
        assert_valid(&[("condition.xml".to_owned(), xml)], schema, Schematron::Yes);
    }
}
