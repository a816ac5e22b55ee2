//! Chains of numbered lines (第一章, 第二章 … or 1., 2., 3. …), solved as a whole.
//!
//! Takes the lines of one form in the order of the text, returns those of the best chain: the one
//! that is long and counts on, restarts inside a new parent, and tolerates gaps, repeats and slips.
//! It is found by dynamic programming: the best chain that ends in a line continues the best one
//! that ends in one of the lines before it.

/// The maximum number of lines between two of a chain: so many strays in a row can't break it.
const WINDOW: usize = 48;

/// The score of a line that counts on, one with the same number, one that restarts inside a new
/// parent, inside the same one, and one out of order.
const COUNTS_ON: i32 = 8;
const AGAIN: i32 = 1;
const BEGINS: i32 = 6;
const RESTARTS: i32 = -3;
const SLIPS: i32 = -16;
/// The greatest gap that still counts as counting on, in numbers.
const GAP: u32 = 4;
/// The score of the first line if it counts from the beginning.
const FIRST: i32 = 3;

/// A line that may be of a chain.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) number: u32,
    /// The part of the text that contains it: numbers may restart in each.
    pub(super) parent: usize,
    /// Its likeness to a heading: 0 as usual, negative if less.
    pub(super) looks: i32,
}

/// The relation of a line of a chain to the previous one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// It is the first.
    First,
    /// It has the next number, or one of the next few.
    On,
    /// It has the same number.
    Again,
    /// It restarts from the beginning.
    Anew,
    /// It is out of order.
    Slip,
}

impl Link {
    fn of(before: Member, member: Member) -> (Self, i32) {
        let moved = before.parent != member.parent;
        match member.number.checked_sub(before.number) {
            Some(0) if member.number > 1 || !moved => (Self::Again, AGAIN),
            Some(1) => (Self::On, COUNTS_ON),
            Some(gap) if gap <= GAP && gap > 0 => {
                (Self::On, COUNTS_ON - 2 * i32::try_from(gap).unwrap_or(0))
            }
            _ if member.number <= 1 => (Self::Anew, if moved { BEGINS } else { RESTARTS }),
            _ => (Self::Slip, SLIPS),
        }
    }
}

/// The best chain: the places of its lines among `members`, with their links.
pub(super) fn best(members: &[Member]) -> Vec<(usize, Link)> {
    let mut chains: Vec<(i32, Option<usize>, Link)> = Vec::with_capacity(members.len());
    for (at, member) in members.iter().enumerate() {
        let first = if member.number <= 1 { FIRST } else { 0 };
        let mut chain = (first + member.looks, None, Link::First);
        for before in at.saturating_sub(WINDOW)..at {
            let (link, worth) = Link::of(members[before], *member);
            let sum = chains[before].0 + worth + member.looks;
            if sum > chain.0 {
                chain = (sum, Some(before), link);
            }
        }
        chains.push(chain);
    }
    let mut path = Vec::new();
    let mut next = (0..chains.len()).max_by_key(|at| (chains[*at].0, std::cmp::Reverse(*at)));
    while let Some(at) = next {
        path.push((at, chains[at].2));
        next = chains[at].1;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the best chain; a 0 begins a new part of the text.
    fn chain(numbers: &[u32]) -> Vec<u32> {
        let mut parent = 0;
        let mut members = Vec::new();
        for number in numbers {
            match number {
                0 => parent += 1,
                _ => members.push(Member { number: *number, parent, looks: 0 }),
            }
        }
        best(&members).into_iter().map(|(at, _)| members[at].number).collect()
    }

    #[test]
    fn strays_are_left_out() {
        assert_eq!(chain(&[1, 2, 9, 3, 4, 1, 5, 6]), [1, 2, 3, 4, 5, 6]);
        assert_eq!(chain(&[57, 1, 2, 3, 58, 59, 60, 61]), [57, 58, 59, 60, 61]);
    }

    #[test]
    fn gaps_repeats_and_new_parts_are_tolerated() {
        assert_eq!(chain(&[1, 2, 4, 5, 5, 6]), [1, 2, 4, 5, 5, 6]);
        assert_eq!(chain(&[1, 2, 3, 0, 1, 2, 0, 1, 2]), [1, 2, 3, 1, 2, 1, 2]);
        assert_eq!(chain(&[98, 99, 100, 101]), [98, 99, 100, 101]);
    }

    #[test]
    fn a_slip_breaks_no_long_chain() {
        let slipped = [1, 2, 3, 4, 50, 6, 7, 8, 9];
        assert_eq!(chain(&slipped), [1, 2, 3, 4, 6, 7, 8, 9]);
        assert!(chain(&[]).is_empty());
    }
}
