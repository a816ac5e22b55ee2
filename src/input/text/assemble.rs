//! Converts units to blocks without losing any of the source.
//!
//! Each unit becomes a block that contains its lines whole, with indents and trailing white space
//! as gaps. The source between units becomes gaps between blocks: they are directly before the
//! outermost block that begins after them (`lossless-tei` places its `lb` there).

use super::lines::{InlineMark, Unit};
use super::placed::{Placed, Text};
use super::role::{Heading, Role};
use crate::model::{
    Attr, Block, Contents, ContentsEntry, Credit, CreditKind, Document, Figure, Gap, GapKind,
    Inline, List, ListItem, ListKind, Meta, Note, NoteKind, Paragraph, Residue, Section,
    SectionBuilder, Span, Stanza, ThematicBreak, TitleBlock, TitleKind, TitlePart, Verse,
    VerseLine,
};
use crate::text::script;

/// Builds the document of these units, which are in source order and do not overlap.
pub(super) fn assemble(source: &str, units: Vec<Unit<'_>>, meta: Meta) -> Document {
    let text = Text::new(source);
    let mut assembly = Assembly {
        source: text.whole(),
        document: Document::new(meta),
        front: Vec::new(),
        in_body: false,
        sections: SectionBuilder::new(),
        at: 0,
        last_level: 0,
        last_was_heading: false,
    };
    let mut units = units.as_slice();
    while let Some(unit) = units.first() {
        let lead = assembly.lead(unit.start);
        let count = assembly.place(units, lead);
        units = &units[count.max(1)..];
    }
    let end = assembly.lead(source.len());
    assembly.finish(end)
}

struct Assembly<'s> {
    source: Placed<'s>,
    document: Document,
    front: Vec<Block>,
    /// Whether the body has begun.
    in_body: bool,
    sections: SectionBuilder,
    /// How far the source is consumed.
    at: usize,
    last_level: u8,
    last_was_heading: bool,
}

