//! The kitchen sink's body: sections of every kind, and every block.

use paiban::model::{
    Admonition, AdmonitionKind, Aligned, Alignment, Attr, Blank, Block, Cell, CodeBlock,
    Figure, ForeignBlock, GapKind, Image, Inline, List, ListItem, ListKind, ListMarker,
    MathBlock, NumberStyle, PageBreak, Paragraph, Quotation, Recognition, Residue, Row,
    Section, SectionKind, Span, Speech, Stanza, Table, TableColumn, TableRules, ThematicBreak,
    Verse, VerseLine,
};

use super::{gap, inline_gap, inlines, line_end, lines, p, section, t};

pub(super) fn blocks() -> Vec<Block> {
    let prose = numbered(
        "1",
        section(SectionKind::Chapter, "chapter-1", "第一章　行文", inlines::paragraphs()),
    );
    let parts = [
        ("1", "set-apart", "第一节　独立的文字", set_apart()),
        ("2", "lists", "第二节　列表", list_blocks()),
        ("3", "figures", "第三节　图表", figures()),
    ];
    let mut parts: Vec<Block> = parts
        .into_iter()
        .map(|(number, id, heading, blocks)| {
            let section = section(SectionKind::Section, id, heading, blocks);
            Block::Section(Box::new(numbered(number, section)))
        })
        .collect();
    parts.push(Block::Section(Box::new(Section {
        level: Some(5),
        numbered: Some(false),
        ..section(
            SectionKind::Subsection,
            "small",
            "一、小目",
            vec![
                gap(GapKind::Blank, "　"),
                p("级别跳过两层的小目。"),
                gap(GapKind::FormFeed, "\u{c}"),
                p("换页符之后。"),
            ],
        )
    })));
    let blocks = section(SectionKind::Chapter, "chapter-2", "第二章　成块", parts);
    let chapters = vec![
        p("篇首语。"),
        Block::Section(Box::new(prose)),
        Block::Section(Box::new(numbered("2", blocks))),
    ];
    let part = numbered("1", section(SectionKind::Part, "part-1", "上篇", chapters));
    let volume = section(
        SectionKind::Volume,
        "volume-1",
        "第一卷　文字",
        vec![Block::Section(Box::new(part))],
    );
    let mut body = vec![Block::Section(Box::new(numbered("1", volume)))];
    body.extend(genres().map(|section| Block::Section(Box::new(section))));
    lines(body)
}

/// A section whose heading counts it.
fn numbered(number: &str, section: Section) -> Section {
    Section { number: Some(number.to_owned()), ..section }
}

/// Sections of the literary kinds.
fn genres() -> [Section; 4] {
    let stage = vec![speech("店主", "客官里边请！")];
    let scene = numbered("1", section(SectionKind::Scene, "scene-1", "第一场", stage));
    let act = vec![p("（幕启。茶馆。）"), Block::Section(Box::new(scene))];
    [
        section(SectionKind::Poem, "poem", "静夜思", vec![verse()]),
        numbered("1", section(SectionKind::Act, "act-1", "第一幕", act)),
        section(
            SectionKind::Letter,
            "letter",
            "致友人",
            vec![
                p("见字如面。"),
                Block::Aligned(Aligned {
                    attr: Attr::default(),
                    align: Alignment::End,
                    blocks: lines(vec![p("弟 文 顿首")]),
                }),
            ],
        ),
        section(
            SectionKind::Entry,
            "entry",
            "【排版】páibǎn",
            vec![p("依照稿本把文字、图版等拼合成版。")],
        ),
    ]
}

fn program() -> Block {
    Block::Code(Box::new(CodeBlock {
        attr: Attr {
            classes: vec!["numberLines".to_owned()],
            keys: vec![("startFrom".to_owned(), "9".to_owned())],
            ..Attr::with_id("code")
        },
        language: Some("rust".to_owned()),
        content: vec![
            inline_gap(GapKind::Delimiter, "```rust\n"),
            t("fn main() {\n    println!(\"你好 <&>\");\n}"),
            inline_gap(GapKind::Delimiter, "\n```"),
        ],
    }))
}

