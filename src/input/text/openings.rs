//! How the files of a book begin: one series over all of them (一章一个文件).
//!
//! The input is the names and first lines of a book's plain texts, in its order; the result is the role
//! of each file, where their first lines or names form a series: 第N章, N, 序, 后记. A chapter file has
//! no series of its own, so its number is confirmed by its siblings. Each file is then read with the
//! heading found here.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Claim, View};
use super::contents;
use super::headings;
use super::levels;
use super::lines::{self, Unit};
use super::role::{Heading, Role};
use super::rules::{self, Candidate, HeadingForm, rank};
use super::series::{self, Link, Member};
use crate::config::{Chapter, ReadOptions};
use crate::source::Source;

/// The rule's name in reports.
const RULE: &str = "series-of-files";
/// The maximum number of lines and bytes of a file that are examined.
const LINES: usize = 8;
const BYTES: usize = 4000;
/// The maximum number of lines above the heading.
const ABOVE: usize = 4;
/// The minimum number and share (percent) of files that show a series by numbers alone.
const LEAST: usize = 3;
const SHARE: usize = 60;

/// The place of a file in the series of a book's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOfSeries {
    /// The depth of its first heading, 1 the highest.
    pub level: u8,
    /// Its heading, if only its name has one.
    pub title: Option<String>,
    /// Its part of the series, used when it is read.
    pub chapter: Chapter,
}

/// A heading at the beginning of a file.
struct Head<'a> {
    file: usize,
    unit: Unit<'a>,
    candidate: Candidate,
    /// One past its last line in the text; `None` if it is in the file's name.
    end: Option<usize>,
}

/// What a series shares: the sign of the unit (第…章, 第…回), the form of the number, or being known by
/// words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum HeadSeries {
    Unit(Option<char>),
    Number(u8),
    Named,
}

impl Head<'_> {
    fn kind(&self) -> HeadSeries {
        match self.candidate.form() {
            Some(HeadingForm::Unit) => HeadSeries::Unit(self.candidate.unit),
            Some(_) => HeadSeries::Number(self.candidate.heading.rank),
            None => HeadSeries::Named,
        }
    }
}

/// Finds the series of these files, given as names and texts; a file that is no text has none.
pub(in crate::input) fn series(files: &[Option<(&str, &Source)>]) -> Vec<Option<FileOfSeries>> {
    let mut openings: Vec<Vec<Unit<'_>>> = files
        .iter()
        .map(|file| file.map_or_else(Vec::new, |(_, it)| opening(&it.text)))
        .collect();
    let names: Vec<Option<Unit<'_>>> =
        files.iter().map(|file| file.and_then(|(name, _)| of_name(name))).collect();
    let lists = lists(files, &openings, &names);
    for file in &lists {
        openings[*file].clear();
    }
    let mut described = chapters(&openings, &names, &lists);
    for file in lists {
        let chapter = Chapter { contents: true, ..Chapter::default() };
        described[file] = Some(FileOfSeries { level: 1, title: None, chapter });
    }
    described
}

