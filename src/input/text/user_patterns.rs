//! The user's patterns for lines: headings and residue.
//!
//! Takes the patterns of the options and files of rules, which are checked and compiled; returns
//! units marked by them before any other rule sees these. Patterns of the options match the text as
//! written; those of files match it folded ([`crate::text::fold`]), as the built-in tables do. The
//! first match of a line wins: patterns of the options, then the files in order.

use regex::Regex;

use super::claims::{Claim, View};
use super::lines::Unit;
use super::placed::Placed;
use super::role::{Heading, Role};
use super::rules;
use super::table::{self, Rule, RuleKind, reason};
use crate::config::ReadOptions;
use crate::diag::{Code, Error, Result};

/// The rule of the user's decisions in reports, and the kind of their residue.
pub(super) const BY_USER: &str = "told";

/// The longest line that a pattern makes a heading, in characters.
const LONGEST: usize = 200;

/// A pattern of the user, compiled.
struct Pattern {
    id: String,
    kind: RuleKind,
    regex: Regex,
    level: Option<u8>,
    /// Whether it matches the folded text.
    folded: bool,
}

/// All patterns of the user, in the order in which they are tried.
pub(super) struct UserPatterns(Vec<Pattern>);

impl UserPatterns {
    /// Compiles the user's patterns.
    ///
    /// # Errors
    ///
    /// An invalid regular expression, or an invalid file of rules.
    pub(super) fn compile(options: &ReadOptions) -> Result<Self> {
        let mut all = Vec::new();
        let of_options = |kind, regex, level| Pattern {
            id: BY_USER.into(),
            kind,
            regex,
            level,
            folded: false,
        };
        for pattern in &options.residue {
            let regex = compile("read.residue", pattern, "'^一秒记住.+$' …")?;
            all.push(of_options(RuleKind::Residue, regex, None));
        }
        for heading in &options.headings {
            let regex = compile("read.headings", &heading.pattern, "'^【.+】$' …")?;
            all.push(of_options(RuleKind::Heading, regex, heading.level));
        }
        for text in &options.rules {
            let refused = |why: String| Error::new(Code::RulesFile, [&why]);
            for rule in table::read(text).map_err(refused)? {
                let refused = |why: String| refused(format!("{}: {why}", rule.id));
                all.push(checked(&rule).map_err(refused)?);
            }
        }
        Ok(Self(all))
    }

    /// Marks the matches of the patterns: residue first, so that a heading with a site's signature
    /// is a heading.
    fn mark(&self, units: &mut [Unit<'_>], source: &str) {
        for unit in units.iter_mut() {
            for rule in self.0.iter().filter(|rule| rule.kind == RuleKind::Residue) {
                rule.set_aside(unit, source);
            }
            if let Some(rule) = self.heading_of(unit) {
                let heading = user_heading(unit, rule.level);
                unit.set(Role::Heading(heading), &rule.id, 100);
            }
        }
    }

    /// The rule that makes a unit a heading.
    fn heading_of(&self, unit: &Unit<'_>) -> Option<&Pattern> {
        if !unit.is_body() || unit.length > LONGEST {
            return None;
        }
        let mut headings = self.0.iter().filter(|rule| rule.kind == RuleKind::Heading);
        headings.find(|rule| !rule.found(unit.whole()).is_empty())
    }
}

impl Pattern {
    /// The pieces of a text that the pattern matches, in order; empty ones are none.
    fn found<'t>(&self, text: Placed<'t>) -> Vec<Placed<'t>> {
        if self.folded {
            let found = self.regex.find_iter(text.folded());
            found.filter(|it| !it.is_empty()).map(|it| text.of_folded(it.range())).collect()
        } else {
            let found = self.regex.find_iter(text.as_str());
            found.filter(|it| !it.is_empty()).filter_map(|it| text.get(it.range())).collect()
        }
    }

    /// Sets aside the matches of the pattern: the whole unit, or parts of it.
    fn set_aside(&self, unit: &mut Unit<'_>, source: &str) {
        if !unit.is_body() {
            return;
        }
        let found = self.found(unit.whole());
        let pieces: Vec<_> = found.into_iter().map(Placed::range).collect();
        if !pieces.is_empty() && !unit.set_aside(source, BY_USER, &pieces) {
            unit.set(Role::Residue(BY_USER), &self.id, 100);
        }
    }
}

/// Claims the matches of the user's patterns.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    if view.patterns.0.is_empty() {
        return Vec::new();
    }
    view.draft(|units| view.patterns.mark(units, &view.source.text))
}

