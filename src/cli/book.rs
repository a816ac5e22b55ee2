//! Books of many files: which inputs form one, its files, and the resulting document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Convert;
use super::bag::Manuscripts;
use super::files;
use super::journal::{Fingerprint, Key};
use super::{options, spelling};
use crate::book::{self, Dialect, Foreign, Plan};
use crate::config::{InputFormat, MetaOptions, Options, Preset};
use crate::context::{Context, Wanted, WantedKind};
use crate::diag::{Code, Diagnostic, Error, Language, Result};
use crate::model::{Bytes, Document, SourceInfo, paragraph, text};
use crate::source::Source;
use crate::text::address::join;
use crate::transform;
use crate::{ChapterFile, Input, Reading};

/// Names of plan files, in order of precedence.
pub(super) const PLANS: [&str; 4] = ["paiban.toml", "book.toml", "book.json", "_quarto.yml"];

/// Names of summaries in folders without a plan, and the syntax of includes in their files.
const SUMMARIES: [(&str, Dialect); 2] =
    [("SUMMARY.md", Dialect::MdBook), ("目录.md", Dialect::Plain)];

/// A book: its plan, and the folder that its paths are relative to.
#[derive(Clone, Debug)]
pub(super) struct Book {
    pub(super) root: PathBuf,
    pub(super) plan: Plan,
    /// Diagnostics of the plan.
    found: Vec<Diagnostic>,
    /// The plan's own text, which the outputs depend on.
    text: String,
    /// The folder of its texts in `root`, with `/`: that of the summary.
    texts: String,
    /// The manuscripts in that folder that the plan does not name.
    others: Vec<String>,
}

impl Book {
    /// The book that a folder declares; `None` if it has no plan.
    ///
    /// # Errors
    ///
    /// A plan that can't be read or is invalid.
    pub(super) fn of_folder(
        folder: &Path,
        manuscripts: &dyn Fn() -> Vec<String>,
    ) -> Result<Option<Self>> {
        let there = PLANS.into_iter().filter(|name| folder.join(name).is_file());
        let mut book = None;
        let mut others = Vec::new();
        for name in there {
            if book.is_some() {
                others.push(name);
            } else {
                book = Self::by_plan(folder, name)?;
            }
        }
        let Some(mut book) = book else { return Ok(None) };
        if let (Some(used), false) = (book.named_by(), others.is_empty()) {
            let others = others.join(", ");
            book.found.push(Diagnostic::new(Code::PlanOthers, [&used, &others]));
        }
        if book.plan.entries.is_empty() {
            book.plan.entries = book::from_names(&manuscripts());
        } else {
            let within = |name: &String| name.starts_with(&book.texts);
            let names = manuscripts().into_iter().filter(within).collect();
            book.others = unlisted(&book.plan, names);
        }
        Ok(Some(book))
    }

    /// The book of a folder without a plan: by a summary, else all its manuscripts in natural
    /// order.
    ///
    /// # Errors
    ///
    /// A summary that can't be read.
    pub(super) fn of_all(folder: &Path, manuscripts: Vec<String>) -> Result<Self> {
        let mut book = Self {
            root: folder.to_owned(),
            plan: Plan::default(),
            found: Vec::new(),
            text: String::new(),
            texts: String::new(),
            others: Vec::new(),
        };
        for (name, dialect) in SUMMARIES {
            let path = folder.join(name);
            let text = if path.is_file() { read_text(&path)? } else { String::new() };
            // A file of this name may be a chapter, too, that says more.
            let is_plan = match dialect {
                Dialect::Plain => book::is_bare_summary(&text),
                _ => book::is_summary(&text),
            };
            if is_plan {
                book.text = text;
                book.plan.dialect = dialect;
                book.plan.entries = book::summary(&book.text, dialect);
                book.others = unlisted(&book.plan, manuscripts);
                return Ok(book);
            }
        }
        book.plan.entries = book::from_names(&manuscripts);
        Ok(book)
    }

