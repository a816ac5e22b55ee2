//! Numbers of figures, tables and equations, and the text of references to them: 图1, 表2-1, 式（3）
//! (GB/T 7713.1 §6.3 to §6.5, GB/T 1.1 §9.10).
//!
//! Takes a document with numbered headings, returns a view of it for pages and e-books: captions
//! begin with their numbers, equations have theirs, references have their text. Archives keep what
//! the author wrote.

use std::collections::{BTreeMap, BTreeSet};

use super::page_references;
use crate::config::CaptionNumbers;
use crate::math::{self, Counted};
use crate::model::{
    Block, Document, Inline, LanguageSpan, MathBlock, Node, PartMut, ReferenceShows, Section,
    plain_text, text, visit, visit_inlines_mut,
};
use crate::text::words::Words;

/// The kinds of objects, each with its own count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum CountedKind {
    Figure,
    Table,
    Equation,
}

/// Whether a document has anything that is numbered or refers to a place.
pub(super) fn has_any(document: &Document) -> bool {
    let mut found = false;
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            found |= match node {
                Node::Block(Block::Figure(it)) => it.numbered == Some(true),
                Node::Block(Block::Table(it)) => it.numbered == Some(true),
                Node::Block(Block::Math(it)) => it.numbered == Some(true) || may_count(it),
                Node::Inline(Inline::Reference(_)) => true,
                _ => false,
            };
        });
    }
    found
}

/// Whether an equation may have a number by its TeX: environments are counted, tags are numbers.
fn may_count(it: &MathBlock) -> bool {
    let tex = plain_text(&it.content);
    tex.contains("\\begin") || tex.contains("\\tag")
}

/// Inserts the numbers.
pub(super) fn fill(document: &mut Document, form: CaptionNumbers) {
    let mut numbers = Numbers {
        wanted: BTreeSet::new(),
        words: Words::of(document.meta.language_tag()),
        separator: form.separator(),
        chapter: None,
        counts: BTreeMap::new(),
        labels: BTreeMap::new(),
        titles: BTreeMap::new(),
    };
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Inline(Inline::Reference(it)) = node {
                numbers.wanted.insert(it.target.clone());
            }
        });
    }
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        numbers.blocks(blocks, true);
    }
    let mut known = BTreeSet::new();
    document.attrs(&mut |attr| known.extend(attr.id.clone()));
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_inlines_mut(blocks, &mut |inline| {
            let Inline::Reference(it) = inline else { return };
            if !known.contains(&it.target) {
                // It leads nowhere, which is reported with the document.
                let (attr, content) = (it.attr.clone(), std::mem::take(&mut it.content));
                *inline = Inline::Span(Box::new(LanguageSpan { attr, content }));
                return;
            }
            let label = numbers.labels.get(&it.target);
            let title = numbers.titles.get(&it.target);
            let printed = match it.shows {
                ReferenceShows::Number => label.map(|it| &it.named).or(title),
                ReferenceShows::Bare => label.map(|it| &it.bare).or(title),
                ReferenceShows::Enclosed => label.map(|it| &it.enclosed).or(title),
                ReferenceShows::Title => title,
                ReferenceShows::Page => None,
            };
            if let Some(printed) = printed {
                it.content = vec![text(printed.clone())];
            }
        });
    }
    page_references::show_titles(document, &numbers.titles);
}

/// The number of an object, in the forms that references print.
struct NumberLabel {
    /// With its word: 图1, 式（2）.
    named: String,
    bare: String,
    /// As it is beside an equation: （2）.
    enclosed: String,
}

struct Numbers {
    /// The ids that references name.
    wanted: BTreeSet<String>,
    words: &'static Words,
    /// The separator of the chapter's number and the own one, if each chapter begins with 1.
    separator: Option<char>,
    /// The number of the chapter.
    chapter: Option<String>,
    counts: BTreeMap<CountedKind, u32>,
    /// The text of a reference to an id.
    labels: BTreeMap<String, NumberLabel>,
    /// The heading or caption of an id.
    titles: BTreeMap<String, String>,
}

