//! Figures: images scaled to the page, captions below (`clreq.md` GRD-08).

use std::collections::BTreeMap;

use super::flow::{Flow, Region, is_blank};
use super::frame::{ElementId, ImageItem, Item, Owner, Pt, Rule, StructureRole};
use super::inline::Lost;
use super::strip::Strip;
use crate::diag::{Code, Diagnostic};
use crate::image::{Picture, Pictures, Unusable};
use crate::model::{Alignment, Asset, Attr, Document, Figure, Image, Inline, text};
use crate::text::words::Words;

/// Points per pixel, for images without a resolution (CSS: 96 per inch).
const PIXEL: Pt = 0.75;
/// The padding in the box of an image that cannot be shown, in em.
const BOX_PADDING: f32 = 1.0;
/// The minimum width of images in a row without a size, in em.
const LEAST_SIDE: f32 = 8.0;
/// The maximum share of a page for an image, so that its caption fits below it.
const MOST_OF_PAGE: f32 = 0.8;

impl Flow<'_> {
    /// Images one below another, then their caption.
    pub(super) fn figure(&mut self, it: &Figure, region: &Region) {
        let white = region.pitch * 0.5;
        self.set_apart(region, (white, white), |flow| flow.images_and_caption(it, region));
    }

    fn images_and_caption(&mut self, it: &Figure, region: &Region) {
        let parent = if it.images.is_empty() || !is_blank(&it.caption) || it.images.len() > 1 {
            self.open(region.parent, StructureRole::Division, &it.attr)
        } else {
            self.next.ids.extend(it.attr.id.clone());
            region.parent
        };
        let captioned = !is_blank(&it.caption);
        if it.is_side_by_side() {
            self.side_by_side(&it.images, parent, region, captioned);
        } else {
            for image in &it.images {
                self.image(image, parent, region, &it.caption);
            }
        }
        if captioned {
            self.caption(&it.caption, parent, region, false);
        }
    }

    fn image(&mut self, image: &Image, parent: ElementId, region: &Region, caption: &[Inline]) {
        let natural = self.composer.images.get(&image.asset);
        let Some(natural) = natural.and_then(|natural| natural.size) else {
            return self.lost_image(image, parent, region, caption);
        };
        let owner = if image.decorative {
            Owner::Artifact(super::frame::Artifact::Layout)
        } else {
            let element = self.open(parent, StructureRole::Figure, &image.attr);
            let alt = image.alt.clone().unwrap_or_else(|| image.asset.clone());
            self.composer.tree.element_mut(element).alt = Some(alt);
            Owner::Element(element)
        };
        let (width, height) = requested_size(image, natural, region.measure, region.size);
        let most = (self.geometry.bottom() - self.geometry.top) * MOST_OF_PAGE;
        let scale = (region.measure / width).min(most / height).min(1.0);
        let (width, height) = (width * scale, height * scale);
        let x = region.x + (region.measure - width) * 0.5;
        let asset = image.asset.clone();
        let item = Item::Image(ImageItem { owner, asset, x, y: 0.0, width, height });
        let leading = region.pitch - region.size;
        let height = height + leading;
        let keep = !is_blank(caption);
        self.emit(Strip { height, leading, keep, items: vec![item], ..Strip::default() });
    }

    /// Images in rows, each with its caption below it; one that can't be shown has a separate row.
    fn side_by_side(
        &mut self,
        images: &[Image],
        parent: ElementId,
        region: &Region,
        captioned: bool,
    ) {
        let gap = region.size;
        let mut row: Vec<(&Image, (Pt, Pt))> = Vec::new();
        let mut used = 0.0;
        for image in images {
            let natural =
                self.composer.images.get(&image.asset).and_then(|natural| natural.size);
            let Some(natural) = natural else {
                self.row_of_images(&std::mem::take(&mut row), parent, region, captioned);
                used = 0.0;
                self.lost_image(image, parent, region, &[]);
                continue;
            };
            let (width, height) = requested_size(image, natural, region.measure, region.size);
            let scale = (region.measure / width).min(1.0);
            // Pictures without a size share a row as long as each has a minimum width.
            let is_sized = image.width.is_some() || image.height.is_some();
            let room =
                if is_sized { width * scale } else { (LEAST_SIDE * region.size).min(width) };
            if !row.is_empty() && used + gap + room > region.measure {
                self.row_of_images(&std::mem::take(&mut row), parent, region, captioned);
                used = 0.0;
            }
            used += room + if row.is_empty() { 0.0 } else { gap };
            row.push((image, (width * scale, height * scale)));
        }
        self.row_of_images(&row, parent, region, captioned);
    }

    /// One row: images on one line, captions aligned at their first line.
    fn row_of_images(
        &mut self,
        row: &[(&Image, (Pt, Pt))],
        parent: ElementId,
        region: &Region,
        keep: bool,
    ) {
        if row.is_empty() {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "images of a line")]
        let gaps = (row.len() - 1) as f32 * region.size;
        let most = (self.geometry.bottom() - self.geometry.top) * MOST_OF_PAGE;
        let wide: Pt = row.iter().map(|(_, (width, _))| *width).sum();
        let high = row.iter().map(|(_, (_, height))| *height).fold(0.0, f32::max);
        let room = (region.measure - gaps).max(region.size);
        let scale = (room / wide).min(most / high).min(1.0);
        let (wide, high) = (wide * scale, high * scale);
        let leading = region.pitch - region.size;
        let mut whole = Strip { height: high + leading, leading, keep, ..Strip::default() };
        let mut x = region.x + ((region.measure - wide - gaps) * 0.5).max(0.0);
        let outer = std::mem::take(&mut self.next);
        let waiting = std::mem::take(&mut self.keep);
        for (image, (width, height)) in row {
            let (width, height) = (width * scale, height * scale);
            let division = self.composer.tree.add(parent, StructureRole::Division);
            let owner =
                self.composer.tree.add_with(division, StructureRole::Figure, &image.attr);
            let alt = image.alt.clone().unwrap_or_else(|| image.asset.clone());
            self.composer.tree.element_mut(owner).alt = Some(alt);
            let (owner, asset) = (Owner::Element(owner), image.asset.clone());
            let y = high - height;
            whole.items.push(Item::Image(ImageItem { owner, asset, x, y, width, height }));
            whole.ids.extend(image.attr.id.clone());
            let caption = image.alt.as_deref().filter(|alt| !alt.trim().is_empty());
            if let Some(caption) = caption {
                let measure = (width + region.size * 0.5).max(region.size);
                let x = x - (measure - width) * 0.5;
                let cell = Region { x, measure, on_grid: false, ..region.clone() };
                let strips =
                    self.collect(|flow| flow.caption(&[text(caption)], division, &cell, false));
                let mut below = stack(strips);
                below.shift(0.0, high + leading * 0.5);
                whole.height = whole.height.max(high + leading * 0.5 + below.height);
                whole.lines.append(&mut below.lines);
                whole.items.append(&mut below.items);
            }
            x += width + region.size;
        }
        (self.next, self.keep) = (outer, waiting);
        self.emit(whole);
    }

    /// An image that cannot be shown: its description in a box.
    fn lost_image(
        &mut self,
        image: &Image,
        parent: ElementId,
        region: &Region,
        caption: &[Inline],
    ) {
        let natural = self.composer.images.get(&image.asset);
        let Lost { text: mut replacement, found } = lost(image, natural, self.composer.words);
        let described = replacement.clone();
        if let Some(natural) = natural.filter(|_| image.is_described_by(caption)) {
            replacement = placeholder(&natural.href, self.composer.words);
        }
        self.composer.diagnostics.extend(found);
        if image.decorative {
            return;
        }
        let element = self.open(parent, StructureRole::Figure, &image.attr);
        self.composer.tree.element_mut(element).alt = Some(described);
        let spare = (region.measure - region.size) * 0.5;
        let padding = (BOX_PADDING * region.size).min(spare).max(0.0);
        let inner = Region {
            x: region.x + padding,
            measure: region.measure - 2.0 * padding,
            align: Alignment::Center,
            indent: 0.0,
            on_grid: false,
            ..region.clone()
        };
        let style = self.paragraph_style(&inner);
        let waiting = std::mem::take(&mut self.keep);
        let outer = std::mem::take(&mut self.next);
        let strips =
            self.collect(|flow| flow.lines(&[text(replacement)], element, &style, &inner));
        (self.keep, self.next) = (waiting, outer);
        let mut whole = stack(strips);
        whole.shift(0.0, padding);
        whole.height += 2.0 * padding;
        whole.items.push(Item::Outline(Rule {
            owner: Owner::Element(element),
            x: region.x,
            y: 0.0,
            width: region.measure,
            height: whole.height - whole.leading,
            colour: [0x80, 0x80, 0x80],
        }));
        whole.keep = !is_blank(caption);
        self.emit(whole);
    }

    /// The caption of a figure, below it, or of a table, above it.
    pub(super) fn caption(
        &mut self,
        content: &[Inline],
        parent: ElementId,
        region: &Region,
        keep: bool,
    ) {
        if is_blank(content) {
            return;
        }
        let style = &self.style.caption;
        let size = style.size.points(self.geometry.size);
        let align = style.align;
        let inner = Region {
            pitch: size * super::blocks::LINE_PITCH,
            ..self.lettering(region, style.face, size, align)
        };
        let owner = self.open(parent, StructureRole::Caption, &Attr::default());
        // Its notes are inside it: a table holds only rows and a caption.
        let inner = Region { parent: owner, ..inner };
        let style = self.paragraph_style(&inner);
        let waiting = std::mem::take(&mut self.keep);
        let mut strips = self.collect(|flow| flow.lines(content, owner, &style, &inner));
        self.keep = waiting;
        let last = strips.len().saturating_sub(1);
        for (index, strip) in strips.iter_mut().enumerate() {
            strip.keep = keep || index < last;
        }
        self.pass_on(strips);
    }
}

