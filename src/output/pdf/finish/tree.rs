//! Name trees and number trees (ISO 32000-1 §7.9.6, §7.9.7).

use lopdf::{Dictionary, Object, ObjectId};

use super::Pdf;

/// Entries of a leaf; a tree of one leaf needs no others.
const LEAF: usize = 64;

/// A tree of `entries`, sorted by key; `key` is `Names` or `Nums`.
pub(super) fn add(pdf: &mut Pdf, key: &str, entries: Vec<(Object, Object)>) -> ObjectId {
    let mut root = Dictionary::new();
    if entries.len() <= LEAF {
        root.set(key, flatten(entries));
    } else {
        let mut kids = Vec::new();
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            let leaf: Vec<_> = entries.by_ref().take(LEAF).collect();
            let limits: Vec<Object> = [leaf.first(), leaf.last()]
                .into_iter()
                .flatten()
                .map(|e| e.0.clone())
                .collect();
            let mut node = Dictionary::new();
            node.set("Limits", limits);
            node.set(key, flatten(leaf));
            kids.push(Object::Reference(pdf.add(node)));
        }
        root.set("Kids", kids);
    }
    pdf.add(root)
}

fn flatten(entries: Vec<(Object, Object)>) -> Vec<Object> {
    entries.into_iter().flat_map(|(key, value)| [key, value]).collect()
}
