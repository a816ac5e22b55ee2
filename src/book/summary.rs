//! `SUMMARY.md`: the order of a book for mdBook and HonKit (GitBook).
//!
//! The input is its Markdown, the result the entries in order. Common to both: a list of links,
//! nested by indent; a link without an address is a draft. mdBook only: links without a list marker
//! before and after the list are front and back matter, and `# Title` begins a part, except the
//! first, which is the title of the list. HonKit only: `## Title` begins a part.

use super::{Entry, Matter};

/// The program that a plan is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// None of these: files have no includes.
    #[default]
    Plain,
    /// mdBook.
    MdBook,
    /// HonKit and GitBook.
    HonKit,
    /// Quarto.
    Quarto,
}

/// A meaningful line of the summary.
#[derive(Debug, PartialEq)]
enum SummaryLine<'a> {
    /// A heading: its level and text.
    Heading(usize, &'a str),
    /// A link in a list: the columns of its indent, title, address.
    Item(usize, &'a str, &'a str),
    /// A link of its own: title, address.
    Link(&'a str, &'a str),
    /// Text in a list without a link: a group in HonKit.
    Group(usize, &'a str),
}

/// Whether a text is a summary: it has a link to a file in a list.
pub fn is_plan(text: &str) -> bool {
    lines(text)
        .any(|line| matches!(line, SummaryLine::Item(_, _, address) if !address.is_empty()))
}

/// Whether a text is nothing but a summary.
pub fn is_bare_plan(text: &str) -> bool {
    let is_meant = |line: &str| line.trim().is_empty() || line_of(line).is_some();
    is_plan(text) && text.lines().all(is_meant)
}

/// Reads a summary; addresses are relative to its folder.
pub fn read(text: &str, dialect: Dialect) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    // The columns of the open entries, innermost last.
    let mut open: Vec<usize> = Vec::new();
    let mut part = false;
    let mut seen_item = false;
    for line in lines(text) {
        match line {
            SummaryLine::Heading(level, title) => {
                let is_part = match dialect {
                    Dialect::HonKit => level > 1,
                    _ => level == 1 && !out.is_empty(),
                };
                if is_part {
                    let title = plain(title);
                    out.push(Entry { title: Some(title), is_part: true, ..Entry::default() });
                    part = true;
                    open.clear();
                }
            }
            SummaryLine::Item(column, title, address) => {
                seen_item = true;
                place(&mut out, &mut open, part, column, entry(title, address));
            }
            SummaryLine::Group(column, title) => {
                seen_item = true;
                place(&mut out, &mut open, part, column, entry(title, ""));
            }
            SummaryLine::Link(title, address) => {
                // After the numbered chapters it is back matter and ends the last part.
                let matter = if seen_item { Matter::Back } else { Matter::Front };
                out.push(Entry { matter, numbered: Some(false), ..entry(title, address) });
                part = false;
                open.clear();
            }
        }
    }
    out
}

/// Inserts an entry below those with a smaller indent.
fn place(out: &mut Vec<Entry>, open: &mut Vec<usize>, part: bool, column: usize, entry: Entry) {
    while open.last().is_some_and(|last| *last >= column) {
        open.pop();
    }
    let depth = open.len() + usize::from(part);
    let mut into = out;
    for _ in 0..depth {
        // Each level has one: the open entries.
        if into.is_empty() {
            break;
        }
        let last = into.len() - 1;
        into = &mut into[last].entries;
    }
    into.push(entry);
    open.push(column);
}

fn entry(title: &str, address: &str) -> Entry {
    let path = address.split('#').next().unwrap_or_default().trim();
    let path = crate::text::address::decoded(path);
    let path = path.trim_start_matches("./");
    let is_file = !path.is_empty() && !path.contains("://");
    Entry {
        title: Some(plain(title)).filter(|title| !title.is_empty()),
        file: is_file.then(|| path.to_owned()),
        ..Entry::default()
    }
}

/// A title without the marks of Markdown.
fn plain(title: &str) -> String {
    let mut out = String::new();
    let mut chars = title.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '`' | '*' => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

fn lines(text: &str) -> impl Iterator<Item = SummaryLine<'_>> {
    let mut in_comment = false;
    text.lines().filter_map(move |line| {
        if in_comment || line.trim_start().starts_with("<!--") {
            in_comment = !line.contains("-->");
            return None;
        }
        line_of(line)
    })
}

