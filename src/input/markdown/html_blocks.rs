//! HTML blocks: tables, and other elements that the model has constructs for.
//!
//! Takes a run of HTML, returns blocks: tables with their spans, lists, headings, collapsible text,
//! aligned paragraphs, images, rules. Other tags are gaps.

use std::collections::BTreeMap;

use super::blocks::block_gap;
use super::html::{self, Tag};
use super::inlines::{PendingInline, PendingKind, settle};
use super::page_breaks::{self, Side};
use super::{Reader, source_cursor};
use crate::diag::Code;
use crate::input::elements::number_style;
use crate::model::{
    Admonition, AdmonitionKind, Aligned, Alignment, Attr, Block, Cell, CodeBlock, Gap, GapKind,
    Inline, List, ListItem, ListKind, ListMarker, Row, Section, Span, Style, Styled, Table,
    TableColumn, Text, ThematicBreak,
};

/// A piece of HTML.
struct Token {
    /// The tag, if it is one.
    tag: Option<Tag>,
    text: String,
    /// The places of its lines, if known.
    lines: Vec<HtmlLine>,
    /// The number of following tokens up to its closing tag, inclusive.
    length: Option<usize>,
    /// Whether it closes one of them.
    closes: bool,
}

/// The place of a line of HTML in the source: each may have list and quotation marks before it.
#[derive(Clone, Copy)]
struct HtmlLine {
    /// Its first byte in the HTML.
    start: usize,
    /// The same in the source.
    place: usize,
}

/// Tags that end a paragraph.
pub(super) const BLOCKS: [&str; 33] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "aside",
    "center",
    "details",
    "summary",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "figure",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "hr",
    "pre",
    "script",
    "style",
    "address",
];

