//! Lines about the work and its makers: bylines, dates, sources, editors, in their usual forms. The
//! line is kept in place; names and dates in it are marked, and the metadata repeats them.

use super::credit_forms::{
    ABOUT_AUTHOR, ACCOUNT, ADOPTION, AFFILIATION, AUTHOR_AFTER, BUTTON, CLOCK, CLOSING,
    COLOPHON, COUNTRY, DOCUMENT_NUMBER, DYNASTY_NAME, FROM, KEYWORDS, LABEL, MEDIUM, NAME_DEED,
    NAME_OFFICE, OFFICE_NOTE, PRINTED_IN, REPORT, REPORTER, TRANSLATED, WIRE,
    labels as label_rules,
};
use super::dates;
use super::dynasties;
use super::facts::{Credit, Named};
use super::names;
use super::placed::Placed;
use super::table::LabelField;
use crate::model::{AgentRole, CreditKind, NameKind};
use crate::text::script;

/// Titles after persons' names.
const CALLED: [&str; 8] = ["教授", "先生", "女士", "院士", "博士", "老师", "同志", "研究员"];

/// The longest credit line, in characters.
const LONGEST: usize = 100;

/// A line that describes the work by its form alone, anywhere near the title or the end.
pub(super) fn recognise(text: Placed<'_>) -> Option<Credit> {
    if let Some(credit) = about_makers(text) {
        return Some(credit);
    }
    // An address counts for a word.
    let address = text.contains("://") && text.words().count() <= 3;
    if !address && text.chars().nth(LONGEST).is_some() {
        return None;
    }
    closing(text)
        .or_else(|| fields(text))
        .or_else(|| dynasties::byline(text))
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
        .or_else(|| names_and_deeds(text))
}

/// 作者简介：…, affiliations, and an office's notes on its paper: kept whole.
fn about_makers(text: Placed<'_>) -> Option<Credit> {
    /// The longest, in bytes: a few lines.
    const LONGEST: usize = 900;
    if text.len() > LONGEST {
        return None;
    }
    if ABOUT_AUTHOR.is_match(text) {
        return Some(Credit::new(CreditKind::Closing));
    }
    (AFFILIATION.is_match(text) || TRANSLATED.is_match(text) || is_office_note(text))
        .then(|| Credit::new(CreditKind::Other))
}

/// （此件公开发布）
pub(super) fn is_office_note(text: Placed<'_>) -> bool {
    OFFICE_NOTE.is_match(text)
}

/// Records an author with the office in a line.
fn author_in_office(name: Placed<'_>, office: Placed<'_>) -> Named {
    Named { office: Some(office.to_string()), ..Named::agent(name, AgentRole::Author) }
}

/// (作者系浙江省委常委、宁波市委书记刘奇)
fn closing(text: Placed<'_>) -> Option<Credit> {
    /// Headings of authors' notes to the readers: 【作者有话说】.
    const NOTES: [&str; 5] = ["有话", "的话", "说", "按", "后记"];
    let captures = CLOSING.captures(text)?;
    let whole = captures.name("rest")?;
    let bare = captures.name("verb").is_some_and(|verb| verb.is_empty());
    if bare && NOTES.iter().any(|word| whole.begins_with(word)) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Closing);
    if captures.name("verb").is_some_and(|verb| verb.folded() == "单位") {
        credit.names.push(Named::plain(whole, NameKind::Office));
        return Some(credit);
    }
    if let Some((office, name)) = names::after_office(whole) {
        credit.names.push(Named::plain(office, NameKind::Office));
        credit.names.push(author_in_office(name, office));
    } else if let Some(found) = NAME_OFFICE.captures(whole) {
        let (name, office) = (found.name("name")?, found.name("office")?);
        if names::is_person(name.folded()) {
            credit.names.push(author_in_office(name, office));
            credit.names.push(Named::plain(office, NameKind::Office));
        }
    } else if names::is_office(whole.folded()) || names::is_organisation(whole.folded()) {
        // The name is under the title.
        credit.names.push(Named::plain(whole, NameKind::Office));
        credit.office = Some(whole.to_string());
    } else {
        persons(whole, AgentRole::Author, &mut credit);
    }
    Some(credit)
}

