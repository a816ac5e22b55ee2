//! The text of pages, by marked content, as read by an extractor that obeys the tags.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

use super::{LIMIT, string};

/// The text of one page.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// By marked-content identifier.
    pub(super) marked: BTreeMap<i64, String>,
    /// Artifacts: their kind and text, in painting order.
    pub(super) artifacts: Vec<(String, String)>,
    /// Text that is neither.
    pub(super) unmarked: String,
}

/// An open marked-content sequence.
struct OpenSequence {
    place: Option<TextOwner>,
    /// Whether its text is complete, so that its glyphs add nothing.
    has_actual_text: bool,
}

/// The owner of text.
#[derive(Clone, Copy)]
enum TextOwner {
    Content(i64),
    Artifact(usize),
}

/// Reads a page. What can't be decoded is U+FFFD.
pub(super) fn read(document: &Document, page: ObjectId) -> PageText {
    let fonts = document.get_page_fonts(page).unwrap_or_default();
    let fonts: BTreeMap<Vec<u8>, Encoding<'_>> = fonts
        .into_iter()
        .filter_map(|(name, font)| {
            Some((name, font.get_font_encoding_with_limit(document, LIMIT).ok()?))
        })
        .collect();
    let bytes = document.get_page_content_with_limit(page, LIMIT).unwrap_or_default();
    let operations = Content::decode(&bytes).map(|content| content.operations);
    let mut reader = ContentReader { text: PageText::default(), open: Vec::new() };
    let mut font = None;
    for operation in operations.unwrap_or_default() {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                font = name.and_then(|name| fonts.get(name));
            }
            "Tj" | "TJ" | "'" | "\"" => {
                for operand in operands.last().into_iter() {
                    reader.show(operand, font);
                }
            }
            "BMC" | "BDC" => {
                let tag = operands.first().and_then(|tag| tag.as_name().ok());
                let properties = operands.get(1).and_then(|object| match object {
                    Object::Name(name) => properties(document, page, name),
                    other => other.as_dict().ok(),
                });
                reader.begin(tag.unwrap_or_default(), properties);
            }
            "EMC" => {
                reader.open.pop();
            }
            _ => {}
        }
    }
    reader.text
}

/// A property list of the page's resources (ISO 32000-1 §14.6.2).
fn properties<'a>(
    document: &'a Document,
    page: ObjectId,
    name: &[u8],
) -> Option<&'a Dictionary> {
    let (own, inherited) = document.get_page_resources(page).ok()?;
    let inherited =
        inherited.into_iter().filter_map(|resources| document.get_dictionary(resources).ok());
    own.into_iter().chain(inherited).find_map(|resources| {
        let lists = document.get_dict_in_dict(resources, b"Properties").ok()?;
        document.get_dict_in_dict(lists, name).ok()
    })
}

struct ContentReader {
    text: PageText,
    open: Vec<OpenSequence>,
}

impl ContentReader {
    fn begin(&mut self, tag: &[u8], properties: Option<&Dictionary>) {
        let value = |key: &[u8]| properties.and_then(|list| list.get(key).ok());
        let place = if let Some(mcid) = value(b"MCID").and_then(|mcid| mcid.as_i64().ok()) {
            self.text.marked.entry(mcid).or_default();
            Some(TextOwner::Content(mcid))
        } else if tag == b"Artifact" {
            let kind = properties.map(kind).unwrap_or_default();
            self.text.artifacts.push((kind, String::new()));
            Some(TextOwner::Artifact(self.text.artifacts.len() - 1))
        } else {
            None
        };
        self.open.push(OpenSequence { place, has_actual_text: false });
        if let Some(text) = value(b"ActualText").map(string) {
            self.write(&text);
            if let Some(open) = self.open.last_mut() {
                open.has_actual_text = true;
            }
        }
    }

    fn show(&mut self, object: &Object, font: Option<&Encoding<'_>>) {
        match object {
            Object::Array(items) => items.iter().for_each(|item| self.show(item, font)),
            Object::String(bytes, _) => {
                let text = font.and_then(|font| Document::decode_text(font, bytes).ok());
                self.write(text.as_deref().unwrap_or("\u{FFFD}"));
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.open.iter().any(|open| open.has_actual_text) {
            return;
        }
        let place = match self.open.iter().rev().find_map(|open| open.place) {
            Some(TextOwner::Content(mcid)) => self.text.marked.get_mut(&mcid),
            Some(TextOwner::Artifact(index)) => {
                self.text.artifacts.get_mut(index).map(|(_, text)| text)
            }
            None => Some(&mut self.text.unmarked),
        };
        if let Some(place) = place {
            place.push_str(text);
        }
    }
}

/// The kind of an artifact: `Pagination Footer`.
fn kind(properties: &Dictionary) -> String {
    let part = |key: &[u8]| properties.get(key).ok()?.as_name().ok();
    let parts = [part(b"Type"), part(b"Subtype")].into_iter().flatten();
    let parts: Vec<_> = parts.map(String::from_utf8_lossy).collect();
    parts.join(" ")
}
