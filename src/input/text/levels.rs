//! The levels of headings. Numbered headings are ordered by rank: 卷 above 章 above 节 above 一、 above
//! （一）. The place of unnumbered ones among them follows from the numbers: if the numbers of a form
//! restart below each, they are above it; if these count on past them, below. An unnumbered heading
//! directly followed by another is its parent.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::lines::Unit;
use super::pattern::patterns;
use super::placed::Text;
use super::role::{Heading, Role};
use super::rules::rank;
use crate::model::{Claim, SectionKind, Verdict};

patterns! {
    static PREFACE = r"(?:[序跋]|[序前引导]言|题记|编者按|出版说明|写在前面)[）)]?$";
}

/// A heading whose level is not yet set.
struct Titled<'u> {
    /// Its index among the units.
    at: usize,
    heading: &'u Heading,
    text: &'u str,
    /// Its rank; `None` if it has no number.
    rank: Option<u8>,
    /// Whether it is recognised by its words: 序, 附录.
    named: bool,
}

impl Titled<'_> {
    fn is_bare(&self) -> bool {
        self.rank.is_none()
    }

    /// Whether it ends like a preface: 《渡口》重刊序言.
    fn is_preface(&self) -> bool {
        PREFACE.is_match(Text::new(self.text).whole())
    }
}

