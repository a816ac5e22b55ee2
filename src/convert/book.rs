//! Many files, one book: each file is read, the readings are bound into one, and that is written to
//! all outputs.
//!
//! The files are given in the order of the plan, and read in two steps: first all are decoded, and
//! the beginnings of the plain texts are solved as one series; then each is read with its place in
//! that series.

use super::{Conversion, overrule, understood, untie_overruled, write_reading};
use crate::book::{self, Level, Plan};
use crate::config::{Options, OutputFormat};
use crate::context::{Context, Limits};
use crate::diag::{Code, Result, guarded};
use crate::input::{self, FileOfSeries, Opened, Reading};
use crate::source::Input;
use crate::transform;

/// A file of a book.
#[derive(Clone, Debug, Default)]
pub struct ChapterFile {
    /// The file.
    pub input: Input,
    /// Its options.
    pub options: Options,
}

/// Reads the files of a book, those of [`Plan::files`] in that order, each to its reading or error,
/// as [`crate::read`] does. If plain texts form a series (第N章, N), the plan records the level of
/// each, and which names are headings.
///
/// # Errors
///
/// A panic ([`Code::Fault`]).
pub fn read_book(
    files: Vec<Result<ChapterFile>>,
    plan: &mut Plan,
    limits: &Limits,
) -> Result<Vec<Result<Reading>>> {
    let decode = |file: Result<ChapterFile>| {
        let file = file?;
        let opened = input::decode(&file.input, &file.options.read, limits)?;
        Ok((file, opened))
    };
    guarded(|| {
        let opened: Vec<Result<(ChapterFile, Opened)>> =
            files.into_iter().map(decode).collect();
        let series = series(&opened);
        let levels = series.iter().map(|found| {
            found.as_ref().map(|found| Level { level: found.level, title: found.title.clone() })
        });
        plan.set_levels(levels.collect());
        let read = |(opened, found): (Result<(ChapterFile, Opened)>, Option<FileOfSeries>)| {
            let (ChapterFile { input, mut options }, opened) = opened?;
            options.read.chapter = found.map(|found| found.chapter);
            let reading = input::read_opened(opened, &options.read, limits)?;
            Ok(understood(reading, &input.bytes, &options))
        };
        Ok(opened.into_iter().zip(series).map(read).collect())
    })
}

/// The places of the files in the series over all of them.
fn series(opened: &[Result<(ChapterFile, Opened)>]) -> Vec<Option<FileOfSeries>> {
    let mut files = Vec::new();
    for file in opened {
        files.push(
            file.as_ref()
                .ok()
                .map(|(file, opened)| (file.input.name.as_deref().unwrap_or_default(), opened)),
        );
    }
    input::series(&files)
}

/// Binds the readings of a book's files, in the order of [`Plan::files`], and writes the book in
/// each of the `formats`. The metadata in the options applies to the book.
///
/// # Errors
///
/// As [`crate::convert()`].
pub fn convert_book(
    readings: Vec<Reading>,
    plan: &Plan,
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<Conversion> {
    guarded(|| {
        options.check()?;
        let mut reading = bind(readings, plan);
        let named = plan
            .name
            .as_ref()
            .map(|name| input::name_by_folder(&mut reading.document.meta, name));
        reading.diagnostics.extend(named.flatten());
        overrule(&mut reading.document.meta, &options.meta);
        untie_overruled(&mut reading.document);
        let mut found = transform::structure_book(&mut reading.document);
        reading.diagnostics.append(&mut found);
        write_reading(reading, formats, options, context)
    })
}

/// Joins many readings to one, with all sources.
fn bind(readings: Vec<Reading>, plan: &Plan) -> Reading {
    let (mut documents, mut sources, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    for reading in readings {
        let offset = u16::try_from(sources.len()).unwrap_or(u16::MAX);
        // A document without a source cannot be quoted.
        for mut source in reading.sources.into_iter().take(reading.document.sources.len()) {
            source.index = source.index.saturating_add(offset);
            sources.push(source);
        }
        // References to other files are resolved once all are bound.
        let own = reading.diagnostics.into_iter();
        let own = own.filter(|found| found.code != Code::ReferenceNowhere);
        diagnostics.extend(own.map(|mut found| {
            let span = found.span.as_mut();
            span.into_iter().for_each(|it| it.source = it.source.saturating_add(offset));
            found
        }));
        documents.push(reading.document);
    }
    let (document, mut found) = book::bind(documents, plan);
    diagnostics.append(&mut found);
    Reading { document, sources, diagnostics, claims: Vec::new() }
}
