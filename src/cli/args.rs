//! The arguments of the command: only clap types, so that help, completions and man pages come from
//! one definition.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::forms;
use crate::config::{
    Attached, EmbedFonts, FormulaForm, InputFormat, LineEnds, OutputFormat, PdfStandard,
    Punctuation, Spaces, TeiProfile,
};
use crate::model::Numbering;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "paiban",
    version,
    about = "Turn a Chinese manuscript into a PDF, an EPUB and a TEI archive (排版)",
    long_about = "Turn a Chinese manuscript into a PDF to print, an EPUB to read and a TEI P5 \
                  file to archive (排版).",
    override_usage = "paiban [OPTIONS] <FILE>...\n       paiban <COMMAND>",
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}{EXIT_STATUS}"),
    max_term_width = 80,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  paiban article.txt               PDF, EPUB and TEI, into output/
  paiban texts -o books --to pdf   PDFs of a whole folder, into books/
  paiban inspect article.txt       what would be understood, no files

A file or folder alone is converted: `paiban convert --help` has the options.
A file named like a command needs its folder: ./convert
";

pub(super) const EXIT_STATUS: &str = "
Exit status:
   0  done
   1  done, but with warnings that were denied, or some inputs failed
   2  the command was called wrongly
   3  an input could not be read
   4  an input is not what it should be
   5  a limit was exceeded
   6  a font or an image is missing
   7  an output could not be written
  70  a fault in paiban itself
 130  interrupted

Environment:
  LC_ALL, LC_MESSAGES, LANG  messages are Chinese where the first that is set
                             begins with zh, else English
  SOURCE_DATE_EPOCH          the date of the files where --date is not given
  NO_COLOR                   no colours
";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Convert manuscripts
    Convert(Box<Convert>),
    /// Show what is recognised in a manuscript, without writing anything
    Inspect(Box<Inspect>),
    /// Write the plan of a book (paiban.toml) that lists the files of a folder as chapters
    Init(Init),
    /// Rebuild the source file from a TEI archive, byte for byte
    Restore(Restore),
    /// Print the JSON Schema of documents, options or styles
    Schema(Schema),
    /// Print shell completions
    Completions(Completions),
    /// Print the manual page of paiban or of a command
    Man(Man),
    /// Write the generated files of the project
    #[command(hide = true)]
    Generate(Generate),
}

/// How an input is read.
#[derive(Debug, Args)]
pub(crate) struct ReadingArgs {
    /// The input format, if it is not detected correctly
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<InputFormat>,
    /// The input encoding (gb18030, big5, utf-16le …), if it is not detected correctly
    #[arg(long, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,
    /// Lines of plain text to treat as headings: a regular expression, optionally with a level
    /// (`^【.+】$=2`); repeatable
    #[arg(long, value_name = "REGEX[=LEVEL]")]
    pub(crate) headings: Vec<String>,
    /// Treat no other lines as headings than those of --headings
    #[arg(long, requires = "headings", conflicts_with = "no_headings")]
    pub(crate) headings_only: bool,
    /// Don't look for headings in plain text
    #[arg(long, conflicts_with = "headings")]
    pub(crate) no_headings: bool,
    /// Text to remove from plain text: a regular expression that matches whole lines or parts of
    /// them; repeatable
    #[arg(long, value_name = "REGEX")]
    pub(crate) residue: Vec<String>,
    /// Rules (TOML) for headings and residue in plain text, for instance for one site; repeatable,
    /// the first match wins
    #[arg(long, value_name = "FILE.toml", value_hint = ValueHint::FilePath)]
    pub(crate) rules: Vec<PathBuf>,
    /// Keep pagers, banners and the like in the text
    #[arg(long)]
    pub(crate) keep_residue: bool,
    /// The line number of the title, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) title_line: Option<u32>,
    /// Which line breaks inside Markdown paragraphs are kept [default: auto]
    #[arg(long, value_name = "WAY")]
    pub(crate) line_ends: Option<LineEnds>,
    /// Ignore FILE.paiban.toml, which overrides what is recognised
    #[arg(long)]
    pub(crate) no_sidecar: bool,
}

