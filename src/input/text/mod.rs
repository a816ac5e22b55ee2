//! Plain text, read the way an editor reads it.
//!
//! Takes a decoded source, returns a document in which every character is once.
//!
//! 1. [`pagination`] and [`wrap`]: lines to *units*, runs of lines that are one thing.
//! 2. The rounds ([`ROUNDS`]): each pass sees the units with the claims accepted so far, changes
//!    nothing, and returns claims. No pass reads another pass. Those of a round are settled
//!    together ([`claims`]).
//! 3. Folds over what is accepted: levels of headings ([`levels`]), marks of notes ([`notes`]),
//!    metadata ([`facts`]).
//! 4. [`file_name`]: title and author by the name of the file, where the text names none.
//! 5. [`assemble`]: units to blocks, and everything between them to gaps.
//!
//! Only a pattern of the user may fail. Doubts are reported as diagnostics.

mod above_title;
mod adverts;
mod articles;
mod assemble;
mod back;
mod bar;
mod below_label;
mod below_title;
mod claims;
mod contents;
mod counted;
mod credit;
mod credit_forms;
mod dated;
mod dates;
mod decisions;
mod disguised;
mod dynasties;
mod facts;
mod file_name;
mod front;
mod furniture;
mod hashes;
mod headings;
mod judge;
mod label_columns;
mod labelled;
mod levels;
mod lines;
mod literals;
mod looks;
mod names;
mod notes;
mod openings;
mod order;
mod page;
mod pages;
mod pagination;
pub(super) mod paragraphs;
mod paths;
mod pattern;
mod placed;
mod record_head;
mod repeats;
mod residue;
mod role;
mod rules;
mod run_in_headings;
mod run_in_numbers;
mod scenes;
mod separators;
mod series;
mod similar;
mod stems;
mod table;
mod title_author;
mod title_form;
mod turns;
mod unnumbered;
mod user_patterns;
mod verse;
mod whole_page;
mod within;
mod wrap;

use super::blanks::{self, Signs};
use crate::config::ReadOptions;
use crate::diag::{Code, Diagnostic, Result};
use std::fmt::Display;

use crate::model::{
    self, Agent, AgentRole, Document, Meta, SectionKind, SourceInfo, Span, Title, TitleKind,
};
use crate::source::Source;

use claims::{Claim, Resolver, View};
pub(super) use lines::joins_with_space;
use lines::{InlineMark, Unit};
pub use openings::FileOfSeries;
pub(super) use openings::series as series_of_files;
use role::Role;
use user_patterns::UserPatterns;

/// Decisions below this confidence, in percent, are reported as warnings.
const DOUBTFUL: u8 = 72;

/// Checks the options that are independent of the text.
///
/// # Errors
///
/// An invalid pattern, or invalid rules.
pub(super) fn check(options: &ReadOptions) -> Result<()> {
    UserPatterns::compile(options).map(drop)
}

/// When a pass runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// Where headings are looked for.
    Headings,
    /// Where residue is taken out.
    Residue,
    /// Where a work begins: not in the chapters of a book after its first.
    Head,
}

impl When {
    /// Whether it runs; `seeks` is whether headings are looked for.
    fn applies(self, options: &ReadOptions, seeks: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Headings => seeks,
            Self::Residue => !options.keep_residue,
            Self::Head => options.begins_work(),
        }
    }
}

/// A pass: its claims about what it sees.
type Pass = for<'v, 'a> fn(&View<'v, 'a>) -> Vec<Claim<'a>>;

/// The passes of each round, in the order of the rounds.
const ROUNDS: [&[(When, Pass)]; 14] = [
    &[
        (When::Always, decisions::claims),
        (When::Always, front::title_of_line),
        (When::Always, openings::claims),
    ],
    &[(When::Always, user_patterns::claims)],
    &[(When::Residue, residue::claims)],
    &[
        (When::Residue, page::claims),
        (When::Residue, whole_page::claims),
        (When::Always, within::claims),
    ],
    &[(When::Always, contents::claims)],
    &[
        (When::Headings, hashes::claims),
        (When::Headings, headings::claims),
        (When::Headings, articles::claims),
        (When::Headings, dated::claims),
    ],
    &[(When::Head, front::claims), (When::Residue, residue::footer)],
    &[
        (When::Always, back::claims),
        (When::Headings, contents::announced),
        (When::Always, separators::claims),
    ],
    &[(When::Always, verse::claims)],
    &[
        (When::Headings, unnumbered::claims),
        (When::Headings, turns::claims),
        (When::Headings, labelled::claims),
    ],
    &[(When::Headings, judge::claims)],
    &[(When::Headings, unnumbered::signed), (When::Headings, run_in_headings::claims)],
    &[(When::Always, notes::claims)],
    &[
        (When::Always, scenes::claims),
        (When::Head, front::reporters),
        (When::Always, back::dashed_names),
    ],
];

/// The round in which headings are judged.
const JUDGED: usize = 10;

/// The result of reading a plain text.
pub(super) struct TextReading {
    pub(super) document: Document,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Its claims, in the order of the text.
    pub(super) claims: Vec<model::Claim>,
}

