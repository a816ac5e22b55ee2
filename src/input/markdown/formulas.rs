//! Formulas (公式) in the text: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and environments of TeX. Takes a
//! text, returns the places of its formulas, and of the dollar signs that are not marks. The parser
//! sees each formula as dollar signs around letters, so that no character in it is parsed as a
//! list, a heading, emphasis or a table cell; all offsets stay the same. `$…$` follows the rules of
//! pandoc (`tex_math_dollars`): no white space inside the marks, no digit after the closing one.
//! `\(` and `\[` are brackets unless their content looks like TeX.

use std::ops::Range;

use crate::text::script;

/// Environments that are formulas themselves (amsmath; LaTeX's `equation` and `eqnarray`).
const ENVIRONMENTS: [&str; 28] = [
    "equation",
    "equation*",
    "align",
    "align*",
    "aligned",
    "alignat",
    "alignat*",
    "gather",
    "gather*",
    "gathered",
    "multline",
    "multline*",
    "flalign",
    "flalign*",
    "eqnarray",
    "eqnarray*",
    "split",
    "cases",
    "matrix",
    "pmatrix",
    "bmatrix",
    "Bmatrix",
    "vmatrix",
    "Vmatrix",
    "array",
    "displaymath",
    "math",
    "CD",
];

/// The maximum length of a formula, in bytes.
const LONGEST: usize = 200_000;

/// A formula in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Formula {
    /// Its place, marks included.
    pub(super) range: Range<usize>,
    /// The length of each of its marks: 0 for an environment.
    pub(super) marks: usize,
    /// Whether it is set on lines of its own.
    pub(super) displayed: bool,
}

/// The result of a search.
#[derive(Debug, Default)]
pub(super) struct FoundFormulas {
    /// The formulas, in order.
    pub(super) formulas: Vec<Formula>,
    /// Dollar signs that are not marks.
    pub(super) money: Vec<Range<usize>>,
}

/// The formulas of a text from this offset.
pub(super) fn find(text: &str, from: usize) -> FoundFormulas {
    let mut found = FoundFormulas::default();
    let bytes = text.as_bytes();
    if !bytes[from..].iter().any(|byte| matches!(byte, b'$' | b'\\')) {
        return found;
    }
    let mut at = from;
    let mut line_start = true;
    while at < bytes.len() {
        if line_start {
            line_start = false;
            if let Some(end) = fence_end(text, at) {
                at = end;
                line_start = true;
                continue;
            }
        }
        match bytes[at] {
            b'\n' => line_start = true,
            b'`' => {
                at = code_end(bytes, at);
                continue;
            }
            b'$' => {
                at = dollars(text, at, &mut found);
                continue;
            }
            b'\\' => {
                if let Some(formula) = bracketed(text, at).or_else(|| environment(text, at)) {
                    at = formula.range.end;
                    found.formulas.push(formula);
                    continue;
                }
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// One past a fenced block of code that begins with this line.
fn fence_end(text: &str, at: usize) -> Option<usize> {
    let line = text[at..].lines().next()?;
    let bare = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark))?;
    let sign = mark.chars().next()?;
    let length = bare.chars().take_while(|c| *c == sign).count();
    if sign == '`' && bare[length..].contains('`') {
        return None;
    }
    let mut end = at;
    for (number, line) in text[at..].split_inclusive('\n').enumerate() {
        end += line.len();
        let bare = line.trim_start_matches([' ', '\t', '>']).trim_end();
        if number > 0 && bare.len() >= length && bare.chars().all(|c| c == sign) {
            break;
        }
    }
    Some(end)
}

/// One past a span of code, or past its marks if they are not closed.
fn code_end(bytes: &[u8], at: usize) -> usize {
    let run = |at: usize| bytes[at..].iter().take_while(|byte| **byte == b'`').count();
    let length = run(at);
    let mut next = at + length;
    let mut blank = false;
    while next < bytes.len() && next - at < LONGEST {
        match bytes[next] {
            b'`' => {
                let closing = run(next);
                next += closing;
                if closing == length {
                    return next;
                }
                continue;
            }
            b'\n' if blank => break,
            b'\n' => blank = true,
            b' ' | b'\t' | b'\r' => {}
            _ => blank = false,
        }
        next += 1;
    }
    at + length
}

/// Reads text that begins with dollar signs; returns its end.
fn dollars(text: &str, at: usize, found: &mut FoundFormulas) -> usize {
    let bytes = text.as_bytes();
    let length = bytes[at..].iter().take_while(|byte| **byte == b'$').count();
    let end = match length {
        1 => inline_end(text, at),
        2 => closing(text, at + 2, "$$").map(|end| end + 2),
        _ => None,
    };
    match end {
        Some(end) => {
            let formula = Formula { range: at..end, marks: length, displayed: length == 2 };
            found.formulas.push(formula);
            end
        }
        None => {
            found.money.push(at..at + length);
            at + length
        }
    }
}

/// One past `$…$`.
fn inline_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let close = closing(text, at + 1, "$")?;
    let inner = &text[at + 1..close];
    let outside = |c: char| c.is_whitespace();
    let fits = !inner.starts_with(outside)
        && !inner.ends_with(outside)
        && !bytes.get(close + 1).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'$')
        && (!has_han(inner) || is_tex(inner) || inner.chars().all(script::is_han))
        && !parts_code(text, close);
    fits.then_some(close + 1)
}

