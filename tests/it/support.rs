//! What several test modules need.

use std::path::{Path, PathBuf};

/// The folder of shared texts and validators, beside the repository unless `PAIBAN_SHARED`
/// names it; none where it is absent, which is said aloud.
pub(crate) fn shared() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests may be told where the corpus is")]
    let told = std::env::var_os("PAIBAN_SHARED").map(PathBuf::from);
    let folder =
        told.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: {} is absent, so texts of the corpus are not read", folder.display());
    None
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
