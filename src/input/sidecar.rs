//! The sidecar file `FILE.paiban.toml`: decisions that overrule the reader's.
//!
//! Pure functions over text; who reads and writes the file is the caller's affair. It names
//! the SHA-256 of the text that it was made for:
//!
//! ```toml
//! sha256 = "d8b0b256…"
//!
//! [[decision]]
//! line = 2
//! column = 279
//! is = "heading"
//! level = 1
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::config::{Decision, DecisionKind, InputFormat, ReadOptions};
use crate::diag::{Code, Error, Result};
use crate::model::{Attr, Block, Claim, CreditKind, Document, Inline, Verdict, plain_text};
use crate::source::Source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sidecar {
    sha256: Option<String>,
    #[serde(default)]
    decision: Vec<Decision>,
}

/// Adds the decisions of a sidecar file to `options`.
///
/// # Errors
///
/// Text that is not TOML of this form; one place that is decided in two ways.
pub fn parse(text: &str, options: &mut ReadOptions) -> Result<()> {
    let sidecar: Sidecar = toml::from_str(text)
        .map_err(|error| Error::new(Code::SidecarMalformed, [&error.message()]))?;
    let mut seen: BTreeMap<(usize, usize), DecisionKind> = BTreeMap::new();
    for decision in &sidecar.decision {
        let place = (decision.line, decision.column.unwrap_or(1));
        if seen.insert(place, decision.is).is_some_and(|other| other != decision.is) {
            let why = format!("line {}, column {} is decided twice", place.0, place.1);
            return Err(Error::new(Code::SidecarMalformed, [&why]));
        }
    }
    options.decisions.extend(sidecar.decision);
    options.decided_for = sidecar.sha256;
    Ok(())
}

/// A sidecar file with all decisions that the reader made, to edit and feed back; `sources` are those
/// that spans name. Those `claims` that were too unsure are at the end as comments.
pub fn write(document: &Document, sources: &[Source], claims: &[Claim]) -> String {
    let info = sources.first().map(|source| &source.info);
    let mut out = format!(
        "# Decisions about {}: change or delete what is wrong.\n\
         # is = heading, paragraph, title, subtitle, credit, verse, separator or residue.\n\
         sha256 = \"{}\"\n",
        harmless(info.and_then(|info| info.name.as_deref()).unwrap_or("the text")),
        info.map_or("", |info| &info.sha256),
    );
    document.blocks().for_each(|block| write_block(block, 1, sources, &mut out));
    let mut unsure: BTreeMap<usize, &Claim> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.verdict == Verdict::Unsure) {
        let known = unsure.entry(claim.start).or_insert(claim);
        *known = if claim.confidence > known.confidence { claim } else { known };
    }
    if !unsure.is_empty() {
        out.push_str("\n# Too unsure to be done: take the # off the lines of one to do it.\n");
    }
    // Claims are of a text: the only source, or the one in its container.
    let text = sources.last();
    let offers = unsure.into_values().zip(text.into_iter().cycle());
    offers.for_each(|(claim, source)| offer(claim, source, place_of(sources), &mut out));
    out
}

/// What a place of a decision counts: the lines of a text, the paragraphs of a Word document.
fn place_of(sources: &[Source]) -> &'static str {
    let format = sources.first().map(|source| source.info.format.as_str());
    if format == Some(InputFormat::Docx.id()) { "paragraph" } else { "line" }
}

/// Writes a decision that was not made as a comment.
fn offer(claim: &Claim, source: &Source, place: &str, out: &mut String) {
    let (line, column) = source.line_column(claim.start);
    let piece = source.text.get(claim.start..claim.end).unwrap_or_default();
    let Claim { role, rule, confidence, .. } = claim;
    // Writing to a String cannot fail.
    let _ = write!(out, "\n# [[decision]]  # {}  ({rule}, {confidence} %)\n", excerpt(piece));
    let _ = writeln!(out, "# {place} = {line}");
    if column > 1 {
        let _ = writeln!(out, "# column = {column}");
    }
    let _ = writeln!(out, "# is = \"{role}\"");
}

/// The first characters of a text, in a comment.
fn excerpt(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(40).collect()
}

/// A name that ends no comment: those of files may hold line ends, and TOML allows no control
/// characters there (TOML 1.0.0, Comment).
fn harmless(name: &str) -> String {
    let safe = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.into() };
    name.chars().map(safe).collect()
}

fn write_block(block: &Block, level: u8, sources: &[Source], out: &mut String) {
    match block {
        Block::Section(section) => {
            write_decision(
                &section.attr,
                "heading",
                Some(level),
                &section.heading,
                sources,
                out,
            );
            for block in &section.blocks {
                write_block(block, level.saturating_add(1), sources, out);
            }
        }
        Block::Title(title) => {
            let content = title.parts.first().map_or(&[][..], |part| &part.content);
            write_decision(&title.attr, "title", None, content, sources, out);
        }
        Block::Credit(credit) if credit.kind != CreditKind::Salutation => {
            write_decision(&credit.attr, "credit", None, &credit.content, sources, out);
        }
        Block::Residue(residue) => {
            write_decision(&residue.attr, "residue", None, &residue.content, sources, out);
        }
        // One without signs is white space: no line could be decided.
        Block::ThematicBreak(it) if !it.content.is_empty() => {
            write_decision(&it.attr, "separator", None, &it.content, sources, out);
        }
        _ => {}
    }
}

fn write_decision(
    attr: &Attr,
    is: &str,
    level: Option<u8>,
    content: &[Inline],
    sources: &[Source],
    out: &mut String,
) {
    let found = attr.span.and_then(|it| Some((it, sources.get(usize::from(it.source))?)));
    let Some((span, source)) = found else { return };
    let place = place_of(sources);
    let (line, column) = source.line_column(span.start as usize);
    let text = excerpt(&plain_text(content));
    let reason = attr.recognition.as_deref().map_or(String::new(), |recognition| {
        format!("  ({}, {} %)", recognition.rule, recognition.confidence)
    });
    // Writing to a String cannot fail.
    let _ = write!(out, "\n[[decision]]  # {text}{reason}\n{place} = {line}\n");
    if column > 1 {
        let _ = writeln!(out, "column = {column}");
    }
    let _ = writeln!(out, "is = \"{is}\"");
    if let Some(level) = level {
        let _ = writeln!(out, "level = {level}");
    }
}
