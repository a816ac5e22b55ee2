//! The package document (EPUB 3.3 §5): metadata, files, reading order, and accessibility (EPUB
//! Accessibility 1.1 §3).

use super::book::Book;
use super::page::Features;
use crate::diag::Result;
use crate::identity::urn;
use crate::model::{Agent, AgentRole, Date, DateKind, Identifier, TitleKind};
use crate::text::dates::is_w3c_date;
use crate::text::language::is_tag;
use crate::xml::{Writer, Written, ns};

/// The modification time of a book without any date: EPUB requires a time, and the clock would make
/// two runs differ.
const NO_DATE: &str = "2000-01-01T00:00:00Z";

/// The conformance that a person may certify, in the words of EPUB Accessibility 1.1 §4.2.
const CONFORMANCE: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";

/// The generator; its version follows.
pub(super) const GENERATOR: &str = "paiban ";

/// One file of the package, besides the package document itself.
#[derive(Clone, Debug)]
pub(super) struct ManifestItem {
    pub(super) id: String,
    /// Relative to the package document.
    pub(super) path: String,
    pub(super) media_type: &'static str,
    pub(super) properties: Vec<&'static str>,
    /// Whether it is in the reading order, and not only referenced.
    pub(super) in_spine: bool,
    pub(super) bytes: Vec<u8>,
}

/// Contents of the package document besides the work's metadata.
#[derive(Debug)]
pub(super) struct PackageDocument<'p> {
    pub(super) items: &'p [ManifestItem],
    /// The unique identifier, a URN.
    pub(super) uid: &'p str,
    /// The work's identifier, which all outputs share.
    pub(super) work: uuid::Uuid,
    pub(super) sha256: &'p str,
    /// The date of the conversion, if there is one.
    pub(super) date: Option<&'p str>,
    pub(super) features: Features,
    pub(super) has_headings: bool,
    pub(super) has_pages: bool,
    /// The edition whose pages are marked.
    pub(super) page_source: Option<String>,
}

/// The identifier of the e-book in the manuscript.
pub(super) fn given_uid(identifiers: &[Identifier]) -> Option<String> {
    let uuid = identifiers.iter().find(|it| it.scheme.eq_ignore_ascii_case("uuid"))?;
    let bare = uuid.value.trim().trim_start_matches("urn:uuid:");
    uuid::Uuid::try_parse(bare).ok().map(urn)
}

/// Writes the package document.
pub(super) fn package(book: &Book<'_>, package: &PackageDocument<'_>) -> Result<Written> {
    let mut out = Writer::new();
    out.start(
        "package",
        &[
            ("xmlns", ns::OPF),
            ("version", "3.0"),
            ("unique-identifier", "pub-id"),
            ("xml:lang", book.language),
        ],
    );
    out.newline();
    out.start("metadata", &[("xmlns:dc", ns::DC)]);
    let mut metadata = Metadata { out: &mut out, refined: 0 };
    metadata.identifiers(book, package);
    metadata.titles(book);
    metadata.agents(book);
    metadata.publication(book, package);
    metadata.accessibility(book, package);
    let certifier = book.options.epub.a11y_certified_by.as_deref();
    if let Some(name) = certifier.filter(|name| !name.trim().is_empty()) {
        metadata.certificate(name);
    }
    metadata.for_old_readers(package, book.options.epub.vertical);
    out.newline_out();
    out.end();
    manifest(&mut out, package.items);
    spine(&mut out, package.items, book.options.epub.vertical);
    out.newline_out();
    out.end();
    out.finish()
}

fn manifest(out: &mut Writer, items: &[ManifestItem]) {
    out.newline();
    out.start("manifest", &[]);
    for item in items {
        out.newline();
        let properties = item.properties.join(" ");
        let mut attributes = vec![
            ("id", item.id.as_str()),
            ("href", item.path.as_str()),
            ("media-type", item.media_type),
        ];
        if !properties.is_empty() {
            attributes.push(("properties", &properties));
        }
        out.empty("item", &attributes);
    }
    out.newline_out();
    out.end();
}

fn spine(out: &mut Writer, items: &[ManifestItem], is_vertical: bool) {
    out.newline();
    // Pages of vertical lines are turned from right to left (EPUB 3.3 §5.7.1).
    let direction = if is_vertical { "rtl" } else { "ltr" };
    out.start("spine", &[("toc", "ncx"), ("page-progression-direction", direction)]);
    for item in items.iter().filter(|item| item.in_spine) {
        out.newline();
        out.empty("itemref", &[("idref", &item.id)]);
    }
    out.newline_out();
    out.end();
}

struct Metadata<'w> {
    out: &'w mut Writer,
    /// The number of elements with an id for refinements.
    refined: usize,
}

