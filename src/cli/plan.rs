//! Assigns a path to each output of each input, before anything is read or written.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use super::book::Book;
use super::files;
use super::inputs::Manuscript;
use crate::config::OutputFormat;
use crate::diag::{Code, Diagnostic, Error, Result};

/// Where outputs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A folder, under the input's stem.
    Folder(PathBuf),
    /// One file, in the format of its extension.
    File(PathBuf),
    /// Standard output, one format.
    Standard,
}

/// One input and its outputs.
#[derive(Debug)]
pub(super) struct Job {
    /// The input; `-` for standard input.
    pub(super) input: PathBuf,
    /// Formats and paths, in the order of writing; `None` for standard output.
    pub(super) outputs: Vec<(OutputFormat, Option<PathBuf>)>,
    /// Why there is nothing to convert.
    pub(super) problem: Option<Error>,
    /// The book that the input is, of many files.
    pub(super) book: Option<Box<Book>>,
}

/// The jobs of a run.
#[derive(Debug)]
pub(super) struct RunPlan {
    /// In the order of the inputs.
    pub(super) jobs: Vec<Job>,
    /// The folder of `SHA256SUMS`.
    pub(super) folder: Option<PathBuf>,
    /// Whether that folder is shared by many documents.
    pub(super) is_tree: bool,
    /// Diagnostics of the planning.
    pub(super) found: Vec<Diagnostic>,
}

/// Plans the outputs of `inputs`; `formats` are the requested ones, empty for the default three.
///
/// # Errors
///
/// Several outputs for one file, a file in place of the folder.
pub(super) fn plan(
    inputs: Vec<Manuscript>,
    output: &Path,
    formats: &[OutputFormat],
) -> Result<RunPlan> {
    let target = target(output);
    let folder = match &target {
        Target::Folder(folder) => Some(folder.as_path()),
        Target::File(path) => Some(files::parent(path)),
        Target::Standard => None,
    };
    if let Some(file) = folder.and_then(blocked) {
        return Err(Error::new(Code::OutputNotFolder, [&file.display()]));
    }
    let formats = match (&target, formats) {
        (Target::File(path), []) => vec![format_of(path).unwrap_or(OutputFormat::Pdf)],
        (_, []) => vec![OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei],
        (_, requested) => {
            let mut formats = requested.to_vec();
            formats.sort();
            formats.dedup();
            formats
        }
    };
    let single = !matches!(target, Target::Folder(_));
    if single && (inputs.len() != 1 || formats.len() != 1) {
        let place = format!("-o {}", output.display());
        return Err(Error::new(Code::OutputOneOnly, [&place]));
    }
    let (long, found) = namesakes(&inputs);
    let jobs = inputs
        .into_iter()
        .map(|input| {
            let path = |format: OutputFormat| match &target {
                Target::Folder(folder) => {
                    let folder = folder.join(&input.folder);
                    let mut name = match &input.book {
                        Some(book) => OsString::from(book.stem()),
                        None if long.contains(&input.path) => full_name(&input.path),
                        None => stem(&input.path),
                    };
                    name.push(format!(".{}", format.extension()));
                    Some(folder.join(name))
                }
                Target::File(path) => Some(path.clone()),
                Target::Standard => None,
            };
            let formats = formats.iter().filter(|_| input.problem.is_none());
            let outputs = formats.map(|format| (*format, path(*format))).collect();
            Job { input: input.path, outputs, problem: input.problem, book: input.book }
        })
        .collect();
    let is_tree = matches!(target, Target::Folder(_));
    let folder = folder.map(Path::to_owned);
    Ok(RunPlan { jobs, folder, is_tree, found })
}

/// The manuscripts that share folder and stem with another; their outputs keep the extension
/// (`a.docx.pdf`), and each group is reported. Manuscripts with the same full name are left to
/// clash.
fn namesakes(inputs: &[Manuscript]) -> (BTreeSet<PathBuf>, Vec<Diagnostic>) {
    let mut groups: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
    let are_files = inputs.iter().filter(|it| it.book.is_none() && it.path.is_file());
    for input in are_files {
        groups.entry(input.folder.join(stem(&input.path))).or_default().push(&input.path);
    }
    groups.retain(|_, group| {
        let names: BTreeSet<OsString> = group.iter().map(|it| full_name(it)).collect();
        group.len() > 1 && names.len() == group.len()
    });
    let report = |group: &Vec<&Path>| {
        Diagnostic::new(Code::OutputNamesakes, [&group[0].display(), &group[1].display()])
    };
    let found = groups.values().map(report).collect();
    (groups.into_values().flatten().map(Path::to_owned).collect(), found)
}

fn full_name(path: &Path) -> OsString {
    path.file_name().unwrap_or_default().to_owned()
}

fn target(output: &Path) -> Target {
    if files::is_standard(output) {
        Target::Standard
    } else if format_of(output).is_some() && !output.is_dir() && !is_named_folder(output) {
        Target::File(output.to_owned())
    } else {
        Target::Folder(output.to_owned())
    }
}

/// The first ancestor of a folder that is not a folder.
fn blocked(folder: &Path) -> Option<&Path> {
    // Without the trailing separator, with which the system would accept only a folder.
    let mut way = folder.components().as_path().ancestors();
    way.find(|path| fs::symlink_metadata(path).is_ok() && !path.is_dir())
}

/// Whether a path ends in a separator, and so names a folder.
fn is_named_folder(path: &Path) -> bool {
    path.to_string_lossy().ends_with(std::path::is_separator)
}

/// The format of a path's extension.
pub(super) fn format_of(path: &Path) -> Option<OutputFormat> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    OutputFormat::ALL
        .into_iter()
        .find(|format| name.ends_with(&format!(".{}", format.extension())))
}

/// A file's name without its extension; `.tei.xml` counts as one.
pub(super) fn stem(path: &Path) -> OsString {
    if files::is_standard(path) {
        return "stdin".into();
    }
    let extension = |path: &Path| path.extension().map(OsStr::to_ascii_lowercase);
    let stem = Path::new(path.file_stem().unwrap_or_default());
    let archive = extension(path).is_some_and(|ext| ext == "xml")
        && extension(stem).is_some_and(|ext| ext == "tei");
    let stem = if archive { stem.file_stem().unwrap_or_default() } else { stem.as_os_str() };
    stem.to_owned()
}
