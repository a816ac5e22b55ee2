//! Dates as headings: diaries (日记), minutes of many meetings, change logs.
//!
//! A single date is when a text was written. If several are on separate lines, each above text, and
//! nearly all are in ascending or descending order, they are headings.

use super::claims::{Claim, View};
use super::dates;
use super::lines::Unit;
use super::role::{Heading, Role};
use super::rules::rank;
use crate::model::SectionKind;

/// The minimum number of dates, and the share of steps in one direction, in percent.
const LEAST: usize = 3;
const SHARE: usize = 80;
/// The longest line: a day with its weekday, the weather and a few words.
const LONGEST: usize = 24;
/// The minimum number of characters per date, on average: in a list of news a date has a title and
/// no text.
const TEXT: usize = 40;

/// Claims the days.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let days: Vec<(usize, String)> =
        (0..view.len()).filter_map(|at| Some((at, day(view, at)?))).collect();
    let steps = || days.windows(2).map(|pair| pair[0].1.cmp(&pair[1].1));
    let most = steps().filter(|step| step.is_lt()).count();
    let most = most.max(steps().filter(|step| step.is_gt()).count());
    let Some((first, _)) = days.first().filter(|_| days.len() >= LEAST) else {
        return Vec::new();
    };
    let text: usize = view.units[*first..].iter().map(|unit| unit.length).sum();
    if most * 100 < (days.len() - 1) * SHARE || text < days.len() * TEXT {
        return Vec::new();
    }
    let heading = || Role::Heading(Heading::of(rank::BARE, SectionKind::Section, None));
    days.into_iter().map(|(at, _)| view[at].claim(heading(), "day", 85)).collect()
}

/// The date that is a whole line, in a sortable form, if the line is above text and after a
/// complete paragraph.
fn day(units: &[Unit<'_>], at: usize) -> Option<String> {
    let unit = units.get(at).filter(|unit| unit.is_body() && unit.length <= LONGEST)?;
    let has_text = units.get(at + 1).is_some_and(Unit::is_body);
    let before = at.checked_sub(1).map(|before| &units[before]);
    let begins =
        before.is_none_or(|it| unit.blank_before > 0 || it.ends_sentence() || !it.is_body());
    // A date set apart from the line below it ends a letter or a preface.
    let heads = units.get(at + 1).is_some_and(|next| next.blank_before <= unit.blank_before);
    (has_text && begins && heads).then(|| dates::day(unit.whole())).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::{lines, wrap};
    use super::*;

    fn days(text: &str) -> usize {
        let units = wrap::units(&lines::split(text), &[], &[]);
        (0..units.len()).filter(|at| day(&units, *at).is_some()).count()
    }

    #[test]
    fn a_day_is_a_heading_above_its_entry() {
        assert_eq!(days("3月5日 星期五 晴\n今天去了渡口。\n\n3月6日\n下雨。\n"), 2);
        assert_eq!(days("2024/5/6\n下午开会。\n2024/5/9\n没有会。\n"), 2);
        // The end of a preface.
        assert_eq!(days("写完了。\n2024年5月6日\n\n第一章\n"), 0);
        assert_eq!(days("他说起\n3月6日\n的事。\n"), 0);
    }
}
