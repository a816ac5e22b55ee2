//! Ruby (注音) in all its forms: readings after each base, after several, in `rtc` (HTML Standard,
//! 4.5.10; HTML Ruby Markup Extensions).

use super::attributes;
use super::stream::Stream;
use super::tree::{Id, Tree};
use super::walk::Walk;
use crate::input::markdown;
use crate::model::{Attr, Inline, Reading, ReadingKind, Ruby, RubyPair};

/// Writes a ruby.
pub(super) fn ruby(walk: &mut Walk<'_>, id: Id, stream: &mut Stream) {
    let pairs = pairs_of(walk, id);
    if pairs.iter().all(|pair| pair.readings.is_empty()) {
        pairs.into_iter().flat_map(|pair| pair.base).for_each(|inline| stream.inline(inline));
    } else {
        stream.inline(Inline::Ruby(Box::new(Ruby { attr: Attr::default(), pairs })));
    }
}

fn pairs_of(walk: &mut Walk<'_>, id: Id) -> Vec<RubyPair> {
    let mut parts = Vec::new();
    collect(walk.tree, id, &mut parts);
    let mut bases: Vec<Vec<Inline>> = Vec::new();
    let mut readings: Vec<Reading> = Vec::new();
    let mut pairs: Vec<RubyPair> = Vec::new();
    // Whether `rb` separates the bases: otherwise all text before a reading is one.
    let mut parted = false;
    for (kind, part) in parts {
        match kind {
            RubyHalf::Base => {
                if !readings.is_empty() {
                    finish(&mut bases, &mut readings, &mut pairs);
                    parted = false;
                }
                // A ruby as a base has readings on another side (4.5.10).
                if walk.tree.name(part) == "ruby" {
                    finish(&mut bases, &mut readings, &mut pairs);
                    let inner = joined(pairs_of(walk, part));
                    bases.push(inner.base);
                    readings = inner.readings;
                    continue;
                }
                let content = match walk.tree.text(part) {
                    Some(text) => line_of(text),
                    None => walk.line(part),
                };
                let own = walk.tree.name(part) == "rb";
                match bases.last_mut() {
                    Some(last) if !own && !parted => last.extend(content),
                    _ if content.is_empty() => {}
                    _ => bases.push(content),
                }
                parted = own;
            }
            RubyHalf::Reading => {
                let written = walk.tree.text_within(part);
                let content = walk.line(part);
                let mut reading = markdown::reading(content, written.trim());
                if let Some(kind) = kind_by_language(walk.tree, part) {
                    reading.kind = kind;
                } else if walk.own {
                    reading.kind = ReadingKind::Gloss;
                }
                readings.push(reading);
            }
        }
    }
    finish(&mut bases, &mut readings, &mut pairs);
    pairs
}

/// The kind of a reading by its language (BCP 47).
fn kind_by_language(tree: &Tree, id: Id) -> Option<ReadingKind> {
    match attributes::language(tree, id)?.to_ascii_lowercase().as_str() {
        "zh-latn-pinyin" => Some(ReadingKind::Pinyin),
        "zh-bopo" => Some(ReadingKind::Zhuyin),
        "ja-hrkt" | "ja-hira" | "ja-kana" => Some(ReadingKind::Kana),
        _ => None,
    }
}

/// Joins several pairs for a reading of all of them: their bases, and readings of the same rank.
fn joined(pairs: Vec<RubyPair>) -> RubyPair {
    let mut whole = RubyPair::default();
    for pair in pairs {
        whole.base.extend(pair.base);
        for (rank, reading) in pair.readings.into_iter().enumerate() {
            match whole.readings.get_mut(rank) {
                Some(known) => known.content.extend(reading.content),
                None => whole.readings.push(reading),
            }
        }
    }
    whole
}

/// Text of the page, trimmed.
fn line_of(text: &str) -> Vec<Inline> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    if text.is_empty() { Vec::new() } else { vec![crate::model::text(text)] }
}

enum RubyHalf {
    Base,
    Reading,
}

/// The bases and readings in order; `rp` contains the fallback brackets.
fn collect(tree: &Tree, id: Id, parts: &mut Vec<(RubyHalf, Id)>) {
    for child in tree.children(id).iter().copied() {
        match tree.name(child) {
            "rt" => parts.push((RubyHalf::Reading, child)),
            "rp" => {}
            "rtc" if tree.children(child).iter().all(|it| tree.name(*it) != "rt") => {
                parts.push((RubyHalf::Reading, child));
            }
            "rtc" | "rbc" => collect(tree, child, parts),
            "" if tree.text(child).is_none_or(|text| text.trim().is_empty()) => {}
            _ => parts.push((RubyHalf::Base, child)),
        }
    }
}

/// Pairs the bases with the readings after them, one to one if they are equally many.
fn finish(
    bases: &mut Vec<Vec<Inline>>,
    readings: &mut Vec<Reading>,
    pairs: &mut Vec<RubyPair>,
) {
    let (own, own_readings) = (std::mem::take(bases), std::mem::take(readings));
    if own.len() > 1 && !own_readings.is_empty() && own_readings.len() % own.len() == 0 {
        let mut own_readings: Vec<Vec<Reading>> =
            own_readings.chunks(own.len()).fold(vec![Vec::new(); own.len()], |mut all, row| {
                all.iter_mut().zip(row).for_each(|(all, one)| all.push(one.clone()));
                all
            });
        pairs.extend(
            own.into_iter()
                .zip(own_readings.drain(..))
                .map(|(base, readings)| RubyPair { base, readings }),
        );
    } else if !own.is_empty() || !own_readings.is_empty() {
        let base = own.into_iter().flatten().collect();
        pairs.push(RubyPair { base, readings: own_readings });
    }
}
