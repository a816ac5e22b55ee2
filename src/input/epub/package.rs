//! The package document of an e-book: metadata, files, reading order (EPUB 3.3 §5; OPF 2.0.1).

use std::collections::BTreeMap;

use crate::diag::Result;
use crate::input::html::book::resolve;
use crate::model::{
    Agent, AgentRole, Date, DateKind, Identifier, Meta, Series, Title, TitleKind,
};
use crate::xml::{Element, Event, Limits, Reader};

/// The content of a package document; paths are those in the container.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) meta: Meta,
    /// The files in reading order, except those that only list or show other content.
    pub(super) spine: Vec<String>,
    /// Texts outside that order, which are not read.
    pub(super) unread: Vec<String>,
    /// Identifiers in that order without a file.
    pub(super) unknown: Vec<String>,
    /// The image of the cover.
    pub(super) cover: Option<String>,
    pub(super) nav: Option<String>,
    pub(super) ncx: Option<String>,
    /// Whether paiban wrote it.
    pub(super) own: bool,
    /// The title page that paiban made.
    pub(super) title_page: Option<String>,
}

/// An element with its own text, white space collapsed.
#[derive(Debug)]
struct TextElement {
    element: Element,
    text: String,
}

impl TextElement {
    fn get(&self, name: &str) -> &str {
        self.element.attribute(name).unwrap_or_default()
    }
}

impl Package {
    /// Reads the package document at `path`.
    ///
    /// # Errors
    ///
    /// Text that is not well-formed.
    pub(super) fn parse(text: &str, path: &str) -> Result<Self> {
        let parts = parts(text)?;
        let named = |name: &'static str| parts.iter().filter(move |it| it.element.name == name);
        let place = |it: &TextElement| resolve(path, it.get("href")).map(|(path, _)| path);
        let items: BTreeMap<&str, &TextElement> =
            named("item").map(|it| (it.get("id"), it)).collect();
        let has_property = |it: &&TextElement, what: &str| {
            it.get("properties").split_ascii_whitespace().any(|word| word == what)
        };
        let named_cover = || {
            let meta = named("meta").find(|it| it.get("name") == "cover")?;
            items.get(meta.get("content")).copied()
        };
        let is_image = |it: &&TextElement| it.get("media-type").starts_with("image/");
        let cover = named("item").find(|it| has_property(it, "cover-image"));
        let cover = cover.or_else(named_cover).filter(is_image);
        let nav = named("item").find(|it| has_property(it, "nav"));
        let is_ncx = |it: &&TextElement| it.get("media-type") == "application/x-dtbncx+xml";
        // Pages made by paiban repeat the metadata.
        let by_paiban = named("meta").any(|it| {
            it.get("name") == "generator" && it.get("content").starts_with("paiban ")
        });
        let made =
            |it: &TextElement| ["cover", "title-page", "colophon"].contains(&it.get("id"));
        let is_read = |it: &&TextElement| !(has_property(it, "nav") || by_paiban && made(it));
        let in_order = named("itemref").filter_map(|it| items.get(it.get("idref")).copied());
        let shown: Vec<&TextElement> = in_order.map(|it| text_for(it, &items)).collect();
        let is_listed =
            |it: &&TextElement| shown.iter().any(|other| other.get("id") == it.get("id"));
        let unread = named("item").filter(|it| is_text(it) && is_read(it) && !is_listed(it));
        Ok(Self {
            meta: meta(&parts),
            own: by_paiban,
            title_page: named("item")
                .find(|it| by_paiban && it.get("id") == "title-page")
                .and_then(place),
            unread: unread.filter_map(place).collect(),
            unknown: named("itemref")
                .map(|it| it.get("idref"))
                .filter(|id| !items.contains_key(id))
                .map(str::to_owned)
                .collect(),
            spine: shown.iter().copied().filter(|it| is_read(it)).filter_map(place).collect(),
            cover: cover.and_then(place),
            nav: nav.and_then(place),
            ncx: named("item").find(is_ncx).and_then(place),
        })
    }
}

impl Package {
    /// Whether the reading order has a file.
    pub(super) fn reads(&self, path: &str) -> bool {
        self.spine.iter().any(|it| it.eq_ignore_ascii_case(path))
    }
}

/// Whether a file is a content document.
fn is_text(item: &TextElement) -> bool {
    matches!(item.get("media-type"), "application/xhtml+xml" | "text/html")
}

/// The text shown for an item of the reading order: itself, else the first text in its chain of
/// fallbacks (EPUB 3.3 §3.5).
fn text_for<'a>(
    item: &'a TextElement,
    items: &BTreeMap<&str, &'a TextElement>,
) -> &'a TextElement {
    let next = |it: &&'a TextElement| items.get(it.get("fallback")).copied();
    let mut chain = std::iter::successors(Some(item), next).take(items.len());
    chain.find(|it| is_text(it)).unwrap_or(item)
}

/// All elements, in order.
fn parts(text: &str) -> Result<Vec<TextElement>> {
    let mut reader = Reader::new(text, Limits::default());
    let (mut parts, mut open): (Vec<TextElement>, Vec<usize>) = (Vec::new(), Vec::new());
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Start(element) => {
                open.push(parts.len());
                parts.push(TextElement { element, text: String::new() });
            }
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    parts[*at].text.push_str(&text);
                }
            }
            Event::End => drop(open.pop()),
            Event::Entity(_) => {}
        }
    }
    for part in &mut parts {
        part.text = part.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Ok(parts)
}

