//! Headings run in with a paragraph by a lost line end.
//!
//! At the end of a paragraph: a fragment after the last full stop with the form of the text's
//! headings; a short fragment proves nothing, since speech and asides end so too. At its start: a
//! section name that is common or that the text uses elsewhere.

use std::collections::BTreeSet;

use super::claims::{Claim, View};
use super::contents::Contents;
use super::lines::{Unit, split_each};
use super::placed::Placed;
use super::role::{Heading, Role};
use super::rules::{self, Candidate};
use super::similar::{MeasuredLine, common_ends};
use crate::text::{punctuation, script};

/// The maximum length of a fragment that is a heading by its similarity to others.
const LONGEST_BY_PARALLEL: usize = 30;
/// The minimum number of headings on lines of their own for a comparison.
const LEAST_SIBLINGS: usize = 2;

/// A split of a paragraph: the second part, the rule and the confidence.
type ParagraphCut<'t> = (Placed<'t>, &'static str, u8);

/// The maximum number of siblings that a fragment is compared with: a sample shows what most have.
const MOST_SIBLINGS: usize = 200;

/// The headings on lines of their own.
struct Siblings<'a> {
    /// A sample of them, evenly picked.
    lines: Vec<MeasuredLine<'a>>,
    /// Their common beginning and end.
    begin: String,
    end: String,
    longest: usize,
    /// The length of all, if they share one.
    length: Option<usize>,
}

impl<'a> Siblings<'a> {
    /// The siblings with these texts.
    fn of(texts: &'a [String]) -> Self {
        let (mut begin, mut end) = (usize::MAX, usize::MAX);
        for pair in texts.windows(2) {
            let (b, e) = common_ends(&pair[0], &pair[1]);
            (begin, end) = (begin.min(b), end.min(e));
        }
        let first = texts.first().filter(|_| texts.len() >= LEAST_SIBLINGS);
        let first = first.map_or("", String::as_str);
        let from = first.chars().count().saturating_sub(end);
        let begin = first.chars().take(begin).collect();
        let end = first.chars().skip(from).collect();
        let lengths = || texts.iter().map(|text| text.chars().count());
        let longest = lengths().max().unwrap_or(0);
        let length = lengths().min().filter(|shortest| *shortest == longest);
        let step = texts.len().div_ceil(MOST_SIBLINGS).max(1);
        let lines = texts.iter().step_by(step).map(|text| MeasuredLine::new(text)).collect();
        Self { lines, begin, end, longest, length }
    }

    /// Whether a fragment is similar to most of them.
    fn are_parallel_to(&self, fragment: &str) -> bool {
        let fragment = MeasuredLine::new(fragment);
        let parallel = self.lines.iter().filter(|line| line.is_parallel_to(&fragment)).count();
        parallel >= LEAST_SIBLINGS && parallel * 2 >= self.lines.len()
    }

    /// Whether a fragment has the common length, and the common beginning or end.
    fn have_the_shape_of(&self, fragment: &str) -> bool {
        let begins = !self.begin.is_empty() && fragment.starts_with(&self.begin);
        let ends = !self.end.is_empty() && fragment.ends_with(&self.end);
        self.length == Some(fragment.chars().count()) && (begins || ends)
    }

    /// The heading at the start of a paragraph: up to the common end of the headings, or to white
    /// space.
    fn begin<'t>(&self, text: Placed<'t>) -> Option<Placed<'t>> {
        let by_end = || {
            let known = self.end.chars().count() >= 2 && text.starts_with(&self.begin);
            let end = known.then(|| text.find_written(&self.end)).flatten()?;
            Some(text.until(end))
        };
        let by_space = || Some(text.before(text.find_char(script::is_space)?));
        [by_end(), by_space()].into_iter().flatten().find(|fragment| {
            fragment.length() <= self.longest * 2
                && !fragment.contains(['。', '！', '？', '；'])
                && self.are_parallel_to(fragment)
        })
    }
}

/// Claims headings that are run in with paragraphs.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let contents = Contents::of(view);
    view.draft(|units| split(units, &contents))
}

