//! Walks a page's tree once, and converts each element to the model.

use std::collections::BTreeMap;

use super::attributes::{self, is_hidden};
use super::notes::{self, Links};
use super::stream::{Stream, StreamItem, Wrap};
use super::tree::{Id, Tree};
use super::{classes, figures, lists, pages, ruby, tables, verse};
use crate::diag::{Code, Diagnostic};
use crate::input::assets::Assets;
use crate::input::elements::{self, ElementRole};
use crate::input::text::kind_of_heading;
use crate::model::{
    Attr, Block, CodeBlock, Gap, GapKind, Inline, ListKind, Note, NoteKind, NoteRef, Quotation,
    Section, SectionKind, Span, ThematicBreak, plain_text, text,
};
use crate::source::Source;

/// The state of the walk.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) tree: &'a Tree,
    /// The sources of the pages, in order.
    sources: &'a [Source],
    /// The marks of elements by the contents of a book.
    pub(super) marks: BTreeMap<Id, ContentsMark>,
    /// The pages of the printed edition, by the elements at their starts.
    pub(super) pages: BTreeMap<Id, String>,
    /// The difference between a heading's level in the text and in the contents.
    shift: i16,
    links: Links,
    pub(super) assets: Assets,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Hidden elements with text, by name, each with count and first place.
    left_out: BTreeMap<String, (usize, Option<Span>)>,
    notes: Vec<Block>,
    /// The number at the beginning of the current note.
    marker: Vec<Inline>,
    /// The current language.
    language: Option<String>,
    /// An element that was read already: the number of an item.
    read: Option<Id>,
    /// Whether paiban wrote the pages: everything is declared, and nothing is guessed.
    pub(super) own: bool,
    /// Elements that are sections, each with the level of its heading.
    ends: BTreeMap<Id, u8>,
}

/// The role of an element in the contents of a book.
#[derive(Clone, Debug)]
pub(super) enum ContentsMark {
    /// It is a heading of this level.
    Heading(u8),
    /// A heading missing from the text precedes it.
    Made(u8, String),
}

impl<'a> Walk<'a> {
    pub(super) fn new(tree: &'a Tree, sources: &'a [Source]) -> Self {
        Self {
            tree,
            sources,
            marks: BTreeMap::new(),
            pages: BTreeMap::new(),
            shift: 0,
            links: Links::find(tree),
            assets: Assets::default(),
            diagnostics: Vec::new(),
            left_out: BTreeMap::new(),
            notes: Vec::new(),
            marker: Vec::new(),
            language: None,
            read: None,
            own: false,
            ends: BTreeMap::new(),
        }
    }

    /// The page: headings and blocks in order, followed by its notes.
    pub(super) fn page(&mut self) -> Vec<StreamItem> {
        let mut items = self.content(Tree::ROOT).into_items();
        let notes = std::mem::take(&mut self.notes);
        // The rule above the notes is dropped; writers add their own.
        let rule =
            |item: &StreamItem| matches!(item, StreamItem::Block(Block::ThematicBreak(_)));
        if !notes.is_empty() && items.last().is_some_and(rule) {
            items.pop();
        }
        items.extend(notes.into_iter().map(StreamItem::Block));
        self.report_left_out();
        items
    }

    /// The content of an element.
    pub(super) fn content(&mut self, id: Id) -> Stream {
        let mut stream = Stream::default();
        self.flow(id, &mut stream);
        stream
    }

    /// The content of an element as blocks.
    pub(super) fn blocks(&mut self, id: Id) -> Vec<Block> {
        self.content(id).into_blocks()
    }

    /// The content of an element as blocks, except a child that was read already.
    pub(super) fn blocks_without(&mut self, id: Id, read: Option<Id>) -> Vec<Block> {
        let outer = std::mem::replace(&mut self.read, read);
        let blocks = self.blocks(id);
        self.read = outer;
        blocks
    }

    /// The content of an element as blocks, its identifier on the first.
    pub(super) fn blocks_with_id(&mut self, id: Id) -> Vec<Block> {
        let mut stream = Stream::default();
        self.ids(id).into_iter().for_each(|own| stream.id(own));
        self.flow(id, &mut stream);
        stream.into_blocks()
    }

