//! Inlines: runs of text, emphasis, links and other parts of a line.
//!
//! The mapping to TEI, XHTML and PDF tags, construct by construct, is `docs/model.md`.

use serde::{Deserialize, Serialize};

use super::{Attr, Gap, Note, Span, plain_text};
use crate::names::named;

/// An inline of the text. All except text and gaps are boxed, since most texts have hardly any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Inline {
    /// Characters.
    Text(Text),
    /// Emphasis, strong, dots, name marks, sub- and superscript …
    Styled(Box<Styled>),
    /// A link (链接).
    Link(Box<Link>),
    /// A target for links.
    Anchor(Box<Anchor>),
    /// Characters with their reading (注音).
    Ruby(Box<Ruby>),
    /// Program text.
    Code(Box<CodeSpan>),
    /// A formula as TeX source.
    Math(Box<MathSpan>),
    /// A note's mark (注码).
    NoteRef(Box<NoteRef>),
    /// A note with its text at the mark (夹注, TEI's note in place).
    Note(Box<Note>),
    /// A visible line break.
    LineBreak(Box<LineBreak>),
    /// A blank to write on (填空); since 1.1.
    Blank(Box<Blank>),
    /// The number, heading or page of another place (交叉引用); since 1.1.
    Reference(Box<Reference>),
    /// A page break or another boundary of another edition.
    Milestone(Box<Milestone>),
    /// Quoted words.
    Quoted(Box<Quoted>),
    /// Text in another language, or with free classes.
    Span(Box<LanguageSpan>),
    /// A character outside Unicode (外字).
    Gaiji(Box<Gaiji>),
    /// Several readings, one chosen (校勘).
    Choice(Box<Choice>),
    /// A name, title or date.
    Name(Box<Name>),
    /// An image in the line.
    Image(Box<Image>),
    /// Residue inside a paragraph.
    Residue(Box<InlineResidue>),
    /// An element of a foreign vocabulary.
    Foreign(Box<ForeignInline>),
    /// Characters that are not content.
    Gap(Gap),
}

/// Characters of the text. Adjacent texts whose spans touch are one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// Their place in the source, if they are unchanged there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// Text in a style with a meaning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Styled {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Which.
    pub style: Style,
    /// The styled content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

named! {
    /// The styles with a meaning.
    #[derive(Default)]
    pub enum Style {
        /// Emphasis: 楷体 in Chinese, italics in Latin.
        #[default]
        Emphasis = "emphasis",
        /// Strong emphasis: 黑体 or bold.
        Strong = "strong",
        /// Dots under each character (着重号).
        EmphasisDots = "emphasis-dots",
        /// A straight line under a name (专名号).
        ProperName = "proper-name",
        /// A wavy line under a title (书名号甲式).
        BookTitle = "book-title",
        /// Subscript (下标).
        Subscript = "subscript",
        /// Superscript (上标).
        Superscript = "superscript",
        /// Struck out (删除).
        Deleted = "deleted",
        /// Added, underlined.
        Inserted = "inserted",
        /// Marked as with a highlighter.
        Highlight = "highlight",
    }
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Link {
    /// An address, or `#id` within the document.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// An address, or `#id` within the document.
    pub target: String,
    /// The description of the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The linked content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A target for links.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Anchor {
    /// Common attributes; the id is the name.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
}

/// Characters with their reading (注音).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ruby {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Bases and readings, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<RubyPair>,
}

/// A base with its readings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct RubyPair {
    /// The characters; brackets of the source are delimiter gaps in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub base: Vec<Inline>,
    /// Their readings; several where two sides are annotated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
}

/// One reading of a ruby base.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Reading {
    /// Its kind.
    pub kind: ReadingKind,
    /// Its position.
    pub side: RubySide,
    /// Its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

named! {
    /// The kinds of ruby readings.
    #[derive(Default)]
    pub enum ReadingKind {
        /// 拼音.
        #[default]
        Pinyin = "pinyin",
        /// 注音符号.
        Zhuyin = "zhuyin",
        /// ふりがな.
        Kana = "kana",
        /// A meaning or another text.
        Gloss = "gloss",
    }
}

/// The positions of ruby readings.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RubySide {
    /// Above the line, or right of it in vertical writing.
    #[default]
    Over,
    /// Below the line, or left of it.
    Under,
    /// To the right of each character, as zhuyin.
    After,
}

/// Program text in the line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct CodeSpan {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Only text and gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A formula in the line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct MathSpan {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The TeX source: only text and gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A note's mark in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct NoteRef {
    /// Common attributes; the id is the note's reference back.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The note's id.
    pub target: String,
    /// The mark in the source; writers renumber.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A visible line break.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct LineBreak {
    /// The source characters that it represents: only gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A blank to write on, half an em for each of its signs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Blank {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Whether it takes the whole line, whatever its number of signs (作答线).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole_line: bool,
    /// Its signs: only text and gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A printed reference to another place: 图1, 第二章, 15.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Reference {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The id of the place.
    pub target: String,
    /// What it prints.
    pub shows: ReferenceShows,
    /// The text in the source, printed if the target does not have what is requested.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