/// 作者：刘奇　来源：人民日报 | 发布时间: 2018-05-17; a date or a source without a label may lead.
fn fields(text: Placed<'_>) -> Option<Credit> {
    let labels = labels(text);
    let mut credit = Credit::new(CreditKind::Other);
    let (_, first) = labels.first()?;
    let lead = text.before(*first);
    if !inner(text).before(*first).is_empty() && !unlabelled(lead, &mut credit) {
        return None;
    }
    let mut kinds = Vec::new();
    for (at, (field, label)) in labels.iter().enumerate() {
        let rest = text.after(*label);
        let value = trim(labels.get(at + 1).map_or(rest, |(_, next)| rest.before(*next)));
        let field = *field;
        // 文：看电视哪能代替看电影。 is speech.
        let author = LabelField::Agent(AgentRole::Author);
        if field == author && label.length() == 2 && rest.trim().ends_with('。') {
            return None;
        }
        if !value.is_empty() && !field_value(value, field, &mut credit) {
            return None;
        }
        kinds.push(field);
    }
    credit.kind = if kinds
        .iter()
        .any(|f| matches!(f, LabelField::Agent(AgentRole::Author | AgentRole::Translator)))
    {
        CreditKind::Byline
    } else {
        kinds.first().map_or(CreditKind::Other, |field| match field {
            LabelField::Agent(AgentRole::Editor) => CreditKind::Editor,
            LabelField::Agent(_) => CreditKind::Byline,
            LabelField::Source => CreditKind::Source,
            LabelField::Date => CreditKind::Dateline,
            LabelField::Publisher => CreditKind::Publisher,
            LabelField::Subjects | LabelField::Other => CreditKind::Other,
        })
    };
    Some(credit)
}

