//! The state of writing the `text` element, and how each character of the source is written.
//!
//! The rule is `docs/lossless-tei.md`: `lb` is a newline, `pb` a form feed, `g` what XML
//! forbids or the encoding makes ambiguous, `fw` white space between blocks; all else is
//! as it is. Layout is written only between block-level tags.

use std::borrow::Cow;

use super::attributes::{Attributes, fits};
use super::declarations::Declarations;
use super::ids::Ids;
use crate::config::TeiProfile;
use crate::model::{Attr, Document, Gap, GapKind, RawBytes, Recognition, Span, Trace};
use crate::source::Encoder;
use crate::text::hex;
use crate::text::language::is_tag;
use crate::xml::{Writer, carried, is_carried, is_xml_char};

/// Attributes that the writer would fill itself if the source has none.
const SOURCES: [(&str, &str); 5] =
    [("div", "type"), ("div", "n"), ("p", "n"), ("note", "place"), ("list", "type")];

/// The depth of the `text` element.
const TEXT_DEPTH: usize = 1;

/// Counts of elements for the header.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) lb: usize,
    pub(super) pb: usize,
    pub(super) fw: usize,
    pub(super) g: usize,
}

/// The `text` element being written.
pub(super) struct Body<'a> {
    pub(super) writer: Writer,
    pub(super) document: &'a Document,
    pub(super) profile: TeiProfile,
    pub(super) ids: Ids,
    pub(super) declared: Declarations,
    pub(super) counts: Counts,
    /// The text with its places in the source.
    pub(super) trace: Trace,
    /// Whether elements that represent characters may represent nothing else, so that the source
    /// can be restored from the text.
    pub(super) tiled: bool,
    /// Attributes that the next element inherits from the blocks around it.
    pub(super) inherited: Vec<(&'static str, String)>,
    /// Paragraphs numbered so far.
    pub(super) paragraphs: usize,
    /// Whether this is inside a line of verse, which contains blocks only in a separate text.
    pub(super) in_verse: bool,
    /// Whether characters belong to a page break, where `pb` is not one of them.
    pub(super) in_page_break: bool,
    /// The open field of a dictionary entry, or the entry.
    pub(super) field: Option<&'a str>,
    /// Whether a person in a line is its author (`docAuthor`).
    pub(super) in_byline: bool,
    encoder: Option<Encoder>,
    raw: &'a [RawBytes],
    newline: &'a str,
    /// Gaps pending for the next element, past the ends of divisions.
    pending: Vec<&'a Gap>,
    /// Whether a break was written and the next tag directly follows it.
    fresh: bool,
    /// The number of open elements of mixed content, which have no formatting.
    pub(super) mixed: usize,
}

impl<'a> Body<'a> {
    /// Nothing written yet.
    pub(super) fn new(document: &'a Document, profile: TeiProfile, tiled: bool) -> Self {
        let source = document.file();
        Self {
            writer: Writer::nested(TEXT_DEPTH),
            document,
            profile,
            ids: Ids::of(document),
            declared: Declarations::default(),
            counts: Counts::default(),
            trace: Trace::default(),
            tiled,
            inherited: Vec::new(),
            paragraphs: 0,
            field: None,
            in_byline: false,
            in_page_break: false,
            in_verse: false,
            encoder: source.and_then(|source| Encoder::new(&source.encoding).ok()),
            raw: source.map_or(&[], |source| &source.raw),
            newline: source.map_or("LF", |source| &source.newline),
            pending: Vec::new(),
            fresh: false,
            mixed: 0,
        }
    }

    /// White space before a block-level tag: none after a break, none in mixed content.
    pub(super) fn line(&mut self) {
        if !self.fresh && self.mixed == 0 {
            self.writer.newline();
        }
        self.fresh = false;
    }

    /// The next block-level tag directly follows the last output.
    pub(super) fn stay_on_line(&mut self) {
        self.fresh = true;
    }

