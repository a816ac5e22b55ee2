//! Metadata: XMP, and the information dictionary in agreement with it (ISO 32000-1 §14.3, ISO
//! 19005-2 §6.6).

use lopdf::{Dictionary, Object, Stream, dictionary};
use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

use super::{Facts, Pdf};
use crate::config::{OutputFormat, PdfStandard};
use crate::diag::{Code, Diagnostic};
use crate::identity::urn;
use crate::model::{AgentRole, DateKind, Meta};
use crate::output::pdf::strings::{self, clean};
use crate::text::language::is_tag;
use crate::text::words::Words;

/// The producer.
const PRODUCER: &str = concat!("paiban ", env!("CARGO_PKG_VERSION"));

/// Whether a standard is built on PDF 2.0.
pub(super) fn is_2_0(standard: PdfStandard) -> bool {
    matches!(standard, PdfStandard::A4 | PdfStandard::A4f)
}

/// A date, as far as it is known: year, month, day, hour, minute, second.
#[derive(Clone, Copy)]
pub(super) struct Stamp {
    parts: [u16; 6],
    known: usize,
}

impl Stamp {
    /// Reads `2026`, `2026-11-23` or `2026-11-23T12:30:00Z`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut stamp = Self { parts: [0, 1, 1, 0, 0, 0], known: 0 };
        for part in text.trim_end_matches('Z').split(['-', 'T', ':']) {
            *stamp.parts.get_mut(stamp.known)? = part.parse().ok()?;
            stamp.known += 1;
        }
        let [_, month, day, hour, minute, second] = stamp.parts;
        let real = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        real.then_some(stamp)
    }

    /// In PDF's format (ISO 32000-1 §7.9.4).
    pub(super) fn pdf(self) -> Object {
        let mut text = format!("D:{:04}", self.parts[0]);
        for part in &self.parts[1..self.known] {
            text.push_str(&format!("{part:02}"));
        }
        if self.known > 3 {
            text.push('Z');
        }
        Object::string_literal(text)
    }

    /// In XMP's format, with the same precision.
    fn xmp(self) -> DateTime {
        let [year, ..] = self.parts;
        let part = |index: usize| {
            let known = index < self.known;
            known.then(|| u8::try_from(self.parts[index]).unwrap_or_default())
        };
        DateTime {
            year,
            month: part(1),
            day: part(2),
            hour: part(3),
            minute: part(4),
            second: part(5),
            timezone: (self.known > 3).then_some(Timezone::Utc),
        }
    }
}

/// The metadata in both places.
struct Description {
    title: String,
    authors: Vec<String>,
    subject: Option<String>,
    keywords: Vec<String>,
    date: Option<Stamp>,
}

/// Writes XMP and, before PDF 2.0, the information dictionary.
pub(super) fn add(pdf: &mut Pdf, facts: &Facts<'_>) {
    let meta = facts.meta;
    let title = title(facts).unwrap_or_else(|| {
        let name = facts.file.and_then(|source| source.name.as_deref());
        let stem = name.and_then(|name| name.split('.').next()).map(clean);
        let title = stem
            .filter(|stem| !stem.is_empty())
            .unwrap_or_else(|| Words::of(meta.language_tag()).untitled.to_owned());
        pdf.diagnostics.push(Diagnostic::new(Code::PdfUntitled, [&title]));
        title
    });
    let cleaned = |values: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        values.map(clean).filter(|value| !value.is_empty()).collect()
    };
    let description = Description {
        title,
        authors: cleaned(
            &mut meta.agents_with(AgentRole::Author).map(|agent| agent.name.as_str()),
        ),
        subject: meta.description.as_deref().map(clean).filter(|text| !text.is_empty()),
        keywords: cleaned(&mut meta.subjects.iter().map(String::as_str)),
        date: facts.date.and_then(Stamp::parse),
    };
    let xmp = xmp(&description, facts);
    let stream =
        Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp.into_bytes());
    // Readers without PDF support must find it (ISO 19005-2 §6.6.2).
    let stream = pdf.add(stream.with_compression(false));
    pdf.catalog.set("Metadata", stream);
    inform(pdf, &description, facts.standard);
}

fn title(facts: &Facts<'_>) -> Option<String> {
    facts.meta.full_title().map(|title| clean(&title)).filter(|title| !title.is_empty())
}

/// Writes the information dictionary; PDF/A-4 forbids it (ISO 19005-4 §6.1.3).
fn inform(pdf: &mut Pdf, description: &Description, standard: PdfStandard) {
    if is_2_0(standard) {
        return;
    }
    let mut info = Dictionary::new();
    info.set("Title", strings::text(&description.title));
    if !description.authors.is_empty() {
        info.set("Author", strings::text(&description.authors.join("; ")));
    }
    if let Some(subject) = &description.subject {
        info.set("Subject", strings::text(subject));
    }
    if !description.keywords.is_empty() {
        info.set("Keywords", strings::text(&description.keywords.join(", ")));
    }
    info.set("Creator", strings::text(PRODUCER));
    info.set("Producer", strings::text(PRODUCER));
    if let Some(date) = description.date {
        info.set("CreationDate", date.pdf());
        info.set("ModDate", date.pdf());
    }
    let info = pdf.add(info);
    pdf.trailer.set("Info", info);
}

