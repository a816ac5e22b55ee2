//! Attributes of one element, written in a fixed order, with values adapted to TEI's datatypes.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::dates::is_w3c_date;
use crate::text::hex;
use crate::xml::Held;

/// The order of attributes; others follow in the order in which they were set.
const ORDER: [&str; 5] = ["type", "subtype", "n", "xml:id", "xml:lang"];

/// Attributes that hold several pointers.
const POINTERS: [&str; 3] = ["rendition", "ana", "target"];

/// An address without a target: a pointer is never empty (CSS Values 4 §4.5.4).
const NOWHERE: &str = "about:invalid";

/// The attributes of one element.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes {
    set: Vec<(&'static str, String)>,
    /// Named values of the source that may become attributes of the next element.
    pub(super) carried: Vec<(String, String)>,
}

impl Attributes {
    /// None.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds one; lists of pointers grow.
    pub(super) fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// Adds one, if there is a value.
    pub(super) fn set_some(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Adds one; lists of pointers grow.
    pub(super) fn push(&mut self, name: &'static str, value: impl Into<String>) {
        let value = value.into();
        match self.set.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) if POINTERS.contains(&name) => {
                old.push(' ');
                old.push_str(&value);
            }
            Some((_, old)) => *old = value,
            None => self.set.push((name, value)),
        }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.set.is_empty() && self.carried.is_empty()
    }

    /// Whether one of this name is set.
    pub(super) fn has(&self, name: &str) -> bool {
        self.set.iter().any(|(known, _)| *known == name)
    }

    /// Name and value of each, in order.
    pub(super) fn pairs(&self) -> Vec<(&str, &str)> {
        let rank = |name: &str| ORDER.iter().position(|known| *known == name);
        let mut pairs: Vec<_> =
            self.set.iter().map(|(name, value)| (*name, value.as_str())).collect();
        pairs.sort_by_key(|(name, _)| rank(name).unwrap_or(ORDER.len()));
        pairs
    }
}

impl IntoIterator for Attributes {
    type Item = (&'static str, String);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.set.into_iter()
    }
}

/// Whether an attribute may have a value.
pub(super) fn fits(held: Held, value: &str) -> bool {
    let words = |test: &dyn Fn(&str) -> bool| {
        !value.is_empty() && value.split(' ').all(|part| !part.is_empty() && test(part))
    };
    match held {
        Held::Text => true,
        Held::Word => word(value) == value,
        Held::Words => words(&|part| word(part) == part),
        Held::Pointer => !value.contains(' ') && pointer(value) == value,
        Held::Pointers => words(&|part| pointer(part) == part),
        Held::Date => is_w3c_date(value),
    }
}

/// A value of `teidata.enumerated`: letters, digits, punctuation and symbols; anything else as
/// `%` and hexadecimal digits.
pub(super) fn word(value: &str) -> String {
    static OTHER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[^\p{L}\p{N}\p{P}\p{S}]").ok());
    let Some(other) = LazyLock::force(&OTHER) else { return "_".to_owned() };
    let word = other.replace_all(value, |found: &regex::Captures<'_>| hex::percent(&found[0]));
    if word.is_empty() { "_".to_owned() } else { word.into_owned() }
}

/// A value of `teidata.pointer`: what an IRI may not hold becomes percent-encoded (RFC 3987
/// §3.1), a colon too where what it ends is no scheme with an address after it.
pub(super) fn pointer(value: &str) -> String {
    if value.is_empty() {
        return NOWHERE.to_owned();
    }
    let mut fragment = false;
    let mut first_colon = true;
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let (head, tail) = rest.split_at(c.len_utf8());
        let bad = match c {
            '\0'..=' ' | '\x7F'..='\u{A0}' => true,
            '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`' | '[' | ']' => true,
            '#' => std::mem::replace(&mut fragment, true),
            '%' => !tail.as_bytes().iter().take(2).all(u8::is_ascii_hexdigit) || tail.len() < 2,
            ':' => std::mem::take(&mut first_colon) && !is_scheme(&out, tail),
            _ => c.is_whitespace() || matches!(c, '\u{FFFE}' | '\u{FFFF}'),
        };
        // A relative path may hold any number of colons after its first segment.
        first_colon &= !matches!(c, '/' | '?' | '#');
        if bad {
            out.push_str(&hex::percent(head));
        } else {
            out.push(c);
        }
        rest = tail;
    }
    out
}

/// Whether text before and after a colon forms a URI (RFC 3986 §3): a scheme, and something after
/// it; a host if one is required.
fn is_scheme(before: &str, after: &str) -> bool {
    let mut chars = before.chars();
    let host = after.strip_prefix("//");
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && !after.is_empty()
        && host.is_none_or(|host| before == "file" || !host.is_empty())
}

/// A length of `teidata.outputMeasurement`; a number without a unit is in pixels, as in HTML.
pub(super) fn measurement(value: &str) -> Option<String> {
    const UNITS: [&str; 14] =
        ["%", "cm", "mm", "in", "pt", "pc", "px", "em", "ex", "ch", "rem", "vw", "vh", "vmin"];
    let value = value.trim();
    let end = value
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+'))
        .unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    let unit = if unit.is_empty() { "px" } else { unit };
    let plain = number.trim_start_matches(['+', '-']);
    let whole = plain
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let good = whole && plain.split('.').count() <= 2 && UNITS.contains(&unit);
    good.then(|| format!("{number}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_datatypes() {
        assert_eq!(word("a b\u{301}"), "a%20b%CC%81");
        assert_eq!(pointer("a b#c#d%zz%41"), "a%20b#c%23d%25zz%41");
        assert_eq!(pointer("https://例.cn/a:b?c:d"), "https://例.cn/a:b?c:d");
        assert_eq!(pointer("图/a:b"), "图/a:b");
        for (value, fit) in [("://", "%3A//"), ("http://", "http%3A//"), ("urn:", "urn%3A")] {
            assert_eq!(pointer(value), fit);
        }
        assert_eq!(measurement("60"), Some("60px".to_owned()));
        assert_eq!(measurement("calc(1px)"), None);
    }
}
