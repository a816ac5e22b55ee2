//! A PDF as text that people can read and tests can compare: its standards and metadata, its pages,
//! fonts, attachments and bookmarks, and its tags in reading order with their text.

mod content;
mod structure;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::diag::{Code, Error, Result};

use content::PageText;

/// The maximum size of a stream, in bytes: more than a page of any book.
const LIMIT: usize = 1 << 28;
/// The maximum depth of bookmarks shown.
const DEEPEST: usize = 64;

/// Describes a PDF, whoever made it.
///
/// # Errors
///
/// A file that is not a PDF, or too damaged to find its pages.
pub fn dump(bytes: &[u8]) -> Result<String> {
    let damaged = |error: lopdf::Error| Error::new(Code::PdfDamaged, [&error]);
    let options = LoadOptions { max_decompressed_size: Some(LIMIT), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(damaged)?;
    let mut dump = Dump { out: String::new(), document: &document };
    let catalog = document.catalog().map_err(damaged)?;
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let texts: Vec<PageText> =
        pages.iter().map(|page| content::read(&document, *page)).collect();
    dump.line(0, &format!("PDF {}", document.version));
    dump.catalog(catalog);
    dump.metadata(catalog);
    dump.pages(catalog, &pages, &texts);
    dump.fonts(&pages);
    dump.attachments(catalog);
    dump.bookmarks(catalog, &pages);
    structure::add(&mut dump, catalog, &pages, &texts);
    Ok(dump.out)
}

/// A description being made.
struct Dump<'a> {
    out: String,
    document: &'a Document,
}