/// The files that are nothing but a table of contents: they list the beginnings or the names of others.
fn lists(
    files: &[Option<(&str, &Source)>],
    openings: &[Vec<Unit<'_>>],
    names: &[Option<Unit<'_>>],
) -> BTreeSet<usize> {
    let begins = |file: &usize| openings[*file].first().is_some_and(contents::is_heading);
    let mut lists: BTreeSet<usize> = (0..files.len()).filter(begins).collect();
    if lists.is_empty() {
        return lists;
    }
    let others = (0..files.len()).filter(|file| !lists.contains(file));
    let units = others.flat_map(|file| openings[file].iter().chain(&names[file]));
    let known: BTreeSet<String> = units.flat_map(|unit| contents::keys(unit.whole())).collect();
    lists.retain(|file| {
        files[*file].is_some_and(|(_, source)| {
            let lines = lines::split(&source.text);
            let filled = (0..lines.len()).filter(|at| !lines[*at].is_blank());
            let units: Vec<Unit<'_>> =
                filled.map(|at| Unit::of_lines(&lines, at, at, &[])).collect();
            contents::is_alone(&units, &known)
        })
    });
    lists
}

/// The places of the chapters; tables of contents have none.
fn chapters(
    openings: &[Vec<Unit<'_>>],
    names: &[Option<Unit<'_>>],
    lists: &BTreeSet<usize>,
) -> Vec<Option<FileOfSeries>> {
    let mut heads = Vec::new();
    for (file, units) in openings.iter().enumerate() {
        let found = heads_of(file, units);
        if found.is_empty() {
            heads.extend(head_of_name(file, units, names[file].as_ref()));
        }
        heads.extend(found);
    }
    let texts = openings.iter().filter(|units| !units.is_empty()).count();
    let known = confirmed(&heads, texts);
    if known.is_empty() {
        return vec![None; openings.len()];
    }
    let mut at = 0;
    heads.retain(|_| {
        at += 1;
        known.contains(&(at - 1))
    });
    join_titles(&mut heads, openings);
    described(heads, openings, lists)
}

/// The first lines of a text up to its first sentence, one unit each.
fn opening(text: &str) -> Vec<Unit<'_>> {
    let ends = text.match_indices(['\n', '\r']).map(|(at, end)| at + end.len());
    let far = ends.take_while(|end| *end <= BYTES).take(4 * LINES).last();
    let lines = lines::split(far.and_then(|far| text.get(..far)).unwrap_or(text));
    let filled = (0..lines.len()).filter(|at| !lines[*at].is_blank()).take(LINES);
    let mut units = Vec::new();
    for at in filled {
        let unit = Unit::of_lines(&lines, at, at, &[]);
        let is_text = unit.length > rules::LONGEST || unit.ends_sentence();
        units.push(unit);
        if is_text {
            break;
        }
    }
    units
}

/// A file's name without its extension and its sort number: 0012_第十二章 起雾.
fn of_name(name: &str) -> Option<Unit<'_>> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let sorted = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = sorted.trim_start_matches(['_', '-', '.', '、', ' ']);
    let stem = if after.starts_with('第') && after.len() < stem.len() { after } else { stem };
    let lines = lines::split(stem);
    (lines.len() == 1 && !lines[0].is_blank()).then(|| Unit::of_lines(&lines, 0, 0, &[]))
}

/// The headings at the beginning of a file, each below the previous one: 第一卷 above 第一章. A few short
/// lines may precede them.
fn heads_of<'a>(file: usize, units: &[Unit<'a>]) -> Vec<Head<'a>> {
    let mut found: Vec<Head<'a>> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        let is_below = |it: &Candidate| {
            found.last().is_none_or(|above| above.candidate.heading.rank < it.heading.rank)
        };
        match candidate(unit, at == 0).filter(is_below) {
            Some(candidate) => {
                let end = Some(unit.line + unit.lines);
                found.push(Head { file, unit: unit.clone(), candidate, end });
            }
            None if !found.is_empty() => break,
            None if at >= ABOVE || unit.length > rules::LONGEST || unit.ends_sentence() => {
                break;
            }
            None => {}
        }
    }
    found
}

/// The heading whose form a line has. Only the first line is one by a number alone.
fn candidate(unit: &Unit<'_>, is_first: bool) -> Option<Candidate> {
    let whole = unit.whole();
    if unit.length > rules::LONGEST {
        return None;
    }
    let titles =
        |it: &Candidate| !rules::reads_as_sentence(whole, it) && !rules::begins_word(whole, it);
    let numbered = rules::numbered(whole).filter(titles);
    let numbered = numbered.or_else(|| rules::lone(whole));
    let sure = |it: &Candidate| is_first || it.form() == Some(HeadingForm::Unit);
    numbered.filter(sure).or_else(|| rules::named(whole))
}

/// The heading in a file's name, if the text begins with a sentence.
fn head_of_name<'a>(
    file: usize,
    units: &[Unit<'a>],
    name: Option<&Unit<'a>>,
) -> Option<Head<'a>> {
    let first = units.first()?;
    let begins = first.length > rules::LONGEST || first.ends_sentence();
    let unit = name.filter(|_| begins)?;
    let candidate = candidate(unit, false)?;
    Some(Head { file, unit: unit.clone(), candidate, end: None })
}

