//! Where the lines of a paragraph break: the cheapest way over the whole paragraph
//! (optimum-fit, after Knuth and Plass), with a cost for each tier of shrinking and stretching
//! (`clreq.md` JUS-03, KIN-03, PAR-04).
//!
//! From each place where a line may begin only those breaks are looked at that a line can
//! reach, so the time is linear in the length of the paragraph. Leaving out the others is
//! exact: a line too long for all its shrinking never becomes shorter, and one already dearer
//! than the best found plus what any later start could save is never chosen.

use std::collections::VecDeque;

use super::atom::{Atom, AtomKind, Break, EM};
use super::measure::{Between, Edges, Sums, Tier, hang_of};
use crate::text::punctuation::{Class, Kinsoku, mark_of};

/// Cost of using a shrink tier up, by [`Tier`]. All tiers before the stops together cost less than
/// pushing one character to the next line, so that shrinking is preferred (先挤进后推出).
const SHRINK_COST: [f64; Tier::COUNT] = [0.5, 1.0, 1.0, 1.5, 2.5, 3.0, 60.0];
/// Cost of spaces between words, and of gaps, at their widest.
const WORD_COST: f64 = 2.0;
const GAP_COST: f64 = 3.0;
/// Cost of the first em that the joints of a line grow by.
const PUSH_COST: f64 = 10.0;
/// Growth of each joint, in em, from which it is visible, and from which it is ugly.
const VISIBLE: f64 = 0.125;
const UGLY: f64 = 0.33;
/// Cost of such growth; beyond, the cost rises by [`UGLY_RISE`] an em.
const VISIBLE_COST: f64 = 60.0;
const UGLY_COST: f64 = 660.0;
const UGLY_RISE: f64 = 10_000.0;
/// Cost if only joints can grow that should not, or none at all.
const LAST_JOINTS_COST: f64 = 8_000.0;
const UNFILLED_COST: f64 = 50_000.0;
/// Cost of a hanging mark: more than pulling it in, less than pushing it (KIN-03).
const HANG_COST: f64 = 9.8;
/// Cost of a last line of one character: it is accepted before joints grow beyond a quarter em.
const SHORT_LAST_COST: f64 = 480.0;
/// The same where the line before ends with a mark: then not one character but two would have
/// to follow it, which a narrow line is not torn open for (`clreq.md` PAR-04).
const SHORT_AFTER_MARK_COST: f64 = 50.0;
/// Cost of a break after a hyphen or before a unit, and before a circled number.
const RELUCTANT_COST: f64 = 60.0;
const LOATH_COST: f64 = 1_500.0;
/// Cost of parting a word, of parting what the table forbids to part, and of a line that is
/// too long, an em: a thousand parted words are better than one mark at the wrong end, and a
/// thousand such marks better than text in the margin.
const RESCUE_COST: f64 = 1e7;
const DESPERATE_COST: f64 = 1e10;
const OVERFULL_COST: f64 = 1e13;
/// Cost of an empty line, for ragged lines.
const RAGGED_COST: f64 = 100.0;
/// Cost of a line that is not filled, since what follows is a word or a part of an address too long
/// for it: more than to let the joints grow until it is ugly, and less than to tear the line open.
const SHORT_LINE_COST: f64 = 700.0;
/// Cost of a heading's line that ends inside a clause.
const PARTED_CLAUSE_COST: f64 = 80.0;

/// The style parameters of line breaking.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// The length of the first line and of the others.
    pub(super) first_measure: i64,
    pub(super) measure: i64,
    pub(super) edges: Edges,
    pub(super) hangs: bool,
    pub(super) avoids_short_last: bool,
    pub(super) filling: Filling,
}

/// The target length of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filling {
    /// The measure, except the last.
    Full,
    /// As much as fits.
    Ragged,
    /// The same length, all of them.
    Even,
}

