//! `xml:id`s: those of the document, and free ones for declarations of the header.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Document, id_of};

/// Names reserved by the header.
const RESERVED: [&str; 3] = ["paiban", "source-work", "source-file"];

/// The `xml:id` of each id of the document.
#[derive(Debug, Default)]
pub(super) struct Ids {
    map: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    written: BTreeSet<String>,
}

impl Ids {
    /// The ids of this document.
    pub(super) fn of(document: &Document) -> Self {
        let mut ids = Self::default();
        ids.taken.extend(RESERVED.map(str::to_owned));
        document.meta.agents.iter().for_each(|agent| ids.take(&agent.id));
        document.attrs(&mut |attr| attr.id.iter().for_each(|id| ids.take(id)));
        ids
    }

    fn take(&mut self, id: &str) {
        if !self.map.contains_key(id) {
            let name = self.free(&name_of(id));
            self.map.insert(id.to_owned(), name);
        }
    }

    /// The name, or the name with a number if it is taken; it is taken then.
    pub(super) fn free(&mut self, name: &str) -> String {
        let mut candidate = name.to_owned();
        let mut number = 1;
        while !self.taken.insert(candidate.clone()) {
            number += 1;
            candidate = format!("{name}-{number}");
        }
        candidate
    }

    /// The name, or the name with a number if it is taken; it stays free.
    pub(super) fn unused(&self, name: &str) -> String {
        let mut candidate = name.to_owned();
        while self.taken.contains(&candidate) {
            candidate.push_str("-x");
        }
        candidate
    }

    /// The `xml:id` for an id, once; a second element of the same id has none.
    pub(super) fn declare(&mut self, id: &str) -> Option<String> {
        let name = self.map.get(id)?;
        self.written.insert(name.clone()).then(|| name.clone())
    }

    /// The pointer to an id, if the document has it.
    pub(super) fn reference(&self, id: &str) -> Option<String> {
        self.map.get(id).map(|name| format!("#{name}"))
    }
}

/// The id as a name that readers don't confuse: ids that look like declared bytes and characters
/// (`b1B`, `uE000`) are changed.
fn name_of(id: &str) -> String {
    let declared = id.len() > 1
        && id.starts_with(['b', 'u'])
        && id[1..].bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    if declared { format!("x-{id}") } else { id_of(id).into_owned() }
}
