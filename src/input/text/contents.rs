//! A table of contents in the text: found, marked at its place, and used to confirm headings.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Claim, View};
use super::facts;
use super::lines::{Unit, ends_sentence};
use super::names;
use super::pattern::patterns;
use super::placed::Placed;
use super::role::{Heading, Role};
use super::rules::{self, Candidate, HeadingForm};
use crate::model::{AgentRole, CreditKind};
use crate::text::script;

/// The longest entry, in characters.
const LONGEST: usize = 80;
/// The longest name of an author, in characters.
const LONGEST_NAME: usize = 12;
/// The fewest entries of a table of contents without a heading of its own.
const LEAST: usize = 3;
/// The maximum share of units in a table of contents that look like prose, in percent.
const OUTLIERS: usize = 15;

patterns! {
    static HEADING = r"^(?:正文\s+)?[【\[（(《]?\s*(?:总|全书|本[书期辑卷册刊]|图书|章节|内容)?目[\s\u{3000}]*[录次][】\]）)》]?[:：]?$|^(?i:(?:table of )?contents)$";
    /// Leaders and a page number at the end of an entry.
    static LEADER = r"(?:[\s\u{3000}]*[.·…‥\-—_]{2,}[\s\u{3000}]*|[\s\u{3000}]+|[（(])\d{1,4}[)）]?$";
}

/// The table of contents.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Its entries.
    pub(super) entries: Vec<ListedHeading>,
    keys: BTreeSet<String>,
    /// The first characters of the keys, to search for one at the start of a text.
    beginnings: BTreeSet<String>,
}

/// The number of characters that identify the beginning of an entry.
const BEGINNING: usize = 4;

/// One entry.
#[derive(Debug)]
pub(super) struct ListedHeading {
    /// Its text folded, without white space, leaders and page number.
    pub(super) key: String,
    /// The heading of its form.
    pub(super) candidate: Option<Candidate>,
}

impl Contents {
    /// The contents of the accepted entries.
    pub(super) fn of(units: &[Unit<'_>]) -> Self {
        let mut contents = Self::default();
        let entries = units
            .iter()
            .filter(|unit| unit.role == Role::ContentsEntry && !is_page(unit.whole()));
        entries.for_each(|unit| contents.push(unit.whole()));
        contents
    }

    /// Whether a heading with this text is listed.
    pub(super) fn announces(&self, text: Placed<'_>) -> bool {
        !self.keys.is_empty() && self.keys.contains(&key(text))
    }

    /// Whether the contents list sections below the chapters, so that what they do not list is none.
    pub(super) fn lists_sections(&self) -> bool {
        /// The fewest entries of a level.
        const LEAST: usize = 3;
        let mut levels: BTreeMap<Option<u8>, usize> = BTreeMap::new();
        for entry in &self.entries {
            *levels.entry(entry.candidate.as_ref().map(|it| it.heading.rank)).or_default() += 1;
        }
        levels.into_values().filter(|entries| *entries >= LEAST).count() > 1
    }

    /// Whether a text ends with the title of an entry: 林小满早年经历 is listed as 1 早年经历.
    pub(super) fn ends_with_entry(&self, text: Placed<'_>) -> bool {
        let whole = key(text);
        self.keys.iter().any(|title| !title.is_empty() && whole.ends_with(title.as_str()))
    }

    /// The rest of a text that begins with an entry.
    pub(super) fn after_entry<'t>(&self, text: Placed<'t>) -> Option<Placed<'t>> {
        if !self.beginnings.contains(text.first_chars(BEGINNING).folded()) {
            return None;
        }
        self.entries.iter().find_map(|entry| text.strip_prefix(&entry.key))
    }

    /// The entry with the same number and unit as a candidate.
    pub(super) fn counterpart(&self, candidate: &Candidate) -> Option<&ListedHeading> {
        self.entries.iter().find(|entry| {
            entry.candidate.as_ref().is_some_and(|known| {
                known.heading.number == candidate.heading.number && known.unit == candidate.unit
            })
        })
    }

    fn push(&mut self, text: Placed<'_>) {
        let bare = bare(text);
        let entry = ListedHeading { key: key(bare), candidate: rules::numbered(bare) };
        self.keys.insert(entry.key.clone());
        if entry.key.chars().count() >= BEGINNING {
            self.beginnings.insert(entry.key.chars().take(BEGINNING).collect());
        }
        let label = label_key(bare);
        if label.chars().count() > 1 {
            self.keys.insert(label);
        }
        self.entries.push(entry);
    }
}

