//! The forms of numbers at the beginning of lines, as a table, and the series of lines of one form.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::input::text::lines::Unit;
use crate::input::text::pattern::Pattern;
use crate::input::text::rules::rank;
use crate::text::numeral;

/// A form of number.
pub(super) struct NumberForm {
    /// Its name in reports.
    pub(super) name: &'static str,
    /// The rank of headings with this number.
    pub(super) rank: u8,
    /// Whether it numbers headings rather than list items.
    pub(super) strong: bool,
    /// Whether it numbers list items as often as headings.
    pub(super) listing: bool,
    /// Whether the text after the number is a separate title: 第一章 without a title is complete.
    pub(super) titled: bool,
    /// `NUM` is a Chinese numeral; the number is in one of the groups `a`, `b`, `c`.
    pattern: &'static str,
    /// Lines of this form.
    #[cfg(test)]
    examples: &'static [&'static str],
}

macro_rules! form {
    ($name:literal, $rank:expr, $strong:literal, $listing:literal, $titled:literal, $pattern:literal, $($example:literal),+) => {
        NumberForm {
            name: $name, rank: $rank, strong: $strong, listing: $listing, titled: $titled, pattern: $pattern,
            #[cfg(test)]
            examples: &[$($example),+],
        }
    };
}

/// The forms, in the order in which they are tried: name, rank, strong, listing, titled.
pub(super) static FORMS: [NumberForm; 12] = [
    form!(
        "chapter",
        rank::CHAPTER,
        true,
        false,
        false,
        r"^[#【\[（(]*第\s*(?P<a>[NUM\d]+)\s*[章回卷部篇编册集幕节讲课单话]",
        "第一章 渡口",
        "【第3节】归来"
    ),
    form!(
        "han",
        rank::COMMA,
        true,
        false,
        true,
        r"^(?:(?P<a>[NUM]{1,3})\s*[、，,：:．.](?:[^0-9]|$)|(?P<b>[NUM]{1,3})[ \u{3000}]+\S)",
        "一、总则",
        "二 方法"
    ),
    form!(
        "han-brackets",
        rank::PARENTHESES,
        false,
        true,
        true,
        r"^[（(〔]\s*(?P<a>[NUM]{1,3})\s*[)）〕]",
        "（一）目标"
    ),
    form!(
        "han-half",
        rank::PARENTHESES,
        true,
        false,
        true,
        r"^(?P<a>[NUM]{1,3})\s*[)）]",
        "一）药物"
    ),
    form!(
        "decimal",
        rank::SUBDECIMAL,
        true,
        false,
        true,
        r"^(?:\d{1,2}\.){1,3}(?P<a>\d{1,2})[.、\s]?(?:[^\d.%]|$)",
        "1.2 背景"
    ),
    form!(
        "arabic",
        rank::DECIMAL,
        false,
        true,
        true,
        r"^(?:(?P<a>\d{1,3})\s*[、.:：，](?:[^0-9]|$)|(?P<b>\d{1,2})[ \u{3000}]+[^\d\s年月日%])",
        "3.起雾",
        "7、怎样留住客人?"
    ),
    form!(
        "arabic-brackets",
        rank::DIGIT_PARENTHESES,
        false,
        true,
        true,
        r"^[（(]\s*(?P<a>\d{1,3})\s*[)）]",
        "(1) 水质"
    ),
    form!(
        "arabic-half",
        rank::DIGIT_PARENTHESES,
        false,
        true,
        true,
        r"^(?P<a>\d{1,3})\s*[)）]",
        "2）形制"
    ),
    form!("circle", rank::CIRCLED, false, true, true, r"^(?P<a>[①-⑳❶-❿])", "①土井"),
    form!(
        "alone",
        rank::COMMA,
        true,
        false,
        true,
        r"^[（(]?(?P<a>[NUM]{1,3}|\d{1,3}|[IVX]{1,4})[)）]?[、.]?$",
        "三",
        "12"
    ),
    form!(
        "ordinal",
        rank::ORDINAL,
        false,
        false,
        false,
        r"^(?:第(?P<a>[NUM\d]{1,3})[、，,：:\s步点条种类]|[其之](?P<b>[NUM])[、：:]|(?P<c>[A-Z])[.、])",
        "第一，要学习",
        "A.甲"
    ),
    form!(
        "label",
        rank::LABEL,
        true,
        false,
        false,
        r"^(?:附录|问题|实验|案例|工序|步骤|阶段|启示|误区|Step|Part|Day|Lab|Task|Chapter)\s*(?P<a>[NUM]{1,3}|\d{1,3}|[A-Z](?:[^A-Za-z]|$))",
        "附录一 大事年表",
        "Step 3"
    ),
];

