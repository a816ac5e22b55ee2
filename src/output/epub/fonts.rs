//! Faces that the e-book brings along (`--embed-fonts`): which characters each sets, their
//! files, and the style sheet that names them.
//!
//! The files of the book are read as they are, so that a character counts for the face that
//! sets it: title page, notes and contents too. A letter and its marks go into one face, as a
//! reader takes them from one; what no face has is reported. Which element is set in which role is decided
//! here and in `style.css`.

use std::collections::{BTreeMap, BTreeSet};

use super::package::ManifestItem;
use crate::config::EmbedFonts;
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::font::{FaceId, FaceRun, Library, Role, WebFont};
use crate::text::clusters::{first_cluster, is_ignorable};
use crate::xml::{Element, Event, Limits, Reader};

/// Characters that style sheets and readers write: numbers and bullets of lists, the dash
/// before an attribution, ellipses, hyphens.
const GENERATED: &str = " 0123456789abcdefghijklmnopqrstuvwxyzivxlcdmABCDEFGHIJKLMNOPQRSTUVWXYZ\
    一二三四五六七八九十百千零〇①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳、（）.)•◦▪—…-";

/// The weight from which a face is bold.
const BOLD: u16 = 600;

/// The roles of text in an e-book, with what the style sheet calls them.
const ROLES: [(Role, &str, &str); 6] = [
    (Role::Body, "html, :lang(zh-Hant), :lang(ja)", "serif"),
    (Role::Strong, "strong, b, dt, th, caption", "serif"),
    (Role::Heading, "h1, h2, h3, h4, h5, h6, .heading", "sans-serif"),
    (Role::Emphasis, "blockquote, em", "serif"),
    (Role::Code, "code, pre", "monospace"),
    (Role::StrongCode, STRONG_CODE, "monospace"),
];

/// Program text in what is bold, and bold in program text.
const STRONG_CODE: &str = "code strong, code b, pre strong, pre b, strong code, b code, dt code, \
    th code, caption code, h1 code, h2 code, h3 code, h4 code, h5 code, h6 code, .heading code";

/// The clusters of a book by the face that sets them, for each role.
#[derive(Debug)]
pub(super) struct Usage<'a> {
    library: &'a Library,
    language: &'a str,
    used: BTreeMap<Role, BTreeSet<String>>,
}

/// What goes into the book.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    pub(super) items: Vec<ManifestItem>,
    pub(super) css: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Family names of the faces, and under which licences they come along.
#[derive(Debug, Default)]
pub(super) struct Credits<'a> {
    pub(super) families: Vec<&'a str>,
    pub(super) licences: Vec<String>,
}

impl<'a> Usage<'a> {
    /// Nothing yet but what readers write themselves.
    pub(super) fn new(library: &'a Library, language: &'a str) -> Self {
        let used = BTreeMap::from([(Role::Body, BTreeSet::new())]);
        Self { library, language, used }
    }

    /// Counts the characters of a file.
    ///
    /// # Errors
    ///
    /// A file that is not XML: a fault in paiban.
    pub(super) fn read(&mut self, xhtml: &[u8]) -> Result<()> {
        let text = String::from_utf8_lossy(xhtml);
        let mut reader = Reader::new(&text, Limits::default());
        let mut roles = vec![Role::Body];
        while let Some(event) = reader.next_event()? {
            let role = roles.last().copied().unwrap_or(Role::Body);
            match event {
                Event::Start(element) if element.name == "head" => reader.skip()?,
                Event::Start(element) => roles.push(role_within(&element, role)),
                Event::Text(text) => {
                    add_clusters(&text, self.used.entry(role).or_default());
                }
                Event::End => drop(roles.pop()),
                Event::Entity(_) => {}
            }
        }
        Ok(())
    }

