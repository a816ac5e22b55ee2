//! Places a line's atoms: trimmed, shrunk or stretched to the measure, tier by tier, each equally
//! over the whole line (行内调整; CLREQ §3.1.8, `clreq.md` JUS-01, JUS-02).

use super::LineEnd;
use super::atom::{Atom, AtomKind, Stretch, Units};
use super::fit::{Filling, Fit, LineRange};
use super::measure::{
    Sums, Tier, gap_growth, gap_shrink, hang_of, tier_of, word_growth, word_shrink,
};

/// A placed atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlacedAtom {
    /// Index of the atom.
    pub(super) atom: u32,
    /// Where its box begins, from the start of the line.
    pub(super) x: Units,
    /// How far the pen moves, the space after it included.
    pub(super) width: Units,
    /// Its own width, without the space after it.
    pub(super) ink_width: Units,
    /// Where its glyph is drawn, from the start of its box.
    pub(super) dx: Units,
}

/// A placed line.
#[derive(Debug, Default)]
pub(super) struct PlacedLine {
    pub(super) atoms: Vec<PlacedAtom>,
    /// Its width; a mark in the margin is not counted.
    pub(super) width: Units,
    /// How much too long it is.
    pub(super) excess: Units,
}

/// An amount divided by capacity, exactly.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    amount: i64,
    capacity: i64,
    seen: i64,
    distributed: i64,
}

impl Share {
    fn new(amount: i64, capacity: i64) -> Self {
        Self { amount, capacity, seen: 0, distributed: 0 }
    }

    /// The share of the next one, with this capacity.
    fn take(&mut self, capacity: Units) -> Units {
        if self.amount == 0 || capacity == 0 {
            return 0;
        }
        self.seen += i64::from(capacity);
        let due = self.amount * self.seen / self.capacity;
        let part = due - self.distributed;
        self.distributed = due;
        Units::try_from(part).unwrap_or(0)
    }
}

/// How a line is adjusted to its measure.
struct Adjustment {
    shrink: [Share; Tier::COUNT],
    words: Share,
    gaps: Share,
    joints: Share,
    last_joints: Share,
}

/// Places the atoms of a line.
pub(super) fn place(atoms: &[Atom], range: LineRange, fit: &Fit, line: &mut PlacedLine) {
    line.atoms.clear();
    line.atoms.reserve((range.next - range.start) as usize);
    (line.width, line.excess) = (0, 0);
    let x = if range.start < range.end { fill(atoms, range, fit, line) } else { 0 };
    // Spaces at the end keep their characters, or words would run together when copied.
    for (index, atom) in (range.end..range.next).zip(&atoms[range.end as usize..]) {
        line.atoms.push(PlacedAtom { atom: index, x, width: 0, ink_width: 0, dx: atom.dx });
    }
}

/// Places the visible atoms and returns where they end.
fn fill(atoms: &[Atom], range: LineRange, fit: &Fit, line: &mut PlacedLine) -> Units {
    let visible = &atoms[range.start as usize..range.end as usize];
    let (first, last) = (&visible[0], &visible[visible.len() - 1]);
    let sums = measure(visible, range, fit);
    let measure = if range.is_first { fit.first_measure } else { fit.measure };
    let hang = hang(&sums, last, measure, fit);
    let slack = measure + hang - sums.width;
    let next = atoms.get(range.next as usize);
    let fills = fit.filling == Filling::Full
        && !range.is_forced
        && !super::fit::stays_short(&sums, slack, measure, next);
    let mut adjustment = adjust(&sums, if fills { slack } else { slack.min(0) });
    let start_trim = fit.edges.start_trim(first, range.is_first);
    let end_trim = if fit.edges.end == LineEnd::Half { last.right } else { 0 };
    let mut x: Units = 0;
    for (offset, atom) in visible.iter().enumerate() {
        if offset > 0 {
            let space = adjustment.space(atom);
            x += space;
            if let Some(previous) = line.atoms.last_mut() {
                previous.width += space;
            }
        }
        let mut trimmed = *atom;
        if offset == 0 {
            super::prepare::take_left(&mut trimmed, start_trim);
        }
        let is_last = offset + 1 == visible.len();
        if is_last {
            super::prepare::take_right(&mut trimmed, end_trim);
        }
        adjustment.apply(&mut trimmed, is_last && fit.edges.end == LineEnd::Auto);
        let index = range.start + u32::try_from(offset).unwrap_or(0);
        let (width, dx) = (trimmed.width, trimmed.dx);
        line.atoms.push(PlacedAtom { atom: index, x, width, ink_width: width, dx });
        x += width;
    }
    line.width = x - Units::try_from(hang).unwrap_or(0);
    line.excess = (line.width - Units::try_from(measure).unwrap_or(Units::MAX)).max(0);
    x
}

