//! Lines built alike (对仗、排比): headings of one text often are, and a fragment that is built
//! like them is one of them.

use crate::text::script;

/// The fewest characters that two lines or clauses share at the beginning or end.
const SHARED: usize = 2;

/// Whether two lines are built alike: they begin and end with the same characters, or their
/// clauses pair off so.
pub(super) fn are_parallel(a: &str, b: &str) -> bool {
    let (length_a, length_b) = (a.chars().count(), b.chars().count());
    if a == b || length_a.max(length_b) > length_a.min(length_b) * 2 {
        return false;
    }
    let (begin, end) = common_ends(a, b);
    if (begin >= SHARED && end >= SHARED) || begin + end >= 2 * SHARED {
        return true;
    }
    if shares_frame(a, b) {
        return true;
    }
    let shares = |a: &str, b: &str| {
        let (begin, end) = common_ends(a, b);
        begin >= SHARED || end >= SHARED
    };
    let (clauses_a, clauses_b) = (clauses(a), clauses(b));
    let same_rhythm = rhythm(a) == rhythm(b);
    if clauses_a.len() != clauses_b.len() {
        return false;
    }
    let sharing = clauses_a.iter().zip(&clauses_b).filter(|(a, b)| shares(a, b)).count();
    sharing >= 2 || (sharing == 1 && same_rhythm)
}

/// 认识要再提高, 政策要再完善: as long as each other, with the same words at the same place.
fn shares_frame(a: &str, b: &str) -> bool {
    /// The longest line whose words are compared so.
    const LONGEST: usize = 14;
    let same: Vec<bool> = a.chars().zip(b.chars()).map(|(a, b)| a == b).collect();
    let length = same.len();
    let adjacent = same.windows(SHARED).any(|pair| pair.iter().all(|same| *same));
    a.chars().count() == b.chars().count()
        && length <= LONGEST
        && adjacent
        && same.iter().filter(|same| **same).count() * 3 >= length
}

/// The length of each clause, in characters.
pub(super) fn rhythm(text: &str) -> Vec<usize> {
    clauses(text).iter().map(|clause| clause.chars().count()).collect()
}

fn clauses(text: &str) -> Vec<&str> {
    let marks = |c: char| script::is_space(c) || matches!(c, '，' | ',' | '、' | '：' | ':');
    text.split(marks).filter(|clause| !clause.is_empty()).collect()
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
        ] {
            assert!(are_parallel(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn lines_that_are_not() {
        for (a, b) in [
            ("师资不稳", "生源流失"),
            ("在学习中提高", "在那个下雨的夜里他终于回来了"),
            ("春天", "春天"),
        ] {
            assert!(!are_parallel(a, b), "{a} / {b}");
        }
    }
}
