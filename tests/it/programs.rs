//! Program text on pages and in e-books: each line a line, its number beside it, and nothing but
//! the text when it is copied.

use paiban::layout::frame::{Item, Owner, Page, TextRun};

use crate::made::{assert_has, is_restored, make, said};
use crate::paged::{paged, rules, runs};

/// The runs of program text, and those of numbers.
fn parted(pages: &[Page]) -> (Vec<&TextRun>, Vec<&TextRun>) {
    let pale = |run: &&TextRun| run.colour == [0x77; 3];
    let (numbers, code): (Vec<_>, Vec<_>) = runs(pages).into_iter().partition(pale);
    let of_code = |run: &&TextRun| matches!(run.owner, Owner::Element(_));
    (code.into_iter().filter(of_code).collect(), numbers)
}

#[test]
fn lines_of_programs_have_numbers_that_are_no_content() {
    let source = "# 题\n\n```{.python .numberLines startFrom=9}\nif a:\n\n    b()\n```\n";
    let (pages, found) = paged(source);
    assert!(found.is_empty(), "{found:?}");
    let (code, numbers) = parted(&pages);
    let written: Vec<&str> = numbers.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(written, ["9", "10", "11"]);
    assert!(numbers.iter().all(|run| matches!(run.owner, Owner::Artifact(_))));
    // Each is on the line that it numbers, right-aligned, before the text.
    let line = |text: &str| *code.iter().find(|run| run.text.contains(text)).unwrap();
    assert!((numbers[0].y - line("if").y).abs() < 0.01);
    assert!((numbers[2].y - line("b()").y).abs() < 0.01);
    let end = |run: &TextRun| run.x + run.glyphs.iter().map(|it| it.advance).sum::<f32>();
    assert!((end(numbers[0]) - end(numbers[1])).abs() < 0.01);
    assert!(end(numbers[0]) < line("if").x);
    let made = make(source);
    is_restored(&made, source);
    let spoken = said(&made);
    assert_has(&spoken, &["if a:", "b()"]);
    assert!(!spoken.contains("10"), "{spoken}");
    assert_has(
        &made.epub,
        &["style=\"counter-reset: line 8\"", "<span class=\"line\">if a:\n</span>"],
    );
}

#[test]
fn program_text_lies_on_a_tint_and_long_lines_hang() {
    let long = format!("    call({})", "argument, ".repeat(20));
    let (pages, _) = paged(&format!("# 题\n\n```\ndef f():\n{long}\n```\n"));
    let (code, numbers) = parted(&pages);
    assert!(numbers.is_empty());
    // Where the line continues it is moved in by two columns more than where it begins.
    let lines: Vec<&TextRun> =
        code.iter().copied().filter(|run| run.text.contains("argument")).collect();
    let first = code.iter().find(|run| run.text.contains("call")).unwrap();
    let indented: f32 = first.text.chars().take_while(|c| *c == ' ').map(|_| 1.0_f32).sum();
    let column = first.size * 0.5;
    let begins = first.x + if indented > 0.0 { indented * column } else { 0.0 };
    let mut turned: Vec<&&TextRun> = lines.iter().filter(|run| run.y > first.y + 1.0).collect();
    turned.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let next = turned.first().expect("a second line");
    assert!((next.x - begins - 2.0 * column).abs() < 0.1, "{} {begins}", next.x);
    // The tint reaches from above the first line to below the last.
    let tints: Vec<_> =
        rules(&pages).into_iter().filter(|rule| rule.colour == [0xF4; 3]).collect();
    let top = tints.iter().map(|it| it.y).fold(f32::INFINITY, f32::min);
    let bottom = tints.iter().map(|it| it.y + it.height).fold(0.0, f32::max);
    assert!(top < code[1].y - code[1].size * 0.8, "{top}");
    assert!(bottom > turned.last().unwrap().y);
    let items = pages.iter().flat_map(|page| &page.items);
    assert!(items.filter(|it| matches!(it, Item::Link(_))).count() == 0);
}
