//! The formats of list numbers (ISO/IEC 29500-1, 17.18.59 `ST_NumberFormat`).
//!
//! Takes a format's name and a number, returns the number as Word shows it. Beyond the last sign of
//! a format, and for unsupported scripts, Word writes digits.

use crate::text::numeral::{to_chinese, to_roman};

/// 甲乙丙丁…
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
/// 子丑寅卯…
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Formats with a list of signs, the first for 1.
const SIGNS: [(&str, &str); 15] = [
    ("ideographTraditional", STEMS),
    ("ideographZodiac", BRANCHES),
    ("ideographEnclosedCircle", "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    (
        "decimalEnclosedCircle",
        "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿",
    ),
    ("decimalEnclosedCircleChinese", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    ("decimalEnclosedFullstop", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    ("decimalEnclosedParen", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    (
        "aiueoFullWidth",
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    ),
    ("aiueo", "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
    (
        "irohaFullWidth",
        "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
    ),
    ("ganada", "가나다라마바사아자차카타파하"),
    ("chosung", "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    ("chicago", "*†‡§"),
    ("russianUpper", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
    ("russianLower", "абвгдежзиклмнопрстуфхцчшщыэюя"),
];

/// Formats that write each digit separately, with the signs from 0.
const DIGITS: [(&str, &str); 6] = [
    ("decimalFullWidth", "０１２３４５６７８９"),
    ("decimalFullWidth2", "０１２３４５６７８９"),
    ("ideographDigital", "〇一二三四五六七八九"),
    ("japaneseDigitalTenThousand", "〇一二三四五六七八九"),
    ("taiwaneseDigital", "○一二三四五六七八九"),
    ("koreanDigital", "영일이삼사오육칠팔구"),
];

/// Formats of Chinese capital numerals (大写): the digits from 0, then ten, hundred, thousand.
const CAPITALS: [(&str, &str); 3] = [
    ("chineseLegalSimplified", "零壹贰叁肆伍陆柒捌玖拾佰仟"),
    ("ideographLegalTraditional", "零壹貳參肆伍陸柒捌玖拾佰仟"),
    ("japaneseLegal", "〇壱弐参四伍六七八九拾百阡"),
];

/// A number in a format.
pub(super) fn written(format: &str, n: u32) -> String {
    let row = |table: &[(&str, &'static str)]| {
        table.iter().find(|(name, _)| *name == format).map(|(_, signs)| *signs)
    };
    if let Some(signs) = row(&SIGNS) {
        let sign = n.checked_sub(1).and_then(|at| signs.chars().nth(at as usize));
        return sign.map_or_else(|| n.to_string(), String::from);
    }
    if let Some(signs) = row(&DIGITS) {
        return in_digits(n, signs);
    }
    if let Some(signs) = row(&CAPITALS) {
        return in_capitals(n, signs);
    }
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{n:02}"),
        "upperRoman" => to_roman(n),
        "lowerRoman" => to_roman(n).to_lowercase(),
        "upperLetter" => letters(n, b'A'),
        "lowerLetter" => letters(n, b'a'),
        "ordinal" => ordinal(n),
        "hex" => format!("{n:X}"),
        "numberInDash" => format!("- {n} -"),
        "chineseCounting" | "taiwaneseCounting" | "koreanCounting" if n >= 100 => {
            in_digits(n, "○一二三四五六七八九")
        }
        "chineseCounting"
        | "taiwaneseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "koreanCounting" => to_chinese(n),
        "ideographZodiacTraditional" if n > 0 => {
            let sign = |row: &str| {
                let count = row.chars().count();
                row.chars().nth((n as usize - 1) % count)
            };
            sign(STEMS).into_iter().chain(sign(BRANCHES)).collect()
        }
        _ => n.to_string(),
    }
}

fn in_digits(n: u32, signs: &str) -> String {
    let digits = n.to_string();
    let sign = |digit: char| signs.chars().nth(digit.to_digit(10)? as usize);
    digits.chars().filter_map(sign).collect()
}

/// 壹拾贰: like [`to_chinese`], but ten is written with its one, too.
fn in_capitals(n: u32, signs: &str) -> String {
    const PLAIN: &str = "零一二三四五六七八九十百千";
    let plain = to_chinese(n);
    let plain = if plain.starts_with('十') { format!("一{plain}") } else { plain };
    let capital = |c: char| {
        let at = PLAIN.chars().position(|it| it == c);
        at.and_then(|at| signs.chars().nth(at)).unwrap_or(c)
    };
    plain.chars().map(capital).collect()
}

/// A to Z, then AA to ZZ, the letter repeated.
fn letters(n: u32, first: u8) -> String {
    let Some(at) = n.checked_sub(1).filter(|at| *at < 26 * 30) else { return n.to_string() };
    let letter = char::from(first + u8::try_from(at % 26).unwrap_or_default());
    std::iter::repeat_n(letter, at as usize / 26 + 1).collect()
}

fn ordinal(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_as_the_reader_of_word_sees_them() {
        for (format, n, expected) in [
            ("decimal", 12, "12"),
            ("decimalZero", 3, "03"),
            ("decimalFullWidth", 10, "１０"),
            ("decimalEnclosedCircle", 11, "⑪"),
            ("decimalEnclosedCircleChinese", 3, "③"),
            ("chineseCounting", 21, "二十一"),
            ("chineseCounting", 105, "一○五"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("taiwaneseCounting", 10, "十"),
            ("taiwaneseCountingThousand", 110, "一百一十"),
            ("ideographDigital", 10, "一〇"),
            ("taiwaneseDigital", 20, "二○"),
            ("japaneseCounting", 15, "十五"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographLegalTraditional", 3, "參"),
            ("ideographTraditional", 2, "乙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiacTraditional", 11, "甲戌"),
            ("ideographEnclosedCircle", 2, "㊁"),
            ("upperRoman", 4, "IV"),
            ("lowerLetter", 28, "bb"),
            ("ordinal", 22, "22nd"),
            ("numberInDash", 5, "- 5 -"),
            ("none", 1, ""),
            ("thaiCounting", 7, "7"),
        ] {
            assert_eq!(written(format, n), expected, "{format} {n}");
        }
    }
}
