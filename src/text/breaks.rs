//! Where a line may break: Unicode Standard Annex 14 for scripts with spaces, tailored to
//! CLREQ §3.1.6 (prohibitions) and §3.1.7 (sequences that stay together) for Chinese
//! (`docs/conformance/clreq.md`: line breaking).
//!
//! Between two CJK characters the table of marks alone decides; only around other characters
//! is Annex 14 asked, with a stand-in for the Chinese neighbour. Its own classes would allow
//! `·`, `～` and `／` to begin a line and glue quotes to both sides.

use unicode_linebreak::{BreakOpportunity, linebreaks};

pub use super::punctuation::Kinsoku;
use super::punctuation::{Class, class_of, mark_of};
use super::script::{is_fullwidth_form, is_han, is_kana, is_zhuyin};

/// A visible line end (U+2028).
pub const LINE_SEPARATOR: char = '\u{2028}';

/// What a line may do between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joint {
    /// It may not break.
    Never,
    /// It may, but should hardly ever: before a circled number.
    Loath,
    /// It may, but better elsewhere: after a hyphen, between a number and its unit.
    Reluctant,
    /// It may break.
    Free,
    /// It must break.
    Forced,
}

/// The joint before the character at each byte of `text`, and at its end; `narrow` are the
/// offsets of quotes that are set as Latin ones.
pub fn joints(text: &str, narrow: &[u32], level: Kinsoku) -> Vec<Joint> {
    let mut scan = Scan { text, level, joints: vec![Joint::Never; text.len() + 1] };
    let mut narrow = narrow.iter().map(|at| *at as usize).peekable();
    let mut previous: Option<char> = None;
    let mut run: Option<usize> = None;
    let mut shadow = String::new();
    for (at, c) in text.char_indices() {
        let is_narrow = narrow.next_if(|offset| *offset == at).is_some();
        let other = is_narrow || !is_chinese(c);
        match (run, other) {
            (None, true) => run = Some(at),
            (Some(start), false) => {
                scan.foreign(start..at, &mut shadow);
                run = None;
            }
            (None, false) => {
                if let Some(previous) = previous {
                    scan.joints[at] = scan.chinese(previous, c, at);
                }
            }
            (Some(_), true) => {}
        }
        previous = Some(c);
    }
    if let Some(start) = run {
        scan.foreign(start..text.len(), &mut shadow);
    }
    scan.joints[text.len()] = Joint::Forced;
    scan.joints
}

/// Whether only the table decides on a character.
pub fn is_chinese(c: char) -> bool {
    if is_han(c) {
        return true;
    }
    match class_of(c) {
        Some(Class::Suffix | Class::Prefix | Class::ShortConnector) => false,
        Some(Class::Solidus) => c == '／',
        Some(_) => true,
        None => is_kana(c) || is_zhuyin(c) || is_fullwidth_form(c) || c == LINE_SEPARATOR,
    }
}

struct Scan<'a> {
    text: &'a str,
    level: Kinsoku,
    joints: Vec<Joint>,
}

