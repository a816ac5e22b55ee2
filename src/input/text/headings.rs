//! Numbered and named headings: candidates by form, decided among their siblings.

use std::collections::{BTreeMap, VecDeque};

use super::contents::Contents;
use super::lines::{Mark, Unit, split_each};
use super::role::{Heading, Role};
use super::rules::{self, Candidate, Form};
use crate::text::script;

/// The longest heading whose number is the beginning of a paragraph as often as not.
const LONGEST_INNER: usize = 40;
/// The longest heading without a mark between number and title, unless it is in sequence.
const LONGEST_UNMARKED: usize = 30;
/// Of the lines that begin with such a number, the share that must look like headings.
const ENUMERATED_SHARE: usize = 60;
const INNER_SHARE: usize = 80;
/// The longest title on a line of its own under a bare 第一章.
const LONGEST_SECOND_LINE: usize = 30;

/// Marks numbered and named headings.
pub(super) fn mark(units: &mut Vec<Unit<'_>>, contents: &Contents) {
    let mut candidates: Vec<Option<Candidate>> = units
        .iter()
        .map(|unit| {
            let looked_at = unit.is_body() && unit.length <= rules::LONGEST + 4;
            looked_at.then(|| rules::numbered(&unit.text)).flatten()
        })
        .collect();
    let halves = |candidate: &Candidate| candidate.name() == rules::HALF;
    if candidates.iter().flatten().filter(|it| halves(it)).count() < 2 {
        candidates.iter_mut().for_each(|it| *it = it.take().filter(|it| !halves(it)));
    }
    mark_units(units, &candidates, contents);
    mark_series(units, &candidates, Form::Enumerated);
    mark_series(units, &candidates, Form::Inner);
    // The first line is the title, not a section called 序.
    for unit in units.iter_mut().skip(1) {
        if unit.is_body()
            && let Some(candidate) = rules::named(&unit.text, unit.length)
        {
            unit.set(Role::Heading(candidate.heading), "named", 90);
        }
    }
    join_second_lines(units);
    for unit in units.iter_mut().filter(|unit| matches!(unit.role, Role::Heading(_))) {
        let (start, signs) = (unit.text_start(), rules::signs(&unit.text));
        if signs > 0 && unit.marks.is_empty() {
            unit.marks.push(Mark::delimiter(start, start + signs));
        }
    }
}

