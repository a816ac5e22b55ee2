//! The EPUB 3.3 writer: a document to an e-book for readers and for listeners.
//!
//! Returns a container that EPUBCheck accepts, the same bytes for the same document, options and
//! date. All constructs of the model are expressed; what cannot be shown (an image that was not
//! loaded, a dangling link, a character that XML forbids) is reported.
//!
//! 1. `plan` decides which blocks go into which file, `notes` where notes are;
//! 2. `page` with `blocks`, `lists`, `inlines` and `asides` writes the files, of the
//!    text as [`crate::transform::display`] shows it; `matter` adds title page and colophon;
//! 3. `nav` and `package` list them, `finish` puts all into the container.

mod asides;
mod blocks;
mod book;
mod contents;
mod cover;
mod drawn;
mod finish;
mod fonts;
mod formulas;
mod images;
mod inlines;
mod lists;
mod matter;
mod nav;
mod notes;
mod package;
mod page;
mod plan;

use std::collections::{BTreeMap, BTreeSet};

use book::{Book, Targets, file_name};
use drawn::Drawn;
pub(super) use finish::is_own;
use finish::{NAV, NCX, STYLE, container};
use fonts::{Credits, Embedded, Usage};
use images::Images;
use nav::{Landmark, NavEntry};
use notes::Notes;
use package::{ManifestItem, PackageDocument, given_uid};
use page::{Features, Page, PageWriter};
use plan::{FilePlan, Matter};

use crate::config::{EmbedFonts, Options, OutputFormat};
use crate::context::Context;
use crate::diag::{Code, Diagnostic, Result};
use crate::identity::{Identity, urn};
use crate::image::Pictures;
use crate::layout::PageMap;
use crate::model::{Document, Trace};
use crate::output::File;
use crate::text::language;
use crate::text::words::Words;
use crate::transform::{numbered, uncalled};

/// The style sheet; it explains itself.
const STYLE_SHEET: &str = include_str!("style.css");

/// Its additions for vertical lines.
const VERTICAL_SHEET: &str = include_str!("vertical.css");

const XHTML: &str = "application/xhtml+xml";
const SVG: &str = "image/svg+xml";
const COVER: &str = "cover.xhtml";
const TITLE_PAGE: &str = "title.xhtml";
const COLOPHON: &str = "colophon.xhtml";

/// Writes a document as an EPUB; `page_map` has the pages of the PDF, if the e-book is to show
/// them.
///
/// # Errors
///
/// Only a fault in paiban: whatever the document holds, there is a book.
pub fn write(
    document: &Document,
    pictures: &Pictures<'_>,
    options: &Options,
    context: &Context,
    identity: &Identity,
    page_map: Option<&PageMap>,
) -> Result<File> {
    let document = &*numbered(document, &options.page);
    let (images, mut diagnostics) = Images::of(document, pictures);
    if options.epub.page_list && page_map.is_none() {
        diagnostics.push(Diagnostic::new(Code::EpubNoPages, []));
    }
    let files = plan::plan(document);
    let book = Book {
        document,
        options,
        language: Some(document.meta.language_tag())
            .filter(|l| language::is_tag(l))
            .unwrap_or("und"),
        labels: Words::of(document.meta.language_tag()),
        drawn: Drawn::of(document, options, &context.fonts, document.meta.language_tag())?,
        notes: Notes::of(&files, &uncalled(document)),
        contents: contents::ContentsPlace::of(document, &files)
            .filter(|_| options.page.toc != Some(false)),
        ids: ids(document),
        files,
        images,
        pages: page_map,
    };
    let uid = given_uid(&document.meta.identifiers)
        .unwrap_or_else(|| urn(identity.output(OutputFormat::Epub)));
    let pages = write_pages(&book)?;
    let mut contents = TextSummary::default();
    for (index, page) in pages.iter().enumerate() {
        contents.add(index, page);
    }
    let mut items = Vec::new();
    let cover = cover::cover(&book, context, &identity.sha256)?;
    diagnostics.extend(cover.found.clone());
    let page = cover::cover_page(&book, &cover)?;
    items.push(item("cover", COVER, XHTML, page.bytes, true));
    if book.own_title_page().is_none() {
        let page = matter::title_page(&book)?;
        items.push(item("title-page", TITLE_PAGE, XHTML, page.bytes, true));
    }
    // Contents follow the title page, ours or the source's own.
    let before_contents = book.own_title_page().map_or(0, |file| file + 1);
    let mut navigation = Some(navigation(&book, &contents, &uid)?);
    for (index, page) in pages.into_iter().enumerate() {
        if index >= before_contents {
            items.extend(navigation.take().into_iter().flatten());
        }
        diagnostics.extend(page.diagnostics);
        items.push(text_item(index, page.features, page.bytes));
    }
    items.extend(navigation.into_iter().flatten());
    let (colophon, mut faces) = colophon(&book, context, identity, &uid, &items)?;
    items.push(item("style", STYLE, "text/css", style_sheet(options, &faces.css), false));
    items.push(colophon);
    items.append(&mut faces.items);
    diagnostics.append(&mut faces.diagnostics);
    items.extend(picture_items(&book));
    items.extend(cover_items(cover));
    let package = PackageDocument {
        items: &items,
        uid: &uid,
        work: identity.work,
        sha256: &identity.sha256,
        date: context.date.as_deref(),
        features: contents.features,
        has_headings: !contents.headings.is_empty(),
        has_pages: !contents.page_breaks.is_empty(),
        page_source: match page_map {
            Some(_) => Some(urn(identity.output(OutputFormat::Pdf))),
            None => contents.page_source(),
        },
    };
    let package = package::package(&book, &package)?;
    contents.count(&package.forbidden);
    diagnostics.extend(contents.forbidden.iter().map(|(c, count)| {
        let code_point = format!("U+{:04X}", u32::from(*c));
        Diagnostic::new(Code::EpubForbidden, [&code_point, count])
    }));
    let bytes = container(&book.title(), package.bytes, items)?;
    Ok(File { bytes, trace: contents.trace, diagnostics })
}