impl Scan<'_> {
    /// The joint at `at`, between two Chinese characters.
    fn chinese(&self, left: char, right: char, at: usize) -> Joint {
        if left == LINE_SEPARATOR {
            return Joint::Forced;
        }
        // Ideographs, the bulk of any text, may always be parted.
        if is_ideograph(left) && is_ideograph(right) {
            return Joint::Free;
        }
        if right == LINE_SEPARATOR || class_of(right) == Some(Class::Space) {
            return Joint::Never;
        }
        if let Some(joint) = self.in_unit(left, right, at) {
            return joint;
        }
        if is_fullwidth_alphanumeric(left) && is_fullwidth_alphanumeric(right) {
            return Joint::Never;
        }
        if self.is_forbidden(left, right, at) { Joint::Never } else { Joint::Free }
    }

    /// Inside a row of dashes or dots: never within a pair, and between pairs only if the row has
    /// three or more (`clreq.md` UNB-01, UNB-02).
    fn in_unit(&self, left: char, right: char, at: usize) -> Option<Joint> {
        let class = class_of(left)?;
        if !matches!(class, Class::Dash | Class::Ellipsis | Class::LongDash)
            || class_of(right) != Some(class)
        {
            return None;
        }
        let same = |c: &char| class_of(*c) == Some(class);
        // Rows are short; a longer one counts as endless.
        const LONGEST: usize = 64;
        let before = self.text[..at].chars().rev().take(LONGEST).take_while(same).count();
        let after = self.text[at..].chars().take(LONGEST).take_while(same).count();
        let unit = if class == Class::LongDash { 1 } else { 2 };
        let parts = before.is_multiple_of(unit) && before + after >= 3 * unit;
        Some(if parts { Joint::Free } else { Joint::Never })
    }

    /// Whether the table forbids `right` to begin a line or `left` to end one.
    fn is_forbidden(&self, left: char, right: char, at: usize) -> bool {
        let begins = mark_of(right).is_some_and(|mark| {
            // A single dash is a connector; a pair may begin a line unless strict.
            if mark.class == Class::Dash
                && self.text[at..].chars().nth(1).is_some_and(|c| c == right)
            {
                return self.level >= Kinsoku::Strict;
            }
            mark.is_forbidden_at_start(self.level)
        });
        begins || mark_of(left).is_some_and(|mark| mark.is_forbidden_at_end(self.level))
    }

    /// The joints at the edges of and inside a run of other characters.
    fn foreign(&mut self, run: std::ops::Range<usize>, shadow: &mut String) {
        let text = self.text;
        let left = text[..run.start].chars().next_back();
        let right = text[run.end..].chars().next();
        shadow.clear();
        shadow.extend(left.map(|c| stand_in(c, true)));
        let head = shadow.len();
        shadow.push_str(&text[run.clone()]);
        shadow.extend(right.map(|c| stand_in(c, false)));
        for (offset, opportunity) in linebreaks(shadow) {
            let Some(inside) = offset.checked_sub(head) else { continue };
            let at = run.start + inside;
            if at <= run.end && at < text.len() && offset > 0 {
                self.joints[at] = match opportunity {
                    BreakOpportunity::Mandatory | BreakOpportunity::Allowed => Joint::Free,
                };
            }
        }
        // Annex 14 would glue a narrow quote to what is outside it.
        let inside = &text[run.clone()];
        if left.is_some() && inside.starts_with(['“', '‘']) {
            self.joints[run.start] = Joint::Free;
        }
        if right.is_some() && inside.ends_with(['”', '’']) {
            self.joints[run.end] = Joint::Free;
        }
        if left == Some(LINE_SEPARATOR) {
            self.joints[run.start] = Joint::Forced;
        }
        self.tailor(run.clone());
        self.open_addresses(run);
    }

    /// Removes breaks that Chinese rules forbid, and downgrades those that they discourage.
    fn tailor(&mut self, run: std::ops::Range<usize>) {
        let text = self.text;
        let mut left = text[..run.start].chars().next_back();
        for (offset, right) in text[run.start..].char_indices() {
            let at = run.start + offset;
            if at > run.end {
                break;
            }
            if let Some(left) = left
                && self.joints[at] == Joint::Free
            {
                self.joints[at] = self.weigh(left, right, at);
            }
            left = Some(right);
        }
    }

    fn weigh(&self, left: char, right: char, at: usize) -> Joint {
        let after_space = left == ' ';
        // After a space a solidus or a dash begins a word of its own: `cd /usr`.
        let begins_word = after_space && matches!(right, '/' | '–');
        // What ends the line is seen through spaces, which vanish there.
        let end = self.text[..at].trim_end_matches(' ').chars().next_back().unwrap_or(left);
        let ends = mark_of(end).is_some_and(|mark| mark.is_forbidden_at_end(self.level));
        if ends || !begins_word && self.is_forbidden(left, right, at) {
            return Joint::Never;
        }
        if right == '~' && !after_space && self.level > Kinsoku::None {
            return Joint::Never;
        }
        if is_circled_number(right) && !after_space {
            return Joint::Loath;
        }
        let before_left = || self.text[..at].chars().rev().nth(1);
        match left {
            '-' if self.parts_are_short(at) => Joint::Never,
            '-' | '\u{AD}' => Joint::Reluctant,
            '–' | '～' | '—' | '~' | '〜'
                if right.is_ascii_digit()
                    && before_left().is_some_and(|c| c.is_ascii_digit()) =>
            {
                Joint::Reluctant
            }
            _ if left.is_ascii_digit() && is_counter(right) => Joint::Reluctant,
            _ => Joint::Free,
        }
    }

    /// Whether a hyphen before `at` joins two parts of one or two letters: `Wi-Fi`.
    fn parts_are_short(&self, at: usize) -> bool {
        let letter = |c: &char| !is_chinese(*c) && c.is_alphanumeric();
        let before = self.text[..at - 1].chars().rev().take(3).take_while(letter).count();
        let after = self.text[at..].chars().take(3).take_while(letter).count();
        before <= 2 && after <= 2
    }

    /// Allows breaks in addresses, paths and long names after their signs, and nowhere else in
    /// addresses (`clreq.md` KIN-05).
    fn open_addresses(&mut self, run: std::ops::Range<usize>) {
        let text = &self.text[run.clone()];
        if text.len() < LONG_NAME && !text.contains("://") && !text.contains("www.") {
            return;
        }
        let mut start = run.start;
        for token in text.split_inclusive(char::is_whitespace) {
            let end = start + token.len();
            let word = token.trim_end();
            let is_address = is_address(word);
            if is_address || word.len() >= LONG_NAME {
                self.open_word(start, word, is_address);
            }
            // A solidus at its end parts nothing.
            if is_address && word.len() < token.len() && end < self.text.len() {
                self.joints[end] = Joint::Free;
            }
            start = end;
        }
    }

    fn open_word(&mut self, start: usize, word: &str, is_address: bool) {
        let mut left = ' ';
        for (offset, right) in word.char_indices().skip(1) {
            let joint = &mut self.joints[start + offset];
            if opens(left, right, is_address) {
                *joint = Joint::Reluctant;
            } else if is_address {
                *joint = Joint::Never;
            }
            left = right;
        }
    }
}

