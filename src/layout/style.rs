//! Styles: the look of pages, as data.
//!
//! A style sheet is TOML; a preset is a built-in one. A sheet may name a base sheet (`base`), and
//! overrides it value by value. So a user's sheet need contain only the differences.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::frame::Pt;
use super::inline::{Kinsoku, LineEnd, PunctuationStyle};
use crate::config::{
    CaptionNumbers, Invalid, Length, MarginOptions, PageOptions, Paper, Preset,
};
use crate::diag::{self, Code, Error};
use crate::font::Role;
use crate::model::{Alignment, Numbering, TableRules};

/// The sheet of a preset.
fn text_of(preset: Preset) -> &'static str {
    match preset {
        Preset::Article => include_str!("presets/article.toml"),
        Preset::Handout => include_str!("presets/handout.toml"),
        Preset::Book => include_str!("presets/book.toml"),
        Preset::LargePrint => include_str!("presets/large-print.toml"),
        Preset::TcBook => include_str!("presets/tc-book.toml"),
    }
}

/// The look of pages. Spaces above and below are in lines of body text; other lengths without a
/// unit are in em of body text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename = "Style", rename_all = "kebab-case", deny_unknown_fields)]
pub struct StyleSheet {
    /// The purpose of the sheet.
    pub description: String,
    /// The base sheet, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Paper and type area (版心).
    pub page: PageStyle,
    /// Running text (正文).
    pub body: BodyStyle,
    /// The work's title (题名).
    pub title: TitleStyle,
    /// Headings (标题).
    pub heading: HeadingStyles,
    /// Quotations set apart and epigraphs (引文).
    pub quotation: SetOff,
    /// Verse (韵文).
    pub verse: SetOff,
    /// Program text (代码).
    pub code: CodeStyle,
    /// Tables (表).
    pub table: TableStyle,
    /// Captions of figures and tables (图题、表题).
    pub caption: CaptionStyle,
    /// Bylines, sources, dates, signatures (署名).
    pub credit: Lettering,
    /// Footnotes and marginal notes (脚注、边注).
    pub note: NoteStyle,
    /// Running heads (页眉).
    pub head: HeadStyle,
    /// Page numbers (页码).
    pub folio: FolioStyle,
    /// The table of contents (目录).
    pub contents: ContentsStyle,
}

/// Paper and type area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PageStyle {
    /// The sheet after trimming.
    pub paper: Paper,
    /// Characters per line; 0 for as many as the margins leave.
    pub characters: u16,
    /// Lines per page; 0 for as many as the margins leave.
    pub lines: u16,
    /// Minimum margins; what the type area leaves is shared in their proportion.
    pub margin: Margins,
    /// Whether the backs of leaves mirror their fronts.
    pub two_sided: bool,
    /// The edge at which leaves are bound, as the front of a leaf shows it.
    #[serde(default)]
    pub binding: Binding,
    /// Numbers in the margin for every so many lines of body text; 0 for none.
    pub line_numbers: u16,
}

/// The edge at which leaves are bound (装订边).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Binding {
    /// The left one, as of books with horizontal lines: pages turn to the left.
    #[default]
    Left,
    /// The right one, as of books with vertical lines: pages turn to the right.
    Right,
}

/// Margins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Margins {
    /// Above (天头).
    pub top: Length,
    /// Below (地脚).
    pub bottom: Length,
    /// At the spine; where leaves are bound, if pages are not two-sided (订口).
    pub inner: Length,
    /// At the fore-edge (切口).
    pub outer: Length,
}

