//! Lines about the work and its makers: bylines, dates, sources, editors, in their usual
//! forms. The line stays where it is; names and dates in it are marked, and the metadata
//! repeats them.

use std::ops::Range;

use super::credit_forms::{
    ABOUT_AUTHOR, ACCOUNT, ADOPTION, AFFILIATION, AUTHOR_AFTER, BUTTON, CLOCK, CLOSING,
    COLOPHON, COUNTRY_ALONE, COUNTRY_NAME, DOCUMENT_NUMBER, DYNASTY_NAME, DYNASTY_SPACE_NAME,
    Field, KEYWORDS, LABEL, LABELS, MEDIUM, NAME_DEED, NAME_OFFICE, OFFICE_NOTE, PRINTED_IN,
    REPORT, REPORTER, TRIPITAKA, WIRE,
};
use super::dates;
use super::facts::{Credit, Named};
use super::names;
use crate::model::{AgentRole, CreditKind, NameKind};
use crate::text::script;

/// What persons are called by behind their names.
const CALLED: [&str; 10] =
    ["教授", "先生", "女士", "院士", "博士", "老师", "同志", "研究员", "老師", "研究員"];

/// The longest credit line, in characters.
const LONGEST: usize = 100;

/// A line that tells of the work by its form alone, wherever it stands near the title or the
/// end.
pub(super) fn recognise(text: &str) -> Option<Credit> {
    if let Some(credit) = about_makers(text) {
        return Some(credit);
    }
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    closing(text)
        .or_else(|| fields(text))
        .or_else(|| dynasty(text))
        .or_else(|| reporter(text))
        .or_else(|| date_line(text))
        .or_else(|| date_and_place(text))
        .or_else(|| printed_in(text))
        .or_else(|| wire(text))
        .or_else(|| account(text))
        .or_else(|| keywords(text))
        .or_else(|| dated_source(text))
        .or_else(|| document_number(text))
        .or_else(|| name_and_deed(text))
}

/// 作者简介：…, affiliations, and what an office notes of its paper: kept, not taken apart.
fn about_makers(text: &str) -> Option<Credit> {
    /// The longest, in bytes: a few lines.
    const LONGEST: usize = 900;
    if text.len() > LONGEST {
        return None;
    }
    if ABOUT_AUTHOR.is_match(text) {
        return Some(Credit::new(CreditKind::Closing));
    }
    (AFFILIATION.is_match(text) || is_office_note(text)).then(|| Credit::new(CreditKind::Other))
}

/// （此件公开发布）
pub(super) fn is_office_note(text: &str) -> bool {
    OFFICE_NOTE.is_match(text)
}

