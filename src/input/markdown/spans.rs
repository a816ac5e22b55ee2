//! Brackets and braces of our own: `[文字]{.dots}`, `{漢字|hàn zì}`, `^[注]`, and attributes
//! after links, images and code.
//!
//! Takes the items of one level, returns them with brackets and attributes converted to what the
//! attributes name (`classes`). Other brackets and braces are text.

use std::ops::Range;

use super::attributes::Attributes;
use super::classes;
use super::crossref;
use super::inlines::{PendingInline, PendingKind, as_gaps, inlines, merge, settle};
use super::pictures::{self, Address};
use super::wiki;
use crate::input::assets::Assets;
use crate::model::{
    Attr, Block, GapKind, Image, Inline, Link, Note, NoteKind, Paragraph, Reading, ReadingKind,
    Reference, ReferenceShows, Ruby, RubyPair, RubySide, Span, Text, plain_text,
};
use crate::text::address::decoded;
use crate::text::script;

/// Signs that may open or close a construct.
const SIGNS: [char; 4] = ['[', ']', '{', '@'];
/// The maximum length of ruby in braces, in bytes.
const LONGEST_RUBY: usize = 400;

/// A text that is being split.
#[derive(Clone)]
pub(super) struct PendingText {
    text: String,
    span: Option<Span>,
}

impl PendingText {
    /// A whole text.
    pub(super) fn of(text: Text) -> Self {
        Self { text: text.text, span: text.span }
    }

    /// Its bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Its bytes `from..to` as a text.
    pub(super) fn text(&self, from: usize, to: usize) -> Inline {
        Inline::Text(Text {
            text: self.text[from..to].to_owned(),
            span: self.span_of(from, to),
        })
    }

    /// Its bytes `from..to` as a gap; a text without a place leaves none.
    pub(super) fn gap(&self, from: usize, to: usize) -> Option<Inline> {
        let span = self.span_of(from, to).filter(|_| from < to)?;
        Some(Inline::gap(GapKind::Delimiter, &self.text[from..to], span))
    }

    fn span_of(&self, from: usize, to: usize) -> Option<Span> {
        let start = self.span?.start as usize;
        Some(Span::new(0, start + from, start + to))
    }
}

/// An open bracket: its position among the items, and whether a circumflex makes it a note or an
/// exclamation mark an image.
struct OpenBracket {
    index: usize,
    note: bool,
    image: bool,
    /// The depth of paiban's own inlines in it so far.
    depth: usize,
}

struct Resolver<'a> {
    out: Vec<PendingInline>,
    assets: &'a mut Assets,
    open: Vec<OpenBracket>,
    /// The maximum depth of paiban's own inlines.
    deepest: usize,
}

/// Resolves the brackets and braces of one level.
pub(super) fn resolve(
    items: Vec<PendingInline>,
    assets: &mut Assets,
    deepest: usize,
) -> Vec<PendingInline> {
    let mut resolver = Resolver { out: Vec::new(), assets, open: Vec::new(), deepest };
    for item in items {
        match item {
            PendingInline { inline: Inline::Text(text), kind: PendingKind::Plain, .. }
                if text.text.contains(SIGNS) =>
            {
                resolver.text(&PendingText { text: text.text, span: text.span });
            }
            other => {
                resolver.nests(other.depth);
                resolver.out.push(other);
            }
        }
    }
    resolver.out
}