impl Metadata<'_> {
    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.out.newline();
        self.out.element(name, attributes, text);
    }

    fn meta(&mut self, property: &str, value: &str) {
        self.element("meta", &[("property", property)], value);
    }

    fn refine(&mut self, id: &str, property: &str, scheme: Option<&str>, value: &str) {
        let target = format!("#{id}");
        let mut attributes = vec![("refines", target.as_str()), ("property", property)];
        attributes.extend(scheme.map(|scheme| ("scheme", scheme)));
        self.element("meta", &attributes, value);
    }

    /// A Dublin Core element that is refined; returns its id.
    fn refinable(&mut self, name: &str, lang: Option<&str>, text: &str) -> String {
        self.refined += 1;
        let id = format!("meta-{}", self.refined);
        let lang = lang.filter(|lang| is_tag(lang));
        let mut attributes = vec![("id", id.as_str())];
        attributes.extend(lang.map(|lang| ("xml:lang", lang)));
        self.element(name, &attributes, text);
        id
    }

    fn identifiers(&mut self, book: &Book<'_>, package: &PackageDocument<'_>) {
        self.element("dc:identifier", &[("id", "pub-id")], package.uid);
        for identifier in &book.document.meta.identifiers {
            let (value, code) = identifier_urn(identifier);
            if value == package.uid {
                continue;
            }
            let id = self.refinable("dc:identifier", None, &value);
            if let Some(code) = code {
                self.refine(&id, "identifier-type", Some("onix:codelist5"), code);
            }
        }
        self.meta("dcterms:isVersionOf", &urn(package.work));
        self.element("dc:source", &[], &format!("urn:sha256:{}", package.sha256));
        for source in book.document.meta.sources.iter().filter(|it| !it.trim().is_empty()) {
            self.element("dc:source", &[], source);
        }
    }

    fn titles(&mut self, book: &Book<'_>) {
        let titles = book.document.meta.titles.iter();
        let mut titles: Vec<_> = titles.filter(|title| !title.text.trim().is_empty()).collect();
        // Readers show the first (EPUB 3.3 §5.5.3.2.2).
        titles.sort_by_key(|title| title.kind != TitleKind::Main);
        if titles.is_empty() {
            self.element("dc:title", &[], &book.title());
        }
        for title in titles {
            let id = self.refinable("dc:title", title.lang.as_deref(), &title.text);
            match title.kind {
                TitleKind::Main => self.refine(&id, "title-type", None, "main"),
                TitleKind::Sub => self.refine(&id, "title-type", None, "subtitle"),
                // The vocabulary has no word for the others.
                TitleKind::Leading
                | TitleKind::Parallel
                | TitleKind::Alternative
                | TitleKind::Volume => {}
            }
        }
        self.element("dc:language", &[], book.language);
    }

    fn agents(&mut self, book: &Book<'_>) {
        let is_author = |agent: &&Agent| agent.role == AgentRole::Author;
        let agents = &book.document.meta.agents;
        for agent in agents.iter().filter(is_author) {
            self.agent("dc:creator", agent);
        }
        for agent in agents.iter().filter(|agent| !is_author(agent)) {
            self.agent("dc:contributor", agent);
        }
    }

    fn agent(&mut self, name: &str, agent: &Agent) {
        if agent.name.trim().is_empty() {
            return;
        }
        let id = self.refinable(name, agent.lang.as_deref(), &agent.name);
        self.refine(&id, "role", Some("marc:relators"), agent.role.relator());
        if let Some(file_as) = &agent.file_as {
            self.refine(&id, "file-as", None, file_as);
        }
    }

    fn publication<'b>(&mut self, book: &'b Book<'_>, package: &PackageDocument<'_>) {
        let meta = &book.document.meta;
        if let Some(publisher) = meta.publisher.as_deref().filter(|p| !p.trim().is_empty()) {
            self.element("dc:publisher", &[], publisher);
        }
        let date = |kind| meta.dates.iter().filter(move |it| it.kind == kind);
        // EPUB allows one date, that of publication.
        let iso = |date: &'b Date| date.iso.as_deref().filter(|iso| is_time(iso));
        let published = date(DateKind::Published).find_map(iso);
        if let Some(iso) = published {
            self.element("dc:date", &[], iso);
        }
        for iso in date(DateKind::Written).filter_map(iso) {
            self.meta("dcterms:created", iso);
        }
        for subject in meta.subjects.iter().filter(|subject| !subject.trim().is_empty()) {
            self.element("dc:subject", &[], subject);
        }
        if let Some(description) = meta.description.as_deref().filter(|d| !d.trim().is_empty())
        {
            self.element("dc:description", &[], description);
        }
        let rights = meta.rights.statement.iter().chain(&meta.rights.licence);
        for statement in rights {
            self.element("dc:rights", &[], statement);
        }
        if let Some(licence) = &meta.rights.licence {
            self.meta("dcterms:license", licence);
        }
        if let Some(series) = &meta.series {
            let attributes = [("property", "belongs-to-collection"), ("id", "series")];
            self.element("meta", &attributes, &series.name);
            self.refine("series", "collection-type", None, "series");
            if let Some(position) = &series.position {
                self.refine("series", "group-position", None, position);
            }
        }
        self.meta("dcterms:modified", &modified(package.date.or(published)));
    }

    /// Accessibility features, by content (schema.org accessibility properties). Conformance is not
    /// claimed: a person must do that.
    fn accessibility(&mut self, book: &Book<'_>, package: &PackageDocument<'_>) {
        let features = package.features;
        let all_described = !features.undescribed_images;
        self.meta("schema:accessMode", "textual");
        if features.images {
            self.meta("schema:accessMode", "visual");
        }
        let sufficient = if all_described { "textual" } else { "textual,visual" };
        self.meta("schema:accessModeSufficient", sufficient);
        let offers = [
            ("tableOfContents", true),
            ("readingOrder", true),
            ("displayTransformability", true),
            ("structuralNavigation", package.has_headings),
            ("alternativeText", features.images && all_described),
            ("rubyAnnotations", features.ruby),
            ("MathML", features.math),
            ("latex", features.math || features.latex),
            ("pageBreakMarkers", package.has_pages),
            ("pageNavigation", package.has_pages),
        ];
        for (feature, _) in offers.iter().filter(|(_, is_offered)| *is_offered) {
            self.meta("schema:accessibilityFeature", feature);
        }
        if let Some(source) = &package.page_source {
            self.meta("pageBreakSource", source);
        }
        self.meta("schema:accessibilityHazard", "none");
        let summary = &book.labels.summary;
        let images = match (features.images, all_described) {
            (false, _) => "",
            (true, true) => summary.described,
            (true, false) => summary.undescribed,
        };
        let space = if images.is_empty() || !images.is_ascii() { "" } else { " " };
        self.meta("schema:accessibilitySummary", &format!("{}{space}{images}", summary.text));
    }

    /// A person's certification (EPUB Accessibility 1.1 §4.3).
    fn certificate(&mut self, name: &str) {
        self.refined += 1;
        let id = format!("meta-{}", self.refined);
        let attributes = [("property", "dcterms:conformsTo"), ("id", id.as_str())];
        self.element("meta", &attributes, CONFORMANCE);
        self.refine(&id, "a11y:certifiedBy", None, name);
    }

    /// Metadata for readers of EPUB 2 and cataloguing tools.
    fn for_old_readers(&mut self, package: &PackageDocument<'_>, is_vertical: bool) {
        self.out.newline();
        let generator = format!("{GENERATOR}{}", env!("CARGO_PKG_VERSION"));
        self.out.empty("meta", &[("name", "generator"), ("content", &generator)]);
        let is_cover = |item: &&ManifestItem| item.properties.contains(&"cover-image");
        if let Some(cover) = package.items.iter().find(is_cover) {
            self.out.newline();
            self.out.empty("meta", &[("name", "cover"), ("content", &cover.id)]);
        }
        if is_vertical {
            // Kindle readers take the direction from here.
            self.out.newline();
            let mode = [("name", "primary-writing-mode"), ("content", "vertical-rl")];
            self.out.empty("meta", &mode);
        }
    }
}

