//! Blocks: paragraphs, headings, lists, tables and other parts on lines of their own.
//!
//! The mapping to TEI, XHTML and PDF tags, construct by construct, is `docs/model.md`.

use serde::{Deserialize, Serialize};

use super::{Attr, Gap, Image, Inline, Milestone, Table, TitleKind, plain_text};
use crate::names::named;

/// A block of the text. All except the most common are boxed: a book is paragraphs and gaps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    /// The work's title in the text (题名).
    Title(TitleBlock),
    /// A line about the work or its maker: byline, source, date, salutation, signature.
    Credit(Box<Credit>),
    /// A division with its own heading: 卷, 章, 节, 序 …
    Section(Box<Section>),
    /// A paragraph (段落).
    Paragraph(Paragraph),
    /// A quotation set apart (引文).
    Quotation(Box<Quotation>),
    /// A quotation at the head of a work or section (题辞).
    Epigraph(Box<Quotation>),
    /// An ordered, bulleted or task list (列表).
    List(Box<List>),
    /// A list of terms with their definitions.
    DefinitionList(Box<DefinitionList>),
    /// A table (表).
    Table(Box<Table>),
    /// Images with a caption, or a caption whose image is lost (图).
    Figure(Box<Figure>),
    /// Verse (韵文).
    Verse(Verse),
    /// The words of a speaker in a play or an interview (对话).
    Speech(Box<Speech>),
    /// Program text, set unchanged (代码).
    Code(Box<CodeBlock>),
    /// A displayed formula as TeX source (公式).
    Math(Box<MathBlock>),
    /// The text of a footnote or endnote, at its place in the source (注).
    Note(Box<Note>),
    /// A break between scenes: `***`, ◇ (分隔).
    ThematicBreak(ThematicBreak),
    /// A page begins after it (分页); since 1.1.
    PageBreak(Box<PageBreak>),
    /// An admonition: a hint, a warning (提示框); since 1.1.
    Admonition(Box<Admonition>),
    /// Blocks set to the right or centred (右对齐).
    Aligned(Aligned),
    /// A table of contents in the source (目录); PDF and EPUB make their own.
    Contents(Box<Contents>),
    /// Text that is not part of the work: pager, banner, page number (残留).
    Residue(Box<Residue>),
    /// A page break or another boundary of another edition.
    Milestone(Box<Milestone>),
    /// An element of a foreign vocabulary without a construct in the model; its text is kept.
    Foreign(Box<ForeignBlock>),
    /// Characters between blocks.
    Gap(Gap),
}

/// The title in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct TitleBlock {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Main title, subtitle and so on, in the order of the source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<TitlePart>,
}

/// One part of a title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct TitlePart {
    /// Which part.
    pub kind: TitleKind,
    /// Content before it in the source: gaps, residue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Block>,
    /// Its text; a —— before a subtitle is a delimiter gap in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A line about the work or its maker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Credit {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its kind.
    pub kind: CreditKind,
    /// Its text; names and dates in it are `Inline::Name`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

named! {
    /// The kinds of credit lines.
    #[derive(Default)]
    pub enum CreditKind {
        /// The author, under the title: 作者：…, 文/…, 【元】施耐庵 著 (署名).
        #[default]
        Byline = "byline",
        /// The author, at the end: (作者系…) (作者单位说明).
        Closing = "closing",
        /// The previous publication: 来源：…, 原载… (来源).
        Source = "source",
        /// Date, or place and date (日期).
        Dateline = "dateline",
        /// The editor: 责任编辑：… (编辑).
        Editor = "editor",
        /// The publisher (出版者).
        Publisher = "publisher",
        /// The opening of a letter or speech: 同志们： (称呼).
        Salutation = "salutation",
        /// The signature under a letter or notice (落款).
        Signature = "signature",
        /// Another line about the work.
        Other = "other",
    }
}

/// A division of the text; only sections have headings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Section {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its kind.
    pub kind: SectionKind,
    /// Its number in Arabic digits, if the heading has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its level in the source, 1 the highest, if that differs from its nesting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Whether it is numbered, if that differs from [`super::Document::numbering`]; since 1.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbered: Option<bool>,
    /// The heading as in the source, number included (标题).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub heading: Vec<Inline>,
    /// Its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

