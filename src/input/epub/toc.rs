//! The contents of an e-book: the nav document (EPUB 3.3 §7) or the NCX (OPF 2.0.1 §2.4.1).
//!
//! Takes its text, returns its entries in order, with their levels. An entry without an address is
//! only a heading in the list, and affects the levels below it.

use crate::input::html::book::{TocEntry, resolve};
use crate::xml::{Event, Limits, Reader};

/// A list: the types of its `nav`, the element of its points in the NCX.
pub(super) type NavKind = ([&'static str; 2], &'static str);
pub(super) const CONTENTS: NavKind = (["toc", "doc-toc"], "navPoint");
/// Pages of the printed edition (EPUB 3.3 §7.4.4, OPF 2.0.1 §2.4.1).
pub(super) const PAGES: NavKind = (["page-list", "doc-pagelist"], "pageTarget");

/// The maximum level.
const DEEPEST: u8 = 32;

/// The entries of a nav document: the links of this `nav`, with the nesting of their lists as
/// level.
pub(super) fn of_nav(text: &str, path: &str, (types, _): NavKind) -> Vec<TocEntry> {
    let is_toc = |element: &crate::xml::Element| {
        element.name == "nav"
            && ["epub:type", "role"].iter().any(|name| {
                let words = element.attribute(name).unwrap_or_default();
                words.split_ascii_whitespace().any(|it| types.contains(&it))
            })
    };
    let mut reader = Reader::new(text, Limits::default());
    let (mut entries, mut open) = (Vec::new(), Vec::new());
    let (mut level, mut within) = (0_u8, None);
    // The list is read as far as it is well-formed.
    while let Ok(Some(event)) = reader.next_event() {
        match event {
            Event::Start(element) => {
                if within.is_none() && is_toc(&element) {
                    within = Some(open.len());
                }
                if within.is_some() {
                    match element.name.as_str() {
                        "ol" => level = (level + 1).min(DEEPEST),
                        "a" => entries.extend(entry(level, path, element.attribute("href"))),
                        _ => {}
                    }
                }
                open.push(element.name);
            }
            Event::Text(text) if open.iter().any(|name| name == "a") && within.is_some() => {
                if let Some(entry) = entries.last_mut() {
                    entry.title.push_str(&text);
                }
            }
            Event::End => {
                if open.pop().is_some_and(|name| name == "ol") && within.is_some() {
                    level = level.saturating_sub(1);
                }
                if within == Some(open.len()) {
                    break;
                }
            }
            _ => {}
        }
    }
    named(entries)
}

/// The entries of an NCX: the points of this list, with their nesting as level.
pub(super) fn of_ncx(text: &str, path: &str, (_, point): NavKind) -> Vec<TocEntry> {
    let mut reader = Reader::new(text, Limits::default());
    let (mut entries, mut open): (Vec<TocEntry>, Vec<String>) = (Vec::new(), Vec::new());
    let mut level = 0_u8;
    let mut label = String::new();
    while let Ok(Some(event)) = reader.next_event() {
        match event {
            Event::Start(element) => {
                match element.name.as_str() {
                    name if name == point => {
                        level = (level + 1).min(DEEPEST);
                        label.clear();
                    }
                    "content" if level > 0 => {
                        let mut found = entry(level, path, element.attribute("src"));
                        if let Some(found) = &mut found {
                            found.title = std::mem::take(&mut label);
                        }
                        entries.extend(found);
                    }
                    _ => {}
                }
                open.push(element.name);
            }
            Event::Text(text) if open.last().is_some_and(|name| name == "text") => {
                label.push_str(&text);
            }
            Event::End if open.pop().is_some_and(|name| name == point) => {
                level = level.saturating_sub(1);
            }
            _ => {}
        }
    }
    named(entries)
}

fn entry(level: u8, base: &str, href: Option<&str>) -> Option<TocEntry> {
    let (path, fragment) = resolve(base, href?)?;
    Some(TocEntry { level: level.max(1), title: String::new(), path, fragment })
}

/// The entries with a title, its white space collapsed.
fn named(mut entries: Vec<TocEntry>) -> Vec<TocEntry> {
    for entry in &mut entries {
        entry.title = entry.title.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    entries.retain(|entry| !entry.title.is_empty());
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entries: &[TocEntry]) -> Vec<String> {
        let show =
            |it: &TocEntry| format!("{} {} {}#{}", it.level, it.title, it.path, it.fragment);
        entries.iter().map(show).collect()
    }

    #[test]
    fn entries_of_both_forms() {
        let nav = "<html xmlns:epub='http://www.idpf.org/2007/ops'><nav epub:type='landmarks'>\
            <ol><li><a href='x'>无</a></li></ol></nav><nav epub:type='toc'><ol><li><span>卷</span>\
            <ol><li><a href='a.xhtml#s'>第一 <b>章</b></a></li></ol></li></ol></nav></html>";
        assert_eq!(
            shown(&of_nav(nav, "OEBPS/nav.xhtml", CONTENTS)),
            ["2 第一 章 OEBPS/a.xhtml#s"]
        );
        let ncx = "<ncx><navMap><navPoint><navLabel><text>卷一</text></navLabel><content src='a.html'/>\
            <navPoint><navLabel><text>第一章</text></navLabel><content src='a.html#c'/></navPoint>\
            </navPoint></navMap></ncx>";
        assert_eq!(
            shown(&of_ncx(ncx, "toc.ncx", CONTENTS)),
            ["1 卷一 a.html#", "2 第一章 a.html#c"]
        );
        let pages = "<ncx><navMap/><pageList><pageTarget value='3'><navLabel><text>3</text></navLabel>\
            <content src='a.html#p3'/></pageTarget></pageList></ncx>";
        assert_eq!(shown(&of_ncx(pages, "toc.ncx", PAGES)), ["1 3 a.html#p3"]);
        assert!(of_ncx("<ncx><navPoint", "toc.ncx", CONTENTS).is_empty());
    }
}
