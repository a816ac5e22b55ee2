//! Paragraphs of a document that says more of them than their text: styles and looks.
//!
//! In come lines, each a paragraph that nothing joins to others, with what is known of each
//! ([`Evidence`]); out comes what each line or part of one is. What the document declares is taken:
//! where it declares headings there are no others. Else the rules of plain text look for them, and
//! lines that are set apart by size, weight, face or the middle of the line are headings, too;
//! where no line is, they are judged as those of plain text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::claims::{Resolver, View};
use super::lines::Unit;
use super::role::{Heading, Role};
use super::rules::rank;
use super::{
    Pass, When, back, bare, contents, credit, dates, decisions, facts, front, headings, judge,
    levels, lines, residue, rules, small, stale, told, wrap,
};
use crate::config::ReadOptions;
use crate::diag::{Diagnostic, Result};
use crate::model::{self, CreditKind, Inline, Meta, Recognition, SectionKind, TitleKind};
use crate::source::Source;
use crate::text::script;

/// The longest heading, in characters, that looks make one, and that a document declares.
const LONGEST: usize = 40;
const LONGEST_DECLARED: usize = 80;
/// The title is looked for in so many first paragraphs.
const HEAD: usize = 12;
/// From so many characters on a line is text.
const PROSE: usize = 25;

/// What a document says that a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Known {
    /// Nothing.
    Open,
    /// No heading and no line about the work.
    Text,
    Title,
    Subtitle,
    /// A heading of a level, 1 the highest.
    Heading(u8),
    ContentsHeading,
    Contents,
    Caption,
}

/// How a paragraph is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::input) struct Look {
    /// In half points; 0 if nothing says it.
    pub(in crate::input) size: u32,
    pub(in crate::input) bold: bool,
    /// The font of Han; empty if nothing says it.
    pub(in crate::input) face: String,
    pub(in crate::input) centred: bool,
}

/// What is known of a paragraph beside its text.
#[derive(Clone, Debug)]
pub(in crate::input) struct Evidence {
    /// Its line, from 0.
    pub(in crate::input) line: usize,
    pub(in crate::input) known: Known,
    /// By what it is known: the rule's name in reports.
    pub(in crate::input) by: String,
    pub(in crate::input) look: Look,
}

/// What a line, a part of one or several lines are.
#[derive(Clone, Debug)]
pub(in crate::input) struct Read {
    /// The first line, from 0, and how many there are.
    pub(in crate::input) line: usize,
    pub(in crate::input) lines: usize,
    /// Bytes of the text.
    pub(in crate::input) place: Range<usize>,
    pub(in crate::input) is: Is,
    pub(in crate::input) recognition: Option<Recognition>,
    /// Stretches of the text that are more than text, each with an inline without content.
    pub(in crate::input) marks: Vec<(Range<usize>, Inline)>,
}

/// What paragraphs can be.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::input) enum Is {
    Paragraph,
    /// A part of the title; of the subtitle where `true`.
    Title(bool),
    Credit(CreditKind),
    Heading {
        level: u8,
        kind: SectionKind,
        number: Option<u32>,
    },
    ContentsHeading,
    ContentsEntry,
    Residue(&'static str),
    Separator,
    Caption,
}

/// What was read of paragraphs.
pub(in crate::input) struct Paragraphs {
    /// What each is, in order.
    pub(in crate::input) reads: Vec<Read>,
    /// What they say of the work.
    pub(in crate::input) meta: Meta,
    pub(in crate::input) diagnostics: Vec<Diagnostic>,
    /// What was claimed of them, in the order of the text.
    pub(in crate::input) claims: Vec<model::Claim>,
}

