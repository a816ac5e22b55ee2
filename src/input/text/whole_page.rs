//! A web page that was copied whole (整页复制): the menus of the site above the article, and below it
//! links to other articles, tags and the foot of the page. page.rs examines the lines near the title;
//! this pass compares regions, of which the article is the one with the prose.

use std::collections::BTreeMap;
use std::ops::Range;

use super::bar;
use super::claims::{Claim, View};
use super::credit;
use super::dates;
use super::furniture;
use super::lines::Unit;
use super::page;
use super::pattern::patterns;
use super::residue;
use super::role::Role;
use super::rules;

/// The longest line of a menu or link, in characters.
const LONGEST: usize = 45;
/// The longest title of an article, in characters.
const LONGEST_TITLE: usize = 70;
/// The fewest lines of the site above or below the article, and those of them that are known as such.
const LEAST: usize = 8;
const LEAST_ABOVE_BAR: usize = 4;
const KNOWN: usize = 3;
/// Of how many lines one is known as such at least, of how many below the heading of links, and of
/// how many if the lines above the title are the site's.
const ONE_IN: usize = 8;
const ONE_IN_LINKS: usize = 10;
const ONE_IN_PAGE: usize = 30;
/// The share of lines that may be anything else, in percent.
const OTHER: usize = 20;
const OTHER_ABOVE_BAR: usize = 35;

patterns! {
    /// A tag: #老街
    static TAG = r"^[#＃][^\s#＃]\S{0,20}$";
    /// What lists of works and events have, which belong to an article.
    static LISTED = r"《[^》]+》|(?:19|20)[0-9]{2}年?$|^(?:19|20)[0-9]{2}年?(?:\s|$)";
    /// The time behind the title of another article.
    static TIMED = r"[0-9]{1,2}[:：][0-9]{2}$|[0-9]{1,2}-[0-9]{1,2}$";
}

/// Claims the lines of the site above the title and below the article.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let units = view.units;
    let Some(article) = article(units) else { return Vec::new() };
    let above = above_title(units, article.start);
    let below = below_article(units, article.end, above.is_some()).unwrap_or(units.len());
    let above = above.unwrap_or(0);
    let kept = |at: usize| at >= below && at < article.end + LEAST && is_credit(&units[at]);
    (0..above)
        .chain(below..units.len())
        .filter(|at| units[*at].is_body() && !kept(*at))
        .map(|at| units[at].claim(Role::Residue("site"), "whole-page", 75))
        .collect()
}

/// The units from the first paragraph of the article to the last: the paragraphs near one another
/// that have the most text.
fn article(units: &[Unit<'_>]) -> Option<Range<usize>> {
    /// How many lines may be between two paragraphs.
    const BETWEEN: usize = 12;
    // A title that the page repeats is no paragraph.
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in units.iter().filter(|unit| unit.length <= LONGEST_TITLE) {
        *times.entry(unit.whole_text()).or_default() += 1;
    }
    let is_prose = |unit: &Unit<'_>| {
        page::is_prose(unit) && times.get(unit.whole_text()).is_none_or(|times| *times == 1)
    };
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut current: Option<(usize, Range<usize>)> = None;
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| is_prose(unit)) {
        current = match current {
            Some((text, range)) if at - range.end < BETWEEN => {
                Some((text + unit.length, range.start..at + 1))
            }
            _ => Some((unit.length, at..at + 1)),
        };
        if current.as_ref().map(|it| it.0) > best.as_ref().map(|it| it.0) {
            best.clone_from(&current);
        }
    }
    best.map(|(_, range)| range)
}

/// Whether a line is about the work.
fn is_credit(unit: &Unit<'_>) -> bool {
    credit::recognise(unit.whole()).is_some()
}

/// Whether a line is recognised as the site's: residue, or words of menus.
fn is_known(unit: &Unit<'_>) -> bool {
    let residue = matches!(unit.role, Role::Residue(kind) if !matches!(kind, "page-number" | "running-head" | "banner"));
    residue || (unit.is_body() && unit.length <= LONGEST && furniture::is_menu(unit.whole()))
}

/// Whether a line may be an entry of a menu or a link: short, and no sentence.
fn is_link(unit: &Unit<'_>) -> bool {
    !unit.is_body()
        || (unit.length <= LONGEST
            && !unit.text.ends_with(['。', '，', '；', '：', '”', '」'])
            && !LISTED.is_match(unit.whole())
            && (is_cut(unit) || rules::numbered(unit.whole()).is_none()))
}

/// Whether a line was cut to the width of a column: 3、李克强主持常务会 多措并举..
fn is_cut(unit: &Unit<'_>) -> bool {
    unit.text.ends_with("..") || unit.text.ends_with('…')
}

/// Whether lines belong to the site: `least` and more, short except for a share, one in `one_in` of
/// them recognised or repeated.
fn is_of_site(units: &[Unit<'_>], [least, one_in, share]: [usize; 3]) -> bool {
    let known = |unit: &&Unit<'_>| {
        is_known(unit) || TAG.is_match(unit.whole()) || page::begins_links(unit.whole())
    };
    let known = units.iter().filter(known).count();
    // A page has its menu twice, for screens of either size.
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in units.iter().filter(|unit| unit.is_body() && unit.length <= LONGEST) {
        *times.entry(unit.whole_text()).or_default() += 1;
    }
    let twice: usize = times.into_values().filter(|times| *times > 1).sum();
    let other = units.iter().filter(|unit| !is_link(unit)).count();
    units.len() >= least
        && known >= KNOWN
        && (known + twice) * one_in >= units.len()
        && other * 100 <= units.len() * share
}

