//! A label alone on its line, with its value on the next: 作者： above a name, and the fields of an
//! official page (信息公开目录) in a list.

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
    static LABEL = r"^(?:作\s*者|著\s*者|撰\s*文)(?:姓名)?$";
}

/// 作者： with the name on the next line.
pub(super) fn read(units: &mut [Unit<'_>], at: usize, meta: &mut Meta) -> Option<usize> {
    /// The most blank lines between label and name.
    const BLANK: usize = 1;
    let whole = units[at].whole();
    let bare =
        || LABEL.is_match(whole).then_some((LabelField::Agent(AgentRole::Author), whole));
    let (field, label) = credit::labels(whole).pop().or_else(bare)?;
    let alone = whole.before(label).is_empty() && whole.after(label).trim().is_empty();
    let bulleted = marker_length(&units[at].text).is_some();
    if alone && bulleted && !matches!(field, LabelField::Agent(_)) {
        return Some(field_below(units, at, field, meta));
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
