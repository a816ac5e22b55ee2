//! Identifiers that are names: the label of a place in a source or a filter may be no XML name, and
//! then every output would use another one, or none.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Block, Document, Inline, id_of, is_id, visit_blocks_mut, visit_inlines_mut,
};

/// Makes every identifier a name, in all references to it, too. Distinct ones stay distinct. Agents
/// have identifiers of their own.
pub(super) fn make_names(document: &mut Document) {
    let mut others: BTreeSet<String> = BTreeSet::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut take = |id: &str| {
        let kind = if is_id(id) { &mut taken } else { &mut others };
        kind.insert(id.to_owned());
    };
    document.meta.agents.iter().for_each(|agent| take(&agent.id));
    document.attrs(&mut |attr| attr.id.iter().for_each(|id| take(id)));
    let mut names = BTreeMap::new();
    for id in others {
        let name = if id.is_empty() { String::new() } else { free(&id_of(&id), &mut taken) };
        names.insert(id, name);
    }
    if !names.is_empty() {
        rename(document, &names);
    }
    let mut known = BTreeSet::new();
    for agent in &mut document.meta.agents {
        if agent.id.is_empty() || !known.insert(agent.id.clone()) {
            agent.id = free("agent", &mut taken);
            known.insert(agent.id.clone());
        }
    }
}

/// The name, or the name with a number if it is in use; reserves it.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number: u64| format!("{name}-{number}"));
    let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
    let free = candidates.find(|candidate| taken.insert(candidate.clone()));
    free.unwrap_or_else(|| name.to_owned())
}

fn rename(document: &mut Document, names: &BTreeMap<String, String>) {
    let rename = |id: &mut String| {
        if let Some(name) = names.get(id) {
            id.clone_from(name);
        }
    };
    // An empty one is not a name.
    let rename_some = |id: &mut Option<String>| {
        id.iter_mut().for_each(rename);
        *id = id.take().filter(|id| !id.is_empty());
    };
    document.meta.agents.iter_mut().for_each(|agent| rename(&mut agent.id));
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(blocks, &mut |block| {
            block.attrs_mut(&mut |attr| rename_some(&mut attr.id));
            match block {
                Block::Note(note) => note.references.iter_mut().for_each(rename),
                Block::Contents(contents) => {
                    let targets = contents.entries.iter_mut().map(|entry| &mut entry.target);
                    targets.for_each(rename_some);
                }
                _ => {}
            }
        });
        visit_inlines_mut(blocks, &mut |inline| {
            inline.attrs_mut(&mut |attr| rename_some(&mut attr.id));
            match inline {
                Inline::Note(note) => note.references.iter_mut().for_each(rename),
                Inline::NoteRef(mark) => rename(&mut mark.target),
                Inline::Reference(it) => rename(&mut it.target),
                Inline::Name(name) => rename_some(&mut name.target),
                Inline::Link(link) => {
                    let id = link.target.strip_prefix('#');
                    if let Some(name) = id.and_then(|id| names.get(id)) {
                        link.target = format!("#{name}");
                    }
                }
                _ => {}
            }
        });
    }
}
