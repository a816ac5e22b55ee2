//! Page breaks (分页): commands of TeX on separate lines, HTML elements with such a style or class,
//! comments, and form feeds.

use std::collections::BTreeMap;

use super::code_lines::lines;
use super::html::Tag;
use super::source_cursor::gaps;
use crate::model::{
    Attr, Block, Gap, GapKind, Inline, List, ListItem, ListKind, PageBreak, Paragraph, Span,
};

/// TeX commands for page breaks.
const COMMANDS: [&str; 3] = ["\\newpage", "\\pagebreak", "\\clearpage"];
/// Comments for page breaks, without white space.
const COMMENTS: [&str; 5] = ["pagebreak", "page-break", "newpage", "\\newpage", "分页"];
/// Classes for page breaks.
const CLASSES: [&str; 6] =
    ["page-break", "pagebreak", "page-break-after", "newpage", "new-page", "page-break-before"];
/// Styles for page breaks, without white space, and the side of the element of the break.
const STYLES: [(&str, Side); 8] = [
    ("page-break-after:always", Side::After),
    ("break-after:page", Side::After),
    ("break-after:always", Side::After),
    ("page-break-after:page", Side::After),
    ("page-break-before:always", Side::Before),
    ("break-before:page", Side::Before),
    ("break-before:always", Side::Before),
    ("page-break-before:page", Side::Before),
];

/// Elements that contain Markdown between their tags.
const CONTAINERS: [&str; 8] =
    ["div", "section", "article", "header", "footer", "main", "aside", "center"];

/// The side of an element with the page break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// The classes with page breaks in the style sheets of a text.
#[derive(Debug, Default)]
pub(super) struct Classes(BTreeMap<String, Side>);

impl Classes {
    /// Reads the style sheets in a text: rules for one class, `.sheet { break-after: page }`.
    pub(super) fn of(text: &str) -> Self {
        let mut found = BTreeMap::new();
        for sheet in text.split("<style").skip(1) {
            let sheet = sheet.split("</style").next().unwrap_or_default();
            for rule in sheet.split('}') {
                let Some((selectors, declarations)) = rule.rsplit_once('{') else { continue };
                let Some(side) = of_style(declarations) else { continue };
                let selectors = selectors.rsplit(['>', ';']).next().unwrap_or_default();
                let selectors = selectors.split(',').filter_map(|it| {
                    let (_, class) = it.trim().rsplit_once('.')?;
                    (!class.contains([' ', ':'])).then_some(class)
                });
                found.extend(selectors.map(|class| (class.to_owned(), side)));
            }
        }
        Self(found)
    }

    /// The page break of an element, by its style or class.
    pub(super) fn of_tag(&self, tag: &Tag) -> Option<Side> {
        if tag.closes {
            return None;
        }
        of_style(tag.get("style").unwrap_or_default()).or_else(|| {
            let mut classes = tag.get("class").unwrap_or_default().split_whitespace();
            classes.find_map(|class| match CLASSES.contains(&class) {
                true if class.ends_with("before") => Some(Side::Before),
                true => Some(Side::After),
                false => self.0.get(class).copied(),
            })
        })
    }
}

/// The page break in style declarations.
fn of_style(declarations: &str) -> Option<Side> {
    let lower = declarations.to_ascii_lowercase();
    let style: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    let is_declared = |known: &str| style.split(';').any(|it| it.starts_with(known));
    STYLES.iter().find(|(known, _)| is_declared(known)).map(|(_, side)| *side)
}

/// Elements whose tags are on separate lines, with Markdown between them: their names, and whether
/// a page ends after each.
#[derive(Debug, Default)]
pub(super) struct OpenElements {
    elements: Vec<(String, bool)>,
    /// The place of the last closing tag of each.
    last: BTreeMap<&'static str, usize>,
}

impl OpenElements {
    /// No element of a text is open.
    pub(super) fn of(text: &str) -> Self {
        let last = CONTAINERS.iter().filter_map(|name| {
            let at = text.rfind(&format!("</{name}"))?;
            Some((*name, at))
        });
        Self { elements: Vec::new(), last: last.collect() }
    }

