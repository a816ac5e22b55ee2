//! Input that no page is made for: nothing leaves the paper, nothing is lost, and it is reported.

use std::collections::BTreeMap;
use std::time::Duration;

use paiban::model::{Definition, DefinitionList, List, ListItem, Quotation, TableColumn};
use proptest::prelude::*;

use super::*;

/// How many styles are tried.
const CASES: u32 = 40;

/// Sheets and sizes of type that don't go together.
const BAD_STYLES: [&str; 9] = [
    "[page]\npaper = \"20x20mm\"",
    "[page]\npaper = \"20x20mm\"\n[body]\nsize = \"72pt\"",
    "[page]\npaper = \"20x20mm\"\nmargin = { top = \"30mm\", bottom = \"30mm\", inner = \"30mm\", outer = \"30mm\" }",
    "[page]\npaper = \"8x200mm\"",
    "[page]\npaper = \"200x8mm\"",
    "base = \"book\"\n[page]\npaper = \"30x30mm\"\ncharacters = 0\nlines = 0",
    "[note]\nsize = \"72pt\"\npitch = \"80pt\"\n[page]\npaper = \"20x20mm\"",
    "[heading.1]\nsize = \"500pt\"\n[title]\nsize = \"500pt\"\n[folio]\nsize = \"500pt\"\n[head]\nsize = \"500pt\"\n[table]\nsize = \"500pt\"\n[quotation]\nsize=\"500pt\"",
    "base = \"handout\"\n[page]\ncharacters = 60\nline-numbers = 1\n[body]\nsize = \"40pt\"",
];

#[test]
fn nothing_leaves_the_paper_however_small_it_is() {
    let mut long = kitchen_sink();
    long.body.push(han(300));
    let whole = count(&lay(&long, PageOptions::default()));
    for bad in BAD_STYLES {
        let laid = lay(&long, style(bad));
        let is_reported =
            [Code::PageTooSmall, Code::TypeTooLarge].into_iter().any(|it| laid.has(it));
        assert!(is_reported, "{bad}");
        laid.assert_on_paper();
        assert_eq!(count(&laid), whole, "{bad}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a style sheet asks for.
    #[test]
    fn nothing_leaves_the_paper_in_any_style(
        base in prop::sample::select(Preset::ALL.to_vec()),
        paper in (8_u16..120, 8_u16..120),
        margins in prop::array::uniform4(-20_i16..80),
        (characters, lines, numbers) in (0_u16..50, 0_u16..50, 0_u16..3),
        sizes in prop::array::uniform6(1_u16..90),
        lengths in prop::array::uniform4(-9_i16..30),
        (two_sided, beside) in (any::<bool>(), any::<bool>()),
    ) {
        let (width, height) = paper;
        let [top, bottom, inner, outer] = margins;
        let [body, note, heading, quotation, folio, head] = sizes;
        let [indent, start, end, distance] = lengths;
        let sheet = format!(
            "base = \"{base}\"\n[page]\npaper = \"{width}x{height}mm\"\ntwo-sided = {two_sided}\n\
             characters = {characters}\nlines = {lines}\nline-numbers = {numbers}\n\
             margin = {{ top = \"{top}mm\", bottom = \"{bottom}mm\", inner = \"{inner}mm\", outer = \"{outer}mm\" }}\n\
             [body]\nsize = \"{body}pt\"\nindent = {indent}\n\
             [note]\nsize = \"{note}pt\"\nmargin = {beside}\n\
             [heading.1]\nsize = \"{heading}pt\"\nindent = {start}\n\
             [quotation]\nsize = \"{quotation}pt\"\nstart = {start}\nend = {end}\n\
             [head]\nsize = \"{head}pt\"\ndistance = {distance}\n\
             [folio]\nsize = \"{folio}pt\"\ndistance = {distance}\n"
        );
        let laid = lay(&kitchen_sink(), style(&sheet));
        let faults = laid.off_paper();
        prop_assert!(faults.is_empty(), "{}\n{}", sheet, faults.join("\n"));
        prop_assert_eq!(count(&laid), set_characters());
    }
}

/// How many Chinese characters of the kitchen sink are set on pages with room.
fn set_characters() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| count(&lay(&kitchen_sink(), PageOptions::default())))
}

