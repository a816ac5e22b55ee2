//! Marginal notes: beside their marks where the outer margin is wide enough.

use super::*;
use paiban::model::NoteKind;

fn margin_note(id: &str, count: usize) -> Block {
    let Block::Note(mut it) = note(id, count) else { panic!("a note") };
    it.kind = NoteKind::Margin;
    Block::Note(it)
}

/// Pages of lines of 20 characters, 12 points each on a grid of 20 points, with a margin of 70 mm.
fn wide(more: &str) -> PageOptions {
    style(&format!(
        "[page]\npaper = \"170x200mm\"\ncharacters = 20\nlines = 12\n\
         margin = {{ top = \"27mm\", bottom = \"25mm\", inner = \"15mm\", outer = \"70mm\" }}\n\
         {more}\n[body]\nsize = \"12pt\"\npitch = \"20pt\"\n[note]\nmargin = true"
    ))
}

/// Left and right edge of body text, top and bottom of the type area, on a page of `wide`.
fn edges(page: usize, mirrored: bool) -> [f32; 4] {
    let (width, height) = (170.0 * 72.0 / 25.4, 200.0 * 72.0 / 25.4);
    let rest = width - 240.0;
    let left = rest * if mirrored && page % 2 == 1 { 70.0 / 85.0 } else { 15.0 / 85.0 };
    let top = (height - 232.0) * 27.0 / 52.0;
    [left, left + 240.0, top, top + 232.0]
}

/// The runs of notes in the margin.
fn beside(laid: &Laid, mirrored: bool) -> Vec<(usize, &TextRun)> {
    let out = |(page, run): &(usize, &TextRun)| {
        let [left, right, ..] = edges(*page, mirrored);
        run.x >= right - SLACK || run.x < left - SLACK
    };
    laid.content().filter(out).collect()
}

/// The baselines of notes in the margin, of each page.
fn baselines(laid: &Laid) -> Vec<(usize, f32)> {
    let mut lines: Vec<(usize, f32)> =
        beside(laid, false).into_iter().map(|(page, run)| (page, run.y)).collect();
    lines.dedup();
    lines
}

#[test]
fn a_marginal_note_begins_beside_its_mark_and_makes_room_for_the_one_before() {
    let body = vec![
        han(38),
        marked(30, "a"),
        margin_note("a", 40),
        marked(30, "b"),
        margin_note("b", 9),
        marked(30, "c"),
        note("c", 9),
    ];
    let laid = lay(&document(body), wide(""));
    laid.assert_on_paper();
    assert!(laid.diagnostics.is_empty(), "{:?}", laid.diagnostics);
    let said: String = beside(&laid, false).iter().map(|(_, run)| run.text.as_str()).collect();
    assert!(said.starts_with('①') && said.contains('②') && !said.contains('③'), "{said}");
    assert_eq!(said.chars().count(), 2 + 40 + 9);
    let mark = |mark: char| {
        laid.content().find(|(_, run)| run.text.contains(mark)).map(|(_, run)| run).unwrap()
    };
    // A mark is raised by 0.36 em.
    let line_of = |run: &TextRun| run.y + 0.36 * 12.0;
    let baselines = baselines(&laid);
    assert!((baselines[0].1 - line_of(mark('①'))).abs() < 0.01, "{baselines:?}");
    // The second would be beside its mark, if the first did not reach as far down.
    let second = baselines[baselines.len() - 1].1;
    assert!(second > line_of(mark('②')) + 1.0, "{baselines:?}");
    let steps: Vec<f32> = baselines.windows(2).map(|pair| pair[1].1 - pair[0].1).collect();
    assert!(steps.iter().all(|step| *step >= 9.0), "{steps:?}");
    // The footnote stays at the foot.
    let [left, right, ..] = edges(0, false);
    let foot = laid.content().filter(|(_, run)| run.text.contains('③')).last().unwrap().1;
    assert!((left..right).contains(&foot.x) && foot.y > edges(0, false)[3] - 12.0);
}

