//! The generated pages: the title page, and the colophon about the sources and the program.

use super::book::{Book, one_line};
use super::fonts::Credits;
use super::page::{begin_html, end_html};
use super::plan::dates;
use crate::diag::Result;
use crate::model::{Agent, AgentRole, Block, DateKind, TitleKind};
use crate::xml::{Writer, Written};

/// The title page, from the metadata.
pub(super) fn title_page(book: &Book<'_>) -> Result<Written> {
    let meta = &book.document.meta;
    let mut out = Writer::new();
    begin_html(&mut out, book.language, book.labels.title_page, "stylesheet.css");
    out.start("body", &[("epub:type", "frontmatter")]);
    out.newline();
    out.start("section", &[("epub:type", "titlepage"), ("class", "titlepage")]);
    out.newline();
    out.start("hgroup", &[("class", "title")]);
    line(&mut out, "p", "leading-title", meta.title(TitleKind::Leading));
    out.newline();
    let main = meta.title(TitleKind::Main).unwrap_or(book.labels.untitled);
    out.element("h1", &[], main);
    if let Some(subtitle) = meta.title(TitleKind::Sub) {
        out.newline();
        let attributes =
            [("class", "subtitle"), ("epub:type", "subtitle"), ("role", "doc-subtitle")];
        out.element("p", &attributes, subtitle);
    }
    line(&mut out, "p", "parallel-title", meta.title(TitleKind::Parallel));
    line(&mut out, "p", "volume-title", meta.title(TitleKind::Volume));
    out.newline_out();
    out.end();
    for agent in &meta.agents {
        line(&mut out, "p", "byline", Some(&byline(book, agent)));
    }
    for block in &book.document.front[..dates(book.document)] {
        if let Block::Credit(credit) = block {
            line(&mut out, "p", "dateline", Some(&one_line(&credit.content)));
        }
    }
    line(&mut out, "p", "publisher", meta.publisher.as_deref());
    out.newline_out();
    out.end();
    end_html(&mut out);
    out.finish()
}

/// The colophon; `faces` are the embedded ones.
pub(super) fn colophon(
    book: &Book<'_>,
    sha256: &str,
    uid: &str,
    faces: &Credits<'_>,
) -> Result<Written> {
    let (meta, labels) = (&book.document.meta, book.labels);
    let mut out = Writer::new();
    begin_html(&mut out, book.language, labels.colophon, "stylesheet.css");
    out.start("body", &[("epub:type", "backmatter")]);
    out.newline();
    let attributes =
        [("epub:type", "colophon"), ("role", "doc-colophon"), ("class", "colophon")];
    out.start("section", &attributes);
    out.newline();
    out.element("h1", &[], labels.colophon);
    out.newline();
    out.element("p", &[("class", "work")], &book.title());
    for agent in &meta.agents {
        line(&mut out, "p", "byline", Some(&byline(book, agent)));
    }
    out.newline();
    out.start("dl", &[]);
    let mut entry = |term: &str, value: &str| definition(&mut out, term, &[], value);
    for date in meta.dates.iter().filter(|date| date.kind == DateKind::Published) {
        entry(
            labels.published,
            if date.text.is_empty() { date.iso.as_deref().unwrap_or("") } else { &date.text },
        );
    }
    entry(labels.publisher, meta.publisher.as_deref().unwrap_or_default());
    meta.sources.iter().for_each(|source| entry(labels.source, source));
    if let Some(series) = &meta.series {
        let position = series.position.as_deref().unwrap_or_default();
        entry(labels.series, format!("{} {position}", series.name).trim());
    }
    entry(labels.rights, meta.rights.statement.as_deref().unwrap_or_default());
    entry(labels.licence, meta.rights.licence.as_deref().unwrap_or_default());
    for identifier in &meta.identifiers {
        let scheme = identifier.scheme.to_uppercase();
        entry(labels.identifier, &format!("{scheme} {}", identifier.value));
    }
    entry(labels.identifier, uid);
    let names: Vec<&str> =
        book.document.files().filter_map(|source| source.name.as_deref()).collect();
    entry(labels.file, &names.join("、"));
    entry("SHA-256", sha256);
    entry(labels.faces, &faces.families.join("、"));
    for licence in &faces.licences {
        // Faces state it in English, if in any language but the book's.
        let english: &[_] = &[("lang", "en"), ("xml:lang", "en")];
        let lang = if licence.is_ascii() { english } else { &[] };
        definition(&mut out, labels.faces_licence, lang, licence);
    }
    definition(&mut out, labels.made_with, &[], concat!("paiban ", env!("CARGO_PKG_VERSION")));
    out.newline_out();
    out.end();
    out.newline_out();
    out.end();
    end_html(&mut out);
    out.finish()
}

/// An agent as on a title page: 〔元〕施耐庵 著. The author's role is implied.
fn byline(book: &Book<'_>, agent: &Agent) -> String {
    let dynasty = agent.dynasty.as_ref().map(|d| format!("〔{d}〕")).unwrap_or_default();
    let relator = agent.role.relator();
    let word =
        book.labels.roles.iter().find(|(code, _)| *code == relator).map(|(_, word)| *word);
    match word {
        Some(word) if agent.role != AgentRole::Author => {
            format!("{dynasty}{} {word}", agent.name)
        }
        _ => format!("{dynasty}{}", agent.name),
    }
}

/// A term of a list and its description, if there is one.
fn definition(out: &mut Writer, term: &str, attributes: &[(&str, &str)], value: &str) {
    if !value.trim().is_empty() {
        out.newline();
        out.element("dt", &[], term);
        out.newline();
        out.element("dd", attributes, value);
    }
}

fn line(out: &mut Writer, name: &str, class: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        out.newline();
        out.element(name, &[("class", class)], text);
    }
}
