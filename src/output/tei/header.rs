//! The header: metadata of the work and of its source (TEI P5 ch. 2).

use super::SourceClaim;
use super::attributes::pointer;
use super::body::Body;
use super::dublin_core;
use super::structure::title_type;
use crate::config::{InputFormat, Options, OutputFormat, TeiProfile};
use crate::context::Context;
use crate::identity::{Identity, urn};
use crate::model::{Agent, AgentRole, CHANGE, Date, DateKind, Document, SourceInfo};
use crate::text::dates::is_w3c_date;
use crate::text::hex;
use crate::text::language::is_tag;
use crate::xml::Writer;

/// The language of the header's own words.
const HEADER_LANGUAGE: &str = "en";

/// The input of the header.
pub(super) struct Header<'a> {
    pub(super) document: &'a Document,
    pub(super) options: &'a Options,
    pub(super) context: &'a Context,
    pub(super) identity: &'a Identity,
    pub(super) claim: SourceClaim<'a>,
    pub(super) body: &'a Body<'a>,
}

impl Header<'_> {
    /// The language of the work.
    pub(super) fn language(&self) -> &str {
        let language = self.document.meta.language_tag();
        if is_tag(language) { language } else { "und" }
    }

    /// Whether elements of the full schema may be used.
    pub(super) fn is_full(&self) -> bool {
        self.options.tei.profile == TeiProfile::All
    }

    /// Writes the `teiHeader`.
    pub(super) fn write(&self, w: &mut Writer) {
        w.start("teiHeader", &[("xml:lang", HEADER_LANGUAGE)]);
        w.newline();
        self.file_description(w);
        w.newline();
        self.encoding_description(w);
        w.newline();
        self.profile_description(w);
        w.newline();
        w.start("xenoData", &[]);
        dublin_core::container(w, self.document, self.identity, OutputFormat::Tei);
        w.end();
        w.newline();
        self.revision_description(w);
        w.newline_out();
        w.end();
    }

    fn file_description(&self, w: &mut Writer) {
        w.start("fileDesc", &[]);
        w.newline();
        self.title_statement(w);
        let characters: u64 = self.document.sources.iter().map(|it| it.characters).sum();
        if characters > 0 {
            w.newline();
            let quantity = characters.to_string();
            w.start("extent", &[]);
            w.element(
                "measure",
                &[("unit", "character"), ("quantity", &quantity)],
                &format!(
                    "{quantity} characters of source text, white space and residue included"
                ),
            );
            w.end();
        }
        w.newline();
        self.publication_statement(w);
        if let Some(series) = &self.document.meta.series {
            w.newline();
            w.start("seriesStmt", &[]);
            w.element("title", &[("level", "s"), ("xml:lang", self.language())], &series.name);
            if let Some(position) = &series.position {
                w.element("biblScope", &[("unit", "volume")], position);
            }
            w.end();
        }
        self.notes(w);
        w.newline();
        self.source_description(w);
        w.newline_out();
        w.end();
    }

    /// Metadata without its own element in the header.
    fn notes(&self, w: &mut Writer) {
        let meta = &self.document.meta;
        let cover = meta.cover.as_deref().map(|id| {
            ("cover", self.document.asset(id).map_or(id, |asset| asset.href.as_str()))
        });
        let modified = meta.dates.iter().filter(|date| date.kind == DateKind::Modified);
        let modified = modified.map(|date| ("modified", date.text.as_str()));
        let extra = meta.extra.iter().filter(|(name, _)| name != CHANGE);
        let extra = extra.map(|(name, value)| (name.as_str(), value.as_str()));
        let page_settings = page_settings(self.document);
        let page_settings = page_settings.iter().map(|(name, value)| (*name, value.as_str()));
        let notes: Vec<_> =
            cover.into_iter().chain(modified).chain(page_settings).chain(extra).collect();
        if notes.is_empty() {
            return;
        }
        w.newline();
        w.start("notesStmt", &[]);
        for (kind, text) in notes {
            w.newline();
            w.element("note", &[("type", &super::attributes::word(kind))], text);
        }
        w.newline_out();
        w.end();
    }

    fn title_statement(&self, w: &mut Writer) {
        let meta = &self.document.meta;
        w.start("titleStmt", &[]);
        let named = || meta.titles.iter().filter(|title| !title.text.is_empty());
        if named().next().is_none() {
            w.newline();
            w.element("title", &[("type", "main")], "[no title]");
        }
        for title in named() {
            let lang = self.language_of(title.lang.as_deref());
            w.newline();
            w.element(
                "title",
                &[("type", title_type(title.kind)), ("xml:lang", lang)],
                &title.text,
            );
        }
        for agent in meta.agents_with(AgentRole::Author) {
            w.newline();
            self.agent(w, agent);
        }
        // The content of titleStmt is ordered in simplePrint: author, editor, respStmt.
        for agent in meta.agents_with(AgentRole::Editor) {
            w.newline();
            self.agent(w, agent);
        }
        let others = meta
            .agents
            .iter()
            .filter(|it| !matches!(it.role, AgentRole::Author | AgentRole::Editor));
        for agent in others {
            w.newline();
            self.agent(w, agent);
        }
        w.newline();
        w.start("respStmt", &[("xml:id", "paiban")]);
        let review = if self.options.tei.reviewed_by.is_some() { "with" } else { "without" };
        let resp =
            format!("recognition of the structure and encoding in TEI, {review} human review");
        w.element("resp", &[], &resp);
        let kind: &[(&str, &str)] = if self.is_full() { &[("type", "software")] } else { &[] };
        w.element("name", kind, "paiban");
        w.end();
        w.newline_out();
        w.end();
    }

    fn language_of<'t>(&'t self, own: Option<&'t str>) -> &'t str {
        own.filter(|lang| is_tag(lang)).unwrap_or_else(|| self.language())
    }

    /// An author, an editor, or another with a `respStmt`.
    fn agent(&self, w: &mut Writer, agent: &Agent) {
        let reference = self.body.ids.reference(&agent.id).unwrap_or_default();
        let id = ("xml:id", reference.trim_start_matches('#'));
        match agent.role {
            AgentRole::Author => {
                w.start("author", &[id]);
                self.agent_name(w, agent);
                w.end();
            }
            AgentRole::Editor => {
                w.start("editor", &[id]);
                self.agent_name(w, agent);
                w.end();
            }
            role => {
                w.start("respStmt", &[id]);
                w.element("resp", &[], role.name());
                self.agent_name(w, agent);
                w.end();
            }
        }
    }

    fn agent_name(&self, w: &mut Writer, agent: &Agent) {
        let language = self.language_of(agent.lang.as_deref());
        let lang = ("xml:lang", language);
        let inside_statement = !matches!(agent.role, AgentRole::Author | AgentRole::Editor);
        match (self.is_full(), agent.organisation) {
            (true, true) => w.element("orgName", &[lang], &agent.name),
            (true, false) => w.element("persName", &[lang], &agent.name),
            (false, true) => w.element("name", &[("type", "org"), lang], &agent.name),
            (false, false) => w.element("name", &[("type", "person"), lang], &agent.name),
        }
        if let Some(office) = &agent.office {
            match (self.is_full(), inside_statement) {
                (true, false) => {
                    w.text(" ");
                    w.element("affiliation", &[lang], office);
                }
                (false, false) => {
                    w.text(" ");
                    w.element("name", &[("type", "personRoleName"), lang], office);
                }
                (_, true) => w.element("note", &[("type", "office"), lang], office),
            }
        }
        let notes = [("dynasty", &agent.dynasty), ("file-as", &agent.file_as)];
        for (kind, note) in notes {
            if let Some(note) = note {
                w.element("note", &[("type", kind), lang], note);
            }
        }
    }

    fn publication_statement(&self, w: &mut Writer) {
        let meta = &self.document.meta;
        w.start("publicationStmt", &[]);
        w.newline();
        let publisher = meta.publisher.as_deref().unwrap_or("[publisher not identified]");
        w.element("publisher", &[], publisher);
        for date in meta.dates.iter().filter(|date| date.kind == DateKind::Published) {
            w.newline();
            self.date(w, date);
        }
        w.newline();
        let work = urn(self.identity.work);
        w.element("idno", &[("type", "URN")], &work);
        w.newline();
        let file = urn(self.identity.output(OutputFormat::Tei));
        w.element("idno", &[("type", "URN"), ("subtype", "file")], &file);
        for identifier in &meta.identifiers {
            w.newline();
            let scheme = super::attributes::word(&identifier.scheme.to_uppercase());
            w.element("idno", &[("type", &scheme)], &identifier.value);
        }
        w.newline();
        self.availability(w);
        w.newline_out();
        w.end();
    }

    fn availability(&self, w: &mut Writer) {
        let rights = &self.document.meta.rights;
        let status = if rights.licence.is_some() { "free" } else { "unknown" };
        let status = if rights.licence.is_none() && rights.statement.is_some() {
            "restricted"
        } else {
            status
        };
        w.start("availability", &[("status", status)]);
        match (&rights.licence, &rights.statement) {
            (Some(licence), statement) => {
                let target = pointer(licence);
                w.start("licence", &[("target", &target)]);
                w.element("p", &[], statement.as_deref().unwrap_or(licence));
                w.end();
            }
            (None, Some(statement)) => w.element("p", &[], statement),
            (None, None) => w.element(
                "p",
                &[],
                "The rights in the text are not known to the tool that made this file.",
            ),
        }
        w.end();
    }

    fn date(&self, w: &mut Writer, date: &Date) {
        let when = date.iso.as_deref().filter(|iso| is_w3c_date(iso));
        let lang = ("xml:lang", self.language());
        match when {
            Some(when) => w.element("date", &[("when", when), lang], &date.text),
            None => w.element("date", &[lang], &date.text),
        }
    }

    fn source_description(&self, w: &mut Writer) {
        w.start("sourceDesc", &[]);
        w.newline();
        self.citation(w);
        for (index, source) in self.document.files().enumerate() {
            w.newline();
            self.source_file(w, source, index);
        }
        self.members(w);
        self.witnesses(w);
        w.newline_out();
        w.end();
    }

    /// The bibliographic citation of the encoded work.
    fn citation(&self, w: &mut Writer) {
        let meta = &self.document.meta;
        w.start("bibl", &[("xml:id", "source-work")]);
        for agent in meta.agents_with(AgentRole::Author) {
            w.element(
                "author",
                &[("xml:lang", self.language_of(agent.lang.as_deref()))],
                &agent.name,
            );
            w.text(" ");
        }
        let title = meta.full_title().unwrap_or_else(|| "[no title]".to_owned());
        w.element("title", &[("level", "a"), ("xml:lang", self.language())], &title);
        w.text(" ");
        for source in &meta.sources {
            w.element(
                "note",
                &[("type", "publication"), ("xml:lang", self.language())],
                source,
            );
            w.text(" ");
        }
        match meta.dates.iter().find(|date| date.kind == DateKind::Published) {
            Some(date) => self.date(w, date),
            None if meta.sources.is_empty() => w.element(
                "note",
                &[("type", "publication")],
                "place and date of publication are not stated in the source",
            ),
            None => {}
        }
        w.end();
    }

    /// The facts for restoring the source (docs/lossless-tei.md §3). In a book each file has its
    /// own bytes.
    fn source_file(&self, w: &mut Writer, source: &SourceInfo, index: usize) {
        // The text is that of the first; a reader looks for exactly one `file`.
        let (id, kind) = match index {
            0 => ("source-file".to_owned(), "file"),
            _ => (self.body.ids.unused(&format!("source-file-{}", index + 1)), "other-file"),
        };
        w.start("bibl", &[("xml:id", &id), ("type", kind)]);
        source_facts(w, source);
        w.newline();
        w.element("note", &[("type", "restore")], self.claim.name());
        let own = match (self.claim, index) {
            (SourceClaim::Binary(original), 0) => Some(original),
            (SourceClaim::Binary(_), _) => source.original.as_ref().map(|bytes| &bytes.0[..]),
            _ => None,
        };
        if let Some(original) = own {
            w.newline();
            w.start("note", &[("type", "original")]);
            let format = InputFormat::from_id(&source.format).unwrap_or(InputFormat::Text);
            let kind = format.media_type();
            w.start("binaryObject", &[("encoding", "base64"), ("mimeType", kind)]);
            w.base64(original);
            w.end();
            w.end();
        }
        w.newline_out();
        w.end();
    }

    /// The container members that text came from, beside the files that contain them.
    fn members(&self, w: &mut Writer) {
        let members = || self.document.sources.iter().filter(|source| source.within.is_some());
        if members().next().is_none() {
            return;
        }
        w.newline();
        w.start("listBibl", &[]);
        for (index, member) in members().enumerate() {
            w.newline();
            let id = self.body.ids.unused(&format!("source-member-{}", index + 1));
            w.start("bibl", &[("xml:id", &id), ("type", "member")]);
            source_facts(w, member);
            w.newline_out();
            w.end();
        }
        w.newline_out();
        w.end();
    }

    /// The witnesses of readings.
    fn witnesses(&self, w: &mut Writer) {
        let witnesses = &self.body.declared.witnesses;
        if witnesses.is_empty() {
            return;
        }
        let (list, item) =
            if self.is_full() { ("listWit", "witness") } else { ("list", "item") };
        w.newline();
        w.start(list, &[]);
        for (id, name) in witnesses {
            w.newline();
            w.element(item, &[("xml:id", id)], name);
        }
        w.newline_out();
        w.end();
    }

    fn profile_description(&self, w: &mut Writer) {
        let meta = &self.document.meta;
        w.start("profileDesc", &[]);
        if let Some(description) = &meta.description {
            w.newline();
            w.start("abstract", &[("xml:lang", self.language())]);
            w.element("p", &[], description);
            w.end();
        }
        w.newline();
        w.start("creation", &[]);
        let written: Vec<_> =
            meta.dates.iter().filter(|date| date.kind == DateKind::Written).collect();
        written.iter().for_each(|date| self.date(w, date));
        if written.is_empty() {
            w.element("date", &[], "not stated in the source");
        }
        w.end();
        w.newline();
        w.start("langUsage", &[]);
        let language = self.language();
        w.element("language", &[("ident", language)], language_name(language));
        if language != HEADER_LANGUAGE {
            w.element("language", &[("ident", HEADER_LANGUAGE)], "English (this header)");
        }
        w.end();
        if !meta.subjects.is_empty() {
            w.newline();
            w.start("textClass", &[]);
            w.start("keywords", &[]);
            for subject in &meta.subjects {
                w.element("term", &[("xml:lang", language)], subject);
            }
            w.end();
            w.end();
        }
        w.newline_out();
        w.end();
    }

    fn revision_description(&self, w: &mut Writer) {
        let reviewer = self.options.tei.reviewed_by.as_deref();
        let status = if reviewer.is_some() { "reviewed" } else { "draft" };
        w.start("revisionDesc", &[("status", status)]);
        let date =
            self.context.date.as_deref().map(|date| date.split('T').next().unwrap_or(date));
        let when = date.filter(|date| is_w3c_date(date));
        let mut change = |who: Option<&str>, text: &str| {
            let mut attributes = Vec::new();
            attributes.extend(who.map(|who| ("who", who)));
            attributes.extend(when.map(|when| ("when", when)));
            w.newline();
            w.element("change", &attributes, text);
        };
        if let Some(reviewer) = reviewer {
            change(None, &format!("Reviewed by {reviewer}."));
        }
        let reviewed = if reviewer.is_some() { "" } else { "; not reviewed by a person" };
        change(Some("#paiban"), &format!("Made from the source file{reviewed}."));
        let changes = self.document.meta.extra.iter().filter(|(name, _)| name == CHANGE);
        for (_, written) in changes.rev() {
            let (date, text) = written.split_once(' ').unwrap_or(("", written));
            let when = is_w3c_date(date).then_some(("when", date));
            let attributes: Vec<_> = when.into_iter().collect();
            w.newline();
            w.element("change", &attributes, if when.is_some() { text } else { written });
        }
        w.newline_out();
        w.end();
    }
}

