//! Each character of a manuscript has a fate in each output, and none is unaccounted for.

use std::path::{Path, PathBuf};

use paiban::config::{Options, OutputFormat};
use paiban::context::{Context, Limits};
use paiban::diag::Code;
use paiban::ledger::{Account, Fate, account};
use paiban::model::{
    Block, Document, Gap, GapKind, Inline, Meta, Paragraph, Span, Style, Styled, Text, Trace,
};
use paiban::{Conversion, Input, convert, read};

use crate::support::{corpus_markdown, corpus_texts, shared};

const FORMATS: [OutputFormat; 3] = [OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei];

fn converted(name: &str, bytes: &[u8]) -> paiban::diag::Result<Conversion> {
    let input = Input { name: Some(name.to_owned()), bytes: bytes.into() };
    convert(&input, &FORMATS, &Options::default(), &Context::default())
}

/// All fates with what brought them about, as reports have them.
fn counts(account: &Account) -> Vec<(String, u64)> {
    account.counts.iter().map(|(entry, count)| (entry.name(), *count)).collect()
}

#[test]
fn every_fate_has_its_rule() {
    let text = "# 山居记\n\n他**说**：\"好,你来.\"见[此处](https://example.org/a)。\n\n- 一\n- 二\n\n```text\n码\n```\n";
    let conversion = converted("a.md", text.as_bytes()).unwrap();
    for (format, account) in &conversion.accounts {
        assert_eq!(account.counts.values().sum::<u64>(), text.chars().count() as u64);
        assert_eq!(account.count(Fate::Unaccounted), 0, "{format:?} {:?}", counts(account));
    }
    let (_, epub) = &conversion.accounts[1];
    let counts = counts(epub);
    for rule in [
        "markup: heading mark",
        "markup: emphasis",
        "markup: link address",
        "markup: list mark",
        "markup: code fence",
        "replaced",
        "shown",
    ] {
        assert!(counts.iter().any(|(name, _)| name == rule), "{rule} {counts:?}");
    }
}

#[test]
fn labels_of_captions_are_marks() {
    for label in [": ", "表：", "表: ", "Table: "] {
        let text = format!("{label}某表\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n");
        for (format, account) in &converted("a.md", text.as_bytes()).unwrap().accounts {
            assert_eq!(account.count(Fate::Unaccounted), 0, "{label} {format:?}");
        }
    }
}

#[test]
fn program_text_is_the_same_with_all_line_ends() {
    let text = "文\n\n```sh\n$ a b\n\n  c\n```\n\n1. 项\n\n   ```\n   d\n   ```\n\n后\n\n    e\n    f\n";
    for end in ["\n", "\r\n", "\r"] {
        let conversion = converted("a.md", text.replace('\n', end).as_bytes()).unwrap();
        let mut programs = Vec::new();
        paiban::model::visit(&conversion.document.body, &mut |node| {
            if let paiban::model::Node::Block(Block::Code(it)) = node {
                programs.push(paiban::model::plain_text(&it.content));
            }
        });
        assert_eq!(programs, ["$ a b\n\n  c", "d", "e\nf"], "{end:?}");
        for (format, account) in &conversion.accounts {
            assert_eq!(account.count(Fate::Unaccounted), 0, "{end:?} {format:?}");
        }
    }
}

#[test]
fn code_over_two_lines_keeps_its_places() {
    for text in ["见 `甲\n乙` 文。\n", "> 见 `甲\r\n> 乙` 文。\n", "- 见 `甲\n  乙` 文。\n"]
    {
        let conversion = converted("a.md", text.as_bytes()).unwrap();
        let mut said = String::new();
        paiban::model::visit(&conversion.document.body, &mut |node| {
            if let paiban::model::Node::Inline(Inline::Code(it)) = node {
                said = paiban::model::plain_text(&it.content);
            }
        });
        assert_eq!(said, "甲 乙", "{text}");
        for (format, account) in &conversion.accounts {
            assert_eq!(account.count(Fate::Unaccounted), 0, "{text} {format:?}");
        }
    }
}

