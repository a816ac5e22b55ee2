//! Flattens inlines to one stream of characters, each with its look and owner: context (punctuation
//! pairs, quotes, gaps) is read from the stream, so that no boundary of emphasis or link hides a
//! neighbour (`clreq.md` PUN-10).

use super::atom::{Units, units};
use super::{Lost, Paragraph, Surroundings};
use crate::diag::{Code, Diagnostic};
use crate::font::Role as FontRole;
use crate::layout::frame::{ElementId, LinkTarget, StructureRole};
use crate::math::{self, Formula};
use crate::model::{
    Attr, Blank, Block, GapKind, Image, Inline, Link, MathSpan, Note, NoteRef, Part, Pieces,
    Reading, Ruby, RubySide, Span, Style, plain_text,
};
use crate::text::address::outside;
use crate::text::breaks::LINE_SEPARATOR;

/// The placeholder of an image in the stream (U+FFFC).
pub(super) const OBJECT: char = '\u{FFFC}';

/// The placeholder of a formula's part in the stream: its neighbours treat a formula like Latin
/// letters.
const PART: &str = "x";

/// Size of sub- and superscripts and of note marks, in em of the body.
const SCRIPT_SIZE: f32 = 0.6;
/// How far superscripts are raised, and subscripts lowered, in em of the body.
const SUPERSCRIPT_RISE: f32 = 0.36;
const SUBSCRIPT_DROP: f32 = 0.14;
/// Size of notes in the line in em of the body, and how far they are raised to be in its middle.
const IN_LINE_SIZE: f32 = 0.75;
const IN_LINE_RISE: f32 = 0.09;
/// Size of program text in em of the body: its letters are all of full width.
pub(in crate::layout) const CODE_SIZE: f32 = 0.92;

/// The maximum length of a link's description: each of its lines has it.
const LONGEST_DESCRIPTION: usize = 300;
/// Width of a sign of a blank, in em.
const BLANK_WIDTH: f32 = 0.5;

/// A paragraph as a stream.
#[derive(Debug, Default)]
pub(super) struct InlineStream {
    pub(super) text: String,
    /// The looks, each with the offset from which it applies; ascending, the first at 0.
    pub(super) runs: Vec<(u32, CharacterLook)>,
    pub(super) images: Vec<ImageBox>,
    pub(super) links: Vec<LinkInfo>,
    pub(super) notes: Vec<String>,
    pub(super) rubies: Vec<RubyPair>,
    pub(super) formulas: Vec<Formula>,
    pub(super) ids: Vec<(u32, String)>,
    pub(super) langs: Vec<String>,
    /// The places in the source, each with the offset from which it applies.
    pub(super) pieces: Pieces,
    /// What can't be set, with its place.
    pub(super) left_out: Vec<(u32, char)>,
}

/// The look of characters, and their owner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CharacterLook {
    pub(super) role: FontRole,
    /// Size in em of the paragraph.
    pub(super) scale: f32,
    /// Height over the baseline in em of the paragraph.
    pub(super) rise: f32,
    pub(super) owner: ElementId,
    pub(super) lang: u16,
    pub(super) link: Option<u32>,
    pub(super) note: Option<u32>,
    pub(super) ruby: Option<u32>,
    pub(super) dots: bool,
    pub(super) is_code: bool,
    /// The blank that it belongs to.
    pub(super) blank: Option<BlankSign>,
    /// The formula that it is a part of.
    pub(super) math: Option<u32>,
    /// The name, title … that it belongs to, by [`LineKind`]; neighbours are distinguished.
    pub(super) lines: [u32; LineKind::ALL.len()],
}

/// A sign of a place to write on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BlankSign {
    /// The number of the blank in the paragraph, so that neighbours are distinct.
    number: u32,
    pub(super) width: Units,
}

/// Lines drawn along text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Highlight,
    ProperName,
    BookTitle,
    Inserted,
    Deleted,
}

impl LineKind {
    pub(super) const ALL: [Self; 5] =
        [Self::Highlight, Self::ProperName, Self::BookTitle, Self::Inserted, Self::Deleted];
}

/// An image in the line, with its size in points.
#[derive(Debug)]
pub(super) struct ImageBox {
    pub(super) at: u32,
    pub(super) asset: String,
    pub(super) is_decorative: bool,
    pub(super) size: (f32, f32),
}

