//! Inlines: converts the parser's inlines to the model's.
//!
//! Each level of inlines is processed in three steps: the parser's nodes to [`PendingInline`]s,
//! paiban's own brackets and braces (`spans`), and pairs of HTML tags (`html`).

use comrak::Node;
use comrak::nodes::{NodeLink, NodeMath, NodeValue, Sourcepos};

use super::{Reader, formulas, html, marks, spans};
use crate::model::{
    Attr, CodeSpan, Gap, GapKind, Image, Inline, LineBreak, Link, MathSpan, NoteRef, Part,
    PartMut, Span, Style, Styled, Text, plain_text,
};
use crate::text::script;

/// An inline that is not yet settled.
pub(super) struct PendingInline {
    pub(super) inline: Inline,
    pub(super) kind: PendingKind,
    /// The depth of paiban's own inlines in it.
    pub(super) depth: usize,
}

/// How an item may still be changed.
pub(super) enum PendingKind {
    /// Text in which marks are searched.
    Plain,
    /// Escaped characters are literal.
    Escaped,
    /// A tag of HTML; its characters are a gap.
    Tag(String),
    /// An image, with the content of its brackets.
    Image(Vec<Inline>),
}

impl PendingInline {
    pub(super) fn plain(inline: Inline) -> Self {
        Self { inline, kind: PendingKind::Plain, depth: 0 }
    }
}

