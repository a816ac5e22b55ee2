//! Spaces without meaning: those between nearly all characters, as text recognition leaves them
//! (噪音), and an indent typed by hand before a paragraph that is indented anyway.

use std::borrow::Cow;

use crate::model::{Block, Document, Inline, Node, Text, plain_text, visit};
use crate::text::script::is_han;

/// The minimum number of pieces for a verdict.
const LEAST_PIECES: usize = 20;

/// Whether single spaces between Han are noise in this document: more than half of the pieces
/// between them have one character.
pub fn are_noise(document: &Document) -> bool {
    let (mut single, mut all) = (0, 0);
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Block(Block::Paragraph(it)) = node {
                for length in pieces(&plain_text(&it.content)) {
                    single += usize::from(length == 1);
                    all += 1;
                }
            }
        });
    }
    all >= LEAST_PIECES && single * 2 > all
}

/// The lengths of the runs of Han that have a single space on one side and a space, a mark or an
/// edge on the other.
fn pieces(text: &str) -> Vec<usize> {
    if !text.contains(' ') {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied();
    let letter = |c: char| !is_han(c) && c.is_alphanumeric();
    // Han, or a mark, behind a single space.
    let chinese = |c: Option<char>| c.is_some_and(|c| c != ' ' && !letter(c));
    let single_before = |start: usize| {
        at(start.checked_sub(1)) == Some(' ') && chinese(at(start.checked_sub(2)))
    };
    let single_after = |end: usize| at(Some(end)) == Some(' ') && chinese(at(Some(end + 1)));
    let mut found = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let length = chars[start..].iter().take_while(|c| is_han(**c)).count();
        let end = start + length;
        let beside =
            at(start.checked_sub(1)).is_some_and(letter) || at(Some(end)).is_some_and(letter);
        if length > 0 && !beside && (single_before(start) || single_after(end)) {
            found.push(length);
        }
        start = end + usize::from(length == 0);
    }
    found
}

/// The content of a paragraph without its leading white space.
pub fn without_indent(content: &[Inline]) -> Cow<'_, [Inline]> {
    let skipped = content.iter().take_while(|inline| match inline {
        Inline::Text(text) => text.text.chars().all(char::is_whitespace),
        Inline::Gap(_) | Inline::Anchor(_) => true,
        _ => false,
    });
    let count = skipped.count();
    let (before, rest) = content.split_at(count);
    let first = match rest.first() {
        Some(Inline::Text(text)) if text.text.starts_with(char::is_whitespace) => Some(text),
        _ => None,
    };
    let is_text = |inline: &Inline| matches!(inline, Inline::Text(_));
    if first.is_none() && !before.iter().any(is_text) {
        return Cow::Borrowed(content);
    }
    let mut out: Vec<Inline> = before.iter().filter(|it| !is_text(it)).cloned().collect();
    out.extend(first.map(trimmed));
    out.extend(rest.iter().skip(usize::from(first.is_some())).cloned());
    Cow::Owned(out)
}

fn trimmed(text: &Text) -> Inline {
    let shown = text.text.trim_start();
    let cut = text.text.len() - shown.len();
    let exact = text.span.filter(|span| span.range().len() == text.text.len());
    let span = exact.map(|span| span.part(cut..text.text.len())).or(text.span);
    Inline::Text(Text { text: shown.to_owned(), span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Meta, Span, paragraph, text};

    fn noisy(text_: &str) -> bool {
        let mut document = Document::new(Meta::default());
        document.body = vec![paragraph(vec![text(text_)])];
        are_noise(&document)
    }

    #[test]
    fn most_characters_apart_are_noise() {
        let recognised =
            "清 晨 的 雾 气 还 没 有 散 去 ，老 街 上 已 经 有 人 支 起 了 早 点 摊 子 。";
        assert!(noisy(recognised));
        assert!(!noisy("清 晨 的 雾 气"), "too few to say");
        assert!(!noisy(&"出席：张三 李四 王五 ".repeat(10)), "names have two characters");
        assert!(!noisy(&"用 Rust 写 C 的 A 类 ".repeat(10)), "Latin words have spaces");
        assert!(!noisy(&"年    月    日    ".repeat(10)), "rows of spaces are room");
    }

    #[test]
    fn an_indent_typed_by_hand_is_removed() {
        let at = Inline::text_at("\u{3000}\u{3000}甲段", Span::new(0, 0, 12));
        for (content, shown) in [
            (vec![at], "甲段"),
            (vec![text("\u{2003}\u{2003}"), text("乙段")], "乙段"),
            (vec![text("\u{A0}\u{A0} 丙　段")], "丙　段"),
            (vec![text("丁段")], "丁段"),
        ] {
            assert_eq!(plain_text(&without_indent(&content)), shown);
        }
    }
}