impl Resolver<'_> {
    fn text(&mut self, piece: &PendingText) {
        let text = piece.text.as_str();
        let mut done = 0;
        while let Some(at) = text[done..].find(SIGNS).map(|at| done + at) {
            let to = at + 1;
            match text.as_bytes()[at] {
                b'[' => {
                    if let Some(found) = wiki::find(&text[at..]) {
                        done = self.wiki(piece, (done, at), &found);
                        continue;
                    }
                    let note = text[done..at].ends_with('^');
                    let image = text[done..at].ends_with('!');
                    let from = at - usize::from(note || image);
                    self.push(piece, done, from);
                    self.open.push(OpenBracket {
                        index: self.out.len(),
                        note,
                        image,
                        depth: 0,
                    });
                    self.push(piece, from, to);
                    done = to;
                }
                b'@' => done = self.reference(piece, done, at),
                b']' => {
                    self.push(piece, done, at);
                    done = self.close(piece, at);
                }
                _ => match crossref::command(text, at).filter(|it| at - it.before >= done) {
                    Some(it) => {
                        let range = at - it.before..at + it.argument;
                        let inner = range.start + it.tie..range.end;
                        let target = (it.name.to_owned(), it.shows);
                        done = self.refer(piece, done, (range, inner), target);
                    }
                    None => {
                        self.push(piece, done, at);
                        done = self.brace(piece, at);
                    }
                },
            }
        }
        self.push(piece, done, text.len());
    }

    /// A reference at this offset, `done` bytes of the text consumed; returns where the text
    /// continues.
    fn reference(&mut self, piece: &PendingText, done: usize, at: usize) -> usize {
        let text = piece.text.as_str();
        let before = text[..at].chars().next_back();
        let found = crossref::name(&text[at + 1..]);
        let Some((length, target, shows)) =
            found.filter(|_| !before.is_some_and(|c| c.is_ascii_alphanumeric()))
        else {
            self.push(piece, done, at + 1);
            return at + 1;
        };
        // Brackets around it belong to the syntax.
        let (mut from, mut to) = (at, at + 1 + length);
        let bracketed = text[..at].ends_with('[') && text[to..].starts_with(']');
        if bracketed && self.open.last().is_some_and(|open| open.index + 1 == self.out.len()) {
            self.open.pop();
            self.out.pop();
            (from, to) = (from - 1, to + 1);
        }
        let place = (from..to, at..at + 1 + length);
        self.refer(piece, done.min(from), place, (target, shows))
    }

    /// Adds a reference, `done` bytes of the text consumed; `range` is its syntax and `inner` the
    /// text shown if its target does not exist. Returns where the text continues. Spaces around it
    /// belong to the syntax next to Han.
    fn refer(
        &mut self,
        piece: &PendingText,
        done: usize,
        (range, inner): (Range<usize>, Range<usize>),
        (target, shows): (String, ReferenceShows),
    ) -> usize {
        let text = piece.text.as_str();
        let is_wide = |c: Option<char>| {
            c.is_some_and(|c| script::is_han(c) || script::is_cjk_punctuation(c))
        };
        let lead = text[done..range.start].strip_suffix(' ');
        let lead = usize::from(lead.is_some_and(|it| is_wide(it.chars().next_back())));
        let trail = text[range.end..].strip_prefix(' ');
        let trail = usize::from(trail.is_some_and(|it| is_wide(it.chars().next())));
        let (start, end) = (range.start - lead, range.end + trail);
        self.push(piece, done, start);
        let content = piece
            .gap(start, inner.start)
            .into_iter()
            .chain([piece.text(inner.start, inner.end)])
            .chain(piece.gap(inner.end, end));
        let attr = Attr { span: piece.span_of(inner.start, inner.end), ..Attr::default() };
        let reference = Reference { attr, target, shows, content: content.collect() };
        self.out.push(PendingInline::plain(Inline::Reference(Box::new(reference))));
        end
    }

    /// A wiki link at offset `at`, `done` bytes of the text consumed; returns where the text
    /// continues.
    fn wiki(
        &mut self,
        piece: &PendingText,
        (done, at): (usize, usize),
        found: &wiki::WikiBrackets,
    ) -> usize {
        let end = at + found.length;
        let page = &piece.text[at + found.page.start..at + found.page.end];
        let is_image = piece.text[done..at].ends_with('!');
        if !is_image || !pictures::names_image(page.trim()) {
            self.push(piece, done, at);
            self.nests(1);
            let link = wiki::link(piece, at, found, page);
            self.out.push(PendingInline { depth: 1, ..PendingInline::plain(link) });
            return end;
        }
        self.push(piece, done, at - 1);
        let label = found.label.clone().map(|label| at + label.start..at + label.end);
        let written = label.clone().map(|label| &piece.text[label]);
        let is_width = |it: &&str| it.bytes().all(|byte| byte.is_ascii_digit());
        let width = written.filter(is_width).map(|width| format!("{width}px"));
        let mut content = Vec::new();
        match label.filter(|_| width.is_none()) {
            Some(label) => {
                content.extend(piece.gap(at - 1, label.start));
                content.push(piece.text(label.start, label.end));
                content.extend(piece.gap(label.end, end));
            }
            None => content.extend(piece.gap(at - 1, end)),
        }
        let alt = Some(plain_text(&content)).filter(|alt| !alt.is_empty());
        let attr = Attr { span: piece.span_of(at - 1, end), ..Attr::default() };
        let asset = self.assets.id(page.trim());
        let image = Image { attr, asset, alt, width, ..Image::default() };
        self.out.push(PendingInline {
            kind: PendingKind::Image(content),
            ..PendingInline::plain(Inline::Image(Box::new(image)))
        });
        end
    }

    fn nests(&mut self, depth: usize) {
        if let Some(open) = self.open.last_mut() {
            open.depth = open.depth.max(depth);
        }
    }

    fn push(&mut self, piece: &PendingText, from: usize, to: usize) {
        if from < to {
            self.out.push(PendingInline::plain(piece.text(from, to)));
        }
    }

    /// A closing bracket; returns where the text continues.
    fn close(&mut self, piece: &PendingText, at: usize) -> usize {
        let after = at + 1;
        let Some(open) = self.open.pop() else {
            self.push(piece, at, after);
            return after;
        };
        if open.image
            && let Some(found) = pictures::spaced(&piece.text[after..])
        {
            self.image(&open, piece, at, &found);
            return after + found.length;
        }
        let attributes = Attributes::parse(&piece.text[after..]);
        let depth = open.depth + 1;
        if depth > self.deepest || (attributes.is_none() && !open.note) {
            self.nests(open.depth);
            self.push(piece, at, after);
            return after;
        }
        self.nests(depth);
        let end = after + attributes.as_ref().map_or(0, |it| it.length);
        let mut content: Vec<PendingInline> = self.out.drain(open.index..).collect();
        if let Some(Inline::Text(bracket)) = content.first().map(|item| item.inline.clone()) {
            let bracket = PendingText { text: bracket.text, span: bracket.span };
            content.splice(0..1, bracket.gap(0, bracket.text.len()).map(PendingInline::plain));
        }
        let close =
            PendingText { text: piece.text[at..end].to_owned(), span: piece.span_of(at, end) };
        let content = inlines(content);
        let made = match attributes {
            Some(attributes) if !open.note => classes::inlines(content, attributes, &close),
            attributes => vec![note(content, attributes, &close)],
        };
        self.out.extend(
            made.into_iter()
                .map(|inline| PendingInline { depth, ..PendingInline::plain(inline) }),
        );
        end
    }

    /// An image whose brackets close at this offset and whose address has spaces.
    fn image(&mut self, open: &OpenBracket, piece: &PendingText, at: usize, found: &Address) {
        self.nests(open.depth);
        let items: Vec<PendingInline> = self.out.drain(open.index..).collect();
        let start = match items.first().map(|item| &item.inline) {
            Some(Inline::Text(bracket)) => bracket.span.map(|span| span.start),
            _ => None,
        };
        let (after, end) = (at + 1, at + 1 + found.length);
        let mut content = inlines(items);
        // Its opening bracket is a mark.
        let bracket = content.splice(0..1, []).collect();
        content.splice(0..0, as_gaps(bracket));
        let alt = plain_text(&content);
        match &found.title {
            // A title is the caption, as for other images.
            Some(title) => {
                let (from, to) = (after + title.start, after + title.end);
                content = as_gaps(content);
                content.extend(piece.gap(at, from));
                content.push(piece.text(from, to));
                content.extend(piece.gap(to, end));
            }
            None => content.extend(piece.gap(at, end)),
        }
        merge(&mut content);
        let span = start.zip(piece.span_of(at, end));
        let span = span.map(|(start, closing)| Span { start, ..closing });
        let address = &piece.text[after + found.address.start..after + found.address.end];
        let image = Image {
            attr: Attr { span, ..Attr::default() },
            asset: self.assets.id(address),
            alt: Some(alt).filter(|alt| !alt.trim().is_empty()),
            ..Image::default()
        };
        self.out.push(PendingInline {
            kind: PendingKind::Image(content),
            ..PendingInline::plain(Inline::Image(Box::new(image)))
        });
    }

    /// An opening brace: attributes of the preceding construct, or ruby.
    fn brace(&mut self, piece: &PendingText, at: usize) -> usize {
        let rest = &piece.text[at..];
        let attributes = Attributes::parse(rest);
        if let (Some(attributes), Some(last)) = (attributes, self.out.last_mut())
            && let Some(end) = apply(attributes, last).map(|length| at + length)
        {
            self.out.extend(piece.gap(at, end).map(PendingInline::plain));
            return end;
        }
        if let Some((ruby, length)) = ruby(piece, at) {
            self.ruby(ruby);
            return at + length;
        }
        self.push(piece, at, at + 1);
        at + 1
    }

    /// `{漢|hàn}{字|zì}` is one word.
    fn ruby(&mut self, mut ruby: Ruby) {
        if let Some(PendingInline { inline: Inline::Ruby(last), .. }) = self.out.last_mut()
            && last.attr == Attr::default()
        {
            last.pairs.append(&mut ruby.pairs);
            return;
        }
        self.nests(1);
        self.out.push(PendingInline {
            depth: 1,
            ..PendingInline::plain(Inline::Ruby(Box::new(ruby)))
        });
    }
}

