//! Files in a folder that are not converted, by kind: outputs of paiban, companions of a
//! manuscript, and others. The input is paths that are not manuscripts, the result their counts,
//! for the summary and the report.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{bag, files, options, record, sums};
use crate::diag::Language;
use crate::model::AssetKind;
use crate::output::is_product;

/// The maximum number of files of unknown kind to name.
const NAMED: usize = 5;
/// The number of bytes that identify an image.
const HEAD: u64 = 1 << 16;

/// The kind of a skipped file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PassedKind {
    /// Written by paiban: an output, a list of checksums, a report, a bag.
    Own,
    /// The decisions beside a manuscript.
    Sidecar,
    /// The folder that a browser saved with a page.
    Saved,
    Picture,
    /// A format that paiban does not read.
    Other,
}

/// A kind, its key in the report, and its names: English singular and plural, Chinese.
const KINDS: [(PassedKind, &str, [&str; 3]); 5] = [
    (
        PassedKind::Own,
        "own",
        ["file that paiban wrote", "files that paiban wrote", "本程序写出的文件"],
    ),
    (PassedKind::Sidecar, "sidecar", ["sidecar", "sidecars", "旁注文件"]),
    (
        PassedKind::Saved,
        "saved",
        ["folder of a saved page", "folders of saved pages", "网页附带的文件夹"],
    ),
    (PassedKind::Picture, "picture", ["picture", "pictures", "图片"]),
    (PassedKind::Other, "other", ["other file", "other files", "其他文件"]),
];

/// The skipped files of a folder.
#[derive(Clone, Debug)]
pub(super) struct Passed {
    /// The folder.
    pub(super) root: PathBuf,
    counts: BTreeMap<PassedKind, usize>,
    /// The first files of unknown kind, relative to the folder.
    others: Vec<PathBuf>,
}

impl Passed {
    /// Counts these paths of a folder.
    pub(super) fn of(root: &Path, paths: &[PathBuf]) -> Self {
        let root = root.to_owned();
        let mut passed = Self { root, counts: BTreeMap::new(), others: Vec::new() };
        for path in paths {
            let kind = kind(path);
            *passed.counts.entry(kind).or_default() += 1;
            if kind == PassedKind::Other && passed.others.len() < NAMED {
                let name = path.strip_prefix(&passed.root).unwrap_or(path);
                passed.others.push(name.to_owned());
            }
        }
        passed
    }

    /// Whether none was skipped.
    pub(super) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The counts by their keys in the report.
    pub(super) fn counts(&self) -> BTreeMap<&'static str, usize> {
        let count = |(kind, key, _): &(PassedKind, &'static str, _)| {
            self.counts.get(kind).map(|count| (*key, *count))
        };
        KINDS.iter().filter_map(count).collect()
    }

    /// A line of the summary.
    pub(super) fn line(&self, language: Language) -> String {
        let parts = KINDS.iter().filter_map(|(kind, _, [one, many, chinese])| {
            let count = *self.counts.get(kind)?;
            let words = match language {
                Language::Chinese => format!("{chinese} {count}"),
                Language::English => format!("{count} {}", if count == 1 { one } else { many }),
            };
            Some(if *kind == PassedKind::Other { words + &self.named(language) } else { words })
        });
        let parts: Vec<String> = parts.collect();
        match language {
            Language::Chinese => format!("跳过：{}", parts.join("，")),
            Language::English => format!("passed over: {}", parts.join(", ")),
        }
    }

    /// The files of unknown kind, in brackets.
    fn named(&self, language: Language) -> String {
        let mut names: Vec<String> = self.others.iter().map(|it| files::shown(it)).collect();
        if self.counts.get(&PassedKind::Other).is_some_and(|count| *count > names.len()) {
            names.push("…".to_owned());
        }
        match language {
            Language::Chinese => format!("（{}）", names.join("、")),
            Language::English => format!(" ({})", names.join(", ")),
        }
    }
}

/// The kind of a path; only regular files are opened.
fn kind(path: &Path) -> PassedKind {
    if path.is_dir() {
        return if bag::is_own(path) { PassedKind::Own } else { PassedKind::Saved };
    }
    if !fs::metadata(path).is_ok_and(|it| it.is_file()) {
        return PassedKind::Other;
    }
    let is_list = path.file_name() == sums::place(Path::new("")).file_name();
    let mut head = Vec::new();
    let is_read =
        File::open(path).is_ok_and(|file| file.take(HEAD).read_to_end(&mut head).is_ok());
    let is_record = || ["status", "fate"].iter().any(|field| record::is_ours(path, field));
    if is_own(path) || is_list || !head.is_empty() && is_record() {
        PassedKind::Own
    } else if options::is_sidecar(path) {
        PassedKind::Sidecar
    } else if is_read && AssetKind::of(&head) != AssetKind::Unknown {
        PassedKind::Picture
    } else {
        PassedKind::Other
    }
}

/// Whether paiban wrote a file.
pub(super) fn is_own(path: &Path) -> bool {
    // Opening a pipe would block.
    path.is_file() && File::open(path).and_then(is_product).unwrap_or(false)
}
