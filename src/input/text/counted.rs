//! Headings with numbers that often belong to paragraphs, 一、 and （一）: the whole series decides.

use std::collections::BTreeMap;

use super::headings::{LONGEST_INNER, has_text_below};
use super::lines::Unit;
use super::role::Role;
use super::rules::{self, Candidate, HeadingForm};
use crate::text::punctuation;

/// The minimum share of lines with such a number that look like headings.
const ENUMERATED_SHARE: usize = 60;
const INNER_SHARE: usize = 80;

/// A line or paragraph that begins with the number of a series.
struct SeriesLine {
    at: usize,
    number: Option<u32>,
    /// Whether it may be a heading.
    heads: bool,
}

/// 一、 and （一）: headings where most of their series are.
pub(super) fn mark(
    units: &mut [Unit<'_>],
    candidates: &[Option<Candidate>],
    form: HeadingForm,
) {
    let mut series: BTreeMap<u8, Vec<SeriesLine>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        if let Role::Heading(heading) = &unit.role
            && heading.glued
            && form == HeadingForm::Enumerated
        {
            // Already split off a paragraph: it counts for the series.
            let line = SeriesLine { at, number: heading.number, heads: true };
            series.entry(heading.rank).or_default().push(line);
        }
        if !unit.is_body() {
            continue;
        }
        let long = candidates[at].is_none();
        let candidate = if long {
            // Paragraphs that begin with such a number count against the series.
            rules::numbered(unit.whole().first_chars(12))
        } else {
            candidates[at].clone()
        };
        let Some(candidate) = candidate.filter(|c| c.form() == Some(form)) else { continue };
        // 三、会车： is neither; its series decides.
        if !long && is_closed_title(unit, &candidate) {
            continue;
        }
        let heads = !long && may_head(units, candidates, at, form);
        let line = SeriesLine { at, number: candidate.heading.number, heads };
        series.entry(candidate.heading.rank).or_default().push(line);
    }
    mark_closed(units, candidates, form);
    for lines in series.into_values() {
        for at in heads_of_series(&lines, form) {
            if let Some(candidate) = candidates[at].as_ref().filter(|_| units[at].is_body()) {
                // Frequencies in the annotated texts: （一） is more reliable than 1. and (1).
                let sure = candidate.heading.rank <= rules::rank::PARENTHESES;
                let confidence = if sure { 90 } else { 76 };
                let heading = candidate.heading.clone();
                units[at].set(Role::Heading(heading), candidate.name(), confidence);
            }
        }
    }
}

/// 一、房屋坐落。 / 二、租赁期限。: a series that counts on from one, of short lines that may end with a stop, each
/// above a paragraph; the longer the lines, the longer the paragraph.
fn mark_closed(units: &mut [Unit<'_>], candidates: &[Option<Candidate>], form: HeadingForm) {
    /// The longest such title that is one by its length, the longest that its paragraph confirms, and
    /// the shortest paragraph, in characters.
    const SHORT: usize = 14;
    const LONGEST: usize = 40;
    const PARAGRAPH: usize = 25;
    let mut runs: Vec<(u8, Vec<(usize, bool)>)> = Vec::new();
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| unit.is_body()) {
        let start = || rules::numbered(unit.whole().first_chars(12));
        let Some(candidate) = candidates[at].clone().or_else(start) else { continue };
        let rank = candidate.heading.rank;
        if candidate.form() != Some(form) || rank > rules::rank::PARENTHESES {
            continue;
        }
        let paragraph = units.get(at + 1).filter(|it| it.is_body()).map_or(0, |it| it.length);
        let label = candidate.label(unit.whole());
        // A thesis is developed at length.
        let is_title = (unit.length <= SHORT
            && paragraph >= PARAGRAPH
            && is_closed_title(unit, &candidate))
            || (unit.length <= LONGEST && paragraph >= 3 * LONGEST);
        let heads = is_title
            && !label
                .trim_end_matches(|c| c == '。')
                .contains(['。', '；', '！', '，', ',', '：', ':'])
            && candidates
                .get(at + 1)
                .and_then(Option::as_ref)
                .is_none_or(|it| it.heading.rank > rank);
        let number = candidate.heading.number;
        match runs.iter_mut().rev().find(|run| run.0 == rank).filter(|_| number != Some(1)) {
            Some((_, lines)) => {
                let counts_on = number == u32::try_from(lines.len() + 1).ok();
                lines.push((at, heads && counts_on));
            }
            None => runs.push((rank, vec![(at, heads && number == Some(1))])),
        }
    }
    for (_, lines) in runs.into_iter().filter(|(_, lines)| lines.len() > 1) {
        if lines.iter().all(|(_, heads)| *heads) {
            for (at, _) in lines {
                if let Some(candidate) = &candidates[at] {
                    let heading = candidate.heading.clone();
                    units[at].set(Role::Heading(heading), candidate.name(), 80);
                }
            }
        }
    }
}

/// The headings of a series: those of all its lines, or of the runs that count from one and are
/// headings while others are the paragraphs of a preface.
fn heads_of_series(lines: &[SeriesLine], form: HeadingForm) -> Vec<usize> {
    /// The minimum number of headings of a series, and of such a run; their minimum share, in
    /// percent.
    const LEAST: usize = 2;
    const LEAST_OF_STRETCH: usize = 3;
    const SHARE: usize = 80;
    let share = match form {
        HeadingForm::Enumerated => ENUMERATED_SHARE,
        _ => INNER_SHARE,
    };
    let whole =
        heads_among(lines, form, LEAST, share).or_else(|| heads_before_sentences(lines, form));
    if let Some(heads) = whole {
        return heads;
    }
    let stretches: Vec<&[SeriesLine]> =
        lines.chunk_by(|before, line| line.number > before.number).collect();
    if form != HeadingForm::Enumerated || stretches.len() < 2 {
        return Vec::new();
    }
    let heads =
        stretches.into_iter().filter_map(|it| heads_among(it, form, LEAST_OF_STRETCH, SHARE));
    heads.flatten().collect()
}

