//! The press: content streams, compressed beside the thread that paints the next pages.
//!
//! Pages go to the threads in turn and come back in their order, so that nothing depends on
//! which thread is faster. Where others use the cores, the painting thread does it all.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, Stream};

/// Threads; more would wait for the painter.
const THREADS: usize = 2;
/// Pages that may wait for a thread, so that a book never waits in memory.
const WAITING: usize = 8;
/// How hard to compress: what is gained above this level is a hundredth of the size.
const LEVEL: u32 = 5;

/// Takes pages one by one.
#[derive(Debug)]
pub(super) struct Press {
    threads: Vec<Worker>,
    pages: usize,
    /// What is made here, if there is no other thread.
    own: Vec<Stream>,
    deflate: Compress,
}

/// The way to a thread, and what it will have made.
#[derive(Debug)]
struct Worker {
    way: SyncSender<Vec<u8>>,
    streams: JoinHandle<Vec<Stream>>,
}

impl Press {
    /// A press that uses so many threads, the painting one counted.
    pub(super) fn new(threads: usize) -> Self {
        let helpers = if threads > 1 { THREADS } else { 0 };
        let threads = (0..helpers).map(|_| {
            let (way, pages) = sync_channel(WAITING);
            Worker { way, streams: thread::spawn(move || print(&pages)) }
        });
        Self { threads: threads.collect(), pages: 0, own: Vec::new(), deflate: deflate() }
    }

    /// Takes the content of the next page.
    pub(super) fn page(&mut self, content: Vec<u8>) {
        if self.threads.is_empty() {
            self.own.push(stream(content, &mut self.deflate));
            return;
        }
        // A thread that has gone away has failed: `finish` tells.
        let turn = self.pages % self.threads.len();
        let _ = self.threads[turn].way.send(content);
        self.pages += 1;
    }

    /// The content streams of all pages, in their order.
    pub(super) fn finish(self) -> Vec<Stream> {
        if self.threads.is_empty() {
            return self.own;
        }
        let turns = self.threads.len();
        let done = self.threads.into_iter().map(|Worker { way, streams }| {
            drop(way);
            let pages = streams.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
            pages.into_iter()
        });
        let mut done: Vec<_> = done.collect();
        (0..self.pages).filter_map(|page| done[page % turns].next()).collect()
    }
}

fn print(pages: &Receiver<Vec<u8>>) -> Vec<Stream> {
    let mut deflate = deflate();
    pages.iter().map(|content| stream(content, &mut deflate)).collect()
}

fn deflate() -> Compress {
    Compress::new(Compression::new(LEVEL), true)
}

/// A content stream, compressed where that makes it shorter.
fn stream(content: Vec<u8>, deflate: &mut Compress) -> Stream {
    match compressed(&content, deflate).filter(|short| short.len() < content.len()) {
        Some(short) => {
            let filter = Object::Name(b"FlateDecode".to_vec());
            Stream::new(Dictionary::from_iter([("Filter", filter)]), short)
        }
        None => Stream::new(Dictionary::new(), content),
    }
}

fn compressed(content: &[u8], deflate: &mut Compress) -> Option<Vec<u8>> {
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