/// How many Chinese characters are content.
fn count(laid: &Laid) -> usize {
    laid.text().chars().filter(|c| ('一'..='龥').contains(c)).count()
}

/// What is around the type area is never on it.
#[test]
fn heads_folios_and_numbers_that_have_no_room_are_left_out_and_reported() {
    let mut document = document(vec![section("第一节", vec![han(300)])]);
    document.meta.titles.push(Title { text: "书名".to_owned(), ..Title::default() });
    let tight = "[page]\npaper = \"60x60mm\"\ncharacters = 12\nlines = 8\nline-numbers = 1\n";
    let laid = lay(&document, style(tight));
    assert!(laid.has(Code::MarginsCrowded));
    laid.assert_on_paper();
    let body: Vec<_> = laid.content().map(|(page, run)| (page, run.y)).collect();
    for (page, run) in laid.runs().filter(|(_, run)| matches!(run.owner, Owner::Artifact(_))) {
        let meets =
            body.iter().find(|(at, y)| *at == page && (y - run.y).abs() < run.size * 0.7);
        assert!(meets.is_none(), "page {page}: {run:?} on {meets:?}");
    }
    let roomy = lay(&document, small(8));
    assert!(roomy.diagnostics.is_empty(), "{:?}", roomy.diagnostics);
}

/// Blocks around a paragraph, as deep as a document gets.
fn nested(around: fn(Vec<Block>) -> Block) -> Vec<Block> {
    (0..38).fold(vec![han(9)], |inner, _| vec![han(3), around(inner)])
}

#[test]
fn deeply_indented_blocks_stay_in_the_type_area() {
    let cases: [fn(Vec<Block>) -> Block; 4] = [
        |blocks| {
            let items = vec![ListItem { blocks, ..ListItem::default() }];
            Block::List(Box::new(List { items, ..List::default() }))
        },
        |blocks| Block::Quotation(Box::new(Quotation { blocks, ..Quotation::default() })),
        |blocks| Block::Epigraph(Box::new(Quotation { blocks, ..Quotation::default() })),
        |blocks| {
            let term = vec![text("词")];
            let items = vec![Definition { term, blocks, ..Definition::default() }];
            Block::DefinitionList(Box::new(DefinitionList { items, ..Default::default() }))
        },
    ];
    for around in cases {
        let laid = lay(&document(nested(around)), small(12));
        laid.assert_in_area(12);
        assert_eq!(laid.text().matches('天').count(), 39);
    }
}

#[test]
fn a_label_that_is_too_long_is_above_its_text() {
    let item = ListItem {
        marker: vec![text(HAN)],
        blocks: vec![paragraph(vec![text("甲乙")])],
        ..ListItem::default()
    };
    let list = List { items: vec![item], ..List::default() };
    let laid = lay(&document(vec![Block::List(Box::new(list))]), small(12));
    laid.assert_in_area(12);
    assert_eq!(laid.text(), format!("{HAN}甲乙"));
    let lines = &laid.lines()[0];
    assert_eq!(lines.last().map(String::as_str), Some("甲乙"));
}

/// A PNG of white pixels.
fn png(width: u32, height: u32) -> Bytes {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().unwrap();
    let row = width.div_ceil(8) as usize;
    writer.write_image_data(&vec![0xFF; row * height as usize]).unwrap();
    writer.finish().unwrap();
    Bytes(file)
}

/// A document with this image as its asset `a`.
fn illustrated(data: Bytes, body: Vec<Block>) -> Document {
    let mut document = document(body);
    document.assets = vec![Asset {
        id: "a".to_owned(),
        href: "a.png".to_owned(),
        source: 0,
        kind: AssetKind::Png,
        data: Some(data),
    }];
    document
}

fn image() -> Image {
    Image { asset: "a".to_owned(), alt: Some("桥".to_owned()), ..Image::default() }
}

/// The type area of `small`: left, top, right, bottom.
fn area(lines: u16) -> (f32, f32, f32, f32) {
    let (width, height) = (120.0 * 72.0 / 25.4, 200.0 * 72.0 / 25.4);
    let high = f32::from(lines - 1) * 20.0 + 12.0;
    let (left, top) = ((width - 240.0) / 2.0, (height - high) * 27.0 / 52.0);
    (left, top, left + 240.0, top + high)
}

