//! The page as a designer of books judges it.

use paiban::config::{Options, PageOptions};
use paiban::layout::frame::{Item, Owner, Page, Rule};

use crate::paged::{paged_with, rules, runs};

fn preset(name: &str, style: &str) -> Options {
    let page = PageOptions {
        preset: Some(name.parse().unwrap()),
        style: Some(style.to_owned()),
        ..PageOptions::default()
    };
    Options { page, ..Options::default() }
}

fn pages(text: &str, name: &str) -> Vec<Page> {
    paged_with(text, preset(name, "")).0
}

/// The text of each page.
fn described(pages: &[Page]) -> Vec<String> {
    let described = |page: &Page| {
        runs(std::slice::from_ref(page)).iter().map(|it| it.text.as_str()).collect()
    };
    pages.iter().map(described).collect()
}

const PRESETS: [&str; 5] = ["article", "handout", "book", "large-print", "tc-book"];

#[test]
fn headings_of_all_levels_share_their_place() {
    let text = "---\ntitle: 题名\n---\n\n# 一级标题\n\n文。\n\n## 二级标题\n\n文。\n\n### 三级标题\n\n文。\n\n#### 四级标题\n\n文。\n";
    for name in PRESETS {
        let pages = pages(text, name);
        let mut lefts = Vec::new();
        let mut middles = Vec::new();
        for level in ["一级标题", "二级标题", "三级标题", "四级标题"] {
            let all = runs(&pages);
            // The last: what precedes it is an entry of the contents.
            let run = all
                .iter()
                .rev()
                .find(|it| it.text.contains(level) && matches!(it.owner, Owner::Element(_)));
            let run = run.unwrap_or_else(|| panic!("{name} {level}"));
            let width: f32 = run.glyphs.iter().map(|it| it.advance).sum();
            lefts.push(run.x);
            middles.push(run.x + width * 0.5);
        }
        let alike = |all: &[f32]| all.iter().all(|it| (it - all[0]).abs() < 1.0);
        assert!(alike(&lefts) || alike(&middles), "{name} {lefts:?} {middles:?}");
    }
}

#[test]
fn levels_of_a_book_differ_and_heads_have_the_face_of_the_body() {
    for name in PRESETS {
        let style = paiban::layout::StyleSheet::of(&preset(name, "").page).unwrap();
        assert_eq!(style.head.face, paiban::font::Role::Body, "{name}");
        if name.ends_with("book") {
            let size = |level| style.heading(level).size.points(10.0);
            assert!(size(2) <= 0.85 * size(1), "{name}");
        }
    }
}

#[test]
fn few_headings_make_no_contents_in_an_article() {
    let text = |count: usize| {
        let sections: String =
            (0..count).map(|at| format!("# 标题{at}号\n\n文。\n\n")).collect();
        format!("---\ntitle: 题名\n---\n\n{sections}")
    };
    let has = |count| described(&pages(&text(count), "article")).concat().contains("录");
    assert!(!has(7));
    assert!(has(14));
}

#[test]
fn few_lines_have_no_page_of_their_own() {
    let chapters = |count: usize| -> String {
        (1..=count).map(|at| format!("# 第{at}章 标题\n\n正文。\n\n")).collect()
    };
    // Contents of three lines are on the page of the title, those of six on their own.
    let short = described(&pages(&format!("---\ntitle: 题名\n---\n\n{}", chapters(3)), "book"));
    assert!(short[0].contains("题名") && short[0].contains("录"), "{short:?}");
    let long = described(&pages(&format!("---\ntitle: 题名\n---\n\n{}", chapters(6)), "book"));
    assert!(!long[0].contains("录"), "{long:?}");
    // So is a line before the first chapter; a text of some length has a page.
    let lead = |lead: &str| {
        described(&pages(
            &format!("---\ntitle: 题名\n---\n\n{lead}\n\n{}", chapters(2)),
            "book",
        ))
    };
    let short = lead("献给读者。");
    assert!(short[0].contains("献给读者"), "{short:?}");
    let long = lead(&"这是写在前面的话，相当长。".repeat(40));
    assert!(!long[0].contains("写在前面"), "{long:?}");
}