/// A text without its opening brackets.
fn inner(text: Placed<'_>) -> Placed<'_> {
    text.trim_start_matches(|c| "（([【『“•●■◆○□▪".contains(c) || script::is_space(c))
}

/// The labels in a line, each at its beginning or after a field separator.
pub(super) fn labels(text: Placed<'_>) -> Vec<(LabelField, Placed<'_>)> {
    let inner = inner(text);
    let parts = |c: char| script::is_space(c) || "|｜/；;，,(（】]』".contains(c);
    let found = LABEL.captures_iter(text).filter_map(|captures| {
        let label = captures.whole();
        let named = |(i, _): &(usize, _)| captures.name(&format!("l{i}")).is_some();
        let (_, rule) = label_rules().enumerate().find(named)?;
        let parted = inner.before(label).is_empty() || text.before(label).ends_with(parts);
        parted.then_some((rule.field, label))
    });
    found.collect()
}

/// Records the parts without a label of a line about the work: dates, times, names of papers and
/// sites, buttons. False if there is anything else.
pub(super) fn unlabelled(text: Placed<'_>, credit: &mut Credit) -> bool {
    for piece in text.split(|c| script::is_space(c) || "|｜/，,；;（()）".contains(c)) {
        if piece.is_empty() || CLOCK.is_match(piece) || BUTTON.is_match(piece) {
            continue;
        }
        if let Some(found) = dates::whole(piece) {
            credit.date(found);
        } else if let Some(reported) = reporter(piece) {
            credit.names.extend(reported.names);
        } else if MEDIUM.is_match(piece) || names::is_organisation(piece.folded()) {
            credit.source.get_or_insert_with(|| piece.to_string());
            credit.names.push(Named::plain(piece, NameKind::Organisation));
        } else {
            return false;
        }
    }
    true
}

/// 新华网　2014年1月15日 08:30: a date with the name of a paper or site, without labels.
fn dated_source(text: Placed<'_>) -> Option<Credit> {
    let mut credit = Credit::new(CreditKind::Dateline);
    let all = unlabelled(text, &mut credit);
    (all && !credit.dates.is_empty()).then_some(credit)
}

/// A value without separators at both ends.
pub(super) fn trim(value: Placed<'_>) -> Placed<'_> {
    let padding = |c: char| {
        script::is_space(c) || matches!(c, '|' | '｜' | '/' | '；' | ';' | ',' | '，')
    };
    value.trim_start_matches(padding).trim_end_matches(|c| {
        padding(c) || matches!(c, '）' | ')' | '】' | ']' | '』' | '”' | '。')
    })
}

/// Whether a value is too long for a label: a sentence, or longer than `most`.
fn is_prose(value: Placed<'_>, most: usize) -> bool {
    value.contains(['。', '！', '？']) || value.length() > most
}

/// Records the value of a field; false if it does not fit the label.
pub(super) fn field_value(value: Placed<'_>, field: LabelField, credit: &mut Credit) -> bool {
    match field {
        LabelField::Agent(role) => {
            if is_prose(value, 40) {
                return false;
            }
            let before = credit.names.len();
            // emma（来自豆瓣）
            let value = FROM.find(value).map_or(value, |from| value.before(from));
            // ［美］萨缪尔森，诺德豪斯
            let country = COUNTRY.find(value);
            let bare = country.map_or(value, |country| value.after(country));
            if let Some(found) = DYNASTY_NAME.captures(value) {
                dynasties::record(&found, role, credit);
            } else {
                persons(bare, role, credit);
            }
            // After a label a pen name (笔名) needs no family name, nor does a foreigner.
            let pen_names = || {
                let names = bare.split(|c| "，,、".contains(c));
                names.map(|name| name.trim_end_matches(|c| "著译编 ".contains(c)).trim())
            };
            let fits = |name: Placed<'_>| {
                let transcribed =
                    country.is_some() && name.length() <= 8 && name.chars().all(script::is_han);
                names::is_pen_name(name.folded()) || transcribed
            };
            if credit.names.len() == before && pen_names().all(fits) {
                credit.names.extend(pen_names().map(|name| Named::agent(name, role)));
            }
            // …紫薇垣散人葉子谷氏纂: how old authors sign, up to the verb.
            if credit.names.len() == before
                && let Some(name) = value.strip_last(|c| "纂撰著辑".contains(c))
                && name.length() <= 16
                && name.chars().all(script::is_han)
            {
                credit.names.push(Named::agent(name, role));
            }
            // A byline must name someone; an editor may be an account of the site.
            credit.names.len() > before || role == AgentRole::Editor
        }
        LabelField::Date => match dates::first(value).or_else(|| dates::compact(value)) {
            Some(found) => {
                credit.date(found);
                true
            }
            None => false,
        },
        LabelField::Source | LabelField::Publisher => {
            let address = value.contains("://") && !value.contains(script::is_space);
            if !address && is_prose(value, 60) {
                return false;
            }
            let value = before_date(without_buttons(value), credit);
            if field == LabelField::Source {
                credit.source = Some(value.to_string());
            } else {
                credit.publisher = Some(value.to_string());
            }
            credit.names.push(Named::plain(value, NameKind::Organisation));
            true
        }
        LabelField::Subjects => {
            if is_prose(value, usize::MAX) {
                return false;
            }
            let parts = value.split(|c| "；;，,、 \u{3000}".contains(c));
            credit.subjects.extend(parts.filter(|it| !it.is_empty()).map(|it| it.to_string()));
            true
        }
        LabelField::Other => value.length() <= 60,
    }
}

/// 新京报　举报: the part before the buttons of a page.
fn without_buttons(mut value: Placed<'_>) -> Placed<'_> {
    while let Some((before, last)) = value.rsplit_once(script::is_space) {
        if !BUTTON.is_match(last) {
            break;
        }
        value = before.trim_end_matches(script::is_space);
    }
    value
}

/// 环球时报　2020-08-14 00:58: the part before the date, which is recorded.
fn before_date<'t>(value: Placed<'t>, credit: &mut Credit) -> Placed<'t> {
    let Some(found) = dates::first(value) else { return value };
    let led = value.before(found.piece);
    let before = led.trim_end_matches(script::is_space);
    let after = value.after(found.piece).trim();
    let ends = after.is_empty() || CLOCK.is_match(after);
    if before.is_empty() || before.len() == led.len() || !ends {
        return value;
    }
    credit.date(found);
    before
}

