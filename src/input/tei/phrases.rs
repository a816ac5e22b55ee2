//! Converts inline elements.

use super::tree::{Node, Tag};
use super::walk::{Walk, collapse, is_unspaced, pointers, push_inline};
use crate::model::{
    Anchor, Attr, Blank, CodeSpan, ForeignInline, Gaiji, GapKind, Image, Inline, InlineResidue,
    LanguageSpan, LineBreak, Link, MathSpan, Milestone, MilestoneUnit, Name, NameKind, NoteRef,
    Quoted, Reference, ReferenceShows, Ruby, Style, Styled, is_field, plain_text,
};
use crate::xml::Condition;

/// The mappings of a character to its written form, the best first.
const MAPPINGS: [&str; 6] =
    ["unicode", "standing-for", "normal_unicode", "normal", "ids", "composition"];

impl Walk {
    /// The inlines of these nodes.
    pub(super) fn inlines(&mut self, nodes: &[Node]) -> Vec<Inline> {
        let mut out = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Text(text) if self.lossless => {
                    if !super::walk::is_layout(text.look()) {
                        let inline = self.text(text.take());
                        push_inline(&mut out, inline);
                    }
                }
                Node::Text(text) => {
                    let before = last_char(&out);
                    let text = collapse(text.take(), before);
                    if !text.is_empty() {
                        let inline = self.text(&text);
                        push_inline(&mut out, inline);
                    }
                }
                Node::Tag(tag) => {
                    if self.parts_words(tag, last_char(&out), &nodes[at + 1..]) {
                        let space = self.text(" ");
                        push_inline(&mut out, space);
                    }
                    for inline in self.inline(tag) {
                        push_inline(&mut out, inline);
                    }
                }
            }
        }
        out
    }

    /// Whether a break of another edition is between two words: it separates them unless `break`
    /// says otherwise (TEI P5 §3.11.3), if their script has spaces.
    fn parts_words(&self, tag: &Tag, before: Option<char>, after: &[Node]) -> bool {
        let spaced = |c: char| !c.is_whitespace() && !is_unspaced(c);
        ["lb", "pb", "cb"].contains(&&*tag.name)
            && !self.lossless
            && !self.lb_breaks
            && tag.kind() != "break"
            && before.is_some_and(spaced)
            && first_char(after).is_some_and(spaced)
            && !self.milestone(tag).attr.keys.contains(&joining())
    }

    fn inline(&mut self, tag: &Tag) -> Vec<Inline> {
        let attr = self.attr(tag);
        let one = match tag.name.as_str() {
            "lb" => return self.line_break(tag, attr),
            "pb" if self.lossless => Inline::Gap(self.gap(GapKind::FormFeed, "\u{C}")),
            "pb" | "cb" | "milestone" => Inline::Milestone(Box::new(self.milestone(tag))),
            "anchor" => Inline::Anchor(Box::new(Anchor { attr })),
            "g" => return self.glyph(tag, attr),
            "pc" if self.lossless => return self.delimiter(tag),
            "fw" => return self.forme_work(tag, attr),
            "seg" => return self.segment(tag, attr),
            "hi" | "emph" | "del" | "add" | "ins" => return self.styled(tag, attr),
            "ref" | "ptr" => self.pointing(tag, attr),
            "ruby" | "code" | "formula" | "q" | "quote" | "soCalled" | "said" | "foreign" => {
                self.phrase(tag, attr)
            }
            "note" => Inline::Note(Box::new(self.note(tag))),
            "graphic" => Inline::Image(Box::new(self.image(tag))),
            "figure" => return self.figure_in_line(tag),
            "app" => self.app(tag),
            "choice" => self.choice(tag, attr),
            "mulu" if !tag.own => return self.navigation_in_line(tag, attr),
            "include" if !tag.own => return self.include_in_line(tag),
            // Base64 is left out, since it is not text.
            "binaryObject" => return Vec::new(),
            _ => match name_kind(tag) {
                Some(kind) => self.name(tag, attr, kind),
                None if tag.own && is_field(&tag.name) => self.field(tag, attr),
                None => return self.foreign(tag),
            },
        };
        vec![one]
    }

    /// References: the mark of a note, a cross-reference, a link.
    fn pointing(&mut self, tag: &Tag, attr: Attr) -> Inline {
        if tag.name == "ref" && tag.kind() == "reference" {
            return self.reference(tag, attr);
        }
        let content = self.inlines(&tag.children);
        let target = tag.get("target").unwrap_or_default();
        if tag.name == "ref" && tag.kind() == "note" {
            let target = target.trim_start_matches('#').to_owned();
            return Inline::NoteRef(Box::new(NoteRef { attr, target, content }));
        }
        let (target, title) = (target.to_owned(), tag.get("n").map(str::to_owned));
        Inline::Link(Box::new(Link { attr, target, title, content }))
    }

    /// Simple phrase-level elements.
    fn phrase(&mut self, tag: &Tag, attr: Attr) -> Inline {
        if tag.name == "ruby" {
            let pairs = self.ruby_pairs(tag);
            return Inline::Ruby(Box::new(Ruby { attr, pairs }));
        }
        let content = self.inlines(&tag.children);
        match tag.name.as_str() {
            "code" => Inline::Code(Box::new(CodeSpan { attr, content })),
            "formula" => Inline::Math(Box::new(MathSpan { attr, content })),
            "foreign" => Inline::Span(Box::new(LanguageSpan { attr, content })),
            _ => Inline::Quoted(Box::new(Quoted { attr, content })),
        }
    }

    /// A cross-reference. In a separate function, so that recursion needs less stack.
    fn reference(&mut self, tag: &Tag, attr: Attr) -> Inline {
        let target = tag.get("target").unwrap_or_default();
        let target = target.trim_start_matches('#').to_owned();
        let shows = tag.get("subtype").and_then(ReferenceShows::by_name).unwrap_or_default();
        let content = self.inlines(&tag.children);
        Inline::Reference(Box::new(Reference { attr, target, shows, content }))
    }

    fn line_break(&mut self, tag: &Tag, attr: Attr) -> Vec<Inline> {
        if self.lossless {
            let kind = match tag.get("break") {
                Some("yes") => GapKind::LineEndAsSpace,
                _ => GapKind::LineEnd,
            };
            let newline = self.newline_of(tag);
            return vec![Inline::Gap(self.gap(kind, newline))];
        }
        if tag.kind() == "break" || self.lb_breaks {
            return vec![Inline::LineBreak(Box::default())];
        }
        let _ = attr;
        vec![Inline::Milestone(Box::new(self.milestone(tag)))]
    }

    /// A boundary of another edition.
    pub(super) fn milestone(&self, tag: &Tag) -> Milestone {
        let unit = match tag.name.as_str() {
            "pb" => MilestoneUnit::Page,
            "cb" => MilestoneUnit::Column,
            "lb" => MilestoneUnit::Line,
            _ => MilestoneUnit::of(tag.get("unit").unwrap_or("section")),
        };
        let mut attr = self.attr(tag);
        if tag.get("break") == Some("no") {
            attr.keys.push(joining());
        }
        Milestone {
            attr,
            unit,
            label: tag.get("n").map(str::to_owned),
            edition: tag.get("ed").map(str::to_owned),
        }
    }

    fn glyph(&mut self, tag: &Tag, attr: Attr) -> Vec<Inline> {
        let pointer = tag.get("ref").unwrap_or_default();
        if let Some(bytes) = self.declared.bytes.get(pointer).cloned() {
            return vec![self.raw(&bytes, &tag.words_as_written())];
        }
        let content = self.inlines(&tag.children);
        if content.is_empty() && !pointer.is_empty() {
            return self.empty_glyph(tag, pointer, attr);
        }
        self.declared_glyph(pointer, attr, content)
    }

    /// A character that is only declared: the one that it is mapped to, else its composition, else
    /// 〓.
    fn empty_glyph(&mut self, tag: &Tag, pointer: &str, attr: Attr) -> Vec<Inline> {
        let declared = self.declared.characters.get(pointer).cloned();
        let name = || pointer.rsplit('#').next().unwrap_or_default().to_owned();
        let (name, mappings) = declared.unwrap_or_else(|| (name(), Vec::new()));
        let written = MAPPINGS.iter().find_map(|kind| {
            mappings.iter().find(|(name, _)| name == kind).map(|(_, value)| mapped(value))
        });
        let content = vec![self.text(written.as_deref().unwrap_or("〓"))];
        if written.is_none() {
            self.unwritten.push((name.clone(), tag.span()));
        }
        vec![Inline::Gaiji(Box::new(Gaiji { attr, name, content, mappings }))]
    }

    /// A declared character (外字); only its content if there is no declaration.
    fn declared_glyph(
        &mut self,
        pointer: &str,
        attr: Attr,
        content: Vec<Inline>,
    ) -> Vec<Inline> {
        match self.declared.characters.get(pointer).cloned() {
            Some((name, mappings)) => {
                vec![Inline::Gaiji(Box::new(Gaiji { attr, name, content, mappings }))]
            }
            None => content,
        }
    }

    pub(super) fn delimiter(&mut self, tag: &Tag) -> Vec<Inline> {
        let content = self.inlines(&tag.children);
        self.as_gap(GapKind::Delimiter, content)
    }

    /// Texts and line ends as one gap; other content is not a gap, and is kept.
    pub(super) fn as_gap(&mut self, kind: GapKind, content: Vec<Inline>) -> Vec<Inline> {
        let mut whole: Option<crate::model::Gap> = None;
        if !content.iter().all(|it| matches!(it, Inline::Text(_) | Inline::Gap(_))) {
            return content;
        }
        for inline in content {
            let (text, span) = match inline {
                Inline::Text(it) => (it.text, it.span),
                Inline::Gap(it) => (it.text, it.span),
                _ => continue,
            };
            match &mut whole {
                Some(gap) => {
                    gap.text.push_str(&text);
                    if let (Some(a), Some(b)) = (&mut gap.span, span) {
                        a.end = b.end;
                    }
                }
                None => whole = Some(crate::model::Gap { kind, text, span }),
            }
        }
        whole.map(Inline::Gap).into_iter().collect()
    }

    fn forme_work(&mut self, tag: &Tag, attr: Attr) -> Vec<Inline> {
        let content = self.inlines(&tag.children);
        match forme_kind(tag) {
            FormeKind::Gap(kind) => self.as_gap(kind, content),
            FormeKind::Residue(kind) => {
                vec![Inline::Residue(Box::new(InlineResidue { attr, kind, content }))]
            }
        }
    }

    /// A `seg`: in our archives a construct without a TEI element, otherwise a phrase with a name.
    fn segment(&mut self, tag: &Tag, attr: Attr) -> Vec<Inline> {
        if tag.kind() == "choice" {
            return vec![self.choice(tag, attr)];
        }
        if tag.kind() == "ruby" {
            let rubies: Vec<&Tag> = tag.tags().filter(|it| it.name == "ruby").collect();
            let pairs = match rubies.as_slice() {
                [] => self.ruby_pairs(tag),
                rubies => rubies.iter().flat_map(|ruby| self.ruby_pairs(ruby)).collect(),
            };
            return vec![Inline::Ruby(Box::new(Ruby { attr, pairs }))];
        }
        let content = self.inlines(&tag.children);
        vec![match tag.kind() {
            "gaiji" => {
                let pointer = tag.get("corresp").unwrap_or_default();
                return self.declared_glyph(pointer, attr, content);
            }
            "delimiter" => return self.as_gap(GapKind::Delimiter, content),
            "break" => Inline::LineBreak(Box::new(LineBreak { content })),
            "blank" => {
                let whole_line = tag.get("subtype") == Some("line");
                Inline::Blank(Box::new(Blank { attr, whole_line, content }))
            }
            "code" => Inline::Code(Box::new(CodeSpan { attr, content })),
            "math" => Inline::Math(Box::new(MathSpan { attr, content: unwrap_math(content) })),
            "foreign" => {
                let name = tag.get("subtype").unwrap_or_default().to_owned();
                Inline::Foreign(Box::new(ForeignInline { attr, name, content }))
            }
            _ => Inline::Span(Box::new(LanguageSpan { attr, content })),
        }]
    }

    fn styled(&mut self, tag: &Tag, mut attr: Attr) -> Vec<Inline> {
        let rendition = pointers(tag, "rendition")
            .find_map(|it| style(it.trim_start_matches('#').trim_start_matches("simple:")));
        let rend = tag.get("rend").unwrap_or_default();
        let style = rendition.or_else(|| rend.split(' ').find_map(style)).unwrap_or(match tag
            .name
            .as_str()
        {
            "del" => Style::Deleted,
            "add" | "ins" => Style::Inserted,
            _ => Style::Emphasis,
        });
        attr.recognition = None;
        vec![Inline::Styled(Box::new(Styled {
            attr,
            style,
            content: self.inlines(&tag.children),
        }))]
    }

    fn name(&mut self, tag: &Tag, attr: Attr, kind: NameKind) -> Inline {
        let target = tag.get("corresp").or(tag.get("ref")).and_then(|it| it.strip_prefix('#'));
        let target = target.filter(|it| self.agents.contains(*it)).map(str::to_owned);
        let value = tag.get("when").or(tag.get("n")).filter(|_| kind == NameKind::Date);
        let value = value.map(str::to_owned);
        let content = self.inlines(&tag.children);
        Inline::Name(Box::new(Name { attr, kind, target, value, content }))
    }

    /// An image.
    pub(super) fn image(&mut self, tag: &Tag) -> Image {
        let mut attr = self.attr(tag);
        let described = tag.tag("desc").map(Tag::words);
        let get = |name: &str| tag.get(name).map(str::to_owned);
        Image {
            alt: described.or_else(|| Self::take_key(&mut attr, "alt")),
            width: get("width").or_else(|| Self::take_key(&mut attr, "width")),
            height: get("height").or_else(|| Self::take_key(&mut attr, "height")),
            asset: tag.get("url").unwrap_or_default().to_owned(),
            decorative: tag.kind() == "decorative",
            attr,
        }
    }

    fn figure_in_line(&mut self, tag: &Tag) -> Vec<Inline> {
        let figure = self.figure(tag, Attr::default());
        let images = figure.images.into_iter().map(|image| Inline::Image(Box::new(image)));
        images.chain(figure.caption).collect()
    }

    fn navigation_in_line(&mut self, tag: &Tag, attr: Attr) -> Vec<Inline> {
        let content = self.inlines(&tag.children);
        let kind = "navigation".to_owned();
        vec![Inline::Residue(Box::new(InlineResidue { attr, kind, content }))]
    }

    /// The description of a figure.
    pub(super) fn description(&mut self, tag: &Tag) -> Vec<Inline> {
        let attr = self.attr(tag);
        let content = self.inlines(&tag.children);
        vec![Inline::Foreign(Box::new(ForeignInline { attr, name: tag.name.clone(), content }))]
    }

    fn include_in_line(&mut self, tag: &Tag) -> Vec<Inline> {
        self.note_included(tag);
        let fallback = tag.tags().filter(|it| it.name == "fallback");
        fallback.flat_map(|it| self.inlines(&it.children)).collect()
    }

    /// An element about the condition of the text; a sign if it has no content.
    fn condition(&mut self, tag: &Tag, known: &Condition) -> Vec<Inline> {
        let mut attr = self.bare_attr(tag);
        // Its certainty is the editor's, about the text.
        attr.recognition = None;
        let not_own = ["xml:id", "xml:lang", "ana", "rendition"];
        let own = tag.attributes().filter(|(name, _)| !not_own.contains(name));
        attr.keys.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let mut content = self.inlines(&tag.children);
        if known.sign && plain_text(&content).is_empty() {
            content.push(self.text(&known.shown(&attr.keys)));
        }
        vec![Inline::Foreign(Box::new(ForeignInline { attr, name: tag.name.clone(), content }))]
    }

    /// An unsupported element; its text is kept.
    fn foreign(&mut self, tag: &Tag) -> Vec<Inline> {
        if let Some(known) = Condition::of(&tag.name).filter(|_| tag.own) {
            return self.condition(tag, known);
        }
        self.note_unknown(tag);
        let mut attr = self.bare_attr(tag);
        let keep = ["xml:id", "xml:lang"];
        let own = tag.attributes().filter(|(name, _)| !keep.contains(name));
        attr.keys.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let name = if tag.own { tag.name.clone() } else { format!("x:{}", tag.name) };
        let content = self.inlines(&tag.children);
        vec![Inline::Foreign(Box::new(ForeignInline { attr, name, content }))]
    }
}

