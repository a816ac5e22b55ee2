//! Lists of a page: items, terms with definitions (HTML Standard, 4.4), and those of Word, which
//! writes each item as a paragraph with its level (`mso-list:l0 level1 lfo1`).

use super::attributes::{is_hidden, property};
use super::classes;
use super::stream::{Stream, StreamItem};
use super::tree::{Id, Tree};
use super::walk::Walk;
use crate::input::elements::number_style;
use crate::model::{
    Block, Definition, DefinitionList, Inline, List, ListItem, ListKind, ListMarker,
    NumberStyle,
};

/// Writes a list.
pub(super) fn list(walk: &mut Walk<'_>, id: Id, kind: ListKind, stream: &mut Stream) {
    let tree = walk.tree;
    let mut items: Vec<ListItem> = Vec::new();
    for child in tree.children(id).iter().copied().filter(|child| !is_blank(tree, *child)) {
        let is_item =
            tree.name(child) == "li" && !walk.is_note(child) && !is_hidden(tree, child);
        if is_item && walk.own && classes::are_notes(tree, id) {
            walk.uncalled_note(child);
            continue;
        }
        if is_item {
            let attr = walk.attr(child);
            let (sign, checked) = classes::ticked(tree, child).unzip();
            let mark = classes::marker(tree, child);
            let marker = mark.map(|mark| walk.line(mark)).unwrap_or_default();
            let blocks = walk.blocks_without(child, sign.or(mark));
            items.push(ListItem { attr, marker, blocks, checked, ..ListItem::default() });
            continue;
        }
        // Content between items belongs to the previous one.
        let mut stray = Stream::default();
        walk.node(child, &mut stray);
        match items.last_mut() {
            Some(item) => item.blocks.extend(stray.into_blocks()),
            None => stray.into_items().into_iter().for_each(|item| stream.item(item)),
        }
    }
    let are_tasks = items.iter().any(|item| item.checked.is_some());
    let kind = if are_tasks { ListKind::Task } else { kind };
    if !items.is_empty() {
        stream.block(Block::List(Box::new(List { kind, items, ..List::default() })));
    }
}