impl Reader<'_> {
    /// Reads a block of HTML at `start..end`.
    pub(super) fn html(&mut self, literal: &str, start: usize, end: usize) -> Vec<Block> {
        let mut out: Vec<Block> = self.cover.gaps(start).into_iter().map(Block::Gap).collect();
        let written = self.cover.text.get(start..end).unwrap_or_default();
        // The indent of the first line is before the place.
        let html = literal.trim_end_matches(['\n', '\r']).trim_start_matches([' ', '\t']);
        self.cover.at = end;
        let tokens = tokenize(html, &lines(html, written, start).unwrap_or_default());
        self.lost(&tokens);
        out.extend(self.html_blocks(&tokens, 0));
        out
    }

    fn html_blocks(&mut self, tokens: &[Token], depth: usize) -> Vec<Block> {
        let mut out = Vec::new();
        let mut run: Vec<PendingInline> = Vec::new();
        let mut style = None;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let side = token.page_break(&self.paged);
            let apart = self.apart(token, side);
            if apart || side.is_some() {
                self.paragraph_of(&mut run, style.take(), &mut out);
                let side = side.filter(|_| !apart);
                if let Some(read) = self.broken(token, side, &tokens[at..], depth, &mut out) {
                    at += read;
                    continue;
                }
            }
            let Some(tag) = token.tag.as_ref().filter(|it| BLOCKS.contains(&it.name.as_str()))
            else {
                run.extend(items(token));
                continue;
            };
            self.paragraph_of(&mut run, style.take(), &mut out);
            let inside = token.inside(tokens.len() - at);
            let align = alignment(tag);
            match (tag.name.as_str(), inside) {
                ("table", Some(length)) if depth < self.deepest => {
                    out.extend(token.gap().map(Block::Gap));
                    let mut after = Vec::new();
                    let table = self.table_of(tag, &tokens[at..at + length], depth, &mut after);
                    out.push(Block::Table(Box::new(table)));
                    out.extend(after.into_iter().map(Block::Gap));
                    at += length;
                }
                ("p" | "div" | "center", Some(length))
                    if depth < self.deepest && (align.is_some() || tag.name == "center") =>
                {
                    out.extend(token.gap().map(Block::Gap));
                    let blocks = self.html_blocks(&tokens[at..at + length], depth + 1);
                    let align = align.unwrap_or(Alignment::Center);
                    out.push(Block::Aligned(Aligned { attr: tag.attr(), align, blocks }));
                    at += length;
                }
                ("ul" | "ol" | "details", Some(length)) if depth < self.deepest => {
                    out.extend(token.gap().map(Block::Gap));
                    let inside = &tokens[at..at + length];
                    match tag.name.as_str() {
                        "details" => out.push(self.details(tag, inside, depth)),
                        _ => out.extend(self.list_of(tag, inside, depth)),
                    }
                    at += length;
                }
                (name, Some(length)) if depth == 0 && heading_level(name).is_some() => {
                    out.push(self.heading_of(tag, &tokens[at - 1..at + length]));
                    at += length;
                }
                ("pre", Some(length)) => {
                    out.extend(token.gap().map(Block::Gap));
                    out.push(preformatted(tag, &tokens[at..at + length]));
                    at += length;
                }
                ("script" | "style", inside) => {
                    let length = inside.unwrap_or(0);
                    let all = &tokens[at - 1..at + length];
                    out.extend(all.iter().filter_map(Token::gap).map(Block::Gap));
                    at += length;
                }
                ("hr", _) => out.push(Block::ThematicBreak(ThematicBreak {
                    attr: tag.attr(),
                    content: token.gap().map(Inline::Gap).into_iter().collect(),
                })),
                (name, _) => {
                    let heads = name.len() == 2 && name.starts_with('h') && !tag.closes;
                    style = (heads || name == "summary").then_some(Style::Strong);
                    out.extend(token.gap().map(Block::Gap));
                }
            }
        }
        self.paragraph_of(&mut run, style, &mut out);
        out
    }

    /// A page break before or after an element; without a side, at a tag on a separate line.
    /// Returns how many of the following tokens are consumed, unless they are still to be read.
    fn broken(
        &mut self,
        token: &Token,
        side: Option<Side>,
        after: &[Token],
        depth: usize,
        out: &mut Vec<Block>,
    ) -> Option<usize> {
        let Some(side) = side else {
            let gap = token.gap();
            match token.tag.as_ref().is_some_and(|tag| tag.closes) {
                true => out.push(page_breaks::of_gaps(gap.into_iter().collect())),
                false => out.extend(gap.map(Block::Gap)),
            }
            return Some(0);
        };
        let length = token.inside(after.len()).unwrap_or(0);
        let inside = &after[..length];
        if side == Side::After || !inside.iter().any(Token::is_seen) {
            self.paged(token, inside, depth, out);
            return Some(length);
        }
        out.push(page_breaks::of_gaps(Vec::new()));
        None
    }

    /// Whether a tag begins or ends an element with a page break that contains Markdown.
    fn apart(&mut self, token: &Token, side: Option<Side>) -> bool {
        let Some(tag) = token.tag.as_ref().filter(|_| token.length.is_none() && !token.closes)
        else {
            return false;
        };
        let ends_page = side == Some(Side::After);
        self.open.begin(tag, ends_page, self.cover.at) && ends_page || self.open.end(tag)
    }

    /// Reports unsupported content: colours, style sheets.
    fn lost(&mut self, tokens: &[Token]) {
        for token in tokens {
            let Some(tag) = token.tag.as_ref().filter(|tag| !tag.closes) else { continue };
            if html::has_colour(tag) {
                self.report_once(Code::MarkdownColour, token.span());
            }
            if tag.name == "style" {
                self.report_once(Code::MarkdownStyleSheet, token.span());
            }
        }
    }

    /// A heading, which opens a section at its place.
    fn heading_of(&mut self, tag: &Tag, tokens: &[Token]) -> Block {
        let heading = settle(html::pair(tokens.iter().flat_map(items).collect(), self));
        let (attr, level) = (tag.attr(), heading_level(&tag.name));
        Block::Section(Box::new(Section { attr, level, heading, ..Section::default() }))
    }

    /// A list; text between its items is added to the next item.
    fn list_of(&mut self, tag: &Tag, tokens: &[Token], depth: usize) -> Vec<Block> {
        let mut items = Vec::new();
        let mut lead: Vec<Block> = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let opens = token.tag.as_ref().filter(|tag| tag.name == "li" && !tag.closes);
            let Some(item) = opens else {
                let length = ends_at(&tokens[at..], &["li"]);
                let stray = &tokens[at - 1..at + length];
                at += length;
                if stray.iter().any(Token::is_seen) {
                    let mut blocks = std::mem::take(&mut lead);
                    blocks.extend(self.html_blocks(stray, depth + 1));
                    items.push(ListItem { blocks, ..ListItem::default() });
                } else {
                    let mut gaps = Vec::new();
                    stray.iter().for_each(|token| gaps_of(token, &mut gaps));
                    lead.extend(gaps.into_iter().map(Block::Gap));
                }
                continue;
            };
            let left = tokens.len() - at;
            let length = token.inside(left).unwrap_or_else(|| ends_at(&tokens[at..], &["li"]));
            let mut blocks: Vec<Block> = token.gap().map(Block::Gap).into_iter().collect();
            blocks.extend(self.html_blocks(&tokens[at..at + length], depth + 1));
            let lead = std::mem::take(&mut lead);
            items.push(ListItem { attr: item.attr(), lead, blocks, ..ListItem::default() });
            at += length;
        }
        let kind = match tag.name.as_str() {
            "ol" => ListKind::Ordered {
                start: tag.get("start").and_then(|it| it.trim().parse().ok()).unwrap_or(1),
                style: tag.get("type").and_then(number_style).unwrap_or_default(),
                marker: ListMarker::Period,
            },
            _ => ListKind::Bulleted,
        };
        if items.is_empty() {
            return lead;
        }
        let list = Block::List(Box::new(List { attr: tag.attr(), kind, items }));
        std::iter::once(list).chain(lead).collect()
    }

    /// A collapsible element is a box with its summary as label.
    fn details(&mut self, tag: &Tag, tokens: &[Token], depth: usize) -> Block {
        let mut label = Vec::new();
        let opens = tokens.iter().position(|token| {
            token.tag.as_ref().is_some_and(|tag| tag.name == "summary" && !tag.closes)
        });
        let mut rest = tokens;
        if let Some(at) = opens.filter(|at| !tokens[..*at].iter().any(Token::is_seen))
            && let Some(length) = tokens[at].inside(tokens.len() - at - 1)
        {
            let end = at + length + 1;
            label = settle(html::pair(tokens[..end].iter().flat_map(items).collect(), self));
            rest = &tokens[end..];
        }
        let blocks = self.html_blocks(rest, depth + 1);
        let kind = AdmonitionKind::Note;
        Block::Admonition(Box::new(Admonition { attr: tag.attr(), kind, label, blocks }))
    }

    /// An element with a page break, and its content.
    fn paged(&mut self, token: &Token, inside: &[Token], depth: usize, out: &mut Vec<Block>) {
        let mut marks: Vec<Gap> = token.gap().into_iter().collect();
        let Some((end, inner)) =
            inside.split_last().filter(|(_, inner)| inner.iter().any(Token::is_seen))
        else {
            inside.iter().for_each(|token| gaps_of(token, &mut marks));
            return out.push(page_breaks::of_gaps(marks));
        };
        out.extend(marks.into_iter().map(Block::Gap));
        out.extend(self.html_blocks(inner, depth + 1));
        out.push(page_breaks::of_gaps(end.gap().into_iter().collect()));
    }

    /// A paragraph of the collected tokens; white space and comments are gaps.
    fn paragraph_of(
        &mut self,
        run: &mut Vec<PendingInline>,
        style: Option<Style>,
        out: &mut Vec<Block>,
    ) {
        let items = html::pair(std::mem::take(run), self);
        let mut content = settle(items);
        let is_gap = |inline: &Inline| matches!(inline, Inline::Gap(_));
        let lead = content.iter().position(|it| !is_gap(it)).unwrap_or(content.len());
        let after = content.split_off(lead);
        out.extend(content.into_iter().filter_map(block_gap));
        let mut content = after;
        let end = content.iter().rposition(|it| !is_gap(it)).map_or(0, |at| at + 1);
        let trail = content.split_off(end);
        if !content.is_empty() {
            if let Some(style) = style {
                let styled = Styled { attr: Attr::default(), style, content };
                content = vec![Inline::Styled(Box::new(styled))];
            }
            out.extend(self.figure_or_paragraph(content, Attr::default()));
        }
        out.extend(trail.into_iter().filter_map(block_gap));
    }

    fn table_of(
        &mut self,
        tag: &Tag,
        tokens: &[Token],
        depth: usize,
        after: &mut Vec<Gap>,
    ) -> Table {
        let mut table = Table { attr: tag.attr(), ..Table::default() };
        let mut part = "";
        // Gaps pending for the next row.
        let mut lead: Vec<Gap> = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            if !token.is_of_table() {
                let length = ends_at(&tokens[at..], &OF_TABLE);
                let stray = &tokens[at - 1..at + length];
                at += length;
                if !stray.iter().any(Token::is_seen) {
                    stray.iter().for_each(|token| gaps_of(token, &mut lead));
                    continue;
                }
                // Text outside the cells gets a separate row, in its place.
                let lead = std::mem::take(&mut lead).into_iter().map(Block::Gap).collect();
                let blocks = self.html_blocks(stray, depth + 1);
                let cells = vec![Cell { blocks, ..Cell::default() }];
                push_row(&mut table, part, Row { lead, cells, ..Row::default() });
                continue;
            }
            let Some(tag) = &token.tag else { continue };
            let inside = token.inside(tokens.len() - at);
            match (tag.name.as_str(), inside) {
                ("caption", Some(length)) => {
                    let mut run: Vec<PendingInline> = items(token);
                    run.extend(tokens[at..at + length].iter().flat_map(items));
                    let mut caption: Vec<Inline> =
                        std::mem::take(&mut lead).into_iter().map(Inline::Gap).collect();
                    caption.extend(settle(html::pair(run, self)));
                    table.caption = caption;
                    at += length;
                }
                ("col", _) => {
                    gaps_of(token, &mut lead);
                    table
                        .columns
                        .push(TableColumn { align: alignment(tag), width: share(tag) });
                }
                ("tr", inside) if !tag.closes => {
                    gaps_of(token, &mut lead);
                    let length = inside
                        .unwrap_or_else(|| row_length(&tokens[at..]).min(tokens.len() - at));
                    let mut row = Row {
                        attr: tag.attr(),
                        lead: std::mem::take(&mut lead).into_iter().map(Block::Gap).collect(),
                        cells: Vec::new(),
                    };
                    self.cells(&tokens[at..at + length], depth, part == "thead", &mut row);
                    at += length;
                    push_row(&mut table, part, row);
                }
                // Cells outside a row make one (HTML §13.2.6.4.13).
                ("td" | "th", _) if !tag.closes => {
                    let length = row_length(&tokens[at..]);
                    let lead = std::mem::take(&mut lead).into_iter().map(Block::Gap).collect();
                    let mut row = Row { lead, ..Row::default() };
                    let cells = &tokens[at - 1..at + length];
                    self.cells(cells, depth, part == "thead", &mut row);
                    at += length;
                    push_row(&mut table, part, row);
                }
                (name @ ("thead" | "tbody" | "tfoot"), _) => {
                    part = if tag.closes { "" } else { part_of(name) };
                    gaps_of(token, &mut lead);
                }
                _ => gaps_of(token, &mut lead),
            }
        }
        let width = |row: &Row| row.cells.iter().map(columns_of).sum::<usize>();
        let rows = table.head.iter().chain(&table.body).chain(&table.foot);
        let widest = rows.map(width).max().unwrap_or(0).max(table.columns.len());
        table.columns.resize(widest, TableColumn::default());
        *after = lead;
        table
    }

    fn cells(&mut self, tokens: &[Token], depth: usize, heads: bool, row: &mut Row) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let cell = token
                .tag
                .as_ref()
                .filter(|tag| !tag.closes && (tag.name == "td" || tag.name == "th"));
            let Some(tag) = cell else {
                let length =
                    if token.is_of_table() { 0 } else { ends_at(&tokens[at..], &OF_TABLE) };
                let stray = &tokens[at - 1..at + length];
                at += length;
                if stray.iter().any(Token::is_seen) {
                    let blocks = self.html_blocks(stray, depth + 1);
                    row.cells.push(Cell { blocks, ..Cell::default() });
                    continue;
                }
                let mut gaps = Vec::new();
                stray.iter().for_each(|token| gaps_of(token, &mut gaps));
                let gaps = gaps.into_iter().map(Block::Gap);
                match row.cells.last_mut() {
                    Some(cell) => cell.blocks.extend(gaps),
                    None => row.lead.extend(gaps),
                }
                continue;
            };
            let length =
                token.inside(tokens.len() - at).unwrap_or_else(|| cell_length(&tokens[at..]));
            let span = |name| {
                let value = tag.get(name)?.trim().parse::<u16>().ok()?;
                (2..=1000).contains(&value).then_some(value)
            };
            let mut blocks: Vec<Block> = token.gap().map(Block::Gap).into_iter().collect();
            blocks.extend(self.html_blocks(&tokens[at..at + length], depth + 1));
            row.cells.push(Cell {
                attr: tag.attr(),
                header: tag.name == "th" && !heads,
                row_span: span("rowspan"),
                column_span: span("colspan"),
                align: alignment(tag),
                blocks,
            });
            at += length;
        }
    }
}

