//! `paiban convert`: finds the manuscripts, converts each, reports the results.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::args::Convert;
use super::bag;
use super::document::{Outcome, Status, Worker};
use super::files;
use super::filter::Program;
use super::folding::Folding;
use super::journal::{self, Fingerprint, Journal, JournalWriter, Key};
use super::passed::Passed;
use super::places::{self, Destination, Reads};
use super::plan::{Job, RunPlan, plan};
use super::pool::{self, Event};
use super::progress::{CLEAR, Progress};
use super::record::{self, Record};
use super::report::Reporter;
use super::sums::{self, Sum};
use super::tally::Tally;
use super::{DONE, environment, fonts, inputs, interrupt, options};
use crate::context::{Context, Filter};
use crate::diag::{Diagnostic, Exit, Language, Result};
use crate::parallel;

/// Up to this many documents, about a screenful, each has a line above the bar.
const SCREENFUL: usize = 20;

/// Converts the inputs independently: a failure does not stop the others.
///
/// # Errors
///
/// A problem common to all inputs: options, fonts, outputs that clash.
pub(super) fn run(args: &Convert, reporter: &mut Reporter) -> Result<u8> {
    let language = reporter.language;
    let options = options::of_convert(args, language)?;
    let formats = args.to.clone();
    let found = inputs::find(&args.input, &args.many, &args.output, language)?;
    let (are_many, passed) = (found.are_many, found.passed);
    let plan = plan(found.manuscripts, &args.output, &formats)?;
    // A book consists of many files, too.
    let keeps = are_many || plan.jobs.iter().any(|job| job.book.is_some());
    let journal = plan.folder.as_deref().filter(|_| keeps && plan.is_tree);
    let mut found = plan.found.clone();
    found.extend(check(args, &plan, journal)?);
    reporter.show(&found, None);
    let (mut context, workers) = context(args, plan.jobs.len(), reporter)?;
    let filtering = &args.filtering;
    let program = |command: &String| {
        Arc::new(Program::new(command, filtering.filter_timeout, &context.limits))
    };
    let programs: Vec<Arc<Program>> = filtering.filter.iter().map(program).collect();
    context.filters = programs.iter().map(|it| it.clone() as Arc<dyn Filter>).collect();
    let record = args.many.report.as_deref().map(Record::begin).transpose()?;
    let ledger = args.many.ledger.as_deref().map(files::Draft::begin).transpose()?;
    let journal = journal.map(Journal::open);
    sweep(&plan.jobs);
    let worker = Worker {
        args,
        options: &options,
        context: &context,
        reporter: &reporter.clone(),
        journal: journal.as_ref(),
        key: Key::of_run(&options, &context, &programs),
        hashes: args.sums || args.bag || journal.is_some() || record.is_some(),
    };
    let total = plan.jobs.len();
    let progress =
        (total > 1 && !reporter.is_quiet()).then(|| Progress::new(total, language)).flatten();
    let done = Arc::new(AtomicUsize::new(0));
    interrupt::watch(farewell(total, done.clone(), progress.is_some(), language));
    let mut run = Run {
        plan: &plan,
        reporter,
        writer: journal.as_ref().map(Journal::writer),
        record: Ok(record),
        ledger: Ok(ledger),
        progress,
        tally: Tally::default(),
        sums: Vec::new(),
        fonts: BTreeSet::new(),
        done,
    };
    pool::go(
        total,
        workers,
        |index| worker.document(&plan.jobs[index]),
        |event| run.on_event(event),
    );
    run.finish(args.sums, are_many, &passed)
}

/// The reporting side of a run.
struct Run<'a> {
    plan: &'a RunPlan,
    reporter: &'a mut Reporter,
    writer: Option<JournalWriter>,
    /// The report, if requested, or why it failed.
    record: Result<Option<Record>>,
    /// The ledger, likewise.
    ledger: Result<Option<files::Draft>>,
    progress: Option<Progress>,
    tally: Tally,
    sums: Vec<Sum>,
    /// Diagnostics of the user's fonts.
    fonts: BTreeSet<String>,
    done: Arc<AtomicUsize>,
}

