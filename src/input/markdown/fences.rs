//! Fences: `::: right` … `:::`. The first word determines the block made from the content; a fence
//! without a name passes its attributes to the single block in it.

use comrak::Node;

use super::attributes::Attributes;
use super::blocks::{BlockBuilder, add_attributes, joined, split_text};
use super::callouts::{self, Head};
use super::inlines::{as_gaps, merge};
use super::verse::{self, ParagraphLine};
use super::{Reader, classes};
use crate::config::LineEnds;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Admonition, Aligned, Alignment, Attr, Block, Contents, ContentsEntry, Credit, Figure,
    ForeignBlock, Gap, GapKind, Inline, LineBreak, ListKind, ListMarker, NumberStyle,
    Paragraph, Quotation, Residue, Span, Speech, ThematicBreak, TitleBlock, TitleKind,
    TitlePart, Verse,
};

/// The maximum position of the colon after a speaker's name, in characters.
const LONGEST_SPEAKER: usize = 20;

impl Reader<'_> {
    /// A fence and its content.
    pub(super) fn fenced(
        &mut self,
        node: Node<'_>,
        info: &str,
        (start, end): (usize, usize),
        depth: usize,
        flow: &mut BlockBuilder,
    ) {
        // The opening line is a gap before the content.
        let first = self.source(start).find(['\n', '\r']).map_or(end, |at| start + at).min(end);
        // Marks that are nested too deep were removed, including the closing one.
        if !self.flattened
            && !callouts::is_closed(self.cover.text.get(start..end).unwrap_or_default())
        {
            let found = Diagnostic::new(Code::MarkdownUnclosed, []);
            self.diagnostics.push(found.at(Span::new(0, start, first)));
        }
        let opening = self.cover.text.get(start..first).unwrap_or_default();
        if let Some(head) = callouts::head(opening) {
            return self.callout(node, head, (start, first, end), depth, flow);
        }
        let mut attributes = Attributes::of_info(info);
        let mut blocks: Vec<Block> = self.gap_blocks(first);
        let name = attributes.name().to_owned();
        let outer = self.line_ends;
        if keeps_lines(&name) && outer != LineEnds::Join {
            self.line_ends = LineEnds::Keep;
        }
        blocks.extend(self.blocks(node, depth + 1, may_hold_sections(&name)));
        self.line_ends = outer;
        blocks.extend(self.gap_blocks(end));
        let level = blocks.iter().find_map(|block| match block {
            Block::Section(section) => Some(section.level.unwrap_or(1)),
            _ => None,
        });
        if let Some(level) = level {
            return flow.adopt(level, blocks);
        }
        if let Some(align) = classes::find(&classes::ALIGNMENTS, &name) {
            attributes.classes.remove(0);
            let attr = attributes.attr();
            return flow.push(Block::Aligned(Aligned { attr, align, blocks }));
        }
        if let Some(kind) = classes::credit_kind(&name) {
            attributes.classes.remove(0);
            let content = line_of(blocks, flow);
            return flow.push(Block::Credit(Box::new(Credit {
                attr: attributes.attr(),
                kind,
                content,
            })));
        }
        self.named(&name, attributes, blocks, flow);
    }

    /// An admonition; its opening line ends at `first`.
    fn callout(
        &mut self,
        node: Node<'_>,
        head: callouts::Head,
        (start, first, end): (usize, usize, usize),
        depth: usize,
        flow: &mut BlockBuilder,
    ) {
        let Head { kind, title, mut attributes } = head;
        let mut label = Vec::new();
        let mut blocks = Vec::new();
        match title {
            Some(title) => {
                self.cover.inline_gaps(start + title.start, &mut label);
                label.push(Inline::Text(self.cover.take(start + title.end)));
                self.cover.inline_gaps(first, &mut label);
            }
            None => {
                label.extend(attributes.take("title").map(crate::model::text));
                blocks = self.gap_blocks(first);
            }
        }
        blocks.extend(self.blocks(node, depth + 1, false));
        blocks.extend(self.gap_blocks(end));
        if label.is_empty() {
            label = summary(&mut blocks);
        }
        let admonition = Admonition { attr: attributes.attr(), kind, label, blocks };
        flow.push(Block::Admonition(Box::new(admonition)));
    }

    fn gap_blocks(&mut self, to: usize) -> Vec<Block> {
        self.cover.gaps(to).into_iter().map(Block::Gap).collect()
    }

    fn named(
        &mut self,
        name: &str,
        mut attributes: Attributes,
        blocks: Vec<Block>,
        flow: &mut BlockBuilder,
    ) {
        if !is_known(name) {
            return if name == "list" {
                list(attributes, blocks, flow)
            } else {
                plain(attributes, blocks, flow)
            };
        }
        if let Some(milestone) = classes::milestone(&mut attributes) {
            blocks.into_iter().for_each(|block| flow.push(block));
            return flow.push(Block::Milestone(Box::new(milestone)));
        }
        attributes.classes.remove(0);
        let block = match name {
            "title" => {
                // A title without a line is not one; the content is kept.
                let (title, rest) = title(attributes.attr(), blocks);
                rest.into_iter().for_each(|block| flow.push(block));
                if title.parts.is_empty() {
                    return;
                }
                Block::Title(title)
            }
            "epigraph" => Block::Epigraph(Box::new(quotation(attributes.attr(), blocks, flow))),
            "quotation" => {
                Block::Quotation(Box::new(quotation(attributes.attr(), blocks, flow)))
            }
            "verse" => {
                let (found, after) = verse::of_paragraphs(blocks);
                let verse = Verse { attr: attributes.attr(), ..found };
                flow.push(Block::Verse(verse));
                return after.into_iter().for_each(|block| flow.push(block));
            }
            "speech" => Block::Speech(Box::new(speech(attributes.attr(), blocks, flow))),
            "figure" => Block::Figure(Box::new(figure(attributes.attr(), blocks, flow))),
            "separator" => {
                let content = line_of(blocks, flow);
                Block::ThematicBreak(ThematicBreak { attr: attributes.attr(), content })
            }
            "contents" => Block::Contents(Box::new(contents(attributes.attr(), blocks, flow))),
            "residue" => {
                let kind = attributes.take("kind").unwrap_or_default();
                let content = line_of(blocks, flow);
                Block::Residue(Box::new(Residue { attr: attributes.attr(), kind, content }))
            }
            _ => {
                let name = attributes.take("name").unwrap_or_default();
                Block::Foreign(Box::new(ForeignBlock { attr: attributes.attr(), name, blocks }))
            }
        };
        flow.push(block);
    }
}

