//! Fractions, roots, scripts and other nodes (The TeXbook, appendix G, rules 11–18).

use super::frame::Frame;
use super::{FormulaSetter, Size};
use crate::font::{Axis, Corner};
use crate::math::tree::{
    Fraction, MathClass, MathNode, MathStyle, Phantom, Scripts, Side, Strike, TableKind,
};

/// White at the sides of a fraction, in em.
const FRACTION_SIDES: f32 = 0.1;
/// Padding in a frame, and its weight, in em.
const FRAME_PADDING: f32 = 0.3;
/// White space between the ends of an arrow and its label, in em.
const ARROW_SIDES: f32 = 0.4;
/// The least length of such an arrow.
const LEAST_ARROW: f32 = 1.6;

impl FormulaSetter<'_, '_> {
    /// A node.
    pub(super) fn node(&mut self, node: &MathNode, size: Size) -> Frame {
        match node {
            MathNode::Symbol(it) => self.symbol(*it, size),
            MathNode::Function(it) => self.name(&it.name, size),
            MathNode::Scripts(it) => self.scripts(it, size),
            MathNode::Fraction(it) => self.fraction(it, size),
            MathNode::Root { degree, body } => self.root(degree, body, size),
            MathNode::Accent { mark, place, wide, body } => {
                self.accented(*mark, *place, *wide, body, size)
            }
            MathNode::Bar { place, body } => self.barred(*place, body, size),
            MathNode::Brace { mark, place, body } => self.braced(*mark, *place, body, size),
            MathNode::Fenced(it) => self.fenced(it, size),
            MathNode::Big { mark, size: step, class: _ } => self.big(*mark, *step, size),
            MathNode::Table(it) => match it.kind {
                TableKind::Substack => self.table(it, size),
                TableKind::Small => self.table(it, self.restyle(size, MathStyle::Script)),
                TableKind::Matrix | TableKind::Cases if size.style == MathStyle::Display => {
                    self.table(it, self.restyle(size, MathStyle::Text))
                }
                _ => self.table(it, size),
            },
            MathNode::Text { text, face } => self.words(text, *face, size),
            MathNode::Space(width) => Frame::space(width * size.scale),
            MathNode::Style { style, body } => {
                let size = self.restyle(size, *style);
                self.list(body, size)
            }
            MathNode::Colour { colour, body } => {
                self.list(body, Size { colour: Some(*colour), ..size })
            }
            MathNode::Phantom(it) => self.phantom(it, size),
            MathNode::Classed { class, body } => {
                let frame = self.list(body, size);
                let is_sign = frame.glyph.is_some() && *class == MathClass::Operator;
                if is_sign { self.on_axis(frame, size) } else { frame }
            }
            MathNode::Group(body) => self.list(body, size),
            MathNode::Stack { base, over, under, .. } => {
                let base = self.list(base, size);
                let small = self.script(size, false);
                let over = self.list(over, small);
                let under = self.list(under, self.script(size, true));
                self.limits(base, over, under, size)
            }
            MathNode::Arrow { mark, over, under } => self.arrow(*mark, over, under, size),
            MathNode::Boxed(body) => self.boxed(body, size),
            MathNode::Struck { strike, body } => self.struck(*strike, body, size),
        }
    }

    fn scripts(&mut self, it: &Scripts, size: Size) -> Frame {
        let base = match &it.base {
            Some(base) => self.node(base, size),
            None => Frame::default(),
        };
        let sup = self.list(&it.sup, self.script(size, false));
        let sub = self.list(&it.sub, self.script(size, true));
        let has_limits = match (&it.base, it.limits) {
            (_, Some(limits)) => limits,
            (Some(MathNode::Brace { .. }), None) => true,
            (Some(base), None) => size.style == MathStyle::Display && has_limits(base),
            (None, None) => false,
        };
        if has_limits {
            return self.limits(base, sup, sub, size);
        }
        let is_operator =
            matches!(&it.base, Some(MathNode::Symbol(symbol)) if symbol.is_large());
        self.beside(
            base,
            (sup, !it.sup.is_empty()),
            (sub, !it.sub.is_empty()),
            size,
            is_operator,
        )
    }

