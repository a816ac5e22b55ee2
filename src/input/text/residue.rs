//! Text that is not part of the work: pagers, banners, site lines, statistics.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::adverts;
use super::claims::{Claim, View};
use super::disguised;
use super::furniture;
use super::lines::Unit;
use super::page;
use super::pattern::{PatternTable, patterns};
use super::placed::Placed;
use super::role::Role;
use super::rules;
use super::table::{self, Rule, RuleKind};
use crate::model::CreditKind;
use crate::text::script;

/// The longest residue line, in characters: site notices are a sentence or two.
const LONGEST: usize = 120;

/// The longest advertisement, in characters.
const LONGEST_ADVERT: usize = 200;

/// The maximum distance of a footer from the end of the text, in units.
const FOOTER_UNITS: usize = 30;

/// The text of Project Gutenberg before a work, up to the first of these, and after it, from the
/// second on.
const FRAME_OPENS: &str = r"^\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG";
const FRAME_CLOSES: &str =
    r"^(?:\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg)";

/// Author and time of a post, above each post of one author.
const POST: &str = r"^作者\s*[:：]\s*\S{1,30}\s+(?:提交|发表)(?:日期|时间)\s*[:：]";

patterns! {
    /// The editor of the text, in a footer: a person, not an account of the site.
    static EDITOR = r"^[（(【\[]?责任?编[辑校]?\s*[:：]\s*(?:[\p{Han}A-Za-z·]{2,4}|[A-Za-z]{2,16})\s*[）)】\]]?$";
    /// 【正文】 below the labelled lines of a record.
    static RECORD_TEXT = r"^[【\[]\s*正\s*文\s*[】\]]$";
    /// 正文: before the first words, below the other fields that a crawler wrote.
    static CRAWLED_TEXT = r"^正文\s*[:：]\s*";
    static CRAWLED_LINE = r"^(?:原?标题|题目|发[布表]时间|时间|日期|来源|作者|网址|链接|(?i:url))\s*[:：]";
    static RECORD_LINE = r"^[【\[]\s*\p{Han}(?:\s*\p{Han}){1,5}\s*[】\]]\s*[^\s。]";
    /// The line of a floor.
    static FLOOR = r"^(?:\d{1,5}楼|楼主|沙发)\s.{0,24}(?:发表于|回复于)\s*\d{4}-";
    /// Only an address.
    static ADDRESS = r"^(?:https?://|www\.)\S+$";
    /// The address of a site, without a page: `www.example.com`.
    static SITE = r"^(?:https?://)?www\.[A-Za-z0-9-]+(?:\.[A-Za-z]{2,6}){1,2}/?$";
}

/// The rules for residue, followed by those for advertising.
fn anywhere() -> impl Iterator<Item = &'static Rule> + Clone {
    table::of(RuleKind::Residue).chain(table::of(RuleKind::Advert))
}

static ANYWHERE: LazyLock<PatternTable> = LazyLock::new(|| table::compiled(anywhere()));
static FOOTER: LazyLock<PatternTable> =
    LazyLock::new(|| table::compiled(table::of(RuleKind::Footer)));
static HEAD: LazyLock<PatternTable> =
    LazyLock::new(|| table::compiled(table::of(RuleKind::Head)));
patterns! {
    /// The head of a page with its number: 江城教案　第1页
    static NUMBERED_HEAD = r"^(?P<head>[^。，！？：]{4,30}?)\s+第\s*(?P<page>[0-9]{1,3})\s*页$";
    static OPENS = FRAME_OPENS;
    static CLOSES = FRAME_CLOSES;
    static POST_LINE = POST;
}

/// Claims residue lines, by their words and context.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(|units| {
        if view.options.begins_work() {
            adverts::part_titles(units);
        }
        mark(units);
    })
}