/// The byte offsets in a text before which long names and addresses may break, for renderers that
/// break lines by themselves.
pub fn breaks_in_names(text: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut start = 0;
    for token in text.split_inclusive(|c: char| !c.is_ascii_graphic()) {
        let is_address = is_address(token);
        if is_address || token.len() >= LONG_NAME {
            let pairs = token.char_indices().zip(token.char_indices().skip(1));
            let found =
                pairs.filter(|((_, left), (_, right))| opens(*left, *right, is_address));
            breaks.extend(found.map(|(_, (at, _))| start + at));
        }
        start += token.len();
    }
    breaks
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

/// Whether a long name or an address may break between these characters (`clreq.md` KIN-05).
fn opens(left: char, right: char, is_address: bool) -> bool {
    let sign = matches!(left, '/' | '?' | '&' | '.' | '_' | '-' | '=' | '#');
    let in_number = left == '.' && !is_address && right.is_ascii_digit();
    sign && right.is_alphanumeric() && !in_number
}

/// The length from which a name breaks after its signs, as addresses do.
const LONG_NAME: usize = 20;

/// Whether this is an ideograph of the main blocks.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{323AF}')
}

fn is_fullwidth_alphanumeric(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Whether this is a circled number, which is likely a note's mark.
fn is_circled_number(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{2473}' | '\u{3251}'..='\u{325F}' | '\u{32B1}'..='\u{32BF}'
        | '\u{2776}'..='\u{2793}')
}

/// Units and counters that belong to the number before them (`clreq.md` UNB-04).
fn is_counter(c: char) -> bool {
    const COUNTERS: &str = "年月日号时分秒点世岁元角万亿千百个人名位家次届期章节页卷册篇条款\
                            项吨克斤米里亩度倍成级层楼室";
    COUNTERS.contains(c)
}

