//! Writes inlines.

use super::attributes::{Attributes, pointer, word};
use super::body::Body;
use crate::config::TeiProfile;
use crate::model::{
    Attr, Choice, ChoiceKind, ForeignInline, Gaiji, Inline, InlineResidue, Link, MathSpan,
    Name, NameKind, NoteRef, Pieces, Reference, Ruby, RubyPair, RubySide, Styled, Text,
    Variant, may_hold, plain_text,
};
use crate::text::dates::is_w3c_date;
use crate::xml::Condition;

/// The children allowed in a `choice` (TEI P5 §3.5.5).
const CHOICE_PARTS: [&str; 6] = ["sic", "corr", "orig", "reg", "abbr", "expan"];

/// Phrase-level elements with phrase content (`macro.phraseSeq`): one that the model has no
/// construct for is written as itself.
const PHRASES: [&str; 8] =
    ["rs", "term", "gloss", "mentioned", "num", "measure", "distinct", "phr"];

impl<'a> Body<'a> {
    /// Inlines, in an element of mixed content.
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        self.mixed += 1;
        for inline in inlines {
            self.inline(inline);
        }
        self.mixed -= 1;
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text(text) => self.characters(&text.text, text.span, None),
            Inline::Gap(gap) => self.gap_within(gap),
            Inline::Styled(it) => self.styled(it),
            Inline::Link(it) => self.link(it),
            Inline::Anchor(it) => {
                let attributes = self.attributes(&it.attr);
                self.empty("anchor", &attributes);
            }
            Inline::Ruby(it) => self.ruby(it),
            Inline::Code(it) => {
                let attributes = self.attributes(&it.attr);
                if self.is_text_alone(&it.content) {
                    self.wrap("code", &attributes, &it.content);
                } else {
                    self.wrap("seg", &attributes.set("type", "code"), &it.content);
                }
            }
            Inline::Math(it) => self.math(it),
            Inline::NoteRef(it) => self.note_reference(it),
            Inline::Note(it) => self.note(it),
            Inline::LineBreak(it) => self.line_break(&it.content),
            Inline::Blank(it) => {
                let attributes = self.attributes(&it.attr).set("type", "blank");
                let subtype = it.whole_line.then_some("line");
                self.wrap("seg", &attributes.set_some("subtype", subtype), &it.content);
            }
            Inline::Reference(it) => self.reference(it),
            Inline::Milestone(it) => self.milestone(it),
            Inline::Quoted(it) => {
                let attributes = self.attributes(&it.attr);
                self.wrap("q", &attributes, &it.content);
            }
            Inline::Span(it) => {
                let attributes = self.attributes(&it.attr);
                let name = if it.attr.lang.is_some() { "foreign" } else { "seg" };
                self.wrap(name, &attributes, &it.content);
            }
            Inline::Gaiji(it) => self.gaiji(it),
            Inline::Choice(it) => self.choice(it),
            Inline::Name(it) => self.name(it),
            Inline::Image(it) => self.image(it),
            Inline::Residue(it) if it.kind == "deleted" || it.kind == "comment" => {
                self.edited(it);
            }
            Inline::Residue(it) => {
                let attributes = self
                    .attributes(&it.attr)
                    .set("type", "residue")
                    .set("subtype", word(&it.kind));
                self.counts.fw += 1;
                self.wrap("fw", &attributes, &it.content);
            }
            Inline::Foreign(it) => self.foreign_inline(it),
        }
    }

    /// An editor's deletion or remark: part of the file, but of no edition (TEI P5, 11.3.1.4 and
    /// 12.5). Author and date are written as text, since persons of a file have no element.
    fn edited(&mut self, residue: &'a InlineResidue) {
        let value = |name: &str| {
            let found = residue.attr.keys.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str())
        };
        let by: Vec<&str> = value("who").into_iter().chain(value("when")).collect();
        let by = Some(by.join(" ")).filter(|by| !by.is_empty());
        let attributes = Attributes::new().set_some("n", by);
        if residue.kind == "deleted" {
            self.wrap("del", &attributes, &residue.content);
        } else {
            self.wrap("note", &attributes.set("type", "comment"), &residue.content);
        }
    }

    /// An element of another vocabulary, or one about the condition of the text: written as itself
    /// where its attributes are allowed, with a sign instead of omitted content.
    fn foreign_inline(&mut self, foreign: &'a ForeignInline) {
        if self.field.is_some_and(|outer| may_hold(outer, &foreign.name)) {
            return self.field(foreign);
        }
        if self.profile == TeiProfile::All
            && !self.tiled
            && let Some(name) = PHRASES.iter().find(|name| **name == foreign.name)
        {
            let attributes = self.attributes(&foreign.attr);
            return self.wrap(name, &attributes, &foreign.content);
        }
        let keys = &foreign.attr.keys;
        let known = Condition::of(&foreign.name).filter(|_| self.profile == TeiProfile::All);
        let known = known.filter(|known| {
            let shown = || plain_text(&foreign.content) == known.shown(keys);
            !known.sign || (!self.tiled && self.is_text_alone(&foreign.content) && shown())
        });
        let named = known.and_then(|known| Some((known, known.attributes(keys)?)));
        let Some((known, named)) = named else {
            let attributes = self
                .attributes(&foreign.attr)
                .set("type", "foreign")
                .set("subtype", word(&foreign.name));
            return self.wrap("seg", &attributes, &foreign.content);
        };
        let bare = Attr { keys: Vec::new(), ..foreign.attr.clone() };
        let mut attributes = self.attributes(&bare);
        named.into_iter().for_each(|(name, value)| attributes.push(name, value));
        if known.sign {
            let places = Pieces::of_inlines(&foreign.content);
            self.trace.add_element(places.extent());
            self.empty(known.name, &attributes);
        } else {
            self.wrap(known.name, &attributes, &foreign.content);
        }
    }

    /// A field of a dictionary's entry, where its element may be.
    fn field(&mut self, foreign: &'a ForeignInline) {
        let attributes = self.attributes(&foreign.attr);
        let outer = self.field.replace(&foreign.name);
        self.wrap(&foreign.name, &attributes, &foreign.content);
        self.field = outer;
    }

    fn wrap(&mut self, name: &str, attributes: &Attributes, content: &'a [Inline]) {
        self.start(name, attributes);
        self.inlines(content);
        self.end();
    }

    /// Whether this is only text without an element.
    fn is_text_alone(&self, content: &[Inline]) -> bool {
        content.iter().all(|inline| match inline {
            Inline::Text(Text { text, span }) => self.is_plain(text, *span),
            _ => false,
        })
    }

    fn styled(&mut self, styled: &'a Styled) {
        let rendition = self.declared.style(&mut self.ids, styled.style);
        let attributes = self.attributes(&styled.attr).set("rendition", rendition);
        self.wrap("hi", &attributes, &styled.content);
    }

    fn link(&mut self, link: &'a Link) {
        let mut attributes = self.attributes(&link.attr).set_some("n", link.title.as_deref());
        match link.target.strip_prefix('#') {
            Some(id) => self.point(&mut attributes, "target", id),
            None if link.target.is_empty() => {}
            None => attributes.push("target", pointer(&link.target)),
        }
        self.wrap("ref", &attributes, &link.content);
    }

    fn note_reference(&mut self, reference: &'a NoteRef) {
        // A place without characters, the target of a note.
        let known = self.ids.reference(&reference.target).is_some();
        if known && !self.tiled && reference.content.is_empty() && reference.attr.id.is_some() {
            let attributes = self.attributes(&reference.attr);
            return self.empty("anchor", &attributes);
        }
        let mut attributes = self.attributes(&reference.attr).set("type", "note");
        self.point(&mut attributes, "target", &reference.target);
        self.wrap("ref", &attributes, &reference.content);
    }

    fn reference(&mut self, reference: &'a Reference) {
        let attributes = self.attributes(&reference.attr);
        let mut attributes =
            attributes.set("type", "reference").set("subtype", reference.shows.name());
        self.point(&mut attributes, "target", &reference.target);
        self.wrap("ref", &attributes, &reference.content);
    }

    /// One base with its readings is a `ruby`; several are `ruby`s in a `seg`.
    fn ruby(&mut self, ruby: &'a Ruby) {
        let attributes = self.attributes(&ruby.attr);
        match ruby.pairs.as_slice() {
            [only] => self.ruby_pair(only, attributes),
            pairs => {
                self.start("seg", &attributes.set("type", "ruby"));
                pairs.iter().for_each(|pair| self.ruby_pair(pair, Attributes::new()));
                self.end();
            }
        }
    }

    fn ruby_pair(&mut self, pair: &'a RubyPair, attributes: Attributes) {
        // A ruby has a reading (TEI P5 §3.4.2), and simplePrint has no ruby.
        let has = self.profile == TeiProfile::All && !pair.readings.is_empty();
        if has {
            self.start("ruby", &attributes);
            self.wrap("rb", &Attributes::new(), &pair.base);
        } else {
            self.start("seg", &attributes.set("type", "ruby"));
            self.wrap("seg", &Attributes::new().set("type", "rb"), &pair.base);
        }
        for reading in &pair.readings {
            let kind = reading.kind.name();
            let place = match reading.side {
                RubySide::Over => "above",
                RubySide::Under => "below",
                RubySide::After => "right",
            };
            if has {
                let attributes = Attributes::new().set("type", kind).set("place", place);
                self.wrap("rt", &attributes, &reading.content);
            } else {
                let kind = format!("{kind}-{place}");
                let attributes = Attributes::new().set("type", "rt").set("subtype", kind);
                self.wrap("seg", &attributes, &reading.content);
            }
        }
        self.end();
    }

    fn math(&mut self, math: &'a MathSpan) {
        let attributes = self.attributes(&math.attr);
        let bare = math.content.iter().all(|inline| matches!(inline, Inline::Text(_)));
        if bare && attributes.is_empty() {
            self.formula(&math.content);
        } else {
            self.start("seg", &attributes.set("type", "math"));
            self.formula(&math.content);
            self.end();
        }
    }

    /// TeX source: runs of text are `formula`s, gaps are between them.
    pub(super) fn formula(&mut self, content: &'a [Inline]) {
        self.mixed += 1;
        let attributes = Attributes::new().set("notation", "TeX");
        let is_text = |inline: &Inline| matches!(inline, Inline::Text(_));
        for run in content.chunk_by(|a, b| is_text(a) && is_text(b)) {
            if !run.first().is_some_and(is_text) {
                self.inlines(run);
            } else if self.is_text_alone(run) {
                self.wrap("formula", &attributes, run);
            } else {
                // A formula holds neither `lb` nor `g`, but `hi` holds both.
                self.start("formula", &attributes);
                self.wrap("hi", &Attributes::new(), run);
                self.end();
            }
        }
        self.mixed -= 1;
    }

    /// A visible break.
    fn line_break(&mut self, content: &'a [Inline]) {
        if !content.is_empty() {
            self.wrap("seg", &Attributes::new().set("type", "break"), content);
        } else if self.tiled {
            self.empty("milestone", &Attributes::new().set("unit", "break"));
        } else {
            self.empty("lb", &Attributes::new().set("type", "break"));
        }
    }

    fn gaiji(&mut self, gaiji: &'a Gaiji) {
        let pointer = self.declared.gaiji(&mut self.ids, gaiji);
        let attributes = self.attributes(&gaiji.attr);
        if self.is_text_alone(&gaiji.content) {
            self.wrap("g", &attributes.set("ref", pointer), &gaiji.content);
        } else {
            let attributes = attributes.set("type", "gaiji").set("corresp", pointer);
            self.wrap("seg", &attributes, &gaiji.content);
        }
    }

    fn choice(&mut self, choice: &'a Choice) {
        let roles = |roles: &[&str]| {
            choice.variants.iter().all(|variant| roles.contains(&variant.role.as_str()))
        };
        let attributes = self.attributes(&choice.attr);
        let parts = choice.variants.len() >= 2 && roles(&CHOICE_PARTS);
        if choice.kind == ChoiceKind::Apparatus && self.profile == TeiProfile::All {
            self.start("app", &attributes);
            for (index, variant) in choice.variants.iter().enumerate() {
                let lemma = index == 0 && variant.role == "lem";
                let name = match variant.role.as_str() {
                    _ if lemma => "lem",
                    "note" if variant.witnesses.is_empty() => "note",
                    _ => "rdg",
                };
                let kind = (name == "rdg" && variant.role != name).then(|| word(&variant.role));
                let attributes = self.variant(choice, index, "wit").set_some("type", kind);
                self.wrap(name, &attributes, &variant.content);
            }
        } else if choice.kind != ChoiceKind::Apparatus && parts {
            self.start("choice", &attributes);
            for (index, variant) in choice.variants.iter().enumerate() {
                let attributes = self.variant(choice, index, "source");
                self.wrap(&variant.role, &attributes, &variant.content);
            }
        } else {
            let kind = choice.kind.name();
            self.start("seg", &attributes.set("type", "choice").set("subtype", kind));
            for (index, variant) in choice.variants.iter().enumerate() {
                let attributes = self.variant(choice, index, "source");
                let attributes =
                    attributes.set("type", "variant").set("subtype", word(&variant.role));
                self.wrap("seg", &attributes, &variant.content);
            }
        }
        self.end();
    }

    /// The attributes of one reading: its witnesses, and whether it is printed instead of the
    /// default.
    fn variant(&mut self, choice: &'a Choice, index: usize, wit: &'static str) -> Attributes {
        let variant = &choice.variants[index];
        let mut attributes = self.attributes(&variant.attr);
        let witnesses: Vec<String> = variant
            .witnesses
            .iter()
            .map(|witness| self.declared.witness(&mut self.ids, witness))
            .collect();
        if !witnesses.is_empty() {
            attributes.push(wit, witnesses.join(" "));
        }
        if usize::from(choice.chosen) == index && index != expected(&choice.variants) {
            let text = "the reading that is printed";
            attributes.push("ana", self.declared.category(&mut self.ids, "printed", text));
        }
        attributes
    }

    fn name(&mut self, name: &'a Name) {
        let all = self.profile == TeiProfile::All;
        let by_author =
            self.in_byline && name.kind == NameKind::Person && name.target.is_some();
        let (element, kind) = match name.kind {
            NameKind::Person if by_author => ("docAuthor", None),
            NameKind::Person if all => ("persName", None),
            NameKind::Person => ("name", Some("person")),
            NameKind::Organisation if all => ("orgName", None),
            NameKind::Organisation => ("name", Some("org")),
            NameKind::Place if all => ("placeName", None),
            NameKind::Place => ("name", Some("place")),
            NameKind::Office if all => ("roleName", Some("office")),
            NameKind::Office => ("name", Some("personRoleName")),
            NameKind::Work => ("title", None),
            NameKind::Date => ("date", None),
            NameKind::Dynasty => ("rs", Some("dynasty")),
            NameKind::Role => ("rs", Some("role")),
        };
        let mut attributes = self.attributes(&name.attr).set_some("type", kind);
        if let Some(target) = &name.target {
            self.point(&mut attributes, "corresp", target);
        }
        if let Some(value) = &name.value {
            let when = name.kind == NameKind::Date && is_w3c_date(value);
            attributes.push(if when { "when" } else { "n" }, value.as_str());
        }
        self.wrap(element, &attributes, &name.content);
    }
}

/// The default reading to print.
fn expected(variants: &[Variant]) -> usize {
    variants
        .iter()
        .position(|variant| matches!(variant.role.as_str(), "lem" | "corr" | "reg" | "expan"))
        .unwrap_or(0)
}
