//! Chemical formulas and equations: the content of `\ce{…}` (mhchem 4, "Chemical Equations") to
//! TeX: `2H2O`, `SO4^2-`, `^{14}_6C`, `A ->[\Delta] B`, `BaSO4 v`.

/// Arrows in the source, and the commands that set them.
const ARROWS: [(&str, &str); 10] = [
    ("<-->", "xleftrightarrow"),
    ("<=>>", "xrightleftharpoons"),
    ("<<=>", "xrightleftharpoons"),
    ("<=>", "xrightleftharpoons"),
    ("<->", "xleftrightarrow"),
    ("-->", "xrightarrow"),
    ("<--", "xleftarrow"),
    ("->", "xrightarrow"),
    ("<-", "xleftarrow"),
    ("=>", "xRightarrow"),
];

/// Bonds by name, and what sets them.
const BONDS: [(&str, &str); 13] = [
    ("-", "{-}"),
    ("1", "{-}"),
    ("=", "{=}"),
    ("2", "{=}"),
    ("#", "{\\equiv}"),
    ("3", "{\\equiv}"),
    ("~", "{\\tripledash}"),
    ("~-", "{\\underset{-}{\\tripledash}}"),
    ("~=", "{\\underset{=}{\\tripledash}}"),
    ("~--", "{\\underset{=}{\\tripledash}}"),
    ("-~-", "{\\overset{-}{\\underset{-}{\\tripledash}}}"),
    ("->", "{\\rightarrow}"),
    ("<-", "{\\leftarrow}"),
];

/// `\\bond{…}` at the beginning of a text: its length, and its TeX.
fn bond(rest: &str) -> Option<(usize, String)> {
    let inner = rest.strip_prefix("\\bond{")?.split('}').next()?;
    let tex = match BONDS.iter().find(|(name, _)| *name == inner) {
        Some((_, tex)) => (*tex).to_owned(),
        None if !inner.is_empty() && inner.chars().all(|c| c == '.') => {
            format!("{{{}}}", "{\\cdot}".repeat(inner.len()))
        }
        None => return None,
    };
    Some((rest.len().min("\\bond{}".len() + inner.len()), tex))
}

/// A chemical equation as TeX.
pub(super) fn to_tex(written: &str) -> String {
    let mut out = String::from("{");
    let mut rest = written.trim();
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let (taken, tex) = item(rest, before, &out);
        out.push_str(&tex);
        before = rest[..taken].chars().next_back().unwrap_or(c);
        rest = &rest[taken..];
    }
    out.push('}');
    out
}

/// The first unit: its length in bytes, and its TeX.
fn item(rest: &str, before: char, done: &str) -> (usize, String) {
    if let Some((sign, command)) = ARROWS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return arrow(rest, sign, command);
    }
    if let Some(bond) = bond(rest) {
        return bond;
    }
    let c = rest.chars().next().unwrap_or(' ');
    let next = rest[c.len_utf8()..].chars().next();
    let at_end = next.is_none_or(|c| matches!(c, ' ' | ')' | ']' | '}' | ','));
    let follows = before.is_alphanumeric() || matches!(before, ')' | ']' | '}');
    match c {
        ' ' => space(rest, next),
        '$' => match rest[1..].find('$') {
            Some(end) => (end + 2, format!("{{{}}}", &rest[1..=end])),
            None => (1, String::new()),
        },
        '\\' => {
            let name = rest[1..].chars().take_while(char::is_ascii_alphabetic).count().max(1);
            let end = 1 + rest[1..].chars().take(name).map(char::len_utf8).sum::<usize>();
            let argument = if rest[end..].starts_with('{') { group(&rest[end..]) } else { 0 };
            (end + argument, format!("{} ", &rest[..end + argument]))
        }
        '^' | '_' => script(c, rest, next),
        '0'..='9' => digits(rest, follows),
        '+' | '-' if at_end && follows => (1, format!("^{{{}}}", sign(c))),
        '+' => (1, "{}+{}".to_owned()),
        '-' => (1, "{-}".to_owned()),
        '=' => (1, "{=}".to_owned()),
        '#' => (1, "{\\equiv}".to_owned()),
        '*' | '.' => (1, "{\\cdot}".to_owned()),
        '{' => {
            let end = group(rest);
            (end, format!("{{\\mathrm{}}}", &rest[..end]))
        }
        'a'..='z'
            if !follows
                && done.ends_with(['{', ' '])
                && !next.is_some_and(|c| c.is_ascii_alphabetic()) =>
        {
            // A variable: $n$ in \ce{n H2O}.
            (1, c.to_string())
        }
        c if c.is_alphabetic() => (c.len_utf8(), format!("\\mathrm{{{c}}}")),
        c => (c.len_utf8(), c.to_string()),
    }
}

