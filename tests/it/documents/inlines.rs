//! The kitchen sink's paragraphs: every inline.

use paiban::model::{
    Anchor, Attr, Blank, Block, Choice, ChoiceKind, CodeSpan, ForeignInline, Gaiji, GapKind,
    Image, Inline, InlineResidue, LanguageSpan, LineBreak, Link, MathSpan, Milestone,
    MilestoneUnit, Note, NoteKind, NoteRef, Quoted, Reading, ReadingKind, Reference,
    ReferenceShows, Ruby, RubyPair, RubySide, Style, Styled, Variant, paragraph,
};

use super::{inline_gap, p, t};

/// Paragraphs that use every inline.
pub(super) fn paragraphs() -> Vec<Block> {
    vec![
        styles(),
        links_and_notes(),
        ruby(),
        readings(),
        languages(),
        images_and_marks(),
        formulas(),
        places(),
        gaps(),
    ]
}

fn styled(style: Style, text: &str) -> Inline {
    Inline::Styled(Box::new(Styled { attr: Attr::default(), style, content: vec![t(text)] }))
}

fn styles() -> Block {
    paragraph(vec![
        t("文字可以"),
        styled(Style::Emphasis, "着意"),
        t("、"),
        styled(Style::Strong, "着重"),
        t("、"),
        styled(Style::EmphasisDots, "加点"),
        t("；"),
        styled(Style::ProperName, "屈原"),
        t("作"),
        styled(Style::BookTitle, "离骚"),
        t("；水是H"),
        styled(Style::Subscript, "2"),
        t("O，面积用m"),
        styled(Style::Superscript, "2"),
        t("；"),
        styled(Style::Deleted, "旧字"),
        styled(Style::Inserted, "新字"),
        t("与"),
        styled(Style::Highlight, "荧光"),
        t("；还有"),
        Inline::Styled(Box::new(Styled {
            attr: Attr { classes: vec!["loud".to_owned()], ..Attr::with_id("both") },
            style: Style::Strong,
            content: vec![t("又"), styled(Style::Emphasis, "斜"), t("又重")],
        })),
        t("。"),
    ])
}

fn links_and_notes() -> Block {
    let mark = |id: &str, target: &str, mark: &str| {
        Inline::NoteRef(Box::new(NoteRef {
            attr: Attr::with_id(id),
            target: target.to_owned(),
            content: vec![t(mark)],
        }))
    };
    let link = |target: &str, title: Option<&str>, text: &str| {
        Inline::Link(Box::new(Link {
            attr: Attr { classes: vec!["see".to_owned()], ..Attr::default() },
            target: target.to_owned(),
            title: title.map(str::to_owned),
            content: vec![t(text)],
        }))
    };
    paragraph(vec![
        Inline::Anchor(Box::new(Anchor { attr: Attr::with_id("here") })),
        t("外链到"),
        link("https://example.org/路?a=1&b=2", Some("一个例子"), "例站"),
        t("，内链到"),
        link("#appendix", None, "附录"),
        t("；脚注"),
        mark("note-1-ref", "note-1", "[1]"),
        t("、尾注"),
        mark("note-2-ref", "note-2", "②"),
        t("、边注"),
        mark("note-3-ref", "note-3", "*"),
        t("、再引脚注"),
        mark("note-1-ref-2", "note-1", "[1]"),
        t("，夹注"),
        Inline::Note(Box::new(Note {
            attr: Attr::with_id("note-4"),
            kind: NoteKind::Inline,
            marker: vec![inline_gap(GapKind::Delimiter, "（")],
            mark: Some("乙".to_owned()),
            references: vec!["note-4-ref".to_owned()],
            blocks: vec![p("小字双行")],
        })),
        t("都有，并参见夹注"),
        mark("note-4-ref", "note-4", "＊"),
        t("。"),
    ])
}

