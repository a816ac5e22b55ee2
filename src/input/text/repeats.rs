//! Repeated headings: the copies are set aside.
//!
//! A copy is below its heading, or at the head of the first paragraph; the line of a volume is
//! above each of its chapters. Takes units with or without headings marked, returns the same with
//! the copies as residue.

use super::contents::key;
use super::lines::Unit;
use super::placed::Placed;
use super::role::Role;
use super::rules::{self, HeadingForm};
use crate::text::{punctuation, script};

/// The rule's name in reports, and the kind of the residue.
const RULE: &str = "repeated-title";

/// The maximum length of a repeated heading, and the minimum of one without a number: 正文 is the
/// heading of the text below it.
const LONGEST: usize = 60;
const SHORTEST: usize = 3;

/// Sets aside the copies of numbered and named headings, before these are marked.
pub(super) fn mark(units: &mut Vec<Unit<'_>>) {
    // The last line that may be a heading.
    let mut above: Option<usize> = None;
    let whole = std::mem::take(units);
    for mut unit in whole {
        if matches!(unit.role, Role::Residue(_)) {
            units.push(unit);
            continue;
        }
        let alike = above.filter(|at| begin_alike(&units[*at], &unit));
        if let Some(known) = alike.and_then(|at| key_of_heading(&units[at])) {
            if unit.length <= LONGEST && framed_key(unit.whole()) == known {
                unit.set(Role::Residue(RULE), RULE, 90);
                units.push(unit);
                continue;
            }
            let parts = after_copy(unit.whole(), &known).and_then(|rest| unit.split(rest));
            if let Some((mut copy, rest)) = parts {
                copy.set(Role::Residue(RULE), RULE, 85);
                units.push(copy);
                unit = rest;
            }
        }
        above = unit.is_body().then_some(units.len());
        units.push(unit);
    }
}

/// Whether two body lines begin with the same character, brackets aside: few do.
fn begin_alike(a: &Unit<'_>, b: &Unit<'_>) -> bool {
    let first = |unit: &Unit<'_>| {
        let text = unit.whole().trim_start_matches(punctuation::is_opening);
        text.folded().chars().next()
    };
    b.is_body() && first(a) == first(b)
}

/// The key of a line that has the form of a heading.
fn key_of_heading(unit: &Unit<'_>) -> Option<String> {
    let text = unit.whole();
    let heads = || {
        rules::numbered(text).is_some_and(|it| {
            it.form() == Some(HeadingForm::Unit) || !it.label(text).is_empty()
        }) || rules::named(text).is_some_and(|_| unit.length >= SHORTEST)
    };
    (unit.is_body() && unit.length <= LONGEST && heads()).then(|| framed_key(text))
}

/// A heading in the form that is compared: the brackets around it are ignored.
fn framed_key(text: Placed<'_>) -> String {
    key(text.trim_matches(|c| punctuation::is_opening(c) || punctuation::is_closing(c)))
}

/// The rest after the copy of a heading, and the white space after it.
fn after_copy<'t>(text: Placed<'t>, heading: &str) -> Option<Placed<'t>> {
    let copy = text.first_inked(heading.chars().count())?;
    let rest = text.after(copy);
    let parted = rest.starts_with(script::is_space) && key(copy) == heading;
    parted.then(|| rest.trim_start_matches(script::is_space)).filter(|rest| !rest.is_empty())
}

/// Sets aside the line of a volume above each of its chapters but the first.
pub(super) fn mark_volumes(units: &mut [Unit<'_>]) {
    let mut open: Option<(u8, Option<u32>, String)> = None;
    let mut holds_chapter = false;
    for at in 0..units.len() {
        let Role::Heading(heading) = &units[at].role else { continue };
        let whole = units[at].whole();
        let bare = rules::numbered(whole).is_some_and(|it| it.label(whole).is_empty());
        if heading.rank > rules::rank::PART || heading.number.is_none() {
            holds_chapter = true;
            continue;
        }
        let (rank, number, key) = (heading.rank, heading.number, framed_key(whole));
        let again = open.as_ref().is_some_and(|(known, count, text)| {
            *known == rank && *count == number && (*text == key || bare)
        });
        let below = units[at + 1..].iter().find(|it| !matches!(it.role, Role::Residue(_)));
        let leads = below.is_some_and(|it| matches!(it.role, Role::Heading(_)));
        if again && holds_chapter && leads {
            units[at].set(Role::Residue(RULE), RULE, 85);
        } else {
            open = Some((rank, number, key));
            holds_chapter = false;
        }
    }
}
