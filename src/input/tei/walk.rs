//! The common parts of the walk: text and places, attributes, gaps.

use std::collections::{BTreeMap, BTreeSet};

use super::header::Declared;
use super::tree::{Node, Tag};
use crate::model::{Alignment, Attr, Block, Gap, GapKind, Inline, RawBytes, Span, Text};
use crate::text::script::{is_hangul, is_space};

/// A walk through the `text` element.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) declared: Declared,
    /// Whether the source can be restored from the text: white space is significant, `lb` is a line
    /// end.
    pub(super) lossless: bool,
    /// Whether paiban wrote the file: its declarations are read, not carried over.
    pub(super) archived: bool,
    /// The ids of the persons in the metadata.
    pub(super) agents: BTreeSet<String>,
    /// Whether `lb` is a visible line end, not one of an edition.
    pub(super) lb_breaks: bool,
    /// The default kind of an `lb`.
    pub(super) newline: String,
    /// Bytes of the source's text so far.
    pub(super) offset: usize,
    /// Undecodable bytes.
    pub(super) raw: Vec<RawBytes>,
    /// Unsupported elements: count, and first place.
    pub(super) unknown: BTreeMap<String, (usize, Span)>,
    /// Characters without a written form, with their places.
    pub(super) unwritten: Vec<(String, Span)>,
    /// Other files that are parts of this one, with their places.
    pub(super) included: Vec<(String, Span)>,
    /// Whether the walk is in front matter.
    pub(super) front: bool,
    /// Whether the division has blocks already, so that a byline closes it.
    pub(super) begun: bool,
    /// Whether the walk is in a note.
    pub(super) in_note: bool,
    /// Whether the next line began with a label.
    pub(super) labelled: bool,
}

/// Whether a text is XML formatting: white space with a line feed in it.
pub(super) fn is_layout(text: &str) -> bool {
    text.contains('\n') && is_white(text)
}

/// Whether a text is only XML white space.
pub(super) fn is_white(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'))
}

impl Walk {
    /// The place of the next text.
    fn place(&mut self, text: &str) -> Option<Span> {
        if !self.lossless {
            return None;
        }
        let start = self.offset;
        self.offset += text.len();
        Some(Span::new(0, start, self.offset))
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) -> Inline {
        let span = self.place(text);
        Inline::Text(Text { text: text.to_owned(), span })
    }

    /// A gap.
    pub(super) fn gap(&mut self, kind: GapKind, text: &str) -> Gap {
        let span = self.place(text);
        Gap { kind, text: text.to_owned(), span }
    }

    /// The character of a `g` with bytes.
    pub(super) fn raw(&mut self, bytes: &str, shown: &str) -> Inline {
        let offset = u32::try_from(self.offset).unwrap_or(u32::MAX);
        let forbidden = shown.is_empty().then(|| forbidden(bytes)).flatten();
        match forbidden {
            Some(c) => self.text(c.encode_utf8(&mut [0; 4])),
            None => {
                self.raw.push(RawBytes { offset, bytes: bytes.to_owned() });
                self.text(if shown.is_empty() { "\u{FFFD}" } else { shown })
            }
        }
    }

    /// The newline that an `lb` represents.
    pub(super) fn newline_of(&self, tag: &Tag) -> &'static str {
        match tag.get("type").unwrap_or(&self.newline) {
            "CRLF" => "\r\n",
            "CR" => "\r",
            _ => "\n",
        }
    }

    /// Removes a key and returns its value.
    pub(super) fn take_key(attr: &mut Attr, name: &str) -> Option<String> {
        let at = attr.keys.iter().position(|(key, _)| key == name)?;
        Some(attr.keys.remove(at).1)
    }

    /// The inlines of a block. White space at the edges of its lines is padding, as in plain text,
    /// except after the block's label.
    pub(super) fn lines(&mut self, nodes: &[Node]) -> Vec<Inline> {
        let begins = !std::mem::take(&mut self.labelled);
        let inlines = self.inlines(nodes);
        if self.lossless { padded(inlines, begins, true) } else { inlines }
    }

    /// The inlines of a label at the beginning of a block's first line.
    pub(super) fn marker(&mut self, nodes: &[Node]) -> Vec<Inline> {
        let inlines = self.inlines(nodes);
        self.labelled = !inlines.is_empty();
        if self.lossless { padded(inlines, true, false) } else { inlines }
    }

    /// The range read since `start`.
    pub(super) fn since(&self, start: usize) -> Option<Span> {
        (self.lossless && self.offset > start).then(|| Span::new(0, start, self.offset))
    }

    /// Counts an unsupported element.
    pub(super) fn note_unknown(&mut self, tag: &Tag) {
        let (count, _) = self.unknown.entry(tag.name.clone()).or_insert((0, tag.span()));
        *count += 1;
    }
}