/// The target of a link.
#[derive(Debug)]
pub(super) struct LinkInfo {
    pub(super) owner: ElementId,
    pub(super) target: LinkTarget,
    pub(super) description: String,
}

/// A ruby base in the stream with its readings.
#[derive(Debug)]
pub(super) struct RubyPair {
    pub(super) readings: Vec<RubyReading>,
}

/// A reading.
#[derive(Debug)]
pub(super) struct RubyReading {
    pub(super) text: String,
    pub(super) owner: ElementId,
    pub(super) is_under: bool,
    /// Its place in the source.
    pub(super) pieces: Pieces,
}

impl InlineStream {
    /// The place in the source of the character at a byte of the text.
    pub(super) fn source_of(&self, at: u32) -> Option<Span> {
        let width = self.text.get(at as usize..)?.chars().next()?.len_utf8();
        self.pieces.place_at(at, u32::try_from(width).ok()?)
    }
}

/// Control characters, and the byte order mark, which no PDF may map a glyph to.
fn is_unsettable(c: char) -> bool {
    c.is_control() || c == '\u{FEFF}'
}

/// Whether this can be the base of readings.
fn has_base(inlines: &[Inline]) -> bool {
    !plain_text(inlines).trim().is_empty()
        || inlines.iter().any(|inline| matches!(inline, Inline::Image(_)))
}

/// The stream of a paragraph; `maths` says whether there is a face for formulas.
pub(super) fn collect(
    paragraph: Paragraph<'_>,
    around: &mut Surroundings<'_>,
    maths: bool,
) -> InlineStream {
    let look = CharacterLook {
        role: paragraph.style.role,
        scale: 1.0,
        rise: 0.0,
        owner: paragraph.owner,
        lang: 0,
        link: None,
        note: None,
        ruby: None,
        dots: false,
        is_code: false,
        blank: None,
        math: None,
        lines: [0; LineKind::ALL.len()],
    };
    let content =
        InlineStream { langs: vec![paragraph.style.lang.clone()], ..InlineStream::default() };
    let line = paragraph.style.measure - paragraph.style.indent;
    let line = line / paragraph.style.size;
    let lined = paragraph.style.lined_links;
    let mut collector = Collector { content, around, groups: 0, blanks: 0, line, maths, lined };
    collector.inlines(paragraph.inlines, look);
    collector.content
}

struct Collector<'a, 'b> {
    content: InlineStream,
    around: &'a mut Surroundings<'b>,
    /// The number of names, titles … so far.
    groups: u32,
    /// The number of blanks.
    blanks: u32,
    /// The length of the first line, in em.
    line: f32,
    /// Whether there is a face for formulas.
    maths: bool,
    /// Whether links are underlined.
    lined: bool,
}