/// A file name with characters that XML forbids, and percent signs, percent-encoded.
fn file_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_control() || c == '%' || !crate::xml::is_xml_char(c) {
            out.push_str(&hex::percent(c.encode_utf8(&mut [0; 4])));
        } else {
            out.push(c);
        }
    }
    out
}

/// The name of a language; the tag if it is unknown.
fn language_name(tag: &str) -> &str {
    match tag {
        "zh" | "zh-CN" | "zh-TW" => "Chinese",
        "zh-Hans" => "Chinese in simplified characters",
        "zh-Hant" => "Chinese in traditional characters",
        "lzh" => "Classical Chinese",
        "ja" => "Japanese",
        "ko" => "Korean",
        "en" => "English",
        "und" => "not determined",
        other => other,
    }
}

/// The author's settings of pages and headings: header and footer part by part, numbers.
fn page_settings(document: &Document) -> Vec<(&'static str, String)> {
    let lines = [
        (&document.header, ["header", "header-left", "header-center", "header-right"]),
        (&document.footer, ["footer", "footer-left", "footer-center", "footer-right"]),
    ];
    let mut notes = Vec::new();
    for (line, [whole, left, center, right]) in lines {
        let Some(line) = line else { continue };
        let parts = [(left, &line.left), (center, &line.center), (right, &line.right)];
        let filled = parts.iter().filter(|(_, text)| !text.is_empty());
        let count = notes.len();
        notes.extend(filled.map(|(name, text)| (*name, (*text).clone())));
        if notes.len() == count {
            notes.push((whole, String::new()));
        }
    }
    let numbering = document.numbering.map(|it| ("numbering", it.name().to_owned()));
    notes.extend(numbering);
    notes
}

