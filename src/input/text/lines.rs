//! The lines of a text, and the units made of them: a unit is a run of lines that is one paragraph,
//! heading or the like. Passes see units and make claims about them.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::rc::Rc;

use crate::model::{Gap, GapKind, Inline, InlineResidue, Recognition, Span};
use crate::text::{punctuation, script};

use super::claims::Claim;
use super::facts::Facts;
use super::pagination::Furniture;
use super::placed::{Placed, Text};
use super::role::Role;

/// One line of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceLine<'a> {
    /// Its first byte in the decoded text.
    start: usize,
    /// The whole line except for its line end.
    whole: &'a str,
    /// The line without trailing white space.
    pub(super) filled: &'a str,
    /// Its leading white space.
    pub(super) indent: &'a str,
    /// Its text without surrounding white space.
    pub(super) content: &'a str,
}

impl<'a> SourceLine<'a> {
    fn new(start: usize, whole: &'a str) -> Self {
        let padding = |c: char| script::is_space(c) || c == '\u{C}';
        let filled = whole.trim_end_matches(padding);
        let content = filled.trim_start_matches(padding);
        let (indent, _) = filled.split_at(filled.len() - content.len());
        Self { start, whole, filled, indent, content }
    }

    /// Whether it has only white space.
    pub(super) fn is_blank(self) -> bool {
        self.content.is_empty()
    }

    /// Whether a form feed precedes or follows its text.
    pub(super) fn has_feed(self) -> bool {
        self.whole.starts_with('\u{C}') || self.whole.ends_with('\u{C}')
    }

    /// One past its last byte, line end not included.
    pub(super) fn end(self) -> usize {
        self.start + self.whole.len()
    }

    /// The offset of its first byte that is not white space.
    pub(super) fn text_start(self) -> usize {
        self.start + self.indent.len()
    }
}

/// Splits at LF, CRLF and CR; nothing else ends a line. A final line end begins no line.
pub(super) fn split(text: &str) -> Vec<SourceLine<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.bytes().position(|byte| matches!(byte, b'\n' | b'\r'));
        let (line, end) = rest.split_at(length.unwrap_or(rest.len()));
        lines.push(SourceLine::new(start, line));
        let end_of_line = if end.starts_with("\r\n") { 2 } else { end.len().min(1) };
        start += line.len() + end_of_line;
        (_, rest) = end.split_at(end_of_line);
    }
    lines
}

/// An immutable run of lines, or part of a line, that is one unit.
#[derive(Clone, Debug)]
pub(super) struct Passage<'a> {
    /// Its first byte, with the indent if it begins a line.
    pub(super) start: usize,
    /// One past its last byte, with trailing white space if it ends a line.
    pub(super) end: usize,
    /// The first byte of its text.
    pub(super) text_start: usize,
    /// Its text without indents, trailing white space and line ends.
    pub(super) text: Text<'a>,
    /// The number of characters of its text.
    pub(super) length: usize,
    /// The number of columns of white space before it.
    pub(super) indent: usize,
    /// The number of blank lines before it.
    pub(super) blank_before: usize,
    /// Its first line, from 0.
    pub(super) line: usize,
    /// Its number of lines.
    pub(super) lines: usize,
}

/// A piece of the text with the claim about it, if any.
#[derive(Clone, Debug)]
pub(super) struct Unit<'a> {
    piece: Rc<Passage<'a>>,
    /// Its role.
    pub(super) role: Role,
    /// The rule that recognised it.
    pub(super) recognition: Option<Rc<Recognition>>,
    /// Its facts about the work.
    pub(super) facts: Option<Rc<Facts>>,
    /// Inlines other than plain text in it, in order.
    pub(super) marks: Vec<InlineMark>,
}

impl<'a> Deref for Unit<'a> {
    type Target = Passage<'a>;

    fn deref(&self) -> &Passage<'a> {
        &self.piece
    }
}

