//! What technical texts and course notes have between the prose: boxes, tables, numbers, marks of
//! editors.

use paiban::diag::Code;

use crate::made::{assert_has, is_restored, make, said};
use crate::paged::{paged, run};

#[test]
fn callouts_are_boxes_with_a_label() {
    for (source, kind, label) in [
        ("> [!NOTE]\n> 先备份。\n", "note", "说明"),
        ("> [!WARNING]\n> 先备份。\n", "warning", "警告"),
        ("> [!tip]- 小窍门\n> 先备份。\n", "tip", "小窍门"),
        ("!!! danger \"高压\"\n    先备份。\n", "caution", "高压"),
        ("??? info\n    先备份。\n", "note", "说明"),
        ("::: tip 先看 a:b 段\n先备份。\n:::\n", "tip", "先看 a:b 段"),
        (":::important[记住]\n先备份。\n:::\n", "important", "记住"),
        ("{% note warning 当心 %}\n先备份。\n{% endnote %}\n", "warning", "当心"),
        ("<details>\n<summary>答案</summary>\n\n先备份。\n\n</details>\n", "note", "答案"),
        ("<details><summary>答案</summary>先备份。</details>\n", "note", "答案"),
    ] {
        let source = format!("# 安装\n\n{source}\n正文。\n");
        let made = make(&source);
        assert_has(&made.epub, &[&format!("class=\"admonition {kind}\" role=\"note\"")]);
        assert_has(&made.epub, &["先备份。</p>"]);
        let spoken = said(&made);
        assert_has(&spoken, &[&format!("{label}先备份。")]);
        assert_has(&made.tei, &[&format!("type=\"admonition\" subtype=\"{kind}\"")]);
        // A label that the program adds is not the author's.
        let body = made.tei.split("<body>").nth(1).unwrap();
        let own = !["说明", "警告"].contains(&label);
        assert_eq!(body.contains("<label>"), own, "{source}\n{}", made.tei);
        for sign in ["[!", "!!!", "???", ":::", "{%", "summary"] {
            assert!(!spoken.contains(sign), "{spoken}");
        }
        assert!(made.codes().is_empty(), "{source} {:?}", made.codes());
        is_restored(&made, &source);
    }
}

#[test]
fn boxes_hold_blocks_and_boxes() {
    let source = "# 甲\n\n!!! note\n    第一段。\n\n    ```text\n    a\n\n    b\n    ```\n\n    !!! tip\n        套着。\n\n外面。\n";
    let made = make(source);
    assert_eq!(made.epub.matches("class=\"admonition").count(), 2);
    assert_has(&made.epub, &["a\n\nb", "套着。</p>"]);
    let outer = made.epub.split("</div>").last().unwrap();
    assert_has(outer, &["外面。"]);
    is_restored(&made, source);
    // What only looks like one is text.
    let text = make("# 甲\n\n!!! 注意啦\n\n> [!]\n> 引文。\n");
    assert!(!text.epub.contains("admonition"), "{}", text.epub);
}

#[test]
fn a_container_that_is_never_closed_reaches_to_the_end_and_is_reported() {
    let source = "# 通知\n\n::: warning\n带灯。\n\n第二段。\n";
    let made = make(source);
    assert_eq!(made.codes(), [Code::MarkdownUnclosed]);
    let at = made.conversion.diagnostics[0].span.unwrap().start as usize;
    assert_eq!(&source[at..at + 11], "::: warning");
    assert_has(&said(&made), &["警告带灯。第二段。"]);
    assert!(make("# 甲\n\n::: tip\n乙\n:::\n").codes().is_empty());
}

#[test]
fn an_attribution_has_its_dash_on_the_page() {
    for mark in ["——", "—— ", "--"] {
        let made = make(&format!("# 引文\n\n> 井水甜。\n> {mark}林小满《老街记》\n"));
        assert_has(&said(&made), &["——林小满《老街记》"]);
        assert_has(&made.epub, &["<p class=\"attribution\">林小满《老街记》</p>"]);
    }
}

