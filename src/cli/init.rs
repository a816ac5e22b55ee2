//! `paiban init`: writes the plan of a book for editing.

use std::fs;
use std::path::Path;

use super::args::Init;
use super::book::{Book, PLANS};
use super::files::{self, Draft};
use super::report::Reporter;
use super::{DONE, inputs};
use crate::book;
use crate::diag::{Code, Error, Language, Result};

/// Writes `paiban.toml` to the folder; an existing one is never replaced, nor is the plan of another
/// program, before which it would go.
///
/// # Errors
///
/// An existing plan, a folder that can't be created or is a file.
pub(super) fn run(args: &Init, reporter: &Reporter) -> Result<u8> {
    let folder = &args.folder;
    if folder.is_file() || (!folder.exists() && inputs::names_input(folder)) {
        let place = files::shown(files::parent(folder));
        return Err(Error::new(Code::PlanOfFile, [&folder.display(), &place]));
    }
    let place = folder.join(PLANS[0]);
    if fs::symlink_metadata(&place).is_ok() {
        return Err(Error::new(Code::PlanExists, [&place.display()]));
    }
    if let Some(plan) = Book::of_folder(folder, &Vec::new)?.and_then(|book| book.named_by()) {
        return Err(Error::new(Code::PlanExists, [&folder.join(plan).display()]));
    }
    fs::create_dir_all(folder).map_err(|error| files::unwritable(folder, &error))?;
    let names = inputs::names(folder, reporter.language)?;
    let count = names.len();
    let book = Book::of_all(folder, names)?;
    let text = book::draft(&title(folder), &book.plan.entries);
    let mut draft = Draft::begin(&place)?;
    draft.write(text.as_bytes())?;
    draft.place()?;
    let place = files::shown(&place);
    reporter.print(&match (reporter.language, count) {
        (Language::Chinese, _) => format!("已生成成书计划，共 {count} 个文件 → {place}"),
        (Language::English, 1) => format!("the plan of a book of 1 file → {place}"),
        (Language::English, _) => format!("the plan of a book of {count} files → {place}"),
    });
    Ok(DONE)
}

/// The folder's name.
fn title(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "书名".to_owned())
}
