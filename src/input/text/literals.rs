//! The literals that every match of a pattern contains, and those that it begins with, computed
//! from the pattern's syntax. Only the syntax of the tables is supported, in one pass: a parser of
//! all regular expressions takes longer than reading a short text.

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::iter::Peekable;
use std::str::Chars;

/// Words of which one is in every match.
pub(super) type Literals = Vec<String>;

/// The maximum number of literals of a pattern: a larger class matches too much.
const MOST: usize = 64;

/// The required literals of a pattern, or of a part of one.
#[derive(Debug, Default, PartialEq)]
pub(super) struct RequiredLiterals {
    /// Sets of words: a match has one word of each.
    pub(super) words: Vec<Literals>,
    /// The words that a match begins with, if they are known.
    pub(super) first: Option<Literals>,
}

/// The literals that `pattern` requires, with its first ones if it is anchored at the start of the
/// text; none if its syntax is not that of the tables.
pub(super) fn required_literals(pattern: &str) -> Option<RequiredLiterals> {
    let mut scanner = Scanner { rest: pattern.chars().peekable() };
    let inside = Inside { leads: pattern.starts_with('^'), folded: false };
    let mut all = scanner.sequence(inside)?;
    if scanner.rest.peek().is_some() {
        all.first = None;
        all = scanner.alternatives(all, Inside { leads: false, ..inside })?;
    }
    scanner.rest.peek().is_none().then_some(all)
}

/// The set of the rarest words.
pub(super) fn rarest<W: Borrow<Literals>>(needs: impl IntoIterator<Item = W>) -> Option<W> {
    needs.into_iter().max_by_key(|words| rarity(words.borrow()))
}

/// The rarity of the words together: by the shortest one, then by their number.
fn rarity(words: &[String]) -> (usize, Reverse<usize>) {
    (words.iter().map(String::len).min().unwrap_or(0), Reverse(words.len()))
}

/// A part of a pattern that a repetition may follow.
enum PatternPart {
    /// A character.
    Sign(char),
    /// The start of the text.
    Start,
    /// Another anchor, or a class that is no condition.
    Any,
    /// A group or a class that is a condition.
    Needs(RequiredLiterals),
}

/// The state of a part of a pattern.
#[derive(Clone, Copy)]
struct Inside {
    /// Whether it is anchored at the start.
    leads: bool,
    /// Whether case is ignored.
    folded: bool,
}

/// A parser of a pattern. Unsupported syntax is `None`.
struct Scanner<'p> {
    rest: Peekable<Chars<'p>>,
}

