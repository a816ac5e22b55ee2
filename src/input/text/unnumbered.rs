//! Unnumbered headings confirmed by common properties: pieces with their authors, pairs of lines,
//! parallel lines, lines set apart by blank lines. All others are judged ([`super::judge`]).

use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Claim, View};
use super::credit;
use super::dates;
use super::facts;
use super::headings;
use super::lines::Unit;
use super::names;
use super::pattern::patterns;
use super::role::{Heading, Role};
use super::rules::{self, rank};
use super::run_in_headings;
use super::similar;
use crate::text::punctuation;

/// The longest bare heading, in characters: two lines of a newspaper column.
const LONGEST: usize = 60;
/// A paragraph below a heading has at least this many characters, or is a sentence.
const PARAGRAPH: usize = 25;
/// The minimum number of headings on two lines of a text that has any, and their maximum line
/// length.
const LEAST_PAIRS: usize = 2;
const LONGEST_OF_PAIR: usize = 28;

patterns! {
    /// 〈原始〉
    static FRAMED = r"^[〈〔［\[][^〈〔［\[〉〕］\]。！？0-9]*\p{Han}[^〈〔［\[〉〕］\]。！？0-9]*[〉〕］\]]$";
    /// `[编辑本段]历史`, and `历史[编辑]`.
    static EDITED = r"^[\[【]编辑本段[\]】]\s*\S|\S\s*[\[【]编辑(?:本段)?[\]】]$";
}

/// The number of candidates before and after a line that it is compared with.
const NEARBY: usize = 40;

/// Lines set apart by more blank lines than paragraphs are headings, even if others are numbered:
/// the stories of a collection above their 一, 二, 三. Nearly all such lines must look like headings;
/// otherwise the blank lines have another meaning.
fn mark_apart(units: &mut [Unit<'_>]) {
    /// The minimum number of blank lines, and of headings; the maximum length; the minimum share of
    /// headings or end matter after such a gap, and the maximum share of all lines.
    const GAP: usize = 2;
    const LEAST: usize = 2;
    const LONGEST: usize = 26;
    const SHARE: usize = 80;
    const SHARE_OF_ALL: usize = 30;
    let lines = || units.iter().enumerate().skip(1).filter(|(_, unit)| !is_outside(unit));
    let gaps: Vec<usize> =
        lines().filter(|(_, unit)| unit.blank_before >= GAP).map(|(at, _)| at).collect();
    let looks = |at: &usize| {
        let unit = &units[*at];
        let heads = units.get(at + 1).is_some_and(|next| {
            next.blank_before < GAP
                && (is_paragraph(next) || matches!(next.role, Role::Heading(_)))
        });
        unit.is_body()
            && unit.lines == 1
            && (2..=LONGEST).contains(&unit.length)
            && !unit.ends_sentence()
            && !unit.text.contains(['。', '；', '：', ':'])
            && !unit.text.ends_with(|c: char| punctuation::is_pause(c) || punctuation::is_opening(c))
            && unit.text.contains(char::is_alphabetic)
            && !rules::is_never_heading(unit.whole())
            // The date of a preface or of a letter is not a heading.
            && dates::whole(unit.whole()).is_none()
            && heads
    };
    let found: Vec<usize> = gaps.iter().copied().filter(looks).collect();
    let headings = gaps.iter().filter(|at| matches!(units[**at].role, Role::Heading(_)));
    let agreeing = headings.clone().count() + found.len();
    if found.len() < LEAST
        || agreeing * 100 < gaps.len() * SHARE
        || gaps.len() * 100 > lines().count() * SHARE_OF_ALL
    {
        return;
    }
    // As high as the headings of the same look, or above the numbers that restart in them.
    let ranks = headings.filter_map(|at| match &units[*at].role {
        Role::Heading(heading) if !rank::is_named(heading.rank) => Some(heading.rank),
        _ => None,
    });
    let as_high = ranks.min().unwrap_or(rank::CHAPTER);
    // Directly below a heading each is a part of its section.
    let heads = |unit: &Unit<'_>| {
        matches!(unit.role, Role::Heading(_))
            || (unit.is_body() && unit.length <= LONGEST && !unit.ends_sentence())
    };
    let below = found.iter().filter(|at| heads(&units[**at - 1]));
    let rank = if below.count() * 2 > found.len() { rank::BARE } else { as_high };
    for at in found {
        let heading = Heading { rank, ..Heading::bare() };
        units[at].set(Role::Heading(heading), "bare-apart", 78);
    }
}

