//! Notes: their texts under 注释 or at the end, and their marks in the text. Each keeps its place;
//! marks and texts are linked by number.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::claims::{Claim, View};
use super::facts::Facts;
use super::lines::{InlineMark, Unit};
use super::pattern::{Captures, patterns};
use super::role::Role;
use crate::model::{Inline, NoteRef, SectionKind};
use crate::text::numeral;

patterns! {
    /// The label at the beginning of a note's text.
    static LABEL = r"^(?:注\s*)?(?:[〔\[【]\s*注?\s*(?P<a>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*[〕\]】]|(?P<b>[①-⑳㉑-㊿⑴-⒇❶-❿])|注(?P<c>[0-9一二三四五六七八九十]{1,3})[:：、.])[\s\u{3000}:：、.]*";
    /// A label in brackets or with a plain number, which is a note's only under 注释.
    static LOOSE_LABEL = r"^(?:[（(]\s*(?P<a>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*[)）]|(?P<c>[0-9]{1,3})[.、\s])[\s\u{3000}]*";
    /// A mark in the text.
    static MARK = r"[〔\[【]\s*注?\s*(?P<a>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*[〕\]】]|(?P<b>[①-⑳㉑-㊿⑴-⒇❶-❿])|[（(]注\s*(?P<c>[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)）]";
}

/// The minimum number of consecutive notes without a heading 注释.
const LEAST: usize = 2;

/// Claims the texts of notes, each with the places of earlier marks that point to it.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(|units| mark(units, &view.source.text))
}

fn mark(units: &mut [Unit<'_>], source: &str) {
    let labels: Vec<Option<(u32, usize)>> = units.iter().map(label_of).collect();
    let mut pending: BTreeMap<u32, Vec<(usize, Range<usize>)>> = BTreeMap::new();
    let mut in_notes = false;
    let mut serial = 0usize;
    let mut at = 0;
    while at < units.len() {
        if let Role::Heading(heading) = &units[at].role {
            in_notes = heading.kind == SectionKind::Notes;
        }
        if in_notes && units[at].is_body() {
            if let Some((number, length)) = labels[at].or_else(|| loose_label(&units[at])) {
                claim(units, at, number, length, &mut serial, &mut pending, source);
            }
            at += 1;
            continue;
        }
        let run = labels[at..]
            .iter()
            .zip(&units[at..])
            .take_while(|(label, unit)| label.is_some() && unit.is_body())
            .count();
        let tied =
            labels[at..at + run].iter().flatten().filter(|(n, _)| pending.contains_key(n));
        if run >= LEAST && tied.count() * 2 >= run && closes(units, at + run) {
            for (note, label) in labels.iter().enumerate().skip(at).take(run) {
                if let Some((number, length)) = *label {
                    claim(units, note, number, length, &mut serial, &mut pending, source);
                }
            }
            pending.clear();
            at += run;
            continue;
        }
        collect_marks(&units[at], at, &mut pending);
        at += 1;
    }
}

/// Links the marks to the accepted notes.
pub(super) fn tie(units: &mut [Unit<'_>]) {
    let noted = units.iter().filter_map(|unit| match &unit.role {
        Role::Note { id, .. } => Some((id.clone(), unit.facts.clone()?)),
        _ => None,
    });
    for (id, facts) in noted.collect::<Vec<_>>() {
        for place in &facts.marks {
            let at = units.partition_point(|unit| unit.end <= place.start);
            let note = NoteRef { target: id.clone(), ..NoteRef::default() };
            let inline = Inline::NoteRef(Box::new(note));
            units[at].marks.push(InlineMark { start: place.start, end: place.end, inline });
        }
    }
    units.iter_mut().for_each(|unit| unit.marks.sort_by_key(|mark| mark.start));
}

/// Whether notes may end before this unit: at a heading, or at the end of the text.
fn closes(units: &[Unit<'_>], at: usize) -> bool {
    units.get(at).is_none_or(|unit| !unit.is_body())
}

fn label_of(unit: &Unit<'_>) -> Option<(u32, usize)> {
    unit.is_body().then_some(())?;
    let captures = LABEL.captures(unit.whole())?;
    let number = number_of(&captures)?;
    let length = captures.whole().range().end;
    (length < unit.text.len()).then_some((number, length))
}

fn loose_label(unit: &Unit<'_>) -> Option<(u32, usize)> {
    let captures = LOOSE_LABEL.captures(unit.whole())?;
    let length = captures.whole().range().end;
    (length < unit.text.len()).then_some((number_of(&captures)?, length))
}

fn number_of(captures: &Captures<'_>) -> Option<u32> {
    let text = captures.name("a").or_else(|| captures.name("c"));
    match text {
        Some(text) => numeral::parse(text.folded()),
        None => captures.name("b")?.chars().next().and_then(numeral::parse_enclosed),
    }
}

/// The marks of a unit, except one at its very beginning, which numbers it.
fn collect_marks(
    unit: &Unit<'_>,
    index: usize,
    pending: &mut BTreeMap<u32, Vec<(usize, Range<usize>)>>,
) {
    let looked_at =
        matches!(unit.role, Role::Body | Role::Heading(_) | Role::Verse | Role::Title { .. });
    if !looked_at || !unit.marks.is_empty() {
        return;
    }
    for captures in MARK.captures_iter(unit.whole()) {
        let place = captures.whole().range();
        if let Some(number) = number_of(&captures).filter(|_| place.start > 0) {
            pending.entry(number).or_default().push((index, place));
        }
    }
}

/// Makes a unit a note, and links the marks of its number to it.
fn claim(
    units: &mut [Unit<'_>],
    at: usize,
    number: u32,
    label: usize,
    serial: &mut usize,
    pending: &mut BTreeMap<u32, Vec<(usize, Range<usize>)>>,
    source: &str,
) {
    *serial += 1;
    let id = format!("note-{serial}");
    let places = pending.remove(&number).unwrap_or_default().into_iter();
    let marks =
        places.map(|(index, place)| units[index].place(source, units[index].whole().at(place)));
    units[at].facts = Some(Rc::new(Facts::of_note(marks.collect())));
    units[at].set(Role::Note { id, label }, "note", 85);
}