/// The numbering of an ordered list.
pub(super) fn ordered(tree: &Tree, id: Id) -> ListKind {
    let start = tree.get(id, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
    let css =
        property(tree, id, "list-style-type").or_else(|| property(tree, id, "list-style"));
    let css = css.unwrap_or_default();
    let (style, marker) = match tree.get(id, "type").and_then(number_style) {
        Some(style) if style != NumberStyle::Decimal => (style, ListMarker::Period),
        _ if css.starts_with("cjk-") || css.contains("chinese") => {
            (NumberStyle::Chinese, ListMarker::Comma)
        }
        _ => classes::numbers(tree, id).unwrap_or((NumberStyle::Decimal, ListMarker::Period)),
    };
    ListKind::Ordered { start, style, marker }
}

/// Writes terms with definitions.
pub(super) fn definitions(walk: &mut Walk<'_>, id: Id, stream: &mut Stream) {
    let mut items: Vec<Definition> = Vec::new();
    let mut stray = Stream::default();
    definition_items(walk, id, &mut items, &mut stray);
    stray.into_items().into_iter().for_each(|item| stream.item(item));
    if !items.is_empty() {
        let list = DefinitionList { items, ..DefinitionList::default() };
        stream.block(Block::DefinitionList(Box::new(list)));
    }
}

fn definition_items(
    walk: &mut Walk<'_>,
    id: Id,
    items: &mut Vec<Definition>,
    stray: &mut Stream,
) {
    for child in walk.tree.children(id).iter().copied() {
        match walk.tree.name(child) {
            _ if is_hidden(walk.tree, child) || walk.is_note(child) => walk.node(child, stray),
            "dt" => {
                let attr = walk.attr(child);
                let term = walk.line(child);
                items.push(Definition { attr, term, ..Definition::default() });
            }
            "dd" => {
                let blocks = walk.blocks_with_id(child);
                match items.last_mut() {
                    Some(item) => item.blocks.extend(blocks),
                    None => items.push(Definition { blocks, ..Definition::default() }),
                }
            }
            "div" => definition_items(walk, child, items, stray),
            _ => walk.node(child, stray),
        }
    }
}

/// The level of a paragraph that is a list item of Word, from 1.
fn level_of_word(tree: &Tree, id: Id) -> Option<usize> {
    if tree.name(id) != "p" {
        return None;
    }
    let value = property(tree, id, "mso-list")?;
    let level = value.split_once("level")?.1;
    let end = level.find(|c: char| !c.is_ascii_digit()).unwrap_or(level.len());
    level[..end].parse().ok().filter(|level| (1..=9).contains(level))
}

/// The number of leading siblings that are items of one of Word's lists, including white space
/// between them.
pub(super) fn run_of_word(tree: &Tree, siblings: &[Id]) -> usize {
    let is_item = |id: Id| level_of_word(tree, id).is_some() && !is_hidden(tree, id);
    if !siblings.first().is_some_and(|id| is_item(*id)) {
        return 0;
    }
    let run = siblings.iter().take_while(|id| is_item(**id) || is_blank(tree, **id));
    run.count()
}

/// Writes a run of Word's items as nested lists.
pub(super) fn list_of_word(walk: &mut Walk<'_>, run: &[Id], stream: &mut Stream) {
    // Open lists, each with its level.
    let mut open: Vec<(usize, List)> = Vec::new();
    for id in run {
        let Some(level) = level_of_word(walk.tree, *id) else { continue };
        while open.len() > 1 && open.last().is_some_and(|(inner, _)| *inner > level) {
            close(&mut open);
        }
        let (kind, item) = item_of_word(walk, *id);
        match open.last_mut() {
            Some((last, list)) if *last >= level => list.items.push(item),
            _ => open.push((level, List { kind, items: vec![item], ..List::default() })),
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.into_iter().for_each(|(_, list)| stream.block(Block::List(Box::new(list))));
}

/// Moves the innermost list into the last item of the enclosing one.
fn close(open: &mut Vec<(usize, List)>) {
    if let Some((_, list)) = open.pop()
        && let Some(item) = open.last_mut().and_then(|(_, outer)| outer.items.last_mut())
    {
        item.blocks.push(Block::List(Box::new(list)));
    }
}

/// An item, with its number as written by Word; bullets use symbol fonts, and are regenerated.
fn item_of_word(walk: &mut Walk<'_>, id: Id) -> (ListKind, ListItem) {
    let tree = walk.tree;
    let mark =
        tree.within(id).find(|it| property(tree, *it, "mso-list").as_deref() == Some("ignore"));
    let written = mark.map(|mark| tree.text_within(mark)).unwrap_or_default();
    let written = written.trim();
    let of_signs = mark
        .into_iter()
        .flat_map(|mark| tree.within(mark))
        .chain(mark.and_then(|it| tree.parent(it)));
    let is_sign = of_signs
        .filter_map(|it| {
            property(tree, it, "font-family").or_else(|| property(tree, it, "font"))
        })
        .any(|font| font.contains("wingdings") || font.contains("symbol"));
    let numbered = !is_sign && written.chars().any(char::is_alphanumeric);
    let attr = walk.attr(id);
    let blocks = walk.blocks_without(id, mark);
    if numbered {
        let (start, style, marker) = (1, NumberStyle::Decimal, ListMarker::Period);
        let kind = ListKind::Ordered { start, style, marker };
        let marker: Vec<Inline> = vec![crate::model::text(written)];
        (kind, ListItem { attr, marker, blocks, ..ListItem::default() })
    } else {
        (ListKind::Bulleted, ListItem { attr, blocks, ..ListItem::default() })
    }
}

/// Whether a node is invisible: white space, a comment.
fn is_blank(tree: &Tree, id: Id) -> bool {
    match tree.text(id) {
        Some(text) => text.trim().is_empty(),
        None => tree.name(id).is_empty(),
    }
}

/// A heading within a table does not open a section.
pub(super) fn as_block(item: StreamItem) -> Option<Block> {
    Some(match item {
        StreamItem::End(_) | StreamItem::Resume => return None,
        StreamItem::Block(block) => block,
        StreamItem::Heading(_, section) => {
            let mut block = crate::model::paragraph(section.heading);
            if let Some(attr) = block.attr_mut() {
                attr.id = section.attr.id;
            }
            block
        }
    })
}
