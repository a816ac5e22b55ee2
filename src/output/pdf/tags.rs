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
    /// How many marks of the document were made before it.
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
    /// Its marks, in the order of painting.
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
    order: u32,
}

impl Tags {
    /// Begins a page.
    pub(super) fn begin_page(&mut self) {
        self.owners.push(Vec::new());
    }

    /// A new mark on the current page for an element's content; gives its number.
    pub(super) fn mark(&mut self, owner: ElementId) -> u32 {
        let page = self.page();
        let Some(owners) = self.owners.last_mut() else { return 0 };
        let mcid = count(owners.len());
        owners.push(owner);
        let mark = Mark { page, mcid, order: self.order };
        self.order += 1;
        self.content_mut(owner).marks.push(mark);
        mcid
    }

    /// Widens the place that an element takes on its first page.
    pub(super) fn cover(&mut self, owner: ElementId, area: Area) {
        let page = self.page();
        let known = &mut self.content_mut(owner).area;
        match known {
            Some((first, old)) if *first == page => *old = old.with(area),
            Some(_) => {}
            None => *known = Some((page, area)),
        }
    }

    /// Notes an area of the current page that leads somewhere.
    pub(super) fn link(&mut self, link: LinkArea) {
        let page = self.page();
        self.links.push((page, link));
    }

    /// What was painted for an element.
    pub(super) fn content(&self, element: ElementId) -> Option<&Content> {
        self.content.get(index(element))
    }

    /// The owners of each page's marks.
    pub(super) fn owners(&self) -> &[Vec<ElementId>] {
        &self.owners
    }

    /// The links in the order of painting.
    pub(super) fn links(&self) -> &[(u32, LinkArea)] {
        &self.links
    }

    fn page(&self) -> u32 {
        count(self.owners.len().saturating_sub(1))
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
    usize::try_from(element.0).unwrap_or(usize::MAX)
}

/// A count as the 32 bits that PDF has for it.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
