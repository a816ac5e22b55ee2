//! Restores the source from a TEI archive, byte for byte.
//!
//! Takes the bytes of a TEI file, returns the bytes of the file that it was made from. The rule is
//! `docs/lossless-tei.md` §2; length and SHA-256 in the header decide whether the result is
//! returned. The walk is independent of the model: it reads what any reader would.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::diag::{Code, Error, Result};
use crate::source::Encoder;
use crate::text::hex;
use crate::xml::{Element, Event, Limits, Reader, line_column};

/// The source that `tei` was made from.
///
/// # Errors
///
/// `tei` is not XML, has no restore claim, or restores to other bytes than declared.
pub fn restore(tei: &[u8]) -> Result<Vec<u8>> {
    let begin = tei.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(tei).trim_ascii_start();
    if !begin.starts_with(b"<") {
        return Err(Error::new(Code::RestoreForeign, []));
    }
    let text = std::str::from_utf8(tei).map_err(|error| {
        let before = String::from_utf8_lossy(&tei[..error.valid_up_to()]);
        let (line, column) = line_column(before.trim_start_matches('\u{FEFF}'));
        Error::new(Code::XmlMalformed, [&"it is not UTF-8", &line, &column])
    })?;
    let mut walk = HeaderWalk::default();
    let mut reader = Reader::new(text, Limits::default());
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Start(element) => walk.start(element)?,
            Event::Text(text) => walk.text(&text)?,
            Event::Entity(name) => {
                return Err(Error::new(Code::RestoreUnclaimed, [&format!("&{name};")]));
            }
            Event::End => walk.end(),
        }
        if walk.is_complete {
            break;
        }
    }
    walk.finish()
}

/// All files that an archive contains whole, with their paths: those of a book, in order.
///
/// # Errors
///
/// `tei` is not XML, contains no file, or one that differs from its description.
pub fn restore_all(tei: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let text = std::str::from_utf8(tei).map_err(|_| Error::new(Code::RestoreForeign, []))?;
    let mut reader = Reader::new(text, Limits::default());
    let mut open: Vec<String> = Vec::new();
    let mut files: Vec<ArchivedFile> = Vec::new();
    // The place in `open` of the file that is described.
    let mut inside = 0;
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Start(element) => {
                let kind = element.attribute("type").unwrap_or_default().to_owned();
                let is_file = element.name == "bibl" && matches!(&*kind, "file" | "other-file");
                if element.name == "text" {
                    break;
                }
                if is_file && inside == 0 {
                    files.push(ArchivedFile::default());
                    inside = open.len() + 1;
                }
                open.push(match element.name.as_str() {
                    "idno" => kind,
                    name => name.to_owned(),
                });
            }
            Event::Text(text) => {
                let file = files.last_mut().filter(|_| inside > 0);
                let (Some(file), Some(name)) = (file, open.last()) else { continue };
                match name.as_str() {
                    "filename" if file.path.is_empty() => file.path.push_str(&text),
                    "path" => file.path = text.to_string(),
                    "sha256" => file.sha256.push_str(&text),
                    "binaryObject" => file.original.push_str(&text),
                    _ => {}
                }
            }
            Event::Entity(_) => {}
            Event::End => {
                if open.len() == inside {
                    inside = 0;
                }
                open.pop();
            }
        }
    }
    files.into_iter().map(ArchivedFile::restored).collect()
}

/// The description of one of several files.
#[derive(Default)]
struct ArchivedFile {
    path: String,
    sha256: String,
    original: String,
}

impl ArchivedFile {
    fn restored(self) -> Result<(String, Vec<u8>)> {
        let base64: String = self.original.split_ascii_whitespace().collect();
        let bytes = STANDARD.decode(base64).unwrap_or_default();
        if self.original.is_empty() {
            return Err(Error::new(Code::RestoreUnclaimed, [&self.path]));
        }
        let same = self.sha256 == hex::lower(&Sha256::digest(&bytes));
        if same { Ok((self.path, bytes)) } else { Err(Error::new(Code::RestoreMismatch, [])) }
    }
}

/// The description of the source (`bibl[@type="file"]`).
#[derive(Default)]
struct SourceFacts {
    notes: BTreeMap<String, String>,
    sha256: String,
    length: String,
    original: String,
    found: usize,
}

impl SourceFacts {
    fn note(&self, name: &str) -> &str {
        self.notes.get(name).map_or("", String::as_str)
    }
}

/// The purpose of the open element's characters.
#[derive(Clone)]
enum Purpose {
    Nothing,
    Note(String),
    Sha256,
    Original,
    Source,
    /// The content of a `g` with bytes: only for display.
    Shown,
}

#[derive(Default)]
struct HeaderWalk {
    open: Vec<(String, Purpose)>,
    facts: SourceFacts,
    /// Declared bytes by the id of their `char`.
    bytes: BTreeMap<String, Vec<u8>>,
    char_id: String,
    /// At which depth the description of the file is open; 0 where it is not.
    in_file: usize,
    encoder: Option<Encoder>,
    /// Whether the header contains the file whole, so that the text is not needed.
    is_complete: bool,
    /// The length of the source.
    length: usize,
    out: Vec<u8>,
}

