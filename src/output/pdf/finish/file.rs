//! The file itself: objects to bytes, each written when it is made and not kept (ISO 32000-1 §7.5).
//!
//! Streams are written directly. Everything else goes into object streams (§7.5.7), long ones: a
//! short one compresses badly and costs as much to begin. The file ends with a cross-reference
//! stream (§7.5.8).

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};

use crate::output::pdf::deflate::Streams;
use crate::text::hex;

/// The number of bytes at which an object stream is full.
const FULL: usize = 1 << 16;

/// A file being written.
pub(super) struct PdfFile {
    bytes: Vec<u8>,
    /// The place of each object, by its number.
    entries: Vec<XrefEntry>,
    pack: Pack,
    deflate: Streams,
}

/// The place of an object (ISO 32000-1 table 18).
#[derive(Clone, Copy)]
enum XrefEntry {
    /// None: its number is free, or it is not written yet.
    Free,
    /// At this byte.
    At(usize),
    /// In the object stream of this number, as its `index`-th.
    In { pack: u32, index: usize },
}

/// The open object stream.
#[derive(Default)]
struct Pack {
    number: u32,
    content: Vec<u8>,
    /// The number and offset of each object in it.
    objects: Vec<(u32, usize)>,
}

impl PdfFile {
    /// A file that begins with its version and a comment (§7.5.2). Numbers up to `taken` are
    /// reserved for numbered objects.
    pub(super) fn new(version: &str, mark: &str, taken: u32) -> Self {
        let bytes = format!("%PDF-{version}\n%{mark}\n").into_bytes();
        let entries = vec![XrefEntry::Free; place(taken) + 1];
        Self { bytes, entries, pack: Pack::default(), deflate: Streams::new() }
    }

    /// Reserves the number of a later object.
    pub(super) fn reserve(&mut self) -> ObjectId {
        self.entries.push(XrefEntry::Free);
        (count(self.entries.len() - 1), 0)
    }

    /// Writes an object, and returns its number.
    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    /// Writes an object of this number.
    pub(super) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        match object.into() {
            Object::Stream(stream) => self.stream(id, stream),
            other => self.write(id, |out| write_object(out, &other)),
        }
    }

    /// Writes the object of this number with `write`; it is not a stream.
    pub(super) fn write(&mut self, id: ObjectId, write: impl FnOnce(&mut Vec<u8>)) {
        if self.pack.objects.is_empty() {
            self.pack.number = self.reserve().0;
        }
        let index = self.pack.objects.len();
        self.pack.objects.push((id.0, self.pack.content.len()));
        self.entries[place(id.0)] = XrefEntry::In { pack: self.pack.number, index };
        write(&mut self.pack.content);
        self.pack.content.push(b'\n');
        // An index has two bytes in the cross-reference stream.
        if self.pack.content.len() >= FULL || index == usize::from(u16::MAX) {
            self.close_pack();
        }
    }

    /// Ends the file with the entries of its trailer (§7.5.5).
    pub(super) fn finish(mut self, mut trailer: Dictionary) -> Vec<u8> {
        self.close_pack();
        let id = self.reserve();
        self.entries[place(id.0)] = XrefEntry::At(self.bytes.len());
        let mut table = Vec::with_capacity(self.entries.len() * WIDTHS.iter().sum::<usize>());
        for entry in &self.entries {
            let [kind, first, second] = match *entry {
                XrefEntry::Free => [0, 0, 0],
                XrefEntry::At(offset) => [1, offset, 0],
                XrefEntry::In { pack, index } => [2, place(pack), index],
            };
            for (value, width) in [kind, first, second].into_iter().zip(WIDTHS) {
                let bytes = u64::try_from(value).unwrap_or(u64::MAX).to_be_bytes();
                table.extend_from_slice(&bytes[bytes.len() - width..]);
            }
        }
        trailer.set("Type", "XRef");
        trailer.set("Size", integer(self.entries.len()));
        trailer.set("W", WIDTHS.map(integer).to_vec());
        let start = self.bytes.len();
        self.stream(id, Stream::new(trailer, table));
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        self.bytes
    }

    fn stream(&mut self, id: ObjectId, mut stream: Stream) {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            self.deflate.compress(&mut stream);
        }
        stream.dict.set("Length", integer(stream.content.len()));
        self.entries[place(id.0)] = XrefEntry::At(self.bytes.len());
        self.bytes.extend_from_slice(format!("{} 0 obj\n", id.0).as_bytes());
        write_dictionary(&mut self.bytes, &stream.dict);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(&stream.content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    fn close_pack(&mut self) {
        if self.pack.objects.is_empty() {
            return;
        }
        let mut content = Vec::with_capacity(self.pack.content.len() * 5 / 4);
        for (number, offset) in &self.pack.objects {
            content.extend_from_slice(format!("{number} {offset} ").as_bytes());
        }
        let dict = dictionary! {
            "Type" => "ObjStm",
            "N" => integer(self.pack.objects.len()),
            "First" => integer(content.len()),
        };
        content.append(&mut self.pack.content);
        self.pack.objects.clear();
        self.stream((self.pack.number, 0), Stream::new(dict, content));
    }
}

