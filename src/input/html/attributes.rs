//! The attributes of an element: its inline style (CSS Style Attributes, 3), language, alignment,
//! visibility. Style sheets are not read.

use super::tree::{Id, Tree};
use crate::model::{Alignment, Style};

/// Common classes for styles without an HTML element.
const STYLES: [(&str, Style); 4] = [
    ("dots", Style::EmphasisDots),
    ("emphasis-dots", Style::EmphasisDots),
    ("proper-name", Style::ProperName),
    ("book-title", Style::BookTitle),
];

/// Classes of duplicated content: KaTeX and MathJax add it beside the formula.
const TWICE: [&str; 5] =
    ["katex-html", "MathJax", "MathJax_Display", "MathJax_Preview", "MathJax_SVG"];

/// The value of a property of the inline style, in lower case; the last one wins.
pub(super) fn property(tree: &Tree, id: Id, wanted: &str) -> Option<String> {
    let mut properties = tree.get(id, "style")?.split(';').filter_map(|it| it.split_once(':'));
    let (_, value) = properties.rfind(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
    let value = value.to_ascii_lowercase();
    Some(value.trim().trim_end_matches("!important").trim_end().to_owned())
}

/// Whether an element is hidden. Zero sizes and opacities are used for layout and animation: the
/// content has its own, or a script shows it.
pub(super) fn is_hidden(tree: &Tree, id: Id) -> bool {
    let has = |name: &str, values: &[&str]| {
        property(tree, id, name).is_some_and(|value| values.contains(&value.as_str()))
    };
    tree.get(id, "hidden").is_some()
        || (tree.name(id) == "dialog" && tree.get(id, "open").is_none())
        || tree.words(id, "class").any(|class| TWICE.contains(&class))
        || has("display", &["none"])
        || has("visibility", &["hidden", "collapse"])
}

/// The alignment of an element, if it sets one.
pub(super) fn alignment(tree: &Tree, id: Id) -> Option<Alignment> {
    // The alignment in our own e-books.
    let classed = || {
        tree.words(id, "class").find_map(|word| Some(word.strip_prefix("align-")?.to_owned()))
    };
    let value = property(tree, id, "text-align")
        .or_else(classed)
        .or_else(|| tree.get(id, "align").map(str::to_ascii_lowercase));
    match value.as_deref() {
        Some("center" | "middle" | "-webkit-center") => Some(Alignment::Center),
        Some("right" | "end" | "-webkit-right") => Some(Alignment::End),
        Some(_) => Some(Alignment::Start),
        None => (tree.name(id) == "center").then_some(Alignment::Center),
    }
}

/// The style of an inline element, where `own` is that of the element's name: Google's editors
/// write `<b style="font-weight:normal">` around whole pages.
pub(super) fn style(tree: &Tree, id: Id, own: Option<Style>) -> Option<Style> {
    let named = STYLES
        .iter()
        .find(|(class, _)| tree.words(id, "class").any(|word| word == *class))
        .map(|(_, style)| *style);
    let dots = ["text-emphasis", "text-emphasis-style"].iter().any(|name| {
        let prefixes = ["", "-webkit-", "-epub-"].iter();
        let mut values = prefixes.filter_map(|it| property(tree, id, &format!("{it}{name}")));
        values.any(|value| value != "none")
    });
    let weight = property(tree, id, "font-weight");
    let slant = property(tree, id, "font-style");
    match (own, weight.as_deref(), slant.as_deref()) {
        _ if named.is_some() => named,
        _ if dots => Some(Style::EmphasisDots),
        (Some(Style::Strong), Some("normal" | "400"), _)
        | (Some(Style::Emphasis), _, Some("normal")) => None,
        (Some(_), ..) => own,
        (None, Some("bold" | "bolder" | "600" | "700" | "800" | "900"), _) => {
            Some(Style::Strong)
        }
        (None, _, Some("italic" | "oblique")) => Some(Style::Emphasis),
        (None, ..) => match property(tree, id, "vertical-align").as_deref() {
            Some("super") => Some(Style::Superscript),
            Some("sub") => Some(Style::Subscript),
            _ => None,
        },
    }
}

/// The language of an element, if it is a BCP 47 tag.
pub(super) fn language(tree: &Tree, id: Id) -> Option<String> {
    let named = tree.get(id, "lang").or_else(|| tree.get(id, "xml:lang"))?;
    let tag = named.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let valid = (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphanumeric())
        });
    valid.then_some(tag)
}
