//! Breaks between scenes shown only by white space.
//!
//! Takes units, returns claims of a separator without signs in each larger gap between paragraphs,
//! if these are regular: nearly all gaps between paragraphs have the same number of blank lines,
//! and hardly any has more.

use std::collections::BTreeMap;

use super::claims::{Claim, View};
use super::lines::Unit;
use super::role::Role;
use super::rules;

/// The minimum number of gaps between paragraphs that show the regular one.
const LEAST: usize = 10;
/// The minimum share of equal gaps, in percent.
const ALIKE: usize = 90;
/// At most one of this many gaps is larger.
const RARE: usize = 8;
/// The shortest paragraph without the end of a sentence, in characters.
const SHORTEST: usize = 40;

/// Claims breaks between scenes.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let broken = breaks(view).into_iter().map(|at| view[at].break_before());
    broken.map(|unit| unit.claim(Role::Separator, "larger-gap", 75)).collect()
}

/// The units before which a scene ends.
fn breaks(units: &[Unit<'_>]) -> Vec<usize> {
    let joints: Vec<usize> =
        (1..units.len()).filter(|at| units[*at].is_text() && units[at - 1].is_text()).collect();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for at in &joints {
        *counts.entry(units[*at].blank_before).or_default() += 1;
    }
    let Some((usual, alike)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return Vec::new();
    };
    let larger: Vec<usize> =
        joints.iter().copied().filter(|at| units[*at].blank_before > usual).collect();
    if joints.len() < LEAST
        || alike * 100 < joints.len() * ALIKE
        || larger.len() * RARE > joints.len()
    {
        return Vec::new();
    }
    larger
        .into_iter()
        .filter(|at| {
            units[at - 1].ends_sentence() && is_prose(&units[at - 1]) && is_prose(&units[*at])
        })
        .collect()
}

/// Whether a paragraph is text of a scene, not an item of a list, a missed heading or claimed by
/// the user.
fn is_prose(unit: &Unit<'_>) -> bool {
    unit.is_body()
        && (unit.ends_sentence() || unit.length >= SHORTEST)
        && rules::numbered(unit.whole().first_chars(rules::LONGEST)).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::{lines, wrap};

    /// The separators of a text of paragraphs, given the blank lines above each.
    fn breaks(joints: &[&str]) -> Vec<usize> {
        let mut text = String::new();
        for (at, joint) in joints.iter().enumerate() {
            text.push_str(&format!("{at}天晚上他沿着河岸一直走到了天亮。{joint}"));
        }
        super::breaks(&wrap::units(&lines::split(&text), &[], &[]))
    }

    #[test]
    fn a_rare_larger_gap_is_a_break() {
        let mut joints = ["\n\n"; 16];
        assert!(breaks(&joints).is_empty());
        joints[6] = "\n\n\n\n";
        assert_eq!(breaks(&joints), [7]);
        let mut close = ["\n"; 16];
        close[3] = "\n\n";
        assert_eq!(breaks(&close), [4]);
    }

    #[test]
    fn gaps_that_are_common_or_few_are_no_breaks() {
        let mut joints = ["\n\n"; 16];
        for at in [2, 5, 9] {
            joints[at] = "\n\n\n";
        }
        assert!(breaks(&joints).is_empty());
        let mut short = ["\n"; 8];
        short[3] = "\n\n";
        assert!(breaks(&short).is_empty());
    }
}
