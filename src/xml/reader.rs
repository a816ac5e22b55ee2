//! A safe pull reader: namespaces resolved, text whole, nothing fetched, nothing expanded.
//!
//! In comes text that is already decoded; out come starts, texts and ends. An entity that XML
//! does not define itself is handed on by name; whoever wants the text that the document declares
//! for it asks for it ([`Reader::entity`], bounded). There is no external entity. quick-xml has no limits; the ones of
//! [`Limits`] are ours.

use std::collections::VecDeque;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event as Raw};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::entities::Entities;
use super::names::{is_xml_char, ns};
use crate::diag::{Code, Error, Result};

/// What no XML input may exceed.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Elements inside one another.
    pub depth: usize,
    /// Attributes of one element.
    pub attributes: usize,
    /// Bytes of one attribute's value.
    pub value: usize,
}

impl Default for Limits {
    /// Far above what any edition has, far below what harms: what is read without a tree may be
    /// as deep as the deepest that we write.
    fn default() -> Self {
        Self { depth: 2048, attributes: 256, value: 1 << 20 }
    }
}

/// An element's beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its namespace; empty for none.
    pub namespace: String,
    /// Its name without prefix.
    pub name: String,
    /// Its attributes in order: those of no namespace by name, those of XML's own as `xml:id`,
    /// others as they are written. Namespace declarations are left out.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether it is this element of TEI.
    pub fn is_tei(&self, name: &str) -> bool {
        self.namespace == ns::TEI && self.name == name
    }
}

/// What a reader passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An element begins.
    Start(Element),
    /// All characters up to the next tag; comments and instructions between are left out.
    Text(String),
    /// A reference to an entity that XML does not define, by name.
    Entity(String),
    /// The innermost element ends.
    End,
}

/// Reads one XML document.
pub struct Reader<'a> {
    inner: NsReader<&'a [u8]>,
    limits: Limits,
    depth: usize,
    seen_root: bool,
    text: String,
    /// Where `text` begins and ends.
    text_place: Range<usize>,
    /// Where the event that is being read begins.
    start: usize,
    /// Bytes of a byte order mark before the document.
    mark: usize,
    ready: VecDeque<(Event, Range<usize>)>,
    /// Where the event that was returned last stands.
    place: Range<usize>,
    entities: Entities,
}

impl<'a> Reader<'a> {
    /// A reader of this text.
    pub fn new(text: &'a str, limits: Limits) -> Self {
        let document = text.trim_start_matches('\u{FEFF}');
        let mut inner = NsReader::from_str(document);
        inner.config_mut().expand_empty_elements = true;
        Self {
            inner,
            limits,
            depth: 0,
            seen_root: false,
            text: String::new(),
            text_place: 0..0,
            start: 0,
            mark: text.len() - document.len(),
            ready: VecDeque::new(),
            place: 0..0,
            entities: Entities::new(),
        }
    }

    /// The next event; none at the end.
    ///
    /// # Errors
    ///
    /// The text is not well-formed, or exceeds a limit.
    pub fn next_event(&mut self) -> Result<Option<Event>> {
        while self.ready.is_empty() {
            if !self.step()? {
                break;
            }
        }
        let Some((event, place)) = self.ready.pop_front() else { return Ok(None) };
        self.place = place;
        Ok(Some(event))
    }

    /// Where the event that was returned last stands: bytes of the text that is read. A text
    /// reaches from its first character to its last, comments between them included.
    pub fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    /// Passes over all up to the end of the element that began last.
    ///
    /// # Errors
    ///
    /// As [`Self::next_event`].
    pub fn skip(&mut self) -> Result<()> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next_event()? {
                Some(Event::Start(_)) => depth += 1,
                Some(Event::End) => depth -= 1,
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// The text that the document itself declares for an entity, if it is text alone and of
    /// bounded size.
    pub fn entity(&mut self, name: &str) -> Option<String> {
        self.entities.text(name)
    }

    /// Where quick-xml stands in the text that is read, in bytes.
    fn position(&self) -> usize {
        usize::try_from(self.inner.buffer_position()).unwrap_or(usize::MAX) + self.mark
    }

    fn push(&mut self, event: Event) {
        let place = self.start..self.position();
        self.ready.push_back((event, place));
    }

    /// Reads one event of quick-xml; false at the end.
    fn step(&mut self) -> Result<bool> {
        self.start = self.position();
        let event = self.inner.read_event().map_err(|error| self.malformed(&error))?;
        match event {
            Raw::Start(tag) => {
                let element = self.element(&tag)?;
                self.depth += 1;
                if self.depth > self.limits.depth {
                    return Err(Error::new(Code::XmlLimit, [&"depth", &self.limits.depth]));
                }
                if self.depth == 1 && std::mem::replace(&mut self.seen_root, true) {
                    return Err(self.malformed(&"more than one root element"));
                }
                self.flush();
                self.push(Event::Start(element));
            }
            Raw::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.flush();
                self.push(Event::End);
            }
            Raw::Text(text) => self.characters(&text.xml10_content())?,
            Raw::CData(text) => self.characters(&text.xml10_content())?,
            Raw::GeneralRef(reference) => self.reference(&reference)?,
            Raw::Eof => {
                if self.depth > 0 || !self.seen_root {
                    return Err(self.malformed(&"it ends before its root element does"));
                }
                return Ok(false);
            }
            Raw::DocType(doctype) => self.entities.declare(&doctype.xml10_content()),
            Raw::Empty(_) | Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => {}
        }
        Ok(true)
    }