impl<'a> From<Passage<'a>> for Unit<'a> {
    fn from(piece: Passage<'a>) -> Self {
        let piece = Rc::new(piece);
        Self { piece, role: Role::Body, recognition: None, facts: None, marks: Vec::new() }
    }
}

/// A range of a unit that is more than plain text.
#[derive(Clone, Debug)]
pub(super) struct InlineMark {
    /// Its first byte in the source.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// An inline without content, which receives the range as content; or a gap of this kind if it
    /// is a [`Gap`].
    pub(super) inline: Inline,
}

impl InlineMark {
    /// A delimiter that the reader consumed.
    pub(super) fn delimiter(start: usize, end: usize) -> Self {
        let gap = Gap { kind: GapKind::Delimiter, text: String::new(), span: None };
        Self { start, end, inline: Inline::Gap(gap) }
    }

    /// Residue within the unit, an escape sequence or a page number, which its text leaves out.
    pub(super) fn residue(kind: &str, start: usize, end: usize) -> Self {
        let kind = kind.to_owned();
        let residue = InlineResidue { kind, ..InlineResidue::default() };
        Self { start, end, inline: Inline::Residue(Box::new(residue)) }
    }

    /// Whether the unit's text leaves it out.
    fn is_left_out(&self) -> bool {
        matches!(&self.inline, Inline::Residue(_))
    }

    /// Its kind of residue, if it is residue.
    pub(super) fn residue_kind(&self) -> Option<&str> {
        match &self.inline {
            Inline::Residue(residue) => Some(&residue.kind),
            _ => None,
        }
    }
}

impl<'a> Unit<'a> {
    /// The unit of the lines from index `first` to index `last`, except for page furniture.
    pub(super) fn of_lines(
        lines: &[SourceLine<'a>],
        first: usize,
        last: usize,
        pages: &[Furniture],
    ) -> Self {
        let (head, tail) = (lines[first], lines[last]);
        let within = |at: usize| pages.partition_point(|(line, _)| *line < at);
        let pages = pages.get(within(first)..within(last)).unwrap_or_default();
        let left_out = |at: usize| pages.iter().any(|(line, _)| *line == at);
        let joined = if first == last {
            Cow::Borrowed(head.content)
        } else {
            let own = (first..=last).filter(|at| !left_out(*at));
            Cow::Owned(join(own.map(|at| lines[at])))
        };
        let marks = pages.iter().map(|(at, kind)| {
            let line = lines[*at];
            InlineMark::residue(kind, line.text_start(), line.text_start() + line.content.len())
        });
        let blank_before = lines[..first].iter().rev().take_while(|line| line.is_blank());
        let piece = Passage {
            start: head.start,
            end: tail.end(),
            text_start: head.text_start(),
            length: joined.chars().count(),
            text: Text::new(joined),
            indent: script::columns(head.indent),
            blank_before: blank_before.count(),
            line: first,
            lines: last - first + 1,
        };
        Self { marks: marks.collect(), ..piece.into() }
    }

    /// Its piece of text, which outlives the claims about it.
    pub(super) fn piece(&self) -> Rc<Passage<'a>> {
        Rc::clone(&self.piece)
    }

    /// Extends it to the end of the next unit; `between` separates their texts.
    pub(super) fn join(&mut self, next: &Self, between: &str) {
        self.piece = Rc::new(Passage {
            end: next.end,
            lines: next.line + next.lines - self.line,
            ..self.with_text(format!("{}{between}{}", &*self.text, &*next.text))
        });
    }

    /// Its piece with another text.
    fn with_text(&self, text: impl Into<Cow<'a, str>>) -> Passage<'a> {
        let text = Text::new(text);
        Passage { length: text.chars().count(), text, ..*self.piece }
    }

    /// A break without signs directly before it: it has no character.
    pub(super) fn break_before(&self) -> Self {
        let piece =
            Passage { end: self.start, text_start: self.start, lines: 0, ..self.with_text("") };
        piece.into()
    }

    /// Its text for comparison.
    pub(super) fn whole_text(&self) -> &str {
        self.whole().folded()
    }

    /// Its whole text.
    pub(super) fn whole(&self) -> Placed<'_> {
        self.text.whole()
    }