/// (作者系浙江省委常委、宁波市委书记刘奇)
fn closing(text: &str) -> Option<Credit> {
    let captures = CLOSING.captures(text)?;
    let rest = captures.name("rest")?;
    let mut credit = Credit::new(CreditKind::Closing);
    let whole = rest.as_str();
    let offset = rest.start();
    if captures.name("verb").is_some_and(|verb| verb.as_str() == "单位") {
        credit.names.push(Named::plain(rest.range(), NameKind::Office));
        return Some(credit);
    }
    if let Some(at) = names::after_office(whole) {
        let office = whole[..at].trim_end_matches(script::is_space);
        credit.names.push(Named::plain(offset..offset + office.len(), NameKind::Office));
        let mut named = Named::agent(offset + at..rest.end(), AgentRole::Author);
        named.office = Some(office.to_owned());
        credit.names.push(named);
    } else if let Some(found) = NAME_OFFICE.captures(whole) {
        let (name, office) = (found.name("name")?, found.name("office")?);
        if names::is_person(name.as_str()) {
            let mut named = Named::agent(shift(name.range(), offset), AgentRole::Author);
            named.office = Some(office.as_str().to_owned());
            credit.names.push(named);
            credit.names.push(Named::plain(shift(office.range(), offset), NameKind::Office));
        }
    } else if names::is_office(whole) || names::is_organisation(whole) {
        // The name stands under the title.
        credit.names.push(Named::plain(rest.range(), NameKind::Office));
        credit.office = Some(whole.to_owned());
    } else {
        persons(whole, offset, AgentRole::Author, &mut credit);
    }
    Some(credit)
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// 作者：刘奇　来源：人民日报 | 发布时间: 2018-05-17; a date or a source without a label may lead.
fn fields(text: &str) -> Option<Credit> {
    let brackets = |c: char| "（([【".contains(c) || script::is_space(c);
    let lead = text.len() - text.trim_start_matches(brackets).len();
    let labels: Vec<(usize, Range<usize>)> = LABEL
        .captures_iter(text)
        .filter_map(|captures| {
            let range = captures.get(0)?.range();
            let index =
                (0..LABELS.len()).find(|i| captures.name(&format!("l{i}")).is_some())?;
            let parted = range.start == lead
                || text[..range.start]
                    .ends_with(|c: char| script::is_space(c) || "|｜/；;，,(（】]".contains(c));
            parted.then_some((index, range))
        })
        .collect();
    let mut credit = Credit::new(CreditKind::Other);
    let first = labels.first()?.1.start;
    if first > lead && !unlabelled(text, 0..first, &mut credit) {
        return None;
    }
    let mut kinds = Vec::new();
    for (at, (index, label)) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(text.len(), |(_, next)| next.start);
        let value = trim(text, label.end..end);
        let field = LABELS[*index].1;
        let empty = text[value.clone()].is_empty();
        if !empty && !field_value(text, value, field, &mut credit) {
            return None;
        }
        kinds.push(field);
    }
    credit.kind = if kinds
        .iter()
        .any(|f| matches!(f, Field::Agent(AgentRole::Author | AgentRole::Translator)))
    {
        CreditKind::Byline
    } else {
        kinds.first().map_or(CreditKind::Other, |field| match field {
            Field::Agent(AgentRole::Editor) => CreditKind::Editor,
            Field::Agent(_) => CreditKind::Byline,
            Field::Source => CreditKind::Source,
            Field::Date => CreditKind::Dateline,
            Field::Publisher => CreditKind::Publisher,
            Field::Subjects | Field::Other => CreditKind::Other,
        })
    };
    Some(credit)
}

/// Notes what stands without a label in a line about the work: dates, times, names of papers
/// and sites, buttons. False if there is anything else.
fn unlabelled(text: &str, range: Range<usize>, credit: &mut Credit) -> bool {
    let separators = |c: char| script::is_space(c) || "|｜/，,；;（()）".contains(c);
    let mut at = range.start;
    for piece in text[range].split(separators) {
        let start = at;
        at += piece.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        if piece.is_empty() || CLOCK.is_match(piece) || BUTTON.is_match(piece) {
            continue;
        }
        if let Some(found) = dates::whole(piece) {
            credit.date(shift(found.range, start), found.iso);
        } else if let Some(reported) = reporter(piece) {
            let names = reported.names.into_iter();
            credit.names.extend(
                names.map(|named| Named { range: shift(named.range.clone(), start), ..named }),
            );
        } else if MEDIUM.is_match(piece) {
            credit.source.get_or_insert_with(|| piece.to_owned());
            let name = start..start + piece.len();
            credit.names.push(Named::plain(name, NameKind::Organisation));
        } else {
            return false;
        }
    }
    true
}

/// 新华网　2014年1月15日 08:30: a date with the name of a paper or site, without labels.
fn dated_source(text: &str) -> Option<Credit> {
    let mut credit = Credit::new(CreditKind::Dateline);
    let all = unlabelled(text, 0..text.len(), &mut credit);
    (all && !credit.dates.is_empty()).then_some(credit)
}

/// The range without separators at both ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let padding = |c: char| {
        script::is_space(c) || matches!(c, '|' | '｜' | '/' | '；' | ';' | ',' | '，')
    };
    let value = &text[range.clone()];
    let start = range.start + value.len() - value.trim_start_matches(padding).len();
    let end_padding = |c: char| padding(c) || matches!(c, '）' | ')' | '】' | ']' | '。');
    let length = text[start..range.end].trim_end_matches(end_padding).len();
    start..start + length
}