/// Separates the white space at the edges of lines from the text.
fn padded(inlines: Vec<Inline>, begins: bool, closes: bool) -> Vec<Inline> {
    let breaks = |inline: Option<&Inline>| matches!(inline, Some(Inline::Gap(gap)) if gap.text.ends_with(['\n', '\r', '\u{C}']));
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    let mut rest = inlines.into_iter().peekable();
    let mut first = true;
    while let Some(inline) = rest.next() {
        let starts = if std::mem::take(&mut first) { begins } else { breaks(out.last()) };
        let ends = if rest.peek().is_none() { closes } else { breaks(rest.peek()) };
        let Inline::Text(text) = inline else {
            out.push(inline);
            continue;
        };
        let whole = text.text.as_str();
        let kept = if starts { whole.trim_start_matches(is_space) } else { whole };
        let start = whole.len() - kept.len();
        let kept = if ends { kept.trim_end_matches(is_space) } else { kept };
        let end = start + kept.len();
        let span = |range: &std::ops::Range<usize>| {
            let from = text.span.map(|span| span.start as usize)?;
            Some(Span::new(0, from + range.start, from + range.end))
        };
        for (range, padding) in
            [(0..start, true), (start..end, false), (end..whole.len(), true)]
        {
            if range.is_empty() {
                continue;
            }
            let (text, span) = (whole[range.clone()].to_owned(), span(&range));
            out.push(match padding {
                true => Inline::Gap(Gap { kind: GapKind::Space, text, span }),
                false => Inline::Text(Text { text, span }),
            });
        }
    }
    out
}

/// The pointers of an attribute.
pub(super) fn pointers<'t>(tag: &'t Tag, name: &str) -> impl Iterator<Item = &'t str> {
    tag.get(name).unwrap_or_default().split_ascii_whitespace()
}

/// The alignment of an element, in the form of our archives.
pub(super) fn alignment(tag: &Tag) -> Option<Alignment> {
    pointers(tag, "rendition")
        .find_map(|pointer| pointer.strip_prefix("#align-").and_then(Alignment::by_name))
}

/// A character that XML forbids, from its bytes in UTF-8, UTF-16 or a form with ASCII.
fn forbidden(bytes: &str) -> Option<char> {
    match bytes {
        "EFBFBE" | "FEFF" | "FFFE" => Some('\u{FFFE}'),
        "EFBFBF" | "FFFF" => Some('\u{FFFF}'),
        _ => {
            let digits = bytes.trim_start_matches("00");
            let digits = digits.strip_suffix("00").unwrap_or(digits);
            let digits = if digits.is_empty() { "0" } else { digits };
            u32::from_str_radix(digits, 16).ok().filter(|n| *n < 0x20).and_then(char::from_u32)
        }
    }
}

/// Adds a gap, joined with an adjacent one of the same kind.
pub(super) fn push_gap(blocks: &mut Vec<Block>, gap: Gap) {
    if let Some(Block::Gap(last)) = blocks.last_mut()
        && last.kind == gap.kind
        && gap.kind == GapKind::LineEnd
    {
        last.text.push_str(&gap.text);
        if let (Some(a), Some(b)) = (&mut last.span, gap.span) {
            a.end = b.end;
        }
        return;
    }
    blocks.push(Block::Gap(gap));
}

/// Adds an inline, joined with an adjacent text or line end.
pub(super) fn push_inline(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), &inline) {
        (Some(Inline::Text(last)), Inline::Text(text)) => {
            last.text.push_str(&text.text);
            if let (Some(a), Some(b)) = (&mut last.span, text.span) {
                a.end = b.end;
            }
        }
        (Some(Inline::Gap(last)), Inline::Gap(gap))
            if last.kind == gap.kind
                && matches!(gap.kind, GapKind::LineEnd | GapKind::LineEndAsSpace) =>
        {
            last.text.push_str(&gap.text);
            if let (Some(a), Some(b)) = (&mut last.span, gap.span) {
                a.end = b.end;
            }
        }
        _ => inlines.push(inline),
    }
}

/// Text of other editions: line feeds and indents of the XML are white space, which is dropped
/// beside Chinese and Japanese characters. Korean has spaces between words.
pub(super) fn collapse(text: &str, before: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !matches!(c, ' ' | '\t' | '\r' | '\n') {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let run = &rest[..rest.len() - trimmed.len()];
        let left = out.chars().next_back().or(before);
        let right = trimmed.chars().next();
        let wide = |c: Option<char>| c.is_some_and(is_unspaced);
        let joins = run.contains('\n') && (wide(left) || wide(right));
        if !joins && left != Some(' ') {
            out.push(' ');
        }
        rest = trimmed;
    }
    out
}

/// Whether a character's script has no spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    u32::from(c) >= 0x2E80 && !is_hangul(c)
}

/// The nodes except formatting.
pub(super) fn counts(node: &Node) -> bool {
    match node {
        Node::Tag(_) => true,
        Node::Text(text) => !is_layout(text.look()),
    }
}
