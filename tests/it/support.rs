//! What several test modules need.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of shared texts and validators, beside the repository unless `PAIBAN_SHARED` names
/// it; none if it is absent, which is printed.
pub(crate) fn shared() -> Option<PathBuf> {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests may be given the folder of the corpus"
    )]
    let folder = std::env::var_os("PAIBAN_SHARED").map(PathBuf::from);
    let folder =
        folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: {} is absent, so texts of the corpus are not read", folder.display());
    None
}

/// A public validator, in the folder of those; none if that is absent.
pub(crate) fn validator(name: &str) -> Option<(Command, PathBuf)> {
    let validators = shared()?.join("validators");
    Some((Command::new(validators.join(name)), validators))
}

/// The report of a validator about files that must be valid; none if it cannot run here.
pub(crate) fn verdict(mut check: Command) -> Option<String> {
    let output = check.output().expect("the validator runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.code() == Some(2) {
        eprintln!("SKIPPED: {check:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    assert!(output.status.success(), "{said}");
    Some(said)
}

/// The plain texts of the corpus, by their path in it, in order; the seed alone where the
/// corpus is absent.
pub(crate) fn corpus_texts() -> Vec<(String, Vec<u8>)> {
    let seed = "seeds/000_f2a4da441792f317.txt";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = vec![(seed.to_owned(), std::fs::read(root.join(seed)).expect("the seed"))];
    let Some(corpus) = shared().map(|shared| shared.join("corpus")) else { return texts };
    for folder in ["a_essay", "a_essay/synthetic", "b_novel", "c_poetry", "g_encoding"] {
        let entries = std::fs::read_dir(corpus.join(folder)).expect("a folder of the corpus");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .filter(|name| name.ends_with(".txt"))
            .collect();
        names.sort();
        for name in names {
            let path = format!("{folder}/{name}");
            let bytes = std::fs::read(corpus.join(&path)).expect("a text of the corpus");
            texts.push((path, bytes));
        }
    }
    texts
}

/// The Markdown files of the corpus, by their path in it, in order; none if it is absent.
pub(crate) fn corpus_markdown() -> Vec<(String, Vec<u8>)> {
    let Some(corpus) = shared().map(|shared| shared.join("corpus")) else { return Vec::new() };
    let mut folders = vec![corpus.join("d_markdown")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the corpus") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&corpus).expect("a file of the corpus");
                let bytes = std::fs::read(&path).expect("a text of the corpus");
                texts.push((name.to_string_lossy().into_owned(), bytes));
            }
        }
    }
    texts.sort();
    texts
}

/// The file of a bundled face, in its folder by `fonts/fonts.toml`.
pub(crate) fn face_file(name: &str) -> PathBuf {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let table = std::fs::read_to_string(fonts.join("fonts.toml")).expect("the table of faces");
    let table: toml::Table = table.parse().expect("TOML");
    let faces = table["face"].as_array().expect("faces");
    let face = faces.iter().find(|face| face["file"].as_str() == Some(name)).expect("a face");
    fonts.join(face["folder"].as_str().expect("its folder")).join(name)
}

/// A folder of a test's own, removed when the test is done with it.
#[derive(Debug)]
pub(crate) struct TestDir(PathBuf);

impl TestDir {
    /// An empty folder; `name` is the test's.
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}", std::process::id()));
        if path.exists() {
            std::fs::remove_dir_all(&path).expect("an old folder of this test");
        }
        std::fs::create_dir_all(&path).expect("a folder for this test");
        Self(path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file in it, its folders first.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    /// All files in it, by their paths, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let path = path.strip_prefix(&self.0).expect("a file inside");
                    found.push(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        found.sort();
        found
    }
}

impl Drop for TestDir {
    fn drop(&mut self) {
        // What stays is in the build folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The command, in an environment of its own: no locale, no date, no colours.
pub(crate) fn paiban() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paiban"));
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

/// Whether goldens are to be rewritten as things are (`PAIBAN_UPDATE=1`).
#[expect(clippy::disallowed_methods, reason = "asked for by whoever runs the tests")]
pub(crate) fn is_updating() -> bool {
    std::env::var_os("PAIBAN_UPDATE").is_some()
}

/// The images of a document, within the usual limits.
pub(crate) fn pictures(document: &paiban::model::Document) -> paiban::image::Pictures<'_> {
    paiban::image::Pictures::of(document, paiban::context::Limits::default().samples)
}
