//! `front`, `body`, `back`, and the blocks in them.

use super::super::kinds;
use super::figures::numbered;
use super::header::title_kind;
use super::notes;
use super::parts::Around;
use super::phrases::{FormeKind, forme_kind};
use super::tree::{Node, Tag};
use super::walk::{Walk, alignment, counts, is_layout, is_white, push_gap};
use crate::model::{
    Admonition, AdmonitionKind, Aligned, Attr, Block, CodeBlock, Contents, ContentsEntry,
    Credit, CreditKind, DefinitionList, Gap, GapKind, Inline, List, ListItem, ListKind,
    ListMarker, MathBlock, NumberStyle, PageBreak, Paragraph, Quotation, Residue, Section,
    SectionKind, Speech, Stanza, Text, ThematicBreak, TitleBlock, TitlePart, Verse, VerseLine,
};

/// Elements that occur between blocks as well as inline.
const ANYWHERE: [&str; 9] =
    ["lb", "pb", "cb", "milestone", "fw", "note", "anchor", "figure", "mulu"];

/// Elements that are always blocks.
const BLOCKS: [&str; 51] = [
    "p",
    "ab",
    "div",
    "div1",
    "div2",
    "div3",
    "div4",
    "div5",
    "div6",
    "div7",
    "divGen",
    "head",
    "lg",
    "l",
    "list",
    "table",
    "quote",
    "cit",
    "sp",
    "epigraph",
    "byline",
    "dateline",
    "salute",
    "signed",
    "closer",
    "opener",
    "trailer",
    "docTitle",
    "docImprint",
    "titlePage",
    "titlePart",
    "floatingText",
    "body",
    "argument",
    "postscript",
    "stage",
    "entry",
    "entryFree",
    "superEntry",
    "listPerson",
    "listApp",
    "noteGrp",
    "juan",
    "jhead",
    "dialog",
    "eg",
    "text",
    "group",
    "front",
    "back",
    "include",
];

impl Walk {
    /// The blocks of these nodes; text among them is a paragraph.
    pub(super) fn blocks(&mut self, nodes: &[Node]) -> Vec<Block> {
        let mut out = Vec::new();
        let mut from = 0;
        let mut anchor = None;
        for (at, node) in nodes.iter().enumerate() {
            if !counts(node) || self.continues(nodes, from, at) {
                continue;
            }
            self.paragraph_of(&nodes[from..at], &mut out);
            from = at + 1;
            match node {
                Node::Tag(tag) if tag.name == "anchor" => anchor = tag.get("xml:id"),
                Node::Tag(tag) => self.block(tag, anchor.take(), &mut out),
                Node::Text(_) => {}
            }
        }
        self.paragraph_of(&nodes[from..], &mut out);
        out
    }

    /// Whether a node continues a line of text or begins one.
    fn continues(&self, nodes: &[Node], from: usize, at: usize) -> bool {
        match &nodes[at] {
            Node::Text(text) => self.lossless || !is_white(text.look()),
            Node::Tag(tag) if is_block(tag) => self.in_note && tag.name == "app",
            Node::Tag(tag) if ANYWHERE.contains(&tag.name.as_str()) => {
                nodes[from..at].iter().any(|node| self.begins_line(node))
            }
            Node::Tag(_) => true,
        }
    }

    fn begins_line(&self, node: &Node) -> bool {
        match node {
            Node::Text(text) if self.lossless => !is_layout(text.look()),
            Node::Text(text) => !is_white(text.look()),
            Node::Tag(tag) => !ANYWHERE.contains(&tag.name.as_str()),
        }
    }

    fn paragraph_of(&mut self, nodes: &[Node], out: &mut Vec<Block>) {
        if nodes.iter().any(|node| self.begins_line(node)) {
            let content = self.lines(nodes);
            out.push(Block::Paragraph(Paragraph { attr: Attr::default(), content }));
        }
    }

    /// One element as blocks.
    pub(super) fn block(&mut self, tag: &Tag, anchor: Option<&str>, out: &mut Vec<Block>) {
        if tag.name == "byline" {
            self.begun = out.iter().any(|block| {
                let opens = matches!(block, Block::Gap(_) | Block::Residue(_));
                !opens && !matches!(block, Block::Credit(_) | Block::Title(_))
            });
        }
        let mut inner = Vec::new();
        self.plain_block(tag, &mut inner);
        let aligned = alignment(tag).filter(|_| tag.name != "cell");
        match aligned {
            Some(align) => {
                let attr = Attr { id: anchor.map(str::to_owned), ..Attr::default() };
                out.push(Block::Aligned(Aligned { attr, align, blocks: inner }));
            }
            None => {
                // A place before a block becomes the block's own, if it has none.
                let first = inner.first_mut().and_then(Block::attr_mut);
                if let (Some(attr), Some(id)) = (first, anchor) {
                    attr.id.get_or_insert_with(|| id.to_owned());
                }
                for block in inner {
                    match block {
                        Block::Gap(gap) => push_gap(out, gap),
                        other => out.push(other),
                    }
                }
            }
        }
    }

