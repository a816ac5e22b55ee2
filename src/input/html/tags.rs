//! Start tags with more attributes than any real page has (HTML Standard, 13.2.5).
//!
//! Takes a page, returns the line of such a tag. The tokenizer compares each attribute with all
//! before it, so its time grows quadratically; attributes are counted before it runs. Raw text
//! (13.2.6.2: scripts, styles) and comments are skipped.

/// The maximum number of attributes of a tag.
pub(super) const MOST_ATTRIBUTES: usize = 1024;

/// Elements whose content ends only at their own end tag (13.1.2).
const RAW: [&str; 8] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The line, from 1, of the first tag with too many attributes.
pub(super) fn line_of_crowded(page: &str) -> Option<usize> {
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let tag = &rest[start + 1..];
        let after = if tag.starts_with("!--") {
            // `<!-->` is a whole comment: its end may overlap its beginning.
            tag[1..].find("-->").map(|end| &tag[end + 4..])
        } else if tag.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (after, count) = attributes(tag);
            if count > MOST_ATTRIBUTES {
                return Some(page[..page.len() - tag.len()].matches('\n').count() + 1);
            }
            raw_text(tag, after)
        } else {
            Some(tag)
        };
        rest = after?;
    }
    None
}

/// The number of attributes of a tag, and the rest after it.
fn attributes(tag: &str) -> (&str, usize) {
    let is_space = |c: char| c.is_ascii_whitespace();
    let is_end = |c: char| is_space(c) || matches!(c, '/' | '>');
    let mut rest = tag.trim_start_matches('/');
    rest = &rest[rest.find(is_end).unwrap_or(rest.len())..];
    let mut count = 0;
    loop {
        rest = rest.trim_start_matches(|c| is_space(c) || c == '/');
        if rest.is_empty() {
            return (rest, count);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (after, count);
        }
        count += 1;
        // A name may begin with an equals sign (13.2.5.32).
        let end = rest.char_indices().find(|(at, c)| is_end(*c) || (*c == '=' && *at > 0));
        rest = &rest[end.map_or(rest.len(), |(at, _)| at)..];
        let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else { continue };
        let value = value.trim_start_matches(is_space);
        rest = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = value[1..].find(quote).map_or(value.len(), |end| end + 2);
                &value[end..]
            }
            _ => &value[value.find(|c| is_space(c) || c == '>').unwrap_or(value.len())..],
        };
    }
}

/// The rest after a start tag and, if the tag begins raw text, after that text.
fn raw_text<'a>(tag: &str, after: &'a str) -> Option<&'a str> {
    let starts = |text: &str, name: &str| {
        text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && !text[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let Some(name) = RAW.into_iter().find(|name| starts(tag, name)) else { return Some(after) };
    let mut rest = after;
    while let Some(found) = rest.find("</") {
        rest = &rest[found + 2..];
        if starts(rest, name) {
            return Some(rest);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{MOST_ATTRIBUTES, line_of_crowded};

    fn crowd(count: usize) -> String {
        (0..count).map(|n| format!(" a{n}=b")).collect()
    }

    #[test]
    fn a_tag_of_too_many_attributes_is_found() {
        let page = |count| format!("<p>\n<b title='>'>字</b>\n<p{}>字", crowd(count));
        assert_eq!(line_of_crowded(&page(MOST_ATTRIBUTES)), None);
        assert_eq!(line_of_crowded(&page(MOST_ATTRIBUTES + 1)), Some(3));
        assert_eq!(line_of_crowded(&format!("</p{}", crowd(MOST_ATTRIBUTES + 1))), Some(1));
    }

    #[test]
    fn text_is_no_tag() {
        let words = "if a <b and c ".repeat(MOST_ATTRIBUTES * 2);
        for page in [
            format!("<script>{words}</SCRIPT><p>字"),
            format!("<!-- {words} --><p>字"),
            format!("<p>1 < 2 {}", "字 ".repeat(MOST_ATTRIBUTES * 2)),
            format!("<p title='{}'>字", "字 ".repeat(MOST_ATTRIBUTES * 2)),
            format!("<!--><p>{}", "字 ".repeat(MOST_ATTRIBUTES * 2)),
        ] {
            assert_eq!(line_of_crowded(&page), None, "{}", &page[..20]);
        }
    }
}
