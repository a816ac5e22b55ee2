//! The attributes of an element: those that every construct of the model has, and others as named
//! values, so that an archive can contain them again (`xml::carried`). Attributes with a field in
//! the model are not kept twice.

use super::phrases::style;
use super::structure::section_type;
use super::tree::Tag;
use super::walk::{Walk, pointers};
use crate::model::{Attr, Recognition};

/// The confidence of our archives' certainty values, in percent.
const CERTAINTY: [(&str, u8); 3] = [("low", 50), ("medium", 70), ("high", 90)];

/// Attributes of an element that the model has fields for, whatever their values.
const READ: [(&str, &[&str]); 21] = [
    ("div", &["n"]),
    ("note", &["target"]),
    ("pb", &["n", "ed", "break"]),
    ("cb", &["n", "ed", "break"]),
    ("lb", &["n", "ed", "break"]),
    ("milestone", &["n", "ed", "break", "unit"]),
    ("fw", &["type", "subtype"]),
    ("ref", &["target", "n"]),
    ("ptr", &["target", "n"]),
    ("ruby", &[]),
    ("rt", &["type", "place"]),
    ("g", &["ref"]),
    ("formula", &["notation"]),
    ("graphic", &["url", "width", "height", "n"]),
    ("table", &["rows", "cols"]),
    ("cell", &["rows", "cols"]),
    ("lem", &["wit", "source"]),
    ("rdg", &["wit", "source"]),
    ("sic", &["source"]),
    ("corr", &["source"]),
    ("title", &["level"]),
];

/// Attributes that are read if they have one of these values.
const READ_VALUES: [(&[&str], &str, &[&str]); 14] = [
    (&["note"], "place", &["bottom", "end", "margin", "inline"]),
    (&["note"], "type", &["admonition"]),
    (&["ref"], "type", &["note", "reference"]),
    (&["lb"], "type", &["break", "LF", "CRLF", "CR"]),
    (&["list"], "type", &["gloss", "ordered", "bulleted", "task", "contents"]),
    (&["lg"], "type", &["poem", "stanza"]),
    (&["row"], "role", &["label", "sum"]),
    (&["cell"], "role", &["label"]),
    (&["graphic"], "type", &["decorative"]),
    (&["name"], "type", &["org", "place", "person", "personRoleName"]),
    (&["rs"], "type", &["dynasty", "role"]),
    (&["roleName"], "type", &["office"]),
    (&["titlePart"], "type", &["main", "sub", "leading", "parallel", "alt", "volume"]),
    (&["quote"], "type", &["foreign", "epigraph", "speech"]),
];

/// The uses of elements in our archives where TEI has no specific one, by `type`; `subtype` and
/// `corresp` specify more.
const FORMS: [(&str, &[&str]); 2] = [
    (
        "ab",
        &[
            "code",
            "math",
            "credit",
            "contents",
            "verse",
            "list",
            "gloss",
            "separator",
            "title",
            "table",
        ],
    ),
    (
        "seg",
        &[
            "choice",
            "ruby",
            "rb",
            "rt",
            "gaiji",
            "delimiter",
            "break",
            "blank",
            "code",
            "math",
            "foreign",
            "variant",
        ],
    ),
];

impl Walk {
    /// The attributes of an element with a construct of its own.
    pub(super) fn attr(&self, tag: &Tag) -> Attr {
        let mut attr = self.bare_attr(tag);
        let read = |name: &str, value: &str| self.is_read(tag, name, value);
        for (name, value) in tag.attributes().filter(|(name, value)| !read(name, value)) {
            if !["ana", "rendition"].contains(&name) {
                attr.keys.push((name.to_owned(), value.to_owned()));
                continue;
            }
            // Declarations of our own header have been read, and so have the names of styles.
            let known = |it: &str| {
                let bare = it.trim_start_matches('#').trim_start_matches("simple:");
                self.is_declared(it) || name == "rendition" && style(bare).is_some()
            };
            let foreign: Vec<&str> = pointers(tag, name).filter(|it| !known(it)).collect();
            if !foreign.is_empty() {
                attr.keys.push((name.to_owned(), foreign.join(" ")));
            }
        }
        attr
    }