/// Marks the persons of a list: 张三、李四　王五.
fn persons(text: Placed<'_>, role: AgentRole, credit: &mut Credit) {
    const SEPARATORS: [char; 9] = ['、', '，', ',', ';', '；', '/', '／', '|', '&'];
    // 周大勇 <zhou@example.com>
    let bare = text.find_char(|c| c == '<').map_or(text, |open| text.before(open));
    let text = if bare.trim().is_empty() { text } else { bare };
    let whole = text.trim();
    // 大使级代办乔治·凯南
    if whole.contains('·')
        && let Some((office, name)) = names::after_office(whole)
    {
        credit.names.push(Named::plain(office, NameKind::Office));
        credit
            .names
            .push(Named { office: Some(office.to_string()), ..Named::agent(name, role) });
        return;
    }
    let called = CALLED.iter().any(|word| whole.ends_in(word));
    if names::is_person(whole.folded()) && !whole.contains(SEPARATORS) && !called {
        credit.names.push(Named::agent(whole, role));
        return;
    }
    let separates = |c: char| SEPARATORS.contains(&c);
    let before = credit.names.len();
    let is_name = |part: Placed<'_>| {
        let part = part.trim().trim_end_matches(is_index).folded();
        names::is_person(part) || names::is_latin_name(part)
    };
    // 李文静1，张 涛2: where marks separate the names, white space does not.
    let marked = text.contains(SEPARATORS) && text.split(separates).all(is_name);
    for part in text.split(|c| separates(c) || (!marked && script::is_space(c))) {
        let part = part.trim().trim_end_matches(is_index);
        let bare = part.trim_end_matches(|c| "等著編编译譯撰）)".contains(c));
        // 陈大文 is a name, 陈大山文 a name with a verb.
        let bare = bare
            .strip_last(|c| c == '文')
            .filter(|_| !names::is_person(bare.folded()))
            .unwrap_or(bare);
        let bare = if bare.length() < 2 { part } else { bare };
        // 李明教授: the title is not part of the name.
        let bare = CALLED
            .iter()
            .find_map(|word| bare.strip_suffix(word))
            .filter(|name| names::is_person(name.folded()))
            .unwrap_or(bare);
        if names::is_person(bare.folded()) {
            credit.names.push(Named::agent(bare, role));
        } else if marked && names::is_latin_name(part.folded()) {
            credit.names.push(Named::agent(part, role));
        } else if let Some((office, name)) = names::after_office(bare) {
            credit.names.push(Named::plain(office, NameKind::Office));
            let office = Some(office.to_string());
            credit.names.push(Named { office, ..Named::agent(name, role) });
        }
    }
    // A pen name signs only alone; a name in Latin letters also beside others.
    let signs = credit.names.is_empty() && names::is_signature(whole.folded());
    if signs || (credit.names.len() == before && names::is_latin_name(whole.folded())) {
        let organisation = names::is_organisation(whole.folded());
        credit.names.push(Named { organisation, ..Named::agent(whole, role) });
    }
}

/// Whether this is an affiliation index: 张三¹，李四²*.
fn is_index(c: char) -> bool {
    c.is_ascii_digit()
        || "*＊†¹²³⁴⁵".contains(c)
        || crate::text::numeral::parse_enclosed(c).is_some()
}

