//! Measures a run of atoms as a line: its natural width, and how far each tier lets it shrink and
//! stretch (`clreq.md` JUS-01, JUS-02).

use super::LineEnd;
use super::atom::{Atom, AtomKind, EM, Stretch, Units};
use super::prepare::{GAP, NARROW_GAP, NARROW_WORD_SPACE, WIDE_GAP, WIDE_WORD_SPACE};
use crate::text::punctuation::Class;

/// The tiers of shrinking, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tier {
    /// The mark at the line's end, where it is not trimmed anyway.
    LineEnd,
    /// Spaces between words, to a quarter of an em.
    WordSpace,
    /// Interpuncts of full width, on both sides.
    Interpunct,
    /// Brackets and quotes, on their outer side.
    Bracket,
    /// ， 、 ； ：
    Pause,
    /// The gap between Han and Latin, to an eighth of an em.
    Gap,
    /// 。 ？ ！
    Stop,
}

impl Tier {
    pub(super) const COUNT: usize = 7;
}

/// The tier that the trims of a mark belong to.
pub(super) fn tier_of(kind: AtomKind) -> Tier {
    match kind {
        AtomKind::Mark(Class::Open | Class::Close) => Tier::Bracket,
        AtomKind::Mark(Class::Comma | Class::Colon) => Tier::Pause,
        AtomKind::Mark(Class::Stop | Class::Exclamation) => Tier::Stop,
        _ => Tier::Interpunct,
    }
}

/// Sums over atoms; differences of two such sums measure a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) width: i64,
    /// How far all tiers together let it shrink.
    pub(super) shrinks: i64,
    pub(super) shrink: [i64; Tier::COUNT],
    /// How far spaces between words may grow.
    pub(super) words: i64,
    /// How far gaps between Han and Latin may grow before all do.
    pub(super) gaps: i64,
    /// How many joints grow equally.
    pub(super) joints: i64,
    /// How many joints grow when no other can.
    pub(super) last_joints: i64,
}

impl Sums {
    /// Adds the space before an atom.
    pub(super) fn add_joint(&mut self, atom: &Atom) {
        match atom.stretch {
            Stretch::Never => {}
            Stretch::Last => self.last_joints += 1,
            Stretch::Equal => self.joints += 1,
        }
        if atom.gap != 0 {
            self.width += i64::from(atom.gap);
            self.add_shrink(Tier::Gap, gap_shrink(atom.elastic_gap()));
            self.gaps += i64::from(gap_growth(atom.elastic_gap()));
        }
    }

    /// Adds an atom itself.
    pub(super) fn add(&mut self, atom: &Atom) {
        self.width += i64::from(atom.width);
        match atom.kind {
            AtomKind::Mark(_) => {
                self.add_shrink(tier_of(atom.kind), atom.left + atom.right);
            }
            AtomKind::WordSpace => {
                self.add_shrink(Tier::WordSpace, word_shrink(atom.width));
                self.words += i64::from(word_growth(atom.width));
            }
            AtomKind::GapSpace => {
                self.add_shrink(Tier::Gap, gap_shrink(atom.width));
                self.gaps += i64::from(gap_growth(atom.width));
            }
            _ => {}
        }
    }

    /// Changes how far a tier may shrink.
    fn add_shrink(&mut self, tier: Tier, by: Units) {
        self.shrink[tier as usize] += i64::from(by);
        self.shrinks += i64::from(by);
    }

    /// The difference.
    pub(super) fn minus(&self, other: &Self) -> Self {
        let mut shrink = self.shrink;
        for (own, other) in shrink.iter_mut().zip(other.shrink) {
            *own -= other;
        }
        Self {
            width: self.width - other.width,
            shrinks: self.shrinks - other.shrinks,
            shrink,
            words: self.words - other.words,
            gaps: self.gaps - other.gaps,
            joints: self.joints - other.joints,
            last_joints: self.last_joints - other.last_joints,
        }
    }
}

