//! Compresses streams in parallel.
//!
//! Each stream is compressed separately and keeps its place, so the number of threads does not
//! affect the bytes.

use lopdf::{Document, Object, Stream};

use crate::diag::Result;
use crate::output::pdf::deflate::Streams;
use crate::parallel;

/// Compresses all uncompressed streams, on this many threads.
pub(super) fn compress(document: &mut Document, threads: usize) -> Result<()> {
    let mut streams: Vec<&mut Stream> = document
        .objects
        .values_mut()
        .filter_map(|object| match object {
            Object::Stream(stream)
                if stream.allows_compression && !stream.dict.has(b"Filter") =>
            {
                Some(stream)
            }
            _ => None,
        })
        .collect();
    // The longest first, distributed in turn, so that no thread gets all of them.
    streams.sort_by_key(|stream| std::cmp::Reverse(stream.content.len()));
    let threads = threads.min(streams.len());
    let mut piles: Vec<Vec<&mut Stream>> = (0..threads).map(|_| Vec::new()).collect();
    for (index, stream) in streams.into_iter().enumerate() {
        piles[index % threads].push(stream);
    }
    parallel::each(piles, |pile| {
        let mut deflate = Streams::new();
        pile.into_iter().for_each(|stream| deflate.compress(stream));
        Ok(())
    })
}