/// Whether a span of code closes directly after this sign: ``200，`$HOME` ``.
fn parts_code(text: &str, close: usize) -> bool {
    let before = text[..close].ends_with('`');
    before && code_end(text.as_bytes(), close - 1) > close
}

/// The closing mark of a formula: in the same paragraph, and not escaped.
fn closing(text: &str, from: usize, mark: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut blank = false;
    while at < bytes.len() && at - from < LONGEST {
        if bytes[at..].starts_with(mark.as_bytes()) {
            return (at > from).then_some(at);
        }
        match bytes[at] {
            b'\\' => {
                blank = false;
                at += 1;
            }
            b'\n' if blank => return None,
            b'\n' => blank = true,
            b' ' | b'\t' | b'\r' | b'>' => {}
            _ => blank = false,
        }
        at += 1;
        while at < bytes.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    None
}

/// `\(…\)` or `\[…\]` with TeX inside.
fn bracketed(text: &str, at: usize) -> Option<Formula> {
    let (close, displayed) = match text.as_bytes().get(at + 1)? {
        b'(' => ("\\)", false),
        b'[' => ("\\]", true),
        _ => return None,
    };
    let end = closing(text, at + 2, close)?;
    let inner = &text[at + 2..end];
    (is_tex(inner) && !has_han(&without_text(inner))).then(|| Formula {
        range: at..end + 2,
        marks: 2,
        displayed,
    })
}

/// An environment of formulas at the beginning of a line.
fn environment(text: &str, at: usize) -> Option<Formula> {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let begins = text[line..at].chars().all(|c| matches!(c, ' ' | '\t' | '>' | '\u{FEFF}'));
    let name = text[at..].strip_prefix("\\begin{")?.split('}').next()?;
    if !begins || !ENVIRONMENTS.contains(&name) {
        return None;
    }
    let (open, close) = (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"));
    let mut depth = 1;
    let mut next = at + open.len();
    while depth > 0 {
        let rest = text.get(next..)?;
        let end = rest.find(&close)?;
        match rest.find(&open).filter(|it| *it < end) {
            Some(inner) => {
                depth += 1;
                next += inner + open.len();
            }
            None => {
                depth -= 1;
                next += end + close.len();
            }
        }
    }
    let fits = next - at < LONGEST && !has_blank_line(&text[at..next]);
    fits.then_some(Formula { range: at..next, marks: 0, displayed: true })
}

fn has_blank_line(text: &str) -> bool {
    text.lines().any(|line| line.trim_matches([' ', '\t', '>', '\r']).is_empty())
}

/// Whether this looks like TeX: a command, a script, or an operator between terms.
fn is_tex(inner: &str) -> bool {
    let bytes = inner.as_bytes();
    let command = |pair: &[u8]| {
        pair[0] == b'\\'
            && (pair[1].is_ascii_alphabetic() || matches!(pair[1], b'{' | b'|' | b'\\'))
    };
    let operator = |triple: &[u8]| {
        let term = |byte: u8| {
            byte.is_ascii_alphanumeric()
                || !byte.is_ascii()
                || matches!(byte, b'(' | b')' | b'|')
        };
        b"+-=<>*/".contains(&triple[1]) && term(triple[0]) && term(triple[2])
    };
    let bare: Vec<u8> = bytes.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    bytes.windows(2).any(command)
        || bytes.iter().any(|byte| matches!(byte, b'^' | b'_'))
        || bare.windows(3).any(operator)
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| script::is_han(c) || script::is_cjk_punctuation(c))
}

/// The formula without the content of `\text`, `\mbox` and the like.
fn without_text(inner: &str) -> String {
    const COMMANDS: [&str; 7] =
        ["\\text", "\\mbox", "\\mathrm", "\\operatorname", "\\textbf", "\\textrm", "\\tag"];
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((at, command)) =
        COMMANDS.iter().filter_map(|it| rest.find(&format!("{it}{{")).map(|at| (at, *it))).min()
    {
        out.push_str(&rest[..at]);
        let body = &rest[at + command.len()..];
        let mut depth = 0_usize;
        let end = body.char_indices().find_map(|(index, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            (depth == 0).then_some(index + 1)
        });
        rest = &body[end.unwrap_or(body.len())..];
    }
    out.push_str(rest);
    out
}

/// The text for the parser: each formula as two dollar signs, letters and two dollar signs, one of
/// each if there is no room for more. The prefixes of its lines (quotation marks) are kept.
pub(super) fn fill(text: &str, formulas: &[Formula]) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for formula in formulas {
        let range = formula.range.clone();
        let prefix = prefix_of(text, range.start);
        let mut at = range.start;
        while at < range.end {
            let line = text[at..range.end].split_inclusive('\n').next().unwrap_or_default();
            let kept = if at == range.start { 0 } else { lead(line, prefix) };
            let body = line.trim_end_matches(['\n', '\r']).len();
            bytes[at + kept.min(body)..at + body].fill(b'x');
            at += line.len();
        }
        let marks = if formula.marks == 1 { 1 } else { 2 };
        bytes[range.start..range.start + marks].fill(b'$');
        bytes[range.end - marks..range.end].fill(b'$');
    }
    String::from_utf8(bytes).ok().filter(|_| !formulas.is_empty())
}