/// A line: atoms from `start`, the last visible one before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineRange {
    pub(super) start: u32,
    /// One past the last visible atom.
    pub(super) end: u32,
    /// One past the last atom; the next line starts here.
    pub(super) next: u32,
    /// Whether its end is forced, so that it is not filled.
    pub(super) is_forced: bool,
    /// Whether it is the paragraph's first.
    pub(super) is_first: bool,
}

/// A possible start of a line, with the cheapest way to it.
#[derive(Clone, Copy, Debug)]
struct BreakNode {
    atom: u32,
    previous: u32,
}

/// A node from which lines may still start.
#[derive(Clone, Copy, Debug)]
struct Active {
    node: u32,
    atom: u32,
    /// The sums before the line that begins here.
    sums: Sums,
    cost: f64,
    /// The minimum cost of this and all later nodes.
    least: f64,
}

/// A possible end of a line.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    next: usize,
    /// One past the last visible atom.
    end: usize,
    sums: Sums,
    joint: Break,
    is_last: bool,
    /// Whether a word or formula follows.
    before_word: bool,
    /// A line that starts here or later is a short last line.
    short_from: usize,
}

/// The lines of a paragraph; at least one if there are atoms.
pub(super) fn fit(atoms: &[Atom], fit: &Fit) -> Vec<LineRange> {
    if atoms.is_empty() {
        return Vec::new();
    }
    let mut breaker = Breaker::new(atoms, fit);
    let mut sums = Sums::default();
    // One past the last visible atom with the sums up to it, while those after it vanish.
    let mut visible: Option<(usize, Sums)> = None;
    for index in 0..=atoms.len() {
        let is_last = index == atoms.len();
        let joint = atoms.get(index).map_or(Break::Forced, |atom| atom.joint);
        if index > 0 && joint != Break::Never {
            let (end, end_sums) = visible.unwrap_or((index, sums));
            let last = &atoms[end.max(1) - 1];
            let is_forced = joint == Break::Forced;
            let short_from = if is_forced { short_from(atoms, index) } else { usize::MAX };
            let before_word = atoms.get(index).is_some_and(|next| stays_whole(next.kind));
            breaker.consider(
                &Candidate {
                    next: index,
                    end,
                    sums: fit.edges.end(end_sums, last),
                    joint,
                    is_last,
                    before_word,
                    short_from,
                },
                sums,
            );
        }
        if let Some(atom) = atoms.get(index) {
            if atom.kind.vanishes_at_end() {
                visible.get_or_insert((index, sums));
            } else {
                visible = None;
            }
            sums.add_joint(atom);
            sums.add(atom);
        }
    }
    breaker.lines()
}

struct Breaker<'a> {
    atoms: &'a [Atom],
    fit: &'a Fit,
    nodes: Vec<BreakNode>,
    active: VecDeque<Active>,
}

impl<'a> Breaker<'a> {
    fn new(atoms: &'a [Atom], fit: &'a Fit) -> Self {
        let sums = fit.edges.start(Sums::default(), &atoms[0], true);
        let first = Active { node: 0, atom: 0, sums, cost: 0.0, least: 0.0 };
        let mut nodes = Vec::with_capacity(atoms.len() + 1);
        nodes.push(BreakNode { atom: 0, previous: 0 });
        let mut active = VecDeque::with_capacity(64);
        active.push_back(first);
        Self { atoms, fit, nodes, active }
    }

