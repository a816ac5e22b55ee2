//! What the user says overrules the rules: heading patterns, and decisions by place.

use regex::Regex;

use super::bare::bare;
use super::credit;
use super::facts;
use super::lines::Unit;
use super::role::{Heading, Role};
use super::rules;
use crate::config::{Decision, DecisionKind, HeadingPattern};
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{CreditKind, Meta, TitleKind};
use crate::source::Source;

/// Heading patterns, compiled.
pub(super) struct Patterns(Vec<(Regex, Option<u8>)>);

impl Patterns {
    /// Compiles what the user gave.
    ///
    /// # Errors
    ///
    /// A pattern that is no regular expression.
    pub(super) fn compile(patterns: &[HeadingPattern]) -> Result<Self> {
        let compiled = patterns.iter().map(|given| {
            let refuse = |why: &str| {
                Error::new(Code::OptionValue, [&"--headings", &given.pattern, &why])
            };
            // It would match every line.
            if given.pattern.is_empty() {
                return Err(refuse("'^【.+】$' …"));
            }
            let regex = Regex::new(&given.pattern).map_err(|error| {
                // The last line says what is wrong; those before draw the pattern again.
                let said = error.to_string();
                let last = said.lines().last().unwrap_or_default();
                refuse(last.strip_prefix("error: ").unwrap_or(last))
            })?;
            Ok((regex, given.level))
        });
        compiled.collect::<Result<_>>().map(Self)
    }

    /// Marks the lines that match.
    pub(super) fn mark(&self, units: &mut [Unit<'_>]) {
        for unit in units.iter_mut().filter(|unit| unit.is_body() && unit.length <= 200) {
            let found = self.0.iter().find(|(regex, _)| regex.is_match(&unit.text));
            if let Some((_, level)) = found {
                let heading = told_heading(unit, *level);
                unit.set(Role::Heading(heading), "told", 100);
            }
        }
    }
}

fn told_heading(unit: &Unit<'_>, level: Option<u8>) -> Heading {
    let known = rules::numbered(unit.whole()).or_else(|| rules::named(unit.whole()));
    Heading { level: level.filter(|l| *l > 0), ..known.map_or_else(bare, |c| c.heading) }
}

/// The lines, from 0, that decisions name: no wrap joins them to others.
pub(super) fn lines(decisions: &[Decision]) -> Vec<usize> {
    let mut lines: Vec<usize> =
        decisions.iter().filter_map(|decision| decision.line.checked_sub(1)).collect();
    lines.sort_unstable();
    lines
}

/// Applies the decisions, parting units where one begins within a line.
pub(super) fn apply<'a>(
    units: &mut Vec<Unit<'a>>,
    source: &'a Source,
    decisions: &[Decision],
    meta: &mut Meta,
) -> Vec<Diagnostic> {
    let mut sorted: Vec<&Decision> = decisions.iter().collect();
    sorted.sort_by_key(|decision| (decision.line, decision.column));
    let mut diagnostics = Vec::new();
    let mut sorted = sorted.into_iter().peekable();
    let mut rest = std::mem::take(units).into_iter();
    let mut held = rest.next();
    while let Some(unit) = held.take() {
        let due = sorted.next_if(|decision| decision.line <= unit.line + unit.lines);
        let Some(decision) = due else {
            units.push(unit);
            held = rest.next();
            continue;
        };
        let place = source.offset(decision.line, decision.column.unwrap_or(1));
        match place.filter(|place| decision.line > unit.line && *place < unit.end) {
            Some(place) if place <= unit.text_start => {
                let mut unit = unit;
                decide(&mut unit, &source.text, decision, meta);
                held = Some(unit);
            }
            Some(place) => match unit.split_at(place) {
                Some((head, mut tail)) => {
                    decide(&mut tail, &source.text, decision, meta);
                    units.push(head);
                    held = Some(tail);
                }
                None => {
                    diagnostics.push(unplaced(decision));
                    held = Some(unit);
                }
            },
            None => {
                diagnostics.push(unplaced(decision));
                held = Some(unit);
            }
        }
    }
    diagnostics.extend(sorted.map(unplaced));
    diagnostics
}

fn unplaced(decision: &Decision) -> Diagnostic {
    let column = decision.column.unwrap_or(1);
    Diagnostic::new(Code::DecisionUnplaced, [&decision.line, &column])
}

fn decide(unit: &mut Unit<'_>, source: &str, decision: &Decision, meta: &mut Meta) {
    let text = unit.text.clone();
    let role = match decision.is {
        DecisionKind::Heading => Role::Heading(told_heading(unit, decision.level)),
        DecisionKind::Paragraph => Role::Paragraph,
        DecisionKind::Title => {
            facts::title(meta, TitleKind::Main, &text);
            Role::Title { sub: false }
        }
        DecisionKind::Subtitle => {
            facts::title(meta, TitleKind::Sub, &text);
            Role::Title { sub: true }
        }
        DecisionKind::Credit => {
            let credit = credit::recognise(text.whole())
                .or_else(|| credit::under_title(text.whole()))
                .or_else(|| credit::in_parentheses(text.whole()))
                .unwrap_or_else(|| facts::Credit::new(CreditKind::Other));
            facts::claim(unit, source, credit, meta, "told", 100);
            return;
        }
        DecisionKind::Verse => Role::Verse,
        DecisionKind::Separator => Role::Separator,
        DecisionKind::Residue => Role::Residue("told"),
    };
    unit.set(role, "told", 100);
}
