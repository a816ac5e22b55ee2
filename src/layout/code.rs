//! Program text: takes a block of it, returns its lines unchanged, one or more lines of the page
//! for each. Other content (emphasis, links, notes, ruby, images) is set as elsewhere.

use super::boxes::Frame;
use super::flow::{Flow, Region, is_blank, line_strip, whole};
use super::frame::{ElementId, StructureRole};
use super::inline::{CODE_SIZE, Kinsoku, ParagraphStyle};
use super::strip::{BASELINE, Strip};
use crate::model::{
    Alignment, Attr, CodeBlock, CodeSpan, Inline, Part, PartMut, Text, plain_text, text,
};

/// The tab width, in columns.
const TAB: usize = 4;
/// The width of a column, in em of a face for program text.
const COLUMN: f32 = 0.5;
/// The indent of turnover lines, in columns relative to the line's indent.
const TURNOVER: f32 = 2.0;
/// The white between numbers of lines and the lines, in columns.
const BESIDE: f32 = 2.0;
/// The colour of numbers.
const NUMBER: [u8; 3] = [0x77; 3];
/// The tint behind program text.
const TINT: Frame = Frame { tint: [0xF4; 3], bar: None };

impl Flow<'_> {
    /// Program text, line by line as it is.
    pub(super) fn code(&mut self, it: &CodeBlock, region: &Region) {
        let owner = self.open(region.parent, StructureRole::Paragraph, &it.attr);
        let style = &self.style.code;
        let set_off = Region {
            align: Alignment::Start,
            indent: 0.0,
            ..self.set_off(region, owner, &style.set_off())
        };
        let end = style.end.points(self.geometry.size).min(region.measure / 2.0);
        let numbered = style.numbers && !it.attr.classes.iter().any(|it| it == "unnumbered");
        let first = it.attr.first_line_number().or(numbered.then_some(1));
        let white = style.space * self.geometry.pitch;
        let lines = lines(&it.content);
        // A tint ends at the letters of its last line: the white below that line is added.
        let after = white + if style.tint { region.pitch - region.size } else { 0.0 };
        let tint = style.tint;
        // It is as wide as the column, its lines are whole columns.
        let wide = Region {
            measure: (region.x + region.measure - set_off.x - end),
            ..set_off.clone()
        };
        self.set_apart(region, (white, after), |flow| {
            if tint {
                flow.boxed(TINT, &wide, |flow, inner| {
                    flow.code_lines(lines, first, owner, inner);
                });
            } else {
                flow.code_lines(lines, first, owner, &set_off);
            }
        });
    }

    /// Lines of program text, their numbers beside them if they have any.
    fn code_lines(
        &mut self,
        lines: Vec<Vec<Inline>>,
        first: Option<u32>,
        owner: ElementId,
        region: &Region,
    ) {
        let column = COLUMN * CODE_SIZE * region.size;
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let gutter = first.map_or(0.0, |first| {
            let digits = first.saturating_add(count).saturating_sub(1).to_string().len();
            (f32::from(u8::try_from(digits).unwrap_or(u8::MAX)) + BESIDE) * column
        });
        let gutter = gutter.min(region.measure * COLUMN);
        let inner = Region {
            x: region.x + gutter,
            measure: whole((region.measure - gutter) / region.size) * region.size,
            ..region.clone()
        };
        for (index, content) in (0..).zip(lines) {
            let mut strips = self.code_line(content, owner, &inner);
            if let Some(first) = first {
                let number = first.saturating_add(index);
                let place = Region { measure: gutter - BESIDE * column, ..region.clone() };
                self.number_line(number, owner, &place, &mut strips);
            }
            self.pass_on(strips);
        }
    }

    /// One line, with turnover lines if it is too long.
    fn code_line(
        &mut self,
        content: Vec<Inline>,
        owner: ElementId,
        region: &Region,
    ) -> Vec<Strip> {
        if is_blank(&content) {
            // An empty line is a line.
            let leading = region.pitch - region.size;
            return vec![Strip { height: region.pitch, leading, ..Strip::default() }];
        }
        let shown = plain_text(&content);
        let indent = shown.len() - shown.trim_start_matches(' ').len();
        let indent = f32::from(u16::try_from(indent).unwrap_or(u16::MAX)) + TURNOVER;
        let hang = indent * COLUMN * CODE_SIZE * region.size;
        let style = ParagraphStyle {
            avoid_short_last_line: false,
            kinsoku: Kinsoku::None,
            hang: hang.min(region.measure * COLUMN),
            ..self.paragraph_style(region)
        };
        let code = Inline::Code(Box::new(CodeSpan { attr: Attr::default(), content }));
        let lines = self.composer.set(&[code], owner, &style);
        let waiting = std::mem::take(&mut self.keep);
        let strips = self.collect(|flow| flow.strips(lines, region));
        self.keep = waiting;
        strips
    }

    /// Adds the number of a line beside its first strip; it is not content.
    fn number_line(
        &mut self,
        number: u32,
        owner: ElementId,
        region: &Region,
        strips: &mut [Strip],
    ) {
        let style = ParagraphStyle {
            alignment: Alignment::End,
            colour: NUMBER,
            ..self.paragraph_style(region)
        };
        let style = ParagraphStyle { size: region.size * CODE_SIZE, indent: 0.0, ..style };
        let lines = self.composer.set(&[text(number.to_string())], owner, &style);
        let (Some(strip), Some(line)) = (strips.first_mut(), lines.into_iter().next()) else {
            return;
        };
        let mut label = line_strip(line, region, 0.0);
        label.make_artifact();
        let baseline = strip.lines.first().map_or(BASELINE * region.size, |line| line.y);
        for mut placed in label.lines {
            placed.y = baseline;
            strip.lines.insert(0, placed);
        }
    }
}