/// White space, and signs that are alone: a precipitate, a gas, a plus.
fn space(rest: &str, next: Option<char>) -> (usize, String) {
    let word = rest.trim_start().split(' ').next().unwrap_or_default();
    let lead = rest.len() - rest.trim_start().len();
    let end = lead + word.len();
    // A sign with white of its own has no other behind it.
    let after = end + blank(&rest[end..]);
    match word {
        "v" | "(v)" => (end, "\\downarrow ".to_owned()),
        "^" | "(^)" => (end, "\\uparrow ".to_owned()),
        "+" => (after, "{}+{}".to_owned()),
        "*" | "." => (after, "\\cdot ".to_owned()),
        _ if next.is_some_and(|c| "-<=".contains(c)) => (lead, String::new()),
        _ => (lead, "\\, ".to_owned()),
    }
}

/// The length of the white space at the beginning.
fn blank(rest: &str) -> usize {
    rest.len() - rest.trim_start().len()
}

fn arrow(rest: &str, sign: &str, command: &str) -> (usize, String) {
    let mut taken = sign.len();
    let mut texts = Vec::new();
    while texts.len() < 2 && rest[taken..].starts_with('[') {
        let Some(end) = rest[taken..].find(']') else { break };
        let inner = &rest[taken + 1..taken + end];
        texts.push(if inner.starts_with(['\\', '$']) || inner.is_empty() {
            inner.replace('$', "")
        } else {
            to_tex(inner)
        });
        taken += end + 1;
    }
    let over = texts.first().cloned().unwrap_or_default();
    let under = texts.get(1).cloned().unwrap_or_default();
    let over = if over.is_empty() { "\\quad".to_owned() } else { over };
    taken += blank(&rest[taken..]);
    (taken, format!("\\{command}[{under}]{{{over}}}"))
}

/// A charge, an index, a mass number.
fn script(mark: char, rest: &str, next: Option<char>) -> (usize, String) {
    match next {
        None | Some(' ') => (1, "\\uparrow ".to_owned()),
        Some('{') => {
            let end = group(&rest[1..]);
            let inner = &rest[2..end];
            (1 + end, format!("{mark}{{\\mathrm{{{inner}}}}}"))
        }
        Some(_) => {
            let inner: String = rest[1..]
                .chars()
                .take_while(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '*' | '.'))
                .collect();
            let inner =
                if inner.is_empty() { rest[1..].chars().take(1).collect() } else { inner };
            (1 + inner.len(), format!("{mark}{{{}}}", inner.replace('-', "{-}")))
        }
    }
}

fn digits(rest: &str, follows: bool) -> (usize, String) {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/');
    let number: String = rest.chars().take_while(|c| is_number(*c)).collect();
    let number = number.trim_end_matches(['.', '/']);
    if follows {
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        return (number.len(), format!("_{{{number}}}"));
    }
    match number.split_once('/') {
        Some((over, under)) => (number.len(), format!("\\tfrac{{{over}}}{{{under}}}")),
        None => (number.len(), format!("{number}\\,")),
    }
}

fn sign(c: char) -> &'static str {
    if c == '-' { "-" } else { "+" }
}

/// The length of a group in braces.
fn group(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8();
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::to_tex;
    use crate::math::parse;

    #[test]
    fn chemical_formulas_become_tex() {
        for (written, tex) in [
            ("H2O", "{\\mathrm{H}_{2}\\mathrm{O}}"),
            ("2H2", "{2\\,\\mathrm{H}_{2}}"),
            ("Na+", "{\\mathrm{N}\\mathrm{a}^{+}}"),
            ("SO4^2-", "{\\mathrm{S}\\mathrm{O}_{4}^{2{-}}}"),
            ("A + B", "{\\mathrm{A}{}+{}\\mathrm{B}}"),
            ("A -> B", "{\\mathrm{A}\\xrightarrow[]{\\quad}\\mathrm{B}}"),
        ] {
            assert_eq!(to_tex(written), tex);
        }
    }

    #[test]
    fn equations_are_formulas() {
        for written in [
            "CO2 + C -> 2CO",
            "^{227}_{90}Th+",
            "BaSO4 v",
            "A <=>[k_1][k_2] B",
            "CuSO4*5H2O",
            "Fe^{3+} + 3SCN- <=> Fe(SCN)3",
            "CaCO3 ->[\\Delta] CaO + CO2 ^",
            "1/2 O2",
            "A\\bond{~--}B\\bond{~=}C\\bond{-~-}D",
            "A\\bond{...}B\\bond{....}C\\bond{->}D",
        ] {
            let tex = format!("\\ce{{{written}}}");
            assert!(parse(&tex).is_ok(), "{written}: {:?} {}", parse(&tex), to_tex(written));
        }
    }
}
