//! A saved web page (网页): the bar below its title, with date and source, identifies the title line;
//! the lines above it and the buttons around it belong to the site.

use super::bar;
use super::claims::{Claim, View};
use super::credit;
use super::dates;
use super::facts;
use super::furniture;
use super::lines::Unit;
use super::pattern::patterns;
use super::placed::Placed;
use super::role::Role;
use super::rules;
use crate::text::{punctuation, script};

/// The maximum number of units of a page above its first paragraph.
const HEAD: usize = 30;
/// The longest line of a page's frame, in characters.
const LONGEST: usize = 40;

patterns! {
    /// Titles of other articles follow, up to the first paragraph.
    static RELATED = r"^(?:更多作者|更多文章|相关(?:阅读|文章|新闻|报道|链接)|推荐阅读|延伸阅读|热门文章|作者其他文章|其他文章)\s*(?:[:：].{0,20})?$";
    /// The path of a page in its site (面包屑).
    static PATH = r"\S\s*(?:[>»›→]|&gt;)\s*\S";
    /// A time of day.
    static CLOCK = r"[0-9]{1,2}[:：][0-9]{2}";
}

/// Claims the site's content around the text.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(|units| mark(units))
}

fn mark(units: &mut [Unit<'_>]) {
    let head = units.len().min(HEAD);
    let paragraph = units[..head].iter().position(is_prose).unwrap_or(head);
    // The title is above this line.
    let bar = (1..paragraph).find(|at| units[*at].is_body() && is_bar(&units[*at]));
    let leading = leading(&units[..paragraph]);
    if leading != 1 || may_be_titled_by(&units[..paragraph], 1) {
        mark_lead(&mut units[..leading]);
    }
    mark_above_path(&mut units[..paragraph]);
    let menus =
        units[..paragraph].iter_mut().filter(|unit| unit.is_body() && is_catalogue(unit));
    menus.for_each(set_frame);
    mark_foot(&mut units[paragraph..]);
    if let Some(bar) = bar {
        let title = mark_above_title(&mut units[..bar]);
        mark_below_title(&mut units[title + 1..paragraph]);
        mark_tail(&mut units[paragraph..]);
    }
}

/// A paragraph of the article: a sentence, and no short one.
pub(super) fn is_prose(unit: &Unit<'_>) -> bool {
    /// The shortest, in characters.
    const SHORTEST: usize = 30;
    unit.is_body()
        && unit.length >= SHORTEST
        && unit.ends_sentence()
        && !unit.text.contains("://")
}

/// The line that names date and source of an article: a day, and beside it a time of day, a bar
/// or a label.
pub(super) fn is_bar(unit: &Unit<'_>) -> bool {
    let text = unit.whole();
    let has_day = |credit: facts::Credit| {
        credit.dates.iter().any(|(_, iso)| iso.len() == "2000-01-01".len())
    };
    let dated = |text| {
        credit::recognise(text).is_some_and(has_day) || bar::read(text).is_some_and(has_day)
    };
    // The date of an official letter has a label, too: 发文日期.
    let beside = text.contains(['|', '｜'])
        || ["来源", "点击", "浏览", "阅读"].iter().any(|word| text.find_word(word).is_some())
        || ["发布", "时间"].iter().any(|word| text.begins_with(word))
        || CLOCK.is_match(text);
    beside && unit.length <= 2 * LONGEST && !unit.ends_sentence() && dated(text)
}

/// Whether links to other articles follow a line.
pub(super) fn begins_links(text: Placed<'_>) -> bool {
    RELATED.is_match(text)
}

/// Whether a line belongs to the site by its words: buttons, or nothing at all.
fn is_frame(unit: &Unit<'_>) -> bool {
    // Numbers and heads of printed pages are no site content.
    matches!(unit.role, Role::Residue(kind) if !matches!(kind, "page-number" | "running-head"))
        || (unit.is_body() && unit.length <= LONGEST && is_buttons(unit.whole()))
}

/// Whether a line has the words of pages: the site's own name may be among several.
fn is_buttons(text: Placed<'_>) -> bool {
    /// One of this many words may be unknown.
    const MANY: usize = 4;
    let buttons = furniture::words(text).is_some_and(|found| {
        found.known() > 0 && (found.other == 0 || (found.other == 1 && found.known() >= MANY))
    });
    buttons && dates::first(text).is_none()
}

/// A count of shares or comments, as beside buttons.
fn is_count(text: Placed<'_>) -> bool {
    let digits = |c: char| c.is_ascii_digit() || c == '+' || c == ' ';
    // 01 and 1 begin a series of headings.
    text.chars().all(digits) && !text.starts_with('0') && text.as_str() != "1"
}

/// 某某 读书 电影 音乐 同城 小组 更多: short names side by side.
fn is_menu(unit: &Unit<'_>) -> bool {
    /// The minimum number of entries, and the maximum length.
    const ENTRIES: usize = 4;
    const NAME: usize = 4;
    let words = || unit.whole().words();
    unit.is_body()
        && words().count() >= ENTRIES
        && words().all(|word| (2..=NAME).contains(&word.length()))
}

/// 首页 下载App 会员 搜索: adjacent entries, most of them words of pages.
fn leads_page(text: Placed<'_>) -> bool {
    /// The minimum number of entries.
    const ENTRIES: usize = 3;
    furniture::words(text).is_some_and(|found| {
        found.buttons > 1
            && found.known() > found.other
            && found.known() + found.other >= ENTRIES
    })
}

/// 武侠小说 言情小说 科幻小说 …: adjacent entries with the same end.
fn is_catalogue(unit: &Unit<'_>) -> bool {
    /// The minimum number of entries, and of those with the same end; the maximum length.
    const ENTRIES: usize = 4;
    const ALIKE: usize = 3;
    const NAME: usize = 7;
    let words = || unit.whole().words();
    let ending = |word: Placed<'_>| {
        let tail: String = word.folded().chars().rev().take(2).collect();
        tail
    };
    words().count() >= ENTRIES
        && words()
            .all(|word| (2..=NAME).contains(&word.length()) && word.chars().all(script::is_han))
        && words().any(|word| {
            words().filter(|other| ending(*other) == ending(word)).nth(ALIKE - 1).is_some()
        })
}

