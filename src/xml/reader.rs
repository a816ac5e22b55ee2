//! A safe pull reader: namespaces resolved, text whole, nothing fetched, nothing expanded.
//!
//! Takes decoded text; returns starts, texts and ends. An entity that XML does not define itself is
//! passed on by name; callers request the text that the document declares for it
//! ([`Reader::entity`], bounded). There is no external entity. quick-xml has no limits; those in
//! [`Limits`] are paiban's. Errors have their place: as a span of the text, and as line and column.

use std::collections::VecDeque;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesRef, BytesStart, Event as Raw};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::entities::Entities;
use super::names::{is_xml_char, ns};
use crate::diag::{Code, Error, Result};
use crate::model::Span;

/// Limits on any XML input.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The nesting of elements.
    pub depth: usize,
    /// Attributes of one element.
    pub attributes: usize,
    /// Bytes of one attribute's value.
    pub value: usize,
}

impl Default for Limits {
    /// Far above any edition, far below what is harmful: documents that are read without a tree may
    /// be as deep as the deepest that paiban writes.
    fn default() -> Self {
        Self { depth: 2048, attributes: 256, value: 1 << 20 }
    }
}

/// A start tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its namespace; empty if it has none.
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

/// An event of the reader.
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
    /// The whole input, with its byte order mark.
    source: &'a str,
    limits: Limits,
    depth: usize,
    seen_root: bool,
    text: String,
    /// Where `text` begins and ends.
    text_place: Range<usize>,
    /// The start of the current event.
    start: usize,
    /// Bytes of a byte order mark before the document.
    mark: usize,
    ready: VecDeque<(Event, Range<usize>)>,
    /// The place of the last event.
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
            source: text,
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

    /// The next event; `None` at the end.
    ///
    /// # Errors
    ///
    /// Text that is not well-formed, or exceeds a limit.
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

    /// The place of the last event: bytes of the text that is read. A text reaches from its first
    /// character to its last, comments between them included.
    pub fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    /// Skips everything up to the end of the element that began last.
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

    /// The position of quick-xml in the input, in bytes.
    fn position(&self) -> usize {
        self.within(self.inner.buffer_position())
    }

    /// A place as quick-xml counts it, in the text that is read.
    fn within(&self, position: u64) -> usize {
        usize::try_from(position).unwrap_or(usize::MAX).saturating_add(self.mark)
    }

    fn push(&mut self, event: Event) {
        let place = self.start..self.position();
        self.ready.push_back((event, place));
    }

    /// Reads one event of quick-xml; false at the end.
    fn step(&mut self) -> Result<bool> {
        self.start = self.position();
        let event = match self.inner.read_event() {
            Ok(event) => event,
            Err(error) => {
                let place = self.within(self.inner.error_position());
                return Err(self.malformed_at(place, &error));
            }
        };
        match event {
            Raw::Start(tag) => {
                let element = self.element(&tag)?;
                self.depth += 1;
                if self.depth > self.limits.depth {
                    return Err(self.beyond("depth", self.limits.depth));
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
                    let end = self.source.len();
                    return Err(self.malformed_at(end, &"it ends before its root element does"));
                }
                return Ok(false);
            }
            Raw::DocType(doctype) => self.entities.declare(&doctype.xml10_content()),
            Raw::Empty(_) | Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => {}
        }
        Ok(true)
    }

    fn characters(&mut self, text: &str) -> Result<()> {
        // Where in what is read now a character is; at its start if it was a reference.
        let find = |wrong: fn(char) -> bool| {
            let written = self.source.get(self.start..self.position()).unwrap_or_default();
            self.start + written.find(wrong).unwrap_or(0)
        };
        if self.depth == 0 {
            let is_text = |c| !matches!(c, ' ' | '\t' | '\r' | '\n');
            return match text.contains(is_text) {
                true => Err(self.malformed_at(find(is_text), &"text outside the root")),
                false => Ok(()),
            };
        }
        let is_wrong = |c| !is_xml_char(c);
        let is_bare = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if !is_bare && let Some(c) = text.chars().find(|c| is_wrong(*c)) {
            let what = format!("character U+{:04X}", u32::from(c));
            return Err(self.malformed_at(find(is_wrong), &what));
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
            let attribute = attribute.map_err(|error| self.bad_attribute(&error))?;
            if count >= self.limits.attributes {
                return Err(self.beyond("attributes", self.limits.attributes));
            }
            if attribute.value.len() > self.limits.value {
                return Err(self.beyond("value", self.limits.value));
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

    fn beyond(&self, what: &str, limit: usize) -> Error {
        Error::new(Code::XmlLimit, [&what, &limit]).at(self.span(self.start))
    }

    fn bad_attribute(&self, error: &AttrError) -> Error {
        // Counted from the name of the tag.
        let within = match error {
            AttrError::ExpectedEq(at)
            | AttrError::ExpectedValue(at)
            | AttrError::UnquotedValue(at)
            | AttrError::ExpectedQuote(at, _)
            | AttrError::Duplicated(at, _) => at + "<".len(),
        };
        let message = match error {
            AttrError::Duplicated(..) => "duplicated attribute".to_owned(),
            _ => error.to_string(),
        };
        let what = message.split_once(": ").filter(|(head, _)| head.starts_with("position "));
        self.malformed_at(self.start + within, &what.map_or(message.as_str(), |(_, what)| what))
    }

    fn malformed(&self, what: &dyn std::fmt::Display) -> Error {
        self.malformed_at(self.start, what)
    }

    fn malformed_at(&self, at: usize, what: &dyn std::fmt::Display) -> Error {
        let before = self.source.get(self.mark..at).unwrap_or(self.source);
        let (line, column) = line_column(before);
        Error::new(Code::XmlMalformed, [what, &line, &column]).at(self.span(at))
    }

    /// The character at a place, as a span of the text.
    fn span(&self, at: usize) -> Span {
        let length = self.source.get(at..).and_then(|rest| rest.chars().next());
        Span::new(0, at, at + length.map_or(0, char::len_utf8))
    }
}

/// The line and the column of the end of a text, both from 1; the column counts characters. A
/// line ends with LF, CRLF or CR.
pub fn line_column(before: &str) -> (usize, usize) {
    let crlf = before.matches("\r\n").count();
    let ends = before.matches(['\n', '\r']).count() - crlf;
    let last = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    (ends + 1, last.chars().count() + 1)
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
    fn errors_have_their_place() {
        for (xml, line, column) in [
            ("", 1, 1),
            ("<a>\n文文</b>", 2, 3),
            ("<文>\r\n  <b>\r</文>", 3, 1),
            ("<a>\n\n文<b", 3, 2),
            ("<a>\n文", 2, 2),
            ("<a/>\n 文", 2, 2),
            ("<a/>\n<b/>", 2, 1),
            ("<a>\n文\u{1}</a>", 2, 2),
            ("<a>\n文&#0;</a>", 2, 2),
            ("<a>\n<b 文='1' 文='2'/></a>", 2, 10),
            ("<a>\n<b 文=1/></a>", 2, 6),
            ("<a>文<x:b/></a>", 1, 5),
            ("<a>文<b c='&#0;'/></a>", 1, 5),
            ("\u{FEFF}<a>\n文</b>", 2, 2),
            ("\u{FEFF}<a>文</b>", 1, 5),
        ] {
            let error = events(xml).unwrap_err();
            let [_, at_line, at_column] = &error.diagnostic().values[..] else {
                panic!("{xml}")
            };
            let place = (at_line.parse(), at_column.parse());
            assert_eq!(place, (Ok(line), Ok(column)), "{xml:?}: {error}");
            let span = error.diagnostic().span.unwrap().range();
            let before = xml[..span.start].trim_start_matches('\u{FEFF}');
            assert_eq!(line_column(before), (line, column), "{xml:?}");
        }
    }

    #[test]
    fn invalid_xml_is_refused() {
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
