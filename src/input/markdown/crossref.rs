//! References in the syntax of pandoc-crossref: `@fig:井台`, `[@tbl:名册]`, `@sec:安装`, `@eq:面积`; and of
//! LaTeX (amsmath, hyperref): `\\ref{eq:a}`, `\\eqref{eq:a}`, `\\autoref{fig:a}`. Takes a text from
//! its sign on, returns the name that it refers to.

use crate::model::ReferenceShows;

/// The prefixes of names, and whether their targets are numbered.
const PREFIXES: [(&str, bool); 5] =
    [("fig:", true), ("tbl:", true), ("eq:", true), ("sec:", false), ("lst:", false)];

/// The commands of LaTeX for references, and what each prints.
const COMMANDS: [(&str, ReferenceShows); 6] = [
    ("\\eqref", ReferenceShows::Enclosed),
    ("\\autoref", ReferenceShows::Number),
    ("\\pageref", ReferenceShows::Page),
    ("\\cref", ReferenceShows::Number),
    ("\\Cref", ReferenceShows::Number),
    ("\\ref", ReferenceShows::Bare),
];

/// A command that refers to a place.
pub(super) struct Command<'t> {
    /// The length of the text before its brace, including a leading tie (`式~\ref{eq:a}`).
    pub(super) before: usize,
    pub(super) tie: usize,
    /// The length of its argument, braces included.
    pub(super) argument: usize,
    pub(super) name: &'t str,
    pub(super) shows: ReferenceShows,
}

/// The command whose argument begins at the brace at this offset.
pub(super) fn command(text: &str, brace: usize) -> Option<Command<'_>> {
    let lead = &text[..brace];
    let (sign, shows) = COMMANDS.iter().find(|(sign, _)| lead.ends_with(sign))?;
    let tie = usize::from(lead[..brace - sign.len()].ends_with('~'));
    let inner = text[brace + 1..].split('}').next()?;
    let name = inner.trim();
    let is_name = !name.is_empty() && !name.contains(['{', ',', '\\', '\n']);
    (is_name && brace + 1 + inner.len() < text.len()).then_some(Command {
        before: sign.len() + tie,
        tie,
        argument: inner.len() + 2,
        name,
        shows: *shows,
    })
}

/// Whether a name implies a number.
pub(super) fn is_counted(id: &str) -> bool {
    PREFIXES.iter().any(|(prefix, counted)| *counted && id.starts_with(prefix))
}

/// The prefix of a name for its page.
const PAGE: &str = "page:";

/// The length of the name after an at sign, the name, if it refers to a place, and what is printed.
pub(super) fn name(after: &str) -> Option<(usize, String, ReferenceShows)> {
    // The first letter may be a capital, as at the beginning of a sentence.
    let lower: String = after.chars().take(PAGE.len()).flat_map(char::to_lowercase).collect();
    if lower == PAGE {
        let rest = &after[PAGE.len()..];
        let prefix = PREFIXES.iter().find(|(prefix, _)| rest.starts_with(prefix));
        let prefix = prefix.map_or("", |(prefix, _)| *prefix);
        let name = name_at(&rest[prefix.len()..]);
        let found = format!("{prefix}{name}");
        let length = PAGE.len() + found.len();
        return (!name.is_empty()).then_some((length, found, ReferenceShows::Page));
    }
    let (prefix, _) = PREFIXES.iter().find(|(prefix, _)| lower.starts_with(prefix))?;
    let name = name_at(after.get(prefix.len()..)?);
    let found = (prefix.len() + name.len(), format!("{prefix}{name}"), ReferenceShows::Number);
    (!name.is_empty()).then_some(found)
}

/// The name at the beginning of a text.
fn name_at(rest: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_:.".contains(c);
    // A name in Latin letters ends before Han, which continues the text; one in Han ends
    // before a space or a mark.
    let latin = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let end = match latin {
        true => rest.find(|c| !is_part(c)),
        false => rest.find(|c: char| !is_part(c) && !c.is_alphanumeric()),
    };
    rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ':', '-'])
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_end_before_text() {
        for (text, expected) in [
            ("fig:flow 所示", "fig:flow"),
            ("fig:flow所示", "fig:flow"),
            ("Fig:a-1.", "fig:a-1"),
            ("tbl:名册，下同", "tbl:名册"),
            ("sec:ch2.1]", "sec:ch2.1"),
            ("page:安装。", "安装"),
            ("page:sec:a，", "sec:a"),
            ("page:sec:尾，", "sec:尾"),
        ] {
            assert_eq!(name(text).unwrap().1, expected, "{text}");
        }
        for text in ["fig: a", "figure:a", "王小明", "fig:"] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
