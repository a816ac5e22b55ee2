//! One document of a run: read, looked up in the journal, converted, written. Since others may be
//! in progress, messages are not printed here but collected in the [`Outcome`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::args::Convert;
use super::bag::{self, Bag};
use super::book::Book;
use super::files::{self, Placement};
use super::journal::{Fingerprint, Journal, JournalEntry, Key};
use super::plan::Job;
use super::report::{DiagnosedInput, Findings, Reporter};
use super::{fonts, options, progress, spelling, stretches, summary, writes_to_terminal};
use crate::config::{Options, OutputFormat};
use crate::context::Context;
use crate::diag::{Code, Error, Exit, Result, guarded};
use crate::files::{Folders, Recorder};
use crate::ledger;
use crate::source::Source;
use crate::{Conversion, Input};

/// The state shared by the documents of a run.
#[derive(Debug)]
pub(super) struct Worker<'a> {
    pub(super) args: &'a Convert,
    pub(super) options: &'a Options,
    pub(super) context: &'a Context,
    pub(super) reporter: &'a Reporter,
    /// The journal of earlier runs, if there is one.
    pub(super) journal: Option<&'a Journal>,
    /// The common prefix of all keys.
    pub(super) key: Key,
    /// Whether hashes of files are needed.
    pub(super) hashes: bool,
}

/// The result of one document.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The input's path, unescaped.
    pub(super) input: PathBuf,
    /// The input's path as shown in messages.
    pub(super) name: String,
    pub(super) status: Status,
    /// Length and hash of the input.
    pub(super) source: Option<Fingerprint>,
    /// The outputs that now exist.
    pub(super) outputs: Vec<(PathBuf, Option<Fingerprint>)>,
    pub(super) findings: Findings,
    /// The user's fonts that were used.
    pub(super) fonts: Vec<String>,
    /// Counts of characters by fate, for each output.
    pub(super) accounts: Vec<(OutputFormat, BTreeMap<ledger::Entry, u64>)>,
    /// The same by place, as lines of the ledger.
    pub(super) stretches: String,
    /// A one-line summary.
    pub(super) line: String,
    /// The journal entry to record.
    pub(super) entry: Option<JournalEntry>,
    pub(super) time: Duration,
}

/// The final state of a document.
#[derive(Debug)]
pub(super) enum Status {
    Converted,
    Unchanged,
    Failed(Failure),
}

/// Why a document failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    /// The rendered message.
    pub(super) drawing: String,
}

impl Failure {
    pub(super) fn exit(&self) -> Exit {
        self.error.exit()
    }
}

