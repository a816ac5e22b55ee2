//! Lines above the title (题前): the school above 论文题目, the classification of a paper, the heading of a
//! post, a journal and its issue.

use super::bar;
use super::credit;
use super::dates;
use super::facts;
use super::front::{HEAD, LABELLED};
use super::lines::Unit;
use super::names;
use super::pattern::patterns;
use super::role::Role;
use super::rules;
use super::title_form::is_title;
use crate::model::{CreditKind, Meta};
use crate::text::script;

patterns! {
    /// The issue of a journal: 1999年 第21卷 第5期 Vol.21 No.5 1999
    static ISSUE = r"^(?:[12][0-9]{3}年?\s*)?[（(]?(?:第\s*[0-9一二三四五六七八九十百]+\s*卷\s*)?第\s*[0-9一二三四五六七八九十百]+\s*期[^。，]{0,50}$|^(?i:vol)\.?\s*[0-9]+.{0,40}$";
}

/// Marks them all.
pub(super) fn mark(units: &mut [Unit<'_>], meta: &mut Meta) {
    mark_above_label(units);
    mark_secrecy(units);
    mark_post(units);
    mark_masthead(units, meta);
}

/// Marks the lines above 论文题目：…, which name the school and the kind of the paper: the title is the
/// label's value.
fn mark_above_label(units: &mut [Unit<'_>]) {
    /// The most lines above the label, and the longest.
    const ABOVE: usize = 12;
    const LONGEST: usize = 30;
    let head = &units[..units.len().min(ABOVE)];
    let Some(label) = head.iter().position(|unit| LABELLED.is_match(unit.whole())) else {
        return;
    };
    let plain =
        |unit: &Unit<'_>| !unit.is_body() || (unit.length <= LONGEST && !unit.ends_sentence());
    if !units[..label].iter().all(plain) {
        return;
    }
    for unit in units[..label].iter_mut().filter(|unit| unit.is_body()) {
        if credit::recognise(unit.whole()).is_none() {
            let published = names::is_organisation(unit.whole().folded());
            let kind = if published { CreditKind::Publisher } else { CreditKind::Other };
            unit.set(Role::Credit(kind), "above-label", 75);
        }
    }
}

/// Marks the classification and urgency of a paper (密级、紧急程度), above everything: 绝密★启用前.
fn mark_secrecy(units: &mut [Unit<'_>]) {
    let secret = |unit: &&mut Unit<'_>| {
        unit.is_body() && rules::text_by(unit.whole()) == Some("secrecy")
    };
    for unit in units.iter_mut().take_while(secret) {
        unit.set(Role::Credit(CreditKind::Other), "above-title", 75);
    }
}

/// Marks a board's heading of a post and its poster, above the title itself: 短剧《早市》剧本--林小满 above
/// 早　市.
fn mark_post(units: &mut [Unit<'_>]) {
    /// The maximum number of lines between them, and their maximum length.
    const BETWEEN: usize = 4;
    const LONGEST: usize = 45;
    let bare =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let Some(at) = units.iter().take(HEAD).position(Unit::is_body) else { return };
    let named = units[at].whole();
    let open = named.find_char(|c| c == '《').map(|open| named.after(open));
    let title = open.and_then(|open| Some(open.before(open.find_char(|c| c == '》')?)));
    let Some(title) = title.filter(|_| !named.starts_with('《')) else { return };
    let title = bare(title.folded());
    let below = units[at + 1..].iter().take(BETWEEN + 1);
    let Some(between) = below.clone().position(|it| bare(it.whole().folded()) == title) else {
        return;
    };
    if title.is_empty()
        || below.take(between).any(|it| it.length > LONGEST || it.ends_sentence())
    {
        return;
    }
    for unit in units[at..=at + between].iter_mut().filter(|unit| unit.is_body()) {
        if bar::read(unit.whole()).is_none() && credit::recognise(unit.whole()).is_none() {
            unit.set(Role::Credit(CreditKind::Other), "title-of-post", 75);
        }
    }
}

/// Marks the name of a journal and its issue above the title of an article.
fn mark_masthead(units: &mut [Unit<'_>], meta: &mut Meta) {
    /// The most lines, and the longest name.
    const LINES: usize = 5;
    const LONGEST: usize = 40;
    let head = &units[..units.len().min(LINES)];
    let Some(issue) = head.iter().position(|unit| ISSUE.is_match(unit.whole())) else {
        return;
    };
    let name =
        |unit: &Unit<'_>| unit.is_body() && unit.length <= LONGEST && !unit.ends_sentence();
    if issue == 0 || !units[..issue].iter().all(name) || !is_title(units, issue + 1) {
        return;
    }
    for unit in &mut units[..issue] {
        let mut credit = facts::Credit::new(CreditKind::Source);
        if meta.sources.is_empty() && unit.text.contains(script::is_han) {
            credit.source = Some(unit.text.to_string());
        }
        facts::claim(unit, credit, meta, "masthead", 80);
    }
    let mut credit = facts::Credit::new(CreditKind::Dateline);
    if let Some(found) = dates::first(units[issue].whole()) {
        credit.date(found);
    }
    facts::claim(&mut units[issue], credit, meta, "masthead", 80);
}