/// Notes what a field says; false if the value does not fit the label.
fn field_value(text: &str, range: Range<usize>, field: Field, credit: &mut Credit) -> bool {
    let value = &text[range.clone()];
    match field {
        Field::Agent(role) => {
            if value.contains(['。', '！', '？']) || value.chars().count() > 40 {
                return false;
            }
            let before = credit.names.len();
            if let Some(found) = DYNASTY_NAME.captures(value) {
                dynasty_names(&found, range.start, role, credit);
            } else {
                persons(value, range.start, role, credit);
            }
            // Behind a label a pen name (笔名) needs no family name.
            if credit.names.len() == before && names::is_pen_name(value) {
                credit.names.push(Named::agent(range, role));
            }
            // A byline must name someone; an editor may be an account of the site.
            credit.names.len() > before || role == AgentRole::Editor
        }
        Field::Date => match dates::first(value) {
            Some(found) => {
                credit.date(shift(found.range, range.start), found.iso);
                true
            }
            None => false,
        },
        Field::Source | Field::Publisher => {
            if value.contains(['。', '！', '？']) || value.chars().count() > 60 {
                return false;
            }
            let range = before_date(text, without_buttons(text, range), credit);
            let value = text[range.clone()].to_owned();
            if field == Field::Source {
                credit.source = Some(value);
            } else {
                credit.publisher = Some(value);
            }
            credit.names.push(Named::plain(range, NameKind::Organisation));
            true
        }
        Field::Subjects => {
            if value.contains(['。', '！', '？']) {
                return false;
            }
            let parts = value.split(['；', ';', '，', ',', '、', ' ', '\u{3000}']);
            credit.subjects.extend(parts.filter(|it| !it.is_empty()).map(str::to_owned));
            true
        }
        Field::Other => value.chars().count() <= 60,
    }
}

/// 新京报　举报: the part before what the page lets one do.
fn without_buttons(text: &str, mut range: Range<usize>) -> Range<usize> {
    while let Some(at) = text[range.clone()].rfind(script::is_space) {
        let value = &text[range.clone()];
        let last = value[at..].trim_start_matches(script::is_space);
        if !BUTTON.is_match(last) {
            break;
        }
        range.end = range.start + value[..at].trim_end_matches(script::is_space).len();
    }
    range
}

/// 环球时报　2020-08-14 00:58: the part before the date, which is noted.
fn before_date(text: &str, range: Range<usize>, credit: &mut Credit) -> Range<usize> {
    let value = &text[range.clone()];
    let Some(found) = dates::first(value) else { return range };
    let before = value[..found.range.start].trim_end_matches(script::is_space);
    let after = value[found.range.end..].trim_matches(script::is_space);
    let is_clock = CLOCK.is_match(after);
    if before.is_empty() || before.len() == found.range.start || !(after.is_empty() || is_clock)
    {
        return range;
    }
    credit.date(shift(found.range, range.start), found.iso);
    range.start..range.start + before.len()
}

/// Marks the persons of a list: 张三、李四　王五.
fn persons(text: &str, offset: usize, role: AgentRole, credit: &mut Credit) {
    const SEPARATORS: [char; 9] = ['、', '，', ',', ';', '；', '/', '／', '|', '&'];
    let whole = text.trim_matches(script::is_space);
    let called = CALLED.iter().any(|word| whole.ends_with(word));
    if names::is_person(whole) && !whole.contains(SEPARATORS) && !called {
        let at = offset + text.len() - text.trim_start_matches(script::is_space).len();
        credit.names.push(Named::agent(at..at + whole.len(), role));
        return;
    }
    let wide = |part: &str| {
        names::is_person(part.trim_matches(script::is_space).trim_end_matches(is_index))
    };
    // 李文静1，张 涛2: where marks part the names, white space does not.
    let marked = text.contains(SEPARATORS) && text.split(SEPARATORS).all(wide);
    let parts = |c: char| SEPARATORS.contains(&c) || (!marked && script::is_space(c));
    let mut at = 0;
    for part in text.split(parts) {
        let start = at + part.len() - part.trim_start_matches(script::is_space).len();
        at += part.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        let bare = part.trim_matches(script::is_space).trim_end_matches(is_index);
        let bare = bare.trim_end_matches(['等', '著', '编', '译', '撰', '文', '）', ')']);
        let bare = if bare.chars().count() < 2 { part } else { bare };
        // 李明教授: what one is called is not the name.
        let bare = CALLED
            .iter()
            .find_map(|word| bare.strip_suffix(word))
            .filter(|name| names::is_person(name))
            .unwrap_or(bare);
        if names::is_person(bare) {
            credit.names.push(Named::agent(offset + start..offset + start + bare.len(), role));
        } else if let Some(name) = names::after_office(bare) {
            let mut named =
                Named::agent(offset + start + name..offset + start + bare.len(), role);
            named.office = Some(bare[..name].to_owned());
            let office = offset + start..offset + start + name;
            credit.names.push(Named::plain(office, NameKind::Office));
            credit.names.push(named);
        }
    }
    if credit.names.is_empty() && names::is_signature(whole) {
        let at = offset + text.len() - text.trim_start_matches(script::is_space).len();
        let mut named = Named::agent(at..at + whole.len(), role);
        named.organisation = names::is_organisation(whole);
        credit.names.push(named);
    }
}