impl Numbers {
    fn blocks(&mut self, blocks: &mut [Block], top: bool) {
        for block in blocks {
            match block {
                Block::Section(section) => {
                    self.section(section, top);
                    self.blocks(&mut section.blocks, false);
                }
                Block::Figure(it) => {
                    let images = it.images.iter().filter_map(|image| image.attr.id.clone());
                    let ids: Vec<String> =
                        it.attr.id.clone().into_iter().chain(images).collect();
                    self.caption(CountedKind::Figure, &ids, it.numbered, &mut it.caption);
                }
                Block::Table(it) => {
                    let ids: Vec<String> = it.attr.id.iter().cloned().collect();
                    self.caption(CountedKind::Table, &ids, it.numbered, &mut it.caption);
                    self.inner(block);
                }
                Block::Math(it) => self.equations(it),
                other => self.inner(other),
            }
        }
    }

    fn inner(&mut self, block: &mut Block) {
        block.children_mut(&mut |part| {
            if let PartMut::Blocks(inner) = part {
                self.blocks(inner, false);
            }
        });
    }

    /// The numbers of the equations of a formula.
    fn equations(&mut self, it: &mut MathBlock) {
        let ids: Vec<String> = it
            .attr
            .id
            .iter()
            .cloned()
            .chain(it.labels.iter().filter_map(|it| it.id.clone()))
            .collect();
        let Ok(formula) = math::parse(&plain_text(&it.content)) else { return };
        let wanted = formula.counts || ids.iter().any(|id| self.wanted.contains(id));
        let counted = math::counted(&formula, it.numbered.unwrap_or(wanted));
        let (mut names, mut own) = (it.labels.iter(), None);
        for (number, name) in counted {
            let bare = match number {
                Counted::Nothing => None,
                Counted::Next => Some(self.count(CountedKind::Equation)),
                Counted::Tag(text) => Some(text),
                Counted::Bare(text) => {
                    it.numbers.push(Some(text));
                    continue;
                }
            };
            let enclosed = bare.as_ref().map(|bare| enclose(self.words.equation_number, bare));
            it.numbers.push(enclosed.clone());
            let name = name.map(|_| names.next().and_then(|it| it.id.clone()));
            let Some((bare, enclosed)) = bare.zip(enclosed) else { continue };
            let named = enclose(self.words.equation, &bare);
            let label = NumberLabel { named, bare, enclosed };
            match name {
                Some(Some(id)) => drop(self.labels.insert(id, label)),
                // The formula's own name is that of this equation.
                Some(None) => own = Some(label),
                None => own = own.or(Some(label)),
            }
        }
        self.labels.extend(it.attr.id.clone().zip(own));
    }

    /// The title of a section, and its number if that is written in digits: 第2.1节.
    fn section(&mut self, section: &Section, top: bool) {
        let heading = plain_text(&section.heading).trim().to_owned();
        let first = heading.split_whitespace().next().unwrap_or_default();
        let dotted = first;
        let first = first.trim_end_matches(['.', '．']);
        let digits = !first.is_empty() && first.chars().all(|c| c.is_ascii_digit() || c == '.');
        if top && self.separator.is_some() {
            let written = digits.then(|| first.to_owned()).or_else(|| section.number.clone());
            let counted = super::numbering::chapter_of(&heading).map(|it| it.to_string());
            self.chapter = written.or(counted);
            self.counts.clear();
        }
        let Some(id) = section.attr.id.clone() else { return };
        let label = if first.len() == heading.len() {
            None
        } else if digits {
            Some((enclose(self.words.section, first), first))
        } else {
            first.strip_prefix('第').map(|bare| {
                let bare = bare.trim_end_matches(|c: char| !super::numbering::is_figure(c));
                (first.to_owned(), bare)
            })
        };
        self.labels
            .extend(label.map(|(named, bare)| (id.clone(), NumberLabel::of(named, bare))));
        let numbered = super::numbering::begins_with_number(&heading);
        let bare = heading[dotted.len()..].trim().to_owned();
        let title = if numbered && !bare.is_empty() { bare } else { heading };
        self.titles.insert(id, title);
    }