const KNOWN: [&str; 14] = [
    "title",
    "epigraph",
    "quotation",
    "verse",
    "speech",
    "figure",
    "separator",
    "contents",
    "residue",
    "foreign",
    "page",
    "column",
    "line",
    "milestone",
];

fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// Whether line ends in a fence are kept: in signatures and centred text.
fn keeps_lines(name: &str) -> bool {
    let align = classes::find(&classes::ALIGNMENTS, name);
    matches!(align, Some(Alignment::End | Alignment::Center))
        || classes::credit_kind(name).is_some()
}

fn may_hold_sections(name: &str) -> bool {
    let sets = classes::find(&classes::ALIGNMENTS, name).is_some()
        || classes::credit_kind(name).is_some();
    !sets && name != "list" && !is_known(name)
}

/// The label of a box that begins with an HTML `summary`.
fn summary(blocks: &mut Vec<Block>) -> Vec<Inline> {
    let opens = |block: &Block| matches!(block, Block::Gap(gap) if gap.text.to_ascii_lowercase().starts_with("<summary"));
    let Some(at) = blocks.iter().position(|block| !is_gap(block) || opens(block)) else {
        return Vec::new();
    };
    let closes = blocks.get(at + 2).is_some_and(is_gap);
    match blocks.get(at + 1) {
        Some(Block::Paragraph(_)) if opens(&blocks[at]) && closes => {
            joined(blocks.drain(at..at + 3).collect())
        }
        _ => Vec::new(),
    }
}

fn is_gap(block: &Block) -> bool {
    matches!(block, Block::Gap(_))
}

/// A fence without a name.
fn plain(attributes: Attributes, mut blocks: Vec<Block>, flow: &mut BlockBuilder) {
    let mut held = blocks.iter_mut().filter(|block| !is_gap(block));
    let (first, second) = (held.next(), held.next());
    if let (Some(block), None) = (first, second) {
        add_attributes(block, attributes);
        return blocks.into_iter().for_each(|block| flow.push(block));
    }
    let name = "div".to_owned();
    flow.push(Block::Foreign(Box::new(ForeignBlock { attr: attributes.attr(), name, blocks })));
}

