//! Markdown (CommonMark 0.31, GFM) with additions for Chinese: ruby, emphasis dots, proper-name
//! marks, verse, signatures, and no space at a soft line break between Han.
//!
//! Takes a decoded source, returns a document. comrak parses the structure, [`source_cursor`] finds
//! the place of each text in the source; consumed syntax becomes gaps. The file itself is stored
//! with the document, so that it can be restored from an archive byte for byte. Nothing fails. What
//! cannot be parsed is kept as text and reported.

mod attributes;
mod blocks;
mod callouts;
mod classes;
mod code_lines;
mod contents;
mod crossref;
mod displayed;
mod fences;
mod formulas;
mod front_matter;
mod grid_tables;
mod html;
mod html_blocks;
mod inlines;
mod lines;
mod lists;
mod marks;
mod masks;
mod page_breaks;
mod pictures;
mod prelims;
mod quotations;
mod slugs;
mod source_cursor;
mod spans;
mod tables;
mod titles;
mod unfenced;
mod verse;
mod wiki;

use std::collections::{BTreeMap, BTreeSet};

use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options, parse_document};

use crate::config::LineEnds;
use crate::diag::{Code, Diagnostic, Result};
use crate::input::assets::Assets;
use crate::model::{
    Block, Depth, Document, Inline, SectionKind, SourceInfo, Span, visit_inlines_mut,
};
use crate::source::Source;

use super::blanks::{self, Signs};
use formulas::Formula;
use masks::Masks;
use source_cursor::SourceCursor;
pub(super) use spans::reading;

/// The maximum nesting of quotations, lists and fences that the parser sees, unless deeper trees
/// are allowed: its time grows with depth. A line of signs may be that long.
const DEEPEST_MARKS: usize = 100;

/// Reads a Markdown text.
///
/// # Errors
///
/// None at present; all readers have this signature.
pub(super) fn read(
    source: &Source,
    line_ends: Option<LineEnds>,
    depth: Depth,
) -> Result<(Document, Vec<Diagnostic>)> {
    let front = front_matter::read(&source.text);
    let mut document = Document {
        header: front.header,
        footer: front.footer,
        numbering: front.numbering,
        ..Document::new(front.meta)
    };
    let extra = document.meta.extra.iter().find(|(name, _)| named_alike(name, "line-ends"));
    let declared = extra.and_then(|(_, value)| value.parse().ok());
    let blanks = blanks::find(&source.text, front.end, Signs::Markdown);
    let found = formulas::find(&source.text, front.end);
    let masked = Masks::put(&source.text, &[("_", &blanks), ("$", &found.money)]);
    let text = masked.as_ref().map_or(source.text.as_str(), |(text, _)| text);
    let parted = page_breaks::part(text);
    let text = parted.as_deref().unwrap_or(text);
    let boxed = callouts::part(text);
    let text = boxed.as_deref().unwrap_or(text);
    let cover = SourceCursor::new(&source.text, text, front.end);
    let deepest = depth.levels().max(DEEPEST_MARKS);
    let arena = Arena::new();
    let Parsed { root, formulas, shallow } =
        parse(&arena, text, (front.end, deepest), &cover, found.formulas);
    if let Some((_, masks)) = &masked {
        masks.lift(root);
    }
    let mut reader = Reader {
        cover,
        line_ends: line_ends.or(declared).unwrap_or_default(),
        diagnostics: front.diagnostics,
        assets: Assets::default(),
        notes: BTreeMap::new(),
        renamed: BTreeMap::new(),
        unknown: BTreeSet::new(),
        open: page_breaks::OpenElements::of(&source.text),
        paged: page_breaks::Classes::of(&source.text),
        deepest: depth.levels(),
        flattened: shallow,
        formulas,
    };
    reader.cover.at = front.end;
    let mut blocks = reader.blocks(root, 0, true);
    let rest = reader.cover.gaps(source.text.len());
    blocks.extend(rest.into_iter().map(Block::Gap));
    reader.rename(&mut blocks);
    blanks::mark(&mut blocks, &blanks);
    document.meta.cover = front.cover.map(|href| reader.assets.id(&href));
    document.assets = reader.assets.list;
    if reader.flattened {
        reader.diagnostics.push(Diagnostic::new(Code::TooDeep, [&depth.levels()]));
    }
    slugs::name(&mut blocks, &document.meta);
    reader.diagnostics.extend(wiki::settle(&mut blocks));
    let blocks = titles::find(&mut document, blocks);
    reader.diagnostics.extend(super::text::name_by_file(&mut document.meta, source));
    if let Some((tag, place)) = callouts::template(&source.text, front.end) {
        reader.diagnostics.push(Diagnostic::new(Code::MarkdownTemplate, [&tag]).at(place));
    }
    arrange(&mut document, blocks);
    prelims::add(&mut document, front.summary.as_deref(), &source.text);
    let format = "markdown".to_owned();
    document.sources.push(SourceInfo { format, verbatim: false, ..source.info.clone() });
    Ok((document, reader.diagnostics))
}