    /// The content of an element as one line.
    pub(super) fn line(&mut self, id: Id) -> Vec<Inline> {
        self.content(id).into_line()
    }

    /// Walks the children of an element.
    pub(super) fn flow(&mut self, id: Id, stream: &mut Stream) {
        let mut rest = self.tree.children(id);
        while let Some((first, after)) = rest.split_first() {
            let run = lists::run_of_word(self.tree, rest);
            if run > 0 {
                stream.end_paragraph();
                lists::list_of_word(self, &rest[..run], stream);
                rest = &rest[run..];
            } else {
                self.node(*first, stream);
                rest = after;
            }
        }
    }

    /// Walks a node.
    pub(super) fn node(&mut self, id: Id, stream: &mut Stream) {
        if let Some(text) = self.tree.text(id) {
            stream.text(text);
            return;
        }
        let name = self.tree.name(id);
        if name.is_empty() || self.read == Some(id) {
            return;
        }
        let role = elements::role(name);
        match self.marks.remove(&id) {
            Some(ContentsMark::Made(level, title)) => {
                let heading = vec![text(title)];
                stream.item(StreamItem::Heading(
                    level,
                    Section { heading, ..Section::default() },
                ));
            }
            Some(ContentsMark::Heading(level)) if !is_title(self.tree, id, role) => {
                if let ElementRole::Heading(written) = role {
                    self.shift = i16::from(level) - i16::from(written);
                }
                stream.end_paragraph();
                self.ids(id).into_iter().for_each(|own| stream.id(own));
                return self.heading(id, level, stream);
            }
            _ => {}
        }
        if pages::is_break(self.tree, id) {
            self.ids(id).into_iter().for_each(|own| stream.id(own));
            let begins = pages::milestone(self.tree, id, self.pages.remove(&id));
            return stream.milestone(begins, elements::is_block(role));
        }
        if let Some(label) = self.pages.remove(&id) {
            stream.milestone(pages::page(label), false);
        }
        if let Some((tex, is_block)) = figures::tex_of_script(self.tree, id) {
            figures::formula(&tex, is_block, stream);
        } else if matches!(role, ElementRole::Hidden | ElementRole::Embedded)
            || is_hidden(self.tree, id)
        {
            let shows = name == "svg" && !is_hidden(self.tree, id);
            match shows.then(|| figures::drawn(self, id)).flatten() {
                Some(image) => stream.inline(Inline::Image(Box::new(image))),
                None => self.leave_out(id),
            }
        } else if let Some(note) = self.links.note(id).map(str::to_owned) {
            self.note(id, note);
        } else if elements::is_block(role) {
            self.block(id, role, stream);
        } else {
            self.inline(id, role, stream);
        }
    }

    fn block(&mut self, id: Id, role: ElementRole, stream: &mut Stream) {
        stream.end_paragraph();
        self.ids(id).into_iter().for_each(|own| stream.id(own));
        let outer = self.language.clone();
        let language = self.foreign(id);
        let begun = stream.len();
        self.language = language.clone().or(outer.clone());
        self.block_of(id, role, stream);
        stream.end_paragraph();
        self.language = outer;
        // The language of the page is that of the document.
        if let Some(language) =
            language.filter(|_| !matches!(self.tree.name(id), "html" | "body"))
        {
            stream.in_language(begun, &language);
        }
    }

    fn inline(&mut self, id: Id, role: ElementRole, stream: &mut Stream) {
        self.ids(id).into_iter().for_each(|own| stream.id(own));
        // Word sets a language on every digit.
        let language = self.foreign(id).filter(|_| {
            let mut texts = self.tree.within(id).filter_map(|id| self.tree.text(id));
            texts.any(|text| text.chars().any(char::is_alphabetic))
        });
        let Some(language) = language else { return self.inline_of(id, role, stream) };
        let outer = self.language.replace(language.clone());
        stream.open(Wrap::Language(language));
        self.inline_of(id, role, stream);
        stream.close();
        self.language = outer;
    }

