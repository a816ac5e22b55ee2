//! The lines of a text, and the units that they make: a unit is a run of lines that are one
//! paragraph, heading or the like. All later passes work on units.

use std::borrow::Cow;

use crate::model::{Gap, GapKind, Inline, Recognition, Span};
use crate::text::script;

use super::role::Role;

/// One line of the source; all places are bytes of the decoded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its first byte.
    pub(super) start: usize,
    /// One past its last byte, line end not included.
    pub(super) end: usize,
    /// Its first byte that is not white space; `end` if there is none.
    pub(super) text_start: usize,
    /// One past its last byte that is not white space; `text_start` if there is none.
    pub(super) text_end: usize,
}

impl Line {
    /// Whether it holds nothing but white space.
    pub(super) fn is_blank(self) -> bool {
        self.text_start == self.text_end
    }
}

/// Splits at LF, CRLF and CR; nothing else ends a line. A final line end begins no line.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let end = bytes[start..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(bytes.len(), |at| start + at);
        let line = &text[start..end];
        let padding = |c: char| script::is_space(c) || c == '\u{C}';
        let text_start = end - line.trim_start_matches(padding).len();
        let text_end = (start + line.trim_end_matches(padding).len()).max(text_start);
        lines.push(Line { start, end, text_start, text_end });
        start = end + usize::from(bytes[end..].starts_with(b"\r\n")) + 1;
    }
    lines
}

/// A run of lines, or a part of a line, that is one thing.
#[derive(Clone, Debug)]
pub(super) struct Unit<'a> {
    /// Its first byte, indent included where it begins a line.
    pub(super) start: usize,
    /// One past its last byte, trailing white space included where it ends a line.
    pub(super) end: usize,
    /// The first byte of its text.
    text_start: usize,
    /// Its text without indents, trailing white space and line ends.
    pub(super) text: Cow<'a, str>,
    /// Characters of its text.
    pub(super) length: usize,
    /// Columns of white space before it.
    pub(super) indent: usize,
    /// Blank lines before it.
    pub(super) blank_before: usize,
    /// Its first line, from 0.
    pub(super) line: usize,
    /// How many lines it takes.
    pub(super) lines: usize,
    /// What it is.
    pub(super) role: Role,
    /// How that was found out.
    pub(super) recognition: Option<Recognition>,
    /// Inlines other than plain text in it, in order.
    pub(super) marks: Vec<Mark>,
}

/// A stretch of a unit that is more than plain text.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Its first byte in the source.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// An inline without content, which the stretch becomes the content of; a gap of this kind
    /// where it is a [`Gap`].
    pub(super) inline: Inline,
}

impl Mark {
    /// A delimiter that the reader consumed.
    pub(super) fn delimiter(start: usize, end: usize) -> Self {
        let gap = Gap { kind: GapKind::Delimiter, text: String::new(), span: None };
        Self { start, end, inline: Inline::Gap(gap) }
    }

    /// Whether it is an escape sequence, which the unit's text leaves out.
    fn is_escape(&self) -> bool {
        matches!(&self.inline, Inline::Residue(_))
    }
}

impl<'a> Unit<'a> {
    /// The unit of these lines, of which the last is `last`.
    pub(super) fn of_lines(text: &'a str, lines: &[Line], first: usize, last: usize) -> Self {
        let (head, tail) = (lines[first], lines[last]);
        let joined = if first == last {
            Cow::Borrowed(&text[head.text_start..head.text_end])
        } else {
            Cow::Owned(join(text, &lines[first..=last]))
        };
        let blank_before = lines[..first].iter().rev().take_while(|line| line.is_blank());
        Self {
            start: head.start,
            end: tail.end,
            text_start: head.text_start,
            length: joined.chars().count(),
            text: joined,
            indent: script::columns(&text[head.start..head.text_start]),
            blank_before: blank_before.count(),
            line: first,
            lines: last - first + 1,
            role: Role::Body,
            recognition: None,
            marks: Vec::new(),
        }
    }