    fn characters(&mut self, text: &str) -> Result<()> {
        if self.depth == 0 {
            let blank = text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
            return if blank { Ok(()) } else { Err(self.malformed(&"text outside the root")) };
        }
        if let Some(c) = text.chars().find(|c| !is_xml_char(*c)) {
            let what = format!("character U+{:04X}", u32::from(c));
            return Err(self.malformed(&what));
        }
        if self.text.is_empty() {
            self.text_place.start = self.start;
        }
        self.text_place.end = self.position();
        self.text.push_str(text);
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<()> {
        let name = reference.xml10_content();
        let character = match name.as_ref() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().map_err(|error| self.malformed(&error))?,
        };
        match character {
            Some(c) => self.characters(c.encode_utf8(&mut [0; 4])),
            None => {
                self.flush();
                self.push(Event::Entity(name.into_owned()));
                Ok(())
            }
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.ready.push_back((Event::Text(text), self.text_place.clone()));
        }
    }

    fn element(&self, tag: &BytesStart<'_>) -> Result<Element> {
        let (namespace, name) = self.inner.resolver().resolve_element(tag.name());
        let namespace = match namespace {
            ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(_) => return Err(self.malformed(&"unknown prefix")),
        };
        let mut element =
            Element { namespace, name: name.as_ref().to_owned(), attributes: Vec::new() };
        for (count, attribute) in tag.attributes().enumerate() {
            let attribute = attribute.map_err(|error| self.malformed(&error))?;
            if count >= self.limits.attributes {
                let values: [&dyn std::fmt::Display; 2] =
                    [&"attributes", &self.limits.attributes];
                return Err(Error::new(Code::XmlLimit, values));
            }
            if attribute.value.len() > self.limits.value {
                let values: [&dyn std::fmt::Display; 2] = [&"value", &self.limits.value];
                return Err(Error::new(Code::XmlLimit, values));
            }
            let key = attribute.key.as_ref();
            if key == "xmlns" || key.starts_with("xmlns:") {
                continue;
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.malformed(&error))?;
            element.attributes.push((key.to_owned(), value.into_owned()));
        }
        Ok(element)
    }

    fn malformed(&self, what: &dyn std::fmt::Display) -> Error {
        Error::new(Code::XmlMalformed, [what, &self.inner.error_position()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(xml: &str) -> Result<Vec<Event>> {
        let mut reader = Reader::new(xml, Limits::default());
        let mut events = Vec::new();
        while let Some(event) = reader.next_event()? {
            events.push(event);
        }
        Ok(events)
    }

    #[test]
    fn text_is_whole_across_references_and_comments() {
        let xml = "<a>x&amp;<!-- c --><![CDATA[<y>]]>&#x4E2D;</a>";
        assert_eq!(events(xml).unwrap()[1], Event::Text("x&<y>中".to_owned()));
    }

    #[test]
    fn places_are_those_of_the_text() {
        let xml = "\u{FEFF}<?xml version='1.0'?><a>甲<!-- c -->&amp;<b/>&c;</a>";
        let mut reader = Reader::new(xml, Limits::default());
        let mut places = Vec::new();
        while reader.next_event().unwrap().is_some() {
            places.push(&xml[reader.place()]);
        }
        assert_eq!(places, ["<a>", "甲<!-- c -->&amp;", "<b/>", "", "&c;", "</a>"]);
    }

    #[test]
    fn entities_are_never_expanded() {
        let xml =
            "<!DOCTYPE a [<!ENTITY b 'boom'><!ENTITY c SYSTEM 'file:///x'>]><a>&b;&c;</a>";
        let events = events(xml).unwrap();
        assert_eq!(events[1], Event::Entity("b".to_owned()));
        assert_eq!(events[2], Event::Entity("c".to_owned()));
    }

    #[test]
    fn namespaces_are_resolved() {
        let xml = format!("<t:p xmlns:t='{}' xml:id='a' n='1'/>", ns::TEI);
        let Event::Start(element) = &events(&xml).unwrap()[0] else { panic!("no start") };
        assert!(element.is_tei("p"));
        assert_eq!(element.attribute("xml:id"), Some("a"));
    }

    #[test]
    fn what_is_no_xml_is_refused() {
        let deep = format!("{}{}", "<a>".repeat(3000), "</a>".repeat(3000));
        let many =
            format!("<a {}/>", (0..300).map(|n| format!("b{n}='' ")).collect::<String>());
        for xml in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a b='1' b='2'/>",
            "<a>&#0;</a>",
            "<a>\u{1}</a>",
            "<a>&#xD800;</a>",
            "<a b=1/>",
            "<x:a/>",
            &deep,
            &many,
        ] {
            assert!(events(xml).is_err(), "{:.40}", xml);
        }
    }
}
