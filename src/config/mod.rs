//! Options: what a user may choose, one record a stage. All have defaults.

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
    /// A form that paiban writes.
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
    /// What a file name ends in, without the first dot.
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
    /// What is known of the work better than the text tells.
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
    /// Whether all settings can hold together.
    ///
    /// # Errors
    ///
    /// Two that contradict each other; attachments in a PDF that allows none.
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
    /// The form of the input, where its content and name don't tell or tell wrongly.
    pub from: Option<InputFormat>,
    /// Its encoding (a label of the WHATWG Encoding Standard).
    pub encoding: Option<String>,
    /// Further headings of a plain text: lines that match.
    pub headings: Vec<HeadingPattern>,
    /// Whether no headings are looked for.
    pub no_headings: bool,
    /// Whether lines that match are all headings that there are; title, authors and residue are
    /// looked for all the same.
    pub headings_only: bool,
    /// What is no part of a plain text: regular expressions that find whole lines or parts of
    /// them.
    pub residue: Vec<String>,
    /// Rules for headings and residue of a plain text: the texts of TOML files, of which an
    /// earlier one wins.
    pub rules: Vec<String>,
    /// Whether pagers, banners and the like stay in the text.
    pub keep_residue: bool,
    /// The line of the title, from 1.
    pub title_line: Option<usize>,
    /// Which line ends of Markdown paragraphs readers see; as the document says, if not said.
    pub line_ends: Option<LineEnds>,
    /// Decisions that overrule the reader's, as a sidecar file records them.
    pub decisions: Vec<Decision>,
    /// The SHA-256 of the file that the decisions were made for.
    pub decided_for: Option<String>,
    /// What the text is among the files of a book, where it is one of a series of them.
    #[serde(skip)]
    pub chapter: Option<Chapter>,
}

/// A plain text that is one of a series of files (一章一个文件): what all of them together say of
/// it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// The lines of the headings that it begins with, from 1: the first and the last of each. None
    /// where its name alone heads it.
    pub headings: Vec<(usize, usize)>,
    /// Lines above them that other files have, too, from 1: the name of the work, of a site.
    pub running: Vec<usize>,
    /// How many files of the series have a heading.
    pub chapters: usize,
    /// Whether the book begins with it.
    pub first: bool,
    /// Whether the book ends with it.
    pub last: bool,
}

impl ReadOptions {
    /// Whether headings are looked for beside those that patterns and decisions name.
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
    /// Which line ends inside Markdown paragraphs readers see.
    #[derive(Default)]
    pub enum LineEnds {
        /// Those of lines that are items, of closings and signatures.
        #[default]
        Auto = "auto",
        /// All.
        Keep = "keep",
        /// None, as CommonMark has it.
        Join = "join",
    }
}

/// What a heading looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct HeadingPattern {
    /// A regular expression that the line matches, white space at both ends left out.
    pub pattern: String,
    /// Its level, 1 the highest.
    pub level: Option<u8>,
}

/// What a place of the source is, whatever the reader would think.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Decision {
    /// The line, from 1; of Word documents, web pages and e-books the paragraph, those of cells
    /// included, which is called `paragraph`, too.
    #[serde(alias = "paragraph")]
    pub line: usize,
    /// The character of the line where it begins, from 1, if not with the line.
    #[serde(default)]
    pub column: Option<usize>,
    /// What it is.
    pub is: DecisionKind,
    /// The level of a heading.
    #[serde(default)]
    pub level: Option<u8>,
}

named! {
    /// What a place of the source can be.
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

/// What is known of the work better than the text tells; it overrules what was recognised.
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

/// How text is shown in PDF and EPUB; the TEI keeps it as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct DisplayOptions {
    /// What is done to ASCII punctuation among Han.
    pub punctuation: Punctuation,
    /// Whether full-width digits and letters (１２ＡＢ) become ASCII.
    pub ascii_letters: bool,
    /// What spaces between Chinese characters mean; as the document says, if not said.
    pub spaces: Option<Spaces>,
    /// Whether single ones were found to be noise in this document.
    #[serde(skip)]
    pub noise: bool,
}

named! {
    /// What spaces between Chinese characters mean.
    #[derive(Default)]
    pub enum Spaces {
        /// Gaps that were typed on purpose, unless most single characters have one: then single spaces
        /// are noise of text recognition or typing.
        #[default]
        Auto = "auto",
        /// Gaps that were typed on purpose.
        Keep = "keep",
        /// Nothing.
        Drop = "drop",
    }
}

