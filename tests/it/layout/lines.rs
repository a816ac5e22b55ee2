//! Paragraphs to lines: the digest's own tests, by their IDs, with its inputs and values
//! (`docs/conformance/clreq.md`).

use paiban::diag::Code;
use paiban::font::Library;
use paiban::layout::{Kinsoku, LineOptions, LineReport, PunctuationStyle, inspect_lines};
use paiban::model::{Inline, text};

/// How far a length may be off, in em.
const TOLERANCE: f32 = 0.01;

fn library() -> &'static Library {
    static LIBRARY: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    LIBRARY.get_or_init(Library::bundled)
}

fn options(measure: f32) -> LineOptions {
    LineOptions { measure, indent: 0.0, ..LineOptions::default() }
}

fn set_inlines(inlines: &[Inline], options: &LineOptions) -> Vec<LineReport> {
    inspect_lines(inlines, options, library()).0
}

fn set_with(line: &str, options: &LineOptions) -> Vec<LineReport> {
    set_inlines(&[text(line)], options)
}

fn set(line: &str, measure: f32) -> Vec<LineReport> {
    set_with(line, &options(measure))
}

/// The lines' texts with `|` between them.
fn joined(lines: &[LineReport]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("|")
}

/// The widths of the glyphs of a line's first so many.
fn widths(line: &LineReport) -> Vec<f32> {
    line.glyphs.iter().map(|glyph| glyph.w).collect()
}

fn width_of(line: &LineReport, c: &str) -> f32 {
    let glyph = line.glyphs.iter().find(|glyph| glyph.c == c);
    glyph.unwrap_or_else(|| panic!("no {c} in {}", line.text)).w
}

fn x_of(line: &LineReport, c: &str) -> f32 {
    let glyph = line.glyphs.iter().find(|glyph| glyph.c == c);
    glyph.unwrap_or_else(|| panic!("no {c} in {}", line.text)).x
}

#[track_caller]
fn near(found: f32, expected: f32) {
    assert!((found - expected).abs() <= TOLERANCE, "found {found}, expected {expected}");
}

/// The width of a text set in one line, without its line end being trimmed.
fn natural(line: &str) -> f32 {
    let lines = set(&format!("{line}甲"), 60.0);
    x_of(&lines[0], "甲")
}

const NEVER_AT_START: &str = "，、。．：；？！‼⁇⁈⁉”’）》〉」』】〗〕］｝–—～·・‧/／";
const NEVER_AT_END: &str = "“‘（《〈「『【〖〔［｛";

#[test]
fn kin_01_no_mark_at_the_wrong_end() {
    for c in NEVER_AT_START.chars() {
        let lines = set(&format!("一二三四五{c}六七八九十"), 5.0);
        assert!(!lines[1].text.starts_with(c), "{c} begins a line: {}", joined(&lines));
    }
    for c in NEVER_AT_END.chars() {
        let lines = set(&format!("一二三四{c}五六七"), 5.0);
        assert!(!lines[0].text.ends_with(c), "{c} ends a line: {}", joined(&lines));
    }
}

#[test]
fn kin_02_levels() {
    let set = |line: &str, kinsoku| set_with(line, &LineOptions { kinsoku, ..options(5.0) });
    assert_eq!(set("一二三四/五六", Kinsoku::Basic)[0].text, "一二三四/");
    assert_eq!(set("一二三四/五六", Kinsoku::Gb)[0].text, "一二三");
    assert_eq!(joined(&set("一二三四五，六七", Kinsoku::None)), "一二三四五|，六七");
}

#[test]
fn kin_03_pulled_in_before_pushed_out() {
    let lines = set("一，二三四五。六七八", 6.0);
    assert_eq!(lines[0].text, "一，二三四五。");
    near(lines[0].width, 6.0);
    near(width_of(&lines[0], "，"), 0.5);
    near(width_of(&lines[0], "。"), 0.5);
    let lines = set("一二三四五。六七", 5.0);
    assert_eq!(joined(&lines), "一二三四|五。六七");
    for gap in &widths(&lines[0])[..3] {
        near(*gap, 1.0 + 1.0 / 3.0);
    }
}

#[test]
fn kin_04_a_row_of_closing_marks_is_not_parted() {
    let lines = set("一二三四五六七八九。』」甲乙", 10.0);
    assert_eq!(joined(&lines), "一二三四五六七八|九。』」甲乙");
}

