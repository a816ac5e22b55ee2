//! Tags: which content of which page belongs to which element (ISO 32000-1 §14.7.4).
//!
//! Layout reports an element's place in the whole only when the last page is done; while painting,
//! the marks are only recorded. The structure tree is made from them afterwards.

use crate::layout::frame::{ElementId, LinkArea, Pt};

/// A marked-content sequence of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct MarkedContent {
    /// Index of the page.
    pub(super) page: u32,
    /// Its number on the page (MCID).
    pub(super) mcid: u32,
    /// How many marks of the document precede it.
    pub(super) order: u32,
}

/// A rectangle on a page, edges in points from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: Pt,
    pub(super) top: Pt,
    pub(super) right: Pt,
    pub(super) bottom: Pt,
}

impl Area {
    /// The smallest rectangle that holds both.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// All marks of a document: a book has at least one for each line, so they are kept once, by page
/// until all pages are painted, and then by element.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// The owner of each mark, by page and number.
    owners: Vec<Vec<ElementId>>,
    /// The area of each element on its first page.
    areas: Vec<Option<(u32, Area)>>,
    /// The marks of one element after another, in the order of the pages.
    marks: Vec<MarkedContent>,
    /// Where the marks of each element begin; one more than there are elements.
    starts: Vec<u32>,
    /// The clickable areas, with their page.
    links: Vec<(u32, LinkArea)>,
    /// The current page.
    page: u32,
}

impl Tags {
    /// Begins a page.
    pub(super) fn begin_page(&mut self, page: u32) {
        self.page = page;
        if self.owners.len() <= place(page) {
            self.owners.resize_with(place(page) + 1, Vec::new);
        }
    }

    /// Orders marks and links by their pages, once all are painted.
    pub(super) fn put_in_order(&mut self) {
        let all = || self.owners.iter().flatten();
        let elements = all().map(|owner| index(*owner) + 1).max().unwrap_or(0);
        let mut starts = vec![0u32; elements + 1];
        all().for_each(|owner| starts[index(*owner) + 1] += 1);
        for element in 0..elements {
            starts[element + 1] += starts[element];
        }
        let mut next = starts.clone();
        let mut marks = vec![MarkedContent::default(); all().count()];
        let mut order = 0;
        for (page, owners) in (0..).zip(&self.owners) {
            for (mcid, owner) in (0..).zip(owners) {
                let at = &mut next[index(*owner)];
                marks[place(*at)] = MarkedContent { page, mcid, order };
                *at += 1;
                order += 1;
            }
        }
        (self.marks, self.starts) = (marks, starts);
        self.links.sort_by_key(|(page, _)| *page);
    }

    /// A new mark on the current page for an element's content; returns its number.
    pub(super) fn mark(&mut self, owner: ElementId) -> u32 {
        let Some(owners) = self.owners.get_mut(place(self.page)) else { return 0 };
        owners.push(owner);
        count(owners.len() - 1)
    }

    /// Extends the area of an element on its first page.
    pub(super) fn cover(&mut self, owner: ElementId, area: Area) {
        let (page, index) = (self.page, index(owner));
        if self.areas.len() <= index {
            self.areas.resize(index + 1, None);
        }
        let known = &mut self.areas[index];
        match known {
            Some((first, old)) if *first == page => *old = old.with(area),
            Some((first, _)) if *first < page => {}
            _ => *known = Some((page, area)),
        }
    }

    /// Records a clickable area of the current page.
    pub(super) fn link(&mut self, link: LinkArea) {
        self.links.push((self.page, link));
    }

    /// The marks of an element.
    pub(super) fn marks(&self, element: usize) -> &[MarkedContent] {
        let edge = |element: usize| self.starts.get(element).map(|start| place(*start));
        let (Some(start), Some(end)) = (edge(element), edge(element + 1)) else { return &[] };
        &self.marks[start..end]
    }

    /// The area of an element on its first page.
    pub(super) fn area(&self, element: usize) -> Option<(u32, Area)> {
        self.areas.get(element).copied().flatten()
    }

    /// The owners of each page's marks.
    pub(super) fn owners(&self) -> &[Vec<ElementId>] {
        &self.owners
    }

    /// The links in the order of their pages.
    pub(super) fn links(&self) -> &[(u32, LinkArea)] {
        &self.links
    }
}

fn index(element: ElementId) -> usize {
    place(element.0)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A count as PDF's 32 bits.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