/// The heads that form a series.
fn confirmed(heads: &[Head<'_>], texts: usize) -> BTreeSet<usize> {
    let mut kinds: BTreeMap<HeadSeries, Vec<usize>> = BTreeMap::new();
    for (at, head) in heads.iter().enumerate() {
        kinds.entry(head.kind()).or_default().push(at);
    }
    let mut known = BTreeSet::new();
    for (kind, members) in &kinds {
        let rank = heads[members[0]].candidate.heading.rank;
        let above: Vec<usize> = (0..heads.len())
            .filter(|at| {
                let head = &heads[*at];
                head.kind() != HeadSeries::Named && head.candidate.heading.rank < rank
            })
            .collect();
        let member = |at: &usize| Member {
            number: heads[*at].candidate.heading.number.unwrap_or(0),
            parent: above.partition_point(|head| head < at),
            looks: 0,
        };
        let chain = series::best(&members.iter().map(member).collect::<Vec<_>>());
        let linked = chain.iter().filter(|(_, link)| *link != Link::Slip).count();
        match kind {
            // A volume or a chapter that is the only one of its kind counts beside a series of
            // others.
            HeadSeries::Unit(_) if linked >= 2 => known.extend(members),
            HeadSeries::Number(_) if linked >= LEAST && linked * 100 >= texts * SHARE => {
                known.extend(chain.iter().map(|(place, _)| members[*place]));
            }
            _ => {}
        }
    }
    if !known.is_empty() {
        let beside = |at: &usize| match heads[*at].kind() {
            HeadSeries::Named => true,
            HeadSeries::Unit(_) => heads[*at].candidate.separated,
            HeadSeries::Number(_) => false,
        };
        known.extend((0..heads.len()).filter(beside));
    }
    known
}

/// The title of a bare number is on the next line.
fn join_titles(heads: &mut [Head<'_>], openings: &[Vec<Unit<'_>>]) {
    let title = |head: &Head<'_>| {
        let end = head.end?;
        let below: Vec<&Unit<'_>> =
            openings[head.file].iter().filter(|unit| unit.line >= end).collect();
        let is_title = headings::is_second_line(below.iter().copied());
        is_title.then(|| below[0].line + below[0].lines)
    };
    let alone = |head: &Head<'_>| head.candidate.label(head.unit.whole()).is_empty();
    // If one number has no title below it, short lines are text.
    let mut numerals =
        heads.iter().filter(|it| matches!(it.kind(), HeadSeries::Number(_)) && alone(it));
    let titled = numerals.all(|head| title(head).is_some());
    for head in heads.iter_mut().filter(|head| alone(head)) {
        let may = match head.kind() {
            HeadSeries::Unit(_) => head.candidate.heading.rank > rank::PART,
            HeadSeries::Number(_) => titled,
            HeadSeries::Named => false,
        };
        if let Some(end) = title(head).filter(|_| may) {
            head.end = Some(end);
        }
    }
}