    fn plain_block(&mut self, tag: &Tag, out: &mut Vec<Block>) {
        let name = tag.name.as_str();
        if name.starts_with("div") && name != "divGen" {
            return self.division(tag, out);
        }
        let start = self.offset;
        let attr = self.attr(tag);
        let mut one = match name {
            "lb" | "pb" if self.lossless => {
                let gap = if name == "pb" {
                    self.gap(GapKind::FormFeed, "\u{C}")
                } else {
                    let newline = self.newline_of(tag);
                    self.gap(GapKind::LineEnd, newline)
                };
                return push_gap(out, gap);
            }
            "milestone" if tag.get("unit") == Some("page-break") => self.page_break(tag),
            "lb" | "pb" | "cb" | "milestone" => Block::Milestone(Box::new(self.milestone(tag))),
            "fw" if tag.kind() == "page-break" => self.page_break(tag),
            "fw" => return self.forme(tag, attr, out),
            // Content of CBETA's navigation, repeated in the heading.
            "mulu" if !tag.own => return self.navigation(tag, out),
            "include" if !tag.own => return self.include(tag, out),
            "note" | "app" | "entry" | "entryFree" | "l" | "figure" | "sp" | "titlePart" => {
                self.block_of_its_own(tag, attr)
            }
            "ab" | "lg" | "list" | "table" | "docTitle" => {
                return self.block_of_parts(tag, attr, out);
            }
            "eg" if !self.lossless => self.program(tag, attr),
            "divGen" if tag.kind() == "toc" => {
                Block::Contents(Box::new(Contents { attr, ..Contents::default() }))
            }
            "quote" | "cit" | "q" | "said" => self.quotation(tag, attr),
            "epigraph" => Block::Epigraph(Box::new(self.quoted(tag, attr))),
            "byline" | "dateline" | "salute" | "signed" | "docImprint" | "trailer" => {
                return self.credit(tag, attr, out);
            }
            "closer" | "opener" | "titlePage" | "floatingText" | "body" | "argument"
            | "postscript" | "listPerson" | "listApp" | "noteGrp" | "superEntry" | "juan"
            | "text" | "group" | "front" | "back" => {
                return out.extend(self.blocks(&tag.children));
            }
            _ => {
                if name != "p" && name != "head" {
                    self.note_unknown(tag);
                }
                if !self.lossless && !self.in_note && notes::are_all_apart(tag) {
                    return out.extend(self.blocks(&tag.children));
                }
                if !self.lossless && holds_blocks(tag) {
                    return self.paragraph_in_parts(tag, attr, out);
                }
                let content = self.lines(&tag.children);
                // The filler of a body without blocks.
                if content.is_empty() && tag.attributes().next().is_none() {
                    return;
                }
                Block::Paragraph(Paragraph { attr, content })
            }
        };
        self.place_block(&mut one, start);
        out.push(one);
    }

    /// Simple blocks. In a separate function, so that recursion needs less stack.
    fn block_of_its_own(&mut self, tag: &Tag, attr: Attr) -> Block {
        match tag.name.as_str() {
            "note" if tag.kind() == "admonition" => self.admonition(tag, attr),
            "note" => Block::Note(Box::new(self.note(tag))),
            "app" => Block::Note(Box::new(self.app_apart(tag))),
            "l" => {
                let line = VerseLine { content: self.lines(&tag.children), attr, lead: vec![] };
                let stanza = Stanza { lines: vec![line], ..Stanza::default() };
                Block::Verse(Verse { stanzas: vec![stanza], ..Verse::default() })
            }
            "figure" => Block::Figure(Box::new(self.figure(tag, attr))),
            "sp" => self.speech(tag, attr),
            "titlePart" => {
                let part = TitlePart {
                    kind: title_kind(tag.kind()),
                    lead: vec![],
                    content: self.lines(&tag.children),
                };
                Block::Title(TitleBlock { attr, parts: vec![part] })
            }
            _ => self.entry(tag, attr),
        }
    }

