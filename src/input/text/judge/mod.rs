//! Decides which lines are headings, by their form, their surroundings and the text's other lines.
//!
//! Lines that cannot be headings are excluded first; each of the others is scored by a logistic
//! model over named features ([`FEATURES`]), many of which compare it with the lines set alike.
//! Headings are accepted only if their joint confidence is high enough. The weights (`weights.tsv`)
//! are learned by `learn.py` from texts of known structure; the calibrated probability is the
//! confidence.

mod doubt;
mod features;
mod forms;
mod scene;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::claims::{Claim, UNSURE, View};
use super::contents::Contents;
use super::lines::Unit;
use super::names;
use super::placed::Placed;
use super::role::{Heading, Role};
use super::rules;
use doubt::Doubt;
use features::FEATURES;
use forms::{FORMS, share};
use scene::{Scene, Weighed};

use crate::model::SectionKind;

/// The rule's name in reports.
const RULE: &str = "judged";

/// The minimum probability of a heading.
const LEAST: f64 = 0.6;
/// Lines below this confidence, in percent, are not even offered.
const OFFERED: u8 = 20;

/// The weights and the calibration.
struct Model {
    /// One for each feature, and the bias.
    weights: Vec<f64>,
    /// Probabilities, and the observed share of headings at each; ascending.
    confidence: Vec<(f64, f64)>,
}

/// `weights.tsv`: features with their weights in the order of [`FEATURES`], the bias, then the
/// calibration. A mismatch with the table is a fault of the build, found by a test.
static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let mut model = Model { weights: Vec::new(), confidence: Vec::new() };
    let number = |text: &str| text.parse().unwrap_or_default();
    for row in include_str!("weights.tsv").lines().skip(1) {
        match row.split('\t').collect::<Vec<_>>()[..] {
            ["confidence", predicted, observed] => {
                model.confidence.push((number(predicted), number(observed)));
            }
            [_, weight] => model.weights.push(number(weight)),
            _ => {}
        }
    }
    model
});

impl Model {
    /// The probability that a line with these features is a heading.
    fn probability(&self, features: impl Iterator<Item = f64>) -> f64 {
        let bias = self.weights.last().copied().unwrap_or_default();
        let sum: f64 = features.zip(&self.weights).map(|(value, weight)| value * weight).sum();
        1.0 / (1.0 + (-(sum + bias).clamp(-30.0, 30.0)).exp())
    }

    /// The confidence for this probability, in percent: interpolated between the observed shares.
    fn confidence(&self, probability: f64) -> u8 {
        let next = self.confidence.partition_point(|(predicted, _)| *predicted < probability);
        let low = next.checked_sub(1).and_then(|low| self.confidence.get(low));
        let (low, high) = (low.unwrap_or(&(0.0, 0.0)), self.confidence.get(next));
        let high = high.unwrap_or(&(1.0, 1.0));
        let part = (probability - low.0) / (high.0 - low.0).max(f64::EPSILON);
        let share = low.1 + part * (high.1 - low.1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
        // Only the user's decisions are certain.
        let percent = (share * 100.0).clamp(0.0, 99.0).round() as u8;
        percent
    }
}

/// Claims the lines without a more reliable rule, with their confidence. Those whose joint
/// confidence is too low, and doubted ones, are offered. If a text has many chapters, other lines
/// are more often speech and letters than headings.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    /// The number of chapters that counts as many, and how far down an abstract begins at most.
    const MANY: usize = 10;
    const HEAD: usize = 25;
    let units = view.units;
    let siblings = view.options.chapter.as_ref().map_or(0, |chapter| chapter.chapters);
    let chapters = siblings.max(units.iter().filter(|unit| counts_chapters(unit)).count());
    if chapters >= MANY {
        return Vec::new();
    }
    let scene = Scene::of(units);
    let weighed = scene.weigh(&MODEL);
    let mut accepted = accepted(&scene, &weighed);
    accept_stacked(units, &weighed, &mut accepted);
    accept_first(units, &weighed, &mut accepted);
    let authors = authors_below(units, &accepted);
    let unlisted = unlisted(units, &accepted);
    let listed = stacked_lines(units, &accepted);
    let abstract_at = units.iter().take(HEAD).position(is_abstract);
    let usual = [scene.usual.blank, scene.usual.indent];
    let doubt = Doubt::of(units, chapters, &accepted, usual);
    let claim = |line: &Weighed| {
        let unit = &units[line.unit];
        let heads = accepted.binary_search(&line.unit).is_ok()
            && !authors.contains(&line.unit)
            && !unlisted.contains(&line.unit)
            && abstract_at.is_none_or(|below| line.unit > below)
            && !listed.contains(&line.unit)
            && !is_doubted(units, &doubt, line.unit)
            && !is_all_of_a_section(units, line.unit);
        let sure = MODEL.confidence(line.probability);
        let confidence = if heads { sure.max(UNSURE) } else { sure.min(UNSURE - 1) };
        let offered = unit.is_body() && confidence >= OFFERED;
        offered.then(|| unit.claim(Role::Heading(heading_of(unit)), RULE, confidence))
    };
    weighed.iter().filter_map(claim).collect()
}

