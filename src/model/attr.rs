//! Attributes of every construct: identity, language, classes, place, and how it was recognised.

use serde::{Deserialize, Serialize};

use super::Span;

/// Attributes common to blocks and to inlines that hold others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Attr {
    /// Identifier, unique in the document and a name as [`super::is_id`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Language (BCP 47), if it differs from the surrounding one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Free classes, as in Markdown and HTML.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// Further named values of the source without a field in the model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<(String, String)>,
    /// Its place in its source, gaps inside included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// How a reader recognised it; absent if the source declares it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognition: Option<Box<Recognition>>,
}

impl Attr {
    /// Only a place.
    pub fn at(span: Span) -> Self {
        Self { span: Some(span), ..Self::default() }
    }

    /// Whether nothing is set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The number of the first line of numbered program text, in pandoc's form: `{.numberLines
    /// startFrom=10}`.
    pub fn first_line_number(&self) -> Option<u32> {
        const CLASSES: [&str; 4] =
            ["numberLines", "number-lines", "lineNumbers", "line-numbers"];
        let is_numbered = self.classes.iter().any(|class| CLASSES.contains(&class.as_str()));
        let is_number_key =
            |name: &str| matches!(name, "startFrom" | "start-from" | "linenums");
        let key = self.keys.iter().find(|(name, _)| is_number_key(name));
        let from = key.and_then(|(_, value)| value.trim().parse().ok());
        (is_numbered || key.is_some_and(|(name, _)| name == "linenums"))
            .then(|| from.unwrap_or(1))
    }

    /// Only an identifier.
    pub fn with_id(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }
}

/// A reader's decision: its rule and confidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recognition {
    /// The rule's name, as `paiban inspect` prints it: `numbered-chapter`, `glued-by-parallel`.
    pub rule: String,
    /// The reader's confidence, in percent.
    pub confidence: u8,
}

/// Certainty in three steps (TEI `att.global.responsibility`, `@cert`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Below 60 percent: worth a warning.
    Low,
    /// 60 to 84 percent.
    Medium,
    /// 85 percent and more.
    High,
}

impl Recognition {
    /// A decision by `rule`, `confidence` in percent.
    pub fn new(rule: impl Into<String>, confidence: u8) -> Self {
        Self { rule: rule.into(), confidence: confidence.min(100) }
    }

    /// The confidence in three steps.
    pub fn certainty(&self) -> Certainty {
        match self.confidence {
            0..60 => Certainty::Low,
            60..85 => Certainty::Medium,
            _ => Certainty::High,
        }
    }
}
