//! The table of rules (规则表): the roles of lines by their words.
//!
//! `rules.toml` holds the rules of the reader, one a line; a file of `--rules` has the same form
//! and is read by the same code, so that a site's rules can be shared. Takes TOML, returns rules
//! whose patterns find their examples and none of their counter-examples.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::pattern::{PatternTable, sound};
use super::rules::{HeadingForm, rank};
use crate::model::{AgentRole, SectionKind};
use crate::text::fold;

/// A rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Rule {
    /// Its name in reports: ASCII letters, digits and hyphens.
    pub(super) id: String,
    pub(super) kind: RuleKind,
    /// A regular expression, folded.
    pub(super) pattern: String,
    /// The level of a heading of the user, 1 the highest.
    #[serde(default)]
    pub(super) level: Option<u8>,
    /// The separator of a heading's number and title.
    #[serde(default)]
    pub(super) form: Option<HeadingForm>,
    /// The rank of a heading.
    #[serde(default)]
    rank: Option<Rank>,
    /// The kind of a heading's section.
    #[serde(default)]
    pub(super) heads: SectionKind,
    /// The field of a label.
    #[serde(default)]
    pub(super) field: LabelField,
    /// Lines that the pattern finds, and lines that it does not.
    #[serde(default)]
    pub(super) examples: Vec<String>,
    #[serde(default)]
    pub(super) counter_examples: Vec<String>,
    /// The numbers of the headings among the examples.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares them"))]
    numbers: Vec<u32>,
}

/// The effect of a rule on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RuleKind {
    /// A heading by the user's rule.
    Heading,
    /// The text found is residue, a whole line or a part of it; `id` is its kind.
    Residue,
    /// A heading that begins with a number.
    Numbered,
    /// The signs of 第…X that have a rank.
    Unit,
    /// A heading recognised by its words: 序, 附录.
    Named,
    /// Pieces between the chapters of a serial, beside them: 番外.
    Interlude,
    /// The name of a section that many texts have: 裁判结果.
    SectionName,
    /// A line of text that is never a heading, whatever it looks like: 地址：青石巷17号.
    Text,
    /// The label of a line about the work: 责任编辑.
    Byline,
    /// A caption.
    Caption,
    /// Words that are only on pages.
    Advert,
    /// The beginning of a page's footer.
    Footer,
    /// The name of a site above the title.
    Head,
    /// Words that only pages have.
    Button,
    /// Words that pages and texts have.
    Label,
    /// The channels of a site, which are entries of its menus.
    Channel,
    /// Words that make an advertisement beside an address.
    Ware,
}

/// The field that a label before a colon introduces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "FieldName")]
pub(super) enum LabelField {
    Agent(AgentRole),
    Source,
    Date,
    Publisher,
    /// 关键词: subjects of the work.
    Subjects,
    /// 浏览次数, 字号 …: not kept.
    #[default]
    Other,
}

/// The name of a field in the table.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FieldName {
    Source,
    Date,
    Publisher,
    Subjects,
    Other,
    #[serde(untagged)]
    Agent(AgentRole),
}

impl From<FieldName> for LabelField {
    fn from(name: FieldName) -> Self {
        match name {
            FieldName::Agent(role) => Self::Agent(role),
            FieldName::Source => Self::Source,
            FieldName::Date => Self::Date,
            FieldName::Publisher => Self::Publisher,
            FieldName::Subjects => Self::Subjects,
            FieldName::Other => Self::Other,
        }
    }
}

/// The rank of a heading in the table.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Rank {
    Volume,
    Part,
    Chapter,
    Section,
    Label,
    Subdecimal,
    Comma,
    Parentheses,
    Decimal,
    DigitParentheses,
}

/// A file of rules.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<Rule>,
}

/// The rules of the reader.
static BUILT_IN: LazyLock<Vec<Rule>> =
    LazyLock::new(|| sound(read(include_str!("rules.toml"))).unwrap_or_default());

/// The reader's rules of a kind, in the order of their trial.
pub(super) fn of(kind: RuleKind) -> impl Iterator<Item = &'static Rule> + Clone {
    BUILT_IN.iter().filter(move |rule| rule.kind == kind)
}

/// The words that the reader's rules of a kind list.
pub(super) fn words(kind: RuleKind) -> impl Iterator<Item = &'static str> {
    of(kind).flat_map(|rule| rule.pattern.split('|'))
}

/// The patterns of rules, for a combined search.
pub(super) fn compiled(rules: impl Iterator<Item = &'static Rule>) -> PatternTable {
    PatternTable::new(rules.map(|rule| rule.pattern.as_str()))
}

/// Reads a file of rules.
///
/// # Errors
///
/// The error in a file, as TOML or as rules.
pub(super) fn read(text: &str) -> Result<Vec<Rule>, String> {
    let file: RuleFile = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    Ok(file.rule)
}

impl Rule {
    /// The height of the heading, as [`rank`] counts.
    pub(super) fn rank(&self) -> u8 {
        match self.rank {
            Some(Rank::Volume) => rank::VOLUME,
            Some(Rank::Part) => rank::PART,
            Some(Rank::Section) => rank::SECTION,
            Some(Rank::Label) => rank::LABEL,
            Some(Rank::Subdecimal) => rank::SUBDECIMAL,
            Some(Rank::Comma) => rank::COMMA,
            Some(Rank::Parentheses) => rank::PARENTHESES,
            Some(Rank::Decimal) => rank::DECIMAL,
            Some(Rank::DigitParentheses) => rank::DIGIT_PARENTHESES,
            Some(Rank::Chapter) | None => rank::CHAPTER,
        }
    }

