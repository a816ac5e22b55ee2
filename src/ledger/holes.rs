//! Characters of the source that are in no leaf of the tree, explained by the syntax of their
//! format.
//!
//! Takes a range of the source between leaves, returns its pieces with their explanations: tags,
//! comments, scripts and heads of web pages (HTML Standard §13.1), front matter of Markdown.
//! Readers of archives and of packed files have their own records.

use std::ops::Range;

use super::{Entry, Fate};

/// A piece with its explanation, if any.
type ExplainedRange = (Range<usize>, Option<Entry>);

/// The pieces of a stretch; `first` is whether it begins the source.
pub(super) fn pieces(text: &str, first: bool, format: &str) -> Vec<ExplainedRange> {
    let whole = |entry| vec![(0..text.len(), Some(entry))];
    if text.chars().all(char::is_whitespace) {
        return whole(Entry { fate: Fate::ClosedUp, by: "between blocks" });
    }
    match format {
        "text" => vec![(0..text.len(), None)],
        "markdown" if first => whole(Entry { fate: Fate::Metadata, by: "front matter" }),
        "html" => tags(text),
        "markdown" => marks(text),
        // The tree has its own account of what such a file holds.
        _ => whole(Entry { fate: Fate::Markup, by: "tag" }),
    }
}

/// Marks of Markdown and HTML in it.
fn marks(text: &str) -> Vec<ExplainedRange> {
    let letters = text.chars().any(char::is_alphanumeric);
    if letters && text.contains(['<', '&']) {
        return tags(text);
    }
    let mark = Entry { fate: Fate::Markup, by: "block mark" };
    vec![(0..text.len(), (!letters).then_some(mark))]
}

/// Elements whose content is not text of a page.
const OPAQUE: [&str; 8] =
    ["head", "script", "style", "template", "noscript", "svg", "select", "iframe"];

/// Tags with the text between them.
fn tags(text: &str) -> Vec<ExplainedRange> {
    let entry = |fate, by| Some(Entry { fate, by });
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (length, entry) = if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(rest.len(), |end| end + 7);
            (end, entry(Fate::Markup, "comment"))
        } else if rest.starts_with('<') {
            tag(rest)
        } else if rest.starts_with('&') {
            let end = rest.find(';').map_or(1, |end| end + 1);
            (end, entry(Fate::Replaced, "character reference"))
        } else {
            let end = rest.find(['<', '&']).unwrap_or(rest.len());
            let white = rest[..end].chars().all(char::is_whitespace);
            (end, if white { entry(Fate::ClosedUp, "between blocks") } else { None })
        };
        out.push((at..at + length, entry));
        at += length;
    }
    out
}

/// A tag at the start of `rest`, with all of an element that holds no text of the page.
fn tag(rest: &str) -> (usize, Option<Entry>) {
    let end = rest.find('>').map_or(rest.len(), |end| end + 1);
    let name = rest[1..end].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let Some(opaque) = OPAQUE.iter().find(|it| it.eq_ignore_ascii_case(name)) else {
        return (end, Some(Entry { fate: Fate::Markup, by: "tag" }));
    };
    let close = rest[end..].match_indices("</").find(|(at, _)| {
        rest[end + at + 2..].get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
    });
    let end = close.map_or(end, |(at, _)| end + at);
    let fate = if *opaque == "head" { Fate::Metadata } else { Fate::Markup };
    (end, Some(Entry { fate, by: opaque }))
}
