//! Streams, compressed (ISO 32000-1 §7.4.4).

use lopdf::{Dictionary, Object, Stream};

use crate::deflate::Deflate;

/// The compression level: higher ones gain a twentieth and take a third longer.
const LEVEL: u32 = 2;

/// Compresses one stream after another.
#[derive(Debug)]
pub(super) struct Streams(Deflate);

impl Streams {
    pub(super) fn new() -> Self {
        Self(Deflate::new(LEVEL))
    }

    /// A stream with this content, compressed if that makes it shorter.
    pub(super) fn stream(&mut self, content: Vec<u8>) -> Stream {
        let mut stream = Stream::new(Dictionary::new(), content);
        self.compress(&mut stream);
        stream
    }

    /// Compresses an uncompressed stream, if that makes it shorter.
    pub(super) fn compress(&mut self, stream: &mut Stream) {
        let Self(deflate) = self;
        let short = deflate.compressed(&stream.content);
        if let Some(short) = short.filter(|short| short.len() < stream.content.len()) {
            stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
            stream.set_content(short);
        }
    }
}
