//! Parallel lines (对仗、排比): headings of one text often are, and a fragment parallel to them is one
//! of them.

use crate::text::script;

/// The fewest characters that two lines or clauses share at the beginning or end.
const SHARED: usize = 2;

/// A line, and how it is built: measured once, compared often.
pub(super) struct MeasuredLine<'a> {
    pub(super) text: &'a str,
    /// In characters.
    pub(super) length: usize,
    clauses: Vec<&'a str>,
    /// The length of each clause, in characters.
    rhythm: Vec<usize>,
}

impl<'a> MeasuredLine<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let marks =
            |c: char| script::is_space(c) || matches!(c, '，' | ',' | '、' | '：' | ':');
        let clauses: Vec<&str> =
            text.split(marks).filter(|clause| !clause.is_empty()).collect();
        let rhythm = clauses.iter().map(|clause| clause.chars().count()).collect();
        Self { text, length: text.chars().count(), clauses, rhythm }
    }

    /// Whether two lines are built alike: they begin and end with the same characters, or their
    /// clauses pair off so.
    pub(super) fn is_parallel_to(&self, other: &Self) -> bool {
        let longer = self.length.max(other.length);
        if self.text == other.text || longer > self.length.min(other.length) * 2 {
            return false;
        }
        let (begin, end) = common_ends(self.text, other.text);
        if begin + end >= 2 * SHARED
            || self.shares_frame_with(other)
            || self.shares_marks_with(other)
            || self.shares_label_with(other)
        {
            return true;
        }
        if self.clauses.len() != other.clauses.len() {
            return false;
        }
        let shares = |(a, b): &(&&str, &&str)| {
            let (begin, end) = common_ends(a, b);
            begin >= SHARED || end >= SHARED
        };
        let sharing = self.clauses.iter().zip(&other.clauses).filter(shares).count();
        sharing >= 2 || (sharing == 1 && self.rhythm == other.rhythm)
    }

    /// 解开“会海”的绳子,让干部迈开腿: the same marks around as many clauses, and a word in common.
    fn shares_marks_with(&self, other: &Self) -> bool {
        /// The fewest marks: a pair, and one that parts clauses.
        const LEAST: usize = 3;
        let marks = |line: &MeasuredLine<'_>| -> Vec<char> {
            line.text.chars().filter(|c| !c.is_alphanumeric()).collect()
        };
        let own = marks(self);
        let same = own.len() >= LEAST && own == marks(other);
        let begins_alike = |(a, b): (&&str, &&str)| a.chars().next() == b.chars().next();
        same && self.clauses.iter().zip(&other.clauses).any(begins_alike)
    }

    /// 找准病根：水漏在哪里, 建章立制：水由谁来管: a phrase of as many Han before the colon.
    fn shares_label_with(&self, other: &Self) -> bool {
        /// A phrase has more characters than the name of who speaks.
        const PHRASE: std::ops::RangeInclusive<usize> = 4..=8;
        let label = |line: &MeasuredLine<'_>| {
            let (label, rest) = line.text.split_once(['：', ':'])?;
            let whole = label.chars().all(script::is_han) && rest.chars().any(script::is_han);
            Some(label.chars().count()).filter(|length| whole && PHRASE.contains(length))
        };
        label(self).is_some_and(|own| label(other) == Some(own))
    }

    /// 认识要再提高, 政策要再完善: as long as each other, with the same words at the same place.
    fn shares_frame_with(&self, other: &Self) -> bool {
        /// The longest line whose words are compared so.
        const LONGEST: usize = 14;
        if self.length != other.length || self.length > LONGEST {
            return false;
        }
        let pairs = self.text.chars().zip(other.text.chars());
        let same: Vec<bool> = pairs.map(|(a, b)| a == b).collect();
        let adjacent = same.windows(SHARED).any(|pair| pair.iter().all(|same| *same));
        adjacent && same.iter().filter(|same| **same).count() * 3 >= same.len()
    }
}

/// How many characters two texts share at the beginning and at the end.
pub(super) fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let begin = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let end = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
    (begin, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_built_alike() {
        for (a, b) in [
            ("构建走亲连心的长效机制", "构建惠民利民的长效机制"),
            ("坚持以人为本,着力改善民生", "坚持依法治国,着力维护公平"),
            ("抓住关键环节", "抓住重点领域"),
            ("在学习中提高", "在实践中提高"),
            ("认识要再提高", "投入要再加大"),
            ("找准病根:水到底漏在哪里", "建章立制：水由谁来管"),
            ("解开“会海”的绳子,让干部把腿迈到田埂上", "卸下“留痕”的包袱,让实绩说话"),
        ] {
            assert!(MeasuredLine::new(a).is_parallel_to(&MeasuredLine::new(b)), "{a} / {b}");
        }
    }

    #[test]
    fn lines_that_are_not() {
        for (a, b) in [
            ("师资不稳", "生源流失"),
            ("在学习中提高", "在那个下雨的夜里他终于回来了"),
            ("春天", "春天"),
            ("记者：水漏在哪里", "渠长：水由谁来管"),
            ("找准病根：水漏在哪里", "建章立制的时候：水由谁来管"),
        ] {
            assert!(!MeasuredLine::new(a).is_parallel_to(&MeasuredLine::new(b)), "{a} / {b}");
        }
    }
}