/// Whether this ties a name to its affiliation: 张三¹，李四²*.
fn is_index(c: char) -> bool {
    c.is_ascii_digit()
        || "*＊†¹²³⁴⁵".contains(c)
        || crate::text::numeral::parse_enclosed(c).is_some()
}

/// 【元】施耐庵 著, 清·蔡元放
fn dynasty(text: &str) -> Option<Credit> {
    let captures = DYNASTY_NAME.captures(text).or_else(|| {
        let captures = COUNTRY_NAME.captures(text)?;
        names::is_person(captures.name("name")?.as_str()).then_some(captures)
    });
    let captures = captures.or_else(|| TRIPITAKA.captures(text)).or_else(|| {
        let spaced = DYNASTY_SPACE_NAME.captures(text);
        let captures = spaced.or_else(|| COUNTRY_ALONE.captures(text))?;
        names::is_person(captures.name("name")?.as_str()).then_some(captures)
    })?;
    let mut credit = Credit::new(CreditKind::Byline);
    dynasty_names(&captures, 0, AgentRole::Author, &mut credit);
    Some(credit)
}

fn dynasty_names(
    captures: &regex::Captures<'_>,
    offset: usize,
    role: AgentRole,
    credit: &mut Credit,
) {
    let deed = captures.name("deed");
    let Some(name) = captures.name("name") else { return };
    let mut named = Named::agent(
        shift(name.range(), offset),
        deed.map_or(role, |deed| role_of_deed(deed.as_str())),
    );
    if let Some(dynasty) = captures.name("a").or_else(|| captures.name("b")) {
        named.dynasty = Some(dynasty.as_str().to_owned());
        credit.names.push(Named::plain(shift(dynasty.range(), offset), NameKind::Dynasty));
    }
    credit.names.push(named);
    if let Some(deed) = deed {
        credit.names.push(Named::plain(shift(deed.range(), offset), NameKind::Role));
    }
}

fn role_of_deed(deed: &str) -> AgentRole {
    match deed {
        "译" | "譯" | "编译" | "編譯" | "译注" => AgentRole::Translator,
        "主编" | "主編" | "编" | "編" | "校" => AgentRole::Editor,
        "辑" | "輯" | "编次" | "編次" => AgentRole::Compiler,
        "注" | "註" | "校注" | "选注" | "评" | "評" => AgentRole::Annotator,
        "绘" | "繪" => AgentRole::Illustrator,
        _ => AgentRole::Author,
    }
}

/// 本报记者 张三 通讯员 李四
fn reporter(text: &str) -> Option<Credit> {
    let captures = REPORTER.captures(text)?;
    let (office, list) = (captures.name("office")?, captures.name("names")?);
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::plain(office.range(), NameKind::Office));
    let before = credit.names.len();
    persons(list.as_str(), list.start(), AgentRole::Author, &mut credit);
    (credit.names.len() > before).then_some(credit)
}

/// The reporters whom the first words of a report name: 本报讯（记者 张三 通讯员 李四）
pub(super) fn reporters_of_report(text: &str) -> Option<Credit> {
    /// How many characters the opening has at most.
    const OPENING: usize = 80;
    let head: String = text.chars().take(OPENING).collect();
    let captures = REPORT.captures(&head)?;
    let list = captures.name("names")?;
    let mut credit = Credit::new(CreditKind::Byline);
    let all = list.as_str().split(['、', '，', ',']).all(names::is_person);
    if captures.name("office").is_none() && !all {
        return None;
    }
    let mut at = list.start();
    for part in
        list.as_str().split_inclusive(|c: char| script::is_space(c) || "、，,".contains(c))
    {
        let bare = part.trim_end_matches(|c: char| script::is_space(c) || "、，,".contains(c));
        let name = ["记者", "記者", "通讯员", "通訊員", "实习生"]
            .iter()
            .find_map(|word| bare.strip_prefix(word))
            .unwrap_or(bare);
        if names::is_person(name) {
            let end = at + bare.len();
            credit.names.push(Named::agent(end - name.len()..end, AgentRole::Author));
        }
        at += part.len();
    }
    (!credit.names.is_empty()).then_some(credit)
}