/// The refinements of an element: each `meta` that refers to it (EPUB 3.3 §5.4.1.2).
fn refined<'a>(parts: &'a [TextElement], of: &TextElement, property: &str) -> Option<&'a str> {
    let id = of.element.attribute("id")?;
    let names = |it: &&TextElement| {
        it.get("refines").strip_prefix('#') == Some(id) && it.get("property") == property
    };
    parts.iter().find(names).map(|it| it.text.as_str())
}

/// The metadata (Dublin Core, with the additions of EPUB 2 and Calibre).
fn meta(parts: &[TextElement]) -> Meta {
    let mut meta = Meta::default();
    for part in parts.iter().filter(|it| !it.text.is_empty()) {
        let text = part.text.clone();
        match part.element.name.as_str() {
            "title" => {
                let kind = match refined(parts, part, "title-type") {
                    Some("subtitle") => TitleKind::Sub,
                    _ if meta.titles.is_empty() => TitleKind::Main,
                    _ => TitleKind::Alternative,
                };
                meta.titles.push(Title { kind, text, lang: None });
            }
            name @ ("creator" | "contributor") => {
                let relator = refined(parts, part, "role").unwrap_or(part.get("opf:role"));
                let role = ROLES.into_iter().find(|role| role.relator() == relator);
                let usual = match name {
                    "creator" => AgentRole::Author,
                    _ => AgentRole::Contributor,
                };
                // Programs that made the file are not contributors to the work (bkp).
                if relator != "bkp" {
                    let id = format!("agent-{}", meta.agents.len() + 1);
                    let file_as = refined(parts, part, "file-as").map(str::to_owned);
                    let file_as = file_as.filter(|it| *it != text);
                    let role = role.unwrap_or(usual);
                    meta.agents.push(Agent {
                        id,
                        name: text,
                        role,
                        file_as,
                        ..Agent::default()
                    });
                }
            }
            "language" => meta.language = meta.language.or(Some(text).filter(|it| is_tag(it))),
            "publisher" => meta.publisher = meta.publisher.or(Some(text)),
            "rights" => meta.rights.statement = meta.rights.statement.or(Some(text)),
            "subject" => meta.subjects.push(text),
            "source" if !text.starts_with("urn:sha256:") => meta.sources.push(text),
            "description" => meta.description = meta.description.or(Some(without_tags(&text))),
            "date" if meta.dates.is_empty() && !text.starts_with("0101-") => {
                let iso = text.split('T').next().filter(|it| is_day(it)).map(str::to_owned);
                let text = iso.clone().unwrap_or(text);
                meta.dates.push(Date { kind: DateKind::Published, text, iso });
            }
            "identifier" => meta.identifiers.extend(identifier(part, &text)),
            "meta" if part.get("property") == "belongs-to-collection" => {
                let position = refined(parts, part, "group-position").map(str::to_owned);
                meta.series = Some(Series { name: text, position });
            }
            _ => {}
        }
    }
    let named = |name: &str| {
        let found = parts.iter().find(|it| it.get("name") == name);
        found.map(|it| it.get("content").to_owned()).filter(|it| !it.is_empty())
    };
    if let (None, Some(name)) = (&meta.series, named("calibre:series")) {
        meta.series = Some(Series { name, position: named("calibre:series_index") });
    }
    meta
}

/// The names of roles in packages.
const ROLES: [AgentRole; 9] = [
    AgentRole::Author,
    AgentRole::Translator,
    AgentRole::Editor,
    AgentRole::Compiler,
    AgentRole::Annotator,
    AgentRole::Illustrator,
    AgentRole::Photographer,
    AgentRole::Reporter,
    AgentRole::Contributor,
];

/// An identifier of the work. UUIDs and numbers assigned by programs identify the file, which is a
/// different one now.
fn identifier(part: &TextElement, text: &str) -> Option<Identifier> {
    let scheme = part.get("opf:scheme").to_ascii_lowercase();
    let text = text.strip_prefix("urn:").unwrap_or(text);
    let (scheme, value) = match text.split_once(':') {
        Some((scheme @ ("isbn" | "ISBN" | "doi"), value)) => (scheme.to_lowercase(), value),
        Some(("http" | "https", _)) => ("uri".to_owned(), text),
        _ if scheme == "isbn" => (scheme, text),
        _ => return None,
    };
    Some(Identifier { scheme, value: value.to_owned() })
}

fn is_tag(text: &str) -> bool {
    let part =
        |it: &str| (1..=8).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphanumeric());
    text != "und" && text.len() > 1 && text.split('-').all(part)
}

fn is_day(text: &str) -> bool {
    let digits =
        |(at, c): (usize, char)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() };
    matches!(text.len(), 4 | 7 | 10) && text.char_indices().all(digits)
}

/// A description in HTML, as text.
fn without_tags(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split('<').enumerate() {
        let shown =
            if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, it)| it) };
        out.push_str(shown);
    }
    out.trim().to_owned()
}