impl Scanner<'_> {
    fn eat(&mut self, sign: char) -> bool {
        self.rest.next_if_eq(&sign).is_some()
    }

    /// Parses up to the end of the group.
    fn alternation(&mut self, inside: Inside) -> Option<RequiredLiterals> {
        let first = self.sequence(inside)?;
        if self.rest.peek() == Some(&'|') {
            self.alternatives(first, inside)
        } else {
            Some(first)
        }
    }

    /// The first literals so far, or the condition of all that follows.
    fn alternatives(
        &mut self,
        first: RequiredLiterals,
        inside: Inside,
    ) -> Option<RequiredLiterals> {
        let both = |one: Option<Literals>, other: Option<Literals>| {
            let joined = one.zip(other).map(|(mut one, other)| {
                one.extend(other);
                one
            });
            joined.filter(|words| words.len() <= MOST)
        };
        let (mut words, mut first) = (rarest(first.words), first.first);
        while self.eat('|') {
            let branch = self.sequence(inside)?;
            words = both(words, rarest(branch.words));
            first = both(first, branch.first);
        }
        Some(RequiredLiterals { words: words.into_iter().collect(), first })
    }

    fn sequence(&mut self, inside: Inside) -> Option<RequiredLiterals> {
        let (mut words, mut literal) = (Vec::new(), String::new());
        // Known if the first part is.
        let mut first: Option<Option<Literals>> = None;
        while !matches!(self.rest.peek(), None | Some('|' | ')')) {
            let leads = inside.leads && first.is_none() && literal.is_empty();
            let atom = self.atom(Inside { leads, ..inside })?;
            let once = !matches!(self.rest.peek(), Some('?' | '*' | '+' | '{'));
            let always = once || self.repetition()?;
            if let PatternPart::Sign(sign) = atom
                && once
                && !inside.folded
            {
                literal.push(sign);
                continue;
            }
            if !literal.is_empty() {
                first.get_or_insert_with(|| inside.leads.then(|| vec![literal.clone()]));
                words.extend(word(std::mem::take(&mut literal)));
            }
            let own = match atom {
                PatternPart::Start => continue,
                PatternPart::Sign(sign) if inside.folded => {
                    RequiredLiterals::any_of(cases(sign), leads)
                }
                PatternPart::Sign(sign) => RequiredLiterals::any_of(vec![sign.into()], leads),
                PatternPart::Needs(own) => own,
                PatternPart::Any => RequiredLiterals::default(),
            };
            let own = if always { own } else { RequiredLiterals::default() };
            words.extend(own.words);
            first.get_or_insert(own.first);
        }
        let first = first.unwrap_or_else(|| {
            (inside.leads && !literal.is_empty()).then(|| vec![literal.clone()])
        });
        words.extend(word(literal));
        Some(RequiredLiterals { words, first })
    }

    fn atom(&mut self, inside: Inside) -> Option<PatternPart> {
        Some(match self.rest.next()? {
            '^' => PatternPart::Start,
            '.' | '$' => PatternPart::Any,
            '(' => {
                let folded = self.group(inside.folded)?;
                let needs = self.alternation(Inside { folded, ..inside })?;
                self.eat(')').then_some(PatternPart::Needs(needs))?
            }
            '[' => {
                let mut signs = Vec::new();
                let known = self.class(&mut signs)?;
                if known && !inside.folded {
                    PatternPart::Needs(RequiredLiterals::any_of(signs, inside.leads))
                } else {
                    PatternPart::Any
                }
            }
            '\\' => self.escape(inside.leads)?,
            sign => PatternPart::Sign(sign),
        })
    }

    /// The flags at the start of a group: whether case is ignored in it.
    fn group(&mut self, folded: bool) -> Option<bool> {
        if !self.eat('?') {
            return Some(folded);
        }
        let kind: String = self.rest.by_ref().take_while(|c| !matches!(c, ':' | '>')).collect();
        match kind.as_str() {
            "" | "-u" => Some(folded),
            "i" => Some(true),
            name => name.starts_with("P<").then_some(folded),
        }
    }

    /// Whether a repetition occurs at least once.
    fn repetition(&mut self) -> Option<bool> {
        let always = match self.rest.next()? {
            '+' => true,
            '{' => {
                let times: String = self.rest.by_ref().take_while(|c| *c != '}').collect();
                times.split(',').next()?.parse::<u32>().ok()? > 0
            }
            _ => false,
        };
        // Lazy and possessive repetitions have the same minimum.
        self.eat('?');
        Some(always)
    }

    /// Adds the members of a class; returns whether they are complete, and not too many.
    fn class(&mut self, signs: &mut Literals) -> Option<bool> {
        let mut known = !self.eat('^');
        // Where a range may begin.
        let mut last = None;
        loop {
            let atom = match self.rest.next()? {
                ']' if signs.is_empty() && known => return None,
                ']' => return Some(known && signs.len() <= MOST),
                '[' => {
                    known &= self.class(signs)?;
                    PatternPart::Needs(RequiredLiterals::default())
                }
                '\\' => self.escape(false)?,
                '-' if last.is_some() && self.rest.peek() != Some(&']') => {
                    let (from, to) = (last.take()?, self.member()?);
                    signs.extend((from..=to).skip(1).take(MOST + 1).map(String::from));
                    continue;
                }
                sign @ ('&' | '~') if self.rest.peek() == Some(&sign) => return None,
                sign => PatternPart::Sign(sign),
            };
            last = None;
            match atom {
                PatternPart::Sign(sign) => {
                    signs.push(sign.into());
                    last = Some(sign);
                }
                PatternPart::Needs(own) => signs.extend(own.words.into_iter().flatten()),
                PatternPart::Any | PatternPart::Start => known = false,
            }
        }
    }

    /// The end of a range.
    fn member(&mut self) -> Option<char> {
        match self.rest.next()? {
            '\\' => match self.escape(false)? {
                PatternPart::Sign(sign) => Some(sign),
                _ => None,
            },
            sign => Some(sign),
        }
    }

    /// The meaning of a backslash and the next characters.
    fn escape(&mut self, leads: bool) -> Option<PatternPart> {
        Some(match self.rest.next()? {
            't' => PatternPart::Sign('\t'),
            'r' => PatternPart::Sign('\r'),
            'd' => {
                let digits = ('0'..='9').chain('０'..='９').map(String::from);
                PatternPart::Needs(RequiredLiterals::any_of(digits.collect(), leads))
            }
            's' | 'S' | 'b' => PatternPart::Any,
            'p' => {
                self.braced()?;
                PatternPart::Any
            }
            'u' => PatternPart::Sign(char::from_u32(
                u32::from_str_radix(&self.braced()?, 16).ok()?,
            )?),
            sign => (!sign.is_alphanumeric()).then_some(PatternPart::Sign(sign))?,
        })
    }

    fn braced(&mut self) -> Option<String> {
        self.eat('{').then(|| self.rest.by_ref().take_while(|c| *c != '}').collect())
    }
}

impl RequiredLiterals {
    /// The literals of a match that has one of these words, and begins with it if `leads`.
    fn any_of(words: Literals, leads: bool) -> Self {
        let is_selective = !words.iter().any(|word| word.trim().is_empty());
        Self {
            first: leads.then(|| words.clone()),
            words: if is_selective { vec![words] } else { Vec::new() },
        }
    }
}

/// A word that few lines have; many lines have a space.
fn word(text: String) -> Option<Literals> {
    (!text.trim().is_empty()).then(|| vec![text])
}

