//! Growing signs: by larger glyphs, then by assembly (OpenType 1.9.1, `MathVariants`).

use super::frame::{Frame, FrameItem, FrameShape};
use super::{FormulaSetter, Size};
use crate::font::{Axis, GlyphId, GlyphPart};
use crate::math::tree::{Fenced, MathNode};

/// How much smaller than requested a delimiter may be, in em.
const SHORTFALL: f32 = 0.1;
/// Heights of `\big` … `\Bigg`, in em.
const BIG: [f32; 4] = [1.2, 1.8, 2.4, 3.0];
/// The maximum number of parts of a sign.
const MOST_PARTS: usize = 2000;

impl FormulaSetter<'_, '_> {
    /// A sign at least this long along an axis, or as long as possible.
    pub(super) fn stretched(&self, c: char, axis: Axis, target: f32, size: Size) -> Frame {
        let c = match c {
            '-' => '−',
            c => c,
        };
        let Some(glyph) = self.maths.face.glyph(c) else { return Frame::default() };
        let text = c.to_string();
        let scale = size.scale;
        let variants = self.maths.variants(glyph, axis);
        let own = self.glyph(glyph, &text, size);
        let length = match axis {
            Axis::Vertical => own.height(),
            Axis::Horizontal => own.width,
        };
        if length >= target {
            return own;
        }
        let fits = variants.iter().find(|(_, length)| length * scale >= target);
        if let Some((glyph, _)) = fits {
            return self.glyph(*glyph, &text, size);
        }
        let parts = self.maths.assembly(glyph, axis);
        match (parts.is_empty(), variants.last()) {
            (false, _) => self.assembled(&parts, &text, axis, target, size),
            (true, Some((glyph, _))) => self.glyph(*glyph, &text, size),
            (true, None) => own,
        }
    }

    /// A sign assembled from parts.
    fn assembled(
        &self,
        parts: &[GlyphPart],
        text: &str,
        axis: Axis,
        target: f32,
        size: Size,
    ) -> Frame {
        let scale = size.scale;
        let least = self.maths.overlap();
        let target = target / scale;
        let fixed: f32 =
            parts.iter().filter(|it| !it.repeats).map(|it| it.length - least).sum();
        let growing: f32 =
            parts.iter().filter(|it| it.repeats).map(|it| it.length - least).sum();
        let ideal =
            if growing > 0.0 { ((target - fixed - least) / growing).ceil() } else { 1.0 };
        #[expect(clippy::cast_possible_truncation, reason = "bounded")]
        #[expect(clippy::cast_sign_loss, reason = "at least 0")]
        let repeats = ideal.clamp(0.0, 500.0) as usize;
        let mut sequence: Vec<GlyphPart> = Vec::new();
        for part in parts {
            let count = if part.repeats { repeats } else { 1 };
            sequence.extend(std::iter::repeat_n(*part, count));
        }
        sequence.truncate(MOST_PARTS);
        // How much more the parts must overlap for the length.
        let joints: Vec<f32> =
            sequence.windows(2).map(|pair| pair[0].end.min(pair[1].start).max(least)).collect();
        let longest: f32 =
            sequence.iter().map(|it| it.length).sum::<f32>() - least * to_f32(joints.len());
        let spare: f32 = joints.iter().map(|most| most - least).sum();
        let excess = (longest - target).max(0.0);
        let share = if spare > 0.0 { (excess / spare).min(1.0) } else { 0.0 };
        let mut pen = 0.0;
        let mut out = Frame::default();
        let mut placed = Vec::new();
        for (index, part) in sequence.iter().enumerate() {
            if let Some(most) = index.checked_sub(1).and_then(|at| joints.get(at)) {
                pen -= least + (most - least) * share;
            }
            placed.push((part.glyph, pen));
            pen += part.length;
        }
        let length = pen * scale;
        for (index, (glyph, at)) in placed.into_iter().enumerate() {
            let copied = if index == 0 { text } else { "" };
            self.part(glyph, at * scale, copied, axis, length, size, &mut out);
        }
        out
    }