/// Running text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct BodyStyle {
    /// The size of type.
    pub size: Length,
    /// From baseline to baseline.
    pub pitch: Length,
    /// The indent of a paragraph's first line.
    pub indent: Length,
    /// The alignment of lines.
    pub align: Alignment,
    /// The width of punctuation.
    pub punctuation: PunctuationStyle,
    /// The width of a mark at a line's end; by default as in `punctuation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_end: Option<LineEnd>,
    /// Which characters may not begin or end a line.
    pub kinsoku: Kinsoku,
    /// Whether commas and stops may hang in the margin.
    pub hanging: bool,
    /// Whether an opening mark at the start of a paragraph keeps its blank half.
    pub full_start: bool,
    /// Whether a line after a forced break has the indent of the paragraph.
    pub break_indent: bool,
    /// Whether pauses and stops are centred in any language; in traditional Chinese they always
    /// are.
    #[serde(default)]
    pub centred_marks: bool,
    /// Whether links are underlined, so that they are visible on paper.
    #[serde(default)]
    pub lined_links: bool,
}

/// Face, size and alignment of a separate line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Lettering {
    /// The face.
    pub face: Role,
    /// The size of type.
    pub size: Length,
    /// The alignment of lines.
    pub align: Alignment,
}

/// A style of text that is set off, with keys of its own beside those of [`SetOff`]: serde flattens
/// no structure where unknown keys are errors.
macro_rules! set_off_style {
    ($(#[$meta:meta])* $name:ident { $($(#[$own:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        pub struct $name {
            /// The face.
            pub face: Role,
            /// The size of type.
            pub size: Length,
            /// From baseline to baseline; by default as in the surrounding text.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub pitch: Option<Length>,
            /// Its indent at the start.
            pub start: Length,
            /// Its indent at the end.
            pub end: Length,
            /// Lines of space above and below.
            pub space: f32,
            $($(#[$own])* #[serde(default)] pub $field: $type,)*
        }
    };
}

set_off_style! {
    /// Text that is set off from the body.
    SetOff {}
}

/// How a style with keys of its own is set off.
macro_rules! as_set_off {
    ($($name:ident)*) => {$(
        impl $name {
            /// How it is set off.
            pub fn set_off(&self) -> SetOff {
                let Self { face, size, pitch, start, end, space, .. } = self.clone();
                SetOff { face, size, pitch, start, end, space }
            }
        }
    )*};
}

set_off_style! {
    /// Tables.
    TableStyle {
        /// The default rules of tables: `none`, `three` (三线表), `rows` or `grid` (全框线).
        rules: TableRules,
    }
}

set_off_style! {
    /// Program text.
    CodeStyle {
        /// Whether it has a light tint (底纹).
        tint: bool,
        /// Whether its lines are numbered (行号) by default.
        numbers: bool,
    }
}

as_set_off! { TableStyle CodeStyle }

/// Captions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CaptionStyle {
    /// The face.
    pub face: Role,
    /// The size of type.
    pub size: Length,
    /// The alignment of lines.
    pub align: Alignment,
    /// The numbering of figures, tables and equations: `1`, or per chapter `1-1` or `1.1`.
    #[serde(default)]
    pub numbers: CaptionNumbers,
}

/// The work's title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TitleStyle {
    /// The face of the main title.
    pub face: Role,
    /// The size of the main title.
    pub size: Length,
    /// The face of the subtitle and other parts.
    pub sub_face: Role,
    /// The size of the subtitle and other parts.
    pub sub_size: Length,
    /// The alignment of lines.
    pub align: Alignment,
    /// Lines of space above.
    pub before: f32,
    /// Lines of space below the title and its credits.
    pub after: f32,
    /// Whether it has a page of its own (扉页).
    pub page: bool,
}

/// Headings, and their numbering.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct HeadingStyles {
    /// The numbering of unnumbered headings: `none`, `decimal`, `chapter` or `chinese`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbering: Option<Numbering>,
    /// By level, `1` the highest; deeper ones look like the last.
    #[serde(flatten)]
    pub levels: BTreeMap<String, HeadingStyle>,
}

/// Implemented by hand, so that an error names its key.
impl<'de> Deserialize<'de> for HeadingStyles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeadingVisitor)
    }
}

struct HeadingVisitor;

impl<'de> Visitor<'de> for HeadingVisitor {
    type Value = HeadingStyles;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("headings by their levels")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<HeadingStyles, A::Error> {
        let mut styles = HeadingStyles::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == "numbering" {
                styles.numbering = Some(map.next_value()?);
            } else {
                styles.levels.insert(key, map.next_value()?);
            }
        }
        Ok(styles)
    }
}