    fn block_of(&mut self, id: Id, role: ElementRole, stream: &mut Stream) {
        let tree = self.tree;
        let is_verse = matches!(
            role,
            ElementRole::Division | ElementRole::Paragraph | ElementRole::Quotation
        ) && verse::is_verse(tree, id);
        if let Some(block) = classes::block(self, id) {
            return stream.block(block);
        }
        if self.own && tree.name(id) == "section" && tree.get(id, "aria-label").is_some() {
            stream.item(StreamItem::Resume);
        }
        match role {
            _ if is_verse => verse::verse(self, id, stream),
            _ if is_title(tree, id, role) => self.heading(id, 0, stream),
            ElementRole::Heading(level) => {
                let level = (i16::from(level) + self.shift).max(1);
                self.heading(id, u8::try_from(level).unwrap_or(u8::MAX), stream);
            }
            ElementRole::Quotation => self.quotation(id, stream),
            ElementRole::List => lists::list(self, id, ListKind::Bulleted, stream),
            ElementRole::Ordered => lists::list(self, id, lists::ordered(tree, id), stream),
            ElementRole::Definitions => lists::definitions(self, id, stream),
            ElementRole::Table => tables::table(self, id, stream),
            ElementRole::Figure => figures::figure(self, id, stream),
            ElementRole::Preformatted => self.preformatted(id, stream),
            ElementRole::Rule => {
                stream.block(Block::ThematicBreak(ThematicBreak::default()));
            }
            _ => {
                let outer = stream.align;
                stream.align = attributes::alignment(tree, id).or(outer);
                self.flow(id, stream);
                stream.end_paragraph();
                stream.align = outer;
                if let Some(level) = self.ends.remove(&id) {
                    stream.item(StreamItem::End(level));
                }
            }
        }
    }

    fn inline_of(&mut self, id: Id, role: ElementRole, stream: &mut Stream) {
        if let Some(inline) = classes::inline(self, id) {
            return stream.inline(inline);
        }
        if classes::is_number(self.tree, id) {
            return stream.number_formula();
        }
        match role {
            _ if classes::is_quoted(self.tree, id) => self.wrapped(id, Wrap::Quoted, stream),
            ElementRole::Break => {
                let ends_page = ["page-break-before", "break-before"].iter().any(|name| {
                    let value = attributes::property(self.tree, id, name);
                    matches!(value.as_deref(), Some("always" | "page"))
                });
                if ends_page {
                    stream.block(Block::PageBreak(Box::default()));
                } else {
                    stream.line_break();
                }
            }
            ElementRole::Image => {
                if let Some(image) = figures::image(self, id) {
                    stream.inline(Inline::Image(Box::new(image)));
                }
            }
            ElementRole::Code => self.wrapped(id, Wrap::Code, stream),
            ElementRole::Quoted => self.wrapped(id, Wrap::Quoted, stream),
            ElementRole::Link => self.link(id, stream),
            ElementRole::Ruby => ruby::ruby(self, id, stream),
            ElementRole::Math => figures::math(self, id, stream),
            ElementRole::Style(own) => self.styled(id, Some(own), stream),
            _ => self.styled(id, None, stream),
        }
    }

    fn wrapped(&mut self, id: Id, wrap: Wrap, stream: &mut Stream) {
        stream.open(wrap);
        self.flow(id, stream);
        stream.close();
    }

    fn styled(&mut self, id: Id, own: Option<crate::model::Style>, stream: &mut Stream) {
        match attributes::style(self.tree, id, own) {
            Some(style) => self.wrapped(id, Wrap::Style(style), stream),
            None => self.flow(id, stream),
        }
    }

    fn heading(&mut self, id: Id, level: u8, stream: &mut Stream) {
        let heading = self.line(id);
        let written = plain_text(&heading);
        if written.trim().is_empty() {
            heading.into_iter().for_each(|inline| stream.inline(inline));
            return;
        }
        let (kind, number) = kind_of_heading(&written).unwrap_or_default();
        let section = self.tree.parent(id).filter(|it| self.tree.name(*it) == "section");
        let declared = section.and_then(|section| classes::section(self.tree, section));
        let kind = declared.unwrap_or(if self.own { SectionKind::default() } else { kind });
        if let Some(section) = section.filter(|_| level > 0) {
            self.ends.insert(section, level);
        }
        let mut ids = stream.take_ids().into_iter();
        let attr = Attr { id: ids.next(), span: self.place(id), ..Attr::default() };
        let section = Section {
            attr,
            kind,
            number: number.map(|number| number.to_string()),
            heading,
            ..Section::default()
        };
        stream.item(StreamItem::Heading(level, section));
        ids.for_each(|id| stream.id(id));
    }

