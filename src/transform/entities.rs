//! Names that the text marks itself (TEI P5 ch. 13): book titles in 《》, dates, the author in a
//! credit line.
//!
//! Opt-in, and text-neutral: the concatenation of all texts and gaps stays the same. Nothing is
//! guessed. A date is a valid one of today's calendar whose own signs (年月日, hyphens) show that it
//! is a date; a number of years, a decade, a year before our era or of another calendar, and a day
//! of the lunar calendar are none.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::model::{
    Block, Document, GapKind, Inline, Name, NameKind, PartMut, Text, visit_blocks_mut,
};
use crate::text::numeral;

/// A date by its signs; the context is checked separately.
const DATE: &str = concat!(
    r"(?P<y>[0-9]{4}|[０-９]{4}|[一二][〇零○Ｏ一二三四五六七八九]{3})年",
    r"(?:(?P<m>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})月",
    r"(?:(?P<d>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[日号號])?)?",
    r"|(?P<iy>[0-9]{4})(?:-(?P<im>[0-9]{2})-(?P<id>[0-9]{2})",
    r"|/(?P<sm>[0-9]{1,2})/(?P<sd>[0-9]{1,2})|\.(?P<pm>[0-9]{1,2})\.(?P<pd>[0-9]{1,2}))",
);

static DATES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(DATE).ok());

/// Placeholder for non-text content in a run's characters.
const OBJECT: char = '\u{FFFC}';

/// Years that are written in four digits.
const YEARS: Range<u32> = 1000..2200;

/// Calendars whose years or months are not those of `@when`.
const OTHER_CALENDARS: [&str; 12] = [
    "农历", "農曆", "阴历", "陰曆", "夏历", "夏曆", "旧历", "舊曆", "佛历", "佛曆", "纪元",
    "紀元",
];

/// What follows a year that is no date.
const NO_YEAR: [char; 3] = ['代', '级', '級'];

/// Signs of a day of the lunar month after its number.
const LUNAR_DAY: &str = "初廿卅朔望晦";

/// Tags the names in a document.
pub fn tag_entities(document: &mut Document) {
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        in_blocks(blocks);
        visit_blocks_mut(blocks, &mut |block| {
            if let Block::Credit(credit) = block {
                credit.content.iter_mut().for_each(name_author);
            }
        });
    }
}

/// The name of an author in the metadata: as a person's name inside the `docAuthor`.
fn name_author(inline: &mut Inline) {
    let Inline::Name(name) = inline else { return };
    let named = matches!(name.content.as_slice(), [Inline::Name(_)]);
    if name.kind == NameKind::Person && name.target.is_some() && !named {
        let content = std::mem::take(&mut name.content);
        let inner = Name { kind: NameKind::Person, content, ..Name::default() };
        name.content.push(Inline::Name(Box::new(inner)));
    }
}

fn in_blocks(blocks: &mut [Block]) {
    for block in blocks {
        if !matches!(block, Block::Code(_) | Block::Math(_) | Block::Residue(_)) {
            block.children_mut(&mut in_part);
        }
    }
}

fn in_part(part: PartMut<'_>) {
    match part {
        PartMut::Blocks(blocks) => in_blocks(blocks),
        PartMut::Inlines(inlines) => in_run(inlines),
    }
}

/// A run of inlines: dates first, since one may be in a title.
fn in_run(run: &mut Vec<Inline>) {
    for inline in run.iter_mut() {
        match inline {
            Inline::Styled(_)
            | Inline::Link(_)
            | Inline::Note(_)
            | Inline::Quoted(_)
            | Inline::Span(_)
            | Inline::Choice(_) => inline.children_mut(&mut in_part),
            // Content that has a name already, or is not running text.
            _ => {}
        }
    }
    let found = dates(&characters(run));
    wrap(run, found);
    let found = titles(&characters(run));
    wrap(run, found);
}

/// A name in the characters of a run.
type FoundName = (Range<usize>, NameKind, Option<String>);

/// The visible characters of a run, across its line ends.
fn characters(run: &[Inline]) -> String {
    let mut out = String::new();
    for inline in run {
        match inline {
            Inline::Text(text) => out.push_str(&text.text),
            Inline::Gap(gap) if gap.kind == GapKind::LineEnd => {}
            _ => out.push(OBJECT),
        }
    }
    out
}

