//! Templates of headers and footers: `第 {page} 页 / 共 {pages} 页`. Takes the author's text, returns
//! its pieces; `pages` fills them in. An unknown name in braces is text.

/// A field of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TemplateField {
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

const FIELDS: [(&str, TemplateField); 7] = [
    ("title", TemplateField::Title),
    ("author", TemplateField::Author),
    ("date", TemplateField::Date),
    ("chapter", TemplateField::Chapter),
    ("section", TemplateField::Section),
    ("page", TemplateField::Page),
    ("pages", TemplateField::Pages),
];

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TemplatePart<'t> {
    Text(&'t str),
    Field(TemplateField),
    /// An unknown name, with its braces.
    Unknown(&'t str),
}

/// The pieces of a template, in order.
pub(super) fn pieces(template: &str) -> Vec<TemplatePart<'_>> {
    let mut out = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        // The innermost brace opens a name.
        let open = rest[..close].rfind('{').unwrap_or(open);
        if open > 0 {
            out.push(TemplatePart::Text(&rest[..open]));
        }
        let name = rest[open + 1..close].trim();
        let known = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        out.push(match known {
            Some((_, field)) => TemplatePart::Field(*field),
            None => TemplatePart::Unknown(&rest[open..=close]),
        });
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        out.push(TemplatePart::Text(rest));
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
                TemplatePart::Text("第 "),
                TemplatePart::Field(TemplateField::Page),
                TemplatePart::Text(" 页 / "),
                TemplatePart::Unknown("{x}"),
                TemplatePart::Text(" {"),
                TemplatePart::Field(TemplateField::Title),
                TemplatePart::Text("} {"),
            ]
        );
        assert_eq!(pieces(""), []);
    }
}
