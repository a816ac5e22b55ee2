//! Elements in a line to inlines.

use super::tree::{Node, Tag};
use super::walk::{Walk, collapse, pointers, push_inline};
use crate::model::{
    Anchor, Attr, Choice, ChoiceKind, CodeSpan, ForeignInline, Gaiji, GapKind, Image, Inline,
    InlineResidue, LanguageSpan, LineBreak, Link, MathSpan, Milestone, MilestoneUnit, Name,
    NameKind, NoteRef, Quoted, Reading, ReadingKind, Ruby, RubyPair, RubySide, Style, Styled,
    Variant, plain_text,
};

impl Walk {
    /// The inlines of these nodes.
    pub(super) fn inlines(&mut self, nodes: &[Node]) -> Vec<Inline> {
        let mut out = Vec::new();
        for node in nodes {
            match node {
                Node::Text(text) if self.lossless => {
                    if !super::walk::is_layout(text) {
                        let inline = self.text(text);
                        push_inline(&mut out, inline);
                    }
                }
                Node::Text(text) => {
                    let before = plain_text(&out).chars().next_back();
                    let text = collapse(text, before);
                    if !text.is_empty() {
                        let inline = self.text(&text);
                        push_inline(&mut out, inline);
                    }
                }
                Node::Tag(tag) => {
                    for inline in self.inline(tag) {
                        push_inline(&mut out, inline);
                    }
                }
            }
        }
        out
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
            "ref" if tag.kind() == "note" => {
                let target = tag.get("target").unwrap_or_default();
                let target = target.trim_start_matches('#').to_owned();
                let content = self.inlines(&tag.children);
                Inline::NoteRef(Box::new(NoteRef { attr, target, content }))
            }
            "ref" | "ptr" => {
                let target = tag.get("target").unwrap_or_default().to_owned();
                let title = tag.get("n").map(str::to_owned);
                let content = self.inlines(&tag.children);
                Inline::Link(Box::new(Link { attr, target, title, content }))
            }
            "ruby" => {
                let pair = self.ruby_pair(tag);
                Inline::Ruby(Box::new(Ruby { attr, pairs: vec![pair] }))
            }
            "code" => {
                Inline::Code(Box::new(CodeSpan { attr, content: self.inlines(&tag.children) }))
            }
            "formula" => {
                Inline::Math(Box::new(MathSpan { attr, content: self.inlines(&tag.children) }))
            }
            "q" | "soCalled" | "said" => {
                Inline::Quoted(Box::new(Quoted { attr, content: self.inlines(&tag.children) }))
            }
            "foreign" => Inline::Span(Box::new(LanguageSpan {
                attr,
                content: self.inlines(&tag.children),
            })),
            "note" => Inline::Note(Box::new(self.note(tag))),
            "graphic" => Inline::Image(Box::new(self.image(tag))),
            "figure" => return self.figure_in_line(tag),
            "app" | "choice" => self.choice(tag, attr),
            _ => match name_kind(tag) {
                Some(kind) => self.name(tag, attr, kind),
                None => return self.foreign(tag, attr),
            },
        };
        vec![one]
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
    pub(super) fn milestone(&mut self, tag: &Tag) -> Milestone {
        let unit = match (tag.name.as_str(), tag.get("unit")) {
            ("pb", _) | (_, Some("page")) => MilestoneUnit::Page,
            ("cb", _) | (_, Some("column")) => MilestoneUnit::Column,
            ("lb", _) | (_, Some("line")) => MilestoneUnit::Line,
            (_, unit) => MilestoneUnit::Other(unit.unwrap_or("section").to_owned()),
        };
        Milestone {
            attr: self.attr(tag),
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
        self.declared_glyph(pointer, attr, content)
    }

    /// A character of the declarations (外字); its content alone where nothing declares it.
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

    fn delimiter(&mut self, tag: &Tag) -> Vec<Inline> {
        let content = self.inlines(&tag.children);
        self.as_gap(GapKind::Delimiter, content)
    }

    /// Texts and line ends that are one gap.
    pub(super) fn as_gap(&mut self, kind: GapKind, content: Vec<Inline>) -> Vec<Inline> {
        let mut whole: Option<crate::model::Gap> = None;
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
        let kind = match tag.kind() {
            "blank" => GapKind::Blank,
            "control" => GapKind::Control,
            "space" => GapKind::Space,
            "delimiter" => GapKind::Delimiter,
            _ => {
                let kind = tag.get("subtype").unwrap_or(tag.kind()).to_owned();
                return vec![Inline::Residue(Box::new(InlineResidue { attr, kind, content }))];
            }
        };
        self.as_gap(kind, content)
    }

    /// A `seg`: what our archives use where TEI has no element, else words with a name.
    fn segment(&mut self, tag: &Tag, attr: Attr) -> Vec<Inline> {
        if tag.kind() == "choice" {
            return vec![self.choice(tag, attr)];
        }
        if tag.kind() == "ruby" {
            let rubies: Vec<&Tag> = tag.tags().filter(|it| it.name == "ruby").collect();
            let pairs = match rubies.as_slice() {
                [] => vec![self.ruby_pair(tag)],
                rubies => rubies.iter().map(|ruby| self.ruby_pair(ruby)).collect(),
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

    fn ruby_pair(&mut self, tag: &Tag) -> RubyPair {
        let mut pair = RubyPair::default();
        for part in tag.tags() {
            let seg = part.name == "seg";
            let content = self.inlines(&part.children);
            if part.name == "rb" || (seg && part.kind() == "rb") {
                pair.base = content;
                continue;
            }
            let (kind, side) = match part.get("subtype").filter(|_| seg) {
                Some(both) => both.split_once('-').unwrap_or((both, "above")),
                None => (part.kind(), part.get("place").unwrap_or("above")),
            };
            let kana =
                plain_text(&content).chars().any(|c| matches!(c, '\u{3040}'..='\u{30FF}'));
            let kind = match kind {
                "zhuyin" => ReadingKind::Zhuyin,
                "kana" => ReadingKind::Kana,
                "gloss" => ReadingKind::Gloss,
                "" if kana => ReadingKind::Kana,
                _ => ReadingKind::Pinyin,
            };
            let side = match side {
                "below" => RubySide::Under,
                "right" => RubySide::After,
                _ => RubySide::Over,
            };
            pair.readings.push(Reading { kind, side, content });
        }
        pair
    }

    fn choice(&mut self, tag: &Tag, attr: Attr) -> Inline {
        let mut choice = Choice { attr, ..Choice::default() };
        for part in tag.tags() {
            let mut attr = self.attr(part);
            let seg = part.name == "seg";
            let role = match part.get(if seg { "subtype" } else { "type" }) {
                Some(role) if seg || part.name == "rdg" => role.to_owned(),
                _ => part.name.clone(),
            };
            // The readings of an apparatus are `rdg` unless they say otherwise.
            let role =
                if part.name == "rdg" && self.lossless { role } else { role_of(part, role) };
            if pointers(part, "ana").any(|it| it == "#printed") {
                choice.chosen = u16::try_from(choice.variants.len()).unwrap_or(0);
            }
            attr.keys.retain(|(name, _)| !name.is_empty());
            let named = pointers(part, "wit").chain(pointers(part, "source"));
            let witnesses = named
                .map(|it| self.declared.witnesses.get(it).map_or(it, String::as_str).to_owned())
                .collect();
            let content = self.inlines(&part.children);
            choice.variants.push(Variant { attr, role, witnesses, content });
        }
        let has = |roles: &[&str]| {
            choice.variants.iter().any(|variant| roles.contains(&variant.role.as_str()))
        };
        choice.kind = match tag.get("subtype").filter(|_| tag.name == "seg") {
            Some("correction") => ChoiceKind::Correction,
            Some("regularisation") => ChoiceKind::Regularisation,
            Some("expansion") => ChoiceKind::Expansion,
            Some(_) => ChoiceKind::Apparatus,
            None if tag.name == "app" => ChoiceKind::Apparatus,
            None if has(&["orig", "reg"]) => ChoiceKind::Regularisation,
            None if has(&["abbr", "expan"]) => ChoiceKind::Expansion,
            None => ChoiceKind::Correction,
        };
        let marked = tag.tags().any(|part| pointers(part, "ana").any(|it| it == "#printed"));
        if !marked {
            let best = choice.variants.iter().position(|variant| {
                matches!(variant.role.as_str(), "lem" | "corr" | "reg" | "expan")
            });
            choice.chosen = best.and_then(|at| u16::try_from(at).ok()).unwrap_or(0);
        }
        Inline::Choice(Box::new(choice))
    }

    fn name(&mut self, tag: &Tag, attr: Attr, kind: NameKind) -> Inline {
        let target = tag.get("corresp").or(tag.get("ref")).and_then(|it| it.strip_prefix('#'));
        let value = tag.get("when").or(tag.get("n")).map(str::to_owned);
        let target = target.map(str::to_owned);
        Inline::Name(Box::new(Name {
            attr,
            kind,
            target,
            value,
            content: self.inlines(&tag.children),
        }))
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
        let mut out: Vec<Inline> = Vec::new();
        for part in tag.tags() {
            match part.name.as_str() {
                "graphic" => out.push(Inline::Image(Box::new(self.image(part)))),
                "figDesc" => {}
                _ => out.extend(self.inlines(&part.children)),
            }
        }
        out
    }

    /// An element that the model has no construct for; its text is kept.
    fn foreign(&mut self, tag: &Tag, mut attr: Attr) -> Vec<Inline> {
        self.note_unknown(tag);
        let keep = ["xml:id", "xml:lang"];
        let own = tag.attributes().filter(|(name, _)| !keep.contains(name));
        attr.keys.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let name = if tag.own { tag.name.clone() } else { format!("x:{}", tag.name) };
        let content = self.inlines(&tag.children);
        vec![Inline::Foreign(Box::new(ForeignInline { attr, name, content }))]
    }
}

fn role_of(part: &Tag, role: String) -> String {
    if part.name == "rdg" { "rdg".to_owned() } else { role }
}

/// The formulas in a `seg type="math"` give way to their text.
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

fn style(name: &str) -> Option<Style> {
    Some(match name {
        "emphasis" | "italic" | "italics" | "it" => Style::Emphasis,
        "strong" | "bold" | "b" => Style::Strong,
        "emphasis-dots" => Style::EmphasisDots,
        "proper-name" => Style::ProperName,
        "book-title" => Style::BookTitle,
        "subscript" | "sub" => Style::Subscript,
        "superscript" | "sup" => Style::Superscript,
        "deleted" | "strikethrough" => Style::Deleted,
        "inserted" | "underline" => Style::Inserted,
        "highlight" => Style::Highlight,
        _ => return None,
    })
}