    /// A paragraph that contains lists, verse or tables (TEI P5 §3.3.2): split into paragraphs and
    /// those blocks.
    fn paragraph_in_parts(&mut self, tag: &Tag, attr: Attr, out: &mut Vec<Block>) {
        let mut parts = self.blocks(&tag.children);
        if let Some(Block::Paragraph(first)) = parts.first_mut() {
            first.attr = attr;
        }
        out.append(&mut parts);
    }

    /// A block with the content around it. In a separate function, so that recursion needs less
    /// stack.
    fn block_of_parts(&mut self, tag: &Tag, attr: Attr, out: &mut Vec<Block>) {
        let start = self.offset;
        let mut around = Around::default();
        let mut one = match tag.name.as_str() {
            "ab" => self.anonymous(tag, attr, &mut around),
            "lg" => Block::Verse(self.verse(tag, attr, &mut around)),
            "list" => self.list(tag, attr, &mut around),
            "table" => Block::Table(Box::new(self.table(tag, attr, &mut around))),
            _ => Block::Title(self.title(tag, attr, &mut around)),
        };
        self.place_block(&mut one, start);
        around.close(one, out);
    }

    /// Sets the place of a block that began at `start`.
    fn place_block(&self, block: &mut Block, start: usize) {
        let attr = match block {
            Block::Title(it) => &mut it.attr,
            Block::Paragraph(it) => &mut it.attr,
            Block::Credit(it) => &mut it.attr,
            Block::ThematicBreak(it) => &mut it.attr,
            Block::Figure(it) => &mut it.attr,
            Block::Note(it) => &mut it.attr,
            Block::Contents(it) => &mut it.attr,
            Block::Verse(it) => &mut it.attr,
            Block::List(it) => &mut it.attr,
            _ => return,
        };
        attr.span = self.since(start);
    }

    fn division(&mut self, tag: &Tag, out: &mut Vec<Block>) {
        if tag.kind() == "continuation" {
            return out.extend(self.blocks(&tag.children));
        }
        if is_contents(tag) {
            let start = self.offset;
            let mut around = Around::default();
            let mut contents = Block::Contents(Box::new(self.contents(tag, &mut around)));
            self.place_block(&mut contents, start);
            return around.close(contents, out);
        }
        // A navigation label repeats the heading after it.
        let mut children = &tag.children[..];
        if let Some((label, rest)) = first(children, "mulu") {
            self.navigation(label, out);
            children = rest;
        }
        let attr = self.attr(tag);
        let mut section = Section { attr, kind: section_kind(tag), ..Section::default() };
        section.level =
            tag.get("subtype").and_then(|it| it.strip_prefix("level-")?.parse().ok());
        let counted = super::walk::pointers(tag, "ana").any(|it| it == "#counted");
        section.numbered = numbered(tag);
        section.number = tag.get("n").filter(|_| !counted).map(str::to_owned);
        if let Some((head, rest)) = first(children, "head") {
            let start = self.offset;
            section.heading = self.lines(&head.children);
            section.attr.span = self.since(start);
            children = rest;
        }
        let front = std::mem::replace(&mut self.front, false);
        section.blocks = self.blocks(children);
        self.front = front;
        out.push(Block::Section(Box::new(section)));
    }

    fn navigation(&mut self, tag: &Tag, out: &mut Vec<Block>) {
        let attr = self.attr(tag);
        let content = self.lines(&tag.children);
        let kind = "navigation".to_owned();
        out.push(Block::Residue(Box::new(Residue { attr, kind, content })));
    }

    fn contents(&mut self, tag: &Tag, around: &mut Around) -> Contents {
        let mut contents = Contents { attr: self.attr(tag), ..Contents::default() };
        if let Some(head) = tag.tag("head") {
            contents.heading = self.lines(&head.children);
        }
        for item in tag.tag("list").into_iter().flat_map(Tag::tags) {
            if item.name != "item" {
                self.between(item, around);
                continue;
            }
            let level = item.get("rendition").and_then(|it| it.strip_prefix("#contents-"));
            let mut entry = ContentsEntry {
                lead: around.part(),
                level: level.and_then(|level| level.parse().ok()),
                ..ContentsEntry::default()
            };
            match item
                .tag("ref")
                .filter(|_| item.children.iter().filter(|it| counts(it)).count() == 1)
            {
                Some(link) => {
                    let target = link.get("target").and_then(|it| it.strip_prefix('#'));
                    entry.target = target.map(str::to_owned);
                    entry.content = self.lines(&link.children);
                }
                None => entry.content = self.lines(&item.children),
            }
            contents.entries.push(entry);
        }
        contents
    }

