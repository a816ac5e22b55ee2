//! The user's decisions about places override the rules.

use super::claims::{Claim, View};
use super::credit;
use super::facts;
use super::lines::Unit;
use super::role::Role;
use super::user_patterns::{BY_USER, user_heading};
use crate::config::{Decision, DecisionKind};
use crate::diag::{Code, Diagnostic};
use crate::model::{CreditKind, Meta, TitleKind};
use crate::source::Source;

/// The lines, from 0, that decisions name: they are never joined to others.
pub(super) fn lines(decisions: &[Decision]) -> Vec<usize> {
    decisions.iter().filter_map(|decision| decision.line.checked_sub(1)).collect()
}

/// Claims what the decisions say.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let decisions = &view.options.decisions;
    view.draft(|units| drop(apply(units, view.source, decisions)))
}

/// A warning for each decision about a place without a unit.
pub(super) fn unplaced(
    units: &[Unit<'_>],
    source: &Source,
    decisions: &[Decision],
) -> Vec<Diagnostic> {
    if decisions.is_empty() {
        Vec::new()
    } else {
        apply(&mut units.to_vec(), source, decisions)
    }
}

/// Applies the decisions, splitting units if one begins within a line. Returns a warning for each
/// without a place.
fn apply(
    units: &mut Vec<Unit<'_>>,
    source: &Source,
    decisions: &[Decision],
) -> Vec<Diagnostic> {
    let mut meta = Meta::default();
    let mut sorted: Vec<&Decision> = decisions.iter().collect();
    sorted.sort_by_key(|decision| (decision.line, decision.column));
    let mut diagnostics = Vec::new();
    let mut sorted = sorted.into_iter().peekable();
    let mut rest = std::mem::take(units).into_iter();
    let mut pending = rest.next();
    while let Some(unit) = pending.take() {
        let due = sorted.next_if(|decision| decision.line <= unit.line + unit.lines);
        let Some(decision) = due else {
            units.push(unit);
            pending = rest.next();
            continue;
        };
        let place = source.offset(decision.line, decision.column.unwrap_or(1));
        match place.filter(|place| decision.line > unit.line && *place < unit.end) {
            Some(place) if place <= unit.text_start => {
                let mut unit = unit;
                decide(&mut unit, decision, &mut meta);
                pending = Some(unit);
            }
            Some(place) => match unit.split_at(place) {
                Some((head, mut tail)) => {
                    decide(&mut tail, decision, &mut meta);
                    units.push(head);
                    pending = Some(tail);
                }
                None => {
                    diagnostics.push(no_place(decision));
                    pending = Some(unit);
                }
            },
            None => {
                diagnostics.push(no_place(decision));
                pending = Some(unit);
            }
        }
    }
    diagnostics.extend(sorted.map(no_place));
    diagnostics
}

fn no_place(decision: &Decision) -> Diagnostic {
    let column = decision.column.unwrap_or(1);
    Diagnostic::new(Code::DecisionUnplaced, [&decision.line, &column])
}

fn decide(unit: &mut Unit<'_>, decision: &Decision, meta: &mut Meta) {
    let piece = unit.piece();
    let text = &piece.text;
    let role = match decision.is {
        DecisionKind::Heading => Role::Heading(user_heading(unit, decision.level)),
        DecisionKind::Paragraph => Role::Paragraph,
        DecisionKind::Title => {
            facts::claim_title(unit, meta, TitleKind::Main, text);
            Role::Title { sub: false }
        }
        DecisionKind::Subtitle => {
            facts::claim_title(unit, meta, TitleKind::Sub, text);
            Role::Title { sub: true }
        }
        DecisionKind::Credit => {
            let credit = credit::recognise(text.whole())
                .or_else(|| credit::under_title(text.whole()))
                .or_else(|| credit::in_parentheses(text.whole()))
                .unwrap_or_else(|| facts::Credit::new(CreditKind::Other));
            facts::claim(unit, credit, meta, BY_USER, 100);
            return;
        }
        DecisionKind::Verse => Role::Verse,
        DecisionKind::Separator => Role::Separator,
        DecisionKind::Residue => Role::Residue(BY_USER),
    };
    unit.set(role, BY_USER, 100);
}
