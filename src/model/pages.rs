//! The author's settings for every page and heading, whatever the style: header, footer, numbers.

use serde::{Deserialize, Serialize};

use crate::names::named;

/// A header or footer (页眉、页脚): its left, middle and right part.
///
/// Names in braces are filled in page by page: `{title}`, `{page}` … An empty one removes the
/// style's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

named! {
    /// The numbering of unnumbered headings.
    #[derive(Default)]
    pub enum Numbering {
        /// As in the style; if that has none, in Arabic digits.
        #[default]
        Style = "style",
        /// None.
        None = "none",
        /// 1, 1.1, 1.1.1
        Decimal = "decimal",
        /// 第一章, 第一节, 一、
        Chapter = "chapter",
        /// 一、（一）1.
        Chinese = "chinese",
    }
}