#[test]
fn references_print_the_numbers_of_figures_tables_and_sections() {
    let source = "---\nnumbersections: true\n---\n\n# 甲\n\n如 @fig:b 与[@tbl:one]，见@sec:乙，@eq:m。\n\n![井](a.png){#fig:a}\n\n![台](b.png){#fig:b}\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n: 一个表 {#tbl:one}\n\n# 乙 {#sec:乙}\n\n见 @fig:none。\n";
    let made = make(source);
    let spoken = said(&made);
    assert_has(&spoken, &["如图2与表1，见第2节，", "图1　井", "图2　台", "表1　一个表"]);
    assert_has(&made.epub, &[">图2</a>与<a", "<caption>表1　一个表</caption>"]);
    // The archive has what the author wrote.
    assert_has(&made.tei, &["@fig:b"]);
    let nowhere = made.codes().iter().filter(|it| **it == Code::ReferenceNowhere).count();
    assert_eq!(nowhere, 2);
    assert!(!made.codes().contains(&Code::EpubDeadLink), "{:?}", made.codes());
    is_restored(&made, source);
}

#[test]
fn a_grid_table_is_a_table() {
    let source = "# 参数\n\n+--------+-----------+----------+\n| 名称   | 参数      | 说明     |\n+========+==========:+==========+\n| 宽     | width     | - 版心   |\n|        |           | - 宽度   |\n+--------+-----------+----------+\n| 高     | **跨**两列           |\n+--------+-----------+----------+\n\n: 网格 {#t rules=grid}\n";
    let made = make(source);
    assert_has(
        &made.epub,
        &[
            "<caption>网格</caption>",
            "版心</p>",
            "宽度</p>",
            "<td colspan=\"2\"",
            "<strong>跨</strong>两列",
        ],
    );
    assert!(!said(&made).contains("+-"), "{}", said(&made));
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    is_restored(&made, source);
    // Borders that an author counted otherwise.
    let ragged = "# 参数\n\n+----+----+\n| 名称 | 数 |\n+====+====+\n| 井 | 1 |\n+----+----+\n";
    let made = make(ragged);
    assert_eq!(made.codes(), [Code::MarkdownGrid]);
    assert_has(&made.epub, &["<thead>", "井"]);
    is_restored(&made, ragged);
}

#[test]
fn cells_span_as_multimarkdown_has_them() {
    let made = make("# 表\n\n| 甲 || 乙 |\n|---|---|---|\n| 1 | 2 | 3 |\n| ^^ | 跨两列 ||\n");
    assert_has(&made.epub, &["<th colspan=\"2\"", "<td rowspan=\"2\"", "<td colspan=\"2\""]);
    assert!(!made.epub.contains("^^"));
    // In a compact table, bars that touch have an empty cell between them.
    let made = make("# 表\n\n|甲|乙|丙|\n|---|---|---|\n|1||3|\n");
    assert!(!made.epub.contains("colspan"), "{}", made.epub);
}

#[test]
fn generated_words_are_those_of_the_script() {
    let source = "---\ntitle: 說明\nlang: zh-Hant\ntoc: true\n---\n\n# 概述\n\n甲。[^1]\n\n[^1]: {.endnote} 注文。\n\n> [!NOTE]\n> 文。\n\n如 @fig:a。\n\n![](無.png){#fig:a}\n\n# 結論\n\n乙。\n";
    let made = make(source);
    let spoken = said(&made);
    assert_has(&spoken, &["目　錄", "注釋", "說明", "圖1"]);
    for simplified in ["目录", "目　录", "注释", "说明", "图"] {
        assert!(!spoken.contains(simplified), "{simplified} in {spoken}");
    }
}

