//! The options of a conversion, one struct per stage. All have defaults.

mod date;
mod formats;
mod lengths;

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::diag::{Code, Error, Result};
use crate::model::{Bytes, Identifier, Numbering, RunningLine};
use crate::names::named;

pub use crate::names::Invalid;
pub use date::IsoDate;
pub use formats::{InputFormat, Place};
pub use lengths::{Length, Paper, TypeSize};

named! {
    /// An output format.
    pub enum OutputFormat {
        /// PDF to print and hand out.
        Pdf = "pdf",
        /// EPUB to read.
        Epub = "epub",
        /// TEI P5 to archive.
        Tei = "tei",
        /// Dublin Core alone, for catalogues.
        DublinCore = "dc",
        /// The model's own JSON.
        Json = "json",
    }
}

impl OutputFormat {
    /// The extension of its files, without the leading dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Epub => "epub",
            Self::Tei => "tei.xml",
            Self::DublinCore => "dc.xml",
            Self::Json => "json",
        }
    }
}

/// All options of a conversion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Options {
    /// How the input is read.
    pub read: ReadOptions,
    /// Metadata that overrides what is recognised.
    pub meta: MetaOptions,
    /// How text is shown in PDF and EPUB.
    pub display: DisplayOptions,
    /// How pages look.
    pub page: PageOptions,
    /// How the PDF is written.
    pub pdf: PdfOptions,
    /// How the EPUB is written.
    pub epub: EpubOptions,
    /// How the TEI is written.
    pub tei: TeiOptions,
}

impl Options {
    /// Checks that the settings are consistent.
    ///
    /// # Errors
    ///
    /// Two that contradict each other; attachments in a PDF standard that allows none.
    pub fn check(&self) -> Result<()> {
        let ReadOptions { no_headings, headings_only, headings, .. } = &self.read;
        for (contradicts, other) in
            [(*headings_only, "read.headings-only"), (!headings.is_empty(), "read.headings")]
        {
            if *no_headings && contradicts {
                let both: [&dyn Display; 2] = [&"read.no-headings", &other];
                return Err(Error::new(Code::OptionsContradict, both));
            }
        }
        self.pdf.standard().map(drop)
    }
}

/// How the input is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReadOptions {
    /// The input format, if it is not detected correctly.
    pub from: Option<InputFormat>,
    /// Its encoding (a label of the WHATWG Encoding Standard).
    pub encoding: Option<String>,
    /// Additional headings in plain text: lines that match.
    pub headings: Vec<HeadingPattern>,
    /// Whether headings are not looked for.
    pub no_headings: bool,
    /// Whether only matching lines are headings; title, authors and residue are still recognised.
    pub headings_only: bool,
    /// What does not belong to a plain text: regular expressions that match whole lines or parts of
    /// them.
    pub residue: Vec<String>,
    /// Rules for headings and residue in plain text: the contents of TOML files; an earlier file
    /// takes precedence.
    pub rules: Vec<String>,
    /// Whether pagers, banners and the like are kept in the text.
    pub keep_residue: bool,
    /// The line of the title, from 1.
    pub title_line: Option<usize>,
    /// Which line breaks in Markdown paragraphs are kept; `None` for the document's own setting.
    pub line_ends: Option<LineEnds>,
    /// Decisions that override the reader's, as recorded in a sidecar file.
    pub decisions: Vec<Decision>,
    /// The SHA-256 of the file that the decisions were made for.
    pub decided_for: Option<String>,
    /// The role of the text among the files of a book, if it is one of a series.
    #[serde(skip)]
    pub chapter: Option<Chapter>,
}

/// A plain text that is one of a series of files (一章一个文件): facts that are known from the whole
/// series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// The lines of its first headings, from 1: first and last line of each. Empty if only its name
    /// is its heading.
    pub headings: Vec<(usize, usize)>,
    /// Lines above them that other files have, too, from 1: the name of the work or of a site.
    pub running: Vec<usize>,
    /// Whether it is nothing but the table of contents of the book.
    pub contents: bool,
    /// The number of files of the series with a heading.
    pub chapters: usize,
    /// Whether it is the first of the book.
    pub first: bool,
    /// Whether it is the last of the book.
    pub last: bool,
}

