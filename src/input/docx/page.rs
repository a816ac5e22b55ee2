//! The pages of a document: paper, margins, header and footer (ISO/IEC 29500-1, 17.6 and 17.10).
//!
//! Takes the body with its sections, returns the paper and margins of the longest section, by the
//! names of `config::PageWish`, and the running lines of the last section that has any, with
//! placeholders in braces for fields. All parts of headers and footers are listed, since all their
//! text is kept.

use std::collections::BTreeSet;

use super::package::{Package, Relations};
use super::tree::OoxmlElement;
use crate::diag::{Code, Diagnostic};
use crate::model::RunningLine;

/// Twentieths of a point, Word's unit, in a millimetre.
const TWIPS: f64 = 1440.0 / 25.4;

/// The page settings of a document.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) header: Option<RunningLine>,
    pub(super) footer: Option<RunningLine>,
    /// Its page settings, by name.
    pub(super) wishes: Vec<(String, String)>,
    /// The parts of headers and footers, each with its kind.
    pub(super) parts: Vec<(&'static str, String)>,
}

/// The position of a part of a running line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RunningPosition {
    Left,
    Center,
    Right,
}

/// Reads the page settings of a body's sections.
pub(super) fn read(
    package: &mut Package<'_>,
    relations: &Relations,
    body: &OoxmlElement,
    diagnostics: &mut Vec<Diagnostic>,
) -> Pages {
    let sections: Vec<&OoxmlElement> =
        body.within().filter(|it| it.name == "w:sectPr").collect();
    let mut line = |name: &str| {
        let of = |section: &&OoxmlElement| {
            let mut named = section.all(name);
            named
                .find(|it| it.get("type").is_none_or(|it| it == "default"))?
                .get("id")
                .map(str::to_owned)
        };
        let id = sections.iter().rev().find_map(of)?;
        let target = relations.get(&id).filter(|it| !it.external)?.target.clone();
        let root = package.xml(&target).ok().flatten()?;
        running(&root)
    };
    let (header, footer) = (line("w:headerReference"), line("w:footerReference"));
    let mut parts = BTreeSet::new();
    for (name, kind) in [("w:headerReference", "header"), ("w:footerReference", "footer")] {
        let all = sections.iter().flat_map(|section| section.all(name));
        let targets = all.filter_map(|it| relations.get(it.get("id")?));
        parts.extend(targets.filter(|it| !it.external).map(|it| (kind, it.target.clone())));
    }
    let main = main_section(body);
    let wishes = main.map(wishes).unwrap_or_default();
    if sections.iter().any(|it| columns(it) > 1) {
        diagnostics.push(Diagnostic::new(Code::WordColumns, []));
    }
    if sections.iter().any(|it| is_other_paper(it, main)) {
        diagnostics.push(Diagnostic::new(Code::WordSections, []));
    }
    Pages { header, footer, wishes, parts: parts.into_iter().collect() }
}

/// The longest section: a section ends with the paragraph that contains its properties.
fn main_section(body: &OoxmlElement) -> Option<&OoxmlElement> {
    let mut longest: Option<(usize, &OoxmlElement)> = None;
    let mut length = 0;
    for child in &body.children {
        length += child.within().map(|it| it.text.len()).sum::<usize>();
        let ended = match child.name.as_str() {
            "w:sectPr" => Some(child),
            "w:p" => child.at(&["w:pPr", "w:sectPr"]),
            _ => None,
        };
        if let Some(section) = ended {
            if longest.is_none_or(|(most, _)| length > most) {
                longest = Some((length, section));
            }
            length = 0;
        }
    }
    longest.map(|(_, section)| section)
}

/// The attribute of a child, in millimetres.
fn millimetres(section: &OoxmlElement, child: &str, name: &str) -> Option<f64> {
    let twips: f64 = section.child(child)?.get(name)?.trim().parse().ok()?;
    Some(twips.abs() / TWIPS)
}

/// The paper of a section, in millimetres.
fn paper(section: &OoxmlElement) -> Option<(u32, u32)> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few metres")]
    let side = |name| {
        let length = millimetres(section, "w:pgSz", name)?;
        (8.0..=5000.0).contains(&length).then_some(length.round() as u32)
    };
    Some((side("w")?, side("h")?))
}