    /// Adds a part whose start is at this place along the axis.
    #[expect(clippy::too_many_arguments, reason = "what a part is")]
    fn part(
        &self,
        id: GlyphId,
        at: f32,
        text: &str,
        axis: Axis,
        length: f32,
        size: Size,
        out: &mut Frame,
    ) {
        let face = self.maths.face;
        let bounds = face.glyph_bounds(id).unwrap_or_default();
        let scale = size.scale;
        let advance = face.advance(id) * scale;
        let text = text.to_owned();
        let piece = FrameShape::Glyph { face: self.face, id, scale, advance, text };
        match axis {
            Axis::Vertical => {
                // From below: the whole is on the baseline.
                let y = -(at - bounds.y_min * scale);
                out.items.push(FrameItem { x: 0.0, y, piece, colour: size.colour });
                out.width = out.width.max(advance);
                (out.ascent, out.descent) = (length, 0.0);
            }
            Axis::Horizontal => {
                let x = at - bounds.x_min * scale;
                // A brace is above its baseline, and has no depth.
                if out.items.is_empty() {
                    (out.ascent, out.descent) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
                }
                out.items.push(FrameItem { x, y: 0.0, piece, colour: size.colour });
                out.width = length;
                out.ascent = out.ascent.max(bounds.y_max * scale);
                out.descent = out.descent.max(-bounds.y_min * scale);
            }
        }
    }

    /// A delimiter around something of this height over and under the axis.
    pub(super) fn delimiter(&self, c: char, reach: f32, size: Size) -> Frame {
        let target = (2.0 * reach - SHORTFALL * size.scale).max(0.0);
        let frame = self.stretched(c, Axis::Vertical, target, size);
        self.on_axis(frame, size)
    }

    /// `\big(`.
    pub(super) fn big(&self, c: char, step: u8, size: Size) -> Frame {
        let height = BIG[usize::from(step.clamp(1, 4)) - 1] * size.scale;
        self.delimiter(c, height / 2.0, size)
    }

    /// How far something reaches from the axis.
    pub(super) fn reach(&self, frame: &Frame, size: Size) -> f32 {
        let axis = self.axis(size);
        (frame.ascent - axis).max(frame.descent + axis)
    }

    /// Something between delimiters.
    pub(super) fn surround(
        &self,
        open: Option<char>,
        inner: Frame,
        close: Option<char>,
        size: Size,
    ) -> Frame {
        let reach = self.reach(&inner, size);
        let mut out = Frame::default();
        if let Some(open) = open {
            out.append(self.delimiter(open, reach, size));
        }
        out.append(inner);
        if let Some(close) = close {
            out.append(self.delimiter(close, reach, size));
        }
        out
    }

    /// `\left(…\middle|…\right)`.
    pub(super) fn fenced(&mut self, it: &Fenced, size: Size) -> Frame {
        let mut parts = Vec::new();
        for part in &it.parts {
            parts.push(self.fenced_part(part, size));
        }
        let reach = parts.iter().map(|part| self.reach(part, size)).fold(0.0, f32::max);
        let empty = 0.12 * size.scale;
        let mut out = Frame::default();
        match it.open {
            Some(open) => out.append(self.delimiter(open, reach, size)),
            None => out.width += empty,
        }
        for (index, part) in parts.into_iter().enumerate() {
            if let Some(middle) = index.checked_sub(1).and_then(|at| it.middles.get(at)) {
                out.append(self.delimiter(*middle, reach, size));
            }
            out.append(part);
        }
        match it.close {
            Some(close) => out.append(self.delimiter(close, reach, size)),
            None => out.width += empty,
        }
        out
    }

    fn fenced_part(&mut self, part: &[MathNode], size: Size) -> Frame {
        let mut frame = self.list(part, size);
        frame.width += frame.italic;
        frame
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn to_f32(count: usize) -> f32 {
    count as f32
}
