//! `{#id .class key="value"}`: attributes of a construct.
//!
//! Takes text that begins with a brace, returns the attributes with the places of their values, or
//! nothing: braces with any other content are text.

use std::ops::Range;

use super::crossref;
use crate::model::Attr;

/// The class of unnumbered headings.
const UNNUMBERED: &str = "unnumbered";

/// The attributes between the braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// The length in bytes, braces included.
    pub(super) length: usize,
    /// The identifier, as written.
    pub(super) id: Option<String>,
    /// The classes, in order.
    pub(super) classes: Vec<String>,
    /// Keys and values, in order, with the place of each value.
    pub(super) pairs: Vec<Pair>,
}

/// `key=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
    /// The byte range of the value without quotation marks, from the opening brace.
    pub(super) place: Range<usize>,
}

impl Attributes {
    /// Reads attributes at the beginning of `text`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut found = Self::default();
        let mut at = text.strip_prefix('{').map(|_| 1)?;
        loop {
            let rest = text.get(at..)?;
            let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            at += spaces;
            let rest = &rest[spaces..];
            if rest.starts_with('}') {
                found.length = at + 1;
                return (!found.is_empty()).then_some(found);
            }
            if spaces == 0 && !found.is_empty() {
                return None;
            }
            at += found.item(rest, at)?;
        }
    }

    /// Reads the info string of a fence: attributes in braces, or plain names, the first a class.
    pub(super) fn of_info(info: &str) -> Self {
        let info = info.trim();
        let (words, braces) = match info.find('{') {
            Some(at) => info.split_at(at),
            None => (info, ""),
        };
        let mut found = Self::parse(braces).unwrap_or_default();
        let words = words.split_whitespace().map(|word| word.trim_start_matches('.'));
        found.classes.splice(0..0, words.filter(|word| !word.is_empty()).map(str::to_owned));
        found
    }

    fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.pairs.is_empty()
    }

    /// Reads one item; returns its length.
    fn item(&mut self, rest: &str, at: usize) -> Option<usize> {
        let name = |text: &str| {
            text.find(|c: char| c.is_whitespace() || "{}=\"'<>#.|".contains(c))
                .unwrap_or(text.len())
        };
        if let Some(id) = rest.strip_prefix('#') {
            // A full stop may be in an identifier.
            let length = id.find(|c: char| c.is_whitespace() || "{}=\"'<>#".contains(c));
            let length = length.filter(|it| *it > 0)?;
            self.id = Some(id[..length].to_owned());
            return Some(length + 1);
        }
        if let Some(class) = rest.strip_prefix('.') {
            let length = Some(name(class)).filter(|it| *it > 0)?;
            self.classes.push(class[..length].to_owned());
            return Some(length + 1);
        }
        // Pandoc's short form of `.unnumbered`.
        if rest.strip_prefix('-').is_some_and(|it| it.starts_with([' ', '\t', '}'])) {
            self.classes.push(UNNUMBERED.to_owned());
            return Some(1);
        }
        let length = Some(name(rest)).filter(|it| *it > 0)?;
        let value = rest[length..].strip_prefix('=')?;
        let start = length + 1;
        let (skip, inner) = match value.chars().next()? {
            quote @ ('"' | '\'') => (1, value[1..].find(quote)?),
            _ => (0, value.find(|c: char| c.is_whitespace() || "{}\"".contains(c))?),
        };
        let place = start + skip..start + skip + inner;
        self.pairs.push(Pair {
            key: rest[..length].to_owned(),
            value: rest[place.clone()].to_owned(),
            place: at + place.start..at + place.end,
        });
        Some(start + inner + 2 * skip)
    }

    /// The first class, which may name a construct.
    pub(super) fn name(&self) -> &str {
        self.classes.first().map_or("", String::as_str)
    }

    /// Removes a key and returns its value.
    pub(super) fn take(&mut self, key: &str) -> Option<String> {
        let at = self.pairs.iter().position(|pair| pair.key == key)?;
        Some(self.pairs.remove(at).value)
    }

    /// Removes a class and returns whether it was present.
    pub(super) fn take_class(&mut self, class: &str) -> bool {
        let at = self.classes.iter().position(|it| it == class);
        at.map(|at| self.classes.remove(at)).is_some()
    }

    /// Whether the construct is numbered, if specified; removes the class.
    pub(super) fn numbered(&mut self) -> Option<bool> {
        let (yes, no) = (self.take_class("numbered"), self.take_class("unnumbered"));
        // A name in the form of pandoc-crossref implies a number.
        let named = self.id.as_deref().is_some_and(crossref::is_counted);
        (yes != no || named).then_some(yes || (named && !no))
    }

    /// The attributes of a construct, to be extended.
    pub(super) fn of(attr: Attr) -> Self {
        let pair = |(key, value)| Pair { key, value, place: 0..0 };
        let pairs = attr.lang.map(|lang| ("lang".to_owned(), lang));
        Self {
            length: 0,
            id: attr.id,
            classes: attr.classes,
            pairs: pairs.into_iter().chain(attr.keys).map(pair).collect(),
        }
    }

    /// The remaining attributes in the model's form.
    pub(super) fn attr(mut self) -> Attr {
        Attr {
            lang: self.take("lang"),
            id: self.id,
            classes: self.classes,
            keys: self.pairs.into_iter().map(|pair| (pair.key, pair.value)).collect(),
            ..Attr::default()
        }
    }

    /// Adds the remaining attributes to those of a construct.
    pub(super) fn add_to(self, attr: &mut Attr) {
        let more = self.attr();
        attr.id = more.id.or(attr.id.take());
        attr.lang = more.lang.or(attr.lang.take());
        attr.classes.extend(more.classes);
        attr.keys.extend(more.keys);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_have_names_classes_and_values() {
        let found = Attributes::parse("{#序 .a .b-c k=v ruby=\"hàn zì\"}后").unwrap();
        assert_eq!(found.id.as_deref(), Some("序"));
        assert_eq!(found.classes, ["a", "b-c"]);
        assert_eq!(found.pairs[0].value, "v");
        let text = "{#序 .a .b-c k=v ruby=\"hàn zì\"}后";
        assert_eq!(&text[found.pairs[1].place.clone()], "hàn zì");
        assert_eq!(&text[found.length..], "后");
        assert_eq!(Attributes::parse("{-}").unwrap().classes, ["unnumbered"]);
        assert_eq!(Attributes::parse("{#a -}").unwrap().classes, ["unnumbered"]);
    }

    #[test]
    fn other_braces_are_characters() {
        for text in [
            "{}",
            "{ }",
            "{a}",
            "{--}",
            "{-a}",
            "{漢|hàn}",
            "{.a",
            "{#}",
            "{.a.b c}",
            "{k=",
            "x{.a}",
        ] {
            assert_eq!(Attributes::parse(text), None, "{text}");
        }
    }

    #[test]
    fn fences_have_words_or_braces() {
        assert_eq!(Attributes::of_info("right").classes, ["right"]);
        assert_eq!(Attributes::of_info("rust {.x #y}").classes, ["rust", "x"]);
        assert_eq!(Attributes::of_info("{.x #y}").id.as_deref(), Some("y"));
    }
}
