//! The view of the text that EPUB and layout show.

use std::borrow::Cow;

use paiban::config::{DisplayOptions, Punctuation};
use paiban::model::{
    Attr, Block, CodeSpan, Credit, CreditKind, GapKind, Inline, LanguageSpan, Note, Paragraph,
    Part, Section, Span, Stanza, Style, Styled, Text, Verse, VerseLine, paragraph, text,
};
use paiban::transform::{display, display_heading};

/// All texts of a block in source order.
fn texts(block: &Block) -> String {
    fn inlines(run: &[Inline], out: &mut String) {
        for inline in run {
            if let Inline::Text(text) = inline {
                out.push_str(&text.text);
            }
            inline.children(&mut |part| walk(part, out));
        }
    }
    fn walk(part: Part<'_>, out: &mut String) {
        match part {
            Part::Blocks(blocks) => {
                blocks.iter().for_each(|block| block.children(&mut |part| walk(part, out)));
            }
            Part::Inlines(run) => inlines(run, out),
        }
    }
    let mut out = String::new();
    block.children(&mut |part| walk(part, &mut out));
    out
}

fn shown(block: &Block) -> String {
    texts(&display(block, &DisplayOptions::default(), "zh-Hans").0)
}

fn shown_text(source: &str) -> String {
    shown(&paragraph(vec![text(source)]))
}

#[test]
fn running_text() {
    let cases = [
        // marks beside Han
        ("你好,世界:真;的?好!(是)", "你好，世界：真；的？好！（是）"),
        ("真的吗?!太好了!!!", "真的吗？！太好了！！！"),
        ("他来了吗?\"她问.", "他来了吗？\"她问."),
        // numbers, times, ratios
        ("缩小到2.03:1。共1,000人,10:30开会", "缩小到2.03:1。共1,000人，10:30开会"),
        ("在2014年,2015年;第3,第4", "在2014年，2015年；第3，第4"),
        // Latin stays Latin
        ("Hello, world! (yes)", "Hello, world! (yes)"),
        ("用Rust,Go写;see a,b", "用Rust,Go写；see a,b"),
        ("函数f(x)的值", "函数f(x)的值"),
        ("世界贸易组织(WTO)成立", "世界贸易组织（WTO）成立"),
        ("WTO(世界贸易组织)成立", "WTO（世界贸易组织）成立"),
        ("(作者系刘奇)", "（作者系刘奇）"),
        ("1)首先", "1）首先"),
        // quotes
        ("他说\"好\"。", "他说“好”。"),
        ("说'还欠'的", "说‘还欠’的"),
        ("\"他说'好',我听\"", "“他说‘好’，我听”"),
        ("他说:\"I don't know\",走了", "他说：“I don't know”，走了"),
        ("\"一段未完的话,", "“一段未完的话，"),
        ("5\"屏幕,6'高", "5\"屏幕，6'高"),
        // dashes, ellipses
        ("他--你知道--走了...", "他——你知道——走了……"),
        ("等等......好", "等等……好"),
        ("用 --help 看,a--b", "用 --help 看，a--b"),
        ("版本1...3", "版本1...3"),
        // addresses
        ("见http://a.cn/b?c=d,e,然后", "见http://a.cn/b?c=d,e，然后"),
        ("(见https://a.cn/x)好", "（见https://a.cn/x）好"),
        // spaces
        ("中 文 字  符", "中 文 字　符"),
        ("出席：张三 李四， 王五", "出席：张三 李四，王五"),
        ("盖章：   签字：", "盖章：　\u{2002}签字："),
        ("选（    ），填（ ）", "选（　　），填（　）"),
        ("see  two words", "see two words"),
        ("用 Rust 写, 好 ,的", "用 Rust 写，好，的"),
        ("前　后", "前　后"),
        ("", ""),
    ];
    for (source, expected) in cases {
        assert_eq!(shown_text(source), expected, "for {source}");
    }
}

#[test]
fn context_goes_across_inlines() {
    let strong = |content| {
        Inline::Styled(Box::new(Styled { style: Style::Strong, content, ..Styled::default() }))
    };
    let block = paragraph(vec![
        text("他说"),
        strong(vec![text(":\"")]),
        Inline::gap(GapKind::LineEnd, "\n", Span::new(0, 0, 1)),
        text("好\""),
        strong(vec![text(",")]),
        text("再见"),
    ]);
    assert_eq!(shown(&block), "他说：“好”，再见");
}