impl Reader<'_> {
    /// The content of a paragraph or heading.
    pub(super) fn line(&mut self, node: Node<'_>) -> Vec<Inline> {
        let items = self.items(node, 0);
        settle(items)
    }

    /// The items of a node's children.
    pub(super) fn items(&mut self, node: Node<'_>, depth: usize) -> Vec<PendingInline> {
        let mut out = Vec::new();
        for child in node.children() {
            self.item(child, depth, &mut out);
        }
        let spanned = spans::resolve(out, &mut self.assets, self.deepest);
        html::pair(marks::resolve(spanned, self.deepest), self)
    }

    fn item(&mut self, node: Node<'_>, depth: usize, out: &mut Vec<PendingInline>) {
        let (value, place) = {
            let data = node.data();
            (data.value.clone(), data.sourcepos)
        };
        let (start, end) = (self.cover.start(place), self.cover.end(place));
        match value {
            NodeValue::Text(text) => {
                out.extend(
                    self.cover.place(&text, start, end).into_iter().map(PendingInline::plain),
                );
            }
            NodeValue::Escaped => self.escaped(node, start, end, out),
            NodeValue::SoftBreak => {
                let to = self.line_end(start);
                self.gaps_to(to, out);
            }
            NodeValue::LineBreak => {
                let to = self.line_end(start);
                let content = self.cover.gaps(to).into_iter().map(Inline::Gap).collect();
                out.push(PendingInline::plain(Inline::LineBreak(Box::new(LineBreak {
                    content,
                }))));
            }
            NodeValue::Code(code) => {
                self.gaps_to(start, out);
                let content = self.code(&code.literal, code.num_backticks, start, end);
                out.push(PendingInline::plain(Inline::Code(Box::new(CodeSpan {
                    attr: Attr::default(),
                    content,
                }))));
            }
            NodeValue::Math(math) => {
                self.gaps_to(start, out);
                let content = self.formula(&math, start, end);
                out.push(PendingInline::plain(Inline::Math(Box::new(MathSpan {
                    attr: Attr::default(),
                    content,
                }))));
            }
            NodeValue::HtmlInline(raw) => self.tag(raw, start, out),
            NodeValue::Link(link) => self.link(node, &link, (start, end), depth, out),
            NodeValue::Image(link) => {
                self.gaps_to(start, out);
                let image = self.image(node, &link, (start, end), depth);
                out.push(image);
            }
            NodeValue::FootnoteReference(note) => {
                self.gaps_to(start, out);
                out.push(self.note_mark(&note.name, start, end));
            }
            NodeValue::Strikethrough if !self.source(start).starts_with("~~") => {
                // A single tilde is 10~20, or a drawn-out sound: text.
                self.gaps_to(start, out);
                let tilde = self.cover.take(start + 1);
                out.push(PendingInline::plain(Inline::Text(tilde)));
                node.children().for_each(|child| self.item(child, depth, out));
                if end > self.cover.at {
                    self.gaps_to(end - 1, out);
                    let tilde = self.cover.take(end);
                    out.push(PendingInline::plain(Inline::Text(tilde)));
                }
            }
            other => {
                let style = match other {
                    NodeValue::Emph => Some(Style::Emphasis),
                    NodeValue::Strong => Some(Style::Strong),
                    NodeValue::Strikethrough => Some(Style::Deleted),
                    _ => None,
                };
                match style.filter(|_| depth < self.deepest) {
                    Some(style) => self.styled(node, style, (start, end), depth, out),
                    None => self.leaves(node, out),
                }
            }
        }
    }

    /// The mark of a note: [^name].
    fn note_mark(&mut self, name: &str, start: usize, end: usize) -> PendingInline {
        let mut content = self.cover.place(name, start + 2, end);
        self.cover.inline_gaps(end, &mut content);
        let target = self.note_id(name);
        let mark = NoteRef { attr: Attr::default(), target, content };
        PendingInline::plain(Inline::NoteRef(Box::new(mark)))
    }

    /// A node that is nested too deep: only its texts.
    fn leaves(&mut self, node: Node<'_>, out: &mut Vec<PendingInline>) {
        self.flattened |= node.first_child().is_some();
        for inner in node.descendants().skip(1) {
            if inner.first_child().is_none() {
                self.item(inner, self.deepest, out);
            }
        }
    }

    fn escaped(
        &mut self,
        node: Node<'_>,
        start: usize,
        end: usize,
        out: &mut Vec<PendingInline>,
    ) {
        self.gaps_to(start, out);
        for child in node.children() {
            if let NodeValue::Text(text) = &child.data().value {
                let placed = self.cover.place(text, start + 1, end);
                out.extend(placed.into_iter().map(|inline| PendingInline {
                    kind: PendingKind::Escaped,
                    ..PendingInline::plain(inline)
                }));
            }
        }
    }

    fn styled(
        &mut self,
        node: Node<'_>,
        style: Style,
        (start, end): (usize, usize),
        depth: usize,
        out: &mut Vec<PendingInline>,
    ) {
        self.gaps_to(start, out);
        let items = self.items(node, depth + 1);
        let inner = items.iter().map(|item| item.depth).max().unwrap_or(0);
        let mut content = inlines(items);
        self.cover.inline_gaps(end, &mut content);
        let styled = Styled { attr: Attr::default(), style, content };
        out.push(PendingInline {
            depth: inner,
            ..PendingInline::plain(Inline::Styled(Box::new(styled)))
        });
    }

    fn link(
        &mut self,
        node: Node<'_>,
        link: &NodeLink,
        (start, end): (usize, usize),
        depth: usize,
        out: &mut Vec<PendingInline>,
    ) {
        if depth >= self.deepest {
            return self.leaves(node, out);
        }
        self.gaps_to(start, out);
        // Not at `start`: after a link reference definition followed by a line of ===, the parser's
        // places are too late.
        let bare = !self.source(self.cover.at).starts_with(['[', '<']);
        let mut target = link.url.clone();
        let mut content;
        let mut rest = String::new();
        if bare {
            // A bare address ends before Chinese punctuation.
            let mut written = literal(node);
            let stop = written.find(is_end_of_address).unwrap_or(written.len());
            rest = written.split_off(stop);
            target.truncate(target.len().saturating_sub(rest.len()));
            content = self.cover.place(&written, start, end);
        } else {
            content = inlines(self.items(node, depth + 1));
            self.cover.inline_gaps(end, &mut content);
        }
        out.push(PendingInline::plain(Inline::Link(Box::new(Link {
            attr: Attr::default(),
            target: target_of(&target),
            title: Some(link.title.clone()).filter(|title| !title.is_empty()),
            content,
        }))));
        if !rest.is_empty() {
            let rest = self.cover.place(&rest, self.cover.at, end);
            out.extend(rest.into_iter().map(PendingInline::plain));
        }
    }

    /// An image: its brackets contain its description, or the caption of a figure.
    fn image(
        &mut self,
        node: Node<'_>,
        link: &NodeLink,
        (start, end): (usize, usize),
        depth: usize,
    ) -> PendingInline {
        let mut content = match depth < self.deepest {
            true => inlines(self.items(node, depth + 1)),
            false => Vec::new(),
        };
        self.cover.inline_gaps(end, &mut content);
        merge(&mut content);
        let alt = plain_text(&content);
        let image = Image {
            attr: Attr { span: Some(Span::new(0, start, end)), ..Attr::default() },
            asset: self.assets.id(&link.url),
            alt: Some(alt).filter(|alt| !alt.trim().is_empty()),
            ..Image::default()
        };
        if !link.title.is_empty() {
            let written = self.cover.text.get(start..end).unwrap_or_default();
            split_title(&mut content, &link.title, start, written);
        }
        PendingInline {
            kind: PendingKind::Image(content),
            ..PendingInline::plain(Inline::Image(Box::new(image)))
        }
    }

    fn tag(&mut self, raw: String, start: usize, out: &mut Vec<PendingInline>) {
        self.gaps_to(start, out);
        let written = self.cover.text.get(self.cover.at..).unwrap_or_default();
        let span = written.starts_with(&raw).then(|| {
            let from = self.cover.at;
            self.cover.at += raw.len();
            Span::new(0, from, from + raw.len())
        });
        let gap = Gap { kind: GapKind::Delimiter, text: raw.clone(), span };
        out.push(PendingInline {
            kind: PendingKind::Tag(raw),
            ..PendingInline::plain(Inline::Gap(gap))
        });
    }

    fn code(&mut self, literal: &str, marks: usize, start: usize, end: usize) -> Vec<Inline> {
        // The parser converts a line feed to a space, and keeps a carriage return before it.
        let literal = literal.replace("\r ", " ").replace('\r', " ");
        let literal = literal.as_str();
        let inner = self.cover.text.get(start + marks..end.saturating_sub(marks));
        let inner = inner.unwrap_or_default();
        let skip = usize::from(inner.len() == literal.len() + 2 && inner.starts_with(' '));
        let mut content = self.cover.place(literal, start + marks + skip, end - marks - skip);
        self.cover.inline_gaps(end, &mut content);
        content
    }

    /// A formula; its marks and the line prefixes removed by the parser are gaps.
    fn formula(&mut self, math: &NodeMath, start: usize, end: usize) -> Vec<Inline> {
        let found = self.formulas.binary_search_by_key(&start, |it| it.range.start).ok();
        // If the parser's places are wrong, as in cells with escapes, more may have been consumed
        // already.
        let found = found
            .map(|at| self.formulas[at].clone())
            .filter(|it| self.cover.at <= it.range.start + it.marks);
        let mut content = Vec::new();
        let Some(found) = found else {
            let mark = if math.display_math { 2 } else { 1 };
            self.cover.inline_gaps(start + mark, &mut content);
            self.verbatim(&math.literal, &mut content);
            self.cover.inline_gaps(end, &mut content);
            return content;
        };
        self.cover.inline_gaps(found.range.start + found.marks, &mut content);
        let text = self.cover.text;
        let lines = formulas::lines(text, &found);
        let is_blank = |(_, line): &&(usize, &str)| line.trim().is_empty();
        let last = lines.len() - lines.iter().rev().take_while(is_blank).count();
        let first = lines.iter().take_while(is_blank).count();
        for (number, (prefix, line)) in lines.iter().enumerate() {
            let at = self.cover.at + prefix;
            if number < first || number >= last {
                self.cover.inline_gaps(at + line.len(), &mut content);
                continue;
            }
            self.cover.inline_gaps(at, &mut content);
            let lead = if number == first { line.len() - line.trim_start().len() } else { 0 };
            let tail = if number + 1 == last { line.trim_end().len() } else { line.len() };
            self.cover.inline_gaps(at + lead, &mut content);
            content.push(Inline::Text(self.cover.take(at + tail)));
            self.cover.inline_gaps(at + line.len(), &mut content);
        }
        self.cover.inline_gaps(found.range.end, &mut content);
        merge(&mut content);
        content
    }

    /// Lines of the source unchanged; the prefixes removed by the parser are gaps.
    pub(super) fn verbatim(&mut self, literal: &str, out: &mut Vec<Inline>) {
        let mut left = literal;
        while !left.is_empty() {
            // The parser keeps the line ends of the source.
            let ends = left.find(['\n', '\r']);
            let wanted = &left[..ends.unwrap_or(left.len())];
            left = ends.map_or("", |at| {
                let after = &left[at..];
                after.strip_prefix("\r\n").unwrap_or(&after[1..])
            });
            let rest = self.source(self.cover.at);
            // The gap may begin at the end of the line before.
            let written = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
            let end = self.cover.at + written.len();
            if written.ends_with(wanted) {
                self.cover.inline_gaps(end - wanted.len(), out);
                out.push(Inline::Text(self.cover.take(end)));
            } else {
                self.cover.at = end;
                out.push(Inline::Text(Text { text: wanted.to_owned(), span: None }));
            }
            if ends.is_some() {
                if self.source(end).starts_with('\r') {
                    let cr = Span::new(0, end, end + 1);
                    out.push(Inline::gap(GapKind::LineEnd, "\r", cr));
                    self.cover.at = end + 1;
                }
                if self.source(self.cover.at).starts_with('\n') {
                    let text = self.cover.take(self.cover.at + 1);
                    out.push(Inline::Text(text));
                } else {
                    out.push(Inline::Text(Text { text: "\n".to_owned(), span: None }));
                }
            }
        }
        merge(out);
        out.retain(|inline| !matches!(inline, Inline::Text(text) if text.text.is_empty()));
    }

    /// The rest of the source.
    pub(super) fn source(&self, at: usize) -> &str {
        self.cover.text.get(at..).unwrap_or_default()
    }

    fn gaps_to(&mut self, to: usize, out: &mut Vec<PendingInline>) {
        let gaps = self.cover.gaps(to).into_iter().map(Inline::Gap);
        out.extend(gaps.map(PendingInline::plain));
    }

    /// One past the first line end at or after `hint`.
    fn line_end(&self, hint: usize) -> usize {
        let from = hint.max(self.cover.at);
        let rest = self.source(from);
        match rest.find(['\n', '\r']) {
            Some(at) if rest[at..].starts_with("\r\n") => from + at + 2,
            Some(at) => from + at + 1,
            None => self.cover.text.len(),
        }
    }

    /// The range of a construct of the parser.
    pub(super) fn range(&self, place: Sourcepos) -> (usize, usize) {
        (self.cover.start(place), self.cover.end(place))
    }
}

