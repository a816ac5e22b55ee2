//! Markdown to the model: what it understands, that no text is lost, that nothing breaks it.

use paiban::config::{InputFormat, LineEnds, Options, OutputFormat, ReadOptions};
use paiban::context::Context;
use paiban::diag::Code;
use paiban::model::{Depth, Document, Inline, Node, dump, plain_text, visit};
use paiban::source::Source;
use paiban::{Input, input, output, restore, transform};

use crate::support::corpus_markdown;

fn read(text: &str) -> (Document, Vec<Code>) {
    read_with(text, &ReadOptions::default())
}

fn read_with(text: &str, options: &ReadOptions) -> (Document, Vec<Code>) {
    let options = ReadOptions { from: Some(InputFormat::Markdown), ..options.clone() };
    let (source, _) = Source::decode(Some("a.md"), text.as_bytes(), &options).unwrap();
    let (mut document, found) = input::read(&source, &options, Depth::default()).unwrap();
    transform::structure(&mut document);
    (document, found.iter().map(|it| it.code).collect())
}

/// The body as dumps show it, without the gaps.
fn shown(text: &str) -> String {
    let (document, _) = read(text);
    let dumped = dump(&document);
    let lines = dumped.lines().filter(|line| !line.trim_start().starts_with("gap "));
    lines.skip_while(|line| line.starts_with("meta ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_sign_is_understood() {
    insta::assert_snapshot!(shown(include_str!("../fixtures/markdown/signs.md")));
}

#[test]
fn formulas_are_distinguished_from_money_code_and_brackets() {
    insta::assert_snapshot!(shown(include_str!("../fixtures/markdown/formulas.md")));
}

#[test]
fn front_matter_in_yaml_and_toml_is_equivalent() {
    let yaml = "---\ntitle: 古文\nsubtitle: 一\nauthor:\n- 王小明\n- 李红\ndate: 2024-03-05\nkeywords: [文, 史]\nlang: zh-Hans\nrights: 公有\n---\n文。\n";
    let toml = "+++\ntitle = \"古文\"\nsubtitle = \"一\"\nauthor = [\"王小明\", \"李红\"]\ndate = 2024-03-05\nkeywords = [\"文\", \"史\"]\nlang = \"zh-Hans\"\nrights = \"公有\"\n+++\n文。\n";
    let (yaml, toml) = (read(yaml).0.meta, read(toml).0.meta);
    assert_eq!(yaml, toml);
    assert_eq!(yaml.agents.len(), 2);
    assert_eq!(yaml.dates[0].iso.as_deref(), Some("2024-03-05"));
    let (broken, codes) = read("---\ntitle: [\n---\n文。\n");
    assert_eq!(codes, [Code::MarkdownFrontMatter]);
    assert!(broken.meta.titles.is_empty());
}

#[test]
fn broken_front_matter_is_reported_at_its_line() {
    // What is read key by key loses one of them alone.
    let (whole, key) = (Code::MarkdownFrontMatter, Code::MarkdownFrontMatterKey);
    for (text, line, code) in [
        ("---\ntitle: 古文\nauthor: \"王小明\n---\n文。\n", 3, key),
        ("---\r\ntitle: 古文\r\ndate: : 2024\r\nlang: zh\r\n---\r\n文。\r\n", 3, key),
        ("+++\ntitle = \"古文\"\nauthor = 王小明\n+++\n文。\n", 3, whole),
    ] {
        let options =
            ReadOptions { from: Some(InputFormat::Markdown), ..ReadOptions::default() };
        let (source, _) = Source::decode(Some("a.md"), text.as_bytes(), &options).unwrap();
        let (document, found) = input::read(&source, &options, Depth::default()).unwrap();
        let [found] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(found.code, code);
        assert_eq!(document.meta.titles.len(), usize::from(code == key));
        let at = found.span.unwrap().start as usize;
        assert_eq!(source.text[..at].matches('\n').count() + 1, line, "{text}: {found:?}");
    }
}

#[test]
fn a_first_and_only_heading_of_the_first_level_is_the_title() {
    let (document, _) = read("# 题目\n\n导语。\n\n## 一、甲\n\n文。\n");
    assert_eq!(document.meta.titles[0].text, "题目");
}

/// Emphasis beside full-width marks, where CommonMark alone sees none.
#[test]
fn emphasis_is_possible_beside_full_width_marks() {
    let marks = "。，、；：？！…—～“”‘’（）「」『』《》〈〉【】";
    let tried = &marks.chars().collect::<Vec<_>>()[..];
    assert!(tried.len() >= 24);
    for mark in tried {
        for text in [
            format!("上文**重点{mark}**下文"),
            format!("上文**{mark}重点**下文"),
            format!("上文{mark}**重点**下文"),
            format!("上文**重点**{mark}下文"),
            format!("{mark}**重点{mark}**下文"),
            format!("上文**{mark}重点**{mark}"),
            format!("**テスト{mark}**テスト{mark}**テスト**"),
        ] {
            assert!(shown(&text).contains("style=strong"), "{text}: {}", shown(&text));
            assert!(!texts(&read(&text).0).contains('*'), "{text}: {}", shown(&text));
        }
    }
    for text in [
        "**这是“重点”**的话",
        "他说**“重点”**。",
        "**重点。**下文",
        "**重点（注）**下文",
        "上文**（注）重点**",
        "**重点！**吗",
        "**《书》**好",
        "见**《书》**。",
        "**重点：**说明",
        "**「重点」**と",
    ] {
        assert!(shown(text).contains("style=strong"), "{text}: {}", shown(text));
    }
}

#[test]
fn a_soft_break_is_a_space_between_latin_words_alone() {
    let text = |source: &str| {
        let (document, _) = read(source);
        let mut found = String::new();
        for block in document.blocks() {
            if let paiban::model::Block::Paragraph(it) = block {
                found.push_str(&plain_text(&it.content));
            }
        }
        found
    };
    assert_eq!(text("中文\n接上"), "中文接上");
    assert_eq!(text("two\nwords"), "two words");
    assert_eq!(text("中文\nword"), "中文word");
}

#[test]
fn no_text_of_the_corpus_is_lost() {
    let texts = corpus_markdown();
    assert!(texts.is_empty() || texts.len() >= 20, "{} files", texts.len());
    for (name, bytes) in texts {
        let source = String::from_utf8(bytes).unwrap();
        assert_keeps_its_han(&source, &read(&source).0, &name);
    }
}

/// Every Han of the source is in the document as often, in texts, gaps or metadata.
fn assert_keeps_its_han(source: &str, document: &Document, name: &str) {
    let count = |text: &str| {
        let mut counts = std::collections::BTreeMap::<char, usize>::new();
        text.chars()
            .filter(|c| ('一'..='龥').contains(c))
            .for_each(|c| *counts.entry(c).or_default() += 1);
        counts
    };
    let json = output::json::write(document);
    let (wanted, found) = (count(source), count(&json));
    for (c, n) in wanted {
        assert!(found.get(&c).copied().unwrap_or(0) >= n, "{name}: {c} is lost");
    }
}

#[test]
fn an_archive_gives_the_file_back() {
    let text = include_str!("../fixtures/markdown/signs.md");
    let input = Input { name: Some("signs.md".to_owned()), bytes: text.as_bytes().into() };
    let made =
        paiban::convert(&input, &[OutputFormat::Tei], &Options::default(), &Context::default())
            .unwrap();
    let restored = restore::restore(&made.outputs[0].bytes).unwrap();
    assert_eq!(restored, text.as_bytes());
}

#[test]
fn deep_nesting_is_flattened() {
    const DEEP: usize = 100_000;
    for (name, text) in [
        ("quotations", format!("{}深\n", "> ".repeat(DEEP))),
        ("lists", format!("{}深\n", "- ".repeat(DEEP))),
        ("numbers", format!("{}深\n", "1. ".repeat(DEEP))),
        ("fences", format!("{}深\n", "::: 栏\n".repeat(DEEP))),
        ("stars", format!("{0}深{0}\n", "*".repeat(DEEP))),
        ("brackets", format!("{}深{}\n", "[".repeat(DEEP), "]".repeat(DEEP))),
        ("notes", format!("{}深{}\n", "^[".repeat(DEEP), "]".repeat(DEEP))),
        ("tags", format!("{}深\n", "<b>".repeat(DEEP))),
        ("steps", (0..400).map(|n| format!("{}- 深\n", " ".repeat(2 * n))).collect()),
    ] {
        assert!(texts(&read(&text).0).contains('深'), "{name}");
    }
    for (mark, end) in [("> ", ""), ("- ", ""), ("::: 栏\n", ":::\n")] {
        let (document, codes) =
            read(&format!("{}深\n\n{}后\n", mark.repeat(200), end.repeat(200)));
        assert_eq!(codes, [Code::TooDeep], "{mark}");
        assert!(texts(&document).trim_end().ends_with('后'), "{mark}");
    }
}

/// Marks without a space after them nest nothing: the frame of a table drawn with signs.
#[test]
fn long_rows_of_signs_are_kept() {
    let frame = format!("+{}+", "-".repeat(130));
    let (document, codes) = read(&format!("```text\n{frame}\n| 江城 |\n```\n\n正文。\n"));
    assert!(codes.is_empty(), "{codes:?}");
    let written = serde_json::to_string(&document).unwrap();
    assert!(written.contains(&frame), "{written}");
}

/// The limit counts levels of the tree: fifty quotations, the paragraph, its text.
#[test]
fn deeper_structure_is_kept_where_the_limit_allows_it() {
    let text = format!("{}深\n", "> ".repeat(50));
    let options = ReadOptions { from: Some(InputFormat::Markdown), ..ReadOptions::default() };
    let (source, _) = Source::decode(None, text.as_bytes(), &options).unwrap();
    let quotations = |depth: u64| {
        let (document, found) = input::read(&source, &options, Depth::new(depth)).unwrap();
        assert_eq!(texts(&document).trim_end().chars().next_back(), Some('深'));
        (dump(&document).matches("quotation").count(), found.len())
    };
    assert_eq!(quotations(40), (38, 1));
    assert_eq!(quotations(51), (49, 1));
    assert_eq!(quotations(52), (50, 0));
}

/// The examples of CommonMark 0.31.2: the letters that a reader of the expected HTML sees are
/// in the document, in their order; scripts and styles are not seen.
#[test]
fn the_examples_of_commonmark_keep_their_text() {
    let mut lost = Vec::new();
    for (source, html) in examples_of_commonmark() {
        if source.is_empty() {
            continue;
        }
        // A file that begins with a tag may be taken for HTML, and is refused.
        let lead = if source.starts_with('<') { "文。\n\n" } else { "" };
        let (document, _) = read(&format!("{lead}{source}\n"));
        let found = letters(&texts(&document));
        let mut rest = found.chars();
        if !letters(&without_tags(&html)).chars().all(|c| rest.any(|d| d == c)) {
            lost.push(format!("{source}\n  wanted {}\n  found {found}", without_tags(&html)));
        }
    }
    assert!(lost.is_empty(), "{} lost text:\n{}", lost.len(), lost.join("\n\n"));
}

/// The examples of CommonMark 0.31.2, their sources and the HTML that they are.
fn examples_of_commonmark() -> Vec<(String, String)> {
    let text = include_str!("../fixtures/commonmark/examples-0.31.2.txt").replace('→', "\t");
    let fence = "`".repeat(32);
    let start = format!("{fence} example\n");
    let examples = text.split(&start).skip(1).map(|example| {
        let (example, _) = example.rsplit_once(&fence).expect("the end of an example");
        let parts =
            example.split_once("\n.\n").or(example.strip_prefix(".\n").map(|it| ("", it)));
        let (source, html) = parts.expect("a source and its HTML");
        (source.to_owned(), html.to_owned())
    });
    let examples: Vec<_> = examples.collect();
    assert_eq!(examples.len(), 652, "examples");
    examples
}

/// `docs/markdown.md` lists the examples of CommonMark that read otherwise: those with a blank, and
/// those with a line end that is kept. There are no others of our making.
#[test]
fn what_reads_otherwise_than_commonmark_is_documented() {
    let (mut blanks, mut lines) = (Vec::new(), Vec::new());
    for ((source, _), number) in examples_of_commonmark().iter().zip(1..) {
        let text = format!("文。\n\n{source}\n");
        let kept = read(&text).0;
        let joined = ReadOptions { line_ends: Some(LineEnds::Join), ..ReadOptions::default() };
        let joined = read_with(&text, &joined).0;
        let is_blank = |node: Node<'_>| matches!(node, Node::Inline(Inline::Blank(_)));
        let mut has_blank = false;
        visit(&kept.body, &mut |node| has_blank |= is_blank(node));
        blanks.extend(has_blank.then_some(number.to_string()));
        lines.extend((kept != joined).then_some(number.to_string()));
    }
    let list = |numbers: Vec<String>| match numbers.is_empty() {
        true => "none".to_owned(),
        false => numbers.join(", "),
    };
    let row = format!("| blanks | {} |\n| line ends | {} |", list(blanks), list(lines));
    assert!(
        include_str!("../../docs/markdown.md").contains(&row),
        "docs/markdown.md lacks\n{row}"
    );
}

/// The texts of a document, without what a reader consumed.
fn texts(document: &Document) -> String {
    let mut out = String::new();
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| {
            if let Node::Inline(Inline::Text(text)) = node {
                out.push_str(&text.text);
            }
        });
    }
    out
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

/// What one sees of HTML: no tags, no comments, no attributes.
fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let unseen = ["script", "style"].into_iter().find(|name| after.starts_with(name));
        rest = match unseen {
            Some(name) => after.split_once(&format!("</{name}>")).map_or("", |(_, rest)| rest),
            None if after.starts_with("!--") => {
                after.split_once("-->").map_or("", |(_, rest)| rest)
            }
            None => after_tag(after),
        };
    }
    out.push_str(rest);
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .iter()
        .fold(out, |text, (from, to)| text.replace(from, to))
}

