//! Lists: converts the parser's items and definitions to the model's, and the boxes that
//! [`callouts::part`] made items of.

use comrak::Node;
use comrak::nodes::{ListDelimType, ListType, NodeList, NodeValue};

use super::blocks::{BlockBuilder, block_gap, leading_attributes, trailing_attributes};
use super::page_breaks;
use super::{Reader, callouts, grid_tables, tables};
use crate::model::{
    Attr, Block, Definition, DefinitionList, List, ListItem, ListKind, ListMarker, NumberStyle,
};

impl Reader<'_> {
    /// A list, or what its items represent.
    pub(super) fn list(
        &mut self,
        node: Node<'_>,
        list: &NodeList,
        depth: usize,
        flow: &mut BlockBuilder,
    ) {
        let mut items = Vec::new();
        for child in node.children() {
            let (value, place) = {
                let data = child.data();
                (data.value.clone(), data.sourcepos)
            };
            let (start, _) = self.range(place);
            let lead: Vec<Block> = self.cover.gaps(start).into_iter().map(Block::Gap).collect();
            let checked = match &value {
                NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                _ => None,
            };
            let is_box = callouts::is_item(self.source(start));
            let first = child.first_child().map(|it| self.range(it.data().sourcepos).0);
            let mut marker = Vec::new();
            let to = first.unwrap_or_else(|| self.marker_end(start));
            let line =
                self.source(start).find(['\n', '\r']).map_or(usize::MAX, |at| start + at);
            self.cover.inline_gaps(to.min(line), &mut marker);
            let mut blocks = self.blocks(child, depth + 1, false);
            if is_box {
                match callouts::of_item(blocks) {
                    Ok(mut it) => {
                        push_list(list, std::mem::take(&mut items), flow);
                        lead.into_iter().for_each(|gap| flow.push(gap));
                        it.blocks.splice(0..0, marker.into_iter().filter_map(block_gap));
                        flow.push(Block::Admonition(Box::new(it)));
                        continue;
                    }
                    Err(same) => blocks = same,
                }
            }
            let attr = leading_attributes(&mut blocks);
            items.push(ListItem { attr, lead, marker, checked, blocks });
        }
        push_list(list, items, flow);
    }

    /// The end of an empty item's marker.
    fn marker_end(&self, start: usize) -> usize {
        let rest = self.source(start);
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        start + end
    }

    /// A list of terms. A grid table followed by its caption has the same form.
    pub(super) fn definitions(
        &mut self,
        node: Node<'_>,
        depth: usize,
        flow: &mut BlockBuilder,
    ) {
        let mut list = DefinitionList::default();
        for item in node.children() {
            let (start, end) = self.range(item.data().sourcepos);
            if let Some(table) = self.captioned_grid(item, end, depth) {
                let done = std::mem::take(&mut list);
                if !done.items.is_empty() {
                    flow.push(Block::DefinitionList(Box::new(done)));
                }
                table.into_iter().for_each(|block| flow.push(block));
                continue;
            }
            let lead: Vec<Block> = self.cover.gaps(start).into_iter().map(Block::Gap).collect();
            let mut definition = Definition { lead, ..Definition::default() };
            let mut has_term = false;
            for part in item.children() {
                if matches!(part.data().value, NodeValue::DescriptionTerm) {
                    for line in part.children() {
                        definition.term.append(&mut self.line(line));
                    }
                    has_term = true;
                } else {
                    let mut blocks = self.blocks(part, depth + 1, false);
                    definition.blocks.append(&mut blocks);
                }
            }
            definition.attr = trailing_attributes(&mut definition.term);
            match list.items.last_mut() {
                // A further definition of the same term.
                Some(last) if !has_term => {
                    last.blocks.append(&mut definition.lead);
                    last.blocks.append(&mut definition.blocks);
                }
                _ => list.items.push(definition),
            }
        }
        if !list.items.is_empty() {
            flow.push(Block::DefinitionList(Box::new(list)));
        }
    }

    /// The grid table that a term is, with its definition as the caption.
    fn captioned_grid(
        &mut self,
        item: Node<'_>,
        end: usize,
        depth: usize,
    ) -> Option<Vec<Block>> {
        let mut parts = item.children();
        let term = parts.next()?.first_child()?;
        let (from, to) = self.range(term.data().sourcepos);
        let grid = grid_tables::find(self.source(from), to.checked_sub(from)?)?;
        let mut out: Vec<Block> = self.cover.gaps(from).into_iter().map(Block::Gap).collect();
        let mut table = self.grid_table(&grid, (from, to), depth);
        let mut caption = None;
        let mut rest = Vec::new();
        for part in parts {
            let lead = self.cover.gaps(self.range(part.data().sourcepos).0);
            rest.extend(lead.into_iter().map(Block::Gap));
            for block in self.blocks(part, depth + 1, false) {
                match block {
                    Block::Paragraph(paragraph) if caption.is_none() => {
                        caption = Some(paragraph);
                    }
                    other => rest.push(other),
                }
            }
        }
        if let Some(caption) = caption {
            tables::give_caption(&mut table, caption);
        }
        out.push(table);
        out.append(&mut rest);
        out.extend(self.cover.gaps(end.max(self.cover.at)).into_iter().map(Block::Gap));
        Some(out)
    }
}

/// Adds a list to the flow, if it has items.
fn push_list(list: &NodeList, items: Vec<ListItem>, flow: &mut BlockBuilder) {
    if items.is_empty() {
        return;
    }
    let kind = match list.list_type {
        _ if items.iter().all(|item| item.checked.is_some()) => ListKind::Task,
        ListType::Bullet => ListKind::Bulleted,
        ListType::Ordered => ListKind::Ordered {
            start: u32::try_from(list.start).unwrap_or(1),
            style: NumberStyle::Decimal,
            marker: match list.delimiter {
                ListDelimType::Period => ListMarker::Period,
                ListDelimType::Paren => ListMarker::Closing,
            },
        },
    };
    let list = List { attr: Attr::default(), kind, items };
    page_breaks::part_list(list).into_iter().for_each(|block| flow.push(block));
}
