//! `paiban restore`: the source file of a TEI archive.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::args::Restore;
use super::files::{self, Draft};
use super::report::Reporter;
use super::{DONE, options, plan};
use crate::context::Limits;
use crate::diag::{Code, Error, Language, Result};

/// Restores the source. An existing file is never overwritten.
///
/// # Errors
///
/// An archive that can't be read or from which its source can't be restored, a file that exists
/// already.
pub(super) fn run(args: &Restore, reporter: &Reporter) -> Result<u8> {
    let limits = options::limits(&args.limits, reporter.language)?;
    let archive = files::read(&args.file, &limits)?;
    if let Some(folder) = &args.all {
        return all(folder, &archive, &limits, reporter);
    }
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
    put(&path, &bytes, &limits)?;
    let place = files::shown(&path);
    reporter.print(&match reporter.language {
        Language::Chinese => {
            format!("已还原 {} 字节，校验无误 → {place}", bytes.len())
        }
        Language::English => {
            format!("restored {} bytes, hash verified → {place}", bytes.len())
        }
    });
    Ok(DONE)
}

/// Writes all files of a book to `folder`, never outside it.
fn all(folder: &Path, archive: &[u8], limits: &Limits, reporter: &Reporter) -> Result<u8> {
    let restored = crate::restore::restore_all(archive)?;
    let mut places = Vec::new();
    for (path, bytes) in &restored {
        let inner = crate::text::address::join("", path).filter(|inner| !inner.is_empty());
        let Some(inner) = inner.filter(|inner| !inner.contains(':')) else {
            return Err(Error::new(Code::RestoreOutside, [path]));
        };
        places.push((folder.join(inner), bytes));
    }
    for (path, bytes) in &places {
        put(path, bytes, limits)?;
    }
    let (count, place) = (places.len(), files::shown(folder));
    reporter.print(&match reporter.language {
        Language::Chinese => format!("已还原 {count} 个文件，校验无误 → {place}"),
        Language::English => format!("restored {count} files, hashes verified → {place}"),
    });
    Ok(DONE)
}

/// Writes a file that does not exist yet. An identical one is kept.
fn put(path: &Path, bytes: &[u8], limits: &Limits) -> Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut draft = Draft::begin(path)?;
            draft.write(bytes)?;
            draft.place()
        }
        Err(error) => Err(files::unwritable(path, &error)),
        // An unreadable file can't be compared.
        Ok(_) if files::read(path, limits).is_ok_and(|there| there == bytes) => Ok(()),
        Ok(_) => Err(Error::new(Code::RestoreExists, [&path.display()])),
    }
}
