//! Fields of a dictionary entry in displayed form: a space between adjacent ones, the headword
//! strong, the number of a sense before it.

use crate::model::{
    Block, ForeignInline, Inline, PartMut, Style, Styled, is_entry, is_field, plain_text, text,
};

/// Separates the fields of all entries.
pub(super) fn set_apart(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Foreign(entry) if is_entry(&entry.name) => {
                for block in &mut entry.blocks {
                    if let Block::Paragraph(paragraph) = block {
                        fields(&mut paragraph.content, true);
                    }
                }
            }
            other => other.children_mut(&mut |part| {
                if let PartMut::Blocks(inner) = part {
                    set_apart(inner);
                }
            }),
        }
    }
}

/// Separates adjacent fields; those at the head of the entry contain its headword.
fn fields(content: &mut Vec<Inline>, heads: bool) {
    let mut ends = None;
    for mut inline in std::mem::take(content) {
        let is_one = matches!(&inline, Inline::Foreign(it) if is_field(&it.name));
        if let (Inline::Foreign(field), true) = (&mut inline, is_one) {
            within(field, heads);
        }
        let words = plain_text(std::slice::from_ref(&inline));
        let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        if let Some((true, last)) = ends.map(|(field, last): (bool, _)| (field || is_one, last))
            && touches(last)
            && touches(words.chars().next())
        {
            content.push(text(" "));
        }
        if !words.is_empty() {
            ends = Some((is_one, words.chars().next_back()));
        }
        content.push(inline);
    }
}

fn within(field: &mut ForeignInline, heads: bool) {
    fields(&mut field.content, heads && field.name == "form");
    match field.name.as_str() {
        "orth" if heads => {
            let content = std::mem::take(&mut field.content);
            let strong = Styled { style: Style::Strong, content, ..Styled::default() };
            field.content.push(Inline::Styled(Box::new(strong)));
        }
        "sense" => {
            let number = field.attr.keys.iter().find(|(name, _)| name == "n");
            let words = plain_text(&field.content);
            let number = number.map(|(_, number)| number.trim()).filter(|number| {
                !number.is_empty() && !words.trim_start().starts_with(*number)
            });
            if let Some(number) = number {
                let label = text(format!("{number} "));
                field.content.insert(0, label);
            }
        }
        _ => {}
    }
}