    fn title(&mut self, tag: &Tag, attr: Attr, around: &mut Around) -> TitleBlock {
        let mut title = TitleBlock { attr, parts: Vec::new() };
        for part in tag.tags() {
            if part.name == "titlePart" || part.name == "title" {
                title.parts.push(TitlePart {
                    kind: title_kind(part.kind()),
                    lead: around.part(),
                    content: self.lines(&part.children),
                });
            } else {
                self.between(part, around);
            }
        }
        title
    }

    fn credit(&mut self, tag: &Tag, attr: Attr, out: &mut Vec<Block>) {
        let kind = match tag.name.as_str() {
            "dateline" => CreditKind::Dateline,
            "salute" => CreditKind::Salutation,
            "signed" => CreditKind::Signature,
            "docImprint" => CreditKind::Source,
            "byline" if self.begun && !self.front => CreditKind::Closing,
            "byline" => CreditKind::Byline,
            _ => credit_kind(tag),
        };
        let start = self.offset;
        let content = self.lines(&tag.children);
        let attr = Attr { span: self.since(start), ..attr };
        out.push(Block::Credit(Box::new(Credit { attr, kind, content })));
    }

    /// An `ab`: in our archives a construct without a TEI element.
    fn anonymous(&mut self, tag: &Tag, attr: Attr, around: &mut Around) -> Block {
        if tag.kind() == "title" {
            return Block::Title(self.title(tag, attr, around));
        }
        if !self.lossless && tag.kind().starts_with("code") {
            return self.program(tag, attr);
        }
        let content = match tag.kind() {
            "code" | "math" => self.inlines(&tag.children),
            _ => self.lines(&tag.children),
        };
        match tag.kind() {
            "credit" => {
                Block::Credit(Box::new(Credit { attr, kind: credit_kind(tag), content }))
            }
            "contents" => Block::Contents(Box::new(Contents {
                attr,
                heading: content,
                entries: Vec::new(),
            })),
            // Elements that would need parts.
            "verse" if content.is_empty() => Block::Verse(Verse { attr, ..Verse::default() }),
            "list" if content.is_empty() => {
                Block::List(Box::new(List { attr, ..List::default() }))
            }
            "gloss" if content.is_empty() => {
                Block::DefinitionList(Box::new(DefinitionList { attr, items: Vec::new() }))
            }
            "separator" => Block::ThematicBreak(ThematicBreak { attr, content }),
            "code" => {
                let language = tag.get("subtype").map(str::to_owned);
                let content = content.into_iter().map(line_end_as_text).collect();
                Block::Code(Box::new(CodeBlock { attr, language, content }))
            }
            "math" => {
                let (mut bare, mut labels) = (Vec::new(), Vec::new());
                for inline in content {
                    match inline {
                        Inline::Math(math) => bare.extend(math.content),
                        Inline::Anchor(anchor) => labels.push(anchor.attr),
                        other => bare.push(other),
                    }
                }
                Block::Math(Box::new(MathBlock {
                    attr,
                    numbered: numbered(tag),
                    content: bare,
                    labels,
                    ..MathBlock::default()
                }))
            }
            _ => Block::Paragraph(Paragraph { attr, content }),
        }
    }

    /// Program text of another edition, where white space is significant.
    fn program(&mut self, tag: &Tag, attr: Attr) -> Block {
        let text = tag.lines_as_written();
        let content = vec![self.text(text.trim_matches('\n'))];
        let language = tag.get("subtype").map(str::to_owned);
        Block::Code(Box::new(CodeBlock { attr, language, content }))
    }

    fn forme(&mut self, tag: &Tag, attr: Attr, out: &mut Vec<Block>) {
        let start = self.offset;
        let content = self.lines(&tag.children);
        let attr = Attr { span: self.since(start), ..attr };
        let kind = match forme_kind(tag) {
            FormeKind::Gap(kind) => kind,
            FormeKind::Residue(kind) => {
                return out.push(Block::Residue(Box::new(Residue { attr, kind, content })));
            }
        };
        match self.as_gap(kind, content) {
            content if content.iter().all(|it| matches!(it, Inline::Gap(_))) => {
                for inline in content {
                    if let Inline::Gap(gap) = inline {
                        push_gap(out, gap);
                    }
                }
            }
            content => out.push(Block::Paragraph(Paragraph { attr, content })),
        }
    }

