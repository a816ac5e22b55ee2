//! What the author asks of every page and heading, whatever the style: header, footer, numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A header or footer (页眉、页脚): its left, middle and right part. Names
/// in braces are filled in page by page: `{title}`, `{page}` …
///
/// One that is there and says nothing takes the style's own away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct RunningLine {
    /// At the left.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub left: String,
    /// In the middle.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub center: String,
    /// At the right.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub right: String,
}

/// How headings are numbered that carry no number of their own.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// As the style has it; where that has none, in Arabic digits.
    #[default]
    Style,
    /// Not at all.
    None,
    /// 1, 1.1, 1.1.1
    Decimal,
    /// 第一章, 第一节, 一、
    Chapter,
    /// 一、（一）1.
    Chinese,
}