impl Collector<'_, '_> {
    fn here(&self) -> u32 {
        u32::try_from(self.content.text.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, text: &str, look: CharacterLook) {
        let here = self.here();
        if text.is_empty() {
            return;
        }
        if self.content.runs.last().is_none_or(|(_, last)| *last != look) {
            self.content.runs.push((here, look));
        }
        // Line ends and tabs left by readers are spaces; control characters are dropped.
        if text.chars().any(is_unsettable) {
            for c in text.chars() {
                let here = self.here();
                match c {
                    '\n' | '\r' | '\t' => self.content.text.push(' '),
                    c if is_unsettable(c) => self.content.left_out.push((here, c)),
                    c => self.content.text.push(c),
                }
            }
        } else {
            self.content.text.push_str(text);
        }
    }

    fn inlines(&mut self, inlines: &[Inline], look: CharacterLook) {
        for inline in inlines {
            self.inline(inline, look);
        }
    }

    fn inline(&mut self, inline: &Inline, look: CharacterLook) {
        match inline {
            Inline::Text(it) => {
                let start = self.here();
                self.push(&it.text, look);
                let end = self.here();
                self.content.pieces.push(start..end, it.span);
            }
            Inline::Gap(gap) if gap.kind == GapKind::LineEndAsSpace => self.push(" ", look),
            Inline::Gap(_) | Inline::Milestone(_) | Inline::Residue(_) => {}
            Inline::Styled(it) => {
                let look = self.within(&it.attr, look);
                let look = self.styled(it.style, look);
                self.inlines(&it.content, look);
            }
            Inline::Link(it) => self.link(it, look),
            Inline::Anchor(it) => self.note_id(&it.attr),
            Inline::Ruby(it) => self.ruby(it, look),
            Inline::Code(it) => {
                self.note_id(&it.attr);
                let owner =
                    self.around.tree.add_with(look.owner, StructureRole::Code, &it.attr);
                let scale = look.scale * CODE_SIZE;
                let role = match look.role {
                    FontRole::Strong | FontRole::Heading => FontRole::StrongCode,
                    _ => FontRole::Code,
                };
                self.inlines(
                    &it.content,
                    CharacterLook { owner, scale, role, is_code: true, ..look },
                );
            }
            Inline::Math(it) => self.math(it, look),
            Inline::NoteRef(it) => self.note_ref(it, look),
            Inline::Note(it) if it.is_in_line() => self.note_in_line(it, look),
            Inline::Note(it) => {
                let target = it.attr.id.clone().unwrap_or_default();
                let content = it.marker.clone();
                self.note_ref(&NoteRef { attr: Attr::default(), target, content }, look);
            }
            Inline::LineBreak(_) => self.push(LINE_SEPARATOR.encode_utf8(&mut [0; 4]), look),
            Inline::Blank(it) => self.blank(it, look),
            Inline::Reference(it) => self.link(
                &Link {
                    attr: it.attr.clone(),
                    target: format!("#{}", it.target),
                    title: None,
                    content: it.content.clone(),
                },
                look,
            ),
            Inline::Quoted(it) => {
                self.note_id(&it.attr);
                let owner =
                    self.around.tree.add_with(look.owner, StructureRole::Quote, &it.attr);
                let look =
                    CharacterLook { owner, lang: self.lang(&it.attr, look.lang), ..look };
                self.inlines(&it.content, look);
            }
            Inline::Span(it) => self.plain(&it.attr, &it.content, look),
            Inline::Gaiji(it) => self.plain(&it.attr, &it.content, look),
            Inline::Name(it) => self.plain(&it.attr, &it.content, look),
            Inline::Foreign(it) => self.plain(&it.attr, &it.content, look),
            Inline::Choice(it) => {
                if let Some(variant) = it.variants.get(usize::from(it.chosen)) {
                    let look = self.within(&it.attr, look);
                    self.plain(&variant.attr, &variant.content, look);
                }
            }
            Inline::Image(it) => self.image(it, look),
        }
    }

    /// A blank: its signs are as wide as half an em each, or as a line together.
    fn blank(&mut self, it: &Blank, look: CharacterLook) {
        let signs = plain_text(&it.content);
        let look = self.within(&it.attr, look);
        #[expect(clippy::cast_precision_loss, reason = "signs of a line")]
        let width = match it.whole_line {
            true => self.line / signs.chars().count().max(1) as f32,
            false => BLANK_WIDTH,
        };
        self.blanks += 1;
        // Rounded down: together they are no longer than the line.
        let width = units(width) - i32::from(it.whole_line);
        let blank = Some(BlankSign { number: self.blanks, width });
        self.inlines(&it.content, CharacterLook { blank, ..look });
    }

    fn plain(&mut self, attr: &Attr, content: &[Inline], look: CharacterLook) {
        let look = self.within(attr, look);
        self.inlines(content, look);
    }

    /// The look inside a construct without a role; it gets an element only if its language matters
    /// to screen readers.
    fn within(&mut self, attr: &Attr, look: CharacterLook) -> CharacterLook {
        self.note_id(attr);
        if attr.lang.is_none() {
            return look;
        }
        let owner = self.around.tree.add_with(look.owner, StructureRole::Span, attr);
        CharacterLook { owner, lang: self.lang(attr, look.lang), ..look }
    }

    fn lang(&mut self, attr: &Attr, outer: u16) -> u16 {
        let Some(lang) = &attr.lang else { return outer };
        let langs = &mut self.content.langs;
        let index = langs.iter().position(|known| known == lang).unwrap_or_else(|| {
            langs.push(lang.clone());
            langs.len() - 1
        });
        u16::try_from(index).unwrap_or(outer)
    }

    fn note_id(&mut self, attr: &Attr) {
        if let Some(id) = &attr.id {
            let here = self.here();
            self.content.ids.push((here, id.clone()));
        }
    }

    fn styled(&mut self, style: Style, look: CharacterLook) -> CharacterLook {
        match style {
            Style::Emphasis => CharacterLook { role: FontRole::Emphasis, ..look },
            // Headings are bold already.
            Style::Strong if look.role == FontRole::Heading => look,
            Style::Strong if look.is_code => {
                CharacterLook { role: FontRole::StrongCode, ..look }
            }
            Style::Strong => CharacterLook { role: FontRole::Strong, ..look },
            Style::EmphasisDots => CharacterLook { dots: true, ..look },
            Style::ProperName => self.lined(LineKind::ProperName, look),
            Style::BookTitle => self.lined(LineKind::BookTitle, look),
            Style::Inserted => self.lined(LineKind::Inserted, look),
            Style::Deleted => self.lined(LineKind::Deleted, look),
            Style::Highlight => self.lined(LineKind::Highlight, look),
            Style::Subscript => {
                let rise = look.rise - SUBSCRIPT_DROP * look.scale;
                CharacterLook { scale: look.scale * SCRIPT_SIZE, rise, ..look }
            }
            Style::Superscript => {
                let rise = look.rise + SUPERSCRIPT_RISE * look.scale;
                CharacterLook { scale: look.scale * SCRIPT_SIZE, rise, ..look }
            }
        }
    }

    fn lined(&mut self, kind: LineKind, mut look: CharacterLook) -> CharacterLook {
        self.groups += 1;
        look.lines[kind as usize] = self.groups;
        look
    }

    fn link(&mut self, it: &Link, look: CharacterLook) {
        self.note_id(&it.attr);
        let target = match it.target.strip_prefix('#') {
            Some(id) => Some(LinkTarget::Id(id.to_owned())),
            None => outside(&it.target).map(|address| LinkTarget::Uri(address.into())),
        };
        let Some(target) = target else {
            // A link without an address is reported by the document.
            if !it.target.trim().is_empty() {
                let found = Diagnostic::new(Code::LinkAddress, [&it.target]).at(it.attr.span);
                self.around.diagnostics.push(found);
            }
            let look = CharacterLook { lang: self.lang(&it.attr, look.lang), ..look };
            return self.inlines(&it.content, look);
        };
        let owner = self.around.tree.add_with(look.owner, StructureRole::Link, &it.attr);
        let mut description = it.title.clone().unwrap_or_else(|| plain_text(&it.content));
        if let Some((end, _)) = description.char_indices().nth(LONGEST_DESCRIPTION) {
            description.truncate(end);
            description.push('…');
        }
        let link = u32::try_from(self.content.links.len()).ok();
        self.content.links.push(LinkInfo { owner, target, description });
        let look = if self.lined { self.lined(LineKind::Inserted, look) } else { look };
        let look = CharacterLook { owner, link, lang: self.lang(&it.attr, look.lang), ..look };
        self.inlines(&it.content, look);
    }

    fn ruby(&mut self, it: &Ruby, look: CharacterLook) {
        self.note_id(&it.attr);
        let mut element = None;
        for pair in &it.pairs {
            // Readings are over letters, in one row.
            if look.ruby.is_some() || !has_base(&pair.base) {
                self.inlines(&pair.base, look);
                self.bare_readings(&pair.readings, look);
                continue;
            }
            let ruby = *element.get_or_insert_with(|| {
                self.around.tree.add_with(look.owner, StructureRole::Ruby, &it.attr)
            });
            let index = self.content.rubies.len();
            self.content.rubies.push(RubyPair { readings: Vec::new() });
            let base = self.around.tree.add(ruby, StructureRole::RubyBase);
            let inner = CharacterLook { owner: base, ruby: u32::try_from(index).ok(), ..look };
            self.inlines(&pair.base, inner);
            for reading in &pair.readings {
                let owner = self.around.tree.add(ruby, StructureRole::RubyText);
                let text = plain_text(&reading.content);
                let is_under = reading.side == RubySide::Under;
                self.content.rubies[index].readings.push(RubyReading {
                    text,
                    owner,
                    is_under,
                    pieces: Pieces::of_inlines(&reading.content),
                });
            }
            pair.readings
                .iter()
                .for_each(|reading| self.beside_letters(&reading.content, look));
        }
    }

    /// Readings without a base are set in the line, as in software without ruby (HTML `rp`).
    fn bare_readings(&mut self, readings: &[Reading], look: CharacterLook) {
        for reading in readings.iter().filter(|reading| !reading.content.is_empty()) {
            self.push("（", look);
            self.inlines(&reading.content, look);
            self.push("）", look);
        }
    }

    /// Content that a reading, being a label, can't hold follows its base: marks of notes and
    /// images.
    fn beside_letters(&mut self, inlines: &[Inline], look: CharacterLook) {
        for inline in inlines {
            match inline {
                Inline::NoteRef(_) | Inline::Note(_) | Inline::Image(_) => {
                    self.inline(inline, look);
                }
                other => other.children(&mut |part| {
                    if let Part::Inlines(inner) = part {
                        self.beside_letters(inner, look);
                    }
                }),
            }
        }
    }

    fn math(&mut self, it: &MathSpan, look: CharacterLook) {
        self.note_id(&it.attr);
        let owner = self.around.tree.add_with(look.owner, StructureRole::Formula, &it.attr);
        self.around.tree.element_mut(owner).alt = Some(plain_text(&it.content));
        let tex = plain_text(&it.content);
        let Some(formula) = math::parse(&tex).ok().filter(|_| self.maths) else {
            let look = CharacterLook { owner, role: FontRole::Code, is_code: true, ..look };
            return self.inlines(&it.content, look);
        };
        let (start, parts) = (self.here(), crate::layout::math::count(&formula));
        let index = u32::try_from(self.content.formulas.len()).ok();
        self.content.formulas.push(formula);
        self.push(
            &PART.repeat(parts),
            CharacterLook { owner, math: index, dots: false, ..look },
        );
        let span = Pieces::of_inlines(&it.content).extent();
        self.content.pieces.push_whole(start..self.here(), span);
    }

    fn note_ref(&mut self, it: &NoteRef, look: CharacterLook) {
        self.note_id(&it.attr);
        let mark = (self.around.mark)(&it.target).unwrap_or_else(|| plain_text(&it.content));
        if mark.is_empty() {
            return;
        }
        let owner = self.around.tree.add_with(look.owner, StructureRole::Reference, &it.attr);
        let note = u32::try_from(self.content.notes.len()).ok();
        self.content.notes.push(it.target.clone());
        let link = u32::try_from(self.content.links.len()).ok();
        let link_owner = self.around.tree.add(owner, StructureRole::Link);
        self.content.links.push(LinkInfo {
            owner: link_owner,
            target: LinkTarget::Id(it.target.clone()),
            description: mark.clone(),
        });
        let raised = self.styled(Style::Superscript, look);
        self.push(
            &mark,
            CharacterLook { owner: link_owner, note, link, dots: false, ..raised },
        );
    }

    /// A note in the line (夹注), small.
    fn note_in_line(&mut self, it: &Note, look: CharacterLook) {
        self.note_id(&it.attr);
        let owner = self.around.tree.add_with(look.owner, StructureRole::Note, &it.attr);
        let rise = look.rise + IN_LINE_RISE * look.scale;
        let scale = look.scale * IN_LINE_SIZE;
        let look =
            CharacterLook { owner, scale, rise, lang: self.lang(&it.attr, look.lang), ..look };
        let mut first = true;
        for block in &it.blocks {
            if let Block::Paragraph(paragraph) = block {
                if !std::mem::take(&mut first) {
                    self.push("\u{3000}", look);
                }
                self.plain(&paragraph.attr, &paragraph.content, look);
            }
        }
    }

    fn image(&mut self, it: &Image, look: CharacterLook) {
        self.note_id(&it.attr);
        let size = match (self.around.image)(it) {
            Ok(size) => size,
            Err(Lost { text, found }) => {
                self.around.diagnostics.extend(found);
                if !it.decorative {
                    self.push(&text, look);
                }
                return;
            }
        };
        let owner = self.around.tree.add_with(look.owner, StructureRole::Figure, &it.attr);
        self.around.tree.element_mut(owner).alt.clone_from(&it.alt);
        let (asset, is_decorative) = (it.asset.clone(), it.decorative);
        self.content.images.push(ImageBox { at: self.here(), asset, is_decorative, size });
        self.push(OBJECT.encode_utf8(&mut [0; 4]), CharacterLook { owner, ..look });
    }
}