/// The common beginning of headings of one kind, and the minimum number of them: a sign, ◎井; a word
/// in brackets, `[编辑本段]历史`; the brackets around all of it; the text before a dot, 国风·周南.
fn lead(unit: &Unit<'_>) -> Option<(String, usize)> {
    let whole = unit.whole();
    let signed = rules::unsigned(whole).len() < whole.len();
    if let Some(sign) = whole.chars().next().filter(|_| signed) {
        return Some((sign.to_string(), 2));
    }
    if whole.starts_with('【') && whole.ends_with('】') {
        return Some(("【】".to_owned(), 1));
    }
    let bracketed = whole.starts_with(['[', '【']);
    let bracket = bracketed.then(|| whole.find_char(punctuation::is_closing)).flatten();
    let dot = whole.find_char(|c| c == '·').filter(|dot| !whole.before(*dot).is_empty());
    let end = bracket.filter(|end| !whole.after(*end).is_empty()).or(dot)?;
    Some((whole.until(end).to_string(), 1))
}

/// Lines with the beginning of other headings are headings: ◎ ….
pub(super) fn signed<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    /// The longest line.
    const LONGEST: usize = 30;
    let mut leads: BTreeMap<String, Vec<Heading>> = BTreeMap::new();
    for unit in view.iter() {
        if let (Role::Heading(heading), Some((lead, _))) = (&unit.role, lead(unit)) {
            leads.entry(lead).or_default().push(heading.clone());
        }
    }
    let claim = |(at, unit): (usize, &Unit<'a>)| {
        let may_head = unit.is_body()
            && unit.length <= LONGEST
            && !unit.ends_sentence()
            && !unit.text.ends_with(|c: char| punctuation::is_pause(c) || c == '：')
            && headings::has_text_below(view, at);
        // The sections of an encyclopaedia were edited one by one.
        if may_head && EDITED.is_match(unit.whole()) {
            return Some(unit.claim(Role::Heading(Heading::bare()), "section-to-edit", 85));
        }
        let (lead, least) = may_head.then(|| lead(unit)).flatten()?;
        let known = leads.get(&lead).filter(|known| known.len() >= least)?;
        let heading = Heading { number: None, ..known.first()?.clone() };
        Some(unit.claim(Role::Heading(heading), "bare-signed", 80))
    };
    view.iter().enumerate().filter_map(claim).collect()
}

/// Lines that brackets of one kind frame, each above text: 〈原始〉, 〈正道〉.
fn mark_framed(units: &mut [Unit<'_>]) {
    /// The fewest of them, the longest, and the shortest text below, in characters.
    const LEAST: usize = 3;
    const LONGEST: usize = 16;
    const TEXT: usize = 10;
    let framed = |unit: &Unit<'_>| {
        FRAMED
            .captures(unit.whole())
            .filter(|_| unit.is_body() && unit.lines == 1 && unit.length <= LONGEST)?;
        unit.text.chars().next()
    };
    let mut found: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    let mut lone: BTreeMap<char, usize> = BTreeMap::new();
    for at in 0..units.len() {
        let Some(opening) = framed(&units[at]) else { continue };
        let heads = units.get(at + 1).is_some_and(|next| {
            next.is_text() && next.length >= TEXT && framed(next).is_none()
        });
        if heads {
            found.entry(opening).or_default().push(at);
        } else {
            *lone.entry(opening).or_default() += 1;
        }
    }
    for (opening, lines) in found {
        let texts: BTreeSet<&str> = lines.iter().map(|at| units[*at].whole_text()).collect();
        let differ = texts.len() * 2 > lines.len();
        if lines.len() >= LEAST
            && differ
            && lone.get(&opening).is_none_or(|lone| lone * 4 < lines.len())
        {
            for at in lines {
                units[at].set(Role::Heading(Heading::bare()), "bare-framed", 80);
            }
        }
    }
}

