//! Metadata that says nothing is no metadata: a source, an option or a filter may give values that
//! are empty or white, and no standard has a place for them.

use crate::model::{Document, Inline, Meta, visit_inlines_mut};
use crate::text::script::is_noncharacter;

/// Takes out values without a visible character.
pub(super) fn clear(document: &mut Document) {
    let meta = &mut document.meta;
    let agents = meta.agents.len();
    values(meta);
    if meta.agents.len() < agents {
        untie(document);
    }
}

fn values(meta: &mut Meta) {
    meta.titles.retain(|title| says(&title.text));
    meta.agents.retain(|agent| says(&agent.name));
    for agent in &mut meta.agents {
        let values = [&mut agent.office, &mut agent.dynasty, &mut agent.file_as];
        values.into_iter().for_each(clear_one);
    }
    meta.dates.iter_mut().for_each(|date| clear_one(&mut date.iso));
    meta.dates.retain(|date| says(&date.text) || date.iso.is_some());
    meta.identifiers.retain(|identifier| says(&identifier.value));
    meta.sources.retain(|source| says(source));
    meta.subjects.retain(|subject| says(subject));
    meta.series = meta.series.take().filter(|series| says(&series.name));
    let position = meta.series.as_mut().map(|series| &mut series.position);
    let rights = [&mut meta.rights.statement, &mut meta.rights.licence];
    let others = [&mut meta.publisher, &mut meta.description];
    position.into_iter().chain(rights).chain(others).for_each(clear_one);
}

fn clear_one(value: &mut Option<String>) {
    *value = value.take().filter(|value| says(value));
}

/// Whether there is anything to see.
fn says(value: &str) -> bool {
    value.chars().any(|c| !c.is_whitespace() && !c.is_control() && !is_noncharacter(c))
}

/// Names in the text name agents that there are.
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
