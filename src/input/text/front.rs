//! The head of a text: title, subtitle, byline, date and source, before the first paragraph.

use std::ops::Range;

use super::above_title;
use super::bar;
use super::below_label;
use super::below_title;
use super::claims::{Claim, View};
use super::credit;
use super::facts::{self, Named};
use super::label_columns;
use super::lines::Unit;
use super::names;
use super::order;
use super::paths;
use super::pattern::patterns;
use super::placed::{Placed, Text};
use super::record_head;
use super::residue;
use super::role::Role;
use super::rules;
use super::separators;
use super::title_author;
use super::title_form::is_title;
use super::user_patterns::BY_USER;
use super::verse;
use crate::config::ReadOptions;
use crate::model::{AgentRole, CreditKind, Meta, NameKind, TitleKind};
use crate::text::{punctuation, script};

/// The maximum number of units before the first paragraph.
pub(super) const HEAD: usize = 25;
/// The longest title, in characters.
pub(super) const LONGEST: usize = 70;
/// The longest subtitle and the longest salutation.
pub(super) const LONGEST_SUBTITLE: usize = 45;
const LONGEST_SALUTATION: usize = 45;
/// The maximum number of lines of a title.
const TITLE_LINES: usize = 4;

patterns! {
    /// The endings of official titles, which show that a title over several lines is complete.
    static OFFICIAL = r"关于.+(?:决议|决定|通知|意见|办法|规定|公告|报告|批复|通告|函|条例|解释|纲要|规划|方案|细则|章程|说明|通报|议案|命令|公报)(?:[（(].{1,12}[）)])?$|(?:诉.+案|(?:诉|与).+纠纷案?|涉嫌.+案)$";
    /// A form of address.
    static SALUTATION = r"(?:们|同志|先生|女士|各位|尊敬|敬爱|亲爱|各省|各市|各县|各区|各单位|各部门|各有关|各级|厅|局|委员会|部|代表|委员|朋友|同学|老师|阁下|主席|来宾)[^。！？]*[:：]$";
    /// A forum's or site's tag before a title, or a sign of Markdown: `[转帖]`, `【原创】`, `# `.
    static TAG = r"^(?:#{1,3}\s+|[\[【（(](?:转[帖贴载发]|转[帖贴载]|原创|分享|推荐|精华|讨论|置顶|图文|视频|组图|独家|专题|连载|完结|短篇|中篇|长篇|小说|散文|随笔|诗歌|评论|时评|理论|学习|求助|灌水|公告|快讯|特稿|心得|创作|新闻|闲聊|问题|翻译|书评|ZT|zt|转|\p{Han}{1,8}(?:报|网|刊|社))[\]】）)]\s*|\[\p{Han}{2,4}\]\s*|【\p{Han}{2,8}】\s*|『\p{Han}{2,8}』\s*)+";
    /// A site's remark about its file after the title: (精校版), 【全本完结】, TXT全集.
    static EDITION = r"\s*(?:[（(\[【](?:精校|校对|全文完|连载中|全本|全集|完本|完结|已完结|未删节|整理|修订|珍藏|TXT|txt)[\p{Han}A-Za-z]{0,8}[）)\]】]\s*|(?i:TXT)(?:全集|全本|下载|电子书)?|(?:全文|全本|全集|免费|在线){0,2}(?:电子书|阅读|在线阅读|下载){0,2}(?:电子书下载|在线阅读|全文阅读|免费阅读|全集下载|最新章节)|[（(]\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?[）)]\s*(?:转载)?▼?)+$";
    /// 书名：《…》
    pub(super) static LABELLED = r"^[【\[『]?\s*(?:书\s*名|书籍名称|篇\s*名|原?标\s*题|主\s*题|(?i:subject)|(?:论文)?题\s*目|题名|课\s*题|\p{Han}{2,10}[0-9]{1,2}月[0-9]{1,2}日电\s*题)(?:(?:\s*(?:[】\]』]\s*[:：]?|[:：])\s*|\t+(?:中文\t+)?)(?P<title>.+?)|\s+(?P<tagged>\[.+?))\s*$";
    /// The title of an exam paper on two lines: 期中质量监测 above 八年级历史试题.
    static EXAM = r"(?:考试|检测|监测|测试|测评|调研|联考|统考|模拟|练习|质检|诊断|竞赛).{2,20}(?:试题|试卷|试题卷|测试题|测试卷|练习题|练习卷)(?:[（(].{1,12}[）)])?$";
    /// The head of an official paper (红头), above its number.
    static LETTERHEAD = r"^[\p{Han}（）()、\s\u{3000}]{4,40}文\s*件$";
    /// Names of papers of courts and offices.
    static PAPER = r"^\p{Han}{0,8}(?:判决书|裁定书|调解书|决定书|起诉书|通知书|告知书|意见书|纪要|公告|通告|命令|公报|简报)$";
    /// Rules and papers of an organisation, below its name.
    pub(super) static HOUSE_PAPER = r"^.{2,40}(?:办法|规定|制度|细则|条例|守则|规程|章程|方案|计划|总结|手册|合同|协议书?|须知|标准|规范|报告|通知|公告|(?:学位|毕业)论文|毕业设计|任务书)(?:[（(].{1,12}[）)])?$";
    /// A label and a name.
    static FIELD = r"^\p{Han}{2,4}\s*[:：]\s*\p{Han}{2,20}$";
    /// The label of a paper's keywords, alone.
    static WORDS_LABEL = r"^[\[【]?\s*(?:关\s*键\s*[词字]|主\s*题\s*词|(?i:key\s*words))\s*[\]】]?\s*[:：]?$";
    /// Metadata of papers between abstract and text.
    static SCHOLARLY = r"^[\[【]?\s*(?:关\s*键\s*[词字]|(?i:key\s*words)|中图分类号|文献标[识志]码|文章编号|收稿日期|基金项目|DOI)\s*[\]】]?\s*[:：]";
}

