//! A checked writer: balanced elements, valid names, only characters that XML allows.
//!
//! White space is written only where the caller asks for it, so mixed content is never reformatted.
//! Errors of the caller (an end without start, an invalid name) are collected and make
//! [`Writer::finish`] fail; characters that XML forbids are left out and counted, since they come
//! from the text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use super::names::{is_invisible, is_name, is_xml_char};
use crate::diag::{Code, Error, Result};

/// The indent of one level, in spaces.
const INDENT: usize = 2;

/// Writes one XML document into memory.
///
/// ```
/// use paiban::xml::Writer;
///
/// let mut writer = Writer::new();
/// writer.start("p", &[("n", "1")]);
/// writer.text("甲 & ");
/// writer.element("hi", &[], "乙");
/// writer.end();
/// let xml = writer.finish().unwrap().into_string();
/// assert!(xml.ends_with("<p n=\"1\">甲 &amp; <hi>乙</hi></p>\n"));
/// ```
pub struct Writer {
    out: quick_xml::Writer<Vec<u8>>,
    open: Vec<String>,
    /// The levels of elements around the document.
    around: usize,
    /// Characters left out, and how often.
    forbidden: BTreeMap<char, usize>,
    fault: Option<String>,
}

/// A finished document.
#[derive(Clone, Debug)]
pub struct Written {
    /// The document in UTF-8.
    pub bytes: Vec<u8>,
    /// Characters that XML forbids and that were left out, with their counts.
    pub forbidden: BTreeMap<char, usize>,
}

impl Written {
    /// The document as a string.
    pub fn into_string(self) -> String {
        String::from_utf8(self.bytes).unwrap_or_default()
    }
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// A document that begins with the XML declaration.
    pub fn new() -> Self {
        let mut writer = Self::fragment();
        writer.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        writer.raw("\n");
        writer
    }

    /// A document without XML declaration, to be inserted into another.
    pub fn fragment() -> Self {
        Self::nested(0)
    }

    /// A fragment for a place inside this many elements of another document.
    pub fn nested(around: usize) -> Self {
        Self {
            around,
            out: quick_xml::Writer::new(Vec::new()),
            open: Vec::new(),
            forbidden: BTreeMap::new(),
            fault: None,
        }
    }

    /// A document type, `html`, and a line feed.
    pub fn doctype(&mut self, name: &str) {
        self.check_name(name);
        self.event(Event::DocType(BytesText::from_escaped(name)));
        self.raw("\n");
    }

    /// A processing instruction and a line feed; `data` must not hold `?>`.
    pub fn instruction(&mut self, target: &str, data: &str) {
        self.check_name(target);
        if data.contains("?>") {
            self.fault(format!("?> in processing instruction {target}"));
        }
        self.event(Event::PI(BytesPI::new(format!("{target} {data}"))));
        self.raw("\n");
    }

    /// Begins an element.
    pub fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let tag = self.tag(name, attributes);
        self.event(Event::Start(tag));
        self.open.push(name.to_owned());
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let tag = self.tag(name, attributes);
        self.event(Event::Empty(tag));
    }

    /// An element that holds text alone.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.text(text);
        self.end();
    }

    /// Ends the innermost open element.
    pub fn end(&mut self) {
        match self.open.pop() {
            Some(name) => self.event(Event::End(BytesEnd::new(name))),
            None => self.fault("an end without a start".to_owned()),
        }
    }

    /// Characters. Invisible ones become numeric references, a carriage return too.
    pub fn text(&mut self, text: &str) {
        let escaped = self.escape(text, EscapeContext::Text);
        self.event(Event::Text(BytesText::from_escaped(escaped)));
    }

    /// Bytes as base64, of which no character needs escaping.
    pub fn base64(&mut self, bytes: &[u8]) {
        let out = self.out.get_mut();
        let start = out.len();
        out.resize(start + bytes.len().div_ceil(3) * 4, 0);
        // The room is the length of the encoding with its padding.
        let _ = STANDARD.encode_slice(bytes, &mut out[start..]);
    }

    /// Inserts a fragment unchanged.
    pub fn splice(&mut self, fragment: Written) {
        self.out.get_mut().extend_from_slice(fragment.bytes.trim_ascii_end());
        for (c, count) in fragment.forbidden {
            *self.forbidden.entry(c).or_default() += count;
        }
    }

    /// A line feed and the indent of the open elements. Only where white space is insignificant.
    pub fn newline(&mut self) {
        self.line(self.around + self.open.len());
    }

    /// A line feed and the indent of the parent of the open element, before an end tag.
    pub fn newline_out(&mut self) {
        self.line((self.around + self.open.len()).saturating_sub(1));
    }

    fn line(&mut self, level: usize) {
        let out = self.out.get_mut();
        out.push(b'\n');
        out.resize(out.len() + level * INDENT, b' ');
    }

    /// The document, with a last line feed.
    ///
    /// # Errors
    ///
    /// Invalid XML of the caller: a fault in paiban.
    pub fn finish(mut self) -> Result<Written> {
        if let Some(name) = self.open.last() {
            self.fault(format!("<{name}> was not ended"));
        }
        if let Some(fault) = &self.fault {
            return Err(Error::new(Code::XmlFault, [fault]));
        }
        self.raw("\n");
        Ok(Written { bytes: self.out.into_inner(), forbidden: self.forbidden })
    }

    fn tag<'a>(&mut self, name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
        self.check_name(name);
        let mut tag = BytesStart::new(name);
        for (index, (key, value)) in attributes.iter().enumerate() {
            self.check_name(key);
            if attributes[..index].iter().any(|(other, _)| other == key) {
                self.fault(format!("{key} twice on <{name}>"));
            }
            let value = self.escape(value, EscapeContext::Attribute);
            tag.push_attribute(Attribute { key: QName(key), value });
        }
        tag
    }

    fn escape<'a>(&mut self, text: &'a str, place: EscapeContext) -> Cow<'a, str> {
        let plain = |c: char| is_xml_char(c) && !is_invisible(c) && place.escape(c).is_none();
        let Some(first) = text.find(|c| !plain(c)) else { return Cow::Borrowed(text) };
        let mut out = String::with_capacity(text.len() + 16);
        out.push_str(&text[..first]);
        for c in text[first..].chars() {
            if let Some(reference) = place.escape(c) {
                out.push_str(reference);
            } else if !is_xml_char(c) {
                *self.forbidden.entry(c).or_default() += 1;
            } else if is_invisible(c) {
                // Writing to a string cannot fail.
                let _ = write!(out, "&#x{:X};", u32::from(c));
            } else {
                out.push(c);
            }
        }
        Cow::Owned(out)
    }

    fn check_name(&mut self, name: &str) {
        if !is_name(name) {
            self.fault(format!("{name:?} is not a name"));
        }
    }

    fn fault(&mut self, what: String) {
        self.fault.get_or_insert(what);
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing to memory cannot fail.
        let _ = self.out.write_event(event);
    }

    fn raw(&mut self, layout: &str) {
        self.out.get_mut().extend_from_slice(layout.as_bytes());
    }
}

