//! The design of a cover: a frame of two lines, the title in the upper half, the authors near the
//! foot, in paper white on one of the traditional dye colours of Chinese cloth.

use super::drawing::{Colour, Drawing, Letter};
use crate::font::{Library, Role};
use crate::model::{AgentRole, TitleKind};
use crate::output::epub::book::Book;
use crate::text::punctuation::{is_forbidden_at_line_start, is_opening};
use crate::text::script::is_cjk;

/// The page: 3 to 4, as in book shops.
const WIDTH: f32 = 600.0;
const HEIGHT: f32 = 800.0;

/// 靛蓝, 黛绿, 绛红, 赭石, 藏青, 墨灰, 绛紫, 茶褐: dark enough for white letters (contrast over
/// 7 to 1, WCAG 2.2 §1.4.6).
const COLOURS: [Colour; 8] = [
    [0x17, 0x4A, 0x6E],
    [0x2F, 0x4F, 0x43],
    [0x7A, 0x1F, 0x2B],
    [0x6E, 0x3B, 0x20],
    [0x22, 0x30, 0x5C],
    [0x3C, 0x3F, 0x45],
    [0x55, 0x2A, 0x55],
    [0x5A, 0x46, 0x2E],
];

/// Paper.
const INK: Colour = [0xF7, 0xF3, 0xE8];

/// The maximum length of a line of the title.
const MEASURE: f32 = 440.0;
/// The position of a title of zero height, and of the author's line.
const TITLE_TOP: f32 = 170.0;
const AUTHOR_LINE: f32 = 640.0;
const PUBLISHER_LINE: f32 = 725.0;
/// The maximum length of the title, in characters; the rest is replaced by an ellipsis.
const LONGEST_TITLE: usize = 60;
/// Sizes of the title: the first that fits in this many lines is used.
const TITLE_SIZES: [(f32, usize); 6] =
    [(88.0, 1), (72.0, 2), (60.0, 3), (50.0, 3), (42.0, 4), (34.0, 8)];

/// Designs the cover. Its colour depends on the source's hash, so that a book keeps it.
pub(super) fn design(book: &Book<'_>, fonts: &Library, sha256: &str) -> Drawing {
    let number = sha256.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
    let mut sheet = Sheet {
        fonts,
        language: book.language,
        drawing: Drawing {
            width: WIDTH,
            height: HEIGHT,
            ground: COLOURS[usize::from(number) % COLOURS.len()],
            ink: INK,
            rectangles: Vec::new(),
            letters: Vec::new(),
        },
    };
    sheet.frame(26.0, 3.0);
    sheet.frame(35.0, 1.0);
    let meta = &book.document.meta;
    let title = meta.title(TitleKind::Main).map_or_else(|| book.title(), str::to_owned);
    let bottom = sheet.title(&title);
    if let Some(subtitle) = meta.title(TitleKind::Sub) {
        sheet.drawing.rectangles.push([WIDTH / 2.0 - 40.0, bottom + 26.0, 80.0, 1.5]);
        sheet.lines(subtitle, Role::Body, 26.0, bottom + 76.0, 3);
    }
    let authors = authors(book);
    sheet.lines(&authors.join("　"), Role::Body, 30.0, AUTHOR_LINE, 2);
    if let Some(publisher) = &meta.publisher {
        sheet.lines(publisher, Role::Body, 20.0, PUBLISHER_LINE, 1);
    }
    sheet.drawing
}

/// The authors, or else the first contributors.
pub(super) fn authors(book: &Book<'_>) -> Vec<String> {
    let agents = &book.document.meta.agents;
    let authors: Vec<String> =
        book.document.meta.agents_with(AgentRole::Author).map(|a| a.name.clone()).collect();
    if authors.is_empty() {
        agents.first().map(|agent| agent.name.clone()).into_iter().collect()
    } else {
        authors
    }
}

/// A drawing being made.
struct Sheet<'f> {
    fonts: &'f Library,
    language: &'f str,
    drawing: Drawing,
}

