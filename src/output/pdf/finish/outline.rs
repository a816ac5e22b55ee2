//! Bookmarks (ISO 32000-1 §12.3.3).

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::Pdf;
use crate::layout::frame::OutlineEntry;
use crate::output::pdf::strings;

/// Up to this many bookmarks are all expanded; with more, only the highest level is.
const SHOWN_AT_ONCE: usize = 40;

/// A bookmark and its children, by index.
struct Bookmark {
    parent: Option<usize>,
    children: Vec<usize>,
    /// The number of its descendants.
    descendants: i64,
}

/// Writes the bookmarks, if there are any.
pub(super) fn add(pdf: &mut Pdf, entries: &[OutlineEntry]) {
    if entries.is_empty() {
        return;
    }
    let root = pdf.file.reserve();
    let ids: Vec<ObjectId> = entries.iter().map(|_| pdf.file.reserve()).collect();
    let nodes = nest(entries);
    let top: Vec<usize> =
        (0..nodes.len()).filter(|index| nodes[*index].parent.is_none()).collect();
    let open = entries.len() <= SHOWN_AT_ONCE;
    for (index, (entry, node)) in entries.iter().zip(&nodes).enumerate() {
        let mut item = Dictionary::new();
        item.set("Title", strings::text(&strings::clean(&entry.title)));
        item.set("Parent", node.parent.map_or(root, |parent| ids[parent]));
        if let Some(destination) = pdf.destination(entry.place) {
            item.set("Dest", destination);
        }
        let siblings = node.parent.map_or(&top, |parent| &nodes[parent].children);
        if let Ok(position) = siblings.binary_search(&index) {
            if position > 0 {
                item.set("Prev", ids[siblings[position - 1]]);
            }
            if let Some(next) = siblings.get(position + 1) {
                item.set("Next", ids[*next]);
            }
        }
        hang(&mut item, &node.children, &ids);
        if node.descendants > 0 {
            // The number of visible descendants if open, negative if closed.
            let closed = -i64::try_from(node.children.len()).unwrap_or(i64::MAX);
            item.set("Count", if open { node.descendants } else { closed });
        }
        pdf.file.set(ids[index], item);
    }
    let mut outlines = dictionary! { "Type" => "Outlines" };
    hang(&mut outlines, &top, &ids);
    let shown = if open { entries.len() } else { top.len() };
    outlines.set("Count", i64::try_from(shown).unwrap_or(i64::MAX));
    pdf.file.set(root, outlines);
    pdf.catalog.set("Outlines", root);
    pdf.catalog.set("PageMode", "UseOutlines");
}

fn hang(on: &mut Dictionary, children: &[usize], ids: &[ObjectId]) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        on.set("First", Object::Reference(ids[*first]));
        on.set("Last", Object::Reference(ids[*last]));
    }
}

/// Nests entries by level. The parent of an entry is the last one before it of a higher level.
fn nest(entries: &[OutlineEntry]) -> Vec<Bookmark> {
    let mut nodes: Vec<Bookmark> = Vec::with_capacity(entries.len());
    let mut path: Vec<usize> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        while path.last().is_some_and(|above| entries[*above].level >= entry.level) {
            path.pop();
        }
        let parent = path.last().copied();
        if let Some(parent) = parent {
            nodes[parent].children.push(index);
        }
        nodes.push(Bookmark { parent, children: Vec::new(), descendants: 0 });
        path.push(index);
    }
    for index in (0..nodes.len()).rev() {
        let with_own = nodes[index].descendants + 1;
        if let Some(parent) = nodes[index].parent {
            nodes[parent].descendants += with_own;
        }
    }
    nodes
}
