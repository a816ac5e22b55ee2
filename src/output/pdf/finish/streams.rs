//! Streams, compressed side by side.
//!
//! Each stream is compressed by itself and goes back where it was, so the number of threads
//! makes no difference to the bytes.

use std::panic::resume_unwind;
use std::thread;

use lopdf::{Document, Object, Stream};

use crate::diag::{Result, guarded};
use crate::output::pdf::deflate::Streams;

/// Compresses all streams that may be and are not yet, in so many threads.
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
    // The longest first, dealt out in turn, so that no thread is left with all of them.
    streams.sort_by_key(|stream| std::cmp::Reverse(stream.content.len()));
    let threads = threads.min(streams.len());
    let mut hands: Vec<Vec<&mut Stream>> = (0..threads).map(|_| Vec::new()).collect();
    for (index, stream) in streams.into_iter().enumerate() {
        hands[index % threads].push(stream);
    }
    let work = |hand: Vec<&mut Stream>| {
        let mut deflate = Streams::new();
        hand.into_iter().for_each(|stream| deflate.compress(stream));
        Ok(())
    };
    thread::scope(|scope| {
        let hands: Vec<_> =
            hands.into_iter().map(|hand| scope.spawn(move || guarded(|| work(hand)))).collect();
        let mut done = hands.into_iter().map(|hand| hand.join());
        done.try_for_each(|hand| hand.unwrap_or_else(|fault| resume_unwind(fault)))
    })
}
