//! The pages of a document: its header and footer (ISO/IEC 29500-1, 17.10).
//!
//! In comes the body with its sections, out come the running lines that the last section has: the
//! words of its first line, with names in braces for what its fields compute.

use super::package::{Package, Relations};
use super::tree::Node;
use crate::model::RunningLine;

/// What the pages of a document have.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) header: Option<RunningLine>,
    pub(super) footer: Option<RunningLine>,
}

/// What is at a place of a running line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Left,
    Center,
    Right,
}

/// Reads what the sections of a body say of their pages.
pub(super) fn read(package: &mut Package<'_>, relations: &Relations, body: &Node) -> Pages {
    let sections: Vec<&Node> = body.within().filter(|it| it.name == "w:sectPr").collect();
    let mut line = |name: &str| {
        let of = |section: &&Node| {
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
    Pages { header: line("w:headerReference"), footer: line("w:footerReference") }
}

/// The running line of a part; none where it has no words.
fn running(root: &Node) -> Option<RunningLine> {
    let mut line = RunningLine::default();
    // A box is within a paragraph, whose words have those of the box.
    let outer = |node: &Node| node.children.iter().filter(|it| it.name == "w:p").count() > 0;
    let holder = root.within().find(|it| outer(it)).unwrap_or(root);
    for paragraph in holder.all("w:p") {
        let align = paragraph.at(&["w:pPr"]).and_then(|it| it.val("w:jc"));
        let mut place = match align {
            Some("center") => Place::Center,
            Some("right" | "end") => Place::Right,
            _ => Place::Left,
        };
        let words = words(paragraph);
        for (at, piece) in words.split('\t').enumerate() {
            if at > 0 {
                place = if place == Place::Left { Place::Center } else { Place::Right };
            }
            let own = match place {
                Place::Left => &mut line.left,
                Place::Center => &mut line.center,
                Place::Right => &mut line.right,
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

/// The words of a paragraph, with the number of the page for its field.
fn words(paragraph: &Node) -> String {
    let mut words = Words::default();
    words.read(paragraph);
    words.out
}

#[derive(Default)]
struct Words {
    out: String,
    instruction: String,
    /// Whether the result of a field is passed that a name represents.
    is_filled: bool,
}

impl Words {
    fn read(&mut self, parent: &Node) {
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
                // Braces would be names.
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

/// The name that is filled in for a field.
fn of_field(instruction: &str) -> Option<&'static str> {
    match instruction.split_whitespace().next()?.to_ascii_uppercase().as_str() {
        "PAGE" => Some("{page}"),
        "NUMPAGES" | "SECTIONPAGES" => Some("{pages}"),
        "TITLE" => Some("{title}"),
        _ => None,
    }
}
