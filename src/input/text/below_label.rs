//! A label alone on its line, with its value on the next: 作者： above a name, and the fields of an
//! official page (信息公开目录) in a list.

use super::contents::key;
use super::credit;
use super::dates;
use super::facts;
use super::lines::Unit;
use super::pattern::patterns;
use super::table::LabelField;
use super::wrap::marker_length;
use crate::model::{AgentRole, CreditKind, Meta};

/// The longest value, in characters.
const LONGEST: usize = 45;

patterns! {
    /// The label alone, without its colon.
    /// The label of a title that the paper has below its table.
    static TITLE_LABEL = r"^(?:标\s*题|名\s*称)\s*[:：]$";
    static LABEL = r"^(?:作\s*者|著\s*者|撰\s*文)(?:姓名)?$";
}

/// 作者： with the name on the next line.
pub(super) fn read(units: &mut [Unit<'_>], at: usize, meta: &mut Meta) -> Option<usize> {
    /// The most blank lines between label and name.
    const BLANK: usize = 1;
    if let Some(next) = title_in_column(units, at, meta) {
        return Some(next);
    }
    let whole = units[at].whole();
    let bare =
        || LABEL.is_match(whole).then_some((LabelField::Agent(AgentRole::Author), whole));
    let (field, label) = credit::labels(whole).pop().or_else(bare)?;
    let alone = whole.before(label).is_empty() && whole.after(label).trim().is_empty();
    let bulleted = marker_length(&units[at].text).is_some();
    if alone && bulleted && !matches!(field, LabelField::Agent(_)) {
        return Some(field_below(units, at, field, meta));
    }
    if alone && let Some(next) = in_column(units, at, field, meta) {
        return Some(next);
    }
    let next = units.get(at + 1).filter(|next| next.is_body() && next.blank_before <= BLANK)?;
    let mut credit = facts::Credit::new(CreditKind::Byline);
    let named = matches!(field, LabelField::Agent(_))
        && alone
        && credit::field_value(next.whole(), field, &mut credit)
        && !credit.names.is_empty();
    if !named {
        return None;
    }
    let label = facts::Credit::new(CreditKind::Byline);
    facts::claim(&mut units[at], label, meta, "credit", 85);
    facts::claim(&mut units[at + 1], credit, meta, "name-below-label", 85);
    Some(at + 2)
}

/// 发文机关： / 国务院办公厅 / 成文日期： …: the table of an official page, its labels and values in one column.
/// Returns the next unit.
fn in_column(
    units: &mut [Unit<'_>],
    at: usize,
    field: LabelField,
    meta: &mut Meta,
) -> Option<usize> {
    let labels = |at: usize| units.get(at).is_some_and(is_alone);
    let (before, after) = (at.checked_sub(2).is_some_and(labels), labels(at + 2));
    let empty = labels(at + 1);
    if !(before || after || empty) {
        return None;
    }
    let label = facts::Credit::new(CreditKind::Other);
    // The last one may have no value: below it is the paper.
    let value =
        units.get(at + 1).filter(|it| !empty && it.is_body() && it.length <= LONGEST)?;
    let day = dates::whole(value.whole());
    if !after && day.is_none() {
        facts::claim(&mut units[at], label, meta, "field", 80);
        return Some(at + 1);
    }
    let mut credit = facts::Credit::new(CreditKind::Other);
    if field == LabelField::Date
        && let Some(found) = day
    {
        credit.date(found);
    }
    facts::claim(&mut units[at], label, meta, "field", 80);
    facts::claim(&mut units[at + 1], credit, meta, "field", 80);
    Some(at + 2)
}

/// 标　题： among such labels: its value is the title, unless the paper below says it again.
fn title_in_column(units: &mut [Unit<'_>], at: usize, meta: &mut Meta) -> Option<usize> {
    /// How far below the paper begins.
    const FAR: usize = 40;
    let labels = |at: usize| units.get(at).is_some_and(is_alone);
    let among = at.checked_sub(2).is_some_and(labels) || labels(at + 2);
    let value =
        units.get(at + 1).filter(|_| among && TITLE_LABEL.is_match(units[at].whole()))?;
    let words = |unit: &Unit<'_>| key(unit.whole());
    let title = words(value);
    let below = || units.iter().skip(at + 2).take(FAR);
    let pairs = below().zip(below().skip(1));
    let said_again = below().any(|it| words(it) == title)
        || pairs.into_iter().any(|(first, second)| words(first) + &words(second) == title);
    let mut field = |unit: &mut Unit<'_>| {
        let credit = facts::Credit::new(CreditKind::Other);
        facts::claim(unit, credit, meta, "field", 80);
    };
    field(&mut units[at]);
    if said_again {
        field(&mut units[at + 1]);
        return Some(at + 2);
    }
    Some(at + 1)
}

/// Whether a line is a label and nothing else: 发文机关：, 标　题：.
fn is_alone(unit: &Unit<'_>) -> bool {
    let whole = unit.whole();
    let known = credit::labels(whole).pop().is_some_and(|(_, label)| {
        whole.before(label).is_empty() && whole.after(label).trim().is_empty()
    });
    known || TITLE_LABEL.is_match(whole)
}

/// • 发布日期： in the table of an official page, with its value below it, indented. Returns the next
/// unit.
fn field_below(units: &mut [Unit<'_>], at: usize, field: LabelField, meta: &mut Meta) -> usize {
    let indent = units[at].indent;
    let label = facts::Credit::new(CreditKind::Other);
    facts::claim(&mut units[at], label, meta, "field", 80);
    let value = units
        .get_mut(at + 1)
        .filter(|next| next.is_body() && next.indent > indent && next.length <= LONGEST);
    let Some(value) = value else { return at + 1 };
    let mut credit = facts::Credit::new(CreditKind::Other);
    if field == LabelField::Date
        && let Some(found) = dates::first(value.whole())
    {
        credit.date(found);
    }
    facts::claim(value, credit, meta, "field", 80);
    at + 2
}
