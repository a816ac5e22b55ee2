//! Checks the output paths of a run: never over an input, never two outputs at one path, never over
//! files not written by paiban.
//!
//! All paths are checked before anything is written. Files are compared by identity, so that other
//! spellings, symbolic links and hard links are recognised. Images are known only once a text is
//! read; but no output may replace an image.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use super::args::Convert;
use super::files::{self, Identity};
use super::folding::Folding;
use super::plan::RunPlan;
use super::{filter, fonts, options};
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::AssetKind;
use crate::output::is_product;

/// The number of bytes that identify an image.
const HEAD: u64 = 1 << 16;

/// The files that a run reads: manuscripts, sidecar files, style sheets, cover, fonts, filters.
#[derive(Debug, Default)]
pub(super) struct Reads {
    known: BTreeMap<Identity, PathBuf>,
}

impl Reads {
    /// The files of this run.
    pub(super) fn of(args: &Convert, plan: &RunPlan) -> Self {
        let mut reads = Self::default();
        for job in &plan.jobs {
            reads.add(&job.input);
            if !args.reading.no_sidecar {
                reads.add(&options::sidecar(&job.input));
            }
        }
        let (look, standards) = (&args.look, &args.standards);
        let named = [&look.style, &standards.css, &standards.cover];
        named.into_iter().flatten().for_each(|path| reads.add(path));
        args.reading.rules.iter().for_each(|path| reads.add(path));
        fonts::files(&look.fonts).iter().for_each(|path| reads.add(path));
        for command in &args.filtering.filter {
            let words = filter::words_of(command);
            words.iter().for_each(|word| reads.add(Path::new(word)));
        }
        reads
    }

    /// Adds a file, if it exists.
    pub(super) fn add(&mut self, path: &Path) {
        if let Some(identity) = files::identity(path).filter(|_| !files::is_standard(path)) {
            self.known.entry(identity).or_insert_with(|| path.to_owned());
        }
    }

    /// The input at `path`, if it is one of these.
    fn find(&self, path: &Path) -> Option<&Path> {
        self.known.get(&files::identity(path)?).map(PathBuf::as_path)
    }
}

/// A file that is to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Destination<'a> {
    pub(super) path: &'a Path,
    /// Its origin: an input, or an option.
    pub(super) by: &'a Path,
}

/// Checks all paths; returns warnings about conflicts on other systems. `folding` returns what the
/// output folder folds, and is called only if it matters.
///
/// # Errors
///
/// An input or an image at an output path; two files for one path.
pub(super) fn check(
    wanted: &[Destination<'_>],
    reads: &Reads,
    folding: impl FnOnce() -> Folding,
) -> Result<Vec<Diagnostic>> {
    let mut folders = BTreeMap::new();
    let mut groups: BTreeMap<OsString, Vec<NamedFile<'_>>> = BTreeMap::new();
    for path in reads.known.values() {
        let name = NamedFile { real: real(path, &mut folders), path, by: None };
        groups.entry(Folding::ANYWHERE.key(&name.real)).or_default().push(name);
    }
    for Destination { path, by } in wanted {
        if let Some(read) = reads.find(path) {
            return Err(Error::new(Code::OutputIsInput, [&path.display(), &read.display()]));
        }
        if is_image(path) {
            return Err(Error::new(Code::OutputIsImage, [&path.display()]));
        }
        let name = NamedFile { real: real(path, &mut folders), path, by: Some(by) };
        let group = groups.entry(Folding::ANYWHERE.key(&name.real)).or_default();
        group.push(name);
        if group.len() > 1 {
            apart(group, Folding::NOWHERE)?;
        }
    }
    groups.retain(|_, group| group.len() > 1 && group.iter().any(|name| name.by.is_some()));
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let folding = folding();
    let mut found = Vec::new();
    for group in groups.values() {
        apart(group, folding)?;
        for name in group.iter().skip(1).filter(|name| name.by.is_some()) {
            let values: [&dyn Display; 2] = [&group[0].path.display(), &name.path.display()];
            found.push(Diagnostic::new(Code::OutputNamesFold, values));
        }
    }
    Ok(found)
}

/// A file to read or write.
#[derive(Debug)]
struct NamedFile<'a> {
    /// Its canonical path.
    real: PathBuf,
    path: &'a Path,
    /// Its origin; `None` for an input.
    by: Option<&'a Path>,
}