/// The level of a heading by its name.
fn heading_level(name: &str) -> Option<u8> {
    name.strip_prefix('h')?.parse().ok().filter(|level| (1..=6).contains(level))
}

fn part_of(name: &str) -> &'static str {
    match name {
        "thead" => "thead",
        "tfoot" => "tfoot",
        _ => "tbody",
    }
}

/// A row without a part is a header if it is the first and contains only header cells.
fn push_row(table: &mut Table, part: &str, mut row: Row) {
    let first = part.is_empty() && table.body.is_empty() && table.head.is_empty();
    let heads = first && !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header);
    if heads {
        row.cells.iter_mut().for_each(|cell| cell.header = false);
    }
    match part {
        "thead" => table.head.push(row),
        "tfoot" => table.foot.push(row),
        _ if heads => table.head.push(row),
        _ => table.body.push(row),
    }
}

fn columns_of(cell: &Cell) -> usize {
    usize::from(cell.column_span.unwrap_or(1))
}

impl Token {
    /// Its length if it ends among the next `left` tokens.
    fn inside(&self, left: usize) -> Option<usize> {
        self.length.filter(|length| *length <= left)
    }

    /// The page break that it asks for.
    fn page_break(&self, classes: &page_breaks::Classes) -> Option<Side> {
        let tag = self.tag.as_ref()?;
        let is_comment = tag.name.is_empty() && page_breaks::is_comment(&self.text);
        if is_comment { Some(Side::After) } else { classes.of_tag(tag) }
    }