    /// Scripts at the right of a base (rule 18).
    fn beside(
        &self,
        base: Frame,
        (sup, has_sup): (Frame, bool),
        (sub, has_sub): (Frame, bool),
        size: Size,
        is_operator: bool,
    ) -> Frame {
        let c = &self.maths.constants;
        let s = size.scale;
        let is_glyph = base.glyph.is_some() && !is_operator;
        let (mut up, mut down) = (0.0, 0.0);
        if has_sup {
            let shift = match size.cramped {
                true => c.superscript_shift_up_cramped,
                false => c.superscript_shift_up,
            };
            let drop = base.ascent - c.superscript_baseline_drop_max * s;
            let drop = if is_glyph { 0.0 } else { drop };
            up = drop.max(shift * s).max(sup.descent + c.superscript_bottom_min * s);
        }
        if has_sub {
            let drop = base.descent + c.subscript_baseline_drop_min * s;
            let drop = if is_glyph { 0.0 } else { drop };
            down =
                drop.max(c.subscript_shift_down * s).max(sub.ascent - c.subscript_top_max * s);
        }
        if has_sup && has_sub {
            let gap = (up - sup.descent) - (sub.ascent - down);
            let least = c.sub_superscript_gap_min * s;
            if gap < least {
                down += least - gap;
                let most = c.superscript_bottom_max_with_subscript * s;
                let raise = (most - (up - sup.descent)).clamp(0.0, least - gap);
                up += raise;
                down -= raise;
            }
        }
        let (mut right, mut low) = (base.width, base.width);
        if let Some((glyph, scale)) = base.glyph {
            let kern =
                |corner, height: f32| self.maths.kern(glyph, corner, height / scale) * scale;
            right += base.italic + kern(Corner::TopRight, up - sup.descent);
            low += kern(Corner::BottomRight, sub.ascent - down);
            if is_operator {
                // The advance of an integral reaches to its upper end.
                right = base.width;
                low = base.width - base.italic;
            }
        } else {
            right += base.italic;
        }
        let mut out = base;
        let mut end = out.width;
        if has_sub {
            end = end.max(low + sub.width);
            out.draw(sub, low, down);
        }
        if has_sup {
            end = end.max(right + sup.width);
            out.draw(sup, right, -up);
        }
        out.width = end + c.space_after_script * s;
        (out.italic, out.glyph, out.accent) = (0.0, None, None);
        out
    }

    /// Something above and below a base (rule 13a).
    pub(super) fn limits(&self, base: Frame, over: Frame, under: Frame, size: Size) -> Frame {
        let c = &self.maths.constants;
        let s = size.scale;
        let lean = base.italic / 2.0;
        let width = base.width.max(over.width).max(under.width);
        let x = (width - base.width) / 2.0;
        let middle = x + base.width / 2.0;
        let mut out = Frame::space(width);
        let (ascent, descent) = (base.ascent, base.descent);
        let (has_over, has_under) = (!over.items.is_empty(), !under.items.is_empty());
        let (up, down) = (
            ascent
                + (c.upper_limit_gap_min * s + over.descent)
                    .max(c.upper_limit_baseline_rise_min * s),
            descent
                + (c.lower_limit_gap_min * s + under.ascent)
                    .max(c.lower_limit_baseline_drop_min * s),
        );
        out.draw(base, x, 0.0);
        if has_under {
            let left = middle - under.width / 2.0 - lean;
            out.draw(under, left.max(0.0), down);
        }
        if has_over {
            let left = middle - over.width / 2.0 + lean;
            out.draw(over, left.max(0.0), -up);
        }
        out
    }

    /// One above another (rule 15).
    fn fraction(&mut self, it: &Fraction, size: Size) -> Frame {
        let size = it.style.map_or(size, |style| self.restyle(size, style));
        let displayed = size.style == MathStyle::Display;
        let inner = match displayed {
            true => self.restyle(size, MathStyle::Text),
            false => self.script(size, size.cramped),
        };
        let over = self.list(&it.over, inner);
        let under = self.list(&it.under, Size { cramped: true, ..inner });
        let c = self.maths.constants;
        let s = size.scale;
        let axis = self.axis(size);
        let rule = c.fraction_rule_thickness * s;
        let pick = |display: f32, text: f32| s * if displayed { display } else { text };
        let (mut up, mut down);
        if it.bar {
            up = pick(
                c.fraction_numerator_display_style_shift_up,
                c.fraction_numerator_shift_up,
            );
            down = pick(
                c.fraction_denominator_display_style_shift_down,
                c.fraction_denominator_shift_down,
            );
            let above =
                pick(c.fraction_num_display_style_gap_min, c.fraction_numerator_gap_min);
            let below =
                pick(c.fraction_denom_display_style_gap_min, c.fraction_denominator_gap_min);
            up = up.max(axis + rule / 2.0 + above + over.descent);
            down = down.max(under.ascent + below + rule / 2.0 - axis);
        } else {
            up = pick(c.stack_top_display_style_shift_up, c.stack_top_shift_up);
            down = pick(c.stack_bottom_display_style_shift_down, c.stack_bottom_shift_down);
            let least = pick(c.stack_display_style_gap_min, c.stack_gap_min);
            let gap = (up - over.descent) - (under.ascent - down);
            if gap < least {
                up += (least - gap) / 2.0;
                down += (least - gap) / 2.0;
            }
        }
        let inside = over.width.max(under.width);
        let sides = if it.open.is_some() { 0.0 } else { FRACTION_SIDES * s };
        let mut out = Frame::space(inside + 2.0 * sides);
        let x = |frame: &Frame| sides + (inside - frame.width) / 2.0;
        let (over_x, under_x) = (x(&over), x(&under));
        out.draw(over, over_x, -up);
        if it.bar {
            out.rule(sides, -axis - rule / 2.0, inside, rule);
        }
        out.draw(under, under_x, down);
        match (it.open, it.close) {
            (None, None) => out,
            (open, close) => self.surround(open, out, close, size),
        }
    }

