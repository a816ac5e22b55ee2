//! Numbered and named headings: candidates by form, confirmed by their siblings.

use std::collections::{BTreeMap, VecDeque};

use super::claims::{Claim, View};
use super::contents::Contents;
use super::counted;
use super::lines::{Unit, split_each};
use super::pattern::patterns;
use super::placed::Placed;
use super::repeats;
use super::role::{Heading, Role};
use super::rules::{self, Candidate, HeadingForm};
use super::run_in_numbers;
use super::series::{self, Link, Member};
use super::stems;
use crate::model::SectionKind;
use crate::text::{punctuation, script};

/// The maximum length of a heading whose number is as likely that of a paragraph.
pub(super) const LONGEST_INNER: usize = 40;
/// The longest heading without a mark between number and title, unless it is in sequence.
const LONGEST_UNMARKED: usize = 30;
/// The share of numerals that have a title below them where titles are on separate lines, in percent.
const TITLED: usize = 75;
/// The maximum length of a title on a separate line under a bare 第一章.
const LONGEST_SECOND_LINE: usize = 30;

patterns! {
    /// The label of an annex, alone.
    static ANNEX = r"^附[件录](?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[:：]?$";
    /// How the title of an annexed paper ends.
    static PAPER = r"(?:办法|规定|细则|条例|规程|章程|方案|计划|总结|标准|规范|报告|意见|通知|要点|清单|名单|目录|一览表|登记表|申请表|汇总表|统计表|表)(?:[（(].{1,12}[）)])?$";
}

/// Claims numbered and named headings, those run in with the text after them, and their copies.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let contents = Contents::of(view);
    let mut strays = Vec::new();
    let mut claims = view.draft(|units| {
        repeats::mark(units);
        unfold(units);
        run_in_numbers::split(units);
        part_volumes(units);
        strays = mark(units, &view.source.text, &contents);
        split_starts(units, &contents);
        free_lone_chapter(units);
    });
    claims.append(&mut strays);
    claims
}

/// Claims the numbered and named headings among whole paragraphs.
pub(super) fn of_paragraphs<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let contents = Contents::of(view);
    let mut strays = Vec::new();
    let mut claims = view.draft(|units| {
        repeats::mark(units);
        strays = mark(units, &view.source.text, &contents);
    });
    claims.append(&mut strays);
    claims
}

/// Marks numbered and named headings, and returns claims for those below the minimum confidence.
fn mark<'a>(units: &mut Vec<Unit<'a>>, source: &str, contents: &Contents) -> Vec<Claim<'a>> {
    let mut candidates: Vec<Option<Candidate>> = units
        .iter()
        .map(|unit| {
            let looked_at = unit.is_body() && unit.length <= rules::LONGEST + 4;
            looked_at.then(|| rules::numbered(unit.whole())).flatten()
        })
        .collect();
    let halves = |candidate: &Candidate| candidate.name() == rules::HALF;
    if candidates.iter().flatten().filter(|it| halves(it)).count() < 2 {
        candidates.iter_mut().for_each(|it| *it = it.take().filter(|it| !halves(it)));
    }
    let strays = mark_units(units, &candidates, contents);
    mark_chains(units, &candidates);
    stems::mark(units);
    counted::mark(units, &candidates, HeadingForm::Enumerated);
    counted::mark(units, &candidates, HeadingForm::Inner);
    mark_opening(units, &candidates);
    // The first line is the title, not a section called 序, unless chapters follow.
    let chapters = units.iter().any(|unit| {
        matches!(&unit.role, Role::Heading(it) if it.number.is_some() && it.rank <= rules::rank::CHAPTER)
    });
    for unit in units.iter_mut().skip(usize::from(!chapters)) {
        if unit.is_body()
            && let Some(candidate) = rules::named(unit.whole())
        {
            unit.set(Role::Heading(candidate.heading), "named", 90);
        }
    }
    repeats::mark_volumes(units);
    counted::complete(units, &candidates);
    mark_above_subsections(units, &candidates);
    mark_titled_numerals(units);
    join_second_lines(units);
    join_wrapped(units);
    for unit in units.iter_mut().filter(|unit| matches!(unit.role, Role::Heading(_))) {
        set_signs_apart(unit, source);
    }
    strays
}

