//! The bar below the title of a web article (信息栏): a date, with a time, a label or bars, among
//! other content of the site. Unknown content is skipped.

use super::credit;
use super::credit_forms::{CLOCK, MEDIUM};
use super::dates;
use super::facts::{Credit, Named};
use super::furniture;
use super::names;
use super::pattern::patterns;
use super::placed::Placed;
use super::table::LabelField;
use crate::model::{AgentRole, CreditKind, NameKind};
use crate::text::script;

/// The longest bar, in characters.
const LONGEST: usize = 90;

patterns! {
    /// A time of day after the date.
    static TIMED = r"^[\s\-T]*[0-9]{1,2}[:：][0-9]{2}";
}

/// The facts of the bar: dates, the author, the source.
pub(super) fn read(text: Placed<'_>) -> Option<Credit> {
    if text.as_str().chars().nth(LONGEST).is_some() || text.contains(['。', '！', '；', '“'])
    {
        return None;
    }
    let found = dates::first(text).filter(|found| found.iso.len() == "2000-01-01".len())?;
    let labels = credit::labels(text);
    let strokes = text.contains(['|', '｜', '┊']);
    let timed = TIMED.is_match(text.after(found.piece));
    if !timed && !strokes && labels.is_empty() {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Dateline);
    let lead = labels.first().map_or(text, |(_, label)| text.before(*label));
    let known = loose(lead, found.piece, &mut credit);
    if !known && !timed && labels.is_empty() {
        return None;
    }
    credit.date(found);
    for (at, (field, label)) in labels.iter().enumerate() {
        let rest = text.after(*label);
        let value = labels.get(at + 1).map_or(rest, |(_, next)| rest.before(*next));
        let value = value.split(|c| "|｜┊".contains(c)).next().unwrap_or(value);
        let value = credit::trim(value);
        if !value.is_empty()
            && !matches!(field, LabelField::Date | LabelField::Other | LabelField::Subjects)
        {
            credit::field_value(value, *field, &mut credit);
        }
    }
    Some(credit)
}

/// 二〇〇七年九月　周大勇, or Posted on March 5, 2011 by 周大勇: a date and one name, below the title.
pub(super) fn name_and_date(text: Placed<'_>) -> Option<Credit> {
    /// The characters around them.
    const AROUND: [&str; 12] = [
        "发表于",
        "发布于",
        "写于",
        "于",
        "作者",
        "文",
        "Posted",
        "posted",
        "on",
        "by",
        "By",
        "Comments",
    ];
    if text.as_str().chars().nth(LONGEST / 2).is_some()
        || text.contains(['。', '！', '；', '“'])
    {
        return None;
    }
    let found = dates::first(text)?;
    let parts = |c: char| script::is_space(c) || "|｜·/".contains(c);
    let sides = [text.before(found.piece), text.after(found.piece)];
    let mut names = sides.into_iter().flat_map(|side| side.split(parts)).filter(|piece| {
        let word = piece.folded();
        !word.is_empty()
            && !CLOCK.is_match(*piece)
            && !AROUND.contains(&word)
            && !word.chars().all(|c| c.is_ascii_digit())
    });
    let (Some(name), account, None) = (names.next(), names.next(), names.next()) else {
        return None;
    };
    let name = name.trim_start_matches(|c| c == '@');
    if !names::is_person(name.folded()) && !names::is_transcribed(name.folded()) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::agent(name, AgentRole::Author));
    // 林小满 江城夜话 2018-01-30: after the name the account that it writes for.
    if let Some(account) = account {
        let fits = names::is_person(name.folded())
            && text.before(found.piece).range().contains(&account.range().start)
            && account.chars().all(script::is_han);
        if !fits {
            return None;
        }
        credit.source = Some(account.to_string());
        credit.names.push(Named::plain(account, NameKind::Organisation));
    }
    credit.date(found);
    Some(credit)
}

