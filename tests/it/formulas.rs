//! Formulas on pages and in e-books: set, not quoted; and bad ones, which cost no more than
//! themselves.

use paiban::config::{FormulaForm, InputFormat, Options, OutputFormat};
use paiban::context::Context;
use paiban::diag::Code;
use paiban::layout::frame::{Item, Page, Rule, TextRun};
use paiban::{Input, convert};

use crate::made::{assert_has, is_restored, make, make_with, said};
use crate::paged::{paged, paged_with, rules, run, runs};

#[test]
fn the_bar_of_a_fraction_is_between_its_parts() {
    for tex in [
        "\\frac{3}{7}",
        "\\dfrac37",
        "\\tfrac{3}{7}",
        "{3 \\over 7}",
        "\\cfrac{3}{7}",
        "\\frac{3x}{7y}",
        "\\left(\\frac{3}{7}\\right)",
        "\\frac{\\sqrt{3}}{7}",
        "\\frac{3}{\\sqrt{7}}",
        "x^{\\frac{3}{7}}",
        "\\sum\\frac{3}{7}",
        "\\begin{pmatrix}\\frac{3}{7}\\end{pmatrix}",
        "\\begin{aligned}a&=\\frac{3}{7}\\end{aligned}",
        "\\genfrac{}{}{}{}{3}{7}",
        "\\frac{\\text{3}}{\\text{7}}",
    ] {
        let (pages, found) = paged(&format!("文\n\n$$\n{tex}\n$$\n"));
        assert!(found.is_empty(), "{tex}: {found:?}");
        let (over, under) = (run(&pages, "3"), run(&pages, "7"));
        let between = |bar: &&Rule| {
            over.y < bar.y
                && bar.y < under.y
                && bar.x <= over.x.min(under.x) + 0.01
                && over.x.max(under.x) < bar.x + bar.width
        };
        assert_eq!(rules(&pages).into_iter().filter(between).count(), 1, "{tex}");
    }
}

#[test]
fn rows_of_a_table_hold_their_formulas() {
    let (pages, _) =
        paged("|函数|导数|\n|---|---|\n|甲|$\\frac{3}{7}$|\n|乙|$\\frac{5}{9}$|\n");
    let above = run(&pages, "7");
    let below = run(&pages, "5");
    assert!(above.y < below.y - below.size * 0.7, "{} {}", above.y, below.y);
    let wide = rules(&pages).into_iter().filter(|rule| rule.width > 60.0);
    let last = wide.map(|rule| rule.y).fold(0.0, f32::max);
    let end = run(&pages, "9");
    assert!(end.y + end.size * 0.2 < last, "{} {last}", end.y);
}

/// The parser of Markdown puts them elsewhere, where a cell has a dollar sign to itself.
#[test]
fn formulas_whose_place_is_not_known_keep_their_source() {
    let text = "a|||\n-|-|-\n$|\n|$}${$|$}$";
    is_restored(&make(text), text);
}

#[test]
fn limits_are_above_and_below_in_displayed_formulas() {
    for tex in [
        "\\sum_{3}^{7}",
        "\\prod_3^7",
        "\\coprod_3^7",
        "\\bigcup_3^7",
        "\\bigcap_3^7",
        "\\bigoplus_3^7",
        "\\bigvee_3^7",
        "\\int\\limits_3^7",
        "\\oint\\limits_3^7",
        "\\lim\\limits_3^7",
        "\\max\\limits_3^7",
        "\\mathop{∑}_3^7",
        "\\operatorname*{sup}_3^7",
        "\\overset{7}{\\underset{3}{=}}",
        "\\displaystyle\\sum_3^7",
    ] {
        let (pages, _) = paged(&format!("文\n\n$$\n{tex} x\n$$\n"));
        let signs = "∑∏∐⋃⋂⨁⋁∫∮lms=";
        let sign = runs(&pages).into_iter().find(|run| signs.contains(&run.text)).unwrap();
        let (above, below) = (run(&pages, "7"), run(&pages, "3"));
        assert!(above.y < sign.y - sign.size * 0.4 && below.y > sign.y, "{tex}");
        let body = run(&pages, "x");
        assert!(above.x < body.x && below.x < body.x, "{tex}");
        assert!((above.x - below.x).abs() < sign.size, "{tex}");
    }
    // In a line they are beside it.
    let (pages, _) = paged("文 $\\sum_{3}^{7} x$");
    let sign = run(&pages, "∑");
    assert!(run(&pages, "7").x >= sign.x + sign.glyphs[0].advance - 0.01);
}