#[test]
fn indents_of_program_text_in_lists_are_no_loss() {
    let text = "1. 题目\n\n   ```python\n   import random\n   n = random.___(1, 100)\n   ```\n";
    for (format, account) in &converted("a.md", text.as_bytes()).unwrap().accounts {
        assert_eq!(account.count(Fate::Unaccounted), 0, "{format:?} {:?}", counts(account));
    }
}

#[test]
fn a_formula_as_long_as_its_parts_is_replaced_as_a_whole() {
    // The stream of a paragraph has three bytes for each part of a formula.
    for text in ["在 $3~2~*~1~-$ 中。\n", "设 $a*b~~$ 为 $a*b*c~~~$。\n"] {
        for (format, account) in &converted("a.md", text.as_bytes()).unwrap().accounts {
            let counts = counts(account);
            assert_eq!(account.count(Fate::Unaccounted), 0, "{text} {format:?} {counts:?}");
        }
    }
}

#[test]
fn html_that_is_indented_or_in_lists_and_quotations_keeps_its_places() {
    for (text, said) in [
        ("<details>\n  <summary>点开</summary>\n\n  里面。\n\n</details>\n", "点开里面。"),
        ("   <p>缩进的段</p>\n", "缩进的段"),
        ("> <div>\n> 文字\n> 第二行 <b>粗</b>\n> </div>\n", "文字第二行 粗"),
        (
            "- 项\n\n  <table>\n    <tr><td>一</td></tr>\n    <tr><td>二\n    续</td></tr>\n  </table>\n",
            "项一二续",
        ),
        ("- <pre>\n  码\n    二\n  </pre>\n", "\n码\n  二\n"),
        ("1. <p\n   align=\"right\">右</p>\n", "右"),
    ] {
        for end in ["\n", "\r\n"] {
            let conversion = converted("a.md", text.replace('\n', end).as_bytes()).unwrap();
            let mut shown = String::new();
            paiban::model::visit(&conversion.document.body, &mut |node| {
                if let paiban::model::Node::Inline(Inline::Text(it)) = node {
                    shown.push_str(&it.text.replace('\r', ""));
                }
            });
            assert_eq!(shown, said, "{text}");
            for (format, account) in &conversion.accounts {
                assert_eq!(account.count(Fate::Unaccounted), 0, "{text} {end:?} {format:?}");
            }
        }
    }
}

/// A document of one paragraph, whose texts alone a writer has written.
fn lost(parts: Vec<Inline>) -> Account {
    let mut trace = Trace::default();
    let paragraph = Block::Paragraph(Paragraph { content: parts, ..Paragraph::default() });
    paiban::model::visit(std::slice::from_ref(&paragraph), &mut |node| {
        if let paiban::model::Node::Inline(Inline::Text(text)) = node {
            trace.add(&text.text, text.span);
        }
    });
    let mut document = Document { body: vec![paragraph], ..Document::new(Meta::default()) };
    let text = paiban::model::source_text(&document);
    let input = Input { name: None, bytes: text.as_bytes().into() };
    let conversion = read(&input, &Options::default(), &Limits::default()).unwrap();
    document.sources.push(conversion.sources[0].info.clone());
    account(&document, &conversion.sources, &trace, std::iter::empty())
}

struct Row(usize);

impl Row {
    fn span(&mut self, text: &str) -> Option<Span> {
        let start = self.0;
        self.0 += text.len();
        Some(Span::new(0, start, self.0))
    }

    fn text(&mut self, text: &str) -> Inline {
        Inline::Text(Text { text: text.to_owned(), span: self.span(text) })
    }

    fn gap(&mut self, kind: GapKind, text: &str) -> Inline {
        Inline::Gap(Gap { kind, text: text.to_owned(), span: self.span(text) })
    }
}

