//! Page furniture in a text extracted from a PDF: page numbers, and heads repeated on each page
//! (书眉).
//!
//! Takes the lines of a text, returns the page furniture with its kinds. A bare number may be a
//! chapter's: it is a page number if its kind counts on and breaks paragraphs, ends pages, or is
//! beside a repeated head.

use std::collections::BTreeMap;

use super::lines::{SourceLine, ends_sentence};
use super::pattern::patterns;
use super::placed::Text;
use super::series::{self, Link, Member};
use super::wrap;
use crate::text::{numeral, punctuation, script};

/// A line of page furniture, counted from 0, and its kind of residue.
pub(super) type Furniture = (usize, &'static str);

patterns! {
    /// A page number: in groups `num` with unmistakable signs, or alone.
    static NUMBER = r"^(?:\p{Han}{0,16}\s*第\s*(?P<foot>\d{1,4})\s*页\s*[（(]\s*共\s*\d{1,4}\s*页\s*[）)]|[-—–·~]\s*(?P<framed>\d{1,4})\s*[-—–·~]|[.,·•]\s*(?P<dotted>\d{1,4})\s*[.,·•]|第\s*(?P<counted>\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|(?P<of>\d{1,4})\s*/\s*\d{1,4}|(?P<alone>\d{1,4}))$";
}

/// The maximum length of a page head, in characters.
const LONGEST: usize = 40;
/// The minimum number of occurrences of a head or number.
const LEAST: usize = 3;
/// The maximum number of filled lines from the top to a head that is the title.
const TOP: usize = 4;
/// The minimum length of a title that shows a head by being part of it, in characters.
const SHORTEST_TITLE: usize = 4;

/// The number of a page on a line of its own.
struct PageNumber {
    /// Its index among the filled lines.
    at: usize,
    value: u32,
    /// Whether its signs are those of page numbers.
    framed: bool,
    /// Whether it has no blank line around it, as a chapter's number would.
    close: bool,
    /// Whether a page ends after it.
    last: bool,
}

/// The lines of page furniture, ascending; those in `fixed`, ascending, are excluded.
pub(super) fn find(lines: &[SourceLine<'_>], fixed: &[usize]) -> Vec<Furniture> {
    let filled: Vec<usize> = (0..lines.len())
        .filter(|at| !lines[*at].is_blank() && fixed.binary_search(at).is_err())
        .collect();
    let content = |at: usize| lines[filled[at]].content;
    let mut numbers: Vec<PageNumber> =
        (0..filled.len()).filter_map(|at| number(content(at), at)).collect();
    let blank = |at: usize| lines.get(at).is_some_and(|line| line.is_blank());
    // Whether a form feed precedes a filled line, or follows the last.
    let feed = |at: usize| {
        let from = at.checked_sub(1).map_or(0, |before| filled[before] + 1);
        let to = filled.get(at).map_or(lines.len(), |line| line + 1);
        lines[from..to].iter().any(|line| line.has_feed())
    };
    let ends_page = |at: usize| {
        at + 1 == filled.len() || feed(at + 1) || wrap::is_set_apart(content(at + 1))
    };
    for number in &mut numbers {
        let line = filled[number.at];
        number.close = !blank(line + 1) && !line.checked_sub(1).is_some_and(blank);
        number.last = ends_page(number.at);
    }
    let breaks = |at: usize| breaks(&content, at, filled.len());
    let mut found: BTreeMap<usize, &'static str> = BTreeMap::new();
    mark_numbered_heads((0..filled.len()).map(content), &breaks, &mut found);
    let heads = repeated((0..filled.len()).map(content));
    mark_heads_within(&heads, &content, &breaks, &mut found);
    if numbers.is_empty() {
        return found.into_iter().map(|(at, kind)| (filled[at], kind)).collect();
    }
    if !are_above_titles(&numbers, &content, filled.len()) {
        mark_last_numbers(&numbers, &mut found);
    }
    let titles: Vec<&str> = (0..filled.len().min(TOP))
        .map(content)
        .filter(|text| text.chars().count() >= SHORTEST_TITLE && !ends_sentence(text))
        .collect();
    mark_titles(&titles, filled.len(), &content, &mut found);
    mark_heads(&heads, &numbers, &mut found);
    mark_numbers(&numbers, &breaks, &mut found);
    found.into_iter().map(|(at, kind)| (filled[at], kind)).collect()
}

/// Whether a line is a page number by its signs, or may be one.
pub(super) fn is_number(text: &str) -> bool {
    number(text, 0).is_some()
}

fn number(text: &str, at: usize) -> Option<PageNumber> {
    /// The maximum length of a line with a number: 第 12 页 / 共 340 页.
    const LONGEST: usize = 60;
    if text.len() > LONGEST || !text.contains(is_digit) {
        return None;
    }
    let text = Text::new(text);
    let captures = NUMBER.captures(text.whole())?;
    let alone = captures.name("alone");
    let written = ["framed", "dotted", "counted", "of", "foot"]
        .into_iter()
        .find_map(|it| captures.name(it))
        .or(alone)?;
    let value = numeral::parse(written.folded())?;
    Some(PageNumber { at, value, framed: alone.is_none(), close: false, last: false })
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// The lines that may be heads by their length and recur, with their places.
fn repeated<'a>(lines: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, Vec<usize>> {
    let mut heads: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, text) in lines.enumerate() {
        if text.len() <= LONGEST * 4 && text.chars().count() <= LONGEST && !ends_sentence(text)
        {
            heads.entry(text).or_default().push(at);
        }
    }
    heads.retain(|text, places| places.len() >= LEAST && number(text, 0).is_none());
    heads
}

/// Heads whose pages have lost their numbers: they recur, mostly within a sentence.
/// The first, at the top of the text, is the title.
fn mark_heads_within<'a>(
    heads: &BTreeMap<&str, Vec<usize>>,
    content: &impl Fn(usize) -> &'a str,
    breaks: &impl Fn(usize) -> bool,
    found: &mut BTreeMap<usize, &'static str>,
) {
    /// The fewest such heads, and the share of them within a sentence, in percent.
    const LEAST: usize = 4;
    const SHARE: usize = 50;
    // An entry of a table is beside others that recur.
    let alone = |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        !beside.into_iter().any(|at| heads.contains_key(content(at)))
    };
    for places in heads.values() {
        let title = places.first().filter(|first| **first < TOP);
        let again: Vec<usize> = places.iter().copied().filter(|at| Some(at) != title).collect();
        let within = again.iter().filter(|at| breaks(**at) && alone(**at)).count();
        // A drawn line is a separator.
        if !content(places[0]).contains(char::is_alphabetic) {
            continue;
        }
        if again.len() >= LEAST && within * 100 >= again.len() * SHARE {
            found.extend(again.into_iter().map(|at| (at, "running-head")));
        }
    }
}