    /// The range of a piece of its text in the source.
    pub(super) fn place(&self, source: &str, piece: Placed<'_>) -> Range<usize> {
        let Range { start, end } = piece.range();
        let [start, end] = self.locate(source, [start, end]);
        start..end
    }

    /// Makes a piece of its text a consumed delimiter, if it is not empty.
    pub(super) fn delimit(&mut self, source: &str, piece: Range<usize>) {
        if !piece.is_empty() {
            let [start, end] = self.locate(source, [piece.start, piece.end]);
            self.marks.push(InlineMark::delimiter(start, end));
        }
    }

    /// Marks pieces of its text, in ascending order, as residue of a kind. Returns false, without a
    /// change, if nothing else would remain.
    pub(super) fn set_aside(
        &mut self,
        source: &str,
        kind: &str,
        pieces: &[Range<usize>],
    ) -> bool {
        let (mut left, mut marks) = (String::new(), Vec::new());
        {
            let mut rest = self.whole();
            for piece in pieces {
                let piece = self.whole().at(piece.clone());
                left.push_str(&rest.before(piece));
                rest = rest.after(piece);
                let place = self.place(source, piece);
                marks.push(InlineMark::residue(kind, place.start, place.end));
            }
            left.push_str(&rest);
        }
        if left.trim().is_empty() {
            return false;
        }
        self.marks.extend(marks);
        self.marks.sort_by_key(|mark| mark.start);
        self.piece = Rc::new(self.with_text(left));
        true
    }

    /// The offsets in the source of offsets in its text, in ascending order.
    fn locate<const N: usize>(&self, source: &str, offsets: [usize; N]) -> [usize; N] {
        if self.lines == 1 && self.marks.is_empty() {
            return offsets.map(|at| self.text_start + at);
        }
        // Not in the text are the line ends of wrapped lines with the white space around them
        // (where it may have a space), and escape sequences.
        let padding = |c: char| script::is_space(c) || matches!(c, '\n' | '\r' | '\u{C}');
        let mut places = [self.end; N];
        let mut place = self.text_start;
        let mut next = 0;
        let mut left_out = self.marks.iter().filter(|mark| mark.is_left_out()).peekable();
        for (at, c) in self.text.char_indices() {
            let mut broken = false;
            loop {
                let before = place;
                while let Some(mark) = left_out.next_if(|mark| mark.start <= place) {
                    place = mark.end;
                }
                let rest = source.get(place..self.end).unwrap_or_default();
                if rest.trim_start_matches(script::is_space).starts_with(['\n', '\r']) {
                    place = self.end - rest.trim_start_matches(padding).len();
                    broken = true;
                }
                if place == before {
                    break;
                }
            }
            if broken && c == ' ' {
                continue;
            }
            while next < N && offsets[next] <= at {
                places[next] = place;
                next += 1;
            }
            place += c.len_utf8();
        }
        places[next..].iter_mut().for_each(|end| *end = place);
        places
    }

    /// Splits it before a piece of its text; white space there stays at the end of the first part.
    /// `None` for units of several lines or with marks, and if a part would be empty.
    pub(super) fn split(&self, tail: Placed<'_>) -> Option<(Self, Self)> {
        if self.lines > 1 || !self.marks.is_empty() {
            return None;
        }
        let (before, after) = self.text.parted(tail)?;
        let (head, tail) = (
            before.trim_end_matches(script::is_space),
            after.trim_start_matches(script::is_space),
        );
        let cut = self.text_start + before.len() + (after.len() - tail.len());
        if head.is_empty() || tail.is_empty() {
            return None;
        }
        let first = Passage { end: cut, ..self.with_text(head) };
        let second = Passage {
            start: cut,
            text_start: cut,
            blank_before: 0,
            indent: 0,
            ..self.with_text(tail)
        };
        let part = |piece| Self { piece: Rc::new(piece), ..self.clone() };
        Some((part(first), part(second)))
    }