    /// Whether it is a table tag.
    fn is_of_table(&self) -> bool {
        self.tag.as_ref().is_some_and(|tag| OF_TABLE.contains(&tag.name.as_str()))
    }

    /// Whether it is visible: text, or an image.
    fn is_seen(&self) -> bool {
        match &self.tag {
            Some(tag) => tag.name == "img",
            None => !html::decode(&self.text).trim().is_empty(),
        }
    }

    fn gap(&self) -> Option<Gap> {
        let span = self.span()?;
        Some(Gap { kind: GapKind::Delimiter, text: self.text.clone(), span: Some(span) })
    }

    /// Its place, if it is contiguous.
    fn span(&self) -> Option<Span> {
        let first = self.lines.first()?;
        let (start, end) = (first.place, first.place + self.text.len());
        let joined = self.lines.iter().all(|line| line.place - start == line.start);
        joined.then(|| Span::new(0, start, end))
    }

    /// Its lines, each with its first byte in the text, and its place.
    fn by_line(&self) -> impl Iterator<Item = (&str, usize, Option<usize>)> {
        let mut at = 0;
        self.text.split_inclusive('\n').enumerate().map(move |(index, line)| {
            let start = at;
            at += line.len();
            (line, start, self.lines.get(index).map(|line| line.place))
        })
    }
}

