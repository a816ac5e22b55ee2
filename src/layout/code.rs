//! Program text: in comes a block of it, out come its lines as they are, a line of the page or
//! more for each. What it has beside letters (emphasis, links, notes, ruby, images) is set as
//! it is elsewhere.

use super::flow::{Flow, Region, is_blank};
use super::frame::Role;
use super::inline::{Alignment, Kinsoku, ParagraphStyle};
use super::strip::Strip;
use crate::model::{Attr, CodeBlock, CodeSpan, Inline, Part, PartMut, Text};

/// Columns to which a tab moves.
const TAB: usize = 4;

impl Flow<'_> {
    /// Program text, line by line as it is.
    pub(super) fn code(&mut self, it: &CodeBlock, region: &Region) {
        let owner = self.open(region.parent, Role::Paragraph, &it.attr);
        let inner = Region {
            align: Alignment::Start,
            indent: 0.0,
            ..self.set_off(region, owner, &self.style.code)
        };
        let style = ParagraphStyle {
            avoid_short_last_line: false,
            kinsoku: Kinsoku::None,
            hang: inner.size,
            ..self.paragraph_style(&inner)
        };
        let white = self.style.code.space * self.geometry.pitch;
        self.space(white);
        for content in lines(&it.content) {
            let lines = if is_blank(&content) {
                Vec::new()
            } else {
                let code = Inline::Code(Box::new(CodeSpan { attr: Attr::default(), content }));
                self.bench.set(&[code], owner, &style)
            };
            if lines.is_empty() {
                // An empty line is a line.
                let leading = inner.pitch - inner.size;
                self.emit(Strip { height: inner.pitch, leading, ..Strip::default() });
            }
            self.strips(lines, &inner);
        }
        self.space(white);
    }
}

/// The lines of program text, tabs as spaces. Spans stay with texts that have no tab.
fn lines(content: &[Inline]) -> Vec<Vec<Inline>> {
    let mut lines = divide(content, &mut 0);
    // The line end that closes the text begins no line.
    if lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

/// Divides inlines at their line ends; the first line goes on from `column`. What marks several
/// lines marks each of them.
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

/// Divides what marks a run of inlines.
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
            // It has its place in the first line.
            mark.attr_mut().into_iter().for_each(|attr| attr.id = None);
        }
        if index == 0 || !content.is_empty() {
            let mut piece = mark.clone();
            fill(&mut piece, content);
            push(lines, piece);
        }
    }
}

/// Divides a text.
fn pieces(text: &Text, column: &mut usize, lines: &mut Vec<Vec<Inline>>) {
    let mut offset = 0;
    for (index, piece) in text.text.split('\n').enumerate() {
        if index > 0 {
            lines.push(Vec::new());
            *column = 0;
        }
        let shown = piece.trim_end_matches('\r');
        let span = text.span.filter(|_| !shown.contains('\t'));
        let span = span.map(|span| span.part(offset..offset + shown.len()));
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
    use crate::model::{NoteRef, Style, Styled, plain_text, text};

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
        let told: Vec<String> = lines.iter().map(|line| plain_text(line)).collect();
        assert_eq!(told, ["a   b", "", "    c   d", ""]);
        let [Inline::Styled(first)] = &lines[0][1..] else { panic!("{lines:?}") };
        let Inline::Styled(second) = &lines[2][0] else { panic!("{lines:?}") };
        assert_eq!((first.attr.id.as_deref(), &second.attr.id), (Some("a"), &None));
        assert!(matches!(lines[3][..], [Inline::NoteRef(_)]));
    }
}