impl<'a> Dump<'a> {
    fn line(&mut self, depth: usize, text: &str) {
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// The object at a key.
    fn get(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let object = dict.get(key).ok()?;
        self.document.dereference(object).ok().map(|(_, object)| object)
    }

    fn dict(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        self.as_dict(self.get(dict, key)?)
    }

    fn as_dict(&self, object: &'a Object) -> Option<&'a Dictionary> {
        match self.document.dereference(object).ok()?.1 {
            Object::Dictionary(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// An array, or a single object in its place.
    fn array(&self, dict: &'a Dictionary, key: &[u8]) -> &'a [Object] {
        match self.get(dict, key) {
            Some(Object::Array(array)) => array,
            Some(_) => dict.get(key).map_or(&[], std::slice::from_ref),
            None => &[],
        }
    }

    fn catalog(&mut self, catalog: &'a Dictionary) {
        for key in ["Lang", "PageMode", "PageLayout"] {
            if let Some(value) = self.get(catalog, key.as_bytes()) {
                self.line(1, &format!("{key} {}", value_of(value)));
            }
        }
        for key in ["MarkInfo", "ViewerPreferences"] {
            let Some(dict) = self.dict(catalog, key.as_bytes()) else { continue };
            for (name, value) in dict.iter() {
                let name = String::from_utf8_lossy(name);
                self.line(1, &format!("{name} {}", value_of(value)));
            }
        }
        for intent in self.array(catalog, b"OutputIntents") {
            let Some(intent) = self.as_dict(intent) else { continue };
            let named = self.get(intent, b"OutputConditionIdentifier").map(value_of);
            self.line(1, &format!("OutputIntent {}", named.unwrap_or_default()));
        }
    }

    fn metadata(&mut self, catalog: &'a Dictionary) {
        let info = self.document.trailer.get(b"Info").ok();
        if let Some(info) = info.and_then(|info| self.as_dict(info)) {
            self.line(0, "Info");
            for (name, value) in info.iter() {
                let name = String::from_utf8_lossy(name);
                self.line(1, &format!("{name} {}", value_of(value)));
            }
        }
        let Some(Object::Stream(xmp)) = self.get(catalog, b"Metadata") else { return };
        let Ok(xmp) = xmp.get_plain_content() else { return };
        self.line(0, "XMP");
        for line in properties(&String::from_utf8_lossy(&xmp)) {
            self.line(1, &line);
        }
    }

    fn pages(&mut self, catalog: &'a Dictionary, pages: &[ObjectId], texts: &[PageText]) {
        let labels = self.labels(catalog, pages.len());
        self.line(0, "Pages");
        for ((page, text), label) in pages.iter().zip(texts).zip(labels) {
            let Ok(dict) = self.document.get_dictionary(*page) else { continue };
            let paper: Vec<String> =
                self.array(dict, b"MediaBox").iter().skip(2).map(value_of).collect();
            self.line(1, &format!("“{label}” {}", paper.join(" × ")));
            for (kind, text) in &text.artifacts {
                if !text.is_empty() {
                    self.line(2, &format!("Artifact {kind} {}", quoted(text)));
                }
            }
            if !text.unmarked.is_empty() {
                self.line(2, &format!("unmarked {}", quoted(&text.unmarked)));
            }
        }
    }

    /// The page labels (ISO 32000-1 §12.4.2).
    fn labels(&self, catalog: &'a Dictionary, count: usize) -> Vec<String> {
        let ranges = self.dict(catalog, b"PageLabels");
        let ranges = ranges.map_or(&[][..], |labels| self.array(labels, b"Nums"));
        let mut current = (0, None);
        (0..count)
            .map(|page| {
                let start = ranges
                    .chunks(2)
                    .find(|range| range[0].as_i64().ok() == i64::try_from(page).ok());
                if let Some([_, range]) = start {
                    current = (page, self.as_dict(range));
                }
                let (first, range) = current;
                let number = |key| range.and_then(|range| range.get(key).ok()?.as_i64().ok());
                let number =
                    number(b"St").unwrap_or(1) + i64::try_from(page - first).unwrap_or(0);
                match range.and_then(|range| range.get(b"S").ok()?.as_name().ok()) {
                    Some(b"r") => roman(number),
                    _ => number.to_string(),
                }
            })
            .collect()
    }

    fn fonts(&mut self, pages: &[ObjectId]) {
        let mut lines: Vec<String> = Vec::new();
        for page in pages {
            for font in self.document.get_page_fonts(*page).unwrap_or_default().values() {
                let line = self.font(font);
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        if !lines.is_empty() {
            self.line(0, "Fonts");
        }
        lines.iter().for_each(|line| self.line(1, line));
    }

    fn font(&self, font: &'a Dictionary) -> String {
        let name = font.get(b"BaseFont").map(value_of).unwrap_or_default();
        // The tag is a hash of the subset, of no interest here.
        let tagged = name.len() > 7 && name.as_bytes()[6] == b'+';
        let (name, subset) = if tagged { (&name[7..], " subset") } else { (&name[..], "") };
        let descendant = self.array(font, b"DescendantFonts").first();
        let descendant = descendant.and_then(|font| self.as_dict(font)).unwrap_or(font);
        let kind = descendant.get(b"Subtype").map(value_of).unwrap_or_default();
        let descriptor = self.dict(descendant, b"FontDescriptor");
        let is_embedded = descriptor.is_some_and(|descriptor| {
            [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"]
                .iter()
                .any(|key| descriptor.has(key))
        });
        let embedded = if is_embedded { " embedded" } else { " not embedded" };
        let unicode = if font.has(b"ToUnicode") { " ToUnicode" } else { "" };
        format!("{name} {kind}{embedded}{subset}{unicode}")
    }

    fn attachments(&mut self, catalog: &'a Dictionary) {
        let files = self.array(catalog, b"AF");
        if !files.is_empty() {
            self.line(0, "Attachments");
        }
        for file in files {
            let Some(file) = self.as_dict(file) else { continue };
            let value = |key| self.get(file, key).map(value_of).unwrap_or_default();
            let (name, relationship) = (value(b"UF"), value(b"AFRelationship"));
            let description = value(b"Desc");
            let stream = self.dict(file, b"EF").and_then(|files| self.dict(files, b"F"));
            let kind = stream.and_then(|stream| self.get(stream, b"Subtype")).map(value_of);
            let parameters = stream.and_then(|stream| self.dict(stream, b"Params"));
            let parameter = |key| self.get(parameters?, key).map(value_of);
            let mut line = vec![name, relationship, kind.unwrap_or_default()];
            line.extend([b"Size".as_slice(), b"ModDate"].into_iter().filter_map(parameter));
            self.line(1, &format!("{} “{description}”", line.join(" ")));
        }
    }

    fn bookmarks(&mut self, catalog: &'a Dictionary, pages: &[ObjectId]) {
        let Some(outlines) = self.dict(catalog, b"Outlines") else { return };
        self.line(0, "Bookmarks");
        let mut open = vec![(1, outlines.get(b"First").ok())];
        // A damaged file may lead in circles.
        let mut left = self.document.objects.len();
        while let Some((depth, item)) = open.pop() {
            let Some(item) = item.and_then(|item| self.as_dict(item)) else { continue };
            if left == 0 || depth > DEEPEST {
                break;
            }
            left -= 1;
            let title = self.get(item, b"Title").map(string).unwrap_or_default();
            let place = self.place(self.array(item, b"Dest"), pages);
            self.line(depth, &format!("{} → {place}", quoted(&title)));
            open.push((depth, item.get(b"Next").ok()));
            open.push((depth + 1, item.get(b"First").ok()));
        }
    }

    /// An explicit destination as page and place.
    fn place(&self, destination: &[Object], pages: &[ObjectId]) -> String {
        let page = destination.first().and_then(|page| page.as_reference().ok());
        let page = page.and_then(|id| pages.iter().position(|page| *page == id));
        let page = page.map_or_else(|| "?".to_owned(), |page| (page + 1).to_string());
        let at: Vec<String> = destination.iter().skip(2).take(2).map(value_of).collect();
        format!("page {page} at {}", at.join(" "))
    }
}

/// A value in one word or a quoted text.
fn value_of(object: &Object) -> String {
    match object {
        Object::Null => "null".to_owned(),
        Object::Boolean(value) => value.to_string(),
        Object::Integer(value) => value.to_string(),
        Object::Real(value) => value.to_string(),
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        Object::String(..) => string(object),
        Object::Array(items) => {
            let items: Vec<String> = items.iter().map(value_of).collect();
            format!("[{}]", items.join(" "))
        }
        Object::Dictionary(_) | Object::Stream(_) => "…".to_owned(),
        Object::Reference((number, _)) => format!("object {number}"),
    }
}

/// A text string (ISO 32000-1 §7.9.2.2); of PDFDocEncoding its Latin-1 part.
fn string(object: &Object) -> String {
    match object.as_str() {
        Ok([0xFE, 0xFF, units @ ..]) => {
            let units = units
                .chunks(2)
                .map(|unit| u16::from_be_bytes([unit[0], unit.get(1).copied().unwrap_or(0)]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
        }
        Ok(bytes) => bytes.iter().copied().map(char::from).collect(),
        Err(_) => String::new(),
    }
}

/// A text in quotes, in one line.
fn quoted(text: &str) -> String {
    format!("“{}”", text.replace('\n', "⏎"))
}

/// The simple properties of an XMP packet, in order: `dc:title 题名`. Extension schemas, which
/// describe others, are named by their prefix alone.
fn properties(xmp: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut path: Vec<&str> = Vec::new();
    let mut rest = xmp;
    while let Some(start) = rest.find('<') {
        let text = rest[..start].trim();
        let Some(length) = rest[start..].find('>') else { break };
        let tag = &rest[start + 1..start + length];
        rest = &rest[start + length + 1..];
        if !text.is_empty() && !path.iter().any(|name| name.starts_with("pdfaExtension")) {
            let name = path.iter().rev().find(|name| !name.starts_with("rdf:"));
            lines.push(format!("{} {text}", name.unwrap_or(&"")));
        }
        if tag.starts_with('/') {
            if path.pop() == Some("pdfaExtension:schemas") {
                lines.push("pdfaExtension:schemas".to_owned());
            }
        } else if !tag.starts_with('?') && !tag.ends_with('/') {
            path.push(tag.split_whitespace().next().unwrap_or_default());
        }
    }
    lines
}

/// A number in lower-case Roman digits.
fn roman(number: i64) -> String {
    const DIGITS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut left = number.clamp(0, 9999);
    let mut out = String::new();
    for (value, digit) in DIGITS {
        while left >= value {
            out.push_str(digit);
            left -= value;
        }
    }
    out
}
