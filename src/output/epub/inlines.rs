//! Inlines as XHTML. The mapping, construct by construct, is `docs/model.md`.

use super::page::{ElementAttributes, PageBreak, PageWriter};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Attr, Choice, ForeignInline, Gaiji, GapKind, Image, Inline, Link, Milestone, MilestoneUnit,
    Name, NameKind, ReadingKind, Ruby, RubyPair, RubySide, Style, Styled, Text, Variant,
    plain_text,
};
use crate::text::address::outside;
use crate::text::breaks::breaks_in_names;
use crate::text::dates::is_w3c_date;
use crate::xml::is_xml_char;

impl PageWriter<'_, '_> {
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Gap(gap) if gap.kind == GapKind::LineEndAsSpace => self.out.text(" "),
            Inline::Gap(_) | Inline::Residue(_) => {}
            Inline::Styled(it) => self.styled(it),
            Inline::Link(it) => self.link(it),
            Inline::Anchor(it) => {
                self.held("span", &it.attr, ElementAttributes::default(), &[])
            }
            Inline::Ruby(it) => self.ruby(it),
            Inline::Code(it) => {
                self.held("code", &it.attr, ElementAttributes::default(), &it.content);
            }
            Inline::Math(it) => self.formula(it),
            Inline::NoteRef(it) => self.note_mark(it),
            Inline::Note(it) => self.note_here(it),
            Inline::LineBreak(_) => self.out.empty("br", &[]),
            Inline::Milestone(it) => self.milestone(it),
            Inline::Blank(it) => self.span(&it.attr, "blank", &it.content),
            Inline::Reference(it) => self.link(&Link {
                attr: it.attr.clone(),
                target: format!("#{}", it.target),
                title: None,
                content: it.content.clone(),
            }),
            Inline::Quoted(it) => self.span(&it.attr, "quoted", &it.content),
            Inline::Span(it) => {
                self.held("span", &it.attr, ElementAttributes::default(), &it.content);
            }
            Inline::Gaiji(it) => self.gaiji(it),
            Inline::Choice(it) => self.choice(it),
            Inline::Name(it) => self.name(it),
            Inline::Image(it) => self.image(it, &[]),
            Inline::Foreign(it) => self.foreign_inline(it),
        }
    }

    /// A text, with marks for the starts of the PDF's pages in it.
    pub(super) fn text(&mut self, text: &Text) {
        let starts = match (self.book.pages, text.span) {
            (Some(pages), Some(span)) => pages.within(span),
            _ => &[],
        };
        self.page.trace.add(&text.text, text.span);
        let mut done = 0;
        for start in starts {
            let offset = text.span.map_or(0, |span| start.at.start - span.start) as usize;
            // A text that differs from its source's characters has only one place.
            if offset > done && text.text.is_char_boundary(offset) {
                self.broken(&text.text[done..offset]);
                done = offset;
            }
            self.page_break(ElementAttributes::default(), None, &start.label, None);
        }
        self.broken(&text.text[done..]);
    }

    /// Text whose long names and addresses may break, to avoid loose lines.
    fn broken(&mut self, text: &str) {
        let mut done = 0;
        for at in breaks_in_names(text) {
            self.out.text(&text[done..at]);
            self.out.empty("wbr", &[]);
            done = at;
        }
        self.out.text(&text[done..]);
    }

    /// The mark of a page of a printed edition; `own` is the id among its attributes.
    fn page_break(
        &mut self,
        attributes: ElementAttributes,
        own: Option<String>,
        label: &str,
        edition: Option<String>,
    ) {
        let (id, attributes) = match own {
            Some(id) => (id, attributes),
            None => {
                let id = self.fresh_id("page");
                (id.clone(), attributes.with("id", id))
            }
        };
        let attributes = attributes.semantics("pagebreak", Some("doc-pagebreak"));
        self.start("span", &attributes.with("aria-label", label));
        self.out.end();
        self.page.page_breaks.push(PageBreak { label: label.to_owned(), edition, id });
    }

    /// An element with a construct's attributes and more.
    fn held(&mut self, name: &str, attr: &Attr, more: ElementAttributes, content: &[Inline]) {
        let attributes = self.attributes(attr).and(more);
        self.start(name, &attributes);
        self.inlines(content);
        self.out.end();
    }

    fn span(&mut self, attr: &Attr, class: &str, content: &[Inline]) {
        self.held("span", attr, ElementAttributes::default().class(class), content);
    }

    fn styled(&mut self, styled: &Styled) {
        let none = ElementAttributes::default();
        let (name, more) = match styled.style {
            Style::Emphasis => ("em", none),
            Style::Strong => ("strong", none),
            Style::EmphasisDots => ("em", none.class("dots")),
            // HTML names Chinese proper names as what `u` is for.
            Style::ProperName => ("u", none.class("proper-name")),
            Style::BookTitle => ("cite", none.class("book-title")),
            Style::Subscript => ("sub", none),
            Style::Superscript => ("sup", none),
            Style::Deleted => ("del", none),
            Style::Inserted => ("ins", none),
            Style::Highlight => ("mark", none),
        };
        self.held(name, &styled.attr, more, &styled.content);
    }

    fn link(&mut self, link: &Link) {
        let attributes = self.attributes(&link.attr);
        let href = if self.in_link { None } else { self.href(link) };
        let Some(href) = href else {
            self.start("span", &attributes);
            self.inlines(&link.content);
            self.out.end();
            return;
        };
        let attributes =
            attributes.with("href", href).with_some("title", link.title.as_deref());
        self.in_link = true;
        self.start("a", &attributes);
        if plain_text(&link.content).trim().is_empty() && !has_image(&link.content) {
            // A link without text can't be read out.
            self.out.text(&link.target);
        }
        self.inlines(&link.content);
        self.out.end();
        self.in_link = false;
    }

    /// The address of a link in the e-book, if any.
    fn href(&mut self, to: &Link) -> Option<String> {
        if let Some(id) = to.target.strip_prefix('#') {
            if let Some(href) = self.find(id) {
                return Some(href);
            }
        } else if let Some(href) = outside(&to.target) {
            return Some(href);
        }
        // A link without an address is reported by the document.
        if !to.target.trim().is_empty() {
            self.report(Diagnostic::new(Code::EpubDeadLink, [&to.target]).at(to.attr.span));
        }
        None
    }

    fn ruby(&mut self, ruby: &Ruby) {
        if self.in_ruby {
            ruby.pairs.iter().for_each(|pair| self.ruby_in_line(pair));
            return;
        }
        self.page.features.ruby = true;
        self.in_ruby = true;
        let attributes = self.attributes(&ruby.attr);
        let sides = ruby.pairs.iter().map(|pair| pair.readings.len()).max().unwrap_or(0);
        if sides > 1 {
            // Two sides: HTML has one ruby inside the other.
            self.start("span", &attributes);
            ruby.pairs.iter().for_each(|pair| self.nested_ruby(pair, pair.readings.len()));
            self.out.end();
        } else {
            if ruby.pairs.is_empty() {
                // A ruby holds a base and a reading.
                self.start("span", &attributes);
                self.out.end();
                self.in_ruby = false;
                return;
            }
            let side = ruby.pairs.iter().flat_map(|pair| &pair.readings).map(|r| r.side).next();
            self.start("ruby", &attributes.and(side_class(side)));
            for pair in &ruby.pairs {
                self.inlines(&pair.base);
                self.reading(pair, 0);
            }
            self.out.end();
        }
        self.in_ruby = false;
    }

    /// A base followed by its readings.
    fn ruby_in_line(&mut self, pair: &RubyPair) {
        self.inlines(&pair.base);
        for reading in pair.readings.iter().filter(|reading| !reading.content.is_empty()) {
            self.out.text("（");
            self.inlines(&reading.content);
            self.out.text("）");
        }
    }

    /// A base with its first `count` readings, the first innermost; HTML nests no deeper than
    /// two, so further ones follow the second.
    fn nested_ruby(&mut self, pair: &RubyPair, count: usize) {
        let side =
            count.checked_sub(1).and_then(|last| pair.readings.get(last)).map(|r| r.side);
        self.start("ruby", &side_class(side));
        if count != 2 {
            self.inlines(&pair.base);
            // A ruby has a reading, if an empty one.
            (0..count.max(1)).for_each(|index| self.reading(pair, index));
        } else {
            self.nested_ruby(pair, 1);
            self.reading(pair, 1);
        }
        self.out.end();
    }

    fn reading(&mut self, pair: &RubyPair, index: usize) {
        // Every base has a reading in its element, if an empty one.
        let reading = pair.readings.get(index);
        let lang = reading.and_then(|reading| match reading.kind {
            ReadingKind::Pinyin => Some("zh-Latn-pinyin"),
            ReadingKind::Zhuyin => Some("zh-Bopo"),
            ReadingKind::Kana => Some("ja-Hrkt"),
            ReadingKind::Gloss => None,
        });
        self.out.element("rp", &[], "（");
        self.start(
            "rt",
            &ElementAttributes::default().with_some("lang", lang).with_some("xml:lang", lang),
        );
        if let Some(reading) = reading {
            self.inlines(&reading.content);
        }
        self.out.end();
        self.out.element("rp", &[], "）");
    }

    pub(super) fn milestone(&mut self, milestone: &Milestone) {
        let attributes = self.attributes(&milestone.attr);
        let label = milestone.label.as_deref().filter(|label| label.contains(is_seen));
        let attributes = attributes.with_some("data-edition", milestone.edition.as_deref());
        // Pages of one edition are listed: the PDF's, if it is made with the e-book.
        if let (MilestoneUnit::Page, Some(label), None) =
            (&milestone.unit, label, self.book.pages)
        {
            let own = milestone.attr.id.clone().filter(|id| self.page.ids.contains(id));
            let edition = milestone.edition.clone().filter(|edition| edition.contains(is_seen));
            self.page_break(attributes, own, label, edition);
            return;
        }
        let attributes = attributes.class("milestone").with("data-unit", milestone.unit.name());
        self.start("span", &attributes.with_some("data-label", label));
        self.out.end();
    }

    fn gaiji(&mut self, gaiji: &Gaiji) {
        let attributes = self.attributes(&gaiji.attr).class("gaiji");
        let mappings = gaiji.mappings.iter().map(|(name, value)| format!("{name}: {value}"));
        let title: Vec<String> = std::iter::once(gaiji.name.clone()).chain(mappings).collect();
        self.start("span", &attributes.with("title", title.join("; ")));
        if plain_text(&gaiji.content).is_empty() {
            let known = ["unicode", "normal", "ids"];
            let shown = known.iter().find_map(|kind| {
                gaiji.mappings.iter().find(|(name, _)| name == kind).map(|(_, value)| value)
            });
            self.out.text(shown.map_or("〓", String::as_str));
        } else {
            self.inlines(&gaiji.content);
        }
        self.out.end();
    }

    fn choice(&mut self, choice: &Choice) {
        let label = self.book.labels.variant;
        let chosen = usize::from(choice.chosen);
        let others = choice.variants.iter().enumerate().filter(|(index, _)| *index != chosen);
        let others: Vec<String> = others.map(|(_, variant)| variant_label(variant)).collect();
        let attributes = self.attributes(&choice.attr).class("choice");
        let title = (!others.is_empty()).then(|| format!("{label}：{}", others.join("；")));
        self.start("span", &attributes.with_some("title", title));
        if let Some(variant) = choice.variants.get(chosen) {
            self.inlines(&variant.content);
        }
        self.out.end();
    }

    fn name(&mut self, name: &Name) {
        let none = ElementAttributes::default();
        match name.kind {
            NameKind::Work => self.held("cite", &name.attr, none, &name.content),
            NameKind::Date => match name.value.as_deref().filter(|value| is_w3c_date(value)) {
                Some(value) => {
                    let more = none.with("datetime", value);
                    self.held("time", &name.attr, more, &name.content);
                }
                None => self.span(&name.attr, name.kind.name(), &name.content),
            },
            kind => self.span(&name.attr, kind.name(), &name.content),
        }
    }

    /// An image; a lost one is its description, or its name if the caption repeats that.
    pub(super) fn image(&mut self, image: &Image, caption: &[Inline]) {
        let book = self.book;
        let attributes = self.attributes(&image.attr);
        let alt = image.alt.as_deref().unwrap_or_default();
        let Some(file) = book.images.get(&image.asset) else {
            // A description replaces the picture.
            let name = book.document.asset(&image.asset).map_or(&image.asset, |a| &a.href);
            self.start("span", &attributes.class("lost-image"));
            let is_described = alt.is_empty() || image.is_described_by(caption);
            self.out.text(if is_described { name } else { alt });
            self.out.end();
            return;
        };
        self.page.features.images = true;
        let name = book.document.asset(&image.asset).map_or(&image.asset, |asset| &asset.href);
        if alt.is_empty() && !image.decorative {
            self.report_undescribed(name, &image.attr);
        }
        let attributes = attributes.with("src", format!("../{}", file.path)).with("alt", alt);
        let attributes =
            if image.decorative { attributes.with("role", "presentation") } else { attributes };
        let is_sized = image.width.is_some() || image.height.is_some();
        let zoomed = image.zoom().filter(|_| !is_sized);
        let zoomed = zoomed.map(|zoom| format!("{:.0}px", (file.width * zoom).max(1.0)));
        let width = image.width.clone().or(zoomed);
        let size = [("width", &width), ("height", &image.height)];
        let style: Vec<String> = size
            .into_iter()
            .filter_map(|(name, value)| {
                value
                    .as_deref()
                    .filter(|value| is_length(value))
                    .map(|v| format!("{name}: {v}"))
            })
            .collect();
        let style = (!style.is_empty()).then(|| style.join("; "));
        self.empty("img", &attributes.with_some("style", style));
    }

    fn foreign_inline(&mut self, foreign: &ForeignInline) {
        let more = ElementAttributes::default().class("foreign");
        let more = more.with("data-element", foreign.name.as_str());
        self.held("span", &foreign.attr, more, &foreign.content);
    }
}

/// Whether a character is writable and visible.
fn is_seen(c: char) -> bool {
    is_xml_char(c) && !c.is_whitespace()
}

fn has_image(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| matches!(inline, Inline::Image(_)))
}

/// One of the other readings, with its witnesses.
fn variant_label(variant: &Variant) -> String {
    let text = plain_text(&variant.content);
    let text = if text.is_empty() { "∅" } else { &text };
    if variant.witnesses.is_empty() {
        text.to_owned()
    } else {
        format!("{text}（{}）", variant.witnesses.join("、"))
    }
}

fn side_class(side: Option<RubySide>) -> ElementAttributes {
    match side {
        Some(RubySide::Under) => ElementAttributes::default().class("under"),
        Some(RubySide::After) => ElementAttributes::default().class("after"),
        Some(RubySide::Over) | None => ElementAttributes::default(),
    }
}

/// Whether this is a length in CSS syntax.
fn is_length(value: &str) -> bool {
    let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    number.parse::<f32>().is_ok()
        && matches!(unit, "px" | "em" | "rem" | "%" | "pt" | "mm" | "cm" | "in" | "vw" | "vh")
}