/// The characters of a token as gaps, by their kinds.
fn gaps_of(token: &Token, out: &mut Vec<Gap>) {
    match (&token.tag, token.span()) {
        (Some(_), _) => out.extend(token.gap()),
        (None, Some(span)) => out.extend(source_cursor::gaps(&token.text, span.start as usize)),
        (None, None) => out.extend(token.by_line().flat_map(|(line, _, place)| {
            place.map(|place| source_cursor::gaps(line, place)).unwrap_or_default()
        })),
    }
}

/// A token as items of a line: white space at line ends is a gap.
fn items(token: &Token) -> Vec<PendingInline> {
    if let Some(tag) = &token.tag {
        let gap =
            Gap { kind: GapKind::Delimiter, text: token.text.clone(), span: token.span() };
        let kind = if tag.name.is_empty() {
            PendingKind::Escaped
        } else {
            PendingKind::Tag(token.text.clone())
        };
        return vec![PendingInline { kind, ..PendingInline::plain(Inline::Gap(gap)) }];
    }
    let mut out = Vec::new();
    for (line, at, place) in token.by_line() {
        let content = line.trim_matches(['\n', '\r', ' ', '\t']);
        let lead = line.len() - line.trim_start_matches(['\n', '\r', ' ', '\t']).len();
        // Space beside a tag on its line is text.
        let lead = if at == 0 && !content.is_empty() { 0 } else { lead.min(line.len()) };
        let last = at + line.len() == token.text.len() && !line.ends_with('\n');
        let end = if last && !content.is_empty() { line.len() } else { lead + content.len() };
        let end = if at == 0 && !last { line.trim_end().len() } else { end };
        let mut piece = |from: usize, to: usize, text: bool| {
            if from >= to {
                return;
            }
            let written = &line[from..to];
            let start = place.map(|place| place + from);
            if text {
                let decoded = html::decode(written);
                let span = start.filter(|_| decoded == written);
                let span = span.map(|start| Span::new(0, start, start + written.len()));
                out.push(PendingInline::plain(Inline::Text(Text { text: decoded, span })));
            } else if let Some(start) = start {
                let gaps = source_cursor::gaps(written, start).into_iter();
                out.extend(gaps.map(|gap| PendingInline::plain(Inline::Gap(gap))));
            }
        };
        piece(0, lead, false);
        piece(lead, end.max(lead), true);
        piece(end.max(lead), line.len(), false);
    }
    out
}

