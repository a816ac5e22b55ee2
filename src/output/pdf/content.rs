//! Content streams, written straight to bytes (ISO 32000-1 §7.8.2): most of what a long book
//! holds.
//!
//! Only what a page needs: text, paths, marked content, images. Glyphs are codes of two bytes
//! in literal strings, half as long as hexadecimal ones; what is set already is not set again.

use super::strings;
use crate::font::GlyphId;
use crate::layout::frame::Pt;
use crate::text::hex;

/// A content stream being written.
#[derive(Debug, Default)]
pub(super) struct ContentStream {
    bytes: Vec<u8>,
    /// The current graphics state.
    set: Set,
    /// The saved states.
    outer: Vec<Set>,
    /// The open string of glyphs.
    showing: Showing,
}

/// The parameters in effect.
#[derive(Clone, Copy, Debug, Default)]
struct Set {
    /// The font resource and size.
    font: Option<(usize, Pt)>,
    fill: [u8; 3],
    stroke: [u8; 3],
}

/// The progress of writing glyphs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Showing {
    #[default]
    Nothing,
    /// In an array, between strings.
    Array,
    /// In a string of an array.
    String,
}

/// How a path is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Fill,
    Stroke,
}

/// A point on the page, in points from its lower left corner.
pub(super) type Point = (Pt, Pt);

impl ContentStream {
    /// Starts the stream of the next page, with the capacity of this one; returns this one.
    pub(super) fn next_page(&mut self) -> Vec<u8> {
        let next = Self { bytes: Vec::with_capacity(self.bytes.len()), ..Self::default() };
        std::mem::replace(self, next).bytes
    }

    /// Begins a text object.
    pub(super) fn begin_text(&mut self) {
        self.operator("BT");
    }

    /// Ends a text object.
    pub(super) fn end_text(&mut self) {
        self.end_glyphs();
        self.operator("ET");
    }

    /// Sets the font resource of this number, and its size.
    pub(super) fn font(&mut self, resource: usize, size: Pt) {
        if self.set.font != Some((resource, size)) {
            self.end_glyphs();
            self.set.font = Some((resource, size));
            self.bytes.extend_from_slice(b"/T");
            self.integer(i64::try_from(resource).unwrap_or(i64::MAX));
            self.bytes.push(b' ');
            self.numbers([size]);
            self.operator("Tf");
        }
    }

    /// Sets the origin of the next glyph.
    pub(super) fn text_origin(&mut self, (x, y): Point) {
        self.end_glyphs();
        self.bytes.extend_from_slice(b"1 0 0 1 ");
        self.numbers([x, y]);
        self.operator("Tm");
    }