/// The bytes of each field of a cross-reference stream: kind, place, index.
const WIDTHS: [usize; 3] = [1, 5, 2];

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn integer(value: usize) -> Object {
    Object::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// Writes an object inside another or an object stream (§7.3).
pub(super) fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Name(name) => write_name(out, name),
        Object::String(text, format) => write_string(out, text, *format),
        Object::Array(array) => {
            out.push(b'[');
            for (index, object) in array.iter().enumerate() {
                if index > 0 && !is_delimited(object) {
                    out.push(b' ');
                }
                write_object(out, object);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(out, dictionary),
        // Only a reference may lead to a stream (§7.3.8).
        Object::Stream(stream) => write_dictionary(out, &stream.dict),
        Object::Reference(id) => write_reference(out, *id),
    }
}

/// Writes a reference (§7.3.10).
pub(super) fn write_reference(out: &mut Vec<u8>, (number, generation): ObjectId) {
    out.extend_from_slice(format!("{number} {generation} R").as_bytes());
}

/// Writes a dictionary (§7.3.7).
fn write_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend_from_slice(b"<<");
    write_entries(out, dictionary);
    out.extend_from_slice(b">>");
}

/// Writes the entries of a dictionary.
pub(super) fn write_entries(out: &mut Vec<u8>, dictionary: &Dictionary) {
    for (key, value) in dictionary {
        write_name(out, key);
        if !is_delimited(value) {
            out.push(b' ');
        }
        write_object(out, value);
    }
}

/// Whether an object begins with a delimiter.
fn is_delimited(object: &Object) -> bool {
    matches!(
        object,
        Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_)
    )
}

/// Writes a name (§7.3.5): irregular characters are escaped.
fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        match byte {
            b'!'..=b'~' if !b"()<>[]{}/%#".contains(byte) => out.push(*byte),
            _ => {
                out.push(b'#');
                out.extend_from_slice(&hex::digits(*byte));
            }
        }
    }
}

/// Writes a string (§7.3.4).
fn write_string(out: &mut Vec<u8>, text: &[u8], format: StringFormat) {
    if format == StringFormat::Hexadecimal {
        out.extend_from_slice(format!("<{}>", hex::upper(text)).as_bytes());
        return;
    }
    out.push(b'(');
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            // A bare one would be read as a line feed.
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, Object, Stream, StringFormat, dictionary};

    use super::{FULL, PdfFile, write_object};

    fn written(object: impl Into<Object>) -> String {
        let mut out = Vec::new();
        write_object(&mut out, &object.into());
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn objects_are_written_as_short_as_can_be() {
        let array = vec![Object::Integer(1), Object::Real(2.5), Object::Null, (7, 0).into()];
        assert_eq!(written(array), "[1 2.5 null 7 0 R]");
        let dict = dictionary! { "A b#" => "N", "C" => true, "D" => vec![Object::Integer(1)] };
        assert_eq!(written(dict), "<</A#20b#23/N/C true/D[1]>>");
    }

    #[test]
    fn signs_of_strings_are_escaped() {
        let literal = |text: &str| Object::string_literal(text);
        assert_eq!(written(literal("a(b\\)\r")), "(a\\(b\\\\\\)\\r)");
        let hexadecimal = Object::String(vec![0xFE, 0x0A], StringFormat::Hexadecimal);
        assert_eq!(written(hexadecimal), "<FE0A>");
    }

    /// What is read again, object by object, is what was written; object streams end where they
    /// are full.
    #[test]
    fn a_file_can_be_parsed_again() {
        let mut file = PdfFile::new("1.7", "排版", 3);
        let later = file.reserve();
        let many: Vec<_> = (0..i64::from(u16::MAX)).map(|n| file.add(n)).collect();
        let stream = file.add(Stream::new(dictionary! {}, b"abc".repeat(FULL)));
        file.set(later, Object::string_literal("后"));
        let catalog = file.add(dictionary! { "Type" => "Catalog", "Later" => later });
        let bytes = file.finish(dictionary! { "Root" => catalog });
        let read = Document::load_mem(&bytes).expect("a file");
        for (value, id) in (0..).zip(&many) {
            assert_eq!(read.get_object(*id).and_then(Object::as_i64).expect("a number"), value);
        }
        let stream = read.get_object(stream).and_then(Object::as_stream).expect("a stream");
        assert_eq!(stream.decompressed_content().expect("its content"), b"abc".repeat(FULL));
        let later = read.get_object(later).and_then(Object::as_str).expect("a string");
        assert_eq!(later, "后".as_bytes());
    }
}
