//! Word documents (`.docx`, `.docm`, `.dotx`, flat OPC, Word 2003 XML), read whole: paragraphs with
//! their numbers, tables, notes, fields, boxes, pictures, formulas.
//!
//! Takes the bytes of a package (ISO/IEC 29500), returns a document with all visible text; deleted
//! and hidden text and comments are kept separately. The role of a paragraph is declared by the
//! document's styles or recognised by the text reader, with its formatting as evidence. Places
//! refer to the text with one line per paragraph. Nothing outside the file is fetched.

mod assemble;
mod body;
mod fields;
mod formulas;
mod metadata;
mod notes;
mod number_formats;
mod numbering;
mod package;
mod page;
mod pictures;
mod runs;
mod styles;
mod symbols;
mod tables;
mod tree;

use super::Reading;
use super::text::paragraphs::{self, Evidence, Is, Known, Look};
use super::text::stale;
use crate::config::{InputFormat, ReadOptions};
use crate::context::Limits;
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{
    Alignment, Block, Document, Inline, Meta, Node as Part, Residue, plain_text, text, visit,
};
use crate::source::{Input, Source};

use body::{BodyItem, BodyWalk};
use notes::PendingNotes;
use numbering::Numbering;
use package::{Package, Relations};
use styles::{Declared, Styles, Theme};
use tree::OoxmlElement;

pub(super) use package::is_word;

/// The index of the source that places refer to: the main part.
const MAIN: u16 = 1;

/// Reads a Word document.
///
/// # Errors
///
/// A package that is damaged, beyond a limit, or without a main part.
pub(super) fn read(input: &Input, options: &ReadOptions, limits: &Limits) -> Result<Reading> {
    let mut package = Package::open(&input.bytes, limits)?;
    let root = package.main()?;
    let main = package.main.clone();
    let relations = package.relations(&main);
    let mut diagnostics = Vec::new();
    let theme = part(&mut package, &relations, "theme", &mut diagnostics);
    let theme = theme.map(|it| Theme::read(&it)).unwrap_or_default();
    let of_2003 = |name: &str| root.child(name).cloned();
    let styles = part(&mut package, &relations, "styles", &mut diagnostics)
        .or_else(|| of_2003("w:styles"));
    let styles = styles.map(|it| Styles::read(&it, theme)).unwrap_or_default();
    let lists = part(&mut package, &relations, "numbering", &mut diagnostics)
        .or_else(|| of_2003("w:lists"));
    let numbering = lists.map(|it| Numbering::read(&it, |id| styles.list_of(id)));
    let mut meta = Meta::default();
    properties(&mut package, &mut meta, &mut diagnostics);
    let notes = PendingNotes::read(&mut package, &relations).unwrap_or_else(|error| {
        diagnostics.push(error.diagnostic().clone());
        PendingNotes::default()
    });
    let body = root.child("w:body").ok_or_else(|| Error::new(Code::WordNoText, [&main]))?;
    metadata::changes(body, &mut meta);
    let pages = page::read(&mut package, &relations, body, &mut diagnostics);
    let mut walk = BodyWalk::new(
        &mut package,
        &styles,
        numbering.unwrap_or_default(),
        body,
        limits.depth().levels(),
    );
    walk.relations = relations;
    walk.notes = notes;
    walk.binaries = pictures::binaries(&root);
    let items = walk.items(body);
    let furniture = furniture(&mut walk, &pages.parts);
    let (lines, assets) = (std::mem::take(&mut walk.lines), std::mem::take(&mut walk.assets));
    diagnostics.append(&mut walk.diagnostics);
    diagnostics.dedup();

    let container = Source::container(input, InputFormat::Docx);
    let starts = starts(&lines);
    let source = Source::extracted(&main, MAIN, lines.join("\n"));
    let evidence: Vec<Evidence> =
        (0..items.len()).filter_map(|at| evidence(&items, at)).collect();
    diagnostics.extend(stale(&container, options));
    let read = paragraphs::read(&source, &evidence, options)?;
    diagnostics.extend(read.diagnostics.into_iter().map(in_main));
    meta = over(read.meta, meta);
    metadata::title(&mut meta);
    let bold_body = is_bold(&items);
    meta.extra.extend(pages.wishes);
    // A notice without a table of contents does not get one.
    if !read.reads.iter().any(|it| matches!(it.is, Is::ContentsEntry)) {
        meta.extra.push(("toc".to_owned(), "false".to_owned()));
    }
    let mut document = Document::new(meta);
    assemble::assemble(items, read.reads, &starts, MAIN, bold_body, &mut document);
    // A form with only a header is empty.
    if !(document.front.is_empty() && document.body.is_empty()) {
        document.body.extend(furniture);
    }
    (document.header, document.footer) = (pages.header, pages.footer);
    document.assets = assets;
    document.sources = vec![container.info.clone(), source.info.clone()];
    let sources = vec![container, source];
    Ok(Reading { document, sources, diagnostics, claims: read.claims })
}

