//! Faces that the e-book brings along (`--embed-fonts`): which characters each sets, their
//! files, and the style sheet that names them.
//!
//! The files of the book are read as they stand, so that a character counts for the face that
//! sets it: title page, notes and contents too. Which element is set in which role is told
//! here and in `style.css`.

use std::collections::{BTreeMap, BTreeSet};

use super::package::Item;
use crate::config::EmbedFonts;
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::font::{FaceId, Library, Role, WebFont};
use crate::xml::{Element, Event, Limits, Reader};

/// Characters that style sheets and readers write: numbers and bullets of lists, the dash
/// before an attribution, ellipses, hyphens.
const GENERATED: &str = " 0123456789abcdefghijklmnopqrstuvwxyzivxlcdmABCDEFGHIJKLMNOPQRSTUVWXYZ\
    一二三四五六七八九十百千零〇①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳、（）.)•◦▪—…-";

/// The weight from which a face is bold.
const BOLD: u16 = 600;

/// The roles of text in an e-book, with what the style sheet calls them.
const ROLES: [(Role, &str, &str); 5] = [
    (Role::Body, "html, :lang(zh-Hant), :lang(ja)", "serif"),
    (Role::Strong, "strong, b, dt, th, caption", "serif"),
    (Role::Heading, "h1, h2, h3, h4, h5, h6, .heading", "sans-serif"),
    (Role::Emphasis, "blockquote, em", "serif"),
    (Role::Code, "code, pre", "monospace"),
];

/// The characters of a book by the face that sets them, for each role.
#[derive(Debug)]
pub(super) struct Usage<'a> {
    library: &'a Library,
    language: &'a str,
    used: BTreeMap<Role, BTreeSet<char>>,
}

/// What goes into the book.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    pub(super) items: Vec<Item>,
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
        let used = BTreeMap::from([(Role::Body, GENERATED.chars().collect())]);
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
                Event::Start(element) => roles.push(role_of(&element).unwrap_or(role)),
                Event::Text(text) => {
                    let characters = text.chars().filter(|c| !c.is_control());
                    self.used.entry(role).or_default().extend(characters);
                }
                Event::End => drop(roles.pop()),
                Event::Entity(_) => {}
            }
        }
        Ok(())
    }

    /// The characters that each face sets, by role, the role's best face first.
    fn faces(&self) -> BTreeMap<Role, Vec<(FaceId, BTreeSet<char>)>> {
        let of_role = |(role, characters): (&Role, &BTreeSet<char>)| {
            let mut faces: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
            for c in characters {
                let role = if *role == Role::Body && c.is_ascii_alphanumeric() {
                    Role::Latin
                } else {
                    *role
                };
                if let Some((face, _)) = self.library.find(role, self.language, *c) {
                    faces.entry(face).or_default().insert(*c);
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
        self.used.iter().filter(|(role, _)| self.is_embedded(**role)).map(of_role).collect()
    }

    /// Program text is set in the reader's own face unless one was given for it.
    fn is_embedded(&self, role: Role) -> bool {
        role != Role::Code || self.library.has(Role::Code)
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
            embedded.items.push(Item {
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

/// A name that cannot end the comment that it stands in.
fn comment(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || " -_.".contains(*c)).collect()
}