/// The characters of a mapping, which may be a code point: U+99C0.
fn mapped(value: &str) -> String {
    let point = value.strip_prefix("U+").and_then(|it| u32::from_str_radix(it, 16).ok());
    point.and_then(char::from_u32).map_or_else(|| value.to_owned(), String::from)
}

/// An attribute that marks a break as within a word.
fn joining() -> (String, String) {
    ("break".to_owned(), "no".to_owned())
}

/// The last visible character of these.
fn last_char(inlines: &[Inline]) -> Option<char> {
    let ends = |inline| plain_text(std::slice::from_ref(inline)).chars().next_back();
    inlines.iter().rev().find_map(ends)
}

/// The first character of these.
fn first_char(nodes: &[Node]) -> Option<char> {
    nodes.iter().find_map(|node| match node {
        Node::Text(text) => text.look().chars().next(),
        Node::Tag(tag) => first_char(&tag.children),
    })
}

/// Replaces the formulas in a `seg type="math"` by their text.
fn unwrap_math(content: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in content {
        match inline {
            Inline::Math(math) => {
                math.content.into_iter().for_each(|it| push_inline(&mut out, it))
            }
            other => push_inline(&mut out, other),
        }
    }
    out
}

/// The content of an `fw`: characters consumed by a reader, in our archives, or residue.
pub(super) enum FormeKind {
    Gap(GapKind),
    Residue(String),
}

