//! Books of many files (多文件成书).
//!
//! In come the files of a folder or the plan that is in it (`paiban.toml`, mdBook's
//! `book.toml` and `SUMMARY.md`, HonKit's `book.json`, `_quarto.yml`), out comes a [`Plan`]:
//! what the book is made of, in order. [`bind()`] joins the documents that were read of those
//! files to one. Nothing here opens a file, and nothing recognises structure.

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
pub use summary::{Dialect, is_plan as is_summary, read as summary};

use crate::model::{Meta, SourceInfo};

/// What a book is made of, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The work as a whole; where it says nothing, the chapters decide.
    pub meta: Meta,
    /// The image of its cover, from the plan's folder on.
    pub cover: Option<String>,
    /// The stem of the outputs' names.
    pub output: Option<String>,
    /// The style: a preset's name, or a style sheet from the plan's folder on.
    pub style: Option<String>,
    /// How files include others.
    pub dialect: Dialect,
    /// What its folder is called: its title, where neither the plan nor the first chapter has one.
    pub name: Option<String>,
    /// The files that its files include, which the archive carries, too.
    pub included: Vec<SourceInfo>,
    /// Its parts and chapters.
    pub entries: Vec<Entry>,
}

/// A part or a chapter, with what is below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Its file, from the plan's folder on, with `/`; none for a part's heading and for a draft.
    pub file: Option<String>,
    /// Its title; the file's own heading goes before.
    pub title: Option<String>,
    /// Where it is in the book.
    pub matter: Matter,
    /// Whether it is the heading of a part (编) that holds those below it.
    pub is_part: bool,
    /// Whether it is numbered, if not by the style.
    pub numbered: Option<bool>,
    /// Who wrote it, where the file doesn't say so.
    pub authors: Vec<String>,
    /// Who translated it.
    pub translators: Vec<String>,
    /// When it was written or published, as it is to be printed.
    pub date: Option<String>,
    /// Where it was published before.
    pub source: Option<String>,
    /// How deep its file begins in a series over several files, 1 the highest: its sections are
    /// then those of the book, each where the numbers of all have it.
    pub level: Option<u8>,
    /// What is below it.
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

/// What a file is in a series over several files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// How deep its first heading is, 1 the highest.
    pub level: u8,
    /// The title of one that its name alone heads.
    pub title: Option<String>,
}

impl Plan {
    /// Notes how deep files begin that are a series, in the order of [`Plan::files`]. What the plan
    /// titles or has others below is where the plan has it.
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

    /// The files in the order of the book, each as often as it is named.
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

    /// Calls `f` for each entry, those above others first.
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
