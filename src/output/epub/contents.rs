//! The table of contents at the author's place in the text (`[TOC]`), besides that of the reading
//! system: a `nav` of links to the headings.

use super::nav::{NavEntry, list, nest};
use super::page::{ElementAttributes, PageWriter};
use super::plan::FilePlan;
use crate::model::Document;
use crate::transform::{contents_place, listed};

/// The place of the table of contents in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContentsPlace {
    /// The file that it is in.
    file: usize,
    /// Whether the author wrote a heading above it.
    is_headed: bool,
}

impl ContentsPlace {
    /// The first one in the text, if any.
    pub(super) fn of(document: &Document, files: &[FilePlan<'_>]) -> Option<Self> {
        let place = contents_place(document.blocks())?;
        let holds = |file: &FilePlan<'_>| {
            file.pieces.iter().any(|piece| contents_place(piece.blocks).is_some())
        };
        let file = files.iter().position(holds)?;
        Some(Self { file, is_headed: place.is_headed })
    }
}

impl PageWriter<'_, '_> {
    /// The table of contents, at its first place.
    pub(super) fn contents_here(&mut self) {
        let place = self.book.contents.filter(|place| place.file == self.file);
        let Some(place) = place.filter(|_| !std::mem::replace(&mut self.has_contents, true))
        else {
            return;
        };
        let depth = self.book.options.page.toc_depth.unwrap_or(u8::MAX);
        let listed = listed(self.book.document).into_iter().filter(|it| it.level <= depth);
        let headings = listed.filter_map(|it| {
            let href = self.find(it.section.attr.id.as_deref()?)?;
            Some((usize::from(it.level), self.heading_text(it.section), href))
        });
        let entries: Vec<NavEntry> = nest(headings.collect());
        if entries.is_empty() {
            return;
        }
        let title = self.book.labels.contents;
        let attributes = ElementAttributes::default().class("contents").with("role", "doc-toc");
        self.start_line("nav", &attributes.with("aria-label", title));
        if !place.is_headed {
            self.out.newline();
            self.out.element("p", &[("class", "contents-title")], title);
        }
        list(&mut self.out, &entries);
        self.end_line();
    }
}
