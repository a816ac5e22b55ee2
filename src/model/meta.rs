//! Metadata of the work as a whole.

use serde::{Deserialize, Serialize};

use crate::names::named;

/// The name in [`Meta::extra`] of a change to the text: a date, a space, and by whom and what.
pub const CHANGE: &str = "change";

/// The metadata of a work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Meta {
    /// Its titles, the main one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<Title>,
    /// Its contributors, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<Agent>,
    /// Its dates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<Date>,
    /// Its language (BCP 47): `zh-Hans`, `zh-Hant`, `ja`, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its identifiers: ISBN, DOI, URI …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Its previous publications (来源).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Its publisher (出版者).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Its rights.
    #[serde(skip_serializing_if = "Rights::is_empty")]
    pub rights: Rights,
    /// The series that it belongs to (丛书).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
    /// Keywords (关键词).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// Its description (摘要).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The id of the asset of its cover (封面).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// Further values of a source, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<(String, String)>,
}

/// A title of the work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Title {
    /// Its kind.
    pub kind: TitleKind,
    /// The title, without 《》 and ——.
    pub text: String,
    /// Its language, if it differs from the work's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// The kinds of title.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TitleKind {
    /// The main title (正题).
    #[default]
    Main,
    /// The subtitle (副题).
    Sub,
    /// A line before the main title (引题).
    Leading,
    /// The title in another language.
    Parallel,
    /// Another title.
    Alternative,
    /// The title of this volume.
    Volume,
}

/// A contributor to the work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Agent {
    /// Identifier: `agent-1`.
    pub id: String,
    /// The name, bare.
    pub name: String,
    /// The kind of contribution.
    pub role: AgentRole,
    /// Office or affiliation, as in the source (职务).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The dynasty or nation before the name (朝代).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dynasty: Option<String>,
    /// The form to sort by, if it differs from the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_as: Option<String>,
    /// The language of the name, if it differs from the work's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Whether it is an organisation.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub organisation: bool,
}

named! {
    /// The kinds of contribution (MARC relators).
    #[derive(Default)]
    pub enum AgentRole {
        /// Wrote it (aut).
        #[default]
        Author = "author",
        /// Translated it (trl).
        Translator = "translator",
        /// Edited it (edt).
        Editor = "editor",
        /// Compiled it (com).
        Compiler = "compiler",
        /// Annotated it (ann).
        Annotator = "annotator",
        /// Illustrated it (ill).
        Illustrator = "illustrator",
        /// Took the photographs (pht).
        Photographer = "photographer",
        /// Reported it (rpt).
        Reporter = "reporter",
        /// Had another part (ctb).
        Contributor = "contributor",
    }
}

/// A date.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Date {
    /// Its kind.
    pub kind: DateKind,
    /// The date as written in the source.
    pub text: String,
    /// The date in ISO 8601: `2014`, `2014-09`, `2014-09-23`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iso: Option<String>,
}

/// The kinds of dates.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DateKind {
    /// Publication.
    #[default]
    Published,
    /// Writing.
    Written,
    /// The last change.
    Modified,
}

/// An identifier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Identifier {
    /// Its scheme in lower case: `isbn`, `doi`, `uri`, `uuid`.
    pub scheme: String,
    /// Its value.
    pub value: String,
}

/// The rights of the work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rights {
    /// A statement for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// The address of a licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

/// A series that the work belongs to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The work's number in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
}

impl Meta {
    /// The text of the first title of this kind.
    pub fn title(&self, kind: TitleKind) -> Option<&str> {
        self.titles.iter().find(|title| title.kind == kind).map(|title| title.text.as_str())
    }

    /// Main title and subtitle in one line, joined by ——.
    pub fn full_title(&self) -> Option<String> {
        let main = self.title(TitleKind::Main)?;
        Some(match self.title(TitleKind::Sub).filter(|sub| !sub.is_empty()) {
            Some(sub) => format!("{main}——{sub}"),
            None => main.to_owned(),
        })
    }

    /// The contributors with this role.
    pub fn agents_with(&self, role: AgentRole) -> impl Iterator<Item = &Agent> {
        self.agents.iter().filter(move |agent| agent.role == role)
    }

    /// The language, `und` if unknown.
    pub fn language_tag(&self) -> &str {
        self.language.as_deref().unwrap_or("und")
    }
}

impl AgentRole {
    /// The three-letter code (MARC relators).
    pub fn relator(self) -> &'static str {
        match self {
            Self::Author => "aut",
            Self::Translator => "trl",
            Self::Editor => "edt",
            Self::Compiler => "com",
            Self::Annotator => "ann",
            Self::Illustrator => "ill",
            Self::Photographer => "pht",
            Self::Reporter => "rpt",
            Self::Contributor => "ctb",
        }
    }
}

impl Rights {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