/// One strip made of several, stacked.
pub(super) fn stack(strips: Vec<Strip>) -> Strip {
    let mut whole = Strip::default();
    for mut strip in strips {
        let top = whole.height + if whole.height > 0.0 { strip.before } else { 0.0 };
        strip.shift(0.0, top);
        whole.height = top + strip.height;
        whole.leading = strip.leading;
        whole.items.append(&mut strip.items);
        whole.lines.append(&mut strip.lines);
        whole.ids.append(&mut strip.ids);
        whole.headings.append(&mut strip.headings);
    }
    whole
}

/// An image before it is scaled.
#[derive(Clone, Debug)]
pub(super) struct Natural {
    /// Its address.
    href: String,
    /// Width and height; `None` if it can't be shown.
    pub(super) size: Option<(Pt, Pt)>,
    /// Whether the reason is reported elsewhere.
    is_reported: bool,
}

/// The images of a document, by asset.
pub(super) fn naturals(
    document: &Document,
    pictures: &Pictures<'_>,
) -> BTreeMap<String, Natural> {
    let natural = |asset: &Asset| {
        let picture = pictures.get(&asset.id);
        let size = picture.and_then(|picture| picture.as_ref().ok()).map(Picture::size);
        let is_reported = asset.is_nameless()
            || matches!(picture, Some(Err(why)) if *why != Unusable::Unknown);
        let size = size.map(|(width, height)| (width * PIXEL, height * PIXEL));
        Natural { href: asset.href.clone(), size, is_reported }
    };
    document.assets.iter().map(|asset| (asset.id.clone(), natural(asset))).collect()
}

