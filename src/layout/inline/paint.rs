//! Converts placed atoms to frames: text runs, lines along text, dots, readings, links, images.

use super::atom::{Atom, AtomKind, ExtraGlyph, Units, in_em};
use super::collect::{CharacterLook, InlineStream, LineKind};
use super::fit::LineRange;
use super::glyphs::Glyphs;
use super::place::{PlacedAtom, PlacedLine};
use super::{Layout, NoteMark, ParagraphStyle, TextLine, label, ruby};
use crate::font::{FaceId, Role};
use crate::layout::frame::{
    Artifact, Glyph, ImageItem, Item, LinkArea, Owner, Pt, Rule, Synthetic, TextRun,
};
use crate::layout::strip::shift;
use crate::model::{Alignment, Pieces};

/// The em box over and under the baseline, in em (`clreq.md` GRD-02).
pub(super) const ASCENT: f32 = 0.88;
const DESCENT: f32 = 0.12;
/// Space between the em box and readings, marks below, in em.
const READING_DISTANCE: f32 = 0.06;
/// Lines under names and titles: their upper edge under the baseline, below the em box; their
/// weight; and how much is left out at each end, so that neighbours are distinguished (EMP-02).
const LINE_DROP: f32 = 0.16;
const LINE_WEIGHT: f32 = 0.05;
const LINE_INSET: f32 = 1.0 / 16.0;
const WAVE_HEIGHT: f32 = 0.12;
/// Height of the line through deleted text.
const STRIKE_HEIGHT: f32 = 0.36;
/// The centre of emphasis dots under the baseline, alone and under a line, and their width
/// (EMP-01).
const DOT_DROP: f32 = 0.26;
const DOT_DROP_UNDER_LINE: f32 = 0.4;
const DOT_WIDTH: f32 = 0.16;
/// The least weight of a bold face, and the stroke around the outlines of one that is not.
const BOLD_WEIGHT: u16 = 600;
const EMBOLDENING: f32 = 1.0 / 28.0;
/// The colour behind highlighted text.
const HIGHLIGHT: [u8; 3] = [255, 242, 171];

/// Draws a placed line.
pub(super) fn paint(
    layout: &Layout,
    placed: &PlacedLine,
    range: LineRange,
    style: &ParagraphStyle,
    glyphs: &mut Glyphs<'_>,
) -> TextLine {
    let start = style.start(range.is_first);
    let measure = style.measure - start;
    let width = in_em(placed.width) * style.size;
    let spare = (measure - width).max(0.0);
    let offset = match style.alignment {
        Alignment::Justify | Alignment::Start => 0.0,
        Alignment::Center => spare / 2.0,
        Alignment::End => spare,
    };
    let line = TextLine {
        items: Vec::with_capacity(1),
        width,
        ascent: ASCENT * style.size,
        descent: DESCENT * style.size,
        notes: Vec::new(),
        ids: Vec::new(),
        last: range.next as usize == layout.atoms.list.len(),
    };
    let start = start + offset;
    let mut painter = Painter { layout, placed, style, glyphs, start, line, end: range.next };
    painter.highlights();
    painter.segments();
    painter.ids(range);
    painter.line
}

struct Painter<'a, 'g, 'l> {
    layout: &'a Layout,
    placed: &'a PlacedLine,
    style: &'a ParagraphStyle,
    glyphs: &'g mut Glyphs<'l>,
    /// Where the line begins.
    start: Pt,
    line: TextLine,
    /// One past the last atom of the line.
    end: u32,
}

/// A range of a line with a common property.
#[derive(Clone, Copy)]
struct LineStretch {
    which: u32,
    from: Pt,
    to: Pt,
}