impl Run<'_> {
    fn on_event(&mut self, event: Event<'_, Outcome>) {
        match event {
            Event::Beat => self.progress.iter_mut().for_each(Progress::draw),
            Event::Done(outcome) => {
                self.done.fetch_add(1, Ordering::Relaxed);
                self.remember(outcome);
                let failed = matches!(outcome.status, Status::Failed(_));
                self.progress.iter_mut().for_each(|bar| bar.done(failed));
            }
            Event::Result(outcome) => {
                self.report(&outcome);
                self.tally.add(&outcome);
                self.sums.extend(self.sums_of(&outcome));
                if let Ok(Some(record)) = &mut self.record
                    && let Err(error) = record.add(&outcome, self.reporter.language)
                {
                    self.record = Err(error);
                }
                if let Ok(Some(ledger)) = &mut self.ledger
                    && let Err(error) = ledger.write(outcome.stretches.as_bytes())
                {
                    self.ledger = Err(error);
                }
            }
        }
    }

    /// Records a result in the journal; no more after a failure.
    fn remember(&mut self, outcome: &Outcome) {
        if let (Some(writer), Some(entry)) = (&mut self.writer, &outcome.entry)
            && let Err(found) = writer.add(entry)
        {
            self.progress.iter_mut().for_each(Progress::clear);
            self.reporter.show(&[found], None);
            self.writer = None;
        }
    }

    fn report(&mut self, outcome: &Outcome) {
        let bar_alone = self.progress.is_some() && self.plan.jobs.len() > SCREENFUL;
        let mut lines = Vec::new();
        lines.extend(outcome.fonts.iter().filter(|it| self.fonts.insert((*it).clone())));
        let has_line = match &outcome.status {
            Status::Converted => !bar_alone,
            // A single book has no summary lines at the end.
            Status::Unchanged => matches!(&self.plan.jobs[..], [job] if job.book.is_some()),
            Status::Failed(_) => false,
        };
        if (has_line || self.reporter.is_verbose()) && !outcome.line.is_empty() {
            lines.push(&outcome.line);
        }
        if let Status::Failed(failure) = &outcome.status {
            lines.push(&failure.drawing);
        }
        if !lines.is_empty() || !outcome.findings.is_silent() {
            self.progress.iter_mut().for_each(Progress::clear);
        }
        self.reporter.show_findings(&outcome.findings);
        lines.into_iter().for_each(|line| self.reporter.print(line));
    }

    /// The checksum lines of a document.
    fn sums_of(&self, outcome: &Outcome) -> Vec<Sum> {
        let Some(folder) = &self.plan.folder else { return Vec::new() };
        let sum = |(path, fingerprint): &(PathBuf, Option<Fingerprint>)| {
            let name = sums::name(path, folder).to_owned();
            Some(Sum { name, sha256: fingerprint.as_ref()?.sha256.clone() })
        };
        outcome.outputs.iter().filter_map(sum).collect()
    }

    /// Reports the totals, and returns the exit status.
    fn finish(mut self, sums: bool, are_many: bool, passed: &[Passed]) -> Result<u8> {
        self.progress.iter_mut().for_each(Progress::clear);
        self.reporter.show_rest();
        let alone = self.plan.jobs.len() == 1 && self.tally.exit().is_some();
        if are_many && !alone && !self.reporter.is_quiet() {
            let folder = self.plan.folder.as_deref().filter(|_| self.plan.is_tree);
            let is_enabled = |code| self.reporter.is_enabled(code);
            let lines = self.tally.lines(folder, is_enabled, self.reporter.language);
            self.reporter.print(&lines);
            for passed in passed {
                let line = passed.line(self.reporter.language);
                self.reporter.print(&format!("  {line}"));
            }
        }
        // If one fails, the other is still completed.
        let folder = self.plan.folder.as_deref().filter(|_| sums);
        let list = folder.map(|folder| sums::write(folder, self.sums)).transpose();
        self.record.and_then(|record| {
            let Some(mut record) = record else { return Ok(()) };
            passed.iter().try_for_each(|it| record.pass(it))?;
            record.place()
        })?;
        self.ledger.and_then(|ledger| ledger.map(files::Draft::place).transpose())?;
        list?;
        Ok(match self.tally.exit() {
            Some(exit) => exit as u8,
            None if self.reporter.denied() => Exit::Denied as u8,
            None => DONE,
        })
    }
}

