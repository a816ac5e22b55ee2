//! Visible line ends.
//!
//! CommonMark joins the lines of a paragraph; people type separate lines for options, clauses or
//! labels, for a closing, for a signature over its date. Takes the content of a paragraph with its
//! line ends as gaps; returns it with the visible ones as line breaks. Hard-wrapped lines (硬换行) are
//! joined whatever they begin with.

use crate::config::LineEnds;
use crate::model::{GapKind, Inline, LineBreak, plain_text};
use crate::text::{numeral, punctuation, script};

/// The minimum width of a hard wrap, and how much shorter its lines may be, in columns.
const NARROWEST_WRAP: usize = 40;
const WRAP_SLACK: usize = 4;
/// A line shorter than this, in columns, was not ended by a wrap.
const SHORT: usize = 36;
/// The maximum length of a label before a colon, and of a signature over its date, in characters.
const LONGEST_LABEL: usize = 6;
const LONGEST_UNIT: usize = 20;
/// The units of 第一条.
const UNITS: &str = "条章节款项题步课回点次天周组讲段问卷部篇则";
/// Signs before items.
const BULLETS: &str = "•●○■□◆◇▪▲△☐☑☒※★☆→·";

/// Converts the visible line ends to line breaks.
pub(super) fn keep(content: &mut [Inline], ends: LineEnds) {
    let places: Vec<usize> =
        (0..content.len()).filter(|at| is_line_end(&content[*at])).collect();
    if places.is_empty() || ends == LineEnds::Join {
        return;
    }
    let lines: Vec<String> =
        content.split(is_line_end).map(|line| plain_text(line).trim().to_owned()).collect();
    let kept = match ends {
        LineEnds::Keep => vec![true; places.len()],
        _ => kept(&lines),
    };
    for (place, kept) in places.into_iter().zip(kept) {
        if let (true, Inline::Gap(gap)) = (kept, &mut content[place]) {
            gap.kind = GapKind::LineEnd;
            let content_of_break = vec![Inline::Gap(gap.clone())];
            let broken = LineBreak { content: content_of_break };
            content[place] = Inline::LineBreak(Box::new(broken));
        }
    }
}

fn is_line_end(inline: &Inline) -> bool {
    matches!(inline, Inline::Gap(gap)
        if matches!(gap.kind, GapKind::LineEnd | GapKind::LineEndAsSpace))
}

/// Which of the ends between these lines are visible.
fn kept(lines: &[String]) -> Vec<bool> {
    let mut kept = vec![false; lines.len() - 1];
    if !is_wrapped(lines) {
        chains(lines, &mut kept);
    }
    closing(lines, &mut kept);
    dated(lines, &mut kept);
    kept
}

/// Whether two lines end near one width without a final mark: they were wrapped there.
fn is_wrapped(lines: &[String]) -> bool {
    let inner = lines.iter().take(lines.len() - 1).filter(|line| !ends_sentence(line));
    let mut widths: Vec<usize> = inner.map(|line| script::columns(line)).collect();
    widths.sort_unstable();
    widths.windows(2).any(|pair| pair[1] >= NARROWEST_WRAP && pair[1] - pair[0] <= WRAP_SLACK)
}

fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(punctuation::is_closing);
    line.ends_with(['；', '：', ';', ':'])
        || bare.ends_with(['。', '！', '？', '…', '.', '!', '?'])
        || line.ends_with(['。', '！', '？', '…', '.', '!', '?'])
}

/// Adjacent lines of one form are items; so the first begins a line, and what follows a short last
/// one does.
fn chains(lines: &[String], kept: &mut [bool]) {
    let forms: Vec<Option<ItemForm>> = lines.iter().map(|line| form(line)).collect();
    for at in 0..kept.len() {
        let (Some(form), Some(next)) = (&forms[at], &forms[at + 1]) else { continue };
        kept[at] = next.follows(form, &lines[at]);
    }
    let chained = kept.to_vec();
    for at in 0..kept.len() {
        let begins = chained.get(at + 1) == Some(&true);
        let ended = at > 0 && chained[at - 1] && script::columns(&lines[at]) < SHORT;
        kept[at] |= begins || ended;
    }
}