    /// The book of these files, in this order.
    pub(super) fn of_files(paths: &[PathBuf]) -> Self {
        let mut root = files::parent(&paths[0]).to_owned();
        while !paths.iter().all(|path| path.starts_with(&root)) && root.pop() {}
        let entry = |path: &PathBuf| {
            let inner = path.strip_prefix(&root).unwrap_or(path);
            let file = Some(inner.to_string_lossy().replace('\\', "/"));
            book::Entry { file, ..book::Entry::default() }
        };
        let entries = paths.iter().map(entry).collect();
        let plan = Plan { entries, ..Plan::default() };
        Self {
            root,
            plan,
            found: Vec::new(),
            text: String::new(),
            texts: String::new(),
            others: Vec::new(),
        }
    }

    /// The options with the look that the plan sets, else that of a book.
    ///
    /// # Errors
    ///
    /// A style sheet that can't be read.
    pub(super) fn options(&self, options: &Options) -> Result<Options> {
        let mut options = options.clone();
        let page = &mut options.page;
        match &self.plan.style {
            Some(style) if style.ends_with(".toml") && page.style.is_none() => {
                page.style = Some(options::style_sheet(&self.root.join(style))?);
            }
            Some(style) if page.preset.is_none() => {
                page.preset = options::typed("page.preset", Some(style))?;
            }
            None if page.preset.is_none() && page.style.is_none() => {
                page.preset = Some(Preset::Book);
            }
            _ => {}
        }
        Ok(options)
    }

