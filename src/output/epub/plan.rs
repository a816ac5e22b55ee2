//! Distributes the text over files: one chapter per file, an article as a whole.
//!
//! A volume or part with chapters is a file with its heading, and each chapter is a separate one. A
//! file that would exceed [`FILE_BYTES`] is split at its sections, or, if it has none, between
//! blocks. A page break of the author's begins a file.

use crate::model::{Attr, Block, CreditKind, Document, Inline, Part, Section, SectionKind};

/// The maximum size of a file, unless a single block exceeds it: e-ink readers load a file whole,
/// and some refuse more than 260 kB.
const FILE_BYTES: usize = 250_000;

/// A text up to this size, in bytes of its file, is an article and stays in one file.
const ARTICLE_BYTES: usize = 100_000;

/// The estimated markup of a block and of an inline, in bytes, rounded up.
const BLOCK_MARKUP: usize = 64;
const INLINE_MARKUP: usize = 24;

/// The partition of a file (EPUB Structural Semantics, partitions).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matter {
    Front,
    Body,
    Back,
}

/// The content of one file.
#[derive(Clone, Debug)]
pub(super) struct FilePlan<'a> {
    pub(super) matter: Matter,
    pub(super) pieces: Vec<FilePart<'a>>,
    /// Whether it is the page with the title and nothing unrelated to it.
    pub(super) is_title_page: bool,
    /// Its estimated size in bytes.
    weight: usize,
}

/// A section or a run of blocks in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct FilePart<'a> {
    /// The section, if it begins here.
    pub(super) section: Option<&'a Section>,
    /// The section that is continued from the previous file.
    pub(super) continued: Option<&'a Section>,
    /// How deep the section is, from 0; for blocks, how deep a section among them would.
    pub(super) depth: usize,
    pub(super) blocks: &'a [Block],
}

impl<'a> FilePart<'a> {
    fn blocks(depth: usize, blocks: &'a [Block]) -> Self {
        Self { section: None, continued: None, depth, blocks: unbroken(blocks) }
    }

    fn section(depth: usize, section: &'a Section, blocks: &'a [Block]) -> Self {
        Self { section: Some(section), continued: None, depth, blocks: unbroken(blocks) }
    }

    /// How deep its highest heading is, if it has one.
    pub(super) fn top(&self) -> Option<usize> {
        let nested = || self.blocks.iter().any(is_section).then_some(self.depth);
        self.section.map(|_| self.depth).or_else(nested)
    }
}

/// The files of a document, in reading order.
pub(super) fn plan(document: &Document) -> Vec<FilePlan<'_>> {
    let parts = [
        (Matter::Front, &document.front[dates(document)..]),
        (Matter::Body, document.body.as_slice()),
        (Matter::Back, document.back.as_slice()),
    ];
    let size: usize = parts.iter().map(|(_, blocks)| weight(blocks)).sum();
    let is_article = size <= ARTICLE_BYTES
        && !parts.iter().any(|(_, blocks)| sections(blocks).any(|s| is_chapter(s.kind)));
    let has_breaks = || parts.iter().any(|(_, blocks)| has_break(blocks));
    if is_article && !has_breaks() {
        let pieces = parts.iter().filter(|(_, blocks)| blocks.iter().any(is_shown));
        let pieces = pieces.map(|(_, blocks)| FilePart::blocks(0, blocks)).collect();
        let matter = Matter::Body;
        return vec![FilePlan { matter, pieces, is_title_page: false, weight: size }];
    }
    let mut files = Vec::new();
    for (matter, blocks) in parts {
        let mut splitter = Splitter::new(matter, &mut files);
        match is_article {
            true => splitter.article(blocks),
            false => splitter.blocks(blocks, 0),
        }
    }
    files
}