    /// Finds the cheapest line that ends here, and lets lines begin here.
    fn consider(&mut self, end: &Candidate, sums: Sums) {
        let mut best = (f64::INFINITY, 0_usize);
        let justified = self.fit.filling == Filling::Full && end.joint != Break::Forced;
        for (index, start) in self.active.iter().enumerate() {
            let line = Between { before: &start.sums, after: &end.sums };
            let cost = self.cost(line, start, end);
            if cost.is_infinite() {
                continue;
            }
            let total = start.cost + cost;
            if total < best.0 {
                best = (total, index);
            }
            // A later start makes the line shorter, and so more expensive, except for its fewer
            // spaces; unless the line stays short.
            let dearer = if end.before_word { cost.min(SHORT_LINE_COST) } else { cost };
            let floor = start.least + dearer - WORD_COST - GAP_COST;
            let stretches = justified && line.width() < self.measure(start);
            if stretches && start.node != 0 && best.0 <= floor {
                break;
            }
        }
        if best.0.is_infinite() {
            // The newest start has the shortest line; even that is too long.
            let Some(start) = self.active.back() else { return };
            let line = Between { before: &start.sums, after: &end.sums };
            let excess = line.least_width() - self.measure(start);
            best = (start.cost + OVERFULL_COST * em(excess.max(1)), self.active.len() - 1);
        }
        let node = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let atom = u32::try_from(end.next).unwrap_or(u32::MAX);
        self.nodes.push(BreakNode { atom, previous: self.active[best.1].node });
        if end.joint == Break::Forced {
            self.active.clear();
        } else {
            self.retire(end);
        }
        if let Some(next) = self.atoms.get(end.next) {
            let cost = best.0 + self.penalty(end);
            let sums = self.fit.edges.start(sums, next, false);
            for earlier in self.active.iter_mut().rev() {
                if earlier.least <= cost {
                    break;
                }
                earlier.least = cost;
            }
            self.active.push_back(Active { node, atom, sums, cost, least: cost });
        }
    }

    /// Drops the starts from which every further line is too long.
    fn retire(&mut self, end: &Candidate) {
        while let Some(start) = self.active.front() {
            let line = Between { before: &start.sums, after: &end.sums };
            // What a line end trims, or lets hang, is no more than an em.
            if line.least_width() - i64::from(EM) <= self.measure(start) {
                break;
            }
            self.active.pop_front();
        }
    }

    /// The cost of a break here, independent of its line. Even lines, those of headings, should end
    /// with a mark (`clreq.md` HED-03).
    fn penalty(&self, end: &Candidate) -> f64 {
        let ends_clause = end.next == 0
            || matches!(self.atoms[end.next - 1].kind, AtomKind::Mark(_) | AtomKind::WordSpace)
            || end.joint == Break::Forced;
        let parts = self.fit.filling == Filling::Even && !ends_clause;
        penalty(end.joint) + if parts { PARTED_CLAUSE_COST } else { 0.0 }
    }

    fn measure(&self, start: &Active) -> i64 {
        if start.node == 0 { self.fit.first_measure } else { self.fit.measure }
    }

    fn cost(&self, line: Between<'_>, start: &Active, end: &Candidate) -> f64 {
        let measure = self.measure(start);
        let slack = measure - line.width();
        let mut cost = self.fill_cost(line, slack, measure, end);
        if self.fit.hangs && end.end > 0 {
            let last = &self.atoms[end.end - 1];
            let hang = i64::from(hang_of(last, self.fit.edges));
            if hang > 0 && slack < 0 {
                let inside = self.fill_cost(line, slack + hang, measure, end);
                cost = cost.min(inside + HANG_COST);
            }
        }
        let start = start.atom as usize;
        if end.is_last && self.fit.avoids_short_last && start > 0 && start >= end.short_from {
            let before = self.atoms[..start].iter().rfind(|it| !it.kind.vanishes_at_end());
            let after_mark = before
                .is_some_and(|it| matches!(it.kind, AtomKind::Mark(c) if c.is_tight_before()));
            cost += if after_mark { SHORT_AFTER_MARK_COST } else { SHORT_LAST_COST };
        }
        cost
    }

