//! Numbers of headings without numbers of their own: 1.1, 第一章, 一、（一）(GB/T 7713.1 §6.1, GB/T 9704
//! §7.3.3).
//!
//! Takes a document, returns a view of it for pages and e-books, its headings with their numbers;
//! archives keep what the author wrote.

use std::borrow::Cow;

use super::references;
use crate::config::PageOptions;
use crate::model::{
    Block, Document, Node, Numbering, PartMut, Section, SectionKind, plain_text, text, visit,
};
use crate::text::numeral::{self, to_chinese};

/// No numbers are added if one of this many headings has its own.
const OWN_PART: usize = 3;

/// What follows 第 and a number where a heading counts.
const UNITS: &str = "章节節编編篇部卷回讲講课課条條单單步期集辑輯幕场場";

/// The document with a number before each heading of its body that can have one,
/// and with the numbers of figures, tables, equations and what refers to them.
pub fn numbered<'a>(document: &'a Document, page: &PageOptions) -> Cow<'a, Document> {
    let numbering = match page.numbering {
        None | Some(Numbering::None | Numbering::Style) => None,
        some => some,
    };
    let refers = references::has_any(document);
    if numbering.is_none() && !refers {
        return Cow::Borrowed(document);
    }
    let mut document = document.clone();
    if let Some(numbering) = numbering {
        number(&mut document.body, numbering, &mut Vec::new(), &mut 0);
    }
    if refers {
        references::fill(&mut document, page.caption_numbers.unwrap_or_default());
    }
    Cow::Owned(document)
}

/// The number of the chapter in a heading: 第二章.
pub(super) fn chapter_of(heading: &str) -> Option<u32> {
    let rest = heading.strip_prefix('第')?;
    let after = rest.trim_start_matches(is_figure);
    let number = &rest[..rest.len() - after.len()];
    after.starts_with(|c| UNITS.contains(c)).then(|| numeral::parse(number))?
}

/// The number of headings with numbers of their own, and of those that could have one, if the
/// former are so many that none should be added.
pub fn own_numbers(document: &Document) -> Option<(usize, usize)> {
    let (mut own, mut all) = (0, 0);
    visit(&document.body, &mut |node| {
        if let Node::Block(Block::Section(section)) = node
            && is_counted(section)
        {
            all += 1;
            own += usize::from(has_number(section));
        }
    });
    (own > 0 && own * OWN_PART >= all).then_some((own, all))
}

/// Numbers the sections of blocks at one level; `path` has the numbers of their ancestors.
fn number(blocks: &mut [Block], numbering: Numbering, path: &mut Vec<u32>, count: &mut u32) {
    for block in blocks {
        match block {
            Block::Section(section) if is_counted(section) => {
                if !has_number(section) {
                    *count += 1;
                    path.push(*count);
                    section.heading.insert(0, text(label(numbering, path)));
                    number(&mut section.blocks, numbering, path, &mut 0);
                    path.pop();
                }
            }
            Block::Section(_) => {}
            other => other.children_mut(&mut |part| {
                if let PartMut::Blocks(inner) = part {
                    number(inner, numbering, path, count);
                }
            }),
        }
    }
}

/// Whether a heading is numbered: a preface or an index is not.
fn is_counted(section: &Section) -> bool {
    use SectionKind::{Chapter, Part, Section as Plain, Subsection, Volume};
    matches!(section.kind, Plain | Chapter | Part | Subsection | Volume)
        && section.numbered != Some(false)
        && super::is_named(&section.heading)
        && !super::contents::heads_contents(section)
}

fn has_number(section: &Section) -> bool {
    section.number.is_some() || begins_with_number(&plain_text(&section.heading))
}