/// What follows a tag; one in a quoted value does not end it.
fn after_tag(text: &str) -> &str {
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return &text[index + 1..],
            (None, '"' | '\'') => quote = Some(c),
            (Some(mark), c) if c == mark => quote = None,
            _ => {}
        }
    }
    ""
}

/// The parser's places are wrong after a definition that a line of equals signs follows; what
/// is there is found all the same.
#[test]
fn a_line_of_equals_signs_after_a_definition_is_text() {
    let (document, _) = read(
        "[甲]: /a\n===\n[甲]与**乙**、`丙`、$丁$、\\*戊\\*、[庚](/g)、https://a.cn。己<sup>辛</sup>{壬|rén}",
    );
    assert_eq!(texts(&document), "===甲与乙、丙、丁、*戊*、庚、https://a.cn。己辛壬rén");
}

/// None of many notes is lost.
#[test]
fn many_notes_are_read() {
    const NOTES: usize = if cfg!(debug_assertions) { 10_000 } else { 100_000 };
    let notes: String =
        (0..NOTES).map(|n| format!("文[^{n}]。\n\n[^{n}]: 注{n}\n\n")).collect();
    let (document, _) = read(&notes);
    let mut found = 0;
    visit(&document.body, &mut |node| {
        found += usize::from(matches!(node, Node::Block(paiban::model::Block::Note(_))));
    });
    assert_eq!(found, NOTES);
}