/// Where characters are written: what must be a reference differs (XML 1.0 §2.4, §3.3.3).
#[derive(Clone, Copy)]
enum EscapeContext {
    Text,
    Attribute,
}

impl EscapeContext {
    fn escape(self, c: char) -> Option<&'static str> {
        Some(match (self, c) {
            (_, '&') => "&amp;",
            (_, '<') => "&lt;",
            // Must be one after ]], and is one everywhere for the sake of sameness.
            (_, '>') => "&gt;",
            (_, '\r') => "&#13;",
            (Self::Attribute, '"') => "&quot;",
            (Self::Attribute, '\t') => "&#9;",
            (Self::Attribute, '\n') => "&#10;",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_by_place() {
        let mut writer = Writer::fragment();
        writer.element("a", &[("b", "<\"\n\t")], "]]>\r\"\u{FEFF}\u{A0}　");
        let xml = writer.finish().unwrap().into_string();
        assert_eq!(xml, "<a b=\"&lt;&quot;&#10;&#9;\">]]&gt;&#13;\"&#xFEFF;&#xA0;　</a>\n");
    }

    #[test]
    fn counts_forbidden_characters() {
        let mut writer = Writer::fragment();
        writer.element("a", &[], "x\u{1B}y\u{FFFF}\u{1B}");
        let written = writer.finish().unwrap();
        assert_eq!(written.forbidden, BTreeMap::from([('\u{1B}', 2), ('\u{FFFF}', 1)]));
        assert_eq!(written.into_string(), "<a>xy</a>\n");
    }

    #[test]
    fn refuses_invalid_xml() {
        let faulty: [fn(&mut Writer); 4] = [
            |w| w.start("a", &[]),
            |w| w.end(),
            |w| w.empty("1a", &[]),
            |w| w.empty("a", &[("b", ""), ("b", "")]),
        ];
        for write in faulty {
            let mut writer = Writer::fragment();
            write(&mut writer);
            assert!(writer.finish().is_err());
        }
    }

    #[test]
    fn bytes_are_base64_with_padding() {
        let shown = |bytes: &[u8]| {
            let mut writer = Writer::fragment();
            writer.start("a", &[]);
            writer.base64(bytes);
            writer.end();
            writer.finish().unwrap().into_string()
        };
        let expected = ["", "YQ==", "YWI=", "YWJj", "YWJjZA=="];
        for (bytes, expected) in ["", "a", "ab", "abc", "abcd"].iter().zip(expected) {
            assert_eq!(shown(bytes.as_bytes()), format!("<a>{expected}</a>\n"));
        }
    }

    #[test]
    fn lays_out_only_on_demand() {
        let mut writer = Writer::fragment();
        writer.start("a", &[]);
        writer.newline();
        writer.element("b", &[], "");
        writer.newline_out();
        writer.end();
        assert_eq!(writer.finish().unwrap().into_string(), "<a>\n  <b></b>\n</a>\n");
    }
}