/// 1 绪论, 一、引言 above everything: a number before the name of an opening is not a title, whether or
/// not its series is confirmed.
fn mark_opening(units: &mut [Unit<'_>], candidates: &[Option<Candidate>]) {
    let Some(first) = units.iter().position(Unit::is_body) else { return };
    let opening = candidates[first].as_ref().filter(|it| {
        let label = it.label(units[first].whole());
        it.heading.number == Some(1)
            && rules::named(label).is_some_and(|it| it.heading.kind == SectionKind::Preface)
    });
    if let Some(candidate) = opening {
        units[first].set(Role::Heading(candidate.heading.clone()), candidate.name(), 85);
    }
}

/// 1. 选题的背景, directly above 1.1: a section, even if no 2. follows.
fn mark_above_subsections(units: &mut [Unit<'_>], candidates: &[Option<Candidate>]) {
    for at in 0..units.len().min(candidates.len()).saturating_sub(1) {
        let own = candidates[at].as_ref().filter(|it| {
            it.heading.rank == rules::rank::DECIMAL
                && units[at].is_body()
                && !rules::reads_as_sentence(units[at].whole(), it)
        });
        let Some(number) = own.and_then(|it| it.heading.number) else { continue };
        let first = format!("{number}.1");
        let below = &units[at + 1];
        let heads = below.whole().begins_with(&first)
            && matches!(&below.role, Role::Heading(it) if it.rank == rules::rank::SUBDECIMAL);
        if heads && let Some(candidate) = own {
            units[at].set(Role::Heading(candidate.heading.clone()), candidate.name(), 85);
        }
    }
}

/// Makes the signs that sites put before headings delimiters.
fn set_signs_apart(unit: &mut Unit<'_>, source: &str) {
    let signs = unit.whole().before(rules::unsigned(unit.whole())).range();
    if unit.marks.is_empty() {
        unit.delimit(source, signs);
    }
}

/// Removes the signs before the user's headings, as for others.
pub(super) fn fold_signs(units: &mut [Unit<'_>], source: &str) {
    let is_by_user = |unit: &&mut Unit<'_>| {
        matches!(unit.role, Role::Heading(_))
            && unit.recognition.as_ref().is_some_and(|it| it.confidence == 100)
    };
    units.iter_mut().filter(is_by_user).for_each(|unit| set_signs_apart(unit, source));
}

/// 第N章: a heading unless it reads like a sentence. Lines with one sign form a chain: a line outside
/// it, 第二回合开始了, is a stray.
fn mark_units<'a>(
    units: &mut [Unit<'a>],
    candidates: &[Option<Candidate>],
    contents: &Contents,
) -> Vec<Claim<'a>> {
    /// The confidence that a stray is a heading, in percent.
    const STRAY: u8 = 25;
    /// How many sentences a heading has beside it in an outline.
    const OUTLINE: usize = 3;
    let mut strays = Vec::new();
    let mut signs: BTreeMap<Option<char>, Vec<(usize, &Candidate)>> = BTreeMap::new();
    let mut heads: Vec<(usize, u8)> = Vec::new();
    let mut sentences: BTreeMap<Option<char>, usize> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let Some(candidate) =
            candidate.as_ref().filter(|it| it.form() == Some(HeadingForm::Unit))
        else {
            continue;
        };
        if rules::reads_as_sentence(units[at].whole(), candidate)
            && !contents.announces(units[at].whole())
        {
            *sentences.entry(candidate.unit).or_default() += 1;
        } else if units[at].length <= rules::LONGEST {
            signs.entry(candidate.unit).or_default().push((at, candidate));
            if !rules::begins_word(units[at].whole(), candidate) {
                heads.push((at, candidate.heading.rank));
            }
        }
    }
    for (sign, members) in signs {
        let (linked, confirmed) = linked(units, &members, &heads);
        // 第二章：介绍系统的结构。 and its like are an outline, and so is what has no stop among them.
        let outline =
            sentences.get(&sign).is_some_and(|count| *count >= OUTLINE * members.len());
        for ((at, candidate), in_chain) in members.into_iter().zip(linked) {
            let announced = contents.announces(units[at].whole());
            let sure = announced || (in_chain && confirmed > 1);
            let heading = Role::Heading(candidate.heading.clone());
            if !announced
                && (outline || (!sure && is_stray(&units[at], candidate, in_chain, confirmed)))
            {
                strays.push(units[at].claim(heading, candidate.name(), STRAY));
                continue;
            }
            let confidence = match (announced, in_chain) {
                (true, _) => 98,
                (false, true) => 95,
                (false, false) => 75,
            };
            units[at].set(heading, candidate.name(), confidence);
        }
    }
    strays
}