/// Reads a plain text.
///
/// # Errors
///
/// A pattern of the user's that is no regular expression, or rules that are none.
pub(super) fn read(source: &Source, options: &ReadOptions) -> Result<TextReading> {
    let patterns = UserPatterns::compile(options)?;
    let mut resolver = Resolver::new(units(source, options));
    let mut diagnostics = stale(source, options);
    diagnostics.extend(untitled(&resolver.units, options));
    diagnostics.extend(decisions::unplaced(&resolver.units, source, &options.decisions));
    for round in 0..ROUNDS.len() {
        let claims = claims_of(round, &resolver.units, source, options, &patterns);
        resolver.settle(claims);
    }
    let Resolver { mut units, mut settled } = resolver;
    if options.looks_for_headings() {
        headings::fold_signs(&mut units, &source.text);
    }
    levels::set(&mut units);
    notes::tie(&mut units);
    let mut meta = facts::fold(&mut units, &source.text);
    diagnostics.extend(doubtful(&units));
    if options.chapter.is_none() {
        diagnostics.extend(name_by_file(&mut meta, source));
    }
    diagnostics.extend(escapes(&units));
    levels::report(&units, &mut settled);
    let mut document = assemble::assemble(&source.text, units, meta);
    let places = blanks::find(&source.text, 0, Signs::Text);
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        blanks::mark(blocks, &places);
        pages::mark(blocks, &source.text);
    }
    document.sources.push(SourceInfo { verbatim: true, ..source.info.clone() });
    settled.sort_by_key(|claim| (claim.start, claim.end));
    Ok(TextReading { document, diagnostics, claims: settled })
}

/// The lines of a text that may be headings, a row each, with the features by which they are
/// judged: what the weights are learned from.
///
/// # Errors
///
/// As [`read`].
pub(super) fn features(source: &Source, options: &ReadOptions) -> Result<String> {
    let patterns = UserPatterns::compile(options)?;
    let mut resolver = Resolver::new(units(source, options));
    for round in 0..JUDGED {
        let claims = claims_of(round, &resolver.units, source, options, &patterns);
        resolver.settle(claims);
    }
    Ok(judge::table(&resolver.units))
}

/// The units of a text, without claims.
fn units<'a>(source: &'a Source, options: &ReadOptions) -> Vec<Unit<'a>> {
    let mut fixed = decisions::lines(&options.decisions);
    fixed.extend(openings::lines(options));
    fixed.sort_unstable();
    let lines = lines::split(&source.text);
    let pages =
        if options.keep_residue { Vec::new() } else { pagination::find(&lines, &fixed) };
    wrap::units(&lines, &fixed, &pages)
}

/// The claims of a round's passes about units.
fn claims_of<'a>(
    round: usize,
    units: &[Unit<'a>],
    source: &Source,
    options: &ReadOptions,
    patterns: &UserPatterns,
) -> Vec<Claim<'a>> {
    let view = View { units, source, options, patterns };
    let seeks = options.looks_for_headings();
    let passes = ROUNDS[round].iter().filter(|(when, _)| when.applies(options, seeks));
    passes.flat_map(|(_, pass)| pass(&view)).collect()
}

/// What a heading heads and its number, by the words that it begins with: 第三章, 附录.
pub(super) fn kind_of_heading(text: &str) -> Option<(SectionKind, Option<u32>)> {
    let text = placed::Text::new(text.trim());
    let candidate = rules::numbered(text.whole())
        .filter(|found| found.form() == Some(rules::HeadingForm::Unit))
        .or_else(|| rules::named(text.whole()))?;
    Some((candidate.heading.kind, candidate.heading.number))
}

/// A warning where decisions were made for another version of the file.
pub(super) fn stale(source: &Source, options: &ReadOptions) -> Vec<Diagnostic> {
    let other = options.decided_for.as_ref().is_some_and(|hash| *hash != source.info.sha256);
    other
        .then(|| Diagnostic::new(Code::SidecarStale, [&source.info.sha256]))
        .into_iter()
        .collect()
}

/// Names the work after its file, if the text has no title. Returns a note about it.
pub(super) fn name_by_file(meta: &mut Meta, source: &Source) -> Option<Diagnostic> {
    let facts = file_name::read(source.info.name.as_deref()?);
    let confidence = facts.confidence;
    let title = name_by(meta, facts)?;
    Some(Diagnostic::new(Code::TitleOfFile, [&title as &dyn Display, &confidence]))
}

/// Names a book after its folder, if it has no other title. Returns a note about it.
pub(super) fn name_by_folder(meta: &mut Meta, name: &str) -> Option<Diagnostic> {
    let facts = file_name::read(name);
    let title = facts.title.or_else(|| Some(name.to_owned()));
    let title = name_by(meta, file_name::NameFacts { title, ..facts })?;
    Some(Diagnostic::new(Code::TitleOfFolder, [&title]))
}

/// Applies the facts of a file's name. Returns the title, if that comes from the name.
fn name_by(meta: &mut Meta, facts: file_name::NameFacts) -> Option<String> {
    let known = meta.title(TitleKind::Main);
    let same = known.is_none_or(|known| facts.title.as_deref() == Some(known));
    if let Some(author) = facts.author.filter(|_| same)
        && meta.agents_with(AgentRole::Author).next().is_none()
    {
        let id = format!("agent-{}", meta.agents.len() + 1);
        let role = AgentRole::Author;
        meta.agents.push(Agent { id, name: author, role, ..Agent::default() });
    }
    let title = facts.title.filter(|_| meta.title(TitleKind::Main).is_none())?;
    meta.titles.push(Title { kind: TitleKind::Main, text: title.clone(), lang: None });
    Some(title)
}

/// A note on the escape sequences that the text of the units leaves out.
fn escapes(units: &[Unit<'_>]) -> Option<Diagnostic> {
    let is_escape = |mark: &&InlineMark| mark.residue_kind() == Some("escape");
    let mut escapes = units.iter().flat_map(|unit| &unit.marks).filter(is_escape);
    let first = escapes.next()?;
    let count = 1 + escapes.count();
    let place = Span::new(0, first.start, first.end);
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
