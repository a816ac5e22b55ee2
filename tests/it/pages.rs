//! Layout of pages: the grid, what stays together, notes, tables, contents, styles.

mod beside;
mod extremes;
mod rules;

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use paiban::config::{Options, PageOptions, Preset, Punctuation};
use paiban::context::Context;
use paiban::diag::{Code, Diagnostic};
use paiban::font::Library;
use paiban::layout::frame::{Artifact, Item, Owner, Page, Structure, StructureRole, TextRun};
use paiban::layout::{StyleSheet, dump_pages, dump_structure, lay_out};
use paiban::model::{
    Asset, AssetKind, Attr, Block, Bytes, Cell, Document, Figure, Image, Inline, Meta, Note,
    NoteRef, Part, Row, Section, Table, Title, paragraph, plain_text, text,
};

use crate::documents::kitchen_sink;

const HAN: &str = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳";
const SLACK: f32 = 0.06;

struct Laid {
    pages: Vec<Page>,
    structure: Structure,
    diagnostics: Vec<Diagnostic>,
}

fn context() -> Context {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    let fonts = LIBRARY.get_or_init(|| Arc::new(Library::bundled())).clone();
    Context { fonts, ..Context::default() }
}

fn lay(document: &Document, page: PageOptions) -> Laid {
    let mut pages = Vec::new();
    let options = Options { page, ..Options::default() };
    let (structure, diagnostics) = lay_out(
        document,
        &crate::support::pictures(document),
        &options,
        &context(),
        &mut |page| pages.push(page),
    )
    .unwrap();
    pages.sort_by_key(|page: &Page| page.index);
    Laid { pages, structure, diagnostics }
}

fn document(body: Vec<Block>) -> Document {
    let mut document = Document::new(Meta::default());
    document.body = body;
    document
}

/// A paragraph of this many characters.
fn han(count: usize) -> Block {
    paragraph(vec![text(HAN.chars().cycle().take(count).collect::<String>())])
}

fn section(heading: &str, blocks: Vec<Block>) -> Block {
    Block::Section(Box::new(Section {
        heading: vec![text(heading)],
        blocks,
        ..Section::default()
    }))
}

fn style(toml: &str) -> PageOptions {
    PageOptions { style: Some(toml.to_owned()), ..PageOptions::default() }
}

/// A page of `lines` lines of 20 characters, on a grid of 20 points.
fn small(lines: u16) -> PageOptions {
    style(&format!(
        "[page]\npaper = \"120x200mm\"\ncharacters = 20\nlines = {lines}\n[body]\nsize = \"12pt\"\npitch = \"20pt\""
    ))
}

impl Laid {
    fn runs(&self) -> impl Iterator<Item = (usize, &TextRun)> {
        self.pages.iter().enumerate().flat_map(|(index, page)| {
            page.items.iter().filter_map(move |item| match item {
                Item::Text(run) => Some((index, run)),
                _ => None,
            })
        })
    }

    fn content(&self) -> impl Iterator<Item = (usize, &TextRun)> {
        self.runs().filter(|(_, run)| matches!(run.owner, Owner::Element(_)))
    }

    fn text(&self) -> String {
        self.content().map(|(_, run)| run.text.as_str()).collect()
    }

    /// The text of each page, a line for each baseline.
    fn lines(&self) -> Vec<Vec<String>> {
        let mut pages = vec![Vec::new(); self.pages.len()];
        let mut last = (usize::MAX, f32::NAN);
        for (page, run) in self.content() {
            let lines: &mut Vec<String> = &mut pages[page];
            if last == (page, run.y) {
                lines.last_mut().unwrap().push_str(&run.text);
            } else {
                lines.push(run.text.clone());
            }
            last = (page, run.y);
        }
        pages
    }

    fn artifacts(&self, kind: Artifact) -> Vec<(usize, String)> {
        let of_kind = |run: &TextRun| run.owner == Owner::Artifact(kind);
        let runs = self.runs().filter(|(_, run)| of_kind(run));
        runs.map(|(page, run)| (page, run.text.clone())).collect()
    }

    fn has(&self, code: Code) -> bool {
        self.diagnostics.iter().any(|found| found.code == code)
    }