/// The role of each file, by the heads in the series. The head at the start of the book is in it,
/// too.
fn described(
    heads: Vec<Head<'_>>,
    openings: &[Vec<Unit<'_>>],
    lists: &BTreeSet<usize>,
) -> Vec<Option<FileOfSeries>> {
    let mut of_file: BTreeMap<usize, Vec<(&Head<'_>, u8)>> = BTreeMap::new();
    for (head, level) in heads.iter().zip(levels_of(&heads)) {
        of_file.entry(head.file).or_default().push((head, level));
    }
    let above = lines_above(&of_file, openings);
    let mut texts = (0..openings.len()).filter(|file| !lists.contains(file));
    let (first, last) = (texts.next(), texts.next_back());
    let chapter = |file: usize| Chapter {
        chapters: of_file.len(),
        first: Some(file) == first,
        last: Some(file) == last.or(first),
        ..Chapter::default()
    };
    let describe = |(file, units): (usize, &Vec<Unit<'_>>)| {
        let own = of_file.get(&file).map(Vec::as_slice).unwrap_or_default();
        let Some((head, level)) = own.first() else {
            let begins = Some(file) == first && !units.is_empty();
            return begins.then(|| FileOfSeries {
                level: 1,
                title: None,
                chapter: chapter(file),
            });
        };
        let place = |(head, _): &(&Head<'_>, u8)| Some((head.unit.line + 1, head.end?));
        let is_running = |unit: &&Unit<'_>| {
            above.get(unit.whole_text()).is_some_and(|count| *count >= LEAST)
                && head.end.is_some_and(|end| unit.line < end)
        };
        let chapter = Chapter {
            headings: own.iter().filter_map(place).collect(),
            running: units.iter().filter(is_running).map(|unit| unit.line + 1).collect(),
            ..chapter(file)
        };
        let title = head.end.is_none().then(|| head.unit.text.to_string());
        Some(FileOfSeries { level: *level, title, chapter })
    };
    openings.iter().enumerate().map(describe).collect()
}

/// The level of each head, with the text below those of each file.
fn levels_of(heads: &[Head<'_>]) -> Vec<u8> {
    let mut units: Vec<Unit<'_>> = Vec::new();
    for (at, head) in heads.iter().enumerate() {
        let mut unit = head.unit.clone();
        let text = unit.clone();
        unit.set(Role::Heading(as_chapter(head.candidate.heading.clone())), RULE, 100);
        units.push(unit);
        if heads.get(at + 1).is_none_or(|next| next.file != head.file) {
            units.push(text);
        }
    }
    levels::set(&mut units);
    let level = |unit: &Unit<'_>| match &unit.role {
        Role::Heading(heading) => heading.level,
        _ => None,
    };
    units.iter().filter_map(level).collect()
}

/// The number of files with a line above their headings.
fn lines_above<'u>(
    heads: &BTreeMap<usize, Vec<(&Head<'_>, u8)>>,
    openings: &'u [Vec<Unit<'_>>],
) -> BTreeMap<&'u str, usize> {
    let mut counts = BTreeMap::new();
    for (file, own) in heads {
        let Some((Head { unit: head, end: Some(_), .. }, _)) = own.first() else { continue };
        for unit in openings[*file].iter().take_while(|unit| unit.line < head.line) {
            *counts.entry(unit.whole_text()).or_default() += 1;
        }
    }
    counts
}

/// Numbers of files are numbers of chapters.
fn as_chapter(heading: Heading) -> Heading {
    match rank::is_named(heading.rank) {
        true => heading,
        false => Heading { rank: heading.rank.min(rank::CHAPTER), ..heading },
    }
}

/// The lines, from 0, found over all files: no wrap joins them to others.
pub(super) fn lines(options: &ReadOptions) -> impl Iterator<Item = usize> + '_ {
    let chapter = options.chapter.iter();
    chapter.flat_map(|it| {
        let headings = it.headings.iter().flat_map(|(first, last)| *first..=*last);
        headings.chain(it.running.iter().copied()).map(|line| line - 1)
    })
}

