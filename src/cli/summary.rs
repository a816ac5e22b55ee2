//! One line about a document: what was recognised and where its files are.

use std::path::{Path, PathBuf};

use super::files;
use crate::Conversion;
use crate::config::OutputFormat;
use crate::diag::{Language, shown};
use crate::model::AgentRole;
use crate::output::outline::{Outline, outline};

/// The line.
pub(super) fn line(
    name: &str,
    conversion: &Conversion,
    warnings: usize,
    outputs: &[(OutputFormat, Option<PathBuf>)],
    language: Language,
) -> String {
    let document = &conversion.document;
    let title = document.meta.full_title().map(|title| shown(&title));
    let authors: Vec<String> =
        document.meta.agents_with(AgentRole::Author).map(|agent| shown(&agent.name)).collect();
    let holds = outline(document, &[]);
    let understood = match language {
        Language::Chinese => chinese(title, &authors, &holds, warnings),
        Language::English => english(title, &authors, &holds, warnings),
    };
    match places(outputs) {
        Some(places) => format!("{name}: {understood} → {places}"),
        None => format!("{name}: {understood}"),
    }
}

/// The line of an unchanged document.
pub(super) fn unchanged(
    name: &str,
    outputs: &[(OutputFormat, Option<PathBuf>)],
    language: Language,
) -> String {
    let word = match language {
        Language::Chinese => "未变",
        Language::English => "unchanged",
    };
    let places = places(outputs).map(|places| format!(" → {places}")).unwrap_or_default();
    format!("{name}: {word}{places}")
}

fn chinese(
    title: Option<String>,
    authors: &[String],
    holds: &Outline,
    warnings: usize,
) -> String {
    let title = title.map_or("无题".to_owned(), |title| format!("《{title}》"));
    let authors =
        if authors.is_empty() { "作者不详".to_owned() } else { authors.join("、") };
    let mut out = format!(
        "{title}，{authors}；{} 节，{} 段",
        holds.headings.len(),
        holds.paragraph_count
    );
    if !holds.residue.is_empty() {
        out.push_str(&format!("，另存残留 {} 处", holds.residue.len()));
    }
    if warnings > 0 {
        out.push_str(&format!("，{} 个警告", warnings));
    }
    out
}

fn english(
    title: Option<String>,
    authors: &[String],
    holds: &Outline,
    warnings: usize,
) -> String {
    let title = title.map_or("no title,".to_owned(), |title| format!("《{title}》"));
    let authors = if authors.is_empty() {
        "no author".to_owned()
    } else {
        format!("by {}", authors.join(", "))
    };
    let mut out = format!(
        "{title} {authors}; {}, {}",
        count(holds.headings.len(), "section"),
        count(holds.paragraph_count, "paragraph")
    );
    if !holds.residue.is_empty() {
        out.push_str(&format!(", {} set aside", count(holds.residue.len(), "bit of residue")));
    }
    if warnings > 0 {
        out.push_str(&format!(", {}", count(warnings, "warning")));
    }
    out
}

pub(super) fn count(number: usize, noun: &str) -> String {
    match (number, noun.split_once(' ')) {
        (1, _) => format!("1 {noun}"),
        (_, Some((first, rest))) => format!("{number} {first}s {rest}"),
        (_, None) => format!("{number} {noun}s"),
    }
}

/// The files in the notation of shells: `output/article.{pdf,epub,tei.xml}`.
fn places(outputs: &[(OutputFormat, Option<PathBuf>)]) -> Option<String> {
    let paths: Vec<&PathBuf> = outputs.iter().filter_map(|(_, path)| path.as_ref()).collect();
    let (first, rest) = paths.split_first()?;
    if rest.is_empty() {
        return Some(files::shown(first));
    }
    let extensions: Vec<&str> = outputs.iter().map(|(format, _)| format.extension()).collect();
    let name = first.file_name()?.to_string_lossy();
    let stem = name.strip_suffix(extensions.first()?)?;
    let folder = files::parent(first);
    let path = if folder == Path::new(".") { PathBuf::from(stem) } else { folder.join(stem) };
    Some(format!("{}{{{}}}", files::shown(&path), extensions.join(",")))
}