/// Heads on one line with the page number: those with the same words count on, and some are within
/// a sentence.
fn mark_numbered_heads<'a>(
    lines: impl Iterator<Item = &'a str>,
    breaks: &impl Fn(usize) -> bool,
    found: &mut BTreeMap<usize, &'static str>,
) {
    /// The share of them within a sentence, in percent.
    const SHARE: usize = 30;
    let mut heads: BTreeMap<&str, Vec<(usize, u32)>> = BTreeMap::new();
    for (at, line) in lines.enumerate().filter(|(_, line)| line.len() <= LONGEST * 4) {
        let words = line
            .trim_matches(|c: char| is_digit(c) || script::is_space(c) || "-—–·|/".contains(c));
        let number = line.strip_prefix(words).or_else(|| line.strip_suffix(words));
        let number =
            number.map(|it| it.trim_matches(|c| !is_digit(c))).and_then(numeral::parse);
        // [编号] 1 is the field of a record.
        let named = words.chars().any(script::is_han) && !words.starts_with(['[', '【']);
        if let Some(number) = number.filter(|_| named) {
            heads.entry(words).or_default().push((at, number));
        }
    }
    for places in heads.into_values().filter(|places| places.len() >= LEAST) {
        let members: Vec<Member> = places
            .iter()
            .map(|(_, number)| Member { number: *number, parent: 0, looks: 0 })
            .collect();
        let chain = series::best(&members);
        let counting = chain.iter().filter(|(_, link)| matches!(link, Link::First | Link::On));
        let within = places.iter().filter(|(at, _)| breaks(*at)).count();
        if counting.count() == places.len() && within * 100 >= places.len() * SHARE {
            found.extend(places.iter().map(|(at, _)| (*at, "running-head")));
        }
    }
}

