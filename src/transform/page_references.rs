//! The text of references to pages: 第 15 页, where the page is; the heading, if there are no pages.
//!
//! Takes a view of a document and the label of each place, returns the view with them. A reference
//! that the text frames itself, 第\pageref{安装}页, prints the number alone (GB/T 15834 has no other
//! form).

use std::collections::BTreeMap;

use crate::model::{
    Block, Document, Inline, Node, PartMut, Reference, ReferenceShows, text, visit,
};
use crate::text::words::Words;

/// Whether a document refers to pages.
pub fn refers_to_pages(document: &Document) -> bool {
    let mut found = false;
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            found |= matches!(node, Node::Inline(Inline::Reference(it)) if is_to_page(it));
        });
    }
    found
}

fn is_to_page(reference: &Reference) -> bool {
    reference.shows == ReferenceShows::Page
}

/// Puts page numbers into the references to them; returns whether any changed.
pub fn show_pages(document: &mut Document, pages: &BTreeMap<String, String>) -> bool {
    let [before, after] = Words::of(document.meta.language_tag()).page;
    let mut changed = false;
    each(document, &mut |reference, framed| {
        let Some(page) = pages.get(&reference.target) else { return };
        let shown = if framed { page.clone() } else { format!("{before}{page}{after}") };
        let shown = vec![text(shown)];
        changed |= reference.content != shown;
        reference.content = shown;
    });
    changed
}

/// Puts headings in place of page numbers, for outputs without pages.
pub(super) fn show_titles(document: &mut Document, titles: &BTreeMap<String, String>) {
    each(document, &mut |reference, framed| {
        if let Some(title) = titles.get(&reference.target).filter(|_| !framed) {
            reference.content = vec![text(title.clone())];
        }
    });
}

/// Calls `f` for each reference to a page, with whether the text beside it frames the number.
fn each(document: &mut Document, f: &mut dyn FnMut(&mut Reference, bool)) {
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        blocks.iter_mut().for_each(|block| in_block(block, f));
    }
}

fn in_block(block: &mut Block, f: &mut dyn FnMut(&mut Reference, bool)) {
    block.children_mut(&mut |part| in_part(part, f));
}

fn in_part(part: PartMut<'_>, f: &mut dyn FnMut(&mut Reference, bool)) {
    match part {
        PartMut::Blocks(blocks) => blocks.iter_mut().for_each(|block| in_block(block, f)),
        PartMut::Inlines(inlines) => {
            for at in 0..inlines.len() {
                let framed = is_framed(inlines, at);
                let inline = &mut inlines[at];
                inline.children_mut(&mut |part| in_part(part, f));
                if let Inline::Reference(it) = inline
                    && is_to_page(it)
                {
                    f(it, framed);
                }
            }
        }
    }
}

/// Whether the text before or after an inline frames a page number.
fn is_framed(inlines: &[Inline], at: usize) -> bool {
    let text = |at: Option<usize>| match at.and_then(|at| inlines.get(at)) {
        Some(Inline::Text(it)) => it.text.as_str(),
        _ => "",
    };
    let before = text(at.checked_sub(1)).trim_end();
    let after = text(at.checked_add(1)).trim_start();
    before.ends_with(['第', '页', '頁'])
        || before.ends_with("p.")
        || before.to_lowercase().ends_with("page")
        || after.starts_with(['页', '頁'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Meta, paragraph, plain_text};

    #[test]
    fn numbers_are_alone_where_the_text_frames_them() {
        for (before, after, expected) in
            [("见", "。", "第 15 页"), ("见第", "页。", "15"), ("见 p.", "", "15")]
        {
            let reference = Reference {
                target: "x".to_owned(),
                shows: ReferenceShows::Page,
                ..Reference::default()
            };
            let inlines =
                vec![text(before), Inline::Reference(Box::new(reference)), text(after)];
            let mut document = Document::new(Meta::default());
            document.meta.language = Some("zh-Hans".to_owned());
            document.body = vec![paragraph(inlines)];
            assert!(refers_to_pages(&document));
            let pages = BTreeMap::from([("x".to_owned(), "15".to_owned())]);
            assert!(show_pages(&mut document, &pages));
            assert!(!show_pages(&mut document, &pages), "nothing is left to change");
            let Block::Paragraph(paragraph) = &document.body[0] else { panic!("no paragraph") };
            assert_eq!(plain_text(&paragraph.content[1..2]), expected);
        }
    }
}
