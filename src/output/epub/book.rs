//! What all files of one book share while they are written.

use std::collections::BTreeMap;

use super::images::Images;
use super::labels::Labels;
use super::notes::Notes;
use super::plan::FilePlan;
use crate::config::Options;
use crate::layout::PageMap;
use crate::model::Document;
use crate::xml::is_xml_char;

/// The book as it is planned; nothing in it changes while its files are written.
#[derive(Debug)]
pub(super) struct Book<'a> {
    pub(super) document: &'a Document,
    pub(super) options: &'a Options,
    /// The language of the work (BCP 47).
    pub(super) language: &'a str,
    pub(super) labels: &'static Labels,
    pub(super) files: Vec<FilePlan<'a>>,
    pub(super) notes: Notes<'a>,
    pub(super) images: Images<'a>,
    /// Where the pages of the PDF begin, if they are told.
    pub(super) pages: Option<&'a PageMap>,
}

/// Where each id of the text came to stand: the index of its file.
pub(super) type Targets = BTreeMap<String, usize>;

impl Book<'_> {
    /// The title for people: as the metadata has it, or that there is none.
    pub(super) fn title(&self) -> String {
        let mut title = self.document.meta.full_title().unwrap_or_default();
        // Told of once, for the package document.
        title.retain(is_xml_char);
        if title.trim().is_empty() { self.labels.untitled.to_owned() } else { title }
    }

    /// The file that is the source's own title page, if it has one.
    pub(super) fn own_title_page(&self) -> Option<usize> {
        self.files.iter().position(|file| file.is_title_page)
    }
}

/// The name of a file of text, in the folder of the package.
pub(super) fn file_name(index: usize) -> String {
    format!("text/part-{:04}.xhtml", index + 1)
}

/// A link from a file of text to a place in one.
pub(super) fn link(from: usize, to: usize, id: &str) -> String {
    if from == to { format!("#{id}") } else { format!("part-{:04}.xhtml#{id}", to + 1) }
}
