//! `paiban convert`: read all, write all, tell what was understood.

use std::panic;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::args::Convert;
use super::assets::Folders;
use super::files::{self, Batch};
use super::plan::{Job, Plan, plan};
use super::report::{Place, Reporter};
use super::{DONE, environment, fonts, options, summary, writes_to_terminal};
use crate::config::{Options, OutputFormat};
use crate::context::Context;
use crate::diag::{Code, Error, Exit, Result};
use crate::identity::hex;
use crate::source::Source;
use crate::{Conversion, Input};

/// The name of the list of checksums, as `sha256sum -c` reads it.
const SUMS: &str = "SHA256SUMS";

/// Converts the inputs, each for itself: one that fails doesn't stop the others.
///
/// # Errors
///
/// What concerns all inputs: options, fonts, outputs that clash.
pub(super) fn run(args: &Convert, reporter: &mut Reporter) -> Result<u8> {
    let options = options::of_convert(args, reporter.language)?;
    let formats: Vec<OutputFormat> =
        args.to.iter().map(|to| options::output_format(*to)).collect();
    let plan = plan(&args.input, &args.output, &formats)?;
    let mut context = context(args, reporter)?;
    let mut sums = Vec::new();
    let mut failures = Vec::new();
    for job in &plan.jobs {
        let folders = Folders::of(&job.input, &args.standards.resource_path, &context.limits);
        context.assets = Some(Arc::new(folders));
        match one(job, &options, args.reading.no_sidecar, &context, reporter) {
            Ok(lines) => sums.extend(lines),
            Err(exit) => failures.push(exit as u8),
        }
    }
    if args.sums {
        write_sums(&plan, sums)?;
    }
    Ok(status(&failures, plan.jobs.len(), reporter))
}

/// The status of the whole: that of the failures if all inputs failed alike.
fn status(failures: &[u8], inputs: usize, reporter: &Reporter) -> u8 {
    match failures {
        [] if reporter.denied() => Exit::Denied as u8,
        [] => DONE,
        [first, rest @ ..] if failures.len() == inputs && rest.iter().all(|it| it == first) => {
            *first
        }
        _ => Exit::Denied as u8,
    }
}

fn context(args: &Convert, reporter: &mut Reporter) -> Result<Context> {
    let mut context = Context::default();
    let (fonts, diagnostics) =
        fonts::library(&args.look.fonts, &context.limits, reporter.language)?;
    reporter.show(&diagnostics, None);
    context.fonts = fonts;
    context.date = match &args.work.date {
        Some(date) => Some(date.clone()),
        None => environment::source_date(reporter.language)?,
    };
    Ok(context)
}

/// Converts one input; gives its lines of checksums.
fn one(
    job: &Job,
    options: &Options,
    no_sidecar: bool,
    context: &Context,
    reporter: &mut Reporter,
) -> std::result::Result<Vec<String>, Exit> {
    let name = files::shown(&job.input);
    let fail = |error: &Error, source: Option<&Source>, reporter: &Reporter| {
        let place = Place { name: name.clone(), source, document: None };
        reporter.fail(error.diagnostic(), Some(&place));
        error.exit()
    };
    let bytes = files::read(&job.input, &context.limits)
        .map_err(|error| fail(&error, None, reporter))?;
    let decided = if no_sidecar {
        options.clone()
    } else {
        options::with_sidecar(options, &job.input)
            .map_err(|error| fail(&error, None, reporter))?
    };
    let options = &decided;
    let input = Input { name: file_name(&job.input), bytes: bytes.into() };
    let formats: Vec<OutputFormat> = job.outputs.iter().map(|(format, _)| *format).collect();
    // A fault in one document is told by the hook, and must not stop the others.
    let work = || crate::convert(&input, &formats, options, context);
    let converted =
        panic::catch_unwind(panic::AssertUnwindSafe(work)).map_err(|_| Exit::Internal)?;
    let conversion = converted.map_err(|error| {
        // The source is decoded again to quote it, where there is a place to quote.
        let decoded = error
            .diagnostic()
            .span
            .and_then(|_| Source::decode(None, &input.bytes, &options.read).ok());
        fail(&error, decoded.as_ref().map(|(source, _)| source), reporter)
    })?;
    let place = Place {
        name: name.clone(),
        source: Some(&conversion.source),
        document: Some(&conversion.document),
    };
    let counts = reporter.show(&conversion.diagnostics, Some(&place));
    if formats.contains(&OutputFormat::Pdf) && !reporter.is_quiet() {
        for face in fonts::used(&conversion.document, &context.fonts) {
            reporter.say(&face.message(reporter.language));
        }
    }
    let lines = write(job, &conversion).map_err(|error| fail(&error, None, reporter))?;
    if !reporter.is_quiet() {
        reporter.say(&summary::line(
            &name,
            &conversion,
            counts,
            &job.outputs,
            reporter.language,
        ));
    }
    Ok(lines)
}

/// The name of a file without its folder.
pub(super) fn file_name(path: &Path) -> Option<String> {
    (!files::is_standard(path))
        .then(|| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// Writes the outputs, all or none.
fn write(job: &Job, conversion: &Conversion) -> Result<Vec<String>> {
    let mut batch = Batch::default();
    let mut lines = Vec::new();
    for output in &conversion.outputs {
        let path = job.outputs.iter().find(|(format, _)| *format == output.format);
        match path.and_then(|(_, path)| path.as_ref()) {
            Some(path) => {
                batch.write(path, &output.bytes)?;
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                lines.push(format!("{}  {name}\n", hex(&Sha256::digest(&output.bytes))));
            }
            None => to_standard(output.format, &output.bytes)?,
        }
    }
    batch.place()?;
    Ok(lines)
}

fn to_standard(format: OutputFormat, bytes: &[u8]) -> Result<()> {
    let binary = matches!(format, OutputFormat::Pdf | OutputFormat::Epub);
    if binary && writes_to_terminal() {
        return Err(Error::new(Code::OutputTerminal, [&format.extension().to_uppercase()]));
    }
    files::write_standard(bytes)
}

/// Writes the list of checksums beside the files, by name.
fn write_sums(plan: &Plan, mut lines: Vec<String>) -> Result<()> {
    let Some(folder) = &plan.folder else { return Ok(()) };
    lines.sort_by(|a, b| a[64..].cmp(&b[64..]));
    let mut batch = Batch::default();
    batch.write(&folder.join(SUMS), lines.concat().as_bytes())?;
    batch.place()
}