/// A date alone, or a law's adoption: 2020年5月28日 第十三届全国人民代表大会第三次会议通过
fn date_line(text: &str) -> Option<Credit> {
    let found = match dates::whole(text) {
        Some(found) => found,
        None => {
            let bare = text.trim_start_matches(['（', '(', '[', '【']);
            let bracketed = bare.len() < text.len() && text.ends_with(['）', ')', ']', '】']);
            dates::first(text).filter(|found| {
                (bracketed || found.range.start == text.len() - bare.len())
                    && ADOPTION.is_match(text)
            })?
        }
    };
    let mut credit = Credit::new(CreditKind::Dateline);
    credit.date(found.range, found.iso);
    Some(credit)
}

/// （2017年11月6日，南京）
fn date_and_place(text: &str) -> Option<Credit> {
    /// The longest name of a place.
    const PLACE: usize = 10;
    let inner = text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    let offset = text.len() - text.trim_start_matches(['（', '(']).len();
    let (a, b) = inner.split_once(['，', ',', '、', '·'])?;
    let (date, place) = if dates::whole(a).is_some() { (a, b) } else { (b, a) };
    let place = place.trim_matches(script::is_space);
    let found = dates::whole(date)?;
    if place.is_empty() || place.chars().count() > PLACE || !place.chars().all(script::is_han) {
        return None;
    }
    let from = offset + date.as_ptr() as usize - inner.as_ptr() as usize;
    let mut credit = Credit::new(CreditKind::Dateline);
    credit.date(shift(found.range, from), found.iso);
    Some(credit)
}

/// （新华社北京4月30日电）
fn wire(text: &str) -> Option<Credit> {
    let agency = WIRE.captures(text)?.name("agency")?.range();
    let mut credit = Credit::new(CreditKind::Source);
    credit.source = Some(text[agency.clone()].to_owned());
    credit.names.push(Named::plain(agency, NameKind::Organisation));
    Some(credit)
}

/// 原载《译林》1996年第3期
fn printed_in(text: &str) -> Option<Credit> {
    let name = PRINTED_IN.captures(text)?.name("name")?;
    let mut credit = Credit::new(CreditKind::Source);
    credit.source = Some(name.as_str().to_owned());
    let mut end = name.end();
    // 《江南日报》2011年9月3日第2版: an issue of a journal, 1996年第3期, is no date of the text.
    if let Some(found) = dates::first(name.as_str()).filter(|found| found.iso.len() > 4) {
        end = name.start() + found.range.start;
        credit.date(shift(found.range, name.start()), found.iso);
    }
    credit.names.push(Named::plain(name.start()..end, NameKind::Organisation));
    // …第6期，作者：钟明）
    if let Some(found) = AUTHOR_AFTER.captures(&text[name.end()..])
        && let Some(author) = found.name("name")
    {
        let at = name.end() + author.start();
        persons(author.as_str(), at, AgentRole::Author, &mut credit);
    }
    Some(credit)
}

/// 原创 小满 城市笔记 2020-11-08 07:30: the head of an account's page.
fn account(text: &str) -> Option<Credit> {
    let captures = ACCOUNT.captures(text)?;
    let (name, date) = (captures.name("name")?, captures.name("date")?);
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::agent(name.range(), AgentRole::Author));
    // 昨天 is no date that one could keep.
    if let Some(found) = dates::first(date.as_str()) {
        credit.date(shift(found.range, date.start()), found.iso);
    }
    Some(credit)
}

/// 关键词　民事　交通事故: parted by white space alone.
fn keywords(text: &str) -> Option<Credit> {
    let captures = KEYWORDS.captures(text)?;
    let words = captures.name("words")?.as_str();
    let mut credit = Credit::new(CreditKind::Other);
    credit.subjects.extend(words.split(script::is_space).map(str::to_owned));
    credit.subjects.retain(|word| !word.is_empty());
    Some(credit)
}

/// `劳社部发[2008]3号`
fn document_number(text: &str) -> Option<Credit> {
    is_document_number(text).then(|| Credit::new(CreditKind::Other))
}

/// Whether a line is the number of an official paper (发文字号).
pub(super) fn is_document_number(text: &str) -> bool {
    DOCUMENT_NUMBER.is_match(text)
}

