//! Pages as text: the positions of items, for reading and comparing.

use std::fmt::Write as _;

use super::frame::{Artifact, ElementId, Item, Owner, Page, Pt, Structure, StructureRole};

/// The items of pages, one per line of text.
pub fn dump_pages(pages: &[Page], structure: &Structure) -> String {
    let mut out = String::new();
    for page in pages {
        let numeral = if page.label.roman { " roman" } else { "" };
        let (width, height, number) = (page.width, page.height, page.label.number);
        let _ = writeln!(out, "page {number}{numeral}, {width:.1} × {height:.1}");
        for line in lines(page) {
            let owner =
                line.owner.map_or_else(String::new, |owner| owner_text(owner, structure));
            let (x, y) = (line.x, line.y);
            let _ = writeln!(out, "  {x:6.1} {y:6.1}  {owner:<12} {}", line.what);
        }
    }
    out
}

/// The logical structure, an element a line.
pub fn dump_structure(structure: &Structure) -> String {
    let mut out = String::new();
    let mut depths: Vec<usize> = Vec::new();
    for element in &structure.elements {
        let above = element.parent.and_then(|ElementId(id)| depths.get(id as usize));
        let depth = above.map_or(0, |depth| depth + 1);
        depths.push(depth);
        let _ = write!(out, "{:indent$}{:?}", "", element.role, indent = depth * 2);
        let properties = [("id", &element.id), ("lang", &element.lang), ("alt", &element.alt)];
        for (name, value) in properties {
            if let Some(value) = value {
                let _ = write!(out, " {name}={value}");
            }
        }
        out.push('\n');
    }
    for entry in &structure.outline {
        let page = entry.place.page + 1;
        let indent = usize::from(entry.level) * 2;
        let _ = writeln!(out, "{:indent$}bookmark {} → {page}", "", entry.title);
    }
    out
}

struct Dumped {
    x: Pt,
    y: Pt,
    owner: Option<Owner>,
    what: String,
}

/// Runs on one baseline with one owner are one line.
fn lines(page: &Page) -> Vec<Dumped> {
    let mut lines: Vec<Dumped> = Vec::new();
    for item in &page.items {
        let (x, y, owner, what) = match item {
            Item::Text(it) => {
                if let Some(last) = lines.last_mut().filter(|last| {
                    last.owner == Some(it.owner)
                        && (last.y - it.y).abs() < 0.01
                        && it.x > last.x
                }) {
                    last.what.push_str(&it.text);
                    continue;
                }
                (it.x, it.y, Some(it.owner), it.text.clone())
            }
            Item::Rule(it) => (it.x, it.y, Some(it.owner), extent("rule", it.width, it.height)),
            Item::Outline(it) => {
                (it.x, it.y, Some(it.owner), extent("box", it.width, it.height))
            }
            Item::Wave(it) => (it.x, it.y, Some(it.owner), extent("wave", it.width, it.height)),
            Item::Dot(it) => (it.x, it.y, Some(it.owner), extent("dot", it.width, it.height)),
            Item::Image(it) => {
                let what = format!("{} {}", extent("image", it.width, it.height), it.asset);
                (it.x, it.y, Some(it.owner), what)
            }
            Item::Link(it) => {
                let what = format!("{} {:?}", extent("link", it.width, it.height), it.target);
                (it.x, it.y, None, what)
            }
        };
        lines.push(Dumped { x, y, owner, what });
    }
    lines
}

fn extent(what: &str, width: Pt, height: Pt) -> String {
    format!("<{what} {width:.1}×{height:.1}>")
}

fn owner_text(owner: Owner, structure: &Structure) -> String {
    match owner {
        Owner::Artifact(Artifact::Header) => "(head)".to_owned(),
        Owner::Artifact(Artifact::Footer) => "(foot)".to_owned(),
        Owner::Artifact(Artifact::Layout) => "(layout)".to_owned(),
        Owner::Element(ElementId(id)) => match structure.elements.get(id as usize) {
            Some(element) => match &element.role {
                StructureRole::TableCell { scope: Some(_), .. } => "HeaderCell".to_owned(),
                StructureRole::TableCell { .. } => "Cell".to_owned(),
                role => format!("{role:?}"),
            },
            None => "?".to_owned(),
        },
    }
}
