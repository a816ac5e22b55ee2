//! Handouts as they are typed: what people put between the prose stays what they meant, in every
//! output.

use paiban::config::{DisplayOptions, LineEnds, Options, OutputFormat, ReadOptions, Spaces};
use paiban::context::Context;
use paiban::diag::Code;
use paiban::model::{Block, Inline, Node, plain_text, visit};
use paiban::output::pdf;
use paiban::restore::restore;
use paiban::{Input, convert};

use crate::made::{assert_has, is_restored, make, make_with, said};

#[test]
fn an_exam_sheet_is_set_as_typed() {
    let source = include_str!("../fixtures/markdown/exam.md");
    let made = make(source);
    // A blank in a sentence, in brackets, and a line to write on.
    assert_has(
        &made.epub,
        &[
            "（<span class=\"blank\">____</span>）是（<span class=\"blank\">____</span>）的",
            "《<span class=\"blank\">____</span>》的作者",
            "<p id=\"p-",
            "class=\"answer-line\"><span class=\"blank\">____________________</span></p>",
            "正确的一项是（　　）<br/>",
            "A. 酝酿（niàng）<br/>",
            "迟到，他买了闹钟。<br/>",
        ],
    );
    assert!(!made.epub.contains("<strong>") && !made.epub.contains("<em>"), "{}", made.epub);
    assert_has(&said(&made), &["（____）是（____）的。", "____________________"]);
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    assert_has(
        &made.tei,
        &["<seg type=\"blank\">____</seg>", "<seg type=\"blank\" subtype=\"line\">"],
    );
    // Two page breaks: three pages, three files, no page of another edition.
    assert_has(&made.pdf, &["“3” 595"]);
    assert_eq!(made.tei.matches("<milestone unit=\"page-break\"").count(), 2);
    assert!(!made.tei.contains("<pb"), "{}", made.tei);
    assert_eq!(made.epub.matches("<body").count(), 3);
    assert!(!made.epub.contains("newpage") && !said(&made).contains("newpage"));
    is_restored(&made, source);
}

#[test]
fn a_lease_keeps_its_clauses_and_the_room_for_seals() {
    let source = include_str!("../fixtures/markdown/lease.md");
    let made = make(source);
    let ten_em = "　".repeat(10);
    assert_has(
        &made.epub,
        &[
            "＿＿＿＿＿＿＿＿</span><br/>",
            "使用。<br/>",
            "日止。<br/>",
            "租期自　　年　　月　　日起",
            &format!("甲方（盖章）：{ten_em}乙方（签字）："),
            "日期：　　年　　月　　日",
            "（大写）<span class=\"blank\">____________</span>元整（¥",
            ">双方应当遵守",
            "此致<br/>",
            "管理所<br/>",
        ],
    );
    assert_has(&made.tei, &["　　双方应当遵守", "盖章）：                    乙方"]);
    assert_has(&said(&made), &["callback=https%3A%2F%2Fexample.org%2Fdone，以纸质"]);
    is_restored(&made, source);
}

#[test]
fn a_lesson_plan_keeps_names_apart_and_items_on_lines() {
    let source = include_str!("../fixtures/markdown/lesson.md");
    let made = make(source);
    assert_has(
        &made.epub,
        &[
            "课题：济南的冬天<br/>",
            "张三 李四 王五",
            "6月26日 第一课时。先请学生朗读课文，再讨论。",
            ">导入：同学们",
            "（一）整体感知<br/>",
            "<p id=\"p-",
            "济南的冬天<br/>",
            "（　　）",
        ],
    );
    assert_has(&said(&made), &["张三 李四 王五", "朗读课文，再讨论。"]);
    // A blank alone in a cell is no line.
    assert!(!made.epub.contains("answer-line"), "{}", made.epub);
    assert_eq!(made.epub.matches("<body").count(), 2);
    is_restored(&made, source);
}

/// The text of a document's paragraphs in the e-book, by the spaces set in `options`.
fn shown(source: &str, spaces: Option<Spaces>) -> (String, Vec<Code>) {
    let display = DisplayOptions { spaces, ..DisplayOptions::default() };
    let made = make_with(source, &Options { display, ..Options::default() });
    let codes = made.codes();
    (made.epub, codes)
}