/// The number of quotation marks before this place on its line.
fn prefix_of(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at]
        .chars()
        .take_while(|c| matches!(c, ' ' | '\t' | '>'))
        .filter(|c| *c == '>')
        .count()
}

/// The length of the prefix of a formula's line: white space, and this many quotation marks.
pub(super) fn lead(line: &str, marks: usize) -> usize {
    let mut seen = 0;
    let ends = |c: char| {
        seen += usize::from(c == '>');
        !matches!(c, ' ' | '\t' | '>') || seen > marks
    };
    line.find(ends).unwrap_or(line.len())
}

/// The lines of a formula, each with the length of its block's prefix.
pub(super) fn lines<'t>(text: &'t str, formula: &Formula) -> Vec<(usize, &'t str)> {
    let marks = prefix_of(text, formula.range.start);
    let (start, end) = (formula.range.start + formula.marks, formula.range.end - formula.marks);
    let mut at = start;
    text[start..end]
        .split_inclusive('\n')
        .map(|line| {
            let kept = if at == start { 0 } else { lead(line, marks) };
            at += line.len();
            (kept, &line[kept.min(line.len())..])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{fill, find};

    fn formulas(text: &str) -> Vec<&str> {
        find(text, 0).formulas.into_iter().map(|it| &text[it.range]).collect()
    }

    #[test]
    fn money_code_and_variables_are_no_formulas() {
        for text in [
            "价格 $100 到 $200。",
            "`$HOME` 与 `a$b`",
            "价格 $100 到 $200，`$HOME`。",
            "用 $HOME和$PATH 两个变量",
            "甲 $5，乙$x",
            "\\$5 与 \\$6",
            "``` \n$x$\n```",
            "$ x $",
            "$$$",
        ] {
            assert_eq!(formulas(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn dollar_signs_hold_formulas() {
        assert_eq!(
            formulas("设$x$、$a_1$，$速度=路程/t$。"),
            ["$x$", "$a_1$", "$速度=路程/t$"]
        );
        assert_eq!(formulas("$$\na\n+ b\n$$"), ["$$\na\n+ b\n$$"]);
        assert_eq!(formulas("$\\$5+x$ 元"), ["$\\$5+x$"]);
        assert_eq!(formulas("$$a\n\nb$$"), [""; 0]);
    }

    #[test]
    fn brackets_hold_formulas_only_where_they_hold_tex() {
        assert_eq!(formulas("\\(x^2\\) \\(a\\) 甲"), ["\\(x^2\\)"]);
        assert_eq!(formulas("\\[1\\] 文献 \\[注\\]"), [""; 0]);
        assert_eq!(formulas("\\(a+b\\)、\\(a - 1\\)"), ["\\(a+b\\)", "\\(a - 1\\)"]);
        assert_eq!(formulas("\\(v=\\text{速度}\\)"), ["\\(v=\\text{速度}\\)"]);
        assert_eq!(formulas("\\(甲_乙\\)"), [""; 0]);
        assert_eq!(
            formulas("\\[\n\\frac12 \\\\ [2pt]\n\\]"),
            ["\\[\n\\frac12 \\\\ [2pt]\n\\]"]
        );
    }

    #[test]
    fn environments_begin_a_line() {
        let text = "\\begin{align}\na &= b \\\\\n\\end{align}";
        assert_eq!(formulas(text), [text]);
        assert_eq!(formulas("写 \\begin{align} 来"), [""; 0]);
        assert_eq!(formulas("\\begin{itemize}\nx\n\\end{itemize}"), [""; 0]);
    }

    #[test]
    fn the_parser_sees_letters_between_dollar_signs() {
        let shown = |text: &str| fill(text, &find(text, 0).formulas).expect("formulas");
        assert_eq!(shown("设 $|a|$ 与 \\(b^2\\)"), "设 $xxx$ 与 $$xxx$$");
        assert_eq!(shown("> $$\n> + 甲\n> $$"), "> $$\n> xxxxx\n> $$");
        assert_eq!(shown("$$\n> 1\n$$"), "$$\nxxx\n$$");
    }
}