    /// Nothing reaches out of the paper.
    fn assert_on_paper(&self) {
        let found = self.off_paper();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    /// What reaches out of the paper; of type, the em box counts.
    fn off_paper(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (index, page) in self.pages.iter().enumerate() {
            for item in &page.items {
                let (x, y, right, bottom) = extent(item);
                if x < -SLACK
                    || y < -SLACK
                    || right > page.width + SLACK
                    || bottom > page.height + SLACK
                    || [x, y, right, bottom].iter().any(|edge| !edge.is_finite())
                {
                    found.push(format!("page {index}: {x} {y} {right} {bottom} {item:?}"));
                }
            }
        }
        found
    }
}

/// The edges of an item: left, top, right, bottom.
fn extent(item: &Item) -> (f32, f32, f32, f32) {
    let (x, y, width, height) = match item {
        Item::Text(it) => {
            let width: f32 = it.glyphs.iter().map(|glyph| glyph.advance).sum();
            (it.x, it.y - 0.88 * it.size, width, it.size)
        }
        Item::Rule(it) | Item::Outline(it) | Item::Wave(it) | Item::Dot(it) => {
            (it.x, it.y, it.width, it.height)
        }
        Item::Image(it) => (it.x, it.y, it.width, it.height),
        Item::Link(it) => (it.x, it.y, it.width, it.height),
    };
    (x, y, x + width, y + height)
}

#[test]
fn body_lines_keep_the_grid_on_every_page() {
    let mut body = vec![han(90)];
    for n in 0..6 {
        body.push(section(&format!("第{n}节"), vec![han(130), han(250), quotation(), han(77)]));
    }
    let laid = lay(&document(body), small(15));
    assert!(laid.pages.len() > 3);
    let grid = laid.content().filter(|(_, run)| {
        let Owner::Element(id) = run.owner else { return false };
        let element = &laid.structure.elements[id.0 as usize];
        let parent = element.parent.map(|id| &laid.structure.elements[id.0 as usize].role);
        element.role == StructureRole::Paragraph && parent != Some(&StructureRole::BlockQuote)
    });
    let first = laid.content().find(|(_, run)| run.text.contains("天地")).unwrap().1.y;
    let mut count = 0;
    for (page, run) in grid {
        let lines = (run.y - first) / 20.0;
        assert!((lines - lines.round()).abs() < 0.003, "page {page}: {} {}", run.y, run.text);
        count += 1;
    }
    assert!(count > 100);
}

fn quotation() -> Block {
    Block::Quotation(Box::new(paiban::model::Quotation {
        blocks: vec![han(50)],
        ..Default::default()
    }))
}

#[test]
fn no_page_begins_or_ends_with_a_single_line_of_a_paragraph() {
    // Ten lines a page; a paragraph of eleven (`clreq.md` PAR-05).
    let laid = lay(&document(vec![han(20 * 11 - 2)]), small(10));
    let counts: Vec<_> = laid.lines().iter().map(Vec::len).collect();
    assert_eq!(counts, [9, 2]);
}

#[test]
fn a_heading_stays_with_two_lines() {
    // Eight lines of text leave two for a heading of one line and one line of text.
    let plain = "[heading.1]\nlines = 1\nsize = 1\n";
    for before in 5..10 {
        let mut page = small(10);
        page.style.as_mut().unwrap().insert_str(0, plain);
        let body = vec![han(20 * before - 2), section("标题", vec![han(98)])];
        let laid = lay(&document(body), page);
        for lines in laid.lines() {
            if let Some(at) = lines.iter().position(|line| line == "标题") {
                assert!(lines.len() >= at + 3, "{before}: {lines:?}");
            }
        }
    }
}

#[test]
fn stacked_headings_stay_together() {
    let mut page = small(10);
    page.style.as_mut().unwrap().push_str("\n[heading.1]\nlines = 1\n[heading.2]\nlines = 1\n");
    let inner = section("小题", vec![han(98)]);
    let laid = lay(&document(vec![han(20 * 7 - 2), section("大题", vec![inner])]), page);
    assert!(laid.lines()[1][0].contains("大题"), "{:?}", laid.lines());
}

fn note(id: &str, count: usize) -> Block {
    Block::Note(Box::new(Note {
        attr: Attr::with_id(id),
        blocks: vec![han(count)],
        ..Note::default()
    }))
}

fn marked(count: usize, id: &str) -> Block {
    let mark =
        Inline::NoteRef(Box::new(NoteRef { target: id.to_owned(), ..NoteRef::default() }));
    let words: String = HAN.chars().cycle().take(count).collect();
    paragraph(vec![text(words), mark, text("。")])
}

#[test]
fn footnotes_are_numbered_anew_on_each_page() {
    let mut body = Vec::new();
    for n in 0..12 {
        body.push(marked(70, &format!("n{n}")));
        body.push(note(&format!("n{n}"), 30));
    }
    let laid = lay(&document(body), small(15));
    assert!(laid.pages.len() >= 3);
    for page in laid.lines() {
        let text = page.concat();
        assert_eq!(text.matches('①').count(), 2, "{text}"); // mark and label
        let highest = ('①'..='⑳').filter(|c| text.contains(*c)).count();
        let marks = text.chars().filter(|c| ('①'..='⑳').contains(c)).count();
        assert_eq!(marks, 2 * highest, "{text}");
    }
    let notes =
        laid.structure.elements.iter().filter(|e| e.role == StructureRole::Note).count();
    assert_eq!(notes, 12);
}

fn table(rows: usize, columns: usize, words: &str) -> Block {
    let row = |n: usize| Row {
        cells: (0..columns)
            .map(|c| Cell {
                blocks: vec![paragraph(vec![text(format!("{words}{n}-{c}"))])],
                ..Cell::default()
            })
            .collect(),
        ..Row::default()
    };
    Block::Table(Box::new(Table {
        head: vec![row(0)],
        body: (1..=rows).map(row).collect(),
        ..Table::default()
    }))
}

#[test]
fn a_table_repeats_its_head_on_each_page() {
    let laid = lay(&document(vec![table(60, 3, "表")]), small(15));
    assert!(laid.pages.len() > 3);
    let repeated: String =
        laid.artifacts(Artifact::Layout).into_iter().map(|(_, text)| text).collect();
    assert_eq!(repeated.matches("表0-0").count(), laid.pages.len() - 1);
    assert_eq!(laid.text().matches("表0-0").count(), 1);
    assert_eq!(laid.text().matches("表60-2").count(), 1);
    laid.assert_on_paper();
}

#[test]
fn a_row_longer_than_a_page_is_cut() {
    let cell = |count| Cell { blocks: vec![han(count)], ..Cell::default() };
    let row = Row { cells: vec![cell(900), cell(10)], ..Row::default() };
    let body = Block::Table(Box::new(Table { body: vec![row], ..Table::default() }));
    let laid = lay(&document(vec![body]), small(12));
    assert_eq!(laid.text().chars().count(), 910);
    laid.assert_on_paper();
    assert!(!laid.has(Code::TallerThanPage));
}

#[test]
fn an_image_larger_than_the_page_is_scaled_and_a_lost_one_described() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 0x10, 0, 0, 0, 0x40, 0]);
    let image = |asset: &str| Image {
        asset: asset.to_owned(),
        alt: Some("一座桥".to_owned()),
        ..Image::default()
    };
    let figure = Figure {
        images: vec![image("a"), image("b")],
        caption: vec![text("图1　桥")],
        ..Figure::default()
    };
    let mut document = document(vec![Block::Figure(Box::new(figure))]);
    let asset = |id: &str, data| Asset {
        id: id.to_owned(),
        href: format!("{id}.png"),
        source: 0,
        kind: AssetKind::Png,
        data,
    };
    document.assets = vec![asset("a", Some(Bytes(png))), asset("b", None)];
    let laid = lay(&document, PageOptions::default());
    laid.assert_on_paper();
    assert!(laid.has(Code::ImageUnusable));
    assert!(laid.text().contains("一座桥") && laid.text().contains("图1"));
    let figures: Vec<_> =
        laid.structure.elements.iter().filter(|e| e.role == StructureRole::Figure).collect();
    assert!(figures.len() == 2 && figures.iter().all(|e| e.alt.as_deref() == Some("一座桥")));
}