/// Successive pieces, each with a title and its author below: 灯下 / 王秋萍.
fn mark_pieces(units: &mut Vec<Unit<'_>>) {
    /// The minimum number of pieces, the maximum length of a title, the minimum of a paragraph.
    const LEAST: usize = 2;
    const LONGEST: usize = 26;
    const PROSE: usize = 15;
    /// The share of pieces with a tune above their title, in percent.
    const TUNES: usize = 80;
    let begins = |at: &usize| {
        let [title, author, text] = &units[*at..*at + 3] else { return false };
        let ended = at.checked_sub(1).is_none_or(|at| {
            !units[at].is_body() || units[at].ends_sentence() || title.blank_before > 0
        });
        title.is_body()
            && author.is_body()
            && title.length <= LONGEST
            && !title.ends_sentence()
            && !title.text.ends_with(|c: char| punctuation::is_pause(c))
            && !names::is_person(title.whole().folded())
            && author.blank_before <= title.blank_before
            && names::is_person(rules::unsigned(author.whole()).folded())
            && is_paragraph(text)
            && text.length >= PROSE
            && ended
    };
    let pieces: Vec<usize> = (0..units.len().saturating_sub(2)).filter(begins).collect();
    if pieces.len() < LEAST {
        return;
    }
    for at in &pieces {
        let heading = Heading { rank: rank::CHAPTER, ..Heading::bare() };
        units[*at].set(Role::Heading(heading), "piece", 80);
        if let Some(credit) = credit::under_title(units[*at + 1].whole()) {
            facts::claim_local(&mut units[*at + 1], credit, "piece-author", 80);
        }
    }
    // 〔双调〕小圣乐 above 骤雨打新荷: tune and title are one.
    let is_tune = |at: &usize| {
        at.checked_sub(1).is_some_and(|above| {
            let unit = &units[above];
            unit.is_body()
                && unit.marks.is_empty()
                && unit.length <= LONGEST
                && !unit.ends_sentence()
                && (above == 0 || unit.blank_before > 0)
        })
    };
    let tunes: Vec<usize> = pieces.iter().copied().filter(is_tune).collect();
    if tunes.len() * 100 >= pieces.len() * TUNES {
        for at in tunes.into_iter().rev() {
            let title = units.remove(at);
            let role = title.role.clone();
            units[at - 1].join(&title, " ");
            units[at - 1].set(role, "piece", 80);
        }
    }
}

/// The lines excluded from comparison with lines of the work.
fn is_outside(unit: &Unit<'_>) -> bool {
    matches!(unit.role, Role::Residue(_) | Role::Credit(_) | Role::Title { .. })
}

/// Claims bare headings.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(mark)
}

fn mark(units: &mut Vec<Unit<'_>>) {
    let numbered = units.iter().any(|unit| match &unit.role {
        Role::Heading(heading) => {
            !rank::is_named(heading.rank) && heading.rank <= rank::PARENTHESES
        }
        _ => false,
    });
    mark_apart(units);
    mark_pieces(units);
    mark_framed(units);
    if numbered {
        return;
    }
    join_pairs(units);
    mark_parallel(units);
    mark_questions(units);
}

/// Short questions, each alone above a paragraph: the headings of an article that answers them. If
/// other short lines are among them, it is a dialogue.
fn mark_questions(units: &mut [Unit<'_>]) {
    /// The minimum number of questions, their maximum length, and the minimum average length of
    /// text below each, in characters.
    const LEAST: usize = 3;
    const LONGEST: usize = 20;
    const TEXT: usize = 50;
    let is_question = |unit: &Unit<'_>| {
        unit.is_body()
            && unit.lines == 1
            && (4..=LONGEST).contains(&unit.length)
            && unit.text.ends_with(['？', '?'])
            && !unit.text.contains(['，', ',', '。', '“', '「', '：', ':'])
    };
    let found: Vec<usize> = (0..units.len().saturating_sub(1))
        .filter(|at| {
            is_question(&units[*at]) && units[at + 1].is_text() && !is_question(&units[at + 1])
        })
        .collect();
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return };
    let among = &units[*first..*last];
    let talks = among.iter().filter(|it| it.is_body() && it.length <= LONGEST).count();
    let text: usize =
        units[*first..].iter().filter(|it| it.is_text()).map(|it| it.length).sum();
    if found.len() < LEAST || talks * 2 > found.len() * 3 || text < found.len() * TEXT {
        return;
    }
    for at in found {
        units[at].set(Role::Heading(Heading::bare()), "bare-question", 76);
    }
}