/// The range between two places, measured by the sums at both; each part is computed on demand,
/// since of most possible lines only the width matters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Between<'a> {
    pub(super) before: &'a Sums,
    pub(super) after: &'a Sums,
}

impl Between<'_> {
    pub(super) fn width(self) -> i64 {
        self.after.width - self.before.width
    }

    /// How far all tiers together let it shrink.
    pub(super) fn shrinks(self) -> i64 {
        self.after.shrinks - self.before.shrinks
    }

    /// How far each tier lets it shrink.
    pub(super) fn shrink(self) -> impl Iterator<Item = i64> {
        self.after.shrink.iter().zip(&self.before.shrink).map(|(after, before)| after - before)
    }

    pub(super) fn words(self) -> i64 {
        self.after.words - self.before.words
    }

    pub(super) fn gaps(self) -> i64 {
        self.after.gaps - self.before.gaps
    }

    pub(super) fn joints(self) -> i64 {
        self.after.joints - self.before.joints
    }

    pub(super) fn last_joints(self) -> i64 {
        self.after.last_joints - self.before.last_joints
    }

    /// Its minimum width.
    pub(super) fn least_width(self) -> i64 {
        self.width() - self.shrinks()
    }
}

pub(super) fn word_shrink(width: Units) -> Units {
    // Spaces narrower than a quarter of an em are those of text in other languages.
    let least = if width < NARROW_WORD_SPACE { width * 2 / 3 } else { NARROW_WORD_SPACE };
    width - least
}

pub(super) fn word_growth(width: Units) -> Units {
    (WIDE_WORD_SPACE - width).max(0)
}

/// A gap may carry tracking, which neither shrinks nor grows.
pub(super) fn gap_shrink(gap: Units) -> Units {
    if gap >= GAP { GAP - NARROW_GAP } else { 0 }
}

pub(super) fn gap_growth(gap: Units) -> Units {
    if gap >= GAP { WIDE_GAP - GAP } else { 0 }
}

/// How marks at the ends of a line are trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edges {
    /// An opening mark that begins a line loses its blank half.
    pub(super) trims_start: bool,
    /// So it does at the start of the paragraph.
    pub(super) trims_first: bool,
    /// A mark that ends a line loses its blank half: always, or if need be.
    pub(super) end: LineEnd,
}

/// What a line start takes from its first atom, and what a line end from its last.
impl Edges {
    pub(super) fn start_trim(self, atom: &Atom, is_first_line: bool) -> Units {
        let trims = if is_first_line { self.trims_first } else { self.trims_start };
        if trims && matches!(atom.kind, AtomKind::Mark(_)) { atom.left } else { 0 }
    }

    /// The sums up to the end of a line whose last visible atom is `atom`.
    pub(super) fn end(self, mut sums: Sums, atom: &Atom) -> Sums {
        if atom.right == 0 {
            return sums;
        }
        match self.end {
            LineEnd::Half => {
                sums.width -= i64::from(atom.right);
                sums.add_shrink(tier_of(atom.kind), -atom.right);
            }
            LineEnd::Auto => {
                sums.add_shrink(tier_of(atom.kind), -atom.right);
                sums.add_shrink(Tier::LineEnd, atom.right);
            }
            LineEnd::Full => {}
        }
        sums
    }

    /// The sums before a line that begins with `atom`, `before` being those up to it.
    pub(super) fn start(self, mut before: Sums, atom: &Atom, is_first_line: bool) -> Sums {
        before.add_joint(atom);
        let trim = self.start_trim(atom, is_first_line);
        before.width += i64::from(trim);
        before.add_shrink(tier_of(atom.kind), trim);
        before
    }
}

/// How far a line with a hanging last mark extends into the margin.
pub(super) fn hang_of(atom: &Atom, edges: Edges) -> Units {
    let is_hangable = matches!(atom.kind, AtomKind::Mark(Class::Comma))
        || atom.kind == AtomKind::Mark(Class::Stop);
    let trimmed = if edges.end == LineEnd::Half { atom.right } else { 0 };
    if is_hangable && atom.width <= EM { atom.width - trimmed } else { 0 }
}
