//! The ledger (收支): what became of each character of a manuscript in an output.
//!
//! Takes the document, its decoded sources and the text of a writer with the places that it
//! represents ([`Trace`]: glyph runs, texts of XHTML and TEI), returns counts by fate and the
//! places of each. It relies on the model's invariant: each character of the source occurs once in
//! the tree, as content or as a gap. So text that was not written is explained by its place in the
//! tree (`leaves`), and text in no leaf by the syntax of its format (`holes`). The rest is
//! unaccounted. `docs/ledger.md` explains each fate.

mod covers;
mod holes;
mod leaves;
mod placed;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Code, Diagnostic};
use crate::model::{Document, Span, Trace};
use crate::names::named;
use crate::source::Source;
use crate::text::clusters::is_ignorable;
use crate::text::script;
use covers::{Cover, covers};
use leaves::{Leaf, LeafKind};
pub use placed::{NOWHERE, placed};

named! {
    /// The fate of a character.
    pub enum Fate {
        /// It is in the output.
        Shown = "shown",
        /// It is replaced by other characters.
        Replaced = "replaced",
        /// White space that a rule of display removes.
        ClosedUp = "closed-up",
        /// A reader consumed it as a mark.
        Markup = "markup",
        /// It is in the metadata of the output.
        Metadata = "metadata",
        /// Text that does not belong to the work.
        Residue = "residue",
        /// The source's table of contents, which the output regenerates.
        Rebuilt = "rebuilt",
        /// It can't be shown, and a diagnostic says so.
        LeftOut = "left-out",
        /// No rule explains why it is not there.
        Unaccounted = "unaccounted",
    }
}

/// A fate with its cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The fate.
    pub fate: Fate,
    /// The rule, the construct or the diagnostic's code; empty if there is none.
    pub by: &'static str,
}

impl Entry {
    /// Its name in reports: the fate, and after a colon the cause.
    pub fn name(&self) -> String {
        match self.by {
            "" => self.fate.name().to_owned(),
            by => format!("{}: {by}", self.fate.name()),
        }
    }
}

/// A range of a source with one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Which of `Document::sources`.
    pub source: u16,
    /// Bytes of the decoded source.
    pub bytes: Range<usize>,
    /// Its fate.
    pub entry: Entry,
    /// The replacement text.
    pub instead: String,
}

/// The fates of all characters in one output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The number of characters by fate.
    pub counts: BTreeMap<Entry, u64>,
    /// Where they are, in the order of the sources.
    pub stretches: Vec<Stretch>,
    /// The text without a place in a source: that of [`NOWHERE`].
    pub unplaced: String,
}

impl Account {
    /// How many characters have this fate.
    pub fn count(&self, fate: Fate) -> u64 {
        self.counts.iter().filter(|(entry, _)| entry.fate == fate).map(|(_, count)| count).sum()
    }

    /// A warning about unaccounted characters, at the first one with a place.
    pub fn warning(&self, output: &str) -> Option<Diagnostic> {
        let count = Some(self.count(Fate::Unaccounted)).filter(|count| *count > 0)?;
        let lost = |it: &&Stretch| it.entry.fate == Fate::Unaccounted;
        let place = self.stretches.iter().find(lost);
        let place = place.map(|it| Span::new(it.source, it.bytes.start, it.bytes.end));
        let place = place.filter(|span| span.source != NOWHERE);
        Some(Diagnostic::new(Code::Unaccounted, [&output, &count]).at(place))
    }

    fn add(&mut self, stretch: Stretch, characters: usize) {
        if characters == 0 {
            return;
        }
        *self.counts.entry(stretch.entry).or_default() += characters as u64;
        match self.stretches.last_mut() {
            Some(last)
                if last.entry == stretch.entry
                    && last.source == stretch.source
                    && last.bytes.end == stretch.bytes.start =>
            {
                last.bytes.end = stretch.bytes.end;
                last.instead.push_str(&stretch.instead);
            }
            _ => self.stretches.push(stretch),
        }
    }
}