pub(super) fn forme_kind(tag: &Tag) -> FormeKind {
    match tag.kind() {
        "blank" => FormeKind::Gap(GapKind::Blank),
        "control" => FormeKind::Gap(GapKind::Control),
        "space" => FormeKind::Gap(GapKind::Space),
        "delimiter" => FormeKind::Gap(GapKind::Delimiter),
        kind => FormeKind::Residue(tag.get("subtype").unwrap_or(kind).to_owned()),
    }
}

fn name_kind(tag: &Tag) -> Option<NameKind> {
    Some(match (tag.name.as_str(), tag.kind()) {
        ("name", "org") => NameKind::Organisation,
        ("name", "place") => NameKind::Place,
        ("name", "personRoleName") => NameKind::Office,
        ("rs", "dynasty") => NameKind::Dynasty,
        ("rs", "role") => NameKind::Role,
        ("persName" | "docAuthor" | "name", _) => NameKind::Person,
        ("orgName", _) => NameKind::Organisation,
        ("placeName" | "geogName" | "settlement" | "country" | "region", _) => NameKind::Place,
        ("roleName", _) => NameKind::Office,
        ("title", _) => NameKind::Work,
        ("date" | "docDate", _) => NameKind::Date,
        _ => return None,
    })
}

/// A style by its own name, as our archives have it, or by one that is common in `rend`.
pub(super) fn style(name: &str) -> Option<Style> {
    Some(match name {
        "italic" | "italics" | "it" => Style::Emphasis,
        "bold" | "b" => Style::Strong,
        "sub" => Style::Subscript,
        "sup" => Style::Superscript,
        "strikethrough" => Style::Deleted,
        "underline" => Style::Inserted,
        _ => return Style::by_name(name),
    })
}
