//! Assembles a document from the roles of its paragraphs.
//!
//! Takes the items of the body and the text reader's result for their lines; returns front matter,
//! sections and blocks. Each line's content is cut like the text of the text reader.

use std::collections::BTreeMap;
use std::ops::Range;

use super::body::{BodyItem, Para, block, push};
use crate::input::text::paragraphs::{Is, ReadParagraph};
use crate::model::{
    Attr, Block, Contents, ContentsEntry, Credit, CreditKind, Document, Figure, Gap, GapKind,
    Inline, Residue, Section, SectionBuilder, Span, Style, Styled, Text, ThematicBreak,
    TitleBlock, TitleKind, TitlePart, plain_text,
};

/// Assembles the document. `starts` are the offsets of the lines, in bytes of the text of the
/// source of this index.
pub(super) fn assemble(
    items: Vec<BodyItem>,
    reads: Vec<ReadParagraph>,
    starts: &[usize],
    index: u16,
    bold_body: bool,
    document: &mut Document,
) {
    let mut contents = BTreeMap::new();
    for item in &items {
        if let BodyItem::Paragraph(para) = item {
            contents.insert(para.line, para.content.clone());
        }
    }
    let mut by_line: BTreeMap<usize, Vec<ReadParagraph>> = BTreeMap::new();
    for read in reads {
        by_line.entry(read.line).or_default().push(read);
    }
    let mut assembly = Assembly {
        contents,
        starts,
        index,
        bold_body,
        in_body: false,
        front: Vec::new(),
        sections: SectionBuilder::new(),
        run: Vec::new(),
        caption: None,
        joined: 0,
    };
    for item in items {
        match item {
            BodyItem::Block(block) => assembly.block(block),
            BodyItem::Paragraph(para) => {
                let reads = by_line.remove(&para.line).unwrap_or_default();
                assembly.paragraph(*para, reads);
            }
        }
    }
    assembly.finish(document);
}

struct Assembly<'a> {
    /// The content of each line.
    contents: BTreeMap<usize, Vec<Inline>>,
    starts: &'a [usize],
    index: u16,
    /// Whether body text is bold, so that a bold paragraph is not special.
    bold_body: bool,
    in_body: bool,
    front: Vec<Block>,
    sections: SectionBuilder,
    /// Blocks since the last heading.
    run: Vec<Block>,
    /// A caption waiting for its table.
    caption: Option<Para>,
    /// One past the last line that was joined to an earlier one.
    joined: usize,
}

