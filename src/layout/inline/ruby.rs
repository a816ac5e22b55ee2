//! Ruby (注音): readings half the size of their base, centred over it (CLREQ §3.3; digest
//! RBY-01, RBY-03).

use super::ParagraphStyle;
use super::atom::{Atom, EM, Units, units};
use super::collect::{Content, RubyReading};
use super::glyphs::Glyphs;
use super::label::{Label, label};
use crate::layout::frame::Owner;

/// Size of readings in em of their base.
pub(super) const READING_SIZE: f32 = 0.5;
/// The least space between two readings.
const READING_GAP: Units = EM / 4;
/// How far a reading may stand over a neighbour that has none.
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

/// Widens the bases whose readings would touch: all by the same amount, so that the paragraph
/// keeps an even rhythm.
pub(super) fn widen(
    content: &Content,
    style: &ParagraphStyle,
    atoms: &mut [Atom],
    glyphs: &mut Glyphs<'_>,
) {
    if content.rubies.is_empty() {
        return;
    }
    let bases = bases(content, atoms);
    let mut most = 0;
    for base in &bases {
        let pair = &content.rubies[base.pair as usize];
        let widest = pair.readings.iter().map(|reading| shape(reading, style, glyphs).width);
        let widest = units(widest.fold(0.0, f32::max) / style.size);
        let own: Units = atoms[base.range.clone()].iter().map(|atom| atom.width).sum();
        let beside = |has_reading| if has_reading { READING_GAP / 2 } else { -OVERHANG };
        let room = beside(base.follows_reading) + beside(base.precedes_reading);
        most = most.max(widest + room - own);
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
    follows_reading: bool,
    precedes_reading: bool,
}

fn bases(content: &Content, atoms: &[Atom]) -> Vec<Base> {
    let pair_of = |atom: &Atom| content.runs[atom.run as usize].1.ruby;
    let mut bases: Vec<Base> = Vec::new();
    for (index, atom) in atoms.iter().enumerate() {
        let Some(pair) = pair_of(atom) else { continue };
        match bases.last_mut() {
            Some(base) if base.pair == pair && base.range.end == index => base.range.end += 1,
            last => {
                let follows_reading = last.is_some_and(|base| base.range.end == index);
                if let Some(base) = bases.last_mut() {
                    base.precedes_reading = follows_reading;
                }
                let range = index..index + 1;
                bases.push(Base { pair, range, follows_reading, precedes_reading: false });
            }
        }
    }
    bases
}
