//! What comes before the text, and what leads into it: title, contents, links to headings, in
//! every output of a Markdown file.

use paiban::config::{Options, PageOptions, ReadOptions};
use paiban::diag::Code;
use paiban::input;
use paiban::model::Depth;
use paiban::source::Source;
use paiban::transform::{ContentsPlace, contents_place};

use crate::made::{make, make_with};

/// That all of `wanted` stand in `text`, in this order.
fn assert_order(text: &str, wanted: &[&str]) {
    let mut rest = text;
    for one in wanted {
        match rest.split_once(one) {
            Some((_, after)) => rest = after,
            None => panic!("no {one} after those before it in\n{text}"),
        }
    }
}

#[test]
fn links_lead_to_headings_by_the_names_that_github_gives_them() {
    let made = make(include_str!("../fixtures/markdown/manual.md"));
    for (href, text) in [
        ("安装", "安装"),
        ("_31_1-快速开始", "1.1 快速开始"),
        ("安装-1", "第二个安装"),
        ("faq", "FAQ"),
        ("常见问题", "常见问题"),
        ("quality", "附：水质"),
        ("quality", "水质，按标题"),
        ("水井使用手册", "回到手册"),
    ] {
        let link = format!("<a href=\"#{href}\">{text}</a>");
        assert!(made.epub.contains(&link), "{link}\n{}", made.epub);
        assert!(made.epub.contains(&format!("id=\"{href}\"")), "{href}\n{}", made.epub);
        assert!(made.tei.contains(&format!("target=\"#{href}\"")), "{href}\n{}", made.tei);
        assert!(made.tei.contains(&format!("xml:id=\"{href}\"")), "{href}\n{}", made.tei);
    }
    // Only the one that leads nowhere is reported, once for each output.
    let dead = [Code::PdfLinkTarget, Code::EpubDeadLink];
    let codes = made.codes();
    assert_eq!(codes.iter().filter(|code| dead.contains(code)).count(), 2, "{codes:?}");
    let unnumbered = "xml:id=\"quality\" rendition=\"#unnumbered\"";
    assert!(made.tei.contains(unnumbered), "{}", made.tei);
}

#[test]
fn a_mark_for_the_contents_becomes_them_at_that_place() {
    let made = make(include_str!("../fixtures/markdown/manual.md"));
    let headings = ["安装", "1.1 快速开始", "FAQ", "常见问题", "附：水质"];
    assert_order(
        &made.pdf,
        &[&["这是前言。", "TOC"], &headings[..], &["把井盖放好。"]].concat(),
    );
    assert_order(
        &made.epub,
        &[&["这是前言。", "<nav class=\"contents\""], &headings[..], &["</nav>", "把井盖"]]
            .concat(),
    );
    assert_order(&made.tei, &["目录</head>", "<divGen type=\"toc\"/>", "安装</head>"]);
    // An archive keeps the place.
    let options = ReadOptions::default();
    let (source, _) = Source::decode(None, made.tei.as_bytes(), &options).unwrap();
    let (kept, _) = input::read(&source, &options, Depth::default()).unwrap();
    let place = contents_place(kept.blocks());
    assert_eq!(place, Some(ContentsPlace { is_headed: true }), "{}", made.tei);
    for output in [&made.pdf, &made.epub] {
        assert!(!output.contains("[TOC]"), "{output}");
        // The author's own heading stands above them, and is none of them.
        assert!(!output.contains("contents-title") && !output.contains("目　录"), "{output}");
        assert!(!output.contains("目录</a>") && !output.contains("TOCI “目录"), "{output}");
    }
}