    /// A root (rule 11).
    fn root(&mut self, degree: &[MathNode], body: &[MathNode], size: Size) -> Frame {
        let inner = self.list(body, Size { cramped: true, ..size });
        let c = self.maths.constants;
        let s = size.scale;
        let rule = c.radical_rule_thickness * s;
        let gap = s * match size.style {
            MathStyle::Display => c.radical_display_style_vertical_gap,
            _ => c.radical_vertical_gap,
        };
        let target = inner.height() + gap + rule;
        let sign = self.stretched('√', Axis::Vertical, target, size);
        let gap = gap.max((sign.height() - rule - inner.height() + gap) / 2.0);
        let top = inner.ascent + gap + rule;
        let mut out = Frame::default();
        let left = if degree.is_empty() {
            0.0
        } else {
            let small = self.restyle(size, MathStyle::ScriptScript);
            let degree = self.list(degree, small);
            let before = c.radical_kern_before_degree * s;
            let after = c.radical_kern_after_degree * s;
            let left = (before + degree.width + after).max(0.0);
            let low = sign.height() - top;
            let raise = c.radical_degree_bottom_raise_percent * sign.height() - low;
            let (x, y) = (left - after - degree.width, -(raise + degree.descent));
            out.draw(degree, x.max(0.0), y);
            left
        };
        let (width, lower) = (sign.width, sign.ascent - top);
        out.draw(sign, left, lower);
        let x = left + width;
        out.rule(x, -top, inner.width, rule);
        let end = x + inner.width;
        out.draw(inner, x, 0.0);
        out.ascent = out.ascent.max(top + c.radical_extra_ascender * s * 0.5);
        out.width = end;
        out
    }

    fn phantom(&mut self, it: &Phantom, size: Size) -> Frame {
        let mut frame = self.list(&it.body, size);
        if !it.drawn {
            frame.items.clear();
        }
        if !it.width {
            frame.width = 0.0;
        }
        if !it.height {
            frame.ascent = 0.0;
        }
        if !it.depth {
            frame.descent = 0.0;
        }
        (frame.glyph, frame.accent) = (None, None);
        frame
    }

    fn boxed(&mut self, body: &[MathNode], size: Size) -> Frame {
        let inner = self.list(body, size);
        let (pad, rule) =
            (FRAME_PADDING, self.maths.constants.fraction_rule_thickness * size.scale);
        let (top, bottom) = (inner.ascent + pad, inner.descent + pad);
        let width = inner.width + 2.0 * pad;
        let mut out = Frame::space(width);
        out.draw(inner, pad, 0.0);
        let height = top + bottom;
        out.rule(0.0, -top, width, rule);
        out.rule(0.0, bottom - rule, width, rule);
        out.rule(0.0, -top, rule, height);
        out.rule(width - rule, -top, rule, height);
        out
    }

    fn struck(&mut self, strike: Strike, body: &[MathNode], size: Size) -> Frame {
        let mut out = self.list(body, size);
        let (width, ascent, descent) = (out.width, out.ascent, out.descent);
        let middle = (descent - ascent) / 2.0;
        if strike == Strike::Through {
            let rule = self.maths.constants.fraction_rule_thickness * size.scale;
            out.rule(0.0, middle - rule / 2.0, width, rule);
            return out;
        }
        let signs: &[char] = match strike {
            Strike::Up => &['/'],
            Strike::Down => &['\\'],
            _ => &['/', '\\'],
        };
        for sign in signs {
            let mut line = self.stretched(*sign, Axis::Vertical, ascent + descent, size);
            line.silence();
            let x = (width - line.width) / 2.0;
            let y = middle + (line.ascent - line.descent) / 2.0;
            out.draw(line, x, y);
        }
        out
    }

    /// An arrow as long as its labels, which are its limits, as in amsmath.
    fn arrow(
        &mut self,
        mark: char,
        over: &[MathNode],
        under: &[MathNode],
        size: Size,
    ) -> Frame {
        let small = self.script(size, false);
        let over = self.list(over, small);
        let under = self.list(under, self.script(size, true));
        let s = size.scale;
        let target = (over.width.max(under.width) + 2.0 * ARROW_SIDES * s).max(LEAST_ARROW * s);
        let arrow = self.stretched(mark, Axis::Horizontal, target, size);
        self.limits(arrow, over, under, size)
    }
}

/// Whether scripts of it are above and below in displayed formulas.
fn has_limits(node: &MathNode) -> bool {
    match node {
        MathNode::Symbol(it) => it.has_limits(),
        MathNode::Function(it) => it.limits,
        MathNode::Classed { class, .. } => *class == MathClass::Operator,
        MathNode::Stack { class, .. } => *class == MathClass::Operator,
        _ => false,
    }
}

/// Which side a part is at.
pub(super) fn is_over(place: Side) -> bool {
    place == Side::Over
}
