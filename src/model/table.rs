//! Tables: rows of cells, in head, body and foot.

use serde::{Deserialize, Serialize};

use super::{Alignment, Attr, Block, Inline};
use crate::names::named;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Table {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Whether it is numbered; `None` for numbered if referenced. Since 1.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbered: Option<bool>,
    /// The rules between its cells; `None` for the style's. Since 1.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<TableRules>,
    /// The caption, above the table (表题).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// Its columns; their number is the table's width.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<TableColumn>,
    /// Header rows, repeated on each page (表头).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub head: Vec<Row>,
    /// Body rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Row>,
    /// Footer rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub foot: Vec<Row>,
}

named! {
    /// The rules of a table (表线).
    #[derive(Default)]
    pub enum TableRules {
        /// None.
        None = "none",
        /// Above and below the table, and below its head (三线表).
        #[default]
        #[serde(alias = "three")]
        ThreeLine = "three-line",
        /// Between all rows.
        Rows = "rows",
        /// Around all cells (全框线).
        Grid = "grid",
    }
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct TableColumn {
    /// The default alignment of its cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Alignment>,
    /// Its share of the table's width, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f32>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Row {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Content before it in the source: gaps, residue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Block>,
    /// Its cells; places covered by a span from above have none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cell {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Whether it is a header of its row (a cell of a header row is always one of its column).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// Its row span, if more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_span: Option<u16>,
    /// Its column span, if more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column_span: Option<u16>,
    /// Its alignment, if it differs from its column's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Alignment>,
    /// Its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}
