//! The words of comments, documents, messages and names of tests: plain technical English, none of
//! the phrases of `tests/dialect.txt`.

use std::path::{Path, PathBuf};

/// A phrase, and longer ones that contain it and are fine.
struct Phrase<'l> {
    text: &'l str,
    fine: Vec<&'l str>,
}

fn phrases(list: &str) -> Vec<Phrase<'_>> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (text, rest) =
                line.split_once(": ").expect("a phrase and what is written instead");
            let fine = rest.split_once("; but ").map_or("", |(_, fine)| fine);
            Phrase { text, fine: fine.split(", ").filter(|it| !it.is_empty()).collect() }
        })
        .collect()
}

impl Phrase<'_> {
    /// Whether a line has it. `line` is in lower case.
    fn is_in(&self, line: &str) -> bool {
        let is_letter = |c: char| c.is_ascii_alphanumeric();
        line.match_indices(self.text).any(|(at, _)| {
            let after = &line[at + self.text.len()..];
            !line[..at].ends_with(is_letter)
                && !after.starts_with(is_letter)
                && !self.fine.iter().any(|fine| line[at..].starts_with(fine))
        })
    }
}

/// Files of these endings below a folder.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| endings.iter().any(|e| it == *e)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// What a line of Rust says in words: its comment, the name of a function, a message.
fn prose(line: &str, has_messages: bool) -> String {
    let line = line.trim();
    if has_messages {
        return line.to_lowercase();
    }
    let comment = line.split_once("// ").or_else(|| line.split_once("//! "));
    let comment = comment.or_else(|| line.split_once("/// ")).map_or("", |(_, it)| it);
    let name = line.split_once("fn ").map_or("", |(_, it)| it.split('(').next().unwrap_or(it));
    format!("{} {}", name.replace('_', " "), comment).to_lowercase()
}

#[test]
fn no_phrase_of_the_list_occurs() {
    let list = phrases(include_str!("../dialect.txt"));
    let mut wrong = Vec::new();
    let mut check = |path: &Path, number: usize, line: &str| {
        for phrase in list.iter().filter(|phrase| phrase.is_in(line)) {
            wrong.push(format!("{}:{}: {}", path.display(), number + 1, phrase.text));
        }
    };
    let sources = [files("src", &["rs"]), files("tests/it", &["rs"])].concat();
    for path in sources {
        let text = std::fs::read_to_string(&path).expect("a source");
        let has_messages = path.components().any(|it| it.as_os_str() == "codes");
        for (number, line) in text.lines().enumerate() {
            check(&path, number, &prose(line, has_messages));
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "RELEASE.md"]
        .map(|name| root.join(name));
    for path in files("docs", &["md"]).into_iter().chain(pages) {
        let text = std::fs::read_to_string(&path).expect("a page");
        for (number, line) in text.lines().enumerate() {
            check(&path, number, &line.to_lowercase().replace('_', " "));
        }
    }
    assert!(wrong.is_empty(), "tests/dialect.txt says what to write:\n{}", wrong.join("\n"));
}

#[test]
fn phrases_are_found_as_whole_words() {
    let list = phrases("lives: is; but lives on\nheard of: reported\n");
    let found = |line: &str| list.iter().filter(|it| it.is_in(line)).count();
    assert_eq!(found("a note lives here, and is heard of"), 2);
    assert_eq!(found("x lives on y; outlives"), 0);
    assert_eq!(found(&prose("fn a_note_lives_here() {} // Heard of.", false)), 2);
    assert_eq!(found(&prose("let lives = 1;", false)), 0);
}
