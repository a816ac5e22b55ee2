//! Formulas: nodes to frames, by the `MATH` table of a mathematics face (OpenType 1.9.1) and the
//! rules of TeX (The TeXbook, appendix G). Knows no line and no page: `inline` breaks what is in
//! a line, `prose` puts displayed formulas on the page.

mod accents;
mod delimiters;
mod frame;
mod list;
mod parts;
mod picture;
mod table;

use crate::font::{FaceId, GlyphId, Library, Maths, Role, ShapedGlyph, Shaper, Writing};
use crate::math::tree::{Formula, MathClass, MathList, MathNode, MathStyle, Symbol, TextFace};
use crate::text::script::is_cjk;

pub(crate) use frame::Frame;
use frame::{FrameItem, FrameShape};
pub(crate) use list::Segment;
pub use picture::{FormulaPicture, PictureShape, Shape, picture};
pub(crate) use table::DisplayRow;

/// The current size of type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    style: MathStyle,
    /// Whether superscripts are lower: under a bar or a root.
    cramped: bool,
    /// The em.
    scale: f32,
    colour: Option<[u8; 3]>,
}

/// Sets formulas.
pub(crate) struct FormulaSetter<'a, 's> {
    library: &'a Library,
    shaper: &'s mut Shaper<'a>,
    face: FaceId,
    maths: Maths<'a>,
    lang: &'s str,
    scratch: Vec<ShapedGlyph>,
    /// The characters that no face has.
    pub(crate) lacking: Vec<char>,
}

impl<'a, 's> FormulaSetter<'a, 's> {
    /// A setter for text of a language; `None` without a mathematics face.
    pub(crate) fn new(
        library: &'a Library,
        shaper: &'s mut Shaper<'a>,
        lang: &'s str,
    ) -> Option<Self> {
        let face = library.maths()?;
        let maths = library.face(face).maths()?;
        let (scratch, lacking) = (Vec::new(), Vec::new());
        Some(Self { library, shaper, face, maths, lang, scratch, lacking })
    }

    /// The parts of a formula in a line, between which it may break or not.
    pub(crate) fn inline(&mut self, formula: &Formula) -> Vec<Segment> {
        match inline_list(formula) {
            Some((list, style)) => self.segments(list, self.size(style, false)),
            None => {
                let frame = self.rows_in_line(formula);
                vec![Segment { frame, ..Segment::default() }]
            }
        }
    }

    fn size(&self, style: MathStyle, cramped: bool) -> Size {
        Size { style, cramped, scale: self.scale(style), colour: None }
    }

    fn scale(&self, style: MathStyle) -> f32 {
        match style {
            MathStyle::Display | MathStyle::Text => 1.0,
            MathStyle::Script => self.maths.constants.script_percent,
            MathStyle::ScriptScript => self.maths.constants.script_script_percent,
        }
    }

    /// The same in another style.
    fn restyle(&self, size: Size, style: MathStyle) -> Size {
        Size { style, scale: self.scale(style), ..size }
    }

    /// The size of scripts.
    fn script(&self, size: Size, cramped: bool) -> Size {
        let style = match size.style {
            MathStyle::Display | MathStyle::Text => MathStyle::Script,
            MathStyle::Script | MathStyle::ScriptScript => MathStyle::ScriptScript,
        };
        let cramped = cramped || size.cramped;
        Size { cramped, ..self.restyle(size, style) }
    }

    /// A constant of the face at this size, and the height of the axis.
    fn axis(&self, size: Size) -> f32 {
        self.maths.constants.axis_height * size.scale
    }

    /// A sign.
    fn symbol(&mut self, symbol: Symbol, size: Size) -> Frame {
        let shown = symbol.shown();
        let found = [shown, symbol.c]
            .into_iter()
            .find_map(|c| self.maths.face.glyph(c).map(|glyph| (c, glyph)));
        let Some((c, glyph)) = found else {
            return self.words(&symbol.c.to_string(), TextFace::Roman, size);
        };
        let text = copied_text(&symbol, c);
        if symbol.is_large() {
            return self.large(glyph, &text, size);
        }
        let glyph = match size.style {
            MathStyle::Script => self.maths.script_form(glyph, 1),
            MathStyle::ScriptScript => self.maths.script_form(glyph, 2),
            _ => glyph,
        };
        self.glyph(glyph, &text, size)
    }

    /// A glyph of the mathematics face.
    fn glyph(&self, id: GlyphId, text: &str, size: Size) -> Frame {
        let scale = size.scale;
        let face = self.maths.face;
        let bounds = face.glyph_bounds(id).unwrap_or_default();
        let advance = face.advance(id) * scale;
        let italic = self.maths.italics(id) * scale;
        let text = text.to_owned();
        let piece = FrameShape::Glyph { face: self.face, id, scale, advance, text };
        Frame {
            width: advance,
            ascent: bounds.y_max * scale,
            descent: -bounds.y_min * scale,
            italic,
            glyph: Some((id, scale)),
            accent: self.maths.accent(id).map(|at| at * scale),
            items: vec![FrameItem { x: 0.0, y: 0.0, piece, colour: size.colour }],
        }
    }