    /// The book defined by another program's file; `None` if the file defines none.
    ///
    /// # Errors
    ///
    /// A file that can't be read or understood.
    pub(super) fn of_defaults(path: &Path) -> Result<Option<Self>> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let yaml = [".yaml", ".yml"].iter().any(|end| name.to_lowercase().ends_with(end));
        if !yaml || !path.is_file() {
            return Ok(None);
        }
        let text = read_text(path)?;
        let foreign = book::pandoc(&text, &name)?;
        Ok(foreign.map(|Foreign { plan, diagnostics, .. }| Self {
            root: files::parent(path).to_owned(),
            plan,
            found: diagnostics,
            text,
            texts: String::new(),
            others: Vec::new(),
        }))
    }

    /// The book of this plan; `None` if the file plans something else.
    fn by_plan(folder: &Path, name: &str) -> Result<Option<Self>> {
        let text = read_text(&folder.join(name))?;
        let foreign = match name {
            "paiban.toml" => Some(Foreign { plan: book::own(&text)?, ..Foreign::default() }),
            "book.toml" => Some(book::mdbook(&text)?),
            "book.json" => Some(book::honkit(&text)?),
            _ => book::quarto(&text)?,
        };
        let Some(foreign) = foreign else { return Ok(None) };
        let mut book = Self {
            root: folder.to_owned(),
            plan: Plan::default(),
            found: foreign.diagnostics.clone(),
            text,
            texts: String::new(),
            others: Vec::new(),
        };
        match foreign.summary.clone() {
            None => book.plan = foreign.plan,
            // Without its summary it is not a book.
            Some(path) if !folder.join(&path).is_file() => return Ok(None),
            Some(path) => {
                let summary = read_text(&folder.join(&path))?;
                book.texts = path.rfind('/').map_or("", |end| &path[..=end]).to_owned();
                book.plan = foreign.with_summary(&summary, &path);
                book.text.push_str(&summary);
            }
        }
        Ok(Some(book))
    }

    /// The file that contains the plan.
    pub(super) fn named_by(&self) -> Option<&'static str> {
        Some(match self.plan.dialect {
            Dialect::Plain => PLANS[0],
            Dialect::MdBook => PLANS[1],
            Dialect::HonKit => PLANS[2],
            Dialect::Quarto => PLANS[3],
        })
    }

    /// The stem of the outputs' names: from the plan, else the folder's name.
    pub(super) fn stem(&self) -> String {
        let planned = self.plan.output.as_deref().map(|name| name.replace(['/', '\\'], "-"));
        planned.unwrap_or_else(|| self.folder_name())
    }

    fn folder_name(&self) -> String {
        let folder = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_else(|| "book".to_owned())
    }

    /// Loads all files and their includes.
    pub(super) fn load(&self, args: &Convert, options: &Options, context: &Context) -> Loaded {
        // Metadata from the command line does not apply to chapters.
        let options = Options { meta: MetaOptions::default(), ..options.clone() };
        let mut loaded = Loaded::default();
        let mut included = BTreeSet::new();
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        for file in self.plan.files() {
            let chapter = self
                .bytes(&root, file, context)
                .and_then(|bytes| self.chapter(file, bytes, args, &options, context));
            if let Ok(chapter) = &chapter {
                included.extend(chapter.includes.iter().cloned());
            }
            loaded.chapters.push(chapter);
        }
        // A file that is also a chapter is loaded already.
        let listed: BTreeSet<&str> = self.plan.files().into_iter().collect();
        for file in included.iter().filter(|file| !listed.contains(file.as_str())) {
            let info = self.bytes(&root, file, context).map(|bytes| whole(file, bytes));
            loaded.included.extend(info.ok());
        }
        loaded
    }

    /// The bytes of a file of the book, whose folder is `root` without links.
    fn bytes(&self, root: &Path, file: &str, context: &Context) -> Result<Vec<u8>> {
        let path = self.root.join(file);
        let is_outside = path.canonicalize().is_ok_and(|path| !path.starts_with(root))
            || join("", file).is_none();
        if is_outside {
            return Err(Error::new(Code::ChapterOutside, [&file]));
        }
        files::read(&path, &context.limits)
    }

    /// The files of the book as stored in its folder.
    pub(super) fn manuscripts(&self, loaded: &Loaded) -> Manuscripts {
        let chapters = self.plan.files().into_iter().zip(&loaded.chapters);
        let chapters = chapters.filter_map(|(file, chapter)| {
            let chapter = chapter.as_ref().ok()?;
            let own = chapter.bytes.as_deref().map(Arc::from);
            Some((file.to_owned(), own.unwrap_or_else(|| chapter.given.input.bytes.clone())))
        });
        let included = loaded.included.iter().filter_map(|info| {
            Some((info.name.clone()?, info.original.as_ref()?.0.as_slice().into()))
        });
        // A file that the plan lists twice counts once.
        chapters.chain(included).collect::<BTreeMap<_, _>>().into_iter().collect()
    }

    /// Adds the book's dependencies to a key.
    pub(super) fn add_to(&self, key: &mut Key, args: &Convert, loaded: &Loaded) {
        key.add(self.text.as_bytes());
        // A book with a page in place of a chapter is an error to a run that does not keep going.
        key.add(&[u8::from(args.many.keep_going)]);
        for (file, chapter) in self.plan.files().into_iter().zip(&loaded.chapters) {
            key.add(file.as_bytes());
            if let Ok(chapter) = chapter {
                key.add(&chapter.given.input.bytes);
                key.add(format!("{:?}", chapter.sidecar).as_bytes());
            }
        }
        for info in &loaded.included {
            key.add(info.name.as_deref().unwrap_or_default().as_bytes());
            key.add(info.sha256.as_bytes());
        }
    }

    /// Reads all files: the readings in the order of the book, and its plan, completed from them.
    ///
    /// # Errors
    ///
    /// A chapter that can't be read, unless the run keeps going.
    pub(super) fn read(
        &self,
        loaded: Loaded,
        args: &Convert,
        context: &Context,
        language: Language,
    ) -> Result<(Vec<Reading>, Plan)> {
        let mut plan = self.plan.clone();
        plan.included = loaded.included;
        plan.name = Some(self.folder_name());
        let (mut known, mut given) = (Vec::new(), Vec::new());
        for chapter in loaded.chapters {
            let (chapter, file) = match chapter {
                Ok(mut chapter) => {
                    let file = std::mem::take(&mut chapter.given);
                    (chapter, Ok(file))
                }
                Err(error) => (Chapter::default(), Err(error)),
            };
            known.push(chapter);
            given.push(file);
        }
        let read = crate::read_book(given, &mut plan, &context.limits)?;
        let mut readings = Vec::new();
        for ((file, read), chapter) in self.plan.files().into_iter().zip(read).zip(known) {
            readings.push(match read {
                Ok(reading) => chapter.place(reading, file),
                Err(error) if args.many.keep_going => {
                    missing(file, &error, plan.meta.language.as_deref(), language)
                }
                // It names the chapter itself.
                Err(error) if error.diagnostic().code == Code::ChapterOutside => {
                    return Err(error);
                }
                Err(error) => {
                    let reason = spelling::message(error.diagnostic(), language);
                    let code = Code::ChapterMissing;
                    return Err(Error::new(code, [&file, &reason]));
                }
            });
        }
        if let Some(first) = readings.first_mut() {
            let found = self.found.iter().cloned();
            let left_out = left_out(&self.others, &plan.included);
            first.diagnostics.splice(0..0, found.chain(left_out));
        }
        Ok((readings, plan))
    }

    /// The file of a chapter, with its role and the place of its heading.
    fn chapter(
        &self,
        file: &str,
        bytes: Vec<u8>,
        args: &Convert,
        options: &Options,
        context: &Context,
    ) -> Result<Chapter> {
        let path = self.root.join(file);
        let sidecar = match args.reading.no_sidecar {
            true => None,
            false => options::sidecar_text(&path)?,
        };
        let mut options = options::with_sidecar(options, sidecar.as_deref())?;
        if options.read.from.is_none() && is_markdown(file) {
            options.read.from = Some(InputFormat::Markdown);
        }
        let expanded = self.expanded(file, &bytes, &options, context)?;
        let name = Some(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        let mut chapter = Chapter { sidecar, ..Chapter::default() };
        let text = match expanded {
            Some(it) => {
                (chapter.bytes, chapter.found) = (Some(bytes), it.diagnostics);
                chapter.includes = it.files;
                it.text.into_bytes()
            }
            None => bytes,
        };
        chapter.given = ChapterFile { input: Input { name, bytes: text.into() }, options };
        Ok(chapter)
    }

    /// A chapter with its includes expanded; `None` if it has none.
    fn expanded(
        &self,
        file: &str,
        bytes: &[u8],
        options: &Options,
        context: &Context,
    ) -> Result<Option<book::Included>> {
        let mark: &[u8] = match self.plan.dialect {
            Dialect::MdBook => b"{{#",
            Dialect::HonKit => b"{%",
            Dialect::Plain | Dialect::Quarto => return Ok(None),
        };
        let rust =
            self.plan.dialect == Dialect::MdBook && bytes.windows(4).any(|it| it == b"rust");
        if !rust && !bytes.windows(mark.len()).any(|it| it == mark) {
            return Ok(None);
        }
        let (source, _) = Source::decode(None, bytes, &options.read)?;
        let mut load = |from: &str, address: &str| {
            let request = Wanted { from: Some(from), address, kind: WantedKind::Part };
            let bytes = context.assets.as_ref()?.load(&request).ok().flatten()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        Ok(Some(book::expand(&source.text, file, self.plan.dialect, &mut load)))
    }
}

/// The files of a book, loaded.
#[derive(Default)]
pub(super) struct Loaded {
    chapters: Vec<Result<Chapter>>,
    /// The files that chapters include, for the archive.
    included: Vec<SourceInfo>,
}

/// A chapter before it is read.
#[derive(Default)]
struct Chapter {
    given: ChapterFile,
    /// The sidecar file with its decisions.
    sidecar: Option<String>,
    /// The file as stored, if its includes were expanded.
    bytes: Option<Vec<u8>>,
    /// The files that it includes.
    includes: Vec<String>,
    /// What could not be included.
    found: Vec<Diagnostic>,
}

impl Chapter {
    /// Records the stored file as the source, without expanded includes; the archive contains it
    /// whole.
    fn place(self, mut reading: Reading, file: &str) -> Reading {
        reading.diagnostics.splice(0..0, self.found);
        let input = reading.sources.first().and_then(|source| source.bytes.clone());
        let of_document = reading.document.sources.first_mut();
        let of_reading = reading.sources.first_mut().map(|source| &mut source.info);
        for info in of_document.into_iter().chain(of_reading) {
            if let Some(bytes) = &self.bytes {
                (info.length, info.sha256) =
                    (bytes.len() as u64, Fingerprint::of(bytes).sha256);
                info.sha256_utf8 = None;
                info.raw = Vec::new();
            }
            info.name = Some(file.to_owned());
        }
        if let Some(info) = reading.document.sources.first_mut() {
            let bytes = self.bytes.or_else(|| input.map(|input| input.to_vec()));
            info.original = bytes.map(Bytes).or(info.original.take());
        }
        reading
    }
}

/// A file that the archive contains whole.
fn whole(file: &str, bytes: Vec<u8>) -> SourceInfo {
    let input = Input { name: Some(file.to_owned()), bytes: bytes.as_slice().into() };
    let info = Source::container(&input, InputFormat::Text).info;
    SourceInfo { original: Some(Bytes(bytes)), ..info }
}

/// A page that names the missing chapter, in the language of the book; the message is in that of the
/// user.
fn missing(file: &str, error: &Error, book: Option<&str>, language: Language) -> Reading {
    let of_page = match book.is_some_and(|tag| tag.starts_with("en")) {
        true => Language::English,
        false => Language::Chinese,
    };
    let reason = |language| spelling::message(error.diagnostic(), language);
    let mut document = Document::new(Default::default());
    let page = format!("[{file}: {}]", reason(of_page));
    document.body.push(paragraph(vec![text(page)]));
    let mut diagnostics = transform::structure(&mut document);
    diagnostics.push(Diagnostic::new(Code::ChapterSkipped, [&file, &reason(language)]));
    Reading { document, sources: Vec::new(), diagnostics, claims: Vec::new() }
}

/// The manuscripts that the plan does not name.
fn unlisted(plan: &Plan, manuscripts: Vec<String>) -> Vec<String> {
    let listed: BTreeSet<&str> = plan.files().into_iter().collect();
    let is_plan = |name: &str| {
        let name = name.rsplit('/').next();
        SUMMARIES.iter().any(|(summary, _)| name == Some(*summary))
    };
    let is_other = |name: &String| !listed.contains(name.as_str()) && !is_plan(name);
    manuscripts.into_iter().filter(is_other).collect()
}

/// The warning about files that are not in the book, which nothing includes either.
fn left_out(others: &[String], included: &[SourceInfo]) -> Option<Diagnostic> {
    let included: BTreeSet<Option<&str>> =
        included.iter().map(|info| info.name.as_deref()).collect();
    let names: Vec<&str> = others
        .iter()
        .map(String::as_str)
        .filter(|name| !included.contains(&Some(*name)))
        .collect();
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    let more =
        if names.len() > SHOWN { format!(" … ({})", names.len()) } else { String::new() };
    let all = format!("{shown}{more}");
    (!names.is_empty()).then(|| Diagnostic::new(Code::ChapterUnlisted, [&all]))
}

/// The maximum number of unlisted files to name.
const SHOWN: usize = 5;

fn is_markdown(file: &str) -> bool {
    [".md", ".markdown", ".qmd", ".mdx"].iter().any(|end| file.to_lowercase().ends_with(end))
}

fn read_text(path: &Path) -> Result<String> {
    let bytes = files::read(path, &Default::default())?;
    Ok(String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes))
        .into_owned())
}
