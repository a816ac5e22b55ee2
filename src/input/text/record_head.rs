//! The head of a record of a database (题录): a field on each line, with its label in brackets, above
//! 【正文】.

use super::credit;
use super::facts;
use super::front::{HEAD, LABELLED};
use super::lines::Unit;
use super::pattern::patterns;
use super::role::Role;
use crate::model::{CreditKind, Meta};

patterns! {
    /// 【分类名】文艺理论; a field may be empty.
    static FIELD = r"^[【\[]\s*\p{Han}(?:\s*\p{Han}){1,5}\s*[】\]]";
    /// What is text, whatever its label says.
    static TEXT = r"^[【\[]\s*(?:正\s*文|(?:内\s*容|中\s*文|英\s*文)?(?:提\s*要|摘\s*要|简\s*介))\s*[】\]]";
}

/// Marks the fields of a record that begins the text, except its title and its text.
pub(super) fn mark(units: &mut [Unit<'_>], meta: &mut Meta) {
    /// The fewest fields above everything.
    const LEAST: usize = 3;
    let is_field = |unit: &Unit<'_>| {
        FIELD.is_match(unit.whole())
            && (unit.is_body() || matches!(unit.role, Role::Residue(_)))
    };
    if units.iter().take_while(|unit| is_field(unit)).count() < LEAST {
        return;
    }
    for unit in units.iter_mut().take(HEAD).filter(|unit| unit.is_body() && is_field(unit)) {
        if TEXT.is_match(unit.whole()) || LABELLED.is_match(unit.whole()) {
            continue;
        }
        match credit::recognise(unit.whole()) {
            Some(credit) => facts::claim(unit, credit, meta, "credit", 85),
            None => unit.set(Role::Credit(CreditKind::Other), "record-field", 80),
        }
    }
}
