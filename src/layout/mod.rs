//! Layout: blocks to pages of frames, to the W3C's *Requirements for Chinese Text Layout*.
//!
//! ```text
//!  style sheet ─▶ StyleSheet ─▶ Geometry (type area, grid)
//!                                │
//!  blocks ─flow─▶ strips ─pages─▶ Page, Page, Page …   each passed on as soon as it is full
//!           │  ▲
//!    inline ▼  │ lines of frames
//! ```
//!
//! [`lay_out`] goes through the blocks once. A block becomes *strips*, each the width of the
//! column, which no page break cuts; the paginator fits strips and their footnotes on pages.
//! Only pages of a table of contents wait, for its numbers: they come last.

mod blocks;
mod boxes;
mod code;
mod composer;
mod contents;
mod dump;
mod equation;
mod figure;
mod flow;
pub mod frame;
mod geometry;
mod heading_breaks;
mod inline;
mod letters;
mod list;
mod math;
mod notes;
mod page_map;
mod page_settings;
mod pages;
mod section;
mod strip;
mod style;
mod table;
mod template;
mod title;
mod tree;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use composer::Composer;
use contents::InText;
use flow::{Flow, Next, Region};
use frame::{Page, Structure, StructureRole};
use geometry::Geometry;
use notes::Notes;
use pages::{EveryPage, Paginator, page_number};
use strip::{PageStart, Strip};
use style::HeadingStart;

pub use crate::config::Length;
pub use dump::{dump_pages, dump_structure};
pub use inline::{
    GlyphReport, Kinsoku, LineEnd, LineOptions, LineReport, LineSetter, PunctuationStyle,
    inspect_lines,
};
pub use letters::{Letters, letter};
pub use math::{FormulaPicture, PictureShape, Shape, picture as formula_picture};
pub use page_map::{MappedPage, PageMap, PageMapper};
pub use page_settings::page_settings;
pub use style::{Binding, StyleSheet};

use crate::config::{Options, PageOptions};
use crate::context::Context;
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::image::Pictures;
use crate::model::{AgentRole, Block, DateKind, Document, Inline, Node, TitleKind, visit};
use crate::text::words::Words;
use crate::transform::{
    ContentsPlace, contents_place, lists_headings, numbered, refers_to_pages, show_pages,
};

/// A table of contents with fewer lines gets no page of its own.
const FEWEST_LINES: usize = 5;
/// Text before the first chapter gets a page of its own from this many lines.
const FEW_LINES: u8 = 8;
/// The white above what joins the page of the title, in lines.
const FEW_WHITE: f32 = 3.0;

/// Lays a document out. Each page is passed to `sink` as soon as it is done, those of a table of
/// contents last; [`Page::index`] is its number.
///
/// # Errors
///
/// A style that can't be used, and a library without fonts.
pub fn lay_out(
    document: &Document,
    pictures: &Pictures<'_>,
    options: &Options,
    context: &Context,
    sink: &mut dyn FnMut(Page),
) -> Result<(Structure, Vec<Diagnostic>)> {
    let first_heading = title::first_heading(document.blocks());
    let mut document = numbered(document, &options.page);
    let compose = |document: &Document, sink: &mut dyn FnMut(Page)| {
        let heading = first_heading.clone();
        compose(document, heading, pictures, options, context, sink)
    };
    if refers_to_pages(&document) {
        for _ in 0..ROUNDS {
            let mut labels = BTreeMap::new();
            let (structure, _) = compose(&document, &mut |page| {
                labels.insert(page.index, page_number(page.label));
            })?;
            let places = structure.places.into_iter();
            let pages =
                places.filter_map(|(id, place)| Some((id, labels.get(&place.page)?.clone())));
            if !show_pages(document.to_mut(), &pages.collect()) {
                break;
            }
        }
    }
    compose(&document, sink)
}

/// How many times a document with page references is laid out: the text moves with the printed
/// digits.
const ROUNDS: usize = 3;

fn compose(
    document: &Document,
    first_heading: Option<String>,
    pictures: &Pictures<'_>,
    options: &Options,
    context: &Context,
    sink: &mut dyn FnMut(Page),
) -> Result<(Structure, Vec<Diagnostic>)> {
    let mut style = StyleSheet::of(&options.page)?;
    if context.fonts.faces().next().is_none() {
        return Err(Error::new(Code::NoFonts, []));
    }
    let mut diagnostics = Vec::new();
    let geometry = Geometry::of(&style, &mut diagnostics);
    geometry.bound(&mut style, &mut diagnostics);
    let mut composer = Composer::new(&context.fonts, &style);
    composer.diagnostics = diagnostics;
    composer.words = Words::of(document.meta.language_tag());
    let notes = Notes::of(document);
    composer.endnotes = notes.endnote_marks();
    composer.footnotes = notes.footnote_marks();
    composer.images = figure::naturals(document, pictures);
    let title = document.meta.title(TitleKind::Main).map(str::to_owned);
    let mut flow = Flow {
        pages: Paginator::new(
            geometry,
            &style,
            title,
            every_page(document, &options.page),
            sink,
        ),
        composer,
        cancel: &context.cancel,
        document,
        display: &options.display,
        style: &style,
        geometry,
        notes,
        prepared: BTreeSet::new(),
        called: VecDeque::new(),
        next: Next::default(),
        keep: 0,
        buffers: Vec::new(),
        sections: 0,
        depth: 0,
        in_head: false,
        in_credits: false,
        contents_in_text: None,
        first_heading,
    };
    flow.document(options.page.toc);
    Ok(flow.finish())
}

