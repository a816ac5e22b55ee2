//! Boxes (框): a tint behind strips and a bar beside them, which page breaks may split.

use super::flow::{Flow, Region, whole};
use super::frame::{Artifact, Item, Owner, Pt, Rule};

/// The white in a box beside the text, and above and below it, in em.
const BESIDE: f32 = 1.0;
const ABOVE: f32 = 0.4;
/// The width of the bar, in em.
const BAR: f32 = 0.2;

/// How far the tint of a strip overlaps the one above, to avoid hairlines.
const OVERLAP: Pt = 0.25;

/// The look of a box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The colour behind the text.
    pub(super) tint: [u8; 3],
    /// The colour of the bar at the start, if there is one.
    pub(super) bar: Option<[u8; 3]>,
}

impl Flow<'_> {
    /// Sets the result of `body` in a box as wide as the region.
    pub(super) fn boxed(
        &mut self,
        frame: Frame,
        region: &Region,
        body: impl FnOnce(&mut Self, &Region),
    ) {
        let em = region.size;
        let spare = ((region.measure - em) * 0.5).max(0.0);
        let padding = (BESIDE * em).min(spare);
        let inner = Region {
            x: region.x + padding,
            measure: whole((region.measure - 2.0 * padding) / em) * em,
            ..region.clone()
        };
        let mut strips = self.collect(|flow| body(flow, &inner));
        let last = strips.len().saturating_sub(1);
        // Two strips are kept together at either end, like lines of a paragraph.
        if last > 0 {
            strips[0].keep = true;
            strips[last - 1].keep = true;
        }
        let white = ABOVE * em;
        for (index, strip) in strips.iter_mut().enumerate() {
            // The tint has no gaps: it includes the white between strips.
            let above = if index == 0 { white } else { std::mem::take(&mut strip.before) };
            let below = if index == last { (white - strip.leading).max(0.0) } else { 0.0 };
            strip.shift(0.0, above);
            strip.height += above + below;
            strip.leading = 0.0;
            let mut put = |x: Pt, width: Pt, colour: [u8; 3]| {
                let owner = Owner::Artifact(Artifact::Layout);
                let y = if index == 0 { 0.0 } else { -OVERLAP };
                let height = strip.height - y;
                strip.items.insert(0, Item::Rule(Rule { owner, x, y, width, height, colour }));
            };
            if let Some(colour) = frame.bar {
                put(region.x, BAR * em, colour);
            }
            put(region.x, region.measure, frame.tint);
        }
        self.pass_on(strips);
    }
}
