//! What comes before the text, and what leads into it: title, contents, links to headings, in
//! every output of a Markdown file.

use paiban::config::{Options, PageOptions, ReadOptions};
use paiban::context::Context;
use paiban::diag::Code;
use paiban::input;
use paiban::layout::frame::{Artifact, Item, Owner, Page};
use paiban::layout::{lay_out, page_settings};
use paiban::model::{Depth, Numbering, RunningLine};
use paiban::source::Source;
use paiban::transform::{ContentsPlace, contents_place};

use crate::made::{make, make_with};

/// That all of `wanted` are in `text`, in this order.
fn assert_order(text: &str, wanted: &[&str]) {
    let mut rest = text;
    for one in wanted {
        match rest.split_once(one) {
            Some((_, after)) => rest = after,
            None => panic!("no {one} after those before it in\n{text}"),
        }
    }
}

/// The title block of pandoc, a post of Hexo without its first fence, a title over two lines.
#[test]
fn front_matter_without_a_fence_is_read() {
    for (text, author) in [
        ("% 甲的题目\n% 张三; 李四\n% 2024-05-01\n\n正文。\n", Some("张三")),
        ("title: 甲的题目\ndate: 2014-05-01\nauthor: 张三\n---\n正文。\n", Some("张三")),
        ("---\ntitle: |\n  甲的\n  题目\n---\n\n正文。\n", None),
    ] {
        let made = make(text);
        assert_eq!(made.title().map(|it| it.replace(' ', "")).as_deref(), Some("甲的题目"));
        let agents = &made.conversion.document.meta.agents;
        assert_eq!(agents.first().map(|it| it.name.as_str()), author, "{text}");
        assert!(!made.epub.contains("% ") && !made.epub.contains("date:"), "{}", made.epub);
    }
    let heading = make("title: a\n---\n\n正文。\n");
    assert_eq!(heading.title(), Some("title: a"));
}

#[test]
fn a_value_that_a_key_cannot_have_is_reported() {
    let made = make("---\nspaces: 多\nline-ends: 保留\n---\n\n正文。\n");
    let found: Vec<_> = made
        .conversion
        .diagnostics
        .iter()
        .filter(|found| found.code == Code::FrontMatterValue)
        .map(|found| (found.values[0].as_str(), found.span.is_some()))
        .collect();
    assert_eq!(found, [("spaces", true), ("line-ends", true)]);
    assert!(
        !make("---\nspaces: keep\n---\n\n正文。\n").codes().contains(&Code::FrontMatterValue)
    );
}

#[test]
fn headings_in_quotations_have_names() {
    let made = make(
        "# 题\n\n> ## 引中题\n>\n> 文\n\n- 甲\n\n  ### 项中题\n\n见[甲](#引中题)、[乙](#项中题)。\n",
    );
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    for id in ["引中题", "项中题"] {
        assert!(made.epub.contains(&format!("href=\"#{id}\"")), "{}", made.epub);
        assert!(made.tei.contains(&format!("xml:id=\"{id}\"")), "{}", made.tei);
    }
}

#[test]
fn links_find_headings_by_the_ids_of_github() {
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
        // The author's own heading is above them, and is not one of them.
        assert!(!output.contains("contents-title") && !output.contains("目　录"), "{output}");
        assert!(!output.contains("目录</a>") && !output.contains("TOCI “目录"), "{output}");
    }
}

#[test]
fn every_mark_for_the_contents_is_known_and_no_other() {
    for mark in
        ["[TOC]", "[toc]", "[[toc]]", "[[_TOC_]]", "@[toc]", "${toc}", "\\tableofcontents"]
    {
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
    // Nothing was loaded: the caption is there once, beside the name of the file.
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
        // It is on the page once: as a heading, or as the title.
        let (_, structure) = made.pdf.split_once("\nStructure").unwrap();
        assert_eq!(structure.matches(title).count(), 1, "{text}\n{structure}");
        let line = structure.lines().find(|line| line.contains(title)).unwrap();
        assert!(line.trim_start().starts_with(role), "{line}");
    }
    assert_eq!(make("只有一段。\n").title(), None);
}

const REPORT: &str = include_str!("../fixtures/markdown/report.md");

