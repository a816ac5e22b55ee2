//! Right-to-left words in a left-to-right line (UAX #9 §3.4): the atoms of such a run are put in
//! visual order.
//!
//! A run begins and ends with a letter of such a script or a number; Latin, Han and full-width
//! marks end it. Numbers in it keep their own direction.

use super::Layout;
use super::place::{PlacedAtom, PlacedLine};
use crate::text::direction::is_right_to_left;

/// The bidirectional class of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BidiClass {
    Right,
    Left,
    Number,
    /// As its surroundings.
    Neutral,
}

impl BidiClass {
    fn of(c: char) -> Self {
        match c {
            c if is_right_to_left(c) => Self::Right,
            '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Self::Number,
            c if u32::from(c) >= 0x2E80 || c.is_alphabetic() => Self::Left,
            _ => Self::Neutral,
        }
    }
}

/// Puts the atoms of right-to-left runs into visual order.
pub(super) fn reorder(layout: &Layout, line: &mut PlacedLine) {
    let atoms = &mut line.atoms;
    let class = |placed: &PlacedAtom| {
        let start = layout.atoms.list[placed.atom as usize].start as usize;
        let first = layout.content.text.get(start..).and_then(|text| text.chars().next());
        first.map_or(BidiClass::Neutral, BidiClass::of)
    };
    let run = |placed: &PlacedAtom| layout.atoms.list[placed.atom as usize].run;
    let mut at = 0;
    while at < atoms.len() {
        if class(&atoms[at]) != BidiClass::Right {
            at += 1;
            continue;
        }
        let mut end = at;
        for (index, placed) in atoms.iter().enumerate().skip(at) {
            match class(placed) {
                BidiClass::Left => break,
                BidiClass::Right => end = index,
                BidiClass::Number if run(placed) == run(&atoms[end]) => end = index,
                BidiClass::Number | BidiClass::Neutral => {}
            }
        }
        turn(&mut atoms[at..=end]);
        numbers(&mut atoms[at..=end], &class);
        at = end + 1;
    }
}

/// Turns the numbers of a turned run back.
fn numbers(run: &mut [PlacedAtom], class: &impl Fn(&PlacedAtom) -> BidiClass) {
    let mut at = 0;
    while at < run.len() {
        let is_number =
            |index: usize| run.get(index).is_some_and(|it| class(it) == BidiClass::Number);
        let mut end = at;
        while is_number(end) || end > at && end + 1 < run.len() && is_number(end + 1) {
            end += 1;
        }
        if end > at {
            turn(&mut run[at..end]);
        }
        at = end.max(at + 1);
    }
}

/// Reverses atoms; the space between two stays between them.
fn turn(run: &mut [PlacedAtom]) {
    let Some(mut x) = run.first().map(|first| first.x) else { return };
    let mut spaces: Vec<_> = run.iter().map(|it| it.width - it.ink_width).collect();
    let last = spaces.pop().unwrap_or(0);
    run.reverse();
    spaces.reverse();
    spaces.push(last);
    for (placed, space) in run.iter_mut().zip(spaces) {
        placed.x = x;
        placed.width = placed.ink_width + space;
        x += placed.width;
    }
}
