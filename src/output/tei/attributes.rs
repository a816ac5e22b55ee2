//! Attributes of one element, written in one order, and values made fit for TEI's datatypes.

use std::sync::LazyLock;

use regex::Regex;

/// The order in which attributes stand; others follow in the order in which they were set.
const ORDER: [&str; 5] = ["type", "subtype", "n", "xml:id", "xml:lang"];

/// Attributes that hold several pointers.
const POINTERS: [&str; 3] = ["rendition", "ana", "target"];

/// The attributes of one element.
#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    /// None.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The same with one more; lists of pointers grow.
    pub(super) fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// The same with one more, if there is a value.
    pub(super) fn set_some(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Adds one; lists of pointers grow.
    pub(super) fn push(&mut self, name: &'static str, value: impl Into<String>) {
        let value = value.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) if POINTERS.contains(&name) => {
                old.push(' ');
                old.push_str(&value);
            }
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Name and value of each, in order.
    pub(super) fn pairs(&self) -> Vec<(&str, &str)> {
        let rank = |name: &str| ORDER.iter().position(|known| *known == name);
        let mut pairs: Vec<_> =
            self.0.iter().map(|(name, value)| (*name, value.as_str())).collect();
        pairs.sort_by_key(|(name, _)| rank(name).unwrap_or(ORDER.len()));
        pairs
    }
}

impl IntoIterator for Attributes {
    type Item = (&'static str, String);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A value of `teidata.enumerated`: letters, digits, punctuation and symbols; anything else as
/// `%` and hexadecimal digits.
pub(super) fn word(value: &str) -> String {
    static OTHER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[^\p{L}\p{N}\p{P}\p{S}]").ok());
    let Some(other) = LazyLock::force(&OTHER) else { return "_".to_owned() };
    let word = other.replace_all(value, |found: &regex::Captures<'_>| percent(&found[0]));
    if word.is_empty() { "_".to_owned() } else { word.into_owned() }
}

/// A value of `teidata.pointer`: what an IRI may not hold becomes percent-encoded (RFC 3987
/// §3.1).
pub(super) fn pointer(value: &str) -> String {
    let mut fragment = false;
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let (head, tail) = rest.split_at(c.len_utf8());
        let bad = match c {
            '\0'..=' ' | '\x7F'..='\u{A0}' => true,
            '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`' | '[' | ']' => true,
            '#' => std::mem::replace(&mut fragment, true),
            '%' => !tail.as_bytes().iter().take(2).all(u8::is_ascii_hexdigit) || tail.len() < 2,
            _ => c.is_whitespace() || matches!(c, '\u{FFFE}' | '\u{FFFF}'),
        };
        if bad {
            out.push_str(&percent(head));
        } else {
            out.push(c);
        }
        rest = tail;
    }
    out
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Whether this is a language of `teidata.language` (`xs:language`).
pub(super) fn is_language(value: &str) -> bool {
    let mut parts = value.split('-');
    let first = parts.next().unwrap_or_default();
    let short = |part: &str| (1..=8).contains(&part.len());
    short(first)
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| short(part) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether this is a date of `teidata.temporal.w3c`: a year, month or day.
pub(super) fn is_date(value: &str) -> bool {
    let number = |part: &str, width: usize| {
        (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let mut parts = value.split('-');
    let year = parts.next().and_then(|part| number(part, 4));
    let month = parts.next().map(|part| number(part, 2).unwrap_or(0));
    let day = parts.next().map(|part| number(part, 2).unwrap_or(0));
    let Some(year) = year.filter(|year| *year > 0) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        Some(2) if leap => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    parts.next().is_none()
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=days).contains(&day))
}

/// A length of `teidata.outputMeasurement`; a bare number counts pixels, as in HTML.
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
        assert!(is_language("zh-Hans") && !is_language("zh_CN") && !is_language(""));
        assert!(is_date("2014-02-28") && !is_date("2014-02-29") && !is_date("14"));
        assert_eq!(measurement("60"), Some("60px".to_owned()));
        assert_eq!(measurement("calc(1px)"), None);
    }
}