fn xmp(description: &Description, facts: &Facts<'_>) -> String {
    let mut xmp = XmpWriter::new();
    xmp.format("application/pdf");
    xmp.title([(None, description.title.as_str())]);
    if !description.authors.is_empty() {
        xmp.creator(description.authors.iter().map(String::as_str));
    }
    if let Some(subject) = &description.subject {
        xmp.description([(None, subject.as_str())]);
    }
    if !description.keywords.is_empty() {
        xmp.subject(description.keywords.iter().map(String::as_str));
        xmp.pdf_keywords(&description.keywords.join(", "));
    }
    xmp.creator_tool(PRODUCER);
    xmp.producer(PRODUCER);
    if let Some(date) = description.date {
        xmp.create_date(date.xmp());
        xmp.modify_date(date.xmp());
        xmp.metadata_date(date.xmp());
    }
    bibliography(&mut xmp, facts.meta);
    provenance(&mut xmp, facts);
    claim(&mut xmp, facts.standard);
    xmp.finish(None)
}

/// Bibliographic metadata, in Dublin Core.
fn bibliography(xmp: &mut XmpWriter<'_>, meta: &Meta) {
    let others: Vec<String> = meta
        .agents
        .iter()
        .filter(|agent| agent.role != AgentRole::Author)
        .map(|agent| clean(&agent.name))
        .collect();
    if !others.is_empty() {
        xmp.contributor(others.iter().map(String::as_str));
    }
    let language = meta.language_tag();
    if is_tag(language) {
        xmp.language([LangId(language)]);
    }
    if let Some(publisher) = &meta.publisher {
        xmp.publisher([clean(publisher).as_str()]);
    }
    let dates = meta.dates.iter().filter(|date| date.kind == DateKind::Published);
    let dates: Vec<DateTime> =
        dates.filter_map(|date| Stamp::parse(date.iso.as_deref()?)).map(Stamp::xmp).collect();
    if !dates.is_empty() {
        xmp.date(dates);
    }
    if let Some(statement) = &meta.rights.statement {
        xmp.rights([(None, clean(statement).as_str())]);
        xmp.marked(true);
    }
    if let Some(licence) = &meta.rights.licence {
        xmp.web_statement(&clean(licence));
    }
}

/// The identifiers of this file and its source.
fn provenance(xmp: &mut XmpWriter<'_>, facts: &Facts<'_>) {
    let hash = format!("sha256:{}", facts.identity.sha256);
    let name = facts.file.and_then(|source| source.name.as_deref());
    xmp.source(&match name.map(clean) {
        Some(name) => format!("{name} ({hash})"),
        None => hash,
    });
    xmp.identifier(&urn(facts.identity.work));
    let output = urn(facts.identity.output(OutputFormat::Pdf));
    xmp.document_id(&output);
    xmp.instance_id(&output);
}

/// The standards that the file conforms to.
fn claim(xmp: &mut XmpWriter<'_>, standard: PdfStandard) {
    let (part, level) = match standard {
        PdfStandard::A2u => (2, Some("U")),
        PdfStandard::A2a => (2, Some("A")),
        PdfStandard::A3a => (3, Some("A")),
        PdfStandard::A4 => (4, None),
        PdfStandard::A4f => (4, Some("F")),
        PdfStandard::None => return,
    };
    xmp.pdfa_part(part);
    if let Some(level) = level {
        xmp.pdfa_conformance(level);
    }
    if is_2_0(standard) {
        xmp.pdfa_rev(2020);
        return;
    }
    xmp.pdfua_part(1);
    // PDF/A-2 does not know PDF/UA: the property must be declared (ISO 19005-2 §6.6.2.3).
    xmp.extension_schemas().pdfua_id().properties().describe_part();
}

#[cfg(test)]
mod tests {
    use lopdf::Object;

    use super::Stamp;

    fn pdf(text: &str) -> Option<Object> {
        Stamp::parse(text).map(Stamp::pdf)
    }

    #[test]
    fn dates_keep_their_precision() {
        assert_eq!(pdf("2026"), Some(Object::string_literal("D:2026")));
        assert_eq!(pdf("2026-11-23"), Some(Object::string_literal("D:20261123")));
        let full = Some(Object::string_literal("D:20261123123005Z"));
        assert_eq!(pdf("2026-11-23T12:30:05Z"), full);
        assert_eq!(pdf("2026-13-01"), None);
        assert_eq!(pdf("gestern"), None);
    }
}