/// Parallel lines (排比), each before a paragraph: the headings of a speech. Each needs two similar
/// ones; short lines are judged, unless one of the two is long or run in with a paragraph.
fn mark_parallel(units: &mut [Unit<'_>]) {
    /// The minimum number of similar headings, and the minimum length of one that shows it.
    const LEAST: usize = 2;
    const SHORTEST: usize = 20;
    let shaped: Vec<usize> = (0..units.len())
        .filter(|at| {
            // Questions in prose have the same words: 那你说是什么？
            let text = &units[*at].text;
            let is_question = text.ends_with(['？', '?']) && text.contains(['，', ',']);
            !is_question && !text.ends_with(['）', ')']) && has_shape(units, *at)
        })
        .collect();
    let lines: Vec<similar::MeasuredLine<'_>> =
        shaped.iter().map(|at| similar::MeasuredLine::new(&units[*at].text)).collect();
    let glued = run_in_headings::fragments(units);
    let glued: Vec<similar::MeasuredLine<'_>> =
        glued.iter().map(|text| similar::MeasuredLine::new(text)).collect();
    let is_one = |place: usize| {
        let line = &lines[place];
        let alike = |other: &&similar::MeasuredLine<'_>| line.is_parallel_to(other);
        let nearby = lines[place.saturating_sub(NEARBY)..].iter().take(2 * NEARBY);
        let own = nearby.clone().filter(alike).take(LEAST).count();
        let others = glued.iter().filter(alike).take(LEAST).count();
        let long = |line: &similar::MeasuredLine<'_>| line.length >= SHORTEST;
        let is_sure = others > 0 || long(line) || nearby.filter(alike).any(long);
        own + others >= LEAST && is_sure
    };
    let found: Vec<usize> = (0..shaped.len()).filter(|place| is_one(*place)).collect();
    for at in found.into_iter().map(|place| shaped[place]).collect::<Vec<_>>() {
        units[at].set(Role::Heading(Heading::bare()), "bare-parallel", 85);
    }
}

/// Two short lines between paragraphs are one heading on two lines if the text has several such
/// pairs, as in newspapers.
fn join_pairs(units: &mut Vec<Unit<'_>>) {
    let is_pair = |at: &usize| {
        let line =
            |at: usize| is_line(&units[at]) && !names::is_person(units[at].whole().folded());
        line(*at)
            && line(at + 1)
            && units[at + 1].blank_before <= units[*at].blank_before
            && !units[at + 1].text.ends_with(['：', ':'])
            && (!units[at - 1].is_body() || units[at - 1].ends_sentence())
            && is_paragraph(&units[at + 2])
    };
    let pairs: Vec<usize> = (1..units.len().saturating_sub(2)).filter(is_pair).collect();
    // If most are single lines, two are a heading and the first one below it.
    let alone = |at: &usize| {
        !is_line(&units[at - 1]) && is_line(&units[*at]) && is_paragraph(&units[at + 1])
    };
    let lone = (1..units.len().saturating_sub(1)).filter(alone).count();
    if pairs.len() < LEAST_PAIRS.max(lone) {
        return;
    }
    for at in pairs.into_iter().rev() {
        let second = units.remove(at + 1);
        units[at].join(&second, " ");
        units[at].set(Role::Heading(Heading::bare()), "bare-pair", 74);
    }
}

/// Whether a unit is one line of such a pair.
fn is_line(unit: &Unit<'_>) -> bool {
    unit.is_body()
        && unit.lines == 1
        && unit.marks.is_empty()
        && (4..=LONGEST_OF_PAIR).contains(&unit.length)
        && !unit.ends_sentence()
        && !unit.text.contains(['。', '；', ';'])
        && !unit.text.ends_with(['，', ',', '、'])
        && !EDITED.is_match(unit.whole())
        && dates::first(unit.whole()).is_none()
        && !rules::is_never_heading(unit.whole())
}

/// The condition of every bare heading: it is short, ends no sentence, contains none, and a
/// paragraph (not another short line) follows it.
fn has_shape(units: &[Unit<'_>], at: usize) -> bool {
    let unit = &units[at];
    let text = unit.whole();
    let exclaims = text.ends_with(['？', '?', '！', '!', '…']);
    if !unit.is_body()
        || !(2..=LONGEST).contains(&unit.length)
        || (unit.ends_sentence() && !(exclaims && unit.length <= 26))
        || text.ends_with(|c: char| punctuation::is_pause(c) || punctuation::is_opening(c))
        || text.contains(['。', '；', ';'])
        || text.contains(['！', '？']) && !exclaims
        || !text.chars().any(|c| c.is_alphabetic())
        || rules::is_never_heading(text)
        || (text.starts_with(['“', '「', '『', '"']) && text.ends_with(['”', '」', '』', '"']))
        || text.starts_with(|c: char| punctuation::is_pause(c) || punctuation::is_closing(c))
    {
        return false;
    }
    if rules::is_common_name(text) {
        return units.get(at + 1).is_some_and(Unit::is_text);
    }
    let after_is_text = units.get(at + 1).is_some_and(is_paragraph);
    // A run of short lines is a list or verse, and a line after a short one with a colon belongs to
    // it.
    let before = at.checked_sub(1).map(|at| &units[at]).filter(|before| before.is_body());
    let runs_on = before.is_some_and(|before| {
        // A short paragraph of sentences may announce headings.
        let line =
            before.length <= LONGEST && !(announces(before) && before.text.contains('。'));
        line && !before.ends_sentence()
    });
    after_is_text && !runs_on
}

/// A paragraph that ends in a colon announces headings, or a quotation.
fn announces(unit: &Unit<'_>) -> bool {
    unit.is_body() && unit.text.ends_with(['：', ':'])
}

fn is_paragraph(unit: &Unit<'_>) -> bool {
    unit.is_text() && (unit.length >= PARAGRAPH || unit.ends_sentence())
}