/// The class passed to Annex 14 for a Chinese neighbour. Before an opening mark a line may break even
/// after a letter, so that on the right it represents any ideograph.
fn stand_in(c: char, is_left: bool) -> char {
    match (class_of(c), is_left) {
        (Some(Class::Open), true) => '（',
        (Some(Class::Space), _) => '\u{3000}',
        (Some(class), true) if class.is_tight_before() => '」',
        (Some(Class::Close), false) => '」',
        _ if c == LINE_SEPARATOR && !is_left => '」',
        _ if matches!(c, '０'..='９') => '1',
        _ => '一',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quotes::narrow_quotes;

    /// The text with `|` where a line may break, `¦` where it should not, `:` hardly.
    fn shown(text: &str, level: Kinsoku) -> String {
        let joints = joints(text, &narrow_quotes(text, true), level);
        let mut out = String::new();
        for (at, c) in text.char_indices() {
            match joints[at] {
                Joint::Never => {}
                Joint::Loath => out.push('¡'),
                Joint::Reluctant => out.push('¦'),
                Joint::Free => out.push('|'),
                Joint::Forced => out.push('!'),
            }
            out.push(c);
        }
        out
    }

    #[test]
    fn long_names_break_after_their_signs() {
        let parted = |text: &str| {
            let mut out = text.to_owned();
            breaks_in_names(text).into_iter().rev().for_each(|at| out.insert(at, '|'));
            out
        };
        let address = "见https://example.org/a-b_c?d=e。";
        assert_eq!(parted(address), "见https://|example.|org/|a-|b_|c?|d=|e。");
        assert_eq!(parted("java.util.concurrent.locks"), "java.|util.|concurrent.|locks");
        assert_eq!(
            parted("和/或 a.b 3.14159265358979323846"),
            "和/或 a.b 3.14159265358979323846"
        );
    }

    #[test]
    fn kin_01_the_table_forbids() {
        for c in "，、。．：；？！‼⁇⁈⁉”’）》〉」』】〗〕］｝–—～·・‧/／".chars()
        {
            let text = format!("五{c}六");
            assert!(
                !shown(&text, Kinsoku::Basic).starts_with("五|"),
                "{c} may not begin a line"
            );
        }
        for c in "“‘（《〈「『【〖〔［｛".chars() {
            let text = format!("五{c}六");
            assert_eq!(
                shown(&text, Kinsoku::Basic),
                format!("五|{c}六"),
                "{c} may not end a line"
            );
        }
    }

    #[test]
    fn breaks_in_context() {
        for (text, expected) in [
            ("他说“你好，世界。”然后", "他|说|“你|好，|世|界。”|然|后"),
            ("真的——是吗……不对", "真|的|——|是|吗|……|不|对"),
            ("中国人", "中|国|人"),
            ("一—二", "一—|二"),
            ("一……“好", "一|……|“好"),
            ("—————— ", "——|——|—— "),
            ("是………………。", "是|……|……|……。"),
            ("用 Rust 写", "用 |Rust |写"),
            ("用Rust写", "用|Rust|写"),
            ("１２３号", "１２３|号"),
            ("约25%的", "约|25%|的"),
            ("增100km后", "增|100km|后"),
            ("3.14和1,000与1/2", "3.14|和|1,000|与|1/2"),
            ("2024年5月", "2024¦年|5¦月"),
            ("10～20页", "10～¦20¦页"),
            ("3–5年", "3–¦5¦年"),
            ("¥100和$50与№7", "¥100|和|$50|与|№7"),
            ("书①里", "书¡①|里"),
            ("阿·卡", "阿·|卡"),
            ("Wi-Fi 与 well-known", "Wi-Fi |与 |well-¦known"),
            ("见（Latin）的", "见|（Latin）|的"),
            ("see（甲）", "see|（甲）"),
            ("说“yes”吧", "说|“yes”|吧"),
            ("say “yes” and", "say |“yes” |and"),
            ("见 https://a.cn/ 和", "见 |https://¦a.¦cn/ |和"),
            ("甲 / 乙", "甲 / 乙"),
            ("甲\u{3000}乙", "甲\u{3000}|乙"),
            ("甲\u{2028}乙", "甲\u{2028}!乙"),
            ("A\u{2028}B", "A\u{2028}!B"),
            ("用 com.example.long_name.of_it 的", "用 |com.¦example.¦long_¦name.¦of_¦it |的"),
            ("约3.14159265358979323846的", "约|3.14159265358979323846|的"),
            ("见https://a.example/b-c?d=e的", "见|https://¦a.¦example/¦b-¦c?¦d=¦e|的"),
        ] {
            assert_eq!(shown(text, Kinsoku::Gb), expected);
        }
    }

    #[test]
    fn kin_02_levels_forbid_more_and_more() {
        assert_eq!(shown("四/五", Kinsoku::Basic), "四/|五");
        assert_eq!(shown("四/五", Kinsoku::Gb), "四/五");
        assert_eq!(shown("四……五", Kinsoku::Gb), "四|……|五");
        assert_eq!(shown("四……五——六", Kinsoku::Strict), "四……|五——|六");
        assert_eq!(shown("四，五", Kinsoku::None), "四|，|五");
    }
}
