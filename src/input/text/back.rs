//! The end of a text: who wrote it, when and where it was printed, signatures; and the
//! signatures that end prefaces and chapters.

use super::credit;
use super::dates;
use super::facts;
use super::lines::Unit;
use super::names;
use super::role::Role;
use crate::model::{CreditKind, Meta};

/// How many units from the end credits are looked for.
const TAIL: usize = 12;
/// The longest signature, in characters.
const LONGEST_SIGNATURE: usize = 30;

/// Marks credits at the end and signatures before headings and at the end.
pub(super) fn mark(units: &mut [Unit<'_>], source: &str, meta: &mut Meta) {
    let from = last_text(units).map_or(0, |last| (last + 1).saturating_sub(TAIL));
    for at in (from.max(1)..units.len()).rev() {
        if !units[at].is_body() {
            continue;
        }
        let Some(mut credit) = credit::recognise(&units[at].text)
            .or_else(|| credit::in_parentheses(&units[at].text))
        else {
            continue;
        };
        // A date within the text is no credit: only credits and signatures may follow it.
        let ends = units[at + 1..]
            .iter()
            .all(|unit| !unit.is_body() || unit.length <= LONGEST_SIGNATURE);
        if credit.kind == CreditKind::Dateline && !ends {
            continue;
        }
        if credit.kind == CreditKind::Byline {
            credit.kind = CreditKind::Closing;
        }
        facts::claim(&mut units[at], source, credit, meta, "credit", 85);
    }
    mark_signatures(units);
}

fn last_text(units: &[Unit<'_>]) -> Option<usize> {
    units.iter().rposition(|unit| !matches!(unit.role, Role::Residue(_)))
}

/// A name and a date on lines of their own, before a heading or at the end.
fn mark_signatures(units: &mut [Unit<'_>]) {
    for at in 1..units.len() {
        if units[at].is_body() && credit::is_colophon(&units[at].text) {
            units[at].set(Role::Credit(CreditKind::Signature), "colophon", 75);
        }
        let is_date =
            units[at].length <= LONGEST_SIGNATURE && (dates::whole(&units[at].text).is_some());
        let dated = is_date
            && matches!(units[at].role, Role::Body | Role::Credit(CreditKind::Dateline));
        if !dated || !ends_here(units, at) {
            continue;
        }
        let mut signer = at;
        while signer > 1 && signs(&units[signer - 1]) {
            signer -= 1;
        }
        if signer == at {
            continue;
        }
        for unit in &mut units[signer..at] {
            unit.set(Role::Credit(CreditKind::Signature), "signature", 80);
        }
        if units[at].is_body() {
            units[at].set(Role::Credit(CreditKind::Dateline), "signature", 80);
        }
    }
}

/// Whether a section or the text ends after this unit.
fn ends_here(units: &[Unit<'_>], at: usize) -> bool {
    units[at + 1..]
        .iter()
        .find(|unit| !matches!(unit.role, Role::Residue(_) | Role::Separator))
        .is_none_or(|next| {
            matches!(next.role, Role::Heading(_) | Role::Credit(_) | Role::Note { .. })
        })
}

fn signs(unit: &Unit<'_>) -> bool {
    let text = unit.text.as_ref();
    unit.is_body()
        && unit.length <= LONGEST_SIGNATURE
        && !unit.ends_sentence()
        && (names::is_person(text)
            || names::is_organisation(text)
            || (unit.length <= 6 && names::is_signature(text)))
}