#[test]
fn a_page_too_small_and_a_word_too_long_are_set_all_the_same() {
    let body = vec![
        section("第一章　很长很长的标题", vec![han(60)]),
        paragraph(vec![text("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk")]),
    ];
    let page = PageOptions {
        paper: Some("8x8mm".parse().unwrap()),
        size: Some("一号".parse().unwrap()),
        ..PageOptions::default()
    };
    let laid = lay(&document(body), page);
    assert!(laid.has(Code::PageTooSmall));
    assert!(laid.text().contains('成'));
    laid.assert_on_paper();
}

#[test]
fn the_table_of_contents_has_the_first_page_of_each_section() {
    let body: Vec<_> =
        (1..=30).map(|n| section(&format!("第{n}章　开端"), vec![han(300)])).collect();
    let page = PageOptions { toc: Some(true), ..small(15) };
    let laid = lay(&document(body), page);
    let entries: Vec<String> = laid
        .lines()
        .concat()
        .into_iter()
        .filter(|line| line.starts_with('第') && line.ends_with(|c: char| c.is_ascii_digit()))
        .collect();
    assert_eq!(entries.len(), 30);
    for (entry, mark) in entries.iter().zip(&laid.structure.outline) {
        let label = laid.pages[mark.place.page as usize].label;
        assert_eq!(*entry, format!("{}{}", mark.title, label.number));
    }
    let links = laid.pages.iter().flat_map(|page| &page.items);
    assert_eq!(links.filter(|item| matches!(item, Item::Link(_))).count(), 30);
}

