//! Ruby (注音): readings half the size of their base, centred over it (CLREQ §3.3;
//! `clreq.md` RBY-01, RBY-03).

use super::ParagraphStyle;
use super::atom::{Atom, EM, Units, units};
use super::collect::{InlineStream, RubyReading};
use super::glyphs::Glyphs;
use super::label::{Label, label};
use crate::layout::frame::Owner;

/// Size of readings in em of their base.
pub(super) const READING_SIZE: f32 = 0.5;
/// The least space between two readings.
const READING_GAP: Units = EM / 4;
/// The maximum overhang of a reading over a neighbour without one.
const OVERHANG: Units = EM / 4;

/// A reading, shaped.
pub(super) fn shape(
    reading: &RubyReading,
    style: &ParagraphStyle,
    glyphs: &mut Glyphs<'_>,
) -> Label {
    let owner = Owner::Element(reading.owner);
    label(&reading.text, owner, style.label(style.size * READING_SIZE), glyphs)
}

/// Widens the bases whose readings would touch, all by the same amount, so that the paragraph keeps
/// an even rhythm.
pub(super) fn widen(
    content: &InlineStream,
    style: &ParagraphStyle,
    atoms: &mut [Atom],
    glyphs: &mut Glyphs<'_>,
) {
    if content.rubies.is_empty() {
        return;
    }
    let bases = bases(content, atoms);
    let mut most = 0;
    let mut previous: Option<(usize, Units)> = None;
    for base in &bases {
        let pair = &content.rubies[base.pair as usize];
        let widest = pair.readings.iter().map(|reading| shape(reading, style, glyphs).width);
        let widest = units(widest.fold(0.0, f32::max) / style.size);
        // A base of thousands of characters is wider than any reading, and than units can count.
        let own = atoms[base.range.clone()].iter().map(|atom| i64::from(atom.width));
        let own = Units::try_from(own.sum::<i64>()).unwrap_or(Units::MAX).min(Units::MAX / 4);
        let excess = widest - own;
        most = most.max(excess - 2 * OVERHANG);
        if let Some((_, before)) = previous.filter(|(end, _)| *end == base.range.start) {
            most = most.max((before + excess) / 2 + READING_GAP);
        }
        previous = Some((base.range.end, excess));
    }
    if most <= 0 {
        return;
    }
    for base in bases {
        let first = &mut atoms[base.range.start];
        first.width += most / 2;
        first.dx += most / 2;
        atoms[base.range.end - 1].width += most - most / 2;
    }
}

/// A base in the row of atoms.
struct Base {
    pair: u32,
    range: std::ops::Range<usize>,
}

fn bases(content: &InlineStream, atoms: &[Atom]) -> Vec<Base> {
    let pair_of = |atom: &Atom| content.runs[atom.run as usize].1.ruby;
    let mut bases: Vec<Base> = Vec::new();
    for (index, atom) in atoms.iter().enumerate() {
        let Some(pair) = pair_of(atom) else { continue };
        match bases.last_mut() {
            Some(base) if base.pair == pair && base.range.end == index => base.range.end += 1,
            _ => bases.push(Base { pair, range: index..index + 1 }),
        }
    }
    bases
}