/// Headings of one level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct HeadingStyle {
    /// The face.
    pub face: Role,
    /// The size of type.
    pub size: Length,
    /// The alignment of lines.
    pub align: Alignment,
    /// The indent.
    pub indent: Length,
    /// Lines of the grid that a heading of one line takes, itself included (占行).
    pub lines: u16,
    /// Where it starts.
    pub start: HeadingStart,
}

/// Where a heading starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HeadingStart {
    /// Where the text before it ends.
    Flow,
    /// On a new page (另页起).
    Page,
    /// On a new right page (单页起).
    Recto,
}

/// Notes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NoteStyle {
    /// The size of type.
    pub size: Length,
    /// From baseline to baseline.
    pub pitch: Length,
    /// The length of the rule above them, as a share of the measure; 0 for none.
    pub rule: f32,
    /// Whether marginal notes (边注) are beside their marks, if the outer margin is wide enough;
    /// otherwise they are footnotes.
    #[serde(default)]
    pub margin: bool,
}

/// Running heads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct HeadStyle {
    /// The text of left pages; of all pages if they are not two-sided.
    pub verso: HeadContent,
    /// The text of right pages.
    pub recto: HeadContent,
    /// The face.
    pub face: Role,
    /// The size of type.
    pub size: Length,
    /// Its position.
    pub position: HeadPosition,
    /// From its baseline to the top of the type area.
    pub distance: Length,
    /// Whether there is a rule below it.
    pub rule: bool,
}

/// The text of a running head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HeadContent {
    /// Nothing.
    None,
    /// The work's title.
    Title,
    /// The heading of the highest level in force.
    Chapter,
    /// The last heading of any level.
    Section,
}

/// The position of a running head or page number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HeadPosition {
    /// In the middle.
    Center,
    /// At the fore-edge; at the right if pages are not two-sided.
    Outer,
}

/// Page numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FolioStyle {
    /// The form of the number: `— {} —`; nothing is printed if empty.
    pub form: String,
    /// The size of type.
    pub size: Length,
    /// Its position.
    pub position: HeadPosition,
    /// From the bottom of the type area to its baseline.
    pub distance: Length,
}

/// The table of contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ContentsStyle {
    /// Its heading; by default in the language of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Levels of headings that are listed.
    pub depth: u8,
    /// The number of entries from which there is one, unless the options decide.
    pub from: u16,
    /// The indent of each level below the first.
    pub indent: Length,
    /// Whether the author of a chapter is listed behind its heading.
    pub authors: bool,
    /// Whether what follows begins a new page.
    pub page: bool,
}

impl StyleSheet {
    /// The style for these options.
    ///
    /// # Errors
    ///
    /// An invalid sheet.
    pub fn of(options: &PageOptions) -> diag::Result<Self> {
        let mut table = match &options.style {
            Some(text) => with_base(parse(text)?, options.preset)?,
            None => preset(options.preset.unwrap_or_default())?,
        };
        if let Some(paper) = options.paper {
            refit(&mut table);
            set(&mut table, "page", "paper", &paper.to_string());
        }
        if let Some(size) = options.size {
            refit(&mut table);
            set(&mut table, "body", "size", &size.to_string());
        }
        for (side, length) in margins(&options.margins) {
            refit(&mut table);
            set_margin(&mut table, side, &length.to_string());
        }
        let mut style: Self = table.try_into().map_err(|e| sheet_error(&e))?;
        style.contents.depth = options.toc_depth.unwrap_or(style.contents.depth);
        style.check()
    }

    /// The JSON Schema of a complete style sheet.
    #[cfg(feature = "schema")]
    pub fn schema() -> schemars::Schema {
        schemars::schema_for!(Self)
    }

    /// The style of headings at a level, 1 the highest.
    pub fn heading(&self, level: u8) -> &HeadingStyle {
        let of = |level: u8| self.heading.levels.get(&level.to_string());
        // `check` makes sure that there is a first level.
        (1..=level).rev().find_map(of).unwrap_or(&self.heading.levels["1"])
    }