#[test]
fn a_book_begins_its_body_on_a_right_page_numbered_one() {
    let mut document = document(vec![
        section("第一章", vec![han(1200)]),
        section("第二章", vec![han(900)]),
        section("第三章", vec![han(900)]),
        section("第四章", vec![han(9)]),
        section("第五章", vec![han(9)]),
    ]);
    let title = Title { text: "书名".to_owned(), ..Title::default() };
    document.meta.titles.push(title);
    let page = PageOptions { preset: Some(Preset::Book), ..PageOptions::default() };
    let laid = lay(&document, page);
    let labels: Vec<_> = laid.pages.iter().map(|p| (p.label.roman, p.label.number)).collect();
    let first = labels.iter().position(|(roman, _)| !roman).unwrap();
    assert_eq!(first % 2, 0, "{labels:?}");
    assert_eq!(labels[first], (false, 1));
    let feet = laid.artifacts(Artifact::Footer);
    assert!(feet.contains(&(2, "iii".to_owned())), "{feet:?}");
    // The chapter's white is at the head of its page (占行).
    let top = |page: usize| laid.content().find(|(at, _)| *at == page).unwrap().1.y;
    assert!(top(first) > top(first + 1) + 12.0, "{} {}", top(first), top(first + 1));
    assert!(laid.lines()[first][0].contains("第一章"));
    // A page that opens a chapter has no running head, and no blank page has a folio.
    let heads = laid.artifacts(Artifact::Header);
    assert!(heads.iter().all(|(page, _)| !laid.lines()[*page][0].contains('章')), "{heads:?}");
    let feet = laid.artifacts(Artifact::Footer);
    assert!(feet.iter().all(|(page, _)| !laid.lines()[*page].is_empty()));
}

#[test]
fn a_running_head_is_one_line() {
    let mut document = document(vec![han(600)]);
    let text: String = HAN.chars().cycle().take(60).collect();
    document.meta.titles.push(Title { text, ..Title::default() });
    let laid = lay(&document, small(10));
    laid.assert_on_paper();
    let heads = laid.artifacts(Artifact::Header);
    assert!(heads.len() > 1 && heads.iter().all(|(_, text)| text.ends_with('…')), "{heads:?}");
}

#[test]
fn everything_is_set_in_every_preset() {
    let document = kitchen_sink();
    for preset in Preset::ALL {
        let page = PageOptions { preset: Some(preset), ..PageOptions::default() };
        let laid = lay(&document, page);
        assert!(!laid.has(Code::LayoutCannotExpress), "{preset}");
        laid.assert_on_paper();
        assert!(!laid.structure.outline.is_empty());
    }
}

#[test]
fn headings_skip_no_level_and_parents_come_first() {
    let laid = lay(&kitchen_sink(), PageOptions::default());
    let mut last = 0;
    for (index, element) in laid.structure.elements.iter().enumerate() {
        assert!(element.parent.is_none_or(|parent| (parent.0 as usize) < index));
        if let StructureRole::Heading(level) = element.role {
            assert!(level <= last + 1, "from {last} to {level}");
            last = level;
        }
        // A note in a line is no numbered one.
        let outer = element.parent.map(|it| &laid.structure.elements[it.0 as usize].role);
        if element.role == StructureRole::Note && outer != Some(&StructureRole::Paragraph) {
            let label = laid.structure.elements.get(index + 1).map(|e| &e.role);
            assert_eq!(label, Some(&StructureRole::Label));
        }
    }
}