#[test]
fn text_that_is_not_prose_is_unchanged() {
    let source = "a,中 文,\"好\"--";
    let content = vec![text(source)];
    let verse = Block::Verse(Verse {
        stanzas: vec![Stanza {
            lines: vec![VerseLine { content: content.clone(), ..VerseLine::default() }],
            ..Stanza::default()
        }],
        ..Verse::default()
    });
    let signature = Block::Credit(Box::new(Credit {
        kind: CreditKind::Signature,
        content: content.clone(),
        ..Credit::default()
    }));
    let english = paragraph(vec![Inline::Span(Box::new(LanguageSpan {
        attr: Attr { lang: Some("en".to_owned()), ..Attr::default() },
        content: content.clone(),
    }))]);
    let code = paragraph(vec![Inline::Code(Box::new(CodeSpan {
        content: content.clone(),
        ..CodeSpan::default()
    }))]);
    for block in [verse, signature, english, code] {
        let (view, edits) = display(&block, &DisplayOptions::default(), "zh");
        assert!(matches!(view, Cow::Borrowed(_)) && edits.is_empty());
    }
    let options =
        DisplayOptions { punctuation: Punctuation::Keep, ..DisplayOptions::default() };
    let plain = paragraph(content.clone());
    assert!(matches!(display(&plain, &options, "zh").0, Cow::Borrowed(_)));
    assert!(matches!(display(&plain, &DisplayOptions::default(), "en").0, Cow::Borrowed(_)));
    let heading = display_heading(&content, &DisplayOptions::default(), "zh").0;
    let heading =
        Block::Paragraph(Paragraph { content: heading.into_owned(), ..Paragraph::default() });
    assert_eq!(texts(&heading), "a，中 文，“好”——", "a heading keeps its spaces");
}

#[test]
fn a_note_is_prose_wherever_it_is() {
    let note = Inline::Note(Box::new(Note {
        blocks: vec![paragraph(vec![text("注 文,好")])],
        ..Note::default()
    }));
    let section = Block::Section(Box::new(Section {
        heading: vec![text("第 1 节,好"), note],
        blocks: vec![paragraph(vec![text("正 文,好")])],
        ..Section::default()
    }));
    assert_eq!(shown(&section), "第 1 节，好注 文，好正 文，好");
}

#[test]
fn letters_become_ascii_by_option() {
    let block = paragraph(vec![text("２０１４年Ａ级,ｚ。")]);
    assert_eq!(shown(&block), "２０１４年Ａ级，ｚ。");
    let options = DisplayOptions { ascii_letters: true, ..DisplayOptions::default() };
    assert_eq!(texts(&display(&block, &options, "zh").0), "2014年A级，z。");
}

#[test]
fn every_shown_character_names_its_source() {
    let source = "一,二,三,四,五,六,七,八,九,十,百， 千\"𠀀\"";
    let block = paragraph(vec![Inline::text_at(source, Span::new(0, 0, source.len()))]);
    let (view, map) = display(&block, &DisplayOptions::default(), "zh");
    let Block::Paragraph(view) = view.as_ref() else { panic!("a paragraph stays one") };
    let mut shown = String::new();
    for inline in &view.content {
        let Inline::Text(Text { text, span: Some(span) }) = inline else { panic!("a text") };
        if text.contains('𠀀') {
            assert_eq!(&source[span.range()], "𠀀");
        }
        if text.len() == span.range().len() && !text.contains(['，', '“', '”']) {
            assert_eq!(text, &source[span.range()]);
        }
        shown.push_str(text);
    }
    assert_eq!(shown, "一，二，三，四，五，六，七，八，九，十，百，千“𠀀”");
    assert_eq!(map.edits().len(), 13);
    for edit in map.edits() {
        let pair =
            (&shown[edit.display.clone()], &source[edit.source.expect("a place").range()]);
        assert!([("，", ","), ("", " "), ("“", "\""), ("”", "\"")].contains(&pair), "{pair:?}");
    }
}

#[test]
fn the_seed_has_no_ascii_comma_left() {
    let seed = include_str!("../../seeds/000_f2a4da441792f317.txt");
    assert_eq!(seed.matches(',').count(), 137);
    let shown: String = seed.lines().map(|line| shown_text(line) + "\n").collect();
    assert_eq!(shown.matches(',').count(), 0);
    assert_eq!(shown.matches('，').count(), seed.matches('，').count() + 137);
    assert!(shown.contains("2.03:1") && shown.contains("（作者系"));
}
