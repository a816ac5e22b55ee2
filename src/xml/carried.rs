//! Attributes of TEI without a field in the model (TEI P5 §1.3.1, `att.global` and the classes of
//! names, dates, places and handwriting): the reader keeps them as named values, the writer
//! restores them where the schema `tei_all` allows them. This table lists the attributes of each
//! element, with their datatypes.

/// The datatype of an attribute, as far as a writer must check it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Any text (`teidata.text`).
    Text,
    /// One word (`teidata.enumerated`).
    Word,
    /// Words with spaces between them.
    Words,
    /// One address.
    Pointer,
    /// Addresses with spaces between them.
    Pointers,
    /// A date of W3C XML Schema.
    Date,
}

use Held::{Date, Pointer, Pointers, Text, Word, Words};

/// The attributes of every element.
const GLOBAL: [(&str, Held); 16] = [
    ("n", Text),
    ("rend", Words),
    ("style", Text),
    ("rendition", Pointers),
    ("ana", Pointers),
    ("resp", Pointers),
    ("source", Pointers),
    ("facs", Pointers),
    ("change", Pointers),
    ("corresp", Pointers),
    ("synch", Pointers),
    ("sameAs", Pointer),
    ("copyOf", Pointer),
    ("next", Pointer),
    ("prev", Pointer),
    ("select", Pointers),
];

/// A class of attributes: its elements and datatypes.
type AttributeClass = (&'static [&'static str], &'static [(&'static str, Held)]);

const CLASSES: [AttributeClass; 15] = [
    (
        &[
            "ab",
            "abbr",
            "anchor",
            "app",
            "bibl",
            "cb",
            "cit",
            "corr",
            "date",
            "div",
            "figure",
            "form",
            "fw",
            "g",
            "graphic",
            "gramGrp",
            "head",
            "label",
            "lb",
            "lbl",
            "lem",
            "lg",
            "list",
            "milestone",
            "name",
            "note",
            "orgName",
            "orth",
            "pb",
            "persName",
            "placeName",
            "pron",
            "q",
            "quote",
            "rdg",
            "ref",
            "reg",
            "roleName",
            "rs",
            "ruby",
            "seg",
            "table",
            "title",
            "titlePart",
            "trailer",
            "entryFree",
            "etym",
            "usg",
            "xr",
            "term",
            "gloss",
            "num",
            "measure",
            "phr",
        ],
        &[("type", Word), ("subtype", Word)],
    ),
    (
        &[
            "persName",
            "orgName",
            "placeName",
            "roleName",
            "name",
            "title",
            "date",
            "rs",
            "docAuthor",
            "bibl",
            "docTitle",
            "term",
        ],
        &[("key", Text), ("ref", Pointers)],
    ),
    (
        &["persName", "orgName", "placeName", "roleName", "name", "rs"],
        &[("role", Words), ("nymRef", Pointers)],
    ),
    (&["persName", "orgName", "placeName", "roleName", "name"], &[("sort", Text)]),
    (
        &["persName", "orgName", "placeName", "name", "title", "date"],
        &[
            ("when", Date),
            ("notBefore", Date),
            ("notAfter", Date),
            ("from", Date),
            ("to", Date),
            ("when-custom", Words),
            ("notBefore-custom", Words),
            ("notAfter-custom", Words),
            ("from-custom", Words),
            ("to-custom", Words),
            ("period", Pointers),
            ("datingMethod", Pointer),
        ],
    ),
    (&["date"], &[("calendar", Pointers)]),
    (&["term", "gloss"], &[("target", Pointers), ("cRef", Text)]),
    (
        &[
            "p", "div", "head", "note", "hi", "seg", "ab", "fw", "figure", "label", "lem",
            "rdg", "sp", "speaker", "trailer", "dateline", "salute", "signed",
        ],
        &[("hand", Pointer)],
    ),
    (
        &["head", "note", "fw", "figure", "label", "sp", "speaker", "trailer"],
        &[("place", Words)],
    ),
    (&["note"], &[("targetEnd", Pointers)]),
    (&["q", "sp"], &[("who", Pointers), ("toWhom", Pointers)]),
    (&["p", "div", "lg", "ab", "graphic", "ref"], &[("decls", Pointers)]),
    (&["lb", "pb", "cb", "milestone"], &[("edRef", Pointers), ("spanTo", Pointer)]),
    (&["app"], &[("from", Pointer), ("to", Pointer), ("loc", Words)]),
    (&["lem", "rdg"], &[("cause", Word), ("varSeq", Word), ("require", Pointers)]),
];

/// Whether some element has an attribute of this name.
pub fn is_carried(name: &str) -> bool {
    let classes = CLASSES.iter().flat_map(|(_, attributes)| attributes.iter());
    GLOBAL.iter().chain(classes).any(|(known, _)| *known == name)
}

/// The attribute `name` of `element`: its name and datatype; `None` if the schema has none.
pub fn carried(element: &str, name: &str) -> Option<(&'static str, Held)> {
    let classes = CLASSES.iter().filter(|(elements, _)| elements.contains(&element));
    let own = classes.flat_map(|(_, attributes)| attributes.iter());
    GLOBAL.iter().chain(own).find(|(known, _)| *known == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_the_attributes_of_their_classes() {
        assert_eq!(carried("date", "calendar"), Some(("calendar", Pointers)));
        assert_eq!(carried("lb", "facs"), Some(("facs", Pointers)));
        assert_eq!(carried("p", "type"), None);
        assert_eq!(carried("foreign", "key"), None);
        assert!(is_carried("key") && !is_carried("data-x"));
    }
}
