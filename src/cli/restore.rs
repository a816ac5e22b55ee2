//! `paiban restore`: the source file of a TEI archive.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::args::Restore;
use super::files::{self, Draft};
use super::report::Reporter;
use super::{DONE, options, plan};
use crate::diag::{Code, Error, Language, Result};

/// Rebuilds the source. What stands in its place already is never overwritten.
///
/// # Errors
///
/// An archive that can't be read or doesn't give its source back, a place that is taken.
pub(super) fn run(args: &Restore, reporter: &Reporter) -> Result<u8> {
    let limits = options::limits(&args.limits, reporter.language)?;
    let archive = files::read(&args.file, &limits)?;
    let bytes = crate::restore::restore(&archive)?;
    let path = match &args.output {
        Some(path) if files::is_standard(path) => {
            files::write_standard(&bytes)?;
            return Ok(DONE);
        }
        Some(path) if !path.is_dir() => path.clone(),
        folder => {
            let mut name = plan::stem(&args.file);
            name.push(".txt");
            folder.as_deref().unwrap_or(Path::new("output")).join(name)
        }
    };
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut draft = Draft::begin(&path)?;
            draft.write(&bytes)?;
            draft.place()?;
        }
        Err(error) => return Err(files::unwritable(&path, &error)),
        // What can't be read can't be known to be the same.
        Ok(_) if files::read(&path, &limits).is_ok_and(|there| there == bytes) => {}
        Ok(_) => return Err(Error::new(Code::RestoreExists, [&path.display()])),
    }
    let place = files::shown(&path);
    reporter.say(&match reporter.language {
        Language::Chinese => {
            format!("已还原 {} 字节，校验无误 → {place}", bytes.len())
        }
        Language::English => {
            format!("restored {} bytes, hash verified → {place}", bytes.len())
        }
    });
    Ok(DONE)
}