impl Laid {
    /// What reaches out of the type area of `small` and is content.
    fn assert_in_area(&self, lines: u16) {
        let (left, top, right, bottom) = area(lines);
        for item in self.pages.iter().flat_map(|page| &page.items) {
            let is_content = match item {
                Item::Text(it) => matches!(it.owner, Owner::Element(_)),
                Item::Image(_) => true,
                _ => false,
            };
            let at = extent(item);
            assert!(
                !is_content
                    || at.0 >= left - SLACK
                        && at.1 >= top - SLACK
                        && at.2 <= right + SLACK
                        && at.3 <= bottom + SLACK,
                "{at:?} {item:?}"
            );
        }
    }

    fn images(&self) -> Vec<(usize, (f32, f32, f32, f32))> {
        let pages = self.pages.iter().enumerate();
        let of = |(index, page): (usize, &'_ Page)| -> Vec<_> {
            let images = page.items.iter().filter(|item| matches!(item, Item::Image(_)));
            images.map(|item| (index, extent(item))).collect()
        };
        pages.flat_map(of).collect()
    }
}

const SIZES: [(u32, u32); 5] = [(9000, 9000), (1, 20_000), (20_000, 1), (8000, 20), (3, 900)];

#[test]
fn an_image_of_any_size_is_scaled_to_the_type_area_with_its_caption() {
    for (width, height) in SIZES {
        let figure = Figure {
            images: vec![image()],
            caption: vec![text("图1　桥")],
            ..Figure::default()
        };
        // Whatever is left of the page above it.
        for before in [0, 20 * 6, 20 * 11] {
            let body = vec![han(before), Block::Figure(Box::new(figure.clone())), han(90)];
            let laid = lay(&illustrated(png(width, height), body), small(12));
            laid.assert_in_area(12);
            let images = laid.images();
            let (page, at) = images[0];
            let scale = (at.2 - at.0) * f32::from(u16::try_from(height).unwrap());
            let same = (at.3 - at.1) * f32::from(u16::try_from(width).unwrap());
            assert!((scale - same).abs() <= 0.02 * same, "{width}×{height}: {at:?}");
            let (under, caption) =
                laid.content().find(|(_, run)| run.text.contains("图1")).unwrap();
            assert_eq!((images.len(), under), (1, page), "{width}×{height} after {before}");
            assert!(caption.y - 0.88 * caption.size >= at.3 - SLACK);
            assert!(laid.diagnostics.is_empty(), "{:?}", laid.diagnostics);
        }
    }
}

#[test]
fn an_image_in_a_line_stays_in_it() {
    let inline = || Inline::Image(Box::new(image()));
    let line_break = || Inline::LineBreak(Box::default());
    for (width, height) in SIZES {
        for content in [
            vec![inline()],
            vec![text("甲"), inline(), text("乙")],
            vec![text("甲"), line_break(), inline(), inline()],
        ] {
            let document = illustrated(png(width, height), vec![paragraph(content)]);
            let laid = lay(&document, small(12));
            laid.assert_in_area(12);
            assert!(laid.diagnostics.is_empty(), "{width}×{height} {:?}", laid.diagnostics);
        }
    }
}

/// A paragraph laid out without keeping its pages: how many glyphs they have, what was found, and
/// how long it took.
fn flood(words: &str, count: usize) -> (usize, Vec<Diagnostic>, Duration) {
    let words: String = words.chars().cycle().take(count).collect();
    let document = document(vec![paragraph(vec![text(words)])]);
    let mut glyphs = 0;
    #[expect(clippy::disallowed_methods, reason = "this test measures time")]
    let start = std::time::Instant::now();
    let mut sink = |page: Page| {
        let laid = Laid {
            pages: vec![page],
            structure: Structure::default(),
            diagnostics: Vec::new(),
        };
        laid.assert_on_paper();
        glyphs += laid.content().map(|(_, run)| run.glyphs.len()).sum::<usize>();
    };
    let found = lay_out(
        &document,
        &crate::support::pictures(&document),
        &Options::default(),
        &context(),
        &mut sink,
    )
    .unwrap()
    .1;
    (glyphs, found, start.elapsed())
}