/// Claims the headings of a chapter found over all files, and the lines above them that other files
/// have, too.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let Some(chapter) = &view.options.chapter else { return Vec::new() };
    view.draft(|units| {
        if chapter.contents {
            return contents::mark_whole(units);
        }
        for (first, last) in &chapter.headings {
            let Some(at) = units.iter().position(|unit| unit.line + 1 == *first) else {
                continue;
            };
            if !units[at].is_body() {
                continue;
            }
            let is_title = |unit: &Unit<'_>| unit.line < *last && unit.is_body();
            if units.get(at + 1).is_some_and(is_title) {
                let title = units.remove(at + 1);
                units[at].join(&title, " ");
            }
            let whole = units[at].whole();
            let known = rules::numbered(whole).or_else(|| rules::lone(whole));
            let known = known.or_else(|| rules::named(whole));
            let heading = known.map_or_else(Heading::bare, |it| as_chapter(it.heading));
            units[at].set(Role::Heading(heading), RULE, 100);
        }
        if !view.options.keep_residue {
            let is_running = |unit: &&mut Unit<'_>| {
                unit.is_body() && chapter.running.contains(&(unit.line + 1))
            };
            for unit in units.iter_mut().filter(is_running) {
                unit.set(Role::Residue("running-title"), RULE, 90);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The roles of the files with these names and texts: their level, and the lines of their
    /// headings or the title in their name.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let options = ReadOptions::default();
        let sources: Vec<Source> = files
            .iter()
            .map(|(_, text)| Source::decode(None, text.as_bytes(), &options).expect("a text").0)
            .collect();
        let files: Vec<_> =
            files.iter().zip(&sources).map(|((name, _), text)| Some((*name, text))).collect();
        let shown = |file: Option<FileOfSeries>| {
            file.map_or("none".to_owned(), |file| match file.title {
                Some(title) => format!("{} {title}", file.level),
                None => {
                    format!(
                        "{} {:?} {:?}",
                        file.level, file.chapter.headings, file.chapter.running
                    )
                }
            })
        };
        series(&files).into_iter().map(shown).collect()
    }

    const TEXT: &str = "　　雾还没有散，他背着包袱上了船，老人什么也没有说。\n";

    #[test]
    fn chapters_are_confirmed_by_their_siblings() {
        let one = format!("第一章 起雾\n\n{TEXT}");
        let two = format!("\n第二章\n渡河\n\n{TEXT}");
        let words = format!("后记\n\n{TEXT}");
        assert_eq!(
            found(&[("a", &one), ("b", &two), ("c", &words)]),
            ["1 [(1, 1)] []", "1 [(2, 3)] []", "1 [(1, 1)] []"]
        );
        assert_eq!(found(&[("a", &one), ("c", &words)]), ["none", "none"]);
        let before = format!("前言\n\n{TEXT}");
        let front = format!("寒江渡\n作者：青石板\n\n{TEXT}");
        let files = [("", &*front), ("", &*before), ("", &*one), ("", &*two)];
        let one = "1 [(1, 1)] []";
        assert_eq!(found(&files), ["1 [] []", one, one, "1 [(2, 3)] []"]);
    }

    #[test]
    fn volumes_are_above_chapters_over_all_files() {
        let one = format!("第一卷 河\n第一章 起雾\n{TEXT}");
        let two = format!("第二章 渡河\n{TEXT}");
        let three = format!("第二卷 山\n第一章 上山\n{TEXT}");
        assert_eq!(
            found(&[("1", &one), ("2", &two), ("3", &three)]),
            ["1 [(1, 1), (2, 2)] []", "2 [(1, 1)] []", "1 [(1, 1), (2, 2)] []"]
        );
    }

    #[test]
    fn numbers_alone_count_where_most_files_have_them() {
        let texts = [1, 2, 3].map(|number| format!("{number}\n{TEXT}"));
        let files: Vec<(&str, &str)> = texts.iter().map(|text| ("文", text.as_str())).collect();
        assert_eq!(found(&files), ["1 [(1, 1)] []"; 3]);
        let more = [files.as_slice(), &[("甲", TEXT), ("乙", TEXT), ("丙", TEXT)]].concat();
        assert_eq!(found(&more), ["none"; 6]);
    }

    #[test]
    fn a_name_heads_a_text_that_begins_with_a_sentence() {
        let two = format!("第二章 渡河\n{TEXT}");
        let three = format!("第三章 归来\n{TEXT}");
        assert_eq!(
            found(&[("0001_第一章 起雾.txt", TEXT), ("二.txt", &two), ("三.txt", &three)]),
            ["1 第一章 起雾", "1 [(1, 1)] []", "1 [(1, 1)] []"]
        );
    }

    #[test]
    fn lines_above_several_headings_are_no_text() {
        let texts = ["一", "二", "三"].map(|it| format!("寒江渡\n第{it}章 起雾\n{TEXT}"));
        let files: Vec<(&str, &str)> = texts.iter().map(|text| ("文", text.as_str())).collect();
        assert_eq!(found(&files), ["1 [(2, 2)] [1]"; 3]);
    }

    #[test]
    fn articles_are_no_series() {
        let one = format!("老街旧事\n作者：青石板\n{TEXT}");
        let two = format!("四季歌\n林小满\n{TEXT}");
        assert_eq!(found(&[("1.txt", &one), ("2.txt", &two)]), ["none", "none"]);
    }
}