impl ListedHeading {
    /// The heading of the entry at the beginning of a text, if most of it agrees: tables of
    /// contents have misprints.
    pub(super) fn end_in<'t>(&self, text: Placed<'t>) -> Option<Placed<'t>> {
        let length = self.key.chars().count();
        let found = text.first_inked(length)?;
        let same = key(found).chars().zip(self.key.chars()).filter(|(a, b)| a == b).count();
        (found.len() < text.len() && same * 4 >= length * 3).then_some(found)
    }
}

/// The key by which headings are compared: folded, without white space and note marks.
pub(super) fn key(text: Placed<'_>) -> String {
    text.folded().chars().filter(|c| !script::is_space(*c) && !is_note_mark(*c)).collect()
}

fn is_note_mark(c: char) -> bool {
    crate::text::numeral::parse_enclosed(c).is_some()
}

/// The title without its number.
fn label_key(text: Placed<'_>) -> String {
    rules::numbered(text).map_or_else(|| key(text), |candidate| key(candidate.label(text)))
}

/// Claims the table of contents: its heading and its entries.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(mark)
}

fn mark(units: &mut Vec<Unit<'_>>) {
    let heading = units.iter().position(is_heading);
    let (start, named) = match heading {
        Some(at) => (at + 1, true),
        None => match unnamed(units) {
            Some(at) => (at, false),
            None => return,
        },
    };
    let end = closing_entries(units, start, end_of(units, start));
    if end < start + if named { 2 } else { LEAST } {
        return;
    }
    if named {
        units[start - 1].set(Role::ContentsHeading, "contents", 95);
    }
    let later = short_lines(&units[end..]);
    mark_entries(units, start, end, &later);
}

/// Marks a text that is nothing but a table of contents.
pub(super) fn mark_whole(units: &mut Vec<Unit<'_>>) {
    let Some(heading) = units.iter().position(Unit::is_body) else { return };
    units[heading].set(Role::ContentsHeading, "contents", 100);
    mark_entries(units, heading + 1, units.len(), &BTreeSet::new());
}

fn mark_entries(units: &mut Vec<Unit<'_>>, start: usize, end: usize, later: &BTreeSet<String>) {
    let split = split_entries(&units[start..end], later);
    let count = split.len();
    units.splice(start..end, split);
    // Drawn lines around the contents are no entries.
    let entries = units[start..start + count].iter_mut();
    for unit in
        entries.filter(|unit| unit.is_body() && unit.text.contains(char::is_alphanumeric))
    {
        unit.set(Role::ContentsEntry, "contents", 90);
    }
}