    /// The sizes of all type except the body's.
    fn sizes(&mut self) -> impl Iterator<Item = &mut Length> {
        [
            &mut self.title.size,
            &mut self.title.sub_size,
            &mut self.quotation.size,
            &mut self.verse.size,
            &mut self.code.size,
            &mut self.table.size,
            &mut self.caption.size,
            &mut self.credit.size,
            &mut self.note.size,
            &mut self.head.size,
            &mut self.folio.size,
        ]
        .into_iter()
        .chain(self.heading.levels.values_mut().map(|heading| &mut heading.size))
    }

    /// Limits type to the size `most`, if body text has the size `body`. Returns the largest size,
    /// if it was too large.
    pub(super) fn bound(&mut self, most: Pt, body: Pt) -> Option<Pt> {
        let mut largest = None;
        for size in self.sizes() {
            let requested = size.points(body);
            if requested > most {
                largest = Some(largest.map_or(requested, |largest: Pt| largest.max(requested)));
                *size = Length::Points(most);
            }
        }
        if self.note.pitch.points(body) < self.note.size.points(body) {
            self.note.pitch = self.note.size;
        }
        largest
    }

    fn check(self) -> diag::Result<Self> {
        let fault = |what: &str| Error::new(Code::StyleSheet, [&what]);
        if !self.heading.levels.contains_key("1") {
            return Err(fault("there must be a [heading.1]"));
        }
        if self.heading.levels.keys().any(|level| !matches!(level.parse::<u8>(), Ok(1..=9))) {
            return Err(fault("a heading's level is 1 to 9"));
        }
        let body = match self.body.size {
            Length::Points(points) if (1.0..=1000.0).contains(&points) => points,
            _ => return Err(fault("body.size must be 1pt to 1000pt or the name of a size")),
        };
        // What is no number (`nan`) is in no range.
        let wrong = self
            .numbers(body)
            .into_iter()
            .find(|(_, number, range)| !(range.least..=range.most).contains(number));
        match wrong {
            Some((name, _, Range { least, most, unit })) => {
                Err(fault(&format!("{name} must be {least}{unit} to {most}{unit}")))
            }
            None => Ok(self),
        }
    }

    /// The numbers of the sheet by their names, lengths in points, each with its range.
    fn numbers(&self, body: Pt) -> Vec<(String, f32, Range)> {
        let margin = &self.page.margin;
        let lengths = [
            ("page.margin.top", margin.top, WHITE),
            ("page.margin.bottom", margin.bottom, WHITE),
            ("page.margin.inner", margin.inner, WHITE),
            ("page.margin.outer", margin.outer, WHITE),
            ("body.pitch", self.body.pitch, TYPE),
            ("body.indent", self.body.indent, WHITE),
            ("title.size", self.title.size, TYPE),
            ("title.sub-size", self.title.sub_size, TYPE),
            ("caption.size", self.caption.size, TYPE),
            ("credit.size", self.credit.size, TYPE),
            ("note.size", self.note.size, TYPE),
            ("note.pitch", self.note.pitch, TYPE),
            ("head.size", self.head.size, TYPE),
            ("head.distance", self.head.distance, WHITE),
            ("folio.size", self.folio.size, TYPE),
            ("folio.distance", self.folio.distance, WHITE),
            ("contents.indent", self.contents.indent, WHITE),
        ];
        let lengths =
            lengths.map(|(name, it, range)| (name.to_owned(), it.points(body), range));
        let mut numbers = Vec::from(lengths);
        let mut add = |section: &str, key: &str, number: f32, range: Range| {
            numbers.push((format!("{section}.{key}"), number, range));
        };
        add("title", "before", self.title.before, SPACE);
        add("title", "after", self.title.after, SPACE);
        add("note", "rule", self.note.rule, PART);
        for (level, it) in &self.heading.levels {
            let section = format!("heading.{level}");
            add(&section, "size", it.size.points(body), TYPE);
            add(&section, "indent", it.indent.points(body), WHITE);
            add(&section, "lines", f32::from(it.lines), SPACE);
        }
        let (table, code) = (self.table.set_off(), self.code.set_off());
        let set_off = [
            ("quotation", &self.quotation),
            ("verse", &self.verse),
            ("code", &code),
            ("table", &table),
        ];
        for (section, it) in set_off {
            add(section, "size", it.size.points(body), TYPE);
            add(section, "pitch", it.pitch.unwrap_or(it.size).points(body), TYPE);
            add(section, "start", it.start.points(body), WHITE);
            add(section, "end", it.end.points(body), WHITE);
            add(section, "space", it.space, SPACE);
        }
        numbers
    }
}