    /// The cost of filling, or shrinking, a line that is shorter than its measure by `slack`.
    fn fill_cost(&self, line: Between<'_>, slack: i64, measure: i64, end: &Candidate) -> f64 {
        if slack < 0 {
            return shrink_cost(line, -slack);
        }
        let is_forced = end.joint == Break::Forced;
        match self.fit.filling {
            Filling::Full if !is_forced => {
                let cost = stretch_cost(line, slack);
                if end.before_word && is_torn(line, slack) {
                    cost.min(SHORT_LINE_COST + ragged_cost(slack, measure))
                } else {
                    cost
                }
            }
            Filling::Even => ragged_cost(slack, measure),
            Filling::Ragged if !is_forced => ragged_cost(slack, measure),
            Filling::Full | Filling::Ragged => 0.0,
        }
    }

    /// The lines along the cheapest way.
    fn lines(&self) -> Vec<LineRange> {
        let mut lines = Vec::new();
        let mut index = self.nodes.len() - 1;
        while index > 0 {
            let node = self.nodes[index];
            let start = self.nodes[node.previous as usize].atom;
            lines.push(self.line(start, node.atom));
            index = node.previous as usize;
        }
        lines.reverse();
        lines
    }

    fn line(&self, start: u32, next: u32) -> LineRange {
        let atoms = &self.atoms[start as usize..next as usize];
        let visible = atoms.iter().rposition(|atom| !atom.kind.vanishes_at_end());
        let length = visible.map_or(0, |at| u32::try_from(at + 1).unwrap_or(u32::MAX));
        let joint = self.atoms.get(next as usize).map_or(Break::Forced, |atom| atom.joint);
        LineRange {
            start,
            end: start + length,
            next,
            is_forced: joint == Break::Forced,
            is_first: start == 0,
        }
    }
}

/// Whether hanging its last mark is better for a line that is too long.
pub(super) fn would_hang(line: &Sums, last: &Atom, measure: i64, fit: &Fit) -> bool {
    let hang = i64::from(hang_of(last, fit.edges));
    let line = Between { before: &Sums::default(), after: line };
    hang > 0
        && shrink_cost(line, line.width() - measure)
            > HANG_COST + {
                let excess = line.width() - hang - measure;
                if excess > 0 { shrink_cost(line, excess) } else { stretch_cost(line, -excess) }
            }
}

/// Whether justifying a line would stretch it too much.
fn is_torn(line: Between<'_>, slack: i64) -> bool {
    let rest = slack - line.words().min(slack);
    let rest = rest - line.gaps().min(rest);
    let joints = if line.joints() > 0 { line.joints() } else { line.last_joints() };
    rest >= i64::from(EM) && (joints == 0 || em(rest) / share(joints, 1) > UGLY)
}

/// Whether it begins something unbreakable: a word, a formula.
fn stays_whole(kind: AtomKind) -> bool {
    kind == AtomKind::Letter || kind.is_formula()
}

/// Whether a line before a word, or inside an address, stays short.
pub(super) fn stays_short(line: &Sums, slack: i64, measure: i64, next: Option<&Atom>) -> bool {
    let line = Between { before: &Sums::default(), after: line };
    slack > 0
        && next.is_some_and(|next| stays_whole(next.kind))
        && is_torn(line, slack)
        && SHORT_LINE_COST + ragged_cost(slack, measure) < stretch_cost(line, slack)
}