/// Whether the lines of a text are nothing but a table of contents: its heading, and entries, at least
/// half of which are among the lines with these keys.
pub(super) fn is_alone(units: &[Unit<'_>], lines: &BTreeSet<String>) -> bool {
    let Some((heading, entries)) = units.split_first() else { return false };
    let is_listed = |unit: &&Unit<'_>| !first_keys(unit.whole()).is_disjoint(lines);
    let listed = entries.iter().filter(is_listed).count();
    is_heading(heading)
        && listed >= 2
        && listed * 2 >= entries.len()
        && !entries.iter().any(is_prose)
}

/// The keys of a line: with its number and without.
pub(super) fn keys(text: Placed<'_>) -> [String; 2] {
    [key(text), label_key(text)]
}

/// Whether a line heads a table of contents.
pub(super) fn is_heading(unit: &Unit<'_>) -> bool {
    unit.is_body() && unit.length <= 12 && HEADING.is_match(unit.whole())
}

/// A run of headings with nothing between them, all of which occur again later.
fn unnamed(units: &[Unit<'_>]) -> Option<usize> {
    let is_candidate = |unit: &Unit<'_>| {
        unit.is_body() && unit.length <= LONGEST && rules::numbered(unit.whole()).is_some()
    };
    let start = units.iter().position(is_candidate)?;
    let run = units[start..].iter().take_while(|unit| is_candidate(unit)).count();
    if run < LEAST + 1 {
        return None;
    }
    let keys: Vec<String> =
        units[start..start + run].iter().map(|unit| label_key(unit.whole())).collect();
    // The last of the run is already the first heading of the body if it repeats the first.
    let again: BTreeSet<String> = units[start + 1..]
        .iter()
        .filter(|unit| unit.length <= LONGEST)
        .map(|unit| label_key(unit.whole()))
        .collect();
    let repeated = keys.first().is_some_and(|first| !first.is_empty() && again.contains(first));
    repeated.then_some(start)
}

/// One past the last entry: before the first unit that is listed already, or before prose.
///
/// A law has a 第一章　一般规定 in each of its parts, so a repeated entry ends the contents only if the
/// first of them does not occur again.
fn end_of(units: &[Unit<'_>], start: usize) -> usize {
    let first = units[start..].iter().find(|unit| !matches!(unit.role, Role::Residue(_)));
    let mut entry = BTreeSet::new();
    if let Some(first) = first {
        let whole = first.whole();
        note(&mut entry, second_entry(whole).map_or(whole, |second| whole.before(second)));
        // The author may be behind the title: 夜班車　　林以凡.
        let title = whole.words().next().filter(|_| rules::numbered(whole).is_none());
        title.into_iter().for_each(|title| note(&mut entry, title));
    }
    let ends = |at: usize, seen: &BTreeSet<String>| {
        let text = units[at].whole();
        let (whole, label) = (key(text), label_key(text));
        seen.contains(&whole) || (label.chars().count() > 1 && seen.contains(&label))
    };
    let prose = (start..units.len()).find(|at| is_prose(&units[*at])).unwrap_or(units.len());
    if let Some(again) = (start + 1..prose).find(|at| ends(*at, &entry)) {
        // 第一回 on a line of its own is above its title.
        let above = again - 1;
        let number = rules::numbered(units[above].whole());
        let counts = number.is_some_and(|it| it.label(units[above].whole()).is_empty());
        return if counts && above > start { above } else { again };
    }
    // Entries that are long questions look like prose; the contents extend to the last number
    // before the first of them occurs again, if nearly all up to there are entries.
    let again = (prose..units.len()).find(|at| ends(*at, &entry));
    let last = again.and_then(|again| (prose..again).rev().find(|at| is_entry(&units[*at])));
    if let Some(last) = last {
        let outliers = units[start..last].iter().filter(|unit| is_prose(unit)).count();
        if outliers * 100 <= (last - start) * OUTLIERS {
            return last + 1;
        }
    }
    let mut seen = BTreeSet::new();
    for (at, unit) in units.iter().enumerate().skip(start) {
        if matches!(unit.role, Role::Residue(_)) || is_page(unit.whole()) {
            continue;
        }
        if at == prose || ends(at, &seen) {
            return at;
        }
        let mut rest = unit.whole();
        while let Some(second) = second_entry(rest) {
            note(&mut seen, rest.before(second));
            rest = second;
        }
        note(&mut seen, rest);
    }
    // Nothing occurred again and no prose followed: this is a list, not a table of contents.
    start
}

/// One past the entries that close a table of contents and have no number, 附则 or 后记: they are
/// right above the first heading of the text, which is an entry again.
fn closing_entries(units: &[Unit<'_>], start: usize, end: usize) -> usize {
    let is_set_aside = |unit: &Unit<'_>| matches!(unit.role, Role::Residue(_));
    let closing = units[end..].iter().take_while(|unit| {
        is_set_aside(unit) || (unit.is_body() && rules::named(unit.whole()).is_some())
    });
    let next = end + closing.count();
    let entries = || units[start..end].iter().filter(|unit| !is_set_aside(unit));
    let begins = units.get(next).is_some_and(|first| {
        let first = key(first.whole());
        entries().any(|entry| key(bare(entry.whole())) == first)
    });
    if begins { next } else { end }
}

/// Whether a text is a page number split from its entry.
fn is_page(text: Placed<'_>) -> bool {
    !text.is_empty() && text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit())
}

/// Whether a unit is a numbered entry.
fn is_entry(unit: &Unit<'_>) -> bool {
    unit.is_body() && !is_prose(unit) && rules::numbered(unit.whole()).is_some()
}

/// Whether a unit is text, not an entry.
fn is_prose(unit: &Unit<'_>) -> bool {
    /// The longest name of a chapter that ends as a sentence does: 第八章　雨停了。
    const NAME: usize = 24;
    let text = unit.whole();
    let leader = LEADER.is_match(text)
        || (unit.length <= NAME
            && rules::numbered(text).is_some_and(|it| it.form() == Some(HeadingForm::Unit)));
    !matches!(unit.role, Role::Residue(_))
        && ((unit.length > LONGEST && !lists_titles(text))
            || (!leader && ends_sentence(&text) && text.contains(['。', '；'])))
}

/// Whether a line lists titles, apart from one another: 早市　　古井　　钟楼.
fn lists_titles(text: Placed<'_>) -> bool {
    /// The fewest titles, and the longest.
    const TITLES: usize = 4;
    const TITLE: usize = 20;
    text.words().count() >= TITLES
        && text.words().all(|it| it.length() <= TITLE && !it.contains(['，', '。', '；']))
}

/// The keys of the first entry of a line.
fn first_keys(line: Placed<'_>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    note(&mut keys, second_entry(line).map_or(line, |second| line.before(second)));
    // The author may be behind the title: 夜班车　　林以凡.
    let title = line.words().next().filter(|_| rules::numbered(line).is_none());
    title.into_iter().for_each(|title| note(&mut keys, title));
    keys
}

/// Records the heading listed by an entry, without leaders and page number.
fn note(seen: &mut BTreeSet<String>, entry: Placed<'_>) {
    let entry = bare(entry.trim());
    seen.insert(key(entry));
    seen.insert(label_key(entry));
}

/// An entry without its bullet, leaders and page number.
fn bare(text: Placed<'_>) -> Placed<'_> {
    let bullet = |c: char| "·•・◆◇■□●○▪►▶".contains(c) || script::is_space(c);
    let text = text.trim_start_matches(bullet);
    LEADER.find(text).map_or(text, |leader| text.before(leader))
}

/// Splits lines with two entries: 第一回 … 第二回 ….
///
/// Titles without a number are split at white space if most of them are lines of the text:
/// 早市　　古井　　钟楼.
fn split_entries<'a>(units: &[Unit<'a>], later: &BTreeSet<String>) -> Vec<Unit<'a>> {
    /// The share of titles on a line that are lines of the text, in percent: tables of contents have
    /// misprints.
    const LISTED: usize = 70;
    let mut out = Vec::with_capacity(units.len());
    for unit in units {
        let mut rest = unit.clone();
        let titles: Vec<Placed<'_>> = unit.whole().words().collect();
        let known = titles.iter().filter(|title| later.contains(&key(**title))).count();
        let listed = titles.len() > 1
            && !later.contains(&key(unit.whole()))
            && known * 100 >= titles.len() * LISTED;
        while let Some((first, second)) =
            next_entry(rest.whole(), listed).and_then(|second| rest.split(second))
        {
            out.push(first);
            rest = second;
        }
        out.push(rest);
    }
    out
}

