//! Identifiers of headings and links to them, in GitHub's form: `[安装](#安装)`. Takes the blocks of a
//! document, assigns an identifier to each section without one, and resolves links to them. The
//! slug of a heading is its text in lower case without punctuation, its spaces hyphens; repetitions
//! are distinguished by `-1`, `-2` … Identifiers that are invalid in XML are renamed later, with
//! all references to them (`transform::structure`).

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Attr, Block, Inline, Meta, Node, PartMut, Style, plain_text, visit, visit_blocks_mut,
    visit_inlines_mut,
};
use crate::text::clusters::is_mark;

/// Names the sections of `blocks` and resolves the links to them.
pub(super) fn name(blocks: &mut [Block], meta: &Meta) {
    let mut names = Names::of(blocks, meta);
    headings(blocks, &mut |attr, heading| names.heading(attr, heading));
    let Names { taken, by_letters, .. } = names;
    let tie = |target: &str| -> Option<String> {
        if taken.contains(target) {
            return None;
        }
        by_letters.get(&letters(target)).cloned()
    };
    visit_inlines_mut(blocks, &mut |inline| {
        if let Inline::Link(link) = inline
            && let Some(id) = link.target.strip_prefix('#').and_then(tie)
        {
            link.target = format!("#{id}");
        }
    });
    visit_blocks_mut(blocks, &mut |block| {
        if let Block::Contents(contents) = block {
            let targets = contents.entries.iter_mut().filter_map(|it| it.target.as_mut());
            targets.for_each(|target| {
                if let Some(id) = tie(target) {
                    *target = id;
                }
            });
        }
    });
}

/// The identifiers of a document.
struct Names {
    taken: BTreeSet<String>,
    /// How often each slug was generated.
    made: BTreeMap<String, usize>,
    /// The identifier of the first heading with these letters and digits: other programs use
    /// different signs between them.
    by_letters: BTreeMap<String, String>,
}

impl Names {
    /// Identifiers set by the author take precedence.
    fn of(blocks: &[Block], meta: &Meta) -> Self {
        let mut taken: BTreeSet<String> =
            meta.agents.iter().map(|agent| agent.id.clone()).collect();
        visit(blocks, &mut |node| {
            let mut take = |attr: &Attr| taken.extend(attr.id.clone());
            match node {
                Node::Block(block) => block.attrs(&mut take),
                Node::Inline(inline) => inline.attrs(&mut take),
            }
        });
        Self { taken, made: BTreeMap::new(), by_letters: BTreeMap::new() }
    }

    fn heading(&mut self, attr: &mut Attr, heading: &[Inline]) {
        let text = plain_text(heading);
        let slug = slug(&text);
        if attr.id.is_none() && !slug.is_empty() {
            attr.id = Some(self.free(slug));
        }
        let letters = letters(&text);
        if let Some(id) = attr.id.as_ref().filter(|_| !letters.is_empty()) {
            self.by_letters.entry(letters).or_insert_with(|| id.clone());
        }
    }

    /// The slug, or the slug with the next free number.
    fn free(&mut self, slug: String) -> String {
        let next = self.made.entry(slug.clone()).or_default();
        loop {
            let id = if *next == 0 { slug.clone() } else { format!("{slug}-{next}") };
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Calls `f` for each heading in source order: those of sections, and those without a section, in
/// quotations and lists.
fn headings(blocks: &mut [Block], f: &mut dyn FnMut(&mut Attr, &[Inline])) {
    for block in blocks {
        match block {
            Block::Section(section) => f(&mut section.attr, &section.heading),
            Block::Paragraph(it) if has_no_section(&it.content) => f(&mut it.attr, &it.content),
            _ => {}
        }
        block.children_mut(&mut |part| {
            if let PartMut::Blocks(inner) = part {
                headings(inner, f);
            }
        });
    }
}

/// Whether a paragraph is a heading in its source: strong, and after the mark of a heading.
fn has_no_section(content: &[Inline]) -> bool {
    let [Inline::Styled(strong)] = content else { return false };
    let is_mark = |inline: Option<&Inline>, signs: &[char]| {
        let Some(Inline::Gap(gap)) = inline else { return false };
        let marks = gap.text.trim_end();
        !marks.is_empty() && marks.chars().all(|c| signs.contains(&c))
    };
    strong.style == Style::Strong
        && (is_mark(strong.content.first(), &['#'])
            || is_mark(strong.content.last(), &['=', '-']))
}

/// The slug of a heading.
fn slug(text: &str) -> String {
    let shown = text.trim().chars().flat_map(char::to_lowercase);
    let kept = shown.filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        _ => is_word(c).then_some(c),
    });
    kept.collect()
}

/// The part of a heading or an address that is compared.
fn letters(text: &str) -> String {
    text.chars().filter(|c| is_word(*c)).flat_map(char::to_lowercase).collect()
}

/// Letters, marks and digits.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_github() {
        for (heading, expected) in [
            ("安装", "安装"),
            ("1.1 快速开始", "11-快速开始"),
            ("Getting Started", "getting-started"),
            ("C++ 与 C#", "c-与-c"),
            ("为什么？怎么办！", "为什么怎么办"),
            ("a_b - c", "a_b---c"),
            ("café", "café"),
            ("！", ""),
        ] {
            assert_eq!(slug(heading), expected, "{heading}");
        }
    }
}