/// Filters between reading and writing.
#[derive(Debug, Args)]
pub(crate) struct Filtering {
    /// Pass the document as JSON through a program before it is written: 'python3 filter.py';
    /// repeatable, run in this order
    #[arg(long, value_name = "COMMAND", value_hint = ValueHint::CommandString)]
    pub(crate) filter: Vec<String>,
    /// Time limit for each filter, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60,
          value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) filter_timeout: u64,
}

/// Which messages are shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct MessageArgs {
    /// Show errors only
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Show all messages, including notes
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Exit with status 1 on this diagnostic, or on any of the `warnings`
    #[arg(long, value_name = "CODE")]
    pub(crate) deny: Vec<String>,
    /// Hide this diagnostic
    #[arg(long, value_name = "CODE")]
    pub(crate) allow: Vec<String>,
}

/// `paiban convert`
#[derive(Debug, Args)]
#[command(after_help = CONVERT_EXAMPLES)]
pub(crate) struct Convert {
    /// The manuscripts: files, folders with all their files, patterns ('a/**/*.txt'); - reads
    /// standard input
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) input: Vec<PathBuf>,
    /// The output folder, a single output file, or - for standard output
    #[arg(short, long, value_name = "DIR", default_value = "output",
          value_hint = ValueHint::AnyPath)]
    pub(crate) output: PathBuf,
    /// Formats to write: pdf, epub, tei, dc, json [default: pdf,epub,tei]
    #[arg(long, value_name = "LIST", value_delimiter = ',', hide_possible_values = true)]
    pub(crate) to: Vec<OutputFormat>,
    /// Also write SHA256SUMS
    #[arg(long)]
    pub(crate) sums: bool,
    /// Also package each manuscript and its outputs as a BagIt bag for archiving (NAME.bag)
    #[arg(long)]
    pub(crate) bag: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) filtering: Filtering,
    #[command(flatten)]
    pub(crate) work: WorkArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) standards: Standards,
    #[command(flatten)]
    pub(crate) many: Many,
    #[command(flatten)]
    pub(crate) messages: MessageArgs,
}

const CONVERT_EXAMPLES: &str = "\
Examples:
  paiban article.txt --author 刘奇 --date 2014-09-23
  paiban old.txt --encoding gb18030 --paper 16开 --size 小四
  cat article.txt | paiban convert - --to pdf -o - > article.pdf
  paiban convert article.txt --to json -o - | my-filter |
    paiban convert - --from json -o article.epub
  paiban convert texts -o books --exclude drafts --report books.jsonl
";

/// Options for many manuscripts.
#[derive(Debug, Args)]
#[command(next_help_heading = "Many manuscripts")]
pub(crate) struct Many {
    #[arg(long, value_name = "GLOB", help = format!(
        "Take these files of folders; repeat it for more\n[default: {} and the like]",
        forms::default_patterns(", ")
    ))]
    pub(crate) include: Vec<String>,
    /// Skip these files and folders; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Number of manuscripts to convert in parallel [default: one per processor core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
    /// Convert manuscripts even if they are unchanged
    #[arg(long)]
    pub(crate) force: bool,
    /// Combine the files of a folder, or all given files, into one book
    #[arg(long)]
    pub(crate) book: bool,
    /// Convert the files of a book one by one
    #[arg(long, conflicts_with = "book")]
    pub(crate) no_book: bool,
    /// Make the book even if a chapter can't be read; a page in its place reports it
    #[arg(long)]
    pub(crate) keep_going: bool,
    #[command(flatten)]
    pub(crate) limits: Limiting,
    /// Write a report as JSON, one line per manuscript
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
    /// Write what became of each character in each output, as JSON lines
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) ledger: Option<PathBuf>,
}

/// Limits on inputs.
#[derive(Debug, Args)]
pub(crate) struct Limiting {
    /// Set a limit on inputs: bytes, depth, blocks, notes, images, samples, entries, unpacked,
    /// ratio, memory; repeatable
    #[arg(long, value_name = "NAME=N")]
    pub(crate) limit: Vec<String>,
}

