//! The runs of a paragraph: formatted text, marks of notes, images, formulas.
//!
//! Takes the children of a `w:p` (ISO/IEC 29500-1, 17.3), returns inlines, the formatting of most
//! of the paragraph, and the text boxes anchored in it. Formatting of the whole paragraph is a
//! property of it; formatting of a part marks that part.

use std::collections::BTreeMap;

use super::body::{BodyWalk, RunLook};
use super::fields::FieldResult;
use super::styles::RunProperties;
use super::tree::OoxmlElement;
use super::{formulas, pictures, symbols};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Anchor, Attr, Blank, Block, Inline, InlineResidue, LineBreak, Link, MathSpan, Note,
    NoteKind, Ruby, RubyPair, Style, Styled, Text, id_of, plain_text, text,
};

/// The minimum number of signs of a blank (填空).
const LEAST_BLANK: &str = "___";
/// The assumed width of a tab to be written on, in signs of a blank.
const TAB: &str = "________";

/// An inline with its enclosing styles.
#[derive(Clone, Debug)]
struct EnclosedInline {
    /// Its link target.
    link: Option<String>,
    /// From the outside in.
    styles: Vec<Style>,
    inline: Inline,
}

/// A paragraph being read.
pub(super) struct ParagraphBuilder {
    inherited: RunProperties,
    pieces: Vec<EnclosedInline>,
    /// The number of characters in each look.
    looks: BTreeMap<RunLook, usize>,
    link: Option<String>,
    boxes: Vec<Block>,
    /// Who deleted the current text, and when.
    deleted: Option<Vec<(String, String)>>,
    pub(super) page_break_before: bool,
    pub(super) page_break_after: bool,
}

impl ParagraphBuilder {
    pub(super) fn new(inherited: RunProperties) -> Self {
        Self {
            inherited,
            pieces: Vec::new(),
            looks: BTreeMap::new(),
            link: None,
            boxes: Vec::new(),
            deleted: None,
            page_break_before: false,
            page_break_after: false,
        }
    }

    /// Whether it has anything visible.
    pub(super) fn has_text(&self) -> bool {
        self.pieces.iter().any(|piece| !matches!(piece.inline, Inline::Anchor(_)))
    }

    /// Inserts a number before the text.
    pub(super) fn prefix(&mut self, label: &str) {
        let at = self.pieces.iter().position(|it| !matches!(it.inline, Inline::Anchor(_)));
        let styles = at.map(|at| self.pieces[at].styles.clone()).unwrap_or_default();
        let piece = EnclosedInline { link: None, styles, inline: text(label) };
        self.pieces.insert(at.unwrap_or(0), piece);
    }

