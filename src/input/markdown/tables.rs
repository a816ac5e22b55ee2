//! Tables of GFM, with captions as in pandoc and spans as in MultiMarkdown.

use comrak::Node;
use comrak::nodes::{NodeTable, NodeValue, TableAlignment};

use super::Reader;
use super::attributes::Attributes;
use super::blocks::{
    BlockBuilder, add_attributes, block_gap, joined, split_text, trailing_attributes,
};
use super::inlines::as_gaps;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Alignment, Attr, Block, Cell, Gap, Inline, Paragraph, Row, Table, TableColumn, plain_text,
};

impl Reader<'_> {
    pub(super) fn captioned(
        &mut self,
        node: Node<'_>,
        table: &NodeTable,
        start: usize,
        caption: Block,
        flow: &mut BlockBuilder,
    ) {
        let Block::Paragraph(mut paragraph) = caption else { return };
        self.cover.inline_gaps(start, &mut paragraph.content);
        let mut table = self.table(node, table);
        give_caption(&mut table, paragraph);
        flow.push(table);
    }

    pub(super) fn table(&mut self, node: Node<'_>, table: &NodeTable) -> Block {
        let columns = table.alignments.iter().map(|align| TableColumn {
            align: match align {
                TableAlignment::None => None,
                TableAlignment::Left => Some(Alignment::Start),
                TableAlignment::Center => Some(Alignment::Center),
                TableAlignment::Right => Some(Alignment::End),
            },
            width: None,
        });
        let mut out = Table { columns: columns.collect(), ..Table::default() };
        let (mut head, mut body) = (Vec::new(), Vec::new());
        for child in node.children() {
            let (value, place) = {
                let data = child.data();
                (data.value.clone(), data.sourcepos)
            };
            let (start, end) = self.range(place);
            let lead = self.cover.gaps(start).into_iter().map(Block::Gap).collect();
            let written = self.cover.text.get(start..end).unwrap_or_default();
            let mut row = Row { lead, ..Row::default() };
            for cell in child.children() {
                let content = self.line(cell);
                let paragraph = Paragraph { attr: Attr::default(), content };
                let blocks = vec![Block::Paragraph(paragraph)];
                row.cells.push(Cell { blocks, ..Cell::default() });
            }
            let rest: Vec<Gap> = self.cover.gaps(end);
            self.left_out(&rest);
            if let Some(last) = row.cells.last_mut() {
                add_to_cell(last, rest.into_iter().map(Inline::Gap).collect());
            }
            match value {
                NodeValue::TableRow(true) => head.push((row, pieces(written))),
                _ => body.push((row, pieces(written))),
            }
        }
        // A caption directly after its table, without a blank line.
        let caption =
            body.pop_if(|(_, pieces)| matches!(&pieces[..], [only] if only.starts_with(": ")));
        let spanned = body.iter().flat_map(|(row, _)| &row.cells).any(is_caret);
        out.head = spans(head, true);
        out.body = spans(body, spanned);
        let mut table = Block::Table(Box::new(out));
        if let Some((row, _)) = caption {
            let cells = row.cells.into_iter().flat_map(|cell| cell.blocks);
            let mut content = joined(row.lead.into_iter().chain(cells).collect());
            let attr = trailing_attributes(&mut content);
            give_caption(&mut table, Paragraph { attr, content });
        }
        table
    }

    /// A row may have more cells than the table has columns (GFM: they are ignored).
    fn left_out(&mut self, gaps: &[Gap]) {
        let marks = |gap: &&Gap| gap.text.chars().any(|c| !c.is_whitespace() && c != '|');
        if let Some(gap) = gaps.iter().find(marks) {
            let text = gap.text.trim_matches(['|', ' ']);
            self.diagnostics.push(Diagnostic::new(Code::MarkdownCells, [&text]).at(gap.span));
        }
    }
}

/// The texts between the bars of a row.
fn pieces(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut out = Vec::new();
    let (mut from, mut escaped) = (0, false);
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            out.push(&row[from..at]);
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if from < row.len() {
        out.push(&row[from..]);
    }
    out
}