impl HeaderWalk {
    fn start(&mut self, element: Element) -> Result<()> {
        let purpose = match self.open.last() {
            Some((_, Purpose::Source | Purpose::Shown)) => self.in_text(&element)?,
            _ if element.is_tei("text") && self.is_inside(&["TEI"]) => {
                self.begin_text()?;
                Purpose::Source
            }
            _ => self.in_header(&element),
        };
        self.open.push((element.name, purpose));
        Ok(())
    }

    fn is_inside(&self, path: &[&str]) -> bool {
        self.open.len() == path.len()
            && self.open.iter().zip(path).all(|((name, _), step)| name == step)
    }

    fn in_header(&mut self, element: &Element) -> Purpose {
        let in_file = self.in_file > 0;
        let kind = element.attribute("type").unwrap_or_default();
        let file = ["TEI", "teiHeader", "fileDesc", "sourceDesc"];
        match element.name.as_str() {
            "char" => {
                self.char_id = format!("#{}", element.attribute("xml:id").unwrap_or_default());
            }
            "localProp" if element.attribute("name") == Some("bytes") => {
                let value = element.attribute("value").unwrap_or_default();
                if let Some(bytes) = hex::parse(value) {
                    self.bytes.insert(self.char_id.clone(), bytes);
                }
            }
            "bibl" if kind == "file" && self.is_inside(&file) => {
                self.facts.found += 1;
                self.in_file = self.open.len() + 1;
            }
            "idno" if kind == "sha256" && in_file => return Purpose::Sha256,
            "measure" if element.attribute("unit") == Some("byte") && in_file => {
                element
                    .attribute("quantity")
                    .unwrap_or_default()
                    .clone_into(&mut self.facts.length);
            }
            "note" if in_file => return Purpose::Note(kind.to_owned()),
            "binaryObject" if in_file => return Purpose::Original,
            _ => {}
        }
        Purpose::Nothing
    }

    /// The header before the text must declare how to restore it.
    fn begin_text(&mut self) -> Result<()> {
        if self.facts.found != 1 {
            return Err(Error::new(Code::RestoreUnclaimed, [&"bibl type=\"file\""]));
        }
        match self.facts.note("restore") {
            "text" => {
                let label = self.facts.note("encoding");
                let unknown = |_| Error::new(Code::RestoreEncoding, [&label]);
                self.encoder = Some(Encoder::new(label).map_err(unknown)?);
                self.length = self.facts.length.parse().unwrap_or(0);
                self.out = hex::parse(self.facts.note("bom")).unwrap_or_default();
            }
            "binary" => self.is_complete = true,
            other => return Err(Error::new(Code::RestoreUnclaimed, [&other])),
        }
        Ok(())
    }

    fn in_text(&mut self, element: &Element) -> Result<Purpose> {
        match element.name.as_str() {
            "lb" => {
                let kind = element.attribute("type").unwrap_or(self.facts.note("newline"));
                let newline = match kind {
                    "LF" => "\n",
                    "CRLF" => "\r\n",
                    "CR" => "\r",
                    other => return Err(Error::new(Code::RestoreUnclaimed, [&other])),
                };
                self.put(newline)?;
            }
            "pb" => self.put("\u{C}")?,
            "g" => {
                let bytes = element.attribute("ref").and_then(|id| self.bytes.get(id));
                if let Some(bytes) = bytes {
                    // However often long bytes are named, no more leave than were there.
                    if bytes.len() > self.length.saturating_sub(self.out.len()) {
                        return Err(Error::new(Code::RestoreMismatch, []));
                    }
                    self.out.extend_from_slice(bytes);
                    return Ok(Purpose::Shown);
                }
            }
            _ => {}
        }
        Ok(match self.open.last() {
            Some((_, Purpose::Shown)) => Purpose::Shown,
            _ => Purpose::Source,
        })
    }

    fn text(&mut self, text: &str) -> Result<()> {
        let Some((_, purpose)) = self.open.last() else { return Ok(()) };
        match purpose {
            Purpose::Source if !is_layout(text) => self.put(text)?,
            Purpose::Note(name) => {
                self.facts.notes.entry(name.clone()).or_default().push_str(text);
            }
            Purpose::Sha256 => self.facts.sha256.push_str(text),
            Purpose::Original => self.facts.original.push_str(text),
            Purpose::Source | Purpose::Nothing | Purpose::Shown => {}
        }
        Ok(())
    }

    fn end(&mut self) {
        if self.open.len() == self.in_file {
            self.in_file = 0;
        }
        self.open.pop();
    }

    fn put(&mut self, text: &str) -> Result<()> {
        let Some(encoder) = &self.encoder else { return Ok(()) };
        for c in text.chars() {
            if !encoder.char(c, &mut self.out) {
                return Err(Error::new(Code::RestoreMismatch, []));
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>> {
        let bytes = match self.facts.note("restore") {
            "binary" => {
                let base64: String = self.facts.original.split_ascii_whitespace().collect();
                STANDARD
                    .decode(base64)
                    .map_err(|_| Error::new(Code::RestoreUnclaimed, [&"binaryObject"]))?
            }
            "text" => self.out,
            other => return Err(Error::new(Code::RestoreUnclaimed, [&other])),
        };
        let same = self.facts.length.parse() == Ok(bytes.len())
            && self.facts.sha256 == hex::lower(&Sha256::digest(&bytes));
        if same { Ok(bytes) } else { Err(Error::new(Code::RestoreMismatch, [])) }
    }
}

/// White space with a line feed in it is layout of the XML.
fn is_layout(text: &str) -> bool {
    text.contains('\n') && text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'))
}