/// A heading by the user's decision.
pub(super) fn user_heading(unit: &Unit<'_>, level: Option<u8>) -> Heading {
    let known = rules::numbered(unit.whole()).or_else(|| rules::named(unit.whole()));
    Heading {
        level: level.filter(|l| *l > 0),
        ..known.map_or_else(Heading::bare, |c| c.heading)
    }
}

/// A pattern of the options, compiled; `example` is in the error of an empty one, which would match
/// every line.
fn compile(setting: &str, pattern: &str, example: &str) -> Result<Regex> {
    let refuse = |why: &str| Error::new(Code::OptionValue, [&setting, &pattern, &why]);
    if pattern.is_empty() {
        return Err(refuse(example));
    }
    Regex::new(pattern).map_err(|error| refuse(&reason(&error)))
}

/// A rule of a file, compiled and tried on its examples.
fn checked(rule: &Rule) -> std::result::Result<Pattern, String> {
    if !matches!(rule.kind, RuleKind::Heading | RuleKind::Residue) {
        return Err("a file has rules of the kinds heading and residue".to_owned());
    }
    let level = rule.level;
    if level.is_some_and(|level| rule.kind != RuleKind::Heading || !(1..=9).contains(&level)) {
        return Err("a level is that of a heading, from 1 to 9".to_owned());
    }
    let regex = rule.tried(&rule.pattern)?;
    Ok(Pattern { id: rule.id.clone(), kind: rule.kind, regex, level, folded: true })
}

#[cfg(test)]
mod tests {
    use super::super::{lines, wrap};
    use super::*;
    use crate::config::HeadingPattern;

    fn patterns(residue: &[&str], headings: &[&str], rules: &[&str]) -> Result<UserPatterns> {
        let heading =
            |pattern: &&str| HeadingPattern { pattern: (*pattern).into(), level: None };
        UserPatterns::compile(&ReadOptions {
            residue: residue.iter().map(|it| (*it).into()).collect(),
            headings: headings.iter().map(heading).collect(),
            rules: rules.iter().map(|it| (*it).into()).collect(),
            ..ReadOptions::default()
        })
    }

    /// The remaining lines, without residue.
    fn left(patterns: &UserPatterns, text: &str) -> Vec<String> {
        let mut units = wrap::units(&lines::split(text), &[], &[]);
        patterns.mark(&mut units, text);
        let own = units.iter().filter(|unit| !matches!(unit.role, Role::Residue(_)));
        own.map(|unit| unit.text.to_string()).collect()
    }

    #[test]
    fn residue_is_a_line_or_a_part_of_one() {
        let patterns = patterns(&["书袋网\\S*"], &["^第.$"], &[]).expect("patterns");
        let text = "书袋网首发\n他走了。书袋网电子书\n第书袋网a 三\n";
        assert_eq!(left(&patterns, text), ["他走了。", "第 三"]);
    }

    #[test]
    fn rules_of_files_see_folded_text_and_yield_to_the_options() {
        let rules = "[[rule]]\nid = 'site-1'\nkind = 'residue'\npattern = '书袋网|^◎.$'\n\
            examples = ['書袋網首發']\ncounter-examples = ['书店']\n\
            [[rule]]\nid = 'mark'\nkind = 'heading'\npattern = '^◎.+'\nlevel = 2\n";
        let patterns = patterns(&[], &["^◎一"], &[rules]).expect("rules");
        let text = "書袋網\n◎一章\n◎二章\n";
        let mut units = wrap::units(&lines::split(text), &[], &[]);
        patterns.mark(&mut units, text);
        let rule = |at: usize| units[at].recognition.as_ref().map(|it| it.rule.as_str());
        assert_eq!([rule(0), rule(1), rule(2)], [Some("site-1"), Some(BY_USER), Some("mark")]);
    }

    #[test]
    fn rules_that_are_none_are_refused() {
        for rules in [
            "[[rule]]\nid = '书'\nkind = 'residue'\npattern = 'a'\n",
            "[[rule]]\nid = 'a'\nkind = 'residue'\npattern = '('\n",
            "[[rule]]\nid = 'a'\nkind = 'residue'\npattern = ''\n",
            "[[rule]]\nid = 'a'\nkind = 'residue'\npattern = 'a'\nlevel = 1\n",
            "[[rule]]\nid = 'a'\nkind = 'heading'\npattern = 'a'\nexamples = ['b']\n",
            "[[rule]]\nid = 'a'\nkind = 'heading'\npattern = 'a'\ncounter-examples = ['a']\n",
            "[[rule]]\nid = 'a'\nkind = 'title'\npattern = 'a'\n",
            "rule = 1\n",
        ] {
            assert!(patterns(&[], &[], &[rules]).is_err(), "{rules}");
        }
        assert!(patterns(&[""], &[], &[]).is_err());
        assert!(patterns(&["("], &[], &[]).is_err());
    }
}
