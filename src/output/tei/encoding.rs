//! `encodingDesc`: the encoding of the text, and its declarations (TEI P5 §2.3).

use super::SourceClaim;
use super::header::Header;
use crate::xml::{Writer, ns};

/// The treatment of line ends and other characters, if the source can be restored from the text.
const TILED: &str = "No character has been changed, added, omitted or moved; no Unicode normalisation form has been applied. To restore the source, take the character data inside the text element in document order, skip every text node that is only white space with a line feed in it, write one newline of the kind named in source-file for each lb (or of the kind in its type), a form feed for each pb and the declared bytes for each g that has some, and encode the result in the encoding named there.";

/// The same if it can't.
const NOT_TILED: &str = "The characters of the text have not been changed and no Unicode normalisation form has been applied; the markup of the source's own format became elements.";

/// What was separated from the text of the work.
const INTERPRETATION: &str = "Text of the source that is not part of the work (pagers, page numbers, banners) is kept as fw of type residue, white space between blocks as fw of type blank or space.";

/// Which names were marked, if requested.
const TAGGED: &str = " Complete calendar dates are marked as date, text in 《》 as title and the author in the credit line as a person; other names are not marked.";

/// An element of the `editorialDecl`: its name, its attributes, its text.
type Declaration<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

impl Header<'_> {
    /// Writes the `encodingDesc`.
    pub(super) fn encoding_description(&self, w: &mut Writer) {
        w.start("encodingDesc", &[]);
        w.newline();
        let project = match self.claim {
            SourceClaim::Text => {
                "The text element is a lossless transcription of the file described as source-file."
            }
            SourceClaim::Binary(_) => {
                "The text element holds what could be read; the file itself is embedded in the header, described as source-file."
            }
            SourceClaim::None => "The text element holds the text that was read.",
        };
        w.start("projectDesc", &[]);
        w.element("p", &[], project);
        w.end();
        w.newline();
        self.editorial_declaration(w);
        w.newline();
        self.tags(w);
        self.categories(w);
        self.characters(w);
        if self.is_full() {
            w.newline();
            self.application(w);
        }
        w.newline_out();
        w.end();
    }

    fn editorial_declaration(&self, w: &mut Writer) {
        let mut interpretation = INTERPRETATION.to_owned();
        if self.options.tei.tag_entities {
            interpretation.push_str(TAGGED);
        }
        let normalization = if self.claim == SourceClaim::Text { TILED } else { NOT_TILED };
        let parts: [Declaration<'_>; 7] = [
            ("correction", &[("status", "unknown")], "Nothing has been corrected."),
            ("normalization", &[("method", "markup")], normalization),
            (
                "hyphenation",
                &[("eol", "none")],
                "No hyphen at a line end has been removed. An lb with break=\"no\" is inside a word or between Han characters.",
            ),
            (
                "quotation",
                &[("marks", "all")],
                "Quotation marks are kept as characters of the text.",
            ),
            ("punctuation", &[("marks", "all")], "All punctuation is kept as in the source."),
            (
                "segmentation",
                &[],
                "Sections, headings and paragraphs were recognised by the source's markup or by the shape of its lines. Their certainty is in cert; a heading without an lb before it was on the same line as what precedes it. A div of type continuation holds what follows a division inside the same parent.",
            ),
            ("interpretation", &[], &interpretation),
        ];
        w.start("editorialDecl", &[]);
        for (name, attributes, text) in parts {
            w.newline();
            if self.is_full() {
                w.start(name, attributes);
                w.element("p", &[], text);
                w.end();
            } else {
                w.element("p", &[], text);
            }
        }
        w.newline_out();
        w.end();
    }

    fn tags(&self, w: &mut Writer) {
        let counts = &self.body.counts;
        w.start("tagsDecl", &[("partial", "true")]);
        for rendition in &self.body.declared.renditions {
            w.newline();
            let attributes = [("xml:id", rendition.id.as_str()), ("scheme", rendition.scheme)];
            w.element("rendition", &attributes, &rendition.text);
        }
        w.newline();
        w.start("namespace", &[("name", ns::TEI)]);
        let uses = [
            ("lb", counts.lb, "a newline of the source"),
            ("pb", counts.pb, "a form feed of the source"),
            ("fw", counts.fw, "text of the source that is not part of the work"),
            ("g", counts.g, "a character or byte that is declared in charDecl"),
        ];
        for (name, count, text) in uses {
            if count > 0 || name == "lb" {
                w.newline();
                let count = count.to_string();
                w.element("tagUsage", &[("gi", name), ("occurs", &count)], text);
            }
        }
        w.newline_out();
        w.end();
        w.newline_out();
        w.end();
    }

    /// The targets of `ana`.
    fn categories(&self, w: &mut Writer) {
        let categories = &self.body.declared.categories;
        if categories.is_empty() {
            return;
        }
        w.newline();
        w.start("classDecl", &[]);
        w.start("taxonomy", &[]);
        for category in categories {
            w.newline();
            w.start("category", &[("xml:id", &category.id)]);
            w.start("catDesc", &[]);
            w.text(&category.text);
            for (name, value) in &category.keys {
                let name = super::attributes::word(name);
                w.element("term", &[("type", &name)], value);
            }
            w.end();
            w.end();
        }
        w.newline_out();
        w.end();
        w.end();
    }

    /// The targets of `g` (TEI P5 ch. 5).
    fn characters(&self, w: &mut Writer) {
        let characters = &self.body.declared.characters;
        if characters.is_empty() {
            return;
        }
        w.newline();
        w.start("charDecl", &[]);
        for character in characters {
            w.newline();
            w.start("char", &[("xml:id", &character.id)]);
            for (name, value) in &character.properties {
                w.empty("localProp", &[("name", name), ("value", value)]);
            }
            for (kind, text) in &character.mappings {
                let kind = super::attributes::word(kind);
                w.element("mapping", &[("type", &kind)], text);
            }
            w.end();
        }
        w.newline_out();
        w.end();
    }
}