/// Returns the title if the lines above it belong to the site: directly above the line with the date,
/// else a line that the page repeats, else directly above the article.
fn above_title(units: &[Unit<'_>], article: usize) -> Option<usize> {
    /// How far above the article its date is, without the lines of the site between; how far above
    /// that its title; how far above the article a title without a date is, if the page says it again,
    /// and if not.
    const DATE: usize = 12;
    const TITLE: usize = 5;
    const NEAR: usize = 40;
    const RIGHT_ABOVE: usize = 2;
    /// The shortest upper line of a title, in characters: 新华网　正文 is the site's.
    const LONG_LINE: usize = 10;
    if units[..article].iter().filter(|unit| is_known(unit)).take(KNOWN).count() < KNOWN {
        return None;
    }
    let lines: Vec<usize> =
        (0..article).rev().filter(|at| units[*at].is_body()).take(NEAR).collect();
    let dated = |at: &usize| {
        let whole = units[*at].whole();
        let day = whole.split_once(|c| matches!(c, '|' | '｜')).map_or(whole, |(day, _)| day);
        page::is_bar(&units[*at]) || dates::whole(day.trim()).is_some_and(|it| it.iso.len() > 7)
    };
    let titled = |at: &&usize| is_title(&units[**at]);
    let said_again = |at: &&usize| {
        let title = units[**at].whole_text();
        let below = &units[**at + 1..];
        below.iter().any(|unit| unit.length <= 2 * LONGEST && unit.whole_text().contains(title))
    };
    let date = lines.iter().take(DATE).position(dated);
    let title = match date {
        // Above the date, or below it a line that the page repeats.
        Some(date) => {
            let above = || lines.iter().skip(date + 1).take(TITLE).find(titled);
            lines[..date].iter().filter(titled).find(said_again).or_else(above)
        }
        None => lines
            .iter()
            .filter(titled)
            .find(said_again)
            .or_else(|| lines.iter().take(RIGHT_ABOVE).find(titled)),
    };
    let title = *title?;
    // A title right above the page's bar needs fewer lines to confirm it.
    let has_bar = date
        .is_some_and(|at| page::is_bar(&units[lines[at]]) && lines.get(at + 1) == Some(&title));
    let [least, share] =
        if has_bar { [LEAST_ABOVE_BAR, OTHER_ABOVE_BAR] } else { [LEAST, OTHER] };
    // It may have two lines.
    let first = title.checked_sub(1).filter(|above| {
        has_bar && is_title(&units[*above]) && units[*above].length >= LONG_LINE
    });
    let title = first.unwrap_or(title);
    is_of_site(&units[..title], [least, ONE_IN, share]).then_some(title)
}

/// Whether a line may be the title of an article on a page.
fn is_title(unit: &Unit<'_>) -> bool {
    /// Its length, in characters.
    const LENGTH: std::ops::RangeInclusive<usize> = 6..=LONGEST_TITLE;
    unit.is_body()
        && LENGTH.contains(&unit.length)
        && !unit.text.ends_with(['。', '，', '；', '：', ':'])
        && unit.text.contains(char::is_alphabetic)
        && !is_known(unit)
        && !TIMED.is_match(unit.whole())
        && !rules::is_never_heading(unit.whole())
        && credit::recognise(unit.whole()).is_none()
        && bar::read(unit.whole()).is_none()
}

/// The first line of the site below the article.
fn below_article(units: &[Unit<'_>], article: usize, on_page: bool) -> Option<usize> {
    let begins = |at: &usize| {
        let unit = &units[*at];
        is_known(unit)
            || TAG.is_match(unit.whole())
            || page::begins_links(unit.whole())
            || residue::begins_footer(unit.whole())
    };
    // Links have a heading, or tags are above them.
    let first = (article..units.len()).find(begins)?;
    let announced = units[first..].iter().take(LEAST).any(|unit| {
        page::begins_links(unit.whole())
            || residue::begins_footer(unit.whole())
            || TAG.is_match(unit.whole())
    });
    let one_in = match (on_page, announced) {
        (true, _) => ONE_IN_PAGE,
        (false, true) => ONE_IN_LINKS,
        (false, false) => ONE_IN,
    };
    is_of_site(&units[first..], [LEAST, one_in, OTHER]).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::lines::split;
    use crate::input::text::wrap;

    const PROSE: &str =
        "清晨的雾气还没有散去，老街上已经有人支起了早点摊子，蒸笼里冒出的白气和雾混在一起。";

    fn units(text: &str) -> Vec<Unit<'_>> {
        wrap::units(&split(text), &[], &[])
    }

    const MENU: &str = "首页\n新闻\n财经\n体育\n娱乐\n早市专题\n汽车\n房产\n登录/注册\n";
    const LINKS: &str = "#老街\n#早市\n相关新闻\n渡口停航一周\n江城雨季提前\n古井重修完工\n关于我们\n版权声明\n联系我们\n";

    #[test]
    fn menus_above_the_title_are_the_sites() {
        let page = format!("{MENU}\n老街早市再次开张\n2019-12-10 07:57:40\n\n{PROSE}\n");
        assert_eq!(above_title(&units(&page), 11), Some(9));
        // Without words that only pages have it is a list.
        let list =
            page.replace("首页", "豆浆").replace("登录/注册", "油条").replace("新闻", "米糕");
        let list = list.replace(['财', '体', '娱', '汽', '房'], "糖");
        assert_eq!(above_title(&units(&list), 11), None);
    }

    #[test]
    fn links_below_the_article_are_the_sites() {
        let page = format!("老街早市\n{PROSE}\n{LINKS}");
        assert_eq!(below_article(&units(&page), 2, false), Some(2));
        let list = format!("老街早市\n{PROSE}\n豆浆\n油条\n米糕\n烧饼\n馄饨\n面条\n包子\n粥\n");
        assert_eq!(below_article(&units(&list), 2, false), None);
    }
}
