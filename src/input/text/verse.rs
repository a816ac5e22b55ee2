//! Verse set apart: couplets and lines of equal length, the lines after 诗曰, and poems with a
//! title and a poet of their own.

use super::claims::{Claim, View};
use super::credit;
use super::facts;
use super::lines::{self, Unit, split_each};
use super::names;
use super::placed::Placed;
use super::role::{Heading, Role};
use super::rules::rank;
use crate::model::{CreditKind, SectionKind};
use crate::text::{punctuation, script};

/// The maximum length of a line of verse, in characters: four couplets of seven.
const LONGEST: usize = 72;
/// The longest title of a poem.
const LONGEST_TITLE: usize = 30;
/// The maximum number of Han in a clause of verse: longer clauses are prose.
const LONGEST_CLAUSE: usize = 9;

/// Announcements of verse.
const ANNOUNCED: [&str; 23] = [
    "诗曰",
    "诗云",
    "词曰",
    "词云",
    "歌曰",
    "歌云",
    "赋曰",
    "偈曰",
    "偈云",
    "赞曰",
    "颂曰",
    "铭曰",
    "诗为证",
    "词为证",
    "正是",
    "联云",
    "对联",
    "对子说",
    "诗道",
    "诗一首",
    "只见",
    "但见",
    "怎见得",
];

/// The clauses of a line of verse, in Han; `None` if the line has anything else.
fn clauses(text: &str) -> Option<Vec<usize>> {
    lengths(text)
        .filter(|it| it.len() >= 2 && it.iter().all(|l| (3..=LONGEST_CLAUSE).contains(l)))
}

/// Whether a line may be of a lyric (词), whose clauses differ in length: mostly short ones, and a
/// sentence.
fn is_lyric(text: &str) -> bool {
    /// The maximum average length of the clauses.
    const CLAUSE: usize = 7;
    let fits = |it: &Vec<usize>| {
        it.len() >= 2
            && it.iter().all(|l| (2..=LONGEST_CLAUSE).contains(l))
            && it.iter().sum::<usize>() <= it.len() * CLAUSE
    };
    lines::ends_sentence(text) && lengths(text).as_ref().is_some_and(fits)
}

/// The Han of each clause; `None` if the text has anything else.
fn lengths(text: &str) -> Option<Vec<usize>> {
    let mut lengths = Vec::new();
    let mut length = 0;
    for c in text.chars() {
        if script::is_han(c) || c == '□' {
            length += 1;
        } else if punctuation::is_pause(c) || punctuation::is_sentence_final(c) {
            if length > 0 {
                lengths.push(length);
            }
            length = 0;
        } else if !(punctuation::is_closing(c)
            || punctuation::is_opening(c)
            || script::is_space(c))
        {
            return None;
        }
    }
    if length > 0 {
        lengths.push(length);
    }
    Some(lengths)
}

/// The length of all clauses, if they share one and come in pairs.
fn metre(clauses: &[usize]) -> Option<usize> {
    let first = *clauses.first()?;
    (clauses.len().is_multiple_of(2) && clauses.iter().all(|length| *length == first))
        .then_some(first)
}

/// Claims verse, and the titles of poems if headings are looked for.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(|units| {
        mark(units);
        mark_free(units, view.options.looks_for_headings());
        if view.options.looks_for_headings() {
            mark_titles(units);
        }
    })
}

