//! Dublin Core, the fifteen elements in the container that OAI-PMH harvests (`oai_dc`).

use crate::config::OutputFormat;
use crate::diag::Result;
use crate::identity::{Identity, urn};
use crate::model::{AgentRole, DateKind, Document};
use crate::xml::{Writer, ns};

/// The media type of TEI (RFC 6129).
const TEI_MEDIA_TYPE: &str = "application/tei+xml";

/// Writes the Dublin Core of a document as a separate file.
///
/// # Errors
///
/// None that a document can cause; a fault in the writer shows as one.
pub fn write(document: &Document, identity: &Identity) -> Result<Vec<u8>> {
    let mut writer = Writer::new();
    container(&mut writer, document, identity, OutputFormat::Tei);
    Ok(writer.finish()?.bytes)
}

/// Writes the `oai_dc:dc` element.
pub(super) fn container(
    w: &mut Writer,
    document: &Document,
    identity: &Identity,
    format: OutputFormat,
) {
    let meta = &document.meta;
    let language = meta.language_tag();
    w.start("oai_dc:dc", &[("xmlns:oai_dc", ns::OAI_DC), ("xmlns:dc", ns::DC)]);
    let mut add = |name: &str, value: &str| {
        w.newline();
        w.element(&format!("dc:{name}"), &[], value);
    };
    if let Some(title) = meta.full_title() {
        add("title", &title);
    }
    for agent in &meta.agents {
        let creates = agent.role == AgentRole::Author;
        add(if creates { "creator" } else { "contributor" }, &agent.name);
    }
    meta.subjects.iter().for_each(|subject| add("subject", subject));
    meta.description.iter().for_each(|description| add("description", description));
    meta.publisher.iter().for_each(|publisher| add("publisher", publisher));
    if let Some(date) = meta.dates.iter().find(|date| date.kind == DateKind::Published) {
        add("date", date.iso.as_deref().unwrap_or(&date.text));
    }
    add("type", "Text");
    if format == OutputFormat::Tei {
        add("format", TEI_MEDIA_TYPE);
    }
    add("identifier", &urn(identity.work));
    for identifier in &meta.identifiers {
        add("identifier", &format!("{}:{}", identifier.scheme, identifier.value));
    }
    for source in document.files() {
        let name = source.name.as_deref().unwrap_or("standard input");
        add("source", &format!("{name} (sha256:{})", source.sha256));
    }
    meta.sources.iter().for_each(|source| add("source", source));
    add("language", language);
    if let Some(series) = &meta.series {
        add("relation", &series.name);
    }
    meta.rights.statement.iter().for_each(|statement| add("rights", statement));
    meta.rights.licence.iter().for_each(|licence| add("rights", licence));
    w.newline_out();
    w.end();
}
