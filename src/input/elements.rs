//! What each element of HTML is: one table, element by element (HTML Standard, 4 and 16.2), for pages
//! and for the tags in Markdown.

use crate::model::Style;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Role {
    /// It has no text that a page shows: scripts, styles, controls, what is for other browsers.
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
    /// A drawing or a player, whose text is not of the page.
    Embedded,
    /// Its content is set in the line; the model has nothing for the element.
    Line,
}

/// The elements, each with its role. Others are set in the line.
const ELEMENTS: [(&str, Role); 118] = [
    ("a", Role::Link),
    ("abbr", Role::Line),
    ("address", Role::Division),
    ("applet", Role::Embedded),
    ("area", Role::Hidden),
    ("article", Role::Division),
    ("aside", Role::Division),
    ("audio", Role::Embedded),
    ("b", Role::Style(Style::Strong)),
    ("base", Role::Hidden),
    ("bdi", Role::Line),
    ("bdo", Role::Line),
    ("big", Role::Line),
    ("blockquote", Role::Quotation),
    ("body", Role::Division),
    ("br", Role::Break),
    ("button", Role::Hidden),
    ("canvas", Role::Embedded),
    ("caption", Role::Paragraph),
    ("center", Role::Division),
    ("cite", Role::Style(Style::BookTitle)),
    ("code", Role::Code),
    ("col", Role::Hidden),
    ("colgroup", Role::Hidden),
    ("datalist", Role::Hidden),
    ("dd", Role::Division),
    ("del", Role::Style(Style::Deleted)),
    ("details", Role::Division),
    ("dfn", Role::Style(Style::Emphasis)),
    ("dialog", Role::Division),
    ("dir", Role::List),
    ("div", Role::Division),
    ("dl", Role::Definitions),
    ("dt", Role::Division),
    ("em", Role::Style(Style::Emphasis)),
    ("embed", Role::Embedded),
    ("fieldset", Role::Division),
    ("figcaption", Role::Paragraph),
    ("figure", Role::Figure),
    ("font", Role::Line),
    ("footer", Role::Division),
    ("form", Role::Division),
    ("frame", Role::Embedded),
    ("frameset", Role::Division),
    ("h1", Role::Heading(1)),
    ("h2", Role::Heading(2)),
    ("h3", Role::Heading(3)),
    ("h4", Role::Heading(4)),
    ("h5", Role::Heading(5)),
    ("h6", Role::Heading(6)),
    ("head", Role::Hidden),
    ("header", Role::Division),
    ("hgroup", Role::Division),
    ("hr", Role::Rule),
    ("html", Role::Division),
    ("i", Role::Style(Style::Emphasis)),
    ("iframe", Role::Embedded),
    ("img", Role::Image),
    ("input", Role::Hidden),
    ("ins", Role::Style(Style::Inserted)),
    ("kbd", Role::Code),
    ("legend", Role::Paragraph),
    ("li", Role::Division),
    ("link", Role::Hidden),
    ("listing", Role::Preformatted),
    ("main", Role::Division),
    ("map", Role::Hidden),
    ("mark", Role::Style(Style::Highlight)),
    ("marquee", Role::Division),
    ("math", Role::Math),
    ("menu", Role::List),
    ("meta", Role::Hidden),
    ("nav", Role::Division),
    ("noembed", Role::Hidden),
    ("noframes", Role::Hidden),
    ("noscript", Role::Hidden),
    ("object", Role::Embedded),
    ("ol", Role::Ordered),
    ("optgroup", Role::Line),
    ("option", Role::Line),
    ("p", Role::Paragraph),
    ("param", Role::Hidden),
    ("plaintext", Role::Preformatted),
    ("pre", Role::Preformatted),
    ("q", Role::Quoted),
    ("ruby", Role::Ruby),
    ("s", Role::Style(Style::Deleted)),
    ("samp", Role::Code),
    ("script", Role::Hidden),
    ("search", Role::Division),
    ("section", Role::Division),
    ("select", Role::Hidden),
    ("small", Role::Line),
    ("source", Role::Hidden),
    ("strike", Role::Style(Style::Deleted)),
    ("strong", Role::Style(Style::Strong)),
    ("style", Role::Hidden),
    ("sub", Role::Style(Style::Subscript)),
    ("summary", Role::Paragraph),
    ("sup", Role::Style(Style::Superscript)),
    ("svg", Role::Embedded),
    ("table", Role::Table),
    ("tbody", Role::Division),
    ("td", Role::Division),
    ("template", Role::Hidden),
    ("textarea", Role::Hidden),
    ("tfoot", Role::Division),
    ("th", Role::Division),
    ("thead", Role::Division),
    ("title", Role::Hidden),
    ("tr", Role::Division),
    ("track", Role::Hidden),
    ("tt", Role::Code),
    ("u", Role::Style(Style::Inserted)),
    ("ul", Role::List),
    ("var", Role::Style(Style::Emphasis)),
    ("video", Role::Embedded),
    ("xmp", Role::Preformatted),
];

/// The role of an element.
pub(in crate::input) fn role(name: &str) -> Role {
    ELEMENTS
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .map_or(Role::Line, |at| ELEMENTS[at].1)
}

/// Whether an element begins and ends lines.
pub(in crate::input) fn is_block(role: Role) -> bool {
    !matches!(
        role,
        Role::Hidden
            | Role::Break
            | Role::Image
            | Role::Style(_)
            | Role::Code
            | Role::Quoted
            | Role::Link
            | Role::Ruby
            | Role::Math
            | Role::Embedded
            | Role::Line
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(ELEMENTS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert_eq!(role("h3"), Role::Heading(3));
        assert_eq!(role("o:p"), Role::Line);
    }
}