#[test]
fn kin_08_a_circled_number_stays_with_its_word() {
    let lines = set("一二三四五①六七", 5.0);
    assert!(!lines[1].text.starts_with('①'), "{}", joined(&lines));
}

#[test]
fn unb_01_unb_02_dashes_and_dots_are_one() {
    assert_eq!(set("一二三四——五六七", 5.0)[0].text, "一二三四");
    assert!(set("一二三四——五六七", 5.0)[1].text.starts_with("——"));
    assert!(joined(&set("一二三四……五六七", 5.0)).starts_with("一二三四|……"));
    let strict = LineOptions { kinsoku: Kinsoku::Strict, ..options(5.0) };
    assert!(joined(&set_with("一二三四……五六七", &strict)).starts_with("一二三|四……"));
}

#[test]
fn unb_03_numbers_and_words_are_one() {
    for token in ["3.14", "1,000", "¥100", "$50", "№7", "25%", "25‰", "25℃", "100km", "90°"]
    {
        let lines = set(&format!("一二三四{token}五六七八"), 5.0);
        assert!(lines[1].text.starts_with(token), "{token}: {}", joined(&lines));
    }
}

#[test]
fn unb_04_a_number_keeps_its_unit_if_possible() {
    let lines = set("一二三四五六七八九十甲乙5年丙丁", 13.0);
    assert!(!lines.iter().any(|line| line.text.starts_with('年')), "{}", joined(&lines));
    for connector in ["～", "–", "—"] {
        let lines = set(&format!("一二三四10{connector}20五六七"), 5.0);
        assert!(!lines.iter().any(|line| line.text.starts_with(connector)));
    }
}

#[test]
fn pun_02_pairs_of_marks() {
    for pair in [
        "。”", "，“", "：“", "）（", "》《", "、《", "》、", "”。", "」「", "。）", "）。",
        "“‘", "’”", "（《", "》）",
    ] {
        near(natural(&format!("一{pair}")), 2.5);
    }
    for (text, width) in
        [("（）", 2.0), ("，——", 3.0), ("——“", 3.0), ("…”", 2.0), ("。』」", 2.0)]
    {
        near(natural(&format!("一{text}")), 1.0 + width);
    }
}

#[test]
fn pun_03_two_exclamations_in_one_em() {
    for (text, width) in [
        ("？！", 1.0),
        ("！？", 1.0),
        ("！！", 1.0),
        ("？？", 1.0),
        ("！！！", 2.0),
        ("？？？", 2.0),
        ("！", 1.0),
    ] {
        near(natural(&format!("一{text}")), 1.0 + width);
    }
}

#[test]
fn pun_04_marks_are_half_as_wide_at_the_line_end() {
    for c in "，。）”？：".chars() {
        let first = format!("一二三四五{c}");
        let lines = set(&format!("{first}六七八九十"), 5.5);
        assert_eq!(lines[0].text, first);
        near(lines[0].width, 5.5);
        assert_eq!(widths(&lines[0]), [1.0, 1.0, 1.0, 1.0, 1.0, 0.5]);
    }
}

#[test]
fn pun_05_opening_marks_are_half_as_wide_at_the_line_start() {
    let lines = set("一二三四五（六七八九十", 5.0);
    near(x_of(&lines[1], "（"), 0.0);
    near(x_of(&lines[1], "六"), 0.5);
}

#[test]
fn pun_06_an_opening_mark_after_the_indent() {
    let indented = LineOptions { indent: 2.0, ..options(10.0) };
    near(x_of(&set_with("“一二三四", &indented)[0], "一"), 2.5);
    let full = LineOptions { full_start: true, ..indented };
    near(x_of(&set_with("“一二三四", &full)[0], "一"), 3.0);
}

#[test]
fn pun_07_boxed_widths() {
    for (text, width) in
        [("中·国", 2.5), ("中—国", 3.0), ("中——国", 4.0), ("中～国", 3.0), ("中/国", 2.5)]
    {
        near(natural(text), width);
    }
    near(width_of(&set("10–20", 20.0)[0], "–"), 0.5);
    let dash = &set("中——国", 20.0)[0];
    near(width_of(dash, "——"), 2.0);
}