/// Rejects two names that are equal under this folding.
fn apart(group: &[NamedFile<'_>], folding: Folding) -> Result<()> {
    let mut seen: BTreeMap<OsString, &NamedFile<'_>> = BTreeMap::new();
    for name in group {
        let Some(other) = seen.insert(folding.key(&name.real), name) else { continue };
        let path = name.path.display();
        match (other.by, name.by) {
            (_, None) => {}
            (None, Some(_)) => {
                return Err(Error::new(Code::OutputIsInput, [&path, &other.path.display()]));
            }
            (Some(first), Some(second)) => {
                let (first, second) = (first.display(), second.display());
                return Err(Error::new(Code::OutputClash, [&first, &second, &path]));
            }
        }
    }
    Ok(())
}

/// Whether there is an image at a path, by its bytes.
fn is_image(path: &Path) -> bool {
    let mut head = Vec::new();
    // Pipes are never opened.
    fs::metadata(path).is_ok_and(|it| it.is_file())
        && File::open(path).is_ok_and(|file| file.take(HEAD).read_to_end(&mut head).is_ok())
        && AssetKind::of(&head) != AssetKind::Unknown
}

/// Refuses to replace a file not written by paiban. An empty file may be replaced.
///
/// # Errors
///
/// Such a file, or one that can't be read.
pub(super) fn check_own(path: &Path) -> Result<()> {
    let is_file = |it: &fs::Metadata| it.is_file() && it.len() > 0;
    let is_own = || File::open(path).and_then(is_product).unwrap_or(false);
    if fs::metadata(path).is_ok_and(|it| is_file(&it)) && !is_own() {
        return Err(Error::new(Code::OutputForeign, [&path.display()]));
    }
    Ok(())
}

/// The canonical path of a file, which need not exist: its folder with links resolved, as far as it
/// exists. `folders` is a cache.
fn real(path: &Path, folders: &mut BTreeMap<PathBuf, PathBuf>) -> PathBuf {
    let folder = files::parent(path);
    let name = path.file_name().unwrap_or_default();
    if let Some(known) = folders.get(folder) {
        return known.join(name);
    }
    let there = folder.ancestors().find_map(|it| Some((it, here(it).canonicalize().ok()?)));
    let (there, mut real) = there.unwrap_or((Path::new(""), PathBuf::new()));
    for part in folder.strip_prefix(there).unwrap_or(folder).components() {
        // Missing folders have no links, so `..` only removes the last one.
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
    }
    folders.insert(folder.to_owned(), real.clone());
    real.join(name)
}

/// The current folder has a path, too.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks these outputs, each of one manuscript, under this folding.
    fn checked(read: &[&str], written: &[&str], folding: Folding) -> Result<Vec<Code>> {
        let known = read.iter().enumerate();
        #[cfg(unix)]
        let known = known.map(|(at, path)| ((0, at as u64), PathBuf::from(path)));
        #[cfg(not(unix))]
        let known = known.map(|(_, path)| (PathBuf::from(path), PathBuf::from(path)));
        let reads = Reads { known: known.collect() };
        let wanted: Vec<Destination<'_>> = written
            .iter()
            .map(|path| Destination { path: Path::new(path), by: Path::new("稿") })
            .collect();
        let found = check(&wanted, &reads, || folding)?;
        Ok(found.into_iter().map(|it| it.code).collect())
    }

    #[test]
    fn names_that_fold_are_refused_where_they_do_and_warned_of_elsewhere() {
        let refused = |read: &[&str], written: &[&str], folding| {
            checked(read, written, folding).unwrap_err().diagnostic().code
        };
        let warned = Ok(vec![Code::OutputNamesFold]);
        let case = Folding { form: false, ..Folding::ANYWHERE };
        let form = Folding { case: false, ..Folding::ANYWHERE };
        // notes.txt beside Notes.md.
        let notes = ["书/notes.pdf", "书/Notes.pdf"];
        assert_eq!(refused(&[], &notes, case), Code::OutputClash);
        assert_eq!(checked(&[], &notes, form), warned);
        assert_eq!(checked(&[], &notes, Folding::NOWHERE), warned);
        let cafe = ["书/caf\u{E9}.pdf", "书/cafe\u{301}.pdf"];
        assert_eq!(refused(&[], &cafe, form), Code::OutputClash);
        assert_eq!(checked(&[], &cafe, case), warned);
        // Folders fold, too.
        let folders = ["书/A/一.pdf", "书/a/一.pdf"];
        assert_eq!(refused(&[], &folders, Folding::ANYWHERE), Code::OutputClash);
        // Doc.JSON, made into JSON beside itself.
        let (read, written) = (["Doc.JSON"], ["Doc.json"]);
        assert_eq!(refused(&read, &written, case), Code::OutputIsInput);
        assert_eq!(checked(&read, &written, Folding::NOWHERE), warned);
        // Two equal spellings of one name, and one that differs from both.
        let spelt = ["书/一.pdf", "书/./甲/../一.pdf"];
        assert_eq!(refused(&[], &spelt, Folding::NOWHERE), Code::OutputClash);
        assert_eq!(checked(&["a.txt"], &["a.pdf", "b.pdf"], Folding::ANYWHERE), Ok(vec![]));
    }

    #[test]
    fn the_folder_is_probed_only_if_needed() {
        let wanted = |path| Destination { path: Path::new(path), by: Path::new("稿") };
        let wanted = [wanted("一.pdf"), wanted("二.pdf")];
        let found = check(&wanted, &Reads::default(), || panic!("probed without need"));
        assert_eq!(found, Ok(Vec::new()));
    }
}
