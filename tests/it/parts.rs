//! Snapshots of large outputs, a part of the document each, so that what changes can be read.

/// The sections of the sample documents that begin a part, by their ids.
const BEGIN: [&str; 7] =
    ["dedication", "chapter-1", "set-apart", "lists", "figures", "poem", "afterword"];

/// A dump, parted before the sections that begin one, each with its name.
pub(crate) fn of(dump: &str) -> Vec<(String, String)> {
    let begins = |line: &str| {
        let section = ["<section ", "<div ", "section "].iter().any(|it| line.contains(it));
        let id = |id: &&&str| {
            [format!("id=\"{id}\""), format!(" id={id} ")].iter().any(|it| line.contains(it))
        };
        BEGIN.iter().filter(|_| section).find(id)
    };
    let mut parts = vec![("0-head".to_owned(), String::new())];
    for line in dump.lines() {
        if let Some(id) = begins(line) {
            parts.push((format!("{}-{id}", parts.len()), String::new()));
        }
        let (_, part) = parts.last_mut().expect("the head is first");
        part.push_str(line);
        part.push('\n');
    }
    assert_eq!(parts.len(), BEGIN.len() + 1, "each of the sections begins a part");
    parts
}

/// Compares each part of a dump with its snapshot, `NAME-N-SECTION`.
macro_rules! assert_parts {
    ($name:literal, $dump:expr) => {
        for (section, part) in $crate::parts::of(&$dump) {
            insta::assert_snapshot!(format!("{}-{section}", $name), part);
        }
    };
}
pub(crate) use assert_parts;

#[test]
fn no_snapshot_is_too_long_to_read() {
    /// The most bytes of one.
    const MOST: u64 = 20_000;
    let mut long = Vec::new();
    for folder in ["snapshots", "documents/snapshots", "pdf/snapshots", "tei/snapshots"] {
        let files = std::fs::read_dir(format!("tests/it/{folder}")).expect("a folder");
        for entry in files.flatten() {
            let bytes = entry.metadata().expect("a file").len();
            if bytes > MOST {
                long.push(format!("{}: {bytes} bytes", entry.path().display()));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}