/// 本报记者 张三 通讯员 李四
pub(super) fn reporter(text: Placed<'_>) -> Option<Credit> {
    let captures = REPORTER.captures(text)?;
    let (office, list) = (captures.name("office")?, captures.name("names")?);
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::plain(office, NameKind::Office));
    persons(list, AgentRole::Author, &mut credit);
    (credit.names.len() > 1).then_some(credit)
}

/// The reporters named in the first words of a report: 本报讯（记者 张三 通讯员 李四）
pub(super) fn reporters_of_report(text: Placed<'_>) -> Option<Credit> {
    /// The maximum length of the opening, in characters.
    const OPENING: usize = 80;
    const WORDS: [&str; 3] = ["记者", "通讯员", "实习生"];
    let captures = REPORT.captures(text.first_chars(OPENING))?;
    let list = captures.name("names")?;
    let mut credit = Credit::new(CreditKind::Byline);
    let separates = |c: char| matches!(c, '、' | '，' | ',');
    let all = list.split(separates).all(|name| names::is_person(name.folded()));
    if captures.name("office").is_none() && !all {
        return None;
    }
    for part in list.split(|c| separates(c) || script::is_space(c)) {
        let name = WORDS.iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
        if names::is_person(name.folded()) {
            credit.names.push(Named::agent(name, AgentRole::Author));
        }
    }
    (!credit.names.is_empty()).then_some(credit)
}

/// A date alone, or a law's adoption: 2020年5月28日 第十三届全国人民代表大会第三次会议通过
fn date_line(text: Placed<'_>) -> Option<Credit> {
    let adopted = || {
        let bare = text.trim_start_matches(|c| "（([【".contains(c));
        let bracketed = bare.len() < text.len() && text.ends_with(['）', ')', ']', '】']);
        dates::first(text).filter(|found| {
            (bracketed || bare.before(found.piece).is_empty()) && ADOPTION.is_match(text)
        })
    };
    let mut credit = Credit::new(CreditKind::Dateline);
    credit.date(dates::whole(text).or_else(adopted)?);
    Some(credit)
}

/// The content of round brackets around a whole text.
fn in_brackets(text: Placed<'_>) -> Option<Placed<'_>> {
    text.strip_first(|c| matches!(c, '（' | '('))?.strip_last(|c| matches!(c, '）' | ')'))
}

/// （2017年11月6日，南京）
fn date_and_place(text: Placed<'_>) -> Option<Credit> {
    /// The longest name of a place.
    const PLACE: usize = 10;
    let inner = in_brackets(text)?;
    let (a, b) = inner.split_once(|c| matches!(c, '，' | ',' | '、' | '·'))?;
    let (date, place) = if dates::whole(a).is_some() { (a, b) } else { (b, a) };
    let place = place.trim();
    let found = dates::whole(date)?;
    if place.is_empty() || place.length() > PLACE || !place.chars().all(script::is_han) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Dateline);
    credit.date(found);
    Some(credit)
}

/// （新华社北京4月30日电）
fn wire(text: Placed<'_>) -> Option<Credit> {
    let agency = WIRE.captures(text)?.name("agency")?;
    let mut credit = Credit::new(CreditKind::Source);
    credit.source = Some(agency.to_string());
    credit.names.push(Named::plain(agency, NameKind::Organisation));
    Some(credit)
}

/// 原载《译林》1996年第3期
fn printed_in(text: Placed<'_>) -> Option<Credit> {
    let name = PRINTED_IN.captures(text)?.name("name")?;
    let mut credit = Credit::new(CreditKind::Source);
    credit.source = Some(name.to_string());
    let mut medium = name;
    // 《江南日报》2011年9月3日第2版: an issue of a journal, 1996年第3期, is not a date of the text.
    if let Some(found) = dates::first(name).filter(|found| found.iso.len() > 4) {
        medium = name.before(found.piece);
        credit.date(found);
    }
    credit.names.push(Named::plain(medium, NameKind::Organisation));
    // …第6期，作者：钟明）
    if let Some(found) = AUTHOR_AFTER.captures(text.after(name))
        && let Some(author) = found.name("name")
    {
        persons(author, AgentRole::Author, &mut credit);
    }
    Some(credit)
}