fn mark(units: &mut Vec<Unit<'_>>) {
    adverts::part_headings(units);
    let head = units.iter().position(page::is_prose).unwrap_or(0);
    for (at, unit) in units.iter_mut().enumerate().filter(|(_, unit)| unit.is_body()) {
        let kind = if unit.length <= LONGEST_ADVERT { kind_of(unit.whole()) } else { None };
        // 2017.11.07 10:16 字数 3223 阅读 158: the counts are beside the date of the article.
        let dated = || {
            (1..head).contains(&at)
                && unit.text.starts_with(|c: char| c.is_ascii_digit())
                && page::is_bar(unit)
        };
        if kind == Some("statistics") && dated() {
            continue;
        }
        if let Some(kind) = kind {
            unit.set(Role::Residue(kind), kind, 90);
        } else if furniture::is_bar(unit.whole()) {
            unit.set(Role::Residue("site"), "buttons", 85);
        } else if adverts::has_address(unit.whole()) {
            unit.set(Role::Residue("site"), "advert", 85);
        }
    }
    furniture::mark_menus(units);
    furniture::mark_columns(units);
    disguised::mark(units);
    adverts::part_signatures(units);
    mark_addresses(units);
    mark_stamps(units);
    mark_numbered_heads(units);
    mark_rules(units);
    mark_record_text(units);
    mark_frames(units);
    mark_uploads(units);
    mark_comments(units);
    mark_posts(units);
    mark_pager_numbers(units);
    mark_banners(units);
    mark_edges(units);
}