impl Worker<'_> {
    /// Converts a document; a failure does not affect the others.
    pub(super) fn document(&self, job: &Job) -> Outcome {
        let start = progress::now();
        let mut outcome = Outcome {
            input: job.input.clone(),
            name: files::shown(&job.input),
            status: Status::Converted,
            source: None,
            outputs: Vec::new(),
            findings: Findings::default(),
            fonts: Vec::new(),
            accounts: Vec::new(),
            stretches: String::new(),
            line: String::new(),
            entry: None,
            time: Duration::ZERO,
        };
        let mut sources = Vec::new();
        let worked = guarded(|| self.work(job, &mut outcome, &mut sources));
        if let Err(error) = worked {
            let place = DiagnosedInput {
                name: outcome.name.clone(),
                sources: &sources,
                document: None,
            };
            let drawing = self.reporter.drawing(error.diagnostic(), Some(&place));
            outcome.status = Status::Failed(Failure { error, drawing });
        }
        outcome.time = start.elapsed();
        outcome
    }

    /// Does the work; `quoted` receives the source if an error points into it.
    fn work(&self, job: &Job, outcome: &mut Outcome, quoted: &mut Vec<Source>) -> Result<()> {
        if let Some(problem) = &job.problem {
            return Err(problem.clone());
        }
        if let Some(book) = &job.book {
            return self.book(book, job, outcome);
        }
        let bytes: Arc<[u8]> = files::read(&job.input, &self.context.limits)?.into();
        outcome.source = self.hashes.then(|| Fingerprint::of(&bytes));
        let sidecar = match self.args.reading.no_sidecar {
            true => None,
            false => options::sidecar_text(&job.input)?,
        };
        let options = options::with_sidecar(self.options, sidecar.as_deref())?;
        let own = match files::is_standard(&job.input) {
            true => Folders::none(),
            false => Folders::beside(&job.input),
        };
        let folders = self.with_more(own);
        let key = self.journal.map(|_| self.key(job, &bytes, sidecar.as_deref()));
        if let (Some(journal), Some(key), false) = (self.journal, &key, self.is_forced())
            && let Some(entry) = journal.entry(key)
            && is_current(entry, job, &folders)
            && self.is_bagged(entry, job, &[(bag::name_of(&job.input), bytes.clone())])
        {
            self.unchanged(entry, job, outcome);
            return Ok(());
        }
        let assets = Arc::new(Recorder::new(folders));
        let context = Context { assets: Some(assets.clone()), ..self.context.clone() };
        let input = Input { name: file_name(&job.input), bytes };
        let formats: Vec<OutputFormat> =
            job.outputs.iter().map(|(format, _)| *format).collect();
        let conversion =
            crate::convert(&input, &formats, &options, &context).inspect_err(|error| {
                // Decoded again, only to quote the place of an error.
                let decode = |_| Source::decode(None, &input.bytes, &options.read).ok();
                let decoded = error.diagnostic().span.and_then(decode);
                quoted.extend(decoded.map(|(source, _)| source));
            })?;
        let manuscript = (bag::name_of(&job.input), input.bytes.clone());
        outcome.outputs = self.write(job, &conversion, &[manuscript])?;
        self.describe(job, &conversion, outcome);
        outcome.entry = key.map(|key| entry(key, &assets, outcome));
        Ok(())
    }

    /// The folders that a document may read from, including those of `--resource-path`.
    fn with_more(&self, own: Folders) -> Folders {
        let more = &self.args.standards.resource_path;
        more.iter().fold(own, Folders::and).within(&self.context.limits)
    }

    /// The same for a book of many files.
    fn book(&self, book: &Book, job: &Job, outcome: &mut Outcome) -> Result<()> {
        let options = book.options(self.options)?;
        let folders = self.with_more(Folders::new(&book.root));
        let assets = Arc::new(Recorder::new(folders.clone()));
        let context = Context { assets: Some(assets.clone()), ..self.context.clone() };
        let loaded = book.load(self.args, &options, &context);
        let manuscripts = if self.args.bag { book.manuscripts(&loaded) } else { Vec::new() };
        let key = self.journal.map(|_| {
            let mut key = self.key.clone();
            book.add_to(&mut key, self.args, &loaded);
            add_outputs(&mut key, job);
            key.finish()
        });
        if let (Some(journal), Some(key), false) = (self.journal, &key, self.is_forced())
            && let Some(entry) = journal.entry(key)
            && is_current(entry, job, &folders)
            && self.is_bagged(entry, job, &manuscripts)
        {
            self.unchanged(entry, job, outcome);
            return Ok(());
        }
        let (readings, plan) =
            book.read(loaded, self.args, &context, self.reporter.language)?;
        let formats: Vec<OutputFormat> =
            job.outputs.iter().map(|(format, _)| *format).collect();
        let conversion = crate::convert_book(readings, &plan, &formats, &options, &context)?;
        outcome.outputs = self.write(job, &conversion, &manuscripts)?;
        self.describe(job, &conversion, outcome);
        outcome.entry = key.map(|key| entry(key, &assets, outcome));
        Ok(())
    }

    /// Whether unchanged manuscripts are converted, too: a ledger needs the outputs of this run.
    fn is_forced(&self) -> bool {
        self.args.many.force || self.args.many.ledger.is_some()
    }

    /// Whether the bag of an existing document also exists, if one is wanted.
    fn is_bagged(
        &self,
        entry: &JournalEntry,
        job: &Job,
        sources: &[(String, Arc<[u8]>)],
    ) -> bool {
        if !self.args.bag {
            return true;
        }
        let paths = job.outputs.iter().filter_map(|(_, path)| path.clone());
        let outputs: Vec<_> = paths.zip(entry.outputs.iter().cloned().map(Some)).collect();
        Bag::of(job, sources, &outputs).is_some_and(|bag| bag.is_there())
    }

    /// Hashes what the outputs of a document depend on.
    fn key(&self, job: &Job, bytes: &[u8], sidecar: Option<&str>) -> String {
        let mut key = self.key.clone();
        key.add(file_name(&job.input).unwrap_or_default().as_bytes());
        key.add(bytes);
        key.add(format!("{sidecar:?}").as_bytes());
        add_outputs(&mut key, job);
        key.finish()
    }

    /// Reports an unchanged document.
    fn unchanged(&self, entry: &JournalEntry, job: &Job, outcome: &mut Outcome) {
        let paths = job.outputs.iter().filter_map(|(_, path)| path.clone());
        outcome.outputs = paths.zip(entry.outputs.iter().cloned().map(Some)).collect();
        let known = |id: &String| Code::ALL.iter().find(|code| code.id() == id).copied();
        let counts =
            entry.found.iter().filter_map(|(id, count)| Some((known(id)?, *count as usize)));
        outcome.findings.counts = counts.collect();
        outcome.line = summary::unchanged(&outcome.name, &job.outputs, self.reporter.language);
        outcome.status = Status::Unchanged;
    }

    /// The report about a document.
    fn describe(&self, job: &Job, conversion: &Conversion, outcome: &mut Outcome) {
        let (reporter, language) = (self.reporter, self.reporter.language);
        let counts = conversion.accounts.iter();
        outcome.accounts = counts.map(|(format, it)| (*format, it.counts.clone())).collect();
        if self.args.many.ledger.is_some() {
            outcome.stretches = stretches::lines(&outcome.name, conversion);
        }
        let place = DiagnosedInput {
            name: outcome.name.clone(),
            sources: &conversion.sources,
            document: Some(&conversion.document),
        };
        outcome.findings = reporter.draw(&conversion.diagnostics, Some(&place));
        if reporter.is_quiet() {
            return;
        }
        if job.outputs.iter().any(|(format, _)| *format == OutputFormat::Pdf) {
            let used = fonts::used(&conversion.document, &self.context.fonts);
            outcome.fonts =
                used.iter().map(|face| spelling::message(&face.harmless(), language)).collect();
        }
        let warnings = reporter.warnings(&outcome.findings.counts);
        outcome.line =
            summary::line(&outcome.name, conversion, warnings, &job.outputs, language);
    }

    /// Writes the outputs, all or none.
    fn write(
        &self,
        job: &Job,
        conversion: &Conversion,
        sources: &[(String, Arc<[u8]>)],
    ) -> Result<Vec<(PathBuf, Option<Fingerprint>)>> {
        let mut placement = Placement::default();
        let mut written = Vec::new();
        let mut files: Vec<(&Path, &[u8])> = Vec::new();
        for output in &conversion.outputs {
            let path = job.outputs.iter().find(|(format, _)| *format == output.format);
            match path.and_then(|(_, path)| path.as_ref()) {
                Some(path) => {
                    placement.write(path, &output.bytes)?;
                    files.push((path, &output.bytes));
                    let fingerprint = self.hashes.then(|| Fingerprint::of(&output.bytes));
                    written.push((path.clone(), fingerprint));
                }
                None => to_standard(output.format, &output.bytes)?,
            }
        }
        let bag = self.args.bag.then(|| Bag::of(job, sources, &written)).flatten();
        let Some(bag) = bag else {
            placement.place()?;
            return Ok(written);
        };
        let earlier = bag.earlier();
        bag.write(sources, &files, self.context.date.as_deref(), &mut placement)?;
        placement.place()?;
        bag.clear(&earlier);
        Ok(written)
    }
}