fn split(units: &mut Vec<Unit<'_>>, contents: &Contents) {
    let texts: Vec<String> = units
        .iter()
        .filter(|unit| matches!(&unit.role, Role::Heading(h) if h.rank == rules::rank::BARE))
        .map(|unit| unit.text.to_string())
        .collect();
    // If lines are broken anywhere, the end of a paragraph is seldom a heading.
    let siblings = Siblings::of(if is_broken(units) { &[] } else { &texts });
    let numbers: BTreeSet<HeadingNumber> =
        headings(units).filter_map(|unit| number_of(&rules::numbered(unit.whole())?)).collect();
    let headed = headings(units).nth(LEAST_SIBLINGS - 1).is_some();
    let others = fragments(units);
    let pool: Vec<MeasuredLine<'_>> =
        others.iter().map(|text| MeasuredLine::new(text)).collect();
    split_each(units, |unit, next| {
        if !unit.is_body() || unit.lines > 1 {
            return None;
        }
        let follows = next.is_some_and(Unit::is_body);
        let counted = || {
            let named = || named_tail(unit).filter(|_| headed);
            numbered_tail(unit, &numbers).or_else(named).filter(|_| next.is_some())
        };
        if let Some((fragment, rule, confidence)) =
            tail(unit, &siblings, &pool, contents).filter(|_| follows).or_else(counted)
        {
            let (paragraph, mut heading) = unit.split(fragment)?;
            heading.set(Role::Heading(heading_of(&heading)), rule, confidence);
            return Some([paragraph, heading]);
        }
        let (rest, rule, confidence) = head(unit, &siblings, contents)?;
        let (mut heading, paragraph) = unit.split(rest)?;
        heading.set(Role::Heading(heading_of(&heading)), rule, confidence);
        Some([heading, paragraph])
    });
}

fn heading_of(unit: &Unit<'_>) -> Heading {
    let heading =
        rules::numbered(unit.whole()).map_or_else(Heading::bare, |candidate| candidate.heading);
    Heading { glued: true, ..heading }
}

fn headings<'u, 'a>(units: &'u [Unit<'a>]) -> impl Iterator<Item = &'u Unit<'a>> {
    units.iter().filter(|unit| matches!(unit.role, Role::Heading(_)))
}

/// 注释 or 附录 at the end of a paragraph.
fn named_tail<'t>(unit: &'t Unit<'_>) -> Option<ParagraphCut<'t>> {
    let fragment = fragment(unit)?;
    rules::named(fragment).map(|_| (fragment, "glued-by-name", 78))
}

/// The form of a heading's number, the sign that is counted, and the number.
type HeadingNumber = (Option<usize>, Option<char>, u32);

fn number_of(candidate: &Candidate) -> Option<HeadingNumber> {
    Some((candidate.rule, candidate.unit, candidate.heading.number?))
}

/// A heading at the end of a paragraph that fills a gap among the numbers of the others: 第二回 after
/// the first, 二 between 一 and 三.
fn numbered_tail<'t>(
    unit: &'t Unit<'_>,
    numbers: &BTreeSet<HeadingNumber>,
) -> Option<ParagraphCut<'t>> {
    /// The maximum length of the heading, and the minimum length of the rest of the paragraph.
    const LONGEST: usize = 40;
    const PARAGRAPH: usize = 12;
    let fragment = last_words(unit.whole())?;
    let length = fragment.length();
    if length > LONGEST || unit.length < length + PARAGRAPH {
        return None;
    }
    let candidate = rules::numbered(fragment).filter(|it| it.separated)?;
    let (rule, sign, number) = number_of(&candidate)?;
    let has = |number: u32| numbers.contains(&(rule, sign, number));
    let missing = !has(number) && number > 1 && has(number - 1);
    let is_question = fragment.ends_with(['？', '?']);
    let ended = super::lines::ends_sentence(&fragment) && !is_question;
    (missing && !ended && !rules::reads_as_sentence(fragment, &candidate)).then_some((
        fragment,
        "glued-by-number",
        82,
    ))
}