    /// Puts the number before a caption.
    fn caption(
        &mut self,
        kind: CountedKind,
        ids: &[String],
        numbered: Option<bool>,
        caption: &mut Vec<Inline>,
    ) {
        let title = plain_text(caption).trim().to_owned();
        let word =
            if kind == CountedKind::Figure { self.words.figure } else { self.words.table };
        // A number written by the author takes precedence.
        if let Some(label) = own_number(&title, word.trim()) {
            let bare = label[word.trim().len()..].trim();
            let label_of = |id: &String| (id.clone(), NumberLabel::of(label.to_owned(), bare));
            self.labels.extend(ids.iter().map(label_of));
            let rest = title[label.len()..].trim();
            self.titles.extend(ids.iter().map(|id| (id.clone(), rest.to_owned())));
            return;
        }
        let number = self.next(kind, ids, numbered);
        if let Some(number) = &number {
            let label = format!("{word}{number}");
            let shown =
                if title.is_empty() { label.clone() } else { format!("{label}\u{3000}") };
            caption.insert(0, text(shown));
            let label_of = |id: &String| (id.clone(), NumberLabel::of(label.clone(), number));
            self.labels.extend(ids.iter().map(label_of));
        }
        if !title.is_empty() {
            self.titles.extend(ids.iter().map(|id| (id.clone(), title.clone())));
        }
    }

    /// The next number of an object, if it has one.
    fn next(
        &mut self,
        kind: CountedKind,
        ids: &[String],
        numbered: Option<bool>,
    ) -> Option<String> {
        let wanted = ids.iter().any(|id| self.wanted.contains(id));
        numbered.unwrap_or(wanted).then(|| self.count(kind))
    }

    fn count(&mut self, kind: CountedKind) -> String {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        match (&self.chapter, self.separator) {
            (Some(chapter), Some(separator)) => format!("{chapter}{separator}{count}"),
            _ => count.to_string(),
        }
    }
}

impl NumberLabel {
    /// A number without parentheses.
    fn of(named: String, bare: &str) -> Self {
        Self { named, bare: bare.to_owned(), enclosed: bare.to_owned() }
    }
}

fn enclose([open, close]: [&str; 2], number: &str) -> String {
    format!("{open}{number}{close}")
}

