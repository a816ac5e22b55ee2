//! The text as displayed: a view of one block for EPUB and layout. The model keeps the author's
//! characters, and so does the TEI.
//!
//! Takes a block, returns the same block or an edited copy, and the [`EditMap`] that leads back to
//! the source. It cannot fail. The edits by place:
//!
//! | place | punctuation and quotes | ASCII spaces among Han |
//! |---|---|---|
//! | running paragraphs, also in quotations, lists, notes, speeches | yes | one beside a mark goes, rows keep their width |
//! | headings, titles, captions, terms, credits | yes | rows keep their width |
//! | verse, tables, signatures | no | rows keep their width |
//! | code, formulas, ruby readings, text in other languages | no | stay |
//!
//! GB/T 15834 asks for full-width marks in Chinese; CLREQ §5.1 describes them. The context of a
//! mark is the paragraph's visible characters, whatever inlines they are in. Gaps are not
//! visible, except that a line end between Latin words is a space.

mod edit_map;
mod flow;
mod punctuation;
mod whitespace;

use std::borrow::Cow;

use crate::config::DisplayOptions;
use crate::model::{Block, Inline, PartMut, Text};

pub use edit_map::{Edit, EditMap};
use flow::{Collector, Treatment};

/// The characters that an edit may begin with. A block without any is displayed unchanged.
const TRIGGERS: &[char] =
    &[',', ':', ';', '?', '!', '(', ')', '"', '\'', '-', '.', ' ', '０', '１'];

/// One change to one text of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TextEdit {
    /// The index of the text, in source order over the whole block.
    text: u32,
    /// The bytes of it.
    range: std::ops::Range<u32>,
    /// The replacement.
    shown: &'static str,
}

/// The result of a display pass: the view, and the way back.
type View<'a, T> = (Cow<'a, T>, EditMap);

/// The block in displayed form, in a document of this language (BCP 47).
///
/// A section is displayed with its content; a writer that works block by block displays its heading
/// with [`display_heading`] and its blocks one by one.
pub fn display<'a>(
    block: &'a Block,
    options: &DisplayOptions,
    language: &str,
) -> View<'a, Block> {
    let mut collector = Collector::new(options, language);
    collector.block(block, Treatment::Running);
    let edits = collector.finish();
    if edits.is_empty() {
        return (Cow::Borrowed(block), EditMap::default());
    }
    let mut shown = block.clone();
    let mut editor = Editor::new(&edits);
    shown.children_mut(&mut |part| editor.part(part));
    (Cow::Owned(shown), editor.map)
}

/// A heading in displayed form: only its punctuation is edited.
pub fn display_heading<'a>(
    heading: &'a [Inline],
    options: &DisplayOptions,
    language: &str,
) -> View<'a, [Inline]> {
    let mut collector = Collector::new(options, language);
    collector.run(heading, Treatment::Heading);
    let edits = collector.finish();
    if edits.is_empty() {
        return (Cow::Borrowed(heading), EditMap::default());
    }
    let mut shown = heading.to_vec();
    let mut editor = Editor::new(&edits);
    editor.part(PartMut::Inlines(&mut shown));
    (Cow::Owned(shown), editor.map)
}

/// Applies edits to a copy, text by text in source order.
struct Editor<'e> {
    edits: &'e [TextEdit],
    /// The number of the next text.
    text: u32,
    /// The number of bytes of the texts so far.
    offset: usize,
    map: EditMap,
}

impl<'e> Editor<'e> {
    fn new(edits: &'e [TextEdit]) -> Self {
        Self { edits, text: 0, offset: 0, map: EditMap::default() }
    }

    fn part(&mut self, part: PartMut<'_>) {
        match part {
            PartMut::Blocks(blocks) => {
                blocks.iter_mut().for_each(|b| b.children_mut(&mut |part| self.part(part)));
            }
            PartMut::Inlines(inlines) => self.inlines(inlines),
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in std::mem::take(inlines) {
            match inline {
                Inline::Text(text) => self.text(text, inlines),
                mut other => {
                    other.children_mut(&mut |part| self.part(part));
                    inlines.push(other);
                }
            }
        }
    }

    /// Splits a text at its edits, so that each piece still represents one place in the source.
    fn text(&mut self, text: Text, out: &mut Vec<Inline>) {
        let count = self.edits.iter().take_while(|edit| edit.text == self.text).count();
        let (edits, rest) = self.edits.split_at(count);
        self.edits = rest;
        self.text += 1;
        if edits.is_empty() {
            self.offset += text.text.len();
            out.push(Inline::Text(text));
            return;
        }
        let mut done = 0;
        for edit in edits {
            let (start, end) = (edit.range.start as usize, edit.range.end as usize);
            self.piece(&text, done..start, None, out);
            self.piece(&text, start..end, Some(edit.shown), out);
            done = end;
        }
        self.piece(&text, done..text.text.len(), None, out);
    }

    fn piece(
        &mut self,
        text: &Text,
        range: std::ops::Range<usize>,
        edit: Option<&str>,
        out: &mut Vec<Inline>,
    ) {
        let span = text.span.map(|span| span.part(range.clone()));
        let shown = edit.unwrap_or(&text.text[range]);
        if edit.is_some() {
            let display = self.offset..self.offset + shown.len();
            self.map.push(Edit { display, source: span });
        }
        self.offset += shown.len();
        if !shown.is_empty() {
            out.push(Inline::Text(Text { text: shown.to_owned(), span }));
        }
    }
}
