//! `paiban init`: writes the plan of a book for editing.

use std::fs;
use std::path::Path;

use super::args::Init;
use super::book::PLANS;
use super::files::{self, Draft};
use super::report::Reporter;
use super::{DONE, inputs};
use crate::book;
use crate::diag::{Code, Error, Language, Result};

/// Writes `paiban.toml` to the folder; an existing one is never replaced.
///
/// # Errors
///
/// An existing plan, a folder that can't be created or is a file.
pub(super) fn run(args: &Init, reporter: &Reporter) -> Result<u8> {
    let place = args.folder.join(PLANS[0]);
    if fs::symlink_metadata(&place).is_ok() {
        return Err(Error::new(Code::PlanExists, [&place.display()]));
    }
    fs::create_dir_all(&args.folder)
        .map_err(|error| files::unwritable(&args.folder, &error))?;
    let names = inputs::names(&args.folder, reporter.language)?;
    let text = book::draft(&title(&args.folder), &book::from_names(&names));
    let mut draft = Draft::begin(&place)?;
    draft.write(text.as_bytes())?;
    draft.place()?;
    let (count, place) = (names.len(), files::shown(&place));
    reporter.print(&match reporter.language {
        Language::Chinese => format!("已生成成书计划，共 {count} 个文件 → {place}"),
        Language::English => format!("the plan of a book of {count} files → {place}"),
    });
    Ok(DONE)
}

/// The folder's name.
fn title(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "书名".to_owned())
}
