//! Patterns of tables, compiled at their first use.

use regex::{Regex, RegexSet, RegexSetBuilder};

/// Compiles a pattern of a table. One that does not compile is a fault of the table: it stops a
/// debug build, and so the tests; a release reads on without the rule.
pub(super) fn regex(pattern: &str) -> Option<Regex> {
    sound(Regex::new(pattern))
}

/// Bytes that the states of a table's automaton may take. A novel meets more states than fit in
/// the library's 2 MiB, which makes them over and over again.
const STATES: usize = 16 << 20;

/// Compiles the patterns of a table into one automaton, as [`regex()`] does.
pub(super) fn set(patterns: impl IntoIterator<Item = impl AsRef<str>>) -> Option<RegexSet> {
    sound(RegexSetBuilder::new(patterns).dfa_size_limit(STATES).build())
}

fn sound<T>(compiled: Result<T, regex::Error>) -> Option<T> {
    compiled.inspect_err(|error| debug_assert!(false, "{error}")).ok()
}

#[cfg(all(test, debug_assertions))]
mod tests {
    #[test]
    #[should_panic(expected = "unclosed group")]
    fn a_broken_pattern_is_loud() {
        let _ = super::regex("(本章完");
    }
}