/// 一、范围, 二、办法 above text, and then 三、本办法自发布之日起施行。 to the end: papers close with sentences that
/// continue the count.
fn heads_before_sentences(lines: &[SeriesLine], form: HeadingForm) -> Option<Vec<usize>> {
    let first = lines.iter().position(|line| !line.heads)?;
    let (heads, rest) = lines.split_at(first);
    let counts_on = (1..).zip(lines).all(|(number, line)| line.number == Some(number));
    let closes = form == HeadingForm::Enumerated
        && heads.len() > 1
        && counts_on
        && !rest.iter().any(|line| line.heads);
    closes.then(|| heads.iter().map(|line| line.at).collect())
}

/// The lines that may be headings, if they are a large enough share and the first of them counts
/// from one.
fn heads_among(
    lines: &[SeriesLine],
    form: HeadingForm,
    least: usize,
    share: usize,
) -> Option<Vec<usize>> {
    let heads = || lines.iter().filter(|line| line.heads);
    let count = heads().count();
    // Papers may begin with 0 引言.
    let begins = heads()
        .next()?
        .number
        .is_some_and(|number| number == 1 || (form == HeadingForm::Inner && number == 0));
    let enough = count >= least && count * 100 >= lines.len() * share;
    (begins && enough).then(|| heads().map(|line| line.at).collect())
}

/// Whether one line of a series looks like a heading: short, no final mark, text below it.
fn may_head(
    units: &[Unit<'_>],
    candidates: &[Option<Candidate>],
    at: usize,
    form: HeadingForm,
) -> bool {
    let unit = &units[at];
    let Some(candidate) = &candidates[at] else { return false };
    let longest = if form == HeadingForm::Enumerated { rules::LONGEST } else { LONGEST_INNER };
    let is_question = unit.text.ends_with(['？', '?']);
    if unit.length > longest
        || rules::reads_as_sentence(unit.whole(), candidate)
        || rules::is_form_field(candidate.label(unit.whole()))
        || (unit.ends_sentence() && !is_question)
    {
        return false;
    }
    let next = units[at + 1..].iter().position(|u| !matches!(u.role, Role::Residue(_)));
    let Some(next) = next.map(|offset| at + 1 + offset) else { return false };
    let same =
        candidates[next].as_ref().is_some_and(|c| c.heading.rank == candidate.heading.rank);
    let prose = units[next].ends_sentence() || units[next].length > unit.length;
    match form {
        // An exam question is not one: its section, 一、选择题（    ）, may have a place for points.
        HeadingForm::Inner if rules::has_answer(unit.whole()) => false,
        HeadingForm::Inner => {
            let lower = matches!(&units[next].role, Role::Heading(h) if h.rank > candidate.heading.rank);
            !same && (lower || (units[next].is_body() && prose))
        }
        _ => !same,
    }
}

/// Lines that end like a sentence or an announcement are headings if their series is otherwise
/// complete: 三、直线加速加档。 between 二、 and 四、.
pub(super) fn complete(units: &mut [Unit<'_>], candidates: &[Option<Candidate>]) {
    /// The maximum distance to the number of the next certain heading.
    const AHEAD: u32 = 3;
    let numbered = |units: &[Unit<'_>], at: usize| match &units[at].role {
        Role::Heading(heading) => heading.number.map(|number| (heading.rank, number)),
        _ => None,
    };
    for at in 1..units.len() {
        let Some(candidate) = candidates[at].as_ref().filter(|_| units[at].is_body()) else {
            continue;
        };
        let rank = candidate.heading.rank;
        let Some(number) = candidate.heading.number.filter(|number| *number > 1) else {
            continue;
        };
        let nearest = |mut ats: Box<dyn Iterator<Item = usize> + '_>| {
            ats.find_map(|at| numbered(units, at).filter(|(other, _)| *other <= rank))
        };
        let before = nearest(Box::new((0..at).rev()));
        let after = nearest(Box::new(at + 1..units.len()));
        let follows = before == Some((rank, number - 1));
        let continues = after.is_none_or(|(other, next)| {
            other < rank || (number + 1..=number + AHEAD).contains(&next)
        });
        if is_closed_title(&units[at], candidate)
            && follows
            && continues
            && has_text_below(units, at)
        {
            let heading = candidate.heading.clone();
            units[at].set(Role::Heading(heading), "completes-series", 80);
        }
    }
}

/// Whether a line is a title except for the stop or colon at its end.
fn is_closed_title(unit: &Unit<'_>, candidate: &Candidate) -> bool {
    /// The longest such line.
    const LONGEST: usize = 30;
    let label = candidate.label(unit.whole());
    let title = label.trim_end_matches(|c| matches!(c, '。' | '：' | ':' | '；' | '.'));
    unit.length <= LONGEST
        && title.len() < label.len()
        && !title.is_empty()
        && !title
            .contains(|c: char| punctuation::is_sentence_final(c) || punctuation::is_pause(c))
}