fn ruby() -> Block {
    let reading = |kind, side, text: &str| Reading { kind, side, content: vec![t(text)] };
    let pair = |base: &str, readings| RubyPair { base: vec![t(base)], readings };
    let ruby = |pairs| Inline::Ruby(Box::new(Ruby { attr: Attr::default(), pairs }));
    paragraph(vec![
        t("拼音："),
        ruby(vec![
            pair("汉", vec![reading(ReadingKind::Pinyin, RubySide::Over, "hàn")]),
            pair("字", vec![reading(ReadingKind::Pinyin, RubySide::Over, "zì")]),
        ]),
        t("；注音："),
        ruby(vec![pair("文", vec![reading(ReadingKind::Zhuyin, RubySide::After, "ㄨㄣˊ")])]),
        t("；两侧："),
        ruby(vec![pair(
            "排版",
            vec![
                reading(ReadingKind::Pinyin, RubySide::Over, "páibǎn"),
                reading(ReadingKind::Gloss, RubySide::Under, "typesetting"),
            ],
        )]),
        t("；日文："),
        Inline::Span(Box::new(LanguageSpan {
            attr: Attr { lang: Some("ja".to_owned()), ..Attr::default() },
            content: vec![
                Inline::Ruby(Box::new(Ruby {
                    attr: Attr::with_id("ruby-ja"),
                    pairs: vec![RubyPair {
                        base: vec![inline_gap(GapKind::Delimiter, "｜"), t("活字")],
                        readings: vec![Reading {
                            kind: ReadingKind::Kana,
                            side: RubySide::Over,
                            content: vec![
                                inline_gap(GapKind::Delimiter, "《"),
                                t("かつじ"),
                                inline_gap(GapKind::Delimiter, "》"),
                            ],
                        }],
                    }],
                })),
                t("を拾う。"),
            ],
        })),
    ])
}

fn readings() -> Block {
    let variant = |role: &str, witnesses: &[&str], text: &str| Variant {
        attr: Attr::with_id(format!("variant-{role}")),
        role: role.to_owned(),
        witnesses: witnesses.iter().map(|name| (*name).to_owned()).collect(),
        content: vec![t(text)],
    };
    let choice = |kind, chosen, variants| {
        let attr = Attr::with_id(format!("choice-{kind:?}").to_lowercase());
        Inline::Choice(Box::new(Choice { attr, kind, variants, chosen }))
    };
    paragraph(vec![
        t("校勘："),
        choice(
            ChoiceKind::Apparatus,
            0,
            vec![variant("lem", &["甲", "乙"], "床前"), variant("rdg", &["丙"], "牀前")],
        ),
        choice(
            ChoiceKind::Correction,
            1,
            vec![variant("sic", &[], "名月"), variant("corr", &[], "明月")],
        ),
        choice(
            ChoiceKind::Regularisation,
            1,
            vec![variant("orig", &[], "灮"), variant("reg", &[], "光")],
        ),
        t("，"),
        choice(
            ChoiceKind::Expansion,
            0,
            vec![variant("abbr", &[], "北大"), variant("expan", &[], "北京大学")],
        ),
        t("；外字："),
        Inline::Gaiji(Box::new(Gaiji {
            attr: Attr::with_id("gaiji-1"),
            name: "CB00178".to_owned(),
            content: vec![t("[王*民]")],
            mappings: vec![
                ("ids".to_owned(), "⿰王民".to_owned()),
                ("normal".to_owned(), "珉".to_owned()),
            ],
        })),
        t("。"),
    ])
}

fn languages() -> Block {
    let span = |lang: &str, text: &str| {
        Inline::Span(Box::new(LanguageSpan {
            attr: Attr { lang: Some(lang.to_owned()), ..Attr::default() },
            content: vec![t(text)],
        }))
    };
    paragraph(vec![
        t("他说："),
        Inline::Quoted(Box::new(Quoted {
            attr: Attr::with_id("quoted"),
            content: vec![t("“我来了。”")],
        })),
        t("英文是"),
        span("en", "the quick brown fox"),
        t("，繁体是"),
        span("zh-Hant", "漢字與雲門"),
        t("，日文是"),
        span("ja", "桜の花が咲く"),
        t("，"),
        Inline::Span(Box::new(LanguageSpan {
            attr: Attr {
                classes: vec!["term".to_owned()],
                keys: vec![("data-note".to_owned(), "术语".to_owned())],
                ..Attr::default()
            },
            content: vec![t("术语")],
        })),
        t("另记。"),
    ])
}