/// The range of a number in a sheet.
#[derive(Clone, Copy)]
struct Range {
    least: f32,
    most: f32,
    unit: &'static str,
}

/// Sizes and pitches.
const TYPE: Range = Range { least: 0.5, most: 2000.0, unit: "pt" };
/// Margins, indents and distances, which may reach out of the type area; no sheet is larger
/// (ISO 32000-1 annex C).
const WHITE: Range = Range { least: -14_400.0, most: 14_400.0, unit: "pt" };
/// Lines of space.
const SPACE: Range = Range { least: 0.0, most: 100.0, unit: " lines" };
/// A part of the measure.
const PART: Range = Range { least: 0.0, most: 1.0, unit: "" };

/// The measure and the number of lines follow from the margins once paper or size is another.
fn refit(table: &mut toml::Table) {
    if let Some(page) = table.get_mut("page").and_then(toml::Value::as_table_mut) {
        page.insert("characters".to_owned(), toml::Value::Integer(0));
        page.insert("lines".to_owned(), toml::Value::Integer(0));
    }
}

fn set(table: &mut toml::Table, section: &str, key: &str, value: &str) {
    let section =
        table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    if let Some(section) = section.as_table_mut() {
        section.insert(key.to_owned(), toml::Value::String(value.to_owned()));
    }
}

/// The margins set by options, by their names in a sheet.
fn margins(options: &MarginOptions) -> impl Iterator<Item = (&'static str, Length)> {
    let sides = [
        ("top", options.top),
        ("bottom", options.bottom),
        ("inner", options.left),
        ("outer", options.right),
    ];
    sides.into_iter().filter_map(|(side, length)| Some((side, length?)))
}

fn set_margin(table: &mut toml::Table, side: &str, length: &str) {
    if let Some(page) = table.get_mut("page").and_then(toml::Value::as_table_mut) {
        set(page, "margin", side, length);
    }
}

fn parse(text: &str) -> diag::Result<toml::Table> {
    text.parse().map_err(|error| sheet_error(&error))
}

fn sheet_error(error: &toml::de::Error) -> Error {
    Error::new(Code::StyleSheet, [&error.to_string().trim_end()])
}

/// A preset merged with its bases.
fn preset(preset: Preset) -> diag::Result<toml::Table> {
    with_base(parse(text_of(preset))?, None)
}

/// A sheet merged with its base preset, which is `chosen` if given.
fn with_base(sheet: toml::Table, chosen: Option<Preset>) -> diag::Result<toml::Table> {
    let own = sheet.get("base").and_then(toml::Value::as_str);
    let complete =
        ["page", "body", "title", "contents"].iter().all(|key| sheet.contains_key(*key));
    let base = match (chosen, own) {
        (Some(chosen), _) => chosen,
        (None, Some(own)) => own.parse().map_err(|error: Invalid| {
            let names = error.takes();
            let why = format!("there is no preset {own} to build on; those are {names}");
            Error::new(Code::StyleSheet, [&why])
        })?,
        // The first preset has no base.
        (None, None) if complete && sheet.contains_key("description") => return Ok(sheet),
        (None, None) => Preset::default(),
    };
    let mut table = preset(base)?;
    overlay(&mut table, sheet);
    Ok(table)
}

/// Overrides values of `table` with those of `over`, recursively.
fn overlay(table: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(over)) => overlay(inner, over),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}
