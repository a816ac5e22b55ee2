//! Writes the allowed parts of a drawing as a file again: for an e-book all of them, for a page
//! those that become shapes.

use super::allowed::{self, ElementUse};
use super::css::Declaration;
use super::source::{Source, SvgContent};
use super::text::Texts;
use crate::diag::Result;
use crate::xml::{Writer, ns};

/// The namespace of references before SVG 2.
const XLINK: &str = "http://www.w3.org/1999/xlink";
/// Functions of newer style sheets; a page uses the fallback value.
const NEWER: [&str; 2] = ["light-dark(", "var("];

/// The consumer of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// A reader of e-books.
    Book,
    /// A page of shapes.
    Page,
}

impl Audience {
    fn shows(self, part: ElementUse) -> bool {
        self == Self::Book
            || matches!(part, ElementUse::Structure | ElementUse::Shape | ElementUse::Style)
    }

    pub(super) fn takes(self, property: &str, value: &str) -> bool {
        self == Self::Book
            || !allowed::EFFECTS.contains(&property)
                && !NEWER.iter().any(|it| value.contains(it))
    }
}

/// A drawing as a file.
pub(super) fn write(source: &Source, texts: &Texts<'_>, view: Audience) -> Result<Vec<u8>> {
    let mut out = Writer::new();
    element(source, texts, 0, view, &mut out);
    out.finish().map(|written| written.bytes)
}

fn element(source: &Source, texts: &Texts<'_>, index: usize, view: Audience, out: &mut Writer) {
    let node = &source.nodes[index];
    let style = declarations(&node.style, view);
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    if index == 0 {
        attributes.push(("xmlns", ns::SVG));
        let mut all = source.nodes.iter().flat_map(|node| &node.attributes);
        if all.any(|(name, _)| name == "xlink:href") {
            attributes.push(("xmlns:xlink", XLINK));
        }
    }
    let kept = node
        .attributes
        .iter()
        .filter(|(name, value)| !allowed::property(name) || view.takes(name, value));
    attributes.extend(kept.map(|(name, value)| (name.as_str(), value.as_str())));
    if !style.is_empty() {
        attributes.push(("style", &style));
    }
    out.start(node.name, &attributes);
    for rule in &node.rules {
        let declarations = declarations(&rule.declarations, view);
        if !declarations.is_empty() {
            out.text(&format!("{}{{{declarations}}}", rule.selectors.join(",")));
        }
    }
    for content in &node.content {
        match content {
            SvgContent::Node(child) if view.shows(source.nodes[*child].part) => {
                element(source, texts, *child, view, out);
            }
            SvgContent::Node(child) if view == Audience::Page => texts.write(*child, out),
            SvgContent::Node(_) => {}
            SvgContent::Text(text) => out.text(text),
        }
    }
    out.end();
}

fn declarations(all: &[Declaration], view: Audience) -> String {
    let kept = all.iter().filter(|it| view.takes(&it.property, &it.value));
    kept.map(|it| format!("{}:{};", it.property, it.value)).collect()
}
