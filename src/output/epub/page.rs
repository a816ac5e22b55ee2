//! One XHTML file while it is written (EPUB 3.3 §6.1): its frame, its ids, its content.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Targets, link};
use super::plan::Matter;
use crate::diag::{Diagnostic, Result};
use crate::model::{Attr, Note, Trace, id_of, is_id};
use crate::text::direction::runs_right_to_left;
use crate::text::language::is_tag;
use crate::xml::{Writer, ns};

/// A finished file.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    /// Its headings in order.
    pub(super) headings: Vec<Heading>,
    pub(super) ids: BTreeSet<String>,
    pub(super) features: Features,
    /// The source's page breaks.
    pub(super) page_breaks: Vec<PageBreak>,
    /// Whether it has a link that could only be written once all ids are known.
    pub(super) has_open_links: bool,
    /// The targets of its links according to the plan.
    pub(super) links: BTreeSet<(usize, String)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Characters that XML forbids, and how often they were left out.
    pub(super) forbidden: BTreeMap<char, usize>,
    /// The text with its places in the source.
    pub(super) trace: Trace,
}

/// A heading, for navigation.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) depth: usize,
    pub(super) text: String,
    pub(super) id: String,
}

/// A page break of a printed edition.
#[derive(Clone, Debug)]
pub(super) struct PageBreak {
    pub(super) label: String,
    pub(super) edition: Option<String>,
    pub(super) id: String,
}

/// Features that reading systems need or that accessibility metadata list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Features {
    pub(super) images: bool,
    pub(super) undescribed_images: bool,
    pub(super) ruby: bool,
    pub(super) math: bool,
    /// Formulas that are shown as TeX.
    pub(super) latex: bool,
}

impl Features {
    /// The union of both.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            images: self.images || other.images,
            undescribed_images: self.undescribed_images || other.undescribed_images,
            ruby: self.ruby || other.ruby,
            math: self.math || other.math,
            latex: self.latex || other.latex,
        }
    }
}

/// Writes one file.
pub(super) struct PageWriter<'b, 'a> {
    pub(super) book: &'b Book<'a>,
    /// The files of ids, once known.
    pub(super) targets: Option<&'b Targets>,
    pub(super) out: Writer,
    /// The index of this file.
    pub(super) file: usize,
    /// The depth of sections whose heading is `h1`.
    pub(super) base: usize,
    /// Footnotes to be written at the end, by number from 1.
    pub(super) footnotes: Vec<Footnote>,
    /// How many footnotes have a mark.
    pub(super) footnote_count: usize,
    /// The number of marks of each note in this file so far.
    pub(super) marks: BTreeMap<String, usize>,
    /// HTML allows no link in a link, and no ruby in a ruby.
    pub(super) in_link: bool,
    pub(super) in_ruby: bool,
    /// Whether a title is above the sections of this file.
    pub(super) below_title: bool,
    /// Whether this is inside a section of notes.
    pub(super) in_notes: bool,
    /// Whether this is inside a list of endnotes, which counts them itself.
    pub(super) in_endnotes: bool,
    /// Whether the table of contents was written into this file.
    pub(super) has_contents: bool,
    /// The marks of notes that are at them, by the note's id.
    pub(super) own_marks: BTreeMap<String, String>,
    /// The number of the next fresh id of a stem, if it is free.
    fresh: BTreeMap<String, usize>,
    /// The results for the package document.
    pub(super) page: Page,
}

/// A footnote whose mark was written.
pub(super) struct Footnote {
    pub(super) id: String,
    pub(super) number: usize,
    pub(super) note: Note,
}

/// Attributes of an element that is about to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct ElementAttributes(Vec<(Cow<'static, str>, String)>);

impl ElementAttributes {
    /// Adds one.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((Cow::Borrowed(name), value.into()));
        self
    }

    /// Adds one if there is a value.
    pub(super) fn with_some(
        self,
        name: &'static str,
        value: Option<impl Into<String>>,
    ) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a class.
    pub(super) fn class(mut self, class: &str) -> Self {
        match self.0.iter_mut().find(|(name, _)| name == "class") {
            Some((_, classes)) => {
                classes.push(' ');
                classes.push_str(class);
                self
            }
            None => self.with("class", class),
        }
    }

    /// Adds all of another element's, which must not have the same ones except for classes.
    pub(super) fn and(self, other: Self) -> Self {
        other.0.into_iter().fold(self, |mut all, (name, value)| {
            if name == "class" {
                return all.class(&value);
            }
            all.0.push((name, value));
            all
        })
    }

    /// Adds `epub:type` and the DPUB-ARIA role that goes with it.
    pub(super) fn semantics(self, kind: &'static str, role: Option<&'static str>) -> Self {
        self.with("epub:type", kind).with_some("role", role)
    }
}