/// The text that a node holds.
fn literal(node: Node<'_>) -> String {
    let text = |child: Node<'_>| match &child.data().value {
        NodeValue::Text(text) => text.to_string(),
        _ => String::new(),
    };
    node.children().map(text).collect()
}

/// Where a bare address ends.
fn is_end_of_address(c: char) -> bool {
    script::is_cjk_punctuation(c) || script::is_fullwidth_form(c)
}

/// The target of a link: an address, or an identifier of the document.
pub(super) fn target_of(url: &str) -> String {
    match url.strip_prefix('#') {
        Some(id) => format!("#{}", decode_percent(id)),
        None => url.to_owned(),
    }
}

/// `%E5%BA%8F` is 序.
fn decode_percent(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let byte = digits.and_then(|it| u8::from_str_radix(it, 16).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// If an image has a title, that is the caption: the brackets become a gap, the title text.
fn split_title(content: &mut Vec<Inline>, title: &str, start: usize, written: &str) {
    let all: String = content.iter().map(leaf_text).collect();
    let gap = |from: usize, to: usize| {
        super::source_cursor::gaps(&all[from..to], start + from).into_iter().map(Inline::Gap)
    };
    *content = match all.rfind(title).filter(|_| all == written) {
        Some(at) => {
            let end = at + title.len();
            let text = Inline::text_at(title, Span::new(0, start + at, start + end));
            gap(0, at).chain([text]).chain(gap(end, all.len())).collect()
        }
        None => vec![Inline::Text(Text { text: title.to_owned(), span: None })],
    };
}

/// The source characters of an inline.
pub(super) fn leaf_text(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => text.text.clone(),
        Inline::Gap(gap) => gap.text.clone(),
        other => {
            let mut out = String::new();
            other.children(&mut |part| {
                if let Part::Inlines(inner) = part {
                    inner.iter().for_each(|inline| out.push_str(&leaf_text(inline)));
                }
            });
            out
        }
    }
}

/// Items that became nothing else are what they are; the characters of an image in a line are
/// a gap before it.
/// The place of an inline in the source, if its text is there unchanged.
pub(super) fn place(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Gap(gap) => gap.span,
        Inline::Text(text) => text.span,
        _ => None,
    }
}