/// The form of an item's beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ItemForm {
    /// The form, its number left out.
    shape: String,
    /// The number, if it has one.
    number: Option<u32>,
}

impl ItemForm {
    fn new(shape: impl Into<String>, number: Option<u32>) -> Option<Self> {
        Some(Self { shape: shape.into(), number })
    }

    /// Whether it continues the numbering of a line; of a line with several items, that of the
    /// last.
    fn follows(&self, before: &Self, line: &str) -> bool {
        if self.shape != before.shape {
            return false;
        }
        let Some(number) = self.number else { return true };
        let later = line.split_whitespace().skip(1).filter_map(form);
        let last = later.filter(|it| it.shape == self.shape).last();
        last.unwrap_or_else(|| before.clone()).number == number.checked_sub(1)
    }
}

/// The form at the beginning of a line, if it is an item.
fn form(line: &str) -> Option<ItemForm> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    if BULLETS.contains(first) {
        return ItemForm::new(first, None);
    }
    if let Some(number) = numeral::parse_enclosed(first) {
        return ItemForm::new("①", Some(number));
    }
    if let Some(close) = closing_bracket(first) {
        let (inside, _) = rest.split_once(close)?;
        let (kind, number) = counter(inside)?;
        return ItemForm::new(format!("{first}{kind}"), Some(number));
    }
    if first == '第' {
        let end = rest.find(|c: char| !numeral::is_numeral(c) && !c.is_ascii_digit())?;
        let (number, after) = rest.split_at(end);
        let unit = after.chars().next().filter(|c| UNITS.contains(*c))?;
        return ItemForm::new(format!("第{unit}"), numeral::parse(number));
    }
    numbered(line).or_else(|| label(line))
}

fn closing_bracket(open: char) -> Option<char> {
    [('（', '）'), ('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')]
        .into_iter()
        .find(|(known, _)| *known == open)
        .map(|(_, close)| close)
}