impl<'b, 'a> PageWriter<'b, 'a> {
    /// An empty file of text.
    pub(super) fn new(book: &'b Book<'a>, targets: Option<&'b Targets>, file: usize) -> Self {
        Self {
            book,
            targets,
            out: Writer::new(),
            file,
            base: 0,
            footnotes: Vec::new(),
            footnote_count: 0,
            marks: BTreeMap::new(),
            in_link: false,
            in_ruby: false,
            below_title: false,
            in_notes: false,
            in_endnotes: false,
            has_contents: false,
            own_marks: BTreeMap::new(),
            fresh: BTreeMap::new(),
            page: Page {
                bytes: Vec::new(),
                headings: Vec::new(),
                ids: BTreeSet::new(),
                features: Features::default(),
                page_breaks: Vec::new(),
                has_open_links: false,
                links: BTreeSet::new(),
                diagnostics: Vec::new(),
                forbidden: BTreeMap::new(),
                trace: Trace::default(),
            },
        }
    }

    /// Begins the file, up to the start of the body.
    pub(super) fn begin(&mut self, title: &str, matter: Matter) {
        let kind = match matter {
            Matter::Front => "frontmatter",
            Matter::Body => "bodymatter",
            Matter::Back => "backmatter",
        };
        begin_html(&mut self.out, self.book.language, title, "../stylesheet.css");
        self.out.start("body", &[("epub:type", kind)]);
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Result<Page> {
        end_html(&mut self.out);
        let written = self.out.finish()?;
        self.page.bytes = written.bytes;
        self.page.forbidden = written.forbidden;
        Ok(self.page)
    }

    /// Starts an element.
    pub(super) fn start(&mut self, name: &str, attributes: &ElementAttributes) {
        let pairs: Vec<(&str, &str)> =
            attributes.0.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
        self.out.start(name, &pairs);
    }

    /// Starts an element on a line of its own.
    pub(super) fn start_line(&mut self, name: &str, attributes: &ElementAttributes) {
        self.out.newline();
        self.start(name, attributes);
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &ElementAttributes) {
        let pairs: Vec<(&str, &str)> =
            attributes.0.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
        self.out.empty(name, &pairs);
    }

    /// Ends an element with block content.
    pub(super) fn end_line(&mut self) {
        self.out.newline_out();
        self.out.end();
    }

    /// The attributes of a construct: id, language, classes, free values.
    pub(super) fn attributes(&mut self, attr: &Attr) -> ElementAttributes {
        let mut attributes = ElementAttributes::default();
        if let Some(id) = attr.id.as_deref()
            && self.claim(id)
        {
            attributes = attributes.with("id", id);
        }
        if let Some(lang) = attr.lang.as_deref().filter(|lang| is_tag(lang)) {
            attributes = attributes.with("lang", lang).with("xml:lang", lang);
            if runs_right_to_left(lang) {
                attributes = attributes.with("dir", "rtl");
            }
        }
        for class in attr.classes.iter().flat_map(|classes| classes.split_whitespace()) {
            attributes = attributes.class(class);
        }
        for (name, value) in &attr.keys {
            let name = name.replace(':', "-").to_lowercase();
            let bare = id_of(name.trim_start_matches("data-")).to_ascii_lowercase();
            let name = format!("data-{bare}");
            if !bare.is_empty() && !attributes.0.iter().any(|(other, _)| *other == name) {
                attributes.0.push((Cow::Owned(name), value.clone()));
            }
        }
        attributes
    }

    /// Whether this file may use the id: it is a name, and unused.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        is_id(id) && self.page.ids.insert(id.to_owned())
    }

    /// An id made from a stem that is unused here and in the document.
    pub(super) fn fresh_id(&mut self, stem: &str) -> String {
        let (known, reserved) = (&self.page.ids, &self.book.ids);
        let is_free = |id: &String| !known.contains(id) && !reserved.contains(id.as_str());
        let next = self.fresh.get(stem).copied().unwrap_or(1);
        let mut named = (next..).map(|n| (n + 1, format!("{stem}-{n}")));
        let (next, id) = named.find(|(_, id)| is_free(id)).unwrap_or((next, stem.to_owned()));
        self.fresh.insert(stem.to_owned(), next);
        self.page.ids.insert(id.clone());
        id
    }

    /// The address of a place that is in a file according to the plan. A place that was written
    /// nowhere has none; that is known when all files were written once.
    pub(super) fn place(&mut self, file: usize, id: &str) -> Option<String> {
        if self.targets.is_some_and(|targets| !targets.has(file, id)) {
            return None;
        }
        self.page.links.insert((file, id.to_owned()));
        Some(link(self.file, file, id))
    }

    /// The address of a place in some file; known when all files were written once.
    pub(super) fn find(&mut self, id: &str) -> Option<String> {
        self.page.has_open_links |= self.targets.is_none();
        let file = self.targets?.find(id)?;
        Some(link(self.file, file, id))
    }

    /// Records a diagnostic.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.page.diagnostics.push(diagnostic);
    }
}

/// Writes the head of an XHTML file.
pub(super) fn begin_html(out: &mut Writer, language: &str, title: &str, style: &str) {
    out.doctype("html");
    let namespaces = [("xmlns", ns::XHTML), ("xmlns:epub", ns::EPUB)];
    let languages = [("lang", language), ("xml:lang", language)];
    out.start("html", &[namespaces, languages].concat());
    out.newline();
    out.start("head", &[]);
    out.newline();
    out.element("title", &[], title);
    out.newline();
    out.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", style)]);
    out.newline_out();
    out.end();
    out.newline();
}

/// Ends body and document.
pub(super) fn end_html(out: &mut Writer) {
    out.newline_out();
    out.end();
    out.newline_out();
    out.end();
}
