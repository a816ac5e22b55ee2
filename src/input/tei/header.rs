//! The header: metadata, the sources, and the declarations that pointers in the text refer to.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::tree::Tag;
use crate::model::{
    Agent, AgentRole, Bytes, Date, DateKind, Document, Identifier, Meta, Numbering, Rights,
    Series, SourceInfo, Title, TitleKind,
};

/// The declarations of the header, by `#id`.
#[derive(Debug, Default)]
pub(super) struct Declared {
    /// Bytes in hexadecimal.
    pub(super) bytes: BTreeMap<String, String>,
    /// Characters: name, and mappings by type.
    pub(super) characters: BTreeMap<String, (String, Vec<(String, String)>)>,
    /// Renditions: their text.
    pub(super) renditions: BTreeMap<String, String>,
    /// Attribute values of the source.
    pub(super) keys: BTreeMap<String, Vec<(String, String)>>,
    /// Names of witnesses.
    pub(super) witnesses: BTreeMap<String, String>,
}

impl Declared {
    /// Adds the declarations of another header.
    pub(super) fn extend(&mut self, other: Self) {
        self.bytes.extend(other.bytes);
        self.characters.extend(other.characters);
        self.renditions.extend(other.renditions);
        self.keys.extend(other.keys);
        self.witnesses.extend(other.witnesses);
    }
}

fn id_of(tag: &Tag) -> String {
    format!("#{}", tag.get("xml:id").unwrap_or_default())
}

fn all<'t>(tag: &'t Tag, name: &str) -> Vec<&'t Tag> {
    let mut found = Vec::new();
    tag.all(name, &mut found);
    found
}

/// Reads the declarations.
pub(super) fn declarations(header: &Tag) -> Declared {
    let mut declared = Declared::default();
    for char in all(header, "char").into_iter().chain(all(header, "glyph")) {
        let mut name = char.tag("charName").map(Tag::words);
        for property in char.tags().filter(|tag| tag.name == "localProp") {
            let value = property.get("value").unwrap_or_default().to_owned();
            match property.get("name") {
                Some("bytes") => {
                    declared.bytes.insert(id_of(char), value);
                }
                Some("name") => name = Some(value),
                _ => {}
            }
        }
        let mut mappings: Vec<(String, String)> = char
            .tags()
            .filter(|tag| tag.name == "mapping")
            .map(|tag| (tag.kind().to_owned(), tag.words()))
            .collect();
        // CBETA's older form of a property.
        for property in char.tags().filter(|tag| tag.name == "charProp") {
            let part = |name| property.tag(name).map(Tag::words);
            if let (Some(kind), Some(value)) = (part("localName"), part("value")) {
                mappings.push((kind.replace(' ', "-"), value));
            }
        }
        // A composition describes a character that can't be written otherwise: [馬*立].
        for property in char.tags().filter(|tag| tag.name == "localProp") {
            if let (Some("composition"), Some(value)) =
                (property.get("name"), property.get("value"))
            {
                mappings.push(("composition".to_owned(), value.to_owned()));
            }
        }
        let id = char.get("xml:id").filter(|_| !mappings.is_empty()).map(str::to_owned);
        if let Some(name) = name.or(id) {
            declared.characters.insert(id_of(char), (name, mappings));
        }
    }
    for rendition in all(header, "rendition") {
        declared.renditions.insert(id_of(rendition), rendition.words());
    }
    for category in all(header, "category") {
        let terms = all(category, "term");
        let keys = terms.iter().map(|term| (term.kind().to_owned(), term.words())).collect();
        declared.keys.insert(id_of(category), keys);
    }
    for witness in all(header, "witness") {
        declared.witnesses.insert(id_of(witness), witness.words());
    }
    declared
}

/// The author's settings of pages and headings, which are among the notes on the work.
pub(super) fn page_settings(document: &mut Document) {
    let Document { meta, header, footer, numbering, .. } = document;
    meta.extra.retain(|(name, value)| {
        let (which, part) = name.split_once('-').unwrap_or((name, ""));
        let line = match (which, part) {
            ("numbering", "") => {
                *numbering = Numbering::by_name(value);
                return numbering.is_none();
            }
            ("header", "" | "left" | "center" | "right") => header.get_or_insert_default(),
            ("footer", "" | "left" | "center" | "right") => footer.get_or_insert_default(),
            _ => return true,
        };
        match part {
            "left" => line.left.clone_from(value),
            "right" => line.right.clone_from(value),
            _ => line.center.clone_from(value),
        }
        false
    });
}