    /// An element begins before this place. Returns whether it ends in the text.
    pub(super) fn begin(&mut self, tag: &Tag, ends_page: bool, place: usize) -> bool {
        let last = self.last.get(tag.name.as_str()).filter(|_| !tag.closes);
        let ends = last.is_some_and(|last| *last >= place);
        if ends {
            self.elements.push((tag.name.clone(), ends_page));
        }
        ends
    }

    /// An element ends. Returns whether a page ends with it.
    pub(super) fn end(&mut self, tag: &Tag) -> bool {
        let at = self.elements.iter().rposition(|(name, _)| tag.closes && *name == tag.name);
        let ended = at.map(|at| self.elements.split_off(at));
        ended.is_some_and(|ended| ended.first().is_some_and(|(_, ends_page)| *ends_page))
    }
}

/// Whether an HTML comment is a page break.
pub(super) fn is_comment(text: &str) -> bool {
    let inside = text.strip_prefix("<!--").and_then(|it| it.strip_suffix("-->"));
    inside.is_some_and(|inside| {
        let word: String = inside.split_whitespace().collect();
        COMMENTS.contains(&word.to_ascii_lowercase().as_str())
    })
}

/// A page break for these characters of the source.
pub(super) fn of_gaps(content: Vec<Gap>) -> Block {
    let span = content.first().zip(content.last());
    let span = span.and_then(|(first, last)| Some(Span { end: last.span?.end, ..first.span? }));
    let content = content.into_iter().map(Inline::Gap).collect();
    let attr = Attr { span, ..Attr::default() };
    Block::PageBreak(Box::new(PageBreak { attr, content }))
}

/// A gap between blocks; a form feed is a page break.
pub(super) fn of_gap(gap: Gap) -> Block {
    match gap.kind {
        GapKind::FormFeed => of_gaps(vec![gap]),
        _ => Block::Gap(gap),
    }
}

/// A list, split at the form feeds between its items.
pub(super) fn part_list(list: List) -> Vec<Block> {
    let List { mut attr, kind, items } = list;
    let mut out = Vec::new();
    let mut open: Vec<ListItem> = Vec::new();
    let mut from = 0;
    let feeds =
        |block: &Block| matches!(block, Block::Gap(gap) if gap.kind == GapKind::FormFeed);
    for (index, mut item) in (0..).zip(items) {
        if !open.is_empty() && item.lead.iter().any(feeds) {
            let attr = std::mem::take(&mut attr);
            let (kind, items) = (counted(&kind, from), std::mem::take(&mut open));
            out.push(Block::List(Box::new(List { attr, kind, items })));
            out.extend(item.lead.drain(..).map(|block| match block {
                Block::Gap(gap) => of_gap(gap),
                other => other,
            }));
            from = index;
        }
        open.push(item);
    }
    out.push(Block::List(Box::new(List { attr, kind: counted(&kind, from), items: open })));
    out
}

/// The kind of a list that continues after this many items.
fn counted(kind: &ListKind, done: u32) -> ListKind {
    match kind.clone() {
        ListKind::Ordered { start, style, marker } => {
            ListKind::Ordered { start: start.saturating_add(done), style, marker }
        }
        other => other,
    }
}

/// Replaces form feeds at the beginning or end of lines, outside fenced code, with line ends: so
/// they separate paragraphs for the parser, and all offsets stay the same.
pub(super) fn part(text: &str) -> Option<String> {
    if !text.contains('\u{C}') {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, line, code) in lines(text) {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = start + content.len();
        let leading = content.bytes().take_while(|byte| *byte == 0x0C).count();
        let trailing = content.bytes().rev().take_while(|byte| *byte == 0x0C).count();
        if !code {
            bytes[start..start + leading].fill(b'\n');
            bytes[end - trailing..end].fill(b'\n');
        }
    }
    String::from_utf8(bytes).ok()
}

