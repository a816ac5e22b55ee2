//! A text prepared for judging its headings: its lines, the candidates among them, and their looks.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Model;
use super::features::{self, FEATURES};
use super::forms::{self, Counted, FORMS, Series, share};
use crate::input::text::credit;
use crate::input::text::lines::Unit;
use crate::input::text::placed::Placed;
use crate::input::text::residue;
use crate::input::text::role::Role;
use crate::input::text::rules;
use crate::input::text::wrap;
use crate::text::punctuation;

/// The longest line that may be a heading, in characters.
const LONGEST: usize = 60;

/// How many lines count as near the head of a text.
const HEAD: usize = 12;

/// The look of a line: lines with the same look are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dress {
    /// White space above it relative to that of paragraphs.
    above: Ordering,
    /// White space below it relative to that above.
    below: Ordering,
    /// Its indent relative to that of paragraphs.
    indent: Ordering,
    /// The form of its number.
    form: Option<usize>,
    /// Whether it is in Latin letters.
    latin: bool,
}

/// Statistics of the candidates of one look.
#[derive(Default)]
pub(super) struct Wardrobe {
    /// The candidates, by their positions among all.
    pub(super) members: Vec<usize>,
    /// The share followed by a paragraph.
    pub(super) before_text: f64,
    /// Their average length.
    pub(super) length: f64,
    /// The share of neighbours with nothing between them.
    pub(super) adjacent: f64,
    /// The number of each length.
    pub(super) lengths: BTreeMap<usize, usize>,
}

/// A text's lines and candidates.
pub(super) struct Scene<'u, 'a> {
    /// All except residue.
    pub(super) lines: Vec<&'u Unit<'a>>,
    /// The position of each among the units.
    pub(super) places: Vec<usize>,
    /// Whether it is long enough for a paragraph.
    pub(super) long: Vec<bool>,
    pub(super) numbers: Vec<Option<Counted>>,
    pub(super) series: BTreeMap<usize, Series>,
    /// The first form whose lines are above text.
    pub(super) top: Option<usize>,
    /// The typical paragraph: its length, indent and preceding blank lines.
    pub(super) usual: Usual,
    /// Lines that may be headings.
    pub(super) candidates: Vec<usize>,
    /// The look of each candidate.
    pub(super) dress: Vec<Dress>,
    pub(super) wardrobes: BTreeMap<Dress, Wardrobe>,
    /// The median length of unnumbered candidates.
    pub(super) bare_length: usize,
}

/// The typical paragraph of a text.
pub(super) struct Usual {
    pub(super) length: usize,
    pub(super) indent: usize,
    pub(super) blank: usize,
    /// Whether much of the text is direct speech.
    speech: bool,
    /// Whether lines that are single quotations occur repeatedly.
    quotations: bool,
}

/// A scored candidate.
pub(super) struct Weighed {
    /// Its position among the lines, and among the units.
    pub(super) line: usize,
    pub(super) unit: usize,
    pub(super) probability: f64,
}

