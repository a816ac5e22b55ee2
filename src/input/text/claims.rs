//! Claims and their resolver: what passes claim about the text, and the verdicts.
//!
//! A pass sees the units with the claims accepted so far, changes nothing, and returns claims: a
//! piece of the text, its role, the rule, the confidence, and its facts about the work. The passes
//! of a round see the same state; then its claims are resolved. The result depends on the set of
//! claims, never on their order: of two overlapping claims the more confident wins, a claim on a
//! piece that an earlier round assigned is late, and one below the minimum confidence is rejected.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::{Deref, Range};
use std::rc::Rc;

use super::lines::Unit;
use super::role::{Heading, Role};
use super::user_patterns::{BY_USER, UserPatterns};
use crate::config::ReadOptions;
use crate::model::{self, Recognition, Verdict};
use crate::source::Source;

/// Claims below this confidence, in percent, are rejected.
pub(super) const UNSURE: u8 = 40;

/// The input of a pass: the units with the claims accepted so far, and the user's options.
#[derive(Clone, Copy)]
pub(super) struct View<'v, 'a> {
    pub(super) units: &'v [Unit<'a>],
    pub(super) source: &'v Source,
    pub(super) options: &'v ReadOptions,
    pub(super) patterns: &'v UserPatterns,
}

impl<'a> Deref for View<'_, 'a> {
    type Target = [Unit<'a>];

    fn deref(&self) -> &[Unit<'a>] {
        self.units
    }
}

impl<'a> View<'_, 'a> {
    /// The claims of a pass that works in steps, each seeing the result of the previous one:
    /// `steps` work on a draft of the pass, and its differences are claimed.
    pub(super) fn draft(&self, steps: impl FnOnce(&mut Vec<Unit<'a>>)) -> Vec<Claim<'a>> {
        let mut draft = self.units.to_vec();
        steps(&mut draft);
        differences(self.units, draft)
    }

    /// Claims that the units at these positions are headings without a number.
    pub(super) fn bare_headings(
        &self,
        places: Vec<usize>,
        rule: &str,
        confidence: u8,
    ) -> Vec<Claim<'a>> {
        let heading = || Role::Heading(Heading::bare());
        let claim = |at: usize| self.units[at].claim(heading(), rule, confidence);
        places.into_iter().map(claim).collect()
    }
}

/// A claim about a piece of the text.
#[derive(Clone, Debug)]
pub(super) struct Claim<'a> {
    /// The piece with its role, and with its facts about the work.
    unit: Unit<'a>,
    /// Its rule, and the confidence.
    by: Rc<Recognition>,
}

impl<'a> Claim<'a> {
    /// Its range in the source.
    pub(super) fn range(&self) -> Range<usize> {
        self.unit.start..self.unit.end
    }

    /// The claimed unit, with its text.
    pub(super) fn unit(&self) -> &Unit<'a> {
        &self.unit
    }

    /// Claims that a unit has its role.
    pub(super) fn of(unit: Unit<'a>) -> Self {
        let by = unit.recognition.clone().unwrap_or_else(|| Rc::new(by_marks(&unit)));
        Self { unit, by }
    }

    /// The claim as an offer: it is reported but not applied.
    pub(super) fn offered(mut self) -> Self {
        let confidence = self.by.confidence.min(UNSURE - 1);
        self.by = Rc::new(Recognition { confidence, ..(*self.by).clone() });
        self
    }

    /// Whether the claim assigns the piece a role; otherwise it splits it, or removes residue from
    /// it.
    fn takes(&self) -> bool {
        !self.unit.is_body()
    }

    /// The order in which claims are resolved: the most confident, then the first, then the
    /// longest.
    fn turn(&self) -> (Reverse<u8>, usize, Reverse<usize>, &str, String) {
        let Range { start, end } = self.range();
        let role = format!("{:?}", self.unit.role);
        (Reverse(self.by.confidence), start, Reverse(end), &self.by.rule, role)
    }

    fn settled(&self, verdict: Verdict) -> model::Claim {
        let inner = (!self.takes()).then(|| self.unit.marks.first()).flatten();
        let Range { start, end } = inner.map_or(self.range(), |mark| mark.start..mark.end);
        model::Claim {
            start,
            end,
            level: None,
            role: if inner.is_some() { "residue" } else { self.unit.role.name() },
            rule: self.by.rule.clone(),
            confidence: self.by.confidence,
            verdict,
        }
    }
}