/// The number that a caption begins with: 图1, 表2-1.
fn own_number<'t>(caption: &'t str, word: &str) -> Option<&'t str> {
    let rest = caption.strip_prefix(word)?;
    let figures = rest.trim_start();
    let after = figures.trim_start_matches(|c: char| c.is_ascii_digit() || ".-–．".contains(c));
    let begins = figures.starts_with(|c: char| c.is_ascii_digit());
    let end = caption.len() - after.len();
    begins.then(|| caption[..end].trim_end_matches(['.', '-', '．']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attr, Figure, Meta, Reference, Table, paragraph};

    fn reference(target: &str) -> Inline {
        let target = target.to_owned();
        Inline::Reference(Box::new(Reference { target, ..Reference::default() }))
    }

    fn chapter(heading: &str, blocks: Vec<Block>) -> Block {
        let attr = Attr::with_id(heading);
        let heading = vec![text(heading)];
        Block::Section(Box::new(Section { attr, heading, blocks, ..Section::default() }))
    }

    fn figure(id: &str, numbered: Option<bool>) -> Block {
        let (attr, caption) = (Attr::with_id(id), vec![text("井台")]);
        Block::Figure(Box::new(Figure { attr, numbered, caption, ..Figure::default() }))
    }

    fn shown(body: Vec<Block>, form: CaptionNumbers) -> Vec<String> {
        let mut document = Document { body, ..Document::new(Meta::default()) };
        fill(&mut document, form);
        let mut out = Vec::new();
        visit(&document.body, &mut |node| match node {
            Node::Block(Block::Figure(it)) => out.push(plain_text(&it.caption)),
            Node::Block(Block::Table(it)) => out.push(plain_text(&it.caption)),
            Node::Block(Block::Math(it)) => out.extend(it.numbers.iter().flatten().cloned()),
            Node::Inline(Inline::Reference(it)) => out.push(plain_text(&it.content)),
            _ => {}
        });
        out
    }

    fn body() -> Vec<Block> {
        let content = vec![text("x")];
        let equation = MathBlock { attr: Attr::with_id("e"), content, ..MathBlock::default() };
        let table = Table { attr: Attr::with_id("t"), ..Table::default() };
        vec![
            chapter("第一章 甲", vec![figure("a", None), figure("x", None)]),
            chapter(
                "2　乙",
                vec![
                    figure("b", Some(true)),
                    Block::Table(Box::new(table)),
                    Block::Math(Box::new(equation)),
                    paragraph(["a", "b", "t", "e", "第一章 甲", "2　乙"].map(reference).into()),
                ],
            ),
        ]
    }

    #[test]
    fn targets_of_references_have_numbers() {
        assert_eq!(
            shown(body(), CaptionNumbers::Running),
            [
                "图1　井台",
                "井台",
                "图2　井台",
                "表1",
                "（1）",
                "图1",
                "图2",
                "表1",
                "式（1）",
                "第一章",
                "第2节"
            ]
        );
    }

    #[test]
    fn numbers_may_begin_again_in_each_chapter() {
        let hyphens = shown(body(), CaptionNumbers::Hyphen);
        assert_eq!(hyphens[..4], ["图1-1　井台", "井台", "图2-1　井台", "表2-1"]);
        assert_eq!(hyphens[4..9], ["（2-1）", "图1-1", "图2-1", "表2-1", "式（2-1）"]);
        let stops = shown(body(), CaptionNumbers::Stop);
        assert_eq!(stops[..4], ["图1.1　井台", "井台", "图2.1　井台", "表2.1"]);
        assert_eq!(stops[4..9], ["（2.1）", "图1.1", "图2.1", "表2.1", "式（2.1）"]);
    }

    #[test]
    fn equations_count_by_their_environment() {
        let formula = |id: &str, labels: &[&str], tex: &str| {
            let labels = labels.iter().map(|label| Attr::with_id(*label)).collect();
            let (attr, content) = (Attr::with_id(id), vec![text(tex)]);
            Block::Math(Box::new(MathBlock { attr, content, labels, ..MathBlock::default() }))
        };
        let shows = |target: &str, shows: ReferenceShows| {
            let target = target.to_owned();
            Inline::Reference(Box::new(Reference { target, shows, ..Reference::default() }))
        };
        let pair = "\\begin{align} a &= b \\label{x} \\\\ c &= d \\label{y} \\end{align}";
        let body = vec![
            formula("a", &[], "\\begin{equation} a \\label{a} \\end{equation}"),
            formula("b", &[], "\\begin{equation*} b \\end{equation*}"),
            formula("c", &["x", "y"], pair),
            formula("d", &[], "d \\tag{$*$}"),
            formula("e", &[], "\\begin{gather} e \\\\ f \\nonumber \\end{gather}"),
            paragraph(vec![
                shows("a", ReferenceShows::Enclosed),
                shows("y", ReferenceShows::Bare),
                shows("x", ReferenceShows::Number),
                shows("d", ReferenceShows::Enclosed),
            ]),
        ];
        assert_eq!(
            shown(body, CaptionNumbers::Running),
            ["（1）", "（2）", "（3）", "（*）", "（4）", "（1）", "3", "式（2）", "（*）"]
        );
    }

    #[test]
    fn references_to_nothing_and_to_themselves_end() {
        let own = Figure {
            attr: Attr::with_id("a"),
            caption: vec![reference("a"), reference("nowhere")],
            ..Figure::default()
        };
        assert_eq!(
            shown(vec![Block::Figure(Box::new(own))], CaptionNumbers::Running)[0],
            "图1图1"
        );
    }
}