    /// Shows a glyph by its number in the font resource.
    pub(super) fn glyph(&mut self, glyph: GlyphId) {
        match self.showing {
            Showing::Nothing => self.bytes.extend_from_slice(b"[("),
            Showing::Array => self.bytes.push(b'('),
            Showing::String => {}
        }
        self.showing = Showing::String;
        for byte in glyph.get().to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => self.bytes.extend_from_slice(&[b'\\', byte]),
                // A bare one would be read as a line feed (§7.3.4.2).
                b'\r' => self.bytes.extend_from_slice(b"\\r"),
                _ => self.bytes.push(byte),
            }
        }
    }

    /// Moves the next glyph back by thousandths of an em.
    pub(super) fn kern(&mut self, back: f32) {
        match self.showing {
            Showing::Nothing => self.bytes.push(b'['),
            // Two numbers would be read as one without a space.
            Showing::Array => self.bytes.push(b' '),
            Showing::String => self.bytes.push(b')'),
        }
        self.showing = Showing::Array;
        self.number(back);
    }

    /// Ends a row of glyphs, if one is open.
    fn end_glyphs(&mut self) {
        match self.showing {
            Showing::Nothing => return,
            Showing::Array => self.bytes.extend_from_slice(b"]TJ\n"),
            Showing::String => self.bytes.extend_from_slice(b")]TJ\n"),
        }
        self.showing = Showing::Nothing;
    }

    /// Begins the content of a structure element, by its number on the page.
    pub(super) fn begin_marked(&mut self, mcid: u32) {
        self.bytes.extend_from_slice(b"/P<</MCID ");
        self.integer(mcid.into());
        self.bytes.extend_from_slice(b">>BDC\n");
    }

    /// Begins an artifact, of a type and subtype (§14.8.2.2).
    pub(super) fn begin_artifact(&mut self, kind: &str, subtype: Option<&str>) {
        self.bytes.extend_from_slice(b"/Artifact<</Type/");
        self.bytes.extend_from_slice(kind.as_bytes());
        if let Some(subtype) = subtype {
            self.bytes.extend_from_slice(b"/Subtype/");
            self.bytes.extend_from_slice(subtype.as_bytes());
        }
        self.bytes.extend_from_slice(b">>BDC\n");
    }

    /// Begins glyphs that represent this text (§14.9.4).
    pub(super) fn begin_span(&mut self, text: &str) {
        self.end_glyphs();
        self.bytes.extend_from_slice(b"/Span<</ActualText<");
        for byte in strings::utf16(text) {
            self.bytes.extend_from_slice(&hex::digits(byte));
        }
        self.bytes.extend_from_slice(b">>>BDC\n");
    }

    /// Ends a sequence begun by one of the three above.
    pub(super) fn end_marked(&mut self) {
        self.end_glyphs();
        self.operator("EMC");
    }

    /// Sets the colour of fillings, sRGB.
    pub(super) fn fill(&mut self, colour: [u8; 3]) {
        if self.set.fill != colour {
            self.set.fill = colour;
            self.colour(colour, "rg");
        }
    }

    /// Sets the colour of lines, sRGB, and their thickness.
    pub(super) fn pen(&mut self, thickness: Pt, colour: [u8; 3]) {
        self.numbers([thickness]);
        self.operator("w");
        if self.set.stroke != colour {
            self.set.stroke = colour;
            self.colour(colour, "RG");
        }
    }

    /// Whether the outlines of glyphs are stroked too, which makes them bolder.
    pub(super) fn embolden(&mut self, bold: bool) {
        self.operator(if bold { "2 Tr" } else { "0 Tr" });
    }

    /// A rectangle by its lower left corner, width and height.
    pub(super) fn rectangle(&mut self, (x, y): Point, (width, height): Point, paint: Paint) {
        self.numbers([x, y, width, height]);
        self.operator("re");
        self.paint(paint);
    }

    /// Curves from a point, each with two controls and an end.
    pub(super) fn curves(&mut self, from: Point, curves: &[[Point; 3]], paint: Paint) {
        self.numbers([from.0, from.1]);
        self.operator("m");
        for [(x1, y1), (x2, y2), (x3, y3)] in curves.iter().copied() {
            self.numbers([x1, y1, x2, y2, x3, y3]);
            self.operator("c");
        }
        self.paint(paint);
    }

    /// Draws an XObject into a rectangle.
    pub(super) fn object(&mut self, name: &str, (x, y): Point, (width, height): Point) {
        self.operator("q");
        self.numbers([width, 0.0, 0.0, height, x, y]);
        self.operator("cm");
        self.bytes.push(b'/');
        self.bytes.extend_from_slice(name.as_bytes());
        self.operator(" Do");
        self.operator("Q");
    }

    /// Begins a new graphics state: its content is clipped to a rectangle, in units and directions
    /// of a matrix.
    pub(super) fn begin_state(
        &mut self,
        (x, y): Point,
        (width, height): Point,
        matrix: [f32; 6],
    ) {
        self.operator("q");
        self.numbers([x, y, width, height]);
        self.operator("re W n");
        self.numbers(matrix);
        self.operator("cm");
        self.outer.push(self.set);
    }

    /// Ends the state that was begun last.
    pub(super) fn end_state(&mut self) {
        self.operator("Q");
        self.set = self.outer.pop().unwrap_or_default();
    }

    fn paint(&mut self, paint: Paint) {
        self.operator(match paint {
            Paint::Fill => "f",
            Paint::Stroke => "S",
        });
    }

    /// Three decimals distinguish all 256 steps.
    fn colour(&mut self, colour: [u8; 3], operator: &str) {
        self.numbers(colour.map(|value| f32::from(value) / 255.0));
        self.operator(operator);
    }

    fn operator(&mut self, operator: &str) {
        self.bytes.extend_from_slice(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    /// Numbers, each with a space after it.
    fn numbers<const N: usize>(&mut self, values: [f32; N]) {
        for value in values {
            self.number(value);
            self.bytes.push(b' ');
        }
    }

    /// A number with at most three decimals; 0 for an invalid one.
    fn number(&mut self, value: f32) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "lengths are small; others saturate"
        )]
        let thousandths = (f64::from(value) * 1000.0).round() as i64;
        if thousandths < 0 {
            self.bytes.push(b'-');
        }
        let thousandths = thousandths.unsigned_abs();
        self.integer(i64::try_from(thousandths / 1000).unwrap_or(i64::MAX));
        let mut rest = thousandths % 1000;
        if rest == 0 {
            return;
        }
        self.bytes.push(b'.');
        while rest > 0 {
            self.bytes.push(digit(rest / 100));
            rest = rest % 100 * 10;
        }
    }

    fn integer(&mut self, value: i64) {
        let mut digits = [0; 20];
        let mut from = digits.len();
        let mut rest = value.unsigned_abs();
        loop {
            from -= 1;
            digits[from] = digit(rest % 10);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.bytes.extend_from_slice(&digits[from..]);
    }
}

