//! Removes empty metadata: a source, an option or a filter may have values that are empty or white
//! space, and no standard has a place for them.

use crate::model::{Document, Inline, Meta, visit_inlines_mut};
use crate::text::script::is_noncharacter;

/// Removes values without a visible character.
pub(super) fn clear(document: &mut Document) {
    let meta = &mut document.meta;
    let agents = meta.agents.len();
    values(meta);
    if meta.agents.len() < agents {
        untie(document);
    }
}

fn values(meta: &mut Meta) {
    meta.titles.retain(|title| is_visible(&title.text));
    meta.agents.retain(|agent| is_visible(&agent.name));
    for agent in &mut meta.agents {
        let values = [&mut agent.office, &mut agent.dynasty, &mut agent.file_as];
        values.into_iter().for_each(clear_one);
    }
    meta.dates.iter_mut().for_each(|date| clear_one(&mut date.iso));
    meta.dates.retain(|date| is_visible(&date.text) || date.iso.is_some());
    meta.identifiers.retain(|identifier| is_visible(&identifier.value));
    meta.sources.retain(|source| is_visible(source));
    meta.subjects.retain(|subject| is_visible(subject));
    meta.series = meta.series.take().filter(|series| is_visible(&series.name));
    let position = meta.series.as_mut().map(|series| &mut series.position);
    let rights = [&mut meta.rights.statement, &mut meta.rights.licence];
    let others = [&mut meta.publisher, &mut meta.description];
    position.into_iter().chain(rights).chain(others).for_each(clear_one);
}

fn clear_one(value: &mut Option<String>) {
    *value = value.take().filter(|value| is_visible(value));
}

/// Whether a value has a visible character.
fn is_visible(value: &str) -> bool {
    value.chars().any(|c| !c.is_whitespace() && !c.is_control() && !is_noncharacter(c))
}

/// Unlinks names in the text from missing agents.
fn untie(document: &mut Document) {
    let agents = &document.meta.agents;
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_inlines_mut(blocks, &mut |inline| {
            if let Inline::Name(name) = inline {
                let known = |target: &String| agents.iter().any(|agent| agent.id == *target);
                name.target = name.target.take().filter(known);
            }
        });
    }
}