/// The outermost pairs of 《》 with text in them.
fn titles(text: &str) -> Vec<FoundName> {
    let mut open = Vec::new();
    let mut found: Vec<FoundName> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '《' => open.push(at),
            '》' => {
                let Some(start) = open.pop() else { continue };
                let inner = &text[start + '《'.len_utf8()..at];
                if inner.contains(|c: char| c.is_alphanumeric() || c == OBJECT) {
                    found.retain(|(range, ..)| range.start < start);
                    found.push((start..at + c.len_utf8(), NameKind::Work, None));
                }
            }
            _ => {}
        }
    }
    found
}

fn dates(text: &str) -> Vec<FoundName> {
    let Some(pattern) = DATES.as_ref() else { return Vec::new() };
    let date = |found: Captures<'_>| {
        let (length, iso) = date(text, &found)?;
        let start = found.get(0)?.start();
        Some((start..start + length, NameKind::Date, Some(iso)))
    };
    pattern.captures_iter(text).filter_map(date).collect()
}

/// The length of the date in a match, in bytes, and its value.
fn date(text: &str, found: &Captures<'_>) -> Option<(usize, String)> {
    let whole = found.get(0)?;
    let (before, after) = (&text[..whole.start()], &text[whole.end()..]);
    let number = |names: &[&str]| {
        let digits = names.iter().find_map(|name| found.name(name))?;
        numeral::parse(&digits.as_str().replace('Ｏ', "〇"))
    };
    let last = before.chars().next_back();
    let counted = |c: char| c.is_ascii_alphanumeric() || numeral::is_numeral(c);
    if last.is_some_and(counted) || last == Some('前') {
        return None;
    }
    if OTHER_CALENDARS.iter().any(|calendar| before.ends_with(calendar)) {
        return None;
    }
    let year = number(&["y", "iy"]).filter(|year| YEARS.contains(year))?;
    let month = number(&["m", "im", "sm", "pm"]);
    let day = number(&["d", "id", "sd", "pd"]);
    let valid = month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=days(year, month)).contains(&day));
    if !valid {
        return None;
    }
    if found.name("iy").is_some() {
        // A number of more parts is a version, an address or a price.
        let joined = |c: Option<char>| c.is_some_and(|c| "-/.:".contains(c));
        let mut rest = after.chars();
        let next = rest.next();
        let continues = next.is_some_and(|c| c.is_ascii_alphanumeric())
            || (joined(next) && rest.next().is_some_and(|c| c.is_ascii_alphanumeric()));
        return (!joined(last) && !continues).then(|| (whole.len(), iso(year, month, day)));
    }
    let lunar = |rest: &str| {
        let first = rest.chars().next();
        first.is_some_and(|c| LUNAR_DAY.contains(c) || numeral::is_numeral(c))
    };
    let year_alone = month.is_none() || (day.is_none() && lunar(after));
    if !year_alone {
        return Some((whole.len(), iso(year, month, day)));
    }
    let year_length = found.name("y")?.len() + '年'.len_utf8();
    let positional = whole.as_str().starts_with(['一', '二']);
    let next = text[whole.start() + year_length..].chars().next();
    let span_of_time = !positional && year.is_multiple_of(100);
    (!span_of_time && !next.is_some_and(|c| NO_YEAR.contains(&c)))
        .then(|| (year_length, iso(year, None, None)))
}

/// The number of days of a month.
fn days(year: u32, month: Option<u32>) -> u32 {
    let leap =
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        Some(2) if leap => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    }
}

fn iso(year: u32, month: Option<u32>, day: Option<u32>) -> String {
    match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    }
}

/// Wraps the found ranges in names.
fn wrap(run: &mut Vec<Inline>, found: Vec<FoundName>) {
    if found.is_empty() {
        return;
    }
    let mut out = Vec::with_capacity(run.len() + 2 * found.len());
    let mut names = found.into_iter().peekable();
    let mut content: Vec<Inline> = Vec::new();
    let mut at = 0;
    for inline in std::mem::take(run) {
        let mut rest = Some(inline);
        while let Some(inline) = rest.take() {
            let length = characters(std::slice::from_ref(&inline)).len();
            // A line end at the border stays outside.
            let inside =
                names.peek().is_some_and(|(range, ..)| range.start < at + length.min(1));
            let border = names
                .peek()
                .map_or(usize::MAX, |(range, ..)| if inside { range.end } else { range.start });
            let into = if inside { &mut content } else { &mut out };
            if at + length > border {
                let (head, tail) = split(inline, border - at);
                into.extend(head);
                at = border;
                rest = tail;
            } else {
                at += length;
                into.push(inline);
            }
            if inside
                && at >= border
                && let Some((_, kind, value)) = names.next()
            {
                let content = std::mem::take(&mut content);
                out.push(Inline::Name(Box::new(Name {
                    kind,
                    value,
                    content,
                    ..Name::default()
                })));
            }
        }
    }
    out.append(&mut content);
    *run = out;
}

