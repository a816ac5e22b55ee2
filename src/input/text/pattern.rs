//! Patterns of tables. Building their automata takes longer than reading a short text, and few are
//! ever needed: so the literals that every match contains are computed from the syntax, and a
//! pattern is compiled when a text first has them. Patterns are written folded
//! ([`crate::text::fold`]) and match folded texts: in simplified characters and plain Latin,
//! whatever the text is written in.

use std::borrow::Cow;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

use super::literals::{Literals, RequiredLiterals, rarest, required_literals};
use super::placed::Placed;

/// Classes in patterns, and the shorter ones that are compiled for them: the same characters in a
/// few ranges. Unicode lists the Han in hundreds of ranges and digits in seventy, and an automaton
/// repeats them as often as a pattern repeats the class.
const CLASSES: [(&str, &str); 4] = [
    (
        r"\p{Han}",
        r"[\u{2E80}-\u{2FD5}\u{3005}\u{3007}\u{3021}-\u{3029}\u{3400}-\u{9FFF}\u{F900}-\u{FAFF}\u{20000}-\u{3FFFF}]",
    ),
    (r"\d", "[0-9０-９]"),
    (r"\s", r"[\t-\r \u{85}\u{A0}\u{2000}-\u{200A}\u{3000}]"),
    (r"\S", r"[^\t-\r \u{85}\u{A0}\u{2000}-\u{200A}\u{3000}]"),
];

/// A regular expression of a table, in the syntax of [`required_literals`]. One that does not
/// compile is an error in the table: it panics in debug builds, and so in the tests; in a release
/// it never matches.
pub(super) struct Pattern {
    text: Cow<'static, str>,
    /// The literals of every match.
    needs: RequiredLiterals,
    /// The characters with which [`RequiredLiterals::first`] begins, if that is known.
    initials: Option<Box<[char]>>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        let text: Cow<'static, str> = text.into();
        let needs = required_literals(&text);
        debug_assert!(needs.is_some(), "{text} is not understood");
        // Other builds compile it when a text first needs it.
        if cfg!(test) {
            sound(Regex::new(&plain(&text)));
        }
        let needs = needs.unwrap_or_default();
        let first = |words: &Literals| words.iter().map(|word| word.chars().next()).collect();
        let initials = needs.first.as_ref().and_then(first);
        Self { needs, initials, text, compiled: OnceLock::new() }
    }

    /// Its regular expression.
    pub(super) fn regex(&self) -> Option<&Regex> {
        let compile = || sound(Regex::new(&plain(&self.text)));
        self.compiled.get_or_init(compile).as_ref()
    }

    /// Its regular expression, if a folded text may match.
    fn tried(&self, folded: &str) -> Option<&Regex> {
        let has_one = |words: &Literals| words.iter().any(|word| folded.contains(word));
        let begins = |first: &Literals| first.iter().any(|word| folded.starts_with(word));
        // For most texts one character decides.
        let leads = |initials: &[char]| folded.starts_with(initials);
        let RequiredLiterals { words, first } = &self.needs;
        let may_match = self.initials.as_deref().is_none_or(leads)
            && first.as_ref().is_none_or(begins)
            && (self.compiled.get().is_some() || words.iter().all(has_one));
        if may_match { self.regex() } else { None }
    }

    pub(super) fn is_match(&self, text: Placed<'_>) -> bool {
        let folded = text.folded();
        self.tried(folded).is_some_and(|regex| regex.is_match(folded))
    }

    pub(super) fn find<'t>(&self, text: Placed<'t>) -> Option<Placed<'t>> {
        let folded = text.folded();
        Some(text.of_folded(self.tried(folded)?.find(folded)?.range()))
    }

    pub(super) fn captures<'t>(&self, text: Placed<'t>) -> Option<Captures<'t>> {
        let folded = text.folded();
        let found = self.tried(folded)?.captures(folded)?;
        Some(Captures { text, found })
    }

    pub(super) fn captures_iter<'t>(
        &self,
        text: Placed<'t>,
    ) -> impl Iterator<Item = Captures<'t>> {
        let folded = text.folded();
        self.tried(folded)
            .into_iter()
            .flat_map(move |regex| regex.captures_iter(folded))
            .map(move |found| Captures { text, found })
    }

    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        self.regex().is_some()
    }
}

