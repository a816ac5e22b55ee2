//! Atoms: the parts of a paragraph that line breaking, trimming and stretching never split. Nearly
//! all are one character with one glyph.

use crate::font::{FaceId, GlyphId};
use crate::layout::math::Frame;
use crate::text::punctuation::Class;

/// A length along the line in 1/65536 em of the paragraph: whole numbers, so that sums are
/// exact and lines come out the same everywhere.
pub(super) type Units = i32;

/// One em.
pub(super) const EM: Units = 1 << 16;

/// A fraction of an em in units.
#[expect(clippy::cast_possible_truncation, reason = "a line is shorter than 32767 em")]
pub(super) fn units(em: f32) -> Units {
    (em * 65536.0).round() as Units
}

/// Units as a number of em.
#[expect(clippy::cast_precision_loss, reason = "exact up to 256 em, rounded beyond")]
pub(super) fn in_em(units: Units) -> f32 {
    units as f32 / 65536.0
}

/// The kind of an atom for line breaking and spacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtomKind {
    /// A Han character or another that fills its square.
    Han,
    /// A mark of the punctuation table.
    Mark(Class),
    /// A letter, digit or sign of a script with spaces.
    Letter,
    /// A mark on the character before it, of another face than that.
    Accent,
    /// A space between words.
    WordSpace,
    /// A typed space between Han and Latin: as wide as the gap that would be inserted without it
    /// (`clreq.md` MIX-04).
    GapSpace,
    /// A space that is dropped at a line's end and otherwise fixed: the ideographic space.
    FixedSpace,
    /// A sign of a blank to write on, over a rule.
    Blank,
    /// An image.
    Image,
    /// A formula, or its first part.
    Formula,
    /// A further part of a formula; the white before it belongs to the formula.
    Term,
    /// A character that no face has.
    Missing,
    /// Draws nothing: a forced line end, a break opportunity.
    Nothing,
}

impl AtomKind {
    /// Whether it is a formula or a part of one.
    pub(super) fn is_formula(self) -> bool {
        matches!(self, Self::Formula | Self::Term)
    }

    /// Whether it vanishes at the end of a line.
    pub(super) fn vanishes_at_end(self) -> bool {
        matches!(self, Self::WordSpace | Self::GapSpace | Self::FixedSpace | Self::Nothing)
    }
}

/// Whether a line may break before an atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    Never,
    /// Only if its unbreakable text is longer than any line, and it leaves a mark at the wrong end
    /// of a line.
    Desperate,
    /// Only if its word is longer than any line.
    Rescue,
    Loath,
    Reluctant,
    Free,
    Forced,
}

/// How the space before an atom may grow when a line is justified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    /// Not at all: inside a word, a dash, a ruby.
    Never,
    /// Only if nothing else can: beside brackets, stops and connectors, around words.
    Last,
    /// With all gaps between Han.
    Equal,
}

/// A part of the paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    /// The start of its text, which ends at the next atom's.
    pub(super) start: u32,
    /// Index of its run in `InlineStream::runs`.
    pub(super) run: u32,
    pub(super) face: FaceId,
    /// `None` if it draws none.
    pub(super) glyph: Option<GlyphId>,
    pub(super) kind: AtomKind,
    pub(super) joint: Break,
    pub(super) stretch: Stretch,
    /// Whether further glyphs of its cluster are in [`Atoms::extras`].
    pub(super) has_extras: bool,
    /// The space before it that a line start drops.
    pub(super) gap: Units,
    /// Its advance, after trimming beside its neighbours.
    pub(super) width: Units,
    /// The offset of its glyph from the start of its box.
    pub(super) dx: Units,
    /// The offset of its glyph above its baseline.
    pub(super) dy: Units,
    /// How much of its width, at the start, is blank and may be trimmed.
    pub(super) left: Units,
    /// The same at the end.
    pub(super) right: Units,
}

impl Atom {
    /// The part of the space before it that shrinks and grows as gaps between Han and Latin do. The
    /// white in a formula keeps its width, which says what belongs together (The TeXbook, ch. 18),
    /// as long as anything else in the line can grow.
    pub(super) fn elastic_gap(&self) -> Units {
        if self.kind == AtomKind::Term { 0 } else { self.gap }
    }
}

/// A later glyph of a cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExtraGlyph {
    /// Index of the atom.
    pub(super) atom: u32,
    pub(super) glyph: GlyphId,
    /// From the start of the atom's box.
    pub(super) dx: Units,
    pub(super) dy: Units,
}

/// A paragraph as atoms.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    pub(super) list: Vec<Atom>,
    /// Sorted by atom.
    pub(super) extras: Vec<ExtraGlyph>,
    /// The parts of formulas with their atoms, sorted by these.
    pub(super) formulas: Vec<(u32, Frame)>,
    /// Characters of formulas that no face has, and their places.
    pub(super) lacking: Vec<(u32, char)>,
}