    /// A large operator, on the axis, larger in displayed formulas.
    fn large(&self, glyph: GlyphId, text: &str, size: Size) -> Frame {
        let mut chosen = glyph;
        if size.style == MathStyle::Display {
            let least = self.maths.constants.display_operator_min_height;
            let variants = self.maths.variants(glyph, crate::font::Axis::Vertical);
            let fits = variants.iter().find(|(_, length)| *length >= least * 0.999);
            chosen = fits.or(variants.last()).map_or(glyph, |(glyph, _)| *glyph);
        }
        let frame = self.glyph(chosen, text, size);
        self.on_axis(frame, size)
    }

    /// Centred on the axis.
    fn on_axis(&self, frame: Frame, size: Size) -> Frame {
        let by = (frame.ascent - frame.descent) / 2.0 - self.axis(size);
        frame.lower(by)
    }

    /// The name of an operator, upright.
    fn name(&mut self, name: &str, size: Size) -> Frame {
        let mut frame = Frame::default();
        for c in name.chars() {
            match c {
                '\u{2009}' => frame.append(Frame::space(size.scale / 6.0)),
                c => {
                    let mut symbol = Symbol::new(c, MathClass::Ordinary);
                    symbol.alphabet = crate::math::tree::Alphabet::Upright;
                    let letter = self.symbol(symbol, size);
                    frame.append(letter);
                }
            }
        }
        frame
    }

    /// Words, by the faces of the text.
    fn words(&mut self, text: &str, face: TextFace, size: Size) -> Frame {
        let role = match face {
            TextFace::Roman | TextFace::Sans => Role::Body,
            TextFace::Bold => Role::Strong,
            TextFace::Italic => Role::Emphasis,
            TextFace::Mono => Role::Code,
        };
        let mut frame = Frame::default();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let find = |c: char| {
                let text = self.library.find(role, self.lang, c).map(|(face, _)| face);
                text.or_else(|| self.maths.face.glyph(c).map(|_| self.face))
            };
            let Some(face) = find(first) else {
                self.lacking.push(first);
                frame.width += size.scale;
                rest = &rest[first.len_utf8()..];
                continue;
            };
            let ends = |c: char| is_cjk(c) != is_cjk(first) || find(c) != Some(face);
            let end = rest.find(ends).unwrap_or(rest.len());
            self.shaped(&rest[..end], face, is_cjk(first), size, &mut frame);
            rest = &rest[end..];
        }
        frame
    }

    fn shaped(&mut self, text: &str, face: FaceId, han: bool, size: Size, frame: &mut Frame) {
        let writing = if han { Writing::Chinese } else { Writing::Letters };
        let mut shaped = std::mem::take(&mut self.scratch);
        self.shaper.shape(face, text, writing, self.lang, &mut shaped);
        let opened = self.library.face(face);
        let mut ends = shaped.iter().skip(1).map(|it| it.cluster as usize).collect::<Vec<_>>();
        ends.push(text.len());
        for (glyph, end) in shaped.iter().zip(ends) {
            let copied = text.get(glyph.cluster as usize..end).unwrap_or_default();
            let (x, advance) = (frame.width, glyph.advance * size.scale);
            frame.width += advance;
            let Some(id) = glyph.id else { continue };
            let piece = FrameShape::Glyph {
                face,
                id,
                scale: size.scale,
                advance,
                text: copied.to_owned(),
            };
            let bounds = opened.glyph_bounds(id).unwrap_or_default();
            frame.ascent = frame.ascent.max(bounds.y_max * size.scale);
            frame.descent = frame.descent.max(-bounds.y_min * size.scale);
            let (x, y) = (x + glyph.dx * size.scale, -glyph.dy * size.scale);
            frame.items.push(FrameItem { x, y, piece, colour: size.colour });
        }
        self.scratch = shaped;
    }
}

/// The text of a sign for copying: an italic letter is a plain one.
fn copied_text(symbol: &Symbol, shown: char) -> String {
    use crate::math::tree::Alphabet;
    let c = match symbol.alphabet {
        Alphabet::Default | Alphabet::Upright | Alphabet::Italic => symbol.c,
        _ => shown,
    };
    c.to_string()
}

/// The number of parts of an inline formula.
pub(crate) fn count(formula: &Formula) -> usize {
    inline_list(formula).map_or(1, |(list, _)| list.len()).max(1)
}

/// The nodes of a formula in a line, and their style; none if there are several rows.
fn inline_list(formula: &Formula) -> Option<(&MathList, MathStyle)> {
    let [row] = formula.rows.as_slice() else { return None };
    let [cell] = row.cells.as_slice() else { return None };
    match cell.as_slice() {
        [MathNode::Style { style, body }] => Some((body, *style)),
        // Chemistry is a group.
        [MathNode::Group(body)] => Some((body, MathStyle::Text)),
        _ => Some((cell, MathStyle::Text)),
    }
}