pub(super) fn inlines(items: Vec<PendingInline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        if let PendingKind::Image(content) = item.kind {
            out.extend(as_gaps(content));
        }
        out.push(item.inline);
    }
    out
}

/// The characters of inlines as gaps; those without a place are dropped, since they are in an
/// image.
pub(super) fn as_gaps(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Text(Text { text, span: Some(span) }) => {
                out.push(Inline::gap(GapKind::Delimiter, &text, span));
            }
            Inline::Gap(gap) => out.push(Inline::Gap(gap)),
            mut other => other.children_mut(&mut |part| {
                if let PartMut::Inlines(inner) = part {
                    out.extend(as_gaps(std::mem::take(inner)));
                }
            }),
        }
    }
    merge(&mut out);
    out
}

/// Settled content: adjacent texts are joined, line ends are spaces between words.
pub(super) fn settle(items: Vec<PendingInline>) -> Vec<Inline> {
    let mut content = inlines(items);
    tidy(&mut content);
    content
}

/// See [`settle`].
pub(super) fn tidy(content: &mut Vec<Inline>) {
    merge(content);
    let mut runs = vec![String::new()];
    collect(content, &mut runs);
    let spaces: Vec<bool> = runs
        .windows(2)
        .map(|pair| {
            crate::input::text::joins_with_space(pair[0].trim_end(), pair[1].trim_start())
        })
        .collect();
    decide(content, &mut spaces.into_iter());
}