    /// Begins an element.
    pub(super) fn start(&mut self, name: &str, attributes: &Attributes) {
        self.fresh = false;
        let attributes = self.settled(name, attributes);
        self.writer.start(name, &attributes.pairs());
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes) {
        self.fresh = false;
        let attributes = self.settled(name, attributes);
        self.writer.empty(name, &attributes.pairs());
    }

    /// Ends the innermost element.
    pub(super) fn end(&mut self) {
        self.fresh = false;
        self.writer.end();
    }

    /// Begins a block-level element on a new line.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes) {
        self.line();
        self.start(name, attributes);
    }

    /// Ends a block-level element on a new line.
    pub(super) fn close(&mut self) {
        if self.mixed == 0 {
            self.writer.newline_out();
        }
        self.end();
    }

    /// The attributes of every construct, including inherited ones.
    pub(super) fn attributes(&mut self, attr: &Attr) -> Attributes {
        let mut attributes = Attributes::new();
        for (name, value) in std::mem::take(&mut self.inherited) {
            attributes.push(name, value);
        }
        if let Some(id) = attr.id.as_deref().and_then(|id| self.ids.declare(id)) {
            attributes.push("xml:id", id);
        }
        if let Some(lang) = &attr.lang {
            if is_tag(lang) {
                attributes.push("xml:lang", lang.as_str());
            } else {
                let keys = [("lang".to_owned(), lang.clone())];
                attributes.push("ana", self.declared.keys(&mut self.ids, &keys));
            }
        }
        for class in &attr.classes {
            attributes.push("rendition", self.declared.free(&mut self.ids, "class", class));
        }
        let all = self.profile == TeiProfile::All;
        let (carried, keys): (Vec<_>, Vec<_>) =
            attr.keys.iter().cloned().partition(|(name, _)| all && is_carried(name));
        attributes.carried = carried;
        if !keys.is_empty() {
            attributes.push("ana", self.declared.keys(&mut self.ids, &keys));
        }
        if let Some(recognition) = attr.recognition.as_deref() {
            attributes.push("ana", self.declared.rule(&mut self.ids, recognition));
        }
        attributes
    }

    /// The attributes of an element of this name: the values of the source that the schema has as
    /// its attributes are such, what the writer says itself comes first.
    pub(super) fn settled<'t>(
        &mut self,
        element: &str,
        attributes: &'t Attributes,
    ) -> Cow<'t, Attributes> {
        if attributes.carried.is_empty() {
            return Cow::Borrowed(attributes);
        }
        let mut settled = attributes.clone();
        let mut rest = Vec::new();
        for (name, value) in std::mem::take(&mut settled.carried) {
            let known = carried(element, &name).filter(|(_, held)| fits(*held, &value));
            match known {
                Some((name @ ("ana" | "rendition"), _)) => settled.push(name, value),
                Some((name, _)) if !settled.has(name) || SOURCES.contains(&(element, name)) => {
                    settled.push(name, value);
                }
                _ => rest.push((name, value)),
            }
        }
        if !rest.is_empty() {
            settled.push("ana", self.declared.keys(&mut self.ids, &rest));
        }
        Cow::Owned(settled)
    }

    /// A pointer to an id. An unknown id is kept as a value of the source, since a pointer must
    /// have a target (TEI simplePrint).
    pub(super) fn point(&mut self, attributes: &mut Attributes, name: &'static str, id: &str) {
        match self.ids.reference(id) {
            Some(pointer) => attributes.push(name, pointer),
            None => {
                let keys = [(name.to_owned(), format!("#{id}"))];
                attributes.push("ana", self.declared.keys(&mut self.ids, &keys));
            }
        }
    }

    /// The confidence and rule of a division's recognition.
    pub(super) fn recognised(
        &mut self,
        attributes: Attributes,
        recognition: Option<&Recognition>,
    ) -> Attributes {
        use crate::model::Certainty;
        let Some(recognition) = recognition else { return attributes };
        let cert = match recognition.certainty() {
            Certainty::Low => "low",
            Certainty::Medium => "medium",
            Certainty::High => "high",
        };
        attributes.set("cert", cert).set("resp", "#paiban")
    }

    /// A gap between blocks: written before the next element, after the ends before that.
    pub(super) fn wait(&mut self, gap: &'a Gap) {
        self.pending.push(gap);
    }

    /// Writes the pending gaps.
    pub(super) fn flush(&mut self) {
        for gap in std::mem::take(&mut self.pending) {
            self.gap_between(gap);
        }
    }

    /// A gap where no text may be.
    pub(super) fn gap_between(&mut self, gap: &Gap) {
        self.trace.add(&gap.text, gap.span);
        let kind = match gap.kind {
            GapKind::Blank => "blank",
            GapKind::Delimiter => "delimiter",
            GapKind::Control => "control",
            GapKind::Space | GapKind::LineEnd | GapKind::LineEndAsSpace | GapKind::FormFeed => {
                "space"
            }
        };
        for (offset, piece) in pieces(&gap.text) {
            match piece {
                TextToken::Newline(newline) => {
                    if self.mixed == 0 {
                        self.writer.newline();
                    }
                    self.newline(newline, None);
                    self.fresh = true;
                }
                TextToken::FormFeed => {
                    self.line();
                    self.form_feed();
                    self.fresh = true;
                }
                TextToken::Run(run) => {
                    let attributes = Attributes::new().set("type", kind);
                    self.open("fw", &attributes);
                    self.counts.fw += 1;
                    self.run_of_characters(run, at(gap.span, offset));
                    self.end();
                }
            }
        }
    }

    /// A gap where text may be.
    pub(super) fn gap_within(&mut self, gap: &Gap) {
        match gap.kind {
            GapKind::LineEnd => self.characters(&gap.text, gap.span, Some("no")),
            GapKind::LineEndAsSpace => self.characters(&gap.text, gap.span, Some("yes")),
            GapKind::Space | GapKind::FormFeed => self.characters(&gap.text, gap.span, None),
            GapKind::Blank | GapKind::Control => {
                let kind = if gap.kind == GapKind::Blank { "blank" } else { "control" };
                self.start("fw", &Attributes::new().set("type", kind));
                self.counts.fw += 1;
                self.characters(&gap.text, gap.span, None);
                self.end();
            }
            GapKind::Delimiter => {
                // `pc` holds neither letters by its meaning nor `lb` by the schema.
                let marks =
                    |c: char| !c.is_alphanumeric() && !matches!(c, '\n' | '\r' | '\x0C');
                if gap.text.chars().all(marks) {
                    self.start("pc", &Attributes::new());
                } else {
                    self.start("seg", &Attributes::new().set("type", "delimiter"));
                }
                self.characters(&gap.text, gap.span, None);
                self.end();
            }
        }
    }

    /// Characters of the source, where text may be.
    pub(super) fn characters(
        &mut self,
        text: &str,
        span: Option<Span>,
        line_break: Option<&'static str>,
    ) {
        self.trace.add(text, span);
        for (offset, piece) in pieces(text) {
            match piece {
                TextToken::Newline(newline) => self.newline(newline, line_break),
                TextToken::FormFeed => self.form_feed(),
                TextToken::Run(run) => self.run_of_characters(run, at(span, offset)),
            }
        }
    }

    fn newline(&mut self, newline: &'static str, line_break: Option<&'static str>) {
        let kind = (newline != self.newline).then_some(newline);
        let attributes = Attributes::new().set_some("type", kind).set_some("break", line_break);
        self.empty("lb", &attributes);
        self.counts.lb += 1;
    }

    fn form_feed(&mut self) {
        if self.in_page_break {
            return self.glyph('\u{C}', None);
        }
        self.empty("pb", &Attributes::new());
        self.counts.pb += 1;
    }

    /// Characters without newline or form feed, at this place of the first source.
    fn run_of_characters(&mut self, run: &str, start: Option<usize>) {
        let document = self.raw;
        let raw = start.map_or(&[][..], |start| {
            let first = document.partition_point(|raw| (raw.offset as usize) < start);
            let last =
                document.partition_point(|raw| (raw.offset as usize) < start + run.len());
            &document[first..last]
        });
        let mut raw = raw.iter().peekable();
        let mut done = 0;
        for (offset, c) in run.char_indices() {
            let place = start.map(|start| start + offset);
            let bytes = raw.next_if(|raw| Some(raw.offset as usize) == place);
            if bytes.is_none() && is_xml_char(c) && !is_private_use(c) {
                continue;
            }
            self.writer.text(&run[done..offset]);
            done = offset + c.len_utf8();
            self.glyph(c, bytes.map(|raw| raw.bytes.as_str()));
        }
        if done < run.len() {
            self.writer.text(&run[done..]);
        }
        self.fresh = false;
    }

    /// A character that needs a declaration.
    fn glyph(&mut self, c: char, bytes: Option<&str>) {
        let pointer = match bytes {
            Some(bytes) => self.declared.bytes(&mut self.ids, bytes),
            None if is_xml_char(c) => self.declared.private_use(&mut self.ids, c),
            None => {
                let bytes = self.encoded(c);
                self.declared.bytes(&mut self.ids, &bytes)
            }
        };
        self.counts.g += 1;
        let attributes = Attributes::new().set("ref", pointer);
        if is_xml_char(c) {
            self.start("g", &attributes);
            self.writer.text(c.encode_utf8(&mut [0; 4]));
            self.end();
        } else {
            self.empty("g", &attributes);
        }
    }

    /// A character's bytes in the source, in hexadecimal.
    fn encoded(&self, c: char) -> String {
        let mut bytes = Vec::new();
        let known = self.encoder.as_ref().is_some_and(|it| it.char(c, &mut bytes));
        if !known {
            bytes = c.to_string().into_bytes();
        }
        hex::upper(&bytes)
    }
}