#[test]
fn a_marginal_note_at_the_end_of_a_page_is_moved_up() {
    let body = vec![han(20 * 11 - 2), marked(10, "a"), margin_note("a", 90), han(90)];
    let laid = lay(&document(body), wide(""));
    let baselines = baselines(&laid);
    let bottom = edges(0, false)[3];
    assert!(baselines.iter().all(|(page, y)| *page == 0 && *y <= bottom), "{baselines:?}");
    let last = baselines[baselines.len() - 1].1;
    assert!((last + 0.12 * 9.0 - bottom).abs() < 0.1, "{last} {bottom}");
}

/// What the margin has no room for is at the foot, and the structure is that of footnotes.
#[test]
fn margin_notes_without_room_are_footnotes() {
    let list = Block::List(Box::default());
    let mut body = Vec::new();
    for n in 0..14 {
        let id = format!("n{n}");
        let Block::Note(mut it) = margin_note(&id, 60 + 40 * (n % 5)) else { return };
        it.blocks.extend([quotation(), list.clone(), han(7)]);
        body.extend([marked(50, &id), Block::Note(it)]);
    }
    body.extend([marked(50, "long"), margin_note("long", 3000), han(200)]);
    let document = document(body);
    let laid = lay(&document, wide(""));
    laid.assert_on_paper();
    let at_foot = lay(&document, without_margin(wide("")));
    assert_eq!(laid.structure.elements, at_foot.structure.elements);
    let sorted = |laid: &Laid| {
        let mut all: Vec<char> = laid.text().chars().filter(|c| HAN.contains(*c)).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(sorted(&laid), sorted(&at_foot));
    let beside = beside(&laid, false);
    let labels =
        beside.iter().filter(|(_, run)| run.text.starts_with(|c| ('①'..='⑳').contains(&c)));
    let labels = labels.count();
    assert!((3..15).contains(&labels), "{labels} of 15 in the margin");
    for (page, run) in beside {
        let [.., top, bottom] = edges(page, false);
        assert!(run.y > top && run.y <= bottom, "{run:?}");
    }
    // What belongs to an element of the tree is what that element is.
    for (_, run) in laid.content() {
        let Owner::Element(id) = run.owner else { continue };
        assert!((id.0 as usize) < laid.structure.elements.len());
    }
}

/// The same style, with all notes at the foot.
fn without_margin(page: PageOptions) -> PageOptions {
    let sheet = page.style.map(|sheet| sheet.replace("margin = true", "margin = false"));
    PageOptions { style: sheet, ..page }
}

#[test]
fn marginal_notes_are_at_the_fore_edge_and_numbers_of_lines_at_the_spine() {
    let mut body = Vec::new();
    for n in 0..6 {
        body.extend([marked(110, &format!("n{n}")), margin_note(&format!("n{n}"), 20)]);
    }
    let page = wide("two-sided = true\nline-numbers = 1");
    let laid = lay(&document(body), page);
    laid.assert_on_paper();
    assert!(laid.pages.len() > 2 && !laid.has(Code::MarginsCrowded));
    let notes = beside(&laid, true);
    assert!(notes.iter().any(|(page, _)| page % 2 == 1));
    for (page, run) in notes {
        let [left, right, ..] = edges(page, true);
        assert!(if page % 2 == 0 { run.x > right } else { run.x < left }, "{page} {run:?}");
    }
    for (page, run) in laid.runs() {
        let [left, right, ..] = edges(page, true);
        if run.owner == Owner::Artifact(Artifact::Layout) {
            assert!(if page % 2 == 0 { run.x < left } else { run.x > right }, "{page} {run:?}");
        }
    }
}

#[test]
fn the_handout_has_marginal_notes_and_a_narrow_margin_has_none() {
    let body = vec![marked(30, "a"), margin_note("a", 9)];
    let preset = |name: &str, style: Option<&str>| {
        let page = PageOptions {
            preset: Some(name.parse().unwrap()),
            style: style.map(str::to_owned),
            ..PageOptions::default()
        };
        let laid = lay(&document(body.clone()), page);
        let last = laid.content().last().unwrap().1;
        let first = laid.content().next().unwrap().1;
        last.x > first.x + 12.0 * 25.0
    };
    assert!(preset("handout", None));
    assert!(!preset("article", None));
    assert!(!preset("article", Some("[note]\nmargin = true")));
    assert!(!preset("handout", Some("[page]\ncharacters = 40")));
}