fn set_apart() -> Vec<Block> {
    let aligned = |align, text: &str| {
        let attr = Attr::with_id(format!("aligned-{align:?}").to_lowercase());
        Block::Aligned(Aligned { attr, align, blocks: vec![p(text)] })
    };
    vec![
        Block::Quotation(Box::new(Quotation {
            attr: Attr {
                span: Some(Span::new(0, 0, 3)),
                classes: vec!["kaiti".to_owned()],
                ..Attr::with_id("quotation")
            },
            blocks: lines(vec![p("学而时习之，不亦说乎？"), p("有朋自远方来，不亦乐乎？")]),
            attribution: vec![inline_gap(GapKind::Delimiter, "——"), t("《论语·学而》")],
        })),
        Block::ThematicBreak(ThematicBreak {
            attr: Attr::with_id("break"),
            content: vec![t("＊＊＊")],
        }),
        Block::ThematicBreak(ThematicBreak::default()),
        aligned(Alignment::Start, "靠左的一行"),
        aligned(Alignment::Center, "居中的一行"),
        aligned(Alignment::End, "靠右的一行"),
        aligned(Alignment::Justify, "两端对齐的一行"),
        speech("记者", "您为什么写这本书？"),
        admonition(AdmonitionKind::Note, "说明一件事。"),
        admonition(AdmonitionKind::Tip, "省一点力气。"),
        admonition(AdmonitionKind::Important, "少了它不行。"),
        admonition(AdmonitionKind::Caution, "留心后果。"),
        Block::Admonition(Box::new(Admonition {
            attr: Attr::with_id("warning"),
            kind: AdmonitionKind::Warning,
            label: vec![t("小心地滑")],
            blocks: lines(vec![p("夜里出门请带灯。"), p("雨天尤其。")]),
        })),
        Block::PageBreak(Box::new(PageBreak {
            attr: Attr::at(Span::new(0, 0, 8)),
            content: vec![inline_gap(GapKind::Delimiter, "\\newpage")],
        })),
        Block::Paragraph(Paragraph {
            attr: Attr::default(),
            content: vec![Inline::Blank(Box::new(Blank {
                whole_line: true,
                content: vec![t("____________")],
                ..Blank::default()
            }))],
        }),
        program(),
        Block::Math(Box::new(MathBlock {
            attr: Attr::with_id("formula"),
            numbered: Some(true),
            content: vec![
                inline_gap(GapKind::Delimiter, "$$"),
                t("\\int_0^1 x^2\\,dx = \\frac{1}{3}"),
                inline_gap(GapKind::Delimiter, "$$"),
            ],
            ..MathBlock::default()
        })),
        Block::Residue(Box::new(Residue {
            attr: Attr::with_id("residue-1"),
            kind: "running-head".to_owned(),
            content: vec![t("第二章　成块")],
        })),
        Block::Foreign(Box::new(ForeignBlock {
            attr: Attr {
                keys: vec![("place".to_owned(), "天头".to_owned())],
                ..Attr::default()
            },
            name: "stamps".to_owned(),
            blocks: vec![p("钤印三方")],
        })),
    ]
}

fn admonition(kind: AdmonitionKind, text: &str) -> Block {
    let blocks = vec![p(text)];
    Block::Admonition(Box::new(Admonition { kind, blocks, ..Admonition::default() }))
}

fn speech(speaker: &str, text: &str) -> Block {
    Block::Speech(Box::new(Speech {
        attr: Attr { classes: vec!["dialogue".to_owned()], ..Attr::default() },
        speaker: vec![t(speaker), inline_gap(GapKind::Delimiter, "：")],
        blocks: vec![p(text)],
    }))
}

fn verse() -> Block {
    let stanza = |lead, texts: [&str; 2]| Stanza {
        attr: Attr::default(),
        lead,
        lines: texts
            .iter()
            .enumerate()
            .map(|(index, text)| VerseLine {
                attr: Attr::default(),
                lead: if index == 0 { Vec::new() } else { line_end() },
                content: vec![t(text)],
            })
            .collect(),
    };
    let mut second = stanza(line_end(), ["举头望明月，", "低头思故乡。"]);
    second.attr = Attr::with_id("stanza-2");
    second.lines[1].attr = Attr::with_id("line-4");
    Block::Verse(Verse {
        attr: Attr::with_id("verse"),
        stanzas: vec![stanza(Vec::new(), ["床前明月光，", "疑是地上霜。"]), second],
    })
}