/// Reads the metadata of the work.
pub(super) fn meta(header: &Tag, language: Option<&str>) -> Meta {
    let mut meta = Meta::default();
    let Some(file) = header.tag("fileDesc") else { return meta };
    let inherited = language.map(str::to_owned);
    let known = |language: &String| language != "und";
    meta.language = inherited.clone().filter(known).or_else(|| main_language(header));
    if let Some(statement) = file.tag("titleStmt") {
        for tag in statement.tags() {
            match tag.name.as_str() {
                "title" => meta.titles.extend(title(tag, &inherited)),
                "author" => meta.agents.push(agent(tag, AgentRole::Author, meta.agents.len())),
                "editor" => meta.agents.push(agent(tag, AgentRole::Editor, meta.agents.len())),
                "respStmt" => {
                    let role = tag.tag("resp").and_then(|it| AgentRole::by_name(&it.words()));
                    if let Some(role) = role {
                        meta.agents.push(agent(tag, role, meta.agents.len()));
                    }
                }
                _ => {}
            }
        }
    }
    if let Some(statement) = file.tag("publicationStmt") {
        publication(statement, &mut meta);
    }
    if let Some(series) = file.tag("seriesStmt") {
        meta.series = series.tag("title").map(|title| Series {
            name: title.words(),
            position: series.tag("biblScope").map(Tag::words),
        });
    }
    for note in file.tag("notesStmt").into_iter().flat_map(Tag::tags) {
        match note.kind() {
            "cover" => meta.cover = Some(note.words()),
            "modified" => {
                meta.dates.push(Date {
                    kind: DateKind::Modified,
                    text: note.words(),
                    iso: None,
                });
            }
            kind => meta.extra.push((kind.to_owned(), note.words())),
        }
    }
    let work = file.tag("sourceDesc").into_iter().flat_map(Tag::tags);
    for bibl in work.filter(|tag| tag.name == "bibl" && tag.kind().is_empty()) {
        let own = bibl.get("xml:id") == Some("source-work");
        let notes = bibl.tags().filter(|tag| tag.kind() == "publication");
        if own {
            let stated = notes.filter(|note| note.get("xml:lang").is_some());
            meta.sources.extend(stated.map(Tag::words));
        } else {
            meta.sources.push(bibl.words());
        }
    }
    profile(header, &mut meta);
    meta
}

/// The main language of the text according to the header; if it names several without their shares,
/// the text itself decides (TEI P5 §2.4.2).
fn main_language(header: &Tag) -> Option<String> {
    let usage = header.path(&["profileDesc", "langUsage"])?;
    let share = |tag: &&Tag| tag.get("usage").and_then(|it| it.parse::<u32>().ok());
    let languages: Vec<&Tag> = usage.tags().filter(|it| it.name == "language").collect();
    let main = match languages.as_slice() {
        [only] => Some(*only),
        several => several.iter().copied().filter(|it| share(it).is_some()).max_by_key(share),
    };
    main?.get("ident").map(str::to_owned)
}

fn profile(header: &Tag, meta: &mut Meta) {
    let Some(profile) = header.tag("profileDesc") else { return };
    meta.description = profile.tag("abstract").map(Tag::words);
    meta.subjects = all(profile, "term").iter().map(|term| term.words()).collect();
    let dates = profile.tag("creation").into_iter().flat_map(Tag::tags);
    let known = dates
        .filter(|tag| tag.name == "date" && tag.words() != "not stated in the source")
        .map(|tag| date(tag, DateKind::Written));
    meta.dates.extend(known);
}

fn publication(statement: &Tag, meta: &mut Meta) {
    for tag in statement.tags() {
        match tag.name.as_str() {
            "publisher" | "distributor" if !tag.words().starts_with("[publisher not") => {
                meta.publisher.get_or_insert_with(|| tag.words());
            }
            "date" => meta.dates.push(date(tag, DateKind::Published)),
            "idno" if !tag.words().starts_with("urn:uuid:") => {
                let scheme = tag.kind().to_lowercase();
                meta.identifiers.push(Identifier { scheme, value: tag.words() });
            }
            "availability"
                if tag.get("status") != Some("unknown") || tag.get("status").is_none() =>
            {
                let licence = tag.tag("licence");
                let target = licence.and_then(|tag| tag.get("target")).map(str::to_owned);
                let words = tag.words();
                let own = Some(&words) != target.as_ref() && !words.is_empty();
                meta.rights = Rights { statement: own.then_some(words), licence: target };
            }
            _ => {}
        }
    }
}