/// The rows with the spans of MultiMarkdown: adjacent bars span columns, `^^` spans rows.
///
/// In a compact row, `|甲||乙|`, adjacent bars have an empty cell between them, unless the table is
/// known to have spans.
fn spans(rows: Vec<(Row, Vec<&str>)>, known: bool) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    // The cell that covers a column: its row, its position in it, and its width.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for (index, (row, pieces)) in rows.into_iter().enumerate() {
        let mut cells: Vec<Cell> = Vec::new();
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut lead = row.lead;
        for (column, cell) in row.cells.into_iter().enumerate() {
            let before = column.checked_sub(1).and_then(|column| pieces.get(column));
            let touches = pieces.get(column).is_some_and(|piece| piece.is_empty());
            let deliberate = known || before.is_some_and(|piece| piece.ends_with(' '));
            let over = above.get(column).filter(|_| is_caret(&cell)).copied();
            if let (true, true, Some(last)) = (touches, deliberate, cells.last_mut()) {
                last.column_span = Some(last.column_span.unwrap_or(1).saturating_add(1));
                add_to_cell(last, as_gaps(joined(cell.blocks)));
                places.push(places.last().copied().unwrap_or((index, cells.len() - 1)));
            } else if let Some((row, at)) = over {
                let covers = &mut out[row].cells[at].row_span;
                // A cell that spans columns occurs in each of them.
                let rows = u16::try_from(index - row + 1).unwrap_or(u16::MAX);
                *covers = Some(rows);
                let gaps = as_gaps(joined(cell.blocks));
                match cells.last_mut() {
                    Some(last) => add_to_cell(last, gaps),
                    None => lead.extend(gaps.into_iter().filter_map(block_gap)),
                }
                places.push((row, at));
            } else {
                cells.push(cell);
                places.push((index, cells.len() - 1));
            }
        }
        above = places;
        out.push(Row { attr: row.attr, lead, cells });
    }
    out
}

/// Whether a cell is covered by the one above.
fn is_caret(cell: &Cell) -> bool {
    matches!(&cell.blocks[..], [Block::Paragraph(it)] if plain_text(&it.content).trim() == "^^")
}

fn add_to_cell(cell: &mut Cell, inlines: Vec<Inline>) {
    match cell.blocks.last_mut() {
        Some(Block::Paragraph(last)) => last.content.extend(inlines),
        _ => cell.blocks.extend(inlines.into_iter().filter_map(block_gap)),
    }
}

/// The prefixes of captions. The first is pandoc's, which may follow its table.
const CAPTIONS: [&str; 5] = [": ", "Table:", "表：", "表:", "Table："];

/// Whether a paragraph is the caption of a table beside it.
pub(super) fn is_caption(block: &Block) -> bool {
    begins_with(block, &CAPTIONS)
}

/// Whether a caption follows its table, if one precedes it.
pub(super) fn follows(block: &Block) -> bool {
    begins_with(block, &CAPTIONS[..1])
}

fn begins_with(block: &Block, signs: &[&str]) -> bool {
    match block {
        Block::Paragraph(paragraph) => matches!(
            paragraph.content.first(),
            Some(Inline::Text(text)) if signs.iter().any(|it| text.text.starts_with(it))
        ),
        _ => false,
    }
}

/// Attaches a caption to a table, with the attributes after it.
pub(super) fn give_caption(table: &mut Block, caption: Paragraph) {
    let mut content = caption.content;
    let first = content.iter().position(|it| matches!(it, Inline::Text(_)));
    if let Some(at) = first
        && let Inline::Text(text) = content[at].clone()
    {
        let mark = CAPTIONS.iter().find(|it| text.text.starts_with(**it));
        let mark = mark.map_or(0, |it| it.len());
        let rest = text.text[mark..].trim_start().len();
        content.splice(at..=at, split_text(&text, text.text.len() - rest));
    }
    add_attributes(table, Attributes::of(caption.attr));
    if let Block::Table(table) = table {
        table.caption = content;
    }
}