/// The images of the text, and its formulas if they are pictures.
fn picture_items(book: &Book<'_>) -> Vec<ManifestItem> {
    let images = book.images.iter().enumerate().map(|(index, image)| {
        let id = format!("image-{:03}", index + 1);
        item(id, image.path.as_str(), image.media_type, image.data.to_vec(), false)
    });
    let formulas = book.drawn.files().into_iter().enumerate().map(|(index, formula)| {
        let id = format!("formula-{:04}", index + 1);
        item(id, formula.path.as_str(), SVG, formula.bytes.clone(), false)
    });
    images.chain(formulas).collect()
}

/// The colophon, and the embedded faces, which it names.
fn colophon(
    book: &Book<'_>,
    context: &Context,
    identity: &Identity,
    uid: &str,
    items: &[ManifestItem],
) -> Result<(ManifestItem, Embedded)> {
    let mut usage = Usage::new(&context.fonts, book.language);
    let how = book.options.epub.embed_fonts;
    if how != EmbedFonts::None {
        let mut pages = items.iter().filter(|item| item.media_type == XHTML);
        pages.try_for_each(|page| usage.read(&page.bytes))?;
    }
    let credits = if how == EmbedFonts::None { Credits::default() } else { usage.credits() };
    let colophon = matter::colophon(book, &identity.sha256, uid, &credits)?;
    let colophon = item("colophon", COLOPHON, XHTML, colophon.bytes, true);
    let embedded = match how {
        EmbedFonts::None => Embedded::default(),
        EmbedFonts::Subset | EmbedFonts::Full => {
            usage.read(&colophon.bytes)?;
            usage.embed(how)?
        }
    };
    Ok((colophon, embedded))
}

/// Writes all files of text. Links within the text can only be written once the files of all ids
/// are known: files with such links are written twice, and those with a dangling one as well.
fn write_pages(book: &Book<'_>) -> Result<Vec<Page>> {
    let write = |file: usize, targets: Option<&Targets>| -> Result<Page> {
        let mut writer = PageWriter::new(book, targets, file);
        let plan = &book.files[file];
        let title = writer.title_of(plan);
        writer.begin(&title, plan.matter);
        writer.pieces(plan);
        writer.finish()
    };
    let mut targets = Targets::default();
    let mut pages = Vec::with_capacity(book.files.len());
    for file in 0..book.files.len() {
        let mut page = write(file, None)?;
        targets.add(std::mem::take(&mut page.ids));
        pages.push(page);
    }
    let exists = |(file, id): &(usize, String)| targets.has(*file, id);
    let is_lost = |id: &str| targets.find(id).is_none();
    let has_lost_notes = book.notes.ids().any(is_lost);
    for (file, page) in pages.iter_mut().enumerate() {
        if has_lost_notes || page.has_open_links || !page.links.iter().all(exists) {
            *page = write(file, Some(&targets))?;
        }
    }
    Ok(pages)
}

/// All ids of a document.
fn ids(document: &Document) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    document.attrs(&mut |attr| ids.extend(attr.id.as_deref()));
    ids
}

/// The content of all files of text.
#[derive(Debug, Default)]
struct TextSummary {
    /// Depth, text and address of each heading.
    headings: Vec<(usize, String, String)>,
    /// Label and address of each page break.
    page_breaks: Vec<(String, String)>,
    /// Their editions.
    editions: BTreeSet<String>,
    features: Features,
    forbidden: BTreeMap<char, usize>,
    trace: Trace,
}