impl Assembly<'_> {
    fn block(&mut self, mut block: Block) {
        if let Some(para) = self.caption.take() {
            match &mut block {
                Block::Table(table) => table.caption = para.content,
                _ => self.run.push(self::block(para, Attr::default())),
            }
        }
        self.in_body |= matches!(block, Block::Table(_));
        self.run.push(block);
    }

    fn paragraph(&mut self, para: Para, reads: Vec<ReadParagraph>) {
        if reads.is_empty() && para.line < self.joined {
            return;
        }
        if let Some(caption) = self.caption.take() {
            self.run.push(block(caption, Attr::default()));
        }
        if reads.is_empty() {
            push(&mut self.run, para, Attr::default());
            return;
        }
        let count = reads.len();
        for (at, read) in reads.into_iter().enumerate() {
            self.joined = self.joined.max(read.line + read.lines);
            let content = self.content(&read, at == 0, at + 1 == count);
            self.place(Para { content, ..para.clone() }, read);
        }
    }

    /// The content of a unit: of its lines, cut at its beginning and end, with its marks.
    fn content(&self, read: &ReadParagraph, is_first: bool, is_last: bool) -> Vec<Inline> {
        let mut all = Vec::new();
        for line in read.line..read.line + read.lines {
            let Some(content) = self.contents.get(&line) else { continue };
            let start = self.starts.get(line).copied().unwrap_or(0);
            let within = |place: usize| place.saturating_sub(start);
            let from = if is_first { 0 } else { within(read.place.start) };
            let to = if is_last { usize::MAX } else { within(read.place.end) };
            if !all.is_empty() {
                all.push(Inline::LineBreak(Box::default()));
            }
            let mut at = from;
            for (place, inline) in &read.marks {
                let place = within(place.start)..within(place.end);
                // The signs around a heading belong to the source.
                let is_sign = matches!(inline, Inline::Gap(_));
                if is_sign || place.start < at || place.end > to || place.is_empty() {
                    continue;
                }
                all.extend(slice(content, at..place.start));
                let marked = slice(content, place.clone());
                all.push(enclosed(inline, marked));
                at = place.end;
            }
            all.extend(slice(content, at..to));
        }
        trim(&mut all);
        all
    }

    fn attr(&self, read: &ReadParagraph) -> Attr {
        Attr {
            span: Some(Span::new(self.index, read.place.start, read.place.end)),
            recognition: read.recognition.clone().map(Box::new),
            ..Attr::default()
        }
    }

    fn place(&mut self, para: Para, read: ReadParagraph) {
        let attr = self.attr(&read);
        match read.is {
            Is::Paragraph => {
                self.in_body = true;
                let strong = para.is_bold && !self.bold_body;
                let content = if strong { strengthened(para.content) } else { para.content };
                push(&mut self.run, Para { content, ..para }, attr);
            }
            Is::Heading { level, kind, number } => {
                self.flush();
                self.in_body = true;
                let mut heading = without_strong(para.content);
                let id = take_anchor(&mut heading);
                let section = Section {
                    attr: Attr { id, ..attr },
                    kind,
                    number: number.map(|it| it.to_string()),
                    heading,
                    ..Section::default()
                };
                self.sections.open(level, section);
            }
            Is::Title(sub) => self.title(without_strong(para.content), sub, attr),
            Is::ContentsHeading => {
                let heading = para.content;
                let contents = Contents { attr, heading, entries: Vec::new() };
                self.run.push(Block::Contents(Box::new(contents)));
            }
            Is::ContentsEntry => self.entry(para.content, attr),
            Is::Credit(kind) => {
                self.in_body |= kind == CreditKind::Salutation;
                let credit = Credit { attr, kind, content: para.content };
                self.run.push(Block::Credit(Box::new(credit)));
            }
            Is::Residue(kind) => {
                let kind = kind.to_owned();
                let residue = Residue { attr, kind, content: para.content };
                self.run.push(Block::Residue(Box::new(residue)));
            }
            Is::Separator => {
                let content = para.content;
                self.run.push(Block::ThematicBreak(ThematicBreak { attr, content }));
            }
            Is::Caption => self.caption(para, attr),
        }
        if !self.in_body {
            self.front.append(&mut self.run);
        }
    }

    fn title(&mut self, content: Vec<Inline>, sub: bool, attr: Attr) {
        let kind = if sub { TitleKind::Sub } else { TitleKind::Main };
        let own = if self.in_body { &mut self.run } else { &mut self.front };
        if let Some(Block::Title(title)) = own.last_mut() {
            match title.parts.last_mut().filter(|part| !sub && part.kind == kind) {
                Some(part) => {
                    part.content.push(Inline::LineBreak(Box::default()));
                    part.content.extend(content);
                }
                None => title.parts.push(TitlePart { kind, content, ..TitlePart::default() }),
            }
            return;
        }
        let part = TitlePart { kind, content, ..TitlePart::default() };
        own.push(Block::Title(TitleBlock { attr, parts: vec![part] }));
    }

    /// An entry of the contents: without its links and page number.
    fn entry(&mut self, content: Vec<Inline>, attr: Attr) {
        let target = content.iter().find_map(|inline| match inline {
            Inline::Link(link) => link.target.strip_prefix('#').map(str::to_owned),
            _ => None,
        });
        let written = plain_text(&content);
        let name =
            written.rsplit_once('\t').map_or(written.as_str(), |(name, _)| name).trim_end();
        let mut content = vec![crate::model::text(name)];
        let page = &written[name.len()..];
        if !page.is_empty() {
            let gap = Gap { kind: GapKind::Delimiter, text: page.to_owned(), span: None };
            content.push(Inline::Gap(gap));
        }
        let entry = ContentsEntry { content, target, ..ContentsEntry::default() };
        let own =
            if self.in_body || !self.run.is_empty() { &mut self.run } else { &mut self.front };
        if let Some(Block::Contents(contents)) = own.last_mut() {
            contents.entries.push(entry);
            return;
        }
        let contents = Contents { attr, entries: vec![entry], ..Contents::default() };
        own.push(Block::Contents(Box::new(contents)));
    }

    /// A caption: of the figure before it, else of the table after it.
    fn caption(&mut self, para: Para, attr: Attr) {
        match self.run.last_mut() {
            Some(Block::Figure(figure)) if figure.caption.is_empty() => {
                figure.caption = para.content;
            }
            Some(Block::Aligned(aligned)) if matches!(aligned.blocks.as_slice(), [Block::Figure(it)] if it.caption.is_empty()) => {
                if let [Block::Figure(figure)] = aligned.blocks.as_mut_slice() {
                    figure.caption = para.content;
                }
            }
            _ if plain_text(&para.content).trim_start().starts_with('图') => {
                let caption = para.content;
                let figure = Figure { attr, caption, ..Figure::default() };
                self.run.push(Block::Figure(Box::new(figure)));
            }
            _ => self.caption = Some(para),
        }
        self.in_body = true;
    }

    /// Moves the blocks since the last heading to their section.
    fn flush(&mut self) {
        let in_body = self.in_body;
        for block in std::mem::take(&mut self.run) {
            if in_body {
                self.sections.push(block);
            } else {
                self.front.push(block);
            }
        }
    }

    fn finish(mut self, document: &mut Document) {
        if let Some(para) = self.caption.take() {
            self.run.push(block(para, Attr::default()));
        }
        self.in_body = true;
        self.flush();
        document.front = self.front;
        document.body = self.sections.finish();
    }
}