/// The facts about a file that text came from.
fn source_facts(w: &mut Writer, source: &SourceInfo) {
    let mut fact = |name: &str, kind: &str, text: &str| {
        w.newline();
        w.element(name, &[("type", kind)], text);
    };
    match (&source.name, source.within) {
        (Some(path), Some(_)) => fact("idno", "path", path),
        (Some(name), None) => {
            fact("idno", "filename", &file_name(name));
            if name.contains('/') {
                fact("idno", "path", name);
            }
        }
        (None, _) => {}
    }
    fact("idno", "sha256", &source.sha256);
    if let Some(sha256) = &source.sha256_utf8 {
        fact("idno", "sha256-utf8", sha256);
    }
    w.newline();
    let length = source.length.to_string();
    w.start("extent", &[]);
    let attributes = [("unit", "byte"), ("quantity", length.as_str())];
    w.element("measure", &attributes, &format!("{length} bytes"));
    w.end();
    let mut note = |kind: &str, text: &str| {
        w.newline();
        w.element("note", &[("type", kind)], text);
    };
    note("format", &source.format);
    // A container is no text: it has neither.
    if !source.encoding.is_empty() {
        note("encoding", &source.encoding);
    }
    if let Some(bom) = &source.bom {
        note("bom", bom);
    }
    if !source.newline.is_empty() {
        note("newline", &source.newline);
    }
}
