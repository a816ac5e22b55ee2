//! What pages show of the digest's rules, by their IDs (`docs/conformance/clreq.md`).

use paiban::layout::frame::Rule;
use paiban::model::{
    List, ListItem, ListKind, ListMarker, NumberStyle, Quotation, Stanza, Styled, Verse,
    VerseLine,
};

use super::*;

/// The size of body text on the pages of `small`, in points.
const EM: f32 = 12.0;

fn styled(style: paiban::model::Style, words: &str) -> Inline {
    Inline::Styled(Box::new(Styled { style, content: vec![text(words)], ..Styled::default() }))
}

fn one_page(body: Vec<Block>) -> Laid {
    lay(&document(body), small(15))
}

/// The run that says these words.
fn run<'a>(laid: &'a Laid, words: &str) -> &'a TextRun {
    let found = laid.content().find(|(_, run)| run.text.contains(words));
    found.unwrap_or_else(|| panic!("no run says {words}")).1
}

fn face(run: &TextRun) -> String {
    context().fonts.face(run.face).postscript_name().to_owned()
}

fn items<'a>(laid: &'a Laid, of: impl Fn(&'a Item) -> Option<&'a Rule>) -> Vec<&'a Rule> {
    laid.pages[0].items.iter().filter_map(of).collect()
}

fn near(found: f32, expected: f32) {
    assert!((found - expected).abs() < 0.01 * EM, "found {found}, expected {expected}");
}

#[test]
fn gly_02_a_pair_of_dashes_is_shaped_as_chinese() {
    let laid = one_page(vec![paragraph(vec![text("甲——乙")])]);
    let run = run(&laid, "——");
    assert_eq!(run.glyphs.len(), 3, "{run:?}");
    near(run.glyphs[1].advance, 2.0 * EM);
}

#[test]
fn gly_03_mix_07_emphasis_is_kai_level_with_the_body_and_strong_is_bold() {
    use paiban::model::Style::{Emphasis, Strong};
    let laid = one_page(vec![paragraph(vec![
        text("甲"),
        styled(Emphasis, "乙"),
        styled(Strong, "丙"),
    ])]);
    assert_eq!(face(run(&laid, "甲")), "NotoSerifSC-Regular");
    assert_eq!(face(run(&laid, "乙")), "LXGWWenKai-Regular");
    assert_eq!(face(run(&laid, "丙")), "NotoSerifSC-Bold");
    for words in ["甲", "乙", "丙"] {
        let run = run(&laid, words);
        near(run.glyphs[0].advance, EM);
        assert!(run.synthetic.embolden.abs() < f32::EPSILON);
    }
    // The middle of 楷体 is lower in its em box.
    let raised = -run(&laid, "乙").glyphs[0].dy / EM;
    assert!((0.01..0.04).contains(&raised), "{raised}");
}

#[test]
fn gly_04_what_no_face_has_is_framed_and_reported_and_keeps_its_em() {
    let laid = one_page(vec![paragraph(vec![text("甲\u{2EBE0}乙")])]);
    assert!(laid.has(Code::MissingGlyph));
    near(run(&laid, "乙").x - run(&laid, "甲").x, 2.0 * EM);
    // The code point in the frame says nothing; a blank is read as the character.
    let said = laid.content().filter_map(|(_, run)| run.actual_text.as_deref());
    assert_eq!(said.collect::<Vec<_>>(), ["", "\u{2EBE0}"]);
    let boxes = one_page(vec![paragraph(vec![text("☐甲☑乙☒丙")])]);
    assert!(!boxes.has(Code::MissingGlyph));
    assert_eq!(boxes.text(), "☐甲☑乙☒丙");
}

#[test]
fn par_01_every_paragraph_is_indented_by_two_em() {
    let laid = one_page(vec![han(30), section("第一节", vec![han(30), han(30)])]);
    let starts: Vec<f32> = laid
        .content()
        .filter(|(_, run)| run.text.starts_with("天地"))
        .map(|(_, run)| run.x)
        .collect();
    let left = laid.content().map(|(_, run)| run.x).fold(f32::MAX, f32::min);
    assert_eq!(starts.len(), 3);
    starts.into_iter().for_each(|x| near(x - left, 2.0 * EM));
}

#[test]
fn par_06_list_markers_are_chinese_and_hang() {
    let item = ListItem { blocks: vec![han(40)], ..ListItem::default() };
    let kind =
        ListKind::Ordered { start: 1, style: NumberStyle::Chinese, marker: ListMarker::Comma };
    let list = List { kind, items: vec![item.clone(), item], ..List::default() };
    let laid = one_page(vec![Block::List(Box::new(list))]);
    let (marker, words) = (run(&laid, "一、"), run(&laid, "天地"));
    near(words.x - marker.x, 2.0 * EM);
    let second = laid.content().filter(|(_, run)| run.y > words.y).map(|(_, run)| run);
    near(second.map(|run| run.x).next().unwrap(), words.x);
    assert!(laid.text().contains("二、"));
}

#[test]
fn par_07_a_quotation_is_kai_and_moved_in() {
    let quotation = Quotation {
        blocks: vec![paragraph(vec![text("学而时习之")])],
        ..Quotation::default()
    };
    let laid = one_page(vec![han(30), Block::Quotation(Box::new(quotation))]);
    let left = laid.content().map(|(_, run)| run.x).fold(f32::MAX, f32::min);
    let run = run(&laid, "学而");
    assert_eq!(face(run), "LXGWWenKai-Regular");
    assert!(run.x - left > 1.9 * EM, "{}", run.x - left);
}