/// Lists of every kind, numbered in every way, and one in another.
fn list_blocks() -> Vec<Block> {
    let item = |lead, mark: &str, text: &str| ListItem {
        lead,
        marker: if mark.is_empty() { Vec::new() } else { vec![t(mark)] },
        blocks: vec![p(text)],
        ..ListItem::default()
    };
    let list = |kind, items| {
        let recognition = Some(Box::new(Recognition::new("list-run", 70)));
        Block::List(Box::new(List {
            attr: Attr { recognition, ..Attr::default() },
            kind,
            items,
        }))
    };
    let ordered = |start, style, marker| ListKind::Ordered { start, style, marker };
    let mut blocks = vec![Block::Paragraph(Paragraph {
        attr: Attr::with_id("paragraph-1"),
        content: vec![t("下面的列表一样一个。")],
    })];
    for (style, marker, marks) in [
        (NumberStyle::Decimal, ListMarker::Period, ["3.", "4."]),
        (NumberStyle::Chinese, ListMarker::Comma, ["三、", "四、"]),
        (NumberStyle::Chinese, ListMarker::Parentheses, ["（三）", "（四）"]),
        (NumberStyle::Circled, ListMarker::Bare, ["③", "④"]),
        (NumberStyle::LowerAlpha, ListMarker::Closing, ["c)", "d)"]),
        (NumberStyle::UpperAlpha, ListMarker::Period, ["C.", "D."]),
        (NumberStyle::LowerRoman, ListMarker::Period, ["iii.", "iv."]),
        (NumberStyle::UpperRoman, ListMarker::Period, ["III.", "IV."]),
    ] {
        blocks.push(list(
            ordered(3, style, marker),
            vec![item(Vec::new(), marks[0], "先备纸"), item(line_end(), marks[1], "后磨墨")],
        ));
    }
    let task =
        |lead, checked, text: &str| ListItem { checked: Some(checked), ..item(lead, "", text) };
    let mut outer = item(Vec::new(), "", "外层");
    outer.attr = Attr::with_id("item-1");
    outer.blocks.push(gap(GapKind::LineEnd, "\n"));
    outer.blocks.push(list(ListKind::Bulleted, vec![item(Vec::new(), "", "里层")]));
    blocks.push(list(ListKind::Bulleted, vec![outer, item(line_end(), "", "又一项")]));
    blocks.push(list(
        ListKind::Task,
        vec![task(Vec::new(), true, "已完成"), task(line_end(), false, "未完成")],
    ));
    blocks
}

fn figures() -> Vec<Block> {
    let image = |asset: &str, alt: &str| Image {
        asset: asset.to_owned(),
        alt: Some(alt.to_owned()),
        ..Image::default()
    };
    let figure = |images, caption: &str| {
        Block::Figure(Box::new(Figure {
            images,
            caption: vec![t(caption)],
            ..Figure::default()
        }))
    };
    vec![
        Block::Figure(Box::new(Figure {
            attr: Attr::with_id("figure-1"),
            images: vec![Image {
                attr: Attr::with_id("image-1"),
                width: Some("60%".to_owned()),
                height: Some("auto".to_owned()),
                ..image("asset-png", "两座山与一轮红日")
            }],
            caption: vec![t("图1　两山夕照")],
            numbered: Some(false),
        })),
        figure(
            vec![image("asset-jpg", "蓝方块"), image("asset-webp", "小方格")],
            "图2　两幅并排",
        ),
        figure(vec![image("asset-lost", "已经找不到的图")], "图3　遗失的图"),
        figure(
            vec![Image { asset: "asset-gif".to_owned(), decorative: true, ..Image::default() }],
            "图4　花饰",
        ),
        figure(Vec::new(), "图5　只剩图题"),
        table(),
        ruled(TableRules::None),
        ruled(TableRules::ThreeLine),
        ruled(TableRules::Rows),
        ruled(TableRules::Grid),
    ]
}

/// A table with these rules.
fn ruled(rules: TableRules) -> Block {
    let row = |text: &str| {
        let cells = vec![Cell { blocks: vec![p(text)], ..Cell::default() }];
        Row { lead: line_end(), cells, ..Row::default() }
    };
    Block::Table(Box::new(Table {
        columns: vec![TableColumn::default()],
        head: vec![row("项目")],
        body: vec![row("数量"), row("单价")],
        rules: Some(rules),
        ..Table::default()
    }))
}

fn table() -> Block {
    let cell = |text: &str| Cell { blocks: vec![p(text)], ..Cell::default() };
    let row = |cells| Row { attr: Attr::default(), lead: line_end(), cells };
    let column = |align, width| TableColumn { align, width };
    let tab = || gap(GapKind::Delimiter, "\t");
    let mut cells = [cell("甲"), cell("三十"), cell("好")];
    for cell in &mut cells[..2] {
        cell.blocks.push(tab());
    }
    cells[0].header = true;
    Block::Table(Box::new(Table {
        attr: Attr::with_id("table-1"),
        numbered: Some(false),
        rules: None,
        caption: vec![t("表1　人数"), Inline::LineBreak(Box::default())],
        columns: vec![
            column(Some(Alignment::Center), Some(0.25)),
            column(Some(Alignment::End), Some(0.25)),
            column(None, Some(0.5)),
        ],
        head: vec![row(vec![
            cell("组"),
            Cell { column_span: Some(2), align: Some(Alignment::Center), ..cell("情况") },
        ])],
        body: vec![
            row(cells.to_vec()),
            Row {
                attr: Attr::with_id("row-2"),
                ..row(vec![
                    Cell { header: true, row_span: Some(2), ..cell("乙") },
                    cell("四十"),
                    Cell { attr: Attr::with_id("cell-1"), ..cell("很好") },
                ])
            },
            row(vec![cell("五十"), cell("更好")]),
        ],
        foot: vec![row(vec![cell("合计"), cell("一百二十"), cell("")])],
    }))
}