/// An identifier as a URN or address, and its code in ONIX list 5.
fn identifier_urn(identifier: &Identifier) -> (String, Option<&'static str>) {
    let value = identifier.value.trim();
    match identifier.scheme.to_ascii_lowercase().as_str() {
        "isbn" => {
            let bare = value.trim_start_matches("urn:isbn:").replace(['-', ' '], "");
            let code = if bare.len() == 13 { "15" } else { "02" };
            (format!("urn:isbn:{bare}"), Some(code))
        }
        "doi" => {
            let bare = value.trim_start_matches("https://doi.org/").trim_start_matches("doi:");
            (format!("doi:{bare}"), Some("06"))
        }
        "uuid" => (format!("urn:uuid:{}", value.trim_start_matches("urn:uuid:")), None),
        "uri" | "url" | "urn" | "" => (value.to_owned(), None),
        scheme => (format!("{scheme}:{value}"), None),
    }
}

/// Whether this is a date, with or without a time.
fn is_time(iso: &str) -> bool {
    iso.split_once('T').map_or_else(
        || is_w3c_date(iso),
        |(day, time)| is_w3c_date(day) && time.get(..8).is_some_and(is_clock),
    )
}

/// A date of ISO 8601, with or without time, as the time in UTC that EPUB demands (§5.5.5).
fn modified(date: Option<&str>) -> String {
    let Some(date) = date else { return NO_DATE.to_owned() };
    let (day, time) = date.split_once('T').unwrap_or((date, "00:00:00Z"));
    let mut parts = day.split('-').map(|part| part.parse::<u16>().ok());
    let mut part = |default| match parts.next() {
        Some(value) => value,
        None => Some(default),
    };
    let (Some(year), Some(month), Some(day)) = (part(2000), part(1), part(1)) else {
        return NO_DATE.to_owned();
    };
    let clock = time.get(..8).filter(|clock| is_clock(clock)).unwrap_or("00:00:00");
    format!("{year:04}-{month:02}-{day:02}T{clock}Z")
}

fn is_clock(clock: &str) -> bool {
    clock.bytes().enumerate().all(|(index, byte)| match index {
        2 | 5 => byte == b':',
        _ => byte.is_ascii_digit(),
    })
}