/// A claim that removes residue from a unit is named by its kind; one that splits a unit has no
/// name.
fn by_marks(unit: &Unit<'_>) -> Recognition {
    /// The confidence of residue within a line, and of a line with two units.
    const WITHIN: u8 = 72;
    match unit.marks.iter().find_map(|mark| mark.residue_kind()) {
        Some(BY_USER) => Recognition::new(BY_USER, 100),
        kind => Recognition::new(kind.unwrap_or("line-of-several"), WITHIN),
    }
}

/// The differences between a draft and the original units, as claims.
fn differences<'a>(units: &[Unit<'a>], draft: Vec<Unit<'a>>) -> Vec<Claim<'a>> {
    let mut claims = Vec::new();
    let mut from = units.iter().peekable();
    let mut after_body = false;
    for unit in draft {
        let is_place = |it: &&&Unit<'_>| it.start == unit.start && it.end == unit.end;
        while from.next_if(|it| it.end <= unit.start && !is_place(&it)).is_some() {
            after_body = false;
        }
        let whole = from.peek().is_some_and(|it| is_place(&it));
        if whole && from.peek().is_some_and(|it| it.is_same(&unit)) {
            continue;
        }
        // The remainder of a split unit is not claimed, except where two such pieces meet.
        let left = !whole && unit.is_body() && unit.marks.is_empty();
        if !left || after_body {
            claims.push(Claim::of(unit));
        }
        after_body = left;
    }
    claims
}

/// The units of a text with the resolved claims.
pub(super) struct Resolver<'a> {
    pub(super) units: Vec<Unit<'a>>,
    /// The verdict on each claim.
    pub(super) settled: Vec<model::Claim>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(units: Vec<Unit<'a>>) -> Self {
        Self { units, settled: Vec::new() }
    }

    /// Resolves the claims of a round.
    pub(super) fn settle(&mut self, mut claims: Vec<Claim<'a>>) {
        claims.sort_by_cached_key(|claim| {
            let (confidence, start, end, rule, role) = claim.turn();
            (confidence, start, end, rule.to_owned(), role)
        });
        // The accepted ones, by where they begin.
        let mut accepted: BTreeMap<(usize, usize), Claim<'a>> = BTreeMap::new();
        for claim in claims {
            let verdict = self.verdict(&claim, &accepted);
            self.settled.push(claim.settled(verdict.clone()));
            if verdict == Verdict::Accepted {
                let Range { start, end } = claim.range();
                accepted.insert((start, end), claim);
            }
        }
        self.apply(accepted.into_values());
    }

    /// The verdict on a claim, given those accepted before it.
    fn verdict(
        &self,
        claim: &Claim<'a>,
        accepted: &BTreeMap<(usize, usize), Claim<'a>>,
    ) -> Verdict {
        let Range { start, end } = claim.range();
        // They don't overlap, so only the last one that begins before the end may.
        let beside = accepted.range(..(end, 0)).rev().find(|((start, end), _)| start < end);
        if let Some((_, other)) = beside.filter(|((_, other), _)| *other > start) {
            return Verdict::Outweighed(other.by.rule.clone());
        }
        let first = self.units.partition_point(|unit| unit.end <= start);
        let covered = self.units.iter().skip(first).take_while(|unit| unit.start < end);
        let earlier =
            covered.filter(|unit| !unit.is_body()).find_map(|it| it.recognition.clone());
        match earlier {
            Some(by) => Verdict::Late(by.rule.clone()),
            None if claim.by.confidence < UNSURE => Verdict::Unsure,
            None => Verdict::Accepted,
        }
    }

    /// Applies claims, which are in order and don't overlap.
    fn apply(&mut self, claims: impl Iterator<Item = Claim<'a>>) {
        let mut parted = Vec::new();
        for claim in claims {
            let Range { start, end } = claim.range();
            let at = self.units.partition_point(|unit| unit.end <= start);
            match self.units.get_mut(at) {
                Some(unit) if unit.start == start && unit.end == end => *unit = claim.unit,
                _ => parted.push(claim.unit),
            }
        }
        if parted.is_empty() {
            return;
        }
        let mut claims = parted.into_iter().peekable();
        let units = std::mem::take(&mut self.units);
        // The end of the units joined by a claim.
        let mut done = 0;
        for unit in units {
            let mut rest = Some(unit).filter(|unit| unit.end > done || unit.start == unit.end);
            while let Some(unit) = rest.take() {
                let Some(claim) = claims.next_if(|it| it.start < unit.end) else {
                    self.units.push(unit);
                    break;
                };
                done = claim.end.max(done);
                let (before, own) = around(unit, claim.start);
                self.units.extend(before);
                rest = own.and_then(|own| around(own, claim.end).1);
                self.units.push(claim);
            }
        }
        self.units.extend(claims);
    }
}