impl TextSummary {
    fn add(&mut self, index: usize, page: &Page) {
        let name = file_name(index);
        let headings = page.headings.iter();
        self.headings.extend(
            headings.map(|it| (it.depth, it.text.clone(), format!("{name}#{}", it.id))),
        );
        let breaks = page.page_breaks.iter();
        self.page_breaks
            .extend(breaks.map(|it| (it.label.clone(), format!("{name}#{}", it.id))));
        self.editions.extend(page.page_breaks.iter().filter_map(|it| it.edition.clone()));
        self.features = self.features.or(page.features);
        self.count(&page.forbidden);
        self.trace.append(&page.trace);
    }

    /// The editions that the page breaks are of; EPUB Accessibility 1.1 §4.1.3 wants a word
    /// where none is known.
    fn page_source(&self) -> Option<String> {
        let editions: Vec<&str> = self.editions.iter().map(String::as_str).collect();
        let names = if editions.is_empty() { "none".to_owned() } else { editions.join("、") };
        (!self.page_breaks.is_empty()).then_some(names)
    }

    fn count(&mut self, forbidden: &BTreeMap<char, usize>) {
        for (c, count) in forbidden {
            *self.forbidden.entry(*c).or_default() += count;
        }
    }
}

/// The built-in style sheet, that for vertical lines, that of the faces, and the user's after them.
fn style_sheet(options: &Options, faces: &str) -> Vec<u8> {
    let mut style = STYLE_SHEET.to_owned();
    if options.epub.vertical {
        style.push_str(VERTICAL_SHEET);
    }
    style.push_str(faces);
    if let Some(css) = &options.epub.css {
        style.push_str("\n/* --css */\n");
        style.push_str(css);
    }
    style.into_bytes()
}

/// The images of the cover; the last is shown in book shops.
fn cover_items(cover: cover::Cover) -> Vec<ManifestItem> {
    let images = cover.images.into_iter().enumerate();
    let mut items: Vec<ManifestItem> = images
        .map(|(index, image)| {
            let id = format!("cover-image-{}", index + 1);
            item(id, image.path, image.media_type, image.bytes, false)
        })
        .collect();
    if let Some(last) = items.last_mut() {
        last.properties.push("cover-image");
    }
    items
}

/// A file of text, and its required reading system features (EPUB 3.3 §5.5.3).
fn text_item(index: usize, features: Features, bytes: Vec<u8>) -> ManifestItem {
    let id = format!("text-{:04}", index + 1);
    let properties = features.math.then_some("mathml").into_iter().collect();
    ManifestItem { properties, ..item(id, file_name(index), XHTML, bytes, true) }
}

/// The nav document and the NCX.
fn navigation(book: &Book<'_>, contents: &TextSummary, uid: &str) -> Result<Vec<ManifestItem>> {
    let entries = match nav::nest(contents.headings.clone()) {
        entries if !entries.is_empty() => entries,
        _ => vec![NavEntry { text: book.title(), href: file_name(0), children: Vec::new() }],
    };
    let nav = nav::nav(book, &entries, &landmarks(book), &contents.page_breaks)?;
    let ncx = nav::ncx(book, &entries, &contents.page_breaks, uid)?;
    let mut nav = item("nav", NAV, XHTML, nav.bytes, true);
    nav.properties.push("nav");
    Ok(vec![nav, item("ncx", NCX, "application/x-dtbncx+xml", ncx.bytes, false)])
}

fn landmarks(book: &Book<'_>) -> Vec<Landmark> {
    let labels = book.labels;
    let landmark =
        |kind, text: &str, href: String| Landmark { kind, text: text.to_owned(), href };
    let is_body = |file: &FilePlan<'_>| file.matter == Matter::Body && !file.is_title_page;
    let body = book.files.iter().position(is_body).unwrap_or(0);
    let title_page = book.own_title_page().map_or_else(|| TITLE_PAGE.to_owned(), file_name);
    vec![
        landmark("cover", labels.cover, COVER.to_owned()),
        landmark("titlepage", labels.title_page, title_page),
        landmark("toc", labels.contents, format!("{NAV}#toc")),
        landmark("bodymatter", labels.text, file_name(body)),
        landmark("colophon", labels.colophon, COLOPHON.to_owned()),
    ]
}

fn item(
    id: impl Into<String>,
    path: impl Into<String>,
    media_type: &'static str,
    bytes: Vec<u8>,
    in_spine: bool,
) -> ManifestItem {
    let (id, path) = (id.into(), path.into());
    ManifestItem { id, path, media_type, properties: Vec::new(), in_spine, bytes }
}
