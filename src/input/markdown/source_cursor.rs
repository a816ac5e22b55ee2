//! A cursor over the source: each character is consumed once, as text or as a gap.
//!
//! The parser reports where constructs begin and end; the syntax consumed in between (marks,
//! prefixes of quotations, line ends) becomes gaps. Its places are hints: a text is searched near
//! its place, and one that differs from the source (an entity, an expanded tab) is kept without a
//! place.

use comrak::nodes::{LineColumn, Sourcepos};

use crate::model::{Gap, GapKind, Inline, Span, Text};

/// The search distance for a text that is not at its place.
const SEARCH: usize = 4096;

/// A source being read, and how much of it is consumed.
pub(super) struct SourceCursor<'a> {
    pub(super) text: &'a str,
    /// The start of each line of the parsed part.
    lines: Vec<usize>,
    /// Everything before this is consumed.
    pub(super) at: usize,
}

impl<'a> SourceCursor<'a> {
    /// The parser gets the text after `start` of `parsed`, which has its own line ends.
    pub(super) fn new(text: &'a str, parsed: &str, start: usize) -> Self {
        let bytes = parsed.as_bytes();
        let ends = (start..bytes.len()).filter(|at| {
            bytes[*at] == b'\n' || (bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
        });
        let lines = std::iter::once(start).chain(ends.map(|at| at + 1)).collect();
        Self { text, lines, at: 0 }
    }

    /// The offset of a place reported by the parser.
    fn offset(&self, place: LineColumn) -> usize {
        let Some(start) = self.lines.get(place.line.saturating_sub(1)) else {
            return self.text.len();
        };
        self.boundary(start + place.column.saturating_sub(1))
    }

    /// The first byte of a construct.
    pub(super) fn start(&self, place: Sourcepos) -> usize {
        self.offset(place.start)
    }

    /// One past the last byte of a construct.
    pub(super) fn end(&self, place: Sourcepos) -> usize {
        let last = LineColumn { column: place.end.column + 1, ..place.end };
        self.offset(last)
    }

    fn boundary(&self, mut at: usize) -> usize {
        at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    /// Consumes everything before `to` as gaps.
    pub(super) fn gaps(&mut self, to: usize) -> Vec<Gap> {
        let (start, end) = (self.at, to.max(self.at));
        self.at = end;
        gaps(&self.text[start..end], start)
    }

    /// Consumes everything before `to` as gaps of a line.
    pub(super) fn inline_gaps(&mut self, to: usize, out: &mut Vec<Inline>) {
        out.extend(self.gaps(to).into_iter().map(Inline::Gap));
    }

    /// Consumes everything before `to` as text.
    pub(super) fn take(&mut self, to: usize) -> Text {
        let (start, end) = (self.at, to.max(self.at));
        self.at = end;
        Text { text: self.text[start..end].to_owned(), span: Some(Span::new(0, start, end)) }
    }

    /// Consumes a text that should be at `hint` and end before `end`: what is before it as gaps,
    /// escapes in it as gaps.
    pub(super) fn place(&mut self, value: &str, hint: usize, end: usize) -> Vec<Inline> {
        let mut out = Vec::new();
        let hint = self.boundary(hint.max(self.at));
        let found = self.align(value, hint).map(|aligned| (hint, aligned)).or_else(|| {
            let window = self.boundary(self.at + SEARCH);
            let at = self.at + self.text[self.at..window].find(value)?;
            Some((at, self.align(value, at)?))
        });
        match found {
            Some((start, (mut inlines, end))) => {
                self.inline_gaps(start, &mut out);
                out.append(&mut inlines);
                self.at = end;
            }
            None => {
                self.inline_gaps(hint, &mut out);
                out.push(Inline::Text(Text { text: value.to_owned(), span: None }));
                self.at = self.boundary(end.max(self.at));
            }
        }
        out
    }

    /// The inlines of `value` if it matches at `start`, and where it ends.
    fn align(&self, value: &str, start: usize) -> Option<(Vec<Inline>, usize)> {
        let mut out = Vec::new();
        let (mut run, mut at) = (start, start);
        let mut wanted = value;
        while let Some(c) = wanted.chars().next() {
            let rest = self.text.get(at..)?;
            let entity = entity_length(rest).filter(|it| !wanted.starts_with(&rest[..*it]));
            if let Some(length) = entity {
                let characters = entity_characters(rest, length, wanted)?;
                self.push(run, at, &mut out);
                let text = wanted[..characters].to_owned();
                out.push(Inline::Text(Text { text, span: None }));
                wanted = &wanted[characters..];
                at += length;
                run = at;
            } else if rest.starts_with(c) {
                at += c.len_utf8();
                wanted = &wanted[c.len_utf8()..];
            } else if c == ' ' && rest.starts_with(['\n', '\r']) {
                // A line end in a code span is a space (CommonMark 6.1); the prefix of quotations
                // and lists before the next line does not belong to it.
                let length = if rest.starts_with("\r\n") { 2 } else { 1 };
                wanted = &wanted[1..];
                self.push(run, at, &mut out);
                let span = Span::new(0, at, at + length);
                out.push(Inline::gap(GapKind::LineEndAsSpace, &rest[..length], span));
                at += length;
                let next = &rest[length..];
                let marks = [' ', '\t', '>'];
                let line =
                    next.trim_start_matches(|c| marks.contains(&c) && !wanted.starts_with(c));
                let prefix = &next[..next.len() - line.len()];
                out.extend(gaps(prefix, at).into_iter().map(Inline::Gap));
                at += prefix.len();
                run = at;
            } else if rest.starts_with('\\') && rest[1..].starts_with(c) {
                self.push(run, at, &mut out);
                out.extend(gaps("\\", at).into_iter().map(Inline::Gap));
                at += 1;
                run = at;
            } else {
                return None;
            }
        }
        self.push(run, at, &mut out);
        Some((out, at))
    }

    fn push(&self, start: usize, end: usize, out: &mut Vec<Inline>) {
        if start < end {
            out.push(Inline::text_at(&self.text[start..end], Span::new(0, start, end)));
        }
    }
}

/// The length of text in the form of an entity (CommonMark §2.5).
fn entity_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(33).position(|byte| byte == b';')?;
    let name = &inner.get(..end)?;
    let name = name.strip_prefix('#').unwrap_or(name);
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then_some(end + 2)
}

/// How many bytes of `wanted` the entity at the start of `rest` represents: one or two characters,
/// so that the rest matches.
fn entity_characters(rest: &str, length: usize, wanted: &str) -> Option<usize> {
    let after = rest[length..].chars().next();
    let mut ends = wanted.char_indices().skip(1).map(|(at, _)| at).chain([wanted.len()]);
    let fits = |end: &usize| {
        let next = wanted[*end..].chars().next();
        next.is_none() || next == after || after.is_some_and(|c| c == '&' || c == '\\')
    };
    ends.by_ref().take(2).find(fits)
}

/// Syntax characters, split by kind.
pub(super) fn gaps(text: &str, start: usize) -> Vec<Gap> {
    let mut out: Vec<Gap> = Vec::new();
    let mut push = |kind: GapKind, from: usize, to: usize| {
        if from == to {
            return;
        }
        let span = Span::new(0, start + from, start + to);
        match out.last_mut() {
            Some(last) if last.kind == kind && kind == GapKind::LineEnd => {
                last.text.push_str(&text[from..to]);
                last.span = last.span.map(|it| Span { end: span.end, ..it });
            }
            _ => out.push(Gap { kind, text: text[from..to].to_owned(), span: Some(span) }),
        }
    };
    let mut at = 0;
    let mut line_begins = start == 0;
    while at < text.len() {
        let rest = &text[at..];
        let line = rest.find(['\n', '\r', '\x0C']).unwrap_or(rest.len());
        let content = rest[..line].trim();
        if content.is_empty() {
            let whole = line_begins && line < rest.len();
            push(if whole { GapKind::Blank } else { GapKind::Space }, at, at + line);
        } else {
            let lead = line - rest[..line].trim_start().len();
            push(GapKind::Space, at, at + lead);
            push(GapKind::Delimiter, at + lead, at + lead + content.len());
            push(GapKind::Space, at + lead + content.len(), at + line);
        }
        at += line;
        let ending = match text.as_bytes().get(at) {
            Some(b'\r') if text.as_bytes().get(at + 1) == Some(&b'\n') => 2,
            Some(_) => 1,
            None => 0,
        };
        let feeds = text.as_bytes().get(at) == Some(&b'\x0C');
        push(if feeds { GapKind::FormFeed } else { GapKind::LineEnd }, at, at + ending);
        line_begins = !feeds;
        at += ending;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(GapKind, String)> {
        gaps(text, 1).into_iter().map(|gap| (gap.kind, gap.text)).collect()
    }

    #[test]
    fn gaps_are_cut_by_their_kinds() {
        use GapKind::{Blank, Delimiter, LineEnd, Space};
        assert_eq!(
            shown(" \n\n  \n> - "),
            [
                (Space, " ".to_owned()),
                (LineEnd, "\n\n".to_owned()),
                (Blank, "  ".to_owned()),
                (LineEnd, "\n".to_owned()),
                (Delimiter, "> -".to_owned()),
                (Space, " ".to_owned()),
            ]
        );
    }

    #[test]
    fn texts_are_found_through_escapes_and_entities() {
        let source = "a\\*b &amp;c";
        let mut cover = SourceCursor::new(source, source, 0);
        let found = cover.place("a*b &c", 0, source.len());
        let joined: String = found
            .iter()
            .map(|inline| match inline {
                Inline::Text(text) => text.text.as_str(),
                Inline::Gap(_) => "|",
                _ => "?",
            })
            .collect();
        assert_eq!(joined, "a|*b &c");
        assert_eq!(cover.at, source.len());
    }
}