fn mark(units: &mut Vec<Unit<'_>>) {
    split_announced(units);
    mark_lyrics(units);
    let shapes: Vec<Option<Vec<usize>>> = units
        .iter()
        .map(|unit| {
            let short = unit.is_body() && unit.length <= LONGEST && unit.lines == 1;
            short.then(|| clauses(&unit.text)).flatten()
        })
        .collect();
    let indent = body_indent(units);
    mark_halves(units, indent);
    let mut at = 0;
    while at < units.len() {
        let Some(shape) = &shapes[at] else {
            at += 1;
            continue;
        };
        let metre = metre(shape);
        let same = |other: &Option<Vec<usize>>| {
            other.as_ref().is_some_and(|other| match metre {
                Some(metre) => self::metre(other) == Some(metre),
                None => other == shape,
            })
        };
        let run = shapes[at..].iter().take_while(|other| same(other)).count();
        let before = at.checked_sub(1).map(|at| &units[at]);
        let named = before.is_some_and(names_verse);
        let announced = before.is_some_and(is_announced);
        let led = before.is_some_and(|unit| unit.text.ends_with(['：', ':']));
        let deeper = units[at].indent > indent;
        let is_verse = named
            || match metre {
                Some(5 | 7) => run >= 2 || announced || led,
                Some(_) | None => run >= 2 && (announced || deeper),
            };
        if is_verse {
            let (rule, confidence) =
                if announced { ("verse-announced", 90) } else { ("verse-metre", 80) };
            units[at..at + run].iter_mut().for_each(|u| u.set(Role::Verse, rule, confidence));
        }
        at += run.max(1);
    }
}

