//! Web pages (网页) and single XHTML files, read completely: headings, paragraphs, lists, tables,
//! notes, ruby, images, formulas.
//!
//! Takes a decoded page, returns a document with all its visible text. Hidden content (scripts,
//! controls, hidden elements) is left out and reported by name and count. The tree is html5ever's
//! (HTML Standard, 13); in XML pages empty elements are expanded first, since HTML does not support
//! them. Places are lines: the parser does not report bytes.

mod attributes;
pub(super) mod book;
mod byline;
mod classes;
mod figures;
mod head;
mod lists;
mod notes;
mod pages;
mod ruby;
mod stream;
mod tables;
mod tags;
mod tree;
mod verse;
mod walk;

use std::borrow::Cow;

use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{
    Attr, Block, Document, Meta, Section, SourceInfo, Title, TitleBlock, TitleKind, TitlePart,
    plain_text,
};
use crate::source::{Source, is_label_of};

use stream::{StreamItem, nested};
use tree::Tree;
use walk::Walk;

/// Elements that have no content and no end tag (HTML Standard, 13.1.2).
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Reads a page.
///
/// # Errors
///
/// A page that is nested deeper, or has tags of more attributes, than can be read, and one without
/// any text.
pub(super) fn read(source: &Source) -> Result<(Document, Vec<Diagnostic>)> {
    let tree = parsed(source)?;
    let mut walk = Walk::new(&tree, std::slice::from_ref(source));
    let read_as = &source.info.encoding;
    if let Some(declared) = head::declared(&tree)
        && !source.text.is_ascii()
        && !is_label_of(declared, read_as)
    {
        walk.diagnostics.push(Diagnostic::new(Code::HtmlEncoding, [&declared, read_as]));
    }
    let items = walk.page();
    if items.is_empty() {
        let scripted = tree.within(Tree::ROOT).any(|id| tree.name(id) == "script");
        let code = if scripted { Code::HtmlScripted } else { Code::NothingToSet };
        return Err(Error::new(code, []));
    }
    let mut meta = head::read(&tree);
    let items = title(items, &mut meta);
    let mut document = Document::new(meta);
    arrange(items, &mut document);
    byline::mark(&mut document);
    document.assets = walk.assets.list;
    let format = "html".to_owned();
    document.sources.push(SourceInfo { format, verbatim: false, ..source.info.clone() });
    Ok((document, walk.diagnostics))
}

/// The tree of a page.
fn parsed(source: &Source) -> Result<Tree> {
    let text = source.text.as_str();
    let page = if is_xml(text) { written_out(text) } else { Cow::Borrowed(text) };
    if let Some(line) = tags::line_of_crowded(&page) {
        return Err(Error::new(Code::HtmlAttributes, [&line, &tags::MOST_ATTRIBUTES]));
    }
    Tree::parse(&page).ok_or_else(|| Error::new(Code::HtmlTooDeep, []))
}

/// Whether a text begins like a page (WHATWG MIME Sniffing, 7.1), ignoring declarations, comments
/// and a processing instruction.
pub(super) fn is_page(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    loop {
        let after = if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if rest.starts_with("<?") {
            rest.split_once("?>")
        } else {
            None
        };
        let Some((_, after)) = after else { break };
        rest = after.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| {
        rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && rest[tag.len()..]
                .starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace())
    })
}

/// Whether a page is XML: by its declaration, or the namespace.
fn is_xml(text: &str) -> bool {
    const HEAD: usize = 1024;
    const NAMESPACE: &[u8] = b"http://www.w3.org/1999/xhtml";
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    head.trim_ascii_start().starts_with(b"<?xml")
        || head.windows(NAMESPACE.len()).any(|it| it == NAMESPACE)
}