/// A note with its text at the mark.
fn note(content: Vec<Inline>, attributes: Option<Attributes>, close: &PendingText) -> Inline {
    let mut attributes = attributes.unwrap_or_default();
    let kind = classes::note_kind(&mut attributes).unwrap_or(NoteKind::Footnote);
    note_of(kind, content, attributes.attr(), close)
}

/// A note of this kind with this content.
pub(super) fn note_of(
    kind: NoteKind,
    mut content: Vec<Inline>,
    attr: Attr,
    close: &PendingText,
) -> Inline {
    content.extend(close.gap(0, close.text.len()));
    let content = settle(content.into_iter().map(PendingInline::plain).collect());
    let blocks = vec![Block::Paragraph(Paragraph { attr: Attr::default(), content })];
    Inline::Note(Box::new(Note { attr, kind, blocks, ..Note::default() }))
}

/// Attaches attributes to an inline; `None` if it can't have any.
fn apply(mut attributes: Attributes, item: &mut PendingInline) -> Option<usize> {
    let length = attributes.length;
    // [](#安装){.page}: the page of a place in this text.
    let page = matches!(&item.inline, Inline::Link(it) if it.target.starts_with('#'))
        && attributes.take_class("page");
    let attr = match &mut item.inline {
        Inline::Image(image) => {
            image_attributes(image, &mut attributes);
            &mut image.attr
        }
        Inline::Link(it) => &mut it.attr,
        Inline::Code(it) => &mut it.attr,
        Inline::Math(it) => &mut it.attr,
        Inline::Styled(it) => &mut it.attr,
        Inline::NoteRef(it) => &mut it.attr,
        Inline::Ruby(it) => &mut it.attr,
        Inline::Span(it) => &mut it.attr,
        _ => return None,
    };
    attributes.add_to(attr);
    if page && let Inline::Link(link) = &mut item.inline {
        let Link { attr, target, content, .. } = std::mem::take(&mut **link);
        let target = decoded(target.trim_start_matches('#')).into_owned();
        let shows = ReferenceShows::Page;
        item.inline = Inline::Reference(Box::new(Reference { attr, target, shows, content }));
    }
    Some(length)
}