/// Marks poems without a metre (新诗、歌词): a text of only short lines, in stanzas.
fn mark_free(units: &mut [Unit<'_>], headings: bool) {
    let structured =
        units.iter().any(|unit| matches!(unit.role, Role::Verse | Role::Heading(_)));
    let Some(titles) = free(units).filter(|_| !structured) else { return };
    for (at, unit) in units.iter_mut().enumerate().filter(|(_, unit)| unit.is_body()) {
        if titles.binary_search(&at).is_err() {
            unit.set(Role::Verse, "verse-free", 75);
        } else if headings {
            let heading = Heading::of(rank::BARE, SectionKind::Poem, None);
            unit.set(Role::Heading(heading), "poem-title", 72);
        }
    }
}

/// The places of titles in a text of poems without a metre; none if it is not one. A title is a
/// short line by itself above a stanza; there are several.
pub(super) fn free(units: &[Unit<'_>]) -> Option<Vec<usize>> {
    /// The maximum length of a line, the minimum number of lines, the minimum average length of a
    /// stanza, and the maximum share of lines that may end a sentence, in percent: all paragraphs
    /// of prose do.
    const LONGEST: usize = 22;
    const LEAST: usize = 6;
    const STANZA: usize = 2;
    const ENDED: usize = 50;
    /// The maximum length of a title, and the minimum number of titles.
    const TITLE: usize = 12;
    const TITLES: usize = 2;
    let is_line = |unit: &Unit<'_>| {
        unit.length <= LONGEST
            && unit.lines == 1
            && unit.marks.is_empty()
            && !unit.text.ends_with(['：', ':'])
            && !unit.text.contains(|c: char| c.is_ascii_digit())
            && super::wrap::marker_length(&unit.text).is_none()
    };
    let body: Vec<usize> = (0..units.len()).filter(|at| units[*at].is_body()).collect();
    if !body.iter().all(|at| is_line(&units[*at])) {
        return None;
    }
    let begins = |place: usize| place == 0 || units[body[place]].blank_before > 0;
    let is_title = |place: &usize| {
        let unit = &units[body[*place]];
        let ends = |c: char| punctuation::is_pause(c) || punctuation::is_sentence_final(c);
        begins(*place)
            && place + 2 < body.len()
            && begins(place + 1)
            && !begins(place + 2)
            && unit.length <= TITLE
            && !unit.text.ends_with(ends)
    };
    let titles: Vec<usize> = (0..body.len()).filter(is_title).collect();
    let titles = if titles.len() < TITLES { Vec::new() } else { titles };
    let count = body.len() - titles.len();
    let stanzas = (0..body.len()).filter(|place| begins(*place)).count() - titles.len();
    let ended = body.iter().filter(|at| units[**at].ends_sentence()).count();
    let shaped = count >= LEAST && stanzas >= 2 && count >= stanzas * STANZA;
    let titles = titles.into_iter().map(|place| body[place]).collect();
    (shaped && ended * 100 <= count * ENDED).then_some(titles)
}

/// The Han of a line that is one clause: half a couplet.
fn half(unit: &Unit<'_>) -> Option<usize> {
    if !unit.is_body() || unit.lines > 1 || unit.length > LONGEST_CLAUSE + 1 {
        return None;
    }
    let is_mark = |c: char| punctuation::is_pause(c) || punctuation::is_sentence_final(c);
    let verse = unit.text.strip_suffix(is_mark)?;
    let length = verse.chars().count();
    (verse.chars().all(script::is_han) && (4..=LONGEST_CLAUSE).contains(&length))
        .then_some(length)
}

/// Marks couplets and quatrains with one clause per line.
fn mark_halves(units: &mut [Unit<'_>], indent: usize) {
    let halves: Vec<Option<usize>> = units.iter().map(half).collect();
    let mut at = 0;
    while at < units.len() {
        let run = match halves[at] {
            Some(length) => halves[at..].iter().take_while(|it| **it == Some(length)).count(),
            None => 0,
        };
        let announced = at > 0 && is_announced(&units[at - 1]);
        let set_apart = announced || units[at].indent > indent;
        let metre = matches!(halves[at], Some(5 | 7));
        if run.is_multiple_of(2) && ((run >= 2 && set_apart) || (run >= 4 && metre)) {
            let rule = if announced { "verse-announced" } else { "verse-metre" };
            units[at..at + run].iter_mut().for_each(|unit| unit.set(Role::Verse, rule, 80));
        }
        at += run.max(1);
    }
}

/// Whether a line ends in an announcement of verse, or is verse itself.
fn is_announced(unit: &Unit<'_>) -> bool {
    unit.role == Role::Verse || names_verse(unit)
}

fn names_verse(unit: &Unit<'_>) -> bool {
    let bare = unit.whole().trim_end_matches(|c| "：:，。".contains(c));
    bare.len() < unit.text.len() && ANNOUNCED.iter().any(|word| bare.ends_in(word))
}

/// Marks successive poems of any metre, each with its title and poet.
fn mark_lyrics(units: &mut [Unit<'_>]) {
    for at in poems(units) {
        let lines = units[at + 2..].iter_mut();
        lines
            .take_while(|unit| unit.is_body() && is_lyric(&unit.text))
            .for_each(|unit| unit.set(Role::Verse, "verse-lyric", 80));
    }
}

/// The beginnings of poems, each with its title and poet; none if there is only one.
pub(super) fn poems(units: &[Unit<'_>]) -> Vec<usize> {
    let begins = |at: &usize| {
        let [title, poet, line] = &units[*at..*at + 3] else { return false };
        [title, poet, line].iter().all(|unit| unit.is_body())
            && title.length <= LONGEST_TITLE
            && !title.ends_sentence()
            && poet.blank_before == 0
            && is_lyric(&line.text)
            && poet_of(poet.whole()).is_some()
    };
    let poems: Vec<usize> = (0..units.len().saturating_sub(2)).filter(begins).collect();
    if poems.len() < 2 { Vec::new() } else { poems }
}

/// Splits a paragraph before the couplet that its last words announce: …有詩為證：夷厲相仍….
fn split_announced(units: &mut Vec<Unit<'_>>) {
    split_each(units, |unit, _| {
        let (head, mut tail) = unit.split(announced_tail(unit)?)?;
        tail.set(Role::Verse, "verse-announced", 85);
        Some([head, tail])
    });
}

/// The verse at the end of a paragraph that announces it.
fn announced_tail<'t>(unit: &'t Unit<'_>) -> Option<Placed<'t>> {
    if !unit.is_body() || unit.lines > 1 {
        return None;
    }
    let text = unit.whole();
    let colon = text.rfind_char(|c| matches!(c, '：' | ':'))?;
    let (before, verse) = (text.before(colon), text.after(colon));
    let announced =
        verse.length() <= LONGEST && ANNOUNCED.iter().any(|word| before.ends_in(word));
    let clauses = announced.then(|| clauses(&verse)).flatten()?;
    matches!(metre(&clauses), Some(4..=7)).then_some(verse)
}

/// The indent of most paragraphs.
fn body_indent(units: &[Unit<'_>]) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for unit in units.iter().filter(|unit| unit.is_body() && unit.length > 30) {
        *counts.entry(unit.indent).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(indent, _)| indent)
}

/// Marks the titles and poets of poems: a short line, perhaps a name, and verse.
fn mark_titles(units: &mut [Unit<'_>]) {
    let all_verse = is_all_verse(units);
    for at in 0..units.len() {
        if units[at].role != Role::Verse || (at > 0 && units[at - 1].role == Role::Verse) {
            continue;
        }
        let byline = at.checked_sub(1).filter(|poet| {
            let unit = &units[*poet];
            unit.is_body() && poet_of(unit.whole()).is_some()
        });
        let Some(title) = byline.unwrap_or(at).checked_sub(1) else { continue };
        let bracketed =
            units[title].text.starts_with('《') && units[title].text.ends_with('》');
        let fits = units[title].is_body()
            && units[title].length <= LONGEST_TITLE
            && !units[title].ends_sentence()
            && !units[title].text.ends_with(|c: char| punctuation::is_pause(c));
        if !fits || (byline.is_none() && !bracketed && !all_verse) {
            continue;
        }
        let heading = Heading::of(rank::BARE, SectionKind::Poem, None);
        units[title].set(Role::Heading(heading), "poem-title", 85);
        // In an anthology the poet is above their first poem.
        let above = title.checked_sub(1).filter(|_| all_verse && byline.is_none());
        if let Some(above) = above
            && units[above].is_body()
            && names::is_person(units[above].whole().folded())
        {
            let heading = Heading::of(rank::PART, SectionKind::Part, None);
            units[above].set(Role::Heading(heading), "poet", 75);
        }
        if let Some(poet) = byline
            && let Some(credit) = poet_of(units[poet].whole())
        {
            facts::claim_local(&mut units[poet], credit, "poet", 85);
        }
    }
}

/// Whether a text is mostly verse, and most poems are below a short line: then that line is a title
/// even without a poet below it.
fn is_all_verse(units: &[Unit<'_>]) -> bool {
    /// The minimum number of poems, and shares of verse and of poems with a title, in percent.
    const LEAST: usize = 2;
    const SHARE: usize = 50;
    const TITLED: usize = 70;
    let text = units.iter().filter(|unit| unit.is_text() || unit.role == Role::Verse).count();
    let verse = units.iter().filter(|unit| unit.role == Role::Verse).count();
    let starts: Vec<usize> = (1..units.len())
        .filter(|at| units[*at].role == Role::Verse && units[at - 1].role != Role::Verse)
        .collect();
    let titled = starts.iter().filter(|at| {
        let above = &units[**at - 1];
        above.is_body() && above.length <= LONGEST_TITLE && !above.ends_sentence()
    });
    let titled = titled.count();
    titled >= LEAST && titled * 100 >= starts.len() * TITLED && verse * 100 >= text * SHARE
}

fn poet_of(text: Placed<'_>) -> Option<facts::Credit> {
    credit::recognise(text)
        .or_else(|| credit::under_title(text))
        .filter(|credit| credit.kind == CreditKind::Byline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_and_metre() {
        let couplet = clauses("混沌未分天地乱，茫茫渺渺无人见。").expect("verse");
        assert_eq!(metre(&couplet), Some(7));
        assert_eq!(clauses("墙上芦苇，头重脚轻根底浅；"), Some(vec![4, 7]));
        assert_eq!(clauses("他说了一句话。"), None);
        assert_eq!(clauses("第1条，第2条。"), None);
        assert!(is_lyric("一曲新词酒一杯，去年天气旧亭台。夕阳西下几时回？"));
        assert!(is_lyric("知否，知否？应是绿肥红瘦。"));
        assert!(!is_lyric("他从很远很远的山那边走来，带着一身的尘土。"));
    }
}
