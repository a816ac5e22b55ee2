//! The kitchen sink's front matter: title page, credit lines, contents, preface.

use paiban::model::{
    Attr, Block, Contents, ContentsEntry, Credit, CreditKind, GapKind, Inline, Milestone,
    MilestoneUnit, Name, NameKind, Quotation, Recognition, SectionKind, TitleBlock, TitleKind,
    TitlePart,
};

use super::{gap, inline_gap, line_end, lines, p, residue, section, t};

pub(super) fn blocks() -> Vec<Block> {
    let mut front = vec![
        title(),
        residue("banner", "免费样书 www.example.org"),
        Block::Milestone(Box::new(Milestone {
            attr: Attr::with_id("page-1"),
            unit: MilestoneUnit::Page,
            label: Some("1".to_owned()),
            edition: Some("甲本".to_owned()),
        })),
    ];
    front.extend(credits());
    front.push(Block::Epigraph(Box::new(Quotation {
        attr: Attr { lang: Some("zh-Hant".to_owned()), ..Attr::default() },
        blocks: lines(vec![p("文章千古事，得失寸心知。")]),
        attribution: vec![inline_gap(GapKind::Delimiter, "——"), t("杜甫《偶題》")],
    })));
    front.push(contents());
    front.extend(
        [
            (SectionKind::Dedication, "dedication", "献辞", "献给每一个还在读书的人。"),
            (SectionKind::Preface, "preface", "序", "这本小书把每一种结构各写一次。"),
            (SectionKind::Abstract, "abstract", "摘要", "本书示范标题、段落、列表与表格。"),
            (SectionKind::Acknowledgements, "thanks", "致谢", "感谢铸字与排字的人们。"),
            (SectionKind::Colophon, "colophon", "版权页", "2014年9月第1版，印数1—1000册。"),
        ]
        .map(|(kind, id, heading, text)| {
            Block::Section(Box::new(section(kind, id, heading, vec![p(text)])))
        }),
    );
    lines(front)
}

fn title() -> Block {
    let part = |kind, lead, text: &str| TitlePart { kind, lead, content: vec![t(text)] };
    let mut parts = vec![
        part(TitleKind::Leading, Vec::new(), "排版样书"),
        part(TitleKind::Main, line_end(), "万物有文"),
        TitlePart {
            kind: TitleKind::Sub,
            lead: line_end(),
            content: vec![inline_gap(GapKind::Delimiter, "——"), t("一本什么都有的小书")],
        },
    ];
    let mut lead = line_end();
    lead.push(residue("site", "example.org"));
    lead.push(gap(GapKind::LineEnd, "\n"));
    parts.push(part(TitleKind::Parallel, lead, "A Little Book of Everything"));
    parts.push(part(TitleKind::Alternative, line_end(), "又名《百格图》"));
    parts.push(part(TitleKind::Volume, line_end(), "第一卷"));
    let recognition = Recognition::new("title-first-line", 90);
    let attr = Attr { recognition: Some(Box::new(recognition)), ..Attr::with_id("title") };
    Block::Title(TitleBlock { attr, parts })
}

fn name(kind: NameKind, text: &str) -> Name {
    Name { kind, content: vec![t(text)], ..Name::default() }
}

/// A credit line of every kind, with names of every kind in them.
fn credits() -> Vec<Block> {
    let author =
        Name { target: Some("agent-1".to_owned()), ..name(NameKind::Person, "刘文") };
    let date = Name {
        attr: Attr::with_id("date-1"),
        value: Some("2014-09-23".to_owned()),
        ..name(NameKind::Date, "2014年9月23日")
    };
    let delimiter = |text: &str| inline_gap(GapKind::Delimiter, text);
    let all: [(CreditKind, Vec<Inline>); 9] = [
        (
            CreditKind::Byline,
            vec![
                delimiter("【"),
                Inline::Name(Box::new(name(NameKind::Dynasty, "清"))),
                delimiter("】"),
                Inline::Name(Box::new(name(NameKind::Person, "周辑"))),
                inline_gap(GapKind::Space, " "),
                Inline::Name(Box::new(name(NameKind::Role, "编"))),
            ],
        ),
        (
            CreditKind::Closing,
            vec![
                delimiter("（作者"),
                Inline::Name(Box::new(author)),
                t("系"),
                Inline::Name(Box::new(name(NameKind::Office, "百格大学教授"))),
                delimiter("）"),
            ],
        ),
        (
            CreditKind::Source,
            vec![
                delimiter("来源："),
                Inline::Name(Box::new(name(NameKind::Work, "《群众》"))),
                t("2014年第9期"),
            ],
        ),
        (
            CreditKind::Dateline,
            vec![
                Inline::Name(Box::new(name(NameKind::Place, "北京"))),
                t("，"),
                Inline::Name(Box::new(date)),
            ],
        ),
        (CreditKind::Editor, vec![delimiter("责任编辑："), t("陈编")]),
        (
            CreditKind::Publisher,
            vec![Inline::Name(Box::new(name(NameKind::Organisation, "百格书局")))],
        ),
        (CreditKind::Salutation, vec![t("同志们：")]),
        (CreditKind::Signature, vec![t("百格学会")]),
        (CreditKind::Other, vec![t("本书由读者自印")]),
    ];
    all.into_iter()
        .zip(1..)
        .map(|((kind, content), number)| {
            let attr = Attr::with_id(format!("credit-{number}"));
            Block::Credit(Box::new(Credit { attr, kind, content }))
        })
        .collect()
}

fn contents() -> Block {
    let entry = |level, target: &str, title: &str, page: &str| ContentsEntry {
        lead: line_end(),
        level: Some(level),
        target: Some(target.to_owned()),
        content: vec![t(title), inline_gap(GapKind::Delimiter, page)],
    };
    Block::Contents(Box::new(Contents {
        attr: Attr::with_id("contents"),
        heading: vec![t("目录")],
        entries: vec![
            entry(1, "volume-1", "第一卷 文字", "……1"),
            entry(2, "chapter-1", "第一章 行文", "……2"),
            entry(1, "appendix", "附录", "……9"),
        ],
    }))
}