/// Whether twice as much takes no more than four times as long: in one of three tries, since
/// other work may disturb one.
fn assert_linear(what: &str, count: usize, time: impl Fn(usize) -> Duration) {
    let tries = (0..3).map(|_| (time(count / 2), time(count)));
    let mut slow = Vec::new();
    for (half, whole) in tries {
        println!("{count} of {what}: {half:?}, {whole:?}");
        if whole < half * 4 {
            return;
        }
        slow.push((half, whole));
    }
    panic!("{count} of {what}: {slow:?}");
}

#[test]
fn a_paragraph_of_a_million_characters_is_laid_out_in_linear_time() {
    // Prose; less of a word without end, and of marks that may neither begin nor end a line.
    let cases = [
        ("天地玄黄，宇宙洪荒。", 1_000_000, None),
        ("x", 100_000, Some(Code::WordParted)),
        ("，", 100_000, Some(Code::WordParted)),
    ];
    for (words, count, found) in cases {
        assert_linear(words, count, |count| {
            let (glyphs, diagnostics, time) = flood(words, count);
            assert_eq!(glyphs, count, "{words}");
            let codes: Vec<Code> = diagnostics.iter().map(|it| it.code).collect();
            assert_eq!(codes, found.into_iter().collect::<Vec<_>>(), "{words}");
            time
        });
    }
}

#[test]
fn a_footnote_longer_than_a_page_continues_over_pages() {
    let body = vec![marked(40, "n"), note("n", 2000), han(400)];
    let laid = lay(&document(body), small(12));
    // The speech, the mark with its stop, the number of the note.
    assert_eq!(laid.text().chars().count(), 40 + 2 + 1 + 2000 + 400);
    assert!(laid.pages.len() < 30);
    laid.assert_in_area(12);
    // Body text continues beside it.
    assert!(laid.lines().iter().all(|lines| !lines.is_empty()));
    let codes: Vec<Code> = laid.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::NoteLong]);
    let short = lay(&document(vec![marked(40, "n"), note("n", 150)]), small(12));
    assert!(!short.has(Code::NoteLong));
}

#[test]
fn a_footnote_of_two_hundred_thousand_characters_takes_linear_time() {
    assert_linear("a footnote", 200_000, |count| {
        let document = document(vec![marked(40, "n"), note("n", count), han(400)]);
        #[expect(clippy::disallowed_methods, reason = "this test measures time")]
        let start = std::time::Instant::now();
        let laid = lay(&document, small(12));
        let time = start.elapsed();
        laid.assert_on_paper();
        time
    });
}

/// Nothing of one cell is on another.
fn assert_apart(laid: &Laid) {
    let mut rows: BTreeMap<(usize, i32), Vec<(f32, f32)>> = BTreeMap::new();
    for (page, run) in laid.content() {
        let (left, _, right, _) = extent(&Item::Text(run.clone()));
        #[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
        let row = (run.y * 100.0) as i32;
        rows.entry((page, row)).or_default().push((left, right));
    }
    for (row, mut texts) in rows {
        texts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let apart = texts.windows(2).all(|pair| pair[0].1 <= pair[1].0 + SLACK);
        assert!(apart, "{row:?}: {texts:?}");
    }
}

#[test]
fn a_table_of_fifty_columns_stays_on_the_page() {
    for (page, columns) in [(PageOptions::default(), 50), (small(12), 50), (small(12), 400)] {
        let laid = lay(&document(vec![table(3, columns, "列")]), page.clone());
        assert!(laid.has(Code::TableCrowded));
        laid.assert_on_paper();
        assert_apart(&laid);
        assert_eq!(laid.text().matches('列').count(), 4 * columns);
        if page.preset.is_none() && page.style.is_some() {
            laid.assert_in_area(12);
        }
    }
}

#[test]
fn a_column_narrower_than_a_character_keeps_to_itself() {
    let Block::Table(mut it) = table(2, 3, "格") else { return };
    let column = |width| TableColumn { width: Some(width), ..TableColumn::default() };
    it.columns = vec![column(1.0), column(0.01), column(1.0)];
    let laid = lay(&document(vec![Block::Table(it)]), small(12));
    laid.assert_in_area(12);
    assert_apart(&laid);
    assert_eq!(laid.text().matches('格').count(), 9);
}