fn title(tag: &Tag, inherited: &Option<String>) -> Option<Title> {
    let text = tag.words();
    let kind = title_kind(tag.kind());
    let lang =
        tag.get("xml:lang").map(str::to_owned).filter(|lang| Some(lang) != inherited.as_ref());
    (!text.is_empty() && text != "[no title]").then_some(Title { kind, text, lang })
}

/// The kind of title that a `type` names.
pub(super) fn title_kind(kind: &str) -> TitleKind {
    match kind {
        "sub" => TitleKind::Sub,
        "leading" => TitleKind::Leading,
        "parallel" => TitleKind::Parallel,
        "alt" => TitleKind::Alternative,
        "volume" => TitleKind::Volume,
        _ => TitleKind::Main,
    }
}

fn agent(tag: &Tag, role: AgentRole, count: usize) -> Agent {
    const NAMES: [&str; 3] = ["persName", "orgName", "name"];
    let name = tag
        .tags()
        .find(|tag| NAMES.contains(&tag.name.as_str()) && tag.kind() != "personRoleName");
    let note = |kind: &str| {
        tag.tags().find(|it| it.name == "note" && it.kind() == kind).map(Tag::words)
    };
    let office = tag
        .tags()
        .find(|it| it.name == "affiliation" || it.kind() == "personRoleName")
        .map(Tag::words);
    Agent {
        id: tag.get("xml:id").map_or_else(|| format!("agent-{}", count + 1), str::to_owned),
        name: name.map_or_else(|| tag.words(), Tag::words),
        role,
        office: office.or_else(|| note("office")),
        dynasty: note("dynasty"),
        file_as: note("file-as"),
        lang: None,
        organisation: name.is_some_and(|name| name.name == "orgName" || name.kind() == "org"),
    }
}

fn date(tag: &Tag, kind: DateKind) -> Date {
    let text = tag.words();
    let digits = |(at, c): (usize, char)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    let is_iso = matches!(text.len(), 4 | 7 | 10) && text.char_indices().all(digits);
    let iso = tag.get("when").or(is_iso.then_some(text.as_str())).map(str::to_owned);
    Date { kind, text, iso }
}

/// Whether pandoc wrote the file, according to its header.
pub(super) fn is_by_pandoc(header: &Tag) -> bool {
    let source = header.path(&["fileDesc", "sourceDesc"]);
    source.is_some_and(|it| it.words() == "Produced by pandoc.")
}

/// The file that an archive of ours was made from.
pub(super) fn source(header: &Tag) -> Option<SourceInfo> {
    let description = header.path(&["fileDesc", "sourceDesc"])?;
    let bibl = description.tags().find(|tag| tag.name == "bibl" && tag.kind() == "file")?;
    let find = |name: &str, kind: &str| {
        bibl.tags().find(|tag| tag.name == name && tag.kind() == kind).map(Tag::words)
    };
    let restore = find("note", "restore").unwrap_or_default();
    let measure = bibl.path(&["extent", "measure"]);
    let characters = header.path(&["fileDesc", "extent", "measure"]);
    let quantity = |tag: Option<&Tag>| {
        tag.and_then(|tag| tag.get("quantity")?.parse().ok()).unwrap_or_default()
    };
    let original = all(bibl, "binaryObject").first().and_then(|tag| {
        let base64: String = tag.words().split(' ').collect();
        STANDARD.decode(base64).ok().map(Bytes)
    });
    Some(SourceInfo {
        within: None,
        name: find("idno", "filename"),
        format: find("note", "format").unwrap_or_else(|| "text".to_owned()),
        encoding: find("note", "encoding").unwrap_or_else(|| "UTF-8".to_owned()),
        bom: find("note", "bom"),
        length: quantity(measure),
        sha256: find("idno", "sha256").unwrap_or_default(),
        sha256_utf8: find("idno", "sha256-utf8"),
        newline: find("note", "newline").unwrap_or_else(|| "LF".to_owned()),
        characters: quantity(characters),
        raw: Vec::new(),
        verbatim: restore == "text",
        original,
    })
}