    /// Reads the content of a paragraph, or of an element around runs.
    pub(super) fn runs(&mut self, walk: &mut BodyWalk<'_, '_>, parent: &OoxmlElement) {
        for node in &parent.children {
            match node.name.as_str() {
                "w:r" => self.run(walk, node),
                "w:hyperlink" | "w:hlink" => self.hyperlink(walk, node),
                "w:fldSimple" => {
                    walk.fields.begin();
                    walk.fields.instruct(node.get("instr").unwrap_or_default());
                    walk.fields.separate();
                    self.runs(walk, node);
                    walk.fields.end();
                }
                "w:del" | "w:moveFrom" => {
                    let keys = [("who", node.get("author")), ("when", node.get("date"))];
                    let keys = keys
                        .into_iter()
                        .filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned())));
                    let outer = self.deleted.replace(keys.collect());
                    self.runs(walk, node);
                    self.deleted = outer;
                }
                "w:bookmarkStart" => self.anchor(walk, node),
                "m:oMath" => self.formula(node),
                "m:oMathPara" => {
                    node.within()
                        .filter(|it| it.name == "m:oMath")
                        .for_each(|it| self.formula(it));
                }
                "mc:AlternateContent" => {
                    if let Some(branch) = pictures::branch(node) {
                        self.runs(walk, branch);
                    }
                }
                "w:pPr" | "w:rPr" | "w:sdtPr" | "w:sdtEndPr" | "w:smartTagPr" => {}
                _ => self.runs(walk, node),
            }
        }
    }

    fn hyperlink(&mut self, walk: &mut BodyWalk<'_, '_>, node: &OoxmlElement) {
        let address = node.get("id").and_then(|id| walk.relations.get(id));
        let address = address.filter(|it| it.external).map(|it| it.target.clone());
        let anchor = node.get("anchor").or_else(|| node.get("bookmark"));
        let target = match (address, anchor) {
            (Some(address), Some(anchor)) => Some(format!("{address}#{anchor}")),
            (Some(address), None) => Some(address),
            (None, Some(anchor)) => Some(format!("#{}", id_of(anchor))),
            (None, None) => node.get("dest").map(str::to_owned),
        };
        let outer = std::mem::replace(&mut self.link, target);
        self.runs(walk, node);
        self.link = outer;
    }

    fn anchor(&mut self, walk: &mut BodyWalk<'_, '_>, node: &OoxmlElement) {
        let Some(name) = node.get("name").filter(|it| walk.targets.contains(*it)) else {
            return;
        };
        let name = name.to_owned();
        // Bookmarks are unique.
        walk.targets.remove(&name);
        let anchor = Anchor { attr: Attr::with_id(id_of(&name)) };
        self.pieces.push(EnclosedInline {
            link: None,
            styles: Vec::new(),
            inline: Inline::Anchor(Box::new(anchor)),
        });
    }

    fn formula(&mut self, node: &OoxmlElement) {
        let tex = formulas::tex(node);
        if !tex.is_empty() {
            let math = MathSpan { attr: Attr::default(), content: vec![text(tex)] };
            self.push(Vec::new(), Inline::Math(Box::new(math)));
        }
    }

    fn push(&mut self, styles: Vec<Style>, inline: Inline) {
        self.pieces.push(EnclosedInline { link: self.link.clone(), styles, inline });
    }

    fn run(&mut self, walk: &mut BodyWalk<'_, '_>, run: &OoxmlElement) {
        let properties = walk.styles.run(run.child("w:rPr"), &self.inherited);
        self.parts(walk, run, &properties);
    }

    fn parts(
        &mut self,
        walk: &mut BodyWalk<'_, '_>,
        run: &OoxmlElement,
        properties: &RunProperties,
    ) {
        for part in &run.children {
            match part.name.as_str() {
                "w:fldChar" => self.field(walk, part),
                "w:instrText" | "w:delInstrText" => walk.fields.instruct(&part.text),
                _ if !walk.fields.shows() => {}
                "w:t" | "w:delText" => self.text(walk, &part.text, properties),
                "w:tab" | "w:ptab" => self.text(walk, "\t", properties),
                "w:noBreakHyphen" => self.text(walk, "\u{2011}", properties),
                "w:softHyphen" => self.text(walk, "\u{AD}", properties),
                "w:cr" => self.line_break(),
                "w:br" => match part.get("type") {
                    Some("page") if self.has_text() => self.page_break_after = true,
                    Some("page") => self.page_break_before = true,
                    Some("column") => {}
                    _ => self.line_break(),
                },
                "w:sym" => {
                    let sign = symbols::sign(part.get("font"), part.get("char"));
                    match sign {
                        Ok(sign) => self.text(walk, &sign.to_string(), properties),
                        Err(unknown) => self.push(Vec::new(), unknown),
                    }
                }
                "w:ruby" => self.ruby(walk, part),
                "w:footnoteReference" | "w:endnoteReference" | "w:commentReference" => {
                    self.note(walk, part);
                }
                // Word 2003 has the note where its mark is.
                "w:footnote" | "w:endnote" => {
                    let blocks = walk.apart(part);
                    self.note_of(super::notes::kind(&part.name), blocks);
                }
                "w:drawing" | "w:pict" | "w:object" => self.drawing(walk, part),
                "mc:AlternateContent" => {
                    if let Some(branch) = pictures::branch(part) {
                        self.parts(walk, branch, properties);
                    }
                }
                "m:oMath" => self.formula(part),
                _ => {}
            }
        }
    }

    fn line_break(&mut self) {
        if self.deleted.is_none() {
            self.push(Vec::new(), Inline::LineBreak(Box::<LineBreak>::default()));
        }
    }

    fn field(&mut self, walk: &mut BodyWalk<'_, '_>, part: &OoxmlElement) {
        match part.get("fldCharType") {
            Some("begin") => {
                walk.fields.begin();
                let checked = part.at(&["w:ffData", "w:checkBox"]).map(|it| {
                    it.switch("w:checked").or_else(|| it.switch("w:default")).unwrap_or(false)
                });
                if let Some(checked) = checked {
                    self.push(Vec::new(), text(if checked { "☑" } else { "☐" }));
                }
            }
            Some("separate") => walk.fields.separate(),
            Some("end") => {
                if let Some(shown) = walk.fields.end() {
                    self.shown(walk, shown);
                }
            }
            _ => {}
        }
    }

    /// The content of a field without a result.
    fn shown(&mut self, walk: &mut BodyWalk<'_, '_>, shown: FieldResult) {
        match shown {
            FieldResult::Ruby(base, reading) => {
                let (base, reading) = (vec![text(base)], vec![text(reading)]);
                self.push_ruby(base, reading);
            }
            FieldResult::Text(shown) => {
                let properties = self.inherited.clone();
                self.text(walk, &shown, &properties);
            }
            FieldResult::Tex(tex) => {
                let math = MathSpan { attr: Attr::default(), content: vec![text(tex)] };
                self.push(Vec::new(), Inline::Math(Box::new(math)));
            }
        }
    }

    fn text(&mut self, walk: &mut BodyWalk<'_, '_>, written: &str, properties: &RunProperties) {
        if written.is_empty() {
            return;
        }
        let residue = |kind: &str, keys: Vec<(String, String)>| {
            let attr = Attr { keys, ..Attr::default() };
            let content = vec![text(written)];
            let residue = InlineResidue { attr, kind: kind.to_owned(), content };
            Inline::Residue(Box::new(residue))
        };
        if let Some(keys) = &self.deleted {
            let inline = residue("deleted", keys.clone());
            self.push(Vec::new(), inline);
            return;
        }
        if properties.hidden == Some(true) {
            let inline = residue("hidden", Vec::new());
            self.push(Vec::new(), inline);
            return;
        }
        let look = RunLook {
            size: properties.size.unwrap_or(0),
            bold: properties.bold == Some(true),
            face: properties.face.clone().unwrap_or_default(),
        };
        let count = written.chars().filter(|c| !c.is_whitespace()).count();
        if count > 0 {
            *self.looks.entry(look).or_default() += count;
        }
        let outer = self.link.clone();
        self.link = outer.clone().or_else(|| walk.fields.link());
        self.marked(written, properties);
        self.link = outer;
    }

    /// Text with its styles; text to be written on is a blank.
    fn marked(&mut self, written: &str, properties: &RunProperties) {
        let styles = styles(properties);
        let is_underlined = styles.contains(&Style::Inserted);
        if is_underlined && written.chars().all(char::is_whitespace) {
            let signs = written.replace('\t', TAB).replace(char::is_whitespace, "_");
            self.push(Vec::new(), blank(&signs));
            return;
        }
        let mut rest = written;
        while let Some(at) = rest.find(LEAST_BLANK) {
            let (before, from) = rest.split_at(at);
            let end = from.find(|c| c != '_').unwrap_or(from.len());
            if !before.is_empty() {
                self.push(styles.clone(), text(before));
            }
            self.push(Vec::new(), blank(&from[..end]));
            rest = &from[end..];
        }
        if rest.is_empty() {
            return;
        }
        let inline = text(rest);
        if properties.two_in_one {
            return self.interlinear(inline);
        }
        self.push(styles, inline);
    }

    /// Two lines in one (双行合一) are an inline note; adjacent runs are joined.
    fn interlinear(&mut self, inline: Inline) {
        if let Some(EnclosedInline { inline: Inline::Note(note), .. }) = self.pieces.last_mut()
            && note.kind == NoteKind::Inline
            && let Some(Block::Paragraph(paragraph)) = note.blocks.last_mut()
        {
            paragraph.content.push(inline);
            return;
        }
        self.note_of(NoteKind::Inline, vec![crate::model::paragraph(vec![inline])]);
    }

    fn ruby(&mut self, walk: &mut BodyWalk<'_, '_>, node: &OoxmlElement) {
        let part = |line: &Self, walk: &mut BodyWalk<'_, '_>, name: &str| {
            let mut inner = Self::new(line.inherited.clone());
            if let Some(part) = node.child(name) {
                inner.runs(walk, part);
            }
            inner
        };
        let (base, reading) = (part(self, walk, "w:rubyBase"), part(self, walk, "w:rt"));
        for (look, count) in &base.looks {
            *self.looks.entry(look.clone()).or_default() += count;
        }
        let (base, reading) = (base.finish().0, reading.finish().0);
        self.push_ruby(base, reading);
    }

    fn push_ruby(&mut self, base: Vec<Inline>, reading: Vec<Inline>) {
        let written = plain_text(&reading);
        let readings = vec![crate::input::markdown::reading(reading, &written)];
        let pairs = vec![RubyPair { base, readings }];
        self.push(Vec::new(), Inline::Ruby(Box::new(Ruby { attr: Attr::default(), pairs })));
    }

    fn note(&mut self, walk: &mut BodyWalk<'_, '_>, mark: &OoxmlElement) {
        let Some(id) = mark.get("id") else { return };
        let Some((who, when, content)) = walk.notes.take(&mark.name, id) else {
            walk.diagnostics.push(Diagnostic::new(Code::WordNoNote, [&id]));
            return;
        };
        let relations = walk.notes.relations(&mark.name);
        let outer = std::mem::replace(&mut walk.relations, relations);
        let blocks = walk.apart(&content);
        walk.relations = outer;
        if mark.name == "w:commentReference" {
            let mut content = Vec::new();
            for block in &blocks {
                if !content.is_empty() {
                    content.push(text(" "));
                }
                content.push(text(super::plain(block)));
            }
            let keys = [("who", who), ("when", when)];
            let keys = keys.into_iter().filter_map(|(key, it)| Some((key.to_owned(), it?)));
            let attr = Attr { keys: keys.collect(), ..Attr::default() };
            let kind = "comment".to_owned();
            let residue = InlineResidue { attr, kind, content };
            self.push(Vec::new(), Inline::Residue(Box::new(residue)));
        } else {
            self.note_of(super::notes::kind(&mark.name), blocks);
        }
    }

    fn note_of(&mut self, kind: NoteKind, blocks: Vec<Block>) {
        let note = Note { kind, blocks, ..Note::default() };
        self.push(Vec::new(), Inline::Note(Box::new(note)));
    }

    fn drawing(&mut self, walk: &mut BodyWalk<'_, '_>, node: &OoxmlElement) {
        let mut found = pictures::DrawingContent::default();
        pictures::find(walk, node, &mut found);
        for image in found.images {
            self.push(Vec::new(), Inline::Image(Box::new(image)));
        }
        for written in found.texts {
            let properties = self.inherited.clone();
            self.text(walk, &written, &properties);
        }
        self.boxes.extend(found.boxes);
    }

    /// The paragraph: its inlines, the formatting of most of it, whether all of it is bold, and its
    /// boxes.
    pub(super) fn finish(mut self) -> (Vec<Inline>, RunLook, bool, Vec<Block>) {
        let look = self.looks.iter().max_by_key(|(_, count)| **count);
        let look = look.map(|(look, _)| look.clone()).unwrap_or_default();
        let is_blank = |piece: &EnclosedInline| match &piece.inline {
            Inline::Text(text) => text.text.trim().is_empty(),
            Inline::Anchor(_) | Inline::Note(_) | Inline::Residue(_) => true,
            _ => false,
        };
        let mut own = self.pieces.iter().filter(|it| !is_blank(it)).peekable();
        // Formatting of the whole paragraph does not mark anything in it.
        let is_bold = own.peek().is_some() && own.all(|it| it.styles.contains(&Style::Strong));
        if is_bold {
            self.pieces.iter_mut().for_each(|it| it.styles.retain(|it| *it != Style::Strong));
        }
        if let Some(EnclosedInline { inline: Inline::LineBreak(_), .. }) = self.pieces.last() {
            self.pieces.pop();
        }
        (linked(self.pieces), look, is_bold, self.boxes)
    }
}

