//! Formulas of Word (Office Math, ISO/IEC 29500-1, 22.1) as TeX source, the model's form.
//!
//! Takes an `m:oMath`, returns its TeX. Unsupported constructs keep their text.

use super::tree::OoxmlElement;

/// Signs of n-ary operators.
const OPERATORS: [(&str, &str); 9] = [
    ("∑", "\\sum"),
    ("∏", "\\prod"),
    ("∫", "\\int"),
    ("∬", "\\iint"),
    ("∭", "\\iiint"),
    ("∮", "\\oint"),
    ("⋃", "\\bigcup"),
    ("⋂", "\\bigcap"),
    ("∐", "\\coprod"),
];

/// Accents.
const ACCENTS: [(&str, &str); 8] = [
    ("\u{302}", "\\hat"),
    ("\u{303}", "\\tilde"),
    ("\u{304}", "\\bar"),
    ("\u{305}", "\\overline"),
    ("\u{307}", "\\dot"),
    ("\u{308}", "\\ddot"),
    ("\u{20D7}", "\\vec"),
    ("\u{30C}", "\\check"),
];

/// Functions that are commands in TeX.
const FUNCTIONS: [&str; 18] = [
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "log", "ln", "lg",
    "exp", "lim", "max", "min", "det", "gcd",
];

/// The TeX of an element's content.
pub(super) fn tex(node: &OoxmlElement) -> String {
    let mut out = String::new();
    for child in &node.children {
        let piece = element(child);
        // A command and a letter need a space between them.
        let is_open = out.rsplit_once('\\').is_some_and(|(_, name)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic())
        });
        if is_open && piece.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            out.push(' ');
        }
        out.push_str(&piece);
    }
    out
}

/// The TeX of a child, empty if there is none.
fn part(node: &OoxmlElement, name: &str) -> String {
    node.child(name).map(tex).unwrap_or_default()
}

/// A property's sign.
fn sign<'a>(node: &'a OoxmlElement, properties: &str, name: &str) -> Option<&'a str> {
    node.child(properties)?.val(name)
}

fn element(node: &OoxmlElement) -> String {
    let of = |name: &str| part(node, name);
    match node.name.as_str() {
        "m:r" => run(node),
        "m:f" if sign(node, "m:fPr", "m:type") == Some("lin") => {
            format!("{{{}}}/{{{}}}", of("m:num"), of("m:den"))
        }
        "m:f" if sign(node, "m:fPr", "m:type") == Some("noBar") => {
            format!("\\binom{{{}}}{{{}}}", of("m:num"), of("m:den"))
        }
        "m:f" => format!("\\frac{{{}}}{{{}}}", of("m:num"), of("m:den")),
        "m:sSup" => format!("{}^{{{}}}", base(node), of("m:sup")),
        "m:sSub" => format!("{}_{{{}}}", base(node), of("m:sub")),
        "m:sSubSup" => format!("{}_{{{}}}^{{{}}}", base(node), of("m:sub"), of("m:sup")),
        "m:sPre" => format!("{{}}_{{{}}}^{{{}}}{}", of("m:sub"), of("m:sup"), base(node)),
        "m:rad" => match of("m:deg") {
            degree if degree.is_empty() => format!("\\sqrt{{{}}}", of("m:e")),
            degree => format!("\\sqrt[{degree}]{{{}}}", of("m:e")),
        },
        "m:nary" => operator(node),
        "m:d" => delimited(node),
        "m:func" => format!("{}{{{}}}", function(&of("m:fName")), of("m:e")),
        "m:limLow" => format!("{}_{{{}}}", function(&of("m:e")), of("m:lim")),
        "m:limUpp" => format!("{}^{{{}}}", function(&of("m:e")), of("m:lim")),
        "m:acc" => {
            let sign = sign(node, "m:accPr", "m:chr").unwrap_or("\u{302}");
            let known = ACCENTS.iter().find(|(it, _)| *it == sign);
            format!("{}{{{}}}", known.map_or("\\hat", |(_, name)| name), of("m:e"))
        }
        "m:bar" => {
            let is_above = sign(node, "m:barPr", "m:pos") == Some("top");
            let name = if is_above { "\\overline" } else { "\\underline" };
            format!("{name}{{{}}}", of("m:e"))
        }
        "m:groupChr" => {
            let is_above = sign(node, "m:groupChrPr", "m:pos") == Some("top");
            let name = if is_above { "\\overbrace" } else { "\\underbrace" };
            format!("{name}{{{}}}", of("m:e"))
        }
        "m:borderBox" => format!("\\boxed{{{}}}", of("m:e")),
        "m:m" => matrix(node),
        "m:eqArr" => {
            let rows: Vec<String> = node.all("m:e").map(tex).collect();
            format!("\\begin{{aligned}}{}\\end{{aligned}}", rows.join("\\\\"))
        }
        "m:t" => escaped(&node.text),
        // Text between formulas, and tracked changes.
        "w:t" => format!("\\text{{{}}}", node.text),
        name if name.ends_with("Pr") => String::new(),
        "w:del" | "w:moveFrom" => String::new(),
        _ => tex(node),
    }
}