/// Sets the level of each accepted heading, 1 the highest, unless the user has set it.
pub(super) fn set(units: &mut [Unit<'_>]) {
    for (at, level) in levels(units) {
        if let Role::Heading(heading) = &mut units[at].role {
            heading.level.get_or_insert(level);
        }
    }
}

/// Adds the levels to the claims of accepted headings.
pub(super) fn report(units: &[Unit<'_>], claims: &mut [Claim]) {
    let accepted = claims.iter_mut().filter(|it| it.verdict == Verdict::Accepted);
    for claim in accepted.filter(|claim| claim.role == "heading") {
        let at = units.partition_point(|unit| unit.end <= claim.start);
        if let Some(Role::Heading(heading)) = units.get(at).map(|unit| &unit.role) {
            claim.level = heading.level;
        }
    }
}

/// The level of each heading, by its place among the units.
fn levels(units: &[Unit<'_>]) -> BTreeMap<usize, u8> {
    let headings: Vec<Titled<'_>> = units
        .iter()
        .enumerate()
        .filter_map(|(at, unit)| match &unit.role {
            Role::Heading(heading) => {
                let named = rank::is_named(heading.rank);
                let bare = named || heading.rank == rank::BARE;
                let rank = (!bare).then_some(heading.rank);
                Some(Titled { at, heading, text: &unit.text, rank, named })
            }
            _ => None,
        })
        .collect();
    let mut levels = BTreeMap::new();
    let mut open: Vec<Depth> = Vec::new();
    let mut appendix = 0;
    for (heading, depth) in headings.iter().zip(depths(&headings)) {
        while open.last().is_some_and(|above| *above >= depth) {
            open.pop();
        }
        open.push(depth);
        let mut level = u8::try_from(open.len()).unwrap_or(u8::MAX);
        // A poem's title right below 附录 is part of it.
        if heading.heading.kind == SectionKind::Poem {
            level = level.saturating_add(appendix);
        }
        if heading.heading.kind == SectionKind::Appendix && heading.heading.number.is_none() {
            appendix = level;
        } else if level <= appendix {
            appendix = 0;
        }
        levels.insert(heading.at, level);
    }
    levels
}

/// What puts a heading below another: its rank, doubled so that headings without a number fit
/// between two ranks, and its depth among those without.
type Depth = (u16, usize);

/// The depth of a rank.
fn of_rank(rank: u8) -> u16 {
    u16::from(rank) * 2
}

/// The depth of each heading.
fn depths(headings: &[Titled<'_>]) -> Vec<Depth> {
    // Everything within a volume is below it, numbered or not.
    let in_volumes = |heading: &Titled<'_>| {
        heading.heading.number.is_some() && heading.rank.is_some_and(|it| it > rank::VOLUME)
    };
    let mut within = counted_within(headings);
    let stacked = stacked(headings);
    for (place, heading) in headings.iter().enumerate() {
        if let Some(above) = heading.rank.and_then(|rank| stacked.get(&rank)) {
            within.entry(place).or_insert(*above);
        }
    }
    let counted: Vec<usize> = (0..headings.len())
        .filter(|place| in_volumes(&headings[*place]) && !within.contains_key(place))
        .collect();
    let top = counted.iter().filter_map(|place| headings[*place].rank).min();
    // The rank that most chapters have: sections between chapters are their siblings.
    let beside = beside(headings, &counted);
    let bare_rank = bare_rank(headings, &counted);
    let (first, last) = (counted.first().copied(), counted.last().copied());
    let is_inner =
        |place: usize| first.is_some_and(|it| place > it) && last.is_some_and(|it| place < it);
    let any_inner =
        (0..headings.len()).any(|place| headings[place].is_bare() && is_inner(place));
    let adjacent = |place: usize| {
        headings.get(place + 1).is_some_and(|next| next.at == headings[place].at + 1)
    };
    let mut nested = Nested::default();
    let depths = headings.iter().enumerate().map(|(place, heading)| {
        if heads_annex(headings, place) {
            nested = Nested::default();
            return (of_rank(rank::ATTACHED), 0);
        }
        if let Some(rank) = heading.rank {
            nested = Nested::default();
            return (within.get(&place).map_or(of_rank(rank), |it| of_rank(*it) + 1), 0);
        }
        let leads = adjacent(place) && headings[place + 1].is_bare();
        let follows = place > 0 && adjacent(place - 1);
        // Before and after all numbered headings, 序 and 附录 are siblings of the highest.
        let before = first.is_some_and(|it| place < it) && (heading.named || !adjacent(place));
        let after =
            last.is_some_and(|it| place > it) && !follows && (heading.named || !any_inner);
        let chapters = top.is_some_and(|top| top <= rank::SECTION);
        if let Some(rank) = beside.filter(|rank| {
            let interlude = heading.heading.rank == rank::INTERLUDE;
            interlude || (heading.named && is_inner(place) && *rank <= rank::SECTION)
        }) {
            return (of_rank(rank), 0);
        }
        match top.filter(|top| of_rank(*top) < bare_rank) {
            Some(top) if before || after || (heading.named && chapters) => (of_rank(top), 0),
            _ => (bare_rank, nested.depth(heading, place, leads, follows)),
        }
    });
    depths.collect()
}

/// Whether a heading is that of an annex (附件), where annexes have sections of their own.
fn heads_annex(headings: &[Titled<'_>], place: usize) -> bool {
    let is_annex = |it: &Titled<'_>| it.named && it.text.trim_start().starts_with("附件");
    is_annex(&headings[place])
        && headings
            .iter()
            .skip_while(|it| !is_annex(it))
            .any(|it| it.rank.is_some() && it.heading.number == Some(1))
}

/// The forms whose headings are directly below those of a form that is otherwise lower, with that
/// form's rank: 1. below 1 相识, and 7. below 3 旧事.
fn stacked(headings: &[Titled<'_>]) -> BTreeMap<u8, u8> {
    /// The fewest such pairs, and their share of the upper headings, in percent.
    const LEAST: usize = 2;
    const SHARE: usize = 60;
    let inner = |rank: &u8| (rank::COMMA..=rank::DIGIT_PARENTHESES).contains(rank);
    let mut all: BTreeMap<u8, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(u8, u8), usize> = BTreeMap::new();
    for rank in headings.iter().filter_map(|it| it.rank) {
        *all.entry(rank).or_default() += 1;
    }
    for pair in headings.windows(2).filter(|pair| pair[1].at == pair[0].at + 1) {
        if let (Some(above), Some(below)) = (pair[0].rank, pair[1].rank) {
            *pairs.entry((above, below)).or_default() += 1;
        }
    }
    let times = |above: u8, below: u8| pairs.get(&(above, below)).copied().unwrap_or_default();
    pairs
        .iter()
        .filter(|((above, below), count)| {
            below < above
                && inner(above)
                && inner(below)
                && **count >= LEAST
                && **count * 100 >= all[above] * SHARE
                && times(*below, *above) == 0
        })
        .map(|((above, below), _)| (*below, *above))
        .collect()
}

/// Headings whose numbers restart within the section of a deeper form, by place, with that form's
/// rank: 1. 2. 3. below 1.2, after which 2. continues.
fn counted_within(headings: &[Titled<'_>]) -> BTreeMap<usize, u8> {
    /// The maximum number of headings that such a run is followed over.
    const FAR: usize = 200;
    let mut within = BTreeMap::new();
    let number = |place: usize| headings[place].heading.number;
    for first in 1..headings.len() {
        let (Some(own), Some(above)) = (headings[first].rank, headings[first - 1].rank) else {
            continue;
        };
        // 第一节 restarts in each chapter, and 3.1 names its own parent.
        let counts =
            own >= rank::COMMA && !(rank::SUBDECIMAL..rank::DIGIT_PARENTHESES).contains(&own);
        let is_inner = counts && above > own && number(first) == Some(1);
        let outer = headings
            .iter()
            .take(first)
            .rev()
            .take_while(|it| it.rank.is_none_or(|other| other >= own))
            .find(|it| it.rank == Some(own));
        let Some(outer) = outer.and_then(|it| it.heading.number).filter(|_| is_inner) else {
            continue;
        };
        let mut run = vec![first];
        let mut counted = 1;
        // Below 1. a second 1. may be a slip; below 2. it is not.
        let mut continues = outer > 1;
        for (place, heading) in headings.iter().enumerate().skip(first + 1).take(FAR) {
            match heading.rank {
                Some(other) if other == own => {}
                Some(other) if other < own => break,
                _ => continue,
            }
            let number = heading.heading.number.unwrap_or(0);
            if number == counted + 1 || number == 1 {
                counted = number;
                run.push(place);
            } else {
                continues = number == outer + 1;
                break;
            }
        }
        if continues {
            for place in run {
                within.entry(place).or_insert(above);
            }
        }
    }
    within
}

/// The most frequent rank of numbered headings, the highest if there are several; that of chapters
/// or sections if there are any.
fn beside(headings: &[Titled<'_>], counted: &[usize]) -> Option<u8> {
    let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
    for rank in counted.iter().filter_map(|place| headings[*place].rank) {
        *counts.entry(rank).or_default() += 1;
    }
    let chapters = rank::CHAPTER..=rank::SECTION;
    let most =
        |(rank, count): &(&u8, &usize)| (chapters.contains(*rank), **count, Reverse(**rank));
    counts.iter().max_by_key(most).map(|(rank, _)| *rank)
}

/// The place of headings without a number among the numbered ones: each form of number votes.
fn bare_rank(headings: &[Titled<'_>], counted: &[usize]) -> u16 {
    /// The maximum number of numbered headings for each unnumbered one above them.
    const FEW: usize = 12;
    let lowest = of_rank(rank::BARE);
    let plain = |place: &usize| headings[*place].is_bare() && !headings[*place].named;
    let mut ranks: Vec<u8> = counted.iter().filter_map(|it| headings[*it].rank).collect();
    ranks.sort_unstable();
    ranks.dedup();
    for rank in &ranks {
        let of_rank_here: Vec<usize> =
            counted.iter().copied().filter(|it| headings[*it].rank == Some(*rank)).collect();
        let (Some(first), Some(last)) = (of_rank_here.first(), of_rank_here.last()) else {
            continue;
        };
        let (mut above, mut below) = (0, 0);
        for pair in of_rank_here.windows(2) {
            if !(pair[0] + 1..pair[1]).any(|place| plain(&place)) {
                continue;
            }
            let number = |place: usize| headings[place].heading.number;
            let higher = (pair[0] + 1..pair[1])
                .any(|place| headings[place].rank.is_some_and(|other| other < *rank));
            match (number(pair[0]), number(pair[1])) {
                (_, Some(1)) if !higher => above += 1,
                (Some(a), Some(b)) if b > a => below += 1,
                _ => {}
            }
        }
        let outside = (0..*first).chain(last + 1..headings.len()).filter(plain).count();
        let inside = (*first..*last).filter(plain).count();
        let lead = first.checked_sub(1).filter(|before| {
            headings[*before].is_bare() && headings[*before].at + 1 == headings[*first].at
        });
        above += usize::from(lead.is_some());
        // Two prefaces are not above the hundred numbered pieces that follow, nor is a single
        // heading with such a name.
        let prefaced =
            outside == 1 && (0..*first).any(|it| plain(&it) && headings[it].is_preface());
        let few = of_rank_here.len() > FEW * outside;
        let outside = if prefaced || few { 0 } else { outside };
        above += usize::from(*rank >= rank::DECIMAL && outside > 0 && below == 0);
        let mostly_outside = below == 0 && *rank >= rank::COMMA && outside > inside + 1;
        if above > below || mostly_outside {
            return of_rank(*rank) - 1;
        }
    }
    // The first line of the text, directly above the first number.
    let leads_all = match headings {
        [first, second, ..] => {
            plain(&0) && !second.is_bare() && first.at <= 1 && second.at - first.at <= 2
        }
        _ => false,
    };
    ranks.first().filter(|_| leads_all).map_or(lowest, |top| of_rank(*top) - 1)
}

/// The nesting depth of headings without a number.
#[derive(Default)]
struct Nested<'u> {
    depth: usize,
    /// The index of the last of them.
    last: Option<usize>,
    /// Depths at which a heading has others directly below it.
    parents: Vec<usize>,
    /// The first depth of each text.
    seen: BTreeMap<&'u str, usize>,
    last_named: bool,
}

impl<'u> Nested<'u> {
    fn depth(
        &mut self,
        heading: &Titled<'u>,
        place: usize,
        leads: bool,
        follows: bool,
    ) -> usize {
        /// The maximum depth that is recognised: a run of short lines is a list.
        const DEEPEST: usize = 2;
        let again = self.seen.get(heading.text).copied().filter(|depth| *depth <= self.depth);
        let child = follows
            && self.last.is_some_and(|last| last + 1 == place)
            && !(heading.named && self.last_named);
        self.depth = if self.last.is_none() {
            0
        } else if child {
            (self.depth + 1).min(DEEPEST)
        } else if leads {
            let depth = self.depth;
            self.parents.iter().copied().filter(|it| *it <= depth).max().unwrap_or(depth)
        } else {
            again.unwrap_or(self.depth)
        };
        let depth = self.depth;
        self.parents.retain(|it| *it <= depth);
        if leads && !self.parents.contains(&depth) {
            self.parents.push(depth);
        }
        self.seen.entry(heading.text).or_insert(depth);
        (self.last, self.last_named) = (Some(place), heading.named);
        depth
    }
}