/// Metadata of the work.
#[derive(Debug, Args)]
#[command(next_help_heading = "About the work")]
pub(crate) struct WorkArgs {
    /// Its title, instead of the recognised one
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// An author; repeatable
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Vec<String>,
    /// Its language (BCP 47): zh-Hans, zh-Hant, ja …
    #[arg(long, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    /// Its date, also used as the date of the files: 2014, 2014-09, 2014-09-23
    #[arg(long)]
    pub(crate) date: Option<String>,
    /// Its publisher
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// An identifier: isbn:978…, doi:10…, uri:https://…; repeatable
    #[arg(long, value_name = "SCHEME:VALUE")]
    pub(crate) identifier: Vec<String>,
    /// A statement of rights
    #[arg(long, value_name = "TEXT")]
    pub(crate) rights: Option<String>,
    /// The URL of a licence
    #[arg(long, value_name = "URI", visible_alias = "license")]
    pub(crate) licence: Option<String>,
}

/// The look of pages.
#[derive(Debug, Args)]
#[command(next_help_heading = "Look")]
pub(crate) struct LookArgs {
    /// The base style: article, handout, book, large-print, tc-book
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,
    /// A style sheet (TOML) applied over it; see `paiban schema style`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) style: Option<PathBuf>,
    /// The paper: A4, A5, B5, 16开, 32开, 210x297mm …
    #[arg(long)]
    pub(crate) paper: Option<String>,
    /// The size of body text: 五号, 小四, 12pt …
    #[arg(long)]
    pub(crate) size: Option<String>,
    /// Add a table of contents
    #[arg(long, overrides_with = "no_toc")]
    pub(crate) toc: bool,
    /// Omit the table of contents [default: added if there are many sections]
    #[arg(long, overrides_with = "toc")]
    pub(crate) no_toc: bool,
    /// The page header: centre, left|right or left|centre|right; {title} {author} {chapter}
    /// {section} {page} {pages} {date} are replaced, '' removes it
    #[arg(long, value_name = "TEXT")]
    pub(crate) header: Option<String>,
    /// The page footer, in the same form: '第 {page} 页 / 共 {pages} 页'
    #[arg(long, value_name = "TEXT")]
    pub(crate) footer: Option<String>,
    /// Number unnumbered headings: none, decimal (1.1), chapter (第一章), chinese (一、) [default: set
    /// by the style]
    #[arg(long, value_name = "FORM", hide_possible_values = true)]
    pub(crate) number_headings: Option<Numbering>,
    /// ASCII punctuation among Chinese characters [default: fullwidth]
    #[arg(long, value_name = "WAY")]
    pub(crate) punctuation: Option<Punctuation>,
    /// Spaces between Chinese characters, in PDF and EPUB [default: auto]
    #[arg(long, value_name = "WAY")]
    pub(crate) spaces: Option<Spaces>,
    #[command(flatten)]
    pub(crate) fonts: Fonts,
}

/// Additional fonts.
#[derive(Debug, Args)]
#[command(next_help_heading = "Look")]
pub(crate) struct Fonts {
    /// A font for body, strong, heading, emphasis, code, strong-code or latin; #N selects the Nth
    /// face of a collection, from 0
    #[arg(long, value_name = "ROLE=FILE[#N]", value_hint = ValueHint::FilePath)]
    pub(crate) font: Vec<String>,
    /// A folder of fallback fonts for missing characters; repeatable
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) font_dir: Vec<PathBuf>,
    /// Also use system fonts; outputs then differ between systems
    #[arg(long, action = ArgAction::SetTrue)]
    pub(crate) system_fonts: bool,
}