/// The rule for a title that is set larger than the text, or centred.
pub(super) const TITLE_BY_LOOK: &str = "title-by-look";

/// Claims the title at the user's line.
pub(super) fn title_of_line<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let Some(at) = of_line(view, view.options) else { return Vec::new() };
    let source = &view.source.text;
    view.draft(|units| {
        claim_title(units, source, at, &mut Meta::default(), BY_USER);
    })
}

/// The unit of the user's title line.
fn of_line(units: &[Unit<'_>], options: &ReadOptions) -> Option<usize> {
    let line = options.title_line?;
    units.iter().position(|unit| unit.line + 1 == line)
}

/// The first line of a title recognised by its look.
fn title_set_apart(units: &[Unit<'_>]) -> Option<usize> {
    let by_look = |unit: &Unit<'_>| {
        let rule = unit.recognition.as_ref().map(|it| it.rule.as_str());
        matches!(unit.role, Role::Title { .. }) && rule == Some(TITLE_BY_LOOK)
    };
    units.iter().take(HEAD).position(by_look)
}

/// Nothing above the title is a heading.
fn set_above(units: &mut [Unit<'_>]) {
    let above = units.iter_mut().filter(|unit| unit.is_body());
    above.for_each(|unit| unit.set(Role::Paragraph, "above-title", 80));
}

/// Claims the head of a text.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let mut meta = facts::known(view);
    view.draft(|units| mark(units, &view.source.text, &mut meta, view.options))
}

fn mark(units: &mut Vec<Unit<'_>>, source: &str, meta: &mut Meta, options: &ReadOptions) {
    label_columns::join(units);
    paths::part(units);
    title_author::part(units, source, meta);
    if is_collection(units) {
        return;
    }
    let (mut title, mut at) = (of_line(units, options), 0);
    if let Some(unit) = title {
        let lines = units[unit..].iter();
        at = unit + lines.take_while(|it| matches!(it.role, Role::Title { .. })).count();
        set_above(&mut units[..unit]);
    }
    record_head::mark(units, meta);
    above_title::mark(units, meta);
    if let Some(set) = title_set_apart(units).filter(|_| title.is_none()) {
        set_above(&mut units[..set]);
        title = Some(set);
        at = set;
    }
    if title.is_none()
        && let Some(set) = order::title(units)
    {
        set_above(&mut units[..set]);
        at = claim_title(units, source, set, meta, "named-in-order");
        title = Some(set);
    }
    // A page that was copied whole has more lines above its title.
    let above = units.iter().take_while(|unit| matches!(unit.role, Role::Residue(_))).count();
    let head = above + HEAD;
    let poems = verse::poems(&units[..units.len().min(head)]);
    while at < units.len().min(head) {
        match &units[at].role {
            Role::Title { .. } => title = title.or(Some(at)),
            Role::Residue(_) | Role::Credit(_) | Role::Caption => {}
            // A ruled line separates the lines about the work.
            Role::Body if !units[at].text.contains(char::is_alphanumeric) => {}
            Role::Body if title.is_some() && poems.binary_search(&at).is_ok() => break,
            Role::Body => {
                let claimed = match title {
                    None => head_line(units, source, at, meta, &mut title),
                    Some(title) => under_title(units, source, title, at, meta),
                };
                match claimed {
                    Some(next) => {
                        at = next;
                        continue;
                    }
                    None => break,
                }
            }
            _ => break,
        }
        at += 1;
    }
    mark_scholarly(units, meta);
    if let Some(title) = title.filter(|_| !options.keep_residue) {
        residue::mark_head(units, title);
    }
}

/// Marks a paper's metadata below its abstract: 关键词, 中图分类号, 收稿日期; the words may be below their
/// label.
fn mark_scholarly(units: &mut [Unit<'_>], meta: &mut Meta) {
    /// The longest line of words, in characters.
    const LONGEST: usize = 100;
    for at in 1..units.len().min(HEAD) {
        let listed = units[at].is_body()
            && units[at].length <= LONGEST
            && !units[at].ends_sentence()
            && units[at].text.contains(['，', '、', '；', ',', ';'])
            && WORDS_LABEL.is_match(units[at - 1].whole());
        if listed {
            let mut credit = facts::Credit::new(CreditKind::Other);
            let words = units[at].whole();
            let words = words.split(|c| "，、；,;".contains(c)).map(Placed::trim);
            credit.subjects.extend(words.filter(|it| !it.is_empty()).map(|it| it.to_string()));
            facts::claim(&mut units[at], credit, meta, "words-below-label", 85);
        }
    }
    for unit in units.iter_mut().take(HEAD).filter(|unit| unit.is_body()) {
        if SCHOLARLY.is_match(unit.whole())
            && let Some(credit) = credit::recognise(unit.whole())
        {
            facts::claim(unit, credit, meta, "credit", 85);
        }
    }
}

/// Whether the text is a series of poems, each with its own title and poet: then the first one is
/// not the title of the whole.
fn is_collection(units: &[Unit<'_>]) -> bool {
    /// The fewest poems, and the longest title and line of verse.
    const LEAST: usize = 3;
    const LONGEST_TITLE: usize = 16;
    const LONGEST_LINE: usize = 34;
    let begins = |at: &usize| {
        let poem = &units[*at..at + 3];
        poem.iter().all(Unit::is_body)
            && poem[0].length <= LONGEST_TITLE
            && !poem[0].ends_sentence()
            && poem[1].blank_before == 0
            && names::is_person(poem[1].whole().folded())
            && poem[2].length <= LONGEST_LINE
            && poem[2].text.ends_with(['，', '。', '！', '？', ','])
    };
    let mut poems = (0..units.len().saturating_sub(2)).filter(begins);
    let first = units.iter().position(Unit::is_body);
    let free = verse::free(units).filter(|titles| titles.len() >= LEAST);
    free.is_some_and(|titles| titles.first().copied() == first)
        || (poems.next() == Some(0) && poems.take(LEAST - 1).count() == LEAST - 1)
}

/// Claims the paragraph that names its reporters, 新华社北京1月14日电（记者 张三、李四）, if there is no byline. It
/// remains a paragraph.
pub(super) fn reporters<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    if facts::known(view).agents_with(AgentRole::Author).next().is_some() {
        return Vec::new();
    }
    let lead = view.iter().take(HEAD).find(|unit| unit.is_text());
    let lead = lead.filter(|unit| unit.is_body() && unit.marks.is_empty());
    let named = lead.and_then(|unit| Some((unit, credit::reporters_of_report(unit.whole())?)));
    let claim = |(unit, credit): (&Unit<'a>, _)| {
        let mut unit = unit.clone();
        facts::claim(&mut unit, credit, &mut Meta::default(), "reporters", 80);
        unit.role = Role::Paragraph;
        Claim::of(unit)
    };
    named.map(claim).into_iter().collect()
}

/// A line before or at the title. Returns the next unit.
fn head_line(
    units: &mut Vec<Unit<'_>>,
    source: &str,
    at: usize,
    meta: &mut Meta,
    title: &mut Option<usize>,
) -> Option<usize> {
    if let Some(next) = labelled_title(units, source, at, meta) {
        *title = Some(at);
        return Some(next);
    }
    if let Some(next) = about_work(units, at, meta, |text| {
        // 我的父亲母亲 (2010-05-09): a title may be followed by its date.
        bar::read(text).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))
    }) {
        return Some(next);
    }
    let more = units[at + 1..].iter().any(Unit::is_body);
    let credited = |unit: &Unit<'_>| {
        credit::recognise(unit.whole()).or_else(|| credit::under_title(unit.whole())).is_some()
    };
    if residue::is_head(units[at].whole())
        && more
        && is_title(units, at + 1)
        && !credited(&units[at + 1])
    {
        units[at].set(Role::Residue("site"), "site-head", 70);
        return Some(at + 1);
    }
    if is_letterhead(units, at) {
        units[at].set(Role::Credit(CreditKind::Publisher), "letterhead", 85);
        return Some(at + 1);
    }
    if !is_title(units, at) {
        return None;
    }
    *title = Some(at);
    Some(claim_title(units, source, at, meta, "title"))
}