named! {
    /// The kinds of divisions.
    #[derive(Default)]
    pub enum SectionKind {
        /// 节, or a division without a specific kind.
        #[default]
        Section = "section",
        /// 卷, 编, 册.
        Volume = "volume",
        /// 部, 篇.
        Part = "part",
        /// 章, 回.
        Chapter = "chapter",
        /// 目, 条: below a section.
        Subsection = "subsection",
        /// 序, 前言, 引言, 楔子.
        Preface = "preface",
        /// 后记, 跋, 尾声.
        Afterword = "afterword",
        /// 附录.
        Appendix = "appendix",
        /// 摘要.
        Abstract = "abstract",
        /// 献辞.
        Dedication = "dedication",
        /// 致谢.
        Acknowledgements = "acknowledgements",
        /// 参考文献.
        Bibliography = "bibliography",
        /// 注释.
        Notes = "notes",
        /// 词汇.
        Glossary = "glossary",
        /// 索引.
        Index = "index",
        /// 版权页.
        Colophon = "colophon",
        /// A poem with its title.
        Poem = "poem",
        /// 幕.
        Act = "act",
        /// 场.
        Scene = "scene",
        /// A letter.
        Letter = "letter",
        /// An entry of a dictionary or encyclopaedia.
        Entry = "entry",
    }
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Paragraph {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// The class of a paragraph without an indent: it continues a sentence that a displayed formula
/// interrupts.
pub const NO_INDENT: &str = "noindent";

impl Paragraph {
    /// Whether its first line has no indent.
    pub fn is_flush(&self) -> bool {
        self.attr.classes.iter().any(|class| class == NO_INDENT)
    }
}

/// Quoted blocks with their attribution.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Quotation {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The quoted blocks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// The attribution (出处), set after the blocks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<Inline>,
}

/// A list whose items are marked or numbered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct List {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its kind.
    pub kind: ListKind,
    /// Its items.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ListItem>,
}

/// The kinds of lists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ListKind {
    /// With bullets.
    #[default]
    Bulleted,
    /// With numbers.
    Ordered {
        /// The first number.
        start: u32,
        /// The style of the numbers.
        style: NumberStyle,
        /// The signs around the number.
        marker: ListMarker,
    },
    /// With checkboxes.
    Task,
}

named! {
    /// The styles of list numbers.
    #[derive(Default)]
    pub enum NumberStyle {
        /// 1 2 3
        #[default]
        Decimal = "decimal",
        /// 一 二 三
        Chinese = "chinese",
        /// ① ② ③
        Circled = "circled",
        /// a b c
        LowerAlpha = "lower-alpha",
        /// A B C
        UpperAlpha = "upper-alpha",
        /// i ii iii
        LowerRoman = "lower-roman",
        /// I II III
        UpperRoman = "upper-roman",
    }
}

named! {
    /// The signs around list numbers.
    #[derive(Default)]
    pub enum ListMarker {
        /// 1.
        #[default]
        Period = "period",
        /// 一、 (顿号)
        Comma = "comma",
        /// （一）
        Parentheses = "parentheses",
        /// 1)
        Closing = "closing",
        /// ①
        Bare = "bare",
    }
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ListItem {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Content before it in the source: gaps, residue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Block>,
    /// The number or mark in the source, if it has one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marker: Vec<Inline>,
    /// Done or not, in a task list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// Its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

/// A list of terms with their definitions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct DefinitionList {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its items.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Definition>,
}

/// A term and its definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Definition {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Content before it in the source: gaps, residue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Block>,
    /// The term.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub term: Vec<Inline>,
    /// The definition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

/// Images with a caption.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Figure {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Whether it is numbered; `None` for numbered if referenced. Since 1.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbered: Option<bool>,
    /// The images; none if a text has only the caption.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// The caption, below the images (图题).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
}

/// The class of a figure whose images are side by side (并排), each with its description as a caption
/// below it.
pub const SIDE_BY_SIDE: &str = "side-by-side";

impl Figure {
    /// Whether its images have their own captions.
    pub fn is_side_by_side(&self) -> bool {
        self.attr.classes.iter().any(|class| class == SIDE_BY_SIDE)
    }
}

/// Verse in stanzas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Verse {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its stanzas.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stanzas: Vec<Stanza>,
}

/// A group of verse lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Stanza {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Content before it in the source: gaps, residue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Block>,
    /// Its lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<VerseLine>,
}

/// One line of verse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct VerseLine {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Content before it in the source: gaps, residue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Block>,
    /// Its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A speech of one speaker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Speech {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The speaker, as printed; a colon after it is a delimiter gap.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub speaker: Vec<Inline>,
    /// The speech.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

