//! Chapters that are counted behind a name that all of them have: 寒江渡（3）, 寒江渡 12,
//! 寒江渡 第三章 雪.
//!
//! Takes units whose numbered lines may be marked, returns the same with the lines of such a chain
//! as headings: at least three with one name, that count on, with text below each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::headings;
use super::lines::Unit;
use super::pattern::Pattern;
use super::role::{Heading, Role};
use super::rules::rank;
use super::series::{self, Link, Member};
use crate::model::SectionKind;
use crate::text::{numeral, script};

/// The longest such line, in characters.
const LONGEST: usize = 40;
/// The fewest lines of a chain, and of one of volumes.
const LEAST: usize = 3;
const LEAST_VOLUMES: usize = 2;

/// A number behind the name; groups `stem` and `num`.
const FORMS: [&str; 4] = [
    r"^(?P<stem>[^（(【\[]{2,24})[（(【\[]\s*(?P<num>[0-9〇零一二三四五六七八九十百]{1,5})\s*[)）】\]]$",
    r"^(?P<stem>.{1,23}[^0-9.,:：/-])(?P<num>[0-9]{1,4})$",
    r"^(?P<stem>[^第]{2,20})第\s*(?P<num>[0-9〇零一二三四五六七八九十百]{1,6})\s*[章回节话集](?:\s*[:：].*|\s+.*|$)",
    r"^(?P<stem>[^第]{2,20})卷\s*(?P<num>[一二三四五六七八九十百]{1,5})$",
];

/// The form whose lines head volumes: right below them are headings, not text.
const VOLUMES: usize = 3;

static PATTERNS: LazyLock<Vec<Pattern>> =
    LazyLock::new(|| FORMS.iter().map(|form| Pattern::new(*form)).collect());

/// What pictures and tables are counted behind.
const CAPTIONS: [char; 5] = ['图', '表', '片', '式', '页'];

/// Marks chapters that are counted behind a name.
pub(super) fn mark(units: &mut [Unit<'_>]) {
    let mut stems: BTreeMap<(usize, String), Vec<(usize, u32)>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        let may_head = unit.is_body() && unit.length <= LONGEST && !unit.ends_sentence();
        if let Some((key, number)) = may_head.then(|| stem(unit)).flatten() {
            stems.entry(key).or_default().push((at, number));
        }
    }
    for ((form, stem), lines) in stems {
        let of_title = units.iter().take(3).any(|unit| {
            let title = unit.whole().folded().chars().filter(|c| c.is_alphanumeric());
            let title: String = title.collect();
            title.chars().count() >= 2 && (stem.contains(&title) || title.contains(&stem))
        });
        let (rank, kind) = match (form, of_title) {
            (VOLUMES, true) => (rank::VOLUME, SectionKind::Volume),
            (VOLUMES, false) => continue,
            (_, true) => (rank::CHAPTER, SectionKind::Chapter),
            (_, false) => (rank::LABEL, SectionKind::Section),
        };
        let Some(chain) = chain(units, &lines, form == VOLUMES) else { continue };
        for place in chain {
            let (at, number) = lines[place];
            let number = Some(number);
            let heading = Heading::of(rank, kind, number);
            units[at].set(Role::Heading(heading), "counted-behind-name", 85);
        }
    }
}

/// The form and name of a line, and its number.
fn stem(unit: &Unit<'_>) -> Option<((usize, String), u32)> {
    PATTERNS.iter().enumerate().find_map(|(form, pattern)| {
        let captures = pattern.captures(unit.whole())?;
        let stem: String =
            captures.name("stem")?.folded().chars().filter(|c| c.is_alphanumeric()).collect();
        let number = numeral::parse(captures.name("num")?.folded())?;
        let named = stem.chars().any(script::is_han) && !stem.ends_with(CAPTIONS);
        named.then_some(((form, stem), number))
    })
}

/// The lines of one name that are a chain of headings, by their places.
fn chain(units: &[Unit<'_>], lines: &[(usize, u32)], volumes: bool) -> Option<Vec<usize>> {
    /// How many units a line and what it heads have at least, on average.
    const APART: usize = 2;
    /// How many of the lines are part of the chain, in percent, and how many of them follow the end
    /// of a sentence: the head of a page breaks one.
    const SHARE: usize = 80;
    let least = if volumes { LEAST_VOLUMES } else { LEAST };
    if lines.len() < least {
        return None;
    }
    let members: Vec<Member> = lines
        .iter()
        .map(|(_, number)| Member { number: *number, parent: 0, looks: 0 })
        .collect();
    let chain = series::best(&members);
    let places: Vec<usize> = chain.iter().map(|(place, _)| *place).collect();
    let at = |place: &usize| lines[*place].0;
    let on = chain.iter().filter(|(_, link)| matches!(link, Link::First | Link::On));
    let ended = places.iter().filter(|place| {
        at(place).checked_sub(1).is_none_or(|before| {
            let before = &units[before];
            !before.is_body() || before.ends_sentence() || units[at(place)].blank_before > 0
        })
    });
    let below = places.iter().filter(|place| headings::has_text_below(units, at(place)));
    let most = |count: usize| count * 100 >= places.len() * SHARE;
    let spread = at(places.last()?) - at(places.first()?);
    let counts = places.len() >= least
        && places.len() * 100 >= lines.len() * SHARE
        && spread >= (places.len() - 1) * APART
        && on.count() == chain.len()
        && most(ended.count())
        && (volumes || most(below.count()));
    counts.then_some(places)
}