/// The second entry of a line: at white space if it lists titles.
fn next_entry(text: Placed<'_>, listed: bool) -> Option<Placed<'_>> {
    if listed { text.words().nth(1) } else { second_entry(text) }
}

/// The short lines of a text, in the form in which entries are compared.
fn short_lines(units: &[Unit<'_>]) -> BTreeSet<String> {
    /// The longest title of several on a line.
    const LONGEST: usize = 20;
    let short = units.iter().filter(|unit| unit.is_body() && unit.length <= LONGEST);
    short.map(|unit| key(unit.whole())).collect()
}

/// The second entry of a line, up to its end.
fn second_entry(text: Placed<'_>) -> Option<Placed<'_>> {
    let is_unit = |text: Placed<'_>| {
        rules::numbered(text).is_some_and(|found| found.form() == Some(HeadingForm::Unit))
    };
    if !is_unit(text) {
        return None;
    }
    let mut rest = text.after(text.find_char(|c| c == '第')?);
    while let Some(sign) = rest.find_char(|c| c == '第') {
        let parted = |c: char| script::is_space(c) || c.is_ascii_digit();
        let entry = text.from(sign);
        if text.before(sign).ends_with(parted) && is_unit(entry) {
            return Some(entry);
        }
        rest = rest.after(sign);
    }
    None
}

/// Claims the lines listed in the contents as headings.
pub(super) fn announced<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let contents = Contents::of(view);
    if contents.keys.is_empty() {
        return Vec::new();
    }
    // Lines above the contents may quote them.
    let first =
        view.iter().position(|unit| unit.role == Role::ContentsEntry).unwrap_or_default();
    let bylines = bylines(&view.units[first..], &contents);
    let authors: BTreeSet<usize> = bylines.iter().map(|(_, author)| author.line).collect();
    let announced = view.units[first..].iter().filter(|unit| {
        unit.is_body()
            && unit.length <= LONGEST
            && !(ends_sentence(&unit.text) && unit.text.contains('。'))
            && contents.announces(unit.whole())
            && !authors.contains(&unit.line)
    });
    let heading = |unit: &Unit<'_>| {
        let known = rules::numbered(unit.whole()).or_else(|| rules::named(unit.whole()));
        known.map_or_else(Heading::bare, |candidate| candidate.heading)
    };
    let claim =
        |unit: &Unit<'a>| unit.claim(Role::Heading(heading(unit)), "announced-in-contents", 95);
    let pieces = bylines.into_iter().flat_map(|(title, author)| {
        let heading = Role::Heading(Heading::bare());
        [title.claim(heading, "announced-in-contents", 95), Claim::of(author)]
    });
    announced.map(claim).chain(pieces).collect()
}