fn digit(value: u64) -> u8 {
    b"0123456789"[usize::try_from(value % 10).unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::{ContentStream, Paint};
    use crate::font::GlyphId;

    fn glyph(number: u16) -> GlyphId {
        GlyphId::new(number).expect("a glyph")
    }

    fn written(write: impl FnOnce(&mut ContentStream)) -> String {
        let mut content = ContentStream::default();
        write(&mut content);
        String::from_utf8_lossy(&content.next_page()).into_owned()
    }

    #[test]
    fn numbers_are_as_short_as_can_be() {
        let values = [0.0, 1.0, -1.5, 0.05, 12.345, -0.0004, 14_400.0, f32::NAN];
        assert_eq!(written(|c| c.numbers(values)), "0 1 -1.5 0.05 12.345 0 14400 0 ");
    }

    #[test]
    fn glyphs_share_strings_until_they_are_kerned() {
        let text = written(|c| {
            c.begin_text();
            c.font(0, 10.5);
            c.text_origin((56.7, 700.0));
            [0x4142, 0x4344].into_iter().for_each(|number| c.glyph(glyph(number)));
            c.kern(500.0);
            c.glyph(glyph(0x4546));
            c.font(0, 10.5);
            c.end_text();
        });
        assert_eq!(text, "BT\n/T0 10.5 Tf\n1 0 0 1 56.7 700 Tm\n[(ABCD)500(EF)]TJ\nET\n");
    }

    #[test]
    fn bytes_that_end_a_string_are_escaped() {
        let text = written(|c| {
            [0x2829, 0x5C0D].into_iter().for_each(|number| c.glyph(glyph(number)));
            c.end_text();
        });
        assert_eq!(text, "[(\\(\\)\\\\\\r)]TJ\nET\n");
    }

    #[test]
    fn colours_are_set_once() {
        let text = written(|c| {
            c.fill([0, 0, 0]);
            c.fill([255, 0, 128]);
            c.fill([255, 0, 128]);
            c.rectangle((1.0, 2.0), (3.0, 4.0), Paint::Fill);
        });
        assert_eq!(text, "1 0 0.502 rg\n1 2 3 4 re\nf\n");
    }

    #[test]
    fn a_span_has_its_actual_text() {
        let text = written(|c| {
            c.begin_span("字");
            c.end_marked();
        });
        assert_eq!(text, "/Span<</ActualText<FEFF5B57>>>BDC\nEMC\n");
    }
}
