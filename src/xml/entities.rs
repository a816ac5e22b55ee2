//! Entities that a document declares itself (XML 1.0 §4.2): text for a name, in bounded size.
//!
//! Takes the document type, returns the text of a name. Only literal values without markup are
//! supported: parameter and external entities are skipped, so nothing is opened. A value that
//! exceeds its bound, or refers to itself, has no text.

use std::collections::BTreeMap;

use super::names::is_nc_name;

/// The maximum size of one entity, in bytes.
const ENTITY: usize = 1 << 16;

/// The maximum size of all entities of a document, in bytes.
const ALL: usize = 1 << 22;

/// The entities of one document.
#[derive(Debug)]
pub(super) struct Entities {
    /// Values as declared.
    declared: BTreeMap<String, String>,
    /// Expanded values; `None` while in progress, or if there is none.
    known: BTreeMap<String, Option<String>>,
    /// The number of bytes that may still be expanded.
    left: usize,
}

impl Entities {
    /// None.
    pub(super) fn new() -> Self {
        Self { declared: BTreeMap::new(), known: BTreeMap::new(), left: ALL }
    }

    /// Reads the declarations of a document type; the first of a name is used.
    pub(super) fn declare(&mut self, doctype: &str) {
        let mut rest = doctype;
        while let Some(at) = rest.find("<!") {
            rest = &rest[at..];
            if rest.starts_with("<!--") {
                rest = rest.find("-->").map_or("", |end| &rest[end..]);
                continue;
            }
            let Some(after) = rest.strip_prefix("<!ENTITY") else {
                rest = &rest[2..];
                continue;
            };
            rest = after;
            let Some((name, value)) = declaration(after) else { continue };
            rest = &value[1..];
            let Some((value, behind)) = rest.split_once(&value[..1]) else { continue };
            self.declared.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            rest = behind;
        }
    }

    /// The text of a name, to be put into the document.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let text = self.value(name)?;
        self.left = self.left.checked_sub(text.len())?;
        Some(text)
    }

    fn value(&mut self, name: &str) -> Option<String> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let declared = self.declared.get(name).filter(|it| !it.contains('<'))?.clone();
        // A self-reference finds nothing, which ends the recursion.
        self.known.insert(name.to_owned(), None);
        let value = self.replaced(&declared)?;
        self.left = self.left.checked_sub(value.len())?;
        self.known.insert(name.to_owned(), Some(value.clone()));
        Some(value)
    }

    /// A value with its references replaced.
    fn replaced(&mut self, value: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = value;
        while let Some((before, after)) = rest.split_once('&') {
            let (name, behind) = after.split_once(';')?;
            out.push_str(before);
            match (character(name), name.starts_with('#')) {
                (Some(c), _) => out.push(c),
                (None, true) => return None,
                (None, false) => out.push_str(&self.value(name)?),
            }
            if out.len() > ENTITY {
                return None;
            }
            rest = behind;
        }
        out.push_str(rest);
        (out.len() <= ENTITY).then_some(out)
    }
}

/// The name of a declaration, and what follows from the quotation mark of its value on.
fn declaration(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix([' ', '\t', '\r', '\n'])?.trim_ascii_start();
    let (name, value) = text.split_once([' ', '\t', '\r', '\n'])?;
    let value = value.trim_ascii_start();
    (is_nc_name(name) && value.starts_with(['"', '\''])).then_some((name, value))
}

/// A character by number, or one of the five that XML defines.
fn character(name: &str) -> Option<char> {
    let number = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let number = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(number.ok()?).filter(|c| super::names::is_xml_char(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities(doctype: &str) -> Entities {
        let mut entities = Entities::new();
        entities.declare(doctype);
        entities
    }

    #[test]
    fn values_are_text_with_its_references_replaced() {
        let mut entities = entities(
            "TEI [<!-- <!ENTITY a 'no'> --><!ENTITY a '[言*頁]'><!ENTITY a 'late'><!ENTITY b \"&a;&#x4E2D;&amp;\">]",
        );
        assert_eq!(entities.text("a").as_deref(), Some("[言*頁]"));
        assert_eq!(entities.text("b").as_deref(), Some("[言*頁]中&"));
        assert_eq!(entities.text("c"), None);
    }

    #[test]
    fn markup_other_files_and_loops_have_no_text() {
        let mut entities = entities(
            "TEI [<!ENTITY a '<p>'><!ENTITY b SYSTEM 'file:///x'><!ENTITY % c 'x'><!ENTITY d '&e;'><!ENTITY e '&d;'><!ENTITY f '&#0;'>]",
        );
        for name in ["a", "b", "c", "d", "e", "f"] {
            assert_eq!(entities.text(name), None, "{name}");
        }
    }

    #[test]
    fn entity_expansion_is_bounded() {
        let mut doctype = "TEI [<!ENTITY e0 '0123456789'>".to_owned();
        for n in 1..40 {
            let inner = format!("&e{};", n - 1).repeat(10);
            doctype.push_str(&format!("<!ENTITY e{n} '{inner}'>"));
        }
        let mut entities = entities(&doctype);
        assert_eq!(entities.text("e39"), None);
        let all = (0..10_000).filter_map(|_| entities.text("e3")).map(|it| it.len());
        assert!(all.sum::<usize>() <= ALL);
    }
}