named! {
    /// What is done to ASCII punctuation among Han.
    #[derive(Default)]
    pub enum Punctuation {
        /// It becomes full-width (全角).
        #[default]
        Fullwidth = "fullwidth",
        /// It stays.
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
    /// A style sheet (TOML) that is put over the preset, value by value.
    pub style: Option<String>,
    /// The paper: `A4`, `A5`, `16开`, `210x297mm`.
    pub paper: Option<Paper>,
    /// The size of body text: `五号`, `小四`, `12pt`.
    pub size: Option<TypeSize>,
    /// Whether there is a table of contents; if not said, where there are many sections.
    pub toc: Option<bool>,
    /// How many levels of headings it lists.
    pub toc_depth: Option<u8>,
    /// The margins.
    pub margins: MarginOptions,
    /// The header of each page (页眉), instead of the style's.
    pub header: Option<RunningLine>,
    /// The footer of each page (页脚), instead of the style's.
    pub footer: Option<RunningLine>,
    /// How headings are numbered that have no number of their own.
    pub numbering: Option<Numbering>,
    /// How figures, tables and equations are numbered; as the style has it, if not said.
    pub caption_numbers: Option<CaptionNumbers>,
}

named! {
    /// The style sheets that paiban brings along (docs/styles.md).
    #[derive(Default)]
    pub enum Preset {
        /// An article or essay.
        #[default]
        Article = "article",
        /// Teaching material, with room for notes.
        Handout = "handout",
        /// A book.
        Book = "book",
        /// For readers with weak eyes (大字版).
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
    /// What is between the number of the chapter and the own one; none where they run on.
    #[must_use]
    pub fn separator(self) -> Option<char> {
        match self {
            Self::Running => None,
            Self::Hyphen => Some('-'),
            Self::Stop => Some('.'),
        }
    }
}

/// Margins; as the style has them where not said.
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

/// What a source may ask of its pages beside its text, by name, as the front matter of Markdown
/// does. It is kept in `Meta::extra`.
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

    /// What is wished under this name; `_` and capitals make no difference.
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
    /// The standard to keep to; if not said, the strictest that the attachments allow.
    pub standard: Option<PdfStandard>,
    /// What travels in the file.
    pub attach: Vec<Attached>,
}

named! {
    /// The standards that a PDF can keep to. PDF/UA-1 (ISO 14289-1), made for PDF 1.7, goes with
    /// all but PDF/A-4.
    #[derive(Default)]
    pub enum PdfStandard {
        /// PDF/A-2u (ISO 19005-2): looks the same for ever, and its text can be searched.
        A2u = "a-2u",
        /// PDF/A-2a: likewise, with its logical structure tagged.
        #[default]
        A2a = "a-2a",
        /// PDF/A-3a (ISO 19005-3): likewise, and files of any kind may be attached.
        A3a = "a-3a",
        /// PDF/A-4 (ISO 19005-4), on PDF 2.0.
        A4 = "a-4",
        /// PDF/A-4f: likewise, with files attached.
        A4f = "a-4f",
        /// Made the same way, but claims nothing.
        None = "none",
    }
}

named! {
    /// What can travel in a PDF.
    pub enum Attached {
        /// The input as it was.
        Source = "source",
        /// The TEI archive.
        Tei = "tei",
    }
}

impl PdfOptions {
    /// The standard to keep to.
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
    /// An image file for the cover, instead of the one that the document names or a drawn one.
    pub cover: Option<Bytes>,
    /// A style sheet that is read after our own.
    pub css: Option<String>,
    /// Whether lines run from top to bottom, right to left.
    pub vertical: bool,
    /// Who certifies that the book conforms to EPUB Accessibility 1.1, WCAG 2.2 level AA.
    pub a11y_certified_by: Option<String>,
    /// Whether it tells the pages of the PDF that is made with it.
    pub page_list: bool,
    /// Which faces it brings along.
    pub embed_fonts: EmbedFonts,
    /// What formulas are; as the document says, if not said.
    pub math: Option<FormulaForm>,
}

named! {
    /// What formulas are in an e-book.
    #[derive(Default)]
    pub enum FormulaForm {
        /// MathML, with the TeX as its alternative text.
        #[default]
        Mathml = "mathml",
        /// A picture each (SVG), with the TeX as its description.
        Svg = "svg",
    }
}

named! {
    /// Which faces an e-book brings along.
    #[derive(Default)]
    pub enum EmbedFonts {
        /// None: the reader's own are used.
        #[default]
        None = "none",
        /// Those that are used, with the characters that are used.
        Subset = "subset",
        /// Those that are used, whole.
        Full = "full",
    }
}

/// How the TEI is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct TeiOptions {
    /// Which schema it is to be valid against.
    pub profile: TeiProfile,
    /// Who reviewed it; without, its status is draft.
    pub reviewed_by: Option<String>,
    /// Whether sources that the text cannot give back are left out of the header.
    pub no_embed_source: bool,
    /// Whether dates and book titles are marked in the text.
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