fn penalty(joint: Break) -> f64 {
    match joint {
        Break::Never | Break::Free | Break::Forced => 0.0,
        Break::Reluctant => RELUCTANT_COST,
        Break::Loath => LOATH_COST,
        Break::Rescue => RESCUE_COST,
        Break::Desperate => DESPERATE_COST,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand em at most")]
fn em(units: i64) -> f64 {
    units as f64 / f64::from(EM)
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand em at most")]
fn share(part: i64, whole: i64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Infinite if the tiers don't suffice.
fn shrink_cost(line: Between<'_>, mut need: i64) -> f64 {
    if need > line.shrinks() {
        return f64::INFINITY;
    }
    let mut cost = 0.0;
    for (capacity, price) in line.shrink().zip(SHRINK_COST) {
        if need == 0 {
            break;
        }
        let used = need.min(capacity);
        let share = share(used, capacity);
        cost += price * share * share;
        need -= used;
    }
    cost
}

fn stretch_cost(line: Between<'_>, slack: i64) -> f64 {
    let words = slack.min(line.words());
    let gaps = (slack - words).min(line.gaps());
    let rest = slack - words - gaps;
    // Most lines are of Han alone.
    let cost = if words == 0 && gaps == 0 {
        0.0
    } else {
        let (of_words, of_gaps) = (share(words, line.words()), share(gaps, line.gaps()));
        WORD_COST * of_words * of_words + GAP_COST * of_gaps * of_gaps
    };
    if rest == 0 {
        return cost;
    }
    let cost = cost + PUSH_COST * em(rest).min(1.0);
    if line.joints() > 0 {
        cost + growth_cost(em(rest) / share(line.joints(), 1))
    } else if line.last_joints() > 0 {
        cost + LAST_JOINTS_COST + growth_cost(em(rest) / share(line.last_joints(), 1))
    } else {
        cost + UNFILLED_COST * (1.0 + em(rest))
    }
}

/// Cost of growing each joint by this many em; convex, so that two lines share the growth.
fn growth_cost(growth: f64) -> f64 {
    if growth <= VISIBLE {
        let share = growth / VISIBLE;
        VISIBLE_COST * share * share
    } else if growth <= UGLY {
        VISIBLE_COST + (UGLY_COST - VISIBLE_COST) * (growth - VISIBLE) / (UGLY - VISIBLE)
    } else {
        UGLY_COST + UGLY_RISE * (growth - UGLY)
    }
}

fn ragged_cost(slack: i64, measure: i64) -> f64 {
    let share = share(slack, measure.max(1));
    RAGGED_COST * share * share
}

/// The first atom from which a line that ends before `end` shows less than two characters.
fn short_from(atoms: &[Atom], end: usize) -> usize {
    let is_character = |atom: &Atom| {
        matches!(
            atom.kind,
            AtomKind::Han
                | AtomKind::Letter
                | AtomKind::Missing
                | AtomKind::Image
                | AtomKind::Formula
                | AtomKind::Term
        )
    };
    let mut characters =
        atoms[..end].iter().enumerate().rev().filter(|(_, atom)| is_character(atom));
    characters.nth(1).map_or(0, |(index, _)| index + 1)
}

/// Allows breaks inside unbreakable text that is longer than any line, which could otherwise not be
/// set (a long word, twenty commas in a row).
pub(super) fn rescue(atoms: &mut [Atom], text: &str, fit: &Fit, level: Kinsoku) {
    let (measure, edges) = (fit.measure.min(fit.first_measure), fit.edges);
    let mut start = 0;
    let mut width = 0;
    for index in 0..=atoms.len() {
        let ends = index == atoms.len() || index > 0 && atoms[index].joint != Break::Never;
        if ends && index > start {
            let part = &mut atoms[start..index];
            if width > measure && least_width(part, edges, start == 0) > measure {
                open(part, text, level);
            }
            (start, width) = (index, 0);
        }
        if let Some(atom) = atoms.get(index) {
            let gap = if index > start { atom.gap } else { 0 };
            width += i64::from(gap) + i64::from(atom.width);
        }
    }
}

/// The minimum width of a line of these atoms.
fn least_width(atoms: &[Atom], edges: Edges, is_first: bool) -> i64 {
    let mut sums = Sums::default();
    for atom in atoms {
        sums.add_joint(atom);
        sums.add(atom);
    }
    let last = atoms.iter().rfind(|atom| !atom.kind.vanishes_at_end()).unwrap_or(&atoms[0]);
    let before = edges.start(Sums::default(), &atoms[0], is_first);
    Between { before: &before, after: &edges.end(sums, last) }.least_width()
}

/// A word is parted before a mark is left at the wrong end of a line.
fn open(atoms: &mut [Atom], text: &str, level: Kinsoku) {
    // Narrow quotes are letters to the line, but marks to its ends.
    let mark = |atom: &Atom| text.get(atom.start as usize..)?.chars().next().and_then(mark_of);
    let mut before = None;
    for index in 1..atoms.len() {
        let (left, right) = (atoms[index - 1].kind, atoms[index].kind);
        if right == AtomKind::Accent {
            continue;
        }
        // Spaces vanish at a line's end, so that what is before them ends it.
        if !left.vanishes_at_end() {
            before = mark(&atoms[index - 1]);
        }
        if left != AtomKind::Nothing && !right.vanishes_at_end() {
            let after = mark(&atoms[index]);
            let is_wrong_end = before.is_some_and(|it| it.is_forbidden_at_end(level))
                || after.is_some_and(|it| it.is_forbidden_at_start(level))
                || before.zip(after).is_some_and(|(a, b)| is_one(a.class, b.class));
            atoms[index].joint = if is_wrong_end { Break::Desperate } else { Break::Rescue };
        }
    }
}

/// Whether two marks make one: a dash, an ellipsis.
fn is_one(left: Class, right: Class) -> bool {
    left == right && matches!(left, Class::Dash | Class::Ellipsis)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::LineEnd;
    use super::super::atom::{Stretch, Units};
    use super::*;
    use crate::font::{FaceId, GlyphId};

    fn atom((kind, joint): (u8, u8)) -> Atom {
        let (kind, width, left, right) = match kind {
            0..6 => (AtomKind::Han, EM, 0, 0),
            6 => (AtomKind::Mark(Class::Comma), EM, 0, EM / 2),
            7 => (AtomKind::Mark(Class::Stop), EM, 0, EM / 2),
            8 => (AtomKind::Mark(Class::Open), EM, EM / 2, 0),
            9 => (AtomKind::Mark(Class::Close), EM, 0, EM / 2),
            10 => (AtomKind::WordSpace, EM / 3, 0, 0),
            11 => (AtomKind::Mark(Class::Dash), 2 * EM, 0, 0),
            _ => (AtomKind::Letter, EM / 3 + 7, 0, 0),
        };
        let joint = match joint {
            0..3 => Break::Never,
            3 => Break::Reluctant,
            4 => Break::Loath,
            5 => Break::Rescue,
            _ => Break::Free,
        };
        let (gap, stretch) = match kind {
            AtomKind::Letter if joint == Break::Free => (EM / 4, Stretch::Equal),
            AtomKind::Letter => (0, Stretch::Never),
            AtomKind::Mark(_) => (0, Stretch::Last),
            _ => (0, Stretch::Equal),
        };
        let (face, dx, dy) = (FaceId(0), 0, 0);
        let (start, run, glyph, has_extras) = (0, 0, GlyphId::new(1), false);
        #[rustfmt::skip]
        let atom = Atom {
            start, run, face, glyph, kind, joint, stretch, has_extras, gap, width, dx, dy, left, right,
        };
        atom
    }

    fn style(measure: Units, first: Units, hangs: bool, end: u8, filling: u8) -> Fit {
        Fit {
            first_measure: i64::from(first),
            measure: i64::from(measure),
            edges: Edges {
                trims_start: true,
                trims_first: first != measure,
                end: [LineEnd::Half, LineEnd::Auto, LineEnd::Full][usize::from(end)],
            },
            hangs,
            avoids_short_last: true,
            filling: [Filling::Full, Filling::Ragged, Filling::Even][usize::from(filling)],
        }
    }

    /// The cost of the line from one atom to another.
    fn line_cost(atoms: &[Atom], fit: &Fit, from: usize, to: usize) -> f64 {
        let breaker = Breaker::new(atoms, fit);
        let sums_to = |to: usize| {
            let mut sums = Sums::default();
            for atom in &atoms[..to] {
                sums.add_joint(atom);
                sums.add(atom);
            }
            sums
        };
        let end = atoms[..to].iter().rposition(|a| !a.kind.vanishes_at_end());
        let end = end.map_or(0, |at| at + 1);
        let joint = atoms.get(to).map_or(Break::Forced, |atom| atom.joint);
        let sums = fit.edges.start(sums_to(from), &atoms[from], from == 0);
        let node = u32::from(from > 0);
        let start =
            Active { node, atom: u32::try_from(from).unwrap(), sums, cost: 0.0, least: 0.0 };
        let candidate = Candidate {
            next: to,
            end,
            sums: fit.edges.end(sums_to(end), &atoms[end.max(1) - 1]),
            joint,
            is_last: to == atoms.len(),
            before_word: atoms.get(to).is_some_and(|next| stays_whole(next.kind)),
            short_from: if joint == Break::Forced { short_from(atoms, to) } else { usize::MAX },
        };
        let line = Between { before: &start.sums, after: &candidate.sums };
        let parting = if to < atoms.len() { breaker.penalty(&candidate) } else { 0.0 };
        breaker.cost(line, &start, &candidate) + parting
    }

    /// The cheapest of all ways to break, each tried.
    fn brute_force(atoms: &[Atom], fit: &Fit, from: usize) -> f64 {
        let mut best = line_cost(atoms, fit, from, atoms.len());
        for to in from + 1..atoms.len() {
            if atoms[to].joint != Break::Never {
                let cost = line_cost(atoms, fit, from, to);
                if cost.is_finite() {
                    best = best.min(cost + brute_force(atoms, fit, to));
                }
            }
        }
        best
    }

    fn cost_of(lines: &[LineRange], atoms: &[Atom], fit: &Fit) -> f64 {
        let cost =
            |line: &LineRange| line_cost(atoms, fit, line.start as usize, line.next as usize);
        lines.iter().map(cost).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_alternative_is_cheaper_than_the_result(
            kinds in prop::collection::vec((0_u8..20, 0_u8..12), 1..14),
            measure in 2_i32..14,
            indent in 0_i32..3,
            hangs: bool,
            end in 0_u8..3,
            filling in 0_u8..3,
        ) {
            let atoms: Vec<Atom> = kinds.into_iter().map(atom).collect();
            let measure = measure * EM / 2 + EM;
            let fit = style(measure, measure - indent * EM / 2, hangs, end, filling);
            let lines = super::fit(&atoms, &fit);
            prop_assert_eq!(lines[0].start, 0);
            prop_assert!(lines.windows(2).all(|pair| pair[0].next == pair[1].start));
            prop_assert_eq!(lines[lines.len() - 1].next as usize, atoms.len());
            let best = brute_force(&atoms, &fit, 0);
            if best.is_finite() {
                let found = cost_of(&lines, &atoms, &fit);
                prop_assert!((found - best).abs() < 1e-6 * best.max(1.0), "{} {}", found, best);
            }
        }
    }

    #[test]
    fn a_long_paragraph_keeps_few_starts_in_mind() {
        let atoms: Vec<Atom> = (0..20_000_u32)
            .map(|index| atom((if index % 11 == 0 { 6 } else { 0 }, 6)))
            .collect();
        let fit = style(30 * EM, 28 * EM, false, 0, 0);
        let mut breaker = Breaker::new(&atoms, &fit);
        let mut sums = Sums::default();
        for (index, atom) in atoms.iter().enumerate().skip(1) {
            sums.add_joint(&atoms[index - 1]);
            sums.add(&atoms[index - 1]);
            let last = &atoms[index - 1];
            let here = fit.edges.end(sums, last);
            let joint = atom.joint;
            breaker.consider(
                &Candidate {
                    next: index,
                    end: index,
                    sums: here,
                    joint,
                    is_last: false,
                    before_word: false,
                    short_from: usize::MAX,
                },
                sums,
            );
            assert!(breaker.active.len() <= 40, "{} at {index}", breaker.active.len());
        }
    }
}
