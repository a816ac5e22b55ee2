//! The starts of pages in the source, so that an e-book can show the pages of its PDF.
//!
//! Pages are processed one by one, but the role of their elements is known only when the last is
//! done. So for each page the first place in the source of every element on it is recorded, and the
//! starts of pages are chosen at the end: tables of contents repeat headings, and notes are apart
//! from where they are read.

use super::frame::{
    Element, ElementId, Item, Owner, Page, PageLabel, Structure, StructureRole,
};
use super::pages::page_number;
use crate::model::Span;

/// Where each page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap {
    /// Sorted by place.
    starts: Vec<MappedPage>,
}

/// The beginning of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedPage {
    /// The page's number as printed.
    pub label: String,
    /// The first character of the text on it.
    pub at: Span,
}

impl PageMap {
    /// The pages that begin in this range of the source.
    pub fn within(&self, span: Span) -> &[MappedPage] {
        let before = |place: (u16, u32)| {
            self.starts.partition_point(|it| (it.at.source, it.at.start) < place)
        };
        &self.starts[before((span.source, span.start))..before((span.source, span.end))]
    }
}

/// The records of the pages so far.
#[derive(Debug, Default)]
pub struct PageMapper {
    pages: Vec<(PageLabel, Vec<(ElementId, Span)>)>,
}

impl PageMapper {
    /// Records a page.
    pub fn page(&mut self, page: &Page) {
        let mut places: Vec<(ElementId, Span)> = Vec::new();
        for item in &page.items {
            if let Item::Text(run) = item
                && let Owner::Element(owner) = run.owner
                && let Some(span) = run.pieces.place()
                && places.last().is_none_or(|(last, _)| *last != owner)
            {
                places.push((owner, span));
            }
        }
        self.pages.push((page.label, places));
    }

    /// The map, once all pages are done. A page without running text is left out.
    pub fn finish(self, structure: &Structure) -> PageMap {
        let runs_on = |(owner, _): &&(ElementId, Span)| is_running(&structure.elements, *owner);
        let mut starts: Vec<MappedPage> = self
            .pages
            .iter()
            .filter_map(|(label, places)| {
                let at = places.iter().find(runs_on)?.1;
                Some(MappedPage { label: page_number(*label), at })
            })
            .collect();
        starts.sort_by_key(|it| (it.at.source, it.at.start));
        PageMap { starts }
    }
}

/// Whether an element's text is where it is read.
fn is_running(elements: &[Element], mut id: ElementId) -> bool {
    while let Some(element) = elements.get(id.0 as usize) {
        if matches!(element.role, StructureRole::Contents | StructureRole::Note) {
            return false;
        }
        let Some(parent) = element.parent else { break };
        id = parent;
    }
    true
}