#[test]
fn marks_of_editors_are_styles_where_no_letter_is_outside() {
    let made = make("# 笔记\n\n==重点==与++插入++，==**粗**的==，`==x==`。\n");
    assert_has(
        &made.epub,
        &[
            "<mark>重点</mark>与<ins>插入</ins>，<mark><strong>粗</strong>的</mark>，<code>==x==</code>",
        ],
    );
    for text in
        ["从C++到D++的a==b==c", "甲 == 乙 == 丙", "i++与j++", "====甲====", "甲==", "== 甲=="]
    {
        let made = make(&format!("# 题\n\n{text}\n"));
        let bare = |text: &str| text.replace([' ', '\u{3000}'], "");
        assert_has(&bare(&said(&made)), &[&bare(text)]);
        assert!(!made.epub.contains("<mark>") && !made.epub.contains("<ins>"), "{}", made.epub);
    }
}

#[test]
fn links_of_note_programs_lead_to_headings_or_are_text() {
    let source = "# 题\n\n见[[安装|那一节]]与[[另一篇|那一篇]]、[[别处]]。\n\n## 安装\n\n![[a b.png|说明]]\n\n完。\n";
    let made = make(source);
    assert_has(
        &made.epub,
        &["href=\"#安装\">那一节</a>与", "那一篇", "别处", "<figcaption>说明"],
    );
    let reported = made.codes().iter().filter(|it| **it == Code::MarkdownWiki).count();
    assert_eq!(reported, 1, "{:?}", made.codes());
    assert!(!said(&made).contains("[["));
    is_restored(&made, source);
}

#[test]
fn html_has_headings_lists_and_folded_text() {
    let source = "# 说明\n\n<h2 align=\"center\">开张</h2>\n\n<ol start=\"3\"><li>开门</li><li>关<b>门</b><ul><li>里</ul></li></ol>\n\n<details><summary>答案</summary>水要先开。</details>\n\n<font color=\"red\">红</font><span style=\"color: blue\">蓝</span>字。\n";
    let made = make(source);
    assert_has(
        &made.epub,
        &[">开张</h2>", "<ol", "start=\"3\"", "<p class=\"label\">答案</p>"],
    );
    assert_has(&said(&made), &["3.开门", "4.关门", "答案水要先开。", "红蓝字。"]);
    assert_eq!(made.codes(), [Code::MarkdownColour]);
    is_restored(&made, source);
}

#[test]
fn words_of_a_table_are_never_split() {
    let source = "# 花名册\n\n| 序号 | 借书证号 | 性别 | 地址 | 备注 |\n|---|---|---|---|---|\n| 1 | XH20240003179 | 男 | 江城市老街区早市街道第十二号楼三单元五〇一室，邮箱在一楼门厅左手边 | 请于每月十日以前归还 |\n| 2 | 13800/000001 | 女 | 江城市老街区钟楼街道第七号院二号楼一单元一〇二室，门铃损坏，请敲门 | 学生12 |\n";
    let made = make(source);
    for word in ["XH20240003179", "13800/000001", "序号", "性别", "学生12"] {
        let cell = format!("“{word}”");
        assert!(made.pdf.contains(&cell), "{word} in\n{}", made.pdf);
    }
}

#[test]
fn a_table_of_very_many_columns_is_set() {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(200));
    let source = format!("# 表\n\n{}{}{}", row("甲"), row("---"), row("longword1234567890"));
    let made = make(&source);
    assert_eq!(made.codes().iter().filter(|it| **it == Code::TableCrowded).count(), 1);
}

#[test]
fn code_has_two_columns_for_a_chinese_character() {
    let library = paiban::font::Library::bundled();
    let chain = library.chain(paiban::font::Role::Code, "zh-Hans");
    let face = library.face(chain[0]);
    assert_eq!(face.postscript_name(), "Inconsolata-Regular");
}