/// Program text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct CodeBlock {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The programming language, as named in the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Only text and gaps; line ends are characters of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A displayed formula.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct MathBlock {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Whether it is numbered; `None` for numbered if referenced. Since 1.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbered: Option<bool>,
    /// The TeX source: only text and gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
    /// The places of its equations named in the TeX (`\label`), in order, except one equal to its
    /// own id. They follow from the TeX, so that the JSON form has none.
    #[serde(skip)]
    pub labels: Vec<Attr>,
    /// The number beside each of its equations, in a view for pages and e-books; a document has
    /// none.
    #[serde(skip)]
    pub numbers: Vec<Option<String>>,
}

/// A note's text. Writers assign its number; the source's own mark is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Note {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Where it is set.
    pub kind: NoteKind,
    /// The mark before the note's text in the source: `注[1]`, ①.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marker: Vec<Inline>,
    /// The mark set by its editor, which is printed instead of a number: 7, 甲; since 1.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// Ids of the marks in the text that point here (`Inline::NoteRef`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

impl Note {
    /// Whether it is printed inline (夹注): it is set to, and contains only inline content.
    pub fn is_in_line(&self) -> bool {
        let fits = |block: &Block| {
            matches!(
                block,
                Block::Paragraph(_) | Block::Gap(_) | Block::Residue(_) | Block::Milestone(_)
            )
        };
        self.kind == NoteKind::Inline && self.blocks.iter().all(fits)
    }
}

/// The position of a note.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// At the foot of the page (脚注).
    #[default]
    Footnote,
    /// At the end of the chapter or the work (尾注).
    Endnote,
    /// In the margin (边注).
    Margin,
    /// In the line, small (夹注).
    Inline,
}

/// A break between scenes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ThematicBreak {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The signs in the source; empty for a blank break.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// A page break (分页).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct PageBreak {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its source characters: only gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// An admonition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Admonition {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its kind.
    pub kind: AdmonitionKind,
    /// The label above it; if empty, the word for its kind in the language of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub label: Vec<Inline>,
    /// Its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

named! {
    /// The kinds of admonitions.
    #[derive(Default)]
    pub enum AdmonitionKind {
        /// To know (说明).
        #[default]
        Note = "note",
        /// To do better (提示).
        Tip = "tip",
        /// To succeed (重要).
        Important = "important",
        /// To avoid harm (警告).
        Warning = "warning",
        /// To know the risks (注意).
        Caution = "caution",
    }
}

/// Blocks that are not set as running text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Aligned {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Their alignment.
    pub align: Alignment,
    /// The aligned blocks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

named! {
    /// The alignment of lines.
    #[derive(Default)]
    pub enum Alignment {
        /// To the start of the line.
        #[default]
        Start = "start",
        /// Centred.
        Center = "center",
        /// To the end of the line (右对齐).
        End = "end",
        /// To both ends.
        Justify = "justify",
    }
}

/// A table of contents in the source; without text, the place for a generated one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Contents {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its heading: 目录.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub heading: Vec<Inline>,
    /// Its entries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<ContentsEntry>,
}

impl Contents {
    /// Whether this is a place for a generated table of contents.
    pub fn is_place(&self) -> bool {
        self.entries.is_empty() && plain_text(&self.heading).trim().is_empty()
    }
}

/// One entry of a table of contents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ContentsEntry {
    /// Content before it in the source: gaps, residue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Block>,
    /// Its level, 1 the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The id of its section, if one was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Its text; leaders and page numbers are delimiter gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// Text that is not part of the work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Residue {
    /// Common attributes.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// Its kind: `pager`, `page-number`, `running-head`, `banner`, `site`, `statistics`, `editor`,
    /// `share`, `escape`.
    pub kind: String,
    /// Its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Inline>,
}

/// An element of a foreign vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ForeignBlock {
    /// Common attributes; the element's own attributes are in `keys`.
    #[serde(skip_serializing_if = "Attr::is_default")]
    pub attr: Attr,
    /// The element's name, with a prefix only if it is outside the reader's own vocabulary.
    pub name: String,
    /// Its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A book has tens of thousands of them.
    #[test]
    fn frequent_types_are_small() {
        assert!(size_of::<Block>() <= 152, "{}", size_of::<Block>());
        assert!(size_of::<Inline>() <= 56, "{}", size_of::<Inline>());
    }
}