impl<'u, 'a> Scene<'u, 'a> {
    pub(super) fn of(units: &'u [Unit<'a>]) -> Self {
        let work = units
            .iter()
            .enumerate()
            .filter(|(_, unit)| !matches!(unit.role, Role::Residue(_)) && unit.length > 0);
        let (places, lines): (Vec<usize>, Vec<&Unit<'_>>) = work.unzip();
        let numbers: Vec<Option<Counted>> =
            lines.iter().map(|unit| forms::counted(unit)).collect();
        let series = forms::series(&lines, &numbers);
        let heads = |form: &usize| series.get(form).is_some_and(Series::heads);
        let top = numbers.iter().flatten().map(|number| number.form).find(heads);
        let long = lines
            .iter()
            .map(|unit| unit.length >= 40 || (unit.length >= 20 && unit.ends_sentence()));
        let mut scene = Self {
            usual: Usual::of(&lines),
            long: long.collect(),
            lines,
            places,
            numbers,
            series,
            top,
            candidates: Vec::new(),
            dress: Vec::new(),
            wardrobes: BTreeMap::new(),
            bare_length: 0,
        };
        scene.candidates = (0..scene.lines.len()).filter(|at| scene.may_head(*at)).collect();
        scene.dress = scene.candidates.iter().map(|at| scene.dress_of(*at)).collect();
        scene.fill_wardrobes();
        let bare = scene.candidates.iter().filter(|at| scene.numbers[**at].is_none());
        scene.bare_length = middle(bare.map(|at| scene.lines[*at].length).collect());
        scene
    }

    /// Whether a line may be a heading; others are not scored.
    fn may_head(&self, at: usize) -> bool {
        let unit = self.lines[at];
        let text = unit.whole();
        let form = self.numbers[at].map(|number| number.form);
        let is_role = matches!(unit.role, Role::Body | Role::Heading(_));
        if !is_role || unit.length > LONGEST || unit.lines > 1 || at + 1 == self.lines.len() {
            return false;
        }
        let core = core(text);
        let ends = |text: &str, marks: &str| text.ends_with(|c: char| marks.contains(c));
        let is_quotation = opens(text) && ends(&text, "”』」\"");
        let alone = form.is_some_and(|form| FORMS[form].name == "alone");
        let counts = form.and_then(|form| self.series.get(&form)).map_or(0, |it| it.counting);
        let is_speech =
            (is_quotation && self.usual.quotations) || (opens(text) && self.usual.speech);
        let low = || {
            text.starts_with(|c: char| "，。、；：）)》”’」—-=~*∗·↑".contains(c))
                || (text.starts_with(['（', '(']) && text.ends_with(['）', ')']))
        };
        let digits = text.chars().all(|c| c.is_ascii_digit() || c == '+');
        let never = !text.contains(char::is_alphanumeric)
            || wrap::marker_length(&text).is_some()
            || ends(&text, "。；;，,、")
            || ends(&core, "。；，、．")
            || (core.ends_with('.') && unit.ends_sentence())
            || text.contains(['\t', '|'])
            // A line with more white space above than usual does not continue the previous one.
            || (at > 0
                && unit.blank_before <= self.usual.blank
                && ends(&self.lines[at - 1].text, "，,、"))
            || self.lines[at + 1].text.starts_with(['：', ':', '，', '、', '。'])
            || residue::is_address(self.lines[at + 1].whole())
            || (at < HEAD && self.repeats_title(unit))
            || is_speech
            || (form.is_none() && low())
            || (alone && counts < 2)
            || (digits && !alone)
            || rules::is_never_heading(text)
            || credit::recognise(text).is_some();
        !never
    }

    /// Whether a line repeats the title.
    fn repeats_title(&self, unit: &Unit<'_>) -> bool {
        let mut titles = self.lines.iter().filter(|it| matches!(it.role, Role::Title { .. }));
        titles.any(|title| title.whole_text() == unit.whole_text())
    }

    fn dress_of(&self, at: usize) -> Dress {
        let unit = self.lines[at];
        let letters = unit.text.chars().filter(char::is_ascii_alphabetic).count();
        Dress {
            above: unit.blank_before.cmp(&self.usual.blank),
            below: self.lines[at + 1].blank_before.cmp(&unit.blank_before),
            indent: unit.indent.cmp(&self.usual.indent),
            form: self.numbers[at].map(|number| number.form),
            latin: letters * 5 > unit.length * 3,
        }
    }

    fn fill_wardrobes(&mut self) {
        for (place, dress) in self.dress.iter().enumerate() {
            self.wardrobes.entry(*dress).or_default().members.push(place);
        }
        for wardrobe in self.wardrobes.values_mut() {
            let at = |place: &usize| self.candidates[*place];
            let members = &wardrobe.members;
            let before_text = members.iter().filter(|place| self.long[at(place) + 1]).count();
            let lengths = members.iter().map(|place| self.lines[at(place)].length);
            let adjacent = members.windows(2).filter(|it| at(&it[1]) - at(&it[0]) == 1).count();
            wardrobe.before_text = share(before_text, members.len());
            wardrobe.length = share(lengths.clone().sum(), members.len());
            wardrobe.adjacent = share(adjacent, members.len() - 1);
            for length in lengths {
                *wardrobe.lengths.entry(length).or_default() += 1;
            }
        }
    }

    /// The features of a candidate.
    pub(super) fn features(&self, candidate: usize) -> impl Iterator<Item = f64> {
        let line = features::CandidateLine::of(self, candidate);
        FEATURES.iter().map(move |feature| (feature.value)(&line))
    }

    /// Scores all candidates.
    pub(super) fn weigh(&self, model: &Model) -> Vec<Weighed> {
        let weighed = self.candidates.iter().enumerate().map(|(candidate, line)| Weighed {
            line: *line,
            unit: self.places[*line],
            probability: model.probability(self.features(candidate)),
        });
        weighed.collect()
    }

    /// Whether a line is a question, an exclamation or trails off.
    pub(super) fn is_voiced(&self, at: usize) -> bool {
        core(self.lines[at].whole()).ends_with(['？', '?', '！', '!', '…'])
    }
}

impl Usual {
    fn of(lines: &[&Unit<'_>]) -> Self {
        /// The minimum length of a paragraph, and of one without a full stop.
        const PARAGRAPH: usize = 25;
        const UNENDED: usize = 60;
        let body = lines.iter().filter(|unit| {
            unit.length >= PARAGRAPH && (unit.ends_sentence() || unit.length > UNENDED)
        });
        let blanks = |least: usize| {
            let lines = lines.iter().skip(1).filter(move |unit| unit.length >= least);
            lines.map(|unit| unit.blank_before)
        };
        let blank = commonest(blanks(PARAGRAPH)).or_else(|| commonest(blanks(0)));
        let speeches = lines.iter().filter(|unit| opens(unit.whole())).count();
        let quotations = lines
            .iter()
            .filter(|unit| opens(unit.whole()) && unit.text.ends_with(['”', '』', '」', '"']));
        Self {
            length: middle(body.clone().map(|unit| unit.length).collect()).max(1),
            indent: commonest(body.map(|unit| unit.indent)).unwrap_or_default(),
            blank: blank.unwrap_or_default().min(3),
            speech: speeches * 5 > lines.len(),
            quotations: quotations.count() >= 3,
        }
    }
}

/// A text without closing marks at its end.
pub(super) fn core(text: Placed<'_>) -> Placed<'_> {
    text.trim_end_matches(|c| punctuation::is_closing(c) || c == '"' || c == '\'' || c == ' ')
}

/// Whether a text begins with a quotation mark.
fn opens(text: Placed<'_>) -> bool {
    text.starts_with(['“', '「', '『', '"'])
}

/// The most common value; of several the smallest.
fn commonest(values: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts = BTreeMap::<usize, usize>::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

/// The median; 0 for none.
fn middle(mut values: Vec<usize>) -> usize {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
