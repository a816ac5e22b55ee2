//! The state shared by all files of one book while they are written.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::ContentsPlace;
use super::drawn::Drawn;
use super::images::Images;
use super::notes::Notes;
use super::plan::FilePlan;
use crate::config::Options;
use crate::layout::PageMap;
use crate::model::{Document, Inline, plain_text};
use crate::text::words::Words;
use crate::xml::is_xml_char;

/// The planned book; it does not change while its files are written.
#[derive(Debug)]
pub(super) struct Book<'a> {
    pub(super) document: &'a Document,
    pub(super) options: &'a Options,
    /// The language of the work (BCP 47).
    pub(super) language: &'a str,
    pub(super) labels: &'static Words,
    pub(super) files: Vec<FilePlan<'a>>,
    pub(super) notes: Notes<'a>,
    /// The place of the table of contents in the text, if any.
    pub(super) contents: Option<ContentsPlace>,
    /// The ids of the document.
    pub(super) ids: BTreeSet<&'a str>,
    pub(super) images: Images<'a>,
    /// The formulas drawn as pictures.
    pub(super) drawn: Drawn,
    /// The starts of the PDF's pages, if they are shown.
    pub(super) pages: Option<&'a PageMap>,
}

/// The files of the ids of the text.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// The first file with an id.
    first: BTreeMap<String, usize>,
    /// The ids of each file.
    files: Vec<BTreeSet<String>>,
}

impl Targets {
    /// Adds the ids of the next file.
    pub(super) fn add(&mut self, ids: BTreeSet<String>) {
        for id in &ids {
            self.first.entry(id.clone()).or_insert(self.files.len());
        }
        self.files.push(ids);
    }

    /// The file with an id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.first.get(id).copied()
    }

    /// Whether a file has an id.
    pub(super) fn has(&self, file: usize, id: &str) -> bool {
        self.files.get(file).is_some_and(|ids| ids.contains(id))
    }
}

impl Book<'_> {
    /// The title for people: that of the metadata, or a placeholder.
    pub(super) fn title(&self) -> String {
        let mut title = self.document.meta.full_title().unwrap_or_default();
        // Reported once, for the package document.
        title.retain(is_xml_char);
        if title.trim().is_empty() { self.labels.untitled.to_owned() } else { title }
    }

    /// The file of the source's own title page, if any.
    pub(super) fn own_title_page(&self) -> Option<usize> {
        self.files.iter().position(|file| file.is_title_page)
    }
}

/// The text of a heading in one line, for navigation.
pub(super) fn one_line(heading: &[Inline]) -> String {
    let mut text = plain_text(heading).replace(['\n', '\r'], " ");
    text.retain(is_xml_char);
    text.trim().to_owned()
}

/// The name of a file of text, in the folder of the package.
pub(super) fn file_name(index: usize) -> String {
    format!("text/part-{:04}.xhtml", index + 1)
}

/// A link from a file of text to a place in one.
pub(super) fn link(from: usize, to: usize, id: &str) -> String {
    if from == to { format!("#{id}") } else { format!("part-{:04}.xhtml#{id}", to + 1) }
}