impl ReadOptions {
    /// Whether headings are looked for in addition to those of patterns and decisions.
    pub fn looks_for_headings(&self) -> bool {
        !self.no_headings && !self.headings_only
    }

    /// Whether the text begins a work: a chapter after the first of its series does not.
    pub fn begins_work(&self) -> bool {
        self.chapter.as_ref().is_none_or(|chapter| chapter.first)
    }

    /// Whether the text ends a work.
    pub fn ends_work(&self) -> bool {
        self.chapter.as_ref().is_none_or(|chapter| chapter.last)
    }
}

named! {
    /// Which line breaks in Markdown paragraphs are kept.
    #[derive(Default)]
    pub enum LineEnds {
        /// Those of lines that are list items, closings or signatures.
        #[default]
        Auto = "auto",
        /// All.
        Keep = "keep",
        /// None, as in CommonMark.
        Join = "join",
    }
}

/// A pattern of headings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct HeadingPattern {
    /// A regular expression for the line without leading and trailing white space.
    pub pattern: String,
    /// Its level, 1 the highest.
    pub level: Option<u8>,
}

/// Fixes what a place of the source is, overriding the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Decision {
    /// The line, from 1; in Word documents, web pages and e-books the paragraph, including those in
    /// table cells. The alias is `paragraph`.
    #[serde(alias = "paragraph")]
    pub line: usize,
    /// The column where it begins, from 1, if not at the beginning of the line.
    #[serde(default)]
    pub column: Option<usize>,
    /// What it is.
    pub is: DecisionKind,
    /// The level of a heading.
    #[serde(default)]
    pub level: Option<u8>,
}

named! {
    /// The kinds of a place of the source.
    pub enum DecisionKind {
        /// A heading.
        Heading = "heading",
        /// A paragraph.
        Paragraph = "paragraph",
        /// The title.
        Title = "title",
        /// The subtitle.
        Subtitle = "subtitle",
        /// A line about the work.
        Credit = "credit",
        /// A line of verse.
        Verse = "verse",
        /// A break between scenes.
        Separator = "separator",
        /// Text that is not part of the work.
        Residue = "residue",
    }
}

/// Metadata of the work; it overrides what is recognised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct MetaOptions {
    /// The title.
    pub title: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The language (BCP 47).
    pub language: Option<String>,
    /// Further identifiers.
    pub identifiers: Vec<Identifier>,
    /// A statement of rights.
    pub rights: Option<String>,
    /// The address of a licence.
    pub licence: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The date of publication.
    pub date: Option<IsoDate>,
}

/// How text is displayed in PDF and EPUB; the TEI keeps it unchanged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct DisplayOptions {
    /// The treatment of ASCII punctuation among Han.
    pub punctuation: Punctuation,
    /// Whether full-width digits and letters (１２ＡＢ) become ASCII.
    pub ascii_letters: bool,
    /// The meaning of spaces between Chinese characters; `None` for the document's own setting.
    pub spaces: Option<Spaces>,
    /// Whether single spaces were found to be noise in this document.
    #[serde(skip)]
    pub noise: bool,
}

named! {
    /// The meaning of spaces between Chinese characters.
    #[derive(Default)]
    pub enum Spaces {
        /// Intentional gaps, unless most single characters have one: then single spaces are noise
        /// of text recognition or typing.
        #[default]
        Auto = "auto",
        /// Intentional gaps.
        Keep = "keep",
        /// Nothing: they are dropped.
        Drop = "drop",
    }
}

named! {
    /// The treatment of ASCII punctuation among Han.
    #[derive(Default)]
    pub enum Punctuation {
        /// Converted to full-width (全角).
        #[default]
        Fullwidth = "fullwidth",
        /// Kept.
        Keep = "keep",
    }
}