/// Whether numbers with signs count pieces: from 1 on, each between the end of a piece and a title.
fn are_above_titles<'a>(
    numbers: &[PageNumber],
    content: &impl Fn(usize) -> &'a str,
    count: usize,
) -> bool {
    /// The longest title, in characters.
    const LONGEST: usize = 30;
    let framed: Vec<&PageNumber> = numbers.iter().filter(|number| number.framed).collect();
    let titled = |at: usize| {
        at + 1 < count
            && content(at + 1).chars().count() <= LONGEST
            && (!ends_sentence(content(at + 1)) || content(at + 1).ends_with(['？', '?']))
            && at.checked_sub(1).is_none_or(|above| !runs_on(content(above)) || at < TOP)
    };
    let counts = framed.iter().zip(1..).all(|(number, value)| number.value == value);
    framed.len() >= LEAST && counts && framed.iter().all(|number| titled(number.at))
}

/// Numbers with signs, and those alone that count on and end pages.
fn mark_last_numbers(numbers: &[PageNumber], found: &mut BTreeMap<usize, &'static str>) {
    /// The minimum number of pages that show it.
    const LEAST: usize = 2;
    for number in numbers.iter().filter(|number| number.framed) {
        found.insert(number.at, "page-number");
    }
    let alone: Vec<&PageNumber> = numbers.iter().filter(|it| !it.framed && it.last).collect();
    let counts_on = alone.windows(2).all(|pair| pair[0].value + 1 == pair[1].value);
    if alone.len() >= LEAST && counts_on {
        found.extend(alone.iter().map(|number| (number.at, "page-number")));
    }
}

/// The page heads that contain the title, beside page numbers.
fn mark_titles<'a>(
    titles: &[&str],
    count: usize,
    content: &impl Fn(usize) -> &'a str,
    found: &mut BTreeMap<usize, &'static str>,
) {
    let numbers: Vec<usize> = found.keys().copied().collect();
    for at in numbers.iter().flat_map(|at| [at.checked_sub(1), Some(at + 1)]).flatten() {
        let text = if (TOP..count).contains(&at) { content(at) } else { continue };
        // The rest of the head is set apart; a title that is too long for it ends in ….
        let parts = |c: char| {
            script::is_space(c) || punctuation::is_dash(c) || "：:|｜·…,，".contains(c)
        };
        let has_title = titles.iter().any(|title| {
            text.split_once(title).is_some_and(|(before, after)| {
                (before.is_empty() || before.ends_with(parts))
                    && (after.is_empty() || after.starts_with(parts))
            })
        });
        if has_title && text.chars().count() <= LONGEST * 2 {
            found.entry(at).or_insert("running-head");
        }
    }
}

/// Repeated heads beside numbers. The first, at the top of the text, is the title.
fn mark_heads(
    heads: &BTreeMap<&str, Vec<usize>>,
    numbers: &[PageNumber],
    found: &mut BTreeMap<usize, &'static str>,
) {
    /// The maximum number of lines between a line of a page head and its number.
    const NEAR: usize = 3;
    /// The minimum share of a head's places beside a number, in percent.
    const SHARE: usize = 80;
    /// The minimum share of places with the head again on the next page, or on the one after it if
    /// two alternate, in percent.
    const PAGES: usize = 2;
    const NEXT: usize = 60;
    let beside = |at: &&usize| {
        let next = numbers.partition_point(|number| number.at < **at);
        let near = |number: &PageNumber| {
            (number.framed || number.close) && number.at.abs_diff(**at) <= NEAR
        };
        numbers.get(next).is_some_and(near)
            || next.checked_sub(1).is_some_and(|before| near(&numbers[before]))
    };
    let page = |at: &usize| numbers.partition_point(|number| number.at < *at);
    for places in heads.values() {
        // The publisher at the head of a paper and its forms is on some of the pages only.
        let steps = places.windows(2).map(|pair| page(&pair[1]) - page(&pair[0]));
        let on_next = steps.filter(|step| *step <= PAGES).count();
        if places.iter().filter(beside).count() * 100 < places.len() * SHARE
            || on_next * 100 < (places.len() - 1) * NEXT
        {
            continue;
        }
        let title = places.first().filter(|first| **first < TOP);
        for at in places.iter().filter(|at| Some(*at) != title) {
            found.insert(*at, "running-head");
        }
    }
}