#[test]
fn pun_10_context_reaches_across_inlines() {
    use paiban::model::{Style, Styled};
    let emphasis =
        Styled {
            style: Style::Emphasis, content: vec![text("“引”")], ..Styled::default()
        };
    let inlines = [text("正："), Inline::Styled(Box::new(emphasis)), text("甲")];
    let line = &set_inlines(&inlines, &options(20.0))[0];
    near(x_of(line, "引") - x_of(line, "："), 1.5);
}

#[test]
fn pun_11_a_proportional_bracket_follows_tightly() {
    let line = &set("(一。)甲", 20.0)[0];
    near(width_of(line, "。"), 0.5);
}

#[test]
fn presets() {
    let set = |line: &str, punctuation| {
        let line = format!("{line}甲");
        x_of(&set_with(&line, &LineOptions { punctuation, ..options(60.0) })[0], "甲")
    };
    use PunctuationStyle::{Banjiao, Full, Gb, Kaiming, LineEndHalf};
    for (line, expected) in [
        ("一，", [2.0, 1.5, 1.5, 2.0, 2.0]),
        ("一。", [2.0, 2.0, 1.5, 2.0, 2.0]),
        ("一：“", [2.5, 2.0, 2.0, 3.0, 3.0]),
        ("一。”", [2.5, 2.5, 2.0, 3.0, 3.0]),
        ("一——", [3.0, 3.0, 3.0, 3.0, 3.0]),
    ] {
        for (style, width) in
            [Gb, Kaiming, Banjiao, LineEndHalf, Full].into_iter().zip(expected)
        {
            let found = set(line, style);
            assert!((found - width).abs() < TOLERANCE, "{line} {style:?}: {found}");
        }
    }
    for (style, end) in
        [(Gb, 0.5), (Kaiming, 0.5), (Banjiao, 0.5), (LineEndHalf, 0.5), (Full, 1.0)]
    {
        let options = LineOptions { punctuation: style, ..options(8.0) };
        near(width_of(&set_with("一二。", &options)[0], "。"), end);
    }
}

#[test]
fn hng_01_a_comma_may_hang() {
    let hanging = LineOptions { hanging: true, ..options(10.0) };
    let lines = set_with("一二三四五六七八九十，甲", &hanging);
    assert_eq!(lines[0].text, "一二三四五六七八九十，");
    near(x_of(&lines[0], "，"), 10.0);
    assert!(widths(&lines[0])[..10].iter().all(|width| (width - 1.0).abs() < TOLERANCE));
    let lines = set_with("一二三四五六七八九十——甲乙丙", &hanging);
    assert!(lines[0].width <= 10.0 + TOLERANCE);
}

#[test]
fn mix_01_mix_02_gaps_between_han_and_latin() {
    let latin = natural("A") - 0.25;
    near(natural("中A国"), 2.0 + 0.5 + latin);
    let digit = natural("1") - 0.25;
    near(natural("第1回"), 2.0 + 0.5 + digit);
    for (text, width) in [
        ("一，A", 2.0 + latin + 0.25),
        ("一“A”", 3.0 + latin),
        ("一《A》", 3.0 + latin),
        ("一（A）", 3.0 + latin),
        ("中Ａ国", 3.0),
        ("中①国", 3.0),
    ] {
        near(natural(text), width);
    }
    let lines = set("一二三四A五六七八九十", 5.0);
    assert!(lines.iter().all(|line| line.width <= 5.0 + TOLERANCE));
}

#[test]
fn mix_03_numeric_tokens() {
    let line = &set("增长25%的", 20.0)[0];
    near(width_of(line, "长"), 1.25);
    let plain = set("25%", 20.0)[0].width;
    near(x_of(line, "的") - x_of(line, "2"), plain + 0.25);
}

#[test]
fn mix_04_one_space_is_the_gap() {
    near(natural("中 A 国"), natural("中A国"));
    assert!(natural("中 国") > 2.1);
    near(natural("中\u{3000}国"), 3.0);
}

#[test]
fn quo_01_quotes_by_context() {
    let line = &set("我说：“T’Pol 是‘虚构’人物！”", 60.0)[0];
    let apostrophe = line.glyphs.iter().position(|g| g.c == "T").unwrap() + 1;
    assert!(line.glyphs[apostrophe].w <= 0.4, "{line:?}");
    near(width_of(line, "“"), 1.0);
    near(width_of(line, "‘"), 1.0);
    let line = &set("He said “yes” inside", 60.0)[0];
    assert!(width_of(line, "“") < 0.6 && width_of(line, "”") < 0.6);
}