/// The number of a heading, by those of the headings above it in the tree.
fn label(numbering: Numbering, path: &[u32]) -> String {
    let last = path.last().copied().unwrap_or_default();
    let chinese = to_chinese(last);
    match (numbering, path.len()) {
        (Numbering::Chapter, 1) => format!("第{chinese}章　"),
        (Numbering::Chapter, 2) => format!("第{chinese}节　"),
        (Numbering::Chapter, 3) | (Numbering::Chinese, 1) => format!("{chinese}、"),
        (Numbering::Chapter, 4) | (Numbering::Chinese, 2) => format!("（{chinese}）"),
        (Numbering::Chapter, 5) | (Numbering::Chinese, 3) => format!("{last}. "),
        (Numbering::Chapter | Numbering::Chinese, _) => format!("（{last}）"),
        _ => {
            let numbers: Vec<String> = path.iter().map(u32::to_string).collect();
            format!("{}　", numbers.join("."))
        }
    }
}

/// Whether a heading begins with a number: 1.1, 一、, （二）, 第三章, ①, A., Chapter 4.
pub(super) fn begins_with_number(heading: &str) -> bool {
    let heading = heading.trim_start();
    if heading.starts_with(|c| numeral::parse_enclosed(c).is_some()) {
        return true;
    }
    if let Some(rest) = heading.strip_prefix('第') {
        let after = rest.trim_start_matches(is_figure).trim_start();
        return after.len() < rest.len() && after.starts_with(|c| UNITS.contains(c));
    }
    if let Some(rest) = heading.strip_prefix(['（', '(']) {
        let after = rest.trim_start_matches(is_figure);
        return after.len() < rest.len() && after.starts_with(['）', ')']);
    }
    let words = ["chapter ", "part ", "section ", "appendix ", "§"];
    let lower = heading.to_lowercase();
    if words.iter().any(|word| {
        let rest = lower.strip_prefix(word).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    }) {
        return true;
    }
    let after = heading.trim_start_matches(|c| is_figure(c) || c == '.' || c == '．');
    let (figures, after) = heading.split_at(heading.len() - after.len());
    let letter = heading.chars().next().filter(char::is_ascii_alphabetic);
    match letter {
        // A letter is a number before a mark alone: A. 甲
        Some(letter) => heading[letter.len_utf8()..].starts_with(['.', '．', '、', ')', '）']),
        None if figures.is_empty() => false,
        // 1.1 and 1. count, 2024 年 and 3D do not.
        None => {
            let dotted = figures.chars().skip(1).any(|c| c == '.' || c == '．');
            let spaced = after.starts_with(char::is_whitespace)
                && !after.trim_start().starts_with(['年', '月', '日']);
            dotted || spaced || after.starts_with(['、', '）', ')', '，', ':', '：'])
        }
    }
}

pub(super) fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || numeral::is_numeral(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_at_the_beginning_are_the_headings_own() {
        for heading in [
            "1 概述",
            "1.1 范围",
            "1.1范围",
            "1. 概述",
            "2、方法",
            "一、概述",
            "（二）方法",
            "(3) 方法",
            "第三章 结论",
            "第十二节　甲",
            "①甲",
            "A. 甲",
            "Chapter 4",
            "§2 甲",
            "一 概述",
        ] {
            assert!(begins_with_number(heading), "{heading}");
        }
        for heading in [
            "概述",
            "2024年总结",
            "2024 年总结",
            "3D打印",
            "C++入门",
            "十个问题",
            "第一",
            "（附）说明",
            "Partly",
            "A new start",
            "一般规定",
            "",
        ] {
            assert!(!begins_with_number(heading), "{heading}");
        }
    }

    #[test]
    fn labels_are_those_of_the_levels() {
        let shown = |numbering: Numbering| {
            (1..=5).map(|depth| label(numbering, &vec![2; depth])).collect::<Vec<_>>()
        };
        assert_eq!(
            shown(Numbering::Decimal),
            ["2　", "2.2　", "2.2.2　", "2.2.2.2　", "2.2.2.2.2　"]
        );
        assert_eq!(
            shown(Numbering::Chapter),
            ["第二章　", "第二节　", "二、", "（二）", "2. "]
        );
        assert_eq!(shown(Numbering::Chinese), ["二、", "（二）", "2. ", "（2）", "（2）"]);
    }
}