fn images_and_marks() -> Block {
    let milestone = |unit, label: &str| {
        Inline::Milestone(Box::new(Milestone {
            attr: Attr::with_id(format!("at-{label}")),
            unit,
            label: Some(label.to_owned()),
            edition: Some("乙本".to_owned()),
        }))
    };
    paragraph(vec![
        t("图在行中"),
        Inline::Image(Box::new(Image {
            attr: Attr::with_id("image-2"),
            asset: "asset-svg".to_owned(),
            alt: Some("红底白圆".to_owned()),
            decorative: false,
            width: Some("1em".to_owned()),
            height: Some("1em".to_owned()),
        })),
        t("，花饰"),
        Inline::Image(Box::new(Image {
            asset: "asset-gif".to_owned(),
            decorative: true,
            ..Image::default()
        })),
        t("；换行"),
        Inline::LineBreak(Box::new(LineBreak {
            content: vec![inline_gap(GapKind::LineEnd, "\n")],
        })),
        t("之后，原书"),
        milestone(MilestoneUnit::Page, "2"),
        t("换页、"),
        milestone(MilestoneUnit::Column, "b"),
        t("换栏、"),
        milestone(MilestoneUnit::Line, "7"),
        t("换行、"),
        milestone(MilestoneUnit::Other("叶".to_owned()), "三"),
        t("换叶。"),
        Inline::Residue(Box::new(InlineResidue {
            attr: Attr::with_id("residue-2"),
            kind: "page-number".to_owned(),
            content: vec![t("[12]")],
        })),
        Inline::Foreign(Box::new(ForeignInline {
            attr: Attr {
                keys: vec![("rend".to_owned(), "seal".to_owned())],
                ..Attr::default()
            },
            name: "stamp".to_owned(),
            content: vec![t("百格藏书")],
        })),
    ])
}

fn formulas() -> Block {
    paragraph(vec![
        t("行内代码"),
        Inline::Code(Box::new(CodeSpan {
            attr: Attr { classes: vec!["rust".to_owned()], ..Attr::default() },
            content: vec![inline_gap(GapKind::Delimiter, "`"), t("let x = \"<&>\";")],
        })),
        t("，行内公式"),
        Inline::Math(Box::new(MathSpan {
            attr: Attr::with_id("formula-2"),
            content: vec![t("E = mc^2")],
        })),
        t("，尖括号 < 与 & 也在。"),
    ])
}

/// Places to write on, and what is printed of other places.
fn places() -> Block {
    let blank = |attr, signs: &str| {
        let content = vec![t(signs)];
        Inline::Blank(Box::new(Blank { attr, whole_line: false, content }))
    };
    let reference = |id: &str, target: &str, shows, text: &str| {
        Inline::Reference(Box::new(Reference {
            attr: Attr::with_id(id),
            target: target.to_owned(),
            shows,
            content: vec![t(text)],
        }))
    };
    paragraph(vec![
        t("姓名"),
        blank(Attr::with_id("blank-1"), "________"),
        t("（"),
        blank(Attr::default(), "____"),
        t("）；参见"),
        reference("see-1", "figure-1", ReferenceShows::Number, "图1"),
        t("、"),
        reference("see-2", "set-apart", ReferenceShows::Title, "独立的文字"),
        t("，第"),
        reference("see-3", "figure-1", ReferenceShows::Page, "1"),
        t("页；图"),
        reference("see-4", "figure-1", ReferenceShows::Bare, "1"),
        t("；"),
        reference("see-5", "figure-1", ReferenceShows::Enclosed, "（1）"),
        t("。"),
    ])
}

/// Every kind of gap that a line can hold.
fn gaps() -> Block {
    paragraph(vec![
        inline_gap(GapKind::Space, "　　"),
        t("硬换行的"),
        inline_gap(GapKind::LineEnd, "\n"),
        t("中文接得上，and Latin"),
        inline_gap(GapKind::LineEndAsSpace, "\n"),
        t("words keep a space；铃声"),
        inline_gap(GapKind::Control, "\u{7}"),
        t("不响。"),
        inline_gap(GapKind::Space, "  "),
    ])
}