    /// The characters that each face sets, by role, the role's best face first.
    fn faces(&self) -> BTreeMap<Role, Vec<(FaceId, BTreeSet<char>)>> {
        let of_role = |(role, clusters): (&Role, &BTreeSet<String>)| {
            let mut faces: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
            let generated = GENERATED.chars().filter(|_| *role == Role::Body).map(String::from);
            for cluster in clusters.iter().cloned().chain(generated) {
                for FaceRun { range, face, form } in self.pieces(*role, &cluster) {
                    if let Some(face) = face.filter(|face| self.library.signs() != Some(*face))
                    {
                        let set = faces.entry(face).or_default();
                        set.extend(cluster[range].chars());
                        // A reader composes and decomposes by itself.
                        set.extend(form.iter().flat_map(|form| form.chars()));
                    }
                }
            }
            let order =
                [Role::Latin, *role].map(|role| self.library.chain(role, self.language));
            let order = if *role == Role::Body { &order[..] } else { &order[1..] };
            let rank = |face: &FaceId| order.iter().copied().flatten().position(|f| f == face);
            let mut faces: Vec<_> = faces.into_iter().collect();
            faces.sort_by_key(|(face, _)| rank(face));
            (*role, faces)
        };
        self.embedded().map(of_role).collect()
    }

    /// The roles whose faces go into the book, with what is set in them.
    fn embedded(&self) -> impl Iterator<Item = (&Role, &BTreeSet<String>)> {
        self.used.iter().filter(|(role, _)| self.is_embedded(**role))
    }

    /// A cluster by the faces that set it.
    fn pieces(&self, role: Role, cluster: &str) -> Vec<FaceRun> {
        let is_latin =
            role == Role::Body && cluster.starts_with(|c: char| c.is_ascii_alphanumeric());
        let role = if is_latin { Role::Latin } else { role };
        self.library.pieces(self.library.chain(role, self.language), cluster)
    }

    /// The characters that show something and that no face has.
    fn missing(&self) -> BTreeSet<char> {
        let mut missing = BTreeSet::new();
        for (role, clusters) in self.embedded() {
            for cluster in clusters {
                let pieces = self.pieces(*role, cluster).into_iter();
                for piece in pieces.filter(|piece| piece.face.is_none()) {
                    let shown = cluster[piece.range].chars().filter(|c| !is_ignorable(*c));
                    missing.extend(shown);
                }
            }
        }
        missing
    }

    /// Program text is set in the reader's own face unless one was given for it.
    fn is_embedded(&self, role: Role) -> bool {
        !matches!(role, Role::Code | Role::StrongCode) || self.library.has(role)
    }

    /// What the colophon says of the faces.
    pub(super) fn credits(&self) -> Credits<'a> {
        let mut credits = Credits::default();
        for (id, _) in self.faces().values().flatten() {
            let face = self.library.face(*id);
            if !credits.families.contains(&face.family()) {
                credits.families.push(face.family());
            }
            let [words, address] = face.licence();
            let words = words.or(address).unwrap_or_default();
            // The address of the licence's FAQ, which differs, stays in the file.
            let licence = words.split("This license is available").next().unwrap_or_default();
            let licence = licence.split_whitespace().collect::<Vec<_>>().join(" ");
            if !licence.is_empty() && !credits.licences.contains(&licence) {
                credits.licences.push(licence);
            }
        }
        credits
    }

    /// Makes the files and the style sheet.
    ///
    /// # Errors
    ///
    /// No face at all, or one that is damaged.
    pub(super) fn embed(&self, how: EmbedFonts) -> Result<Embedded> {
        let roles = self.faces();
        let mut characters: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
        for (face, used) in roles.values().flatten() {
            characters.entry(*face).or_default().extend(used);
        }
        if characters.is_empty() {
            return Err(Error::new(Code::NoFonts, []));
        }
        let mut embedded = Embedded::default();
        embedded.diagnostics.extend(self.missing().into_iter().map(|c| {
            let code = format!("U+{:04X}", u32::from(c));
            Diagnostic::new(Code::EpubNoGlyph, [&c, &code])
        }));
        for (id, used) in &characters {
            let face = self.library.face(*id);
            let font = match how {
                EmbedFonts::Full => WebFont::whole(face)?,
                EmbedFonts::Subset | EmbedFonts::None => WebFont::subset(face, used)?,
            };
            if font.is_whole && how == EmbedFonts::Subset {
                let diagnostic = Diagnostic::new(Code::EpubFontWhole, [&face.family()]);
                embedded.diagnostics.push(diagnostic);
            }
            let name = css_name(*id);
            let path = format!("fonts/{name}.{}", font.format.extension());
            let weight = if face.metrics().weight >= BOLD { "bold" } else { "normal" };
            embedded.css.push_str(&format!(
                "\n@font-face {{\n  font-family: \"{name}\"; /* {} */\n  font-weight: {weight};\n  \
                 src: url({path}) format(\"{}\");\n}}",
                comment(face.postscript_name()),
                font.format.css_name(),
            ));
            embedded.items.push(ManifestItem {
                id: name,
                path,
                media_type: font.format.media_type(),
                properties: Vec::new(),
                in_spine: false,
                bytes: font.data,
            });
        }
        embedded.css.push_str(&stacks(&roles));
        Ok(embedded)
    }
}