#[test]
fn par_04_no_last_line_of_one_character() {
    let lines = set("一二三四五六七八九十甲。", 10.0);
    assert_eq!(joined(&lines), "一二三四五六七八九|十甲。");
    for width in &widths(&lines[0])[..8] {
        near(*width, 1.125);
    }
    let line = format!("{}。", "一二三四五六七八九十".repeat(6));
    for measure in [12.0, 15.0, 20.0, 30.0] {
        for skip in 0..10 {
            let text = &line[skip * 3..];
            let lines = set(text, measure);
            let last = &lines[lines.len() - 1];
            assert!(last.text.chars().count() > 2, "{measure} {skip}: {}", joined(&lines));
        }
    }
}

#[test]
fn jus_01_jus_02_tiers() {
    let lines = set("一二，三四，五六七八九。甲", 11.0);
    assert_eq!(lines[0].text, "一二，三四，五六七八九。");
    for glyph in lines[0].glyphs.iter().filter(|glyph| glyph.c == "，") {
        near(glyph.w, 0.75);
    }
    near(width_of(&lines[0], "。"), 0.5);
    let lines = set("一（二）三四五六七八九。甲", 11.0);
    near(x_of(&lines[0], "二") - x_of(&lines[0], "一"), 1.75);
    near(width_of(&lines[0], "）"), 0.75);
    let lines = set("一二三——四五六七八九", 9.6);
    assert_eq!(lines[0].text, "一二三——四五六七");
    near(lines[0].width, 9.6);
    near(width_of(&lines[0], "——"), 2.0);
    let lines = set("一二三四五六七八九十甲乙丙丁", 9.6);
    assert_eq!(lines[0].text, "一二三四五六七八九");
    for width in &widths(&lines[0])[..8] {
        near(*width, 1.075);
    }
}

#[test]
fn jus_04_han_alone_at_an_integral_measure_is_exact() {
    let han =
        "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜";
    for measure in 5..40 {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        for line in set(han, measure as f32) {
            if line.last || line.glyphs.len() == measure {
                assert!(line.glyphs.iter().all(|glyph| glyph.w == 1.0), "{line:?}");
            }
        }
    }
}

#[test]
fn text_of_lines_is_the_text() {
    let line =
        "2024年，Rust 1.95 发布了：“速度提升25%！”（见 https://example.org/a/b?c=d）——完";
    for measure in 1..30 {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let lines = set(line, measure as f32);
        let found: String = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(found, line, "{measure}");
    }
}

#[test]
fn unb_05_a_ruby_base_is_one_and_keeps_its_advances() {
    use paiban::model::{Reading, Ruby, RubyPair};
    let pair = |base: &str, reading: &str| RubyPair {
        base: vec![text(base)],
        readings: vec![Reading { content: vec![text(reading)], ..Reading::default() }],
    };
    let ruby = |pairs| Inline::Ruby(Box::new(Ruby { pairs, ..Ruby::default() }));
    let inlines = [ruby(vec![pair("汉", "hàn"), pair("字", "zì")])];
    let line = &set_inlines(&inlines, &options(20.0))[0];
    assert_eq!(widths(line), [1.0, 1.0]);
    let wide = [ruby(vec![pair("装", "zhuāng"), pair("装", "zhuāng")])];
    let line = &set_inlines(&wide, &options(20.0))[0];
    assert!(line.glyphs[0].w > 1.2 && line.glyphs[0].w == line.glyphs[1].w, "{line:?}");
    let group = [text("一二三四"), ruby(vec![pair("北京", "Běijīng")]), text("五")];
    assert_eq!(joined(&set_inlines(&group, &options(5.0))), "一二三四|北京五");
}

#[test]
fn mix_02_no_gap_at_a_note_mark_nor_inside_code() {
    use paiban::model::{CodeSpan, Style, Styled};
    let raised =
        Styled { style: Style::Superscript, content: vec![text("2")], ..Styled::default() };
    let line = &set_inlines(
        &[text("中"), Inline::Styled(Box::new(raised)), text("国")],
        &options(20.0),
    )[0];
    near(x_of(line, "2"), 1.0);
    let code = CodeSpan { content: vec![text("名a名")], ..CodeSpan::default() };
    let line =
        &set_inlines(&[text("中"), Inline::Code(Box::new(code)), text("国")], &options(20.0))
            [0];
    near(line.glyphs[1].x, 1.0);
    near(line.glyphs[2].x - line.glyphs[1].x, line.glyphs[1].w);
}