/// Everything outside the lines of Project Gutenberg around a text.
fn mark_frames(units: &mut [Unit<'_>]) {
    let outside = |unit: &mut Unit<'_>| unit.set(Role::Residue("site"), "frame", 95);
    if let Some(at) = units.iter().position(|unit| OPENS.is_match(unit.whole())) {
        units[..=at].iter_mut().for_each(outside);
    }
    if let Some(at) =
        units.iter().position(|unit| unit.is_body() && CLOSES.is_match(unit.whole()))
    {
        units[at..].iter_mut().for_each(outside);
    }
}

/// The lines of a download site above the line that begins the uploaded text, and below the line
/// that ends it.
fn mark_uploads(units: &mut [Unit<'_>]) {
    /// The maximum number of such units.
    const LINES: usize = 12;
    let announces = |unit: &Unit<'_>, word: &str| {
        unit.whole().find_word("上传").is_some()
            && unit.whole().find_word(word).is_some()
            && matches!(unit.role, Role::Residue(_))
    };
    let begins = units.iter().take(LINES).position(|unit| announces(unit, "开始"));
    let last = units.len().saturating_sub(LINES);
    let ends = units[last..].iter().position(|unit| announces(unit, "结束"));
    let outside =
        (0..begins.unwrap_or(0)).chain(ends.map_or(units.len(), |at| last + at)..units.len());
    for at in outside.filter(|at| units[*at].is_body()).collect::<Vec<_>>() {
        units[at].set(Role::Residue("site"), "outside-upload", 80);
    }
}

/// A comment of HTML over several lines, which the page that the text was copied from did not show.
fn mark_comments(units: &mut [Unit<'_>]) {
    /// The longest comment, in units.
    const LONGEST: usize = 24;
    let opens = (0..units.len()).filter(|at| *units[*at].text == *"<!--").collect::<Vec<_>>();
    for at in opens {
        let within = units[at..].iter().take(LONGEST);
        if let Some(end) = within
            .take_while(|unit| unit.is_body() || matches!(unit.role, Role::Residue(_)))
            .position(|unit| *unit.text == *"-->")
        {
            let comment = units[at..=at + end].iter_mut().filter(|unit| unit.is_body());
            comment.for_each(|unit| unit.set(Role::Residue("markup"), "comment", 90));
        }
    }
}

/// The heads of the posts after the first, and the signatures of a board: from `--` to the line
/// ※ 来源.
fn mark_posts(units: &mut [Unit<'_>]) {
    /// The longest signature, in units.
    const SIGNATURE: usize = 12;
    let posts =
        units.iter_mut().filter(|unit| unit.is_body() && POST_LINE.is_match(unit.whole()));
    posts.skip(1).for_each(|unit| unit.set(Role::Residue("site"), "post", 85));
    mark_posters(units);
    for at in (0..units.len()).filter(|at| *units[*at].text == *"--").collect::<Vec<_>>() {
        let nearby = &units[at..units.len().min(at + SIGNATURE)];
        // A line ※ of the text closes no signature.
        let closes = |unit: &Unit<'_>| {
            unit.text.starts_with('※') && matches!(unit.role, Role::Residue(_))
        };
        if let Some(end) = nearby.iter().position(closes) {
            let signature = units[at..at + end].iter_mut();
            signature.for_each(|unit| unit.set(Role::Residue("site"), "signature", 85));
        }
    }
}

/// Names of posters, and their mottos, on lines of their own above the floors (楼层) of a thread: no
/// headings.
fn mark_posters(units: &mut [Unit<'_>]) {
    /// The maximum number of such lines, and the maximum length.
    const LINES: usize = 2;
    const LONGEST: usize = 40;
    for at in
        (0..units.len()).filter(|at| FLOOR.is_match(units[*at].whole())).collect::<Vec<_>>()
    {
        let above = at.saturating_sub(LINES).max(1)..at;
        let lines = units[above].iter_mut().rev();
        lines
            .take_while(|unit| {
                unit.is_body() && unit.length <= LONGEST && !unit.ends_sentence()
            })
            .for_each(|unit| unit.set(Role::Paragraph, "poster", 80));
    }
}

/// The label of the text in a record, which has a line for each field above it.
fn mark_record_text(units: &mut Vec<Unit<'_>>) {
    /// How far above it a field is, at most.
    const FIELDS: usize = 3;
    part_crawled_text(units);
    let at = units.iter().position(|unit| RECORD_TEXT.is_match(unit.whole()));
    let Some(at) = at.filter(|at| *at > 0) else { return };
    // The last fields may be empty: 【题注】.
    let mut above = units[..at].iter().rev().take(FIELDS);
    if above.any(|unit| RECORD_LINE.is_match(unit.whole())) {
        units[at].set(Role::Credit(CreditKind::Other), "record", 85);
    }
}

/// Splits 正文: from the first words of a text below the fields of a crawler.
fn part_crawled_text(units: &mut Vec<Unit<'_>>) {
    /// How many fields are above it at most.
    const FIELDS: usize = 8;
    let fields = units.iter().take(FIELDS).take_while(|it| CRAWLED_LINE.is_match(it.whole()));
    let at = fields.count();
    let Some(unit) = units.get(at).filter(|unit| at > 0 && unit.is_body()) else { return };
    let whole = unit.whole();
    let Some(label) = CRAWLED_TEXT.find(whole) else { return };
    if let Some((mut label, text)) = unit.split(whole.after(label)) {
        label.set(Role::Credit(CreditKind::Other), "record", 85);
        units.splice(at..=at, [label, text]);
    }
}

/// 文章来自江城艺术, repeated between paragraphs: a site's stamp.
fn mark_stamps(units: &mut [Unit<'_>]) {
    /// The minimum number of repetitions.
    const OFTEN: usize = 3;
    let is_stamp =
        |unit: &Unit<'_>| unit.is_body() && rules::text_by(unit.whole()) == Some("source");
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units.iter().filter(|unit| is_stamp(unit)) {
        *times.entry(unit.text.to_string()).or_default() += 1;
    }
    for unit in units.iter_mut().filter(|unit| is_stamp(unit)) {
        if times.get(&*unit.text).is_some_and(|times| *times >= OFTEN) {
            unit.set(Role::Residue("site"), "stamp", 85);
        }
    }
}

/// 江城教案　第1页, 江城教案　第2页: the head of each page, with its number. A single one may be where a
/// quotation is from.
fn mark_numbered_heads(units: &mut [Unit<'_>]) {
    /// The fewest pages.
    const LEAST: usize = 2;
    let head = |unit: &Unit<'_>| {
        let found = NUMBERED_HEAD.captures(unit.whole()).filter(|_| unit.is_body())?;
        Some((found.name("head")?.to_string(), found.name("page")?.to_string()))
    };
    let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (head, page) in units.iter().filter_map(head) {
        pages.entry(head).or_default().insert(page);
    }
    for unit in units.iter_mut() {
        let known = head(unit).and_then(|(head, _)| pages.get(&head));
        if known.is_some_and(|pages| pages.len() >= LEAST) {
            unit.set(Role::Residue("running-head"), "numbered-head", 85);
        }
    }
}

/// Whether a line is only an address.
pub(super) fn is_address(text: Placed<'_>) -> bool {
    ADDRESS.is_match(text)
}

/// An address alone on a line belongs to the page at either end of a text; within it the author
/// gave it, unless it is a site's between paragraphs that do not announce it.
fn mark_addresses(units: &mut [Unit<'_>]) {
    /// The maximum distance from the ends, in units.
    const EDGE: usize = 6;
    let count = units.len();
    for (at, unit) in units.iter_mut().enumerate() {
        let edge = at < EDGE || at + EDGE >= count;
        if edge && unit.is_body() && is_address(unit.whole()) {
            unit.set(Role::Residue("site"), "address", 80);
        }
    }
    for at in 1..count {
        let follows_prose = units[at - 1].ends_sentence();
        if follows_prose && units[at].is_body() && SITE.is_match(units[at].whole()) {
            units[at].set(Role::Residue("site"), "address", 75);
        }
    }
}

/// Drawn lines beside the text of a site frame it.
fn mark_rules(units: &mut [Unit<'_>]) {
    let drawn =
        |unit: &Unit<'_>| unit.length >= 5 && !unit.text.contains(char::is_alphanumeric);
    let site =
        |unit: Option<&Unit<'_>>| unit.is_some_and(|unit| unit.role == Role::Residue("site"));
    for at in 0..units.len() {
        let beside = site(units.get(at + 1)) || (at > 0 && site(units.get(at - 1)));
        if units[at].is_body() && drawn(&units[at]) && beside {
            units[at].set(Role::Residue("banner"), "banner", 80);
        }
    }
}

/// Lines of signs before the first words and after the last frame the text of the site.
fn mark_edges(units: &mut [Unit<'_>]) {
    let drawn = |unit: &Unit<'_>| {
        unit.is_body() && unit.length >= 5 && !unit.text.contains(char::is_alphanumeric)
    };
    let residue = |unit: &Unit<'_>| matches!(unit.role, Role::Residue(_));
    let lead = units.iter().take_while(|unit| residue(unit) || drawn(unit)).count();
    let words = units.len() - lead;
    let trail = units.iter().rev().take(words);
    let trail = trail.take_while(|unit| residue(unit) || drawn(unit)).count();
    // A line of signs alone may be one to sign on.
    let end =
        units.len() - if units[units.len() - trail..].iter().any(residue) { trail } else { 0 };
    for at in (0..lead).chain(end..units.len()) {
        if drawn(&units[at]) {
            units[at].set(Role::Residue("banner"), "banner", 80);
        }
    }
}

/// The kind of residue of a line, by its words.
pub(super) fn kind_of(text: Placed<'_>) -> Option<&'static str> {
    let rule = anywhere().nth(ANYWHERE.first(text)?)?;
    // Advertising may be longer.
    (rule.kind == RuleKind::Advert || text.length() <= LONGEST).then_some(rule.id.as_str())
}

/// `[1]` `[2]` on lines of their own directly after a pager are its numbers.
fn mark_pager_numbers(units: &mut [Unit<'_>]) {
    for at in 1..units.len() {
        let follows = units[at - 1].role == Role::Residue("pager");
        let bare =
            |c: char| c.is_ascii_digit() || " []()【】>…".contains(c) || script::is_space(c);
        if follows && units[at].is_body() && units[at].text.chars().all(bare) {
            units[at].set(Role::Residue("pager"), "pager", 85);
        }
    }
}

/// The text between two drawn lines of residue, if it is short. Words such as 本章完 draw no line:
/// between two of them is a chapter.
fn mark_banners(units: &mut [Unit<'_>]) {
    let mut open: Option<usize> = None;
    for at in 0..units.len() {
        let drawn = !units[at].text.contains(char::is_alphanumeric);
        if units[at].role != Role::Residue("banner") || !drawn {
            continue;
        }
        if let Some(from) = open.filter(|from| at - from <= 6) {
            let inside = from + 1..at;
            if inside.clone().all(|at| units[at].length <= 40) {
                inside.for_each(|at| units[at].set(Role::Residue("banner"), "banner", 85));
            }
        }
        open = Some(at);
    }
}

/// Marks the site's lines before the title, which is `title`.
pub(super) fn mark_head(units: &mut [Unit<'_>], title: usize) {
    for unit in units[..title].iter_mut().filter(|unit| unit.is_body()) {
        if is_head(unit.whole()) {
            unit.set(Role::Residue("site"), "site-head", 70);
        }
    }
}

/// Whether a line before the title belongs to the site.
pub(super) fn is_head(text: Placed<'_>) -> bool {
    HEAD.first(text).is_some()
}

/// Whether a line begins the footer of a page.
pub(super) fn begins_footer(text: Placed<'_>) -> bool {
    FOOTER.first(text.trim_matches(|c: char| "（）()[]【】".contains(c))).is_some()
}

/// Claims the footer of a saved page: from the line that begins it, all short lines to the end.
pub(super) fn footer<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let units = view.units;
    let is_long = |unit: &Unit<'_>| unit.length > LONGEST || long_prose(unit);
    let short = units.iter().rposition(is_long).map_or(0, |last| last + 1);
    let from = short.max(units.len().saturating_sub(FOOTER_UNITS)).max(1);
    let Some(start) = (from..units.len()).find(|at| begins_footer(units[*at].whole())) else {
        return Vec::new();
    };
    let framed = |unit: &&Unit<'_>| unit.is_body() && !EDITOR.is_match(unit.whole());
    let footer = units[start..].iter().filter(framed);
    footer.map(|unit| unit.claim(Role::Residue("site"), "site-footer", 80)).collect()
}

/// A paragraph of the work, recognised by its length and its end.
fn long_prose(unit: &Unit<'_>) -> bool {
    unit.length > 40 && unit.ends_sentence()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    fn kind_of(text: &str) -> Option<&'static str> {
        let text = Text::new(text);
        super::kind_of(text.whole())
            .or_else(|| adverts::is_advert(text.whole()).then_some("site"))
    }

    #[test]
    fn every_pattern_compiles_and_needs_some_word() {
        assert!(ANYWHERE.is_sound());
        assert_eq!(ANYWHERE.wordless(), [] as [usize; 0], "such are tried on every line");
    }

    #[test]
    fn sentences_are_no_residue() {
        for text in [
            "他翻到第3页。",
            "首页上写着一行字。",
            "微信是一种工具。",
            "一页一页地读",
            "她坐在沙发上，一言不发。",
            "沙发",
            "楼主是个老人，守着这座楼过了一辈子。",
            "分享快乐",
            "转发这条消息的人越来越多。",
            "关注我们身边的普通人",
            "字体设计是一门艺术",
            "本书由三部分组成",
            "本文由来已久",
            "这本书可以免费下载。",
            "求收藏家割爱，是一件难事。",
            "位置：城北三里，背山面水。",
            "我与互联网",
            "打印",
            "推门：他走了进去。",
            "作者  风车",
            "本站位于城北，每天有三十趟列车经过。",
            "赞同的人举手，不赞同的人也举手。",
            "阅读使人充实",
            "编辑于他是一种生活。",
            "“版权所有，翻印必究。”扉页上这样写着。",
            "一秒记住一个单词，是他的本事。",
            "分享到的快乐是双倍的。",
            "4. 评论互动：点赞、点踩、举报等。",
            "评论互动包括点赞、点踩、举报等。",
            "联系电话：0571-88886666",
            "联系电话：13800138000　　联系人：王师傅",
            "详情请登录小区网站www.example.com或关注微信公众号“翠湖家园”查询。",
            "[2] 李小梅：《盐田》，http://www.example.com/a.html，2010年3月访问。",
            "A",
            "今天是个好日子，大家都来了，屋子里坐得满满的，连站的地方也没有了。",
        ] {
            assert_eq!(kind_of(text), None, "{text}");
        }
    }
}