/// Standards and contents of the outputs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
pub(crate) struct Standards {
    /// PDF standard: a-2a, a-2u, a-3a, a-4, a-4f, none; all except a-4 and a-4f also conform to
    /// PDF/UA-1 [default: a-2a, or as attachments require]
    #[arg(long, value_name = "NAME", hide_possible_values = true)]
    pub(crate) pdf_standard: Option<PdfStandard>,
    /// Files to attach to the PDF: source, tei
    #[arg(long, value_name = "LIST", value_delimiter = ',', hide_possible_values = true)]
    pub(crate) attach: Vec<Attached>,
    /// A cover image for the e-book, instead of a generated one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) cover: Option<PathBuf>,
    /// An additional folder to read images from; repeatable
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) resource_path: Vec<PathBuf>,
    /// A style sheet (CSS) for the e-book, applied after the built-in one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) css: Option<PathBuf>,
    /// Set the e-book in vertical lines, right to left
    #[arg(long)]
    pub(crate) vertical: bool,
    /// Who certifies that the e-book meets WCAG 2.2, level AA
    #[arg(long, value_name = "NAME")]
    pub(crate) a11y_certified_by: Option<String>,
    /// List the PDF's pages in the e-book, so that both can be cited alike
    #[arg(long)]
    pub(crate) page_list: bool,
    /// Embed the fonts used in the e-book: subset (only the characters used) or full [default:
    /// none; the reading system's fonts are used]
    #[arg(long, value_name = "HOW", hide_possible_values = true)]
    pub(crate) embed_fonts: Option<EmbedFonts>,
    /// Formulas in the e-book: mathml, or svg (one image each) [default: mathml]
    #[arg(long, value_name = "FORM", hide_possible_values = true)]
    pub(crate) math: Option<FormulaForm>,
    /// TEI schema: all (tei_all) or simple [default: all]
    #[arg(long, value_name = "NAME", hide_possible_values = true)]
    pub(crate) tei_profile: Option<TeiProfile>,
    /// Who reviewed the work; otherwise the TEI is marked as a draft
    #[arg(long, value_name = "NAME")]
    pub(crate) reviewed_by: Option<String>,
    /// Mark up dates and book titles in the text of the TEI
    #[arg(long)]
    pub(crate) tag_entities: bool,
    /// Don't embed a source that can't be restored from the text of the TEI
    #[arg(long)]
    pub(crate) no_embed_source: bool,
}

/// `paiban inspect`
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The manuscript; - reads standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Output for people or for programs
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(crate) format: OutlineForm,
    /// Describe a PDF: tags with their text, bookmarks, fonts, attachments
    #[arg(long, conflicts_with_all = ["format", "from", "encoding", "lines"])]
    pub(crate) pdf: bool,
    /// Set each line of the file as a paragraph, and print a JSON object for each line of type: its
    /// text, its width, its glyphs, in em
    #[arg(long, conflicts_with = "format")]
    pub(crate) lines: bool,
    /// Write the decisions to FILE.paiban.toml for editing; it is applied whenever the manuscript
    /// is read
    #[arg(long, conflicts_with_all = ["pdf", "lines"])]
    pub(crate) write_sidecar: bool,
    #[command(flatten)]
    pub(crate) limits: Limiting,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) window: Window,
    #[command(flatten)]
    pub(crate) messages: MessageArgs,
}

/// Options of `--lines`.
#[derive(Debug, Args)]
#[command(next_help_heading = "With --lines")]
pub(crate) struct Window {
    /// The length of a line: 5.5em, 100mm [default: set by the style]
    #[arg(long, value_name = "LENGTH", requires = "lines")]
    pub(crate) measure: Option<String>,
    /// The indent of a paragraph [default: set by the style]
    #[arg(long, value_name = "LENGTH", requires = "lines")]
    pub(crate) indent: Option<String>,
    /// Set the recognised paragraphs instead of the lines of the file
    #[arg(long, requires = "lines")]
    pub(crate) structured: bool,
    /// The base style
    #[arg(long, value_name = "NAME", requires = "lines")]
    pub(crate) preset: Option<String>,
    /// A style sheet (TOML) applied over it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "lines")]
    pub(crate) style: Option<PathBuf>,
    /// The language of the text (BCP 47)
    #[arg(long, value_name = "TAG", requires = "lines")]
    pub(crate) lang: Option<String>,
    /// ASCII punctuation among Chinese characters [default: keep]
    #[arg(long, value_name = "WAY", requires = "lines")]
    pub(crate) punctuation: Option<Punctuation>,
    #[command(flatten)]
    pub(crate) fonts: Fonts,
}

/// The output format of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutlineForm {
    /// For people
    Text,
    /// For programs
    Json,
    /// For plain text: the features by which each possible heading was judged
    #[value(hide = true)]
    Features,
}

/// `paiban init`
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder of the book; created if it does not exist
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
}

/// `paiban restore`
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The archive: a .tei.xml written by paiban
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The output file or its folder, or - for standard output [default: output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// Write all files of a book to this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "output")]
    pub(crate) all: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: Limiting,
}

/// `paiban schema`
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The kind of schema
    pub(crate) of: SchemaOf,
}

/// The kinds of schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// A document, as written by --to json
    Model,
    /// All conversion options
    Config,
    /// The look of pages
    Style,
}

/// `paiban completions`
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// `paiban man`
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// A command, such as convert; omit it for the main page
    pub(crate) command: Option<String>,
}

/// `paiban generate`
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// The project's folder
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,
}