#[test]
fn mix_08_spaces_between_words_keep_within_bounds() {
    let line = "一二three four五六seven eight nine七八ten";
    for measure in [8.0, 9.5, 11.0, 13.0] {
        let lines = set(line, measure);
        for line in lines.iter().filter(|line| !line.last) {
            let spaces = line.glyphs.iter().filter(|glyph| glyph.c == " " && glyph.w > 0.0);
            let joints = line.glyphs.windows(2).any(|pair| {
                pair.iter().all(|glyph| glyph.c.chars().all(|c| c as u32 > 0x4e00))
            });
            for space in spaces.filter(|_| joints) {
                assert!((0.25 - TOLERANCE..=0.5 + TOLERANCE).contains(&space.w), "{line:?}");
            }
        }
    }
}

#[test]
fn par_03_the_last_line_is_natural() {
    let lines = set("一二三四五六七八九十甲乙", 8.0);
    near(lines[1].width, 4.0);
    near(set("一二三", 8.0)[0].width, 3.0);
}

/// A word longer than the line leaves it nowhere, and is named once; an address and a word with
/// zero-width spaces break where they may.
#[test]
fn parted_words_are_reported_and_stay_in_the_line() {
    let long = "x".repeat(300);
    let url = "https://www.example.org/archive/novels/the-story/of-the-stone";
    let cases = [
        (format!("甲{long}乙"), 1),
        (format!("{long} {long}"), 2),
        (format!("见{url}。"), 0),
        ("甲乙丙、".repeat(9) + &"，".repeat(40), 1),
        ("abcdefgh\u{200B}".repeat(20), 0),
    ];
    for (line, words) in cases {
        let (lines, found) = inspect_lines(&[text(&line)], &options(8.0), library());
        assert!(lines.iter().all(|line| line.width <= 8.0 + TOLERANCE), "{}", joined(&lines));
        let messages: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(messages.len(), words, "{messages:?} of {}", joined(&lines));
        assert!(found.iter().all(|it| it.code == Code::WordParted), "{messages:?}");
        let set: String = lines.iter().flat_map(|line| &line.glyphs).map(|it| &*it.c).collect();
        assert_eq!(set, line);
    }
}

/// `docs/conformance/clreq.md` has a row for each rule of the digest.
#[test]
fn the_conformance_table_names_every_rule() {
    let root = env!("CARGO_MANIFEST_DIR");
    let table = std::fs::read_to_string(format!("{root}/docs/conformance/clreq.md")).unwrap();
    let Some(shared) = crate::support::shared() else { return };
    let digest = std::fs::read_to_string(shared.join("reference/clreq-digest.md")).unwrap();
    let ids: Vec<&str> = digest
        .lines()
        .filter_map(|line| line.strip_prefix("**")?.get(..6))
        .filter(|id| id.as_bytes()[3] == b'-')
        .collect();
    assert!(ids.len() > 80, "{}", ids.len());
    for id in ids {
        assert!(table.contains(&format!("| {id} |")), "no row for {id}");
    }
    // What is done is done by a test that there is.
    let mut code = String::new();
    for folder in ["src", "tests"] {
        collect_code(&std::path::Path::new(root).join(folder), &mut code);
    }
    for row in table.lines().filter(|row| row.contains("| done |")) {
        let names = row.split('`').skip(1).step_by(2).filter_map(|it| it.split("::").last());
        let is_name = |it: &&str| it.contains('_') && !it.contains(['/', '.', ' ']);
        let names: Vec<&str> = names.filter(is_name).collect();
        assert!(!names.is_empty(), "no test: {row}");
        for name in names {
            let start = format!("fn {}", name.trim_end_matches('…'));
            let start = if name.ends_with('…') { start } else { start + "(" };
            assert!(code.contains(&start), "no test {name}: {row}");
        }
    }
    // 'not yet' is for NICE and for vertical writing alone.
    for row in table.lines().filter(|row| row.contains("| not yet |")) {
        assert!(row.contains("| NICE |") || row.starts_with("| VRT-"), "{row}");
    }
}

/// The text of all Rust files under a folder.
fn collect_code(folder: &std::path::Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_code(&path, code);
        } else if path.extension().is_some_and(|it| it == "rs") {
            code.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