/// The account of an output with the text `trace`, of a document with all [places](placed());
/// `found` are the diagnostics of the document and of this output.
pub fn account<'a>(
    document: &Document,
    sources: &[Source],
    trace: &Trace,
    found: impl Iterator<Item = &'a Diagnostic>,
) -> Account {
    let mut leaves = leaves::of(document);
    let mut books = Books::new(found);
    leaves.sort_by_key(|leaf| leaf.span);
    let covers = covers(trace);
    let sources: BTreeMap<&str, &Source> =
        sources.iter().rev().map(|source| (&*source.info.sha256, source)).collect();
    for own in leaves.chunk_by(|a, b| a.source() == b.source()) {
        let index = own[0].source();
        let info = document.sources.get(usize::from(index));
        let source = info.and_then(|info| sources.get(&*info.sha256));
        let from = covers.partition_point(|cover| cover.span.source < index);
        let to = covers.partition_point(|cover| cover.span.source <= index);
        if index == NOWHERE {
            books.account.unplaced = own.iter().map(|leaf| leaf.text).collect();
        }
        books.open(index, source.map(|source| source.text.as_str()), &covers[from..to]);
        let format = info.map(|info| info.format.as_str());
        books.source(own, format);
    }
    books.account
}

/// An account being computed.
struct Books<'a> {
    account: Account,
    /// The current source, and its text if available.
    source: u16,
    text: Option<&'a str>,
    /// Its written pieces, in its order, each place once.
    covers: &'a [Cover<'a>],
    /// The diagnostics with a place.
    found: Vec<(Span, Code)>,
    /// Whether runs of spaces are noise, as reported.
    noise: bool,
}