#[test]
fn roots_scripts_and_delimiters_grow_with_what_they_hold() {
    let (pages, _) =
        paged("文\n\n$$\n\\left(\\frac{3}{\\frac{5}{7}}\\right)^2 x_1 \\sqrt{y}\n$$\n");
    let (small, base) = (run(&pages, "2"), run(&pages, "x"));
    assert!(small.size < base.size && small.y < base.y);
    assert!(run(&pages, "1").y > base.y);
    assert!(runs(&pages).iter().any(|run| run.text == "(") && !rules(&pages).is_empty());
    // 汉字 in a formula have the face of the text.
    let (pages, _) = paged("文 $v = \\text{路程}/t$");
    assert_eq!(run(&pages, "路").face, run(&pages, "程").face);
}

#[test]
fn long_formulas_in_a_line_break_after_their_operators() {
    let sum = (1..40).map(|n| format!("a_{{{n}}}")).collect::<Vec<_>>().join("+");
    let (pages, found) = paged(&format!("文 ${sum}=0$"));
    assert!(found.is_empty(), "{found:?}");
    let letters: Vec<_> = runs(&pages).into_iter().filter(|run| run.text == "a").collect();
    let starts: Vec<f32> =
        letters.windows(2).filter(|w| w[1].x < w[0].x).map(|w| w[1].x).collect();
    assert!(!starts.is_empty(), "it breaks");
    assert!(starts.iter().all(|x| (x - starts[0]).abs() < 0.5), "lines begin with terms");
}

fn convert_markdown(text: &str) -> Vec<Code> {
    let mut options = Options::default();
    options.read.from = Some(InputFormat::Markdown);
    let input = Input { name: Some("a.md".to_owned()), bytes: text.as_bytes().into() };
    let made = convert(
        &input,
        &[OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei],
        &options,
        &Context::default(),
    )
    .unwrap();
    made.diagnostics.iter().map(|it| it.code).filter(|it| *it == Code::FormulaUnset).collect()
}

#[test]
fn a_bad_formula_is_reported_and_costs_little() {
    let bad = [
        "\\frac{1}{2".to_owned(),
        "\\pic{x}".to_owned(),
        format!("{}x{}", "{".repeat(1000), "}".repeat(1000)),
        "x+".repeat(50_000) + "y",
        "\\def\\a{\\a\\a}\\a".to_owned(),
        "x^1^2".to_owned(),
        "\\left( x".to_owned(),
        "\\begin{matrix} a".to_owned(),
        "\\frac".to_owned(),
    ];
    for tex in bad {
        let found = convert_markdown(&format!("文。\n\n甲 ${tex}$ 乙。\n"));
        assert_eq!(found.len(), 1, "{}", &tex[..tex.len().min(30)]);
    }
}

#[test]
fn numbers_begin_again_in_each_chapter_where_the_style_has_it() {
    let source = "# 第一章 甲\n\n$$x=1$$ {#eq:a}\n\n# 第二章 乙\n\n由 @eq:a 与 \\eqref{eq:b} 得\n\\begin{equation}\ny=2 \\label{eq:b}\n\\end{equation}\n\n|甲|\n|---|\n|乙|\n\n: 丙 {#tbl:c}\n\n见 @tbl:c。\n";
    for (form, mark) in [("1-1", '-'), ("1.1", '.')] {
        let mut options = Options::default();
        options.page.style = Some(format!("[caption]\nnumbers = \"{form}\""));
        let made = make_with(source, &options);
        assert!(made.codes().is_empty(), "{:?}", made.codes());
        let numbers = [
            format!("由式（1{mark}1）与（2{mark}1）得"),
            format!("表2{mark}1"),
            format!("见表2{mark}1。"),
        ];
        let spoken = said(&made);
        assert_has(&spoken, &numbers.each_ref().map(String::as_str));
        let shown = format!("<span class=\"equation-number\">（2{mark}1）</span>");
        let link = format!(">（2{mark}1）</a>");
        assert_has(&made.epub, &[shown.as_str(), link.as_str(), "<a href=\"#eq_3A_b\""]);
        is_restored(&made, source);
        let (pages, _) = paged_with(source, options);
        let links = pages.iter().flat_map(|page| &page.items);
        assert_eq!(links.filter(|item| matches!(item, Item::Link(_))).count(), 3);
    }
}