/// Expands `<a id="x"/>` to `<a id="x"></a>`: HTML parses the former as a start tag, which would
/// contain everything after it.
fn written_out(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find("/>") {
        let (begin, slash) = (from, from + found);
        from = slash + "/>".len();
        let Some(open) = text[begin..slash].rfind('<').map(|at| begin + at) else { continue };
        if let Some(name) = name_of_empty(&text[open + 1..slash]) {
            out.push_str(&text[copied..slash]);
            out.push_str("></");
            out.push_str(name);
            out.push('>');
            copied = from;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The name of an empty element that HTML does not know as one, from its tag without `<` and `/>`.
/// An unquoted value may end with the slash: `<a href=/>`.
fn name_of_empty(tag: &str) -> Option<&str> {
    let end = tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(end);
    let attributes = attributes.trim_end();
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c))
        && !tag.contains('>')
        && (!attributes.contains('=') || attributes.ends_with(['"', '\'']));
    (plain && !VOID.contains(&name.to_ascii_lowercase().as_str())).then_some(name)
}

/// The title of the work: the heading marked as title, else the only one of the first level; it
/// overrides the page's metadata, and with several such headings none is the title. The site's name
/// is removed from the page's title.
fn title(mut items: Vec<StreamItem>, meta: &mut Meta) -> Vec<StreamItem> {
    let only = |wanted: u8| {
        let mut found = items.iter().enumerate().filter_map(|(at, item)| match item {
            StreamItem::Heading(level, _) => (*level == wanted).then_some(at),
            StreamItem::Block(_) | StreamItem::End(_) | StreamItem::Resume => None,
        });
        found.next().filter(|_| found.next().is_none())
    };
    let block = items.iter().find_map(|item| match item {
        StreamItem::Block(Block::Title(block)) => Some(block),
        _ => None,
    });
    if let Some(block) = block {
        let titles = block.parts.iter().map(|part| {
            let text = plain_text(&part.content).trim().to_owned();
            Title { kind: part.kind, text, lang: None }
        });
        meta.titles = titles.collect();
        return items;
    }
    let at = only(0).or_else(|| only(1));
    if let Some(at) = at
        && let StreamItem::Heading(_, section) = &mut items[at]
    {
        let section = std::mem::take(section);
        let text = plain_text(&section.heading).trim().to_owned();
        meta.titles = vec![Title { kind: TitleKind::Main, text, lang: None }];
        items[at] = StreamItem::Block(title_block(section));
    } else if let Some(title) = meta.titles.first_mut() {
        title.text = head::without_site(&title.text).to_owned();
    }
    items
}

fn title_block(section: Section) -> Block {
    let part =
        TitlePart { kind: TitleKind::Main, content: section.heading, ..TitlePart::default() };
    let attr = Attr { span: section.attr.span, id: section.attr.id, ..Attr::default() };
    Block::Title(TitleBlock { attr, parts: vec![part] })
}

/// Moves the title and the blocks above it to the front matter, the rest to the body.
fn arrange(mut items: Vec<StreamItem>, document: &mut Document) {
    let title =
        items.iter().position(|item| matches!(item, StreamItem::Block(Block::Title(_))));
    if let Some(at) = title {
        let body = items.split_off(at + 1);
        document.front = nested(items);
        items = body;
    }
    document.body = nested(items);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_by_their_beginning() {
        for text in [
            "<!DOCTYPE html>\n<p>字",
            "<?xml version=\"1.0\"?>\n<!-- 注 -->\n<html xmlns=\"http://www.w3.org/1999/xhtml\">",
            "\u{FEFF}  <HTML lang=zh>",
        ] {
            assert!(is_page(text), "{text}");
        }
        for text in ["<TEI>", "<htmlx>", "字<html>", "<header>"] {
            assert!(!is_page(text), "{text}");
        }
    }

    #[test]
    fn empty_elements_of_xml_are_written_out() {
        assert_eq!(written_out("<a id=\"x\"/>字<br/>"), "<a id=\"x\"></a>字<br/>");
        assert_eq!(written_out("1 /> 2"), "1 /> 2");
        assert_eq!(written_out("<a href=http://x/>字</a>"), "<a href=http://x/>字</a>");
    }
}