/// UAX #9: words of Hebrew and Arabic in a Chinese line; numbers in them keep their direction.
#[test]
fn words_from_right_to_left_run_so() {
    let words = "希伯來文שלום 12 עולם，1949年";
    let body = vec![paragraph(vec![text(words)])];
    let laid = lay(&document(body), PageOptions::default());
    let items = laid.pages.iter().flat_map(|page| &page.items);
    let runs: Vec<&TextRun> = items
        .filter_map(|item| match item {
            Item::Text(run) => Some(run),
            _ => None,
        })
        .collect();
    let place = |wanted: &str| {
        let run = runs.iter().find(|run| run.text.contains(wanted)).unwrap();
        let before = run
            .glyphs
            .iter()
            .take_while(|it| it.text.end as usize <= run.text.find(wanted).unwrap());
        run.x + before.map(|glyph| glyph.advance).sum::<f32>()
    };
    let order = ["希", "ע", "12", "ש", "，", "年"].map(place);
    assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{order:?}");
}

#[test]
fn an_invalid_style_sheet_is_an_error_with_its_reason() {
    let refuse = |page: PageOptions| {
        let options = Options { page, ..Options::default() };
        let empty = document(vec![]);
        let error = lay_out(
            &empty,
            &crate::support::pictures(&empty),
            &options,
            &context(),
            &mut |_| {},
        )
        .unwrap_err();
        error.to_string()
    };
    assert!(refuse(style("base = \"novel\"")).contains("novel"));
    assert!(refuse(style("[page]\nlinez = 3")).contains("linez"));
    assert!(refuse(style("[body]\nsize = \"大号\"")).contains("大号"));
    assert!(refuse(style("[body")).contains("cfg-002"));
    assert!(refuse(style("[page]\npaper = \"A99\"")).contains("A99"));
    // A page must hold a character: no paper is smaller than 20 points.
    assert!(refuse(style("[page]\npaper = \"1x200mm\"")).contains("1x200mm"));
}

/// Every number of a sheet, lengths in points and in em.
const NUMBERS: [&str; 35] = [
    "page.margin.top",
    "page.margin.bottom",
    "page.margin.inner",
    "page.margin.outer",
    "body.size",
    "body.pitch",
    "body.indent",
    "title.size",
    "title.sub-size",
    "title.before",
    "title.after",
    "heading.1.size",
    "heading.1.indent",
    "quotation.size",
    "quotation.pitch",
    "quotation.start",
    "quotation.end",
    "quotation.space",
    "verse.start",
    "verse.space",
    "code.end",
    "code.pitch",
    "table.size",
    "table.space",
    "caption.size",
    "credit.size",
    "note.size",
    "note.pitch",
    "note.rule",
    "head.size",
    "head.distance",
    "folio.size",
    "folio.distance",
    "contents.indent",
    "heading.1.lines",
];

#[test]
fn numbers_that_no_page_can_have_are_refused_by_name() {
    for name in NUMBERS {
        for number in ["nan", "inf", "-inf", "1e30", "-1e30", "\"nanpt\"", "\"1e30mm\""] {
            let sheet = format!("{name} = {number}");
            let error = StyleSheet::of(&style(&sheet)).expect_err(&sheet);
            assert_eq!(error.diagnostic().code, Code::StyleSheet, "{sheet}");
            let said = error.to_string();
            let key = name.rsplit('.').next().unwrap();
            assert!(said.contains(key), "{sheet}: {said}");
        }
    }
    // White may be negative, since it may reach out of the type area.
    for name in ["body.size", "body.pitch", "title.before", "table.space", "note.rule"] {
        assert!(StyleSheet::of(&style(&format!("{name} = -1"))).is_err(), "{name}");
    }
}