impl Body<'_> {
    /// Whether these characters of the source can be written as plain text: no break, no `g`.
    pub(super) fn is_plain(&self, text: &str, span: Option<Span>) -> bool {
        let plain = |c: char| is_xml_char(c) && !is_private_use(c) && !matches!(c, '\n' | '\r');
        let touched = span.is_some_and(|span| {
            let first = self.raw.partition_point(|raw| raw.offset < span.start);
            self.raw.get(first).is_some_and(|raw| raw.offset < span.end)
        });
        !touched && text.chars().all(plain)
    }
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// The offset in the first source that lies this far into a span.
fn at(span: Option<Span>, offset: usize) -> Option<usize> {
    span.filter(|span| span.source == 0).map(|span| span.start as usize + offset)
}

enum TextToken<'t> {
    /// `LF`, `CRLF` or `CR`.
    Newline(&'static str),
    FormFeed,
    Run(&'t str),
}

/// Splits a text at newlines and form feeds; each piece with its offset.
fn pieces(text: &str) -> impl Iterator<Item = (usize, TextToken<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (length, piece) = match rest.as_bytes() {
            [b'\r', b'\n', ..] => (2, TextToken::Newline("CRLF")),
            [b'\r', ..] => (1, TextToken::Newline("CR")),
            [b'\n', ..] => (1, TextToken::Newline("LF")),
            [b'\x0C', ..] => (1, TextToken::FormFeed),
            _ => {
                let end = rest.find(['\r', '\n', '\x0C']).unwrap_or(rest.len());
                (end, TextToken::Run(&rest[..end]))
            }
        };
        let start = at;
        at += length;
        Some((start, piece))
    })
}