    /// The attributes that every construct has.
    pub(super) fn bare_attr(&self, tag: &Tag) -> Attr {
        let mut attr = Attr {
            id: tag.get("xml:id").map(str::to_owned),
            lang: tag.get("xml:lang").map(str::to_owned),
            ..Attr::default()
        };
        for pointer in pointers(tag, "rendition").filter(|it| it.starts_with("#class")) {
            attr.classes.extend(self.declared.renditions.get(pointer).cloned());
        }
        for pointer in pointers(tag, "ana") {
            let keys = self.declared.keys.get(pointer).map_or(&[][..], Vec::as_slice);
            match keys {
                [(rule, by), (percent, sure)]
                    if (rule.as_str(), percent.as_str()) == ("rule", "percent")
                        && pointer.starts_with("#rule-") =>
                {
                    let sure = sure.parse().unwrap_or(0);
                    attr.recognition = Some(Box::new(Recognition::new(by.as_str(), sure)));
                }
                keys => attr.keys.extend(keys.iter().cloned()),
            }
        }
        let cert = tag.get("cert");
        if let Some((_, confidence)) = CERTAINTY.iter().find(|(name, _)| Some(*name) == cert)
            && attr.recognition.is_none()
        {
            attr.recognition = Some(Box::new(Recognition::new("archive", *confidence)));
        }
        attr
    }

    /// Whether the header of our archive declares the target of a pointer.
    fn is_declared(&self, pointer: &str) -> bool {
        let declared = &self.declared;
        self.archived
            && (declared.renditions.contains_key(pointer)
                || declared.keys.contains_key(pointer))
    }

    /// Whether the model has a field for an attribute, or only layout needs it.
    fn is_read(&self, tag: &Tag, name: &str, value: &str) -> bool {
        let element = tag.name.as_str();
        let sure = || CERTAINTY.iter().any(|(known, _)| *known == value);
        match (element, name) {
            (_, "xml:id" | "xml:lang" | "xml:space" | "xml:base") => true,
            (_, "cert") => sure(),
            (_, "resp") => self.archived && value == "#paiban",
            (_, "corresp" | "ref") if value.starts_with('#') => {
                element == "g"
                    || self.agents.contains(&value[1..])
                    || form_of(tag) == Some("gaiji")
            }
            // Paragraph numbers of our archives.
            ("p", "n") => self.archived && value.bytes().all(|byte| byte.is_ascii_digit()),
            ("item", "n") => value.bytes().all(|byte| byte.is_ascii_digit()),
            ("note", "n") => super::notes::mark_of(tag).as_deref() == Some(value),
            ("note", "subtype") => tag.kind() == "admonition",
            ("ref", "subtype") => tag.kind() == "reference",
            ("date" | "docDate", "when") => true,
            ("date" | "docDate", "n") => tag.get("when").is_none(),
            ("div", "subtype") => value.starts_with("level-"),
            (_, "type") if element.starts_with("div") => section_type(value),
            (_, "type" | "subtype") if form_of(tag).is_some() => true,
            ("ab", "type" | "subtype") => tag.kind().starts_with("code"),
            ("trailer", "type" | "subtype") => tag.kind() == "credit",
            ("rdg", "type") if self.lossless => true,
            _ => {
                let known = READ.iter().filter(|(known, _)| *known == element);
                let values = READ_VALUES.iter().filter(|(elements, attribute, _)| {
                    elements.contains(&element) && *attribute == name
                });
                known.flat_map(|(_, names)| names.iter()).any(|known| *known == name)
                    || values.flat_map(|(_, _, values)| values.iter()).any(|it| *it == value)
            }
        }
    }
}

/// The use of this element in our archives.
fn form_of(tag: &Tag) -> Option<&'static str> {
    let forms = FORMS.iter().filter(|(element, _)| *element == tag.name);
    forms.flat_map(|(_, types)| types.iter()).copied().find(|it| *it == tag.kind())
}
