//! The elements of one part as a tree: text with its element, names by vocabulary.
//!
//! Takes the text of a part (ISO/IEC 29500-1, WordprocessingML), returns its root. Names have the
//! usual prefix of their namespace, whatever the file uses; the namespaces of the strict and the
//! transitional class and of Word 2003 share one.

use crate::diag::Result;
use crate::xml::{Event, Limits, Reader};

/// The supported vocabularies, by the end of their namespace.
const VOCABULARIES: [(&str, &str); 14] = [
    ("/wordprocessingml/main", "w"),
    ("/wordprocessingml/2006/main", "w"),
    ("/word/2003/wordml", "w"),
    ("/officeDocument/math", "m"),
    ("/officeDocument/2006/math", "m"),
    ("/drawingml/main", "a"),
    ("/drawingml/2006/main", "a"),
    ("/wordprocessingDrawing", "wp"),
    ("/markup-compatibility/2006", "mc"),
    ("/xmlPackage", "pkg"),
    ("urn:schemas-microsoft-com:vml", "v"),
    ("/drawingml/2006/chart", "c"),
    ("/drawingml/2006/diagram", "dgm"),
    ("/2003/auxHint", "wx"),
];

/// Elements that the reader ignores, sorted; most elements written by Word are among these.
const UNREAD: [&str; 21] = [
    "w:adjustRightInd",
    "w:autoSpaceDE",
    "w:autoSpaceDN",
    "w:bCs",
    "w:color",
    "w:iCs",
    "w:ind",
    "w:kern",
    "w:lang",
    "w:lastRenderedPageBreak",
    "w:noProof",
    "w:overflowPunct",
    "w:proofErr",
    "w:shd",
    "w:snapToGrid",
    "w:spacing",
    "w:szCs",
    "w:tcBorders",
    "w:tcW",
    "w:topLinePunct",
    "w:widowControl",
];
/// Attributes that the reader ignores, sorted: identifiers of sessions and paragraphs, fonts of other
/// scripts.
const UNREAD_ATTRIBUTES: [&str; 10] = [
    "ascii",
    "cs",
    "hAnsi",
    "paraId",
    "rsidP",
    "rsidR",
    "rsidRDefault",
    "rsidRPr",
    "rsidTr",
    "textId",
];

/// The maximum nesting of elements in a part: each nested table takes three.
const DEPTH: usize = 1024;
/// The maximum length of an attribute: shapes of VML contain whole drawings in one.
const VALUE: usize = 64 << 20;

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct OoxmlElement {
    /// Its name with the usual prefix: `w:p`; without a prefix in unsupported vocabularies.
    pub(super) name: String,
    /// Its attributes, without prefix.
    attributes: Vec<(String, String)>,
    /// Its child elements.
    pub(super) children: Vec<OoxmlElement>,
    /// Its own text, joined.
    pub(super) text: String,
}

impl OoxmlElement {
    /// The root of a part.
    ///
    /// # Errors
    ///
    /// Text that is not well-formed, or exceeds a limit.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let limits = Limits { depth: DEPTH, value: VALUE, ..Limits::default() };
        let mut reader = Reader::new(text, limits);
        let mut open = vec![Self::default()];
        while let Some(event) = reader.next_event()? {
            match event {
                Event::Start(element) => {
                    let local = |name: String| match name.split_once(':') {
                        Some((_, local)) => local.to_owned(),
                        None => name,
                    };
                    let attributes = element.attributes.into_iter();
                    let attributes = attributes.map(|(key, value)| (local(key), value));
                    let is_read = |(key, _): &(String, String)| {
                        UNREAD_ATTRIBUTES.binary_search(&key.as_str()).is_err()
                    };
                    open.push(Self {
                        name: named(&element.namespace, &element.name),
                        attributes: attributes.filter(is_read).collect(),
                        ..Self::default()
                    });
                }
                Event::Text(text) => {
                    if let Some(node) = open.last_mut() {
                        node.text.push_str(&text);
                    }
                }
                Event::Entity(name) => {
                    let text = reader.entity(&name).unwrap_or_default();
                    if let Some(node) = open.last_mut() {
                        node.text.push_str(&text);
                    }
                }
                Event::End => {
                    if let Some(node) = open.pop()
                        && let Some(parent) = open.last_mut()
                        && UNREAD.binary_search(&node.name.as_str()).is_err()
                    {
                        parent.children.push(node);
                    }
                }
            }
        }
        Ok(open.pop().and_then(|mut root| root.children.pop()).unwrap_or_default())
    }

    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element at this path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The value of an attribute, without prefix.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The attribute `val` of a child.
    pub(super) fn val(&self, child: &str) -> Option<&str> {
        self.child(child)?.get("val")
    }

    /// Whether a child is present and not switched off (ISO/IEC 29500-1, 17.17.4).
    pub(super) fn switch(&self, child: &str) -> Option<bool> {
        let value = self.child(child)?.get("val");
        Some(!matches!(value, Some("0" | "false" | "off" | "none")))
    }

    /// The attribute `val` of a child as a number.
    pub(super) fn number<T: std::str::FromStr>(&self, child: &str) -> Option<T> {
        self.val(child)?.trim().parse().ok()
    }

    /// All descendants, the element first, in document order.
    pub(super) fn within(&self) -> impl Iterator<Item = &Self> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let node = open.pop()?;
            open.extend(node.children.iter().rev());
            Some(node)
        })
    }

    /// The first descendant of this name.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.within().find(|node| node.name == name)
    }
}

/// A name with the usual prefix of its vocabulary.
fn named(namespace: &str, name: &str) -> String {
    let known = VOCABULARIES.iter().find(|(end, _)| namespace.ends_with(end));
    match known {
        Some((_, prefix)) => format!("{prefix}:{name}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(UNREAD.is_sorted() && UNREAD_ATTRIBUTES.is_sorted());
    }

    #[test]
    fn names_go_by_vocabulary() {
        let part = "<x:p xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main' x:a='1'>\
            <x:b x:val='0'/><t xmlns='urn:other'>字</t></x:p>";
        let root = OoxmlElement::parse(part).expect("well-formed");
        assert_eq!((root.name.as_str(), root.get("a")), ("w:p", Some("1")));
        assert_eq!(root.switch("w:b"), Some(false));
        assert_eq!(root.child("t").map(|it| it.text.as_str()), Some("字"));
    }
}
