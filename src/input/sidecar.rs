//! The sidecar file `FILE.paiban.toml`: decisions that override the reader's.
//!
//! Pure functions over text; the caller reads and writes the file. It names the SHA-256 of the text
//! that it was made for:
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

use crate::config::{Decision, DecisionKind, InputFormat, Place, ReadOptions};
use crate::diag::{Code, Error, Result};
use crate::model::{Block, Claim, CreditKind, Document, Verdict, numbered, plain_text};
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
/// Text that is not TOML of this form; a place with two different decisions.
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

/// A sidecar file with all decisions of the reader, for editing; `sources` are those of the spans.
/// Those `claims` that were too unsure are appended as comments.
pub fn write(document: &Document, sources: &[Source], claims: &[Claim]) -> String {
    let info = sources.first().map(|source| &source.info);
    let mut out = format!(
        "# Decisions about {}: change or delete what is wrong.\n\
         # is = heading, paragraph, title, subtitle, credit, verse, separator or residue.\n\
         sha256 = \"{}\"\n",
        harmless(info.and_then(|info| info.name.as_deref()).unwrap_or("the text")),
        info.map_or("", |info| &info.sha256),
    );
    if place_of(sources) == Place::Block {
        for it in numbered(document) {
            let place = format!("paragraph = {}", it.number);
            write_block(it.block, it.level, Some(&place), sources, &mut out);
        }
    } else {
        document.blocks().for_each(|block| write_blocks(block, 1, sources, &mut out));
    }
    let mut unsure: BTreeMap<usize, &Claim> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.verdict == Verdict::Unsure) {
        let known = unsure.entry(claim.start).or_insert(claim);
        *known = if claim.confidence > known.confidence { claim } else { known };
    }
    if !unsure.is_empty() {
        out.push_str("\n# Too unsure to be done: take the # off the lines of one to do it.\n");
    }
    // Claims are about one text: the only source, or the one in its container.
    let text = sources.last();
    let offers = unsure.into_values().zip(text.into_iter().cycle());
    offers
        .for_each(|(claim, source)| offer(claim, source, name_of(place_of(sources)), &mut out));
    out
}

/// The unit of places in decisions about these sources.
fn place_of(sources: &[Source]) -> Place {
    let format = sources.first().and_then(|it| InputFormat::from_id(&it.info.format));
    format.map_or(Place::Line, InputFormat::place)
}

/// The name of that unit.
fn name_of(place: Place) -> &'static str {
    match place {
        Place::Line => "line",
        Place::Paragraph | Place::Block => "paragraph",
    }
}

/// Writes a rejected decision as a comment.
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

/// A name that can't end a comment: file names may contain line ends, and TOML allows no control
/// characters there (TOML 1.0.0, Comment).
fn harmless(name: &str) -> String {
    let safe = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.into() };
    name.chars().map(safe).collect()
}

/// Writes the decisions about a block and the content of a section.
fn write_blocks(block: &Block, level: u8, sources: &[Source], out: &mut String) {
    write_block(block, level, None, sources, out);
    if let Block::Section(section) = block {
        let inner = level.saturating_add(1);
        section.blocks.iter().for_each(|block| write_blocks(block, inner, sources, out));
    }
}

/// Writes the decision about a block, if there is one; at the place of its span, unless one is
/// given.
fn write_block(
    block: &Block,
    level: u8,
    place: Option<&str>,
    sources: &[Source],
    out: &mut String,
) {
    let (attr, is, level, content) = match block {
        Block::Section(it) => (&it.attr, "heading", Some(level), &it.heading[..]),
        Block::Title(it) => {
            let content = it.parts.first().map_or(&[][..], |part| &part.content);
            (&it.attr, "title", None, content)
        }
        Block::Credit(it) if it.kind != CreditKind::Salutation => {
            (&it.attr, "credit", None, &it.content[..])
        }
        Block::Residue(it) => (&it.attr, "residue", None, &it.content[..]),
        // A separator without signs is white space: no decision is possible.
        Block::ThematicBreak(it) if !it.content.is_empty() => {
            (&it.attr, "separator", None, &it.content[..])
        }
        _ => return,
    };
    let of_span = || {
        let span = attr.span?;
        let source = sources.get(usize::from(span.source))?;
        let (line, column) = source.line_column(span.start as usize);
        let line = format!("{} = {line}", name_of(place_of(sources)));
        Some(if column > 1 { format!("{line}\ncolumn = {column}") } else { line })
    };
    let Some(place) = place.map(str::to_owned).or_else(of_span) else { return };
    let text = excerpt(&plain_text(content));
    let reason = attr.recognition.as_deref().map_or(String::new(), |recognition| {
        format!("  ({}, {} %)", recognition.rule, recognition.confidence)
    });
    // Writing to a String cannot fail.
    let _ = write!(out, "\n[[decision]]  # {text}{reason}\n{place}\nis = \"{is}\"\n");
    if let Some(level) = level {
        let _ = writeln!(out, "level = {level}");
    }
}