impl Assembly<'_> {
    /// The gaps up to `end`.
    fn lead(&mut self, end: usize) -> Vec<Block> {
        let gaps = gaps(self.source.at(self.at..end), true);
        self.at = end;
        gaps.into_iter().map(Block::Gap).collect()
    }

    /// Places the first of `units` after `lead`, and with it those that make one block with
    /// it. Returns the number of units consumed.
    fn place(&mut self, units: &[Unit<'_>], lead: Vec<Block>) -> usize {
        let Some(unit) = units.first() else { return 0 };
        let heading = matches!(unit.role, Role::Heading(_));
        let count = match &unit.role {
            Role::Heading(heading) => {
                self.open(unit, heading, lead);
                1
            }
            Role::Title { .. } => self.title(units, lead),
            Role::ContentsHeading | Role::ContentsEntry => self.contents(units, lead),
            Role::Verse => self.verse(units, lead),
            Role::Item(_) => self.list(units, lead),
            Role::Credit(CreditKind::Closing | CreditKind::Editor | CreditKind::Source)
                if self.in_body && is_end(units) =>
            {
                self.sections.close_to(0);
                let block = self.single(unit);
                self.push_all(lead, block);
                1
            }
            Role::Residue(_) if self.in_body && is_end(units) => {
                self.sections.close_to(0);
                let block = self.single(unit);
                self.push_all(lead, block);
                1
            }
            Role::Residue(_) | Role::Credit(_) if !self.in_body => {
                let salutes = unit.role == Role::Credit(CreditKind::Salutation);
                self.in_body = salutes;
                let block = self.single(unit);
                self.push_all(lead, block);
                1
            }
            _ => {
                self.in_body |= !matches!(unit.role, Role::Residue(_));
                let block = self.single(unit);
                self.push_all(lead, block);
                1
            }
        };
        self.last_was_heading = heading;
        count
    }

    fn push_all(&mut self, lead: Vec<Block>, block: Block) {
        lead.into_iter().for_each(|gap| self.push(gap));
        self.push(block);
    }

    fn push(&mut self, block: Block) {
        if self.in_body {
            self.sections.push(block);
        } else {
            self.front.push(block);
        }
    }

    /// Opens a section, preceded by its lead.
    fn open(&mut self, unit: &Unit<'_>, heading: &Heading, lead: Vec<Block>) {
        self.in_body = true;
        let level = heading.level.unwrap_or(1);
        self.last_level = level;
        self.sections.close_to(level);
        lead.into_iter().for_each(|gap| self.push(gap));
        let mut content = self.inlines(unit);
        part_number(&mut content);
        let section = Section {
            attr: self.attr(unit),
            kind: heading.kind,
            number: heading.number.map(|number| number.to_string()),
            heading: content,
            ..Section::default()
        };
        self.sections.open(level, section);
    }

    fn attr(&self, unit: &Unit<'_>) -> Attr {
        Attr {
            span: Some(unit.span()),
            recognition: unit.recognition.as_deref().cloned().map(Box::new),
            ..Attr::default()
        }
    }

    /// The inlines of a unit; consumes the source up to its end.
    fn inlines(&mut self, unit: &Unit<'_>) -> Vec<Inline> {
        self.at = unit.end;
        inlines(self.source.at(unit.start..unit.end), &unit.marks)
    }

    /// The block of a unit that is a block by itself.
    fn single(&mut self, unit: &Unit<'_>) -> Block {
        let attr = self.attr(unit);
        match &unit.role {
            Role::Credit(kind) => Block::Credit(Box::new(Credit {
                attr,
                kind: *kind,
                content: self.inlines(unit),
            })),
            Role::Residue(kind) => {
                let kind = (*kind).to_owned();
                Block::Residue(Box::new(Residue { attr, kind, content: self.inlines(unit) }))
            }
            Role::Separator => {
                // A separator without signs has no place.
                let attr = Attr { span: attr.span.filter(|_| unit.length > 0), ..attr };
                Block::ThematicBreak(ThematicBreak { attr, content: self.inlines(unit) })
            }
            Role::Caption => Block::Figure(Box::new(Figure {
                attr,
                caption: self.inlines(unit),
                ..Figure::default()
            })),
            Role::Note { id, label } => {
                let attr = Attr { id: Some(id.clone()), ..attr };
                self.note(unit, *label, attr)
            }
            _ => Block::Paragraph(Paragraph { attr, content: self.inlines(unit) }),
        }
    }

    /// A note's text, its mark split off.
    fn note(&mut self, unit: &Unit<'_>, label: usize, attr: Attr) -> Block {
        let (marker, content) = split_marker(self.inlines(unit), label);
        Block::Note(Box::new(Note {
            attr,
            kind: NoteKind::Endnote,
            marker,
            mark: None,
            references: Vec::new(),
            blocks: vec![Block::Paragraph(Paragraph { attr: Attr::default(), content })],
        }))
    }

    fn title(&mut self, units: &[Unit<'_>], lead: Vec<Block>) -> usize {
        let mut block = TitleBlock { attr: self.attr(&units[0]), parts: Vec::new() };
        lead.into_iter().for_each(|gap| self.push(gap));
        let mut count = 0;
        for unit in units {
            let Role::Title { sub } = unit.role else { break };
            let gap = gaps(self.source.at(self.at..unit.start), false);
            self.at = unit.start;
            let content = self.inlines(unit);
            match block.parts.last_mut().filter(|_| !sub) {
                Some(part) => {
                    part.content.extend(gap.into_iter().map(Inline::Gap));
                    part.content.extend(content);
                }
                None => block.parts.push(TitlePart {
                    kind: if sub { TitleKind::Sub } else { TitleKind::Main },
                    lead: gap.into_iter().map(Block::Gap).collect(),
                    content,
                }),
            }
            count += 1;
        }
        if let (Some(span), Some(last)) = (&mut block.attr.span, units.get(count - 1)) {
            span.end = Span::new(0, 0, last.end).end;
        }
        self.push(Block::Title(block));
        count
    }

    fn contents(&mut self, units: &[Unit<'_>], lead: Vec<Block>) -> usize {
        let mut block = Contents { attr: self.attr(&units[0]), ..Contents::default() };
        lead.into_iter().for_each(|gap| self.push(gap));
        let mut count = 0;
        while let Some(unit) = units.get(count) {
            match &unit.role {
                Role::ContentsHeading if count == 0 => block.heading = self.inlines(unit),
                Role::ContentsEntry => {
                    let lead = self.lead(unit.start);
                    let content = self.inlines(unit);
                    block.entries.push(ContentsEntry {
                        lead,
                        content,
                        ..ContentsEntry::default()
                    });
                }
                _ => break,
            }
            count += 1;
        }
        self.extend_span(&mut block.attr);
        self.push(Block::Contents(Box::new(block)));
        count
    }

    fn extend_span(&self, attr: &mut Attr) {
        if let Some(span) = &mut attr.span {
            span.end = Span::new(0, 0, self.at).end;
        }
    }

    fn verse(&mut self, units: &[Unit<'_>], lead: Vec<Block>) -> usize {
        self.in_body = true;
        lead.into_iter().for_each(|gap| self.push(gap));
        let mut attr = self.attr(&units[0]);
        let mut stanzas = vec![Stanza::default()];
        let mut count = 0;
        for unit in units.iter().take_while(|unit| unit.role == Role::Verse) {
            let lead = self.lead(unit.start);
            let line = VerseLine {
                attr: Attr::at(unit.span()),
                lead: Vec::new(),
                content: self.inlines(unit),
            };
            if unit.blank_before > 0 && count > 0 && unit.blank_before > units[1].blank_before {
                stanzas.push(Stanza { lead, ..Stanza::default() });
                if let Some(stanza) = stanzas.last_mut() {
                    stanza.lines.push(line);
                }
            } else if let Some(stanza) = stanzas.last_mut() {
                stanza.lines.push(VerseLine { lead, ..line });
            }
            count += 1;
        }
        self.extend_span(&mut attr);
        self.push(Block::Verse(Verse { attr, stanzas }));
        count
    }

    fn list(&mut self, units: &[Unit<'_>], lead: Vec<Block>) -> usize {
        self.in_body = true;
        lead.into_iter().for_each(|gap| self.push(gap));
        let mut attr = self.attr(&units[0]);
        let mut items = Vec::new();
        for unit in units {
            let Role::Item(length) = unit.role else { break };
            let lead = self.lead(unit.start);
            let (marker, content) = split_marker(self.inlines(unit), length);
            let paragraph = Paragraph { attr: Attr::default(), content };
            items.push(ListItem {
                attr: Attr::at(unit.span()),
                lead,
                marker,
                checked: None,
                blocks: vec![Block::Paragraph(paragraph)],
            });
        }
        let count = items.len();
        self.extend_span(&mut attr);
        self.push(Block::List(Box::new(List { attr, kind: ListKind::Bulleted, items })));
        count
    }

    fn finish(mut self, end: Vec<Block>) -> Document {
        if self.in_body {
            self.sections.close_to(0);
        }
        end.into_iter().for_each(|gap| self.push(gap));
        self.document.front = self.front;
        self.document.body = self.sections.finish();
        self.document
    }
}

/// Whether only residue and credits follow, so that a block is below all sections.
fn is_end(units: &[Unit<'_>]) -> bool {
    units.iter().all(|unit| matches!(unit.role, Role::Residue(_) | Role::Credit(_)))
}

/// The gaps for a piece of the source that consists of white space, line ends and controls. With
/// `between` blocks, white space of a whole line is a blank line; otherwise it is padding.
fn gaps(piece: Placed<'_>, between: bool) -> Vec<Gap> {
    let white = if between { GapKind::Blank } else { GapKind::Space };
    let kind_of = |c: char| match c {
        '\n' | '\r' => GapKind::LineEnd,
        '\u{C}' => GapKind::FormFeed,
        _ if script::is_space(c) => white,
        _ => GapKind::Control,
    };
    let mut out = Vec::new();
    let mut rest = piece;
    while let Some(first) = rest.chars().next() {
        let kind = kind_of(first);
        let after = rest.trim_start_matches(|c| kind_of(c) == kind);
        let run = rest.before(after);
        out.push(Gap { kind, text: run.to_string(), span: Some(span(run)) });
        rest = after;
    }
    out
}

/// The span of a piece of the source.
fn span(piece: Placed<'_>) -> Span {
    let range = piece.range();
    Span::new(0, range.start, range.end)
}

/// Whether a control character has no meaning in a text (C0 without tab, line ends and form feed,
/// and U+007F); XML forbids most of them.
fn is_control(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// The inlines for a range of the source: text, padding and line ends as gaps, and marks.
fn inlines(block: Placed<'_>, marks: &[InlineMark]) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = block;
    for mark in marks {
        // A mark that overlaps the one before it, or that splits a character since its unit's text
        // is shorter than its source (escapes removed), is skipped; its text is kept.
        let Some(piece) = rest.get(mark.start..mark.end).filter(|piece| !piece.is_empty())
        else {
            continue;
        };
        plain(rest.before(piece), block, &mut out);
        out.push(marked(piece, mark));
        rest = rest.after(piece);
    }
    plain(rest, block, &mut out);
    // Most blocks have one text: room for four inlines would take more than the text itself.
    out.shrink_to_fit();
    out
}

/// A mark's inline, filled with its characters.
fn marked(piece: Placed<'_>, mark: &InlineMark) -> Inline {
    let mut inline = mark.inline.clone();
    let text = Inline::text_at(piece.as_str(), span(piece));
    match &mut inline {
        Inline::Gap(gap) => {
            piece.as_str().clone_into(&mut gap.text);
            gap.span = Some(span(piece));
        }
        Inline::Name(name) => name.content = vec![text],
        Inline::NoteRef(note) => note.content = vec![text],
        Inline::Residue(residue) => residue.content = vec![text],
        _ => return text,
    }
    inline
}

/// Characters outside marks: text, with white space at the edges of lines, line ends, form feeds
/// and controls as gaps.
fn plain(piece: Placed<'_>, block: Placed<'_>, out: &mut Vec<Inline>) {
    let is_break = |c: char| matches!(c, '\n' | '\r');
    let is_edge = |c: char| is_break(c) || c == '\u{C}';
    let at_edge = |after: Placed<'_>| after.is_empty() || after.starts_with(is_edge);
    let mut rest = piece;
    while let Some(first) = rest.chars().next() {
        let before = block.before(rest);
        let line_start = before.is_empty() || before.ends_with(is_edge);
        let padded = rest.trim_start_matches(script::is_space);
        let (kind, after) = if is_break(first) {
            let after = rest.trim_start_matches(is_break);
            (Some(line_end_kind(rest.before(after), block)), after)
        } else if script::is_space(first) && (line_start || at_edge(block.from(padded))) {
            (Some(GapKind::Space), padded)
        } else if first == '\u{C}' {
            (Some(GapKind::FormFeed), rest.trim_start_matches(|c| c == '\u{C}'))
        } else if is_control(first) {
            (Some(GapKind::Control), rest.trim_start_matches(is_control))
        } else {
            (None, rest.trim_start_matches(|c| !is_edge(c) && !is_control(c)))
        };
        let run = rest.before(after);
        let Some(kind) = kind else {
            let bare = run.trim_end_matches(script::is_space);
            // White space before a control is text as well.
            let closes = at_edge(block.from(after)) && !bare.is_empty();
            let text = if closes { bare } else { run };
            out.push(Inline::text_at(text.as_str(), span(text)));
            rest = rest.after(text);
            continue;
        };
        out.push(Inline::gap(kind, run.as_str(), span(run)));
        rest = after;
    }
}

/// The line end between the number of a heading and the title below it is read as a space:
/// 第一章 / 怀表.
fn part_number(heading: &mut [Inline]) {
    let end = heading
        .iter()
        .position(|it| matches!(it, Inline::Gap(gap) if gap.kind == GapKind::LineEnd));
    let Some(end) = end else { return };
    let number = Text::new(crate::model::plain_text(&heading[..end]));
    let alone = super::rules::numbered(number.whole())
        .is_some_and(|found| found.label(number.whole()).is_empty());
    if let Inline::Gap(gap) = &mut heading[end]
        && alone
    {
        gap.kind = GapKind::LineEndAsSpace;
    }
}

/// Whether a line end inside a block is read as a space.
fn line_end_kind(end: Placed<'_>, block: Placed<'_>) -> GapKind {
    let padding = |c: char| script::is_space(c) || matches!(c, '\n' | '\r' | '\u{C}');
    let before = block.before(end).trim_end_matches(padding);
    let after = block.after(end).trim_start_matches(padding);
    if super::lines::joins_with_space(&before, &after) {
        GapKind::LineEndAsSpace
    } else {
        GapKind::LineEnd
    }
}

/// Splits the first `length` bytes of text off as a marker, with the gaps around them.
fn split_marker(inlines: Vec<Inline>, length: usize) -> (Vec<Inline>, Vec<Inline>) {
    let (mut marker, mut content) = (Vec::new(), Vec::new());
    let mut left = length;
    for inline in inlines {
        match inline {
            Inline::Text(mut text) if left > 0 && content.is_empty() => {
                let cut = left.min(text.text.len());
                let rest = text.text.split_off(cut);
                left -= cut;
                let span = text.span;
                text.span = span.map(|s| Span { end: s.start + Span::new(0, 0, cut).end, ..s });
                marker.push(Inline::Text(text));
                if !rest.is_empty() {
                    let span =
                        span.map(|s| Span { start: s.start + Span::new(0, 0, cut).end, ..s });
                    content.push(Inline::Text(crate::model::Text { text: rest, span }));
                }
            }
            inline if left > 0 && content.is_empty() => marker.push(inline),
            inline => content.push(inline),
        }
    }
    (marker, content)
}
