//! Tags: which content of which page belongs to which element (ISO 32000-1 §14.7.4).
//!
//! Layout tells of an element's place in the whole only when the last page is done; while
//! painting, the marks are only noted. The structure tree is made of them afterwards.

use crate::layout::frame::{ElementId, LinkArea, Pt};

/// A marked-content sequence of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Index of the page.
    pub(super) page: u32,
    /// Its number on the page (MCID).
    pub(super) mcid: u32,
    /// How many marks of the document stand before it; known when all pages are painted.
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

/// What was painted for one element.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Content {
    /// Its marks, in the order of the pages.
    pub(super) marks: Vec<Mark>,
    /// Where it stands on its first page.
    pub(super) area: Option<(u32, Area)>,
}

/// All marks of a document.
#[derive(Debug, Default)]
pub(super) struct Tags {
    content: Vec<Content>,
    /// The owner of each mark, by page and number.
    owners: Vec<Vec<ElementId>>,
    /// The areas that lead somewhere, with their page.
    links: Vec<(u32, LinkArea)>,
    /// The page that is being painted.
    page: u32,
}

impl Tags {
    /// Begins a page, whichever it is.
    pub(super) fn begin_page(&mut self, page: u32) {
        self.page = page;
        if self.owners.len() <= place(page) {
            self.owners.resize_with(place(page) + 1, Vec::new);
        }
    }

    /// Orders marks and links by their pages, once all are painted.
    pub(super) fn put_in_order(&mut self) {
        let mut before = Vec::with_capacity(self.owners.len());
        let mut all = 0;
        for owners in &self.owners {
            before.push(all);
            all += count(owners.len());
        }
        for content in &mut self.content {
            for mark in &mut content.marks {
                mark.order = before.get(place(mark.page)).copied().unwrap_or(0) + mark.mcid;
            }
            content.marks.sort_by_key(|mark| mark.order);
        }
        self.links.sort_by_key(|(page, _)| *page);
    }

    /// A new mark on the current page for an element's content; gives its number.
    pub(super) fn mark(&mut self, owner: ElementId) -> u32 {
        let page = self.page;
        let Some(owners) = self.owners.get_mut(place(page)) else { return 0 };
        let mcid = count(owners.len());
        owners.push(owner);
        self.content_mut(owner).marks.push(Mark { page, mcid, order: 0 });
        mcid
    }

    /// Widens the place that an element takes on its first page.
    pub(super) fn cover(&mut self, owner: ElementId, area: Area) {
        let page = self.page;
        let known = &mut self.content_mut(owner).area;
        match known {
            Some((first, old)) if *first == page => *old = old.with(area),
            Some((first, _)) if *first < page => {}
            _ => *known = Some((page, area)),
        }
    }

    /// Notes an area of the current page that leads somewhere.
    pub(super) fn link(&mut self, link: LinkArea) {
        self.links.push((self.page, link));
    }

    /// What was painted for an element.
    pub(super) fn content(&self, element: ElementId) -> Option<&Content> {
        self.content.get(index(element))
    }

    /// The owners of each page's marks.
    pub(super) fn owners(&self) -> &[Vec<ElementId>] {
        &self.owners
    }

    /// The links in the order of their pages.
    pub(super) fn links(&self) -> &[(u32, LinkArea)] {
        &self.links
    }

    fn content_mut(&mut self, element: ElementId) -> &mut Content {
        let index = index(element);
        if self.content.len() <= index {
            self.content.resize_with(index + 1, Content::default);
        }
        &mut self.content[index]
    }
}

fn index(element: ElementId) -> usize {
    place(element.0)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A count as the 32 bits that PDF has for it.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