impl<'a> Painter<'a, '_, '_> {
    fn content(&self) -> &'a InlineStream {
        &self.layout.content
    }

    fn atom(&self, placed: &PlacedAtom) -> &'a Atom {
        &self.layout.atoms.list[placed.atom as usize]
    }

    fn look(&self, placed: &PlacedAtom) -> &'a CharacterLook {
        &self.content().runs[self.atom(placed).run as usize].1
    }

    fn points(&self, units: Units) -> Pt {
        in_em(units) * self.style.size
    }

    fn x(&self, placed: &PlacedAtom) -> Pt {
        self.start + self.points(placed.x)
    }

    fn end_of(&self, placed: &PlacedAtom) -> Pt {
        self.x(placed) + self.points(placed.ink_width)
    }

    /// The atoms of the line, split where their look changes.
    fn segments(&mut self) {
        let placed = &self.placed.atoms;
        let mut from = 0;
        while from < placed.len() {
            let run = self.atom(&placed[from]).run;
            let length = placed[from..].iter().position(|p| self.atom(p).run != run);
            let to = length.map_or(placed.len(), |length| from + length);
            self.segment(&placed[from..to]);
            let look = self.look(&placed[from]);
            let next = placed.get(to).map(|placed| self.look(placed));
            self.close(look, next, to);
            from = to;
        }
    }

    fn segment(&mut self, placed: &[PlacedAtom]) {
        let look = self.look(&placed[0]);
        let mut from = 0;
        while from < placed.len() {
            let atom = self.atom(&placed[from]);
            let is_alone = |kind: AtomKind| {
                matches!(kind, AtomKind::Image | AtomKind::Missing) || kind.is_formula()
            };
            let alone = is_alone(atom.kind);
            let same = |p: &PlacedAtom| {
                let other = self.atom(p);
                !is_alone(other.kind) && other.face == atom.face
                    || other.kind == AtomKind::Nothing
            };
            let length = placed[from + 1..].iter().position(|p| alone || !same(p));
            let to = length.map_or(placed.len(), |length| from + 1 + length);
            match atom.kind {
                AtomKind::Image => self.image(&placed[from], look),
                AtomKind::Formula | AtomKind::Term => self.formula(&placed[from], look),
                AtomKind::Missing => self.missing(&placed[from], look),
                _ => self.text(&placed[from..to], look),
            }
            from = to;
        }
        if look.dots {
            self.dots(placed, look);
        }
        if look.blank.is_some() {
            self.blank(placed);
        }
        let top = (ASCENT * look.scale + look.rise) * self.style.size;
        self.line.ascent = self.line.ascent.max(top);
    }

    fn text_of(&self, atom: u32) -> &'a str {
        let list = &self.layout.atoms.list;
        let content = self.content();
        let start = list[atom as usize].start as usize;
        let end = list.get(atom as usize + 1).map_or(content.text.len(), |a| a.start as usize);
        &content.text[start..end]
    }

    fn extras(&self, atom: u32) -> &'a [ExtraGlyph] {
        let extras = &self.layout.atoms.extras;
        let from = extras.partition_point(|extra| extra.atom < atom);
        let to = extras.partition_point(|extra| extra.atom <= atom);
        &extras[from..to]
    }

    fn text(&mut self, placed: &[PlacedAtom], look: &CharacterLook) {
        let mut text = String::with_capacity(placed.len() * 3);
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(placed.len());
        let mut face = None;
        for place in placed {
            let atom = self.atom(place);
            if atom.kind == AtomKind::Nothing {
                continue;
            }
            face = face.or(Some(atom.face));
            let from = u32::try_from(text.len()).unwrap_or(u32::MAX);
            text.push_str(self.text_of(place.atom));
            let to = u32::try_from(text.len()).unwrap_or(u32::MAX);
            let advance = self.points(place.width);
            let Some(id) = atom.glyph else {
                // A space that its face lacks: blank, and read with what is before it.
                if let Some(last) = glyphs.last_mut() {
                    last.text.end = to;
                    last.advance += advance;
                }
                continue;
            };
            glyphs.push(Glyph {
                id,
                advance,
                dx: self.points(place.dx),
                dy: -self.points(atom.dy),
                text: from..to,
            });
            if atom.has_extras {
                for extra in self.extras(place.atom) {
                    glyphs.push(Glyph {
                        id: extra.glyph,
                        advance: 0.0,
                        dx: self.points(extra.dx) - advance,
                        dy: -self.points(extra.dy),
                        text: to..to,
                    });
                }
            }
        }
        let Some(face) = face else { return };
        if let Some(note) = look.note {
            let note = self.content().notes.get(note as usize).cloned().unwrap_or_default();
            if self.line.notes.last().is_none_or(|last| last.note != note) {
                let (role, lang) = (self.style.role, self.style.lang.clone());
                let item = self.line.items.len();
                self.line.notes.push(NoteMark { note, item, role, lang });
            }
        }
        let shows = |place: &&PlacedAtom| self.atom(place).kind != AtomKind::Nothing;
        let mut atoms: Vec<u32> = Vec::with_capacity(placed.len());
        atoms.extend(placed.iter().filter(shows).map(|place| place.atom));
        let turned = !atoms.is_sorted();
        atoms.sort_unstable();
        self.line.items.push(Item::Text(TextRun {
            owner: Owner::Element(look.owner),
            face,
            size: self.style.size * look.scale,
            colour: self.style.colour,
            x: self.x(&placed[0]),
            y: -look.rise * self.style.size,
            synthetic: self.synthetic(look, face),
            actual_text: self.actual_text(&atoms, turned, look),
            text,
            glyphs,
            pieces: self.pieces(&atoms),
        }));
    }

    /// The places in the source of these atoms' text, which are in the order of the text.
    fn pieces(&self, atoms: &[u32]) -> Pieces {
        let mut pieces = Pieces::default();
        let mut offset = 0;
        for row in atoms.chunk_by(|last, next| last + 1 == *next) {
            let [first, ..] = row else { continue };
            let start = self.layout.atoms.list[*first as usize].start;
            let end = self.end_in_text(row.last().copied().unwrap_or(*first));
            pieces.add_part(&self.content().pieces, start..end, offset);
            offset += end - start;
        }
        pieces
    }

    /// Where the text of an atom ends.
    fn end_in_text(&self, atom: u32) -> u32 {
        let next = self.layout.atoms.list.get(atom as usize + 1);
        let whole = || u32::try_from(self.content().text.len()).unwrap_or(u32::MAX);
        next.map_or_else(whole, |next| next.start)
    }

    /// The actual text of a run, if its glyphs differ from it: a blank, or right-to-left words,
    /// whose glyphs are in visual order.
    fn actual_text(&self, atoms: &[u32], turned: bool, look: &CharacterLook) -> Option<String> {
        let text = || atoms.iter().map(|atom| self.text_of(*atom)).collect();
        (turned || look.blank.is_some()).then(text)
    }

    /// Weight that the face lacks (`clreq.md` GLY-03).
    fn synthetic(&self, look: &CharacterLook, face: FaceId) -> Synthetic {
        let is_bold = matches!(look.role, Role::Strong | Role::Heading | Role::StrongCode);
        let weight = self.glyphs.library.face(face).metrics().weight;
        let lacks = is_bold && weight < BOLD_WEIGHT;
        let embolden = if lacks { self.style.size * look.scale * EMBOLDENING } else { 0.0 };
        Synthetic { embolden }
    }

    fn image(&mut self, placed: &PlacedAtom, look: &CharacterLook) {
        let at = self.atom(placed).start;
        let images = &self.content().images;
        let Ok(index) = images.binary_search_by_key(&at, |image| image.at) else { return };
        let image = &images[index];
        let size = self.style.size;
        let (width, height) = image.size;
        let top = DESCENT * size - height;
        let owner = if image.is_decorative {
            Owner::Artifact(Artifact::Layout)
        } else {
            Owner::Element(look.owner)
        };
        let (x, asset) = (self.x(placed), image.asset.clone());
        let item = ImageItem { owner, asset, x, y: top, width, height };
        self.line.items.push(Item::Image(item));
        self.line.ascent = self.line.ascent.max(-top);
    }

    fn formula(&mut self, placed: &PlacedAtom, look: &CharacterLook) {
        let formulas = &self.layout.atoms.formulas;
        let found = formulas.binary_search_by_key(&placed.atom, |(atom, _)| *atom);
        let Ok(index) = found else { return };
        let frame = &formulas[index].1;
        let size = self.style.size * look.scale;
        let (x, y) = (self.x(placed), -look.rise * self.style.size);
        let owner = Owner::Element(look.owner);
        let mut items = frame.items(owner, size, (x, y), self.style.colour);
        let source = self.content().source_of(self.atom(placed).start);
        for item in &mut items {
            if let Item::Text(run) = item {
                run.pieces = Pieces::of(&run.text, source);
            }
        }
        self.line.items.append(&mut items);
        self.line.ascent = self.line.ascent.max(frame.ascent * size - y);
        self.line.descent = self.line.descent.max(frame.descent * size + y);
    }

    fn missing(&mut self, placed: &PlacedAtom, look: &CharacterLook) {
        let style = self.style.label(self.style.size * look.scale);
        let (x, y) = (self.x(placed), -look.rise * self.style.size);
        let character = self.text_of(placed.atom);
        let owner = Owner::Element(look.owner);
        let mut items = label::missing(character, owner, style, self.glyphs);
        assign(&mut items, &self.pieces(&[placed.atom]));
        items.iter_mut().for_each(|item| shift(item, x, y));
        self.line.items.append(&mut items);
    }

    /// The rule of a blank.
    fn blank(&mut self, placed: &[PlacedAtom]) {
        let mut signs = placed.iter().filter(|place| self.atom(place).kind == AtomKind::Blank);
        let Some(last) = signs.next_back() else { return };
        let (x, end) = (self.x(&placed[0]), self.end_of(last));
        let size = self.style.size;
        let (owner, colour) = (Owner::Artifact(Artifact::Layout), self.style.colour);
        let (y, width, height) = (LINE_DROP * size, end - x, LINE_WEIGHT * size);
        self.line.items.push(Item::Rule(Rule { owner, x, y, width, height, colour }));
        self.line.descent = self.line.descent.max(y + height);
    }

    fn dots(&mut self, placed: &[PlacedAtom], look: &CharacterLook) {
        let size = self.style.size;
        // A line comes first, the dots outside it.
        let has_line = look.lines.iter().skip(1).any(|group| *group != 0);
        let drop = if has_line { DOT_DROP_UNDER_LINE } else { DOT_DROP };
        let (y, width) = ((drop - DOT_WIDTH / 2.0) * size, DOT_WIDTH * size);
        for place in placed {
            if matches!(self.atom(place).kind, AtomKind::Han | AtomKind::Letter) {
                let centre = self.x(place) + self.points(place.ink_width) / 2.0;
                self.line.items.push(Item::Dot(Rule {
                    owner: Owner::Artifact(Artifact::Layout),
                    x: centre - width / 2.0,
                    y,
                    width,
                    height: width,
                    colour: self.style.colour,
                }));
            }
        }
        self.line.descent = self.line.descent.max(y + width);
    }

    /// Closes what ends with a segment: links, lines, readings.
    fn close(&mut self, look: &CharacterLook, next: Option<&CharacterLook>, to: usize) {
        for kind in LineKind::ALL {
            let group = look.lines[kind as usize];
            let continues = next.is_some_and(|next| next.lines[kind as usize] == group);
            if group != 0 && !continues && kind != LineKind::Highlight {
                let stretch =
                    self.stretch_to(to, |look| Some(look.lines[kind as usize]), group);
                self.line_along(kind, stretch);
            }
        }
        if let Some(pair) = look.ruby
            && next.is_none_or(|next| next.ruby != look.ruby)
        {
            let stretch = self.stretch_to(to, |look| look.ruby, pair);
            self.readings(stretch);
        }
        if let Some(link) = look.link
            && next.is_none_or(|next| next.link != look.link)
        {
            let stretch = self.stretch_to(to, |look| look.link, link);
            self.link(stretch);
        }
    }

    /// The atoms before `to` that share a mark.
    fn stretch_to(
        &self,
        to: usize,
        of: impl Fn(&CharacterLook) -> Option<u32>,
        which: u32,
    ) -> LineStretch {
        let placed = &self.placed.atoms;
        let before = placed[..to].iter().rposition(|p| of(self.look(p)) != Some(which));
        let from = before.map_or(0, |at| at + 1);
        LineStretch { which, from: self.x(&placed[from]), to: self.end_of(&placed[to - 1]) }
    }

    fn highlights(&mut self) {
        let kind = LineKind::Highlight as usize;
        let groups = |look: &CharacterLook| look.lines[kind];
        let placed = &self.placed.atoms;
        if self.content().runs.len() == 1 && groups(&self.content().runs[0].1) == 0 {
            return;
        }
        for to in 1..=placed.len() {
            let group = groups(self.look(&placed[to - 1]));
            let continues = placed.get(to).is_some_and(|next| groups(self.look(next)) == group);
            if group != 0 && !continues {
                let stretch = self.stretch_to(to, |look| Some(groups(look)), group);
                self.line_along(LineKind::Highlight, stretch);
            }
        }
    }

    fn line_along(&mut self, kind: LineKind, stretch: LineStretch) {
        let size = self.style.size;
        let owner = Owner::Artifact(Artifact::Layout);
        let inset = LINE_INSET * size;
        let (x, width) = (stretch.from, (stretch.to - stretch.from).max(0.0));
        let colour = self.style.colour;
        let (x_in, width_in) = (x + inset, (width - 2.0 * inset).max(0.0));
        let weight = LINE_WEIGHT * size;
        self.line.items.push(match kind {
            LineKind::Highlight => {
                let (y, colour) = (-ASCENT * size, HIGHLIGHT);
                Item::Rule(Rule { owner, x, y, width, height: size, colour })
            }
            LineKind::ProperName | LineKind::Inserted => {
                let (y, height) = (LINE_DROP * size, weight);
                Item::Rule(Rule { owner, x: x_in, y, width: width_in, height, colour })
            }
            LineKind::BookTitle => {
                let (y, height) = (LINE_DROP * size, WAVE_HEIGHT * size);
                Item::Wave(Rule { owner, x: x_in, y, width: width_in, height, colour })
            }
            LineKind::Deleted => {
                let y = -STRIKE_HEIGHT * size;
                Item::Rule(Rule { owner, x, y, width, height: weight, colour })
            }
        });
        let reach = match kind {
            LineKind::Highlight | LineKind::Deleted => return,
            LineKind::BookTitle => LINE_DROP + WAVE_HEIGHT,
            LineKind::ProperName | LineKind::Inserted => LINE_DROP + LINE_WEIGHT,
        };
        self.line.descent = self.line.descent.max(reach * size);
    }

    fn readings(&mut self, stretch: LineStretch) {
        let Some(pair) = self.content().rubies.get(stretch.which as usize) else { return };
        let size = self.style.size;
        let reading_size = size * ruby::READING_SIZE;
        for reading in &pair.readings {
            let label = ruby::shape(reading, self.style, self.glyphs);
            let y = if reading.is_under {
                (DESCENT + READING_DISTANCE) * size + ASCENT * reading_size
            } else {
                -(ASCENT + READING_DISTANCE) * size - DESCENT * reading_size
            };
            let x = f32::midpoint(stretch.from, stretch.to) - label.width / 2.0;
            let mut items = label.items;
            assign(&mut items, &reading.pieces);
            for mut item in items {
                shift(&mut item, x, y);
                self.line.items.push(item);
            }
            if reading.is_under {
                self.line.descent = self.line.descent.max(y + DESCENT * reading_size);
            } else {
                self.line.ascent = self.line.ascent.max(ASCENT * reading_size - y);
            }
        }
    }

    fn link(&mut self, stretch: LineStretch) {
        let Some(link) = self.content().links.get(stretch.which as usize) else { return };
        let size = self.style.size;
        self.line.items.push(Item::Link(LinkArea {
            owner: link.owner,
            target: link.target.clone(),
            description: link.description.clone(),
            x: stretch.from,
            y: -ASCENT * size,
            width: (stretch.to - stretch.from).max(0.0),
            height: size,
        }));
    }

    /// The ids that are in this line.
    fn ids(&mut self, range: LineRange) {
        let ids = &self.content().ids;
        if ids.is_empty() {
            return;
        }
        let list = &self.layout.atoms.list;
        let byte = |atom: u32| list.get(atom as usize).map_or(u32::MAX, |atom| atom.start);
        let (from, to) = (byte(range.start), byte(self.end));
        let from = if range.is_first { 0 } else { from };
        let ids = &ids[ids.partition_point(|(at, _)| *at < from)..];
        for (at, id) in ids.iter().take_while(|(at, _)| *at < to) {
            let place = self.placed.atoms.iter().find(|p| self.atom(p).start >= *at);
            let x = place.map_or(self.start, |place| self.x(place));
            self.line.ids.push((id.clone(), x));
        }
    }
}

/// Says which places of the source a label sets.
fn assign(items: &mut [Item], pieces: &Pieces) {
    let mut start = 0;
    for item in items {
        if let Item::Text(run) = item {
            let end = start + u32::try_from(run.extracted_text().len()).unwrap_or(u32::MAX);
            run.pieces.add_part(pieces, start..end, 0);
            start = end;
        }
    }
}