#[test]
fn white_at_its_bounds_stays_on_the_paper() {
    for number in ["\"-14400pt\"", "\"14400pt\""] {
        let sheet: String = NUMBERS
            .iter()
            .filter(|name| {
                ["indent", "start", "end", "distance"].iter().any(|it| name.ends_with(it))
            })
            .map(|name| format!("{name} = {number}\n"))
            .collect();
        lay(&kitchen_sink(), style(&sheet)).assert_on_paper();
    }
}

#[test]
fn a_style_sheet_overrides_single_values() {
    let page = style("base = \"book\"\n[heading.1]\nface = \"emphasis\"");
    let options = StyleSheet::of(&page).unwrap();
    assert_eq!(options.heading.levels["1"].face, paiban::font::Role::Emphasis);
    assert!(options.page.two_sided);
}

#[test]
fn a_title_that_nearly_fits_a_line_is_set_smaller_and_a_long_one_breaks_after_a_phrase() {
    let titled = |title: &str| {
        let mut document = document(vec![]);
        document.meta.titles.push(Title { text: title.to_owned(), ..Title::default() });
        lay(&document, small(10)).lines().concat()
    };
    assert_eq!(titled("让密切联系服务群众成为习惯"), ["让密切联系服务群众成为习惯"]);
    assert_eq!(
        titled("让密切联系服务群众，让勤俭成为习惯和常态"),
        ["让密切联系服务群众，", "让勤俭成为习惯和常态"]
    );
}

#[test]
fn an_empty_document_is_one_page() {
    let laid = lay(&document(vec![]), PageOptions::default());
    assert_eq!(laid.pages.len(), 1);
}

/// The texts that a reader of the pages must find: what is neither gap nor residue nor the
/// source's own table of contents, nor a mark that pages number anew.
fn visible(blocks: &[Block], out: &mut Vec<String>) {
    for block in blocks {
        if matches!(block, Block::Residue(_) | Block::Contents(_) | Block::Math(_)) {
            continue;
        }
        if let Block::Note(note) = block {
            visible(&note.blocks, out);
            continue;
        }
        block.children(&mut |part| match part {
            Part::Blocks(inner) => visible(inner, out),
            Part::Inlines(inner) => visible_inlines(inner, out),
        });
    }
}

fn visible_inlines(inlines: &[Inline], out: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Text(it) => out.push(it.text.clone()),
            // Readings are between the bases.
            Inline::Ruby(it) => out.extend(it.pairs.iter().map(|p| plain_text(&p.base))),
            Inline::Choice(_) => out.push(plain_text(std::slice::from_ref(inline))),
            Inline::Note(it) => visible(&it.blocks, out),
            // Formulas are set: tests/it/formulas.rs.
            Inline::Residue(_) | Inline::NoteRef(_) | Inline::Gap(_) | Inline::Math(_) => {}
            other => other.children(&mut |part| {
                if let Part::Inlines(inner) = part {
                    visible_inlines(inner, out);
                }
            }),
        }
    }
}

#[test]
fn every_text_of_the_kitchen_sink_is_on_a_page() {
    let document = kitchen_sink();
    let mut options = Options::default();
    options.display.punctuation = Punctuation::Keep;
    let mut pages = Vec::new();
    let (structure, diagnostics) = lay_out(
        &document,
        &crate::support::pictures(&document),
        &options,
        &context(),
        &mut |page| pages.push(page),
    )
    .unwrap();
    pages.sort_by_key(|page: &Page| page.index);
    let squeeze = |text: &str| text.split_whitespace().collect::<String>();
    let text = squeeze(&Laid { pages, structure, diagnostics }.text());
    let mut expected = Vec::new();
    for part in [&document.front, &document.body, &document.back] {
        visible(part, &mut expected);
    }
    assert!(expected.len() > 100);
    for words in expected {
        for line in words.lines() {
            assert!(text.contains(&squeeze(line)), "{line}");
        }
    }
}

#[test]
fn an_article_as_pages() {
    let mut document = document(vec![
        han(50),
        section("一、开端", vec![marked(45, "n"), note("n", 40), quotation()]),
        section("二、结尾", vec![table(2, 3, "格"), han(120)]),
    ]);
    document.meta.titles.push(Title { text: "千字文".to_owned(), ..Title::default() });
    let laid = lay(&document, small(20));
    let mut out = dump_pages(&laid.pages, &laid.structure);
    let _ = write!(out, "\n{}", dump_structure(&laid.structure));
    insta::assert_snapshot!(out);
}