fn line_of(line: &str) -> Option<SummaryLine<'_>> {
    let content = line.trim_start();
    let column =
        line[..line.len() - content.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let level = content.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&level) && content[level..].starts_with([' ', '\t']) {
        let title = content[level..].trim().trim_end_matches('#').trim();
        return (!title.is_empty()).then_some(SummaryLine::Heading(level, title));
    }
    let marker = content.strip_prefix(['-', '*', '+']).or_else(|| {
        let digits = content.trim_start_matches(|c: char| c.is_ascii_digit());
        (digits.len() < content.len()).then(|| digits.strip_prefix(['.', ')'])).flatten()
    });
    match marker.filter(|rest| rest.starts_with([' ', '\t'])) {
        Some(rest) => match link(rest.trim()) {
            Some((title, address)) => Some(SummaryLine::Item(column, title, address)),
            None => Some(SummaryLine::Group(column, rest.trim()))
                .filter(|_| !rest.trim().is_empty()),
        },
        None => link(content).map(|(title, address)| SummaryLine::Link(title, address)),
    }
}

/// The title and address of the link that a line begins with.
fn link(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?;
    let mut depth = 1;
    let mut escaped = false;
    let end = inner.char_indices().find_map(|(at, c)| {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let rest = inner[end + 1..].strip_prefix('(')?;
    let address = match rest.trim_start().strip_prefix('<') {
        Some(rest) => &rest[..rest.find('>')?],
        None => {
            let mut depth = 1;
            let end = rest.char_indices().find_map(|(at, c)| {
                match c {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                (depth == 0).then_some(at)
            })?;
            // Without a title: (a.md "…").
            rest[..end].split(" \"").next().unwrap_or_default().trim()
        }
    };
    Some((&inner[..end], address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entries: &[Entry], depth: usize, out: &mut String) {
        for entry in entries {
            let file = entry.file.as_deref().unwrap_or("-");
            let title = entry.title.as_deref().unwrap_or("-");
            let kind = if entry.is_part { "part" } else { "" };
            let indent = "  ".repeat(depth);
            out.push_str(&format!("{indent}{title} {file} {:?} {kind}", entry.matter));
            *out = format!("{}\n", out.trim_end());
            shown(&entry.entries, depth + 1, out);
        }
    }

    fn read_shown(text: &str, dialect: Dialect) -> String {
        let mut out = String::new();
        shown(&read(text, dialect), 0, &mut out);
        out
    }

    #[test]
    fn a_summary_of_mdbook() {
        let text = "# 某书\n\n[前言](title-page.md)\n\n# 入门\n\n- [安装](ch01/install.md)\n    - [第一个 `程序`](ch01/hello.md)\n- [待写]()\n\n# 进阶\n\n1. [所有权](<ch 02.md>)\n\n---\n\n[附录](appendix.md)\n";
        assert_eq!(
            read_shown(text, Dialect::MdBook),
            "前言 title-page.md Front\n入门 - Body part\n  安装 ch01/install.md Body\n    第一个 程序 ch01/hello.md Body\n  待写 - Body\n进阶 - Body part\n  所有权 ch 02.md Body\n附录 appendix.md Back\n"
        );
    }

    #[test]
    fn a_summary_of_honkit() {
        let text = "# 某书\n\n* [简介](README.md)\n* [第一章](c1/README.md#top)\n\t* [1.1 节（上）](c1/s1(上).md)\n\n## 第二编\n* 未成\n  * [二](c2.md \"说明\")\n";
        assert_eq!(
            read_shown(text, Dialect::HonKit),
            "简介 README.md Body\n第一章 c1/README.md Body\n  1.1 节（上） c1/s1(上).md Body\n第二编 - Body part\n  未成 - Body\n    二 c2.md Body\n"
        );
    }

    #[test]
    fn a_list_of_words_is_no_plan() {
        assert!(!is_plan("- 甲\n- 乙\n"));
        assert!(is_plan("- [甲](a.md)\n"));
        assert!(is_bare_plan("# 目录\n\n- [甲](a.md)\n"));
        assert!(!is_bare_plan("# 目录\n\n读者可从任何一篇读起。\n\n- [甲](a.md)\n"));
    }
}