/// 原创 小满 城市笔记 2020-11-08 07:30: the head of an account's page.
fn account(text: Placed<'_>) -> Option<Credit> {
    let captures = ACCOUNT.captures(text)?;
    let (name, date) = (captures.name("name")?, captures.name("date")?);
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::agent(name, AgentRole::Author));
    if let Some(source) = captures.name("source") {
        credit.source = Some(source.to_string());
        credit.names.push(Named::plain(source, NameKind::Organisation));
    }
    // 昨天 is not a date that can be recorded.
    if let Some(found) = dates::first(date) {
        credit.date(found);
    }
    Some(credit)
}

/// 关键词　民事　交通事故: separated by white space alone.
fn keywords(text: Placed<'_>) -> Option<Credit> {
    let words = KEYWORDS.captures(text)?.name("words")?;
    let mut credit = Credit::new(CreditKind::Other);
    credit.subjects.extend(words.words().map(|word| word.to_string()));
    Some(credit)
}

/// `劳社部发[2008]3号`
fn document_number(text: Placed<'_>) -> Option<Credit> {
    is_document_number(text).then(|| Credit::new(CreditKind::Other))
}

/// Whether a line is the number of an official paper (发文字号).
pub(super) fn is_document_number(text: Placed<'_>) -> bool {
    DOCUMENT_NUMBER.is_match(text)
}

/// 吴敬梓 著, 吴承恩（明） 著
pub(super) fn name_and_deed(text: Placed<'_>) -> Option<Credit> {
    let captures = NAME_DEED.captures(text)?;
    let (name, deed) = (captures.name("name")?, captures.name("deed")?);
    let organisation = names::is_organisation(name.folded());
    // 竹溪山人　著: an author may have a pen name (笔名).
    let wrote = matches!(deed.folded(), "著" | "撰" | "编著" | "原著");
    let pen_name = wrote && names::is_pen_name(name.folded());
    if !organisation && !pen_name && !names::is_person(name.folded()) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Byline);
    let mut named = Named::agent(name, dynasties::role_of_deed(deed.folded()));
    named.organisation = organisation;
    let dynasty = captures.name("dyn");
    named.dynasty = dynasty.map(|dynasty| dynasty.to_string());
    credit.names.push(named);
    credit.names.extend(dynasty.map(|dynasty| Named::plain(dynasty, NameKind::Dynasty)));
    credit.names.push(Named::plain(deed, NameKind::Role));
    Some(credit)
}

/// 众说 | 林小满: the column of a paper, and who writes it.
fn name_in_column(text: Placed<'_>) -> Option<Credit> {
    /// The longest name of a column, in characters.
    const COLUMN: usize = 8;
    let (column, name) = text.split_once(|c| matches!(c, '|' | '｜'))?;
    let (column, name) = (column.trim(), name.trim());
    let fits = (2..=COLUMN).contains(&column.length())
        && column.chars().all(script::is_han)
        && !names::is_person(column.folded())
        && names::is_person(name.folded());
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::agent(name, AgentRole::Author));
    fits.then_some(credit)
}

/// 万小满  口述    周大勇  整理
fn names_and_deeds(text: Placed<'_>) -> Option<Credit> {
    const DEEDS: [&str; 11] =
        ["口述", "讲述", "述", "整理", "记录", "采访", "执笔", "撰文", "撰", "文", "译"];
    let words: Vec<Placed<'_>> = text.words().collect();
    let mut credit = Credit::new(CreditKind::Byline);
    for pair in words.chunks(2) {
        let [name, deed] = pair else { return None };
        if !names::is_person(name.folded()) || !DEEDS.contains(&deed.folded()) {
            return None;
        }
        let role = dynasties::role_of_deed(deed.folded());
        credit.names.push(Named::agent(*name, role));
        credit.names.push(Named::plain(*deed, NameKind::Role));
    }
    (words.len() > 2).then_some(credit)
}

