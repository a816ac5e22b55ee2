//! Signs over and under a body of the same width: accents, lines, braces (The TeXbook, appendix G,
//! rules 9, 10 and 12).

use super::frame::Frame;
use super::parts::is_over;
use super::{FormulaSetter, Size};
use crate::font::Axis;
use crate::math::tree::{MathNode, Side};

/// How much of its body a wide accent may leave uncovered before it is made of parts, in em.
const SHORTFALL: f32 = 0.1;

impl FormulaSetter<'_, '_> {
    pub(super) fn accented(
        &mut self,
        mark: char,
        place: Side,
        wide: bool,
        body: &[MathNode],
        size: Size,
    ) -> Frame {
        let base = self.list(body, Size { cramped: true, ..size });
        let Some(glyph) = self.maths.face.glyph(mark) else {
            self.lacking.push(mark);
            return base;
        };
        let mut accent = self.glyph(glyph, &mark.to_string(), size);
        let mut attach = self.attachment(&accent);
        if wide {
            let variants = self.maths.variants(glyph, Axis::Horizontal);
            let grows = !self.maths.assembly(glyph, Axis::Horizontal).is_empty();
            let fits = variants.iter().rev().find(|(_, w)| w * size.scale <= base.width);
            let short =
                fits.is_none_or(|(_, w)| w * size.scale < base.width - SHORTFALL * size.scale);
            if grows && short {
                accent = self.stretched(mark, Axis::Horizontal, base.width, size);
                attach = accent.glyph.map_or(accent.width / 2.0, |_| self.attachment(&accent));
            } else if let Some((glyph, _)) = fits {
                accent = self.glyph(*glyph, &mark.to_string(), size);
                attach = self.attachment(&accent);
            }
        }
        let middle = base.accent.unwrap_or(base.width / 2.0);
        let middle = if wide { base.width / 2.0 } else { middle };
        let (x, width, italic) = (middle - attach, base.width, base.italic);
        let y = if is_over(place) {
            let height = self.maths.constants.accent_base_height * size.scale;
            -(base.ascent - base.ascent.min(height)).max(0.0)
        } else {
            base.descent + accent.ascent + 0.1 * size.scale
        };
        let (glyph, attach) = (base.glyph, base.accent);
        let mut out = base;
        out.draw(accent, x, y);
        (out.width, out.italic) = (width, italic);
        (out.glyph, out.accent) = (glyph, attach);
        out
    }

    /// Where an accent is put on its body.
    fn attachment(&self, accent: &Frame) -> f32 {
        if let Some(at) = accent.accent {
            return at;
        }
        let ink = accent.glyph.and_then(|(glyph, _)| self.maths.face.glyph_bounds(glyph));
        let scale = accent.glyph.map_or(1.0, |(_, scale)| scale);
        ink.map_or(accent.width / 2.0, |ink| f32::midpoint(ink.x_min, ink.x_max) * scale)
    }

    /// A line over or under a body.
    pub(super) fn barred(&mut self, place: Side, body: &[MathNode], size: Size) -> Frame {
        let c = self.maths.constants;
        let s = size.scale;
        let mut out = self.list(body, Size { cramped: true, ..size });
        let (width, ascent, descent) = (out.width, out.ascent, out.descent);
        if is_over(place) {
            let rule = c.overbar_rule_thickness * s;
            out.rule(0.0, -(ascent + c.overbar_vertical_gap * s + rule), width, rule);
            out.ascent += c.overbar_extra_ascender * s;
        } else {
            let rule = c.underbar_rule_thickness * s;
            out.rule(0.0, descent + c.underbar_vertical_gap * s, width, rule);
            out.descent += c.underbar_extra_descender * s;
        }
        (out.glyph, out.accent) = (None, None);
        out
    }

    /// A brace over or under a body.
    pub(super) fn braced(
        &mut self,
        mark: char,
        place: Side,
        body: &[MathNode],
        size: Size,
    ) -> Frame {
        let c = self.maths.constants;
        let s = size.scale;
        let base = self.list(body, size);
        let brace = self.stretched(mark, Axis::Horizontal, base.width, size);
        let width = base.width.max(brace.width);
        let (base_x, brace_x) = ((width - base.width) / 2.0, (width - brace.width) / 2.0);
        let y = if is_over(place) {
            -(base.ascent + c.stretch_stack_gap_above_min * s + brace.descent)
        } else {
            base.descent + c.stretch_stack_gap_below_min * s + brace.ascent
        };
        let mut out = Frame::space(width);
        out.draw(base, base_x, 0.0);
        out.draw(brace, brace_x, y);
        out
    }
}
