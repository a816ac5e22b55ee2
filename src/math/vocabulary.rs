//! The supported part of TeX, compared with KaTeX's table of supported functions
//! (<https://katex.org/docs/support_table>), whose names are in `katex.txt`. Generates the text of
//! `docs/math.md`.

use super::{commands, lex, symbols, tables};

const KATEX: &str = include_str!("katex.txt");

/// Signs that are written without a command.
const SIGNS: &str = "[]\\{}|_%#&$`'^~\".=";

/// Whether a command, a sign or an environment is supported.
fn is_supported(name: &str) -> bool {
    commands::is_known(name.trim_end_matches('*'))
        || lex::is_macro(name)
        || symbols::all().any(|known| known == name)
        || tables::environments().any(|known| known == name)
        || name.len() == 1 && SIGNS.contains(name)
}

/// The names of KaTeX's list, and the unsupported ones.
fn measured() -> (usize, Vec<&'static str>) {
    let names: Vec<&str> = KATEX.lines().collect();
    let unknown = names.iter().copied().filter(|name| !is_supported(name)).collect();
    (names.len(), unknown)
}

/// The page of supported constructs.
pub(crate) fn page() -> String {
    let (all, unknown) = measured();
    let wrap = |names: Vec<String>| names.join(", ");
    let quoted = |name: &str| format!("`\\{name}`");
    let lacking = wrap(unknown.iter().map(|name| quoted(name)).collect());
    let environments = wrap(tables::environments().map(|name| format!("`{name}`")).collect());
    let macros = wrap(lex::macros().map(quoted).collect());
    format!(
        "# Formulas · 公式\n\nMade by `paiban generate` from `src/math/`.\n\n\
         Formulas are TeX: in Markdown as in [markdown.md](markdown.md), in TEI as `formula \
         notation=\"TeX\"`. In PDF they are\nset with STIX Two Math by the rules of TeX and the \
         face's `MATH` table, in e-books they are MathML with\nthe TeX as `alttext`, in archives \
         TeX to the character. A formula that can't be set is reported with its\nplace \
         (`lay-013`), and its TeX is shown. `--math svg`, or `math: svg` in the front matter, makes \
         each a\npicture in e-books, on the baseline of its line, with the TeX as its \
         description.\n\n\
         `equation`, `align`, `gather` and their like count, those with a star do not; `\\tag` is a \
         number of its own,\nand `$$…$$ {{#eq:x}}` counts. `\\eqref{{eq:x}}` prints （2）, \
         `\\ref{{eq:x}}` 2 and `@eq:x` 式（2）, as links.\n\n\
         Of the {all} functions in KaTeX's table {} are set. These are not:\n\n{lacking}\n\n\
         ## Environments\n\n{environments}\n\n## Macros\n\n{macros}\n",
        all - unknown.len(),
    )
}

#[cfg(test)]
mod tests {
    use super::measured;

    #[test]
    fn nine_in_ten_of_katexs_functions_are_known() {
        let (all, unknown) = measured();
        assert!(unknown.len() * 10 <= all, "{} of {all}: {unknown:?}", unknown.len());
    }
}
