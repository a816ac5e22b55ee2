//! Displayed formulas (独立公式): `$$…$$`, `\\[…\\]` and environments are set on separate lines, even
//! if they are written within a paragraph, which they split. Takes the content of a paragraph,
//! returns its parts in order. Attributes directly after a formula belong to it (`$$…$$ {#eq:x}`,
//! as in pandoc-crossref).

use super::attributes::Attributes;
use super::source_cursor;
use crate::model::{Gap, GapKind, Inline, MathBlock, MathSpan, Span, Text};

/// White space within a line.
const BLANK: [char; 2] = [' ', '\t'];

/// A part of a paragraph.
pub(super) enum ParagraphPart {
    /// Text as in a paragraph.
    Text(Vec<Inline>),
    /// What is between lines.
    Between(Vec<Gap>),
    /// A formula.
    Formula(MathBlock),
}

/// The parts of a paragraph; a single one if no formula is displayed.
pub(super) fn part(content: Vec<Inline>) -> Vec<ParagraphPart> {
    if !content.iter().any(is_displayed) {
        return vec![ParagraphPart::Text(content)];
    }
    let mut parts = Vec::new();
    let mut open: Vec<Inline> = Vec::new();
    let mut rest = content.into_iter().peekable();
    while let Some(inline) = rest.next() {
        let Inline::Math(math) = inline else {
            open.push(inline);
            continue;
        };
        if !is_displayed_math(&math) {
            open.push(Inline::Math(math));
            continue;
        }
        close(std::mem::take(&mut open), &mut parts);
        let mut formula =
            MathBlock { attr: math.attr, content: math.content, ..MathBlock::default() };
        let classes = &mut formula.attr.classes;
        if let Some(at) = classes.iter().position(|it| it == "numbered" || it == "unnumbered") {
            formula.numbered = Some(classes.remove(at) == "numbered");
        }
        while let Some(Inline::Gap(gap)) = rest.next_if(is_space_or_attributes) {
            formula.content.push(Inline::Gap(gap));
        }
        if let Some(Inline::Text(text)) = rest.next_if(|it| matches!(it, Inline::Text(_))) {
            open.extend(attributes(&text, &mut formula).into_iter().map(Inline::Text));
        }
        parts.push(ParagraphPart::Formula(formula));
    }
    close(open, &mut parts);
    parts
}

/// Adds the attributes at the beginning of a text to a formula; returns the rest of the text.
fn attributes(text: &Text, formula: &mut MathBlock) -> Option<Text> {
    let lead = text.text.len() - text.text.trim_start().len();
    let found = Attributes::parse(&text.text[lead..]);
    let Some((mut found, span)) = found.zip(text.span) else { return Some(text.clone()) };
    let length = lead + found.length;
    let start = span.start as usize;
    let gaps = source_cursor::gaps(&text.text[..length], start);
    formula.content.extend(gaps.into_iter().map(Inline::Gap));
    formula.numbered = found.numbered().or(formula.numbered);
    found.add_to(&mut formula.attr);
    let rest = &text.text[length..];
    let span = Span::new(0, start + length, start + text.text.len());
    (!rest.is_empty()).then(|| Text { text: rest.to_owned(), span: Some(span) })
}

/// Ends a part of text: white space at its edges is moved between lines.
fn close(mut content: Vec<Inline>, parts: &mut Vec<ParagraphPart>) {
    let is_blank = |inline: &Inline| match inline {
        Inline::Gap(gap) => gap.kind != GapKind::Delimiter,
        Inline::Text(text) => text.text.trim().is_empty() && text.span.is_some(),
        Inline::LineBreak(_) => true,
        _ => false,
    };
    let lead = content.iter().take_while(|it| is_blank(it)).count();
    let tail = content[lead..].iter().rev().take_while(|it| is_blank(it)).count();
    let after = content.split_off(content.len() - tail);
    let mut text = content.split_off(lead);
    // Leading or trailing white space of a text is moved between lines, too.
    content.extend(text.first_mut().and_then(|it| {
        parted(it, |text| text.len() - text.trim_start_matches(BLANK).len(), true)
    }));
    let end = text
        .last_mut()
        .and_then(|it| parted(it, |text| text.trim_end_matches(BLANK).len(), false));
    between(content, parts);
    if !text.is_empty() {
        parts.push(ParagraphPart::Text(text));
    }
    between(end.into_iter().chain(after).collect(), parts);
}

/// Splits a text at the result of `at`; returns its beginning, or its end.
fn parted(inline: &mut Inline, at: fn(&str) -> usize, beginning: bool) -> Option<Inline> {
    let Inline::Text(text) = inline else { return None };
    let at = at(&text.text);
    let span = text.span?;
    let middle = span.start + u32::try_from(at).ok()?;
    let (first, last) = text.text.split_at(at);
    let first = Text { text: first.to_owned(), span: Some(Span { end: middle, ..span }) };
    let last = Text { text: last.to_owned(), span: Some(Span { start: middle, ..span }) };
    let (kept, taken) = if beginning { (last, first) } else { (first, last) };
    if taken.text.is_empty() {
        return None;
    }
    *text = kept;
    Some(Inline::Text(taken))
}

fn between(content: Vec<Inline>, parts: &mut Vec<ParagraphPart>) {
    let mut gaps = Vec::new();
    for inline in content {
        match inline {
            Inline::Gap(gap) if gap.kind == GapKind::LineEndAsSpace => {
                gaps.push(Gap { kind: GapKind::LineEnd, ..gap });
            }
            Inline::Gap(gap) => gaps.push(gap),
            Inline::LineBreak(it) => {
                gaps.extend(it.content.into_iter().filter_map(|inline| match inline {
                    Inline::Gap(gap) => Some(gap),
                    _ => None,
                }));
            }
            Inline::Text(Text { text, span: Some(span) }) => {
                gaps.extend(source_cursor::gaps(&text, span.start as usize));
            }
            _ => {}
        }
    }
    if !gaps.is_empty() {
        parts.push(ParagraphPart::Between(gaps));
    }
}

/// White space, and attributes that were read already.
fn is_space_or_attributes(inline: &Inline) -> bool {
    matches!(inline, Inline::Gap(gap)
        if gap.kind == GapKind::Space
            || gap.kind == GapKind::Delimiter && gap.text.starts_with('{'))
}

fn is_displayed(inline: &Inline) -> bool {
    matches!(inline, Inline::Math(math) if is_displayed_math(math))
}

/// Whether a formula is marked as displayed.
fn is_displayed_math(math: &MathSpan) -> bool {
    match math.content.first() {
        Some(Inline::Gap(mark)) => mark.text.starts_with("$$") || mark.text.starts_with("\\["),
        Some(Inline::Text(text)) => text.text.starts_with("\\begin{"),
        _ => false,
    }
}
