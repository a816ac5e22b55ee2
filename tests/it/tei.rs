//! The TEI writer.

mod editions;
mod entities;
mod foreign;
mod ids;
mod loss;
mod models;
mod random;
mod safety;

use std::path::Path;

use paiban::config::{Options, TeiProfile};
use paiban::context::{Context, Limits};
use paiban::diag::Diagnostic;
use paiban::identity::Identity;
use paiban::model::{Document, source_text};
use paiban::output::tei;

use crate::documents::kitchen_sink;
use crate::parts::assert_parts;
use crate::support::{corpus_texts, validator, verdict};
use random::{Pool, Random};

/// The profiles and the schema that each is written for.
const PROFILES: [(TeiProfile, &str); 2] =
    [(TeiProfile::All, "tei_all.rng"), (TeiProfile::Simple, "tei_simplePrint.rng")];

/// The document as TEI in this profile.
pub(crate) fn write(document: &Document, profile: TeiProfile) -> (String, Vec<Diagnostic>) {
    let mut options = Options::default();
    options.tei.profile = profile;
    let identity = Identity::of(document);
    let file = tei::write(document, None, &options, &Context::default(), &identity).unwrap();
    (String::from_utf8(file.bytes).unwrap(), file.diagnostics)
}

/// Whether the schema's Schematron rules are looked at too: seconds a file.
#[derive(PartialEq)]
enum Schematron {
    Yes,
    No,
}

/// Fails unless the schema and its Schematron rules take all of these files.
fn assert_valid(files: &[(String, String)], schema: &str, schematron: Schematron) {
    let Some((mut check, validators)) = validator("check-tei") else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tei-{schema}"));
    std::fs::create_dir_all(&folder).unwrap();
    check.arg("--rng").arg(validators.join("tei").join(schema));
    if schematron == Schematron::No {
        check.arg("--no-schematron");
    }
    for (name, xml) in files {
        let path = folder.join(name);
        std::fs::write(&path, xml).unwrap();
        check.arg(path);
    }
    verdict(check);
}

#[test]
fn everything_has_a_place_in_tei() {
    for (profile, schema) in PROFILES {
        let (xml, diagnostics) = write(&kitchen_sink(), profile);
        assert_eq!(diagnostics, [], "{schema}");
        assert_valid(&[("kitchen-sink.xml".to_owned(), xml)], schema, Schematron::Yes);
    }
}

#[test]
fn the_kitchen_sink_looks_as_agreed() {
    let (xml, _) = write(&kitchen_sink(), TeiProfile::All);
    insta::with_settings!({ filters => vec![(r#"version="[0-9.]+""#, "version=\"…\"")] }, {
        assert_parts!("kitchen-sink", xml);
    });
}

#[test]
fn the_kitchen_sink_restores_its_source() {
    let (xml, _) = write(&kitchen_sink(), TeiProfile::All);
    assert!(xml.contains("<note type=\"restore\">text</note>"));
    let bytes = paiban::restore::restore(xml.as_bytes()).unwrap();
    assert_eq!(bytes.len() as u64, kitchen_sink().sources[0].length);
}

/// Documents that no reader makes, but that a filter may.
#[test]
fn every_tree_is_valid_and_restores_its_source() {
    const DOCUMENTS: usize = 60;
    let pool = Pool::new();
    for (profile, schema) in PROFILES {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let mut files = Vec::new();
        for number in 0..DOCUMENTS {
            let document = pool.document(&mut random);
            let (xml, diagnostics) = write(&document, profile);
            assert_eq!(diagnostics, [], "{number} {schema}\n{xml}");
            let bytes = paiban::restore::restore(xml.as_bytes()).unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), source_text(&document));
            files.push((format!("random-{number}.xml"), xml));
        }
        assert_valid(&files, schema, Schematron::No);
    }
}

/// An archive as text, read back and written again.
fn again(xml: &str) -> (Document, String) {
    let options = Options::default();
    let input = paiban::Input { name: None, bytes: xml.as_bytes().into() };
    let document = paiban::read(&input, &options, &Limits::default()).unwrap().document;
    let (written, _) = write(&document, TeiProfile::All);
    (document, written)
}

/// What an archive has after its header, which says about the file that was read.
fn body_of(xml: &str) -> &str {
    xml.split_once("</teiHeader>").unwrap().1
}

/// The first lines in which two texts differ.
fn difference(a: &str, b: &str) -> String {
    let differ = a.lines().zip(b.lines()).filter(|(a, b)| a != b).take(4);
    differ.map(|(a, b)| format!("- {a:.300}\n+ {b:.300}\n")).collect()
}

#[test]
fn archives_are_read_back_as_they_were_written() {
    let mut wrong = String::new();
    for (name, bytes) in corpus_texts() {
        let input = paiban::Input { name: Some(name.clone()), bytes: bytes.as_slice().into() };
        let first =
            paiban::read(&input, &Options::default(), &Limits::default()).unwrap().document;
        let (xml, _) = write(&first, TeiProfile::All);
        let (document, second) = again(&xml);
        assert_eq!(source_text(&document), source_text(&first), "{name}");
        if second != xml {
            wrong.push_str(&format!("{name}\n{}", difference(&xml, &second)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A promise that names a test is worth what the test is: each must exist.
#[test]
fn every_test_that_the_conformance_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/conformance/tei.md")).unwrap();
    let mut sources =
        ["tei.rs", "lossless.rs"].map(|name| root.join("tests/it").join(name)).to_vec();
    let folder = std::fs::read_dir(root.join("tests/it/tei")).unwrap();
    sources.extend(folder.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()));
    let sources: String =
        sources.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let words = page.split('`').skip(1).step_by(2);
    let named: Vec<&str> = words
        .filter(|word| word.contains('_') && !word.contains(['/', '.']))
        .filter(|word| *word != "tei_all")
        .collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        assert!(sources.contains(&format!("#[test]\nfn {name}()")), "{name}");
    }
}