    /// Its pattern, compiled and tried on its examples.
    ///
    /// # Errors
    ///
    /// Its fault.
    pub(super) fn tried(&self, pattern: &str) -> Result<Regex, String> {
        let named = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if self.id.is_empty() || !self.id.bytes().all(named) {
            return Err("an id has ASCII letters, digits and hyphens".to_owned());
        }
        if self.pattern.is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        let regex = Regex::new(pattern).map_err(|error| reason(&error))?;
        let finds = |text: &String| regex.is_match(&fold::folded(text));
        if let Some(missed) = self.examples.iter().find(|text| !finds(text)) {
            return Err(format!("the pattern does not find {missed}"));
        }
        if let Some(found) = self.counter_examples.iter().find(|text| finds(text)) {
            return Err(format!("the pattern finds {found}"));
        }
        Ok(regex)
    }
}

/// The error of a pattern: the last line of the message; the lines before repeat the pattern.
pub(super) fn reason(error: &regex::Error) -> String {
    let message = error.to_string();
    let last = message.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::placed::Text;
    use super::super::{adverts, credit, furniture, pattern, residue, rules, separators};
    use super::*;
    use crate::text::script;

    /// The reader's result for an example, in words.
    fn made_of(rule: &Rule, line: &str) -> bool {
        let text = Text::new(line);
        let text = text.whole();
        match rule.kind {
            RuleKind::Numbered => rules::numbered(text).is_some_and(|it| it.name() == rule.id),
            RuleKind::Unit => {
                rules::numbered(text).is_some_and(|it| it.heading.rank == rule.rank())
            }
            RuleKind::Named | RuleKind::Interlude => {
                rules::named(text).is_some_and(|it| it.heading.kind == rule.heads)
            }
            RuleKind::SectionName => rules::is_common_name(text),
            RuleKind::Text => rules::is_never_heading(text),
            RuleKind::Byline => {
                let first = credit::labels(text).first().map(|(field, _)| *field);
                first == Some(rule.field) && credit::recognise(text).is_some()
            }
            RuleKind::Caption => separators::is_caption_text(text),
            RuleKind::Residue => residue::kind_of(text) == Some(rule.id.as_str()),
            RuleKind::Advert => adverts::is_advert(text),
            RuleKind::Footer => residue::begins_footer(text),
            RuleKind::Head => residue::is_head(text),
            RuleKind::Button => furniture::words(text).is_some_and(|it| it.buttons > 0),
            RuleKind::Label => furniture::words(text).is_some_and(|it| it.labels > 0),
            RuleKind::Channel => furniture::is_menu(text),
            RuleKind::Ware => adverts::has_wares(text),
            RuleKind::Heading => false,
        }
    }

    /// The pattern of a rule as compiled for its kind, for the test on whole lines.
    fn whole_pattern(rule: &Rule) -> String {
        match rule.kind {
            RuleKind::Numbered => rules::written_out(&rule.pattern),
            RuleKind::Unit => rules::written_out(&format!("^第NUM{}", rule.pattern)),
            RuleKind::Named
            | RuleKind::Interlude
            | RuleKind::SectionName
            | RuleKind::Button
            | RuleKind::Label
            | RuleKind::Channel => {
                format!(r"^(?:{})$", rule.pattern)
            }
            RuleKind::Byline => format!(r"^(?:{})\s*[:：]", rule.pattern),
            _ => rule.pattern.clone(),
        }
    }

    /// The error of a rule, if any: by its own pattern, and as the reader uses it.
    fn faults(rule: &Rule) -> Vec<String> {
        let mut faults = Vec::new();
        if rule.examples.is_empty() || rule.counter_examples.is_empty() {
            faults.push("it has no examples".to_owned());
        }
        if rule.kind != RuleKind::Numbered {
            // White space within the words of a named heading is ignored.
            let spaced = |c: char| rule.kind == RuleKind::Named && script::is_space(c);
            let examples = rule.examples.iter().map(|line| line.replace(spaced, "")).collect();
            let rule = Rule { examples, ..rule.clone() };
            faults.extend(rule.tried(&pattern::plain(&whole_pattern(&rule))).err());
        }
        let missed = rule.examples.iter().filter(|line| !made_of(rule, line));
        faults.extend(missed.map(|line| format!("the reader does not find {line}")));
        // 第二天 counts something else, whatever it is.
        let counts = matches!(rule.kind, RuleKind::Unit | RuleKind::Numbered);
        let found = rule.counter_examples.iter().filter(|line| !counts && made_of(rule, line));
        faults.extend(found.map(|line| format!("the reader finds {line}")));
        faults
    }

    #[test]
    fn each_rule_finds_its_examples_and_no_counter_example() {
        let faulty = BUILT_IN.iter().filter_map(|rule| {
            let faults = faults(rule);
            (!faults.is_empty()).then(|| format!("{} {}: {faults:?}", rule.id, rule.pattern))
        });
        assert_eq!(faulty.collect::<Vec<_>>(), [] as [String; 0]);
    }

    #[test]
    fn each_numbered_rule_reads_the_numbers_of_its_examples() {
        let table = rules::numbered_rules();
        for (index, rule) in table.enumerate() {
            assert_eq!(rule.examples.len(), rule.numbers.len(), "{}", rule.id);
            for (line, number) in rule.examples.iter().zip(&rule.numbers) {
                let text = Text::new(line.as_str());
                let found = rules::numbered(text.whole()).unwrap_or_else(|| panic!("{line}"));
                assert_eq!(
                    (found.rule, found.heading.number),
                    (Some(index), Some(*number)),
                    "{line}"
                );
            }
            for line in &rule.counter_examples {
                let text = Text::new(line.as_str());
                let found = rules::numbered(text.whole()).and_then(|found| found.rule);
                assert_ne!(found, Some(index), "{}: {line}", rule.id);
            }
        }
    }
}
