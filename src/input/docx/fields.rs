//! Fields (ISO/IEC 29500-1, 17.16): their instructions, and which of their text is visible.
//!
//! Takes the marks of a field and the text between them, run by run; returns whether text is
//! visible, its link target, and the content of fields without a result.

use std::collections::BTreeSet;

use super::tree::OoxmlElement;
use crate::model::id_of;

/// The open fields.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Whether the result is being read.
    in_result: bool,
}

/// The content of a field without a result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FieldResult {
    /// A base with its reading.
    Ruby(String, String),
    Text(String),
    /// A formula.
    Tex(String),
}

impl Fields {
    pub(super) fn begin(&mut self) {
        self.open.push(Field::default());
    }

    /// Text of the innermost field's instruction.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|it| !it.in_result) {
            field.instruction.push_str(text);
        }
    }

    /// The instruction ends, the result begins.
    pub(super) fn separate(&mut self) {
        if let Some(field) = self.open.last_mut() {
            field.in_result = true;
        }
    }

    /// The innermost field ends. Returns its content, if that is computed here.
    pub(super) fn end(&mut self) -> Option<FieldResult> {
        let field = self.open.pop()?;
        equation(&field.instruction).filter(|_| self.shows())
    }

    /// Whether text is visible: it is in no instruction.
    pub(super) fn shows(&self) -> bool {
        self.open.iter().all(|field| field.in_result)
    }

    /// Whether a table of contents is read.
    pub(super) fn in_contents(&self) -> bool {
        self.open.iter().any(|field| field.in_result && field.name() == "TOC")
    }

    /// The link target of the current text.
    pub(super) fn link(&self) -> Option<String> {
        let field = self.open.iter().rev().find(|field| field.name() == "HYPERLINK")?;
        let words = words(&field.instruction);
        let local = words.iter().position(|word| word.eq_ignore_ascii_case("\\l"));
        let place = local.and_then(|at| words.get(at + 1));
        let address = words.get(1).filter(|word| !word.starts_with('\\'));
        match (address, place) {
            (Some(address), Some(place)) => Some(format!("{address}#{place}")),
            (Some(address), None) => Some(address.clone()),
            (None, Some(place)) => Some(format!("#{}", id_of(place))),
            (None, None) => None,
        }
    }
}

impl Field {
    fn name(&self) -> String {
        let name = self.instruction.split_whitespace().next().unwrap_or_default();
        name.to_ascii_uppercase()
    }
}

/// The words of an instruction; those in quotation marks are one.
fn words(instruction: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in instruction.split(['"', '“', '”']).enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The bookmarks that links and fields of a part lead to.
pub(super) fn targets(root: &OoxmlElement) -> BTreeSet<String> {
    let mut targets = BTreeSet::new();
    let mut instruction = String::new();
    for node in root.within() {
        match node.name.as_str() {
            "w:hyperlink" | "w:hlink" => {
                targets.extend(
                    node.get("anchor").or_else(|| node.get("bookmark")).map(str::to_owned),
                );
            }
            "w:instrText" => instruction.push_str(&node.text),
            "w:fldChar" => {
                let words = words(&std::mem::take(&mut instruction));
                let local = words.iter().position(|word| word.eq_ignore_ascii_case("\\l"));
                let is_link =
                    words.first().is_some_and(|it| it.eq_ignore_ascii_case("HYPERLINK"));
                targets.extend(
                    local.and_then(|at| words.get(at + 1).cloned()).filter(|_| is_link),
                );
            }
            _ => {}
        }
    }
    targets
}

/// What `EQ` sets by itself (17.16.5.18): readings above characters, signs in rings, fractions.
fn equation(instruction: &str) -> Option<FieldResult> {
    let trimmed = instruction.trim_start();
    let head = trimmed.get(..2)?;
    if !head.eq_ignore_ascii_case("eq") {
        return None;
    }
    let body = trimmed[2..].trim();
    let written = || {
        let known: String = strip_switches(body);
        (!known.trim().is_empty()).then(|| FieldResult::Text(known.trim().to_owned()))
    };
    if let Some(at) = body.to_lowercase().find("\\s\\up") {
        // \s\up 9(hàn),漢
        let after = &body[at..];
        let open = after.find('(')?;
        let (reading, rest) = inside(&after[open..])?;
        let base = rest.trim_start_matches([',', ';', '，']).trim_end().trim_end_matches(')');
        if !base.is_empty() && !reading.is_empty() {
            return Some(FieldResult::Ruby(base.to_owned(), reading.to_owned()));
        }
    }
    if let Some(at) = body.to_lowercase().find("\\o") {
        let open = body[at..].find('(')? + at;
        let (inner, _) = inside(&body[open..])?;
        let (outer, sign) = inner.rsplit_once([',', ';', '，'])?;
        return Some(FieldResult::Text(ringed(outer, sign)));
    }
    if let Some(at) = body.to_lowercase().find("\\f") {
        let open = body[at..].find('(')? + at;
        let (inner, _) = inside(&body[open..])?;
        let (above, below) = inner.split_once([',', ';', '，'])?;
        return Some(FieldResult::Tex(format!(
            "\\frac{{{}}}{{{}}}",
            above.trim(),
            below.trim()
        )));
    }
    written()
}

/// The content of a bracket, and the rest after it.
fn inside(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some((&text[1..at], &text[at + 1..]));
                }
            }
            _ => {}
        }
    }
    None
}

/// A circled sign (带圈字符): the circled character if there is one, else the sign itself.
fn ringed(ring: &str, sign: &str) -> String {
    const NUMBERS: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
    let (ring, sign) = (strip_switches(ring), strip_switches(sign));
    let (ring, sign) = (ring.trim(), sign.trim());
    let is_ring = ["○", "◯", "〇"].contains(&ring);
    let number: Option<usize> = sign.parse().ok();
    let known = number.and_then(|n| NUMBERS.chars().nth(n.checked_sub(1)?));
    match known.filter(|_| is_ring) {
        Some(known) => known.to_string(),
        None if is_ring => format!("{sign}\u{20DD}"),
        None => format!("{ring}{sign}"),
    }
}

/// A text of `EQ` without its switches: `\ac`, `\* jc2`, `\up 9`.
fn strip_switches(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let after = after.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '*');
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    }
    out.push_str(rest);
    out.replace(['(', ')'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_equation_fields_show() {
        let ruby = r#"EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(hàn),漢)"#;
        assert_eq!(equation(ruby), Some(FieldResult::Ruby("漢".into(), "hàn".into())));
        let ring = r"eq \o\ac(○,3)";
        assert_eq!(equation(ring), Some(FieldResult::Text("③".into())));
        assert_eq!(equation(r"EQ \o\ac(○,密)"), Some(FieldResult::Text("密\u{20DD}".into())));
        assert_eq!(equation(r"EQ \f(1,2)"), Some(FieldResult::Tex(r"\frac{1}{2}".into())));
        assert_eq!(equation("PAGE"), None);
    }

    #[test]
    fn links_lead_to_addresses_and_places() {
        let mut fields = Fields::default();
        fields.begin();
        fields.instruct(r#" HYPERLINK "https://example.org/a" "#);
        assert!(!fields.shows());
        fields.separate();
        assert_eq!(fields.link().as_deref(), Some("https://example.org/a"));
        assert!(fields.shows());
        fields.begin();
        fields.instruct(r#"HYPERLINK \l "_Toc1""#);
        fields.separate();
        assert_eq!(fields.link().as_deref(), Some("#_Toc1"));
    }
}
