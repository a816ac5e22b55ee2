//! Plain text, read the way an editor reads it.
//!
//! In comes a decoded source, out comes a document in which every character stands once. The
//! work goes over *units* (runs of lines that are one thing) in passes; each pass claims what
//! it recognises, by tables of rules, and leaves the rest:
//!
//! 1. [`pagination`] and [`wrap`]: lines to units;
//!    what the user said of them: [`decisions`] and [`told`];
//! 2. [`residue`], [`adverts`], [`page`] and [`within`]: what is not part of the work;
//! 3. [`contents`]: the table of contents, which confirms headings;
//! 4. [`repeats`], [`stems`] and [`headings`]: numbered and named headings, their copies;
//! 5. [`front`] and [`back`]: title, bylines, dates, sources, signatures;
//! 6. [`small`] and [`verse`]: separators, captions, lists, verse;
//! 7. [`bare`], [`judge`] and [`glued`]: headings by shape, and headings stuck to paragraphs;
//!    [`levels`] of all, and [`scenes`];
//! 8. [`notes`]: note texts and their marks;
//! 9. [`file_name`]: title and author by the name of the file, where the text names none;
//! 10. [`assemble`]: units to blocks, and everything between them to gaps.
//!
//! What may fail: a pattern that the user gave. What is doubtful is said in diagnostics.

mod adverts;
mod assemble;
mod back;
mod bar;
mod bare;
mod below_label;
mod below_title;
mod contents;
mod credit;
mod credit_forms;
mod dates;
mod decisions;
mod facts;
mod file_name;
mod front;
mod furniture;
mod glued;
mod glued_numbers;
mod headings;
mod judge;
mod levels;
mod lines;
mod names;
mod needed;
mod notes;
mod page;
mod pages;
mod pagination;
mod parallel;
mod paths;
mod pattern;
mod placed;
mod repeats;
mod residue;
mod role;
mod rules;
mod scenes;
mod series;
mod small;
mod stems;
mod told;
mod verse;
mod within;
mod wrap;

use super::blanks::{self, Signs};
use crate::config::ReadOptions;
use crate::diag::{Code, Diagnostic, Result};
use std::fmt::Display;

use crate::model::{
    Agent, AgentRole, Document, Meta, SectionKind, SourceInfo, Span, TitleKind,
};
use crate::source::Source;

use contents::Contents;
use lines::Unit;
pub(super) use lines::joins_with_space;
use role::Role;
use told::Told;

/// Decisions of which a reader is less sure than this, in percent, are warnings.
const DOUBTFUL: u8 = 72;

/// Refuses options that no text can mend.
///
/// # Errors
///
/// A pattern that is none, or rules that are none.
pub(super) fn check(options: &ReadOptions) -> Result<()> {
    Told::compile(options).map(drop)
}

/// Reads a plain text.
///
/// # Errors
///
/// A pattern of the user's that is no regular expression, or rules that are none.
pub(super) fn read(
    source: &Source,
    options: &ReadOptions,
) -> Result<(Document, Vec<Diagnostic>)> {
    let mut meta = Meta::default();
    let (mut units, contents, mut diagnostics) = units(source, options, &mut meta)?;
    if options.looks_for_headings() {
        judge::mark(&mut units);
    }
    finish(&mut units, &source.text, &mut meta, options, &contents);
    diagnostics.extend(doubtful(&units));
    diagnostics.extend(name_by_file(&mut meta, source));
    diagnostics.extend(escapes(&units));
    let mut document = assemble::assemble(&source.text, units, meta);
    let places = blanks::find(&source.text, 0, Signs::Text);
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        blanks::mark(blocks, &places);
        pages::mark(blocks, &source.text);
    }
    document.sources.push(SourceInfo { verbatim: true, ..source.info.clone() });
    Ok((document, diagnostics))
}

/// The lines of a text that may be headings, a row each, with the features by which they are
/// judged: what the weights are learned from.
///
/// # Errors
///
/// As [`read`].
pub(super) fn features(source: &Source, options: &ReadOptions) -> Result<String> {
    let (units, ..) = units(source, options, &mut Meta::default())?;
    Ok(judge::table(&units))
}

/// The units of a text with what is known of them before headings are judged.
fn units<'a>(
    source: &'a Source,
    options: &ReadOptions,
    meta: &mut Meta,
) -> Result<(Vec<Unit<'a>>, Contents, Vec<Diagnostic>)> {
    let text = source.text.as_str();
    let told = Told::compile(options)?;
    let mut diagnostics = stale(source, options);
    let fixed = decisions::lines(&options.decisions);
    let lines = lines::split(text);
    let pages =
        if options.keep_residue { Vec::new() } else { pagination::find(&lines, &fixed) };
    let mut units = wrap::units(&lines, &fixed, &pages);
    diagnostics.extend(untitled(&units, options));
    diagnostics.extend(decisions::apply(&mut units, source, &options.decisions, meta));
    told.mark(&mut units, text);
    let contents = recognise(&mut units, text, meta, options);
    Ok((units, contents, diagnostics))
}

