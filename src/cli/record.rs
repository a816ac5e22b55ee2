//! `--report`: a line of JSON about each document, in the order of the inputs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::document::{Fate, Outcome};
use super::files;
use crate::diag::{Language, Result, Severity};

/// The report, open.
#[derive(Debug)]
pub(super) struct Record {
    path: PathBuf,
    file: File,
}

/// A line of it.
#[derive(Serialize)]
struct Line<'a> {
    input: &'a str,
    status: &'static str,
    bytes: Option<u64>,
    sha256: Option<&'a str>,
    outputs: Vec<Written<'a>>,
    /// How many of each code.
    warnings: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failed>,
    /// How long it took.
    seconds: f64,
}

#[derive(Serialize)]
struct Written<'a> {
    path: String,
    bytes: Option<u64>,
    sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct Failed {
    code: &'static str,
    message: String,
}

impl Record {
    /// A new report; one that stood there before is gone.
    ///
    /// # Errors
    ///
    /// A place that can't be written.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let failed = |error| files::unwritable(path, &error);
        std::fs::create_dir_all(files::parent(path)).map_err(failed)?;
        let file = File::create(path).map_err(failed)?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Adds a document.
    ///
    /// # Errors
    ///
    /// A full disk, and the like.
    pub(super) fn add(&mut self, outcome: &Outcome, language: Language) -> Result<()> {
        let (status, error) = match &outcome.fate {
            Fate::Converted => ("converted", None),
            Fate::Unchanged => ("unchanged", None),
            Fate::Failed(failure) => ("failed", Some(failure.error.diagnostic())),
        };
        let outputs = outcome.outputs.iter().map(|(path, print)| Written {
            path: path.display().to_string(),
            bytes: print.as_ref().map(|it| it.bytes),
            sha256: print.as_ref().map(|it| it.sha256.as_str()),
        });
        let warnings = outcome
            .findings
            .counts
            .iter()
            .filter(|(code, _)| code.severity() == Severity::Warning)
            .map(|(code, count)| (code.id(), *count));
        let line = Line {
            input: &outcome.input,
            status,
            bytes: outcome.source.as_ref().map(|it| it.bytes),
            sha256: outcome.source.as_ref().map(|it| it.sha256.as_str()),
            outputs: outputs.collect(),
            warnings: warnings.collect(),
            error: error.map(|error| Failed {
                code: error.code.id(),
                message: error.message(language),
            }),
            seconds: (outcome.time.as_secs_f64() * 1000.0).round() / 1000.0,
        };
        // A line holds nothing that JSON lacks.
        let text = serde_json::to_string(&line).unwrap_or_default() + "\n";
        let failed = |error| files::unwritable(&self.path, &error);
        self.file.write_all(text.as_bytes()).map_err(failed)
    }
}
