//! Books of many files (多文件成书).
//!
//! The input is the files of a folder or the plan in it (`paiban.toml`, mdBook's `book.toml` and
//! `SUMMARY.md`, HonKit's `book.json`, `_quarto.yml`), the result a [`Plan`]: the content of the
//! book, in order. [`bind()`] joins the documents read from those files into one. Nothing here
//! opens a file or recognises structure.

mod bind;
mod chapters;
mod foreign;
mod include;
mod own;
mod paths;
mod references;
mod summary;

pub use bind::bind;
pub use chapters::{NamePart, NaturalKey, from_names, natural_key};
pub use foreign::{Foreign, honkit, mdbook, pandoc, quarto};
pub use include::{Included, Loader, expand};
pub use own::{TEMPLATE, draft, plan as own};
pub use summary::{
    Dialect, is_bare_plan as is_bare_summary, is_plan as is_summary, read as summary,
};

use crate::model::{Meta, SourceInfo};

/// The content of a book, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The metadata of the whole work; missing values come from the chapters.
    pub meta: Meta,
    /// The image of its cover, relative to the plan's folder.
    pub cover: Option<String>,
    /// The stem of the outputs' names.
    pub output: Option<String>,
    /// The style: a preset's name, or a style sheet relative to the plan's folder.
    pub style: Option<String>,
    /// The syntax of includes.
    pub dialect: Dialect,
    /// The name of its folder: the title if neither the plan nor the first chapter has one.
    pub name: Option<String>,
    /// The files that its files include; the archive contains them, too.
    pub included: Vec<SourceInfo>,
    /// Its parts and chapters.
    pub entries: Vec<Entry>,
}

/// A part or a chapter, with its children.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Its file, relative to the plan's folder, with `/`; `None` for a part's heading and for a
    /// draft.
    pub file: Option<String>,
    /// Its title; the file's own heading takes precedence.
    pub title: Option<String>,
    /// Where it is in the book.
    pub matter: Matter,
    /// Whether it is the heading of a part (编) that contains its children.
    pub is_part: bool,
    /// Whether it is numbered; `None` for the style's default.
    pub numbered: Option<bool>,
    /// The authors, if the file does not name them.
    pub authors: Vec<String>,
    /// The translators.
    pub translators: Vec<String>,
    /// The date of writing or publication, as printed.
    pub date: Option<String>,
    /// The previous publication.
    pub source: Option<String>,
    /// The depth at which its file begins in a series over several files, 1 the highest: its
    /// sections are then those of the book, placed by their numbers.
    pub level: Option<u8>,
    /// Its children.
    pub entries: Vec<Entry>,
}

/// Front, body or back of a book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matter {
    /// Before the numbered chapters: preface, foreword (前置部分).
    Front,
    /// The chapters (正文).
    #[default]
    Body,
    /// After them: appendix, afterword (后置部分).
    Back,
}

/// The place of a file in a series over several files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The depth of its first heading, 1 the highest.
    pub level: u8,
    /// The title of a file without a heading, from its name.
    pub title: Option<String>,
}

impl Plan {
    /// Sets the levels of files that form a series, in the order of [`Plan::files`]. Entries with a
    /// title or children in the plan keep their place.
    pub fn set_levels(&mut self, levels: Vec<Option<Level>>) {
        let mut levels = levels.into_iter();
        self.visit_mut(&mut |entry| {
            let Some(level) = entry.file.as_ref().and_then(|_| levels.next().flatten()) else {
                return;
            };
            if entry.title.is_none() && entry.entries.is_empty() {
                (entry.level, entry.title) = (Some(level.level), level.title);
            }
        });
    }

    /// The files in the order of the book, each as often as it is listed.
    pub fn files(&self) -> Vec<&str> {
        fn gather<'a>(entries: &'a [Entry], out: &mut Vec<&'a str>) {
            for entry in entries {
                out.extend(entry.file.as_deref());
                gather(&entry.entries, out);
            }
        }
        let mut files = Vec::new();
        gather(&self.entries, &mut files);
        files
    }

    /// Calls `f` for each entry, parents first.
    pub fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Entry)) {
        fn each(entries: &mut [Entry], f: &mut dyn FnMut(&mut Entry)) {
            for entry in entries {
                f(entry);
                each(&mut entry.entries, f);
            }
        }
        each(&mut self.entries, f);
    }
}