    /// Where its text begins in the source.
    pub(super) fn text_start(&self) -> usize {
        self.text_start
    }

    /// The places in the source of bytes of its text, in ascending order.
    pub(super) fn locate<const N: usize>(
        &self,
        source: &str,
        wanted: [usize; N],
    ) -> [usize; N] {
        if self.lines == 1 && self.marks.is_empty() {
            return wanted.map(|at| self.text_start + at);
        }
        // Not in the text are the line ends of wrapped lines with the white space around them
        // (where it may have a space), and escape sequences.
        let padding = |c: char| script::is_space(c) || matches!(c, '\n' | '\r' | '\u{C}');
        let mut places = [self.end; N];
        let mut place = self.text_start;
        let mut next = 0;
        let mut escapes = self.marks.iter().filter(|mark| mark.is_escape()).peekable();
        for (at, c) in self.text.char_indices() {
            while let Some(escape) = escapes.next_if(|escape| escape.start <= place) {
                place = escape.end;
            }
            let rest = &source[place..self.end];
            if rest.trim_start_matches(script::is_space).starts_with(['\n', '\r']) {
                place = self.end - rest.trim_start_matches(padding).len();
                if c == ' ' {
                    continue;
                }
            }
            while next < N && wanted[next] <= at {
                places[next] = place;
                next += 1;
            }
            place += c.len_utf8();
        }
        places[next..].iter_mut().for_each(|end| *end = place);
        places
    }

    /// Splits it before a byte of its text; white space there stays at the end of the first.
    /// None for units of several
    /// lines or with marks, and where a part would be empty.
    pub(super) fn split(&self, source: &'a str, at: usize) -> Option<(Self, Self)> {
        if self.lines > 1 || !self.marks.is_empty() || !self.text.is_char_boundary(at) {
            return None;
        }
        let text_start = self.text_start;
        let (cut, text_end) = (text_start + at, text_start + self.text.len());
        let head = source[text_start..cut].trim_end_matches(script::is_space);
        let rest = &source[cut..text_end];
        let indent = rest.len() - rest.trim_start_matches(script::is_space).len();
        let cut = cut + indent;
        let tail = &source[cut..text_end];
        if head.is_empty() || tail.is_empty() {
            return None;
        }
        let part = |start, end, text_start, text: &'a str| Self {
            start,
            end,
            text_start,
            text: Cow::Borrowed(text),
            length: text.chars().count(),
            marks: Vec::new(),
            ..self.clone()
        };
        let first = part(self.start, cut, text_start, head);
        let second = Self { blank_before: 0, indent: 0, ..part(cut, self.end, cut, tail) };
        Some((first, second))
    }

    /// Where it stands in the source.
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Gives it a role, by a rule.
    pub(super) fn set(&mut self, role: Role, rule: &str, confidence: u8) {
        self.role = role;
        self.recognition = Some(Recognition::new(rule, confidence));
    }

    /// Whether nothing has claimed it yet.
    pub(super) fn is_body(&self) -> bool {
        matches!(self.role, Role::Body)
    }

    /// Whether it is a paragraph, unless a later pass claims it.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.role, Role::Body | Role::Paragraph)
    }

    /// Whether it ends as a sentence does, closing marks and note marks after it included.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }
}

/// Replaces each unit that `split` parts by its two parts; it sees the next unit too.
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
    let bare = text.trim_end_matches(|c: char| script::is_closing(c) || script::is_space(c));
    match bare.chars().next_back() {
        Some('.') => bare.chars().rev().nth(1).is_some_and(|c| !c.is_ascii_digit()),
        Some(c) => script::is_sentence_final(c) || matches!(c, '；' | ';'),
        None => false,
    }
}

/// The text of wrapped lines, joined as it is read.
fn join(text: &str, lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines.iter().filter(|line| !line.is_blank()) {
        let content = &text[line.text_start..line.text_end];
        if joins_with_space(&out, content) {
            out.push(' ');
        }
        out.push_str(content);
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