#[test]
fn par_09_a_line_of_verse_that_is_too_long_turns_over_with_an_indent() {
    let line = |count| VerseLine {
        content: vec![text(HAN.chars().cycle().take(count).collect::<String>())],
        ..VerseLine::default()
    };
    let stanza = Stanza { lines: vec![line(7), line(25)], ..Stanza::default() };
    let laid =
        one_page(vec![Block::Verse(Verse { stanzas: vec![stanza], ..Verse::default() })]);
    let xs: Vec<f32> = laid.content().map(|(_, run)| run.x).collect();
    near(xs[1], xs[0]);
    near(xs[2] - xs[1], 2.0 * EM);
}

#[test]
fn grd_08_captions_are_above_tables_and_below_figures() {
    let Block::Table(mut it) = table(2, 2, "格") else { return };
    it.caption = vec![text("表1　人数")];
    let image =
        Image { asset: "a".to_owned(), alt: Some("桥".to_owned()), ..Image::default() };
    let caption = vec![text("图1　桥")];
    let figure = Figure { images: vec![image], caption, ..Figure::default() };
    let laid = one_page(vec![Block::Table(it), Block::Figure(Box::new(figure))]);
    assert!(run(&laid, "表1").y < run(&laid, "格0-0").y);
    assert!(run(&laid, "图1").y > run(&laid, "桥").y);
}

#[test]
fn hed_02_headings_are_black_and_larger_by_steps() {
    let body = vec![section("大题", vec![han(9), section("小题", vec![han(9)])])];
    let laid = lay(&document(body), PageOptions::default());
    let (first, second) = (run(&laid, "大"), run(&laid, "小"));
    assert!(first.size > second.size && second.size > run(&laid, "天地").size);
    assert_eq!(face(first), "NotoSansSC-Bold");
}

#[test]
fn hed_03_no_line_of_a_heading_has_one_or_two_characters() {
    for count in 3..60 {
        let words: String = HAN.chars().cycle().take(count).collect();
        let laid = one_page(vec![section(&words, vec![paragraph(vec![text("。")])])]);
        let lines = &laid.lines()[0];
        let heading = &lines[..lines.len() - 1];
        assert!(heading.iter().all(|line| line.chars().count() >= 3), "{heading:?}");
    }
    let words = "构建惠民利民的长效机制，使“一切为了群众、一切服务群众”成为常态";
    let laid = one_page(vec![section(words, vec![paragraph(vec![text("。")])])]);
    assert_eq!(laid.lines()[0][0], "构建惠民利民的长效机制，");
}

#[test]
fn pgn_02_left_pages_name_the_work_and_right_ones_the_chapter() {
    let mut document = document(vec![section("第一章", vec![han(3000)])]);
    document.meta.titles.push(Title { text: "书名".to_owned(), ..Title::default() });
    let page = PageOptions { preset: Some(Preset::Book), ..PageOptions::default() };
    let laid = lay(&document, page);
    let heads = laid.artifacts(Artifact::Header);
    assert!(heads.len() > 1, "{heads:?}");
    for (page, text) in heads {
        assert_eq!(text, if page % 2 == 1 { "书名" } else { "第一章" });
    }
}

#[test]
fn emp_01_dots_are_under_characters_alone() {
    let dots = styled(paiban::model::Style::EmphasisDots, "着重，");
    let laid = one_page(vec![paragraph(vec![text("甲"), dots])]);
    let run = run(&laid, "着重");
    let dots = items(&laid, |item| match item {
        Item::Dot(dot) => Some(dot),
        _ => None,
    });
    assert_eq!(dots.len(), 2, "none under the comma");
    for (index, dot) in (0_u8..).zip(dots) {
        near(dot.x + dot.width / 2.0, run.x + (f32::from(index) + 0.5) * EM);
        assert!(dot.y - run.y > 0.12 * EM, "below the em box");
    }
}

#[test]
fn emp_02_emp_03_lines_under_neighbouring_names_are_parted() {
    use paiban::model::Style::ProperName;
    let laid =
        one_page(vec![paragraph(vec![styled(ProperName, "屈原"), styled(ProperName, "宋玉")])]);
    let baseline = run(&laid, "屈原").y;
    let lines = items(&laid, |item| match item {
        Item::Rule(rule) => Some(rule),
        _ => None,
    });
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.y - baseline >= 0.15 * EM));
    assert!(lines[1].x - (lines[0].x + lines[0].width) >= EM / 8.0 - 0.01);
}

#[test]
fn mix_05_a_line_ends_with_its_text_not_with_the_gap_after_it() {
    let inserted = styled(paiban::model::Style::Inserted, "中");
    let laid = one_page(vec![paragraph(vec![inserted, text("A")])]);
    let lines = items(&laid, |item| match item {
        Item::Rule(rule) => Some(rule),
        _ => None,
    });
    assert!(lines[0].x + lines[0].width <= run(&laid, "中").x + EM + 0.01);
    near(run(&laid, "A").x - run(&laid, "中").x, 1.25 * EM);
}
