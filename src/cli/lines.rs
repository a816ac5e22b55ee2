//! `paiban inspect --lines`: the lines of type that paragraphs are broken into, with the place
//! and width of each glyph, for tests, bug reports and comparison.

use std::borrow::Cow;

use super::args::{Inspect, Window};
use super::report::{DiagnosedInput, Reporter};
use super::{DONE, document, files, fonts, options};
use crate::config::{DisplayOptions, InputFormat, Options, PageOptions, Punctuation};
use crate::context::Limits;
use crate::diag::{Code, Diagnostic, Error, Exit, Language, Result};
use crate::layout::{Length, LineOptions, LineSetter, StyleSheet};
use crate::model::{Block, Document, Inline, Node, Span, paragraph, visit};
use crate::source::Source;
use crate::text::language::is_tag;
use crate::transform::display;
use crate::{Input, Reading};

/// The minimum and maximum length of a line, in em.
const MEASURES: std::ops::RangeInclusive<f32> = 1.0..=1000.0;

/// Prints a JSON object for each line of type.
///
/// # Errors
///
/// An input that can't be read, an invalid style, length or font.
pub(super) fn run(
    args: &Inspect,
    bytes: Vec<u8>,
    limits: &Limits,
    reporter: &mut Reporter,
) -> Result<u8> {
    let mut setting = of_window(&args.window, reporter.language)?;
    let (library, mut diagnostics) =
        fonts::library(&args.window.fonts, limits, reporter.language)?;
    let read = ReadLines::of(args, bytes, limits, &mut diagnostics, reporter.language)?;
    if let Some(lang) = read.document.as_ref().and_then(|it| it.meta.language.as_ref())
        && args.window.lang.is_none()
    {
        setting.lang.clone_from(lang);
    }
    let shown = DisplayOptions {
        punctuation: args.window.punctuation.unwrap_or(Punctuation::Keep),
        ..DisplayOptions::default()
    };
    let mut setter = LineSetter::new(&setting, &library);
    let mut out = String::new();
    for block in &read.paragraphs {
        let block = match shown.punctuation {
            Punctuation::Fullwidth => display(block, &shown, &setting.lang).0,
            Punctuation::Keep => Cow::Borrowed(block),
        };
        let Block::Paragraph(paragraph) = block.as_ref() else { continue };
        let (lines, mut found) = setter.set(&paragraph.content);
        diagnostics.append(&mut found);
        for line in &lines {
            // Every value of a line is valid JSON.
            out.push_str(&serde_json::to_string(line).unwrap_or_default());
            out.push('\n');
        }
    }
    let place = DiagnosedInput {
        name: files::shown(&args.file),
        sources: &read.sources,
        document: read.document.as_ref(),
    };
    reporter.show(&diagnostics, Some(&place));
    files::write_standard(out.as_bytes())?;
    Ok(if reporter.denied() { Exit::Denied as u8 } else { DONE })
}

/// The paragraphs to set.
struct ReadLines {
    sources: Vec<Source>,
    /// The document read from the source, if requested.
    document: Option<Document>,
    paragraphs: Vec<Block>,
}

impl ReadLines {
    fn of(
        args: &Inspect,
        bytes: Vec<u8>,
        limits: &Limits,
        diagnostics: &mut Vec<Diagnostic>,
        language: Language,
    ) -> Result<Self> {
        let read = options::of_reading(&args.reading, language)?;
        let name = document::file_name(&args.file);
        let asks_reader = args.window.structured
            || !matches!(args.reading.from, None | Some(InputFormat::Text));
        if asks_reader {
            let input = Input { name, bytes: bytes.into() };
            let mut reading =
                crate::read(&input, &Options { read, ..Options::default() }, limits)?;
            diagnostics.append(&mut reading.diagnostics);
            let Reading { document, sources, .. } = reading;
            let paragraphs = paragraphs_of(&document);
            return Ok(Self { sources, document: Some(document), paragraphs });
        }
        let (source, mut found) = Source::decode(name.as_deref(), &bytes, &read)?;
        diagnostics.append(&mut found);
        let paragraphs = lines_of(&source.text);
        Ok(Self { sources: vec![source], document: None, paragraphs })
    }
}

/// Each line of a text as a paragraph.
fn lines_of(text: &str) -> Vec<Block> {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for line in text.split_inclusive(['\n', '\r']) {
        let content = line.trim_end_matches(['\n', '\r']);
        if !content.is_empty() {
            let span = Span::new(0, start, start + content.len());
            paragraphs.push(paragraph(vec![Inline::text_at(content, span)]));
        }
        start += line.len();
    }
    paragraphs
}

fn paragraphs_of(document: &Document) -> Vec<Block> {
    let mut paragraphs = Vec::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Block(block @ Block::Paragraph(_)) = node {
                paragraphs.push(block.clone());
            }
        });
    }
    paragraphs
}

/// The style of the lines.
fn of_window(window: &Window, language: Language) -> Result<LineOptions> {
    let page = PageOptions {
        preset: options::typed("page.preset", window.preset.as_deref())?,
        style: window.style.as_deref().map(options::style_sheet).transpose()?,
        ..PageOptions::default()
    };
    let style = StyleSheet::of(&page)?;
    let mut setting = LineOptions::of(&style);
    let size = style.body.size.points(1.0);
    if let Some(text) = &window.measure {
        setting.measure =
            in_em(text, size).filter(|em| MEASURES.contains(em)).ok_or_else(|| {
                refuse("--measure", text, language, ("1em to 1000em", "1em 到 1000em"))
            })?;
    }
    let last = setting.measure - 1.0;
    if let Some(text) = &window.indent {
        setting.indent =
            in_em(text, size).filter(|em| (0.0..=last).contains(em)).ok_or_else(|| {
                refuse("--indent", text, language, ("less than the measure", "须小于行长"))
            })?;
    }
    setting.indent = setting.indent.min(last);
    if let Some(lang) = &window.lang {
        if !is_tag(lang) {
            let takes = ("write zh-Hans, zh-Hant, ja …", "请写 zh-Hans、zh-Hant、ja 等");
            return Err(refuse("--lang", lang, language, takes));
        }
        setting.lang.clone_from(lang);
    }
    Ok(setting)
}

/// A length in em of body text; a number without a unit is in em.
fn in_em(text: &str, size: f32) -> Option<f32> {
    let number = text.trim().parse().ok().filter(|number: &f32| number.is_finite());
    let length = number.map(Length::Em).or_else(|| text.parse().ok())?;
    Some(length.points(size) / size)
}

fn refuse(option: &str, value: &str, language: Language, takes: (&str, &str)) -> Error {
    let takes = if language == Language::Chinese { takes.1 } else { takes.0 };
    Error::new(Code::OptionValue, [&option, &value, &takes])
}
