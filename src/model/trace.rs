//! The text written by a writer, with the places of the source that it represents.
//!
//! Takes each text as it is written, with its span; returns the whole, divided into pieces.
//! `ledger` determines what became of the rest of a source.

use std::ops::Range;

use super::walk::visit_inlines;
use super::{Inline, Node, Span};

/// A piece of written text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its first byte in that text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The place that it represents.
    pub span: Span,
    /// Whether it represents the place as a whole, whatever its length, as a set formula does its
    /// TeX.
    pub whole: bool,
}

impl Piece {
    /// Whether its bytes correspond one to one to those of its place.
    pub fn is_exact(&self) -> bool {
        !self.whole && self.span.end - self.span.start == self.end - self.start
    }

    /// Whether the next piece can be joined with it.
    fn joins(&self, next: &Self) -> bool {
        let (a, b) = (self.span, next.span);
        let follows = a.source == b.source && a.end == b.start;
        let same = a == b && self.whole == next.whole;
        self.end == next.start && (same || follows && self.is_exact() && next.is_exact())
    }
}

/// The pieces of a text, in order. Text in none of them was generated: numbers, labels, marks of
/// notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces(Vec<Piece>);

impl Pieces {
    /// A text for one place as a whole.
    pub fn of(text: &str, span: Option<Span>) -> Self {
        let mut pieces = Self::default();
        pieces.push_whole(0..length(text), span);
        pieces
    }

    /// The places of the texts in these inlines, joined.
    pub fn of_inlines(inlines: &[Inline]) -> Self {
        let mut pieces = Self::default();
        let mut start = 0;
        visit_inlines(inlines, &mut |node| {
            if let Node::Inline(Inline::Text(text)) = node {
                let end = start + length(&text.text);
                pieces.push(start..end, text.span);
                start = end;
            }
        });
        pieces
    }

    /// These bytes of the text represent `span`.
    pub fn push(&mut self, bytes: Range<u32>, span: Option<Span>) {
        self.join(bytes, span, false);
    }

    /// These bytes of the text represent `span` as a whole.
    pub fn push_whole(&mut self, bytes: Range<u32>, span: Option<Span>) {
        self.join(bytes, span, true);
    }

    fn join(&mut self, bytes: Range<u32>, span: Option<Span>, whole: bool) {
        let Some(span) = span.filter(|_| !bytes.is_empty()) else { return };
        let piece = Piece { start: bytes.start, end: bytes.end, span, whole };
        match self.0.last_mut() {
            Some(last) if last.joins(&piece) => {
                last.end = piece.end;
                last.span.end = piece.span.end;
            }
            _ => self.0.push(piece),
        }
    }

    /// Adds the pieces of `other` within `range`, whose first byte is at `at` here.
    pub fn add_part(&mut self, other: &Self, range: Range<u32>, at: u32) {
        let first = other.0.partition_point(|piece| piece.end <= range.start);
        for piece in other.0[first..].iter().take_while(|piece| piece.start < range.end) {
            let (from, to) = (range.start.max(piece.start), range.end.min(piece.end));
            // A text of another length than its place represents all of it.
            let span = match piece.is_exact() {
                true => {
                    let part = from - piece.start..to - piece.start;
                    piece.span.part(part.start as usize..part.end as usize)
                }
                false => piece.span,
            };
            self.join(at + from - range.start..at + to - range.start, Some(span), piece.whole);
        }
    }

    /// The place of the character of `width` bytes that begins at a byte of the text.
    pub fn place_at(&self, byte: u32, width: u32) -> Option<Span> {
        let mut place = Self::default();
        place.add_part(self, byte..byte.saturating_add(width), 0);
        place.place()
    }

    /// The pieces.
    pub fn list(&self) -> &[Piece] {
        &self.0
    }

    /// From the beginning of the first place to the end of the last.
    pub fn extent(&self) -> Option<Span> {
        let (first, last) = (self.0.first()?.span, self.0.last()?.span);
        Some(Span { end: last.end, ..first })
    }

    /// The first place that the text represents.
    pub fn place(&self) -> Option<Span> {
        self.0.first().map(|piece| piece.span)
    }
}

/// All text of an output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    text: String,
    pieces: Pieces,
}

impl Trace {
    /// Records a text written for `span`.
    pub fn add(&mut self, text: &str, span: Option<Span>) {
        let start = length(&self.text);
        self.text.push_str(text);
        self.pieces.push(start..length(&self.text), span);
    }

    /// Records an element without text for `span`.
    pub fn add_element(&mut self, span: Option<Span>) {
        let at = length(&self.text);
        let piece = |span| Piece { start: at, end: at, span, whole: true };
        self.pieces.0.extend(span.map(piece));
    }

    /// Records a text written for these places.
    pub fn add_pieces(&mut self, text: &str, pieces: &Pieces) {
        let offset = length(&self.text);
        self.text.push_str(text);
        self.pieces.add_part(pieces, 0..length(text), offset);
    }

    /// Adds the trace of another part.
    pub fn append(&mut self, other: &Self) {
        let offset = length(&self.text);
        self.text.push_str(&other.text);
        // Elements have no bytes, and are kept, too.
        self.pieces.0.extend(other.pieces.0.iter().map(|piece| Piece {
            start: offset.saturating_add(piece.start),
            end: offset.saturating_add(piece.end),
            ..*piece
        }));
    }

    /// The pieces with their texts, in the order of writing.
    pub fn pieces(&self) -> impl Iterator<Item = (Piece, &str)> {
        let text = |piece: &Piece| &self.text[piece.start as usize..piece.end as usize];
        self.pieces.list().iter().map(move |piece| (*piece, text(piece)))
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