/// The report with other lines in its front matter.
fn report(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(REPORT.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// The words of a page that are no content: header and footer.
fn furniture(text: &str, options: &Options) -> Vec<String> {
    let made = make_with(text, options);
    let pictures = crate::support::pictures(&made.conversion.document);
    let page = page_settings(&made.conversion.document, &options.page).unwrap().0;
    let options = Options { page, ..options.clone() };
    let fonts = std::sync::Arc::new(paiban::font::Library::bundled());
    let context = Context { fonts, ..Context::default() };
    let document = &made.conversion.document;
    let mut pages = Vec::new();
    lay_out(document, &pictures, &options, &context, &mut |page| pages.push(page)).unwrap();
    pages.sort_by_key(|page| page.index);
    pages.iter().map(words_of_furniture).collect()
}

fn words_of_furniture(page: &Page) -> String {
    let mut words = String::new();
    for item in &page.items {
        if let Item::Text(run) = item
            && matches!(run.owner, Owner::Artifact(Artifact::Header | Artifact::Footer))
        {
            words.push_str(&run.text);
        }
    }
    words
}

#[test]
fn front_matter_is_used_in_every_output() {
    let made = make(REPORT);
    assert_eq!(made.codes(), []);
    assert!(made.pdf.contains("419.53 × 595.28"), "A5: {}", made.pdf);
    assert_order(
        &made.pdf,
        &[
            "Title “可行性分析”",
            "“王小明",
            "“2024年3月5日",
            "“目　录”",
            "1　概述",
            "1.1　范围",
            "1.1.1　细目",
            "前言",
            "2　结论",
            "“摘要”",
            "“本文说明如何可行。”",
            "“第二段。”",
            "“1　概述”",
            "“1.1　范围”",
            "Link “结论”",
            "“1.1.1　细目”",
            "“前言”",
            "“2　结论”",
        ],
    );
    assert_order(
        &made.epub,
        &[
            ">摘要</h1>",
            "<p id=\"",
            "本文说明如何可行。</p>",
            ">1　概述</h1>",
            ">1.1　范围</h2>",
            ">1.1.1　细目</h3>",
            ">前言</h1>",
            ">2　结论</h1>",
        ],
    );
    // An archive keeps what the author wrote, and the requested settings.
    assert_order(
        &made.tei,
        &["<dateline>2024年3月5日</dateline>", "type=\"abstract\"", "</pc> 概述</head>"],
    );
    for requested in ["第 {page} 页 / 共 {pages} 页", "{section}", "papersize", "toc-depth"]
    {
        assert!(made.tei.contains(requested), "{requested}: {}", made.tei);
    }
    let meta = &made.conversion.document.meta;
    assert_eq!(meta.subjects, ["可行", "分析"]);
    assert_eq!(meta.description.as_deref(), Some("本文说明如何可行。\n\n第二段。"));
}

#[test]
fn headers_and_footers_are_filled_in_page_by_page() {
    let none = Options::default();
    assert_eq!(
        furniture(REPORT, &none),
        ["可行性分析摘要第 1 页 / 共 2 页", "可行性分析1.1.1　细目第 2 页 / 共 2 页"]
            .map(|it| it.to_owned())
    );
    // A string is in the middle; one that is empty takes the style's own away.
    let text = report(&[
        ("header: { left: \"{title}\", right: \"{section}\" }", "header: ''"),
        ("第 {page} 页 / 共 {pages} 页", "\"{author} {date} {chapter} {none}\""),
    ]);
    assert_eq!(furniture(&text, &none)[1], "王小明、李红 2024-03-05 1　概述 {none}");
    assert_eq!(make(&text).codes(), [Code::TemplateName]);
    // The parts may have keys of their own; what only TeX understands is no text.
    let text = report(&[
        ("header: { left: \"{title}\", right: \"{section}\" }", "header-left: 甲"),
        ("footer: 第 {page} 页 / 共 {pages} 页", "footer-right: \\thepage"),
    ]);
    assert_eq!(furniture(&text, &none)[1], "甲— 2 —");
    assert_eq!(make(&text).codes(), [Code::FrontMatterKeys]);
    // The command line takes precedence the front matter.
    let options = Options {
        page: PageOptions {
            footer: Some(RunningLine { right: "{page}".to_owned(), ..RunningLine::default() }),
            header: Some(RunningLine::default()),
            ..PageOptions::default()
        },
        ..Options::default()
    };
    assert_eq!(furniture(REPORT, &options), ["1", "2"].map(|it| it.to_owned()));
}

#[test]
fn headings_are_numbered_as_requested_and_never_twice() {
    let numbered = |numbering: Numbering, text: &str| {
        let page = PageOptions { numbering: Some(numbering), ..PageOptions::default() };
        make_with(text, &Options { page, ..Options::default() })
    };
    let found = numbered(Numbering::Chapter, REPORT);
    assert_order(
        &found.epub,
        &["第一章　概述</h1>", "第一节　范围", "一、细目", ">前言<", "第二章　结论"],
    );
    let found = numbered(Numbering::Chinese, REPORT);
    assert_order(&found.pdf, &["“一、概述”", "“（一）范围”", "“前言”", "“二、结论”"]);
    assert!(!numbered(Numbering::None, REPORT).epub.contains("1　概述"));
    // The style's own form, where numbersections says no more than yes.
    let style = Some("[heading]\nnumbering = \"chapter\"".to_owned());
    let options =
        Options { page: PageOptions { style, ..PageOptions::default() }, ..Options::default() };
    assert!(make_with(REPORT, &options).epub.contains("第一章　概述"));
    let plain = report(&[("numbersections: true\n", "")]);
    assert!(make_with(&plain, &options).epub.contains("第一章　概述"));
    assert!(!make(&plain).epub.contains("1　概述"));
    // A document with numbers of its own gets none, and says so once.
    let own =
        "---\nnumbersections: true\n---\n\n# 一、甲\n\n文。\n\n# 乙\n\n文。\n\n# 丙\n\n文。\n";
    let made = make(own);
    assert_eq!(made.codes(), [Code::HeadingsNumbered]);
    assert_order(&made.epub, &[">一、甲<", ">乙<"]);
}

#[test]
fn invalid_front_matter_is_reported_with_its_place() {
    let text = "---\ntitle: 随笔\ncssclasses: wide\npapersize: 很大\ncopyright: true\nheader: {上: 甲}\ntoc: 也许\n---\n\n正文。\n";
    let made = make(text);
    let found: Vec<(Code, &str, usize)> = made
        .conversion
        .diagnostics
        .iter()
        .map(|it| (it.code, it.values[0].as_str(), it.span.unwrap().start as usize))
        .collect();
    let at = |key: &str| text.find(key).unwrap();
    assert_eq!(
        found,
        [
            (Code::FrontMatterKeys, "cssclasses, copyright, header.上", at("cssclasses")),
            (Code::PageWish, "papersize", at("papersize")),
            (Code::PageWish, "toc", at("toc")),
        ]
    );
    assert!(made.conversion.document.meta.rights.statement.is_none());
}