/// Patterns, one per line, compiled when a text first needs them.
macro_rules! patterns {
    ($($(#[$doc:meta])* $vis:vis static $name:ident = $text:expr;)*) => {
        $($(#[$doc])* $vis static $name: std::sync::LazyLock<$crate::input::text::pattern::Pattern> =
            std::sync::LazyLock::new(|| $crate::input::text::pattern::Pattern::new($text));)*
    };
}
pub(super) use patterns;

/// The groups of a match, by name.
pub(super) struct Captures<'t> {
    text: Placed<'t>,
    found: regex::Captures<'t>,
}

impl<'t> Captures<'t> {
    /// The whole match.
    pub(super) fn whole(&self) -> Placed<'t> {
        let range = self.found.get(0).map_or(0..0, |found| found.range());
        self.text.of_folded(range)
    }

    /// The text of the group of this name, if it matched.
    pub(super) fn name(&self, name: &str) -> Option<Placed<'t>> {
        let found = self.found.name(name)?;
        Some(self.text.of_folded(found.range()))
    }
}

/// A pattern with its [`CLASSES`] written out.
pub(super) fn plain(pattern: &str) -> Cow<'_, str> {
    CLASSES.iter().fold(pattern.into(), |text, (written, compiled)| {
        if text.contains(written) { text.replace(written, compiled).into() } else { text }
    })
}

/// The value, if it was built; an error in a table panics in debug builds.
pub(super) fn sound<T, E: std::fmt::Display>(compiled: Result<T, E>) -> Option<T> {
    compiled.inspect_err(|error| debug_assert!(false, "{error}")).ok()
}

/// The patterns of a long table. One search over a text finds the words of all, so that hardly a
/// line of a novel is searched twice, and no automaton grows with all the patterns at once.
pub(super) struct PatternTable {
    patterns: Vec<Pattern>,
    words: Option<AhoCorasick>,
    /// The pattern of each word.
    owners: Vec<usize>,
    /// Patterns without required words.
    wordless: Vec<usize>,
}

impl PatternTable {
    pub(super) fn new<T: Into<Cow<'static, str>>>(
        patterns: impl IntoIterator<Item = T>,
    ) -> Self {
        let patterns: Vec<Pattern> = patterns.into_iter().map(Pattern::new).collect();
        let (mut words, mut owners, mut wordless) = (Vec::new(), Vec::new(), Vec::new());
        for (index, pattern) in patterns.iter().enumerate() {
            match rarest(&pattern.needs.words) {
                Some(own) => {
                    owners.extend(own.iter().map(|_| index));
                    words.extend(own);
                }
                None => wordless.push(index),
            }
        }
        // An automaton that searches twice as fast takes longer to build than a short text to read.
        let words =
            AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(words);
        let words = sound(words);
        Self { patterns, words, owners, wordless }
    }

    /// The first pattern that matches.
    pub(super) fn first(&self, text: Placed<'_>) -> Option<usize> {
        let folded = text.folded();
        let found = self.words.iter().flat_map(|words| words.find_overlapping_iter(folded));
        let owned = found.map(|word| self.owners[word.pattern().as_usize()]);
        let mut tried: Vec<usize> = owned.chain(self.wordless.iter().copied()).collect();
        tried.sort_unstable();
        tried.dedup();
        tried.into_iter().find(|index| self.patterns[*index].is_match(text))
    }

    /// The patterns that may match without a required word.
    #[cfg(test)]
    pub(super) fn wordless(&self) -> &[usize] {
        &self.wordless
    }

    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        self.words.is_some() && self.patterns.iter().all(Pattern::is_sound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    fn first(table: &PatternTable, text: &str) -> Option<usize> {
        table.first(Text::new(text).whole())
    }

    #[test]
    fn the_first_of_the_patterns_that_match() {
        let table = PatternTable::new(["^页码$", "码.$", r"^\d+$", "页"]);
        for (text, first) in [
            ("页码", Some(0)),
            ("页码表", Some(1)),
            ("12", Some(2)),
            ("每页", Some(3)),
            ("表", None),
        ] {
            assert_eq!(self::first(&table, text), first, "{text}");
        }
    }

    #[test]
    fn a_pattern_is_compiled_when_a_text_has_a_word_of_it() {
        let pattern = Pattern::new("^译者：");
        let matches = |text: &str| pattern.is_match(Text::new(text).whole());
        assert!(!matches("作者：刘奇") && pattern.compiled.get().is_none());
        assert!(matches("譯者：李紅") && pattern.compiled.get().is_some());
        assert!(!matches("作者：刘奇"));
    }

    #[cfg(debug_assertions)]
    #[test]
    #[should_panic(expected = "(本章完 is not understood")]
    fn a_broken_pattern_panics() {
        let _ = Pattern::new("(本章完");
    }
}