/// A name alone, or an office and a name, directly under a title.
pub(super) fn under_title(text: Placed<'_>) -> Option<Credit> {
    let bare = text.trim_start_matches(|c| "□■◎○●▲◆◇".contains(c) || script::is_space(c));
    let mut credit = Credit::new(CreditKind::Byline);
    let are_persons = |parts: &mut dyn Iterator<Item = Placed<'_>>| {
        let mut names = parts
            .map(|part| part.trim().trim_end_matches(is_index))
            .filter(|part| !part.is_empty())
            .peekable();
        names.peek().is_some() && names.all(|name| names::is_person(name.folded()))
    };
    let stops = |c: char| matches!(c, '、' | '，' | ',' | ';' | '；');
    if names::is_person(bare.trim_end_matches(is_index).folded())
        || are_persons(&mut bare.split(stops))
        || are_persons(&mut bare.split(|c: char| stops(c) || script::is_space(c)))
    {
        persons(bare, AgentRole::Author, &mut credit);
        return Some(credit);
    }
    if let Some(credit) = name_in_column(bare) {
        return Some(credit);
    }
    if let Some(credit) = name_before_deed(bare).or_else(|| dynasties::alone(bare)) {
        return Some(credit);
    }
    if let Some(credit) = name_and_place(bare) {
        return Some(credit);
    }
    let (office, name) = names::after_office(bare)?;
    credit.names.push(Named::plain(office, NameKind::Office));
    credit.names.push(author_in_office(name, office));
    Some(credit)
}

/// 周大勇著: a verb without white space before it.
fn name_before_deed(text: Placed<'_>) -> Option<Credit> {
    const DEEDS: [&str; 6] = ["编著", "著", "译", "撰文", "撰", "编"];
    let deed = DEEDS.iter().find(|deed| text.ends_in(deed))?;
    let name = text.strip_suffix(deed)?.trim();
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::agent(name, dynasties::role_of_deed(deed)));
    credit.names.push(Named::plain(text.after(name).trim(), NameKind::Role));
    names::is_person(name.folded()).then_some(credit)
}

/// 王丽娟　某县实验小学: a name, then where they work.
fn name_and_place(text: Placed<'_>) -> Option<Credit> {
    let (name, place) = text.split_once(script::is_space)?;
    let place = place.trim();
    let is_place = names::is_office(place.folded()) || names::is_organisation(place.folded());
    if !is_place || !names::is_person(name.folded()) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(author_in_office(name, place));
    credit.names.push(Named::plain(place, NameKind::Office));
    Some(credit)
}

/// A name in brackets at the end of a report: （张三 李四）
pub(super) fn in_parentheses(text: Placed<'_>) -> Option<Credit> {
    /// The most names.
    const MOST: usize = 6;
    let inner = in_brackets(text)?;
    let parts = inner.split(|c| script::is_space(c) || c == '、');
    let names: Vec<Placed<'_>> = parts.filter(|name| !name.is_empty()).collect();
    let all = names.iter().all(|name| names::is_person(name.folded()));
    if names.is_empty() || names.len() > MOST || !all {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Closing);
    persons(inner, AgentRole::Author, &mut credit);
    Some(credit)
}