/// Joins adjacent texts, and adjacent gaps of one kind.
pub(super) fn merge(content: &mut Vec<Inline>) {
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for mut inline in content.drain(..) {
        inline.children_mut(&mut |part| {
            if let PartMut::Inlines(inner) = part {
                merge(inner);
            }
        });
        match (out.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(text)) if touch(last.span, text.span) => {
                last.text.push_str(&text.text);
                last.span = join(last.span, text.span);
            }
            (Some(Inline::Gap(last)), Inline::Gap(gap))
                if last.kind == gap.kind && touch(last.span, gap.span) =>
            {
                last.text.push_str(&gap.text);
                last.span = join(last.span, gap.span);
            }
            (_, inline) => out.push(inline),
        }
    }
    *content = out;
}

fn touch(a: Option<Span>, b: Option<Span>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.end == b.start,
        (None, None) => true,
        _ => false,
    }
}

fn join(a: Option<Span>, b: Option<Span>) -> Option<Span> {
    Some(Span { end: b?.end, ..a? })
}

/// The visible characters between line ends: the first and last few of each run suffice, but runs
/// are short.
fn collect(content: &[Inline], runs: &mut Vec<String>) {
    for inline in content {
        match inline {
            Inline::Text(text) => {
                if let Some(run) = runs.last_mut() {
                    run.push_str(&text.text);
                }
            }
            Inline::Gap(gap) if gap.kind == GapKind::LineEnd => runs.push(String::new()),
            Inline::Gap(_) | Inline::LineBreak(_) => {}
            other => other.children(&mut |part| {
                if let Part::Inlines(inner) = part {
                    collect(inner, runs);
                }
            }),
        }
    }
}

fn decide(content: &mut [Inline], spaces: &mut dyn Iterator<Item = bool>) {
    for inline in content {
        match inline {
            Inline::Gap(gap) if gap.kind == GapKind::LineEnd => {
                if spaces.next().unwrap_or(false) {
                    gap.kind = GapKind::LineEndAsSpace;
                }
            }
            Inline::LineBreak(_) => {}
            other => other.children_mut(&mut |part| {
                if let PartMut::Inlines(inner) = part {
                    decide(inner, spaces);
                }
            }),
        }
    }
}