/// The styles of a run, from the outside in.
fn styles(properties: &RunProperties) -> Vec<Style> {
    let is_set = |value: &Option<String>| value.as_deref().is_some_and(|it| it != "none");
    let underline = properties.underline.as_deref().unwrap_or("none");
    let position = properties.position.as_deref();
    let all = [
        (properties.bold == Some(true), Style::Strong),
        (properties.italic == Some(true), Style::Emphasis),
        (is_set(&properties.emphasis), Style::EmphasisDots),
        (underline.to_lowercase().contains("wav"), Style::BookTitle),
        (
            !matches!(underline, "none" | "") && !underline.to_lowercase().contains("wav"),
            Style::Inserted,
        ),
        (properties.strike == Some(true), Style::Deleted),
        (position == Some("subscript"), Style::Subscript),
        (position == Some("superscript"), Style::Superscript),
        (is_set(&properties.highlight), Style::Highlight),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, style)| style).collect()
}

fn blank(signs: &str) -> Inline {
    let content = vec![text(signs)];
    Inline::Blank(Box::new(Blank { content, ..Blank::default() }))
}

/// Pieces with the same target, as links.
fn linked(pieces: Vec<EnclosedInline>) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut rest = pieces.into_iter().peekable();
    while let Some(first) = rest.next() {
        let target = first.link.clone();
        let mut group = vec![first];
        while let Some(next) = rest.next_if(|next| next.link == target) {
            group.push(next);
        }
        let inner = styled(group.into_iter().map(|it| (it.styles, it.inline)).collect());
        match target {
            Some(target) => {
                let link = Link { target, content: inner, ..Link::default() };
                content.push(Inline::Link(Box::new(link)));
            }
            None => content.extend(inner),
        }
    }
    content
}

/// Adjacent inlines of one style, enclosed by it; adjacent texts are joined.
fn styled(pieces: Vec<(Vec<Style>, Inline)>) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::new();
    let mut rest = pieces.into_iter().peekable();
    while let Some((styles, inline)) = rest.next() {
        let Some(style) = styles.first().copied() else {
            match (content.last_mut(), inline) {
                (Some(Inline::Text(Text { text, .. })), Inline::Text(more)) => {
                    text.push_str(&more.text);
                }
                (_, inline) => content.push(inline),
            }
            continue;
        };
        let inner = |styles: Vec<Style>| styles.into_iter().skip(1).collect::<Vec<Style>>();
        let mut group = vec![(inner(styles), inline)];
        while let Some((styles, inline)) =
            rest.next_if(|(styles, _)| styles.first() == Some(&style))
        {
            group.push((inner(styles), inline));
        }
        let styled = Styled { attr: Attr::default(), style, content: styled(group) };
        content.push(Inline::Styled(Box::new(styled)));
    }
    content
}