/// The number of lines of the frame at the top: above a menu a line may name the place in the site.
fn leading(units: &[Unit<'_>]) -> usize {
    /// The longest name, in characters.
    const NAME: usize = 8;
    let framed = |unit: &Unit<'_>| is_frame(unit) || is_menu(unit) || leads_page(unit.whole());
    let mut leading = 0;
    while let Some(unit) = units.get(leading) {
        let menu = |next: &Unit<'_>| is_menu(next) && leading > 0 || leads_page(next.whole());
        let names = unit.length <= NAME && units.get(leading + 1).is_some_and(menu);
        if !framed(unit) && !names {
            break;
        }
        leading += 1;
    }
    leading
}

/// Whether a unit may be the title: 用户协议 alone above the first section is no button.
fn may_be_titled_by(units: &[Unit<'_>], at: usize) -> bool {
    units.get(at).is_some_and(|unit| {
        unit.is_body()
            && unit.length <= LONGEST
            && !unit.ends_sentence()
            && rules::numbered(unit.whole()).is_none()
    })
}

/// The menu above the path of the page: short names, one per line.
fn mark_above_path(units: &mut [Unit<'_>]) {
    /// The minimum number of lines, and the maximum length in characters.
    const LEAST: usize = 3;
    const NAME: usize = 24;
    let path =
        |unit: &Unit<'_>| matches!(unit.role, Role::Residue(_)) && PATH.is_match(unit.whole());
    let Some(path) = units.iter().position(path).filter(|at| *at >= LEAST) else { return };
    let name = |unit: &Unit<'_>| {
        matches!(unit.role, Role::Residue(_)) || (unit.length <= NAME && !unit.ends_sentence())
    };
    if units[..path].iter().all(name) {
        units[..path].iter_mut().filter(|unit| unit.is_body()).for_each(set_frame);
    }
}

/// The frame at the top, if buttons are part of it.
fn mark_lead(units: &mut [Unit<'_>]) {
    let buttons = |unit: &Unit<'_>| {
        furniture::words(unit.whole())
            .is_some_and(|found| found.buttons > 0 && (found.other == 0 || is_menu(unit)))
            || leads_page(unit.whole())
    };
    if units.iter().any(buttons) {
        units.iter_mut().filter(|unit| unit.is_body()).for_each(set_frame);
    }
}

fn set_frame(unit: &mut Unit<'_>) {
    unit.set(Role::Residue("site"), "page-frame", 75);
}

/// Marks the lines above the title, the first of the long ones that end at the bar, and returns the
/// title's place.
fn mark_above_title(units: &mut [Unit<'_>]) -> usize {
    /// The shortest title, in characters.
    const SHORTEST: usize = 5;
    let is_title = |unit: &Unit<'_>| {
        unit.is_body()
            && unit.length >= SHORTEST
            && unit.text.contains(char::is_alphabetic)
            && !is_buttons(unit.whole())
            && credit::recognise(unit.whole()).is_none()
    };
    let Some(last) = units.iter().rposition(is_title) else { return units.len() };
    // 搜索　网站地图 above, and 新华网　正文: a title is longer, and one piece.
    let grows = |at: &usize| is_title(&units[*at]) && units[*at].length >= 2 * SHORTEST;
    let first = (0..last).rev().take_while(grows).last().unwrap_or(last);
    // ——五年纪实 is the second line of a title, however long the first.
    let sub = units[first].text.starts_with(punctuation::is_dash);
    let first = first.checked_sub(1).filter(|it| sub && units[*it].is_body()).unwrap_or(first);
    let above = &units[..first];
    let text =
        |unit: &Unit<'_>| unit.length > LONGEST && !is_menu(unit) && !leads_page(unit.whole());
    if above.iter().any(|unit| unit.is_body() && (text(unit) || is_prose(unit))) {
        return last;
    }
    // The fields of a record (索引号) are about the work.
    let framed =
        |unit: &&mut Unit<'_>| unit.is_body() && credit::recognise(unit.whole()).is_none();
    units[..first].iter_mut().filter(framed).for_each(set_frame);
    last
}

/// Buttons, counts beside them, and the titles of other articles between the title and the first
/// paragraph.
fn mark_below_title(units: &mut [Unit<'_>]) {
    let mut related = false;
    for unit in units.iter_mut().filter(|unit| unit.is_body()) {
        related |= RELATED.is_match(unit.whole());
        if related || is_frame(unit) {
            set_frame(unit);
        }
    }
    mark_counts(units);
}

/// Counts beside site lines.
fn mark_counts(units: &mut [Unit<'_>]) {
    let framed = |unit: Option<&Unit<'_>>| {
        unit.is_some_and(|unit| {
            matches!(unit.role, Role::Residue("site" | "share" | "statistics"))
        })
    };
    for at in 0..units.len() {
        let beside = framed(units.get(at + 1)) || (at > 0 && framed(units.get(at - 1)));
        let count = units[at].blank_before == 0 && is_count(units[at].whole());
        if beside && units[at].is_body() && count {
            set_frame(&mut units[at]);
        }
    }
}

/// The foot of a page: a run of short lines after the last paragraph, many of them buttons. Lines
/// about the work are kept.
fn mark_foot(units: &mut [Unit<'_>]) {
    /// The minimum number of lines; at least one of this many has buttons.
    const LEAST: usize = 3;
    const ONE_IN: usize = 3;
    let Some(last) = units.iter().rposition(is_prose) else { return };
    let foot = &mut units[last + 1..];
    let short = |unit: &Unit<'_>| unit.length <= LONGEST && !unit.ends_sentence();
    let Some(first) = foot.iter().position(is_frame) else { return };
    let (_, foot) = foot.split_at_mut(first);
    let frames = foot.iter().filter(|unit| is_frame(unit)).count();
    if frames < LEAST || frames * ONE_IN < foot.len() || !foot.iter().all(short) {
        return;
    }
    let framed = |unit: &&mut Unit<'_>| {
        unit.is_body()
            && credit::recognise(unit.whole()).is_none()
            && dates::whole(unit.whole()).is_none()
    };
    foot.iter_mut().filter(framed).for_each(set_frame);
}

/// Buttons below the last paragraph.
fn mark_tail(units: &mut [Unit<'_>]) {
    let mut framed = false;
    for unit in units.iter_mut().rev() {
        let frame = is_frame(unit);
        framed |= frame;
        if unit.is_body() && (frame || (framed && is_count(unit.whole()))) {
            set_frame(unit);
        } else if unit.is_body() && credit::recognise(unit.whole()).is_none() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::lines::split;
    use crate::input::text::wrap;

    /// The lines of a page that don't belong to the site.
    fn kept(text: &str) -> Vec<String> {
        let mut units = wrap::units(&split(text), &[], &[]);
        mark(&mut units);
        units.iter().filter(|unit| unit.is_body()).map(|unit| unit.text.to_string()).collect()
    }

    const PROSE: &str =
        "清晨的雾气还没有散去，老街上已经有人支起了早点摊子，蒸笼里冒出的白气和雾混在一起。";

    #[test]
    fn the_bar_names_the_title() {
        let page = format!(
            "下一篇\n江城网  正文\n老街早市再次开张\n2019-12-10 07:57:40  来源：  江城网\n微信\n微博\n评论\n{PROSE}\n+1\n新闻评论\n加载更多"
        );
        let bar = "2019-12-10 07:57:40  来源：  江城网";
        assert_eq!(kept(&page), ["老街早市再次开张", bar, PROSE]);
    }

    #[test]
    fn a_title_has_its_second_line_below_it() {
        let bar = "2014-11-6 08:32:17 | 查看: 431 | 回复: 0";
        let page = format!("清渠记\n——五年纪实\n{bar}\n{PROSE}");
        assert_eq!(kept(&page), ["清渠记", "——五年纪实", bar, PROSE]);
    }

    #[test]
    fn a_word_of_pages_alone_above_a_section_is_the_title() {
        assert_eq!(kept(&format!("用户协议\n1、导言\n{PROSE}")).len(), 3);
        assert_eq!(kept(&format!("返回首页\n早　市\n{PROSE}")), ["早　市", PROSE]);
    }

    #[test]
    fn a_text_without_a_bar_is_no_page() {
        let text = format!("江城\n老街早市\n2019年12月\n{PROSE}\n分享");
        assert_eq!(kept(&text).len(), 5);
    }

    #[test]
    fn the_foot_of_a_page_is_short_lines_among_buttons() {
        let foot = "27人点赞\n日记本\n赞赏支持\n江城的雨\n推荐阅读\n更多精彩\n收藏";
        let page = format!("早　市\n{PROSE}\n{foot}");
        assert_eq!(kept(&page), ["早　市", PROSE]);
        let list = format!("早　市\n{PROSE}\n豆浆\n油条\n收藏");
        assert_eq!(kept(&list).len(), 5);
    }

    #[test]
    fn menus_above_everything_are_the_sites() {
        let page = format!("登录/注册\n下载客户端\n某某 读书 电影 音乐\n早　市\n{PROSE}");
        assert_eq!(kept(&page), ["早　市", PROSE]);
    }
}