/// Adds the output formats and paths to a key.
fn add_outputs(key: &mut Key, job: &Job) {
    for (format, path) in &job.outputs {
        key.add(format.extension().as_bytes());
        key.add(path.as_deref().unwrap_or(Path::new("")).as_os_str().as_encoded_bytes());
    }
}

/// The journal entry of a converted document.
fn entry(key: String, assets: &Recorder, outcome: &Outcome) -> JournalEntry {
    let counts = outcome.findings.counts.iter();
    JournalEntry {
        key,
        input: outcome.input.to_string_lossy().into_owned(),
        assets: assets.records(),
        outputs: outcome
            .outputs
            .iter()
            .filter_map(|(_, fingerprint)| fingerprint.clone())
            .collect(),
        found: counts
            .map(|(code, count)| {
                (code.id().to_owned(), u32::try_from(*count).unwrap_or(u32::MAX))
            })
            .collect(),
    }
}

/// Whether an entry is still valid: referenced files unchanged, outputs present.
fn is_current(entry: &JournalEntry, job: &Job, folders: &Folders) -> bool {
    let paths: Vec<&PathBuf> =
        job.outputs.iter().filter_map(|(_, path)| path.as_ref()).collect();
    entry.assets.iter().all(|asset| asset.is_current(folders))
        && paths.len() == entry.outputs.len()
        && entry.outputs.iter().zip(paths).all(|(fingerprint, path)| fingerprint.is_of(path))
}