#[test]
fn big_brackets_are_one_step_above_the_plain_sign() {
    let glyph = |tex: &str| {
        let (pages, _) = paged(&format!("文\n\n$$\n{tex}\n$$\n"));
        run(&pages, "[").glyphs[0].id
    };
    // 1.2 em, which STIX has with 1.187; 1.43 em are the next.
    assert_ne!(glyph("\\bigl[x\\bigr]"), glyph("[x]"));
    assert_eq!(glyph("\\bigl[x\\bigr]"), glyph("\\left[x^2_{y_z}\\right]"));
}

#[test]
fn dashed_bonds_are_about_as_long_as_others() {
    let (pages, _) = paged("文 $\\ce{A\\bond{~}B}$");
    let bond = run(&pages, "B").x - run(&pages, "A").x;
    assert!(bond < run(&pages, "A").size * 2.0, "{bond}");
    // In braces a sign has no white of its own.
    let made = make("文 $a{=}b$，$a=b$\n");
    assert_has(&made.epub, &["lspace=\"0\" rspace=\"0\">=</mo>", "<mo>=</mo>"]);
}

/// Where the first line of the paragraph that begins with this character begins, in em.
fn indent(pages: &[Page], text: char) -> f32 {
    let starts = |run: &&TextRun| run.text.starts_with(text);
    let run = runs(pages).into_iter().find(starts).unwrap_or_else(|| panic!("no {text}"));
    let left = runs(pages).into_iter().map(|run| run.x).fold(f32::INFINITY, f32::min);
    (run.x - left) / run.size
}

#[test]
fn text_after_a_displayed_formula_has_no_indent() {
    let lead = "首段文字很长，长到要占两行以上，这样左边的边界就看得见了，再写一些字，再写一些字，再写。\n";
    for (between, wanted) in [
        ("得\n$$x$$\n其中", 0.0),
        ("得\n\n$$\nx\n$$\n其中", 0.0),
        ("得\r\n$$x$$\r\n其中", 0.0),
        ("得 $$x$$ 其中", 0.0),
        ("得 \\[\\frac12\\] 其中", 0.0),
        ("得\n\\begin{equation}\nx\n\\end{equation}\n其中", 0.0),
        ("得\n\n```math\nx\n```\n其中", 0.0),
        ("得\n$$x$$ {#eq:x}\n其中", 0.0),
        ("得\n$$x$$\n\n其中", 2.0),
        ("得\n\n```math\nx\n```\n\n其中", 2.0),
        ("得\n\n其中", 2.0),
    ] {
        let (pages, _) = paged(&format!("{lead}\n{between} $a$ 为常数。\n"));
        assert!((indent(&pages, '其') - wanted).abs() < 0.01, "{between:?}");
    }
    let source =
        "由此得\n$$x=1$$\n其中甲为常数。\n\n新的一段。\n\n要顶格的一段。 {.noindent}\n";
    let made = make(source);
    assert_has(&made.epub, &["class=\"noindent\">其中", "class=\"noindent\">要顶格"]);
    assert!(!made.epub.contains("noindent\">新的"));
    is_restored(&made, source);
}