/// The base of a script, in braces unless it is one character.
fn base(node: &OoxmlElement) -> String {
    let base = part(node, "m:e");
    if base.chars().count() == 1 { base } else { format!("{{{base}}}") }
}

/// The text of a run; words and Han are text in a formula.
fn run(node: &OoxmlElement) -> String {
    let written: String = node.all("m:t").map(|it| it.text.as_str()).collect();
    let is_plain = node.at(&["m:rPr", "m:nor"]).is_some();
    if is_plain || written.chars().any(crate::text::script::is_han) {
        let written = written.trim_matches('\u{200B}');
        return if written.is_empty() { String::new() } else { format!("\\text{{{written}}}") };
    }
    if FUNCTIONS.contains(&written.trim()) {
        return format!("\\{}", written.trim());
    }
    written.chars().fold(String::new(), |mut out, c| {
        out.push_str(&escaped(&c.to_string()));
        out
    })
}

/// Text with special characters of TeX escaped.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '{' | '}' | '%' | '#' | '&' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '\\' => out.push_str("\\backslash "),
            '^' => out.push_str("\\hat{}"),
            '~' => out.push_str("\\sim "),
            // Letters of the mathematical italic alphabet are italic in TeX by default.
            c => out.push(plain(c)),
        }
    }
    out
}

/// The letter of a mathematical italic one (U+1D434 to U+1D467).
fn plain(c: char) -> char {
    let at = u32::from(c);
    let letter = match at {
        0x1D434..=0x1D44D => at - 0x1D434 + u32::from('A'),
        0x1D44E..=0x1D467 => at - 0x1D44E + u32::from('a'),
        0x210E => u32::from('h'),
        _ => at,
    };
    char::from_u32(letter).unwrap_or(c)
}

fn function(name: &str) -> String {
    let name = name.trim();
    if FUNCTIONS.contains(&name) { format!("\\{name}") } else { name.to_owned() }
}

/// An operator with its operand.
fn operator(node: &OoxmlElement) -> String {
    let sign = sign(node, "m:naryPr", "m:chr").unwrap_or("∫");
    let known = OPERATORS.iter().find(|(it, _)| *it == sign).map(|(_, name)| *name);
    let mut out = known.unwrap_or(sign).to_owned();
    for (name, mark) in [("m:sub", '_'), ("m:sup", '^')] {
        let part = part(node, name);
        if !part.is_empty() {
            out.push_str(&format!("{mark}{{{part}}}"));
        }
    }
    format!("{out}{{{}}}", part(node, "m:e"))
}

/// The content of brackets; an omitted bracket is written as none.
fn delimited(node: &OoxmlElement) -> String {
    let bracket = |name: &str, usual: &'static str| {
        let own = sign(node, "m:dPr", name).unwrap_or(usual);
        match own {
            "" => ".".to_owned(),
            "{" | "}" => format!("\\{own}"),
            "⟨" | "〈" => "\\langle".to_owned(),
            "⟩" | "〉" => "\\rangle".to_owned(),
            "‖" => "\\|".to_owned(),
            other => other.to_owned(),
        }
    };
    let between = sign(node, "m:dPr", "m:sepChr").unwrap_or("|");
    let parts: Vec<String> = node.all("m:e").map(tex).collect();
    let (open, close) = (bracket("m:begChr", "("), bracket("m:endChr", ")"));
    format!("\\left{open}{}\\right{close}", parts.join(between))
}

fn matrix(node: &OoxmlElement) -> String {
    let row = |row: &OoxmlElement| row.all("m:e").map(tex).collect::<Vec<_>>().join("&");
    let rows: Vec<String> = node.all("m:mr").map(row).collect();
    format!("\\begin{{matrix}}{}\\end{{matrix}}", rows.join("\\\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> String {
        let part = format!(
            "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>\
             {content}</m:oMath>"
        );
        tex(&OoxmlElement::parse(&part).expect("well-formed"))
    }

    fn run(text: &str) -> String {
        format!("<m:r><m:t>{text}</m:t></m:r>")
    }

    #[test]
    fn formulas_as_tex() {
        let fraction =
            format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", run("a"), run("2b"));
        assert_eq!(read(&fraction), "\\frac{a}{2b}");
        let root = format!("<m:rad><m:deg>{}</m:deg><m:e>{}</m:e></m:rad>", run("3"), run("x"));
        assert_eq!(read(&root), "\\sqrt[3]{x}");
        let power =
            format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", run("𝑥"), run("2"));
        assert_eq!(read(&(power + &run("+1=0"))), "x^{2}+1=0");
        let sum = format!(
            "<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{}</m:sub><m:sup>{}</m:sup>\
             <m:e>{}</m:e></m:nary>",
            run("i=1"),
            run("n"),
            run("i")
        );
        assert_eq!(read(&sum), "\\sum_{i=1}^{n}{i}");
        assert_eq!(read(&format!("<m:d><m:e>{}</m:e></m:d>", run("a"))), "\\left(a\\right)");
        assert_eq!(read(&run("速度")), "\\text{速度}");
    }
}
