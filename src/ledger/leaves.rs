//! The leaves of a document, with the fate of each that was not written.
//!
//! Takes a document, returns its texts and gaps in order, each with its construct. Letters may be
//! marks only under the constructs of one list.

use crate::model::{
    Block, Document, Gap, GapKind, Inline, Part, Span, Style, Styled, Text, plain_text,
};
use crate::text::punctuation;

/// The constructs under which letters, digits and Han may be marks.
const WITH_LETTERS: [&str; 18] = [
    "attributes",
    "block mark",
    "code fence",
    "code",
    "formula",
    "formula fence",
    "heading mark",
    "image",
    "label",
    "line break",
    "link address",
    "link definition",
    "list mark",
    "note mark",
    "page break",
    "reading",
    "reference",
    "tag",
];

/// Whether letters may be marks under a construct.
pub(super) fn may_hold_letters(construct: &str) -> bool {
    WITH_LETTERS.contains(&construct)
}

/// A text or gap.
pub(super) struct Leaf<'a> {
    pub(super) text: &'a str,
    pub(super) span: Option<Span>,
    pub(super) kind: LeafKind,
    /// The block that it is in.
    pub(super) block: u32,
}

impl Leaf<'_> {
    /// Which of the sources it is in.
    pub(super) fn source(&self) -> u16 {
        self.span.map_or(0, |span| span.source)
    }

    /// Whether it is visible text.
    pub(super) fn is_content(&self) -> bool {
        self.kind == LeafKind::Content
    }
}

/// The meaning of a leaf that an output does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeafKind {
    /// Text of the work, which is lost.
    Content,
    /// Text that the output has in its metadata.
    Metadata,
    /// Text that does not belong to the work.
    Residue,
    /// The source's table of contents.
    Contents,
    /// A number or mark that the output replaces with its own.
    Mark(&'static str),
    /// Characters that the reader consumed, by construct or rule.
    Gap(&'static str),
    /// Signs that were consumed as marks without marking anything.
    Lost,
}

/// All leaves in the order of the tree.
pub(super) fn of(document: &Document) -> Vec<Leaf<'_>> {
    let mut walk = LeafWalk { leaves: Vec::new(), blocks: 0 };
    for blocks in [&document.front, &document.body, &document.back] {
        walk.blocks(blocks, LeafKind::Content);
    }
    walk.leaves
}

struct LeafWalk<'a> {
    leaves: Vec<Leaf<'a>>,
    /// How many blocks were begun.
    blocks: u32,
}

impl<'a> LeafWalk<'a> {
    fn blocks(&mut self, blocks: &'a [Block], kind: LeafKind) {
        for block in blocks {
            self.block(block, kind);
        }
    }

    fn block(&mut self, block: &'a Block, kind: LeafKind) {
        self.blocks += 1;
        let construct = block_construct(block);
        // A kind holds for all that is in it.
        let (own, inner) = match block {
            Block::Residue(_) => (LeafKind::Residue, LeafKind::Residue),
            Block::Contents(_) => (LeafKind::Contents, LeafKind::Contents),
            Block::Title(_) | Block::Credit(_) if kind == LeafKind::Content => {
                (LeafKind::Metadata, LeafKind::Content)
            }
            Block::ThematicBreak(_) | Block::PageBreak(_) => (LeafKind::Mark(construct), kind),
            // Their only inlines are the markers.
            Block::List(_) | Block::Note(_) if kind == LeafKind::Content => {
                (LeafKind::Mark(construct), kind)
            }
            Block::Gap(gap) => return self.gap(gap, kind, of_block(&gap.text)),
            _ => (kind, kind),
        };
        block.children(&mut |part| match part {
            Part::Blocks(blocks) => self.blocks(blocks, inner),
            Part::Inlines(inlines) => self.inlines(inlines, own, construct),
        });
    }

    fn inlines(&mut self, inlines: &'a [Inline], kind: LeafKind, construct: &'static str) {
        for inline in inlines {
            self.inline(inline, kind, construct);
        }
    }

    fn inline(&mut self, inline: &'a Inline, kind: LeafKind, construct: &'static str) {
        match inline {
            Inline::Text(Text { text, span }) => {
                self.push(text, *span, kind);
            }
            Inline::Gap(gap) => self.gap(gap, kind, construct),
            Inline::Choice(it) => {
                for (index, variant) in it.variants.iter().enumerate() {
                    let chosen = index == usize::from(it.chosen);
                    let kind = if chosen { kind } else { LeafKind::Mark("other reading") };
                    self.inlines(&variant.content, kind, construct);
                }
            }
            Inline::Styled(it) if marks_nothing(it) => {
                for inner in &it.content {
                    match inner {
                        Inline::Gap(Gap { kind: GapKind::Delimiter, text, span }) => {
                            self.push(text, *span, LeafKind::Lost);
                        }
                        inner => self.inline(inner, kind, "emphasis"),
                    }
                }
            }
            inline => {
                let construct = inline_construct(inline).unwrap_or(construct);
                let kind = match inline {
                    Inline::Residue(_) => LeafKind::Residue,
                    Inline::NoteRef(_) | Inline::LineBreak(_) => LeafKind::Mark(construct),
                    Inline::Reference(_) if kind == LeafKind::Content => {
                        LeafKind::Mark(construct)
                    }
                    _ => kind,
                };
                let own = if matches!(inline, Inline::Note(_)) {
                    LeafKind::Mark(construct)
                } else {
                    kind
                };
                inline.children(&mut |part| match part {
                    Part::Blocks(blocks) => self.blocks(blocks, kind),
                    Part::Inlines(inlines) => self.inlines(inlines, own, construct),
                });
            }
        }
    }