impl Sheet<'_> {
    /// A frame of lines at this distance from the edges.
    fn frame(&mut self, inset: f32, line: f32) {
        let (width, height) = (WIDTH - 2.0 * inset, HEIGHT - 2.0 * inset);
        let (right, bottom) = (WIDTH - inset - line, HEIGHT - inset - line);
        self.drawing.rectangles.extend([
            [inset, inset, width, line],
            [inset, bottom, width, line],
            [inset, inset, line, height],
            [right, inset, line, height],
        ]);
    }

    /// The title in balanced lines; returns the lower edge of the last.
    fn title(&mut self, title: &str) -> f32 {
        let mut text: String = title.chars().take(LONGEST_TITLE).collect();
        if text.len() < title.len() {
            text.push('…');
        }
        let fitting = TITLE_SIZES.iter().find_map(|(size, most)| {
            let lines = self.balance(&text, Role::Strong, *size);
            (lines.len() <= *most).then_some((*size, lines))
        });
        let (size, lines) = fitting.unwrap_or_else(|| (34.0, vec![text]));
        let mut baseline = TITLE_TOP + size;
        for line in &lines {
            self.line(line, Role::Strong, size, baseline);
            baseline += size * 1.35;
        }
        baseline - size * 1.35 + size * 0.12
    }

    /// Some lines, from this baseline on.
    fn lines(&mut self, text: &str, role: Role, size: f32, baseline: f32, most: usize) {
        let lines = self.balance(text, role, size);
        let mut baseline = baseline;
        for line in lines.iter().take(most) {
            self.line(line, role, size, baseline);
            baseline += size * 1.5;
        }
    }

    /// One line, centred.
    fn line(&mut self, text: &str, role: Role, size: f32, baseline: f32) {
        let mut x = (WIDTH - self.width(text, role, size)) / 2.0;
        for c in text.chars() {
            if let Some((face, glyph)) = self.fonts.find(role, self.language, c) {
                let outline = self.fonts.face(face).outline(glyph);
                if !outline.is_empty() {
                    self.drawing.letters.push(Letter { outline, x, y: baseline, size });
                }
            }
            x += self.advance(c, role, size);
        }
    }

    fn width(&self, text: &str, role: Role, size: f32) -> f32 {
        text.chars().map(|c| self.advance(c, role, size)).sum()
    }

    fn advance(&self, c: char, role: Role, size: f32) -> f32 {
        match self.fonts.find(role, self.language, c) {
            Some((face, glyph)) => self.fonts.face(face).advance(glyph) * size,
            None => size,
        }
    }

    /// Lines of about the same length, as few as the measure allows.
    fn balance(&self, text: &str, role: Role, size: f32) -> Vec<String> {
        let width = self.width(text, role, size);
        let mut measure = MEASURE;
        let least = self.wrap(text, role, size, measure);
        // Narrower by a character at a time, as long as no line is added.
        let mut best = least.clone();
        while measure > width / 10.0 {
            measure -= size / 2.0;
            let lines = self.wrap(text, role, size, measure);
            if lines.len() > least.len() || measure <= size {
                break;
            }
            best = lines;
        }
        best
    }

    /// Breaks lines where Chinese may be broken (CLREQ §3.1.6), and Latin at spaces.
    fn wrap(&self, text: &str, role: Role, size: f32, measure: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(text) {
            let joined = format!("{line}{piece}");
            if !line.is_empty() && self.width(joined.trim_end(), role, size) > measure {
                lines.push(line.trim_end().to_owned());
                line = piece.trim_start().to_owned();
            } else {
                line = joined;
            }
        }
        lines.push(line.trim_end().to_owned());
        lines.retain(|line| !line.is_empty());
        lines
    }
}

/// Pieces between which a line may be broken.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let is_break = last.is_none_or(|last: char| {
            (is_cjk(last) || is_cjk(c) || last == ' ')
                && c != ' '
                && !is_forbidden_at_line_start(c)
                && !is_opening(last)
                && !(last == c && matches!(c, '—' | '…'))
        });
        match pieces.last_mut().filter(|_| !is_break) {
            Some(piece) => piece.push(c),
            None => pieces.push(c.to_string()),
        }
        last = Some(c);
    }
    pieces
}