const RECOGNISED: &str =
    "清 晨 的 雾 气 还 没 有 散 去 ，老 街 上 已 经 有 人 支 起 了 早 点 。\n";

#[test]
fn spaces_between_all_characters_are_noise_unless_they_are_kept() {
    let (epub, codes) = shown(RECOGNISED, None);
    assert_has(&epub, &["清晨的雾气还没有散去，老街上已经有人支起了早点。"]);
    assert_eq!(codes.iter().filter(|code| **code == Code::SpacesNoise).count(), 1);
    let (epub, codes) = shown(RECOGNISED, Some(Spaces::Keep));
    assert_has(&epub, &["清 晨 的 雾"]);
    assert!(!codes.contains(&Code::SpacesNoise));
    let declared = format!("---\nspaces: keep\n---\n\n{RECOGNISED}");
    assert_has(&shown(&declared, None).0, &["清 晨 的 雾"]);
    assert_has(&shown(&declared, Some(Spaces::Drop)).0, &["清晨的雾气"]);
    // Between Latin words a row of spaces is one.
    let (epub, _) = shown("甲说 one  two   three 乙说。\n", None);
    assert_has(&epub, &["甲说 one two three 乙说。"]);
    let (epub, _) = shown("到了 傍晚 ，孩子们    回来。\n", Some(Spaces::Drop));
    assert_has(&epub, &["到了傍晚，孩子们回来。"]);
}

#[test]
fn spaces_in_plain_text_mean_the_same() {
    let text = "值班表\n\n出席：张三 李四 王五\n\n甲方（盖章）：                    乙方（签字）：\n\n双方\n";
    let input = Input { name: Some("表.txt".to_owned()), bytes: text.as_bytes().into() };
    let formats = [OutputFormat::Pdf, OutputFormat::Tei];
    let made = convert(&input, &formats, &Options::default(), &Context::default()).unwrap();
    let dump = pdf::dump(&made.outputs[0].bytes).unwrap();
    assert_has(&dump, &["张三 李四 王五", "甲方（盖章）：　　　　　　　　　　乙方（签字）："]);
    assert_eq!(restore(&made.outputs[1].bytes).unwrap(), text.as_bytes());
}

/// The line breaks of a text, by an option and by its front matter.
fn breaks(source: &str, line_ends: Option<LineEnds>) -> usize {
    let read = ReadOptions { line_ends, ..ReadOptions::default() };
    make_with(source, &Options { read, ..Options::default() }).epub.matches("<br/>").count()
}

#[test]
fn line_ends_are_kept_as_the_author_asks() {
    let text = "清晨的雾\n还没有散\n\nA. 酝酿\nB. 黄晕\n";
    assert_eq!(breaks(text, None), 1);
    assert_eq!(breaks(text, Some(LineEnds::Keep)), 2);
    assert_eq!(breaks(text, Some(LineEnds::Join)), 0);
    let declared = format!("---\nline-ends: keep\n---\n\n{text}");
    assert_eq!(breaks(&declared, None), 2);
    assert_eq!(breaks(&declared, Some(LineEnds::Auto)), 1);
}

fn page_breaks(made: &paiban::Conversion) -> usize {
    let mut count = 0;
    for blocks in [&made.document.front, &made.document.body, &made.document.back] {
        visit(blocks, &mut |node| {
            count += usize::from(matches!(node, Node::Block(Block::PageBreak(_))));
        });
    }
    count
}