/// Refuses, before anything is written, a run that would replace its inputs or files not written by
/// paiban; returns the warnings. `journal` is the folder with the journal.
fn check(args: &Convert, plan: &RunPlan, journal: Option<&Path>) -> Result<Vec<Diagnostic>> {
    let outputs = plan.jobs.iter().flat_map(|job| {
        let paths = job.outputs.iter().filter_map(|(_, path)| path.as_deref());
        paths.map(|path| Destination { path, by: &job.input })
    });
    let outputs: Vec<Destination<'_>> = outputs.collect();
    let sums = plan.folder.as_deref().filter(|_| args.sums);
    let list = sums.map(sums::place);
    let bagged = plan.jobs.iter().filter(|job| args.bag && job.problem.is_none());
    let bags: Vec<_> = bagged.clone().flat_map(bag::places).collect();
    let journal = journal.map(journal::place);
    let report = args.many.report.as_deref();
    let ledger = args.many.ledger.as_deref();
    let more = [
        list.as_deref().map(|path| Destination { path, by: Path::new("--sums") }),
        report.map(|path| Destination { path, by: Path::new("--report") }),
        ledger.map(|path| Destination { path, by: Path::new("--ledger") }),
        journal.as_deref().map(|path| Destination { path, by: path }),
    ];
    let bags = bags.iter().map(|path| Destination { path, by: Path::new("--bag") });
    let wanted: Vec<Destination<'_>> =
        outputs.iter().copied().chain(more.into_iter().flatten()).chain(bags).collect();
    let folder = plan.folder.as_deref().unwrap_or(Path::new("."));
    let found = places::check(&wanted, &Reads::of(args, plan), || Folding::of(folder))?;
    outputs.iter().try_for_each(|it| places::check_own(it.path))?;
    bagged.clone().try_for_each(bag::check)?;
    report.map(|path| record::check(path, "status")).transpose()?;
    ledger.map(|path| record::check(path, "fate")).transpose()?;
    if let Some(folder) = sums {
        sums::check(folder, outputs.iter().map(|it| it.path))?;
    }
    Ok(found)
}

/// The context shared by all documents, and the number converted in parallel. Cores without a
/// document of their own help the others.
fn context(args: &Convert, jobs: usize, reporter: &mut Reporter) -> Result<(Context, usize)> {
    let limits = options::limits(&args.many.limits, reporter.language)?;
    let mut context = Context { limits, ..Context::default() };
    let (fonts, diagnostics) =
        fonts::library(&args.look.fonts, &context.limits, reporter.language)?;
    reporter.show(&diagnostics, None);
    context.fonts = fonts;
    context.date = match &args.work.date {
        Some(date) => Some(date.clone()),
        None => environment::source_date(reporter.language)?,
    };
    let cores = parallel::cores();
    let workers = args.many.jobs.map_or(cores, usize::from);
    context.threads = NonZero::new(workers / jobs.clamp(1, workers));
    Ok((context, workers))
}

/// Removes temporary files of killed runs from the output folders.
fn sweep(jobs: &[Job]) {
    let paths = jobs.iter().flat_map(|job| &job.outputs);
    let folders: BTreeSet<&Path> =
        paths.filter_map(|(_, path)| path.as_deref().map(files::parent)).collect();
    folders.into_iter().for_each(files::sweep);
}

/// The message of an interrupted run.
fn farewell(
    total: usize,
    done: Arc<AtomicUsize>,
    has_bar: bool,
    language: Language,
) -> impl Fn() -> String + Send + 'static {
    move || {
        let clear = if has_bar { CLEAR } else { "" };
        let done = done.load(Ordering::Relaxed);
        let message = match language {
            Language::English if total > 1 => format!(
                "interrupted after {done} of {total} manuscripts; the same command goes on from there"
            ),
            Language::Chinese if total > 1 => {
                format!("已中断：完成 {done}/{total} 份；再次运行同一命令可继续")
            }
            Language::English => "interrupted".to_owned(),
            Language::Chinese => "已中断".to_owned(),
        };
        format!("{clear}{message}\n")
    }
}
