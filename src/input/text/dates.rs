//! Dates in the forms of Chinese texts, converted to ISO 8601.

use std::sync::LazyLock;

use super::pattern::{Captures, Pattern, patterns};
use super::placed::Placed;
use crate::text::numeral;

/// Year, month and day in Western or Chinese numerals; month and day may be missing.
const DATE: &str = r"(?P<y>(?:1[0-9]|20)[0-9]{2}|[一二](?:\s{0,2}[一二三四五六七八九零○〇O0]){3})\s*(?:[年./\-—](?:\s*(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,3}|元)\s*(?:[月./\-—](?:\s*(?P<d>[0-9]{1,2}|初?[一二三四五六七八九十廿]{1,3})\s*[日号]?)?)?)?)";

patterns! {
    static FIRST = DATE;
    /// 民國九十八年三月十二日: years of the Republic.
    static REPUBLIC = r"民国\s*(?P<y>元|[0-9]{1,3}|[一二三四五六七八九十百零〇]{1,5})\s*年(?:\s*(?P<m>[0-9]{1,2}|[一二三四五六七八九十元]{1,3})\s*月(?:\s*(?P<d>[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})\s*[日号])?)?";
}

patterns! {
    /// A day of a diary (日记), with its weekday and the weather or the
    /// place: 3月5日 星期五 晴.
    static DAY = r"^(?:(?P<y>[0-9]{2,4})年)?(?P<m>[0-9]{1,2}|[一二三四五六七八九十元]{1,3})月(?P<d>[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})[日号][\s，,]*(?:(?:星期|周|礼拜)[一二三四五六日天])?[\s，,]*(?:\p{Han}{1,8}[0-9]{0,4})?$";
}

/// The year before the first of the Republic.
const BEFORE_REPUBLIC: u32 = 1911;

patterns! {
    /// 25/02/2019: the day first.
    static DAY_FIRST = r"(?-u:\b)(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>(?:19|20)[0-9]{2})(?-u:\b)";
}

patterns! {
    static COMPACT = r"^(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])$";
}

/// August 10, 2016, and 10 August 2016.
static ENGLISH: LazyLock<Pattern> = LazyLock::new(|| {
    let month = r"(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?";
    let month_second = month.replace("?P<m>", "?P<n>");
    Pattern::new(format!(
        r"(?i:(?-u:\b)(?:{month}\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?|(?P<e>[0-9]{{1,2}})\s+{month_second},?)\s+(?P<y>(?:19|20)[0-9]{{2}}))(?-u:\b)"
    ))
});
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

static WHOLE: LazyLock<Pattern> = LazyLock::new(|| {
    let around = r"(?:\s*(?:[上下]午|晚|星期[一二三四五六日天]|周[一二三四五六日])?\s*(?:[0-9]{1,2}[:：时][0-9]{1,2}(?:[:：分][0-9]{1,2})?秒?分?)?)";
    Pattern::new(format!(
        r"^[（(\[【]?\s*(?:写?于)?\s*(?:[0-9]{{1,2}}[:：][0-9]{{2}}\s*)?{DATE}(?:[初早仲暮深晚]?[春夏秋冬][天季日夜]?)?{around}\s*(?:[写作]?于\S{{1,12}}|在\p{{Han}}{{2,6}}|[，,][^\s，。！？0-9他她我你它这那了的是有来去说着过就便又再]{{2,8}}|[夜晨晚])?[）)\]】]?[。.]?$"
    ))
});

/// A date in a text.
#[derive(Clone, Debug)]
pub(super) struct FoundDate<'t> {
    /// Its place.
    pub(super) piece: Placed<'t>,
    /// Year, year-month or year-month-day.
    pub(super) iso: String,
}