/// The words after the last full stop before the end of a text.
fn last_words(text: Placed<'_>) -> Option<Placed<'_>> {
    let stem = text.trim_end_matches(|c| matches!(c, '？' | '?'));
    let mut rest = stem;
    let stop = loop {
        let stop = rest.rfind_char(|c| matches!(c, '。' | '！' | '？' | '!' | '?' | '.'))?;
        // The ASCII full stop of a sentence follows Han, and is not part of a number or address.
        let sentence = || {
            let before = rest.before(stop);
            before.ends_with(|c: char| script::is_han(c) || punctuation::is_closing(c))
                && !text.after(stop).starts_with(|c: char| c.is_ascii_alphanumeric())
        };
        if stop.as_str() != "." || sentence() {
            break stop;
        }
        rest = rest.before(stop);
    };
    let words = text.after(stop);
    Some(words.trim_start_matches(|c: char| punctuation::is_closing(c) || script::is_space(c)))
}

/// The words after the last full stop of a paragraph that does not end in one.
fn fragment<'t>(unit: &'t Unit<'_>) -> Option<Placed<'t>> {
    if unit.ends_sentence() || unit.text.ends_with(|c: char| punctuation::is_pause(c)) {
        return None;
    }
    let fragment = last_words(unit.whole())?;
    // （全场鼓掌）
    let aside = fragment.starts_with(['（', '(']) && fragment.ends_with(['）', ')']);
    // [注1.1] is a mark; “这—— breaks off; a heading has words.
    let mark = fragment.starts_with(['[', '［', '〔', '【']);
    let breaks_off = fragment.ends_with(|c: char| punctuation::is_dash(c));
    let words = fragment.chars().filter(|c| script::is_han(*c)).nth(1).is_some();
    let heads = words && !aside && !mark && !breaks_off && !unbalanced(&fragment);
    (heads && !rules::is_never_heading(fragment)).then_some(fragment)
}

/// Whether lines are broken within sentences: then the ends of paragraphs are no evidence.
fn is_broken(units: &[Unit<'_>]) -> bool {
    /// The minimum length of a paragraph; one of this many has an open end.
    const PARAGRAPH: usize = 25;
    const ONE_IN: usize = 7;
    let paragraphs = units.iter().filter(|unit| unit.is_body() && unit.length >= PARAGRAPH);
    let open = paragraphs
        .clone()
        .filter(|unit| !unit.ends_sentence() && !unit.text.ends_with(['：', ':']));
    let (open, all) = (open.count(), paragraphs.count());
    open > ONE_IN && open * ONE_IN > all
}

/// The fragments of all paragraphs that are followed by another.
pub(super) fn fragments(units: &[Unit<'_>]) -> Vec<String> {
    if is_broken(units) {
        return Vec::new();
    }
    let pairs = units
        .windows(2)
        .filter(|pair| pair[0].is_body() && pair[0].lines == 1 && pair[1].is_body());
    let fragments = pairs.filter_map(|pair| fragment(&pair[0]));
    let short = fragments.filter(|it| it.chars().count() <= LONGEST_BY_PARALLEL);
    short.take(MOST_SIBLINGS).map(|it| it.to_string()).collect()
}

/// The heading at the end of a paragraph.
fn tail<'t>(
    unit: &'t Unit<'_>,
    siblings: &Siblings<'_>,
    others: &[MeasuredLine<'_>],
    contents: &Contents,
) -> Option<ParagraphCut<'t>> {
    let fragment = fragment(unit)?;
    let length = fragment.length();
    if contents.announces(fragment) {
        return Some((fragment, "glued-by-contents", 92));
    }
    if siblings.are_parallel_to(&fragment) && length <= siblings.longest * 2 {
        return Some((fragment, "glued-by-parallel", 90));
    }
    if siblings.have_the_shape_of(&fragment) {
        return Some((fragment, "glued-by-shape", 85));
    }
    if siblings.lines.len() >= LEAST_SIBLINGS && rules::is_common_name(fragment) {
        return Some((fragment, "glued-by-name", 85));
    }
    // If most headings are run in, they can only be compared with each other.
    let few = siblings.lines.len() < LEAST_SIBLINGS && length <= LONGEST_BY_PARALLEL;
    let line = MeasuredLine::new(&fragment);
    let like = |other: &&MeasuredLine<'_>| line.is_parallel_to(other);
    let likes = siblings.lines.iter().chain(others).filter(like);
    // A heading on a line of its own confirms one that is run in, whatever the rest.
    let led = siblings.lines.iter().any(|other| like(&other));
    let alike = (few || led) && likes.take(LEAST_SIBLINGS).count() == LEAST_SIBLINGS;
    alike.then_some((fragment, "glued-by-parallel", 80))
}

/// The rest of a paragraph after a heading at its start.
fn head<'t>(
    unit: &'t Unit<'_>,
    siblings: &Siblings<'_>,
    contents: &Contents,
) -> Option<ParagraphCut<'t>> {
    /// What may not follow a section name that is run in: there it is part of a sentence.
    const IN_SENTENCE: &str = "的是在为了和与及之中上下有，。、：；:,！？”』」）)";
    let text = unit.whole();
    let begins_sentence = |rest: Placed<'_>| {
        let first = rest.folded().chars().next();
        first.is_some_and(|c| !IN_SENTENCE.contains(c) && !script::is_space(c))
    };
    if unit.length < 20 || !unit.ends_sentence() {
        return None;
    }
    // 典型意义 随着…: white space may be all that remains of the line end.
    let parted = |rest: Placed<'_>| {
        let bare = rest.trim_start_matches(script::is_space);
        bare.len() < rest.len() && bare.starts_with(script::is_han)
    };
    let enough = siblings.lines.len() >= LEAST_SIBLINGS;
    let named = rules::common_name(text).map(|name| text.after(name));
    if let Some(rest) = named.filter(|rest| enough && (begins_sentence(*rest) || parted(*rest)))
    {
        return Some((rest, "glued-by-name", 80));
    }
    let parallel = siblings.begin(text).map(|heading| text.after(heading));
    if let Some(rest) = parallel.filter(|rest| !rest.is_empty()) {
        return Some((rest, "glued-by-parallel", 80));
    }
    let announced = contents.after_entry(text)?;
    begins_sentence(announced).then_some((announced, "glued-by-contents", 85))
}

/// Whether a fragment closes what it did not open: then it ends a quotation.
fn unbalanced(fragment: &str) -> bool {
    let mut open = Vec::new();
    for c in fragment.chars() {
        if let Some(close) = punctuation::closing_of(c) {
            open.push(close);
        } else if punctuation::is_closing(c) && open.pop() != Some(c) {
            return true;
        }
    }
    !open.is_empty()
}