#[test]
fn a_break_and_a_bare_title_page_have_a_mark() {
    let marks = |text: &str, name: &str| -> Vec<Rule> {
        let pages = pages(text, name);
        let all = rules(&pages).into_iter().filter(|it| it.colour == [0x66; 3]);
        all.copied().collect()
    };
    let text = "---\ntitle: 题名\n---\n\n甲文。\n\n---\n\n乙文。\n";
    let found = marks(text, "article");
    let [rule] = &found[..] else { panic!("{found:?}") };
    assert!(matches!(rule.owner, Owner::Artifact(_)));
    let pages_of = pages(text, "article");
    let at = |word: &str| runs(&pages_of).iter().find(|it| it.text.contains(word)).unwrap().y;
    assert!(at("甲文") < rule.y && rule.y < at("乙文"));
    // In a book a title without an author has a rule below it.
    let plain = "---\ntitle: 题名\n---\n\n文。\n";
    assert_eq!(marks(plain, "book").len(), 1);
    assert_eq!(marks("---\ntitle: 题名\nauthor: 王某\n---\n\n文。\n", "book").len(), 0);
    assert_eq!(marks(plain, "article").len(), 0);
}

#[test]
fn the_dash_before_an_attribution_is_kept() {
    for source in ["> 学而时习之。\n>\n> ——《论语》\n", "> 学而时习之。\n> ——《论语》\n"]
    {
        let text = described(&pages(&format!("# 题\n\n{source}"), "article")).concat();
        assert_eq!(text.matches("——").count(), 1, "{text}");
    }
}

#[test]
fn links_are_seen_on_paper_by_style() {
    let text = "# 题\n\n见[网站](https://example.org)。\n";
    let below = |style: &str| {
        let (pages, _) = paged_with(text, preset("article", style));
        let link = pages.iter().flat_map(|it| &it.items).find_map(|it| match it {
            Item::Link(link) => Some((link.x, link.width)),
            _ => None,
        });
        let (x, width) = link.unwrap();
        let under = |it: &&&Rule| (it.x - x).abs() < 1.0 && (it.width - width).abs() < 2.0;
        rules(&pages).iter().filter(under).count()
    };
    assert_eq!(below(""), 0);
    assert_eq!(below("[body]\nlined-links = true\n"), 1);
}

#[test]
fn the_white_above_program_text_is_that_below_it() {
    let para = "文字很长，长到要占两行以上，这样左边的边界就看得见了，再写一些字，再写一些字。";
    for lines in 1..6 {
        let code = "let x = 1;\n".repeat(lines);
        let text = format!("{para}\n\n```\n{code}```\n\n{para}\n");
        let pages = pages(&text, "article");
        let tints: Vec<&Rule> =
            rules(&pages).into_iter().filter(|rule| rule.colour == [0xF4; 3]).collect();
        let top = tints.iter().map(|rule| rule.y).fold(f32::INFINITY, f32::min);
        let bottom = tints.iter().map(|rule| rule.y + rule.height).fold(0.0, f32::max);
        let body: Vec<_> = runs(&pages).into_iter().filter(|run| run.size == 12.0).collect();
        let size = body[0].size;
        let above = body.iter().map(|run| run.y).filter(|y| *y < top).fold(0.0, f32::max);
        let below = body.iter().map(|run| run.y).filter(|y| *y > bottom);
        let below = below.fold(f32::INFINITY, f32::min);
        // From the foot of a line's letters to the tint, and from it to the head of the next.
        let (over, under) = (top - above - size * 0.12, below - size * 0.88 - bottom);
        assert!((over - under).abs() < size * 0.5, "{lines}: {over} {under}");
    }
}

#[test]
fn two_lines_of_program_text_are_on_one_page() {
    for lines in 25..36 {
        let text = format!("{}```\n甲\n乙\n```\n", "文。\n\n".repeat(lines));
        let shown = described(&pages(&text, "article"));
        let page = |text: &str| shown.iter().position(|page| page.contains(text));
        assert_eq!(page("甲"), page("乙"), "{lines}");
    }
}

#[test]
fn an_author_s_own_list_of_headings_is_the_contents() {
    let heads: String = (1..20).map(|n| format!("## 节{n}\n\n文。\n\n")).collect();
    let list: String = (1..20).map(|n| format!("* [节{n}](#节{n})\n")).collect();
    let made = |text: &str| described(&pages(text, "article")).concat();
    assert!(made(&format!("# 题\n\n{heads}")).contains("录"));
    assert!(!made(&format!("# 题\n\n* [题](#题)\n{list}\n{heads}")).contains("录"));
}

#[test]
fn lists_in_cells_that_are_centred_begin_below_one_another() {
    let text = "+------+--------+\n| 甲   | 乙     |\n+======+========+\n| - 一 | 长长的 |\n| - 二二 | 文字   |\n+------+--------+\n";
    let pages = pages(text, "article");
    let x = |text: &str| runs(&pages).iter().find(|run| run.text.contains(text)).unwrap().x;
    assert!((x("一") - x("二二")).abs() < 0.1);
}