/// A line about the work by its form: with labels, or as `bar` parses the bar of a site. Returns
/// the next unit.
fn about_work(
    units: &mut [Unit<'_>],
    at: usize,
    meta: &mut Meta,
    bar: impl Fn(Placed<'_>) -> Option<facts::Credit>,
) -> Option<usize> {
    if let Some(next) = below_label::read(units, at, meta) {
        return Some(next);
    }
    let whole = units[at].whole();
    let credit = credit::recognise(whole).or_else(|| bar(whole))?;
    facts::claim(&mut units[at], credit, meta, "credit", 85);
    Some(at + 1)
}

/// 书名：《…》: the label and the brackets are delimiters, and so are the tags of a board. Returns
/// the unit to continue with.
fn labelled_title(
    units: &mut Vec<Unit<'_>>,
    source: &str,
    at: usize,
    meta: &mut Meta,
) -> Option<usize> {
    let piece = units[at].piece();
    let whole = piece.text.whole();
    let found = LABELLED
        .captures(whole)
        .and_then(|found| found.name("title").or_else(|| found.name("tagged")));
    let name = untagged(found.filter(|_| units[at].length <= LONGEST)?);
    let claim = |unit: &mut Unit<'_>, title: Placed<'_>, meta: &mut Meta| {
        facts::claim_title(unit, meta, TitleKind::Main, &title);
        delimit_around(unit, source, title.range());
        unit.set(Role::Title { sub: false }, "title-by-label", 95);
    };
    if let Some((main, dash, sub)) = around_dash(name)
        && let Some((mut head, mut tail)) = units[at].split(whole.from(dash))
    {
        claim(&mut head, main.trim(), meta);
        claim_subtitle(&mut tail, source, &sub, meta);
        tail.set(Role::Title { sub: true }, "title-by-label", 95);
        units.splice(at..=at, [head, tail]);
        return Some(at + 2);
    }
    claim(&mut units[at], in_pair(name, '《', '》').unwrap_or(name), meta);
    Some(at + 1)
}

/// Claims the subtitle that is behind the dash which a unit begins with.
fn claim_subtitle(unit: &mut Unit<'_>, source: &str, sub: &str, meta: &mut Meta) {
    facts::claim_title(unit, meta, TitleKind::Sub, sub);
    let dash = unit.whole().before(unit.whole().trim_start_matches(is_dash)).range();
    unit.delimit(source, dash);
    unit.role = Role::Title { sub: true };
}

/// …文件 or an office with the number of the paper below it, or an office above 民事判决书: the title
/// comes after.
fn is_letterhead(units: &[Unit<'_>], at: usize) -> bool {
    let paper = units.get(at + 1).filter(|next| next.is_body()).is_some_and(|next| {
        let bare: String = next.text.chars().filter(|c| !script::is_space(*c)).collect();
        PAPER.is_match(Text::new(bare).whole())
    });
    // 最高人民法院 above 关于…的规定 is the first line of the title.
    let house = units.get(at + 1).is_some_and(|next| {
        next.is_body()
            && next.blank_before <= 1
            && !next.whole().begins_with("关于")
            && HOUSE_PAPER.is_match(next.whole())
    });
    if (paper || house) && names::is_organisation(units[at].whole().folded()) {
        return true;
    }
    let numbered =
        units.get(at + 1).is_some_and(|next| credit::is_document_number(next.whole()));
    numbered
        && (LETTERHEAD.is_match(units[at].whole())
            || names::is_organisation(units[at].whole().folded()))
}

/// A title without the tags before it, if anything remains.
fn untagged(text: Placed<'_>) -> Placed<'_> {
    let bare = TAG.find(text).map_or(text, |tags| text.after(tags));
    if bare.is_empty() { text } else { bare }
}

/// The content of two brackets around a whole text.
pub(super) fn in_pair(text: Placed<'_>, open: char, close: char) -> Option<Placed<'_>> {
    let inner = text.strip_first(|c| c == open)?.strip_last(|c| c == close)?;
    (!inner.contains([open, close])).then_some(inner)
}

/// Whether a line repeats the title: without its tags, or with its subtitle.
fn repeats(line: &Unit<'_>, title: &Unit<'_>, meta: &Meta) -> bool {
    let bare = |text: Placed<'_>| -> String {
        untagged(text).folded().chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (line, main) = (bare(line.whole()), bare(title.whole()));
    let sub = meta.title(TitleKind::Sub).map(|sub| bare(Text::new(sub).whole()));
    let sub = sub.filter(|sub| !sub.is_empty());
    !line.is_empty() && (line == main || sub.is_some_and(|sub| line == format!("{main}{sub}")))
}

/// Whether two lines repeat the title of a record above them.
fn repeats_over_two(units: &[Unit<'_>], title: usize, at: usize) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let Some(second) = units.get(at + 1).filter(|unit| unit.is_body()) else { return false };
    let whole = bare(units[title].whole_text());
    let both = bare(units[at].whole_text()) + &bare(second.whole_text());
    !both.is_empty() && whole.ends_with(&both) && units[at].is_body()
}

/// Claims the title that begins at a unit, over as many lines as it has.
fn claim_title(
    units: &mut Vec<Unit<'_>>,
    source: &str,
    at: usize,
    meta: &mut Meta,
    rule: &str,
) -> usize {
    let lines = title_lines(units, at);
    if lines > 1 {
        let mut whole = String::new();
        for unit in &mut units[at..at + lines] {
            if super::lines::joins_with_space(&whole, &unit.text) {
                whole.push(' ');
            }
            whole.push_str(&unit.text);
            unit.set(Role::Title { sub: false }, rule, 90);
        }
        let whole = Text::new(whole);
        let title = bracketed(whole.whole());
        facts::claim_title(&mut units[at], meta, TitleKind::Main, &title);
        return at + lines;
    }
    units[at].set(Role::Title { sub: false }, rule, 90);
    let piece = units[at].piece();
    let whole = piece.text.whole();
    if let Some((main, dash, sub)) = around_dash(whole)
        && let Some((mut head, mut tail)) = units[at].split(whole.from(dash))
    {
        facts::claim_title(&mut head, meta, TitleKind::Main, main.trim_end());
        claim_subtitle(&mut tail, source, &sub, meta);
        units.splice(at..=at, [head, tail]);
        return at + 2;
    }
    let mut title = untagged(whole);
    if title.len() == whole.len() {
        title = EDITION.find(whole).map_or(whole, |edition| whole.before(edition));
        // 《诗经》全集
        let whole_work =
            ["全集", "全本", "全文"].iter().find_map(|word| title.strip_suffix(word));
        title = bracketed(
            whole_work.map(Placed::trim).filter(|it| it.ends_with('》')).unwrap_or(title),
        );
    }
    facts::claim_title(&mut units[at], meta, TitleKind::Main, &title);
    if units[at].marks.is_empty() {
        delimit_around(&mut units[at], source, title.range());
    }
    at + 1
}

/// The content of 《》 or 【】 around a whole title, which are delimiters.
fn bracketed(title: Placed<'_>) -> Placed<'_> {
    [('《', '》'), ('【', '】'), ('[', ']'), ('「', '」'), ('<', '>')]
        .into_iter()
        .find_map(|(open, close)| in_pair(title, open, close))
        .map_or(title, Placed::trim)
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '―' | '─' | '⸺')
}

/// Main title, dash and subtitle of a line with one dash.
fn around_dash(text: Placed<'_>) -> Option<(Placed<'_>, Placed<'_>, Placed<'_>)> {
    /// The maximum length of a dash, and the minimum of a title.
    const DASH: usize = 3;
    const TITLE: usize = 2;
    let from = text.from(text.find_char(is_dash)?);
    let rest = from.trim_start_matches(is_dash);
    let (main, dash, sub) = (text.before(from), from.before(rest), rest.trim());
    // 2018—2019 is a range.
    let digit = |c: char| c.is_ascii_digit();
    let range = main.ends_with(digit) && sub.starts_with(digit);
    let one_dash = !range && !rest.contains(is_dash) && dash.length() <= DASH;
    (one_dash && main.length() >= TITLE && sub.length() >= TITLE).then_some((main, dash, sub))
}

/// The number of lines of the title that begins here.
fn title_lines(units: &[Unit<'_>], at: usize) -> usize {
    // A page has a blank line between all lines.
    let gap = usize::from(units[at].text.contains("关于"));
    let joinable = |unit: &Unit<'_>| {
        unit.is_body()
            && unit.blank_before <= gap
            && unit.length <= LONGEST_SUBTITLE
            && !unit.ends_sentence()
            && !unit.text.starts_with(['（', '('])
            && credit::recognise(unit.whole()).is_none()
    };
    let official = |text: &str| OFFICIAL.is_match(Text::new(text).whole());
    let mut whole = units[at].text.to_string();
    if official(&whole) {
        return 1;
    }
    // 为建设新江城 below 高举旗帜, above ——在江城代表大会上的报告.
    let continues = units.get(at + 1).is_some_and(|next| {
        next.is_body()
            && next.length <= LONGEST_SUBTITLE
            && !next.ends_sentence()
            && !next.text.starts_with(['（', '('])
            && !next.text.starts_with(punctuation::is_dash)
            && credit::recognise(next.whole()).is_none()
            && credit::under_title(next.whole()).is_none()
    });
    let is_subtitle = |unit: &Unit<'_>| {
        unit.is_body()
            && unit.length <= LONGEST_SUBTITLE
            && unit.text.starts_with("——")
            && !unit.ends_sentence()
    };
    if continues && units.get(at + 2).is_some_and(is_subtitle) {
        return 2;
    }
    let mut lines = 1;
    while lines < TITLE_LINES && units.get(at + lines).is_some_and(joinable) {
        let cut_short = whole
            .ends_with(['及', '与', '和', '暨', '的', '、', '，', '于', '对', '在'])
            || whole.ends_with("关于");
        whole.push_str(&units[at + lines].text);
        lines += 1;
        if official(&whole) || EXAM.is_match(Text::new(&*whole).whole()) {
            return lines;
        }
        let continued = cut_short
            && units
                .get(at + lines)
                .is_none_or(|next| !joinable(next) || next.blank_before > 0);
        if continued {
            return lines;
        }
    }
    1
}

/// A line between title and first paragraph. Returns the next unit.
fn under_title(
    units: &mut [Unit<'_>],
    source: &str,
    title: usize,
    at: usize,
    meta: &mut Meta,
) -> Option<usize> {
    if repeats(&units[at], &units[title], meta) {
        units[at].set(Role::Residue("running-head"), "repeated-title", 90);
        return Some(at + 1);
    }
    if repeats_over_two(units, title, at) {
        for unit in &mut units[at..at + 2] {
            unit.set(Role::Residue("running-head"), "repeated-title", 90);
        }
        return Some(at + 2);
    }
    let bars = |text: Placed<'_>| {
        bar::name_and_date(text)
            .or_else(|| bar::read(text))
            .or_else(|| bar::date_and_account(text))
    };
    if let Some(next) = about_work(units, at, meta, bars) {
        return Some(next);
    }
    if is_outlet(units, at) {
        let mut credit = facts::Credit::new(CreditKind::Source);
        credit.source = Some(units[at].text.to_string());
        facts::claim(&mut units[at], credit, meta, "below-date", 75);
        return Some(at + 1);
    }
    if is_field_above_date(units, at) {
        units[at].set(Role::Credit(CreditKind::Other), "field", 70);
        return Some(at + 1);
    }
    let unit = &units[at];
    let byline =
        below_title::genre_and_name(unit.whole()).or_else(|| credit::under_title(unit.whole()));
    if let Some(credit) = byline.filter(|_| !is_of_series(units, at)) {
        facts::claim(&mut units[at], credit, meta, "credit", 85);
        return Some(at + 1);
    }
    if let Some(credit) = named_in_title(units[title].whole(), unit.whole()) {
        facts::claim(&mut units[at], credit, meta, "named-in-title", 80);
        return Some(at + 1);
    }
    let unit = &units[at];
    if separators::is_caption(unit) {
        units[at].set(Role::Caption, "caption", 75);
        return Some(at + 1);
    }
    let below = units[title..at].iter().all(|unit| matches!(unit.role, Role::Title { .. }));
    let above_text = units[title..at].iter().all(|unit| {
        matches!(unit.role, Role::Title { .. } | Role::Credit(_) | Role::Residue(_))
    });
    if let Some(credit) = below_title::genre(unit.whole()).filter(|_| below) {
        facts::claim(&mut units[at], credit, meta, "genre", 80);
        return Some(at + 1);
    }
    if let Some(credit) =
        below_title::pen_name(unit.whole()).filter(|_| below && is_lone(units, at))
    {
        facts::claim(&mut units[at], credit, meta, "pen-name", 65);
        return Some(at + 1);
    }
    if let Some(credit) = below_title::organisation(unit.whole()).filter(|_| below) {
        facts::claim(&mut units[at], credit, meta, "organisation", 75);
        return Some(at + 1);
    }
    if let Some(credit) = credit::pen_name_below_title(unit.whole()).filter(|_| above_text) {
        facts::claim(&mut units[at], credit, meta, "pen-name", 75);
        return Some(at + 1);
    }
    if let Some(mut credit) = credit::in_parentheses(unit.whole()) {
        credit.kind = CreditKind::Byline;
        facts::claim(&mut units[at], credit, meta, "name-in-parentheses", 75);
        return Some(at + 1);
    }
    if unit.length <= LONGEST_SALUTATION && SALUTATION.is_match(unit.whole()) {
        units[at].set(Role::Credit(CreditKind::Salutation), "salutation", 85);
        return None;
    }
    claim_line_below(units, source, title, at, meta)
}

/// Claims a subtitle: a line behind a dash, or the second line of a title. Returns the next unit.
fn claim_line_below(
    units: &mut [Unit<'_>],
    source: &str,
    title: usize,
    at: usize,
    meta: &mut Meta,
) -> Option<usize> {
    let no_subtitle = meta.title(TitleKind::Sub).is_none();
    let piece = units[at].piece();
    let whole = piece.text.whole();
    let sub =
        whole.trim_start_matches(punctuation::is_dash).trim_start_matches(script::is_space);
    if no_subtitle && sub.len() < whole.len() && sub.contains(char::is_alphanumeric) {
        let dash = whole.before(sub).range();
        let title = sub.trim_end_matches(punctuation::is_dash);
        facts::claim_title(&mut units[at], meta, TitleKind::Sub, &title);
        units[at].delimit(source, dash);
        units[at].set(Role::Title { sub: true }, "dash", 95);
        return Some(at + 1);
    }
    if no_subtitle && (is_subtitle(units, title, at) || is_second_title(units, title, at)) {
        facts::claim_title(&mut units[at], meta, TitleKind::Sub, &whole);
        units[at].set(Role::Title { sub: true }, "below-title", 70);
        return Some(at + 1);
    }
    None
}

/// 学校：江城中学 between the title and the date of a report.
fn is_field_above_date(units: &[Unit<'_>], at: usize) -> bool {
    /// How far below it the date is.
    const BELOW: usize = 3;
    let below = units[at + 1..].iter().take(BELOW).filter(|unit| unit.is_body());
    FIELD.is_match(units[at].whole())
        && below.into_iter().any(|unit| {
            credit::recognise(unit.whole())
                .is_some_and(|credit| credit.dates.iter().any(|(_, iso)| iso.len() > 7))
        })
}

/// 江城晚报 between the date of a report and the name of its reporter.
fn is_outlet(units: &[Unit<'_>], at: usize) -> bool {
    /// The longest name, in characters.
    const LONGEST: usize = 8;
    let dated = at.checked_sub(1).map(|above| &units[above].role);
    units[at].length <= LONGEST
        && dated == Some(&Role::Credit(CreditKind::Dateline))
        && !names::is_person(units[at].whole().folded())
        && units
            .get(at + 1)
            .is_some_and(|next| next.is_body() && names::is_person(next.whole().folded()))
}

/// 国风·周南, if 国风·召南 is the heading of another part: not a person's name.
fn is_of_series(units: &[Unit<'_>], at: usize) -> bool {
    /// The longest such line, in characters.
    const LONGEST: usize = 12;
    let head = |unit: &Unit<'_>| {
        let (head, _) = unit.whole().split_once(|c| c == '·')?;
        (unit.is_body() && unit.length <= LONGEST).then(|| head.to_string())
    };
    let own = head(&units[at]);
    own.is_some() && units[at + 1..].iter().any(|unit| head(unit) == own)
}

/// 王文 below 王文：贸易与斗志, followed by the office: the author quoted in the title.
fn named_in_title(title: Placed<'_>, line: Placed<'_>) -> Option<facts::Credit> {
    let (name, _) = title.split_once(|c| matches!(c, '：' | ':'))?;
    let name = line.strip_prefix(name.folded()).map(|office| (line.before(office), office));
    let (name, office) = name.filter(|(name, _)| names::is_person(name.folded()))?;
    let office = office.trim();
    if !office.is_empty() && !names::is_office(office.folded()) {
        return None;
    }
    let mut credit = facts::Credit::new(CreditKind::Byline);
    let mut named = Named::agent(name, AgentRole::Author);
    if !office.is_empty() {
        named.office = Some(office.to_string());
        credit.names.push(Named::plain(office, NameKind::Office));
    }
    credit.names.push(named);
    Some(credit)
}

/// Whether a short line is the only one above a paragraph: several would be headings.
fn is_lone(units: &[Unit<'_>], at: usize) -> bool {
    /// The longest heading that is compared, and the shortest paragraph.
    const SHORT: usize = 12;
    const PARAGRAPH: usize = 25;
    let heads = |at: usize| {
        units[at].is_body()
            && units[at].length <= SHORT
            && !units[at].ends_sentence()
            && units.get(at + 1).is_some_and(|next| {
                next.is_body() && next.length >= PARAGRAPH && next.ends_sentence()
            })
    };
    let unit = &units[at];
    heads(at)
        && rules::named(unit.whole()).is_none()
        && rules::common_name(unit.whole()).is_none()
        && !(at + 1..units.len()).any(heads)
}

/// A short line directly below the title that is followed by credits or headings, not by text.
fn is_subtitle(units: &[Unit<'_>], title: usize, at: usize) -> bool {
    let unit = &units[at];
    let adjacent = units[title..at].iter().all(|unit| matches!(unit.role, Role::Title { .. }));
    let shape = unit.length <= LONGEST_SUBTITLE
        && !unit.ends_sentence()
        && !rules::is_never_heading(unit.whole())
        && !unit.text.contains(['。', '；'])
        && !unit.text.ends_with(|c: char| punctuation::is_pause(c))
        && unit.text.chars().any(char::is_alphabetic);
    let followed = units.get(at + 1).is_some_and(|next| match &next.role {
        Role::Body => credit::recognise(next.whole()).is_some(),
        Role::Heading(_) | Role::Credit(_) | Role::ContentsHeading | Role::ContentsEntry => {
            true
        }
        _ => false,
    });
    adjacent && shape && followed
}

/// 老街早市 below Morning Market and its byline, above its own byline: the title in the other language.
fn is_second_title(units: &[Unit<'_>], title: usize, at: usize) -> bool {
    let han = |unit: &Unit<'_>| unit.text.contains(script::is_han);
    let credited = |unit: &Unit<'_>| matches!(unit.role, Role::Credit(_));
    let dated = units.get(at + 1).is_some_and(|next| {
        next.is_body()
            && (credit::pen_name_below_title(next.whole()).is_some()
                || credit::recognise(next.whole()).is_some())
    });
    dated
        && is_title(units, at)
        && han(&units[at]) != han(&units[title])
        && units[title + 1..at].iter().all(credited)
}

/// Makes the characters around a piece of a unit's text delimiters.
pub(super) fn delimit_around(unit: &mut Unit<'_>, source: &str, piece: Range<usize>) {
    let whole = unit.whole();
    let piece = whole.at(piece);
    let around = [whole.before(piece).range(), whole.after(piece).range()];
    around.into_iter().for_each(|piece| unit.delimit(source, piece));
}
