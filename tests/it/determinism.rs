//! The same input and options give the same bytes, wherever and whenever.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::Path;

use paiban::config::{Options, OutputFormat};
use paiban::context::Context;
use paiban::model::Bytes;
use paiban::{Input, convert};

use crate::support::{TestDir, paiban};

const SEED: &str = "seeds/000_f2a4da441792f317.txt";

/// Every output of the seed, by its name.
fn outputs(
    folder: &TestDir,
    cwd: &Path,
    environment: &[(&str, &str)],
) -> BTreeMap<String, Vec<u8>> {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join(SEED);
    let mut command = paiban();
    command.current_dir(cwd).envs(environment.iter().copied());
    command.arg("convert").arg(seed).args(["--to", "pdf,epub,tei,json", "--sums", "-o"]);
    let status = command.arg(folder.path()).output().unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let read = |name: String| {
        let bytes = std::fs::read(folder.path().join(&name)).unwrap();
        (name, bytes)
    };
    folder.files().into_iter().map(read).collect()
}

#[test]
fn place_time_zone_and_locale_change_no_byte() {
    let (here, there) = (TestDir::new("here"), TestDir::new("there"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let first = outputs(&here, root, &[("TZ", "Asia/Shanghai"), ("LANG", "zh_CN.UTF-8")]);
    let second = outputs(
        &there,
        there.path(),
        &[("TZ", "America/New_York"), ("LC_ALL", "tr_TR.UTF-8"), ("USER", "someone")],
    );
    assert_eq!(first.len(), 5, "four files and their sums: {:?}", first.keys());
    for (name, bytes) in &first {
        assert!(second.get(name) == Some(bytes), "{name} differs");
    }
}

#[test]
fn no_output_names_this_machine() {
    let folder = TestDir::new("machine");
    let root = env!("CARGO_MANIFEST_DIR");
    for (name, bytes) in outputs(&folder, Path::new(root), &[]) {
        for secret in [root, folder.path().to_str().unwrap()] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{name} names {secret}");
        }
    }
}

#[test]
fn the_date_is_the_one_that_was_given() {
    let (dated, undated) = (TestDir::new("dated"), TestDir::new("undated"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let with = outputs(&dated, root, &[("SOURCE_DATE_EPOCH", "1411430400")]);
    let without = outputs(&undated, root, &[]);
    let tei = |files: &BTreeMap<String, Vec<u8>>| {
        let (_, bytes) = files.iter().find(|(name, _)| name.ends_with(".tei.xml")).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    assert!(tei(&with).contains("2014-09-23"));
    assert!(!tei(&without).contains("2014-09-23"));
}

#[test]
fn threads_change_neither_bytes_nor_diagnostics() {
    let formats = [OutputFormat::Epub, OutputFormat::Pdf, OutputFormat::Tei];
    let with = |threads: usize, file: &str, options: &Options| {
        let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let input = Input { name: Some(file.to_owned()), bytes: bytes.into() };
        let context = Context { threads: NonZero::new(threads), ..Context::default() };
        convert(&input, &formats, options, &context)
    };
    let options = Options::default();
    for file in [SEED, "tests/fixtures/kitchen-sink.md"] {
        let one = with(1, file, &options).unwrap();
        let four = with(4, file, &options).unwrap();
        assert!(one.outputs == four.outputs, "{file}");
        let written: Vec<_> = four.outputs.iter().map(|output| output.format).collect();
        assert_eq!(written, formats, "in the order in which they were asked for");
        assert_eq!(format!("{:?}", one.diagnostics), format!("{:?}", four.diagnostics));
    }
    // And what fails does so alike.
    let mut options = Options::default();
    options.epub.cover = Some(Bytes(b"no image".to_vec()));
    let found =
        |threads| format!("{:?}", with(threads, SEED, &options).unwrap_err().diagnostic());
    assert_eq!(found(1), found(4));
}