/// Whether a section differs from the main one in paper or orientation.
fn is_other_paper(section: &OoxmlElement, main: Option<&OoxmlElement>) -> bool {
    let own = paper(section);
    own.is_some() && own != main.and_then(paper)
}

fn columns(section: &OoxmlElement) -> u32 {
    let columns = section.child("w:cols").and_then(|it| it.get("num"));
    columns.and_then(|it| it.parse().ok()).unwrap_or(1)
}

/// The page settings of a section: paper and margins.
fn wishes(section: &OoxmlElement) -> Vec<(String, String)> {
    let mut wishes = Vec::new();
    if let Some((width, height)) = paper(section) {
        wishes.push(("papersize".to_owned(), format!("{width}x{height}mm")));
    }
    for side in ["top", "bottom", "left", "right"] {
        if let Some(margin) = millimetres(section, "w:pgMar", side) {
            wishes.push((format!("margin-{side}"), format!("{margin:.1}mm")));
        }
    }
    wishes
}

/// The running line of a part; `None` if it has no text.
fn running(root: &OoxmlElement) -> Option<RunningLine> {
    let mut line = RunningLine::default();
    // A text box is within a paragraph, whose text includes that of the box.
    let outer =
        |node: &OoxmlElement| node.children.iter().filter(|it| it.name == "w:p").count() > 0;
    let holder = root.within().find(|it| outer(it)).unwrap_or(root);
    for paragraph in holder.all("w:p") {
        let align = paragraph.at(&["w:pPr"]).and_then(|it| it.val("w:jc"));
        let mut place = match align {
            Some("center") => RunningPosition::Center,
            Some("right" | "end") => RunningPosition::Right,
            _ => RunningPosition::Left,
        };
        let words = words(paragraph);
        for (at, piece) in words.split('\t').enumerate() {
            if at > 0 {
                place = if place == RunningPosition::Left {
                    RunningPosition::Center
                } else {
                    RunningPosition::Right
                };
            }
            let own = match place {
                RunningPosition::Left => &mut line.left,
                RunningPosition::Center => &mut line.center,
                RunningPosition::Right => &mut line.right,
            };
            let piece = piece.trim();
            if !own.is_empty() && !piece.is_empty() {
                own.push(' ');
            }
            own.push_str(piece);
        }
    }
    (line != RunningLine::default()).then_some(line)
}

/// The text of a paragraph, with placeholders for its fields.
fn words(paragraph: &OoxmlElement) -> String {
    let mut words = RunningText::default();
    words.read(paragraph);
    words.out
}

#[derive(Default)]
struct RunningText {
    out: String,
    instruction: String,
    /// Whether the result of a field is skipped in favour of its placeholder.
    is_filled: bool,
}

impl RunningText {
    fn read(&mut self, parent: &OoxmlElement) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:fldSimple" => match node.get("instr").and_then(of_field) {
                    Some(name) => self.out.push_str(name),
                    None => self.read(node),
                },
                "w:fldChar" => match node.get("fldCharType") {
                    Some("begin") => self.instruction.clear(),
                    Some("separate") => self.is_filled = of_field(&self.instruction).is_some(),
                    _ => {
                        let instruction = std::mem::take(&mut self.instruction);
                        self.out.push_str(of_field(&instruction).unwrap_or_default());
                        self.is_filled = false;
                    }
                },
                "w:instrText" => self.instruction.push_str(&node.text),
                // Braces would be placeholders.
                "w:t" if !self.is_filled => {
                    self.out.push_str(&node.text.replace(['{', '}'], ""))
                }
                "w:tab" if !self.is_filled => self.out.push('\t'),
                "mc:AlternateContent" => {
                    if let Some(branch) = super::pictures::branch(node) {
                        self.read(branch);
                    }
                }
                "w:pPr" | "w:rPr" | "w:del" => {}
                _ => self.read(node),
            }
        }
    }
}

/// The placeholder for a field.
fn of_field(instruction: &str) -> Option<&'static str> {
    match instruction.split_whitespace().next()?.to_ascii_uppercase().as_str() {
        "PAGE" => Some("{page}"),
        "NUMPAGES" | "SECTIONPAGES" => Some("{pages}"),
        "TITLE" => Some("{title}"),
        _ => None,
    }
}