fn preformatted(tag: &Tag, tokens: &[Token]) -> Block {
    let text = |(line, _, place): (&str, usize, Option<usize>)| {
        let text = html::decode(line);
        let span = place.filter(|_| text == line);
        let span = span.map(|start| Span::new(0, start, start + line.len()));
        Inline::Text(Text { text, span })
    };
    let content = tokens.iter().flat_map(|token| match &token.tag {
        Some(_) => token.gap().map(Inline::Gap).into_iter().collect(),
        None => match token.span() {
            Some(span) => vec![text((&token.text, 0, Some(span.start as usize)))],
            None => token.by_line().map(text).collect::<Vec<_>>(),
        },
    });
    let content = content.collect();
    Block::Code(Box::new(CodeBlock { attr: tag.attr(), language: None, content }))
}

/// The lines of HTML from `start` of the source, all of them in `written`; `None` if the source
/// differs, as with other line ends.
fn lines(html: &str, written: &str, start: usize) -> Option<Vec<HtmlLine>> {
    let (mut at, mut place) = (0, start);
    let mut sources = written.split_inclusive('\n');
    let line = |line: &str| {
        let source = sources.next()?;
        // The last line of the HTML has no line end.
        let whole =
            if line.ends_with('\n') { source } else { source.trim_end_matches(['\n', '\r']) };
        let marks = whole.strip_suffix(line)?.len();
        let found = HtmlLine { start: at, place: place + marks };
        (at, place) = (at + line.len(), place + source.len());
        Some(found)
    };
    html.split_inclusive('\n').map(line).collect()
}