/// Places to write on that a parser took for marks, and rows of spaces that a reader took for
/// layout: they are lost.
#[test]
fn blanks_taken_for_marks_are_lost() {
    for (words, count) in [("）是（", 4), ("，", 4), ("“是”", 0), ("是", 0)] {
        let mut row = Row(0);
        let before = row.text("地球（");
        let content = vec![
            row.gap(GapKind::Delimiter, "__"),
            row.text(words),
            row.gap(GapKind::Delimiter, "__"),
        ];
        let strong = Styled { style: Style::Strong, content, ..Styled::default() };
        let after = row.text("）。");
        let account = lost(vec![before, Inline::Styled(Box::new(strong)), after]);
        assert_eq!(account.count(Fate::Unaccounted), count, "{words}");
        let warning = account.warning("PDF");
        assert_eq!(warning.is_some(), count > 0);
        if let Some(warning) = warning {
            assert_eq!(warning.code, Code::Unaccounted);
            assert_eq!(warning.span, Some(Span::new(0, 9, 11)));
        }
    }
    for (before, row_of_spaces, after) in [("（", "    ", "）"), ("甲方：", "      ", "乙方：")]
    {
        let mut row = Row(0);
        let parts =
            vec![row.text(before), row.gap(GapKind::Space, row_of_spaces), row.text(after)];
        assert_eq!(
            lost(parts).count(Fate::Unaccounted),
            row_of_spaces.len() as u64,
            "{before}"
        );
    }
}

/// What no writer wrote and no rule explains is found by its place.
#[test]
fn a_lost_word_is_unaccounted() {
    let text = "山居记\n\n　　春天来了，山上的花都开了。\n";
    let conversion = converted("a.txt", text.as_bytes()).unwrap();
    let mut trace = Trace::default();
    trace.add(&text[..17], Some(Span::new(0, 0, 17)));
    let account =
        account(&conversion.document, &conversion.sources, &trace, std::iter::empty());
    assert_eq!(account.count(Fate::Unaccounted), 13, "{:?}", counts(&account));
}

/// A document whose texts have no places is counted.
#[test]
fn a_model_without_places_is_counted() {
    let json = "{\"version\":\"1.1\",\"meta\":{},\"body\":[{\"type\":\"paragraph\",\"content\":\
        [{\"type\":\"text\",\"text\":\"春天来了。\"}]}]}";
    let conversion = converted("a.json", json.as_bytes()).unwrap();
    for (_, account) in &conversion.accounts {
        assert_eq!(counts(account), [("shown".to_owned(), 5)]);
    }
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        let is_read = path
            .extension()
            .is_some_and(|it| ["txt", "md", "html", "xml"].iter().any(|known| *known == it));
        if path.is_dir() {
            files(&path, out);
        } else if is_read {
            out.push(path);
        }
    }
}

/// Whatever is read: fixtures, field cases and, where they are present, texts of the corpus. What
/// is still open is in a list, by its name.
#[test]
fn nothing_is_unaccounted_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join("tests/fixtures"), &mut paths);
    if let Some(shared) = shared() {
        files(&shared.join("field/cases"), &mut paths);
    }
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(path).expect("a file"))
    };
    let mut texts: Vec<(String, Vec<u8>)> = paths.iter().map(read).collect();
    // In an unoptimised build a novel takes its time.
    let is_short = |(_, bytes): &(String, Vec<u8>)| bytes.len() < 40_000;
    texts.extend(corpus_texts().into_iter().filter(is_short));
    texts.extend(corpus_markdown().into_iter().filter(is_short));
    let open = include_str!("../ledger-open.txt");
    let is_open = |name: &str| open.lines().any(|line| line == name);
    let mut faults = Vec::new();
    for (name, bytes) in texts {
        let Ok(conversion) = converted(&name, &bytes) else { continue };
        for (format, account) in &conversion.accounts {
            let lost = account.count(Fate::Unaccounted);
            if lost > 0 && !is_open(&name) {
                let place = account.warning("").and_then(|found| found.span);
                faults.push(format!("{name} {format:?}: {lost} at {place:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