/// The number of blocks of the front for the generated title page: lines of dates before everything
/// else, if the text has no title itself.
pub(super) fn dates(document: &Document) -> usize {
    let is_date = |block: &&Block| match block {
        Block::Credit(credit) => {
            let bare = |it: &Inline| matches!(it, Inline::Text(_) | Inline::Gap(_));
            credit.kind == CreditKind::Dateline
                && credit.attr == Attr::default()
                && credit.content.iter().all(bare)
        }
        _ => false,
    };
    let has_title = document.front.iter().any(|block| matches!(block, Block::Title(_)));
    if has_title { 0 } else { document.front.iter().take_while(is_date).count() }
}

fn sections(blocks: &[Block]) -> impl Iterator<Item = &Section> {
    blocks.iter().filter_map(|block| match block {
        Block::Section(section) => Some(&**section),
        _ => None,
    })
}

fn is_section(block: &Block) -> bool {
    matches!(block, Block::Section(_))
}

/// Whether the e-book shows anything of a block.
pub(super) fn is_shown(block: &Block) -> bool {
    match block {
        Block::Gap(_) | Block::Residue(_) | Block::PageBreak(_) => false,
        Block::Contents(contents) => contents.is_place(),
        _ => true,
    }
}

fn is_break(block: &Block) -> bool {
    matches!(block, Block::PageBreak(_))
}

/// The blocks without a page break at their end that nothing points to: there the file ends.
fn unbroken(blocks: &[Block]) -> &[Block] {
    match blocks.split_last() {
        Some((Block::PageBreak(it), before)) if it.attr.id.is_none() => before,
        _ => blocks,
    }
}

/// Whether a page ends between these blocks or those of sections among them.
fn has_break(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Section(section) => has_break(&section.blocks),
        block => is_break(block),
    })
}

/// Sections that make a text a book.
fn is_chapter(kind: SectionKind) -> bool {
    use SectionKind::{Act, Afterword, Appendix, Chapter, Part, Preface, Volume};
    matches!(kind, Volume | Part | Chapter | Act | Preface | Afterword | Appendix)
}

struct Splitter<'f, 'a> {
    matter: Matter,
    /// The first file of this matter.
    first: usize,
    files: &'f mut Vec<FilePlan<'a>>,
    /// Whether a page break asks for a new file.
    breaks: bool,
}

impl<'f, 'a> Splitter<'f, 'a> {
    fn new(matter: Matter, files: &'f mut Vec<FilePlan<'a>>) -> Self {
        Self { matter, first: files.len(), files, breaks: false }
    }

    /// An article, with further files only for its page breaks.
    fn article(&mut self, blocks: &'a [Block]) {
        (self.matter, self.first) = (Matter::Body, 0);
        self.pages(None, blocks, 0);
        for file in &mut *self.files {
            file.is_title_page = false;
        }
    }

    fn blocks(&mut self, blocks: &'a [Block], depth: usize) {
        let only = sections(blocks).count() == 1 && depth == 0;
        for run in blocks.chunk_by(|a, b| !is_section(a) && !is_section(b)) {
            match run {
                [Block::Section(section)] => self.section(section, depth, only),
                _ => self.run(run, depth),
            }
        }
    }

    /// Blocks beside sections: at the beginning a separate file, later the end of the previous one.
    fn run(&mut self, run: &'a [Block], depth: usize) {
        for part in run.split_inclusive(is_break) {
            let fits =
                self.files.last().is_some_and(|it| it.weight + weight(part) <= FILE_BYTES);
            if fits && part.iter().any(is_shown) {
                self.join(FilePart::blocks(depth, part));
            } else {
                chunks(part).for_each(|blocks| self.file(FilePart::blocks(depth, blocks)));
            }
            self.breaks |= part.last().is_some_and(is_break);
        }
    }

    /// A part that is appended to the previous file, unless a page break or a new partition forbids
    /// it.
    fn join(&mut self, piece: FilePart<'a>) {
        let begins = self.breaks || self.files.len() <= self.first;
        match self.files.last_mut().filter(|_| !begins) {
            Some(file) => {
                file.weight += weight(piece.blocks);
                file.pieces.push(piece);
            }
            None => self.file(piece),
        }
    }

