//! The written parts of a source: takes a [`Trace`], returns its pieces in the order of the source,
//! each place once, and where they differ from the source.

use std::ops::Range;

use crate::model::{Piece, Span, Trace};

/// A piece of an output with the place that it represents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cover<'a> {
    pub(super) span: Span,
    text: &'a str,
    /// Whether the text is as long as the place.
    exact: bool,
}

/// The pieces of an output that have a place. If several represent one place, as a title on its
/// page and in the contents, the first is used.
pub(super) fn covers(trace: &Trace) -> Vec<Cover<'_>> {
    let cover =
        |(piece, text): (Piece, _)| Cover { span: piece.span, text, exact: piece.is_exact() };
    let mut all: Vec<Cover<'_>> = trace.pieces().map(cover).collect();
    all.sort_by_key(|cover| (cover.span.source, cover.span.start));
    let mut covers: Vec<Cover<'_>> = Vec::with_capacity(all.len());
    for mut cover in all {
        let last = covers.last().filter(|last| last.span.source == cover.span.source);
        let done = last.map_or(0, |last| last.span.end);
        if cover.span.start < done && cover.span.end > done && cover.exact {
            let cut = (done - cover.span.start) as usize;
            cover.text = cover.text.get(cut..).unwrap_or_default();
            cover.span.start = done;
        }
        if cover.span.start >= done && cover.span.start < cover.span.end {
            covers.push(cover);
        }
    }
    covers
}

impl<'a> Cover<'a> {
    pub(super) fn start(&self) -> usize {
        self.span.start as usize
    }

    pub(super) fn end(&self) -> usize {
        self.span.end as usize
    }

    /// The parts of `text`, at `range` of the source, that are other characters in the output, with
    /// these.
    pub(super) fn differences(
        &self,
        range: &Range<usize>,
        text: &str,
    ) -> Vec<(Range<usize>, &'a str)> {
        if !self.exact {
            // A text for the whole place is counted once, with its beginning.
            let instead = if range.start == self.start() { self.text } else { "" };
            return vec![(0..text.len(), instead)];
        }
        let offset = range.start - self.start();
        let written = self.text.get(offset..offset + range.len()).unwrap_or_default();
        if written == text {
            return Vec::new();
        }
        let mut differences: Vec<(Range<usize>, &str)> = Vec::new();
        let mut from = None;
        for (at, c) in text.char_indices() {
            let same = written.is_char_boundary(at) && written[at..].starts_with(c);
            if let (true, Some(start)) = (same, from) {
                differences.push((start..at, &written[start..at]));
            }
            from = if same { None } else { from.or(Some(at)) };
        }
        if let Some(start) = from {
            differences.push((start..text.len(), written.get(start..).unwrap_or_default()));
        }
        differences
    }
}
