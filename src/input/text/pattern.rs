//! Patterns of tables, compiled at their first use.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Compiles a pattern of a table. One that does not compile is a fault of the table: it stops a
/// debug build, and so the tests; a release reads on without the rule.
pub(super) fn regex(pattern: &str) -> Option<Regex> {
    sound(Regex::new(pattern))
}

fn sound<T, E: std::fmt::Display>(compiled: Result<T, E>) -> Option<T> {
    compiled.inspect_err(|error| debug_assert!(false, "{error}")).ok()
}

/// The patterns of a table. One search over a text finds the words that some pattern cannot do
/// without, so that a pattern is compiled and tried only where one of its own stands: hardly a
/// line of a novel is looked at twice, and no automaton grows with all the patterns at once.
pub(super) struct Table {
    patterns: Vec<(String, OnceLock<Option<Regex>>)>,
    words: Option<AhoCorasick>,
    /// The pattern that each of the words is of.
    owners: Vec<usize>,
    /// Patterns that match without any word.
    wordless: Vec<usize>,
}

impl Table {
    /// The table of these patterns, each compiled as [`regex()`] does.
    pub(super) fn new(patterns: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut table = Self {
            patterns: Vec::new(),
            words: None,
            owners: Vec::new(),
            wordless: Vec::new(),
        };
        let mut words = Vec::new();
        for (index, pattern) in patterns.into_iter().enumerate() {
            let pattern = pattern.as_ref();
            table.patterns.push((pattern.to_owned(), OnceLock::new()));
            let parsed = sound(regex_syntax::parse(pattern));
            match parsed.and_then(|hir| needed(&hir)) {
                Some(own) => {
                    table.owners.extend(own.iter().map(|_| index));
                    words.extend(own);
                }
                None => table.wordless.push(index),
            }
        }
        table.words = sound(AhoCorasick::new(&words));
        table
    }

    /// The first pattern that matches.
    pub(super) fn first(&self, text: &str) -> Option<usize> {
        let found = self.words.iter().flat_map(|words| words.find_overlapping_iter(text));
        let owned = found.map(|word| self.owners[word.pattern().as_usize()]);
        let mut tried: Vec<usize> = owned.chain(self.wordless.iter().copied()).collect();
        tried.sort_unstable();
        tried.dedup();
        tried
            .into_iter()
            .find(|index| self.pattern(*index).is_some_and(|pattern| pattern.is_match(text)))
    }

    fn pattern(&self, index: usize) -> Option<&Regex> {
        let (pattern, compiled) = &self.patterns[index];
        compiled.get_or_init(|| regex(pattern)).as_ref()
    }

    /// The patterns that may match without any word.
    #[cfg(test)]
    pub(super) fn wordless(&self) -> &[usize] {
        &self.wordless
    }

    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        self.words.is_some()
            && (0..self.patterns.len()).all(|index| self.pattern(index).is_some())
    }
}

/// The most words by which a pattern is found: a class of more characters finds too much.
const MOST: usize = 64;

/// Words of which every match of `hir` has one at least; none where it may match without.
fn needed(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![literal.0.to_vec()]),
        HirKind::Class(Class::Unicode(class)) => {
            let size: usize =
                class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let signs = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            (size <= MOST).then(|| signs.map(|sign| sign.to_string().into_bytes()).collect())
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().filter_map(needed).max_by_key(|words| rarity(words))
        }
        HirKind::Alternation(parts) => {
            let all: Option<Vec<_>> = parts.iter().map(needed).collect();
            all.map(|words| words.concat()).filter(|words| words.len() <= MOST)
        }
        _ => None,
    }
}

/// How rare the words are together: by the shortest one, then by how few they are.
fn rarity(words: &[Vec<u8>]) -> (usize, std::cmp::Reverse<usize>) {
    (words.iter().map(Vec::len).min().unwrap_or(0), std::cmp::Reverse(words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(pattern: &str) -> Option<Vec<String>> {
        let words = needed(&regex_syntax::parse(pattern).ok()?)?;
        Some(words.into_iter().map(|word| String::from_utf8_lossy(&word).into()).collect())
    }

    #[test]
    fn the_words_that_a_match_cannot_do_without() {
        for (pattern, words) in [
            ("^(?:第.)?页码$", vec!["页码"]),
            ("^.{0,9}(?:下载|[上下]传|小说)+", vec!["下载", "传", "小说"]),
            (r"^[-—]\s*\d+\s*[-—]$", vec!["-", "—"]),
            ("(?i:Ok)页", vec!["页"]),
        ] {
            let mut found = words_of(pattern).unwrap_or_default();
            found.sort();
            let mut expected = words.clone();
            expected.sort_unstable();
            assert_eq!(found, expected, "{pattern}");
        }
        for wordless in ["页?", r"^\p{Han}+$", "页|.", "(?:页)*"] {
            assert_eq!(words_of(wordless), None, "{wordless}");
        }
    }

    #[test]
    fn the_first_of_the_patterns_that_match() {
        let table = Table::new(["^页码$", "码.$", r"^\d+$", "页"]);
        for (text, first) in [
            ("页码", Some(0)),
            ("页码表", Some(1)),
            ("12", Some(2)),
            ("每页", Some(3)),
            ("表", None),
        ] {
            assert_eq!(table.first(text), first, "{text}");
        }
    }

    #[cfg(debug_assertions)]
    #[test]
    #[should_panic(expected = "unclosed group")]
    fn a_broken_pattern_is_loud() {
        let _ = regex("(本章完");
    }
}