/// A letter in all its cases; two ASCII letters have a third one in Unicode.
fn cases(letter: char) -> Literals {
    let mut cases = vec![letter.to_lowercase().to_string(), letter.to_uppercase().to_string()];
    match letter {
        'k' | 'K' => cases.push('\u{212A}'.to_string()),
        's' | 'S' => cases.push('\u{17F}'.to_string()),
        _ => {}
    }
    cases.dedup();
    cases
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    #[test]
    fn each_match_contains_a_required_literal() {
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
            let found: Vec<String> = required_literals(pattern)
                .unwrap()
                .words
                .iter()
                .map(|words| words.join(" "))
                .collect();
            assert_eq!(found.join("; "), needs, "{pattern}");
        }
    }

    #[test]
    fn each_match_begins_with_a_first_literal() {
        for (pattern, first) in [
            ("^第.章", Some("第")),
            ("^(?:书名|[篇题]名|(?P<a>标)题)：", Some("书名 篇 题 标")),
            ("^(?i:Ok)", Some("o O")),
            ("^[甲 ]+", Some("甲  ")),
            ("^第?章", None),
            ("^(?:第|)章", None),
            ("^第|章", None),
            ("第章", None),
        ] {
            let first = first.map(str::to_owned);
            assert_eq!(
                required_literals(pattern).unwrap().first.map(|it| it.join(" ")),
                first,
                "{pattern}"
            );
        }
    }

    #[test]
    fn syntax_that_no_table_uses_is_not_parsed() {
        for pattern in
            ["(甲", "甲)", "[甲", "[]", r"\w", "(?x)甲", "[甲&&乙]", "甲{,2}", "甲\\"]
        {
            assert_eq!(required_literals(pattern), None, "{pattern}");
        }
    }

    /// A pattern and a text that it matches.
    fn matched() -> impl Strategy<Value = (String, String)> {
        let sign = prop::sample::select(&['甲', '乙', '丙', 'k', 'S', '7', ' ', '-', '.'][..]);
        let plain = sign.clone().prop_map(|sign| {
            let escape = if sign.is_ascii_punctuation() { "\\" } else { "" };
            (format!("{escape}{sign}"), sign.to_string())
        });
        let class = (sign, 0..5).prop_map(|(sign, form)| match form {
            0 => (r"\d".into(), "８".into()),
            1 => (r"[^\p{Han}]".into(), "。".into()),
            2 => ("[a一-丁[九]]".into(), "丁".into()),
            3 => (r"[\u{4E00}-\u{4E05}\s]".into(), "丁".into()),
            _ => (format!("[{sign}一-]"), "-".into()),
        });
        let leaf =
            prop_oneof![3 => plain, 1 => class, 1 => Just((r"(?-u:\b)?.".into(), "丁".into()))];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let parts = prop::collection::vec(inner.clone(), 1..4);
            prop_oneof![
                parts
                    .clone()
                    .prop_map(|parts| parts.into_iter().unzip::<_, _, String, String>()),
                (parts, any::<prop::sample::Index>()).prop_map(|(parts, at)| {
                    let text = at.get(&parts).1.clone();
                    let all: Vec<String> =
                        parts.into_iter().map(|(pattern, _)| pattern).collect();
                    (format!("(?:{})", all.join("|")), text)
                }),
                (inner, 0..6).prop_map(|((pattern, text), form)| match form {
                    0 => (format!("(?:{pattern})?"), String::new()),
                    1 => (format!("(?:{pattern})*?"), text.repeat(2)),
                    2 => (format!("(?:{pattern})+"), text.repeat(3)),
                    3 => (format!("(?:{pattern}){{0,2}}"), String::new()),
                    4 => (format!("(?:{pattern}){{2}}"), text.repeat(2)),
                    _ => (format!("(?i:{pattern})"), swapped(&text)),
                }),
            ]
        })
    }

    fn swapped(text: &str) -> String {
        text.chars()
            .map(
                |c| {
                    if c.is_lowercase() {
                        c.to_ascii_uppercase()
                    } else {
                        c.to_ascii_lowercase()
                    }
                },
            )
            .collect()
    }

    proptest! {
        /// Every match has a required literal.
        #[test]
        fn a_match_has_one_word_of_each((pattern, text) in matched()) {
            let pattern = pattern.as_str();
            let classes = pattern.replace(r"\d", "[0-9０-９]");
            let regex = Regex::new(&format!("^(?:{classes})$")).unwrap();
            prop_assert!(regex.is_match(&text), "{pattern} does not match {text}");
            let RequiredLiterals { words, .. } = required_literals(pattern).unwrap();
            for words in words {
                let has = words.iter().any(|word| text.contains(word.as_str()));
                prop_assert!(has, "{pattern} matches {text} without {words:?}");
            }
            let first = required_literals(&format!("^{pattern}")).unwrap().first;
            let begins = first.iter().flatten().any(|word| text.starts_with(word.as_str()));
            prop_assert!(begins || first.is_none(), "{pattern} begins {text}, not {first:?}");
        }
    }
}