/// The result of the parser.
struct Parsed<'a> {
    root: Node<'a>,
    /// The formulas, as far as the parser agrees.
    formulas: Vec<Formula>,
    /// Whether marks that nest too deep were blanked.
    shallow: bool,
}

/// The maximum number of passes for the formulas of a text.
const ROUNDS: usize = 3;

/// Parses a text from an offset. Formulas in places that the parser finds to be code or HTML get
/// their characters back.
fn parse<'a>(
    arena: &'a Arena<'a>,
    text: &str,
    (start, deepest): (usize, usize),
    cover: &SourceCursor<'_>,
    mut formulas: Vec<Formula>,
) -> Parsed<'a> {
    for round in (0..ROUNDS).rev() {
        let filled = formulas::fill(text, &formulas);
        let text = filled.as_deref().unwrap_or(text).get(start..).unwrap_or_default();
        let shallow = shallow(text, deepest);
        let root = parse_document(arena, shallow.as_deref().unwrap_or(text), &syntax());
        let seen: BTreeSet<usize> = root
            .descendants()
            .filter(|node| matches!(node.data().value, NodeValue::Math(_)))
            .map(|node| cover.start(node.data().sourcepos))
            .collect();
        let count = formulas.len();
        formulas.retain(|formula| seen.contains(&formula.range.start));
        if formulas.len() == count {
            return Parsed { root, formulas, shallow: shallow.is_some() };
        }
        if round == 1 {
            formulas.clear();
        }
    }
    unreachable!("the last round looks for no formula")
}

/// Whether a key of front matter is this one, in any spelling: `line_ends`, `Line-Ends`.
fn named_alike(name: &str, key: &str) -> bool {
    name.to_lowercase().replace('_', "-") == key
}

/// The enabled extensions.
fn syntax() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.description_lists = true;
    extension.math_dollars = true;
    extension.cjk_friendly_emphasis = true;
    extension.block_directive = true;
    options.parse.leave_footnote_definitions = true;
    options.parse.escaped_char_spans = true;
    options
}

/// The text with excessively nested marks of quotations, lists and fences blanked; `None` if there
/// are none.
fn shallow(text: &str, deepest: usize) -> Option<String> {
    let deep = |line: &str| {
        let lead = &line[..line.len() - line.trim_start_matches(is_lead).len()];
        lead.char_indices().filter(|(at, c)| nests(line, *at, *c)).count() > deepest
    };
    let indented =
        |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len() > 2 * deepest;
    let fences = deep_fences(text, deepest);
    if fences.is_empty() && !text.lines().any(|line| deep(line) || indented(line)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let fence = fences.contains(&number);
        let mut marks = 0;
        let mut leading = true;
        for (column, c) in line.char_indices() {
            leading &= is_lead(c);
            let nests = leading && nests(line, column, c);
            marks += usize::from(nests);
            let blank = fence && c != '\n' || nests && marks > deepest;
            // An indent this deep could only contain code: its width must not add nesting.
            let wide = leading && column > 2 * deepest && c == '\t';
            match blank || wide {
                // Every byte stays in its place.
                true => out.extend(std::iter::repeat_n(' ', c.len_utf8())),
                false => out.push(c),
            }
        }
    }
    Some(out)
}

/// Whether a character opens a quotation or a list item: the mark of an item has a space after it, so
/// that the frame of a table drawn in a block of code, +-----, nests nothing.
fn nests(line: &str, at: usize, c: char) -> bool {
    let after = line[at + c.len_utf8()..].chars().next();
    c == '>' || (is_mark(c) && after.is_none_or(char::is_whitespace))
}

/// The marks of quotations and lists.
fn is_mark(c: char) -> bool {
    matches!(c, '>' | '-' | '*' | '+')
}

fn is_lead(c: char) -> bool {
    is_mark(c) || matches!(c, ' ' | '\t')
}