/// The titles, and their authors on the next lines, that the contents list on one line each: 夜班车
/// 林以凡.
fn bylines<'v, 'a>(
    units: &'v [Unit<'a>],
    contents: &Contents,
) -> Vec<(&'v Unit<'a>, Unit<'a>)> {
    let on_one_line: BTreeSet<String> = units
        .windows(2)
        .filter(|pair| {
            pair.iter().all(|it| it.role == Role::ContentsEntry) && pair[0].line == pair[1].line
        })
        .map(|pair| key(pair[0].whole()) + &key(pair[1].whole()))
        .collect();
    let named = |unit: &Unit<'a>| {
        let mut credit = facts::Credit::new(CreditKind::Byline);
        let mut author = facts::Named::agent(unit.whole(), AgentRole::Author);
        author.organisation = names::is_organisation(unit.whole().folded());
        let fits = author.organisation
            || names::is_person(unit.whole().folded())
            || names::is_pen_name(unit.whole().folded());
        credit.names.push(author);
        fits.then_some(credit)
    };
    let claims = units.windows(2).filter_map(|pair| {
        let [title, author] = pair else { return None };
        let fits = title.is_body()
            && author.is_body()
            && title.length <= LONGEST
            && author.length <= LONGEST_NAME
            && rules::numbered(title.whole()).is_none()
            && [&contents.keys, &on_one_line]
                .iter()
                .any(|them| them.contains(&(key(title.whole()) + &key(author.whole()))));
        let credit = named(author).filter(|_| fits)?;
        let mut author = author.clone();
        facts::claim_local(&mut author, credit, "announced-in-contents", 90);
        Some((title, author))
    });
    claims.collect()
}
