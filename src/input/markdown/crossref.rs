//! References as pandoc-crossref has them: `@fig:井台`, `[@tbl:名册]`, `@sec:安装`, `@eq:面积`.
//!
//! In comes a text from an at sign on, out comes the name that it refers to.

/// The prefixes of names, and whether what has them is counted.
const PREFIXES: [(&str, bool); 5] =
    [("fig:", true), ("tbl:", true), ("eq:", true), ("sec:", false), ("lst:", false)];

/// Whether a name asks for a number.
pub(super) fn is_counted(id: &str) -> bool {
    PREFIXES.iter().any(|(prefix, counted)| *counted && id.starts_with(prefix))
}

/// The length of the name after an at sign, and the name, if it is one that refers to a place.
pub(super) fn name(after: &str) -> Option<(usize, String)> {
    // The first letter may be a capital, as at the beginning of a sentence.
    let lower: String = after.chars().take(4).flat_map(char::to_lowercase).collect();
    let (prefix, _) = PREFIXES.iter().find(|(prefix, _)| lower.starts_with(prefix))?;
    let rest = after.get(prefix.len()..)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_:.".contains(c);
    // A name in Latin letters ends before Han, which the text goes on with; one in Han ends
    // before a space or a mark.
    let latin = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let end = match latin {
        true => rest.find(|c| !is_part(c)),
        false => rest.find(|c: char| !is_part(c) && !c.is_alphanumeric()),
    };
    let name = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ':', '-']);
    (!name.is_empty()).then(|| (prefix.len() + name.len(), format!("{prefix}{name}")))
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_end_where_the_text_goes_on() {
        for (text, wanted) in [
            ("fig:flow 所示", "fig:flow"),
            ("fig:flow所示", "fig:flow"),
            ("Fig:a-1.", "fig:a-1"),
            ("tbl:名册，下同", "tbl:名册"),
            ("sec:ch2.1]", "sec:ch2.1"),
        ] {
            assert_eq!(name(text).unwrap().1, wanted, "{text}");
        }
        for text in ["fig: a", "figure:a", "王小明", "fig:"] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
