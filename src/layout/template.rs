//! Templates of headers and footers: `第 {page} 页 / 共 {pages} 页`.
//!
//! In comes what the author wrote, out come its pieces; what a page puts in is its own affair
//! (`pages`). A name in braces that nobody knows is text.

/// What a page fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// The work's title.
    Title,
    /// Its authors.
    Author,
    /// Its date.
    Date,
    /// The heading of the highest level in force.
    Chapter,
    /// The last heading of any level.
    Section,
    /// The page's number.
    Page,
    /// The number of pages.
    Pages,
}

const FIELDS: [(&str, Field); 7] = [
    ("title", Field::Title),
    ("author", Field::Author),
    ("date", Field::Date),
    ("chapter", Field::Chapter),
    ("section", Field::Section),
    ("page", Field::Page),
    ("pages", Field::Pages),
];

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Field(Field),
    /// A name that is none, with its braces.
    Unknown(&'t str),
}

/// The pieces of a template, in order.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        // The innermost brace opens a name.
        let open = rest[..close].rfind('{').unwrap_or(open);
        if open > 0 {
            out.push(Piece::Text(&rest[..open]));
        }
        let name = rest[open + 1..close].trim();
        let known = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        out.push(match known {
            Some((_, field)) => Piece::Field(*field),
            None => Piece::Unknown(&rest[open..=close]),
        });
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_fields_and_other_braces_text() {
        assert_eq!(
            pieces("第 {page} 页 / {x} {{title}} {"),
            [
                Piece::Text("第 "),
                Piece::Field(Field::Page),
                Piece::Text(" 页 / "),
                Piece::Unknown("{x}"),
                Piece::Text(" {"),
                Piece::Field(Field::Title),
                Piece::Text("} {"),
            ]
        );
        assert_eq!(pieces(""), []);
    }
}