/// The attributes of images only.
fn image_attributes(image: &mut Image, attributes: &mut Attributes) {
    image.width = attributes.take("width").or(image.width.take());
    image.height = attributes.take("height").or(image.height.take());
    image.alt = attributes.take("alt").or(image.alt.take());
    if attributes.take_class("decorative") {
        image.decorative = true;
        image.alt = None;
    }
}

/// `{漢字|hàn zì}` or `{漢字|hàn|zì}` at this offset, and its length.
fn ruby(piece: &PendingText, at: usize) -> Option<(Ruby, usize)> {
    let rest = &piece.text[at..];
    let mut window = rest.len().min(LONGEST_RUBY);
    while !rest.is_char_boundary(window) {
        window -= 1;
    }
    let end = rest[..window].find('}')?;
    let inner = &rest[1..end];
    let bar = inner.find('|')?;
    let base = at + 1..at + 1 + bar;
    let readings = base.end + 1..at + end;
    let is_plain = |text: &str| !text.trim().is_empty() && !text.contains(['{', '[', ']']);
    if !is_plain(&piece.text[base.clone()]) || !is_plain(&piece.text[readings.clone()]) {
        return None;
    }
    let mut pairs = pairs(piece, base.clone(), readings.clone());
    if let Some(first) = pairs.first_mut() {
        first.base.splice(0..0, piece.gap(at, at + 1));
    }
    if let Some(last) = pairs.last_mut().and_then(|pair| pair.readings.last_mut()) {
        last.content.extend(piece.gap(at + end, at + end + 1));
    }
    Some((Ruby { attr: Attr::default(), pairs }, end + 1))
}

/// Each character with its syllable if there are equally many, else one pair.
fn pairs(piece: &PendingText, base: Range<usize>, readings: Range<usize>) -> Vec<RubyPair> {
    let written = &piece.text[readings.clone()];
    let separator = if written.contains('|') { '|' } else { ' ' };
    let characters: Vec<(usize, char)> = piece.text[base.clone()].char_indices().collect();
    let mut syllables = Vec::new();
    let mut start = 0;
    for part in written.split(separator) {
        if !part.trim().is_empty() {
            syllables.push((start, start + part.len()));
        }
        start += part.len() + 1;
    }
    if syllables.len() != characters.len() || syllables.len() == 1 {
        let bar = piece.gap(base.end, readings.start);
        let text = piece.text(readings.start, readings.end);
        return vec![pair(vec![piece.text(base.start, base.end)], bar, text, written)];
    }
    let mut out = Vec::new();
    let mut gap = base.end;
    for ((at, c), (from, to)) in characters.into_iter().zip(syllables) {
        let at = base.start + at;
        let (from, to) = (readings.start + from, readings.start + to);
        let syllable = &piece.text[from..to];
        let text = piece.text(from, to);
        let base = vec![piece.text(at, at + c.len_utf8())];
        out.push(pair(base, piece.gap(gap, from), text, syllable));
        gap = to;
    }
    out
}