/// 2017-01-09 江城夜话: the date of an account's article and its name, below the title.
pub(super) fn date_and_account(text: Placed<'_>) -> Option<Credit> {
    /// The length of the name, in characters.
    const NAME: std::ops::RangeInclusive<usize> = 2..=16;
    let found = dates::first(text).filter(|it| it.iso.len() == "2000-01-01".len())?;
    let (before, name) = (text.before(found.piece), text.after(found.piece));
    let parted = name.starts_with(script::is_space);
    let name = name.trim();
    let fits = before.is_empty()
        && parted
        && NAME.contains(&name.length())
        && name.chars().all(|c| c.is_alphanumeric());
    let mut credit = Credit::new(CreditKind::Dateline);
    credit.source = Some(name.to_string()).filter(|_| fits);
    credit.names.push(Named::plain(name, NameKind::Organisation));
    credit.date(found);
    fits.then_some(credit)
}

/// Records names and papers without a label before or after the date. Returns whether they were
/// known; a single name is that of the paper.
fn loose(text: Placed<'_>, date: Placed<'_>, credit: &mut Credit) -> bool {
    /// The length of a paper's name, in characters.
    const NAME: std::ops::RangeInclusive<usize> = 3..=16;
    let mut unknown = Vec::new();
    let strokes = text.contains(['|', '｜', '┊']);
    let parts = |c: char| "|｜┊，,".contains(c) || (!strokes && script::is_space(c));
    for side in [text.before(date), text.after(date)] {
        for piece in side.split(parts).map(Placed::trim).filter(|piece| !piece.is_empty()) {
            let folded = piece.folded();
            if CLOCK.is_match(piece) {
                continue;
            }
            if MEDIUM.is_match(piece) && credit.source.is_none() {
                credit.source = Some(piece.to_string());
                credit.names.push(Named::plain(piece, NameKind::Organisation));
            } else if strokes && (names::is_person(folded) || names::is_transcribed(folded)) {
                credit.names.push(Named::agent(piece, AgentRole::Author));
                credit.kind = CreditKind::Byline;
            } else if furniture::words(piece).is_none_or(|words| words.other > 0) {
                unknown.push(piece);
            }
        }
    }
    if let ([name], None) = (unknown.as_slice(), &credit.source)
        && NAME.contains(&name.length())
        && name.contains(script::is_han)
        && !name.contains([':', '：'])
    {
        credit.source = Some(name.to_string());
    }
    unknown.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    #[test]
    fn a_name_and_a_date() {
        for (line, date) in [
            ("二〇〇七年九月初三　周大勇", "2007-09"),
            ("Posted on March 5, 2011 by 周大勇 | 3 Comments", "2011-03-05"),
            ("周大勇 · 2009-03-05", "2009-03-05"),
            ("周大勇 发表于 2009-3-5 12:31", "2009-03-05"),
        ] {
            let text = Text::new(line);
            let credit = name_and_date(text.whole()).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((credit.dates[0].1.as_str(), credit.names.len()), (date, 1), "{line}");
        }
        assert!(name_and_date(Text::new("2009年3月5日 晴").whole()).is_none());
    }

    #[test]
    fn bars_of_sites() {
        for (line, date, source) in [
            (
                "本地台：2021-03-05 08:30| 来源：江城晚报 | 我来说几句",
                "2021-03-05",
                Some("江城晚报"),
            ),
            ("2019-09-07 15:10:53 字号：A- A A+ 来源：EETOP", "2019-09-07", Some("EETOP")),
            ("金融市场棱镜2019-09-23 07:48", "2019-09-23", Some("金融市场棱镜")),
            (
                "2019年9月9日 20:52 江城财经-自媒体综合",
                "2019-09-09",
                Some("江城财经-自媒体综合"),
            ),
            ("发表时间： 25/02/2019 - 10:20", "2019-02-25", None),
        ] {
            let text = Text::new(line);
            let credit = read(text.whole()).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(credit.dates[0].1, date, "{line}");
            assert_eq!(credit.source.as_deref(), source, "{line}");
        }
        for line in [
            "2012年6月24日，他来了。",
            "2012年6月24日",
            "他在2012年6月24日出生",
            "碧树 | 2012年6月24日",
        ] {
            assert!(read(Text::new(line).whole()).is_none(), "{line}");
        }
    }
}
