//! The roles of HTML elements: one table, element by element (HTML Standard, 4 and 16.2), for pages
//! and for the tags in Markdown.

use crate::model::{NumberStyle, Style};

/// The role of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum ElementRole {
    /// It has no visible text: scripts, styles, controls, fallbacks for other browsers.
    Hidden,
    /// Its content is set on lines of its own.
    Division,
    /// A paragraph.
    Paragraph,
    Heading(u8),
    Quotation,
    List,
    Ordered,
    Definitions,
    Table,
    Figure,
    Preformatted,
    Rule,
    Break,
    Image,
    Style(Style),
    Code,
    Quoted,
    Link,
    Ruby,
    Math,
    /// A drawing or a player, whose text does not belong to the page.
    Embedded,
    /// Its content is set in the line; the model has no construct for the element.
    Line,
}

/// The elements and their roles. Others are set in the line.
const ELEMENTS: [(&str, ElementRole); 118] = [
    ("a", ElementRole::Link),
    ("abbr", ElementRole::Line),
    ("address", ElementRole::Division),
    ("applet", ElementRole::Embedded),
    ("area", ElementRole::Hidden),
    ("article", ElementRole::Division),
    ("aside", ElementRole::Division),
    ("audio", ElementRole::Embedded),
    ("b", ElementRole::Style(Style::Strong)),
    ("base", ElementRole::Hidden),
    ("bdi", ElementRole::Line),
    ("bdo", ElementRole::Line),
    ("big", ElementRole::Line),
    ("blockquote", ElementRole::Quotation),
    ("body", ElementRole::Division),
    ("br", ElementRole::Break),
    ("button", ElementRole::Hidden),
    ("canvas", ElementRole::Embedded),
    ("caption", ElementRole::Paragraph),
    ("center", ElementRole::Division),
    ("cite", ElementRole::Style(Style::BookTitle)),
    ("code", ElementRole::Code),
    ("col", ElementRole::Hidden),
    ("colgroup", ElementRole::Hidden),
    ("datalist", ElementRole::Hidden),
    ("dd", ElementRole::Division),
    ("del", ElementRole::Style(Style::Deleted)),
    ("details", ElementRole::Division),
    ("dfn", ElementRole::Style(Style::Emphasis)),
    ("dialog", ElementRole::Division),
    ("dir", ElementRole::List),
    ("div", ElementRole::Division),
    ("dl", ElementRole::Definitions),
    ("dt", ElementRole::Division),
    ("em", ElementRole::Style(Style::Emphasis)),
    ("embed", ElementRole::Embedded),
    ("fieldset", ElementRole::Division),
    ("figcaption", ElementRole::Paragraph),
    ("figure", ElementRole::Figure),
    ("font", ElementRole::Line),
    ("footer", ElementRole::Division),
    ("form", ElementRole::Division),
    ("frame", ElementRole::Embedded),
    ("frameset", ElementRole::Division),
    ("h1", ElementRole::Heading(1)),
    ("h2", ElementRole::Heading(2)),
    ("h3", ElementRole::Heading(3)),
    ("h4", ElementRole::Heading(4)),
    ("h5", ElementRole::Heading(5)),
    ("h6", ElementRole::Heading(6)),
    ("head", ElementRole::Hidden),
    ("header", ElementRole::Division),
    ("hgroup", ElementRole::Division),
    ("hr", ElementRole::Rule),
    ("html", ElementRole::Division),
    ("i", ElementRole::Style(Style::Emphasis)),
    ("iframe", ElementRole::Embedded),
    ("img", ElementRole::Image),
    ("input", ElementRole::Hidden),
    ("ins", ElementRole::Style(Style::Inserted)),
    ("kbd", ElementRole::Code),
    ("legend", ElementRole::Paragraph),
    ("li", ElementRole::Division),
    ("link", ElementRole::Hidden),
    ("listing", ElementRole::Preformatted),
    ("main", ElementRole::Division),
    ("map", ElementRole::Hidden),
    ("mark", ElementRole::Style(Style::Highlight)),
    ("marquee", ElementRole::Division),
    ("math", ElementRole::Math),
    ("menu", ElementRole::List),
    ("meta", ElementRole::Hidden),
    ("nav", ElementRole::Division),
    ("noembed", ElementRole::Hidden),
    ("noframes", ElementRole::Hidden),
    ("noscript", ElementRole::Hidden),
    ("object", ElementRole::Embedded),
    ("ol", ElementRole::Ordered),
    ("optgroup", ElementRole::Line),
    ("option", ElementRole::Line),
    ("p", ElementRole::Paragraph),
    ("param", ElementRole::Hidden),
    ("plaintext", ElementRole::Preformatted),
    ("pre", ElementRole::Preformatted),
    ("q", ElementRole::Quoted),
    ("ruby", ElementRole::Ruby),
    ("s", ElementRole::Style(Style::Deleted)),
    ("samp", ElementRole::Code),
    ("script", ElementRole::Hidden),
    ("search", ElementRole::Division),
    ("section", ElementRole::Division),
    ("select", ElementRole::Hidden),
    ("small", ElementRole::Line),
    ("source", ElementRole::Hidden),
    ("strike", ElementRole::Style(Style::Deleted)),
    ("strong", ElementRole::Style(Style::Strong)),
    ("style", ElementRole::Hidden),
    ("sub", ElementRole::Style(Style::Subscript)),
    ("summary", ElementRole::Paragraph),
    ("sup", ElementRole::Style(Style::Superscript)),
    ("svg", ElementRole::Embedded),
    ("table", ElementRole::Table),
    ("tbody", ElementRole::Division),
    ("td", ElementRole::Division),
    ("template", ElementRole::Hidden),
    ("textarea", ElementRole::Hidden),
    ("tfoot", ElementRole::Division),
    ("th", ElementRole::Division),
    ("thead", ElementRole::Division),
    ("title", ElementRole::Hidden),
    ("tr", ElementRole::Division),
    ("track", ElementRole::Hidden),
    ("tt", ElementRole::Code),
    ("u", ElementRole::Style(Style::Inserted)),
    ("ul", ElementRole::List),
    ("var", ElementRole::Style(Style::Emphasis)),
    ("video", ElementRole::Embedded),
    ("xmp", ElementRole::Preformatted),
];

/// The role of an element.
pub(in crate::input) fn role(name: &str) -> ElementRole {
    ELEMENTS
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .map_or(ElementRole::Line, |at| ELEMENTS[at].1)
}

/// Whether an element begins and ends lines.
pub(in crate::input) fn is_block(role: ElementRole) -> bool {
    !matches!(
        role,
        ElementRole::Hidden
            | ElementRole::Break
            | ElementRole::Image
            | ElementRole::Style(_)
            | ElementRole::Code
            | ElementRole::Quoted
            | ElementRole::Link
            | ElementRole::Ruby
            | ElementRole::Math
            | ElementRole::Embedded
            | ElementRole::Line
    )
}

/// The numbers that the `type` of an `ol` names.
pub(in crate::input) fn number_style(kind: &str) -> Option<NumberStyle> {
    match kind {
        "1" => Some(NumberStyle::Decimal),
        "a" => Some(NumberStyle::LowerAlpha),
        "A" => Some(NumberStyle::UpperAlpha),
        "i" => Some(NumberStyle::LowerRoman),
        "I" => Some(NumberStyle::UpperRoman),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(ELEMENTS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert_eq!(role("h3"), ElementRole::Heading(3));
        assert_eq!(role("o:p"), ElementRole::Line);
    }
}
