//! Names of sections (栏目) on lines of their own, each above its text: 教学目标：, 会议议题：, 做法. A
//! colon or the table of such names decides.

use std::collections::BTreeSet;

use super::claims::{Claim, View};
use super::lines::Unit;
use super::role::Role;
use super::rules;
use crate::text::script;

/// The fewest of them; the fewest that are common names of sections, which are enough; and their
/// share of the short lines that end in a colon, in percent.
const LEAST: usize = 5;
const LEAST_KNOWN: usize = 2;
const SHARE: usize = 70;
/// The longest, in characters.
const LONGEST: usize = 11;

/// Claims the headings.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.bare_headings(headings(view), "section-name", 74)
}

fn headings(units: &[Unit<'_>]) -> Vec<usize> {
    let labels: Vec<usize> = (0..units.len()).filter(|at| is_label(&units[*at])).collect();
    let found: Vec<usize> =
        labels.iter().copied().filter(|at| heads_text(units, *at)).collect();
    let (known, others): (Vec<usize>, Vec<usize>) =
        found.iter().copied().partition(|at| rules::is_common_name(units[*at].whole()));
    // Speakers are repeated; so are the parts of each recipe of a book, which the table has.
    let words: BTreeSet<&str> = others.iter().map(|at| &*units[*at].text).collect();
    let enough = found.len() >= LEAST || known.len() >= LEAST_KNOWN;
    if enough && words.len() == others.len() && found.len() * 100 >= labels.len() * SHARE {
        return found;
    }
    Vec::new()
}

/// A few words on a line of their own, with a colon or of the table.
fn is_label(unit: &Unit<'_>) -> bool {
    let words = unit.text.strip_suffix(['：', ':']);
    let words = words.or_else(|| rules::is_common_name(unit.whole()).then_some(&*unit.text));
    unit.is_body()
        && unit.lines == 1
        && (2..=LONGEST).contains(&unit.length)
        && words.is_some_and(|words| words.trim_end().chars().all(script::is_han))
}

/// Whether a label is behind what has ended and above text, and no word that announces a list of
/// names or a letter.
fn heads_text(units: &[Unit<'_>], at: usize) -> bool {
    /// What is written to somebody, or below a paper.
    const NONE: [&str; 8] = ["附件", "抄送", "主送", "此致", "尊敬", "亲爱", "敬爱", "各"];
    let whole = units[at].whole();
    let before = at.checked_sub(1).map(|before| &units[before]);
    let begins = before.is_none_or(|it| {
        !it.is_body()
            || it.ends_sentence()
            || units[at].blank_before > 0
            || is_item(it)
            || rules::is_common_name(whole)
    });
    let below = units.get(at + 1).filter(|next| !is_label(next));
    begins
        && below.is_some_and(|next| {
            next.is_body() || matches!(next.role, Role::Heading(_) | Role::Item(_))
        })
        && !NONE.iter().any(|word| whole.begins_with(word))
        && !rules::is_never_heading(whole)
}

/// Whether a unit begins with a number or a bullet, so that it may end without a stop.
fn is_item(unit: &Unit<'_>) -> bool {
    matches!(unit.role, Role::Item(_)) || rules::numbered(unit.whole()).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::{lines, wrap};

    fn headings(text: &str) -> Vec<String> {
        let units = wrap::units(&lines::split(text), &[], &[]);
        let found = super::headings(&units).into_iter();
        found.map(|at| units[at].text.to_string()).collect()
    }

    const PLAN: &str = "教学目标：\n认识渡口，会写四个字。\n教学准备：\n1.卡片\n2.挂图\n教学过程：\n\
        一、谈话导入\n同学们坐过船吗？\n";

    #[test]
    fn common_names_above_their_texts() {
        assert_eq!(headings(PLAN), ["教学目标：", "教学准备：", "教学过程："]);
        assert!(headings(&PLAN.replace("教学", "渡口")).is_empty());
        let recipe = "鱼粥\n材料\n鱼肚两个，大米九十克。\n做法\n材料洗净，煮成粥。\n";
        assert_eq!(headings(&recipe.repeat(2)), ["材料", "做法", "材料", "做法"]);
    }

    #[test]
    fn speakers_and_blanks_are_none() {
        assert!(
            headings("林小满：\n来了。\n周大勇：\n来了。\n林小满：\n坐。\n周大勇：\n坐。\n")
                .is_empty()
        );
        assert!(headings("甲方代表：\n乙方代表：\n签订日期：\n签订地点：\n").is_empty());
    }
}