    /// A page break with its source characters.
    fn page_break(&mut self, tag: &Tag) -> Block {
        let is_mark = |node: &&Node| matches!(node, Node::Tag(it) if it.name == "milestone");
        let mark = tag.children.iter().position(|node| is_mark(&node));
        let attr = self.attr(tag.tag("milestone").unwrap_or(tag));
        let (before, after) = tag.children.split_at(mark.unwrap_or(0));
        let after = after.get(usize::from(mark.is_some())..).unwrap_or_default();
        let mut content = self.inlines(before);
        content.extend(self.inlines(after));
        let content = content.into_iter().map(|inline| match inline {
            Inline::Text(Text { text, span }) => {
                let feeds = text.chars().all(|c| c == '\u{C}');
                let kind = if feeds { GapKind::FormFeed } else { GapKind::Delimiter };
                Inline::Gap(Gap { kind, text, span })
            }
            other => other,
        });
        Block::PageBreak(Box::new(PageBreak { attr, content: content.collect() }))
    }

    fn admonition(&mut self, tag: &Tag, attr: Attr) -> Block {
        let kind = tag.get("subtype").and_then(AdmonitionKind::by_name).unwrap_or_default();
        let (label, rest) = self.label(&tag.children);
        let blocks = self.blocks(rest);
        Block::Admonition(Box::new(Admonition { attr, kind, label, blocks }))
    }

    /// The content after a label; a first paragraph shares the line, and the place, of its
    /// container.
    pub(super) fn labelled_blocks(&mut self, nodes: &[Node]) -> Vec<Block> {
        let mut blocks = self.blocks(nodes);
        if let Some(Block::Paragraph(first)) = blocks.first_mut() {
            first.attr.span = None;
        }
        self.labelled = false;
        blocks
    }

    /// A label at the beginning, and the rest.
    pub(super) fn label<'t>(&mut self, nodes: &'t [Node]) -> (Vec<Inline>, &'t [Node]) {
        match first(nodes, "label") {
            Some((label, rest)) => (self.marker(&label.children), rest),
            None => (Vec::new(), nodes),
        }
    }

    fn list(&mut self, tag: &Tag, attr: Attr, around: &mut Around) -> Block {
        if tag.kind() == "gloss" || tag.tags().any(|it| it.name == "label") {
            return Block::DefinitionList(Box::new(self.definitions(tag, attr, around)));
        }
        let first = tag.tags().find(|it| it.name == "item");
        let start = first.and_then(|it| it.get("n")?.parse().ok()).unwrap_or(1);
        let kind = match tag.kind() {
            kind if kind.starts_with("ordered") || kind == "numbered" => {
                let rendition = tag.get("rendition").or(kind.strip_prefix("ordered:"));
                let (style, marker) = numbering(rendition.unwrap_or_default());
                ListKind::Ordered { start, style, marker }
            }
            "task" => ListKind::Task,
            _ => ListKind::Bulleted,
        };
        let mut list = List { attr, kind, items: Vec::new() };
        for part in tag.tags() {
            if part.name != "item" {
                self.between(part, around);
                continue;
            }
            let mut item = ListItem { attr: self.attr(part), ..ListItem::default() };
            item.lead = around.part();
            item.checked = match part.get("rendition") {
                Some("#checked") => Some(true),
                Some("#unchecked") => Some(false),
                _ => None,
            };
            let start = self.offset;
            let (marker, rest) = self.label(&part.children);
            item.marker = marker;
            item.blocks = self.labelled_blocks(rest);
            item.attr.span = self.since(start);
            list.items.push(item);
        }
        Block::List(Box::new(list))
    }

    fn quotation(&mut self, tag: &Tag, attr: Attr) -> Block {
        match tag.kind() {
            "foreign" => Block::Foreign(Box::new(crate::model::ForeignBlock {
                name: tag.get("subtype").unwrap_or_default().to_owned(),
                blocks: self.blocks(&tag.children),
                attr,
            })),
            "epigraph" => Block::Epigraph(Box::new(self.quoted(tag, attr))),
            _ => Block::Quotation(Box::new(self.quoted(tag, attr))),
        }
    }

    /// A quotation and its attribution.
    fn quoted(&mut self, tag: &Tag, attr: Attr) -> Quotation {
        let cit = if tag.name == "epigraph" { tag.tag("cit").unwrap_or(tag) } else { tag };
        let mut quotation = Quotation { attr, ..Quotation::default() };
        if cit.name != "cit" {
            quotation.blocks = self.blocks(&cit.children);
            return quotation;
        }
        for node in &cit.children {
            match node {
                Node::Tag(part) => match part.name.as_str() {
                    "bibl" | "ref" => {
                        quotation.attribution.extend(self.inlines(&part.children));
                    }
                    "quote" => quotation.blocks.extend(self.blocks(&part.children)),
                    _ => self.block(part, None, &mut quotation.blocks),
                },
                Node::Text(_) => {
                    self.paragraph_of(std::slice::from_ref(node), &mut quotation.blocks);
                }
            }
        }
        quotation
    }

    fn speech(&mut self, tag: &Tag, attr: Attr) -> Block {
        let mut speech = Speech { attr, ..Speech::default() };
        let mut rest = &tag.children[..];
        if let Some((speaker, after)) = first(rest, "speaker") {
            speech.speaker = self.inlines(&speaker.children);
            rest = after;
        }
        speech.blocks = self.blocks(rest);
        Block::Speech(Box::new(speech))
    }
}