/// The root of the part that a relationship of this kind leads to; an unreadable one is reported
/// and ignored.
fn part(
    package: &mut Package<'_>,
    relations: &Relations,
    kind: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<OoxmlElement> {
    let relation = relations.values().find(|it| it.kind == kind && !it.external)?;
    match package.xml(&relation.target) {
        Ok(Some(root)) => Some(root),
        Ok(None) => {
            diagnostics.push(Diagnostic::new(Code::WordNoPart, [&relation.target]));
            None
        }
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::WordNoPart, [&relation.target]));
            diagnostics.push(error.diagnostic().clone());
            None
        }
    }
}

/// The text of all headers and footers, kept separately.
fn furniture(walk: &mut BodyWalk<'_, '_>, parts: &[(&'static str, String)]) -> Vec<Block> {
    let mut furniture = Vec::new();
    for (kind, path) in parts {
        let Ok(Some(root)) = walk.package.xml(path) else { continue };
        let relations = walk.package.relations(path);
        let outer = std::mem::replace(&mut walk.relations, relations);
        let assets = walk.assets.len();
        let words: Vec<String> = walk.apart(&root).iter().map(plain).collect();
        walk.assets.truncate(assets);
        walk.relations = outer;
        let words = words.join(" ").trim().to_owned();
        if !words.is_empty() {
            let content = vec![text(words)];
            let residue = Residue { kind: (*kind).to_owned(), content, ..Residue::default() };
            furniture.push(Block::Residue(Box::new(residue)));
        }
    }
    furniture
}

/// The properties of the document.
fn properties(package: &mut Package<'_>, meta: &mut Meta, diagnostics: &mut Vec<Diagnostic>) {
    let relations = package.relations("");
    if let Some(core) = part(package, &relations, "core-properties", diagnostics) {
        metadata::core(&core, meta);
    }
    for kind in ["extended-properties", "custom-properties"] {
        if let Some(others) = part(package, &relations, kind, diagnostics) {
            metadata::others(&others, meta);
        }
    }
}

/// The metadata recognised from the text, completed by that of the properties.
fn over(text: Meta, properties: Meta) -> Meta {
    let mut meta = text;
    meta.description = meta.description.or(properties.description);
    let subjects = properties.subjects.into_iter();
    let more: Vec<String> = subjects.filter(|it| !meta.subjects.contains(it)).collect();
    meta.subjects.extend(more);
    meta.extra.extend(properties.extra);
    meta
}

/// The offset of each line in the joined text.
fn starts(lines: &[String]) -> Vec<usize> {
    let mut at = 0;
    let start = |line: &String| {
        let start = at;
        at += line.len() + 1;
        start
    };
    lines.iter().map(start).collect()
}

/// A place in the text of the main part, in its source.
fn in_main(mut diagnostic: Diagnostic) -> Diagnostic {
    if let Some(span) = &mut diagnostic.span {
        span.source = MAIN;
    }
    diagnostic
}

/// The evidence for a paragraph of the body.
fn evidence(items: &[BodyItem], at: usize) -> Option<Evidence> {
    let BodyItem::Paragraph(para) = &items[at] else { return None };
    let is_object = |at: Option<usize>| at.and_then(|it| items.get(it)).is_some_and(is_object);
    let is_beside_object = is_object(at.checked_sub(1)) || is_object(Some(at + 1));
    let (known, by) = match &para.declared {
        _ if para.label.as_ref().is_some_and(|it| it.is_bullet) => {
            (Known::Text, "list".to_owned())
        }
        None => (Known::Open, String::new()),
        Some((declared, by)) => {
            let known = match declared {
                Declared::Title => Known::Title,
                Declared::Subtitle => Known::Subtitle,
                Declared::Heading(level) => Known::Heading(*level),
                Declared::Contents => Known::Contents,
                Declared::ContentsHeading => Known::ContentsHeading,
                Declared::Caption => Known::Caption,
            };
            (known, by.clone())
        }
    };
    let look = Look {
        size: para.look.size,
        bold: para.look.bold,
        face: para.look.face.clone(),
        centred: para.align == Some(Alignment::Center),
    };
    let counted = para.label.as_ref().filter(|it| !it.is_bullet);
    let item = para.list.zip(counted.map(|it| it.level));
    Some(Evidence { line: para.line, known, by, look, item, is_beside_object })
}

/// Whether an item is a table, or a separate picture.
fn is_object(item: &BodyItem) -> bool {
    match item {
        BodyItem::Block(block) => matches!(block, Block::Table(_) | Block::Figure(_)),
        BodyItem::Paragraph(para) => {
            !para.content.is_empty()
                && para.content.iter().all(|it| matches!(it, Inline::Image(_)))
        }
    }
}

/// Whether most of the text is bold.
fn is_bold(items: &[BodyItem]) -> bool {
    let (mut bold, mut all) = (0, 0);
    for item in items {
        if let BodyItem::Paragraph(para) = item {
            let count = plain_text(&para.content).chars().count();
            all += count;
            bold += if para.is_bold { count } else { 0 };
        }
    }
    bold * 2 > all
}

/// The text of a block, all of its lines joined.
fn plain(block: &Block) -> String {
    let mut written = String::new();
    visit(std::slice::from_ref(block), &mut |node| {
        if let Part::Inline(crate::model::Inline::Text(text)) = node {
            written.push_str(&text.text);
        }
    });
    written
}