/// The numbers of the lines that open a fence inside too many others.
fn deep_fences(text: &str, deepest: usize) -> BTreeSet<usize> {
    let mut open = 0_usize;
    let mut found = BTreeSet::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let Some(rest) = line.trim_start_matches(is_lead).strip_prefix(":::") else { continue };
        if rest.trim_start_matches(':').trim().is_empty() {
            open = open.saturating_sub(1);
        } else {
            open += 1;
            found.extend((open > deepest).then_some(number));
        }
    }
    found
}

/// The state of the walk.
struct Reader<'a> {
    cover: SourceCursor<'a>,
    diagnostics: Vec<Diagnostic>,
    assets: Assets,
    /// The identifiers of notes, by their labels.
    notes: BTreeMap<String, String>,
    /// Notes with an identifier of their own, by the one that their marks have.
    renamed: BTreeMap<String, String>,
    /// Which line ends of paragraphs are kept.
    line_ends: LineEnds,
    /// HTML elements that were reported.
    unknown: BTreeSet<String>,
    /// HTML elements that are open.
    open: page_breaks::OpenElements,
    /// The classes whose elements end a page.
    paged: page_breaks::Classes,
    /// The maximum depth of blocks, sections aside, and of inlines; deeper ones are flattened to
    /// text.
    deepest: usize,
    flattened: bool,
    /// The formulas, in order.
    formulas: Vec<Formula>,
}

impl Reader<'_> {
    /// The identifier of the note with this label.
    fn note_id(&mut self, label: &str) -> String {
        let next = self.notes.len() + 1;
        self.notes.entry(label.to_lowercase()).or_insert_with(|| format!("fn-{next}")).clone()
    }

    /// An unsupported HTML element: its text is kept, its tags are not.
    fn unknown_tag(&mut self, name: &str, inline: &Inline) {
        if self.unknown.insert(name.to_owned()) {
            let found = Diagnostic::new(Code::MarkdownTag, [&name]);
            self.diagnostics.push(found.at(inlines::place(inline)));
        }
    }

    /// Reports the first occurrence of an unsupported construct.
    fn report_once(&mut self, code: Code, span: Option<Span>) {
        if self.diagnostics.iter().all(|found| found.code != code) {
            self.diagnostics.push(Diagnostic::new(code, []).at(span));
        }
    }

    /// Renames note references to the identifiers of their notes.
    fn rename(&self, blocks: &mut [Block]) {
        if self.renamed.is_empty() {
            return;
        }
        visit_inlines_mut(blocks, &mut |inline| {
            if let Inline::NoteRef(mark) = inline
                && let Some(own) = self.renamed.get(&mark.target)
            {
                mark.target.clone_from(own);
            }
        });
    }
}

/// Distributes the blocks: those before the body to the front matter, those after it to the back
/// matter.
fn arrange(document: &mut Document, mut blocks: Vec<Block>) {
    let is_front = |block: &Block| match block {
        Block::Title(_) | Block::Credit(_) | Block::Epigraph(_) | Block::Contents(_) => true,
        Block::Section(section) => matches!(
            section.kind,
            SectionKind::Preface
                | SectionKind::Dedication
                | SectionKind::Abstract
                | SectionKind::Acknowledgements
                | SectionKind::Colophon
        ),
        _ => false,
    };
    let is_back = |block: &Block| match block {
        Block::Note(_) => true,
        Block::Section(section) => matches!(
            section.kind,
            SectionKind::Afterword
                | SectionKind::Appendix
                | SectionKind::Bibliography
                | SectionKind::Glossary
                | SectionKind::Index
                | SectionKind::Notes
                | SectionKind::Colophon
        ),
        _ => false,
    };
    // Blocks that follow the part before them.
    let follows = |block: &Block| {
        matches!(
            block,
            Block::Gap(_) | Block::Milestone(_) | Block::PageBreak(_) | Block::Residue(_)
        )
    };
    let is_body = |block: &Block| !is_front(block) && !is_back(block) && !follows(block);
    // Without a body, all blocks form the body.
    if !blocks.iter().any(is_body) {
        document.body = blocks;
        return;
    }
    let begins =
        blocks.iter().position(|block| !is_front(block) && !follows(block)).unwrap_or(0);
    let begins = if blocks[..begins].iter().any(is_front) { begins } else { 0 };
    let ends = blocks.iter().rposition(|block| !is_back(block) && !follows(block));
    let ends = ends.map_or(blocks.len(), |at| at + 1);
    let back = blocks.split_off(ends.max(begins));
    document.body = blocks.split_off(begins);
    document.front = blocks;
    match back.iter().any(|block| matches!(block, Block::Section(_))) {
        true => document.back = back,
        false => document.body.extend(back),
    }
}