/// The blocks of a paragraph, some of whose lines may be commands.
pub(super) fn split(paragraph: Paragraph) -> Vec<Block> {
    let is_command = |inline: &Inline| matches!(inline, Inline::Text(it) if COMMANDS.contains(&it.text.trim()) && it.span.is_some());
    let content = &paragraph.content;
    let alone = |at: usize| {
        let ends = |inline: Option<&Inline>| inline.is_none_or(ends_line);
        let before = at.checked_sub(1).and_then(|at| content.get(at));
        ends(before) && ends(content.get(at + 1))
    };
    let places: Vec<usize> =
        (0..content.len()).filter(|at| is_command(&content[*at]) && alone(*at)).collect();
    if places.is_empty() {
        return vec![Block::Paragraph(paragraph)];
    }
    let mut out = Vec::new();
    let mut attr = Some(paragraph.attr);
    let mut open: Vec<Inline> = Vec::new();
    for (at, inline) in paragraph.content.into_iter().enumerate() {
        match inline {
            Inline::Text(text) if places.binary_search(&at).is_ok() => {
                close(&mut open, &mut attr, &mut out);
                let start = text.span.map_or(0, |span| span.start as usize);
                out.push(of_gaps(gaps(&text.text, start)));
            }
            other => open.push(other),
        }
    }
    close(&mut open, &mut attr, &mut out);
    out
}

fn ends_line(inline: &Inline) -> bool {
    match inline {
        Inline::Gap(gap) => matches!(gap.kind, GapKind::LineEnd | GapKind::LineEndAsSpace),
        Inline::LineBreak(_) => true,
        _ => false,
    }
}

/// Adds a paragraph to the blocks, with the line ends around it.
fn close(open: &mut Vec<Inline>, attr: &mut Option<Attr>, out: &mut Vec<Block>) {
    let content = std::mem::take(open);
    let is_gap = |inline: &Inline| matches!(inline, Inline::Gap(_) | Inline::LineBreak(_));
    let start = content.iter().position(|it| !is_gap(it)).unwrap_or(content.len());
    let end = content.iter().rposition(|it| !is_gap(it)).map_or(start, |at| at + 1);
    let mut inner = Vec::new();
    let mut between = [Vec::new(), Vec::new()];
    for (at, inline) in content.into_iter().enumerate() {
        match inline {
            inline if (start..end).contains(&at) => inner.push(inline),
            Inline::Gap(gap) => between[usize::from(at >= end)].push(gap),
            Inline::LineBreak(it) => {
                between[usize::from(at >= end)].extend(it.content.into_iter().filter_map(
                    |inline| match inline {
                        Inline::Gap(gap) => Some(gap),
                        _ => None,
                    },
                ));
            }
            _ => {}
        }
    }
    let [before, after] = between;
    let block = |gap: Gap| {
        let kind = match gap.kind {
            GapKind::LineEndAsSpace => GapKind::LineEnd,
            kind => kind,
        };
        Block::Gap(Gap { kind, ..gap })
    };
    out.extend(before.into_iter().map(block));
    if !inner.is_empty() {
        let attr = attr.take().unwrap_or_default();
        out.push(Block::Paragraph(Paragraph { attr, content: inner }));
    }
    out.extend(after.into_iter().map(block));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_comments_ask_for_a_page() {
        for (raw, side) in [
            ("<div style=\"page-break-after: always;\">", Some(Side::After)),
            ("<p style='color:red; BREAK-BEFORE : page'>", Some(Side::Before)),
            ("<div class=\"wide page-break\">", Some(Side::After)),
            ("<div style=\"page-break-inside: avoid\">", None),
            ("</div>", None),
        ] {
            assert_eq!(Classes::default().of_tag(&Tag::parse(raw)), side, "{raw}");
        }
        let sheet = "<style>\np, .sheet { padding: 5px;\n  page-break-after: always }\nh1.first{break-before:page}\n.wide p { break-after: page }</style>";
        let classes = Classes::of(sheet);
        for (raw, side) in [
            ("<div class=\"sheet\">", Some(Side::After)),
            ("<div class=first>", Some(Side::Before)),
            ("<div class=wide>", None),
        ] {
            assert_eq!(classes.of_tag(&Tag::parse(raw)), side, "{raw}");
        }
        assert!(is_comment("<!-- pagebreak -->") && is_comment("<!--Page Break-->"));
        assert!(!is_comment("<!-- page -->"));
    }

    #[test]
    fn form_feeds_part_lines_but_not_code() {
        let parted = part("甲\n\u{C}乙\u{C}\n丙\u{C}丁\n```\n\u{C}a\n```\n").unwrap();
        assert_eq!(parted, "甲\n\n乙\n\n丙\u{C}丁\n```\n\u{C}a\n```\n");
    }
}