/// `3.`, `三、`, `C．`, `c)`: a number, and a sign that it is one.
fn numbered(line: &str) -> Option<ItemForm> {
    let end = line.find(|c: char| ".．、)）".contains(c))?;
    let (number, after) = line.split_at(end);
    let (kind, number) = counter(number)?;
    let sign = after.chars().next()?;
    // 3.14 is a number.
    let is_part = after[sign.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    if sign == '.' && is_part {
        None
    } else {
        ItemForm::new(format!("{kind}{sign}"), Some(number))
    }
}

/// The kind of number: 1, 一, A, a.
fn counter(text: &str) -> Option<(char, u32)> {
    let mut chars = text.chars();
    match (chars.next()?, chars.next()) {
        (c @ 'A'..='Z', None) => Some(('A', u32::from(c) - u32::from('A') + 1)),
        (c @ 'a'..='z', None) => Some(('a', u32::from(c) - u32::from('a') + 1)),
        (c, _) if c.is_ascii_digit() && text.len() <= 3 => text.parse().ok().map(|n| ('1', n)),
        (c, _) if numeral::is_numeral(c) && text.chars().count() <= 4 => {
            numeral::parse(text).map(|n| ('一', n))
        }
        _ => None,
    }
}

/// 姓名：, 电话： …
fn label(line: &str) -> Option<ItemForm> {
    let end = line.find(['：', ':'])?;
    let (label, after) = line.split_at(end);
    let count = label.chars().filter(|c| c.is_alphanumeric()).count();
    let letters = |c: char| c.is_alphanumeric() || script::is_space(c) || "/（）()".contains(c);
    let address = after.starts_with("://");
    let is_label = (1..=LONGEST_LABEL).contains(&count) && label.chars().all(letters);
    if is_label && !address { ItemForm::new("：", None) } else { None }
}

/// 此致 over 敬礼: the lines before them, and the next one, are kept.
fn closing(lines: &[String], kept: &mut [bool]) {
    for at in 0..kept.len() {
        if lines[at].ends_with("此致") && lines[at + 1].starts_with("敬礼") {
            kept[at..].fill(true);
            if at > 0 && lines[at] == "此致" {
                kept[at - 1] = true;
            }
        }
    }
}

/// A unit or a name over a date, at the end.
fn dated(lines: &[String], kept: &mut [bool]) {
    let [.., unit, date] = lines else { return };
    let is_unit =
        !unit.is_empty() && unit.chars().count() <= LONGEST_UNIT && !ends_sentence(unit);
    if !is_unit || !is_date(date) {
        return;
    }
    let last = kept.len() - 1;
    kept[last] = true;
    if last > 0 && ends_sentence(&lines[last - 1]) {
        kept[last - 1] = true;
    }
}

/// 2024年8月20日, 二〇二四年八月, 2024-08-20, and one to be filled in.
fn is_date(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !script::is_space(*c) && *c != '_').collect();
    let digit = |c: char| c.is_ascii_digit() || numeral::is_numeral(c) || "〇零".contains(c);
    let of_signs = |signs: &str| bare.chars().all(|c| digit(c) || signs.contains(c));
    let chinese = of_signs("年月日号") && bare.contains('年') && bare.contains('月');
    let western = of_signs("-./") && bare.len() >= 8 && bare.starts_with(['1', '2']);
    chinese || western
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines with `|` where a line end is kept, and nothing where they are joined.
    fn shown(text: &str) -> String {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let kept = kept(&lines);
        let mut out = lines[0].clone();
        for (line, kept) in lines[1..].iter().zip(kept) {
            out.push_str(if kept { "|" } else { "" });
            out.push_str(line);
        }
        out
    }

    #[test]
    fn items_stay_lines() {
        for (text, expected) in [
            ("第一条　付款。\n第二条　交货。", "第一条　付款。|第二条　交货。"),
            ("A. 酝酿\nB. 黄晕\nC. 静默", "A. 酝酿|B. 黄晕|C. 静默"),
            ("题干是（）\nA、甲\nB、乙", "题干是（）|A、甲|B、乙"),
            ("A. 甲    B. 乙\nC. 丙    D. 丁", "A. 甲    B. 乙|C. 丙    D. 丁"),
            ("（1）第一\n（2）第二", "（1）第一|（2）第二"),
            ("（一）第一\n（二）第二\n余下的话", "（一）第一|（二）第二|余下的话"),
            ("①甲\n②乙", "①甲|②乙"),
            ("姓名：某甲\n电话：000", "姓名：某甲|电话：000"),
            ("甲方（出租方）：\n乙方（承租方）：", "甲方（出租方）：|乙方（承租方）："),
            ("□是\n□否", "□是|□否"),
            ("（1）第一\n（3）第三", "（1）第一（3）第三"),
            ("3.14 是\n3.15 也是", "3.14 是3.15 也是"),
            ("见 https://a.cn\n见 https://b.cn", "见 https://a.cn见 https://b.cn"),
            ("清晨的雾\n还没有散", "清晨的雾还没有散"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn closings_and_signatures_stay_lines() {
        for (text, expected) in [
            ("此致\n敬礼！", "此致|敬礼！"),
            ("特此函告，此致\n敬礼\n某甲", "特此函告，此致|敬礼|某甲"),
            (
                "特此通知。\n江城市教育局\n2024年8月20日",
                "特此通知。|江城市教育局|2024年8月20日",
            ),
            ("甲方\n____年__月__日", "甲方|____年__月__日"),
            ("他生于江城\n1984年", "他生于江城1984年"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_hard_wrap_is_joined() {
        let wrapped = "（1）清晨的雾气还没有散去老街上已经有人支起了早点摊子蒸笼里冒\n（2）出的白气和雾混在一起分不出彼此他在这条街上住了三十多年看着\n（3）木楼";
        assert!(!shown(wrapped).contains('|'));
    }
}