/// 第N章: a heading unless it reads as a sentence.
fn mark_units(units: &mut [Unit<'_>], candidates: &[Option<Candidate>], contents: &Contents) {
    let mut last: BTreeMap<Option<char>, u32> = BTreeMap::new();
    for (unit, candidate) in units.iter_mut().zip(candidates) {
        let Some(candidate) = candidate.as_ref().filter(|c| c.form() == Some(Form::Unit))
        else {
            continue;
        };
        let announced = contents.announces(&unit.text);
        let number = candidate.heading.number.unwrap_or(0);
        let previous = last.get(&candidate.unit).copied();
        let in_sequence =
            number == 1 || previous.is_none_or(|p| number == p + 1 || number == p);
        let sentence = rules::reads_as_sentence(&unit.text, candidate)
            || (!candidate.separated
                && candidate.label < unit.text.len()
                && unit.length > LONGEST_UNMARKED
                && !in_sequence)
            || (unit.ends_sentence() && !in_sequence);
        if unit.length > rules::LONGEST || (sentence && !announced) {
            continue;
        }
        let confidence = match (announced, in_sequence) {
            (true, _) => 98,
            (false, true) => 95,
            (false, false) => 75,
        };
        last.insert(candidate.unit, number);
        unit.set(Role::Heading(candidate.heading.clone()), candidate.name(), confidence);
    }
}

/// 一、 and （一）: headings where most of their series are.
fn mark_series(units: &mut [Unit<'_>], candidates: &[Option<Candidate>], form: Form) {
    let mut series: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    let mut all: BTreeMap<u8, usize> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        if let Role::Heading(heading) = &unit.role
            && heading.glued
            && form == Form::Enumerated
        {
            // Split off a paragraph already: it speaks for the series.
            *all.entry(heading.rank).or_default() += 1;
            series.entry(heading.rank).or_default().push(at);
        }
        if !unit.is_body() {
            continue;
        }
        let long = candidates[at].is_none();
        let candidate = if long {
            // Paragraphs that begin with such a number count against the series.
            let end = unit.text.char_indices().nth(12).map_or(unit.text.len(), |(end, _)| end);
            rules::numbered(&unit.text[..end])
        } else {
            candidates[at].clone()
        };
        let Some(candidate) = candidate.filter(|c| c.form() == Some(form)) else { continue };
        *all.entry(candidate.heading.rank).or_default() += 1;
        if !long && may_head(units, candidates, at, form) {
            series.entry(candidate.heading.rank).or_default().push(at);
        }
    }
    for (rank, members) in series {
        let share = if form == Form::Enumerated { ENUMERATED_SHARE } else { INNER_SHARE };
        let count = all.get(&rank).copied().unwrap_or(0);
        let least = usize::from(form == Form::Inner) + 1;
        // Papers may begin with 0 引言.
        let begins = |heading: &Heading| {
            heading.number == Some(1) || (form == Form::Inner && heading.number == Some(0))
        };
        let first_is_one = members.first().is_some_and(|at| match &units[*at].role {
            Role::Heading(heading) => begins(heading),
            _ => candidates[*at].as_ref().is_some_and(|it| begins(&it.heading)),
        });
        if members.len() < least.max(2) || members.len() * 100 < count * share || !first_is_one
        {
            continue;
        }
        for at in members {
            if let Some(candidate) = candidates[at].as_ref().filter(|_| units[at].is_body()) {
                let confidence = if form == Form::Enumerated { 90 } else { 75 };
                let heading = candidate.heading.clone();
                units[at].set(Role::Heading(heading), candidate.name(), confidence);
            }
        }
    }
}

/// Whether one line of a series looks like a heading: short, no final mark, text below it.
fn may_head(
    units: &[Unit<'_>],
    candidates: &[Option<Candidate>],
    at: usize,
    form: Form,
) -> bool {
    let unit = &units[at];
    let Some(candidate) = &candidates[at] else { return false };
    let longest = if form == Form::Enumerated { rules::LONGEST } else { LONGEST_INNER };
    let asks = unit.text.ends_with(['？', '?']);
    if unit.length > longest
        || rules::reads_as_sentence(&unit.text, candidate)
        || (unit.ends_sentence() && !asks)
    {
        return false;
    }
    let next = units[at + 1..].iter().position(|u| !matches!(u.role, Role::Residue(_)));
    let Some(next) = next.map(|offset| at + 1 + offset) else { return false };
    let same =
        candidates[next].as_ref().is_some_and(|c| c.heading.rank == candidate.heading.rank);
    let prose = units[next].ends_sentence() || units[next].length > unit.length;
    match form {
        Form::Inner => {
            let lower = matches!(&units[next].role, Role::Heading(h) if h.rank > candidate.heading.rank);
            !same && (lower || (units[next].is_body() && prose))
        }
        _ => !same,
    }
}

/// A number alone with its title on the next line is one heading of two lines.
fn join_second_lines(units: &mut Vec<Unit<'_>>) {
    let titled = numerals_have_titles(units);
    let mut rest = VecDeque::from(std::mem::take(units));
    while let Some(mut first) = rest.pop_front() {
        if (is_bare_number(&first) || (titled && is_numeral(&first)))
            && is_second_line(rest.iter())
            && let Some(second) = rest.pop_front()
        {
            join(&mut first, &second);
        }
        units.push(first);
    }
}

/// Whether every numeral alone, 01, has a title below it: where one has none, short lines are
/// text.
fn numerals_have_titles(units: &[Unit<'_>]) -> bool {
    let mut numerals = (0..units.len()).filter(|at| is_numeral(&units[*at])).peekable();
    numerals.peek().is_some()
        && numerals.all(|at| is_second_line(units[at + 1..].iter().take(2)))
}

/// Whether a heading is a numeral alone: 01.
fn is_numeral(unit: &Unit<'_>) -> bool {
    let rule = unit.recognition.as_ref().map(|it| it.rule.as_str());
    matches!(unit.role, Role::Heading(_)) && rule == Some(rules::NUMERAL)
}

/// Makes two units one heading on two lines.
pub(super) fn join(first: &mut Unit<'_>, second: &Unit<'_>) {
    let joined = format!("{} {}", first.text, second.text);
    first.end = second.end;
    first.lines = second.line + second.lines - first.line;
    first.length = joined.chars().count();
    first.text = joined.into();
}

/// Whether a heading is a number and nothing else: 第一章.
fn is_bare_number(unit: &Unit<'_>) -> bool {
    matches!(&unit.role, Role::Heading(_))
        && unit.marks.is_empty()
        && rules::numbered(&unit.text).is_some_and(|candidate| {
            candidate.form() == Some(Form::Unit) && candidate.label == unit.text.len()
        })
}

/// Whether the first of these is the title to a number above it.
fn is_second_line<'u, 'a: 'u>(mut rest: impl Iterator<Item = &'u Unit<'a>>) -> bool {
    let (title, after) = (rest.next(), rest.next());
    title.zip(after).is_some_and(|(title, after)| {
        title.is_body()
            && title.marks.is_empty()
            && title.blank_before <= 1
            && title.length <= LONGEST_SECOND_LINE
            && !title.ends_sentence()
            && !title.text.ends_with(['：', ':', '，'])
            && (!after.is_body() || after.length > title.length || after.ends_sentence())
    })
}

/// The level of each rank that the text uses, 1 the highest.
pub(super) fn levels(units: &[Unit<'_>]) -> BTreeMap<u8, u8> {
    let mut ranks: Vec<u8> = units
        .iter()
        .filter_map(|unit| match &unit.role {
            Role::Heading(heading) if heading.rank != rules::rank::NAMED => Some(heading.rank),
            _ => None,
        })
        .collect();
    ranks.sort_unstable();
    ranks.dedup();
    let mut levels: BTreeMap<u8, u8> = ranks.into_iter().zip(1..).collect();
    levels.insert(rules::rank::NAMED, 1);
    levels
}

/// Where the heading of a line ends that a paragraph is glued to: by the contents, by the
/// equal halves of its siblings' titles, or by the words that open a tale.
pub(super) fn glued_start(
    unit: &Unit<'_>,
    candidate: &Candidate,
    contents: &Contents,
    halves: bool,
) -> Option<(usize, &'static str, u8)> {
    let label = &unit.text[candidate.label..];
    if let Some(entry) = contents.counterpart(candidate) {
        let wanted = entry.key.chars().count();
        let mut count = 0;
        let end = unit.text.char_indices().find(|(_, c)| {
            let reached = count == wanted;
            count += usize::from(!script::is_space(*c));
            reached
        });
        let (end, _) = end?;
        let found = super::contents::key(&unit.text[..end]);
        let same = found.chars().zip(entry.key.chars()).filter(|(a, b)| a == b).count();
        // Tables of contents have misprints: three quarters of the characters must agree.
        if same * 4 >= wanted * 3 {
            return Some((end, "glued-by-contents", 92));
        }
    }
    let mut parts = label.split(script::is_space).filter(|part| !part.is_empty());
    let (first, second) = (parts.next()?, parts.next());
    if let Some(second) = second.filter(|_| halves) {
        let half = first.chars().count();
        if let Some((at, _)) = second.char_indices().nth(half).filter(|_| half <= 12) {
            let offset = second.as_ptr() as usize - unit.text.as_ptr() as usize;
            return Some((offset + at, "glued-by-halves", 80));
        }
    }
    const OPENINGS: [&str; 14] = [
        "话说", "話說", "却说", "卻說", "且说", "且說", "诗曰", "詩曰", "词曰", "詞曰", "诗云",
        "詩云", "话表", "話表",
    ];
    let opening = OPENINGS.iter().filter_map(|word| label.find(word)).min();
    opening
        .filter(|at| *at > 0 && label[..*at].chars().count() <= 40)
        .map(|at| (candidate.label + at, "glued-by-opening", 75))
        .or_else(|| title_before_space(unit, candidate))
}

/// 第一章 初遇 那是一个下雨的夜晚。…: the title ends at the space before the sentence; of a
/// title in two halves of one length (回目), at the second.
fn title_before_space(
    unit: &Unit<'_>,
    candidate: &Candidate,
) -> Option<(usize, &'static str, u8)> {
    /// The longest title, and the shortest text that makes a paragraph.
    const LONGEST_TITLE: usize = 16;
    const PARAGRAPH: usize = 12;
    let label = &unit.text[candidate.label..];
    let mut end = label.find(script::is_space)?;
    let title = label[..end].chars().count();
    let rest = label[end..].trim_start_matches(script::is_space);
    if let Some(half) = rest.find(script::is_space)
        && title >= 4
        && rest[..half].chars().count() == title
    {
        end = label.len() - rest.len() + half;
    }
    let rest = label[end..].trim_start_matches(script::is_space);
    let is_title = title <= LONGEST_TITLE
        && !label[..end]
            .contains(|c: char| script::is_sentence_final(c) || script::is_pause(c));
    let is_prose = rest.contains(['。', '！', '？', '…'])
        && rest.chars().nth(PARAGRAPH).is_some()
        && !script::is_space(rest.chars().next()?);
    (is_title && is_prose).then_some((candidate.label + end, "glued-by-space", 75))
}

/// Parts a line that holds several chapters: the numbers of its headings count on, and each
/// begins after the end of a sentence.
pub(super) fn unfold<'a>(units: &mut Vec<Unit<'a>>, source: &'a str) {
    let whole = std::mem::take(units);
    for unit in whole {
        let mut rest = unit;
        if rest.is_body() && rest.lines == 1 && rest.length > rules::LONGEST {
            for at in chapters(&rest.text).into_iter().rev() {
                // From the end, so that the places of those before stay true.
                if let Some((head, tail)) = rest.split(source, at) {
                    units.push(tail);
                    rest = head;
                }
            }
            // The parts stand in reverse.
            let parts = units.iter().rev().take_while(|part| part.line == rest.line).count();
            units.push(rest);
            let from = units.len() - parts - 1;
            units[from..].reverse();
        } else {
            units.push(rest);
        }
    }
}

/// Where the chapters after the first begin in a line that holds at least two.
fn chapters(text: &str) -> Vec<usize> {
    let mut places: Vec<(usize, Option<char>, u32)> = Vec::new();
    for (at, _) in text.match_indices('第') {
        let before = text[..at].chars().next_back();
        let begins = before.is_none_or(|c| {
            script::is_space(c) || script::is_sentence_final(c) || script::is_closing(c)
        });
        if !begins {
            continue;
        }
        let head: String = text[at..].chars().take(rules::LONGEST).collect();
        let Some(found) = rules::numbered(&head).filter(|found| {
            found.form() == Some(Form::Unit) && found.separated && found.label < head.len()
        }) else {
            continue;
        };
        let number = found.heading.number.unwrap_or(0);
        let counts_on = match places.last() {
            None => number <= 1,
            Some((_, unit, last)) => *unit == found.unit && number == last + 1,
        };
        if counts_on {
            places.push((at, found.unit, number));
        }
    }
    if places.len() < 2 {
        return Vec::new();
    }
    places.into_iter().map(|(at, ..)| at).filter(|at| *at > 0).collect()
}

/// Splits numbered headings off the paragraphs that follow them on one line.
pub(super) fn split_starts<'a>(
    units: &mut Vec<Unit<'a>>,
    source: &'a str,
    contents: &Contents,
) {
    let halves = titles_have_halves(units);
    let mut last: BTreeMap<Option<char>, u32> = BTreeMap::new();
    split_each(units, |unit, _| {
        if let Role::Heading(heading) = &unit.role {
            let sign = rules::numbered(&unit.text).and_then(|candidate| candidate.unit);
            last.insert(sign, heading.number.unwrap_or(0));
            return None;
        }
        let (candidate, end, rule, confidence) = numbered_start(unit, contents, halves, &last)?;
        let (mut head, tail) = unit.split(source, end)?;
        let heading = Heading { glued: true, ..candidate.heading.clone() };
        head.set(Role::Heading(heading), rule, confidence);
        last.insert(candidate.unit, candidate.heading.number.unwrap_or(0));
        Some([head, tail])
    });
}

fn numbered_start(
    unit: &Unit<'_>,
    contents: &Contents,
    halves: bool,
    last: &BTreeMap<Option<char>, u32>,
) -> Option<(Candidate, usize, &'static str, u8)> {
    if !unit.is_body() || unit.lines > 1 {
        return None;
    }
    let head: String = unit.text.chars().take(rules::LONGEST).collect();
    let candidate = rules::numbered(&head)
        .filter(|candidate| candidate.form() == Some(Form::Unit) && candidate.separated)?;
    let number = candidate.heading.number?;
    let next = last.get(&candidate.unit).map_or(1, |last| last + 1);
    let (end, rule, confidence) = glued_start(unit, &candidate, contents, halves)?;
    (number == next).then_some((candidate, end, rule, confidence))
}

/// Whether the titles of chapters have two halves of one length (回目).
fn titles_have_halves(units: &[Unit<'_>]) -> bool {
    let (mut all, mut halved) = (0, 0);
    for unit in units.iter().filter(|unit| matches!(unit.role, Role::Heading(_))) {
        let Some(candidate) = rules::numbered(&unit.text) else { continue };
        let parts: Vec<usize> = unit.text[candidate.label..]
            .split(script::is_space)
            .filter(|part| !part.is_empty())
            .map(|part| part.chars().count())
            .collect();
        all += 1;
        halved += usize::from(matches!(parts[..], [a, b] if a == b));
    }
    all >= 3 && halved * 10 >= all * 7
}