impl<'a> Books<'a> {
    fn new<'d>(found: impl Iterator<Item = &'d Diagnostic>) -> Self {
        let (mut placed, mut noise) = (Vec::new(), false);
        for found in found {
            placed.extend(found.span.map(|span| (span, found.code)));
            noise |= found.code == Code::SpacesNoise;
        }
        placed.sort_by_key(|(span, _)| *span);
        let account = Account::default();
        Self { account, source: 0, text: None, covers: &[], found: placed, noise }
    }

    /// Begins a source.
    fn open(&mut self, source: u16, text: Option<&'a str>, covers: &'a [Cover<'a>]) {
        self.source = source;
        self.text = text;
        self.covers = covers;
    }

    /// The leaves of a source, in its order, and the text between them, where that has a format.
    fn source(&mut self, leaves: &[Leaf<'_>], format: Option<&str>) {
        let mut done = 0;
        for (index, leaf) in leaves.iter().enumerate() {
            let Some(span) = leaf.span else { continue };
            let range = span.range();
            if done < range.start {
                self.hole(done..range.start, format);
            }
            let is_beside = |other: Option<&Leaf<'_>>| {
                other.is_some_and(|it| it.is_content() && it.block == leaf.block)
            };
            let before = index.checked_sub(1).and_then(|before| leaves.get(before));
            // The indent of a line of program text is beside no text of that line.
            let begins = before.is_some_and(|it| it.text.ends_with('\n'));
            let joins = is_beside(before) && is_beside(leaves.get(index + 1)) && !begins;
            self.leaf(leaf, range.start.max(done)..range.end, joins);
            done = done.max(range.end);
        }
        if let Some(text) = self.text.filter(|text| done < text.len()) {
            self.hole(done..text.len(), format);
        }
    }

    /// Characters with one fate.
    fn add(&mut self, bytes: Range<usize>, text: &str, entry: Entry) {
        let instead = String::new();
        let stretch = Stretch { source: self.source, bytes, entry, instead };
        self.account.add(stretch, text.chars().count());
    }

    /// A leaf of the tree from `range.start` on, whose beginning may be accounted for already.
    fn leaf(&mut self, leaf: &Leaf<'_>, range: Range<usize>, joins: bool) {
        let Some(span) = leaf.span else { return };
        let own = span.range();
        let is_exact = own.len() == leaf.text.len();
        let source = self.text;
        let text = |part: &Range<usize>| match source {
            Some(text) => text.get(part.clone()),
            None if is_exact => leaf.text.get(part.start - own.start..part.end - own.start),
            None => Some(leaf.text),
        };
        let covers = self.covers;
        let mut next = covers.partition_point(|cover| cover.end() <= range.start);
        let mut at = range.start;
        while at < range.end {
            let cover = covers.get(next);
            match cover.filter(|cover| cover.start() <= at) {
                Some(cover) => {
                    let end = cover.end().min(range.end);
                    self.covered(cover, at..end, text(&(at..end)).unwrap_or_default());
                    at = end;
                    next += 1;
                }
                None => {
                    let end = cover.map_or(range.end, |cover| cover.start().min(range.end));
                    self.pieces(leaf, at, text(&(at..end)).unwrap_or_default(), joins);
                    at = end;
                }
            }
        }
    }

    /// Characters in the output, or replaced by others.
    fn covered(&mut self, cover: &Cover<'_>, range: Range<usize>, text: &str) {
        let shown = Entry { fate: Fate::Shown, by: "" };
        let replaced = Entry { fate: Fate::Replaced, by: "" };
        let mut done = 0;
        for (part, instead) in cover.differences(&range, text) {
            let (from, to) = (range.start + done, range.start + part.start);
            self.add(from..to, &text[done..part.start], shown);
            let bytes = range.start + part.start..range.start + part.end;
            let stretch = Stretch {
                source: self.source,
                bytes,
                entry: replaced,
                instead: instead.into(),
            };
            self.account.add(stretch, text[part.clone()].chars().count());
            done = part.end;
        }
        self.add(range.start + done..range.end, &text[done..], shown);
    }

    /// Characters of a leaf that were not written: white space and the rest apart.
    fn pieces(&mut self, leaf: &Leaf<'_>, start: usize, text: &str, joins: bool) {
        let mut at = 0;
        let is_white = |c: char| c.is_whitespace() || c.is_control();
        while let Some(first) = text[at..].chars().next() {
            let white = is_white(first);
            let rest = &text[at..];
            let end = rest.find(|c| is_white(c) != white).unwrap_or(rest.len()) + at;
            // A row of spaces between words of one line separates them.
            let within = at > 0 && end < text.len() && leaf.is_content();
            let joins = joins && at == 0 && end == text.len();
            let range = start + at..start + end;
            let entry = self.unwritten(leaf, &range, &text[at..end], within || joins);
            self.add(range, &text[at..end], entry);
            at = end;
        }
    }

    /// Why characters of a leaf were not written.
    fn unwritten(
        &self,
        leaf: &Leaf<'_>,
        range: &Range<usize>,
        text: &str,
        separates: bool,
    ) -> Entry {
        let entry = |fate, by| Entry { fate, by };
        let white = text.chars().all(|c| c.is_whitespace() || c.is_control());
        match leaf.kind {
            LeafKind::Residue => return entry(Fate::Residue, ""),
            LeafKind::Contents => return entry(Fate::Rebuilt, "contents"),
            LeafKind::Mark(by) => return entry(Fate::Replaced, by),
            LeafKind::Metadata => return entry(Fate::Metadata, ""),
            LeafKind::Lost => {}
            LeafKind::Gap(by) if white => {
                let row = text.chars().filter(|c| script::is_space(*c)).count() > 1;
                let has_end = text.contains(['\n', '\r']);
                if !(row && separates && !has_end) || self.noise {
                    return entry(Fate::ClosedUp, by);
                }
            }
            LeafKind::Gap(by) => {
                let letters = text.chars().any(char::is_alphanumeric);
                if !letters || leaves::may_hold_letters(by) {
                    return entry(Fate::Markup, by);
                }
            }
            LeafKind::Content if white => return entry(Fate::ClosedUp, "line edge"),
            LeafKind::Content if text.chars().all(is_ignorable) => {
                return entry(Fate::ClosedUp, "invisible sign");
            }
            LeafKind::Content => {}
        }
        self.left_out(range)
    }

    /// The diagnostic of a place that no rule explains.
    fn left_out(&self, range: &Range<usize>) -> Entry {
        match self.reported(range) {
            Some(code) => Entry { fate: Fate::LeftOut, by: code.id() },
            None => Entry { fate: Fate::Unaccounted, by: "" },
        }
    }

    /// The diagnostic of a place.
    fn reported(&self, range: &Range<usize>) -> Option<Code> {
        let at = |span: &Span| (span.source, span.start as usize);
        let before = self.found.partition_point(|(it, _)| at(it) < (self.source, range.end));
        let is_of =
            |(it, _): &&(Span, Code)| it.source == self.source && it.end as usize > range.start;
        self.found[..before].iter().rev().find(is_of).map(|(_, code)| *code)
    }

    /// Characters of the source that are in no leaf.
    fn hole(&mut self, range: Range<usize>, format: Option<&str>) {
        let text = self.text.and_then(|text| text.get(range.clone()));
        let (Some(text), Some(format)) = (text, format) else { return };
        for (part, by) in holes::pieces(text, range.start == 0, format) {
            let place = range.start + part.start..range.start + part.end;
            let entry = by.unwrap_or_else(|| self.left_out(&place));
            self.add(place, &text[part], entry);
        }
    }
}