#[test]
fn white_in_a_formula_keeps_its_width_in_filled_lines() {
    let text =
        "设函数 $y=f$ 在 $u=v$ 处有定义，当 $p=q$ 时相应地 $g=h$ 取得增量 $r=s$，".repeat(6);
    let (pages, _) = paged(&text);
    let all = runs(&pages);
    let mut seen = 0;
    for pair in all.windows(2) {
        let (before, sign) = (pair[0], pair[1]);
        if sign.text == "=" && before.x < sign.x {
            let end = before.x + before.glyphs.iter().map(|it| it.advance).sum::<f32>();
            let white = (sign.x - end) / sign.size;
            assert!((white - 5.0 / 18.0).abs() < 0.01, "{} {white}", before.text);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn references_lead_to_the_numbers_of_equations() {
    let source = "# 甲\n\n由 \\eqref{eq:a} 与式~\\ref{eq:c}、@eq:d 及 \\eqref{eq:e} 得\n\\begin{equation}\nx=1 \\label{eq:a}\n\\end{equation}\n\n\\begin{align}\na &= b \\label{eq:b} \\\\\nc &= d \\label{eq:c}\n\\end{align}\n\n$$y=2$$ {#eq:d}\n\n$$z \\tag{甲} \\label{eq:e}$$\n\n\\begin{equation*}\nw\n\\end{equation*}\n\n见 \\eqref{eq:none}。\n";
    let made = make(source);
    let spoken = said(&made);
    assert_has(&spoken, &["由（1）与式3、式（4）及（甲）得", "见\\eqref{eq:none}"]);
    assert!(!spoken.contains("（5）"), "{spoken}");
    assert_has(
        &made.epub,
        &[
            "<a href=\"#eq_3A_a\"",
            "<div id=\"eq_3A_a\" class=\"math numbered\">",
            "<span class=\"equation-number\">（1）</span>",
            "<mtr id=\"eq_3A_c\">",
            "<mtext>（3）</mtext>",
            "<span class=\"equation-number\">（甲）</span>",
        ],
    );
    // Numbers are made for pages and e-books; the archive has what the author wrote.
    let body = made.tei.split("<body>").nth(1).unwrap();
    assert!(!body.contains("（1）"), "{body}");
    assert_has(body, &["target=\"#eq_3A_c\"", "<anchor xml:id=\"eq_3A_c\"/>"]);
    assert_eq!(made.codes(), [Code::ReferenceNowhere]);
    is_restored(&made, source);
    let (pages, _) = paged(source);
    let links = pages.iter().flat_map(|page| &page.items);
    let links = links.filter(|item| matches!(item, Item::Link(_))).count();
    assert_eq!(links, 4);
}

#[test]
fn a_brace_is_centred_over_its_content() {
    let (pages, _) = paged("文\n\n$$\n\\overbrace{3+3+3+3+3+3+3+3}^{7} x\n$$\n");
    let (body, label) = (run(&pages, "3"), run(&pages, "7"));
    assert!(body.y - label.y < body.size * 1.8, "{} {}", body.y, label.y);
}

#[test]
fn equations_with_columns_of_their_own_are_set_apart_as_they_should() {
    let gap = |tex: &str| {
        let (pages, found) = paged(&format!("文\n\n$$\n{tex}\n$$\n"));
        assert!(found.is_empty(), "{tex}: {found:?}");
        let (left, right) = (run(&pages, "1"), run(&pages, "z"));
        (right.x - left.x) / left.size
    };
    // `align` parts its pairs, `alignat` only where it says so.
    assert!(gap("\\begin{align*} x&=1 & z&=3 \\end{align*}") > 2.0);
    assert!(gap("\\begin{aligned} x&=1 & z&=3 \\end{aligned}") > 2.0);
    assert!(gap("\\begin{alignat*}{2} x&=1 & z&=3 \\end{alignat*}") < 0.6);
    assert!(gap("\\begin{alignedat}{2} x&=1 & z&=3 \\end{alignedat}") < 0.6);
    // The relation of `eqnarray` is in the middle of a column.
    let (pages, _) = paged("文\n\n\\begin{eqnarray*} 1 &=& z \\end{eqnarray*}\n");
    let (one, relation, z) = (run(&pages, "1"), run(&pages, "="), run(&pages, "z"));
    let end = |run: &TextRun| run.x + run.glyphs[0].advance;
    let (before, after) = (relation.x - end(one), z.x - end(relation));
    assert!((before - after).abs() < 0.1 && before < one.size * 0.7, "{before} {after}");
}

/// Where the formulas of a page overlap: rules that are drawn over signs of other lines.
fn collisions(pages: &[Page]) -> Vec<String> {
    let mut out = Vec::new();
    for page in pages {
        let page = std::slice::from_ref(page);
        for rule in rules(page).into_iter().filter(|rule| rule.height < 1.0) {
            for run in runs(page) {
                let inside = run.x > rule.x && run.x < rule.x + rule.width;
                let (top, low) = (run.y - run.size * 0.6, run.y - run.size * 0.05);
                if inside && run.text != "√" && rule.y > top && rule.y < low {
                    out.push(run.text.clone());
                }
            }
        }
    }
    out
}

#[test]
fn high_formulas_of_neighbouring_lines_do_not_overlap() {
    let high =
        "其中 $\\dfrac{a_1}{\\dfrac{b_1}{c_1}}$ 与 $\\dfrac{\\dfrac{x}{y}}{z}$ 都是分式，"
            .repeat(12);
    let (pages, _) = paged(&high);
    assert_eq!(collisions(&pages), [""; 0]);
    // A line without any keeps its distance.
    let (pages, _) = paged(&"其中 $x_1$ 与 $\\frac12$ 都是数，".repeat(20));
    let mut lines: Vec<f32> = runs(&pages)
        .into_iter()
        .filter(|run| run.text.contains('都'))
        .map(|run| run.y)
        .collect();
    lines.dedup();
    let steps: Vec<f32> = lines.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(steps.iter().all(|step| (step - steps[0]).abs() < 0.1), "{steps:?}");
    // Nor does a displayed formula overlap the line before it.
    let (pages, _) =
        paged("导数 $\\dfrac{x}{\\dfrac{y}{z}}$ 为\n\n$$\\sum_{k=0}^{\\dfrac{n}{m}} k$$\n");
    assert_eq!(collisions(&pages), [""; 0]);
}

#[test]
fn tables_make_room_for_their_formulas() {
    let source = "# 表\n\n| 甲 | 导数 |\n|---|---|\n| 甲 | $\\cos x$ |\n| 乙 | $\\dfrac{1}{1+x^2}$ |\n| 丙 | $\\dfrac{1}{2\\sqrt{x}}$ |\n";
    let (pages, _) = paged(source);
    assert_eq!(collisions(&pages), [""; 0]);
    // The column is as short as what it shows, not as its TeX, and so it is centred.
    let (head, cell) = (run(&pages, "导数"), run(&pages, "c"));
    let middle = head.x + head.size;
    assert!((cell.x - middle).abs() < head.size * 2.5, "{} {}", cell.x, middle);
}

#[test]
fn course_notes_have_their_formulas_in_every_format() {
    for source in [
        include_str!("../fixtures/math/calculus.md"),
        include_str!("../fixtures/math/physics.md"),
        include_str!("../fixtures/math/algebra-chemistry.md"),
    ] {
        let made = make(source);
        assert_eq!(made.codes(), []);
        assert!(
            made.epub.matches("<math").count() >= 50,
            "{}",
            made.epub.matches("<math").count()
        );
        assert!(made.pdf.matches("Formula").count() >= 50);
        let spoken = said(&made);
        let command = spoken
            .find('\\')
            .filter(|at| spoken[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()));
        assert_eq!(command, None);
        is_restored(&made, source);
    }
}

#[test]
fn lines_before_a_long_term_are_not_torn_open() {
    let source = "沉淀反应 $\\ce{Ag+ + Cl- -> AgCl v}$；离子方程式 $\\ce{MnO4- + 5Fe^2+ + 8H+ -> Mn^2+ + 5Fe^3+ + 4H2O}$。又一句话。";
    let (pages, found) = paged(source);
    assert!(found.is_empty(), "{found:?}");
    for run in runs(&pages).into_iter().filter(|run| run.text.chars().count() > 3) {
        let widest = run.glyphs.iter().map(|it| it.advance).fold(0.0, f32::max);
        assert!(widest < run.size * 1.6, "{} {widest}", run.text);
    }
}

#[test]
fn formulas_of_an_e_book_may_be_pictures() {
    let source = "---\ntitle: 甲\nlang: zh-Hans\nmath: svg\n---\n\n# 乙\n\n设 $a_1<b$，又 $a_1<b$，由 \\eqref{eq:x} 得 $x$。\n\n\\begin{align}\nx &= \\frac12 \\label{eq:x} \\\\\ny &= 2 \\label{eq:y}\n\\end{align}\n\n坏的 $\\pic{x}$。\n";
    let made = make(source);
    assert!(!made.epub.contains("<math"), "{}", made.epub);
    // What is alike is one picture; its place in the line and its TeX are with each.
    let place = "<img src=\"../images/formula-0001.svg\" alt=\"a_1&lt;b\" style=\"width: ";
    assert_eq!(made.epub.matches(place).count(), 2, "{}", made.epub);
    assert_has(&made.epub, &["vertical-align: -0.", "<span id=\"eq_3A_y\"></span>"]);
    assert_has(&made.epub, &["href=\"#eq_3A_x\"", "\\pic{x}</code>"]);
    assert_eq!(made.codes(), [Code::FormulaUnset]);
    // The option takes precedence the document.
    let mut options = Options::default();
    options.epub.math = Some(FormulaForm::Mathml);
    assert_has(&make_with(source, &options).epub, &["<math"]);
    // `math: true` of other programs asks for nothing.
    let other = make(&source.replace("math: svg", "math: true"));
    assert_has(&other.epub, &["<math"]);
}
