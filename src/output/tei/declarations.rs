//! The declarations of the header for the text: characters and bytes, renditions, witnesses,
//! categories. Collected while the text is written, in the order of first use.

use std::collections::BTreeMap;

use super::ids::Ids;
use crate::model::{Alignment, Gaiji, Recognition, Style, is_id, plain_text};

/// One `char` of the `charDecl`.
#[derive(Debug)]
pub(super) struct Character {
    pub(super) id: String,
    /// `localProp`s: name and value.
    pub(super) properties: Vec<(String, String)>,
    /// `mapping`s: type and text.
    pub(super) mappings: Vec<(String, String)>,
}

/// One `rendition` of the `tagsDecl`.
#[derive(Debug)]
pub(super) struct Rendition {
    pub(super) id: String,
    /// `css` or `free`.
    pub(super) scheme: &'static str,
    pub(super) text: String,
}

/// One `category` of the `classDecl`, the target of `ana`.
#[derive(Debug)]
pub(super) struct Category {
    pub(super) id: String,
    pub(super) text: String,
    /// Attribute values of the source.
    pub(super) keys: Vec<(String, String)>,
}

/// All declarations.
#[derive(Debug, Default)]
pub(super) struct Declarations {
    pub(super) characters: Vec<Character>,
    pub(super) renditions: Vec<Rendition>,
    pub(super) witnesses: Vec<(String, String)>,
    pub(super) categories: Vec<Category>,
    /// Ids by what they represent.
    known: BTreeMap<String, String>,
}

impl Declarations {
    /// The pointer for `key`; `declare` is called with a free id the first time.
    fn pointer(
        &mut self,
        ids: &mut Ids,
        key: String,
        name: &str,
        declare: impl FnOnce(&mut Self, String),
    ) -> String {
        if let Some(id) = self.known.get(&key) {
            return format!("#{id}");
        }
        let id = ids.free(name);
        let pointer = format!("#{id}");
        self.known.insert(key, id.clone());
        declare(self, id);
        pointer
    }

    /// Bytes that no character represents, in hexadecimal.
    pub(super) fn bytes(&mut self, ids: &mut Ids, bytes: &str) -> String {
        let name = format!("b{bytes}");
        self.pointer(ids, name.clone(), &name, |all, id| {
            let properties = vec![("bytes".to_owned(), bytes.to_owned())];
            all.characters.push(Character { id, properties, mappings: Vec::new() });
        })
    }

    /// A private-use character.
    pub(super) fn private_use(&mut self, ids: &mut Ids, c: char) -> String {
        let point = format!("{:04X}", u32::from(c));
        let name = format!("u{point}");
        self.pointer(ids, name.clone(), &name, |all, id| {
            let properties = vec![("code-point".to_owned(), format!("U+{point}"))];
            all.characters.push(Character { id, properties, mappings: Vec::new() });
        })
    }

    /// A character outside Unicode.
    pub(super) fn gaiji(&mut self, ids: &mut Ids, gaiji: &Gaiji) -> String {
        let key = format!("gaiji {} {:?}", gaiji.name, gaiji.mappings);
        // Ids that begin so are of bytes and code points.
        let own = |name: &str| is_id(name) && !name.starts_with(['b', 'u']);
        let name = match gaiji.name.as_str() {
            name if own(name) => name.to_owned(),
            _ => format!("gaiji-{}", self.characters.len() + 1),
        };
        self.pointer(ids, key, &name, |all, id| {
            let properties = vec![("name".to_owned(), gaiji.name.clone())];
            let mut mappings = gaiji.mappings.clone();
            let shown = plain_text(&gaiji.content);
            if mappings.is_empty() && !shown.is_empty() {
                mappings.push(("standing-for".to_owned(), shown));
            }
            all.characters.push(Character { id, properties, mappings });
        })
    }

    /// A rendition as a CSS declaration.
    pub(super) fn css(&mut self, ids: &mut Ids, name: &str, css: &str) -> String {
        self.rendition(ids, name, "css", css)
    }

    /// A rendition in words.
    pub(super) fn free(&mut self, ids: &mut Ids, name: &str, words: &str) -> String {
        self.rendition(ids, name, "free", words)
    }

    fn rendition(
        &mut self,
        ids: &mut Ids,
        name: &str,
        scheme: &'static str,
        text: &str,
    ) -> String {
        let key = format!("rendition {scheme} {name} {text}");
        self.pointer(ids, key, name, |all, id| {
            all.renditions.push(Rendition { id, scheme, text: text.to_owned() });
        })
    }

    /// A style of the model.
    pub(super) fn style(&mut self, ids: &mut Ids, style: Style) -> String {
        let css = match style {
            Style::Emphasis => "font-style: italic",
            Style::Strong => "font-weight: bold",
            Style::EmphasisDots => "text-emphasis: dot",
            Style::ProperName => "text-decoration: underline solid",
            Style::BookTitle => "text-decoration: underline wavy",
            Style::Subscript => "vertical-align: sub",
            Style::Superscript => "vertical-align: super",
            Style::Deleted => "text-decoration: line-through",
            Style::Inserted => "text-decoration: underline",
            Style::Highlight => "background-color: yellow",
        };
        self.css(ids, style.name(), css)
    }

    /// The alignment of lines.
    pub(super) fn alignment(&mut self, ids: &mut Ids, align: Alignment) -> String {
        let name = align.name();
        self.css(ids, &format!("align-{name}"), &format!("text-align: {name}"))
    }

    /// A witness of the text.
    pub(super) fn witness(&mut self, ids: &mut Ids, name: &str) -> String {
        let number = self.witnesses.len() + 1;
        self.pointer(ids, format!("witness {name}"), &format!("witness-{number}"), |all, id| {
            all.witnesses.push((id, name.to_owned()));
        })
    }

    /// A target of `ana`.
    pub(super) fn category(&mut self, ids: &mut Ids, name: &str, text: &str) -> String {
        self.pointer(ids, format!("category {name}"), name, |all, id| {
            all.categories.push(Category { id, text: text.to_owned(), keys: Vec::new() });
        })
    }

    /// The rule and confidence of a recognition.
    pub(super) fn rule(&mut self, ids: &mut Ids, recognition: &Recognition) -> String {
        let Recognition { rule, confidence } = recognition;
        let number = self.categories.len() + 1;
        self.pointer(
            ids,
            format!("rule {confidence} {rule}"),
            &format!("rule-{number}"),
            |all, id| {
                let text = "recognised by this rule, so many percent sure: ".to_owned();
                let keys = vec![
                    ("rule".to_owned(), rule.clone()),
                    ("percent".to_owned(), confidence.to_string()),
                ];
                all.categories.push(Category { id, text, keys });
            },
        )
    }

    /// Attribute values of the source.
    pub(super) fn keys(&mut self, ids: &mut Ids, keys: &[(String, String)]) -> String {
        let number = self.categories.len() + 1;
        self.pointer(ids, format!("keys {keys:?}"), &format!("keys-{number}"), |all, id| {
            all.categories.push(Category { id, text: String::new(), keys: keys.to_vec() });
        })
    }
}