/// The lines of program text, tabs as spaces.
fn lines(content: &[Inline]) -> Vec<Vec<Inline>> {
    let mut lines = divide(content, &mut 0);
    // The final line end begins no line.
    if lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

/// Splits inlines at their line ends; the first line continues from `column`. A style over several
/// lines is repeated on each of them.
fn divide(content: &[Inline], column: &mut usize) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in content {
        match inline {
            Inline::Text(text) => pieces(text, column, &mut lines),
            Inline::LineBreak(_) => {
                lines.push(Vec::new());
                *column = 0;
            }
            Inline::Styled(_)
            | Inline::Link(_)
            | Inline::Code(_)
            | Inline::Quoted(_)
            | Inline::Span(_)
            | Inline::Name(_)
            | Inline::Foreign(_) => marked(inline, column, &mut lines),
            other => push(&mut lines, other.clone()),
        }
    }
    lines
}

fn push(lines: &mut [Vec<Inline>], inline: Inline) {
    if let Some(line) = lines.last_mut() {
        line.push(inline);
    }
}

/// Splits a styled run of inlines.
fn marked(inline: &Inline, column: &mut usize, lines: &mut Vec<Vec<Inline>>) {
    let mut inner = Vec::new();
    inline.children(&mut |part| {
        if let Part::Inlines(content) = part {
            inner.append(&mut divide(content, column));
        }
    });
    let mut mark = inline.clone();
    let fill = |mark: &mut Inline, content: Vec<Inline>| {
        mark.children_mut(&mut |part| {
            if let PartMut::Inlines(inlines) = part {
                inlines.clone_from(&content);
            }
        });
    };
    fill(&mut mark, Vec::new());
    for (index, content) in inner.into_iter().enumerate() {
        if index > 0 {
            lines.push(Vec::new());
            // Its place is in the first line.
            mark.attr_mut().into_iter().for_each(|attr| attr.id = None);
        }
        if index == 0 || !content.is_empty() {
            let mut piece = mark.clone();
            fill(&mut piece, content);
            push(lines, piece);
        }
    }
}

/// Splits a text.
fn pieces(text: &Text, column: &mut usize, lines: &mut Vec<Vec<Inline>>) {
    let mut offset = 0;
    for (index, piece) in text.text.split('\n').enumerate() {
        if index > 0 {
            lines.push(Vec::new());
            *column = 0;
        }
        let shown = piece.trim_end_matches('\r');
        let span = text.span.map(|span| span.part(offset..offset + shown.len()));
        offset += piece.len() + 1;
        if !shown.is_empty() {
            push(lines, Inline::Text(Text { text: expand_tabs(shown, column), span }));
        }
    }
}

fn expand_tabs(text: &str, column: &mut usize) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let width = if c == '\t' { TAB - *column % TAB } else { 1 };
        if c == '\t' {
            out.extend(std::iter::repeat_n(' ', width));
        } else {
            out.push(c);
        }
        *column += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NoteRef, Style, Styled};

    #[test]
    fn what_marks_several_lines_marks_each() {
        let strong = Styled {
            attr: Attr { id: Some("a".to_owned()), ..Attr::default() },
            style: Style::Strong,
            content: vec![text("b\n\n\tc")],
        };
        let call = NoteRef { target: "n".to_owned(), ..NoteRef::default() };
        let content = [
            text("a\t"),
            Inline::Styled(Box::new(strong)),
            text("\td\r\n"),
            Inline::NoteRef(Box::new(call)),
            text("\n"),
        ];
        let lines = lines(&content);
        let plain: Vec<String> = lines.iter().map(|line| plain_text(line)).collect();
        assert_eq!(plain, ["a   b", "", "    c   d", ""]);
        let [Inline::Styled(first)] = &lines[0][1..] else { panic!("{lines:?}") };
        let Inline::Styled(second) = &lines[2][0] else { panic!("{lines:?}") };
        assert_eq!((first.attr.id.as_deref(), &second.attr.id), (Some("a"), &None));
        assert!(matches!(lines[3][..], [Inline::NoteRef(_)]));
    }
}
