//! Lines: verse after bars (`| 床前明月光，`), pandoc's line blocks, and lines of fences.

use super::attributes::Attributes;
use super::blocks::{split_text, trailing_attributes};
use crate::model::{Attr, Block, Gap, GapKind, Inline, Stanza, Verse, VerseLine};

/// A line of a paragraph.
#[derive(Default)]
pub(super) struct ParagraphLine {
    /// The line end and prefixes before it.
    pub(super) lead: Vec<Block>,
    pub(super) content: Vec<Inline>,
}

/// Splits a paragraph at its line ends.
pub(super) fn lines(content: Vec<Inline>) -> Vec<ParagraphLine> {
    let mut out = vec![ParagraphLine::default()];
    for inline in content {
        let mut open = |gaps: Vec<Inline>| {
            let lead = gaps.into_iter().filter_map(|inline| match inline {
                Inline::Gap(gap) => Some(Block::Gap(ends_line(gap))),
                _ => None,
            });
            out.push(ParagraphLine { lead: lead.collect(), content: Vec::new() });
        };
        match inline {
            Inline::Gap(ref gap)
                if matches!(gap.kind, GapKind::LineEnd | GapKind::LineEndAsSpace) =>
            {
                open(vec![inline]);
            }
            Inline::LineBreak(it) => open(it.content),
            Inline::Gap(gap) => {
                if let Some(line) = out.last_mut() {
                    if line.content.is_empty() {
                        line.lead.push(Block::Gap(gap));
                    } else {
                        line.content.push(Inline::Gap(gap));
                    }
                }
            }
            other => {
                out.last_mut().into_iter().for_each(|line| line.content.push(other.clone()))
            }
        }
    }
    out
}

fn ends_line(gap: Gap) -> Gap {
    match gap.kind {
        GapKind::LineEndAsSpace => Gap { kind: GapKind::LineEnd, ..gap },
        _ => gap,
    }
}

/// Whether each line of a paragraph begins with a bar.
pub(super) fn is_verse(content: &[Inline]) -> bool {
    let mut begins = true;
    let mut last = None;
    for inline in content {
        match inline {
            Inline::Gap(gap)
                if matches!(gap.kind, GapKind::LineEnd | GapKind::LineEndAsSpace) =>
            {
                begins = true;
            }
            Inline::LineBreak(_) => begins = true,
            Inline::Gap(_) => {}
            Inline::Text(text) => {
                let bar = text.text == "|" || text.text.starts_with("| ");
                if begins && !bar {
                    return false;
                }
                begins = false;
                last = Some(&text.text);
            }
            _ if begins => return false,
            _ => last = None,
        }
    }
    // A row of a table without its delimiter row ends with a bar, too.
    let row = |text: &String| text.len() > 1 && text.trim_end().ends_with('|');
    !begins && !last.is_some_and(row)
}

/// The verse of a paragraph with bars. A bar without text separates stanzas, and may have the
/// attributes of the next one.
pub(super) fn verse(content: Vec<Inline>) -> Verse {
    let mut verse = Verse::default();
    let mut stanza = Stanza::default();
    for mut line in lines(content) {
        if let Some(Inline::Text(text)) = line.content.first().cloned() {
            let length = if text.text.starts_with("| ") { 2 } else { 1 };
            let mut split = split_text(&text, length.min(text.text.len()));
            let rest = split.iter().position(|it| matches!(it, Inline::Text(_)));
            let rest = split.split_off(rest.unwrap_or(split.len()));
            line.lead.extend(split.into_iter().filter_map(|inline| match inline {
                Inline::Gap(gap) => Some(Block::Gap(gap)),
                _ => None,
            }));
            line.content.splice(0..1, rest);
        }
        let alone = match line.content.as_slice() {
            [] => Some(Attr::default()),
            [Inline::Text(text)] => Attributes::parse(&text.text)
                .filter(|it| it.length == text.text.trim_end().len())
                .map(Attributes::attr),
            _ => None,
        };
        match alone {
            Some(attr) => {
                let mut lead = line.lead;
                lead.extend(line.content.into_iter().filter_map(text_as_gap));
                if !stanza.lines.is_empty() {
                    verse.stanzas.push(std::mem::take(&mut stanza));
                }
                stanza.lead.extend(lead);
                if !attr.is_default() {
                    stanza.attr = attr;
                }
            }
            None => {
                let attr = trailing_attributes(&mut line.content);
                let lead = line.lead;
                stanza.lines.push(VerseLine { attr, lead, content: line.content });
            }
        }
    }
    if !stanza.lines.is_empty() || !stanza.lead.is_empty() {
        verse.stanzas.push(stanza);
    }
    verse
}

fn text_as_gap(inline: Inline) -> Option<Block> {
    match inline {
        Inline::Text(text) => {
            let span = text.span?;
            Some(Block::gap(GapKind::Delimiter, &text.text, span))
        }
        Inline::Gap(gap) => Some(Block::Gap(gap)),
        _ => None,
    }
}

/// The verse of a fence: each paragraph is a stanza, each line a verse.
pub(super) fn of_paragraphs(blocks: Vec<Block>) -> (Verse, Vec<Block>) {
    let mut verse = Verse::default();
    let mut lead: Vec<Block> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let mut stanza = Stanza {
                    attr: paragraph.attr,
                    lead: std::mem::take(&mut lead),
                    lines: Vec::new(),
                };
                for line in lines(paragraph.content) {
                    let ParagraphLine { lead, content } = line;
                    stanza.lines.push(VerseLine { attr: Attr::default(), lead, content });
                }
                verse.stanzas.push(stanza);
            }
            Block::Verse(inner) => {
                for mut stanza in inner.stanzas {
                    let mut before = std::mem::take(&mut lead);
                    before.append(&mut stanza.lead);
                    stanza.lead = before;
                    verse.stanzas.push(stanza);
                }
            }
            other => lead.push(other),
        }
    }
    (verse, lead)
}
