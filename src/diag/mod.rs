//! Diagnostics and errors: what was found, where, and what to do about it.
//!
//! *Errors stop, diagnostics inform.* Both are a [`Code`] of one table (`codes/`) with the values of its message; the text is made
//! only when it is read, in Chinese or in English. Settings have their names in the schema
//! (`page.paper`); each front end writes them in its own form ([`Spelling`]).

mod code;
mod codes;
mod fault;
mod reasons;
mod record;
mod shown;
mod spelling;

use std::fmt;

use crate::model::Span;

pub use codes::Code;
pub use fault::{guarded, keep_panics};
pub use shown::{harmless, shown};
pub use spelling::Spelling;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// The result is usable, but look at it.
    Warning,
    /// There is no result.
    Error,
}

/// The exit status of the command after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 1: done, but with denied warnings, or some of several inputs failed.
    Denied = 1,
    /// 2: wrong usage of the command.
    Usage = 2,
    /// 3: an input could not be read.
    Unreadable = 3,
    /// 4: an input is invalid.
    Malformed = 4,
    /// 5: a limit was exceeded.
    Limit = 5,
    /// 6: a font or image is missing.
    Asset = 6,
    /// 7: an output could not be written.
    Output = 7,
    /// 70: a fault in paiban itself.
    Internal = 70,
}

/// The languages that messages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Chinese, simplified.
    Chinese,
    /// English.
    English,
}

/// A diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code.
    pub code: Code,
    /// The values of the message, by position; the middle of a long one is left out.
    pub values: Vec<String>,
    /// Its place.
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A diagnostic with the values of its message.
    pub fn new<const N: usize>(code: Code, values: [&dyn fmt::Display; N]) -> Self {
        let values = values.iter().map(|value| shown::cut(code, value.to_string())).collect();
        Self { code, values, span: None }
    }

    /// The same diagnostic, at a place.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// The same diagnostic with values that are safe to print to a terminal ([`harmless`]).
    #[must_use]
    pub fn harmless(&self) -> Self {
        let values =
            self.values.iter().map(|it| shown::harmless_value(self.code, it)).collect();
        Self { values, ..self.clone() }
    }

    /// Its severity.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The message, in one line without full stop; settings by their names.
    pub fn message(&self, language: Language) -> String {
        self.message_spelled(language, spelling::by_name)
    }

    /// The advice; empty if there is none.
    pub fn help(&self, language: Language) -> String {
        self.help_spelled(language, spelling::by_name)
    }

    /// [`Diagnostic::message`] with settings as a front end writes them.
    pub fn message_spelled(&self, language: Language, spelling: Spelling) -> String {
        let template = self.code.message(language);
        match language {
            Language::Chinese if self.code.has_reason() => {
                self.in_chinese().fill(template, language, spelling)
            }
            _ => self.fill(template, language, spelling),
        }
    }

    /// [`Diagnostic::help`] with settings as a front end writes them.
    pub fn help_spelled(&self, language: Language, spelling: Spelling) -> String {
        let template = self.code.help(language);
        match language {
            // The message says what is wrong with the pattern.
            Language::Chinese if self.code == Code::OptionValue => {
                self.in_chinese().fill(template, language, spelling)
            }
            _ => self.fill(template, language, spelling),
        }
    }

    /// The same diagnostic with the reasons of systems and libraries in Chinese.
    fn in_chinese(&self) -> Self {
        let values = self.values.iter().map(|it| reasons::in_chinese(it)).collect();
        Self { values, ..self.clone() }
    }

    /// The template with values and settings filled in. Placeholders within a value are not
    /// replaced.
    fn fill(&self, template: &str, language: Language, spelling: Spelling) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let place = after.split_once('}');
            match place.and_then(|(place, _)| self.at_place(place, language, spelling)) {
                Some(text) => {
                    out.push_str(&text);
                    rest = place.map_or("", |(_, after)| after);
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out + rest
    }

    /// Returns the text for a placeholder of a template: the value of an index, or the setting after `@`.
    fn at_place(&self, place: &str, language: Language, spelling: Spelling) -> Option<String> {
        if let Some(setting) = place.strip_prefix('@') {
            return Some(spelling::spelled(setting, language, spelling));
        }
        let value = self.values.get(place.parse::<usize>().ok()?)?;
        Some(match (self.code, place) {
            (Code::OptionValue, "0") | (Code::OptionsContradict, _) => {
                spelling::spelled(value, language, spelling)
            }
            _ => value.clone(),
        })
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.id(), self.harmless().message(Language::English))
    }
}

/// A finding that leaves no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Diagnostic>);

/// The result of a stage that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with the values of its message.
    pub fn new<const N: usize>(code: Code, values: [&dyn fmt::Display; N]) -> Self {
        Self(Box::new(Diagnostic::new(code, values)))
    }

    /// The same error, at a place.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.0.span = span.into();
        self
    }

    /// The diagnostic.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }

    /// The exit status of the command.
    pub fn exit(&self) -> Exit {
        self.0.code.exit()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(value: &str) -> String {
        Diagnostic::new(Code::EpubImageMissing, [&value]).message(Language::English)
    }

    #[test]
    fn values_are_no_templates() {
        assert!(message("图{0}{1}.png").contains("the image 图{0}{1}.png was"));
    }

    #[test]
    fn settings_are_spelled_by_the_front_end() {
        fn option(setting: &str, value: Option<&str>, _: Language) -> String {
            format!("<{setting}|{}>", value.unwrap_or_default())
        }
        let found = Diagnostic::new(Code::OptionValue, [&"page.paper", &"A99{@a}", &"A4 …"]);
        assert_eq!(
            found.message(Language::English),
            "option page.paper does not take the value A99{@a}"
        );
        assert!(found.message_spelled(Language::English, option).contains("<page.paper|>"));
        let found = Diagnostic::new(Code::TooDeep, [&40]);
        assert!(found.help(Language::English).ends_with("with limits.depth=N"));
        assert!(
            found.help_spelled(Language::Chinese, option).contains("用 <limits.depth|N> 放宽")
        );
    }

    #[test]
    fn long_values_are_cut_and_control_characters_escaped() {
        let data = format!("data:image/png;base64,{}", "A".repeat(10_000));
        let text = message(&data);
        assert!(
            text.contains("the image data:image/png;base64,AAAA") && text.len() < 200,
            "{text}"
        );
        let error = Error::new(Code::FileMissing, [&"a\u{1b}[2J.txt"]);
        assert_eq!(error.to_string(), r"fil-001: a\u{1b}[2J.txt does not exist");
    }
}
