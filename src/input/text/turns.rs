//! Headings of interviews (访谈): bare lines between the turns of speakers, `记者：…`.

use std::collections::BTreeMap;

use super::claims::{Claim, View};
use super::dates;
use super::lines::Unit;
use super::rules;
use crate::text::{punctuation, script};

/// The maximum length of a speaker's name, and the minimum number of turns of each.
const NAME: usize = 10;
const OFTEN: usize = 2;
/// The minimum number of turns of an interview, and of headings.
const TURNS: usize = 6;
const LEAST: usize = 3;
/// The longest heading.
const LONGEST: usize = 30;

/// Claims the headings.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.bare_headings(headings(view), "bare-between-turns", 80)
}

fn headings(units: &[Unit<'_>]) -> Vec<usize> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for name in units.iter().filter_map(speaker) {
        *times.entry(name).or_default() += 1;
    }
    let turns: Vec<usize> = (0..units.len())
        .filter(|at| {
            let name = speaker(&units[*at]);
            name.and_then(|name| times.get(name)).is_some_and(|times| *times >= OFTEN)
        })
        .collect();
    let speakers = times.values().filter(|times| **times >= OFTEN).count();
    let (Some(first), Some(last)) = (turns.first(), turns.last()) else { return Vec::new() };
    if turns.len() < TURNS || speakers < 2 {
        return Vec::new();
    }
    let is_turn = |at: usize| turns.binary_search(&at).is_ok();
    // The answer to a question may have several paragraphs; a heading of one is above a turn.
    let found: Vec<usize> = (first.saturating_sub(1)..*last)
        .filter(|at| !is_turn(*at) && is_turn(at + 1) && may_head(units, *at))
        .collect();
    if found.len() < LEAST || found.len() * 2 > turns.len() {
        return Vec::new();
    }
    found
}

/// The speaker of a unit's turn.
fn speaker<'u>(unit: &'u Unit<'_>) -> Option<&'u str> {
    let (name, speech) = unit.text.split_once(['：', ':']).filter(|_| unit.is_body())?;
    let is_name = (1..=NAME).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphabetic() || c == '·' || script::is_space(c));
    (is_name && !speech.trim().is_empty()).then_some(name)
}

fn may_head(units: &[Unit<'_>], at: usize) -> bool {
    let unit = &units[at];
    let text = unit.whole();
    let bare = text.trim_end_matches(punctuation::is_closing);
    let ended = at.checked_sub(1).is_none_or(|before| {
        !units[before].is_body() || units[before].ends_sentence() || unit.blank_before > 0
    });
    unit.is_body()
        && unit.lines == 1
        && (2..=LONGEST).contains(&unit.length)
        && ended
        && !bare.ends_with(['，', '…'])
        && !text.contains(['。', '；', '：', ':'])
        && text.contains(char::is_alphabetic)
        // A note on an event: （笑）
        && !text.starts_with(['（', '(', '[', '【'])
        && dates::first(text).is_none()
        && !rules::is_never_heading(text)
}

#[cfg(test)]
mod tests {
    use super::super::{lines, wrap};

    fn headings(text: &str) -> Vec<String> {
        let units = wrap::units(&lines::split(text), &[], &[]);
        let found = super::headings(&units).into_iter();
        found.map(|at| units[at].text.to_string()).collect()
    }

    const INTERVIEW: &str = "“这行，先学三年”\n记者：您是怎么入行的？\n何师傅：那年高中毕业，师傅挑中了我。\n\
        记者：要学三年？\n何师傅：浆糊稠了，纸会起皱。\n那是真的。\n一册书，修了两年\n记者：哪册最难？\n\
        何师傅：一部族谱。\n年轻人来了，又走了\n记者：有徒弟吗？\n何师傅：留下来三个。\n";

    #[test]
    fn bare_lines_above_a_turn() {
        assert_eq!(
            headings(INTERVIEW),
            ["“这行，先学三年”", "一册书，修了两年", "年轻人来了，又走了"]
        );
    }

    #[test]
    fn two_lines_or_stage_directions_are_no_headings() {
        for line in ["一册书，修了两年\n", "“这行，先学三年”\n"] {
            assert!(headings(&INTERVIEW.replace(line, "")).is_empty(), "{line}");
        }
        assert!(headings(&INTERVIEW.replace("一册书，修了两年", "（笑）")).is_empty());
    }
}