/// The passes before headings are judged, in order.
fn recognise<'a>(
    units: &mut Vec<Unit<'a>>,
    text: &'a str,
    meta: &mut Meta,
    options: &ReadOptions,
) -> Contents {
    if !options.keep_residue {
        residue::mark(units);
        page::mark(units);
    }
    within::mark(units, text, options.keep_residue);
    let contents = contents::mark(units);
    if options.looks_for_headings() {
        repeats::mark(units);
        headings::unfold(units);
        glued_numbers::split(units);
        headings::mark(units, text, &contents);
        headings::split_starts(units, &contents);
    }
    front::mark(units, text, meta, options);
    if !options.keep_residue {
        residue::mark_footer(units);
    }
    back::mark(units, text, meta);
    if options.looks_for_headings() {
        back::mark_attached(units);
        contents::confirm(units, &contents);
    }
    small::mark(units);
    verse::mark(units);
    if options.looks_for_headings() {
        verse::mark_titles(units, text);
        bare::mark(units, text);
    }
    contents
}

/// The passes after headings were judged, in order.
fn finish(
    units: &mut Vec<Unit<'_>>,
    text: &str,
    meta: &mut Meta,
    options: &ReadOptions,
    contents: &Contents,
) {
    if options.looks_for_headings() {
        bare::mark_signed(units);
        glued::split(units, contents);
    }
    levels::set(units);
    notes::mark(units, text);
    front::mark_reporters(units, text, meta);
    scenes::mark(units);
}

/// What a heading heads and its number, by the words that it begins with: 第三章, 附录.
pub(super) fn kind_of_heading(text: &str) -> Option<(SectionKind, Option<u32>)> {
    let text = placed::Text::new(text.trim());
    let candidate = rules::numbered(text.whole())
        .filter(|found| found.form() == Some(rules::Form::Unit))
        .or_else(|| rules::named(text.whole()))?;
    Some((candidate.heading.kind, candidate.heading.number))
}

/// A warning where decisions were made for another version of the file.
fn stale(source: &Source, options: &ReadOptions) -> Vec<Diagnostic> {
    let other = options.decided_for.as_ref().is_some_and(|hash| *hash != source.info.sha256);
    other
        .then(|| Diagnostic::new(Code::SidecarStale, [&source.info.sha256]))
        .into_iter()
        .collect()
}

/// Names the work by its file, where the text does not. Returns a note that it did.
fn name_by_file(meta: &mut Meta, source: &Source) -> Option<Diagnostic> {
    let told = file_name::read(source.info.name.as_deref()?);
    let known = meta.title(TitleKind::Main);
    let same = known.is_none_or(|known| told.title.as_deref() == Some(known));
    if let Some(author) = told.author.filter(|_| same)
        && meta.agents_with(AgentRole::Author).next().is_none()
    {
        let id = format!("agent-{}", meta.agents.len() + 1);
        let role = AgentRole::Author;
        meta.agents.push(Agent { id, name: author, role, ..Agent::default() });
    }
    let title = told.title.filter(|_| meta.title(TitleKind::Main).is_none())?;
    let noted = Diagnostic::new(Code::TitleOfFile, [&title as &dyn Display, &told.confidence]);
    facts::title(meta, TitleKind::Main, &title);
    Some(noted)
}

/// A note on the escape sequences that the text of the units leaves out.
fn escapes(units: &[Unit<'_>]) -> Option<Diagnostic> {
    let mut escapes = units.iter().flat_map(|unit| &unit.marks).filter(|mark| mark.is_escape());
    let first = escapes.next()?;
    let count = 1 + escapes.count();
    let place = Span::new(first.start, first.end);
    Some(Diagnostic::new(Code::EscapesLeftOut, [&count]).at(place))
}

/// A warning where the line that the user took for the title has no text.
fn untitled(units: &[Unit<'_>], options: &ReadOptions) -> Option<Diagnostic> {
    let line = options.title_line?;
    let is_there = units.iter().any(|unit| unit.line + 1 == line);
    (!is_there).then(|| Diagnostic::new(Code::TitleLineUnplaced, [&line]))
}

/// A warning for each heading and title that is not sure.
fn doubtful(units: &[Unit<'_>]) -> Vec<Diagnostic> {
    let doubtful = units.iter().filter_map(|unit| {
        let code = match unit.role {
            Role::Heading(_) => Code::Doubtful,
            Role::Title { .. } => Code::DoubtfulTitle,
            _ => return None,
        };
        let recognition = unit.recognition.as_ref().filter(|it| it.confidence < DOUBTFUL)?;
        let text: String = unit.text.chars().take(30).collect();
        let values: [&dyn Display; 3] = [&text, &recognition.rule, &recognition.confidence];
        Some(Diagnostic::new(code, values).at(unit.span()))
    });
    doubtful.collect()
}
