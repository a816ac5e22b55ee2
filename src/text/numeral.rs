//! Numerals in Chinese texts: 一百二十三, １２, 卅, 壹拾, 二〇二四, ①, ⑴, IV.

/// The maximum length of a numeral, in characters: 九千九百九十九万… is not a chapter number.
const LONGEST: usize = 16;

/// The value of a digit: Chinese (plain, financial, 〇), ASCII or full-width.
fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0' | '０' | '〇' | '○' | '零' | '◯' => 0,
        '1' | '１' | '一' | '壹' | '弌' => 1,
        '2' | '２' | '二' | '贰' | '貳' | '两' | '兩' => 2,
        '3' | '３' | '三' | '叁' | '参' | '參' | '叄' => 3,
        '4' | '４' | '四' | '肆' => 4,
        '5' | '５' | '五' | '伍' => 5,
        '6' | '６' | '六' | '陆' | '陸' => 6,
        '7' | '７' | '七' | '柒' => 7,
        '8' | '８' | '八' | '捌' => 8,
        '9' | '９' | '九' | '玖' => 9,
        _ => return None,
    })
}

/// The value of a unit: 十, 百, 千, and 廿 卅 卌 that carry their digit.
fn unit(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

fn tens(c: char) -> Option<u32> {
    match c {
        '廿' => Some(20),
        '卅' => Some(30),
        '卌' => Some(40),
        _ => None,
    }
}

/// Whether a character may be in a numeral.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some() || tens(c).is_some() || matches!(c, '万' | '萬')
}

/// The value of a whole numeral, Chinese, ASCII or full-width: 一百零三 and 103 and 一〇三 are
/// 103. `None` if it is not a numeral, or not below 2^32.
pub fn parse(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().nth(LONGEST).is_some() {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return text
            .chars()
            .try_fold(0u32, |value, c| value.checked_mul(10)?.checked_add(digit(c)?));
    }
    // A digit at the end counts ones: 第一百三回 is the 103rd, not the 130th of speech.
    let (mut total, mut section, mut pending) = (0u32, 0u32, None);
    for c in text.chars() {
        if let Some(value) = digit(c) {
            pending = Some(value);
        } else if let Some(value) = tens(c) {
            section = section.checked_add(value)?;
            pending = None;
        } else if let Some(value) = unit(c) {
            section = section.checked_add(pending.take().unwrap_or(1).checked_mul(value)?)?;
        } else if c == '万' || c == '萬' {
            section = section.checked_add(pending.take().unwrap_or(0))?;
            total = total.checked_add(section.checked_mul(10_000)?)?;
            section = 0;
        } else {
            return None;
        }
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}

/// The value of a circled, bracketed or dotted number of one character: ① ⑴ ⒈ ㈠ ❶ ㊀.
pub fn parse_enclosed(c: char) -> Option<u32> {
    let from = |start: char, first: u32| u32::from(c) - u32::from(start) + first;
    Some(match c {
        '①'..='⑳' => from('①', 1),
        '⑴'..='⒇' => from('⑴', 1),
        '⒈'..='⒛' => from('⒈', 1),
        '㉑'..='㉟' => from('㉑', 21),
        '㊱'..='㊿' => from('㊱', 36),
        '❶'..='❿' => from('❶', 1),
        '➀'..='➉' => from('➀', 1),
        '➊'..='➓' => from('➊', 1),
        '㈠'..='㈩' => from('㈠', 1),
        '㊀'..='㊉' => from('㊀', 1),
        '⓪' => 0,
        _ => return None,
    })
}

/// The value of a Roman numeral, in ASCII or in one of the characters Ⅰ…Ⅻ, ⅰ…ⅻ.
pub fn parse_roman(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    match (chars.next()?, chars.next()) {
        (c @ 'Ⅰ'..='Ⅻ', None) => return Some(u32::from(c) - u32::from('Ⅰ') + 1),
        (c @ 'ⅰ'..='ⅻ', None) => return Some(u32::from(c) - u32::from('ⅰ') + 1),
        _ => {}
    }
    let mut total = 0u32;
    let mut last = u32::MAX;
    for c in text.chars() {
        let value = match c.to_ascii_uppercase() {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            _ => return None,
        };
        total += value;
        if value > last {
            total = total.checked_sub(2 * last)?;
        }
        last = value;
    }
    (to_roman(total) == text.to_ascii_uppercase()).then_some(total)
}

/// The greatest number that Roman numerals have signs for.
const GREATEST_ROMAN: u32 = 3999;

/// A number in Roman numerals; in digits where they have none: for 0 and from 4000 on.
pub fn to_roman(mut n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=GREATEST_ROMAN).contains(&n) {
        return n.to_string();
    }
    let mut out = String::new();
    for (value, sign) in STEPS {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
}

/// A number in Chinese numerals: 一, 十二, 一百零三; in digits from 10,000 on.
pub fn to_chinese(n: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if n >= 10_000 {
        return n.to_string();
    }
    if n == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    let mut rest = n;
    let mut zero = false;
    for (value, sign) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let count = rest / value;
        rest %= value;
        if count == 0 {
            zero = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut zero) {
            out.push('零');
        }
        // 十二, not 一十二, at the head of a number.
        if !(value == 10 && count == 1 && out.is_empty()) {
            out.push(DIGITS[count as usize]);
        }
        out.push_str(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_of_all_kinds() {
        for (text, value) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("一百", 100),
            ("一百三", 103),
            ("一百零三", 103),
            ("一百一十", 110),
            ("一千一百一十九", 1119),
            ("廿三", 23),
            ("１２", 12),
            ("二〇二四", 2024),
            ("一九三○", 1930),
            ("三万", 30_000),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        assert_eq!(parse("山"), None);
        assert_eq!(parse(""), None);
        assert_eq!(parse("99999999999"), None);
    }

    #[test]
    fn chinese_numerals_read_back() {
        for n in 1..10_000 {
            assert_eq!(parse(&to_chinese(n)), Some(n));
        }
    }

    #[test]
    fn roman_numerals_read_back() {
        for n in 1..90 {
            assert_eq!(parse_roman(&to_roman(n)), Some(n));
        }
        assert_eq!(parse_roman("IIX"), None);
        assert_eq!(parse_roman("Ⅳ"), Some(4));
    }

    #[test]
    fn numbers_without_a_numeral_are_digits() {
        assert_eq!(
            [0, 3999, 4000, u32::MAX].map(to_roman),
            ["0", "MMMCMXCIX", "4000", "4294967295"]
        );
        assert_eq!([0, 9999, 10_000].map(to_chinese), ["零", "九千九百九十九", "10000"]);
    }

    #[test]
    fn enclosed_numbers() {
        assert_eq!(parse_enclosed('⑳'), Some(20));
        assert_eq!(parse_enclosed('㈠'), Some(1));
        assert_eq!(parse_enclosed('a'), None);
    }
}