    /// Splits it before an offset of the source, as [`Unit::split`].
    pub(super) fn split_at(&self, place: usize) -> Option<(Self, Self)> {
        let at = place.checked_sub(self.text_start)?;
        if !self.text.is_char_boundary(at) {
            return None;
        }
        self.split(self.whole().at(at..usize::MAX))
    }

    /// Its range in the source.
    pub(super) fn span(&self) -> Span {
        Span::new(0, self.start, self.end)
    }

    /// Sets its role, with the rule.
    pub(super) fn set(&mut self, role: Role, rule: &str, confidence: u8) {
        self.role = role;
        self.recognition = Some(Rc::new(Recognition::new(rule, confidence)));
    }

    /// Claims a role for it, with the rule.
    pub(super) fn claim(&self, role: Role, rule: &str, confidence: u8) -> Claim<'a> {
        let mut unit = self.clone();
        unit.set(role, rule, confidence);
        Claim::of(unit)
    }

    /// Whether a draft of it is unchanged.
    pub(super) fn is_same(&self, draft: &Self) -> bool {
        let same = |one: &Option<Rc<_>>, other: &Option<Rc<_>>| match (one, other) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        Rc::ptr_eq(&self.piece, &draft.piece)
            && same(&self.recognition, &draft.recognition)
            && self.marks.len() == draft.marks.len()
    }

    /// Whether it is unclaimed.
    pub(super) fn is_body(&self) -> bool {
        matches!(self.role, Role::Body)
    }

    /// Whether it is a paragraph, unless a later pass claims it.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.role, Role::Body | Role::Paragraph)
    }

    /// Whether it ends as a sentence does, including closing marks and note marks after the end.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }
}

/// Replaces each unit that `split` divides by its two parts; `split` sees the next unit, too.
pub(super) fn split_each<'a>(
    units: &mut Vec<Unit<'a>>,
    mut split: impl FnMut(&Unit<'a>, Option<&Unit<'a>>) -> Option<[Unit<'a>; 2]>,
) {
    let mut rest = std::mem::take(units).into_iter().peekable();
    while let Some(unit) = rest.next() {
        match split(&unit, rest.peek()) {
            Some(parts) => units.extend(parts),
            None => units.push(unit),
        }
    }
}

/// Whether a text ends as a sentence does: a final mark, or one before closing marks.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare =
        text.trim_end_matches(|c: char| punctuation::is_closing(c) || script::is_space(c));
    match bare.chars().next_back() {
        Some('.') => bare.chars().rev().nth(1).is_some_and(|c| !c.is_ascii_digit()),
        Some(c) => punctuation::is_sentence_final(c) || matches!(c, '；' | ';'),
        None => false,
    }
}

/// The text of wrapped lines, joined as it is read.
fn join<'a>(lines: impl Iterator<Item = SourceLine<'a>>) -> String {
    let mut out = String::new();
    for line in lines.filter(|line| !line.is_blank()) {
        if joins_with_space(&out, line.content) {
            out.push(' ');
        }
        out.push_str(line.content);
    }
    out
}

/// Whether a line end between these texts is read as a space: between Latin words, but not
/// after a hyphen or slash, and never beside Han or CJK marks.
pub(in crate::input) fn joins_with_space(before: &str, after: &str) -> bool {
    match (before.chars().next_back(), after.chars().next()) {
        (Some('-' | '/' | '‐' | '(' | '[' | '\u{AD}'), _) => false,
        (Some(a), Some(b)) => !script::is_cjk(a) && !script::is_cjk(b),
        _ => false,
    }
}
