//! The table of an official page (信息公开目录) in one column, labels and values on lines of their own:
//! 发文机关： above 国务院办公厅. Each value is joined to its label, as in pages that keep both on one line.

use super::contents::key;
use super::credit;
use super::dates;
use super::lines::Unit;
use super::pattern::patterns;
use super::role::Role;

/// The fewest labels of a table, how far down it begins, and the longest value, in characters.
const LEAST: usize = 3;
const HEAD: usize = 40;
const LONGEST: usize = 80;

patterns! {
    /// The label of the title of the paper.
    static TITLE_LABEL = r"^(?:标\s*题|名\s*称)\s*[:：]$";
}

/// A label of the table, by its place.
struct FieldLabel {
    at: usize,
    /// Whether the next line is its value.
    has_value: bool,
    /// Whether it is the title, which the paper below says again.
    occurs_again: bool,
}

/// Joins the values of such a table at the head of a text to their labels.
pub(super) fn join(units: &mut Vec<Unit<'_>>) {
    let labels = labels(units);
    if labels.len() < LEAST {
        return;
    }
    for label in labels.into_iter().rev() {
        if !label.has_value {
            units[label.at].set(Role::Residue("site"), "empty-field", 80);
            continue;
        }
        let value = units.remove(label.at + 1);
        units[label.at].join(&value, "");
        if label.occurs_again {
            units[label.at].set(Role::Residue("running-head"), "repeated-title", 85);
        }
    }
}

/// The labels with others two lines above or below.
fn labels(units: &[Unit<'_>]) -> Vec<FieldLabel> {
    let is_label = |at: usize| at < HEAD && units.get(at).is_some_and(is_label);
    let in_table = |at: &usize| {
        is_label(*at) && (is_label(at + 2) || at.checked_sub(2).is_some_and(is_label))
    };
    let label = |at: usize| {
        let value = units
            .get(at + 1)
            .filter(|unit| unit.is_body() && unit.length <= LONGEST && !is_label(at + 1));
        // Below the last one is the paper, unless it has a day.
        let has_value =
            value.is_some_and(|unit| is_label(at + 2) || dates::whole(unit.whole()).is_some());
        let occurs_again =
            has_value && TITLE_LABEL.is_match(units[at].whole()) && occurs_again(units, at + 1);
        FieldLabel { at, has_value, occurs_again }
    };
    (0..units.len().min(HEAD)).filter(in_table).map(label).collect()
}

/// Whether a line is a label and nothing else: 发文机关：, 标　题：.
fn is_label(unit: &Unit<'_>) -> bool {
    let whole = unit.whole();
    let known = || {
        credit::labels(whole).pop().is_some_and(|(_, label)| {
            whole.before(label).is_empty() && whole.after(label).trim().is_empty()
        })
    };
    unit.is_body() && (TITLE_LABEL.is_match(whole) || known())
}

/// Whether a line occurs again below, on one line or on two.
fn occurs_again(units: &[Unit<'_>], at: usize) -> bool {
    let words = |unit: &Unit<'_>| key(unit.whole());
    let title = words(&units[at]);
    let below = || units.iter().skip(at + 1).take(HEAD);
    let mut pairs = below().zip(below().skip(1));
    below().any(|it| words(it) == title)
        || pairs.any(|(first, second)| words(first) + &words(second) == title)
}

#[cfg(test)]
mod tests {
    use super::super::{lines, wrap};
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        let mut units = wrap::units(&lines::split(text), &[], &[]);
        join(&mut units);
        units.iter().filter(|it| it.is_body()).map(|it| it.text.to_string()).collect()
    }

    #[test]
    fn values_are_joined_to_their_labels() {
        let page = "发文机关：\n江城市人民政府\n成文日期：\n2019年3月8日\n标　题：\n关于早市的通知\n\
            主题词：\n关于早市的通知\n各区人民政府：\n";
        let found = [
            "发文机关：江城市人民政府",
            "成文日期：2019年3月8日",
            "关于早市的通知",
            "各区人民政府：",
        ];
        assert_eq!(joined(page), found);
    }

    #[test]
    fn two_labels_are_no_table() {
        let page = "来源：\n江城晚报\n作者：\n林小满\n老街的早市又开张了。\n";
        assert_eq!(joined(page).len(), 5);
    }
}
