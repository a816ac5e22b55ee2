//! The input formats: one table, from which options, help, file patterns and archives take their
//! words. Media types are those registered with IANA.

use serde::{Deserialize, Serialize};

use super::Invalid;

/// An input format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InputFormat {
    /// Plain text (纯文本).
    Text,
    /// Markdown: CommonMark and GFM, with Chinese additions.
    Markdown,
    /// A web page: HTML, or a single XHTML file (网页).
    Html,
    /// A web page that a browser saved with its images in one file (网页存档).
    Mhtml,
    /// An EPUB 2 or 3 (电子书).
    Epub,
    /// TEI P5.
    Tei,
    /// A Word document (Word 文档): `.docx` and its kin.
    Docx,
    /// The model's own JSON.
    Json,
}

/// A row of the table.
#[derive(Debug)]
struct FormatRow {
    format: InputFormat,
    /// Its name in options, in the model and in archives.
    id: &'static str,
    /// Other names accepted by options.
    aliases: &'static [&'static str],
    /// What it is, in English and in Chinese.
    words: (&'static str, &'static str),
    media_type: &'static str,
    /// In lower case, the commonest first.
    extensions: &'static [&'static str],
    /// Whether authors write in it, so that it is taken from folders; paiban writes the other
    /// formats itself.
    is_manuscript: bool,
    /// The unit of places in decisions.
    place: Place,
}

/// The unit by which a decision names a place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The line of the text.
    Line,
    /// The paragraph of the file, by the number that its reader assigns.
    Paragraph,
    /// The paragraph of the document: a heading, a paragraph, a line about the work.
    Block,
}

/// The forms, in the order of the enum.
const TABLE: [FormatRow; 8] = [
    FormatRow {
        format: InputFormat::Text,
        id: "text",
        aliases: &["txt"],
        words: ("Plain text", "纯文本"),
        media_type: "text/plain",
        extensions: &["txt", "text"],
        is_manuscript: true,
        place: Place::Line,
    },
    FormatRow {
        format: InputFormat::Markdown,
        id: "markdown",
        aliases: &["md"],
        words: ("Markdown (CommonMark, GFM)", "Markdown"),
        media_type: "text/markdown",
        extensions: &["md", "markdown", "mdown", "mkd"],
        is_manuscript: true,
        place: Place::Line,
    },
    FormatRow {
        format: InputFormat::Html,
        id: "html",
        aliases: &["htm", "xhtml"],
        words: ("A web page (HTML, XHTML)", "网页"),
        media_type: "text/html",
        extensions: &["html", "htm", "xhtml", "xht", "shtml"],
        is_manuscript: true,
        place: Place::Block,
    },
    FormatRow {
        format: InputFormat::Mhtml,
        id: "mhtml",
        aliases: &["mht"],
        words: ("A saved web page (MHTML)", "网页存档"),
        media_type: "multipart/related",
        extensions: &["mht", "mhtml"],
        is_manuscript: true,
        place: Place::Block,
    },
    FormatRow {
        format: InputFormat::Epub,
        id: "epub",
        aliases: &[],
        words: ("An e-book (EPUB 2, EPUB 3)", "电子书"),
        media_type: "application/epub+zip",
        extensions: &["epub"],
        is_manuscript: true,
        place: Place::Block,
    },
    FormatRow {
        format: InputFormat::Tei,
        id: "tei",
        aliases: &[],
        words: ("TEI P5", "TEI P5"),
        media_type: "application/tei+xml",
        extensions: &["xml"],
        is_manuscript: false,
        place: Place::Line,
    },
    FormatRow {
        format: InputFormat::Docx,
        id: "docx",
        aliases: &["word"],
        words: ("A Word document", "Word 文档"),
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        extensions: &["docx", "docm", "dotx", "dotm"],
        is_manuscript: true,
        place: Place::Paragraph,
    },
    FormatRow {
        format: InputFormat::Json,
        id: "json",
        aliases: &[],
        words: ("A document in paiban's own JSON", "本程序的 JSON 文档"),
        media_type: "application/json",
        extensions: &["json"],
        is_manuscript: false,
        place: Place::Line,
    },
];

impl InputFormat {
    /// All formats, in the order of the table.
    pub const ALL: [Self; TABLE.len()] = {
        let mut all = [Self::Text; TABLE.len()];
        let mut at = 0;
        while at < TABLE.len() {
            all[at] = TABLE[at].format;
            at += 1;
        }
        all
    };

    fn row(self) -> &'static FormatRow {
        &TABLE[self as usize]
    }

    /// The form of this name, as [`InputFormat::id`] has it.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// Its name in options, in the model and in archives.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Other names accepted by options.
    pub fn aliases(self) -> &'static [&'static str] {
        self.row().aliases
    }

    /// What it is, in English.
    pub fn english(self) -> &'static str {
        self.row().words.0
    }

    /// What it is, in Chinese.
    pub fn chinese(self) -> &'static str {
        self.row().words.1
    }

    /// The media type of its files, without parameters.
    pub fn media_type(self) -> &'static str {
        self.row().media_type
    }

    /// The extensions of its files, in lower case, the commonest first.
    pub fn extensions(self) -> &'static [&'static str] {
        self.row().extensions
    }

    /// Whether authors write in it, so that it is taken from folders; paiban writes the other
    /// formats itself.
    pub fn is_manuscript(self) -> bool {
        self.row().is_manuscript
    }

    /// The unit of places in decisions.
    pub fn place(self) -> Place {
        self.row().place
    }

    /// Whether a file of this name has one of its extensions.
    pub fn names(self, file: &str) -> bool {
        let extension = file.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
        extension.is_some_and(|it| self.extensions().contains(&it.as_str()))
    }
}

impl std::str::FromStr for InputFormat {
    type Err = Invalid;

    /// By its name or another that options take.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let mut all = Self::ALL.into_iter();
        let found = all.find(|it| it.id() == text || it.aliases().contains(&text));
        found.ok_or_else(|| Invalid::new(text, Self::ALL.map(Self::id).join(", ")))
    }
}

impl std::fmt::Display for InputFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for format in InputFormat::ALL {
            assert_eq!(format.row().format, format);
            assert_eq!(InputFormat::from_id(format.id()), Some(format));
        }
        assert!(InputFormat::Html.names("稿.v2.HTM") && !InputFormat::Html.names("htm"));
    }
}