/// How pages look.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct PageOptions {
    /// The style sheet to start from.
    pub preset: Option<Preset>,
    /// A style sheet (TOML) that overrides values of the preset.
    pub style: Option<String>,
    /// The paper: `A4`, `A5`, `16开`, `210x297mm`.
    pub paper: Option<Paper>,
    /// The size of body text: `五号`, `小四`, `12pt`.
    pub size: Option<TypeSize>,
    /// Whether there is a table of contents; `None` for one if there are many sections.
    pub toc: Option<bool>,
    /// The number of heading levels that it lists.
    pub toc_depth: Option<u8>,
    /// The margins.
    pub margins: MarginOptions,
    /// The header of each page (页眉), instead of the style's.
    pub header: Option<RunningLine>,
    /// The footer of each page (页脚), instead of the style's.
    pub footer: Option<RunningLine>,
    /// How unnumbered headings are numbered.
    pub numbering: Option<Numbering>,
    /// How figures, tables and equations are numbered; `None` for the style's default.
    pub caption_numbers: Option<CaptionNumbers>,
}

named! {
    /// The built-in style sheets (docs/styles.md).
    #[derive(Default)]
    pub enum Preset {
        /// An article or essay.
        #[default]
        Article = "article",
        /// Teaching material, with room for notes.
        Handout = "handout",
        /// A book.
        Book = "book",
        /// For readers with impaired vision (大字版).
        LargePrint = "large-print",
        /// A book in traditional characters.
        TcBook = "tc-book",
    }
}

named! {
    /// How figures, tables and equations are numbered.
    #[derive(Default)]
    pub enum CaptionNumbers {
        /// Through the whole text: 图3.
        #[default]
        Running = "1",
        /// From 1 in each chapter, after its number and a hyphen: 图2-1.
        Hyphen = "1-1",
        /// From 1 in each chapter, after its number and a full stop: 图2.1.
        Stop = "1.1",
    }
}

impl CaptionNumbers {
    /// The separator between the number of the chapter and the own one; `None` if they are numbered
    /// throughout.
    #[must_use]
    pub fn separator(self) -> Option<char> {
        match self {
            Self::Running => None,
            Self::Hyphen => Some('-'),
            Self::Stop => Some('.'),
        }
    }
}

/// Margins; `None` for the style's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct MarginOptions {
    /// Above (天头).
    pub top: Option<Length>,
    /// Below (地脚).
    pub bottom: Option<Length>,
    /// At the left; at the spine, where pages are two-sided.
    pub left: Option<Length>,
    /// At the right; at the fore-edge, where pages are two-sided.
    pub right: Option<Length>,
}

/// A page setting by which a source may be laid out, by name, as in the front matter of Markdown.
/// It is kept in `Meta::extra`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageWish {
    /// A table of contents, or none.
    Toc,
    /// How many levels it lists.
    TocDepth,
    /// The paper.
    Paper,
    /// The size of body text.
    Size,
    /// Margins, as the LaTeX package geometry takes them.
    Geometry,
    /// All margins.
    Margin,
    /// The margin above.
    Top,
    /// The margin below.
    Bottom,
    /// The margin at the left.
    Left,
    /// The margin at the right.
    Right,
}

impl PageWish {
    const NAMES: [(&str, Self); 16] = [
        ("toc", Self::Toc),
        ("table-of-contents", Self::Toc),
        ("toc-depth", Self::TocDepth),
        ("toc-level", Self::TocDepth),
        ("papersize", Self::Paper),
        ("paper-size", Self::Paper),
        ("paper", Self::Paper),
        ("fontsize", Self::Size),
        ("font-size", Self::Size),
        ("geometry", Self::Geometry),
        ("margin", Self::Margin),
        ("margins", Self::Margin),
        ("margin-top", Self::Top),
        ("margin-bottom", Self::Bottom),
        ("margin-left", Self::Left),
        ("margin-right", Self::Right),
    ];

    /// The setting of this name; `_` and case are ignored.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase().replace('_', "-");
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, wish)| *wish)
    }
}