    fn gap(&mut self, gap: &'a Gap, kind: LeafKind, construct: &'static str) {
        // Gaps outside the text of the work are of the same kind as it.
        if matches!(kind, LeafKind::Residue | LeafKind::Contents) {
            return self.push(&gap.text, gap.span, kind);
        }
        let by = match gap.kind {
            GapKind::LineEnd => "line end",
            GapKind::LineEndAsSpace => {
                return self.push(&gap.text, gap.span, LeafKind::Mark("line end"));
            }
            GapKind::Blank => "blank line",
            GapKind::Space => "space",
            GapKind::FormFeed => "page break",
            GapKind::Control => "control",
            GapKind::Delimiter => of_form(&gap.text).unwrap_or(construct),
        };
        self.push(&gap.text, gap.span, LeafKind::Gap(by));
    }

    fn push(&mut self, text: &'a str, span: Option<Span>, kind: LeafKind) {
        self.leaves.push(Leaf { text, span, kind, block: self.blocks });
    }
}

/// The construct that a block's marks belong to.
fn block_construct(block: &Block) -> &'static str {
    match block {
        Block::Section(_) | Block::Title(_) => "heading mark",
        Block::Credit(_) | Block::Admonition(_) | Block::Speech(_) => "label",
        Block::Quotation(_) | Block::Epigraph(_) => "quotation mark",
        Block::List(_) | Block::DefinitionList(_) => "list mark",
        Block::Table(_) => "table rule",
        Block::Figure(_) => "image",
        Block::Verse(_) => "verse mark",
        Block::Code(_) => "code fence",
        Block::Math(_) => "formula fence",
        Block::Note(_) => "note mark",
        Block::ThematicBreak(_) => "scene break",
        Block::PageBreak(_) => "page break",
        Block::Foreign(_) => "tag",
        _ => "mark",
    }
}

/// The construct that an inline's marks belong to, if any.
fn inline_construct(inline: &Inline) -> Option<&'static str> {
    Some(match inline {
        Inline::Styled(_) => "emphasis",
        Inline::Link(_) => "link address",
        Inline::Ruby(_) => "reading",
        Inline::Code(_) => "code",
        Inline::Math(_) => "formula",
        Inline::NoteRef(_) | Inline::Note(_) => "note mark",
        Inline::LineBreak(_) => "line break",
        Inline::Blank(_) => "blank",
        Inline::Reference(_) => "reference",
        Inline::Span(_) => "attributes",
        Inline::Foreign(_) => "tag",
        _ => return None,
    })
}

/// The construct of a mark by its form, wherever it is: its first and last signs.
fn of_form(text: &str) -> Option<&'static str> {
    const FORMS: [(&str, &str, &str); 10] = [
        ("<", ">", "tag"),
        ("![", "", "image"),
        ("](", "", "link address"),
        ("{", "}", "attributes"),
        ("]{", "}", "attributes"),
        ("[]{", "}", "attributes"),
        // Before the caption of a table.
        ("表", "：", "label"),
        ("表", ":", "label"),
        ("Table", "：", "label"),
        ("Table", ":", "label"),
    ];
    let text = text.trim();
    let is_of =
        |(begin, end, _): &&(&str, &str, &str)| text.starts_with(begin) && text.ends_with(end);
    FORMS.iter().find(is_of).map(|(.., construct)| *construct)
}

/// The construct of a gap between blocks, by its first character.
fn of_block(text: &str) -> &'static str {
    match text.trim_start().chars().next() {
        Some('[') => "link definition",
        Some('<') => "tag",
        Some('`' | '~') => "code fence",
        Some('!') => "image",
        Some('#' | '=') => "heading mark",
        Some('{') => "attributes",
        Some('|') => "table rule",
        Some('\\') => "page break",
        _ => "block mark",
    }
}

/// Whether emphasis by `_` has nothing but punctuation at its inner edges: （__）是（__） has
/// places to write on, which a parser takes for marks. Brackets around all of it are none.
fn marks_nothing(styled: &Styled) -> bool {
    let is_row = |inline: &Inline| match inline {
        Inline::Gap(gap) => {
            gap.kind == GapKind::Delimiter
                && !gap.text.is_empty()
                && gap.text.chars().all(|c| c == '_')
        }
        _ => false,
    };
    if !matches!(styled.style, Style::Emphasis | Style::Strong)
        || !styled.content.iter().any(is_row)
    {
        return false;
    }
    let text = plain_text(&styled.content);
    let mut chars = text.chars();
    let (Some(first), last) = (chars.next(), chars.next_back()) else { return true };
    let last = last.unwrap_or(first);
    let is_around = punctuation::is_opening(first) && punctuation::is_closing(last);
    !first.is_alphanumeric() && !last.is_alphanumeric() && !is_around
}