/// `::: {.list style=chinese marker=comma}`: the numbering of the list in it.
fn list(mut attributes: Attributes, mut blocks: Vec<Block>, flow: &mut BlockBuilder) {
    attributes.classes.remove(0);
    let own_style = attributes.take("style").and_then(|it| NumberStyle::by_name(&it));
    let own_marker = attributes.take("marker").and_then(|it| ListMarker::by_name(&it));
    for block in &mut blocks {
        if let Block::List(list) = block {
            if let ListKind::Ordered { style, marker, .. } = &mut list.kind {
                *style = own_style.unwrap_or(*style);
                *marker = own_marker.unwrap_or(*marker);
            }
            add_attributes(block, std::mem::take(&mut attributes));
        }
    }
    blocks.into_iter().for_each(|block| flow.push(block));
}

/// The content of a single line; the marks of the fence are before it and in it.
fn line_of(blocks: Vec<Block>, flow: &mut BlockBuilder) -> Vec<Inline> {
    let lead = blocks.iter().position(|block| !is_gap(block)).unwrap_or(blocks.len());
    let mut blocks = blocks.into_iter();
    blocks.by_ref().take(lead).for_each(|block| flow.push(block));
    let mut content = joined(blocks.collect());
    merge(&mut content);
    content
}

/// The title made of the lines of a fence, and the content outside lines.
fn title(attr: Attr, blocks: Vec<Block>) -> (TitleBlock, Vec<Block>) {
    let mut parts: Vec<TitlePart> = Vec::new();
    let mut lead = Vec::new();
    for block in blocks {
        let Block::Paragraph(paragraph) = block else {
            lead.push(block);
            continue;
        };
        for ParagraphLine { lead: before, mut content } in verse::lines(paragraph.content) {
            lead.extend(before);
            let mut kind = TitleKind::Main;
            if let [Inline::Span(span), ..] = content.as_slice()
                && let Some(class) = span.attr.classes.first()
                && let Some(by_class) = classes::find(&classes::TITLES, class)
            {
                kind = by_class;
                if let Inline::Span(span) = content.remove(0) {
                    content.splice(0..0, span.content);
                }
            }
            if kind == TitleKind::Main || kind == TitleKind::Sub {
                kind = subtitle(&mut content, kind);
            }
            parts.push(TitlePart { kind, lead: std::mem::take(&mut lead), content });
        }
    }
    if let Some(last) = parts.last_mut() {
        last.content.extend(joined(std::mem::take(&mut lead)));
        parts.iter_mut().for_each(|part| merge(&mut part.content));
    }
    (TitleBlock { attr, parts }, lead)
}

/// A dash before a subtitle (GB/T 15834 §4.13) is a gap.
fn subtitle(content: &mut Vec<Inline>, kind: TitleKind) -> TitleKind {
    let at = content.iter().position(|inline| !matches!(inline, Inline::Gap(_)));
    let Some(at) = at else { return kind };
    let Some(Inline::Text(text)) = content.get(at).cloned() else { return kind };
    let dashes = text.text.len() - text.text.trim_start_matches('—').len();
    if dashes == 0 || dashes == text.text.len() {
        return kind;
    }
    content.splice(at..=at, split_text(&text, dashes));
    TitleKind::Sub
}

/// The quotation in a fence, or the fence as one.
fn quotation(attr: Attr, blocks: Vec<Block>, flow: &mut BlockBuilder) -> Quotation {
    let quoted = blocks.iter().filter(|block| matches!(block, Block::Quotation(_))).count();
    if quoted != 1 || blocks.iter().filter(|block| !is_gap(block)).count() != 1 {
        return Quotation { attr, blocks, attribution: Vec::new() };
    }
    let mut found = Quotation::default();
    let mut after = Vec::new();
    for block in blocks {
        match block {
            Block::Quotation(quotation) => found = *quotation,
            gap if found == Quotation::default() => flow.push(gap),
            gap => after.push(gap),
        }
    }
    found.attr = attr;
    if found.attribution.is_empty() {
        found.blocks.extend(after);
    } else {
        found.attribution.extend(joined(after));
    }
    found
}

fn speech(attr: Attr, blocks: Vec<Block>, flow: &mut BlockBuilder) -> Speech {
    let lead = blocks.iter().position(|block| !is_gap(block)).unwrap_or(blocks.len());
    let mut rest = blocks;
    let blocks = rest.split_off(lead);
    rest.into_iter().for_each(|block| flow.push(block));
    let mut speech = Speech { attr, speaker: Vec::new(), blocks };
    if let Some(Block::Paragraph(Paragraph { content, .. })) = speech.blocks.first_mut()
        && let Some(Inline::Text(text)) = content.first().cloned()
        && let Some((at, colon)) = text
            .text
            .char_indices()
            .take(LONGEST_SPEAKER)
            .find(|(_, c)| matches!(c, '：' | ':'))
    {
        let end = at + colon.len_utf8();
        let cut = |from: usize, to: usize| {
            let part = &text.text[from..to];
            match text.span.map(|span| span.start as usize) {
                Some(start) => {
                    Inline::text_at(part, crate::model::Span::new(0, start + from, start + to))
                }
                None => crate::model::text(part),
            }
        };
        speech.speaker.push(cut(0, at));
        if let Inline::Text(colon) = cut(at, end)
            && let Some(span) = colon.span
        {
            speech.speaker.push(Inline::gap(GapKind::Delimiter, &colon.text, span));
        }
        content.splice(0..1, (end < text.text.len()).then(|| cut(end, text.text.len())));
    }
    speech
}