/// 吴敬梓 著, 吴承恩（明） 著
pub(super) fn name_and_deed(text: &str) -> Option<Credit> {
    let captures = NAME_DEED.captures(text)?;
    let (name, deed) = (captures.name("name")?, captures.name("deed")?);
    let organisation = names::is_organisation(name.as_str());
    // 竹溪山人　著: one who wrote a book may have a pen name (笔名).
    let wrote = matches!(deed.as_str(), "著" | "撰" | "编著" | "編著" | "原著");
    let pen_name = wrote && names::is_pen_name(name.as_str());
    if !organisation && !pen_name && !names::is_person(name.as_str()) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Byline);
    let mut named = Named::agent(name.range(), role_of_deed(deed.as_str()));
    named.organisation = organisation;
    if let Some(dynasty) = captures.name("dyn") {
        named.dynasty = Some(dynasty.as_str().to_owned());
    }
    credit.names.push(named);
    if let Some(dynasty) = captures.name("dyn") {
        credit.names.push(Named::plain(dynasty.range(), NameKind::Dynasty));
    }
    credit.names.push(Named::plain(deed.range(), NameKind::Role));
    Some(credit)
}

/// A name alone, or an office and a name, as they stand right under a title.
pub(super) fn under_title(text: &str) -> Option<Credit> {
    let marks = text.trim_start_matches(|c: char| "□■◎○●▲◆".contains(c) || script::is_space(c));
    let offset = text.len() - marks.len();
    let mut credit = Credit::new(CreditKind::Byline);
    let are_persons = |parts: &mut dyn Iterator<Item = &str>| {
        let mut bare = parts
            .map(|part| part.trim_matches(script::is_space).trim_end_matches(is_index))
            .filter(|part| !part.is_empty())
            .peekable();
        bare.peek().is_some() && bare.all(names::is_person)
    };
    let stops = |c: char| matches!(c, '、' | '，' | ',' | ';' | '；');
    if names::is_person(marks.trim_end_matches(is_index))
        || are_persons(&mut marks.split(stops))
        || are_persons(&mut marks.split(|c: char| stops(c) || script::is_space(c)))
    {
        persons(marks, offset, AgentRole::Author, &mut credit);
        return Some(credit);
    }
    if let Some(credit) = name_and_place(marks, offset) {
        return Some(credit);
    }
    let at = names::after_office(marks)?;
    let office = marks[..at].trim_end_matches(script::is_space);
    credit.names.push(Named::plain(offset..offset + office.len(), NameKind::Office));
    let mut named = Named::agent(offset + at..text.len(), AgentRole::Author);
    named.office = Some(office.to_owned());
    credit.names.push(named);
    Some(credit)
}

/// 王丽娟　某县实验小学: a name, then where they work.
fn name_and_place(text: &str, offset: usize) -> Option<Credit> {
    let at = text.find(script::is_space)?;
    let place = text[at..].trim_matches(script::is_space);
    let is_place = names::is_office(place) || names::is_organisation(place);
    if !is_place || !names::is_person(&text[..at]) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Byline);
    let mut named = Named::agent(offset..offset + at, AgentRole::Author);
    named.office = Some(place.to_owned());
    credit.names.push(named);
    let from = offset + text.len() - text[at..].trim_start_matches(script::is_space).len();
    credit.names.push(Named::plain(from..from + place.len(), NameKind::Office));
    Some(credit)
}

/// A name in brackets at the end of a report: （张三 李四）
pub(super) fn in_parentheses(text: &str) -> Option<Credit> {
    let inner = text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    let parts: Vec<&str> = inner
        .split(|c: char| script::is_space(c) || c == '、')
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() || parts.len() > 6 || !parts.iter().all(|part| names::is_person(part)) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Closing);
    let opening = text.chars().next()?.len_utf8();
    persons(inner, opening, AgentRole::Author, &mut credit);
    Some(credit)
}

