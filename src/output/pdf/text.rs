//! Text of one line to a content stream: subset glyphs at exact positions, and the texts that a
//! reader of the file could not derive from them.
//!
//! Extractors guess words from the distances between glyphs, so a gap between 汉 and Latin, or
//! punctuation drawn over its neighbour's empty half, comes out as a space or out of order
//! (`clreq.md` PDF-02). Glyphs at unusual distances are therefore put into one Span with
//! `ActualText` (ISO 32000-1 §14.9.4).

use std::borrow::Cow;
use std::ops::Range;

use super::content::ContentStream;
use super::fonts::{Fonts, ResourceGlyph};
use super::strings;
use crate::layout::frame::{Pt, TextRun};

/// The widest gap between glyphs that extractors don't read as a space, in em. poppler splits words
/// at 0.1 em.
const WIDEST_GAP: f32 = 0.095;
/// The deepest overlap of glyphs that extractors don't read as two words, in em; as above.
const DEEPEST_OVERLAP: f32 = 0.095;
/// The widest gap that is filled between elements, in em: that between 汉 and Latin, stretched.
const WIDEST_FILLED: f32 = 1.0;

/// A glyph with its position on the page.
struct PlacedGlyph {
    placed: ResourceGlyph,
    /// Index of its run.
    run: usize,
    x: Pt,
    y: Pt,
}

/// Glyphs that represent one text.
struct Cluster<'a> {
    /// Its glyphs in the line.
    glyphs: Range<usize>,
    text: Cow<'a, str>,
    /// Whether its text differs from the texts of its glyphs.
    has_actual_text: bool,
    /// Left and right edge, and the size of the em.
    left: Pt,
    right: Pt,
    size: Pt,
}

/// Runs on one baseline that belong to one element.
pub(super) struct ElementLine<'a> {
    pub(super) runs: &'a [&'a TextRun],
    /// The run of another element that follows on the same baseline.
    pub(super) next: Option<&'a TextRun>,
    /// The page's height.
    pub(super) page: Pt,
}

/// Shows a line.
pub(super) fn show(line: &ElementLine<'_>, fonts: &mut Fonts<'_>, content: &mut ContentStream) {
    let ElementLine { runs, next, page } = *line;
    let count = runs.iter().map(|run| run.glyphs.len()).sum();
    let mut glyphs = Vec::with_capacity(count);
    let mut clusters = clusters(runs, fonts, &mut glyphs);
    if let Some((last, next)) = clusters.last_mut().zip(next) {
        let added = reach(last, &glyphs, runs, next, fonts);
        glyphs.extend(added.into_iter().flatten());
    }
    let mut pen = Pen { page, ..Pen::default() };
    let mut rest = clusters.as_slice();
    while !rest.is_empty() {
        let (group, after) = rest.split_at(group_length(rest));
        rest = after;
        let has_actual_text = group.len() > 1 || group[0].has_actual_text;
        if has_actual_text {
            let text: String = group.iter().map(|cluster| cluster.text.as_ref()).collect();
            content.begin_span(&text);
        }
        for shown in group.iter().flat_map(|cluster| &glyphs[cluster.glyphs.clone()]) {
            pen.show(shown, runs[shown.run].size, content);
        }
        if has_actual_text {
            content.end_marked();
        }
    }
    pen.finish(content);
}

/// The number of clusters that must share an `ActualText`, or 1.
fn group_length(clusters: &[Cluster<'_>]) -> usize {
    let mut pairs = clusters.windows(2);
    1 + pairs.by_ref().take_while(|pair| are_torn(&pair[0], &pair[1])).count()
}

/// Whether an extractor could see two words, or a wrong order, instead of one.
fn are_torn(a: &Cluster<'_>, b: &Cluster<'_>) -> bool {
    let is_space = |cluster: &Cluster<'_>| cluster.text.chars().all(char::is_whitespace);
    let gap = (b.left - a.right) / a.size.max(b.size).max(1.0);
    !(-DEEPEST_OVERLAP..=WIDEST_GAP).contains(&gap) && !is_space(a) && !is_space(b)
}

/// Lets a cluster reach to the text of another element that follows at a distance. A Span can't
/// hold both, so a blank glyph fills the gap, and the Span with the text leaves it out.
/// Returns the glyphs to add to the line.
fn reach(
    last: &mut Cluster<'_>,
    glyphs: &[PlacedGlyph],
    runs: &[&TextRun],
    next: &TextRun,
    fonts: &mut Fonts<'_>,
) -> Option<[PlacedGlyph; 2]> {
    let left = next.x + next.glyphs.first().map_or(0.0, |glyph| glyph.dx);
    let beside = Cluster {
        glyphs: 0..0,
        text: next.text.chars().take(1).collect(),
        has_actual_text: false,
        left,
        right: left,
        size: next.size,
    };
    let wide = (left - last.right) / last.size.max(next.size).max(1.0);
    if !are_torn(last, &beside) || !(0.0..=WIDEST_FILLED).contains(&wide) {
        return None;
    }
    let shown = glyphs.get(last.glyphs.clone())?.last()?;
    let (run, x, y) = (shown.run, last.right, shown.y);
    let face = runs[run].face;
    let placed = fonts.place(face, fonts.library().face(face).glyph(' ')?, " ");
    // As wide as the gap, whatever the blank is: one more is where it ends.
    let places = [x, (left - placed.width * last.size / 1000.0).max(x)];
    last.glyphs.end += places.len();
    last.has_actual_text = true;
    last.right = left;
    Some(places.map(|x| PlacedGlyph { placed, run, x, y }))
}

/// The clusters of a line; their glyphs, one after another, go to `glyphs`.
fn clusters<'a>(
    runs: &[&'a TextRun],
    fonts: &mut Fonts<'_>,
    glyphs: &mut Vec<PlacedGlyph>,
) -> Vec<Cluster<'a>> {
    let mut all = Vec::with_capacity(glyphs.capacity());
    for (index, run) in runs.iter().enumerate() {
        let from = all.len();
        of_run((index, run), fonts, glyphs, &mut all);
        if let Some(actual) = &run.actual_text {
            let merged = merge(all.drain(from..), actual);
            all.extend(merged);
        }
    }
    all
}