/// How the PDF is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct PdfOptions {
    /// The standard to conform to; `None` for the strictest that the attachments allow.
    pub standard: Option<PdfStandard>,
    /// The files to attach.
    pub attach: Vec<Attached>,
}

named! {
    /// The PDF standards. PDF/UA-1 (ISO 14289-1), which is based on PDF 1.7, can be combined with
    /// all except PDF/A-4.
    #[derive(Default)]
    pub enum PdfStandard {
        /// PDF/A-2u (ISO 19005-2): preserves the appearance, and its text can be searched.
        A2u = "a-2u",
        /// PDF/A-2a: the same, with its logical structure tagged.
        #[default]
        A2a = "a-2a",
        /// PDF/A-3a (ISO 19005-3): the same, and files of any kind can be attached.
        A3a = "a-3a",
        /// PDF/A-4 (ISO 19005-4), on PDF 2.0.
        A4 = "a-4",
        /// PDF/A-4f: the same, with files attached.
        A4f = "a-4f",
        /// The same file without a claim of conformance.
        None = "none",
    }
}

named! {
    /// The files that can be attached to a PDF.
    pub enum Attached {
        /// The unchanged input.
        Source = "source",
        /// The TEI archive.
        Tei = "tei",
    }
}

impl PdfOptions {
    /// The standard to conform to.
    ///
    /// # Errors
    ///
    /// Attachments with PDF/A-2, which allows none but PDF/A itself.
    pub fn standard(&self) -> Result<PdfStandard> {
        use PdfStandard::{A2a, A2u, A3a, A4, A4f};
        match self.standard {
            standard if self.attach.is_empty() => Ok(standard.unwrap_or_default()),
            None => Ok(A3a),
            Some(A4) => Ok(A4f),
            Some(standard @ (A2u | A2a)) => {
                Err(Error::new(Code::PdfAttachments, [&standard.name()]))
            }
            Some(standard) => Ok(standard),
        }
    }
}

/// How the EPUB is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct EpubOptions {
    /// An image file for the cover, instead of the one that the document names or a generated one.
    pub cover: Option<Bytes>,
    /// A style sheet that is applied after the built-in one.
    pub css: Option<String>,
    /// Whether lines run from top to bottom, right to left.
    pub vertical: bool,
    /// Who certifies that the book conforms to EPUB Accessibility 1.1, WCAG 2.2 level AA.
    pub a11y_certified_by: Option<String>,
    /// Whether it lists the pages of the PDF that is made with it.
    pub page_list: bool,
    /// Which fonts are embedded.
    pub embed_fonts: EmbedFonts,
    /// The form of formulas; `None` for the document's own setting.
    pub math: Option<FormulaForm>,
}

named! {
    /// The form of formulas in an e-book.
    #[derive(Default)]
    pub enum FormulaForm {
        /// MathML, with the TeX as alternative text.
        #[default]
        Mathml = "mathml",
        /// An image each (SVG), with the TeX as description.
        Svg = "svg",
    }
}

named! {
    /// Which fonts an e-book embeds.
    #[derive(Default)]
    pub enum EmbedFonts {
        /// None: the reading system's fonts are used.
        #[default]
        None = "none",
        /// The fonts used, reduced to the characters used.
        Subset = "subset",
        /// The whole fonts used.
        Full = "full",
    }
}

/// How the TEI is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct TeiOptions {
    /// The schema that it is valid against.
    pub profile: TeiProfile,
    /// The reviewer; without one its status is draft.
    pub reviewed_by: Option<String>,
    /// Whether sources that can't be restored from the text are left out of the header.
    pub no_embed_source: bool,
    /// Whether dates and book titles are marked up in the text.
    pub tag_entities: bool,
}

named! {
    /// The schemas that TEI is written for.
    #[derive(Default)]
    pub enum TeiProfile {
        /// `tei_all`.
        #[default]
        All = "all",
        /// TEI simplePrint.
        Simple = "simple",
    }
}
