//! Name trees and number trees (ISO 32000-1 §7.9.6, §7.9.7).

use lopdf::{Dictionary, Object, ObjectId};

use super::Pdf;

/// Entries of a leaf; a tree of one leaf needs no others.
const LEAF: usize = 64;

/// A tree of `entries`, sorted by key; `key` is `Names` or `Nums`, and `write` makes key and value
/// of an entry. Each leaf is written before the next is made.
pub(super) fn add<E>(
    pdf: &mut Pdf,
    key: &str,
    entries: impl IntoIterator<Item = E>,
    write: impl Fn(&Pdf, E) -> (Object, Object),
) -> ObjectId {
    let mut entries = entries.into_iter();
    let mut leaf = |pdf: &Pdf| -> Vec<(Object, Object)> {
        entries.by_ref().take(LEAF).map(|entry| write(pdf, entry)).collect()
    };
    let mut root = Dictionary::new();
    let mut this = leaf(pdf);
    let mut next = leaf(pdf);
    if next.is_empty() {
        root.set(key, flatten(this));
        return pdf.add(root);
    }
    let mut kids = Vec::new();
    while !this.is_empty() {
        let limits = [this.first(), this.last()].into_iter().flatten();
        let limits: Vec<Object> = limits.map(|entry| entry.0.clone()).collect();
        let mut node = Dictionary::new();
        node.set("Limits", limits);
        node.set(key, flatten(this));
        kids.push(Object::Reference(pdf.add(node)));
        this = next;
        next = leaf(pdf);
    }
    root.set("Kids", kids);
    pdf.add(root)
}

fn flatten(entries: Vec<(Object, Object)>) -> Vec<Object> {
    entries.into_iter().flat_map(|(key, value)| [key, value]).collect()
}
