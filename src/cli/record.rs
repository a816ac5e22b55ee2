//! `--report`: a line of JSON per document, in the order of the inputs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::document::{Outcome, Status};
use super::files::Draft;
use super::passed::Passed;
use super::spelling;
use crate::diag::{Code, Error, Language, Result, Severity};

/// The report, renamed to its place when the run is done.
#[derive(Debug)]
pub(super) struct Record(Draft);

/// A line of it.
#[derive(Serialize)]
struct RecordLine<'a> {
    #[serde(flatten)]
    input: Input<'a>,
    status: &'static str,
    bytes: Option<u64>,
    sha256: Option<&'a str>,
    outputs: Vec<WrittenFile<'a>>,
    /// The number of warnings by code.
    warnings: BTreeMap<&'static str, usize>,
    /// The number of characters by fate and rule, for each output.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    ledger: BTreeMap<&'static str, BTreeMap<String, u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failed>,
    /// The time of the conversion.
    seconds: f64,
}

/// The line of a folder with skipped files.
#[derive(Serialize)]
struct Left<'a> {
    #[serde(flatten)]
    input: Input<'a>,
    status: &'static str,
    /// The number of each kind.
    passed_over: BTreeMap<&'static str, usize>,
}

/// JSON has no bytes: a name that is not UTF-8 contains U+FFFD, and its bytes follow in base64 (RFC
/// 4648 §4).
#[derive(Serialize)]
struct Input<'a> {
    input: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input_bytes: Option<String>,
}

#[derive(Serialize)]
struct WrittenFile<'a> {
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    bytes: Option<u64>,
    sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct Failed {
    code: &'static str,
    message: String,
}

impl Record {
    /// Starts a report, which will replace an existing one.
    ///
    /// # Errors
    ///
    /// A place that can't be written.
    pub(super) fn begin(path: &Path) -> Result<Self> {
        Draft::begin(path).map(Self)
    }

    /// Adds a document.
    ///
    /// # Errors
    ///
    /// A full disk, and the like.
    pub(super) fn add(&mut self, outcome: &Outcome, language: Language) -> Result<()> {
        let (status, error) = match &outcome.status {
            Status::Converted => ("converted", None),
            Status::Unchanged => ("unchanged", None),
            Status::Failed(failure) => ("failed", Some(failure.error.diagnostic())),
        };
        let outputs = outcome.outputs.iter().map(|(path, fingerprint)| WrittenFile {
            path: path.to_string_lossy(),
            path_bytes: bytes(path),
            bytes: fingerprint.as_ref().map(|it| it.bytes),
            sha256: fingerprint.as_ref().map(|it| it.sha256.as_str()),
        });
        let input = input(&outcome.input);
        let warnings = outcome
            .findings
            .counts
            .iter()
            .filter(|(code, _)| code.severity() == Severity::Warning)
            .map(|(code, count)| (code.id(), *count));
        let line = RecordLine {
            input,
            status,
            bytes: outcome.source.as_ref().map(|it| it.bytes),
            sha256: outcome.source.as_ref().map(|it| it.sha256.as_str()),
            outputs: outputs.collect(),
            warnings: warnings.collect(),
            ledger: outcome
                .accounts
                .iter()
                .map(|(format, counts)| {
                    let counts = counts.iter().map(|(entry, count)| (entry.name(), *count));
                    (format.extension(), counts.collect())
                })
                .collect(),
            error: error.map(|error| Failed {
                code: error.code.id(),
                message: spelling::message(error, language),
            }),
            seconds: (outcome.time.as_secs_f64() * 1000.0).round() / 1000.0,
        };
        self.line(&line)
    }

    /// Adds the skipped files of a folder.
    ///
    /// # Errors
    ///
    /// A full disk, and the like.
    pub(super) fn pass(&mut self, passed: &Passed) -> Result<()> {
        let (status, passed_over) = ("folder", passed.counts());
        self.line(&Left { input: input(&passed.root), status, passed_over })
    }

    fn line(&mut self, line: &impl Serialize) -> Result<()> {
        // Every value of a line is valid JSON.
        let text = serde_json::to_string(line).unwrap_or_default() + "\n";
        self.0.write(text.as_bytes())
    }

    /// Renames the report to its place.
    ///
    /// # Errors
    ///
    /// A place that can't be replaced.
    pub(super) fn place(self) -> Result<()> {
        self.0.place()
    }
}

/// Refuses to replace a file without such lines: the first must have an `input` and `field`. An
/// empty file may be replaced.
///
/// # Errors
///
/// Another file at that place.
pub(super) fn check(path: &Path, field: &str) -> Result<()> {
    if fs::symlink_metadata(path).is_err() || is_ours(path, field) {
        return Ok(());
    }
    Err(Error::new(Code::ReportForeign, [&path.display()]))
}

/// Whether a file has lines written by paiban: those of a report have the field `status`, those of
/// a ledger `fate`.
pub(super) fn is_ours(path: &Path, field: &str) -> bool {
    /// No such line is longer.
    const LONGEST: u64 = 1 << 24;
    let mut line = Vec::new();
    let has_fields = |line: &[u8]| {
        let value = serde_json::from_slice::<serde_json::Value>(line).unwrap_or_default();
        ["input", field].iter().all(|name| value.get(name).is_some_and(|it| it.is_string()))
    };
    // Pipes are never opened.
    fs::metadata(path).is_ok_and(|it| it.is_file())
        && File::open(path).is_ok_and(|file| {
            BufReader::new(file.take(LONGEST)).read_until(b'\n', &mut line).is_ok()
        })
        && (line.is_empty() || has_fields(&line))
}

fn input(path: &Path) -> Input<'_> {
    Input { input: path.to_string_lossy(), input_bytes: bytes(path) }
}

/// The bytes of a path that is not UTF-8.
fn bytes(path: &Path) -> Option<String> {
    path.to_str().is_none().then(|| STANDARD.encode(path.as_os_str().as_encoded_bytes()))
}
