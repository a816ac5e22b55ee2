//! Paragraphs of a document with styles and formatting.
//!
//! Takes lines, each a paragraph that nothing joins to others, with the evidence for each
//! ([`Evidence`]); returns the roles of lines and parts of lines. Declared roles are used: if the
//! document declares headings, the only others are those that complete their series. Otherwise the
//! rules of plain text find headings, and so do lines set apart by size, weight, face or centring.
//! The rest is judged as in plain text: all lines if none is set apart, otherwise those with a
//! number.
//! none is set apart, else those with a number.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::claims::{Claim, Resolver, View};
use super::lines::Unit;
use super::looks::{
    LONGEST, PROSE, body_look, ends_in_colon, is_field, is_prose, mark_items, mark_looks,
    may_head, stands_out,
};
use super::role::{Heading, Role};
use super::rules::rank;
use super::{
    Pass, When, back, contents, credit, dates, decisions, facts, front, headings, judge,
    levels, lines, residue, rules, separators, unnumbered, user_patterns, wrap,
};
use crate::config::ReadOptions;
use crate::diag::{Diagnostic, Result};
use crate::model::{self, CreditKind, Inline, Meta, Recognition, SectionKind, TitleKind};
use crate::source::Source;

/// The longest heading that a document declares, in characters.
const LONGEST_DECLARED: usize = 80;
/// The number of first paragraphs that are searched for the title.
const HEAD: usize = 12;
/// Blanks in lines of forms.
const BLANK: &str = "___";

/// The declared role of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Known {
    /// None.
    Open,
    /// Neither a heading nor a line about the work.
    Text,
    Title,
    Subtitle,
    /// A heading of a level, 1 the highest.
    Heading(u8),
    ContentsHeading,
    Contents,
    Caption,
}

/// The look of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::input) struct Look {
    /// In half points; 0 if unknown.
    pub(in crate::input) size: u32,
    pub(in crate::input) bold: bool,
    /// The font of Han; empty if unknown.
    pub(in crate::input) face: String,
    pub(in crate::input) centred: bool,
}

/// The evidence about a paragraph besides its text.
#[derive(Clone, Debug)]
pub(in crate::input) struct Evidence {
    /// Its line, from 0.
    pub(in crate::input) line: usize,
    pub(in crate::input) known: Known,
    /// The rule's name in reports.
    pub(in crate::input) by: String,
    pub(in crate::input) look: Look,
    /// The list that numbers it, and its level there.
    pub(in crate::input) item: Option<(u32, u8)>,
    /// Whether a table or a picture is directly above or below.
    pub(in crate::input) is_beside_object: bool,
}

/// The role of a line, or of a part of one or several lines.
#[derive(Clone, Debug)]
pub(in crate::input) struct ReadParagraph {
    /// The first line, from 0, and the number of lines.
    pub(in crate::input) line: usize,
    pub(in crate::input) lines: usize,
    /// Bytes of the text.
    pub(in crate::input) place: Range<usize>,
    pub(in crate::input) is: Is,
    pub(in crate::input) recognition: Option<Recognition>,
    /// Ranges of the text that are more than text, each with an inline without content.
    pub(in crate::input) marks: Vec<(Range<usize>, Inline)>,
}

/// The roles of paragraphs.
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

/// The result of reading paragraphs.
pub(in crate::input) struct Paragraphs {
    /// The role of each, in order.
    pub(in crate::input) reads: Vec<ReadParagraph>,
    /// The metadata in them.
    pub(in crate::input) meta: Meta,
    pub(in crate::input) diagnostics: Vec<Diagnostic>,
    /// The claims about them, in the order of the text.
    pub(in crate::input) claims: Vec<model::Claim>,
}