/// The first date in `text`.
pub(super) fn first(text: Placed<'_>) -> Option<FoundDate<'_>> {
    day_first(text)
        .or_else(|| republic(text))
        .or_else(|| read(&FIRST.captures(text)?))
        .or_else(|| english(text))
}

/// The date that is the whole `text`, except brackets and a time of day.
pub(super) fn whole(text: Placed<'_>) -> Option<FoundDate<'_>> {
    let other = || {
        let found = republic(text).or_else(|| day_first(text)).or_else(|| english(text))?;
        (found.piece.len() == text.trim().len()).then_some(found)
    };
    WHOLE.captures(text).and_then(|found| read(&found)).or_else(other)
}

/// 19960928, which is a date behind a label alone.
pub(super) fn compact(text: Placed<'_>) -> Option<FoundDate<'_>> {
    let captures = COMPACT.captures(text)?;
    read(&captures).map(|found| FoundDate { piece: captures.whole(), iso: found.iso })
}

/// Whether `text` is a day of a diary.
pub(super) fn is_day(text: Placed<'_>) -> bool {
    DAY.is_match(text)
}

/// The day that is the whole `text`, in a sortable form; without the year if it has none.
pub(super) fn day(text: Placed<'_>) -> Option<String> {
    let found = whole(text).filter(|found| found.iso.len() == "2000-01-01".len());
    found.map(|found| found.iso).or_else(|| {
        let captures = DAY.captures(text)?;
        let (month, day) = (number(&captures, "m")?, number(&captures, "d")?);
        let year = number(&captures, "y").unwrap_or_default();
        Some(format!("{year:04}-{month:02}-{day:02}"))
    })
}

/// The number in a group of a date.
fn number(captures: &Captures<'_>, group: &str) -> Option<u32> {
    match captures.name(group)?.folded() {
        "元" => Some(1),
        text if text.chars().all(|c| c.is_ascii_digit()) => numeral::parse(text),
        text => {
            numeral::parse(&text.replace(['O', '0'], "〇").replace(char::is_whitespace, ""))
        }
    }
}

/// A date in ISO 8601: the year, and month and day as far as they are valid.
fn iso(year: u32, month: Option<u32>, day: Option<u32>) -> String {
    let month = month.filter(|month| (1..=12).contains(month));
    let day = month.and(day).filter(|day| (1..=31).contains(day));
    match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    }
}

/// 2012年6月24日
fn read<'t>(captures: &Captures<'t>) -> Option<FoundDate<'t>> {
    let year = number(captures, "y").filter(|year| (1000..2200).contains(year))?;
    let iso = iso(year, number(captures, "m"), number(captures, "d"));
    let last = ["d", "m", "y"].iter().find_map(|name| captures.name(name))?;
    let all = captures.whole().from(captures.name("y")?);
    // Up to 日, 月 or 年 after the last number.
    let sign = all.after(last).first_chars(1);
    let end = if "年月日号".contains(sign.folded()) { sign } else { last };
    Some(FoundDate { piece: all.until(end), iso })
}

/// 民國九十八年三月十二日
fn republic(text: Placed<'_>) -> Option<FoundDate<'_>> {
    let captures = REPUBLIC.captures(text)?;
    let year = number(&captures, "y").filter(|year| (1..200).contains(year))?;
    let iso = iso(BEFORE_REPUBLIC + year, number(&captures, "m"), number(&captures, "d"));
    Some(FoundDate { piece: captures.whole(), iso })
}

/// 25/02/2019
fn day_first(text: Placed<'_>) -> Option<FoundDate<'_>> {
    let captures = text.contains('/').then(|| DAY_FIRST.captures(text)).flatten()?;
    let month = number(&captures, "m");
    western(&captures, month, number(&captures, "d"))
}

/// August 10, 2016, and 10 August 2016
fn english(text: Placed<'_>) -> Option<FoundDate<'_>> {
    let lettered = text.contains(|c: char| c.is_ascii_alphabetic());
    let captures = lettered.then(|| ENGLISH.captures(text)).flatten()?;
    let group =
        |names: [&'static str; 2]| names.into_iter().find(|it| captures.name(it).is_some());
    let name = captures.name(group(["m", "n"])?)?.folded().to_ascii_lowercase();
    let month = (1..).zip(MONTHS).find(|(_, known)| name == *known).map(|(month, _)| month);
    western(&captures, month, number(&captures, group(["d", "e"])?))
}

/// A complete and valid date.
fn western<'t>(
    captures: &Captures<'t>,
    month: Option<u32>,
    day: Option<u32>,
) -> Option<FoundDate<'t>> {
    let iso = iso(number(captures, "y")?, month, day);
    (iso.len() == "2000-01-01".len()).then(|| FoundDate { piece: captures.whole(), iso })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    #[test]
    fn dates_of_all_kinds() {
        for (text, iso) in [
            ("（一九三○年五月）", "1930-05"),
            ("2012-06-24", "2012-06-24"),
            ("2012年6月24日", "2012-06-24"),
            ("二〇二四年十月二十三日", "2024-10-23"),
            ("2018.05.17 08:30", "2018-05-17"),
            ("１９４１年５月", "1941-05"),
            ("一九九一年二月", "1991-02"),
            ("1925年10月在北京。", "1925-10"),
            ("一九二七年七月，江城渡口。", "1927-07"),
        ] {
            let text = Text::new(text);
            assert_eq!(
                whole(text.whole()).map(|it| it.iso).as_deref(),
                Some(iso),
                "{}",
                &*text
            );
        }
        assert!(whole(Text::new("2012年6月24日，他来了。").whole()).is_none());
    }

    #[test]
    fn dates_of_other_languages() {
        for (text, iso) in [
            ("民國九十八年三月十二日", "2009-03-12"),
            ("25/02/2019 - 10:20", "2019-02-25"),
            ("AUGUST 10, 2016", "2016-08-10"),
            ("on 3 May 2021", "2021-05-03"),
        ] {
            let text = Text::new(text);
            assert_eq!(
                first(text.whole()).map(|it| it.iso).as_deref(),
                Some(iso),
                "{}",
                &*text
            );
        }
    }

    #[test]
    fn a_date_in_a_line_has_its_place() {
        let text = Text::new("（2007年6月29日第十届全国人民代表大会通过）");
        let found = first(text.whole()).expect("a date");
        assert_eq!((found.piece.as_str(), &*found.iso), ("2007年6月29日", "2007-06-29"));
    }
}
