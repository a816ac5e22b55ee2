//! Notes in the outer margin (边注; `clreq.md` NOT-04): each begins beside the line that has its mark,
//! lower where another note is there, higher where the page ends before it does.

use super::super::composer::Composer;
use super::super::frame::{Page, Pt};
use super::super::strip::Strip;
use super::{NoteBody, Paginator, Setting, height};

/// The white between two notes, in lines of theirs.
const WHITE: f32 = 0.5;

/// A note in the margin.
pub(super) struct Beside {
    /// The baseline of the line with its mark, from the top of the type area.
    pub(super) baseline: Pt,
    /// Its lines.
    pub(super) strips: Vec<Strip>,
}

impl Beside {
    /// Its height without the white below its last line.
    fn height(&self) -> Pt {
        height(&self.strips) - self.strips.last().map_or(0.0, |strip| strip.leading)
    }

    /// Its ideal position: its first line level with that of its mark.
    fn top(&self) -> Pt {
        let first = self.strips.first().and_then(|strip| strip.lines.last());
        (self.baseline - first.map_or(0.0, |placed| placed.y)).max(0.0)
    }
}

impl Paginator<'_> {
    /// The height of a note in the margin below others that take `taken`; `None` if it may not be
    /// there or does not fit.
    pub(super) fn room_beside(&self, body: &NoteBody, taken: Pt) -> Option<Pt> {
        let height = body.beside.as_ref().map(Setting::height)?;
        (taken + height <= self.area()).then(|| height + WHITE * self.note_gap())
    }

    /// Sets notes in the margin. They fit, if not always beside their marks.
    pub(super) fn place_beside(
        &mut self,
        notes: Vec<Beside>,
        page: &mut Page,
        composer: &mut Composer<'_>,
    ) {
        let size = self.style.note.size.points(self.geometry.size);
        let Some(measure) = self.geometry.margin_measure(self.style, size) else { return };
        let white = WHITE * self.note_gap();
        let mut tops = Vec::with_capacity(notes.len());
        let mut free = 0.0;
        for note in &notes {
            let top = note.top().max(free);
            free = top + note.height() + white;
            tops.push(top);
        }
        let mut end = self.area();
        for (top, note) in tops.iter_mut().zip(&notes).rev() {
            *top = top.min(end - note.height()).max(0.0);
            end = *top - white;
        }
        let left = self.geometry.margin_left(self.style, self.count + 1, measure);
        for (top, note) in tops.into_iter().zip(notes) {
            let mut y = self.geometry.top + top;
            for strip in note.strips {
                y += strip.before;
                let below = strip.height;
                self.place(strip, left, y, page, composer);
                y += below;
            }
        }
    }
}
