//! Compression for PDF (zlib, RFC 1950): one state for many pieces, since a state takes 300 kB,
//! which would have to be allocated and cleared for each. The only user of flate2.

use flate2::{Compress, Compression, FlushCompress, Status};

/// Compresses pieces independently, one after another.
#[derive(Debug)]
pub(crate) struct Deflate(Compress);

impl Deflate {
    /// A compressor of this level, from 0 to 9.
    pub(crate) fn new(level: u32) -> Self {
        Self(Compress::new(Compression::new(level), true))
    }

    /// A piece, compressed; nothing if the compressor fails.
    pub(crate) fn compressed(&mut self, content: &[u8]) -> Option<Vec<u8>> {
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