#[test]
fn every_mark_for_the_contents_is_known_and_no_other() {
    for mark in ["[TOC]", "[toc]", "[[toc]]", "[[_TOC_]]", "@[toc]", "${toc}"] {
        let made = make(&format!("# 手册\n\n前言。\n\n{mark}\n\n## 安装\n\n文。\n"));
        assert_order(&made.epub, &["前言。", "contents-title", "安装</a>", "<h2>安装"]);
        assert_order(&made.pdf, &["前言。", "目　录", "安装", "文。"]);
        let without = Options {
            page: PageOptions { toc: Some(false), ..PageOptions::default() },
            ..Options::default()
        };
        let made =
            make_with(&format!("# 手册\n\n前言。\n\n{mark}\n\n## 安装\n\n文。\n"), &without);
        assert!(!made.epub.contains("contents") && !made.pdf.contains("目　录"), "{mark}");
    }
    for text in ["[TOC] 见下\n", "`[TOC]`\n", "[TOC]\n\n[TOC]: https://a.cn\n"] {
        let made = make(&format!("# 手册\n\n{text}\n\n## 安装\n\n文。\n"));
        assert!(made.epub.contains("TOC"), "{text}: {}", made.epub);
    }
    // The contents are made once.
    let made = make("# 手册\n\n[TOC]\n\n## 安装\n\n文。\n\n[TOC]\n");
    assert_eq!(made.epub.matches("<nav ").count(), 1, "{}", made.epub);
    assert_eq!(made.pdf.matches("目　录").count(), 1, "{}", made.pdf);
}

#[test]
fn an_address_with_spaces_is_one_of_an_image() {
    let made = make(
        "# 图\n\n![井*台*](图 1.png \"井台全景\"){width=30%}\n\n行中![井栏](我的 图/2.JPG)。\n",
    );
    let hrefs: Vec<&str> =
        made.conversion.document.assets.iter().map(|it| it.href.as_str()).collect();
    assert_eq!(hrefs, ["图 1.png", "我的 图/2.JPG"]);
    assert!(!made.epub.contains("![") && !made.epub.contains("]("), "{}", made.epub);
    // Nothing was loaded: the caption stands once, beside the name of the file.
    assert_order(&made.epub, &["图 1.png</span>", "<figcaption>井台全景</figcaption>", "井栏"]);
    assert_order(&made.pdf, &["［图：图 1.png］", "井台全景", "行中井栏"]);
    assert!(!made.pdf.contains("“井台”"), "{}", made.pdf);
    assert_order(&made.tei, &["url=\"", "width=\"30%\""]);
}

#[test]
fn the_first_heading_names_a_work_without_a_title() {
    for (text, title, role) in [
        ("# 第6章 井水的分层\n\n## 习题6.1\n\n文。\n", "第6章 井水的分层", "H1"),
        ("# 附录 水表\n\n文。\n", "附录 水表", "H1"),
        ("# 甲\n\n文。\n\n# 乙\n\n文。\n", "甲", "H1"),
        ("## 会议纪要\n\n文。\n", "会议纪要", "H1"),
        ("先说一句。\n\n# 甲\n\n文。\n", "甲", "H1"),
        ("# ![](甲.png)\n\n文。\n\n# 乙\n", "乙", "H1"),
        ("# 题目\n\n## 一\n\n文。\n", "题目", "Title"),
        ("---\ntitle: 题目\n---\n\n# 题目\n\n## 一\n\n文。\n", "题目", "Title"),
        ("---\ntitle: 题目\n---\n\n# 一\n\n文。\n", "题目", "Title"),
        ("::: title\n题目\n:::\n\n# 一\n\n文。\n", "题目", "Title"),
    ] {
        let made = make(text);
        assert_eq!(made.title(), Some(title), "{text}");
        assert!(!made.codes().contains(&Code::PdfUntitled), "{text}");
        // It stands on the page once: as a heading, or as the title.
        let (_, structure) = made.pdf.split_once("\nStructure").unwrap();
        assert_eq!(structure.matches(title).count(), 1, "{text}\n{structure}");
        let line = structure.lines().find(|line| line.contains(title)).unwrap();
        assert!(line.trim_start().starts_with(role), "{line}");
    }
    assert_eq!(make("只有一段。\n").title(), None);
}
