//! Rules and declarations of a drawing's style (CSS Syntax 3), without references out of the
//! drawing. Rules that begin with `@` are left out.

use super::allowed;

/// The maximum length of a property value; generated ones have some hundred bytes.
const LONGEST: usize = 1024;

/// A property with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) property: String,
    pub(super) value: String,
}

/// Selectors with declarations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CssRule {
    pub(super) selectors: Vec<String>,
    pub(super) declarations: Vec<Declaration>,
}

/// The supported part of a style, with the kinds of unsupported content.
#[derive(Debug, Default)]
pub(super) struct ParsedStyle<T> {
    pub(super) all: Vec<T>,
    pub(super) dropped: Vec<&'static str>,
}

/// The rules of a style sheet.
pub(super) fn rules(sheet: &str) -> ParsedStyle<CssRule> {
    let sheet = without_comments(sheet);
    let mut reading = ParsedStyle { all: Vec::new(), dropped: Vec::new() };
    let mut rest = sheet.trim_start();
    while !rest.is_empty() {
        if rest.starts_with('@') {
            if !rest.starts_with("@charset") && !rest.starts_with("@namespace") {
                reading.dropped.push("style rule with @");
            }
            let end = find(rest, &[';', '{']);
            rest = match end.map(|end| rest.split_at(end)) {
                Some((_, after)) if after.starts_with('{') => block(after).1,
                Some((_, after)) => &after[1..],
                None => "",
            };
        } else {
            let Some(start) = find(rest, &['{']) else { break };
            let (content, after) = block(&rest[start..]);
            let mut inner = declarations(content);
            reading.dropped.append(&mut inner.dropped);
            let selectors: Vec<String> = rest[..start]
                .split(',')
                .map(|selector| selector.split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|selector| is_selector(selector))
                .collect();
            if !selectors.is_empty() && !inner.all.is_empty() {
                reading.all.push(CssRule { selectors, declarations: inner.all });
            }
            rest = after;
        }
        rest = rest.trim_start();
    }
    reading
}

/// The declarations of a rule or of an attribute `style`.
pub(super) fn declarations(text: &str) -> ParsedStyle<Declaration> {
    let mut reading = ParsedStyle { all: Vec::new(), dropped: Vec::new() };
    let text = without_comments(text);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = find(rest, &[';']).unwrap_or(rest.len());
        let (declaration, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let (property, value) = (property.trim().to_ascii_lowercase(), value.trim());
        if !allowed::property(&property) || value.is_empty() || value.len() > LONGEST {
            continue;
        }
        match is_inside(value) {
            Ok(()) => reading.all.push(Declaration { property, value: value.to_owned() }),
            Err(kind) => reading.dropped.push(kind),
        }
    }
    reading
}

/// Checks that a value refers only to the drawing.
///
/// # Errors
///
/// The kind of the external content.
pub(super) fn is_inside(value: &str) -> Result<(), &'static str> {
    let lower = value.to_ascii_lowercase();
    if lower.contains('\\') || lower.contains(['{', '}', '<', '@']) {
        return Err("style value with escapes");
    }
    if ["javascript:", "vbscript:", "expression("].iter().any(|it| lower.contains(it)) {
        return Err("script");
    }
    let outside = ["image(", "image-set(", "src(", "element(", "-moz-binding"];
    let mut places = lower.match_indices("url(").map(|(at, _)| &lower[at + 4..]);
    let is_outside = outside.iter().any(|it| lower.contains(it))
        || places
            .any(|place| !place.trim_start().trim_start_matches(['"', '\'']).starts_with('#'));
    if is_outside { Err("outside reference") } else { Ok(()) }
}

/// The ids that a value refers to.
pub(super) fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let rest = rest.trim_start().trim_start_matches(['"', '\'']).strip_prefix('#')?;
        Some(rest[..rest.find([')', '"', '\'']).unwrap_or(rest.len())].trim_end())
    })
}

/// The last compound of a selector, which the element itself must match: a type, an id or a class.
/// Other conditions are ignored, so this may match more.
pub(super) fn key(selector: &str) -> &str {
    let last = selector.rsplit([' ', '>', '+', '~']).find(|part| !part.is_empty());
    let last = last.unwrap_or("*");
    let name = &last[..last[1..].find(['.', '#', '[', ':']).map_or(last.len(), |at| at + 1)];
    if name.starts_with(['.', '#']) || name.starts_with(|c: char| c.is_alphabetic()) {
        name
    } else {
        "*"
    }
}

/// The number of elements that a selector inspects besides the first.
pub(super) fn combinators(selector: &str) -> u32 {
    let parts = selector.split([' ', '>', '+', '~']).filter(|part| !part.is_empty()).count();
    u32::try_from(parts).unwrap_or(u32::MAX).saturating_sub(1)
}

fn is_selector(selector: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || " .#*:>+~[]='\"()-_^$|/".contains(c);
    !selector.is_empty() && selector.len() <= LONGEST && selector.chars().all(is_plain)
}

/// The content of a block that begins with a brace, and the rest after it.
fn block(text: &str) -> (&str, &str) {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        if quote.is_none() && depth == 0 {
            return (&text[1..at], &text[at + 1..]);
        }
    }
    (text.get(1..).unwrap_or_default(), "")
}

/// The position of one of these characters, outside quotes and parentheses.
fn find(text: &str, characters: &[char]) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, c) if depth == 0 && characters.contains(&c) => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    None
}

fn without_comments(text: &str) -> String {
    let text = text.replace("<!--", " ").replace("-->", " ");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        out.push(' ');
        rest = rest[start + 2..].split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{declarations, key, references, rules};

    #[test]
    fn rules_lead_nowhere() {
        let sheet = "@import url('https://x');/* a{} */ .st0, g > path.b{fill:url(#a);\
            -x:1; stroke : RED } @media print { a{fill:red} } \
            b{fill:url(https://x);behavior:url(x);stroke:url( \"#c\" )} c{fill:\\75rl(x)}";
        let reading = rules(sheet);
        let all: Vec<String> = reading.all.iter().map(|rule| format!("{rule:?}")).collect();
        assert_eq!(all.len(), 2, "{all:#?}");
        assert_eq!(reading.all[0].selectors, [".st0", "g > path.b"]);
        assert_eq!(reading.all[0].declarations.len(), 2);
        assert_eq!(reading.all[1].declarations.len(), 1);
        assert_eq!(
            reading.dropped,
            [
                "style rule with @",
                "style rule with @",
                "outside reference",
                "style value with escapes"
            ]
        );
    }

    #[test]
    fn values_are_read_whole() {
        let reading = declarations("font-family:'a;b', \"c:d\"; fill: #000 !important;;x");
        assert_eq!(reading.all[0].value, "'a;b', \"c:d\"");
        assert_eq!(reading.all[1].value, "#000 !important");
        assert_eq!(references("url( '#a' ) url(#b)").collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn the_last_compound_decides_the_match() {
        for (selector, expected) in [
            ("g .a.b", ".a"),
            ("#x > path", "path"),
            ("*", "*"),
            ("a[b=c]", "a"),
            (":root", "*"),
        ] {
            assert_eq!(key(selector), expected);
        }
    }
}