/// （松本清张）, or 碧树西风 | 2025年01月02日: a pen name directly below a title, recognised by its brackets or
/// date.
pub(super) fn pen_name_below_title(text: Placed<'_>) -> Option<Credit> {
    /// The longest pen name in Han.
    const LONGEST: usize = 6;
    let mut credit = Credit::new(CreditKind::Byline);
    let name = match text.split_once(|c| matches!(c, '|' | '｜')) {
        Some((a, b)) => {
            let (name, date) = if dates::whole(a.trim()).is_some() { (b, a) } else { (a, b) };
            credit.date(dates::whole(date.trim())?);
            name.trim()
        }
        None => in_brackets(text)?.trim(),
    };
    let folded = name.folded();
    let han = (2..=LONGEST).contains(&name.length()) && name.chars().all(script::is_han);
    let transcribed = names::is_transcribed(folded);
    // （根据录音整理）
    let about = folded.starts_with("根据") || folded.ends_with("整理");
    let fits = han || transcribed || names::is_latin_name(folded) || names::is_person(folded);
    if about || !fits {
        return None;
    }
    credit.names.push(Named::agent(name, AgentRole::Author));
    Some(credit)
}

/// 乾隆壬申二月七都夢夫蔡元放題於綠淨山房: the signature of a preface in one line.
pub(super) fn is_colophon(text: Placed<'_>) -> bool {
    /// The longest, in bytes.
    const LONGEST: usize = 144;
    text.len() <= LONGEST && COLOPHON.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    fn recognise(text: &str) -> Option<Credit> {
        super::recognise(Text::new(text).whole())
    }

    /// The persons named in a line, if it is one about the work.
    fn agents(text: &str, read: impl Fn(Placed<'_>) -> Option<Credit>) -> Vec<String> {
        let text = Text::new(text);
        let credit = read(text.whole()).unwrap_or_else(|| panic!("{}", &*text));
        let agents = credit.names.iter().filter(|named| named.role.is_some());
        agents.map(|named| text.whole().at(named.range.clone()).to_string()).collect()
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
            ("作者：Seth Kenlon 译者：geekpi 校对：wxy", vec!["Seth Kenlon", "geekpi", "wxy"]),
            ("文 | Jiajun Du，Yikai Yang", vec!["Jiajun Du", "Yikai Yang"]),
            ("发件人：林小满", vec!["林小满"]),
            ("譯者︰傅雷", vec!["傅雷"]),
            ("本報記者 陳大文 劉小華", vec!["陳大文", "劉小華"]),
            ("(作者:陈立新,系某省委党校副校长)", vec!["陈立新"]),
            ("［奥］弗兰茨·卡夫卡 著", vec!["弗兰茨·卡夫卡"]),
            ("(《求是》2007年第3期,作者:周建华)", vec!["周建华"]),
            ("王　佐　译", vec!["王　佐"]),
            ("原创 小满 城市笔记 2020-11-08 07:30", vec!["小满"]),
            ("原创 林小满 城南旧事 昨天", vec!["林小满"]),
            ("[美]欧·亨利", vec!["欧·亨利"]),
            ("明　董說　著", vec!["董說"]),
            ("明 董說著", vec!["董說"]),
            ("万小满  口述    周大勇  整理", vec!["万小满", "周大勇"]),
            ("姚秦天竺三藏鳩摩羅什譯", vec!["鳩摩羅什"]),
            ("唐三藏法師玄奘奉　詔譯", vec!["玄奘"]),
            ("（本文选自《少年科学》2008年第6期，作者：钟明）", vec!["钟明"]),
        ] {
            assert_eq!(agents(text, super::recognise), names, "{text}");
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
            assert_eq!(agents(text, in_parentheses), names, "{text}");
        }
    }

    #[test]
    fn pen_names_below_a_title() {
        for (text, names) in [
            ("（松本清张）", vec!["松本清张"]),
            ("碧树西风 | 2025年01月02日", vec!["碧树西风"]),
            ("2019年2月25日 | 林小满", vec!["林小满"]),
            ("（Jiajun Du）", vec!["Jiajun Du"]),
        ] {
            assert_eq!(agents(text, pen_name_below_title), names, "{text}");
        }
        let none = |text: &str| pen_name_below_title(Text::new(text).whole()).is_none();
        assert!(none("（一）目标") && none("（他来了。）") && none("7 分钟 | 评论"));
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