#[test]
fn bold_program_text_has_a_bold_face_of_its_width() {
    let source = "---\ntitle: 题\n---\n\n## 用 `heading`\n\n`plain` 与 **`bold`**。\n";
    let (pages, _) = paged(source);
    let library = paiban::font::Library::bundled();
    let face = |text: &str| library.face(run(&pages, text).face).postscript_name().to_owned();
    assert_eq!(face("plain"), "Inconsolata-Regular");
    assert_eq!(
        (face("bold"), face("heading")),
        ("Inconsolata-Bold".into(), "Inconsolata-Bold".into())
    );
}

#[test]
fn tabs_of_mkdocs_are_boxes_with_their_program_text() {
    let source = "# 题\n\n???+ note \"实现\"\n    === \"C++\"\n        ```cpp\n        int a;\n        int b;\n        ```\n\n    === \"Python\"\n        ```python\n        a = 1\n        ```\n\n甲 === \"乙\"\n";
    let made = make(source);
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    assert_has(&made.tei, &["subtype=\"note\""]);
    assert_has(&made.epub, &["C++", "Python", "<pre", "int a;\nint b;"]);
    assert!(!made.epub.contains("```") && !said(&made).contains("===实"));
    is_restored(&made, source);
}

#[test]
fn signs_of_lists_are_drawn_and_left_to_the_readers_of_e_books() {
    let source = "# 🚀 发布\n\n- ✅ 完成\n- ❌ 失败 ★ ✔ ✘ ☑\n- 👍 好评 🎉\n";
    let made = make(source);
    assert!(!made.codes().contains(&Code::MissingGlyph), "{:?}", made.codes());
    for sign in ["🚀", "✅", "❌", "★", "✔", "✘", "👍", "🎉"] {
        assert_has(&said(&made), &[sign]);
        assert_has(&made.epub, &[sign]);
    }
    is_restored(&made, source);
}

#[test]
fn long_sequences_of_signs_are_set() {
    let joined = "👩\u{200D}".repeat(1000);
    let made = make(&format!("# 题\n\n{joined}👍🏽🇨🇳1\u{FE0F}\u{20E3}❤\u{FE0E}\n"));
    assert!(!made.pdf.is_empty());
}

#[test]
fn pictures_of_a_line_are_side_by_side_with_their_captions() {
    let source = "# 图\n\n![甲图](a.png){width=30%} ![乙图](b.png){width=30%}\n\n完。\n";
    let made = make(source);
    assert_has(
        &made.epub,
        &[
            "class=\"side-by-side\"",
            "<figcaption>甲图</figcaption>",
            "<figcaption>乙图</figcaption>",
        ],
    );
    is_restored(&made, source);
}

/// A chapter with a program, notes of a course, a roster and a timetable, as they are typed.
#[test]
fn chapters_notes_rosters_and_timetables_are_set_as_typed() {
    let program = include_str!("../fixtures/markdown/program.md");
    let made = make(program);
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    assert_has(
        &said(&made),
        &["def read_lines", "| 张三 | 20240001 |", "从C++到Python", "表1"],
    );
    assert_has(
        &made.epub,
        &["class=\"numberLines\"", "<span class=\"line\">def read_lines", "<hr", "覆盖"],
    );
    is_restored(&made, program);

    let note = include_str!("../fixtures/markdown/note.md");
    let made = make(note);
    assert_eq!(made.epub.matches("class=\"admonition").count(), 4);
    assert_has(
        &made.epub,
        &["<mark>蒸发皿</mark>", "图1", "考试重点", "<strong>地表径流</strong>"],
    );
    is_restored(&made, note);

    let roster = include_str!("../fixtures/markdown/roster.md");
    let made = make(roster);
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    assert_has(&made.epub, &["025-83590001", "三月值班", "　　年　　月　　日至"]);
    is_restored(&made, roster);

    let timetable = include_str!("../fixtures/markdown/timetable.md");
    let made = make(timetable);
    assert!(made.codes().is_empty(), "{:?}", made.codes());
    assert_has(&made.epub, &["rowspan=\"2\"", "colspan=\"2\"", "12:00～14:00。班主任"]);
    is_restored(&made, timetable);
}