named! {
    /// What a reference prints.
    #[derive(Default)]
    pub enum ReferenceShows {
        /// Its number, with its unit: 图1, 第二章.
        #[default]
        Number = "number",
        /// Only its number: 1, 2-1; since 1.1.
        Bare = "bare",
        /// The number of an equation as printed beside it: （2）; since 1.1.
        Enclosed = "enclosed",
        /// Its heading or caption.
        Title = "title",
        /// The number of its page.
        Page = "page",
    }
}

/// A boundary of another edition or layout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Milestone {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The unit that begins here.
    pub unit: MilestoneUnit,
    /// Its number or name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
}

/// The units of milestones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneUnit {
    /// A page.
    #[default]
    Page,
    /// A column.
    Column,
    /// A line.
    Line,
    /// Anything else, by name.
    Other(String),
}

impl MilestoneUnit {
    /// The unit of this name, if it is a standard one.
    pub(crate) fn known(name: &str) -> Option<Self> {
        [Self::Page, Self::Column, Self::Line].into_iter().find(|unit| unit.name() == name)
    }

    /// The unit of this name.
    pub(crate) fn of(name: &str) -> Self {
        Self::known(name).unwrap_or_else(|| Self::Other(name.to_owned()))
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Page => "page",
            Self::Column => "column",
            Self::Line => "line",
            Self::Other(name) => name,
        }
    }
}

/// Words quoted in the line; the marks are characters of the content.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Quoted {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The quoted text, marks included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// Text in another language, or with free classes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct LanguageSpan {
    /// Common attributes: language, classes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A character outside Unicode, or a variant that Unicode does not distinguish (外字).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Gaiji {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its name in its collection.
    pub name: String,
    /// The characters that replace it if it can't be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
    /// Other forms of it: `ids`, `normal`, `unicode` and their values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<(String, String)>,
}

/// Places where editions or states of the text differ (校勘).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Choice {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its kind.
    pub kind: ChoiceKind,
    /// All readings, in source order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Index of the printed reading; the others are kept in the model.
    pub chosen: u16,
}

/// One reading of a choice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Variant {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its role in the source: `lem`, `rdg`, `sic`, `corr`, `orig`, `reg`, `abbr`, `expan`.
    pub role: String,
    /// Its witnesses (校本).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

named! {
    /// The kinds of choices.
    #[derive(Default)]
    pub enum ChoiceKind {
        /// Witnesses differ.
        #[default]
        Apparatus = "apparatus",
        /// An error and its correction.
        Correction = "correction",
        /// An old and a regular form.
        Regularisation = "regularisation",
        /// A short form and its long one.
        Expansion = "expansion",
    }
}

/// A name, a title or a date in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Name {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its kind.
    pub kind: NameKind,
    /// The id of the agent in the metadata, for persons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The normal form: an ISO 8601 date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The name in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

named! {
    /// The kinds of names.
    #[derive(Default)]
    pub enum NameKind {
        /// A person (人名).
        #[default]
        Person = "person",
        /// An organisation (机构名).
        Organisation = "organisation",
        /// A place (地名).
        Place = "place",
        /// An office or affiliation (职务).
        Office = "office",
        /// A work (书名).
        Work = "work",
        /// A date or time (日期).
        Date = "date",
        /// A dynasty before an author's name (朝代).
        Dynasty = "dynasty",
        /// The verb of a contribution: 著, 译, 编.
        Role = "role",
    }
}

/// An image, in the line or in a figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Image {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The asset's id.
    pub asset: String,
    /// Its alternative text; a missing one is a fault unless it is decorative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Whether it is decorative.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub decorative: bool,
    /// The width set in the source, in CSS syntax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<String>,
    /// The height, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<String>,
}

impl Image {
    /// The scale relative to its natural size, as in Markdown editors (`zoom=50%`): a factor
    /// between 0.01 and 100.
    pub fn zoom(&self) -> Option<f32> {
        let (_, text) = self.attr.keys.iter().find(|(key, _)| key == "zoom")?;
        let text = text.trim();
        let percent = text.strip_suffix('%').and_then(|it| it.trim().parse::<f32>().ok());
        let factor = percent.map(|it| it / 100.0).or_else(|| text.parse().ok())?;
        (0.01..=100.0).contains(&factor).then_some(factor)
    }

    /// Whether a caption repeats its description, ignoring punctuation.
    pub fn is_described_by(&self, caption: &[Inline]) -> bool {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect();
        let alt: String = letters(self.alt.as_deref().unwrap_or_default());
        let caption: String = letters(&plain_text(caption));
        !alt.is_empty() && caption.contains(&alt)
    }
}

/// Residue inside a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct InlineResidue {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its kind, as in `Residue::kind`.
    pub kind: String,
    /// Its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// An element of a foreign vocabulary in the line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ForeignInline {
    /// Common attributes; the element's own attributes are in `keys`.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The element's name.
    pub name: String,
    /// Its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// Whether a line is an answer line (作答线): it contains a blank that takes it whole, and gaps.
pub fn is_answer_line(content: &[Inline]) -> bool {
    let mut seen = content.iter().filter(|inline| !matches!(inline, Inline::Gap(_)));
    match (seen.next(), seen.next()) {
        (Some(Inline::Blank(blank)), None) => blank.whole_line,
        _ => false,
    }
}