/// Splits HTML into tags and text; `lines` are its lines, if their places are known.
fn tokenize(html: &str, lines: &[HtmlLine]) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, is_tag: bool| {
        if from < to {
            let text = &html[from..to];
            let tag = is_tag.then(|| Tag::parse(text));
            let first = lines.partition_point(|line| line.start <= from).saturating_sub(1);
            let within = lines[first..].iter().take_while(|line| line.start < to);
            let lines = within.map(|line| {
                let cut = from.saturating_sub(line.start);
                HtmlLine { start: line.start + cut - from, place: line.place + cut }
            });
            let (text, lines) = (text.to_owned(), lines.collect());
            out.push(Token { tag, text, lines, length: None, closes: false });
        }
    };
    let mut done = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let rest = &html[open..];
        let length = if rest.starts_with("<!--") {
            Some(rest.find("-->").map_or(rest.len(), |end| end + 3))
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        {
            tag_length(rest)
        } else {
            None
        };
        let Some(length) = length else {
            at = open + 1;
            continue;
        };
        push(done, open, false);
        push(open, open + length, true);
        done = open + length;
        at = done;
    }
    push(done, html.len(), false);
    close(&mut out);
    out
}

/// The length of a tag, to its `>` outside quotation marks.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(4096) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Links each tag to its closing tag.
fn close(tokens: &mut [Token]) {
    let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in 0..tokens.len() {
        let Some(tag) = &tokens[at].tag else { continue };
        let opened = open.entry(tag.name.clone()).or_default();
        if !tag.closes {
            opened.push(at);
        } else if let Some(begun) = opened.pop() {
            tokens[begun].length = Some(at - begun);
            tokens[at].closes = true;
        }
    }
}

/// Table tags.
const OF_TABLE: [&str; 10] =
    ["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th", "table"];

/// An unclosed row or cell ends where the next begins.
fn row_length(tokens: &[Token]) -> usize {
    ends_at(tokens, &["tr", "tbody", "tfoot", "thead"])
}

fn cell_length(tokens: &[Token]) -> usize {
    ends_at(tokens, &["td", "th", "tr"])
}

fn ends_at(tokens: &[Token], names: &[&str]) -> usize {
    let ends = |token: &Token| {
        token.tag.as_ref().is_some_and(|tag| names.contains(&tag.name.as_str()))
    };
    tokens.iter().position(ends).unwrap_or(tokens.len())
}

/// `align="center"`, `style="text-align: center"`.
fn alignment(tag: &Tag) -> Option<Alignment> {
    let style = tag.get("style").and_then(|it| it.split("text-align:").nth(1));
    let style = style.and_then(|it| it.split(';').next());
    match tag.get("align").or(style)?.trim() {
        "left" | "start" => Some(Alignment::Start),
        "center" => Some(Alignment::Center),
        "right" | "end" => Some(Alignment::End),
        "justify" => Some(Alignment::Justify),
        _ => None,
    }
}

/// A column's share of the width: `width="25%"`, `style="width: 25%"`.
fn share(tag: &Tag) -> Option<f32> {
    let style = tag.get("style").and_then(|it| it.split("width:").nth(1));
    let style = style.and_then(|it| it.split(';').next());
    let percent: f32 =
        tag.get("width").or(style)?.trim().strip_suffix('%')?.trim().parse().ok()?;
    (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
}
