//! Wiki links of note programs: `[[页|文字]]`, `[[页#节]]`, `![[图.png|300]]`. Takes a text from the
//! brackets on, returns their target. A link whose target is not in the document becomes its text,
//! which is reported once.

use std::collections::BTreeSet;
use std::ops::Range;

use super::spans::PendingText;
use crate::diag::{Code, Diagnostic};
use crate::model::{Attr, Block, Inline, LanguageSpan, Link, Node, visit, visit_inlines_mut};

/// The class of such links, as in pandoc.
const CLASS: &str = "wikilink";
/// The maximum length, in bytes.
const LONGEST: usize = 1000;

/// The content of the brackets, as byte ranges from the first one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WikiBrackets {
    /// All brackets included.
    pub(super) length: usize,
    pub(super) page: Range<usize>,
    pub(super) label: Option<Range<usize>>,
}

/// The link at the beginning of `text`.
pub(super) fn find(text: &str) -> Option<WikiBrackets> {
    let inner = text.strip_prefix("[[")?;
    let end = inner.find(['[', ']', '{', '\n']).filter(|end| (1..LONGEST).contains(end))?;
    let rest = inner[end..].strip_prefix("]]")?;
    // Attributes and addresses belong to other brackets.
    if rest.starts_with(['{', '(', '[']) || inner[..end].trim().is_empty() {
        return None;
    }
    let bar = inner[..end].find('|');
    let page = 2..2 + bar.unwrap_or(end);
    let label = bar.map(|bar| 2 + bar + 1..2 + end).filter(|label| !label.is_empty());
    Some(WikiBrackets { length: end + 4, page, label })
}

/// The link that begins at byte `at` of a text.
pub(super) fn link(piece: &PendingText, at: usize, found: &WikiBrackets, page: &str) -> Inline {
    let place = page.rsplit_once('#').map_or(page, |(_, place)| place);
    let shown = found.label.clone().unwrap_or_else(|| found.page.clone());
    let (from, to) = (at + shown.start, at + shown.end);
    let content = piece
        .gap(at, from)
        .into_iter()
        .chain([piece.text(from, to)])
        .chain(piece.gap(to, at + found.length));
    Inline::Link(Box::new(Link {
        attr: Attr { classes: vec![CLASS.to_owned()], ..Attr::default() },
        target: format!("#{place}"),
        title: None,
        content: content.collect(),
    }))
}

/// Converts dangling links to text, and reports the first of them.
pub(super) fn settle(blocks: &mut [Block]) -> Option<Diagnostic> {
    let is_wiki = |link: &Link| link.attr.classes.iter().any(|class| class == CLASS);
    let mut ids = BTreeSet::new();
    let mut any = false;
    visit(blocks, &mut |node| {
        let mut take = |attr: &Attr| ids.extend(attr.id.clone());
        match node {
            Node::Block(block) => block.attrs(&mut take),
            Node::Inline(Inline::Link(link)) => any |= is_wiki(link),
            Node::Inline(inline) => inline.attrs(&mut take),
        }
    });
    let mut found = None;
    if any {
        visit_inlines_mut(blocks, &mut |inline| {
            let Inline::Link(link) = inline else { return };
            if !is_wiki(link) || ids.contains(link.target.trim_start_matches('#')) {
                return;
            }
            let place = link.content.iter().find_map(|it| match it {
                Inline::Text(text) => text.span,
                _ => None,
            });
            let page = link.target.trim_start_matches('#');
            found.get_or_insert_with(|| Diagnostic::new(Code::MarkdownWiki, [&page]).at(place));
            let content = std::mem::take(&mut link.content);
            *inline = Inline::Span(Box::new(LanguageSpan { attr: Attr::default(), content }));
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn links_have_a_page_and_a_label() {
        let shown = |text: &str| {
            let found = find(text)?;
            Some((text[found.page].to_owned(), found.label.map(|it| text[it].to_owned())))
        };
        assert_eq!(shown("[[甲|乙]]丙"), Some(("甲".to_owned(), Some("乙".to_owned()))));
        assert_eq!(shown("[[甲#乙]]"), Some(("甲#乙".to_owned(), None)));
        for text in ["[[甲]{.lem}]", "[[甲]]{.a}", "[[甲]](b)", "[[]]", "[[a\nb]]", "[甲]"]
        {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
