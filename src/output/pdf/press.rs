//! The press: operations of pages to compressed content streams, beside the thread that paints
//! the next pages. Writing and compressing take most of the time of a long book.
//!
//! Pages go to the threads in turn and come back in their order, so that nothing depends on
//! which thread is faster.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, Stream};
use printpdf::{Op, PdfDocument, PdfPage, Pt as PdfPt, Rect};

use super::paint::save_options;

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
}

/// The way to a thread, and what it will have made.
#[derive(Debug)]
struct Worker {
    way: SyncSender<Vec<Op>>,
    streams: JoinHandle<Vec<Stream>>,
}

impl Press {
    pub(super) fn new() -> Self {
        let threads = (0..THREADS).map(|_| {
            let (way, pages) = sync_channel(WAITING);
            Worker { way, streams: thread::spawn(move || print(&pages)) }
        });
        Self { threads: threads.collect(), pages: 0 }
    }

    /// Takes the operations of the next page.
    pub(super) fn page(&mut self, ops: Vec<Op>) {
        // A thread that has gone away has failed: `finish` tells.
        let _ = self.threads[self.pages % THREADS].way.send(ops);
        self.pages += 1;
    }

    /// The content streams of all pages, in their order.
    pub(super) fn finish(self) -> Vec<Stream> {
        let done = self.threads.into_iter().map(|Worker { way, streams }| {
            drop(way);
            let pages = streams.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
            pages.into_iter()
        });
        let mut done: Vec<_> = done.collect();
        (0..self.pages).filter_map(|page| done[page % THREADS].next()).collect()
    }
}

fn print(pages: &Receiver<Vec<Op>>) -> Vec<Stream> {
    let mut deflate = Compress::new(Compression::new(LEVEL), true);
    pages.iter().map(|ops| stream(serialise(ops), &mut deflate)).collect()
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

/// The content stream of a page, as printpdf writes it into a document of that page alone.
fn serialise(ops: Vec<Op>) -> Vec<u8> {
    let nothing = Rect::from_wh(PdfPt(1.0), PdfPt(1.0));
    let page = PdfPage {
        media_box: nothing.clone(),
        trim_box: nothing.clone(),
        crop_box: nothing,
        ops,
    };
    let mut document = PdfDocument::new("");
    document.with_pages(vec![page]);
    let objects = document.to_lopdf_document(&save_options(), &mut Vec::new()).objects;
    let contents = objects.into_values().find_map(|object| match object {
        Object::Stream(stream) => Some(stream.content),
        _ => None,
    });
    contents.unwrap_or_default()
}