/// Images side by side, and a caption below them.
fn figure(attr: Attr, blocks: Vec<Block>, flow: &mut BlockBuilder) -> Figure {
    let mut figure = Figure { attr, ..Figure::default() };
    let mut lead: Vec<Gap> = Vec::new();
    // A caption in the brackets describes the image if the fence has its own.
    let has_own = blocks.iter().any(|it| !matches!(it, Block::Gap(_) | Block::Figure(_)));
    let mut begun = false;
    for block in blocks {
        match block {
            Block::Gap(gap) => lead.push(gap),
            Block::Figure(inner) => {
                figure.images.extend(inner.images);
                figure.caption.extend(lead.drain(..).map(Inline::Gap));
                let described = inner.caption;
                figure.caption.extend(if has_own { as_gaps(described) } else { described });
            }
            other => {
                let between = lead.drain(..).map(Inline::Gap);
                if std::mem::replace(&mut begun, true) {
                    let content = between.collect();
                    figure.caption.push(Inline::LineBreak(Box::new(LineBreak { content })));
                } else {
                    figure.caption.extend(between);
                }
                figure.caption.extend(joined(vec![other]));
            }
        }
    }
    if crate::model::plain_text(&figure.caption).trim().is_empty() {
        for inline in std::mem::take(&mut figure.caption) {
            if let Inline::Gap(gap) = inline {
                flow.push(Block::Gap(gap));
            }
        }
        flow.gaps(lead);
    } else {
        figure.caption.extend(lead.into_iter().map(Inline::Gap));
        merge(&mut figure.caption);
    }
    figure
}

fn contents(attr: Attr, blocks: Vec<Block>, flow: &mut BlockBuilder) -> Contents {
    let mut contents = Contents { attr, ..Contents::default() };
    let mut lead = Vec::new();
    let mut begun = false;
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if contents.entries.is_empty() => {
                contents.heading.extend(joined(std::mem::take(&mut lead)));
                contents.heading.extend(paragraph.content);
                begun = true;
            }
            Block::List(list) => {
                entries(Block::List(list), 1, &mut lead, &mut contents.entries)
            }
            gap @ Block::Gap(_) if !begun && contents.entries.is_empty() => flow.push(gap),
            other => lead.push(other),
        }
    }
    match contents.entries.last_mut() {
        Some(last) => last.content.extend(joined(lead)),
        None => contents.heading.extend(joined(lead)),
    }
    contents
}

fn entries(block: Block, level: u8, lead: &mut Vec<Block>, out: &mut Vec<ContentsEntry>) {
    let Block::List(list) = block else {
        return lead.push(block);
    };
    for item in list.items {
        lead.extend(item.lead);
        lead.extend(item.marker.into_iter().filter_map(|inline| match inline {
            Inline::Gap(gap) => Some(Block::Gap(gap)),
            _ => None,
        }));
        for block in item.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let (target, content) = unlinked(paragraph.content);
                    let lead = std::mem::take(lead);
                    out.push(ContentsEntry { lead, level: Some(level), target, content });
                }
                other => entries(other, level.saturating_add(1), lead, out),
            }
        }
    }
}

/// The target of a link within the document, and the content without the link.
fn unlinked(content: Vec<Inline>) -> (Option<String>, Vec<Inline>) {
    let mut target = None;
    let mut out = Vec::new();
    for inline in content {
        match inline {
            Inline::Link(link) if target.is_none() && link.target.starts_with('#') => {
                target = Some(link.target[1..].to_owned());
                out.extend(link.content);
            }
            other => out.push(other),
        }
    }
    (target, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_documented() {
        let page = include_str!("../../../docs/markdown.md");
        let words = [
            NumberStyle::ALL.map(NumberStyle::name).as_slice(),
            &ListMarker::ALL.map(ListMarker::name),
            &KNOWN,
        ]
        .concat();
        for word in words {
            assert!(
                page.contains(&format!("`{word}`")),
                "docs/markdown.md doesn't tell {word}"
            );
        }
    }
}