/// Splits a text in two; other inlines stay whole.
fn split(inline: Inline, at: usize) -> (Option<Inline>, Option<Inline>) {
    let Inline::Text(Text { text, span }) = inline else { return (Some(inline), None) };
    let (head, tail) = text.split_at(at);
    let part = |text: &str, from: usize| {
        let span = span.map(|span| span.part(from..from + text.len()));
        (!text.is_empty()).then(|| Inline::Text(Text { text: text.to_owned(), span }))
    };
    (part(head, 0), part(tail, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Paragraph, Span, plain_text, source_text, text};

    /// The names found in a paragraph of these inlines.
    fn tagged(content: Vec<Inline>) -> Document {
        let mut document = Document::new(crate::model::Meta::default());
        document.body.push(Block::Paragraph(Paragraph { content, ..Paragraph::default() }));
        let before = source_text(&document);
        tag_entities(&mut document);
        assert_eq!(source_text(&document), before);
        document
    }

    fn names(inlines: &[Inline], out: &mut Vec<String>) {
        for inline in inlines {
            if let Inline::Name(name) = inline {
                let value = name.value.as_deref().unwrap_or("title");
                out.push(format!("{}={value}", plain_text(&name.content)));
                names(&name.content, out);
            }
        }
    }

    fn found(line: &str) -> String {
        let document = tagged(vec![text(line)]);
        let Block::Paragraph(paragraph) = &document.body[0] else { return String::new() };
        let mut out = Vec::new();
        names(&paragraph.content, &mut out);
        out.join(" ")
    }

    #[test]
    fn dates_that_their_signs_show() {
        for (line, expected) in [
            ("建国于1949年10月1日。", "1949年10月1日=1949-10-01"),
            ("一九四九年十月一日，北京", "一九四九年十月一日=1949-10-01"),
            ("二〇二四年五月，他来了", "二〇二四年五月=2024-05"),
            ("１９４１年５月３号", "１９４１年５月３号=1941-05-03"),
            ("1936年至1938年", "1936年=1936 1938年=1938"),
            (
                "见2012-06-24、2018/5/7、2014.3.5。",
                "2012-06-24=2012-06-24 2018/5/7=2018-05-07 2014.3.5=2014-03-05",
            ),
            ("二〇〇〇年", "二〇〇〇年=2000"),
        ] {
            assert_eq!(found(line), expected, "{line}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        for line in [
            "2000年的历史", // may be a span of time
            "1990年代与一九九〇年代",
            "公元前1046年",
            "佛历2567年，农历二〇一四年五月",
            "2014年13月，2015年2月29日",
            "版本2024.1.2.3，电话2014-03-051，1.2014.3.5",
            "第100年，12345年",
            "08年5月，民国三十八年",
        ] {
            assert_eq!(found(line), "", "{line}");
        }
        assert_eq!(found("二〇一四年五月初五"), "二〇一四年=2014");
        assert_eq!(found("二〇一四年五月十五"), "二〇一四年=2014");
    }

    #[test]
    fn titles_that_their_marks_show() {
        for (line, expected) in [
            ("读《红楼梦》与《史记》", "《红楼梦》=title 《史记》=title"),
            ("《论〈红楼梦〉》", "《论〈红楼梦〉》=title"),
            ("《甲《乙》丙》", "《甲《乙》丙》=title"),
            ("未完《甲，又《乙》", "《乙》=title"),
            ("《》与《…》", ""),
            ("《2014年5月日记》", "《2014年5月日记》=title 2014年5月=2014-05"),
        ] {
            assert_eq!(found(line), expected, "{line}");
        }
    }

    #[test]
    fn names_continue_over_line_ends() {
        let line_end = || Inline::gap(GapKind::LineEnd, "\n", Span::new(0, 0, 1));
        let inlines = vec![
            text("读"),
            line_end(),
            text("《红楼"),
            line_end(),
            text("梦》"),
            line_end(),
            text("于2014年5"),
            line_end(),
            text("月1日"),
        ];
        let document = tagged(inlines);
        let Block::Paragraph(paragraph) = &document.body[0] else { panic!("a paragraph") };
        let kinds: String = paragraph
            .content
            .iter()
            .map(|inline| match inline {
                Inline::Text(_) => 't',
                Inline::Gap(_) => 'g',
                _ => 'n',
            })
            .collect();
        assert_eq!(kinds, "tgngtn");
    }
}