/// Numbers of one kind that count on, beside heads or within paragraphs.
fn mark_numbers(
    numbers: &[PageNumber],
    breaks: &impl Fn(usize) -> bool,
    found: &mut BTreeMap<usize, &'static str>,
) {
    /// The least share of numbers that count on as pages do, in percent.
    const SHARE: usize = 50;
    let alone: Vec<&PageNumber> = numbers.iter().filter(|number| !number.framed).collect();
    let members: Vec<Member> = alone
        .iter()
        .map(|number| Member { number: number.value, parent: 0, looks: 0 })
        .collect();
    let chain = series::best(&members);
    let counting = chain.iter().filter(|(_, link)| matches!(link, Link::First | Link::On));
    if chain.len() < LEAST || counting.count() < chain.len() {
        return;
    }
    let paged = chain.iter().filter(|(place, _)| {
        let PageNumber { at, close, .. } = *alone[*place];
        let mut beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        (close && beside.any(|at| found.contains_key(&at))) || breaks(at)
    });
    if paged.count() * 100 > chain.len() * SHARE {
        for (place, _) in chain {
            found.insert(alone[place].at, "page-number");
        }
    }
}

/// Whether a line is within a sentence: the line before runs on, and the line after continues it.
fn breaks<'a>(content: &impl Fn(usize) -> &'a str, at: usize, count: usize) -> bool {
    /// The shortest line that runs on, in columns.
    const SHORTEST: usize = 30;
    let Some(before) = at.checked_sub(1).filter(|_| at + 1 < count).map(content) else {
        return false;
    };
    runs_on(before) && script::columns(before) >= SHORTEST
}

/// Whether a line ends within a sentence: an entry of the contents or a row of a table does not.
pub(super) fn runs_on(text: &str) -> bool {
    !ends_sentence(text) && !text.ends_with(['：', ':']) && !wrap::is_set_apart(text)
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn furniture(text: &str) -> Vec<(usize, &'static str)> {
        find(&lines::split(text), &[])
    }

    #[test]
    fn numbers_within_sentences_are_of_pages() {
        let texts = ["灯一挂就是几十年，", "风吹雨打，", "换过三回灯罩，", "一次也没有灭过。"];
        let pages: Vec<String> = texts.map(|it| it.repeat(4)).into();
        let paged =
            format!("{}\n12\n{}\n13\n{}\n14\n{}\n", pages[0], pages[1], pages[2], pages[3]);
        let numbers = [(1, "page-number"), (3, "page-number"), (5, "page-number")];
        assert_eq!(furniture(&paged), numbers);
        assert!(furniture(&paged.replace("，\n", "。\n")).is_empty());
    }

    #[test]
    fn numbers_that_end_pages_count_on() {
        let found =
            |text: &str| furniture(text).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
        let lines = "论古井的水\n\n井。\n水。\n泉。\n42\n\n\u{C}";
        let paged = format!("{lines}第3期        王玉梅：论古井的水\n井。\n43\n");
        assert_eq!(found(&paged), [5, 7, 9]);
        // A single one, or numbers with gaps, may belong to chapters or a table.
        assert!(found(&paged.replace("43", "50")).is_empty());
        assert!(found("论古井的水\n井。\n42\n").is_empty());
    }

    #[test]
    fn page_numbers_in_footers_of_papers() {
        let found =
            furniture("一、选择题\n生物试题第1页（共4页）\n二、填空题\n第 2 页 (共 4 页)\n");
        assert_eq!(found, [(1, "page-number"), (3, "page-number")]);
        assert!(furniture("答案见第1页，共4页都有。\n").is_empty());
    }

    #[test]
    fn heads_beside_numbers_are_running_heads() {
        let text = "古井志\n1\n井。\n古井志\n2\n井。\n古井志\n3\n井。\n";
        let found: Vec<usize> = furniture(text).into_iter().map(|(at, _)| at).collect();
        assert_eq!(found, [1, 3, 4, 6, 7]);
        // Without numbers it is a refrain; numbers set apart belong to chapters.
        assert!(furniture("古井志\n井。\n古井志\n井。\n古井志\n井。\n").is_empty());
        assert!(furniture(&text.replace("\n", "\n\n")).is_empty());
        // The name of a house above a paper and above its forms.
        let pages =
            |from, to| (from..to).map(|at| format!("-{at}-\n井。\n")).collect::<String>();
        let form = "附件\n古井公司\n申报表\n";
        let paper = format!("古井公司\n{}{form}{}{form}-9-\n", pages(1, 6), pages(6, 9));
        assert!(furniture(&paper).iter().all(|(_, kind)| *kind == "page-number"));
    }
}
