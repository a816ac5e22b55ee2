//! The content around the text of a web page (网页杂项): buttons, names of other sites, font sizes. A
//! line of several such words is always residue; a single one only if it occurs on pages alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::lines::Unit;
use super::placed::Placed;
use super::role::Role;
use super::table::{self, RuleKind};
use crate::text::script;

/// Words that pages have, and whether only they have them.
static KNOWN: LazyLock<BTreeMap<&str, bool>> = LazyLock::new(|| {
    let labels = table::words(RuleKind::Label).map(|word| (word, false));
    labels.chain(table::words(RuleKind::Button).map(|word| (word, true))).collect()
});

/// The content of a line of such words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FurnitureCounts {
    /// Words that only pages have.
    pub(super) buttons: usize,
    /// Words that also occur in texts.
    pub(super) labels: usize,
    /// Unknown words.
    pub(super) other: usize,
}

impl FurnitureCounts {
    /// The number of known words.
    pub(super) fn known(self) -> usize {
        self.buttons + self.labels
    }
}

/// The longest line of such words, in characters.
const LONGEST: usize = 80;

/// The words of a line, except numbers; none for a long one.
pub(super) fn words(text: Placed<'_>) -> Option<FurnitureCounts> {
    if text.as_str().chars().nth(LONGEST).is_some() {
        return None;
    }
    let parts = |c: char| {
        script::is_space(c) || "|｜┊·/\\[]【】（）()<>»›：:，,、▼▲↓→+-—©^\"“”★☆.…&".contains(c)
    };
    let mut found = FurnitureCounts::default();
    for part in text.folded().split(parts) {
        let word = part.trim_matches(|c: char| c.is_ascii_digit());
        if word.is_empty() {
            continue;
        }
        match KNOWN.get(word) {
            Some(true) => found.buttons += 1,
            Some(false) => found.labels += 1,
            None => found.other += 1,
        }
    }
    Some(found)
}

/// Whether a line consists of such words wherever it is: a button, and another word.
pub(super) fn is_bar(text: Placed<'_>) -> bool {
    words(text).is_some_and(|found| found.other == 0 && found.buttons > 0 && found.known() >= 2)
}

/// The channels of a site, in menus.
static CHANNELS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| table::words(RuleKind::Channel).collect());

/// Whether a line is an entry of a site's menu, or several: 财经, 社会 娱乐. Of many, some may be
/// unknown.
pub(super) fn is_menu(text: Placed<'_>) -> bool {
    const ONE_UNKNOWN_IN: usize = 4;
    let known = |word: &str| KNOWN.contains_key(word) || CHANNELS.contains(word);
    let parts = |c: char| script::is_space(c) || "|｜/·>＞+".contains(c);
    let mut words = text.folded().split(parts).filter(|word| !word.is_empty()).peekable();
    if words.peek().is_none() {
        return false;
    }
    let (all, unknown) =
        words.fold((0, 0), |(all, other), word| (all + 1, other + usize::from(!known(word))));
    unknown * ONE_UNKNOWN_IN <= all
}

/// Marks the menus that a site's reader sets between chapters, a word a line: 目录 / 设置 / 主页, three
/// lines or more that are repeated, and by a known word in one of them.
pub(super) fn mark_menus(units: &mut [Unit<'_>]) {
    /// The fewest lines together, and how often they come at least; the longest of them.
    const LINES: usize = 3;
    const OFTEN: usize = 3;
    const LONGEST: usize = 6;
    let is_word = |unit: &Unit<'_>| {
        unit.is_body() && unit.length <= LONGEST && unit.text.chars().all(char::is_alphanumeric)
    };
    // The pager that a site has among its words parts nothing.
    let lines: Vec<usize> =
        (0..units.len()).filter(|at| !matches!(units[*at].role, Role::Residue(_))).collect();
    let mut times: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (first, window) in lines.windows(LINES).enumerate() {
        if window.iter().all(|at| is_word(&units[*at])) {
            let words = window.iter().map(|at| units[*at].whole_text()).collect();
            times.entry(words).or_default().push(first);
        }
    }
    let known = |words: &[&str]| words.iter().any(|word| KNOWN.contains_key(word));
    let menus = times.into_iter().filter(|(words, at)| at.len() >= OFTEN && known(words));
    let found: BTreeSet<usize> = menus
        .flat_map(|(_, at)| at)
        .flat_map(|first| lines[first..first + LINES].iter().copied())
        .collect();
    for at in found {
        units[at].set(Role::Residue("site"), "menu", 85);
    }
}

/// Marks the buttons by which a page is shared or read aloud, a line each: Facebook / Line / 复制链接.
pub(super) fn mark_columns(units: &mut [Unit<'_>]) {
    /// The fewest lines, and those of them that only pages have.
    const LINES: usize = 3;
    const BUTTONS: usize = 2;
    let counts = |unit: &Unit<'_>| {
        let open = unit.is_body() || matches!(unit.role, Role::Residue(_));
        let found = words(unit.whole()).filter(|_| open)?;
        (found.other == 0 && found.known() > 0).then_some(found)
    };
    let mut at = 0;
    while at < units.len() {
        let run: Vec<FurnitureCounts> = units[at..].iter().map_while(counts).collect();
        if run.len() >= LINES && run.iter().filter(|it| it.buttons > 0).count() >= BUTTONS {
            let column = units[at..at + run.len()].iter_mut();
            let open = column.filter(|unit| unit.is_body());
            open.for_each(|unit| unit.set(Role::Residue("share"), "buttons", 80));
        }
        at += run.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    #[test]
    fn lines_of_buttons() {
        let is_bar = |text: &str| super::is_bar(Text::new(text).whole());
        for text in [
            "A- A A+",
            "登录/注册",
            "搜索  网站地图 设置首页",
            "打印  字体： 放大 正常 缩小  分享到",
            "37评论   收藏",
            "【打印本页】【關閉窗口】",
        ] {
            assert!(is_bar(text), "{text}");
        }
        for text in ["打印机坏了 分享", "日期 时间 次", "分享", "收藏", "打印", "大、中、小"]
        {
            assert!(!is_bar(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_no_evidence() {
        let words = |text: &str| super::words(Text::new(text).whole());
        assert_eq!(
            words("7 分钟"),
            Some(FurnitureCounts { labels: 1, ..FurnitureCounts::default() })
        );
        assert_eq!(words("326"), Some(FurnitureCounts::default()));
    }
}