/// The description of an image that can't be shown, and the diagnostic.
pub(super) fn lost(image: &Image, natural: Option<&Natural>, words: &Words) -> Lost {
    let name = natural.map_or(&image.asset, |natural| &natural.href);
    let text = image.alt.clone().filter(|alt| !alt.trim().is_empty());
    let text = text.unwrap_or_else(|| placeholder(name, words));
    let is_reported = natural.is_some_and(|natural| natural.is_reported);
    let found = Diagnostic::new(Code::ImageUnusable, [name]).at(image.attr.span);
    Lost { text, found: (!is_reported).then_some(found) }
}

/// The text in place of an image.
fn placeholder(what: &str, words: &Words) -> String {
    let [open, close] = words.lost_image;
    format!("{open}{what}{close}")
}

/// The size set in the source, else the natural one.
pub(super) fn requested_size(
    image: &Image,
    natural: (Pt, Pt),
    measure: Pt,
    size: Pt,
) -> (Pt, Pt) {
    let length = |text: &Option<String>| css_length(text.as_deref()?, measure, size);
    let zoom = image.zoom().unwrap_or(1.0);
    let natural = (natural.0 * zoom, natural.1 * zoom);
    let ratio = natural.1 / natural.0;
    match (length(&image.width), length(&image.height)) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, width * ratio),
        (None, Some(height)) => (height / ratio, height),
        (None, None) => natural,
    }
}

/// A length as CSS writes it, in points.
fn css_length(text: &str, measure: Pt, size: Pt) -> Option<Pt> {
    const UNITS: [(&str, Pt); 5] =
        [("px", PIXEL), ("pt", 1.0), ("mm", 72.0 / 25.4), ("cm", 72.0 / 2.54), ("in", 72.0)];
    let text = text.trim();
    let number = |text: &str| text.trim().parse::<f32>().ok();
    let of = |suffix: &str| text.strip_suffix(suffix).and_then(number);
    let points = UNITS
        .iter()
        .find_map(|(unit, points)| of(unit).map(|n| n * points))
        .or_else(|| of("%").map(|n| n * measure / 100.0))
        .or_else(|| of("em").map(|n| n * size))
        .or_else(|| number(text).map(|n| n * PIXEL))?;
    (points.is_finite() && points > 0.0).then_some(points)
}

#[cfg(test)]
mod tests {
    use super::css_length;

    #[test]
    fn css_lengths_are_points() {
        assert_eq!(css_length("100", 400.0, 12.0), Some(75.0));
        assert_eq!(css_length("50%", 400.0, 12.0), Some(200.0));
        assert_eq!(css_length("2em", 400.0, 12.0), Some(24.0));
        assert_eq!(css_length("-1px", 400.0, 12.0), None);
        assert_eq!(css_length("auto", 400.0, 12.0), None);
    }
}