/// A unit split before a byte of the source.
fn around<'a>(unit: Unit<'a>, place: usize) -> (Option<Unit<'a>>, Option<Unit<'a>>) {
    if place <= unit.start {
        return (None, Some(unit));
    }
    if place >= unit.end {
        return (Some(unit), None);
    }
    match unit.split_at(place) {
        Some((before, rest)) => (Some(before), Some(rest)),
        None => (None, Some(unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ROUNDS, claims_of, lines, units, wrap};
    use super::*;

    /// The result for a text if the claims of each round come in an order determined by `seed`.
    fn settled(text: &str, mut seed: usize) -> (String, Vec<model::Claim>) {
        let options = ReadOptions::default();
        let (source, _) = Source::decode(None, text.as_bytes(), &options).expect("a text");
        let patterns = UserPatterns::compile(&options).expect("no patterns");
        let mut resolver = Resolver::new(units(&source, &options));
        for round in 0..ROUNDS.len() {
            let mut claims = claims_of(round, &resolver.units, &source, &options, &patterns);
            let last = if seed > 0 { claims.len() } else { 0 };
            for at in (1..last).rev() {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                claims.swap(at, (seed >> 33) % (at + 1));
            }
            resolver.settle(claims);
        }
        (format!("{:?}", resolver.units), resolver.settled)
    }

    #[test]
    fn the_result_does_not_depend_on_the_order_of_claims() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/readers");
        let mut rejected = 0;
        for entry in std::fs::read_dir(folder).expect("fixtures") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|it| it == "txt") {
                let bytes = std::fs::read(&path).expect("a text");
                let text = String::from_utf8_lossy(&bytes);
                let known = settled(&text, 0);
                assert!((1..6).all(|seed| settled(&text, seed) == known), "{}", path.display());
                let is_rejected = |it: &&model::Claim| it.verdict != Verdict::Accepted;
                rejected += known.1.iter().filter(is_rejected).count();
            }
        }
        assert!(rejected > 0, "the texts hold nothing that is contested");
    }

    /// A unit of `text`, claimed for a range of bytes.
    fn claim<'a>(
        unit: &Unit<'a>,
        range: Range<usize>,
        rule: &str,
        confidence: u8,
    ) -> Claim<'a> {
        let (_, unit) = around(unit.clone(), range.start);
        let (unit, _) = around(unit.expect("a piece"), range.end);
        unit.expect("a piece").claim(Role::Verse, rule, confidence)
    }

    #[test]
    fn the_more_confident_of_two_claims_wins_and_a_later_one_is_late() {
        let units = wrap::units(&lines::split("甲乙丙丁戊己\n"), &[], &[]);
        let mut resolver = Resolver::new(units);
        let unit = resolver.units[0].clone();
        resolver.settle(vec![
            claim(&unit, 3..9, "weak", 60),
            claim(&unit, 6..12, "sure", 80),
            claim(&unit, 15..18, "unsure", 39),
        ]);
        resolver.settle(vec![claim(&unit, 0..9, "late", 90), claim(&unit, 0..6, "free", 50)]);
        let texts: Vec<&str> = resolver.units.iter().map(|unit| &*unit.text).collect();
        assert_eq!(texts, ["甲乙", "丙丁", "戊己"]);
        let verdicts: Vec<(&str, &Verdict)> =
            resolver.settled.iter().map(|it| (it.rule.as_str(), &it.verdict)).collect();
        let sure = || "sure".to_owned();
        let expected = [
            ("sure", &Verdict::Accepted),
            ("weak", &Verdict::Outweighed(sure())),
            ("unsure", &Verdict::Unsure),
            ("late", &Verdict::Late(sure())),
            ("free", &Verdict::Accepted),
        ];
        assert_eq!(verdicts, expected);
    }
}