/// Reads paragraphs; `evidence` is in the order of the lines, of which those without any are text.
///
/// # Errors
///
/// A pattern of the user's that is no regular expression, or rules that are none.
pub(in crate::input) fn read(
    source: &Source,
    evidence: &[Evidence],
    options: &ReadOptions,
) -> Result<Paragraphs> {
    let told = told::Told::compile(options)?;
    let lines = lines::split(&source.text);
    // No wrap joins paragraphs.
    let fixed: Vec<usize> = (0..lines.len()).collect();
    let mut units = wrap::units(&lines, &fixed, &[]);
    let known: ByLine<'_> = evidence.iter().map(|it| (it.line, it)).collect();
    let apart = set_apart(&mut units, &known);
    let mut diagnostics = stale(source, options);
    diagnostics.extend(decisions::unplaced(&units, source, &options.decisions));
    let mut resolver = Resolver::new(units);
    let mut declares = false;
    for round in ROUNDS {
        let units = resolver.units.clone();
        let view = View { units: &units, source, options, told: &told };
        let seeks = options.looks_for_headings() && !declares;
        resolver.settle(match round {
            Round::Passes(when, passes) => {
                let passes = passes.iter().filter(|_| when.has_come(options, seeks));
                passes.flat_map(|pass| pass(&view)).collect()
            }
            Round::Declared => {
                view.draft(|units| declares = mark_known(units, &known, options))
            }
            Round::Title => view.draft(|units| mark_title(units, &known)),
            Round::Looks if seeks => view.draft(|units| mark_looks(units, &known)),
            // Where lines are set apart, those that are not are no headings.
            Round::Judged if seeks && is_uniform(&units, &known) => {
                [bare::claims, judge::claims]
                    .iter()
                    .flat_map(|pass: &Pass| pass(&view))
                    .collect()
            }
            Round::Looks | Round::Judged => Vec::new(),
        });
    }
    let Resolver { mut units, settled: mut claims } = resolver;
    levels::set(&mut units);
    let meta = facts::fold(&mut units, &source.text);
    diagnostics.extend(super::doubtful(&units));
    levels::report(&units, &mut claims);
    claims.sort_by_key(|claim| (claim.start, claim.end));
    let own = units.into_iter().filter(|unit| !apart.contains(&unit.line));
    Ok(Paragraphs { reads: own.map(read_of).collect(), meta, diagnostics, claims })
}

/// Paragraphs by their line.
type ByLine<'e> = BTreeMap<usize, &'e Evidence>;

