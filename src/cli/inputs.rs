//! Resolves the inputs: files, folders with all their files, and patterns.
//!
//! Folders are walked in the order of their paths; files that are not manuscripts are counted by
//! kind (`passed`). Hidden files, links to folders and the output folder are skipped. A pattern or
//! folder without a manuscript, or a folder that can't be read, is an input that fails, without
//! stopping the others.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::args::Many;
use super::book::Book;
use super::passed::{self, Passed};
use super::{bag, files};
use crate::config::InputFormat;
use crate::diag::{Code, Error, Language, Result};
use crate::input;

/// The pattern of the files of these formats.
fn pattern(formats: impl Iterator<Item = InputFormat>) -> String {
    let extensions = formats.flat_map(InputFormat::extensions).copied();
    format!("*.{{{}}}", extensions.collect::<Vec<_>>().join(","))
}

/// One input.
#[derive(Debug)]
pub(super) struct Manuscript {
    pub(super) path: PathBuf,
    /// The folder of its outputs, relative to the common one.
    pub(super) folder: PathBuf,
    /// Why there is nothing to convert.
    pub(super) problem: Option<Error>,
    /// The book of many files that it is.
    pub(super) book: Option<Box<Book>>,
}

/// The inputs, in the order of conversion.
#[derive(Debug)]
pub(super) struct Inputs {
    pub(super) manuscripts: Vec<Manuscript>,
    /// Whether several are requested, even if only one was found.
    pub(super) are_many: bool,
    /// The files skipped in each folder.
    pub(super) passed: Vec<Passed>,
}

/// The paths of the manuscripts in a folder, relative to it, with `/`.
///
/// # Errors
///
/// As for patterns of the user; those of the forms that are read are valid.
pub(super) fn names(folder: &Path, language: Language) -> Result<Vec<String>> {
    Ok(Search::new(&[], &[], &folder.join("output"), language)?.names(folder))
}

/// Finds all inputs; `output` is the output folder.
///
/// # Errors
///
/// An invalid pattern.
pub(super) fn find(
    given: &[PathBuf],
    many: &Many,
    output: &Path,
    language: Language,
) -> Result<Inputs> {
    let search = Search::new(&many.include, &many.exclude, output, language)?;
    let are_many = given.len() > 1;
    let mut inputs = Inputs { manuscripts: Vec::new(), are_many, passed: Vec::new() };
    if many.book && given.len() > 1 {
        inputs.manuscripts.push(search.book_of_files(given));
        inputs.are_many = false;
        return Ok(inputs);
    }
    for path in given {
        if !many.no_book
            && let Some(book) = search.book(path, many.book)
        {
            inputs.manuscripts.push(book);
            continue;
        }
        let is_folder = !files::is_standard(path) && path.is_dir();
        let found = match WantedPattern::of(path) {
            _ if is_folder => {
                let (found, passed) = search.folder(path);
                inputs.passed.extend(passed.filter(|it| !it.is_empty()));
                found
            }
            Some(wanted) => search.pattern(path, &wanted),
            None => {
                let is_included = !search.exclude.fit(path);
                inputs.manuscripts.extend(is_included.then(|| Manuscript::named(path)));
                continue;
            }
        };
        inputs.are_many = true;
        inputs.manuscripts.extend(found);
    }
    // Two spellings of one path are one input.
    let mut seen = BTreeSet::new();
    inputs.manuscripts.retain(|it| {
        let path = it.path.canonicalize().unwrap_or_else(|_| it.path.clone());
        seen.insert((path, it.path.file_name().map(ToOwned::to_owned), it.folder.clone()))
    });
    Ok(inputs)
}

impl Manuscript {
    /// A file named by the user.
    fn named(path: &Path) -> Self {
        Self { path: path.to_owned(), folder: PathBuf::new(), problem: None, book: None }
    }

    fn failing(path: &Path, problem: Error) -> Self {
        Self { problem: Some(problem), ..Self::named(path) }
    }

    /// A book, or why there is none.
    fn bound(path: &Path, book: Result<Book>) -> Self {
        match book {
            Ok(book) => Self { book: Some(Box::new(book)), ..Self::named(path) },
            Err(problem) => Self::failing(path, problem),
        }
    }
}

/// A pattern that the shell did not expand.
#[derive(Debug)]
struct WantedPattern {
    /// The folder before the first wildcard.
    root: PathBuf,
    /// The rest.
    pattern: Patterns,
}

