//! Streams, compressed (ISO 32000-1 §7.4.4).

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, Stream};

/// How hard to compress: what is gained above this level is a hundredth of the size.
const LEVEL: u32 = 5;

/// Compresses one stream after another.
#[derive(Debug)]
pub(super) struct Deflate(Compress);

impl Deflate {
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(LEVEL), true))
    }

    /// A stream of this content, compressed where that makes it shorter.
    pub(super) fn stream(&mut self, content: Vec<u8>) -> Stream {
        let mut stream = Stream::new(Dictionary::new(), content);
        self.compress(&mut stream);
        stream
    }

    /// Compresses a stream that is not yet, where that makes it shorter.
    pub(super) fn compress(&mut self, stream: &mut Stream) {
        let short = self.compressed(&stream.content);
        if let Some(short) = short.filter(|short| short.len() < stream.content.len()) {
            stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
            stream.set_content(short);
        }
    }

    fn compressed(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let Self(deflate) = self;
        deflate.reset();
        let mut out = Vec::with_capacity(content.len() / 2 + 64);
        loop {
            let done = usize::try_from(deflate.total_in()).ok()?;
            match deflate.compress_vec(content.get(done..)?, &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => break,
                Ok(_) => out.reserve(out.capacity() / 2),
                Err(_) => return None,
            }
        }
        out.shrink_to_fit();
        Some(out)
    }
}