const NUM: &str = "一二三四五六七八九十百千零〇两";

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    FORMS.iter().map(|form| Pattern::new(form.pattern.replace("NUM", NUM))).collect()
});

/// The number at the beginning of a line.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    /// Index into [`FORMS`].
    pub(super) form: usize,
    /// Its value, if known.
    pub(super) value: Option<u32>,
    /// The end of the number, in bytes of the unit's text; its mark follows.
    pub(super) end: usize,
}

/// The form of the number at the beginning of a unit.
pub(super) fn counted(unit: &Unit<'_>) -> Option<Counted> {
    /// The maximum length of a number, in characters.
    const HEAD: usize = 14;
    // Short lines are tested whole, since they may consist of the number.
    let head = if unit.length > HEAD { unit.whole().first_chars(HEAD) } else { unit.whole() };
    PATTERNS.iter().enumerate().find_map(|(form, pattern)| {
        let captures = pattern.captures(head)?;
        let number = ["a", "b", "c"].iter().find_map(|group| captures.name(group))?;
        let value = match number.folded() {
            letter if letter.starts_with(|c: char| c.is_ascii_uppercase()) => letter
                .bytes()
                .next()
                .map(|letter| u32::from(letter - b'A') + 1)
                .filter(|_| letter.len() == 1),
            text => numeral::parse(text)
                .or_else(|| text.chars().next().and_then(numeral::parse_enclosed)),
        };
        Some(Counted { form, value, end: number.range().end })
    })
}

/// Statistics of all lines of one form.
#[derive(Clone, Copy, Default)]
pub(super) struct Series {
    /// How many there are.
    pub(super) count: usize,
    /// The share of short ones that don't end like a sentence or list item.
    pub(super) short: f64,
    /// The share of neighbours with nothing between them.
    pub(super) adjacent: f64,
    /// How many continue the count of the previous one, or restart.
    pub(super) counting: usize,
}

impl Series {
    /// Whether its lines are mostly short, with text between.
    pub(super) fn heads(&self) -> bool {
        self.count >= 2 && self.short >= 0.7 && self.adjacent < 0.5
    }
}

/// The series of the lines of a text, by form.
pub(super) fn series(
    lines: &[&Unit<'_>],
    numbers: &[Option<Counted>],
) -> BTreeMap<usize, Series> {
    /// The longest line that is short.
    const SHORT: usize = 30;
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, number) in numbers.iter().enumerate() {
        if let Some(number) = number {
            members.entry(number.form).or_default().push(at);
        }
    }
    let value = |at: usize| numbers[at].and_then(|number| number.value);
    let series = members.into_iter().map(|(form, members)| {
        let short = members.iter().filter(|at| {
            lines[**at].length <= SHORT
                && !lines[**at].text.ends_with(['。', '；', ';', '，', ',', '：', ':'])
        });
        let pairs = members.windows(2);
        let adjacent = pairs.clone().filter(|pair| pair[1] - pair[0] == 1).count();
        let counting = pairs.filter(|pair| match (value(pair[0]), value(pair[1])) {
            (Some(a), Some(b)) => b == 1 || a.checked_add(1) == Some(b),
            _ => false,
        });
        let series = Series {
            count: members.len(),
            short: share(short.count(), members.len()),
            adjacent: share(adjacent, members.len() - 1),
            counting: counting.count(),
        };
        (form, series)
    });
    series.collect()
}

/// `part` of `whole`; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of lines are far below 2^52")]
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::{lines, wrap};

    #[test]
    fn each_form_is_read_from_its_examples() {
        for (index, form) in FORMS.iter().enumerate() {
            for example in form.examples {
                let units = wrap::units(&lines::split(example), &[], &[]);
                let found = counted(&units[0]).unwrap_or_else(|| panic!("{example}"));
                assert_eq!(FORMS[found.form].name, FORMS[index].name, "{example}");
                assert!(found.value.is_some(), "{example}");
            }
        }
        for text in ["2020年5月", "一天", "100%的把握", "他说"] {
            let units = wrap::units(&lines::split(text), &[], &[]);
            assert!(counted(&units[0]).is_none(), "{text}");
        }
    }
}