/// In code, line ends are characters of the text.
fn line_end_as_text(inline: Inline) -> Inline {
    match inline {
        Inline::Gap(gap) if gap.kind == GapKind::LineEnd => {
            Inline::Text(crate::model::Text { text: gap.text, span: gap.span })
        }
        other => other,
    }
}

/// The leading element of this name, and the rest.
fn first<'t>(nodes: &'t [Node], name: &str) -> Option<(&'t Tag, &'t [Node])> {
    let at = nodes.iter().position(counts)?;
    match &nodes[at] {
        Node::Tag(tag) if tag.name == name => Some((tag, &nodes[at + 1..])),
        _ => None,
    }
}

/// Whether an element among blocks is a block.
fn is_block(tag: &Tag) -> bool {
    BLOCKS.contains(&tag.name.as_str())
        || (tag.name == "app" && notes::is_set_apart(tag))
        || (["q", "said"].contains(&tag.name.as_str()) && holds_blocks(tag))
}

/// Whether a paragraph or quotation contains a block element, except quotations, which may be
/// inline.
pub(super) fn holds_blocks(tag: &Tag) -> bool {
    tag.tags().any(|it| match it.name.as_str() {
        "include" => false,
        "quote" | "cit" | "q" | "said" => holds_blocks(it),
        name => it.own && BLOCKS.contains(&name),
    })
}

/// Whether a division is only a table of contents (目录): a heading, a list of lines, and permitted
/// content between them.
fn is_contents(tag: &Tag) -> bool {
    let count = |name: &str| tag.tags().filter(|it| it.name == name).count();
    let items = || tag.tag("list").into_iter().flat_map(Tag::tags);
    let part = |node: &Node| match node {
        Node::Tag(it) => ["head", "list"].contains(&&*it.name) || ANYWHERE.contains(&&*it.name),
        Node::Text(text) => is_white(text.look()),
    };
    tag.kind() == "contents"
        && count("list") == 1
        && count("head") <= 1
        && tag.children.iter().all(part)
        && !items().any(|item| item.tags().any(|it| BLOCKS.contains(&&*it.name)))
}

/// Whether a `type` only names the division's kind.
pub(super) fn section_type(name: &str) -> bool {
    ["contents", "continuation", "section"].contains(&name)
        || kinds::section_kind(name).is_some()
}

fn section_kind(tag: &Tag) -> SectionKind {
    match tag.kind() {
        "introduction" | "xu" => SectionKind::Preface,
        name => kinds::section_kind(name).unwrap_or_default(),
    }
}

fn credit_kind(tag: &Tag) -> CreditKind {
    tag.get("subtype").and_then(CreditKind::by_name).unwrap_or(CreditKind::Other)
}

fn numbering(rendition: &str) -> (NumberStyle, ListMarker) {
    let name = rendition.split(' ').next().unwrap_or_default().trim_start_matches('#');
    let (style, marker) = name.rsplit_once('-').unwrap_or((name, ""));
    let style = match style {
        "loweralpha" => NumberStyle::LowerAlpha,
        "upperalpha" => NumberStyle::UpperAlpha,
        "lowerroman" => NumberStyle::LowerRoman,
        "upperroman" => NumberStyle::UpperRoman,
        name => NumberStyle::by_name(name).unwrap_or_default(),
    };
    (style, ListMarker::by_name(marker).unwrap_or_default())
}