/// The kind of section of a line, by its leading number or words.
fn heading_of(unit: &Unit<'_>) -> Heading {
    let known = rules::numbered(unit.whole()).or_else(|| rules::named(unit.whole()));
    let counted = || forms::counted(unit);
    match known.or_else(|| rules::lone(unit.whole())) {
        Some(candidate) => candidate.heading,
        None => counted().map_or_else(Heading::bare, |counted| Heading {
            rank: FORMS[counted.form].rank,
            number: counted.value,
            ..Heading::bare()
        }),
    }
}

/// Whether a unit is the heading of a numbered chapter or volume, or a numeral in brackets, by which
/// a story is divided.
fn counts_chapters(unit: &Unit<'_>) -> bool {
    let Role::Heading(heading) = &unit.role else { return false };
    let whole = unit.whole();
    let framed = whole.starts_with('【')
        && rules::numbered(whole).is_some_and(|it| it.label(whole).is_empty());
    heading.number.is_some() && (heading.rank <= rules::rank::CHAPTER || framed)
}

/// Whether a line that would be accepted remains a paragraph: it is speech or the like, is to be
/// filled in, as 签字：____, or begins like a heading, but with a word: 第二回合开始了.
fn is_doubted(units: &[Unit<'_>], doubt: &Doubt<'_>, at: usize) -> bool {
    /// A blank to be filled in.
    const BLANK: &str = "___";
    let whole = units[at].whole();
    units[at].text.contains(BLANK)
        || breaks_in_bracket(units, at)
        || rules::numbered(whole).is_some_and(|it| rules::begins_word(whole, &it))
        || doubt.applies(units, at)
}

/// The accepted lines without a number that a table of contents with sections does not list, if they
/// are more than those that it does: a few are its misprints.
fn unlisted(units: &[Unit<'_>], accepted: &[usize]) -> BTreeSet<usize> {
    let contents = Contents::of(units);
    if !contents.lists_sections() {
        return BTreeSet::new();
    }
    let is_listed = |at: &usize| {
        let whole = units[*at].whole();
        contents.announces(whole) || contents.ends_with_entry(whole)
    };
    let bare = accepted.iter().copied().filter(|at| {
        heading_of(&units[*at]).number.is_none() && rules::named(units[*at].whole()).is_none()
    });
    let (listed, others): (BTreeSet<usize>, BTreeSet<usize>) = bare.partition(is_listed);
    if others.len() > listed.len() { others } else { BTreeSet::new() }
}

/// Whether a unit is the heading of an abstract (摘要): above it are a paper's title and authors, and
/// the column of its journal.
fn is_abstract(unit: &Unit<'_>) -> bool {
    matches!(&unit.role, Role::Heading(heading) if heading.kind == SectionKind::Abstract)
}

/// The accepted lines without a number that are right above one another, more than headings are: a
/// list of tags or names.
fn stacked_lines(units: &[Unit<'_>], accepted: &[usize]) -> BTreeSet<usize> {
    const MOST: usize = 3;
    let bare: Vec<usize> = accepted
        .iter()
        .copied()
        .filter(|at| heading_of(&units[*at]).number.is_none())
        .collect();
    let runs = bare.chunk_by(|above, below| *below == above + 1);
    runs.filter(|run| run.len() > MOST).flatten().copied().collect()
}

/// The accepted lines that name who wrote a piece, directly below its title, if most pieces have
/// such a line: 骤雨打新荷 / 元好问.
fn authors_below(units: &[Unit<'_>], accepted: &[usize]) -> BTreeSet<usize> {
    /// The fewest of them, and their share of the headings, in percent.
    const LEAST: usize = 3;
    const SHARE: usize = 40;
    let heads = |at: usize| {
        matches!(units[at].role, Role::Heading(_) | Role::Title { .. })
            || accepted.binary_search(&at).is_ok()
    };
    let is_below = |at: &&usize| {
        at.checked_sub(1).is_some_and(heads) && names::is_person(units[**at].whole().folded())
    };
    let found: BTreeSet<usize> = accepted.iter().filter(is_below).copied().collect();
    let titles = (0..units.len()).filter(|at| heads(*at)).count() - found.len();
    let most = found.len() >= LEAST && found.len() * 100 >= titles * SHARE;
    if most { found } else { BTreeSet::new() }
}

/// Whether a line ends inside a bracket that the next line closes: 缧（l / éi累）索.
fn breaks_in_bracket(units: &[Unit<'_>], at: usize) -> bool {
    let is_open = |c| matches!(c, '（' | '(');
    let is_close = |c| matches!(c, '）' | ')');
    let opens = |text: Placed<'_>| {
        text.rfind_char(is_open)
            .is_some_and(|open| text.from(open).find_char(is_close).is_none())
    };
    let closes = |text: Placed<'_>| {
        let close = text.find_char(is_close);
        close.is_some_and(|close| text.before(close).find_char(is_open).is_none())
    };
    opens(units[at].whole()) && units.get(at + 1).is_some_and(|below| closes(below.whole()))
}

/// Whether an unnumbered line is the only one between two numbered headings of one form with
/// consecutive numbers: the text of the first, 比赛地点 / 江城体育馆.
fn is_all_of_a_section(units: &[Unit<'_>], at: usize) -> bool {
    let numbered = |at: usize| match units.get(at).map(|unit| &unit.role) {
        Some(Role::Heading(heading)) => heading.number.map(|number| (heading.rank, number)),
        _ => None,
    };
    let above = at.checked_sub(1).and_then(numbered);
    let is_inner = above
        .zip(numbered(at + 1))
        .is_some_and(|(above, below)| above.0 == below.0 && below.1 == above.1 + 1);
    is_inner && heading_of(&units[at]).number.is_none()
}

/// The units that are headings. They are accepted only if their joint confidence is high enough; if
/// most are questions or exclamations they are the author's voice, unless one is nearly certain.
fn accepted(scene: &Scene<'_, '_>, weighed: &[Weighed]) -> Vec<usize> {
    /// The minimum average for one heading, two, and more.
    const TOGETHER: [f64; 3] = [0.75, 0.6, 0.55];
    const CERTAIN: f64 = 0.95;
    /// How often a question is repeated that is put to several.
    const AGAIN: usize = 3;
    let likely: Vec<&Weighed> = weighed.iter().filter(|it| it.probability >= LEAST).collect();
    let sum = likely.iter().map(|it| it.probability).sum::<f64>();
    let least = TOGETHER[likely.len().clamp(1, TOGETHER.len()) - 1];
    // A question put to everybody is not the author's.
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &likely {
        *times.entry(scene.lines[line.line].whole_text()).or_default() += 1;
    }
    let put_to_all = |it: &Weighed| times[scene.lines[it.line].whole_text()] >= AGAIN;
    let voiced = likely.iter().filter(|it| scene.is_voiced(it.line) && !put_to_all(it)).count();
    let doubtful = sum / share(likely.len(), 1) < least || voiced * 2 > likely.len();
    if doubtful && !likely.iter().any(|it| it.probability >= CERTAIN) {
        return Vec::new();
    }
    likely.into_iter().map(|it| it.unit).collect()
}

/// Accepts the upper of two stacked headings: the lower is above text, and single lines above such
/// text are headings elsewhere.
fn accept_stacked(units: &[Unit<'_>], weighed: &[Weighed], accepted: &mut Vec<usize>) {
    /// The minimum number of single lines, the minimum probability, the maximum length, and the
    /// minimum text.
    const LEAST: usize = 3;
    const PROBABLE: f64 = 0.15;
    const LONGEST: usize = 20;
    const TEXT: usize = 25;
    let close = |at: usize| units.get(at).is_some_and(|unit| unit.blank_before == 0);
    let heads_text = |at: usize| {
        close(at + 1) && (units[at + 1].length >= TEXT || units[at + 1].ends_sentence())
    };
    let known = |at: &usize| accepted.binary_search(at).is_ok() && units[*at].blank_before > 0;
    if accepted.iter().filter(|at| known(at) && heads_text(**at)).count() < LEAST {
        return;
    }
    let stacked = weighed.iter().filter(|line| {
        let (at, unit) = (line.unit, &units[line.unit]);
        line.probability >= PROBABLE
            && unit.length <= LONGEST
            && close(at)
            && at.checked_sub(1).is_some_and(|above| known(&above))
            && heads_text(at)
    });
    let found: Vec<usize> = stacked.map(|line| line.unit).collect();
    accepted.extend(found);
    accepted.sort_unstable();
    accepted.dedup();
}

/// Accepts the first line, if it is number one and the second is a heading: it has nothing above that
/// sets it apart.
fn accept_first(units: &[Unit<'_>], weighed: &[Weighed], accepted: &mut Vec<usize>) {
    let Some(first) = units.iter().position(Unit::is_body) else { return };
    let own = heading_of(&units[first]);
    let continues = accepted.iter().any(|at| {
        let heading = heading_of(&units[*at]);
        heading.rank == own.rank && heading.number == Some(2)
    });
    let open = weighed.iter().any(|line| line.unit == first) && !accepted.contains(&first);
    if own.number == Some(1) && continues && open {
        accepted.insert(0, first);
    }
}

/// The features of the lines that may be headings, for training: one row each. Lines that remain
/// paragraphs despite their probability have 1 for `doubted`.
pub(super) fn table(units: &[Unit<'_>]) -> String {
    let scene = Scene::of(units);
    let doubt = Doubt::of(units, 0, &[], [scene.usual.blank, scene.usual.indent]);
    let mut out = String::from("text\tline\tdoubted");
    for feature in FEATURES {
        out.push('\t');
        out.push_str(feature.name);
    }
    out.push('\n');
    for (candidate, line) in scene.candidates.iter().enumerate() {
        let unit = scene.lines[*line];
        out.push_str(&unit.text.replace(['\t', '\n', '\r'], " "));
        let at = scene.places[*line];
        let doubted = u8::from(is_doubted(units, &doubt, at));
        out.push_str(&format!("\t{}\t{doubted}", unit.line + 1));
        for value in scene.features(candidate) {
            out.push_str(&format!("\t{value:.4}"));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_weight_for_each_feature() {
        let rows = include_str!("weights.tsv").lines().skip(1);
        let names = rows.filter_map(|row| row.split('\t').next());
        let names: Vec<&str> = names.take_while(|name| *name != "confidence").collect();
        let wanted = FEATURES.iter().map(|feature| feature.name).chain(["bias"]);
        assert_eq!(names, wanted.collect::<Vec<_>>());
        assert!(MODEL.confidence.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1));
    }
}