    /// A quotation and its attribution: its last element, if that is a `footer` or `cite`.
    fn quotation(&mut self, id: Id, stream: &mut Stream) {
        let tree = self.tree;
        let mut elements =
            tree.children(id).iter().copied().filter(|it| !tree.name(*it).is_empty());
        let attribution = elements.next_back().filter(|last| {
            let names = |id: Id| matches!(tree.name(id), "footer" | "cite");
            let alone = |id: Id| {
                let shown =
                    |it: &&Id| tree.text(**it).is_none_or(|text| !text.trim().is_empty());
                let mut inner = tree.children(id).iter().filter(shown);
                inner.next().is_some_and(|it| names(*it)) && inner.next().is_none()
            };
            names(*last)
                || (tree.name(*last) == "p" && alone(*last))
                || tree.words(*last, "class").any(|class| class == "attribution")
        });
        let blocks = self.blocks_without(id, attribution);
        let mut attribution = attribution.map(|last| self.line(last)).unwrap_or_default();
        dash_as_gap(&mut attribution);
        let quotation = Box::new(Quotation { blocks, attribution, ..Quotation::default() });
        let is_epigraph = tree.words(id, "epub:type").any(|word| word == "epigraph")
            || tree.words(id, "role").any(|word| word == "doc-epigraph");
        stream.block(match is_epigraph {
            true => Block::Epigraph(quotation),
            false => Block::Quotation(quotation),
        });
    }

