//! The numbers and names of the equations of a formula (amsmath, "Equation numbering and
//! referencing"): which of them is numbered, which has its own tag, and its `\label`.

use super::parse::parse;
use super::tree::{EquationNumber, Formula, TableKind};

/// The sign beside an equation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    Nothing,
    /// The next number.
    Next,
    /// This, in parentheses.
    Tag(String),
    /// This, without parentheses.
    Bare(String),
}

/// The number beside each equation, and its name; `counts` says whether the formula is numbered.
pub(crate) fn counted(formula: &Formula, counts: bool) -> Vec<(Counted, Option<&str>)> {
    let last = formula.rows.len().saturating_sub(1);
    // Equations in a numbered environment have separate numbers; the lines of one equation share
    // one.
    let each = formula.counts && formula.kind != Some(TableKind::Multline);
    let rows = formula.rows.iter().enumerate();
    rows.map(|(index, row)| {
        let number = match &row.number {
            EquationNumber::Tag { text, bare: true, .. } => Counted::Bare(text.clone()),
            EquationNumber::Tag { text, .. } => Counted::Tag(text.clone()),
            EquationNumber::Default if counts && (each || index == last) => Counted::Next,
            EquationNumber::Default | EquationNumber::None => Counted::Nothing,
        };
        (number, row.label.as_deref())
    })
    .collect()
}

/// The names of the equations in a source, in order.
pub(crate) fn labels(source: &str) -> Vec<String> {
    if !source.contains("\\label") {
        return Vec::new();
    }
    let rows = parse(source).map(|formula| formula.rows).unwrap_or_default();
    rows.into_iter().filter_map(|row| row.label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(tex: &str) -> String {
        let formula = parse(tex).unwrap();
        let counted = counted(&formula, formula.counts);
        let shown = counted.into_iter().map(|(number, _)| match number {
            Counted::Nothing => "-".to_owned(),
            Counted::Next => "+".to_owned(),
            Counted::Tag(text) => format!("({text})"),
            Counted::Bare(text) => text,
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn environments_count_and_those_with_a_star_do_not() {
        for (tex, expected) in [
            ("\\begin{equation} x \\end{equation}", "+"),
            ("\\begin{equation*} x \\end{equation*}", "-"),
            ("\\begin{align} a &= b \\\\ c &= d \\end{align}", "+ +"),
            ("\\begin{align} a &= b \\notag \\\\ c &= d \\end{align}", "- +"),
            ("\\begin{align*} a &= b \\\\ c &= d \\tag{1} \\end{align*}", "- (1)"),
            ("\\begin{gather} a \\\\ b \\tag*{甲} \\end{gather}", "+ 甲"),
            ("\\begin{multline} a \\\\ b \\\\ c \\end{multline}", "- - +"),
            (
                "\\begin{equation}\\begin{split} a &= b \\\\ &= c \\end{split}\\end{equation}",
                "+",
            ),
            ("x = 1 \\tag{$*$}", "(*)"),
            ("x", "-"),
        ] {
            assert_eq!(numbers(tex), expected, "{tex}");
        }
    }

    #[test]
    fn labels_name_equations() {
        let tex =
            "\\begin{align} a &= b \\label{eq:a} \\\\ c &= d \\\\ e \\label{eq:c} \\end{align}";
        assert_eq!(labels(tex), ["eq:a", "eq:c"]);
        assert_eq!(labels("x \\label{eq:x} \\unknown"), [""; 0]);
    }
}