    /// The blocks of a section, or of no section, from page break to page break.
    fn pages(&mut self, section: Option<&'a Section>, blocks: &'a [Block], depth: usize) {
        let mut owner = section;
        let own = depth + usize::from(section.is_some());
        let ends = |a: &Block, b: &Block| {
            let parts = |block: &Block| has_break(std::slice::from_ref(block));
            !is_break(a) && !parts(a) && !parts(b) || !parts(a) && is_break(b)
        };
        for run in blocks.chunk_by(ends) {
            if let [Block::Section(inner)] = run
                && has_break(&inner.blocks)
            {
                // A heading whose first block is a section that is parted is alone.
                if let Some(outer) = owner.take() {
                    self.join(FilePart::section(depth, outer, &[]));
                }
                self.pages(Some(inner), &inner.blocks, own);
                continue;
            }
            match owner.take() {
                Some(outer) => self.join(FilePart::section(depth, outer, run)),
                None if !run.iter().any(is_shown) => {}
                None => {
                    self.join(FilePart { continued: section, ..FilePart::blocks(own, run) })
                }
            }
            self.breaks |= run.last().is_some_and(is_break);
        }
    }

    fn section(&mut self, section: &'a Section, depth: usize, only: bool) {
        let blocks = section.blocks.as_slice();
        let first_child = blocks.iter().position(is_section);
        let is_large = weight(blocks) > FILE_BYTES;
        let is_container = matches!(section.kind, SectionKind::Volume | SectionKind::Part);
        let is_split = is_container || is_large || only;
        if !is_split && has_break(blocks) {
            self.breaks = true;
            return self.pages(Some(section), blocks, depth);
        }
        let (head, rest) =
            blocks.split_at(first_child.filter(|_| is_split).unwrap_or(blocks.len()));
        let mut chunks = chunks(head);
        self.file(FilePart::section(depth, section, chunks.next().unwrap_or_default()));
        for blocks in chunks {
            let continued = Some(section);
            self.file(FilePart { continued, ..FilePart::blocks(depth + 1, blocks) });
        }
        self.blocks(rest, depth + 1);
    }

    fn file(&mut self, piece: FilePart<'a>) {
        if piece.section.is_none() && !piece.blocks.iter().any(is_shown) {
            return;
        }
        self.breaks = false;
        let weight = weight(piece.blocks);
        let has_title = piece.blocks.iter().any(|block| matches!(block, Block::Title(_)));
        self.files.push(FilePlan {
            matter: self.matter,
            pieces: vec![piece],
            is_title_page: has_title && piece.section.is_none(),
            weight,
        });
    }
}

/// Splits blocks into runs of at most [`FILE_BYTES`], or of one block.
fn chunks(blocks: &[Block]) -> impl Iterator<Item = &[Block]> {
    let mut rest = blocks;
    std::iter::from_fn(move || {
        let mut size = 0;
        let mut count = 0;
        for block in rest {
            size += weight(std::slice::from_ref(block));
            let ended = count > 0 && is_break(&rest[count - 1]);
            if ended || count > 0 && size > FILE_BYTES {
                break;
            }
            count += 1;
        }
        let (chunk, after) = rest.split_at(count);
        rest = after;
        (count > 0).then_some(chunk)
    })
}

/// The estimated size of the blocks in a file, in bytes.
fn weight(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| is_shown(block)).map(block_weight).sum()
}

fn block_weight(block: &Block) -> usize {
    let mut sum = BLOCK_MARKUP;
    block.children(&mut |part| sum += part_weight(part));
    sum
}

fn part_weight(part: Part<'_>) -> usize {
    match part {
        Part::Blocks(blocks) => weight(blocks),
        Part::Inlines(inlines) => inlines.iter().map(inline_weight).sum(),
    }
}

fn inline_weight(inline: &Inline) -> usize {
    match inline {
        Inline::Text(text) => text.text.len(),
        Inline::Gap(_) => 0,
        _ => {
            let mut sum = INLINE_MARKUP;
            inline.children(&mut |part| sum += part_weight(part));
            sum
        }
    }
}