/// Which of the lines with one sign are linked in a chain, and how many.
fn linked(
    units: &[Unit<'_>],
    lines: &[(usize, &Candidate)],
    heads: &[(usize, u8)],
) -> (Vec<bool>, usize) {
    /// How much worse 第二回合 looks than 第二回.
    const WORD: i32 = -4;
    let above: Vec<usize> = heads
        .iter()
        .filter(|(_, rank)| lines.first().is_some_and(|(_, it)| *rank < it.heading.rank))
        .map(|(at, _)| *at)
        .collect();
    let members: Vec<Member> = lines
        .iter()
        .map(|(at, candidate)| Member {
            number: candidate.heading.number.unwrap_or(0),
            parent: above.partition_point(|head| head < at),
            looks: if rules::begins_word(units[*at].whole(), candidate) { WORD } else { 0 },
        })
        .collect();
    let chain = series::best(&members);
    let mut linked = vec![false; lines.len()];
    // 第一回合, 第二回合 … count something else.
    let words = chain.iter().filter(|(place, _)| members[*place].looks < 0).count();
    if words * 2 > chain.len() {
        return (linked, 0);
    }
    for (step, (place, link)) in chain.iter().enumerate() {
        let continues = chain.get(step + 1).is_some_and(|(_, next)| *next == Link::On);
        linked[*place] = *link != Link::Slip || continues;
    }
    let confirmed = linked.iter().filter(|it| **it).count();
    (linked, confirmed)
}

/// Whether a line 第N章… that no chain confirms is not a heading.
fn is_stray(unit: &Unit<'_>, candidate: &Candidate, in_chain: bool, chain: usize) -> bool {
    /// The length of a chain from which lines outside it are rejected.
    const CHAIN: usize = 3;
    let label = candidate.label(unit.whole());
    let unmarked = !candidate.separated && !label.is_empty();
    let doubtful = (!in_chain && chain >= CHAIN)
        || unit.length > LONGEST_UNMARKED
        || (unit.ends_sentence() && !unit.text.ends_with(['？', '?']))
        || rules::begins_word(unit.whole(), candidate);
    (unmarked && doubtful) || (unit.ends_sentence() && !in_chain)
}

/// Numbers of any other form for chapters: a long chain that counts on, with text below each line.
fn mark_chains(units: &mut [Unit<'_>], candidates: &[Option<Candidate>]) {
    /// The minimum number of lines of such a chain.
    const LEAST: usize = 8;
    /// The average number of units per heading, in halves.
    const APART: usize = 5;
    /// The share of links that count on, in percent.
    const ON: usize = 95;
    /// The length of a chain from which its lines are chapters, if nothing else is.
    const CHAPTERS: usize = 20;
    let heads: Vec<(usize, u8)> = (0..units.len())
        .filter_map(|at| match &units[at].role {
            Role::Heading(heading) => Some((at, heading.rank)),
            _ => None,
        })
        .collect();
    let mut ranks: BTreeMap<u8, Vec<(usize, Candidate)>> = BTreeMap::new();
    for at in 0..units.len() {
        let lone = || rules::lone(units[at].whole()).filter(|_| units[at].is_body());
        let Some(candidate) = candidates[at].clone().or_else(lone) else { continue };
        if candidate.form() != Some(HeadingForm::Unit)
            && units[at].is_body()
            && has_text_below(units, at)
            && units[at].length <= LONGEST_INNER
            && !rules::has_answer(units[at].whole())
            && !rules::reads_as_sentence(units[at].whole(), &candidate)
            && (!units[at].ends_sentence()
                || units[at].text.ends_with(['？', '?', '！', '!', '…']))
        {
            ranks.entry(candidate.heading.rank).or_default().push((at, candidate));
        }
    }
    let any_chapter = heads
        .iter()
        .any(|(_, rank)| *rank <= rules::rank::SECTION && *rank > rules::rank::PART);
    for (rank, lines) in ranks {
        let above: Vec<usize> =
            heads.iter().filter(|(_, head)| *head < rank).map(|(at, _)| *at).collect();
        let members: Vec<Member> = lines
            .iter()
            .map(|(at, candidate)| Member {
                number: candidate.heading.number.unwrap_or(0),
                parent: above.partition_point(|head| head < at),
                looks: 0,
            })
            .collect();
        let chain = series::best(&members);
        let counts_on = |(before, after): (&(usize, Link), &(usize, Link))| match after.1 {
            Link::On | Link::Again => true,
            Link::Anew => members[before.0].parent != members[after.0].parent,
            Link::First | Link::Slip => false,
        };
        let on = chain.iter().zip(chain.iter().skip(1)).filter(|pair| counts_on(*pair)).count();
        let (Some((first, _)), Some((last, _))) = (chain.first(), chain.last()) else {
            continue;
        };
        let spread = lines[*last].0 - lines[*first].0;
        if chain.len() < LEAST
            || on * 100 < (chain.len() - 1) * ON
            || spread * 2 < (chain.len() - 1) * APART
        {
            continue;
        }
        let chapters = chain.len() >= CHAPTERS && !any_chapter;
        for (place, link) in chain {
            let (at, candidate) = &lines[place];
            if link == Link::Slip {
                continue;
            }
            let rank = if chapters { rules::rank::CHAPTER } else { rank };
            let heading = Heading { rank, ..candidate.heading.clone() };
            units[*at].set(Role::Heading(heading), candidate.name(), 90);
        }
    }
}

/// Whether text follows, and no other line of the kind.
pub(super) fn has_text_below(units: &[Unit<'_>], at: usize) -> bool {
    let next = units[at + 1..].iter().find(|unit| !matches!(unit.role, Role::Residue(_)));
    next.is_some_and(|next| {
        matches!(next.role, Role::Heading(_))
            || (next.is_body() && (next.ends_sentence() || next.length > units[at].length))
    })
}

/// Joins a heading that was wrapped at the page width with the next line: in texts from a PDF.
fn join_wrapped(units: &mut Vec<Unit<'_>>) {
    /// How many paragraphs of several lines, or such headings, show that the text is wrapped.
    const WRAPPED: usize = 2;
    /// The shortest line that is broken, and the shortest paragraph.
    const SHORTEST: usize = 14;
    const PARAGRAPH: usize = 25;
    /// Words that no title ends with, and those that none begins with.
    const OPEN: &str = "的地得和与及或在是为以后对将把被让使由从向于之而其所、，";
    const CLOSING: &str = "的地得和与及或、，）》”";
    let wrapped = units.iter().filter(|unit| unit.lines > 1).count();
    let heads = |unit: &Unit<'_>| {
        matches!(unit.role, Role::Heading(_)) && unit.lines == 1 && unit.marks.is_empty()
    };
    let longest = units.iter().filter(|it| heads(it)).map(|it| it.length).max().unwrap_or(0);
    let broken = |at: &usize| {
        let [first, second, third] = &units[*at..*at + 3] else { return false };
        let dangles = first.text.ends_with(|c| OPEN.contains(c))
            || second.text.starts_with(|c| CLOSING.contains(c))
            || (first.length >= 2 * SHORTEST && first.length * 10 >= longest * 9);
        let below = matches!(third.role, Role::Heading(_))
            || third.lines > 1
            || third.length >= PARAGRAPH;
        heads(first)
            && first.length >= SHORTEST
            && second.is_body()
            && second.lines == 1
            && second.marks.is_empty()
            && second.blank_before == 0
            && second.length <= first.length
            && !second.ends_sentence()
            && !second.text.ends_with(['：', ':', '，', '；'])
            && rules::numbered(second.whole()).is_none()
            && dangles
            && below
    };
    let found: Vec<usize> = (0..units.len().saturating_sub(2)).filter(broken).collect();
    if found.len().max(wrapped) < WRAPPED {
        return;
    }
    for at in found.into_iter().rev() {
        let second = units.remove(at + 1);
        let first = &mut units[at];
        first.join(&second, "");
    }
}

/// Numerals alone, 1, 2, 3, that count on from one to the end, each with a title below it.
fn mark_titled_numerals(units: &mut [Unit<'_>]) {
    /// The fewest of them.
    const LEAST: usize = 3;
    let lone = |at: usize| {
        let candidate = rules::lone(units[at].whole()).filter(|_| units[at].is_body())?;
        Some((at, candidate.heading))
    };
    let mut numerals: Vec<(usize, Heading)> = (0..units.len()).filter_map(lone).collect();
    // Behind the text a page has numbers of its own.
    let run = (1..).zip(&numerals).take_while(|(number, (_, it))| it.number == Some(*number));
    let count = run.count();
    numerals.truncate(count);
    let titled =
        numerals.iter().filter(|(at, _)| is_second_line(units[at + 1..].iter().take(2)));
    if numerals.len() >= LEAST && titled.count() * 100 >= numerals.len() * TITLED {
        for (at, heading) in numerals {
            units[at].set(Role::Heading(heading), rules::NUMERAL, 90);
        }
    }
}

/// A bare number with its title on the next line is one heading of two lines.
fn join_second_lines(units: &mut Vec<Unit<'_>>) {
    let titled = numerals_have_titles(units);
    let mut rest = VecDeque::from(std::mem::take(units));
    while let Some(mut first) = rest.pop_front() {
        let second = if is_question_label(&first) {
            rest.front().is_some_and(is_question)
        } else {
            let (bare, numeral) = (is_bare_number(&first), titled && is_numeral(&first));
            ((bare || numeral) && is_second_line(rest.iter()))
                || (numeral && is_quoted_title(rest.make_contiguous()))
        };
        if is_annex(&first) {
            for _ in 0..title_of_annex(&rest) {
                if let Some(line) = rest.pop_front() {
                    first.join(&line, " ");
                }
            }
        } else if second
            && !(is_volume(&first) && rest.get(1).is_some_and(Unit::is_body))
            && let Some(second) = rest.pop_front()
        {
            first.join(&second, " ");
        }
        units.push(first);
    }
}

/// Whether a unit is 附件1 or 附录一 and nothing else.
fn is_annex(unit: &Unit<'_>) -> bool {
    matches!(&unit.role, Role::Heading(heading) if heading.kind == SectionKind::Appendix)
        && unit.marks.is_empty()
        && ANNEX.is_match(unit.whole())
}

/// How many lines below the label of an annex are its title: those up to the name of its kind, or the
/// one above text.
fn title_of_annex(rest: &VecDeque<Unit<'_>>) -> usize {
    /// The most lines.
    const LINES: usize = 3;
    let is_line = |unit: &&Unit<'_>| {
        unit.is_body()
            && unit.marks.is_empty()
            && unit.blank_before <= 1
            && unit.length <= LONGEST_SECOND_LINE
            && !unit.ends_sentence()
            && !unit.text.ends_with(['：', ':', '，'])
            && rules::numbered(unit.whole()).is_none()
    };
    let lines = rest.iter().take(LINES).take_while(is_line);
    let named = lines.enumerate().find(|(_, unit)| PAPER.is_match(unit.whole()));
    match named {
        Some((at, _)) => at + 1,
        None => usize::from(is_second_line(rest.iter())),
    }
}

/// Whether a unit is the heading of a volume: the line below it is the heading of its first piece,
/// unless another heading follows that.
fn is_volume(unit: &Unit<'_>) -> bool {
    matches!(&unit.role, Role::Heading(heading) if heading.rank <= rules::rank::PART)
}

/// Whether nearly every bare numeral, 01, has a title below it: otherwise short lines are text.
fn numerals_have_titles(units: &[Unit<'_>]) -> bool {
    let numerals: Vec<usize> = (0..units.len()).filter(|at| is_numeral(&units[*at])).collect();
    let titled = numerals.iter().filter(|at| {
        let below = &units[**at + 1..];
        is_second_line(below.iter().take(2)) || is_quoted_title(below)
    });
    !numerals.is_empty() && titled.count() * 100 >= numerals.len() * TITLED
}

/// Whether the first of these is a title that quotes somebody: right below its number, a blank line
/// above the text.
fn is_quoted_title(units: &[Unit<'_>]) -> bool {
    let [title, after, ..] = units else { return false };
    title.is_body()
        && title.marks.is_empty()
        && title.blank_before == 0
        && after.blank_before > 0
        && title.length <= LONGEST_SECOND_LINE
        && title.text.starts_with(['“', '「'])
        && title.text.ends_with(['”', '」'])
}

/// Whether a heading is a numeral alone: 01.
fn is_numeral(unit: &Unit<'_>) -> bool {
    let rule = unit.recognition.as_ref().map(|it| it.rule.as_str());
    matches!(unit.role, Role::Heading(_)) && rule == Some(rules::NUMERAL)
}

/// Whether a heading is Q1 alone.
fn is_question_label(unit: &Unit<'_>) -> bool {
    let rule = unit.recognition.as_ref().map(|it| it.rule.as_str());
    matches!(unit.role, Role::Heading(_)) && rule == Some(rules::QUESTION_LABEL)
}

/// Whether a line is a question, as it is below Q1.
fn is_question(unit: &Unit<'_>) -> bool {
    /// The longest, in characters.
    const LONGEST: usize = 100;
    unit.is_body()
        && unit.marks.is_empty()
        && unit.blank_before <= 1
        && unit.length <= LONGEST
        && unit.text.ends_with(['？', '?'])
}

/// Whether a heading is a number and nothing else: 第一章.
fn is_bare_number(unit: &Unit<'_>) -> bool {
    matches!(&unit.role, Role::Heading(_))
        && unit.marks.is_empty()
        && rules::numbered(unit.whole()).is_some_and(|candidate| {
            candidate.form() == Some(HeadingForm::Unit)
                && candidate.label(unit.whole()).is_empty()
        })
}

/// Whether the first of these is the title of the number above it.
pub(super) fn is_second_line<'u, 'a: 'u>(mut rest: impl Iterator<Item = &'u Unit<'a>>) -> bool {
    let (title, after) = (rest.next(), rest.next());
    title.zip(after).is_some_and(|(title, after)| {
        title.is_body()
            && title.marks.is_empty()
            && title.blank_before <= 1
            && title.length <= LONGEST_SECOND_LINE
            && (!title.ends_sentence() || title.text.ends_with(['？', '?']))
            && !title.text.ends_with(['：', ':', '，'])
            && (!after.is_body() || after.length > title.length || after.ends_sentence())
    })
}

/// The paragraph that a heading is run in with, with the rule and the confidence: by the contents,
/// by the equal halves of its siblings' titles, or by the opening words of a tale.
fn after_heading<'t>(
    unit: &'t Unit<'_>,
    candidate: &Candidate,
    contents: &Contents,
    halves: bool,
) -> Option<(Placed<'t>, &'static str, u8)> {
    /// The maximum length of half a title, and of a title before the opening words of a tale.
    const HALF: usize = 12;
    const TITLE: usize = 40;
    const OPENINGS: [&str; 7] = ["话说", "却说", "且说", "诗曰", "词曰", "诗云", "话表"];
    let whole = unit.whole();
    let label = candidate.label(whole);
    if let Some(entry) = contents.counterpart(candidate)
        && let Some(end) = entry.end_in(whole)
    {
        return Some((whole.after(end), "glued-by-contents", 92));
    }
    let mut words = label.words();
    let (first, second) = (words.next()?, words.next());
    if let Some(second) = second.filter(|_| halves) {
        let half = first.length();
        let rest = whole.after(second.first_chars(half));
        if half <= HALF && second.length() > half {
            return Some((rest, "glued-by-halves", 80));
        }
    }
    let opening = OPENINGS
        .iter()
        .filter_map(|word| label.find_word(word))
        .min_by_key(|opening| opening.range().start);
    opening
        .filter(|opening| (1..=TITLE).contains(&label.before(*opening).length()))
        .map(|opening| (label.from(opening), "glued-by-opening", 75))
        .or_else(|| title_before_space(label))
}

/// 第一章 初遇 那是一个下雨的夜晚。…: the title ends at the space before the sentence; a title in two halves of
/// equal length (回目) at the second one.
fn title_before_space(label: Placed<'_>) -> Option<(Placed<'_>, &'static str, u8)> {
    /// The longest title, and the shortest text that makes a paragraph.
    const LONGEST_TITLE: usize = 16;
    const PARAGRAPH: usize = 12;
    let (mut title, mut rest) = label.split_once(script::is_space)?;
    let length = title.length();
    rest = rest.trim_start_matches(script::is_space);
    if let Some((half, tale)) = rest.split_once(script::is_space)
        && length >= 4
        && half.length() == length
    {
        (title, rest) = (label.until(half), tale.trim_start_matches(script::is_space));
    }
    let is_title = length <= LONGEST_TITLE
        && !title
            .contains(|c: char| punctuation::is_sentence_final(c) || punctuation::is_pause(c));
    let is_prose = rest.contains(['。', '！', '？', '…']) && rest.length() > PARAGRAPH;
    (is_title && is_prose).then_some((rest, "glued-by-space", 75))
}

/// Splits the volume from its chapter, 第九卷 第二章, if several lines name both.
fn part_volumes(units: &mut Vec<Unit<'_>>) {
    /// The fewest such lines.
    const LEAST: usize = 2;
    let named = |unit: &Unit<'_>| chapter_of_volume(unit).is_some();
    if units.iter().filter(|unit| named(unit)).nth(LEAST - 1).is_some() {
        split_each(units, |unit, _| unit.split(chapter_of_volume(unit)?).map(Into::into));
    }
}

/// The chapter on a line that also names its volume.
fn chapter_of_volume<'t>(unit: &'t Unit<'_>) -> Option<Placed<'t>> {
    if !unit.is_body() || unit.length > rules::LONGEST {
        return None;
    }
    let whole = unit.whole();
    // 上卷 第一回 has one number: the volume's halves say where the book is.
    let counted =
        |it: &Candidate| it.form() == Some(HeadingForm::Unit) && it.name() != rules::HALF;
    let of_unit =
        |text: Placed<'_>| rules::numbered(text).filter(counted).map(|it| it.heading.rank);
    let chapter = whole.words().skip(1).find(|word| word.starts_with('第'))?;
    let (volume, chapter) = (whole.before(chapter).trim(), whole.from(chapter));
    let is_volume = of_unit(volume).is_some_and(|rank| rank <= rules::rank::PART);
    let is_chapter = of_unit(chapter).is_some_and(|rank| rank > rules::rank::PART);
    (is_volume && is_chapter).then_some(chapter)
}

/// Splits a line with several chapters: the numbers of its headings count on, and each begins after
/// the end of a sentence.
fn unfold(units: &mut Vec<Unit<'_>>) {
    let whole = std::mem::take(units);
    for unit in whole {
        let foldable = unit.is_body() && unit.lines == 1 && unit.length > rules::LONGEST;
        let starts = if foldable { chapters(unit.whole()) } else { Vec::new() };
        // From the end, so that earlier places remain valid.
        let (mut parts, mut rest) = (Vec::new(), unit.clone());
        for start in starts.into_iter().rev() {
            if let Some((head, tail)) = rest.split(start) {
                parts.push(tail);
                rest = head;
            }
        }
        units.push(rest);
        units.extend(parts.into_iter().rev());
    }
}

/// The chapters after the first in a line with at least two, each from its beginning to the end of
/// the line.
fn chapters(text: Placed<'_>) -> Vec<Placed<'_>> {
    let mut found: Vec<(Placed<'_>, Option<char>, u32)> = Vec::new();
    let mut rest = text;
    while let Some(sign) = rest.find_char(|c| c == '第') {
        let chapter = text.from(sign);
        rest = text.after(sign);
        let begins = text.before(sign).chars().next_back().is_none_or(|c| {
            script::is_space(c)
                || punctuation::is_sentence_final(c)
                || punctuation::is_closing(c)
        });
        if !begins {
            continue;
        }
        let head = chapter.first_chars(rules::LONGEST);
        let Some(candidate) = rules::numbered(head).filter(|it| {
            it.form() == Some(HeadingForm::Unit) && it.separated && !it.label(head).is_empty()
        }) else {
            continue;
        };
        let number = candidate.heading.number.unwrap_or(0);
        let counts_on = match found.last() {
            None => number <= 1,
            Some((_, unit, last)) => *unit == candidate.unit && number == last + 1,
        };
        if counts_on {
            found.push((chapter, candidate.unit, number));
        }
    }
    if found.len() < 2 {
        return Vec::new();
    }
    let starts = found.into_iter().map(|(chapter, ..)| chapter);
    starts.filter(|chapter| chapter.len() < text.len()).collect()
}

/// Splits numbered headings off the paragraphs that follow them on one line.
fn split_starts(units: &mut Vec<Unit<'_>>, contents: &Contents) {
    let halves = titles_have_halves(units);
    let mut last: BTreeMap<Option<char>, u32> = BTreeMap::new();
    split_each(units, |unit, _| {
        if let Role::Heading(heading) = &unit.role {
            let sign = rules::numbered(unit.whole()).and_then(|candidate| candidate.unit);
            last.insert(sign, heading.number.unwrap_or(0));
            return None;
        }
        let (candidate, tail, rule, confidence) =
            numbered_start(unit, contents, halves, &last)?;
        let (mut head, tail) = unit.split(tail)?;
        let heading = Heading { glued: true, ..candidate.heading.clone() };
        head.set(Role::Heading(heading), rule, confidence);
        last.insert(candidate.unit, candidate.heading.number.unwrap_or(0));
        Some([head, tail])
    });
}

fn numbered_start<'t>(
    unit: &'t Unit<'_>,
    contents: &Contents,
    halves: bool,
    last: &BTreeMap<Option<char>, u32>,
) -> Option<(Candidate, Placed<'t>, &'static str, u8)> {
    if !unit.is_body() || unit.lines > 1 {
        return None;
    }
    let candidate =
        rules::numbered(unit.whole().first_chars(rules::LONGEST)).filter(|candidate| {
            candidate.form() == Some(HeadingForm::Unit) && candidate.separated
        })?;
    let number = candidate.heading.number?;
    let next = last.get(&candidate.unit).map_or(1, |last| last + 1);
    let (tail, rule, confidence) = after_heading(unit, &candidate, contents, halves)?;
    (number == next).then_some((candidate, tail, rule, confidence))
}

/// Whether the titles of chapters have two halves of one length (回目).
fn titles_have_halves(units: &[Unit<'_>]) -> bool {
    let (mut all, mut halved) = (0, 0);
    for unit in units.iter().filter(|unit| matches!(unit.role, Role::Heading(_))) {
        let Some(candidate) = rules::numbered(unit.whole()) else { continue };
        let parts: Vec<usize> =
            candidate.label(unit.whole()).words().map(Placed::length).collect();
        all += 1;
        halved += usize::from(matches!(parts[..], [a, b] if a == b));
    }
    all >= 3 && halved * 10 >= all * 7
}

/// 第三讲　劳动 or 第四十五章：… above the text of one lecture or chapter is its title, not a heading among
/// others.
fn free_lone_chapter(units: &mut [Unit<'_>]) {
    let sign = |unit: &Unit<'_>| {
        let heads = matches!(unit.role, Role::Heading(_));
        rules::numbered(unit.whole()).filter(|_| heads).and_then(|found| found.unit)
    };
    let first = units.iter().position(|unit| !matches!(unit.role, Role::Residue(_)));
    let Some(first) = first.filter(|at| units[*at].marks.is_empty()) else { return };
    let Some(own) = sign(&units[first]) else { return };
    let titled = rules::numbered(units[first].whole())
        .is_some_and(|found| !found.label(units[first].whole()).is_empty());
    let lecture = "讲课".contains(own);
    // A book may begin with its only volume; a chapter followed by its own section is the heading
    // of that.
    let whole = titled && "章节回篇".contains(own);
    let alone = !units[first + 1..].iter().any(|unit| sign(unit).is_some());
    let by_user = units[first].recognition.as_ref().is_some_and(|it| it.confidence == 100);
    if alone && !by_user && (lecture || whole) {
        (units[first].role, units[first].recognition) = (Role::Body, None);
    }
}
