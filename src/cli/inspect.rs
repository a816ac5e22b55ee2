//! `paiban inspect`: shows what is recognised in a manuscript, for people or for programs, or the
//! content of a PDF.

use std::fs;
use std::path::Path;

use super::args::{Inspect, OutlineForm};
use super::report::{DiagnosedInput, Reporter};
use super::{DONE, document, files, lines, options};
use crate::config::{Options, ReadOptions};
use crate::diag::{Code, Error, Exit, Language, Result, harmless};
use crate::input::{self, sidecar};
use crate::model::{AgentRole, Document};
use crate::output::outline::{Outline, OutlineHeading, claims, outline};
use crate::output::pdf;
use crate::{Input, Reading};

/// Prints the outline.
///
/// # Errors
///
/// An input that can't be read or parsed.
pub(super) fn run(args: &Inspect, reporter: &mut Reporter) -> Result<u8> {
    let limits = options::limits(&args.limits, reporter.language)?;
    let bytes = files::read(&args.file, &limits)?;
    if args.pdf {
        let text: String =
            pdf::dump(&bytes)?.lines().map(|line| format!("{}\n", harmless(line))).collect();
        files::write_standard(text.as_bytes())?;
        return Ok(DONE);
    }
    if args.lines {
        return lines::run(args, bytes, &limits, reporter);
    }
    let input = Input { name: document::file_name(&args.file), bytes: bytes.into() };
    let mut options = Options {
        read: options::of_reading(&args.reading, reporter.language)?,
        ..Options::default()
    };
    if !args.reading.no_sidecar {
        let sidecar = options::sidecar_text(&args.file)?;
        options = options::with_sidecar(&options, sidecar.as_deref())?;
    }
    let reading = crate::read(&input, &options, &limits)?;
    let place = DiagnosedInput {
        name: files::shown(&args.file),
        sources: &reading.sources,
        document: Some(&reading.document),
    };
    reporter.show(&reading.diagnostics, Some(&place));
    if args.write_sidecar {
        write_sidecar(&args.file, &reading, reporter)?;
    }
    let mut outline = outline(&reading.document, &reading.sources);
    let text = match args.format {
        OutlineForm::Text => for_people(&outline, &reading.document, reporter.language),
        // Every value of an outline is valid JSON.
        OutlineForm::Features => features(&reading, &options.read)?,
        OutlineForm::Json => {
            let text = reading.sources.last();
            outline.claims = text.map(|it| claims(&reading.claims, it)).unwrap_or_default();
            serde_json::to_string_pretty(&outline).unwrap_or_default() + "\n"
        }
    };
    files::write_standard(text.as_bytes())?;
    Ok(if reporter.denied() { Exit::Denied as u8 } else { DONE })
}

/// The features of the lines of all sources; `None` for a container.
fn features(reading: &Reading, options: &ReadOptions) -> Result<String> {
    let of = |source| input::heading_features(source, options);
    reading.sources.iter().map(of).collect()
}

/// Writes the decisions beside the manuscript; an existing file is kept.
fn write_sidecar(file: &Path, reading: &Reading, reporter: &Reporter) -> Result<()> {
    let path = options::sidecar(file);
    if files::is_standard(file) {
        return Err(Error::new(Code::SidecarOfInput, []));
    }
    // A dangling link counts as existing.
    if fs::symlink_metadata(&path).is_ok() {
        return Err(Error::new(Code::SidecarExists, [&path.display()]));
    }
    let text = sidecar::write(&reading.document, &reading.sources, &reading.claims);
    let mut draft = files::Draft::begin(&path)?;
    draft.write(text.as_bytes())?;
    draft.place()?;
    reporter.print(&format!("→ {}", files::shown(&path)));
    Ok(())
}

/// The labels of an outline's lines.
const LABELS: [(&str, &str); 10] = [
    ("title", "题名"),
    ("subtitle", "副题"),
    ("author", "作者"),
    ("date", "日期"),
    ("source", "来源"),
    ("language", "语言"),
    ("encoding", "编码"),
    ("headings", "标题"),
    ("paragraphs", "段落"),
    ("residue", "残留"),
];

fn for_people(outline: &Outline, document: &Document, language: Language) -> String {
    let mut out = String::new();
    let field = |out: &mut String, label: &str, value: &str| {
        let known = LABELS.iter().find(|(english, _)| *english == label);
        let label = match language {
            Language::Chinese => known.map_or(label, |(_, chinese)| chinese).to_owned(),
            Language::English => format!("{label:10}"),
        };
        out.push_str(&format!("{label}  {}\n", harmless(value)));
    };
    let none = match language {
        Language::Chinese => "（无）",
        Language::English => "(none)",
    };
    field(&mut out, "title", outline.title.as_deref().unwrap_or(none));
    outline.subtitle.iter().for_each(|it| field(&mut out, "subtitle", it));
    for agent in document.meta.agents_with(AgentRole::Author) {
        match &agent.office {
            Some(office) => field(&mut out, "author", &format!("{} ({office})", agent.name)),
            None => field(&mut out, "author", &agent.name),
        }
    }
    outline.date.iter().for_each(|it| field(&mut out, "date", it));
    outline.source.iter().for_each(|it| field(&mut out, "source", it));
    outline.language.iter().for_each(|it| field(&mut out, "language", it));
    outline.encoding.iter().for_each(|it| field(&mut out, "encoding", it));
    field(&mut out, "paragraphs", &outline.paragraph_count.to_string());
    field(&mut out, "headings", &outline.headings.len().to_string());
    outline.headings.iter().for_each(|it| out.push_str(&heading(it)));
    field(&mut out, "residue", &outline.residue.len().to_string());
    outline.residue.iter().for_each(|it| out.push_str(&format!("  {}\n", harmless(it))));
    out
}

/// A heading with its place, and its rule if the confidence is low.
fn heading(heading: &OutlineHeading) -> String {
    let indent = "  ".repeat(heading.level);
    let place = match (heading.paragraph, heading.line, heading.column) {
        (Some(paragraph), ..) => format!("¶{paragraph} "),
        (None, Some(line), Some(column)) => format!("{line}:{column} "),
        _ => String::new(),
    };
    let rule = match (&heading.reason, heading.confidence) {
        (Some(rule), Some(confidence)) => format!(" [{rule} {confidence} %]"),
        (Some(rule), None) => format!(" [{rule}]"),
        _ => String::new(),
    };
    format!("{indent}{place}{}{rule}\n", harmless(&heading.text))
}
