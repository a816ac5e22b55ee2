//! Navigation: the nav document (EPUB 3.3 §7) and the NCX for readers of EPUB 2 (OPF 2.0.1
//! §2.4.1), both from the same headings.

use std::collections::BTreeSet;

use super::book::Book;
use super::page::{begin_html, end_html};
use crate::diag::Result;
use crate::xml::{Writer, Written, ns};

/// A heading with its place and children.
#[derive(Clone, Debug)]
pub(super) struct NavEntry {
    pub(super) text: String,
    /// Relative to the package document.
    pub(super) href: String,
    pub(super) children: Vec<NavEntry>,
}

/// A landmark: its `epub:type`, its name, its address.
#[derive(Clone, Debug)]
pub(super) struct Landmark {
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) href: String,
}

/// Nests a flat run of headings: depth, text and address of each.
pub(super) fn nest(headings: Vec<(usize, String, String)>) -> Vec<NavEntry> {
    let mut done = Vec::new();
    let mut open: Vec<(usize, NavEntry)> = Vec::new();
    for (depth, text, href) in headings {
        close(&mut open, &mut done, depth);
        open.push((depth, NavEntry { text, href, children: Vec::new() }));
    }
    close(&mut open, &mut done, 0);
    done
}

/// Closes all entries that are not above `depth`.
fn close(open: &mut Vec<(usize, NavEntry)>, done: &mut Vec<NavEntry>, depth: usize) {
    while open.last().is_some_and(|(last, _)| *last >= depth) {
        if let Some((_, entry)) = open.pop() {
            match open.last_mut() {
                Some((_, parent)) => parent.children.push(entry),
                None => done.push(entry),
            }
        }
    }
}

/// The nav document: contents, landmarks and, if there are any, pages.
pub(super) fn nav(
    book: &Book<'_>,
    entries: &[NavEntry],
    landmarks: &[Landmark],
    pages: &[(String, String)],
) -> Result<Written> {
    let labels = book.labels;
    let mut out = Writer::new();
    begin_html(&mut out, book.language, labels.contents, "stylesheet.css");
    out.start("body", &[("epub:type", "frontmatter")]);
    out.newline();
    out.start("nav", &[("epub:type", "toc"), ("role", "doc-toc"), ("id", "toc")]);
    out.newline();
    out.element("h1", &[], labels.contents);
    list(&mut out, entries);
    out.newline_out();
    out.end();
    let places = landmarks.iter().map(|it| (Some(it.kind), it.text.as_str(), it.href.as_str()));
    flat(&mut out, "landmarks", labels.landmarks, places);
    if !pages.is_empty() {
        let pages = pages.iter().map(|(text, href)| (None, text.as_str(), href.as_str()));
        flat(&mut out, "page-list", labels.pages, pages);
    }
    end_html(&mut out);
    out.finish()
}

/// Entries with their children, as a list of links.
pub(super) fn list(out: &mut Writer, entries: &[NavEntry]) {
    out.newline();
    out.start("ol", &[]);
    for entry in entries {
        out.newline();
        out.start("li", &[]);
        out.element("a", &[("href", &entry.href)], &entry.text);
        if !entry.children.is_empty() {
            list(out, &entry.children);
            out.newline_out();
        }
        out.end();
    }
    out.newline_out();
    out.end();
}

/// A list that is hidden by default.
fn flat<'t>(
    out: &mut Writer,
    kind: &str,
    heading: &str,
    items: impl Iterator<Item = (Option<&'t str>, &'t str, &'t str)>,
) {
    out.newline();
    let role = (kind == "page-list").then_some(("role", "doc-pagelist"));
    let attributes: Vec<(&str, &str)> =
        [("epub:type", kind)].into_iter().chain(role).chain([("hidden", "hidden")]).collect();
    out.start("nav", &attributes);
    out.newline();
    out.element("h2", &[], heading);
    out.newline();
    out.start("ol", &[]);
    for (kind, text, href) in items {
        out.newline();
        out.start("li", &[]);
        let kind = kind.map(|kind| ("epub:type", kind));
        let attributes: Vec<(&str, &str)> = kind.into_iter().chain([("href", href)]).collect();
        out.element("a", &attributes, text);
        out.end();
    }
    out.newline_out();
    out.end();
    out.newline_out();
    out.end();
}

/// The NCX; `uid` is the book's unique identifier.
pub(super) fn ncx(
    book: &Book<'_>,
    entries: &[NavEntry],
    pages: &[(String, String)],
    uid: &str,
) -> Result<Written> {
    let mut out = Writer::new();
    out.start("ncx", &[("xmlns", ns::NCX), ("version", "2005-1"), ("xml:lang", book.language)]);
    out.newline();
    out.start("head", &[]);
    let count = pages.len().to_string();
    let depth = depth(entries).to_string();
    let metas = [
        ("dtb:uid", uid),
        ("dtb:depth", depth.as_str()),
        ("dtb:totalPageCount", count.as_str()),
        ("dtb:maxPageNumber", count.as_str()),
    ];
    for (name, content) in metas {
        out.newline();
        out.empty("meta", &[("name", name), ("content", content)]);
    }
    out.newline_out();
    out.end();
    out.newline();
    out.start("docTitle", &[]);
    out.element("text", &[], &book.title());
    out.end();
    out.newline();
    out.start("navMap", &[]);
    let mut order = 0;
    points(&mut out, entries, &mut order);
    out.newline_out();
    out.end();
    if !pages.is_empty() {
        page_targets(&mut out, book.labels.pages, pages, &mut order);
    }
    out.newline_out();
    out.end();
    out.finish()
}

fn depth(entries: &[NavEntry]) -> usize {
    entries.iter().map(|entry| 1 + depth(&entry.children)).max().unwrap_or(0)
}

fn points(out: &mut Writer, entries: &[NavEntry], order: &mut usize) {
    for entry in entries {
        *order += 1;
        out.newline();
        let id = format!("point-{order}");
        out.start("navPoint", &[("id", &id), ("playOrder", &order.to_string())]);
        label(out, &entry.text, &entry.href);
        points(out, &entry.children, order);
        out.newline_out();
        out.end();
    }
}

fn page_targets(
    out: &mut Writer,
    heading: &str,
    pages: &[(String, String)],
    order: &mut usize,
) {
    out.newline();
    out.start("pageList", &[]);
    out.newline();
    out.start("navLabel", &[]);
    out.element("text", &[], heading);
    out.end();
    let mut known = BTreeSet::new();
    for (text, href) in pages {
        *order += 1;
        out.newline();
        let (id, order) = (format!("page-{order}"), order.to_string());
        // A number counts once, however often its page is marked.
        let number = text.parse::<u32>().ok().filter(|number| known.insert(*number));
        let kind = if number.is_some() { "normal" } else { "special" };
        let number = number.map(|number| number.to_string());
        let value = number.as_deref().map(|number| ("value", number));
        let attributes: Vec<(&str, &str)> = [("id", id.as_str()), ("type", kind)]
            .into_iter()
            .chain(value)
            .chain([("playOrder", order.as_str())])
            .collect();
        out.start("pageTarget", &attributes);
        label(out, text, href);
        out.newline_out();
        out.end();
    }
    out.newline_out();
    out.end();
}

fn label(out: &mut Writer, text: &str, href: &str) {
    out.newline();
    out.start("navLabel", &[]);
    out.element("text", &[], text);
    out.end();
    out.newline();
    out.empty("content", &[("src", href)]);
}