    fn preformatted(&mut self, id: Id, stream: &mut Stream) {
        let tree = self.tree;
        // `br` in `pre` ends lines, as in old forum pages.
        let lines = tree
            .within(id)
            .filter_map(|id| tree.text(id).or_else(|| (tree.name(id) == "br").then_some("\n")));
        let written: String = lines.collect();
        if written.trim().is_empty() {
            return;
        }
        let mut classes = tree.within(id).flat_map(|id| tree.words(id, "class"));
        let language = classes.find_map(|class| {
            class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))
        });
        let language = language.map(str::to_owned);
        let content = vec![text(written.trim_end_matches('\n'))];
        let code = CodeBlock { language, content, ..CodeBlock::default() };
        stream.block(Block::Code(Box::new(code)));
    }

    fn link(&mut self, id: Id, stream: &mut Stream) {
        if self.links.is_back(id) {
            return self.link_back(id, stream);
        }
        if let Some(target) = self.links.mark(id) {
            let mark = self.tree.text_within(id);
            let content = vec![text(mark.trim())];
            let target = target.to_owned();
            let mark = NoteRef { attr: Attr::default(), target, content };
            stream.inline(Inline::NoteRef(Box::new(mark)));
            return;
        }
        let href = self.tree.get(id, "href").map(str::trim).filter(|href| {
            let script =
                href.get(..11).is_some_and(|it| it.eq_ignore_ascii_case("javascript:"));
            !href.is_empty() && *href != "#" && !script
        });
        match href {
            Some(href) => {
                let title = self.tree.get(id, "title").map(str::to_owned);
                self.wrapped(id, Wrap::Link(href.to_owned(), title), stream);
            }
            None => self.styled(id, None, stream),
        }
    }

    /// A link from a note back to its mark: its number is the note's marker, an arrow (↩) is
    /// regenerated by the writers. In some books it contains the whole note, or one paragraph has
    /// several notes.
    fn link_back(&mut self, id: Id, stream: &mut Stream) {
        let written = self.tree.text_within(id);
        let written = written.trim();
        if !self.marker.is_empty() && !notes::is_arrow(written) || !notes::fits_mark(written) {
            self.flow(id, stream);
        } else if !notes::is_arrow(written) {
            self.marker = vec![text(written)];
        }
    }

    /// A note: its text, and the number at its beginning, which writers replace.
    fn note(&mut self, id: Id, name: String) {
        let outer = std::mem::take(&mut self.marker);
        let mut blocks = self.blocks(id);
        let mut marker = std::mem::replace(&mut self.marker, outer);
        if marker.is_empty() {
            marker = notes::take_mark(&mut blocks, self.links.mark_of(id));
        }
        let attr = Attr { id: Some(name), span: self.place(id), ..Attr::default() };
        let kind = self.links.kind(id);
        let note = Note { attr, kind, marker, blocks, ..Note::default() };
        self.notes.push(Block::Note(Box::new(note)));
    }

    /// A note without a mark.
    pub(super) fn uncalled_note(&mut self, id: Id) {
        let (attr, blocks) = (self.attr(id), self.blocks(id));
        let attr = Attr { span: self.place(id), ..attr };
        let note = Note { attr, kind: NoteKind::Endnote, blocks, ..Note::default() };
        self.notes.push(Block::Note(Box::new(note)));
    }

    /// Whether an element is a note.
    pub(super) fn is_note(&self, id: Id) -> bool {
        self.links.note(id).is_some()
    }

    /// The identifiers of an element that links point to.
    fn ids(&self, id: Id) -> Vec<&'a str> {
        let own = self.tree.get(id, "id");
        let name = self.tree.get(id, "name").filter(|_| self.tree.name(id) == "a");
        let both = own.into_iter().chain(name.filter(|name| own != Some(*name)));
        both.filter(|id| self.links.is_target(id)).collect()
    }

    /// The identifier of an element, if links point to it.
    pub(super) fn attr(&self, id: Id) -> Attr {
        Attr { id: self.ids(id).first().map(|id| (*id).to_owned()), ..Attr::default() }
    }

    /// The language of an element, if it differs from that around it.
    fn foreign(&self, id: Id) -> Option<String> {
        let outer = self.language.as_deref().unwrap_or_default();
        attributes::language(self.tree, id).filter(|own| !own.eq_ignore_ascii_case(outer))
    }

    /// Records an element with hidden text.
    fn leave_out(&mut self, id: Id) {
        let name = self.tree.name(id);
        // The title is in the metadata.
        if name == "head" {
            self.tree.children(id).iter().for_each(|child| self.leave_out(*child));
        }
        let empty = self.tree.text_within(id).trim().is_empty();
        let players = ["iframe", "frame", "object", "embed", "svg", "video", "audio", "canvas"];
        if matches!(name, "" | "head" | "title") || (empty && !players.contains(&name)) {
            return;
        }
        let place = self.place(id);
        self.left_out.entry(name.to_owned()).or_insert((0, place)).0 += 1;
    }

    fn report_left_out(&mut self) {
        for (name, (count, span)) in std::mem::take(&mut self.left_out) {
            self.diagnostics
                .push(Diagnostic::new(Code::HtmlLeftOut, [&name as _, &count as _]).at(span));
        }
    }

    /// The line of an element's start.
    fn place(&self, id: Id) -> Option<Span> {
        let (source, line) = (self.sources.get(self.tree.page(id))?, self.tree.line(id));
        let start = source.offset(line, 1)?;
        let end = source.offset(line + 1, 1).unwrap_or(source.text.len());
        Some(source.span(start, end))
    }
}

/// Whether an element is the title of the work, by the classes of Word and pandoc.
fn is_title(tree: &Tree, id: Id, role: ElementRole) -> bool {
    let title = |class: &str| {
        class == "MsoTitle" || (class == "title" && matches!(role, ElementRole::Heading(1)))
    };
    let on_title_page = || {
        let mut around = std::iter::successors(tree.parent(id), |id| tree.parent(*id));
        around.any(|id| {
            tree.words(id, "epub:type").any(|word| word == "titlepage")
                || tree.name(id) == "hgroup" && tree.words(id, "class").any(|it| it == "title")
        })
    };
    matches!(role, ElementRole::Heading(_) | ElementRole::Paragraph)
        && tree.words(id, "class").any(title)
        || matches!(role, ElementRole::Heading(1)) && on_title_page()
}

/// The dash before a name: writers add their own.
fn dash_as_gap(line: &mut Vec<Inline>) {
    if let Some(Inline::Text(first)) = line.first_mut() {
        let name = first.text.trim_start_matches(['—', '―', '-', '–', '─', ' ', '\u{A0}']);
        let dash = first.text[..first.text.len() - name.len()].to_owned();
        if !dash.is_empty() {
            first.text.drain(..dash.len());
            let gap = Gap { kind: GapKind::Delimiter, text: dash, span: None };
            line.insert(0, Inline::Gap(gap));
        }
    }
}