#[test]
fn page_breaks_of_markdown_dialects() {
    for (text, count) in [
        ("甲。\n\n\\newpage\n\n乙。\n", 1),
        ("甲。\n\\pagebreak\n乙。\n", 1),
        ("甲。\n\n<!-- pagebreak -->\n\n乙。\n", 1),
        ("甲。\n\n<p class=\"page-break\"></p>\n\n乙。\n", 1),
        ("甲。\n\n<div style=\"break-before: page\">乙。</div>\n", 1),
        ("甲。\n\n<h2 style=\"page-break-before: always\">乙</h2>\n", 1),
        ("甲。\n\n<div style=\"page-break-after: always\">乙。</div>\n\n丙。\n", 1),
        ("甲。\n\u{C}\n乙。\n", 1),
        ("甲。\n\n`\\newpage` 是命令。\n", 0),
        ("```\n\\newpage\n```\n", 0),
    ] {
        let made = make(text);
        assert_eq!(page_breaks(&made.conversion), count, "{text}");
        assert_eq!(made.tei.matches("<milestone unit=\"page-break\"").count(), count, "{text}");
        assert!(!made.tei.contains("<pb"), "{}", made.tei);
        assert_eq!(made.epub.matches("<body").count(), count + 1, "{text}");
        assert_eq!(made.pdf.contains("“2” 595"), count > 0, "{text}\n{}", made.pdf);
        is_restored(&made, text);
    }
    // Markdown between the tags: the page ends behind it.
    let between = |open: &str, close: &str| {
        let text = format!(
            "# 题\n\n<style>\n.sheet {{ page-break-after: always }}\n</style>\n\n{open}\n\n甲。\n\n<div>\n\n乙。\n\n</div>\n\n{close}\n\n丙。\n"
        );
        let made = make(&text);
        is_restored(&made, &text);
        assert_eq!(page_breaks(&made.conversion), 1, "{text}");
        let places = ["甲。", "乙。", "<milestone unit=\"page-break\"", "丙。"];
        let body = &made.tei[made.tei.find("<text").unwrap()..];
        let places: Vec<usize> = places.iter().map(|it| body.find(it).unwrap()).collect();
        (places.is_sorted(), made.codes())
    };
    for (open, close, behind) in [
        ("<div style=\"page-break-after: always;\">", "</div>", true),
        ("<section class='sheet'>", "</section>", true),
        ("<article class='sheet'>", "", false),
    ] {
        let (is_behind, codes) = between(open, close);
        assert_eq!(is_behind, behind, "{open}");
        assert_eq!(codes, [Code::MarkdownStyleSheet], "{open}");
    }
    // Two in a row are one, and none is at either end.
    let made = make("\\newpage\n\n甲。\n\n\\newpage\n\n\\newpage\n\n乙。\n\n\\newpage\n");
    assert_has(&made.pdf, &["“2” 595"]);
    assert!(!made.pdf.contains("“3” 595"), "{}", made.pdf);
    assert_eq!(made.epub.matches("<body").count(), 2);
}

#[test]
fn form_feeds_of_plain_text_are_page_breaks_unless_pages_are_alike() {
    let convert = |text: &str| {
        let input = Input { name: Some("文.txt".to_owned()), bytes: text.as_bytes().into() };
        let formats = [OutputFormat::Tei];
        let made = convert(&input, &formats, &Options::default(), &Context::default()).unwrap();
        assert_eq!(restore(&made.outputs[0].bytes).unwrap(), text.as_bytes(), "{text:?}");
        page_breaks(&made)
    };
    assert_eq!(
        convert(
            "春天\n\n　　第一段在这里就写完了。\n\u{C}\n　　第二段比第一段要长一些，也写完了。\n"
        ),
        1
    );
    assert_eq!(
        convert(
            "春天\n\n　　第一段在这里就写完了。\n\u{C}　　第二段比第一段要长一些，也写完了。\n"
        ),
        1
    );
    assert_eq!(
        convert("春天\n\n　　第一段在这一页没有写完\n\u{C}而是在下一页，到这里才写完了。\n"),
        0
    );
    let page = "　　这是一段，写完了。\n　　又是一段，比上一段要长一些。\n\u{C}";
    assert_eq!(convert(&format!("春天\n\n{}", page.repeat(4))), 0, "text out of a PDF");
}