/// The name of a file without its folder.
pub(super) fn file_name(path: &Path) -> Option<String> {
    (!files::is_standard(path))
        .then(|| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

fn to_standard(format: OutputFormat, bytes: &[u8]) -> Result<()> {
    let binary = matches!(format, OutputFormat::Pdf | OutputFormat::Epub);
    if binary && writes_to_terminal() {
        return Err(Error::new(Code::OutputTerminal, [&format.extension().to_uppercase()]));
    }
    files::write_standard(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Cli, Command};
    use crate::context::Filter;
    use crate::diag::{Diagnostic, Language};

    /// A filter that fails where it should not.
    #[derive(Debug)]
    struct PanicsAtBad;

    impl Filter for PanicsAtBad {
        fn name(&self) -> &str {
            "panics"
        }

        fn run(&self, json: Vec<u8>) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
            assert!(!String::from_utf8_lossy(&json).contains('坏'), "a bug");
            Ok((json, Vec::new()))
        }
    }

    #[test]
    fn a_document_that_meets_a_fault_has_no_output_and_harms_no_other() {
        let folder = std::env::temp_dir().join(format!("paiban-fault-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let cli = Cli::parse_from(["paiban", "convert", "文"]);
        let Command::Convert(args) = &cli.command else { panic!("another command") };
        let context = Context { filters: vec![Arc::new(PanicsAtBad)], ..Context::default() };
        let options = Options::default();
        let worker = Worker {
            args,
            options: &options,
            context: &context,
            reporter: &Reporter::new(Language::English, false),
            journal: None,
            key: Key::of_run(&options, &context, &[]),
            hashes: false,
        };
        let job = |name: &str| {
            let input = folder.join(name);
            fs::write(&input, format!("题目\n\n　　{name}的正文。\n")).unwrap();
            let path = |format: OutputFormat| input.with_extension(format.extension());
            let outputs = [OutputFormat::Tei, OutputFormat::Json];
            let outputs = outputs.map(|format| (format, Some(path(format)))).to_vec();
            Job { input, outputs, problem: None, book: None }
        };
        let jobs = ["好.txt", "坏.txt", "又好.txt"].map(job);
        let statuses = jobs.each_ref().map(|job| match worker.document(job).status {
            Status::Failed(failure) => Some((failure.exit(), failure.drawing)),
            _ => None,
        });
        let there =
            jobs.map(|job| job.outputs.iter().all(|(_, it)| it.as_ref().unwrap().exists()));
        let left = fs::read_dir(&folder).unwrap().count();
        fs::remove_dir_all(&folder).unwrap();
        let [None, Some((Exit::Internal, drawing)), None] = statuses else {
            panic!("{statuses:?}")
        };
        assert!(drawing.contains("a fault of its own: a bug"), "{drawing}");
        assert_eq!(there, [true, false, true]);
        assert_eq!(left, 3 + 2 * 2, "nothing half done is left");
    }
}