/// Reads paragraphs; `evidence` is in the order of the lines; lines without evidence are text.
///
/// # Errors
///
/// A pattern of the user's that is no regular expression, or rules that are none.
pub(in crate::input) fn read(
    source: &Source,
    evidence: &[Evidence],
    options: &ReadOptions,
) -> Result<Paragraphs> {
    let patterns = user_patterns::UserPatterns::compile(options)?;
    let lines = lines::split(&source.text);
    // No wrap joins paragraphs.
    let fixed: Vec<usize> = (0..lines.len()).collect();
    let mut units = wrap::units(&lines, &fixed, &[]);
    let known: ByLine<'_> = evidence.iter().map(|it| (it.line, it)).collect();
    let apart = set_apart(&mut units, &known);
    let mut diagnostics = decisions::unplaced(&units, source, &options.decisions);
    let mut resolver = Resolver::new(units);
    let mut declares = false;
    // A word processor made the document, not a site: all of it is printed, and apparent residue is
    // only offered.
    let printed = ReadOptions { keep_residue: true, ..options.clone() };
    for round in ROUNDS {
        let units = resolver.units.clone();
        let view = View { units: &units, source, options: &printed, patterns: &patterns };
        let seeks = options.looks_for_headings() && !declares;
        resolver.settle(match round {
            Round::Passes(when, passes) => {
                let passes = passes.iter().filter(|_| when.applies(options, seeks));
                let claims = passes.flat_map(|pass| pass(&view));
                match when {
                    When::Residue => claims.map(Claim::offered).collect(),
                    When::Always | When::Headings | When::Head => claims.collect(),
                }
            }
            Round::Declared => {
                view.draft(|units| declares = mark_known(units, &known, options))
            }
            Round::Title => view.draft(|units| mark_title(units, &known)),
            Round::Numbered if seeks => numbered(&view, &known),
            Round::First if seeks => view.draft(mark_first),
            Round::Looks if seeks => view.draft(|units| mark_looks(units, &known)),
            Round::Items if seeks => view.draft(|units| mark_items(units, &known)),
            Round::BackMatter if options.looks_for_headings() => {
                view.draft(|units| mark_back_matter(units, &known))
            }
            Round::Judged if seeks => judged(&view, &known),
            Round::Series if options.looks_for_headings() => {
                view.draft(|units| complete(units, &known))
            }
            Round::Numbered
            | Round::First
            | Round::Looks
            | Round::Items
            | Round::BackMatter
            | Round::Judged
            | Round::Series => Vec::new(),
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
pub(super) type ByLine<'e> = BTreeMap<usize, &'e Evidence>;

/// The content of a round.
enum Round {
    /// Passes of plain text.
    Passes(When, &'static [Pass]),
    /// The roles that the document declares.
    Declared,
    /// The title with the largest type.
    Title,
    /// Headings with a number or a name, as in plain text.
    Numbered,
    /// A first line that is no title.
    First,
    /// Headings that are set apart.
    Looks,
    /// Headings that a list counts.
    Items,
    /// 参考文献, 致谢 after the declared headings.
    BackMatter,
    /// Headings that are not set apart.
    Judged,
    /// Headings that complete a series.
    Series,
}

/// The rounds in their order.
const ROUNDS: &[Round] = &[
    Round::Passes(When::Always, &[decisions::claims, front::title_of_line]),
    Round::Passes(When::Always, &[user_patterns::claims]),
    Round::Declared,
    Round::Passes(When::Residue, &[residue::claims]),
    Round::Passes(When::Always, &[contents::claims]),
    Round::Title,
    Round::Numbered,
    Round::First,
    Round::Looks,
    Round::Items,
    Round::BackMatter,
    Round::Passes(When::Always, &[front::claims]),
    Round::Passes(When::Residue, &[residue::footer]),
    Round::Passes(When::Always, &[back::claims, separators::claims]),
    Round::Passes(When::Headings, &[contents::announced]),
    Round::Judged,
    Round::Series,
];

/// Makes lines without evidence text, of which the first of several stays, so that lines beside a
/// table are beside text. Returns these lines.
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

/// Applies the declared roles; returns whether headings are declared.
fn mark_known(units: &mut [Unit<'_>], known: &ByLine<'_>, options: &ReadOptions) -> bool {
    let mut meta = Meta::default();
    let of = |unit: &Unit<'_>| known.get(&unit.line).copied().filter(|_| unit.is_body());
    let level_of = |unit: &Unit<'_>| {
        let level = of(unit).and_then(|it| match it.known {
            Known::Heading(level) => Some(level),
            _ => None,
        })?;
        // Text written on in the style of the heading is text.
        let runs_on = unit.length > LONGEST && unit.text.contains('。');
        // So is a line of a form.
        let is_form = unit.text.contains(BLANK);
        (unit.length <= LONGEST_DECLARED && !runs_on && !is_form).then_some(level)
    };
    let declared: Vec<u8> = units.iter().filter_map(level_of).collect();
    let has_title =
        units.iter().any(|unit| of(unit).is_some_and(|it| it.known == Known::Title));
    // The only heading of the first level, above all others, is the title.
    let first = units.iter().position(|unit| {
        unit.is_body() && of(unit).is_none_or(|it| it.known != Known::Contents)
    });
    let highest = declared.iter().min().copied();
    let is_lone =
        highest.is_some_and(|top| declared.iter().filter(|it| **it == top).count() == 1);
    let lone = first.filter(|at| {
        !has_title
            && highest.is_some()
            && level_of(&units[*at]) == highest
            && (is_lone || is_titled_apart(units, *at, known, &level_of))
    });
    let declared = declared.len() - usize::from(lone.is_some());
    let levels: Vec<Option<u8>> = units.iter().map(level_of).collect();
    for (at, unit) in units.iter_mut().enumerate() {
        let Some(evidence) = known.get(&unit.line).copied().filter(|_| unit.is_body()) else {
            continue;
        };
        let role = match evidence.known {
            Known::Open | Known::Heading(_) if Some(at) != lone => {
                let Some(level) = levels[at].filter(|_| options.looks_for_headings()) else {
                    continue;
                };
                Role::Heading(user_patterns::user_heading(unit, Some(level)))
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
    // A single heading may have its level by chance.
    declared > 1 && options.looks_for_headings()
}

/// Whether the first heading is the title: centred or larger, without a number, above headings of
/// its level that are all numbered.
fn is_titled_apart(
    units: &[Unit<'_>],
    first: usize,
    known: &ByLine<'_>,
    level: &dyn Fn(&Unit<'_>) -> Option<u8>,
) -> bool {
    let look =
        |unit: &Unit<'_>| known.get(&unit.line).map(|it| (it.look.size, it.look.centred));
    let is_numbered = |unit: &Unit<'_>| rules::numbered(unit.whole()).is_some();
    let of_level = level(&units[first]);
    let mut others = units[first + 1..].iter().filter(|unit| level(unit) == of_level);
    !is_numbered(&units[first])
        && rules::named(units[first].whole()).is_none()
        && others.all(|unit| is_numbered(unit) && look(unit) < look(&units[first]))
}

/// Marks the title, which has the largest type above the first paragraph, with the lines below it
/// of the same look.
fn mark_title(units: &mut [Unit<'_>], known: &ByLine<'_>) {
    let body = &body_look(units, known);
    if units.iter().any(|unit| matches!(unit.role, Role::Title { .. })) {
        return;
    }
    let head = units.len().min(HEAD);
    let look = |unit: &Unit<'_>| known.get(&unit.line).map(|it| it.look.clone());
    let is_set_off = |unit: &Unit<'_>| {
        look(unit).is_some_and(|look| look.size > body.size || (look.centred && !body.centred))
    };
    let is_text = |unit: &Unit<'_>| is_prose(unit) && !is_set_off(unit);
    let prose = units[..head].iter().position(is_text).unwrap_or(head);
    let may_be = |unit: &Unit<'_>| {
        unit.is_body()
            && unit.length <= 60
            && unit.text.contains(char::is_alphabetic)
            // 某某市人民政府文件 is the head of the paper (发文机关标志).
            && !unit.text.ends_with("文件")
            && rules::numbered(unit.whole()).is_none()
            && dates::whole(unit.whole()).is_none()
            && !unit.text.ends_with(['：', ':'])
            && !unit.ends_sentence()
            && credit::recognise(unit.whole()).is_none()
    };
    let found = (0..prose)
        .filter(|at| may_be(&units[*at]) && is_set_off(&units[*at]))
        .max_by_key(|at| {
            let look = look(&units[*at]).unwrap_or_default();
            (look.size, look.centred && look.bold, look.centred, std::cmp::Reverse(*at))
        });
    // A first line set apart by weight or face, as no other line without a number is.
    let is_alone = |at: &usize| {
        let line = units[*at].line;
        let is_other = |unit: &Unit<'_>| {
            unit.line != line
                && unit.is_body()
                && stands_out(unit, known, body)
                && rules::numbered(unit.whole()).is_none()
                && !ends_in_colon(unit)
        };
        stands_out(&units[*at], known, body)
            && may_be(&units[*at])
            && rules::named(units[*at].whole()).is_none()
            && !units.iter().any(is_other)
    };
    let Some(first) = found.or_else(|| Some(0).filter(|at| *at < prose && is_alone(at))) else {
        return;
    };
    let own = look(&units[first]);
    // 文献翻译 in another weight or face than the title below it is part of the title.
    let continues = |unit: &Unit<'_>| match (look(unit), &own) {
        (Some(look), Some(own)) => {
            look == *own
                || (look.size == own.size
                    && look.centred
                    && own.centred
                    && rules::named(unit.whole()).is_none())
        }
        _ => false,
    };
    let last = (first..prose)
        .take_while(|at| continues(&units[*at]) && may_be(&units[*at]))
        .last()
        .unwrap_or(first);
    let whole: String = units[first..=last].iter().map(|unit| unit.text.to_string()).collect();
    facts::claim_title(&mut units[first], &mut Meta::default(), TitleKind::Main, &whole);
    for unit in &mut units[first..=last] {
        unit.set(Role::Title { sub: false }, front::TITLE_BY_LOOK, 90);
    }
    // 考试时间：150分钟 below it is no subtitle.
    if let Some(below) = units.get_mut(last + 1).filter(|it| it.is_body() && is_field(it))
        && credit::recognise(below.whole()).is_none()
    {
        below.set(Role::Paragraph, "field", 80);
    }
}

/// Headings by the rules of plain text. If lines are set apart or chapters are numbered, others
/// need a number, of a form that is not set apart elsewhere.
fn judged<'a>(view: &View<'_, 'a>, known: &ByLine<'_>) -> Vec<Claim<'a>> {
    /// With at least this many chapters, lines without a number are text.
    const CHAPTERS: usize = 3;
    let units = view.units;
    let chapters = units.iter().filter(|unit| {
        matches!(&unit.role, Role::Heading(it) if it.number.is_some() && it.rank <= rank::CHAPTER)
    });
    if is_uniform(units, known) && chapters.count() < CHAPTERS {
        let passes: [Pass; 2] = [unnumbered::claims, judge::claims];
        let claims = passes.iter().flat_map(|pass| pass(view));
        // A sentence may lack its stop.
        let is_sentence = |unit: &Unit<'_>| {
            unit.length >= PROSE
                && unit.text.contains('，')
                && rules::numbered(unit.whole()).is_none()
        };
        return claims.filter(|claim| !is_sentence(claim.unit())).collect();
    }
    let body = body_look(units, known);
    let set_apart: BTreeSet<u8> = units
        .iter()
        .filter(|unit| stands_out(unit, known, &body))
        .filter_map(rank_of)
        .collect();
    let mut claims = judge::claims(view);
    claims.retain(|claim| {
        let unit = claim.unit();
        rules::numbered(unit.whole()).is_some()
            && rank_of(unit).is_some_and(|rank| !set_apart.contains(&rank))
    });
    let claimed: BTreeSet<usize> = claims.iter().map(|it| it.unit().line).collect();
    let items = items(units, &claimed);
    claims.retain(|claim| !items.contains(&claim.unit().line));
    claims
}

/// The claimed lines that are items: below one heading, most lines with numbers of their form are
/// text.
fn items(units: &[Unit<'_>], claimed: &BTreeSet<usize>) -> BTreeSet<usize> {
    /// The share of lines that must be claimed, in percent.
    const SHARE: usize = 60;
    let mut groups: BTreeMap<(usize, u8), (Vec<usize>, usize)> = BTreeMap::new();
    let mut above: Vec<u8> = Vec::new();
    let mut begun = 0;
    for unit in units {
        if let Some(rank) = rank_of(unit) {
            above.retain(|it| *it < rank);
            above.push(rank);
            begun += 1;
            continue;
        }
        let numbered = rules::numbered(unit.whole().first_chars(12)).filter(|_| unit.is_body());
        let Some(rank) = numbered.map(|it| it.heading.rank) else { continue };
        let (heads, all) = groups.entry((begun, rank)).or_default();
        *all += 1;
        if claimed.contains(&unit.line) {
            heads.push(unit.line);
        }
    }
    let few = groups.into_values().filter(|(heads, all)| heads.len() * 100 < all * SHARE);
    few.flat_map(|(heads, _)| heads).collect()
}

/// Marks lines that complete a series of headings and have their look, or are set apart: 第五章
/// between 第四章 and 第六章.
fn complete(units: &mut [Unit<'_>], known: &ByLine<'_>) {
    let body = body_look(units, known);
    for at in 0..units.len() {
        let unit = &units[at];
        let numbered = rules::numbered(unit.whole()).filter(|_| unit.is_body());
        let Some(candidate) = numbered else { continue };
        let (rank, number) = (candidate.heading.rank, candidate.heading.number.unwrap_or(0));
        let sibling = |found: Option<&Unit<'_>>, number: u32| {
            let Role::Heading(heading) = &found?.role else { return None };
            let is_next = heading.rank == rank && heading.number == Some(number);
            let line = found?.line;
            is_next.then_some((line, heading.level))
        };
        let is_near = |unit: &&Unit<'_>| rank_of(unit).is_some_and(|it| it <= rank);
        let before = units[..at].iter().rev().find(is_near);
        let after = units[at + 1..].iter().find(is_near);
        let of_before = number.checked_sub(1).and_then(|it| sibling(before, it));
        let of_after = sibling(after, number + 1);
        let higher = |unit: &Unit<'_>| rank_of(unit).is_some_and(|it| it < rank);
        let completes = match (of_before, of_after) {
            (Some(_), Some(_)) => true,
            (None, Some(_)) => number == 1,
            (Some(_), None) => after.is_none_or(higher),
            (None, None) => false,
        };
        let Some((line, level)) = of_before.or(of_after).filter(|_| completes) else {
            continue;
        };
        let look = |line: usize| known.get(&line).map(|it| &it.look);
        let is_apart = stands_out(unit, known, &body);
        let is_same = look(unit.line) == look(line);
        // A line with the look of its siblings may end as they do not.
        let is_whole = is_same && is_apart && unit.length <= LONGEST;
        if is_whole || ((is_same || is_apart) && may_head(unit)) {
            let heading = Heading { level, ..candidate.heading };
            units[at].set(Role::Heading(heading), "completes-series", 80);
        }
    }
}

/// The rank of a heading.
fn rank_of(unit: &Unit<'_>) -> Option<u8> {
    match &unit.role {
        Role::Heading(heading) => Some(heading.rank),
        _ => None,
    }
}

/// Whether no line is set apart.
fn is_uniform(units: &[Unit<'_>], known: &ByLine<'_>) -> bool {
    let body = body_look(units, known);
    units.iter().all(|unit| !stands_out(unit, known, &body))
}

/// Numbered and named headings. If those of a form are set apart, a field with such a number is
/// none: 一、工程地点：杭州 beside 二、工程工期 in bold.
fn numbered<'a>(view: &View<'_, 'a>, known: &ByLine<'_>) -> Vec<Claim<'a>> {
    let body = body_look(view.units, known);
    let mut claims = headings::of_paragraphs(view);
    let set_apart: BTreeSet<u8> = claims
        .iter()
        .filter(|it| stands_out(it.unit(), known, &body))
        .filter_map(|it| rank_of(it.unit()))
        .collect();
    claims.retain(|claim| {
        let unit = claim.unit();
        let is_field = unit.text.contains(['：', ':']) && !ends_in_colon(unit);
        let beside = rank_of(unit).is_some_and(|rank| set_apart.contains(&rank));
        !(is_field && beside && !stands_out(unit, known, &body))
    });
    claims
}

/// Marks the first line, if its number continues further down and text is below it: 1、项目背景 is no
/// title.
fn mark_first(units: &mut Vec<Unit<'_>>) {
    /// The longest such line, in characters.
    const LONGEST: usize = 20;
    let number = |unit: &Unit<'_>| {
        let numbered = rules::numbered(unit.whole()).filter(|_| unit.is_body())?;
        Some((numbered.heading.rank, numbered.heading.number?))
    };
    let [first, second, rest @ ..] = units.as_slice() else { return };
    let (Some(candidate), Some((rank, 1))) = (rules::numbered(first.whole()), number(first))
    else {
        return;
    };
    let continues = rest
        .iter()
        .any(|it| number(it) == Some((rank, 2)) && it.length <= LONGEST && may_head(it));
    if first.length <= LONGEST && may_head(first) && is_prose(second) && continues {
        let rule = candidate.name();
        units[0].set(Role::Heading(candidate.heading), rule, 80);
    }
}

/// Marks 参考文献 and 致谢, where they are set apart: documents that declare their headings may have a
/// style of their own for these.
fn mark_back_matter(units: &mut [Unit<'_>], known: &ByLine<'_>) {
    let body = body_look(units, known);
    for unit in units.iter_mut().filter(|unit| unit.is_body()) {
        let named = rules::named(unit.whole()).map(|it| it.heading).filter(|it| {
            matches!(it.kind, SectionKind::Bibliography | SectionKind::Acknowledgements)
        });
        if let Some(heading) = named
            && stands_out(unit, known, &body)
            && !ends_in_colon(unit)
        {
            unit.set(Role::Heading(heading), "named", 85);
        }
    }
}

fn read_of(unit: Unit<'_>) -> ReadParagraph {
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
    ReadParagraph {
        line: unit.line,
        lines: unit.lines,
        place: unit.start..unit.end,
        is,
        recognition: unit.recognition.as_deref().cloned(),
        marks: marks.collect(),
    }
}