/// What has its turn in a round.
enum Round {
    /// Passes of plain text.
    Passes(When, &'static [Pass]),
    /// What the document declares.
    Declared,
    /// The title that is set largest.
    Title,
    /// Headings that are set apart.
    Looks,
    /// Headings where no line is set apart.
    Judged,
}

/// The rounds in their order.
const ROUNDS: &[Round] = &[
    Round::Passes(When::Always, &[decisions::claims, front::title_of_line]),
    Round::Passes(When::Always, &[told::claims]),
    Round::Declared,
    Round::Passes(When::Residue, &[residue::claims]),
    Round::Passes(When::Always, &[contents::claims]),
    Round::Title,
    Round::Passes(When::Headings, &[headings::of_paragraphs]),
    Round::Looks,
    Round::Passes(When::Always, &[front::claims]),
    Round::Passes(When::Residue, &[residue::footer]),
    Round::Passes(When::Always, &[back::claims, small::claims]),
    Round::Passes(When::Headings, &[contents::announced]),
    Round::Judged,
];

/// Makes text of the lines without evidence, of which the first of several stays, so that what
/// is beside a table is beside text. Returns these lines.
fn set_apart(units: &mut Vec<Unit<'_>>, known: &ByLine<'_>) -> BTreeSet<usize> {
    let mut apart = BTreeSet::new();
    let mut before = false;
    units.retain_mut(|unit| {
        let is_apart = !known.contains_key(&unit.line);
        let stays = !(is_apart && before);
        before = is_apart;
        if is_apart {
            apart.insert(unit.line);
            unit.set(Role::Paragraph, "table", 100);
        }
        stays
    });
    apart
}

/// Marks what the document declares; whether it declares headings.
fn mark_known(units: &mut [Unit<'_>], known: &ByLine<'_>, options: &ReadOptions) -> bool {
    let mut meta = Meta::default();
    let of = |unit: &Unit<'_>| known.get(&unit.line).copied().filter(|_| unit.is_body());
    let is_heading = |unit: &Unit<'_>| {
        let level = of(unit).and_then(|it| match it.known {
            Known::Heading(level) => Some(level),
            _ => None,
        })?;
        // Text whose author went on in the style of the heading is text.
        let runs_on = unit.length > LONGEST && unit.text.contains('。');
        (unit.length <= LONGEST_DECLARED && !runs_on).then_some(level)
    };
    let declared: Vec<u8> = units.iter().filter_map(is_heading).collect();
    let has_title =
        units.iter().any(|unit| of(unit).is_some_and(|it| it.known == Known::Title));
    // The only heading of the first level, above all others, is the title.
    let first = units.iter().position(|unit| {
        unit.is_body() && of(unit).is_none_or(|it| it.known != Known::Contents)
    });
    let highest = declared.iter().min().copied();
    let is_lone =
        highest.is_some_and(|top| declared.iter().filter(|it| **it == top).count() == 1);
    let lone = first.filter(|at| !has_title && is_lone && is_heading(&units[*at]) == highest);
    let declares = declared.len() > usize::from(lone.is_some()) && options.looks_for_headings();
    for (at, unit) in units.iter_mut().enumerate() {
        let Some(evidence) = known.get(&unit.line).copied().filter(|_| unit.is_body()) else {
            continue;
        };
        let role = match evidence.known {
            Known::Open | Known::Heading(_) if Some(at) != lone => {
                let Some(level) = level_of(unit, evidence).filter(|_| declares) else {
                    continue;
                };
                Role::Heading(told::told_heading(unit, Some(level)))
            }
            Known::Heading(_) | Known::Title => {
                let text = unit.text.to_string();
                facts::claim_title(unit, &mut meta, TitleKind::Main, &text);
                Role::Title { sub: false }
            }
            Known::Subtitle => {
                let bare = unit.text.trim_start_matches(['—', '―', '─', '-', '–']).to_owned();
                facts::claim_title(unit, &mut meta, TitleKind::Sub, &bare);
                Role::Title { sub: true }
            }
            Known::Text => Role::Paragraph,
            Known::ContentsHeading => Role::ContentsHeading,
            Known::Contents => Role::ContentsEntry,
            Known::Caption => Role::Caption,
            Known::Open => continue,
        };
        unit.set(role, &evidence.by, 100);
    }
    declares
}

/// The level of a declared heading that is one.
fn level_of(unit: &Unit<'_>, evidence: &Evidence) -> Option<u8> {
    let Known::Heading(level) = evidence.known else { return None };
    let runs_on = unit.length > LONGEST && unit.text.contains('。');
    (unit.length <= LONGEST_DECLARED && !runs_on).then_some(level)
}

/// How most of the text is set: weighed by characters, of paragraphs before other lines.
fn body_look(units: &[Unit<'_>], known: &ByLine<'_>) -> Look {
    let most = |prose: bool| {
        let mut looks: BTreeMap<&Look, usize> = BTreeMap::new();
        for unit in units.iter().filter(|unit| !prose || is_prose(unit)) {
            if let Some(evidence) = known.get(&unit.line) {
                *looks.entry(&evidence.look).or_default() += unit.length;
            }
        }
        looks.into_iter().max_by_key(|(_, count)| *count).map(|(look, _)| look.clone())
    };
    most(true).or_else(|| most(false)).unwrap_or_default()
}

fn is_prose(unit: &Unit<'_>) -> bool {
    unit.is_text() && (unit.length >= PROSE || unit.ends_sentence())
}

/// Whether a line is set apart from the text.
fn stands_out(unit: &Unit<'_>, known: &ByLine<'_>, body: &Look) -> bool {
    known.get(&unit.line).is_some_and(|evidence| {
        let look = &evidence.look;
        look.size > body.size
            || (look.bold && !body.bold)
            || (look.face != body.face && is_face_of_headings(&look.face))
            || (look.centred && !body.centred)
    })
}

/// Whether headings are set in a face: 黑体, 小标宋 and the like.
fn is_face_of_headings(face: &str) -> bool {
    const FACES: [&str; 9] =
        ["黑体", "小标宋", "标宋", "楷体", "雅黑", "等线 Light", "SimHei", "Heiti", "Hei"];
    FACES.iter().any(|it| face.contains(it))
}

/// Marks the title that is set largest above the first paragraph, with the lines below it that are
/// set alike.
fn mark_title(units: &mut [Unit<'_>], known: &ByLine<'_>) {
    let body = &body_look(units, known);
    if units.iter().any(|unit| matches!(unit.role, Role::Title { .. })) {
        return;
    }
    let head = units.len().min(HEAD);
    let prose = units[..head].iter().position(is_prose).unwrap_or(head);
    let look = |unit: &Unit<'_>| known.get(&unit.line).map(|it| it.look.clone());
    let may_be = |unit: &Unit<'_>| {
        unit.is_body()
            && unit.length <= 60
            && unit.text.contains(char::is_alphabetic)
            // 某某市人民政府文件 is the head of the paper (发文机关标志).
            && !unit.text.ends_with("文件")
            && rules::numbered(unit.whole()).is_none()
            && dates::whole(unit.whole()).is_none()
            && !unit.text.ends_with(['：', ':'])
    };
    let is_set_off = |unit: &Unit<'_>| {
        look(unit).is_some_and(|look| look.size > body.size || (look.centred && look.bold))
    };
    let found = (0..prose)
        .filter(|at| may_be(&units[*at]) && is_set_off(&units[*at]))
        .max_by_key(|at| (look(&units[*at]).map(|it| it.size), std::cmp::Reverse(*at)));
    let Some(first) = found else { return };
    let own = look(&units[first]);
    let last = (first..prose)
        .take_while(|at| look(&units[*at]) == own && may_be(&units[*at]))
        .last()
        .unwrap_or(first);
    let whole: String = units[first..=last].iter().map(|unit| unit.text.to_string()).collect();
    facts::claim_title(&mut units[first], &mut Meta::default(), TitleKind::Main, &whole);
    for unit in &mut units[first..=last] {
        unit.set(Role::Title { sub: false }, "title-by-look", 90);
    }
}

/// Whether no line is set apart.
fn is_uniform(units: &[Unit<'_>], known: &ByLine<'_>) -> bool {
    let body = body_look(units, known);
    units.iter().all(|unit| !stands_out(unit, known, &body))
}

/// Marks the lines that are set apart as headings are.
fn mark_looks(units: &mut [Unit<'_>], known: &ByLine<'_>) {
    let body = &body_look(units, known);
    let ranks = ranks(units, known);
    let highest = ranks.values().min().copied();
    let size = |rank: Option<u8>| {
        let of_rank = ranks.iter().filter(|(_, it)| Some(**it) == rank);
        of_rank.map(|(look, _)| look.size).max()
    };
    let highest_size = size(highest);
    let title = units.iter().rposition(|unit| matches!(unit.role, Role::Title { .. }));
    let from = title.map_or(0, |at| at + 1);
    let found: Vec<usize> = (from..units.len())
        .filter(|at| stands_out(&units[*at], known, body) && heads(units, *at))
        .collect();
    let mut counts: BTreeMap<&Look, usize> = BTreeMap::new();
    for at in &found {
        if let Some(evidence) = known.get(&units[*at].line) {
            *counts.entry(&evidence.look).or_default() += 1;
        }
    }
    let bare_looks: Vec<&Look> = {
        let mut looks: Vec<&Look> = counts.keys().copied().collect();
        looks.sort_by_key(|look| std::cmp::Reverse((look.size, look.centred, look.bold)));
        looks
    };
    for at in found {
        let Some(evidence) = known.get(&units[at].line) else { continue };
        let look = &evidence.look;
        let alone = counts.get(look).copied() == Some(1) && !ranks.contains_key(look);
        let heading = match rules::numbered(units[at].whole()) {
            Some(candidate) => candidate.heading,
            // One line in bold may be anything.
            None if alone && look.size <= body.size && !look.centred => continue,
            None => {
                let named = rules::named(units[at].whole()).map(|it| it.heading);
                let rank = match (ranks.get(look), highest_size) {
                    (Some(rank), _) => *rank,
                    (None, Some(size)) if look.size > size => rank::CHAPTER,
                    _ => rank::BARE,
                };
                let at = bare_looks.iter().position(|it| *it == look);
                let level = at.and_then(|at| u8::try_from(at + 1).ok());
                let level = level.filter(|_| highest.is_none());
                named.unwrap_or(Heading { rank, level, ..Heading::bare() })
            }
        };
        units[at].set(Role::Heading(heading), &rule(look, body), 88);
    }
}

/// The rule's name: by what a line is set apart.
fn rule(look: &Look, body: &Look) -> String {
    let parts = [
        (look.size > body.size, "size"),
        (look.bold && !body.bold, "bold"),
        (look.face != body.face && is_face_of_headings(&look.face), "face"),
        (look.centred && !body.centred, "centred"),
    ];
    let named = parts.iter().filter(|(is, _)| *is).map(|(_, name)| format!("-{name}"));
    format!("look{}", named.collect::<String>())
}

/// The ranks of the looks that most numbered headings of each rank have.
fn ranks(units: &[Unit<'_>], known: &ByLine<'_>) -> BTreeMap<Look, u8> {
    let mut ranks: BTreeMap<Look, u8> = BTreeMap::new();
    for unit in units {
        let (Role::Heading(heading), Some(evidence)) = (&unit.role, known.get(&unit.line))
        else {
            continue;
        };
        if !rank::is_named(heading.rank) && heading.rank != rank::BARE {
            let known = ranks.entry(evidence.look.clone()).or_insert(heading.rank);
            *known = heading.rank.min(*known);
        }
    }
    ranks
}

/// Whether a line that is set apart may head what follows it.
fn heads(units: &[Unit<'_>], at: usize) -> bool {
    let unit = &units[at];
    let is_followed = units[at + 1..].iter().any(|next| {
        !matches!(next.role, Role::Residue(_) | Role::Credit(_) | Role::Title { .. })
    });
    unit.is_body()
        && (2..=LONGEST).contains(&unit.length)
        && !unit.ends_sentence()
        && !unit.text.contains('。')
        && !unit.text.ends_with(|c: char| script::is_pause(c) || matches!(c, '：' | ':'))
        && unit.text.contains(char::is_alphabetic)
        && dates::whole(unit.whole()).is_none()
        && credit::recognise(unit.whole()).is_none()
        && !small::is_caption(unit)
        && is_followed
}

fn read_of(unit: Unit<'_>) -> Read {
    let is = match &unit.role {
        Role::Title { sub } => Is::Title(*sub),
        Role::Credit(kind) => Is::Credit(*kind),
        Role::Heading(heading) => Is::Heading {
            level: heading.level.unwrap_or(1),
            kind: heading.kind,
            number: heading.number,
        },
        Role::ContentsHeading => Is::ContentsHeading,
        Role::ContentsEntry => Is::ContentsEntry,
        Role::Residue(kind) => Is::Residue(kind),
        Role::Separator => Is::Separator,
        Role::Caption => Is::Caption,
        Role::Body | Role::Paragraph | Role::Verse | Role::Note { .. } | Role::Item(_) => {
            Is::Paragraph
        }
    };
    let marks = unit.marks.iter().map(|it| (it.start..it.end, it.inline.clone()));
    Read {
        line: unit.line,
        lines: unit.lines,
        place: unit.start..unit.end,
        is,
        recognition: unit.recognition.as_deref().cloned(),
        marks: marks.collect(),
    }
}