/// The author's settings for every page.
fn every_page(document: &Document, options: &PageOptions) -> EveryPage {
    let authors = document.meta.agents_with(AgentRole::Author).map(|it| it.name.as_str());
    let date = document.meta.dates.iter().find(|date| date.kind == DateKind::Published);
    EveryPage {
        header: options.header.clone(),
        footer: options.footer.clone(),
        author: authors.collect::<Vec<_>>().join("、"),
        date: date.map(|date| date.text.clone()).unwrap_or_default(),
    }
}

impl Flow<'_> {
    /// The whole document: title block, table of contents, front matter, body, back matter.
    fn document(&mut self, toc: Option<bool>) {
        let (document, geometry) = (self.document, self.geometry);
        let root = self.composer.tree.root();
        let (head, front) = document.front.split_at(title::head_of(document));
        let entries = contents::entries(document, self.style.contents.depth);
        let place = contents_place(document.blocks()).filter(|_| toc != Some(false));
        let enough = usize::from(self.style.contents.from);
        let is_long = || entries.len() >= enough && !lists_headings(document.blocks(), enough);
        let toc = toc.unwrap_or_else(is_long) && !entries.is_empty() && place.is_none();
        let title_page = self.style.title.page;
        let is_short =
            contents::lines(&entries, geometry.measure / geometry.size) < FEWEST_LINES;
        let separate = title_page || (toc && self.style.contents.page && !is_short);
        if separate {
            self.pages.begin_front(title_page);
        }
        let region = self.region(root);
        self.in_head = true;
        self.head(head, &region);
        self.in_head = false;
        if toc {
            // A page with few lines is merged with the previous one.
            if separate && !is_short {
                self.next.start = PageStart::Recto;
            } else if separate {
                self.space(self.geometry.pitch * FEW_WHITE);
            }
            self.contents_title(&region);
            self.contents(&entries, &region);
            self.space(self.geometry.pitch);
        } else if let Some(ContentsPlace { is_headed }) = place.filter(|_| !entries.is_empty())
        {
            self.contents_in_text = Some(InText { entries, is_headed });
        }
        let parted = separate || !front.iter().all(is_unprinted) || !document.back.is_empty();
        for (index, blocks) in [front, &document.body, &document.back].into_iter().enumerate() {
            if blocks.iter().all(is_unprinted) {
                continue;
            }
            let parent =
                if parted { self.composer.tree.add(root, StructureRole::Part) } else { root };
            let region: Region = self.region(parent);
            let mut blocks = blocks;
            if separate {
                if index == 1 {
                    blocks = self.short_lead(blocks, &region);
                }
                // Front matter keeps its Roman numbers.
                let start = if index == 1 { PageStart::Body } else { PageStart::Page };
                self.next.start = self.next.start.max(start);
            }
            self.blocks(blocks, &region);
        }
        self.endnotes();
        self.pages.finish(&mut self.composer);
    }

    /// Sets the text before the first chapter on the page before, if it has few lines: it would
    /// have a page to itself. Returns the blocks that are still to be set.
    fn short_lead<'b>(&mut self, blocks: &'b [Block], region: &Region) -> &'b [Block] {
        let at = blocks.iter().position(|block| matches!(block, Block::Section(_)));
        let (lead, rest) = blocks.split_at(at.unwrap_or(0));
        if lead.iter().all(is_unprinted) || self.style.heading(1).start == HeadingStart::Flow {
            return blocks;
        }
        let mut letters = 0;
        visit(lead, &mut |node| {
            if let Node::Inline(Inline::Text(text)) = node {
                letters += text.text.chars().count();
            }
        });
        let line = self.geometry.measure / self.geometry.size;
        #[expect(clippy::cast_precision_loss, reason = "a few lines of letters")]
        let is_long = letters as f32 > line * f32::from(FEW_LINES);
        if is_long {
            return blocks;
        }
        self.space(self.geometry.pitch * FEW_WHITE);
        let strips = self.collect(|flow| flow.blocks(lead, region));
        let pitch = self.geometry.pitch;
        let height: f32 = strips.iter().map(|strip| strip.height).sum();
        if height > pitch * f32::from(FEW_LINES) {
            let mut strips = strips.into_iter();
            let first = strips.next().map(|it| Strip { start: PageStart::Body, ..it });
            self.pass_on(first.into_iter().chain(strips).collect());
            return rest;
        }
        self.pass_on(strips);
        rest
    }

    fn finish(self) -> (Structure, Vec<Diagnostic>) {
        let mut places = self.pages.places;
        places.sort_by(|a, b| a.0.cmp(&b.0));
        // An id that is not unique leads to its first place.
        places.dedup_by(|later, first| later.0 == first.0);
        let elements = self.composer.tree.into_elements();
        let right_bound = self.style.page.binding == Binding::Right;
        let structure =
            Structure { elements, outline: self.pages.outline, places, right_bound };
        (structure, self.composer.diagnostics)
    }
}

fn is_unprinted(block: &Block) -> bool {
    match block {
        Block::Gap(_) | Block::Residue(_) | Block::Milestone(_) | Block::PageBreak(_) => true,
        Block::Contents(contents) => !contents.is_place(),
        _ => false,
    }
}
