//! PDF: pages of frames to a tagged file that archives and screen readers accept.
//!
//! ```text
//!  layout ─page by page─▶ paint ─▶ content streams, marks ─┐
//!                          │ fonts, images                 ├─▶ finish ─▶ bytes
//!                          ▼                               │
//!                       printpdf ─▶ fonts, images ─────────┘
//! ```
//!
//! printpdf embeds fonts and images; `finish` writes them and all else: pages with their content
//! streams, the structure tree, metadata, bookmarks, links, page labels, attachments.
//! The file is PDF 1.7 (ISO 32000-1), by default PDF/A-2a (ISO 19005-2) and PDF/UA-1
//! (ISO 14289-1) at once. Fails where a font is damaged.

mod content;
mod deflate;
mod dump;
mod finish;
mod fonts;
mod images;
mod paint;
mod strings;
mod tags;
mod text;

use crate::config::Options;
use crate::context::Context;
use crate::diag::{Diagnostic, Result};
use crate::identity::Identity;
use crate::image::Pictures;
use crate::layout;
use crate::layout::frame::{Page, Structure};
use crate::model::Document;
use crate::output::File;
use crate::parallel;

pub use dump::dump;
pub(super) use finish::is_own;

use images::Images;
use paint::{Painter, Painting};

/// A callback for layout: passes on each page as it is done, then returns the whole.
pub type PageSource<'a> =
    dyn FnMut(&mut dyn FnMut(Page)) -> Result<(Structure, Vec<Diagnostic>)> + 'a;

/// A file embedded in the PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Its media type, without parameters.
    pub media_type: String,
    /// Its relationship to the document.
    pub relationship: Relationship,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// The relationship of an attachment to the document (ISO 19005-3 §6.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relationship {
    /// The source of the document.
    Source,
    /// The same content in another format.
    Alternative,
}

/// Writes a document as a PDF.
///
/// # Errors
///
/// The errors of layout; a damaged font; attachments that the requested standard forbids.
pub fn write(
    document: &Document,
    options: &Options,
    context: &Context,
    identity: &Identity,
    attachments: &[Attachment],
) -> Result<File> {
    let pictures = Pictures::of(document, context.limits.samples);
    let pages: &mut PageSource<'_> =
        &mut |sink| layout::lay_out(document, &pictures, options, context, sink);
    let mut file =
        write_pages(document, &pictures, options, context, identity, attachments, pages)?;
    file.diagnostics.append(&mut pictures.found());
    Ok(file)
}

/// Writes the pages that `pages` passes on as a PDF.
///
/// # Errors
///
/// The errors of `pages`; a damaged font; attachments that the requested standard forbids.
pub fn write_pages(
    document: &Document,
    pictures: &Pictures<'_>,
    options: &Options,
    context: &Context,
    identity: &Identity,
    attachments: &[Attachment],
    pages: &mut PageSource<'_>,
) -> Result<File> {
    let standard = options.pdf.standard()?;
    let images = Images::new(document, pictures);
    let painter = Painter::new(&context.fonts, images);
    let (mut painting, structure, mut diagnostics) = paint(painter, pages, context.threads())?;
    let facts = finish::Facts {
        standard,
        meta: &document.meta,
        file: document.file(),
        date: context.date.as_deref(),
        identity,
        attachments,
        threads: context.threads(),
    };
    let trace = std::mem::take(&mut painting.trace);
    let (bytes, mut more) = finish::finish(painting, &structure, &facts)?;
    diagnostics.append(&mut more);
    Ok(File { bytes, trace, diagnostics })
}

/// Paints the pages, in order, in parallel with the layout of the next ones.
fn paint<'a>(
    painter: Painter<'a>,
    pages: &mut PageSource<'_>,
    threads: usize,
) -> Result<(Painting<'a>, Structure, Vec<Diagnostic>)> {
    let paint = |painter: &mut Painter<'a>, page: Page| painter.page(&page);
    let (laid_out, painter) = parallel::pipeline(threads, painter, paint, |pass| pages(pass))?;
    let (structure, diagnostics) = laid_out?;
    Ok((painter.finish(), structure, diagnostics))
}