/// 乾隆壬申二月七都夢夫蔡元放題於綠淨山房: the signature of a preface in one line.
pub(super) fn is_colophon(text: &str) -> bool {
    /// The longest, in bytes.
    const LONGEST: usize = 144;
    text.len() <= LONGEST && COLOPHON.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agents(text: &str) -> Vec<&str> {
        let credit = recognise(text).unwrap_or_else(|| panic!("{text}"));
        let agents = credit.names.iter().filter(|named| named.role.is_some());
        agents.map(|named| &text[named.range.clone()]).collect()
    }

    #[test]
    fn bylines_of_all_forms() {
        for (text, names) in [
            ("(作者系浙江省委常委、宁波市委书记刘奇)", vec!["刘奇"]),
            ("作者：清·蔡元放", vec!["蔡元放"]),
            ("作者：张九龄", vec!["张九龄"]),
            ("文/张三丰　图/李小四", vec!["张三丰", "李小四"]),
            ("本报记者 张小明 李大海", vec!["张小明", "李大海"]),
            ("【元】施耐庵 著", vec!["施耐庵"]),
            ("吴承恩（明） 著", vec!["吴承恩"]),
            ("译者：傅雷", vec!["傅雷"]),
            ("(作者:陈立新,系某省委党校副校长)", vec!["陈立新"]),
            ("［奥］弗兰茨·卡夫卡 著", vec!["弗兰茨·卡夫卡"]),
            ("(《求是》2007年第3期,作者:周建华)", vec!["周建华"]),
            ("王　佐　译", vec!["王　佐"]),
            ("原创 小满 城市笔记 2020-11-08 07:30", vec!["小满"]),
            ("原创 林小满 城南旧事 昨天", vec!["林小满"]),
            ("[美]欧·亨利", vec!["欧·亨利"]),
            ("明　董說　著", vec!["董說"]),
            ("姚秦天竺三藏鳩摩羅什譯", vec!["鳩摩羅什"]),
            ("唐三藏法師玄奘奉　詔譯", vec!["玄奘"]),
            ("（本文选自《少年科学》2008年第6期，作者：钟明）", vec!["钟明"]),
        ] {
            assert_eq!(agents(text), names, "{text}");
        }
    }

    #[test]
    fn sources_and_dates() {
        let credit = recognise("来源：人民日报　发布时间：2018-05-17").expect("a credit");
        assert_eq!(credit.source.as_deref(), Some("人民日报"));
        assert_eq!(credit.dates[0].1, "2018-05-17");
        let led =
            recognise("2014年01月15日 08:30  来源：新华网  编辑：李伟").expect("a credit");
        assert_eq!((led.source.as_deref(), led.dates.len()), (Some("新华网"), 1));
        let bare = recognise("《光明日报》（ 2019年03月12日　05版）").expect("a credit");
        assert_eq!(bare.source.as_deref(), Some("《光明日报》"));
        let bar = recognise("来源: | 发布时间: 2018-05-17 | 浏览次数: 2168").expect("a credit");
        assert_eq!((bar.source, bar.dates.len()), (None, 1));
        assert!(recognise("2020年5月28日 第十三届全国人民代表大会第三次会议通过").is_some());
        assert!(recognise("劳社部发[2008]3号").is_some());
        let behind = recognise("来源：环球时报　2020-08-14 00:58").expect("a credit");
        assert_eq!((behind.source.as_deref(), behind.dates.len()), (Some("环球时报"), 1));
        let placed = recognise("（2017年11月6日，南京）").expect("a credit");
        assert_eq!(placed.dates[0].1, "2017-11-06");
        let wired = recognise("（新华社北京4月30日电）").expect("a credit");
        assert_eq!(wired.source.as_deref(), Some("新华社"));
        let about = recognise("关键词　民事　交通事故").expect("a credit");
        assert_eq!(about.subjects, ["民事", "交通事故"]);
        assert!(recognise("（最高人民法院审判委员会讨论通过　2014年1月26日发布）").is_some());
        let printed = recognise("原载《译林》1996年第3期").expect("a credit");
        assert_eq!(printed.source.as_deref(), Some("《译林》1996年第3期"));
    }

    #[test]
    fn names_in_brackets_of_any_width() {
        for (text, names) in [
            ("（王小明）", vec!["王小明"]),
            ("（张三 李四）", vec!["张三", "李四"]),
            ("（佚名）", vec!["佚名"]),
            ("(王小明、李四)", vec!["王小明", "李四"]),
        ] {
            let credit = in_parentheses(text).unwrap_or_else(|| panic!("{text}"));
            let found: Vec<&str> =
                credit.names.iter().map(|named| &text[named.range.clone()]).collect();
            assert_eq!(found, names, "{text}");
        }
    }

    #[test]
    fn sentences_are_no_credits() {
        for text in
            ["时间：清晨", "他说：好。", "文章写得好。", "2020年5月，他来了。", "图2 结构"]
        {
            assert!(recognise(text).is_none(), "{text}");
        }
    }
}