/// The clusters of one run: a glyph with a text and those after it without.
fn of_run<'a>(
    (index, run): (usize, &'a TextRun),
    fonts: &mut Fonts<'_>,
    glyphs: &mut Vec<PlacedGlyph>,
    clusters: &mut Vec<Cluster<'a>>,
) {
    let from = clusters.len();
    let mut pen = run.x;
    for glyph in &run.glyphs {
        let (x, y) = (pen + glyph.dx, run.y + glyph.dy);
        pen += glyph.advance;
        let text = slice(&run.text, glyph.text.start, glyph.text.end);
        match clusters[from..].last_mut() {
            Some(cluster) if text.is_empty() => {
                // A glyph without a text of its own must map to something all the same
                // (ISO 19005-2 §6.2.11.7.2); the Span has the text of the whole.
                let last = cluster.text.chars().next_back().unwrap_or('\u{FFFD}');
                let placed = fonts.place(run.face, glyph.id, last.encode_utf8(&mut [0; 4]));
                let right = x + placed.width * run.size / 1000.0;
                glyphs.push(PlacedGlyph { placed, run: index, x, y });
                cluster.glyphs.end = glyphs.len();
                cluster.has_actual_text = true;
                cluster.left = cluster.left.min(x);
                cluster.right = cluster.right.max(right);
            }
            _ => {
                let text = strings::mappable(text);
                let placed = fonts.place(run.face, glyph.id, &text);
                let right = x + placed.width * run.size / 1000.0;
                glyphs.push(PlacedGlyph { placed, run: index, x, y });
                clusters.push(Cluster {
                    glyphs: glyphs.len() - 1..glyphs.len(),
                    has_actual_text: text.chars().any(strings::is_private),
                    text,
                    left: x,
                    right,
                    size: run.size,
                });
            }
        }
    }
}

/// All clusters as one that represents `text`.
fn merge<'a>(
    clusters: impl Iterator<Item = Cluster<'a>>,
    text: &'a str,
) -> Option<Cluster<'a>> {
    clusters
        .reduce(|mut all, cluster| {
            all.glyphs.end = cluster.glyphs.end;
            all.left = all.left.min(cluster.left);
            all.right = all.right.max(cluster.right);
            all
        })
        .map(|all| Cluster { text: text.into(), has_actual_text: true, ..all })
}

fn slice(text: &str, start: u32, end: u32) -> &str {
    let at = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    text.get(at(start)..at(end)).unwrap_or_default()
}

/// The position of a viewer's pen.
#[derive(Default)]
struct Pen {
    page: Pt,
    x: Pt,
    y: Pt,
    run: Option<usize>,
    resource: Option<usize>,
    /// Whether a text object is open.
    open: bool,
}

impl Pen {
    fn show(&mut self, shown: &PlacedGlyph, size: Pt, content: &mut ContentStream) {
        let font = shown.placed.resource;
        let moved = self.run != Some(shown.run) || (self.y - shown.y).abs() > f32::EPSILON;
        if !self.open || moved || self.resource != Some(font) {
            if !self.open {
                content.begin_text();
            }
            content.font(font, size);
            let (x, y) = (hundredth(shown.x), hundredth(self.page - shown.y));
            content.text_origin((x, y));
            *self = Self {
                page: self.page,
                x,
                y: shown.y,
                run: Some(shown.run),
                resource: Some(font),
                open: true,
            };
        }
        // The difference is taken from the place itself, so that roundings don't add up.
        let back = (self.x - shown.x) * 1000.0 / size;
        if back.abs() >= 0.5 {
            let back = back.round();
            self.x -= back * size / 1000.0;
            content.kern(back);
        }
        content.glyph(shown.placed.glyph);
        self.x += shown.placed.width * size / 1000.0;
    }

    /// Closes the text object.
    fn finish(&mut self, content: &mut ContentStream) {
        if self.open {
            content.end_text();
            self.open = false;
        }
    }
}

/// Rounded to what a page needs, so that numbers are short.
pub(super) fn hundredth(length: Pt) -> Pt {
    (length * 100.0).round() / 100.0
}
