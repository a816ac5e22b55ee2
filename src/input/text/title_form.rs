//! Whether a line has the form of a title (题名): short, no sentence, and not one of a series.

use std::collections::BTreeSet;

use super::dates;
use super::front::{LONGEST, LONGEST_SUBTITLE, in_pair};
use super::lines::Unit;
use super::pattern::{Captures, patterns};
use super::placed::Placed;
use super::role::Role;
use super::rules::{self, Candidate, HeadingForm};
use crate::text::punctuation;

/// The longest head of a record that counts on, 第12筆.
const LONGEST_COUNTED: usize = 8;

patterns! {
    /// Numbers that count the pieces of a text.
    static SERIES = r"^(?:(?P<latin>No\.?|NO\.?|Vol\.?|#)\s*[0-9]{1,4}(?:\s|[.:：、]|$)|第[一二三四五六七八九十]{1,3}[，,])";
}

/// Whether a line can be the title: short, not a sentence, and followed by text.
pub(super) fn is_title(units: &[Unit<'_>], at: usize) -> bool {
    let Some(unit) = units.get(at).filter(|unit| unit.is_body()) else { return false };
    let text = unit.whole();
    let exclaims = text.ends_with(['！', '？', '!', '?', '…']);
    // 《雨停了。》: the brackets end it.
    let framed = in_pair(text, '《', '》').map(|it| it.trim_end_matches(|c| c == '。'));
    let more = units[at + 1..].iter().any(|unit| !matches!(unit.role, Role::Residue(_)));
    let pattern = |text: &str| text.starts_with('《') && text.ends_with('》');
    // A text in which every poem has a title in 《》 has no title itself.
    let one_of_many = pattern(&text)
        && units[at + 1..].iter().filter(|unit| pattern(&unit.text)).take(2).count() == 2;
    // ◎井 is a heading where other lines have the same sign.
    let sign = text.chars().next().filter(|c| "◎◆◇■□▲△●○★☆※▼▽►▶❖〔".contains(*c));
    let signed = sign.is_some_and(|sign| {
        let others = units[at + 1..].iter().filter(|unit| unit.length <= LONGEST);
        others.into_iter().any(|unit| unit.text.starts_with(sign))
    });
    // The first day of a diary (日记) is one of several.
    let day = |unit: &Unit<'_>| unit.length <= LONGEST_SUBTITLE && dates::is_day(unit.whole());
    let diary = day(unit) && units[at + 1..].iter().any(day);
    // 第1筆 is a record where 第2筆 and 第3筆 follow.
    let bare = |text: Placed<'_>| -> String {
        text.folded().chars().filter(|c| !c.is_ascii_digit()).collect()
    };
    let counted =
        text.length() <= LONGEST_COUNTED && text.contains(|c: char| c.is_ascii_digit());
    let record = counted
        && units[at + 1..]
            .iter()
            .filter(|unit| unit.length <= LONGEST_COUNTED && bare(unit.whole()) == bare(text))
            .take(2)
            .count()
            == 2;
    // No.117 《渡口》 and 第一，… are where No.118 and 第二，… are.
    let enumerated = SERIES.captures(text).is_some_and(|own| {
        let kind = |found: &Captures<'_>| found.name("latin").is_some();
        let others = units[at + 1..].iter().filter(|unit| unit.is_body());
        others
            .filter_map(|unit| SERIES.captures(unit.whole()))
            .any(|it| kind(&it) == kind(&own))
    });
    // 3.1 系统概述 is a section of the original document, and （一）概述 the first of several.
    let section = rules::numbered(text)
        .is_some_and(|it| it.name() == "subdecimal" || begins_series(units, at, &it));
    more && !one_of_many
        && !is_one_of_parted(units, at)
        // （    ）班工作计划 has a blank as questions have.
        && (!rules::is_never_heading(text) || rules::has_answer(text))
        && !diary
        && !record
        && !enumerated
        && !section
        && !signed
        && unit.length <= LONGEST
        && (!unit.ends_sentence() || exclaims || framed.is_some())
        && !framed.unwrap_or(text).contains(['。', '；'])
        && !text.ends_with(|c: char| punctuation::is_pause(c))
        && text.chars().any(char::is_alphabetic)
}

/// Whether a line is one of several names, each of its own piece below a drawn line: 计战, 谋战.
fn is_one_of_parted(units: &[Unit<'_>], at: usize) -> bool {
    /// The fewest others, and the longest name.
    const LEAST: usize = 2;
    const LONGEST: usize = 12;
    let name =
        |unit: &Unit<'_>| unit.is_body() && unit.length <= LONGEST && !unit.ends_sentence();
    let drawn = |unit: &Unit<'_>| {
        unit.is_body() && unit.length >= 5 && !unit.text.contains(char::is_alphanumeric)
    };
    let begins = |triple: &[Unit<'_>]| {
        drawn(&triple[0])
            && name(&triple[1])
            && triple[2].is_body()
            && triple[2].ends_sentence()
    };
    let prose = units.get(at + 1).is_some_and(|next| next.is_body() && next.ends_sentence());
    prose
        && name(&units[at])
        && units[at..].windows(3).filter(|it| begins(it)).take(LEAST).count() == LEAST
}

/// Whether the section after a numbered line is there, too: 三、 after 二、, or two of the later ones. A unit, 第一章, is often the
/// title of a text that was cut out of a book.
fn begins_series(units: &[Unit<'_>], at: usize, candidate: &Candidate) -> bool {
    /// How many later ones do without the second.
    const LEAST_LATER: usize = 2;
    candidate.form() == Some(HeadingForm::Inner) && candidate.heading.number == Some(1) && {
        let later =
            units[at + 1..].iter().filter(|unit| unit.is_body() && unit.length <= LONGEST);
        let numbers: BTreeSet<u32> = later
            .filter_map(|unit| rules::numbered(unit.whole()))
            .filter(|next| next.rule == candidate.rule)
            .filter_map(|next| next.heading.number)
            .filter(|number| *number > 1)
            .collect();
        numbers.contains(&2) || numbers.len() >= LEAST_LATER
    }
}