fn measure(visible: &[Atom], range: LineRange, fit: &Fit) -> Sums {
    let before = fit.edges.start(Sums::default(), &visible[0], range.is_first);
    let mut sums = Sums::default();
    for atom in visible {
        sums.add_joint(atom);
        sums.add(atom);
    }
    fit.edges.end(sums, &visible[visible.len() - 1]).minus(&before)
}

/// How far the last mark hangs in the margin: only if the line can't be shrunk to hold it at
/// less cost, as in `fit`.
fn hang(sums: &Sums, last: &Atom, measure: i64, fit: &Fit) -> i64 {
    if !fit.hangs || sums.width <= measure || !super::fit::would_hang(sums, last, measure, fit)
    {
        return 0;
    }
    i64::from(hang_of(last, fit.edges))
}

fn adjust(sums: &Sums, slack: i64) -> Adjustment {
    let mut need = (-slack).max(0);
    let shrink = sums.shrink.map(|capacity| {
        let used = need.min(capacity);
        need -= used;
        Share::new(used, capacity)
    });
    let slack = slack.max(0);
    let words = slack.min(sums.words);
    let gaps = (slack - words).min(sums.gaps);
    let rest = slack - words - gaps;
    let (joints, last_joints) = if sums.joints > 0 { (rest, 0) } else { (0, rest) };
    let last_joints = if sums.last_joints > 0 { last_joints } else { 0 };
    Adjustment {
        shrink,
        words: Share::new(words, sums.words),
        gaps: Share::new(gaps, sums.gaps),
        joints: Share::new(joints, sums.joints),
        last_joints: Share::new(last_joints, sums.last_joints),
    }
}

impl Adjustment {
    /// The space before an atom.
    fn space(&mut self, atom: &Atom) -> Units {
        let mut space = atom.gap;
        if atom.gap != 0 {
            space += self.gaps.take(gap_growth(atom.elastic_gap()));
            space -= self.shrink[Tier::Gap as usize].take(gap_shrink(atom.elastic_gap()));
        }
        space
            + match atom.stretch {
                Stretch::Never => 0,
                Stretch::Equal => self.joints.take(1),
                Stretch::Last => self.last_joints.take(1),
            }
    }

    /// An atom's own width.
    fn apply(&mut self, atom: &mut Atom, is_auto_end: bool) {
        match atom.kind {
            AtomKind::Mark(_) => {
                let tier = if is_auto_end { Tier::LineEnd } else { tier_of(atom.kind) };
                let left = self.shrink[tier_of(atom.kind) as usize].take(atom.left);
                let right = self.shrink[tier as usize].take(atom.right);
                super::prepare::take_left(atom, left);
                super::prepare::take_right(atom, right);
            }
            AtomKind::WordSpace => {
                let growth = self.words.take(word_growth(atom.width));
                let shrink =
                    self.shrink[Tier::WordSpace as usize].take(word_shrink(atom.width));
                atom.width += growth - shrink;
            }
            AtomKind::GapSpace => {
                let growth = self.gaps.take(gap_growth(atom.width));
                let shrink = self.shrink[Tier::Gap as usize].take(gap_shrink(atom.width));
                atom.width += growth - shrink;
            }
            _ => {}
        }
    }
}