fn pair(base: Vec<Inline>, gap: Option<Inline>, text: Inline, written: &str) -> RubyPair {
    RubyPair { base, readings: vec![reading(gap.into_iter().chain([text]).collect(), written)] }
}

/// A reading with its kind by its letters: zhuyin is set after its character.
pub(in crate::input) fn reading(content: Vec<Inline>, written: &str) -> Reading {
    let has = |is: fn(char) -> bool| written.chars().any(is);
    let (kind, side) = if has(script::is_zhuyin) {
        (ReadingKind::Zhuyin, RubySide::After)
    } else if has(script::is_kana) {
        (ReadingKind::Kana, RubySide::Over)
    } else if has(script::is_latin) {
        (ReadingKind::Pinyin, RubySide::Over)
    } else {
        (ReadingKind::Gloss, RubySide::Over)
    };
    Reading { kind, side, content }
}

/// `[漢字]{ruby="hàn zì" gloss="Chinese characters"}`: the readings are in the attributes.
pub(super) fn annotated(
    content: Vec<Inline>,
    mut attributes: Attributes,
    close: &PendingText,
) -> Inline {
    let single = match content.as_slice() {
        [.., Inline::Text(text)] if content[..content.len() - 1].iter().all(is_gap) => {
            Some(text.clone())
        }
        _ => None,
    };
    let mut ruby = Ruby::default();
    // Offsets in the attributes count from the brace after the bracket.
    let mut gap = 0;
    for (key, side) in [("ruby", None), ("gloss", Some(RubySide::Under))] {
        let Some(at) = attributes.pairs.iter().position(|pair| pair.key == key) else {
            continue;
        };
        let place = attributes.pairs.remove(at).place;
        let place = place.start + 1..place.end + 1;
        let written = &close.text[place.clone()];
        let per_character = single.as_ref().filter(|_| side.is_none() && ruby.pairs.is_empty());
        if let Some(base) = per_character
            && let Some(pairs) = by_character(&content, base, close, gap, place.clone())
        {
            ruby.pairs = pairs;
        } else {
            let lead = close.gap(gap, place.start);
            let text = close.text(place.start, place.end);
            let mut made = reading(lead.into_iter().chain([text]).collect(), written);
            if let Some(side) = side {
                (made.kind, made.side) = (ReadingKind::Gloss, side);
            }
            if ruby.pairs.is_empty() {
                ruby.pairs.push(RubyPair { base: content.clone(), readings: Vec::new() });
            }
            if let Some(last) = ruby.pairs.last_mut() {
                last.readings.push(made);
            }
        }
        gap = place.end;
    }
    if let Some(last) = ruby.pairs.last_mut().and_then(|pair| pair.readings.last_mut()) {
        last.content.extend(close.gap(gap, close.text.len()));
    }
    ruby.attr = attributes.attr();
    Inline::Ruby(Box::new(ruby))
}

fn is_gap(inline: &Inline) -> bool {
    matches!(inline, Inline::Gap(_))
}

/// One pair per character, if the reading has as many syllables.
fn by_character(
    content: &[Inline],
    base: &Text,
    close: &PendingText,
    gap: usize,
    place: Range<usize>,
) -> Option<Vec<RubyPair>> {
    let written = &close.text[place.clone()];
    let syllables: Vec<&str> = written.split(' ').filter(|it| !it.is_empty()).collect();
    let count = base.text.chars().count();
    if count < 2 || syllables.len() != count {
        return None;
    }
    let whole = PendingText { text: base.text.clone(), span: base.span };
    let mut out = Vec::new();
    let (mut at, mut gap) = (0, gap);
    let mut from = place.start;
    for syllable in syllables {
        from += close.text[from..].find(syllable)?;
        let to = from + syllable.len();
        let length = whole.text[at..].chars().next()?.len_utf8();
        let text = close.text(from, to);
        out.push(pair(vec![whole.text(at, at + length)], close.gap(gap, from), text, syllable));
        (at, gap, from) = (at + length, to, to);
    }
    if let Some(first) = out.first_mut() {
        let lead = content.iter().take(content.len() - 1).cloned();
        first.base.splice(0..0, lead);
    }
    Some(out)
}