impl WantedPattern {
    /// Parses a path as a pattern. An existing file of that name takes precedence, and an invalid
    /// pattern (`文章[1.txt`) is a missing file.
    fn of(path: &Path) -> Option<Self> {
        if !has_wildcard(path.as_os_str()) || fs::symlink_metadata(path).is_ok() {
            return None;
        }
        let plain = |part: &Component<'_>| !has_wildcard(part.as_os_str());
        let root: PathBuf = path.components().take_while(plain).collect();
        let rest: PathBuf = path.components().skip_while(plain).collect();
        let rest = glob(&format!("/{}", rest.to_string_lossy())).ok()?;
        Some(Self { root, pattern: Patterns::of(vec![rest]).ok()? })
    }
}

/// Whether a path looks like an input by its name: a manuscript, or a pattern.
pub(super) fn names_input(path: &Path) -> bool {
    let known = glob(&pattern(InputFormat::ALL.into_iter()))
        .and_then(|known| Patterns::of(vec![known]));
    known.is_ok_and(|known| known.fit(path)) || WantedPattern::of(path).is_some()
}

fn has_wildcard(text: &std::ffi::OsStr) -> bool {
    text.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The search.
#[derive(Debug)]
struct Search {
    include: Patterns,
    exclude: Patterns,
    /// Whether the user named patterns.
    asks: bool,
    /// The output folder, if it exists.
    output: Option<PathBuf>,
}

impl Search {
    fn new(
        include: &[String],
        exclude: &[String],
        output: &Path,
        language: Language,
    ) -> Result<Self> {
        Ok(Self {
            include: match include {
                [] => {
                    let manuscripts =
                        InputFormat::ALL.into_iter().filter(|it| it.is_manuscript());
                    Patterns::of_option("--include", &[pattern(manuscripts)], language)?
                }
                given => Patterns::of_option("--include", given, language)?,
            },
            exclude: Patterns::of_option("--exclude", exclude, language)?,
            asks: !include.is_empty(),
            output: output.canonicalize().ok(),
        })
    }

    /// The manuscripts in a folder, and the skipped files unless the user named patterns.
    fn folder(&self, root: &Path) -> (Vec<Manuscript>, Option<Passed>) {
        // Outputs of earlier runs among the manuscripts are skipped, unless patterns ask for them.
        let (found, left) = self.walk(root, &|path| {
            let whole = root.join(path);
            let fits = self.include.fit(path) || !self.asks && is_edition(&whole);
            fits && (self.asks || !passed::is_own(&whole))
        });
        let passed = (!self.asks).then(|| Passed::of(root, &left));
        if found.is_empty() {
            let problem = Error::new(Code::FolderEmpty, [&root.display()]);
            return (vec![Manuscript::failing(root, problem)], passed);
        }
        (found, passed)
    }

    /// The book at a path: a folder with a plan, a defaults file of pandoc, or any folder if one is
    /// `wanted`.
    fn book(&self, path: &Path, wanted: bool) -> Option<Manuscript> {
        if files::is_standard(path) {
            return None;
        }
        let book = match path.is_dir() {
            false => Book::of_defaults(path),
            true => Book::of_folder(path, &|| self.names(path)).and_then(|book| match book {
                None if wanted => Book::of_all(path, self.names(path)).map(Some),
                book => Ok(book),
            }),
        };
        book.transpose().map(|book| Manuscript::bound(path, book))
    }

    /// One book of all these files and of the files in these folders, in the given order.
    fn book_of_files(&self, given: &[PathBuf]) -> Manuscript {
        let mut paths = Vec::new();
        for path in given {
            match path.is_dir() {
                true => paths.extend(self.names(path).into_iter().map(|name| path.join(name))),
                false => paths.push(path.clone()),
            }
        }
        Manuscript::bound(&paths[0].clone(), Ok(Book::of_files(&paths)))
    }

    /// The paths of the manuscripts in a folder, relative to it, with `/`.
    fn names(&self, root: &Path) -> Vec<String> {
        let (found, _) = self.walk(root, &|path| self.include.fit(path));
        let name = |it: Manuscript| {
            let path = it.path.strip_prefix(root).map(Path::to_owned).unwrap_or(it.path);
            path.to_string_lossy().replace('\\', "/")
        };
        found.into_iter().filter(|it| it.problem.is_none()).map(name).collect()
    }

    /// The files that match a pattern; outputs are placed relative to the folder before the first
    /// wildcard.
    fn pattern(&self, given: &Path, wanted: &WantedPattern) -> Vec<Manuscript> {
        let (found, _) = self.walk(&wanted.root, &|path| {
            wanted.pattern.fit(path) && (!self.asks || self.include.fit(path))
        });
        if found.is_empty() {
            let problem = Error::new(Code::PatternEmpty, [&given.display()]);
            return vec![Manuscript::failing(given, problem)];
        }
        found
    }

    /// The wanted files under `root`, in the order of their paths; and the other files and
    /// companion folders.
    fn walk(
        &self,
        root: &Path,
        wanted: &dyn Fn(&Path) -> bool,
    ) -> (Vec<Manuscript>, Vec<PathBuf>) {
        let (mut found, mut left) = (Vec::new(), Vec::new());
        // Paths relative to the root, which may be empty for the current folder.
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let real = root.join(&folder);
            let real = if real.as_os_str().is_empty() { Path::new(".") } else { &real };
            let entries = match fs::read_dir(real) {
                Ok(entries) => entries,
                Err(error) => {
                    let values: [&dyn std::fmt::Display; 2] =
                        [&real.display(), &files::plain(&error)];
                    let problem = Error::new(Code::FileUnreadable, values);
                    found.push(Manuscript::failing(real, problem));
                    continue;
                }
            };
            for entry in entries.flatten() {
                let name = entry.file_name();
                let path = folder.join(&name);
                let hidden = name.as_encoded_bytes().starts_with(b".");
                let Ok(kind) = entry.file_type() else { continue };
                if hidden || self.exclude.fit(&path) {
                } else if kind.is_dir() {
                    let real = entry.path();
                    if is_of_page(&real) || bag::is_own(&real) {
                        left.push(real);
                    } else if !self.is_output(&real) {
                        folders.push(path);
                    }
                } else if wanted(&path) && entry.path().is_file() {
                    found.push(Manuscript {
                        path: root.join(&path),
                        folder: folder.clone(),
                        problem: None,
                        book: None,
                    });
                } else if !entry.path().is_dir() {
                    left.push(root.join(&path));
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        left.sort();
        (found, left)
    }

    fn is_output(&self, folder: &Path) -> bool {
        self.output.is_some() && folder.canonicalize().ok() == self.output
    }
}

/// Whether a file is TEI, by its name and its beginning: other XML is not a manuscript.
fn is_edition(path: &Path) -> bool {
    const HEAD: u64 = 1 << 16;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut head = Vec::new();
    InputFormat::Tei.names(&name)
        && path.is_file()
        && fs::File::open(path).is_ok_and(|it| it.take(HEAD).read_to_end(&mut head).is_ok())
        && input::begins_as_tei(&String::from_utf8_lossy(&head))
}

/// Whether a browser saved this folder with the page beside it: `NAME_files` or `NAME.files`.
fn is_of_page(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let stem = ["_files", ".files"].iter().find_map(|suffix| name.strip_suffix(suffix));
    stem.is_some_and(|stem| {
        let mut pages = InputFormat::Html.extensions().iter();
        pages.any(|it| folder.with_file_name(format!("{stem}.{it}")).is_file())
    })
}

/// Patterns of paths. `*` matches any characters of a name, `**` any folders; a pattern without `/`
/// matches names in any folder. Case is ignored.
#[derive(Debug)]
struct Patterns(GlobSet);

impl Patterns {
    /// Those that an option takes.
    fn of_option(option: &str, given: &[String], language: Language) -> Result<Self> {
        let refuse = |pattern: &str, error: &globset::Error| {
            let help = match language {
                Language::English => {
                    format!("write a pattern such as '*.txt': {}", error.kind())
                }
                Language::Chinese => "请使用通配符，例如 '*.txt'".to_owned(),
            };
            Error::new(Code::OptionValue, [&option, &pattern, &help])
        };
        let globs = given.iter().map(|it| glob(it).map_err(|error| refuse(it, &error)));
        Self::of(globs.collect::<Result<_>>()?).map_err(|error| refuse("", &error))
    }

    fn of(globs: Vec<Glob>) -> std::result::Result<Self, globset::Error> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            set.add(glob);
        }
        set.build().map(Self)
    }

    fn fit(&self, path: &Path) -> bool {
        self.0.is_match(path)
    }
}

fn glob(pattern: &str) -> std::result::Result<Glob, globset::Error> {
    let path = pattern.trim_end_matches('/');
    let path = path.strip_prefix("./").unwrap_or(path);
    let whole = match path.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if path.contains('/') => path.to_owned(),
        None => format!("**/{path}"),
    };
    GlobBuilder::new(&whole).literal_separator(true).case_insensitive(true).build()
}
