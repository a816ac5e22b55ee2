//! Patterns of tables. Building their automata takes longer than reading a short text, and few
//! are ever needed: so each knows, by its own syntax, words that no match of it can do without,
//! and is compiled when a text first has them.

use std::borrow::Cow;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::{Captures, Match, Regex};
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    Ast, ClassSet, ClassSetItem, Flag, GroupKind, RepetitionKind, RepetitionRange,
};

/// What patterns write, and what is compiled for it: the same characters in a few ranges. Unicode
/// lists the Han in hundreds of ranges and digits in seventy, and an automaton has them as often
/// as a pattern repeats the class.
const CLASSES: [(&str, &str); 4] = [
    (
        r"\p{Han}",
        r"[\u{2E80}-\u{2FD5}\u{3005}\u{3007}\u{3021}-\u{3029}\u{3400}-\u{9FFF}\u{F900}-\u{FAFF}\u{20000}-\u{3FFFF}]",
    ),
    (r"\d", "[0-9０-９]"),
    (r"\s", r"[\t-\r \u{85}\u{A0}\u{2000}-\u{200A}\u{3000}]"),
    (r"\S", r"[^\t-\r \u{85}\u{A0}\u{2000}-\u{200A}\u{3000}]"),
];

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
        let mut text: Cow<'static, str> = text.into();
        for (written, compiled) in CLASSES {
            if text.contains(written) {
                text = text.replace(written, compiled).into();
            }
        }
        // Its syntax alone: what a class of Unicode holds takes as long again to find out.
        let syntax = sound(Parser::new().parse(&text));
        let needs = syntax.map_or_else(Vec::new, |syntax| needed(&syntax, false));
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

/// Sets of words: every match of `syntax`, in any case of letters if `folded`, has one word of
/// each.
fn needed(syntax: &Ast, folded: bool) -> Vec<Vec<String>> {
    match syntax {
        Ast::Literal(literal) if folded => vec![cases(literal.c)],
        Ast::Literal(literal) => word(literal.c.to_string()).into_iter().collect(),
        Ast::ClassBracketed(class) if !class.negated && !folded => {
            let mut signs = Vec::new();
            let known = members(&class.kind, &mut signs);
            let tells = known && !signs.iter().any(|sign| sign.trim().is_empty());
            if tells { vec![signs] } else { Vec::new() }
        }
        Ast::Repetition(repetition) => match &repetition.op.kind {
            RepetitionKind::OneOrMore => needed(&repetition.ast, folded),
            RepetitionKind::Range(
                RepetitionRange::Exactly(least)
                | RepetitionRange::AtLeast(least)
                | RepetitionRange::Bounded(least, _),
            ) if *least > 0 => needed(&repetition.ast, folded),
            _ => Vec::new(),
        },
        Ast::Group(group) => {
            let flags = match &group.kind {
                GroupKind::NonCapturing(flags) => flags.flag_state(Flag::CaseInsensitive),
                _ => None,
            };
            needed(&group.ast, flags.unwrap_or(folded))
        }
        Ast::Concat(concat) => {
            let (mut needs, mut literal) = (Vec::new(), String::new());
            for part in &concat.asts {
                match part {
                    Ast::Literal(sign) if !folded => literal.push(sign.c),
                    // (?i) in the midst would hold for the rest: no table writes so.
                    Ast::Flags(_) => return Vec::new(),
                    _ => {
                        needs.extend(word(std::mem::take(&mut literal)));
                        needs.extend(needed(part, folded));
                    }
                }
            }
            needs.extend(word(literal));
            needs
        }
        Ast::Alternation(alternation) => {
            let parts = alternation.asts.iter();
            let all: Option<Vec<_>> =
                parts.map(|part| rarest(&needed(part, folded)).cloned()).collect();
            all.map(|words| words.concat()).filter(|it| it.len() <= MOST).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// A word that tells something: many lines have a space.
fn word(text: String) -> Option<Vec<String>> {
    (!text.trim().is_empty()).then(|| vec![text])
}

/// A letter in its cases; to two of ASCII's, Unicode has a third.
fn cases(letter: char) -> Vec<String> {
    let mut cases = vec![letter.to_lowercase().to_string(), letter.to_uppercase().to_string()];
    match letter {
        'k' | 'K' => cases.push('\u{212A}'.to_string()),
        's' | 'S' => cases.push('\u{17F}'.to_string()),
        _ => {}
    }
    cases.dedup();
    cases
}

/// Adds the members of a class; false if they are not written out, or too many.
fn members(set: &ClassSet, signs: &mut Vec<String>) -> bool {
    let item = match set {
        ClassSet::Item(item) => item,
        ClassSet::BinaryOp(_) => return false,
    };
    item_members(item, signs) && signs.len() <= MOST
}

fn item_members(item: &ClassSetItem, signs: &mut Vec<String>) -> bool {
    match item {
        ClassSetItem::Empty(_) => true,
        ClassSetItem::Literal(literal) => {
            signs.push(literal.c.to_string());
            true
        }
        ClassSetItem::Range(range) => {
            let all = range.start.c..=range.end.c;
            signs.extend(all.take(MOST + 1).map(|sign| sign.to_string()));
            signs.len() <= MOST
        }
        ClassSetItem::Union(union) => union.items.iter().all(|item| item_members(item, signs)),
        ClassSetItem::Bracketed(class) => !class.negated && members(&class.kind, signs),
        ClassSetItem::Ascii(_) | ClassSetItem::Unicode(_) | ClassSetItem::Perl(_) => false,
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
            (r"^[-—]\s*[01]+\s*[-—]$", "- —; 0 1; - —"),
            ("(?i:Ok)页", "o O; k K \u{212A}; 页"),
            (r"甲|[\u{3000}\t]乙| 丙", "甲 乙  丙"),
            (r"\S页[一-丁[七]]", "页; 一 丁 七"),
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