/// Adds the clusters of a text, without control characters.
fn add_clusters(text: &str, clusters: &mut BTreeSet<String>) {
    let mut rest = text;
    while !rest.is_empty() {
        let cluster = first_cluster(rest);
        rest = &rest[cluster.len()..];
        if !cluster.starts_with(char::is_control) && !clusters.contains(cluster) {
            clusters.insert(cluster.to_owned());
        }
    }
}

/// Rules that name the faces of each role, then the body's.
fn stacks(roles: &BTreeMap<Role, Vec<(FaceId, BTreeSet<char>)>>) -> String {
    let names = |role: &Role| {
        let faces = roles.get(role).map(Vec::as_slice).unwrap_or_default();
        faces.iter().map(|(face, _)| format!("\"{}\", ", css_name(*face))).collect::<String>()
    };
    let body = names(&Role::Body);
    let rules =
        ROLES.iter().filter(|(role, ..)| *role == Role::Body || roles.contains_key(role));
    let mut css = String::new();
    for (role, selector, generic) in rules {
        let own = if *role == Role::Body { String::new() } else { names(role) };
        css.push_str(&format!("\n{selector} {{ font-family: {own}{body}{generic}; }}"));
    }
    css.push_str("\nem.dots { font-family: inherit; }\n");
    css
}

/// The role that an element is set in within one of another role.
fn role_within(element: &Element, outer: Role) -> Role {
    match (role_of(element), outer) {
        (Some(Role::Code), Role::Strong | Role::Heading)
        | (Some(Role::Code | Role::Strong), Role::StrongCode)
        | (Some(Role::Strong), Role::Code) => Role::StrongCode,
        (own, _) => own.unwrap_or(outer),
    }
}

/// The role that an element of the book is set in, if not its parent's.
fn role_of(element: &Element) -> Option<Role> {
    let is = |class: &str| {
        element.attribute("class").is_some_and(|all| all.split(' ').any(|it| it == class))
    };
    match element.name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Role::Heading),
        "p" if is("heading") => Some(Role::Heading),
        "blockquote" => Some(Role::Emphasis),
        "em" if !is("dots") => Some(Role::Emphasis),
        "strong" | "b" | "dt" | "th" | "caption" => Some(Role::Strong),
        "code" | "pre" => Some(Role::Code),
        _ => None,
    }
}

fn css_name(face: FaceId) -> String {
    format!("face-{}", face.0 + 1)
}

/// A name that cannot end the comment that it is in.
fn comment(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || " -_.".contains(*c)).collect()
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_marks_go_into_one_face() {
        let library = Library::bundled();
        let mut usage = Usage::new(&library, "zh-Hans");
        usage.read("<p>t͡s，r\u{325}c\u{327}\u{F914}</p>".as_bytes()).expect("XML");
        let faces = usage.faces();
        let of = |name: &str| {
            let named = |id: &FaceId| library.face(*id).postscript_name() == name;
            let mut faces = faces[&Role::Body].iter();
            &faces.find(|(id, _)| named(id)).expect("a face of the body").1
        };
        let (song, kai) = (of("NotoSerifSC-Regular"), of("LXGWWenKai-Regular"));
        assert!(kai.is_superset(&BTreeSet::from(['t', '\u{361}'])), "{kai:?}");
        // Composed letters, and characters that mean the same, with both spellings.
        assert!(song.is_superset(&BTreeSet::from(['s', 'ç', '樂'])), "{song:?}");
        assert_eq!(usage.missing(), BTreeSet::from(['\u{325}']));
    }
}