/// The part of inlines whose text is in a range of bytes; those without text are kept.
pub(super) fn slice(content: &[Inline], range: Range<usize>) -> Vec<Inline> {
    let mut at = 0;
    cut(content, &range, &mut at)
}

fn cut(content: &[Inline], range: &Range<usize>, at: &mut usize) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in content {
        let start = *at;
        let whole = |inner: Vec<Inline>,
                     out: &mut Vec<Inline>,
                     make: &dyn Fn(Vec<Inline>) -> Inline| {
            if !inner.is_empty() {
                out.push(make(inner));
            }
        };
        match inline {
            Inline::Text(Text { text, .. }) => {
                *at += text.len();
                let from = range.start.clamp(start, *at) - start;
                let to = range.end.clamp(start, *at) - start;
                if let Some(piece) = text.get(from..to).filter(|it| !it.is_empty()) {
                    out.push(crate::model::text(piece));
                }
            }
            Inline::Styled(it) => {
                let inner = cut(&it.content, range, at);
                whole(inner, &mut out, &|content| {
                    Inline::Styled(Box::new(Styled { content, ..(**it).clone() }))
                });
            }
            Inline::Link(it) => {
                let inner = cut(&it.content, range, at);
                whole(inner, &mut out, &|content| {
                    let mut link = it.clone();
                    link.content = content;
                    Inline::Link(link)
                });
            }
            other => {
                *at += plain_text(std::slice::from_ref(other)).len();
                if range.contains(&start) || (range.end == usize::MAX && start >= range.start) {
                    out.push(other.clone());
                }
            }
        }
    }
    out
}

/// The inline of a style with its content.
fn enclosed(inline: &Inline, content: Vec<Inline>) -> Inline {
    match inline.clone() {
        Inline::Name(mut name) => {
            name.content = content;
            Inline::Name(name)
        }
        Inline::Residue(mut residue) => {
            residue.content = content;
            Inline::Residue(residue)
        }
        Inline::Gap(gap) => Inline::Gap(Gap { text: plain_text(&content), ..gap }),
        other => other,
    }
}

fn strengthened(content: Vec<Inline>) -> Vec<Inline> {
    let styled = Styled { attr: Attr::default(), style: Style::Strong, content };
    vec![Inline::Styled(Box::new(styled))]
}

/// Content without bold: a heading is set by its level, even if a part of it is bold.
fn without_strong(content: Vec<Inline>) -> Vec<Inline> {
    let bare = content.into_iter().flat_map(|inline| match inline {
        Inline::Styled(styled) if styled.style == Style::Strong => styled.content,
        other => vec![other],
    });
    let mut joined: Vec<Inline> = Vec::new();
    for inline in bare {
        match (joined.last_mut(), inline) {
            (Some(Inline::Text(text)), Inline::Text(more)) => text.text.push_str(&more.text),
            (_, inline) => joined.push(inline),
        }
    }
    joined
}

/// Takes the first anchor out of a line, as the id of the section.
fn take_anchor(content: &mut Vec<Inline>) -> Option<String> {
    let at = content.iter().position(|it| matches!(it, Inline::Anchor(_)))?;
    match content.remove(at) {
        Inline::Anchor(anchor) => anchor.attr.id,
        _ => None,
    }
}

/// Trims a line: indents typed by hand, and line breaks.
fn trim(content: &mut Vec<Inline>) {
    while matches!(content.last(), Some(Inline::LineBreak(_))) {
        content.pop();
    }
    let is_empty =
        |it: Option<&Inline>| matches!(it, Some(Inline::Text(text)) if text.text.is_empty());
    if let Some(Inline::Text(text)) = content.first_mut() {
        text.text = text.text.trim_start().to_owned();
    }
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.text.truncate(text.text.trim_end().len());
    }
    if is_empty(content.first()) {
        content.remove(0);
    }
    if is_empty(content.last()) {
        content.pop();
    }
}
