//! Patterns of tables. Building their automata takes longer than reading a short text, and few
//! are ever needed: so each knows, by its own syntax, words that no match of it can do without,
//! and is compiled when a text first has them.

use std::borrow::Cow;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::{Captures, Match, Regex};
use regex_syntax::hir::{Class, Hir, HirKind};

/// How patterns write a Han character, and what is compiled for it: the same blocks in a few
/// ranges, for the hundreds that Unicode lists make automata ten times as large.
const ANY_HAN: &str = r"\p{Han}";
const HAN: &str = r"[\u{2E80}-\u{2FD5}\u{3005}\u{3007}\u{3021}-\u{3029}\u{3400}-\u{9FFF}\u{F900}-\u{FAFF}\u{20000}-\u{3FFFF}]";

/// A regular expression of a table. One that does not compile is a fault of the table: it stops
/// a debug build, and so the tests; a release reads on as if it never matched.
pub(super) struct Pattern {
    text: Cow<'static, str>,
    /// Every match has one word of each of these.
    needs: Vec<Vec<String>>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        let text: Cow<'static, str> = text.into();
        let text =
            if text.contains(ANY_HAN) { text.replace(ANY_HAN, HAN).into() } else { text };
        let needs = sound(regex_syntax::parse(&text)).map_or_else(Vec::new, |hir| needed(&hir));
        Self { text, needs, compiled: OnceLock::new() }
    }

    /// Its regular expression.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| sound(Regex::new(&self.text))).as_ref()
    }

    /// Its regular expression, if `text` may match.
    fn tried(&self, text: &str) -> Option<&Regex> {
        let has_one = |words: &Vec<String>| words.iter().any(|word| text.contains(word));
        let may_match = self.compiled.get().is_some() || self.needs.iter().all(has_one);
        if may_match { self.regex() } else { None }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.tried(text).is_some_and(|regex| regex.is_match(text))
    }

    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.tried(text)?.find(text)
    }

    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.tried(text)?.captures(text)
    }

    pub(super) fn captures_iter<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = Captures<'t>> {
        self.tried(text).into_iter().flat_map(move |regex| regex.captures_iter(text))
    }

    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        self.regex().is_some()
    }
}

fn sound<T, E: std::fmt::Display>(compiled: Result<T, E>) -> Option<T> {
    compiled.inspect_err(|error| debug_assert!(false, "{error}")).ok()
}

/// The patterns of a long table. One search over a text finds the words of all, so that hardly
/// a line of a novel is looked at twice, and no automaton grows with all the patterns at once.
pub(super) struct Table {
    patterns: Vec<Pattern>,
    words: Option<AhoCorasick>,
    /// The pattern that each of the words is of.
    owners: Vec<usize>,
    /// Patterns that match without any word.
    wordless: Vec<usize>,
}

impl Table {
    pub(super) fn new<T: Into<Cow<'static, str>>>(
        patterns: impl IntoIterator<Item = T>,
    ) -> Self {
        let patterns: Vec<Pattern> = patterns.into_iter().map(Pattern::new).collect();
        let (mut words, mut owners, mut wordless) = (Vec::new(), Vec::new(), Vec::new());
        for (index, pattern) in patterns.iter().enumerate() {
            match rarest(&pattern.needs) {
                Some(own) => {
                    owners.extend(own.iter().map(|_| index));
                    words.extend(own);
                }
                None => wordless.push(index),
            }
        }
        let words = sound(AhoCorasick::new(words));
        Self { patterns, words, owners, wordless }
    }

    /// The first pattern that matches.
    pub(super) fn first(&self, text: &str) -> Option<usize> {
        let found = self.words.iter().flat_map(|words| words.find_overlapping_iter(text));
        let owned = found.map(|word| self.owners[word.pattern().as_usize()]);
        let mut tried: Vec<usize> = owned.chain(self.wordless.iter().copied()).collect();
        tried.sort_unstable();
        tried.dedup();
        tried.into_iter().find(|index| self.patterns[*index].is_match(text))
    }

    /// The patterns that may match without any word.
    #[cfg(test)]
    pub(super) fn wordless(&self) -> &[usize] {
        &self.wordless
    }

    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        self.words.is_some() && self.patterns.iter().all(Pattern::is_sound)
    }
}

/// The most words by which a pattern is found: a class of more characters finds too much.
const MOST: usize = 64;

/// Sets of words: every match of `hir` has one word of each.
fn needed(hir: &Hir) -> Vec<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let word = String::from_utf8(literal.0.to_vec()).unwrap_or_default();
            // Many lines have a space; it tells nothing.
            if word.trim().is_empty() { Vec::new() } else { vec![vec![word]] }
        }
        HirKind::Class(Class::Unicode(class)) => {
            let size: usize =
                class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let signs = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            if size > MOST || signs.clone().any(char::is_whitespace) {
                return Vec::new();
            }
            vec![signs.map(|sign| sign.to_string()).collect()]
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(needed).collect(),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<_>> =
                parts.iter().map(|part| rarest(&needed(part)).cloned()).collect();
            all.map(|words| words.concat()).filter(|it| it.len() <= MOST).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The set whose words are the rarest together.
fn rarest(needs: &[Vec<String>]) -> Option<&Vec<String>> {
    needs.iter().max_by_key(|words| rarity(words))
}

/// How rare the words are together: by the shortest one, then by how few they are.
fn rarity(words: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    (words.iter().map(String::len).min().unwrap_or(0), std::cmp::Reverse(words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_match_cannot_do_without() {
        for (pattern, needs) in [
            ("^(?:第.)?页码$", "页码"),
            ("^.{0,9}(?:下载|[上下]传|小说)+", "下载 传 小说"),
            (r"^[-—]\s*\d+\s*[-—]$", "- —; - —"),
            ("(?i:Ok)页", "O o; K k \u{212A}; 页"),
            (r"甲|[\u{3000}\t]乙| 丙", "甲 乙  丙"),
            ("第一?作者(?:简介|单位)", "第; 作者; 简介 单位"),
            ("页?", ""),
            (r"^\p{Han}+$", ""),
            ("页|.", ""),
            ("(?:页)*", ""),
        ] {
            let found: Vec<String> =
                Pattern::new(pattern).needs.iter().map(|words| words.join(" ")).collect();
            assert_eq!(found.join("; "), needs, "{pattern}");
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

    #[test]
    fn a_pattern_is_compiled_when_a_word_of_its_stands() {
        let pattern = Pattern::new("^译者：");
        assert!(!pattern.is_match("作者：刘奇") && pattern.compiled.get().is_none());
        assert!(pattern.is_match("译者：李红") && pattern.compiled.get().is_some());
        assert!(!pattern.is_match("作者：刘奇"));
    }

    #[cfg(debug_assertions)]
    #[test]
    #[should_panic(expected = "unclosed group")]
    fn a_broken_pattern_is_loud() {
        let _ = Pattern::new("(本章完");
    }
}