#[test]
fn lines_to_write_on_in_plain_text_follow_a_question() {
    let blanks = |text: &str| {
        let input = Input { name: Some("卷.txt".to_owned()), bytes: text.as_bytes().into() };
        let made = convert(&input, &[], &Options::default(), &Context::default()).unwrap();
        let mut found = Vec::new();
        visit(&made.document.body, &mut |node| {
            if let Node::Inline(Inline::Blank(it)) = node {
                found.push((plain_text(&it.content), it.whole_line));
            }
        });
        found
    };
    let line = || ("________".to_owned(), true);
    assert_eq!(blanks("测试\n\n井有多深？\n________\n\n完了。\n"), [line()]);
    assert_eq!(blanks("测试\n\n写一写。\n________\n________\n"), [line(), line()]);
    assert_eq!(blanks("测试\n\n租金____元。\n"), [("____".to_owned(), false)]);
    assert_eq!(blanks("测试\n\n他走了。\n________\n第二天，他回来了。\n"), []);
}

/// What a site generator or a browser would do is reported where it is.
#[test]
fn directives_of_generators_are_reported() {
    let places = |text: &str| {
        let made = make(text);
        is_restored(&made, text);
        let found = made.conversion.diagnostics.iter();
        let start = |span: Option<paiban::model::Span>| span.map(|it| it.start as usize);
        found.map(|it| (it.code, start(it.span))).collect::<Vec<_>>()
    };
    for (text, code, place) in [
        ("# 题\n\n{% friends _posts/a.yml %}\n", Code::MarkdownTemplate, "{%"),
        ("# 题\n\n{{< figure src=\"a.png\" >}}\n", Code::MarkdownTemplate, "{{<"),
        ("# 题\n\n<div style=\"color: red\">\n\n甲\n\n</div>\n", Code::MarkdownColour, "<div"),
        (
            "# 题\n\n<td bgcolor=red style='background: red'>甲</td>\n",
            Code::MarkdownColour,
            "<td",
        ),
        ("# 题\n\n<style>p { margin: 0 }</style>\n\n甲\n", Code::MarkdownStyleSheet, "<style"),
    ] {
        assert_eq!(places(text), [(code, text.find(place))], "{text}");
    }
    for text in [
        "# 题\n\n```\n{% raw %}\n```\n",
        "# 题\n\n写作 `{% raw %}` 即可。\n",
        "# 题\n\n{% note %}\n甲\n{% endnote %}\n",
    ] {
        assert_eq!(places(text), [], "{text}");
    }
}

/// A text without a heading has the name of its file, if that says anything.
#[test]
fn a_file_names_the_work_where_no_heading_does() {
    let title = |name: &str, text: &str| {
        let input = Input { name: Some(name.to_owned()), bytes: text.as_bytes().into() };
        let made = convert(&input, &[], &Options::default(), &Context::default()).unwrap();
        made.document.meta.title(paiban::model::TitleKind::Main).map(str::to_owned)
    };
    assert_eq!(title("春天的故事.md", "文\n").as_deref(), Some("春天的故事"));
    assert_eq!(title("春天的故事.md", "## 小结\n\n文\n").as_deref(), Some("小结"));
    assert_eq!(title("新建文本文档.md", "文\n"), None);
    assert_eq!(title("1.md", "文\n"), None);
}

/// A form feed between items ends the page, and the list continues after it.
#[test]
fn a_page_ends_between_items() {
    let made = make("# 题\n\n1. 甲\n2. 乙\n\u{C}\n3. 丙\n");
    assert_eq!(made.epub.matches("<body").count(), 2, "{}", made.epub);
    assert_has(&made.epub, &["<ol", "start=\"3\""]);
    assert_has(&made.tei, &["<milestone unit=\"page-break\"", "<item n=\"3\""]);
}

/// What is long or never ends is set as well as can be, in time that grows with its length.
#[test]
fn long_rows_of_signs_are_set() {
    for text in [
        "_".repeat(10_000),
        "甲____".repeat(10_000),
        "___a___ ".repeat(5_000),
        "\\_".repeat(5_000),
        format!("甲{}乙", " ".repeat(10_000)),
        "A. 甲\n".repeat(2_000),
        format!("见 {} 止", "a/b.c_d-e".repeat(2_000)),
    ] {
        let made = make(&format!("# 题\n\n{text}\n"));
        assert!(!made.pdf.is_empty(), "{text:.20}");
    }
}
